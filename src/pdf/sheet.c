/* sheet.c: the sheet that a page is printed on, and its boxes.
 *
 * On a screen the sheet is the page. For a press it is larger by the bleed and the zone of the
 * printer's marks, and the page's lower left corner lies inside of it: one matrix at the start
 * moves all of the page's marks there, so that their operators are the same in both files. They are
 * clipped to the bleed; the printer's marks follow, outside of it.
 *
 * Boxes are made of the same rounded numbers as the matrix: the trim is exactly where the page is.
 * MediaBox holds BleedBox holds TrimBox (ISO 32000-1, 14.11.2). Colour groups: only a page with a
 * soft mask has one (print_image.c).
 */
#include "writer.h"

static void
put_numbers(struct buf *b, const char *before, const int64_t *at, size_t n, const char *after)
{
	buf_text(b, before);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_byte(b, ' ');
		put_number(b, at[i], 2);
	}
	buf_text(b, after);
}

static void
move_to_page(struct content *c)
{
	const struct around *around = c->w->around;

	put_numbers(&c->out, "q 1 0 0 1 ",
	    (const int64_t[]){hundredths(around->side), hundredths(around->bottom)}, 2, " cm\n");
}

void
sheet_begin(struct content *c)
{
	const struct master *m = c->page->master;
	int64_t bleed;

	if (!c->w->print)
		return;
	bleed = hundredths(c->w->job->printer->bleed);
	move_to_page(c);
	put_numbers(&c->out, "",
	    (const int64_t[]){-bleed, -bleed, hundredths(m->width) + 2 * bleed,
		hundredths(m->height) + 2 * bleed},
	    4, " re W n\n");
}

void
sheet_end(struct content *c, size_t page)
{
	const struct page *own = c->page, *around;

	if (!c->w->print)
		return;
	buf_text(&c->out, "Q\n");
	around = &c->w->around->pages->items[page];
	if (around->count == 0)
		return;
	content_reset(c);
	move_to_page(c);
	content_marks(c, around);
	buf_text(&c->out, "Q\n");
	c->page = own;
}

void
sheet_boxes(const struct content *c, struct buf *b)
{
	const struct master *m = c->page->master;
	const struct around *around = c->w->around;
	int64_t width = hundredths(m->width), height = hundredths(m->height), bleed, x, y;

	if (!c->w->print) {
		put_numbers(b, "/MediaBox[", (const int64_t[]){0, 0, width, height}, 4, "]");
		put_numbers(b, "/TrimBox[", (const int64_t[]){0, 0, width, height}, 4, "]");
		return;
	}
	bleed = hundredths(c->w->job->printer->bleed);
	x = hundredths(around->side);
	y = hundredths(around->bottom);
	put_numbers(b, "/MediaBox[",
	    (const int64_t[]){0, 0, width + 2 * x, height + y + hundredths(around->top)}, 4, "]");
	put_numbers(b, "/BleedBox[",
	    (const int64_t[]){x - bleed, y - bleed, x + width + bleed, y + height + bleed}, 4, "]");
	put_numbers(b, "/TrimBox[", (const int64_t[]){x, y, x + width, y + height}, 4, "]");
	if (c->w->masked)
		buf_text(b, "/Group<</S/Transparency/CS/DeviceCMYK>>");
}
