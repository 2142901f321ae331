/* syntax.c: the small pieces of PDF: numbers, strings, references; and XML's escapes.
 *
 * Numbers come from integers only and are written digit by digit: no locale, no float, nothing that
 * depends on the machine. Text strings are literal when they are plain ASCII (there PDFDocEncoding
 * is the same), else UTF-16BE with its mark, in hexadecimal: object streams are deflated anyway.
 */
#include <string.h>

#include "writer.h"

int64_t
hundredths(dimen length)
{
	int64_t scaled = (int64_t)length * 25;

	return scaled < 0 ? -((-scaled + 128) / 256) : (scaled + 128) / 256;
}

static char *
put_digits(char *at, uint64_t n)
{
	do
		*--at = (char)('0' + n % 10);
	while ((n /= 10) > 0);
	return at;
}

/* Zeros at the end of the decimals say nothing. */
static char *
put_decimals(char *at, unsigned n, int places)
{
	for (; places > 0 && n % 10 == 0; places--)
		n /= 10;
	if (places == 0)
		return at;
	for (; places > 0; places--, n /= 10)
		*--at = (char)('0' + n % 10);
	*--at = '.';
	return at;
}

void
put_number(struct buf *b, int64_t number, int places)
{
	static const unsigned powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
	char text[32], *end = text + sizeof text, *at;
	uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;
	unsigned power = powers[places];

	if (left <= UINT32_MAX) { /* nearly always, and half the work */
		at = put_decimals(end, (uint32_t)left % power, places);
		at = put_digits(at, (uint32_t)left / power);
	} else {
		at = put_decimals(end, (unsigned)(left % power), places);
		at = put_digits(at, left / power);
	}
	if (number < 0)
		*--at = '-';
	buf_add(b, at, (size_t)(end - at));
}

void
put_points(struct buf *b, dimen length)
{
	put_number(b, hundredths(length), 2);
}

void
put_ref(struct buf *b, int object)
{
	buf_integer(b, object);
	buf_add(b, " 0 R", 4);
}

void
put_bytes(struct buf *b, const void *bytes, size_t n)
{
	const char *at = bytes;

	buf_byte(b, '(');
	for (size_t i = 0; i < n; i++) {
		if (at[i] == '(' || at[i] == ')' || at[i] == '\\')
			buf_byte(b, '\\');
		if (at[i] == '\r')
			buf_add(b, "\\r", 2);
		else
			buf_byte(b, at[i]);
	}
	buf_byte(b, ')');
}

static void
put_unit(struct buf *b, uint32_t unit)
{
	static const char digits[] = "0123456789ABCDEF";
	char hex[4];

	for (int i = 0; i < 4; i++)
		hex[i] = digits[unit >> (12 - 4 * i) & 15];
	buf_add(b, hex, sizeof hex);
}

void
put_utf16(struct buf *b, const char *utf8, size_t n)
{
	const char *end = utf8 + n;

	while (utf8 < end) {
		uint32_t c = utf8_next(&utf8);

		if (c >= 0x10000) {
			put_unit(b, 0xD800 + ((c - 0x10000) >> 10));
			c = 0xDC00 + ((c - 0x10000) & 0x3FF);
		}
		put_unit(b, c);
	}
}

void
put_text_part(struct buf *b, const char *utf8, size_t n)
{
	buf_add(b, "<FEFF", 5);
	put_utf16(b, utf8, n);
	buf_byte(b, '>');
}

static bool
is_plain(const char *utf8)
{
	while (*utf8 >= ' ' && *utf8 < 0x7F)
		utf8++;
	return *utf8 == '\0';
}

void
put_text(struct buf *b, const char *utf8)
{
	if (is_plain(utf8))
		put_bytes(b, utf8, strlen(utf8));
	else
		put_text_part(b, utf8, strlen(utf8));
}

/* By the bytes written: plain names before all others, which begin with FE FF. */
int
name_order(const char *a, const char *b)
{
	bool plain = is_plain(a);

	if (plain != is_plain(b))
		return plain ? -1 : 1;
	return strcmp(a, b);
}

/* Control characters other than tab and line ends cannot be written in XML 1.0 at all. */
void
put_xml(struct buf *b, const char *utf8)
{
	for (; *utf8 != '\0'; utf8++) {
		switch (*utf8) {
		case '<':
			buf_text(b, "&lt;");
			break;
		case '>':
			buf_text(b, "&gt;");
			break;
		case '&':
			buf_text(b, "&amp;");
			break;
		case '"':
			buf_text(b, "&quot;");
			break;
		default:
			if ((unsigned char)*utf8 >= ' ' || strchr("\t\n", *utf8) != NULL)
				buf_byte(b, *utf8);
		}
	}
}
