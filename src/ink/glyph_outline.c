/* glyph_outline.c: outlines of glyphs, from HarfBuzz, each taken once per page; the only file of
 * this folder that knows it.
 *
 * Outlines are kept in 1/16 of a font unit (a curve of TrueType has points between units).
 */
#include <hb.h>
#include <math.h>

#include "plate.h"

enum { FINE = 16 };

struct inked {
	uint8_t *ops;
	size_t op_count, op_cap;
	struct spot *points;
	size_t point_count, point_cap;
	bool known;
};

struct drawn { /* a face */
	hb_font_t *font;
	struct inked *shapes; /* by glyph */
	unsigned count, upem;
};

struct outlines {
	struct arena *a;
	hb_draw_funcs_t *funcs;
	struct drawn *faces;
	size_t face_count;
	const struct texts *texts;
};

struct drawing {
	struct arena *a;
	struct inked *shape;
};

/* ---- from HarfBuzz ----------------------------------------------------------------------- */

static void
add_op(struct drawing *d, uint8_t op)
{
	struct inked *s = d->shape;

	GROW(d->a, s->ops, s->op_count, s->op_cap);
	s->ops[s->op_count++] = op;
}

static void
add_point(struct drawing *d, float x, float y)
{
	struct inked *s = d->shape;

	GROW(d->a, s->points, s->point_count, s->point_cap);
	s->points[s->point_count++] = (struct spot){(sub)lrintf(x), -(sub)lrintf(y)};
}

static void
on_move(hb_draw_funcs_t *f, void *data, hb_draw_state_t *state, float x, float y, void *user)
{
	(void)f;
	(void)state;
	(void)user;
	add_op(data, PATH_MOVE);
	add_point(data, x, y);
}

static void
on_line(hb_draw_funcs_t *f, void *data, hb_draw_state_t *state, float x, float y, void *user)
{
	(void)f;
	(void)state;
	(void)user;
	add_op(data, PATH_LINE);
	add_point(data, x, y);
}

static void
on_curve(hb_draw_funcs_t *f, void *data, hb_draw_state_t *state, float x1, float y1, float x2,
    float y2, float x3, float y3, void *user)
{
	(void)f;
	(void)state;
	(void)user;
	add_op(data, PATH_CURVE);
	add_point(data, x1, y1);
	add_point(data, x2, y2);
	add_point(data, x3, y3);
}

struct outlines *
outlines_open(struct arena *a, const struct texts *texts)
{
	struct outlines *o = NEW(a, struct outlines);

	o->a = a;
	o->texts = texts;
	o->face_count = texts != NULL ? texts_face_count(texts) : 0;
	o->faces = NEW_ARRAY(a, struct drawn, o->face_count + 1);
	o->funcs = hb_draw_funcs_create(); /* quadratic curves come as cubic ones */
	hb_draw_funcs_set_move_to_func(o->funcs, on_move, NULL, NULL);
	hb_draw_funcs_set_line_to_func(o->funcs, on_line, NULL, NULL);
	hb_draw_funcs_set_cubic_to_func(o->funcs, on_curve, NULL, NULL);
	return o;
}

void
outlines_close(struct outlines *o)
{
	for (size_t i = 0; i < o->face_count; i++) {
		if (o->faces[i].font != NULL)
			hb_font_destroy(o->faces[i].font);
	}
	hb_draw_funcs_destroy(o->funcs);
}

static void
open_face(struct outlines *o, struct drawn *drawn, int face)
{
	const struct face *f = texts_face(o->texts, face);
	/* HarfBuzz counts users even of what it only reads. */
	hb_face_t *hb = (hb_face_t *)(uintptr_t)f->hb_face;

	drawn->font = hb_font_create(hb);
	drawn->upem = f->upem;
	drawn->count = hb_face_get_glyph_count(hb);
	drawn->shapes = NEW_ARRAY(o->a, struct inked, drawn->count);
	hb_font_set_scale(drawn->font, (int)f->upem * FINE, (int)f->upem * FINE);
}

/* ---- to edges ---------------------------------------------------------------------------- */

static const struct inked *
find_glyph(struct outlines *o, struct drawn *drawn, unsigned glyph)
{
	struct inked *s = &drawn->shapes[glyph];

	if (!s->known) {
		struct drawing d = {o->a, s};

		s->known = true;
		hb_font_get_glyph_shape(drawn->font, glyph, o->funcs, &d);
	}
	return s;
}

static sub
scaled(sub length, int64_t em, int64_t units)
{
	int64_t product = length * em;

	return (
	    sub)(product >= 0 ? (product + units / 2) / units : -((units / 2 - product) / units));
}

void
outlines_add(
    struct outlines *o, struct cover *r, int face, unsigned glyph, struct spot at, int64_t em)
{
	struct drawn *drawn;
	const struct inked *s;
	struct spot start = at, pen = at, curve[4];
	const struct spot *p;
	int64_t units;

	if (face < 0 || (size_t)face >= o->face_count)
		return;
	drawn = &o->faces[face];
	if (drawn->font == NULL)
		open_face(o, drawn, face);
	if (glyph >= drawn->count)
		return;
	s = find_glyph(o, drawn, glyph);
	units = (int64_t)drawn->upem * FINE;
	p = s->points;
	for (size_t i = 0; i < s->op_count; i++) {
		int n = s->ops[i] == PATH_CURVE ? 3 : 1;

		curve[0] = pen;
		for (int k = 0; k < n; k++, p++)
			curve[k + 1] = (struct spot){
			    at.x + scaled(p->x, em, units), at.y + scaled(p->y, em, units)};
		if (s->ops[i] == PATH_MOVE) {
			cover_line(r, pen, start);
			start = curve[1];
		} else if (s->ops[i] == PATH_LINE) {
			cover_line(r, pen, curve[1]);
		} else {
			cover_curve(r, curve);
		}
		pen = curve[n];
	}
	cover_line(r, pen, start);
}
