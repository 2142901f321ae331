/* table.h: rows and columns on pages.
 *
 * Four crafts, kept apart: how wide columns are (columns.c: only lengths, no font, no page), how
 * high rows are and where a table may be broken (rows.c), how they are drawn and tagged (draw.c,
 * head.c), and what goes on from page to page (place.c). Who makes a struct table
 * (block/table*.c) shapes each cell once, on one line; only a cell that is wider than its column
 * is broken into lines when it is placed. A table is not changed by being placed (but for what
 * was told): where to go on is the block's cursor.
 */
#ifndef BILAN_TABLE_H
#define BILAN_TABLE_H

#include "bilan/block.h"
#include "bilan/chart.h"

/* ---- widths ---------------------------------------------------------------- table/columns.c */

enum width_kind {
	WIDTH_FIT,  /* as wide as its content; narrower when there is no room */
	WIDTH_GROW, /* takes what the others leave */
	WIDTH_FIXED,
	WIDTH_SHARE /* of the measure without its gaps */
};

#define COLUMN_MOST PT(20000) /* no content counts as wider */

struct column_width {
	enum width_kind kind;
	dimen fixed;
	struct decimal share; /* percent */
	int weight;           /* of spare width, at least 1 */
	dimen gap;            /* before it; the first column has none */
	dimen least, most;    /* of its content: broken wherever it may be; not broken */
	dimen x, width;       /* the answer */
};

/* "fit", "grow", "25%", "56pt", "20mm" into kind, fixed and share. */
bool columns_read_width(const char *text, struct column_width *c);
/* Widths and places. With a column that grows or fits, they add up to the measure exactly; with
 * none, to at most the measure. Answers how much the measure is too narrow: 0 when all is well.
 * No column that fits or grows gets less than its least. */
dimen columns_solve(struct column_width *columns, size_t n, dimen measure);
void columns_take(struct column_width *c, dimen least, dimen most);

/* ---- change ----------------------------------------------------------------- table/change.c */

enum change_as { CHANGE_DIFFERENCE, CHANGE_PERCENT, CHANGE_RELATIVE };
/* From 88 % to 91,5 % are 3,5 points: "+4 %" would be read as those. So a percent of figures of
 * this unit is shown as their difference, unless it is asked for as CHANGE_RELATIVE, which
 * everywhere else is CHANGE_PERCENT. */
bool change_in_points(const char *unit, enum change_as as);
/* now - before, or that in percent of before (of its amount, so that the sign is the
 * direction's). The quotient is cut, not rounded, so that rounding it later to fewer decimals is
 * exact. False: a percent of nothing or across zero, or an overflow. */
bool change_of(
    struct decimal before, struct decimal now, enum change_as as, struct decimal *change);
/* From a loss to a gain, or the other way: "+150 %" from -10 to 5 would measure nothing. */
bool change_crosses_zero(struct decimal before, struct decimal now);
/* Is it printed as a nothing, rounded as the format says? NULL: as it is. */
bool change_is_nothing(
    struct numbers *n, struct arena *scratch, const struct format *format, struct decimal change);

/* ---- where the decimal mark stands ------------------------------------------ table/decimal.c */

/* From a line's start to its decimal mark `mark`, or to the end of its last digit when it has none;
 * -1 when it has no digit. */
dimen decimal_offset(const struct texts *t, const struct line *line, const char *mark);

/* ---- a table ------------------------------------------------------------------------------ */

enum cell_align { CELL_START, CELL_END, CELL_DECIMAL };

enum cell_flag {
	CELL_BROKEN = 1, /* has forced new lines: `pieces` are not its line */
	CELL_HEAD = 2,   /* of its row, or of its group */
	CELL_COVERED = 4 /* by a cell that spans from above or from the left */
};

struct table_cell { /* shaped once, on one line */
	const struct run *runs;
	const struct piece *pieces;
	dimen width;
	dimen mark; /* see decimal_offset; -1: none */
	int count;  /* pieces */
	uint8_t run_count, flags;
	uint16_t span; /* columns; 0 means 1 */
};

enum row_flag {
	ROW_STRONG = 1,
	ROW_SUBTOTAL = 2,
	ROW_TOTAL = 4, /* on a field of colour */
	ROW_RULED = 8, /* under a strong rule */
	ROW_PLAIN = 16 /* no total, whatever it equals */
};

struct table_row {
	uint32_t group;
	uint8_t flags;
}; /* group: index of its first row */

enum { BAR_PARTS = 8 };
struct table_bar {
	int fields[BAR_PARTS]; /* columns of the data */
	colour colours[BAR_PARTS];
	size_t count;
	dimen height;
	struct scale scale; /* its length is the column's width, once that is known */
	bool alone;         /* no other column shows its figures: it has words instead */
};

struct table_column {
	struct column_width width; /* asked and measured; not solved */
	enum cell_align align;
	dimen after; /* CELL_DECIMAL: the widest from the decimal mark on */
	struct runs head;
	colour swatch;         /* a square before the head; 0: none */
	struct table_bar *bar; /* or NULL */
};

struct table_look {
	const struct style *style, *head_style, *caption_style, *note_style;
	dimen padding, group_padding, overhang;
	bool rules;
	colour rule, strong_rule, tint, total;
};

struct table {
	struct table_look look;
	struct table_column *columns;
	size_t column_count;
	struct table_cell *cells; /* row after row */
	struct table_row *rows;
	size_t row_count;
	struct table_cell *total; /* a row that is computed, or NULL */
	uint8_t total_flags;
	int group;                 /* column whose cells span their group; -1: none */
	struct rows data;          /* for bars; without any: empty */
	struct runs caption, note; /* to be drawn; count 0: not */
	const char *summary;       /* NULL: none */
	struct place at;           /* of its columns */
	bool told;                 /* that it is too wide: said only once */
};

/* Code: table-too-wide. */
enum fit table_place(struct layout *l, struct block *b, struct table *t, struct room *room);

#endif
