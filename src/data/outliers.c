/* outliers.c: figures that stand out from those of the year before.
 *
 * A column that says `watch: yes` is looked at in the period of the report: against the same row
 * of the period before, a figure that is five times or a fifth of it, has another sign, or is zero,
 * and a percentage that is more than twenty points away, is a warning. Five, since a digit too many
 * makes ten times what the figure should be, which is not what it was before. Most are slips of the
 * keyboard; one that is so is so, and a warning stops nothing. All is compared exactly.
 *
 * The figures looked at are also kept for a batch, which compares them among its reports
 * (batch/outliers.c): there the slip may be in every year.
 */
#include "inner.h"

#include <string.h>

enum { TIMES = 5, POINTS = 20, TOLD_MOST = 50 };

/* "key_figures.visitors.value" */
static const char *
name_of(struct scope *s, const struct table *t, size_t row, int column)
{
	const char *name = t->name;

	for (size_t k = 0; k < t->key_count; k++) {
		struct cell key = tables_cell(t, row, t->keys[k]);
		char number[24] = "";

		if (key.kind == CELL_NUMBER)
			decimal_write(key.number, number);
		name = arena_printf(s->a, "%s.%s", name, key.kind == CELL_TEXT ? key.text : number);
	}
	return arena_printf(s->a, "%s.%s", name, t->columns[column].name);
}

static struct decimal
size_of(struct decimal d)
{
	return (struct decimal){d.coef < 0 ? -d.coef : d.coef, d.scale};
}

/* a >= `times` * b, both without sign */
static bool
reaches(struct decimal a, struct decimal b, int times)
{
	struct decimal product;

	return decimal_multiply(b, (struct decimal){times, 0}, &product) &&
	       decimal_compare(a, product) >= 0;
}

/* What is odd about `now` after `before`; NULL: nothing. */
static const char *
oddity(const struct cell *now, const struct cell *before)
{
	struct decimal is = size_of(now->number), was = size_of(before->number), apart;

	if (now->unit != NULL && strcmp(now->unit, "percent") == 0)
		return decimal_subtract(now->number, before->number, &apart) &&
			       decimal_compare(size_of(apart), (struct decimal){POINTS, 0}) > 0
			   ? "more than 20 points apart"
			   : NULL;
	if (was.coef == 0)
		return NULL;
	if (is.coef == 0)
		return "there is none left";
	if ((now->number.coef < 0) != (before->number.coef < 0))
		return "the other sign";
	return reaches(is, was, TIMES)   ? "five times as much, or more"
	       : reaches(was, is, TIMES) ? "a fifth of it, or less"
					 : NULL;
}

static bool
judge(struct scope *s, const struct table *t, size_t row, size_t other, int column)
{
	struct cell now = tables_cell(t, row, column), before = tables_cell(t, other, column);
	const char *odd, *period = value_period(s, t, -1);

	if (now.kind != CELL_NUMBER || before.kind != CELL_NUMBER)
		return false;
	odd = oddity(&now, &before);
	if (odd == NULL)
		return false;
	diag_add(s->d, DIAG_WARNING, now.at, "odd-figure", "%s after %s in %s: %s (%s)",
	    number_text(s->numbers, s->a, NULL, now.number),
	    number_text(s->numbers, s->a, NULL, before.number), period != NULL ? period : "", odd,
	    name_of(s, t, row, column));
	diag_also(s->d, before.at, "the figure before");
	return true;
}

static void
watch_row(struct scope *s, struct table *t, size_t row, const char *period, size_t *told)
{
	size_t other = t->period >= 0 ? tables_row_before(t, row) : NO_ROW;

	for (int c = 0; c < (int)t->column_count; c++) {
		struct cell cell;

		if (!t->columns[c].watch)
			continue;
		if (other != NO_ROW && *told < TOLD_MOST && judge(s, t, row, other, c))
			++*told;
		cell = tables_cell(t, row, c);
		if (cell.kind == CELL_NUMBER)
			reads_watched(s->tables, name_of(s, t, row, c), period, &cell);
	}
}

static bool
is_watched(const struct table *t)
{
	bool any = false;

	for (size_t c = 0; c < t->column_count; c++)
		any = any || t->columns[c].watch;
	return any && t->declared && !t->broken;
}

void
outliers_run(struct scope *s)
{
	for (size_t i = 0; s->tables && i < s->tables->count; i++) {
		struct table *t = &s->tables->items[i];
		const char *period;
		size_t told = 0;

		if (!is_watched(t))
			continue;
		period = value_period(s, t, 0);
		reads_period(s->tables, t, period);
		reads_period(s->tables, t, value_period(s, t, -1));
		for (size_t row = 0; row < t->rows; row++)
			if (tables_in_period(t, row, period))
				watch_row(s, t, row, period, &told);
	}
}
