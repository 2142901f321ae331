/* dimen.c: lengths in and out, exactly: 1 in = 72 pt = 25.4 mm, rounded once, half away from zero.
 */
#include <string.h>

#include "wide.h"

/* 1/1024 pt in one unit, as a fraction. */
static const struct {
	const char *name;
	int64_t num, den;
} units[] = {
    {"pt", 1024, 1},
    {"mm", 1024 * 720, 254},
    {"cm", 1024 * 7200, 254},
    {"in", 1024 * 72, 1},
};

/* wide_divide where half the bits are enough, as they nearly always are: ten times as fast. */
int64_t
divide_away(int64_t num, int64_t den)
{
	return num < 0 ? -((-num + den / 2) / den) : (num + den / 2) / den;
}

bool
dimen_read(const char *text, dimen *length)
{
	size_t digits = strspn(text, "-0123456789.");
	const char *unit = text + digits + strspn(text + digits, " ");
	char number[32];
	struct decimal d;
	wide scale = 1, value;

	if (digits == 0 || digits >= sizeof number)
		return false;
	memcpy(number, text, digits);
	number[digits] = '\0';
	if (!decimal_read(number, &d))
		return false;
	for (int i = 0; i < d.scale; i++)
		scale *= 10;
	for (size_t i = 0; i < COUNT(units); i++) {
		if (strcmp(unit, units[i].name) != 0)
			continue;
		value = wide_divide((wide)d.coef * units[i].num, scale * units[i].den);
		if (value > PT(100000) || value < -PT(100000))
			return false;
		*length = (dimen)value;
		return true;
	}
	return false;
}

size_t
dimen_points(dimen length, int places, char *out)
{
	static const int64_t powers[] = {1, 10, 100, 1000, 10000, 100000};
	int64_t power = powers[places < 0 ? 0 : places > 5 ? 5 : places];
	int64_t scaled = divide_away(length * power, DIMEN_ONE);
	int64_t whole = (scaled < 0 ? -scaled : scaled) / power;
	int64_t part = (scaled < 0 ? -scaled : scaled) % power;
	char digits[24], *at = digits + sizeof digits;
	char *start = out;

	if (scaled < 0)
		*out++ = '-';
	do
		*--at = (char)('0' + whole % 10);
	while ((whole /= 10) > 0);
	memcpy(out, at, (size_t)(digits + sizeof digits - at));
	out += digits + sizeof digits - at;
	if (part > 0) {
		*out++ = '.';
		for (power /= 10; part > 0; power /= 10) {
			*out++ = (char)('0' + part / power);
			part %= power;
		}
	}
	*out = '\0';
	return (size_t)(out - start);
}

double
dimen_mm(dimen length)
{
	return (double)length / DIMEN_ONE * 25.4 / 72;
}

dimen
dimen_scale(dimen length, int64_t num, int64_t den)
{
	wide scaled;

	if (den == 0)
		return 0;
	if (num >= INT32_MIN && num <= INT32_MAX && den > 0 && den <= INT32_MAX)
		scaled = divide_away(length * num, den);
	else
		scaled = wide_divide((wide)length * num, den);
	return scaled > INT32_MAX ? INT32_MAX : scaled < -INT32_MAX ? -INT32_MAX : (dimen)scaled;
}

struct rect
rect_join(struct rect a, struct rect b)
{
	dimen right, bottom;

	if (a.w == 0 && a.h == 0)
		return b;
	if (b.w == 0 && b.h == 0)
		return a;
	right = a.x + a.w > b.x + b.w ? a.x + a.w : b.x + b.w;
	bottom = a.y + a.h > b.y + b.h ? a.y + a.h : b.y + b.h;
	a.x = a.x < b.x ? a.x : b.x;
	a.y = a.y < b.y ? a.y : b.y;
	return (struct rect){a.x, a.y, right - a.x, bottom - a.y};
}
