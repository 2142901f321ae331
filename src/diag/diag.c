/* diag.c: collects what is wrong. Everything is copied into an arena of the diagnostics' own, so
 * that a message may be about memory that is gone when it is printed; only source texts are
 * borrowed.
 *
 * Memory is bounded: of the severe ones and of the others DIAG_LIMIT each are kept, which is all
 * that diag_print can ever show; later ones are only counted. What was said before is known by a
 * 64-bit fingerprint; after SAID_LIMIT of them no more are remembered, and one said twice counts
 * twice. An error's never equals a warning's: no text can hide an error behind a warning.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parts.h"

enum { MESSAGE_LIMIT = 2000, SAID_LIMIT = 1 << 20, SAID_START = 256 };

struct diag *
diag_open(void)
{
	struct diag *d = mem_alloc(sizeof *d);

	*d = (struct diag){.a = arena_open()};
	diag_empty(d);
	return d;
}

void
diag_close(struct diag *d)
{
	if (d == NULL)
		return;
	arena_close(d->a);
	free(d->said);
	free(d);
}

void
diag_empty(struct diag *d)
{
	struct arena *a = d->a;

	arena_empty(a);
	free(d->said);
	*d = (struct diag){.a = a, .sources = map_new(a)};
}

/* The source of a file, made when it is first named, with or without a text. */
static struct source *
source_of(struct diag *d, const char *file)
{
	struct source *s = map_find(d->sources, file);

	if (s == NULL) {
		s = NEW(d->a, struct source);
		s->name = arena_text(d->a, file);
		map_add(d->sources, s->name, s);
	}
	return s;
}

void
diag_source(struct diag *d, const char *file, const char *text, size_t length)
{
	struct source *s = source_of(d, file);

	*s = (struct source){.name = s->name, .text = text, .length = length};
}

bool
diag_knows_source(const struct diag *d, const char *file)
{
	const struct source *s = map_find(d->sources, file);

	return s != NULL && s->text != NULL;
}

/* A formatted text, cut before the first character that does not fit. */
static const char *
compose(struct arena *a, const char *format, va_list args)
{
	char text[MESSAGE_LIMIT + 4];
	size_t length;

	text[0] = '\0';
	vsnprintf(text, sizeof text, format, args);
	length = strnlen(text, sizeof text);
	if (length <= MESSAGE_LIMIT)
		return arena_copy(a, text, length);
	length = MESSAGE_LIMIT;
	while (length > MESSAGE_LIMIT - 3 && ((unsigned char)text[length] & 0xC0) == 0x80)
		length--;
	text[length] = '\0';
	return arena_printf(a, "%s…", text);
}

static uint64_t
fingerprint(const struct entry *e)
{
	const int numbers[] = {(int)e->level, e->at.line, e->at.column, e->at.file != NULL};
	uint64_t hash = hash_bytes(numbers, sizeof numbers, 0);

	if (e->at.file != NULL)
		hash = hash_bytes(e->at.file, strlen(e->at.file), hash);
	hash = hash_bytes(e->code, strlen(e->code), hash);
	hash = hash_bytes(e->message, strlen(e->message), hash);
	return (hash & ~(uint64_t)1) | 2 | (uint64_t)is_severe(e->level); /* never 0 */
}

/* The slot that holds this fingerprint, or the empty one where it belongs. */
static uint64_t *
slot_of(uint64_t *said, size_t cap, uint64_t print)
{
	size_t i = (size_t)(print >> 2) & (cap - 1);

	while (said[i] != 0 && said[i] != print)
		i = (i + 1) & (cap - 1);
	return &said[i];
}

static void
widen_said(struct diag *d)
{
	size_t cap = d->said_cap > 0 ? 2 * d->said_cap : SAID_START;
	uint64_t *wider = mem_alloc(cap * sizeof *wider);

	memset(wider, 0, cap * sizeof *wider);
	for (size_t i = 0; i < d->said_cap; i++) {
		if (d->said[i] != 0)
			*slot_of(wider, cap, d->said[i]) = d->said[i];
	}
	free(d->said);
	d->said = wider;
	d->said_cap = cap;
}

/* False the first time; remembers it. */
static bool
said_before(struct diag *d, const struct entry *e)
{
	uint64_t print = fingerprint(e), *slot;

	if (d->said_count < SAID_LIMIT && 2 * d->said_count >= d->said_cap)
		widen_said(d);
	slot = slot_of(d->said, d->said_cap, print);
	if (*slot == print)
		return true;
	if (d->said_count < SAID_LIMIT) {
		*slot = print;
		d->said_count++;
	}
	return false;
}

static struct place
keep_place(struct diag *d, struct place at)
{
	if (at.file != NULL)
		at.file = source_of(d, at.file)->name;
	return at;
}

void
diag_add(struct diag *d, enum diag_level level, struct place at, const char *code,
    const char *format, ...)
{
	struct arena_mark before = arena_mark(d->a);
	struct entry e = {.level = level, .at = at, .code = code};
	bool severe = is_severe(level);
	va_list args;

	va_start(args, format);
	e.message = compose(d->a, format, args);
	va_end(args);
	d->last = NULL;
	if (said_before(d, &e)) {
		arena_rewind(d->a, before);
		return;
	}
	d->counts[level]++;
	if (d->kept[severe] == DIAG_LIMIT) {
		arena_rewind(d->a, before);
		return;
	}
	e.at = keep_place(d, at);
	GROW(d->a, d->entries, d->count, d->cap);
	d->entries[d->count] = e;
	d->last = &d->entries[d->count++];
	d->kept[severe]++;
}

static void
append(struct diag *d, struct remarks *to, struct place at, const char *format, va_list args)
{
	struct remark *kept;

	if (to->count == REMARK_LIMIT)
		return;
	kept = NEW(d->a, struct remark);
	*kept = (struct remark){.at = keep_place(d, at), .text = compose(d->a, format, args)};
	if (to->last != NULL)
		to->last->next = kept;
	else
		to->first = kept;
	to->last = kept;
	to->count++;
}

void
diag_help(struct diag *d, const char *format, ...)
{
	va_list args;

	if (d->last == NULL)
		return;
	va_start(args, format);
	append(d, &d->last->help, (struct place){0}, format, args);
	va_end(args);
}

void
diag_also(struct diag *d, struct place at, const char *format, ...)
{
	va_list args;

	if (d->last == NULL)
		return;
	va_start(args, format);
	append(d, &d->last->also, at, format, args);
	va_end(args);
}

void
diag_on_page(struct diag *d, int page, const char *block, dimen x, dimen y)
{
	if (d->last != NULL)
		d->last->on_page = (struct on_page){page, arena_text(d->a, block), x, y};
}

size_t
diag_count(const struct diag *d, enum diag_level level)
{
	return d->counts[level];
}

size_t
diag_total(const struct diag *d)
{
	size_t n = 0;

	for (size_t i = 0; i < COUNT(d->counts); i++)
		n += d->counts[i];
	return n;
}

bool
diag_full(const struct diag *d)
{
	return d->kept[true] == DIAG_LIMIT;
}

bool
diag_has(const struct diag *d, const char *code)
{
	for (size_t i = 0; i < d->count; i++) {
		if (strcmp(d->entries[i].code, code) == 0)
			return true;
	}
	return false;
}

bool
diag_next(const struct diag *d, size_t *i, struct diag_said *said)
{
	const struct entry *e;

	if (*i >= d->count)
		return false;
	e = &d->entries[*i];
	*said = (struct diag_said){e->level, e->at, e->code, e->message};
	++*i;
	return true;
}

bool
diag_failed(const struct diag *d)
{
	return d->counts[DIAG_ERROR] + d->counts[DIAG_FAILURE] > 0;
}

int
diag_status(const struct diag *d)
{
	return d->counts[DIAG_FAILURE] > 0 ? 3 : d->counts[DIAG_ERROR] > 0 ? 1 : 0;
}
