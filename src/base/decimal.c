/* decimal.c: exact decimals, at most 18 digits, with one rounding: half away from zero.
 *
 * Products and quotients go through 128 bits; whatever does not fit 18 digits afterwards is an
 * overflow that the caller must report, never a rounded number.
 */
#include <string.h>

#include "wide.h"

#define LARGEST ((wide)999999999999999999)
enum { SCALE_LIMIT = 9 };

/* 10^n for n in 0..18; a scale's difference, or two scales added, is never more. */
static wide
power_of_ten(int n)
{
	wide power = 1;

	while (n-- > 0)
		power *= 10;
	return power;
}

/* Half away from zero; twice a remainder would overflow, half a divisor does not. */
wide
wide_divide(wide num, wide den)
{
	wide half = (den < 0 ? -den : den) / 2, quotient;
	bool negative = (num < 0) != (den < 0);

	num = num < 0 ? -num : num;
	den = den < 0 ? -den : den;
	quotient = num / den;
	if (num % den > half || (num % den == half && den % 2 == 0))
		quotient++;
	return negative ? -quotient : quotient;
}

static bool
fits(wide coef, int scale, struct decimal *d)
{
	if (coef > LARGEST || coef < -LARGEST || scale < 0 || scale > SCALE_LIMIT)
		return false;
	*d = (struct decimal){(int64_t)coef, scale};
	return true;
}

/* fits, after taking away as many trailing zeros as that needs. */
static bool
fits_shortened(wide coef, int scale, struct decimal *d)
{
	while ((coef > LARGEST || coef < -LARGEST || scale > SCALE_LIMIT) && scale > 0 &&
	       coef % 10 == 0) {
		coef /= 10;
		scale--;
	}
	return fits(coef, scale, d);
}

bool
decimal_read(const char *text, struct decimal *d)
{
	bool negative = *text == '-';
	wide coef = 0;
	int digits = 0, scale = 0;
	bool point = false;

	if (negative)
		text++;
	for (; *text != '\0'; text++) {
		if (*text == '.' && !point && digits > 0) {
			point = true;
			continue;
		}
		if (*text < '0' || *text > '9' || coef > LARGEST)
			return false;
		coef = coef * 10 + (*text - '0');
		digits++;
		scale += point;
	}
	return digits > 0 && !(point && scale == 0) && fits(negative ? -coef : coef, scale, d);
}

static void
align(struct decimal a, struct decimal b, wide *x, wide *y, int *scale)
{
	*scale = a.scale > b.scale ? a.scale : b.scale;
	*x = a.coef * power_of_ten(*scale - a.scale);
	*y = b.coef * power_of_ten(*scale - b.scale);
}

bool
decimal_add(struct decimal a, struct decimal b, struct decimal *sum)
{
	wide x, y;
	int scale;

	align(a, b, &x, &y, &scale);
	return fits_shortened(x + y, scale, sum);
}

bool
decimal_subtract(struct decimal a, struct decimal b, struct decimal *difference)
{
	b.coef = -b.coef;
	return decimal_add(a, b, difference);
}

bool
decimal_multiply(struct decimal a, struct decimal b, struct decimal *product)
{
	return fits_shortened((wide)a.coef * b.coef, a.scale + b.scale, product);
}

bool
decimal_divide(struct decimal a, struct decimal b, int scale, struct decimal *quotient)
{
	wide num = a.coef, den = b.coef;

	if (den == 0 || scale < 0 || scale > SCALE_LIMIT)
		return false;
	num *= power_of_ten(b.scale + scale > a.scale ? b.scale + scale - a.scale : 0);
	den *= power_of_ten(a.scale > b.scale + scale ? a.scale - b.scale - scale : 0);
	return fits(wide_divide(num, den), scale, quotient);
}

bool
decimal_round(struct decimal d, int scale, struct decimal *rounded)
{
	return decimal_divide(d, (struct decimal){1, 0}, scale, rounded);
}

int
decimal_compare(struct decimal a, struct decimal b)
{
	wide x, y;
	int scale;

	align(a, b, &x, &y, &scale);
	return (x > y) - (x < y);
}

size_t
decimal_write(struct decimal d, char out[static 24])
{
	char digits[24], *at = digits + sizeof digits;
	uint64_t left = d.coef < 0 ? -(uint64_t)d.coef : (uint64_t)d.coef;
	int written = 0;
	size_t n;

	while (left > 0 || written <= d.scale) {
		if (written == d.scale && d.scale > 0)
			*--at = '.';
		*--at = (char)('0' + left % 10);
		left /= 10;
		written++;
	}
	if (d.coef < 0)
		*--at = '-';
	n = (size_t)(digits + sizeof digits - at);
	memcpy(out, at, n);
	out[n] = '\0';
	return n;
}

dimen
decimal_share(struct decimal part, struct decimal whole, dimen length)
{
	wide x, y, share;
	int scale;

	if (whole.coef <= 0)
		return 0;
	align(part, whole, &x, &y, &scale);
	share = wide_divide(x * length, y); /* 27 digits times 31 bits: 2^90 * 2^31 < 2^127 */
	return share > INT32_MAX ? INT32_MAX : share < -INT32_MAX ? -INT32_MAX : (dimen)share;
}
