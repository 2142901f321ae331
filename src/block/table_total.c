/* table_total.c: a last row that is added up here, exactly.
 *
 * Rows that are themselves subtotals or totals are not added. Figures of different units cannot be
 * added, which shows when the column's format goes by a unit. Empty cells add nothing, which is
 * said unless the author knows; and so is a row that equals the sum of all others, a total that the
 * CSV brought along. Small numbers do so by chance: 2, 3 and 5. So such a row is only told when it
 * is called a total or its figures have four significant digits together.
 */
#include <string.h>
#include <strings.h>

#include "table_bind.h"

enum { DIGITS_LEAST = 4 };

struct summed { /* a totalled column */
	size_t column;
	struct decimal sum;
};

static bool
is_added(const struct table *t, size_t row)
{
	return (t->rows[row].flags & (ROW_SUBTOTAL | ROW_TOTAL)) == 0;
}

static bool
cannot_add(struct table_bind *x, size_t column, const struct cell *cell, const char *why)
{
	diag_add(x->bind->d, DIAG_ERROR, block_place(x->b, "total"), "bad-total",
	    "column \"%s\" cannot be added up: %s", x->sources[column].s->field, why);
	if (cell->at.line > 0)
		diag_also(x->bind->d, cell->at, "at this cell");
	return false;
}

static bool
add_up(struct table_bind *x, size_t column, struct cell *sum, const struct format **format)
{
	const struct format *own;
	bool any = false;

	*format = NULL;
	for (size_t row = 0; row < x->t->row_count; row++) {
		const struct cell *cell = table_cell_at(x, row, x->sources[column].field);

		if (!is_added(x->t, row) || cell->kind == CELL_EMPTY)
			continue;
		if (cell->kind != CELL_NUMBER)
			return cannot_add(x, column, cell, "it has text");
		if (!table_format(x, column, row, &own))
			return false;
		if (own == NULL)
			own = number_own(cell);
		if (any && own != *format)
			return cannot_add(x, column, cell, "its figures have different units");
		if (!decimal_add(sum->number, cell->number, &sum->number))
			return cannot_add(x, column, cell, "the sum has more than 18 digits");
		*format = own;
		any = true;
	}
	return true;
}

/* Is it the sum of all other rows, in every column? */
static bool
sums_others_up(struct table_bind *x, size_t row, const struct summed *sums, size_t count)
{
	bool something = false;
	struct decimal twice;

	for (size_t i = 0; i < count; i++) {
		const struct cell *cell = table_cell_at(x, row, x->sources[sums[i].column].field);

		if (!decimal_add(cell->number, cell->number, &twice) ||
		    decimal_compare(twice, sums[i].sum) != 0)
			return false;
		something = something || twice.coef != 0;
	}
	return something && is_added(x->t, row) && !(x->t->rows[row].flags & ROW_PLAIN);
}

static bool
is_called_total(struct table_bind *x, size_t row)
{
	static const char *const words[] = {
	    "total", "ensemble", "somme", "tous", "toutes", "sum", "all", "overall", "grand total"};

	for (size_t i = 0; i < x->data.column_count; i++) {
		const struct cell *cell = table_cell_at(x, row, (int)i);

		for (size_t k = 0; cell->kind == CELL_TEXT && k < COUNT(words); k++) {
			size_t length = strlen(words[k]);

			if (strncasecmp(cell->text, words[k], length) == 0 &&
			    (cell->text[length] == '\0' || cell->text[length] == ' '))
				return true;
		}
	}
	return false;
}

/* 1 200 has two, 1 234 four: round figures add up by chance as small ones do. */
static int
significant_digits(struct decimal d)
{
	int digits = 0;

	while (d.coef != 0 && d.coef % 10 == 0)
		d.coef /= 10;
	for (; d.coef != 0; d.coef /= 10)
		digits++;
	return digits;
}

static bool
looks_like_total(struct table_bind *x, size_t row, const struct summed *sums, size_t count)
{
	int digits = 0;

	if (!sums_others_up(x, row, sums, count))
		return false;
	for (size_t i = 0; i < count; i++)
		digits += significant_digits(
		    table_cell_at(x, row, x->sources[sums[i].column].field)->number);
	return digits >= DIGITS_LEAST || is_called_total(x, row);
}

static size_t
rows_with_figures(struct table_bind *x, const struct summed *sums, size_t count)
{
	size_t rows = 0;

	for (size_t row = 0; row < x->t->row_count; row++) {
		bool any = false;

		for (size_t i = 0; i < count && is_added(x->t, row); i++)
			any = any ||
			      table_cell_at(x, row, x->sources[sums[i].column].field)->number.coef;
		rows += any;
	}
	return rows;
}

/* Of one other row it would be an equal, not a sum. */
static void
warn_of_totals(struct table_bind *x, const struct summed *sums, size_t count)
{
	const struct cell *cell, *name = NULL;
	struct place at = block_place(x->b, "total");
	size_t row = 0, column = 0;

	while (row < x->t->row_count && !looks_like_total(x, row, sums, count))
		row++;
	if (row == x->t->row_count || rows_with_figures(x, sums, count) < 3)
		return;
	cell = table_cell_at(x, row, x->sources[sums[0].column].field);
	diag_add(x->bind->d, DIAG_WARNING, cell->at.line > 0 ? cell->at : at, "total-twice",
	    "row %zu equals the sum of all other rows: it looks like their total, which is then "
	    "counted twice",
	    row + 1);
	while (column < x->data.column_count && name == NULL) {
		const struct cell *other = table_cell_at(x, row, (int)column);

		if (other->kind == CELL_TEXT && strpbrk(other->text, "'\"\\\n") == NULL)
			name = other;
		else
			column++;
	}
	if (name != NULL)
		diag_help(x->bind->d,
		    "delete it from the CSV, or say so: rows: [{where: \"%s = '%s'\", style: "
		    "total}]; style: plain if it is none",
		    x->data.columns[column], name->text);
	else
		diag_help(x->bind->d,
		    "delete it from the CSV, or say so: rows:, style: total; style: plain if it is "
		    "none");
	if (cell->at.line > 0)
		diag_also(x->bind->d, at, "the table adds up here");
}

/* The figures that are not there make a total smaller, and nobody sees it. */
static bool
judge_missing(struct table_bind *x, size_t column, struct place asked)
{
	const struct cell *first = NULL;
	size_t missing = 0, rows = 0;
	enum total_missing rule = (enum total_missing)x->s->total.missing;

	for (size_t row = 0; row < x->t->row_count; row++) {
		const struct cell *cell = table_cell_at(x, row, x->sources[column].field);

		if (!is_added(x->t, row))
			continue;
		rows++;
		if (cell->kind != CELL_EMPTY)
			continue;
		missing++;
		first = first == NULL ? cell : first;
	}
	if (first == NULL || rule == TOTAL_OMIT)
		return true;
	diag_add(x->bind->d, rule == TOTAL_ERROR ? DIAG_ERROR : DIAG_WARNING, asked,
	    "total-incomplete",
	    "the total of \"%s\" leaves out %zu of %zu figures, which %s missing",
	    x->sources[column].s->field, missing, rows, missing == 1 ? "is" : "are");
	diag_help(x->bind->d, "fill the CSV in; for a figure that is none write 0, and in the "
			      "column zero: \"–\" for what is printed");
	diag_help(x->bind->d,
	    "or accept it: \"missing: omit\" in \"total:\" adds up the others and says nothing");
	if (first->at.line > 0)
		diag_also(x->bind->d, first->at, "the first of them");
	return rule != TOTAL_ERROR;
}

static const char *
near_field(struct table_bind *x, const char *name)
{
	const char **fields = NEW_ARRAY(x->bind->scope.a, const char *, x->t->column_count);
	size_t count = 0;

	for (size_t i = 0; i < x->t->column_count; i++)
		if (x->sources[i].s->field != NULL)
			fields[count++] = x->sources[i].s->field;
	return nearest_word(name, fields, count);
}

static bool
bind_sum(struct table_bind *x, size_t i, bool filled, struct summed *summed)
{
	const struct names *names = &x->s->total.sum;
	struct cell *sum = NEW(x->bind->scope.a, struct cell);
	struct words_of words = {.style = x->strong,
	    .cell = sum,
	    .figure = true,
	    .colour = filled ? x->s->total_text : 0};
	const struct format *format;
	const char *near;
	size_t column = 0;

	while (column < x->t->column_count &&
	       (x->sources[column].s->field == NULL ||
		   strcmp(x->sources[column].s->field, names->items[i]) != 0))
		column++;
	if (column == x->t->column_count) {
		diag_add(x->bind->d, DIAG_ERROR, names->places[i], "bad-total",
		    "no column of the table shows \"%s\"", names->items[i]);
		near = near_field(x, names->items[i]);
		if (near != NULL)
			diag_help(x->bind->d, "did you mean \"%s\"?", near);
		return false;
	}
	sum->kind = CELL_NUMBER;
	if (!add_up(x, column, sum, &format))
		return false;
	*summed = (struct summed){column, sum->number};
	if (!judge_missing(x, column, names->places[i]))
		return false;
	words.text = sum->number.coef == 0 && x->sources[column].zero != NULL
			 ? x->sources[column].zero
			 : number_text(x->bind->scope.numbers, x->scratch, format, sum->number);
	table_shape_cell(x, column, words, &x->t->total[column]);
	return true;
}

static bool
bind_label(struct table_bind *x, bool filled)
{
	const struct total_settings *s = &x->s->total;
	struct words_of words = {.style = x->strong, .colour = filled ? x->s->total_text : 0};

	words.text = s->label.text != NULL ? bind_words(x->bind, x->b, s->label)
					   : phrase_for(x->bind->report->language, PHRASE_TOTAL);
	if (words.text == NULL)
		return false;
	x->t->total[0].flags = CELL_HEAD;
	if (x->t->total[0].run_count == 0)
		table_shape_cell(x, 0, words, &x->t->total[0]);
	return true;
}

bool
table_bind_total(struct table_bind *x)
{
	const struct total_settings *s = &x->s->total;
	struct table *t = x->t;
	bool filled = s->style == 1, ok = true;
	struct summed *sums;

	if (s->sum.count == 0)
		return true;
	t->total = NEW_ARRAY(x->bind->scope.a, struct table_cell, t->column_count);
	for (size_t i = 0; i < t->column_count; i++)
		t->total[i].mark = -1;
	sums = NEW_ARRAY(x->scratch, struct summed, s->sum.count);
	t->total_flags = filled ? ROW_TOTAL : ROW_RULED;
	for (size_t i = 0; i < s->sum.count; i++)
		ok = bind_sum(x, i, filled, &sums[i]) && ok;
	if (ok)
		warn_of_totals(x, sums, s->sum.count);
	return ok && bind_label(x, filled);
}
