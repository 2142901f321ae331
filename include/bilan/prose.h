/* prose.h: CommonMark to runs of text, and French as it is printed.
 *
 * A run is a stretch of words with one style. Authors type plain spaces and straight quotes;
 * typography sets them as the language wants: U+202F before ; ! ? and inside « », in numbers and
 * before % and €, U+00A0 before a colon, ’ for ', … for three dots.
 */
#ifndef BILAN_PROSE_H
#define BILAN_PROSE_H

#include "bilan/data.h"

struct run {
	const char *text;
	const struct style *style;
	const struct place *figure; /* of the figure it shows, line 0: computed; NULL: none */
	const char *link;           /* target: "#id" or a URL; NULL: none */
	struct place at;            /* where the author wrote it */
	colour colour;              /* 0: the style's */
	uint8_t page;               /* enum page_value: filled in when the page is known */
	bool line_break;            /* a forced new line after it */
};

struct runs {
	const struct run *items;
	size_t count;
};

enum prose_kind { PROSE_PARAGRAPH, PROSE_HEADING, PROSE_ITEM };

struct prose_block {
	enum prose_kind kind;
	int level;  /* of a heading 1..6; of an item's list 1.. */
	int number; /* of an item of an ordered list; 0: a bullet */
	bool first; /* PROSE_ITEM: starts an item (else: its next paragraph) */
	struct runs runs;
};

struct prose {
	const struct prose_block *items;
	size_t count;
};

struct prose_styles {
	const struct style *body, *strong, *emphasis, *item, *headings[6];
};

/* Markdown of a file: `text` is the whole of it, `at` the place of its first line. Refused with
 * prose-refused: HTML, images, code, tables, rules, quotations, lists more than six deep. Links:
 * "#id", https: and mailto: only. A style that is NULL is made of the base style and a face of the
 * theme: the weight nearest to 600 for strong words, italic for emphasis; no-face when the theme
 * has none. */
bool prose_read(struct scope *s, const char *text, size_t length, struct place at,
    const struct prose_styles *styles, struct prose *prose);
/* Inline Markdown of one setting: *emphasis*, **strong**, [links](#id), {values}; a line that
 * ends in two spaces or a backslash is a hard break. Each line stands for itself: "- 5 %" is no
 * list. */
bool prose_inline(
    struct scope *s, struct setting text, const struct style *style, struct runs *runs);
/* What both have parsed, for the reports of a batch: scope->memo. It learns until it is closed; its
 * answers are in the arenas of the scopes that asked, which must last as long. */
struct prose_memo *prose_memo_open(struct arena *a);
void prose_memo_close(struct prose_memo *m);

/* Words without markup: labels, alternative texts. Typography only. */
const char *typography(struct arena *a, const char *language, const char *text);

/* The same for all runs of one paragraph together: "12" and " %" may be two runs. Texts in place.
 */
void typography_runs(struct arena *a, const char *language, struct run *runs, size_t count);

/* The words that the tool itself says on a page, by language ("fr", "en"): see prose/phrases.c. */
enum phrase {
	PHRASE_UP,
	PHRASE_DOWN,
	PHRASE_SAME,
	PHRASE_IN_YEAR,
	PHRASE_NOT_SIGNIFICANT,
	PHRASE_TOTAL,
	PHRASE_DOT_UNIT,
	PHRASE_POINT,
	PHRASE_POINTS,
	PHRASE_COUNT
};
/* English when the language is unknown. */
const char *phrase_for(const char *language, enum phrase phrase);
/* "point" or "points", of percentages, after this amount as it is printed. */
const char *phrase_points(const char *language, struct decimal amount);

#endif
