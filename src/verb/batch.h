/* batch.h: what the files of `bilan batch` show one another. */
#ifndef BILAN_VERB_BATCH_H
#define BILAN_VERB_BATCH_H

#include "bilan/batch.h"
#include "warm.h"

struct batch {
	const struct options *o;
	struct arena *a, *scratch; /* of the run; of one item, in a worker */
	struct diag *d;
	struct items *items;        /* all of them, or the shard's */
	const char **outputs;       /* as items */
	size_t *queue, queue_count; /* the items to make */
	struct warm *warm;          /* NULL: each report alone */
	const char *base;           /* lines that every record begins with */
	const char *folder;         /* of manifest and journal: "out/" */
	const char *manifest, *journal_path, *changes_path;
	struct journal *journal;
	struct changes *changes;
	struct progress progress;
	struct map *said; /* messages -> the item that said them first */
};

/* In a worker: the item's outcome as a line, then its messages. */
void batch_make_item(void *self, size_t item, struct buf *answer);
/* -p and the item's own values; *count of them. */
struct given *batch_given(const struct batch *b, struct arena *a, size_t item, size_t *count);

#endif
