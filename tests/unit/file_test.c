/* file_test.c: only the project's regular files are read; an output appears whole or not at all.
 * Each test works in a new folder of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bilan/file.h"

struct ground {
	struct arena *a;
	struct diag *d;
	char folder[64];
};

static void
write_text(const char *path, const char *text)
{
	FILE *out = fopen(path, "w");

	assert_non_null(out);
	fputs(text, out);
	fclose(out);
}

static void
expect_text(const char *path, const char *text)
{
	char got[200] = {0};
	FILE *in = fopen(path, "r");

	assert_non_null(in);
	fread(got, 1, sizeof got - 1, in);
	fclose(in);
	assert_string_equal(got, text);
}

/* A project in "p" with a report and a table; beside it a file that is not the project's. */
static int
start(void **state)
{
	struct ground *g = mem_alloc(sizeof *g);

	*g = (struct ground){
	    .a = arena_open(), .d = diag_open(), .folder = "/tmp/bilan-test-XXXXXX"};
	*state = g;
	if (mkdtemp(g->folder) == NULL || chdir(g->folder) != 0)
		return -1;
	mkdir("p", 0755);
	mkdir("p/layout", 0755);
	mkdir("p/data", 0755);
	mkdir("p2", 0755);
	write_text("p/layout/report.yaml", "report");
	write_text("p/data/x.csv", "a;b\n1;2\n");
	write_text("secret", "secret");
	write_text("p2/secret", "secret");
	return 0;
}

static int
stop(void **state)
{
	struct ground *g = *state;
	char command[100];
	int status;

	diag_close(g->d);
	arena_close(g->a);
	snprintf(command, sizeof command, "rm -r '%s'", g->folder);
	status = chdir("/") == 0 ? system(command) : -1;
	free(g);
	return status;
}

static struct project *
opened(struct ground *g)
{
	struct project *p = project_open(g->a, g->d, "p/layout/report.yaml", NULL);

	assert_non_null(p);
	return p;
}

/* The only code said, "" when it was read. */
static const char *
why_not(struct ground *g, struct project *p, const char *from, const char *path)
{
	static const char *const codes[] = {
	    "file-missing", "file-outside", "file-kind", "file-size", "file-denied"};
	struct file_text text;
	const char *found = "nothing was said";

	diag_empty(g->d);
	if (project_read(p, (struct place){"asked", 1, 1, 1}, from, path, &text)) {
		assert_false(diag_failed(g->d));
		return "";
	}
	assert_int_equal(diag_count(g->d, DIAG_ERROR) + diag_count(g->d, DIAG_FAILURE), 1);
	for (size_t i = 0; i < COUNT(codes); i++)
		found = diag_has(g->d, codes[i]) ? codes[i] : found;
	return found;
}

static const char *
printed(struct ground *g)
{
	char *text, *kept;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	diag_print(g->d, DIAG_TEXT, out);
	fclose(out);
	kept = arena_text(g->a, text);
	free(text);
	return kept;
}

static void
files_are_read_with_the_names_people_use(void **state)
{
	struct ground *g = *state;
	struct project *p = opened(g);
	struct file_text report, table, again;

	assert_true(project_read(p, (struct place){0}, NULL, "p/layout/report.yaml", &report));
	assert_string_equal(report.name, "p/layout/report.yaml");
	assert_int_equal(report.length, 6);
	assert_string_equal(report.bytes, "report");
	assert_true(report.modified > 1000000000);
	assert_true(project_read(p, (struct place){0}, report.name, "../data/x.csv", &table));
	assert_string_equal(table.name, "p/data/x.csv");
	assert_true(
	    project_read(p, (struct place){0}, table.name, "./../layout/..//data/x.csv", &again));
	assert_ptr_equal(again.bytes, table.bytes);
	assert_string_equal(again.name, "p/data/x.csv");
	assert_int_equal(project_input_count(p), 2);
	assert_string_equal(project_input(p, 0)->name, "p/layout/report.yaml");
	assert_string_equal(project_input(p, 1)->name, "p/data/x.csv");
	diag_add(g->d, DIAG_ERROR, (struct place){table.name, 2, 3, 1}, "c", "m");
	assert_string_equal(
	    printed(g), "p/data/x.csv:2:3: error: m [c]\n    2 | 1;2\n      |   ^\n1 error\n");
}

static void
names_from_other_working_folders(void **state)
{
	struct ground *g = *state;
	struct project *p;
	struct file_text text;
	const char *absolute = arena_printf(g->a, "%s/p/data/x.csv", g->folder);

	assert_int_equal(chdir("p/layout"), 0);
	p = project_open(g->a, g->d, "report.yaml", NULL);
	assert_non_null(p);
	assert_string_equal(project_root(p) + strlen(project_root(p)) - 2, "/p");
	assert_true(project_read(p, (struct place){0}, "report.yaml", "../data/x.csv", &text));
	assert_string_equal(text.name, "../data/x.csv");
	assert_int_equal(chdir("../data"), 0);
	p = project_open(g->a, g->d, "../layout/report.yaml", NULL);
	assert_true(project_read(p, (struct place){0}, "../layout/report.yaml", absolute, &text));
	assert_string_equal(text.name, "x.csv");
}

static void
nothing_outside_is_read(void **state)
{
	struct ground *g = *state;
	struct project *p = opened(g);
	const char *from = "p/layout/report.yaml";

	assert_int_equal(symlink("../../secret", "p/data/link"), 0);
	assert_int_equal(symlink("../..", "p/data/up"), 0);
	assert_int_equal(symlink("x.csv", "p/data/inner"), 0);
	assert_int_equal(symlink("loop", "p/data/loop"), 0);
	assert_string_equal(why_not(g, p, from, "../../secret"), "file-outside");
	assert_string_equal(why_not(g, p, from, "../../p2/secret"), "file-outside");
	assert_string_equal(why_not(g, p, from, "/etc/passwd"), "file-outside");
	assert_string_equal(why_not(g, p, from, "/"), "file-outside");
	assert_string_equal(why_not(g, p, from, "../data/link"), "file-outside");
	assert_string_equal(why_not(g, p, from, "../data/up/secret"), "file-outside");
	assert_string_equal(why_not(g, p, from, "../data/up/p/data/x.csv"), "");
	assert_string_equal(why_not(g, p, from, "../data/inner"), "");
	assert_string_equal(why_not(g, p, from, "../data/loop"), "file-missing");
	assert_string_equal(why_not(g, p, NULL, "secret"), "file-outside");
	assert_true(project_has(p, from, "../data/x.csv"));
	assert_true(project_has(p, from, "../data/inner"));
	assert_false(project_has(p, from, "../data/link"));
	assert_false(project_has(p, from, "../../secret"));
	assert_false(project_has(p, from, "../data"));
	assert_false(project_has(p, from, "../data/none"));
	assert_int_equal(project_input_count(p), 1);
}

static void
a_larger_root_can_be_named(void **state)
{
	struct ground *g = *state;
	struct project *p = project_open(g->a, g->d, "p/layout/report.yaml", ".");

	assert_non_null(p);
	assert_string_equal(why_not(g, p, "p/layout/report.yaml", "../../secret"), "");
	p = project_open(g->a, g->d, "p/layout/report.yaml", "p/layout");
	assert_string_equal(why_not(g, p, "p/layout/report.yaml", "../data/x.csv"), "file-outside");
	p = project_open(g->a, g->d, "p/data/report.yaml", NULL);
	assert_string_equal(why_not(g, p, NULL, "p/layout/report.yaml"), "file-outside");
	diag_empty(g->d);
	assert_null(project_open(g->a, g->d, "p/none/report.yaml", NULL));
	assert_true(diag_has(g->d, "file-missing"));
	assert_null(project_open(g->a, g->d, "p/layout/report.yaml", "secret"));
	assert_true(diag_has(g->d, "file-kind"));
}

static void
only_regular_files_are_read(void **state)
{
	struct ground *g = *state;
	struct project *p = opened(g);
	char longest[5000];

	assert_int_equal(mkfifo("p/data/pipe", 0644), 0);
	write_text("p/data/big", "");
	assert_int_equal(truncate("p/data/big", (off_t)FILE_LIMIT + 1), 0);
	write_text("p/data/empty", "");
	memset(longest, 'x', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	assert_string_equal(why_not(g, p, NULL, "p/data"), "file-kind");
	assert_string_equal(why_not(g, p, NULL, "p/data/pipe"), "file-kind");
	assert_string_equal(why_not(g, p, NULL, "p/data/big"), "file-size");
	assert_string_equal(why_not(g, p, NULL, "p/data/empty"), "");
	assert_string_equal(why_not(g, p, NULL, "p/data/x.csv/"), "file-missing");
	assert_string_equal(why_not(g, p, NULL, longest), "file-missing");
	assert_string_equal(why_not(g, p, NULL, ""), "file-missing");
	p = project_open(g->a, g->d, "p/layout/report.yaml", "/");
	assert_string_equal(why_not(g, p, NULL, "/dev/zero"), "file-kind");
	if (geteuid() != 0) {
		assert_int_equal(chmod("p/data/x.csv", 0), 0);
		assert_string_equal(why_not(g, p, NULL, "p/data/x.csv"), "file-denied");
		assert_int_equal(diag_status(g->d), 3);
	}
}

static void
missing_files_are_guessed(void **state)
{
	struct ground *g = *state;
	struct project *p = opened(g);

	write_text("p/data/key_figures.csv", "");
	assert_string_equal(
	    why_not(g, p, "p/layout/report.yaml", "../data/key_figure.csv"), "file-missing");
	assert_string_equal(printed(g),
	    "asked:1:1: error: there is no file \"p/data/key_figure.csv\" [file-missing]\n"
	    "   help: did you mean \"key_figures.csv\"?\n"
	    "1 error\n");
	why_not(g, p, NULL, "p/data/X.CSV");
	assert_non_null(strstr(printed(g), "did you mean \"x.csv\"?"));
	why_not(g, p, NULL, "p/data/other.csv");
	assert_null(strstr(printed(g), "did you mean"));
	why_not(g, p, NULL, "secre");
	assert_null(strstr(printed(g), "did you mean"));
}

/* Names in a folder besides "." and ".."; partial files count. */
static int
entries(const char *folder)
{
	DIR *at = opendir(folder);
	int n = -2;

	assert_non_null(at);
	while (readdir(at) != NULL)
		n++;
	closedir(at);
	return n;
}

static void
an_output_appears_at_the_end(void **state)
{
	struct ground *g = *state;
	struct output *o = output_open(g->d, "p2/out.pdf");
	struct stat about;
	char *block = mem_alloc(1000000);

	output_add(o, "one ", 4);
	assert_int_not_equal(access("p2/out.pdf", F_OK), 0);
	output_add(o, "two", 3);
	assert_true(output_commit(o));
	expect_text("p2/out.pdf", "one two");
	memset(block, 'x', 1000000);
	o = output_open(g->d, "p2/out.pdf");
	output_add(o, block, 1000000);
	expect_text("p2/out.pdf", "one two");
	output_drop(o);
	expect_text("p2/out.pdf", "one two");
	assert_int_equal(entries("p2"), 2);

	o = output_open(g->d, "p2/out.pdf");
	output_add(o, block, 1000000);
	output_add(o, block, 1000000);
	assert_true(output_commit(o));
	assert_int_equal(stat("p2/out.pdf", &about), 0);
	assert_int_equal(about.st_size, 2000000);
	assert_int_equal(entries("p2"), 2);
	assert_false(diag_failed(g->d));
	free(block);
}

static unsigned
permissions_after_writing(struct ground *g, const char *path)
{
	struct output *o = output_open(g->d, path);
	struct stat about;

	output_add(o, "x", 1);
	assert_true(output_commit(o));
	assert_int_equal(stat(path, &about), 0);
	return about.st_mode & 0777;
}

static void
permissions_are_the_umasks_or_those_of_the_file_replaced(void **state)
{
	struct ground *g = *state;
	mode_t before = umask(002);

	assert_int_equal(permissions_after_writing(g, "p2/group"), 0664);
	umask(077);
	assert_int_equal(permissions_after_writing(g, "p2/mine"), 0600);
	umask(022);
	assert_int_equal(permissions_after_writing(g, "p2/mine"), 0600);
	assert_int_equal(permissions_after_writing(g, "p2/group"), 0664);
	umask(before);
}

/* Asking for known, missing and refused files must not cost memory each time. */
static void
asking_often_costs_no_memory(void **state)
{
	struct ground *g = *state;
	struct project *p = opened(g);
	struct file_text text;
	size_t used = 0;

	assert_true(project_read(p, (struct place){0}, NULL, "p/data/x.csv", &text));
	assert_true(project_read(p, (struct place){0}, "p/layout/r", "../data/x.csv", &text));
	assert_false(project_read(p, (struct place){0}, "p/layout/r", "../../secret", &text));
	for (int i = 0; i < 1000 + DIAG_LIMIT; i++) {
		char name[40];

		if (i == DIAG_LIMIT) /* the names of the first are remembered */
			used = arena_used(g->a);

		snprintf(name, sizeof name, "../data/none%d", i);
		assert_true(
		    project_read(p, (struct place){0}, "p/layout/r", "../data/x.csv", &text));
		assert_false(project_read(p, (struct place){0}, "p/layout/r", name, &text));
		assert_false(
		    project_read(p, (struct place){0}, "p/layout/r", "../../secret", &text));
	}
	assert_int_equal(arena_used(g->a), used);
	assert_string_equal(text.bytes, "a;b\n1;2\n");
	assert_int_equal(diag_count(g->d, DIAG_ERROR), 1001 + DIAG_LIMIT);
}

static void
two_outputs_appear_or_none(void **state)
{
	struct ground *g = *state;
	struct output *both[2];

	mkdir("p2/folder", 0755);
	both[0] = output_open(g->d, "p2/one");
	both[1] = output_open(g->d, "p2/folder");
	output_add(both[0], "one", 3);
	output_add(both[1], "two", 3);
	assert_false(outputs_commit(both, 2, SYNC_NOW));
	assert_int_equal(entries("p2"), 2);
	both[0] = output_open(g->d, "p2/one");
	both[1] = output_open(g->d, "/dev/full"); /* told only when it is written to */
	output_add(both[0], "one", 3);
	output_add(both[1], "two", 3);
	assert_false(outputs_commit(both, 2, SYNC_NOW));
	assert_int_equal(entries("p2"), 2);
	rmdir("p2/folder");
	both[0] = output_open(g->d, "p2/one");
	both[1] = output_open(g->d, "p2/two");
	output_add(both[0], "one", 3);
	output_add(both[1], "two", 3);
	assert_true(outputs_commit(both, 2, SYNC_NOW));
	expect_text("p2/one", "one");
	expect_text("p2/two", "two");
	unlink("p2/one");
	unlink("p2/two");
}

/* A signal in the middle: nothing stays but what was there, and the signal has its usual end. */
static void
a_signal_leaves_nothing(void **state)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	struct ground *g = *state;
	struct output *before = output_open(g->d, "p2/parents"); /* not the child's to remove */

	for (size_t i = 0; i < COUNT(signals); i++) {
		pid_t child = fork();
		int status = 0;

		if (child == 0) {
			struct output *o = output_open(g->d, "p2/out.pdf");
			struct output *whole = output_open(g->d, "p2/whole");

			for (int k = 0; k < 300000; k++)
				output_add(o, "0123456789", 10);
			output_commit(whole);
			unfinished_add("p2/folder");
			mkdir("p2/folder", 0700);
			raise(signals[i]);
			_exit(0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), signals[i]);
		assert_int_equal(entries("p2"), 3); /* what is whole, and the parent's */
		assert_int_equal(unlink("p2/whole"), 0);
	}
	output_drop(before);
	assert_int_equal(entries("p2"), 1);
}

static void
two_outputs_to_one_name_do_not_mix(void **state)
{
	struct ground *g = *state;
	struct output *one = output_open(g->d, "p2/out"), *two = output_open(g->d, "p2/out");

	output_add(one, "one", 3);
	output_add(two, "two", 3);
	assert_true(output_commit(two));
	assert_true(output_commit(one));
	expect_text("p2/out", "one");
	assert_int_equal(entries("p2"), 2);
}

static void
links_stay_links(void **state)
{
	struct ground *g = *state;
	struct output *o;
	struct stat about;

	assert_int_equal(symlink("../secret", "p2/link"), 0);
	o = output_open(g->d, "p2/link");
	output_add(o, "new", 3);
	assert_true(output_commit(o));
	expect_text("secret", "new");
	assert_int_equal(lstat("p2/link", &about), 0);
	assert_true(S_ISLNK(about.st_mode));
	assert_int_equal(symlink("nowhere", "p2/dangling"), 0);
	assert_false(output_commit(output_open(g->d, "p2/dangling")));
	assert_non_null(strstr(printed(g), "a link that leads nowhere"));
}

static void
expect_failure(struct ground *g, const char *path, const char *message)
{
	struct output *o;
	char bytes[5000] = {0};

	diag_empty(g->d);
	o = output_open(g->d, path);
	for (int i = 0; i < 200; i++)
		output_add(o, bytes, sizeof bytes);
	assert_false(output_commit(o));
	assert_int_equal(diag_count(g->d, DIAG_FAILURE), 1);
	assert_int_equal(diag_status(g->d), 3);
	assert_true(diag_has(g->d, "output-failed"));
	if (strstr(printed(g), message) == NULL)
		fail_msg("%s", printed(g));
}

static void
failures_are_told_and_leave_nothing(void **state)
{
	struct ground *g = *state;
	char longest[400];

	memset(longest, 'x', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	expect_failure(g, "p2", "cannot write \"p2\": Is a directory");
	expect_failure(g, "p2/", "Is a directory");
	expect_failure(g, "p2/none/out.pdf", "make the folder \"p2/none\" first");
	expect_failure(g, "p2/new/", "make the folder \"p2/new\" first");
	expect_failure(g, "", "cannot write \"\"");
	expect_failure(g, "secret/out", "Not a directory");
	expect_failure(g, "/dev/full", "No space left on device");
	expect_failure(g, longest, "File name too long");
	if (geteuid() != 0) {
		assert_int_equal(chmod("p2", 0555), 0);
		expect_failure(g, "p2/out", "Permission denied");
		assert_int_equal(chmod("p2", 0755), 0);
	}
	assert_int_equal(entries("p2"), 1);
	assert_int_equal(entries("."), 3);
}

/* A target that cannot be renamed over gets everything at the end, or nothing. */
static void
devices_and_standard_output_are_written_at_the_end(void **state)
{
	struct ground *g = *state;
	struct output *o = output_open(g->d, "/dev/null");
	struct stat about;
	int kept, file;

	output_add(o, "x", 1);
	assert_true(output_commit(o));
	assert_int_equal(stat("/dev/null", &about), 0);
	assert_true(S_ISCHR(about.st_mode));

	fflush(stdout);
	kept = dup(STDOUT_FILENO);
	file = open("caught", O_RDWR | O_CREAT, 0644);
	assert_true(kept >= 0 && file >= 0);
	dup2(file, STDOUT_FILENO);
	o = output_open(g->d, "-");
	output_add(o, "dropped", 7);
	output_drop(o);
	o = output_open(g->d, "-");
	output_add(o, "kept", 4);
	file = close(file) | !output_commit(o);
	dup2(kept, STDOUT_FILENO);
	close(kept);
	assert_int_equal(file, 0);
	expect_text("caught", "kept");
}

/* ---- for many reports ------------------------------------------------------------------------ */

static const char *
read_named(struct ground *g, struct project *p, const char *path)
{
	struct file_text text = {0};

	assert_true(project_read(p, (struct place){"asked", 1, 1, 1}, NULL, path, &text));
	assert_false(diag_failed(g->d));
	return text.bytes;
}

static void
a_shelf_holds_what_one_read_for_the_next(void **state)
{
	struct ground *g = *state;
	struct project *p = opened(g), *first = project_under(g->a, g->d, p);
	struct project *next = project_under(g->a, g->d, p);
	const char *bytes = read_named(g, first, "p/data/x.csv");

	project_keep(p, first);
	assert_int_equal(project_input_count(next), 0);
	assert_ptr_equal(read_named(g, next, "p/data/x.csv"), bytes);
	assert_ptr_equal(read_named(g, next, "p/data/../data/x.csv"), bytes);
	assert_int_equal(project_input_count(next), 1);
}

/* The tables of some reports come and go; the first report has read one of their files, too. */
static void
a_shelf_holds_nothing_of_those_between(void **state)
{
	struct ground *g = *state;
	struct project *p = opened(g), *between = project_under(g->a, g->d, p), *first, *next;
	const char *bytes = read_named(g, between, "p/data/x.csv");

	first = project_under(g->a, g->d, between);
	assert_ptr_equal(read_named(g, first, "p/data/./x.csv"), bytes);
	project_keep(p, first);
	next = project_under(g->a, g->d, p);
	assert_ptr_not_equal(read_named(g, next, "p/data/./x.csv"), bytes);
}

static void
what_is_read_and_on_a_shelf_is_one_input(void **state)
{
	struct ground *g = *state;
	struct project *p = opened(g), *first = project_under(g->a, g->d, p), *between, *next;

	read_named(g, first, "p/data/./x.csv");
	project_keep(p, first);
	between = project_under(g->a, g->d, p);
	read_named(g, between, "p/data/x.csv");
	next = project_under(g->a, g->d, between);
	read_named(g, next, "p/data/./x.csv");
	assert_int_equal(project_input_count(next), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(files_are_read_with_the_names_people_use, start, stop),
	    cmocka_unit_test_setup_teardown(names_from_other_working_folders, start, stop),
	    cmocka_unit_test_setup_teardown(nothing_outside_is_read, start, stop),
	    cmocka_unit_test_setup_teardown(a_larger_root_can_be_named, start, stop),
	    cmocka_unit_test_setup_teardown(only_regular_files_are_read, start, stop),
	    cmocka_unit_test_setup_teardown(missing_files_are_guessed, start, stop),
	    cmocka_unit_test_setup_teardown(an_output_appears_at_the_end, start, stop),
	    cmocka_unit_test_setup_teardown(
		permissions_are_the_umasks_or_those_of_the_file_replaced, start, stop),
	    cmocka_unit_test_setup_teardown(asking_often_costs_no_memory, start, stop),
	    cmocka_unit_test_setup_teardown(two_outputs_to_one_name_do_not_mix, start, stop),
	    cmocka_unit_test_setup_teardown(two_outputs_appear_or_none, start, stop),
	    cmocka_unit_test_setup_teardown(a_signal_leaves_nothing, start, stop),
	    cmocka_unit_test_setup_teardown(links_stay_links, start, stop),
	    cmocka_unit_test_setup_teardown(failures_are_told_and_leave_nothing, start, stop),
	    cmocka_unit_test_setup_teardown(a_shelf_holds_what_one_read_for_the_next, start, stop),
	    cmocka_unit_test_setup_teardown(a_shelf_holds_nothing_of_those_between, start, stop),
	    cmocka_unit_test_setup_teardown(what_is_read_and_on_a_shelf_is_one_input, start, stop),
	    cmocka_unit_test_setup_teardown(
		devices_and_standard_output_are_written_at_the_end, start, stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
