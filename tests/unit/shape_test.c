/* shape_test.c: words to glyphs. */
#include <hb.h>
#include <limits.h>

#include "text_fixture.h"

static const struct piece *
piece_of(struct fixture *f, int style, const char *text)
{
	struct runs runs = fixture_text(f, style, text);
	struct line line = text_line(f->texts, f->a, f->d, &runs);

	assert_int_equal(line.count, 1);
	return &line.pieces[0];
}

static void
a_word_is_shaped_once(void **state)
{
	struct fixture *f = *state;
	const struct word *one = piece_of(f, BODY, "accueil")->word;

	assert_ptr_equal(one, piece_of(f, BODY, "accueil")->word);
	assert_ptr_not_equal(one, piece_of(f, STRONG, "accueil")->word);
	assert_ptr_not_equal(one, piece_of(f, FIGURES, "accueil")->word);
	assert_int_equal(one->count, 7);
	assert_string_equal(one->text, "accueil");
}

static void
glyphs_cover_the_bytes(void **state)
{
	static const char *const words[] = {"été", "24\u202F088\u00A0€", "e\u0301te\u0301",
	    "AVATAR", "«\u202Fchat\u202F»", "->", "<=>"};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(words); i++) {
		const struct word *w = piece_of(f, BODY, words[i])->word;
		size_t bytes = 0;
		int32_t advance = 0;

		for (int k = 0; k < w->count; k++) {
			assert_int_not_equal(w->glyphs[k].id, 0);
			assert_true(w->glyphs[k].length == 0 || w->glyphs[k].cluster == bytes);
			bytes += w->glyphs[k].length;
			advance += w->glyphs[k].advance;
		}
		assert_int_equal(bytes, strlen(words[i]));
		assert_int_equal(advance, w->advance);
	}
}

static void
kerning_and_tabular_figures_are_on(void **state)
{
	struct fixture *f = *state;
	const struct word *pair = piece_of(f, BODY, "AV")->word;
	int32_t apart =
	    piece_of(f, BODY, "A")->word->advance + piece_of(f, BODY, "V")->word->advance;

	assert_true(pair->advance < apart);
	assert_int_equal(piece_of(f, FIGURES, "1111")->word->advance,
	    piece_of(f, FIGURES, "4088")->word->advance);
	assert_int_not_equal(
	    piece_of(f, BODY, "1111")->word->advance, piece_of(f, BODY, "4088")->word->advance);
}

static void
ink_is_the_glyphs(void **state)
{
	struct fixture *f = *state;
	const struct word *h = piece_of(f, BODY, "H")->word;

	assert_in_range(h->ink_left, 100, 500);
	assert_in_range(h->ink_right, h->ink_left + 1000, h->advance);
}

static void
invisible_characters_are_dropped(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(piece_of(f, BODY, "ac\u00ADcueil\u200B\u2060")->word->text, "accueil");
	assert_int_equal(diag_count(f->d, DIAG_ERROR), 0);
}

static void
a_missing_space_is_made(void **state)
{
	struct fixture *f = *state;

	/* Inter has no U+205F */
	assert_in_range(piece_of(f, BODY, "a\u205Fb")->word->advance, 3000, 5000);
	assert_int_equal(diag_count(f->d, DIAG_ERROR), 0);
}

static void
a_missing_glyph_is_told_once(void **state)
{
	struct fixture *f = *state;
	const char *text;

	piece_of(f, BODY, "x\u4E2Dy");
	piece_of(f, BODY, "\u4E2D\u4E2D");
	assert_int_equal(diag_count(f->d, DIAG_ERROR), 1);
	text = fixture_messages(f);
	assert_non_null(strstr(text, "a.md:7:3: error"));
	assert_non_null(strstr(text, "U+4E2D"));
	assert_non_null(strstr(text, "\u4E2D"));
	assert_non_null(strstr(text, "Inter"));
	assert_non_null(strstr(text, "[missing-glyph]"));
	piece_of(f, STRONG, "\u4E2D");
	assert_int_equal(diag_count(f->d, DIAG_ERROR), 2);
	diag_empty(f->d);
	piece_of(f, BODY, "x\u4E2Dy"); /* kept from before, and still wrong */
	assert_int_equal(diag_count(f->d, DIAG_ERROR), 1);
}

static void
control_characters_are_told(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(piece_of(f, BODY, "a\ab")->word->text, "ab");
	assert_non_null(strstr(fixture_messages(f), "U+0007"));
}

static void
tracking_is_between_glyphs(void **state)
{
	struct fixture *f = *state;
	const struct piece *p = piece_of(f, HUGE_TRACKED, "2023");
	struct runs runs = fixture_text(f, HUGE_TRACKED, "2023");
	struct line line = text_line(f->texts, f->a, f->d, &runs);

	unsigned upem = texts_face(f->texts, p->word->face)->upem;

	assert_int_equal(run_track(p->run), -PT(2));
	assert_int_equal(line.width, dimen_scale(PT(100), p->word->advance, upem) - 3 * PT(2));
	assert_true(line.ink_left > 0);
}

static void
long_and_odd_words_are_survived(void **state)
{
	struct fixture *f = *state;
	struct buf b = {0};
	struct runs runs;

	for (int i = 0; i < 30000; i++)
		buf_text(&b, "é");
	buf_text(&b, " \xFF\xE2\x82 \u05D0\u05D1\u05D2 \U0001F468\u200D\U0001F469 ");
	runs = fixture_text(f, BODY, b.at);
	assert_in_range(text_line(f->texts, f->a, f->d, &runs).count, 15, 30);
	buf_close(&b);
}

/* The groups of a figure have the glyphs, and together the width, that HarfBuzz gives to the whole.
 */
static void
same_as_shaped_whole(struct fixture *f, int style, const char *text)
{
	struct runs runs = fixture_text(f, style, text);
	struct line line = text_line(f->texts, f->a, f->d, &runs);
	const struct face *face = texts_face(f->texts, line.pieces[0].word->face);
	hb_font_t *font = hb_font_create((hb_face_t *)(uintptr_t)face->hb_face);
	hb_buffer_t *b = hb_buffer_create();
	hb_feature_t features[4] = {{HB_TAG('k', 'e', 'r', 'n'), 1, 0, UINT_MAX},
	    {HB_TAG('l', 'i', 'g', 'a'), 1, 0, UINT_MAX},
	    {HB_TAG('t', 'n', 'u', 'm'), 1, 0, UINT_MAX},
	    {HB_TAG('l', 'n', 'u', 'm'), 1, 0, UINT_MAX}};
	unsigned count, n = 0;
	size_t bytes = 0;
	int64_t advance = 0;

	hb_buffer_add_utf8(b, text, -1, 0, -1);
	hb_buffer_set_language(b, hb_language_from_string("fr-FR", -1));
	hb_buffer_guess_segment_properties(b);
	hb_shape(font, b, features, style == FIGURES ? 4 : 2);
	const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(b, &count);
	const hb_glyph_position_t *at = hb_buffer_get_glyph_positions(b, &count);
	for (int k = 0; k < line.count; k++) {
		const struct word *w = line.pieces[k].word;

		assert_int_equal(line.pieces[k].joined, k > 0);
		for (int i = 0; i < w->count && n < count; i++, n++) {
			assert_int_equal(w->glyphs[i].id, info[n].codepoint);
			assert_int_equal(w->glyphs[i].cluster + bytes, info[n].cluster);
			assert_int_equal(w->glyphs[i].advance, at[n].x_advance);
			advance += at[n].x_advance;
		}
		bytes += strlen(w->text);
	}
	assert_int_equal(n, count);
	assert_int_equal(bytes, strlen(text));
	assert_int_equal(line.width, dimen_scale(f->styles[style].size, advance, face->upem));
	hb_buffer_destroy(b);
	hb_font_destroy(font);
}

static void
figures_are_as_if_shaped_whole(void **state)
{
	static const char *const signs[] = {"", "\u2212", "+"}, *const units[] = {
								    "", "\u202F\u20AC", "\u202F%"};
	struct fixture *f = *state;
	uint32_t seed = 7;

	for (int i = 0; i < 600; i++) {
		seed = seed * 1664525 + 1013904223;
		same_as_shaped_whole(f, i % 2 ? BODY : FIGURES,
		    arena_printf(f->a, "%s%u\u202F%03u\u202F%03u%s", signs[i % 3], seed % 999 + 1,
			(seed >> 8) % 1000, (seed >> 16) % 1000, units[i / 3 % 3]));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_word_is_shaped_once, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(glyphs_cover_the_bytes, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(
		kerning_and_tabular_figures_are_on, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(ink_is_the_glyphs, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(
		invisible_characters_are_dropped, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(a_missing_space_is_made, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(
		a_missing_glyph_is_told_once, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(
		control_characters_are_told, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(
		tracking_is_between_glyphs, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(
		figures_are_as_if_shaped_whole, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(
		long_and_odd_words_are_survived, fixture_open, fixture_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
