/* table_total.c: a last row that is added up here, exactly.
 *
 * Rows that are themselves subtotals or totals are not added. Figures of different units cannot be
 * added, which shows when the column's format goes by a unit. Empty cells add nothing.
 */
#include <string.h>

#include "table_bind.h"

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
		if (any && own != *format)
			return cannot_add(x, column, cell, "its figures have different units");
		if (!decimal_add(sum->number, cell->number, &sum->number))
			return cannot_add(x, column, cell, "the sum has more than 18 digits");
		*format = own;
		any = true;
	}
	return true;
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
bind_sum(struct table_bind *x, size_t i, bool filled)
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

	if (s->sum.count == 0)
		return true;
	t->total = NEW_ARRAY(x->bind->scope.a, struct table_cell, t->column_count);
	for (size_t i = 0; i < t->column_count; i++)
		t->total[i].mark = -1;
	t->total_flags = filled ? ROW_TOTAL : ROW_RULED;
	for (size_t i = 0; i < s->sum.count; i++)
		ok = bind_sum(x, i, filled) && ok;
	return ok && bind_label(x, filled);
}
