/* decimal_test.c: exact decimals and lengths: reading, writing, the one rounding, the limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bilan/base.h"

static struct decimal
dec(const char *text)
{
	struct decimal d = {0};

	assert_true(decimal_read(text, &d));
	return d;
}

static const char *
shown(struct decimal d)
{
	static char out[24];
	size_t n = decimal_write(d, out);

	assert_int_equal(n, strlen(out));
	return out;
}

static void
decimals_are_read_and_written(void **state)
{
	static const char *const same[] = {"0", "1", "-1", "12.50", "-0.05", "0.000000001", "89.90",
	    "999999999999999999", "-999999999999999999", "999999999.999999999", "0.00"};
	static const char *const bad[] = {"", "-", ".", ".5", "5.", "1.2.3", "1,5", "+1", " 1",
	    "1 ", "--1", "1e3", "0x1", "1000000000000000000", "0.0000000001", "24 O88",
	    "99999999999999999999999999999999999999999999999999999999999999"};
	struct decimal d;

	(void)state;
	for (size_t i = 0; i < COUNT(same); i++)
		assert_string_equal(shown(dec(same[i])), same[i]);
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(decimal_read(bad[i], &d));
	assert_string_equal(shown(dec("007.5")), "7.5");
	assert_string_equal(shown(dec("-0")), "0");
	assert_int_equal(dec("89.90").coef, 8990);
	assert_int_equal(dec("89.90").scale, 2);
}

static void
sums_and_products_are_exact_or_refused(void **state)
{
	struct decimal d;

	(void)state;
	assert_true(decimal_add(dec("0.1"), dec("0.20"), &d));
	assert_string_equal(shown(d), "0.30");
	assert_true(decimal_subtract(dec("1"), dec("0.999999999"), &d));
	assert_string_equal(shown(d), "0.000000001");
	assert_true(decimal_multiply(dec("-1.50"), dec("2.5"), &d));
	assert_string_equal(shown(d), "-3.750");
	assert_true(decimal_multiply(dec("0.00001"), dec("0.00010"), &d));
	assert_string_equal(shown(d), "0.000000001");
	assert_false(decimal_multiply(dec("0.00001"), dec("0.00001"), &d));
	assert_false(decimal_add(dec("999999999999999999"), dec("1"), &d));
	assert_false(decimal_add(dec("100000000000"), dec("0.000000001"), &d));
	assert_true(decimal_add(dec("100000000000"), dec("0.000000000"), &d));
	assert_int_equal(decimal_compare(d, dec("100000000000")), 0);
	assert_false(decimal_multiply(dec("999999999999999999"), dec("999999999999999999"), &d));
}

static void
rounding_is_half_away_from_zero(void **state)
{
	static const struct {
		const char *from;
		int scale;
		const char *to;
	} cases[] = {
	    {"0.5", 0, "1"},
	    {"-0.5", 0, "-1"},
	    {"0.4999", 0, "0"},
	    {"-0.4999", 0, "0"},
	    {"2.5", 0, "3"},
	    {"1.005", 2, "1.01"},
	    {"89.895", 2, "89.90"},
	    {"7", 3, "7.000"},
	    {"-1.25", 1, "-1.3"},
	    {"-1.249999999", 1, "-1.2"},
	    {"999999999.999999999", 0, "1000000000"},
	};
	struct decimal d;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_true(decimal_round(dec(cases[i].from), cases[i].scale, &d));
		assert_string_equal(shown(d), cases[i].to);
	}
	assert_false(decimal_round(dec("999999999999999999"), 1, &d));
	assert_false(decimal_round(dec("1"), 10, &d));
	assert_false(decimal_round(dec("1"), -1, &d));
}

static void
quotients_are_rounded_once(void **state)
{
	struct decimal d;

	(void)state;
	assert_true(decimal_divide(dec("1"), dec("3"), 4, &d));
	assert_string_equal(shown(d), "0.3333");
	assert_true(decimal_divide(dec("2"), dec("-3"), 0, &d));
	assert_string_equal(shown(d), "-1");
	assert_true(decimal_divide(dec("-24088"), dec("24624"), 4, &d));
	assert_string_equal(shown(d), "-0.9782");
	assert_true(decimal_divide(dec("1"), dec("2.000"), 0, &d));
	assert_string_equal(shown(d), "1");
	assert_true(decimal_divide(dec("1"), dec("-2"), 0, &d));
	assert_string_equal(shown(d), "-1");
	assert_true(decimal_divide(dec("0.000000001"), dec("999999999999999999"), 9, &d));
	assert_string_equal(shown(d), "0.000000000");
	assert_false(decimal_divide(dec("999999999999999999"), dec("0.000000001"), 9, &d));
	assert_false(decimal_divide(dec("1"), dec("0.00"), 2, &d));
}

static void
comparison_is_by_value(void **state)
{
	(void)state;
	assert_int_equal(decimal_compare(dec("1.50"), dec("1.5")), 0);
	assert_int_equal(decimal_compare(dec("-2"), dec("-1.999999999")), -1);
	assert_int_equal(decimal_compare(dec("999999999999999999"), dec("0.000000001")), 1);
}

static void
shares_are_exact(void **state)
{
	dimen sum = 0;

	(void)state;
	assert_int_equal(decimal_share(dec("1"), dec("3"), 3000), 1000);
	assert_int_equal(decimal_share(dec("0.5"), dec("1"), 3), 2);
	assert_int_equal(decimal_share(dec("-0.5"), dec("1"), 3), -2);
	assert_int_equal(
	    decimal_share(dec("999999999999999999"), dec("999999999999999999"), INT32_MAX),
	    INT32_MAX);
	assert_int_equal(
	    decimal_share(dec("999999999999999999"), dec("0.000000001"), INT32_MAX), INT32_MAX);
	assert_int_equal(
	    decimal_share(dec("-999999999999999999"), dec("0.000000001"), INT32_MAX), -INT32_MAX);
	assert_int_equal(decimal_share(dec("1"), dec("0"), 100), 0);
	/* 2^53 + 1 and 2^53 differ, as they would not in a double. */
	assert_int_equal(decimal_share(dec("9007199254740993"), dec("18014398509481984"), 1), 1);
	assert_int_equal(decimal_share(dec("9007199254740991"), dec("18014398509481984"), 1), 0);
	for (int i = 0; i < 10; i++)
		sum += decimal_share(dec("0.1"), dec("1"), 1000);
	assert_int_equal(sum, 1000);
}

static void
lengths_are_read(void **state)
{
	static const struct {
		const char *text;
		dimen length;
	} good[] = {
	    {"1pt", 1024},
	    {"9.5pt", 9728},
	    {"25.4mm", 73728},
	    {"2.54cm", 73728},
	    {"1in", 73728},
	    {"18mm", 52248},
	    {"-3mm", -8708},
	    {"0.5in", 36864},
	    {"0mm", 0},
	    {"-0pt", 0},
	    {"0.000488281pt", 0},
	    {"0.000488282pt", 1},
	    {"100000pt", PT(100000)},
	    {"18 mm", 52248},
	    {"123.123456789mm", 357388},
	};
	static const char *const bad[] = {"", "mm", "18", "18 ", "18m", "18MM", "1,5mm", "1e3pt",
	    "100000.001pt", "-100001pt", "99999999999999999mm", "99999999999999999999999999mm",
	    "1.2.3mm", "+1mm", "0.0000000001pt", "nanpt", "1mm ", "--1mm"};
	dimen length;

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		assert_true(dimen_read(good[i].text, &length));
		assert_int_equal(length, good[i].length);
	}
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(dimen_read(bad[i], &length));
}

static void
points_are_written(void **state)
{
	static const struct {
		dimen length;
		int places;
		const char *text;
	} cases[] = {
	    {0, 5, "0"},
	    {1024, 5, "1"},
	    {1536, 5, "1.5"},
	    {-1536, 0, "-2"},
	    {1, 5, "0.00098"},
	    {1, 2, "0"},
	    {-1, 2, "0"},
	    {-1, 5, "-0.00098"},
	    {INT32_MAX, 5, "2097151.99902"},
	    {INT32_MIN, 3, "-2097152"},
	    {1034, 2, "1.01"},
	    {103, 1, "0.1"},
	};
	char out[24];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t n = dimen_points(cases[i].length, cases[i].places, out);

		assert_string_equal(out, cases[i].text);
		assert_int_equal(n, strlen(out));
	}
}

static void
lengths_scale_and_rectangles_meet(void **state)
{
	struct rect a = {0, 0, 10, 10}, b = {10, 0, 5, 5}, none = {3, 3, 0, 0}, joined;

	(void)state;
	assert_int_equal(dimen_scale(3, 1, 2), 2);
	assert_int_equal(dimen_scale(-3, 1, 2), -2);
	assert_int_equal(dimen_scale(3, -1, 2), -2);
	assert_int_equal(dimen_scale(3, 1, -2), -2);
	assert_int_equal(dimen_scale(INT32_MAX, INT64_MAX, 1), INT32_MAX);
	assert_int_equal(dimen_scale(INT32_MIN, INT64_MAX, INT64_MAX), -INT32_MAX);
	assert_int_equal(dimen_scale(5, 1, 0), 0);
	assert_false(rect_meets(a, b));
	assert_true(rect_meets(a, (struct rect){9, 9, 5, 5}));
	assert_false(rect_meets(a, (struct rect){5, 5, 0, 3}));
	joined = rect_join(rect_join(none, a), b);
	assert_int_equal(joined.x, 0);
	assert_int_equal(joined.w, 15);
	assert_int_equal(joined.h, 10);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(decimals_are_read_and_written),
	    cmocka_unit_test(sums_and_products_are_exact_or_refused),
	    cmocka_unit_test(rounding_is_half_away_from_zero),
	    cmocka_unit_test(quotients_are_rounded_once),
	    cmocka_unit_test(comparison_is_by_value),
	    cmocka_unit_test(shares_are_exact),
	    cmocka_unit_test(lengths_are_read),
	    cmocka_unit_test(points_are_written),
	    cmocka_unit_test(lengths_scale_and_rectangles_meet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
