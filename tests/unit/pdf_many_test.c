/* A table over many pages: trees in levels, object streams, the same bytes twice. With
 * PDF_ROWS=100000 it measures the writer: the time of pdf_write alone is printed, PDF_TIMES times
 * (2); PDF_KEEP names a folder to keep the file in. */
#include <time.h>

#include "pdf_fixture.h"

enum { ROWS_PER_PAGE = 33, COLUMNS = 5 };

static void
fill(struct document *d, int rows)
{
	int table = elem_add(d->pages, 1, TAG_TABLE);
	struct page *page = NULL;

	for (int y = 0; y < rows; y++) {
		int row = elem_add(d->pages, table, TAG_TR), line = y % ROWS_PER_PAGE;
		dimen base = PT(60 + 20 * line);

		if (line == 0) {
			page = document_page(d);
			pages_heading(d->pages, (struct heading){.text = "Page",
						    .level = 1,
						    .bookmark = true,
						    .page = (int)d->pages->count - 1,
						    .y = PT(20)});
		}
		for (int x = 0; x < COLUMNS; x++) {
			int cell = elem_add(d->pages, row, y == 0 ? TAG_TH : TAG_TD);

			d->pages->elems[cell].scope = y == 0 ? SCOPE_COLUMN : SCOPE_NONE;
			document_text(d, page, FIGURES, (struct point){PT(60 + 90 * x), base},
			    arena_printf(
				d->f->a, "%d %03d", (y * 7 + x) % 100, (y * 13 + x * 7) % 1000),
			    cell);
		}
		mark_rule(d->pages, page, (struct point){PT(60), base + PT(4)},
		    (struct point){PT(500), base + PT(4)}, PT(0.25), 1, 0);
	}
}

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void
write_timed(struct document *d, const char *name)
{
	const char *folder = getenv("PDF_KEEP");
	const char *path =
	    folder != NULL ? arena_printf(d->f->a, "%s/%s", folder, name) : "/dev/null";
	struct arena *scratch = arena_open();
	struct output *out = output_open(d->f->d, path);
	double start = seconds();

	assert_true(pdf_write(&d->job, scratch, d->f->d, out));
	print_message("pdf_write: %.2f ms, %zu pages, %zu elements, %zu KB of scratch\n",
	    (seconds() - start) * 1000, d->pages->count, d->pages->elem_count,
	    arena_used(scratch) / 1024);
	output_commit(out);
	arena_close(scratch);
}

static void
a_long_table_has_its_trees_in_levels(void **state)
{
	const char *asked = getenv("PDF_ROWS"), *times = getenv("PDF_TIMES");
	int rows = asked != NULL ? atoi(asked) : 70 * ROWS_PER_PAGE;
	struct document d;
	struct buf file, plain, again;

	document_open(&d, *state);
	fill(&d, rows);
	if (asked != NULL) {
		for (int i = times != NULL ? atoi(times) : 2; i > 0; i--)
			write_timed(&d, "many.pdf");
		pages_close(d.pages);
		return;
	}
	file = document_write(&d, NULL);
	plain = document_plain(&file);
	assert_true(file.len > 0);
	assert_int_equal(occurrences(&plain, "/Type /Page/"), 70);
	assert_int_equal(occurrences(&plain, "/Limits["), 2); /* of 64 and 6 pages */
	assert_true(holds(&plain, "/Limits[64 69]/Nums[64["));
	assert_true(holds(&plain, "/ParentTreeNextKey 70"));
	assert_int_equal(occurrences(&plain, "<</S/TR/P "), rows);
	assert_int_equal(occurrences(&plain, "<</S/TD/P "), (rows - 1) * COLUMNS);
	assert_int_equal(occurrences(&plain, "/A<</O/Table/Scope/Column>>"), COLUMNS);
	again = document_write(&d, NULL);
	assert_int_equal(file.len, again.len);
	assert_memory_equal(file.at, again.at, file.len);
	buf_close(&file);
	buf_close(&plain);
	buf_close(&again);
	pages_close(d.pages);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		a_long_table_has_its_trees_in_levels, fixture_open, fixture_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
