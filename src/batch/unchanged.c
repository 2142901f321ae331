/* unchanged.c: was the report made from the same things before?
 *
 * What a report read is kept as lines, each with a hash: the program, the libraries that shape and
 * divide words, the fonts, the parameters given to all, files, files that it only looked for,
 * rows of tables. When all of them are still so, and the output is still the one that was written,
 * making it again would make the same: it is left.
 *
 * The hash of a file is that of the bytes that were read, whatever the file holds by now: one that
 * changes while a batch runs is in the reports as it was, and they are made again by the next run.
 *
 * Rows, not files: a CSV with a year more leaves the reports of other years alone. Two things are
 * not looked at for that reason, though they are in a PDF: the whole CSV attached to it and the
 * date, which is that of the newest input. Both are as they were when the report was made.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bilan/batch.h"

struct known {
	int64_t size, modified;
	uint64_t hash;
};

struct file_hashes {
	struct arena *a;
	struct map *files; /* struct known */
};

struct file_hashes *
file_hashes_open(struct arena *a)
{
	struct file_hashes *h = NEW(a, struct file_hashes);

	*h = (struct file_hashes){a, map_new(a)};
	return h;
}

static bool
about(const char *path, int64_t *size, int64_t *modified)
{
	struct stat s;

	if (stat(path, &s) != 0 || !S_ISREG(s.st_mode))
		return false;
	*size = (int64_t)s.st_size;
	*modified = (int64_t)s.st_mtim.tv_sec * 1000000000 + s.st_mtim.tv_nsec;
	return true;
}

static bool
read_into(const char *path, struct buf *all)
{
	FILE *f = fopen(path, "rb");
	char bytes[65536];
	size_t n;
	bool good;

	if (f == NULL)
		return false;
	while (all->len <= FILE_LIMIT && (n = fread(bytes, 1, sizeof bytes, f)) > 0)
		buf_add(all, bytes, n);
	good = !ferror(f) && all->len <= FILE_LIMIT;
	fclose(f);
	return good;
}

/* 0: there is no such file. */
static uint64_t
hash_file(struct file_hashes *h, const char *path)
{
	struct known *k, is = {0};
	struct buf all = {0};

	if (!about(path, &is.size, &is.modified))
		return 0;
	k = map_find(h->files, path);
	if (k != NULL && k->size == is.size && k->modified == is.modified)
		return k->hash;
	if (read_into(path, &all)) {
		is.hash = hash_bytes(all.at, all.len, 0);
		if (k == NULL) {
			k = NEW(h->a, struct known);
			map_add(h->files, arena_text(h->a, path), k);
		}
		*k = is;
	}
	buf_close(&all);
	return is.hash;
}

const char *
origin_of_program(struct arena *a)
{
	uint64_t hash = program_build_id();

	if (hash == 0)
		hash = hash_file(file_hashes_open(a), "/proc/self/exe");
	return arena_printf(a, "tool %016llx " BILAN_VERSION "\n", (unsigned long long)hash);
}

/* ---- writing -------------------------------------------------------------------------------- */

struct writing {
	struct buf out;
	const struct tables *t;
};

static void
write_rows(void *self, const char *table, const char *period)
{
	struct writing *w = self;

	buf_printf(&w->out, "rows %016llx %s %s\n",
	    (unsigned long long)tables_rows_hash(w->t, table, period), table,
	    period != NULL ? period : "*");
}

static bool
is_table(const struct tables *t, const char *file)
{
	for (size_t i = 0; i < tables_count(t); i++) {
		if (strcmp(tables_file(t, i), file) == 0)
			return true;
	}
	return false;
}

const char *
reads_write(struct arena *a, const char *base, const struct project *p, const struct tables *t)
{
	struct writing w = {.t = t};
	const char *kept;

	buf_text(&w.out, base);
	for (size_t i = 0; i < project_input_count(p); i++) {
		const char *name = project_input(p, i)->name;

		if (!is_table(t, name))
			buf_printf(&w.out, "file %016llx %s\n",
			    (unsigned long long)project_input_hash(p, i), name);
	}
	for (size_t i = 0; i < project_looked_count(p); i++) {
		struct looked_for f = project_looked(p, i);

		buf_printf(&w.out, "%s %016x %s\n", f.there ? "some" : "none", 0u, f.path);
	}
	tables_told(t, &w, write_rows);
	kept = arena_copy(a, w.out.at, w.out.len);
	buf_close(&w.out);
	return kept;
}

/* ---- comparing ------------------------------------------------------------------------------ */

/* NULL: nothing has changed. `what` is the rest of the line after its hash. */
static const char *
line_changed(struct arena *a, const char *line, uint64_t hash, const char *what,
    const struct tables *t, struct file_hashes *hashes)
{
	int64_t size, modified;

	if (strncmp(line, "file ", 5) == 0)
		return hash_file(hashes, what) == hash ? NULL
						       : arena_printf(a, "%s has changed", what);
	if (strncmp(line, "some ", 5) == 0)
		return about(what, &size, &modified) ? NULL : arena_printf(a, "%s is gone", what);
	if (strncmp(line, "none ", 5) == 0)
		return !about(what, &size, &modified) ? NULL
						      : arena_printf(a, "%s is there now", what);
	if (strncmp(line, "rows ", 5) == 0) {
		const char *blank = strchr(what, ' ');
		const char *table =
		    blank != NULL ? arena_copy(a, what, (size_t)(blank - what)) : what;
		const char *period = blank != NULL && strcmp(blank, " *") != 0 ? blank + 1 : NULL;

		if (tables_rows_hash(t, table, period) == hash)
			return NULL;
		return arena_printf(a, "rows of the table \"%s\" have changed%s%s", table,
		    period != NULL ? ": " : "", period != NULL ? period : "");
	}
	return strncmp(line, "span ", 5) == 0   ? "the scale of its charts has changed"
	       : strncmp(line, "with ", 5) == 0 ? "the options of the batch have changed"
						: "it was made by another version of this program";
}

static const char *
base_changed(struct arena *a, const char *reads, const char *base)
{
	while (*base != '\0') {
		size_t n = strcspn(base, "\n") + 1;

		if (strncmp(reads, base, n) != 0) {
			if (strncmp(base, "tool ", 5) == 0)
				return "it was made by another version of this program";
			if (strncmp(base, "span ", 5) == 0)
				return "the scale of its charts has changed";
			if (strncmp(base, "libs ", 5) == 0)
				return arena_printf(
				    a, "%.*s has changed", (int)strcspn(base + 22, " "), base + 22);
			return strncmp(base, "font ", 5) == 0
				   ? arena_printf(
					 a, "the font %.*s has changed", (int)n - 23, base + 22)
				   : "the options of the batch have changed";
		}
		base += n;
		reads += n;
	}
	return NULL;
}

const char *
reads_changed(struct arena *a, const char *reads, const char *base, const struct tables *t,
    struct file_hashes *hashes)
{
	const char *why = base_changed(a, reads, base);

	if (why != NULL)
		return why;
	for (reads += strlen(base); *reads != '\0'; reads += *reads == '\n') {
		size_t n = strcspn(reads, "\n");
		const char *line = arena_copy(a, reads, n);

		if (n < 22 || (why = line_changed(a, line, strtoull(line + 5, NULL, 16), line + 22,
				   t, hashes)) != NULL)
			return n < 22 ? "its record cannot be read" : why;
		reads += n;
	}
	return NULL;
}

/* ---- the output ----------------------------------------------------------------------------- */

void
output_look(struct arena *a, struct outcome_file *f)
{
	struct buf all = {0};
	char sha256[65];

	f->sha256 = "";
	if (!about(f->path, &f->size, &f->modified) || !read_into(f->path, &all))
		return;
	sha256_hex(all.at != NULL ? all.at : "", all.len, sha256);
	f->sha256 = arena_text(a, sha256);
	buf_close(&all);
}

/* Its time tells; where only that differs (copied, unpacked), its bytes do. */
bool
output_kept(const struct outcome_file *f)
{
	struct outcome_file is = {.path = f->path};
	struct arena *scratch;
	bool same;

	if (*f->path == '\0')
		return true;
	if (!about(f->path, &is.size, &is.modified) || is.size != f->size)
		return false;
	if (is.modified == f->modified)
		return true;
	scratch = arena_open();
	output_look(scratch, &is);
	same = strcmp(is.sha256, f->sha256) == 0;
	arena_close(scratch);
	return same;
}
