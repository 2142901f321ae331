/* judge.c: what only the finished pages show: words that lie on other words or reach over the
 * page's edge, and headings that skip a level. Asked once the pages have settled.
 *
 * Blocks may stand where the layout puts them, with large figures that rise above their first
 * row; the ink tells whether they meet. Heading levels: ISO 14289-1, 7.4.2.
 */
#include <stdlib.h>

#include "flow.h"

#define HAIR PT(0.5)  /* lines may touch by so much */
enum { WINDOW = 32 }; /* marks of the same block looked back at */

static void
check_levels(struct layout *l, const struct pages *p, const struct tree *tree)
{
	int *levels = mem_alloc(p->elem_count * sizeof *levels);
	int last = 0;

	/* 0: fine; else the level that the element skips to. */
	for (size_t i = 0; i < p->elem_count; i++) {
		int tag = p->elems[i].tag, level = tag - TAG_H1 + 1;

		levels[i] = 0;
		if (tag < TAG_H1 || tag > TAG_H6)
			continue;
		levels[i] = level > last + 1 ? level : 0;
		last = level;
	}
	for (size_t i = 0; i < p->count; i++) {
		const struct page *page = &p->items[i];

		for (size_t k = 0; k < page->count; k++) {
			const struct mark *m = &page->marks[k];

			if (levels[m->elem] == 0)
				continue;
			diag_add(l->d, DIAG_ERROR,
			    flow_block_place(tree, page, p->blocks[m->block]), "heading-skipped",
			    "a heading of level %d has none of level %d above it", levels[m->elem],
			    levels[m->elem] - 1);
			diag_help(l->d,
			    "screen readers jump from heading to heading: no level may be "
			    "left out; the style says how large it looks");
			levels[m->elem] = 0;
		}
	}
	free(levels);
}

/* What the checks of one page need to say where a block was written. */
struct bench {
	struct layout *l;
	const struct pages *p;
	const struct tree *tree;
	const struct page *page;
};

static struct place
place_of(const struct bench *b, const struct mark *m)
{
	return flow_block_place(b->tree, b->page, b->p->blocks[m->block]);
}

static void
check_edges(const struct bench *b, const struct mark *m)
{
	const struct master *master = b->page->master;
	dimen right = m->box.x + m->box.w - master->width;
	dimen bottom = m->box.y + m->box.h - master->height;
	dimen over = -m->box.x;

	over = -m->box.y > over ? -m->box.y : over;
	over = right > over ? right : over;
	over = bottom > over ? bottom : over;
	if (over <= 0)
		return;
	diag_add(b->l->d, DIAG_ERROR, place_of(b, m), "off-page",
	    "words of \"%s\" reach %.1f mm over the edge of page %d", b->p->blocks[m->block],
	    dimen_mm(over), b->page->folio);
	diag_help(b->l->d, "shorten them, or give them a smaller style");
}

/* An earlier mark under mark i: of any other block, or among the last WINDOW of its own block (a
 * long table needs no more, and the check stays linear). */
static const struct mark *
mark_below(const struct page *page, size_t i, bool several)
{
	const struct mark *m = &page->marks[i];
	size_t first = several || i < WINDOW ? 0 : i - WINDOW;
	struct rect inner = {
	    m->box.x + HAIR, m->box.y + HAIR, m->box.w - 2 * HAIR, m->box.h - 2 * HAIR};

	if (inner.w <= 0 || inner.h <= 0)
		return NULL;
	for (size_t k = i; k-- > first;) {
		const struct mark *other = &page->marks[k];

		if (other->kind != MARK_GLYPHS || other->block == 0 ||
		    (other->block == m->block && i - k > WINDOW))
			continue;
		if (rect_meets(other->box, inner))
			return other;
	}
	return NULL;
}

static bool
has_several_blocks(const struct page *page)
{
	int first = 0;

	for (size_t i = 0; i < page->count; i++) {
		int block = page->marks[i].kind == MARK_GLYPHS ? page->marks[i].block : 0;

		if (block != 0 && first != 0 && block != first)
			return true;
		first = block != 0 ? block : first;
	}
	return false;
}

static void
say_overlap(const struct bench *b, const struct mark *m, const struct mark *below)
{
	const char *id = b->p->blocks[m->block], *other = b->p->blocks[below->block];

	if (m->block == below->block) {
		diag_add(b->l->d, DIAG_ERROR, place_of(b, m), "ink-overlap",
		    "lines of \"%s\" lie on one another on page %d", id, b->page->folio);
		diag_help(b->l->d, "shorten its words, or set its parts further apart (rows)");
		return;
	}
	diag_add(b->l->d, DIAG_ERROR, place_of(b, m), "ink-overlap",
	    "words of \"%s\" lie on those of \"%s\" on page %d", id, other, b->page->folio);
	diag_help(b->l->d,
	    "a figure rises above the first row of its area and may be wider than it: move one of "
	    "them, or write fit: yes for the figure");
	diag_also(b->l->d, place_of(b, below), "\"%s\" is here", other);
}

static void
check_ink(const struct bench *b)
{
	const struct page *page = b->page;
	bool several = has_several_blocks(page);
	int told = 0;

	for (size_t i = 0; i < page->count; i++) {
		const struct mark *m = &page->marks[i], *below;

		if (m->kind != MARK_GLYPHS || m->block == 0 || m->block == told)
			continue;
		check_edges(b, m);
		below = mark_below(page, i, several);
		if (below == NULL)
			continue;
		told = m->block;
		say_overlap(b, m, below);
	}
}

void
flow_judge(struct layout *l, const struct pages *p, const struct tree *tree)
{
	check_levels(l, p, tree);
	for (size_t i = 0; i < p->count; i++)
		check_ink(&(struct bench){l, p, tree, &p->items[i]});
}
