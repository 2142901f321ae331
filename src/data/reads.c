/* reads.c: which rows a report has read, and whether they are still the same.
 *
 * Look-ups and queries report here while a report is bound, if somebody asked for it. Rows are told
 * by table and period, or as all of the table. Figures that were looked up are kept by name
 * besides: a batch tells which of them changed since the last run, and which stand out among
 * offices and years.
 */
#include "inner.h"

#include <string.h>

struct reads {
	struct arena *a;
	struct table_reads *tables; /* as in tables->items */
	struct map *names;          /* of figures, with the period */
	struct figure_read *figures;
	size_t figure_count, figure_cap;
	struct figure_watched *watched;
	size_t watched_count, watched_cap;
};

struct table_reads {
	bool all;
	const char **periods;
	size_t count, cap;
};

void
tables_watch(struct tables *t, struct arena *a)
{
	struct reads *r = NEW(a, struct reads);

	*r = (struct reads){
	    .a = a, .tables = NEW_ARRAY(a, struct table_reads, t->count + 1), .names = map_new(a)};
	t->reads = r;
}

void
reads_period(struct tables *t, const struct table *table, const char *period)
{
	struct table_reads *r = t->reads ? &t->reads->tables[table - t->items] : NULL;

	if (!r)
		return;
	if (table->period < 0 || !period) {
		r->all = true;
		return;
	}
	for (size_t i = 0; i < r->count; i++)
		if (strcmp(r->periods[i], period) == 0)
			return;
	GROW(t->reads->a, r->periods, r->count, r->cap);
	r->periods[r->count++] = arena_text(t->reads->a, period);
}

void
reads_all(struct tables *t, size_t table)
{
	if (t->reads)
		t->reads->tables[table].all = true;
}

void
reads_figure(struct scope *s, const struct lookup *l, const char *period, const struct cell *cell)
{
	struct reads *r = s->tables->reads;
	struct buf name = {0};
	size_t end;

	if (!r || cell->kind != CELL_NUMBER)
		return;
	for (size_t i = 0; i < l->count; i++)
		buf_printf(&name, "%s%s", i > 0 ? "." : "", l->parts[i]);
	end = name.len;
	buf_printf(&name, "@%s", period ? period : "");
	if (!map_find(r->names, name.at)) {
		struct figure_read f = {.name = arena_copy(r->a, name.at, end),
		    .period = arena_text(r->a, period ? period : ""),
		    .number = cell->number};

		map_add(r->names, arena_text(r->a, name.at), r);
		GROW(r->a, r->figures, r->figure_count, r->figure_cap);
		r->figures[r->figure_count++] = f;
	}
	buf_close(&name);
}

void
tables_told(const struct tables *t, void *self,
    void (*tell)(void *self, const char *table, const char *period))
{
	for (size_t i = 0; t->reads && i < t->count; i++) {
		const struct table_reads *r = &t->reads->tables[i];

		if (r->all)
			tell(self, t->items[i].name, NULL);
		for (size_t k = 0; !r->all && k < r->count; k++)
			tell(self, t->items[i].name, r->periods[k]);
	}
}

static uint64_t
hash_cell(const struct stored *s, uint64_t seed)
{
	uint64_t about = hash_bytes(&s->kind, 1, seed);

	if (s->kind == CELL_TEXT)
		return hash_bytes(s->u.text, strlen(s->u.text), about);
	if (s->kind == CELL_NUMBER)
		return hash_bytes(&s->u.coef, sizeof s->u.coef, hash_bytes(&s->scale, 1, about));
	return about;
}

uint64_t
tables_rows_hash(const struct tables *t, const char *table, const char *period)
{
	const struct table *found = tables_find(t, table);
	uint64_t h = 1;

	if (!found)
		return 0;
	for (size_t row = 0; row < found->rows; row++) {
		const struct stored *cells = &found->cells[row * found->column_count];

		if (period && !tables_in_period(found, row, period))
			continue;
		for (size_t c = 0; c < found->column_count; c++)
			h = hash_cell(&cells[c], h);
	}
	return h;
}

size_t
tables_figures(const struct tables *t, const struct figure_read **figures)
{
	*figures = t->reads ? t->reads->figures : NULL;
	return t->reads ? t->reads->figure_count : 0;
}

bool
tables_vary(const struct tables *t, const char *parameter)
{
	size_t n = strlen(parameter);

	for (size_t i = 0; i < t->path_count; i++)
		for (const char *brace = strchr(t->paths[i], '{'); brace;
		     brace = strchr(brace + 1, '{'))
			if (strncmp(brace + 1, parameter, n) == 0)
				return true;
	return false;
}

void
reads_watched(struct tables *t, const char *name, const char *period, const struct cell *cell)
{
	struct reads *r = t->reads;

	if (!r)
		return;
	GROW(r->a, r->watched, r->watched_count, r->watched_cap);
	r->watched[r->watched_count++] =
	    (struct figure_watched){.name = name, .period = period ? period : "", .cell = *cell};
}

size_t
tables_watched(const struct tables *t, const struct figure_watched **figures)
{
	*figures = t->reads ? t->reads->watched : NULL;
	return t->reads ? t->reads->watched_count : 0;
}
