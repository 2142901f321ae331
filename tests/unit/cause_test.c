/* cause_test.c: why something changed, by what the states were made from, and what is accepted.
 */
#include "state_fixture.h"

#define FIGURE(n) "    text 20,30 40x6 body ink \"" #n "\" <d.csv:3:5 \"" #n "\">\n"

/* HEAD with one line replaced. */
static const char *
head_with(struct bench *b, const char *line, const char *by)
{
	const char *at = strstr(HEAD, line);

	assert_non_null(at);
	return arena_printf(b->a, "%.*s%s%s", (int)(at - HEAD), HEAD, by, at + strlen(line));
}

/* The cause of a figure that changed when `line` of the head is `by` now. */
static const char *
why(struct bench *b, const char *line, const char *by)
{
	struct comparison *c = bench_compare(
	    b, bench_state(b, HEAD, FIGURE(7)), bench_state(b, head_with(b, line, by), FIGURE(8)));

	assert_int_equal(c->count, 1);
	return c->changes[0].why;
}

static void
test_the_cause_is_what_has_changed(void **state)
{
	struct bench b = bench_open();

	(void)state;
	assert_string_equal(why(&b, "d.csv 02", "d.csv 09"), "data");
	assert_string_equal(why(&b, "year 2023", "year 2022"), "parameter");
	assert_string_equal(why(&b, "r.yaml 01", "r.yaml 09"), "layout");
	assert_string_equal(why(&b, "t.yaml 03", "t.yaml 09"), "theme");
	assert_string_equal(why(&b, "bilan 1", "bilan 2"), "tool");
	assert_string_equal(why(&b, "tool", "tool"),
	    "nothing that it is made from has changed: bilan or a library draws it otherwise");
	bench_close(&b);
}

/* A figure comes from data, whatever else has changed; what is possible is all named. */
static void
test_several_causes(void **state)
{
	struct bench b = bench_open();
	const char *both =
	    head_with(&b, "r.yaml 01\ninput data d.csv 02", "r.yaml 09\ninput data d.csv 09");
	struct comparison *c =
	    bench_compare(&b, bench_state(&b, HEAD, FIGURE(7)), bench_state(&b, both, FIGURE(8)));

	(void)state;
	assert_string_equal(c->changes[0].why, "data");
	assert_string_equal(c->made_from, "data (d.csv); layout (r.yaml)");
	c = bench_compare(&b, bench_state(&b, HEAD, "    text 20,30 40x6 body ink \"un\"\n"),
	    bench_state(&b, both, "    text 20,40 40x6 body ink \"un\"\n"));
	assert_string_equal(c->changes[0].why, "data or layout");
	bench_close(&b);
}

static void
test_what_is_accepted(void **state)
{
	struct bench b = bench_open();
	const char *data = head_with(&b, "d.csv 02", "d.csv 09");
	struct comparison *c;

	(void)state;
	b.tolerance.accept = CAUSE_DATA;
	c = bench_compare(&b, bench_state(&b, HEAD, FIGURE(7)), bench_state(&b, data, FIGURE(8)));
	assert_int_equal(comparison_open(c), 0);
	/* Another cause than the one accepted. */
	b.tolerance.accept = CAUSE_LAYOUT;
	c = bench_compare(&b, bench_state(&b, HEAD, FIGURE(7)), bench_state(&b, data, FIGURE(8)));
	assert_int_equal(comparison_open(c), 1);
	/* Nothing has changed and yet it is another: no cause is never accepted. */
	b.tolerance.accept = ~0u;
	c = bench_compare(&b, bench_state(&b, HEAD, FIGURE(7)), bench_state(&b, HEAD, FIGURE(8)));
	assert_int_equal(comparison_open(c), 1);
	/* A line is lost: the data did it, and it is not accepted. */
	b.tolerance.accept = CAUSE_DATA;
	c = bench_compare(&b,
	    bench_state(&b, HEAD, FIGURE(7) "    text 20,42 40x6 body ink \"reste\"\n"),
	    bench_state(&b, data, FIGURE(8)));
	assert_int_not_equal(comparison_open(c), 0);
	bench_close(&b);
}

static void
test_the_summary(void **state)
{
	struct bench b = bench_open();
	struct comparison *c = bench_compare(&b, bench_state(&b, HEAD, FIGURE(7)),
	    bench_state(&b, head_with(&b, "d.csv 02", "d.csv 09"), FIGURE(8)));
	struct buf sum = {0};

	(void)state;
	comparison_sum(&sum, c);
	assert_string_equal(sum.at, "1 change on 1 page: 1 figure");
	buf_close(&sum);
	bench_close(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_the_cause_is_what_has_changed),
	    cmocka_unit_test(test_several_causes),
	    cmocka_unit_test(test_what_is_accepted),
	    cmocka_unit_test(test_the_summary),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
