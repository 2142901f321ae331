/* font_use.c: which glyphs the document shows, what each of them means, and words as codes.
 *
 * All marks are read once before the first byte of content is written. Words are shared by lines (a
 * shaped word is kept for the run), so they are met through a table of addresses, and each is read
 * once only. Result: the glyphs of each face, from which font_plan makes a subset with new numbers,
 * and the text of each glyph for the font's Unicode map. The first word in the document decides
 * what a glyph means; a space always means U+0020. A later word for which that is not true (the
 * same glyph for another text, several glyphs for one character) is wrapped in ActualText.
 *
 * A word's codes in a TJ array depend on no size: adjustments are thousandths of an em, each
 * computed from the word's start, so that roundings (0.5/1000 em at most) never add up. They are
 * made when the word is first shown and kept.
 */
#include <stdlib.h>
#include <string.h>

#include <hb.h>

#include "writer.h"

enum { TEXT_NONE, TEXT_BORROWED, TEXT_OWN }; /* borrowed: of the glyph before it */

struct fonts {
	struct font *items;
	size_t count;
	struct word_code *words; /* in the order in which they are met */
	uint32_t *slots;         /* open addressing by the word's address: its place + 1, or 0 */
	size_t word_count, word_cap, slot_count;
	struct buf scratch;
	int resource;
};

/* ---- words by address ---------------------------------------------------------------------- */

/* The word's slot, or the free one where it belongs. */
static uint32_t *
find_slot(const struct fonts *fonts, const struct word *word)
{
	size_t slot = ((uintptr_t)word >> 4) * (size_t)0x9E3779B97F4A7C15u >> 20;

	for (;; slot++) {
		uint32_t *at = &fonts->slots[slot & (fonts->slot_count - 1)];

		if (*at == 0 || fonts->words[*at - 1].word == word)
			return at;
	}
}

static void
widen_words(struct fonts *fonts)
{
	fonts->word_cap = fonts->word_cap == 0 ? 512 : fonts->word_cap * 2;
	fonts->words = mem_resize(fonts->words, fonts->word_cap * sizeof *fonts->words);
	fonts->slot_count = fonts->word_cap * 2;
	fonts->slots = mem_resize(fonts->slots, fonts->slot_count * sizeof *fonts->slots);
	memset(fonts->slots, 0, fonts->slot_count * sizeof *fonts->slots);
	for (size_t i = 0; i < fonts->word_count; i++)
		*find_slot(fonts, fonts->words[i].word) = (uint32_t)(i + 1);
}

/* Its code, made when it is first met. */
static struct word_code *
word_at(struct fonts *fonts, const struct word *word, bool *fresh)
{
	uint32_t *slot;

	if (fonts->word_count == fonts->word_cap)
		widen_words(fonts);
	slot = find_slot(fonts, word);
	*fresh = *slot == 0;
	if (*fresh) {
		fonts->words[fonts->word_count++] = (struct word_code){.word = word};
		*slot = (uint32_t)fonts->word_count;
	}
	return &fonts->words[*slot - 1];
}

/* ---- the glyphs of a face ------------------------------------------------------------------- */

struct shown *
font_shows(struct writer *w, struct font *f, uint16_t id)
{
	if (f->places[id] == 0) {
		GROW(w->a, f->shown, f->shown_count + 1, f->shown_cap);
		f->places[id] = (uint16_t)++f->shown_count;
	}
	return &f->shown[f->places[id]];
}

const struct shown *
font_shown(const struct font *f, uint16_t id)
{
	return &f->shown[f->places[id]];
}

/* ---- the meaning of glyphs ----------------------------------------------------------------- */

static bool
same_text(const struct shown *known, const char *text, uint16_t length)
{
	return known->length == length && memcmp(known->at, text, length) == 0;
}

/* False when the glyph already means something else. */
static bool
learn_glyph(struct writer *w, struct font *f, uint16_t id, const char *text, uint16_t length)
{
	struct shown *known = font_shows(w, f, id);

	if (known->state == TEXT_OWN)
		return same_text(known, text, length);
	*known = (struct shown){.at = text, .length = length, .state = TEXT_OWN};
	return true;
}

/* Characters of private use tell a reader nothing; the word's text will not either, but the
 * standard wants ActualText there (ISO 19005-3, 6.2.11.7.3). */
static bool
is_private(const char *text, uint16_t length)
{
	for (const char *at = text; at < text + length;) {
		uint32_t c = utf8_next(&at);

		if ((c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000)
			return true;
	}
	return false;
}

static void
learn_word(struct writer *w, struct font *f, struct word_code *code)
{
	const struct word *word = code->word;
	const struct glyph *before = NULL;

	for (int i = 0; i < word->count; i++) {
		const struct glyph *g = &word->glyphs[i];

		if (g->id >= f->glyph_count)
			continue;
		if (g->length > 0) {
			before = g;
			if (!learn_glyph(w, f, g->id, word->text + g->cluster, g->length) ||
			    is_private(word->text + g->cluster, g->length))
				code->actual = true;
		} else {
			struct shown *known = font_shows(w, f, g->id);

			code->actual = true;
			if (known->state == TEXT_NONE && before != NULL)
				*known = (struct shown){.at = word->text + before->cluster,
				    .length = before->length,
				    .state = TEXT_BORROWED};
		}
		code->stepped = code->stepped || g->dy != 0;
	}
}

/* ---- codes of glyphs ----------------------------------------------------------------------- */

static size_t
put_code(char *out, uint16_t cid)
{
	unsigned char bytes[2] = {(unsigned char)(cid >> 8), (unsigned char)cid};
	size_t n = 0;

	for (int i = 0; i < 2; i++) {
		char c = (char)bytes[i];

		if (c == '(' || c == ')' || c == '\\' || c == '\r')
			out[n++] = '\\';
		out[n++] = c == '\r' ? 'r' : c;
	}
	out[n] = '\0';
	return n;
}

size_t
put_string(char out[static 8], uint16_t cid)
{
	size_t n = put_code(out + 1, cid);

	out[0] = '(';
	out[n + 1] = ')';
	return n + 2;
}

/* ---- faces --------------------------------------------------------------------------------- */

/* hb-subset and the measuring functions want a face that is not const; they do not change it. */
static void
open_font(struct writer *w, struct font *f)
{
	hb_face_t *face = (hb_face_t *)(uintptr_t)f->face->hb_face;
	hb_codepoint_t space;

	f->used = true;
	f->glyph_count = hb_face_get_glyph_count(face);
	f->places = NEW_ARRAY(w->a, uint16_t, f->glyph_count + 1);
	f->hb_font = hb_font_create(face);
	learn_glyph(w, f, 0, "\xEF\xBF\xBD", 3);
	if (hb_font_get_nominal_glyph(f->hb_font, ' ', &space) && space != 0 &&
	    space < f->glyph_count) {
		f->space = (uint16_t)space;
		learn_glyph(w, f, f->space, " ", 1);
	}
}

static void
learn_glyphs(struct writer *w, struct glyphs g)
{
	struct fonts *fonts = w->fonts;

	for (int i = 0; i < g.count; i++) {
		const struct word *word = g.pieces[i].word;
		bool fresh;
		struct word_code *code = word_at(fonts, word, &fresh);

		if (!fresh)
			continue;
		if (!fonts->items[word->face].used)
			open_font(w, &fonts->items[word->face]);
		learn_word(w, &fonts->items[word->face], code);
	}
}

static void
make_resource(struct writer *w)
{
	struct buf *b = save_text(w, w->fonts->resource);

	buf_add(b, "<<", 2);
	for (size_t i = 0; i < w->fonts->count; i++) {
		if (!w->fonts->items[i].used)
			continue;
		buf_printf(b, "/F%zu ", i);
		put_ref(b, w->fonts->items[i].object);
	}
	buf_add(b, ">>", 2);
	save_text_end(w);
}

static void
learn_pages(struct writer *w, const struct pages *p)
{
	for (size_t i = 0; i < p->count; i++) {
		for (size_t k = 0; k < p->items[i].count; k++) {
			const struct mark *m = &p->items[i].marks[k];

			if (m->kind == MARK_GLYPHS)
				learn_glyphs(w, mark_glyphs(m));
		}
	}
}

void
fonts_open(struct writer *w)
{
	struct fonts *fonts = NEW(w->a, struct fonts);

	w->fonts = fonts;
	fonts->count = texts_face_count(w->job->texts);
	fonts->items = NEW_ARRAY(w->a, struct font, fonts->count);
	fonts->resource = save_objects(w, 1);
	for (size_t i = 0; i < fonts->count; i++)
		fonts->items[i].face = texts_face(w->job->texts, (int)i);
	learn_pages(w, w->job->pages);
	if (w->print)
		learn_pages(w, w->around->pages);
	for (size_t i = 0; i < fonts->count; i++) {
		struct font *f = &fonts->items[i];

		if (!f->used)
			continue;
		f->object = save_objects(w, 1);
		font_plan(w, f);
		if (f->space != 0)
			f->space_length = put_string(f->space_code, font_shown(f, f->space)->cid);
	}
	make_resource(w);
}

void
fonts_close(struct writer *w)
{
	if (w->fonts == NULL)
		return;
	for (size_t i = 0; i < w->fonts->count; i++)
		hb_font_destroy(w->fonts->items[i].hb_font);
	free(w->fonts->words);
	free(w->fonts->slots);
	buf_close(&w->fonts->scratch);
}

struct font *
fonts_font(const struct writer *w, int face)
{
	return &w->fonts->items[face];
}

int
fonts_resource(const struct writer *w)
{
	return w->fonts->resource;
}

/* ---- codes of words ------------------------------------------------------------------------ */

/* Where the reader's pen is against where the glyph should be, in millionths of an em. */
static void
encode_word(struct fonts *fonts, const struct font *f, struct word_code *code)
{
	const struct word *word = code->word;
	struct buf *b = &fonts->scratch;
	int64_t pen = 0, advance = 0, upem = f->face->upem;
	char one[8];

	buf_empty(b);
	buf_byte(b, '(');
	for (int i = 0; i < word->count; i++) {
		const struct glyph *g = &word->glyphs[i];
		int64_t want = divide_away((advance + g->dx) * 1000000, upem);
		int64_t back = divide_away(pen - want, 1000);
		const struct shown *shown = font_shown(f, g->id < f->glyph_count ? g->id : 0);

		if (back != 0) {
			buf_byte(b, ')');
			buf_integer(b, back);
			buf_byte(b, '(');
			pen -= back * 1000;
		}
		code->last = (uint32_t)b->len;
		buf_add(b, one, put_code(one, shown->cid));
		pen += shown->width;
		advance += g->advance;
	}
	buf_byte(b, ')');
	code->advance = pen;
}

const struct word_code *
fonts_word(struct writer *w, const struct word *word)
{
	struct word_code *code = &w->fonts->words[*find_slot(w->fonts, word) - 1];

	if (code->bytes == NULL) {
		const struct buf *b = &w->fonts->scratch;

		encode_word(w->fonts, &w->fonts->items[word->face], code);
		code->bytes = arena_copy(w->a, b->at, b->len);
		code->length = (uint32_t)b->len;
	}
	return code;
}

void
fonts_embed(struct writer *w)
{
	for (size_t i = 0; i < w->fonts->count; i++) {
		if (w->fonts->items[i].used)
			font_embed(w, &w->fonts->items[i]);
	}
}
