/* cover.c: outlines to coverage, exactly, a scanline at a time.
 *
 * Each edge adds to every pixel that it crosses the signed area between itself and the pixel's
 * right side, and to all pixels right of it its height: kept as differences along the row, so that
 * one running sum gives the coverage (the method of font rasterizers; described by Raph Levien,
 * "Inside the fastest font renderer in the world", 2016). Winding decides by the size of that sum:
 * nonzero stops at one, even-odd folds. Where two edges share a pixel both rules are approximate
 * there, and only there.
 *
 * All is integers: 1/256 of a pixel in, sums of 1/131072 of a pixel. The sums are unsigned, since a
 * hostile path may wind more often than 32 bits hold, and wrap instead of overflowing.
 *
 * What lies left of the field still counts for the pixels right of it and is moved to its edge;
 * what lies right of it, above or below counts for nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "plate.h"

enum { WHOLE = 2 * SUB_ONE * SUB_ONE }; /* a covered pixel's sum */

void
cover_open(struct cover *r, struct arena *a, int width, int height)
{
	*r = (struct cover){.width = width, .height = height, .left = width, .top = height};
	r->sums = arena_array(a, (size_t)height, ((size_t)width + 2) * sizeof *r->sums);
	r->row = arena_alloc(a, (size_t)width + 2);
}

/* ---- edges ------------------------------------------------------------------------------- */

static void
touch(struct cover *r, int left, int right, int top, int bottom)
{
	r->left = left < r->left ? left : r->left;
	r->right = right > r->right ? right : r->right;
	r->top = top < r->top ? top : r->top;
	r->bottom = bottom > r->bottom ? bottom : r->bottom;
}

/* Adds a piece of an edge inside one pixel: `height` signed, x its ends' sum from the pixel's left.
 */
static void
add_cell(uint32_t *cell, int height, int x)
{
	cell[0] += (uint32_t)(height * (2 * SUB_ONE - x));
	cell[1] += (uint32_t)(height * x);
}

/* An edge inside one row, walked pixel by pixel. */
static void
add_row(uint32_t *sums, struct spot from, struct spot to)
{
	int step = to.x > from.x ? 1 : -1;
	int cell = from.x / SUB_ONE, last = to.x / SUB_ONE;
	struct spot at = from;

	/* On a pixel's left side, going left: the edge lies in the pixel before. */
	if (step < 0 && from.x % SUB_ONE == 0 && cell > last)
		cell--;
	if (step > 0 && to.x % SUB_ONE == 0 && last > cell)
		last--;
	while (cell != last) {
		sub side = (cell + (step > 0)) * SUB_ONE;
		sub y =
		    from.y + (sub)((int64_t)(to.y - from.y) * (side - from.x) / (to.x - from.x));

		add_cell(sums + cell, y - at.y, at.x + side - 2 * cell * SUB_ONE);
		at = (struct spot){side, y};
		cell += step;
	}
	add_cell(sums + cell, to.y - at.y, at.x + to.x - 2 * cell * SUB_ONE);
}

/* An edge inside the field, from top to bottom or the other way. */
static void
add_edge(struct cover *r, struct spot from, struct spot to)
{
	bool down = to.y > from.y;
	struct spot top = down ? from : to, bottom = down ? to : from, at = top;
	int row = top.y / SUB_ONE, last = (bottom.y - 1) / SUB_ONE;
	sub left = top.x < bottom.x ? top.x : bottom.x, right = top.x + bottom.x - left;

	if (from.y == to.y)
		return;
	touch(r, left / SUB_ONE, right / SUB_ONE + 2, row, last + 1);
	for (; row <= last; row++) {
		uint32_t *sums = r->sums + (size_t)row * ((size_t)r->width + 2);
		struct spot next = bottom;

		if (row < last) {
			next.y = (row + 1) * SUB_ONE;
			next.x = top.x + (sub)((int64_t)(bottom.x - top.x) * (next.y - top.y) /
					       (bottom.y - top.y));
		}
		if (down)
			add_row(sums, at, next);
		else
			add_row(sums, next, at);
		at = next;
	}
}

static struct spot
at_y(struct spot a, struct spot b, sub y)
{
	return (struct spot){
	    a.x + (sub)(((int64_t)b.x - a.x) * ((int64_t)y - a.y) / ((int64_t)b.y - a.y)), y};
}

static struct spot
at_x(struct spot a, struct spot b, sub x)
{
	return (struct spot){
	    x, a.y + (sub)(((int64_t)b.y - a.y) * ((int64_t)x - a.x) / ((int64_t)b.x - a.x))};
}

void
cover_line(struct cover *r, struct spot from, struct spot to)
{
	sub bottom = r->height * SUB_ONE, right = r->width * SUB_ONE;
	struct spot a = from, b = to;

	if ((a.y <= 0 && b.y <= 0) || (a.y >= bottom && b.y >= bottom) || a.y == b.y)
		return;
	if (a.y < 0 || a.y > bottom)
		a = at_y(from, to, a.y < 0 ? 0 : bottom);
	if (b.y < 0 || b.y > bottom)
		b = at_y(from, to, b.y < 0 ? 0 : bottom);
	from = a;
	to = b;
	if (a.x > right || b.x > right) /* the field is covered as far as it goes */
		r->right = r->width;
	if (a.x > right && b.x > right)
		return;
	if (a.x < 0 && b.x < 0) {
		add_edge(r, (struct spot){0, a.y}, (struct spot){0, b.y});
		return;
	}
	if (a.x < 0) {
		a = at_x(from, to, 0);
		add_edge(r, (struct spot){0, from.y}, a);
	}
	if (b.x < 0)
		b = at_x(from, to, 0);
	if (a.x > right)
		a = at_x(from, to, right);
	if (b.x > right)
		b = at_x(from, to, right);
	add_edge(r, a, b);
	if (to.x < 0)
		add_edge(r, b, (struct spot){0, to.y});
}

/* ---- shapes ------------------------------------------------------------------------------ */

static sub
half(int64_t sum)
{
	return (sub)(sum >= 0 ? (sum + 1) / 2 : -((1 - sum) / 2));
}

static struct spot
middle(struct spot a, struct spot b)
{
	return (struct spot){half((int64_t)a.x + b.x), half((int64_t)a.y + b.y)};
}

static sub
bend(struct spot a, struct spot b, struct spot c)
{
	int64_t x = llabs((int64_t)a.x - 2 * (int64_t)b.x + c.x);
	int64_t y = llabs((int64_t)a.y - 2 * (int64_t)b.y + c.y);
	int64_t most = x > y ? x : y;

	return most > INT32_MAX ? INT32_MAX : (sub)most;
}

/* Halves the curve `depth` times: 2^depth lines. */
static int
divide(const struct spot at[4], int depth, struct spot *out)
{
	struct spot ab, bc, cd, abc, bcd, abcd;
	int n;

	if (depth == 0) {
		*out = at[3];
		return 1;
	}
	ab = middle(at[0], at[1]);
	bc = middle(at[1], at[2]);
	cd = middle(at[2], at[3]);
	abc = middle(ab, bc);
	bcd = middle(bc, cd);
	abcd = middle(abc, bcd);
	n = divide((struct spot[]){at[0], ab, abc, abcd}, depth - 1, out);
	return n + divide((struct spot[]){abcd, bcd, cd, at[3]}, depth - 1, out + n);
}

/* Each halving quarters the distance between curve and line: until it is 1/85 of a pixel. */
int
curve_points(const struct spot at[4], struct spot out[CURVE_LINES])
{
	sub first = bend(at[0], at[1], at[2]), second = bend(at[1], at[2], at[3]);
	sub most = first > second ? first : second;
	int depth = 0;

	while (most > SUB_ONE / 64 && depth < 6) {
		most /= 4;
		depth++;
	}
	return divide(at, depth, out);
}

void
cover_curve(struct cover *r, const struct spot at[4])
{
	struct spot points[CURVE_LINES], from = at[0];
	int n = curve_points(at, points);

	for (int i = 0; i < n; i++) {
		cover_line(r, from, points[i]);
		from = points[i];
	}
}

void
cover_polygon(struct cover *r, const struct spot *at, int n)
{
	int64_t area = 0;

	for (int i = 0; i < n; i++) {
		struct spot a = at[i], b = at[(i + 1) % n];

		/* From the first corner: of a small polygon far away the products stay small. */
		area += ((int64_t)a.x - at[0].x) * ((int64_t)b.y - at[0].y) -
			((int64_t)b.x - at[0].x) * ((int64_t)a.y - at[0].y);
	}
	for (int i = 0; i < n; i++) {
		struct spot a = at[i], b = at[(i + 1) % n];

		if (area >= 0)
			cover_line(r, a, b);
		else
			cover_line(r, b, a);
	}
}

void
cover_circle(struct cover *r, struct spot c, sub radius)
{
	/* 4 (sqrt 2 - 1) / 3 of the radius: the usual curve for a quarter, off by 0.03 % at most */
	sub k = (sub)((int64_t)radius * 36195 / 65536);
	struct spot quarters[4][4] = {
	    {{c.x + radius, c.y}, {c.x + radius, c.y + k}, {c.x + k, c.y + radius},
		{c.x, c.y + radius}},
	    {{c.x, c.y + radius}, {c.x - k, c.y + radius}, {c.x - radius, c.y + k},
		{c.x - radius, c.y}},
	    {{c.x - radius, c.y}, {c.x - radius, c.y - k}, {c.x - k, c.y - radius},
		{c.x, c.y - radius}},
	    {{c.x, c.y - radius}, {c.x + k, c.y - radius}, {c.x + radius, c.y - k},
		{c.x + radius, c.y}},
	};

	for (int i = 0; i < 4; i++)
		cover_curve(r, quarters[i]);
}

/* ---- coverage ---------------------------------------------------------------------------- */

static uint8_t
share_of(uint32_t wrapped, bool even_odd)
{
	int32_t sum =
	    wrapped <= INT32_MAX ? (int32_t)wrapped : -(int32_t)(UINT32_MAX - wrapped) - 1;
	uint32_t size = sum < 0 ? 0u - (uint32_t)sum : (uint32_t)sum;

	if (even_odd) {
		size %= 2 * WHOLE;
		size = size > WHOLE ? 2 * WHOLE - size : size;
	}
	if (size >= WHOLE)
		return 255;
	return (uint8_t)((size * 255 + WHOLE / 2) / WHOLE);
}

void
cover_sweep(struct cover *r, bool even_odd, cover_row *paint, void *with)
{
	int end = r->right < r->width ? r->right : r->width;

	for (int y = r->top; y < r->bottom; y++) {
		uint32_t *sums = r->sums + (size_t)y * ((size_t)r->width + 2), sum = 0;
		uint8_t cover = 0;

		for (int x = r->left; x < end; x++) {
			if (sums[x] != 0) {
				sum += sums[x];
				sums[x] = 0;
				cover = share_of(sum, even_odd);
			}
			r->row[x] = cover;
		}
		sums[r->width] = sums[r->width + 1] = 0;
		if (r->left < end)
			paint(with, y, r->left, end - r->left, r->row + r->left);
	}
	r->left = r->width;
	r->top = r->height;
	r->right = r->bottom = 0;
}

/* How much of pixel `at` lies between the two, 0 to SUB_ONE. */
static int
share(sub from, sub to, int at)
{
	sub low = at * SUB_ONE, high = low + SUB_ONE;

	low = from > low ? from : low;
	high = to < high ? to : high;
	return high > low ? high - low : 0;
}

static sub
clamp(sub at, sub most)
{
	return at < 0 ? 0 : at > most ? most : at;
}

void
cover_box(struct cover *r, struct spot from, struct spot to, cover_row *paint, void *with)
{
	sub left = clamp(from.x < to.x ? from.x : to.x, r->width * SUB_ONE);
	sub right = clamp(from.x < to.x ? to.x : from.x, r->width * SUB_ONE);
	sub top = clamp(from.y < to.y ? from.y : to.y, r->height * SUB_ONE);
	sub bottom = clamp(from.y < to.y ? to.y : from.y, r->height * SUB_ONE);
	int x = left / SUB_ONE, end = (right + SUB_ONE - 1) / SUB_ONE, before = -1;

	if (left >= right)
		return;
	for (int y = top / SUB_ONE; y * SUB_ONE < bottom; y++) {
		int tall = share(top, bottom, y);

		for (int i = x; tall != before && i < end; i++)
			r->row[i] =
			    (uint8_t)((tall * share(left, right, i) * 255 + SUB_ONE * SUB_ONE / 2) /
				      (SUB_ONE * SUB_ONE));
		before = tall;
		paint(with, y, x, end - x, r->row + x);
	}
}
