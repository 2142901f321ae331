/* field.c: an area of colour under other blocks; with `bleed` it reaches over the trim. */
#include "bilan/block.h"

struct field_settings {
	colour colour;
};

static const struct field fields[] = {
    {"colour", FIELD_COLOUR, offsetof(struct field_settings, colour), FIELD_REQUIRED, "its colour",
	NULL},
    {0},
};

static bool
bind(struct bind *bind, struct block *b)
{
	(void)bind;
	(void)b;
	return true;
}

static enum fit
place(struct layout *l, struct block *b, struct room *room)
{
	const struct field_settings *f = b->settings;

	mark_rect(l->pages, room->page, room->box, f->colour, 0, b->name);
	room->used = room->box.h;
	return FIT_ALL;
}

const struct block_class field_class = {
    .record = {"field", "An area of colour under other blocks.", sizeof(struct field_settings),
	fields, "colour", block_common_fields},
    .example = "- field: {area: [1, 1, 12, 28], bleed: [left, right, top], colour: accent}\n",
    .background = true,
    .bind = bind,
    .place = place,
};
