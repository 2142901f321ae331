/* cell_text.h: a cell's figure as table.c and bar_chart.c print it. */
#ifndef BILAN_BLOCK_CELL_TEXT_H
#define BILAN_BLOCK_CELL_TEXT_H

#include "bilan/data.h"

const char *cell_figure(
    struct numbers *n, struct arena *a, const struct format *format, const struct cell *cell);

#endif
