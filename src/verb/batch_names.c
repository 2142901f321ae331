/* batch_names.c: where a batch writes: its outputs by the pattern of -o, its accounts beside them.
 *
 * No two reports may have one output, and a value that is no file's name is refused, all before
 * anything is made. Accounts lie in the folder before the first {name} of the pattern.
 */
#include <string.h>

#include "batch.h"

static const char *
default_pattern(const struct batch *b)
{
	const char *pattern = "out/";

	for (size_t i = 0; i < b->all->name_count; i++)
		pattern = arena_printf(
		    b->a, "%s%s{%s}", pattern, i > 0 ? "-" : "", b->all->names[i].text);
	return arena_printf(b->a, "%s.pdf", pattern);
}

/* False: another report has that output. */
static bool
take_name(struct batch *b, struct map *taken, const char *path, const struct item *item)
{
	const char *other = map_find(taken, path);

	if (other == NULL) {
		map_add(taken, path, (void *)(uintptr_t)item->name);
		return true;
	}
	if (strcmp(other, item->name) == 0) {
		diag_add(b->d, DIAG_ERROR, item->at, "bad-items",
		    "the report %s is asked for twice", item->name);
		diag_help(b->d, "remove one of the two");
		return false;
	}
	diag_add(b->d, DIAG_ERROR, item->at, "bad-items",
	    "two reports have the output \"%s\": %s and %s", path, other, item->name);
	diag_help(b->d, "name every parameter that differs in -o: -o '%s'", default_pattern(b));
	return false;
}

static bool
spares_items(struct batch *b, const char *path)
{
	return b->o->items == NULL || output_spares(b->d, path, b->o->items);
}

static bool
name_item(struct batch *b, struct map *taken, size_t i, const char *pattern)
{
	const struct item *item = &b->all->list[i];
	bool screen = b->targets >> FOR_SCREENS & 1, press = b->targets >> FOR_PRESS & 1;
	const char **paths = b->files[i].paths;
	bool ok = true;

	if (screen)
		paths[FOR_SCREENS] = item_output(b->a, b->d, b->all, i, pattern, "web");
	if (press)
		paths[FOR_PRESS] = item_output(b->a, b->d, b->all, i, pattern, "print");
	if ((screen && paths[FOR_SCREENS] == NULL) || (press && paths[FOR_PRESS] == NULL))
		return false;
	if (screen && press && strstr(pattern, "{target}") == NULL)
		paths[FOR_PRESS] = print_output(b->a, paths[FOR_PRESS]);
	for (int k = 0; k < FILE_KINDS; k++)
		ok = (paths[k] == NULL ||
			 (take_name(b, taken, paths[k], item) && spares_items(b, paths[k]))) &&
		     ok;
	return ok;
}

static void
name_accounts(struct batch *b)
{
	const struct options *o = b->o;
	const char *part = o->parts == 0 ? "" : arena_printf(b->a, "-%u-of-%u", o->part, o->parts);

	b->manifest = arena_printf(b->a, "%smanifest%s.csv", b->folder, part);
	b->journal_path = arena_printf(b->a, "%smanifest%s.journal", b->folder, part);
	b->changes_path = arena_printf(b->a, "%schanges%s.json", b->folder, part);
}

bool
batch_name(struct batch *b)
{
	const char *pattern = b->o->output != NULL ? b->o->output : default_pattern(b);
	struct map *taken = map_new(b->a);
	size_t fixed = strcspn(pattern, "{");
	bool ok = true;

	while (fixed > 0 && pattern[fixed - 1] != '/')
		fixed--;
	b->folder = arena_copy(b->a, pattern, fixed);
	name_accounts(b);
	if (b->o->screen || !b->o->press)
		b->targets |= 1u << FOR_SCREENS;
	if (b->o->press)
		b->targets |= 1u << FOR_PRESS;
	ok = spares_items(b, b->manifest) && spares_items(b, b->journal_path) &&
	     spares_items(b, b->changes_path);
	ok = ok && account_spares(b->d, b->manifest, MANIFEST_BEGINS);
	ok = account_spares(b->d, b->journal_path, JOURNAL_BEGINS) && ok;
	ok = account_spares(b->d, b->changes_path, CHANGES_BEGINS) && ok;
	b->files = NEW_ARRAY(b->a, struct item_files, b->all->count + 1);
	for (size_t i = 0; i < b->all->count; i++)
		ok = name_item(b, taken, i, pattern) && ok;
	return ok;
}

bool
batch_make_folders(struct batch *b)
{
	const char *before = b->folder;
	bool ok = true;

	for (size_t i = 0; ok && i < b->queue_count; i++) {
		for (int k = 0; ok && k < FILE_KINDS; k++) {
			const char *path = b->files[b->queue[i]].paths[k];
			const char *slash = path != NULL ? strrchr(path, '/') : NULL;

			if (slash == NULL || strncmp(path, before, (size_t)(slash - path + 1)) == 0)
				continue;
			ok = folders_make(b->a, b->d, path);
			before = path;
		}
	}
	return ok;
}
