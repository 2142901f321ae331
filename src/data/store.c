/* store.c: the tables in SQLite, in memory, where SQL may SELECT and nothing else.
 *
 * The database is opened by the first query with the tables' declarations; a table's rows are
 * copied into it when a statement that reads the table is first stepped, and taken out when the
 * report of a batch has other files. Row n of the CSV has the rowid n. Integer columns are INTEGER,
 * text is TEXT, decimals are TEXT COLLATE DECIMAL in canonical form.
 *
 * What a query may do is decided while SQLite compiles it, by an authorizer: SELECT, read the
 * declared tables, call functions that always give the same answer. Recursion, ATTACH, PRAGMA,
 * writing, the clock and chance are refused. While it runs, a count of virtual machine steps, a
 * cap on the length of values and one on SQLite's memory end what runs away.
 *
 * Functions are allowed by name, so that none that a newer SQLite brings answers with a float.
 *
 * What surprises: double-quoted text is a name here, never a string (SQLite's old misfeature is
 * off), so a misspelt column is an error.
 */
#include "store.h"

#include "sql_decimal.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
	STEPS_EACH = 10000, /* between two looks at the count */
	STEPS_MOST = 50000000 / STEPS_EACH,
	VALUE_MOST = 1 << 20, /* bytes of a text or a statement */
	ROW_MOST = 1 << 30    /* of a row of a CSV */
};
#define MEMORY_MOST ((sqlite3_int64)1 << 30) /* for each store */

static int stores; /* open */

struct store {
	struct tables *t;
	sqlite3 *db;
	bool *loaded;    /* by table */
	bool full;       /* a table did not fit: nothing is asked any more */
	bool own;        /* our own statements: the authorizer allows all */
	uint8_t **reads; /* by table, by column + 1; [0]: the table at all */
	char refused[160];
	int float_at; /* number of the operand that would become a float; -1: none */
	long steps;
};

struct statement {
	struct store *s;
	sqlite3_stmt *stmt;
	uint8_t **reads;
};

static void
die(struct store *s, const char *what)
{
	fprintf(
	    stderr, "bilan: SQLite: %s: %s\n", what, s->db ? sqlite3_errmsg(s->db) : "no memory");
	exit(3);
}

/* ---- what a query may do ---- */

static bool
is_any(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (sqlite3_stricmp(name, *names) == 0)
			return true;
	return false;
}

static int
refuse(struct store *s, const char *format, const char *what)
{
	if (!s->refused[0])
		snprintf(s->refused, sizeof s->refused, format, what);
	return SQLITE_DENY;
}

static int
check_function(struct store *s, const char *name)
{
	/* All else is refused: what it answers tomorrow, or with a float, is not known. */
	static const char *const allowed[] = {"abs", "bilan_text", "bilan_whole", "char",
	    "coalesce", "concat", "concat_ws", "count", "decimal_add", "decimal_cmp", "decimal_div",
	    "decimal_mul", "decimal_round", "decimal_sub", "decimal_sum", "dense_rank",
	    "first_value", "glob", "group_concat", "hex", "ifnull", "iif", "if", "instr", "lag",
	    "last_value", "lead", "length", "like", "likely", "lower", "ltrim", "max", "min",
	    "nth_value", "ntile", "nullif", "octet_length", "quote", "rank", "replace", "round",
	    "row_number", "rtrim", "string_agg", "substr", "substring", "sum", "trim", "typeof",
	    "unicode", "unlikely", "upper", NULL};
	static const char *const averages[] = {"avg", "total", NULL};
	static const char *const prints[] = {"printf", "format", NULL};
	static const char *const shares[] = {"percent_rank", "cume_dist", NULL};
	static const char *const moods[] = {"random", "randomblob", "date", "time", "datetime",
	    "julianday", "unixepoch", "strftime", "timediff", "current_date", "current_time",
	    "current_timestamp", NULL};

	if (is_any(name, allowed))
		return SQLITE_OK;
	if (is_any(name, averages))
		return refuse(
		    s, "%s() answers a binary float; use decimal_div(sum(x), count(x), 2)", name);
	if (is_any(name, prints))
		return refuse(s,
		    "%s() writes binary floats; use decimal_round(x, 2), and a format of the theme",
		    name);
	if (is_any(name, shares))
		return refuse(s, "%s() answers a binary float; use decimal_div(a, b, 2)", name);
	if (is_any(name, moods))
		return refuse(s, "%s() may answer something else tomorrow; use a parameter", name);
	return refuse(s, "the function %s() is not allowed", name);
}

static int
check_read(struct store *s, const char *table, const char *column)
{
	for (size_t i = 0; i < s->t->count; i++) {
		const struct table *t = &s->t->items[i];
		if (strcasecmp(t->name, table) != 0)
			continue;
		s->reads[i][0] = 1;
		for (size_t c = 0; c < t->column_count; c++)
			if (strcasecmp(t->columns[c].name, column) == 0)
				s->reads[i][c + 1] = 1;
		return SQLITE_OK;
	}
	/* A name of WITH of which no column is read is asked for too: it holds what was allowed. */
	if (!*column && sqlite3_strnicmp(table, "sqlite_", 7) != 0 &&
	    sqlite3_strnicmp(table, "pragma_", 7) != 0)
		return SQLITE_OK;
	return refuse(s, "\"%s\" is not a declared table", table);
}

static int
authorize(void *self, int action, const char *one, const char *two, const char *database,
    const char *trigger)
{
	struct store *s = self;

	(void)database;
	(void)trigger;
	if (s->own)
		return SQLITE_OK;
	switch (action) {
	case SQLITE_SELECT:
		return SQLITE_OK;
	case SQLITE_READ:
		return check_read(s, one ? one : "", two ? two : "");
	case SQLITE_FUNCTION:
		return check_function(s, two ? two : "");
	case SQLITE_RECURSIVE:
		return refuse(s, "a query may not be recursive%s", "");
	default:
		return refuse(s, "a query may only SELECT from the tables%s", "");
	}
}

static int
count_steps(void *self)
{
	return ++((struct store *)self)->steps > STEPS_MOST;
}

/* ---- opening and loading ---- */

static void
run(struct store *s, const char *sql)
{
	s->own = true;
	if (sqlite3_exec(s->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		die(s, sql);
	s->own = false;
}

/* Names hold no quotation mark: tables.c saw to it. */
static void
declare(struct store *s, const struct table *t)
{
	static const char *const types[] = {"TEXT", "TEXT", "INTEGER", "TEXT COLLATE DECIMAL"};
	struct buf sql = {0};

	buf_printf(&sql, "CREATE TABLE \"%s\" (", t->name);
	for (size_t c = 0; c < t->column_count; c++) {
		const struct column *column = &t->columns[c];
		bool whole = column->type == COLUMN_DECIMAL && column->scale == 0;
		buf_printf(&sql, "%s\"%s\" %s", c ? ", " : "", column->name,
		    whole ? "INTEGER" : types[column->type]);
	}
	buf_text(&sql, ")");
	run(s, sql.at);
	buf_close(&sql);
}

static void
limit(sqlite3 *db)
{
	static const int limits[][2] = {
	    {SQLITE_LIMIT_LENGTH, VALUE_MOST},
	    {SQLITE_LIMIT_SQL_LENGTH, VALUE_MOST},
	    {SQLITE_LIMIT_EXPR_DEPTH, 100},
	    {SQLITE_LIMIT_COMPOUND_SELECT, 50},
	    {SQLITE_LIMIT_FUNCTION_ARG, 50},
	    {SQLITE_LIMIT_ATTACHED, 0},
	    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000},
	    {SQLITE_LIMIT_VARIABLE_NUMBER, 100},
	    {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
	    {SQLITE_LIMIT_WORKER_THREADS, 0},
	};

	for (size_t i = 0; i < COUNT(limits); i++)
		sqlite3_limit(db, limits[i][0], limits[i][1]);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
}

/* SQLite knows one limit for the process; a report of a batch that is made alone has a store beside
 * that of the others. */
static void
count_stores(int change)
{
	stores += change;
	if (stores > 0)
		sqlite3_hard_heap_limit64(MEMORY_MOST * stores);
}

struct store *
store_open(struct tables *t)
{
	struct store *s = NEW(t->a, struct store);
	int flags =
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX;

	s->t = t;
	s->loaded = NEW_ARRAY(t->a, bool, t->count + 1);
	if (sqlite3_open_v2(":memory:", &s->db, flags, NULL) != SQLITE_OK)
		die(s, "cannot open");
	count_stores(1);
	limit(s->db);
	run(s, "PRAGMA journal_mode = OFF; PRAGMA temp_store = MEMORY");
	if (sql_decimal_add(s->db, &s->float_at) != SQLITE_OK)
		die(s, "cannot add the decimal functions");
	sqlite3_set_authorizer(s->db, authorize, s);
	for (size_t i = 0; i < t->count; i++)
		if (t->items[i].declared)
			declare(s, &t->items[i]);
	sqlite3_progress_handler(s->db, STEPS_EACH, count_steps, s);
	return s;
}

void
store_close(struct store *s)
{
	sqlite3_stmt *left;

	if (!s)
		return;
	while ((left = sqlite3_next_stmt(s->db, NULL)) != NULL)
		sqlite3_finalize(left);
	sqlite3_close(s->db);
	count_stores(-1);
}

void
store_forget(struct store *s, size_t table)
{
	struct buf sql = {0};

	if (!s->loaded[table])
		return;
	s->loaded[table] = false;
	buf_printf(&sql, "DELETE FROM \"%s\"", s->t->items[table].name);
	run(s, sql.at);
	buf_close(&sql);
}

bool
store_full(const struct store *s)
{
	return s->full;
}

static int
bind_stored(sqlite3_stmt *insert, int at, const struct stored *cell, const struct column *c)
{
	char text[24];

	if (cell->kind == CELL_EMPTY)
		return sqlite3_bind_null(insert, at);
	if (cell->kind == CELL_TEXT)
		return sqlite3_bind_text(insert, at, cell->u.text, -1, SQLITE_STATIC);
	if (c->type == COLUMN_INTEGER || c->scale == 0)
		return sqlite3_bind_int64(insert, at, cell->u.coef);
	return sqlite3_bind_text(insert, at, text,
	    (int)decimal_write((struct decimal){cell->u.coef, cell->scale}, text),
	    SQLITE_TRANSIENT);
}

static bool
insert_rows(const struct table *t, sqlite3_stmt *insert)
{
	for (size_t row = 0; row < t->rows; row++) {
		const struct stored *cells = &t->cells[row * t->column_count];

		for (size_t c = 0; c < t->column_count; c++)
			if (bind_stored(insert, (int)c + 1, &cells[c], &t->columns[c]) != SQLITE_OK)
				return false;
		if (sqlite3_step(insert) != SQLITE_DONE)
			return false;
		sqlite3_reset(insert);
	}
	return true;
}

/* Sets s->full when they do not fit: there is no journal to take back what is there of them. */
static void
load_rows(struct store *s, const struct table *t)
{
	struct buf sql = {0};
	sqlite3_stmt *insert;

	buf_printf(&sql, "INSERT INTO \"%s\" VALUES (", t->name);
	for (size_t c = 0; c < t->column_count; c++)
		buf_text(&sql, c ? ", ?" : "?");
	buf_text(&sql, ")");
	s->own = true;
	sqlite3_progress_handler(s->db, 0, NULL, NULL);
	sqlite3_limit(s->db, SQLITE_LIMIT_VARIABLE_NUMBER, 1000);
	sqlite3_limit(s->db, SQLITE_LIMIT_LENGTH, ROW_MOST);
	if (sqlite3_prepare_v2(s->db, sql.at, -1, &insert, NULL) != SQLITE_OK)
		die(s, "cannot fill a table");
	sqlite3_limit(s->db, SQLITE_LIMIT_VARIABLE_NUMBER, 100);
	run(s, "BEGIN");
	s->full = !insert_rows(t, insert);
	if (s->full && sqlite3_errcode(s->db) != SQLITE_NOMEM)
		die(s, "cannot fill a table");
	sqlite3_finalize(insert);
	if (!s->full)
		run(s, "COMMIT");
	sqlite3_limit(s->db, SQLITE_LIMIT_LENGTH, VALUE_MOST);
	sqlite3_progress_handler(s->db, STEPS_EACH, count_steps, s);
	buf_close(&sql);
}

/* False: there is no room for the tables that it reads. */
static bool
load_tables(struct statement *st)
{
	struct store *s = st->s;

	for (size_t i = 0; i < s->t->count && !s->full; i++) {
		if (!st->reads[i][0] || s->loaded[i])
			continue;
		s->loaded[i] = true;
		if (!s->t->items[i].broken)
			load_rows(s, &s->t->items[i]);
	}
	return !s->full;
}

/* ---- statements ---- */

static void
explain(struct store *s, int rc, struct store_error *e)
{
	int primary = rc & 0xFF;

	if (s->float_at >= 0) {
		*e = (struct store_error){STORE_FLOAT, "", s->float_at};
		return;
	}
	e->says = s->refused[0] ? s->refused : sqlite3_errmsg(s->db);
	e->offset = s->refused[0] ? -1 : sqlite3_error_offset(s->db);
	e->trouble = s->refused[0] || primary == SQLITE_AUTH ? STORE_REFUSED : STORE_SYNTAX;
	if (primary == SQLITE_INTERRUPT) {
		e->trouble = STORE_LIMIT;
		e->says = "the query takes too long; does a join lack its condition?";
	} else if (primary == SQLITE_NOMEM || primary == SQLITE_TOOBIG || primary == SQLITE_FULL) {
		e->trouble = STORE_LIMIT;
		e->says = "the query needs too much memory";
	}
}

static uint8_t **
new_reads(struct tables *t)
{
	uint8_t **reads = NEW_ARRAY(t->a, uint8_t *, t->count + 1);

	for (size_t i = 0; i < t->count; i++)
		reads[i] = NEW_ARRAY(t->a, uint8_t, t->items[i].column_count + 1);
	return reads;
}

static bool
only_blanks(const char *tail, const char *end)
{
	while (tail < end &&
	       (*tail == ';' || *tail == ' ' || *tail == '\t' || *tail == '\r' || *tail == '\n'))
		tail++;
	return tail >= end;
}

struct statement *
store_prepare(struct store *s, const char *sql, size_t length, struct store_error *e)
{
	struct statement *st = NEW(s->t->a, struct statement);
	const char *tail = NULL;

	*e = (struct store_error){.offset = -1};
	s->refused[0] = '\0';
	s->float_at = -1;
	st->s = s;
	st->reads = s->reads = new_reads(s->t);
	int rc = length > VALUE_MOST
		     ? SQLITE_TOOBIG
		     : sqlite3_prepare_v2(s->db, sql, (int)length, &st->stmt, &tail);
	if (rc != SQLITE_OK) {
		explain(s, rc, e);
		return NULL;
	}
	if (!st->stmt) {
		*e = (struct store_error){STORE_SYNTAX, "there is no query", -1};
		return NULL;
	}
	if (!only_blanks(tail, sql + length) || !sqlite3_stmt_readonly(st->stmt) ||
	    sqlite3_stmt_isexplain(st->stmt)) {
		*e = (struct store_error){STORE_REFUSED,
		    sqlite3_stmt_isexplain(st->stmt) ? "a query may only SELECT from the tables"
						     : "one SELECT, and nothing after it",
		    (int)(tail - sql)};
		statement_close(st);
		return NULL;
	}
	return st;
}

void
statement_close(struct statement *st)
{
	if (!st)
		return;
	sqlite3_finalize(st->stmt);
	st->s->steps = 0;
}

void
statement_rest(struct statement *st)
{
	sqlite3_reset(st->stmt);
	sqlite3_clear_bindings(st->stmt);
	st->s->steps = 0;
}

bool
statement_reads(const struct statement *st, size_t table)
{
	return st->reads[table][0] != 0;
}

bool
statement_reads_column(const struct statement *st, size_t table, size_t column)
{
	return st->reads[table][column + 1] != 0;
}

int
statement_parameters(struct statement *st)
{
	return sqlite3_bind_parameter_count(st->stmt);
}

const char *
statement_parameter(struct statement *st, int i)
{
	return sqlite3_bind_parameter_name(st->stmt, i + 1);
}

void
statement_bind(struct statement *st, int i, const struct store_value *v)
{
	if (v->kind == STORE_INTEGER)
		sqlite3_bind_int64(st->stmt, i + 1, v->integer);
	else if (v->kind == STORE_TEXT)
		sqlite3_bind_text(st->stmt, i + 1, v->text, (int)v->length, SQLITE_STATIC);
}

int
statement_columns(struct statement *st)
{
	return sqlite3_column_count(st->stmt);
}

const char *
statement_column(struct statement *st, int i)
{
	const char *name = sqlite3_column_name(st->stmt, i);

	return name ? name : "";
}

bool
statement_origin(struct statement *st, int i, size_t *table, int *column)
{
	const char *from = sqlite3_column_table_name(st->stmt, i);
	const char *name = sqlite3_column_origin_name(st->stmt, i);

	for (size_t k = 0; from && name && k < st->s->t->count; k++)
		if (strcmp(st->s->t->items[k].name, from) == 0) {
			*table = k;
			*column = tables_column(&st->s->t->items[k], name);
			return *column >= 0;
		}
	return false;
}

int
statement_step(struct statement *st, struct store_error *e)
{
	struct store *s = st->s;

	if (!load_tables(st)) {
		*e = (struct store_error){
		    STORE_LIMIT, "the tables of this report need more than 1 GB of memory", -1};
		return -1;
	}
	s->refused[0] = '\0';
	s->float_at = -1;
	s->reads = st->reads; /* SQLite may compile it anew */
	int rc = sqlite3_step(st->stmt);
	if (rc == SQLITE_ROW)
		return 1;
	if (rc == SQLITE_DONE)
		return 0;
	*e = (struct store_error){.offset = -1};
	explain(s, rc, e);
	if (e->trouble == STORE_SYNTAX)
		e->trouble = STORE_FAILED;
	return -1;
}

struct store_value
statement_value(struct statement *st, int i)
{
	struct store_value v = {.kind = STORE_NULL};

	switch (sqlite3_column_type(st->stmt, i)) {
	case SQLITE_INTEGER:
		v.kind = STORE_INTEGER;
		v.integer = sqlite3_column_int64(st->stmt, i);
		break;
	case SQLITE_TEXT:
		v.kind = STORE_TEXT;
		v.text = (const char *)sqlite3_column_text(st->stmt, i);
		v.length = (size_t)sqlite3_column_bytes(st->stmt, i);
		break;
	case SQLITE_FLOAT:
		v.kind = STORE_REAL;
		break;
	case SQLITE_BLOB:
		v.kind = STORE_BLOB;
		break;
	default:
		break;
	}
	return v;
}
