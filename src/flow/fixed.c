/* fixed.c: a page whose blocks stand in areas of the master's grid.
 *
 * Areas must lie on the grid (or reach over an edge by `bleed`) and may not overlap, but for what
 * is meant to lie under others: the background classes, which are painted first. What does not
 * fit its area is an error with the millimetres that are missing; nothing is clipped.
 */
#include <string.h>

#include "flow.h"

/* The area on the page, stretched over the edges that it bleeds at. */
static struct rect
area_box(const struct page *page, const struct block *b)
{
	const struct master *m = page->master;
	struct area all = {.given = true, .page = true};
	const struct area *area = b->common.area.given ? &b->common.area : &all;
	struct rect r = master_rect(m, area, page->recto);
	unsigned bleed = area->page && b->class->background ? 15u : b->common.bleed;

	if (bleed & EDGE_LEFT) {
		r.w += r.x + m->bleed;
		r.x = -m->bleed;
	}
	if (bleed & EDGE_TOP) {
		r.h += r.y + m->bleed;
		r.y = -m->bleed;
	}
	if (bleed & EDGE_RIGHT)
		r.w = m->width + m->bleed - r.x;
	if (bleed & EDGE_BOTTOM)
		r.h = m->height + m->bleed - r.y;
	return r;
}

static bool
check_area(struct layout *l, const struct page *page, const struct block *b)
{
	const struct master *m = page->master;
	const struct area *a = &b->common.area;
	int columns = 2 * m->columns, rows = 2 * master_rows(m);

	if (!a->given && !b->class->background) {
		diag_add(
		    l->d, DIAG_ERROR, b->at, "area-missing", "\"%s\" has no area", b->common.id);
		diag_help(l->d, "on a page every block says where it stands: "
				"area: [column, row, columns, rows]");
		return false;
	}
	if (!a->given || a->page)
		return true;
	if (a->column < 2 || a->column - 2 + a->columns > columns) {
		diag_add(l->d, DIAG_ERROR, a->at, "area-outside",
		    "the area reaches outside the %d columns of \"%s\"", m->columns, m->name);
		return false;
	}
	if (a->row < 2 || a->row - 2 + a->rows > rows) {
		diag_add(l->d, DIAG_ERROR, a->at, "area-outside",
		    "the area reaches outside the %d rows of \"%s\"", rows / 2, m->name);
		return false;
	}
	return true;
}

enum { OVERLAPS_TOLD = 4 }; /* of one block: thousands on one place are not told in pairs */

static void
check_overlaps(
    struct layout *l, const struct page *page, const struct page_blocks *blocks, size_t last)
{
	const struct block *b = &blocks->items[last];
	struct rect mine = area_box(page, b);

	if (b->class->background)
		return;
	for (size_t i = 0, told = 0; i < last && told < OVERLAPS_TOLD; i++) {
		const struct block *other = &blocks->items[i];

		if (other->class->background || !other->common.area.given ||
		    !rect_meets(mine, area_box(page, other)))
			continue;
		diag_add(l->d, DIAG_ERROR, b->common.area.at, "area-overlap",
		    "the areas of \"%s\" and \"%s\" overlap", other->common.id, b->common.id);
		diag_also(l->d, other->common.area.at, "the other area is here");
		told++;
	}
}

static void
place_block(struct layout *l, struct page *page, struct block *b, int section)
{
	const struct master *m = page->master;
	struct room room = {
	    .box = area_box(page, b),
	    .row = m->row,
	    .first = m->first,
	    .fresh = true,
	    .page = page,
	};
	struct checkpoint before = pages_checkpoint(l->pages);

	flow_start_block(l, b, b->class->background ? 0 : section);
	if (flow_offer(l, b, &room) == FIT_ALL) {
		flow_anchor(l, b, page, room.box);
		return;
	}
	pages_rewind(l->pages, before);
	flow_overfull(l, b, &room);
}

void
flow_fixed(struct layout *l, struct page_blocks *blocks)
{
	int section = flow_section(l, blocks);
	struct page *page = flow_page(l, blocks->setup);

	for (size_t i = 0; i < blocks->count; i++) {
		if (blocks->items[i].class->background && check_area(l, page, &blocks->items[i]))
			place_block(l, page, &blocks->items[i], section);
	}
	for (size_t i = 0; i < blocks->count; i++) {
		struct block *b = &blocks->items[i];

		if (b->class->background || !check_area(l, page, b))
			continue;
		check_overlaps(l, page, blocks, i);
		place_block(l, page, b, section);
	}
}
