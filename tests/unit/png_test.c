/* png_test.c: PNG pictures made by libpng here, read back by image_read.
 *
 * Damage: each byte of a small picture is changed, and it is cut at each length. Every chunk has a
 * checksum, so not one of these may pass for a picture.
 */
#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bilan/image.h"

static struct arena *arena;
static struct diag *diag;

static int
setup(void **state)
{
	(void)state;
	arena = arena_open();
	diag = diag_open();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	diag_close(diag);
	arena_close(arena);
	return 0;
}

static const struct image *
read_bytes(const void *bytes, size_t length)
{
	struct file_text file = {
	    .name = "a.png", .bytes = arena_copy(arena, bytes, length), .length = length};
	struct place asked = {.file = "report.yaml", .line = 3, .column = 5, .length = 1};

	diag_empty(diag);
	return image_read(arena, diag, asked, &file);
}

static const struct image *
read_sound(const struct buf *b)
{
	const struct image *image = read_bytes(b->at, b->len);

	if (image == NULL)
		diag_print(diag, DIAG_TEXT, stdout);
	assert_non_null(image);
	assert_int_equal(diag_count(diag, DIAG_ERROR), 0);
	assert_null(image->jpeg);
	assert_string_equal(image->at.file, "report.yaml");
	return image;
}

/* Refused with one error at the place that asked, with this code, and this in its words. */
static void
expect_refused(const void *bytes, size_t length, const char *code, const char *words)
{
	char *printed = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&printed, &n);

	assert_null(read_bytes(bytes, length));
	assert_int_equal(diag_count(diag, DIAG_ERROR), 1);
	diag_print(diag, DIAG_TEXT, out);
	fclose(out);
	if (strstr(printed, code) == NULL || strstr(printed, words) == NULL)
		printf("wanted %s, %s; got\n%s", code, words, printed);
	assert_non_null(strstr(printed, "report.yaml:3:5: error: "));
	assert_non_null(strstr(printed, arena_printf(arena, "[%s]", code)));
	assert_non_null(strstr(printed, words));
	free(printed);
}

/* ---- pictures --------------------------------------------------------------------------- */

struct picture {
	int width, height, bits, type, interlace;
	const unsigned char *rows; /* as libpng wants them */
	const png_color *palette;
	int palette_count;
	const unsigned char *trns;
	int trns_count;            /* of a palette */
	const png_color_16 *clear; /* the colour that is transparent */
	const unsigned char *profile;
	size_t profile_length;
	const unsigned char *exif;
	size_t exif_length;
};

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
make(struct buf *b, const struct picture *p)
{
	png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
	png_infop info = png_create_info_struct(png);
	size_t stride;
	int passes;

	png_set_write_fn(png, b, on_write, on_flush);
	png_set_IHDR(png, info, (png_uint_32)p->width, (png_uint_32)p->height, p->bits, p->type,
	    p->interlace, PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
	png_set_gAMA(png, info, 1.0);
	if (p->palette != NULL)
		png_set_PLTE(png, info, p->palette, p->palette_count);
	if (p->trns != NULL || p->clear != NULL)
		png_set_tRNS(png, info, p->trns, p->trns_count, p->clear);
	if (p->profile != NULL)
		png_set_iCCP(png, info, "p", 0, p->profile, (png_uint_32)p->profile_length);
	if (p->exif != NULL)
		png_set_eXIf_1(png, info, (png_uint_32)p->exif_length, (png_bytep)p->exif);
	png_write_info(png, info);
	passes = png_set_interlace_handling(png);
	stride = png_get_rowbytes(png, info);
	while (passes-- > 0)
		for (int y = 0; y < p->height; y++)
			png_write_row(png, p->rows + (size_t)y * stride);
	png_write_end(png, info);
	png_destroy_write_struct(&png, &info);
}

static const struct image *
made(const struct picture *p)
{
	struct buf b = {0};
	const struct image *image;

	make(&b, p);
	image = read_sound(&b);
	assert_int_equal(image->hash, hash_bytes(b.at, b.len, 0));
	buf_close(&b);
	return image;
}

#define ROWS(text) (const unsigned char *)(text)

static void
grey(void **state)
{
	static const struct {
		int bits;
		const char *rows, *pixels;
	} cases[] = {
	    {1, "\xA0\x40", "\xFF\0\xFF\0\xFF\0"},
	    {2, "\xE4\x1B", "\xFF\xAA\x55\0\x55\xAA"},
	    {4, "\xF8\x10\x01\x20", "\xFF\x88\x11\0\x11\x22"},
	    {8, "\x01\x02\x03\x04\x05\x06", "\x01\x02\x03\x04\x05\x06"},
	    /* 0x0080 / 257 is 0.498, 0x0081 / 257 is 0.502; cutting would give 0 twice */
	    {16, "\0\x80\0\x81\xFF\xFF\xFE\xFF\x01\x01\x7F\xFF", "\0\x01\xFF\xFE\x01\x7F"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct image *image = made(&(struct picture){.width = 3,
		    .height = 2,
		    .bits = cases[i].bits,
		    .type = PNG_COLOR_TYPE_GRAY,
		    .rows = ROWS(cases[i].rows)});

		assert_int_equal(image->kind, SAMPLES_GREY);
		assert_int_equal(image->width, 3);
		assert_int_equal(image->height, 2);
		assert_memory_equal(image->pixels, cases[i].pixels, 6);
		assert_null(image->alpha);
		assert_null(image->profile);
	}
}

static void
colour(void **state)
{
	const struct image *image = made(&(struct picture){.width = 2,
	    .height = 1,
	    .bits = 8,
	    .type = PNG_COLOR_TYPE_RGB,
	    .rows = ROWS("abcdef")});

	(void)state;
	assert_int_equal(image->kind, SAMPLES_RGB);
	assert_memory_equal(image->pixels, "abcdef", 6);
	assert_null(image->alpha);
	image = made(&(struct picture){.width = 1,
	    .height = 1,
	    .bits = 16,
	    .type = PNG_COLOR_TYPE_RGB_ALPHA,
	    .rows = ROWS("\x40\x40\0\x81\xFF\xFF\x80\x80")});
	assert_int_equal(image->kind, SAMPLES_RGB);
	assert_memory_equal(image->pixels, "\x40\x01\xFF", 3);
	assert_memory_equal(image->alpha, "\x80", 1);
}

static void
alpha(void **state)
{
	const struct image *image = made(&(struct picture){.width = 3,
	    .height = 1,
	    .bits = 8,
	    .type = PNG_COLOR_TYPE_GRAY_ALPHA,
	    .rows = ROWS("a\xFF"
			 "b\x10"
			 "c\0")});

	(void)state;
	assert_int_equal(image->kind, SAMPLES_GREY);
	assert_memory_equal(image->pixels, "abc", 3);
	assert_memory_equal(image->alpha, "\xFF\x10\0", 3);
	image = made(&(struct picture){.width = 2,
	    .height = 1,
	    .bits = 8,
	    .type = PNG_COLOR_TYPE_RGB_ALPHA,
	    .rows = ROWS("abc\xFF"
			 "def\xFF")});
	assert_memory_equal(image->pixels, "abcdef", 6);
	assert_null(image->alpha);
	image = made(&(struct picture){.width = 2,
	    .height = 1,
	    .bits = 8,
	    .type = PNG_COLOR_TYPE_RGB,
	    .rows = ROWS("abcdef"),
	    .clear = &(png_color_16){.red = 'a', .green = 'b', .blue = 'c'}});
	assert_memory_equal(image->pixels, "abcdef", 6);
	assert_memory_equal(image->alpha, "\0\xFF", 2);
	image = made(&(struct picture){.width = 2,
	    .height = 1,
	    .bits = 2,
	    .type = PNG_COLOR_TYPE_GRAY,
	    .rows = ROWS("\x60"),
	    .clear = &(png_color_16){.gray = 1}});
	assert_memory_equal(image->pixels, "\x55\xAA", 2);
	assert_memory_equal(image->alpha, "\0\xFF", 2);
}

static void
palette(void **state)
{
	static const png_color colours[] = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}, {10, 11, 12}};
	struct picture p = {.width = 3,
	    .height = 1,
	    .bits = 2,
	    .type = PNG_COLOR_TYPE_PALETTE,
	    .rows = ROWS("\xC4"),
	    .palette = colours,
	    .palette_count = 4};
	const struct image *image = made(&p);

	(void)state;
	assert_int_equal(image->kind, SAMPLES_RGB);
	assert_memory_equal(image->pixels, "\x0A\x0B\x0C\x01\x02\x03\x04\x05\x06", 9);
	assert_null(image->alpha);
	p.trns = ROWS("\x80\x70");
	p.trns_count = 2;
	image = made(&p);
	assert_memory_equal(image->pixels, "\x0A\x0B\x0C\x01\x02\x03\x04\x05\x06", 9);
	assert_memory_equal(image->alpha, "\xFF\x80\x70", 3);
}

static void
interlaced(void **state)
{
	unsigned char rows[11 * 9 * 4];
	const struct image *plain, *laced;
	struct picture p = {
	    .width = 11, .height = 9, .bits = 8, .type = PNG_COLOR_TYPE_RGB_ALPHA, .rows = rows};

	(void)state;
	for (size_t i = 0; i < sizeof rows; i++)
		rows[i] = (unsigned char)(i * 37 % 251);
	plain = made(&p);
	p.interlace = PNG_INTERLACE_ADAM7;
	laced = made(&p);
	assert_memory_equal(plain->pixels, laced->pixels, 11 * 9 * 3);
	assert_memory_equal(plain->alpha, laced->alpha, 11 * 9);
	p.type = PNG_COLOR_TYPE_GRAY;
	p.bits = 1;
	laced = made(&p);
	p.interlace = PNG_INTERLACE_NONE;
	plain = made(&p);
	assert_memory_equal(plain->pixels, laced->pixels, 11 * 9);
}

#define PROFILE 240 /* bytes */

/* The shell of an ICC profile: sound to libpng, but without tags; noise does not pack. */
static void
fill_profile(unsigned char profile[static PROFILE], const char *space)
{
	memset(profile, 0, 132);
	for (int i = 132; i < PROFILE; i++)
		profile[i] = (unsigned char)(i * i * 7 % 251);
	profile[3] = PROFILE;
	memcpy(profile + 8, "\x02\x40\0\0mntr", 8);
	memcpy(profile + 16, space, 4);
	memcpy(profile + 20, "XYZ ", 4);
	memcpy(profile + 36, "acsp", 4);
	memcpy(profile + 68, "\0\0\xF6\xD6\0\x01\0\0\0\0\xD3\x2D", 12); /* D50 */
}

static void
profiles(void **state)
{
	unsigned char profile[PROFILE];
	struct picture p = {.width = 1,
	    .height = 1,
	    .bits = 8,
	    .type = PNG_COLOR_TYPE_RGB,
	    .rows = ROWS("abc"),
	    .profile = profile,
	    .profile_length = sizeof profile};
	const struct image *image;

	(void)state;
	fill_profile(profile, "RGB ");
	image = made(&p);
	assert_int_equal(image->profile_length, PROFILE);
	assert_memory_equal(image->profile, profile, PROFILE);
	fill_profile(profile, "GRAY");
	p.type = PNG_COLOR_TYPE_GRAY;
	image = made(&p);
	assert_int_equal(image->profile_length, PROFILE);
}

static void
turned(void **state)
{
	unsigned char exif[] = "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
	const struct image *image = made(&(struct picture){.width = 3,
	    .height = 2,
	    .bits = 8,
	    .type = PNG_COLOR_TYPE_GRAY_ALPHA,
	    .rows = ROWS("a1b2c3d4e5f6"),
	    .exif = exif,
	    .exif_length = sizeof exif - 1});

	(void)state;
	assert_int_equal(image->width, 2);
	assert_int_equal(image->height, 3);
	assert_memory_equal(image->pixels, "daebfc", 6);
	assert_memory_equal(image->alpha, "415263", 6);
}

/* Cut or changed anywhere it is refused. */
static void
damage(const struct picture *p)
{
	struct buf b = {0};

	make(&b, p);
	for (size_t cut = 8; cut < b.len; cut++)
		expect_refused(b.at, cut, "image-corrupt", "ends too early");
	for (size_t i = 0; i < b.len; i++)
		for (int bit = 1; bit < 256; bit <<= 1) {
			b.at[i] = (char)(b.at[i] ^ bit);
			expect_refused(
			    b.at, b.len, i < 8 ? "image-kind" : "image-corrupt", "a.png");
			b.at[i] = (char)(b.at[i] ^ bit);
		}
	read_sound(&b);
	buf_close(&b);
}

static void
damaged(void **state)
{
	static const png_color palette[] = {{1, 2, 3}, {4, 5, 6}};
	unsigned char profile[PROFILE], rows[128] = {0};
	const struct picture kinds[] = {
	    {.bits = 8,
		.type = PNG_COLOR_TYPE_RGB_ALPHA,
		.interlace = PNG_INTERLACE_ADAM7,
		.profile = profile,
		.profile_length = sizeof profile},
	    {.bits = 16, .type = PNG_COLOR_TYPE_RGB},
	    {.bits = 1, .type = PNG_COLOR_TYPE_GRAY},
	    {.bits = 4, .type = PNG_COLOR_TYPE_PALETTE, .palette = palette, .palette_count = 2},
	};

	(void)state;
	fill_profile(profile, "RGB ");
	for (size_t i = 0; i < COUNT(kinds); i++) {
		struct picture p = kinds[i];

		p.width = p.height = 4;
		p.rows = rows;
		damage(&p);
	}
}

static uint32_t
crc(const unsigned char *bytes, size_t n)
{
	uint32_t c = 0xFFFFFFFF;

	for (size_t i = 0; i < n; i++) {
		c ^= bytes[i];
		for (int k = 0; k < 8; k++)
			c = c >> 1 ^ (c & 1 ? 0xEDB88320 : 0);
	}
	return ~c;
}

static void
put_number(unsigned char *to, uint32_t n)
{
	for (int i = 0; i < 4; i++)
		to[i] = (unsigned char)(n >> (24 - 8 * i));
}

/* A picture that claims another size, with a sound checksum. */
static void
expect_size(uint32_t width, uint32_t height, const char *code, const char *words)
{
	struct buf b = {0};
	unsigned char *head;

	make(&b, &(struct picture){.width = 1,
		     .height = 1,
		     .bits = 8,
		     .type = PNG_COLOR_TYPE_RGB,
		     .rows = ROWS("abc")});
	head = (unsigned char *)b.at + 12;
	put_number(head + 4, width);
	put_number(head + 8, height);
	put_number(head + 17, crc(head, 17));
	expect_refused(b.at, b.len, code, words);
	buf_close(&b);
}

static void
sizes(void **state)
{
	(void)state;
	expect_size(40001, 1, "image-size", "40001 by 1 pixels");
	expect_size(1, 40001, "image-size", "1 by 40001 pixels");
	expect_size(2147483647, 2147483647, "image-size", "100 million");
	expect_size(10001, 10000, "image-size", "10001 by 10000");
	expect_size(10000, 10000, "image-corrupt", "too short for the size");
	expect_size(0, 1, "image-corrupt", "");
}

static void
kinds(void **state)
{
	(void)state;
	expect_refused("", 0, "image-kind", "is empty");
	expect_refused("x", 1, "image-kind", "neither a PNG nor a JPEG");
	expect_refused("GIF89a", 6, "image-kind", "a GIF file");
	expect_refused("RIFF\0\0\0\0WEBPVP8 ", 16, "image-kind", "a WebP file");
	expect_refused("<svg/>", 6, "image-kind", "an SVG file");
	expect_refused("\0\0\0\x18"
		       "ftypheic",
	    12, "image-kind", "a HEIC file");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(grey),
	    cmocka_unit_test(colour),
	    cmocka_unit_test(alpha),
	    cmocka_unit_test(palette),
	    cmocka_unit_test(interlaced),
	    cmocka_unit_test(profiles),
	    cmocka_unit_test(turned),
	    cmocka_unit_test(damaged),
	    cmocka_unit_test(sizes),
	    cmocka_unit_test(kinds),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
