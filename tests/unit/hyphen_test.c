/* hyphen_test.c: French words are divided where French divides them, and only then. */
#include "text_fixture.h"

/* The text in a measure so narrow that every place to break is taken. */
static const char *
divided(struct fixture *f, const char *text)
{
	struct lines lines = fixture_lines(
	    f, fixture_text(f, BODY, text), (struct shape){.measure = 1, .hyphenate = true});

	return fixture_words(f, lines);
}

static void
words_are_divided(void **state)
{
	struct fixture *f = *state;

	/* the last word stays whole */
	assert_string_equal(divided(f, "accompagnement x"), "accom-/pa-/gne-/ment/x");
	assert_string_equal(divided(f, "l’accompagnement, x"), "l’accom-/pa-/gne-/ment,/x");
	assert_string_equal(divided(f, "scolarisation"), "scolarisation");
}

static void
names_and_short_words_stay_whole(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(divided(f, "Tarascon RECENTRALISATION ainsi elle x"),
	    "Tarascon/RECENTRALISATION/ainsi/elle/x");
}

static void
own_hyphens_and_soft_hyphens_count(void **state)
{
	struct fixture *f = *state;
	struct lines lines = fixture_lines(
	    f, fixture_text(f, BODY, "Haut-Rhin vrai\u00ADment x"), (struct shape){.measure = 1});

	assert_string_equal(fixture_words(f, lines), "Haut-/Rhin/vrai-/ment/x");
	assert_false(lines.items[0].pieces[0].soft);
	assert_true(lines.items[2].pieces[0].soft);
}

static void
no_hyphens_when_lines_are_good(void **state)
{
	struct fixture *f = *state;
	const char *text =
	    "Les deux organismes ont créé ensemble en Ariège, à Pamiers, un service de "
	    "production pour le compte de la Caf du Haut-Rhin.";
	struct lines lines = fixture_lines(f, fixture_text(f, BODY, text),
	    (struct shape){.measure = PT(233.9), .wrap = WRAP_PRETTY, .hyphenate = true});

	for (int i = 0; i < lines.count; i++)
		assert_false(lines.items[i].pieces[lines.items[i].count - 1].soft);
}

static void
a_language_without_dictionary_is_told_once(void **state)
{
	struct fixture *f = fixture_bare();

	f->report.language = "xx/../../etc";
	f->texts = texts_open(f->a, f->d, f->project, &f->report);
	assert_non_null(f->texts);
	assert_string_equal(divided(f, "accompagnement x"), "accompagnement/x");
	divided(f, "scolarisation x");
	assert_int_equal(diag_count(f->d, DIAG_WARNING), 1);
	assert_non_null(strstr(fixture_messages(f), "[hyphenation-missing]"));
	*state = f;
	fixture_close(state);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(words_are_divided, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(
		names_and_short_words_stay_whole, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(
		own_hyphens_and_soft_hyphens_count, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(
		no_hyphens_when_lines_are_good, fixture_open, fixture_close),
	    cmocka_unit_test(a_language_without_dictionary_is_told_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
