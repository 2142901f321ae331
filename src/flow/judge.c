/* judge.c: what only the finished pages show: words that lie on other words or reach over the
 * page's edge, and headings that skip a level. Asked once the pages have settled.
 *
 * Blocks may stand where the layout puts them, with large figures that rise above their first
 * row; the ink tells whether they meet. Heading levels: ISO 14289-1, 7.4.2.
 */
#include <stdlib.h>

#include "flow.h"

#define HAIR PT(0.5) /* lines may touch by so much */

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

/* ---- what lies on what ---------------------------------------------------------------------- */

/* The page in bands as high as a row: a mark is compared only with those of the bands it reaches
 * into, so that a page of any height takes time in proportion to its marks. */
struct bands {
	const struct page *page;
	dimen height;
	int count;
	int *first; /* of each band: a link; -1: none */
	struct band_link {
		int mark, next;
	} * links; /* the newest first */
	int link_count, link_cap;
};

static void
bands_open(struct bands *b, const struct page *page)
{
	*b = (struct bands){.page = page, .height = page->master->row};
	b->count = page->master->height / b->height + 1;
	b->first = mem_alloc((size_t)b->count * sizeof *b->first);
	for (int i = 0; i < b->count; i++)
		b->first[i] = -1;
}

static void
bands_close(struct bands *b)
{
	free(b->first);
	free(b->links);
}

/* The band of that height; those off the page are the first and the last. */
static int
band_at(const struct bands *b, dimen y)
{
	int i = y / b->height;

	return i < 0 ? 0 : i >= b->count ? b->count - 1 : i;
}

static void
bands_add(struct bands *b, size_t i)
{
	const struct rect *box = &b->page->marks[i].box;

	for (int k = band_at(b, box->y); k <= band_at(b, box->y + box->h); k++) {
		if (b->link_count == b->link_cap) {
			b->link_cap = b->link_cap > 0 ? 2 * b->link_cap : 256;
			b->links = mem_resize(b->links, (size_t)b->link_cap * sizeof *b->links);
		}
		b->links[b->link_count] = (struct band_link){(int)i, b->first[k]};
		b->first[k] = b->link_count++;
	}
}

/* The last of the marks added that lies under mark i, or NULL. */
static const struct mark *
mark_below(const struct bands *b, size_t i)
{
	const struct mark *m = &b->page->marks[i];
	struct rect inner = {
	    m->box.x + HAIR, m->box.y + HAIR, m->box.w - 2 * HAIR, m->box.h - 2 * HAIR};
	int found = -1;

	if (inner.w <= 0 || inner.h <= 0)
		return NULL;
	for (int k = band_at(b, inner.y); k <= band_at(b, inner.y + inner.h); k++) {
		for (int at = b->first[k]; at >= 0; at = b->links[at].next) {
			int other = b->links[at].mark;

			if (other <= found)
				break;
			if (rect_meets(b->page->marks[other].box, inner))
				found = other;
		}
	}
	return found >= 0 ? &b->page->marks[found] : NULL;
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
	struct bands bands;
	int told = 0;

	bands_open(&bands, page);
	for (size_t i = 0; i < page->count; i++) {
		const struct mark *m = &page->marks[i], *below;

		if (m->kind != MARK_GLYPHS || m->block == 0)
			continue;
		if (m->block != told) {
			check_edges(b, m);
			below = mark_below(&bands, i);
			if (below != NULL) {
				told = m->block;
				say_overlap(b, m, below);
			}
		}
		bands_add(&bands, i);
	}
	bands_close(&bands);
}

void
flow_judge(struct layout *l, const struct pages *p, const struct tree *tree)
{
	check_levels(l, p, tree);
	for (size_t i = 0; i < p->count; i++)
		check_ink(&(struct bench){l, p, tree, &p->items[i]});
}
