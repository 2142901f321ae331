/* colour_distance.c: how different two colours look: CIEDE2000 (CIE 142-2001; Sharma, Wu, Dalal
 * 2005) of sRGB (IEC 61966-2-1) seen in daylight D65. 1 is about what an eye can tell in fields
 * side by side, 2 to 3 what it notices.
 */
#include <math.h>

#include "bilan/diff.h"

static double
lab_f(double t)
{
	return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}

static struct lab
lab_of(const uint8_t rgb[3])
{
	double r = srgb_linear(rgb[0]), g = srgb_linear(rgb[1]), b = srgb_linear(rgb[2]);
	double x = lab_f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
	double y = lab_f(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
	double z = lab_f((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883);

	return (struct lab){116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

static double
degrees(double radians)
{
	double d = radians * (180 / 3.14159265358979323846);

	return d < 0 ? d + 360 : d;
}

static double
cos_degrees(double d)
{
	return cos(d * (3.14159265358979323846 / 180));
}

static double
seventh(double c)
{
	double p = pow(c, 7);

	return sqrt(p / (p + 6103515625.0)); /* 25^7 */
}

/* Mean hue and difference of hue, round the circle. */
static void
hues(double h1, double h2, bool grey, double *mean, double *difference)
{
	double d = h2 - h1;

	*mean = h1 + h2;
	*difference = 0;
	if (grey)
		return;
	*difference = fabs(d) <= 180 ? d : d > 180 ? d - 360 : d + 360;
	*mean = fabs(d) <= 180  ? (h1 + h2) / 2
		: h1 + h2 < 360 ? (h1 + h2 + 360) / 2
				: (h1 + h2 - 360) / 2;
}

double
ciede2000(struct lab p, struct lab q)
{
	double c1 = hypot(p.a, p.b), c2 = hypot(q.a, q.b);
	double g = 0.5 * (1 - seventh((c1 + c2) / 2));
	double a1 = p.a * (1 + g), a2 = q.a * (1 + g);
	double d1 = hypot(a1, p.b), d2 = hypot(a2, q.b), dm = (d1 + d2) / 2;
	double h1 = d1 > 0 ? degrees(atan2(p.b, a1)) : 0, h2 = d2 > 0 ? degrees(atan2(q.b, a2)) : 0;
	double lm = (p.l + q.l) / 2 - 50, hm, dh, t, sl, sc, sh, l, c, h, turn;

	hues(h1, h2, d1 * d2 == 0, &hm, &dh);
	t = 1 - 0.17 * cos_degrees(hm - 30) + 0.24 * cos_degrees(2 * hm) +
	    0.32 * cos_degrees(3 * hm + 6) - 0.20 * cos_degrees(4 * hm - 63);
	sl = 1 + 0.015 * lm * lm / sqrt(20 + lm * lm);
	sc = 1 + 0.045 * dm;
	sh = 1 + 0.015 * dm * t;
	l = (q.l - p.l) / sl;
	c = (d2 - d1) / sc;
	h = 2 * sqrt(d1 * d2) * sin(dh / 2 * (3.14159265358979323846 / 180)) / sh;
	turn = 2 * 30 * exp(-pow((hm - 275) / 25, 2));
	return sqrt(l * l + c * c + h * h -
		    sin(turn * (3.14159265358979323846 / 180)) * 2 * seventh(dm) * c * h);
}

double
delta_e(const uint8_t a[3], const uint8_t b[3])
{
	return ciede2000(lab_of(a), lab_of(b));
}
