/* programs_test.c: programs that are not ours are held: their words are fixed, their output and
 * time are limited, they see no input and none of our environment.
 */
#include <unistd.h>

#include "state_fixture.h"

static struct run_program
run(const char *const *words, size_t limit, int seconds)
{
	struct run_program r = {.words = words, .limit = limit};

	programs_run(&r, 1, 1, seconds);
	return r;
}

static void
drop(struct run_program *r)
{
	buf_close(&r->out);
	buf_close(&r->complaint);
}

static void
test_output_and_status(void **state)
{
	const char *words[] = {"sh", "-c", "echo out; echo err >&2; exit 3", NULL};
	struct run_program r = run(words, 100, 10);

	(void)state;
	assert_int_equal(r.status, 3);
	assert_string_equal(r.out.at, "out\n");
	assert_string_equal(r.complaint.at, "err\n");
	drop(&r);
}

static void
test_a_program_that_is_not_there(void **state)
{
	const char *words[] = {"there-is-no-such-program", NULL};
	struct run_program r = run(words, 100, 10);

	(void)state;
	assert_int_equal(r.status, -1);
	assert_false(program_found("there-is-no-such-program"));
	assert_false(program_found("../bin/sh"));
	assert_true(program_found("sh"));
	drop(&r);
}

/* A project may hold a program of that name: "", "." and "bin" in PATH would lead to it. */
static void
test_no_program_of_the_project(void **state)
{
	const char *words[] = {"pdftoppm", NULL};
	const char *parts[] = {"", ".", "bin"};
	char folder[] = "/tmp/programs-test-XXXXXX";
	char *path = strdup(getenv("PATH")), here[4096];

	(void)state;
	assert_non_null(getcwd(here, sizeof here));
	assert_non_null(mkdtemp(folder));
	assert_int_equal(chdir(folder), 0);
	assert_int_equal(
	    system("mkdir bin; printf '#!/bin/sh\necho ours\n' >bin/pdftoppm; cp bin/pdftoppm .;"
		   "chmod +x pdftoppm bin/pdftoppm"),
	    0);
	for (size_t i = 0; i < COUNT(parts); i++) {
		struct run_program r;

		setenv("PATH", parts[i], 1);
		r = run(words, 100, 10);
		assert_int_equal(r.status, -1);
		assert_int_equal(r.out.len, 0);
		assert_false(program_found("pdftoppm"));
		drop(&r);
	}
	setenv("PATH", path, 1);
	assert_int_equal(system("rm -r bin pdftoppm"), 0);
	assert_int_equal(chdir(here), 0);
	assert_int_equal(rmdir(folder), 0);
	free(path);
}

static void
test_no_shell(void **state)
{
	const char *words[] = {"echo", "$HOME; ls", NULL};
	struct run_program r = run(words, 100, 10);

	(void)state;
	assert_string_equal(r.out.at, "$HOME; ls\n");
	drop(&r);
}

static void
test_too_much_output(void **state)
{
	const char *words[] = {"yes", NULL};
	struct run_program r = run(words, 100000, 10);

	(void)state;
	assert_int_equal(r.status, -2);
	assert_in_range(r.out.len, 0, 100000);
	drop(&r);
}

static void
test_too_much_time(void **state)
{
	const char *words[] = {"sh", "-c", "while :; do :; done", NULL};
	struct run_program r = run(words, 100, 1);

	(void)state;
	assert_int_equal(r.status, -2);
	drop(&r);
}

static void
test_nothing_of_our_environment(void **state)
{
	const char *words[] = {"env", NULL};
	struct run_program r;

	(void)state;
	setenv("SECRET_OF_OURS", "1", 1);
	r = run(words, 10000, 10);
	assert_int_equal(r.status, 0);
	assert_null(strstr(r.out.at, "SECRET"));
	assert_non_null(strstr(r.out.at, "LC_ALL=C.UTF-8"));
	drop(&r);
}

/* More than run at a time, each its own output. */
static void
test_many_at_a_time(void **state)
{
	static const char *words[20][3];
	struct run_program runs[20];
	char texts[20][16];

	(void)state;
	for (int i = 0; i < 20; i++) {
		snprintf(texts[i], sizeof texts[i], "%d", i);
		words[i][0] = "echo";
		words[i][1] = texts[i];
		runs[i] = (struct run_program){.words = words[i], .limit = 100};
	}
	programs_run(runs, 20, 4, 10);
	for (int i = 0; i < 20; i++) {
		assert_int_equal(runs[i].status, 0);
		assert_int_equal(strtol(runs[i].out.at, NULL, 10), i);
		drop(&runs[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_output_and_status),
	    cmocka_unit_test(test_a_program_that_is_not_there),
	    cmocka_unit_test(test_no_program_of_the_project),
	    cmocka_unit_test(test_no_shell),
	    cmocka_unit_test(test_too_much_output),
	    cmocka_unit_test(test_too_much_time),
	    cmocka_unit_test(test_nothing_of_our_environment),
	    cmocka_unit_test(test_many_at_a_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
