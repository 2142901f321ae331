/* proportion.c: a percentage in three ways at once: the figure, a sentence, a hundred dots of
 * which so many are full (a part of a percent is a part of a dot, by area). The dots repeat the
 * figure and are nothing for a screen reader.
 */
#include <string.h>

#include "bilan/block.h"
#include "bilan/chart.h"

struct part_rows {
	struct decimal value, text, dots;
};

#define ROW(member) offsetof(struct part_rows, member)
static const struct field row_fields[] = {
    {"value", FIELD_DECIMAL, ROW(value), "0", "of the figure's baseline", NULL},
    {"text", FIELD_DECIMAL, ROW(text), "-1",
	"of the sentence's first baseline; -1: two below the figure", NULL},
    {"dots", FIELD_DECIMAL, ROW(dots), "-1", "top of the dots; -1: three below the sentence", NULL},
    {0},
};
static const struct record part_rows_record = {
    "rows", "The rows of a proportion's parts.", sizeof(struct part_rows), row_fields, NULL, NULL};

struct proportion {
	struct setting value, text;
	const struct style *style, *text_style;
	colour colour, full, empty;
	dimen diameter, width;
	struct part_rows rows;
};

struct bound {
	struct runs value, text;
	struct decimal percent;
	bool known; /* else words stand for the figure, and there is nothing to draw */
};

#define SETTING(member) offsetof(struct proportion, member)
static const struct field fields[] = {
    {"value", FIELD_VALUE, SETTING(value), FIELD_REQUIRED, "the percentage: {table.key:percent2}",
	NULL},
    {"text", FIELD_TEXT, SETTING(text), FIELD_REQUIRED, "the sentence that it belongs to", NULL},
    {"style", FIELD_STYLE, SETTING(style), "figure", "of the figure", NULL},
    {"text-style", FIELD_STYLE, SETTING(text_style), "item", "of the sentence", NULL},
    {"colour", FIELD_COLOUR, SETTING(colour), NULL, "of figure and sentence, for the styles'",
	NULL},
    {"full", FIELD_COLOUR, SETTING(full), "accent", "of full dots", NULL},
    {"empty", FIELD_COLOUR, SETTING(empty), "empty", "of empty dots", NULL},
    {"diameter", FIELD_LENGTH, SETTING(diameter), "14pt", "of a dot", NULL},
    {"width", FIELD_LENGTH, SETTING(width), "0", "of ten dots; 0: the area's", NULL},
    {"rows", FIELD_RECORD, SETTING(rows), "{}", "where the parts stand", &part_rows_record},
    {0},
};

static bool
bind(struct bind *bind, struct block *b)
{
	const struct proportion *p = b->settings;
	struct bound *bound = b->bound = NEW(bind->scope.a, struct bound);
	struct cell cell;

	if (!bind_runs(bind, b, p->value, p->style, &bound->value) ||
	    !bind_runs(bind, b, p->text, p->text_style, &bound->text) ||
	    !bind_cell(bind, b, p->value, 0, &cell, NULL))
		return false;
	bound->known = cell.kind == CELL_NUMBER;
	if (cell.kind == CELL_TEXT || cell.number.coef < 0 ||
	    decimal_compare(cell.number, (struct decimal){100, 0}) > 0) {
		diag_add(bind->d, DIAG_ERROR, p->value.at, "out-of-range",
		    "a proportion is a number from 0 to 100");
		return false;
	}
	bound->percent = cell.number;
	bound->value = runs_coloured(bind->scope.a, bound->value, p->colour);
	bound->text = runs_coloured(bind->scope.a, bound->text, p->colour);
	return true;
}

static dimen
row_top(const struct room *room, struct decimal row)
{
	return room->box.y + decimal_share(row, (struct decimal){1, 0}, room->row);
}

static void
draw_dots(struct layout *l, struct block *b, const struct room *room, dimen width, dimen top)
{
	const struct proportion *p = b->settings;
	const struct bound *bound = b->bound;
	struct dot_count n = dots_count(bound->percent, (struct decimal){1, 0}, p->diameter);
	struct point *centres = NEW_ARRAY(l->a, struct point, 100);

	for (int i = 0; i < 100; i++) {
		struct point at = matrix_dot(i, 10, width, p->diameter);

		centres[i] = (struct point){room->box.x + at.x, top + p->diameter / 2 + at.y};
	}
	if (n.whole < 100)
		mark_dots(l->pages, room->page, centres + n.whole, (size_t)(100 - n.whole),
		    p->diameter, p->empty, 0, b->name);
	if (n.whole > 0)
		mark_dots(l->pages, room->page, centres, (size_t)n.whole, p->diameter, p->full, 0,
		    b->name);
	if (n.rest > 0)
		mark_dots(l->pages, room->page, centres + n.whole, 1, n.rest, p->full, 0, b->name);
}

static enum fit
place(struct layout *l, struct block *b, struct room *room)
{
	const struct proportion *p = b->settings;
	const struct bound *bound = b->bound;
	struct setter s = {.l = l, .page = room->page, .block = b->name};
	dimen width = p->width > 0 ? p->width : room->box.w, last, top;
	dimen y = row_top(room, p->rows.value) + room->first;
	dimen cap = style_cap_height(l->texts, p->style);
	struct shape shape = shape_of(p->text_style, room->box.w);
	struct lines lines;
	struct line figure = text_line(l->texts, l->a, l->d, &bound->value);

	/* In a flow others stand above: the figure stays below them. */
	if (!b->common.area.given && cap > y - room->box.y)
		y += room_rows(room, cap - (y - room->box.y));
	s.elem = block_elem(l, b, TAG_P);
	if (figure.count > 0)
		set_line(&s, &figure,
		    (struct point){room->box.x - (p->style->ink ? figure.ink_left : 0), y});
	shape.language = l->report->language;
	lines = text_lines(l->texts, l->a, l->d, &bound->text, &shape);
	y = p->rows.text.coef < 0 ? y + 2 * room->row : row_top(room, p->rows.text) + room->first;
	for (int i = 0; i < lines.count; i++, y += p->text_style->leading)
		set_line(&s, &lines.items[i], (struct point){room->box.x + lines.items[i].x, y});
	top = p->rows.dots.coef < 0 ? y - p->text_style->leading - room->first + 3 * room->row
				    : row_top(room, p->rows.dots);
	last = y - p->text_style->leading - room->first + room->row;
	if (bound->known) {
		draw_dots(l, b, room, width, top);
		last = top + matrix_dot(99, 10, width, p->diameter).y + p->diameter;
	}
	room->used = room_rows(room, last - room->box.y);
	return last <= room->box.y + room->box.h ? FIT_ALL : FIT_NONE;
}

const struct block_class proportion_class = {
    .record = {"proportion", "A percentage: the figure, its sentence, a hundred dots.",
	sizeof(struct proportion), fields, NULL, block_common_fields},
    .example = "- proportion:\n"
	       "    area: [1, 4, 6, 26]\n"
	       "    value: \"{delays.documents:percent2}\"\n"
	       "    text: des pièces ont été traitées en moins de 15 jours.\n"
	       "    rows: {value: 3, text: 5, dots: 8}\n",
    .before = 2,
    .after = 2,
    .bind = bind,
    .place = place,
};
