/* judge.c: what only the finished pages show: words that lie on other words or reach over the
 * page's edge, and headings that skip a level. Asked once the pages have settled.
 *
 * Blocks may stand where the layout puts them, with large figures that rise above their first
 * row; the ink tells whether they meet. Heading levels: ISO 14289-1, 7.4.2.
 */
#include <stdlib.h>

#include "flow.h"

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
			    flow_block_place(tree, page, p->blocks[m->block]),
			    "heading-skipped",
			    "a heading of level %d has none of level %d above it",
			    levels[m->elem], levels[m->elem] - 1);
			diag_help(l->d,
			    "screen readers jump from heading to heading: no level may be "
			    "left out; the style says how large it looks");
			levels[m->elem] = 0;
		}
	}
	free(levels);
}

static void
check_edges(struct layout *l, const struct page *page, const struct mark *m, struct place at,
    const char *block)
{
	const struct master *master = page->master;
	dimen over = -m->box.x;

	over = -m->box.y > over ? -m->box.y : over;
	over = m->box.x + m->box.w - master->width > over ? m->box.x + m->box.w - master->width
	    : over;
	over = m->box.y + m->box.h - master->height > over ? m->box.y + m->box.h - master->height
	                                                   : over;
	if (over <= 0)
		return;
	diag_add(l->d, DIAG_ERROR, at, "off-page",
	    "words of \"%s\" reach %.1f mm over the edge of page %d",
	    block, dimen_mm(over), page->folio);
	diag_help(l->d, "shorten them, or give them a smaller style");
}

/* The same two blocks are told once a page. */
static bool
meets_before(const struct page *page, size_t i)
{
	const struct mark *m = &page->marks[i];

	for (size_t k = 0; k < i; k++) {
		const struct mark *other = &page->marks[k];

		if (other->kind == MARK_GLYPHS && other->block != m->block && other->block != 0 &&
		    rect_meets(other->box, m->box))
			return true;
	}
	return false;
}

static void
check_ink(struct layout *l, const struct pages *p, const struct tree *tree, const struct page *page)
{
	int told = 0, first = 0;
	bool several = false;

	for (size_t i = 0; i < page->count && !several; i++) {
		int block = page->marks[i].kind == MARK_GLYPHS ? page->marks[i].block : 0;

		several = block != 0 && first != 0 && block != first;
		first = block != 0 ? block : first;
	}
	for (size_t i = 0; i < page->count; i++) {
		const struct mark *m = &page->marks[i];

		if (m->kind != MARK_GLYPHS || m->block == 0 || m->block == told)
			continue;
		check_edges(l, page, m, flow_block_place(tree, page, p->blocks[m->block]),
		    p->blocks[m->block]);
		if (!several || !meets_before(page, i))
			continue;
		told = m->block;
		diag_add(l->d, DIAG_ERROR, flow_block_place(tree, page, p->blocks[m->block]),
		    "ink-overlap", "words of \"%s\" lie on those of another block on page %d",
		    p->blocks[m->block], page->folio);
		diag_help(l->d,
		    "a figure rises above the first row of its area: move it down, or the "
		    "other block away");
	}
}

void
flow_judge(struct layout *l, const struct pages *p, const struct tree *tree)
{
	check_levels(l, p, tree);
	for (size_t i = 0; i < p->count; i++)
		check_ink(l, p, tree, &p->items[i]);
}
