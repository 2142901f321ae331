/* bar_chart_stack.c: bars of a category on one another: where each begins, their total, and the
 * values within them.
 *
 * Sums are exact. What is below zero is stacked downwards from the zero line, so the total, which
 * is of all of them, stands at the end of a stack but is not its height then. A sum that a figure
 * is missing of is not printed; the words for that figure stand in its place, and without them the
 * stack would look whole, so they also stand there when no totals are printed. A value stands in
 * the middle of its bar, in a colour that can be read on it; where it has no room, the alternative
 * text has it.
 */
#include <string.h>

#include "bar_chart.h"
#include "cell_text.h"

#define WHITE_BESIDE PT(3) /* a value in its bar, at least */
#define WHITE_ABOVE  PT(2) /* and below */

/* ---- binding -------------------------------------------------------------------------------- */

bool
chart_is_stacked(const struct bar_chart *c)
{
	return c->stack != CHART_BESIDE;
}

static bool
cannot_stack(struct bind *bind, const struct block *b, const struct cell *cell, const char *why)
{
	diag_add(bind->d, DIAG_ERROR, block_place(b, "stack"), "bad-total",
	    "the bars cannot be stacked: %s", why);
	if (cell->at.line > 0)
		diag_also(bind->d, cell->at, "at this cell");
	return false;
}

/* What a query works out has no unit, and cannot be added to what has one, unless a format says how
 * all of them are written. */
static bool
has_their_unit(struct bind *bind, struct block *b, const struct cell *cell)
{
	const struct bar_chart *c = b->settings;
	struct bound_chart *bound = b->bound;
	const char *theirs = bound->added != NULL ? bound->added->unit : cell->unit;
	bool known = theirs != NULL && cell->unit != NULL;
	bool same = known ? strcmp(theirs, cell->unit) == 0 : theirs == cell->unit;

	if (bound->added == NULL || theirs == NULL)
		bound->added = cell;
	if (same || (!known && c->format != NULL))
		return true;
	cannot_stack(bind, b, cell,
	    arena_printf(bind->scope.a, "their figures have different units, %s and %s",
		theirs != NULL ? theirs : "none", cell->unit != NULL ? cell->unit : "none"));
	if (!known)
		diag_help(bind->d, "what a query works out has no unit: "
				   "write a format that says how all of them are printed");
	return false;
}

bool
chart_stack_bar(
    struct bind *bind, struct block *b, size_t row, struct bound_bar *bar, const struct cell *cell)
{
	const struct bar_chart *c = b->settings;
	struct bound_chart *bound = b->bound;
	struct bound_category *category = &bound->categories[row];
	struct decimal *sum = bar->value.coef < 0 ? &category->below : &category->above;

	if (c->stack == CHART_SHARES && bar->value.coef < 0)
		return cannot_stack(bind, b, cell, "what is below zero has no share in a sum");
	if (cell->kind == CELL_NUMBER && !has_their_unit(bind, b, cell))
		return false;
	bar->from = *sum;
	if (!decimal_add(*sum, bar->value, sum))
		return cannot_stack(bind, b, cell, "a sum has more than 18 digits");
	scale_take(&bound->scale, *sum);
	return true;
}

/* "2 331", or the words that stand for a figure that is missing; nothing when one is left out. */
bool
chart_stack_total(struct bind *bind, struct block *b, size_t row)
{
	const struct bar_chart *c = b->settings;
	struct bound_chart *bound = b->bound;
	struct bound_category *category = &bound->categories[row];
	const struct bound_bar *bars = &bound->bars[row * bound->series_count];
	struct bound_bar *total = &category->total;
	struct cell sum = {.kind = CELL_NUMBER};
	bool words = false;

	if (!decimal_add(category->above, category->below, &total->value))
		return cannot_stack(bind, b, &(struct cell){0}, "a total has more than 18 digits");
	sum.number = total->value;
	sum.unit = bound->added != NULL ? bound->added->unit : NULL;
	total->text = cell_figure(bind->scope.numbers, bind->scope.a, c->format, &sum);
	for (size_t k = 0; k < bound->series_count; k++) {
		if (bound->columns[k] >= 0 && !bars[k].given)
			return true;
		if (bars[k].words)
			total->text = bars[k].text;
		words |= bars[k].words;
	}
	total->given = c->total || words;
	total->low = category->above.coef == 0 && category->below.coef < 0;
	total->label = runs_of(bind->scope.a, total->text, c->value_style, block_place(b, "stack"));
	return true;
}

/* ---- the values at the ends of bars, and of stacks ------------------------------------------- */

size_t
chart_label_count(const struct drawing *d)
{
	size_t bars = d->bound->count * d->bound->series_count;

	return chart_is_stacked(d->c) ? d->bound->count : bars;
}

const struct bound_bar *
chart_label(const struct drawing *d, size_t i)
{
	const struct bound_bar *bar = &d->bound->bars[i];

	if (chart_is_stacked(d->c)) {
		const struct bound_bar *total = &d->bound->categories[i].total;

		return total->given ? total : NULL;
	}
	return bar->given && (d->c->values || bar->words) ? bar : NULL;
}

struct scale
chart_scale_of(const struct drawing *d, const struct scale *scale, size_t category)
{
	struct scale own = *scale;

	if (d->c->stack == CHART_SHARES)
		own.most = d->bound->categories[category].above;
	return own;
}

/* ---- values within bars ---------------------------------------------------------------------- */

/* Of words; a bar without a colour leaves the paper. */
static double
contrast(const struct theme *theme, colour words, colour ground)
{
	static const uint8_t paper[3] = {255, 255, 255};

	return srgb_contrast(
	    theme->colours[words].srgb, ground != 0 ? theme->colours[ground].srgb : paper);
}

/* The style's colour or that of `inside-text`, whichever is read better; where neither can be,
 * black or white: on every ground one of them has a contrast of 4.58 : 1 or more. */
static colour
readable(const struct drawing *d, colour words, colour ground)
{
	const struct theme *theme = d->l->report->theme;
	colour black = theme_colour(theme, "black"), white = theme_colour(theme, "white");
	colour other = d->c->inside_text;

	if (contrast(theme, other, ground) > contrast(theme, words, ground))
		words = other;
	if (contrast(theme, words, ground) >= CONTRAST_OF_WORDS)
		return words;
	return contrast(theme, black, ground) > contrast(theme, white, ground) ? black : white;
}

void
chart_draw_inside(struct drawing *d, const struct bound_bar *bar, struct rect r, colour ground)
{
	const struct run *run = bar->label.items;
	struct runs runs;
	struct line line;
	dimen cap;
	colour c;

	if (!d->c->values || bar->words || bar->label.count == 0)
		return;
	c = readable(d, run->colour != 0 ? run->colour : run->style->colour, ground);
	cap = style_cap_height(d->l->texts, run->style);
	if (cap + 2 * WHITE_ABOVE > r.h)
		return;
	runs = runs_coloured(d->l->a, bar->label, c);
	line = text_line(d->l->texts, d->l->a, d->l->d, &runs);
	if (line.count == 0 || line.width + 2 * WHITE_BESIDE > r.w)
		return;
	set_line(&d->s, &line, (struct point){r.x + (r.w - line.width) / 2, r.y + (r.h + cap) / 2});
}
