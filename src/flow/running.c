/* running.c: blocks through frames, over as many pages as they need.
 *
 * A frame is a column of the master; when it is full the next one begins, on the next page after
 * the last. A block that says FIT_PART goes on in the next frame; FIT_NONE in a fresh frame means
 * that it fits nowhere, which is an error and not a loop. A chain of blocks that keep with the
 * next one stands together with the first part of what follows: when that does not fit, all of
 * the chain moves on.
 *
 * The frames of the last page are balanced: its blocks are placed again, in frames of as few rows
 * as can hold them. What could only be done by dividing a table, or by taking a block from its
 * heading, is left as it is.
 */
#include "frame.h"

static void
open_page(struct run_on *f)
{
	struct chain chain = f->chain;

	flow_page(f->l, f->blocks->setup);
	f->frame = 0;
	f->filled = 0;
	f->start = (struct page_start){
	    .point = layout_point(f->l),
	    .chain = chain,
	    .block = block_point(&f->blocks->items[chain.next]),
	};
	frame_open(f);
}

static void
next_frame(struct run_on *f)
{
	f->filled += f->y - f->box.y;
	f->chain_top = false;
	if (f->frame + 1 < f->blocks->setup->master->frames) {
		f->frame++;
		frame_open(f);
	} else if (f->trying) {
		f->failed = true;
	} else {
		open_page(f);
	}
}

/* Places the chain from its next block on. When one finds no room at all and blocks of the chain
 * stand above it, answers false: the chain should move to a fresh frame. */
static bool
place_chain(struct run_on *f, bool may_move)
{
	for (; f->chain.next <= f->chain.last; f->chain.next++) {
		struct block *b = &f->blocks->items[f->chain.next];

		for (;;) {
			bool fresh = f->y == f->box.y;
			enum fit fit = frame_offer(f, b);

			if (f->failed || fit == FIT_ALL || (fit == FIT_NONE && fresh))
				break;
			if (fit == FIT_NONE && f->chain.next > f->chain.first) {
				if (may_move)
					return false;
				f->failed = f->trying;
			}
			next_frame(f);
		}
		if (f->failed)
			break;
	}
	return true;
}

static void
start_blocks(struct run_on *f, size_t first, size_t last)
{
	for (size_t i = first; i <= last; i++)
		flow_start_block(f->l, &f->blocks->items[i], f->section);
}

static void
start_chain(struct run_on *f, size_t first)
{
	struct page_blocks *blocks = f->blocks;
	size_t last = first;

	while (blocks->items[last].common.keep && last + 1 < blocks->count)
		last++;
	f->chain = (struct chain){first, first, last};
	start_blocks(f, first, last);
}

/* All chains from the one that begins with this block on. */
static void
place_chains(struct run_on *f, size_t first)
{
	while (first < f->blocks->count && !f->failed) {
		struct checkpoint before;
		struct run_on start;

		start_chain(f, first);
		f->chain_top = f->y == f->box.y;
		before = pages_checkpoint(f->l->pages);
		start = *f;
		if (!place_chain(f, !f->chain_top)) {
			pages_rewind(f->l->pages, before);
			*f = start;
			start_chain(f, first);
			next_frame(f);
			f->chain_top = true;
			place_chain(f, false);
		}
		first = f->chain.last + 1;
	}
}

/* ---- balanced columns ---------------------------------------------------------------------- */

/* Places what stands on the last page again, in frames of so many rows. */
static bool
place_again(struct run_on *f, int rows, bool trying)
{
	const struct page_start start = f->start;

	layout_rewind(f->l, start.point);
	*f = (struct run_on){
	    .l = f->l,
	    .blocks = f->blocks,
	    .section = f->section,
	    .chain = start.chain,
	    .start = start,
	    .rows = rows,
	    .trying = trying,
	};
	frame_open(f);
	if (start.block.cursor == 0 && start.chain.next == start.chain.first) {
		place_chains(f, start.chain.first);
	} else {
		block_rewind(&f->blocks->items[start.chain.next], start.block);
		start_blocks(f, start.chain.next + 1, start.chain.last);
		place_chain(f, false);
		place_chains(f, start.chain.last + 1);
	}
	return !f->failed;
}

/* No frame can be shorter than its share, but for the space that is left out at its top. */
static void
balance(struct run_on *f)
{
	const struct master *m = f->blocks->setup->master;
	int all = master_rows(m), rows = (f->filled + f->y - f->box.y) / m->row / m->frames - 2;

	if (m->frames == 1 || !m->balance)
		return;
	for (rows = rows > 1 ? rows : 1; rows < all; rows++) {
		if (place_again(f, rows, true)) {
			place_again(f, rows, false);
			return;
		}
	}
	place_again(f, 0, false);
}

/* ---- a flow -------------------------------------------------------------------------------- */

static void
refuse_under(struct layout *l, const struct block *b)
{
	diag_add(l->d, DIAG_ERROR, block_place(b, "under"), "under-in-flow",
	    "in a flow blocks follow one another: \"%s\" lies under none", b->common.id);
	diag_help(l->d, "remove this line, or write page: instead of flow:");
}

/* What is said of an area has no meaning here, and what has no height but its area's no place. */
static void
refuse_areas(struct layout *l, const struct page_blocks *blocks)
{
	for (size_t i = 0; i < blocks->count; i++) {
		const struct block *b = &blocks->items[i];
		const struct block_common *c = &b->common;

		if (c->under)
			refuse_under(l, b);
		if (b->class->background) {
			diag_add(l->d, DIAG_ERROR, b->at, "area-in-flow",
			    "in a flow blocks follow one another: a %s has no size without an area",
			    b->class->record.name);
			diag_help(l->d, "leave it out, or write page: instead of flow:");
		} else if (c->area.given || c->bleed != 0) {
			const char *what = c->area.given ? "area" : "bleed";

			diag_add(l->d, DIAG_ERROR,
			    c->area.given ? c->area.at : block_place(b, what), "area-in-flow",
			    "in a flow blocks follow one another: \"%s\" has no area of its own",
			    c->id);
			diag_help(l->d, "remove its %s, or write page: instead of flow:", what);
		}
	}
}

void
flow_running(struct layout *l, struct page_blocks *blocks)
{
	struct run_on f = {.l = l, .blocks = blocks};

	refuse_areas(l, blocks);
	f.section = flow_section(l, blocks);
	if (blocks->count == 0) {
		flow_page(l, blocks->setup);
		return;
	}
	blocks->items[0].cursor = 0; /* of the round before */
	open_page(&f);
	place_chains(&f, 0);
	balance(&f);
}
