/* bar_chart_draw.c: what bar charts of both directions have: legend, lines of the categories, and
 * all of it in words. bar_chart_columns.c draws the vertical ones, bar_chart_bands.c the
 * horizontal ones.
 */
#include <string.h>

#include "bar_chart.h"

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
		if (bound->categories[i].total.given)
			buf_printf(&text, ", %s %s",
			    phrase_for(bind->report->language, PHRASE_TOTAL),
			    bound->categories[i].total.text);
	}
	buf_byte(&text, '.');
	alt = arena_text(bind->scope.a, text.at);
	buf_close(&text);
	return alt;
}

int
chart_bars_beside(const struct drawing *d)
{
	const struct bound_chart *bound = d->bound;
	int n = 0;

	for (size_t i = 0; i < bound->series_count; i++)
		n += bound->present[i];
	return chart_is_stacked(d->c) && n > 1 ? 1 : n;
}

dimen
chart_row_top(const struct room *room, struct decimal row)
{
	return room->box.y + decimal_share(row, (struct decimal){1, 0}, room->row);
}

void
chart_take_height(struct drawing *d, dimen bottom)
{
	if (bottom - d->room->box.y > d->used)
		d->used = bottom - d->room->box.y;
}

dimen
chart_legend(struct drawing *d)
{
	struct point at = {
	    d->room->box.x, chart_row_top(d->room, d->c->rows.legend) + d->room->first};

	if (!d->c->legend)
		return chart_row_top(d->room, (struct decimal){0, 0});
	for (size_t i = 0; i < d->bound->series_count; i++) {
		if (d->bound->present[i])
			at.x += legend_entry_set(&d->s, SWATCH_SQUARE, &d->bound->legend[i], at) +
				PT(17);
	}
	return at.y - d->room->first + 2 * d->room->row;
}

void
chart_break_categories(struct drawing *d, dimen width)
{
	const struct bound_chart *bound = d->bound;
	struct shape shape = shape_of(d->c->category_style, width);

	if (d->c->direction == CHART_VERTICAL && d->c->align == CHART_CENTRE)
		shape.align = ALIGN_CENTRE;
	shape.language = d->l->report->language;
	d->labels = NEW_ARRAY(d->l->a, struct lines, bound->count);
	for (size_t i = 0; i < bound->count; i++) {
		d->labels[i] =
		    text_lines(d->l->texts, d->l->a, d->l->d, &bound->categories[i].label, &shape);
		if (d->labels[i].count > d->label_lines)
			d->label_lines = d->labels[i].count;
	}
}
