/* columns.c: how wide columns are. Only lengths come in and go out: no font, no page.
 *
 * Each column says what it is (fixed, a share, as its content, growing) and the least and most
 * that its content needs. Fixed widths and shares are given first; what fits then gets its most
 * and what grows its least. If that is too much, the ones that fit give up in proportion to what
 * they can spare; if it is too little, the growing ones take the rest by weight (none less than
 * its least), or, when nothing grows, the ones that fit. Every part is taken from what is left by
 * what is left of the takers, so no unit is lost: widths and gaps add up to the measure exactly.
 *
 * Shares are cut at their running sum: 33 % and 67 % of anything are all of it.
 */
#include <stdlib.h>
#include <string.h>

#include "bilan/table.h"

bool
columns_read_width(const char *text, struct column_width *c)
{
	size_t length = strlen(text);
	char number[24];

	if (strcmp(text, "fit") == 0 || strcmp(text, "grow") == 0) {
		c->kind = text[0] == 'f' ? WIDTH_FIT : WIDTH_GROW;
		return true;
	}
	if (dimen_read(text, &c->fixed)) {
		c->kind = WIDTH_FIXED;
		return c->fixed > 0;
	}
	if (length < 2 || length > sizeof number || text[length - 1] != '%')
		return false;
	memcpy(number, text, length - 1);
	number[length - 1] = '\0';
	c->kind = WIDTH_SHARE;
	return decimal_read(number, &c->share) && c->share.coef > 0 &&
	       decimal_compare(c->share, (struct decimal){100, 0}) <= 0;
}

void
columns_take(struct column_width *c, dimen least, dimen most)
{
	least = least < COLUMN_MOST ? least : COLUMN_MOST;
	most = most < COLUMN_MOST ? most : COLUMN_MOST;
	c->least = least > c->least ? least : c->least;
	c->most = most > c->most ? most : c->most;
}

static int64_t
share_of(dimen whole, struct decimal percent)
{
	int64_t den = 100;

	for (int i = 0; i < percent.scale; i++)
		den *= 10;
	return dimen_scale(whole, percent.coef, den);
}

/* What each column gets at first; answers how much of `room` is left, less than 0 when too much. */
static int64_t
give_first(struct column_width *columns, size_t n, dimen room)
{
	struct decimal sum = {0, 0};
	int64_t left = room, cut = 0;

	for (size_t i = 0; i < n; i++) {
		struct column_width *c = &columns[i];

		if (c->kind == WIDTH_FIXED) {
			c->width = c->fixed;
		} else if (c->kind == WIDTH_SHARE && decimal_add(sum, c->share, &sum)) {
			int64_t end = share_of(room, sum);

			c->width = (dimen)(end - cut);
			cut = end;
		} else {
			c->width = c->kind == WIDTH_FIT && c->most > c->least ? c->most : c->least;
		}
		left -= c->width;
	}
	return left;
}

/* Takes `much` from the columns that fit; answers what could not be taken. */
static int64_t
take_back(struct column_width *columns, size_t n, int64_t much)
{
	int64_t spare = 0;

	for (size_t i = 0; i < n; i++) {
		if (columns[i].kind == WIDTH_FIT)
			spare += columns[i].width - columns[i].least;
	}
	for (size_t i = 0; i < n && spare > 0; i++) {
		struct column_width *c = &columns[i];
		int64_t own = c->width - c->least, part;

		if (c->kind != WIDTH_FIT)
			continue;
		part = much >= spare ? own : own * much / spare;
		c->width -= (dimen)part;
		much -= part;
		spare -= own;
	}
	return much;
}

static int64_t
weight_of(const struct column_width *columns, size_t n, enum width_kind kind)
{
	int64_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += columns[i].kind == kind ? columns[i].weight : 0;
	return sum;
}

static void
give_fitting(struct column_width *columns, size_t n, int64_t spare)
{
	int64_t takers = weight_of(columns, n, WIDTH_FIT);

	for (size_t i = 0; i < n; i++) {
		struct column_width *c = &columns[i];
		int64_t part;

		if (c->kind != WIDTH_FIT)
			continue;
		part = spare * c->weight / takers;
		c->width += (dimen)part;
		spare -= part;
		takers -= c->weight;
	}
}

/* Shares `all` among the growing columns. One that needs more than its part keeps its least and
 * leaves the others to share the rest, until all who share get at least what they need. */
static void
give_growing(struct column_width *columns, size_t n, int64_t all)
{
	int64_t takers = weight_of(columns, n, WIDTH_GROW);
	bool *kept = mem_alloc(n), again = true;

	memset(kept, 0, n);
	while (again) {
		again = false;
		for (size_t i = 0; i < n; i++) {
			struct column_width *c = &columns[i];

			if (c->kind != WIDTH_GROW || kept[i] ||
			    c->least <= all * c->weight / takers)
				continue;
			kept[i] = again = true;
			all -= c->least;
			takers -= c->weight;
		}
	}
	for (size_t i = 0; i < n; i++) {
		struct column_width *c = &columns[i];

		if (c->kind != WIDTH_GROW || kept[i])
			continue;
		c->width = (dimen)(all * c->weight / takers);
		all -= c->width;
		takers -= c->weight;
	}
	free(kept);
}

dimen
columns_solve(struct column_width *columns, size_t n, dimen measure)
{
	int64_t gaps = 0, left, lack = 0, x = 0, growing = 0;

	for (size_t i = 0; i < n; i++) {
		gaps += i > 0 ? columns[i].gap : 0;
		growing += columns[i].kind == WIDTH_GROW ? columns[i].least : 0;
	}
	left = give_first(columns, n, gaps < measure ? (dimen)(measure - gaps) : 0);
	lack = gaps > measure ? gaps - measure : 0;
	if (left < 0)
		lack += take_back(columns, n, -left);
	else if (weight_of(columns, n, WIDTH_GROW) > 0)
		give_growing(columns, n, left + growing);
	else if (weight_of(columns, n, WIDTH_FIT) > 0)
		give_fitting(columns, n, left);
	for (size_t i = 0; i < n; i++) {
		struct column_width *c = &columns[i];

		x += i > 0 ? c->gap : 0;
		c->x = x < INT32_MAX ? (dimen)x : INT32_MAX;
		x += c->width;
		lack += c->width < c->least ? c->least - c->width : 0;
	}
	return lack < INT32_MAX ? (dimen)lack : INT32_MAX;
}
