/* foreign.c: any PDF as a state. One of ours carries its own (pdfdetach hands it over); of another,
 * pdftotext tells the pages, their sizes and where each word stands. Both are poppler's, so a PDF
 * that somebody sent is never parsed in this process.
 *
 * Words of one line (their boxes overlap in height by half) become one item of the block "page".
 */
#include <stdlib.h>
#include <string.h>

#include "bilan/diff.h"

enum { SECONDS = 60, TEXT_LIMIT = 512 << 20, PAGES_MOST = 100000 };

/* ---- what poppler says -------------------------------------------------------------------- */

/* Its first line without the program's own numbers: "Syntax Error (12): …" */
static void
say_unreadable(struct diag *d, const char *path, const struct run_program *r)
{
	const char *said = r->complaint.len > 0 ? r->complaint.at : "";
	struct place at = {.file = path};

	if (strstr(said, "ncorrect password") != NULL || strstr(said, "ncrypt") != NULL) {
		diag_add(d, DIAG_ERROR, at, "pdf-encrypted",
		    "this PDF is encrypted: it opens with a password only");
		diag_help(d, "save it without the password, then compare again");
		return;
	}
	diag_add(d, DIAG_ERROR, at, "pdf-unreadable", "this is no PDF that can be read: %.*s",
	    (int)strcspn(said, "\n"), *said != '\0' ? said : "nothing came out of it");
	diag_help(d, "it may be damaged or cut short: make or fetch it again");
}

static bool
need(struct diag *d, const char *program)
{
	if (program_found(program))
		return true;
	diag_add(d, DIAG_FAILURE, (struct place){0}, "program-missing",
	    "%s is needed to read PDF files and is not installed", program);
	diag_help(d, "install it: sudo apt-get install poppler-utils");
	return false;
}

/* ---- the state in the PDF ----------------------------------------------------------------- */

static struct state *
carried(struct arena *a, struct diag *d, const char *path)
{
	const char *words[] = {
	    "pdfdetach", "-savefile", STATE_NAME, "-o", "/dev/stdout", path, NULL};
	struct run_program r = {.words = words, .limit = TEXT_LIMIT};
	struct state *s = NULL;

	programs_run(&r, 1, 1, SECONDS);
	if (r.status == 0 && r.out.len > 0)
		s = state_read(a, d, path, r.out.at, r.out.len);
	buf_close(&r.out);
	buf_close(&r.complaint);
	return s;
}

/* ---- words -------------------------------------------------------------------------------- */

struct words {
	struct arena *a;
	struct state *s;
	size_t page_cap, item_cap;
	struct state_page *page;
	struct buf line;
	struct rect box;
	struct page_boxes boxes;
	struct rect trim; /* of the page at hand */
};

/* The attribute's number in points, without floats: "123.456000". */
static dimen
attribute(const char *tag, const char *name)
{
	const char *at = strstr(tag, name);
	char text[32];
	dimen length = 0;
	size_t n;

	if (at == NULL)
		return 0;
	at += strlen(name);
	n = strspn(at, "-0123456789.");
	if (n > 20)
		return 0;
	snprintf(text, sizeof text, "%.*spt", (int)n, at);
	return dimen_read(text, &length) ? length : 0;
}

static void
end_line(struct words *w)
{
	struct state_block *b;

	if (w->line.len == 0)
		return;
	b = &w->page->blocks[0];
	GROW(w->a, b->items, b->count, w->item_cap);
	b->items[b->count++] = (struct item){
	    .kind = ITEM_TEXT,
	    .box = w->box,
	    .style = "-",
	    .colour = "-",
	    .words = arena_copy(w->a, w->line.at, w->line.len),
	};
	b->box = rect_join(b->box, w->box);
	buf_empty(&w->line);
}

static void
add_page(struct words *w, const char *tag)
{
	w->trim = page_box(
	    &w->boxes, w->s->page_count, attribute(tag, "width=\""), attribute(tag, "height=\""));
	GROW(w->a, w->s->pages, w->s->page_count, w->page_cap);
	w->page = &w->s->pages[w->s->page_count++];
	*w->page = (struct state_page){
	    .folio = arena_printf(w->a, "%zu", w->s->page_count),
	    .id = "",
	    .master = "",
	    .width = w->trim.w,
	    .height = w->trim.h,
	    .blocks = NEW(w->a, struct state_block),
	    .count = 1,
	};
	w->page->blocks[0].id = "page";
	w->item_cap = 0;
}

/* A word's text, entities undone. */
static void
add_text(struct buf *line, const char *at, const char *end)
{
	static const char *const names[] = {"&amp;", "&lt;", "&gt;", "&quot;"};
	static const char signs[] = "&<>\"";

	while (at < end) {
		size_t k = 0;

		while (k < COUNT(names) && strncmp(at, names[k], strlen(names[k])) != 0)
			k++;
		if (k < COUNT(names)) {
			buf_byte(line, signs[k]);
			at += strlen(names[k]);
		} else {
			buf_byte(line, *at++);
		}
	}
}

static void
add_word(struct words *w, const char *tag, const char *text, const char *end)
{
	struct rect box = {attribute(tag, "xMin=\""), attribute(tag, "yMin=\""), 0, 0};
	struct rect on_page = {0, 0, w->trim.w, w->trim.h};
	dimen middle;

	box.w = attribute(tag, "xMax=\"") - box.x;
	box.h = attribute(tag, "yMax=\"") - box.y;
	box.x -= w->trim.x;
	box.y -= w->trim.y;
	if (w->page == NULL || box.w < 0 || box.h < 0 || !rect_meets(box, on_page))
		return;
	middle = box.y + box.h / 2;
	if (w->line.len > 0 &&
	    (middle < w->box.y || middle > w->box.y + w->box.h || box.x < w->box.x))
		end_line(w);
	if (w->line.len > 0)
		buf_byte(&w->line, ' ');
	w->box = w->line.len > 0 ? rect_join(w->box, box) : box;
	add_text(&w->line, text, end);
}

static void
read_bbox(struct words *w, const char *text)
{
	for (const char *at = text; (at = strchr(at, '<')) != NULL;) {
		const char *close = strchr(at, '>'), *end;
		char tag[256];

		if (close == NULL)
			break;
		snprintf(tag, sizeof tag, "%.*s", (int)(close - at < 250 ? close - at : 250), at);
		at = close + 1;
		if (strncmp(tag, "<page ", 6) == 0 && w->s->page_count < PAGES_MOST) {
			if (w->page != NULL)
				end_line(w);
			add_page(w, tag);
		} else if (strncmp(tag, "<word ", 6) == 0) {
			end = strstr(at, "</word>");
			if (end == NULL)
				break;
			add_word(w, tag, at, end);
			at = end;
		}
	}
	if (w->page != NULL)
		end_line(w);
}

/* The path as poppler's programs take it. */
static const char *
operand(struct arena *a, const char *path)
{
	return *path == '-' ? arena_printf(a, "./%s", path) : path;
}

struct state *
state_of_pdf(struct arena *a, struct diag *d, const char *path)
{
	struct state *s;

	if (!need(d, "pdfdetach") || !need(d, "pdftotext"))
		return NULL;
	s = carried(a, d, operand(a, path));
	return s != NULL || diag_failed(d) ? s : state_of_words(a, d, path);
}

struct state *
state_of_words(struct arena *a, struct diag *d, const char *path)
{
	const char *words[] = {"pdftotext", "-bbox", "-enc", "UTF-8", operand(a, path), "-", NULL};
	struct run_program r = {.words = words, .limit = TEXT_LIMIT};
	struct words w = {.a = a};
	struct state *s;

	if (!page_boxes_read(a, d, path, &w.boxes))
		return NULL;
	programs_run(&r, 1, 1, SECONDS);
	s = w.s = NEW(a, struct state);
	s->file = path;
	s->body = "";
	if (r.status == 0 && r.out.len > 0)
		read_bbox(&w, r.out.at);
	if (s->page_count == 0) {
		say_unreadable(d, path, &r);
		s = NULL;
	}
	buf_close(&w.line);
	buf_close(&r.out);
	buf_close(&r.complaint);
	return s;
}
