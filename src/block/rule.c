/* rule.c: a line across its area, on the top of its first row; in a flow in the middle of a row. */
#include "bilan/block.h"

struct rule {
	dimen width;
	colour colour;
};

static const struct field fields[] = {
    {"width", FIELD_LENGTH, offsetof(struct rule, width), "0.5pt", "of the line", NULL},
    {"colour", FIELD_COLOUR, offsetof(struct rule, colour), "rule", "of the line", NULL},
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
	const struct rule *r = b->settings;
	dimen y = room->box.y + (room->flows ? room->row / 2 : 0);

	if (room->box.h < room->row)
		return FIT_NONE;
	mark_rule(l->pages, room->page, (struct point){room->box.x, y},
	    (struct point){room->box.x + room->box.w, y}, r->width, r->colour, b->name);
	room->used = room->row;
	return FIT_ALL;
}

const struct block_class rule_class = {
    .record = {"rule", "A line across its area.", sizeof(struct rule), fields, NULL,
	block_common_fields},
    .example = "- rule: {area: [1, 4, 12, 1]}\n",
    .bind = bind,
    .place = place,
};
