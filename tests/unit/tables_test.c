/* tables_test.c: declared tables, and every cell read strictly by its declaration. */
#include "data_bench.h"

#include <time.h>

#include "../../src/data/inner.h"

static const char figures_yaml[] =
    "tables:\n"
    "  figures:\n"
    "    file: figures.csv\n"
    "    key: [id]\n"
    "    period: year\n"
    "    columns:\n"
    "      id: {type: key}\n"
    "      year: {type: integer, range: [1946, 2100]}\n"
    "      value: {type: integer, unit: count, missing: [n.d., \"-\"]}\n"
    "      amount: {type: decimal, unit: euro, scale: 2}\n"
    "      share: {type: decimal, unit: percent, scale: 1, range: [0, 100]}\n"
    "      kind: {type: text, words: [a, bé]}\n";

static struct table *
read_figures(struct desk *k, const char *csv)
{
	write_file("figures.csv", csv);
	assert_non_null(desk_read(k, figures_yaml));
	return tables_find(k->t, "figures");
}

static void
test_cells_are_typed(void **state)
{
	struct desk *k = *state;
	struct table *t = read_figures(k, "year;id;value;amount;share;kind\n"
					  "2023;visits;24 088;\"7 148 752,5 €\";89,9 %;bé\n"
					  "2022;visits;n.d.;-1,25;;\n"
					  ";;;;;\n");

	SILENT(k->b);
	assert_int_equal(t->rows, 2);
	struct cell c = tables_cell(t, 0, tables_column(t, "value"));
	assert_int_equal(c.kind, CELL_NUMBER);
	assert_int_equal(c.number.coef, 24088);
	assert_string_equal(c.unit, "count");
	assert_string_equal(c.at.file, "figures.csv");
	assert_int_equal(c.at.line, 2);
	assert_int_equal(c.at.column, 13);
	assert_int_equal(c.at.length, 6);
	c = tables_cell(t, 0, tables_column(t, "amount"));
	assert_int_equal(c.number.coef, 714875250);
	assert_int_equal(c.number.scale, 2);
	assert_int_equal(c.at.column, 21);
	c = tables_cell(t, 0, tables_column(t, "kind"));
	assert_string_equal(c.text, "bé");
	assert_int_equal(tables_cell(t, 1, tables_column(t, "value")).kind, CELL_EMPTY);
	assert_int_equal(tables_cell(t, 1, tables_column(t, "share")).kind, CELL_EMPTY);
	assert_int_equal(tables_cell(t, 1, tables_column(t, "amount")).number.coef, -125);
}

static void
test_all_bad_cells_are_told(void **state)
{
	struct desk *k = *state;
	struct table *t = read_figures(k, "id;year;value;amount;share;kind\n"
					  "a;2023;24 O88;1,234;100,1;be\n"
					  "b.c;1945;1,5;12 %;5 €;a\n"
					  ";2023;1;1;1;a\n"
					  "d;;;999999999999999999;;\n");

	SAYS(k->b, "figures.csv:2:11: error: \"24 O88\" is not an integer (column \"value\"): "
		   "the letter \"O\" is no digit");
	SAYS(k->b, "figures.csv:2:15: error: \"1,234\" is not a decimal number (column "
		   "\"amount\"): it has "
		   "more decimals than the column's scale [bad-decimal]");
	SAYS(k->b, "figures.csv:2:21: error: \"100,1\" is not between 0 and 100 (column \"share\") "
		   "[out-of-range]");
	SAYS(k->b, "figures.csv:2:27: error: \"be\" is not among the words of the column \"kind\"");
	SAYS(k->b, "figures.csv:3:1: error: \"b.c\" cannot be a key");
	SAYS(k->b, "figures.csv:3:5: error: \"1945\" is not between 1946 and 2100");
	SAYS(k->b, "figures.csv:3:10: error: \"1,5\" is not an integer (column \"value\"): it has "
		   "decimals");
	SAYS(k->b, "figures.csv:3:14: error: \"12 %\" is not a decimal number (column \"amount\"): "
		   "its % is "
		   "not the unit of the column");
	SAYS(k->b, "figures.csv:3:19: error: \"5 €\"");
	SAYS(k->b, "figures.csv:4:1: error: the column \"id\" may not be empty [missing-value]");
	SAYS(k->b, "figures.csv:5:3: error: the column \"year\" may not be empty");
	SAYS(k->b, "figures.csv:5:5: error: \"999999999999999999\" is not a decimal number (column "
		   "\"amount\"): with the column's decimals it has more than 18 digits");
	assert_int_equal(diag_count(k->b->d, DIAG_ERROR), 12);
	assert_true(t->broken);
}

static void
test_header_must_match(void **state)
{
	struct desk *k = *state;

	read_figures(k, "id;yaer;value;value;amount;;share\nx;1;2;3;4;5;6\n");
	SAYS(k->b, "figures.csv:1:4: error: \"yaer\" is not a declared column of \"figures\" "
		   "[unknown-column]");
	SAYS(k->b, "did you mean \"year\"?");
	SAYS(k->b, "figures.csv:1:15: error: the column \"value\" is there twice [csv-header]");
	SAYS(k->b, "figures.csv:1:1: error: the column \"kind\" of \"figures\" is not in this file "
		   "[missing-column]");
	SAYS(k->b, "tables.yaml:12:7:");
}

static void
test_rows_are_whole_and_single(void **state)
{
	struct desk *k = *state;
	struct table *t =
	    read_figures(k, "id;year;value;amount;share;kind\n"
			    "a;2023;1;2;3;a\n\nb;2023;1;2\na;2022;1;2;3;a\na;2023;4;5;6;a\n");

	SAYS(k->b, "figures.csv:4:1: error: this row has 4 cells, the header has 6 [csv-ragged]");
	SAYS(k->b,
	    "figures.csv:6:1: error: this row is there twice: id a, year 2023 [duplicate-key]");
	SAYS(k->b, "figures.csv:2:1: ");
	assert_int_equal(diag_count(k->b->d, DIAG_ERROR), 2);
	assert_int_equal(t->rows, 3);
	const char *key = "a";
	assert_int_equal(tables_find_row(t, &key, "2022"), 1);
	assert_int_equal(tables_find_row(t, &key, "2023"), 0);
	assert_int_equal(tables_find_row(t, &key, "2021"), NO_ROW);
	assert_int_equal(tables_find_row(t, &key, "x"), NO_ROW);
	assert_int_equal(tables_find_row(t, &key, NULL), NO_ROW);
}

static void
test_duplicates_are_counted(void **state)
{
	struct desk *k = *state;
	struct buf text = {0};

	buf_text(&text, "id;year;value;amount;share;kind\n");
	for (int i = 0; i < 61; i++)
		buf_text(&text, "a;2023;1;2;3;a\n");
	read_figures(k, text.at);
	buf_close(&text);
	SAYS(k->b, "figures.csv: error: 10 more rows of this file are there twice [duplicate-key]");
	assert_int_equal(diag_count(k->b->d, DIAG_ERROR), 51);
}

static void
test_french_excel(void **state)
{
	struct desk *k = *state;
	static const char csv[] = "\xC9tiquette;Montant\r\nPr\xEAts;7\xA0"
				  "148\xA0"
				  "752,50 \x80\r\n";

	put_bytes("excel.csv", csv, sizeof csv - 1);
	desk_read(k, "tables:\n  aid:\n    file: excel.csv\n    columns:\n"
		     "      Étiquette: text\n      Montant: {type: decimal, unit: euro}\n");
	SILENT(k->b);
	struct table *t = tables_find(k->t, "aid");
	assert_string_equal(tables_cell(t, 0, 0).text, "Prêts");
	assert_int_equal(tables_cell(t, 0, 1).number.coef, 714875250);
	assert_int_equal(tables_cell(t, 0, 1).at.column, 7);
}

static void
test_declarations_are_checked(void **state)
{
	struct desk *k = *state;

	write_file("x.csv", "a\n1\n");
	desk_read(k,
	    "tables:\n"
	    "  bad-name: {file: x.csv, columns: {a: integer}}\n"
	    "  two: {file: x.csv, columns: {a: integer, A: text, rowid: text, b.c: text}}\n"
	    "  three: {file: x.csv, key: b, period: moon, columns: {a: {type: integer, range: [5, "
	    "1]}}}\n"
	    "  four: {file: gone.csv, columns: {a: number}}\n"
	    "  five: {file: gone.csv, columns: {a: integer}}\n"
	    "  six: {file: x.csv, period: a, columns: {a: integer}, sclae: 1}\n");
	SAYS(k->b, "tables.yaml:2:3: error: \"bad-name\" cannot be a table's name [bad-name]");
	SAYS(k->b, "\"a\" and \"A\" are the same name in SQL");
	SAYS(k->b, "\"rowid\" cannot be a column's name");
	SAYS(k->b, "\"b.c\" cannot be a column's name");
	SAYS(k->b, "\"b\" is not among the columns of \"three\"");
	SAYS(k->b, "the range starts at 5 and ends below, at 1");
	SAYS(k->b, "\"number\" is not a choice");
	SAYS(k->b, "[file-missing]");
	SAYS(k->b, "the period of \"six\" is \"a\", but the report has no such parameter");
	SAYS(k->b, "\"sclae\" is not a setting of a table");
	assert_int_equal(tables_count(k->t), 6);
	assert_non_null(tables_find(k->t, "two"));
	assert_null(tables_find(k->t, "seven"));
}

static void
test_paths_take_parameters(void **state)
{
	struct desk *k = *state;

	write_file("2023.csv", "a\n1\n");
	desk_read(k, "tables:\n  t: {file: \"{year}.csv\", columns: {a: integer}}\n");
	SILENT(k->b);
	assert_string_equal(tables_file(k->t, 0), "2023.csv");
	assert_true(tables_attached(k->t, 0));
}

/* Reports with another value of it have other rows. */
static void
test_paths_tell_what_they_hold(void **state)
{
	struct desk *k = *state;

	write_file("Ariège.csv", "a\n1\n");
	desk_read(k, "tables:\n  t: {file: \"{entity}.csv\", columns: {a: integer}}\n");
	assert_true(tables_vary(k->t, "entity"));
	assert_false(tables_vary(k->t, "year"));
	tables_close(k->t);
	numbers_close(k->scope.numbers);
	desk_read(k, "tables:\n  t: {file: \"{title}.csv\", columns: {a: integer}}\n");
	assert_true(tables_vary(k->t, "year")); /* the title does */
	assert_false(tables_vary(k->t, "entity"));
}

static void
test_mistakes_are_capped(void **state)
{
	struct desk *k = *state;
	struct buf csv = {0};

	buf_text(&csv, "a\n");
	for (int i = 0; i < 50000; i++)
		buf_text(&csv, "x\n");
	write_file("x.csv", csv.at);
	buf_close(&csv);
	desk_read(k, "tables:\n  t: {file: x.csv, columns: {a: integer}}\n");
	assert_int_equal(diag_count(k->b->d, DIAG_ERROR), 101);
	SAYS(k->b, "x.csv: error: 49900 more mistakes in this file are not listed");
}

static void
test_speed(void **state)
{
	struct desk *k = *state;
	struct buf csv = {0};
	struct rows rows;

	buf_text(&csv, "id;year;label;amount;share\n");
	for (int i = 0; i < 100000; i++)
		buf_printf(&csv, "k%d;2023;Libellé numéro %d;%d %03d;%d,%02d\n", i, i, i % 900 + 1,
		    i % 1000, i % 100, i % 97);
	write_file("big.csv", csv.at);
	buf_close(&csv);
	clock_t start = clock();
	desk_read(k,
	    "tables:\n  big:\n    file: big.csv\n    key: id\n    period: year\n    columns:\n"
	    "      {id: key, year: integer, label: text, amount: integer, share: {type: "
	    "decimal}}\n");
	clock_t read = clock();
	assert_true(query_rows(
	    &k->scope, as_set("select count(*), sum(share) from big where year = :year"), &rows));
	clock_t asked = clock();
	assert_int_equal(rows.items[0][0].number.coef, 100000);
	assert_true(query_rows(&k->scope, as_set("select * from big order by rowid"), &rows));
	clock_t copied = clock();
	assert_int_equal(rows.count, 100000);
	assert_int_equal(rows.items[99999][0].at.line, 100001);
	print_message(
	    "100 000 rows x 5: read %.3f s, into SQLite and summed %.3f s, all selected %.3f s, "
	    "arena %zu MB\n",
	    (double)(read - start) / CLOCKS_PER_SEC, (double)(asked - read) / CLOCKS_PER_SEC,
	    (double)(copied - asked) / CLOCKS_PER_SEC, arena_used(k->b->a) >> 20);
	SILENT(k->b);
}

#define DESK(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    DESK(test_cells_are_typed),
	    DESK(test_all_bad_cells_are_told),
	    DESK(test_header_must_match),
	    DESK(test_rows_are_whole_and_single),
	    DESK(test_duplicates_are_counted),
	    DESK(test_french_excel),
	    DESK(test_declarations_are_checked),
	    DESK(test_paths_take_parameters),
	    DESK(test_paths_tell_what_they_hold),
	    DESK(test_mistakes_are_capped),
	    DESK(test_speed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
