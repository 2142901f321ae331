/* read_number.c: numbers as people type them, exactly.
 *
 * "24 088", "−12,5", "89,90 %", "7 148 752,50 €": an optional sign (+, - or U+2212), digits whose
 * groups of three may be set off by one space (plain, U+00A0, U+2009 or U+202F), a comma or a
 * point before decimals, a unit sign after an optional space. A comma or a point is always the
 * decimal one, never a group's: "1,234" is one and 234 thousandths. Anything else is refused with
 * a reason that a person who looks at the cell understands. No locale, no binary float; digits of
 * other scripts are letters.
 */
#include "inner.h"

#include <string.h>

enum { DIGITS_MOST = 18, SCALE_MOST = 9 };

/* The bytes of a space that may set off groups, or 0. */
static size_t
space_at(const char *p)
{
	if (*p == ' ')
		return 1;
	if (strncmp(p, "\xC2\xA0", 2) == 0)
		return 2;
	if (strncmp(p, "\xE2\x80\xAF", 3) == 0 || strncmp(p, "\xE2\x80\x89", 3) == 0)
		return 3;
	return 0;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
add_digit(struct decimal *d, int *digits, char c)
{
	if (*digits == 0 && c == '0')
		return true;
	if (++*digits > DIGITS_MOST)
		return false;
	d->coef = d->coef * 10 + (c - '0');
	return true;
}

/* The digits before the decimals; answers the first byte after them, or NULL with *what. */
static const char *
read_whole(const char *p, struct decimal *d, int *digits, const char **what)
{
	int run = 0;
	bool grouped = false;

	if (!is_digit(*p)) {
		*what = "it does not start with a digit";
		return NULL;
	}
	for (;;) {
		for (run = 0; is_digit(*p); p++, run++)
			if (!add_digit(d, digits, *p)) {
				*what = "it has more than 18 digits";
				return NULL;
			}
		if (grouped && run != 3)
			break;
		size_t space = space_at(p);
		if (space == 0 || !is_digit(p[space]))
			return p;
		if (!grouped && run > 3)
			break;
		grouped = true;
		p += space;
	}
	*what = "spaces may only set off groups of three digits";
	return NULL;
}

static const char *
read_decimals(const char *p, struct decimal *d, int *digits, const char **what)
{
	if (*p != ',' && *p != '.')
		return p;
	p++;
	if (!is_digit(*p)) {
		*what = "there is no digit after the decimal mark";
		return NULL;
	}
	for (; is_digit(*p); p++) {
		if (++d->scale > SCALE_MOST) {
			*what = "it has more than 9 decimals";
			return NULL;
		}
		if (!add_digit(d, digits, *p)) {
			*what = "it has more than 18 digits";
			return NULL;
		}
	}
	return p;
}

/* Why what is left is no part of a number. A letter among digits is a slip; words are words. */
static const char *
blame(const char *rest, const char **stray)
{
	const char *p = rest + space_at(rest);

	*stray = p;
	if (*rest == ',' || *rest == '.')
		return "it has two decimal marks";
	if (p > rest && (space_at(p) > 0 || strpbrk(p, "0123456789") == NULL))
		return "there is something after the number";
	return "it holds a character that is no digit";
}

bool
number_parse(const char *text, struct decimal *d, enum number_sign *sign, const char **what,
    const char **stray)
{
	const char *p = text;
	int digits = 0;
	bool negative = false;

	*d = (struct decimal){0};
	*sign = SIGN_NONE;
	*stray = NULL;
	if (*p == '-' || *p == '+') {
		negative = *p == '-';
		p++;
	} else if (strncmp(p, "\xE2\x88\x92", 3) == 0) {
		negative = true;
		p += 3;
	}
	p = read_whole(p, d, &digits, what);
	if (p)
		p = read_decimals(p, d, &digits, what);
	if (!p)
		return false;
	if (negative)
		d->coef = -d->coef;
	const char *rest = p + space_at(p);
	if (*rest == '%') {
		*sign = SIGN_PERCENT;
		rest++;
	} else if (strncmp(rest, "\xE2\x82\xAC", 3) == 0) {
		*sign = SIGN_EURO;
		rest += 3;
	} else {
		rest = p;
	}
	if (*rest == '\0')
		return true;
	*what = blame(rest, stray);
	return false;
}

bool
number_read(const char *text, struct decimal *d, const char **what)
{
	enum number_sign sign;
	const char *why = NULL, *stray;
	bool ok = number_parse(text, d, &sign, &why, &stray);

	if (what)
		*what = why;
	return ok;
}
