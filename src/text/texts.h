/* texts.h: what the files of this folder share: the faces, the shaped words, the paragraph at
 * work.
 *
 * A word is the text between two spaces, as far as it has one style. It is shaped once per face
 * and feature set and kept; places where it may be broken are found when a paragraph first needs
 * them. Text between spaces is all that a line needs, so a cell that fits on one line costs a
 * look-up a word.
 */
#ifndef BILAN_TEXT_TEXTS_H
#define BILAN_TEXT_TEXTS_H

#include <hb.h>

#include "bilan/text.h"

#define WORD_LIMIT 4000 /* bytes; longer ones are cut, without a place to break there */

/* ---- faces: face.c, font_list.c, font_file.c --------------------------------------------- */

struct ink {
	int16_t left, right;
	bool known;
};

struct loaded {
	struct face face;
	hb_face_t *hb;
	hb_font_t *font;
	int32_t space, hyphen;      /* advances */
	struct ink *inks;           /* by glyph id, filled when asked for */
	struct contours **contours; /* by glyph id; NULL: none was asked for */
	unsigned glyph_count;
	signed char figures[16]; /* by feature set: may figures be composed? 0: not tried,
				  * 1, -1 */
	char listed[65];         /* SHA-256 in fonts.yaml, or "" */
};

struct font_entry { /* one face in fonts.yaml */
	const char *file, *checksum, *sha256;
	int weight;
	bool italic;
};
struct font_family {
	const char *package, *licence;
	struct records files; /* struct font_entry */
};
extern const struct record font_family_record;

/* What messages call the list that stands for a project's fonts.yaml. */
#define FONTS_BUILT_IN "fonts.yaml (built in)"

struct font_list {
	struct arena *a;
	const struct node *folders, *families;
	const char *base; /* folder of fonts.yaml */
};
bool font_list_read(
    struct font_list *s, struct diag *d, struct project *p, const struct report *report);
/* The i-th folder as the system wants it, or NULL when it is no text. */
const char *font_list_folder(struct font_list *s, size_t i);
/* Where a file of that name is, or NULL. */
const char *font_list_file(struct font_list *s, const char *file);

/* Opens and checks a font file, without diagnostics: NULL and *why when it cannot be used. */
struct loaded *font_open(struct arena *a, const char *file, const char **why);
void font_close(struct loaded *f);

/* ---- words: shape.c ----------------------------------------------------------------- */

struct chance {      /* a place inside a word where a line may end */
	uint16_t at; /* byte of the word's text */
	bool soft;   /* a hyphen is added */
	/* font units: the line's part ends here, the next one's begins here; they differ where
	 * kerning is lost */
	int32_t end, start;
};

struct chances {
	const struct chance *items;
	int count;
};

struct shaped {
	struct word word;
	const char *raw; /* with the invisible characters that word.text lacks */
	uint32_t raw_length, length;
	uint16_t features;
	bool missing, refused;         /* has characters without a glyph; that may not be */
	bool easy_start, easy_end;     /* a space there is always a place to break */
	const struct chances *chances; /* as Unicode has them; NULL: not asked yet */
	const struct chances *hyphens; /* those and the dictionary's */
};

struct feature_set {
	const char *const *tags;
	size_t count;
	bool tracked;
	hb_feature_t *items;
};

struct look { /* of one run */
	struct loaded *face;
	int face_index;
	uint16_t features;
	dimen size, track;
	dimen space; /* a word space with its tracking */
};

enum { FIGURE_GROUPS = 8 };

struct look look_of(struct texts *t, const struct run *run);
const struct shaped *word_of(
    struct texts *t, const struct look *look, const char *text, size_t length);
/* A figure's groups of three digits, which stand together; 0: it is a word as any other. */
int figure_words(struct texts *t, const struct look *look, const char *text, size_t length,
    const struct shaped *words[static FIGURE_GROUPS]);
bool character_control(uint32_t c);
bool character_backward(uint32_t c);
/* Width of a space that the font may lack, in thousandths of an em; 0: no such space; -1: as wide
 * as the font's own space. */
int character_space(uint32_t c);
/* Tells of characters that `word` lacks or may not hold, once each. */
void word_complain(
    struct texts *t, struct diag *d, const struct shaped *word, const struct run *run);
dimen look_width(const struct look *look, int32_t advance, int glyphs);
dimen word_width(const struct look *look, const struct word *word);
/* Glyphs of the word before byte `at`, and their advance. */
int word_glyphs_before(const struct word *word, size_t at, int32_t *advance);

void words_open(struct texts *t);
void words_close(struct texts *t);

/* ---- places to break: opportunity.c, hyphen.c --------------------------------------- */

struct chances word_chances(struct texts *t, const struct look *look, const struct shaped *word);
struct chances word_hyphens(
    struct texts *t, struct diag *d, const struct look *look, const struct shaped *word);
bool space_breaks(struct texts *t, const struct shaped *before, const struct shaped *after);
bool seam_breaks(struct texts *t, const struct shaped *before, const struct shaped *after);
/* Says whether a space after, before this character is always a place to break. */
bool character_easy_end(uint32_t c);
bool character_easy_start(uint32_t c);
const char *opportunities_origin(struct arena *a); /* ICU's version */
void opportunities_close(struct texts *t);

/* Byte offsets in `word` (lower-case letters, UTF-8) where a hyphen may stand; answers how many. */
int hyphen_points(
    struct texts *t, struct diag *d, const char *word, size_t length, uint16_t *points, int room);
/* The dictionary's name and a hash of it: "hyph_fr.dic 5f1d03c2a4b6e788", or "none". */
const char *hyphens_origin(const struct texts *t);
void hyphens_close(struct texts *t);

/* ---- a paragraph: line.c, break.c --------------------------------------------------- */

struct item { /* a word in its place, or a group of a figure's digits */
	const struct shaped *shaped;
	const struct run *run;
	const struct look *look;
	dimen width;
	dimen gap;   /* before it, when it does not start a line */
	bool spaced; /* the gap is a space of the text */
	bool ends;   /* a forced new line after it */
	bool joined; /* to the group before it */
};

struct paragraph { /* at work: arrays are kept from one to the next */
	struct item *items;
	size_t count, cap;
	struct look *looks;
	size_t look_cap;
	int64_t width; /* on one line */
	bool forced;   /* has a forced new line before its end */
};

struct stop {                         /* a place where a line may end */
	int64_t end;                  /* of that line, from the paragraph's start on one line */
	int64_t body;                 /* the same without an added hyphen */
	int64_t start;                /* of the next line */
	int64_t glue_end, glue_start; /* word spaces up to there */
	int64_t cost;                 /* of all lines up to here, at best */
	int from;                     /* the stop before, at best */
	int item;                     /* the last item of the line, */
	int chance;                   /* cut at this one of its chances; -1: whole */
	int32_t penalty;
	bool hyphen, forced;
};

struct stops {
	struct stop *items;
	size_t count, cap;
	bool hyphens;
};

void paragraph_scan(struct texts *t, struct diag *d, const struct runs *runs, struct paragraph *p);
/* The stops' costs and their best predecessors, for this shape. */
void stops_find(
    struct texts *t, struct diag *d, const struct paragraph *p, bool hyphens, struct stops *stops);
void stops_choose(struct stops *stops, const struct shape *shape);
/* Some line is looser than hyphens should leave it. */
bool stops_loose(const struct stops *stops, const struct shape *shape);
struct chances item_chances(struct texts *t, struct diag *d, const struct item *item, bool hyphens);

/* ---- all of it ------------------------------------------------------------------------ */

struct word_slot {
	uint64_t hash;
	struct shaped *word;
};

struct texts {
	struct arena *a;
	const char *language;
	const char *origin; /* texts_origin */
	hb_language_t hb_language;
	hb_buffer_t *buffer;
	struct loaded **faces;
	size_t face_count, face_cap;
	struct feature_set *features;
	size_t feature_count, feature_cap;
	struct word_slot *slots;
	size_t slot_count, word_count;
	void *breaker;    /* UBreakIterator */
	void *hyphenator; /* HyphenDict */
	bool hyphenator_tried;
	struct paragraph paragraph;
	struct stops stops;
	struct wide_words *wide; /* texts_gather; NULL: each is said */
	struct {
		uint64_t *keys;
		size_t count, cap, errors;
		const struct diag *d;
	} told;
};

#endif
