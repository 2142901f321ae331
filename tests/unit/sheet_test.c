/* The sheet of changes: what it escapes, and that a page kept as what differs is the page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../src/diff/sheet.h"
#include "bilan/image.h"

static void
escapes(const char *text, const char *expected)
{
	struct buf out = {0};

	sheet_escape(&out, text);
	assert_string_equal(out.len > 0 ? out.at : "", expected);
	buf_close(&out);
}

static void
markup_becomes_text(void **state)
{
	(void)state;
	escapes("", "");
	escapes("24\u202f088 <b> & \"c\" 'd'", "24\u202f088 &lt;b&gt; &amp; &quot;c&quot; 'd'");
	escapes("</script>]]>", "&lt;/script&gt;]]&gt;");
	escapes("one\ntwo", "one\ntwo");
}

/* XML knows no way to write most control characters, and a terminal obeys them. */
static void
control_characters_become_signs(void **state)
{
	(void)state;
	escapes("\x1b[31m\t\r\x7f", "\u241b[31m\u2409\u240d\u2421");
	escapes("\xc2\x85\xe2\x80\xae\xe2\x81\xa6", "\ufffd\ufffd\ufffd");
	escapes("\xef\xbf\xbe \xef\xbf\xbf", "\ufffd \ufffd");
}

static void
broken_utf8_becomes_the_sign_of_it(void **state)
{
	(void)state;
	escapes("\xff<\xc3", "\ufffd&lt;\ufffd");
	escapes("\xed\xa0\x80", "\ufffd\ufffd\ufffd");
}

static void
base64_is_that_of_everybody(void **state)
{
	const char *const words[][2] = {
	    {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}};

	(void)state;
	for (size_t i = 0; i < COUNT(words); i++) {
		struct buf out = {0};

		sheet_base64(&out, words[i][0], strlen(words[i][0]));
		assert_string_equal(out.len > 0 ? out.at : "", words[i][1]);
		buf_close(&out);
	}
}

/* ---- pictures ----------------------------------------------------------------------------- */

enum { WIDTH = 120, HEIGHT = 90 };

/* A page of so many colours, at most. */
static struct bitmap
page(struct arena *a, int colours)
{
	uint8_t *rgb = NEW_ARRAY(a, uint8_t, WIDTH * HEIGHT * 3);

	for (int i = 0; i < WIDTH * HEIGHT; i++) {
		int c = i % colours;

		rgb[3 * i] = (uint8_t)(c * 7);
		rgb[3 * i + 1] = (uint8_t)(c / 16 * 3);
		rgb[3 * i + 2] = (uint8_t)(c / 256 * 5);
	}
	return (struct bitmap){WIDTH, HEIGHT, rgb};
}

static struct bitmap
with_spot(struct arena *a, struct bitmap b)
{
	uint8_t *rgb = NEW_ARRAY(a, uint8_t, WIDTH * HEIGHT * 3);

	memcpy(rgb, b.rgb, WIDTH * HEIGHT * 3);
	for (int y = 0; y < 6; y++)
		memset(rgb + 3 * ((40 + y) * WIDTH), 0x99, 30);
	return (struct bitmap){WIDTH, HEIGHT, rgb};
}

/* The PNG laid over the page below, against the page meant; the channel that differs most. */
static int
worst(struct arena *a, const struct buf *png, struct bitmap below, struct bitmap meant)
{
	struct diag *d = diag_open();
	struct file_text file = {.name = "a.png", .bytes = png->at, .length = png->len};
	const struct image *image = image_read(a, d, (struct place){0}, &file);
	int most = 0;

	assert_non_null(image);
	assert_int_equal(image->width, WIDTH);
	for (int i = 0; i < WIDTH * HEIGHT; i++) {
		bool clear = image->alpha != NULL && image->alpha[i] == 0;

		for (int k = 0; k < 3; k++) {
			int shown = clear                         ? below.rgb[3 * i + k]
				    : image->kind == SAMPLES_GREY ? image->pixels[i]
								  : image->pixels[3 * i + k];
			int off = abs(shown - meant.rgb[3 * i + k]);

			most = off > most ? off : most;
		}
	}
	diag_close(d);
	return most;
}

static void
a_page_over_another_is_the_page(void **state)
{
	const int colours[] = {1, 2, 3, 15, 200, 255, 256};
	struct arena *a = arena_open();

	(void)state;
	for (size_t i = 0; i < COUNT(colours); i++) {
		struct bitmap old = page(a, colours[i]), new = with_spot(a, old);
		struct buf whole = {0}, over = {0}, same = {0};

		assert_false(sheet_picture(&whole, NULL, new));
		assert_true(sheet_picture(&over, &old, new));
		assert_true(sheet_picture(&same, &new, new));
		assert_true(worst(a, &whole, old, new) <= 24);
		assert_int_equal(worst(a, &over, old, new), 0);
		assert_int_equal(worst(a, &same, new, new), 0);
		buf_close(&whole);
		buf_close(&over);
		buf_close(&same);
	}
	arena_close(a);
}

/* Thousands of colours, as in photographs: all are kept, or take one that is near. */
static void
many_colours_stay_near(void **state)
{
	struct arena *a = arena_open();
	struct bitmap old = page(a, 9000), new = with_spot(a, old);
	struct buf whole = {0}, over = {0};

	(void)state;
	assert_false(sheet_picture(&whole, NULL, old));
	assert_int_equal(worst(a, &whole, old, old), 0);
	assert_true(sheet_picture(&over, &old, new));
	assert_int_equal(worst(a, &over, old, new), 0);
	buf_close(&whole);
	buf_close(&over);
	arena_close(a);
}

static void
another_page_is_kept_whole(void **state)
{
	struct arena *a = arena_open();
	struct bitmap old = page(a, 9), new = page(a, 10), narrow = old;
	struct buf png = {0};

	(void)state;
	assert_false(sheet_picture(&png, &old, new));
	narrow.width--;
	buf_empty(&png);
	assert_false(sheet_picture(&png, &narrow, old));
	buf_close(&png);
	arena_close(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(markup_becomes_text),
	    cmocka_unit_test(control_characters_become_signs),
	    cmocka_unit_test(broken_utf8_becomes_the_sign_of_it),
	    cmocka_unit_test(base64_is_that_of_everybody),
	    cmocka_unit_test(a_page_over_another_is_the_page),
	    cmocka_unit_test(many_colours_stay_near),
	    cmocka_unit_test(another_page_is_kept_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
