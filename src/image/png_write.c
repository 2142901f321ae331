/* png_write.c: samples as a PNG, one picture and nothing else (no date, no program's name), so that
 * the same samples give the same bytes.
 *
 * Pages are flat: long runs of one colour, which every filter of PNG only breaks up. So rows are
 * written as they are, compressed as well as zlib can: a third of what libpng's own choice takes.
 *
 * libpng leaves by longjmp when memory is out; the program then ends, as everywhere.
 */
#include <png.h>
#include <stdio.h>
#include <stdlib.h>

#include "bilan/image.h"

static void
on_write(png_structp png, png_bytep bytes, size_t n)
{
	buf_add(png_get_io_ptr(png), bytes, n);
}

static void
on_flush(png_structp png)
{
	(void)png;
}

static void
on_error(png_structp png, png_const_charp message)
{
	(void)png;
	fprintf(stderr, "bilan: a picture cannot be written: %s\n", message);
	exit(3);
}

static void
on_warning(png_structp png, png_const_charp message)
{
	(void)png;
	(void)message;
}

static png_structp
open_png(struct buf *out, png_infop *info)
{
	png_structp png =
	    png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, on_error, on_warning);

	*info = png != NULL ? png_create_info_struct(png) : NULL;
	if (*info == NULL)
		on_error(png, "no memory is left");
	png_set_write_fn(png, out, on_write, on_flush);
	png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
	png_set_compression_level(png, 9);
	return png;
}

static void
set_size(png_structp png, png_infop info, int width, int height, int depth, int kind)
{
	png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height, depth, kind,
	    PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
}

static void
write_rows(png_structp png, png_infop info, int height, const unsigned char *samples, size_t row)
{
	for (int y = 0; y < height; y++)
		png_write_row(png, samples + (size_t)y * row);
	png_write_end(png, info);
	png_destroy_write_struct(&png, &info);
}

void
image_write_png(
    struct buf *out, int width, int height, enum samples kind, const unsigned char *samples)
{
	png_infop info;
	png_structp png = open_png(out, &info);

	set_size(png, info, width, height, 8,
	    kind == SAMPLES_GREY ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB);
	png_write_info(png, info);
	write_rows(png, info, height, samples, (size_t)width * (size_t)kind);
}

void
image_write_png_over(
    struct buf *out, int width, int height, const unsigned char *rgb, const unsigned char clear[3])
{
	png_infop info;
	png_structp png = open_png(out, &info);
	png_color_16 key = {.red = clear[0], .green = clear[1], .blue = clear[2]};

	set_size(png, info, width, height, 8, PNG_COLOR_TYPE_RGB);
	png_set_tRNS(png, info, NULL, 0, &key);
	png_write_info(png, info);
	write_rows(png, info, height, rgb, (size_t)width * 3);
}

void
image_write_png_indexed(struct buf *out, int width, int height, const struct few_colours *p,
    const unsigned char *indices)
{
	png_infop info;
	png_structp png = open_png(out, &info);
	png_color colours[256];
	png_byte clear = 0;

	for (int i = 0; i < p->count; i++)
		colours[i] = (png_color){p->rgb[i][0], p->rgb[i][1], p->rgb[i][2]};
	set_size(png, info, width, height,
	    p->count <= 2    ? 1
	    : p->count <= 4  ? 2
	    : p->count <= 16 ? 4
			     : 8,
	    PNG_COLOR_TYPE_PALETTE);
	png_set_PLTE(png, info, colours, p->count);
	if (p->first_is_clear)
		png_set_tRNS(png, info, &clear, 1, NULL);
	png_write_info(png, info);
	png_set_packing(png);
	write_rows(png, info, height, indices, (size_t)width);
}
