/* outliers.c: figures that stand out among the reports of a batch.
 *
 * Columns that say `watch: yes` give, for each report, its figures with their cells in the CSV. A
 * cell that many reports read is looked at once. Figures of one name and period are a row of
 * offices; each is judged against the middle one (the median), after the size of the office is
 * taken out: that is the middle of what its own figures are to theirs. So a small office is not odd
 * for being small, but one figure of it that has a digit too many is. Told are
 *   - five times, or a fifth, of what the office's other figures lead one to expect (a digit too
 *     many makes ten times the truth, and what is expected is near the truth only);
 *   - zero, or another sign, where nine offices in ten have none;
 *   - a percentage more than twenty points, and five times the usual distance, from the middle.
 * What is odd is judged in floating point; what is printed are the exact figures.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bilan/batch.h"

enum { OFFICES_LEAST = 5, FIGURES_LEAST = 3, TIMES = 5, POINTS = 20, USUAL = 5 };

struct sighting {
	const char *item, *number; /* as written: exact */
	struct place at;
	double value;
	size_t report, next; /* next: of its group, + 1 */
};
struct group {
	const char *name;                  /* "key_figures.visitors.value 2023" */
	bool share;                        /* a percentage */
	size_t first, count, zeros, below; /* first: sighting + 1 */
	double middle, usual; /* of those that are not zero; of their distances from it */
};

struct outliers {
	struct arena *a;
	struct map *cells, *names; /* seen; name -> struct group's index + 1 */
	struct sighting *list;
	size_t count, cap;
	struct group *groups;
	size_t group_count, group_cap;
	size_t reports;
};

struct outliers *
outliers_open(struct arena *a)
{
	struct outliers *o = NEW(a, struct outliers);

	*o = (struct outliers){.a = a, .cells = map_new(a), .names = map_new(a)};
	return o;
}

/* ---- gathering ------------------------------------------------------------------------------ */

static size_t
group_named(struct outliers *o, const char *name, bool share)
{
	size_t known = (size_t)(uintptr_t)map_find(o->names, name);

	if (known > 0)
		return known - 1;
	GROW(o->a, o->groups, o->group_count, o->group_cap);
	o->groups[o->group_count] = (struct group){.name = arena_text(o->a, name), .share = share};
	map_add(o->names, o->groups[o->group_count].name, (void *)(uintptr_t)(o->group_count + 1));
	return o->group_count++;
}

/* See outliers_take. */
static void
take_line(struct outliers *o, const char *item, char *line)
{
	char *f[6];
	struct sighting s = {.item = item, .report = o->reports};
	struct group *group;
	struct decimal exact;
	size_t index;

	for (int i = 0; i < 6; i++) {
		f[i] = line;
		line = i < 5 ? strchr(line, '\t') : NULL;
		if (i < 5 && line == NULL)
			return;
		if (line != NULL)
			*line++ = '\0';
	}
	if (!decimal_read(f[2], &exact))
		return;
	s.at = (struct place){.file = f[5], .line = atoi(f[3]), .column = atoi(f[4])};
	line = arena_printf(o->a, "%d %d %s", s.at.line, s.at.column, f[5]);
	if (map_find(o->cells, line) != NULL)
		return;
	map_add(o->cells, line, o);
	s.number = f[2];
	s.value = (double)exact.coef / pow(10, exact.scale);
	index = group_named(o, f[0], strcmp(f[1], "percent") == 0); /* may move the groups */
	group = &o->groups[index];
	s.next = group->first;
	GROW(o->a, o->list, o->count, o->cap);
	o->list[o->count++] = s;
	group->first = o->count;
}

void
outliers_take(struct outliers *o, const char *item, const char *lines)
{
	const char *kept = *lines != '\0' ? arena_text(o->a, item) : "";

	o->reports++;
	while (*lines != '\0') {
		size_t n = strcspn(lines, "\n");

		take_line(o, kept, arena_copy(o->a, lines, n));
		lines += n + (lines[n] == '\n');
	}
}

/* ---- judging -------------------------------------------------------------------------------- */

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
middle_of(double *values, size_t n)
{
	if (n == 0)
		return 0;
	qsort(values, n, sizeof *values, by_value);
	return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

static void
measure_group(const struct outliers *o, struct group *g, double *room)
{
	size_t n = 0;

	for (size_t i = g->first; i > 0; i = o->list[i - 1].next) {
		double value = o->list[i - 1].value;

		g->count++;
		g->zeros += value == 0;
		g->below += value < 0;
		if (value != 0)
			room[n++] = g->share ? value : fabs(value);
	}
	g->middle = middle_of(room, n);
	for (size_t i = 0; i < n; i++)
		room[i] = fabs(room[i] - g->middle);
	g->usual = middle_of(room, n);
}

/* How large each report's office is beside the others; 0: not known. */
static double *
office_sizes(const struct outliers *o, const size_t *groups, double *room)
{
	double *sizes = NEW_ARRAY(o->a, double, o->reports + 1);

	for (size_t i = 0, n = 0; i < o->count; i++) {
		const struct group *g = &o->groups[groups[i]];

		if (!g->share && g->count >= OFFICES_LEAST && g->middle > 0 &&
		    o->list[i].value != 0)
			room[n++] = fabs(o->list[i].value) / g->middle;
		if (i + 1 < o->count && o->list[i + 1].report == o->list[i].report)
			continue;
		sizes[o->list[i].report] = n >= FIGURES_LEAST ? middle_of(room, n) : 0;
		n = 0;
	}
	return sizes;
}

/* What is odd about it among the others; NULL: nothing. */
static const char *
oddity(const struct sighting *s, const struct group *g, double size)
{
	double apart = fabs(s->value - g->middle), expected = size * g->middle;

	if (g->count < OFFICES_LEAST)
		return NULL;
	if (g->share)
		return apart > POINTS && apart > USUAL * g->usual
			   ? "more than 20 points from the middle of the others"
			   : NULL;
	if (s->value == 0)
		return g->zeros * 10 <= g->count ? "nothing, where nine in ten have a figure"
						 : NULL;
	if ((s->value < 0) != (g->below * 2 > g->count) &&
	    (s->value < 0 ? g->below : g->count - g->below) * 10 <= g->count)
		return "of another sign than nine in ten";
	if (expected <= 0)
		return NULL;
	return fabs(s->value) >= TIMES * expected
		   ? "five times, or more, what the report's other figures lead one to expect"
	       : fabs(s->value) * TIMES <= expected
		   ? "a fifth, or less, of what the report's other figures lead one to expect"
		   : NULL;
}

size_t
outliers_tell(struct outliers *o, struct diag *d)
{
	double *room = NEW_ARRAY(o->a, double, o->count + 1), *sizes;
	size_t *groups = NEW_ARRAY(o->a, size_t, o->count + 1), told = 0;

	for (size_t g = 0; g < o->group_count; g++) {
		measure_group(o, &o->groups[g], room);
		for (size_t i = o->groups[g].first; i > 0; i = o->list[i - 1].next)
			groups[i - 1] = g;
	}
	sizes = office_sizes(o, groups, room);
	for (size_t i = 0; i < o->count; i++) {
		const struct sighting *s = &o->list[i];
		const struct group *g = &o->groups[groups[i]];
		const char *odd = oddity(s, g, sizes[s->report]);

		if (odd == NULL)
			continue;
		told++;
		diag_add(d, DIAG_WARNING, s->at, "odd-figure", "%s is %s (%s, one of %zu; %s)",
		    s->number, odd, g->name, g->count, s->item);
	}
	return told;
}
