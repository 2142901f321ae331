/* batch.h: what the files of `bilan batch` show one another. */
#ifndef BILAN_VERB_BATCH_H
#define BILAN_VERB_BATCH_H

#include "bilan/batch.h"
#include "warm.h"

struct item_files {
	const char *paths[FILE_KINDS]; /* NULL: not asked for */
};

struct batch {
	const struct options *o;
	struct arena *a, *scratch; /* of the run; of one item, in a worker */
	struct diag *d;
	struct items *all, *items;  /* of the batch; of this shard */
	struct item_files *files;   /* as items; until the shard is chosen, as all */
	unsigned targets;           /* of all: see struct outcome */
	size_t *queue, queue_count; /* the items to make */
	struct warm *warm;          /* NULL: each report alone */
	const char *base;           /* lines that every record begins with */
	struct file_hashes *hashes; /* of what earlier reports read */
	struct scales *scales;      /* that reports share; NULL: none */
	const char *folder;         /* of manifest and journal: "out/" */
	const char *manifest, *journal_path, *changes_path;
	struct journal *journal;
	struct changes *changes;
	struct outliers *outliers;
	struct progress progress;
	bool interrupted;
	size_t failed;    /* reports that failed or were lost */
	struct map *said; /* messages -> the item that said them first */
	struct warnings *warnings;
};

/* ---- verb/batch_names.c: where outputs and accounts lie. False after a diagnostic. ------------
 */

bool batch_name(struct batch *b);         /* fills files, folder and the accounts' paths */
bool batch_make_folders(struct batch *b); /* of the items in the queue */

/* verb/batch_merge.c: --merge-manifests. */
void batch_merge(struct batch *b);

/* ---- verb/batch_item.c ------------------------------------------------------------------------
 */

/* In a worker: the item's outcome as a line, then its messages. */
void batch_make_item(void *self, size_t item, struct buf *answer);
/* -p and the item's own values; *count of them. */
struct given *batch_given(
    const struct batch *b, struct arena *a, const struct item *item, size_t *count);

/* ---- verb/batch_shared.c: what is read, or gathered, once for all ------------------------------
 */

/* Runs it; sets b->interrupted when the batch is not to go on, perhaps after workers-failed. */
void batch_run_queue(struct batch *b, const struct queue *q, const size_t *items, size_t count);
struct queue batch_queue(const struct batch *b); /* jobs and limits as asked for */
void batch_warm(struct batch *b);                /* fills warm */
void batch_gather_scales(struct batch *b);       /* fills scales, if the layout asks for any */
void batch_base(struct batch *b);                /* fills base */

#endif
