/* bar_chart.c: grouped or stacked bars from rows of a table, vertical or horizontal.
 *
 * The scale begins at zero, always. Each bar carries its value, so there is no axis and no grid;
 * the base line is the only line. Category labels wrap and are never turned. All of the chart is
 * one Figure whose alternative text holds every value.
 */
#include "bar_chart.h"
#include "cell_text.h"

static const char *const direction_words[] = {"vertical", "horizontal", NULL};
static const char *const stack_words[] = {"no", "yes", "share", NULL};
static const char *const chart_align_words[] = {"centre", "start", NULL};
static const struct limits pitch_limits = {0, 40};

#define BAR(member) offsetof(struct bar_settings, member)
static const struct field bar_fields[] = {
    {"field", FIELD_COLUMN, BAR(field), FIELD_REQUIRED, "the column with its values", NULL},
    {"name", FIELD_TEXT, BAR(name), FIELD_REQUIRED, "in the legend and the alternative text", NULL},
    {"colour", FIELD_COLOUR, BAR(colour), "accent", "of its bars", NULL},
    {"style", FIELD_STYLE, BAR(style), NULL, "of its value labels; value unless said", NULL},
    {0},
};
static const struct record bar_record = {
    "bar", "A series of bars.", sizeof(struct bar_settings), bar_fields, NULL, NULL};

#define ROW(member) offsetof(struct chart_rows, member)
static const struct field row_fields[] = {
    {"legend", FIELD_DECIMAL, ROW(legend), "0", "of the legend's baseline", NULL},
    {"first", FIELD_DECIMAL, ROW(first), "-1",
	"horizontal: of the first category's baseline; -1: below the legend", NULL},
    {"base", FIELD_DECIMAL, ROW(base), "-1",
	"vertical: below the last row that bars stand in; -1: as far down as there is room", NULL},
    {"category", FIELD_DECIMAL, ROW(category), "-1", "vertical: of the categories; -1: below",
	NULL},
    {"icons", FIELD_DECIMAL, ROW(icons), "-1", "vertical: top of the icons; -1: below", NULL},
    {0},
};
static const struct record chart_rows_record = {
    "rows", "The rows of a chart's parts.", sizeof(struct chart_rows), row_fields, NULL, NULL};

#define SETTING(member) offsetof(struct bar_chart, member)
static const struct field fields[] = {
    {"from", FIELD_NAME, SETTING(from), NULL, "a table: its rows of this period", NULL},
    {"query", FIELD_SQL, SETTING(query), NULL, "or SQL", NULL},
    {"category", FIELD_COLUMN, SETTING(category), FIELD_REQUIRED, "the column with the labels",
	NULL},
    {"bars", FIELD_RECORDS, SETTING(bars), FIELD_REQUIRED, "the series", &bar_record},
    {"direction", FIELD_WORD, SETTING(direction), "vertical", "of the bars", direction_words},
    {"stack", FIELD_WORD, SETTING(stack), "no",
	"the bars of a category on one another: in the order of the legend, from the base line on; "
	"their values within them, where there is room; share: all stacks are equally "
	"long, so that parts compare",
	stack_words},
    {"total", FIELD_BOOL, SETTING(total), "yes",
	"of a stack, at its end; none where a figure of it is missing: there stand the words of "
	"`missing`, also without totals",
	NULL},
    {"format", FIELD_FORMAT, SETTING(format), NULL, "of the value labels", NULL},
    {"caption", FIELD_TEXT, SETTING(caption), FIELD_REQUIRED,
	"what the chart shows: begins the alternative text", NULL},
    {"alt", FIELD_TEXT, SETTING(alt), NULL,
	"alternative text; made from caption, names and values unless given", NULL},
    {"values", FIELD_BOOL, SETTING(values), "yes",
	"the value of each bar, printed at its end, in a stack within it; no: where a table beside "
	"the chart says them",
	NULL},
    {"align", FIELD_WORD, SETTING(align), "centre",
	"vertical: bars, values and categories in the middle of their places, or at the start",
	chart_align_words},
    {"source", FIELD_TEXT, SETTING(source), NULL, "where the figures are from, below the chart",
	NULL},
    {"legend", FIELD_BOOL, SETTING(legend), "yes", "what the colours mean, above the bars", NULL},
    {"baseline", FIELD_DECIMAL, SETTING(baseline), "0", "0: bars that start elsewhere lie", NULL},
    {"scale", FIELD_WORD, SETTING(scale), "own",
	"shared: one for all reports of a batch (with `length`, bars are equal to the point)",
	scale_words},
    {"bar", FIELD_LENGTH, SETTING(bar), "0", "thickness of a bar; 0: by the room", NULL},
    {"gap", FIELD_LENGTH, SETTING(gap), "-1pt", "between bars of a category; negative: by the room",
	NULL},
    {"length", FIELD_LENGTH, SETTING(length), "0", "of the longest bar; 0: by the room", NULL},
    {"pitch", FIELD_INTEGER, SETTING(pitch), "0",
	"horizontal: half rows from category to category; 0: by the number of bars", &pitch_limits},
    {"label-width", FIELD_LENGTH, SETTING(label_width), "110pt", "horizontal: of the categories",
	NULL},
    {"icon", FIELD_PATH, SETTING(icon), NULL, "vertical: an SVG file below each category", NULL},
    {"icon-count", FIELD_COLUMN, SETTING(icon_count), NULL, "the column with how many of them",
	NULL},
    {"icon-size", FIELD_LENGTH, SETTING(icon_size), "24pt", "of the icons", NULL},
    {"icon-stroke", FIELD_LENGTH, SETTING(icon_stroke), "1.4pt", "of the icons' lines", NULL},
    {"icon-pitch", FIELD_LENGTH, SETTING(icon_pitch), "0",
	"from icon to icon; 0: as wide as they are drawn, and a little white", NULL},
    {"rows", FIELD_RECORD, SETTING(rows), "{}", "where the parts stand", &chart_rows_record},
    {"value-style", FIELD_STYLE, SETTING(value_style), "value", "of the value labels", NULL},
    {"category-style", FIELD_STYLE, SETTING(category_style), "category", "of the categories", NULL},
    {"legend-style", FIELD_STYLE, SETTING(legend_style), "body", "of the legend", NULL},
    {"source-style", FIELD_STYLE, SETTING(source_style), "note", "of the source", "source"},
    {"base-colour", FIELD_COLOUR, SETTING(base_colour), "strong-rule", "of the base line", NULL},
    {"icon-colour", FIELD_COLOUR, SETTING(icon_colour), "title", "of the icons", "icon"},
    {"inside-text", FIELD_COLOUR, SETTING(inside_text), "white",
	"of the values in stacked bars, where it is read better than their own", NULL},
    {0},
};

enum { ICONS_MOST = 20 };

/* ---- binding ------------------------------------------------------------------------------- */

static bool
bind_bar(struct bind *bind, struct block *b, const struct rows *rows, size_t row, size_t series)
{
	const struct bar_chart *c = b->settings;
	const struct bar_settings *bar = (const struct bar_settings *)c->bars.items + series;
	struct bound_chart *bound = b->bound;
	struct bound_bar *to = &bound->bars[row * bound->series_count + series];
	const struct style *style = bar->style != NULL ? bar->style : c->value_style;
	const struct cell *cell;
	struct run *run;

	if (bound->columns[series] < 0)
		return true;
	cell = &rows->items[row][bound->columns[series]];
	if (cell->kind == CELL_EMPTY && chart_omits(b))
		return true;
	if (cell->kind == CELL_EMPTY)
		to->text = block_words_instead(b);
	else if (cell->kind == CELL_NUMBER &&
		 !number_suits(bind->scope.numbers, c->format, cell, block_place(b, "format")))
		return false;
	else if (cell->kind == CELL_NUMBER)
		to->text = cell_figure(bind->scope.numbers, bind->scope.a, c->format, cell);
	if (to->text == NULL) {
		cell_wrong(bind->d, cell, row, block_place(b, "bars"),
		    cell->kind == CELL_EMPTY ? "missing-value" : "not-a-number",
		    arena_printf(bind->scope.a, "\"%s\" has no number in column \"%s\"",
			bound->categories[row].text, bar->field));
		if (cell->kind == CELL_EMPTY)
			diag_help(bind->d, "missing: omit leaves the bar out; "
					   "missing: n.d. prints these words instead");
		return false;
	}
	to->given = true;
	to->words = cell->kind == CELL_EMPTY;
	to->value = cell->kind == CELL_NUMBER ? cell->number : (struct decimal){0, 0};
	to->label = runs_of(bind->scope.a, to->text, style, block_place(b, "bars"));
	run = NEW(bind->scope.a, struct run);
	*run = to->label.items[0];
	run->figure = &cell->at;
	to->label.items = run;
	to->low = to->value.coef < 0;
	bound->present[series] = true;
	if (chart_is_stacked(c))
		return chart_stack_bar(bind, b, row, to, cell);
	scale_take(&bound->scale, to->value);
	return true;
}

/* How often the icon stands below a category: what the column says. */
static bool
bind_icon_count(struct bind *bind, struct block *b, const struct rows *rows, size_t row)
{
	const struct bar_chart *c = b->settings;
	struct bound_chart *bound = b->bound;
	struct place at = block_place(b, "icon-count");
	int column = rows_column(&bind->scope, rows, c->icon_count, at);
	const struct cell *n;

	if (column < 0)
		return false;
	n = &rows->items[row][column];
	bound->categories[row].icons = (int)n->number.coef;
	if (n->kind == CELL_NUMBER && n->number.scale == 0 && n->number.coef >= 0 &&
	    n->number.coef <= ICONS_MOST)
		return true;
	diag_add(bind->d, DIAG_ERROR, at, "out-of-range",
	    "column \"%s\" of \"%s\" is not a whole number from 0 to %d", c->icon_count,
	    bound->categories[row].text, ICONS_MOST);
	if (n->at.line > 0)
		diag_also(bind->d, n->at, "this cell");
	return false;
}

static bool
bind_category(struct bind *bind, struct block *b, const struct rows *rows, size_t row, int column)
{
	const struct bar_chart *c = b->settings;
	struct bound_chart *bound = b->bound;
	const struct cell *cell = &rows->items[row][column];
	const char *text = cell->kind == CELL_TEXT ? cell->text
			   : cell->kind == CELL_NUMBER
			       ? cell_figure(bind->scope.numbers, bind->scope.a, NULL, cell)
			       : "";
	bool ok = true;

	text = typography(bind->scope.a, bind->report->language, text);
	bound->categories[row].text = text;
	bound->categories[row].label =
	    runs_of(bind->scope.a, text, c->category_style, block_place(b, "category"));
	bound->categories[row].icons = 1;
	if (cell->kind == CELL_EMPTY) {
		diag_add(bind->d, DIAG_ERROR, block_place(b, "category"), "missing-value",
		    "a row has nothing in column \"%s\" to stand at its bars", c->category);
		if (cell->at.line > 0)
			diag_also(bind->d, cell->at, "this cell");
		ok = false;
	}
	if (c->icon_count != NULL)
		ok &= bind_icon_count(bind, b, rows, row);
	for (size_t i = 0; i < bound->series_count; i++)
		ok &= bind_bar(bind, b, rows, row, i);
	return ok && (!chart_is_stacked(c) || chart_stack_total(bind, b, row));
}

static bool
bind_columns(struct bind *bind, struct block *b, const struct rows *rows, int *category)
{
	const struct bar_chart *c = b->settings;
	const struct bar_settings *bars = c->bars.items;
	struct bound_chart *bound = b->bound;
	bool ok;

	*category = rows_column(&bind->scope, rows, c->category, block_place(b, "category"));
	ok = *category >= 0;
	for (size_t i = 0; i < c->bars.count; i++) {
		bound->columns[i] =
		    rows_column(&bind->scope, rows, bars[i].field, block_place(b, "bars"));
		ok &= bound->columns[i] >= 0;
		bound->legend[i].colour = bars[i].colour;
		bound->names[i] = bind_words(bind, b, bars[i].name);
		ok &= bound->names[i] != NULL;
		if (bound->names[i] != NULL)
			bound->legend[i].name =
			    runs_of(bind->scope.a, bound->names[i], c->legend_style, b->at);
	}
	return ok;
}

static bool
bind_rows(struct bind *bind, struct block *b)
{
	const struct bar_chart *c = b->settings;
	struct bound_chart *bound = b->bound;
	struct setting from = c->query;
	struct decimal span;
	struct rows rows;
	int category;
	bool ok = true;

	if ((c->from != NULL) == (c->query.text != NULL)) {
		diag_add(bind->d, DIAG_ERROR, b->at, "missing-setting",
		    "a bar-chart has either a table (from) or a query");
		return false;
	}
	if (c->from != NULL)
		from = (struct setting){c->from, block_place(b, "from")};
	if (!query_rows(&bind->scope, from, &rows) || !bind_columns(bind, b, &rows, &category))
		return false;
	bound->count = rows.count;
	bound->bars = NEW_ARRAY(bind->scope.a, struct bound_bar, rows.count * bound->series_count);
	bound->categories = NEW_ARRAY(bind->scope.a, struct bound_category, rows.count);
	for (size_t i = 0; i < rows.count; i++)
		ok &= bind_category(bind, b, &rows, i, category);
	if (ok && !decimal_subtract(bound->scale.most, bound->scale.least, &span)) {
		diag_add(bind->d, DIAG_ERROR, block_place(b, "bars"), "out-of-range",
		    "from the lowest to the highest value are more than 18 digits");
		return false;
	}
	return rows.count > 0 ? ok : bind_no_rows(bind, b, from);
}

static bool
bind(struct bind *bind, struct block *b)
{
	const struct bar_chart *c = b->settings;
	struct bound_chart *bound = b->bound = NEW(bind->scope.a, struct bound_chart);
	const char *caption = bind_words(bind, b, c->caption);

	bound->series_count = c->bars.count;
	bound->columns = NEW_ARRAY(bind->scope.a, int, c->bars.count);
	bound->present = NEW_ARRAY(bind->scope.a, bool, c->bars.count);
	bound->names = NEW_ARRAY(bind->scope.a, const char *, c->bars.count);
	bound->legend = NEW_ARRAY(bind->scope.a, struct legend_entry, c->bars.count);
	if (c->baseline.coef != 0) {
		diag_add(bind->d, DIAG_ERROR, block_place(b, "baseline"), "baseline-not-zero",
		    "bars that do not start at zero show false proportions");
		diag_help(bind->d, "remove this setting");
		return false;
	}
	if (caption == NULL || !bind_rows(bind, b))
		return false;
	if (c->scale == SCALE_SHARED &&
	    !scale_over_batch(bind, b, NULL, &bound->scale.least, &bound->scale.most))
		return false;
	bound->icon = bind_icon(bind, c->icon);
	if (!bind_runs(bind, b, c->source, c->source_style, &bound->source))
		return false;
	bound->alt =
	    c->alt.text != NULL ? bind_words(bind, b, c->alt) : chart_alt(bind, bound, caption);
	return bound->alt != NULL && (c->icon.text == NULL || bound->icon != NULL);
}

static enum fit
place(struct layout *l, struct block *b, struct room *room)
{
	const struct bar_chart *c = b->settings;
	const struct bound_chart *bound = b->bound;
	struct drawing d = {
	    .l = l,
	    .b = b,
	    .c = c,
	    .bound = bound,
	    .room = room,
	    .bottom = room->box.y + room->box.h,
	    .s = {.l = l, .page = room->page, .block = b->name},
	};
	struct lines source = {0};

	if (bound->source.count > 0) {
		struct shape shape = shape_of(c->source_style, room->box.w);

		shape.language = l->report->language;
		source = text_lines(l->texts, l->a, l->d, &bound->source, &shape);
		d.bottom -= room_rows(room, source.count * c->source_style->leading);
	}
	d.s.elem = block_figure(l, b, bound->alt, room->page, room->box);
	if (c->direction == CHART_VERTICAL)
		chart_vertical(&d);
	else
		chart_horizontal(&d);
	elem_note(l->pages, b->elem)->box.h = d.used;
	room->used = room_rows(room, d.used);
	if (source.count > 0) {
		struct setter note = {.l = l, .page = room->page, .block = b->name};
		/* At the foot of its area; without one it follows the chart. */
		dimen top =
		    b->common.area.given && !room->trial ? d.bottom : room->box.y + room->used;
		dimen y = top + room->first;

		note.elem = elem_add(l->pages, b->parent, TAG_P);
		for (int i = 0; i < source.count; i++, y += c->source_style->leading)
			set_line(&note, &source.items[i],
			    (struct point){room->box.x + source.items[i].x, y});
		room->used =
		    top - room->box.y + room_rows(room, source.count * c->source_style->leading);
	}
	return room->box.y + d.used <= d.bottom ? FIT_ALL : FIT_NONE;
}

const struct block_class bar_chart_class = {
    .record = {"bar-chart", "Bars from rows of a table: grouped, or stacked.",
	sizeof(struct bar_chart), fields, NULL, block_common_fields},
    .example = "- bar-chart:\n"
	       "    area: [1, 4, 12, 20]\n"
	       "    query: >-\n"
	       "      select id, value from key_figures\n"
	       "      where year = :year and value < 30000\n"
	       "    category: id\n"
	       "    caption: Les contacts de l'année\n"
	       "    format: integer\n"
	       "    bars: [{field: value, name: \"{year}\"}]\n"
	       "- bar-chart:\n"
	       "    area: [1, 26, 12, 18]\n"
	       "    direction: horizontal\n"
	       "    stack: yes\n"
	       "    label-width: 200pt\n"
	       "    from: thematic_aid\n"
	       "    category: label\n"
	       "    caption: Les aides thématiques\n"
	       "    format: euro\n"
	       "    bars:\n"
	       "      - {field: loans, name: Prêts}\n"
	       "      - {field: grants, name: Subventions, colour: second}\n",
    .before = 2,
    .after = 2,
    .bind = bind,
    .place = place,
};
