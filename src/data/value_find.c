/* value_find.c: what stands between { and } to a figure.
 *
 * `lookup_read` takes it apart; `lookup_find` goes where it points: a column of the current row,
 * a parameter, the title or a folio, or a table. A table with n key columns takes n names after
 * its own and a column, "value" when none is said; a table without a key takes a column of its
 * only row in the period. The period is the parameter that is named like the table's period
 * column; @year-1 shifts it.
 */
#include "inner.h"

#include <stdlib.h>
#include <string.h>

enum { SHIFT_MOST = 10000, PERIODS_TOLD = 4 };

/* ---- places and parameters ---- */

struct place
value_place(struct setting s, size_t offset, size_t length)
{
	struct place at = s.at;
	const char *line = s.text;
	const char *first_end = strchr(s.text, '\n');
	size_t first = first_end ? (size_t)(first_end - s.text) : strlen(s.text);

	/* A folded text, or one with escapes, is not in the file as it is here. */
	if ((int)utf8_count(s.text, first) != s.at.length)
		return at;
	for (const char *p = s.text; p < s.text + offset; p++)
		if (*p == '\n') {
			at.line++;
			line = p + 1;
		}
	at.column += (int)utf8_count(line, (size_t)(s.text + offset - line));
	size_t most = strcspn(s.text + offset, "\n");
	at.length = (int)utf8_count(s.text + offset, length < most ? length : most);
	if (at.length < 1)
		at.length = 1;
	return at;
}

const struct parameter *
value_parameter(const struct report *r, const char *name, size_t length)
{
	for (size_t i = 0; i < r->parameter_count; i++)
		if (strncmp(r->parameters[i].name, name, length) == 0 &&
		    !r->parameters[i].name[length])
			return &r->parameters[i];
	return NULL;
}

const char *
value_nearest_parameter(const struct report *r, const char *name)
{
	const char *names[64];
	size_t n = 0;

	for (; n < r->parameter_count && n < COUNT(names); n++)
		names[n] = r->parameters[n].name;
	return nearest_word(name, names, n);
}

/* The parameter's value `shift` later; NULL: no integer, or out of reason. */
static const char *
shifted(struct arena *a, const struct parameter *p, int shift)
{
	char *end;

	if (shift == 0)
		return p->value;
	if (p->type != PARAMETER_INTEGER)
		return NULL;
	long long n = strtoll(p->value, &end, 10);
	if (*end || n > 1000000000 || n < -1000000000)
		return NULL;
	return arena_printf(a, "%lld", n + shift);
}

const char *
value_period(struct scope *s, const struct table *t, int shift)
{
	if (t->period < 0)
		return NULL;
	const char *name = t->columns[t->period].name;
	const struct parameter *p = value_parameter(s->report, name, strlen(name));
	return p ? shifted(s->a, p, shift) : NULL;
}

/* ---- taking apart ---- */

static bool
refuse(struct scope *s, const struct lookup *l, const char *what)
{
	diag_add(s->d, DIAG_ERROR, value_place(l->text, l->start, l->length), "value-syntax",
	    "{%.*s}: %s", (int)l->length, l->text.text + l->start, what);
	diag_help(s->d,
	    "a value is {name}, {table.key}, {table.key.column} or {table.key@year-1}, each "
	    "with :format if need be; a brace itself is written {{ or }}");
	return false;
}

/* "+1", "-10"; answers what follows, or NULL. */
static const char *
read_shift(const char *p, int *shift)
{
	bool negative = *p == '-';
	int n = 0, digits = 0;

	if (*p != '-' && *p != '+')
		return NULL;
	for (p++; *p >= '0' && *p <= '9'; p++, digits++) {
		n = n * 10 + (*p - '0');
		if (n > SHIFT_MOST)
			return NULL;
	}
	*shift = negative ? -n : n;
	return digits ? p : NULL;
}

static bool
read_period(struct scope *s, struct lookup *l, char *at)
{
	size_t n = strcspn(at, "+-");

	for (const char *rest; at[n]; n += 1 + strcspn(at + n + 1, "+-")) {
		rest = read_shift(at + n, &l->shift);
		if (rest && !*rest)
			break;
	}
	l->at_name = arena_copy(s->a, at, n);
	return n > 0 || refuse(s, l, "after @ stands the period, as in @year-1");
}

bool
lookup_read(struct scope *s, struct setting text, size_t start, size_t length, struct lookup *l)
{
	const char *body = text.text + start;

	*l = (struct lookup){.text = text, .start = start, .length = length};
	char *copy = arena_copy(s->a, body, length);
	char *format = strchr(copy, ':');
	if (format) {
		*format++ = '\0';
		l->format = format;
		l->format_start = start + (size_t)(format - copy);
		if (!*format)
			return refuse(s, l, "there is no format after the colon");
	}
	char *at = strchr(copy, '@');
	if (at) {
		*at++ = '\0';
		if (!read_period(s, l, at))
			return false;
	}
	for (char *part = copy; part;) {
		char *dot = strchr(part, '.');
		if (dot)
			*dot++ = '\0';
		if (!*part)
			return refuse(s, l, "a name is missing");
		if (l->count == PARTS_MOST)
			return refuse(s, l, "there are too many points");
		l->parts[l->count++] = part;
		part = dot;
	}
	if (at && l->count < 2)
		return refuse(s, l, "only a figure of a table has a period");
	return true;
}

/* ---- tables ---- */

static struct place
part_place(const struct lookup *l, size_t part)
{
	size_t offset = l->start;

	for (size_t i = 0; i < part; i++)
		offset += strlen(l->parts[i]) + 1;
	return value_place(l->text, offset, strlen(l->parts[part]));
}

static void
unknown(struct scope *s, struct place at, const char *code, const char *what, const char *near)
{
	diag_add(s->d, DIAG_ERROR, at, code, "%s", what);
	if (near)
		diag_help(s->d, "did you mean \"%s\"?", near);
}

static void
unknown_table(struct scope *s, const struct lookup *l)
{
	size_t n = s->tables ? s->tables->count : 0;
	const char **names = NEW_ARRAY(s->a, const char *, n + 1);

	for (size_t i = 0; i < n; i++)
		names[i] = s->tables->items[i].name;
	unknown(s, part_place(l, 0), "unknown-table",
	    arena_printf(s->a, "there is no table \"%s\"", l->parts[0]),
	    nearest_word(l->parts[0], names, n));
}

/* The column that a look-up without one could mean: the first of numbers, else any but the keys. */
static const struct column *
column_to_say(const struct table *t)
{
	const struct column *any = NULL;

	for (size_t i = 0; i < t->column_count; i++) {
		const struct column *c = &t->columns[i];
		bool key = (int)i == t->period;

		for (size_t k = 0; k < t->key_count; k++)
			key = key || t->keys[k] == (int)i;
		if (key)
			continue;
		if (c->type == COLUMN_INTEGER || c->type == COLUMN_DECIMAL)
			return c;
		any = any != NULL ? any : c;
	}
	return any;
}

/* "write {chiffres.adhérents.valeur}": no column was said, and "value" there is not. */
static void
help_column(struct scope *s, const struct table *t, const struct lookup *l)
{
	const struct column *c = column_to_say(t);
	struct buf says = {0};

	if (c == NULL)
		return;
	for (size_t i = 0; i < l->count; i++)
		buf_printf(&says, "%s.", l->parts[i]);
	buf_text(&says, c->name);
	if (l->at_name != NULL)
		buf_printf(&says, "@%s", l->at_name);
	if (l->shift != 0)
		buf_printf(&says, "%+d", l->shift);
	if (l->format != NULL)
		buf_printf(&says, ":%s", l->format);
	diag_help(s->d, "no column is named, and then it is \"value\": write {%s}", says.at);
	buf_close(&says);
}

static int
find_column(
    struct scope *s, const struct table *t, const struct lookup *l, size_t part, const char *name)
{
	int column = tables_column(t, name);

	if (column >= 0)
		return column;
	const char **names = NEW_ARRAY(s->a, const char *, t->column_count + 1);
	for (size_t i = 0; i < t->column_count; i++)
		names[i] = t->columns[i].name;
	const char *near = tables_renamed(t, name);
	if (!near)
		near = nearest_word(name, names, t->column_count);
	struct place at =
	    part < l->count ? part_place(l, part) : value_place(l->text, l->start, l->length);
	unknown(s, at, "unknown-column",
	    arena_printf(s->a, "the table \"%s\" has no column \"%s\"", t->name, name),
	    part < l->count ? near : NULL);
	if (part >= l->count)
		help_column(s, t, l);
	diag_also(s->d, t->at, "the table is declared here");
	return -1;
}

static bool
has_keys(const struct table *t, size_t row, const char *const *keys)
{
	for (size_t k = 0; keys && k < t->key_count; k++)
		if (!tables_cell_says(&t->columns[t->keys[k]],
			&t->cells[row * t->column_count + (size_t)t->keys[k]], keys[k]))
			return false;
	return true;
}

/* Is the key there in any period? Else it is misspelt, not missing. */
static bool
key_exists(const struct table *t, const char *const *keys)
{
	for (size_t row = 0; row < t->rows; row++)
		if (has_keys(t, row, keys))
			return true;
	return false;
}

static const char alike_words[] = "here it is, with other capitals or blanks: write both alike";

/* A row of the period whose key is typed otherwise: "Adhérents", "adhérents " with a blank. */
static size_t
find_alike(const struct table *t, const char *const *keys, const char *period)
{
	for (size_t row = 0; row < t->rows; row++) {
		size_t same = 0;

		for (; same < t->key_count; same++) {
			const struct stored *cell =
			    &t->cells[row * t->column_count + (size_t)t->keys[same]];

			if (cell->kind != CELL_TEXT || !utf8_alike(cell->u.text, keys[same]))
				break;
		}
		if (same == t->key_count && tables_in_period(t, row, period))
			return row;
	}
	return NO_ROW;
}

static void
report_key(struct scope *s, const struct table *t, const struct lookup *l, const char *period)
{
	const struct column *c = &t->columns[t->keys[0]];
	const char *near = NULL;
	size_t alike = diag_full(s->d) ? NO_ROW : find_alike(t, l->parts + 1, period);

	if (alike == NO_ROW && !diag_full(s->d) &&
	    (c->type == COLUMN_KEY || c->type == COLUMN_TEXT)) {
		size_t n = t->rows < 5000 ? t->rows : 5000;
		const char **names = NEW_ARRAY(s->a, const char *, n + 1);
		size_t count = 0;
		for (size_t row = 0; row < n; row++) {
			const struct stored *cell =
			    &t->cells[row * t->column_count + (size_t)t->keys[0]];
			if (cell->kind == CELL_TEXT)
				names[count++] = cell->u.text;
		}
		near = nearest_word(l->parts[1], names, count);
	}
	unknown(s, part_place(l, 1), "unknown-key",
	    arena_printf(s->a, "no row of \"%s\" has the %s \"%s\"", t->name, c->name, l->parts[1]),
	    near);
	if (alike == NO_ROW)
		diag_also(s->d, (struct place){.file = t->file}, "the table's file");
	else
		diag_also(s->d, tables_cell(t, alike, t->keys[0]).at, alike_words);
}

/* The only row of the period; NO_ROW: none, or *several. */
static size_t
only_row(const struct table *t, const char *period, bool *several)
{
	size_t found = NO_ROW;

	*several = false;
	for (size_t row = 0; row < t->rows; row++)
		if (tables_in_period(t, row, period)) {
			*several = found != NO_ROW;
			if (*several)
				return NO_ROW;
			found = row;
		}
	return found;
}

/* How many names stand after the table's: its keys, and a column or not. */
static bool
check_count(struct scope *s, const struct table *t, const struct lookup *l)
{
	size_t names = l->count - 1;

	if (t->key_count > 0 ? names == t->key_count || names == t->key_count + 1 : names == 1)
		return true;
	if (t->key_count == 0)
		return refuse(s, l, "this table has no key: a column stands after its name");
	return refuse(s, l,
	    arena_printf(s->a, "\"%s\" has %zu key column%s: write {%s.%s%s}", t->name,
		t->key_count, t->key_count > 1 ? "s" : "", t->name, t->columns[t->keys[0]].name,
		t->key_count > 1 ? "…" : ""));
}

/* The period asked for: false after a diagnostic. */
static bool
check_period(struct scope *s, const struct table *t, const struct lookup *l)
{
	if (!l->at_name)
		return true;
	if (t->period < 0)
		return refuse(s, l, "this table has no period");
	if (strcmp(l->at_name, t->columns[t->period].name) == 0)
		return true;
	return refuse(s, l,
	    arena_printf(s->a, "the period of \"%s\" is @%s", t->name, t->columns[t->period].name));
}

static bool
is_plain(const struct scope *s, const char *name, const char *unit)
{
	const struct parameter *p = value_parameter(s->report, name, strlen(name));

	return (unit && strcmp(unit, "year") == 0) || (p && p->type == PARAMETER_INTEGER);
}

static const char *
period_text(struct scope *s, const struct table *t, size_t row)
{
	struct cell cell = tables_cell(t, row, t->period);
	char number[24];

	if (cell.kind == CELL_TEXT)
		return cell.text;
	decimal_write(cell.number, number);
	return arena_text(s->a, cell.kind == CELL_EMPTY ? "" : number);
}

/* ", only 2021, 2022": the last periods of the rows that have the keys. */
static void
add_periods(struct scope *s, struct buf *says, const struct table *t, const char *const *keys)
{
	const char *told[PERIODS_TOLD + 1];
	size_t count = 0;

	for (size_t row = t->rows; row-- > 0 && count < COUNT(told);) {
		bool is_new = has_keys(t, row, keys);
		for (size_t i = 0; is_new && i < count; i++)
			is_new = !tables_in_period(t, row, told[i]);
		if (is_new)
			told[count++] = period_text(s, t, row);
	}
	for (size_t i = count; i > 0; i--)
		buf_printf(says, "%s%s", i == count ? ", only " : ", ",
		    i == COUNT(told) ? "\u2026" : told[i - 1]);
}

const char *
value_no_row(struct scope *s, const struct table *t, const char *const *keys, const char *period)
{
	struct buf says = {0};

	buf_text(&says, "no row of this file has ");
	for (size_t k = 0; keys && k < t->key_count; k++)
		buf_printf(
		    &says, "%s%s %s", k > 0 ? ", " : "", t->columns[t->keys[k]].name, keys[k]);
	if (t->period >= 0) {
		buf_printf(&says, "%s%s %s", keys && t->key_count > 0 ? " and " : "",
		    t->columns[t->period].name, period ? period : "as asked for");
		add_periods(s, &says, t, keys);
	}
	const char *text = arena_text(s->a, says.at);
	buf_close(&says);
	return text;
}

static void
tell_no_row(struct scope *s, const struct table *t, const struct lookup *l, const char *period,
    struct figure *f)
{
	size_t alike = NO_ROW;

	if (!s->quiet && t->key_count > 0)
		alike = find_alike(t, l->parts + 1, period);
	f->why = (struct place){.file = t->file};
	f->says = s->quiet ? "" : value_no_row(s, t, l->parts + 1, period);
	if (alike != NO_ROW) {
		f->why = tables_cell(t, alike, t->keys[0]).at;
		f->says = alike_words;
		f->misspelt = true;
	}
}

static enum found
find_in_table(struct scope *s, const struct lookup *l, int shift, struct figure *f)
{
	struct table *t = s->tables ? tables_find(s->tables, l->parts[0]) : NULL;

	if (!t) {
		unknown_table(s, l);
		return FOUND_NOTHING;
	}
	f->silent = t->broken;
	if (t->broken && (!t->columns || t->rows == 0))
		return FOUND_NOTHING;
	if (!check_count(s, t, l) || !check_period(s, t, l))
		return FOUND_NOTHING;
	size_t after = 1 + t->key_count;
	int column = find_column(s, t, l, after, after < l->count ? l->parts[after] : "value");
	if (column < 0)
		return FOUND_NOTHING;
	const char *period = value_period(s, t, l->shift + shift);
	bool several = false;
	reads_period(s->tables, t, period);
	size_t row =
	    t->key_count ? tables_find_row(t, l->parts + 1, period) : only_row(t, period, &several);
	if (several) {
		refuse(s, l, "this table has several rows in the period, and no key to choose one");
		return FOUND_NOTHING;
	}
	if (row == NO_ROW) {
		if (t->key_count && !t->broken && !key_exists(t, l->parts + 1)) {
			report_key(s, t, l, period);
			return FOUND_NOTHING;
		}
		tell_no_row(s, t, l, period, f);
		return FOUND_MISSING;
	}
	f->cell = tables_cell(t, row, column);
	f->plain = is_plain(s, t->columns[column].name, f->cell.unit);
	f->why = f->cell.at;
	f->says = "this cell has no value";
	reads_figure(s, l, period, &f->cell);
	return f->cell.kind == CELL_EMPTY ? FOUND_MISSING : FOUND_CELL;
}

/* ---- single names ---- */

static enum found
find_parameter(
    struct scope *s, const struct lookup *l, const struct parameter *p, int shift, struct figure *f)
{
	const char *value = shifted(s->a, p, shift);

	if (!value) {
		refuse(s, l, "only an integer can be counted on from");
		return FOUND_NOTHING;
	}
	f->cell = (struct cell){.kind = CELL_TEXT, .text = value};
	f->plain = true;
	if (p->type == PARAMETER_INTEGER && decimal_read(value, &f->cell.number))
		f->cell.kind = CELL_NUMBER;
	return FOUND_CELL;
}

static enum found
find_unknown(struct scope *s, const struct lookup *l)
{
	size_t n = s->row ? s->row->count : 0;
	const char **names = NEW_ARRAY(s->a, const char *, n + s->report->parameter_count + 1);
	size_t count = 0;

	for (; count < n; count++)
		names[count] = s->row->columns[count];
	for (size_t i = 0; i < s->report->parameter_count; i++)
		names[count++] = s->report->parameters[i].name;
	const char *near = nearest_word(l->parts[0], names, count);
	if (s->row)
		unknown(s, part_place(l, 0), "unknown-column",
		    arena_printf(
			s->a, "\"%s\" is neither a column of the row nor a parameter", l->parts[0]),
		    near);
	else
		unknown(s, part_place(l, 0), "unknown-parameter",
		    arena_printf(s->a, "\"%s\" is not a parameter of the report", l->parts[0]),
		    near);
	if (!near && s->tables && tables_find(s->tables, l->parts[0]))
		diag_help(s->d, "a figure of the table is {%s.key} or {%s.key.column}", l->parts[0],
		    l->parts[0]);
	return FOUND_NOTHING;
}

static enum found
find_single(struct scope *s, const struct lookup *l, struct figure *f)
{
	const char *name = l->parts[0];
	const struct parameter *p;
	int shift = 0;

	for (size_t i = 0; s->row && i < s->row->count; i++)
		if (strcmp(s->row->columns[i], name) == 0) {
			f->cell = s->row->cells[i];
			f->plain = is_plain(s, name, f->cell.unit);
			f->why = f->cell.at;
			f->says = "this cell has no value";
			return f->cell.kind == CELL_EMPTY ? FOUND_MISSING : FOUND_CELL;
		}
	if ((p = value_parameter(s->report, name, strlen(name))))
		return find_parameter(s, l, p, 0, f);
	for (const char *sign = strpbrk(name, "+-"); sign; sign = strpbrk(sign + 1, "+-")) {
		const char *rest = read_shift(sign, &shift);
		p = value_parameter(s->report, name, (size_t)(sign - name));
		if (rest && !*rest && p)
			return find_parameter(s, l, p, shift, f);
	}
	if (strcmp(name, "title") == 0)
		return FOUND_TITLE;
	if (strcmp(name, "folio") == 0)
		return FOUND_FOLIO;
	if (strcmp(name, "pages") == 0)
		return FOUND_PAGES;
	return find_unknown(s, l);
}

enum found
lookup_find(struct scope *s, const struct lookup *l, int shift, struct figure *f)
{
	*f = (struct figure){0};
	if (l->count > 1)
		return find_in_table(s, l, shift, f);
	if (shift == 0)
		return find_single(s, l, f);
	f->says = "it has no other period";
	return FOUND_MISSING;
}

/* May this file lack the key? A file of its own for each year or office need not hold all keys of
 * the others; unless the column lists its words, which are those of all. */
static bool
may_lack(const struct table *t, const char *const *keys)
{
	bool listed = false;

	for (size_t k = 0; k < t->key_count; k++) {
		const struct words *words = &t->columns[t->keys[k]].words;
		bool known = words->count == 0;

		for (size_t i = 0; !known && i < words->count; i++)
			known = strcmp(words->items[i], keys[k]) == 0;
		if (!known)
			return false;
		listed = listed || words->count > 0;
	}
	return listed || t->varies || key_exists(t, keys);
}

bool
lookup_there(struct scope *s, const struct lookup *l)
{
	struct table *t = s->tables ? tables_find(s->tables, l->parts[0]) : NULL;

	if (!t)
		unknown_table(s, l);
	if (!t || t->broken || !check_period(s, t, l))
		return false;
	const char *period = value_period(s, t, l->shift);
	reads_period(s->tables, t, period);
	if (l->count == 1) {
		for (size_t row = 0; row < t->rows; row++)
			if (tables_in_period(t, row, period))
				return true;
		return false;
	}
	if (!check_count(s, t, l))
		return false;
	bool several, keyed = t->key_count > 0;
	size_t after = 1 + t->key_count;
	int column = after < l->count ? find_column(s, t, l, after, l->parts[after])
				      : tables_column(t, "value");
	if (column < 0 && after < l->count)
		return false;
	size_t row =
	    keyed ? tables_find_row(t, l->parts + 1, period) : only_row(t, period, &several);
	if (row != NO_ROW)
		return column < 0 || tables_cell(t, row, column).kind != CELL_EMPTY;
	if (keyed && !may_lack(t, l->parts + 1))
		report_key(s, t, l, period);
	return false;
}
