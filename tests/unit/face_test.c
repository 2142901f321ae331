/* face_test.c: a style gets the face it asks for, or an error. */
#include "text_fixture.h"

static void
faces_are_the_ones_asked_for(void **state)
{
	struct fixture *f = *state;
	const struct face *body = texts_face(f->texts, f->styles[BODY].face);
	const struct face *strong = texts_face(f->texts, f->styles[STRONG].face);
	const struct face *italic = texts_face(f->texts, f->styles[ITALIC].face);
	const struct face *display = texts_face(f->texts, f->styles[HUGE_TRACKED].face);

	assert_string_equal(body->family, "Inter");
	assert_int_equal(body->weight, 400);
	assert_false(body->italic);
	assert_true(body->cff);
	assert_int_equal(body->upem, 2816);
	assert_string_equal(body->postscript, "Inter-Regular");
	assert_int_equal(strong->weight, 600);
	assert_true(italic->italic);
	assert_true(italic->italic_angle < 0);
	assert_string_equal(display->family, "Inter Display");
	assert_int_equal(texts_face_count(f->texts), 4);
	assert_int_equal(f->styles[FIGURES].face, f->styles[BODY].face);
}

static void
heights_scale_with_the_size(void **state)
{
	struct fixture *f = *state;
	dimen cap = style_cap_height(f->texts, &f->styles[BODY]);

	assert_in_range(cap, PT(6.7), PT(7.1)); /* Inter: 2048 of 2816 units */
}

static void
listed_files_are_the_packages(void **state)
{
	struct fixture *f = *state;

	assert_true(texts_verify(f->texts, f->d));
	assert_int_equal(strlen(texts_face(f->texts, 0)->sha256), 64);
}

static struct fixture *
failing(const char *family, int weight)
{
	struct fixture *f = fixture_bare();

	f->styles[BODY].family = family;
	f->styles[BODY].weight = weight;
	f->texts = texts_open(f->a, f->d, f->project, &f->report);
	assert_null(f->texts);
	assert_true(diag_failed(f->d));
	return f;
}

static void
an_unknown_family_names_the_nearest(void **state)
{
	struct fixture *f = failing("Inter Displai", 400);
	const char *text = fixture_messages(f);

	assert_non_null(strstr(text, "theme.yaml:3:1: error"));
	assert_non_null(strstr(text, "[unknown-font]"));
	assert_non_null(strstr(text, "did you mean \"Inter Display\"?"));
	*state = f;
	fixture_close(state);
}

static void
an_unknown_weight_names_those_there_are(void **state)
{
	struct fixture *f = failing("Inter", 450);
	const char *text = fixture_messages(f);

	assert_non_null(strstr(text, "weight 450"));
	assert_non_null(strstr(text, "300, 400, 400 italic"));
	*state = f;
	fixture_close(state);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		faces_are_the_ones_asked_for, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(
		heights_scale_with_the_size, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(
		listed_files_are_the_packages, fixture_open, fixture_close),
	    cmocka_unit_test(an_unknown_family_names_the_nearest),
	    cmocka_unit_test(an_unknown_weight_names_those_there_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
