/* jpeg_test.c: JPEG pictures made by libjpeg here, read back by image_read.
 *
 * Colours are compared with a tolerance of NEAR: JPEG loses a little even at quality 100. Pictures
 * are of even colour in blocks of 8, so that this little stays little.
 */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jpeglib.h>

#include "bilan/image.h"

#define NEAR 3

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

/* ---- pictures --------------------------------------------------------------------------- */

struct picture {
	int blocks, high;       /* blocks of 8 x 8 across and down */
	J_COLOR_SPACE from, as; /* of the samples; of the file */
	const char *samples;    /* one per block and component */
	bool progressive, no_marker, arithmetic;
	int orientation; /* 0: no EXIF */
	const unsigned char *profile;
	unsigned profile_length;
};

struct bytes {
	unsigned char *at;
	unsigned long n;
};

static void
add_exif(struct jpeg_compress_struct *jpeg, int orientation)
{
	char exif[] = "Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x01\0\0\0\0\0\0";

	exif[24] = (char)orientation;
	jpeg_write_marker(jpeg, JPEG_APP0 + 1, (const JOCTET *)exif, sizeof exif - 1);
}

static void
write_rows(struct jpeg_compress_struct *jpeg, const struct picture *p)
{
	size_t n = (size_t)jpeg->input_components;
	unsigned char *row = calloc((size_t)p->blocks * 8, n);

	for (int y = 0; y < p->high * 8; y++) {
		for (int x = 0; x < p->blocks * 8; x++)
			memcpy(row + (size_t)x * n,
			    p->samples + (size_t)(y / 8 * p->blocks + x / 8) * n, n);
		jpeg_write_scanlines(jpeg, &row, 1);
	}
	free(row);
}

static struct bytes
make(const struct picture *p)
{
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr errors;
	struct bytes b = {0};

	jpeg.err = jpeg_std_error(&errors);
	jpeg_create_compress(&jpeg);
	jpeg_mem_dest(&jpeg, &b.at, &b.n);
	jpeg.image_width = (JDIMENSION)p->blocks * 8;
	jpeg.image_height = (JDIMENSION)p->high * 8;
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
		jpeg.write_Adobe_marker = jpeg.write_JFIF_header = FALSE;
	jpeg.arith_code = p->arithmetic;
	jpeg_start_compress(&jpeg, TRUE);
	if (p->orientation != 0)
		add_exif(&jpeg, p->orientation);
	if (p->profile != NULL)
		jpeg_write_icc_profile(&jpeg, p->profile, p->profile_length);
	write_rows(&jpeg, p);
	jpeg_finish_compress(&jpeg);
	jpeg_destroy_compress(&jpeg);
	return b;
}

static const struct image *
read_bytes(const void *bytes, size_t length)
{
	struct file_text file = {
	    .name = "a.jpg", .bytes = arena_copy(arena, bytes, length), .length = length};
	struct place asked = {.file = "report.yaml", .line = 3, .column = 5, .length = 1};

	diag_empty(diag);
	return image_read(arena, diag, asked, &file);
}

static const struct image *
made(const struct picture *p)
{
	struct bytes b = make(p);
	const struct image *image = read_bytes(b.at, b.n);

	if (image == NULL)
		diag_print(diag, DIAG_TEXT, stdout);
	assert_non_null(image);
	assert_int_equal(image->hash, hash_bytes(b.at, b.n, 0));
	if (image->jpeg != NULL) {
		assert_int_equal(image->jpeg_length, b.n);
		assert_memory_equal(image->jpeg, b.at, b.n);
	}
	free(b.at);
	return image;
}

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

/* Every pixel of block (column, row) is near this colour. */
static void
expect_block(const struct image *image, int column, int row, const void *colour)
{
	const unsigned char *wanted = colour;
	int n = (int)image->kind;

	for (int i = 0; i < 64; i++) {
		int x = column * 8 + i % 8, y = row * 8 + i / 8;
		const unsigned char *is = image->pixels + (y * image->width + x) * n;

		for (int k = 0; k < n; k++)
			if (abs(is[k] - wanted[k]) > NEAR)
				fail_msg("pixel %d,%d component %d is %d, not %d", x, y, k, is[k],
				    wanted[k]);
	}
}

/* ---- tests ------------------------------------------------------------------------------ */

static void
grey(void **state)
{
	for (int progressive = 0; progressive < 2; progressive++) {
		const struct image *image = made(&(struct picture){.blocks = 3,
		    .high = 2,
		    .from = JCS_GRAYSCALE,
		    .as = JCS_GRAYSCALE,
		    .samples = "\0\x40\x80\xC0\xFF\x10",
		    .progressive = progressive != 0});

		(void)state;
		assert_int_equal(image->kind, SAMPLES_GREY);
		assert_int_equal(image->width, 24);
		assert_int_equal(image->height, 16);
		assert_null(image->alpha);
		assert_null(image->profile);
		assert_non_null(image->jpeg);
		assert_false(image->jpeg_inverted);
		expect_block(image, 1, 0, "\x40");
		expect_block(image, 1, 1, "\xFF");
	}
}

static void
colour(void **state)
{
	struct picture p = {.blocks = 2,
	    .high = 1,
	    .from = JCS_RGB,
	    .as = JCS_YCbCr,
	    .samples = "\xF0\x20\x30\x10\x80\xE0"};
	const struct image *image;

	(void)state;
	for (int i = 0; i < 4; i++) {
		p.progressive = i % 2;
		p.as = i < 2 ? JCS_YCbCr : JCS_RGB;
		image = made(&p);
		assert_int_equal(image->kind, SAMPLES_RGB);
		expect_block(image, 0, 0, "\xF0\x20\x30");
		expect_block(image, 1, 0, "\x10\x80\xE0");
		assert_non_null(image->jpeg);
		assert_false(image->jpeg_inverted);
	}
	/* libjpeg tells RGB by the components' names; a PDF reader would take it for YCbCr. */
	p.no_marker = true;
	image = made(&p);
	expect_block(image, 1, 0, "\x10\x80\xE0");
	assert_null(image->jpeg);
}

static void
inks(void **state)
{
	struct picture p = {.blocks = 2,
	    .high = 1,
	    .from = JCS_CMYK,
	    .as = JCS_CMYK,
	    .samples = "\xF0\x20\x30\x05\x10\x80\xE0\xA0"};
	const struct image *image;

	(void)state;
	for (int i = 0; i < 4; i++) { /* with an Adobe marker: the inverse of ink */
		p.progressive = i % 2;
		p.as = i < 2 ? JCS_CMYK : JCS_YCCK;
		image = made(&p);
		assert_int_equal(image->kind, SAMPLES_CMYK);
		expect_block(image, 0, 0, "\x0F\xDF\xCF\xFA");
		expect_block(image, 1, 0, "\xEF\x7F\x1F\x5F");
		assert_non_null(image->jpeg);
		assert_true(image->jpeg_inverted);
	}
	p.as = JCS_CMYK;
	p.no_marker = true;
	image = made(&p);
	expect_block(image, 0, 0, "\xF0\x20\x30\x05");
	expect_block(image, 1, 0, "\x10\x80\xE0\xA0");
	assert_non_null(image->jpeg);
	assert_false(image->jpeg_inverted);
}

static void
orientations(void **state)
{
	/* What a reader sees of
	 *   1 2 3
	 *   4 5 6 */
	static const char *const seen[] = {"123456", "123456", "321654", "654321", "456123",
	    "142536", "415263", "635241", "362514", "123456"};
	static const char values[] = "\x00\x20\x40\x60\x80\xA0\xC0";

	(void)state;
	for (int o = 0; o <= 9; o++) {
		const struct image *image = made(&(struct picture){.blocks = 3,
		    .high = 2,
		    .from = JCS_GRAYSCALE,
		    .as = JCS_GRAYSCALE,
		    .samples = values + 1,
		    .orientation = o});
		int across = o >= 5 && o <= 8 ? 2 : 3;

		assert_int_equal(image->width, across * 8);
		assert_int_equal(image->height, 48 / across);
		assert_int_equal(image->jpeg == NULL, o >= 2 && o <= 8);
		for (int i = 0; i < 6; i++)
			expect_block(image, i % across, i / across, &values[seen[o][i] - '0']);
	}
}

static void
profiles(void **state)
{
	unsigned char *profile = calloc(100000, 1);
	struct picture p = {.blocks = 1,
	    .high = 1,
	    .from = JCS_RGB,
	    .as = JCS_YCbCr,
	    .samples = "abc",
	    .profile = profile,
	    .profile_length = 100000};
	const struct image *image;

	(void)state;
	for (int i = 128; i < 100000; i++)
		profile[i] = (unsigned char)(i % 251);
	memcpy(profile, "\0\x01\x86\xA0", 4);
	memcpy(profile + 16, "RGB ", 4);
	memcpy(profile + 36, "acsp", 4);
	image = made(&p); /* two APP2 markers */
	assert_int_equal(image->profile_length, 100000);
	assert_memory_equal(image->profile, profile, 100000);
	memcpy(profile + 16, "CMYK", 4);
	image = made(&p);
	assert_null(image->profile);
	p.from = p.as = JCS_CMYK;
	p.samples = "abcd";
	image = made(&p);
	assert_int_equal(image->profile_length, 100000);
	memcpy(profile, "\0\x01\x86\xA1", 4); /* says that it is longer than it is */
	image = made(&p);
	assert_null(image->profile);
	free(profile);
}

/* A PDF reader may not know arithmetic coding; libjpeg may be built without it. */
static void
arithmetic(void **state)
{
#ifdef C_ARITH_CODING_SUPPORTED
	const struct image *image = made(&(struct picture){.blocks = 1,
	    .high = 1,
	    .from = JCS_GRAYSCALE,
	    .as = JCS_GRAYSCALE,
	    .samples = "a",
	    .arithmetic = true});

	(void)state;
	expect_block(image, 0, 0, "a");
	assert_null(image->jpeg);
#else
	(void)state;
	skip();
#endif
}

static void
what_follows_is_not_passed_on(void **state)
{
	struct bytes b = make(&(struct picture){
	    .blocks = 1, .high = 1, .from = JCS_GRAYSCALE, .as = JCS_GRAYSCALE, .samples = "a"});
	char *longer = calloc(b.n + 100, 1);
	const struct image *image;

	(void)state;
	memcpy(longer, b.at, b.n);
	image = read_bytes(longer, b.n + 100);
	assert_non_null(image);
	assert_int_equal(image->jpeg_length, b.n);
	free(longer);
	free(b.at);
}

/* Cut anywhere it is refused; changed anywhere it does no harm. */
static void
damaged(void **state)
{
	static const unsigned char profile[132] = {
	    0, 0, 0, 132, [16] = 'R', 'G', 'B', ' ', [36] = 'a', 'c', 's', 'p'};
	const struct picture kinds[] = {
	    {.from = JCS_RGB, .as = JCS_YCbCr, .orientation = 6},
	    {.from = JCS_RGB, .as = JCS_YCbCr, .progressive = true, .orientation = 6},
	    {.from = JCS_RGB, .as = JCS_YCbCr, .profile = profile, .profile_length = 132},
	    {.from = JCS_GRAYSCALE, .as = JCS_GRAYSCALE},
	    {.from = JCS_CMYK, .as = JCS_CMYK},
	    {.from = JCS_CMYK, .as = JCS_YCCK, .progressive = true},
	    {.from = JCS_CMYK, .as = JCS_CMYK, .no_marker = true},
	};

	(void)state;
	for (size_t kind = 0; kind < COUNT(kinds); kind++) {
		struct picture p = kinds[kind];
		struct bytes b;

		p.blocks = p.high = 2;
		p.samples = "abcdefghijklmnop";
		b = make(&p);

		for (size_t cut = 3; cut < b.n; cut++)
			expect_refused(b.at, cut, "image-corrupt", "a.jpg");
		for (size_t i = 0; i < b.n; i++) {
			b.at[i] ^= 0xFF;
			if (read_bytes(b.at, b.n) == NULL)
				assert_int_equal(diag_count(diag, DIAG_ERROR), 1);
			b.at[i] ^= 0xFF;
		}
		assert_non_null(read_bytes(b.at, b.n));
		free(b.at);
	}
}

/* The frame header's place, after its length and precision. */
static unsigned char *
frame(const struct bytes *b)
{
	size_t i = 0;

	while (b->at[i] != 0xFF || b->at[i + 1] != 0xC0)
		i++;
	return b->at + i + 5;
}

static void
sizes(void **state)
{
	struct bytes b = make(&(struct picture){
	    .blocks = 1, .high = 1, .from = JCS_GRAYSCALE, .as = JCS_GRAYSCALE, .samples = "a"});

	(void)state;
	memcpy(frame(&b), "\x9C\x41\0\x08", 4);
	expect_refused(b.at, b.n, "image-size", "8 by 40001 pixels");
	memcpy(frame(&b), "\x27\x10\x27\x11", 4);
	expect_refused(b.at, b.n, "image-size", "10001 by 10000 pixels");
	memcpy(frame(&b), "\x27\x10\x27\x10", 4);
	expect_refused(b.at, b.n, "image-corrupt", "too short for the size");
	memcpy(frame(&b), "\x00\x10\x00\x10", 4);
	expect_refused(b.at, b.n, "image-corrupt", "");
	free(b.at);
}

/* Thirty bytes of scan header, each a walk over the whole picture. */
static void
scans_without_end(void **state)
{
	struct bytes b = make(&(struct picture){.blocks = 2,
	    .high = 2,
	    .from = JCS_GRAYSCALE,
	    .as = JCS_GRAYSCALE,
	    .samples = "abcd",
	    .progressive = true});
	size_t scan = 2, last = b.n - 2;
	struct buf longer = {0};

	(void)state;
	for (size_t i = 2; i + 2 < b.n; i++)
		if (b.at[i] == 0xFF && b.at[i + 1] == 0xDA)
			scan = i;
	buf_add(&longer, b.at, last);
	for (int i = 0; i < 200; i++)
		buf_add(&longer, b.at + scan, last - scan);
	buf_add(&longer, b.at + last, 2);
	expect_refused(longer.at, longer.len, "image-corrupt", "");
	buf_close(&longer);
	free(b.at);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(grey),
	    cmocka_unit_test(colour),
	    cmocka_unit_test(inks),
	    cmocka_unit_test(orientations),
	    cmocka_unit_test(profiles),
	    cmocka_unit_test(arithmetic),
	    cmocka_unit_test(what_follows_is_not_passed_on),
	    cmocka_unit_test(damaged),
	    cmocka_unit_test(sizes),
	    cmocka_unit_test(scans_without_end),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
