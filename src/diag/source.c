/* source.c: finds line and column in a file's text. The first question about a file walks it once
 * and remembers where every 256th line starts; the last character found is remembered too, so that
 * a hundred mistakes in one line of ten megabytes cost one walk along it.
 */
#include <string.h>

#include "parts.h"

enum { PIECE = 4096 };

/* Where the line's own end stands, `end` when the text has no more. Piece by piece: a text of lines
 * that end with CR alone would otherwise be searched for an LF to its end, again and again. */
static const char *
line_end(const char *at, const char *end)
{
	while (at < end) {
		size_t n = end - at < PIECE ? (size_t)(end - at) : PIECE;
		const char *lf = memchr(at, '\n', n);
		const char *cr = memchr(at, '\r', lf != NULL ? (size_t)(lf - at) : n);

		if (cr != NULL || lf != NULL)
			return cr != NULL ? cr : lf;
		at += n;
	}
	return end;
}

/* The start of the next line, NULL when this one is the last. */
static const char *
next_line(const char *at, const char *end)
{
	at = line_end(at, end);
	if (at == end)
		return NULL;
	return *at == '\r' && at + 1 < end && at[1] == '\n' ? at + 2 : at + 1;
}

static void
index_lines(struct arena *a, struct source *s)
{
	const char *at = s->text, *end = s->text + s->length;
	size_t cap = 0, line = 0;

	if (s->length >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0)
		at += 3;
	for (; at != NULL; at = next_line(at, end), line++) {
		if (line % STEP != 0)
			continue;
		GROW(a, s->starts, s->start_count, cap);
		s->starts[s->start_count++] = (size_t)(at - s->text);
	}
}

uint32_t
source_next(const char **at, const char *end)
{
	char bytes[5] = {0};
	const char *character = bytes;
	uint32_t c;

	if ((unsigned char)**at < 0x80)
		return (unsigned char)*(*at)++;
	memcpy(bytes, *at, end - *at < 4 ? (size_t)(end - *at) : 4);
	c = utf8_next(&character);
	*at += character - bytes;
	return c;
}

static bool
find_line(struct arena *a, struct source *s, int line)
{
	const char *at, *end = s->text + s->length;
	size_t step = (size_t)(line - 1) / STEP;

	if (s->starts == NULL)
		index_lines(a, s);
	if (step >= s->start_count)
		return false;
	at = s->text + s->starts[step];
	for (int i = (line - 1) % STEP; i > 0 && at != NULL; i--)
		at = next_line(at, end);
	if (at == NULL)
		return false;
	s->whole = (struct line){at, line_end(at, end)};
	s->line = line;
	s->column = 1;
	s->character = at;
	return true;
}

/* Are the next eight bytes characters of ASCII? */
static bool
eight_letters(const char *at, const char *end)
{
	uint64_t eight;

	if (end - at < 8)
		return false;
	memcpy(&eight, at, 8);
	return (eight & 0x8080808080808080u) == 0;
}

bool
source_find(struct arena *a, struct source *s, int line, int column)
{
	if (s->text == NULL || line < 1 || (s->line != line && !find_line(a, s, line)))
		return false;
	if (s->column > column) {
		s->column = 1;
		s->character = s->whole.at;
	}
	while (s->column < column && s->character < s->whole.end) {
		if (column - s->column >= 8 && eight_letters(s->character, s->whole.end)) {
			s->column += 8;
			s->character += 8;
		} else {
			s->column++;
			source_next(&s->character, s->whole.end);
		}
	}
	return true;
}
