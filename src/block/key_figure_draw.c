/* key_figure_draw.c: a key figure on the page.
 *
 * Bars start at zero, on one scale for both periods (and for the figure beside, when it shares
 * it); below zero they go to the left of it.
 */
#include "key_figure.h"

struct parts {
	dimen value, label, compare, bars;
}; /* baselines from the block's top */

static dimen
row_or(const struct room *room, struct decimal row, dimen otherwise)
{
	if (row.coef < 0)
		return otherwise;
	return decimal_share(row, (struct decimal){1, 0}, room->row) + room->first;
}

static struct parts
parts_of(struct layout *l, const struct block *b, const struct room *room)
{
	const struct key_figure *k = b->settings;
	const struct bound_figure *bound = b->bound;
	/* Where a layout says where it stands, a figure may rise above; in a flow others are there.
	 */
	bool below = bound->icon != NULL || !b->common.area.given;
	dimen cap = style_cap_height(l->texts, k->style);
	dimen top = bound->icon != NULL ? k->icon_size + PT(16) : 0;
	dimen lowest = top + cap > room->first ? top + cap - room->first : 0;
	struct parts parts;

	parts.value =
	    row_or(room, k->rows.value, (below ? room_rows(room, lowest) : 0) + room->first);
	parts.label = row_or(room, k->rows.label, parts.value + 2 * room->row);
	parts.compare = row_or(room, k->rows.compare, parts.label + 2 * room->row);
	parts.bars = row_or(room, k->rows.bars, parts.compare + 2 * room->row);
	return parts;
}

static dimen
set_words(struct setter *s, const struct runs *runs, struct point at, bool by_ink)
{
	struct line line = text_line(s->l->texts, s->l->a, s->l->d, runs);

	if (line.count == 0)
		return 0;
	if (by_ink)
		at.x -= line.ink_left;
	set_line(s, &line, at);
	return line.width;
}

static void
draw_triangle(struct setter *s, const struct key_figure *k, const struct bound_figure *bound,
    struct point at, const struct room *room)
{
	static const uint8_t ops[] = {PATH_MOVE, PATH_LINE, PATH_LINE, PATH_CLOSE};
	struct pages *p = s->l->pages;
	struct point *points = NEW_ARRAY(p->a, struct point, 3);
	dimen w = k->triangle, h = dimen_scale(w, 73, 85);
	dimen base = bound->direction > 0 ? at.y : at.y - h,
	      tip = bound->direction > 0 ? at.y - h : at.y;
	int elem = elem_add(p, s->elem, TAG_FIGURE);
	struct elem_note *note = elem_note(p, elem);

	points[0] = (struct point){at.x, base};
	points[1] = (struct point){at.x + w, base};
	points[2] = (struct point){at.x + w / 2, tip};
	note->alt = bound->direction_words;
	note->has_box = true;
	note->page = (int)(room->page - p->items);
	note->box = (struct rect){at.x, at.y - h, w, h};
	mark_path(p, s->page,
	    &(struct path){.ops = ops,
		.op_count = COUNT(ops),
		.points = points,
		.point_count = 3,
		.fill = bound->direction > 0 ? k->rise : k->fall},
	    elem, s->block);
}

static void
place_compare(struct setter *s, const struct key_figure *k, const struct bound_figure *bound,
    const struct room *room, dimen y)
{
	struct point at = {room->box.x, y};

	if (bound->direction != 0) {
		draw_triangle(s, k, bound, at, room);
		at.x += k->triangle + dimen_scale(k->change_style->size, 42, 100);
	}
	if (bound->change.count > 0)
		at.x += set_words(s, &bound->change, at, false) + k->previous_style->size;
	set_words(s, &bound->previous, at, false);
}

/* Where the bars begin: behind the wider of the years, whatever is asked for. */
static dimen
years_width(struct layout *l, const struct key_figure *k, const struct bound_figure *bound)
{
	dimen widest = 0, em = k->bar_style->size;

	for (int i = 0; i < 2; i++) {
		struct line line = text_line(l->texts, l->a, l->d, &bound->years[i]);

		widest = line.width > widest ? line.width : widest;
	}
	if (k->bar_indent == 0)
		return widest + em;
	return widest + em / 4 > k->bar_indent ? widest + em / 4 : k->bar_indent;
}

static void
place_bars(struct setter *s, const struct key_figure *k, const struct bound_figure *bound,
    const struct room *room, dimen y)
{
	const struct decimal values[2] = {bound->now, bound->before};
	const colour colours[2] = {k->bar_colour, k->bar_before};
	struct scale scale = bound->scale;
	dimen indent = years_width(s->l, k, bound), zero;
	struct setter years = *s;

	scale.length = room->box.w - indent;
	zero = room->box.x + indent + scale_zero(&scale);
	years.elem = 0;
	for (int i = 0; i < 2; i++, y += room->row) {
		dimen length = scale_bar(&scale, values[i]);
		struct rect bar = {length < 0 ? zero + length : zero, y - PT(8.5),
		    length < 0 ? -length : length, PT(11)};

		set_words(&years, &bound->years[i], (struct point){room->box.x, y}, false);
		if (bar.w > 0)
			mark_rect(s->l->pages, s->page, bar, colours[i], 0, s->block);
	}
}

/* The label may wrap: lines below the first one push nothing, rows are the layout's. */
static dimen
place_label(struct setter *s, const struct key_figure *k, const struct bound_figure *bound,
    const struct room *room, dimen y)
{
	struct shape shape = shape_of(k->label_style, room->box.w);
	struct lines lines;

	shape.language = s->l->report->language;
	lines = text_lines(s->l->texts, s->l->a, s->l->d, &bound->label, &shape);
	for (int i = 0; i < lines.count; i++, y += k->label_style->leading)
		set_line(s, &lines.items[i], (struct point){room->box.x + lines.items[i].x, y});
	return y - k->label_style->leading;
}

/* What a unit on the figure's line leaves it less than the whole width. */
static dimen
unit_room(struct layout *l, const struct key_figure *k, const struct bound_figure *bound)
{
	dimen gap = dimen_scale(k->style->size, 18, 100);

	return bound->unit.count > 0 ? gap + text_line(l->texts, l->a, l->d, &bound->unit).width
				     : 0;
}

static enum fit
place_comparison(struct setter *s, struct block *b, struct room *room)
{
	const struct bound_figure *bound = b->bound;

	room->used = room->row;
	if (!bound->compared)
		return FIT_ALL;
	s->elem = block_elem(s->l, b, TAG_P);
	place_compare(s, b->settings, bound, room, room_baseline(room, room->box.y));
	return room->row <= room->box.h ? FIT_ALL : FIT_NONE;
}

enum fit
key_figure_place(struct layout *l, struct block *b, struct room *room)
{
	const struct key_figure *k = b->settings;
	const struct bound_figure *bound = b->bound;
	struct parts parts = parts_of(l, b, room);
	dimen top = room->box.y, below = room->row - room->first, lowest;
	struct setter s = {.l = l, .page = room->page, .block = b->name};
	struct rect icon = {room->box.x, top, k->icon_size, k->icon_size};
	struct point at = {room->box.x, top + parts.value};
	struct runs value;

	if (k->show == 1)
		return place_comparison(&s, b, room);
	if (bound->icon != NULL) {
		icon.x -= icon_white(bound->icon, k->icon_size, k->icon_stroke).left;
		mark_icon(l->pages, room->page, bound->icon, icon, k->icon_stroke, k->icon_colour,
		    0, b->name);
	}
	s.elem = block_elem(l, b, TAG_P);
	value = k->fit ? runs_fitted(l, bound->value, room->box.w - unit_room(l, k, bound))
		       : bound->value;
	at.x += set_words(&s, &value, at, k->style->ink) + dimen_scale(k->style->size, 18, 100);
	set_words(&s, &bound->unit, at, false);
	lowest = parts.value + below;
	if (bound->label.count > 0)
		lowest = place_label(&s, k, bound, room, top + parts.label) - top + below;
	if (bound->compared) {
		s.elem = elem_add(l->pages, b->parent, TAG_P);
		place_compare(&s, k, bound, room, top + parts.compare);
		lowest = parts.compare + below > lowest ? parts.compare + below : lowest;
		if (k->bars) {
			place_bars(&s, k, bound, room, top + parts.bars);
			lowest = parts.bars + room->row + below;
		}
	}
	room->used = room_rows(room, lowest);
	return lowest <= room->box.h ? FIT_ALL : FIT_NONE;
}
