/* arena.c: memory with one owner and one end.
 *
 * An arena is a chain of chunks; an allocation moves a mark forward. Chunks double from 64 KB to
 * 8 MB, larger requests get a chunk of their own. Rewinding keeps the chunks for the next use, so a
 * report after a report costs no system call. What is handed out is zeroed, also after a rewind.
 * Chunks after `now` are spare: whatever they say they hold is stale, and they may change places.
 *
 * What is large lies on large pages, if the system has them: of 100 000 table rows a third of the
 * time was spent on being given 100 000 small ones.
 */
#define _DEFAULT_SOURCE /* madvise */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "bilan/base.h"

#define FIRST_CHUNK ((size_t)64 << 10)
#define LARGE_PAGE  ((size_t)2 << 20)
#define LAST_CHUNK  (4 * LARGE_PAGE - sizeof(struct chunk))
#define ALIGNMENT   _Alignof(max_align_t)

struct chunk {
	struct chunk *next;
	size_t size, used; /* bytes of `bytes` */
	max_align_t bytes[];
};

struct arena {
	struct chunk *first, *now;
};

static _Noreturn void
out_of_memory(void)
{
	fputs("bilan: out of memory\n", stderr);
	_Exit(3);
}

static void *
on_large_pages(void *got, size_t size)
{
#ifdef MADV_HUGEPAGE
	uintptr_t start = ((uintptr_t)got + LARGE_PAGE - 1) & ~(LARGE_PAGE - 1);
	uintptr_t end = ((uintptr_t)got + size) & ~(LARGE_PAGE - 1);

	if (size >= 2 * LARGE_PAGE && end > start)
		(void)madvise((void *)start, end - start, MADV_HUGEPAGE); /* a wish */
#endif
	return got;
}

void *
mem_alloc(size_t size)
{
	void *got = malloc(size > 0 ? size : 1);

	if (got == NULL)
		out_of_memory();
	return on_large_pages(got, size);
}

void *
mem_resize(void *old, size_t size)
{
	void *got = realloc(old, size > 0 ? size : 1);

	if (got == NULL)
		out_of_memory();
	return on_large_pages(got, size);
}

static struct chunk *
new_chunk(size_t size)
{
	struct chunk *c;

	if (size > SIZE_MAX / 2)
		out_of_memory();
	c = size == LAST_CHUNK ? aligned_alloc(LARGE_PAGE, sizeof *c + size)
			       : malloc(sizeof *c + size);
	if (c == NULL)
		out_of_memory();
	on_large_pages(c, sizeof *c + size);
	*c = (struct chunk){.size = size};
	return c;
}

struct arena *
arena_open(void)
{
	struct arena *a = mem_alloc(sizeof *a);

	a->first = a->now = new_chunk(FIRST_CHUNK);
	return a;
}

void
arena_close(struct arena *a)
{
	if (a == NULL)
		return;
	for (struct chunk *c = a->first, *next; c != NULL; c = next) {
		next = c->next;
		free(c);
	}
	free(a);
}

/* A chunk with room for `size`, put right after the present one: the first spare one that is large
 * enough, or a new one. */
static struct chunk *
chunk_for(struct arena *a, size_t size)
{
	struct chunk **link = &a->now->next, *c;

	while (*link != NULL && (*link)->size < size)
		link = &(*link)->next;
	c = *link;
	if (c != NULL) {
		*link = c->next;
	} else {
		size_t usual = a->now->size * 2 < LAST_CHUNK ? a->now->size * 2 : LAST_CHUNK;

		c = new_chunk(size > usual ? size : usual);
	}
	c->used = 0;
	c->next = a->now->next;
	a->now->next = c;
	return c;
}

static size_t
round_up(size_t size)
{
	if (size > SIZE_MAX / 4)
		out_of_memory();
	return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	char *got;

	size = round_up(size);
	if (a->now->size - a->now->used < size)
		a->now = chunk_for(a, size);
	got = (char *)a->now->bytes + a->now->used;
	a->now->used += size;
	return memset(got, 0, size);
}

void *
arena_array(struct arena *a, size_t n, size_t size)
{
	if (size > 0 && n > SIZE_MAX / 4 / size)
		out_of_memory();
	return arena_alloc(a, n * size);
}

/* True when `old` was the last thing handed out and could be widened where it is. */
static bool
widen(struct arena *a, const void *old, size_t old_size, size_t new_size)
{
	struct chunk *c = a->now;
	char *end = (char *)c->bytes + c->used;
	size_t more = new_size - old_size;

	if (old == NULL || old_size == 0 || (const char *)old + old_size != end ||
	    c->size - c->used < more)
		return false;
	memset(end, 0, more);
	c->used += more;
	return true;
}

void *
arena_more(struct arena *a, const void *old, size_t old_size, size_t new_size)
{
	void *got;

	if (new_size > old_size && widen(a, old, round_up(old_size), round_up(new_size)))
		return (void *)(uintptr_t)old;
	got = arena_alloc(a, new_size);
	if (old != NULL && old_size > 0)
		memcpy(got, old, old_size < new_size ? old_size : new_size);
	return got;
}

char *
arena_copy(struct arena *a, const char *text, size_t length)
{
	char *got;

	if (length == SIZE_MAX)
		out_of_memory();
	got = arena_alloc(a, length + 1);
	if (length > 0)
		memcpy(got, text, length);
	return got;
}

char *
arena_text(struct arena *a, const char *text)
{
	return arena_copy(a, text, strlen(text));
}

char *
arena_vprintf(struct arena *a, const char *format, va_list args)
{
	va_list again;
	char brief[256], *got;
	int length;

	va_copy(again, args);
	length = vsnprintf(brief, sizeof brief, format, args);
	if (length < (int)sizeof brief) {
		got = arena_copy(a, brief, length > 0 ? (size_t)length : 0);
	} else {
		got = arena_alloc(a, (size_t)length + 1);
		vsnprintf(got, (size_t)length + 1, format, again);
	}
	va_end(again);
	return got;
}

char *
arena_printf(struct arena *a, const char *format, ...)
{
	va_list args;
	char *got;

	va_start(args, format);
	got = arena_vprintf(a, format, args);
	va_end(args);
	return got;
}

struct arena_mark
arena_mark(const struct arena *a)
{
	return (struct arena_mark){a->now, a->now->used};
}

void
arena_rewind(struct arena *a, struct arena_mark to)
{
	a->now = to.chunk;
	a->now->used = to.used;
}

void
arena_empty(struct arena *a)
{
	a->now = a->first;
	a->now->used = 0;
}

size_t
arena_used(const struct arena *a)
{
	size_t used = 0;

	for (const struct chunk *c = a->first; c != NULL; c = c->next) {
		used += c->used;
		if (c == a->now)
			break;
	}
	return used;
}

void
grow_(struct arena *a, void **items, size_t size, size_t n, size_t *cap)
{
	size_t more = *cap == 0 ? 8 : *cap * 2;

	if (more > SIZE_MAX / 4 / size)
		out_of_memory();
	*items = arena_more(a, *items, n * size, more * size);
	*cap = more;
}
