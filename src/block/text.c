/* text.c: one paragraph of words and values: a title on the cover, a sentence, a note. */
#include "bilan/block.h"

enum as { AS_P, AS_H1, AS_H2, AS_H3, AS_ARTIFACT };
static const char *const as_words[] = {"p", "h1", "h2", "h3", "artifact", NULL};
static const char *const align_words[] = {"style", "start", "end", "centre", "justify", NULL};

struct text {
	struct setting text;
	const struct style *style;
	colour colour;
	int as, align;
	bool fit;
};

struct bound {
	struct runs runs;
	const struct style *style;
	struct lines lines; /* of the measure, while it goes on from frame to frame */
	dimen measure;
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
    {"fit", FIELD_BOOL, offsetof(struct text, fit), "no",
	"a figure that is wider than its area is set smaller; the style's size is the largest",
	NULL},
    {0},
};

static bool
bind(struct bind *bind, struct block *b)
{
	const struct text *t = b->settings;
	struct bound *bound = b->bound = NEW(bind->scope.a, struct bound);

	bound->style = t->style;
	if (!bind_runs(bind, b, t->text, t->style, &bound->runs))
		return false;
	bound->runs = runs_coloured(bind->scope.a, bound->runs, t->colour);
	return true;
}

/* A large figure stands by its ink on the edge of its area, and may fill it by its ink. False
 * when it is wider: then it is set as any text. */
static bool
hang_by_ink(
    struct layout *l, const struct bound *bound, enum align align, dimen measure, struct line *line)
{
	dimen right;

	if (!bound->style->ink || align == ALIGN_CENTRE)
		return false;
	*line = ink_line(l, &bound->runs, &right);
	line->x = align == ALIGN_END ? measure - right : -line->ink_left;
	return line->count > 0 && right - line->ink_left <= measure + PT(0.1); /* of rounding */
}

static struct lines
break_lines(struct layout *l, const struct text *t, const struct bound *given, dimen measure)
{
	struct bound bound = *given;
	struct shape shape = shape_of(bound.style, measure);
	struct line *line = NEW(l->a, struct line);

	shape.language = l->report->language;
	if (t->align > 0)
		shape.align = (enum align)(t->align - 1);
	if (t->fit)
		bound.runs = runs_fitted(l, bound.runs, measure);
	if (hang_by_ink(l, &bound, shape.align, measure, line))
		return (struct lines){line, 1, line->width};
	return text_lines(l->texts, l->a, l->d, &bound.runs, &shape);
}

static enum fit
place(struct layout *l, struct block *b, struct room *room)
{
	static const enum tag tags[] = {TAG_P, TAG_H1, TAG_H2, TAG_H3};
	const struct text *t = b->settings;
	struct bound *bound = b->bound;

	if (b->cursor == 0 || bound->measure != room->box.w) {
		bound->lines = break_lines(l, t, bound, room->box.w);
		bound->measure = room->box.w;
	}
	if (t->as != AS_ARTIFACT && bound->lines.count > 0)
		block_elem(l, b, tags[t->as]);
	return set_paragraph(l, b, room, &bound->lines, bound->style);
}

const struct block_class text_class = {
    .record = {"text", "One paragraph.", sizeof(struct text), fields, "text", block_common_fields},
    .example = "- text: {area: [1, 2, 6, 2], style: lead, text: \"Chiffres de **{year}**.\"}\n",
    .bind = bind,
    .place = place,
};
