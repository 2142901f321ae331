/* chart.h: the geometry of charts: dots that count, bars from zero. Only numbers and lengths, no
 * page.
 *
 * Everything is integer arithmetic, so that every compiler and every libm gives the same drawing.
 */
#ifndef BILAN_CHART_H
#define BILAN_CHART_H

#include "bilan/base.h"

/* ---- dots ------------------------------------------------------------------ chart/dots.c */

/* The step 1, 2, 5, 10, 20, … that gives between 2 000 and 5 000 dots for `total` (or the nearest
 * to that when the total is small: 1). */
struct decimal dots_unit(struct decimal total);
/* How many dots stand for `value`: whole ones, and the diameter of the one for the rest (0: none),
 * whose area is that fraction of a dot's. */
struct dot_count {
	int whole;
	dimen rest;
};
struct dot_count dots_count(struct decimal value, struct decimal unit, dimen diameter);
/* Rounded half away from zero: for dots that are only whole. */
int dots_whole(struct decimal value, struct decimal unit);

/* Dot k of n on a phyllotaxis of radius r (Vogel 1979): r * sqrt((k + 1/2) / n) at k * 137.508
 * degrees, from the centre, first to the right. Walk k upwards from 0. */
struct spiral {
	int64_t x, y;
	int k, n;
	dimen r;
};
struct spiral spiral_start(int n, dimen r);
struct point spiral_next(struct spiral *s);
dimen dots_spread(dimen r, int n); /* r / sqrt n: the distance that one dot has to itself */
/* Centre of dot k in rows of `columns`, whose ink fills the width exactly; from the left edge and
 * the first row's centre line. The rows are as far apart as the columns. */
struct point matrix_dot(int k, int columns, dimen width, dimen diameter);

/* ---- bars ----------------------------------------------------------------- chart/scale.c */

/* A scale that begins at zero, always: bars that are cut at their foot lie. */
struct scale {
	struct decimal least, most;
	dimen length;
};
void scale_take(struct scale *s, struct decimal value);
dimen scale_zero(const struct scale *s); /* from the end of the negative side */
dimen scale_bar(const struct scale *s, struct decimal value); /* signed length from zero */

#endif
