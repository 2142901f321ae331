/* ink_limit.c: more ink in one place than paper can take: it does not dry, and sets off on the next
 * sheet.
 *
 * A colour's ink is known exactly from its mix. A picture's is measured on the plates, over 15 mm²
 * (GWG 2015); so is what black text adds where it overprints a dark ground. Plates are drawn only
 * for pages that have one or the other.
 */
#include <stdlib.h>

#include "rules.h"

enum { PERCENT = 100, FULL = 10000 };

static uint32_t
limit(const struct check *c)
{
	return (uint32_t)c->p->printer->ink_limit * PERCENT;
}

/* ---- colours ----------------------------------------------------------------------------- */

static void
look_at_colour(struct check *c, struct sight at, colour shade)
{
	uint32_t total = shade != 0 ? ink_total(c->p->inks, shade) : 0;
	const char *name = colour_text(c, shade);
	struct finding *f;

	if (total <= limit(c) || (f = finding_add(c, at, total)) == NULL)
		return;
	f->says =
	    arena_printf(c->p->a, "the colour \"%s\" is %u %% of ink, and the printer takes %d %%",
		name, (unsigned)((total + PERCENT - 1) / PERCENT), c->p->printer->ink_limit);
	f->help = arena_printf(c->p->a,
	    "lower the cmyk of \"%s\" in the theme: its percentages add up to %d at most", name,
	    c->p->printer->ink_limit);
}

static void
look_at_mark(struct check *c, struct sight at)
{
	if (at.mark->kind == MARK_PATH) {
		const struct path *path = at.mark->detail;

		look_at_colour(c, at, path->fill);
		look_at_colour(c, at, path->stroke);
	} else {
		struct glyphs g = mark_glyphs(at.mark);

		for (int i = 0; i < g.count; i++) {
			if (i == 0 || g.pieces[i].run != g.pieces[i - 1].run)
				look_at_colour(c, at, piece_colour(&g.pieces[i]));
		}
	}
}

/* ---- pictures and overprinting ----------------------------------------------------------- */

static bool
mark_overprints(const struct check *c, const struct mark *m)
{
	struct glyphs g = mark_glyphs(m);

	if (m->kind == MARK_PATH)
		return ink_path_overprints(c->p->inks, m->detail);
	return g.count > 0 && ink_overprints(c->p->inks, piece_colour(&g.pieces[0]));
}

/* Would full black over it be too much? */
static bool
mark_is_heavy(const struct check *c, const struct mark *m)
{
	const struct path *path = m->detail;
	const struct mix *mix;

	if (m->kind == MARK_IMAGE)
		return true;
	if (m->kind != MARK_PATH || path->fill == 0)
		return false;
	mix = ink_mix(c->p->inks, path->fill);
	return ink_total(c->p->inks, path->fill) - mix->amount[INK_BLACK] + FULL > limit(c);
}

/* Heavy grounds below marks that overprint are few: those before it are all looked at. */
static bool
mark_stacks(const struct check *c, const struct page *page, size_t mark, const size_t *heavy,
    size_t heavy_count)
{
	if (heavy_count == 0 || !mark_overprints(c, &page->marks[mark]))
		return false;
	for (size_t i = 0; i < heavy_count; i++) {
		if (rect_meets(page->marks[heavy[i]].box, page->marks[mark].box))
			return true;
	}
	return false;
}

static void
look_at_plates(struct check *c, struct sight at, const struct plates *plates)
{
	bool picture = at.mark->kind == MARK_IMAGE;
	struct point where;
	uint32_t total = plates_highest(plates, INK_PPI, at.mark->box, &where);
	struct finding *f;

	if (total <= limit(c) + PERCENT || (f = finding_add(c, at, total)) == NULL)
		return; /* bytes round, and so do profiles: one percent is nothing */
	f->box = (struct rect){where.x, where.y, 0, 0};
	f->says = arena_printf(c->p->a, "%s %u %% of ink, and the printer takes %d %%",
	    picture ? "the picture reaches" : "black over a dark ground makes",
	    (unsigned)(total / PERCENT), c->p->printer->ink_limit);
	f->help = picture ? "lighten its darkest parts, or hand it in as RGB: it is then converted "
			    "within the limit of "
			    "the profile"
			  : "set the text in another colour, or take ink from the ground";
}

static void
look_at_page(struct check *c, size_t page_index, struct arena *scratch)
{
	const struct page *page = &c->p->pages->items[page_index];
	struct arena_mark before = arena_mark(scratch);
	size_t *heavy = NEW_ARRAY(scratch, size_t, page->count + 1), heavy_count = 0;
	struct plates plates = {0};

	for (size_t i = 0; i < page->count; i++) {
		const struct mark *m = &page->marks[i];

		if (m->kind != MARK_IMAGE && !mark_stacks(c, page, i, heavy, heavy_count)) {
			if (mark_is_heavy(c, m))
				heavy[heavy_count++] = i;
			continue;
		}
		if (plates.samples == NULL)
			plates = plates_draw(scratch, c->p->inks, c->p->texts, page, INK_PPI);
		look_at_plates(c, (struct sight){page_index, m}, &plates);
		if (m->kind == MARK_IMAGE)
			heavy[heavy_count++] = i;
	}
	arena_rewind(scratch, before);
}

void
check_ink(struct check *c)
{
	struct arena *scratch = arena_open();

	each_mark(c, KIND(MARK_PATH) | KIND(MARK_GLYPHS), look_at_mark);
	for (size_t i = 0; i < c->p->pages->count; i++)
		look_at_page(c, i, scratch);
	arena_close(scratch);
}
