/* svg_place.c: from expat's byte offsets to places that people can go to.
 *
 * expat tells where a tag starts, not where its attributes are. They come in the order of the file,
 * so attribute 3 is the third name with a quoted value behind the tag's name.
 */
#include <string.h>

#include "svg_parts.h"

struct place
svg_place(const struct file_text *file, size_t offset, size_t length)
{
	const char *bytes = file->bytes, *line = bytes;
	struct place at = {.file = file->name, .line = 1};

	offset = offset > file->length ? file->length : offset;
	for (const char *c = bytes; c < bytes + offset; c++)
		if (*c == '\n') {
			at.line++;
			line = c + 1;
		}
	at.column = (int)utf8_count(line, (size_t)(bytes + offset - line)) + 1;
	at.length = (int)(length > 0 ? length : 1);
	return at;
}

struct spot
svg_spot(const char *bytes, size_t tag, int index)
{
	const char *blanks = " \t\r\n";
	struct spot spot = {0};
	size_t at = tag + strcspn(bytes + tag, " \t\r\n>");

	for (int i = 0; i <= index; i++) {
		char quote[2] = {0};

		at += strspn(bytes + at, blanks);
		spot.name = at;
		at += strcspn(bytes + at, "'\"");
		if (bytes[at] == '\0')
			return spot;
		quote[0] = bytes[at++];
		spot.value = at;
		spot.length = strcspn(bytes + at, quote);
		at += spot.length;
		at += bytes[at] != '\0';
	}
	return spot;
}
