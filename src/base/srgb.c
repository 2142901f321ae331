/* srgb.c: colours of screens as light (IEC 61966-2-1). */
#include <math.h>

#include "bilan/base.h"

double
srgb_linear(uint8_t value)
{
	double c = value / 255.0;

	return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

double
srgb_luminance(const uint8_t srgb[3])
{
	return 0.2126 * srgb_linear(srgb[0]) + 0.7152 * srgb_linear(srgb[1]) +
	       0.0722 * srgb_linear(srgb[2]);
}

double
srgb_contrast(const uint8_t a[3], const uint8_t b[3])
{
	double x = srgb_luminance(a) + 0.05, y = srgb_luminance(b) + 0.05;

	return x > y ? x / y : y / x;
}
