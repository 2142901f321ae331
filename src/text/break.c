/* break.c: the best lines of a whole paragraph (Knuth & Plass, Breaking Paragraphs into Lines,
 * 1981).
 *
 * In: the words of a paragraph in their places on one endless line. Out: for each place where a
 * line may end (a stop) the cheapest way to get there. A line's cost is the square of its
 * emptiness when it is ragged, of its spaces' stretch when it is justified, with penalties for
 * hyphens; a paragraph's is their sum. From each stop only the stops that one line can reach are
 * tried, so a paragraph costs its length times the words of a line. Costs are integers: every
 * machine finds the same lines.
 *
 * As TeX does, hyphens are tried only when a paragraph is loose without them. Balanced lines pay
 * a price each so high that the fewest win; then the sum of squares makes them even. What
 * surprises: there are no fitness classes; at these measures they changed nothing.
 */
#include <stdlib.h>

#include "texts.h"

#define LINE_PRICE ((int64_t)1 << 40) /* balanced: above all squares of a line */
#define OVERFULL   ((int64_t)1 << 34)
#define LONELY     100000000 /* a last line of one word */
#define NEVER      INT64_MAX

/* Emptiness is in thousandths of the measure: these are squares of such. */
enum {
	HYPHEN = 130 * 130, /* as bad as a line 13 % short */
	HYPHENS_IN_ROW = 300 * 300,
	LAST_HYPHEN = 200 * 200, /* the last line is the end of a word */
	OWN_HYPHEN = 60 * 60,    /* a hyphen of the text: "Haut-Rhin" */
	STUB = 250,              /* thousandths: a last line shorter than this looks lost */
	LOOSE = 160,             /* ragged lines emptier than this call for hyphens */
	LOOSE_SPACES = 1200      /* justified: thousandths of the stretch there is */
};

/* ---- places ------------------------------------------------------------------------- */

static struct stop *
add_stop(struct stops *s, struct stop stop)
{
	if (s->count == s->cap) {
		s->cap = s->cap * 2 + 64;
		s->items = mem_resize(s->items, s->cap * sizeof *s->items);
	}
	s->items[s->count] = stop;
	return &s->items[s->count++];
}

struct chances
item_chances(struct texts *t, struct diag *d, const struct item *item, bool hyphens)
{
	return hyphens ? word_hyphens(t, d, item->look, item->shaped)
		       : word_chances(t, item->look, item->shaped);
}

/* The stops inside an item that starts at x. */
static void
add_inner(struct stops *s, const struct item *item, int index, struct chances chances, int64_t x,
    int64_t glue)
{
	for (int i = 0; i < chances.count; i++) {
		const struct chance *c = &chances.items[i];
		const struct look *look = item->look;
		int32_t unused;
		int glyphs = word_glyphs_before(&item->shaped->word, c->at, &unused);
		int64_t hyphen = c->soft ? look_width(look, look->face->hyphen, 1) : 0;

		add_stop(s, (struct stop){.item = index,
				.chance = i,
				.hyphen = true,
				.end = x + look_width(look, c->end, glyphs + c->soft),
				.body = x + look_width(look, c->end, glyphs + c->soft) - hyphen,
				.start = x + look_width(look, c->start, glyphs + 1),
				.glue_end = glue,
				.glue_start = glue,
				.penalty = c->soft ? HYPHEN : OWN_HYPHEN});
	}
}

static bool
breaks_after(struct texts *t, const struct paragraph *p, size_t i)
{
	const struct item *item = &p->items[i], *next = item + 1;

	if (i + 1 == p->count || item->ends)
		return true;
	if (next->joined)
		return false;
	return next->spaced ? space_breaks(t, item->shaped, next->shaped)
			    : seam_breaks(t, item->shaped, next->shaped);
}

void
stops_find(
    struct texts *t, struct diag *d, const struct paragraph *p, bool hyphens, struct stops *s)
{
	int64_t x = 0, glue = 0;

	s->count = 0;
	s->hyphens = hyphens;
	add_stop(s, (struct stop){.item = -1, .chance = -1, .forced = true});
	for (size_t i = 0; i < p->count; i++) {
		const struct item *item = &p->items[i];
		bool last = i + 1 == p->count || item->ends;
		int64_t gap = last ? 0 : p->items[i + 1].gap;
		int64_t stretch = !last && p->items[i + 1].spaced ? gap : 0;

		/* no hyphen in the last word: the last line would be half a word */
		add_inner(s, item, (int)i, item_chances(t, d, item, hyphens && !last), x, glue);
		x += item->width;
		if (breaks_after(t, p, i))
			add_stop(s, (struct stop){.item = (int)i,
					.chance = -1,
					.end = x,
					.body = x,
					.start = x + gap,
					.glue_end = glue,
					.glue_start = glue + stretch,
					.forced = last});
		x += gap;
		glue += stretch;
	}
}

/* ---- costs ------------------------------------------------------------------------------ */

static int64_t
square(int64_t n)
{
	return n * n;
}

/* Thousandths of the measure that a ragged line leaves empty. */
static int64_t
emptiness(int64_t width, dimen measure)
{
	return (measure - width) * 1000 / (measure > 0 ? measure : 1);
}

/* Of a justified line: how far its spaces go towards their most, in thousandths; negative:
 * shrunk. */
static int64_t
strain(int64_t width, int64_t glue, dimen measure)
{
	int64_t slack = measure - width, room = slack >= 0 ? glue / 2 : glue / 3;

	if (slack == 0)
		return 0;
	return room > 0 ? slack * 1000 / room : slack > 0 ? 10000 : -10000;
}

static int64_t
justified_cost(int64_t width, int64_t glue, const struct shape *shape, bool last)
{
	int64_t r = strain(width, glue, shape->measure);

	if (last && r > 0)
		return 0;
	if (r < 0)
		r = -r * 3 / 2;
	if (r > 10000)
		r = 10000;
	/* badness 100 r^3, as TeX; its square root's scale is that of ragged lines */
	return square(10 + r * r / 1000 * r / 10000);
}

/* What the last of several lines costs besides. */
static int64_t
last_line_price(const struct stop *from, const struct stop *to, const struct shape *shape)
{
	int64_t width = to->end - from->start, price = from->hyphen ? LAST_HYPHEN : 0;
	int64_t filled = 1000 - emptiness(width, shape->measure);

	if (shape->wrap != WRAP_PRETTY)
		return price;
	if (to->glue_end == from->glue_start)
		price += LONELY;
	return filled < STUB ? price + square(STUB - filled) : price;
}

/* The cost of the line from stop a to stop b; NEVER when it is too long. */
static int64_t
line_cost(const struct stops *s, size_t a, size_t b, const struct shape *shape)
{
	const struct stop *from = &s->items[a], *to = &s->items[b];
	int64_t width = to->end - from->start, glue = to->glue_end - from->glue_start, cost;
	int64_t least = shape->align == ALIGN_JUSTIFY ? width - glue / 3 : width;
	bool balanced = shape->wrap == WRAP_BALANCE;

	if (least > shape->measure) {
		/* also what one line cannot help: the least that can stand on it */
		return a + 1 == b ? OVERFULL + (least - shape->measure) : NEVER;
	}
	if (shape->align == ALIGN_JUSTIFY)
		cost = justified_cost(width, glue, shape, to->forced);
	else if (to->forced && !balanced)
		cost = 0;
	else
		cost = square(emptiness(width, shape->measure));
	if (to->forced && !from->forced)
		cost += last_line_price(from, to, shape);
	if (to->hyphen)
		cost += to->penalty + (from->hyphen ? HYPHENS_IN_ROW : 0);
	return balanced ? cost + LINE_PRICE : cost;
}

/* Can stop `b` stand on the line that begins after `a`, by its bare length? */
static bool
reaches(const struct stops *s, size_t a, size_t b, const struct shape *shape)
{
	const struct stop *from = &s->items[a], *to = &s->items[b];
	int64_t width = to->body - from->start;

	if (shape->align == ALIGN_JUSTIFY)
		width -= (to->glue_end - from->glue_start) / 3;
	return width <= shape->measure;
}

void
stops_choose(struct stops *s, const struct shape *shape)
{
	size_t first = 0;

	s->items[0].cost = 0;
	for (size_t b = 1; b < s->count; b++) {
		struct stop *to = &s->items[b];

		to->cost = NEVER;
		while (first + 1 < b && !reaches(s, first, b, shape))
			first++;
		for (size_t a = first; a < b; a++) {
			int64_t cost;

			if (s->items[a].cost == NEVER ||
			    (cost = line_cost(s, a, b, shape)) == NEVER)
				continue;
			cost += s->items[a].cost;
			if (cost <= to->cost) { /* equal: the fuller line first */
				to->cost = cost;
				to->from = (int)a;
			}
		}
		if (to->forced)
			first = b;
	}
}

bool
stops_loose(const struct stops *s, const struct shape *shape)
{
	for (size_t b = s->count - 1; b > 0; b = (size_t)s->items[b].from) {
		const struct stop *to = &s->items[b], *from = &s->items[to->from];
		int64_t width = to->end - from->start;

		if (to->forced && width <= shape->measure)
			continue;
		if (shape->align != ALIGN_JUSTIFY
			? emptiness(width, shape->measure) > LOOSE || width > shape->measure
			: labs((long)strain(width, to->glue_end - from->glue_start,
			      shape->measure)) > LOOSE_SPACES)
			return true;
	}
	return false;
}
