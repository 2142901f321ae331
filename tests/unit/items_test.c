/* items_test.c: which reports a batch makes, in which order, chosen how, written where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "bilan/batch.h"

struct ground {
	struct arena *a;
	struct diag *d;
	struct items *items;
};

static int
set_up(void **state)
{
	static struct ground g;

	g = (struct ground){.a = arena_open(), .d = diag_open()};
	g.items = items_new(g.a);
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

static bool
add_rows(struct ground *g, const char *text)
{
	static const char *const likely[] = {"year", "entity"};
	struct file_text file = {.name = "items.csv", .bytes = text, .length = strlen(text)};
	struct sheet sheet;

	return sheet_read(g->a, g->d, &file, likely, COUNT(likely), &sheet) &&
	       items_rows(g->items, g->d, &sheet);
}

static void
expect_names(struct ground *g, const char *const *names, size_t count)
{
	items_name(g->items);
	assert_int_equal(g->items->count, count);
	for (size_t i = 0; i < count; i++)
		assert_string_equal(g->items->list[i].name, names[i]);
}

/* A sheet of so many rows, each of so many cells that say the same; the code of what it is told. */
static const char *
sheet_of(struct ground *g, size_t columns, size_t rows, const char *cell)
{
	static const char *const codes[] = {"csv-rows", "csv-header", "bad-items"};
	struct buf text = {0};
	bool good;

	for (size_t c = 0; c < columns; c++)
		buf_printf(&text, "%sc%zu", c > 0 ? ";" : "", c);
	for (size_t r = 0; r < rows; r++)
		for (size_t c = 0; c < columns; c++)
			buf_printf(&text, "%s%s", c > 0 ? ";" : "\n", cell);
	good = add_rows(g, text.at);
	buf_close(&text);
	for (size_t i = 0; !good && i < COUNT(codes); i++)
		if (diag_has(g->d, codes[i]))
			return codes[i];
	return good ? "good" : "?";
}

static void
no_cell_of_a_large_sheet_is_dropped(void **state)
{
	assert_string_equal(sheet_of(*state, 5, 900000, "1"), "csv-rows");
}

static void
a_sheet_of_many_columns_is_refused(void **state)
{
	assert_string_equal(sheet_of(*state, 501, 3, "1"), "csv-header");
}

static void
a_wide_sheet_is_read(void **state)
{
	assert_string_equal(sheet_of(*state, 500, 3, "1"), "good");
}

static void
without_a_value_there_is_one_report(void **state)
{
	expect_names(*state, (const char *[]){""}, 1);
}

static void
rows_and_values_are_crossed_the_last_turning_fastest(void **state)
{
	struct ground *g = *state;
	static const char *const names[] = {"entity=001 office=Caf 001 year=2022",
	    "entity=001 office=Caf 001 year=2023", "entity=002 office=Caf; 002 year=2022",
	    "entity=002 office=Caf; 002 year=2023"};

	assert_true(add_rows(g, "entity;office\n001;Caf 001\n002;\"Caf; 002\"\n"));
	assert_true(items_each(g->items, g->d, "year=2022..2023"));
	expect_names(g, names, COUNT(names));
	assert_int_equal(g->items->list[3].at.line, 3);
}

static void
lists_and_ranges_are_values(void **state)
{
	struct ground *g = *state;
	static const char *const names[] = {"y=-1 e=a", "y=-1 e=", "y=0 e=a", "y=0 e="};

	assert_true(items_each(g->items, g->d, "y=-1..0"));
	assert_true(items_each(g->items, g->d, "e=a,"));
	expect_names(g, names, COUNT(names));
}

static void
what_names_no_report_is_refused(void **state)
{
	static const char *const wrong[] = {
	    "year", "=2023", "year=", "year=2023..2022", "year=0..99999999"};
	struct ground *g = *state;

	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_false(items_each(g->items, g->d, wrong[i]));
	assert_int_equal(diag_count(g->d, DIAG_ERROR), COUNT(wrong));
	assert_true(items_each(g->items, g->d, "year=1..1000"));
	assert_false(items_each(g->items, g->d, "year=1"));
	assert_false(items_each(g->items, g->d, "other=0..1000")); /* a million is the most */
	assert_false(add_rows(g, "year;x\n1;2\n"));
	assert_int_equal(g->items->count, 1000);
}

static void
a_sheet_without_rows_is_a_batch_without_reports(void **state)
{
	struct ground *g = *state;

	assert_true(add_rows(g, "entity;year\n"));
	assert_true(items_each(g->items, g->d, "more=1..3"));
	assert_int_equal(g->items->count, 0);
}

static void
where_meets_all_of_its_conditions(void **state)
{
	struct ground *g = *state;
	const char *both[] = {"year=2020..2021", "entity=a,c"};
	size_t met = 0;

	assert_true(items_each(g->items, g->d, "entity=a,b,c"));
	assert_true(items_each(g->items, g->d, "year=2019..2023"));
	for (size_t i = 0; i < g->items->count; i++)
		met += items_where(g->items, i, both, 2);
	assert_int_equal(met, 4);
	assert_false(items_where(g->items, 0, (const char *[]){"town=a"}, 1));
	assert_false(items_where(g->items, 0, (const char *[]){"entity"}, 1));
	assert_true(items_where(g->items, 0, NULL, 0));
}

static void
shards_divide_whatever_is_added(void **state)
{
	unsigned part, parts;
	size_t counts[3] = {0};

	(void)state;
	assert_true(shard_read("2/3", &part, &parts));
	assert_int_equal(part, 2);
	assert_int_equal(parts, 3);
	for (size_t i = 0; i < 7; i++) {
		static const char *const wrong[] = {"0/3", "4/3", "1", "1/", "/3", "-1/3", "1/3x"};

		assert_false(shard_read(wrong[i], &part, &parts));
	}
	for (int n = 0; n < 3000; n++) {
		char name[32];
		int of = 0;

		snprintf(name, sizeof name, "entity=%04d year=2023", n);
		for (unsigned i = 1; i <= 3; i++) {
			of += shard_has(name, i, 3);
			counts[i - 1] += shard_has(name, i, 3);
		}
		assert_int_equal(of, 1);
	}
	for (int i = 0; i < 3; i++)
		assert_in_range(counts[i], 900, 1100);
}

static void
outputs_are_named_by_values_and_target(void **state)
{
	struct ground *g = *state;

	assert_true(items_each(g->items, g->d, "entity=a b,..,x/y"));
	assert_string_equal(item_output(g->a, g->d, g->items, 0, "o/{entity}-{target}.pdf", "web"),
	    "o/a b-web.pdf");
	assert_int_equal(diag_count(g->d, DIAG_ERROR), 0);
	assert_null(item_output(g->a, g->d, g->items, 1, "o/{entity}.pdf", "web"));
	assert_null(item_output(g->a, g->d, g->items, 2, "o/{entity}.pdf", "web"));
	assert_null(item_output(g->a, g->d, g->items, 0, "o/{year}.pdf", "web"));
	assert_int_equal(diag_count(g->d, DIAG_ERROR), 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(no_cell_of_a_large_sheet_is_dropped, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_sheet_of_many_columns_is_refused, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_wide_sheet_is_read, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(without_a_value_there_is_one_report, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		rows_and_values_are_crossed_the_last_turning_fastest, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(lists_and_ranges_are_values, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(what_names_no_report_is_refused, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		a_sheet_without_rows_is_a_batch_without_reports, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(where_meets_all_of_its_conditions, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(shards_divide_whatever_is_added, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		outputs_are_named_by_values_and_target, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
