/* table_change.c: a cell that says how a figure changed: difference or percent, signed, in the
 * colour of its direction. The sign says all; the colour repeats it. Percentages change by points,
 * which is also what a difference is called that its format would write with a "%".
 *
 * What is no change once it is rounded as it will be printed is not printed as "+0 %" but as the
 * text for no change. A change from nothing has no percentage, and that is an error here, not a
 * guess. One across zero has none that means anything: NS stands there, as in the tables of
 * statistical offices.
 */
#include <string.h>

#include "cell_text.h"
#include "table_bind.h"

static bool
read_as(struct table_bind *x, size_t column, size_t row, enum change_as *as)
{
	const struct source *source = &x->sources[column];
	const struct node *map = source->s->as.node, *word = NULL;
	const struct cell *unit = source->as_by >= 0 ? table_cell_at(x, row, source->as_by) : NULL;

	*as = CHANGE_DIFFERENCE;
	if (unit != NULL && unit->kind == CELL_TEXT)
		word = node_find(map, unit->text);
	if (word == NULL)
		word = node_find(map, "all");
	if (word == NULL)
		return unit == NULL || table_unknown_unit(x, source, unit, "way to show a change");
	if (word->kind == NODE_SCALAR && strcmp(word->text, "percent") == 0)
		*as = CHANGE_PERCENT;
	else if (word->kind == NODE_SCALAR && strcmp(word->text, "relative") == 0)
		*as = CHANGE_RELATIVE;
	else if (word->kind != NODE_SCALAR || strcmp(word->text, "difference") != 0)
		return table_unknown_unit(x, source, unit != NULL ? unit : &(struct cell){0},
		    "way to show a change (difference, percent or relative)");
	return true;
}

static bool
change_format(struct table_bind *x, size_t column, size_t row, enum change_as as,
    const struct format **format)
{
	const struct source *source = &x->sources[column];

	if (!table_format(x, column, row, format))
		return false;
	if (as == CHANGE_DIFFERENCE || *format != NULL)
		return true;
	*format = source->percent;
	if (*format != NULL)
		return true;
	diag_add(x->bind->d, DIAG_ERROR, source->at, "unknown-format",
	    "a change in percent is written by the format \"percent0\", and the theme has none");
	return false;
}

static bool
no_change_known(
    struct table_bind *x, size_t column, size_t row, const struct cell *now, struct table_cell *to)
{
	if (x->sources[column].empty != NULL)
		return table_empty_cell(x, column, row, now, to);
	cell_wrong(x->bind->d, now, row, x->sources[column].at, "change-undefined",
	    "the figure before this one is nothing, so the change has no percentage");
	diag_help(x->bind->d, "show the difference instead, or say what to print: empty: \"–\"");
	return false;
}

/* The unit of a change's figures: their column's, or what the row says. */
static const char *
unit_of(const struct table_bind *x, size_t column, size_t row, const struct cell *now)
{
	int by = x->sources[column].as_by;
	const struct cell *said = by >= 0 ? table_cell_at(x, row, by) : NULL;

	return now->unit == NULL && said != NULL && said->kind == CELL_TEXT ? said->text
									    : now->unit;
}

static const char *
change_text(struct table_bind *x, const struct format *format, struct decimal change,
    const char *unit, bool points)
{
	struct numbers *n = x->bind->scope.numbers;
	const char *text = number_signed(n, x->scratch, format, change);

	return points || (unit != NULL && strcmp(unit, "percent") == 0 && strchr(text, '%'))
		   ? cell_points(n, x->scratch, x->bind->report->language, format, change)
		   : text;
}

bool
table_change_cell(struct table_bind *x, size_t column, size_t row, struct table_cell *to)
{
	const struct source *source = &x->sources[column];
	const struct cell *before = table_cell_at(x, row, source->before);
	const struct cell *now = table_cell_at(x, row, source->now);
	struct words_of words = table_words(x, column, row);
	const struct format *format;
	const char *unit = unit_of(x, column, row, now);
	struct cell *change;
	enum change_as as;
	bool points;

	if (before->kind != CELL_NUMBER || now->kind != CELL_NUMBER)
		return (source->shown && source->empty == NULL) ||
		       table_empty_cell(
			   x, column, row, before->kind != CELL_NUMBER ? before : now, to);
	if (!read_as(x, column, row, &as))
		return false;
	points = change_in_points(unit, as);
	as = points ? CHANGE_DIFFERENCE : as;
	if (!change_format(x, column, row, as, &format) ||
	    (as == CHANGE_DIFFERENCE && !table_suits(x, column, format, now)))
		return false;
	change = NEW(x->scratch, struct cell);
	change->kind = CELL_NUMBER;
	words.figure = true;
	if (as != CHANGE_DIFFERENCE && change_crosses_zero(before->number, now->number)) {
		words.text = source->empty != NULL
				 ? source->empty
				 : phrase_for(x->bind->report->language, PHRASE_NOT_SIGNIFICANT);
		table_shape_cell(x, column, words, to);
		return true;
	}
	if (as != CHANGE_DIFFERENCE && before->number.coef == 0 && now->number.coef == 0)
		change->number = (struct decimal){0, 0};
	else if (!change_of(before->number, now->number, as, &change->number))
		return no_change_known(x, column, row, now, to);
	/* Of its own decimals, which are those of both figures. */
	if (format == NULL)
		format = number_own(&(struct cell){.unit = now->unit, .number = change->number});
	if (change_is_nothing(x->bind->scope.numbers, x->scratch, format, change->number)) {
		words.text = source->none;
	} else {
		words.cell = change;
		words.text = change_text(
		    x, format, change->number, as == CHANGE_DIFFERENCE ? unit : NULL, points);
		if (words.colour == 0)
			words.colour = change->number.coef > 0 ? x->s->rise : x->s->fall;
	}
	table_shape_cell(x, column, words, to);
	return true;
}
