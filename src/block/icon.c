/* icon.c: a drawing in one colour beside the text. It decorates, unless it has an alternative
 * text. */
#include "bilan/block.h"

static const char *const side_words[] = {"start", "end", "centre", NULL};
static const char *const stand_words[] = {"top", "line", NULL};

struct icon_settings {
	struct setting file, alt;
	dimen size, stroke;
	colour colour;
	int align, stand;
};

struct bound {
	const struct icon *icon;
	const char *alt;
};

#define SETTING(member) offsetof(struct icon_settings, member)
static const struct field fields[] = {
    {"file", FIELD_PATH, SETTING(file), FIELD_REQUIRED, "an SVG file", NULL},
    {"alt", FIELD_TEXT, SETTING(alt), NULL, "alternative text; without it the icon is decoration",
	NULL},
    {"size", FIELD_LENGTH, SETTING(size), "40pt", "of its square", NULL},
    {"stroke", FIELD_LENGTH, SETTING(stroke), "1.6pt", "width of its lines", NULL},
    {"colour", FIELD_COLOUR, SETTING(colour), "accent", "of its lines", NULL},
    {"align", FIELD_WORD, SETTING(align), "start", "in its area", side_words},
    {"stand", FIELD_WORD, SETTING(stand), "top",
	"on the area's top, or beside its first line: centred on its capitals", stand_words},
    {0},
};

static bool
bind(struct bind *bind, struct block *b)
{
	const struct icon_settings *i = b->settings;
	struct bound *bound = b->bound = NEW(bind->scope.a, struct bound);

	bound->icon = bind_icon(bind, i->file);
	bound->alt = bind_words(bind, b, i->alt);
	return bound->icon != NULL;
}

static enum fit
place(struct layout *l, struct block *b, struct room *room)
{
	const struct icon_settings *i = b->settings;
	const struct bound *bound = b->bound;
	dimen spare = room->box.w - i->size;
	struct rect box = {room->box.x, room->box.y, i->size, i->size};
	struct icon_white white;

	if (i->stand == 1)
		box.y += room->first / 2 - i->size / 2;
	room->used = room_rows(room, box.y + i->size - room->box.y);
	if (room->used > room->box.h)
		return FIT_NONE;
	white = icon_white(bound->icon, i->size, i->stroke);
	box.x += i->align == 1 ? spare + white.right : i->align == 2 ? spare / 2 : -white.left;
	if (bound->alt != NULL)
		block_figure(l, b, bound->alt, room->page, box);
	mark_icon(l->pages, room->page, bound->icon, box, i->stroke, i->colour, b->elem, b->name);
	return FIT_ALL;
}

const struct block_class icon_class = {
    .record = {"icon", "A drawing in one colour.", sizeof(struct icon_settings), fields, "file",
	block_common_fields},
    .example = "- icon: {area: [1, 4, 2, 3], file: icons/heart.svg, size: 40pt}\n",
    .bind = bind,
    .place = place,
};
