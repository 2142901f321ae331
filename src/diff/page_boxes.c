/* page_boxes.c: where the page itself lies on the sheet of a PDF: the TrimBox in what is drawn (the
 * CropBox), as pdfinfo tells it. What stands outside, crop marks, colour bars, a slug line with the
 * date of the file, is no page: it is neither read nor seen.
 */
#include <stdlib.h>
#include <string.h>

#include "bilan/diff.h"

enum { SECONDS = 60, OUTPUT_LIMIT = 256 << 20 };

struct corners {
	dimen left, bottom, right, top;
};

/* Points with decimals, without floats. */
static bool
take_length(const char **at, dimen *length)
{
	char text[40];
	size_t n;

	*at += strspn(*at, " ");
	n = strspn(*at, "-0123456789.");
	if (n == 0 || n > 20)
		return false;
	snprintf(text, sizeof text, "%.*spt", (int)n, *at);
	*at += n;
	return dimen_read(text, length);
}

static bool
take_corners(const char *at, struct corners *c)
{
	return take_length(&at, &c->left) && take_length(&at, &c->bottom) &&
	       take_length(&at, &c->right) && take_length(&at, &c->top);
}

/* Inside the sheet, else the whole of it. */
static struct rect
trim_in(struct corners sheet, struct corners trim, bool turned)
{
	struct rect whole = {0, 0, sheet.right - sheet.left, sheet.top - sheet.bottom};
	struct rect r = {trim.left - sheet.left, sheet.top - trim.top, trim.right - trim.left,
	    trim.top - trim.bottom};

	if (turned || r.x < 0 || r.y < 0 || r.w <= 0 || r.h <= 0 || r.x + r.w > whole.w ||
	    r.y + r.h > whole.h)
		return whole;
	return r;
}

/* "Page    3 TrimBox:      28.68    57.02   623.96   898.91": lines of one page come together, the
 * TrimBox after the CropBox. */
static void
read_boxes(struct page_boxes *b, struct arena *a, const char *text)
{
	struct corners sheet = {0}, trim;
	size_t cap = 0;
	bool turned = false;

	for (const char *at = text; *at != '\0'; at += strcspn(at, "\n"), at += *at == '\n') {
		const char *word;
		char *end;

		if (strncmp(at, "Page ", 5) != 0 || strtol(at + 5, &end, 10) <= 0 || *end != ' ')
			continue;
		word = end + 1;
		if (strncmp(word, "rot:", 4) == 0)
			turned = strtol(word + 4, NULL, 10) != 0;
		else if (strncmp(word, "CropBox:", 8) == 0)
			take_corners(word + 8, &sheet);
		if (strncmp(word, "TrimBox:", 8) != 0 || !take_corners(word + 8, &trim))
			continue;
		GROW(a, b->items, b->count, cap);
		b->items[b->count++] = trim_in(sheet, trim, turned);
	}
}

bool
page_boxes_read(struct arena *a, struct diag *d, const char *path, struct page_boxes *b)
{
	const char *file = *path == '-' ? arena_printf(a, "./%s", path) : path;
	const char *words[] = {"pdfinfo", "-box", "-f", "1", "-l", "1000000", file, NULL};
	struct run_program r = {.words = words, .limit = OUTPUT_LIMIT};

	*b = (struct page_boxes){0};
	if (!program_found("pdfinfo")) {
		diag_add(d, DIAG_FAILURE, (struct place){0}, "program-missing",
		    "pdfinfo is needed to find the page on a print shop's sheet and is not "
		    "installed");
		diag_help(d, "install it: sudo apt-get install poppler-utils");
		return false;
	}
	programs_run(&r, 1, 1, SECONDS);
	if (r.status == 0 && r.out.len > 0)
		read_boxes(b, a, r.out.at);
	buf_close(&r.out);
	buf_close(&r.complaint);
	return true;
}

struct rect
page_box(const struct page_boxes *b, size_t page, dimen width, dimen height)
{
	return page < b->count ? b->items[page] : (struct rect){0, 0, width, height};
}
