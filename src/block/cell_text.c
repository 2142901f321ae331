/* cell_text.c: a cell's figure as text. Where no format is asked for, a year stands as it is: 2023
 * and not 2 023, as {year} does in text. And what is wrong with a cell, with both its places.
 */
#include <string.h>

#include "cell_text.h"

const char *
cell_figure(
    struct numbers *n, struct arena *a, const struct format *format, const struct cell *cell)
{
	char plain[24];

	if (format != NULL || cell->unit == NULL || strcmp(cell->unit, "year") != 0)
		return number_text(n, a, format, cell->number);
	decimal_write(cell->number, plain);
	return arena_text(a, plain);
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
