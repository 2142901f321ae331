/* figure.c: "24 088" is "24 " and "088".
 *
 * A table of a hundred thousand rows has nearly as many different figures, and a word for each
 * would cost more than all else in its cell. But they are made of a thousand groups of three
 * digits. So a figure with U+202F between its groups is set as that many words, when the font
 * leaves groups alone across that space: HarfBuzz says so of each digit
 * (HB_GLYPH_FLAG_UNSAFE_TO_CONCAT), once per face and feature set. Nothing else tells the groups
 * from one word: no line ends between them, and the last digit stands where it would.
 */
#include <string.h>

#include "texts.h"

#define SPACE "\xE2\x80\xAF"

struct group {
	const char *text;
	size_t length;
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The bytes of `what` at the beginning of the text; 0: something else. */
static size_t
begins(const char *text, const char *end, const char *what)
{
	size_t n = strlen(what);

	return (size_t)(end - text) >= n && memcmp(text, what, n) == 0 ? n : 0;
}

static size_t
sign_length(const char *text, const char *end)
{
	size_t minus = begins(text, end, "\u2212");

	return minus > 0 ? minus : begins(text, end, "+");
}

/* "€" and "%" may stand behind the last space. */
static bool
is_unit(const char *text, const char *end)
{
	return text + 1 == end ? *text == '%' : text + begins(text, end, "\u20AC") == end;
}

/* Cuts "−7 148 752 €" behind its spaces; 0: it is no such figure. */
static int
cut_groups(const char *text, const char *end, struct group groups[static FIGURE_GROUPS])
{
	int count = 0;

	while (text < end && count < FIGURE_GROUPS) {
		struct group *g = &groups[count++];
		size_t digits = 0;

		g->text = text;
		g->length = (size_t)(end - text);
		if (count > 1 && is_unit(text, end))
			return count;
		if (count == 1)
			text += sign_length(text, end);
		for (; text < end && is_digit(*text); digits++)
			text++;
		if (digits == 0 || digits > 3 || (text < end && begins(text, end, SPACE) == 0))
			return 0;
		text += text < end ? sizeof SPACE - 1 : 0;
		g->length = (size_t)(text - g->text);
	}
	return text == end && count > 1 ? count : 0;
}

enum { AFTER = 3 }; /* what may follow a digit and a space: a digit, a sign */

/* Each digit with what may stand after it and a space, all in one text: "0 0 0 € 0 % 1 1 …". */
static size_t
write_pairs(struct buf *text)
{
	static const char *const signs[AFTER - 1] = {"\xE2\x82\xAC", "%"};

	for (char digit = '0'; digit <= '9'; digit++) {
		for (int i = 0; i < AFTER; i++) {
			buf_byte(text, digit);
			buf_text(text, SPACE);
			if (i == 0)
				buf_byte(text, digit);
			else
				buf_text(text, signs[i - 1]);
			buf_text(text, SPACE);
		}
	}
	return utf8_count(text->at, text->len);
}

/* Is every glyph after a digit and a space as it would be without what is before? */
static bool
are_apart(struct texts *t, const struct look *look)
{
	const struct feature_set *set = &t->features[look->features];
	hb_buffer_t *b = t->buffer;
	const hb_glyph_info_t *info;
	struct buf text = {0};
	size_t characters = write_pairs(&text);
	unsigned count;
	bool apart;

	hb_buffer_clear_contents(b);
	hb_buffer_set_flags(b, HB_BUFFER_FLAG_PRODUCE_UNSAFE_TO_CONCAT);
	hb_buffer_add_utf8(b, text.at, (int)text.len, 0, (int)text.len);
	hb_buffer_set_language(b, t->hb_language);
	hb_buffer_guess_segment_properties(b);
	hb_shape(look->face->font, b, set->items, (unsigned)set->count + 2);
	hb_buffer_set_flags(b, HB_BUFFER_FLAG_DEFAULT);
	buf_close(&text);
	info = hb_buffer_get_glyph_infos(b, &count);
	apart = count == characters;
	for (unsigned i = 0; apart && i < count; i++) {
		hb_glyph_flags_t flags = hb_glyph_info_get_glyph_flags(&info[i]);

		apart = info[i].codepoint != 0 &&
			(i % 4 != 2 || (flags & HB_GLYPH_FLAG_UNSAFE_TO_CONCAT) == 0);
	}
	return apart;
}

static bool
may_compose(struct texts *t, const struct look *look)
{
	signed char *known;

	if (look->features >= COUNT(look->face->figures))
		return false;
	known = &look->face->figures[look->features];
	if (*known == 0)
		*known = are_apart(t, look) ? 1 : -1;
	return *known == 1;
}

int
figure_words(struct texts *t, const struct look *look, const char *text, size_t length,
    const struct shaped *words[static FIGURE_GROUPS])
{
	struct group groups[FIGURE_GROUPS];
	int count = cut_groups(text, text + length, groups);

	if (count == 0 || !may_compose(t, look))
		return 0;
	for (int i = 0; i < count; i++) {
		words[i] = word_of(t, look, groups[i].text, groups[i].length);
		if (words[i]->missing)
			return 0;
	}
	return count;
}
