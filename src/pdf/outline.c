/* outline.c: the bookmarks, from the headings.
 *
 * The tree is libharu's (First, Next, Parent, and a Count that agrees with what is open); titles
 * and destinations are ours. Level 1 is shown, what is below stays closed. A level that is skipped
 * (a 3 below a 1) hangs below the nearest one above.
 */
#include "writer.h"

enum { LEVELS = 8 };

void
outline_add(struct writer *w)
{
	const struct pages *p = w->job->pages;
	int above[LEVELS + 1] = {0}; /* the latest entry of each level */

	for (size_t i = 0; i < p->heading_count; i++) {
		int level = p->headings[i].level < 1 ? 1 : p->headings[i].level;

		if (!p->headings[i].bookmark)
			continue;
		level = level > LEVELS ? LEVELS : level;
		above[level] = haru_add_outline(w, above[level - 1], false);
		for (int k = level + 1; k <= LEVELS; k++)
			above[k] = above[level];
	}
}

void
outline_tails(struct writer *w)
{
	const struct pages *p = w->job->pages;
	struct buf b = {0};
	int entry = 0;

	for (size_t i = 0; i < p->heading_count; i++) {
		const struct heading *h = &p->headings[i];

		if (!h->bookmark)
			continue;
		buf_empty(&b);
		buf_text(&b, "/Title");
		put_text(&b, h->text);
		buf_text(&b, "/Dest");
		put_destination(w, &b, (size_t)h->page, (struct point){0, h->y});
		haru_tail(w, haru_outline(w, ++entry), arena_copy(w->a, b.at, b.len));
	}
	buf_close(&b);
}
