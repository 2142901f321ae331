/* part.c: where a hyphenated word may be cut: Unicode's places and the dictionary's, in order. */
#include <string.h>

#include "texts.h"

#define POINTS 40

/* A lower-case letter of a Latin, Greek or Cyrillic word: what the dictionaries know. */
static bool
is_small_letter(uint32_t c)
{
	if (c < 0x80)
		return c >= 'a' && c <= 'z';
	if (c >= 0xDF && c <= 0xFF)
		return c != 0xF7;
	if (c >= 0x100 && c <= 0x17F) /* pairs: capital, small; the order flips twice */
		return (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E) ? c % 2 == 0
										: c % 2 == 1;
	return (c >= 0x3AC && c <= 0x3CE) || (c >= 0x430 && c <= 0x45F);
}

enum letter { LETTER_NONE, LETTER_SMALL, LETTER_OTHER };

static enum letter
letter_kind(uint32_t c)
{
	bool ascii = ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9');

	if (is_small_letter(c))
		return LETTER_SMALL;
	return ascii || (c >= 0xC0 && !(c >= 0x2000 && c < 0x2070)) ? LETTER_OTHER : LETTER_NONE;
}

/* The next stretch of letters from *at on, all small; false: there is none. A capital or a digit
 * makes it a name, an abbreviation, a code. */
static bool
next_stretch(const char *text, size_t length, size_t *at, size_t *from, size_t *to)
{
	const char *end = text + length, *now = text + *at;

	while (now < end) {
		enum letter kind = LETTER_NONE;
		bool small = true;

		*from = *to = (size_t)(now - text);
		while (now < end && (kind = letter_kind(utf8_next(&now))) != LETTER_NONE) {
			small = small && kind == LETTER_SMALL;
			*to = (size_t)(now - text);
		}
		*at = (size_t)(now - text);
		if (small && *to > *from)
			return true;
	}
	return false;
}

static struct chance
hyphen_at(const struct look *look, const struct shaped *s, size_t at)
{
	struct chance chance = {.at = (uint16_t)at, .soft = true};

	word_glyphs_before(&s->word, at, &chance.start);
	chance.end = chance.start + look->face->hyphen;
	return chance;
}

/* Inserts in order; a place that is there already stays as it is. */
static void
insert(struct chance *items, int *count, struct chance chance)
{
	int i = *count;

	for (int k = 0; k < *count; k++)
		if (items[k].at == chance.at)
			return;
	for (; i > 0 && items[i - 1].at > chance.at; i--)
		items[i] = items[i - 1];
	items[i] = chance;
	++*count;
}

static struct chances
find_hyphens(struct texts *t, struct diag *d, const struct look *look, const struct shaped *s)
{
	struct chances chances = word_chances(t, look, s);
	struct chance found[POINTS], *items;
	uint16_t points[POINTS];
	size_t at = 0, from, to;
	int count = 0, all = chances.count;

	while (count < POINTS && next_stretch(s->word.text, s->length, &at, &from, &to)) {
		int n = hyphen_points(t, d, s->word.text + from, to - from, points, POINTS - count);

		for (int i = 0; i < n; i++)
			found[count++] = hyphen_at(look, s, from + points[i]);
	}
	if (count == 0)
		return chances;
	items = NEW_ARRAY(t->a, struct chance, count + all);
	if (all > 0)
		memcpy(items, chances.items, (size_t)all * sizeof *items);
	for (int i = 0; i < count; i++)
		insert(items, &all, found[i]);
	return (struct chances){items, all};
}

struct chances
word_hyphens(struct texts *t, struct diag *d, const struct look *look, const struct shaped *word)
{
	struct shaped *s = (struct shaped *)word; /* ours: a cache of this folder's */
	struct chances *found, chances;

	if (s->hyphens != NULL)
		return *s->hyphens;
	chances = find_hyphens(t, d, look, s);
	if (t->hyphenator == NULL)
		return chances; /* asked again, so that the next report hears what is missing */
	found = NEW(t->a, struct chances);
	*found = chances;
	s->hyphens = found;
	return chances;
}
