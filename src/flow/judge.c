/* judge.c: what only the finished pages show: words that lie on other words or on pictures, that a
 * rule goes through or a surface covers, or that reach over the page's edge, and headings that skip
 * a level. Asked once the pages have settled. Of a block that does not fit its place, which was
 * told when it was placed, nothing more is said: one cause, one message.
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
	const bool *told; /* flow_told */
};

static struct place
place_of(const struct bench *b, const struct mark *m)
{
	return flow_block_place(b->tree, b->page, b->p->blocks[m->block]);
}

static dimen
over_edge(const struct master *master, const struct mark *m)
{
	dimen right = m->box.x + m->box.w - master->width;
	dimen bottom = m->box.y + m->box.h - master->height;
	dimen over = -m->box.x;

	over = -m->box.y > over ? -m->box.y : over;
	over = right > over ? right : over;
	return bottom > over ? bottom : over;
}

/* Of each block what reaches farthest: its marks follow one another. */
static void
check_edges(const struct bench *b)
{
	const struct page *page = b->page;

	for (size_t i = 0; i < page->count;) {
		const struct mark *m = &page->marks[i];
		dimen farthest = 0;

		for (; i < page->count && page->marks[i].block == m->block; i++) {
			const struct mark *other = &page->marks[i];
			dimen over = over_edge(page->master, other);

			if (other->kind == MARK_GLYPHS && m->block != 0 && over > farthest)
				farthest = over;
		}
		if (farthest == 0 || b->told[m->block])
			continue;
		diag_add(b->l->d, DIAG_ERROR, place_of(b, m), "off-page",
		    "words of \"%s\" reach %.1f mm over the edge of page %d",
		    b->p->blocks[m->block], dimen_mm(farthest), page->folio);
		diag_help(b->l->d, "shorten them, or give them a smaller style");
	}
}

/* ---- what lies on what ---------------------------------------------------------------------- */

static void
say_overlap(const struct bench *b, const struct mark *m, const struct mark *below)
{
	const struct mark *words = m->kind == MARK_GLYPHS ? m : below;
	const struct mark *under = words == m ? below : m;
	const char *id = b->p->blocks[words->block], *other = b->p->blocks[under->block];

	if (m->block == below->block) {
		diag_add(b->l->d, DIAG_ERROR, place_of(b, m), "ink-overlap",
		    "lines of \"%s\" lie on one another on page %d", id, b->page->folio);
		diag_help(b->l->d, "shorten its words, or set its parts further apart (rows)");
		return;
	}
	diag_add(b->l->d, DIAG_ERROR, place_of(b, words), "ink-overlap",
	    "words of \"%s\" lie on %s \"%s\" on page %d", id,
	    under->kind == MARK_IMAGE ? "the picture" : "those of", other, b->page->folio);
	diag_help(b->l->d,
	    "a figure rises above the first row of its area and may be wider than it: move one of "
	    "them, or write fit: yes for the figure");
	diag_also(b->l->d, place_of(b, under), "\"%s\" is here", other);
}

static void
say_covered(const struct bench *b, const struct mark *cover, const struct mark *words)
{
	const char *id = b->p->blocks[cover->block], *other = b->p->blocks[words->block];

	diag_add(b->l->d, DIAG_ERROR, place_of(b, words), "ink-overlap",
	    "words of \"%s\" lie under a bar or a field of colour of \"%s\" on page %d", other, id,
	    b->page->folio);
	diag_help(b->l->d, "give it more rows or columns, or move one of them");
	if (cover->block != words->block)
		diag_also(b->l->d, place_of(b, cover), "\"%s\" is here", id);
}

/* Is it a filled box over words that were painted before it? */
static bool
covers_words(const struct bench *b, const struct bands *bands, const struct mark *m)
{
	const struct path *path = m->detail;
	const struct mark *below;

	if (path->fill == 0 || !path_is_box(path))
		return false;
	below = bands_last(bands, rect_inside(m->box));
	if (below == NULL || below->kind != MARK_GLYPHS)
		return false;
	if (!b->told[m->block] && !b->told[below->block])
		say_covered(b, m, below);
	return true;
}

/* Words on words, on pictures and under them, and under surfaces. */
static void
check_ink(const struct bench *b)
{
	const struct page *page = b->page;
	struct bands bands;
	int told = 0, covering = 0;

	bands_open(&bands, page);
	for (size_t i = 0; i < page->count; i++) {
		const struct mark *m = &page->marks[i], *below;

		if (m->kind == MARK_PATH && m->block != covering && covers_words(b, &bands, m))
			covering = m->block;
		if ((m->kind != MARK_GLYPHS && m->kind != MARK_IMAGE) || m->block == 0)
			continue;
		if (m->block != told) {
			below = bands_last(&bands, rect_inside(m->box));
			if (below != NULL &&
			    (m->kind == MARK_GLYPHS || below->kind == MARK_GLYPHS)) {
				told = m->block;
				if (!b->told[m->block] && !b->told[below->block])
					say_overlap(b, m, below);
			}
		}
		if (!b->p->origins[m->block].under)
			bands_add(&bands, i);
	}
	bands_close(&bands);
}

/* ---- rules through words -------------------------------------------------------------------- */

/* One straight line, as mark_rule draws it. */
static bool
is_rule(const struct mark *m)
{
	const struct path *path = m->detail;

	return m->kind == MARK_PATH && m->elem == 0 && m->block != 0 && path->op_count == 2 &&
	       path->ops[1] == PATH_LINE &&
	       (path->points[0].x != path->points[1].x ||
		   path->points[0].y != path->points[1].y); /* else it is a dot */
}

/* Its middle line, which is what must not meet the words: it may touch them by half its width. */
static struct rect
rule_core(const struct mark *m)
{
	struct rect r = m->box;

	if (r.w > r.h)
		return (struct rect){r.x, r.y + r.h / 2, r.w, 1};
	return (struct rect){r.x + r.w / 2, r.y, 1, r.h};
}

static void
say_struck(const struct bench *b, const struct mark *rule, const struct mark *words)
{
	const char *id = b->p->blocks[rule->block], *other = b->p->blocks[words->block];

	if (rule->block == words->block) {
		diag_add(b->l->d, DIAG_ERROR, place_of(b, rule), "ink-overlap",
		    "a rule of \"%s\" goes through its words on page %d", id, b->page->folio);
		diag_help(b->l->d, "give it more rows or columns, or shorten its words");
		return;
	}
	diag_add(b->l->d, DIAG_ERROR, place_of(b, rule), "ink-overlap",
	    "a rule of \"%s\" goes through words of \"%s\" on page %d", id, other, b->page->folio);
	diag_help(b->l->d, "rules may stand a little above the first row of an area: move one of "
			   "them, or shorten the words");
	diag_also(b->l->d, place_of(b, words), "\"%s\" is here", other);
}

/* Whichever was painted first. */
static void
check_rules(const struct bench *b)
{
	const struct page *page = b->page;
	struct bands words;
	int told = 0;

	bands_open(&words, page);
	for (size_t i = 0; i < page->count; i++) {
		if (page->marks[i].kind == MARK_GLYPHS && page->marks[i].block != 0 &&
		    !b->told[page->marks[i].block])
			bands_add(&words, i);
	}
	for (size_t i = 0; i < page->count; i++) {
		const struct mark *m = &page->marks[i], *struck;

		if (m->block == told || b->told[m->block] || !is_rule(m))
			continue;
		struck = bands_last(&words, rule_core(m));
		if (struck == NULL)
			continue;
		told = m->block;
		say_struck(b, m, struck);
	}
	bands_close(&words);
}

const bool *
flow_told(struct arena *a, const struct pages *p, const struct tree *tree)
{
	bool *told = NEW_ARRAY(a, bool, p->block_count + 1);

	for (size_t i = 0; i < tree->count; i++) {
		for (size_t k = 0; k < tree->items[i].count; k++) {
			const struct block *b = &tree->items[i].items[k];

			if (b->told && (size_t)b->name < p->block_count)
				told[b->name] = true;
		}
	}
	return told;
}

void
flow_judge(struct layout *l, const struct pages *p, const struct tree *tree)
{
	const bool *told = flow_told(l->a, p, tree);

	for (size_t i = 0; i < tree->count; i++) {
		for (size_t k = 0; k < tree->items[i].count; k++)
			wide_words_say(l->d, &tree->items[i].items[k].wide);
	}
	check_levels(l, p, tree);
	for (size_t i = 0; i < p->count; i++) {
		struct bench b = {l, p, tree, &p->items[i], told};

		check_edges(&b);
		check_ink(&b);
		check_rules(&b);
	}
}
