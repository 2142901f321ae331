/* key_figure.c: one figure that the reader should keep: icon, value, label, comparison with the
 * period before (triangle, change, figure and year), and bars of the two periods.
 *
 * Each part stands on a row of the block: `rows` says which, else they follow one another. A part
 * whose figure is not there goes; the rest stays on its rows. The triangle has an alternative
 * text ("en hausse"), so that neither colour nor shape alone carries the meaning. The change is
 * exact: (now - before) * 100 / before, rounded half away from zero by its format; of percentages
 * it is now - before, in points.
 */
#include <string.h>

#include "bilan/table.h"
#include "cell_text.h"
#include "key_figure.h"

#define ROW(member) offsetof(struct part_rows, member)
static const struct field row_fields[] = {
    {"value", FIELD_DECIMAL, ROW(value), "-1",
	"of the figure's baseline; -1: below the icon, else the first row, above which the "
	"figure rises unless it stands in a flow",
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

/* In the order of enum change_as. */
static const char *const as_words[] = {"difference", "percent", "relative", NULL};
static const char *const show_words[] = {"all", "comparison", NULL};

#define SETTING(member) offsetof(struct key_figure, member)
static const struct field fields[] = {
    {"value", FIELD_VALUE, SETTING(value), FIELD_REQUIRED, "the figure: {table.key:format}", NULL},
    {"label", FIELD_TEXT, SETTING(label), NULL, "what it counts; needed, unless a unit says it",
	NULL},
    {"unit", FIELD_TEXT, SETTING(unit), NULL, "words after the figure, on its line", NULL},
    {"icon", FIELD_PATH, SETTING(icon), NULL, "an SVG file above the figure", NULL},
    {"compare", FIELD_STRING, SETTING(compare), NULL,
	"the parameter that is the period, and a step back: year-1; left out when there is no "
	"figure",
	NULL},
    {"as", FIELD_WORD, SETTING(as), "percent",
	"how it is compared: percent (of percentages the difference, in points), difference, or "
	"relative (percent, of percentages too); "
	"from nothing and across zero the triangle alone",
	as_words},
    {"show", FIELD_WORD, SETTING(show), "all",
	"all, or the comparison alone: an example of how to read it", show_words},
    {"bars", FIELD_BOOL, SETTING(bars), "no", "a bar for each of the two periods", NULL},
    {"scale", FIELD_WORD, SETTING(scale), "own",
	"of the bars; shared: one for all reports of a batch", scale_words},
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
    {"change-style", FIELD_STYLE, SETTING(change_style), "change", "of the change", "compare"},
    {"change-format", FIELD_FORMAT, SETTING(change_format), "percent1",
	"of a change in percent; of a difference only if it is said, else the figure's own",
	"compare"},
    {"previous-style", FIELD_STYLE, SETTING(previous_style), "previous", "of the figure before",
	"compare"},
    {"bar-indent", FIELD_LENGTH, SETTING(bar_indent), "0",
	"of the bars from the left; 0: as far as the years ask", NULL},
    {"bar-style", FIELD_STYLE, SETTING(bar_style), "note", "of the years beside the bars", "bars"},
    {"colour", FIELD_COLOUR, SETTING(colour), NULL, "of figure and label, for the styles'", NULL},
    {"icon-colour", FIELD_COLOUR, SETTING(icon_colour), "accent", "of the icon", "icon"},
    {"rise", FIELD_COLOUR, SETTING(rise), "rise", "of a change upwards", "compare"},
    {"fall", FIELD_COLOUR, SETTING(fall), "fall", "of a change downwards", "compare"},
    {"previous-colour", FIELD_COLOUR, SETTING(previous_colour), NULL, "of the figure before", NULL},
    {"bar-colour", FIELD_COLOUR, SETTING(bar_colour), "accent", "of this period's bar", "bars"},
    {"bar-before", FIELD_COLOUR, SETTING(bar_before), "accent-pale", "of the bar before", "bars"},
    {"icon-size", FIELD_LENGTH, SETTING(icon_size), "40pt", "of the icon's square", NULL},
    {"icon-stroke", FIELD_LENGTH, SETTING(icon_stroke), "1.6pt", "of the icon's lines", NULL},
    {"triangle", FIELD_LENGTH, SETTING(triangle), "8.5pt", "width of the triangle", NULL},
    {0},
};

/* ---- binding ------------------------------------------------------------------------------- */

/* "year-1": with the report's own word for the year. */
static const char *
period_before(const struct bind *bind)
{
	const struct report *r = bind->report;

	for (size_t i = 0; i < r->parameter_count; i++) {
		if (r->parameters[i].type == PARAMETER_INTEGER)
			return arena_printf(bind->scope.a, "%s-1", r->parameters[i].name);
	}
	return "year-1";
}

/* A whole number that the report is given: what can be counted back from. */
static bool
is_period(const struct report *r, const char *name, size_t length)
{
	for (size_t i = 0; i < r->parameter_count; i++) {
		const struct parameter *p = &r->parameters[i];

		if (strncmp(p->name, name, length) == 0 && p->name[length] == '\0')
			return p->type == PARAMETER_INTEGER;
	}
	return false;
}

/* "year-1" of `compare`: how far back, and the label of that period and of this one. */
static bool
period_of(struct bind *bind, struct block *b, int *shift, const char *labels[2])
{
	const struct key_figure *k = b->settings;
	const char *sign = strpbrk(k->compare, "+-");
	struct setting text = {.at = block_place(b, "compare")};

	if (sign == NULL || strspn(sign + 1, "0123456789") != strlen(sign + 1) ||
	    strlen(sign) < 2 || strlen(sign) > 4 ||
	    !is_period(bind->report, k->compare, (size_t)(sign - k->compare))) {
		diag_add(bind->d, DIAG_ERROR, text.at, "bad-period", "\"%s\" is not a period",
		    k->compare);
		diag_help(
		    bind->d, "write the name of the period and a step: %s", period_before(bind));
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

/* How the figures differ, in bound->direction and bound->change. From nothing, and across zero,
 * there is no percentage: then the direction alone. False after format-unit. */
static bool
bind_difference(
    struct bind *bind, struct block *b, const struct format *own, const struct cell *now)
{
	const struct key_figure *k = b->settings;
	struct bound_figure *bound = b->bound;
	struct arena *a = bind->scope.a;
	struct numbers *n = bind->scope.numbers;
	enum change_as as = (enum change_as)k->as;
	bool percentage = now->unit != NULL && strcmp(now->unit, "percent") == 0;
	const struct format *format = k->change_format;
	struct decimal change;

	if (change_in_points(now->unit, as))
		as = CHANGE_DIFFERENCE;
	if (as == CHANGE_DIFFERENCE && !block_says(b, "change-format"))
		format = own;
	if (as == CHANGE_DIFFERENCE &&
	    !number_suits(n, format, now, block_place(b, "change-format")))
		return false;
	bound->direction = decimal_compare(bound->now, bound->before);
	if (!change_of(bound->before, bound->now, as, &change))
		return true;
	if (change_is_nothing(n, a, format, change)) {
		bound->direction = 0; /* "▲ +0,0 %" would say two things */
		change.coef = 0;
	}
	bound->change = runs_of(a,
	    as == CHANGE_DIFFERENCE && percentage
		? cell_points(n, a, bind->report->language, format, change)
		: number_signed(n, a, format, change),
	    k->change_style, b->at);
	return true;
}

/* "▲ +21,2 %" and "2 417 en 2022". */
static bool
bind_change(struct bind *bind, struct block *b, const struct format *format,
    const struct cell *before, const char *labels[2])
{
	const struct key_figure *k = b->settings;
	struct bound_figure *bound = b->bound;
	struct arena *a = bind->scope.a;
	const char *language = bind->report->language;
	const char *figure = number_text(bind->scope.numbers, a, format, before->number);
	struct run *run;

	if (!bind_difference(bind, b, format, before))
		return false;
	bound->compared = true;
	bound->direction_words = phrase_for(language, bound->direction > 0   ? PHRASE_UP
						      : bound->direction < 0 ? PHRASE_DOWN
									     : PHRASE_SAME);
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
		struct place *read = NEW(a, struct place);

		*read = before->at;
		run->figure = read;
	}
	bound->previous.items = run;
	bound->previous = runs_coloured(a, bound->previous, k->previous_colour);
	return true;
}

/* The scale of the bars: both figures, and both of the one that stands beside. */
static bool
bind_scale(struct bind *bind, struct block *b, int shift)
{
	const struct key_figure *k = b->settings;
	struct bound_figure *bound = b->bound;
	struct cell beside;

	scale_take(&bound->scale, bound->now);
	scale_take(&bound->scale, bound->before);
	for (int back = 0; back < 2 && k->scale_with.text != NULL; back++) {
		if (!bind_cell(bind, b, k->scale_with, back * shift, &beside, NULL))
			return false;
		if (beside.kind == CELL_NUMBER)
			scale_take(&bound->scale, beside.number);
	}
	return !k->bars || k->scale == SCALE_OWN ||
	       scale_over_batch(bind, b, NULL, &bound->scale.least, &bound->scale.most);
}

/* The first year of all has nothing to be compared with; a figure that is missing where others are
 * may have been forgotten. */
static void
say_not_compared(struct bind *bind, const struct block *b, int shift)
{
	const struct key_figure *k = b->settings;
	const char *period = value_lone_period(&bind->scope, k->value, shift);

	if (period == NULL || block_says(b, "missing"))
		return;
	diag_add(bind->d, DIAG_WARNING, block_place(b, "compare"), "not-compared",
	    "%s is not compared: its table has figures of %s, but not this one", k->value.text,
	    period);
	diag_help(bind->d, "fill the CSV in; missing: omit says that it may be missing");
}

static bool
bind_compare(struct bind *bind, struct block *b)
{
	const struct key_figure *k = b->settings;
	struct bound_figure *bound = b->bound;
	const struct format *format = NULL;
	struct cell now, before;
	const char *labels[2];
	int shift;

	if (!period_of(bind, b, &shift, labels))
		return false;
	if (!bind_cell(bind, b, k->value, 0, &now, &format) ||
	    !bind_cell(bind, b, k->value, shift, &before, NULL))
		return false;
	if (before.kind != CELL_NUMBER && now.kind == CELL_NUMBER)
		say_not_compared(bind, b, shift);
	if (before.kind != CELL_NUMBER || now.kind != CELL_NUMBER)
		return true;
	bound->now = now.number;
	bound->before = before.number;
	if (!bind_change(bind, b, format, &before, labels))
		return false;
	for (int i = 0; i < 2; i++) {
		bound->years[i] = runs_of(bind->scope.a, labels[i], k->bar_style, b->at);
		bound->years[i] = runs_coloured(bind->scope.a, bound->years[i], k->previous_colour);
	}
	return bind_scale(bind, b, shift);
}

/* "12 €" with `unit: €`. */
static bool
unit_once(struct bind *bind, const struct block *b, const struct bound_figure *bound)
{
	const struct runs *value = &bound->value, *unit = &bound->unit;
	const char *figure = value->count > 0 ? value->items[value->count - 1].text : "";

	if (unit->count == 0 || number_said_twice(figure, unit->items[0].text) == NULL)
		return true;
	diag_add(bind->d, DIAG_ERROR, block_place(b, "unit"), "unit-twice",
	    "the figure is written with its unit, \"%s\", and \"unit\" says it again", figure);
	diag_help(bind->d, "leave \"unit\" out, or name a format that writes the number alone");
	return false;
}

static bool
bind(struct bind *bind, struct block *b)
{
	const struct key_figure *k = b->settings;
	struct bound_figure *bound = b->bound = NEW(bind->scope.a, struct bound_figure);
	const struct style *unit = k->unit_style != NULL ? k->unit_style : k->label_style;
	bool ok;

	if (k->label.text == NULL && k->unit.text == NULL && k->show == 0) {
		diag_add(bind->d, DIAG_ERROR, b->at, "missing-setting",
		    "this figure does not say what it counts");
		diag_help(bind->d, "add \"label: …\", or \"unit: …\" for words on its own line");
		return false;
	}
	if (k->bars && k->compare == NULL) {
		diag_add(bind->d, DIAG_ERROR, block_place(b, "bars"), "missing-setting",
		    "there is no period to draw a second bar for");
		diag_help(
		    bind->d, "add \"compare: %s\", or leave the bars out", period_before(bind));
		return false;
	}
	if (!bind_runs(bind, b, k->value, k->style, &bound->value))
		return false;
	ok = bind_runs(bind, b, k->label, k->label_style, &bound->label);
	ok &= bind_runs(bind, b, k->unit, unit, &bound->unit);
	ok = ok && unit_once(bind, b, bound);
	bound->value = runs_coloured(bind->scope.a, bound->value, k->colour);
	bound->label = runs_coloured(bind->scope.a, bound->label, k->colour);
	bound->unit = runs_coloured(bind->scope.a, bound->unit, k->colour);
	bound->icon = bind_icon(bind, k->icon);
	if (k->compare != NULL)
		ok &= bind_compare(bind, b);
	return ok && (k->icon.text == NULL || bound->icon != NULL);
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
    .before = 2,
    .after = 2,
    .bind = bind,
    .place = key_figure_place,
};
