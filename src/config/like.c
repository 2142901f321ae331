/* like.c: styles build on styles, masters on masters, by `like:`.
 *
 * Entries come from one mapping or from several laid over one another (a theme over the theme it is
 * like). The order puts each entry after its parent, so that a reader may copy the parent's struct
 * and read over it what the entry says itself. Chains are followed with a list, not by recursion: a
 * file may hold a very long one.
 */
#include <string.h>

#include "parts.h"

void
entries_add(struct arena *a, struct entries *e, const struct node *map)
{
	struct map *known = map_new(a);

	for (size_t i = 0; i < e->count; i++)
		map_add(known, e->items[i].name, (void *)(uintptr_t)(i + 1));
	for (size_t i = 0; map != NULL && i < map->count; i++) {
		size_t index = (uintptr_t)map_find(known, map->keys[i]->text);
		struct entry *entry;

		if (index == 0) {
			GROW(a, e->items, e->count, e->cap);
			e->items[e->count] = (struct entry){
			    .name = map->keys[i]->text, .at = map->keys[i]->at, .parent = -1};
			index = ++e->count;
		}
		entry = &e->items[index - 1];
		GROW(a, entry->layers, entry->layer_count, entry->layer_cap);
		entry->layers[entry->layer_count++] = map->items[i];
	}
}

/* What the last layer that says it says. */
static const struct node *
find_like(const struct entry *entry)
{
	for (size_t i = entry->layer_count; i-- > 0;) {
		const struct node *like = node_find(entry->layers[i], "like");

		if (like != NULL)
			return like->kind == NODE_SCALAR && !node_is_empty(like) ? like : NULL;
	}
	return NULL;
}

void
entries_check_names(struct diag *d, const struct entries *e, const char *noun)
{
	for (size_t i = 0; i < e->count; i++) {
		if (config_is_name(e->items[i].name))
			continue;
		diag_add(d, DIAG_ERROR, e->items[i].at, "bad-name", "\"%s\" cannot be a %s's name",
		    e->items[i].name, noun);
		diag_help(d, "%s", CONFIG_NAME_RULE);
	}
}

static void
find_parents(
    struct arena *a, struct diag *d, struct entries *e, const char *noun, const char *unknown)
{
	const char **names = NEW_ARRAY(a, const char *, e->count + 1);
	struct map *known = map_new(a);

	for (size_t i = 0; i < e->count; i++) {
		names[i] = e->items[i].name;
		map_add(known, names[i], (void *)(uintptr_t)(i + 1));
	}
	for (size_t i = 0; i < e->count; i++) {
		const struct node *like = find_like(&e->items[i]);

		if (like == NULL)
			continue;
		e->items[i].parent = (int)(uintptr_t)map_find(known, like->text) - 1;
		if (e->items[i].parent >= 0)
			continue;
		e->items[i].broken = true;
		diag_add(d, DIAG_ERROR, like->at, unknown, "there is no %s \"%s\" to be like", noun,
		    like->text);
		config_help_names(d, like->text, names, e->count, "there are");
	}
}

static void
report_cycle(struct diag *d, struct entries *e, int index, const char *noun, const char *cycle)
{
	struct entry *entry = &e->items[index];

	diag_add(d, DIAG_ERROR, find_like(entry)->at, cycle,
	    "the %s \"%s\" is like itself, by way of \"%s\"", noun, entry->name,
	    e->items[entry->parent].name);
	diag_help(d, "remove one \"like:\" of that circle");
	entry->parent = -1;
	entry->broken = true;
}

const int *
entries_order(struct arena *a, struct diag *d, struct entries *e, const char *noun,
    const char *cycle, const char *unknown)
{
	int *order = NEW_ARRAY(a, int, e->count + 1), *chain = NEW_ARRAY(a, int, e->count + 1);
	bool *waiting = NEW_ARRAY(a, bool, e->count + 1);
	size_t done = 0;

	find_parents(a, d, e, noun, unknown);
	for (size_t i = 0; i < e->count; i++) {
		size_t n = 0;

		for (int at = (int)i; at >= 0 && !e->items[at].ready; at = e->items[at].parent) {
			if (waiting[at]) {
				report_cycle(d, e, chain[n - 1], noun, cycle);
				break;
			}
			waiting[at] = true;
			chain[n++] = at;
		}
		while (n > 0) {
			e->items[chain[--n]].ready = true;
			order[done++] = chain[n];
		}
	}
	return order;
}
