/* key_figure.h: what the two files of the key figure share: its settings, and what they are bound
 * to. key_figure.c reads, key_figure_draw.c draws. */
#ifndef BILAN_BLOCK_KEY_FIGURE_H
#define BILAN_BLOCK_KEY_FIGURE_H

#include "bilan/block.h"
#include "bilan/chart.h"

struct part_rows {
	struct decimal value, label, compare, bars;
}; /* rows from the block's first */

struct key_figure {
	struct setting value, label, icon, unit, scale_with;
	const char *compare;
	const struct style *style, *label_style, *unit_style, *change_style, *previous_style,
	    *bar_style;
	const struct format *change_format;
	int as; /* enum change_as */
	colour colour, icon_colour, rise, fall, bar_colour, bar_before, previous_colour;
	dimen icon_size, icon_stroke, triangle, bar_indent;
	bool bars, fit;
	int show, scale;
	struct part_rows rows;
};

struct bound_figure {
	struct runs value, label, unit, change, previous, years[2];
	const struct icon *icon;
	int direction; /* -1, 0, 1 */
	const char *direction_words;
	bool compared;
	struct decimal now, before;
	struct scale scale; /* of the bars, without its length */
};

enum fit key_figure_place(struct layout *l, struct block *b, struct room *room);

#endif
