/* draw.c: rows onto the page, and into the structure tree.
 *
 * A unit is painted in the order field of colour, line below, words and bars. Fields reach over
 * the text by the overhang at both sides; lines do not. The line below a unit is the unit's last
 * half point (or point), inside its height.
 *
 * A group's label is a cell over all rows of its group. When the group is broken over pages the
 * label is drawn again as an artifact. Bars are artifacts as long as another column shows their
 * figures; else each is a Figure with the figures as its words.
 */
#include "walk.h"

#define HAIRLINE    PT(0.5)
#define STRONG_LINE PT(1)

struct draw_row {
	struct walk *w;
	const struct table_cell *cells;
	const struct row_lines *lines;
	const struct cell *data; /* the row's; NULL: it is computed */
	dimen y;                 /* of its first baseline */
	int elem;                /* TR */
	unsigned span;           /* rows of the label that starts here */
};

static void
set_cell(struct walk *w, size_t column, const struct table_cell *cell, const struct lines *lines,
    struct setter *s, dimen y)
{
	const struct table_column *c = &w->t->columns[column];
	dimen x = w->room->box.x + w->columns[column].x, room = cell_room(w, column, cell);
	struct line line = {.pieces = cell->pieces, .count = cell->count, .width = cell->width};

	if (lines != NULL && lines->count > 0) {
		for (int i = 0; i < lines->count; i++, y += w->t->look.style->leading)
			set_line(s, &lines->items[i], (struct point){x + lines->items[i].x, y});
		return;
	}
	if (c->align == CELL_DECIMAL && cell->mark >= 0)
		x += room - c->after - cell->mark;
	else if (c->align != CELL_START)
		x += room - cell->width;
	set_line(s, &line, (struct point){x, y});
}

/* ---- bars ------------------------------------------------------------------------------------ */

static const char *
bar_words(struct draw_row *r, const struct table_bar *bar)
{
	const char *words = "", *text;

	for (size_t i = 0; i < bar->count; i++) {
		const struct cell *cell = &r->data[bar->fields[i]];

		if (cell->kind != CELL_NUMBER)
			continue;
		text = number_text(r->w->l->numbers, r->w->l->a, number_own(cell), cell->number);
		words =
		    words[0] == '\0' ? text : arena_printf(r->w->l->a, "%s\u00A0; %s", words, text);
	}
	return words;
}

static int
bar_figure(struct draw_row *r, const struct table_bar *bar, struct rect box, int elem)
{
	struct pages *p = r->w->l->pages;
	int figure = elem_add(p, elem, TAG_FIGURE);
	struct elem_note *note = elem_note(p, figure);

	note->alt = bar_words(r, bar);
	note->has_box = true;
	note->page = (int)(r->w->room->page - p->items);
	note->box = box;
	return figure;
}

/* Parts follow one another from the zero line, to the right what is more than nothing, to the
 * left what is less. Each end is the length of the sum up to there, so that roundings do not add
 * up. */
static void
draw_bar(struct draw_row *r, size_t column, int elem)
{
	struct walk *w = r->w;
	const struct table_bar *bar = w->t->columns[column].bar;
	struct scale scale = bar->scale;
	struct decimal sums[2] = {{0, 0}, {0, 0}};
	struct rect box = {
	    w->room->box.x + w->columns[column].x, 0, w->columns[column].width, bar->height};
	dimen ends[2] = {0, 0}, zero, leading = w->t->look.style->leading;
	int figure = 0;

	scale.length = box.w;
	zero = box.x + scale_zero(&scale);
	box.y = r->y - line_baseline(leading) + leading / 2 - bar->height / 2;
	for (size_t i = 0; i < bar->count; i++) {
		const struct cell *cell = &r->data[bar->fields[i]];
		int side = cell->number.coef < 0;
		dimen end;

		if (cell->kind != CELL_NUMBER ||
		    !decimal_add(sums[side], cell->number, &sums[side]))
			continue;
		end = scale_bar(&scale, sums[side]);
		if (end == ends[side])
			continue;
		if (bar->alone && figure == 0)
			figure = bar_figure(r, bar, box, elem);
		mark_rect(w->l->pages, w->room->page,
		    (struct rect){zero + (side ? end : ends[0]), box.y,
			side ? ends[1] - end : end - ends[0], box.h},
		    bar->colours[i], figure, w->b->name);
		ends[side] = end;
	}
	if (scale.least.coef < 0)
		mark_rule(w->l->pages, w->room->page, (struct point){zero, box.y - PT(2)},
		    (struct point){zero, box.y + box.h + PT(2)}, HAIRLINE, w->t->look.strong_rule,
		    w->b->name);
}

/* ---- rows ------------------------------------------------------------------------------------ */

static int
cell_elem(struct draw_row *r, size_t column, const struct table_cell *cell)
{
	struct pages *p = r->w->l->pages;
	bool head = (cell->flags & CELL_HEAD) != 0 && cell->run_count > 0;
	int elem = elem_add(p, r->elem, head ? TAG_TH : TAG_TD);

	p->elems[elem].scope = head ? SCOPE_ROW : SCOPE_NONE;
	p->elems[elem].column_span = cell->span;
	if ((int)column == r->w->t->group)
		p->elems[elem].row_span = (uint16_t)r->span;
	return elem;
}

static void
draw_cells(struct draw_row *r, const struct lines *label)
{
	struct walk *w = r->w;
	struct setter s = {.l = w->l, .page = w->room->page, .block = w->b->name};

	for (size_t i = 0; i < w->t->column_count; i++) {
		const struct table_cell *cell = &r->cells[i];
		const struct lines *lines = r->lines->cells != NULL ? &r->lines->cells[i] : NULL;

		if (cell->flags & CELL_COVERED)
			continue;
		s.elem = cell_elem(r, i, cell);
		if (w->t->columns[i].bar != NULL && r->data != NULL)
			draw_bar(r, i, s.elem);
		else if (cell->count > 0 || (lines != NULL && lines->count > 0) ||
			 (cell->flags & CELL_BROKEN))
			set_cell(w, i, cell, (int)i == w->t->group && label != NULL ? label : lines,
			    &s, r->y);
	}
}

static void
fill_row(struct walk *w, unsigned flags, dimen height)
{
	const struct table_look *look = &w->t->look;
	dimen over = look->overhang;
	struct rect box = {w->room->box.x - over, w->y, w->width + 2 * over, height};

	if (flags & ROW_TOTAL)
		mark_rect(w->l->pages, w->room->page, box, look->total, 0, w->b->name);
	else if (flags & ROW_SUBTOTAL)
		mark_rect(w->l->pages, w->room->page, box, look->tint, 0, w->b->name);
}

/* Rows of a group that are subtotals by themselves: the fill is as high as the row. All are painted
 * before any words, so that none covers what hangs down from the row above. */
static void
fill_inner(struct walk *w, const struct unit *u, size_t start, dimen top)
{
	const struct table *t = w->t;
	dimen after = w->y;

	w->y = top;
	for (size_t i = 0; i < u->count; i++) {
		unsigned flags = t->rows[u->first + i].flags;
		dimen height = row_words(w, u->rows[i].count);

		if (u->first + i != start && flags != t->rows[start].flags)
			fill_row(w, flags, height);
		w->y += height;
	}
	w->y = after;
}

static void
line_below(struct walk *w, enum below below)
{
	dimen width = below == BELOW_STRONG ? STRONG_LINE : HAIRLINE;
	dimen x = w->room->box.x, y = w->y - width / 2;
	colour c = below == BELOW_STRONG ? w->t->look.strong_rule : w->t->look.rule;

	if (below == BELOW_STRONG || (below == BELOW_HAIRLINE && w->t->look.rules))
		mark_rule(w->l->pages, w->room->page, (struct point){x, y},
		    (struct point){x + w->width, y}, width, c, w->b->name);
}

static unsigned
group_size(const struct table *t, size_t first)
{
	size_t end = first + 1;

	while (end < t->row_count && t->rows[end].group == first)
		end++;
	return end - first < UINT16_MAX ? (unsigned)(end - first) : UINT16_MAX;
}

void
unit_draw(struct walk *w, const struct unit *u, enum below below)
{
	const struct table *t = w->t;
	size_t start = t->rows[u->first].group;
	struct draw_row r = {.w = w, .y = w->y + words_baseline(w, u->height, u->words)};

	fill_row(w, t->rows[start].flags, u->height);
	w->y += u->height;
	line_below(w, below);
	fill_inner(w, u, start, w->y - (u->height + u->words) / 2);
	if (start != u->first) {
		struct setter s = {.l = w->l, .page = w->room->page, .block = w->b->name};

		set_cell(w, (size_t)t->group, &t->cells[start * t->column_count + (size_t)t->group],
		    &u->label, &s, r.y);
	}
	for (size_t i = 0; i < u->count; i++) {
		size_t row = u->first + i;

		r.cells = &t->cells[row * t->column_count];
		r.lines = &u->rows[i];
		r.data = t->data.count > 0 ? t->data.items[row] : NULL;
		r.elem = elem_add(w->l->pages, w->body, TAG_TR);
		r.span = i == 0 && row == start && t->group >= 0 ? group_size(t, row) : 0;
		draw_cells(&r, &u->label);
		r.y += row_words(w, u->rows[i].count);
	}
}

void
total_draw(struct walk *w, const struct row_lines *lines)
{
	const struct table *t = w->t;
	dimen words = row_words(w, lines->count), height = words_room(w, words);
	struct draw_row r = {.w = w,
	    .cells = t->total,
	    .lines = lines,
	    .y = w->y + words_baseline(w, height, words)};

	fill_row(w, t->total_flags, height);
	w->y += height;
	r.elem = elem_add(w->l->pages, elem_add(w->l->pages, w->table, TAG_TFOOT), TAG_TR);
	draw_cells(&r, NULL);
}
