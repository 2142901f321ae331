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
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "batch.h"

enum { LIFETIME = 250, CHANGES_SHOWN = 20, WARM_TRIES = 5 };

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
	       items_rows(b->items, b->d, &sheet);
}

/* Only those of the shard. */
static void
keep_shard(struct batch *b)
{
	size_t kept = 0;

	if (b->o->parts == 0)
		return;
	for (size_t i = 0; i < b->items->count; i++) {
		if (shard_has(b->items->list[i].name, b->o->part, b->o->parts))
			b->items->list[kept++] = b->items->list[i];
	}
	b->items->count = kept;
}

static bool
make_items(struct batch *b)
{
	const struct options *o = b->o;
	bool ok = true;

	b->items = items_new(b->a);
	if (o->items != NULL) /* first: an office's years stand together, and its tables too */
		ok = add_rows(b, o->items);
	for (size_t i = 0; i < o->each_count; i++)
		ok = items_each(b->items, b->d, o->each[i]) && ok;
	if (!ok)
		return false;
	items_name(b->items);
	keep_shard(b);
	return true;
}

/* ---- outputs -------------------------------------------------------------------------------- */

static const char *
default_pattern(const struct batch *b)
{
	const char *pattern = "out/";

	for (size_t i = 0; i < b->items->name_count; i++)
		pattern =
		    arena_printf(b->a, "%s%s{%s}", pattern, i > 0 ? "-" : "", b->items->names[i]);
	return arena_printf(b->a, "%s.pdf", pattern);
}

/* The folder of that path, made with those above it. */
static bool
make_folder(struct batch *b, const char *path)
{
	char *copy = arena_text(b->a, path);

	for (char *slash = strchr(copy + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(copy, 0777) != 0 && errno != EEXIST) {
			diag_add(b->d, DIAG_FAILURE, (struct place){0}, "output-failed",
			    "cannot make the folder \"%.500s\": %s", copy, strerror(errno));
			return false;
		}
		*slash = '/';
	}
	return true;
}

static bool
name_outputs(struct batch *b, const char *pattern)
{
	struct map *taken = map_new(b->a);
	size_t fixed = strcspn(pattern, "{");

	while (fixed > 0 && pattern[fixed - 1] != '/')
		fixed--;
	b->folder = arena_copy(b->a, pattern, fixed);
	b->outputs = NEW_ARRAY(b->a, const char *, b->items->count + 1);
	for (size_t i = 0; i < b->items->count; i++) {
		const char *path = item_output(b->a, b->d, b->items, i, pattern, "web"), *other;

		if (path == NULL)
			return false;
		other = map_find(taken, path);
		if (other != NULL) {
			diag_add(b->d, DIAG_ERROR, (struct place){0}, "bad-items",
			    "two reports have the output \"%s\": %s and %s", path, other,
			    b->items->list[i].name);
			diag_help(b->d, "name every parameter that differs in -o: -o '%s'",
			    default_pattern(b));
			return false;
		}
		map_add(taken, path, (void *)(uintptr_t)b->items->list[i].name);
		b->outputs[i] = path;
	}
	return true;
}

static void
name_accounts(struct batch *b)
{
	const struct options *o = b->o;
	const char *part = o->parts == 0 ? "" : arena_printf(b->a, "-%u-of-%u", o->part, o->parts);

	b->manifest = arena_printf(b->a, "%smanifest%s.csv", b->folder, part);
	b->journal_path = arena_printf(b->a, "%smanifest%s.journal", b->folder, part);
	b->changes_path = arena_printf(b->a, "%schanges%s.json", b->folder, part);
}

static bool
make_folders(struct batch *b)
{
	bool ok = *b->folder == '\0' || make_folder(b, b->folder);

	for (size_t i = 0; ok && i < b->queue_count; i++) {
		const char *path = b->outputs[b->queue[i]];
		const char *before = i > 0 ? b->outputs[b->queue[i - 1]] : "";
		size_t folder =
		    (size_t)(strrchr(path, '/') != NULL ? strrchr(path, '/') - path + 1 : 0);

		if (strncmp(path, before, folder) != 0)
			ok = make_folder(b, path);
	}
	return ok;
}

static void
fill_queue(struct batch *b)
{
	const struct options *o = b->o;

	b->queue = NEW_ARRAY(b->a, size_t, b->items->count + 1);
	for (size_t i = 0; i < b->items->count; i++) {
		const struct outcome *before = journal_find(b->journal, b->items->list[i].name);

		if (!items_where(b->items, i, o->where, o->where_count))
			continue;
		if (o->only_failed && (before == NULL || before->status < OUTCOME_FAILED))
			continue;
		b->queue[b->queue_count++] = i;
	}
}

/* ---- what is shared ------------------------------------------------------------------------- */

static void
write_base(struct batch *b)
{
	const char *base = origin_of_program(b->a);
	const struct texts *t = warm_texts(b->warm);

	for (size_t i = 0; i < texts_face_count(t); i++) {
		const struct face *f = texts_face(t, (int)i);
		struct stat about = {0};
		uint64_t hash;

		stat(f->file, &about);
		hash = hash_bytes(f->sha256, strlen(f->sha256),
		    hash_bytes(&about.st_mtim, sizeof about.st_mtim, (uint64_t)about.st_size));
		base = arena_printf(
		    b->a, "%sfont %016llx %s\n", base, (unsigned long long)hash, f->file);
	}
	for (size_t i = 0; i < b->o->given_count; i++)
		base = arena_printf(b->a, "%swith %016x %s=%s\n", base, 0u, b->o->given[i].name,
		    b->o->given[i].value);
	b->base = base;
}

static void
warm_up(struct batch *b)
{
	for (size_t i = 0; b->warm == NULL && i < b->queue_count && i < WARM_TRIES; i++) {
		size_t count;
		struct given *given =
		    batch_given(b, b->a, b->queue[i * b->queue_count / WARM_TRIES], &count);

		b->warm = warm_open(b->o, given, count);
	}
	if (b->warm != NULL)
		write_base(b);
}

/* ---- answers -------------------------------------------------------------------------------- */

/* The messages of an item; the same ones again are not printed again. */
static void
print_messages(struct batch *b, const char *item, const char *messages, size_t length)
{
	const char *text, *first;

	if (length == 0)
		return;
	progress_clear(&b->progress);
	if (b->o->form == DIAG_JSON) {
		fwrite(messages, 1, length, stderr);
		return;
	}
	text = arena_copy(b->a, messages, length);
	first = map_find(b->said, text);
	if (first != NULL) {
		fprintf(stderr, "%s: the same messages as %s\n", item, first);
		return;
	}
	map_add(b->said, text, (void *)(uintptr_t)arena_text(b->a, item));
	fprintf(stderr, "%s:\n%s", item, text);
}

static bool
take_answer(void *self, size_t item, const char *answer, size_t length)
{
	struct batch *b = self;
	const char *feed = memchr(answer, '\n', length);
	struct arena *scratch = arena_open();
	struct outcome o;
	bool going = true;

	(void)item;
	if (feed == NULL || !outcome_read(scratch, answer, (size_t)(feed - answer), &o)) {
		arena_close(scratch);
		return false;
	}
	print_messages(b, o.item, feed + 1, length - (size_t)(feed + 1 - answer));
	progress_item(&b->progress, &o, b->o->explain);
	if (o.status != OUTCOME_UNCHANGED) {
		changes_add(b->changes, journal_find(b->journal, o.item), &o);
		going = journal_add(b->journal, &o, answer, (size_t)(feed + 1 - answer));
	}
	arena_close(scratch);
	return going && !(b->o->fail_fast && o.status >= OUTCOME_FAILED);
}

static bool
take_loss(void *self, size_t item, const char *why, const char *says)
{
	struct batch *b = self;
	struct outcome o = {.item = b->items->list[item].name,
	    .status = OUTCOME_LOST,
	    .output = "",
	    .sha256 = "",
	    .errors = 1,
	    .why = why};
	struct buf line = {0};
	bool going;

	progress_clear(&b->progress);
	if (b->o->form != DIAG_JSON)
		fprintf(stderr, "%s: error: %s [%s]\n", o.item, says, why);
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
}

/* ---- the run -------------------------------------------------------------------------------- */

static void
run_queue(struct batch *b)
{
	const struct options *o = b->o;
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	struct queue q = {.self = b,
	    .jobs = o->jobs > 0 ? o->jobs
		    : cores > 0 ? (int)cores
				: 1,
	    .timeout = o->item_timeout,
	    .memory = (size_t)o->item_memory << 20,
	    .lifetime = LIFETIME,
	    .work = batch_make_item,
	    .done = take_answer,
	    .lost = take_loss,
	    .tick = tick};

	progress_start(&b->progress,
	    o->form == DIAG_JSON ? PROGRESS_JSON
	    : isatty(2)          ? PROGRESS_BAR
				 : PROGRESS_LINES,
	    b->queue_count);
	if (b->queue_count > 0)
		queue_run(&q, b->queue, b->queue_count);
	progress_end(&b->progress, b->queue_count - b->progress.done);
}

static void
close_accounts(struct batch *b)
{
	bool made = b->progress.done > b->progress.counts[OUTCOME_UNCHANGED];

	journal_close(b->journal);
	if (made)
		journal_compact(b->journal, b->items);
	if (made || access(b->manifest, F_OK) != 0)
		manifest_write(b->d, b->manifest, b->items, b->journal);
	if (made)
		changes_write(b->changes, b->d, b->changes_path);
	if (b->o->form != DIAG_JSON)
		changes_print(b->changes, stderr, CHANGES_SHOWN);
}

static int
end(struct batch *b)
{
	size_t failed = b->progress.counts[OUTCOME_FAILED] + b->progress.counts[OUTCOME_LOST];
	int status = diag_status(b->d);

	if (status == EXIT_DONE && (failed > 0 || b->progress.done < b->queue_count))
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
	struct batch b = {.o = o, .a = arena_open(), .scratch = arena_open(), .d = diag_open()};

	b.said = map_new(b.a);
	b.changes = changes_open(b.a);
	if (!make_items(&b) ||
	    !name_outputs(&b, o->output != NULL ? o->output : default_pattern(&b)))
		return end(&b);
	name_accounts(&b);
	if (*b.folder != '\0' && !make_folder(&b, b.folder))
		return end(&b);
	b.journal = journal_open(b.a, b.d, b.journal_path, false);
	if (b.journal == NULL)
		return end(&b);
	fill_queue(&b);
	if (!make_folders(&b))
		return end(&b);
	warm_up(&b);
	run_queue(&b);
	close_accounts(&b);
	return end(&b);
}

/* The options that are the batch's alone; false: not a value for it. */
static bool
read_count(const char *value, long most, long *n)
{
	char *rest;

	if (*value < '0' || *value > '9')
		return false;
	*n = strtol(value, &rest, 10);
	return *rest == '\0' && *n >= 1 && *n <= most;
}

bool
batch_option(struct options *o, const char *name, const char *value)
{
	long n = 0;

	if (strcmp(name, "--each") == 0)
		o->each[o->each_count++] = value;
	else if (strcmp(name, "--where") == 0)
		o->where[o->where_count++] = value;
	else if (strcmp(name, "--items") == 0)
		o->items = value;
	else if (strcmp(name, "--only") == 0)
		return (o->only_failed = strcmp(value, "failed") == 0);
	else if (strcmp(name, "--shard") == 0)
		return shard_read(value, &o->part, &o->parts);
	else if (strcmp(name, "--jobs") == 0 && read_count(value, 256, &n))
		o->jobs = (int)n;
	else if (strcmp(name, "--item-timeout") == 0 && read_count(value, 86400, &n))
		o->item_timeout = (int)n;
	else if (strcmp(name, "--item-memory") == 0 && read_count(value, 1 << 20, &n))
		o->item_memory = n;
	else if (strcmp(name, "--force") == 0)
		o->force = true;
	else if (strcmp(name, "--explain") == 0)
		o->explain = true;
	else if (strcmp(name, "--fail-fast") == 0)
		o->fail_fast = true;
	else if (strcmp(name, "--keep-going") == 0)
		o->fail_fast = false;
	else
		return false;
	return true;
}

const struct verb verb_batch = {
    "batch",
    "REPORT.yaml",
    OPT_PARAMETER | OPT_OUTPUT | OPT_ROOT | OPT_MESSAGES | OPT_COLOUR | OPT_BATCH,
    "make many reports from one layout",
    run,
};
