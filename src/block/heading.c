/* heading.c: a title: H1 to H6, a bookmark, and at level 1 a line of the contents. In a flow it
 * stays with what follows.
 */
#include "bilan/block.h"

static const struct limits levels = {1, 6};

struct heading_settings {
	struct setting text;
	int level;
	const struct style *style;
	colour colour;
	bool contents, bookmark;
};

struct bound {
	struct runs runs;
	const char *words;
	const struct style *style;
};

#define SETTING(member) offsetof(struct heading_settings, member)
static const struct field fields[] = {
    {"text", FIELD_TEXT, SETTING(text), FIELD_REQUIRED, "the title", NULL},
    {"level", FIELD_INTEGER, SETTING(level), "1", "1 for a section, 2 within it, …", &levels},
    {"style", FIELD_STYLE, SETTING(style), NULL, "type style; h1, h2, … by the level", NULL},
    {"colour", FIELD_COLOUR, SETTING(colour), NULL, "instead of the style's", NULL},
    {"contents", FIELD_BOOL, SETTING(contents), "yes", "listed in the contents", NULL},
    {"bookmark", FIELD_BOOL, SETTING(bookmark), "yes", "a bookmark of the PDF", NULL},
    {0},
};

static bool
bind(struct bind *bind, struct block *b)
{
	const struct heading_settings *h = b->settings;
	struct bound *bound = b->bound = NEW(bind->scope.a, struct bound);
	const char *fallback = arena_printf(bind->scope.a, "h%d", h->level);

	if (!block_says(b, "keep"))
		b->common.keep = true;
	bound->style = bind_style(bind, b, h->style, fallback);
	if (!bind_runs(bind, b, h->text, bound->style, &bound->runs))
		return false;
	bound->runs = runs_coloured(bind->scope.a, bound->runs, h->colour);
	bound->words = runs_words(bind->scope.a, &bound->runs);
	return true;
}

static enum fit
place(struct layout *l, struct block *b, struct room *room)
{
	const struct heading_settings *h = b->settings;
	const struct bound *bound = b->bound;
	struct shape shape = shape_of(bound->style, room->box.w);
	struct lines lines;
	bool starts = b->cursor == 0;
	enum fit fit;

	shape.language = l->report->language;
	lines = text_lines(l->texts, l->a, l->d, &bound->runs, &shape);
	block_elem(l, b, (enum tag)(TAG_H1 + h->level - 1));
	fit = set_paragraph(l, b, room, &lines, bound->style);
	if (starts && fit != FIT_NONE && (h->bookmark || h->contents))
		pages_heading(l->pages, (struct heading){
					    .text = bound->words,
					    .level = h->level + l->title_level,
					    .page = (int)(room->page - l->pages->items),
					    .elem = b->elem,
					    .y = room->box.y,
					    .contents = h->contents,
					    .bookmark = h->bookmark,
					    .id = b->common.id,
					});
	return fit;
}

const struct block_class heading_class = {
    .record = {"heading", "A title, a bookmark, a line of the contents.",
	sizeof(struct heading_settings), fields, "text", block_common_fields},
    .example = "- heading: {area: [1, 1, 12, 2], text: \"Les chiffres de {year}\"}\n",
    .before = 2,
    .bind = bind,
    .place = place,
};
