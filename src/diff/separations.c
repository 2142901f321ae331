/* separations.c: which inks print on a page, and how much of it they cover. A state for the press
 * says both: `ink 3 "Cyan" 42.7 "Black" 9.2`, in percent of page and bleed. A figure that is
 * another changes coverage a little; a plate that comes or goes, or a point more, is told.
 */
#include <stdlib.h>
#include <string.h>

#include "bilan/diff.h"

enum { INKS = 16, POINT = 10 }; /* tenths of a percent */

struct plate {
	const char *name;
	int cover; /* tenths of a percent */
};

/* "42.7" without floats; at most one decimal counts. */
static int
tenths(const char *at)
{
	char *end;
	long whole = strtol(at, &end, 10);

	if (whole < 0 || whole > 1000)
		return 0;
	return (int)whole * 10 + (*end == '.' && end[1] >= '0' && end[1] <= '9' ? end[1] - '0' : 0);
}

static size_t
plates_of(struct arena *a, const struct state *s, int page, struct plate plates[INKS])
{
	const char *at = state_find(s, "ink", arena_printf(a, "%d", page + 1));
	size_t count = 0;

	while (at != NULL && count < INKS && (at = strchr(at, '"')) != NULL) {
		const char *end = strchr(at + 1, '"');

		if (end == NULL)
			break;
		plates[count].name = arena_copy(a, at + 1, (size_t)(end - at - 1));
		plates[count++].cover = tenths(end + 1 + (end[1] == ' '));
		at = end + 1;
	}
	return count;
}

static int
cover_of(const struct plate *plates, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(plates[i].name, name) == 0)
			return plates[i].cover;
	}
	return 0;
}

static void
say_plate(struct compare *x, const char *name, int old, int new)
{
	struct rect none = {0};
	struct change *c;

	if (old == 0)
		c = compare_say(x, LAYER_SEPARATIONS, none, none,
		    "%s prints on this page now: it covers %d.%d %%", name, new / 10, new % 10);
	else if (new == 0)
		c = compare_say(x, LAYER_SEPARATIONS, none, none,
		    "%s prints on this page no longer: it covered %d.%d %%", name, old / 10,
		    old % 10);
	else
		c = compare_say(x, LAYER_SEPARATIONS, none, none,
		    "%s covers %d.%d %% of the page, it was %d.%d %%", name, new / 10, new % 10,
		    old / 10, old % 10);
	c->causes = ~0u;
	c->steady = true;
}

void
compare_separations(struct compare *x)
{
	struct plate old[INKS], new[INKS];
	size_t n = plates_of(x->a, x->old, x->page[0], old);
	size_t m = plates_of(x->a, x->new, x->page[1], new);

	if (n == 0 || m == 0)
		return; /* one of them is not for the press */
	for (size_t i = 0; i < m; i++) {
		int before = cover_of(old, n, new[i].name), after = new[i].cover;

		if ((before == 0) != (after == 0) || abs(after - before) >= POINT)
			say_plate(x, new[i].name, before, after);
	}
	for (size_t i = 0; i < n; i++) {
		bool there = false;

		for (size_t k = 0; k < m; k++)
			there = there || strcmp(old[i].name, new[k].name) == 0;
		if (!there && old[i].cover > 0)
			say_plate(x, old[i].name, old[i].cover, 0);
	}
}
