/* places.c: where a block stands, and what stands in it: lines lost or gained, the block moved or
 * resized, some of its marks moved by themselves.
 *
 * What may move a little (the tolerance) are blocks and lines. A block whose lines keep their place
 * is steady: as many as before, on the same baselines. What differs in width because its words do
 * is told with the words, not here.
 */
#include <stdlib.h>
#include <string.h>

#include "bilan/diff.h"

enum { NOISE = 20 }; /* of positions that are written to two decimals, in dimens */

static bool
has_figure(const struct item *item)
{
	return item->figure_count > 0;
}

/* The lines keep their place: as many as before, on the same baselines; what is no figure also
 * from left to right. */
bool
lines_keep(const struct compare *x)
{
	const struct state_block *p = x->block[0], *q = x->block[1];
	size_t i = 0, k = 0;

	for (;; i++, k++) {
		const struct item *f, *g;

		while (i < p->count && p->items[i].kind != ITEM_TEXT)
			i++;
		while (k < q->count && q->items[k].kind != ITEM_TEXT)
			k++;
		if (i == p->count || k == q->count)
			return i == p->count && k == q->count;
		f = &p->items[i];
		g = &q->items[k];
		if (f->more != g->more)
			return false;
		if (apart(f->box.y + f->box.h, g->box.y + g->box.h) > x->t->length)
			return false;
		if (!has_figure(f) && !has_figure(g) && strcmp(f->words, g->words) == 0 &&
		    apart(f->box.x, g->box.x) > x->t->length && !f->more)
			return false;
	}
}

static int
by_length(const void *a, const void *b)
{
	dimen x = *(const dimen *)a, y = *(const dimen *)b;

	return x < y ? -1 : x > y;
}

/* Baselines, sorted, each once. */
static size_t
baselines(struct arena *a, const struct state_block *b, dimen **out)
{
	dimen *list = NEW_ARRAY(a, dimen, b->count + 1);
	size_t n = 0, kept = 0;

	for (size_t i = 0; i < b->count; i++) {
		if (b->items[i].kind == ITEM_TEXT)
			list[n++] = b->items[i].box.y + b->items[i].box.h;
	}
	qsort(list, n, sizeof *list, by_length);
	for (size_t i = 0; i < n; i++) {
		if (kept == 0 || list[i] - list[kept - 1] > PT(1))
			list[kept++] = list[i];
	}
	*out = list;
	return kept;
}

static const char *
way(struct arena *a, dimen dx, dimen dy)
{
	const char *sideways = dx > 0 ? "to the right" : "to the left";
	const char *updown = dy > 0 ? "down" : "up";

	if (apart(dx, 0) <= NOISE)
		return arena_printf(a, "%.2f mm %s", mm(apart(dy, 0)), updown);
	if (apart(dy, 0) <= NOISE)
		return arena_printf(a, "%.2f mm %s", mm(apart(dx, 0)), sideways);
	return arena_printf(
	    a, "%.2f mm %s and %.2f mm %s", mm(apart(dx, 0)), sideways, mm(apart(dy, 0)), updown);
}

static bool
same_shape(const struct state_block *p, const struct state_block *q)
{
	if (p->count != q->count)
		return false;
	for (size_t i = 0; i < p->count; i++) {
		if (p->items[i].kind != q->items[i].kind)
			return false;
	}
	return true;
}

/* Do all marks of the block move alike? Then it is the block that moved. */
static bool
moved_as_one(const struct compare *x)
{
	const struct state_block *p = x->block[0], *q = x->block[1];
	dimen dx = q->box.x - p->box.x, dy = q->box.y - p->box.y;

	for (size_t i = 0; i < p->count; i++) {
		struct rect f = p->items[i].box, g = q->items[i].box;

		if (apart(g.x - f.x, dx) > x->t->length / 5 + NOISE ||
		    apart(g.y - f.y, dy) > x->t->length / 5 + NOISE)
			return false;
	}
	return true;
}

/* The marks from..to of the block moved alike, and the block as a whole did not. */
static void
say_moved(struct compare *x, size_t from, size_t to, size_t moved)
{
	const struct state_block *p = x->block[0], *q = x->block[1];
	const struct item *f = &p->items[from], *g = &q->items[from];
	const char *where = way(x->a, g->box.x - f->box.x, g->box.y - f->box.y);
	const char *what = f->kind == ITEM_IMAGE ? "the picture" : "a drawing";
	struct rect old = {0}, new = {0};

	if (f->kind == ITEM_TEXT)
		what = arena_printf(x->a, "the words \"%s\"", shortened(x->a, g->words, 40));
	for (size_t i = from; i < to; i++) {
		old = rect_join(old, p->items[i].box);
		new = rect_join(new, q->items[i].box);
	}
	if (moved > 1)
		compare_say(x, LAYER_BLOCKS, old, new, "%s and %zu after that moved %s", what,
		    moved - 1, where);
	else
		compare_say(x, LAYER_BLOCKS, old, new, "%s moved %s", what, where);
}

static bool
has_own_place(const struct item *f, const struct item *g)
{
	return f->kind != ITEM_LINK && !f->more &&
	       (f->kind != ITEM_TEXT || strcmp(f->words, g->words) == 0);
}

/* Marks that moved in their block by themselves; those that moved alike, one after the other, are
 * told together. */
static void
compare_places(struct compare *x)
{
	const struct state_block *p = x->block[0], *q = x->block[1];
	size_t from = 0, to = 0, moved = 0;
	dimen run_x = 0, run_y = 0;

	for (size_t i = 0; i < p->count; i++) {
		const struct item *f = &p->items[i], *g = &q->items[i];
		dimen dx = g->box.x - f->box.x, dy = g->box.y - f->box.y;

		if (!has_own_place(f, g))
			continue;
		if (moved > 0 && apart(dx, run_x) <= NOISE && apart(dy, run_y) <= NOISE) {
			moved++;
			to = i + 1;
			continue;
		}
		if (moved > 0)
			say_moved(x, from, to, moved);
		moved = apart(dx, 0) > x->t->length || apart(dy, 0) > x->t->length;
		run_x = dx;
		run_y = dy;
		from = i;
		to = i + 1;
	}
	if (moved > 0)
		say_moved(x, from, to, moved);
}

/* Around what says the same as before: that a figure is wider with other digits is no news. */
static struct rect
lasting_box(const struct state_block *b, const struct state_block *other)
{
	struct rect box = {0};

	if (!same_shape(b, other))
		return b->box;
	for (size_t i = 0; i < b->count; i++) {
		const struct item *f = &b->items[i], *g = &other->items[i];

		if (f->kind != ITEM_LINK &&
		    (f->kind != ITEM_TEXT || strcmp(f->words, g->words) == 0))
			box = rect_join(box, f->box);
	}
	return box;
}

static bool
is_resized(const struct compare *x)
{
	const struct state_block *p = x->block[0], *q = x->block[1];
	struct rect f = lasting_box(p, q), g = lasting_box(q, p);
	dimen most = x->t->length;

	return (apart(p->box.w, q->box.w) > most || apart(p->box.h, q->box.h) > most) &&
	       (apart(f.w, g.w) > most || apart(f.h, g.h) > most);
}

void
compare_block_box(struct compare *x)
{
	const struct state_block *p = x->block[0], *q = x->block[1];
	dimen dx = q->box.x - p->box.x, dy = q->box.y - p->box.y;
	dimen most = x->t->length, *lines;
	size_t old_lines = baselines(x->a, p, &lines), new_lines = baselines(x->a, q, &lines);
	bool moved = apart(dx, 0) > most || apart(dy, 0) > most;

	if (old_lines != new_lines) {
		compare_say(x, LAYER_BLOCKS, p->box, q->box,
		    "%s %zu line%s: it has %zu, it had %zu",
		    new_lines < old_lines ? "lost" : "gained",
		    new_lines < old_lines ? old_lines - new_lines : new_lines - old_lines,
		    new_lines + 1 == old_lines || old_lines + 1 == new_lines ? "" : "s", new_lines,
		    old_lines);
		return;
	}
	if (same_shape(p, q) && moved && moved_as_one(x)) {
		x->steady = false;
		compare_say(x, LAYER_BLOCKS, p->box, q->box, "moved %s", way(x->a, dx, dy));
		return;
	}
	if (same_shape(p, q))
		compare_places(x);
	else if (moved)
		compare_say(x, LAYER_BLOCKS, p->box, q->box, "moved %s", way(x->a, dx, dy));
	if (is_resized(x))
		compare_say(x, LAYER_BLOCKS, p->box, q->box,
		    "resized: %.2f by %.2f mm, it was %.2f by %.2f mm", mm(q->box.w), mm(q->box.h),
		    mm(p->box.w), mm(p->box.h));
}
