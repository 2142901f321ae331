/* flow.h: blocks to pages.
 *
 * bind makes the block tree: each page's blocks with their values. flow places it: fixed pages
 * put blocks into areas of the grid, flow pages run them through frames with keeps, widows and
 * orphans, and repeated heads. Contents and folios need the pages that they are part of, so the
 * whole is laid out again until they are stable, five rounds at most.
 */
#ifndef BILAN_FLOW_H
#define BILAN_FLOW_H

#include "bilan/block.h"

struct page_blocks {
	const struct page_setup *setup;
	const char *title; /* expanded; NULL: the page's headings speak for themselves */
	struct block *items;
	size_t count;
};

struct bound_foot {
	struct runs left, centre, right;
}; /* {folio} and {pages} still open */

struct tree {
	struct page_blocks *items;
	size_t count;
	struct bound_foot *feet; /* one for each master of the report */
};

/* ---- doc/bind.c, doc/tree_dump.c ---- Codes: unknown-block, duplicate-id, missing-value, and what
 * the blocks say. The tree holds what could be bound; look at diag_failed. */
struct tree *tree_bind(struct bind *bind, struct arena *a);
void tree_dump(struct buf *out, const struct tree *tree); /* --dump=blocks */

/* ---- flow/settle.c ---- Codes: area-missing, area-outside, area-overlap, words-outside, overfull
 * (with the millimetres that are missing), unsettled, unknown-target, and what judge.c and
 * contrast.c say of the settled pages. NULL never; look at diag_failed. */
struct pages *flow_pages(struct layout *l, struct tree *tree);

#endif
