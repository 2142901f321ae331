/* type.c: text whose colour does not print well: small type of several inks or white in several,
 * black type with other inks under it, white that overprints.
 */
#include "rules.h"

enum { DARK = 8500 }; /* from 85 % on, black in a mix looks black */

/* ---- small text -------------------------------------------------------------------------- */

static void
look_at_size(struct check *c, struct sight at)
{
	struct glyphs g = mark_glyphs(at.mark);
	dimen least = c->p->printer->small_text;

	for (int i = 0; i < g.count; i++) {
		const struct piece *piece = &g.pieces[i];
		dimen size = run_size(piece->run);
		colour shade = piece_colour(piece);
		struct finding *f;

		if (size >= least || mix_inks(c, shade) < 2)
			continue;
		f = finding_add(c, at, least - size);
		if (f == NULL)
			return;
		f->says = arena_printf(c->p->a,
		    "type of %s pt in \"%s\" is printed in %d inks (%s)", points_text(c, size),
		    colour_text(c, shade), mix_inks(c, shade), recipe_text(c, shade));
		f->help = arena_printf(c->p->a,
		    "below %s pt one ink stays sharp: black, a grey of black (cmyk: [0, 0, 0, 70]) "
		    "or a "
		    "spot",
		    points_text(c, least));
		return;
	}
}

void
check_small_text(struct check *c)
{
	each_mark(c, KIND(MARK_GLYPHS), look_at_size);
}

/* ---- reversed text: white that the ground leaves out --------------------------------------
 * Where the plates of the ground do not fit, thin white strokes close. */

/* The inks of what lies below: the last surface that was painted there before. */
static int
ground_inks(const struct check *c, struct sight at)
{
	const struct page *page = &c->p->pages->items[at.page];

	for (const struct mark *m = at.mark; m-- > page->marks;) {
		const struct path *path = m->detail;

		if (!rect_meets(m->box, at.mark->box))
			continue;
		if (m->kind == MARK_IMAGE)
			return ((const struct placed *)m->detail)->image->kind == SAMPLES_GREY
				   ? 1
				   : INK_SPOT;
		if (m->kind == MARK_PATH && path->fill != 0)
			return mix_inks(c, path->fill);
	}
	return 0;
}

static void
look_at_reversed(struct check *c, struct sight at)
{
	struct glyphs g = mark_glyphs(at.mark);
	dimen least = c->p->printer->small_text, size = least;
	struct finding *f;
	int inks;

	for (int i = 0; i < g.count; i++) {
		if (run_size(g.pieces[i].run) < size &&
		    ink_total(c->p->inks, piece_colour(&g.pieces[i])) == 0)
			size = run_size(g.pieces[i].run);
	}
	if (size == least || (inks = ground_inks(c, at)) < 2 ||
	    (f = finding_add(c, at, least - size)) == NULL)
		return;
	f->says = arena_printf(c->p->a, "type of %s pt is left white in a ground of %d inks",
	    points_text(c, size), inks);
	f->help = arena_printf(c->p->a,
	    "make it %s pt or larger, or the ground of one ink: where plates do not fit, thin "
	    "white strokes close",
	    points_text(c, least));
}

void
check_reversed_text(struct check *c)
{
	each_mark(c, KIND(MARK_GLYPHS), look_at_reversed);
}

/* ---- rich black -------------------------------------------------------------------------- */

static void
look_at_black(struct check *c, struct sight at)
{
	struct glyphs g = mark_glyphs(at.mark);

	for (int i = 0; i < g.count; i++) {
		colour shade = piece_colour(&g.pieces[i]);
		uint32_t total = ink_total(c->p->inks, shade);
		struct finding *f;

		if (ink_mix(c->p->inks, shade)->amount[INK_BLACK] < DARK || mix_inks(c, shade) < 2)
			continue;
		f = finding_add(c, at, total);
		if (f == NULL)
			return;
		f->says = arena_printf(c->p->a, "text in \"%s\" is black with other inks (%s)",
		    colour_text(c, shade), recipe_text(c, shade));
		f->help = "text prints sharp in black alone: cmyk: [0, 0, 0, 100]";
		return;
	}
}

void
check_rich_black(struct check *c)
{
	each_mark(c, KIND(MARK_GLYPHS), look_at_black);
}

/* ---- white that overprints --------------------------------------------------------------
 * Of its own, only full black does; a theme can say it of any colour. The very functions are asked
 * that decide it for the file. */

static void
look_at_overprint(struct check *c, struct sight at)
{
	const struct inks *inks = c->p->inks;
	const struct path *path = at.mark->detail;
	struct glyphs g = mark_glyphs(at.mark);
	struct finding *f;
	bool white = false;

	if (at.mark->kind == MARK_PATH)
		white = ink_path_overprints(inks, path) &&
			ink_total(inks, path->stroke != 0 ? path->stroke : path->fill) == 0;
	for (int i = 0; i < g.count; i++) {
		colour shade = piece_colour(&g.pieces[i]);

		white |= ink_overprints(inks, shade) && ink_total(inks, shade) == 0;
	}
	if (white && (f = finding_add(c, at, 0)) != NULL) {
		f->says = "white overprints, and so vanishes";
		f->help = "take \"overprint: yes\" away from its colour in the theme";
	}
}

void
check_white_overprint(struct check *c)
{
	each_mark(c, KIND(MARK_PATH) | KIND(MARK_GLYPHS), look_at_overprint);
}
