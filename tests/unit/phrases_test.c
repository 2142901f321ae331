/* phrases_test.c: every phrase has words in every language. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "bilan/prose.h"

static void
no_phrase_is_empty(void **state)
{
	(void)state;
	for (int i = 0; i < PHRASE_COUNT; i++) {
		assert_true(strlen(phrase_for("fr-FR", (enum phrase)i)) > 0);
		assert_true(strlen(phrase_for("en", (enum phrase)i)) > 0);
	}
	assert_string_equal(phrase_for("fr", PHRASE_COUNT), "");
}

static void
unknown_languages_get_english(void **state)
{
	(void)state;
	assert_string_equal(phrase_for("fr-CA", PHRASE_UP), "en hausse");
	assert_string_equal(phrase_for("de", PHRASE_UP), "up");
	assert_string_equal(phrase_for("fro", PHRASE_UP), "up");
	assert_string_equal(phrase_for(NULL, PHRASE_UP), "up");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(no_phrase_is_empty),
	    cmocka_unit_test(unknown_languages_get_english),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
