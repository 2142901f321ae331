/* table_change_test.c: changes are exact, and rounding them later is rounding the true quotient. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "bilan/table.h"

static struct decimal
d(const char *text)
{
	struct decimal number = {0};

	assert_true(decimal_read(text, &number));
	return number;
}

static void
changes_to(const char *before, const char *now, enum change_as as, int places, const char *expect)
{
	struct decimal change, rounded;
	char text[24];

	assert_true(change_of(d(before), d(now), as, &change));
	assert_true(decimal_round(change, places, &rounded));
	decimal_write(rounded, text);
	assert_string_equal(text, expect);
}

static void
differences(void **state)
{
	(void)state;
	changes_to("27", "26", CHANGE_DIFFERENCE, 0, "-1");
	changes_to("687", "693", CHANGE_DIFFERENCE, 0, "6");
	changes_to("0.1", "0.3", CHANGE_DIFFERENCE, 1, "0.2");
	changes_to("0", "5", CHANGE_DIFFERENCE, 0, "5");
}

static void
percents_of_the_report(void **state)
{
	(void)state;
	changes_to("4461877", "5122151", CHANGE_PERCENT, 0, "15");
	changes_to("1424413", "1334160", CHANGE_PERCENT, 0, "-6");
	changes_to("306358", "338990", CHANGE_PERCENT, 0, "11");
	changes_to("6192648", "6795301", CHANGE_PERCENT, 0, "10");
	changes_to("307634", "353451", CHANGE_PERCENT, 0, "15");
	changes_to("6500282", "7148752", CHANGE_PERCENT, 0, "10");
	changes_to("6500282", "7148752", CHANGE_PERCENT, 3, "9.976");
}

/* 14.4999999995 % is 14 %; rounded to nine places first it would be 14.5 %, and then 15 %. */
static void
rounding_is_not_done_twice(void **state)
{
	(void)state;
	changes_to("200000000000", "228999999999", CHANGE_PERCENT, 0, "14");
	changes_to("200000000000", "171000000001", CHANGE_PERCENT, 0, "-14");
	changes_to("200000000000", "229000000000", CHANGE_PERCENT, 0, "15");
	changes_to("200000000000", "229000000001", CHANGE_PERCENT, 0, "15");
	changes_to("200", "229", CHANGE_PERCENT, 0, "15");
	changes_to("200", "171", CHANGE_PERCENT, 0, "-15");
}

static void
a_rise_from_below_zero_is_a_rise(void **state)
{
	(void)state;
	changes_to("-100", "-50", CHANGE_PERCENT, 0, "50");
	changes_to("-100", "-150", CHANGE_PERCENT, 0, "-50");
}

static void
nothing_has_no_percent(void **state)
{
	struct decimal change, most = {999999999999999999, 0}, least = {-999999999999999999, 0};

	(void)state;
	assert_false(change_of(d("0"), d("5"), CHANGE_PERCENT, &change));
	assert_false(change_of(most, least, CHANGE_PERCENT, &change));
	assert_false(change_of(least, most, CHANGE_DIFFERENCE, &change));
}

static void
across_zero_there_is_no_percent(void **state)
{
	struct decimal change;

	(void)state;
	assert_false(change_of(d("-10"), d("5"), CHANGE_PERCENT, &change));
	assert_false(change_of(d("5"), d("-0.5"), CHANGE_RELATIVE, &change));
	changes_to("-10", "0", CHANGE_PERCENT, 0, "100");
	changes_to("-10", "5", CHANGE_DIFFERENCE, 0, "15");
}

/* Against integer arithmetic, over many pairs. */
static void
percents_agree_with_integers(void **state)
{
	uint32_t seed = 7;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		int64_t before, now, twice, whole;
		struct decimal change, rounded;

		seed = seed * 1664525 + 1013904223;
		before = 1 + (int64_t)(seed >> 12) % 5000;
		seed = seed * 1664525 + 1013904223;
		now = (int64_t)(seed >> 12) % 5000;
		twice = 2 * llabs(now - before) * 100; /* |change| = twice / (2 before) */
		whole = (twice + before) / (2 * before);
		assert_true(change_of((struct decimal){before, 0}, (struct decimal){now, 0},
		    CHANGE_PERCENT, &change));
		assert_true(decimal_round(change, 0, &rounded));
		assert_int_equal(rounded.coef, now < before ? -whole : whole);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(differences),
	    cmocka_unit_test(percents_of_the_report),
	    cmocka_unit_test(rounding_is_not_done_twice),
	    cmocka_unit_test(a_rise_from_below_zero_is_a_rise),
	    cmocka_unit_test(nothing_has_no_percent),
	    cmocka_unit_test(across_zero_there_is_no_percent),
	    cmocka_unit_test(percents_agree_with_integers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
