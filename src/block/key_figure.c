/* key_figure.c: one figure that the reader should keep: icon, value, label, comparison with the
 * period before (triangle, change, figure and year), and bars of the two periods.
 *
 * Each part stands on a row of the block: `rows` says which, else they follow one another. A part
 * whose figure is not there goes; the rest stays on its rows. The triangle has an alternative
 * text ("en hausse"), so that neither colour nor shape alone carries the meaning. The change is
 * exact: (now - before) * 100 / before, rounded half away from zero by its format.
 */
#include <string.h>

#include "bilan/block.h"
#include "bilan/table.h"

struct part_rows {
	struct decimal value, label, compare, bars;
}; /* rows from the block's first */

#define ROW(member) offsetof(struct part_rows, member)
static const struct field row_fields[] = {
    {"value", FIELD_DECIMAL, ROW(value), "-1", "of the figure's baseline; -1: below the icon",
	NULL},
    {"label", FIELD_DECIMAL, ROW(label), "-1", "of the label; -1: two below the figure", NULL},
    {"compare", FIELD_DECIMAL, ROW(compare), "-1", "of the comparison; -1: two below the label",
	NULL},
    {"bars", FIELD_DECIMAL, ROW(bars), "-1", "of the first bar; -1: two below the comparison",
	NULL},
    {0},
};
static const struct record part_rows_record = {
    "rows", "The rows of a key figure's parts.", sizeof(struct part_rows), row_fields, NULL, NULL};

static const char *const show_words[] = {"all", "comparison", NULL};

struct key_figure {
	struct setting value, label, icon, unit, scale_with;
	const char *compare;
	const struct style *style, *label_style, *unit_style, *change_style, *previous_style,
	    *bar_style;
	const struct format *change_format;
	colour colour, icon_colour, rise, fall, bar_colour, bar_before, previous_colour;
	dimen icon_size, icon_stroke, triangle;
	bool bars, fit;
	int show;
	struct part_rows rows;
};

#define SETTING(member) offsetof(struct key_figure, member)
static const struct field fields[] = {
    {"value", FIELD_VALUE, SETTING(value), FIELD_REQUIRED, "the figure: {table.key:format}", NULL},
    {"label", FIELD_TEXT, SETTING(label), NULL, "what it counts; needed, unless a unit says it",
	NULL},
    {"unit", FIELD_TEXT, SETTING(unit), NULL, "words after the figure, on its line", NULL},
    {"icon", FIELD_PATH, SETTING(icon), NULL, "an SVG file above the figure", NULL},
    {"compare", FIELD_STRING, SETTING(compare), NULL,
	"the period to compare with: year-1; left out when there is no figure", NULL},
    {"show", FIELD_WORD, SETTING(show), "all",
	"all, or the comparison alone: an example of how to read it", show_words},
    {"bars", FIELD_BOOL, SETTING(bars), "no", "a bar for each of the two periods", NULL},
    {"scale-with", FIELD_VALUE, SETTING(scale_with), NULL,
	"another figure whose bars stand beside: one scale for both", NULL},
    {"rows", FIELD_RECORD, SETTING(rows), "{}", "where the parts stand", &part_rows_record},
    {"style", FIELD_STYLE, SETTING(style), "figure", "of the figure", NULL},
    {"fit", FIELD_BOOL, SETTING(fit), "no",
	"a figure that is wider than its area is set smaller; the style's size is the largest",
	NULL},
    {"label-style", FIELD_STYLE, SETTING(label_style), "label", "of the label", NULL},
    {"unit-style", FIELD_STYLE, SETTING(unit_style), NULL, "of the unit; the label's unless said",
	NULL},
    {"change-style", FIELD_STYLE, SETTING(change_style), "change", "of the change", NULL},
    {"change-format", FIELD_FORMAT, SETTING(change_format), "percent1", "of the change", NULL},
    {"previous-style", FIELD_STYLE, SETTING(previous_style), "previous", "of the figure before",
	NULL},
    {"bar-style", FIELD_STYLE, SETTING(bar_style), "note", "of the years beside the bars", NULL},
    {"colour", FIELD_COLOUR, SETTING(colour), NULL, "of figure and label, for the styles'", NULL},
    {"icon-colour", FIELD_COLOUR, SETTING(icon_colour), "accent", "of the icon", NULL},
    {"rise", FIELD_COLOUR, SETTING(rise), "rise", "of a change upwards", NULL},
    {"fall", FIELD_COLOUR, SETTING(fall), "fall", "of a change downwards", NULL},
    {"previous-colour", FIELD_COLOUR, SETTING(previous_colour), NULL, "of the figure before", NULL},
    {"bar-colour", FIELD_COLOUR, SETTING(bar_colour), "accent", "of this period's bar", NULL},
    {"bar-before", FIELD_COLOUR, SETTING(bar_before), "accent-pale", "of the bar before", NULL},
    {"icon-size", FIELD_LENGTH, SETTING(icon_size), "40pt", "of the icon's square", NULL},
    {"icon-stroke", FIELD_LENGTH, SETTING(icon_stroke), "1.6pt", "of the icon's lines", NULL},
    {"triangle", FIELD_LENGTH, SETTING(triangle), "8.5pt", "width of the triangle", NULL},
    {0},
};

struct bound {
	struct runs value, label, unit, change, previous, years[2];
	const struct icon *icon;
	int direction; /* -1, 0, 1 */
	const char *direction_words;
	bool compared;
	struct decimal now, before, largest;
};

/* ---- binding ------------------------------------------------------------------------------- */

/* "year-1" of `compare`: how far back, and the label of that period and of this one. */
static bool
period_of(struct bind *bind, struct block *b, int *shift, const char *labels[2])
{
	const struct key_figure *k = b->settings;
	const char *sign = strpbrk(k->compare, "+-");
	struct setting text = {.at = block_place(b, "compare")};

	if (sign == NULL || sign == k->compare ||
	    strspn(sign + 1, "0123456789") != strlen(sign + 1) || strlen(sign) < 2 ||
	    strlen(sign) > 4) {
		diag_add(bind->d, DIAG_ERROR, text.at, "bad-period", "\"%s\" is not a period",
		    k->compare);
		diag_help(bind->d, "write the name of the period and a step: year-1");
		return false;
	}
	*shift = 0;
	for (const char *c = sign + 1; *c != '\0'; c++)
		*shift = *shift * 10 + (*c - '0');
	*shift = *sign == '-' ? -*shift : *shift;
	text.text = arena_printf(bind->scope.a, "{%s}", k->compare);
	labels[1] = value_text(&bind->scope, text);
	text.text = arena_printf(bind->scope.a, "{%.*s}", (int)(sign - k->compare), k->compare);
	labels[0] = value_text(&bind->scope, text);
	return labels[0] != NULL && labels[1] != NULL;
}

static void
bind_change(struct bind *bind, struct block *b, const struct format *format, struct cell *before,
    const char *labels[2])
{
	const struct key_figure *k = b->settings;
	struct bound *bound = b->bound;
	struct arena *a = bind->scope.a;
	const char *language = bind->report->language;
	const char *figure = number_text(bind->scope.numbers, a, format, before->number);
	struct decimal change;
	struct run *run;

	if (!change_of(bound->before, bound->now, CHANGE_PERCENT, &change))
		return;
	bound->compared = true;
	bound->direction = (change.coef > 0) - (change.coef < 0);
	bound->direction_words = phrase_for(language, bound->direction > 0   ? PHRASE_UP
						      : bound->direction < 0 ? PHRASE_DOWN
									     : PHRASE_SAME);
	bound->change = runs_of(a, number_signed(bind->scope.numbers, a, k->change_format, change),
	    k->change_style, b->at);
	bound->change = runs_coloured(a, bound->change,
	    bound->direction > 0   ? k->rise
	    : bound->direction < 0 ? k->fall
				   : 0);
	bound->previous = runs_of(a,
	    arena_printf(
		a, "%s %s\u00A0%s", figure, phrase_for(language, PHRASE_IN_YEAR), labels[1]),
	    k->previous_style, b->at);
	run = NEW_ARRAY(a, struct run, bound->previous.count);
	memcpy(run, bound->previous.items, bound->previous.count * sizeof *run);
	if (bound->previous.count == 1 && before->at.line > 0) {
		run->cell = NEW(a, struct cell);
		*(struct cell *)(uintptr_t)run->cell = *before;
	}
	bound->previous.items = run;
	bound->previous = runs_coloured(a, bound->previous, k->previous_colour);
}

static void
take_largest(struct bound *bound, struct decimal d)
{
	if (decimal_compare(d, bound->largest) > 0)
		bound->largest = d;
}

static bool
bind_compare(struct bind *bind, struct block *b)
{
	const struct key_figure *k = b->settings;
	struct bound *bound = b->bound;
	const struct format *format = NULL;
	struct cell now, before, beside[2] = {{0}};
	const char *labels[2];
	int shift;

	if (!period_of(bind, b, &shift, labels))
		return false;
	if (!value_cell(&bind->scope, k->value, 0, &now, &format) ||
	    !value_cell(&bind->scope, k->value, shift, &before, NULL))
		return false;
	if (before.kind != CELL_NUMBER || now.kind != CELL_NUMBER || before.number.coef == 0)
		return true;
	bound->now = now.number;
	bound->before = before.number;
	bind_change(bind, b, format, &before, labels);
	take_largest(bound, now.number);
	take_largest(bound, before.number);
	if (k->scale_with.text != NULL &&
	    value_cell(&bind->scope, k->scale_with, 0, &beside[0], NULL) &&
	    value_cell(&bind->scope, k->scale_with, shift, &beside[1], NULL)) {
		for (int i = 0; i < 2; i++) {
			if (beside[i].kind == CELL_NUMBER)
				take_largest(bound, beside[i].number);
		}
	}
	for (int i = 0; i < 2; i++) {
		bound->years[i] = runs_of(bind->scope.a, labels[i], k->bar_style, b->at);
		bound->years[i] = runs_coloured(bind->scope.a, bound->years[i], k->previous_colour);
	}
	return true;
}

static bool
bind(struct bind *bind, struct block *b)
{
	const struct key_figure *k = b->settings;
	struct bound *bound = b->bound = NEW(bind->scope.a, struct bound);
	const struct style *unit = k->unit_style != NULL ? k->unit_style : k->label_style;
	bool ok;

	if (k->label.text == NULL && k->unit.text == NULL && k->show == 0) {
		diag_add(bind->d, DIAG_ERROR, b->at, "missing-setting",
		    "this figure does not say what it counts");
		diag_help(bind->d, "add \"label: …\", or \"unit: …\" for words on its own line");
		return false;
	}
	if (!bind_runs(bind, b, k->value, k->style, &bound->value))
		return false;
	ok = bind_runs(bind, b, k->label, k->label_style, &bound->label);
	ok &= bind_runs(bind, b, k->unit, unit, &bound->unit);
	bound->value = runs_coloured(bind->scope.a, bound->value, k->colour);
	bound->label = runs_coloured(bind->scope.a, bound->label, k->colour);
	bound->unit = runs_coloured(bind->scope.a, bound->unit, k->colour);
	bound->icon = bind_icon(bind, b, k->icon);
	if (k->compare != NULL)
		ok &= bind_compare(bind, b);
	return ok && (k->icon.text == NULL || bound->icon != NULL);
}

/* ---- placing ------------------------------------------------------------------------------- */

struct parts {
	dimen value, label, compare, bars;
}; /* baselines from the block's top */

static dimen
row_or(const struct room *room, struct decimal row, dimen otherwise)
{
	if (row.coef < 0)
		return otherwise;
	return decimal_share(row, (struct decimal){1, 0}, room->row) + room->first;
}

static struct parts
parts_of(struct layout *l, const struct key_figure *k, const struct bound *bound,
    const struct room *room)
{
	dimen cap = style_cap_height(l->texts, k->style);
	dimen top = bound->icon != NULL ? k->icon_size + PT(16) : 0;
	dimen lowest = top + cap > room->first ? top + cap - room->first : 0;
	struct parts parts;

	parts.value =
	    row_or(room, k->rows.value, (top > 0 ? room_rows(room, lowest) : 0) + room->first);
	parts.label = row_or(room, k->rows.label, parts.value + 2 * room->row);
	parts.compare = row_or(room, k->rows.compare, parts.label + 2 * room->row);
	parts.bars = row_or(room, k->rows.bars, parts.compare + 2 * room->row);
	return parts;
}

static dimen
set_words(struct setter *s, const struct runs *runs, struct point at, bool by_ink)
{
	struct line line = text_line(s->l->texts, s->l->a, s->l->d, runs);

	if (line.count == 0)
		return 0;
	if (by_ink)
		at.x -= line.ink_left;
	set_line(s, &line, at);
	return line.width;
}

static void
draw_triangle(struct setter *s, const struct key_figure *k, const struct bound *bound,
    struct point at, const struct room *room)
{
	static const uint8_t ops[] = {PATH_MOVE, PATH_LINE, PATH_LINE, PATH_CLOSE};
	struct pages *p = s->l->pages;
	struct point *points = NEW_ARRAY(p->a, struct point, 3);
	dimen w = k->triangle, h = dimen_scale(w, 73, 85);
	dimen base = bound->direction > 0 ? at.y : at.y - h,
	      tip = bound->direction > 0 ? at.y - h : at.y;
	int elem = elem_add(p, s->elem, TAG_FIGURE);
	struct elem_note *note = elem_note(p, elem);

	points[0] = (struct point){at.x, base};
	points[1] = (struct point){at.x + w, base};
	points[2] = (struct point){at.x + w / 2, tip};
	note->alt = bound->direction_words;
	note->has_box = true;
	note->page = (int)(room->page - p->items);
	note->box = (struct rect){at.x, at.y - h, w, h};
	mark_path(p, s->page,
	    &(struct path){.ops = ops,
		.op_count = COUNT(ops),
		.points = points,
		.point_count = 3,
		.fill = bound->direction > 0 ? k->rise : k->fall},
	    elem, s->block);
}

static void
place_compare(struct setter *s, const struct key_figure *k, const struct bound *bound,
    const struct room *room, dimen y)
{
	struct point at = {room->box.x, y};

	if (bound->direction != 0) {
		draw_triangle(s, k, bound, at, room);
		at.x += k->triangle + dimen_scale(k->change_style->size, 42, 100);
	}
	at.x += set_words(s, &bound->change, at, false) + k->previous_style->size;
	set_words(s, &bound->previous, at, false);
}

static void
place_bars(struct setter *s, const struct key_figure *k, const struct bound *bound,
    const struct room *room, dimen y)
{
	const struct decimal values[2] = {bound->now, bound->before};
	const colour colours[2] = {k->bar_colour, k->bar_before};
	dimen left = room->box.x + PT(28), full = room->box.w - PT(28);
	struct setter years = *s;

	years.elem = 0;
	for (int i = 0; i < 2; i++, y += room->row) {
		struct rect bar = {left, y - PT(8.5), 0, PT(11)};

		set_words(&years, &bound->years[i], (struct point){room->box.x, y}, false);
		bar.w = decimal_share(values[i], bound->largest, full);
		mark_rect(s->l->pages, s->page, bar, colours[i], 0, s->block);
	}
}

/* The label may wrap: lines below the first one push nothing, rows are the layout's. */
static dimen
place_label(struct setter *s, const struct key_figure *k, const struct bound *bound,
    const struct room *room, dimen y)
{
	struct shape shape = shape_of(k->label_style, room->box.w);
	struct lines lines;

	shape.language = s->l->report->language;
	lines = text_lines(s->l->texts, s->l->a, s->l->d, &bound->label, &shape);
	for (int i = 0; i < lines.count; i++, y += k->label_style->leading)
		set_line(s, &lines.items[i], (struct point){room->box.x + lines.items[i].x, y});
	return y - k->label_style->leading;
}

static enum fit
place_comparison(struct setter *s, struct block *b, struct room *room)
{
	const struct bound *bound = b->bound;

	room->used = room->row;
	if (!bound->compared)
		return FIT_ALL;
	s->elem = block_elem(s->l, b, TAG_P);
	place_compare(s, b->settings, bound, room, room_baseline(room, room->box.y));
	return room->row <= room->box.h ? FIT_ALL : FIT_NONE;
}

static enum fit
place(struct layout *l, struct block *b, struct room *room)
{
	const struct key_figure *k = b->settings;
	const struct bound *bound = b->bound;
	struct parts parts = parts_of(l, k, bound, room);
	dimen top = room->box.y, below = room->row - room->first, lowest;
	struct setter s = {.l = l, .page = room->page, .block = b->name};
	struct rect icon = {room->box.x, top, k->icon_size, k->icon_size};
	struct point at = {room->box.x, top + parts.value};
	struct runs value;

	if (k->show == 1)
		return place_comparison(&s, b, room);
	if (bound->icon != NULL) {
		icon.x -= icon_white(bound->icon, k->icon_size, k->icon_stroke).left;
		mark_icon(l->pages, room->page, bound->icon, icon, k->icon_stroke, k->icon_colour,
		    0, b->name);
	}
	s.elem = block_elem(l, b, TAG_P);
	value = k->fit ? runs_fitted(l, bound->value, room->box.w) : bound->value;
	at.x += set_words(&s, &value, at, k->style->ink) + dimen_scale(k->style->size, 18, 100);
	set_words(&s, &bound->unit, at, false);
	lowest = parts.value + below;
	if (bound->label.count > 0)
		lowest = place_label(&s, k, bound, room, top + parts.label) - top + below;
	if (bound->compared) {
		s.elem = elem_add(l->pages, b->parent, TAG_P);
		place_compare(&s, k, bound, room, top + parts.compare);
		lowest = parts.compare + below > lowest ? parts.compare + below : lowest;
		if (k->bars) {
			place_bars(&s, k, bound, room, top + parts.bars);
			lowest = parts.bars + room->row + below;
		}
	}
	room->used = room_rows(room, lowest);
	return lowest <= room->box.h ? FIT_ALL : FIT_NONE;
}

const struct block_class key_figure_class = {
    .record = {"key-figure", "A figure, its label, its change since the period before.",
	sizeof(struct key_figure), fields, NULL, block_common_fields},
    .example = "- key-figure:\n"
	       "    area: [1, 4, 6, 18]\n"
	       "    value: \"{key_figures.visitors:integer}\"\n"
	       "    label: allocataires reçus\n"
	       "    icon: icons/people.svg\n"
	       "    compare: year-1\n"
	       "    bars: yes\n",
    .bind = bind,
    .place = place,
};
