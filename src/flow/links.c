/* links.c: do the links within the report lead somewhere? Asked once the pages have settled, so
 * that `bilan check` says it too: a target is the id of a block, of a page, or of a heading, and
 * each id that nobody has is told once, at the first block that links to it.
 */
#include <string.h>

#include "flow.h"

static struct map *
targets_of(struct arena *a, const struct pages *p)
{
	struct map *targets = map_new(a);

	for (size_t i = 0; i < p->heading_count; i++) {
		if (p->headings[i].id != NULL)
			map_add(targets, p->headings[i].id, targets);
	}
	for (size_t i = 0; i < p->anchor_count; i++) {
		if (p->anchors[i].id != NULL)
			map_add(targets, p->anchors[i].id, targets);
	}
	return targets;
}

struct place
flow_block_place(const struct tree *tree, const struct page *page, const char *id)
{
	for (size_t i = 0; i < tree->count; i++) {
		for (size_t k = 0; k < tree->items[i].count; k++) {
			if (strcmp(tree->items[i].items[k].common.id, id) == 0)
				return tree->items[i].items[k].at;
		}
	}
	return page->at;
}

static const char *
nearest_target(struct arena *a, const struct map *targets, const char *id)
{
	size_t n = map_count(targets), count = 0;
	const char **ids = NEW_ARRAY(a, const char *, n + 1);

	for (size_t i = 0; i < n; i++) {
		/* An id with a "/" was made up: nobody wrote it. */
		if (strchr(map_key(targets, i), '/') == NULL)
			ids[count++] = map_key(targets, i);
	}
	return nearest_word(id, ids, count);
}

void
flow_check_links(struct layout *l, const struct pages *p, const struct tree *tree)
{
	struct map *targets = targets_of(l->a, p), *told = map_new(l->a);

	for (size_t i = 0; i < p->count; i++) {
		const struct page *page = &p->items[i];

		for (size_t k = 0; k < page->count; k++) {
			const struct mark *m = &page->marks[k];
			const char *id =
			    m->kind == MARK_LINK ? ((const struct link *)m->detail)->target : "";
			const char *nearest;

			if (*id++ != '#' || map_find(targets, id) != NULL ||
			    map_find(told, id) != NULL)
				continue;
			map_add(told, id, told);
			diag_add(l->d, DIAG_ERROR,
			    flow_block_place(tree, page, p->blocks[m->block]), "unknown-target",
			    "a link leads to \"#%s\", but no block has this id", id);
			if (diag_full(l->d))
				continue;
			if ((nearest = nearest_target(l->a, targets, id)) != NULL)
				diag_help(l->d, "did you mean \"#%s\"?", nearest);
			else
				diag_help(
				    l->d, "give the block that is meant the setting: id: %s", id);
		}
	}
}
