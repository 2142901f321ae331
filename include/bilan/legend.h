/* legend.h: swatches and their names, for charts and the legend block. */
#ifndef BILAN_LEGEND_H
#define BILAN_LEGEND_H

#include "bilan/block.h"

enum swatch { SWATCH_SQUARE, SWATCH_DOT };
struct legend_entry {
	colour colour, outline;
	struct runs name;
}; /* outline 0: none */

/* A 9 pt square or 8 pt dot at `at` (left edge, baseline), then the name 15 pt (16 for a dot)
 * from the left edge; answers the width of both. The swatch is an artifact. */
dimen legend_entry_set(
    struct setter *s, enum swatch swatch, const struct legend_entry *entry, struct point at);

#endif
