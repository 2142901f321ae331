/* within.c: do a block's words stay within the place it was offered? Asked as each block is placed,
 * because only then is that place known: words that lines were not broken for (a figure and its
 * unit, the entries of a legend, the labels of a chart) go as far as they go.
 *
 * Judged is the ink from side to side, since large figures hang by theirs, and the baseline below:
 * a figure may rise above its area, which judge.c allows as long as nothing is met there. What
 * leaves the page is left to judge.c as well, so that one mistake is told once.
 */
#include "flow.h"

#define TOLERANCE PT(0.5) /* of side bearings that were rounded, and of hanging points */

struct rect
flow_ink(const struct layout *l, const struct mark *m)
{
	struct glyphs g = mark_glyphs(m);
	const struct piece *first = &g.pieces[0], *last = &g.pieces[g.count - 1];
	const struct word *end = last->word;
	dimen left, right = 0;

	left = dimen_scale(run_size(first->run), first->word->ink_left,
	    texts_face(l->texts, first->word->face)->upem);
	if (end->count > 0)
		right = dimen_scale(run_size(last->run),
		    end->glyphs[end->count - 1].advance - end->ink_right,
		    texts_face(l->texts, end->face)->upem);
	return (struct rect){m->box.x + left, m->box.y, m->box.w - left - right, m->box.h};
}

static bool
on_page(const struct page *page, const struct mark *m)
{
	return m->box.x >= 0 && m->box.y >= 0 && m->box.x + m->box.w <= page->master->width &&
	       m->box.y + m->box.h <= page->master->height;
}

static dimen
larger(dimen a, dimen b)
{
	return a > b ? a : b;
}

/* Can its figure be set smaller by itself, and is it not? */
static bool
takes_fit(const struct block *b)
{
	for (const struct field *f = b->class->record.fields; f->name != NULL; f++) {
		if (strcmp(f->name, "fit") == 0 && f->type == FIELD_BOOL)
			return !*(const bool *)((const char *)b->settings + f->offset);
	}
	return false;
}

static void
check_words(struct layout *l, const struct block *b, const struct room *room, size_t from)
{
	const struct page *page = room->page;
	struct rect box = room->box;
	dimen beside = 0, below = 0;

	for (size_t i = from; i < page->count; i++) {
		const struct mark *m = &page->marks[i];
		struct rect ink;

		if (m->kind != MARK_GLYPHS || m->block != b->name || !on_page(page, m))
			continue;
		ink = flow_ink(l, m);
		beside = larger(beside, larger(box.x - ink.x, ink.x + ink.w - box.x - box.w));
		below = larger(below, m->box.y + m->box.h - box.y - box.h);
	}
	if (beside > TOLERANCE) {
		diag_add(l->d, DIAG_ERROR, b->at, "words-outside",
		    "words of \"%s\" reach %.1f mm beside its place", b->common.id,
		    dimen_mm(beside));
		diag_help(l->d,
		    "give it more columns, shorten them, or set them in a smaller style%s",
		    takes_fit(b) ? "; fit: yes does that by itself for the figure" : "");
	}
	if (below > TOLERANCE) {
		diag_add(l->d, DIAG_ERROR, b->at, "words-outside",
		    "words of \"%s\" stand %.1f mm below its place", b->common.id, dimen_mm(below));
		diag_help(l->d, "give it more rows, shorten it, or move its parts up");
	}
}

enum fit
flow_place(struct layout *l, struct block *b, struct room *room)
{
	enum fit fit;

	texts_gather(l->texts, &b->wide);
	fit = b->class->place(l, b, room);
	texts_gather(l->texts, NULL);
	return fit;
}

enum fit
flow_offer(struct layout *l, struct block *b, struct room *room)
{
	size_t said = diag_count(l->d, DIAG_ERROR), from = room->page->count;
	enum fit fit = flow_place(l, b, room);

	/* Perhaps it was told in the round before. */
	b->told = b->told || b->wide.missing > 0 || diag_count(l->d, DIAG_ERROR) > said;
	if (fit != FIT_NONE && !b->told && room->box.w > 0)
		check_words(l, b, room, from);
	return fit;
}
