/* cell_text.c: a cell's figure as text. Where no format is asked for, a year stands as it is, 2023
 * and not 2 023, and a figure has the sign of its unit, as in text. And what is wrong with a cell,
 * with both its places.
 */
#include <string.h>

#include "cell_text.h"

const char *
cell_figure(
    struct numbers *n, struct arena *a, const struct format *format, const struct cell *cell)
{
	char plain[24];

	if (format == NULL)
		format = number_own(cell);
	if (format != NULL || cell->unit == NULL || strcmp(cell->unit, "year") != 0)
		return number_text(n, a, format, cell->number);
	decimal_write(cell->number, plain);
	return arena_text(a, plain);
}

/* "+3,5 %" to "+3,5", with the space that stood beside the sign. */
static const char *
without_percent(struct arena *a, const char *text)
{
	static const char space[] = "\u202F";
	const char *sign = strchr(text, '%'), *after;
	size_t before;

	if (sign == NULL)
		return text;
	before = (size_t)(sign - text);
	after = sign + 1;
	if (before >= 3 && memcmp(sign - 3, space, 3) == 0)
		before -= 3;
	else if (strncmp(after, space, 3) == 0)
		after += 3;
	return arena_printf(a, "%.*s%s", (int)before, text, after);
}

const char *
cell_points(struct numbers *n, struct arena *a, const char *language, const struct format *format,
    struct decimal change)
{
	struct decimal amount = {change.coef < 0 ? -change.coef : change.coef, change.scale}, shown;
	const char *plain = without_percent(a, number_text(n, a, format, amount));

	if (!number_read(plain, &shown, NULL))
		shown = amount;
	return arena_printf(a, "%s\u00A0%s",
	    without_percent(a, number_signed(n, a, format, change)),
	    phrase_points(language, shown));
}

void
cell_wrong(struct diag *d, const struct cell *cell, size_t row, struct place asked,
    const char *code, const char *what)
{
	if (cell->at.line > 0) {
		diag_add(d, DIAG_ERROR, cell->at, code, "%s", what);
		diag_also(d, asked, "it is asked for here");
	} else {
		diag_add(d, DIAG_ERROR, asked, code, "%s, in row %zu", what, row + 1);
	}
}
