/* image.c: which kind of picture a file is, told by its first bytes and never by its name.
 *
 * A PNG or a JPEG goes to its decoder. Everything else is refused by the name people know it under,
 * since "not a PNG" helps nobody who has just saved a WebP.
 */
#include <inttypes.h>
#include <string.h>

#include "decode.h"

#define ICC_HEADER 128 /* bytes */

static const struct magic {
	const char *name;
	size_t at, length;
	const char *bytes;
	bool (*decode)(struct decode *d);
} magics[] = {
    {"a PNG", 0, 8, "\x89PNG\r\n\x1a\n", png_decode},
    {"a JPEG", 0, 3, "\xff\xd8\xff", jpeg_decode},
    {"a GIF", 0, 4, "GIF8", NULL},
    {"a WebP", 8, 4, "WEBP", NULL},
    {"a TIFF", 0, 4, "II*\0", NULL},
    {"a TIFF", 0, 4, "MM\0*", NULL},
    {"a HEIC", 4, 8, "ftypheic", NULL},
    {"a HEIC", 4, 8, "ftypmif1", NULL},
    {"an AVIF", 4, 8, "ftypavif", NULL},
    {"a JPEG 2000", 4, 8, "jP  \r\n\x87\n", NULL},
    {"a Photoshop", 0, 4, "8BPS", NULL},
    {"a PDF", 0, 5, "%PDF-", NULL},
    {"an SVG", 0, 4, "<svg", NULL},
    {"an XML (SVG?)", 0, 5, "<?xml", NULL},
    {"a BMP", 0, 2, "BM", NULL},
};

static const struct magic *
magic_find(const struct file_text *file)
{
	for (size_t i = 0; i < COUNT(magics); i++) {
		const struct magic *m = &magics[i];

		if (m->at + m->length <= file->length &&
		    memcmp(file->bytes + m->at, m->bytes, m->length) == 0)
			return m;
	}
	return NULL;
}

bool
decode_size(struct decode *d, uint64_t width, uint64_t height)
{
	d->width = width;
	d->height = height;
	d->oversize = width > IMAGE_SIDE || height > IMAGE_SIDE || width * height > IMAGE_PIXELS;
	return !d->oversize;
}

void
decode_profile(struct decode *d, const unsigned char *bytes, size_t length)
{
	enum samples kind = d->image->kind;
	const char *space = kind == SAMPLES_GREY ? "GRAY" : kind == SAMPLES_RGB ? "RGB " : "CMYK";
	size_t said;

	if (length < ICC_HEADER || memcmp(bytes + 16, space, 4) != 0 ||
	    memcmp(bytes + 36, "acsp", 4) != 0)
		return;
	said = (size_t)bytes[0] << 24 | (size_t)bytes[1] << 16 | (size_t)bytes[2] << 8 | bytes[3];
	if (said < ICC_HEADER || said > length)
		return;
	d->image->profile = (const unsigned char *)arena_copy(d->a, (const char *)bytes, said);
	d->image->profile_length = said;
}

static void
refuse_kind(
    struct diag *d, struct place asked, const struct file_text *file, const struct magic *magic)
{
	if (file->length == 0)
		diag_add(
		    d, DIAG_ERROR, asked, "image-kind", "the picture \"%s\" is empty", file->name);
	else if (magic != NULL)
		diag_add(d, DIAG_ERROR, asked, "image-kind",
		    "\"%s\" is %s file; a picture is a PNG or a JPEG", file->name, magic->name);
	else
		diag_add(d, DIAG_ERROR, asked, "image-kind", "\"%s\" is neither a PNG nor a JPEG",
		    file->name);
	diag_help(d, "open the picture in the program that made it and save it as PNG or JPEG "
		     "(a new name alone does not change its kind)");
}

static void
refuse(struct diag *d, struct place asked, const struct decode *decode)
{
	const char *name = decode->file->name;

	if (decode->oversize) {
		diag_add(d, DIAG_ERROR, asked, "image-size",
		    "the picture \"%s\" has %" PRIu64 " by %" PRIu64 " pixels; at most %d a side "
		    "and %" PRIu64 " million in all can be used",
		    name, decode->width, decode->height, IMAGE_SIDE, IMAGE_PIXELS / 1000000);
		diag_help(d, "save it smaller: 300 pixels an inch of its size on paper are enough");
		return;
	}
	diag_add(d, DIAG_ERROR, asked, "image-corrupt", "the picture \"%s\" is damaged: %s", name,
	    decode->reason);
	diag_help(d, "copy the file again, or save it anew from the program that made it");
}

const struct image *
image_read(struct arena *a, struct diag *d, struct place asked, const struct file_text *file)
{
	const struct magic *magic = magic_find(file);
	struct decode decode = {.a = a, .file = file};

	if (magic == NULL || magic->decode == NULL) {
		refuse_kind(d, asked, file, magic);
		return NULL;
	}
	decode.image = NEW(a, struct image);
	decode.image->at = asked;
	decode.image->hash = hash_bytes(file->bytes, file->length, 0);
	if (!magic->decode(&decode)) {
		refuse(d, asked, &decode);
		return NULL;
	}
	return decode.image;
}
