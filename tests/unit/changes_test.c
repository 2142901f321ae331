/* changes_test.c: what changed over a batch: figures, pages, words, checks, status; as text, JSON.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <unistd.h>

#include "bilan/batch.h"

static struct outcome
sample(long pages, const char *figures, const char *blocks, const char *checks)
{
	struct outcome o = outcome_of("e=1 year=2023");

	o.pages = pages;
	o.figures = figures;
	o.blocks = blocks;
	o.checks = checks;
	return o;
}

static const char *
told(struct arena *a, const struct changes *c, size_t most)
{
	char *text = NULL;
	size_t length = 0;
	FILE *f = open_memstream(&text, &length);
	const char *kept;

	changes_print(c, f, most);
	fclose(f);
	kept = arena_copy(a, text, length);
	free(text);
	return kept;
}

static void
what_is_the_same_is_not_told(void **state)
{
	struct arena *a = arena_open();
	struct changes *c = changes_open(a);
	struct outcome o = sample(
	    3, "t.a@2023=1\nt.b=2\n", "0001 x\n", "late: y\t2\t1\tb.csv\nmoved: m\t3\t1\ta.csv\n");

	(void)state;
	changes_add(c, NULL, &o);
	changes_add(c, &o, &o);
	assert_string_equal(told(a, c, 10), "");
	arena_close(a);
}

static void
each_difference_is_a_row(void **state)
{
	struct arena *a = arena_open();
	struct changes *c = changes_open(a);
	struct outcome was = sample(3, "t.a@2023=1\nt.gone=2\n", "0001 x\n0002 y\n",
	    "late: y\t2\t1\tb.csv\nmoved: m\t3\t1\ta.csv\n");
	struct outcome is = sample(4, "t.a@2023=-1.50\nt.new=5\n", "0003 x\n0004 z\n",
	    "early: z\t2\t1\tb.csv\nmoved: m\t4\t1\ta.csv\n");

	(void)state;
	changes_add(c, &was, &is);
	assert_string_equal(told(a, c, 8),
	    "what changed since the last run:\n"
	    "  e=1 year=2023                pages   3 -> 4\n"
	    "  e=1 year=2023                figure  t.a@2023: 1 -> -1.50\n"
	    "  e=1 year=2023                figure  t.new: (none) -> 5\n"
	    "  e=1 year=2023                figure  t.gone: 2 -> (none)\n"
	    "  e=1 year=2023                check   early: z: new\n"
	    "  e=1 year=2023                check   late: y: gone\n"
	    "  e=1 year=2023                words   x: changed\n"
	    "  e=1 year=2023                words   z: new\n"
	    "  and 1 more\n");
	arena_close(a);
}

/* Its figures, pages and words are those of any target; preflight warns of the press's alone. */
static void
other_targets_are_not_compared_by_their_warnings(void **state)
{
	struct arena *a = arena_open();
	struct changes *c = changes_open(a);
	struct outcome was = sample(3, "t.a=1\n", "0001 x\n", ""), is = was, lost = was;

	(void)state;
	was.targets = 1 << FOR_SCREENS;
	is.targets = lost.targets = 1 << FOR_PRESS;
	is.checks = "small-text: of the press\t2\t1\ta.yaml\n";
	lost.status = OUTCOME_LOST;
	changes_add(c, &was, &is);
	changes_add(c, &was, &lost);
	assert_string_equal(told(a, c, 8),
	    "warnings and failures of 2 reports are not compared: the last run had other "
	    "targets\n");
	is.figures = "t.a=2\n";
	changes_add(c, &was, &is);
	assert_string_equal(told(a, c, 8),
	    "what changed since the last run:\n"
	    "  e=1 year=2023                figure  t.a: 1 -> 2\n"
	    "warnings and failures of 3 reports are not compared: the last run had other "
	    "targets\n");
	arena_close(a);
}

static void
a_report_that_fails_now_is_told_by_its_status_alone(void **state)
{
	struct arena *a = arena_open();
	struct changes *c = changes_open(a);
	struct outcome was = sample(3, "t.a=1\n", "", ""), is = sample(0, "", "", "");

	(void)state;
	is.status = OUTCOME_LOST;
	changes_add(c, &was, &is);
	changes_add(c, &is, &is);
	assert_string_equal(told(a, c, 8), "what changed since the last run:\n"
					   "  e=1 year=2023                status  made -> lost\n");
	arena_close(a);
}

static void
json_holds_all_of_it(void **state)
{
	struct arena *a = arena_open();
	struct diag *d = diag_open();
	struct changes *c = changes_open(a);
	struct outcome was = sample(3, "t.a=1\n", "", ""), is = sample(3, "t.a=2\n", "", "");
	char path[] = "/tmp/bilan-XXXXXX", text[400];
	int fd = mkstemp(path);
	FILE *f;

	(void)state;
	was.checks = "";
	is.checks = "late: \"é\"\\\n";
	changes_add(c, NULL, &is);
	changes_add(c, &was, &is);
	assert_true(changes_write(c, d, path));
	f = fopen(path, "rb");
	text[fread(text, 1, sizeof text - 1, f)] = '\0';
	fclose(f);
	close(fd);
	unlink(path);
	assert_string_equal(text,
	    "{\"new\":1,\"other_targets\":0,\"changes\":[\n"
	    "{\"item\":\"e=1 year=2023\",\"kind\":\"figure\",\"name\":\"t.a\",\"before\":\"1\","
	    "\"now\":\"2\"},\n"
	    "{\"item\":\"e=1 year=2023\",\"kind\":\"check\",\"name\":\"late: \\\"é\\\"\\\\\","
	    "\"before\":\"\",\"now\":\"late: \\\"é\\\"\\\\\"}\n"
	    "]}\n");
	diag_close(d);
	arena_close(a);
}

/* Names of items come from a CSV: a terminal must not obey them. */
static void
no_control_character_is_printed(void **state)
{
	struct arena *a = arena_open();
	struct changes *c = changes_open(a);
	struct outcome was = outcome_of("e=\033[2J"), is = was;

	(void)state;
	was.pages = 1;
	is.pages = 2;
	changes_add(c, &was, &is);
	assert_null(strchr(told(a, c, 10), '\033'));
	assert_non_null(strstr(told(a, c, 10), "e=\uFFFD[2J"));
	arena_close(a);
}

/* What is printed while it runs, to standard error. */
static void
nor_on_the_way(void **state)
{
	struct progress p = {0};
	struct outcome o = outcome_of("e=\033[2J");
	char said[400] = "";
	FILE *file = tmpfile();
	int errors = dup(2);

	(void)state;
	fflush(stderr);
	dup2(fileno(file), 2);
	o.status = OUTCOME_FAILED;
	o.why = "a\nb";
	progress_start(&p, PROGRESS_LINES, 1);
	progress_item(&p, &o, false);
	fflush(stderr);
	dup2(errors, 2);
	close(errors);
	rewind(file);
	assert_true(fread(said, 1, sizeof said - 1, file) > 0);
	fclose(file);
	assert_string_equal(said, "e=\uFFFD[2J: failed (a\uFFFDb)\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_the_same_is_not_told),
	    cmocka_unit_test(each_difference_is_a_row),
	    cmocka_unit_test(a_report_that_fails_now_is_told_by_its_status_alone),
	    cmocka_unit_test(other_targets_are_not_compared_by_their_warnings),
	    cmocka_unit_test(json_holds_all_of_it),
	    cmocka_unit_test(no_control_character_is_printed),
	    cmocka_unit_test(nor_on_the_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
