/* text.h: runs to lines of shaped words.
 *
 * Fonts are found by fontconfig in the folders that fonts/fonts.yaml names and nowhere else; the
 * face returned must be of the family, weight and slant asked for. HarfBuzz shapes each distinct
 * word once per face and feature set; the shaped word is kept for the run and shared by all
 * lines. A figure is several words, one for each three digits. Paragraphs are broken as a whole
 * (Knuth & Plass 1981) at ICU's opportunities and libhyphen's points.
 */
#ifndef BILAN_TEXT_H
#define BILAN_TEXT_H

#include "bilan/prose.h"

/* ---- faces ------------------------------------------------------------- text/face.c */

struct texts; /* faces and shaped words: lives for the run */

/* Opens the faces that the theme's styles name and fills style->face. fonts.yaml: folders,
 * families, files with SHA-256. NULL after a diagnostic: unknown-font, font-changed (another
 * hash), font-broken. */
struct texts *texts_open(
    struct arena *a, struct diag *d, struct project *p, const struct report *report);
void texts_close(struct texts *t);

struct face { /* what pdf/ and `bilan fonts` need to know */
	const char *family, *style_name, *postscript, *file;
	int weight;
	bool italic, cff; /* cff: OpenType with CFF outlines, else TrueType */
	unsigned upem;
	int ascent, descent, cap_height, italic_angle; /* font units */
	int box[4];                                    /* xMin yMin xMax yMax */
	const void *hb_face;                           /* an hb_face_t, for subsetting */
	char sha256[65];   /* as fonts.yaml lists it, else ""; see texts_verify */
	uint32_t checksum; /* what the font says of itself: head.checkSumAdjustment */
	const char *version;
	int64_t size, modified; /* of the file when it was opened: bytes, nanoseconds since 1970 */
};
/* Reads every byte of every face and compares SHA-256 (a run compares the checksum that each font
 * carries): fills face->sha256. False after font-changed. */
bool texts_verify(const struct texts *t, struct diag *d);
/* What lines hang on besides fonts, a name and its version a line: "HarfBuzz 6.0.0", "ICU 72.1"
 * and, when a style of the theme divides words, "hyphenation hyph_fr.dic 5f1d03c2a4b6e788" or
 * "hyphenation none". */
const char *texts_origin(const struct texts *t);
size_t texts_face_count(const struct texts *t);
const struct face *texts_face(const struct texts *t, int face);

dimen style_cap_height(const struct texts *t, const struct style *s);

/* ---- what glyphs look like ------------------------------------------- text/contour.c */

enum { CONTOUR_FINE = 16 }; /* coordinates are 1/16 of a font unit, y downwards */
enum contour_kind { CONTOUR_MOVE, CONTOUR_LINE, CONTOUR_CURVE };

struct contour_step {
	enum contour_kind kind;
	struct {
		int32_t x, y;
	} to[3]; /* of a curve all three, else the first */
};

struct contours {
	const struct contour_step *steps;
	size_t count;
};
/* Kept for the run. A glyph that there is not has no steps. */
const struct contours *texts_contours(const struct texts *t, int face, unsigned glyph);

/* ---- words ------------------------------------------------------------ text/shape.c */

struct glyph {
	uint16_t id;
	int16_t dx, dy;  /* offset, font units */
	int32_t advance; /* font units, with kerning, without tracking */
	/* bytes of the word's text that it stands for; 0: belongs to the glyph before (one of
	 * several for one character) */
	uint16_t cluster, length;
};

struct word { /* no space inside */
	const char *text;
	const struct glyph *glyphs;
	int count, face;
	int32_t advance;             /* font units */
	int32_t ink_left, ink_right; /* of the first and last glyph: ink from origin */
};

/* ---- lines ------------------------------------------------------------- text/break.c */

struct piece { /* a word on a line */
	const struct word *word;
	const struct run *run; /* its figure, link, style, colour */
	dimen x;               /* from the line's start */
	bool space;            /* a space of the text stands before it on this line */
	bool soft;             /* a hyphen that is not in the text */
	bool joined;           /* a group of a figure's digits that goes on from the piece before */
};
/* Of a run's words: */
dimen run_size(const struct run *run);
dimen run_track(const struct run *run); /* added after each glyph but a word's last */

struct line {
	const struct piece *pieces;
	int count;
	dimen x;        /* from the measure's left edge, by the alignment */
	dimen width;    /* of the advances */
	dimen ink_left; /* how far the ink of the first glyph is right of x */
};

struct lines {
	const struct line *items;
	int count;
	dimen width;
}; /* width: the widest */

struct shape { /* of a paragraph; starts from a style: shape_of */
	dimen measure;
	enum align align;
	enum wrap wrap;
	bool hyphenate;
	const char *language;
};
struct shape shape_of(const struct style *s, dimen measure);

/* Words that are wider than their lines, of one block: a place that is too narrow makes many of
 * them, which is one mistake. */
struct wide_words {
	char word[64]; /* the widest; cut */
	struct place at;
	dimen missing; /* 0: there is none */
	bool several;
	bool known; /* why they are was told otherwise */
};
/* From now on text_lines gathers them here; NULL: it says each. */
void texts_gather(struct texts *t, struct wide_words *w);
void wide_words_say(struct diag *d, const struct wide_words *w);

/* Lines of one paragraph, in `a`; words are kept by t. Codes: missing-glyph (names the character,
 * the font and the place), word-too-wide (with the millimetres that are missing). No line when
 * there is no text. The same input gives the same lines always. */
struct lines text_lines(struct texts *t, struct arena *a, struct diag *d, const struct runs *runs,
    const struct shape *shape);
/* Width of the text on one line, and the widest piece that cannot be broken: for columns of
 * tables. */
void text_widths(
    struct texts *t, struct diag *d, const struct runs *runs, dimen *whole, dimen *widest_word);
/* One line without any break, start-aligned. */
struct line text_line(struct texts *t, struct arena *a, struct diag *d, const struct runs *runs);
struct runs runs_of(struct arena *a, const char *text, const struct style *style, struct place at);

#endif
