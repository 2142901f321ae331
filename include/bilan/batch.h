/* batch.h: one layout, many reports: which, by whom, and what came of each.
 *
 * An item is one report: a value for each of the batch's parameters. Items come from --each and
 * from the rows of --items, crossed; workers make them, each item alone: what one of them breaks,
 * the others do not notice. What came of an item is its outcome, a line in the journal from the
 * moment it is done and a row of the manifest at the end.
 */
#ifndef BILAN_BATCH_H
#define BILAN_BATCH_H

#include "bilan/data.h"

/* ---- items ------------------------------------------------------------------ batch/items.c */

enum { ITEMS_MOST = 1000000 };

struct item {
	const char *name; /* "entity=ariege year=2023" */
	const char **values;
	struct place at; /* its row of --items; line 0: none */
};

struct items {
	struct arena *a;
	struct setting *names;
	size_t name_count; /* parameters, and where they are asked for; values are in this order */
	struct item *list;
	size_t count;
};

struct items *items_new(struct arena *a); /* one item without a value */
/* Each item once with each value of "year=2019..2023" or "entity=ariege,aude". Code: bad-items. */
bool items_each(struct items *items, struct diag *d, const char *words);
/* Each item once with each row. Codes: bad-items, csv-ragged and what a CSV may be told. */
bool items_rows(struct items *items, struct diag *d, const struct sheet *sheet);
void items_name(struct items *items); /* fills item->name, when all parameters are there */
/* Does the item meet all of these ("year=2020..2022", "entity=ariege")? */
bool items_where(const struct items *items, size_t i, const char *const *words, size_t count);
/* "1/3": the items whose name falls on the first of three. False: not of that form. */
bool shard_read(const char *words, unsigned *part, unsigned *parts);
bool shard_has(const char *name, unsigned part, unsigned parts);
/* "out/{entity}/{year}.pdf" with the item's values and {target}; NULL after bad-items (an unknown
 * name, a value that is no file name). */
const char *item_output(struct arena *a, struct diag *d, const struct items *items, size_t i,
    const char *pattern, const char *target);

/* ---- workers ---------------------------------------------------------------- batch/queue.c */

struct queue {
	void *self;
	int jobs;
	double timeout;  /* seconds of an item; 0: none */
	size_t memory;   /* bytes that a worker may take besides the warm-up's; 0: any */
	size_t lifetime; /* items after which a worker is replaced; 0: none */
	/* In the worker: what came of item i, as bytes. What it opens, it closes: a worker makes
	 * many. */
	void (*work)(void *self, size_t item, struct buf *answer);
	/* In the parent, in the order in which they end. Answering false ends the batch early. */
	bool (*done)(void *self, size_t item, const char *answer, size_t length);
	/* The worker is gone and another takes its place. `why`: "crash", "timeout", "memory",
	 * "interrupted" (by a second signal). */
	bool (*lost)(void *self, size_t item, long pid, const char *why, const char *says);
	void (*tick)(void *self); /* some ten times a second; may be NULL */
};

/* Forks the workers and hands out items; ends when all are done, else says why not; what was begun
 * has been finished. BROKEN: no worker is left, since none can be started (*reason is errno) or
 * they end as soon as they are (*reason is 0). */
enum queue_end { QUEUE_DONE, QUEUE_STOPPED, QUEUE_INTERRUPTED, QUEUE_BROKEN };
enum queue_end queue_run(const struct queue *q, const size_t *items, size_t count, int *reason);

/* ---- outcomes ------------------------------------------------------------- batch/outcome.c */

enum outcome_status {
	OUTCOME_MADE,
	OUTCOME_UNCHANGED,
	OUTCOME_FAILED,
	OUTCOME_LOST,
	OUTCOME_COUNT
};
extern const char *const outcome_names[OUTCOME_COUNT];

enum { FOR_SCREENS, FOR_PRESS, FILE_KINDS };

struct outcome_file {
	const char *path, *sha256; /* "": none */
	int64_t size, modified;    /* bytes, nanoseconds since 1970 */
};

struct outcome {
	const char *item; /* its name */
	enum outcome_status status;
	unsigned targets; /* bits, 1 << FOR_SCREENS and 1 << FOR_PRESS: what was asked for */
	/* Of one that failed or was lost: files of an earlier run that still are there, without
	 * their SHA-256. */
	struct outcome_file files[FILE_KINDS];
	long pages, warnings, errors, milliseconds, peak; /* peak: KB of the worker so far */
	const char *why;     /* the code of its first error, or why it was made again */
	const char *place;   /* of that error: "data/2023.csv:3:18"; "": none */
	const char *reads;   /* what it was made from: a line each, see batch/unchanged.c */
	const char *figures; /* lines "key_figures.visitors@2023=24088" */
	const char *blocks;  /* lines "3f09a1c2 visitors": a hash of its words */
	const char *checks;  /* its warnings: lines, see batch/warnings.c */
	const char *watched; /* lines, see batch/outliers.c */
};

struct outcome outcome_of(const char *item); /* of which nothing is known: texts are "" */
/* It failed or was lost: what lies under these names (NULL: none) is out of date. */
void outcome_note_stale(struct outcome *o, const char *const paths[FILE_KINDS]);
size_t outcome_stale_count(const struct outcome *o);
/* One line, whole or not at all: it ends with its own hash. Texts read point into `a`. */
void outcome_write(struct buf *out, const struct outcome *o);
bool outcome_read(struct arena *a, const char *line, size_t length, struct outcome *o);

/* ---- the account -------------------------------------------- batch/journal.c, manifest.c */

struct journal;
#define JOURNAL_BEGINS "bilan batch journal, version "
/* Reads what earlier runs left (a torn last line is passed over) and opens the file for appending;
 * one of another version is begun anew. NULL after output-failed, or file-denied: it cannot be read
 * whole, so it is left as it is. Nothing else may have that name: see account_spares. */
struct journal *journal_open(struct arena *a, struct diag *d, const char *path);
/* Reads these, of which a later one counts more; nothing is appended. After file-denied nothing is
 * written of it. One of another version is told: no-account. */
struct journal *journal_read(
    struct arena *a, struct diag *d, const char *const *paths, size_t count);
const struct outcome *journal_find(const struct journal *j, const char *item); /* NULL: none */
/* Appends. False after output-failed, told once. */
bool journal_add(struct journal *j, const struct outcome *o, const char *line, size_t length);
/* To be called often: once a second, lines and the outputs they tell of go to the disk. */
void journal_sync(struct journal *j);
/* The last line of each of these items, from all files read, in a new file under `path`. */
bool journal_write(struct journal *j, const struct items *items, const char *path);
void journal_close(struct journal *j); /* syncs what is left */

/* A CSV for people: item, status ("missing": nothing is known of it), outputs with their SHA-256,
 * pages, warnings, errors, seconds, peak_mb, why, place; a row for each item, in their order. */
#define MANIFEST_BEGINS "item;status;"
bool manifest_write(
    struct diag *d, const char *path, const struct items *items, const struct journal *j);

/* ---- made before? ------------------------------------------------------- batch/unchanged.c */

/* The program, the fonts: whatever every item of the run depends on. */
const char *origin_of_program(struct arena *a);
uint64_t program_build_id(void); /* its hash; 0: it has none. build_id.c */
/* Lines of what a report read: its files with their hashes, files it only looked for, rows of
 * tables by table and period with their hash. `base` goes first. */
const char *reads_write(
    struct arena *a, const char *base, const struct project *p, const struct tables *t);
/* Hashes of files by name, for the run: shared files are looked at by every item. */
struct file_hashes;
struct file_hashes *file_hashes_open(struct arena *a);
/* The first line that is no longer so, in words; NULL: nothing has changed. */
const char *reads_changed(struct arena *a, const char *reads, const char *base,
    const struct tables *t, struct file_hashes *hashes);
bool output_kept(const struct outcome_file *f); /* is it still as it was written? None: yes */
void output_look(struct arena *a, struct outcome_file *f); /* fills what is told of f->path */

/* ---- what changed since the last run -------------------------------------- batch/changes.c */

struct changes;
struct changes *changes_open(struct arena *a);
/* `before` may be NULL: the item is new. Of other targets only figures, pages and words are
 * compared. */
void changes_add(struct changes *c, const struct outcome *before, const struct outcome *after);
void changes_print(const struct changes *c, FILE *out, size_t most);
#define CHANGES_BEGINS "{\"new\":"
bool changes_write(const struct changes *c, struct diag *d, const char *path); /* JSON */
/* Is there no file of that name, or one that begins so, or was cut off there? False after
 * not-an-account. */
bool account_spares(struct diag *d, const char *path, const char *begins);

/* ---- warnings that many reports say ---------------------------------------- batch/warnings.c */

/* The warnings of d: lines "code: message", line, column, file, with tabs between. */
void warnings_write(struct buf *out, const struct diag *d);
struct warnings;
struct warnings *warnings_open(struct arena *a);
void warnings_take(struct warnings *w, const char *item, const char *lines);
/* Says each once, at its place: "…; in 97 reports". */
void warnings_tell(const struct warnings *w, struct diag *d);

/* ---- figures that stand out among the reports ----------------------------- batch/outliers.c */

struct outliers;
struct outliers *outliers_open(struct arena *a);
/* Of an item, lines "table.key.column period", unit, number, line, column, file, with tabs between.
 */
void outliers_take(struct outliers *o, const char *item, const char *lines);
/* Says the warnings odd-figure, at the cells; how many. */
size_t outliers_tell(struct outliers *o, struct diag *d);

/* ---- progress ------------------------------------------------------------ batch/progress.c */

enum progress_form { PROGRESS_LINES, PROGRESS_BAR, PROGRESS_JSON };

struct progress {
	enum progress_form form;
	size_t all, done, counts[OUTCOME_COUNT];
	size_t stale; /* files of earlier runs that stay, since their reports failed */
	double started, drawn;
};

void progress_start(struct progress *p, enum progress_form form, size_t all);
/* What is printed in between clears the bar first. */
void progress_clear(struct progress *p);
void progress_item(struct progress *p, const struct outcome *o, bool explain);
void progress_tick(struct progress *p);
void progress_end(struct progress *p, size_t left);

#endif
