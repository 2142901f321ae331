/* edges.c: what happens at the trim. A sheet is cut a little beside the line: what reaches the line
 * must go on to the end of the bleed, and text keeps its distance inside.
 *
 * Places on the page are told apart to a twentieth of a point; nobody cuts finer.
 */
#include "rules.h"

#define NOTHING PT(0.05)

static const char *const sides[] = {"left", "right", "top", "bottom"};

/* How far the box lies inside the page, from each side; negative: outside. */
static void
distances(const struct check *c, struct sight at, int64_t inside[4])
{
	const struct master *m = c->p->pages->items[at.page].master;
	struct rect box = at.mark->box;

	inside[0] = box.x;
	inside[1] = m->width - ((int64_t)box.x + box.w);
	inside[2] = box.y;
	inside[3] = m->height - ((int64_t)box.y + box.h);
}

/* ---- bleed ------------------------------------------------------------------------------- */

static bool
prints(const struct check *c, const struct mark *m)
{
	const struct path *path = m->detail;

	if (m->kind == MARK_IMAGE)
		return true;
	return (path->fill != 0 && ink_total(c->p->inks, path->fill) > 0) ||
	       (path->stroke != 0 && ink_total(c->p->inks, path->stroke) > 0);
}

static void
look_at_bleed(struct check *c, struct sight at)
{
	const struct master *m = c->p->pages->items[at.page].master;
	dimen bleed = c->p->printer->bleed;
	struct rect page = {0, 0, m->width, m->height};
	int64_t inside[4], gap = 0;
	int worst = 0;
	struct finding *f;

	if (!prints(c, at.mark) || !rect_meets(page, at.mark->box))
		return;
	distances(c, at, inside);
	for (int i = 0; i < 4; i++) {
		if (inside[i] > NOTHING || inside[i] + bleed <= NOTHING || inside[i] + bleed <= gap)
			continue;
		gap = inside[i] + bleed;
		worst = i;
	}
	if (gap == 0 || (f = finding_add(c, at, gap)) == NULL)
		return;
	f->says = arena_printf(c->p->a,
	    "it reaches the %s edge but not the end of the bleed: %.1f mm are missing",
	    sides[worst], dimen_mm((dimen)gap));
	f->help = arena_printf(c->p->a,
	    "add \"bleed: %s\" to the block; the masters' bleed must be %.1f mm or more",
	    sides[worst], dimen_mm(bleed));
}

void
check_bleed(struct check *c)
{
	each_mark(c, KIND(MARK_PATH) | KIND(MARK_IMAGE), look_at_bleed);
}

/* ---- safety ------------------------------------------------------------------------------ */

static void
look_at_safety(struct check *c, struct sight at)
{
	dimen safety = c->p->printer->safety;
	int64_t inside[4];
	int worst = 0;
	struct finding *f;

	distances(c, at, inside);
	for (int i = 1; i < 4; i++) {
		if (inside[i] < inside[worst])
			worst = i;
	}
	if (inside[worst] + NOTHING >= safety ||
	    (f = finding_add(c, at, safety - inside[worst])) == NULL)
		return;
	if (inside[worst] < 0)
		f->says = arena_printf(c->p->a, "text is cut at the %s edge: %.1f mm of it",
		    sides[worst], -dimen_mm((dimen)inside[worst]));
	else
		f->says = arena_printf(c->p->a,
		    "text is %.1f mm from the %s edge, and the printer "
		    "asks for %.1f mm",
		    dimen_mm((dimen)inside[worst]), sides[worst], dimen_mm(safety));
	f->help = "move it inwards: sheets are never cut exactly";
}

void
check_safety(struct check *c)
{
	each_mark(c, KIND(MARK_GLYPHS), look_at_safety);
}
