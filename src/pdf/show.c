/* show.c: lines of glyphs as text operators.
 *
 * A line is one TJ for each change of font, size, colour or height; its words are codes made once
 * (font_use.c), its spaces real space glyphs whose width an adjustment corrects. The adjustment is
 * the difference between where a viewer's pen is and where the word should be, in exact integers:
 * both in units of 1/125 of a millionth of a dimen, in which a font size written in thousandths of
 * a point and a width in millionths of an em have a whole product. A word is thus never more than
 * 0.5/1000 em off, at the end of a line no more than at its start.
 *
 * Tracking is Tc: the same space after every glyph, in points; what it adds after a word's last
 * glyph and after a space the next adjustment takes back. Superscripts are Ts.
 *
 * A reader's text needs more than the page shows: a space where a paragraph goes on in the next
 * line (not after a hyphen or a slash), U+00AD where a word was broken, and ActualText where glyphs
 * alone would be read wrongly.
 */
#include <string.h>

#include "writer.h"

/* Units of the pen. */
#define FINE       ((int64_t)125000000) /* a dimen */
#define FINE_MILLI ((int64_t)128000000) /* a thousandth of a point */
enum { PER_EM = 128 }; /* a millionth of an em at a size of a thousandth of a point */

static int64_t
thousandths(dimen length)
{
	return divide_away((int64_t)length * 1000, DIMEN_ONE);
}

static void
end_array(struct content *c)
{
	if (c->in_array)
		buf_add(&c->out, "]TJ\n", 4);
	c->in_array = c->after_string = false;
}

void
show_end(struct content *c)
{
	end_array(c);
	if (c->in_text)
		buf_add(&c->out, "ET\n", 3);
	c->in_text = false;
}

void
show_begin(struct content *c)
{
	if (c->in_text)
		return;
	buf_add(&c->out, "BT\n", 3);
	c->in_text = true;
	c->line_x = c->line_y = 0;
}

/* Begins a line at (x, y), thousandths of a point; from line to line the distance is written. */
static void
begin_line(struct content *c, int64_t x, int64_t y)
{
	put_number(&c->out, x - c->line_x, 3);
	buf_byte(&c->out, ' ');
	put_number(&c->out, y - c->line_y, 3);
	buf_add(&c->out, " Td\n", 4);
	c->line_x = x;
	c->line_y = y;
	c->pen = x * FINE_MILLI;
}

static void
set_amount(struct content *c, int32_t *now, int64_t thousandth, const char *operator)
{
	if (*now == thousandth)
		return;
	end_array(c);
	*now = (int32_t)thousandth;
	put_number(&c->out, thousandth, 3);
	buf_text(&c->out, operator);
}

static void
set_font(struct content *c, const struct piece *piece)
{
	const struct font *f = fonts_font(c->w, piece->word->face);
	int32_t size = (int32_t)thousandths(run_size(piece->run));

	if (c->font == f && c->size == size)
		return;
	end_array(c);
	c->font = f;
	c->size = size;
	buf_add(&c->out, "/F", 2);
	buf_integer(&c->out, piece->word->face);
	buf_byte(&c->out, ' ');
	put_number(&c->out, size, 3);
	buf_add(&c->out, " Tf\n", 4);
}

/* Everything that a piece wants and the line's text has not yet. */
static void
set_state(struct content *c, const struct piece *piece)
{
	colour fill = piece_colour(piece);

	if (c->fill != fill) {
		end_array(c);
		content_fill(c, fill);
	}
	content_overprint(c, palette_text_overprints(c->w, fill));
	set_font(c, piece);
	set_amount(c, &c->track, thousandths(run_track(piece->run)), " Tc\n");
	set_amount(c, &c->rise, 0, " Ts\n");
}

static void
begin_array(struct content *c)
{
	if (!c->in_array)
		buf_byte(&c->out, '[');
	c->in_array = true;
}

/* Adds codes that begin and end as strings: the first joins a string that stands last. */
static void
put_strings(struct content *c, const char *bytes, size_t n)
{
	if (c->after_string) {
		c->out.len--;
		bytes++;
		n--;
	}
	buf_add(&c->out, bytes, n);
	c->after_string = true;
}

/* Brings the pen to x (FINE units): thousandths of an em, positive to the left. */
static void
move_pen(struct content *c, int64_t x)
{
	int64_t unit = (int64_t)c->size * PER_EM * 1000;
	int64_t back = unit > 0 ? divide_away(c->pen - x, unit) : 0;

	begin_array(c);
	if (back == 0)
		return;
	buf_integer(&c->out, back);
	c->after_string = false;
	c->pen -= back * unit;
}

static int64_t
space_width(const struct content *c)
{
	if (c->font->space == 0)
		return 0;
	return (int64_t)font_shown(c->font, c->font->space)->width * c->size * PER_EM +
	       c->track * FINE_MILLI;
}

static void
show_space(struct content *c)
{
	if (c->font->space == 0)
		return;
	begin_array(c);
	put_strings(c, c->font->space_code, c->font->space_length);
	c->pen += space_width(c);
}

static void
show_code(struct content *c, const struct word_code *code)
{
	put_strings(c, code->bytes, code->length);
	c->pen += code->advance * c->size * PER_EM + code->word->count * c->track * FINE_MILLI;
}

/* Glyphs that stand above or below the baseline: each by itself, with its own Ts. */
static void
show_stepped(struct content *c, const struct piece *piece, int64_t x)
{
	const struct word *word = piece->word;
	const struct font *f = c->font;
	int64_t advance = 0;
	char code[8];

	for (int i = 0; i < word->count; i++) {
		const struct glyph *g = &word->glyphs[i];
		uint16_t id = g->id < f->glyph_count ? g->id : 0;
		dimen up = dimen_scale(run_size(piece->run), g->dy, f->face->upem);
		dimen right = dimen_scale(run_size(piece->run), advance + g->dx, f->face->upem);

		set_amount(c, &c->rise, thousandths(up), " Ts\n");
		move_pen(c, x + (right + i * (int64_t)run_track(piece->run)) * FINE);
		put_strings(c, code, put_string(code, font_shown(f, id)->cid));
		c->pen +=
		    (int64_t)font_shown(f, id)->width * c->size * PER_EM + c->track * FINE_MILLI;
		advance += g->advance;
	}
}

static void
begin_span(struct content *c, const char *text, size_t n, bool broken)
{
	end_array(c);
	buf_text(&c->out, "/Span<</ActualText<FEFF");
	put_utf16(&c->out, text, n);
	buf_text(&c->out, broken ? "00AD>>>BDC\n" : ">>>BDC\n");
}

static void
end_span(struct content *c)
{
	end_array(c);
	buf_add(&c->out, "EMC\n", 4);
}

/* Bytes of a hyphen at the word's end; 0: none. */
static size_t
last_hyphen(const struct word *word)
{
	size_t n = strlen(word->text);

	if (n >= 3 && memcmp(word->text + n - 3, "\xE2\x80\x90", 3) == 0)
		return 3;
	return n > 0 && word->text[n - 1] == '-';
}

/* A word that was broken: its last glyph is a hyphen that the text has not. */
static void
show_broken(struct content *c, const struct word_code *code, int64_t x)
{
	move_pen(c, x);
	if (code->word->count > 1) {
		put_strings(c, code->bytes, code->last);
		buf_byte(&c->out, ')');
	}
	begin_span(c, "", 0, true);
	buf_add(&c->out, "[(", 2);
	buf_add(&c->out, code->bytes + code->last, code->length - code->last);
	c->in_array = c->after_string = true;
	end_span(c);
	c->pen += code->advance * c->size * PER_EM + code->word->count * c->track * FINE_MILLI;
}

static void
show_piece(struct content *c, const struct piece *piece, int64_t x)
{
	const struct word_code *code = fonts_word(c->w, piece->word);
	const struct word *word = piece->word;
	size_t hyphen = piece->soft ? last_hyphen(word) : 0;
	bool lone = hyphen > 0 && !code->actual && !code->stepped &&
		    word->glyphs[word->count - 1].length == hyphen;
	bool span = code->actual || piece->soft;

	if (lone) {
		show_broken(c, code, x);
		return;
	}
	if (span)
		begin_span(c, word->text, strlen(word->text) - hyphen, piece->soft);
	if (code->stepped) {
		show_stepped(c, piece, x);
	} else {
		move_pen(c, x);
		show_code(c, code);
	}
	if (span)
		end_span(c);
}

/* Does a space belong after this line's last word, when its paragraph goes on? */
static bool
ends_with_space(const struct piece *last)
{
	size_t n = strlen(last->word->text);

	return !last->soft && n > 0 && last_hyphen(last->word) == 0 &&
	       last->word->text[n - 1] != '/';
}

void
show_glyphs(struct content *c, struct glyphs g, bool more)
{
	const struct piece *first = &g.pieces[0];
	int64_t y = 10 * hundredths(c->page->master->height - g.at.y);
	dimen start = g.at.x + first->x;

	show_begin(c);
	set_state(c, first);
	if (first->space)
		begin_line(c, thousandths(start) - divide_away(space_width(c), FINE_MILLI), y);
	else
		begin_line(c, thousandths(start), y);
	for (int i = 0; i < g.count; i++) {
		const struct piece *piece = &g.pieces[i];

		if (piece->space)
			show_space(c);
		if (i > 0)
			set_state(c, piece);
		show_piece(c, piece, ((int64_t)g.at.x + piece->x) * FINE);
	}
	if (more && ends_with_space(&g.pieces[g.count - 1]))
		show_space(c);
	end_array(c);
}
