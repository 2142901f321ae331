/* query.c: a query of the layout, or the name of a table, to rows of cells.
 *
 * A bare table name needs no SQL: its rows of this period, in the order of the CSV, each cell
 * with its place. A SELECT is compiled by store.c, its :parameters bound from the report, and its
 * rows copied out, every value typed: the result column's own declaration when SQLite says that
 * it is a table's column as it stands, else integers and canonical decimals ("12.50") are
 * numbers, other text is text. What compiling told is kept with the tables' declarations, so that
 * the next report of a batch asks the same query without compiling it again.
 *
 * Places: where the outer SELECT is plain, it is asked again with the rowids of its tables (see
 * sql_scan.c); a cell gets the place of the one row whose cell holds its value. Where two rows
 * could be meant, or none, the cell says line 0: computed.
 */
#include "sql_guard.h"
#include "sql_scan.h"

#include <stdlib.h>
#include <string.h>

enum { CELLS_MOST = 20000000, TEXT_MOST = 64 << 20 }; /* cells, bytes of text of one result */

struct origin {
	bool known;
	size_t table;
	int column;
};

struct prepared {        /* in the tables' arena: nothing here depends on rows or parameters */
	const char *sql; /* as written */
	struct statement *st;
	bool *reads;                /* by table */
	struct sql_guarded guarded; /* what is asked */
	struct sql_sources sources; /* count 0: rows are not known */
	int columns;                /* of the query as written */
	struct origin *origins;
	const char **names;
};

struct query {
	struct scope *s;
	struct setting sql;
	struct prepared *p;
	const struct cell **rows; /* mem_alloc'ed while they come in */
	size_t count, cap;
	size_t text; /* bytes in the cells */
	bool failed;
};

static const char *const trouble_codes[] = {
    "", "sql-syntax", "sql-refused", "sql-limit", "sql-failed", "float-result"};

/* ---- a bare name ---- */

static void
table_rows(struct scope *s, const struct table *t, struct rows *rows)
{
	const char *period = value_period(s, t, 0);
	const char **names = NEW_ARRAY(s->a, const char *, t->column_count);
	const struct cell **items;
	size_t n = 0, k = 0;

	reads_period(s->tables, t, period);
	for (size_t c = 0; c < t->column_count; c++)
		names[c] = t->columns[c].name;
	for (size_t row = 0; row < t->rows; row++)
		n += tables_in_period(t, row, period);
	items = NEW_ARRAY(s->a, const struct cell *, n);
	for (size_t row = 0; row < t->rows; row++) {
		struct cell *cells;

		if (!tables_in_period(t, row, period))
			continue;
		items[k++] = cells = NEW_ARRAY(s->a, struct cell, t->column_count);
		for (size_t c = 0; c < t->column_count; c++)
			cells[c] = tables_cell(t, row, (int)c);
	}
	*rows = (struct rows){names, t->column_count, items, n};
}

/* ---- mistakes ---- */

/* What SQLite says of a {value}. */
static const char brace[] = "unrecognized token: \"{";

/* "no such table: x" of a broken table: that was reported. */
static bool
names_broken(const struct tables *t, const char *says)
{
	static const char words[] = "no such table: ";

	if (strncmp(says, words, sizeof words - 1) != 0)
		return false;
	const struct table *table = tables_find(t, says + sizeof words - 1);
	return table && table->broken;
}

static void
help_missing(struct query *q, const char *says)
{
	const struct tables *t = q->s->tables;
	const char *word = strstr(says, ": ");
	bool is_table = strncmp(says, "no such table", 13) == 0;
	size_t n = 0;

	if (strncmp(says, brace, sizeof brace - 1) == 0)
		diag_help(q->s->d, "a parameter of the report is written :name here, not {name}");
	if (!word || (!is_table && strncmp(says, "no such column", 14) != 0))
		return;
	word += 2;
	for (size_t i = 0; i < t->count; i++)
		n += 1 + t->items[i].column_count;
	const char **names = NEW_ARRAY(q->s->a, const char *, n + 1);
	n = 0;
	for (size_t i = 0; i < t->count; i++) {
		if (is_table)
			names[n++] = t->items[i].name;
		for (size_t c = 0; !is_table && c < t->items[i].column_count; c++)
			names[n++] = t->items[i].columns[c].name;
	}
	const char *near = nearest_word(word, names, n);
	if (near)
		diag_help(q->s->d, "did you mean \"%s\"?", near);
	else if (strcmp(word, "position") == 0)
		diag_help(q->s->d, "\"order by rowid\" keeps the order of the CSV");
	else if (!is_table)
		diag_help(q->s->d, "text stands between single quotation marks: 'text'");
}

static bool
report_float(struct query *q, struct place at, const char *name)
{
	q->failed = true;
	diag_add(q->s->d, DIAG_ERROR, at, "float-result",
	    "\"%s\" would be calculated as a binary float, which is not exact", name);
	diag_help(q->s->d, "use decimal_add(a, b), decimal_sub, decimal_mul or decimal_div(a, b, "
			   "decimals); numbers "
			   "with decimals stand in quotes there: '1.5'");
	return false;
}

static bool
report_stretch(struct query *q, struct sql_stretch s)
{
	return report_float(q, value_place(q->sql, s.offset, s.length),
	    arena_copy(q->s->a, q->sql.text + s.offset, s.length));
}

/* SQLite's commonest complaints, for people who know no SQLite. */
static const char *
in_words(struct arena *a, const char *says)
{
	static const char column[] = "no such column: ", table[] = "no such table: ",
			  function[] = "no such function: ", twice[] = "ambiguous column name: ",
			  near[] = "near \"";
	const char *end = strstr(says, "\": syntax error");

	if (strncmp(says, column, sizeof column - 1) == 0)
		return arena_printf(
		    a, "the tables of this query have no column \"%s\"", says + sizeof column - 1);
	if (strncmp(says, table, sizeof table - 1) == 0)
		return arena_printf(a, "there is no table \"%s\"", says + sizeof table - 1);
	if (strncmp(says, function, sizeof function - 1) == 0)
		return arena_printf(a, "there is no function \"%s\"", says + sizeof function - 1);
	if (strncmp(says, twice, sizeof twice - 1) == 0)
		return arena_printf(a,
		    "several tables have the column \"%s\": write the table's name and a point "
		    "before it",
		    says + sizeof twice - 1);
	if (strncmp(says, near, sizeof near - 1) == 0 && end != NULL)
		return arena_printf(a,
		    "\"%.*s\" cannot stand here: the word before it may be misspelt, or a comma or "
		    "a bracket missing",
		    (int)(end - says - (ptrdiff_t)sizeof near + 1), says + sizeof near - 1);
	if (strncmp(says, brace, sizeof brace - 1) == 0)
		return "a {value} cannot stand in a query";
	return strcmp(says, "incomplete input") == 0 ? "the query ends too early" : says;
}

static bool
report(struct query *q, const struct store_error *e)
{
	struct place at = q->sql.at;

	q->failed = true;
	if (e->trouble == STORE_FLOAT)
		return (size_t)e->offset < q->p->guarded.count
			   ? report_stretch(q, q->p->guarded.operands[e->offset])
			   : report_float(q, at, q->sql.text);
	if (names_broken(q->s->tables, e->says))
		return false;
	if (e->offset >= 0 && (size_t)e->offset <= strlen(q->sql.text)) {
		const char *word = q->sql.text + e->offset;
		size_t length = strcspn(word, " \t\n,;()=<>");
		at = value_place(q->sql, (size_t)e->offset, length);
	}
	diag_add(
	    q->s->d, DIAG_ERROR, at, trouble_codes[e->trouble], "%s", in_words(q->s->a, e->says));
	help_missing(q, e->says);
	return false;
}

/* ---- preparing ---- */

static bool
bind_parameter(struct query *q, struct statement *st, int i)
{
	const char *name = statement_parameter(st, i);
	const struct parameter *p = NULL;
	struct store_value v = {.kind = STORE_TEXT};
	struct decimal n;

	if (name && *name == ':')
		p = value_parameter(q->s->report, name + 1, strlen(name + 1));
	if (!p) {
		const char *found = name ? strstr(q->sql.text, name) : NULL;
		const char *near = name ? value_nearest_parameter(q->s->report, name + 1) : NULL;
		struct place at =
		    found ? value_place(q->sql, (size_t)(found - q->sql.text), strlen(name))
			  : q->sql.at;
		diag_add(q->s->d, DIAG_ERROR, at, "sql-parameter",
		    "\"%s\" is not a parameter of the report", name ? name : "?");
		if (near)
			diag_help(q->s->d, "did you mean \":%s\"?", near);
		else
			diag_help(q->s->d, "parameters are written :name and declared in %s",
			    q->s->report->file);
		return false;
	}
	v.text = p->value;
	v.length = strlen(p->value);
	if (p->type == PARAMETER_INTEGER && decimal_read(p->value, &n) && n.scale == 0) {
		v.kind = STORE_INTEGER;
		v.integer = n.coef;
	}
	statement_bind(st, i, &v);
	return true;
}

static bool
bind_all(struct query *q, struct statement *st)
{
	bool ok = true;

	for (int i = 0; i < statement_parameters(st); i++)
		ok = bind_parameter(q, st, i) && ok;
	return ok;
}

static void
find_columns(struct arena *a, struct prepared *p)
{
	p->columns = statement_columns(p->st);
	p->names = NEW_ARRAY(a, const char *, p->columns);
	p->origins = NEW_ARRAY(a, struct origin, p->columns);
	for (int i = 0; i < p->columns; i++) {
		struct origin *o = &p->origins[i];
		p->names[i] = arena_text(a, statement_column(p->st, i));
		o->known = statement_origin(p->st, i, &o->table, &o->column);
	}
}

static void
find_reads(const struct tables *t, struct prepared *p)
{
	p->reads = NEW_ARRAY(t->a, bool, t->count + 1);
	for (size_t i = 0; i < t->count; i++)
		p->reads[i] = statement_reads(p->st, i);
}

static bool
refuse_sign(struct query *q, struct place at, enum sql_float what)
{
	static const char *const says[] = {
	    [SQL_FLOAT_CAST] = "CAST to a number cuts off what it does not understand",
	    [SQL_FLOAT_SHIFT] = "<< and >> are not allowed",
	    [SQL_DIVISION] = "a division by / cuts off what is left of whole numbers: 7 / 2 is 3"};
	static const char *const help[] = {
	    [SQL_FLOAT_CAST] =
		"decimal_round(x, 0) rounds, halves away from zero; CAST(x AS TEXT) is allowed",
	    [SQL_FLOAT_SHIFT] = "use decimal_mul(a, b) or decimal_div(a, b, decimals)",
	    [SQL_DIVISION] = "use decimal_div(a, b, decimals), which rounds halves away from zero"};

	q->failed = true;
	diag_add(q->s->d, DIAG_ERROR, at, "sql-refused", "%s", says[what]);
	diag_help(q->s->d, "%s", help[what]);
	return false;
}

/* Asks another text of as many columns, `more` of its own, in place of what was prepared. */
static bool
ask_instead(struct query *q, const char *sql, size_t length, size_t more)
{
	struct store_error e;
	struct statement *st = store_prepare(q->s->tables->store, sql, length, &e);

	if (!st || statement_columns(st) != q->p->columns + (int)more || !bind_all(q, st)) {
		statement_close(st);
		return false;
	}
	statement_close(q->p->st);
	q->p->st = st;
	return true;
}

/* The same SELECT with the rowids of its tables, if it compiles. */
static bool
ask_rowids(struct query *q)
{
	struct prepared *p = q->p;
	const char *asked = p->guarded.sql;
	struct buf sql = {0};
	bool asks = sql_sources(q->s->tables, asked, &p->sources) && p->sources.count > 0;

	if (asks) {
		buf_add(&sql, asked, p->sources.from);
		for (size_t i = 0; i < p->sources.count; i++) {
			buf_text(&sql, ", ");
			buf_add(
			    &sql, asked + p->sources.items[i].start, p->sources.items[i].length);
			buf_text(&sql, ".rowid");
		}
		buf_byte(&sql, ' ');
		buf_text(&sql, asked + p->sources.from);
		asks = ask_instead(q, sql.at, sql.len, p->sources.count);
		buf_close(&sql);
	}
	if (!asks)
		p->sources.count = 0;
	return asks;
}

/* Refuses what would be calculated with floats; has the rest watched while it runs, and the rows
 * told, where that can be. */
static bool
ask_watched(struct query *q)
{
	const struct tables *t = q->s->tables;
	struct prepared *p = q->p;
	struct sql_stretch where;
	enum sql_float what = sql_float_written(t, p->st, p->sql, &where);

	if (what == SQL_FLOAT_OPERAND)
		return report_stretch(q, where);
	if (what != SQL_NO_FLOAT)
		return refuse_sign(q, value_place(q->sql, where.offset, where.length), what);
	if (!sql_guard(t->a, t, p->st, p->sql, &p->guarded))
		return report_stretch(q, p->guarded.operands[0]);
	if (ask_rowids(q) || p->guarded.sql == p->sql ||
	    ask_instead(q, p->guarded.sql, strlen(p->guarded.sql), 0))
		return true;
	where = (struct sql_stretch){0, strlen(p->sql)};
	return report_stretch(q, p->guarded.count > 0 ? p->guarded.operands[0] : where);
}

/* False, too, for tables that are broken: their mistakes were reported. */
static bool
may_read(const struct query *q)
{
	struct tables *t = q->s->tables;
	bool whole = true;

	for (size_t i = 0; whole && i < t->count; i++) {
		if (!q->p->reads[i])
			continue;
		reads_all(t, i);
		whole = !t->items[i].broken;
	}
	return whole;
}

/* Compiles the query; what it leaves behind when it fails is forgotten by `prepare`. */
static bool
compile(struct query *q)
{
	struct tables *t = q->s->tables;
	struct prepared *p = q->p;
	struct store_error e;

	p->st = store_prepare(t->store, p->sql, strlen(p->sql), &e);
	if (!p->st)
		return report(q, &e);
	if (!bind_all(q, p->st))
		return false;
	find_reads(t, p);
	if (!may_read(q))
		return false;
	find_columns(t->a, p);
	return ask_watched(q);
}

static bool
prepare(struct query *q)
{
	struct tables *t = q->s->tables;

	if (!t->store)
		t->store = store_open(t);
	q->p = map_find(t->prepared, q->sql.text);
	if (q->p)
		return bind_all(q, q->p->st) && may_read(q);
	struct arena_mark before = arena_mark(t->a);
	q->p = NEW(t->a, struct prepared);
	q->p->sql = arena_text(t->a, q->sql.text);
	if (compile(q)) {
		map_add(t->prepared, q->p->sql, q->p);
		return true;
	}
	statement_close(q->p->st);
	arena_rewind(t->a, before);
	q->p = NULL;
	return false;
}

/* ---- rows ---- */

static bool
same_value(const struct cell *cell, const struct cell *stored)
{
	if (cell->kind != stored->kind)
		return false;
	if (cell->kind == CELL_TEXT)
		return strcmp(cell->text, stored->text) == 0;
	return cell->kind == CELL_EMPTY || decimal_compare(cell->number, stored->number) == 0;
}

/* The place of the one row of the FROM whose cell holds the value. */
static void
find_place(struct query *q, const struct origin *o, struct cell *cell)
{
	const struct table *t = &q->s->tables->items[o->table];
	size_t found = NO_ROW;

	for (size_t i = 0; i < q->p->sources.count; i++) {
		if (q->p->sources.items[i].table != o->table)
			continue;
		struct store_value id = statement_value(q->p->st, q->p->columns + (int)i);
		if (id.kind != STORE_INTEGER || id.integer < 1 || (uint64_t)id.integer > t->rows)
			continue;
		size_t row = (size_t)id.integer - 1;
		struct cell stored = tables_cell(t, row, o->column);
		if (row == found || !same_value(cell, &stored))
			continue;
		if (found != NO_ROW) {
			cell->at = (struct place){0};
			return;
		}
		found = row;
		cell->at = stored.at;
	}
}

/* A decimal that an expression made: as decimal_write writes it, with a point. */
static bool
is_decimal_text(const char *text, struct decimal *d)
{
	char canonical[24];

	if (!strchr(text, '.') || !decimal_read(text, d))
		return false;
	decimal_write(*d, canonical);
	return strcmp(canonical, text) == 0;
}

static bool
refuse_value(struct query *q, int i, enum store_trouble trouble, const char *says)
{
	return report(q, &(struct store_error){trouble,
			     arena_printf(q->s->a, "\"%s\" %s", q->p->names[i], says), -1});
}

/* `text`: its column says so; otherwise a decimal that an expression made is a number. */
static bool
take_text(struct query *q, int i, const struct store_value *v, bool text, struct cell *cell)
{
	if (v->text == NULL)
		return refuse_value(q, i, STORE_LIMIT, "needs too much memory");
	if (memchr(v->text, '\0', v->length) || utf8_check(v->text, v->length) != v->length)
		return refuse_value(q, i, STORE_FAILED, "holds what is no character");
	if (!text && is_decimal_text(v->text, &cell->number)) {
		cell->kind = CELL_NUMBER;
		return true;
	}
	if (v->length > CSV_FIELD_LIMIT)
		return refuse_value(q, i, STORE_LIMIT, "is longer than 64 KB");
	if ((q->text += v->length) > TEXT_MOST)
		return report(q, &(struct store_error){
				     STORE_LIMIT, "the query gives more than 64 MB of text", -1});
	cell->kind = CELL_TEXT;
	cell->text = arena_copy(q->s->a, v->text, v->length);
	return true;
}

static bool
take_value(struct query *q, int i, struct cell *cell)
{
	const struct origin *o = &q->p->origins[i];
	const struct column *c =
	    o->known ? &q->s->tables->items[o->table].columns[o->column] : NULL;
	struct store_value v = statement_value(q->p->st, i);

	*cell = (struct cell){.unit = c ? c->unit : NULL};
	switch (v.kind) {
	case STORE_NULL:
		break;
	case STORE_INTEGER:
		cell->kind = CELL_NUMBER;
		cell->number.coef = v.integer;
		if (v.integer > 999999999999999999 || v.integer < -999999999999999999)
			return refuse_value(q, i, STORE_FAILED, "has more than 18 digits");
		break;
	case STORE_TEXT:
		if (!take_text(
			q, i, &v, c && (c->type == COLUMN_KEY || c->type == COLUMN_TEXT), cell))
			return false;
		break;
	case STORE_REAL:
		return report_float(q, q->sql.at, q->p->names[i]);
	case STORE_BLOB:
		return refuse_value(q, i, STORE_REFUSED, "is neither text nor a number");
	}
	if (o->known)
		find_place(q, o, cell);
	return true;
}

static bool
take_row(struct query *q)
{
	size_t columns = (size_t)q->p->columns;
	struct cell *cells;
	bool ok = true;

	if ((q->count + 1) * columns > CELLS_MOST)
		return report(
		    q, &(struct store_error){STORE_LIMIT, "the query gives too many rows", -1});
	if (q->count == q->cap) {
		q->cap = q->cap ? q->cap * 2 : 32;
		q->rows = mem_resize(q->rows, q->cap * sizeof *q->rows);
	}
	q->rows[q->count++] = cells = NEW_ARRAY(q->s->a, struct cell, columns);
	for (int i = 0; i < q->p->columns; i++)
		ok = take_value(q, i, &cells[i]) && ok;
	return ok;
}

static bool
run(struct query *q, struct rows *rows)
{
	struct store_error e;
	int got = 0;

	if (!prepare(q))
		return false;
	while ((got = statement_step(q->p->st, &e)) == 1)
		if (!take_row(q))
			return false;
	if (got < 0)
		return report(q, &e);
	const struct cell **items = NEW_ARRAY(q->s->a, const struct cell *, q->count);
	if (q->count > 0)
		memcpy(items, q->rows, q->count * sizeof *items);
	*rows = (struct rows){q->p->names, (size_t)q->p->columns, items, q->count};
	return true;
}

/* The one word that the text is, or NULL. */
static const char *
bare_name(struct arena *a, const char *text)
{
	size_t from = strspn(text, " \n"), length = strcspn(text + from, " \n");
	const char *rest = text + from + length;

	return rest[strspn(rest, " \n")] == '\0' ? arena_copy(a, text + from, length) : NULL;
}

bool
query_rows(struct scope *s, struct setting sql, struct rows *rows)
{
	struct query q = {.s = s, .sql = sql};

	*rows = (struct rows){0};
	if (!sql.text || !s->tables)
		return false;
	const char *name = bare_name(s->a, sql.text);
	if (name) {
		const struct table *t = tables_find(s->tables, name);
		if (t && t->broken)
			return false;
		if (t) {
			table_rows(s, t, rows);
			return true;
		}
		diag_add(
		    s->d, DIAG_ERROR, sql.at, "unknown-table", "there is no table \"%s\"", name);
		q.failed = true;
		help_missing(&q, arena_printf(s->a, "no such table: %s", name));
		return false;
	}
	bool ok = run(&q, rows);
	if (q.p != NULL)
		statement_rest(q.p->st);
	free(q.rows);
	return ok;
}

void
query_why_none(struct scope *s, struct setting sql)
{
	const char *name = bare_name(s->a, sql.text);
	const struct table *t = name ? tables_find(s->tables, name) : NULL;

	if (t && t->period >= 0)
		diag_also(s->d, (struct place){.file = t->file}, "%s",
		    value_no_row(s, t, NULL, value_period(s, t, 0)));
}

/* The column that a CSV calls so, and a table otherwise; NULL: none of these rows. */
static const char *
renamed_column(const struct scope *s, const struct rows *rows, const char *header)
{
	for (size_t t = 0; s->tables && t < s->tables->count; t++) {
		const char *name = tables_renamed(&s->tables->items[t], header);

		for (size_t i = 0; name && i < rows->column_count; i++)
			if (strcmp(rows->columns[i], name) == 0)
				return name;
	}
	return NULL;
}

int
rows_column(struct scope *s, const struct rows *rows, const char *name, struct place asked)
{
	for (size_t i = 0; i < rows->column_count; i++)
		if (strcmp(rows->columns[i], name) == 0)
			return (int)i;
	const char **names = NEW_ARRAY(s->a, const char *, rows->column_count + 1);
	for (size_t i = 0; i < rows->column_count; i++)
		names[i] = rows->columns[i];
	const char *near = renamed_column(s, rows, name);
	if (!near)
		near = nearest_word(name, names, rows->column_count);
	diag_add(s->d, DIAG_ERROR, asked, "unknown-column", "the query has no column \"%s\"", name);
	if (near)
		diag_help(s->d, "did you mean \"%s\"?", near);
	return -1;
}
