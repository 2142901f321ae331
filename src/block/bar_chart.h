/* bar_chart.h: what the files of the bar chart share: settings and bound values, and the drawing of
 * them. bar_chart.c reads, bar_chart_columns.c and bar_chart_bands.c draw. */
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

enum { CHART_VERTICAL, CHART_HORIZONTAL };          /* words of `direction` */
enum { CHART_CENTRE, CHART_START };                 /* words of `align` */
enum { CHART_BESIDE, CHART_STACKED, CHART_SHARES }; /* words of `stack` */

struct bar_chart {
	const char *from, *category, *icon_count;
	struct setting query, caption, alt, source, icon;
	struct records bars;
	int direction, stack, align, pitch, scale;
	const struct format *format;
	bool legend, values, total;
	struct decimal baseline;
	dimen bar, gap, length, label_width, icon_size, icon_stroke, icon_pitch;
	struct chart_rows rows;
	const struct style *value_style, *category_style, *legend_style, *source_style;
	colour base_colour, icon_colour, inside_text;
};

struct bound_bar {
	bool given;
	bool words;                 /* in the place of a number that is missing */
	bool low;                   /* its value stands at the negative end */
	struct decimal from, value; /* from: where it begins, zero but in a stack */
	const char *text;
	struct runs label;
};
struct bound_category {
	const char *text;
	struct runs label;
	int icons;
	/* in a stack: the sums of what is above zero and below, and of both */
	struct decimal above, below;
	struct bound_bar total;
};

struct bound_chart {
	struct bound_bar *bars; /* category after category, series_count each */
	struct bound_category *categories;
	size_t count, series_count;
	int *columns;  /* of each series in the rows */
	bool *present; /* a series has a value at all */
	const char **names;
	struct legend_entry *legend;
	struct scale scale;       /* without its length */
	const struct cell *added; /* in a stack: the one whose unit all have; NULL: none yet */
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

/* Bars need this height, or length, to be compared by eye: so many rows from the lowest value to
 * the highest, when nobody says how long they are. */
enum { CHART_ROWS_LEAST = 3 };

bool chart_omits(const struct block *b);
const char *chart_alt(struct bind *bind, const struct bound_chart *bound, const char *caption);

/* ---- bar_chart_draw.c ---- */
/* How many bars stand beside one another: the series that have a value, in a stack one. */
int chart_bars_beside(const struct drawing *d);
dimen chart_row_top(const struct room *room, struct decimal row);
void chart_take_height(struct drawing *d, dimen bottom);
/* Draws it; answers the row top where the next part may start; without a legend the first row's. */
dimen chart_legend(struct drawing *d);
/* Breaks the categories into lines, before anything is placed: the tallest tells how high a place
 * they need. */
void chart_break_categories(struct drawing *d, dimen width);

/* ---- bar_chart_stack.c ---- */
bool chart_is_stacked(const struct bar_chart *c);
/* Puts the bar on those before it; then the total of the category. False after bad-total. */
bool chart_stack_bar(
    struct bind *bind, struct block *b, size_t row, struct bound_bar *bar, const struct cell *cell);
bool chart_stack_total(struct bind *bind, struct block *b, size_t row);
/* The values at the ends of bars, in a stack the totals: NULL where none is printed. */
size_t chart_label_count(const struct drawing *d);
const struct bound_bar *chart_label(const struct drawing *d, size_t i);
/* The category's: of shares, all are as long as the scale. */
struct scale chart_scale_of(const struct drawing *d, const struct scale *scale, size_t category);
/* The value in the middle of a stacked bar, when there is room for it and it can be read. */
void chart_draw_inside(
    struct drawing *d, const struct bound_bar *bar, struct rect r, colour ground);

/* ---- bar_chart_columns.c, bar_chart_bands.c ---- */
void chart_vertical(struct drawing *d);
void chart_horizontal(struct drawing *d);

#endif
