/* png_write.c: samples as a PNG: grey or RGB, 8 bits, one picture and nothing else (no date, no
 * program's name), so that the same samples give the same bytes.
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

void
image_write_png(
    struct buf *out, int width, int height, enum samples kind, const unsigned char *samples)
{
	png_structp png =
	    png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, on_error, on_warning);
	png_infop info = png != NULL ? png_create_info_struct(png) : NULL;
	size_t row = (size_t)width * (size_t)kind;

	if (info == NULL)
		on_error(png, "no memory is left");
	png_set_write_fn(png, out, on_write, on_flush);
	png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height, 8,
	    kind == SAMPLES_GREY ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
	    PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
	png_write_info(png, info);
	for (int y = 0; y < height; y++)
		png_write_row(png, samples + (size_t)y * row);
	png_write_end(png, info);
	png_destroy_write_struct(&png, &info);
}
