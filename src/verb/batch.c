/* batch.c: `bilan batch`: which reports, in which order, what came of them.
 *
 * The items are made from --each and --items, chosen by --where, --only and --shard. What all share
 * is read once; then the workers are forked (batch/queue.c) and each answers with the record of its
 * item (batch_item.c), which goes into the journal at once. At the end the manifest is written.
 *
 * Beside the outputs, in the folder before the first {name} of -o: manifest.csv for people,
 * manifest.journal for the next run, changes.json. A shard has files of its own,
 * manifest-1-of-3.csv, so that several machines can write into one folder; --merge-manifests makes
 * one of them.
 */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "batch.h"

enum { LIFETIME = 250, LINES_SHOWN = 20 };

/* ---- items ---------------------------------------------------------------------------------- */

static bool
add_rows(struct batch *b, const char *path)
{
	static const char *const likely[] = {"year", "entity"};
	struct project *p = project_open(b->a, b->d, path, NULL);
	struct file_text file;
	struct sheet sheet;

	return p != NULL && project_read(p, (struct place){0}, NULL, path, &file) &&
	       sheet_read(b->a, b->d, &file, likely, COUNT(likely), &sheet) &&
	       items_rows(b->all, b->d, &sheet);
}

static bool
make_items(struct batch *b)
{
	const struct options *o = b->o;
	bool ok = true;

	b->all = items_new(b->a);
	if (o->items != NULL) /* first: an office's years stand together, and its tables too */
		ok = add_rows(b, o->items);
	for (size_t i = 0; i < o->each_count; i++)
		ok = items_each(b->all, b->d, o->each[i]) && ok;
	if (ok)
		items_name(b->all);
	return ok;
}

/* A name that the report has not would fail each report: it is told once, before any is begun. */
static bool
check_names(struct batch *b)
{
	const struct options *o = b->o;
	size_t n = b->all->name_count;
	struct setting *names = NEW_ARRAY(b->a, struct setting, n + o->given_count + 1);

	for (size_t i = 0; i < n; i++)
		names[i] = b->all->names[i];
	for (size_t i = 0; i < o->given_count; i++)
		names[n++] = (struct setting){.text = o->given[i].name};
	return report_knows(b->a, b->d, o->report, o->root, names, n);
}

/* --only failed asks for an earlier run. */
static bool
check_earlier(struct batch *b)
{
	if (!b->o->only_failed || access(b->journal_path, F_OK) == 0)
		return true;
	diag_add(b->d, DIAG_ERROR, (struct place){0}, "no-account",
	    "--only failed: there is no earlier run here, no \"%.500s\"", b->journal_path);
	diag_help(
	    b->d, "run the batch without --only first, or give the -o of the run that failed");
	return false;
}

/* The items of this shard, and their files. All of them have been named: two shards must not write
 * to one file. */
static void
keep_shard(struct batch *b)
{
	size_t kept = 0;

	b->items = b->all;
	if (b->o->parts == 0)
		return;
	b->items = NEW(b->a, struct items);
	*b->items = *b->all;
	b->items->list = NEW_ARRAY(b->a, struct item, b->all->count + 1);
	for (size_t i = 0; i < b->all->count; i++) {
		if (!shard_has(b->all->list[i].name, b->o->part, b->o->parts))
			continue;
		b->files[kept] = b->files[i];
		b->items->list[kept++] = b->all->list[i];
	}
	b->items->count = kept;
}

/* ---- which to make -------------------------------------------------------------------------- */

static bool
is_chosen(const struct batch *b, size_t i, const struct outcome *before)
{
	const struct options *o = b->o;

	return items_where(b->items, i, o->where, o->where_count) &&
	       (!o->only_failed || (before != NULL && before->status >= OUTCOME_FAILED));
}

/* What is not made now is still among the figures that the others are compared with. */
static void
fill_queue(struct batch *b)
{
	b->queue = NEW_ARRAY(b->a, size_t, b->items->count + 1);
	for (size_t i = 0; i < b->items->count; i++) {
		const char *name = b->items->list[i].name;
		const struct outcome *before = journal_find(b->journal, name);

		if (is_chosen(b, i, before))
			b->queue[b->queue_count++] = i;
		else if (before != NULL)
			outliers_take(b->outliers, name, before->watched);
	}
}

/* ---- answers -------------------------------------------------------------------------------- */

/* The messages of an item; the same ones again are not printed again. */
static void
print_messages(struct batch *b, const char *item, const char *messages, size_t length)
{
	const char *first;
	struct buf out = {0};
	char key[40];

	if (length == 0)
		return;
	progress_clear(&b->progress);
	if (b->o->form == DIAG_JSON) {
		fwrite(messages, 1, length, stderr);
		return;
	}
	/* A hash is kept of them, not the messages: a million reports may fail. */
	snprintf(key, sizeof key, "%016llx%016llx",
	    (unsigned long long)hash_bytes(messages, length, 1),
	    (unsigned long long)hash_bytes(messages, length, 2));
	first = map_find(b->said, key);
	buf_plain(&out, item);
	if (first != NULL) {
		buf_text(&out, ": the same messages as ");
		buf_plain(&out, first);
		buf_byte(&out, '\n');
	} else {
		map_add(b->said, arena_text(b->a, key), (void *)(uintptr_t)arena_text(b->a, item));
		buf_text(&out, ":\n");
		buf_add(&out, messages, length);
	}
	fwrite(out.at, 1, out.len, stderr);
	buf_close(&out);
}

static bool
take_answer(void *self, size_t item, const char *answer, size_t length)
{
	struct batch *b = self;
	const char *feed = memchr(answer, '\n', length);
	struct arena *scratch = arena_open();
	struct outcome o;
	bool going = true;

	if (feed == NULL || !outcome_read(scratch, answer, (size_t)(feed - answer), &o)) {
		arena_close(scratch);
		diag_add(b->d, DIAG_FAILURE, (struct place){0}, "workers-failed",
		    "the process that made %s answered what cannot be read",
		    b->items->list[item].name);
		return false;
	}
	print_messages(b, o.item, feed + 1, length - (size_t)(feed + 1 - answer));
	progress_item(&b->progress, &o, b->o->explain);
	outliers_take(b->outliers, o.item, o.watched);
	if (o.status == OUTCOME_MADE)
		warnings_take(b->warnings, o.item, o.checks);
	if (o.status != OUTCOME_UNCHANGED) {
		changes_add(b->changes, journal_find(b->journal, o.item), &o);
		going = journal_add(b->journal, &o, answer, (size_t)(feed + 1 - answer));
	}
	arena_close(scratch);
	return going && !(b->o->fail_fast && o.status >= OUTCOME_FAILED);
}

static bool
take_loss(void *self, size_t item, long pid, const char *why, const char *says)
{
	struct batch *b = self;
	struct outcome o = outcome_of(b->items->list[item].name);
	struct buf line = {0};
	bool going;

	for (int k = 0; k < FILE_KINDS; k++) {
		if (b->files[item].paths[k] != NULL)
			output_forget(b->files[item].paths[k], pid);
	}
	o.status = OUTCOME_LOST;
	o.targets = b->targets;
	o.errors = 1;
	outcome_note_stale(&o, b->files[item].paths);
	o.why = why;
	progress_clear(&b->progress);
	if (b->o->form != DIAG_JSON) {
		buf_plain(&line, o.item);
		fprintf(stderr, "%s: error: %s [%s]\n", line.at, says, why);
		buf_empty(&line);
	}
	outcome_write(&line, &o);
	progress_item(&b->progress, &o, b->o->explain);
	changes_add(b->changes, journal_find(b->journal, o.item), &o);
	going = journal_add(b->journal, &o, line.at, line.len);
	buf_close(&line);
	return going && !b->o->fail_fast;
}

static void
tick(void *self)
{
	struct batch *b = self;

	progress_tick(&b->progress);
	journal_sync(b->journal);
}

/* ---- the run -------------------------------------------------------------------------------- */

static void
run_queue(struct batch *b)
{
	const struct options *o = b->o;
	struct queue q = batch_queue(b);

	q.lifetime = LIFETIME;
	q.work = batch_make_item;
	q.done = take_answer;
	q.lost = take_loss;
	q.tick = tick;
	progress_start(&b->progress,
	    o->form == DIAG_JSON ? PROGRESS_JSON
	    : isatty(2)          ? PROGRESS_BAR
				 : PROGRESS_LINES,
	    b->queue_count);
	if (b->queue_count > 0 && !b->interrupted)
		batch_run_queue(b, &q, b->queue, b->queue_count);
	progress_end(&b->progress, b->queue_count - b->progress.done);
}

static void
close_accounts(struct batch *b)
{
	bool made = b->progress.done > b->progress.counts[OUTCOME_UNCHANGED];

	b->failed = b->progress.counts[OUTCOME_FAILED] + b->progress.counts[OUTCOME_LOST];
	journal_close(b->journal);
	if (made)
		journal_write(b->journal, b->items, b->journal_path);
	if (made || access(b->manifest, F_OK) != 0)
		manifest_write(b->d, b->manifest, b->items, b->journal);
	if (made)
		changes_write(b->changes, b->d, b->changes_path);
	warnings_tell(b->warnings, b->d);
	outliers_tell(b->outliers, b->d);
	if (b->o->form != DIAG_JSON)
		changes_print(b->changes, stderr, LINES_SHOWN);
}

static int
end(struct batch *b)
{
	int status = diag_status(b->d);

	if (status == EXIT_DONE && (b->failed > 0 || b->progress.done < b->queue_count))
		status = EXIT_ERRORS;
	diag_print(b->d, b->o->form, stderr);
	warm_close(b->warm);
	diag_close(b->d);
	arena_close(b->scratch);
	arena_close(b->a);
	return status;
}

static int
run(const struct options *o)
{
	struct batch b = {.o = o};

	if (o->items == NULL && o->each_count == 0) {
		fputs("bilan: which reports? give --items or --each\n"
		      "bilan batch --help tells how it is used\n",
		    stderr);
		return EXIT_USAGE;
	}
	b.a = arena_open();
	b.scratch = arena_open();
	b.d = diag_open();
	b.said = map_new(b.a);
	b.hashes = file_hashes_open(b.a);
	b.warnings = warnings_open(b.a);
	b.changes = changes_open(b.a);
	b.outliers = outliers_open(b.a);
	if (!make_items(&b) || !check_names(&b) || !batch_name(&b))
		return end(&b);
	if (o->merge) {
		batch_merge(&b);
		return end(&b);
	}
	keep_shard(&b);
	if (!check_earlier(&b) || !folders_make(b.a, b.d, b.folder))
		return end(&b);
	b.journal = journal_open(b.a, b.d, b.journal_path);
	if (b.journal == NULL)
		return end(&b);
	fill_queue(&b);
	if (!batch_make_folders(&b))
		return end(&b);
	batch_warm(&b);
	batch_gather_scales(&b);
	batch_base(&b);
	run_queue(&b);
	close_accounts(&b);
	return end(&b);
}

const struct verb verb_batch = {
    .name = "batch",
    .operand = "REPORT.yaml",
    .options = OPT_BATCH | OPT_PARAMETER | OPT_TARGET | OPT_PRINTER | OPT_NO_SPOTS | OPT_ROOT |
	       OPT_MESSAGES | OPT_COLOUR,
    .help = "make many reports from one layout",
    .run = run,
};
