/* tables_index.c: rows by key and period.
 *
 * A table of slots (open addressing, at most half full) holds row numbers, hashed by what the key
 * columns and the period column say. Building it finds duplicate keys; look-ups of {table.key}
 * use it. A table without a key has none: its rows are looked through.
 */
#include "inner.h"

#include <stdlib.h>
#include <string.h>

enum { DUPLICATES_MOST = 50 };

static const struct stored *
stored_at(const struct table *t, size_t row, int column)
{
	return &t->cells[row * t->column_count + (size_t)column];
}

static uint64_t
hash_cell(const struct stored *s, uint64_t seed)
{
	if (s->kind == CELL_TEXT)
		return hash_bytes(s->u.text, strlen(s->u.text), seed);
	if (s->kind == CELL_NUMBER)
		return hash_bytes(&s->u.coef, sizeof s->u.coef, seed);
	return hash_bytes("", 0, seed);
}

static bool
same_cell(const struct stored *a, const struct stored *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == CELL_TEXT)
		return strcmp(a->u.text, b->u.text) == 0;
	return a->kind == CELL_EMPTY || (a->u.coef == b->u.coef && a->scale == b->scale);
}

static uint64_t
hash_row(const struct table *t, size_t row)
{
	uint64_t h = 0;

	for (size_t k = 0; k < t->key_count; k++)
		h = hash_cell(stored_at(t, row, t->keys[k]), h);
	return t->period >= 0 ? hash_cell(stored_at(t, row, t->period), h) : h;
}

static bool
same_key(const struct table *t, size_t a, size_t b)
{
	for (size_t k = 0; k < t->key_count; k++)
		if (!same_cell(stored_at(t, a, t->keys[k]), stored_at(t, b, t->keys[k])))
			return false;
	return t->period < 0 || same_cell(stored_at(t, a, t->period), stored_at(t, b, t->period));
}

/* Of a table without a period: the column in which two rows of one key differ and that tells
 * years; NULL: none. */
static const struct column *
forgotten_period(const struct table *t, const struct report *report, size_t row, size_t first)
{
	for (size_t i = 0; t->period < 0 && i < t->column_count; i++) {
		const struct column *c = &t->columns[i];
		bool year = c->unit != NULL && strcmp(c->unit, "year") == 0;

		if ((year || (report != NULL &&
				 value_parameter(report, c->name, strlen(c->name)) != NULL)) &&
		    !same_cell(stored_at(t, row, (int)i), stored_at(t, first, (int)i)))
			return c;
	}
	return NULL;
}

static void
report_twin(struct arena *a, struct diag *d, struct table *t, size_t row, size_t first)
{
	struct cell key = tables_cell(t, row, t->keys[0]);
	struct cell other = tables_cell(t, first, t->keys[0]);
	const char *says = "";

	t->broken = true;
	for (size_t k = 0; k < t->key_count + (t->period >= 0); k++) {
		int column = k < t->key_count ? t->keys[k] : t->period;
		struct cell c = tables_cell(t, row, column);
		char number[24] = "";
		if (c.kind == CELL_NUMBER)
			decimal_write(c.number, number);
		says = arena_printf(a, "%s%s%s %s", says, k ? ", " : "", t->columns[column].name,
		    c.kind == CELL_TEXT ? c.text : number);
	}
	diag_add(d, DIAG_ERROR, key.at, "duplicate-key", "this row is there twice: %s", says);
	diag_also(d, other.at, "the first one");
}

static void
help_twins(struct diag *d, const struct column *period)
{
	if (period == NULL)
		return;
	diag_help(d, "the two differ in the column \"%s\": is \"period: %s\" of the table missing?",
	    period->name, period->name);
}

void
tables_index(struct arena *a, struct diag *d, struct table *t, const struct report *report)
{
	size_t twins = 0;

	if (t->key_count == 0 || t->rows == 0 || t->rows >= UINT32_MAX / 4)
		return;
	for (t->slot_count = 16; t->slot_count < t->rows * 2;)
		t->slot_count *= 2;
	t->slots = mem_resize(NULL, t->slot_count * sizeof *t->slots);
	memset(t->slots, 0, t->slot_count * sizeof *t->slots);
	for (size_t row = 0; row < t->rows; row++) {
		size_t at = hash_row(t, row) & (t->slot_count - 1);
		while (t->slots[at] && !same_key(t, t->slots[at] - 1, row))
			at = (at + 1) & (t->slot_count - 1);
		if (!t->slots[at])
			t->slots[at] = (uint32_t)row + 1;
		else if (stored_at(t, row, t->keys[0])->kind != CELL_EMPTY &&
			 twins++ < DUPLICATES_MOST) {
			report_twin(a, d, t, row, t->slots[at] - 1);
			if (twins == 1)
				help_twins(d, forgotten_period(t, report, row, t->slots[at] - 1));
		}
	}
	if (twins > DUPLICATES_MOST)
		diag_add(d, DIAG_ERROR, (struct place){.file = t->file}, "duplicate-key",
		    "%zu more rows of this file are there twice", twins - DUPLICATES_MOST);
}

/* The cell that `text` would be in that column; false when it could not be one. */
static bool
cell_of(const struct column *c, const char *text, struct stored *s)
{
	struct decimal n;

	*s = (struct stored){.kind = CELL_TEXT, .u.text = text};
	if (c->type == COLUMN_KEY || c->type == COLUMN_TEXT)
		return true;
	if (!number_read(text, &n, NULL) || !decimal_round(n, c->scale, &n))
		return false;
	*s = (struct stored){.kind = CELL_NUMBER, .scale = (uint8_t)n.scale, .u.coef = n.coef};
	return true;
}

bool
tables_cell_says(const struct column *c, const struct stored *cell, const char *text)
{
	struct stored s;

	return cell_of(c, text, &s) && same_cell(&s, cell);
}

bool
tables_in_period(const struct table *t, size_t row, const char *period)
{
	return t->period < 0 || (period && tables_cell_says(&t->columns[t->period],
					       stored_at(t, row, t->period), period));
}

size_t
tables_row_before(const struct table *t, size_t row)
{
	struct stored before = *stored_at(t, row, t->period);
	uint64_t h = 0;

	if (t->slot_count == 0 || before.kind != CELL_NUMBER || before.scale != 0)
		return NO_ROW;
	before.u.coef--;
	for (size_t k = 0; k < t->key_count; k++)
		h = hash_cell(stored_at(t, row, t->keys[k]), h);
	h = hash_cell(&before, h);
	for (size_t at = h & (t->slot_count - 1); t->slots[at];
	     at = (at + 1) & (t->slot_count - 1)) {
		size_t other = t->slots[at] - 1, same = 0;

		while (same < t->key_count && same_cell(stored_at(t, other, t->keys[same]),
						  stored_at(t, row, t->keys[same])))
			same++;
		if (same == t->key_count && same_cell(stored_at(t, other, t->period), &before))
			return other;
	}
	return NO_ROW;
}

size_t
tables_find_row(const struct table *t, const char *const *keys, const char *period)
{
	struct stored cells[KEYS_MOST + 1];
	size_t n = t->key_count + (t->period >= 0);
	uint64_t h = 0;

	if (t->slot_count == 0 || n > COUNT(cells) || (t->period >= 0 && !period))
		return NO_ROW;
	for (size_t k = 0; k < n; k++) {
		int column = k < t->key_count ? t->keys[k] : t->period;
		if (!cell_of(&t->columns[column], k < t->key_count ? keys[k] : period, &cells[k]))
			return NO_ROW;
		h = hash_cell(&cells[k], h);
	}
	for (size_t at = h & (t->slot_count - 1); t->slots[at];
	     at = (at + 1) & (t->slot_count - 1)) {
		size_t row = t->slots[at] - 1;
		bool same = true;
		for (size_t k = 0; same && k < n; k++) {
			int column = k < t->key_count ? t->keys[k] : t->period;
			same = same_cell(&cells[k], stored_at(t, row, column));
		}
		if (same)
			return row;
	}
	return NO_ROW;
}
