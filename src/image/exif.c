/* exif.c: which way up a picture is.
 *
 * A camera writes its samples as the sensor lies and says in the EXIF tag "Orientation" (0x0112)
 * how to turn them. EXIF is a small TIFF file: a byte order, 42, the offset of a directory, and
 * entries of twelve bytes. Only the first directory is read. Whatever is not well formed counts as
 * upright: a damaged remark is no reason to refuse a sound picture.
 *
 * The value names where row 0 and column 0 of the samples are seen: 1 top left, 2 top right, 3
 * bottom right, 4 bottom left, 5 left top, 6 right top, 7 right bottom, 8 left bottom (TIFF 6.0,
 * page 36).
 */
#include <string.h>

#include "decode.h"

#define ORIENTATION 0x0112
#define SHORT       3

struct tiff {
	const unsigned char *bytes;
	size_t length;
	bool big;
};

static uint32_t
number(const struct tiff *t, size_t at, size_t bytes)
{
	uint32_t n = 0;

	if (at > t->length || bytes > t->length - at)
		return 0;
	for (size_t i = 0; i < bytes; i++)
		n = n << 8 | t->bytes[at + (t->big ? i : bytes - 1 - i)];
	return n;
}

int
exif_orientation(const unsigned char *bytes, size_t length)
{
	struct tiff t = {bytes, length, length > 0 && bytes[0] == 'M'};
	size_t directory, entries;

	if (length < 8 || (memcmp(bytes, "II", 2) != 0 && memcmp(bytes, "MM", 2) != 0) ||
	    number(&t, 2, 2) != 42)
		return 1;
	directory = number(&t, 4, 4);
	entries = number(&t, directory, 2);
	for (size_t i = 0; i < entries; i++) {
		size_t at = directory + 2 + 12 * i;
		uint32_t value = number(&t, at + 8, 2);

		if (number(&t, at, 2) != ORIENTATION)
			continue;
		return number(&t, at + 2, 2) == SHORT && value >= 1 && value <= 8 ? (int)value : 1;
	}
	return 1;
}

void
exif_turn(
    unsigned char *to, const unsigned char *from, int size, int width, int height, int orientation)
{
	bool lying = orientation > 4;
	bool mirrored = (0xCCU >> orientation & 1) != 0; /* 2, 3, 6, 7 */
	bool upended = (0x198U >> orientation & 1) != 0; /* 3, 4, 7, 8 */
	int wide = lying ? height : width, high = lying ? width : height;
	size_t bytes = (size_t)size;

	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++) {
			int across = lying ? y : x, down = lying ? x : y;

			across = mirrored ? wide - 1 - across : across;
			down = upended ? high - 1 - down : down;
			memcpy(to + ((size_t)down * (size_t)wide + (size_t)across) * bytes, from,
			    bytes);
			from += bytes;
		}
}
