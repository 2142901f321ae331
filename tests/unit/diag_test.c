/* diag_test.c: diagnostics as people and programs see them, and that hostile ones stay harmless. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "bilan/diag.h"

/* What diag_print writes; lives until the next call. */
static const char *
printed(const struct diag *d, enum diag_form form)
{
	static char *text;
	static size_t length;
	FILE *out;

	free(text);
	text = NULL;
	if (d == NULL)
		return NULL;
	out = open_memstream(&text, &length);
	assert_non_null(out);
	diag_print(d, form, out);
	fclose(out);
	return text;
}

static int
start(void **state)
{
	*state = diag_open();
	return 0;
}

static int
stop(void **state)
{
	diag_close(*state);
	printed(NULL, DIAG_TEXT);
	return 0;
}

static void
source(struct diag *d, const char *file, const char *text)
{
	diag_source(d, file, text, strlen(text));
}

static void
text_form_is_the_one_of_the_manual(void **state)
{
	struct diag *d = *state;

	source(d, "layout/report.yaml", "report: annual\n\n        lable: allocataires reçus\n");
	diag_add(d, DIAG_ERROR, (struct place){"layout/report.yaml", 3, 9, 5}, "unknown-setting",
	    "\"%s\" is not a setting of %s", "lable", "key-figure");
	diag_help(d, "did you mean \"%s\"?", "label");
	assert_string_equal(printed(d, DIAG_TEXT), "layout/report.yaml:3:9: error: \"lable\" is "
						   "not a setting of key-figure [unknown-setting]\n"
						   "    3 |         lable: allocataires reçus\n"
						   "      |         ^~~~~\n"
						   "   help: did you mean \"label\"?\n"
						   "1 error\n");
}

static void
a_second_place_follows_as_a_note(void **state)
{
	struct diag *d = *state;

	source(d, "r.yaml", "value: x\n");
	source(d, "d.csv", "key;value\nx;24 O88");
	diag_add(d, DIAG_WARNING, (struct place){"r.yaml", 1, 8, 1}, "bad-number", "no number");
	diag_also(d, (struct place){"d.csv", 2, 3, 6}, "the cell is here");
	diag_also(d, (struct place){"d.csv", 0, 0, 0}, "in this file");
	diag_also(d, (struct place){0}, "somewhere");
	assert_string_equal(printed(d, DIAG_TEXT), "r.yaml:1:8: warning: no number [bad-number]\n"
						   "    1 | value: x\n"
						   "      |        ^\n"
						   "d.csv:2:3: note: the cell is here\n"
						   "    2 | x;24 O88\n"
						   "      |   ^~~~~~\n"
						   "d.csv: note: in this file\n"
						   "bilan: note: somewhere\n"
						   "1 warning\n");
}

static void
the_caret_stands_right(void **state)
{
	static const struct {
		const char *line;
		int column, length;
		const char *shown, *caret;
	} cases[] = {
	    {"\té: x", 5, 1, "        é: x", "           ^"},
	    {"a\tb", 3, 1, "a       b", "        ^"},
	    {"a\tb", 2, 1, "a       b", " ^~~~~~~"},
	    {"e\xCC\x81t", 3, 1, "e\xCC\x81t", " ^"},              /* e with a combining accent */
	    {"\xE6\xBC\xA2x", 2, 1, "\xE6\xBC\xA2x", "  ^"},       /* a wide character */
	    {"a\x1B[31mb", 7, 1, "a\xEF\xBF\xBD[31mb", "      ^"}, /* no command to the terminal */
	    {"a\xFF"
	     "b",
		3, 1,
		"a\xEF\xBF\xBD"
		"b",
		"  ^"},
	    {"\xE2\x80\xAE"
	     "evil",
		2, 4,
		"\xEF\xBF\xBD"
		"evil",
		" ^~~~"},
	    {"abc", 9, 3, "abc", "   ^"}, /* beyond the line's end */
	    {"abc", 2, 99, "abc", " ^~"},
	    {"abc", 2, -1, "abc", " ^"},
	    {"", 1, 1, "", "^"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct diag *d = *state;
		char expected[300];

		diag_empty(d);
		source(d, "f", cases[i].line);
		diag_add(d, DIAG_ERROR, (struct place){"f", 1, cases[i].column, cases[i].length},
		    "c", "m");
		snprintf(expected, sizeof expected,
		    "f:1:%d: error: m [c]\n    1 | %s\n      | %s\n1 error\n", cases[i].column,
		    cases[i].shown, cases[i].caret);
		assert_string_equal(printed(d, DIAG_TEXT), expected);
	}
}

static void
lines_end_in_three_ways_and_a_mark_is_no_column(void **state)
{
	struct diag *d = *state;

	source(d, "f", "\xEF\xBB\xBFone\r\ntwo\rthree\n");
	for (int line = 4; line >= 0; line--)
		diag_add(d, DIAG_ERROR, (struct place){"f", line, 1, 1}, "c", "m");
	diag_add(d, DIAG_ERROR, (struct place){"f", 5, 1, 1}, "c", "m");
	diag_add(d, DIAG_ERROR, (struct place){"f", 2, 0, 1}, "c", "no column");
	assert_string_equal(printed(d, DIAG_TEXT), "f:4:1: error: m [c]\n    4 | \n      | ^\n"
						   "f:3:1: error: m [c]\n    3 | three\n      | ^\n"
						   "f:2:1: error: m [c]\n    2 | two\n      | ^\n"
						   "f:1:1: error: m [c]\n    1 | one\n      | ^\n"
						   "f: error: m [c]\n"
						   "f:5:1: error: m [c]\n"
						   "f:2: error: no column [c]\n    2 | two\n"
						   "7 errors\n");
}

/* Columns of the longest line; every character of the text has one. */
static size_t
widest(const char *text)
{
	size_t most = 0;

	while (*text != '\0') {
		size_t n = strcspn(text, "\n");
		size_t width = utf8_count(text, n);

		most = width > most ? width : most;
		text += n + (text[n] == '\n');
	}
	return most;
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
huge_lines_are_cut_around_the_caret(void **state)
{
	enum { LENGTH = 10 << 20 };
	static const char *const pieces[] = {
	    "x", "\t", "é", "\xCC\x81", "\xE6\xBC\xA2", "\xFF", "\x80"};

	for (size_t i = 0; i < COUNT(pieces); i++) {
		struct diag *d = *state;
		size_t piece = strlen(pieces[i]);
		char *text = mem_alloc(LENGTH);
		double before;
		const char *out;

		diag_empty(d);
		for (size_t at = 0; at < LENGTH; at++)
			text[at] = pieces[i][at % piece];
		diag_source(d, "f", text, LENGTH);
		for (int n = 0; n < 200; n++)
			diag_add(d, DIAG_ERROR, (struct place){"f", 1, n * 20000 + 1, 1000000}, "c",
			    "m");
		before = seconds();
		out = printed(d, DIAG_TEXT);
		assert_true(seconds() - before < 5);
		assert_true(strlen(out) < 400000);
		if (piece != 2 || pieces[i][0] != '\xCC')
			assert_true(widest(out) <= 120);
		free(text);
	}
}

static void
the_window_shows_the_caret(void **state)
{
	struct diag *d = *state;
	char line[1001];

	memset(line, '.', 1000);
	line[1000] = '\0';
	memcpy(line + 500, "HERE", 4);
	source(d, "f", line);
	diag_add(d, DIAG_ERROR, (struct place){"f", 1, 501, 4}, "c", "m");
	assert_non_null(strstr(printed(d, DIAG_TEXT),
	    "    1 | "
	    "…..................................................HERE..............................."
	    "..............…\n"
	    "      |                                                    ^~~~\n"));
}

static void
lines_of_long_files_are_found_quickly(void **state)
{
	enum { LINES = 1000000 };
	struct diag *d = *state;
	struct buf text = {0};
	double before;

	for (int i = 1; i <= LINES; i++)
		buf_printf(&text, "line %d\n", i);
	diag_source(d, "f", text.at, text.len);
	for (int i = 0; i < 200; i++)
		diag_add(d, DIAG_ERROR, (struct place){"f", LINES - i * 4999, 1, 1}, "c", "m");
	before = seconds();
	assert_non_null(strstr(printed(d, DIAG_TEXT), "5199 | line 5199\n"));
	assert_true(seconds() - before < 2);
	assert_non_null(strstr(printed(d, DIAG_TEXT), "1000000 | line 1000000\n        | ^\n"));
	buf_close(&text);
}

static void
messages_are_cut_and_cleaned(void **state)
{
	struct diag *d = *state;
	char *text = mem_alloc(1000001);

	for (int i = 0; i < 1000000; i += 2)
		memcpy(text + i, "é", 2);
	text[1000000] = '\0';
	diag_add(d, DIAG_ERROR, (struct place){0}, "long", "x%s", text);
	assert_int_equal(strlen(printed(d, DIAG_TEXT)),
	    strlen("bilan: error: ") + 1999 + 3 + strlen(" [long]\n1 error\n"));
	assert_null(strstr(printed(d, DIAG_TEXT), "\xEF\xBF\xBD"));
	diag_empty(d);
	diag_add(d, DIAG_ERROR, (struct place){"a\nb", 1, 1, 1}, "c", "a\x1B\n\xFF");
	assert_string_equal(printed(d, DIAG_TEXT),
	    "a\xEF\xBF\xBD"
	    "b:1:1: error: a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD [c]\n1 error\n");
	free(text);
}

static void
json_has_one_object_a_line(void **state)
{
	struct diag *d = *state;

	diag_add(
	    d, DIAG_ERROR, (struct place){"a\"b.csv", 7, 4, 2}, "bad-number", "\"24\\\t\" é\xFF");
	diag_help(d, "one");
	diag_help(d, "two");
	diag_also(d, (struct place){"r.yaml", 1, 2, 3}, "here");
	diag_also(d, (struct place){0}, "there");
	diag_add(d, DIAG_FAILURE, (struct place){0}, "output-failed", "disk full");
	assert_string_equal(printed(d, DIAG_JSON),
	    "{\"level\":\"error\",\"code\":\"bad-number\",\"file\":\"a\\\"b.csv\",\"line\":7,"
	    "\"column\":4,"
	    "\"message\":\"\\\"24\\\\\\u0009\\\" "
	    "é\xEF\xBF\xBD\",\"help\":[\"one\",\"two\"],\"also\":["
	    "{\"file\":\"r.yaml\",\"line\":1,\"column\":2,\"message\":\"here\"},"
	    "{\"file\":null,\"line\":0,\"column\":0,\"message\":\"there\"}]}\n"
	    "{\"level\":\"failure\",\"code\":\"output-failed\",\"file\":null,\"line\":0,\"column\":"
	    "0,"
	    "\"message\":\"disk full\",\"help\":[],\"also\":[]}\n");
}

static void
colour_form_differs_only_in_colour(void **state)
{
	struct diag *d = *state;
	char plain[1000], *to = plain;

	source(d, "f", "abc");
	diag_add(d, DIAG_WARNING, (struct place){"f", 1, 2, 1}, "c", "m");
	diag_help(d, "h");
	diag_also(d, (struct place){"f", 1, 3, 1}, "n");
	for (const char *at = printed(d, DIAG_COLOUR); *at != '\0';) {
		if (*at == '\033')
			at += strcspn(at, "m") + 1;
		else
			*to++ = *at++;
	}
	*to = '\0';
	assert_non_null(strstr(printed(d, DIAG_COLOUR), "\033[1;35mwarning"));
	assert_string_equal(printed(d, DIAG_TEXT), plain);
}

static size_t
times(const char *text, const char *word)
{
	size_t n = 0;

	while ((text = strstr(text, word)) != NULL) {
		n++;
		text++;
	}
	return n;
}

static void
errors_come_before_warnings_when_there_are_too_many(void **state)
{
	struct diag *d = *state;
	const char *out;

	for (int i = 0; i < 1000000; i++) {
		diag_add(d, DIAG_WARNING, (struct place){"f", i, 1, 1}, "w", "m");
		diag_help(d, "h");
	}
	for (int i = 0; i < 150; i++)
		diag_add(d, DIAG_ERROR, (struct place){"f", i, 1, 1}, "e", "m");
	assert_int_equal(diag_count(d, DIAG_WARNING), 1000000);
	assert_int_equal(diag_count(d, DIAG_ERROR), 150);
	out = printed(d, DIAG_TEXT);
	assert_int_equal(times(out, "[e]"), 150);
	assert_int_equal(times(out, "[w]"), 50);
	assert_non_null(strstr(out, "bilan: note: 999950 more warnings not shown"));
	assert_non_null(strstr(out, "\n150 errors, 1000000 warnings\n"));
	for (int i = 150; i < 201; i++)
		diag_add(d, DIAG_ERROR, (struct place){"f", i, 1, 1}, "e", "m");
	out = printed(d, DIAG_JSON);
	assert_int_equal(times(out, "\n"), 201);
	assert_non_null(strstr(out, "1 more error, 1000000 more warnings not shown"));
}

static void
the_same_said_twice_counts_once(void **state)
{
	struct diag *d = *state;

	for (int i = 0; i < 3; i++) {
		diag_add(d, DIAG_ERROR, (struct place){"f", 1, 1, 1}, "c", "m");
		diag_help(d, "h");
	}
	diag_add(d, DIAG_ERROR, (struct place){"f", 1, 2, 1}, "c", "m");
	diag_add(d, DIAG_ERROR, (struct place){"g", 1, 1, 1}, "c", "m");
	diag_add(d, DIAG_ERROR, (struct place){"f", 1, 1, 1}, "c2", "m");
	diag_add(d, DIAG_WARNING, (struct place){"f", 1, 1, 1}, "c", "m");
	assert_int_equal(diag_count(d, DIAG_ERROR), 4);
	assert_int_equal(diag_count(d, DIAG_WARNING), 1);
	assert_int_equal(times(printed(d, DIAG_TEXT), "help"), 1);
}

/* Also what is no longer kept for printing: a report made for two targets says all twice. */
static void
a_second_target_does_not_double_the_count(void **state)
{
	struct diag *d = *state;

	for (int target = 0; target < 2; target++) {
		for (int i = 0; i < 50000; i++)
			diag_add(d, DIAG_ERROR, (struct place){"f", i, 1, 1}, "c", "cell %d", i);
	}
	assert_int_equal(diag_count(d, DIAG_ERROR), 50000);
	diag_empty(d);
	diag_add(d, DIAG_ERROR, (struct place){"f", 1, 1, 1}, "c", "cell 1");
	assert_int_equal(diag_count(d, DIAG_ERROR), 1);
}

/* Every kind of thing that was counted, notes apart, which are no mistakes. */
static void
the_summary_counts_each_level(void **state)
{
	struct diag *d = *state;

	diag_add(d, DIAG_NOTE, (struct place){0}, "n", "m");
	assert_string_equal(printed(d, DIAG_TEXT), "bilan: note: m [n]\n");
	for (int i = 0; i < 3; i++)
		diag_add(d, DIAG_WARNING, (struct place){"f", i, 1, 1}, "w", "m");
	diag_add(d, DIAG_FAILURE, (struct place){0}, "f", "m");
	diag_add(d, DIAG_ERROR, (struct place){0}, "e", "m");
	assert_non_null(strstr(printed(d, DIAG_TEXT), "\n1 failure, 1 error, 3 warnings\n"));
	assert_null(strstr(printed(d, DIAG_JSON), "3 warnings"));
}

/* Mistakes found from right to left, and by turns in two long lines. */
static void
long_lines_may_be_asked_in_any_order(void **state)
{
	enum { LENGTH = 10 << 20 };
	struct diag *d = *state;
	struct buf text = {0};
	double before;

	for (int i = 0; i < LENGTH / 16; i++)
		buf_text(&text, "0123456789abcdef");
	buf_byte(&text, '\r');
	for (int i = 0; i < LENGTH / 16; i++)
		buf_text(&text, "0123456789abcdef");
	diag_source(d, "f", text.at, text.len);
	for (int i = 0; i < 200; i++)
		diag_add(d, DIAG_ERROR, (struct place){"f", 1 + i % 2, LENGTH - 15 - 16 * i, 2},
		    "c", "m");
	before = seconds();
	assert_int_equal(times(printed(d, DIAG_TEXT), "     ^~\n"), 200);
	assert_true(seconds() - before < 3);
	buf_close(&text);
}

static void
status_follows_the_worst(void **state)
{
	struct diag *d = *state;

	diag_help(d, "to nothing");
	diag_also(d, (struct place){0}, "to nothing");
	assert_string_equal(printed(d, DIAG_TEXT), "");
	diag_add(d, DIAG_WARNING, (struct place){0}, "w", "m");
	assert_int_equal(diag_status(d), 0);
	assert_false(diag_failed(d));
	diag_add(d, DIAG_ERROR, (struct place){0}, "e", "m");
	assert_int_equal(diag_status(d), 1);
	assert_true(diag_failed(d));
	diag_add(d, DIAG_FAILURE, (struct place){0}, "f", "m");
	assert_int_equal(diag_status(d), 3);
	assert_true(diag_has(d, "f"));
	assert_false(diag_has(d, "g"));
	diag_empty(d);
	assert_int_equal(diag_status(d), 0);
	assert_int_equal(diag_count(d, DIAG_WARNING), 0);
	assert_string_equal(printed(d, DIAG_JSON), "");
}

static void
a_program_asks_for_them_one_by_one(void **state)
{
	struct diag *d = *state;
	struct diag_said said;
	size_t i = 0;

	diag_add(d, DIAG_WARNING, (struct place){0}, "check-known", "a \"b\" \\c");
	diag_add(d, DIAG_FAILURE, (struct place){0}, "output-failed", "d");
	assert_true(diag_next(d, &i, &said));
	assert_int_equal(said.level, DIAG_WARNING);
	assert_string_equal(said.code, "check-known");
	assert_string_equal(said.message, "a \"b\" \\c");
	assert_true(diag_next(d, &i, &said));
	assert_int_equal(said.level, DIAG_FAILURE);
	assert_string_equal(said.message, "d");
	assert_false(diag_next(d, &i, &said));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(text_form_is_the_one_of_the_manual, start, stop),
	    cmocka_unit_test_setup_teardown(a_second_place_follows_as_a_note, start, stop),
	    cmocka_unit_test_setup_teardown(the_caret_stands_right, start, stop),
	    cmocka_unit_test_setup_teardown(
		lines_end_in_three_ways_and_a_mark_is_no_column, start, stop),
	    cmocka_unit_test_setup_teardown(huge_lines_are_cut_around_the_caret, start, stop),
	    cmocka_unit_test_setup_teardown(the_window_shows_the_caret, start, stop),
	    cmocka_unit_test_setup_teardown(lines_of_long_files_are_found_quickly, start, stop),
	    cmocka_unit_test_setup_teardown(messages_are_cut_and_cleaned, start, stop),
	    cmocka_unit_test_setup_teardown(json_has_one_object_a_line, start, stop),
	    cmocka_unit_test_setup_teardown(colour_form_differs_only_in_colour, start, stop),
	    cmocka_unit_test_setup_teardown(
		errors_come_before_warnings_when_there_are_too_many, start, stop),
	    cmocka_unit_test_setup_teardown(the_same_said_twice_counts_once, start, stop),
	    cmocka_unit_test_setup_teardown(a_second_target_does_not_double_the_count, start, stop),
	    cmocka_unit_test_setup_teardown(the_summary_counts_each_level, start, stop),
	    cmocka_unit_test_setup_teardown(long_lines_may_be_asked_in_any_order, start, stop),
	    cmocka_unit_test_setup_teardown(status_follows_the_worst, start, stop),
	    cmocka_unit_test_setup_teardown(a_program_asks_for_them_one_by_one, start, stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
