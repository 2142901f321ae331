/* table_columns_test.c: widths of columns add up exactly, whatever they are asked for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "bilan/table.h"

static struct column_width
column(const char *width, dimen least, dimen most)
{
	struct column_width c = {.weight = 1};

	assert_true(columns_read_width(width, &c));
	columns_take(&c, least, most);
	return c;
}

static dimen
end_of(const struct column_width *c, size_t n)
{
	return c[n - 1].x + c[n - 1].width;
}

static void
widths_are_read(void **state)
{
	static const char *const wrong[] = {"", "wide", "%", "0%", "-5%", "101%", "12", "0pt",
	    "-3pt", "3 pt wide", "12%%", "12,5%", "111111111111111111111111111111111111%"};
	struct column_width c = {0};

	(void)state;
	assert_true(columns_read_width("fit", &c));
	assert_int_equal(c.kind, WIDTH_FIT);
	assert_true(columns_read_width("grow", &c));
	assert_int_equal(c.kind, WIDTH_GROW);
	assert_true(columns_read_width("165.3pt", &c));
	assert_int_equal(c.kind, WIDTH_FIXED);
	assert_int_equal(c.fixed, PT(165.3));
	assert_true(columns_read_width("12.5%", &c));
	assert_int_equal(c.kind, WIDTH_SHARE);
	assert_int_equal(c.share.coef, 125);
	assert_true(columns_read_width("100%", &c));
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_false(columns_read_width(wrong[i], &c));
}

static void
shares_of_a_whole_are_the_whole(void **state)
{
	(void)state;
	for (dimen measure = PT(100); measure < PT(100) + 50; measure++) {
		struct column_width c[] = {
		    column("33.3%", 0, 0), column("33.3%", 0, 0), column("33.4%", 0, 0)};

		c[1].gap = c[2].gap = 7;
		assert_int_equal(columns_solve(c, 3, measure), 0);
		assert_int_equal(end_of(c, 3), measure);
		assert_int_equal(c[1].x, c[0].width + 7);
	}
}

static void
growing_columns_share_what_is_left(void **state)
{
	struct column_width c[] = {column("100pt", 0, 0), column("grow", PT(10), PT(20)),
	    column("grow", PT(10), PT(300)), column("fit", PT(20), PT(40))};

	(void)state;
	c[2].weight = 2;
	assert_int_equal(columns_solve(c, 4, PT(240) + 1), 0);
	assert_int_equal(c[0].width, PT(100));
	assert_int_equal(c[3].width, PT(40));
	assert_int_equal(c[1].width, (PT(100) + 1) / 3);
	assert_int_equal(end_of(c, 4), PT(240) + 1);
}

static void
a_growing_column_gets_at_least_its_longest_word(void **state)
{
	struct column_width c[] = {column("grow", PT(5), PT(5)), column("grow", PT(80), PT(90)),
	    column("grow", PT(5), PT(5))};

	(void)state;
	assert_int_equal(columns_solve(c, 3, PT(101)), 0);
	assert_int_equal(c[1].width, PT(80));
	assert_int_equal(c[0].width, PT(21) / 2);
	assert_int_equal(end_of(c, 3), PT(101));
}

static void
fitting_columns_fill_when_nothing_grows(void **state)
{
	struct column_width c[] = {column("fit", PT(10), PT(50)), column("fit", PT(10), PT(30)),
	    column("fit", PT(10), PT(21))};

	(void)state;
	assert_int_equal(columns_solve(c, 3, PT(111) + 2), 0);
	assert_int_equal(end_of(c, 3), PT(111) + 2);
	assert_true(c[0].width >= PT(53) && c[0].width <= PT(54));
}

static void
fitting_columns_give_up_what_they_can(void **state)
{
	for (dimen measure = PT(41); measure < PT(120); measure += 333) {
		struct column_width c[] = {column("fit", PT(10), PT(90)),
		    column("fit", PT(20), PT(20)), column("grow", PT(1), PT(40)),
		    column("fit", PT(10), PT(10))};

		assert_int_equal(columns_solve(c, 4, measure), 0);
		assert_int_equal(end_of(c, 4), measure);
		assert_int_equal(c[1].width, PT(20));
		assert_int_equal(c[3].width, PT(10));
		assert_true(c[0].width >= PT(10));
	}
	(void)state;
}

static void
too_narrow_says_by_how_much(void **state)
{
	struct column_width c[] = {column("fit", PT(60), PT(90)), column("50pt", PT(30), PT(40))};
	struct column_width narrow[] = {
	    column("40pt", PT(46), PT(46)), column("grow", PT(1), PT(1))};
	struct column_width gaps[] = {column("fit", 0, 0), column("fit", 0, 0)};

	(void)state;
	assert_int_equal(columns_solve(c, 2, PT(100)), PT(10));
	assert_int_equal(c[0].width, PT(60));
	assert_int_equal(columns_solve(narrow, 2, PT(100)), PT(6));
	gaps[1].gap = PT(30);
	assert_int_equal(columns_solve(gaps, 2, PT(20)), PT(10));
}

static void
absurd_lengths_do_not_overflow(void **state)
{
	struct column_width c[100];

	(void)state;
	for (size_t i = 0; i < COUNT(c); i++) {
		c[i] = column("100000pt", INT32_MAX, INT32_MAX);
		c[i].gap = PT(100000);
	}
	assert_int_equal(columns_solve(c, COUNT(c), PT(500)), INT32_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(widths_are_read),
	    cmocka_unit_test(shares_of_a_whole_are_the_whole),
	    cmocka_unit_test(growing_columns_share_what_is_left),
	    cmocka_unit_test(a_growing_column_gets_at_least_its_longest_word),
	    cmocka_unit_test(fitting_columns_fill_when_nothing_grows),
	    cmocka_unit_test(fitting_columns_give_up_what_they_can),
	    cmocka_unit_test(too_narrow_says_by_how_much),
	    cmocka_unit_test(absurd_lengths_do_not_overflow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
