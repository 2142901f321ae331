/* outliers_test.c: among the reports of a batch a figure with a digit too many is told at its cell;
 * small offices, and what is equally odd everywhere, are not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bilan/batch.h"

enum { OFFICES = 12, NAMES = 4 };
static const char *const names[NAMES] = {
    "t.visitors.value", "t.letters.value", "t.balance.value", "t.share.value"};

/* Offices of sizes 1 to 12: 1000, 200, -30 times the size, and a share of about 80. */
static void
fill(long figures[OFFICES][NAMES])
{
	for (long n = 0; n < OFFICES; n++) {
		figures[n][0] = 1000 * (n + 1);
		figures[n][1] = 200 * (n + 1) + n % 3;
		figures[n][2] = -30 * (n + 1);
		figures[n][3] = 78 + n % 5;
	}
}

static const char *
told(struct arena *a, long figures[OFFICES][NAMES], size_t expected)
{
	struct outliers *o = outliers_open(a);
	struct diag *d = diag_open();
	char *text = NULL;
	const char *kept;
	size_t length = 0;
	FILE *f = open_memstream(&text, &length);

	for (int n = 0; n < OFFICES; n++) {
		const char *lines = "";

		for (int k = 0; k < NAMES; k++)
			lines = arena_printf(a, "%s%s 2023\t%s\t%ld\t%d\t3\tdata/%03d.csv\n", lines,
			    names[k], k == 3 ? "percent" : "count", figures[n][k], k + 2, n + 1);
		outliers_take(o, arena_printf(a, "entity=%03d", n + 1), lines);
		outliers_take(o, "another that reads the same cells", lines);
	}
	outliers_take(o, "one that reads none", "");
	outliers_take(o, "lines of another kind", "x\ny\tz\n");
	assert_int_equal(outliers_tell(o, d), expected);
	assert_int_equal(diag_count(d, DIAG_WARNING), expected);
	diag_print(d, DIAG_TEXT, f);
	fclose(f);
	kept = arena_copy(a, text, length);
	free(text);
	diag_close(d);
	return kept;
}

static void
offices_of_all_sizes_are_in_order(void **state)
{
	struct arena *a = arena_open();
	long figures[OFFICES][NAMES];

	(void)state;
	fill(figures);
	assert_string_equal(told(a, figures, 0), "");
	figures[3][0] = 9000; /* twice, not five times */
	told(a, figures, 0);
	arena_close(a);
}

static void
each_slip_is_told_at_its_cell(void **state)
{
	struct arena *a = arena_open();
	long figures[OFFICES][NAMES];
	const char *says;

	(void)state;
	fill(figures);
	figures[0][0] = 10000; /* of the smallest: as much as the tenth has */
	figures[11][1] = 240;  /* of the largest */
	figures[5][2] = 180;
	figures[6][1] = 0;
	figures[7][3] = 8;
	says = told(a, figures, 5);
	assert_non_null(
	    strstr(says, "data/001.csv:2:3: warning: 10000 is five times, or more, what the "
			 "report's other figures lead one to expect (t.visitors.value 2023, one of "
			 "12; entity=001) [odd-figure]"));
	assert_non_null(strstr(says, "data/012.csv:3:3: warning: 240 is a fifth, or less, of "));
	assert_non_null(strstr(says, "data/006.csv:4:3: warning: 180 is of another sign than"));
	assert_non_null(strstr(says, "data/007.csv:3:3: warning: 0 is nothing, where nine in ten"));
	assert_non_null(strstr(says, "data/008.csv:5:3: warning: 8 is more than 20 points from"));
	arena_close(a);
}

static void
what_many_have_is_not_odd(void **state)
{
	struct arena *a = arena_open();
	long figures[OFFICES][NAMES];

	(void)state;
	fill(figures);
	for (int n = 0; n < 3; n++) {
		figures[n][1] = 0;
		figures[n + 4][2] = 30;
	}
	told(a, figures, 0);
	arena_close(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(offices_of_all_sizes_are_in_order),
	    cmocka_unit_test(each_slip_is_told_at_its_cell),
	    cmocka_unit_test(what_many_have_is_not_odd),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
