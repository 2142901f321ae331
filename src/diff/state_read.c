/* state_read.c: the text of a state to structs, the only way to get any. The text may come out of a
 * PDF that somebody sent: every line is checked, nothing is believed about counts, and what is
 * wrong is said at its line. Words point into a copy of the text, in which quotes are undone in
 * place.
 */
#include <stdlib.h>
#include <string.h>

#include "bilan/diff.h"

struct reader {
	struct arena *a;
	struct diag *d;
	struct state *s;
	char *at;         /* in the line at hand */
	int line, column; /* of its first character that is no space */
	size_t line_cap, page_cap, block_cap, item_cap, tag_cap, figure_cap;
	bool bad;
};

static void
complain(struct reader *r, const char *what)
{
	if (r->bad)
		return;
	r->bad = true;
	diag_add(r->d, DIAG_ERROR, (struct place){r->s->file, r->line, r->column, 1},
	    "state-syntax", "this is no state of a report that this bilan can read: %s", what);
	diag_help(r->d, "make it again with bilan test --approve or bilan build --dump=state");
}

/* ---- words of a line ---------------------------------------------------------------------- */

/* The next word, "" at the end. */
static char *
take_word(struct reader *r)
{
	char *word = r->at;

	r->at += strcspn(r->at, " ");
	if (*r->at == ' ')
		*r->at++ = '\0';
	return word;
}

/* The next text in quotes, undone. */
static char *
take_quoted(struct reader *r)
{
	char *from = r->at + 1, *to = from, *text = from;

	if (*r->at != '"') {
		complain(r, "a text in quotes is missing");
		return text - 1;
	}
	for (; *from != '"' && *from != '\0'; from++) {
		if (*from == '\\' && from[1] != '\0')
			*to++ = *++from == 'n' ? '\n' : *from;
		else
			*to++ = *from;
	}
	if (*from == '\0')
		complain(r, "a quote is not closed");
	else
		from++;
	r->at = *from == ' ' ? from + 1 : from;
	*to = '\0';
	return text;
}

/* Points with at most two decimals, to the nearest dimen: no floats, no locale. */
static dimen
read_points(struct reader *r, const char **at)
{
	bool minus = **at == '-';
	int64_t hundredths = 0;
	int places = -1;

	*at += minus;
	for (; (**at >= '0' && **at <= '9') || (**at == '.' && places < 0); ++*at) {
		if (**at == '.') {
			places = 0;
		} else if (places < 2) {
			hundredths = hundredths * 10 + (**at - '0');
			places += places >= 0;
		}
		if (hundredths > 200000000)
			break;
	}
	for (int i = places > 0 ? places : 0; i < 2; i++)
		hundredths *= 10;
	if (hundredths > 200000000) {
		complain(r, "a length is too long");
		return 0;
	}
	hundredths = (hundredths * DIMEN_ONE + 50) / 100;
	return (dimen)(minus ? -hundredths : hundredths);
}

static struct rect
take_box(struct reader *r)
{
	const char *at = take_word(r);
	struct rect box = {0};

	box.x = read_points(r, &at);
	if (*at++ != ',') {
		complain(r, "a place is missing");
		return box;
	}
	box.y = read_points(r, &at);
	at = take_word(r);
	box.w = read_points(r, &at);
	if (*at++ != 'x') {
		complain(r, "a size is missing");
		return box;
	}
	box.h = read_points(r, &at);
	return box;
}

/* ---- items -------------------------------------------------------------------------------- */

/* "<data/x.csv:7:4 "24 088">" or "<"24 088">": the place is cut from its end. */
static void
read_figure(struct reader *r, struct item *item)
{
	struct figure *figures = (struct figure *)(uintptr_t)item->figures;
	struct figure f = {0};
	char *file = ++r->at, *colon;

	r->at = strchr(r->at, '"');
	if (r->at == NULL) {
		complain(r, "a figure has no words");
		r->at = file + strlen(file);
		return;
	}
	if (r->at > file + 1) {
		r->at[-1] = '\0';
		colon = strrchr(file, ':');
		if (colon != NULL) {
			*colon = '\0';
			f.column = (int)strtol(colon + 1, NULL, 10);
			colon = strrchr(file, ':');
		}
		if (colon != NULL) {
			*colon = '\0';
			f.line = (int)strtol(colon + 1, NULL, 10);
		}
		f.file = file;
	}
	f.words = take_quoted(r);
	r->at += *r->at == '>';
	r->at += *r->at == ' ';
	if (item->figure_count == 0)
		r->figure_cap = 0;
	GROW(r->a, figures, item->figure_count, r->figure_cap);
	figures[item->figure_count++] = f;
	item->figures = figures;
}

static void
read_text(struct reader *r, struct item *item)
{
	item->style = take_word(r);
	item->colour = take_word(r);
	item->words = take_quoted(r);
	if (r->at[0] == '~') {
		item->divided = true;
		r->at += r->at[1] == ' ' ? 2 : 1;
	}
	while (*r->at == '<' && !r->bad)
		read_figure(r, item);
}

static void
read_path(struct reader *r, struct item *item)
{
	char *colon;
	const char *width;

	item->points = strtol(take_word(r), NULL, 10);
	item->colour = take_word(r);
	item->stroke = take_word(r);
	colon = strrchr(item->stroke, ':');
	if (colon != NULL) {
		*colon = '\0';
		width = colon + 1;
		item->width = read_points(r, &width);
	}
	item->hash = take_word(r);
}

static void
read_item(struct reader *r)
{
	static const char *const kinds[] = {"text", "path", "image", "link"};
	struct state_page *page = r->s->page_count > 0 ? &r->s->pages[r->s->page_count - 1] : NULL;
	struct state_block *block =
	    page != NULL && page->count > 0 ? &page->blocks[page->count - 1] : NULL;
	const char *word = take_word(r);
	struct item item = {.more = strcmp(word, "more") == 0};

	while (item.kind < COUNT(kinds) && strcmp(word, kinds[item.kind]) != 0 && !item.more)
		item.kind++;
	if (block == NULL || item.kind == COUNT(kinds)) {
		complain(r, block == NULL ? "a mark without a block" : "an unknown mark");
		return;
	}
	item.box = take_box(r);
	if (item.kind == ITEM_TEXT) {
		read_text(r, &item);
	} else if (item.kind == ITEM_PATH) {
		read_path(r, &item);
	} else if (item.kind == ITEM_IMAGE) {
		item.words = take_word(r);
		item.hash = take_word(r);
	} else {
		item.words = take_quoted(r);
	}
	if (block->count == 0)
		r->item_cap = 0;
	GROW(r->a, block->items, block->count, r->item_cap);
	block->items[block->count++] = item;
	if (item.kind != ITEM_LINK)
		block->box = rect_join(block->box, item.box);
}

static void
read_block(struct reader *r)
{
	struct state_page *page = r->s->page_count > 0 ? &r->s->pages[r->s->page_count - 1] : NULL;

	if (strcmp(take_word(r), "block") != 0 || page == NULL) {
		complain(r, page == NULL ? "a block without a page" : "an unknown line");
		return;
	}
	if (page->count == 0)
		r->block_cap = 0;
	GROW(r->a, page->blocks, page->count, r->block_cap);
	page->blocks[page->count++] = (struct state_block){.id = take_word(r)};
}

static void
read_page(struct reader *r)
{
	struct state_page page = {.folio = take_word(r)};
	const char *at;

	page.id = take_quoted(r);
	at = take_word(r);
	page.width = read_points(r, &at);
	if (*at++ != 'x') {
		complain(r, "a page without its size");
		return;
	}
	page.height = read_points(r, &at);
	page.master = take_word(r);
	GROW(r->a, r->s->pages, r->s->page_count, r->page_cap);
	r->s->pages[r->s->page_count++] = page;
}

/* ---- the whole ---------------------------------------------------------------------------- */

static void
read_head(struct reader *r, const char *kind)
{
	struct state_line line = {.kind = kind, .name = take_word(r)};
	const char *name;

	if (strcmp(kind, "input") == 0) {
		/* The name may hold spaces: the hash is its last word. */
		char *space = strrchr(r->at, ' ');

		line.kind = arena_printf(r->a, "input %s", line.name);
		line.name = r->at;
		line.rest = space != NULL ? space + 1 : "";
		if (space != NULL)
			*space = '\0';
	} else {
		line.rest = r->at;
	}
	if (strcmp(kind, "tool") == 0 && strcmp(line.name, "bilan") == 0)
		r->s->tool = r->at;
	else if (strcmp(kind, "report") == 0)
		r->s->report = line.name;
	else if (strcmp(kind, "target") == 0)
		r->s->target = line.name;
	name = arena_printf(r->a, "%s\n%s", line.kind, line.name);
	if (map_find(r->s->index, name) != NULL)
		return;
	GROW(r->a, r->s->lines, r->s->line_count, r->line_cap);
	r->s->lines[r->s->line_count++] = line;
	map_add(r->s->index, name, (void *)(uintptr_t)r->s->line_count);
}

static void
read_line(struct reader *r)
{
	if (r->at[0] == ' ' && r->at[1] == ' ' && r->at[2] == ' ' && r->at[3] == ' ') {
		r->at += 4;
		read_item(r);
	} else if (r->at[0] == ' ' && r->at[1] == ' ') {
		r->at += 2;
		read_block(r);
	} else {
		const char *kind = take_word(r);

		if (strcmp(kind, "page") == 0)
			read_page(r);
		else
			read_head(r, kind);
	}
}

static void
add_tag(struct reader *r)
{
	GROW(r->a, r->s->tags, r->s->tag_count, r->tag_cap);
	r->s->tags[r->s->tag_count++] = r->at;
}

struct state *
state_read(struct arena *a, struct diag *d, const char *name, const char *text, size_t length)
{
	struct state *s = NEW(a, struct state);
	struct reader r = {.a = a, .d = d, .s = s, .line = 1, .column = 1};
	char *copy = arena_copy(a, text, length);
	const char *body = strstr(copy, "\npage ");
	bool tags = false;

	*s = (struct state){.file = name, .marks = true, .index = map_new(a)};
	s->body = body != NULL ? arena_text(a, body + 1) : "";
	s->body_length = strlen(s->body);
	if (strncmp(copy, "bilan-state 1\n", strlen("bilan-state 1\n")) != 0)
		complain(&r, "its first line is not \"bilan-state 1\"");
	if (utf8_check(copy, length) != length)
		complain(&r, "it is not text in UTF-8");
	for (char *at = copy, *end; *at != '\0' && !r.bad; at = end, r.line++) {
		end = at + strcspn(at, "\n");
		if (*end == '\n')
			*end++ = '\0';
		r.at = at;
		r.column = 1 + (int)strspn(at, " ");
		if (r.line == 1 || *at == '\0')
			continue;
		if (tags)
			add_tag(&r);
		else if (strcmp(at, "tags") == 0)
			tags = true;
		else
			read_line(&r);
	}
	return r.bad ? NULL : s;
}

const char *
state_find(const struct state *s, const char *kind, const char *name)
{
	char key[512];
	uintptr_t line = 0;

	if (s->index == NULL)
		return NULL; /* of a PDF that is not ours */
	if (snprintf(key, sizeof key, "%s\n%s", kind, name) < (int)sizeof key)
		line = (uintptr_t)map_find(s->index, key);
	return line > 0 ? s->lines[line - 1].rest : NULL;
}
