/* sql_scan.c: what the words of a query tell, without understanding SQL.
 *
 * SQLite tells which column of which table a result column is, but not of which row. So query.c
 * asks the same SELECT once more with ", a.rowid, b.rowid" before its FROM. For that this file
 * cuts the text into words and finds the FROM of the outer SELECT and the names that its tables
 * go by. It gives up on all but one plain SELECT (DISTINCT, UNION, a schema's name). A wrong
 * guess does no harm: SQLite compiles the changed text or does not, and query.c believes a row
 * only when its cell holds the value of the result.
 */
#include "sql_scan.h"

#include "sql_words.h"

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
	struct word next = word_next(&ahead);
	size_t table = 0;

	f->expects = false;
	if (word_is_sign(next, '.') || s->count == SOURCES_MOST)
		return false;
	while (table < f->t->count && !word_names(name, f->t->items[table].name))
		table++;
	if (table == f->t->count)
		return true; /* a name of WITH: no row of its own */
	bool as = word_is(next, "as");
	if (as)
		next = word_next(&ahead);
	if (word_is_name(next) &&
	    (as || next.kind == WORD_QUOTED || !word_is_any(next, not_alias))) {
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

	if (word_is(w, "select")) {
		if (f->selected)
			return false;
		f->selected = true;
		const char *ahead = *at;
		return !word_is(word_next(&ahead), "distinct");
	}
	if (!f->selected)
		return true;
	if (word_is_any(w, compounds))
		return false;
	if (word_is(w, "from") && !word_is(f->before, "distinct")) {
		if (f->s->from)
			return false;
		f->s->from = (size_t)(w.at - f->sql);
		f->inside = f->expects = true;
		return true;
	}
	if (!f->inside)
		return true;
	if (f->expects && word_is_name(w))
		return add_source(f, w, at);
	if (word_is_sign(w, ',') || word_is(w, "join"))
		f->expects = true;
	else if (word_is_any(w, ends))
		f->inside = f->expects = false;
	return true;
}

bool
sql_sources(const struct tables *t, const char *sql, struct sql_sources *s)
{
	struct from_scan f = {.t = t, .s = s, .sql = sql};
	const char *at = sql;

	*s = (struct sql_sources){0};
	for (struct word w = word_next(&at); w.kind != WORD_END; w = word_next(&at)) {
		if (word_is_sign(w, '(')) {
			f.depth++;
			f.expects = false;
		} else if (word_is_sign(w, ')')) {
			f.depth--;
		} else if (f.depth == 0 && !outer_word(&f, w, &at)) {
			return false;
		}
		f.before = w;
	}
	return s->from > 0 && s->count > 0;
}
