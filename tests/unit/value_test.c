/* value_test.c: {values} in text: where they are looked up, and what is said when they are not
 * there. */
#include "data_bench.h"

static const char yaml[] =
    "tables:\n"
    "  figures:\n"
    "    file: figures.csv\n"
    "    key: id\n"
    "    period: year\n"
    "    columns: {id: key, year: integer, value: {type: integer, unit: count}, rate: {type: "
    "decimal, "
    "unit: percent}, label: text}\n"
    "  pairs: {file: pairs.csv, key: [a, b], columns: {a: key, b: integer, value: integer}}\n"
    "  totals: {file: totals.csv, period: year, columns: {year: integer, staff: integer}}\n"
    "  many: {file: many.csv, columns: {n: integer}}\n"
    "  bad: {file: bad.csv, key: id, columns: {id: key, value: integer}}\n";

static int
value_open(void **state)
{
	desk_open(state);
	write_file("figures.csv",
	    "id;year;value;rate;label\nvisitors;2022;24 624;;\n"
	    "visitors;2023;24 088;89,9;reçus\nempty;2023;;;x\nold;2022;5;;x\n");
	write_file("pairs.csv", "a;b;value\nx;1;10\nx;2;20\n");
	write_file("totals.csv", "year;staff\n2023;117\n2022;120\n");
	write_file("many.csv", "n\n1\n2\n");
	write_file("bad.csv", "id;value\na;b\nc;1\n");
	desk_read(*state, yaml);
	diag_empty(((struct desk *)*state)->b->d); /* bad.csv */
	return 0;
}

#define GIVES(k, text, expected)                                                                   \
	do {                                                                                       \
		const char *text_ = value_text(&(k)->scope, as_set(text));                         \
		if (!text_)                                                                        \
			fail_msg("%s: %s", (text), said((k)->b));                                  \
		assert_string_equal(text_, (expected));                                            \
	} while (0)

#define FAILS(k, text, words)                                                                      \
	do {                                                                                       \
		diag_empty((k)->b->d);                                                             \
		assert_null(value_text(&(k)->scope, as_set(text)));                                \
		SAYS((k)->b, (words));                                                             \
	} while (0)

static void
test_lookups(void **state)
{
	struct desk *k = *state;

	GIVES(k, "plain", "plain");
	GIVES(k, "", "");
	GIVES(k, "{year}", "2023");
	GIVES(k, "{year-1}/{year+1}", "2022/2024");
	GIVES(k, "{entity}", "Ariège");
	GIVES(k, "{{a}} {entity}", "{a} Ariège");
	GIVES(k, "{title}", "Rapport d'activité 2023");
	GIVES(k, "{figures.visitors} reçus", "24" NNBSP "088 reçus");
	GIVES(k, "{figures.visitors@year-1:integer}", "24" NNBSP "624");
	GIVES(k, "{figures.visitors@year}", "24" NNBSP "088");
	GIVES(k, "{figures.visitors.rate:percent2}", "89,90" NNBSP "%");
	GIVES(k, "{figures.visitors.label}", "reçus");
	GIVES(k, "{figures.visitors.year}", "2023");
	GIVES(k, "{pairs.x.2}", "20");
	GIVES(k, "{pairs.x.1.value}", "10");
	GIVES(k, "{totals.staff} {totals.staff@year-1}", "117 120");
	GIVES(k, "{bad.c}", "1");
	SILENT(k->b);
}

static void
test_figures_keep_their_cells(void **state)
{
	struct desk *k = *state;
	size_t n;
	const struct stretch *s = value_expand(
	    &k->scope, as_set("En {year}, {figures.visitors} sur {pages}, p. {folio}."), &n);

	assert_int_equal(n, 9);
	assert_string_equal(s[0].text, "En ");
	assert_null(s[1].cell);
	assert_string_equal(s[1].text, "2023");
	assert_int_equal(s[3].cell->at.line, 3);
	assert_int_equal(s[3].cell->at.column, 15);
	assert_string_equal(s[3].cell->unit, "count");
	assert_int_equal(s[5].page, PAGE_COUNT);
	assert_string_equal(s[6].text, ", p. ");
	assert_int_equal(s[7].page, PAGE_FOLIO);
	assert_int_equal(s[8].page, PAGE_NONE);
}

static void
test_mistakes(void **state)
{
	struct desk *k = *state;

	FAILS(k, "{figurs.visitors}",
	    "layout.yaml:7:13: error: there is no table \"figurs\" [unknown-table]");
	SAYS(k->b, "did you mean \"figures\"?");
	FAILS(k, "é {figures.vistors}",
	    "layout.yaml:7:23: error: no row of \"figures\" has the id "
	    "\"vistors\" [unknown-key]");
	SAYS(k->b, "did you mean \"visitors\"?");
	FAILS(k, "{figures.visitors.rat}",
	    "7:30: error: the table \"figures\" has no column \"rat\"");
	FAILS(k, "{yaer}",
	    "7:13: error: \"yaer\" is not a parameter of the report [unknown-parameter]");
	SAYS(k->b, "did you mean \"year\"?");
	FAILS(k, "{figures}", "{figures.key}");
	FAILS(k, "{figures.visitors:percnt2}",
	    "7:30: error: the theme has no number format \"percnt2\" "
	    "[unknown-format]");
	FAILS(k, "{figures.visitors.label:integer}", "is a text, not a number [not-a-number]");
	SAYS(k->b, "figures.csv:3:27");
	FAILS(k, "{entity:integer}", "[not-a-number]");
	FAILS(k, "{entity-1}", "only an integer can be counted on from");
	FAILS(k, "a { b", "7:14: error: this { is not closed [value-syntax]");
	FAILS(k, "a } b", "7:14: error: this } closes nothing");
	FAILS(k, "{}", "a name is missing");
	FAILS(k, "{a..b}", "a name is missing");
	FAILS(k, "{year:}", "no format after the colon");
	FAILS(k, "{figures.visitors@}", "after @ stands the period");
	FAILS(k, "{figures.visitors@month-1}", "the period of \"figures\" is @year");
	FAILS(k, "{pairs.x.1@year-1}", "this table has no period");
	FAILS(k, "{year@year-1}", "only a figure of a table has a period");
	FAILS(k, "{pairs.x}", "\"pairs\" has 2 key columns");
	FAILS(k, "{many.n}", "several rows in the period");
	FAILS(k, "{folio}", "the number of the page is not known here");
	FAILS(k, "{yaer} and {figurs.a}", "figurs");
	SAYS(k->b, "yaer");
	k->report.title.text = "{title}";
	FAILS(k, "{title}", "the title cannot hold {title}");
}

static void
test_missing_values(void **state)
{
	struct desk *k = *state;

	FAILS(k, "{figures.empty}",
	    "layout.yaml:7:13: error: {figures.empty} has no value [missing-value]");
	SAYS(k->b, "figures.csv:4:12: note: this cell has no value");
	assert_true(k->scope.missing);
	FAILS(k, "{figures.old}",
	    "figures.csv: note: no row of this file has id old and year 2023, only 2022");
	FAILS(k, "{figures.visitors@year-5}", "has no value");
	diag_empty(k->b->d);
	k->scope.quiet = true;
	k->scope.missing = false;
	assert_null(value_text(&k->scope, as_set("{figures.empty}")));
	assert_true(k->scope.missing);
	SILENT(k->b);
	k->scope.quiet = false;
	assert_null(value_text(&k->scope, as_set("{bad.a}"))); /* its mistake was told */
	SILENT(k->b);
}

static void
test_rows(void **state)
{
	struct desk *k = *state;
	const char *columns[] = {"year", "n", "t", "none"};
	struct cell cells[] = {{.kind = CELL_NUMBER, .number = {2021, 0}},
	    {.kind = CELL_NUMBER, .number = {12345, 1}}, {.kind = CELL_TEXT, .text = "words"},
	    {.kind = CELL_EMPTY}};
	struct row row = {columns, cells, 4};

	k->scope.row = &row;
	GIVES(k, "{year} {n} {t} {entity}", "2021 1" NNBSP "234,5 words Ariège");
	FAILS(k, "{none}", "has no value");
	FAILS(k, "{tt}", "\"tt\" is neither a column of the row nor a parameter [unknown-column]");
}

static void
test_one_value(void **state)
{
	struct desk *k = *state;
	const struct format *format;
	struct cell c;

	assert_true(value_cell(&k->scope, as_set("{figures.visitors:integer}"), 0, &c, &format));
	assert_int_equal(c.number.coef, 24088);
	assert_ptr_equal(format, &k->formats[0]);
	assert_true(value_cell(&k->scope, as_set("{figures.visitors}"), -1, &c, &format));
	assert_int_equal(c.number.coef, 24624);
	assert_int_equal(c.at.line, 2);
	assert_null(format);
	assert_true(value_cell(&k->scope, as_set("{figures.visitors}"), -2, &c, NULL));
	assert_int_equal(c.kind, CELL_EMPTY);
	assert_true(value_cell(&k->scope, as_set("{figures.empty}"), -1, &c, NULL));
	assert_int_equal(c.kind, CELL_EMPTY);
	assert_true(value_cell(&k->scope, as_set("12,5"), 0, &c, NULL));
	assert_int_equal(c.number.coef, 125);
	SILENT(k->b);
	assert_false(value_cell(&k->scope, as_set("{figures.empty}"), 0, &c, NULL));
	SAYS(k->b, "[missing-value]");
	assert_false(value_cell(&k->scope, as_set("{figures.visitors.label}"), 0, &c, NULL));
	SAYS(k->b, "[not-a-number]");
	assert_false(value_cell(&k->scope, as_set("{year} ans"), 0, &c, NULL));
	SAYS(k->b, "is not one {value} nor a number");
}

static bool
needs(struct desk *k, const char *what)
{
	struct place at = {"layout.yaml", 3, 9, (int)strlen(what)};
	struct names names = {&what, &at, 1};

	return value_needs(&k->scope, k->p, &names);
}

static void
test_needs(void **state)
{
	struct desk *k = *state;

	assert_true(needs(k, "figures"));
	assert_true(needs(k, "figures.visitors@year-1"));
	assert_true(needs(k, "totals.staff"));
	assert_false(needs(k, "figures.empty"));
	assert_false(needs(k, "figures.old"));
	assert_true(needs(k, "figures.old@year-1"));
	assert_false(needs(k, "figures.visitors@year-2"));
	assert_true(needs(k, "./figures.csv"));
	assert_false(needs(k, "./gone-{year}.csv"));
	SILENT(k->b);
	assert_false(needs(k, "figurs"));
	SAYS(k->b, "layout.yaml:3:9: error: there is no table \"figurs\" [unknown-table]");
}

static void
test_places_in_several_lines(void **state)
{
	struct desk *k = *state;
	struct setting literal = {"one\n  two {nope}\n", {"layout.yaml", 7, 12, 3}};
	struct setting folded = {"one two {nope}", {"layout.yaml", 7, 12, 3}};

	value_text(&k->scope, literal);
	SAYS(k->b, "layout.yaml:8:19: error");
	diag_empty(k->b->d);
	value_text(&k->scope, folded);
	SAYS(k->b, "layout.yaml:7:12: error");
}

#define DESK(test) cmocka_unit_test_setup_teardown(test, value_open, desk_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    DESK(test_lookups),
	    DESK(test_figures_keep_their_cells),
	    DESK(test_mistakes),
	    DESK(test_missing_values),
	    DESK(test_rows),
	    DESK(test_one_value),
	    DESK(test_needs),
	    DESK(test_places_in_several_lines),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
