/* Pictures as they go into the file. */
#include "pdf_fixture.h"

static struct buf
write_image(void **state, struct image image)
{
	struct document d;
	struct image *kept;
	struct buf file;
	struct page *page;

	document_open(&d, *state);
	kept = NEW(d.f->a, struct image);
	*kept = image;
	page = document_page(&d);
	mark_image(d.pages, page, (struct rect){PT(10), PT(20), PT(30), PT(40)},
	    (struct placed){kept, (struct rect){PT(10), PT(20), PT(30), PT(40)}}, 0, 0);
	file = document_write(&d, NULL);
	assert_true(file.len > 0);
	pages_close(d.pages);
	return file;
}

static const unsigned char samples[64] = {1, 2, 3, 4, 5, 6, 7, 8, 255, 254, 253, 252};

/* What every ICC profile has in its first 132 bytes, as far as it is looked at. */
static unsigned char *
profile(void **state, const char *space, char version)
{
	struct fixture *f = *state;
	unsigned char *p = arena_alloc(f->a, 200);

	p[8] = (unsigned char)version;
	memcpy(p + 12, "mntr", 4);
	memcpy(p + 16, space, 4);
	memcpy(p + 36, "acsp", 4);
	return p;
}

static void
a_jpeg_goes_in_unchanged(void **state)
{
	static const unsigned char jpeg[] = "\xFF\xD8 not really one \xFF\xD9";
	struct buf file = write_image(state, (struct image){.width = 2,
						 .height = 2,
						 .kind = SAMPLES_RGB,
						 .pixels = samples,
						 .jpeg = jpeg,
						 .jpeg_length = sizeof jpeg - 1});

	assert_true(holds(&file, "/ColorSpace/DeviceRGB/Filter/DCTDecode/Length 20>>"));
	assert_true(holds(&file, (const char *)jpeg));
	buf_close(&file);
}

static void
inverted_ink_is_told(void **state)
{
	static const unsigned char jpeg[] = "\xFF\xD8 ink \xFF\xD9";
	struct buf file = write_image(state, (struct image){.width = 2,
						 .height = 2,
						 .kind = SAMPLES_CMYK,
						 .pixels = samples,
						 .jpeg = jpeg,
						 .jpeg_length = sizeof jpeg - 1,
						 .jpeg_inverted = true,
						 .profile = profile(state, "CMYK", 2),
						 .profile_length = 200});

	assert_true(holds(&file, "/ColorSpace[/ICCBased "));
	assert_true(holds(&file, "/Decode[1 0 1 0 1 0 1 0]"));
	assert_true(holds(&file, "<</N 4/"));
	buf_close(&file);
}

static void
ink_without_a_profile_becomes_light(void **state)
{
	struct buf file = write_image(state,
	    (struct image){.width = 2, .height = 1, .kind = SAMPLES_CMYK, .pixels = samples});
	struct buf plain = document_plain(&file);

	assert_true(holds(&file, "/ColorSpace/DeviceRGB"));
	assert_true(holds(&file, "/Predictor 15/Colors 3/Columns 2"));
	/* 255 - 1, less 4/255 of it: 250; the second pixel as a difference from the first. */
	assert_true(holds(&plain, "\x01\xFA\xF9\xF8\xF8\xF8\xF8"));
	buf_close(&file);
	buf_close(&plain);
}

static void
a_profile_of_another_kind_is_left_out(void **state)
{
	struct image image = {.width = 2,
	    .height = 2,
	    .kind = SAMPLES_RGB,
	    .pixels = samples,
	    .profile = profile(state, "GRAY", 2),
	    .profile_length = 200};
	struct buf file = write_image(state, image);

	assert_false(holds(&file, "/ICCBased"));
	buf_close(&file);
	image.profile = profile(state, "RGB ", 5);
	file = write_image(state, image);
	assert_false(holds(&file, "/ICCBased"));
	buf_close(&file);
	image.profile = profile(state, "RGB ", 4);
	file = write_image(state, image);
	assert_true(holds(&file, "/ICCBased"));
	buf_close(&file);
}

static void
rows_are_filtered(void **state)
{
	/* Equal rows: the second is all zeros through "up". */
	static const unsigned char rows[] = {9, 9, 9, 9, 9, 9, 9, 9};
	struct buf file = write_image(
	    state, (struct image){.width = 4, .height = 2, .kind = SAMPLES_GREY, .pixels = rows});
	struct buf plain = document_plain(&file);
	static const char want[] = {1, 9, 0, 0, 0, 2, 0, 0, 0, 0};
	bool found = false;

	for (size_t i = 0; i + sizeof want <= plain.len; i++)
		found = found || memcmp(plain.at + i, want, sizeof want) == 0;
	assert_true(found);
	assert_true(holds(&plain, "q 30 0 0 40 10 781.89 cm /I0 Do Q\n"));
	buf_close(&file);
	buf_close(&plain);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(a_jpeg_goes_in_unchanged),
	    CASE(inverted_ink_is_told),
	    CASE(ink_without_a_profile_becomes_light),
	    CASE(a_profile_of_another_kind_is_left_out),
	    CASE(rows_are_filtered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
