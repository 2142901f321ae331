/* walk.h: what the files of this folder share: a table on its way into one room.
 *
 * A unit is what no page break divides unless it must: a row, or all rows of a group.
 */
#ifndef BILAN_TABLE_WALK_H
#define BILAN_TABLE_WALK_H

#include "bilan/table.h"

struct walk {
	struct layout *l;
	struct block *b;
	const struct table *t;
	const struct room *room;
	struct column_width *columns; /* solved for this room; the table's `columns` else */
	dimen width;                  /* of all columns */
	dimen y, bottom;
	int table, body; /* elements; 0: not yet */
};

struct row_lines {
	int count;           /* of the tallest cell */
	struct lines *cells; /* by column, count 0 for a cell on one line; NULL: all are */
};

struct unit {
	size_t first, count; /* rows measured */
	bool whole;          /* they are all that is left of the unit */
	struct row_lines *rows;
	struct lines label; /* of the group; count 0: one line, or no group */
	dimen height;
};

/* ---- rows.c ---- */
/* Measures from row `first` on, at most until `room` is full; what did not fit is not in count, but
 * there is always one row. Lines are made in the report's arena, the rest in scratch. */
void unit_measure(struct walk *w, size_t first, dimen room, struct unit *u);
dimen unit_height(const struct walk *w, const struct unit *u, size_t rows);
struct row_lines row_measure(struct walk *w, const struct table_cell *cells);
dimen row_height(const struct walk *w, int lines);
dimen lines_height(int lines, dimen leading); /* kept within what can be added to a y */
dimen cell_room(const struct walk *w, size_t column, const struct table_cell *cell);

/* ---- head.c ---- */
dimen caption_height(struct walk *w, dimen y, struct lines *lines);
void caption_draw(struct walk *w);
/* From y to the first row, so that the rows' baselines stand on the grid. `lines` by column. */
dimen head_height(struct walk *w, dimen y, struct lines *lines);
void head_draw(struct walk *w, const struct lines *lines, dimen height, bool tagged);
dimen note_end(struct walk *w, dimen y, struct lines *lines);
void note_draw(struct walk *w, const struct lines *lines);

/* ---- draw.c ---- */
enum below { BELOW_HAIRLINE, BELOW_STRONG, BELOW_NOTHING };
void unit_draw(struct walk *w, const struct unit *u, enum below below);
void total_draw(struct walk *w, const struct row_lines *lines);

#endif
