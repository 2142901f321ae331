/* markdown.c: CommonMark (0.30, read by cmark) to blocks of runs.
 *
 * In: a Markdown file, or one line of a setting. Out: paragraphs, headings and list items, each a
 * list of runs with their style, link and place. {values} are looked up in the words *after* the
 * Markdown is parsed, so a figure or a text from a table can never be markup. Typography comes
 * last, over all runs of a block.
 *
 * cmark's tree is walked by its iterator: nothing here recurses, however deep a file is nested.
 * What a report never needs is refused with its place, not dropped. A setting is parsed line by
 * line behind a full stop, which keeps cmark from seeing a list in "- 5 %"; the stop is taken off
 * again.
 */
#define CMARK_NO_SHORT_NAMES /* NODE_LIST is ours */
#include <cmark.h>
#include <stdlib.h>
#include <string.h>

#include "parts.h"

#define LISTS 6 /* nested */

struct walk {
	struct scope *s;
	const struct prose_styles *styles;
	const char *text; /* what cmark read, for columns; and where it begins */
	size_t length;
	struct place at;
	int shift;    /* characters that were put before it */
	bool exact;   /* `text` stands in the file as it is here */
	bool inlines; /* a setting: all in one list of runs */
	bool stop;    /* the full stop that was put before it is still to come */
	bool failed;
	int dialects; /* told */

	struct prose_block *blocks;
	size_t block_count, block_cap;
	struct run *runs;
	size_t run_count, run_cap;
	const struct style *base; /* of the block */
	int strong, emphasis;     /* nesting */
	const char *link;
	int lists;              /* nesting, also beyond LISTS */
	int numbers[LISTS];     /* of the item at each level; 0: bullets */
	bool item_starts;       /* the next paragraph is an item's first */
	const char *line_start; /* of the line last asked for, and its number */
	int line;
};

/* ---- places ------------------------------------------------------------------------------- */

/* The line of w->text with that number, from 1; lines are asked for in order. */
static const char *
line_of(struct walk *w, int line)
{
	const char *end = w->text + w->length, *next;

	if (line < w->line || w->line_start == NULL) {
		w->line_start = w->text;
		w->line = 1;
	}
	for (; w->line < line &&
	       (next = memchr(w->line_start, '\n', (size_t)(end - w->line_start))) != NULL;
	     w->line++)
		w->line_start = next + 1;
	return w->line_start;
}

/* cmark counts columns in bytes and people count characters. `words`, when they stand on that
 * line as they are, tell the column better: cmark loses it behind a broken line. */
static struct place
place_of(struct walk *w, cmark_node *node, const char *words)
{
	int line = cmark_node_get_start_line(node), column = cmark_node_get_start_column(node);
	size_t length = words != NULL ? strlen(words) : 0, room, from;
	struct place at = w->at;
	const char *start;
	int characters;

	if (line < 1 || column < 1 || !w->exact)
		return at;
	start = line_of(w, line);
	room = (size_t)(w->text + w->length - start);
	from = (size_t)column - 1 < room ? (size_t)column - 1 : room;
	if (length > 0 && (room - from < length || memcmp(start + from, words, length) != 0))
		for (from = 0; from + length < room && start[from] != '\n' &&
			       memcmp(start + from, words, length) != 0;)
			from++;
	characters = (int)utf8_count(start, from);
	at.line += line - 1;
	/* A text of several lines stands in the layout as a block: all begin in one column. */
	at.column += characters - (line == 1 ? w->shift : 0);
	if (at.column < 1)
		at.column = 1;
	at.length = from + length <= room && length > 0 && memcmp(start + from, words, length) == 0
			? (int)utf8_count(words, length)
			: 1;
	return at;
}

/* ---- styles ---------------------------------------------------------------------------------- */

static const struct style *
variant_of(struct walk *w, cmark_node *node)
{
	bool strong = w->strong > 0;
	const struct style *base = w->base,
			   *made = style_variant(w->s, base, strong, w->emphasis > 0);

	if (made != NULL)
		return made;
	w->failed = true;
	diag_add(w->s->d, DIAG_ERROR, place_of(w, node, NULL), "no-face",
	    "these words are %s, but no style of the theme has %s of \"%s\"",
	    strong ? "strong" : "emphasized", strong ? "a heavier weight" : "the italic",
	    base->family);
	diag_help(w->s->d, "add a style with font: %s and %s", base->family,
	    strong ? "weight: 600" : "italic: yes");
	return base;
}

/* The style of words here. The styles given are for running text; a heading's strong words are its
 * own, heavier. */
static const struct style *
style_here(struct walk *w, cmark_node *node)
{
	bool running = w->base == w->styles->body || w->base == w->styles->item;

	if (w->strong == 0 && w->emphasis == 0)
		return w->base;
	if (running && w->strong > 0 && w->styles->strong != NULL)
		return w->styles->strong;
	if (running && w->strong == 0 && w->styles->emphasis != NULL)
		return w->styles->emphasis;
	return variant_of(w, node);
}

/* ---- runs ----------------------------------------------------------------------------------- */

static void
add_run(struct walk *w, struct run run)
{
	GROW(w->s->a, w->runs, w->run_count, w->run_cap);
	w->runs[w->run_count++] = run;
}

/* A line of dashes and bars under a line with bars: what other dialects call a table. */
static bool
is_table_rule(const char *text)
{
	return strchr(text, '|') != NULL && strstr(text, "--") != NULL &&
	       text[strspn(text, "|-: ")] == '\0';
}

static void
refuse(struct walk *w, struct place at, const char *what, const char *help)
{
	w->failed = true;
	diag_add(w->s->d, DIAG_ERROR, at, "prose-refused", "%s cannot stand in the text", what);
	diag_help(w->s->d, "%s", help);
}

/* Without the full stop that was put before a setting. */
static const char *
own_words(struct walk *w, cmark_node *node)
{
	const char *words = cmark_node_get_literal(node);

	if (w->stop && words[0] == '.') {
		w->stop = false;
		words++;
	}
	return words;
}

static void
add_values(struct walk *w, const char *words, const struct style *style, struct place at)
{
	const struct stretch *items;
	size_t count = 0;

	items = value_expand(w->s, (struct setting){words, at}, &count);
	if (items == NULL) {
		w->failed = true;
		return;
	}
	for (size_t i = 0; i < count; i++)
		add_run(w, (struct run){.text = items[i].text != NULL ? items[i].text : "",
			       .style = style,
			       .figure = items[i].cell != NULL ? &items[i].cell->at : NULL,
			       .link = w->link,
			       .page = (uint8_t)items[i].page,
			       .at = at});
}

/* What other dialects know and CommonMark leaves as it stands. Whoever means the characters writes
 * a backslash before them. */
static const struct dialect {
	const char *mark, *escaped, *what, *help; /* escaped: the character */
	bool starts;                              /* only where words begin */
} dialects[] = {
    {"[^", "[", "a footnote", "put the note in brackets, or into a text block of its own", false},
    {"][", "[", "a link whose address stands elsewhere", "write [words](https://…)", false},
    {"~~", "~", "struck words", "leave them out, or take the ~~ away", false},
    {"[ ] ", "[", "a box to tick", "take the [ ] away", true},
    {"[x] ", "[", "a ticked box", "take the [x] away", true},
    {"**", "*", "\"**\" without its partner",
	"strong words stand between ** and **, without a space inside", false},
};

enum { DIALECTS_TOLD = 50 }; /* of one text; the rest is no different */

/* Does the node's own line say, by a backslash, that the character is meant? */
static bool
is_escaped(struct walk *w, cmark_node *node, const char *escaped)
{
	int line = cmark_node_get_start_line(node);
	const char *c = line > 0 ? line_of(w, line) : w->text, *end = w->text + w->length;
	const char *stop = memchr(c, '\n', (size_t)(end - c));

	end = stop != NULL ? stop : end;
	for (; (c = memchr(c, '\\', (size_t)(end - c))) != NULL; c++) {
		if (end - c > 1 && c[1] == escaped[0])
			return true;
	}
	return false;
}

static bool
refuse_dialect(struct walk *w, cmark_node *node, const char *words)
{
	bool refused = false;

	if (w->dialects >= DIALECTS_TOLD)
		return false;
	for (size_t i = 0; i < COUNT(dialects); i++) {
		const struct dialect *d = &dialects[i];
		const char *at = strstr(words, d->mark);

		if (at == NULL || (d->starts && at != words) || is_escaped(w, node, d->escaped))
			continue;
		refuse(w, place_of(w, node, d->mark), d->what, d->help);
		w->dialects++;
		refused = true;
	}
	return refused;
}

static void
add_words(struct walk *w, cmark_node *node)
{
	const char *words = own_words(w, node);
	struct place at;

	if (words[0] == '\0')
		return;
	at = place_of(w, node, words);
	if (is_table_rule(words))
		refuse(w, at, "a table", "put its rows into a CSV file and place a table block");
	else if (!refuse_dialect(w, node, words))
		add_values(w, arena_text(w->s->a, words), style_here(w, node), at);
}

static void
add_space(struct walk *w, cmark_node *node)
{
	if (w->run_count > 0)
		add_run(w, (struct run){.text = " ",
			       .style = style_here(w, node),
			       .link = w->link,
			       .at = w->runs[w->run_count - 1].at});
}

static void
add_break(struct walk *w)
{
	if (w->run_count > 0)
		w->runs[w->run_count - 1].line_break = true;
}

/* "**{amounts.total}** €": value_expand sees only what stands in the same style. */
static void
check_signs(struct walk *w)
{
	for (size_t i = 0; i + 1 < w->run_count; i++) {
		const struct run *figure = &w->runs[i], *after = &w->runs[i + 1];

		if (figure->figure == NULL || after->figure != NULL ||
		    figure->style == after->style ||
		    number_said_twice(figure->text, after->text) == NULL)
			continue;
		w->failed = true;
		diag_add(w->s->d, DIAG_ERROR, after->at, "unit-twice",
		    "the figure is written with its unit, \"%s\", and the text says it again",
		    figure->text);
		diag_help(w->s->d,
		    "take it out of the text, or name a format that writes the number alone");
	}
}

static struct runs
end_runs(struct walk *w)
{
	struct runs runs = {w->runs, w->run_count};

	check_signs(w);
	if (w->run_count > 0) {
		typography_runs(w->s->a, w->s->report->language, w->runs, w->run_count);
		w->runs[w->run_count - 1].line_break = false;
	}
	w->runs = NULL;
	w->run_count = w->run_cap = 0;
	return runs;
}

/* ---- nodes ---------------------------------------------------------------------------------- */

static const struct refusal {
	cmark_node_type type;
	const char *what, *help;
} refusals[] = {
    {CMARK_NODE_HTML_BLOCK, "HTML", "write *emphasis* or **strong**, or leave the tags out"},
    {CMARK_NODE_HTML_INLINE, "HTML", "write *emphasis* or **strong**, or leave the tags out"},
    {CMARK_NODE_IMAGE, "a picture", "place an image block in the layout"},
    {CMARK_NODE_CODE, "code between backticks", "leave the backticks out"},
    {CMARK_NODE_CODE_BLOCK, "a block of code",
	"a line that begins with four spaces is one; take the spaces away"},
    {CMARK_NODE_THEMATIC_BREAK, "a rule", "place a rule block in the layout, or leave it out"},
    {CMARK_NODE_BLOCK_QUOTE, "a quotation", "take the > away and write it with \"quotes\""},
};

static void
refuse_node(struct walk *w, cmark_node *node)
{
	for (size_t i = 0; i < COUNT(refusals); i++)
		if (refusals[i].type == cmark_node_get_type(node))
			refuse(w, place_of(w, node, NULL), refusals[i].what, refusals[i].help);
}

static void
enter_link(struct walk *w, cmark_node *node)
{
	const char *url = cmark_node_get_url(node);
	cmark_node *child = cmark_node_first_child(node);
	const char *words = child != NULL ? cmark_node_get_literal(child) : NULL;
	bool web = strncmp(url, "https://", 8) == 0 && url[8] != '\0';
	bool mail = strncmp(url, "mailto:", 7) == 0 && strchr(url, '@') != NULL;

	if (words != NULL && words[0] == '^')
		refuse(w, place_of(w, node, NULL), dialects[0].what, dialects[0].help);
	else if (!web && !mail && (url[0] != '#' || url[1] == '\0'))
		refuse(w, place_of(w, node, NULL), "this link",
		    "a link leads to \"#id\" of a block, or to an address with https:// or "
		    "mailto:");
	w->link = arena_text(w->s->a, url);
}

static void
enter_list(struct walk *w, cmark_node *node)
{
	if (w->lists == LISTS)
		refuse(
		    w, place_of(w, node, NULL), "a list in a list, seven deep", "use fewer levels");
	if (w->lists < LISTS)
		w->numbers[w->lists] = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
					   ? cmark_node_get_list_start(node) - 1
					   : -1;
	w->lists++;
}

static void
enter_item(struct walk *w)
{
	int level = w->lists < LISTS ? w->lists : LISTS;

	w->item_starts = true;
	if (level > 0 && w->numbers[level - 1] >= 0)
		w->numbers[level - 1]++;
}

static void
enter_text_block(struct walk *w, cmark_node *node)
{
	bool heading = cmark_node_get_type(node) == CMARK_NODE_HEADING;

	if (heading && w->lists > 0)
		refuse(w, place_of(w, node, NULL), "a heading in a list", "end the list before it");
	if (w->inlines)
		return;
	w->base = w->lists > 0 && w->styles->item != NULL ? w->styles->item : w->styles->body;
	if (heading && w->styles->headings[cmark_node_get_heading_level(node) - 1] != NULL)
		w->base = w->styles->headings[cmark_node_get_heading_level(node) - 1];
}

static void
leave_text_block(struct walk *w, cmark_node *node)
{
	struct prose_block block = {.first = w->item_starts};

	if (w->inlines || w->run_count == 0)
		return;
	block.runs = end_runs(w);
	if (cmark_node_get_type(node) == CMARK_NODE_HEADING) {
		block.kind = PROSE_HEADING;
		block.level = cmark_node_get_heading_level(node);
	} else if (w->lists > 0) {
		block.kind = PROSE_ITEM;
		block.level = w->lists < LISTS ? w->lists : LISTS;
		block.number = w->numbers[block.level - 1] > 0 ? w->numbers[block.level - 1] : 0;
		w->item_starts = false;
	}
	GROW(w->s->a, w->blocks, w->block_count, w->block_cap);
	w->blocks[w->block_count++] = block;
}

static void
enter(struct walk *w, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_LIST:
		enter_list(w, node);
		break;
	case CMARK_NODE_ITEM:
		enter_item(w);
		break;
	case CMARK_NODE_PARAGRAPH:
	case CMARK_NODE_HEADING:
		enter_text_block(w, node);
		break;
	case CMARK_NODE_TEXT:
		add_words(w, node);
		break;
	case CMARK_NODE_SOFTBREAK:
		add_space(w, node);
		break;
	case CMARK_NODE_LINEBREAK:
		add_break(w);
		break;
	case CMARK_NODE_EMPH:
		w->emphasis++;
		break;
	case CMARK_NODE_STRONG:
		w->strong++;
		break;
	case CMARK_NODE_LINK:
		enter_link(w, node);
		break;
	default:
		refuse_node(w, node);
		break;
	}
}

static void
leave(struct walk *w, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_LIST:
		w->lists--;
		break;
	case CMARK_NODE_ITEM:
		w->item_starts = false;
		break;
	case CMARK_NODE_PARAGRAPH:
	case CMARK_NODE_HEADING:
		leave_text_block(w, node);
		break;
	case CMARK_NODE_EMPH:
		w->emphasis--;
		break;
	case CMARK_NODE_STRONG:
		w->strong--;
		break;
	case CMARK_NODE_LINK:
		w->link = NULL;
		break;
	default:
		break;
	}
}

static void
walk_text(struct walk *w)
{
	cmark_node *document = cmark_parse_document(w->text, w->length, CMARK_OPT_DEFAULT);
	cmark_iter *iter;
	cmark_event_type event;

	cmark_consolidate_text_nodes(document);
	iter = cmark_iter_new(document);
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		if (event == CMARK_EVENT_ENTER)
			enter(w, cmark_iter_get_node(iter));
		else
			leave(w, cmark_iter_get_node(iter));
	}
	cmark_iter_free(iter);
	cmark_node_free(document);
}

/* ---- the doors ------------------------------------------------------------------------------ */

static bool
read_file(struct scope *s, const char *text, size_t length, struct place at,
    const struct prose_styles *styles, struct prose *prose)
{
	struct walk w = {.s = s, .styles = styles, .text = text, .length = length, .at = at};
	const char *first_end = memchr(text, '\n', length);
	size_t good = utf8_check(text, length),
	       first = first_end ? (size_t)(first_end - text) : length;

	*prose = (struct prose){0};
	if (good < length) {
		const char *line = text;

		for (const char *c = text;
		     (c = memchr(c, '\n', good - (size_t)(c - text))) != NULL;) {
			line = ++c;
			at.line++;
			at.column = 1;
		}
		at.column += (int)utf8_count(line, good - (size_t)(line - text));
		at.length = 1;
		diag_add(s->d, DIAG_ERROR, at, "prose-encoding",
		    "the byte 0x%02X here is no letter of UTF-8", (unsigned char)text[good]);
		diag_help(s->d, "save the file again as UTF-8");
		return false;
	}
	/* A file is as it is; a setting with escapes or folded lines is not in the file as here. */
	w.exact = at.length <= 1 || at.length == (int)utf8_count(text, first);
	w.at.length = w.exact ? 1 : at.length;
	walk_text(&w);
	*prose = (struct prose){w.blocks, w.block_count};
	return !w.failed;
}

bool
prose_read(struct scope *s, const char *text, size_t length, struct place at,
    const struct prose_styles *styles, struct prose *prose)
{
	struct memo_text asked = {text, length, at, *styles, NULL};
	struct memo_answer answer = {0};
	size_t said = diag_total(s->d);
	bool good = memo_find(s->memo, &asked, &answer);

	if (!good) {
		good = read_file(s, text, length, at, styles, &answer.prose);
		if (good && diag_total(s->d) == said)
			memo_keep(s->memo, &asked, &answer);
	}
	*prose = answer.prose;
	return good;
}

/* Is there anything for cmark on this line? Values are none of its business. */
static bool
has_markup(const char *line, size_t length)
{
	bool value = false;

	for (size_t i = 0; i < length; i++) {
		if (line[i] == '{' || line[i] == '}')
			value = line[i] == '{';
		else if (!value && strchr("*_[]<>&`\\", line[i]) != NULL)
			return true;
	}
	return false;
}

static void
read_line(struct walk *w, const char *line, size_t length)
{
	struct buf text = {0};

	if (length == 0)
		return;
	if (!has_markup(line, length)) {
		add_values(w, arena_copy(w->s->a, line, length), w->base, w->at);
		return;
	}
	buf_byte(&text, '.');
	buf_add(&text, line, length);
	w->text = text.at;
	w->length = text.len;
	w->line_start = NULL;
	w->shift = 1;
	w->stop = true;
	walk_text(w);
	buf_close(&text);
}

/* The line's words end where blanks do; two of them, or a backslash, ask for a hard break. */
static size_t
line_words(const char *line, size_t length, bool *hard)
{
	size_t words = length;

	while (words > 0 && (line[words - 1] == ' ' || line[words - 1] == '\r'))
		words--;
	*hard = length - words >= 2;
	if (words == length && words > 0 && line[words - 1] == '\\' &&
	    (words < 2 || line[words - 2] != '\\')) {
		*hard = true;
		words--;
	}
	return words;
}

static bool
read_setting(struct scope *s, struct setting text, const struct style *style, struct runs *runs)
{
	struct prose_styles styles = {0};
	struct walk w = {.s = s, .styles = &styles, .at = text.at, .inlines = true, .base = style};
	const char *line = text.text != NULL ? text.text : "";

	w.exact = text.at.length == (int)utf8_count(line, strcspn(line, "\n"));
	for (bool last = false; !last;) {
		size_t length = strcspn(line, "\n"), words;
		bool hard;

		last = line[length] == '\0' || line[length + 1] == '\0';
		words = line_words(line, length, &hard);
		read_line(&w, line, words);
		if (!last && hard)
			add_break(&w);
		else if (!last && w.run_count > 0)
			add_run(&w, (struct run){.text = " ", .style = style, .at = text.at});
		line += length + (last ? 0 : 1);
		w.exact = false;
		w.at.length = 1;
	}
	*runs = end_runs(&w);
	return !w.failed;
}

bool
prose_inline(struct scope *s, struct setting text, const struct style *style, struct runs *runs)
{
	struct memo_text asked = {text.text != NULL ? text.text : "", 0, text.at, {0}, style};
	struct memo_answer answer = {0};
	size_t said = diag_total(s->d);
	bool good;

	asked.length = strlen(asked.at);
	good = memo_find(s->memo, &asked, &answer);
	if (!good) {
		good = read_setting(s, text, style, &answer.runs);
		if (good && diag_total(s->d) == said)
			memo_keep(s->memo, &asked, &answer);
	}
	*runs = answer.runs;
	return good;
}
