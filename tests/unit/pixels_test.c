/* pixels_test.c: what a person sees between two pictures, and what nobody does. The pairs are made
 * here: letters as a drawing program smooths them (seven points at 100 ppi), put on pages of
 * several sizes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bilan/diff.h"

/* Nine steps of grey, from paper to ink. */
static const char *const three[] = {" 27762 ", "17217 6", "7    35", "    26 ", "  577  ",
    "    274", "1     7", "72   27", " 47763 ", NULL};
static const char *const eight[] = {" 27762 ", "17217 6", "7    35", "16   26", " 2777  ",
    "272 274", "7     7", "72   27", " 47763 ", NULL};
static const char *const e_acute[] = {"   37  ", "  26   ", "       ", " 37762 ", "26   17",
    "7777777", "7      ", "27   27", " 37762 ", NULL};
static const char *const e[] = {"       ", "       ", "       ", " 37762 ", "26   17", "7777777",
    "7      ", "27   27", " 37762 ", NULL};

struct canvas {
	int width, height;
	uint8_t *rgb;
};

static struct canvas
canvas(struct arena *a, int width, int height)
{
	struct canvas c = {width, height, NULL};
	size_t size = (size_t)width * (size_t)height * 3;

	c.rgb = arena_alloc(a, size);
	memset(c.rgb, 255, size);
	return c;
}

static void
dot(struct canvas *c, int x, int y, int r, int g, int b)
{
	uint8_t *at = c->rgb + ((size_t)y * (size_t)c->width + (size_t)x) * 3;

	at[0] = (uint8_t)r;
	at[1] = (uint8_t)g;
	at[2] = (uint8_t)b;
}

static void
letter(struct canvas *c, const char *const *rows, int x, int y)
{
	for (int v = 0; rows[v] != NULL; v++) {
		for (int u = 0; rows[v][u] != '\0'; u++) {
			int grey = rows[v][u] == ' ' ? 255 : 255 - (rows[v][u] - '0') * 32;

			dot(c, x + u, y + v, grey, grey, grey);
		}
	}
}

static void
area(struct canvas *c, struct rect r, int red, int green, int blue)
{
	for (int y = r.y; y < r.y + r.h; y++) {
		for (int x = r.x; x < r.x + r.w; x++)
			dot(c, x, y, red, green, blue);
	}
}

static struct spot *
seen(struct arena *a, struct canvas old, struct canvas new, double shift, size_t *count)
{
	return pixels_compare(a, (struct bitmap){old.width, old.height, old.rgb},
	    (struct bitmap){new.width, new.height, new.rgb}, 2, shift, NULL, 0, count);
}

/* The same whatever the size of the page: no share of it is counted. */
static void
test_a_swapped_digit_is_seen_on_a_page_of_any_size(void **state)
{
	static const int sizes[][2] = {{40, 40}, {500, 700}, {827, 1169}, {4000, 3000}};

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct arena *a = arena_open();
		struct canvas old = canvas(a, sizes[i][0], sizes[i][1]);
		struct canvas new = canvas(a, sizes[i][0], sizes[i][1]);
		size_t count;
		struct spot *spots;

		letter(&old, three, sizes[i][0] / 2, sizes[i][1] / 2);
		letter(&new, eight, sizes[i][0] / 2, sizes[i][1] / 2);
		spots = seen(a, old, new, 2, &count);
		assert_int_equal(count, 1);
		assert_in_range(spots[0].x, sizes[i][0] / 2 - 1, sizes[i][0] / 2 + 7);
		assert_in_range(spots[0].y, sizes[i][1] / 2 - 1, sizes[i][1] / 2 + 9);
		arena_close(a);
	}
}

static void
test_an_accent_is_seen(void **state)
{
	struct arena *a = arena_open();
	struct canvas old = canvas(a, 827, 1169), new = canvas(a, 827, 1169);
	size_t count;

	(void)state;
	letter(&old, e_acute, 100, 100);
	letter(&new, e, 100, 100);
	seen(a, old, new, 2, &count);
	assert_int_equal(count, 1);
	arena_close(a);
}

/* Pixels here and there, from few to one in a hundred; of any colour. */
static void
test_scattered_noise_is_not_seen(void **state)
{
	static const int dots[] = {1, 30, 1000, 9000};

	(void)state;
	for (size_t i = 0; i < COUNT(dots); i++) {
		struct arena *a = arena_open();
		struct canvas old = canvas(a, 827, 1169), new = canvas(a, 827, 1169);
		unsigned seed = 7;
		size_t count;

		for (int k = 0; k < dots[i]; k++) {
			seed = seed * 1664525 + 1013904223;
			dot(&new, (int)(seed >> 8) % 827, (int)(seed >> 4) % 1169,
			    (int)(seed & 255), 0, 90);
		}
		seen(a, old, new, 2, &count);
		if (count != 0)
			fail_msg("%d dots: %zu spots", dots[i], count);
		arena_close(a);
	}
}

static void
test_noise_does_not_hide_a_digit(void **state)
{
	struct arena *a = arena_open();
	struct canvas old = canvas(a, 827, 1169), new = canvas(a, 827, 1169);
	unsigned seed = 11;
	size_t count;
	struct spot *spots;

	(void)state;
	for (int k = 0; k < 300; k++) {
		seed = seed * 1664525 + 1013904223;
		dot(&new, (int)(seed >> 8) % 827, (int)(seed >> 4) % 1169, 128, 128, 128);
	}
	letter(&old, three, 400, 400);
	letter(&new, eight, 400, 400);
	spots = seen(a, old, new, 2, &count);
	assert_int_equal(count, 1);
	assert_in_range(spots[0].x, 390, 410);
	arena_close(a);
}

/* The same letter, its edges smoothed a little otherwise. */
static void
test_smoothing_is_not_seen(void **state)
{
	struct arena *a = arena_open();
	struct canvas old = canvas(a, 300, 300), new = canvas(a, 300, 300);
	size_t count;

	(void)state;
	for (int i = 0; i < 20; i++) {
		letter(&old, eight, 20 + 10 * i, 50);
		letter(&new, eight, 20 + 10 * i, 50);
	}
	for (int i = 0; i < 300 * 300; i++) {
		uint8_t *at = new.rgb + i * 3;

		if (at[0] > 40 && at[0] < 215) {
			int grey = at[0] + (i % 2 == 0 ? 20 : -20);

			dot(&new, i % 300, i / 300, grey, grey, grey);
		}
	}
	seen(a, old, new, 0, &count);
	assert_int_equal(count, 0);
	arena_close(a);
}

static void
test_a_move_within_the_tolerance_is_not_seen(void **state)
{
	struct arena *a = arena_open();
	struct canvas old = canvas(a, 300, 300), new = canvas(a, 300, 300);
	size_t count;

	(void)state;
	for (int i = 0; i < 10; i++) {
		letter(&old, i % 2 ? eight : three, 50 + 9 * i, 50);
		letter(&new, i % 2 ? eight : three, 51 + 9 * i, 51);
	}
	seen(a, old, new, 2, &count);
	assert_int_equal(count, 0);
	seen(a, old, new, 1, &count); /* it is 1.4 pixels */
	assert_int_not_equal(count, 0);
	seen(a, old, new, 0, &count);
	assert_int_not_equal(count, 0);
	arena_close(a);
}

/* A digit that is swapped in a line that moved has not only moved. */
static void
test_a_swapped_digit_is_seen_in_a_line_that_moved(void **state)
{
	struct arena *a = arena_open();
	struct canvas old = canvas(a, 300, 300), new = canvas(a, 300, 300);
	size_t count;

	(void)state;
	for (int i = 0; i < 10; i++) {
		letter(&old, three, 50 + 9 * i, 50);
		letter(&new, i == 4 ? eight : three, 51 + 9 * i, 50);
	}
	seen(a, old, new, 2, &count);
	assert_int_not_equal(count, 0);
	arena_close(a);
}

static void
test_an_area_of_another_colour(void **state)
{
	struct arena *a = arena_open();
	struct canvas old = canvas(a, 300, 300), one = canvas(a, 300, 300),
		      five = canvas(a, 300, 300);
	struct rect r = {20, 20, 100, 60};
	size_t count;
	struct spot *spots;

	(void)state;
	area(&old, r, 0xEE, 0xF3, 0xF6);
	area(&one, r, 0xEC, 0xF0, 0xF4);
	area(&five, r, 0xD8, 0xDC, 0xE0);
	seen(a, old, one, 2, &count);
	assert_int_equal(count, 0);
	spots = seen(a, old, five, 2, &count);
	assert_int_equal(count, 1);
	assert_int_equal(spots[0].pixels, 6000);
	assert_int_equal(spots[0].width, 100);
	/* Moved as well: the colour is another all the same. */
	five = canvas(a, 300, 300);
	area(&five, (struct rect){21, 20, 100, 60}, 0xD8, 0xDC, 0xE0);
	seen(a, old, five, 2, &count);
	assert_int_not_equal(count, 0);
	arena_close(a);
}

static void
test_a_mask_hides_what_lies_in_it(void **state)
{
	struct arena *a = arena_open();
	struct canvas old = canvas(a, 300, 300), new = canvas(a, 300, 300);
	struct rect masks[] = {{45, 45, 20, 20}, {200, 45, 20, 20}};
	struct bitmap p = {300, 300, old.rgb}, q = {300, 300, new.rgb};
	size_t count;
	struct spot *spots;

	(void)state;
	for (int x = 50; x <= 250; x += 75) {
		letter(&old, three, x, 50);
		letter(&new, eight, x, 50);
	}
	spots = pixels_compare(a, p, q, 2, 0, masks, COUNT(masks), &count);
	assert_int_equal(count, 1);
	assert_in_range(spots[0].x, 120, 135);
	arena_close(a);
}

/* No more than a page in time: two pages with nothing in common. */
static void
test_pages_with_nothing_in_common(void **state)
{
	struct arena *a = arena_open();
	struct canvas old = canvas(a, 827, 1169), new = canvas(a, 827, 1169);
	size_t count;

	(void)state;
	for (int y = 0; y < 1169; y++) {
		for (int x = 0; x < 827; x++)
			dot(&new, x, y, (x * y) & 255, (x ^ y) & 255, (x + y) & 255);
	}
	seen(a, old, new, 2, &count);
	assert_int_not_equal(count, 0);
	arena_close(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_a_swapped_digit_is_seen_on_a_page_of_any_size),
	    cmocka_unit_test(test_an_accent_is_seen),
	    cmocka_unit_test(test_scattered_noise_is_not_seen),
	    cmocka_unit_test(test_noise_does_not_hide_a_digit),
	    cmocka_unit_test(test_smoothing_is_not_seen),
	    cmocka_unit_test(test_a_move_within_the_tolerance_is_not_seen),
	    cmocka_unit_test(test_a_swapped_digit_is_seen_in_a_line_that_moved),
	    cmocka_unit_test(test_an_area_of_another_colour),
	    cmocka_unit_test(test_a_mask_hides_what_lies_in_it),
	    cmocka_unit_test(test_pages_with_nothing_in_common),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
