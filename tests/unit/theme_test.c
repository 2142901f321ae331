/* theme_test.c: colours, inheritance of styles, themes over themes, and their mistakes. */
#include "config_said.h"

static struct theme *
read_theme(struct bench *b, const char *text)
{
	static const struct setting path = {.text = "theme.yaml"};
	struct project *p;

	write_file("report.yaml", "report: 1\n");
	write_file("theme.yaml", text);
	p = project_open(b->a, b->d, "report.yaml", NULL);
	return theme_read(b->a, b->d, p, path, "report.yaml");
}

static const char plain[] =
    "colours:\n"
    "  night: {srgb: \"#14324F\", cmyk: [95, 70, 40, 35.5]}\n"
    "  alarm: {spot: PANTONE 485 C, srgb: \"#da291c\"}\n"
    "  ink: \"#1B1B1B\"\n"
    "styles:\n"
    "  strong: {like: body, weight: semibold, colour: night}\n"
    "  body: {font: Inter, size: 9.5pt, leading: 14pt, tracking: -0.006, features: [tnum, lnum]}\n"
    "  large: {like: strong, size: 24pt, align: end, wrap: balance, weight: 300, ink: yes}\n"
    "formats:\n"
    "  integer: precision-integer\n"
    "  euro: {skeleton: currency/EUR precision-integer}\n";

static void
everything_is_read(void **state)
{
	struct bench *b = *state;
	struct theme *t = read_theme(b, plain);
	const struct style *s;
	colour night;

	SILENT(b);
	assert_non_null(t);
	assert_string_equal(t->colours[0].name, "none");
	night = theme_colour(t, "night");
	assert_int_equal(night, 1);
	assert_int_equal(t->colours[night].srgb[2], 0x4F);
	assert_true(t->colours[night].has_cmyk);
	assert_int_equal(t->colours[night].cmyk[3].coef, 355);
	assert_string_equal(t->colours[2].spot, "PANTONE 485 C");
	assert_int_equal(t->colours[2].srgb[0], 0xDA);
	assert_false(t->colours[2].has_cmyk);
	assert_int_equal(theme_colour(t, "none"), 0);
	assert_int_equal(theme_colour(t, "nothing"), 0);
	assert_int_equal(t->colours[theme_colour(t, "white")].srgb[1], 255);
	assert_int_equal(t->colours[theme_colour(t, "black")].cmyk[3].coef, 100);

	s = theme_style(t, "large");
	assert_string_equal(s->family, "Inter");
	assert_string_equal(s->name, "large");
	assert_int_equal(s->at.line, 8);
	assert_int_equal(s->size, PT(24));
	assert_int_equal(s->leading, PT(14));
	assert_int_equal(s->weight, 300);
	assert_int_equal(s->colour, night);
	assert_int_equal(s->align, ALIGN_END);
	assert_int_equal(s->wrap, WRAP_BALANCE);
	assert_true(s->ink);
	assert_int_equal(s->tracking.coef, -6);
	assert_int_equal(s->features.count, 2);
	assert_int_equal(theme_style(t, "strong")->weight, 600);
	assert_int_equal(theme_style(t, "body")->weight, 400);
	assert_int_equal(theme_style(t, "body")->colour, theme_colour(t, "ink"));
	assert_null(theme_style(t, "bdy"));
	assert_string_equal(theme_format(t, "integer")->skeleton, "precision-integer");
	assert_int_equal(theme_format(t, "euro")->index, 1);
}

static void
a_theme_lies_over_another(void **state)
{
	struct bench *b = *state;
	struct theme *t;

	write_file("base.yaml", plain);
	t = read_theme(b, "like: base.yaml\n"
			  "colours: {night: \"#000001\", moss: \"#00FF00\"}\n"
			  "styles: {body: {size: 10pt}, small: {like: body, size: 8pt}}\n");
	SILENT(b);
	assert_int_equal(t->colours[theme_colour(t, "night")].srgb[2], 1);
	assert_false(t->colours[theme_colour(t, "night")].has_cmyk);
	assert_int_equal(theme_style(t, "body")->size, PT(10));
	assert_int_equal(theme_style(t, "body")->tracking.coef, -6);
	assert_int_equal(theme_style(t, "strong")->size, PT(10));
	assert_int_equal(theme_style(t, "small")->size, PT(8));
	assert_int_equal(t->format_count, 2);
}

static void
a_theme_like_itself_ends(void **state)
{
	struct bench *b = *state;

	assert_non_null(read_theme(b, "like: theme.yaml\n"));
	SAYS(b, "theme.yaml:1:7: error: themes build on one another");
	SAYS(b, "[theme-cycle]");
}

static void
circles_of_styles_are_told_once(void **state)
{
	struct bench *b = *state;

	read_theme(b, "styles:\n  a: {like: b}\n  b: {like: c}\n  c: {like: a}\n  d: {like: d}\n");
	SAYS(b, "theme.yaml:4:13: error: the style \"c\" is like itself, by way of \"a\" "
		"[style-cycle]");
	SAYS(b, "theme.yaml:5:13: error: the style \"d\" is like itself, by way of \"d\" "
		"[style-cycle]");
	assert_int_equal(diag_count(b->d, DIAG_ERROR), 2); /* what they lack follows from it */
}

static void
mistakes_have_places(void **state)
{
	static const struct {
		const char *text, *says;
		size_t errors;
	} bad[] = {
	    {"styles:\n  a: {font: X, size: 1pt}\n",
		"theme.yaml:2:3: error: the style \"a\" has no leading [missing-setting]", 1},
	    {"styles:\n  a: {}\n", "add \"font: Inter\" to it", 3},
	    {"styles:\n  a: {lik: b}\n", "\"lik\" is not a setting of style", 1},
	    {"styles:\n  body: {font: X, size: 1pt, leading: 1pt}\n  a: {like: bdy}\n",
		"theme.yaml:3:13: error: there is no style \"bdy\" to be like [unknown-style]", 1},
	    {"styles:\n  a: {font: X, size: 1pt, leading: 1pt, weight: blak}\n",
		"did you mean \"black\"?", 1},
	    {"styles:\n  a: {font: X, size: 1pt, leading: 1pt, colour: red}\n",
		"the theme has no colour \"red\" [unknown-colour]", 1},
	    {"colours: {a: {srgb: blue}}", "theme.yaml:1:21: error: \"blue\" is not a colour", 1},
	    {"colours: {a: \"#12345G\"}", "\"#12345G\" is not a colour [bad-colour]", 1},
	    {"colours: {a: {cmyk: [1, 2, 3, 4]}}", "colour needs the setting \"srgb\"", 1},
	    {"colours: {a: {srgb: \"#000000\", cmyk: [1, 2, 3]}}", "cmyk takes four percentages",
		1},
	    {"colours: {a: {srgb: \"#000000\", cmyk: [1, 2, 3, 101]}}",
		"theme.yaml:1:48: error: \"101\" is not a percentage", 1},
	    {"formats: {a: {}}", "format needs the setting \"skeleton\"", 1},
	    {"styls: {}", "did you mean \"styles\"?", 1},
	    {"- a\n", "theme takes settings (name: value), not a list", 1},
	};
	struct bench *b = *state;

	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_non_null(read_theme(b, bad[i].text));
		SAYS(b, bad[i].says);
		if (diag_count(b->d, DIAG_ERROR) != bad[i].errors)
			fail_msg("%zu errors wanted:\n%s", bad[i].errors, said(b));
		diag_empty(b->d);
	}
	assert_null(read_theme(b, "a: ["));
	SAYS(b, "[yaml-syntax]");
}

static void
a_long_chain_needs_no_stack(void **state)
{
	struct bench *b = *state;
	struct buf text = {0};
	struct theme *t;

	buf_text(&text, "styles:\n  s0: {font: Inter, size: 9pt, leading: 12pt}\n");
	for (int i = 20000; i >= 1; i--)
		buf_printf(&text, "  s%d: {like: s%d}\n", i, i - 1);
	t = read_theme(b, text.at);
	SILENT(b);
	assert_int_equal(theme_style(t, "s20000")->size, PT(9));
	buf_close(&text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_open, folder_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(everything_is_read),
	    TEST(a_theme_lies_over_another),
	    TEST(a_theme_like_itself_ends),
	    TEST(circles_of_styles_are_told_once),
	    TEST(mistakes_have_places),
	    TEST(a_long_chain_needs_no_stack),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
