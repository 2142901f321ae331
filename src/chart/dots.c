/* dots.c: one dot for an amount: how many, how large, where.
 *
 * The spiral is Vogel's phyllotaxis (A better way to construct the sunflower head, 1979). Its
 * angle is not computed by sine and cosine of k times the golden angle, which differ between
 * libraries in the last bit, but by turning a unit vector in 2^60 fixed point; its drift over 5
 * 000 turns is below 2^-45.
 */
#include <math.h>

#include "bilan/chart.h"

__extension__ typedef __int128 wide;

#define ONE    ((int64_t)1 << 60)
#define TURN_X ((int64_t)-850128436364319285) /* cos and sin of pi * (3 - sqrt 5), times 2^60 */
#define TURN_Y ((int64_t)778787286407317649)

/* The whole part. The machine's own root may be one off for so many bits; then it is mended. */
static int64_t
square_root(wide n)
{
	int64_t root = (int64_t)sqrt((double)n);

	while ((wide)root * root > n)
		root--;
	while ((wide)(root + 1) * (root + 1) <= n)
		root++;
	return root;
}

struct decimal
dots_unit(struct decimal total)
{
	static const int steps[] = {1, 2, 5};
	struct decimal limit = {5000, 0}, unit = {1, 0}, count;

	for (int64_t power = 1; power <= 100000000000000; power *= 10) {
		for (int i = 0; i < 3; i++) {
			unit.coef = steps[i] * power;
			if (decimal_divide(total, unit, 0, &count) &&
			    decimal_compare(count, limit) <= 0)
				return unit;
		}
	}
	return unit;
}

int
dots_whole(struct decimal value, struct decimal unit)
{
	struct decimal count;

	if (unit.coef <= 0 || value.coef < 0)
		return 0;
	/* A quotient of more digits than a decimal holds is a large one. */
	if (!decimal_divide(value, unit, 0, &count) || count.coef > INT32_MAX)
		return INT32_MAX;
	return (int)count.coef;
}

struct dot_count
dots_count(struct decimal value, struct decimal unit, dimen diameter)
{
	struct dot_count n = {0, 0};
	struct decimal parts;

	/* In millionths of a dot: a rest smaller than that has no ink. */
	if (unit.coef <= 0 || value.coef < 0 || !decimal_divide(value, unit, 6, &parts))
		return n;
	n.whole = parts.coef / 1000000 > INT32_MAX ? INT32_MAX : (int)(parts.coef / 1000000);
	n.rest = (dimen)(square_root((wide)diameter * diameter * (parts.coef % 1000000) * 1000000) /
			 1000000);
	return n;
}

struct spiral
spiral_start(int n, dimen r)
{
	return (struct spiral){.x = ONE, .y = 0, .k = 0, .n = n, .r = r};
}

struct point
spiral_next(struct spiral *s)
{
	/* The radius with 10 more bits than a dimen. */
	int64_t radius =
	    square_root((wide)s->r * s->r * (2 * s->k + 1) * ((wide)1 << 20) / (2 * s->n));
	wide half = (wide)1 << 69;
	struct point at = {
	    (dimen)(((wide)s->x * radius + half) >> 70),
	    (dimen)(((wide)s->y * radius + half) >> 70),
	};
	int64_t x = (int64_t)(((wide)s->x * TURN_X - (wide)s->y * TURN_Y) >> 60);

	s->y = (int64_t)(((wide)s->x * TURN_Y + (wide)s->y * TURN_X) >> 60);
	s->x = x;
	s->k++;
	return at;
}

dimen
dots_spread(dimen r, int n)
{
	return (dimen)square_root((wide)r * r / n);
}

struct point
matrix_dot(int k, int columns, dimen width, dimen diameter)
{
	dimen span = width - diameter;
	int row = k / columns, column = k % columns;

	if (columns < 2)
		return (struct point){diameter / 2, row * diameter * 3 / 2};
	return (struct point){
	    diameter / 2 + dimen_scale(span, column, columns - 1),
	    dimen_scale(span, row, columns - 1),
	};
}
