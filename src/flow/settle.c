/* settle.c: the whole report, laid out again until its contents and folios are stable.
 *
 * A round makes all pages. When a block asked for the contents, the headings of a round are
 * compared with those that the round was given; once they agree the pages are right. Five rounds
 * at most: a contents that changes its own length back and forth is an error, not a loop.
 */
#include <string.h>

#include "flow.h"

enum { ROUNDS = 5 };

struct contents {
	struct arena *a;
	struct heading *items;
	size_t count;
};

static struct contents
remember(const struct pages *p)
{
	struct contents c = {.a = arena_open(), .count = p->heading_count};

	c.items = NEW_ARRAY(c.a, struct heading, c.count);
	for (size_t i = 0; i < c.count; i++) {
		c.items[i] = p->headings[i];
		c.items[i].text = arena_text(c.a, p->headings[i].text);
		if (p->headings[i].id != NULL)
			c.items[i].id = arena_text(c.a, p->headings[i].id);
	}
	return c;
}

static bool
same(const struct contents *c, const struct pages *p)
{
	if (c->count != p->heading_count)
		return false;
	for (size_t i = 0; i < c->count; i++) {
		const struct heading *a = &c->items[i], *b = &p->headings[i];

		if (a->page != b->page || a->level != b->level || strcmp(a->text, b->text) != 0)
			return false;
	}
	return true;
}

static struct pages *
lay_out(struct layout *l, struct tree *tree)
{
	l->pages = pages_open(l->a);
	l->wants_contents = false;
	for (size_t i = 0; i < tree->count; i++) {
		struct page_blocks *page = &tree->items[i];

		if (page->setup->master == NULL)
			continue;
		if (page->setup->flows)
			flow_running(l, page);
		else
			flow_fixed(l, page);
	}
	flow_feet(l, tree);
	return l->pages;
}

struct pages *
flow_pages(struct layout *l, struct tree *tree)
{
	struct arena_mark start = arena_mark(l->a);
	struct contents contents = {0};

	for (int round = 1;; round++) {
		struct pages *p = lay_out(l, tree);
		bool settled = !l->wants_contents || same(&contents, p);

		arena_close(contents.a);
		if (settled || round == ROUNDS) {
			if (!settled)
				diag_add(l->d, DIAG_ERROR, l->report->at, "unsettled",
				    "contents and page numbers do not come to rest in %d rounds",
				    ROUNDS);
			l->contents = NULL;
			flow_check_links(l, p, tree);
			flow_judge(l, p, tree);
			flow_check_contrast(l, p, tree);
			return p;
		}
		contents = remember(p);
		l->contents = contents.items;
		l->contents_count = contents.count;
		pages_close(p);
		arena_rewind(l->a, start);
	}
}
