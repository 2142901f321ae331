/* flow.h: what the files of this folder share. */
#ifndef BILAN_FLOW_FLOW_H
#define BILAN_FLOW_FLOW_H

#include "bilan/flow.h"

/* fixed.c: blocks in areas of one page. */
void flow_fixed(struct layout *l, struct page_blocks *page);
/* running.c: blocks through frames over as many pages as they need. */
void flow_running(struct layout *l, struct page_blocks *page);
/* page.c */
struct page *flow_page(struct layout *l, const struct page_setup *setup);
int flow_section(struct layout *l, const struct page_blocks *page);
void flow_start_block(struct layout *l, struct block *b, int parent);
/* Links to the block's id lead to the top of `box`. */
void flow_anchor(struct layout *l, const struct block *b, const struct page *page, struct rect box);
/* links.c: links within the report that lead nowhere. */
void flow_check_links(struct layout *l, const struct pages *p, const struct tree *tree);
/* Where the block of that id was written; the page's own place when there is none. */
struct place flow_block_place(const struct tree *tree, const struct page *page, const char *id);
/* judge.c: words that meet or leave the page, headings that skip a level. */
void flow_judge(struct layout *l, const struct pages *p, const struct tree *tree);
/* By index in p->blocks: what does not fit, and was told so, lies on others, leaves the page or
 * cannot be read for that reason. */
const bool *flow_told(struct arena *a, const struct pages *p, const struct tree *tree);
void flow_feet(struct layout *l, const struct tree *tree);
/* contrast.c: words that are too much like their ground. */
void flow_check_contrast(struct layout *l, const struct pages *p, const struct tree *tree);
/* backdrop.c: luminance of each value of a channel; of the darkest and the lightest place of a
 * picture within the box. */
const double *light_of_values(struct arena *a);
void picture_light(const double *lights, const struct mark *picture, struct rect box,
    double *darkest, double *lightest);
/* within.c: places the block, gathering words wider than their lines. */
enum fit flow_place(struct layout *l, struct block *b, struct room *room);
/* The same, and says when its words leave the room. */
enum fit flow_offer(struct layout *l, struct block *b, struct room *room);
/* The box of glyphs, from side to side as far as their ink goes. */
struct rect flow_ink(const struct layout *l, const struct mark *m);
/* Says that a block does not fit and by how many millimetres; `room` is the tallest there is. */
void flow_overfull(struct layout *l, struct block *b, const struct room *room);

/* ---- bands.c: what lies where on a page ------------------------------------------------------
 * The page in bands as high as a row: a place is looked up only among the marks that reach into its
 * bands, so that a page of any height takes time in proportion to its marks. */

struct bands {
	const struct page *page;
	dimen height;
	int count;
	int *first; /* of each band: a link; -1: none */
	struct band_link {
		int mark, next;
	} * links; /* the newest first */
	int link_count, link_cap;
};

void bands_open(struct bands *b, const struct page *page); /* with no mark in them */
void bands_close(struct bands *b);
void bands_add(struct bands *b, size_t mark); /* by its index on the page, in rising order */
/* The last of the marks added that has a part in the box, or NULL. */
const struct mark *bands_last(const struct bands *b, struct rect box);
/* What is left of a box when marks may touch by a hair; w or h may be less than zero. */
struct rect rect_inside(struct rect box);

#endif
