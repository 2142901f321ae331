/* dots.c: a unit chart: one dot stands for a declared amount. In a row, in a matrix, or as the
 * spiral of the cover, where several values follow one another from the centre, each in its
 * colour.
 *
 * The rest of a value is a smaller dot, by area. Full dots are drawn over the empty ones of
 * `total`. All dots of one colour are one path.
 */
#include <string.h>

#include "bilan/block.h"
#include "bilan/chart.h"

enum arrange { ROW, MATRIX, SPIRAL };
static const char *const arrange_words[] = {"row", "matrix", "spiral", NULL};
static const char *const stand_words[] = {"top", "baseline", NULL};
static const struct limits column_limits = {0, 500};
enum { DOT_LIMIT = 200000 };

struct value_settings {
	struct setting value, name;
	colour colour;
};

#define VALUE(member) offsetof(struct value_settings, member)
static const struct field value_fields[] = {
    {"value", FIELD_VALUE, VALUE(value), FIELD_REQUIRED, "the amount", NULL},
    {"name", FIELD_TEXT, VALUE(name), NULL, "what it is, for the alternative text", NULL},
    {"colour", FIELD_COLOUR, VALUE(colour), "accent", "of its dots", NULL},
    {0},
};
static const struct record value_record = {"value", "An amount shown as dots.",
    sizeof(struct value_settings), value_fields, "value", NULL};

struct dots {
	struct records values;
	const char *unit;
	int arrange, columns, stand;
	dimen diameter, ends;
	colour empty, end_colour;
	struct setting alt, total;
	bool decorative;
};

struct bound_value {
	struct decimal amount;
	colour colour;
	const char *name, *text;
};
struct bound {
	struct bound_value *values;
	size_t count;
	struct decimal unit;
	int total; /* dots */
	const char *alt;
};

#define SETTING(member) offsetof(struct dots, member)
static const struct field fields[] = {
    {"values", FIELD_RECORDS, SETTING(values), FIELD_REQUIRED, "the amounts", &value_record},
    {"unit", FIELD_STRING, SETTING(unit), "1",
	"the amount that one dot stands for; auto: 1, 2, 5, 10, … so that there are 2 000 to "
	"5 000",
	NULL},
    {"arrange", FIELD_WORD, SETTING(arrange), "row", "how the dots stand", arrange_words},
    {"columns", FIELD_INTEGER, SETTING(columns), "0", "dots in a full row; 0: all in one row",
	&column_limits},
    {"diameter", FIELD_LENGTH, SETTING(diameter), "0",
	"of a dot; 0: four fifths of the distance between two", NULL},
    {"stand", FIELD_WORD, SETTING(stand), "top",
	"the first row's dots touch the area's top, or are centred on its baseline", stand_words},
    {"total", FIELD_VALUE, SETTING(total), NULL, "empty dots up to this amount", NULL},
    {"empty", FIELD_COLOUR, SETTING(empty), "empty", "colour of empty dots", NULL},
    {"ends", FIELD_LENGTH, SETTING(ends), "0", "diameter of a dot at both ends of a row; 0: none",
	NULL},
    {"end-colour", FIELD_COLOUR, SETTING(end_colour), "accent", "of these", "ends"},
    {"alt", FIELD_TEXT, SETTING(alt), NULL,
	"alternative text; made from names and values unless given", NULL},
    {"decorative", FIELD_BOOL, SETTING(decorative), "no",
	"the words beside it say it all: nothing for a screen reader", NULL},
    {0},
};

/* ---- binding ------------------------------------------------------------------------------- */

static bool
bind_value(
    struct bind *bind, struct block *b, const struct value_settings *v, struct bound_value *value)
{
	struct cell cell;
	const struct format *format = NULL;

	if (!bind_cell(bind, b, v->value, 0, &cell, &format))
		return false;
	if (cell.kind == CELL_EMPTY) {
		diag_add(bind->d, DIAG_ERROR, b->common.missing.at, "missing-value",
		    "dots cannot show words where a figure is missing");
		diag_help(bind->d, "write missing: omit, and the words in a block of their own");
		return false;
	}
	if (cell.kind != CELL_NUMBER || cell.number.coef < 0) {
		diag_add(bind->d, DIAG_ERROR, v->value.at, "not-a-number",
		    "dots need an amount of zero or more");
		return false;
	}
	value->amount = cell.number;
	value->colour = v->colour;
	value->name = bind_words(bind, b, v->name);
	value->text = number_text(bind->scope.numbers, bind->scope.a, format, cell.number);
	return true;
}

static bool
bind_unit(struct bind *bind, struct block *b)
{
	const struct dots *dots = b->settings;
	struct bound *bound = b->bound;
	struct decimal sum = {0, 0};

	if (strcmp(dots->unit, "auto") != 0) {
		if (decimal_read(dots->unit, &bound->unit) && bound->unit.coef > 0)
			return true;
		diag_add(bind->d, DIAG_ERROR, block_place(b, "unit"), "bad-number",
		    "\"%s\" is not an amount above zero, nor auto", dots->unit);
		return false;
	}
	for (size_t i = 0; i < bound->count; i++) {
		if (decimal_add(sum, bound->values[i].amount, &sum))
			continue;
		diag_add(bind->d, DIAG_ERROR, block_place(b, "values"), "out-of-range",
		    "the sum of these amounts has more than 18 digits");
		return false;
	}
	bound->unit = dots_unit(sum);
	return true;
}

static bool
bind_total(struct bind *bind, struct block *b)
{
	const struct dots *dots = b->settings;
	struct bound *bound = b->bound;
	struct value_settings total = {.value = dots->total};
	struct bound_value value;

	if (dots->total.text == NULL)
		return true;
	if (!bind_value(bind, b, &total, &value))
		return false;
	bound->total = dots_whole(value.amount, bound->unit);
	return true;
}

/* "un point pour 100 : courriers 347 137, emails 16 946" */
static const char *
draft_alt(struct bind *bind, const struct bound *bound)
{
	struct buf text = {0};
	const char *language = bind->report->language, *alt;
	bool french = strncmp(language, "fr", 2) == 0;

	buf_printf(&text, "%s %s%s ", phrase_for(language, PHRASE_DOT_UNIT),
	    number_text(bind->scope.numbers, bind->scope.a, NULL, bound->unit),
	    french ? "\u00A0:" : ":");
	for (size_t i = 0; i < bound->count; i++)
		buf_printf(&text, "%s%s%s%s", i > 0 ? ", " : "",
		    bound->values[i].name != NULL ? bound->values[i].name : "",
		    bound->values[i].name != NULL ? " " : "", bound->values[i].text);
	alt = arena_text(bind->scope.a, text.at);
	buf_close(&text);
	return alt;
}

static bool
bind(struct bind *bind, struct block *b)
{
	const struct dots *dots = b->settings;
	const struct value_settings *values = dots->values.items;
	struct bound *bound = b->bound = NEW(bind->scope.a, struct bound);
	int64_t sum;

	bound->values = NEW_ARRAY(bind->scope.a, struct bound_value, dots->values.count);
	for (; bound->count < dots->values.count; bound->count++) {
		if (!bind_value(bind, b, &values[bound->count], &bound->values[bound->count]))
			return false;
	}
	if (!bind_unit(bind, b) || !bind_total(bind, b))
		return false;
	sum = bound->total;
	for (size_t i = 0; i < bound->count; i++)
		sum += dots_whole(bound->values[i].amount, bound->unit);
	if (sum > DOT_LIMIT) {
		diag_add(bind->d, DIAG_ERROR, block_place(b, "unit"), "too-many-dots",
		    "these are more than the %d dots that a page can hold", DOT_LIMIT);
		diag_help(bind->d, "let one dot stand for more, or write: unit: auto");
		return false;
	}
	if (!dots->decorative)
		bound->alt = dots->alt.text != NULL ? bind_words(bind, b, dots->alt)
						    : draft_alt(bind, bound);
	return dots->decorative || bound->alt != NULL;
}

/* ---- placing ------------------------------------------------------------------------------- */

static void
draw_spiral(struct layout *l, struct block *b, const struct room *room)
{
	const struct dots *dots = b->settings;
	const struct bound *bound = b->bound;
	dimen radius = (room->box.w < room->box.h ? room->box.w : room->box.h) / 2, d;
	struct point middle = {room->box.x + room->box.w / 2, room->box.y + room->box.h / 2};
	struct spiral spiral;
	int n = 0;

	for (size_t i = 0; i < bound->count; i++)
		n += dots_whole(bound->values[i].amount, bound->unit);
	if (n == 0)
		return;
	/* 1.22 R / sqrt n leaves a fifth of the distance between neighbours white. */
	d = dots->diameter > 0 ? dots->diameter : dimen_scale(dots_spread(radius, n), 122, 100);
	spiral = spiral_start(n, radius);
	for (size_t i = 0; i < bound->count; i++) {
		int count = dots_whole(bound->values[i].amount, bound->unit);
		struct point *centres = NEW_ARRAY(l->a, struct point, count);

		for (int k = 0; k < count; k++) {
			struct point at = spiral_next(&spiral);

			centres[k] = (struct point){middle.x + at.x, middle.y + at.y};
		}
		mark_dots(l->pages, room->page, centres, (size_t)count, d, bound->values[i].colour,
		    b->elem, b->name);
	}
}

struct grid {
	int columns;
	dimen diameter, width;
	struct point origin;
};

static void
draw_range(struct layout *l, const struct block *b, struct page *page, const struct grid *g,
    int from, int to, colour c)
{
	struct point *centres = NEW_ARRAY(l->a, struct point, to > from ? to - from : 0);

	for (int k = from; k < to; k++) {
		struct point at = matrix_dot(k, g->columns, g->width, g->diameter);

		centres[k - from] = (struct point){g->origin.x + at.x, g->origin.y + at.y};
	}
	if (to > from)
		mark_dots(
		    l->pages, page, centres, (size_t)(to - from), g->diameter, c, b->elem, b->name);
}

static void
draw_matrix(struct layout *l, struct block *b, struct room *room, const struct grid *g)
{
	const struct dots *dots = b->settings;
	const struct bound *bound = b->bound;
	int next = 0, full = 0;

	for (size_t i = 0; i < bound->count; i++)
		full += dots_count(bound->values[i].amount, bound->unit, g->diameter).whole;
	draw_range(l, b, room->page, g, full, bound->total, dots->empty);
	for (size_t i = 0; i < bound->count; i++) {
		struct dot_count n = dots_count(bound->values[i].amount, bound->unit, g->diameter);

		draw_range(l, b, room->page, g, next, next + n.whole, bound->values[i].colour);
		next += n.whole;
		if (n.rest > 0) {
			struct point at = matrix_dot(next++, g->columns, g->width, g->diameter);

			at = (struct point){g->origin.x + at.x, g->origin.y + at.y};
			mark_dots(l->pages, room->page, &at, 1, n.rest, bound->values[i].colour,
			    b->elem, b->name);
		}
	}
}

static int
dots_in_all(const struct bound *bound)
{
	int n = 0;

	for (size_t i = 0; i < bound->count; i++) {
		struct dot_count c = dots_count(bound->values[i].amount, bound->unit, PT(10));

		n += c.whole + (c.rest > 0);
	}
	return n > bound->total ? n : bound->total;
}

static dimen
place_grid(struct layout *l, struct block *b, struct room *room)
{
	const struct dots *dots = b->settings;
	const struct bound *bound = b->bound;
	int n = dots_in_all(bound);
	int columns = dots->arrange == MATRIX && dots->columns > 0 ? dots->columns
		      : dots->columns > n                          ? dots->columns
								   : n;
	struct grid g = {
	    .columns = columns > 0 ? columns : 1,
	    .width = room->box.w,
	    .origin = {room->box.x, room->box.y},
	};
	dimen gap = dots->ends > 0 ? dots->ends * 3 / 2 : 0;

	g.diameter = dots->diameter > 0 ? dots->diameter
		     : g.columns > 1    ? dimen_scale(room->box.w, 4, 5 * g.columns - 1)
					: room->box.h;
	if (dots->ends > 0) {
		dimen y = g.origin.y + dots->ends / 2;
		struct point ends[2] = {{room->box.x + dots->ends / 2, y},
		    {room->box.x + room->box.w - dots->ends / 2, y}};

		mark_dots(
		    l->pages, room->page, ends, 2, dots->ends, dots->end_colour, b->elem, b->name);
		g.origin.x += gap;
		g.width -= 2 * gap;
	}
	g.origin.y += dots->stand == 1 ? room->first
				       : (dots->ends > g.diameter ? dots->ends : g.diameter) / 2;
	draw_matrix(l, b, room, &g);
	if (n == 0)
		return 0;
	return g.origin.y + matrix_dot(n - 1, g.columns, g.width, g.diameter).y + g.diameter / 2 -
	       room->box.y;
}

static enum fit
place(struct layout *l, struct block *b, struct room *room)
{
	const struct dots *dots = b->settings;
	const struct bound *bound = b->bound;
	dimen height = room->box.h;

	if (!dots->decorative)
		block_figure(l, b, bound->alt, room->page, room->box);
	if (dots->arrange == SPIRAL)
		draw_spiral(l, b, room);
	else
		height = place_grid(l, b, room);
	room->used = room_rows(room, height);
	if (b->elem != 0)
		elem_note(l->pages, b->elem)->box.h = height;
	return height <= room->box.h ? FIT_ALL : FIT_NONE;
}

const struct block_class dots_class = {
    .record = {"dots", "A unit chart: one dot stands for an amount.", sizeof(struct dots), fields,
	NULL, block_common_fields},
    .example = "- dots:\n"
	       "    area: [1, 4, 12, 18]\n"
	       "    arrange: matrix\n"
	       "    columns: 24\n"
	       "    unit: \"100\"\n"
	       "    values: [{value: \"{key_figures.visitors}\", name: allocataires reçus}]\n",
    .wordless = true,
    .before = 2,
    .after = 2,
    .bind = bind,
    .place = place,
};
