/* inner.h: what the files of data/ show one another, and nobody else.
 *
 * A table's cells are kept once, in `struct stored` (24 bytes), row after row; struct cell, which
 * is what the other stages see, is made from it when asked for. SQLite gets a copy of a table's
 * rows only when a query first reads that table.
 */
#ifndef BILAN_DATA_INNER_H
#define BILAN_DATA_INNER_H

#include "bilan/data.h"

/* ---- bytes to text --------------------------------------------------- csv_encoding.c */

enum encoding { ENCODING_DETECT, ENCODING_UTF8, ENCODING_WINDOWS_1252 };

struct csv_text {
	const char *name, *bytes;
	size_t length;
};

/* UTF-8 without its byte order mark; what differs from the file's bytes is registered with
 * diag_source. False after csv-encoding or csv-empty. */
bool csv_decode(struct arena *a, struct diag *d, const struct file_text *file, enum encoding given,
    struct csv_text *text);

/* ---- text to cells -------------------------------------------------------- csv.c */

#define CSV_FIELD_LIMIT ((size_t)64 << 10) /* bytes of one cell */

struct csv_cell {
	const char *text; /* NUL-terminated, blanks stripped; until the next cell */
	size_t length;    /* bytes */
	struct place at;  /* the first character of the text */
};

struct csv_sink {
	void *self;
	void (*field)(void *self, size_t index, const struct csv_cell *cell);
	void (*row)(void *self, size_t fields, struct place first); /* place of its first cell */
};

/* False after csv-quote or csv-field-size: what follows in the file was not read. d may be NULL. */
bool csv_read(
    struct diag *d, const struct csv_text *text, char delimiter, const struct csv_sink *sink);
/* The delimiter under which the first line holds the most of these names. */
char csv_delimiter(const struct csv_text *text, const char *const *names, size_t n);

/* ---- tables ---------------------------------------------------------- tables.c, tables_rows.c */

enum column_type { COLUMN_KEY, COLUMN_TEXT, COLUMN_INTEGER, COLUMN_DECIMAL };

struct words {
	const char **items;
	size_t count;
};

struct column {
	const char *name;   /* in queries and look-ups */
	const char *header; /* in the CSV */
	enum column_type type;
	const char *unit; /* NULL: none */
	int scale;
	bool required, ranged, watch;
	struct decimal least, most;
	struct words words;   /* allowed; none: any */
	struct words missing; /* cells that mean "no value" */
	struct place at;      /* its name in tables.yaml */
};

struct stored { /* a cell of a table */
	union {
		int64_t coef;
		const char *text;
	} u;
	int32_t line, column, length;
	uint8_t kind, scale; /* enum cell_kind */
};

struct table {
	const char *name;
	struct place at;     /* its name in tables.yaml */
	struct setting path; /* as written: may hold {parameters} */
	const char *file;    /* as shown */
	char delimiter;      /* 0: found from the header */
	enum encoding encoding;
	bool attached; /* to the PDF */
	bool declared; /* its columns are sound */
	bool varies;   /* its file's name holds {parameters} */
	bool broken;   /* a mistake was reported: look-ups in it stay silent */
	struct column *columns;
	size_t column_count;
	int *keys;
	size_t key_count; /* indices of columns */
	int period;       /* index of its column; -1: none */
	struct stored *cells;
	size_t rows, cap; /* mem_alloc'ed */
	uint32_t *slots;
	size_t slot_count; /* key index: row + 1, or 0 */
};

struct check {
	const char *id;
	struct setting says, query, known;
};

struct store;
struct tables {
	struct arena *a;
	struct table *items;
	size_t count;
	struct check *checks;
	size_t check_count;
	struct store *store;  /* opened by the first query */
	struct map *prepared; /* by their text: queries that were asked before; see query.c */
	const char **paths;
	size_t path_count, path_cap; /* of files, with {parameters} */
	struct reads *reads;         /* what is read from now on; NULL: nobody asks */
};

/* What tables.yaml calls the column that the CSV calls `header`; NULL: there is none. */
const char *tables_renamed(const struct table *t, const char *header);
struct table *tables_find(const struct tables *t, const char *name); /* NULL: none */
int tables_column(const struct table *t, const char *name);          /* -1: none */
struct cell tables_cell(const struct table *t, size_t row, int column);
/* Reads the rows of the table's CSV. */
void tables_load(struct arena *a, struct diag *d, struct table *t, const struct file_text *file);
void tables_drop(struct table *t);
void tables_forget(struct tables *t, size_t i); /* what SQLite holds of its rows */

/* ---- the key index ------------------------------------------------------- tables_index.c */

#define NO_ROW SIZE_MAX
enum { KEYS_MOST = 8 }; /* columns of a key */

/* Indexes the rows by key and period; reports duplicate-key. `report` (NULL: none) tells what could
 * have been the period of a table that has none. */
void tables_index(struct arena *a, struct diag *d, struct table *t, const struct report *report);
/* `keys` are t->key_count texts, `period` is NULL when it has none. NO_ROW: none. */
size_t tables_find_row(const struct table *t, const char *const *keys, const char *period);
size_t tables_row_before(const struct table *t, size_t row); /* same key, period - 1; or NO_ROW */
bool tables_in_period(const struct table *t, size_t row, const char *period);
bool tables_cell_says(const struct column *c, const struct stored *cell, const char *text);

/* ---- what a report reads ---------------------------------------------------------- reads.c */

void reads_period(struct tables *t, const struct table *table, const char *period);
void reads_all(struct tables *t, size_t table);
void reads_watched(struct tables *t, const char *name, const char *period, const struct cell *cell);
struct lookup;
void reads_figure(
    struct scope *s, const struct lookup *l, const char *period, const struct cell *cell);

/* ---- what stands between braces --------------------------------------------- value_find.c */

enum { PARTS_MOST = 12 };

struct lookup { /* table.key.column@year-1:format */
	struct setting text;
	size_t start, length; /* of the whole in text.text */
	const char *parts[PARTS_MOST];
	size_t count;
	const char *at_name; /* "year", or NULL */
	int shift;
	const char *format; /* NULL: none */
	size_t format_start;
};

enum found {
	FOUND_NOTHING, /* a mistake, which was reported */
	FOUND_MISSING, /* no such row, or an empty cell */
	FOUND_CELL,
	FOUND_TITLE,
	FOUND_FOLIO,
	FOUND_PAGES
};

struct figure {
	struct cell cell;
	bool plain;       /* a year or the like: printed without groups */
	struct place why; /* FOUND_MISSING: the empty cell, or the file */
	const char *says;
	bool silent;   /* its table is broken: that was reported */
	bool misspelt; /* the row is there, with another spelling of its key */
};

/* False after value-syntax. */
bool lookup_read(
    struct scope *s, struct setting text, size_t start, size_t length, struct lookup *l);
/* `shift` is added to the lookup's own. */
enum found lookup_find(struct scope *s, const struct lookup *l, int shift, struct figure *f);
/* Is the row (and its cell) there? A table, a key or a column that is never there is reported, and
 * a period that the table has not. */
bool lookup_there(struct scope *s, const struct lookup *l);

const struct parameter *value_parameter(const struct report *r, const char *name, size_t length);
/* Of `length` bytes at `offset` in a setting; the setting itself where that cannot be told. */
struct place value_place(struct setting s, size_t offset, size_t length);
/* The nearest of the report's parameters, or NULL. */
const char *value_nearest_parameter(const struct report *r, const char *name);
/* "no row of this file has cle visiteurs and annee 2023, only 2021, 2022"; keys NULL: any row. */
const char *value_no_row(
    struct scope *s, const struct table *t, const char *const *keys, const char *period);
/* The period's value now, shifted; NULL: the table has none, or the report no such parameter. */
const char *value_period(struct scope *s, const struct table *t, int shift);

/* ---- numbers ----------------------------------------------------------- read_number.c */

enum number_sign { SIGN_NONE, SIGN_PERCENT, SIGN_EURO };
/* number_read, telling besides the unit sign and, where one character is to blame, which (else
 * NULL). */
bool number_parse(const char *text, struct decimal *d, enum number_sign *sign, const char **what,
    const char **stray);

#endif
