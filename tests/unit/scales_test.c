/* scales_test.c: ranges of charts, gathered from many reports and handed back to each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "bilan/block.h"

static bool
take(struct scales *s, struct arena *a, const char *line)
{
	return scales_take_line(s, a, line, strlen(line));
}

static void
ranges_widen_by_name(void **state)
{
	struct arena *a = arena_open();
	struct scales *s = scales_new(a);

	(void)state;
	assert_true(take(s, a, "contacts 0 24088"));
	assert_true(take(s, a, "aids.grants -12.50 0"));
	assert_true(take(s, a, "contacts -3 24087.99"));
	assert_true(take(s, a, "contacts -2 24088.01"));
	assert_int_equal(scales_count(s), 2);
	assert_string_equal(scales_line(s, a, 0), "contacts -3 24088.01");
	assert_string_equal(scales_line(s, a, 1), "aids.grants -12.50 0");
	arena_close(a);
}

static void
what_is_no_range_is_refused(void **state)
{
	static const char *const wrong[] = {
	    "", "contacts", "contacts 1", "contacts a 2", "contacts 1 2x"};
	struct arena *a = arena_open();
	struct scales *s = scales_new(a);

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_false(take(s, a, wrong[i]));
	assert_int_equal(scales_count(s), 0);
	arena_close(a);
}

static void
a_chart_gets_the_range_of_all_once_they_are_gathered(void **state)
{
	struct arena *a = arena_open();
	struct diag *d = diag_open();
	struct bind bind = {.scope = {.a = a, .d = d}, .d = d, .scales = scales_new(a)};
	struct block b = {.common = {.id = "contacts"}};
	struct decimal least = {0, 0}, most = {5, 0};

	(void)state;
	assert_true(scale_over_batch(&bind, &b, NULL, &least, &most));
	assert_true(scale_over_batch(&bind, &b, "left", &least, &most));
	assert_true(take(bind.scales, a, "contacts -1 9.5"));
	assert_int_equal(most.coef, 5);
	scales_settle(bind.scales);
	assert_true(scale_over_batch(&bind, &b, NULL, &least, &most));
	assert_int_equal(least.coef, -1);
	assert_int_equal(most.coef, 95);
	most = (struct decimal){6, 0};
	assert_false(
	    scale_over_batch(&bind, &b, "left", &least, &most)); /* larger than was gathered */
	assert_int_equal(diag_count(d, DIAG_ERROR), 1);
	diag_close(d);
	arena_close(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ranges_widen_by_name),
	    cmocka_unit_test(what_is_no_range_is_refused),
	    cmocka_unit_test(a_chart_gets_the_range_of_all_once_they_are_gathered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
