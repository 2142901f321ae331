/* buf.c: bytes being written: a PDF's content, a dump, a message. Grows by doubling; a NUL follows
 * the last byte always, so that the text can be handed on as it stands.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bilan/base.h"

void
buf_grow_(struct buf *b, size_t n)
{
	size_t cap = b->cap == 0 ? 256 : b->cap;

	if (n > SIZE_MAX / 4 || b->len > SIZE_MAX / 4)
		mem_resize(NULL, SIZE_MAX / 2); /* cannot succeed: says so and ends */
	while (cap - b->len <= n)
		cap *= 2;
	b->at = mem_resize(b->at, cap);
	b->cap = cap;
}

void
buf_printf(struct buf *b, const char *format, ...)
{
	va_list args, again;
	int length;

	va_start(args, format);
	va_copy(again, args);
	buf_add(b, "", 0);
	length = vsnprintf(b->at + b->len, b->cap - b->len, format, args);
	if (length > 0 && b->cap - b->len <= (size_t)length) { /* written anew, now with room */
		buf_grow_(b, (size_t)length);
		vsnprintf(b->at + b->len, b->cap - b->len, format, again);
	}
	b->len += length > 0 ? (size_t)length : 0;
	va_end(again);
	va_end(args);
}

void
buf_points(struct buf *b, dimen length)
{
	char text[24];

	buf_add(b, text, dimen_points(length, 2, text));
}

void
buf_rect(struct buf *b, struct rect r)
{
	buf_points(b, r.x);
	buf_byte(b, ',');
	buf_points(b, r.y);
	buf_byte(b, ' ');
	buf_points(b, r.w);
	buf_byte(b, 'x');
	buf_points(b, r.h);
}

void
buf_plain(struct buf *b, const char *text)
{
	buf_add(b, "", 0);
	while (*text != '\0') {
		uint32_t c = utf8_next(&text);
		char bytes[4];

		buf_add(b, bytes, utf8_put(utf8_is_control(c) ? 0xFFFD : c, bytes));
	}
}

void
buf_json(struct buf *b, const char *text)
{
	buf_byte(b, '"');
	while (*text != '\0') {
		uint32_t c = utf8_next(&text);
		char bytes[4];

		if (c == '"' || c == '\\')
			buf_printf(b, "\\%c", (int)c);
		else if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029)
			buf_printf(b, "\\u%04x", (unsigned)c);
		else
			buf_add(b, bytes, utf8_put(c, bytes));
	}
	buf_byte(b, '"');
}

void
buf_integer(struct buf *b, int64_t n)
{
	uint64_t left = n < 0 ? -(uint64_t)n : (uint64_t)n;
	size_t sign = n < 0, digits = 1;
	char *end;

	for (uint64_t power = 10; left >= power; power *= 10)
		digits++; /* of 64 bits with a sign: never more than 19 */
	if (b->cap - b->len <= sign + digits)
		buf_grow_(b, sign + digits);
	b->at[b->len] = '-';
	b->len += sign + digits;
	end = b->at + b->len;
	*end = '\0';
	for (; digits > 0; digits--, left /= 10)
		*--end = (char)('0' + left % 10);
}

void
buf_empty(struct buf *b)
{
	b->len = 0;
	if (b->at != NULL)
		b->at[0] = '\0';
}

void
buf_close(struct buf *b)
{
	free(b->at);
	*b = (struct buf){0};
}
