/* frame.c: one block in what is left of a frame: above it the space that it asks for, and as much
 * more as keeps it clear of what stands there.
 *
 * Every block takes whole rows, so that the lines of all frames stand on one grid, whatever stands
 * above them. A frame of the page on which columns are balanced may end before the page does.
 */
#include "frame.h"

#define HALF_RULE PT(0.5) /* half of a rule that lies on the room's edge */

void
frame_open(struct run_on *f)
{
	struct page *page = &f->l->pages->items[f->l->pages->count - 1];
	const struct master *m = page->master;
	struct area area = {
	    .given = true,
	    .column = 2 + 2 * m->columns * f->frame / m->frames,
	    .row = 2,
	    .columns = 2 * m->columns / m->frames,
	    .rows = 2 * (f->rows > 0 ? f->rows : master_rows(m)),
	};

	f->box = master_rect(m, &area, page->recto);
	f->y = f->box.y;
}

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
	return rise > HALF_RULE ? room_rows(room, rise) / room->row : 0;
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
	    .tallest = (fresh || f->chain_top) && f->rows == 0,
	    .flows = true,
	    .balancing = f->rows > 0,
	    .page = &f->l->pages->items[f->l->pages->count - 1],
	};
}

/* A trial is made again when it succeeds: only then is said what there is to say. */
static enum fit
place(const struct run_on *f, struct block *b, struct room *room)
{
	if (room->box.h < room->row)
		return FIT_NONE;
	return f->trying ? flow_place(f->l, b, room) : flow_offer(f->l, b, room);
}

enum fit
frame_offer(struct run_on *f, struct block *b)
{
	struct layout *l = f->l;
	struct room room = room_left(f, b, 0);
	struct checkpoint before = pages_checkpoint(l->pages);
	size_t from = room.page->count;
	long cursor = b->cursor;
	enum fit fit = place(f, b, &room);
	int lower = fit == FIT_NONE || room.fresh || cursor > 0 ? 0 : rows_lower(f, &room, b, from);

	if (lower > 0) {
		pages_rewind(l->pages, before);
		flow_start_block(l, b, b->parent);
		room = room_left(f, b, lower);
		fit = place(f, b, &room);
	}
	if (fit == FIT_NONE) {
		pages_rewind(l->pages, before);
		b->elem = cursor == 0 ? 0 : b->elem;
		if (room.fresh && f->trying)
			f->failed = true;
		else if (room.fresh)
			flow_overfull(l, b, &room);
	} else {
		f->y = room.box.y + room_rows(&room, room.used);
		f->clear = clear_of(l, b, &room, from);
		if (cursor == 0)
			flow_anchor(l, b, room.page, room.box);
	}
	return fit;
}
