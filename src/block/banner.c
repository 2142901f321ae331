/* banner.c: one figure or sentence on a band of colour. The band fills the block's area (with
 * `bleed` to the edges of the page); in a flow it is as high as its words and the white around
 * them. The words stand inside the type area, or a row inside the band where that ends.
 */
#include "bilan/block.h"

struct part_rows {
	struct decimal value, text;
};

static const struct field row_fields[] = {
    {"value", FIELD_DECIMAL, offsetof(struct part_rows, value), "-1",
	"of the figure's baseline; -1: as high as the figure needs", NULL},
    {"text", FIELD_DECIMAL, offsetof(struct part_rows, text), "-1",
	"of the words' first baseline; -1: two below the figure", NULL},
    {0},
};
static const struct record part_rows_record = {
    "rows", "The rows of a banner's parts.", sizeof(struct part_rows), row_fields, NULL, NULL};

struct banner {
	struct setting value, text;
	const struct style *style, *text_style;
	colour background, colour;
	struct part_rows rows;
};

struct bound {
	struct runs value, text;
};

#define SETTING(member) offsetof(struct banner, member)
static const struct field fields[] = {
    {"value", FIELD_TEXT, SETTING(value), NULL, "a figure, large", NULL},
    {"text", FIELD_TEXT, SETTING(text), FIELD_REQUIRED, "the words", NULL},
    {"background", FIELD_COLOUR, SETTING(background), "accent", "of the band", NULL},
    {"colour", FIELD_COLOUR, SETTING(colour), NULL, "of figure and words, for the styles'", NULL},
    {"style", FIELD_STYLE, SETTING(style), "figure", "of the figure", NULL},
    {"text-style", FIELD_STYLE, SETTING(text_style), "label", "of the words", NULL},
    {"rows", FIELD_RECORD, SETTING(rows), "{}", "where they stand, from the block's first row",
	&part_rows_record},
    {0},
};

static bool
bind(struct bind *bind, struct block *b)
{
	const struct banner *n = b->settings;
	struct bound *bound = b->bound = NEW(bind->scope.a, struct bound);
	bool ok = bind_runs(bind, b, n->value, n->style, &bound->value);

	ok = ok && bind_runs(bind, b, n->text, n->text_style, &bound->text);
	bound->value = runs_coloured(bind->scope.a, bound->value, n->colour);
	bound->text = runs_coloured(bind->scope.a, bound->text, n->colour);
	return ok;
}

static dimen
row_at(const struct room *room, struct decimal row, dimen otherwise)
{
	if (row.coef < 0)
		return otherwise;
	return room->box.y + decimal_share(row, (struct decimal){1, 0}, room->row) + room->first;
}

/* How far below the first row a line of this style stands: in a flow under three quarters of a row
 * of white at least, else under half a row. */
static dimen
fall_of(struct layout *l, const struct style *style, const struct room *room)
{
	dimen white = room->flows ? room->first : room->row / 2;
	dimen high = style_cap_height(l->texts, style) + white - room->first;

	return room_rows(room, high > 0 ? high : 0);
}

/* Without rows of their own the figure stands as high as it may, the words below it. */
static struct point
baselines_of(
    struct layout *l, const struct banner *n, const struct bound *bound, const struct room *room)
{
	dimen first = room->box.y + room->first;
	dimen value = row_at(room, n->rows.value, first + fall_of(l, n->style, room));
	dimen alone = room->flows ? fall_of(l, n->text_style, room) : room->row;
	dimen below = bound->value.count > 0 ? value + 2 * room->row : first + alone;

	return (struct point){value, row_at(room, n->rows.text, below)};
}

struct sides {
	dimen left, right;
};

/* Between which the words stand. */
static struct sides
sides_of(const struct room *room)
{
	const struct master *m = room->page->master;
	struct area all = {.given = true,
	    .column = 2,
	    .row = 2,
	    .columns = 2 * m->columns,
	    .rows = 2 * master_rows(m)};
	struct rect type = master_rect(m, &all, room->page->recto), band = room->box;
	dimen left = band.x, right = band.x + band.w;

	return (struct sides){
	    left < type.x ? type.x : left + room->row,
	    right > type.x + type.w ? type.x + type.w : right - room->row,
	};
}

static enum fit
place(struct layout *l, struct block *b, struct room *room)
{
	const struct banner *n = b->settings;
	const struct bound *bound = b->bound;
	struct sides sides = sides_of(room);
	struct setter s = {.l = l, .page = room->page, .block = b->name, .left = sides.left};
	struct shape shape = shape_of(n->text_style, sides.right - sides.left);
	struct rect band = room->box;
	struct lines lines;
	struct point baselines = baselines_of(l, n, bound, room);
	dimen y = baselines.y, last;

	shape.language = l->report->language;
	lines = text_lines(l->texts, l->a, l->d, &bound->text, &shape);
	last = y + (lines.count - 1) * n->text_style->leading + room->row - room->first;
	room->used = room_rows(room, last - room->box.y) + (room->flows ? room->row : 0);
	if (room->flows)
		band.h = room->used;
	mark_rect(l->pages, room->page, band, n->background, 0, b->name);
	s.elem = block_elem(l, b, TAG_P);
	if (bound->value.count > 0) {
		struct line line = text_line(l->texts, l->a, l->d, &bound->value);

		if (line.count > 0)
			set_line(&s, &line,
			    (struct point){
				s.left - (n->style->ink ? line.ink_left : 0), baselines.x});
	}
	for (int i = 0; i < lines.count; i++, y += n->text_style->leading)
		set_line(&s, &lines.items[i], (struct point){s.left + lines.items[i].x, y});
	if (room->flows)
		return room->used <= room->box.h ? FIT_ALL : FIT_NONE;
	return last <= room->box.y + room->box.h ? FIT_ALL : FIT_NONE;
}

const struct block_class banner_class = {
    .record = {"banner",
	"A figure or a sentence on a band of colour; in a flow as high as they need.",
	sizeof(struct banner), fields, "text", block_common_fields},
    .example = "- banner:\n"
	       "    area: [1, 20, 12, 8]\n"
	       "    bleed: [left, right]\n"
	       "    background: second\n"
	       "    colour: title\n"
	       "    value: \"{key_figures.visitors:integer}\"\n"
	       "    text: allocataires reçus\n"
	       "    rows: {value: 4, text: 6}\n",
    .before = 2,
    .after = 2,
    .bind = bind,
    .place = place,
};
