/* batch_merge.c: `bilan batch --merge-manifests`: the accounts of all parts become one.
 *
 * Each part of a batch (--shard I/N) writes manifest-I-of-N.journal into the folder that they
 * share. Here they are read, whatever there is of them, and written as manifest.journal and
 * manifest.csv, so that the next run of the whole batch goes on from there. A part without an
 * account and an item in none are named; the exit status says whether all reports are there.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "batch.h"

static bool
is_account(const char *name, unsigned *part, unsigned *parts)
{
	char again[64];

	if (sscanf(name, "manifest-%9u-of-%9u.journal", part, parts) != 2)
		return false;
	snprintf(again, sizeof again, "manifest-%u-of-%u.journal", *part, *parts);
	return strcmp(name, again) == 0;
}

/* How many parts there are by the names of the accounts in the folder; 0 after a diagnostic. */
static unsigned
count_parts(struct batch *b)
{
	const char *folder = *b->folder != '\0' ? b->folder : ".";
	DIR *dir = opendir(folder);
	unsigned part, parts, all = 0;
	bool mixed = false;

	for (const struct dirent *e; dir != NULL && (e = readdir(dir)) != NULL;) {
		if (!is_account(e->d_name, &part, &parts))
			continue;
		mixed = mixed || (all != 0 && all != parts);
		all = parts > all ? parts : all;
	}
	if (dir != NULL)
		closedir(dir);
	if (all == 0) {
		diag_add(b->d, DIAG_ERROR, (struct place){0}, "no-account",
		    "there is no account of a part in \"%.500s\"", folder);
		diag_help(b->d, "run the parts first, with --shard 1/N to N/N and the same -o");
	} else if (mixed) {
		diag_add(b->d, DIAG_ERROR, (struct place){0}, "no-account",
		    "\"%.500s\" holds accounts of different numbers of parts", folder);
		diag_help(
		    b->d, "remove the manifest-I-of-N files of the runs that no longer count");
	}
	return mixed ? 0 : all;
}

/* The accounts that are there; a part without one is told. */
static const char **
find_accounts(struct batch *b, unsigned parts, size_t *count)
{
	const char **paths = NEW_ARRAY(b->a, const char *, parts);

	*count = 0;
	for (unsigned i = 1; i <= parts; i++) {
		const char *path =
		    arena_printf(b->a, "%smanifest-%u-of-%u.journal", b->folder, i, parts);

		if (access(path, R_OK) == 0) {
			paths[(*count)++] = path;
			continue;
		}
		diag_add(b->d, DIAG_ERROR, (struct place){0}, "no-account",
		    "part %u of %u has no account, \"%.500s\": %s", i, parts, path,
		    strerror(errno));
	}
	return paths;
}

static void
tell_missing(struct batch *b)
{
	size_t counts[OUTCOME_COUNT] = {0}, missing = 0, stale = 0;

	for (size_t i = 0; i < b->items->count; i++) {
		const struct item *item = &b->items->list[i];
		const struct outcome *o = journal_find(b->journal, item->name);

		if (o != NULL) {
			counts[o->status]++;
			stale += outcome_stale_count(o);
			outliers_take(b->outliers, item->name, o->watched);
			continue;
		}
		missing++;
		diag_add(
		    b->d, DIAG_ERROR, item->at, "no-account", "%s is in no account", item->name);
	}
	outliers_tell(b->outliers, b->d); /* a part saw only its own reports */
	b->failed = counts[OUTCOME_FAILED] + counts[OUTCOME_LOST];
	if (b->o->form == DIAG_JSON) {
		fprintf(stderr,
		    "{\"event\":\"end\",\"made\":%zu,\"failed\":%zu,\"lost\":%zu,\"missing\":%zu,"
		    "\"stale\":%zu}\n",
		    counts[OUTCOME_MADE], counts[OUTCOME_FAILED], counts[OUTCOME_LOST], missing,
		    stale);
		return;
	}
	fprintf(stderr, "%zu reports: %zu made, %zu failed, %zu lost, %zu in no account",
	    b->items->count, counts[OUTCOME_MADE], counts[OUTCOME_FAILED], counts[OUTCOME_LOST],
	    missing);
	if (stale > 0)
		fprintf(stderr, "; %zu earlier file%s out of date", stale,
		    stale == 1 ? " is" : "s are");
	fputc('\n', stderr);
}

void
batch_merge(struct batch *b)
{
	unsigned parts = count_parts(b);
	size_t count;
	const char **paths;

	b->items = b->all;
	if (parts == 0)
		return;
	paths = find_accounts(b, parts, &count);
	b->journal = journal_read(b->a, b->d, paths, count);
	if (journal_write(b->journal, b->items, b->journal_path) &&
	    manifest_write(b->d, b->manifest, b->items, b->journal))
		tell_missing(b);
}
