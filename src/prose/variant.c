/* variant.c: the strong and the slanted words of a style that has no style of its own for them.
 *
 * Only faces that the theme asks for are open, so one of those is taken: of the same family, for
 * strong words the weight nearest to 600 above the style's own, for emphasis the italic of the
 * same weight.
 */
#include <string.h>

#include "parts.h"

static int
distance(int a, int b)
{
	return a > b ? a - b : b - a;
}

/* The theme's face of the same family for strong or slanted words, or NULL. */
static const struct style *
face_like(const struct theme *theme, const struct style *base, bool strong, bool italic)
{
	const struct style *best = NULL;

	for (size_t i = 0; theme != NULL && i < theme->style_count; i++) {
		const struct style *s = &theme->styles[i];

		if (strcmp(s->family, base->family) != 0 || s->italic != italic ||
		    (strong ? s->weight <= base->weight : s->weight != base->weight))
			continue;
		if (best == NULL || distance(s->weight, 600) < distance(best->weight, 600))
			best = s;
	}
	return best;
}

const struct style *
style_variant(struct scope *s, const struct style *base, bool strong, bool italic)
{
	const struct theme *theme = s->report->theme;
	const struct style *face = face_like(theme, base, strong, base->italic || italic);
	struct style *made;

	if (face == NULL && italic && strong)
		face = face_like(theme, base, true, base->italic);
	if (face == NULL)
		return NULL;
	made = NEW(s->a, struct style);
	*made = *base;
	made->weight = face->weight;
	made->italic = face->italic;
	made->face = face->face;
	return made;
}
