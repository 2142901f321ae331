/* item.c: see item.h. The mark is a Lbl (a dot is drawn, but read as an artifact), the words a
 * LBody.
 */
#include <string.h>

#include "item.h"

bool
item_read_file(struct bind *bind, struct block *b, struct setting path, struct file_text *file,
    struct place *at)
{
	const char *name = value_text(&bind->scope, path), *rule = b->common.missing.text;

	if (name == NULL)
		return false;
	if (rule != NULL && strcmp(rule, "omit") == 0 &&
	    !project_has(bind->project, bind->report->file, name)) {
		bind->scope.missing = true;
		return false;
	}
	if (!project_read(bind->project, path.at, bind->report->file, name, file))
		return false;
	*at = (struct place){.file = file->name, .line = 1, .column = 1, .length = 1};
	return true;
}

struct lines
item_lines(struct layout *l, const struct runs *runs, const struct item_look *look, dimen measure)
{
	struct shape shape = shape_of(look->style, measure - look->indent);

	shape.language = l->report->language;
	return text_lines(l->texts, l->a, l->d, runs, &shape);
}

static void
set_number(struct setter *s, const struct item_look *look, int item, dimen y)
{
	struct layout *l = s->l;
	struct setter label = *s;
	struct runs runs =
	    runs_of(l->a, arena_printf(l->a, "%d.", look->number), look->style, (struct place){0});
	struct line line = text_line(l->texts, l->a, l->d, &runs);

	label.elem = elem_add(l->pages, item, TAG_LBL);
	set_line(&label, &line, (struct point){s->left + look->start, y});
}

static void
set_mark(struct setter *s, const struct item_look *look, int item, dimen y)
{
	struct pages *p = s->l->pages;

	if (look->icon != NULL) {
		struct rect box = {s->left, y - ITEM_MARK_MIDDLE - look->icon_size / 2,
		    look->icon_size, look->icon_size};

		mark_icon(
		    p, s->page, look->icon, box, look->icon_stroke, look->dot_colour, 0, s->block);
	} else if (look->number > 0) {
		set_number(s, look, item, y);
	} else if (look->dot > 0) {
		struct point centre = {s->left + look->start + look->dot / 2, y - PT(3)};

		mark_dots(p, s->page, &centre, 1, look->dot, look->dot_colour, 0, s->block);
	}
}

void
item_set(struct setter *s, const struct lines *lines, const struct item_look *look, int from,
    int to, dimen y, int list, int *body)
{
	struct setter words = *s;

	if (*body == 0) {
		int item = elem_add(s->l->pages, list, TAG_LI);

		set_mark(s, look, item, y);
		*body = elem_add(s->l->pages, item, TAG_LBODY);
	}
	words.elem = *body;
	for (int i = from; i < to; i++, y += look->style->leading)
		set_line(&words, &lines->items[i],
		    (struct point){s->left + look->indent + lines->items[i].x, y});
}
