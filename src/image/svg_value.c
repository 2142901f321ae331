/* svg_value.c: numbers, lengths and colours of SVG attributes, without the locale.
 *
 * Numbers follow SVG 1.1, 4.2: a sign, digits, one point, an exponent; "1.5.5" is 1.5 and .5, "1-2"
 * is 1 and -2. Up to 18 digits count exactly and are scaled by a power of ten that a double holds
 * exactly, so what comes out is the nearest double or its neighbour, the same everywhere.
 */
#include <string.h>

#include "svg_parts.h"

#define DIGITS_KEPT 18
#define POWER_MOST  22 /* 10^22 is the last exact one */

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

void
reader_blank(struct reader *r)
{
	while (is_blank(*r->at))
		r->at++;
}

void
reader_comma(struct reader *r)
{
	reader_blank(r);
	if (*r->at == ',') {
		r->at++;
		reader_blank(r);
	}
}

bool
reader_wrong(struct reader *r, const char *wrong)
{
	if (r->wrong == NULL)
		r->wrong = wrong;
	return false;
}

bool
reader_end(struct reader *r)
{
	if (r->wrong != NULL)
		return false;
	reader_blank(r);
	return *r->at == '\0' || reader_wrong(r, "nothing more");
}

bool
reader_is_number(const struct reader *r)
{
	const char *at = r->at;

	if (*at == '+' || *at == '-')
		at++;
	if (*at == '.')
		at++;
	return is_digit(*at);
}

/* The digits at *at, with one point among them, as n * 10^scale. */
static uint64_t
digits(const char **at, int *scale)
{
	uint64_t n = 0;
	bool point = false;
	int kept = 0;

	*scale = 0;
	for (;; (*at)++) {
		if (**at == '.' && !point) {
			point = true;
			continue;
		}
		if (!is_digit(**at))
			return n;
		if (kept < DIGITS_KEPT) {
			n = n * 10 + (uint64_t)(**at - '0');
			kept += n > 0;
			*scale -= point;
		} else {
			*scale += !point;
		}
		if (*scale > 1000) /* absurd: out of reach in any case */
			*scale = 1000;
		if (*scale < -1000)
			*scale = -1000;
	}
}

/* "e-3", "E+2"; "em" and "ex" are no exponents. */
static int
exponent(const char **at)
{
	const char *start = *at + 1;
	int n = 0, sign = *start == '-' ? -1 : 1;

	if (**at != 'e' && **at != 'E')
		return 0;
	if (*start == '-' || *start == '+')
		start++;
	if (!is_digit(*start))
		return 0;
	for (; is_digit(*start); start++)
		n = n < 1000 ? n * 10 + (*start - '0') : n;
	*at = start;
	return sign * n;
}

static double
scaled(uint64_t n, int scale)
{
	static const double ten = 1e22;
	double value = (double)n, power = 1;

	if (n == 0 || scale < -5 * POWER_MOST)
		return 0;
	if (scale > 5 * POWER_MOST)
		scale = 5 * POWER_MOST;
	for (; scale > POWER_MOST; scale -= POWER_MOST)
		value *= ten;
	for (; scale < -POWER_MOST; scale += POWER_MOST)
		value /= ten;
	for (int i = 0; i < (scale < 0 ? -scale : scale); i++)
		power *= 10;
	return scale < 0 ? value / power : value * power;
}

bool
reader_number(struct reader *r, double *n)
{
	bool minus = *r->at == '-';
	uint64_t coef;
	int scale;

	*n = 0;
	if (r->wrong != NULL)
		return false;
	if (!reader_is_number(r))
		return reader_wrong(r, "a number");
	if (*r->at == '-' || *r->at == '+')
		r->at++;
	coef = digits(&r->at, &scale);
	scale += exponent(&r->at);
	*n = scaled(coef, scale);
	if (minus)
		*n = -*n;
	return true;
}

bool
reader_flag(struct reader *r, bool *flag)
{
	*flag = *r->at == '1';
	if (r->wrong != NULL)
		return false;
	if (*r->at != '0' && *r->at != '1')
		return reader_wrong(r, "0 or 1, the flag of an arc");
	r->at++;
	return true;
}

bool
svg_length(struct reader *r, double *n)
{
	reader_blank(r);
	if (!reader_number(r, n))
		return false;
	if (strncmp(r->at, "px", 2) == 0)
		r->at += 2;
	reader_blank(r);
	return *r->at == '\0' || reader_wrong(r, "a number without a unit");
}

bool
svg_view_box(struct reader *r, double box[static 4])
{
	for (int i = 0; i < 4; i++, reader_comma(r)) {
		if (i == 0)
			reader_blank(r);
		if (!reader_number(r, &box[i]))
			return false;
	}
	return reader_end(r);
}

/* ---- colours ---------------------------------------------------------------------------- */

static const struct {
	const char *name;
	uint8_t srgb[3];
} colours[] = {
    {"black", {0, 0, 0}},
    {"silver", {192, 192, 192}},
    {"gray", {128, 128, 128}},
    {"grey", {128, 128, 128}},
    {"white", {255, 255, 255}},
    {"maroon", {128, 0, 0}},
    {"red", {255, 0, 0}},
    {"purple", {128, 0, 128}},
    {"fuchsia", {255, 0, 255}},
    {"green", {0, 128, 0}},
    {"lime", {0, 255, 0}},
    {"olive", {128, 128, 0}},
    {"yellow", {255, 255, 0}},
    {"navy", {0, 0, 128}},
    {"blue", {0, 0, 255}},
    {"teal", {0, 128, 128}},
    {"aqua", {0, 255, 255}},
};

static int
hex(char c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool
hex_colour(const char *text, size_t length, uint8_t srgb[static 3])
{
	size_t each = length / 3;

	if (length != 3 && length != 6)
		return false;
	for (size_t i = 0; i < 3; i++) {
		int high = hex(text[i * each]), low = hex(text[i * each + each - 1]);

		if (high < 0 || low < 0)
			return false;
		srgb[i] = (uint8_t)(high * 16 + low);
	}
	return true;
}

bool
svg_paint(struct reader *r, struct svg_paint *paint)
{
	size_t length = 0;
	bool known;

	reader_blank(r);
	while (r->at[length] != '\0' && !is_blank(r->at[length]))
		length++;
	*paint = (struct svg_paint){
	    .none = length == 4 && memcmp(r->at, "none", 4) == 0,
	    .current = length == 12 && memcmp(r->at, "currentColor", 12) == 0,
	};
	known = paint->none || paint->current ||
		(*r->at == '#' && hex_colour(r->at + 1, length - 1, paint->srgb));
	for (size_t i = 0; !known && i < COUNT(colours); i++)
		if (strlen(colours[i].name) == length &&
		    memcmp(r->at, colours[i].name, length) == 0) {
			memcpy(paint->srgb, colours[i].srgb, 3);
			known = true;
		}
	if (!known)
		return reader_wrong(r, "currentColor, none, or a colour as #rrggbb");
	r->at += length;
	return reader_end(r);
}
