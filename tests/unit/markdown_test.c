/* markdown_test.c: Markdown to blocks of runs, and what is refused. */
#include "text_fixture.h"

struct reading {
	struct fixture *f;
	struct scope scope;
	struct prose_styles styles;
	struct prose prose;
	bool good;
};

static int
reading_open(void **state)
{
	struct fixture *f = fixture_bare();
	struct reading *r = NEW(f->a, struct reading);
	static struct parameter parameters[] = {
	    {.name = "year", .value = "2023", .type = PARAMETER_INTEGER},
	    {.name = "trap", .value = "**a** <b>", .type = PARAMETER_TEXT},
	};

	f->report.parameters = parameters;
	f->report.parameter_count = COUNT(parameters);
	r->f = f;
	r->scope = (struct scope){.a = f->a, .d = f->d, .report = &f->report};
	r->styles = (struct prose_styles){.body = &f->styles[BODY],
	    .item = &f->styles[BODY],
	    .strong = &f->styles[STRONG],
	    .emphasis = &f->styles[ITALIC]};
	*state = r;
	return 0;
}

static int
reading_close(void **state)
{
	struct reading *r = *state;
	void *f = r->f;

	return fixture_close(&f);
}

static const char *
runs_text(struct fixture *f, const struct runs *runs)
{
	struct buf b = {0};

	for (size_t i = 0; i < runs->count; i++) {
		const struct run *run = &runs->items[i];

		buf_printf(&b, "[%s%s%s%s%s]", run->style->weight > 400 ? "S:" : "",
		    run->style->italic ? "E:" : "", run->link != NULL ? run->link : "", run->text,
		    run->line_break ? "\\" : "");
	}
	const char *text = arena_text(f->a, b.at != NULL ? b.at : "");
	buf_close(&b);
	return text;
}

/* "P[...] H1[...] *1[...] 1.1[...] +1[...]": +: a later paragraph of an item */
static const char *
read_text(struct reading *r, const char *text)
{
	struct buf b = {0};

	r->good = prose_read(
	    &r->scope, text, strlen(text), (struct place){"a.md", 1, 1, 1}, &r->styles, &r->prose);
	for (size_t i = 0; i < r->prose.count; i++) {
		const struct prose_block *p = &r->prose.items[i];

		buf_text(&b, i > 0 ? " " : "");
		if (p->kind == PROSE_PARAGRAPH)
			buf_text(&b, "P");
		else if (p->kind == PROSE_HEADING)
			buf_printf(&b, "H%d", p->level);
		else if (!p->first)
			buf_printf(&b, "+%d", p->level);
		else if (p->number > 0)
			buf_printf(&b, "%d.%d", p->number, p->level);
		else
			buf_printf(&b, "*%d", p->level);
		buf_text(&b, runs_text(r->f, &p->runs));
	}
	const char *read = arena_text(r->f->a, b.at != NULL ? b.at : "");
	buf_close(&b);
	return read;
}

static const char *
read_inline(struct reading *r, const char *text)
{
	struct runs runs;
	struct place at = {"r.yaml", 9, 10, (int)utf8_count(text, strcspn(text, "\n"))};

	r->good = prose_inline(&r->scope, (struct setting){text, at}, &r->f->styles[BODY], &runs);
	return runs_text(r->f, &runs);
}

static void
blocks_are_read(void **state)
{
	struct reading *r = *state;

	assert_string_equal(
	    read_text(r, "# Titre\n\nUn *mot* et **deux**\nlignes.\n\n- a\n- b\n\n  c\n"
			 "  1. d\n  2. e\n\nFin.\n"),
	    "H1[Titre] P[Un ][E:mot][ et ][S:deux][ ][lignes.] *1[a] *1[b] +1[c] 1.2[d] 2.2[e] "
	    "P[Fin.]");
	assert_true(r->good);
	assert_string_equal(read_text(r, "3. c\n4. d\n"), "3.1[c] 4.1[d]");
	assert_string_equal(read_text(r, "un  \ndeux\\\ntrois"), "P[un\\][deux\\][trois]");
	assert_string_equal(read_text(r, ""), "");
	assert_true(r->good);
}

static void
values_are_never_markup(void **state)
{
	struct reading *r = *state;

	assert_string_equal(read_text(r, "En {year}, {trap}"), "P[En ][2023][, ][**a** <b>]");
	assert_true(r->good);
	assert_string_equal(read_text(r, "**{year-1}**"), "P[S:2022]");
	assert_string_equal(read_text(r, "caf{{e}} l'an"), "P[caf{e} l’an]");
}

static void
mistakes_in_values_have_their_place(void **state)
{
	struct reading *r = *state;
	const char *text;

	read_text(r, "Un.\n\nÀ l’été *ou*\nen {yaer} plus.\n");
	assert_false(r->good);
	text = fixture_messages(r->f);
	assert_non_null(strstr(text, "a.md:4:5: error"));
	diag_empty(r->f->d);
	read_inline(r, "à _{yaer}_");
	text = fixture_messages(r->f);
	assert_non_null(strstr(text, "r.yaml:9:14: error"));
}

static void
links_lead_inside_or_to_addresses(void **state)
{
	struct reading *r = *state;

	assert_string_equal(read_text(r, "voir [ici](#delais) ou [là](https://caf.fr/a?b)"),
	    "P[voir ][#delaisici][ ou ][https://caf.fr/a?blà]");
	assert_true(r->good);
	assert_string_equal(read_text(r, "[ici](mailto:a@caf.fr)"), "P[mailto:a@caf.frici]");
	assert_true(r->good);
	read_text(r, "[x](javascript:alert)");
	assert_false(r->good);
	read_text(
	    r, "a [xy](http://caf.fr) [y](file:///etc/passwd) [z](#) [m](mailto:x) [h](https://)");
	assert_int_equal(diag_count(r->f->d, DIAG_ERROR), 6);
}

static void
what_a_report_does_not_need_is_refused(void **state)
{
	static const char *const refused[] = {"a <b>c</b>", "<div>\nx\n</div>", "![a](b.png)",
	    "a `b`", "    code", "```\ncode\n```", "***", "> quote",
	    "| a | b |\n|---|---|\n| 1 | 2 |", "- # a"};
	struct reading *r = *state;

	for (size_t i = 0; i < COUNT(refused); i++) {
		diag_empty(r->f->d);
		read_text(r, refused[i]);
		assert_false(r->good);
		assert_non_null(strstr(fixture_messages(r->f), "[prose-refused]"));
	}
}

static void
bad_bytes_are_refused(void **state)
{
	struct reading *r = *state;

	read_text(r, "un\ndeux \xE9t\xE9");
	assert_false(r->good);
	assert_non_null(strstr(fixture_messages(r->f), "a.md:2"));
}

static void
settings_are_one_line_each(void **state)
{
	struct reading *r = *state;

	assert_string_equal(read_inline(r, "- 5 % de *plus*"), "[- 5\u202F% de ][E:plus]");
	assert_string_equal(read_inline(r, "1. _un_"), "[1. ][E:un]");
	assert_string_equal(read_inline(r, "**gras**"), "[S:gras]");
	assert_string_equal(read_inline(r, ".. **x**"), "[.. ][S:x]");
	assert_string_equal(read_inline(r, "# {year}"), "[# ][2023]");
	assert_string_equal(read_inline(r, "un  \n*deux*\ntrois\n"), "[un\\][E:deux][ ][trois]");
	assert_string_equal(read_inline(r, "a\\*b & c < d"), "[a*b & c < d]");
	assert_string_equal(read_inline(r, ""), "");
	assert_true(r->good);
	read_inline(r, "a <br> b");
	assert_false(r->good);
}

static void
deep_nesting_is_survived(void **state)
{
	struct reading *r = *state;
	struct buf b = {0};

	for (int i = 0; i < 5000; i++)
		buf_text(&b, "- ");
	buf_text(&b, "x\n\n");
	for (int i = 0; i < 20000; i++)
		buf_text(&b, "*a **a ");
	for (int i = 0; i < 20000; i++)
		buf_text(&b, "[");
	read_text(r, b.at);
	assert_false(r->good);
	assert_int_equal(r->prose.items[0].level, 6);
	assert_non_null(strstr(fixture_messages(r->f), "seven deep"));
	assert_int_equal(diag_count(r->f->d, DIAG_ERROR), 2); /* and "**" without its partner */
	buf_close(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(blocks_are_read, reading_open, reading_close),
	    cmocka_unit_test_setup_teardown(values_are_never_markup, reading_open, reading_close),
	    cmocka_unit_test_setup_teardown(
		mistakes_in_values_have_their_place, reading_open, reading_close),
	    cmocka_unit_test_setup_teardown(
		links_lead_inside_or_to_addresses, reading_open, reading_close),
	    cmocka_unit_test_setup_teardown(
		what_a_report_does_not_need_is_refused, reading_open, reading_close),
	    cmocka_unit_test_setup_teardown(bad_bytes_are_refused, reading_open, reading_close),
	    cmocka_unit_test_setup_teardown(
		settings_are_one_line_each, reading_open, reading_close),
	    cmocka_unit_test_setup_teardown(deep_nesting_is_survived, reading_open, reading_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
