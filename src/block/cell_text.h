/* cell_text.h: a cell's figure as table.c and bar_chart.c print it, and what is wrong with a cell.
 */
#ifndef BILAN_BLOCK_CELL_TEXT_H
#define BILAN_BLOCK_CELL_TEXT_H

#include "bilan/prose.h"

const char *cell_figure(
    struct numbers *n, struct arena *a, const struct format *format, const struct cell *cell);

/* The difference of two percentages: "+3,5 points", as the format writes it but for its "%". */
const char *cell_points(struct numbers *n, struct arena *a, const char *language,
    const struct format *format, struct decimal change);

/* An error at the cell, noting who asked for it; a cell that was calculated has no place: then it
 * is told where it was asked for, with its row (from 0). Each cell is an error of its own. */
void cell_wrong(struct diag *d, const struct cell *cell, size_t row, struct place asked,
    const char *code, const char *what);

#endif
