/* table_columns.c: what each column of a table shows, and how wide its head is.
 *
 * A column's place in messages is its own entry in the YAML. Whether a column holds figures (and
 * so is set at its end) is seen from its first cell that is not empty.
 */
#include <string.h>

#include "table_bind.h"

enum { COLUMNS_MOST = 100 };

#define SWATCH_ROOM PT(11)

static struct place
column_place(const struct table_bind *x, size_t i, const char *key)
{
	const struct node *list = node_find(x->b->node, "columns");

	i = x->order[i];
	if (list == NULL || list->kind != NODE_LIST || i >= list->count)
		return block_place(x->b, "columns");
	return list->items[i]->kind == NODE_MAP ? node_key_place(list->items[i], key)
						: list->items[i]->at;
}

static int
data_column(struct table_bind *x, const char *name, struct place at, bool *ok)
{
	int column = name != NULL ? rows_column(&x->bind->scope, &x->data, name, at) : -1;

	*ok = *ok && (name == NULL || column >= 0);
	return column;
}

/* ---- bars ------------------------------------------------------------------------------------ */

static bool
bind_bar_parts(struct table_bind *x, size_t i, struct table_bar *bar)
{
	const struct bar_cell_settings *s = &x->sources[i].s->bar;
	struct diag *d = x->bind->d;
	bool ok = true;

	for (size_t k = 0; k < bar->count; k++) {
		const char *name = s->colours.items[k % s->colours.count];

		bar->fields[k] = data_column(x, s->fields.items[k], s->fields.places[k], &ok);
		bar->colours[k] = theme_colour(x->bind->report->theme, name);
		if (bar->colours[k] != 0)
			continue;
		diag_add(d, DIAG_ERROR, s->colours.places[k % s->colours.count], "unknown-colour",
		    "the theme has no colour \"%s\"", name);
		ok = false;
	}
	return ok;
}

/* The scale's largest side is the largest bar of all rows. */
static bool
measure_bars(struct table_bind *x, size_t i, struct table_bar *bar)
{
	for (size_t row = 0; row < x->data.count; row++) {
		struct decimal sums[2] = {{0, 0}, {0, 0}};

		for (size_t k = 0; k < bar->count; k++) {
			const struct cell *cell = table_cell_at(x, row, bar->fields[k]);
			struct decimal *sum = &sums[cell->number.coef < 0];

			if (cell->kind == CELL_EMPTY)
				continue;
			if (cell->kind == CELL_NUMBER && decimal_add(*sum, cell->number, sum))
				continue;
			diag_add(x->bind->d, DIAG_ERROR, x->sources[i].at, "not-a-number",
			    "a bar needs a number in column \"%s\"",
			    x->data.columns[bar->fields[k]]);
			if (cell->at.line > 0)
				diag_also(x->bind->d, cell->at, "this cell has none");
			return false;
		}
		scale_take(&bar->scale, sums[0]);
		scale_take(&bar->scale, sums[1]);
	}
	return true;
}

static bool
bind_bar(struct table_bind *x, size_t i)
{
	const struct bar_cell_settings *s = &x->sources[i].s->bar;
	struct table_bar *bar = NEW(x->bind->scope.a, struct table_bar);

	if (s->fields.count > BAR_PARTS || s->colours.count == 0) {
		diag_add(x->bind->d, DIAG_ERROR, x->sources[i].at, "bad-bar",
		    "a bar has at most %d fields, and at least one colour", BAR_PARTS);
		return false;
	}
	bar->count = s->fields.count;
	bar->height = s->height > 0 ? s->height : 0;
	x->t->columns[i].bar = bar;
	return bind_bar_parts(x, i, bar) && measure_bars(x, i, bar) &&
	       (s->scale == SCALE_OWN || scale_over_batch(x->bind, x->b, s->fields.items[0],
					     &bar->scale.least, &bar->scale.most));
}

static bool
shows_field(const struct table_bind *x, int field)
{
	for (size_t i = 0; i < x->t->column_count; i++) {
		if (x->sources[i].field == field)
			return true;
	}
	return false;
}

/* Once all columns are known: which figures of bars and changes are printed elsewhere. */
static void
see_what_is_shown(struct table_bind *x)
{
	for (size_t i = 0; i < x->t->column_count; i++) {
		struct source *source = &x->sources[i];
		struct table_bar *bar = x->t->columns[i].bar;

		source->shown = source->before >= 0 && shows_field(x, source->before) &&
				shows_field(x, source->now);
		for (size_t k = 0; bar != NULL && k < bar->count; k++)
			bar->alone = bar->alone || !shows_field(x, bar->fields[k]);
	}
}

/* ---- what a column shows -------------------------------------------------------------------- */

static bool
bind_change(struct table_bind *x, size_t i)
{
	struct source *source = &x->sources[i];
	const struct column_settings *s = source->s;
	const struct theme *theme = x->bind->report->theme;
	const struct node *by = s->as.node != NULL ? node_find(s->as.node, "by") : NULL;
	bool ok = true;

	if (s->change.count != 2) {
		diag_add(x->bind->d, DIAG_ERROR, column_place(x, i, "change"), "bad-change",
		    "a change is between two columns");
		diag_help(x->bind->d, "write change: [before, now] with the names of the columns");
		return false;
	}
	source->before = data_column(x, s->change.items[0], s->change.places[0], &ok);
	source->now = data_column(x, s->change.items[1], s->change.places[1], &ok);
	if (by != NULL && by->kind == NODE_SCALAR)
		source->as_by = data_column(x, by->text, by->at, &ok);
	source->number = true;
	source->percent = theme_format(theme, "percent0") != NULL ? theme_format(theme, "percent0")
								  : theme_format(theme, "percent");
	source->none = s->none.text != NULL
			   ? bind_words(x->bind, x->b, s->none)
			   : phrase_for(x->bind->report->language, PHRASE_NOT_SIGNIFICANT);
	return ok && source->none != NULL;
}

static bool
has_figures(const struct table_bind *x, int field)
{
	for (size_t row = 0; row < x->data.count; row++) {
		if (table_cell_at(x, row, field)->kind != CELL_EMPTY)
			return table_cell_at(x, row, field)->kind == CELL_NUMBER;
	}
	return false;
}

static bool
bind_source(struct table_bind *x, size_t i)
{
	struct source *source = &x->sources[i];
	const struct column_settings *s = source->s;
	int kinds = (s->field != NULL) + (s->change.count > 0) + (s->bar.fields.count > 0);
	bool ok = true;

	if (kinds != 1) {
		diag_add(x->bind->d, DIAG_ERROR, source->at, "bad-column",
		    "a column shows one thing: a field, a change, or a bar");
		diag_help(x->bind->d, "add \"field: …\" with the name of a column of the data");
		return false;
	}
	source->style = s->style;
	source->by = data_column(x, s->format.by, source->format_at, &ok);
	if (s->zero.text != NULL)
		source->zero = bind_words(x->bind, x->b, s->zero);
	if (s->empty.text != NULL)
		source->empty = bind_words(x->bind, x->b, s->empty);
	if (s->bar.fields.count > 0)
		return ok & bind_bar(x, i);
	if (s->change.count > 0)
		return ok & bind_change(x, i);
	source->field = data_column(x, s->field, column_place(x, i, "field"), &ok);
	source->number = ok && has_figures(x, source->field);
	return ok;
}

/* ---- widths and heads ------------------------------------------------------------------------ */

static bool
bind_width(struct table_bind *x, size_t i)
{
	const struct column_settings *s = x->sources[i].s;
	struct column_width *w = &x->t->columns[i].width;

	w->weight = s->weight;
	w->gap = s->gap >= 0 ? s->gap : x->s->gap >= 0 ? x->s->gap : 0;
	if (columns_read_width(s->width, w))
		return true;
	diag_add(x->bind->d, DIAG_ERROR, column_place(x, i, "width"), "bad-width",
	    "\"%s\" is not a width of a column", s->width);
	diag_help(x->bind->d, "write fit, grow, a percentage (25%%) or a length (56pt, 20mm)");
	return false;
}

/* A head may be broken, but a column of short figures should not be as narrow as the longest word
 * of a long head: it asks for room for half of it. */
static bool
bind_head(struct table_bind *x, size_t i)
{
	const struct column_settings *s = x->sources[i].s;
	struct table_column *c = &x->t->columns[i];
	dimen swatch = s->swatch != 0 ? SWATCH_ROOM : 0, whole, word;

	c->swatch = s->swatch;
	if (s->head.text == NULL)
		return true;
	if (!bind_runs(x->bind, x->b, s->head, x->s->head_style, &c->head))
		return false;
	if (c->head.count == 0)
		return true;
	text_widths(x->bind->texts, x->bind->d, &c->head, &whole, &word);
	columns_take(&c->width, word + swatch, (whole > word * 2 ? whole / 2 : word) + swatch);
	return true;
}

static enum cell_align
align_of(const struct source *source)
{
	enum { AUTO, START, END, DECIMAL };

	switch (source->s->align) {
	case START:
		return CELL_START;
	case END:
		return CELL_END;
	case DECIMAL:
		return CELL_DECIMAL;
	default:
		return source->number ? CELL_END : CELL_START;
	}
}

static bool
bind_column(struct table_bind *x, size_t i)
{
	struct source *source = &x->sources[i];
	bool ok;

	*source =
	    (struct source){.s = (const struct column_settings *)x->s->columns.items + x->order[i],
		.at = column_place(x, i, ""),
		.format_at = column_place(x, i, "format"),
		.field = -1,
		.before = -1,
		.now = -1,
		.by = -1,
		.as_by = -1};
	ok = bind_source(x, i);
	ok &= bind_width(x, i);
	x->t->columns[i].align = align_of(source);
	return bind_head(x, i) && ok;
}

/* The columns that have what they need. */
static size_t
count_columns(struct table_bind *x)
{
	const struct column_settings *columns = x->s->columns.items;
	size_t n = 0;

	x->order = NEW_ARRAY(x->bind->scope.a, size_t, x->s->columns.count + 1);
	for (size_t i = 0; i < x->s->columns.count; i++) {
		if (value_needs(&x->bind->scope, x->bind->project, &columns[i].needs))
			x->order[n++] = i;
	}
	return n;
}

bool
table_bind_columns(struct table_bind *x)
{
	size_t n = count_columns(x);
	bool ok = true;

	if (n == 0 || n > COLUMNS_MOST) {
		diag_add(x->bind->d, DIAG_ERROR, block_place(x->b, "columns"), "bad-column",
		    "a table has between 1 and %d columns", COLUMNS_MOST);
		return false;
	}
	x->t->column_count = n;
	x->t->columns = NEW_ARRAY(x->bind->scope.a, struct table_column, n);
	x->sources = NEW_ARRAY(x->bind->scope.a, struct source, n);
	x->before = NEW_ARRAY(x->bind->scope.a, dimen, n);
	for (size_t i = 0; i < n; i++)
		ok &= bind_column(x, i);
	if (ok)
		see_what_is_shown(x);
	return ok;
}
