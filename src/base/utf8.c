/* utf8.c: UTF-8 by the definition of Unicode 15, table 3-7 (no overlong forms, no surrogates,
 * nothing above U+10FFFF), and the nearest of a list of words, for "did you mean".
 */
#include <string.h>

#include "bilan/base.h"

/* Length of the well-formed sequence at `at` (at most `left` bytes), 0 when there is none. */
static size_t
sequence(const unsigned char *at, size_t left)
{
	unsigned char lead = at[0], low = 0x80, high = 0xBF;
	size_t n;

	if (lead < 0x80)
		return 1;
	if (lead < 0xC2 || lead > 0xF4)
		return 0;
	n = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
	low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : low;
	high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : high;
	if (left < n || at[1] < low || at[1] > high)
		return 0;
	for (size_t i = 2; i < n; i++) {
		if ((at[i] & 0xC0) != 0x80)
			return 0;
	}
	return n;
}

uint32_t
utf8_next(const char **at)
{
	const unsigned char *s = (const unsigned char *)*at;
	size_t n;
	uint32_t c;

	if (s[0] < 0x80) {
		*at += 1;
		return s[0];
	}
	n = sequence(s, strnlen(*at, 4));
	if (n == 0) {
		*at += 1;
		return 0xFFFD;
	}
	c = s[0] & (0x7Fu >> n);
	for (size_t i = 1; i < n; i++)
		c = c << 6 | (s[i] & 0x3Fu);
	*at += n;
	return c;
}

size_t
utf8_put(uint32_t c, char out[static 4])
{
	if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		c = 0xFFFD;
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | (c >> 18 & 0x07));
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

bool
utf8_is_control(uint32_t c)
{
	static const uint32_t ranges[][2] = {{0, 0x1F}, {0x7F, 0x9F}, {0x61C, 0x61C},
	    {0x200E, 0x200F}, {0x2028, 0x202E}, {0x2066, 0x2069}, {0xFFF9, 0xFFFB},
	    {0xE0000, 0xE007F}};

	for (size_t i = 0; i < COUNT(ranges); i++) {
		if (c >= ranges[i][0] && c <= ranges[i][1])
			return true;
	}
	return (c & 0xFFFE) == 0xFFFE;
}

size_t
utf8_count(const char *text, size_t length)
{
	size_t n = 0;

	for (size_t i = 0; i < length; i++)
		n += ((unsigned char)text[i] & 0xC0) != 0x80;
	return n;
}

size_t
utf8_check(const char *text, size_t length)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t i = 0;

	while (i < length) {
		size_t n = s[i] == 0 ? 0 : sequence(s + i, length - i);

		if (n == 0)
			return i;
		i += n;
	}
	return length;
}

enum { WORD_LIMIT = 64 };

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

struct word {
	uint32_t c[WORD_LIMIT];
	size_t n;
	uint64_t letters; /* which there are, by their last six bits */
};

/* False when the text has more than WORD_LIMIT bytes. */
static bool
word_from(const char *text, struct word *w)
{
	if (strnlen(text, WORD_LIMIT + 1) > WORD_LIMIT)
		return false;
	w->letters = 0;
	for (w->n = 0; *text != '\0'; w->n++) {
		w->c[w->n] = utf8_next(&text);
		w->letters |= (uint64_t)1 << (w->c[w->n] & 63);
	}
	return true;
}

static size_t
bits(uint64_t set)
{
	size_t n = 0;

	for (; set != 0; set &= set - 1)
		n++;
	return n;
}

/* An edit adds or takes one character at most, and one letter of those that there are. */
static bool
is_far(const struct word *a, const struct word *b, size_t most)
{
	return (a->n > b->n ? a->n - b->n : b->n - a->n) >= most ||
	       bits(a->letters & ~b->letters) >= most || bits(b->letters & ~a->letters) >= most;
}

/* Optimal string alignment distance: Damerau-Levenshtein with each piece edited once. Given up as
 * soon as it is `most` at least. */
static size_t
distance(const struct word *a, const struct word *b, size_t most)
{
	size_t rows[3][WORD_LIMIT + 1];
	size_t *before = rows[0], *last = rows[1], *now = rows[2];
	bool far = false;

	for (size_t j = 0; j <= b->n; j++)
		last[j] = j;
	for (size_t i = 1; i <= a->n; i++) {
		size_t *spare = before, near = i;

		now[0] = i;
		for (size_t j = 1; j <= b->n; j++) {
			size_t change = last[j - 1] + (a->c[i - 1] != b->c[j - 1]);

			now[j] = least(least(last[j], now[j - 1]) + 1, change);
			if (i > 1 && j > 1 && a->c[i - 1] == b->c[j - 2] &&
			    a->c[i - 2] == b->c[j - 1])
				now[j] = least(now[j], before[j - 2] + 1);
			near = least(near, now[j]);
		}
		/* a swap may still reach back over one row: two rows must be too far */
		if (near >= most && far)
			return most;
		far = near >= most;
		before = last;
		last = now;
		now = spare;
	}
	return last[b->n];
}

const char *
nearest_word(const char *word, const char *const *candidates, size_t n)
{
	struct word asked, other;
	const char *found = NULL;
	size_t best;

	if (!word_from(word, &asked))
		return NULL;
	best = asked.n / 3 + 1;
	for (size_t i = 0; i < n; i++) {
		size_t d = best;

		if (word_from(candidates[i], &other) && !is_far(&asked, &other, best))
			d = distance(&asked, &other, best);
		if (d < best) {
			best = d;
			found = candidates[i];
		}
	}
	return found;
}

bool
one_slip_apart(const char *a, const char *b)
{
	struct word x, y;

	return word_from(a, &x) && word_from(b, &y) && !is_far(&x, &y, 2) &&
	       distance(&x, &y, 2) < 2;
}

/* The next character that is no blank, a capital as its small letter. */
static uint32_t
next_alike(const char **at)
{
	uint32_t c = ' ';

	while (c == ' ' || c == 0xA0 || c == 0x2009 || c == 0x202F) {
		if (**at == '\0')
			return 0;
		c = utf8_next(at);
	}
	if ((c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7))
		return c + 0x20;
	return c == 0x152 ? 0x153 : c;
}

bool
utf8_alike(const char *a, const char *b)
{
	uint32_t c;

	while ((c = next_alike(&a)) == next_alike(&b)) {
		if (c == 0)
			return true;
	}
	return false;
}

uint32_t
windows_1252(unsigned char byte)
{
	static const uint16_t high[32] = {/* 0x80..0x9F */
	    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
	    0x2039, 0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
	    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178};

	return byte >= 0x80 && byte < 0xA0 ? high[byte - 0x80] : byte;
}
