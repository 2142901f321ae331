/* warnings_test.c: what many reports warn of is told once, at its place; as lines of a record it is
 * compared with the last run by what it says.
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

struct ground {
	struct arena *a;
	struct diag *d;
	struct warnings *w;
};

static int
set_up(void **state)
{
	static struct ground g;

	g = (struct ground){.a = arena_open(), .d = diag_open()};
	g.w = warnings_open(g.a);
	*state = &g;
	return 0;
}

static int
tear_down(void **state)
{
	struct ground *g = *state;

	diag_close(g->d);
	arena_close(g->a);
	return 0;
}

/* A report warns of the line of a file; line 0: of the run. */
static void
warn(struct ground *g, const char *item, int line, const char *message)
{
	struct diag *d = diag_open();
	struct place at = {line > 0 ? "data/a\tb.csv" : NULL, line, 3, 4};
	struct buf lines = {0};

	diag_add(d, DIAG_WARNING, at, "check-known", "%s", message);
	diag_add(d, DIAG_ERROR, at, "overfull", "no warning");
	warnings_write(&lines, d);
	warnings_take(g->w, item, lines.at);
	buf_close(&lines);
	diag_close(d);
}

static const char *
told(struct ground *g)
{
	char *text = NULL;
	const char *kept;
	size_t length = 0;
	FILE *f = open_memstream(&text, &length);

	warnings_tell(g->w, g->d);
	diag_print(g->d, DIAG_TEXT, f);
	fclose(f);
	kept = arena_copy(g->a, text, length);
	free(text);
	return kept;
}

static void
the_same_is_told_once(void **state)
{
	struct ground *g = *state;

	warn(g, "e=1", 7, "a: sum\tdiffers");
	warn(g, "e=2", 7, "a: sum\tdiffers");
	warn(g, "e=2", 8, "a: sum\tdiffers");
	warn(g, "e=3", 0, "no words");
	warnings_take(g->w, "e=4", "");
	assert_string_equal(told(g), "data/a\xEF\xBF\xBD"
				     "b.csv:7:3: warning: a: sum\xEF\xBF\xBD"
				     "differs; in 2 reports [check-known]\n"
				     "data/a\xEF\xBF\xBD"
				     "b.csv:8:3: warning: a: sum\xEF\xBF\xBD"
				     "differs; in e=2 [check-known]\n"
				     "bilan: warning: no words; in e=3 [check-known]\n"
				     "3 warnings\n");
}

/* Workers answer in any order; what is told of them has one. */
static void
they_are_told_in_the_order_of_their_places(void **state)
{
	static const char *const lines[] = {
	    "c: twenty\t20\t1\tb.csv\n",
	    "c: column\t3\t10\tb.csv\n",
	    "c: no file\t0\t0\t\n",
	    "c: other file\t9\t9\ta.csv\n",
	    "c: b\t3\t2\tb.csv\n",
	    "c: a\t3\t2\tb.csv\n",
	};
	struct ground *g = *state;
	const char *first = NULL;

	for (size_t from = 0; from < COUNT(lines); from++) {
		const char *now;

		g->w = warnings_open(g->a);
		diag_empty(g->d);
		for (size_t i = 0; i < COUNT(lines); i++)
			warnings_take(g->w, "e=1", lines[(from + i) % COUNT(lines)]);
		now = told(g);
		if (first != NULL)
			assert_string_equal(now, first);
		first = now;
	}
	assert_string_equal(first, "a.csv:9:9: warning: other file; in e=1 [c]\n"
				   "b.csv:3:2: warning: a; in e=1 [c]\n"
				   "b.csv:3:2: warning: b; in e=1 [c]\n"
				   "b.csv:3:10: warning: column; in e=1 [c]\n"
				   "b.csv:20:1: warning: twenty; in e=1 [c]\n"
				   "bilan: warning: no file; in e=1 [c]\n"
				   "6 warnings\n");
}

static void
a_line_of_another_kind_is_passed_over(void **state)
{
	struct ground *g = *state;

	warnings_take(g->w, "e=1", "check-known: without a place\nx\n\ny\t1\t2\tz\n");
	assert_string_equal(told(g), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(the_same_is_told_once, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		they_are_told_in_the_order_of_their_places, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		a_line_of_another_kind_is_passed_over, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
