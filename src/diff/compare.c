/* compare.c: two states, layer by layer: pages that came and went, blocks that moved, then what
 * stands in them. A block is looked at once for all layers; comparison_finish puts the changes in
 * order.
 *
 * What may move a little (the tolerance) are blocks and lines. Drawings carry figures, so their
 * sizes are held five times as tightly: a bar is as long as its value. A block whose lines keep
 * their place is `steady`: only such a change can be accepted by its cause.
 */
#include <stdlib.h>
#include <string.h>

#include "bilan/diff.h"

const char *const layer_names[LAYER_COUNT] = {"document", "pages", "blocks", "text", "figures",
    "styles and colours", "tags", "separations", "pixels"};

double
mm(dimen length)
{
	return dimen_mm(length);
}

const char *
shortened(struct arena *a, const char *text, size_t characters)
{
	const char *at = text;

	for (size_t i = 0; i < characters && *at != '\0'; i++)
		utf8_next(&at);
	return *at == '\0' ? text : arena_printf(a, "%.*s\u2026", (int)(at - text), text);
}

dimen
apart(dimen a, dimen b)
{
	return a > b ? a - b : b - a;
}

bool
block_masked(const struct tolerance *t, const char *block)
{
	for (size_t i = 0; i < t->mask_count; i++) {
		const char *name = t->masks[i].block;
		size_t n = name != NULL ? strlen(name) : 0;

		if (n == 0)
			continue;
		if (strcmp(name, block) == 0)
			return true;
		if (name[n - 1] == '*' && strncmp(name, block, n - 1) == 0)
			return true;
	}
	return false;
}

static bool
within(struct rect inner, struct rect outer)
{
	return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.w <= outer.x + outer.w &&
	       inner.y + inner.h <= outer.y + outer.h;
}

/* Both boxes lie in an area that does not count. */
static bool
area_masked(const struct compare *x, struct rect old, struct rect new)
{
	for (size_t i = 0; i < x->t->mask_count; i++) {
		const struct mask *m = &x->t->masks[i];

		if (m->has_area && (m->page == 0 || m->page == x->page[1] + 1) &&
		    within(old, m->area) && within(new, m->area))
			return true;
	}
	return false;
}

struct change *
comparison_add(struct arena *a, struct comparison *c, struct change change)
{
	GROW(a, c->changes, c->count, c->cap);
	c->changes[c->count] = change;
	return &c->changes[c->count++];
}

/* A change in a masked area is told to nobody: it goes where no one looks. */
struct change *
compare_say(
    struct compare *x, enum layer layer, struct rect old, struct rect new, const char *format, ...)
{
	const struct state_block *b = x->block[1] != NULL ? x->block[1] : x->block[0];
	bool placed = old.w > 0 || old.h > 0 || new.w > 0 || new.h > 0;
	struct change change = {
	    .layer = layer,
	    .page = {x->page[0], x->page[1]},
	    .block = b != NULL ? b->id : NULL,
	    .box = {old, new},
	    .steady = x->steady,
	    .causes = layer == LAYER_BLOCKS ? x->may : 0,
	};
	va_list args;

	va_start(args, format);
	change.says = arena_vprintf(x->a, format, args);
	va_end(args);
	if (placed && area_masked(x, old, new)) {
		struct change *nowhere = NEW(x->a, struct change);

		x->c->masked++;
		*nowhere = change;
		return nowhere;
	}
	return comparison_add(x->a, x->c, change);
}

/* ---- drawings ----------------------------------------------------------------------------- */

struct drawings {
	const struct item **items;
	uint64_t *hashes;
	size_t count;
};

static struct drawings
drawings_of(struct arena *a, const struct state_block *b)
{
	struct drawings d = {NEW_ARRAY(a, const struct item *, b->count + 1),
	    NEW_ARRAY(a, uint64_t, b->count + 1), 0};

	for (size_t i = 0; i < b->count; i++) {
		const struct item *item = &b->items[i];

		if (item->kind != ITEM_PATH && item->kind != ITEM_IMAGE)
			continue;
		d.hashes[d.count] = hash_bytes(item->hash, strlen(item->hash), item->kind);
		d.items[d.count++] = item;
	}
	return d;
}

struct come_or_gone {
	size_t shapes, pictures;
	struct rect box;
};

static void
count_drawing(struct come_or_gone *n, const struct item *item)
{
	if (item->kind == ITEM_IMAGE)
		n->pictures++;
	else
		n->shapes++;
	n->box = rect_join(n->box, item->box);
}

/* "2 shapes and 1 picture are gone". */
static void
say_drawings(struct compare *x, const struct come_or_gone *n, bool gone)
{
	struct rect none = {0};
	struct buf says = {0};

	if (n->shapes > 0)
		buf_printf(&says, "%zu shape%s", n->shapes, n->shapes > 1 ? "s" : "");
	if (n->pictures > 0)
		buf_printf(&says, "%s%zu picture%s", n->shapes > 0 ? " and " : "", n->pictures,
		    n->pictures > 1 ? "s" : "");
	if (says.len > 0)
		compare_say(x, LAYER_BLOCKS, gone ? n->box : none, gone ? none : n->box, "%s %s %s",
		    says.at, n->shapes + n->pictures > 1 ? "are" : "is", gone ? "gone" : "new");
	buf_close(&says);
}

/* As many as before: each is what the one in its place was. Else those of the same shape are the
 * same, and the others are lost or new. */
static void
compare_drawings(struct compare *x)
{
	struct drawings p = drawings_of(x->a, x->block[0]), q = drawings_of(x->a, x->block[1]);
	struct come_or_gone come = {0}, gone = {0};
	struct edit *edits;
	size_t count;

	if (p.count == q.count) {
		for (size_t i = 0; i < p.count; i++)
			compare_look(x, p.items[i], q.items[i]);
		return;
	}
	edits = align_rows(x->a, p.hashes, p.count, q.hashes, q.count, &count);
	for (size_t i = 0; i < count; i++) {
		if (edits[i].old >= 0 && edits[i].new >= 0)
			compare_look(x, p.items[edits[i].old], q.items[edits[i].new]);
		else if (edits[i].old >= 0)
			count_drawing(&gone, p.items[edits[i].old]);
		else
			count_drawing(&come, q.items[edits[i].new]);
	}
	say_drawings(x, &gone, true);
	say_drawings(x, &come, false);
}

/* ---- blocks and pages --------------------------------------------------------------------- */

/* One of the block's styles is no longer what it was: then that is why it moved or grew. */
static bool
has_new_style(const struct compare *x)
{
	const struct state_block *q = x->block[1];

	for (size_t i = 0; i < q->count; i++) {
		const char *old, *new;

		if (q->items[i].kind != ITEM_TEXT)
			continue;
		old = state_find(x->old, "style", q->items[i].style);
		new = state_find(x->new, "style", q->items[i].style);
		if (old != NULL && new != NULL && strcmp(old, new) != 0)
			return true;
	}
	return false;
}

/* A fall is red, a rise green: where a figure of the block has changed, so may colours. */
static void
colours_of_figures(struct compare *x, size_t from)
{
	struct change *changes = x->c->changes;
	bool figures = false;

	for (size_t i = from; i < x->c->count; i++)
		figures |= changes[i].layer == LAYER_FIGURES;
	for (size_t i = from; i < x->c->count && figures; i++) {
		if (changes[i].layer == LAYER_COLOURS)
			changes[i].causes |=
			    CAUSE_DATA | CAUSE_PARAMETER | CAUSE_LAYOUT | CAUSE_THEME;
	}
}

static void
compare_block(struct compare *x)
{
	const struct state_block *p = x->block[0], *q = x->block[1];
	struct rect none = {0};
	size_t from = x->c->count;

	if (block_masked(x->t, (q != NULL ? q : p)->id)) {
		x->c->masked++;
		return;
	}
	x->steady = false;
	x->may = 0;
	if (p == NULL || q == NULL) {
		compare_say(x, LAYER_BLOCKS, p != NULL ? p->box : none, q != NULL ? q->box : none,
		    p == NULL ? "is new on this page" : "is no longer on this page");
		return;
	}
	if (x->old->marks && x->new->marks) {
		x->steady = lines_keep(x);
		x->may = has_new_style(x) ? CAUSE_THEME : 0;
		compare_block_box(x);
		compare_drawings(x);
		compare_links(x);
	}
	compare_words(x);
	colours_of_figures(x, from);
}

/* Blocks are painted and read in order: two that change places in it may look the same. Told once
 * a page. */
static void
compare_order(struct compare *x, const struct page_pair *pairs, size_t count)
{
	const struct state_page *p = &x->old->pages[x->page[0]];
	int last = -1;

	for (size_t i = 0; i < count; i++) {
		int at = pairs[i].page[0];
		const struct state_block *before;

		if (at < 0 || pairs[i].page[1] < 0 || block_masked(x->t, p->blocks[at].id))
			continue;
		if (at > last) {
			last = at;
			continue;
		}
		before = &p->blocks[last];
		x->block[0] = &p->blocks[at];
		x->block[1] = &x->new->pages[x->page[1]].blocks[pairs[i].page[1]];
		x->steady = false;
		compare_say(x, LAYER_TAGS, x->block[0]->box, x->block[1]->box,
		    "is painted and read after %s now, it was before", before->id);
		return;
	}
}

static void
compare_page(struct compare *x)
{
	const struct state_page *p = &x->old->pages[x->page[0]], *q = &x->new->pages[x->page[1]];
	struct rect old = {0, 0, p->width, p->height}, new = {0, 0, q->width, q->height};
	struct page_pair *pairs;
	size_t count;

	x->block[0] = x->block[1] = NULL;
	x->steady = false;
	if (apart(p->width, q->width) > x->t->length || apart(p->height, q->height) > x->t->length)
		compare_say(x, LAYER_PAGES, old, new,
		    "the page is %.1f by %.1f mm, it was %.1f by %.1f mm", mm(q->width),
		    mm(q->height), mm(p->width), mm(p->height));
	pairs = align_blocks(x->a, p, q, &count);
	for (size_t i = 0; i < count; i++) {
		x->block[0] = pairs[i].page[0] >= 0 ? &p->blocks[pairs[i].page[0]] : NULL;
		x->block[1] = pairs[i].page[1] >= 0 ? &q->blocks[pairs[i].page[1]] : NULL;
		compare_block(x);
	}
	compare_order(x, pairs, count);
	x->block[0] = x->block[1] = NULL;
	compare_separations(x);
}

struct comparison *
compare_states(
    struct arena *a, const struct state *old, const struct state *new, const struct tolerance *t)
{
	struct comparison *c = NEW(a, struct comparison);
	struct compare x = {.a = a, .c = c, .old = old, .new = new, .t = t};
	struct rect none = {0};

	c->pairs = align_pages(a, old, new, &c->pair_count);
	for (size_t i = 0; i < c->pair_count; i++) {
		const struct page_pair *pair = &c->pairs[i];

		x.page[0] = pair->page[0];
		x.page[1] = pair->page[1];
		if (x.page[0] >= 0 && x.page[1] >= 0) {
			compare_page(&x);
			continue;
		}
		x.block[0] = x.block[1] = NULL;
		x.steady = false;
		compare_say(&x, LAYER_PAGES, none, none,
		    x.page[0] < 0 ? "this page is new" : "this page is no longer there");
	}
	x.page[0] = x.page[1] = -1;
	x.block[0] = x.block[1] = NULL;
	if (old->marks && new->marks) {
		compare_heads(&x);
		compare_tags(&x);
	}
	return c;
}
