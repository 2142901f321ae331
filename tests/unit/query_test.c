/* query_test.c: rows, their places in the CSV, and mistakes located in the query. */
#include "data_bench.h"

static int
query_open(void **state)
{
	desk_open(state);
	write_file("aid.csv", "year;label;loans;rate\n2023;Logement;100;1,5\n2023;Santé;200;2,5\n"
			      "2022;Logement;100;1,5\n");
	write_file("kinds.csv", "label;order\nLogement;2\nSanté;1\n");
	write_file("bad.csv", "a\nx\n");
	write_file("rates.csv", "label;value\na;100,0\na;0,5\nb;9,5\nc;2,0\n");
	desk_read(*state,
	    "tables:\n"
	    "  aid:\n    file: aid.csv\n    key: label\n    period: year\n    columns:\n"
	    "      {year: integer, label: text, loans: {type: integer, unit: euro}, rate: {type: "
	    "decimal, "
	    "scale: 1, unit: percent}}\n"
	    "  kinds: {file: kinds.csv, columns: {label: text, order: integer}}\n"
	    "  bad: {file: bad.csv, columns: {a: integer}}\n"
	    "  rates: {file: rates.csv, columns: {label: text, value: {type: decimal, scale: "
	    "1}}}\n");
	diag_empty(((struct desk *)*state)->b->d);
	return 0;
}

/* Rows as "value@line:column …\n"; computed cells have no place. */
static const char *
ask(struct desk *k, const char *sql)
{
	struct rows rows;
	struct buf out = {0};
	char number[24];

	if (!query_rows(&k->scope, as_set(sql), &rows))
		return NULL;
	buf_text(&out, "");
	for (size_t i = 0; i < rows.count * rows.column_count; i++) {
		const struct cell *c = &rows.items[i / rows.column_count][i % rows.column_count];
		if (c->kind == CELL_NUMBER)
			decimal_write(c->number, number);
		buf_printf(&out, "%s",
		    c->kind == CELL_TEXT     ? c->text
		    : c->kind == CELL_NUMBER ? number
					     : "-");
		if (c->at.line)
			buf_printf(&out, "@%d:%d", c->at.line, c->at.column);
		buf_text(&out, (i + 1) % rows.column_count ? " " : "\n");
	}
	const char *text = arena_copy(k->b->a, out.at, out.len);
	buf_close(&out);
	return text;
}

#define GIVES(k, sql, expected)                                                                    \
	do {                                                                                       \
		const char *got = ask((k), (sql));                                                 \
		if (!got)                                                                          \
			fail_msg("%s: %s", (sql), said((k)->b));                                   \
		assert_string_equal(got, (expected));                                              \
	} while (0)

#define FAILS(k, sql, words)                                                                       \
	do {                                                                                       \
		diag_empty((k)->b->d);                                                             \
		if (ask((k), (sql)))                                                               \
			fail_msg("accepted: %s", (sql));                                           \
		SAYS((k)->b, (words));                                                             \
	} while (0)

static void
test_a_table_by_name(void **state)
{
	struct desk *k = *state;

	GIVES(k, "aid",
	    "2023@2:1 Logement@2:6 100@2:15 1.5@2:19\n2023@3:1 Santé@3:6 200@3:12 2.5@3:16\n");
	GIVES(k, " kinds\n", "Logement@2:1 2@2:10\nSanté@3:1 1@3:7\n");
	FAILS(k, "adi", "layout.yaml:7:12: error: there is no table \"adi\" [unknown-table]");
	SAYS(k->b, "did you mean \"aid\"?");
}

static void
test_places_of_one_table(void **state)
{
	struct desk *k = *state;

	GIVES(k, "select label, loans from aid where year = :year order by loans desc",
	    "Santé@3:6 200@3:12\nLogement@2:6 100@2:15\n");
	GIVES(k, "select * from aid where year = :year - 1",
	    "2022@4:1 Logement@4:6 100@4:15 1.5@4:19\n");
	GIVES(k, "select label as l, loans + 1 as more, rowid from aid a limit 1",
	    "Logement@2:6 101 1\n");
	GIVES(k,
	    "SELECT a.\"label\" /* from x */, 'from z' FROM aid AS a -- from y\nWHERE a.rowid = 2",
	    "Santé@3:6 from z\n");
}

static void
test_places_of_joins(void **state)
{
	struct desk *k = *state;

	GIVES(k,
	    "select a.label, k.\"order\", a.loans from aid a join kinds k on k.label = a.label "
	    "where a.year = :year order by k.\"order\"",
	    "Santé@3:6 1@3:7 200@3:12\nLogement@2:6 2@2:10 100@2:15\n");
	/* Of two rows of one table, only what differs can be told apart. */
	GIVES(k,
	    "select now.year, before.year, now.loans from aid now join aid before using (label) "
	    "where now.year = 2023 and before.year = 2022",
	    "2023@2:1 2022@4:1 100\n");
	GIVES(k,
	    "with l as (select label from kinds) select aid.loans from l join aid using (label) "
	    "where year = 2023 and l.label = 'Santé'",
	    "200@3:12\n");
	GIVES(k,
	    "select k.label, a.loans from kinds k left join aid a on a.label = k.label and a.year "
	    "= 1999",
	    "Logement@2:1 -\nSanté@3:1 -\n");
	GIVES(k, "select (select max(loans) from aid) as most, label from kinds limit 1",
	    "200 Logement@2:1\n");
}

/* 9,5 is less than 10, though not as a text; what functions make of decimals compares likewise. */
static void
test_decimals_compare_by_value(void **state)
{
	struct desk *k = *state;

	GIVES(k, "select label from rates where value > 9 order by value", "b@4:1\na@2:1\n");
	GIVES(k, "select label from rates group by label having sum(value) > 20", "a@2:1\n");
	GIVES(k, "select label from rates group by label order by sum(value)",
	    "c@5:1\nb@4:1\na@2:1\n");
	GIVES(k, "select sum(value) as v from rates group by label order by v desc",
	    "100.5\n9.5\n2.0\n");
	GIVES(k,
	    "select v from (select sum(value) as v from rates group by label) where v < 10 "
	    "order by v",
	    "2.0\n9.5\n");
	GIVES(k, "select max(coalesce(value, 0)) as v from rates", "100.0\n");
	GIVES(k, "select label from rates where decimal_sub(value, 1) > 9.5", "a@2:1\n");
	GIVES(k, "select sum(value) over (order by label) as v from rates order by v desc limit 1",
	    "112.0\n");
}

static void
test_computed_cells_have_no_place(void **state)
{
	struct desk *k = *state;

	GIVES(k, "select sum(loans), count(*) from aid", "400 3\n");
	GIVES(k, "select distinct label from aid order by 1", "Logement\nSanté\n");
	GIVES(k, "select label from aid union select label from kinds", "Logement\nSanté\n");
	GIVES(k, "select label from (select label from kinds)", "Logement\nSanté\n");
	GIVES(k, "select label, sum(loans) from aid group by label order by label",
	    "Logement@2:6 200\n"
	    "Santé@3:6 200\n");
	GIVES(k, "select loans is distinct from 100, label from aid limit 1", "0 Logement@2:6\n");
	GIVES(k, "values (1)", "1\n");
}

static void
test_units_come_along(void **state)
{
	struct desk *k = *state;
	struct rows rows;

	assert_true(query_rows(&k->scope, as_set("select loans, sum(loans) as s from aid"), &rows));
	assert_string_equal(rows.items[0][0].unit, "euro");
	assert_null(rows.items[0][1].unit);
	assert_int_equal(rows_column(&k->scope, &rows, "s", (struct place){0}), 1);
	assert_int_equal(
	    rows_column(&k->scope, &rows, "laons", (struct place){"layout.yaml", 9, 3, 5}), -1);
	SAYS(k->b, "layout.yaml:9:3: error: the query has no column \"laons\" [unknown-column]");
	SAYS(k->b, "did you mean \"loans\"?");
}

static void
test_mistakes_are_located(void **state)
{
	struct desk *k = *state;

	FAILS(k, "select é, lable from aid", "[sql-syntax]");
	FAILS(k, "select lable from aid",
	    "layout.yaml:7:19: error: the tables of this query have no column \"lable\" "
	    "[sql-syntax]");
	SAYS(k->b, "did you mean \"label\"?");
	FAILS(k, "select label frm aid where", "[sql-syntax]");
	FAILS(k, "select label from aid where label = \"Logement\"",
	    "7:48: error: the tables of this query have no column \"Logement\"");
	FAILS(k, "select label from aidd", "there is no table \"aidd\"");
	SAYS(k->b, "did you mean \"aid\"?");
	FAILS(k, "select label from aid order by position",
	    "\"order by rowid\" keeps the order of the CSV");
	FAILS(k, "select :yaer, ? from aid",
	    "7:19: error: \":yaer\" is not a parameter of the report "
	    "[sql-parameter]");
	SAYS(k->b, "\":year\"");
	SAYS(k->b, "\"?\" is not a parameter");
	FAILS(k, "select label from aid; select 1", "one SELECT, and nothing after it");
	diag_empty(k->b->d);
	assert_null(ask(k, "select a from bad")); /* its mistake was told */
	assert_null(ask(k, "bad"));
	SILENT(k->b);
	assert_int_equal(diag_count(k->b->d, DIAG_ERROR), 0);
}

static void
test_parameters_are_bound(void **state)
{
	struct desk *k = *state;

	GIVES(k, "select :year + 1, :entity", "2024 Ariège\n");
	k->parameters[1].value = "x' or 1=1 --";
	GIVES(k, "select count(*) from aid where label = :entity", "0\n");
}

/* The rows of another report, in an arena that held those of the one before. */
static void
fill_anew(struct desk *k, struct arena *rows, char *year)
{
	struct project *p;

	k->parameters[0].value = year;
	arena_empty(rows);
	p = project_under(rows, k->b->d, k->p);
	tables_fill(k->t, rows, k->b->d, p, &k->report, FILES_VARYING);
}

/* A query is compiled once; its rows, parameters and places are those of the report at hand. */
static void
test_queries_outlive_rows(void **state)
{
	static const char own[] = "select a, :year from t where a <> '' order by rowid";
	static const char both[] = "select t.a, k.\"order\" from t join kinds k on k.label = t.a";
	static const char calculated[] = "select coalesce(b, 0) + 1 from t order by rowid";
	struct desk *k = *state;
	struct arena *rows = arena_open();

	write_file("2021.csv", "a;b\nLogement;1,5\nun;2\n");
	write_file("2022.csv", "b;a\n;trois\n;Santé\n;Logement\n");
	tables_close(k->t);
	numbers_close(k->scope.numbers);
	desk_read(k,
	    "tables:\n"
	    "  t: {file: \"{year}.csv\", columns: {a: text, b: {type: decimal, scale: 1}}}\n"
	    "  kinds: {file: kinds.csv, columns: {label: text, order: integer}}\n");
	diag_empty(k->b->d); /* there is no 2023.csv */
	assert_null(ask(k, own));
	for (int round = 0; round < 2; round++) {
		fill_anew(k, rows, "2021");
		GIVES(k, own, "Logement@2:1 2021\nun@3:1 2021\n");
		GIVES(k, both, "Logement@2:1 2@2:10\n");
		assert_null(ask(k, calculated));
		SAYS(k->b, "[float-result]");
		diag_empty(k->b->d);
		fill_anew(k, rows, "2020");
		SAYS(k->b, "[file-missing]");
		diag_empty(k->b->d);
		assert_null(ask(k, own));
		SILENT(k->b);
		fill_anew(k, rows, "2022");
		GIVES(k, own, "trois@2:2 2022\nSanté@3:2 2022\nLogement@4:2 2022\n");
		GIVES(k, both, "Santé@3:2 1@3:7\nLogement@4:2 2@2:10\n");
		GIVES(k, calculated, "1\n1\n1\n");
	}
	arena_close(rows);
}

#define DESK(test) cmocka_unit_test_setup_teardown(test, query_open, desk_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    DESK(test_a_table_by_name),
	    DESK(test_places_of_one_table),
	    DESK(test_places_of_joins),
	    DESK(test_decimals_compare_by_value),
	    DESK(test_computed_cells_have_no_place),
	    DESK(test_units_come_along),
	    DESK(test_mistakes_are_located),
	    DESK(test_parameters_are_bound),
	    DESK(test_queries_outlive_rows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
