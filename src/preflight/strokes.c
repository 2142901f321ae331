/* strokes.c: lines that are too thin to hold on the plate: strokes, and filled boxes that are
 * lines.
 */
#include "rules.h"

static void
look_at_width(struct check *c, struct sight at)
{
	const struct path *path = at.mark->detail;
	dimen thin = INT32_MAX, width, height, least = c->p->printer->min_line;
	struct finding *f;

	if (path->stroke != 0)
		thin = path->width;
	else if (path->fill != 0 && path_is_box(path, &width, &height) && width > 0 && height > 0)
		thin = width < height ? width : height;
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
