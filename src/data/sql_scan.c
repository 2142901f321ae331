/* sql_scan.c: what the words of a query tell, without understanding SQL.
 *
 * SQLite tells which column of which table a result column is, but not of which row. So query.c
 * asks the same SELECT once more with ", a.rowid, b.rowid" before its FROM. For that this file
 * cuts the text into words and finds the FROM of the outer SELECT and the names that its tables
 * go by. It gives up on all but one plain SELECT (DISTINCT, UNION, a schema's name). A wrong
 * guess does no harm: SQLite compiles the changed text or does not, and query.c believes a row
 * only when its cell holds the value of the result.
 *
 * It also finds decimal columns beside + - * / %, since SQLite would turn them into floats in
 * silence, and the sign /, which cuts the rest off whole numbers in silence.
 */
#include "sql_scan.h"

#include <string.h>
#include <strings.h>

enum word_kind { WORD_END, WORD_NAME, WORD_QUOTED, WORD_TEXT, WORD_NUMBER, WORD_SIGN };

struct word {
	enum word_kind kind;
	const char *at;
	size_t length;
};

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       (unsigned char)c >= 0x80;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *
skip_space(const char *p)
{
	for (;;) {
		p += strspn(p, " \t\r\n\f");
		if (p[0] == '-' && p[1] == '-') {
			p += strcspn(p, "\n");
		} else if (p[0] == '/' && p[1] == '*') {
			const char *end = strstr(p + 2, "*/");
			p = end ? end + 2 : p + strlen(p);
		} else {
			return p;
		}
	}
}

/* From the opening mark to after the closing one; a doubled mark inside is one. */
static const char *
skip_marks(const char *p, char mark)
{
	for (p++; *p; p++)
		if (*p == mark) {
			if (p[1] != mark || mark == ']')
				return p + 1;
			p++;
		}
	return p;
}

static struct word
next_word(const char **at)
{
	const char *p = skip_space(*at);
	struct word w = {WORD_SIGN, p, 1};
	const char *end = p + 1;

	if (!*p) {
		w.kind = WORD_END;
		end = p;
	} else if (is_letter(*p)) {
		w.kind = WORD_NAME;
		while (is_letter(*end) || is_digit(*end) || *end == '$')
			end++;
	} else if (is_digit(*p) || (*p == '.' && is_digit(p[1]))) {
		w.kind = WORD_NUMBER;
		while (is_letter(*end) || is_digit(*end) || *end == '.')
			end++;
	} else if (*p == '\'') {
		w.kind = WORD_TEXT;
		end = skip_marks(p, '\'');
	} else if (*p == '"' || *p == '`' || *p == '[') {
		w.kind = WORD_QUOTED;
		end = skip_marks(p, *p == '[' ? ']' : *p);
	} else if (*p == ':' || *p == '@' || *p == '$' || *p == '?') {
		w.kind = WORD_NUMBER; /* a parameter */
		while (is_letter(*end) || is_digit(*end))
			end++;
	} else if (*p == '|' && p[1] == '|') {
		end = p + 2;
	} else if (*p == '-' && p[1] == '>') {
		end = p + (p[2] == '>' ? 3 : 2);
	}
	w.length = (size_t)(end - p);
	*at = end;
	return w;
}

static bool
is_word(struct word w, const char *text)
{
	return w.kind == WORD_NAME && strlen(text) == w.length &&
	       strncasecmp(w.at, text, w.length) == 0;
}

static bool
is_one_of(struct word w, const char *const *words)
{
	for (; *words; words++)
		if (is_word(w, *words))
			return true;
	return false;
}

static bool
is_sign(struct word w, char sign)
{
	return w.kind == WORD_SIGN && w.length == 1 && *w.at == sign;
}

static bool
is_name(struct word w)
{
	return w.kind == WORD_NAME || w.kind == WORD_QUOTED;
}

/* Does it name this, with or without quotation marks? */
static bool
names(struct word w, const char *name)
{
	size_t n = strlen(name);

	if (w.kind == WORD_QUOTED && w.length == n + 2)
		return strncasecmp(w.at + 1, name, n) == 0;
	return w.kind == WORD_NAME && w.length == n && strncasecmp(w.at, name, n) == 0;
}

/* ---- the tables of the outer FROM ---- */

struct from_scan {
	const struct tables *t;
	struct sql_sources *s;
	const char *sql;
	bool selected, inside, expects; /* SELECT was seen; in its FROM; a table comes next */
	int depth;
	struct word before;
};

static bool
add_source(struct from_scan *f, struct word name, const char **at)
{
	static const char *const not_alias[] = {"on", "using", "join", "left", "right", "full",
	    "inner", "outer", "cross", "natural", "where", "group", "having", "order", "limit",
	    "window", "indexed", "not", "union", "except", "intersect", NULL};
	struct sql_sources *s = f->s;
	const char *ahead = *at;
	struct word next = next_word(&ahead);
	size_t table = 0;

	f->expects = false;
	if (is_sign(next, '.') || s->count == SOURCES_MOST)
		return false;
	while (table < f->t->count && !names(name, f->t->items[table].name))
		table++;
	if (table == f->t->count)
		return true; /* a name of WITH: no row of its own */
	bool as = is_word(next, "as");
	if (as)
		next = next_word(&ahead);
	if (is_name(next) && (as || next.kind == WORD_QUOTED || !is_one_of(next, not_alias))) {
		name = next;
		*at = ahead;
	}
	s->items[s->count].start = (size_t)(name.at - f->sql);
	s->items[s->count].length = name.length;
	s->items[s->count++].table = table;
	return true;
}

/* One word outside of all parentheses. */
static bool
outer_word(struct from_scan *f, struct word w, const char **at)
{
	static const char *const compounds[] = {"union", "except", "intersect", "values", NULL};
	static const char *const ends[] = {
	    "where", "group", "having", "order", "limit", "window", NULL};

	if (is_word(w, "select")) {
		if (f->selected)
			return false;
		f->selected = true;
		const char *ahead = *at;
		return !is_word(next_word(&ahead), "distinct");
	}
	if (!f->selected)
		return true;
	if (is_one_of(w, compounds))
		return false;
	if (is_word(w, "from") && !is_word(f->before, "distinct")) {
		if (f->s->from)
			return false;
		f->s->from = (size_t)(w.at - f->sql);
		f->inside = f->expects = true;
		return true;
	}
	if (!f->inside)
		return true;
	if (f->expects && is_name(w))
		return add_source(f, w, at);
	if (is_sign(w, ',') || is_word(w, "join"))
		f->expects = true;
	else if (is_one_of(w, ends))
		f->inside = f->expects = false;
	return true;
}

bool
sql_sources(const struct tables *t, const char *sql, struct sql_sources *s)
{
	struct from_scan f = {.t = t, .s = s, .sql = sql};
	const char *at = sql;

	*s = (struct sql_sources){0};
	for (struct word w = next_word(&at); w.kind != WORD_END; w = next_word(&at)) {
		if (is_sign(w, '(')) {
			f.depth++;
			f.expects = false;
		} else if (is_sign(w, ')')) {
			f.depth--;
		} else if (f.depth == 0 && !outer_word(&f, w, &at)) {
			return false;
		}
		f.before = w;
	}
	return s->from > 0 && s->count > 0;
}

/* ---- decimals in arithmetic ---- */

static bool
calculates(struct word w)
{
	return w.kind == WORD_SIGN && w.length == 1 && strchr("+-*/%", *w.at);
}

/* Does every table that the query reads and that has this column keep decimals in it? */
static bool
is_decimal(const struct tables *t, const struct statement *st, struct word w)
{
	bool found = false;

	for (size_t i = 0; i < t->count; i++)
		for (size_t c = 0; c < t->items[i].column_count; c++) {
			const struct column *column = &t->items[i].columns[c];
			if (!names(w, column->name) || !statement_reads_column(st, i, c))
				continue;
			if (column->type != COLUMN_DECIMAL || column->scale == 0)
				return false;
			found = true;
		}
	return found;
}

bool
sql_float_use(const struct tables *t, const struct statement *st, const char *sql, size_t *offset,
    size_t *length)
{
	/* before the name; its first word */
	struct word before = {.kind = WORD_END}, chain = before;
	const char *at = sql;

	for (struct word w = next_word(&at); w.kind != WORD_END;) {
		const char *ahead = at;
		struct word next = next_word(&ahead);
		if (is_name(w) && !is_sign(next, '.') && (calculates(next) || calculates(before)) &&
		    is_decimal(t, st, w)) {
			*offset = (size_t)(w.at - sql);
			*length = w.length;
			return true;
		}
		/* "a.b": what stands before a stands before b. */
		if (is_sign(next, '.') && is_name(w))
			chain = before;
		before = is_sign(w, '.') ? chain : w;
		w = next;
		at = ahead;
	}
	return false;
}

bool
sql_division(const char *sql, size_t *offset)
{
	const char *at = sql;

	for (struct word w = next_word(&at); w.kind != WORD_END; w = next_word(&at))
		if (is_sign(w, '/')) {
			*offset = (size_t)(w.at - sql);
			return true;
		}
	return false;
}
