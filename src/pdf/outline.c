/* outline.c: the bookmarks, from the headings; and page labels where folios are not page numbers.
 *
 * The tree is libharu's (First, Next, Parent, and a Count that agrees with what is open); titles
 * and destinations are ours. Level 1 is shown, what is below stays closed. A level that is skipped
 * (a 3 below a 1) hangs below the nearest one above.
 */
#include "writer.h"

enum { LEVELS = 8 };

static void
add_labels(struct writer *w)
{
	const struct pages *p = w->job->pages;
	bool differ = false;

	for (size_t i = 0; i < p->count; i++)
		differ = differ || p->items[i].folio != (int)i + 1;
	for (size_t i = 0; differ && i < p->count; i++) {
		if (i == 0 || p->items[i].folio != p->items[i - 1].folio + 1)
			haru_add_label(w, i, p->items[i].folio > 0 ? p->items[i].folio : 1);
	}
}

void
outline_add(struct writer *w)
{
	const struct pages *p = w->job->pages;
	int above[LEVELS + 1] = {0}; /* the latest entry of each level */

	for (size_t i = 0; i < p->heading_count; i++) {
		int level = p->headings[i].level < 1 ? 1 : p->headings[i].level;

		level = level > LEVELS ? LEVELS : level;
		above[level] = haru_add_outline(w, above[level - 1], false);
		for (int k = level + 1; k <= LEVELS; k++)
			above[k] = above[level];
	}
	add_labels(w);
}

void
outline_tails(struct writer *w)
{
	const struct pages *p = w->job->pages;
	struct buf b = {0};

	for (size_t i = 0; i < p->heading_count; i++) {
		const struct heading *h = &p->headings[i];

		buf_empty(&b);
		buf_text(&b, "/Title");
		put_text(&b, h->text);
		buf_text(&b, "/Dest");
		put_destination(w, &b, (size_t)h->page, (struct point){0, h->y});
		haru_tail(w, haru_outline(w, (int)i + 1), arena_copy(w->a, b.at, b.len));
	}
	buf_close(&b);
}
