/* type.c: text whose colour does not print well: small type of several inks, black type with other
 * inks under it, white that overprints.
 */
#include "rules.h"

enum { PERCENT = 100, DARK = 8500 }; /* from 85 % on, black in a mix looks black */

/* "Cyan 62, Black 28" */
static const char *
recipe(struct check *c, colour shade)
{
	const struct mix *mix = ink_mix(c->p->inks, shade);
	struct buf b = {0};
	const char *text;

	for (int i = 0; i < ink_count(c->p->inks); i++) {
		if (mix->amount[i] > 0)
			buf_printf(&b, "%s%s %d", b.len > 0 ? ", " : "", ink_name(c->p->inks, i),
			    (mix->amount[i] + PERCENT / 2) / PERCENT);
	}
	text = arena_text(c->p->a, b.len > 0 ? b.at : "no ink");
	buf_close(&b);
	return text;
}

/* ---- small text -------------------------------------------------------------------------- */

static void
look_at_size(struct check *c, struct sight at)
{
	const struct glyphs *g = at.mark->detail;
	dimen least = c->p->printer->small_text;

	for (int i = 0; i < g->count; i++) {
		const struct piece *piece = &g->pieces[i];
		colour shade = piece_colour(piece);
		struct finding *f;

		if (piece->size >= least || mix_inks(c, shade) < 2)
			continue;
		f = finding_add(c, at, least - piece->size);
		if (f == NULL)
			return;
		f->says =
		    arena_printf(c->p->a, "type of %s pt in \"%s\" is printed in %d inks (%s)",
			points_text(c, piece->size), colour_text(c, shade), mix_inks(c, shade),
			recipe(c, shade));
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

/* ---- rich black -------------------------------------------------------------------------- */

static void
look_at_black(struct check *c, struct sight at)
{
	const struct glyphs *g = at.mark->detail;

	for (int i = 0; i < g->count; i++) {
		colour shade = piece_colour(&g->pieces[i]);
		uint32_t total = ink_total(c->p->inks, shade);
		struct finding *f;

		if (ink_mix(c->p->inks, shade)->amount[INK_BLACK] < DARK || mix_inks(c, shade) < 2)
			continue;
		f = finding_add(c, at, total);
		if (f == NULL)
			return;
		f->says = arena_printf(c->p->a, "text in \"%s\" is black with other inks (%s)",
		    colour_text(c, shade), recipe(c, shade));
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
 * What overprints is full black, so white never does; asked anyway, of the very functions that
 * decide it for the file. */

static void
look_at_overprint(struct check *c, struct sight at)
{
	const struct inks *inks = c->p->inks;
	const struct path *path = at.mark->detail;
	const struct glyphs *g = at.mark->detail;
	struct finding *f;
	bool white = false;

	if (at.mark->kind == MARK_PATH)
		white = ink_path_overprints(inks, path) &&
			ink_total(inks, path->stroke != 0 ? path->stroke : path->fill) == 0;
	for (int i = 0; at.mark->kind == MARK_GLYPHS && i < g->count; i++) {
		colour shade = piece_colour(&g->pieces[i]);

		white |= ink_overprints(inks, shade) && ink_total(inks, shade) == 0;
	}
	if (white && (f = finding_add(c, at, 0)) != NULL)
		f->says = "white overprints, and so vanishes";
}

void
check_white_overprint(struct check *c)
{
	each_mark(c, KIND(MARK_PATH) | KIND(MARK_GLYPHS), look_at_overprint);
}
