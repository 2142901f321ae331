/* diag_print.c: diagnostics as text, as coloured text, and as JSON, one object a line. The texts
 * end with how many there were: "2 errors, 1 warning".
 *
 * What came from files is shown, never obeyed: control characters, marks that turn the direction of
 * writing, and bad bytes become U+FFFD. A source line is shown as far as a window of 100 columns
 * goes, with the caret inside; tabs are expanded, accents set over their letters take no column and
 * wide characters two, so that the caret stands where the mistake is.
 */
#include <stdio.h>
#include <string.h>

#include "parts.h"

enum {
	WINDOW = 100,     /* columns of a source line */
	BEFORE = 50,      /* columns kept before a caret that is further right */
	CHARACTERS = 400, /* of a window, for those that take no column */
	TAB = 8
};

static const char *const level_names[] = {"note", "warning", "error", "failure"};

struct style {
	const char *level[DIAG_FAILURE + 1];
	const char *strong, *caret, *faint, *end;
};

static const struct style plain = {{"", "", "", ""}, "", "", "", ""};
static const struct style colours = {
    {"\033[1;36m", "\033[1;35m", "\033[1;31m", "\033[1;31m"},
    "\033[1m",
    "\033[1;32m",
    "\033[2m",
    "\033[0m",
};

/* ---- characters ------------------------------------------------------------------------------ */

struct range {
	uint32_t first, last;
};

static bool
in_ranges(uint32_t c, const struct range *ranges, size_t n)
{
	for (size_t i = 0; i < n && ranges[i].first <= c; i++) {
		if (c <= ranges[i].last)
			return true;
	}
	return false;
}

/* Columns on a terminal; the ranges are the common ones, enough to set a caret. */
static int
columns_of(uint32_t c)
{
	static const struct range none[] = {{0x300, 0x36F}, {0x483, 0x489}, {0x591, 0x5BD},
	    {0x610, 0x61A}, {0x64B, 0x65F}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200D},
	    {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}};
	static const struct range two[] = {{0x1100, 0x115F}, {0x2E80, 0x303E}, {0x3041, 0xA4CF},
	    {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0xFE30, 0xFE6F}, {0xFF00, 0xFF60},
	    {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF},
	    {0x20000, 0x3FFFD}};

	if (c < 0x300)
		return 1;
	return in_ranges(c, none, COUNT(none)) ? 0 : in_ranges(c, two, COUNT(two)) ? 2 : 1;
}

static void
put_character(struct buf *b, uint32_t c)
{
	char bytes[4];

	buf_add(b, bytes, utf8_put(utf8_is_control(c) ? 0xFFFD : c, bytes));
}

/* ---- source lines ---------------------------------------------------------------------------- */

/* The column after the character at *at, which is moved on. */
static int
advance(const char **at, const char *end, int column)
{
	uint32_t c = source_next(at, end);

	return c == '\t' ? column + TAB - column % TAB
			 : column + (utf8_is_control(c) ? 1 : columns_of(c));
}

static int
columns_between(const char *at, const char *to, const char *end)
{
	int column = 0;

	while (at < to)
		column = advance(&at, end, column);
	return column;
}

static const char *
step_back(const char *at, const char *start)
{
	const char *back = at - 1;

	while (back > start && at - back < 4 && ((unsigned char)*back & 0xC0) == 0x80)
		back--;
	return back;
}

/* Where the window begins: at the line's start when the caret is then well inside. */
static const char *
window_start(struct line whole, const char *caret)
{
	const char *start = caret;

	for (int i = 0; i < WINDOW && start > whole.at; i++)
		start = step_back(start, whole.at);
	if (start == whole.at && columns_between(start, caret, whole.end) <= WINDOW - 20)
		return start;
	while (columns_between(start, caret, whole.end) > BEFORE)
		source_next(&start, whole.end);
	return start;
}

/* The columns of the window in which the caret line stands. */
struct caret {
	int from, to;
};

static struct caret
put_window(struct buf *b, const struct source *s, int length)
{
	struct line whole = s->whole;
	const char *at = window_start(whole, s->character);
	struct caret caret = {-1, -1};
	int column = 0, left = length > 1 ? length : 1, n;

	if (at > whole.at) {
		buf_text(b, "…");
		column = 1;
	}
	for (n = 0; at < whole.end && column < WINDOW && n < CHARACTERS; n++) {
		const char *character = at;
		int before = column;
		uint32_t c = source_next(&at, whole.end);
		const char *again = character;

		column = advance(&again, whole.end, column);
		if (c == '\t')
			buf_printf(b, "%*s", column - before, "");
		else
			put_character(b, c);
		if (character == s->character)
			caret.from = before;
		if (character >= s->character && left > 0) {
			caret.to = column;
			left--;
		}
	}
	if (at < whole.end)
		buf_text(b, "…");
	if (caret.from < 0)
		caret = (struct caret){column, column + 1};
	return caret;
}

static void
put_source(struct buf *b, const struct diag *d, struct place at, const struct style *style)
{
	struct source *s = at.file != NULL ? map_find(d->sources, at.file) : NULL;
	struct caret caret;
	char number[16];
	int width;

	if (s == NULL || !source_find(d->a, s, at.line, at.column > 1 ? at.column : 1))
		return;
	width = snprintf(number, sizeof number, "%5d", at.line);
	buf_printf(b, "%s%s |%s ", style->faint, number, style->end);
	caret = put_window(b, s, at.length);
	buf_byte(b, '\n');
	if (at.column < 1)
		return;
	buf_printf(b, "%s%*s |%s %*s%s^", style->faint, width, "", style->end, caret.from, "",
	    style->caret);
	for (int i = caret.from + 1; i < caret.to; i++)
		buf_byte(b, '~');
	buf_printf(b, "%s\n", style->end);
}

/* ---- text ------------------------------------------------------------------------------------ */

void
place_write(struct buf *out, struct place at)
{
	if (at.file == NULL)
		return;
	buf_plain(out, at.file);
	if (at.line > 0)
		buf_printf(out, ":%d", at.line);
	if (at.line > 0 && at.column > 0)
		buf_printf(out, ":%d", at.column);
}

static void
put_place(struct buf *b, struct place at)
{
	if (at.file != NULL)
		place_write(b, at);
	else
		buf_text(b, "bilan");
	buf_text(b, ": ");
}

static void
put_entry(struct buf *b, const struct diag *d, const struct entry *e, const struct style *style)
{
	buf_text(b, style->strong);
	put_place(b, e->at);
	buf_printf(b, "%s%s%s:%s%s ", style->end, style->level[e->level], level_names[e->level],
	    style->end, style->strong);
	buf_plain(b, e->message);
	buf_printf(b, "%s [%s]\n", style->end, e->code);
	put_source(b, d, e->at, style);
	for (const struct remark *r = e->help.first; r != NULL; r = r->next) {
		buf_printf(b, "   %shelp:%s ", style->strong, style->end);
		buf_plain(b, r->text);
		buf_byte(b, '\n');
	}
	for (const struct remark *r = e->also.first; r != NULL; r = r->next) {
		buf_text(b, style->strong);
		put_place(b, r->at);
		buf_printf(b, "%s%snote:%s ", style->end, style->level[DIAG_NOTE], style->end);
		buf_plain(b, r->text);
		buf_byte(b, '\n');
		put_source(b, d, r->at, style);
	}
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void
put_members_of_place(struct buf *b, struct place at, const char *message)
{
	buf_text(b, "\"file\":");
	if (at.file != NULL)
		buf_json(b, at.file);
	else
		buf_text(b, "null");
	buf_printf(b, ",\"line\":%d,\"column\":%d,\"message\":", at.line, at.column);
	buf_json(b, message);
}

static void
put_on_page(struct buf *b, const struct on_page *at)
{
	if (at->page == 0)
		return;
	buf_printf(b, ",\"page\":%d,\"block\":", at->page);
	buf_json(b, at->block);
	buf_printf(b, ",\"mm\":[%.1f,%.1f]", dimen_mm(at->x), dimen_mm(at->y));
}

static void
put_object(struct buf *b, const struct entry *e)
{
	buf_printf(b, "{\"level\":\"%s\",\"code\":", level_names[e->level]);
	buf_json(b, e->code);
	buf_byte(b, ',');
	put_members_of_place(b, e->at, e->message);
	buf_text(b, ",\"help\":[");
	for (const struct remark *r = e->help.first; r != NULL; r = r->next) {
		buf_json(b, r->text);
		buf_text(b, r->next != NULL ? "," : "");
	}
	buf_text(b, "],\"also\":[");
	for (const struct remark *r = e->also.first; r != NULL; r = r->next) {
		buf_byte(b, '{');
		put_members_of_place(b, r->at, r->text);
		buf_text(b, r->next != NULL ? "}," : "}");
	}
	buf_byte(b, ']');
	put_on_page(b, &e->on_page);
	buf_text(b, "}\n");
}

/* ---- all of them ----------------------------------------------------------------------------- */

static void
put_one(struct buf *b, const struct diag *d, const struct entry *e, enum diag_form form)
{
	if (form == DIAG_JSON)
		put_object(b, e);
	else
		put_entry(b, d, e, form == DIAG_COLOUR ? &colours : &plain);
}

/* "1 error, 2 warnings": of each level from the worst down to `least` that has some. */
static void
put_numbers(struct buf *b, const size_t numbers[], int least, const char *more)
{
	const char *comma = "";

	for (int level = DIAG_FAILURE; level >= least; level--) {
		size_t n = numbers[level];

		if (n == 0)
			continue;
		buf_printf(b, "%s%zu %s%s%s", comma, n, more, level_names[level], n > 1 ? "s" : "");
		comma = ", ";
	}
}

/* Says how many are not shown. */
static void
put_rest(struct buf *b, const struct diag *d, const size_t shown[], enum diag_form form)
{
	struct entry rest = {.level = DIAG_NOTE, .code = "more"};
	size_t hidden[DIAG_FAILURE + 1];
	struct buf message = {0};

	for (int level = DIAG_NOTE; level <= DIAG_FAILURE; level++)
		hidden[level] = d->counts[level] - shown[level];
	put_numbers(&message, hidden, DIAG_NOTE, "more ");
	if (message.len > 0) {
		buf_text(&message, " not shown; mend the first ones and run again");
		rest.message = message.at;
		put_one(b, d, &rest, form);
	}
	buf_close(&message);
}

static void
put_summary(struct buf *b, const struct diag *d, const struct style *style)
{
	struct buf numbers = {0};

	put_numbers(&numbers, d->counts, DIAG_WARNING, "");
	if (numbers.len > 0)
		buf_printf(b, "%s%s%s\n", style->strong, numbers.at, style->end);
	buf_close(&numbers);
}

void
diag_print(const struct diag *d, enum diag_form form, FILE *out)
{
	size_t severe = d->kept[true], room[2] = {DIAG_LIMIT - severe, severe};
	size_t shown[DIAG_FAILURE + 1] = {0};
	struct buf b = {0};

	for (size_t i = 0; i < d->count; i++) {
		const struct entry *e = &d->entries[i];

		if (room[is_severe(e->level)] == 0)
			continue;
		room[is_severe(e->level)]--;
		shown[e->level]++;
		put_one(&b, d, e, form);
		fwrite(b.at, 1, b.len, out);
		buf_empty(&b);
	}
	put_rest(&b, d, shown, form);
	if (form != DIAG_JSON)
		put_summary(&b, d, form == DIAG_COLOUR ? &colours : &plain);
	if (b.len > 0)
		fwrite(b.at, 1, b.len, out);
	buf_close(&b);
}
