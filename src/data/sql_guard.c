/* sql_guard.c: no binary float in a figure.
 *
 * SQLite calculates with integers and binary floats; a decimal, which is a text here, becomes a
 * float beside + - * / %, and so does a numeral with a point. When the result is shown as it is,
 * query.c sees a float and refuses it; but || and CAST would hide one. So floats are kept from
 * coming into being:
 *
 *     what is certain from the words alone (a decimal column beside an operator, 1.15, CAST) is
 *     refused with its place before the query runs; 9.5 beside a comparison may stay, since
 *     SQLite then compares it and calculates nothing;
 *     an operand of which the words do not tell what it is (a function, parentheses, a column of
 *     a subquery) is put into bilan_whole(operand, n), which passes whole numbers and NULL and
 *     ends the query with anything else; operands of || into bilan_text, which refuses floats;
 *     functions that answer floats are not among those that store.c allows.
 *
 * `sum(n) * 100 - count(*)` is asked as `bilan_whole(sum(n), 0) * 100 - bilan_whole(count(*), 1)`.
 * An operand is one word, a name with its table, or what a pair of parentheses or CASE and END
 * encloses with the function before and FILTER and OVER behind. The same operand twice has the
 * same n, so that what SQLite compares (GROUP BY, ORDER BY) stays the same.
 *
 * A division is refused, too: 7 / 2 is 3 to SQLite.
 *
 * What a function makes of decimals is a text to SQLite, by which 9 is more than 10, whereas a
 * column is declared to compare by value. So `sum(euros)` is asked as `cast(sum(euros) as text)
 * collate decimal`, which compares and sorts as its column does.
 *
 * Whole numbers beyond 9 223 372 036 854 775 807 become floats too: they are refused when they are
 * an operand or the result.
 */
#include "sql_guard.h"

#include "sql_words.h"

#include <string.h>

#define NOWHERE SIZE_MAX

enum { NUMERAL_MOST = 15 }; /* digits and point that a float keeps */

struct scan {
	struct arena *a;
	const struct tables *t;
	const struct statement *st;
	const char *sql;
	struct word *words; /* the last one is WORD_END */
	size_t count, cap;
	size_t *match; /* of ( and CASE: its ) or END; and back */
	size_t selects;
	/* An operand begins here: 'w' whole number, 't' any but a float, 'd' made of decimals. */
	unsigned char *begins;
	bool marked;  /* somewhere */
	size_t *ends; /* here it ends: index of its first word + 1 */
};

/* After these words no operand is complete: a sign is that of the next one. */
static const char *const openers[] = {"select", "distinct", "all", "when", "then", "else", "and",
    "or", "not", "by", "where", "having", "on", "between", "in", "like", "glob", "is", "as",
    "limit", "offset", "case", "from", "values", "exists", "join", "using", "escape", NULL};

/* ---- words ---- */

static void
pair(struct scan *s)
{
	size_t *open = NEW_ARRAY(s->a, size_t, s->count + 1), depth = 0;

	s->match = NEW_ARRAY(s->a, size_t, s->count + 1);
	for (size_t i = 0; i < s->count; i++) {
		bool closes = word_is_sign(s->words[i], ')') || word_is(s->words[i], "end");

		s->match[i] = NOWHERE;
		if (word_is_sign(s->words[i], '(') || word_is(s->words[i], "case")) {
			open[depth++] = i;
		} else if (closes && depth > 0) {
			s->match[i] = open[--depth];
			s->match[open[depth]] = i;
		}
	}
}

static struct scan
read_words(struct arena *a, const struct tables *t, const struct statement *st, const char *sql)
{
	struct scan s = {.a = a, .t = t, .st = st, .sql = sql};
	struct word w;

	do {
		w = word_next(&sql);
		GROW(a, s.words, s.count, s.cap);
		s.words[s.count++] = w;
		s.selects += word_is(w, "select");
	} while (w.kind != WORD_END);
	pair(&s);
	return s;
}

static struct word
word_before(const struct scan *s, size_t i)
{
	return i > 0 && i != NOWHERE ? s->words[i - 1] : (struct word){.kind = WORD_END};
}

static struct word
word_after(const struct scan *s, size_t i)
{
	return i + 1 < s->count ? s->words[i + 1] : (struct word){.kind = WORD_END};
}

static bool
is_sign_of(struct word w, const char *signs)
{
	return w.kind == WORD_SIGN && w.length == 1 && strchr(signs, *w.at) != NULL;
}

static bool
calculates(struct word w)
{
	return is_sign_of(w, "+-*/%&|~");
}

static bool
joins(struct word w)
{
	return w.kind == WORD_SIGN && w.length == 2 && memcmp(w.at, "||", 2) == 0;
}

/* Does an operand end with this word? */
static bool
completes(struct word w)
{
	if (w.kind == WORD_NAME)
		return !word_is_any(w, openers);
	return w.kind == WORD_QUOTED || w.kind == WORD_TEXT || w.kind == WORD_NUMBER ||
	       word_is_sign(w, ')');
}

/* The sign before an operand, or between two; not the star that stands for all columns. */
static bool
is_operator(const struct scan *s, size_t i)
{
	if (!calculates(s->words[i]))
		return joins(s->words[i]);
	return !word_is_sign(s->words[i], '*') || completes(word_before(s, i));
}

/* ---- operands ---- */

/* The first word of the operand whose last word is i. */
static size_t
operand_start(const struct scan *s, size_t i)
{
	static const char *const behind[] = {"over", "filter", NULL};

	while (i != NOWHERE && i > 1 && word_is(s->words[i - 1], "over"))
		i -= 2; /* OVER name */
	while (i != NOWHERE && word_is_sign(s->words[i], ')')) {
		i = s->match[i];
		if (i == NOWHERE || i == 0 || !word_is_name(s->words[i - 1]) ||
		    word_is_any(s->words[i - 1], openers))
			return i;
		i--;
		if (!word_is_any(s->words[i], behind))
			return i;
		i = i > 0 ? i - 1 : NOWHERE;
	}
	if (i == NOWHERE || word_is(s->words[i], "end"))
		return i == NOWHERE ? i : s->match[i];
	while (i > 1 && word_is_sign(s->words[i - 1], '.') && word_is_name(s->words[i - 2]))
		i -= 2;
	return i;
}

/* The last word of the operand whose first word is i. */
static size_t
operand_end(const struct scan *s, size_t i)
{
	if (word_is_sign(s->words[i], '(') || word_is(s->words[i], "case"))
		return s->match[i];
	if (!completes(s->words[i]))
		return NOWHERE;
	while (word_is_name(s->words[i]) && word_is_sign(word_after(s, i), '.') &&
	       word_is_name(word_after(s, i + 1)))
		i += 2;
	if (!word_is_name(s->words[i]) || !word_is_sign(word_after(s, i), '('))
		return i;
	i = s->match[i + 1];
	if (i != NOWHERE && word_is(word_after(s, i), "filter"))
		i = i + 2 < s->count ? s->match[i + 2] : NOWHERE;
	if (i != NOWHERE && word_is(word_after(s, i), "over"))
		i = word_is_sign(word_after(s, i + 1), '(') ? s->match[i + 2] : i + 2;
	return i;
}

/* Is every column of that name, in every table that is read, of this sort? */
static bool
is_column(const struct scan *s, struct word w, bool decimal)
{
	bool found = false;

	for (size_t i = 0; i < s->t->count; i++)
		for (size_t c = 0; c < s->t->items[i].column_count; c++) {
			const struct column *column = &s->t->items[i].columns[c];
			bool whole = column->type == COLUMN_INTEGER ||
				     (column->type == COLUMN_DECIMAL && column->scale == 0);

			if (!word_names(w, column->name) || !statement_reads_column(s->st, i, c))
				continue;
			if (decimal ? whole || column->type != COLUMN_DECIMAL : !whole)
				return false;
			found = true;
		}
	return found;
}

static bool
is_certain(const struct scan *s, size_t start, size_t end, bool text)
{
	struct word last = s->words[end];

	if (text) /* only a calculation in parentheses or CASE could be a float */
		return s->match[end] == NOWHERE;
	if (last.kind == WORD_NUMBER)
		return strspn(last.at, "0123456789") >= last.length;
	/* In one plain SELECT a name is a column of a table. */
	return word_is_name(last) && s->selects == 1 && !word_is_sign(word_before(s, start), '.') &&
	       is_column(s, last, false);
}

static bool
watch(struct scan *s, size_t start, size_t end, bool text)
{
	if (start == NOWHERE || end == NOWHERE || end + 1 >= s->count)
		return false;
	if (is_certain(s, start, end, text))
		return true;
	if (s->begins[start] != 'w')
		s->begins[start] = text ? 't' : 'w';
	s->marked = true;
	s->ends[end] = start + 1;
	return true;
}

/* Both operands of the sign at i. */
static bool
watch_sides(struct scan *s, size_t i)
{
	bool text = joins(s->words[i]);
	size_t right = i + 1;

	if (completes(word_before(s, i))) {
		size_t start = operand_start(s, i - 1);
		if (!watch(s, start, i - 1, text))
			return false;
	}
	while (is_sign_of(s->words[right], "+-~"))
		right++;
	return watch(s, right, operand_end(s, right), text);
}

/* ---- what functions make of decimals ---- */

/* Those whose answer is one of the decimals that they are given, or made of them. */
static const char *const passers[] = {"sum", "min", "max", "coalesce", "ifnull", "nullif", "iif",
    "lag", "lead", "first_value", "last_value", "nth_value", "decimal_sum", "decimal_add",
    "decimal_sub", "decimal_mul", "decimal_div", "decimal_round", NULL};

static bool
holds_decimal(const struct scan *s, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		if (word_is_name(s->words[i]) && !word_is_sign(word_after(s, i), '.') &&
		    is_column(s, s->words[i], true))
			return true;
	}
	return false;
}

static void
type_decimals(struct scan *s, size_t i)
{
	size_t end;

	if (s->begins[i] != 0 || !word_is_any(s->words[i], passers) ||
	    !word_is_sign(word_after(s, i), '(') || s->match[i + 1] == NOWHERE)
		return;
	end = operand_end(s, i);
	if (end == NOWHERE || s->ends[end] > 0 || !holds_decimal(s, i + 2, s->match[i + 1]))
		return;
	s->begins[i] = 'd';
	s->marked = true;
	s->ends[end] = i + 1;
}

/* ---- what is written ---- */

/* A numeral with a point or an exponent that is not beside a comparison. */
static bool
is_float_numeral(const struct scan *s, size_t i)
{
	struct word w = s->words[i], before = word_before(s, i), after = word_after(s, i);
	bool compared = is_sign_of(before, "<>=") || is_sign_of(after, "<>=!") ||
			word_is(before, "between") || word_is(before, "and");

	if (w.kind != WORD_NUMBER || *w.at == ':' || *w.at == '@' || *w.at == '$' || *w.at == '?' ||
	    strspn(w.at, "0123456789") >= w.length)
		return false;
	if (w.length > 1 && *w.at == '0' && (w.at[1] == 'x' || w.at[1] == 'X'))
		return false;
	return !compared || calculates(after) || joins(after) || w.length > NUMERAL_MOST + 1;
}

/* CAST(x AS TEXT) is all that may be cast. */
static bool
is_number_cast(const struct scan *s, size_t i)
{
	size_t end = word_is(s->words[i], "cast") && word_is_sign(word_after(s, i), '(')
			 ? s->match[i + 1]
			 : NOWHERE;

	return end != NOWHERE &&
	       !(word_is(s->words[end - 1], "text") && word_is(word_before(s, end - 1), "as"));
}

static bool
is_shift(const struct scan *s, size_t i)
{
	struct word w = s->words[i], after = word_after(s, i);

	return is_sign_of(w, "<>") && is_sign_of(after, "<>") && *w.at == *after.at &&
	       after.at == w.at + 1;
}

/* A decimal column beside a sign; what stands before a stands before b in "a.b". */
static bool
is_decimal_operand(const struct scan *s, size_t i)
{
	struct word w = s->words[i], after = word_after(s, i);

	return word_is_name(w) && !word_is_sign(after, '.') && !word_is_sign(after, '(') &&
	       (calculates(after) || calculates(word_before(s, operand_start(s, i)))) &&
	       is_column(s, w, true);
}

enum sql_float
sql_float_written(
    const struct tables *t, const struct statement *st, const char *sql, struct sql_stretch *where)
{
	struct arena *scratch = arena_open();
	struct scan s = read_words(scratch, t, st, sql);
	enum sql_float found = SQL_NO_FLOAT;

	for (size_t i = 0; found == SQL_NO_FLOAT && i + 1 < s.count; i++) {
		if (is_float_numeral(&s, i) || is_decimal_operand(&s, i))
			found = SQL_FLOAT_OPERAND;
		else if (is_number_cast(&s, i))
			found = SQL_FLOAT_CAST;
		else if (is_shift(&s, i))
			found = SQL_FLOAT_SHIFT;
		*where = (struct sql_stretch){(size_t)(s.words[i].at - sql), s.words[i].length};
	}
	for (size_t i = 0; found == SQL_NO_FLOAT && i + 1 < s.count; i++)
		if (word_is_sign(s.words[i], '/')) {
			found = SQL_DIVISION;
			*where = (struct sql_stretch){(size_t)(s.words[i].at - sql), 1};
		}
	arena_close(scratch);
	return found;
}

/* ---- the guarded query ---- */

/* The number of the operand that is written like this one. */
static size_t
number_operand(struct arena *a, struct map *known, const char *sql, struct sql_stretch o,
    struct sql_guarded *g)
{
	const char *text = arena_copy(a, sql + o.offset, o.length);
	const struct sql_stretch *same = map_find(known, text);

	if (same == NULL) {
		same = &g->operands[g->count];
		g->operands[g->count++] = o;
		map_add(known, text, (void *)(uintptr_t)same);
	}
	return (size_t)(same - g->operands);
}

static void
write_guarded(const struct scan *s, struct arena *a, struct sql_guarded *g)
{
	struct map *known = map_new(s->a);
	struct buf out = {0};
	const char *from = s->sql;
	static const char *const before[] = {
	    ['w'] = "bilan_whole(", ['t'] = "bilan_text(", ['d'] = "(cast("};

	g->operands = NEW_ARRAY(a, struct sql_stretch, s->count + 1);
	for (size_t i = 0; i < s->count; i++) {
		struct word w = s->words[i];

		buf_add(&out, from, (size_t)(w.at - from));
		from = w.at + w.length;
		if (s->begins[i] != 0)
			buf_text(&out, before[s->begins[i]]);
		buf_add(&out, w.at, w.length);
		if (s->ends[i] > 0 && s->begins[s->ends[i] - 1] == 'd') {
			buf_text(&out, " as text) collate decimal)");
		} else if (s->ends[i] > 0) {
			size_t offset = (size_t)(s->words[s->ends[i] - 1].at - s->sql);
			struct sql_stretch o = {offset, (size_t)(from - s->sql) - offset};

			buf_printf(&out, ", %zu)", number_operand(s->a, known, s->sql, o, g));
		}
	}
	g->sql = arena_text(a, out.at != NULL ? out.at : "");
	buf_close(&out);
}

bool
sql_guard(struct arena *a, const struct tables *t, const struct statement *st, const char *sql,
    struct sql_guarded *g)
{
	struct arena *scratch = arena_open();
	struct scan s = read_words(scratch, t, st, sql);
	bool told = true;

	*g = (struct sql_guarded){.sql = sql};
	s.begins = NEW_ARRAY(scratch, unsigned char, s.count + 1);
	s.ends = NEW_ARRAY(scratch, size_t, s.count + 1);
	for (size_t i = 0; told && i + 1 < s.count; i++) {
		if (!is_operator(&s, i) || watch_sides(&s, i))
			continue;
		told = false;
		g->operands = NEW(a, struct sql_stretch);
		g->operands[0] =
		    (struct sql_stretch){(size_t)(s.words[i].at - sql), s.words[i].length};
	}
	for (size_t i = 0; told && i + 1 < s.count; i++)
		type_decimals(&s, i);
	if (told && s.marked)
		write_guarded(&s, a, g);
	arena_close(scratch);
	return told;
}
