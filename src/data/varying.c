/* varying.c: the rows of the files whose names hold {parameters}, for reports that take turns.
 *
 * A batch declares its tables once. The rows of the files that all reports have stay in them; those
 * of the others are put in for the report at hand and taken out for the next, so that a report
 * whose files were read before need not read them again. SQLite holds the rows of the report at
 * hand only.
 */
#include "store.h"

struct varying {
	struct table *items; /* as in tables->items */
	size_t count;
	bool aside; /* else its rows are in the tables */
};

struct varying *
varying_open(const struct tables *t, struct arena *a)
{
	struct varying *v = NEW(a, struct varying);

	v->items = NEW_ARRAY(a, struct table, t->count + 1);
	v->count = t->count;
	return v;
}

void
varying_take(struct varying *v, struct tables *t)
{
	for (size_t i = 0; i < v->count; i++) {
		struct table *table = &t->items[i];

		if (!table->varies || !table->declared)
			continue;
		v->items[i] = *table;
		table->cells = NULL;
		table->slots = NULL;
		tables_drop(table);
		tables_forget(t, i);
	}
	v->aside = true;
}

void
varying_put(struct varying *v, struct tables *t)
{
	for (size_t i = 0; i < v->count; i++) {
		if (t->items[i].varies && t->items[i].declared)
			t->items[i] = v->items[i];
	}
	v->aside = false;
}

void
varying_close(struct varying *v)
{
	for (size_t i = 0; v->aside && i < v->count; i++)
		tables_drop(&v->items[i]);
	v->aside = false;
}
