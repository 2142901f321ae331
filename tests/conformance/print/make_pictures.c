/* make_pictures.c: make_pictures DIR: pictures of every kind that a report may show in print, each
 * of four squares whose inks are known. The names say what is particular; quarters.txt what is
 * expected.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <lcms2.h>
#include <png.h>

enum { SIDE = 192, HALF = SIDE / 2 };

static const char *folder;

static FILE *
create(const char *name)
{
	char path[4096];
	FILE *out;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	out = fopen(path, "wb");
	if (out == NULL) {
		perror(path);
		exit(3);
	}
	return out;
}

/* A profile whose red is sRGB's green, and the other way round: who ignores it is found out. */
static unsigned char *
swapped_profile(cmsUInt32Number *length)
{
	const cmsCIExyY white = {0.3127, 0.3290, 1};
	const cmsCIExyYTRIPLE primaries = {{0.30, 0.60, 1}, {0.64, 0.33, 1}, {0.15, 0.06, 1}};
	cmsToneCurve *curve = cmsBuildGamma(NULL, 2.2);
	cmsToneCurve *curves[3] = {curve, curve, curve};
	cmsHPROFILE profile = cmsCreateRGBProfile(&white, &primaries, curves);
	unsigned char *bytes;

	cmsSaveProfileToMem(profile, NULL, length);
	bytes = malloc(*length);
	cmsSaveProfileToMem(profile, bytes, length);
	cmsCloseProfile(profile);
	cmsFreeToneCurve(curve);
	return bytes;
}

/* ---- PNG ------------------------------------------------------------------------------------- */

struct png {
	const char *name;
	int type, depth, channels;
	bool interlaced, profile;
	const unsigned char *quarters; /* top left, top right, bottom left, bottom right */
};

static void
write_png(const struct png *p)
{
	static const png_color palette[4] = {
	    {255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {255, 255, 255}};
	FILE *out = create(p->name);
	png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
	png_infop info = png_create_info_struct(png);
	size_t wide = p->depth == 16 ? 2 : 1, n = (size_t)p->channels * wide;
	unsigned char *all = malloc(SIDE * SIDE * n);
	png_bytep rows[SIDE];

	for (size_t y = 0; y < SIDE; y++) {
		rows[y] = all + y * SIDE * n;
		for (size_t x = 0; x < SIDE; x++) {
			size_t quarter = (y >= HALF) * 2u + (x >= HALF);

			for (size_t k = 0; k < n; k++)
				rows[y][x * n + k] =
				    p->quarters[quarter * (size_t)p->channels + k / wide];
		}
	}
	png_init_io(png, out);
	png_set_IHDR(png, info, SIDE, SIDE, p->depth, p->type,
	    p->interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
	    PNG_FILTER_TYPE_DEFAULT);
	if (p->type == PNG_COLOR_TYPE_PALETTE)
		png_set_PLTE(png, info, palette, 4);
	if (p->profile) {
		cmsUInt32Number length;
		unsigned char *bytes = swapped_profile(&length);

		png_set_iCCP(png, info, "swapped", 0, bytes, length);
		free(bytes);
	}
	png_set_rows(png, info, rows);
	png_write_png(png, info, PNG_TRANSFORM_IDENTITY, NULL);
	png_destroy_write_struct(&png, &info);
	free(all);
	fclose(out);
}

/* ---- JPEG ------------------------------------------------------------------------------------ */

struct jpeg {
	const char *name;
	J_COLOR_SPACE from, as;
	bool progressive, no_marker, profile;
	int orientation; /* 0: no EXIF */
	const unsigned char *quarters;
};

static void
write_rows(struct jpeg_compress_struct *jpeg, const unsigned char *quarters)
{
	size_t n = (size_t)jpeg->input_components;
	unsigned char row[SIDE * 4], *rows = row;

	for (size_t y = 0; y < SIDE; y++) {
		for (size_t x = 0; x < SIDE; x++)
			memcpy(row + x * n, quarters + ((y >= HALF) * 2u + (x >= HALF)) * n, n);
		jpeg_write_scanlines(jpeg, &rows, 1);
	}
}

static void
write_jpeg(const struct jpeg *p)
{
	unsigned char exif[] =
	    "Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x01\0\0\0\0\0\0";
	FILE *out = create(p->name);
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr errors;

	jpeg.err = jpeg_std_error(&errors);
	jpeg_create_compress(&jpeg);
	jpeg_stdio_dest(&jpeg, out);
	jpeg.image_width = jpeg.image_height = SIDE;
	jpeg.in_color_space = p->from;
	jpeg.input_components = p->from == JCS_GRAYSCALE ? 1 : p->from == JCS_CMYK ? 4 : 3;
	jpeg_set_defaults(&jpeg);
	jpeg_set_colorspace(&jpeg, p->as);
	jpeg_set_quality(&jpeg, 100, TRUE);
	for (int i = 0; i < jpeg.num_components; i++)
		jpeg.comp_info[i].h_samp_factor = jpeg.comp_info[i].v_samp_factor = 1;
	if (p->progressive)
		jpeg_simple_progression(&jpeg);
	if (p->no_marker)
		jpeg.write_Adobe_marker = FALSE;
	jpeg_start_compress(&jpeg, TRUE);
	if (p->orientation != 0) {
		exif[24] = (unsigned char)p->orientation;
		jpeg_write_marker(&jpeg, JPEG_APP0 + 1, exif, sizeof exif - 1);
	}
	if (p->profile) {
		cmsUInt32Number length;
		unsigned char *bytes = swapped_profile(&length);

		jpeg_write_icc_profile(&jpeg, bytes, length);
		free(bytes);
	}
	write_rows(&jpeg, p->quarters);
	jpeg_finish_compress(&jpeg);
	jpeg_destroy_compress(&jpeg);
	fclose(out);
}

int
main(int argc, char **argv)
{
	static const unsigned char rgb[] = {255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255};
	static const unsigned char greys[] = {0, 128, 64, 255}, indices[] = {0, 1, 2, 3};
	static const unsigned char grey_rgb[] = {0, 0, 0, 128, 128, 128, 64, 64, 64, 255, 255, 255};
	static const unsigned char rgba[] = {
	    255, 0, 0, 255, 255, 0, 0, 0, 255, 0, 0, 128, 255, 255, 255, 255};
	static const unsigned char ink[] = {255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 255};
	static const unsigned char turned[] = {0, 255, 255, 255, 255, 0, 255, 255, 255, 255, 0, 255,
	    255, 255, 255, 0}; /* the same as Adobe writes it: 0 is full ink */
	static const struct png pngs[] = {
	    {"rgb.png", PNG_COLOR_TYPE_RGB, 8, 3, false, false, rgb},
	    {"rgb16.png", PNG_COLOR_TYPE_RGB, 16, 3, false, false, rgb},
	    {"interlaced.png", PNG_COLOR_TYPE_RGB, 8, 3, true, false, rgb},
	    {"palette.png", PNG_COLOR_TYPE_PALETTE, 8, 1, false, false, indices},
	    {"grey.png", PNG_COLOR_TYPE_GRAY, 8, 1, false, false, greys},
	    {"grey-rgb.png", PNG_COLOR_TYPE_RGB, 8, 3, false, false, grey_rgb},
	    {"alpha.png", PNG_COLOR_TYPE_RGB_ALPHA, 8, 4, false, false, rgba},
	    {"profile.png", PNG_COLOR_TYPE_RGB, 8, 3, false, true, rgb},
	};
	static const struct jpeg jpegs[] = {
	    {"rgb.jpg", JCS_RGB, JCS_YCbCr, false, false, false, 0, rgb},
	    {"progressive.jpg", JCS_RGB, JCS_YCbCr, true, false, false, 0, rgb},
	    {"exif.jpg", JCS_RGB, JCS_YCbCr, false, false, false, 6, rgb},
	    {"profile.jpg", JCS_RGB, JCS_YCbCr, false, false, true, 0, rgb},
	    {"grey.jpg", JCS_GRAYSCALE, JCS_GRAYSCALE, false, false, false, 0, greys},
	    {"cmyk-adobe.jpg", JCS_CMYK, JCS_CMYK, false, false, false, 0, turned},
	    {"cmyk-ycck.jpg", JCS_CMYK, JCS_YCCK, false, false, false, 0, turned},
	    {"cmyk-plain.jpg", JCS_CMYK, JCS_CMYK, false, true, false, 0, ink},
	};

	folder = argc > 1 ? argv[1] : ".";
	for (size_t i = 0; i < sizeof pngs / sizeof *pngs; i++)
		write_png(&pngs[i]);
	for (size_t i = 0; i < sizeof jpegs / sizeof *jpegs; i++)
		write_jpeg(&jpegs[i]);
	return 0;
}
