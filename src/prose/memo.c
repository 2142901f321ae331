/* memo.c: texts that the first report of a batch has parsed.
 *
 * A text without {values} gives the same runs in every report, and most prose of a batch is such.
 * What was parsed while the memo was open, without a word of complaint, is given to all that ask
 * for the same text, in the same styles, from the same place: places are part of runs. Later
 * reports add nothing, so that memory does not grow with them.
 */
#include <string.h>

#include "parts.h"

enum { SLOTS = 1024 }; /* a power of two */

struct known {
	struct known *next; /* in the same slot */
	struct memo_text text;
	struct memo_answer answer;
};

struct prose_memo {
	struct arena *a;
	bool open;
	struct known *slots[SLOTS];
};

struct prose_memo *
prose_memo_open(struct arena *a)
{
	struct prose_memo *m = NEW(a, struct prose_memo);

	m->a = a;
	m->open = true;
	return m;
}

void
prose_memo_close(struct prose_memo *m)
{
	m->open = false;
}

static struct known **
slot_of(struct prose_memo *m, const struct memo_text *t)
{
	return &m->slots[hash_long(t->at, t->length, 0) & (SLOTS - 1)];
}

static bool
same_place(struct place a, struct place b)
{
	return a.line == b.line && a.column == b.column && a.length == b.length &&
	       (a.file == b.file ||
		   (a.file != NULL && b.file != NULL && strcmp(a.file, b.file) == 0));
}

static bool
same_text(const struct memo_text *a, const struct memo_text *b)
{
	return a->length == b->length && a->base == b->base && same_place(a->place, b->place) &&
	       memcmp(&a->styles, &b->styles, sizeof a->styles) == 0 &&
	       memcmp(a->at, b->at, a->length) == 0;
}

bool
memo_find(struct prose_memo *m, const struct memo_text *t, struct memo_answer *answer)
{
	const struct known *k = m != NULL ? *slot_of(m, t) : NULL;

	while (k != NULL && !same_text(&k->text, t))
		k = k->next;
	if (k != NULL)
		*answer = k->answer;
	return k != NULL;
}

void
memo_keep(struct prose_memo *m, const struct memo_text *t, const struct memo_answer *answer)
{
	struct known *k, **slot;

	if (m == NULL || !m->open || memchr(t->at, '{', t->length) != NULL)
		return;
	slot = slot_of(m, t);
	k = NEW(m->a, struct known);
	*k = (struct known){*slot, *t, *answer};
	k->text.at = arena_copy(m->a, t->at, t->length);
	*slot = k;
}
