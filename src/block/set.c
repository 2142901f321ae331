/* set.c: lines of a paragraph onto the page: one mark for each stretch of a line that belongs to
 * one structure element. A link is an element of its own with an active area around its words;
 * everything else of the line belongs to the paragraph.
 */
#include <string.h>

#include "bilan/block.h"

/* How far from `first` pieces share the link (or have none). */
static int
same_link(const struct line *line, int first)
{
	int n = first + 1;

	while (n < line->count && line->pieces[n].run->link == line->pieces[first].run->link)
		n++;
	return n;
}

/* A link broken over two lines stays one element: the last one made for the same target. */
static int
link_elem(struct setter *s, const char *target)
{
	if (s->link_target == target)
		return s->link_elem;
	s->link_target = target;
	s->link_elem = elem_add(s->l->pages, s->elem, TAG_LINK);
	return s->link_elem;
}

void
set_line(struct setter *s, const struct line *line, struct point start)
{
	struct pages *p = s->l->pages;

	for (int i = 0; i < line->count;) {
		int end = same_link(line, i);
		const char *target = line->pieces[i].run->link;
		int elem = target != NULL && s->elem != 0 ? link_elem(s, target) : s->elem;
		struct glyphs glyphs = {
		    .pieces = line->pieces + i,
		    .count = end - i,
		    .at = start,
		};

		mark_pieces(s->page, s->l->texts, glyphs, elem, s->block);
		if (target != NULL && s->elem != 0) {
			struct rect box = s->page->marks[s->page->count - 1].box;

			box.y -= PT(2);
			box.h += PT(4);
			mark_link(p, s->page, box, target, elem, s->block);
		}
		i = end;
	}
}

dimen
room_baseline(const struct room *room, dimen top)
{
	return top + room->first;
}

dimen
room_rows(const struct room *room, dimen height)
{
	return (height + room->row - 1) / room->row * room->row;
}

/* How many of `left` lines may stand here when `fit` of them would: not the first of a paragraph
 * alone (orphan), not the last alone on the next page (widow). */
static int
keep_lines(int fit, int left, bool first)
{
	if (fit >= left)
		return left;
	if (left - fit == 1)
		fit--;
	return fit < 2 && (first || fit < 1) ? 0 : fit;
}

enum fit
set_paragraph(struct layout *l, struct block *b, struct room *room, const struct lines *lines,
    const struct style *style)
{
	struct setter s = {
	    .l = l,
	    .page = room->page,
	    .elem = b->elem,
	    .block = b->name,
	    .left = room->box.x,
	    .bottom = room->box.y + room->box.h - (room->row - room->first),
	};
	int next = (int)b->cursor, left = lines->count - next;
	dimen y = room_baseline(room, room->box.y);
	int fit = y > s.bottom ? 0 : (s.bottom - y) / style->leading + 1;

	room->used = 0;
	if (left <= 0)
		return FIT_ALL;
	fit = keep_lines(fit, left, next == 0);
	if (fit == 0)
		return FIT_NONE;
	for (int i = 0; i < fit; i++, y += style->leading)
		set_line(&s, &lines->items[next + i],
		    (struct point){s.left + lines->items[next + i].x, y});
	b->cursor = next + fit;
	room->used = room_rows(room, (fit - 1) * style->leading + room->row);
	return b->cursor == lines->count ? FIT_ALL : FIT_PART;
}
