/* comparing.h: what `bilan diff` and `bilan test` share: states, pictures, what differs. */
#ifndef BILAN_VERB_COMPARING_H
#define BILAN_VERB_COMPARING_H

#include "bilan/diff.h"
#include "verb.h"

struct comparing {
	struct arena *a;
	struct diag *d;
	const char *name, *verdict;
	struct state *states[2]; /* old, new */
	struct pictures pictures[2];
	bool with_pictures; /* both sides have them */
	struct tolerance tolerance;
	int ppi;
	struct comparison *c; /* filled */
};

/* ---- verb/comparing.c ---- False after a diagnostic. */
bool comparing_run(struct comparing *x);
/* The sheet of several comparisons, as a file. */
bool comparing_sheet(const struct comparing *list, size_t count, struct diag *d, const char *path);
/* One comparison's part of it. */
void comparing_part(struct buf *out, const struct comparing *x, int number);

#endif
