/* decimal.c: where the decimal mark of a shaped figure stands, for columns that line up on it.
 *
 * The mark is found in the words' text; glyphs that begin before it are what stands on its left.
 * Signs and group spaces are on the left, units and percent signs on the right, as they come.
 */
#include <string.h>

#include "bilan/table.h"

/* The advance of the first `n` glyphs. */
static dimen
glyphs_width(const struct texts *t, const struct piece *piece, int n)
{
	const struct word *w = piece->word;
	int64_t advance = 0;

	for (int i = 0; i < n; i++)
		advance += w->glyphs[i].advance;
	return dimen_scale(run_size(piece->run), advance, texts_face(t, w->face)->upem) +
	       (n == w->count ? n - 1 : n) * run_track(piece->run);
}

static dimen
offset_at(const struct texts *t, const struct piece *piece, size_t byte)
{
	const struct word *w = piece->word;
	int n = 0;

	while (n < w->count && w->glyphs[n].cluster < byte)
		n++;
	return n == 0 ? piece->x : piece->x + glyphs_width(t, piece, n);
}

/* Length of the text up to and with its last digit; 0: it has none. */
static size_t
last_digit(const char *text)
{
	size_t end = 0;

	for (size_t i = 0; text[i] != '\0'; i++)
		end = text[i] >= '0' && text[i] <= '9' ? i + 1 : end;
	return end;
}

dimen
decimal_offset(const struct texts *t, const struct line *line, const char *mark)
{
	dimen offset = -1;

	for (int i = 0; i < line->count; i++) {
		const char *text = line->pieces[i].word->text, *at = strstr(text, mark);
		size_t digits = last_digit(text);

		if (at != NULL && at > text && at[strlen(mark)] >= '0' && at[strlen(mark)] <= '9')
			return offset_at(t, &line->pieces[i], (size_t)(at - text));
		if (digits > 0)
			offset = offset_at(t, &line->pieces[i], digits);
	}
	return offset;
}
