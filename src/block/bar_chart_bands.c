/* bar_chart_bands.c: a horizontal bar chart: the category at the left, its bars below one another,
 * the value after each bar's end. Negative bars go to the left of a common zero line with their
 * values before them.
 */
#include "bar_chart.h"

#define LABEL_GAP   PT(6)   /* from a bar's end to its value */
#define BAND_MIDDLE PT(3.5) /* of a bar, above the baseline of its value */

struct bands {
	dimen bar, step, pitch, left, zero;
};

/* From one end of the bar to the other. */
static struct rect
band_box(const struct bands *h, const struct scale *scale, struct decimal from, struct decimal to,
    dimen baseline)
{
	dimen a = scale_bar(scale, from), b = scale_bar(scale, to);

	return (struct rect){h->zero + (a < b ? a : b), baseline - BAND_MIDDLE - h->bar / 2,
	    a < b ? b - a : a - b, h->bar};
}

static void
draw_value(struct drawing *d, const struct bound_bar *bar, struct rect r, dimen baseline)
{
	struct line label = text_line(d->l->texts, d->l->a, d->l->d, &bar->label);
	dimen x = bar->low ? r.x - LABEL_GAP - label.width : r.x + r.w + LABEL_GAP;

	if (label.count > 0)
		set_line(&d->s, &label, (struct point){x, baseline});
}

static void
draw_band(struct drawing *d, const struct bands *h, const struct scale *scale,
    const struct bound_bar *bar, dimen baseline, colour c)
{
	struct decimal to = bar->value;
	struct rect r;

	if (!decimal_add(bar->from, bar->value, &to))
		return;
	r = band_box(h, scale, bar->from, to, baseline);
	if (r.w > 0)
		mark_rect(d->l->pages, d->room->page, r, c, d->s.elem, d->b->name);
	if (chart_is_stacked(d->c))
		chart_draw_inside(d, bar, r, c);
}

/* The widest value label of each side, so that the bars leave room for all of them. */
static dimen
label_room(struct drawing *d, bool low)
{
	dimen widest = 0;

	for (size_t i = 0; i < chart_label_count(d); i++) {
		const struct bound_bar *bar = chart_label(d, i);
		dimen whole, word;

		if (bar == NULL || bar->low != low)
			continue;
		text_widths(d->l->texts, d->l->d, &bar->label, &whole, &word);
		widest = whole + LABEL_GAP > widest ? whole + LABEL_GAP : widest;
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

	chart_break_categories(d, c->label_width - PT(7));
	words = (d->label_lines - 1) * c->category_style->leading;
	h.step = c->gap >= 0 ? h.bar + c->gap : d->room->row;
	bars = (chart_bars_beside(d) - 1) * h.step;
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
	chart_take_height(d, y - d->c->category_style->leading + d->room->row - d->room->first);
}

/* The bars of a category from the baseline y on; answers the last one's baseline. */
static dimen
draw_group(struct drawing *d, const struct bands *h, const struct scale *all, size_t i, dimen y)
{
	const struct bound_chart *bound = d->bound;
	struct scale scale = chart_scale_of(d, all, i);
	bool stacked = chart_is_stacked(d->c), first = true;
	const struct bound_bar *label;

	for (size_t k = 0; k < bound->series_count; k++) {
		size_t at = i * bound->series_count + k;

		if (!bound->present[k])
			continue;
		y += first || stacked ? 0 : h->step;
		first = false;
		if (bound->bars[at].given)
			draw_band(d, h, &scale, &bound->bars[at], y, bound->legend[k].colour);
		label = stacked ? NULL : chart_label(d, at);
		if (label != NULL)
			draw_value(d, label, band_box(h, &scale, label->from, label->value, y), y);
	}
	label = stacked ? chart_label(d, i) : NULL;
	if (label != NULL)
		draw_value(d, label,
		    band_box(h, &scale, bound->categories[i].below, bound->categories[i].above, y),
		    y);
	return y;
}

void
chart_horizontal(struct drawing *d)
{
	dimen top = chart_legend(d), y;
	struct scale scale = d->bound->scale;
	struct bands h = bands_of(d, &scale);

	y = d->c->rows.first.coef >= 0 ? chart_row_top(d->room, d->c->rows.first) + d->room->first
				       : top + d->room->first;
	for (size_t i = 0; i < d->bound->count; i++, y += h.pitch) {
		draw_band_category(d, i, y);
		chart_take_height(d, draw_group(d, &h, &scale, i, y) + PT(2.5));
	}
	if (scale.least.coef < 0)
		mark_rule(d->l->pages, d->room->page, (struct point){h.zero, top},
		    (struct point){h.zero, d->room->box.y + d->used}, PT(1), d->c->base_colour,
		    d->b->name);
}
