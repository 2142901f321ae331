/* bar_chart_columns.c: a vertical bar chart.
 *
 * The width is shared among the categories; bars of a category stand beside one another in the
 * middle of its place, the value above each bar, the category below the base line. With `align:
 * start` all of that hangs at the left: bars, values and categories stand on the page's columns.
 * Negative bars go down from the zero line, with their values below them. A stack is one bar, with
 * its total above.
 */
#include "bar_chart.h"

#define BAR_WIDEST  PT(72) /* that is made by the room; a lone bar is no wall */
#define LABEL_ABOVE PT(7)  /* from a bar to the baseline of its value */
#define LABEL_BELOW PT(5)  /* to the top of it */
#define LABEL_APART PT(3)  /* from one value to the next */

struct columns {
	dimen bar, gap;
	dimen pitch, place; /* from category to category; of one, without the white to the next */
	dimen left, inner;  /* of the first place, from the room; of the bars in theirs */
	dimen base, top;    /* below the lowest bar, or its value; where the legend ends */
	dimen label;        /* height that the values of negative bars need below them */
	int series;
};

/* ---- what stands where ----------------------------------------------------------------------- */

static bool
is_centred(const struct drawing *d)
{
	return d->c->align == CHART_CENTRE;
}

static struct columns
share_width(const struct drawing *d)
{
	const struct bar_chart *c = d->c;
	dimen count = (dimen)d->bound->count, width = d->room->box.w, between, bars;
	struct columns v = {.series = chart_bars_beside(d)};

	/* One gutter between categories, less where there are many; bars take four fifths of the
	 * rest. Hung at the left, the last one's white is left out. */
	between = width / count / 3 < PT(14) ? width / count / 3 : PT(14);
	v.pitch = (width + (is_centred(d) ? 0 : between)) / count;
	v.place = v.pitch - between;
	v.gap = c->gap >= 0 ? c->gap : PT(4);
	bars = dimen_scale(v.place, 4, 5);
	v.bar = (bars - (v.series - 1) * v.gap) / (v.series > 0 ? v.series : 1);
	v.bar = c->bar > 0 ? c->bar : v.bar > BAR_WIDEST ? BAR_WIDEST : v.bar;
	if (is_centred(d)) {
		v.left = between / 2;
		v.inner = (v.place - v.series * v.bar - (v.series - 1) * v.gap) / 2;
	}
	return v;
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

/* Values that are wider than the places of their bars: said once, of the widest. */
static bool
values_too_wide(struct drawing *d, const struct columns *v)
{
	dimen room = v->series > 1 ? v->bar + v->gap : v->pitch - LABEL_APART, widest = 0;
	const char *text = NULL;
	size_t count = 0;

	for (size_t i = 0; i < chart_label_count(d); i++) {
		const struct bound_bar *bar = chart_label(d, i);
		dimen whole, word;

		if (bar == NULL)
			continue;
		text_widths(d->l->texts, d->l->d, &bar->label, &whole, &word);
		if (whole <= room)
			continue;
		count++;
		text = whole > widest ? bar->text : text;
		widest = whole > widest ? whole : widest;
	}
	if (count == 0)
		return false;
	diag_add(d->l->d, DIAG_ERROR, d->b->at, "chart-crowded",
	    count > 1 ? "%zu values are wider than the places of their bars: "
			"the widest, \"%s\", by %.1f mm"
		      : "%zu value is wider than the place of its bar: \"%s\", by %.1f mm",
	    count, text, dimen_mm(widest - room));
	diag_help(d->l->d, "widen the chart, take a format or a value-style that is shorter, "
			   "or write: direction: horizontal");
	diag_help(d->l->d, "where a table beside the chart says the figures: values: no");
	return true;
}

/* The ink of so many icons in a row, and how far they are apart. */
static dimen
icons_width(const struct drawing *d, int count, dimen *pitch)
{
	const struct bar_chart *c = d->c;
	struct icon_white white = icon_white(d->bound->icon, c->icon_size, c->icon_stroke);
	dimen ink = c->icon_size - white.left - white.right;

	*pitch = c->icon_pitch > 0 ? c->icon_pitch : ink + c->icon_size / 6;
	return count > 0 ? (count - 1) * *pitch + ink : 0;
}

/* More icons than the places are wide: said once, of the most. */
static bool
icons_too_wide(struct drawing *d, const struct columns *v)
{
	const struct bound_category *full = NULL;
	dimen pitch;

	for (size_t i = 0; d->bound->icon != NULL && i < d->bound->count; i++) {
		const struct bound_category *category = &d->bound->categories[i];

		if (icons_width(d, category->icons, &pitch) > v->place &&
		    (full == NULL || category->icons > full->icons))
			full = category;
	}
	if (full == NULL)
		return false;
	diag_add(d->l->d, DIAG_ERROR, d->b->at, "chart-crowded",
	    "%d icons are wider than the place of the category \"%s\"", full->icons, full->text);
	diag_help(d->l->d, "widen the chart, or make icon-size or icon-pitch smaller");
	return true;
}

static dimen
least_height(const struct drawing *d)
{
	return d->c->length > 0 ? d->c->length : CHART_ROWS_LEAST * d->room->row;
}

/* The base line, or where the values of negative bars end below it. */
static dimen
base_of(const struct drawing *d, const struct columns *v)
{
	const struct bar_chart *c = d->c;
	const struct room *room = d->room;
	dimen below = room->row + room_rows(room, d->label_lines * c->category_style->leading) +
		      (d->bound->icon != NULL ? room_rows(room, c->icon_size) : 0);

	if (c->rows.base.coef >= 0)
		return chart_row_top(room, c->rows.base);
	if (c->length > 0 || room->trial)
		return v->top + room->row + least_height(d) + v->label;
	return d->b->common.area.given ? d->bottom - below : v->top + 13 * room->row;
}

/* Is there room for bars of that length? If not, it is said here when the layout itself says where
 * they stand; else the chart asks for more height. A row is left above them for values, which may
 * rise into the legend's white. */
static bool
has_room(struct drawing *d, const struct columns *v, dimen space)
{
	dimen least = least_height(d), lack = least - space;

	if (d->c->length > 0 ? lack <= d->room->row : lack <= 0)
		return true;
	if (d->c->rows.base.coef < 0) {
		d->used = d->room->box.h + lack;
		return false;
	}
	diag_add(d->l->d, DIAG_ERROR, block_place(d->b, "rows"), "chart-crowded",
	    "the bars have a height of %.1f mm above the row \"base\", and need %.1f mm",
	    dimen_mm(space > 0 ? space : 0), dimen_mm(least));
	diag_help(d->l->d, "let base be %d or more",
	    (int)((v->base + lack - d->room->box.y + d->room->row - 1) / d->room->row));
	return false;
}

/* ---- drawing --------------------------------------------------------------------------------- */

static void
draw_value(struct drawing *d, const struct columns *v, const struct bound_bar *bar, struct rect r)
{
	struct line label = text_line(d->l->texts, d->l->a, d->l->d, &bar->label);
	dimen cap = style_cap_height(d->l->texts, bar->label.items[0].style);
	dimen x = is_centred(d) ? r.x + (v->bar - label.width) / 2 : r.x - label.ink_left;

	if (label.count > 0)
		set_line(&d->s, &label,
		    (struct point){
			x, bar->low ? r.y + r.h + LABEL_BELOW + cap : r.y - LABEL_ABOVE});
}

/* From one end of the bar to the other, on the zero line that `foot` lies on. */
static struct rect
column_box(const struct columns *v, const struct scale *scale, struct decimal from,
    struct decimal to, struct point foot)
{
	dimen a = scale_bar(scale, from), b = scale_bar(scale, to);

	return (struct rect){foot.x, foot.y - (a > b ? a : b), v->bar, a > b ? a - b : b - a};
}

static void
draw_column(struct drawing *d, const struct columns *v, const struct scale *scale,
    const struct bound_bar *bar, struct point foot, colour c)
{
	struct decimal to = bar->value;
	struct rect r;

	if (!decimal_add(bar->from, bar->value, &to))
		return;
	r = column_box(v, scale, bar->from, to, foot);
	if (r.h > 0)
		mark_rect(d->l->pages, d->room->page, r, c, d->s.elem, d->b->name);
	if (chart_is_stacked(d->c))
		chart_draw_inside(d, bar, r, c);
}

/* The icons of a category in a row, hung by their ink; `top` is that of their squares, at the left
 * of the place. */
static void
draw_icons(struct drawing *d, const struct columns *v, size_t i, struct point top)
{
	const struct bar_chart *c = d->c;
	dimen white = icon_white(d->bound->icon, c->icon_size, c->icon_stroke).left;
	int count = d->bound->categories[i].icons;
	dimen pitch, width = icons_width(d, count, &pitch);

	if (is_centred(d))
		top.x += (v->place - width) / 2;
	for (int k = 0; k < count; k++)
		mark_icon(d->l->pages, d->room->page, d->bound->icon,
		    (struct rect){top.x - white + k * pitch, top.y, c->icon_size, c->icon_size},
		    c->icon_stroke, c->icon_colour, d->s.elem, d->b->name);
	chart_take_height(d, top.y + c->icon_size);
}

static void
draw_category(struct drawing *d, const struct columns *v, size_t i, dimen x)
{
	const struct bar_chart *c = d->c;
	const struct lines *lines = &d->labels[i];
	dimen y = c->rows.category.coef >= 0
		      ? chart_row_top(d->room, c->rows.category) + d->room->first
		      : v->base + d->room->row + d->room->first;
	dimen icons;

	for (int k = 0; k < lines->count; k++, y += c->category_style->leading)
		set_line(&d->s, &lines->items[k], (struct point){x + lines->items[k].x, y});
	chart_take_height(d, y - c->category_style->leading + d->room->row - d->room->first);
	if (d->bound->icon == NULL)
		return;
	icons =
	    c->rows.icons.coef >= 0 ? chart_row_top(d->room, c->rows.icons) : y - d->room->first;
	draw_icons(d, v, i, (struct point){x, icons});
}

/* The bars of a category from x on, their values, or what stands at the end of their stack. */
static void
draw_group(struct drawing *d, const struct columns *v, const struct scale *all, size_t i,
    struct point foot)
{
	const struct bound_chart *bound = d->bound;
	struct scale scale = chart_scale_of(d, all, i);
	bool stacked = chart_is_stacked(d->c);
	const struct bound_bar *label;

	for (size_t k = 0; k < bound->series_count; k++) {
		size_t at = i * bound->series_count + k;

		if (!bound->present[k])
			continue;
		if (bound->bars[at].given)
			draw_column(d, v, &scale, &bound->bars[at], foot, bound->legend[k].colour);
		label = stacked ? NULL : chart_label(d, at);
		if (label != NULL)
			draw_value(
			    d, v, label, column_box(v, &scale, label->from, label->value, foot));
		foot.x += stacked ? 0 : v->bar + v->gap;
	}
	label = stacked ? chart_label(d, i) : NULL;
	if (label != NULL)
		draw_value(d, v, label,
		    column_box(
			v, &scale, bound->categories[i].below, bound->categories[i].above, foot));
}

static void
draw_columns(struct drawing *d, const struct columns *v, const struct scale *scale, dimen zero)
{
	for (size_t i = 0; i < d->bound->count; i++) {
		dimen left = d->room->box.x + v->left + (dimen)i * v->pitch;

		draw_group(d, v, scale, i, (struct point){left + v->inner, zero});
		draw_category(d, v, i, left);
	}
}

static bool
has_totals(const struct drawing *d)
{
	for (size_t i = 0; i < d->bound->count; i++)
		if (d->bound->categories[i].total.given)
			return true;
	return false;
}

void
chart_vertical(struct drawing *d)
{
	struct scale scale = d->bound->scale;
	struct columns v = share_width(d);
	dimen space, zero;

	v.top = chart_legend(d);
	if (v.bar <= 0) {
		d->used = d->room->box.h + d->room->row;
		return;
	}
	if (too_narrow(d, v.place) || values_too_wide(d, &v) || icons_too_wide(d, &v))
		return;
	chart_break_categories(d, v.place);
	if (scale.least.coef < 0 && (chart_is_stacked(d->c) ? has_totals(d) : d->c->values))
		v.label = style_cap_height(d->l->texts, d->c->value_style) + 2 * LABEL_BELOW;
	v.base = base_of(d, &v);
	space = v.base - v.top - d->room->row - v.label;
	d->used = v.base - d->room->box.y;
	if (!has_room(d, &v, space))
		return;
	scale.length = d->c->length > 0 ? d->c->length : space;
	zero = v.base - v.label - scale_zero(&scale);
	draw_columns(d, &v, &scale, zero);
	mark_rule(d->l->pages, d->room->page, (struct point){d->room->box.x, zero},
	    (struct point){d->room->box.x + d->room->box.w, zero}, PT(1), d->c->base_colour,
	    d->b->name);
}
