/* batch_item.c: one item of a batch, in its worker: left as it is, made from what is shared, or
 * made alone when anything is wrong; and the record of it.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "batch.h"

struct making {
	struct batch *b;
	size_t item;
	struct given *given;
	size_t given_count;
	struct outcome o;
	char *messages;
	size_t messages_length; /* malloc'ed */
};

struct given *
batch_given(const struct batch *b, struct arena *a, const struct item *item, size_t *count)
{
	size_t n = b->o->given_count, more = b->items->name_count;
	struct given *given = NEW_ARRAY(a, struct given, n + more);

	for (size_t i = 0; i < n; i++)
		given[i] = b->o->given[i];
	for (size_t i = 0; i < more; i++)
		given[n + i] = (struct given){b->items->names[i].text, item->values[i]};
	*count = n + more;
	return given;
}

/* ---- the record ------------------------------------------------------------------------------ */

/* The diagnostics, printed; to be freed. */
static char *
diag_lines(const struct diag *d, enum diag_form form, size_t *length)
{
	char *text = NULL;
	FILE *f = open_memstream(&text, length);

	if (f == NULL)
		return NULL;
	diag_print(d, form, f);
	fclose(f);
	return text;
}

/* o.checks: the warnings; `shared` are those that others have, too. */
static void
note_warnings(struct making *g, const char *shared, const struct diag *d)
{
	struct buf checks = {0};

	buf_text(&checks, shared);
	warnings_write(&checks, d);
	g->o.checks = arena_copy(g->b->scratch, checks.at, checks.len);
	buf_close(&checks);
}

/* o.why, o.place: of the first error. */
static void
note_error(struct making *g, const struct diag *d)
{
	struct diag_said said;
	struct buf place = {0};
	size_t i = 0;

	while (diag_next(d, &i, &said) && said.level < DIAG_ERROR)
		continue;
	buf_text(&place, "");
	place_write(&place, said.at);
	g->o.why = arena_text(g->b->scratch, said.code);
	g->o.place = arena_copy(g->b->scratch, place.at, place.len);
	buf_close(&place);
}

static const char *
figures_of(struct arena *a, const struct tables *t)
{
	const struct figure_read *list;
	size_t n = tables_figures(t, &list);
	struct buf out = {0};
	const char *kept;
	char number[24];

	for (size_t i = 0; i < n; i++) {
		decimal_write(list[i].number, number);
		buf_printf(&out, "%s%s%s=%s\n", list[i].name, *list[i].period != '\0' ? "@" : "",
		    list[i].period, number);
	}
	kept = arena_copy(a, out.at != NULL ? out.at : "", out.len);
	buf_close(&out);
	return kept;
}

static const char *
watched_of(struct arena *a, const struct tables *t)
{
	const struct figure_watched *list;
	size_t n = tables_watched(t, &list);
	struct buf out = {0};
	const char *kept;
	char number[24];

	for (size_t i = 0; i < n; i++) {
		const struct cell *c = &list[i].cell;

		decimal_write(c->number, number);
		buf_printf(&out, "%s%s%s\t%s\t%s\t%d\t%d\t%s\n", list[i].name,
		    *list[i].period != '\0' ? " " : "", list[i].period,
		    c->unit != NULL ? c->unit : "", number, c->at.line, c->at.column, c->at.file);
	}
	kept = arena_copy(a, out.at != NULL ? out.at : "", out.len);
	buf_close(&out);
	return kept;
}

/* A hash of each block's words, wherever they stand. */
static const char *
blocks_of(struct arena *a, const struct pages *p)
{
	uint64_t *hashes = NEW_ARRAY(a, uint64_t, p->block_count + 1);
	struct buf out = {0};
	const char *kept;

	for (size_t i = 0; i < p->count; i++) {
		for (size_t k = 0; k < p->items[i].count; k++) {
			const struct mark *m = &p->items[i].marks[k];

			if (m->kind != MARK_GLYPHS || m->block == 0)
				continue;
			buf_empty(&out);
			glyphs_text(&out, mark_glyphs(m));
			hashes[m->block] = hash_bytes(out.at, out.len, hashes[m->block]);
		}
	}
	buf_empty(&out);
	for (size_t i = 1; i < p->block_count; i++) {
		if (hashes[i] != 0)
			buf_printf(
			    &out, "%08x %s\n", (unsigned)(hashes[i] & 0xFFFFFFFF), p->blocks[i]);
	}
	kept = arena_copy(a, out.at != NULL ? out.at : "", out.len);
	buf_close(&out);
	return kept;
}

/* ---- making ---------------------------------------------------------------------------------- */

static void
note_made(struct making *g, const struct make *m, struct warm_warnings shared)
{
	g->o.status = OUTCOME_MADE;
	g->o.pages = (long)m->pages->count;
	g->o.warnings = (long)(diag_count(m->d, DIAG_WARNING) + shared.count);
	g->o.blocks = blocks_of(g->b->scratch, m->pages);
	for (int k = 0; k < FILE_KINDS; k++) {
		const char *path = g->b->files[g->item].paths[k];

		g->o.files[k].path = path != NULL ? path : "";
		if (path != NULL)
			output_look(g->b->scratch, &g->o.files[k]);
	}
	note_warnings(g, shared.lines, m->d);
}

static void
write_files(const struct making *g, struct make *m)
{
	const char *const *paths = g->b->files[g->item].paths;

	m->sync = SYNC_LATER; /* by the journal */
	make_files(m, g->b->o, paths[FOR_SCREENS], paths[FOR_PRESS]);
}

static bool
make_shared(struct making *g)
{
	struct batch *b = g->b;
	struct make m;
	bool good = warm_make(b->warm, &m, g->given, g->given_count);

	if (good) {
		write_files(g, &m);
		good = !diag_failed(m.d);
	}
	if (good) {
		g->o.reads = reads_write(b->scratch, b->base, m.project, m.tables);
		g->o.figures = figures_of(b->scratch, m.tables);
		g->o.watched = watched_of(b->scratch, m.tables);
		note_made(g, &m, warm_warnings(b->warm, b->scratch));
	}
	warm_forget(b->warm, &m);
	return good;
}

/* As `bilan build` makes it. */
static void
make_alone(struct making *g)
{
	struct batch *b = g->b;
	struct options o = *b->o;
	struct make m;

	o.given = g->given;
	o.given_count = g->given_count;
	make_open(&m);
	m.scales = b->scales;
	if (make_load(&m, &o) && make_tree(&m) && make_pages(&m))
		write_files(g, &m);
	g->o.errors = (long)(diag_count(m.d, DIAG_ERROR) + diag_count(m.d, DIAG_FAILURE));
	if (diag_failed(m.d)) {
		g->o.status = OUTCOME_FAILED;
		g->o.warnings = (long)diag_count(m.d, DIAG_WARNING);
		outcome_note_stale(&g->o, b->files[g->item].paths);
		note_error(g, m.d);
	} else {
		note_made(g, &m, (struct warm_warnings){0, ""});
	}
	if (diag_failed(m.d))
		g->messages = diag_lines(m.d, b->o->form, &g->messages_length);
	make_drop(&m);
}

static bool
same_names(const struct outcome *o, const struct item_files *files)
{
	for (int k = 0; k < FILE_KINDS; k++) {
		const char *path = files->paths[k] != NULL ? files->paths[k] : "";

		if (strcmp(o->files[k].path, path) != 0)
			return false;
	}
	return true;
}

/* True when the report of an earlier run still is what would be made now. Else o.why says why not.
 */
static bool
is_unchanged(struct making *g)
{
	struct batch *b = g->b;
	const struct outcome *before = journal_find(b->journal, g->o.item);
	struct tables *t;

	if (b->o->force || before == NULL || before->status >= OUTCOME_FAILED) {
		g->o.why = b->o->force      ? "--force"
			   : before == NULL ? "it is new"
					    : "it failed before";
		return false;
	}
	if (!same_names(before, &b->files[g->item]))
		g->o.why = "its output has another name";
	else if (!output_kept(&before->files[0]) || !output_kept(&before->files[1]))
		g->o.why = "the output is not the one that was written";
	else if (b->warm == NULL || *before->reads == '\0')
		g->o.why = "what it is made from is not known";
	else if ((t = warm_tables(b->warm, g->given, g->given_count)) == NULL)
		g->o.why = "its tables have a mistake";
	else
		g->o.why = reads_changed(b->scratch, before->reads, b->base, t, b->hashes);
	if (g->o.why != NULL)
		return false;
	g->o = *before;
	g->o.status = OUTCOME_UNCHANGED;
	g->o.why = g->o.reads = g->o.figures = g->o.blocks = g->o.checks = "";
	return true;
}

void
batch_make_item(void *self, size_t item, struct buf *answer)
{
	struct batch *b = self;
	struct making g = {.b = b, .item = item};
	struct rusage use;
	double start = seconds_now();

	arena_empty(b->scratch);
	g.given = batch_given(b, b->scratch, &b->items->list[item], &g.given_count);
	g.o = outcome_of(b->items->list[item].name);
	if (!is_unchanged(&g)) {
		const char *why = g.o.why;

		g.o = outcome_of(g.o.item);
		g.o.targets = b->targets;
		if (b->warm == NULL || !make_shared(&g))
			make_alone(&g);
		if (g.o.status == OUTCOME_MADE)
			g.o.why = why;
		g.o.milliseconds = (long)((seconds_now() - start) * 1e3 + 0.5);
		getrusage(RUSAGE_SELF, &use);
		g.o.peak = use.ru_maxrss;
	}
	outcome_write(answer, &g.o);
	buf_add(answer, g.messages != NULL ? g.messages : "", g.messages_length);
	free(g.messages);
}
