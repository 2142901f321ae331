/* bar_chart_draw.c: a bar chart on the page, and in words.
 *
 * Vertical: the width is shared among the categories, bars of a category stand beside one
 * another, the value above each bar flush left with it, the category below the base line.
 * Horizontal: the category at the left, its bars below one another, the value after each bar's
 * end; negative bars go to the left of a common zero line with their values before them.
 */
#include <string.h>

#include "bar_chart.h"

#define BAR_WIDEST PT(72) /* that is made by the room; a lone bar is no wall */

bool
chart_omits(const struct block *b)
{
	return b->common.missing.text != NULL && strcmp(b->common.missing.text, "omit") == 0;
}

/* "Caption. 1 enfant : En Ariège 9 039, Allocataires 4 689 ; 2 enfants : …" */
const char *
chart_alt(struct bind *bind, const struct bound_chart *bound, const char *caption)
{
	bool french = strncmp(bind->report->language, "fr", 2) == 0;
	struct buf text = {0};
	const char *alt;

	buf_text(&text, caption);
	for (size_t i = 0; i < bound->count; i++) {
		bool first = true;

		buf_printf(&text, "%s%s%s",
		    i == 0   ? ". "
		    : french ? "\u202F; "
			     : "; ",
		    bound->categories[i].text, french ? "\u00A0: " : ": ");
		for (size_t k = 0; k < bound->series_count; k++) {
			const struct bound_bar *bar = &bound->bars[i * bound->series_count + k];

			if (!bar->given)
				continue;
			buf_printf(&text, "%s%s %s", first ? "" : ", ", bound->names[k], bar->text);
			first = false;
		}
	}
	buf_byte(&text, '.');
	alt = arena_text(bind->scope.a, text.at);
	buf_close(&text);
	return alt;
}

static int
series_drawn(const struct bound_chart *bound)
{
	int n = 0;

	for (size_t i = 0; i < bound->series_count; i++)
		n += bound->present[i];
	return n;
}

static dimen
row_top(const struct room *room, struct decimal row)
{
	return room->box.y + decimal_share(row, (struct decimal){1, 0}, room->row);
}

static void
take_height(struct drawing *d, dimen bottom)
{
	if (bottom - d->room->box.y > d->used)
		d->used = bottom - d->room->box.y;
}

/* The baseline below the legend, where the next part may start; without a legend the first row's.
 */
static dimen
draw_legend(struct drawing *d)
{
	struct point at = {d->room->box.x, row_top(d->room, d->c->rows.legend) + d->room->first};

	if (!d->c->legend)
		return row_top(d->room, (struct decimal){0, 0});
	for (size_t i = 0; i < d->bound->series_count; i++) {
		if (d->bound->present[i])
			at.x += legend_entry_set(&d->s, SWATCH_SQUARE, &d->bound->legend[i], at) +
				PT(17);
	}
	return at.y - d->room->first + 2 * d->room->row;
}

/* Breaks the categories into lines, before anything is placed: the tallest tells how high a place
 * they need. */
static void
break_categories(struct drawing *d, dimen width)
{
	const struct bound_chart *bound = d->bound;
	struct shape shape = shape_of(d->c->category_style, width);

	shape.language = d->l->report->language;
	d->labels = NEW_ARRAY(d->l->a, struct lines, bound->count);
	for (size_t i = 0; i < bound->count; i++) {
		d->labels[i] =
		    text_lines(d->l->texts, d->l->a, d->l->d, &bound->categories[i].label, &shape);
		if (d->labels[i].count > d->label_lines)
			d->label_lines = d->labels[i].count;
	}
}

/* ---- vertical ------------------------------------------------------------------------------ */

struct columns {
	dimen bar, gap, pitch, between, base, top; /* between: white from category to category */
	int series;
	bool crowded; /* and said so */
	/* the widest label that its bar has no place for, and the most icons of a category */
	const struct bound_bar *wide;
	const struct bound_category *full;
	dimen width;
};

static void
draw_column(struct drawing *d, struct columns *v, const struct scale *scale,
    const struct bound_bar *bar, struct point foot, colour c)
{
	dimen height = scale_bar(scale, bar->value);
	struct rect r = {
	    foot.x, foot.y - (height > 0 ? height : 0), v->bar, height > 0 ? height : -height};
	struct line label = text_line(d->l->texts, d->l->a, d->l->d, &bar->label);
	dimen cap = style_cap_height(d->l->texts, bar->label.items[0].style);
	dimen y = height < 0 ? foot.y - height + PT(5) + cap : r.y - PT(7);

	if (r.h > 0)
		mark_rect(d->l->pages, d->room->page, r, c, d->s.elem, d->b->name);
	if (label.count > 0)
		set_line(&d->s, &label, (struct point){foot.x - label.ink_left, y});
	if (label.width > v->bar + v->gap && v->series > 1 && label.width > v->width) {
		v->wide = bar;
		v->width = label.width;
	}
}

/* The icons of a category in a row, hung by their ink at x; `top` is that of their squares. */
static void
draw_icons(struct drawing *d, struct columns *v, size_t i, struct point top)
{
	const struct bar_chart *c = d->c;
	struct icon_white white = icon_white(d->bound->icon, c->icon_size, c->icon_stroke);
	dimen ink = c->icon_size - white.left - white.right;
	dimen pitch = c->icon_pitch > 0 ? c->icon_pitch : ink + c->icon_size / 6;
	int count = d->bound->categories[i].icons;

	if (count > 0 && (count - 1) * pitch + ink > v->pitch - v->between) {
		if (v->full == NULL || count > v->full->icons)
			v->full = &d->bound->categories[i];
		return;
	}
	for (int k = 0; k < count; k++)
		mark_icon(d->l->pages, d->room->page, d->bound->icon,
		    (struct rect){
			top.x - white.left + k * pitch, top.y, c->icon_size, c->icon_size},
		    c->icon_stroke, c->icon_colour, d->s.elem, d->b->name);
	take_height(d, top.y + c->icon_size);
}

static void
draw_category(struct drawing *d, struct columns *v, size_t i, dimen x)
{
	const struct bar_chart *c = d->c;
	const struct lines *lines = &d->labels[i];
	dimen y = c->rows.category.coef >= 0 ? row_top(d->room, c->rows.category) + d->room->first
					     : v->base + d->room->row + d->room->first;
	dimen icons;

	for (int k = 0; k < lines->count; k++, y += c->category_style->leading)
		set_line(&d->s, &lines->items[k], (struct point){x + lines->items[k].x, y});
	take_height(d, y - c->category_style->leading + d->room->row - d->room->first);
	if (d->bound->icon == NULL)
		return;
	icons = c->rows.icons.coef >= 0 ? row_top(d->room, c->rows.icons) : y - d->room->first;
	draw_icons(d, v, i, (struct point){x, icons});
}

/* A word that is wider than its column's place: said once, with what helps. */
static bool
too_narrow(struct drawing *d, dimen width)
{
	for (size_t i = 0; i < d->bound->count; i++) {
		const struct bound_category *category = &d->bound->categories[i];
		dimen whole, word;

		text_widths(d->l->texts, d->l->d, &category->label, &whole, &word);
		if (word <= width)
			continue;
		diag_add(d->l->d, DIAG_ERROR, d->b->at, "chart-crowded",
		    "the category \"%s\" is wider than its place below the bars", category->text);
		diag_help(d->l->d, "widen the chart, shorten it, or write: direction: horizontal");
		return true;
	}
	return false;
}

static struct columns
columns_of(struct drawing *d, dimen top)
{
	const struct bar_chart *c = d->c;
	const struct room *room = d->room;
	struct columns v = {.series = series_drawn(d->bound), .top = top};
	dimen count = (dimen)d->bound->count, group, below;

	/* One gutter between categories, less where there are many; bars take four fifths of the
	 * rest. */
	v.between = room->box.w / count / 3 < PT(14) ? room->box.w / count / 3 : PT(14);
	v.pitch = (room->box.w + v.between) / count;
	v.gap = c->gap >= 0 ? c->gap : PT(4);
	group = dimen_scale(v.pitch - v.between, 4, 5);
	v.bar = (group - (v.series - 1) * v.gap) / (v.series > 0 ? v.series : 1);
	v.bar = c->bar > 0 ? c->bar : v.bar > BAR_WIDEST ? BAR_WIDEST : v.bar;
	if (v.bar <= 0)
		return v;
	v.crowded = too_narrow(d, v.pitch - v.between);
	if (v.crowded)
		return v;
	break_categories(d, v.pitch - v.between);
	below = room->row + room_rows(room, d->label_lines * c->category_style->leading) +
		(d->bound->icon != NULL ? room_rows(room, c->icon_size) : 0);
	v.base = c->rows.base.coef >= 0    ? row_top(room, c->rows.base)
		 : c->length > 0           ? top + room->row + c->length
		 : room->trial             ? top + 6 * room->row
		 : d->b->common.area.given ? d->bottom - below
					   : top + 13 * room->row;
	return v;
}

/* One message each: they have one cause. */
static void
say_crowded(struct drawing *d, const struct columns *v)
{
	if (v->wide != NULL) {
		diag_add(d->l->d, DIAG_ERROR, d->b->at, "chart-crowded",
		    "the label \"%s\" is wider than the place of its bar", v->wide->text);
		diag_help(d->l->d, "widen the chart, or write: direction: horizontal");
	}
	if (v->full != NULL) {
		diag_add(d->l->d, DIAG_ERROR, d->b->at, "chart-crowded",
		    "%d icons are wider than the place of the category \"%s\"", v->full->icons,
		    v->full->text);
		diag_help(d->l->d, "widen the chart, or make icon-size or icon-pitch smaller");
	}
}

void
chart_vertical(struct drawing *d)
{
	struct columns v = columns_of(d, draw_legend(d));
	struct scale scale = d->bound->scale;
	dimen space = v.base - v.top - d->room->row, label, zero;

	if (v.crowded)
		return;
	scale.length = d->c->length > 0 ? d->c->length : space;
	d->used = v.base - d->room->box.y;
	if (scale.length > space + d->room->row || v.bar <= 0 || scale.length <= 0) {
		d->used =
		    d->room->box.h + (scale.length > space ? scale.length - space : d->room->row);
		return;
	}
	/* Below the lowest negative bar stands its value. */
	label =
	    scale.least.coef < 0 ? style_cap_height(d->l->texts, d->c->value_style) + PT(10) : 0;
	scale.length -= label;
	zero = v.base - label - scale_zero(&scale);
	for (size_t i = 0; i < d->bound->count; i++) {
		dimen x = d->room->box.x + (dimen)i * v.pitch, left = x;

		for (size_t k = 0; k < d->bound->series_count; k++) {
			const struct bound_bar *bar =
			    &d->bound->bars[i * d->bound->series_count + k];

			if (!d->bound->present[k])
				continue;
			if (bar->given)
				draw_column(d, &v, &scale, bar, (struct point){x, zero},
				    d->bound->legend[k].colour);
			x += v.bar + v.gap;
		}
		draw_category(d, &v, i, left);
	}
	say_crowded(d, &v);
	mark_rule(d->l->pages, d->room->page, (struct point){d->room->box.x, zero},
	    (struct point){d->room->box.x + d->room->box.w, zero}, PT(1), d->c->base_colour,
	    d->b->name);
}

/* ---- horizontal ---------------------------------------------------------------------------- */

struct bands {
	dimen bar, step, pitch, left, zero;
};

static void
draw_band(struct drawing *d, const struct bands *h, const struct scale *scale,
    const struct bound_bar *bar, dimen baseline, colour c)
{
	dimen length = scale_bar(scale, bar->value);
	struct rect r = {h->zero + (length < 0 ? length : 0), baseline - PT(3.5) - h->bar / 2,
	    length < 0 ? -length : length, h->bar};
	struct line label = text_line(d->l->texts, d->l->a, d->l->d, &bar->label);
	dimen x = length < 0 ? r.x - PT(6) - label.width : r.x + r.w + PT(6);

	if (r.w > 0)
		mark_rect(d->l->pages, d->room->page, r, c, d->s.elem, d->b->name);
	if (label.count > 0)
		set_line(&d->s, &label, (struct point){x, baseline});
}

/* The widest value label of each side, so that the bars leave room for all of them. */
static dimen
label_room(struct drawing *d, bool negative)
{
	dimen widest = 0;

	for (size_t i = 0; i < d->bound->count * d->bound->series_count; i++) {
		const struct bound_bar *bar = &d->bound->bars[i];
		dimen whole, word;

		if (!bar->given || (bar->value.coef < 0) != negative)
			continue;
		text_widths(d->l->texts, d->l->d, &bar->label, &whole, &word);
		widest = whole + PT(6) > widest ? whole + PT(6) : widest;
	}
	return widest;
}

static struct bands
bands_of(struct drawing *d, struct scale *scale)
{
	const struct bar_chart *c = d->c;
	struct bands h = {.bar = c->bar > 0 ? c->bar : PT(12)};
	dimen below = label_room(d, true), above = label_room(d, false);
	dimen bars, words;

	break_categories(d, c->label_width - PT(7));
	words = (d->label_lines - 1) * c->category_style->leading;
	h.step = c->gap >= 0 ? h.bar + c->gap : d->room->row;
	bars = (series_drawn(d->bound) - 1) * h.step;
	h.pitch = c->pitch > 0
		      ? c->pitch * d->room->row / 2
		      : room_rows(d->room, (bars > words ? bars : words) + 2 * d->room->row);
	h.left = d->room->box.x + c->label_width;
	scale->length = c->length > 0 ? c->length : d->room->box.w - c->label_width - below - above;
	h.zero = h.left + below + scale_zero(scale);
	if (scale->length <= 0 ||
	    h.left + below + scale->length + above > d->room->box.x + d->room->box.w) {
		diag_add(d->l->d, DIAG_ERROR, d->b->at, "chart-crowded",
		    "bars, categories and values are wider than the chart's area");
		diag_help(d->l->d, "widen the area, or make label-width or length smaller");
		scale->length = scale->length > 0 ? scale->length : PT(1);
	}
	return h;
}

static void
draw_band_category(struct drawing *d, size_t i, dimen y)
{
	const struct lines *lines = &d->labels[i];

	for (int k = 0; k < lines->count; k++, y += d->c->category_style->leading)
		set_line(
		    &d->s, &lines->items[k], (struct point){d->room->box.x + lines->items[k].x, y});
	take_height(d, y - d->c->category_style->leading + d->room->row - d->room->first);
}

void
chart_horizontal(struct drawing *d)
{
	dimen top = draw_legend(d), y;
	struct scale scale = d->bound->scale;
	struct bands h = bands_of(d, &scale);

	y = d->c->rows.first.coef >= 0 ? row_top(d->room, d->c->rows.first) + d->room->first
				       : top + d->room->first;
	for (size_t i = 0; i < d->bound->count; i++, y += h.pitch) {
		dimen at = y;

		draw_band_category(d, i, y);
		for (size_t k = 0; k < d->bound->series_count; k++) {
			const struct bound_bar *bar =
			    &d->bound->bars[i * d->bound->series_count + k];

			if (!d->bound->present[k])
				continue;
			if (bar->given)
				draw_band(d, &h, &scale, bar, at, d->bound->legend[k].colour);
			at += h.step;
		}
		take_height(d, at - h.step + PT(2.5));
	}
	if (scale.least.coef < 0)
		mark_rule(d->l->pages, d->room->page, (struct point){h.zero, top},
		    (struct point){h.zero, d->room->box.y + d->used}, PT(1), d->c->base_colour,
		    d->b->name);
}
