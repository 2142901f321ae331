/* parts.h: what diag.c keeps and diag_print.c shows; nobody else includes it. */
#ifndef BILAN_DIAG_PARTS_H
#define BILAN_DIAG_PARTS_H

#include "bilan/diag.h"

enum {
	REMARK_LIMIT = 20,
	STEP = 256, /* lines from one remembered line start to the next */
};

struct line {
	const char *at, *end; /* without the line's end */
};

struct source {
	const char *name; /* our copy */
	const char *text;
	size_t length;
	size_t *starts; /* offsets of the lines 1, 1 + STEP, …; NULL: not looked for yet */
	size_t start_count;
	int line, column;  /* the character found last: the next is often further on */
	struct line whole; /* the line it is in */
	const char *character;
};

struct remark {
	struct remark *next;
	struct place at; /* of a second place; unused for help */
	const char *text;
};

struct remarks {
	struct remark *first, *last;
	int count;
};

struct on_page {
	int page; /* 0: none is said */
	const char *block;
	dimen x, y;
};

struct entry {
	enum diag_level level;
	struct place at;
	const char *code, *message;
	struct remarks help, also;
	struct on_page on_page;
};

struct diag {
	struct arena *a;
	struct entry *entries; /* at most DIAG_LIMIT severe ones and as many others */
	size_t count, cap;
	size_t kept[2];     /* others, severe ones */
	struct entry *last; /* what help belongs to; NULL: to one that is not kept */
	size_t counts[DIAG_FAILURE + 1];
	uint64_t *said; /* fingerprints of all so far: a hash table, 0 for an empty slot */
	size_t said_count, said_cap;
	struct map *sources; /* shown name of a file -> struct source, also without a text */
};

static inline bool
is_severe(enum diag_level level)
{
	return level >= DIAG_ERROR;
}

/* source.c: finds a line and in it a character, the line's end when it has fewer; both stay in
 * s->whole and s->character. False when there is no such line. */
bool source_find(struct arena *a, struct source *s, int line, int column);
/* One character of text that ends at `end`, not at a NUL; U+FFFD for a bad byte. */
uint32_t source_next(const char **at, const char *end);

#endif
