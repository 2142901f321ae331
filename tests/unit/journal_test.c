/* journal_test.c: an outcome is a whole line or none; the last line of an item counts; what was cut
 * off, changed or written by another program is passed over. The manifest tells of every item.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bilan/batch.h"

#define MARK JOURNAL_BEGINS "1\n"

struct ground {
	struct arena *a;
	struct diag *d;
	char folder[64];
	const char *path;
};

static int
set_up(void **state)
{
	static struct ground g;

	g = (struct ground){.a = arena_open(), .d = diag_open(), .folder = "/tmp/bilan-XXXXXX"};
	assert_non_null(mkdtemp(g.folder));
	g.path = arena_printf(g.a, "%s/manifest.journal", g.folder);
	*state = &g;
	return 0;
}

static int
tear_down(void **state)
{
	struct ground *g = *state;

	unlink(g->path);
	unlink(arena_printf(g->a, "%s/other.journal", g->folder));
	unlink(arena_printf(g->a, "%s/manifest.csv", g->folder));
	assert_int_equal(rmdir(g->folder), 0); /* nothing else was left */
	diag_close(g->d);
	arena_close(g->a);
	return 0;
}

static struct outcome
sample(const char *item, long pages)
{
	struct outcome o = outcome_of(item);

	o.files[FOR_SCREENS] = (struct outcome_file){"out/a;b.pdf", "ab12", 4000, -17};
	o.files[FOR_PRESS] = (struct outcome_file){"out/print.pdf", "cd34", INT64_MAX, 9};
	o.targets = 1 << FOR_PRESS;
	o.pages = pages;
	o.warnings = 2;
	o.errors = 3;
	o.milliseconds = 4005;
	o.peak = 15 * 1024 + 512;
	o.why = "it is\tnew";
	o.place = "a;b.csv:3:18";
	o.reads = "file 1 a\\b\nrows 2 t *\n";
	o.figures = "t.a@2023=1\n";
	o.blocks = "00000001 x\n";
	o.checks = "check-known: \xC3\xA9\n";
	return o;
}

static void
add(struct journal *j, const struct outcome *o)
{
	struct buf line = {0};

	outcome_write(&line, o);
	assert_true(journal_add(j, o, line.at, line.len));
	buf_close(&line);
}

static char *
text_of(struct ground *g, const char *path)
{
	FILE *f = fopen(path, "rb");
	char *text = arena_alloc(g->a, 20000);

	assert_non_null(f);
	text[fread(text, 1, 19999, f)] = '\0';
	fclose(f);
	return text;
}

static struct items *
items_called(struct ground *g, const char *each)
{
	struct items *items = items_new(g->a);

	assert_true(items_each(items, g->d, each));
	items_name(items);
	return items;
}

static void
a_line_comes_back_as_it_was(void **state)
{
	struct ground *g = *state;
	struct outcome o = sample("e=1", 12), again;
	struct buf line = {0};

	o.status = OUTCOME_FAILED;
	outcome_write(&line, &o);
	assert_int_equal(line.at[line.len - 1], '\n');
	assert_null(memchr(line.at, '\n', line.len - 1));
	assert_true(outcome_read(g->a, line.at, line.len - 1, &again));
	assert_string_equal(again.item, "e=1");
	assert_int_equal(again.status, OUTCOME_FAILED);
	assert_string_equal(again.files[0].path, "out/a;b.pdf");
	assert_string_equal(again.files[1].sha256, "cd34");
	assert_true(again.files[1].size == INT64_MAX && again.files[0].modified == -17);
	assert_int_equal(again.milliseconds, 4005);
	assert_string_equal(again.why, o.why);
	assert_string_equal(again.place, o.place);
	assert_int_equal(again.targets, 1 << FOR_PRESS);
	assert_string_equal(again.reads, o.reads);
	assert_string_equal(again.checks, o.checks);
	buf_close(&line);
}

static void
a_line_that_was_cut_off_or_changed_is_none(void **state)
{
	struct ground *g = *state;
	struct outcome o = sample("e=1", 12), again;
	struct buf line = {0};

	outcome_write(&line, &o);
	for (size_t n = 0; n < line.len - 1; n++)
		assert_false(outcome_read(g->a, line.at, n, &again));
	for (size_t i = 0; i < line.len - 1; i++) {
		line.at[i] ^= 1;
		assert_false(outcome_read(g->a, line.at, line.len - 1, &again));
		line.at[i] ^= 1;
	}
	assert_true(outcome_read(g->a, line.at, line.len - 1, &again));
	buf_close(&line);
}

static void
the_last_line_of_an_item_counts_and_a_torn_one_does_not(void **state)
{
	struct ground *g = *state;
	struct journal *j = journal_open(g->a, g->d, g->path);
	struct outcome first = sample("e=1", 1), second = sample("e=1", 2),
		       other = sample("e=2", 3);
	FILE *f;

	assert_non_null(j);
	assert_null(journal_find(j, "e=1"));
	add(j, &first);
	add(j, &other);
	add(j, &second);
	assert_int_equal(journal_find(j, "e=1")->pages, 2);
	journal_close(j);
	f = fopen(g->path, "ab");
	fputs("e=2\tmade\tout/x.pdf", f);
	fclose(f);

	j = journal_open(g->a, g->d, g->path);
	assert_int_equal(journal_find(j, "e=1")->pages, 2);
	assert_int_equal(journal_find(j, "e=2")->pages, 3);
	assert_string_equal(journal_find(j, "e=2")->reads, other.reads);
	first.pages = 7;
	add(j, &first); /* not glued to the torn line */
	journal_close(j);
	j = journal_open(g->a, g->d, g->path);
	assert_int_equal(journal_find(j, "e=1")->pages, 7);
	journal_close(j);
}

static void
it_is_written_anew_with_a_line_an_item_and_keeps_other_batches(void **state)
{
	struct ground *g = *state;
	struct journal *j = journal_open(g->a, g->d, g->path);
	struct items *items = items_called(g, "e=1..3");
	char *text;

	for (long pages = 1; pages <= 5; pages++) {
		struct outcome stranger = sample("e=9", pages), known = sample("e=2", pages);

		add(j, &stranger);
		add(j, &known);
	}
	journal_close(j);
	assert_true(journal_write(j, items, g->path));
	text = text_of(g, g->path);
	assert_ptr_equal(strstr(text, MARK "e=2\t"), text);
	assert_non_null(strstr(text, "\ne=9\t"));
	assert_null(strstr(strstr(text, "\ne=9\t") + 1, "\ne="));
	j = journal_open(g->a, g->d, g->path);
	assert_int_equal(journal_find(j, "e=9")->pages, 5);
	assert_int_equal(journal_find(j, "e=2")->pages, 5);
	journal_close(j);
}

static void
journals_of_parts_are_joined(void **state)
{
	struct ground *g = *state;
	const char *paths[] = {g->path, arena_printf(g->a, "%s/other.journal", g->folder),
	    arena_printf(g->a, "%s/absent.journal", g->folder)};
	struct items *items = items_called(g, "e=1..3");
	const char *csv = arena_printf(g->a, "%s/manifest.csv", g->folder), *text;

	for (int i = 0; i < 2; i++) {
		struct journal *part = journal_open(g->a, g->d, paths[i]);
		struct outcome o = sample(i == 0 ? "e=3" : "e=1", 4 + i);

		add(part, &o);
		journal_close(part);
	}
	struct journal *all = journal_read(g->a, g->d, paths, 3);

	assert_int_equal(journal_find(all, "e=1")->pages, 5);
	assert_int_equal(journal_find(all, "e=3")->pages, 4);
	assert_true(manifest_write(g->d, csv, items, all));
	assert_string_equal(text_of(g, csv),
	    "item;status;output;sha256;print_output;print_sha256;pages;warnings;errors;seconds;"
	    "peak_mb;why;place\n"
	    "e=1;made;\"out/a;b.pdf\";ab12;out/print.pdf;cd34;5;2;3;4.005;15.5;it "
	    "is\tnew;\"a;b.csv:3:18\"\n"
	    "e=2;missing;;;;;;;;;;;\n"
	    "e=3;made;\"out/a;b.pdf\";ab12;out/print.pdf;cd34;4;2;3;4.005;15.5;it "
	    "is\tnew;\"a;b.csv:3:18\"\n");
	assert_true(journal_write(all, items, g->path));
	text = text_of(g, g->path);
	assert_ptr_equal(strstr(text, MARK "e=1\t"), text); /* in the order of the items */
}

static void
one_of_another_version_begins_anew(void **state)
{
	struct ground *g = *state;
	struct outcome o = sample("e=1", 1);
	struct buf old = {0};
	FILE *f = fopen(g->path, "wb");
	struct journal *j;

	buf_text(&old, JOURNAL_BEGINS "0\n");
	outcome_write(&old, &o);
	fwrite(old.at, 1, old.len, f);
	fclose(f);
	buf_close(&old);
	j = journal_read(g->a, g->d, &g->path, 1);
	assert_null(journal_find(j, "e=1"));
	assert_true(diag_has(g->d, "no-account"));
	j = journal_open(g->a, g->d, g->path);
	assert_null(journal_find(j, "e=1"));
	assert_string_equal(text_of(g, g->path), MARK);
	journal_close(j);
}

static void
a_journal_that_cannot_be_written_is_told(void **state)
{
	struct ground *g = *state;

	assert_null(journal_open(g->a, g->d, g->folder));
	assert_int_equal(diag_count(g->d, DIAG_FAILURE), 1);
	assert_null(journal_open(g->a, g->d, "/nowhere/manifest.journal"));
}

/* The disk was full while its first line was written: it holds nothing, and is begun anew. */
static void
one_whose_first_line_was_cut_off_begins_anew(void **state)
{
	struct ground *g = *state;

	for (size_t n = 0; n <= strlen(MARK); n++) {
		struct journal *j;
		FILE *f = fopen(g->path, "wb");

		fwrite(MARK, 1, n, f);
		fclose(f);
		assert_true(account_spares(g->d, g->path, JOURNAL_BEGINS));
		j = journal_open(g->a, g->d, g->path);
		assert_non_null(j);
		assert_string_equal(text_of(g, g->path), MARK);
		journal_close(j);
	}
}

static void
another_file_of_that_name_is_not_written_over(void **state)
{
	static const char *const texts[] = {"bilan batch journey", "\n" JOURNAL_BEGINS};
	struct ground *g = *state;

	for (size_t i = 0; i < COUNT(texts); i++) {
		FILE *f = fopen(g->path, "wb");

		fputs(texts[i], f);
		fclose(f);
		diag_empty(g->d);
		assert_false(account_spares(g->d, g->path, JOURNAL_BEGINS));
		assert_true(diag_has(g->d, "not-an-account"));
	}
}

/* Larger than is read, or no file: it is told, and stays as it is. */
static void
what_cannot_be_read_whole_is_not_written_over(void **state)
{
	struct ground *g = *state;
	struct journal *j = journal_open(g->a, g->d, g->path);
	struct outcome o = sample("e=1", 1);
	struct items *items = items_called(g, "e=1..3");
	const char *paths[] = {g->path, g->folder};
	struct stat about;

	add(j, &o);
	journal_close(j);
	j = journal_read(g->a, g->d, paths, 2);
	assert_true(diag_has(g->d, "file-denied"));
	assert_false(journal_write(j, items, g->path));
	diag_empty(g->d);

	assert_int_equal(truncate(g->path, ((off_t)1 << 30) + 200000), 0);
	assert_null(journal_open(g->a, g->d, g->path));
	assert_true(diag_has(g->d, "file-denied"));
	assert_int_equal(stat(g->path, &about), 0);
	assert_true(about.st_size > 1 << 30);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_line_comes_back_as_it_was, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		a_line_that_was_cut_off_or_changed_is_none, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		the_last_line_of_an_item_counts_and_a_torn_one_does_not, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		it_is_written_anew_with_a_line_an_item_and_keeps_other_batches, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(journals_of_parts_are_joined, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(one_of_another_version_begins_anew, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		a_journal_that_cannot_be_written_is_told, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		one_whose_first_line_was_cut_off_begins_anew, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		another_file_of_that_name_is_not_written_over, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		what_cannot_be_read_whole_is_not_written_over, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
