/* colours.c: colours that the theme writes twice, for screens and for the press, and that do not
 * look alike: black of one percent, where somebody counted inks from 0 to 1, or a brand's colour of
 * last year.
 *
 * No press reaches all colours of a screen: a pure blue is a good 20 away (CIEDE2000) whatever one
 * does. What is farther than that is another colour.
 */
#include "rules.h"

#define APART 25.0

static void
note_used(bool *used, const struct mark *m)
{
	struct glyphs g = mark_glyphs(m);

	if (m->kind == MARK_PATH) {
		const struct path *path = m->detail;

		used[path->fill] = used[path->stroke] = true;
	}
	for (int i = 0; i < g.count; i++)
		used[piece_colour(&g.pieces[i])] = true;
}

/* `cmyk: [0, 0, 0, 1]` means one percent. */
static bool
counts_to_one(const struct colour_def *c)
{
	for (int i = 0; i < 4; i++) {
		if (decimal_compare(c->cmyk[i], (struct decimal){1, 0}) > 0)
			return false;
	}
	return true;
}

static void
tell(struct check *c, const struct colour_def *shade)
{
	finding_tell(c, shade->at,
	    arena_printf(
		c->p->a, "\"%s\" is quite another colour in print than on screens", shade->name),
	    counts_to_one(shade)
		? "inks are percent, from 0 to 100"
		: "make its cmyk look like its srgb, or leave cmyk out: the inks are "
		  "then made from srgb");
}

void
check_colour_match(struct check *c)
{
	const struct theme *theme = c->p->report->theme;
	double *distances = NEW_ARRAY(c->p->a, double, theme->colour_count + 1);
	bool *used = NEW_ARRAY(c->p->a, bool, theme->colour_count + 1);

	ink_distances(c->p->inks, theme, distances);
	for (size_t i = 0; i < c->p->pages->count; i++) {
		const struct page *page = &c->p->pages->items[i];

		for (size_t k = 0; k < page->count; k++)
			note_used(used, &page->marks[k]);
	}
	for (size_t i = 1; i < theme->colour_count; i++) {
		if (used[i] && distances[i] > APART)
			tell(c, &theme->colours[i]);
	}
}
