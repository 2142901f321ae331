/* table_cells.c: the text of each cell, shaped.
 *
 * A figure is written by its format and shaped on one line, once, for measuring and for drawing;
 * of its text only the shaped words are kept. Words of the data get their typography and keep their
 * text, since they may have to be broken into lines when the column's width is known. Scratch is
 * emptied after each row: what a row costs for good is a run, its pieces and a struct table_cell
 * for each cell.
 *
 * An empty cell of row heads belongs to the head before it, which then spans both. Any other
 * empty cell is missing, and what is printed for it is said by the column (empty) or by the table
 * (missing).
 */
#include <string.h>

#include "cell_text.h"
#include "table_bind.h"

enum { RUNS_CHUNK = 512 };

/* ---- shaping --------------------------------------------------------------------------------- */

static struct run *
take_runs(struct table_bind *x, size_t n)
{
	if (x->runs_left < n) {
		x->runs = NEW_ARRAY(x->bind->scope.a, struct run, RUNS_CHUNK);
		x->runs_left = RUNS_CHUNK;
	}
	x->runs += n;
	x->runs_left -= n;
	return x->runs - n;
}

static struct run *
add_run(struct table_bind *x, size_t column, const struct words_of *words)
{
	static const struct place computed;
	const struct cell *cell = words->cell;
	bool read = cell != NULL && cell->at.line > 0;
	struct run *run = take_runs(x, 1);

	*run = (struct run){.text = words->text,
	    .style = words->style,
	    .colour = words->colour,
	    .at = read ? cell->at : x->sources[column].at};
	if (cell != NULL && cell->kind == CELL_NUMBER)
		run->figure = read ? &run->at : &computed;
	return run;
}

static void
measure_cell(struct table_bind *x, size_t column, const struct runs *runs,
    const struct table_cell *cell, bool whole)
{
	struct table_column *c = &x->t->columns[column];
	dimen line, word;

	if (cell->span > 1)
		return;
	if (cell->mark >= 0) {
		dimen after = cell->width - cell->mark;

		x->before[column] = cell->mark > x->before[column] ? cell->mark : x->before[column];
		c->after = after > c->after ? after : c->after;
		columns_take(&c->width, x->before[column] + c->after, x->before[column] + c->after);
	}
	columns_take(&c->width, whole ? cell->width : 0, cell->width);
	if (!whole && cell->width > c->width.least) {
		text_widths(x->bind->texts, x->bind->d, runs, &line, &word);
		columns_take(&c->width, word, line);
	}
}

void
table_shape_cell(struct table_bind *x, size_t column, struct words_of words, struct table_cell *to)
{
	struct arena *a = x->bind->scope.a;
	struct run *run = add_run(x, column, &words);
	struct runs runs = {run, 1};
	struct line line;

	line = text_line(x->bind->texts, a, x->bind->d, &runs);
	to->runs = run;
	to->run_count = 1;
	to->pieces = line.pieces;
	to->count = line.count;
	to->width = line.width;
	to->mark = -1;
	if (words.figure && x->t->columns[column].align == CELL_DECIMAL && run->figure != NULL)
		to->mark = decimal_offset(x->bind->texts, &line, x->mark);
	if (words.figure)
		run->text = NULL;
	measure_cell(x, column, &runs, to, words.figure || x->sources[column].s->lines == 1);
}

/* ---- what a row looks like ----------------------------------------------------------------- */

struct words_of
table_words(const struct table_bind *x, size_t column, size_t row)
{
	const struct source *source = &x->sources[column];
	unsigned flags = x->t->rows[row].flags;
	bool strong = (flags & (ROW_STRONG | ROW_TOTAL | ROW_RULED)) != 0;

	return (struct words_of){
	    .style = strong                  ? x->strong
		     : source->style != NULL ? source->style
					     : x->style,
	    .colour = flags & ROW_TOTAL ? x->s->total_text : 0,
	};
}

/* ---- formats --------------------------------------------------------------------------------- */

bool
table_unknown_unit(
    struct table_bind *x, const struct source *source, const struct cell *unit, const char *what)
{
	const char *text = unit->kind == CELL_TEXT ? unit->text : "";

	if (x->told != NULL && strcmp(x->told, text) == 0)
		return false;
	x->told = text;
	diag_add(x->bind->d, DIAG_ERROR, source->at, "unknown-format",
	    "no %s is known for the unit \"%s\"", what, text);
	if (unit->at.line > 0)
		diag_also(x->bind->d, unit->at, "this row's unit");
	return false;
}

bool
table_format(struct table_bind *x, size_t column, size_t row, const struct format **format)
{
	const struct source *source = &x->sources[column];
	const struct format_settings *f = &source->s->format;
	const struct cell *unit;
	const struct node *name = NULL;
	const char *told = x->told;

	*format = f->format;
	if (source->by < 0)
		return true;
	unit = table_cell_at(x, row, source->by);
	if (unit->kind == CELL_EMPTY)
		return true;
	if (unit->kind != CELL_TEXT)
		return table_unknown_unit(x, source, unit, "format");
	if (f->names.node != NULL)
		name = node_find(f->names.node, unit->text);
	*format = theme_format(x->bind->report->theme,
	    name != NULL && name->kind == NODE_SCALAR ? name->text : unit->text);
	if (*format != NULL)
		return true;
	table_unknown_unit(x, source, unit, "format");
	if (x->told == told)
		return false; /* of another row with that unit */
	diag_help(x->bind->d,
	    "add a format \"%s\" to the theme, or the column's format: {by: %s, "
	    "names: {%s: …}}",
	    unit->text, f->by, unit->text);
	return false;
}

/* A column has one unit, and mostly one format: it is asked once. */
bool
table_suits(
    struct table_bind *x, size_t column, const struct format *format, const struct cell *cell)
{
	struct source *source = &x->sources[column];

	if (format == source->suited)
		return true;
	source->suited = format;
	return number_suits(x->bind->scope.numbers, format, cell, source->format_at);
}

/* ---- cells without a value ----------------------------------------------------------------- */

/* What to print; NULL after missing-value, or when the whole table is left out. */
static const char *
text_for_empty(struct table_bind *x, size_t column, size_t row, const struct cell *cell)
{
	const struct source *source = &x->sources[column];
	const char *rule = x->b->common.missing.text;

	if (source->empty != NULL)
		return source->empty;
	if (rule != NULL && strcmp(rule, "omit") == 0) {
		x->bind->scope.missing = true;
		return NULL;
	}
	if (rule != NULL && strcmp(rule, "error") != 0)
		return rule;
	cell_wrong(x->bind->d, cell, row, source->at, "missing-value",
	    "a cell that a column of the table shows is empty");
	diag_help(x->bind->d, "fill the cell in, or say what to print: empty: \"–\"");
	return NULL;
}

bool
table_empty_cell(
    struct table_bind *x, size_t column, size_t row, const struct cell *cell, struct table_cell *to)
{
	struct words_of words = table_words(x, column, row);

	words.text = text_for_empty(x, column, row, cell);
	words.cell = cell;
	words.figure = x->sources[column].number;
	if (words.text != NULL && words.text[0] != '\0')
		table_shape_cell(x, column, words, to);
	return words.text != NULL;
}

/* ---- fields -------------------------------------------------------------------------------- */

/* With their typography, which is made once for words that stand in many rows. */
static const char *
set_words(struct table_bind *x, const char *words)
{
	const char *set = map_find(x->set, words);

	if (set == NULL) {
		set = typography(x->bind->scope.a, x->bind->report->language, words);
		map_add(x->set, words, (void *)(uintptr_t)set);
	}
	return set;
}

static bool
make_field(struct table_bind *x, size_t column, size_t row, struct table_cell *to)
{
	const struct source *source = &x->sources[column];
	const struct cell *cell = table_cell_at(x, row, source->field);
	struct words_of words = table_words(x, column, row);
	const struct format *format;

	if (cell->kind == CELL_EMPTY)
		return table_empty_cell(x, column, row, cell, to);
	words.cell = cell;
	words.figure = cell->kind == CELL_NUMBER;
	if (cell->kind == CELL_TEXT) {
		words.text = set_words(x, cell->text);
	} else if (cell->number.coef == 0 && source->zero != NULL) {
		words.text = source->zero;
	} else {
		if (!table_format(x, column, row, &format) || !table_suits(x, column, format, cell))
			return false;
		words.text = cell_figure(x->bind->scope.numbers, x->scratch, format, cell);
	}
	table_shape_cell(x, column, words, to);
	return true;
}

/* The group's name in strong style; under it the second text, or what follows a new line in the
 * name. */
static bool
make_label(struct table_bind *x, size_t column, size_t row, struct table_cell *to)
{
	const struct cell *cell = table_cell_at(x, row, x->sources[column].field);
	const struct cell *under = x->second >= 0 ? table_cell_at(x, row, x->second) : NULL;
	const char *second = NULL, *end;
	struct arena *a = x->bind->scope.a;
	struct words_of words = table_words(x, column, row);
	struct table_cell lower = {0};
	struct run *runs;

	if (cell->kind != CELL_TEXT)
		return make_field(x, column, row, to);
	end = strchr(cell->text, '\n');
	if (under != NULL && under->kind == CELL_TEXT)
		second = under->text;
	else if (end != NULL)
		second = end + 1;
	words.cell = cell;
	words.style = x->strong;
	words.text = set_words(
	    x, end == NULL ? cell->text : arena_copy(a, cell->text, (size_t)(end - cell->text)));
	table_shape_cell(x, column, words, to);
	if (second == NULL || second[0] == '\0')
		return true;
	words.style = x->style;
	words.text = set_words(x, second);
	lower.span = to->span;
	table_shape_cell(x, column, words, &lower);
	runs = take_runs(x, 2);
	runs[0] = to->runs[0];
	runs[0].line_break = true;
	runs[1] = lower.runs[0];
	to->runs = runs;
	to->run_count = 2;
	to->width = to->width > lower.width ? to->width : lower.width;
	to->flags |= CELL_BROKEN;
	return true;
}

/* ---- rows ---------------------------------------------------------------------------------- */

static bool
is_single(const struct table *t, size_t row)
{
	return t->rows[row].group == row &&
	       (row + 1 == t->row_count || t->rows[row + 1].group != row);
}

/* How many columns the row head in `column` covers: itself and the empty heads after it. */
static size_t
head_span(const struct table_bind *x, size_t column, size_t row)
{
	size_t end = column + 1;

	if (!x->sources[column].s->row_head || !is_single(x->t, row))
		return 1;
	while (end < x->t->column_count && x->sources[end].s->row_head &&
	       x->sources[end].field >= 0 && x->sources[end].empty == NULL &&
	       table_cell_at(x, row, x->sources[end].field)->kind == CELL_EMPTY)
		end++;
	return end - column;
}

static bool
is_row_head(const struct table_bind *x, size_t column)
{
	for (size_t i = 0; i < x->t->column_count; i++) {
		if (x->sources[i].s->row_head)
			return x->sources[column].s->row_head;
	}
	return column == 0;
}

static bool
make_cell(struct table_bind *x, size_t column, size_t row, struct table_cell *to)
{
	const struct source *source = &x->sources[column];

	to->mark = -1;
	to->flags = is_row_head(x, column) ? CELL_HEAD : 0;
	if (x->t->columns[column].bar != NULL)
		return true;
	if ((int)column == x->t->group) {
		to->flags = CELL_HEAD;
		if (x->t->rows[row].group == row)
			return make_label(x, column, row, to);
		to->flags = CELL_COVERED;
		return true;
	}
	if (source->field < 0)
		return table_change_cell(x, column, row, to);
	if (source->s->row_head && source->empty == NULL &&
	    table_cell_at(x, row, source->field)->kind == CELL_EMPTY)
		return true;
	return make_field(x, column, row, to);
}

static bool
make_row(struct table_bind *x, size_t row)
{
	struct table_cell *cells = &x->t->cells[row * x->t->column_count];
	bool ok = true;

	for (size_t i = 0; i < x->t->column_count;) {
		size_t span = head_span(x, i, row);

		cells[i].span = span > 1 ? (uint16_t)span : 0;
		ok = make_cell(x, i, row, &cells[i]) && ok;
		for (size_t k = 1; k < span; k++)
			cells[i + k] = (struct table_cell){.mark = -1, .flags = CELL_COVERED};
		i += span;
	}
	return ok;
}

bool
table_bind_cells(struct table_bind *x)
{
	struct table *t = x->t;
	bool ok = true;

	t->cells = arena_array(
	    x->bind->scope.a, t->row_count, t->column_count * sizeof(struct table_cell));
	for (size_t row = 0; row < t->row_count && !x->bind->scope.missing; row++) {
		struct arena_mark mark = arena_mark(x->scratch);

		ok = make_row(x, row) && ok;
		arena_rewind(x->scratch, mark);
	}
	return ok && !x->bind->scope.missing;
}
