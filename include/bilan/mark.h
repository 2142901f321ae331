/* mark.h: pages as flat lists of marks, and the structure tree that they name.
 *
 * Layout only appends; pdf, dump, preflight and diff only read. The set of marks is closed. Each
 * mark names its structure element (0: an artifact, page furniture), so a page break has nothing
 * to close or reopen, and its block, so that a difference has a name. Painting order is the order
 * of marks, reading order the order in which elements were added.
 */
#ifndef BILAN_MARK_H
#define BILAN_MARK_H

#include "bilan/image.h"
#include "bilan/text.h"

/* ---- structure elements ------------------------------------------------- mark/pages.c */

enum tag {
	TAG_NONE,
	TAG_DOCUMENT,
	TAG_SECT,
	TAG_H1,
	TAG_H2,
	TAG_H3,
	TAG_H4,
	TAG_H5,
	TAG_H6,
	TAG_P,
	TAG_L,
	TAG_LI,
	TAG_LBL,
	TAG_LBODY,
	TAG_TABLE,
	TAG_THEAD,
	TAG_TBODY,
	TAG_TFOOT,
	TAG_TR,
	TAG_TH,
	TAG_TD,
	TAG_CAPTION,
	TAG_FIGURE,
	TAG_LINK,
	TAG_TOC,
	TAG_TOCI,
	TAG_REFERENCE,
	TAG_COUNT
};
extern const char *const tag_names[TAG_COUNT]; /* as in ISO 32000-1, 14.8.4 */

enum scope_of { SCOPE_NONE, SCOPE_COLUMN, SCOPE_ROW };

struct elem {
	int parent; /* index; the document is 1, its parent 0 */
	uint8_t tag, scope;
	uint16_t row_span, column_span; /* 0 means 1 */
	int note;                       /* index + 1 in pages->notes, 0: none */
};

struct elem_note { /* what few elements have */
	const char *alt, *title;
	bool ordered; /* TAG_L: decimal numbers, else bullets */
	bool has_box;
	int page;
	struct rect box; /* TAG_FIGURE: where it stands */
};

/* ---- marks ------------------------------------------------------------------ mark/mark.c */

enum mark_kind { MARK_GLYPHS, MARK_PATH, MARK_IMAGE, MARK_LINK };

struct mark {
	uint8_t kind;
	int elem;           /* 0: artifact */
	int block;          /* index in pages->blocks; 0: the page itself */
	struct rect box;    /* glyphs: advance by cap height; paths: with the stroke */
	int count;          /* of pieces */
	const void *detail; /* struct piece (the first), path, placed, link */
};

struct glyphs { /* pieces of one line: what a mark says of them, see mark_glyphs */
	const struct piece *pieces;
	int count;
	struct point at; /* the line's start on its baseline; pieces are at at.x + x */
};

struct path {
	const uint8_t *ops;
	size_t op_count; /* enum path_op */
	const struct point *points;
	size_t point_count;
	colour fill, stroke; /* 0: none */
	dimen width;
	uint8_t cap, join;
	bool even_odd;
};

struct placed {
	const struct image *image;
	struct rect whole; /* where all of it would be; its mark's box is the part that is seen */
};

struct link {
	const char *target;
}; /* "#id", or a URL; box is the active area */

/* ---- pages ------------------------------------------------------------------------------ */

struct page {
	const struct master *master;
	struct place at; /* its entry in the YAML */
	const char *id;
	int folio; /* from 1 */
	bool recto;
	struct mark *marks;
	size_t count, cap;
};

struct heading { /* a bookmark, a line of the contents, or both */
	const char *text;
	int level, page, elem; /* page: index */
	dimen y;               /* top of its line on the page */
	bool contents;         /* listed there */
	bool bookmark;         /* is one */
	const char *id;        /* a target of links */
};

struct anchor {
	const char *id;
	int page;
	struct point at;
	int elem;
};

struct origin { /* what a block is, for messages about its marks */
	struct place at;
	bool placeholder; /* a frame was drawn in the place of its picture */
	bool under;       /* it is meant to lie under others */
};

struct pages {
	struct arena *a;
	struct page *items;
	size_t count, cap;
	struct elem *elems;
	size_t elem_count, elem_cap; /* [0] unused, [1] document */
	struct elem_note *notes;
	size_t note_count, note_cap;
	struct heading *headings;
	size_t heading_count, heading_cap;
	struct anchor *anchors;
	size_t anchor_count, anchor_cap;
	const char **blocks;
	size_t block_count, block_cap; /* ids; [0] is "page" */
	struct origin *origins;
	size_t origin_cap; /* one for each of blocks */
};

struct pages *pages_open(struct arena *a); /* with the document element */
void pages_close(struct pages *p);         /* the long arrays are not in the arena */
struct page *pages_add(struct pages *p, const struct master *m, struct place at, const char *id);
int pages_block(struct pages *p, const char *id, struct place at); /* the new block's index */
void pages_heading(struct pages *p, struct heading heading);
void pages_anchor(struct pages *p, struct anchor anchor);
struct mark *pages_mark(struct page *page); /* for mark/ alone */

int elem_add(struct pages *p, int parent, enum tag tag);
struct elem_note *elem_note(struct pages *p, int elem); /* made when there is none */

/* All coordinates are the page's. `elem`, `block` as in struct mark. */
/* The pieces are kept where they are; at least one. */
void mark_pieces(
    struct page *page, const struct texts *texts, struct glyphs glyphs, int elem, int block);
struct glyphs mark_glyphs(const struct mark *m); /* of another kind: count 0 */
colour piece_colour(const struct piece *piece);  /* its run's, else its style's; 0: none */
void mark_path(struct pages *p, struct page *page, const struct path *path, int elem, int block);
void mark_rect(struct pages *p, struct page *page, struct rect r, colour fill, int elem, int block);
bool path_is_box(const struct path *path); /* four sides on the axes, as mark_rect makes it */
void mark_rule(struct pages *p, struct page *page, struct point from, struct point to, dimen width,
    colour stroke, int block); /* always an artifact */
/* Of a picture that is larger than the box, or lies beside it in part, the box shows a part. */
void mark_image(struct pages *p, struct page *page, struct rect box, struct placed picture,
    int elem, int block);
bool mark_is_part(const struct mark *m); /* of an image: is some of it cut off? */
void mark_link(
    struct pages *p, struct page *page, struct rect box, const char *target, int elem, int block);
/* Round dots of diameter d as one path, in the order given. */
void mark_dots(struct pages *p, struct page *page, const struct point *centres, size_t n, dimen d,
    colour fill, int elem, int block);
/* An icon fitted into the square `box`; strokes of width `stroke` (0: the icon's own, scaled). */
void mark_icon(struct pages *p, struct page *page, const struct icon *icon, struct rect box,
    dimen stroke, colour c, int elem, int block);

/* Trying: all that was added since the checkpoint can be taken back. */
struct checkpoint {
	size_t pages, marks, elems, notes, headings, anchors;
};
struct checkpoint pages_checkpoint(const struct pages *p);
void pages_rewind(struct pages *p, struct checkpoint to);

/* --dump=marks and --dump=tags: one thing a line, points to two decimals, nothing that changes from
 * run to run. */
void glyphs_text(struct buf *out, struct glyphs g); /* its words, with spaces */
void marks_dump(struct buf *out, const struct pages *p, const struct theme *theme);
void tags_dump(struct buf *out, const struct pages *p);
/* The same without the words, those excepted that stand beside an alternative text. */
void tags_outline(struct buf *out, const struct pages *p);

#endif
