/* sheet_pair.c: one page of the sheet: old and new beside each other, what changed outlined on
 * both, and the list of changes, by block.
 *
 * A block's outline carries its name, a change within it its number. Both are boxes of HTML over
 * the picture, in percent of the page, so that names can be read at any size. A change in the list
 * is a link to its place. The pictures' outlines are hidden from screen readers: the list says all.
 */
#include <stdlib.h>
#include <string.h>

#include "sheet.h"

enum { PAGES_SHOWN = 60, CHANGES_SHOWN = 300 };

struct group { /* the changes of one block; those of the page itself have none */
	const char *block;
	struct rect box[2]; /* around the places of its changes */
	bool has[2], accepted;
	size_t count;
};

struct pair {
	struct arena *a; /* for the time of this page */
	const struct sheet_case *part;
	const struct change *first;
	size_t count, shown; /* changes, those that are listed */
	size_t *group_of;    /* change -> group */
	size_t *number_of;   /* change -> its number on the page, from 1 */
	struct group *groups;
	size_t group_count;
	int number, order;
};

static const char *const side_words[] = {"old", "new"};

static const struct state *
side_of(const struct pair *p, int side)
{
	return side == 0 ? p->part->old : p->part->new;
}

static const struct state_page *
page_of(const struct pair *p, int side)
{
	int page = p->first->page[side];

	return page < 0 ? NULL : &side_of(p, side)->pages[page];
}

static bool
has_place(struct rect r)
{
	return r.w > 0 || r.h > 0;
}

/* So near that one outline does for both. */
static bool
nearly(struct rect a, struct rect b)
{
	return abs(a.x - b.x) < PT(2) && abs(a.y - b.y) < PT(2) && abs(a.w - b.w) < PT(2) &&
	       abs(a.h - b.h) < PT(2);
}

/* ---- groups ------------------------------------------------------------------------------- */

static size_t
find_group(struct pair *p, const char *block)
{
	for (size_t i = 0; i < p->group_count; i++) {
		const char *own = p->groups[i].block;

		if (own == NULL ? block == NULL : block != NULL && strcmp(own, block) == 0)
			return i;
	}
	p->groups[p->group_count] = (struct group){.block = block, .accepted = true};
	return p->group_count++;
}

static void
add_to_group(struct group *g, const struct change *c)
{
	g->count++;
	g->accepted = g->accepted && c->accepted;
	for (int side = 0; side < 2; side++) {
		if (!has_place(c->box[side]))
			continue;
		g->box[side] = g->has[side] ? rect_join(g->box[side], c->box[side]) : c->box[side];
		g->has[side] = true;
	}
}

/* Blocks in the order in which they come; within one its changes; numbers in that order. */
static void
group_changes(struct pair *p)
{
	size_t number = 0;

	p->shown = p->count < CHANGES_SHOWN ? p->count : CHANGES_SHOWN;
	p->groups = NEW_ARRAY(p->a, struct group, p->shown + 1);
	p->group_of = NEW_ARRAY(p->a, size_t, p->shown + 1);
	p->number_of = NEW_ARRAY(p->a, size_t, p->shown + 1);
	for (size_t i = 0; i < p->shown; i++) {
		p->group_of[i] = find_group(p, p->first[i].block);
		add_to_group(&p->groups[p->group_of[i]], &p->first[i]);
	}
	for (size_t g = 0; g < p->group_count; g++) {
		for (size_t i = 0; i < p->shown; i++) {
			if (p->group_of[i] == g)
				p->number_of[i] = ++number;
		}
	}
}

/* ---- outlines ----------------------------------------------------------------------------- */

static void
percent(struct buf *out, const char *name, dimen part, dimen whole)
{
	int64_t n = whole > 0 ? (int64_t)part * 10000 / whole : 0;

	buf_printf(out, "%s:%s%d.%02d%%;", name, n < 0 ? "-" : "", (int)(llabs(n) / 100),
	    (int)(llabs(n) % 100));
}

static void
add_box(struct buf *out, struct rect r, const struct state_page *page)
{
	buf_text(out, "style=\"");
	percent(out, "left", r.x, page->width);
	percent(out, "top", r.y, page->height);
	percent(out, "width", r.w, page->width);
	percent(out, "height", r.h, page->height);
	buf_text(out, "\"");
}

/* A name stands above its outline, below it at the head of the page, leftwards at its right edge.
 */
static void
add_block(struct buf *out, const struct group *g, int side, const struct state_page *page)
{
	struct rect r = g->box[side];

	buf_printf(out, "<span class=\"block%s%s%s%s\" ", g->accepted ? " fine" : "",
	    r.x + r.w > page->width / 3 ? " end" : "", r.y < page->height / 25 ? " low" : "",
	    g->has[!side] && nearly(g->box[0], g->box[1]) && side == 0 ? " twin" : "");
	add_box(out, r, page);
	if (g->block != NULL) {
		buf_text(out, "><b>");
		sheet_escape(out, g->block);
		buf_text(out, "</b></span>");
	} else {
		buf_text(out, "></span>");
	}
}

/* So large that what lies within would drown in its tint. */
static bool
is_wide(struct rect r, const struct state_page *page)
{
	return (int64_t)r.w * r.h > (int64_t)page->width * page->height / 16;
}

/* The place of a change. The new page's has the name that the list links to; the old page's when
 * there is no other. */
static void
add_mark(struct buf *out, const struct pair *p, size_t i, int side)
{
	const struct change *c = &p->first[i];
	const struct group *g = &p->groups[p->group_of[i]];
	bool twin = side == 0 && has_place(c->box[1]);

	buf_text(out, "<a tabindex=\"-1\"");
	if (!twin)
		buf_printf(out, " id=\"m%d-%d-%zu\"", p->number, p->order, p->number_of[i]);
	buf_printf(out, " class=\"mark%s%s%s%s\" href=\"#n%d-%d-%zu\" data-n=\"%zu\" ",
	    g->count == 1 ? " sole" : "", is_wide(c->box[side], page_of(p, side)) ? " wide" : "",
	    c->accepted ? " fine" : "", twin && nearly(c->box[0], c->box[1]) ? " twin" : "",
	    p->number, p->order, p->number_of[i], p->number_of[i]);
	add_box(out, c->box[side], page_of(p, side));
	buf_printf(out, "><i>%zu</i></a>\n", p->number_of[i]);
}

static void
add_outlines(struct buf *out, const struct pair *p, int side)
{
	buf_text(out, "<div class=\"marks\" aria-hidden=\"true\">\n");
	for (size_t g = 0; g < p->group_count; g++) {
		if (p->groups[g].has[side])
			add_block(out, &p->groups[g], side, page_of(p, side));
	}
	for (size_t i = 0; i < p->shown; i++) {
		if (has_place(p->first[i].box[side]))
			add_mark(out, p, i, side);
	}
	buf_text(out, "</div>");
}

/* ---- pictures ----------------------------------------------------------------------------- */

static void
add_image(struct buf *out, const struct buf *png, struct bitmap b)
{
	buf_printf(
	    out, " width=\"%d\" height=\"%d\" href=\"data:image/png;base64,", b.width, b.height);
	sheet_base64(out, png->at, png->len);
	buf_text(out, "\"/>");
}

/* The new page is the old one with what differs laid over it. */
static void
add_picture(struct buf *out, const struct pair *p, const struct bitmap bitmaps[2], int side,
    const char *label)
{
	struct bitmap b = bitmaps[side];
	struct buf png = {0};
	bool over =
	    sheet_picture(&png, side == 1 && p->first->page[0] >= 0 ? &bitmaps[0] : NULL, b);

	buf_printf(out, "<svg class=\"shot\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"",
	    b.width, b.height);
	sheet_escape(out, label);
	buf_text(out, "\">");
	if (over)
		buf_printf(out, "<use href=\"#i%d-%d\"/>", p->number, p->order);
	buf_text(out, "<image");
	if (side == 0)
		buf_printf(out, " id=\"i%d-%d\"", p->number, p->order);
	add_image(out, &png, b);
	buf_text(out, "</svg>");
	buf_close(&png);
}

static void
add_side(struct buf *out, const struct pair *p, int side, const struct bitmap *bitmaps)
{
	static const char *const captions[] = {"Old", "New"};
	const struct state_page *page = page_of(p, side);
	const char *label;

	if (page == NULL) {
		buf_printf(out,
		    "<figure class=\"%s none\"><figcaption>%s</figcaption><p>%s</p></figure>\n",
		    side_words[side], captions[side],
		    side == 0 ? "This page was not there." : "This page is no longer there.");
		return;
	}
	label = arena_printf(p->a, "%s, page %s: %zu change%s, in the list", captions[side],
	    page->folio, p->count, p->count == 1 ? "" : "s");
	buf_printf(out, "<figure class=\"%s\"><figcaption>%s \u00b7 page ", side_words[side],
	    captions[side]);
	sheet_escape(out, page->folio);
	buf_text(out, "</figcaption><div class=\"paper\">");
	if (bitmaps != NULL)
		add_picture(out, p, bitmaps, side, label);
	else
		sheet_page(out, side_of(p, side), p->first->page[side], label);
	buf_text(out, "<div class=\"veil\"></div>");
	add_outlines(out, p, side);
	buf_text(out, "</div></figure>\n");
}

static void
add_stage(struct buf *out, const struct pair *p, const struct state_page *page)
{
	struct bitmap bitmaps[2] = {{0}};
	bool both = p->first->page[0] >= 0 && p->first->page[1] >= 0;
	bool drawn =
	    p->part->draw != NULL && p->part->draw(p->part->data, p->a, p->first->page, bitmaps);
	int64_t ratio = page->height > 0 ? (int64_t)page->width * 1000 / page->height : 1000;

	ratio = ratio < 100 ? 100 : ratio > 9999 ? 9999 : ratio;
	buf_printf(out, "<div class=\"stage%s\" style=\"--ratio:%d.%03d\">\n", both ? " both" : "",
	    (int)(ratio / 1000), (int)(ratio % 1000));
	for (int side = 0; side < 2; side++)
		add_side(out, p, side, drawn ? bitmaps : NULL);
	if (both)
		buf_text(out, "<label class=\"slide\">Old <input type=\"range\" value=\"50\" "
			      "aria-label=\"Where old ends and new begins\"> New</label>\n");
	buf_text(out, "</div>\n");
}

/* ---- the list ----------------------------------------------------------------------------- */

/* The foot of a change: its layer, its cause. */
static void
add_cause(struct buf *out, const struct change *c)
{
	buf_printf(out, "<small>%s", layer_names[c->layer]);
	if (c->why != NULL) {
		buf_text(out, " \u00b7 cause: <b>");
		sheet_escape(out, c->why);
		buf_text(out, "</b>");
	}
	buf_printf(out, "%s</small>", c->accepted ? " \u00b7 <em>accepted</em>" : "");
}

static void
open_change(struct buf *out, const struct change *c, int number, int order, size_t n)
{
	buf_printf(out, "<li class=\"change%s\" id=\"n%d-%d-%zu\" data-n=\"%zu\">",
	    c->accepted ? " fine" : "", number, order, n, n);
}

static void
add_change(struct buf *out, const struct pair *p, size_t i)
{
	const struct change *c = &p->first[i];
	bool placed = (has_place(c->box[0]) || has_place(c->box[1])) && p->order <= PAGES_SHOWN;
	size_t n = p->number_of[i];

	open_change(out, c, p->number, p->order, n);
	if (placed)
		buf_printf(out, "<a href=\"#m%d-%d-%zu\">", p->number, p->order, n);
	else
		buf_text(out, "<div class=\"at\" tabindex=\"-1\">");
	buf_printf(out, "<span class=\"number\">%zu</span><span>", n);
	sheet_escape(out, c->says);
	buf_text(out, placed ? "</span></a>" : "</span></div>");
	add_cause(out, c);
	buf_text(out, "</li>\n");
}

static void
add_list(struct buf *out, const struct pair *p)
{
	buf_text(out, "<ul class=\"changes\" role=\"list\">\n");
	for (size_t g = 0; g < p->group_count; g++) {
		buf_text(out, "<li>");
		if (p->groups[g].block != NULL) {
			buf_text(out, "<h4><bdi>");
			sheet_escape(out, p->groups[g].block);
			buf_text(out, "</bdi></h4>");
		} else if (p->group_count > 1) {
			buf_text(out, "<h4>The page as a whole</h4>");
		}
		buf_text(out, "<ol role=\"list\">\n");
		for (size_t i = 0; i < p->shown; i++) {
			if (p->group_of[i] == g)
				add_change(out, p, i);
		}
		buf_text(out, "</ol></li>\n");
	}
	if (p->shown < p->count)
		buf_printf(out,
		    "<li class=\"more\">and %zu more on this page, which the command lists</li>\n",
		    p->count - p->shown);
	if (p->order > PAGES_SHOWN)
		buf_printf(out,
		    "<li class=\"more\">The first %d changed pages have pictures; this one has "
		    "none.</li>\n",
		    PAGES_SHOWN);
	buf_text(out, "</ul>\n");
}

static void
add_title(struct buf *out, const struct pair *p, const struct state_page *page)
{
	const struct state_page *old = page_of(p, 0);

	if (page == NULL) {
		buf_text(out, "The whole document");
		return;
	}
	buf_text(out, "Page ");
	sheet_escape(out, page->folio);
	if (*page->id != '\0') {
		buf_text(out, " <span><bdi>");
		sheet_escape(out, page->id);
		buf_text(out, "</bdi></span>");
	}
	if (old != NULL && old != page && strcmp(old->folio, page->folio) != 0) {
		buf_text(out, " <span>\u00b7 it was page ");
		sheet_escape(out, old->folio);
		buf_text(out, "</span>");
	}
}

void
sheet_pair(struct buf *out, const struct sheet_case *part, const struct change *first, size_t count,
    int number, int order)
{
	struct pair p = {.a = arena_open(),
	    .part = part,
	    .first = first,
	    .count = count,
	    .number = number,
	    .order = order};
	const struct state_page *page = page_of(&p, 1) != NULL ? page_of(&p, 1) : page_of(&p, 0);

	group_changes(&p);
	buf_printf(out,
	    "<section class=\"page\" id=\"p%d-%d\" tabindex=\"-1\" "
	    "aria-labelledby=\"h%d-%d\">\n<h3 id=\"h%d-%d\">",
	    number, order, number, order, number, order);
	add_title(out, &p, page);
	buf_text(out, "</h3>\n<div class=\"view\">\n");
	if (page != NULL && order <= PAGES_SHOWN)
		add_stage(out, &p, page);
	add_list(out, &p);
	buf_text(out, "</div>\n</section>\n");
	arena_close(p.a);
}

void
sheet_pages_alike(
    struct buf *out, const struct change *any, const char *says, int number, int order)
{
	buf_printf(out,
	    "<section class=\"page\" id=\"p%d-%d\" tabindex=\"-1\" "
	    "aria-labelledby=\"h%d-%d\">\n<h3 id=\"h%d-%d\">Page numbers</h3>\n"
	    "<div class=\"view\">\n<ol class=\"changes\" role=\"list\">",
	    number, order, number, order, number, order);
	open_change(out, any, number, order, 1);
	buf_text(out, "<div class=\"at\" tabindex=\"-1\"><span class=\"number\">1</span><span>");
	sheet_escape(out, says);
	buf_text(out, "</span></div>");
	add_cause(out, any);
	buf_text(out, "</li></ol>\n</div>\n</section>\n");
}
