/* A TrueType face, which the project's own fonts are not: the faces here are the test's own (these
 * two functions stand in for text/), the words are made by hand. PDF_KEEP: a folder to keep the
 * file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <hb-ot.h>

#include "bilan/pdf.h"

static const char font_file[] = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";

static struct face the_face;

size_t
texts_face_count(const struct texts *t)
{
	(void)t;
	return 1;
}

const struct face *
texts_face(const struct texts *t, int face)
{
	(void)t;
	(void)face;
	return &the_face;
}

static const struct word *
a_word(struct arena *a, hb_font_t *font, const char *text)
{
	struct word *word = NEW(a, struct word);
	struct glyph *glyphs = NEW_ARRAY(a, struct glyph, strlen(text));

	*word = (struct word){.text = text, .glyphs = glyphs};
	for (const char *at = text, *from = at; *at != '\0'; from = at, word->count++) {
		hb_codepoint_t id;

		assert_true(hb_font_get_nominal_glyph(font, utf8_next(&at), &id));
		glyphs[word->count] = (struct glyph){.id = (uint16_t)id,
		    .advance = hb_font_get_glyph_h_advance(font, id),
		    .cluster = (uint16_t)(from - text),
		    .length = (uint16_t)(at - from)};
		word->advance += glyphs[word->count].advance;
	}
	return word;
}

static void
a_truetype_face_is_embedded(void **state)
{
	static const struct style style = {.size = PT(12)};
	static const struct run run = {.text = "", .style = &style};
	static const struct master master = {.name = "m", .width = PT(300), .height = PT(200)};
	struct arena *a = arena_open();
	struct pages *pages = pages_open(a);
	struct page *page = pages_add(pages, &master, (struct place){0}, NULL);
	struct theme theme = {0};
	struct report report = {.language = "fr", .theme = &theme};
	struct diag *d = diag_open();
	hb_blob_t *blob = hb_blob_create_from_file(font_file);
	hb_face_t *face = hb_face_create(blob, 0);
	hb_font_t *font = hb_font_create(face);
	const char *folder = getenv("PDF_KEEP");
	struct piece pieces[2];
	struct output *out;

	(void)state;
	the_face = (struct face){.family = "DejaVu Sans",
	    .style_name = "Book",
	    .weight = 400,
	    .postscript = "DejaVuSans",
	    .file = font_file,
	    .upem = 2048,
	    .ascent = 1901,
	    .descent = -483,
	    .cap_height = 1493,
	    .box = {-2090, -948, 3673, 2524},
	    .hb_face = face};
	pieces[0] = (struct piece){.word = a_word(a, font, "Éçàfi"), .run = &run};
	pieces[1] = (struct piece){
	    .word = a_word(a, font, "Test"), .run = &run, .x = PT(60), .space = true};
	mark_pieces(page, NULL,
	    (struct glyphs){.pieces = pieces, .count = 2, .at = {PT(20), PT(50)}},
	    elem_add(pages, 1, TAG_P), 0);
	out = output_open(
	    d, folder != NULL ? arena_printf(a, "%s/truetype.pdf", folder) : "/dev/null");
	assert_true(pdf_write(
	    &(struct pdf_job){.pages = pages, .report = &report, .title = "Essai"}, a, d, out));
	assert_true(output_commit(out));
	assert_int_equal(diag_count(d, DIAG_ERROR), 0);
	hb_font_destroy(font);
	hb_face_destroy(face);
	hb_blob_destroy(blob);
	pages_close(pages);
	diag_close(d);
	arena_close(a);
}

/* A file that is no font: the failure is told, nothing crashes. */
static void
a_broken_face_is_told(void **state)
{
	static const struct style style = {.size = PT(12)};
	static const struct run run = {.text = "", .style = &style};
	static const struct glyph glyph = {.id = 5, .advance = 100, .length = 1};
	static const struct word word = {.text = "a", .glyphs = &glyph, .count = 1, .advance = 100};
	static const struct piece piece = {.word = &word, .run = &run};
	static const struct master master = {.name = "m", .width = PT(300), .height = PT(200)};
	struct arena *a = arena_open();
	struct pages *pages = pages_open(a);
	struct page *page = pages_add(pages, &master, (struct place){0}, NULL);
	struct theme theme = {0};
	struct report report = {.language = "fr", .theme = &theme};
	struct diag *d = diag_open();
	struct output *out = output_open(d, "/dev/null");

	(void)state;
	the_face = (struct face){.postscript = "Nothing",
	    .file = "nothing.otf",
	    .upem = 1000,
	    .cff = true,
	    .hb_face = hb_face_get_empty()};
	mark_pieces(page, NULL, (struct glyphs){.pieces = &piece, .count = 1}, 0, 0);
	assert_false(pdf_write(
	    &(struct pdf_job){.pages = pages, .report = &report, .title = "Essai"}, a, d, out));
	assert_int_equal(diag_count(d, DIAG_ERROR), 1);
	output_drop(out);
	pages_close(pages);
	diag_close(d);
	arena_close(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_truetype_face_is_embedded),
	    cmocka_unit_test(a_broken_face_is_told),
	};

	if (access(font_file, R_OK) != 0) {
		print_message("%s is not there: nothing tested\n", font_file);
		return 0;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
