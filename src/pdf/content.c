/* content.c: a page's marks as a content stream.
 *
 * Marks are written in their order. Consecutive marks of one element are one piece of marked
 * content with an MCID; consecutive marks without an element are one artifact; links are
 * annotations and interrupt nothing. Lines of text that follow each other share one text object,
 * around whose marked content the text object stays open: BT /P <<..>>BDC .. EMC /P <<..>>BDC ..
 * EMC ET. A run that also draws ends the text object first, so that neither crosses the other.
 *
 * For a press the runs are the same and not marked: it reads no tags. Nor has it links.
 *
 * The graphics state is written only when it changes. Only pictures save and restore it, and
 * nothing but the matrix changes in between.
 *
 * Coordinates: dimens from the top left become points from the bottom left, in hundredths of a
 * point (text: thousandths), rounded from the absolute place each, so that what meets on the page
 * meets in the file.
 */
#include <string.h>

#include "writer.h"

void
content_open(struct writer *w, struct content *c)
{
	memset(c, 0, sizeof *c);
	c->w = w;
}

void
content_close(struct content *c)
{
	buf_close(&c->out);
}

static void
put_x(struct buf *b, int64_t hundredth)
{
	put_number(b, hundredth, 2);
	buf_byte(b, ' ');
}

static int64_t
page_y(const struct content *c, dimen y)
{
	return hundredths(c->page->master->height - y);
}

static void
put_point(struct content *c, struct point p)
{
	put_x(&c->out, hundredths(p.x));
	put_x(&c->out, page_y(c, p.y));
}

/* ---- graphics state ------------------------------------------------------------------------ */

void
content_fill(struct content *c, colour fill)
{
	if (c->fill == fill)
		return;
	c->fill = fill;
	buf_text(&c->out, palette_fill(c->w, fill));
}

void
content_overprint(struct content *c, bool overprint)
{
	if (c->overprint == overprint)
		return;
	c->overprint = overprint;
	buf_text(&c->out, overprint ? "/GO gs\n" : "/GK gs\n");
}

static void
set_stroke(struct content *c, const struct path *p)
{
	if (c->stroke != p->stroke) {
		c->stroke = p->stroke;
		buf_text(&c->out, palette_stroke(c->w, p->stroke));
	}
	if (c->width != p->width) {
		char width[24];

		c->width = p->width;
		buf_add(&c->out, width, dimen_points(p->width, 3, width));
		buf_add(&c->out, " w\n", 3);
	}
	if (c->cap != p->cap) {
		c->cap = p->cap;
		buf_integer(&c->out, p->cap);
		buf_add(&c->out, " J\n", 3);
	}
	if (c->join != p->join) {
		c->join = p->join;
		buf_integer(&c->out, p->join);
		buf_add(&c->out, " j\n", 3);
	}
}

/* ---- paths --------------------------------------------------------------------------------- */

/* Width and height are differences of rounded corners: neighbours leave no gap. */
static void
put_box(struct content *c, const struct point *at)
{
	int64_t x = hundredths(at[0].x), y = page_y(c, at[0].y);

	put_x(&c->out, x);
	put_x(&c->out, y);
	put_x(&c->out, hundredths(at[2].x) - x);
	put_x(&c->out, page_y(c, at[2].y) - y);
	buf_add(&c->out, "re\n", 3);
}

/* A dot is a line from a point to itself, and charts of dots have thousands: its digits are made
 * once and copied. */
static void
put_dot_end(struct buf *b, size_t from)
{
	char text[64];
	size_t n = b->len - from - 2; /* without "m\n" */

	memcpy(text, b->at + from, n);
	buf_add(b, text, n);
	buf_add(b, "l\n", 2);
}

static void
put_path(struct content *c, const struct path *p)
{
	static const char letters[] = {'m', 'l', 'c', 'h'};
	static const size_t counts[] = {1, 1, 3, 0};
	const struct point *at = p->points, *end = p->points + p->point_count;
	size_t from = 0;

	if (path_is_box(p)) {
		put_box(c, at);
		return;
	}
	for (size_t i = 0; i < p->op_count && (size_t)(end - at) >= counts[p->ops[i]]; i++) {
		if (i > 0 && p->ops[i] == PATH_LINE && p->ops[i - 1] == PATH_MOVE &&
		    at->x == at[-1].x && at->y == at[-1].y) {
			put_dot_end(&c->out, from);
			at++;
			continue;
		}
		from = c->out.len;
		for (size_t k = 0; k < counts[p->ops[i]]; k++)
			put_point(c, *at++);
		buf_byte(&c->out, letters[p->ops[i]]);
		buf_byte(&c->out, '\n');
	}
}

static void
draw_path(struct content *c, const struct path *p)
{
	bool fill = p->fill != 0, stroke = p->stroke != 0;

	if ((!fill && !stroke) || p->op_count == 0)
		return;
	show_end(c);
	if (fill)
		content_fill(c, p->fill);
	if (stroke)
		set_stroke(c, p);
	content_overprint(c, palette_path_overprints(c->w, p));
	put_path(c, p);
	buf_text(&c->out, !fill ? "S" : stroke ? "B" : "f");
	buf_text(&c->out, fill && p->even_odd ? "*\n" : "\n");
}

/* ---- pictures ------------------------------------------------------------------------------ */

/* The name under which the page knows the picture. */
static int
page_image(struct content *c, int object)
{
	for (size_t i = 0; i < c->image_count; i++) {
		if (c->images[i] == object)
			return (int)i;
	}
	GROW(c->w->a, c->images, c->image_count, c->image_cap);
	c->images[c->image_count] = object;
	return (int)c->image_count++;
}

static void
draw_image(struct content *c, const struct mark *m)
{
	int name = page_image(c, images_use(c->w, m));
	struct rect whole = ((const struct placed *)m->detail)->whole;
	int64_t left = hundredths(whole.x), bottom = page_y(c, whole.y + whole.h);

	show_end(c);
	content_overprint(c, false);
	buf_add(&c->out, "q ", 2);
	if (mark_is_part(m)) {
		put_x(&c->out, hundredths(m->box.x));
		put_x(&c->out, page_y(c, m->box.y));
		put_x(&c->out, hundredths(m->box.x + m->box.w) - hundredths(m->box.x));
		put_x(&c->out, page_y(c, m->box.y + m->box.h) - page_y(c, m->box.y));
		buf_add(&c->out, "re W n ", 7);
	}
	put_x(&c->out, hundredths(whole.x + whole.w) - left);
	buf_add(&c->out, "0 0 ", 4);
	put_x(&c->out, page_y(c, whole.y) - bottom);
	put_x(&c->out, left);
	put_x(&c->out, bottom);
	buf_printf(&c->out, "cm /I%d Do Q\n", name);
}

/* ---- marked content ------------------------------------------------------------------------ */

struct run_of {
	size_t end;
	bool text_only;
};

/* The marks from `start` on that belong to the same element. */
static struct run_of
run_from(const struct page *page, size_t start)
{
	struct run_of r = {start, true};

	for (; r.end < page->count; r.end++) {
		const struct mark *m = &page->marks[r.end];

		if (m->kind == MARK_LINK)
			continue;
		if (m->elem != page->marks[start].elem)
			break;
		r.text_only = r.text_only && m->kind == MARK_GLYPHS;
	}
	return r;
}

static void
begin_run(struct content *c, int elem)
{
	const struct elem *e = &c->w->job->pages->elems[elem];

	if (c->w->print)
		return;
	if (elem == 0) {
		buf_text(&c->out, "/Artifact BMC\n");
		return;
	}
	buf_byte(&c->out, '/');
	buf_text(&c->out, tag_names[e->tag]);
	buf_text(&c->out, "<</MCID ");
	buf_integer(&c->out, tags_content(c->w, elem));
	buf_text(&c->out, ">>BDC\n");
}

/* Must a space follow, since the block's text goes on elsewhere? What follows at once on the same
 * line has told in its pieces whether a space stands before it. */
static bool
goes_on(const struct content *c, const struct mark *m)
{
	const struct pages *p = c->w->job->pages;
	const struct mark *next = m + 1, *end = c->page->marks + c->page->count;
	int block = tags_block(p, m->elem);
	struct glyphs here = mark_glyphs(m), there;
	dimen near = run_size(here.pieces[0].run) / 8, gap;

	if (m->elem == 0 || --c->w->tags->left[block] <= 0)
		return false;
	while (next < end && next->kind == MARK_LINK)
		next++;
	if (next == end || next->kind != MARK_GLYPHS || tags_block(p, next->elem) != block)
		return true;
	there = mark_glyphs(next);
	gap = next->box.x - m->box.x - m->box.w;
	return there.at.y != here.at.y || (!there.pieces[0].space && (gap < -near || gap > near));
}

static void
draw_mark(struct content *c, const struct mark *m)
{
	c->w->mark = m;
	switch ((enum mark_kind)m->kind) {
	case MARK_GLYPHS:
		show_glyphs(c, mark_glyphs(m), goes_on(c, m));
		break;
	case MARK_PATH:
		draw_path(c, m->detail);
		break;
	case MARK_IMAGE:
		draw_image(c, m);
		break;
	case MARK_LINK:
		if (!c->w->print)
			links_add(c->w, m);
		break;
	}
}

void
content_reset(struct content *c)
{
	c->fill = c->stroke = -1;
	c->width = -1;
	c->cap = c->join = 0; /* a page begins with butt caps and mitred joins */
	c->font = NULL;
	c->size = c->track = c->rise = 0;
	c->overprint = false;
}

static void
page_tail(struct content *c, size_t page)
{
	struct writer *w = c->w;
	struct buf b = {0};

	sheet_boxes(c, &b);
	buf_text(&b, "/Resources<</Font ");
	put_ref(&b, fonts_resource(w));
	palette_resources(w, &b);
	for (size_t i = 0; i < c->image_count; i++)
		buf_printf(&b, "%s/I%zu %d 0 R", i == 0 ? "/XObject<<" : "", i, c->images[i]);
	buf_text(&b, c->image_count > 0 ? ">>>>" : ">>");
	if (!w->print)
		buf_text(&b, "/Tabs/S");
	if (w->tags->mcid > 0) {
		buf_text(&b, "/StructParents ");
		buf_integer(&b, (int64_t)page);
	}
	links_tail(w, &b);
	haru_tail(w, haru_page(w, page), arena_copy(w->a, b.at, b.len));
	buf_close(&b);
}

void
content_marks(struct content *c, const struct page *page)
{
	c->page = page;
	for (size_t i = 0; i < page->count;) {
		const struct mark *m = &page->marks[i];
		struct run_of r;

		if (m->kind == MARK_LINK) {
			draw_mark(c, m);
			i++;
			continue;
		}
		r = run_from(page, i);
		if (r.text_only)
			show_begin(c);
		else
			show_end(c);
		begin_run(c, m->elem);
		for (; i < r.end; i++)
			draw_mark(c, &page->marks[i]);
		if (!r.text_only)
			show_end(c);
		if (!c->w->print)
			buf_add(&c->out, "EMC\n", 4);
	}
	show_end(c);
	c->w->mark = NULL;
}

void
content_write(struct content *c, size_t page)
{
	struct writer *w = c->w;

	w->page = page;
	w->masked = false;
	c->page = &w->job->pages->items[page];
	c->image_count = 0;
	buf_empty(&c->out);
	content_reset(c);
	tags_page(w, page);
	sheet_begin(c);
	content_marks(c, c->page);
	if (w->job->said != NULL)
		said_page(w, &c->out);
	sheet_end(c, page);
	save_stream(w, haru_contents(w, page), "", c->out.at, c->out.len, PACK_FAST);
	page_tail(c, page);
}
