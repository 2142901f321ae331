/* store.h: SQL over the tables, without a word of SQLite: see store.c. */
#ifndef BILAN_DATA_STORE_H
#define BILAN_DATA_STORE_H

#include "inner.h"

enum store_trouble {
	STORE_FINE,
	STORE_SYNTAX,
	STORE_REFUSED,
	STORE_LIMIT,
	STORE_FAILED,
	STORE_FLOAT
};

struct store_error {
	enum store_trouble trouble;
	const char *says; /* until the next call */
	int offset; /* bytes into the SQL; -1: not known; STORE_FLOAT: number of the operand */
};

struct store_value {
	enum { STORE_NULL, STORE_INTEGER, STORE_TEXT, STORE_REAL, STORE_BLOB } kind;
	int64_t integer;
	const char *text; /* until the next step */
	size_t length;
};

struct statement; /* of one SELECT */

struct store *store_open(struct tables *t);
void store_close(struct store *s);                /* and its statements */
void store_forget(struct store *s, size_t table); /* its rows: they are read again */
bool store_full(const struct store *s); /* a table did not fit: it answers nothing any more */

/* One SELECT on the tables and nothing else; NULL after filling *e. */
struct statement *store_prepare(
    struct store *s, const char *sql, size_t length, struct store_error *e);
void statement_close(struct statement *st);
void statement_rest(struct statement *st); /* until it is bound and stepped again */
bool statement_reads(const struct statement *st, size_t table); /* index in tables->items */
bool statement_reads_column(const struct statement *st, size_t table, size_t column);
int statement_parameters(struct statement *st);
const char *statement_parameter(struct statement *st, int i); /* ":year"; NULL: a bare "?" */
void statement_bind(struct statement *st, int i, const struct store_value *v); /* not copied */
int statement_columns(struct statement *st);
const char *statement_column(struct statement *st, int i);
/* The table and column that a result column is taken from as it is; false: computed. */
bool statement_origin(struct statement *st, int i, size_t *table, int *column);
/* 1: a row, 0: no more, -1: *e is filled. The rows of the tables that it reads are loaded first. */
int statement_step(struct statement *st, struct store_error *e);
struct store_value statement_value(struct statement *st, int i);

#endif
