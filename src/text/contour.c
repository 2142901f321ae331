/* contour.c: what a glyph looks like, from HarfBuzz, taken once a run.
 *
 * Steps are kept in 1/16 of a font unit: a curve of TrueType has points between units. Quadratic
 * curves come as cubic ones.
 */
#include <math.h>

#include "texts.h"

struct tracing {
	struct arena *a;
	struct contour_step *steps;
	size_t count, cap;
};

static void
add_step(struct tracing *t, enum contour_kind kind, const float *at, int points)
{
	struct contour_step step = {.kind = kind};

	for (int i = 0; i < points; i++) {
		step.to[i].x = (int32_t)lrintf(at[2 * i] * CONTOUR_FINE);
		step.to[i].y = -(int32_t)lrintf(at[2 * i + 1] * CONTOUR_FINE);
	}
	GROW(t->a, t->steps, t->count, t->cap);
	t->steps[t->count++] = step;
}

static void
on_move(hb_draw_funcs_t *f, void *data, hb_draw_state_t *state, float x, float y, void *user)
{
	(void)f, (void)state, (void)user;
	add_step(data, CONTOUR_MOVE, (float[]){x, y}, 1);
}

static void
on_line(hb_draw_funcs_t *f, void *data, hb_draw_state_t *state, float x, float y, void *user)
{
	(void)f, (void)state, (void)user;
	add_step(data, CONTOUR_LINE, (float[]){x, y}, 1);
}

static void
on_curve(hb_draw_funcs_t *f, void *data, hb_draw_state_t *state, float x1, float y1, float x2,
    float y2, float x3, float y3, void *user)
{
	(void)f, (void)state, (void)user;
	add_step(data, CONTOUR_CURVE, (float[]){x1, y1, x2, y2, x3, y3}, 3);
}

static void
trace(struct tracing *t, struct loaded *f, unsigned glyph)
{
	hb_draw_funcs_t *funcs = hb_draw_funcs_create();

	hb_draw_funcs_set_move_to_func(funcs, on_move, NULL, NULL);
	hb_draw_funcs_set_line_to_func(funcs, on_line, NULL, NULL);
	hb_draw_funcs_set_cubic_to_func(funcs, on_curve, NULL, NULL);
	hb_font_get_glyph_shape(f->font, glyph, funcs, t);
	hb_draw_funcs_destroy(funcs);
}

const struct contours *
texts_contours(const struct texts *t, int face, unsigned glyph)
{
	static const struct contours none = {NULL, 0};
	struct loaded *f = t->faces[face];
	struct tracing tracing = {.a = t->a};
	struct contours *kept;

	if (glyph >= f->glyph_count)
		return &none;
	if (f->contours == NULL)
		f->contours = NEW_ARRAY(t->a, struct contours *, f->glyph_count);
	if (f->contours[glyph] == NULL) {
		trace(&tracing, f, glyph);
		kept = f->contours[glyph] = NEW(t->a, struct contours);
		*kept = (struct contours){tracing.steps, tracing.count};
	}
	return f->contours[glyph];
}
