/* scales.c: charts of a batch on one scale.
 *
 * A chart that says `scale: shared` is drawn to the least and the most of its figures over all
 * reports of a batch, so that two offices laid side by side can be compared. The batch binds every
 * report once to gather the ranges, by the block's id, and again with all of them to make it. A
 * report that is built alone has nothing to share with: its charts have their own scales.
 */
#include <stdlib.h>
#include <string.h>

#include "bilan/block.h"

struct range {
	struct decimal least, most;
};

struct scales {
	struct arena *a;
	struct map *ranges; /* "contacts" or "table.column" -> struct range */
	bool whole;
};

const char *const scale_words[] = {"own", "shared", NULL};

struct scales *
scales_new(struct arena *a)
{
	struct scales *s = NEW(a, struct scales);

	*s = (struct scales){.a = a, .ranges = map_new(a)};
	return s;
}

static void
take(struct scales *s, const char *name, struct range r)
{
	struct range *known = map_find(s->ranges, name);

	if (known == NULL) {
		known = NEW(s->a, struct range);
		*known = r;
		map_add(s->ranges, arena_text(s->a, name), known);
		return;
	}
	if (decimal_compare(r.least, known->least) < 0)
		known->least = r.least;
	if (decimal_compare(r.most, known->most) > 0)
		known->most = r.most;
}

void
scales_settle(struct scales *s)
{
	s->whole = true;
}

size_t
scales_count(const struct scales *s)
{
	return map_count(s->ranges);
}

const char *
scales_line(const struct scales *s, struct arena *a, size_t i)
{
	const struct range *r = map_value(s->ranges, i);
	char least[24], most[24];

	decimal_write(r->least, least);
	decimal_write(r->most, most);
	return arena_printf(a, "%s %s %s", map_key(s->ranges, i), least, most);
}

bool
scales_take_line(struct scales *s, struct arena *scratch, const char *line, size_t length)
{
	char *name = arena_copy(scratch, line, length);
	char *least = strchr(name, ' '), *most = least != NULL ? strchr(least + 1, ' ') : NULL;
	struct range r;

	if (most == NULL)
		return false;
	*least++ = *most++ = '\0';
	if (!decimal_read(least, &r.least) || !decimal_read(most, &r.most))
		return false;
	take(s, name, r);
	return true;
}

/* ---- asked for ------------------------------------------------------------------------------ */

static bool
says_shared(const struct node *n)
{
	bool says = false;

	for (size_t i = 0; n != NULL && n->kind != NODE_SCALAR && i < n->count && !says; i++) {
		const struct node *item = n->items[i];

		says = (n->kind == NODE_MAP && item->kind == NODE_SCALAR &&
			   strcmp(n->keys[i]->text, "scale") == 0 &&
			   strcmp(item->text, scale_words[SCALE_SHARED]) == 0) ||
		       says_shared(item);
	}
	return says;
}

bool
scales_asked(const struct report *report)
{
	for (size_t i = 0; i < report->page_count; i++) {
		if (says_shared(report->pages[i].blocks.node))
			return true;
	}
	return false;
}

bool
scale_over_batch(struct bind *bind, struct block *b, const char *part, struct decimal *least,
    struct decimal *most)
{
	struct scales *s = bind->scales;
	const struct range *all, own = {*least, *most};
	const char *name;

	if (s == NULL)
		return true;
	name =
	    part == NULL ? b->common.id : arena_printf(bind->scope.a, "%s.%s", b->common.id, part);
	if (!s->whole) {
		take(s, name, own);
		return true;
	}
	all = map_find(s->ranges, name);
	if (all == NULL || decimal_compare(own.least, all->least) < 0 ||
	    decimal_compare(own.most, all->most) > 0) {
		diag_add(bind->d, DIAG_ERROR, b->at, "scale-unknown",
		    "these figures were not there when the scales of the batch were gathered");
		diag_help(bind->d,
		    "the report was lost then, or its file has changed since: run the batch again");
		return false;
	}
	*least = all->least;
	*most = all->most;
	return true;
}
