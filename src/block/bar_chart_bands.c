/* bar_chart_bands.c: a horizontal bar chart: the category at the left, its bars below one another,
 * the value after each bar's end. Negative bars go to the left of a common zero line with their
 * values before them.
 */
#include "bar_chart.h"

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
	if (label.count > 0 && chart_labelled(d, bar))
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

		if (!chart_labelled(d, bar) || (bar->value.coef < 0) != negative)
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

	chart_break_categories(d, c->label_width - PT(7));
	words = (d->label_lines - 1) * c->category_style->leading;
	h.step = c->gap >= 0 ? h.bar + c->gap : d->room->row;
	bars = (chart_series_drawn(d->bound) - 1) * h.step;
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

void
chart_horizontal(struct drawing *d)
{
	dimen top = chart_legend(d), y;
	struct scale scale = d->bound->scale;
	struct bands h = bands_of(d, &scale);

	y = d->c->rows.first.coef >= 0 ? chart_row_top(d->room, d->c->rows.first) + d->room->first
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
		chart_take_height(d, at - h.step + PT(2.5));
	}
	if (scale.least.coef < 0)
		mark_rule(d->l->pages, d->room->page, (struct point){h.zero, top},
		    (struct point){h.zero, d->room->box.y + d->used}, PT(1), d->c->base_colour,
		    d->b->name);
}
