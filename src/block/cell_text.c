/* cell_text.c: a cell's figure as text. Where no format is asked for, a year stands as it is: 2023
 * and not 2 023, as {year} does in text.
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
