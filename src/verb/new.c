/* new.c: `bilan new` writes a small project that can be built at once: a report of four pages with
 * a theme, masters, tables, figures marked as made up, and a case for `bilan test`. The folder is
 * new or empty, so that nothing of anybody's is touched; it gets all files or none.
 */
#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "starter.h"
#include "verb.h"

/* A folder that is not there is as good as an empty one; what is there and no folder, is not. */
static bool
is_free(struct diag *d, const char *folder)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	bool empty = true;

	if (dir == NULL && errno == ENOENT)
		return true;
	if (dir == NULL && errno != ENOTDIR) {
		diag_add(d, DIAG_FAILURE, (struct place){0}, "output-failed",
		    "cannot open the folder \"%.500s\": %s", folder, strerror(errno));
		return false;
	}
	while (dir != NULL && empty && (entry = readdir(dir)) != NULL)
		empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
	if (dir == NULL || !empty) {
		diag_add(d, DIAG_ERROR, (struct place){0}, "folder-taken",
		    dir != NULL ? "\"%.500s\" is not empty" : "\"%.500s\" is no folder", folder);
		diag_help(d, "name a folder that is not there yet, or an empty one");
	}
	if (dir != NULL)
		closedir(dir);
	return dir != NULL && empty;
}

/* What has been written of it, and the folders for that; nothing else was there. */
static void
remove_all(struct arena *a, const char *folder)
{
	for (size_t i = 0; i < starter_count; i++)
		unlink(arena_printf(a, "%s/%s", folder, starter_files[i].path));
	for (size_t i = 0; i < starter_count; i++) {
		const char *slash = strrchr(starter_files[i].path, '/');

		if (slash != NULL)
			rmdir(arena_printf(a, "%s/%.*s", folder,
			    (int)(slash - starter_files[i].path), starter_files[i].path));
	}
}

static bool
write_all(struct arena *a, struct diag *d, const char *folder)
{
	struct output **list = NEW_ARRAY(a, struct output *, starter_count);

	for (size_t i = 0; i < starter_count; i++) {
		const struct starter_file *f = &starter_files[i];
		const char *path = arena_printf(a, "%s/%s", folder, f->path);

		if (!folders_make(a, d, path)) {
			while (i > 0)
				output_drop(list[--i]);
			remove_all(a, folder);
			return false;
		}
		list[i] = output_open(d, path);
		for (const char *const *line = f->lines; line[1] != NULL; line++) {
			output_add(list[i], *line, strlen(*line));
			output_add(list[i], "\n", 1);
		}
	}
	if (outputs_commit(list, starter_count, SYNC_NOW))
		return true;
	remove_all(a, folder);
	return false;
}

static int
run(const struct options *o)
{
	struct arena *a = arena_open();
	struct diag *d = diag_open();
	char *folder = arena_text(a, o->report);
	size_t n = strlen(folder);
	int status;

	while (n > 1 && folder[n - 1] == '/')
		folder[--n] = '\0';
	if (is_free(d, folder) && write_all(a, d, folder) && isatty(2))
		fprintf(stderr, "made %s; try: bilan build %s/report.yaml\n", folder, folder);
	diag_print(d, o->form, stderr);
	status = diag_status(d);
	diag_close(d);
	arena_close(a);
	return status;
}

const struct verb verb_new = {
    .name = "new",
    .operand = "DIR",
    .options = OPT_MESSAGES | OPT_COLOUR,
    .help = "write a small project to start from",
    .run = run,
};
