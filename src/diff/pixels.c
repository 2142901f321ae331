/* pixels.c: what a person would see between two pictures of one page.
 *
 *   1. A pixel differs when its colour is further away than the tolerance (CIEDE2000); on an edge
 * that both pictures have, further than EDGE: drawing programs smooth edges each in its own way.
 *   2. Pixels that touch make a cluster. A swapped digit is a cluster on a page of any size; noise
 * is scattered. How large a cluster chance could make follows from how many pixels differ alone:
 *      clusters up to that size are left out, so noise has to be dense before it hides anything.
 *   3. A cluster that fits when it is moved, by at most the tolerated length, has moved and not
 * changed. Moves are tried by whole pixels, then by quarters around the best.
 *   4. Clusters near each other are one spot.
 *
 * What was tried and left: counting pixels or their share of the page (a large page hides a digit),
 * and the smallest and largest value nearby (thin strokes are always near one: 3 and 8 looked
 * alike).
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bilan/diff.h"

enum {
	EDGE = 14,
	EDGE_MOVED = 10, /* of softened pictures */
	FIELD_MOVED = 3,
	EDGE_RANGE = 24,
	LEAST_PIXELS = 3,
	LEAST_SUM = 40,
	NEAR = 6,
	SPOTS = 500,
	SAMPLES = 20000
};

struct field_of { /* of the page: how far each pixel is off */
	struct bitmap old, new;
	int width, height;
	double tolerance;
	uint8_t *off; /* half units of ΔE; 0: the same */
	int *stack;
};

struct bitmap
bitmap_part(struct arena *a, struct bitmap b, struct rect part)
{
	int left = part.x < 0 ? 0 : part.x > b.width ? b.width : part.x;
	int top = part.y < 0 ? 0 : part.y > b.height ? b.height : part.y;
	int width = part.w < b.width - left ? part.w : b.width - left;
	int height = part.h < b.height - top ? part.h : b.height - top;
	size_t row = (size_t)(width > 0 ? width : 0) * 3;
	char *rgb;

	if (left == 0 && top == 0 && width == b.width && height == b.height)
		return b;
	rgb = arena_alloc(a, row * (size_t)(height > 0 ? height : 0) + 1);
	for (int y = 0; y < height; y++)
		memcpy(rgb + (size_t)y * row,
		    b.rgb + ((size_t)(top + y) * (size_t)b.width + (size_t)left) * 3, row);
	return (struct bitmap){width, height, (const uint8_t *)rgb};
}

static int
luma(const uint8_t *rgb)
{
	return (2 * rgb[0] + 5 * rgb[1] + rgb[2]) / 8;
}

/* Light and dark meet around this pixel. */
static bool
is_edge(struct bitmap b, int x, int y)
{
	int least = 255, most = 0;

	for (int v = y > 0 ? y - 1 : 0; v <= y + 1 && v < b.height; v++) {
		for (int u = x > 0 ? x - 1 : 0; u <= x + 1 && u < b.width; u++) {
			int l = luma(b.rgb + ((size_t)v * (size_t)b.width + (size_t)u) * 3);

			least = l < least ? l : least;
			most = l > most ? l : most;
		}
	}
	return most - least >= EDGE_RANGE;
}

static bool
is_masked(const struct rect *masks, size_t count, int x, int y)
{
	for (size_t i = 0; i < count; i++) {
		if (x >= masks[i].x && x < masks[i].x + masks[i].w && y >= masks[i].y &&
		    y < masks[i].y + masks[i].h)
			return true;
	}
	return false;
}

static void
measure(struct field_of *f, const struct rect *masks, size_t mask_count)
{
	for (int y = 0; y < f->height; y++) {
		const uint8_t *p = f->old.rgb + (size_t)y * (size_t)f->width * 3;
		const uint8_t *q = f->new.rgb + (size_t)y *(size_t)f->width * 3;
		uint8_t pair[6] = {0}; /* fields have the same two colours side by side */
		double d = 0;

		if (memcmp(p, q, (size_t)f->width * 3) == 0)
			continue;
		for (int x = 0; x < f->width; x++, p += 3, q += 3) {
			if (memcmp(p, q, 3) == 0 || is_masked(masks, mask_count, x, y))
				continue;
			if (memcmp(pair, p, 3) != 0 || memcmp(pair + 3, q, 3) != 0) {
				d = delta_e(p, q);
				memcpy(pair, p, 3);
				memcpy(pair + 3, q, 3);
			}
			if (d <= f->tolerance)
				continue;
			if (d <= EDGE && is_edge(f->old, x, y) && is_edge(f->new, x, y))
				continue;
			f->off[(size_t)y * (size_t)f->width + (size_t)x] =
			    (uint8_t)(d < 1     ? 2
				      : d > 127 ? 254
						: 2 * d);
		}
	}
}

/* ---- clusters ----------------------------------------------------------------------------- */

struct cluster {
	struct spot spot;
	double sum;
};

/* Gathers the pixels that touch, and takes them off the field. */
static struct cluster
gather(struct field_of *f, int start)
{
	int left = f->width, right = 0, top = f->height, bottom = 0, n = 0;
	struct cluster c = {0};

	f->stack[n++] = start;
	c.spot.most = f->off[start] / 2.0;
	c.sum = f->off[start] / 2.0;
	f->off[start] = 0;
	while (n > 0) {
		int at = f->stack[--n], x = at % f->width, y = at / f->width;

		c.spot.pixels++;
		left = x < left ? x : left;
		right = x > right ? x : right;
		top = y < top ? y : top;
		bottom = y > bottom ? y : bottom;
		for (int v = y > 0 ? y - 1 : 0; v <= y + 1 && v < f->height; v++) {
			for (int u = x > 0 ? x - 1 : 0; u <= x + 1 && u < f->width; u++) {
				int next = v * f->width + u;

				if (f->off[next] == 0)
					continue;
				c.sum += f->off[next] / 2.0;
				c.spot.most = f->off[next] / 2.0 > c.spot.most ? f->off[next] / 2.0
									       : c.spot.most;
				f->off[next] = 0;
				f->stack[n++] = next;
			}
		}
	}
	c.spot.x = left;
	c.spot.y = top;
	c.spot.width = right - left + 1;
	c.spot.height = bottom - top + 1;
	return c;
}

/* The least size that chance does not make of so many single pixels. */
static int
least_size(size_t singles, size_t area)
{
	double touch = 10.0 * (double)singles / (double)area;
	int size = LEAST_PIXELS;

	if (singles < 20)
		return size;
	while (size < 40 && (double)singles * pow(touch, size - 1) > 0.01)
		size++;
	return size;
}

/* ---- moves -------------------------------------------------------------------------------- */

/* The old picture's colour at a place between pixels, in quarters. */
static void
sample(struct bitmap b, int x4, int y4, uint8_t rgb[3])
{
	int x = x4 >> 2, y = y4 >> 2, fx = x4 & 3, fy = y4 & 3;
	int x1 = x + 1, y1 = y + 1;
	size_t row, next;

	x = x < 0 ? 0 : x >= b.width ? b.width - 1 : x;
	y = y < 0 ? 0 : y >= b.height ? b.height - 1 : y;
	x1 = x1 < 0 ? 0 : x1 >= b.width ? b.width - 1 : x1;
	y1 = y1 < 0 ? 0 : y1 >= b.height ? b.height - 1 : y1;
	row = (size_t)y * (size_t)b.width;
	next = (size_t)y1 * (size_t)b.width;
	for (int i = 0; i < 3; i++) {
		int top = b.rgb[(row + (size_t)x) * 3 + (size_t)i] * (4 - fx) +
			  b.rgb[(row + (size_t)x1) * 3 + (size_t)i] * fx;
		int bottom = b.rgb[(next + (size_t)x) * 3 + (size_t)i] * (4 - fx) +
			     b.rgb[(next + (size_t)x1) * 3 + (size_t)i] * fx;

		rgb[i] = (uint8_t)((top * (4 - fy) + bottom * fy + 8) / 16);
	}
}

/* The same of the picture softened a little: a thin stroke on one row of pixels and the same stroke
 * between two rows are alike only so. */
static void
soft_sample(struct bitmap b, int x4, int y4, uint8_t rgb[3])
{
	int sums[3] = {8, 8, 8};

	for (int v = -1; v <= 1; v++) {
		for (int u = -1; u <= 1; u++) {
			uint8_t at[3];

			sample(b, x4 + 4 * u, y4 + 4 * v, at);
			for (int i = 0; i < 3; i++)
				sums[i] += (2 - abs(u)) * (2 - abs(v)) * at[i];
		}
	}
	for (int i = 0; i < 3; i++)
		rgb[i] = (uint8_t)(sums[i] / 16);
}

/* Sum of what is off when the spot is moved; at most about SAMPLES pixels are looked at. */
static int64_t
misfit(const struct field_of *f, struct spot s, int dx4, int dy4, int64_t best)
{
	int step = 1;
	int64_t sum = 0;

	while ((int64_t)(s.width / step) * (s.height / step) > SAMPLES)
		step++;
	for (int y = s.y; y < s.y + s.height && sum < best; y += step) {
		for (int x = s.x; x < s.x + s.width; x += step) {
			const uint8_t *q =
			    f->new.rgb + ((size_t)y * (size_t)f->width + (size_t)x) * 3;
			uint8_t p[3];

			sample(f->old, 4 * x - dx4, 4 * y - dy4, p);
			sum += abs(p[0] - q[0]) + abs(p[1] - q[1]) + abs(p[2] - q[2]);
		}
	}
	return sum;
}

/* With the move, do three pixels that touch still differ? */
static bool
differs_moved(const struct field_of *f, struct spot s, int dx4, int dy4)
{
	double field = f->tolerance > FIELD_MOVED ? f->tolerance : FIELD_MOVED;
	double edge = f->tolerance > EDGE_MOVED ? f->tolerance : EDGE_MOVED;
	int above = 0, *row = f->stack, run;

	memset(row, 0, (size_t)s.width * sizeof *row);
	for (int y = s.y; y < s.y + s.height; y++) {
		run = 0;
		for (int x = s.x; x < s.x + s.width; x++) {
			uint8_t p[3], q[3];
			bool off;

			soft_sample(f->old, 4 * x - dx4, 4 * y - dy4, p);
			soft_sample(f->new, 4 * x, 4 * y, q);
			off = memcmp(p, q, 3) != 0 &&
			      delta_e(p, q) > (is_edge(f->new, x, y) ? edge : field);
			above = off ? row[x - s.x] + 1 : 0;
			run = off ? run + 1 : 0;
			row[x - s.x] = above;
			if (run + above - 1 >= 3)
				return true;
		}
	}
	return false;
}

static bool
has_moved(const struct field_of *f, struct spot s, double shift)
{
	int reach = (int)ceil(shift), best_x = 0, best_y = 0, pad = reach + 1, x0, y0;
	int64_t best = INT64_MAX;

	if (shift < 0.25)
		return false;
	s.width += 2 * pad;
	s.height += 2 * pad;
	s.x = s.x > pad ? s.x - pad : 0;
	s.y = s.y > pad ? s.y - pad : 0;
	s.width = s.x + s.width > f->width ? f->width - s.x : s.width;
	s.height = s.y + s.height > f->height ? f->height - s.y : s.height;
	for (int dy = -reach; dy <= reach; dy++) {
		for (int dx = -reach; dx <= reach; dx++) {
			int64_t sum = misfit(f, s, 4 * dx, 4 * dy, best);

			if (sum < best) {
				best = sum;
				best_x = 4 * dx;
				best_y = 4 * dy;
			}
		}
	}
	x0 = best_x;
	y0 = best_y;
	for (int dy = y0 - 3; dy <= y0 + 3; dy++) {
		for (int dx = x0 - 3; dx <= x0 + 3; dx++) {
			int64_t sum = misfit(f, s, dx, dy, best);

			if (sum < best) {
				best = sum;
				best_x = dx;
				best_y = dy;
			}
		}
	}
	return hypot(best_x, best_y) <= 4 * shift + 1 && (best_x != 0 || best_y != 0) &&
	       !differs_moved(f, s, best_x, best_y);
}

/* ---- spots -------------------------------------------------------------------------------- */

static bool
near(struct spot a, struct spot b)
{
	return a.x < b.x + b.width + NEAR && b.x < a.x + a.width + NEAR &&
	       a.y < b.y + b.height + NEAR && b.y < a.y + a.height + NEAR;
}

static struct spot
joined(struct spot a, struct spot b)
{
	int right = a.x + a.width > b.x + b.width ? a.x + a.width : b.x + b.width;
	int bottom = a.y + a.height > b.y + b.height ? a.y + a.height : b.y + b.height;
	struct spot s = {
	    .x = a.x < b.x ? a.x : b.x,
	    .y = a.y < b.y ? a.y : b.y,
	    .pixels = a.pixels + b.pixels,
	    .most = a.most > b.most ? a.most : b.most,
	};

	s.width = right - s.x;
	s.height = bottom - s.y;
	return s;
}

static size_t
join_near(struct spot *spots, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t k = i + 1; k < n; k++) {
			if (!near(spots[i], spots[k]))
				continue;
			spots[i] = joined(spots[i], spots[k]);
			spots[k] = spots[--n];
			k = i;
		}
	}
	return n;
}

static int
strongest(const void *a, const void *b)
{
	const struct spot *x = a, *y = b;

	if (x->pixels != y->pixels)
		return x->pixels > y->pixels ? -1 : 1;
	return x->y != y->y ? (x->y < y->y ? -1 : 1) : x->x < y->x ? -1 : x->x > y->x;
}

struct spot *
pixels_compare(struct arena *a, struct bitmap old, struct bitmap new, double tolerance,
    double shift, const struct rect *masks, size_t mask_count, size_t *count)
{
	struct field_of f = {.old = old,
	    .new = new,
	    .width = old.width,
	    .height = old.height,
	    .tolerance = tolerance};
	size_t area = (size_t)old.width * (size_t)old.height, cluster_count = 0, cap = 0;
	size_t singles = 0;
	struct cluster *clusters = NULL;
	struct spot *spots = NEW_ARRAY(a, struct spot, SPOTS);
	int least;

	*count = 0;
	if (old.width != new.width || old.height != new.height || area == 0 ||
	    memcmp(old.rgb, new.rgb, area * 3) == 0)
		return spots;
	f.off = NEW_ARRAY(a, uint8_t, area);
	f.stack = NEW_ARRAY(a, int, area);
	measure(&f, masks, mask_count);
	for (size_t i = 0; i < area; i++) {
		struct cluster c;

		if (f.off[i] == 0)
			continue;
		c = gather(&f, (int)i);
		if (c.spot.pixels < LEAST_PIXELS || c.sum < LEAST_SUM) {
			singles += (size_t)c.spot.pixels;
			continue;
		}
		GROW(a, clusters, cluster_count, cap);
		clusters[cluster_count++] = c;
	}
	least = least_size(singles, area);
	for (size_t i = 0; i < cluster_count && *count < SPOTS; i++) {
		if (clusters[i].spot.pixels >= least && !has_moved(&f, clusters[i].spot, shift))
			spots[(*count)++] = clusters[i].spot;
	}
	*count = join_near(spots, *count);
	qsort(spots, *count, sizeof *spots, strongest);
	return spots;
}
