/* parts.h: what the files of prose/ show one another. */
#ifndef BILAN_PROSE_PARTS_H
#define BILAN_PROSE_PARTS_H

#include "bilan/prose.h"

/* The style with a heavier or a slanted face of its family; NULL: the theme asks for none. */
const struct style *style_variant(
    struct scope *s, const struct style *base, bool strong, bool italic);

/* ---- memo.c ---- */

struct memo_text {
	const char *at;
	size_t length;
	struct place place;
	struct prose_styles styles; /* of a file */
	const struct style *base;   /* of a setting */
};
struct memo_answer {
	struct prose prose; /* of a file */
	struct runs runs;   /* of a setting */
};

/* `m` may be NULL: then nothing is known, and nothing is kept. */
bool memo_find(struct prose_memo *m, const struct memo_text *t, struct memo_answer *answer);
void memo_keep(struct prose_memo *m, const struct memo_text *t, const struct memo_answer *answer);

#endif
