/* csv_test.c: delimiters, encodings, quotes, and the place of every cell. */
#include "data_bench.h"

#include <time.h>

#include "../../src/data/inner.h"

static struct buf seen; /* cells as line:column+length=text| , rows end in a new line */

static void
see_field(void *self, size_t index, const struct csv_cell *cell)
{
	(void)self;
	(void)index;
	buf_printf(
	    &seen, "%d:%d+%d=%s|", cell->at.line, cell->at.column, cell->at.length, cell->text);
}

static void
see_row(void *self, size_t fields, struct place first)
{
	(void)self;
	buf_printf(&seen, "%zu@%d\n", fields, first.line);
}

static bool
read_bytes(struct bench *b, const char *bytes, size_t length, char delimiter)
{
	static const struct csv_sink sink = {NULL, see_field, see_row};
	struct file_text file = {.name = "x.csv", .bytes = bytes, .length = length};
	struct csv_text text;

	buf_empty(&seen);
	buf_text(&seen, "");
	diag_source(b->d, "x.csv", bytes, length);
	return csv_decode(b->a, b->d, &file, ENCODING_DETECT, &text) &&
	       csv_read(b->d, &text, delimiter, &sink);
}

#define CELLS(b, text, delimiter, expected)                                                        \
	do {                                                                                       \
		assert_true(read_bytes((b), (text), sizeof(text) - 1, (delimiter)));               \
		assert_string_equal(seen.at, (expected));                                          \
	} while (0)

static void
test_places_count_characters(void **state)
{
	CELLS(*state, "a;b\n1;22\n", ';', "1:1+1=a|1:3+1=b|2@1\n2:1+1=1|2:3+2=22|2@2\n");
	CELLS(*state, "été;b\nàé;ü", ';', "1:1+3=été|1:5+1=b|2@1\n2:1+2=àé|2:4+1=ü|2@2\n");
	CELLS(*state, "a,b\r\n,x\r\n", ',', "1:1+1=a|1:3+1=b|2@1\n2:1+1=|2:2+1=x|2@2\n");
	CELLS(*state, "a;b\r1;2\r", ';', "1:1+1=a|1:3+1=b|2@1\n2:1+1=1|2:3+1=2|2@2\n");
	CELLS(*state, "a\tb\n\t2\n", '\t', "1:1+1=a|1:3+1=b|2@1\n2:1+1=|2:2+1=2|2@2\n");
	CELLS(*state, "a;b;\n", ';', "1:1+1=a|1:3+1=b|1:5+1=|3@1\n");
}

static void
test_blanks_and_empty_lines(void **state)
{
	CELLS(*state, "\n\n  a  ;  b c \n   \n\r\n d;e", ';',
	    "3:3+1=a|3:9+3=b c|2@3\n6:2+1=d|6:4+1=e|2@6\n");
	CELLS(*state, "  \"a b\"  ; x\n", ';', "1:4+3=a b|1:12+1=x|2@1\n");
}

static void
test_quotes(void **state)
{
	CELLS(*state, "\"a;b\";\"c\"\"d\"\n", ';', "1:2+3=a;b|1:8+4=c\"d|2@1\n");
	CELLS(*state, "\"one\ntwo\";x\ny;z\n", ';',
	    "1:2+1=one\ntwo|2:6+1=x|2@1\n3:1+1=y|3:3+1=z|2@3\n");
	CELLS(*state, "\"one\r\ntwo\";x\r\ny;z\n", ';',
	    "1:2+1=one\r\ntwo|2:6+1=x|2@1\n3:1+1=y|3:3+1=z|2@3\n");
	CELLS(*state, "\"\";\"\"\n", ';', "1:2+1=|1:5+1=|2@1\n");
}

static void
test_bad_quotes_are_located(void **state)
{
	struct bench *b = *state;
	static const char stray[] = "a;b\n1;two \"2\" x\n";
	static const char closed[] = "a;b\n1;\"two\" x\n";
	static const char open[] = "a;b\n1;  \"two\n3;4\n";

	assert_false(read_bytes(b, stray, sizeof stray - 1, ';'));
	SAYS(b, "x.csv:2:7: error: a stray quotation mark [csv-quote]");
	assert_false(read_bytes(b, closed, sizeof closed - 1, ';'));
	SAYS(b, "x.csv:2:7: error: a stray quotation mark [csv-quote]");
	assert_false(read_bytes(b, open, sizeof open - 1, ';'));
	SAYS(b, "x.csv:2:5: error: the quotation mark that opens this cell is never closed");
}

static void
test_a_huge_cell_is_refused_soon(void **state)
{
	struct bench *b = *state;
	size_t length = (size_t)10 << 20;
	char *bytes = mem_alloc(length + 1);
	clock_t start = clock();

	memset(bytes, 'x', length);
	bytes[length] = '\0';
	memcpy(bytes, "a;b\n1;\"", 7);
	assert_false(read_bytes(b, bytes, length, ';'));
	SAYS(b, "x.csv:2:3: error: this cell is longer than 64 KB [csv-field-size]");
	assert_true(seen.len < 100000);
	memcpy(bytes, "a;b\n1;x", 7);
	assert_false(read_bytes(b, bytes, length, ';'));
	assert_true(clock() - start < CLOCKS_PER_SEC);
	diag_empty(b->d);
	free(bytes);
}

static void
test_the_longest_cell(void **state)
{
	struct bench *b = *state;
	char *bytes = mem_alloc(CSV_FIELD_LIMIT + 8);

	memset(bytes, 'x', CSV_FIELD_LIMIT);
	memcpy(bytes + CSV_FIELD_LIMIT, ";y\n", 4);
	assert_true(read_bytes(b, bytes, CSV_FIELD_LIMIT + 3, ';'));
	memcpy(bytes + CSV_FIELD_LIMIT, "x;y\n", 5);
	assert_false(read_bytes(b, bytes, CSV_FIELD_LIMIT + 4, ';'));
	SAYS(b, "x.csv:1:1: error: this cell is longer than 64 KB");
	diag_empty(b->d);
	free(bytes);
}

static void
test_encodings(void **state)
{
	struct bench *b = *state;
	static const char utf16[] = "\xFF\xFE"
				    "a\0;\0b\0\n";

	CELLS(b,
	    "\xEF\xBB\xBF"
	    "é;b\n",
	    ';', "1:1+1=é|1:3+1=b|2@1\n");
	CELLS(b, "\xC9t\xE9;\x80 \x9C\n", ';', "1:1+3=Été|1:5+3=€ œ|2@1\n");
	SILENT(b);
	assert_false(read_bytes(b, utf16, sizeof utf16 - 1, ';'));
	SAYS(b, "the file is in UTF-16");
	assert_false(read_bytes(b, "a\n\xE9\x81\n", 5, ';'));
	SAYS(b, "x.csv:2:2: error: byte 0x81 is no character");
	assert_false(read_bytes(b, "\xC3\xA9;a\n\xE9\n", 7, ';'));
	SAYS(b, "x.csv:2:1: error: the file is in UTF-8, but not here [csv-encoding]");
	assert_false(read_bytes(b, "a;b\n1;\0\n", 8, ';'));
	SAYS(b, "x.csv:2:3: error: a zero byte");
	assert_false(read_bytes(b, " \r\n", 3, ';'));
	SAYS(b, "[csv-empty]");
}

static void
test_delimiters(void **state)
{
	static const char *const names[] = {"id", "year", "value, net"};
	static const struct {
		const char *text;
		char delimiter;
	} cases[] = {
	    {"id;year\n", ';'},
	    {"id,year\n", ','},
	    {"id\tyear\n1\t2;3;4\n", '\t'},
	    {"\"value, net\";year\n", ';'},
	    {"\"id\",\"value, net\"\n", ','},
	    {"id\n1,2\n", ';'},
	    {"\n\nid,year\n", ','},
	    {"unknown,names;here,too\n", ','},
	    {"\"id;x\",year", ','},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct csv_text text = {"x.csv", cases[i].text, strlen(cases[i].text)};
		assert_int_equal(csv_delimiter(&text, names, COUNT(names)), cases[i].delimiter);
	}
}

/* ---- any text: the place of a cell leads to its first character ---- */

struct finger {
	const char *bytes, *at;
	int line, column;
};

static void
go_to(struct finger *f, int line, int column)
{
	while (f->line < line || (f->line == line && f->column < column)) {
		const char *p = f->at++;
		if (*p == '\n' || (*p == '\r' && p[1] != '\n')) {
			f->line++;
			f->column = 1;
		} else if (((unsigned char)*p & 0xC0) != 0x80 && *p != '\r') {
			f->column++;
		}
		while (((unsigned char)*f->at & 0xC0) == 0x80)
			f->at++;
	}
}

static void
check_field(void *self, size_t index, const struct csv_cell *cell)
{
	struct finger *f = self;

	(void)index;
	go_to(f, cell->at.line, cell->at.column);
	assert_int_equal(f->line, cell->at.line);
	assert_int_equal(f->column, cell->at.column);
	if (cell->length > 0)
		assert_int_equal(*f->at, *cell->text);
}

static void
check_row(void *self, size_t fields, struct place first)
{
	(void)self;
	assert_true(fields > 0 && first.line > 0);
}

static void
test_any_text(void **state)
{
	static const char *const pieces[] = {
	    "a", "é", ";", "\"", "\n", "\r\n", "\r", " ", "\t", "1", ";\"", "\";", "\"\"", "€"};
	struct bench *b = *state;
	uint64_t random = 1;
	int whole = 0;

	for (int i = 0; i < 30000; i++) {
		char bytes[128] = "";
		for (int k = 0; k < 24; k++) {
			random = hash_bytes(&random, sizeof random, 7);
			strcat(bytes, pieces[random % (random >> 20 & 1 ? COUNT(pieces) : 3)]);
		}
		struct finger f = {bytes, bytes, 1, 1};
		struct csv_sink sink = {&f, check_field, check_row};
		struct csv_text text = {"x.csv", bytes, strlen(bytes)};
		whole += csv_read(i % 1000 ? NULL : b->d, &text, ';', &sink);
	}
	assert_true(whole > 1000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_places_count_characters, bench_open, bench_close),
	    cmocka_unit_test_setup_teardown(test_blanks_and_empty_lines, bench_open, bench_close),
	    cmocka_unit_test_setup_teardown(test_quotes, bench_open, bench_close),
	    cmocka_unit_test_setup_teardown(test_bad_quotes_are_located, bench_open, bench_close),
	    cmocka_unit_test_setup_teardown(
		test_a_huge_cell_is_refused_soon, bench_open, bench_close),
	    cmocka_unit_test_setup_teardown(test_the_longest_cell, bench_open, bench_close),
	    cmocka_unit_test_setup_teardown(test_encodings, bench_open, bench_close),
	    cmocka_unit_test_setup_teardown(test_any_text, bench_open, bench_close),
	    cmocka_unit_test_setup_teardown(test_delimiters, bench_open, bench_close),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	buf_close(&seen);
	return failed;
}
