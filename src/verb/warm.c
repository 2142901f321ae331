/* warm.c: a report of a batch, from what is shared to its pages.
 *
 * Shared by all: the report's YAML, theme, masters, fonts, shaped words, number formats, the
 * declarations of the tables, the queries, the rows of the files that all reports have (also in
 * SQLite), and the files that the first report read, its blocks as they were read, its pictures and
 * icons as they were drawn, and its prose. Reports whose tables have other files take turns: the
 * rows of a few are held, those of the report at hand are in the tables. Of its own each report has
 * its parameters, block tree and pages; they are in one arena, emptied for the next.
 *
 * This way is for reports without a mistake. Whatever is wrong, or cannot be shared (a theme whose
 * name holds a parameter), is answered with false, and the report is made as `bilan build` makes
 * it: then messages, sources and all are exactly what they always are. Either way the bytes are the
 * same: inputs are those of this report and no others, since the newest of them is the date of the
 * PDF.
 */
#include <stdlib.h>
#include <string.h>

#include "bilan/batch.h"
#include "warm.h"

enum { SETS = 4 }; /* of rows held at a time */

struct table_set {
	struct arena *a; /* NULL: free */
	const char *key; /* these parameters' values */
	struct project *project;
	struct varying *aside; /* its rows, while another set's are in the tables */
	struct warm_warnings warnings;
	bool sound;
	unsigned long used;
};

struct warm {
	struct make base;           /* run, a, d, project, report, texts, numbers, tables */
	struct arena *item, *first; /* of the report at hand; of the one warmed up with */
	struct project *above;      /* with the files of the tables that all reports have */
	struct table_set sets[SETS];
	struct table_set *in;          /* of the report at hand: its rows are in the tables */
	struct warm_warnings warnings; /* of the shared configuration and tables */
	unsigned long clock;
	struct scales *scales;
};

/* ---- parameters ----------------------------------------------------------------------------- */

static bool
fits(const struct parameter *p, const char *value)
{
	size_t length = strlen(value);

	return utf8_check(value, length) == length &&
	       (p->type != PARAMETER_INTEGER || config_is_integer(value));
}

/* The shared report with these values; NULL when one of them is not as it should be. */
static struct report *
report_with(struct warm *w, struct arena *a, const struct given *given, size_t count)
{
	const struct report *shared = w->base.report;
	struct report *r = NEW(a, struct report);

	*r = *shared;
	r->parameters = NEW_ARRAY(a, struct parameter, r->parameter_count + 1);
	for (size_t i = 0; i < r->parameter_count; i++)
		r->parameters[i] = shared->parameters[i];
	for (size_t g = 0; g < count; g++) {
		size_t i = 0;

		while (i < r->parameter_count && strcmp(r->parameters[i].name, given[g].name) != 0)
			i++;
		if (i == r->parameter_count || !fits(&r->parameters[i], given[g].value))
			return NULL;
		r->parameters[i].value = given[g].value;
	}
	return r;
}

/* ---- tables --------------------------------------------------------------------------------- */

/* Takes the warnings out of the diagnostics. */
static struct warm_warnings
take_warnings(struct warm *w, struct arena *a)
{
	struct diag *d = w->base.d;
	struct warm_warnings taken = {diag_count(d, DIAG_WARNING), ""};
	struct buf lines = {0};

	warnings_write(&lines, d);
	if (lines.len > 0)
		taken.lines = arena_copy(a, lines.at, lines.len);
	buf_close(&lines);
	diag_empty(d);
	return taken;
}

/* Declares the tables and reads the files that all reports have: once, so that no report shows
 * what they hold later. */
static bool
open_tables(struct warm *w)
{
	struct make *m = &w->base;

	w->above = project_under(m->a, m->d, m->project);
	m->tables = tables_declare(m->a, m->d, w->above, m->report);
	if (m->tables == NULL)
		return false;
	tables_fill(m->tables, m->a, m->d, w->above, m->report, FILES_LASTING);
	return !diag_failed(m->d);
}

/* Reads the files of these reports, in place of others. */
static void
fill_set(struct warm *w, struct table_set *s, const char *key, const struct report *r)
{
	struct diag *d = w->base.d;

	if (s->a == NULL)
		s->a = arena_open();
	else
		varying_close(s->aside);
	arena_empty(s->a);
	s->key = arena_text(s->a, key);
	s->aside = varying_open(w->base.tables, s->a);
	s->project = project_under(s->a, d, w->above);
	tables_fill(w->base.tables, s->a, d, s->project, r, FILES_VARYING);
	s->sound = !diag_failed(d);
	s->warnings = take_warnings(w, s->a);
}

static const char *
set_key(const struct warm *w, struct arena *a, const struct report *r)
{
	const char *key = "";

	for (size_t i = 0; i < r->parameter_count; i++) {
		if (tables_vary(w->base.tables, r->parameters[i].name))
			key = arena_printf(a, "%s%zu %s\n", key, strlen(r->parameters[i].value),
			    r->parameters[i].value);
	}
	return key;
}

/* The set of that key, or the one that was not used for longest. */
static struct table_set *
find_set(struct warm *w, const char *key)
{
	struct table_set *oldest = &w->sets[0];

	for (int i = 0; i < SETS; i++) {
		struct table_set *s = &w->sets[i];

		if (s->a != NULL && strcmp(s->key, key) == 0)
			return s;
		if (s->used < oldest->used)
			oldest = s;
	}
	return oldest;
}

/* Puts the rows of that report into the tables. */
static struct table_set *
turn_to(struct warm *w, const struct report *r)
{
	const char *key = set_key(w, w->item, r);
	struct table_set *s = find_set(w, key);
	bool known = s->a != NULL && strcmp(s->key, key) == 0;

	if (w->in != NULL && w->in != s)
		varying_take(w->in->aside, w->base.tables);
	if (!known)
		fill_set(w, s, key, r);
	else if (w->in != s)
		varying_put(s->aside, w->base.tables);
	s->used = ++w->clock;
	w->in = s;
	return s;
}

struct tables *
warm_tables(struct warm *w, const struct given *given, size_t count)
{
	struct report *r;

	arena_empty(w->item);
	r = report_with(w, w->item, given, count);
	return r != NULL && turn_to(w, r)->sound ? w->base.tables : NULL;
}

/* ---- reports -------------------------------------------------------------------------------- */

static bool
tree_in(struct warm *w, struct make *m, struct arena *a, const struct given *given, size_t count)
{
	struct report *r = report_with(w, a, given, count);

	if (r == NULL || !turn_to(w, r)->sound)
		return false;
	*m = (struct make){.run = w->base.run,
	    .a = a,
	    .d = w->base.d,
	    .report = r,
	    .project = project_under(a, w->base.d, w->in->project),
	    .tables = w->base.tables,
	    .numbers = w->base.numbers,
	    .texts = w->base.texts,
	    .scales = w->scales,
	    .first = w->base.first,
	    .keeps = w->base.first == NULL && a == w->first};
	diag_empty(m->d);
	tables_watch(m->tables, a);
	return make_tree(m) && !diag_failed(m->d);
}

static bool
make_in(struct warm *w, struct make *m, struct arena *a, const struct given *given, size_t count)
{
	return tree_in(w, m, a, given, count) && make_pages(m);
}

bool
warm_tree(struct warm *w, struct make *m, const struct given *given, size_t count,
    struct scales *gathered)
{
	bool good;

	*m = (struct make){0};
	arena_empty(w->item);
	w->scales = gathered;
	good = tree_in(w, m, w->item, given, count);
	w->scales = NULL;
	return good;
}

void
warm_scales(struct warm *w, struct scales *scales)
{
	w->scales = scales;
}

bool
warm_make(struct warm *w, struct make *m, const struct given *given, size_t count)
{
	*m = (struct make){0};
	arena_empty(w->item);
	return make_in(w, m, w->item, given, count);
}

struct warm_warnings
warm_warnings(const struct warm *w, struct arena *a)
{
	const struct warm_warnings *all = &w->warnings, *some = &w->in->warnings;

	return (struct warm_warnings){
	    all->count + some->count, arena_printf(a, "%s%s", all->lines, some->lines)};
}

void
warm_forget(struct warm *w, struct make *m)
{
	pages_close(m->pages);
	m->pages = NULL;
	diag_empty(w->base.d);
}

const struct report *
warm_report(const struct warm *w)
{
	return w->base.report;
}

const struct texts *
warm_texts(const struct warm *w)
{
	return w->base.texts;
}

/* ---- opening -------------------------------------------------------------------------------- */

static bool
read_shared(struct warm *w, const struct options *o, const struct given *given, size_t count)
{
	struct make *m = &w->base;

	m->project = project_open(m->a, m->d, o->report, o->root);
	if (m->project != NULL)
		m->report = report_read(m->a, m->d, m->project, o->report, given, count);
	if (m->report == NULL || m->report->varies || diag_failed(m->d) ||
	    (m->report->tables.text != NULL && strchr(m->report->tables.text, '{') != NULL))
		return false;
	m->numbers = numbers_open(m->run, m->d, m->report->language);
	m->texts = texts_open(m->run, m->d, m->project, m->report);
	if (m->texts == NULL || diag_failed(m->d) || !open_tables(w))
		return false;
	w->warnings = take_warnings(w, m->a);
	return true;
}

struct warm *
warm_open(const struct options *o, const struct given *given, size_t count)
{
	struct warm *w = mem_alloc(sizeof *w);
	struct make m = {0};

	*w = (struct warm){0};
	make_open(&w->base);
	w->item = arena_open();
	w->first = arena_open();
	if (!read_shared(w, o, given, count) || !turn_to(w, w->base.report)->sound) {
		warm_close(w);
		return NULL;
	}
	make_in(w, &m, w->first, given, count);
	if (m.project != NULL)
		project_keep(w->base.project, m.project);
	if (m.once != NULL)
		prose_memo_close(m.once->memo);
	w->base.first = m.once;
	warm_forget(w, &m);
	return w;
}

void
warm_close(struct warm *w)
{
	if (w == NULL)
		return;
	for (int i = 0; i < SETS; i++) {
		if (w->sets[i].a == NULL)
			continue;
		varying_close(w->sets[i].aside);
		arena_close(w->sets[i].a);
	}
	tables_close(w->base.tables);
	if (w->base.texts != NULL)
		texts_close(w->base.texts);
	if (w->base.numbers != NULL)
		numbers_close(w->base.numbers);
	diag_close(w->base.d);
	arena_close(w->first);
	arena_close(w->item);
	arena_close(w->base.a);
	arena_close(w->base.run);
	free(w);
}
