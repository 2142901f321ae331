/* said.c: what a page's content stream says, read back from its operators: the proof that two
 * targets say the same does not rest on how they were made.
 *
 * Text: strings of TJ arrays are codes of two bytes; the font chosen by Tf tells what each means,
 * by the table that becomes its Unicode map. Within a Span its ActualText is said instead. Td
 * begins a line. Drawing: paths and pictures with their places, in painting order, as a hash; a
 * path that is only a clip is none. Colours, overprint, marked content and names of pictures are
 * passed over: by these alone the targets may differ.
 *
 * The reader knows the syntax that content.c and show.c write, not all of PDF.
 */
#include <stdlib.h>
#include <string.h>

#include "writer.h"

struct reading {
	struct writer *w;
	struct pdf_said *said;
	const char *at, *end;
	const struct font *font;
	bool silent;          /* within a Span that has said its text */
	const char *operands; /* where the present operator's begin */
	uint64_t path;        /* hash of the path being built; 0: none */
	uint64_t matrix;      /* of the latest cm */
	struct buf string;
};

/* A literal string: the bytes that it means. */
static void
read_string(struct reading *r)
{
	buf_empty(&r->string);
	for (r->at++; r->at < r->end && *r->at != ')'; r->at++) {
		char c = *r->at;

		if (c == '\\' && r->at + 1 < r->end) {
			c = *++r->at;
			c = c == 'r' ? '\r' : c;
		}
		buf_byte(&r->string, c);
	}
	r->at++;
}

static void
say_codes(struct reading *r)
{
	for (size_t i = 0; i + 1 < r->string.len && r->font != NULL; i += 2) {
		unsigned cid = (unsigned)(unsigned char)r->string.at[i] << 8 |
			       (unsigned char)r->string.at[i + 1];
		const struct shown *text;

		if (cid >= r->font->cid_count)
			continue;
		text = font_shown(r->font, r->font->glyph_of[cid]);
		buf_add(&r->said->words, text->at != NULL ? text->at : "", text->length);
	}
}

static unsigned
hex_unit(const char *at)
{
	char digits[5] = {at[0], at[1], at[2], at[3], '\0'};

	return (unsigned)strtoul(digits, NULL, 16);
}

/* "<FEFF…>": UTF-16 in hexadecimal. */
static void
say_actual(struct reading *r, const char *at)
{
	for (at += 5; at + 4 <= r->end && *at != '>'; at += 4) {
		uint32_t c = hex_unit(at);
		char text[4];

		if (c >= 0xD800 && c < 0xDC00 && at + 8 <= r->end) {
			at += 4;
			c = 0x10000 + ((c - 0xD800) << 10) + (hex_unit(at) - 0xDC00);
		}
		if (c != 0xAD)
			buf_add(&r->said->words, text, utf8_put(c, text));
	}
}

static void
say_line(struct reading *r)
{
	const struct buf *words = &r->said->words;

	if (words->len > 0 && words->at[words->len - 1] != '\n' &&
	    words->at[words->len - 1] != '\f')
		buf_byte(&r->said->words, '\n');
}

static bool
is_one_of(const char *word, size_t n, const char *list)
{
	for (const char *at = list; *at != '\0'; at += strcspn(at, " "), at += *at == ' ') {
		if (strcspn(at, " ") == n && strncmp(at, word, n) == 0)
			return true;
	}
	return false;
}

static void
end_path(struct reading *r, bool painted)
{
	struct pdf_said *said = r->said;

	if (painted && r->path != 0) {
		said->drawing = hash_bytes(&r->path, sizeof r->path, said->drawing);
		said->paths++;
	}
	r->path = 0;
}

static void
use_font(struct reading *r)
{
	int face = atoi(r->operands + strspn(r->operands, "/F"));

	if (face >= 0 && (size_t)face < texts_face_count(r->w->job->texts))
		r->font = fonts_font(r->w, face);
}

static void
obey(struct reading *r, const char *word, size_t n)
{
	size_t all;
	const char *actual;

	r->operands += strspn(r->operands, " \n");
	all = (size_t)(word + n - r->operands);
	if (is_one_of(word, n, "m l c h re")) {
		r->path = hash_bytes(r->operands, all, r->path);
	} else if (is_one_of(word, n, "f f* S B B*")) {
		r->path = hash_bytes(word, n, r->path);
		end_path(r, true);
	} else if (is_one_of(word, n, "n")) {
		end_path(r, false);
	} else if (is_one_of(word, n, "cm")) {
		r->matrix = hash_bytes(r->operands, all, 0);
	} else if (is_one_of(word, n, "Do")) {
		r->said->drawing = hash_bytes(&r->matrix, sizeof r->matrix, r->said->drawing);
		r->said->pictures++;
	} else if (is_one_of(word, n, "w J j")) {
		r->said->drawing = hash_bytes(r->operands, all, r->said->drawing);
	} else if (is_one_of(word, n, "Tf")) {
		use_font(r);
	} else if (is_one_of(word, n, "Td")) {
		say_line(r);
	} else if (is_one_of(word, n, "BDC")) {
		actual = r->operands;
		if (strncmp(actual, "/Span<</ActualText", 18) == 0) {
			r->silent = true;
			say_actual(r, actual + 18);
		}
	} else if (is_one_of(word, n, "EMC")) {
		r->silent = false;
	}
	r->operands = word + n;
}

void
said_page(struct writer *w, const struct buf *content)
{
	struct reading r = {
	    .w = w,
	    .said = w->job->said,
	    .at = content->at,
	    .end = content->at + content->len,
	    .operands = content->at,
	};

	while (r.at < r.end) {
		size_t n = strspn(r.at, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz*");

		if (*r.at == '(') {
			read_string(&r);
			if (!r.silent)
				say_codes(&r);
		} else if (*r.at == '/') {
			r.at += 1 + strcspn(r.at + 1, " \n/<>[]()");
		} else if (*r.at == '<' && r.at[1] != '<') {
			r.at += strcspn(r.at, ">");
		} else if (n > 0) {
			obey(&r, r.at, n);
			r.at += n;
		} else {
			r.at++;
		}
	}
	say_line(&r);
	buf_byte(&w->job->said->words, '\f');
	buf_close(&r.string);
}

/* ---- the content's hash
 * ---------------------------------------------------------------------------- */

static uint64_t
hash_mark(const struct mark *m, struct buf *words, uint64_t hash)
{
	const int32_t head[] = {m->kind, m->box.x, m->box.y, m->box.w, m->box.h};
	const struct path *path = m->detail;
	const struct placed *placed = m->detail;

	hash = hash_bytes(head, sizeof head, hash);
	switch ((enum mark_kind)m->kind) {
	case MARK_GLYPHS:
		buf_empty(words);
		glyphs_text(words, mark_glyphs(m));
		return hash_bytes(words->at, words->len, hash);
	case MARK_PATH:
		hash = hash_bytes(path->ops, path->op_count, hash);
		return hash_bytes(path->points, path->point_count * sizeof *path->points, hash);
	case MARK_IMAGE:
		hash = hash_bytes(&placed->whole, sizeof placed->whole, hash);
		return hash_bytes(&placed->image->hash, sizeof placed->image->hash, hash);
	case MARK_LINK:
		break;
	}
	return hash;
}

void
pages_hash(const struct pages *p, char out[static 17])
{
	static const char digits[] = "0123456789abcdef";
	struct buf words = {0};
	uint64_t hash = p->count;

	for (size_t i = 0; i < p->count; i++) {
		for (size_t k = 0; k < p->items[i].count; k++)
			hash = hash_mark(&p->items[i].marks[k], &words, hash);
	}
	for (int i = 0; i < 16; i++)
		out[i] = digits[hash >> (60 - 4 * i) & 15];
	out[16] = '\0';
	buf_close(&words);
}
