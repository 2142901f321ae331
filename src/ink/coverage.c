/* coverage.c: how much ink lies on the plates: in the mean, at the worst place, and as a map.
 *
 * The worst place is a square of 15 mm², the least area that GWG's rule on total ink looks at: ink
 * in a smaller spot dries in time. Its mean slides over the page pixel by pixel (sums of columns,
 * then sums along the row).
 */
#include <stdlib.h>
#include <string.h>

#include "plate.h"

/* Side of a square of 15 mm²: 3.873 mm. */
#define SIDE PT(10.9785)

static size_t
plate_size(const struct plates *p)
{
	return (size_t)p->width * (size_t)p->height;
}

/* The ink on one pixel, 255 for each full one. */
static uint32_t
total_at(const struct plates *p, size_t at)
{
	uint32_t total = 0;

	for (int i = 0; i < p->inks; i++)
		total += p->samples[(size_t)i * plate_size(p) + at];
	return total;
}

static int
pixel_of(const struct plates *p, int ppi, int64_t length, int most)
{
	int64_t at = (length + p->bleed) * ppi / (72 * DIMEN_ONE);

	return (int)(at < 0 ? 0 : at > most ? most : at);
}

static dimen
length_of(const struct plates *p, int ppi, int half_pixels)
{
	return (dimen)((int64_t)half_pixels * 36 * DIMEN_ONE / ppi) - p->bleed;
}

/* Adds a row's totals to the sums of its columns, or takes them away. */
static void
add_totals(const struct plates *p, int y, int left, int right, uint32_t sign, uint32_t *sums)
{
	for (int x = left; x < right; x++)
		sums[x - left] += sign * total_at(p, (size_t)y * (size_t)p->width + (size_t)x);
}

struct best {
	uint64_t sum;
	int x, y;
};

static void
slide(const uint32_t *sums, int n, int side, int y, struct best *best)
{
	uint64_t sum = 0;

	for (int x = 0; x < n; x++) {
		sum += sums[x];
		if (x >= side)
			sum -= sums[x - side];
		if (x >= side - 1 && sum > best->sum)
			*best = (struct best){sum, x - side + 1, y};
	}
}

uint32_t
plates_highest(const struct plates *p, int ppi, struct rect part, struct point *at)
{
	int left = pixel_of(p, ppi, part.x, p->width), top = pixel_of(p, ppi, part.y, p->height);
	int right = pixel_of(p, ppi, (int64_t)part.x + part.w, p->width);
	int bottom = pixel_of(p, ppi, (int64_t)part.y + part.h, p->height);
	int side = (int)((int64_t)SIDE * ppi / (72 * DIMEN_ONE) + 1), wide, high;
	struct best best = {0};
	uint32_t *sums;

	*at = (struct point){part.x + part.w / 2, part.y + part.h / 2};
	if (left >= right || top >= bottom)
		return 0;
	wide = side < right - left ? side : right - left;
	high = side < bottom - top ? side : bottom - top;
	sums = mem_alloc((size_t)(right - left) * sizeof *sums);
	memset(sums, 0, (size_t)(right - left) * sizeof *sums);
	for (int y = top; y < bottom; y++) {
		add_totals(p, y, left, right, 1, sums);
		if (y - top >= high)
			add_totals(p, y - high, left, right, UINT32_MAX, sums);
		if (y - top >= high - 1)
			slide(sums, right - left, wide, y - high + 1, &best);
	}
	free(sums);
	if (best.sum > 0)
		*at = (struct point){length_of(p, ppi, 2 * (left + best.x) + wide),
		    length_of(p, ppi, 2 * best.y + high)};
	return (uint32_t)(best.sum * 10000 / (255 * (uint64_t)wide * (uint64_t)high));
}

struct coverage
plates_coverage(const struct plates *p, int ppi)
{
	struct coverage c = {0};
	struct rect all = {-p->bleed, -p->bleed, length_of(p, ppi, 2 * p->width) + p->bleed,
	    length_of(p, ppi, 2 * p->height) + p->bleed};
	size_t n = plate_size(p);

	for (int i = 0; i < p->inks; i++) {
		uint64_t sum = 0;

		for (size_t k = 0; k < n; k++)
			sum += p->samples[(size_t)i * n + k];
		c.of[i] = n > 0 ? (uint32_t)((sum * 10000 + 255 * n / 2) / (255 * n)) : 0;
	}
	c.highest = plates_highest(p, ppi, all, &c.at);
	return c;
}

/* ---- the map ----------------------------------------------------------------------------- */

/* Colours at quarters of the limit, up to one and a half of it. */
static const unsigned char ramp[][3] = {
    {255, 255, 255},
    {158, 202, 225},
    {120, 198, 121},
    {254, 217, 88},
    {253, 141, 60},
    {203, 24, 29},
    {80, 0, 20},
};

unsigned char *
ink_map(struct arena *a, const struct plates *p, int limit)
{
	size_t n = plate_size(p), steps = COUNT(ramp) - 1;
	unsigned char *rgb = arena_array(a, n, 3);
	uint32_t quarter = (uint32_t)(limit > 0 ? limit : 300) * 255 / 4; /* of total * 100 */

	for (size_t i = 0; i < n; i++) {
		uint32_t total = total_at(p, i) * 100;
		size_t step = total / quarter < steps ? total / quarter : steps - 1;
		uint32_t rest = total - (uint32_t)step * quarter;

		rest = rest < quarter ? rest : quarter;
		for (int k = 0; k < 3; k++)
			rgb[3 * i + (size_t)k] = (unsigned char)((ramp[step][k] * (quarter - rest) +
								     ramp[step + 1][k] * rest) /
								 quarter);
	}
	return rgb;
}
