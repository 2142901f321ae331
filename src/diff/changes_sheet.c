/* changes_sheet.c: the report that a person looks at: one HTML file, nothing fetched, no program
 * needed to read it. Each changed page is there twice, old and new, with its changes outlined and
 * numbered, and the list of changes beside it. A script adds what a page of paper cannot: overlay,
 * slider, blink, keys. Without it, and in print, old and new stand side by side.
 *
 * Pictures are PNG inside the file; where none were kept the page is drawn from its marks
 * (sheet_page.c), which shows where everything stands and what it says.
 */
#include <stdlib.h>
#include <string.h>

#include "bilan/diff.h"

enum { PAGES_SHOWN = 60 };

void
sheet_escape(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		switch (*text) {
		case '&':
			buf_text(out, "&amp;");
			break;
		case '<':
			buf_text(out, "&lt;");
			break;
		case '>':
			buf_text(out, "&gt;");
			break;
		case '"':
			buf_text(out, "&quot;");
			break;
		default:
			buf_byte(out, (unsigned char)*text < 0x20 && *text != '\n' ? ' ' : *text);
		}
	}
}

static void
add_lines(struct buf *out, const char *const *lines)
{
	for (; *lines != NULL; lines++) {
		buf_text(out, *lines);
		buf_byte(out, '\n');
	}
}

static void
add_base64(struct buf *out, const struct buf *bytes)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *at = (const unsigned char *)bytes->at;

	for (size_t i = 0; i < bytes->len; i += 3) {
		size_t left = bytes->len - i;
		uint32_t three = (uint32_t)at[i] << 16 | (left > 1 ? (uint32_t)at[i + 1] << 8 : 0) |
				 (left > 2 ? at[i + 2] : 0);

		buf_byte(out, digits[three >> 18]);
		buf_byte(out, digits[three >> 12 & 63]);
		buf_byte(out, left > 1 ? digits[three >> 6 & 63] : '=');
		buf_byte(out, left > 2 ? digits[three & 63] : '=');
	}
}

static void
points(struct buf *out, dimen length)
{
	char text[24];

	buf_add(out, text, dimen_points(length, 2, text));
}

/* ---- a page ------------------------------------------------------------------------------- */

struct sheet_pair { /* of pages: the changes first..end are its own */
	const struct sheet_case *part;
	const struct change *first;
	size_t count;
	int number, order;
};

static const struct state *
side_of(const struct sheet_case *part, int side)
{
	return side == 0 ? part->old : part->new;
}

/* A label that can be read on any ground: white on the outline's colour. */
static void
add_label(struct buf *out, const struct change *c, struct rect r, size_t number)
{
	const char *block = c->block != NULL ? c->block : "";
	size_t n = utf8_count(block, strlen(block)) + (number > 9 ? 3 : 2);

	buf_text(out, "<rect class=\"tag\" x=\"");
	points(out, r.x - PT(3));
	buf_text(out, "\" y=\"");
	points(out, r.y - PT(13));
	buf_text(out, "\" width=\"");
	points(out, (dimen)n * PT(4.3) + PT(4));
	buf_text(out, "\" height=\"10\" rx=\"2\"/><text x=\"");
	points(out, r.x - PT(1));
	buf_text(out, "\" y=\"");
	points(out, r.y - PT(5.5));
	buf_printf(out, "\">%zu ", number);
	sheet_escape(out, block);
	buf_text(out, "</text>");
}

/* Has an earlier change the same box and block? Then its label stands there already. */
static bool
is_labelled(const struct sheet_pair *p, size_t i, int side)
{
	const struct change *c = &p->first[i];

	for (size_t k = 0; k < i; k++) {
		const struct change *e = &p->first[k];

		if (e->block != NULL && c->block != NULL && strcmp(e->block, c->block) == 0 &&
		    abs(e->box[side].x - c->box[side].x) < PT(40) &&
		    abs(e->box[side].y - c->box[side].y) < PT(10))
			return true;
	}
	return false;
}

/* The page's outlines: a box for each change that has a place, with its number. */
static void
add_outlines(struct buf *out, const struct sheet_pair *p, int side)
{
	const struct state_page *page = &side_of(p->part, side)->pages[p->first->page[side]];

	buf_text(out, "<svg class=\"marks\" viewBox=\"0 0 ");
	points(out, page->width);
	buf_byte(out, ' ');
	points(out, page->height);
	buf_text(out, "\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
	for (size_t i = 0; i < p->count; i++) {
		const struct change *c = &p->first[i];
		struct rect r = c->box[side];

		if (r.w <= 0 && r.h <= 0)
			continue;
		buf_printf(out, "<g class=\"o%s\" data-n=\"%zu\"><rect class=\"box\" x=\"",
		    c->accepted ? " fine" : "", i + 1);
		points(out, r.x - PT(3));
		buf_text(out, "\" y=\"");
		points(out, r.y - PT(3));
		buf_text(out, "\" width=\"");
		points(out, r.w + PT(6));
		buf_text(out, "\" height=\"");
		points(out, r.h + PT(6));
		buf_text(out, "\" rx=\"2\"/>");
		if (!is_labelled(p, i, side))
			add_label(out, c, r, i + 1);
		buf_text(out, "</g>");
	}
	buf_text(out, "</svg>");
}

static void
add_side(struct buf *out, const struct sheet_pair *p, int side)
{
	static const char *const classes[] = {"old", "new"}, *const words[] = {"Old", "New"};
	const struct sheet_case *part = p->part;
	int page = p->first->page[side];
	const struct buf *png = NULL;

	if (page < 0) {
		buf_printf(out,
		    "<figure class=\"%s none\"><figcaption>%s</figcaption>"
		    "<p>%s</p></figure>\n",
		    classes[side], words[side],
		    side == 0 ? "This page was not there." : "This page is no longer there.");
		return;
	}
	buf_printf(
	    out, "<figure class=\"%s\"><figcaption>%s \u00b7 page ", classes[side], words[side]);
	sheet_escape(out, side_of(part, side)->pages[page].folio);
	buf_text(out, "</figcaption><div class=\"paper\">");
	if (part->picture != NULL)
		png = part->picture(part->data, side, page);
	if (png != NULL) {
		buf_printf(out, "<img alt=\"%s page %d\" src=\"data:image/png;base64,", words[side],
		    page + 1);
		add_base64(out, png);
		buf_text(out, "\">");
		buf_close((struct buf *)(uintptr_t)png);
	} else {
		sheet_page(out, side_of(part, side), page);
	}
	add_outlines(out, p, side);
	buf_text(out, "</div></figure>\n");
}

static void
add_change(struct buf *out, const struct change *c, size_t number)
{
	buf_printf(out,
	    "<li class=\"%s%s\" data-n=\"%zu\"><button type=\"button\" class=\"to\" "
	    "aria-label=\"Show change %zu\">%zu</button><div><span class=\"layer\">%s</span> ",
	    layer_names[c->layer], c->accepted ? " fine" : "", number, number, number,
	    layer_names[c->layer]);
	if (c->block != NULL) {
		buf_text(out, "<b>");
		sheet_escape(out, c->block);
		buf_text(out, "</b> ");
	}
	sheet_escape(out, c->says);
	if (c->why != NULL) {
		buf_text(out, "<small>cause: ");
		sheet_escape(out, c->why);
		buf_text(out, c->accepted ? " \u00b7 <em>accepted</em></small>" : "</small>");
	}
	buf_text(out, "</div></li>\n");
}

static void
add_pair(struct buf *out, const struct sheet_pair *p)
{
	const struct change *c = p->first;
	const struct state *s = side_of(p->part, c->page[1] >= 0);
	const struct state_page *page = NULL;

	if (c->page[0] >= 0 || c->page[1] >= 0)
		page = &s->pages[c->page[1] >= 0 ? c->page[1] : c->page[0]];
	buf_printf(out,
	    "<section class=\"page\" id=\"c%d-p%d\" tabindex=\"-1\" aria-labelledby=\"h%d-%d\">"
	    "\n<h3 id=\"h%d-%d\">",
	    p->number, p->order, p->number, p->order, p->number, p->order);
	if (page != NULL) {
		buf_printf(out, "Page %s", page->folio);
		if (*page->id != '\0') {
			buf_text(out, " <span>");
			sheet_escape(out, page->id);
			buf_text(out, "</span>");
		}
	} else {
		buf_text(out, "The whole document");
	}
	buf_text(out, "</h3>\n<div class=\"view\">\n");
	if (page != NULL && p->order <= PAGES_SHOWN) {
		buf_text(out, "<div class=\"stage\">\n");
		add_side(out, p, 0);
		add_side(out, p, 1);
		buf_text(out,
		    "<label class=\"slide\">Old <input type=\"range\" min=\"0\" max=\"100\" "
		    "value=\"50\" aria-label=\"How much of the new page is shown\"> "
		    "New</label></div>\n");
	}
	buf_text(out, "<ol class=\"changes\">\n");
	for (size_t i = 0; i < p->count; i++)
		add_change(out, &p->first[i], i + 1);
	buf_text(out, "</ol>\n</div>\n</section>\n");
}

/* ---- a case ------------------------------------------------------------------------------- */

static void
add_heading(struct buf *out, const char *name, const char *verdict, const char *sum, int number)
{
	buf_printf(out, "<section class=\"case\" id=\"c%d\">\n<h2><span class=\"verdict ", number);
	sheet_escape(out, verdict);
	buf_text(out, "\">");
	sheet_escape(out, verdict);
	buf_text(out, "</span> ");
	sheet_escape(out, name);
	buf_text(out, "</h2>\n<p class=\"sum\">");
	sheet_escape(out, sum);
	buf_text(out, "</p>\n");
}

void
sheet_add(struct buf *out, const struct sheet_case *part, int number)
{
	const struct comparison *c = part->c;
	struct buf sum = {0};
	int order = 0;

	comparison_sum(&sum, c);
	add_heading(out, part->name,
	    part->verdict != NULL ? part->verdict
	    : c->count == 0       ? "equal"
				  : "changed",
	    sum.at, number);
	buf_close(&sum);
	if (c->made_from != NULL) {
		buf_text(out, "<p class=\"from\">What it is made from has changed: ");
		sheet_escape(out, c->made_from);
		buf_text(out, "</p>\n");
	}
	for (size_t i = 0, end; i < c->count; i = end) {
		struct sheet_pair p = {part, &c->changes[i], 0, number, ++order};

		for (end = i; end < c->count && c->changes[end].order == c->changes[i].order; end++)
			p.count++;
		add_pair(out, &p);
	}
	buf_text(out, "</section>\n");
}

void
sheet_note(struct buf *out, const char *name, const char *verdict, const char *summary,
    const char *details)
{
	add_heading(out, name, verdict, summary, 0);
	if (*details != '\0') {
		buf_text(out, "<pre>");
		sheet_escape(out, details);
		buf_text(out, "</pre>\n");
	}
	buf_text(out, "</section>\n");
}

/* ---- the file ----------------------------------------------------------------------------- */

void
sheet_open(struct buf *out, const char *title, const char *summary)
{
	static const char *const views[] = {"Side by side", "Overlay", "Slider", "Blink"};

	buf_text(out,
	    "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
	sheet_escape(out, title);
	buf_text(out, "</title>\n<style>\n");
	add_lines(out, sheet_style);
	buf_text(out,
	    "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">To the changes</a>\n"
	    "<header>\n<div><h1>");
	sheet_escape(out, title);
	buf_text(out, "</h1>\n<p>");
	sheet_escape(out, summary);
	buf_text(out, "</p></div>\n<fieldset class=\"views\" hidden><legend>View</legend>\n");
	for (size_t i = 0; i < COUNT(views); i++)
		buf_printf(out,
		    "<label><input type=\"radio\" name=\"view\" value=\"%zu\"%s> %s "
		    "<kbd>%zu</kbd></label>\n",
		    i + 1, i == 0 ? " checked" : "", views[i], i + 1);
	buf_text(out,
	    "<label><input type=\"checkbox\" id=\"outlines\" checked> Outlines <kbd>o</kbd>"
	    "</label>\n<span class=\"hint\"><kbd>j</kbd> <kbd>k</kbd> next and previous page, "
	    "<kbd>n</kbd> next change</span>\n</fieldset>\n</header>\n<main id=\"main\">\n");
}

void
sheet_close(struct buf *out)
{
	buf_text(out, "</main>\n<p id=\"said\" role=\"status\" class=\"away\"></p>\n<script>\n");
	add_lines(out, sheet_script);
	buf_text(out, "</script>\n</body>\n</html>\n");
}
