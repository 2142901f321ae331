/* writer.h: what the files of src/pdf show each other.
 *
 * One writer lives for one PDF. The order of work, which pdf_write (document.c) keeps:
 *
 *   haru_open       libharu makes catalog, page tree, pages, outline tree
 *   save_open       our own save begins: the header; object numbers go on after libharu's
 *   around_open     for a press: its marks around the pages
 *   tags_open       which elements hold anything, and their object numbers
 *   fonts_open      every glyph of the document is known: plan the subsets, renumber the glyphs
 *   content_write   page after page: the content stream goes out at once
 *   …               fonts, tags, attachments, metadata, libharu's objects, cross-references
 *
 * Everything is written to the output as soon as it is made; only numbers are kept. The first error
 * sets `failed`; what follows still runs (all mistakes are collected), but the output is void.
 */
#ifndef PDF_WRITER_H
#define PDF_WRITER_H

#include "bilan/pdf.h"

struct writer {
	const struct pdf_job *job;
	struct arena *a;
	struct diag *d;
	bool failed;
	struct output *out;
	size_t page;             /* being written, for messages: index */
	const struct mark *mark; /* being written, or NULL */
	struct haru *haru;
	struct save *save;
	struct fonts *fonts;
	struct palette *palette;
	struct images *images;
	struct tags *tags;
	struct links *links;
	/* For a press alone. */
	bool print;
	bool masked; /* the present page has a soft mask */
	struct inks *inks;
	struct spots *spots;
	struct around *around;
};

void writer_fail(struct writer *w, const char *format, ...) PRINTF_LIKE(2, 3);

/* ---- libharu ------------------------------------------------------------------- haru.c
 * Objects are known by their numbers. A `tail` is text that the save adds to the entries of one of
 * libharu's dictionaries: what libharu would write wrongly (reals, Unicode) or does not know. */

void haru_open(struct writer *w); /* with the pages */
void haru_close(struct writer *w);
int haru_page(const struct writer *w, size_t page);
int haru_contents(const struct writer *w, size_t page);
/* An entry of the outline below another (0: the root); haru_outline tells its object number. */
int haru_add_outline(struct writer *w, int parent, bool open);
int haru_outline(const struct writer *w, int outline);
int haru_catalog(const struct writer *w);
int haru_info(const struct writer *w);
void haru_freeze(struct writer *w);     /* no object of libharu's after this; then tails */
int haru_count(const struct writer *w); /* the first number that is free */
void haru_tail(struct writer *w, int object, const char *text); /* kept, not copied */
void haru_save(struct writer *w);

/* ---- bytes out ------------------------------------------------------------------ save.c */

enum packing { PACK_WELL, PACK_FAST, PACK_AS_IS };

void save_open(struct writer *w);
void save_close(struct writer *w);
int save_objects(struct writer *w, int n); /* n new numbers: the first */
/* The body of an object that is not a stream: write into the buffer, then save_text_end. */
struct buf *save_text(struct writer *w, int object);
void save_text_end(struct writer *w);
/* `entries`: the dictionary's, without Length, and without Filter when we deflate. */
void save_stream(struct writer *w, int object, const char *entries, const void *bytes, size_t n,
    enum packing packing);
/* In two steps, for bytes that are saved again. `packed` holds what is deflated already. */
void save_pack(struct writer *w, const void *bytes, size_t n, struct buf *packed);
void save_packed(struct writer *w, int object, const char *entries, const struct buf *packed);
void save_hash(const struct writer *w, uint64_t hash[2]); /* of all that was written so far */
void save_finish(struct writer *w);

/* ---- pieces of syntax ----------------------------------------------------------- syntax.c */

int name_order(const char *a, const char *b); /* of two text strings as written */

void put_number(struct buf *b, int64_t number, int places);    /* 12345, 2: 123.45 */
void put_points(struct buf *b, dimen length);                  /* two decimals */
void put_text(struct buf *b, const char *utf8);                /* a text string, delimited */
void put_text_part(struct buf *b, const char *utf8, size_t n); /* as UTF-16BE, delimited */
void put_utf16(struct buf *b, const char *utf8, size_t n);     /* hex digits only */
void put_bytes(struct buf *b, const void *bytes, size_t n);    /* a literal string, delimited */
void put_xml(struct buf *b, const char *utf8);
void put_ref(struct buf *b, int object); /* "12 0 R" */
int64_t hundredths(dimen length);        /* of a point, half away from zero */

/* ---- fonts --------------------------------------------- font_use.c, font_embed.c, cmap.c */

/* A word as it stands in a TJ array: "(..)-12(..)". The same at every size. */
struct word_code {
	const struct word *word;
	const char *bytes; /* NULL until fonts_word */
	uint32_t length;
	bool actual;     /* glyphs alone do not tell its text: wrap it in ActualText */
	bool stepped;    /* glyphs off the baseline: show them one by one */
	int64_t advance; /* millionths of an em, of the bytes */
	uint32_t last;   /* where the last glyph's code begins */
};

struct shown {          /* a glyph of the document */
	const char *at; /* its text */
	uint16_t length;
	uint8_t state;
	uint16_t cid;
	int32_t width; /* millionths of an em */
};

struct font {
	const struct face *face;
	int object; /* of the Type0 font */
	bool used;
	uint16_t *places; /* by glyph id: in shown; 0: the document has no such glyph */
	struct shown *shown;
	size_t shown_count, shown_cap;
	unsigned glyph_count, cid_count;
	const uint16_t *glyph_of; /* by cid */
	uint16_t space;           /* glyph id; 0: none */
	char space_code[8];       /* as a string */
	size_t space_length;
	const char *base_name;
	struct subset *subset;
	void *hb_font; /* hb_font_t */
};

struct subset {                      /* subset.c */
	uint16_t *glyphs, *glyph_of; /* asked for, rising; by cid */
	unsigned glyph_count, cid_count;
	void *program;              /* hb_blob_t */
	struct buf packed;          /* the same deflated; empty until it is embedded */
	struct buf map, packed_map; /* its Unicode map, as it was last */
};
/* NULL: the face cannot be cut. It stays the face's. */
struct subset *subset_of(const struct face *of, const uint16_t *glyphs, unsigned count);

void fonts_open(struct writer *w); /* after tags_open: reads all marks */
void fonts_close(struct writer *w);
struct font *fonts_font(const struct writer *w, int face);
struct shown *font_shows(struct writer *w, struct font *f, uint16_t id); /* from now on */
const struct shown *font_shown(const struct font *f, uint16_t id);       /* it does */
const struct word_code *fonts_word(struct writer *w, const struct word *word);
size_t put_string(char out[static 8], uint16_t cid); /* a literal string of one code */
void fonts_embed(struct writer *w);
int fonts_resource(const struct writer *w);       /* object of the Font resource dictionary */
void font_plan(struct writer *w, struct font *f); /* font_embed.c, for font_use.c */
void font_embed(struct writer *w, struct font *f);
void cmap_write(struct writer *w, const struct font *f, int object); /* cmap.c, for font_embed.c */

/* ---- colours, pictures -------------------------------- colour.c, image_xobject.c, intent.c */

void palette_open(struct writer *w);
const char *palette_fill(const struct writer *w, colour c); /* "0 0.5 1 rg\n" */
const char *palette_stroke(const struct writer *w, colour c);
void palette_resources(const struct writer *w, struct buf *b); /* entries, if any */

/* Does this colour add to what lies below it: for text, for a path? Never on screens. */
bool palette_text_overprints(const struct writer *w, colour c);
bool palette_path_overprints(const struct writer *w, const struct path *path);

struct samples_of {
	const unsigned char *at;
	int width, height, channels;
};

void images_open(struct writer *w);
int images_use(struct writer *w, const struct mark *m); /* writes it once: its object */
/* `entries`: those of the dictionary that say neither predictor nor filter. */
void image_save_samples(struct writer *w, int object, const char *entries, struct samples_of s);
int intent_write(struct writer *w); /* the output intent's dictionary */

/* ---- for a press --------- spots.c, print_image.c, printer_marks.c, sheet.c, print_intent.c */

void spots_open(struct writer *w); /* which of them the pages use */
bool spots_used(const struct writer *w, int ink);
void put_mix(const struct writer *w, struct buf *b, const struct mix *mix, bool stroke);
void spots_write(struct writer *w);
void spots_resources(const struct writer *w, struct buf *b); /* entries, if any */

/* Alpha is done away with by painting the picture on its ground, where that is one colour. */
struct ground {
	bool flat;
	unsigned char ink[INK_SPOT];
};
struct ground ground_of(const struct writer *w, const struct mark *m);
void print_image_write(
    struct writer *w, int object, const struct image *image, struct ground ground, int mask);

struct around {              /* the printer's marks */
	struct pages *pages; /* a page for each page, in its coordinates */
	struct mix *mixes;
	size_t mix_count;        /* colours, after the theme's */
	dimen side, top, bottom; /* from the trim to the edge of the sheet */
};
void around_open(struct writer *w);
void around_close(struct writer *w);

int print_intent_write(struct writer *w);

/* ---- pages -------------------------------------------------- content.c, show.c, link.c */

struct content { /* one page's stream and graphics state */
	struct writer *w;
	const struct page *page;
	struct buf out;
	int *images; /* objects, on this page */
	size_t image_count, image_cap;
	colour fill, stroke; /* -1: not set yet */
	dimen width;
	int cap, join;
	bool overprint;
	bool in_text;      /* between BT and ET */
	bool in_array;     /* between [ and ]TJ */
	bool after_string; /* a string stands last in the array */
	const struct font *font;
	int32_t size, track, rise; /* thousandths of a point */
	int64_t line_x, line_y;    /* of the text line: thousandths of a point */
	int64_t pen;               /* x, in FINE units */
};

void content_open(struct writer *w, struct content *c);
void content_close(struct content *c);
void content_write(struct content *c, size_t page);
/* `more`: the element's text goes on in another line. */
void show_glyphs(struct content *c, struct glyphs g, bool more);
void show_begin(struct content *c); /* BT, if not within one */
void show_end(struct content *c);   /* ET, if within BT */
void content_fill(struct content *c, colour fill);
void content_overprint(struct content *c, bool overprint);
void content_reset(struct content *c); /* nothing is known of the graphics state */
void content_marks(struct content *c, const struct page *page); /* all of them */

/* sheet.c: the sheet on which a press prints the page; for a screen, the page itself. */
void sheet_begin(struct content *c);                      /* clips to the bleed */
void sheet_end(struct content *c, size_t page);           /* and the printer's marks */
void sheet_boxes(const struct content *c, struct buf *b); /* entries of the page */

void said_page(struct writer *w, const struct buf *content); /* said.c, when the job wants it */

void links_open(struct writer *w); /* finds the ids */
void links_close(struct writer *w);
void links_add(struct writer *w, const struct mark *m); /* on the present page */
void links_tail(struct writer *w, struct buf *b);       /* /Annots of the present page */

/* ---- structure ----------------------------------------------- tags.c, parent_tree.c */

struct tag_item { /* what an element holds; in the order of the document */
	int elem, page;
	int mcid; /* of an annotation: -1 - its index */
};

struct tags {
	int *objects; /* by element; 0: dropped, it holds nothing */
	int *left;    /* by block element: glyph marks not written yet */
	struct tag_item *items;
	size_t item_count, item_cap;
	size_t *page_start; /* of its items; one more than pages */
	struct tag_annotation {
		int elem, object;
	} * annotations;
	size_t annotation_count, annotation_cap;
	int root, mcid;
};

void tags_open(struct writer *w);
void tags_close(struct writer *w);
void tags_page(struct writer *w, size_t page);               /* begins a page */
int tags_content(struct writer *w, int elem);                /* the MCID of a new run of marks */
int tags_block(const struct pages *p, int elem);             /* what a link stands in, or itself */
int tags_annotation(struct writer *w, int elem, int object); /* its StructParent */
void tags_write(struct writer *w);
int parent_tree_write(struct writer *w);

/* ---- the document -------------------------------------- outline.c, metadata.c, attach.c */

void outline_add(struct writer *w);         /* before haru_freeze */
void outline_tails(struct writer *w);       /* after it */
int metadata_write(struct writer *w);       /* the XMP stream; fills the Info dictionary, too */
void put_date(struct buf *b, int64_t date); /* D:20240131120000Z */
/* Entries of the catalog for the embedded files. */
void attachments_write(struct writer *w, struct buf *catalog);
void put_destination(struct writer *w, struct buf *b, size_t page, struct point at);

#endif
