/* strokes.c: lines, which are strokes and filled boxes that are as thin: too thin to hold on the
 * plate, or so thin that several plates would have to fit better than they do.
 */
#include <stdlib.h>

#include "rules.h"

/* How thick the line is that the path is; INT32_MAX: it is none. */
static dimen
line_width(const struct path *path)
{
	const struct point *at = path->points;
	dimen width, height;

	if (path->stroke != 0)
		return path->width;
	if (path->fill == 0 || !path_is_box(path))
		return INT32_MAX;
	width = (dimen)abs(at[2].x - at[0].x);
	height = (dimen)abs(at[2].y - at[0].y);
	if (width == 0 || height == 0)
		return INT32_MAX;
	return width < height ? width : height;
}

static void
look_at_width(struct check *c, struct sight at)
{
	dimen thin = line_width(at.mark->detail), least = c->p->printer->min_line;
	struct finding *f;

	if (thin >= least || (f = finding_add(c, at, least - thin)) == NULL)
		return;
	f->says = arena_printf(c->p->a, "a line of %s pt, and the printer holds lines from %s pt",
	    points_text(c, thin), points_text(c, least));
	f->help = "make it thicker, or leave it out";
}

void
check_hairlines(struct check *c)
{
	each_mark(c, KIND(MARK_PATH), look_at_width);
}

/* ---- thin lines of several inks ---------------------------------------------------------- */

static void
look_at_line_inks(struct check *c, struct sight at)
{
	const struct path *path = at.mark->detail;
	colour shade = path->stroke != 0 ? path->stroke : path->fill;
	dimen thin = line_width(path), least = c->p->printer->fine_line;
	struct finding *f;

	if (thin >= least || mix_inks(c, shade) < 2 ||
	    (f = finding_add(c, at, least - thin)) == NULL)
		return;
	f->says = arena_printf(c->p->a, "a line of %s pt in \"%s\" is printed in %d inks (%s)",
	    points_text(c, thin), colour_text(c, shade), mix_inks(c, shade), recipe_text(c, shade));
	f->help = arena_printf(c->p->a,
	    "below %s pt one ink stays sharp: black, a grey of black or a spot",
	    points_text(c, least));
}

void
check_line_inks(struct check *c)
{
	each_mark(c, KIND(MARK_PATH), look_at_line_inks);
}
