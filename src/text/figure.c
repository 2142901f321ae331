/* figure.c: "24 088" from "24 " and "088".
 *
 * A table of a hundred thousand rows has nearly as many different figures, and shaping one takes
 * twenty times as long as finding it. But they are made of a thousand groups of three digits. So
 * a figure with U+202F between its groups is put together from its groups' glyphs, when the font
 * leaves groups alone across that space: HarfBuzz says so of each digit
 * (HB_GLYPH_FLAG_UNSAFE_TO_CONCAT), once per face and feature set.
 */
#include <string.h>

#include "texts.h"

#define SPACE  "\xE2\x80\xAF"
#define GROUPS 8

struct group {
	size_t from, to;
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "€" and "%" may stand behind the last space. */
static bool
is_unit(const char *text)
{
	return strcmp(text, "%") == 0 || strcmp(text, "\u20AC") == 0;
}

/* Cuts "−7 148 752 €" behind its spaces; 0: it is no such figure. */
static int
cut_groups(const char *text, struct group groups[static GROUPS])
{
	size_t at = 0;
	int count = 0;

	while (text[at] != '\0' && count < GROUPS) {
		struct group *g = &groups[count++];
		size_t digits = 0;

		g->from = at;
		if (count > 1 && is_unit(text + at)) {
			g->to = strlen(text);
			return count;
		}
		if (count == 1 && strncmp(text, "\u2212", 3) == 0)
			at += 3;
		else if (count == 1 && text[0] == '+')
			at++;
		for (; is_digit(text[at]); digits++)
			at++;
		if (digits == 0 || digits > 3)
			return 0;
		if (text[at] != '\0' && strncmp(text + at, SPACE, 3) != 0)
			return 0;
		at += text[at] != '\0' ? 3 : 0;
		g->to = at;
	}
	return text[at] == '\0' && count > 1 ? count : 0;
}

/* Is the glyph after the space of `text` as it would be without what is before? */
static bool
is_apart(struct texts *t, const struct look *look, const char *text)
{
	const struct feature_set *set = &t->features[look->features];
	hb_buffer_t *b = t->buffer;
	const hb_glyph_info_t *info;
	unsigned count;

	hb_buffer_clear_contents(b);
	hb_buffer_set_flags(b, HB_BUFFER_FLAG_PRODUCE_UNSAFE_TO_CONCAT);
	hb_buffer_add_utf8(b, text, -1, 0, -1);
	hb_buffer_set_language(b, t->hb_language);
	hb_buffer_guess_segment_properties(b);
	hb_shape(look->face->font, b, set->items, (unsigned)set->count + 2);
	hb_buffer_set_flags(b, HB_BUFFER_FLAG_DEFAULT);
	info = hb_buffer_get_glyph_infos(b, &count);
	return count == 3 && info[0].codepoint != 0 && info[1].codepoint != 0 &&
	       info[2].codepoint != 0 &&
	       (hb_glyph_info_get_glyph_flags(&info[2]) & HB_GLYPH_FLAG_UNSAFE_TO_CONCAT) == 0;
}

static bool
may_compose(struct texts *t, const struct look *look)
{
	signed char *known;

	if (look->features >= COUNT(look->face->figures))
		return false;
	known = &look->face->figures[look->features];
	for (char digit = '0'; *known == 0 && digit <= '9'; digit++) {
		char group[] = {digit, SPACE[0], SPACE[1], SPACE[2], digit, '\0'};
		char euro[] = {digit, SPACE[0], SPACE[1], SPACE[2], '\xE2', '\x82', '\xAC', '\0'};
		char percent[] = {digit, SPACE[0], SPACE[1], SPACE[2], '%', '\0'};

		if (!is_apart(t, look, group) || !is_apart(t, look, euro) ||
		    !is_apart(t, look, percent))
			*known = -1;
	}
	if (*known == 0)
		*known = 1;
	return *known == 1;
}

bool
figure_compose(struct texts *t, const struct look *look, struct shaped *figure)
{
	struct group groups[GROUPS];
	const struct word *parts[GROUPS], *last;
	struct word *w = &figure->word;
	struct glyph *to;
	int count, all = 0;
	int32_t advance = 0;

	if (figure->length != figure->raw_length ||
	    memchr(w->text, SPACE[0], figure->length) == NULL)
		return false;
	count = cut_groups(w->text, groups);
	if (count == 0 || !may_compose(t, look))
		return false;
	for (int i = 0; i < count; i++) {
		const struct shaped *part =
		    word_of(t, look, w->text + groups[i].from, groups[i].to - groups[i].from);

		if (part->missing)
			return false;
		parts[i] = &part->word;
		all += part->word.count;
		advance += part->word.advance;
	}
	w->count = all;
	w->advance = advance;
	w->glyphs = to = NEW_ARRAY(t->a, struct glyph, all);
	for (int i = 0; i < count; i++)
		for (int k = 0; k < parts[i]->count; k++, to++) {
			*to = parts[i]->glyphs[k];
			to->cluster = (uint16_t)(to->cluster + groups[i].from);
		}
	last = parts[count - 1];
	w->ink_left = parts[0]->ink_left;
	w->ink_right = last->ink_right;
	return true;
}
