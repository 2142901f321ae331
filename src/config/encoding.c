/* encoding.c: is this file text that a layout may be made of?
 *
 * UTF-8, checked before the YAML parser sees a byte, because "save as UTF-8" is something that
 * office staff can do and "invalid leading octet" is not. A file from an older editor is nearly
 * always Windows-1252: then the message shows the letter that it would be there.
 *
 * YAML 1.1 takes U+0085, U+2028, U+2029 and a lone carriage return as line ends, editors do not:
 * line numbers would no longer agree. They are refused, as are control characters.
 */
#include <string.h>

#include "parts.h"

static struct place
place_at(const char *name, const char *bytes, size_t offset)
{
	struct place at = {.file = name, .line = 1, .column = 1, .length = 1};
	const char *line = bytes, *end = bytes + offset;

	for (const char *next; (next = memchr(line, '\n', (size_t)(end - line))) != NULL;) {
		line = next + 1;
		at.line++;
	}
	at.column = (int)utf8_count(line, (size_t)(end - line)) + 1;
	return at;
}

static void
refuse_bytes(struct diag *d, const char *name, const char *bytes, size_t offset)
{
	unsigned char byte = (unsigned char)bytes[offset];
	struct place at = place_at(name, bytes, offset);
	uint32_t c = byte >= 0x80 ? windows_1252(byte) : 0;
	char letter[5] = {0};

	if (byte == 0) {
		diag_add(d, DIAG_ERROR, at, "yaml-encoding",
		    "this file holds a zero byte: it is not plain text, or it is saved as UTF-16");
	} else if (offset < 2 && (byte == 0xFF || byte == 0xFE)) {
		diag_add(
		    d, DIAG_ERROR, at, "yaml-encoding", "this file is saved as UTF-16, not UTF-8");
	} else if (c == 0) {
		diag_add(d, DIAG_ERROR, at, "yaml-encoding",
		    "this file is not saved as UTF-8 (byte 0x%02X)", byte);
	} else {
		utf8_put(c, letter);
		diag_add(d, DIAG_ERROR, at, "yaml-encoding",
		    "this file is not saved as UTF-8; read as Windows-1252 there is \"%s\" here",
		    letter);
	}
	diag_help(d, "in your editor: Save as, encoding UTF-8");
}

/* The offset of the first character that may not stand in a layout, or length. */
static size_t
find_odd_character(const char *bytes, size_t length)
{
	const unsigned char *s = (const unsigned char *)bytes;

	for (size_t i = 0; i < length; i++) {
		unsigned char c = s[i];

		if (c >= 0x20 && c < 0x7F)
			continue;
		if (c < 0x20 && c != '\t' && c != '\n' && (c != '\r' || s[i + 1] != '\n'))
			return i;
		if (c == 0x7F || (c == 0xC2 && s[i + 1] < 0xA0))
			return i;
		if (c == 0xE2 && s[i + 1] == 0x80 && (s[i + 2] == 0xA8 || s[i + 2] == 0xA9))
			return i;
		if (c == 0xEF && ((s[i + 1] == 0xBB && s[i + 2] == 0xBF) ||
				     (s[i + 1] == 0xBF && s[i + 2] >= 0xBE)))
			return i;
	}
	return length;
}

bool
encoding_check(struct diag *d, const char *name, const char *bytes, size_t length)
{
	size_t bad = utf8_check(bytes, length);
	const char *at;

	if (bad < length) {
		refuse_bytes(d, name, bytes, bad);
		return false;
	}
	/* Here characters are whole: looking two bytes ahead of one's first stays in the text. */
	bad = find_odd_character(bytes, length);
	if (bad == length)
		return true;
	at = bytes + bad;
	if (*at == '\r') {
		diag_add(d, DIAG_ERROR, place_at(name, bytes, bad), "yaml-encoding",
		    "lines end with a carriage return alone, as on very old systems");
		diag_help(d, "in your editor: save with line ends LF or CRLF");
	} else {
		diag_add(d, DIAG_ERROR, place_at(name, bytes, bad), "yaml-encoding",
		    "an invisible character (U+%04X) stands here", (unsigned)utf8_next(&at));
		diag_help(d, "delete it and type the text around it again");
	}
	return false;
}
