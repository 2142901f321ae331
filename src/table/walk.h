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
	struct lines label;  /* of the group; count 0: one line, or no group */
	dimen height, words; /* of the unit; of its words in it */
};

/* ---- rows.c ---- */
/* Measures from row `first` on, at most until `room` is full; what did not fit is not in count, but
 * there is always one row. Lines are made in the report's arena, the rest in scratch. */
void unit_measure(struct walk *w, size_t first, dimen room, struct unit *u);
void unit_take(const struct walk *w, struct unit *u, size_t rows); /* the first ones alone */
struct row_lines row_measure(struct walk *w, const struct table_cell *cells);
/* Height of the words of a row in its unit; of the unit that has such words, whole rows. */
dimen row_words(const struct walk *w, int lines);
dimen words_room(const struct walk *w, dimen words);
/* From the top of a room for words to the baseline of their first line: what rounding left is
 * shared, so that they stand in the middle. */
dimen words_baseline(const struct walk *w, dimen height, dimen words);
dimen line_baseline(dimen leading);           /* from a line's top: as the grid has it */
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
