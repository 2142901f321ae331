/* data.h: CSV to checked tables, and figures out of them.
 *
 * data/tables.yaml declares each table: its file, key, period column, columns with type, unit,
 * range. Every cell is read strictly by that declaration and keeps its place in the CSV. The rows
 * go into SQLite in memory, where SQL may SELECT and nothing else (an authorizer refuses the
 * rest; a step limit ends runaway queries).
 *
 * Exact numbers: integers are INTEGER; a decimal column is TEXT in canonical form ("89.90") with
 * the collation DECIMAL, and SQL has decimal_add, decimal_sub, decimal_mul, decimal_div(a, b,
 * scale), decimal_round(a, scale), decimal_sum, decimal_cmp. They take integers too; NULL in is
 * NULL out, and a division by 0 is NULL. sum, round and abs are exact as well. Whatever SQLite
 * would calculate with a binary float is an error (float-result) at its place: a decimal or a text
 * beside
 * + - * / %, a numeral with a point (compared it may be), a REAL in a result; CAST to a number and
 * functions that answer floats (avg, total, printf, …) are refused. So nothing is rounded in
 * silence. A decimal column of scale 0 is INTEGER.
 *
 * `order by rowid` is the order of the CSV: the first row after the header has the rowid 1. It is
 * not among the columns of `select *`. (A CSV may have a column "position" of its own, like any
 * other.)
 */
#ifndef BILAN_DATA_H
#define BILAN_DATA_H

#include "bilan/config.h"

enum cell_kind { CELL_EMPTY, CELL_NUMBER, CELL_TEXT };

struct cell {
	enum cell_kind kind;
	struct decimal number;
	const char *text; /* CELL_TEXT */
	const char *unit; /* of the column: "count", "euro", "percent", …; NULL: none */
	struct place at;  /* in the CSV; line 0: computed */
};

/* ---- tables ------------------------------------------------- data/tables.c, csv.c, store.c */

struct tables;
/* What tables.yaml may say, for the reference. */
extern const struct record tables_record, csv_table_record, csv_column_record, data_check_record;

/* Reads tables.yaml, then every CSV it names. NULL only when tables.yaml cannot be used. Codes:
 * csv-empty, csv-encoding, csv-quote, csv-ragged, csv-field-size, csv-header (twice, empty),
 * csv-rows (over 20 million cells), csv-mistakes (how many more there are), unknown-column,
 * missing-column, bad-integer, bad-decimal, bad-text, bad-key, out-of-range, missing-value,
 * duplicate-key, bad-name, unknown-parameter (a period without one); project_read's and
 * config_fill's. A table's file name may use {parameters}. A table with a mistake is there, but
 * look-ups, queries and checks that need it fail without another word. A report without `tables:`
 * has no table: the answer is not NULL. */
struct tables *tables_open(
    struct arena *a, struct diag *d, struct project *p, const struct report *report);
/* The same in steps, for a batch: what is declared stays in `a`, and so do the queries that were
 * asked of it. Then come the rows of the files whose names hold no {parameters}, and of those whose
 * names do; these are read again, into an arena of their own, for a report with other parameters:
 * then the rows before them are forgotten. */
enum table_files { FILES_LASTING, FILES_VARYING };
struct tables *tables_declare(
    struct arena *a, struct diag *d, struct project *p, const struct report *report);
void tables_fill(struct tables *t, struct arena *a, struct diag *d, struct project *p,
    const struct report *report, enum table_files which);
/* Reports that take turns: the rows of the varying files, out of the tables and back into them;
 * what is taken or closed is not in them any more. data/varying.c */
struct varying;
struct varying *varying_open(const struct tables *t, struct arena *a); /* rows that are in t */
void varying_take(struct varying *v, struct tables *t);
void varying_put(struct varying *v, struct tables *t);
void varying_close(struct varying *v); /* drops what was taken */
void tables_close(struct tables *t);   /* rows and the SQLite connection; names stay */

size_t tables_count(const struct tables *t);
const char *tables_name(const struct tables *t, size_t i);
const char *tables_file(const struct tables *t, size_t i); /* as shown */
bool tables_attached(const struct tables *t, size_t i); /* no table of its file says attach: no */

/* ---- lookups ------------------------------------------------- data/value.c, value_find.c
 * `{table.key}`: the column "value" of the row with that key for the current period;
 * `{table.key.column}`, `{table.key@year-1}`; `{column}`: the current row's; `{name}`: a
 * parameter, also `{year-1}` and `{year+1}` for an integer one; `{title}`; `{folio}` and
 * `{pages}` are left to the page. `:format` after any of them. "{{" and "}}" are braces.
 *
 * A table with two key columns takes two keys, `{table.a.b}`; one without a key takes a column of
 * its only row in the period, `{table.column}`. Without a format a number is grouped, but not a
 * parameter, a column named like an integer parameter, or one of the unit "year"; and it has the
 * sign of its unit (number_own). */

struct row {
	const char *const *columns;
	const struct cell *cells;
	size_t count;
};

/* What the owner of a text takes: nothing; only omit; words instead of the whole; words in the
 * place of each value. */
enum missing_help { MISSING_NOTHING, MISSING_OMIT, MISSING_WORDS, MISSING_WORDS_WITHIN };

struct scope {           /* where values are looked up */
	struct arena *a; /* results */
	struct diag *d;
	const struct report *report;
	struct tables *tables;
	struct numbers *numbers;
	const struct row *row;   /* the current row, or NULL */
	bool quiet;              /* a missing value is no diagnostic: see missing */
	const char *instead;     /* words to print in the place of a missing value; NULL: none */
	enum missing_help help;  /* what a missing value's help says of `missing:` */
	bool missing;            /* set when a value was empty or had no row, and nothing instead */
	struct prose_memo *memo; /* of prose.h; NULL: none */
};

/* One stretch of expanded text; `cell` when it came from a figure (NULL: the author's words). */
struct stretch {
	const char *text;
	const struct cell *cell;
	enum page_value { PAGE_NONE, PAGE_FOLIO, PAGE_COUNT } page;
};

/* Codes: value-syntax, unknown-table, unknown-key, unknown-column, missing-value, unknown-format,
 * unknown-parameter, not-a-number, format-unit, unit-twice. An unknown name's help says the
 * nearest. NULL after one, and when scope->missing was set. */
const struct stretch *value_expand(struct scope *s, struct setting text, size_t *count);
const char *value_text(struct scope *s, struct setting text); /* the same, joined */
/* Of a "{value}" that the period `shift` has not: that period, when its table has other rows of it;
 * else NULL. */
const char *value_lone_period(struct scope *s, struct setting text, int shift);
/* One "{value}" (or plain number) as a number; `format` gets the format named in it, else its own,
 * or NULL. The
 * same for the period `shift` (0, -1, …) of its year, which need not exist (then true,
 * CELL_EMPTY; so has what knows no period: a plain number, a parameter). False after a
 * diagnostic, and when scope->missing was set. */
bool value_cell(struct scope *s, struct setting text, int shift, struct cell *cell,
    const struct format **format);
/* Are all these there? "table" (has rows this period), "table.key", "table.key@year-1", a path with
 * "/" (a file of the project, relative to the report). What is misspelt is no reason to leave
 * something out: unknown-table, unknown-key (in no period; a file whose name holds {parameters} may
 * lack a key), unknown-column, value-syntax. */
bool value_needs(struct scope *s, struct project *p, const struct names *needs);

/* ---- queries -------------------------------------------------------------- data/query.c */

struct rows {
	const char *const *columns;
	size_t column_count;
	const struct cell *const *items; /* of each row its cells */
	size_t count;
};

/* `sql` with :parameters of the report bound; or a bare table name: its rows of this period, in
 * CSV order. Codes: sql-syntax, sql-refused, sql-parameter, sql-limit, sql-failed (overflow, a
 * text in a calculation), float-result, unknown-table. Column places: the CSV cell where it can
 * be told, which is for columns taken as they are from tables in the FROM of one plain SELECT,
 * joins included; else (a subquery, UNION, DISTINCT, computed) line 0. Text that an expression
 * makes is a number when it is a canonical decimal with a point; a column's own type always wins.
 */
bool query_rows(struct scope *s, struct setting sql, struct rows *rows);
/* Adds to the last diagnostic, that there is no row, in which periods a table has any. */
void query_why_none(struct scope *s, struct setting sql);
/* The column's index, or -1 after the diagnostic unknown-column at `asked`. */
int rows_column(struct scope *s, const struct rows *rows, const char *name, struct place asked);

/* ---- checks --------------------------------------------------------------- data/assert.c
 * tables.yaml `checks:`: a query that returns nothing when all is well. Each row is a failure:
 * error check-failed with the check's `says`, at the row's place, with the cells it is about as
 * notes. With `known: reason` it is the warning check-known; when nothing differs any more,
 * check-stale. */
void checks_run(struct scope *s);
/* Columns that say `watch: yes`, beside the period before: data/outliers.c. Code: odd-figure. */
void outliers_run(struct scope *s);

/* ---- what a report reads -------------------------------------------------------- data/reads.c
 * For a batch, which makes a report anew only when something it was made from has changed. The
 * grain: a look-up, or a table's bare name, reads the table's rows of one period; a query reads
 * all rows of the tables that it names, since nothing tells which of them decided its answer. */

struct figure_read {
	const char *name, *period;
	struct decimal number;
}; /* "table.key.column" */

struct figure_watched {
	const char *name, *period; /* "table.key.column" */
	struct cell cell;
};

/* Begins a report: forgets what was read before; what is read from now on is kept in `a`. */
void tables_watch(struct tables *t, struct arena *a);
/* Calls `tell` for all that was read since, in the order of tables.yaml; period NULL: all rows. */
void tables_told(const struct tables *t, void *self,
    void (*tell)(void *self, const char *table, const char *period));
/* Of the cells of these rows in their order; 0: no such table. */
uint64_t tables_rows_hash(const struct tables *t, const char *table, const char *period);
size_t tables_figures(const struct tables *t, const struct figure_read **figures);
/* The figures of this period in columns that say `watch: yes`. */
size_t tables_watched(const struct tables *t, const struct figure_watched **figures);
/* Does a file's name in tables.yaml, or its own, hold this parameter? */
bool tables_vary(const struct tables *t, const char *parameter);

/* ---- a CSV without a declaration -------------------------------------------------- data/sheet.c
 */

struct sheet_cell {
	const char *text;
	struct place at;
};
struct sheet {
	struct sheet_cell *cells;
	size_t columns, rows, count;
}; /* row 0: the names */
/* At most 500 columns and 4 million cells. Codes: csv-header, csv-rows, csv-ragged and what any CSV
 * may be told. `names` are some that the first row is likely to hold: by them the delimiter is
 * found. */
bool sheet_read(struct arena *a, struct diag *d, const struct file_text *file,
    const char *const *names, size_t name_count, struct sheet *s);

/* ---- numbers as people read them ------------------------------------------- data/number.c */

struct numbers; /* ICU formatters of one language, opened when first used */
struct numbers *numbers_open(struct arena *a, struct diag *d, const char *language);
void numbers_close(struct numbers *n);
/* `f` NULL: grouping, and as many decimals as the number has. Minus is U+2212, group and unit
 * spaces U+202F. Ends the skeleton's rounding with half away from zero. */
const char *number_text(
    struct numbers *n, struct arena *a, const struct format *f, struct decimal d);
const char *number_signed(
    struct numbers *n, struct arena *a, const struct format *f, struct decimal d);

/* How a cell is written when no format is said: with all its decimals and the sign of its unit,
 * "1 234,50 €", "24 %". NULL: a unit without a sign, or none. */
const struct format *number_own(const struct cell *cell);

/* Do the words after a figure say its sign again: "12 €" and " euros"? The sign, or NULL. */
const char *number_said_twice(const char *figure, const char *after);

/* False after format-unit, at `asked`: the format writes % where the cell's unit is euro, or €
 * where it is percent. */
bool number_suits(
    struct numbers *n, const struct format *f, const struct cell *cell, struct place asked);

/* As people type it: "24 088", "−12,5", "89,90 %", "7 148 752 €"; any space as group separator,
 * comma or point before decimals. `what` (may be NULL) tells why not. */
bool number_read(const char *text, struct decimal *d, const char **what);

#endif
