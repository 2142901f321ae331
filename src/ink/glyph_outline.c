/* glyph_outline.c: the outline of a glyph as edges, at its size and place. */
#include "plate.h"

static sub
scaled(int32_t length, int64_t em, int64_t units)
{
	return (sub)divide_away(length * em, units);
}

void
glyph_add(struct cover *r, const struct texts *texts, int face, unsigned glyph, struct spot at,
    int64_t em)
{
	const struct contours *contours = texts_contours(texts, face, glyph);
	int64_t units = (int64_t)texts_face(texts, face)->upem * CONTOUR_FINE;
	struct spot start = at, curve[4] = {at};

	for (size_t i = 0; i < contours->count; i++) {
		const struct contour_step *step = &contours->steps[i];
		int n = step->kind == CONTOUR_CURVE ? 3 : 1;

		for (int k = 0; k < n; k++)
			curve[k + 1] = (struct spot){at.x + scaled(step->to[k].x, em, units),
			    at.y + scaled(step->to[k].y, em, units)};
		if (step->kind == CONTOUR_MOVE) {
			cover_line(r, curve[0], start);
			start = curve[1];
		} else if (step->kind == CONTOUR_LINE) {
			cover_line(r, curve[0], curve[1]);
		} else {
			cover_curve(r, curve);
		}
		curve[0] = curve[n];
	}
	cover_line(r, curve[0], start);
}
