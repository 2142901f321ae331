/* csv_encoding.c: the bytes of a CSV to UTF-8.
 *
 * In comes a file as it lies on the disk; out goes UTF-8 without a byte order mark, or one
 * located error. Excel writes three things: "CSV UTF-8" with a mark, "CSV" in Windows-1252,
 * "Unicode text" in UTF-16. The first two are read; the third is refused with what to do.
 *
 * Nothing is guessed where a guess would print wrong letters: text that is well-formed UTF-8 is
 * UTF-8; text without one well-formed UTF-8 letter before its first bad byte is Windows-1252;
 * text that starts as UTF-8 and then breaks is an error, since reading it as Windows-1252 would
 * turn "é" into "Ã©" in silence. `encoding:` in tables.yaml overrules the detection. Of what Excel
 * on a Mac saves as "Macintosh" the line ends (CR) are read, its letters are not: "Santé" would be
 * "SantŽ". They betray themselves by standing in words where Windows-1252 has signs.
 */
#include "inner.h"

#include <string.h>

/* Place of a byte, characters counted as `wide` bytes are: each byte one (Windows-1252), or
 * UTF-8. */
static struct place
place_of(const char *name, const char *bytes, size_t offset, bool utf8)
{
	struct place at = {name, 1, 1, 1};
	size_t start = 0;

	for (size_t i = 0; i < offset; i++) {
		bool cr = bytes[i] == '\r' && bytes[i + 1] != '\n';
		if (bytes[i] == '\n' || cr) {
			at.line++;
			start = i + 1;
		}
	}
	size_t count = utf8 ? utf8_count(bytes + start, offset - start) : offset - start;
	at.column = (int)count + 1;
	return at;
}

static bool
refuse(struct diag *d, struct place at, const char *what, const char *help)
{
	diag_add(d, DIAG_ERROR, at, "csv-encoding", "%s", what);
	diag_help(d, "%s", help);
	return false;
}

static bool
decode_windows(struct arena *a, struct diag *d, struct csv_text *text)
{
	const unsigned char *in = (const unsigned char *)text->bytes;
	size_t more = 0;

	for (size_t i = 0; i < text->length; i++) {
		if (in[i] >= 0x80)
			more += 2;
		if (in[i] >= 0x80 && windows_1252(in[i]) == 0) {
			struct place at = place_of(text->name, text->bytes, i, false);
			diag_add(d, DIAG_ERROR, at, "csv-encoding",
			    "byte 0x%02X is no character, neither in UTF-8 nor in Windows-1252",
			    in[i]);
			diag_help(d, "save the file again from Excel as \"CSV UTF-8\"");
			return false;
		}
	}
	char *out = arena_alloc(a, text->length + more + 1);
	size_t n = 0;
	for (size_t i = 0; i < text->length; i++) {
		if (in[i] < 0x80) {
			out[n++] = (char)in[i];
			continue;
		}
		char put[4];
		size_t w = utf8_put(windows_1252(in[i]), put);
		memcpy(out + n, put, w);
		n += w;
	}
	text->bytes = out;
	text->length = n;
	diag_source(d, text->name, out, n);
	return true;
}

static bool
is_small(unsigned char c)
{
	return c >= 'a' && c <= 'z';
}

/* á à ç é è ê ù û of Mac Roman beside a small letter, â î ï ô between two; in Windows-1252 these
 * are ‡ ˆ Ž ž and no characters, ‰ ” • ™. */
static bool
is_mac_letter(unsigned char before, unsigned char c, unsigned char after)
{
	if (strchr("\x87\x88\x8D\x8E\x8F\x90\x9D\x9E", c) != NULL)
		return is_small(before) || is_small(after);
	return strchr("\x89\x94\x95\x99", c) != NULL && is_small(before) && is_small(after);
}

/* Refuses what more letters say than say the contrary, at the first of them. */
static bool
is_macintosh(struct diag *d, const struct csv_text *t)
{
	const unsigned char *b = (const unsigned char *)t->bytes;
	size_t mac = 0, windows = 0, first = 0;
	char letter[5] = {0};

	for (size_t i = 0; i < t->length; i++) {
		unsigned char before = i > 0 ? b[i - 1] : 0;
		unsigned char after = i + 1 < t->length ? b[i + 1] : 0;

		if (b[i] < 0x80)
			continue;
		if (b[i] >= 0xE0 && (is_small(before) || is_small(after)))
			windows++;
		else if (is_mac_letter(before, b[i], after) && mac++ == 0)
			first = i;
	}
	if (mac <= windows)
		return false;
	utf8_put(windows_1252(b[first]) != 0 ? windows_1252(b[first]) : 0xFFFD, letter);
	diag_add(d, DIAG_ERROR, place_of(t->name, t->bytes, first, false), "csv-encoding",
	    "the letters of this file seem to be written as \"Macintosh\": as Windows-1252 "
	    "this one is \"%s\"",
	    letter);
	diag_help(d,
	    "in Excel, save it as \"CSV UTF-8\"; where that is the letter meant, say so with "
	    "\"encoding: windows-1252\" in tables.yaml");
	return true;
}

static bool
has_wide_letter(const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)bytes[i] >= 0x80)
			return true;
	return false;
}

/* No workbook (a zip, or Excel's old form), no UTF-16 (nor UTF-32), no NUL byte. */
static bool
is_text(struct diag *d, const struct csv_text *t)
{
	const unsigned char *b = (const unsigned char *)t->bytes;
	struct place whole = {.file = t->name};
	const char *nul = memchr(t->bytes, 0, t->length);
	bool mark =
	    t->length >= 2 && ((b[0] == 0xFF && b[1] == 0xFE) || (b[0] == 0xFE && b[1] == 0xFF));

	if (t->length >= 4 &&
	    (memcmp(b, "PK\3\4", 4) == 0 || memcmp(b, "\xD0\xCF\x11\xE0", 4) == 0))
		return refuse(d, whole, "this is a workbook, not a CSV",
		    "open it in Excel and save the sheet as \"CSV UTF-8\"");
	if (mark || (nul && nul < t->bytes + 2))
		return refuse(d, whole, "the file is in UTF-16 (\"Unicode text\")",
		    "in Excel, save it as \"CSV UTF-8\"");
	if (nul)
		return refuse(d, place_of(t->name, t->bytes, (size_t)(nul - t->bytes), true),
		    "a zero byte: this is not a text file", "in Excel, save it as \"CSV UTF-8\"");
	return true;
}

bool
csv_decode(struct arena *a, struct diag *d, const struct file_text *file, enum encoding given,
    struct csv_text *text)
{
	bool marked = file->length >= 3 && memcmp(file->bytes, "\xEF\xBB\xBF", 3) == 0;

	*text = (struct csv_text){file->name, file->bytes, file->length};
	if (marked) {
		text->bytes += 3;
		text->length -= 3;
		diag_source(d, text->name, text->bytes, text->length);
	}
	if (strspn(text->bytes, " \t\r\n") == text->length) {
		diag_add(d, DIAG_ERROR, (struct place){.file = text->name}, "csv-empty",
		    "the file is empty");
		diag_help(d, "its first line must hold the names of the columns");
		return false;
	}
	if (!is_text(d, text))
		return false;
	if (given == ENCODING_WINDOWS_1252 && !marked)
		return decode_windows(a, d, text);
	size_t good = utf8_check(text->bytes, text->length);
	if (good == text->length)
		return true;
	if (marked || given == ENCODING_UTF8 || has_wide_letter(text->bytes, good))
		return refuse(d, place_of(text->name, text->bytes, good, true),
		    "the file is in UTF-8, but not here",
		    "save it again as \"CSV UTF-8\"; if it is in Windows-1252, say so with "
		    "\"encoding: windows-1252\" in tables.yaml");
	return !is_macintosh(d, text) && decode_windows(a, d, text);
}
