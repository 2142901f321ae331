/* master_test.c: the grid's geometry to the last unit, inheritance, and mistakes. */
#include "config_said.h"

static struct style styles[] = {{.name = "foot"}, {.name = "folio"}};
static struct colour_def colours[] = {{.name = "none"}, {.name = "night"}};
static const struct theme theme = {
    .styles = styles, .style_count = 2, .colours = colours, .colour_count = 2};

static struct masters *
read_masters(struct bench *b, const struct theme *t, const char *text)
{
	static const struct setting path = {.text = "masters.yaml"};
	struct project *p;

	write_file("report.yaml", "report: 1\n");
	write_file("masters.yaml", text);
	p = project_open(b->a, b->d, "report.yaml", NULL);
	return masters_read(b->a, b->d, p, t, path, "report.yaml");
}

static const char report[] =
    "masters:\n"
    "  cover: {like: plain, foot: none, background: night}\n"
    "  plain:\n"
    "    size: A4\n"
    "    bleed: 3mm\n"
    "    margins: {top: 65.024pt, bottom: 62.362pt, inner: 56.693pt, outer: 56.693pt}\n"
    "    grid: {columns: 12, gutter: 14pt, baseline: 14pt}\n"
    "    foot: {left: \"{title}\", right: \"{folio}\", folio-style: folio}\n"
    "  text: {like: plain, frames: 2, margins: {inner: 100pt}}\n"
    "  shown: {like: cover, foot: {centre: x, row: 50.5}}\n";

static void
near(dimen is, double points)
{
	double off = (double)is / DIMEN_ONE - points;

	if (off > 0.002 || off < -0.002)
		fail_msg("%f is not %f", (double)is / DIMEN_ONE, points);
}

static void
the_grid_is_the_mock_up_s(void **state)
{
	struct bench *b = *state;
	struct masters *all = read_masters(b, &theme, report);
	const struct master *m = master_find(all, "plain");
	struct area a = {.given = true, .column = 2, .row = 2, .columns = 2, .rows = 2};
	struct rect r;

	SILENT(b);
	assert_non_null(m);
	assert_int_equal(m->width, 609562);
	assert_int_equal(master_rows(m), 51);
	assert_int_equal(m->first, PT(10.5));
	near(master_baseline(m, 2), 61.524 + 14);
	near(master_baseline(m, 106), 61.524 + 53 * 14);
	near(master_row_top(m, 67), 65.024 + 32.5 * 14);
	r = master_rect(m, &a, true);
	near(r.x, 56.693);
	near(r.w, 27.324);
	near(r.y, 65.024);
	assert_int_equal(r.h, PT(14));
	for (int column = 1; column <= 12; column++) {
		a.column = 2 * column;
		a.columns = 2 * (13 - column);
		r = master_rect(m, &a, true);
		assert_int_equal(r.x + r.w, m->width - m->outer);
		near(r.x, 56.693 + (column - 1) * 41.324);
	}
	assert_int_equal(m->foot_row, 106);
	a.page = true;
	r = master_rect(m, &a, true);
	assert_int_equal(r.x, 0);
	assert_int_equal(r.h, m->height);
}

static void
odd_divisions_end_on_the_margin(void **state)
{
	struct bench *b = *state;
	const struct master *m = read_masters(
	    b, NULL, "masters: {m: {size: [100mm, 71mm], grid: {columns: 7, gutter: 3.3pt}}}")
				     ->items;
	dimen last = 0;

	SILENT(b);
	for (int half = 2; half <= 16; half++) {
		struct area a = {.column = 2, .row = 2, .columns = half - 2, .rows = 2};
		struct rect r = master_rect(m, &a, true);

		assert_true(r.w >= last);
		last = r.w;
	}
	assert_int_equal(last, m->width - m->inner - m->outer);
}

static void
masters_build_on_one_another(void **state)
{
	struct bench *b = *state;
	struct masters *all = read_masters(b, &theme, report);
	const struct master *plain = master_find(all, "plain"), *m = master_find(all, "cover");

	assert_int_equal(all->count, 4);
	assert_string_equal(all->items[0].name, "cover");
	assert_int_equal(m->top, plain->top);
	assert_false(m->has_foot);
	assert_int_equal(m->background, 1);
	m = master_find(all, "text");
	assert_int_equal(m->frames, 2);
	assert_int_equal(m->inner, PT(100));
	assert_int_equal(m->outer, plain->outer);
	assert_true(m->has_foot);
	assert_string_equal(m->foot.left.text, "{title}");
	assert_ptr_equal(m->foot.style, &styles[0]);
	assert_ptr_equal(m->foot.folio_style, &styles[1]);
	m = master_find(all, "shown");
	assert_true(m->has_foot);
	assert_int_equal(m->foot_row, 101);
	assert_string_equal(m->foot.centre.text, "x");
	assert_int_equal(m->background, 1);
	assert_null(master_find(all, "none"));
}

static void
everything_has_a_default(void **state)
{
	struct bench *b = *state;
	const struct master *m = read_masters(b, NULL, "masters:\n  m:\n")->items;

	SILENT(b);
	near(m->width, 595.276);
	near(m->bleed, 8.504);
	near(m->top, 56.693);
	assert_int_equal(m->columns, 12);
	assert_int_equal(m->row, PT(14));
	assert_int_equal(m->frames, 1);
	assert_false(m->has_foot);
	m = read_masters(b, NULL,
	    "masters: {m: {size: letter, landscape: yes, facing: yes, margins: "
	    "{inner: 30mm, outer: 10mm}}}")
		->items;
	assert_int_equal(m->width, PT(792));
	assert_int_equal(m->height, PT(612));
	struct area a = {.column = 2, .row = 2, .columns = 2, .rows = 2};
	assert_int_equal(master_rect(m, &a, true).x, m->inner);
	assert_int_equal(master_rect(m, &a, false).x, m->outer);
}

static void
mistakes_have_places(void **state)
{
	static const struct {
		const char *text, *says;
		size_t errors;
	} bad[] = {
	    {"masters:\n  a: {like: b}\n  b: {like: a}\n",
		"masters.yaml:3:13: error: the master \"b\" is like itself, by way of \"a\" "
		"[master-cycle]",
		1},
	    {"masters:\n  a: {like: c}\n",
		"masters.yaml:2:13: error: there is no master \"c\" to be like [unknown-master]",
		1},
	    {"masters:\n  a: {margins: {inner: 100mm, outer: 100mm}}\n",
		"masters.yaml:2:3: error: the master \"a\" cannot be: margins and gutters leave no "
		"room "
		"for its columns [bad-length]",
		1},
	    {"masters: {a: {margins: {top: 200mm, bottom: 97mm}}}", "no room for a row", 1},
	    {"masters: {a: {size: [6000mm, 5mm]}}", "smaller than 12.7mm or larger", 1},
	    {"masters: {a: {margins: {top: -5mm}}}", "cannot be below zero", 1},
	    {"masters: {a: {grid: {baseline: 90000pt}}}", "between 1pt and 500pt", 1},
	    {"masters: {a: {size: a4}}", "one of A3, A4, A5, letter", 1},
	    {"masters: {a: {size: [210, 297]}}", "two lengths: [210mm, 297mm]", 1},
	    {"masters: {a: {size: []}}", "two lengths: [210mm, 297mm]", 1},
	    {"masters: {a: {grid: {columns: 0}}}", "lies between 1 and 100, and 0 does not", 1},
	    {"masters: {a: {foot: non}}", "did you mean \"none\"?", 1},
	    {"masters: {a: {foot: {left: x, row: last}}}", "not \"last\"", 1},
	    {"masters: {a: {gird: {}}}", "did you mean \"grid\"?", 1},
	    {"masters: {a: {background: red}}", "[unknown-colour]", 1},
	    {"mastres: {}", "masters needs the setting \"masters\"", 2},
	};
	struct bench *b = *state;
	static const struct theme bare = {.colours = colours, .colour_count = 2};
	struct area far = {.column = -4000, .row = 4000, .columns = 4000, .rows = 4000};

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct masters *all = read_masters(b, &theme, bad[i].text);

		assert_non_null(all);
		SAYS(b, bad[i].says);
		if (diag_count(b->d, DIAG_ERROR) != bad[i].errors)
			fail_msg("%zu errors wanted:\n%s", bad[i].errors, said(b));
		for (size_t m = 0; m < all->count; m++)
			assert_true(master_rect(&all->items[m], &far, true).h >= 0);
		diag_empty(b->d);
	}
	read_masters(b, &bare, "masters:\n  a:\n    foot: {left: x}\n");
	SAYS(b, "masters.yaml:3:11: error: the foot of the master \"a\" has no style "
		"[missing-setting]");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_open, folder_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(the_grid_is_the_mock_up_s),
	    TEST(odd_divisions_end_on_the_margin),
	    TEST(masters_build_on_one_another),
	    TEST(everything_has_a_default),
	    TEST(mistakes_have_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
