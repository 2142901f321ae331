/* items.c: which reports a batch makes: --each and --items, crossed; --where and --shard choose.
 *
 * The order is the order given, the last parameter turning fastest. An item's name is all that it
 * is: the journal, the shards and the messages know it by that.
 */
#include <stdlib.h>
#include <string.h>

#include "bilan/batch.h"

struct items *
items_new(struct arena *a)
{
	struct items *items = NEW(a, struct items);

	items->a = a;
	items->list = NEW(a, struct item);
	items->count = 1;
	return items;
}

/* ---- the values of one parameter ---------------------------------------------------------- */

struct values {
	const char *name;
	const char **items;
	size_t count;
	long least, most;
};

static bool
read_whole(const char *text, size_t length, long *n)
{
	size_t sign = *text == '-';

	if (length <= sign || length > 9 + sign ||
	    strspn(text + sign, "0123456789") + sign < length)
		return false;
	*n = strtol(text, NULL, 10);
	return true;
}

/* "2019..2023": a range of whole numbers. */
static bool
read_range(const char *text, long *least, long *most)
{
	const char *dots = strstr(text, "..");

	return dots != NULL && read_whole(text, (size_t)(dots - text), least) &&
	       read_whole(dots + 2, strlen(dots + 2), most);
}

static void
add_range(struct arena *a, struct values *v)
{
	v->count = (size_t)(v->most - v->least + 1);
	v->items = NEW_ARRAY(a, const char *, v->count);
	for (size_t i = 0; i < v->count; i++)
		v->items[i] = arena_printf(a, "%ld", v->least + (long)i);
}

static void
add_list(struct arena *a, struct values *v, const char *text)
{
	size_t cap = 0;

	for (;; text++) {
		size_t n = strcspn(text, ",");

		GROW(a, v->items, v->count, cap);
		v->items[v->count++] = arena_copy(a, text, n);
		text += n;
		if (*text == '\0')
			return;
	}
}

/* "NAME=A..B" or "NAME=A,B,C". */
static bool
read_values(struct arena *a, const char *words, struct values *v)
{
	const char *equals = strchr(words, '=');

	*v = (struct values){0};
	if (equals == NULL || equals == words || equals[1] == '\0')
		return false;
	v->name = arena_copy(a, words, (size_t)(equals - words));
	if (!read_range(equals + 1, &v->least, &v->most)) {
		add_list(a, v, equals + 1);
		return true;
	}
	if (v->most < v->least || v->most - v->least >= ITEMS_MOST)
		return false;
	add_range(a, v);
	return true;
}

/* ---- crossing -------------------------------------------------------------------------------- */

static bool
too_many(struct diag *d)
{
	diag_add(d, DIAG_ERROR, (struct place){0}, "bad-items", "more than %d reports", ITEMS_MOST);
	diag_help(d, "give fewer values, or several batches");
	return false;
}

static bool
name_taken(const struct items *items, struct diag *d, const char *name, struct place at)
{
	for (size_t i = 0; i < items->name_count; i++) {
		if (strcmp(items->names[i].text, name) != 0)
			continue;
		diag_add(d, DIAG_ERROR, at, "bad-items", "\"%s\" is given twice", name);
		return true;
	}
	return false;
}

/* Room for `times` as many items with `more` values each; the old list comes back. */
static const struct item *
widen(struct items *items, const struct setting *names, size_t more, size_t times)
{
	const struct item *old = items->list;
	struct setting *all = NEW_ARRAY(items->a, struct setting, items->name_count + more);

	for (size_t i = 0; i < items->name_count; i++)
		all[i] = items->names[i];
	for (size_t i = 0; i < more; i++)
		all[items->name_count + i] = names[i];
	items->names = all;
	items->list = NEW_ARRAY(items->a, struct item, items->count * times);
	for (size_t i = 0; i < items->count * times; i++) {
		const char **values = NEW_ARRAY(items->a, const char *, items->name_count + more);

		for (size_t k = 0; k < items->name_count; k++)
			values[k] = old[i / times].values[k];
		items->list[i].values = values;
		items->list[i].at = old[i / times].at;
	}
	items->count *= times;
	items->name_count += more;
	return old;
}

bool
items_each(struct items *items, struct diag *d, const char *words)
{
	struct values v;

	if (!read_values(items->a, words, &v)) {
		diag_add(d, DIAG_ERROR, (struct place){0}, "bad-items",
		    "\"%s\" does not say which reports to make", words);
		diag_help(d, "write year=2019..2023, or entity=ariege,aude");
		return false;
	}
	if (name_taken(items, d, v.name, (struct place){0}))
		return false;
	if (v.count * items->count > ITEMS_MOST)
		return too_many(d);
	widen(items, &(struct setting){.text = v.name}, 1, v.count);
	for (size_t i = 0; i < items->count; i++)
		items->list[i].values[items->name_count - 1] = v.items[i % v.count];
	return true;
}

static bool
check_sheet(const struct items *items, struct diag *d, const struct sheet *s)
{
	struct arena *scratch = arena_open();
	struct map *known = map_new(scratch);
	bool ok = true;

	for (size_t c = 0; c < s->columns && c < s->count; c++) {
		ok = !name_taken(items, d, s->cells[c].text, s->cells[c].at) && ok;
		if (map_find(known, s->cells[c].text) != NULL) {
			diag_add(d, DIAG_ERROR, s->cells[c].at, "bad-items",
			    "two columns are called \"%s\"", s->cells[c].text);
			ok = false;
		}
		map_add(known, s->cells[c].text, &s->cells[c]);
	}
	arena_close(scratch);
	for (size_t i = s->columns; i < s->count; i++) {
		if (s->cells[i].text[0] != '\0')
			continue;
		diag_add(d, DIAG_ERROR, s->cells[i].at, "bad-items", "this report has no \"%s\"",
		    s->cells[i % s->columns].text);
		ok = false;
	}
	return ok;
}

bool
items_rows(struct items *items, struct diag *d, const struct sheet *s)
{
	struct setting *names = NEW_ARRAY(items->a, struct setting, s->columns);
	size_t first = items->name_count;

	if (!check_sheet(items, d, s))
		return false;
	if (s->rows * items->count > ITEMS_MOST)
		return too_many(d);
	if (s->rows == 0) {
		items->count = 0;
		return true;
	}
	for (size_t c = 0; c < s->columns; c++)
		names[c] = (struct setting){s->cells[c].text, s->cells[c].at};
	widen(items, names, s->columns, s->rows);
	for (size_t i = 0; i < items->count; i++) {
		const struct sheet_cell *row = &s->cells[(1 + i % s->rows) * s->columns];

		items->list[i].at = row->at;
		for (size_t c = 0; c < s->columns; c++)
			items->list[i].values[first + c] = row[c].text;
	}
	return true;
}

void
items_name(struct items *items)
{
	for (size_t i = 0; i < items->count; i++) {
		struct buf name = {0};

		for (size_t k = 0; k < items->name_count; k++)
			buf_printf(&name, "%s%s=%s", k > 0 ? " " : "", items->names[k].text,
			    items->list[i].values[k]);
		items->list[i].name = arena_text(items->a, name.at != NULL ? name.at : "");
		buf_close(&name);
	}
}

/* ---- choosing -------------------------------------------------------------------------------- */

static bool
value_meets(const char *value, const char *wanted)
{
	long n, least, most;

	if (read_range(wanted, &least, &most))
		return read_whole(value, strlen(value), &n) && n >= least && n <= most;
	for (;; wanted++) {
		size_t length = strcspn(wanted, ",");

		if (strlen(value) == length && strncmp(value, wanted, length) == 0)
			return true;
		wanted += length;
		if (*wanted == '\0')
			return false;
	}
}

bool
items_where(const struct items *items, size_t i, const char *const *words, size_t count)
{
	for (size_t w = 0; w < count; w++) {
		const char *equals = strchr(words[w], '=');
		bool meets = false;

		for (size_t k = 0; equals != NULL && k < items->name_count; k++) {
			size_t n = strlen(items->names[k].text);

			meets = meets || ((size_t)(equals - words[w]) == n &&
					     strncmp(items->names[k].text, words[w], n) == 0 &&
					     value_meets(items->list[i].values[k], equals + 1));
		}
		if (!meets)
			return false;
	}
	return true;
}

bool
shard_read(const char *words, unsigned *part, unsigned *parts)
{
	const char *slash = strchr(words, '/');
	long n, of;

	if (slash == NULL || !read_whole(words, (size_t)(slash - words), &n) ||
	    !read_whole(slash + 1, strlen(slash + 1), &of) || n < 1 || of < n || of > ITEMS_MOST)
		return false;
	*part = (unsigned)n;
	*parts = (unsigned)of;
	return true;
}

/* By its name and not by its number: an item that is added moves no other to another machine. */
bool
shard_has(const char *name, unsigned part, unsigned parts)
{
	return hash_bytes(name, strlen(name), 0) % parts == part - 1;
}

/* ---- outputs -------------------------------------------------------------------------------- */

static const char *
value_named(const struct items *items, size_t i, const char *name, size_t length)
{
	for (size_t k = 0; k < items->name_count; k++) {
		if (strlen(items->names[k].text) == length &&
		    strncmp(items->names[k].text, name, length) == 0)
			return items->list[i].values[k];
	}
	return NULL;
}

/* No part of a path: a value must not lead elsewhere. */
static bool
is_file_name(const char *text)
{
	return *text != '\0' && *text != '.' && strchr(text, '/') == NULL && strlen(text) <= 200;
}

const char *
item_output(struct arena *a, struct diag *d, const struct items *items, size_t i,
    const char *pattern, const char *target)
{
	struct buf path = {0};
	const char *kept = NULL, *value = "";

	for (const char *s = pattern; value != NULL && *s != '\0';) {
		size_t n = strcspn(s, "{");

		buf_add(&path, s, n);
		s += n;
		if (*s == '\0')
			break;
		n = strcspn(++s, "}");
		value =
		    n == 6 && strncmp(s, "target", 6) == 0 ? target : value_named(items, i, s, n);
		if (value == NULL) {
			diag_add(d, DIAG_ERROR, (struct place){0}, "bad-items",
			    "the output's name asks for {%.*s}, which is none of the batch's "
			    "parameters",
			    (int)n, s);
		} else if (!is_file_name(value)) {
			diag_add(d, DIAG_ERROR, items->list[i].at, "bad-items",
			    "\"%s\" cannot be a part of a file's name", value);
			value = NULL;
		} else {
			buf_text(&path, value);
		}
		s += n + (s[n] == '}');
	}
	if (value != NULL)
		kept = arena_text(a, path.at != NULL ? path.at : "");
	buf_close(&path);
	return kept;
}
