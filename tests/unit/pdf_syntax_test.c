/* Numbers, strings and names as they stand in a PDF. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "../../src/pdf/writer.h"

static struct buf b;

static const char *
number(int64_t n, int places)
{
	buf_empty(&b);
	put_number(&b, n, places);
	return b.at;
}

static void
numbers_have_no_needless_digit(void **state)
{
	(void)state;
	assert_string_equal(number(0, 2), "0");
	assert_string_equal(number(12345, 2), "123.45");
	assert_string_equal(number(12300, 2), "123");
	assert_string_equal(number(12340, 2), "123.4");
	assert_string_equal(number(-5, 2), "-0.05");
	assert_string_equal(number(-100, 3), "-0.1");
	assert_string_equal(number(700, 0), "700");
	assert_string_equal(number(-7, 0), "-7");
	assert_string_equal(number(1000000, 3), "1000");
}

static void
hundredths_round_half_away_from_zero(void **state)
{
	(void)state;
	assert_int_equal(hundredths(PT(595.28)), 59528);
	assert_int_equal(hundredths(DIMEN_ONE / 8), 13); /* 0.125 pt */
	assert_int_equal(hundredths(-DIMEN_ONE / 8), -13);
	for (dimen d = -3000; d < 3000; d += 7) {
		char text[24];

		dimen_points(d, 2, text);
		assert_string_equal(number(hundredths(d), 2), text);
	}
}

static const char *
text(const char *utf8)
{
	buf_empty(&b);
	put_text(&b, utf8);
	return b.at;
}

static void
texts_are_literal_or_utf16(void **state)
{
	(void)state;
	assert_string_equal(text("a (b) \\"), "(a \\(b\\) \\\\)");
	assert_string_equal(text("é"), "<FEFF00E9>");
	assert_string_equal(text("a\U0001F600"), "<FEFF0061D83DDE00>");
	assert_string_equal(text("a\tb"), "<FEFF006100090062>");
	assert_string_equal(text(""), "()");
}

static void
bytes_keep_carriage_returns(void **state)
{
	(void)state;
	buf_empty(&b);
	put_bytes(&b, "a\r\n)", 4);
	assert_string_equal(b.at, "(a\\r\n\\))");
}

static void
names_are_ordered_as_written(void **state)
{
	(void)state;
	assert_true(name_order("a", "b") < 0);
	assert_true(name_order("z.csv", "données.csv") < 0);
	assert_true(name_order("élus", "a") > 0);
	assert_int_equal(name_order("é", "é"), 0);
}

static void
xml_is_escaped(void **state)
{
	(void)state;
	buf_empty(&b);
	put_xml(&b, "<a & \"b\"> \x01\xC3\xA9\n");
	assert_string_equal(b.at, "&lt;a &amp; &quot;b&quot;&gt; \xC3\xA9\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers_have_no_needless_digit),
	    cmocka_unit_test(hundredths_round_half_away_from_zero),
	    cmocka_unit_test(texts_are_literal_or_utf16),
	    cmocka_unit_test(bytes_keep_carriage_returns),
	    cmocka_unit_test(names_are_ordered_as_written),
	    cmocka_unit_test(xml_is_escaped),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	buf_close(&b);
	return failed;
}
