/* svg_shape.c: rectangles, ellipses and polygons as the paths that SVG 1.1, chapter 9, says they
 * are.
 */
#include <math.h>

#include "svg_parts.h"

void
shape_rect(struct pen *p, const double xywh[static 4], double rx, double ry)
{
	double x = xywh[0], y = xywh[1], w = xywh[2], h = xywh[3];
	struct arc corner = {.rx = fmin(rx, w / 2), .ry = fmin(ry, h / 2), .sweep = true};
	double r = corner.rx, s = corner.ry;

	if (!(r > 0 && s > 0)) {
		pen_move(p, x, y);
		pen_line(p, x + w, y);
		pen_line(p, x + w, y + h);
		pen_line(p, x, y + h);
		pen_close(p);
		return;
	}
	pen_move(p, x + r, y);
	pen_line(p, x + w - r, y);
	pen_arc(p, corner, x + w, y + s);
	pen_line(p, x + w, y + h - s);
	pen_arc(p, corner, x + w - r, y + h);
	pen_line(p, x + r, y + h);
	pen_arc(p, corner, x, y + h - s);
	pen_line(p, x, y + s);
	pen_arc(p, corner, x + r, y);
	pen_close(p);
}

void
shape_ellipse(struct pen *p, double cx, double cy, double rx, double ry)
{
	struct arc half = {.rx = rx, .ry = ry, .sweep = true};

	pen_move(p, cx + rx, cy);
	pen_arc(p, half, cx - rx, cy);
	pen_arc(p, half, cx + rx, cy);
	pen_close(p);
}

bool
shape_poly(struct reader *r, struct pen *p, bool closed)
{
	bool first = true;
	double x, y;

	for (reader_blank(r); *r->at != '\0' && !p->many && !p->far; reader_comma(r)) {
		if (!reader_number(r, &x))
			return false;
		reader_comma(r);
		if (!reader_number(r, &y))
			return false;
		if (first)
			pen_move(p, x, y);
		else
			pen_line(p, x, y);
		first = false;
	}
	if (closed && !first)
		pen_close(p);
	return true;
}
