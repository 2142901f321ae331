/* text.c: one paragraph of words and values: a title on the cover, a sentence, a note. */
#include "bilan/block.h"

enum as { AS_P, AS_H1, AS_H2, AS_H3, AS_ARTIFACT };
static const char *const as_words[] = {"p", "h1", "h2", "h3", "artifact", NULL};
static const char *const align_words[] = {"style", "start", "end", "centre", "justify", NULL};

struct text {
	struct setting      text;
	const struct style *style;
	colour              colour;
	int                 as, align;
};

struct bound {
	struct runs         runs;
	const struct style *style;
};

static const struct field fields[] = {
	{"text", FIELD_TEXT, offsetof(struct text, text), FIELD_REQUIRED,
	    "the words, with {values}, *emphasis* and **strong**", NULL},
	{"style", FIELD_STYLE, offsetof(struct text, style), "body", "type style", NULL},
	{"colour", FIELD_COLOUR, offsetof(struct text, colour), NULL, "instead of the style's", NULL},
	{"as", FIELD_WORD, offsetof(struct text, as), "p",
	    "what it is to a screen reader; artifact: nothing", as_words},
	{"align", FIELD_WORD, offsetof(struct text, align), "style", "instead of the style's",
	    align_words},
	{0},
};

static bool
bind(struct bind *bind, struct block *b)
{
	struct text *t = b->settings;
	struct bound *bound = b->bound = NEW(bind->scope.a, struct bound);

	bound->style = t->style;
	if (!bind_runs(bind, b, t->text, t->style, &bound->runs))
		return false;
	bound->runs = runs_coloured(bind->scope.a, bound->runs, t->colour);
	return true;
}

static enum fit
place(struct layout *l, struct block *b, struct room *room)
{
	static const enum tag tags[] = {TAG_P, TAG_H1, TAG_H2, TAG_H3};
	const struct text *t = b->settings;
	const struct bound *bound = b->bound;
	struct shape shape = shape_of(bound->style, room->box.w);
	struct lines lines;

	shape.language = l->report->language;
	if (t->align > 0)
		shape.align = (enum align)(t->align - 1);
	lines = text_lines(l->texts, l->a, l->d, &bound->runs, &shape);
	if (t->as != AS_ARTIFACT && lines.count > 0)
		block_elem(l, b, tags[t->as]);
	return set_paragraph(l, b, room, &lines, bound->style);
}

const struct block_class text_class = {
	.record = {"text", "One paragraph.", sizeof(struct text), fields, "text", block_common_fields},
	.example = "- text: {area: [1, 2, 6, 2], style: lead, text: \"Chiffres de **{year}**.\"}\n",
	.bind = bind,
	.place = place,
};
