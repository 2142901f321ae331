/* Texts for a terminal and for JSON: nothing a hostile text holds may get through. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bilan/base.h"

static void
gives(void (*add)(struct buf *, const char *), const char *text, const char *expected)
{
	struct buf out = {0};

	add(&out, text);
	assert_string_equal(out.len > 0 ? out.at : "", expected);
	buf_close(&out);
}

static void
plain_text_moves_no_cursor(void **state)
{
	(void)state;
	gives(buf_plain, "", "");
	gives(buf_plain, "24\u202f088 \u20ac, \u00ab\u00a0oui\u00a0\u00bb",
	    "24\u202f088 \u20ac, \u00ab\u00a0oui\u00a0\u00bb");
	gives(buf_plain, "\x1b[2J\r\n\x7f", "\ufffd[2J\ufffd\ufffd\ufffd");
	gives(buf_plain, "\xc2\x9b \u202e \u2067 \xff", "\ufffd \ufffd \ufffd \ufffd");
}

static void
json_is_a_string(void **state)
{
	(void)state;
	gives(buf_json, "", "\"\"");
	gives(buf_json, "a \"b\" \\ \n\x1b", "\"a \\\"b\\\" \\\\ \\u000a\\u001b\"");
	gives(buf_json, "\u00e9 \xc2\x85 \u2028", "\"\u00e9 \\u0085 \\u2028\"");
	gives(buf_json, "\xff", "\"\ufffd\"");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(plain_text_moves_no_cursor),
	    cmocka_unit_test(json_is_a_string),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
