/* block.h: a kind of block is one row.
 *
 * Everything that the program asks of a block is a member of struct block_class, so a new kind is
 * one file in src/block/ and one line in blocks.h. Settings are data (config.h). bind turns
 * settings, tables and prose into values, once; place draws into the room that it is offered and
 * says whether all of it fitted. Only the flow knows pages.
 */
#ifndef BILAN_BLOCK_H
#define BILAN_BLOCK_H

#include "bilan/mark.h"

enum fit {
	FIT_ALL,
	FIT_PART, /* progress was made: asked again, it goes on in the next room */
	FIT_NONE  /* nothing was placed: it wants a taller or fresh room */
};

struct room {
	struct rect box;  /* on the page; box.y is a row's top, or a half row's */
	dimen row, first; /* of the master: row height, row top to baseline */
	bool fresh;       /* nothing above it in this frame */
	bool tallest;     /* no later room is taller: what can be divided or smaller must be, now */
	bool flows;       /* it takes the height that it needs, and leaves the rest to others */
	bool balancing;   /* shorter than it could be, to balance columns: no table is divided */
	bool trial;       /* only `used` is wanted: what could be taller takes its least */
	struct page *page;
	/* filled by place: height taken, from box.y; grid rows when the block stands on the grid */
	dimen used;
};

/* What a report needs once, and the reports of a batch after its first one not again. */
struct once {
	struct map *images, *icons; /* by path, as they were drawn */
	struct block **blocks;      /* as they were read, by page of the report; NULL: not kept */
	struct prose_memo *memo;    /* NULL: not kept */
};

struct bind {               /* what a block may ask while it binds */
	struct scope scope; /* its arena is the report's */
	struct project *project;
	struct diag *d;
	const struct report *report;
	struct texts *texts;
	struct once *once;
	const struct once *first; /* of a batch's first report; NULL: none */
	struct scales *scales;    /* of a batch; NULL: none */
};

struct layout {                /* what a block may ask while it is placed */
	struct arena *a;       /* the report's */
	struct arena *scratch; /* emptied by the flow between blocks */
	struct diag *d;
	const struct report *report;
	struct texts *texts;
	struct numbers *numbers;
	struct pages *pages;
	const struct heading *contents; /* of the round before; none in the first */
	size_t contents_count;
	bool wants_contents; /* set by a block that prints them: another round */
	int title_level;     /* of the page's own title, below which its headings are; 0: none */
	size_t rewinds;      /* what a block kept in `a` before the last of them is gone */
};

/* What every block may say, besides its own settings (the record's common fields). */
struct block_common {
	const char *id;
	struct area area;
	unsigned bleed;         /* bits of enum edge: the area reaches beyond the trim there */
	struct names needs;     /* without these the block is left out: see value_needs */
	struct setting missing; /* "error" (default), "omit", or the text to print instead */
	int before;             /* half rows of space above it in a flow */
	bool keep;              /* with the next block in a flow */
	bool under;             /* lies under others, on a page whose blocks have areas */
};
enum edge { EDGE_LEFT = 1, EDGE_RIGHT = 2, EDGE_TOP = 4, EDGE_BOTTOM = 8 };
extern const struct field block_common_fields[];

struct block {
	const struct block_class *class;
	const struct node *node;
	struct place at;
	struct block_common common;
	const void *settings;   /* struct of the class's record */
	void *bound;            /* what bind made; its own business */
	int name;               /* index in pages->blocks */
	int elem;               /* its structure element, 0 before the first place */
	long cursor;            /* where to go on; 0 at the start of each round */
	int open[2];            /* elements that go on there: a list and its item */
	int parent;             /* element to add its own to */
	bool told;              /* that something of it does not fit where it stands */
	struct wide_words wide; /* told once the pages have settled */
};

struct block_class {
	struct record record; /* name, help, fields, size; common is block_common_fields */
	/* for the reference: entries of `blocks:`, on a page of the example's grid, theme and
	 * tables; a test builds it */
	const char *example;
	bool wordless;   /* figures alone: missing: takes no words */
	bool background; /* lies under others without being told so; an artifact */
	int before;      /* half rows above it in a flow that says nothing */
	int after;       /* half rows below it, above a block that says nothing */
	/* Values into block->bound. False after a diagnostic. Sets bind->scope.missing when a
	 * value was not there and b->common.missing is omit: then the block is left out. */
	bool (*bind)(struct bind *bind, struct block *b);
	enum fit (*place)(struct layout *l, struct block *b, struct room *room);
};

extern const struct block_class *const block_classes[];
extern const size_t block_class_count;
struct record_list block_records(struct arena *a);

/* ---- scales of a batch ----------------------------------------------------- block/scales.c */

enum { SCALE_OWN, SCALE_SHARED };
extern const char *const scale_words[]; /* of a field `scale` */

struct scales *scales_new(struct arena *a);
void scales_settle(struct scales *s); /* from now on they are given to charts, not gathered */
size_t scales_count(const struct scales *s);
/* "contacts 0 24088": the block, its least and most. Reading widens what is known. */
const char *scales_line(const struct scales *s, struct arena *a, size_t i);
bool scales_take_line(struct scales *s, struct arena *scratch, const char *line, size_t length);
bool scales_asked(const struct report *report); /* does a block say `scale: shared`? */
/* For a block that says so: its range becomes that of all reports, where it is known. `part` tells
 * scales of one block apart; NULL: it has one. Code: scale-unknown. */
bool scale_over_batch(struct bind *bind, struct block *b, const char *part, struct decimal *least,
    struct decimal *most);

/* How far a block is placed: to place the rest of it again, once pages_rewind has taken that back.
 */
struct block_point {
	long cursor;
	int elem, open[2];
};
struct block_point block_point(const struct block *b);
void block_rewind(struct block *b, struct block_point to);

/* For blocks that are placed on trial: nothing is left of it, on the pages or in the arena. */
struct layout_point {
	struct checkpoint pages;
	struct arena_mark memory;
};
struct layout_point layout_point(const struct layout *l);
void layout_rewind(struct layout *l, struct layout_point to);

/* ---- help for blocks ---------------------------------------------------- block/block.c */

bool block_lies_under(const struct block *b); /* the others: no overlap with it is a mistake */
bool block_says(const struct block *b, const char *setting); /* does the YAML have that key? */
struct place block_place(const struct block *b, const char *setting); /* of that key in the YAML */
/* The element of the block, added under b->parent at first use. */
int block_elem(struct layout *l, struct block *b, enum tag tag);
/* What `missing` says to print where a value is not there; NULL when it is no words. */
const char *block_words_instead(const struct block *b);

/* Runs of a text setting in a style, with **CommonMark** inline; handles `missing`. False: after a
 * diagnostic or when left out. */
bool bind_runs(struct bind *bind, struct block *b, struct setting text, const struct style *style,
    struct runs *runs);
/* Markdown; handles `missing`, whose words stand in the place of the value. */
bool bind_prose(struct bind *bind, const struct block *b, const struct file_text *file,
    struct place at, const struct prose_styles *styles, struct prose *prose);
/* False: the query `from` gave no row, which is missing-value unless the block may be left out. */
bool bind_no_rows(struct bind *bind, const struct block *b, struct setting from);
/* False after the diagnostic value-syntax when the runs ask for {folio} or {pages}. */
bool bind_without_pages(struct bind *bind, struct place at, const struct runs *runs);
/* Words without markup (alternative texts, names). NULL: the same. */
const char *bind_words(struct bind *bind, struct block *b, struct setting text);
/* The cell of a {value}, `shift` periods on (value_cell of data.h); handles `missing`: CELL_EMPTY
 * when words are to be printed instead, or when that period has none. */
bool bind_cell(struct bind *bind, struct block *b, struct setting value, int shift,
    struct cell *cell, const struct format **format);
/* NULL: none or error */
const struct icon *bind_icon(struct bind *bind, struct setting path);
const struct image *bind_image(struct bind *bind, struct setting path);
const struct style *bind_style(struct bind *bind, struct block *b, const struct style *given,
    const char *fallback); /* unknown-style when the theme lacks the fallback */
/* Sets a colour that the block does not say and has a use for; false after unknown-colour. */
bool bind_colour(
    struct bind *bind, struct block *b, const char *setting, const char *fallback, colour *c);

/* The runs on one line, and where the ink of its last glyph ends, from its start. */
struct line ink_line(struct layout *l, const struct runs *runs, dimen *ink_right);
/* The runs in a smaller size when the ink of their line is wider than the measure. */
struct runs runs_fitted(struct layout *l, struct runs runs, dimen measure);

/* How much white the drawing leaves at each side of a square of that size: icons hang by their
 * ink. */
struct icon_white {
	dimen left, right;
};
struct icon_white icon_white(const struct icon *icon, dimen size, dimen stroke);

/* The block's Figure with its alternative text and where it stands. */
int block_figure(
    struct layout *l, struct block *b, const char *alt, const struct page *page, struct rect box);
/* The runs in another colour (0: as they are), and their words without style. */
struct runs runs_coloured(struct arena *a, struct runs runs, colour c);
const char *runs_words(struct arena *a, const struct runs *runs);

/* ---- lines on the page ---------------------------------------------------- block/set.c */

struct setter {
	struct layout *l;
	struct page *page;
	int elem, block;
	dimen left;
	dimen bottom;            /* the last baseline allowed */
	const char *link_target; /* of the link being set, and its element */
	int link_elem;
};
/* Links in the runs become elements with an active area. */
void set_line(struct setter *s, const struct line *line, struct point start);

/* A whole paragraph in the room, its first baseline on the first row of room->box that has one: the
 * usual way for a block that is text. b->cursor counts the lines placed. Keeps widows and orphans:
 * never one line alone before or after a break. Sets room->used. */
enum fit set_paragraph(struct layout *l, struct block *b, struct room *room,
    const struct lines *lines, const struct style *style);
/* The baseline of the row that starts at `top`. */
dimen room_baseline(const struct room *room, dimen top);
/* The height that lines need on the grid: whole rows. */
dimen room_rows(const struct room *room, dimen height);

#endif
