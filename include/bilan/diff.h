/* diff.h: what changed on the pages, and why.
 *
 * A state is a text of what stands on the pages of one report: boxes, words, figures with their
 * cells, styles, colours, tags, and the hashes of what it was made from. It is what a test
 * approves, what a PDF of ours carries, and what --dump=state prints. Two states are compared in
 * layers, from pages down to colours; pixels come last, and only where pictures were asked for.
 *
 * state_write is the only maker of the text and state_read the only maker of struct state, so what
 * is compared is always what a reviewer can read.
 */
#ifndef BILAN_DIFF_H
#define BILAN_DIFF_H

#include "bilan/mark.h"

/* ---- the state ----------------------------------------- diff/state_write.c, state_read.c */

/* Why pages change: bits. CAUSE_DATA is tables, CAUSE_PROSE text files; CAUSE_TOOL is bilan itself
 * or the program that drew the pictures. */
enum cause {
	CAUSE_DATA = 1,
	CAUSE_PARAMETER = 2,
	CAUSE_LAYOUT = 4,
	CAUSE_THEME = 8,
	CAUSE_FONT = 16,
	CAUSE_TOOL = 32,
	CAUSE_PROSE = 64,
	CAUSE_COUNT = 7
};
extern const char *const cause_names[CAUSE_COUNT]; /* "data", "parameter", … by bit */

struct state_source { /* what a state is written from */
	const struct pages *pages;
	const struct report *report;
	const struct project *project;
	const struct texts *texts;
	const char *target; /* "web", "print" */
};
/* In two parts: the second alone says what stands on the pages. */
void state_write_head(struct buf *out, const struct state_source *s);
void state_write_body(struct buf *out, const struct state_source *s, struct arena *scratch);
/* A text in quotes, as all of the state's are: \" and \\ and \n inside. */
void state_quote(struct buf *out, const char *text, size_t length);
#define STATE_NAME "bilan-state.txt" /* of the file in the PDF, up to 500 pages */

struct figure {
	const char *words; /* as printed */
	const char *file;  /* of the cell, from the project's root; NULL: computed */
	int line, column;
};

enum item_kind { ITEM_TEXT, ITEM_PATH, ITEM_IMAGE, ITEM_LINK };

struct item { /* a mark; a line in several styles is several items */
	uint8_t kind;
	bool more;    /* goes on with the line of the item before */
	bool divided; /* its last word goes on in the next line */
	struct rect box;
	const char *style, *colour; /* text; colour also: the fill of a path */
	const char *stroke;
	const char *words; /* text; a link's target; an image's size */
	dimen width;       /* of the stroke */
	long points;
	const char *hash; /* of the drawing or picture, whatever its place */
	const struct figure *figures;
	size_t figure_count;
};

struct state_block {
	const char *id;
	struct rect box;
	struct item *items;
	size_t count;
};

struct state_page {
	const char *folio, *id, *master;
	dimen width, height;
	struct state_block *blocks;
	size_t count;
};

struct state_line {
	const char *kind, *name, *rest;
}; /* of the head */

struct state {
	const char *file;                   /* where it is from, for messages */
	const char *tool, *report, *target; /* NULL: not of ours */
	struct state_line *lines;           /* each kind and name once */
	size_t line_count;
	struct map *index; /* "kind\nname" to the line's number, from 1 */
	struct state_page *pages;
	size_t page_count;
	const char **tags;
	size_t tag_count; /* lines of the structure tree */
	const char *body;
	size_t body_length;
	bool marks; /* false: words only, of a PDF that carries no state */
};

/* NULL after a diagnostic: state-syntax, at the line. */
struct state *state_read(
    struct arena *a, struct diag *d, const char *name, const char *text, size_t length);
/* The rest of the head's line of that kind and name, or NULL. */
const char *state_find(const struct state *s, const char *kind, const char *name);

/* ---- any PDF ------------------------------------------------------------- diff/foreign.c
 * The state that a PDF carries, or one made of its pages and words by poppler's programs, so that
 * no PDF is ever parsed here. `path` is told to them as it is. Codes: pdf-unreadable (no PDF,
 * truncated), pdf-encrypted, program-missing. NULL after one. */
struct state *state_of_pdf(struct arena *a, struct diag *d, const char *path);
struct state *state_of_words(struct arena *a, struct diag *d, const char *path); /* the latter */

/* ---- the page on its sheet ----------------------------------------------- diff/page_boxes.c */

struct page_boxes {
	struct rect *items; /* the trimmed page, from the top left of what is drawn */
	size_t count;
};
/* False after program-missing. Of a file that cannot be read: no boxes. */
bool page_boxes_read(struct arena *a, struct diag *d, const char *path, struct page_boxes *b);
/* Of that page (from 0); without one, all of a sheet of that size. */
struct rect page_box(const struct page_boxes *b, size_t page, dimen width, dimen height);

/* ---- comparing ---------------------------------------- diff/compare.c, words.c, cause.c */

enum layer {
	LAYER_DOCUMENT, /* what the file says of itself: title, language, printing condition, … */
	LAYER_PAGES,
	LAYER_BLOCKS,
	LAYER_TEXT,
	LAYER_FIGURES,
	LAYER_COLOURS,
	LAYER_TAGS,
	LAYER_SEPARATIONS,
	LAYER_PIXELS,
	LAYER_COUNT
};
extern const char *const layer_names[LAYER_COUNT];

struct mask {
	const char *block;
	int page;
	struct rect area;
	bool has_area;
}; /* page 0: all */

struct tolerance {
	dimen length;   /* how far something may move or grow */
	double delta_e; /* CIEDE2000 */
	const struct mask *masks;
	size_t mask_count;
	unsigned accept; /* causes: bits */
};

struct change {
	enum layer layer;
	int page[2];        /* index in the old and the new state; -1: not there */
	const char *block;  /* or NULL */
	const char *says;   /* "moved 0.60 mm down" */
	struct rect box[2]; /* empty when there is none */
	unsigned causes;    /* bits; 0: nothing of what it was made from explains it */
	const char *why;    /* "data: data/key_figures.csv:7" */
	bool steady;        /* lines and blocks keep their place */
	bool accepted;
	bool folio;          /* with other pages: nothing but the page's number */
	size_t order, found; /* of its pair of pages, from 1; the whole last */
};

struct page_pair {
	int page[2];
}; /* -1: none on that side */

struct comparison {
	struct change *changes;
	size_t count, cap;
	struct page_pair *pairs;
	size_t pair_count;     /* in the order of the new pages */
	unsigned changed;      /* causes that there can be */
	const char *made_from; /* in words: "data (data/key_figures.csv)"; or NULL */
	size_t masked;
};

struct comparison *compare_states(
    struct arena *a, const struct state *old, const struct state *new, const struct tolerance *t);
/* Adds what pixels show on one pair of pages; finish gives it its cause. */
struct change *comparison_add(struct arena *a, struct comparison *c, struct change change);
/* Causes, acceptance, order: by page, then by layer. */
void comparison_finish(struct arena *a, struct comparison *c, const struct state *old,
    const struct state *new, const struct tolerance *t);
size_t comparison_open(const struct comparison *c); /* changes not accepted */
/* As text, page by page; a summary of one line: "3 changes on 2 pages: 2 figures, 1 block". */
void comparison_print(
    struct buf *out, const struct comparison *c, const struct state *old, const struct state *new);
void comparison_sum(struct buf *out, const struct comparison *c);
/* "4 → 5, 7 → 8": the pages of the folio changes. Returns how many; *any: one of them, or NULL. */
size_t comparison_folios(struct buf *out, const struct comparison *c, const struct state *old,
    const struct state *new, const struct change **any);
/* diff/changes_json.c: all changes, as a list of JSON. */
void comparison_json(
    struct buf *out, const struct comparison *c, const struct state *old, const struct state *new);

/* ---- inside the comparison: align.c, places.c, words.c, look.c ---------------------------- */

struct edit {
	int old, new;
}; /* index on each side; -1: not there */
/* The edits from one row of hashes to another, equal ones paired, in order (Myers 1986). Beyond
 * 2000 edits the rest is taken as replaced. */
struct edit *align_rows(
    struct arena *a, const uint64_t *old, size_t n, const uint64_t *new, size_t m, size_t *count);
struct page_pair *align_pages(
    struct arena *a, const struct state *old, const struct state *new, size_t *count);
struct page_pair *align_blocks(
    struct arena *a, const struct state_page *old, const struct state_page *new, size_t *count);

struct compare {
	struct arena *a;
	struct comparison *c;
	const struct state *old, *new;
	const struct tolerance *t;
	int page[2];
	const struct state_block *block[2];
	bool steady;  /* the block's lines keep their place */
	unsigned may; /* causes of what the block's places do; 0: any */
};
/* Adds a change of the block at hand. */
struct change *compare_say(struct compare *x, enum layer layer, struct rect old, struct rect new,
    const char *format, ...) PRINTF_LIKE(5, 6);
bool lines_keep(const struct compare *x); /* of the block at hand, their place */
void compare_block_box(struct compare *x);
void compare_words(struct compare *x); /* text, figures, where lines break; styles, colours */
void compare_look(struct compare *x, const struct item *old, const struct item *new);
void compare_links(struct compare *x);
void compare_heads(struct compare *x); /* colours and styles of the theme; separations */
void compare_tags(struct compare *x);
void compare_separations(struct compare *x); /* of the pages at hand */
/* Between two colours of the themes, by name; 100 when one has no such colour. */
double state_delta_e(
    const struct state *old, const char *a, const struct state *new, const char *b);
/* The text, or its first characters and "…". */
const char *shortened(struct arena *a, const char *text, size_t characters);
double mm(dimen length);
dimen apart(dimen a, dimen b); /* without sign */
bool block_masked(const struct tolerance *t, const char *block);

/* ---- pixels ----------------------------------------- diff/colour_distance.c, pixels.c */

struct lab {
	double l, a, b;
}; /* CIELAB, D65 */
double ciede2000(struct lab p, struct lab q);
double delta_e(const uint8_t a[3], const uint8_t b[3]); /* the same of sRGB */

struct bitmap {
	int width, height;
	const uint8_t *rgb;
}; /* rows from the top */

struct spot {
	int x, y, width, height, pixels;
	double most;
}; /* pixels differing, largest ΔE */

/* Connected spots that a person would see, strongest first. `shift`: pixels that something may have
 * moved; masks in pixels. */
struct spot *pixels_compare(struct arena *a, struct bitmap old, struct bitmap new, double tolerance,
    double shift, const struct rect *masks, size_t mask_count, size_t *count);

/* A part of it, in pixels. */
struct bitmap bitmap_part(struct arena *a, struct bitmap b, struct rect part);

/* ---- pictures -------------------------------------------------- diff/program.c, page_raster.c */

/* Runs a program found in an absolute folder of PATH, never by a shell: its standard output (at
 * most `limit` bytes) goes to `out`, the first of its errors to `complaint`. The status, -1 when it
 * could not be run, -2 when it was stopped for taking too long or too much. */
struct run_program {
	const char *const *words;
	struct buf out, complaint;
	size_t limit;
	int status;
	int pid, fd[2];
	bool ended;
};
void programs_run(struct run_program *runs, size_t count, size_t jobs, int seconds);
bool program_found(const char *name);

enum { RASTER_PPI = 100, RASTER_PPI_MOST = 300, RASTER_PPI_LEAST = 36 };
struct raster {
	const char *program, *version;
	const char *settings; /* as the program is told them */
	int ppi;
};
/* mutool when it is there (several times faster), else pdftoppm; `wanted`: that and no other, or
 * NULL. False after a diagnostic: program-missing. */
bool raster_open(struct arena *a, struct diag *d, const char *wanted, int ppi, struct raster *r);
/* Sheets from..to (1-based) in bitmaps[0..], drawn in parallel. False after: raster-failed. */
bool raster_pages(struct arena *a, struct diag *d, const struct raster *r, const char *pdf,
    int from, int to, struct bitmap *bitmaps);
void bitmap_png(struct buf *out, struct bitmap b);

/* ---- the last layer ------------------------------------------------ diff/page_pictures.c */

struct pictures { /* of one side: drawn now, or approved and kept as PNG */
	const struct raster *raster;
	const char *pdf;                /* NULL: kept, in the folder, as PREFIX-1.png … */
	const struct page_boxes *boxes; /* of the pdf: each page is cut to its box; or NULL */
	struct project *project;
	const char *folder, *prefix;
};
/* Pages from..to (1-based). False after a diagnostic. */
bool pictures_read(struct arena *a, struct diag *d, const struct pictures *p, int from, int to,
    struct bitmap *bitmaps);
/* Adds what only the pixels show. Few pages are in memory at a time, whatever their number. */
bool compare_pictures(struct arena *a, struct diag *d, struct comparison *c,
    const struct state *old, const struct state *new, const struct pictures sides[2],
    const struct tolerance *t);

/* ---- the sheet -------------------------------------- diff/changes_sheet.c, sheet_pair.c
 * One HTML file that a person looks at: open, perhaps a list, cases by number from 1, close. */

struct sheet_case {                 /* one comparison in the report */
	const char *name, *verdict; /* "tests/pages/report-2023 (web)", "changed" */
	const struct comparison *c;
	const struct state *old, *new;
	/* Draws a pair of pages (-1: none on that side) into the arena. False, or no function: the
	 * page is drawn from its marks. */
	bool (*draw)(void *data, struct arena *a, const int page[2], struct bitmap out[2]);
	void *data;
};
struct sheet_entry {
	const char *name, *verdict;
};
void sheet_open(struct buf *out, const char *title, const char *summary); /* "": none */
void sheet_list(struct buf *out, const struct sheet_entry *entries, size_t count);
void sheet_add(struct buf *out, const struct sheet_case *c, int number);
void sheet_note(struct buf *out, const char *name, const char *verdict, const char *summary,
    const char *details, int number); /* a case without pages to show */
void sheet_close(struct buf *out);
/* For HTML and XML: markup as references, control characters as signs, the rest well-formed. */
void sheet_escape(struct buf *out, const char *text);

#endif
