/* svg_path.c: the pen, and the path data that moves it (SVG 1.1, 8.3).
 *
 * All commands, absolute and relative, end up as moves, lines, cubic curves and closes. Quadratic
 * curves are raised to cubics (exact); arcs are cut into quarters and less, each a cubic that is
 * off by at most 0.03 % of the radius (SVG 1.1, F.6, for finding the centre).
 *
 * The pen is sticky: once a point is out of reach or the segments are used up it stops drawing, and
 * the caller looks at `far` and `many` at the end.
 */
#include <math.h>
#include <string.h>

#include "svg_parts.h"

#define PI 3.14159265358979323846

/* ---- the pen ---------------------------------------------------------------------------- */

static void
put(struct pen *p, double x, double y)
{
	double px = p->m.a * x + p->m.c * y + p->m.e, py = p->m.b * x + p->m.d * y + p->m.f;

	if (!(fabs(px) <= SVG_REACH && fabs(py) <= SVG_REACH)) /* true for NaN */
		p->far = true;
	if (p->far)
		return;
	GROW(p->a, p->points, p->point_count, p->point_cap);
	p->points[p->point_count++] =
	    (struct point){(dimen)lround(px * DIMEN_ONE), (dimen)lround(py * DIMEN_ONE)};
}

static bool
op(struct pen *p, enum path_op op)
{
	if (*p->left == 0)
		p->many = true;
	if (p->many || p->far)
		return false;
	(*p->left)--;
	GROW(p->a, p->ops, p->op_count, p->op_cap);
	p->ops[p->op_count++] = (uint8_t)op;
	return true;
}

void
pen_move(struct pen *p, double x, double y)
{
	if (op(p, PATH_MOVE))
		put(p, x, y);
	p->x = p->start_x = x;
	p->y = p->start_y = y;
}

/* A segment straight after a close starts where that subpath started. */
static void
begin(struct pen *p)
{
	if (p->op_count > 0 && p->ops[p->op_count - 1] == PATH_CLOSE)
		pen_move(p, p->start_x, p->start_y);
}

void
pen_line(struct pen *p, double x, double y)
{
	begin(p);
	if (op(p, PATH_LINE))
		put(p, x, y);
	p->x = x;
	p->y = y;
}

void
pen_curve(struct pen *p, const double xy[static 6])
{
	begin(p);
	if (op(p, PATH_CURVE)) {
		put(p, xy[0], xy[1]);
		put(p, xy[2], xy[3]);
		put(p, xy[4], xy[5]);
	}
	p->x = xy[4];
	p->y = xy[5];
}

void
pen_close(struct pen *p)
{
	op(p, PATH_CLOSE);
	p->x = p->start_x;
	p->y = p->start_y;
}

/* ---- arcs ------------------------------------------------------------------------------- */

struct ellipse {
	double cx, cy, rx, ry, cos_turn, sin_turn, from, sweep;
};

/* Centre and angles of the arc from the pen to (x, y); radii that are too short are stretched. */
static struct ellipse
centred(const struct pen *p, struct arc arc, double x, double y)
{
	struct ellipse e = {.rx = arc.rx,
	    .ry = arc.ry,
	    .cos_turn = cos(arc.turn * PI / 180),
	    .sin_turn = sin(arc.turn * PI / 180)};
	double dx = (p->x - x) / 2, dy = (p->y - y) / 2;
	double x1 = e.cos_turn * dx + e.sin_turn * dy, y1 = e.cos_turn * dy - e.sin_turn * dx;
	double u = x1 / e.rx, v = y1 / e.ry, reach = u * u + v * v, k = 0;
	double end;

	if (reach > 1) {
		double stretch = sqrt(reach);

		e.rx *= stretch;
		e.ry *= stretch;
		u /= stretch;
		v /= stretch;
	} else {
		k = sqrt(1 / reach - 1);
	}
	if (arc.large == arc.sweep)
		k = -k;
	/* On the unit circle the centre is (k v, -k u), the ends (u, v) and (-u, -v). */
	e.cx = e.cos_turn * k * v * e.rx + e.sin_turn * k * u * e.ry + (p->x + x) / 2;
	e.cy = e.sin_turn * k * v * e.rx - e.cos_turn * k * u * e.ry + (p->y + y) / 2;
	e.from = atan2(v + k * u, u - k * v);
	end = atan2(-v + k * u, -u - k * v);
	e.sweep = end - e.from;
	if (arc.sweep && e.sweep < 0)
		e.sweep += 2 * PI;
	if (!arc.sweep && e.sweep > 0)
		e.sweep -= 2 * PI;
	return e;
}

static void
on_ellipse(const struct ellipse *e, double u, double v, double xy[static 2])
{
	xy[0] = e->cx + e->cos_turn * e->rx * u - e->sin_turn * e->ry * v;
	xy[1] = e->cy + e->sin_turn * e->rx * u + e->cos_turn * e->ry * v;
}

void
pen_arc(struct pen *p, struct arc arc, double x, double y)
{
	struct ellipse e;
	int parts;

	arc.rx = fabs(arc.rx);
	arc.ry = fabs(arc.ry);
	if (p->x == x && p->y == y)
		return;
	if (arc.rx == 0 || arc.ry == 0) {
		pen_line(p, x, y);
		return;
	}
	e = centred(p, arc, x, y);
	if (!(fabs(e.sweep) <= 2 * PI + 1)) { /* NaN: numbers too large or too small */
		p->far = true;
		return;
	}
	parts = (int)ceil(fabs(e.sweep) / (PI / 2) - 1e-9);
	for (int i = 0; i < parts; i++) {
		double step = e.sweep / parts, a = e.from + i * step, b = a + step;
		double k = 4.0 / 3 * tan(step / 4), xy[6];

		on_ellipse(&e, cos(a) - k * sin(a), sin(a) + k * cos(a), xy);
		on_ellipse(&e, cos(b) + k * sin(b), sin(b) - k * cos(b), xy + 2);
		on_ellipse(&e, cos(b), sin(b), xy + 4);
		if (i == parts - 1) {
			xy[4] = x;
			xy[5] = y;
		}
		pen_curve(p, xy);
	}
}

/* ---- path data -------------------------------------------------------------------------- */

struct turtle { /* what smooth commands look back at */
	struct reader *r;
	struct pen *p;
	char last;   /* command, capital */
	double x, y; /* last control point */
};

/* `n` numbers; pairs from an origin when relative. */
static bool
numbers(struct turtle *t, bool relative, int n, double *to)
{
	for (int i = 0; i < n; i++) {
		if (i > 0)
			reader_comma(t->r);
		if (!reader_number(t->r, &to[i]))
			return false;
		if (relative)
			to[i] += i % 2 == 0 ? t->p->x : t->p->y;
	}
	return true;
}

static bool
straight(struct turtle *t, char command, bool relative)
{
	struct pen *p = t->p;
	double n[2] = {p->x, p->y};

	if (command == 'H' || command == 'V') {
		double *one = command == 'H' ? &n[0] : &n[1], from = *one;

		if (!reader_number(t->r, one))
			return false;
		*one += relative ? from : 0;
	} else if (!numbers(t, relative, 2, n)) {
		return false;
	}
	if (command == 'M')
		pen_move(p, n[0], n[1]);
	else
		pen_line(p, n[0], n[1]);
	return true;
}

static bool
curved(struct turtle *t, char command, bool relative)
{
	struct pen *p = t->p;
	bool cubic = command == 'C' || command == 'S';
	bool smooth = command == 'S' || command == 'T';
	bool looks_back = t->last != '\0' && strchr(cubic ? "CS" : "QT", t->last) != NULL;
	double n[6] = {p->x, p->y}, x, y;

	if (smooth && looks_back) {
		n[0] = 2 * p->x - t->x;
		n[1] = 2 * p->y - t->y;
	}
	if (!numbers(t, relative, (cubic ? 6 : 4) - (smooth ? 2 : 0), smooth ? n + 2 : n))
		return false;
	t->x = cubic ? n[2] : n[0];
	t->y = cubic ? n[3] : n[1];
	if (cubic) {
		pen_curve(p, n);
		return true;
	}
	x = n[2];
	y = n[3];
	pen_curve(p, (double[6]){p->x + (n[0] - p->x) * 2 / 3, p->y + (n[1] - p->y) * 2 / 3,
			 x + (n[0] - x) * 2 / 3, y + (n[1] - y) * 2 / 3, x, y});
	return true;
}

static bool
arc(struct turtle *t, bool relative)
{
	struct arc arc = {0};
	double n[3], to[2];

	if (!numbers(t, false, 3, n))
		return false;
	reader_comma(t->r);
	if (!reader_flag(t->r, &arc.large))
		return false;
	reader_comma(t->r);
	if (!reader_flag(t->r, &arc.sweep))
		return false;
	reader_comma(t->r);
	if (!numbers(t, relative, 2, to))
		return false;
	arc.rx = n[0];
	arc.ry = n[1];
	arc.turn = n[2];
	pen_arc(t->p, arc, to[0], to[1]);
	return true;
}

static bool
segment(struct turtle *t, char command, bool relative)
{
	bool good;

	switch (command) {
	case 'M':
	case 'L':
	case 'H':
	case 'V':
		good = straight(t, command, relative);
		break;
	case 'A':
		good = arc(t, relative);
		break;
	default:
		good = curved(t, command, relative);
	}
	t->last = command;
	return good;
}

/* One command letter and all its repetitions. */
static bool
command(struct turtle *t)
{
	struct reader *r = t->r;
	char c = *r->at;
	bool relative = c >= 'a' && c <= 'z';
	char capital = relative ? (char)(c - 'a' + 'A') : c;

	if (c == '\0' || strchr("MLHVCSQTAZ", capital) == NULL)
		return reader_wrong(r, "a command of path data (one of MLHVCSQTAZ)");
	if (t->last == '\0' && capital != 'M')
		return reader_wrong(r, "M: path data starts by moving");
	r->at++;
	reader_blank(r);
	if (capital == 'Z') {
		pen_close(t->p);
		t->last = 'Z';
		return true;
	}
	do {
		if (!segment(t, capital, relative))
			return false;
		capital = capital == 'M' ? 'L' : capital; /* more points are lines */
		reader_comma(r);
	} while (reader_is_number(r) && !t->p->many && !t->p->far);
	return true;
}

bool
svg_path(struct reader *r, struct pen *p)
{
	struct turtle t = {.r = r, .p = p};

	reader_blank(r);
	if (strcmp(r->at, "none") == 0)
		return true;
	while (*r->at != '\0' && !p->many && !p->far) {
		if (!command(&t))
			return false;
		reader_blank(r);
	}
	return true;
}
