/* head.c: what stands above and below a table's rows: caption, column heads, note.
 *
 * Heads are set at the foot of their row, 6 pt above the strong rule, which is the row's last
 * point. The row is as high as its lines need and then up to where the first line of the rows
 * falls on the grid: 28 pt for two lines when a table starts at a half row, as it should, and 21
 * or 35 when it does not. Where rows are higher than their words and paddings, the half grid will
 * do. The first head is tagged; on the pages that follow it is an artifact, since a head that is
 * read out again in the middle of a table is no help.
 *
 * A line's baseline stands at three quarters of its leading, as the grid's does.
 */
#include "walk.h"

#define HEAD_RULE   PT(1)
#define HEAD_SPACE  PT(6)
#define SWATCH      PT(7)
#define SWATCH_GAP  PT(4)
#define SWATCH_RISE PT(6.25) /* over the baseline: centred on capitals */

/* The first y' >= y that is a whole number of steps away from the page's first baseline. */
static dimen
next_step(const struct walk *w, dimen y, dimen step)
{
	dimen first = w->room->page->master->top + w->room->first;
	dimen over = (y - first) % step;

	return over == 0 ? y : y + (over > 0 ? step - over : -over);
}

static dimen
next_baseline(const struct walk *w, dimen y)
{
	return next_step(w, y, w->room->row);
}

static struct lines
lines_of(struct walk *w, const struct runs *runs, const struct style *style, dimen measure)
{
	struct shape shape = shape_of(style, measure);

	shape.language = w->l->report->language;
	return text_lines(w->l->texts, w->l->a, w->l->d, runs, &shape);
}

static void
set_at(struct walk *w, const struct lines *lines, const struct style *style, int elem, dimen y)
{
	struct setter s = {.l = w->l, .page = w->room->page, .elem = elem, .block = w->b->name};

	for (int i = 0; i < lines->count; i++, y += style->leading) {
		const struct line *line = &lines->items[i];

		set_line(&s, line, (struct point){w->room->box.x + line->x, y});
	}
}

/* ---- caption and note -------------------------------------------------------------------- */

dimen
caption_height(struct walk *w, dimen y, struct lines *lines)
{
	const struct style *style = w->t->look.caption_style;
	dimen first = next_baseline(w, y + line_baseline(style->leading));

	*lines = lines_of(w, &w->t->caption, style, w->room->box.w);
	return lines->count == 0 ? 0
				 : first + lines_height(lines->count - 1, style->leading) +
				       style->leading / 4 - y;
}

void
caption_draw(struct walk *w)
{
	const struct style *style = w->t->look.caption_style;
	struct lines lines;
	dimen height = caption_height(w, w->y, &lines);

	if (height == 0)
		return;
	set_at(w, &lines, style, elem_add(w->l->pages, w->table, TAG_CAPTION),
	    next_baseline(w, w->y + line_baseline(style->leading)));
	w->y += height;
}

static dimen
note_first(const struct walk *w, dimen y)
{
	return next_baseline(w, y + w->room->row + line_baseline(w->t->look.note_style->leading));
}

dimen
note_end(struct walk *w, dimen y, struct lines *lines)
{
	const struct style *style = w->t->look.note_style;

	*lines = (struct lines){0};
	if (w->t->note.count > 0)
		*lines = lines_of(w, &w->t->note, style, w->room->box.w);
	if (lines->count == 0)
		return y;
	return note_first(w, y) + lines_height(lines->count - 1, style->leading) +
	       style->leading / 4;
}

void
note_draw(struct walk *w, const struct lines *lines)
{
	const struct style *style = w->t->look.note_style;
	dimen first;

	if (lines->count == 0)
		return;
	first = note_first(w, w->y);
	set_at(w, lines, style, elem_add(w->l->pages, w->b->parent, TAG_P), first);
	w->y = first + (lines->count - 1) * style->leading + style->leading / 4;
}

/* ---- heads --------------------------------------------------------------------------------- */

/* Broken for its column; with a swatch the first line has less room, which costs all lines that
 * room only when the first one needs it. */
static struct lines
head_lines(struct walk *w, size_t column)
{
	const struct table_column *c = &w->t->columns[column];
	struct shape shape = shape_of(w->t->look.head_style, w->columns[column].width);
	dimen swatch = c->swatch != 0 ? SWATCH + SWATCH_GAP : 0;
	struct lines lines;

	shape.align = c->align == CELL_START ? ALIGN_START : ALIGN_END;
	shape.language = w->l->report->language;
	lines = text_lines(w->l->texts, w->l->a, w->l->d, &c->head, &shape);
	if (lines.count > 0 && lines.items[0].width + swatch > shape.measure &&
	    swatch < shape.measure) {
		shape.measure -= swatch;
		lines = text_lines(w->l->texts, w->l->a, w->l->d, &c->head, &shape);
	}
	return lines;
}

dimen
head_height(struct walk *w, dimen y, struct lines *lines)
{
	dimen leading = w->t->look.head_style->leading, need = 0, height;
	dimen words = row_words(w, 1), room = words_room(w, words);
	dimen text = words_baseline(w, room, words); /* from the head's end to a baseline */
	dimen step = room == 2 * w->t->look.padding + words ? w->room->row : w->room->row / 2;

	for (size_t i = 0; i < w->t->column_count; i++) {
		lines[i] = (struct lines){0};
		if (w->t->columns[i].head.count > 0)
			lines[i] = head_lines(w, i);
		height = lines_height(lines[i].count, leading) + HEAD_SPACE + HEAD_RULE;
		if (lines[i].count > 0 && height > need)
			need = height;
	}
	return next_step(w, y + need + text, step) - text - y;
}

static void
draw_head_cell(struct walk *w, size_t column, const struct lines *lines, dimen last, int elem)
{
	const struct table_column *c = &w->t->columns[column];
	struct setter s = {.l = w->l, .page = w->room->page, .elem = elem, .block = w->b->name};
	dimen leading = w->t->look.head_style->leading, y = last - (lines->count - 1) * leading;
	dimen measure = w->columns[column].width, x = w->room->box.x + w->columns[column].x;
	dimen swatch = c->swatch != 0 ? SWATCH + SWATCH_GAP : 0;

	for (int i = 0; i < lines->count; i++, y += leading) {
		const struct line *line = &lines->items[i];
		dimen at = c->align == CELL_START ? (i == 0 ? swatch : 0) : measure - line->width;

		if (i == 0 && swatch > 0)
			mark_rect(w->l->pages, s.page,
			    (struct rect){x + at - swatch, y - SWATCH_RISE, SWATCH, SWATCH},
			    c->swatch, 0, w->b->name);
		set_line(&s, line, (struct point){x + at, y});
	}
}

void
head_draw(struct walk *w, const struct lines *lines, dimen height, bool tagged)
{
	struct pages *p = w->l->pages;
	dimen leading = w->t->look.head_style->leading, foot = w->y + height;
	dimen x = w->room->box.x, rule = foot - HEAD_RULE / 2;
	int row = 0;
	bool any = false;

	for (size_t i = 0; i < w->t->column_count; i++)
		any = any || lines[i].count > 0;
	w->y = foot;
	if (!any)
		return;
	if (tagged)
		row = elem_add(p, elem_add(p, w->table, TAG_THEAD), TAG_TR);
	mark_rule(p, w->room->page, (struct point){x, rule}, (struct point){x + w->width, rule},
	    HEAD_RULE, w->t->look.strong_rule, w->b->name);
	for (size_t i = 0; i < w->t->column_count; i++) {
		int elem = 0;

		if (tagged) {
			elem = elem_add(p, row, lines[i].count > 0 ? TAG_TH : TAG_TD);
			p->elems[elem].scope = lines[i].count > 0 ? SCOPE_COLUMN : SCOPE_NONE;
		}
		draw_head_cell(w, i, &lines[i], foot - HEAD_RULE - HEAD_SPACE - leading / 4, elem);
	}
}
