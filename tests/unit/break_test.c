/* break_test.c: paragraphs to lines. */
#include "text_fixture.h"

static const char long_text[] =
    "Sur l’année 2023, une nouvelle CTG a été signée avec la Communauté de "
    "Communes du Pays de Tarascon, signifiant que l’ensemble des 8\u00A0EPCI en Ariège sont "
    "couverts par "
    "une CTG. Cela représente un taux de couverture de 100\u202F% de la population ariégeoise.";

static const struct shape column = {.measure = PT(233.9), .wrap = WRAP_PRETTY};

static dimen
width_of(struct fixture *f, int style, const char *text)
{
	struct runs runs = fixture_text(f, style, text);

	return text_line(f->texts, f->a, f->d, &runs).width;
}

static void
nothing_makes_no_line(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(fixture_lines(f, fixture_text(f, BODY, ""), column).count, 0);
	assert_int_equal(fixture_lines(f, fixture_text(f, BODY, "  \n "), column).count, 0);
	assert_int_equal(fixture_lines(f, (struct runs){NULL, 0}, column).count, 0);
}

static void
lines_stay_in_the_measure(void **state)
{
	struct fixture *f = *state;

	for (dimen measure = PT(90); measure < PT(500); measure += PT(7)) {
		struct lines lines = fixture_lines(f, fixture_text(f, BODY, long_text),
		    (struct shape){.measure = measure, .hyphenate = true, .wrap = WRAP_PRETTY});
		const struct line *last = &lines.items[lines.count - 1];

		assert_true(lines.width <= measure);
		for (int i = 0; i < lines.count; i++) {
			const struct line *l = &lines.items[i];
			const struct piece *p = &l->pieces[l->count - 1];

			assert_false(l->pieces[0].space);
			assert_int_equal(l->pieces[0].x, 0);
			assert_in_range(
			    l->width - p->x - dimen_scale(run_size(p->run), p->word->advance, 2816),
			    0, 1);
		}
		assert_true(last->count > 1);
	}
	assert_int_equal(diag_count(f->d, DIAG_ERROR), 0);
}

static void
words_and_spaces_are_kept(void **state)
{
	struct fixture *f = *state;
	struct lines lines =
	    fixture_lines(f, fixture_text(f, BODY, " un  deux\ttrois\nquatre "), column);

	assert_string_equal(fixture_words(f, lines), "un deux trois quatre");
	assert_int_equal(lines.width, width_of(f, BODY, "un deux trois quatre"));
}

static void
a_text_as_wide_as_the_measure_fits(void **state)
{
	struct fixture *f = *state;
	struct runs runs = fixture_text(f, BODY, "Haut-Rhin et S/TOTAL, aujourd’hui");
	dimen whole, word;

	text_widths(f->texts, f->d, &runs, &whole, &word);
	assert_int_equal(fixture_lines(f, runs, (struct shape){.measure = whole}).count, 1);
	assert_int_equal(word, width_of(f, BODY, "aujourd’hui"));
	struct lines lines = fixture_lines(f, runs, (struct shape){.measure = word});
	assert_true(lines.width <= word);
	assert_int_equal(diag_count(f->d, DIAG_ERROR), 0);
	assert_true(fixture_lines(f, runs, (struct shape){.measure = whole - 1}).count > 1);
}

static void
pretty_leaves_no_word_alone(void **state)
{
	struct fixture *f = *state;
	const char *text = "Nombre de familles aidées en Ariège cette année";
	struct runs runs = fixture_text(f, BODY, text);
	dimen measure = width_of(f, BODY, "Nombre de familles aidées en Ariège cette");
	struct lines plain = fixture_lines(f, runs, (struct shape){.measure = measure});
	struct lines pretty =
	    fixture_lines(f, runs, (struct shape){.measure = measure, .wrap = WRAP_PRETTY});

	assert_int_equal(plain.items[1].count, 1);
	assert_int_equal(pretty.count, 2);
	assert_true(pretty.items[1].count > 1);
}

static void
balance_makes_even_lines(void **state)
{
	struct fixture *f = *state;
	const char *text =
	    "Le renouvellement du schéma départemental des services aux familles (SDSF)";
	struct runs runs = fixture_text(f, STRONG, text);
	struct lines plain = fixture_lines(f, runs, (struct shape){.measure = PT(300)});
	struct lines even =
	    fixture_lines(f, runs, (struct shape){.measure = PT(300), .wrap = WRAP_BALANCE});

	assert_int_equal(even.count, plain.count);
	assert_true(even.width < plain.width);
	assert_string_equal(fixture_words(f, even),
	    "Le renouvellement du schéma départemental/des services aux familles (SDSF)");
}

static void
justified_lines_fill_the_measure(void **state)
{
	struct fixture *f = *state;
	struct lines lines = fixture_lines(f, fixture_text(f, BODY, long_text),
	    (struct shape){.measure = PT(233.9), .align = ALIGN_JUSTIFY, .hyphenate = true});

	for (int i = 0; i + 1 < lines.count; i++)
		assert_int_equal(lines.items[i].width, PT(233.9));
	assert_true(lines.items[lines.count - 1].width < PT(233.9));
}

static void
lines_are_aligned(void **state)
{
	struct fixture *f = *state;
	struct runs runs = fixture_text(f, BODY, "mot");
	dimen w = width_of(f, BODY, "mot");

	assert_int_equal(
	    fixture_lines(f, runs, (struct shape){PT(100), ALIGN_END, WRAP_PLAIN, false, NULL})
		.items[0]
		.x,
	    PT(100) - w);
	assert_int_equal(
	    fixture_lines(f, runs, (struct shape){PT(100), ALIGN_CENTRE, WRAP_PLAIN, false, NULL})
		.items[0]
		.x,
	    (PT(100) - w) / 2);
}

static void
no_break_where_unicode_has_none(void **state)
{
	struct fixture *f = *state;
	struct shape narrow = {.measure = 1};

	assert_string_equal(
	    fixture_words(
		f, fixture_lines(
		       f, fixture_text(f, BODY, "8\u00A0EPCI ( a) b ! c S/T 1/2 d"), narrow)),
	    "8\u00A0EPCI/( a)/b !/c/S//T/1/2/d");
}

static void
runs_without_space_stand_together(void **state)
{
	struct fixture *f = *state;
	struct run runs[] = {
	    {.text = "Au total (", .style = &f->styles[BODY]},
	    {.text = "24\u202F088", .style = &f->styles[STRONG]},
	    {.text = ") le", .style = &f->styles[BODY]},
	    {.text = "s Haut-", .style = &f->styles[ITALIC]},
	    {.text = "Rhin", .style = &f->styles[BODY]},
	};
	struct lines lines = fixture_lines(f, (struct runs){runs, 5}, (struct shape){.measure = 1});

	assert_string_equal(fixture_words(f, lines), "Au/total/(24\u202F088)/les/Haut-/Rhin");
	assert_ptr_equal(lines.items[2].pieces[1].run, &runs[1]);
	assert_false(lines.items[2].pieces[1].space);
}

static void
hard_breaks_break(void **state)
{
	struct fixture *f = *state;
	struct run runs[] = {
	    {.text = "un", .style = &f->styles[BODY], .line_break = true},
	    {.text = "deux ", .style = &f->styles[BODY], .line_break = true},
	    {.text = " trois", .style = &f->styles[BODY], .line_break = true},
	};
	struct runs all = {runs, 3};
	dimen whole, word;

	assert_string_equal(fixture_words(f, fixture_lines(f, all, column)), "un/deux/trois");
	text_widths(f->texts, f->d, &all, &whole, &word);
	assert_int_equal(whole, width_of(f, BODY, "deux"));
	assert_int_equal(
	    text_line(f->texts, f->a, f->d, &all).width, width_of(f, BODY, "un deux trois"));
}

static void
a_wide_word_is_told_and_placed(void **state)
{
	struct fixture *f = *state;
	dimen w = width_of(f, BODY, "anticonstitutionnellement");
	struct lines lines =
	    fixture_lines(f, fixture_text(f, BODY, "un anticonstitutionnellement deux"),
		(struct shape){.measure = w - PT(28.35)});

	assert_string_equal(fixture_words(f, lines), "un/anticonstitutionnellement/deux");
	assert_non_null(strstr(fixture_messages(f),
	    "a.md:7:3: error: \"anticonstitutionnellement\" is 10.1 mm wider"));
	assert_int_equal(diag_count(f->d, DIAG_ERROR), 1);
}

static void
a_very_long_paragraph_is_no_square(void **state)
{
	struct fixture *f = *state;
	struct buf b = {0};
	struct lines lines;

	for (int i = 0; i < 60000; i++)
		buf_printf(&b, "mot%d accompagnement ", i % 97);
	lines = fixture_lines(f, fixture_text(f, BODY, b.at),
	    (struct shape){.measure = PT(234), .hyphenate = true, .wrap = WRAP_BALANCE});
	assert_in_range(lines.count, 20000, 30000);
	buf_close(&b);
}

/* The words of the lines without spaces and without hyphens of ours. */
static void
check_letters(const struct lines *lines, const char *letters)
{
	const char *at = letters;

	for (int i = 0; i < lines->count; i++)
		for (int k = 0; k < lines->items[i].count; k++) {
			const struct piece *p = &lines->items[i].pieces[k];
			size_t n = strlen(p->word->text) - p->soft;

			assert_memory_equal(at, p->word->text, n);
			at += n;
		}
	assert_string_equal(at, "");
}

/* Whatever the text, the measure and the shape: no letter is lost, none is set twice. */
static void
any_paragraph_keeps_its_letters(void **state)
{
	static const char *const scraps[] = {" ", " ", "  ", "\n", "a", "mot", "accompagnement",
	    "Haut-Rhin", "\u202F!", "\u00A0", "(", ")", "/", "24\u202F088\u202F€", "«", "»", "’",
	    "—", "\u4E2D\u6587", "été", "\u0436\u0437", "fi", "->", "e\u0301"};
	struct fixture *f = *state;
	uint32_t seed = 5;

	for (int round = 0; round < 3000; round++) {
		struct run runs[4];
		struct arena *a = arena_open();
		struct buf letters = {0};

		for (int i = 0; i < 4; i++) {
			struct buf text = {0};

			buf_text(&text, "");
			for (int k = 0; k < 12; k++) {
				seed = seed * 1664525 + 1013904223;
				const char *scrap = scraps[(seed >> 16) % COUNT(scraps)];

				buf_text(&text, scrap);
				if (scrap[0] != ' ' && scrap[0] != '\n')
					buf_text(&letters, scrap);
			}
			runs[i] = (struct run){.text = arena_text(a, text.at),
			    .style = &f->styles[(seed >> 20) % STYLE_COUNT],
			    .line_break = (seed >> 24) % 5 == 0};
			buf_close(&text);
		}
		struct runs all = {runs, 4};
		struct shape shape = {.measure = (dimen)(seed % PT(400)),
		    .hyphenate = seed >> 30 & 1,
		    .align = (enum align)(seed >> 28 & 3),
		    .wrap = (enum wrap)((seed >> 25) % 3)};
		struct lines lines = text_lines(f->texts, a, f->d, &all, &shape);

		check_letters(&lines, letters.at != NULL ? letters.at : "");
		buf_close(&letters);
		arena_close(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(nothing_makes_no_line, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(lines_stay_in_the_measure, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(words_and_spaces_are_kept, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(
		a_text_as_wide_as_the_measure_fits, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(
		pretty_leaves_no_word_alone, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(balance_makes_even_lines, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(
		justified_lines_fill_the_measure, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(lines_are_aligned, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(
		no_break_where_unicode_has_none, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(
		runs_without_space_stand_together, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(hard_breaks_break, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(
		a_wide_word_is_told_and_placed, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(
		any_paragraph_keeps_its_letters, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(
		a_very_long_paragraph_is_no_square, fixture_open, fixture_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
