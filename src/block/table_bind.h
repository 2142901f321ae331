/* table_bind.h: what the files of the table block share: its settings, and a table being made of
 * them.
 *
 * table.c reads settings and starts; table_rows.c finds groups and the rows' styles;
 * table_columns.c says what each column shows; table_cells.c and table_change.c make text of it
 * and shape it; table_total.c adds up.
 */
#ifndef BILAN_BLOCK_TABLE_BIND_H
#define BILAN_BLOCK_TABLE_BIND_H

#include "bilan/table.h"

/* ---- settings ----------------------------------------------------------------------------- */

struct format_settings {
	const struct format *format;
	const char *by;
	struct nodes names;
};
struct bar_cell_settings {
	struct names fields, colours;
	dimen height;
	int scale;
};

struct column_settings {
	const char *field;
	struct names change, needs;
	struct nodes as;
	struct setting head, none, zero, empty;
	const char *width;
	int weight, align, lines;
	dimen gap; /* less than 0: the table's */
	struct format_settings format;
	struct bar_cell_settings bar;
	const struct style *style;
	bool row_head;
	colour swatch;
};

struct row_settings {
	const char *where;
	unsigned style;
};
struct group_settings {
	const char *field, *second;
	dimen padding;
};
struct total_settings {
	struct setting label;
	struct names sum;
	int style, missing; /* enum total_missing */
};

enum total_missing { TOTAL_WARN, TOTAL_OMIT, TOTAL_ERROR };

struct table_settings {
	const char *from;
	struct setting query, caption, note;
	bool show_caption, rules;
	struct records columns, rows;
	struct group_settings group;
	struct total_settings total;
	const struct style *style, *strong_style, *head_style, *caption_style, *note_style;
	dimen gap, padding, overhang;
	colour rule, strong_rule, tint, total_colour, total_text, rise, fall;
};

/* ---- a table being made --------------------------------------------------------------------- */

struct source { /* where a column's cells come from; indices of data columns */
	const struct column_settings *s;
	struct place at, format_at;
	int field, before, now;          /* -1: none */
	int by, as_by;                   /* the row's unit: for its format, its change */
	const struct format *percent;    /* of a change, unless said otherwise */
	const struct format *suited;     /* what was last held against the figures' unit */
	const struct style *style;       /* NULL: the row's */
	const char *none, *zero, *empty; /* texts instead; NULL: as it is */
	bool number;
	bool shown; /* change: its two figures have columns */
};

struct table_bind {
	struct bind *bind;
	struct block *b;
	const struct table_settings *s;
	struct table *t;
	struct rows data;
	struct source *sources; /* one a column */
	size_t *order;          /* of its entry in the YAML */
	const struct style *style, *strong;
	int group, second;     /* data columns; -1: none */
	const char *mark;      /* the language's decimal mark */
	const char *told;      /* the unit last complained of */
	dimen *before;         /* by column: widest up to the decimal mark */
	struct arena *scratch; /* emptied after each row */
	struct arena *answer;  /* data, when no bar needs it later */
	struct map *set;       /* words of the data to the same with their typography */
	struct run *runs;      /* taken one after the other from a chunk */
	size_t runs_left;
};

const struct cell *table_cell_at(const struct table_bind *x, size_t row, int column);
/* False after a diagnostic. */
bool table_bind_columns(struct table_bind *x);
bool table_bind_groups(struct table_bind *x);
bool table_bind_rules(struct table_bind *x);
bool table_bind_cells(struct table_bind *x);
bool table_bind_total(struct table_bind *x);

/* ---- table_cells.c, for table_change.c and table_total.c ---- */
struct words_of { /* of one cell */
	const char *text;
	const struct style *style;
	const struct cell *cell; /* NULL: no figure */
	colour colour;
	bool figure; /* its text may go with scratch; it is never broken */
};
void table_shape_cell(
    struct table_bind *x, size_t column, struct words_of words, struct table_cell *to);
/* Style and colour of the words in this row. */
struct words_of table_words(const struct table_bind *x, size_t column, size_t row);
/* What is printed for an empty cell. False after missing-value, or when the table is left out. */
bool table_empty_cell(struct table_bind *x, size_t column, size_t row, const struct cell *cell,
    struct table_cell *to);
/* Says that there is no `what` for a unit: false. */
bool table_unknown_unit(
    struct table_bind *x, const struct source *source, const struct cell *unit, const char *what);
/* The format of a figure in this row. False after unknown-format. */
bool table_format(struct table_bind *x, size_t column, size_t row, const struct format **format);
/* Does it write no other unit's sign than the cell's? False after format-unit. */
bool table_suits(
    struct table_bind *x, size_t column, const struct format *format, const struct cell *cell);

/* ---- table_change.c ---- */
bool table_change_cell(struct table_bind *x, size_t column, size_t row, struct table_cell *to);

#endif
