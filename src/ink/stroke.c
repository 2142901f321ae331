/* stroke.c: the stroke of a path as polygons, which all wind one way and may overlap.
 *
 * A segment is a rectangle; a corner is a wedge (bevel), a wedge with a tip (mitre, up to ten times
 * the width: PDF's own limit) or a disc (round); an end is nothing (butt), a disc (round) or half a
 * square (square). A subpath without length is a dot when caps are round and a square when they are
 * square (ISO 32000-1, 8.5.3.2). Curves become lines first; the corners between those are bevels,
 * whatever the join.
 */
#include <math.h>
#include <stdlib.h>

#include "plate.h"

enum { BUTT = 0, ROUND = 1, SQUARE = 2, MITRE = 0 };
#define MITRE_LIMIT 10.0

struct corner {
	struct spot at;
	bool smooth;
}; /* smooth: inside a curve */

struct pen {
	struct cover *r;
	int cap, join;
	double half;            /* of the width, sub */
	struct corner *corners; /* of the subpath at work */
	size_t count, cap_count;
};

struct normal {
	double x, y;
}; /* to the left of the way, as long as half */

static void
add_corner(struct pen *p, struct spot at, bool smooth)
{
	if (p->count > 0 && p->corners[p->count - 1].at.x == at.x &&
	    p->corners[p->count - 1].at.y == at.y)
		return;
	if (p->count == p->cap_count) {
		p->cap_count = p->cap_count == 0 ? 64 : 2 * p->cap_count;
		p->corners = mem_resize(p->corners, p->cap_count * sizeof *p->corners);
	}
	p->corners[p->count++] = (struct corner){at, smooth};
}

static struct normal
normal_of(const struct pen *p, struct spot a, struct spot b)
{
	double x = (double)b.x - a.x, y = (double)b.y - a.y, length = sqrt(x * x + y * y);

	return (struct normal){y / length * p->half, -x / length * p->half};
}

static struct spot
offset(struct spot at, double x, double y)
{
	return (struct spot){at.x + (sub)lrint(x), at.y + (sub)lrint(y)};
}

static void
draw_segment(struct pen *p, struct spot a, struct spot b, struct normal n)
{
	struct spot quad[4] = {
	    offset(a, n.x, n.y), offset(b, n.x, n.y), offset(b, -n.x, -n.y), offset(a, -n.x, -n.y)};

	cover_polygon(p->r, quad, 4);
}

static void
draw_join(struct pen *p, const struct corner *c, struct normal in, struct normal out)
{
	double cross = in.x * out.y - in.y * out.x, dot = in.x * out.x + in.y * out.y;
	double side = cross > 0 ? 1 : -1; /* the outer side of the turn */
	double square = p->half * p->half, tip = square + dot;
	struct spot wedge[4] = {c->at, offset(c->at, side * in.x, side * in.y), c->at,
	    offset(c->at, side * out.x, side * out.y)};

	if (!c->smooth && p->join == ROUND) {
		cover_circle(p->r, c->at, (sub)lrint(p->half));
		return;
	}
	/* The tip lies at (in + out) / (1 + cos): its distance over half the width is the mitre's
	 * length over the width. */
	if (!c->smooth && p->join == MITRE && tip * MITRE_LIMIT * MITRE_LIMIT >= 2 * square) {
		double scale = side * square / tip;

		wedge[2] = offset(c->at, (in.x + out.x) * scale, (in.y + out.y) * scale);
		cover_polygon(p->r, wedge, 4);
		return;
	}
	wedge[2] = wedge[3];
	cover_polygon(p->r, wedge, 3);
}

/* `n` is the normal of the segment that ends at `at`; its way goes on in direction (-n.y, n.x). */
static void
draw_cap(struct pen *p, struct spot at, struct normal n)
{
	struct spot box[4] = {offset(at, n.x, n.y), offset(at, n.x - n.y, n.y + n.x),
	    offset(at, -n.x - n.y, -n.y + n.x), offset(at, -n.x, -n.y)};

	if (p->cap == ROUND)
		cover_circle(p->r, at, (sub)lrint(p->half));
	else if (p->cap == SQUARE)
		cover_polygon(p->r, box, 4);
}

static void
draw_dot(struct pen *p, struct spot at)
{
	struct normal n = {0, -p->half};

	draw_cap(p, at, n);
	if (p->cap == SQUARE)
		draw_cap(p, at, (struct normal){0, p->half});
}

static void
draw_subpath(struct pen *p, bool closed)
{
	struct corner *c = p->corners;
	struct normal first, before;

	if (closed && p->count > 1 && c[p->count - 1].at.x == c[0].at.x &&
	    c[p->count - 1].at.y == c[0].at.y)
		p->count--;
	if (p->count == 1)
		draw_dot(p, c[0].at);
	if (p->count < 2)
		return;
	first = before = normal_of(p, c[0].at, c[1].at);
	draw_segment(p, c[0].at, c[1].at, first);
	for (size_t i = 1; i + 1 < p->count + closed; i++) {
		struct spot next = c[(i + 1) % p->count].at;
		struct normal n = normal_of(p, c[i].at, next);

		draw_segment(p, c[i].at, next, n);
		draw_join(p, &c[i], before, n);
		before = n;
	}
	if (closed) {
		draw_join(p, &c[0], before, first);
		return;
	}
	draw_cap(p, c[0].at, (struct normal){-first.x, -first.y});
	draw_cap(p, c[p->count - 1].at, before);
}

/* A move alone draws nothing; one that goes nowhere is a dot. */
static void
end_subpath(struct pen *p, bool moved_only, bool closed)
{
	if (p->count > 0 && !moved_only)
		draw_subpath(p, closed);
	p->count = 0;
}

static void
add_curve(struct pen *p, const struct spot at[4])
{
	struct spot points[CURVE_LINES];
	int n = curve_points(at, points);

	for (int i = 0; i < n; i++)
		add_corner(p, points[i], i + 1 < n);
}

void
stroke_add(struct cover *r, const struct path *path, const struct spot *spots, sub width)
{
	static const size_t needs[] = {1, 1, 3, 0};
	struct pen p = {.r = r, .cap = path->cap, .join = path->join, .half = width / 2.0};
	struct spot start = {0, 0}, at = {0, 0};
	bool moved_only = true;
	size_t used = 0;

	for (size_t i = 0; i < path->op_count; i++) {
		const struct spot *s = spots + used;
		uint8_t op = path->ops[i];

		if (path->point_count - used < needs[op])
			break;
		used += needs[op];
		if (op == PATH_MOVE) {
			end_subpath(&p, moved_only, false);
			start = at = s[0];
			moved_only = true;
			add_corner(&p, at, false);
			continue;
		}
		moved_only = false;
		if (p.count == 0) /* after a close: from where the subpath began */
			add_corner(&p, at, false);
		if (op == PATH_LINE)
			add_corner(&p, s[0], false);
		else if (op == PATH_CURVE)
			add_curve(&p, (struct spot[]){at, s[0], s[1], s[2]});
		else
			end_subpath(&p, false, true);
		at = op == PATH_CLOSE ? start : s[needs[op] - 1];
		moved_only = op == PATH_CLOSE;
	}
	end_subpath(&p, moved_only, false);
	free(p.corners);
}
