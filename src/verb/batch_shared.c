/* batch_shared.c: what all reports of a batch share: the warm process, the scales of its charts,
 * and the lines that tell what every report depends on.
 *
 * The process that warms up is the one that all workers come from: what crashes it, or never ends,
 * would take the whole batch along. So a worker warms up first, within the limits of an item; only
 * a report that it came through is then gone through here. Another is tried when it did not.
 */
#include <string.h>
#include <unistd.h>

#include "batch.h"

enum { WARM_TRIES = 5 };

struct queue
batch_queue(const struct batch *b)
{
	const struct options *o = b->o;
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	return (struct queue){.self = (void *)(uintptr_t)b,
	    .jobs = o->jobs > 0 ? o->jobs
		    : cores > 0 ? (int)cores
				: 1,
	    .timeout = o->item_timeout,
	    .memory = (size_t)o->item_memory << 20};
}

void
batch_run_queue(struct batch *b, const struct queue *q, const size_t *items, size_t count)
{
	int reason;
	enum queue_end end = queue_run(q, items, count, &reason);

	b->interrupted = end == QUEUE_INTERRUPTED || end == QUEUE_BROKEN;
	if (end != QUEUE_BROKEN)
		return;
	diag_add(b->d, DIAG_FAILURE, (struct place){0}, "workers-failed",
	    "the processes that make the reports %s%s",
	    reason != 0 ? "cannot be started: " : "end as soon as they are started",
	    reason != 0 ? strerror(reason) : "");
	diag_help(b->d, "the machine lacks memory, processes or open files: try fewer --jobs");
}

/* ---- warming up ----------------------------------------------------------------------------- */

static struct warm *
warm_with(const struct batch *b, size_t item)
{
	size_t count;
	struct given *given = batch_given(b, b->a, &b->items->list[item], &count);

	return warm_open(b->o, given, count);
}

static void
probe(void *self, size_t item, struct buf *answer)
{
	if (warm_with(self, item) != NULL)
		buf_byte(answer, '+');
}

static bool
take_probe(void *self, size_t item, const char *answer, size_t length)
{
	struct batch *b = self;

	(void)answer;
	if (length > 0)
		b->warm = warm_with(b, item);
	return true;
}

static bool
lose_probe(void *self, size_t item, long pid, const char *why, const char *says)
{
	(void)self, (void)item, (void)pid, (void)why, (void)says; /* told when it is made */
	return true;
}

void
batch_warm(struct batch *b)
{
	struct queue q = batch_queue(b);

	q.jobs = 1;
	q.work = probe;
	q.done = take_probe;
	q.lost = lose_probe;
	for (size_t i = 0;
	     b->warm == NULL && !b->interrupted && i < WARM_TRIES && i < b->queue_count; i++)
		batch_run_queue(b, &q, &b->queue[i * b->queue_count / WARM_TRIES], 1);
}

/* ---- scales --------------------------------------------------------------------------------- */

static void
answer_scales(const struct batch *b, const struct scales *s, struct buf *answer)
{
	for (size_t i = 0; i < scales_count(s); i++)
		buf_printf(answer, "%s\n", scales_line(s, b->scratch, i));
}

static void
gather(void *self, size_t item, struct buf *answer)
{
	struct batch *b = self;
	struct options o = *b->o;
	struct scales *own;
	struct make m;

	arena_empty(b->scratch);
	own = scales_new(b->scratch);
	o.given = batch_given(b, b->scratch, &b->all->list[item], &o.given_count);
	if (b->warm != NULL && warm_tree(b->warm, &m, o.given, o.given_count, own)) {
		warm_forget(b->warm, &m);
		answer_scales(b, own, answer);
		return;
	}
	own = scales_new(b->scratch);
	make_open(&m);
	m.scales = own;
	if (make_load(&m, &o) && make_tree(&m))
		answer_scales(b, own, answer);
	make_drop(&m);
}

static bool
take_scales(void *self, size_t item, const char *answer, size_t length)
{
	struct batch *b = self;

	(void)item;
	for (size_t at = 0; at < length;) {
		const char *feed = memchr(answer + at, '\n', length - at);
		size_t n = feed != NULL ? (size_t)(feed - answer) - at : length - at;

		arena_empty(b->scratch);
		scales_take_line(b->scales, b->scratch, answer + at, n);
		at += n + 1;
	}
	return true;
}

void
batch_gather_scales(struct batch *b)
{
	struct queue q = batch_queue(b);
	size_t *items;

	if (b->interrupted || b->queue_count == 0 ||
	    (b->warm != NULL && !scales_asked(warm_report(b->warm))))
		return;
	b->scales = scales_new(b->a);
	items = NEW_ARRAY(b->a, size_t, b->all->count);
	for (size_t i = 0; i < b->all->count; i++)
		items[i] = i;
	q.work = gather;
	q.done = take_scales;
	q.lost = lose_probe;
	batch_run_queue(b, &q, items, b->all->count);
	scales_settle(b->scales);
	if (b->warm != NULL)
		warm_scales(b->warm, b->scales);
	for (size_t i = 0; b->o->form != DIAG_JSON && i < scales_count(b->scales); i++)
		fprintf(stderr, "one scale for %zu reports: %s\n", b->all->count,
		    scales_line(b->scales, b->a, i));
}

/* ---- what every report depends on ----------------------------------------------------------- */

static const char *
base_of_fonts(const struct batch *b, const char *base)
{
	const struct texts *t = warm_texts(b->warm);

	for (size_t i = 0; i < texts_face_count(t); i++) {
		const struct face *f = texts_face(t, (int)i);
		const int64_t about[] = {f->size, f->modified};
		uint64_t hash =
		    hash_bytes(f->sha256, strlen(f->sha256), hash_bytes(about, sizeof about, 0));

		base = arena_printf(
		    b->a, "%sfont %016llx %s\n", base, (unsigned long long)hash, f->file);
	}
	return base;
}

/* HarfBuzz, ICU, the hyphenation dictionary. */
static const char *
base_of_libraries(const struct batch *b, const char *base)
{
	for (const char *line = texts_origin(warm_texts(b->warm)); *line != '\0';) {
		size_t n = strcspn(line, "\n") + 1;

		base = arena_printf(b->a, "%slibs %016x %.*s", base, 0u, (int)n, line);
		line += n;
	}
	return base;
}

void
batch_base(struct batch *b)
{
	const char *base = origin_of_program(b->a);
	const struct options *o = b->o;

	if (b->warm == NULL)
		return;
	base = base_of_fonts(b, base_of_libraries(b, base));
	for (size_t i = 0; i < o->given_count; i++)
		base = arena_printf(
		    b->a, "%swith %016x %s=%s\n", base, 0u, o->given[i].name, o->given[i].value);
	if (o->press)
		base = arena_printf(b->a, "%swith %016x --printer=%s%s\n", base, 0u,
		    o->printer != NULL ? o->printer : "", o->no_spots ? " --no-spots" : "");
	for (size_t i = 0; b->scales != NULL && i < scales_count(b->scales); i++)
		base = arena_printf(
		    b->a, "%sspan %016x %s\n", base, 0u, scales_line(b->scales, b->a, i));
	b->base = base;
}
