/* png.c: PNG to samples; the only file that knows libpng.
 *
 * All colour types, 1 to 16 bits, interlaced or not, become grey or RGB with 8 bits and alpha
 * apart. Sixteen bits are scaled (v * 255 / 65535, rounded), not cut. gAMA, cHRM and sRGB change
 * nothing: a picture without a profile is taken as sRGB. An EXIF orientation is applied.
 *
 * libpng leaves by longjmp. It can do so only inside attempt(), which runs one step at a time; all
 * that a step makes is kept in struct job, which longjmp does not touch, and closed by png_decode.
 * A CRC that does not match is an error in every chunk, so a damaged byte is never taken for a
 * picture. Chunks that nobody reads here are checked and dropped: a compressed comment cannot
 * swell.
 */
#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decode.h"

#define CHUNK_LIMIT   ((png_alloc_size_t)8 << 20) /* bytes of a profile, unpacked */
#define DEFLATE_RATIO 1040                        /* zlib never packs better than 1032 : 1 */

struct job {
	struct decode *d;
	png_structp png;
	png_infop info;
	size_t at;              /* bytes of the file used */
	int channels;           /* colour and alpha, as libpng gives them */
	unsigned char *samples; /* width * height * channels */
	bool spare;             /* samples are to be freed: they are not the picture's own */
};

/* Known to libpng, of no use here. */
static const png_byte dropped[] =
    "bKGD\0cHRM\0gAMA\0hIST\0iTXt\0oFFs\0pCAL\0pHYs\0sBIT\0sCAL\0sPLT\0sRGB\0"
    "sTER\0tEXt\0tIME\0zTXt";

static void
on_error(png_structp png, png_const_charp message)
{
	struct job *j = png_get_error_ptr(png);

	snprintf(j->d->reason, sizeof j->d->reason, "%s", message);
	png_longjmp(png, 1);
}

static void
on_warning(png_structp png, png_const_charp message)
{
	(void)png;
	(void)message;
}

static void
on_read(png_structp png, png_bytep to, size_t n)
{
	struct job *j = png_get_io_ptr(png);

	if (n > j->d->file->length - j->at)
		png_error(png, "the file ends too early");
	memcpy(to, j->d->file->bytes + j->at, n);
	j->at += n;
}

static bool
attempt(struct job *j, void (*step)(struct job *j))
{
	if (setjmp(png_jmpbuf(j->png)) != 0)
		return false;
	step(j);
	return true;
}

static void
read_head(struct job *j)
{
	png_set_read_fn(j->png, j, on_read);
	png_set_user_limits(j->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX); /* see decode_size */
	png_set_chunk_cache_max(j->png, 64);
	png_set_chunk_malloc_max(j->png, CHUNK_LIMIT);
	png_set_crc_action(j->png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
	png_set_keep_unknown_chunks(j->png, PNG_HANDLE_CHUNK_NEVER, dropped, sizeof dropped / 5);
	png_read_info(j->png, j->info);
	if (!decode_size(
		j->d, png_get_image_width(j->png, j->info), png_get_image_height(j->png, j->info)))
		png_error(j->png, "too large");
	if (png_get_rowbytes(j->png, j->info) * j->d->height / DEFLATE_RATIO > j->d->file->length)
		png_error(j->png, "the file is too short for the size it claims");
}

/* After this a row is grey or RGB, 8 bits, perhaps with alpha. */
static void
set_form(struct job *j)
{
	png_set_expand(j->png);
	png_set_scale_16(j->png);
	png_set_interlace_handling(j->png);
	png_read_update_info(j->png, j->info);
	j->channels = png_get_channels(j->png, j->info);
	j->d->image->kind = j->channels < 3 ? SAMPLES_GREY : SAMPLES_RGB;
	j->d->image->width = (int)j->d->width;
	j->d->image->height = (int)j->d->height;
}

static void
read_samples(struct job *j)
{
	size_t stride = png_get_rowbytes(j->png, j->info);
	int passes = png_get_interlace_type(j->png, j->info) == PNG_INTERLACE_NONE
			 ? 1
			 : PNG_INTERLACE_ADAM7_PASSES;

	while (passes-- > 0)
		for (size_t y = 0; y < j->d->height; y++)
			png_read_row(j->png, j->samples + y * stride, NULL);
	png_read_end(j->png, j->info);
}

static int
orientation(struct job *j)
{
	png_uint_32 length = 0;
	png_bytep exif = NULL;

	if (png_get_eXIf_1(j->png, j->info, &length, &exif) == 0)
		return 1;
	return exif_orientation(exif, length);
}

/* Colour and alpha apart; an alpha that hides nothing is left out. */
static void
split_alpha(struct job *j)
{
	struct image *image = j->d->image;
	size_t n = (size_t)(j->d->width * j->d->height), colours = (size_t)image->kind;
	unsigned char *pixels = arena_alloc(j->d->a, n * colours), *alpha = NULL;
	const unsigned char *from = j->samples;

	for (size_t i = 0; i < n; i++, from += colours + 1) {
		memcpy(pixels + i * colours, from, colours);
		if (alpha == NULL && from[colours] != 255) {
			alpha = arena_alloc(j->d->a, n);
			memset(alpha, 255, i);
		}
		if (alpha != NULL)
			alpha[i] = from[colours];
	}
	image->pixels = pixels;
	image->alpha = alpha;
}

static void
turn(struct job *j, int orientation)
{
	struct image *image = j->d->image;
	size_t n = (size_t)(j->d->width * j->d->height);
	unsigned char *to = arena_alloc(j->d->a, n * (size_t)image->kind);

	exif_turn(to, image->pixels, (int)image->kind, image->width, image->height, orientation);
	image->pixels = to;
	if (image->alpha != NULL) {
		to = arena_alloc(j->d->a, n);
		exif_turn(to, image->alpha, 1, image->width, image->height, orientation);
		image->alpha = to;
	}
	if (orientation > 4) {
		image->width = (int)j->d->height;
		image->height = (int)j->d->width;
	}
}

static bool
decode(struct job *j)
{
	struct image *image = j->d->image;
	png_charp name;
	png_bytep profile;
	png_uint_32 length;
	size_t n;
	int method, upright;

	if (!attempt(j, read_head) || !attempt(j, set_form))
		return false;
	n = (size_t)(j->d->width * j->d->height) * (size_t)j->channels;
	j->spare = j->channels != (int)image->kind;
	j->samples = j->spare ? mem_alloc(n) : arena_alloc(j->d->a, n);
	if (!attempt(j, read_samples))
		return false;
	if (j->spare)
		split_alpha(j);
	else
		image->pixels = j->samples;
	upright = orientation(j);
	if (upright != 1)
		turn(j, upright);
	if (png_get_iCCP(j->png, j->info, &name, &method, &profile, &length) != 0)
		decode_profile(j->d, profile, length);
	return true;
}

bool
png_decode(struct decode *d)
{
	struct job j = {.d = d};
	bool sound = false;

	j.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &j, on_error, on_warning);
	j.info = j.png != NULL ? png_create_info_struct(j.png) : NULL;
	if (j.info != NULL)
		sound = decode(&j);
	else
		snprintf(d->reason, sizeof d->reason, "libpng cannot start");
	png_destroy_read_struct(&j.png, &j.info, NULL);
	if (j.spare)
		free(j.samples);
	return sound;
}
