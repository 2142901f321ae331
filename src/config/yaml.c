/* yaml.c: a YAML file to located nodes; the only user of libyaml.
 *
 * libyaml's parser gives events; a stack of open lists and mappings (a plain array, no recursion)
 * turns them into nodes. Finished children wait on one shared stack until their container ends and
 * takes them in one piece. What a layout never needs is refused: anchors, aliases, tags, a second
 * document, more than 40 levels, 4 MB or a million nodes. These caps also bound what a hostile file
 * can cost.
 *
 * libyaml counts columns in characters, as we do. A scalar's place is its first character of text:
 * after the opening quotation mark, and for | and > on the line after it, at the text's
 * indentation. A syntax error ends the reading, since nothing sure follows it; what is merely
 * refused or written twice is collected.
 */
#include <string.h>

#include <yaml.h>

#include "parts.h"

#define SIZE_LIMIT ((size_t)4 << 20)
#define NODE_LIMIT 1000000
#define MAX_OPEN   40

struct open { /* a list or mapping whose end has not come */
	bool map, flow;
	size_t base; /* of its children on the stack */
	struct place at;
};

struct reader {
	struct arena *a;
	struct diag *d;
	yaml_parser_t parser;
	const char *name, *start, *end;
	const char *line_at; /* start of line `line`; moves forward */
	int line;
	const struct node **stack;
	size_t count, cap;
	struct open open[MAX_OPEN];
	int depth;
	size_t nodes;
	int documents;
	bool failed, stop;
};

/* ---- places ------------------------------------------------------------------------------ */

static struct place
place_of(const struct reader *r, yaml_mark_t mark, size_t length)
{
	return (struct place){.file = r->name,
	    .line = (int)mark.line + 1,
	    .column = (int)mark.column + 1,
	    .length = length > 0 ? (int)length : 1};
}

static const char *
line_end(const struct reader *r, const char *at)
{
	const char *end = at;

	while (end < r->end && *end != '\n')
		end++;
	while (end > at && (end[-1] == '\r' || end[-1] == ' '))
		end--;
	return end;
}

static const char *
next_line(const struct reader *r, const char *at)
{
	const char *end = memchr(at, '\n', (size_t)(r->end - at));

	return end != NULL ? end + 1 : r->end;
}

/* The start of a line; lines are asked for in rising order. */
static const char *
line_start(struct reader *r, int line)
{
	while (r->line < line && r->line_at < r->end) {
		r->line_at = next_line(r, r->line_at);
		r->line++;
	}
	return r->line_at;
}

static void
rewind_lines(struct reader *r)
{
	r->line_at = r->start;
	r->line = 1;
}

/* The text of a block scalar: its first line, at the indentation of the first that is not blank. */
static struct place
block_place(struct reader *r, const yaml_event_t *e)
{
	struct place at = place_of(r, e->start_mark, 1);
	const char *first = next_line(r, line_start(r, at.line)), *line = first, *text = first;

	for (size_t n = e->start_mark.line + 1; n <= e->end_mark.line && line < r->end; n++) {
		text = line + strspn(line, " ");
		if (text < line_end(r, line))
			break;
		line = next_line(r, line);
	}
	if (e->data.scalar.length == 0 || line >= r->end || text >= line_end(r, line))
		return at;
	at.line++;
	at.column = (int)(text - line) + 1;
	if (line == first)
		at.length = (int)utf8_count(text, (size_t)(line_end(r, line) - text));
	return at;
}

static struct place
scalar_place(struct reader *r, const yaml_event_t *e)
{
	size_t quote = 0, length, line_length;
	const char *line;

	switch (e->data.scalar.style) {
	case YAML_LITERAL_SCALAR_STYLE:
	case YAML_FOLDED_SCALAR_STYLE:
		return block_place(r, e);
	case YAML_SINGLE_QUOTED_SCALAR_STYLE:
	case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
		quote = 1;
		break;
	default:
		break;
	}
	length = e->end_mark.column - e->start_mark.column - 2 * quote;
	if (e->end_mark.line != e->start_mark.line) {
		line = line_start(r, (int)e->start_mark.line + 1);
		line_length = utf8_count(line, (size_t)(line_end(r, line) - line));
		length = line_length - e->start_mark.column - quote;
		if (line_length < e->start_mark.column + quote)
			length = 0;
	}
	struct place at = place_of(r, e->start_mark, length);

	at.column += (int)quote;
	return at;
}

/* ---- nodes ------------------------------------------------------------------------------- */

static void
refuse(struct reader *r, struct place at, const char *what, const char *help)
{
	diag_add(r->d, DIAG_ERROR, at, "yaml-refused", "%s", what);
	if (help != NULL)
		diag_help(r->d, "%s", help);
	r->failed = true;
}

static struct node *
new_node(struct reader *r, enum node_kind kind, struct place at)
{
	struct node *n = NEW(r->a, struct node);

	n->kind = kind;
	n->at = at;
	if (++r->nodes > NODE_LIMIT) {
		diag_add(r->d, DIAG_ERROR, at, "yaml-depth",
		    "this file holds more than a million values");
		r->failed = r->stop = true;
	}
	return n;
}

static bool
wants_key(const struct reader *r)
{
	const struct open *o;

	if (r->depth == 0)
		return false;
	o = &r->open[r->depth - 1];
	return o->map && (r->count - o->base) % 2 == 0;
}

static void
push(struct reader *r, const struct node *n)
{
	GROW(r->a, r->stack, r->count, r->cap);
	r->stack[r->count++] = n;
}

static void
check_plain_node(struct reader *r, yaml_mark_t mark, const void *anchor, const void *tag)
{
	if (anchor != NULL)
		refuse(r, place_of(r, mark, 1), "a value cannot begin with & (an anchor)",
		    "write the value out in full; text that begins with & goes in quotes");
	if (tag != NULL)
		refuse(r, place_of(r, mark, 1), "a value cannot begin with ! (a tag)",
		    "text that begins with ! goes in quotes");
}

/* Where `mark` is, at the most the end of its line. */
static const char *
text_at(struct reader *r, yaml_mark_t mark)
{
	const char *at = line_start(r, (int)mark.line + 1), *end = line_end(r, at);

	for (size_t n = mark.column; n > 0 && at < end; n--) {
		for (at++; at < end && (*at & 0xC0) == 0x80;)
			at++;
	}
	return at;
}

/* What stands behind `mark` on its line, blanks left out. */
static char
next_on_line(struct reader *r, yaml_mark_t mark)
{
	const char *at = text_at(r, mark), *end = line_end(r, r->line_at);

	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	return at < end ? *at : '\0';
}

static void
take_scalar(struct reader *r, const yaml_event_t *e)
{
	const char *text = (const char *)e->data.scalar.value;
	struct node *n = new_node(r, NODE_SCALAR, scalar_place(r, e));

	check_plain_node(r, e->start_mark, e->data.scalar.anchor, e->data.scalar.tag);
	if (strlen(text) != e->data.scalar.length)
		refuse(r, n->at, "this text holds the character U+0000", "remove \\0 from it");
	n->plain = e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	n->text = arena_copy(r->a, text, strlen(text));
	if (n->plain && wants_key(r))
		n->bare = r->open[r->depth - 1].flow && next_on_line(r, e->end_mark) != ':';
	else if (n->plain)
		n->commented = *text == '\0' && next_on_line(r, e->start_mark) == '#';
	push(r, n);
}

static void
take_alias(struct reader *r, const yaml_event_t *e)
{
	struct node *n = new_node(
	    r, NODE_SCALAR, place_of(r, e->start_mark, e->end_mark.column - e->start_mark.column));

	refuse(r, n->at, "a value cannot begin with * (an alias)",
	    "write the value out in full; text that begins with * goes in quotes: \"*important*\"");
	n->text = "";
	push(r, n);
}

static void
open_container(struct reader *r, const yaml_event_t *e)
{
	bool map = e->type == YAML_MAPPING_START_EVENT;
	bool flow = map ? e->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
			: e->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
	struct place at = place_of(r, e->start_mark, 1);

	if (map)
		check_plain_node(
		    r, e->start_mark, e->data.mapping_start.anchor, e->data.mapping_start.tag);
	else
		check_plain_node(
		    r, e->start_mark, e->data.sequence_start.anchor, e->data.sequence_start.tag);
	if (r->depth == MAX_OPEN) {
		diag_add(r->d, DIAG_ERROR, at, "yaml-depth",
		    "lists and settings stand more than %d levels inside one another", MAX_OPEN);
		r->failed = r->stop = true;
		return;
	}
	if (wants_key(r)) {
		refuse(r, at, "the name of a setting must be a word, not a list or settings",
		    "text with {values} goes in quotes: \"{year}\"");
		r->stop = true;
		return;
	}
	r->open[r->depth++] = (struct open){.map = map, .flow = flow, .base = r->count, .at = at};
}

static void
close_container(struct reader *r)
{
	struct open o = r->open[--r->depth];
	const struct node **children = r->count > 0 ? r->stack + o.base : NULL;
	size_t n = r->count - o.base;
	struct node *node = new_node(r, o.map ? NODE_MAP : NODE_LIST, o.at);

	node->count = o.map ? n / 2 : n;
	node->items = NEW_ARRAY(r->a, const struct node *, node->count + 1);
	if (o.map) {
		node->keys = NEW_ARRAY(r->a, const struct node *, node->count + 1);
		for (size_t i = 0; i < node->count; i++) {
			node->keys[i] = children[2 * i];
			node->items[i] = children[2 * i + 1];
		}
		if (!o.flow && node->count > 0)
			node->at = node->keys[0]->at;
		if (!node_check_keys(r->a, r->d, node))
			r->failed = true;
	} else if (n > 0) {
		memcpy(node->items, children, n * sizeof *children);
	}
	r->count = o.base;
	push(r, node);
}

/* ---- events ------------------------------------------------------------------------------ */

static void
take_event(struct reader *r, const yaml_event_t *e)
{
	switch (e->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (e->data.document_start.version_directive != NULL ||
		    e->data.document_start.tag_directives.start !=
			e->data.document_start.tag_directives.end)
			refuse(r, place_of(r, e->start_mark, 1), "a line cannot begin with %",
			    "remove the lines that begin with %, and the line ---");
		if (++r->documents > 1) {
			refuse(r, place_of(r, e->start_mark, 3), "a second document begins here",
			    "remove the line ---, or put what follows in a file of its own");
			r->stop = true;
		}
		break;
	case YAML_ALIAS_EVENT:
		take_alias(r, e);
		break;
	case YAML_SCALAR_EVENT:
		take_scalar(r, e);
		break;
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT:
		open_container(r, e);
		break;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		close_container(r);
		break;
	case YAML_STREAM_END_EVENT:
		r->stop = true;
		break;
	default:
		break;
	}
}

/* A place in the text that is no mark of the parser's. */
static struct place
place_at(const struct reader *r, const char *at, size_t length)
{
	const char *line = at;
	int n = 1;

	while (line > r->start && line[-1] != '\n')
		line--;
	for (const char *c = r->start; c < line; c++)
		n += *c == '\n';
	return (struct place){.file = r->name,
	    .line = n,
	    .column = (int)utf8_count(line, (size_t)(at - line)) + 1,
	    .length = (int)utf8_count(at, length)};
}

/* The slips that show in what is written. */
static bool
report_slip(struct reader *r)
{
	const yaml_parser_t *p = &r->parser;
	const char *opened = text_at(r, p->context != NULL ? p->context_mark : p->problem_mark);
	const char *end = line_end(r, opened), *at, *found;
	bool flow = p->context != NULL && strstr(p->context, "flow") != NULL;

	if (p->context != NULL && strstr(p->context, "simple key") != NULL &&
	    (found = yaml_close_colon(opened, end)) != NULL) {
		diag_add(r->d, DIAG_ERROR, place_at(r, found, 1), "yaml-syntax",
		    "a space is missing after this colon");
		diag_help(r->d, "write %.*s: %.*s", (int)(found - opened), opened,
		    (int)(end - found - 1), found + 1);
		return true;
	}
	at = text_at(r, p->problem_mark);
	if (flow && (found = yaml_hidden_end(opened, line_end(r, at))) != NULL) {
		size_t word = strcspn(found, " ,]}\r\n");

		diag_add(r->d, DIAG_ERROR, place_at(r, found, word), "yaml-syntax",
		    "# begins a comment, which hides the end of what is opened before it");
		diag_help(r->d, "write \"%.*s\" in quotes", (int)word, found);
		return true;
	}
	if (yaml_closed_early(r->line_at, at, line_end(r, at))) {
		bool single = at[-1] == '\'';

		diag_add(r->d, DIAG_ERROR, place_at(r, at - 1, 1), "yaml-syntax",
		    single ? "this apostrophe closes the text"
			   : "this quotation mark closes the text");
		diag_help(r->d, "%s",
		    single ? "put the whole text in \"…\", or write two apostrophes for one: ''"
			   : "inside \"…\" a quotation mark is written \\\"");
		return true;
	}
	return false;
}

static void
report_syntax(struct reader *r)
{
	const yaml_parser_t *p = &r->parser;
	const struct yaml_saying *s = yaml_saying_find(p->context, p->problem);
	struct place at = place_of(r, p->problem_mark, 1);
	const char *line;

	r->failed = true;
	rewind_lines(r);
	if (report_slip(r))
		return;
	if (s->opening && p->context != NULL)
		at = place_of(r, p->context_mark, 1);
	rewind_lines(r);
	line = line_start(r, at.line);
	/* libyaml has no name of its own for the commonest case of a character that cannot start.
	 */
	if (r->line == at.line && memchr(line, '\t', strspn(line, " \t")) != NULL)
		s = yaml_saying_find(NULL, "found a tab character");
	diag_add(r->d, DIAG_ERROR, at, "yaml-syntax", "%s", s->says);
	if (s->help != NULL)
		diag_help(r->d, "%s", s->help);
	if (p->context != NULL && !s->opening && strstr(p->context, "flow") != NULL)
		diag_also(r->d, place_of(r, p->context_mark, 1), "opened here");
}

static const struct node *
read_events(struct reader *r)
{
	while (!r->stop) {
		yaml_event_t e;

		if (!yaml_parser_parse(&r->parser, &e)) {
			if (r->parser.error == YAML_MEMORY_ERROR)
				mem_alloc(SIZE_MAX / 2); /* ends the program in the usual way */
			report_syntax(r);
			return NULL;
		}
		take_event(r, &e);
		yaml_event_delete(&e);
	}
	if (r->failed)
		return NULL;
	if (r->count == 0 || node_is_empty(r->stack[0])) {
		diag_add(r->d, DIAG_ERROR, (struct place){.file = r->name}, "yaml-empty",
		    "this file is empty");
		return NULL;
	}
	return r->stack[0];
}

const struct node *
yaml_parse(struct arena *a, struct diag *d, const char *name, const char *bytes, size_t length)
{
	struct reader r = {.a = a, .d = d, .line = 1};
	const struct node *root;

	r.name = arena_text(a, name);
	if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
		bytes += 3;
		length -= 3;
	}
	if (length > SIZE_LIMIT) {
		diag_add(d, DIAG_ERROR, (struct place){.file = r.name}, "yaml-depth",
		    "this file is larger than 4 MB");
		return NULL;
	}
	if (!encoding_check(d, r.name, bytes, length))
		return NULL;
	if (!yaml_parser_initialize(&r.parser))
		mem_alloc(SIZE_MAX / 2);
	r.start = r.line_at = bytes;
	r.end = bytes + length;
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.parser, (const unsigned char *)bytes, length);
	root = read_events(&r);
	yaml_parser_delete(&r.parser);
	return root;
}

const struct node *
yaml_read(struct arena *a, struct diag *d, struct project *p, struct place asked, const char *from,
    const char *path)
{
	struct file_text text;

	if (!project_read(p, asked, from, path, &text))
		return NULL;
	return yaml_parse(a, d, text.name, text.bytes, text.length);
}
