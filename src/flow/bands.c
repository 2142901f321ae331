/* bands.c: which marks of a page lie where: a list for each row's height, newest first, so that the
 * topmost mark at a place is the first one found there.
 */
#include <stdlib.h>

#include "flow.h"

#define HAIR PT(0.5) /* lines may touch by so much */

void
bands_open(struct bands *b, const struct page *page)
{
	*b = (struct bands){.page = page, .height = page->master->row};
	b->count = page->master->height / b->height + 1;
	b->first = mem_alloc((size_t)b->count * sizeof *b->first);
	for (int i = 0; i < b->count; i++)
		b->first[i] = -1;
}

void
bands_close(struct bands *b)
{
	free(b->first);
	free(b->links);
}

/* The band of that height; those off the page are the first and the last. */
static int
band_at(const struct bands *b, dimen y)
{
	int i = y / b->height;

	return i < 0 ? 0 : i >= b->count ? b->count - 1 : i;
}

void
bands_add(struct bands *b, size_t mark)
{
	const struct rect *box = &b->page->marks[mark].box;
	int last = band_at(b, box->y + box->h);

	for (int k = band_at(b, box->y); k <= last; k++) {
		if (b->link_count == b->link_cap) {
			b->link_cap = b->link_cap > 0 ? 2 * b->link_cap : 256;
			b->links = mem_resize(b->links, (size_t)b->link_cap * sizeof *b->links);
		}
		b->links[b->link_count] = (struct band_link){(int)mark, b->first[k]};
		b->first[k] = b->link_count++;
	}
}

const struct mark *
bands_last(const struct bands *b, struct rect box)
{
	int found = -1, last;

	if (box.w <= 0 || box.h <= 0)
		return NULL;
	last = band_at(b, box.y + box.h);
	for (int k = band_at(b, box.y); k <= last; k++) {
		for (int at = b->first[k]; at >= 0; at = b->links[at].next) {
			int mark = b->links[at].mark;

			if (mark <= found)
				break;
			if (rect_meets(b->page->marks[mark].box, box))
				found = mark;
		}
	}
	return found >= 0 ? &b->page->marks[found] : NULL;
}

struct rect
rect_inside(struct rect box)
{
	return (struct rect){box.x + HAIR, box.y + HAIR, box.w - 2 * HAIR, box.h - 2 * HAIR};
}
