/* Text as a viewer reads it: where its pen stands, what the words say. The stream is read back with
 * the widths that the file gives, as a viewer does. */
#include <ctype.h>

#include "pdf_fixture.h"

enum { CODES = 4096 };

struct viewer {
	double widths[512]; /* by code, thousandths of an em */
	int width_count;
	double starts[CODES]; /* the pen at each code, points */
	int codes[CODES];
	int count;
};

static const char *
find(const struct buf *bytes, const char *text)
{
	size_t n = strlen(text);

	for (size_t i = 0; i + n <= bytes->len; i++) {
		if (memcmp(bytes->at + i, text, n) == 0)
			return bytes->at + i;
	}
	return NULL;
}

static void
read_widths(struct viewer *v, const struct buf *plain)
{
	const char *at = find(plain, "/W[0[");
	char *end;

	assert_non_null(at);
	for (at += 5; *at != ']'; at = end) {
		v->widths[v->width_count++] = strtod(at, &end);
		assert_true(v->width_count < 512);
	}
}

static const char *
read_string(struct viewer *v, const char *at, double *pen, double size, double track)
{
	int half = 0, code = 0;

	while (*at != ')') {
		int c = (unsigned char)*at++;

		if (c == '\\')
			c = *at++ == 'r' ? '\r' : (unsigned char)at[-1];
		code = code << 8 | c;
		if (++half < 2)
			continue;
		assert_true(v->count < CODES);
		v->starts[v->count] = *pen;
		v->codes[v->count++] = code;
		*pen += v->widths[code] * size / 1000 + track;
		half = code = 0;
	}
	return at + 1;
}

/* Shows everything between the first Td and ET. */
static void
read_line(struct viewer *v, const struct buf *plain, double size, double track)
{
	const char *at = find(plain, " Td\n"), *end = find(plain, "ET\n");
	const char *x = at;
	double pen;

	assert_non_null(at);
	while (x > plain->at && x[-1] != '\n')
		x--;
	pen = strtod(x, NULL);
	for (at += 4; at < end;) {
		if (*at == '(') {
			at = read_string(v, at + 1, &pen, size, track);
		} else if (*at == '<') {
			while (*at != '\n')
				at++;
		} else if (isdigit((unsigned char)*at) || *at == '-') {
			char *after;

			pen -= strtod(at, &after) * size / 1000;
			at = after;
		} else {
			at++;
		}
	}
}

static void
check_line(struct document *d, int style, const char *words, double size, double track)
{
	struct page *page = document_page(d);
	struct runs runs = fixture_text(d->f, style, words);
	struct line line = text_line(d->f->texts, d->f->a, d->f->d, &runs);
	struct viewer *v = NEW(d->f->a, struct viewer);
	struct point at = {PT(56.693), PT(100)};
	struct buf file, plain;
	int code = 0;

	mark_pieces(page, d->f->texts,
	    (struct glyphs){.pieces = line.pieces, .count = line.count, .at = at}, 0, 0);
	file = document_write(d, NULL);
	plain = document_plain(&file);
	read_widths(v, &plain);
	read_line(v, &plain, size, track);
	for (int i = 0; i < line.count; i++) {
		double want = (double)(at.x + line.pieces[i].x) / DIMEN_ONE;

		code += line.pieces[i].space;
		assert_true(v->starts[code] - want < size * 0.00051 + 0.0006);
		assert_true(want - v->starts[code] < size * 0.00051 + 0.0006);
		code += line.pieces[i].word->count;
	}
	assert_int_equal(code, v->count);
	buf_close(&file);
	buf_close(&plain);
}

static const char *const many_words =
    "AVATAR Toulouse Vie Yvette 24 088 To, 7 148 752 allocataires reçus à l’accueil, ferroviaire "
    "11 111 WAW Tél. 05 61 office (affluence) AVATAR Toulouse Vie Yvette 24 088 et (fin)";

static void
every_word_stands_where_it_should(void **state)
{
	struct document d;

	document_open(&d, *state);
	check_line(&d, BODY, many_words, 9.5, 0);
	pages_close(d.pages);
	document_open(&d, *state);
	check_line(&d, HUGE_TRACKED, "AVATAR Vie 24", 100, -2);
	pages_close(d.pages);
}

/* How often `text` stands in a PDF of one line. */
static int
count_in_line(void **state, const char *line, const char *text)
{
	struct document d;
	struct buf file, plain;
	int n;

	document_open(&d, *state);
	document_text(&d, document_page(&d), BODY, (struct point){PT(50), PT(50)}, line, 0);
	file = document_write(&d, NULL);
	plain = document_plain(&file);
	n = occurrences(&plain, text);
	buf_close(&file);
	buf_close(&plain);
	pages_close(d.pages);
	return n;
}

static void
plain_words_need_no_actual_text(void **state)
{
	assert_int_equal(
	    count_in_line(state, "« Officiel » : 24\u202F088 €, d\u2019accord", "ActualText"), 0);
}

static void
codes_have_their_characters(void **state)
{
	assert_int_equal(count_in_line(state, "é", "<00E9>"), 1);
	assert_int_equal(count_in_line(state, "abc", "<0061>"), 1); /* a range a to c */
	assert_int_equal(count_in_line(state, "abc", "1 beginbfrange"), 1);
}

static void
a_broken_word_says_so(void **state)
{
	struct document d;
	struct buf file, plain;
	struct page *page;

	document_open(&d, *state);
	page = document_page(&d);
	document_lines(&d, page, (struct point){PT(50), PT(50)}, PT(60),
	    "indépendamment personnalisation", elem_add(d.pages, 1, TAG_P));
	file = document_write(&d, NULL);
	plain = document_plain(&file);
	assert_true(holds(&plain, "/Span<</ActualText<FEFF00AD>>>BDC\n[("));
	assert_int_equal(occurrences(&plain, "BDC\n"), occurrences(&plain, "EMC\n"));
	buf_close(&file);
	buf_close(&plain);
	pages_close(d.pages);
}

/* Words by hand, over the glyphs that the face has. */
static void
the_same_glyph_for_another_text(void **state)
{
	struct document d;
	struct runs runs;
	struct line line;
	struct piece *pieces;
	struct word *other;
	struct buf file, plain;

	document_open(&d, *state);
	runs = fixture_text(d.f, BODY, "ab ab");
	line = text_line(d.f->texts, d.f->a, d.f->d, &runs);
	assert_int_equal(line.count, 2);
	pieces = NEW_ARRAY(d.f->a, struct piece, 2);
	memcpy(pieces, line.pieces, 2 * sizeof *pieces);
	other = NEW(d.f->a, struct word);
	*other = *pieces[1].word;
	other->text = "xy";
	pieces[1].word = other;
	mark_pieces(document_page(&d), d.f->texts,
	    (struct glyphs){.pieces = pieces, .count = 2, .at = {PT(50), PT(50)}}, 0, 0);
	file = document_write(&d, NULL);
	plain = document_plain(&file);
	assert_int_equal(occurrences(&plain, "ActualText"), 1);
	assert_true(holds(&plain, "/Span<</ActualText<FEFF00780079>>>BDC\n"));
	buf_close(&file);
	buf_close(&plain);
	pages_close(d.pages);
}

static void
a_raised_glyph_is_shown_by_itself(void **state)
{
	struct document d;
	struct runs runs;
	struct line line;
	struct piece *piece;
	struct word *word;
	struct glyph *glyphs;
	struct buf file, plain;

	document_open(&d, *state);
	runs = fixture_text(d.f, BODY, "abc");
	line = text_line(d.f->texts, d.f->a, d.f->d, &runs);
	piece = NEW(d.f->a, struct piece);
	word = NEW(d.f->a, struct word);
	glyphs = NEW_ARRAY(d.f->a, struct glyph, 3);
	*piece = line.pieces[0];
	*word = *piece->word;
	memcpy(glyphs, word->glyphs, 3 * sizeof *glyphs);
	glyphs[1].dy = 512;
	word->glyphs = glyphs;
	piece->word = word;
	d.f->styles[BODY].size = PT(10);
	mark_pieces(document_page(&d), d.f->texts,
	    (struct glyphs){.pieces = piece, .count = 1, .at = {PT(50), PT(50)}}, 0, 0);
	file = document_write(&d, NULL);
	plain = document_plain(&file);
	assert_int_equal(occurrences(&plain, " Ts\n"), 2);
	assert_true(holds(&plain, "]TJ\n0 Ts\n["));
	buf_close(&file);
	buf_close(&plain);
	pages_close(d.pages);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		every_word_stands_where_it_should, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(
		plain_words_need_no_actual_text, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(
		codes_have_their_characters, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(a_broken_word_says_so, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(
		the_same_glyph_for_another_text, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(
		a_raised_glyph_is_shown_by_itself, fixture_open, fixture_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
