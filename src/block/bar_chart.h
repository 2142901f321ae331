/* bar_chart.h: what the two files of the bar chart share: settings and bound values, and the
 * drawing of them. bar_chart.c reads, bar_chart_draw.c draws. */
#ifndef BILAN_BLOCK_BAR_CHART_H
#define BILAN_BLOCK_BAR_CHART_H

#include "bilan/chart.h"
#include "bilan/legend.h"

struct bar_settings {
	const char *field;
	struct setting name;
	colour colour;
	const struct style *style;
};

struct chart_rows {
	struct decimal legend, first, base, category, icons;
};

struct bar_chart {
	const char *from, *category, *icon_count;
	struct setting query, caption, alt, source, icon;
	struct records bars;
	int direction, pitch, scale;
	const struct format *format;
	bool legend;
	struct decimal baseline;
	dimen bar, gap, length, label_width, icon_size, icon_stroke, icon_pitch;
	struct chart_rows rows;
	const struct style *value_style, *category_style, *legend_style, *source_style;
	colour base_colour, icon_colour;
};

struct bound_bar {
	bool given;
	struct decimal value;
	const char *text;
	struct runs label;
};
struct bound_category {
	const char *text;
	struct runs label;
	int icons;
};

struct bound_chart {
	struct bound_bar *bars; /* category after category, series_count each */
	struct bound_category *categories;
	size_t count, series_count;
	int *columns;  /* of each series in the rows */
	bool *present; /* a series has a value at all */
	const char **names;
	struct legend_entry *legend;
	struct scale scale; /* without its length */
	const struct icon *icon;
	struct runs source;
	const char *alt;
};

struct drawing {
	struct layout *l;
	struct block *b;
	const struct bar_chart *c;
	const struct bound_chart *bound;
	struct room *room;
	struct setter s;
	struct lines *labels; /* of each category */
	int label_lines;      /* of the tallest */
	dimen bottom;         /* where the chart must end */
	dimen used;           /* height drawn, from the room's top */
};

bool chart_omits(const struct block *b);
const char *chart_alt(struct bind *bind, const struct bound_chart *bound, const char *caption);
void chart_vertical(struct drawing *d);
void chart_horizontal(struct drawing *d);

#endif
