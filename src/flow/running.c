/* running.c: blocks through frames, over as many pages as they need.
 *
 * A frame is a column of the master; when it is full the next one begins, on the next page after
 * the last. A block that says FIT_PART goes on in the next frame; FIT_NONE in a fresh frame means
 * that it fits nowhere, which is an error and not a loop. A chain of blocks that keep with the
 * next one stands together with the first part of what follows: when that does not fit, all of
 * the chain moves on.
 */
#include "flow.h"

struct run_on {
	struct layout *l;
	struct page_blocks *blocks;
	int section, frame;
	dimen y;         /* where the next block starts */
	struct rect box; /* of the frame */
	dimen clear;     /* where the white below a heading ends; 0: none is above */
	bool chain_top;  /* what stands above y in the frame is the chain's own */
};

static void
open_frame(struct run_on *f)
{
	struct page *page = &f->l->pages->items[f->l->pages->count - 1];
	const struct master *m = page->master;
	struct area area = {
	    .given = true,
	    .column = 2 + 2 * m->columns * f->frame / m->frames,
	    .row = 2,
	    .columns = 2 * m->columns / m->frames,
	    .rows = 2 * master_rows(m),
	};

	f->box = master_rect(m, &area, page->recto);
	f->y = f->box.y;
}

static void
next_frame(struct run_on *f)
{
	const struct master *m = f->blocks->setup->master;

	if (++f->frame >= m->frames) {
		flow_page(f->l, f->blocks->setup);
		f->frame = 0;
	}
	open_frame(f);
}

#define HAIR PT(0.5) /* half of a line that lies on the room's edge */

/* How many whole rows lower what was set since `from` must stand: what rises above its room (a
 * first line that is taller than a row, a hairline above a list) would strike the block above, and
 * below a heading there is some white. */
static int
rows_lower(const struct run_on *f, const struct room *room, const struct block *b, size_t from)
{
	dimen least = f->clear > room->box.y ? f->clear : room->box.y, rise = 0;

	for (size_t i = from; i < room->page->count; i++) {
		const struct mark *m = &room->page->marks[i];

		if (m->kind != MARK_LINK && m->block == b->name && least - m->box.y > rise)
			rise = least - m->box.y;
	}
	return rise > HAIR ? room_rows(room, rise) / room->row : 0;
}

/* The white that a heading has below it ends here; 0: it is none. It is nearly half of its size, so
 * that one as high as a row stands right above its text. */
static dimen
clear_of(const struct layout *l, const struct block *b, const struct room *room, size_t from)
{
	int tag = l->pages->elems[b->elem].tag;
	dimen clear = 0;

	if (tag < TAG_H1 || tag > TAG_H6)
		return 0;
	for (size_t i = from; i < room->page->count; i++) {
		const struct mark *m = &room->page->marks[i];
		struct glyphs g = mark_glyphs(m);
		dimen end = m->box.y + m->box.h;

		if (m->block != b->name || g.count == 0)
			continue;
		end += dimen_scale(run_size(g.pieces->run), 9, 20);
		clear = end > clear ? end : clear;
	}
	return clear;
}

/* The block in what is left of the frame, `lower` rows below where it would stand. */
static struct room
room_left(const struct run_on *f, const struct block *b, int lower)
{
	const struct master *m = f->blocks->setup->master;
	bool fresh = f->y == f->box.y;
	int above = fresh || b->cursor > 0 ? 0 : b->common.before + 2 * lower;
	dimen y = f->y + m->row * above / 2;

	return (struct room){
	    .box = {f->box.x, y, f->box.w, f->box.y + f->box.h - y},
	    .row = m->row,
	    .first = m->first,
	    .fresh = fresh,
	    .tallest = fresh || f->chain_top,
	    .flows = true,
	    .page = &f->l->pages->items[f->l->pages->count - 1],
	};
}

static enum fit
offer(struct run_on *f, struct block *b)
{
	struct layout *l = f->l;
	struct room room = room_left(f, b, 0);
	struct checkpoint before = pages_checkpoint(l->pages);
	size_t from = room.page->count;
	long cursor = b->cursor;
	enum fit fit = room.box.h < room.row ? FIT_NONE : flow_offer(l, b, &room);
	int lower = fit == FIT_NONE || room.fresh || cursor > 0 ? 0 : rows_lower(f, &room, b, from);

	if (lower > 0) {
		pages_rewind(l->pages, before);
		flow_start_block(l, b, b->parent);
		room = room_left(f, b, lower);
		fit = room.box.h < room.row ? FIT_NONE : flow_offer(l, b, &room);
	}
	if (fit == FIT_NONE) {
		pages_rewind(l->pages, before);
		b->elem = cursor == 0 ? 0 : b->elem;
		if (room.fresh)
			flow_overfull(l, b, &room);
	} else {
		f->y = room.box.y + room_rows(&room, room.used);
		f->clear = clear_of(l, b, &room, from);
		if (cursor == 0)
			flow_anchor(l, b, room.page, room.box);
	}
	return fit;
}

/* Places block after block of the chain first..last. When one finds no room at all and blocks of
 * the chain stand above it, answers false: the chain should move to a fresh frame. */
static bool
place_chain(struct run_on *f, size_t first, size_t last, bool may_move)
{
	f->chain_top = f->y == f->box.y;
	for (size_t i = first; i <= last; i++) {
		struct block *b = &f->blocks->items[i];

		for (;;) {
			bool fresh = f->y == f->box.y;
			enum fit fit = offer(f, b);

			if (fit == FIT_ALL || (fit == FIT_NONE && fresh))
				break;
			if (fit == FIT_NONE && i > first && may_move)
				return false;
			next_frame(f);
			f->chain_top = false;
		}
	}
	return true;
}

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
	flow_page(l, blocks->setup);
	open_frame(&f);
	for (size_t i = 0; i < blocks->count; i++) {
		struct checkpoint before;
		struct run_on start;
		size_t last = i;

		while (blocks->items[last].common.keep && last + 1 < blocks->count)
			last++;
		for (size_t k = i; k <= last; k++)
			flow_start_block(l, &blocks->items[k], f.section);
		before = pages_checkpoint(l->pages);
		start = f;
		if (!place_chain(&f, i, last, start.y != start.box.y)) {
			pages_rewind(l->pages, before);
			f = start;
			for (size_t k = i; k <= last; k++)
				flow_start_block(l, &blocks->items[k], f.section);
			next_frame(&f);
			place_chain(&f, i, last, false);
		}
		i = last;
	}
}
