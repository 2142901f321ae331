/* fixed.c: a page whose blocks stand in areas of the master's grid.
 *
 * Areas must lie on the grid (or reach over an edge by `bleed`) and may not overlap, but for what
 * is meant to lie under others (fields, `under: yes`), which is painted first. What does not
 * fit its area is an error with the millimetres that are missing; nothing is clipped.
 */
#include <stdlib.h>
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
	unsigned bleed = area->page && block_lies_under(b) ? 15u : b->common.bleed;

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

/* ---- halves of columns and rows ------------------------------------------------------------ */

struct span {
	int start, length; /* halves; the first row starts at 2 */
};

/* "33.5" of 67. */
static const char *
halves(struct arena *a, int n)
{
	return arena_printf(a, "%s%d%s", n < 0 ? "-" : "", abs(n) / 2, n % 2 != 0 ? ".5" : "");
}

/* [10, …, 4]: "10 to 13"; half a column more where the last one is not whole. */
static const char *
span_words(struct arena *a, struct span s)
{
	int last = s.start + s.length - 2;

	return last <= s.start ? halves(a, s.start)
			       : arena_printf(a, "%s to %s", halves(a, s.start), halves(a, last));
}

static bool
report_outside(struct layout *l, const struct area *area, const struct master *m, const char *what,
    struct span s, int all)
{
	int most = all - s.start + 2;

	diag_add(l->d, DIAG_ERROR, area->at, "area-outside",
	    "the area takes %ss %s of the %d of \"%s\"", what, span_words(l->a, s), all / 2,
	    m->name);
	if (s.start < 2)
		diag_help(l->d, "%ss count from 1; \"bleed\" reaches over the page's edge", what);
	else if (most > 0 && s.length <= all)
		diag_help(l->d, "take %s from %s %s on, or begin at %s", halves(l->a, most), what,
		    halves(l->a, s.start), halves(l->a, all + 2 - s.length));
	else if (most > 0)
		diag_help(
		    l->d, "take %s from %s %s on", halves(l->a, most), what, halves(l->a, s.start));
	else if (s.length <= all)
		diag_help(l->d, "begin at %s %s or before", what, halves(l->a, all + 2 - s.length));
	return false;
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
	if (a->column < 2 || a->column - 2 + a->columns > columns)
		return report_outside(
		    l, a, m, "column", (struct span){a->column, a->columns}, columns);
	if (a->row < 2 || a->row - 2 + a->rows > rows)
		return report_outside(l, a, m, "row", (struct span){a->row, a->rows}, rows);
	return true;
}

/* Where the block could stand instead: below the other or to the right of it. */
static void
help_free(
    struct layout *l, const struct master *m, const struct area *mine, const struct area *other)
{
	int row = other->row + other->rows, column = other->column + other->columns;
	bool below = row - 2 + mine->rows <= 2 * master_rows(m);
	bool beside = column - 2 + mine->columns <= 2 * m->columns;

	if (mine->page || other->page || (!below && !beside))
		return;
	diag_help(l->d, "begin at %s%s%s%s%s", below ? "row " : "", below ? halves(l->a, row) : "",
	    below && beside ? " or at " : "", beside ? "column " : "",
	    beside ? halves(l->a, column) : "");
}

static void
report_other(struct layout *l, const struct block *b)
{
	const struct area *a = &b->common.area;

	if (a->page)
		diag_also(l->d, a->at, "the other area is here");
	else
		diag_also(l->d, a->at, "the other area takes columns %s, rows %s",
		    span_words(l->a, (struct span){a->column, a->columns}),
		    span_words(l->a, (struct span){a->row, a->rows}));
}

enum { OVERLAPS_TOLD = 4 }; /* of one block: thousands on one place are not told in pairs */

static void
check_overlaps(
    struct layout *l, const struct page *page, const struct page_blocks *blocks, size_t last)
{
	const struct block *b = &blocks->items[last];
	struct rect mine = area_box(page, b);

	if (block_lies_under(b))
		return;
	for (size_t i = 0, told = 0; i < last && told < OVERLAPS_TOLD; i++) {
		const struct block *other = &blocks->items[i];

		if (block_lies_under(other) || !other->common.area.given ||
		    !rect_meets(mine, area_box(page, other)))
			continue;
		diag_add(l->d, DIAG_ERROR, b->common.area.at, "area-overlap",
		    "the areas of \"%s\" and \"%s\" overlap", other->common.id, b->common.id);
		help_free(l, page->master, &b->common.area, &other->common.area);
		report_other(l, other);
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
	    .tallest = true,
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
		if (block_lies_under(&blocks->items[i]) && check_area(l, page, &blocks->items[i]))
			place_block(l, page, &blocks->items[i], section);
	}
	for (size_t i = 0; i < blocks->count; i++) {
		struct block *b = &blocks->items[i];

		if (block_lies_under(b) || !check_area(l, page, b))
			continue;
		check_overlaps(l, page, blocks, i);
		place_block(l, page, b, section);
	}
}
