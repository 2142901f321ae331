/* unchanged_test.c: a report counts as changed by the files it read, those it missed, the rows that
 * it looked at and its output; by nothing else.
 */
#include "data_bench.h"

#include <utime.h>

#include "bilan/batch.h"

static const char tables_yaml[] = "tables:\n"
				  "  figures:\n"
				  "    file: figures.csv\n"
				  "    key: [id]\n"
				  "    period: year\n"
				  "    columns:\n"
				  "      id: {type: key}\n"
				  "      year: {type: integer}\n"
				  "      value: {type: integer}\n"
				  "  other:\n"
				  "    file: other.csv\n"
				  "    columns:\n"
				  "      n: {type: integer}\n";

static const char base[] = "tool 0000000000000001 1.0\nwith 0000000000000000 a=b\n";

/* Opens the tables as another run would; answers why the record holds no more, or "". */
static const char *
changed(struct desk *k, const char *reads, const char *now)
{
	const char *why;

	tables_close(k->t);
	numbers_close(k->scope.numbers);
	assert_non_null(desk_read(k, tables_yaml));
	why = reads_changed(k->b->a, reads, now, k->t, file_hashes_open(k->b->a));
	return why != NULL ? why : "";
}

static const char *
record(struct desk *k)
{
	struct file_text text;

	write_file("figures.csv", "id;year;value\na;2022;1\na;2023;2\nb;2023;3\n");
	write_file("other.csv", "n\n1\n");
	write_file("words.md", "Bonjour");
	assert_non_null(desk_read(k, tables_yaml));
	struct project *own = project_under(k->b->a, k->b->d, k->p);

	tables_watch(k->t, k->b->a);
	assert_true(project_read(own, (struct place){0}, NULL, "words.md", &text));
	assert_false(project_has(own, NULL, "icon.svg"));
	assert_string_equal(value_text(&k->scope, as_set("{figures.a}")), "2");
	SILENT(k->b);
	return reads_write(k->b->a, base, own, k->t);
}

static void
test_nothing_changed(void **state)
{
	struct desk *k = *state;
	const char *reads = record(k);

	assert_ptr_equal(strstr(reads, base), reads);
	assert_string_equal(changed(k, reads, base), "");
	/* Other years, other tables: not read. */
	write_file("figures.csv", "id;year;value\na;2021;9\na;2022;7\na;2023;2\nb;2023;3\n");
	write_file("other.csv", "n\n2\n");
	assert_string_equal(changed(k, reads, base), "");
}

static void
test_rows_that_were_read(void **state)
{
	struct desk *k = *state;
	const char *reads = record(k);

	write_file("figures.csv", "id;year;value\na;2022;1\na;2023;4\nb;2023;3\n");
	assert_string_equal(
	    changed(k, reads, base), "rows of the table \"figures\" have changed: 2023");
	write_file("figures.csv", "id;year;value\na;2023;2\na;2022;1\n");
	assert_string_equal(
	    changed(k, reads, base), "rows of the table \"figures\" have changed: 2023");
}

static void
test_files(void **state)
{
	struct desk *k = *state;
	const char *reads = record(k);

	write_file("words.md", "Bonsoir");
	assert_string_equal(changed(k, reads, base), "words.md has changed");
	unlink("words.md");
	assert_string_equal(changed(k, reads, base), "words.md has changed");
	write_file("words.md", "Bonjour");
	assert_string_equal(changed(k, reads, base), "");
	write_file("icon.svg", "<svg/>");
	assert_string_equal(changed(k, reads, base), "icon.svg is there now");
}

static void
test_what_all_depend_on(void **state)
{
	struct desk *k = *state;
	const char *reads = record(k);

	assert_string_equal(
	    changed(k, reads, "tool 0000000000000002 1.0\nwith 0000000000000000 a=b\n"),
	    "it was made by another version of this program");
	assert_string_equal(
	    changed(k, reads, "tool 0000000000000001 1.0\nwith 0000000000000000 a=c\n"),
	    "the options of the batch have changed");
	assert_string_equal(changed(k, reads, "tool 0000000000000001 1.0\n"),
	    "the options of the batch have changed");
	assert_string_equal(
	    changed(k, reads,
		"tool 0000000000000001 1.0\nwith 0000000000000000 a=b\nspan 0000000000000000 x 0 "
		"1\n"),
	    "the scale of its charts has changed");
	assert_string_equal(changed(k, "short\n", ""), "its record cannot be read");
}

static void
test_the_output(void **state)
{
	struct desk *k = *state;
	struct outcome_file f = {.path = "out.pdf", .sha256 = ""}, none = {.path = ""};
	struct utimbuf earlier = {1000000000, 1000000000};

	write_file("out.pdf", "%PDF-");
	output_look(k->b->a, &f);
	assert_int_equal(f.size, 5);
	assert_int_equal(strlen(f.sha256), 64);
	assert_true(output_kept(&f));
	assert_true(output_kept(&none));
	assert_int_equal(utime("out.pdf", &earlier), 0); /* a copy: another time, the same bytes */
	assert_true(output_kept(&f));
	write_file("out.pdf", "%PDF+");
	assert_int_equal(utime("out.pdf", &earlier), 0);
	assert_false(output_kept(&f));
	unlink("out.pdf");
	assert_false(output_kept(&f));
}

#define DESK(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    DESK(test_nothing_changed),
	    DESK(test_rows_that_were_read),
	    DESK(test_files),
	    DESK(test_what_all_depend_on),
	    DESK(test_the_output),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
