/* store_test.c: what SQL may do here, and that its decimals are exact. */
#include "data_bench.h"

#include <sqlite3.h>
#include <time.h>

static int
store_open_desk(void **state)
{
	desk_open(state);
	write_file("money.csv", "id;a;b;n;t\nx;0,1;0,2;3;un\ny;10,5;9,75;-4;2.50\nz;;1;;x\n");
	desk_read(*state,
	    "tables:\n  money:\n    file: money.csv\n    key: id\n    columns:\n"
	    "      {id: key, a: {type: decimal, unit: euro}, b: decimal, n: integer, t: text}\n"
	    "  other: {file: money.csv, columns: {id: key, a: text, b: text, n: integer, t: "
	    "text}}\n");
	return 0;
}

/* The first row, cells joined by "|": numbers as decimal_write has them, "-" for none, 'text'. */
static const char *
ask(struct desk *k, const char *sql)
{
	struct rows rows;
	struct buf out = {0};
	char number[24];

	if (!query_rows(&k->scope, as_set(sql), &rows))
		return NULL;
	buf_text(&out, rows.count ? "" : "none");
	for (size_t i = 0; rows.count && i < rows.column_count; i++) {
		const struct cell *c = &rows.items[i / rows.column_count][i % rows.column_count];
		if (c->kind == CELL_NUMBER)
			decimal_write(c->number, number);
		buf_printf(&out, c->kind == CELL_TEXT ? "%s'%s'" : "%s%s", i ? "|" : "",
		    c->kind == CELL_TEXT     ? c->text
		    : c->kind == CELL_NUMBER ? number
					     : "-");
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
test_exact_decimals(void **state)
{
	struct desk *k = *state;

	GIVES(k, "select decimal_add(a, b) from money", "0.30");
	GIVES(k, "select decimal_add('0.1', '0.2'), decimal_sub('0.3', '0.1')", "0.3|0.2");
	GIVES(k, "select decimal_mul('1.5', 3), decimal_div(1, 3, 4), decimal_div(2, 3, 0)",
	    "4.5|0.3333|1");
	GIVES(k,
	    "select decimal_round('2.5', 0), decimal_round('-2.5', 0), decimal_round('0.125', 2)",
	    "3|-3|0.13");
	GIVES(k, "select round('2.345', 2), round('2.5'), abs('-1.50'), abs(-3)", "2.35|3|1.50|3");
	GIVES(k, "select decimal_div(1, 0, 2), decimal_add(null, 1)", "-|-");
	GIVES(k, "select decimal_cmp('10.0', 10), decimal_cmp('9.9', '10')", "0|-1");
	GIVES(k,
	    "select sum(a), decimal_sum(b), sum(n), sum(t) from money where id <> 'x' and id <> "
	    "'z'",
	    "10.50|9.75|-4|2.50");
	GIVES(k, "select sum(a), sum(n) from money where id = 'none'", "-|-");
	GIVES(k,
	    "select sum(a) over (order by id rows between 1 preceding and current row) "
	    "from money order by id desc limit 1 offset 1",
	    "10.60");
	GIVES(k, "select max(a), min(b) from money", "10.50|0.20");
	GIVES(k, "select id from money where a > b", "'y'");
	GIVES(k, "select id from money where a > 9.5 and b <= 9.75", "'y'");
	GIVES(
	    k, "select group_concat(id, '') from (select id from money order by b desc)", "'yzx'");
	GIVES(k, "select decimal_add(999999999999999998, 1)", "999999999999999999");
	GIVES(k, "select decimal_sub('-999999999999999998', '1')", "-999999999999999999");
	GIVES(k, "select n % 2, '1/2', decimal_div(n, 2, 1) from money", "1|'1/2'|1.5");
	SILENT(k->b);
}

static void
test_overflow_and_floats(void **state)
{
	struct desk *k = *state;

	FAILS(k, "select decimal_add(999999999999999999, 1)", "[sql-failed]");
	FAILS(k, "select decimal_mul(9999999999, 9999999999)", "overflow");
	FAILS(k, "select sum(v) from (select 999999999999999999 as v union all select 1)",
	    "[sql-failed]");
	FAILS(k, "select 9223372036854775807 as big", "\"big\" has more than 18 digits");
	FAILS(k, "select 9223372036854775807 + 1 as big", "[float-result]");
	FAILS(k, "select 0.1 as f",
	    "layout.yaml:7:19: error: \"0.1\" would be calculated as a binary float");
	FAILS(k, "select decimal_add(0.1, 1)", "binary float");
	FAILS(k, "select decimal_add(t, 1) from money", "no number in a calculation");
	FAILS(k, "select decimal_round(1, 10)", "0 to 9");
	FAILS(k, "select id from money where a + n > 2",
	    "7:39: error: \"a\" would be calculated as a binary "
	    "float, which is not exact [float-result]");
	FAILS(k, "select 2 * m.b from money m", "\"b\" would be calculated");
	FAILS(k, "select -a from money", "\"a\" would be");
	FAILS(k, "select x'00' as b", "neither text nor a number");
	GIVES(k, "select n + n, n - 1 from money", "6|2");
	GIVES(k, "select a || '+' || b from money", "'0.10+0.20'");
}

static void
test_result_types(void **state)
{
	struct desk *k = *state;

	GIVES(k, "select a, t, id from money where id = 'y'", "10.50|'2.50'|'y'");
	GIVES(k, "select coalesce(a, '0.00') from money where id = 'z'", "0.00");
	GIVES(k, "select substr('0123', 1, 2), '75'", "'01'|'75'");
	GIVES(k, "select * from money where id = 'none'", "none");
}

/* A float must not hide in a text, behind a CAST or in a comparison. */
static void
test_no_float_hides(void **state)
{
	struct desk *k = *state;
	static const char *const written[] = {
	    "select cast((n) * 1.15 as integer) from money",
	    "select cast(n as real) from money",
	    "select cast(a as int) || '' from money",
	    "select cast(a as decimal(10, 2)) from money",
	    "select n * 1e2 || '' from money",
	    "select n * .5 || '' from money",
	    "select 1.5 || ' %' from money",
	    "select coalesce(a, 0.5) || '' from money",
	    "select id from money where n > 0.1234567890123456789",
	    "select case when n > 0 then 2.5 end || '' from money",
	    "select n << 1 from money",
	};
	static const char *const seen[] = {
	    "select (a) * 2 || '' from money",
	    "select (a) * 2 > 5 from money",
	    "select sum(a) * 100 - count(*) from money",
	    "select sum(a) over (order by id) * 2 || '' from money",
	    "select sum(a) filter (where n > 0) * 2 || '' from money",
	    "select sum(a) over w + 1 || '' from money window w as (order by id)",
	    "select -decimal_add(a, b) || '' from money",
	    "select case when n > 0 then a end + 1 || '' from money",
	    "select x + 1 || '' from (select a as x from money)",
	    "with p as (select a as x from money) select p.x * 2 || '' from p",
	    "select (select max(a) from money) - 1 || '' from money",
	    "select '0.5' + n || '' from money",
	    "select t + 1 || '' from money",
	    "select coalesce(a, b) & 3 from money",
	    "select id from money order by decimal_mul(a, b) * 3",
	    "select (9223372036854775807 + n) || '' from money",
	    "select max(a, b) % 3 from money",
	};

	for (size_t i = 0; i < COUNT(written); i++)
		FAILS(k, written[i],
		    i <= 2 || i == 3 || i == 10 ? "[sql-refused]" : "[float-result]");
	for (size_t i = 0; i < COUNT(seen); i++)
		FAILS(k, seen[i], "[float-result]");
	FAILS(k, "select printf('%.1f', n) from money", "decimal_round(x, 2)");
	FAILS(k, "select format('%d', n) from money", "[sql-refused]");
	FAILS(k, "select sqrt(n) from money", "sqrt() is not allowed");
	FAILS(k, "select percent_rank() over (order by n) from money", "[sql-refused]");
	FAILS(k, "select id, sum(a) * 2 from money group by id",
	    "layout.yaml:7:23: error: \"sum(a)\"");
}

/* What people write every day. */
static void
test_everyday_sql(void **state)
{
	struct desk *k = *state;

	GIVES(k, "select sum(n) * 100 - count(*) from money", "-103");
	GIVES(k, "select -n, - -n, +n, n * -1, (n + 1) * (n - 1) from money", "-3|3|3|-3|8");
	GIVES(k, "select count(*) + 1, count(distinct id) * 2 from money", "4|6");
	GIVES(k, "select case when n > 0 then n else 0 end + 1 from money", "4");
	GIVES(k, "select sum(case when a > 5 then 1 else 0 end) * 100 from money", "100");
	GIVES(k, "select (select count(*) from money where b > 0.5) * 2 from money", "4");
	GIVES(k, "select id || ' (' || (n + 1) || ')' from money", "'x (4)'");
	GIVES(k, "select n + 1 as m, count(*) from money group by n + 1 order by m desc", "4|1");
	GIVES(k, "select n - 1 from money union select n - 2 from money order by n - 1", "-");
	GIVES(k, "select sum(n) over (order by id) * 2 from money", "6");
	GIVES(k, "select row_number() over w - 1 from money window w as (order by id)", "0");
	GIVES(k, "select m.n + o.n from money m join other o on o.id = m.id and m.n > 0", "6");
	GIVES(k, "select id from money where b between 9.5 and 9.8", "'y'");
	GIVES(k, "select round(a, 1), abs(n) + 1, max(n, 5) - 1 from money", "0.1|4|4");
	GIVES(k, "select 0x10 + n, 'a -- b' || '*', /* + */ n -- - 1.5\n from money",
	    "19|'a -- b*'|3");
	GIVES(k, "select cast(n as text) || ' %', coalesce(n, 0) + 1 from money", "'3 %'|4");
	GIVES(k, "select * from (select n * 2 as d from money where id = 'x')", "6");
	GIVES(k, "select id from money where n in (1 + 2, 7) and not n = 4 - 0", "'x'");
	GIVES(k, "select '12' + n, length(id) * 2, decimal_round(a, 0) + 1 from money", "15|2|1");
	GIVES(k, "select n from money where id like 'x%' order by n * -1 limit 1 + 0", "3");
	GIVES(k, "select lag(n) over (order by id) from money", "-");
	GIVES(k, "with p(x) as (select n from money) select x - 1, p.x from p", "2|3");
}

static void
test_only_select(void **state)
{
	struct desk *k = *state;
	static const char *const refused[] = {
	    "delete from money",
	    "insert into money values (1)",
	    "update money set n = 1",
	    "drop table money",
	    "create table x (a)",
	    "attach 'x.db' as x",
	    "detach main",
	    "pragma user_version",
	    "select * from pragma_table_info('money')",
	    "vacuum into 'x.db'",
	    "begin",
	    "commit",
	    "savepoint s",
	    "analyze",
	    "reindex",
	    "select * from sqlite_master",
	    "select count(*) from sqlite_schema",
	    "select count(*) from pragma_wal_checkpoint",
	    "select 1 from pragma_database_list",
	    "select load_extension('x')",
	    "select random()",
	    "select date('now')",
	    "select current_timestamp",
	    "select strftime('%s', 'now')",
	    "explain select 1 from money",
	    "select readfile('/etc/passwd')",
	    "create view v as select 1",
	    "select zeroblob(1000000000)",
	    "with recursive c(x) as (select 1 union all select x + 1 from c) select * from c",
	    "select * from json_each('[1]')",
	    "select 1; select 2",
	    "select 1; drop table money",
	    "select avg(n) from money",
	    "select n / 2 from money",
	    "create temp table x as select 1",
	    "select fts3_tokenizer('x')",
	    "select * from generate_series(1, 10)",
	    "select writefile('x', 'y')",
	    "select sqlite_version()",
	    "select last_insert_rowid()",
	};

	for (size_t i = 0; i < COUNT(refused); i++) {
		diag_empty(k->b->d);
		if (ask(k, refused[i]))
			fail_msg("accepted: %s", refused[i]);
		if (!strstr(said(k->b), "[sql-refused]") &&
		    !strstr(said(k->b), "[unknown-table]") && !strstr(said(k->b), "there is no "))
			fail_msg("%s: %s", refused[i], said(k->b));
	}
	assert_int_equal(access("x.db", F_OK), -1);
	FAILS(k, "select avg(n) from money", "decimal_div(sum(x), count(x), 2)");
	FAILS(k, "delete from money", "a query may only SELECT");
	diag_empty(k->b->d);
	GIVES(k, "select count(*) from money;  ", "3");
	SILENT(k->b);
}

static void
test_runaways_end(void **state)
{
	struct desk *k = *state;
	clock_t start = clock();
	struct buf deep = {0};

	FAILS(k,
	    "with t(n) as (values (1),(2),(3),(4),(5),(6),(7),(8),(9),(10)) select count(*) from t "
	    "a, "
	    "t b, t c, t d, t e, t f, t g, t h, t i, t j",
	    "the query takes too long");
	SAYS(k->b, "[sql-limit]");
	/* texts that grow sixteenfold: over 64 KB, then over what SQLite may hold */
	FAILS(k,
	    "with x(a) as (select 'xxxxxxxxxxxxxxxx'), y(b) as (select replace(a, 'x', a) from x), "
	    "z(c) as (select replace(b, 'x', b) from y) select replace(c, 'x', 'xx') as long from "
	    "z",
	    "\"long\" is longer than 64 KB");
	SAYS(k->b, "[sql-limit]");
	FAILS(k,
	    "with x(a) as (select 'xxxxxxxxxxxxxxxx'), y(b) as (select replace(a, 'x', a) from x), "
	    "z(c) as (select replace(b, 'x', b) from y) select replace(c, 'x', c) from z",
	    "too much memory");
	FAILS(k,
	    "with x(a) as (select 'xxxxxxxxxxxxxxxx'), y(b) as (select replace(a, 'x', a) from x), "
	    "z(c) as (select replace(b, 'x', 'xxxxxxxxxxxxxxxx') from y), n(i) as (values (1), "
	    "(2), (3), (4), (5), "
	    "(6), "
	    "(7), (8)) select c from z, n, n as o, n as p, n as q, n as r",
	    "more than 64 MB of text");
	buf_text(&deep, "select ");
	for (int i = 0; i < 5000; i++)
		buf_text(&deep, "(");
	FAILS(k, deep.at, "[sql-");
	buf_close(&deep);
	assert_true(clock() - start < 20 * CLOCKS_PER_SEC);
}

/* A text ends where a C string ends, and goes on as UTF-8. */
static void
test_no_character(void **state)
{
	struct desk *k = *state;

	FAILS(k, "select char(65, 0, 66) as x from money", "\"x\" holds what is no character");
	SAYS(k->b, "[sql-failed]");
	FAILS(k, "select char(55296) from money", "holds what is no character");
	GIVES(k, "select char(233, 65533)", "'\xC3\xA9\xEF\xBF\xBD'");
}

/* Where a part of a table is missing, nothing is asked any more. */
static void
test_no_room(void **state)
{
	struct desk *k = *state;
	struct buf rows = {0};
	const char *needs = "error: the tables of this report need more than 1 GB of memory";

	buf_text(&rows, "id;t\n");
	for (int i = 0; i < 20000; i++)
		buf_printf(&rows, "%d;some words in each of many rows\n", i);
	put_bytes("many.csv", rows.at, rows.len);
	buf_close(&rows);
	tables_close(k->t);
	desk_read(k, "tables:\n  many: {file: many.csv, key: id, columns: {id: key, t: text}}\n"
		     "  few: {file: money.csv, columns: {id: key, a: text, b: text, n: integer, t: "
		     "text}}\n");
	GIVES(k, "select count(*) from few", "3");
	sqlite3_hard_heap_limit64(sqlite3_memory_used() + 300000);
	FAILS(k, "select count(*) from many", needs);
	sqlite3_hard_heap_limit64((sqlite3_int64)1 << 30);
	FAILS(k, "select max(t) from many", needs);
	SAYS(k->b, "[sql-limit]");
	FAILS(k, "select max(id) from few", needs);
}

/* A report of a batch whose files do not fit: the next one has others. */
static void
test_room_again(void **state)
{
	struct desk *k = *state;
	struct varying *aside, *other;
	struct buf rows = {0};

	buf_text(&rows, "id;t\n");
	for (int i = 0; i < 20000; i++)
		buf_printf(&rows, "%d;some words in each of many rows\n", i);
	put_bytes("rows-2023.csv", rows.at, rows.len);
	write_file("rows-2022.csv", "id;t\n1;un\n2;deux\n");
	buf_close(&rows);
	tables_close(k->t);
	desk_read(k, "tables:\n  rows: {file: \"rows-{year}.csv\", key: id, columns: {id: key, t: "
		     "text}}\n"
		     "  few: {file: money.csv, columns: {id: key, a: text, b: text, n: integer, t: "
		     "text}}\n");
	aside = varying_open(k->t, k->b->a);
	other = varying_open(k->t, k->b->a);
	for (int turn = 0; turn < 2; turn++) {
		GIVES(k, "select count(*) from few", "3");
		sqlite3_hard_heap_limit64(sqlite3_memory_used() + 300000);
		FAILS(k, "select count(*) from rows", "need more than 1 GB of memory");
		sqlite3_hard_heap_limit64((sqlite3_int64)1 << 30);
		diag_empty(k->b->d);
		varying_take(aside, k->t);
		k->parameters[0].value = "2022";
		tables_fill(k->t, k->b->a, k->b->d, k->p, &k->report, FILES_VARYING);
		GIVES(k, "select count(*) from rows", "2");
		GIVES(k, "select count(*) from few", "3");
		varying_take(other, k->t);
		varying_close(other);
		varying_put(aside, k->t);
		k->parameters[0].value = "2023";
	}
}

#define DESK(test) cmocka_unit_test_setup_teardown(test, store_open_desk, desk_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    DESK(test_exact_decimals),
	    DESK(test_overflow_and_floats),
	    DESK(test_result_types),
	    DESK(test_no_float_hides),
	    DESK(test_everyday_sql),
	    DESK(test_only_select),
	    DESK(test_runaways_end),
	    DESK(test_no_character),
	    DESK(test_no_room),
	    DESK(test_room_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
