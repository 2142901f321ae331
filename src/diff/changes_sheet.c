/* changes_sheet.c: the report that a person looks at: one HTML file, nothing fetched, no program
 * needed to read it but a browser. Each changed page is there twice, old and new, with its changes
 * outlined, and the list of changes beside it. A script adds what paper cannot: overlay, slider,
 * blink, keys. Without it, and in print, old and new stand side by side.
 *
 * What it shows comes from reports and PDFs that anybody may have made: every text passes through
 * sheet_escape, control characters are shown as signs, names are isolated so that none can turn
 * the line around, and a policy in the head lets the browser run this script and fetch nothing.
 *
 * Pages are pictures inside the file (sheet_picture.c); where none were kept a page is drawn from
 * its marks (sheet_page.c), which shows where everything stands and what it says.
 */
#include <stdlib.h>
#include <string.h>

#include "sheet.h"

/* A character that no text may hold: a sign for it, or the sign of a wrong one. */
static uint32_t
harmless(uint32_t c)
{
	if (c == '\n')
		return c;
	return c < 0x20 ? 0x2400 + c : c == 0x7f ? 0x2421 : utf8_is_control(c) ? 0xfffd : c;
}

void
sheet_escape(struct buf *out, const char *text)
{
	while (*text != '\0') {
		uint32_t c = harmless(utf8_next(&text));
		char bytes[4];

		switch (c) {
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
			buf_add(out, bytes, utf8_put(c, bytes));
		}
	}
}

void
sheet_base64(struct buf *out, const void *bytes, size_t n)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *at = bytes;

	for (size_t i = 0; i < n; i += 3) {
		size_t left = n - i;
		uint32_t three = (uint32_t)at[i] << 16 | (left > 1 ? (uint32_t)at[i + 1] << 8 : 0) |
				 (left > 2 ? at[i + 2] : 0);

		buf_byte(out, digits[three >> 18]);
		buf_byte(out, digits[three >> 12 & 63]);
		buf_byte(out, left > 1 ? digits[three >> 6 & 63] : '=');
		buf_byte(out, left > 2 ? digits[three & 63] : '=');
	}
}

/* ---- a case ------------------------------------------------------------------------------- */

static void
add_verdict(struct buf *out, const char *name, const char *verdict)
{
	buf_printf(out, "<span class=\"verdict %s\">%s</span> <bdi>", verdict, verdict);
	sheet_escape(out, name);
	buf_text(out, "</bdi>");
}

static void
add_heading(struct buf *out, const char *name, const char *verdict, const char *sum, int number)
{
	buf_printf(out,
	    "<section class=\"case\" id=\"c%d\" aria-labelledby=\"t%d\">\n<h2 id=\"t%d\">", number,
	    number, number);
	add_verdict(out, name, verdict);
	buf_text(out, "</h2>\n<p class=\"sum\">");
	sheet_escape(out, sum);
	buf_text(out, "</p>\n");
}

/* The end of the run of changes that are on the same pair of pages as the first. */
static size_t
end_of_pair(const struct comparison *c, size_t first)
{
	size_t end = first;

	while (end < c->count && c->changes[end].order == c->changes[first].order)
		end++;
	return end;
}

/* Links to the pages that changed. */
static void
add_jump(struct buf *out, const struct sheet_case *part, int number)
{
	const struct comparison *c = part->c;
	int order = 0;

	bool folios = false;

	buf_text(out, "<ol class=\"jump\" role=\"list\" aria-label=\"Pages with changes\">\n");
	for (size_t i = 0, end; i < c->count; i = end) {
		const struct change *change = &c->changes[i];
		int side = change->page[1] >= 0;

		end = end_of_pair(c, i);
		folios = folios || change->folio;
		if (change->folio)
			continue;
		buf_printf(out, "<li><a href=\"#p%d-%d\"><b>", number, ++order);
		if (change->page[side] >= 0) {
			const struct state *s = side ? part->new : part->old;
			const struct state_page *page = &s->pages[change->page[side]];

			sheet_escape(out, page->folio);
			buf_text(out, "</b> <bdi>");
			sheet_escape(out, page->id);
			buf_text(out, "</bdi>");
		} else {
			buf_text(out, "The whole document</b>");
		}
		buf_printf(
		    out, " <span>%zu change%s</span></a></li>\n", end - i, end - i == 1 ? "" : "s");
	}
	if (folios)
		buf_printf(
		    out, "<li><a href=\"#p%d-%d\"><b>Page numbers</b></a></li>\n", number, ++order);
	buf_text(out, "</ol>\n");
}

/* The pages that have another number and nothing else, in one line. */
static void
add_folios(struct buf *out, const struct sheet_case *part, int number, int order)
{
	const struct change *any;
	struct buf folios = {0}, says = {0};
	size_t count = comparison_folios(&folios, part->c, part->old, part->new, &any);

	if (count > 0) {
		buf_printf(&says, "nothing else is different on %zu pages: %s", count, folios.at);
		sheet_pages_alike(out, any, says.at, number, order);
	}
	buf_close(&folios);
	buf_close(&says);
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
	if (c->count > 0 && part->draw == NULL)
		buf_text(out,
		    "<p class=\"from\">Pages are drawn from their marks: where things stand and "
		    "what they say; drawings as their boxes.</p>\n");
	if (c->count > 0)
		add_jump(out, part, number);
	for (size_t i = 0, end; i < c->count; i = end) {
		end = end_of_pair(c, i);
		if (!c->changes[i].folio)
			sheet_pair(out, part, &c->changes[i], end - i, number, ++order);
	}
	add_folios(out, part, number, ++order);
	buf_text(out, "</section>\n");
}

void
sheet_note(struct buf *out, const char *name, const char *verdict, const char *summary,
    const char *details, int number)
{
	add_heading(out, name, verdict, summary, number);
	if (*details != '\0') {
		buf_text(out, "<pre>");
		sheet_escape(out, details);
		buf_text(out, "</pre>\n");
	}
	buf_text(out, "</section>\n");
}

void
sheet_list(struct buf *out, const struct sheet_entry *entries, size_t count)
{
	if (count < 2)
		return;
	buf_text(out, "<nav aria-label=\"Cases\"><ol class=\"cases\" role=\"list\">\n");
	for (size_t i = 0; i < count; i++) {
		buf_printf(out, "<li><span class=\"verdict %s\">%s</span> <a href=\"#c%zu\"><bdi>",
		    entries[i].verdict, entries[i].verdict, i + 1);
		sheet_escape(out, entries[i].name);
		buf_text(out, "</bdi></a></li>\n");
	}
	buf_text(out, "</ol></nav>\n");
}

/* ---- the file ----------------------------------------------------------------------------- */

static void
add_lines(struct buf *out, const char *const *lines)
{
	for (; *lines != NULL; lines++) {
		buf_text(out, *lines);
		buf_byte(out, '\n');
	}
}

/* Nothing may be fetched, and no script run but the one that has this hash. */
static void
add_policy(struct buf *out)
{
	struct buf script = {0};
	unsigned char digest[32];

	buf_byte(&script, '\n');
	add_lines(&script, sheet_script);
	sha256(script.at, script.len, digest);
	buf_close(&script);
	buf_text(out,
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src "
	    "data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; script-src "
	    "'sha256-");
	sheet_base64(out, digest, sizeof digest);
	buf_text(out, "'\">\n");
}

static const char *const tools[] = {
    "<div class=\"tools\" hidden>",
    "<button type=\"button\" id=\"pause\" hidden>Pause</button>",
    "<fieldset class=\"views\"><legend class=\"away\">View</legend>",
    "<label><input type=\"radio\" name=\"view\" checked>Side by side <kbd>1</kbd></label>",
    "<label><input type=\"radio\" name=\"view\">Overlay <kbd>2</kbd></label>",
    "<label><input type=\"radio\" name=\"view\">Slider <kbd>3</kbd></label>",
    "<label><input type=\"radio\" name=\"view\">Blink <kbd>4</kbd></label>",
    "</fieldset>",
    "<label class=\"switch\"><input type=\"checkbox\" id=\"outlines\" checked>Outlines "
    "<kbd>o</kbd></label>",
    "<button type=\"button\" id=\"keys\">Keys <kbd>?</kbd></button>",
    "</div>",
    NULL,
};

static const char *const help[] = {
    "<dialog id=\"help\" aria-labelledby=\"help-title\">",
    "<h2 id=\"help-title\">Keys</h2>",
    "<dl>",
    "<dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>next page, the page before</dd>",
    "<dt><kbd>n</kbd> <kbd>p</kbd></dt><dd>next change, the change before</dd>",
    "<dt><kbd>Enter</kbd></dt><dd>from a change to its place on the page</dd>",
    "<dt><kbd>1</kbd> <kbd>2</kbd> <kbd>3</kbd> <kbd>4</kbd></dt>",
    "<dd>side by side, overlay, slider, blink</dd>",
    "<dt><kbd>\u2190</kbd> <kbd>\u2192</kbd></dt>",
    "<dd>slider: where old ends and new begins; blink: show old, show new</dd>",
    "<dt><kbd>space</kbd></dt><dd>blink: pause, play</dd>",
    "<dt><kbd>o</kbd></dt><dd>outlines on, off</dd>",
    "<dt><kbd>?</kbd></dt><dd>this list; <kbd>Esc</kbd> closes it</dd>",
    "</dl>",
    "<form method=\"dialog\">",
    "<label class=\"switch\"><input type=\"checkbox\" id=\"letters\" checked>Letters and digits "
    "are keys</label>",
    "<button>Close</button>",
    "</form>",
    "</dialog>",
    NULL,
};

void
sheet_open(struct buf *out, const char *title, const char *summary)
{
	buf_text(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
	add_policy(out);
	buf_text(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		      "<link rel=\"icon\" href=\"data:,\">\n<title>");
	sheet_escape(out, title);
	buf_text(out, "</title>\n<style>\n");
	add_lines(out, sheet_style);
	buf_text(out,
	    "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">To the changes</a>\n"
	    "<header class=\"bar\">\n<div><h1>");
	sheet_escape(out, title);
	buf_text(out, "</h1>");
	if (*summary != '\0') {
		buf_text(out, "<p>");
		sheet_escape(out, summary);
		buf_text(out, "</p>");
	}
	buf_text(out, "</div>\n");
	add_lines(out, tools);
	buf_text(out, "</header>\n<main id=\"main\">\n");
}

void
sheet_close(struct buf *out)
{
	buf_text(out, "</main>\n");
	add_lines(out, help);
	buf_text(out, "<p id=\"said\" role=\"status\" class=\"away\"></p>\n<script>\n");
	add_lines(out, sheet_script);
	buf_text(out, "</script>\n</body>\n</html>\n");
}
