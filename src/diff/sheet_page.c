/* sheet_page.c: a page from its marks, as SVG: words where they stand, drawings and pictures as
 * their boxes. For cases without pictures: it shows what a state knows, and no more.
 *
 * A line's width is known, so the browser stretches its own font to it; the box of a line is from
 * the baseline to the height of capitals, which is 0.72 of the size in most fonts.
 */
#include <string.h>

#include "sheet.h"

static void
attribute(struct buf *out, const char *name, dimen length)
{
	buf_printf(out, " %s=\"", name);
	buf_points(out, length);
	buf_byte(out, '"');
}

/* "#14324F", or NULL when there is no such colour. */
static const char *
find_colour(const struct state *s, const char *name, char out[8])
{
	const char *rest = name != NULL ? state_find(s, "colour", name) : NULL;

	if (rest == NULL || *rest != '#' || strspn(rest + 1, "0123456789ABCDEFabcdef") < 6)
		return NULL;
	memcpy(out, rest, 7);
	out[7] = '\0';
	return out;
}

static void
draw_text(struct buf *out, const struct state *s, const struct item *item)
{
	char fill[8] = "#1b1b1b";

	find_colour(s, item->colour, fill);
	buf_text(out, "<text");
	attribute(out, "x", item->box.x);
	attribute(out, "y", item->box.y + item->box.h);
	attribute(out, "font-size", dimen_scale(item->box.h, 100, s->marks ? 72 : 110));
	if (item->box.w > 0)
		attribute(out, "textLength", item->box.w);
	buf_printf(out, " lengthAdjust=\"spacingAndGlyphs\" fill=\"%s\">", fill);
	sheet_escape(out, item->words);
	buf_text(out, "</text>");
}

/* A drawing of few points that is filled is a field or a bar, of two a line; else its box, pale. */
static void
draw_path(struct buf *out, const struct state *s, const struct item *item)
{
	char text[8];
	const char *fill = find_colour(s, item->colour, text), *stroke = NULL;
	bool plain = item->points <= 4 && fill != NULL;
	dimen w = item->box.w, h = item->box.h;

	if (fill == NULL)
		stroke = find_colour(s, item->stroke, text);
	if (stroke != NULL && item->points == 2 && (w <= item->width || h <= item->width)) {
		plain = true;
		fill = stroke;
		stroke = NULL;
	}
	buf_text(out, "<rect");
	attribute(out, "x", item->box.x);
	attribute(out, "y", item->box.y);
	attribute(out, "width", w);
	attribute(out, "height", h);
	if (stroke != NULL)
		buf_printf(out,
		    " fill=\"%s\" fill-opacity=\".12\" stroke=\"%s\" stroke-width=\".6\" "
		    "stroke-dasharray=\"2 2\"",
		    stroke, stroke);
	else
		buf_printf(out, " fill=\"%s\"%s", fill != NULL ? fill : "#888",
		    plain ? "" : " fill-opacity=\".35\"");
	buf_text(out, "/>");
}

void
sheet_page(struct buf *out, const struct state *s, int page, const char *label)
{
	const struct state_page *p = &s->pages[page];

	buf_text(out, "<svg class=\"shot drawn\" role=\"img\" aria-label=\"");
	sheet_escape(out, label);
	buf_text(out, "\" viewBox=\"0 0 ");
	buf_points(out, p->width);
	buf_byte(out, ' ');
	buf_points(out, p->height);
	buf_text(out, "\">");
	for (size_t i = 0; i < p->count; i++) {
		for (size_t k = 0; k < p->blocks[i].count; k++) {
			const struct item *item = &p->blocks[i].items[k];

			if (item->kind == ITEM_TEXT)
				draw_text(out, s, item);
			else if (item->kind != ITEM_LINK)
				draw_path(out, s, item);
		}
	}
	buf_text(out, "</svg>");
}
