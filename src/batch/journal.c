/* journal.c: what came of each item, on the disk from the moment it is done.
 *
 * The journal is a text file: what it is and its version, then a line an item (batch/outcome.c).
 * Lines are only appended; a line that was cut off is passed over. The last line of an item counts.
 * One of another version begins anew: all reports are made again. At the end the journal is
 * written anew with one line for each item, under its name only when it is whole; so are the
 * journals of several machines joined into one. One that cannot be read whole is never written
 * over.
 *
 * Once a second lines and outputs go to the disk together, with all else of their file system: 500
 * PDFs of 20 KB took 3 s one by one, half a second together, 1 s to make. When the machine stops in
 * between, a line may be there and its PDF not, or empty; its size is in the line, so the next run
 * makes it again.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bilan/batch.h"

#define MARK JOURNAL_BEGINS "1\n"

enum { READ_MOST = 1 << 30 };

struct journal {
	struct arena *a;
	struct diag *d;
	const char *const *paths; /* the first one is appended to */
	size_t path_count;
	int fd;               /* -1: only read, or it failed */
	bool failed, waiting; /* lines since the last sync */
	double synced;
	struct map *items; /* name -> struct outcome, the last one */
};

static bool
fail(struct journal *j, int reason)
{
	if (!j->failed)
		diag_add(j->d, DIAG_FAILURE, (struct place){0}, "output-failed",
		    "cannot write \"%.500s\": %s", j->paths[0], strerror(reason));
	j->failed = true;
	return false;
}

static void
refuse(struct journal *j, const char *path, const char *why)
{
	diag_add(j->d, DIAG_FAILURE, (struct place){0}, "file-denied",
	    "cannot read the account \"%.500s\": %s", path, why);
	diag_help(j->d, "move it away to make all reports again");
	j->failed = true;
}

/* The whole file, to be freed; NULL when there is none, or after a diagnostic. */
static char *
read_file(struct journal *j, const char *path, size_t *length)
{
	FILE *f = fopen(path, "rb");
	struct buf all = {0};
	struct stat about;
	char bytes[65536];
	size_t n;

	if (f == NULL) {
		if (errno != ENOENT)
			refuse(j, path, strerror(errno));
		return NULL;
	}
	if (fstat(fileno(f), &about) == 0 && about.st_size > READ_MOST) {
		refuse(j, path, "it is larger than 1 GB");
		fclose(f);
		return NULL;
	}
	while (all.len <= READ_MOST && (n = fread(bytes, 1, sizeof bytes, f)) > 0)
		buf_add(&all, bytes, n);
	if (ferror(f) || all.len > READ_MOST) {
		refuse(j, path, ferror(f) ? strerror(errno) : "it is larger than 1 GB");
		buf_close(&all);
	}
	fclose(f);
	*length = all.len;
	return all.at;
}

/* Calls `take` for each line with its length without the line feed. */
static void
each_line(const char *text, size_t length, void *self,
    void (*take)(void *self, const char *line, size_t length))
{
	const char *end = text + length;

	while (text < end) {
		const char *feed = memchr(text, '\n', (size_t)(end - text));

		if (feed == NULL)
			return;
		take(self, text, (size_t)(feed - text));
		text = feed + 1;
	}
}

static void
keep_outcome(void *self, const char *line, size_t length)
{
	struct journal *j = self;
	struct outcome *o = NEW(j->a, struct outcome);

	if (outcome_read(j->a, line, length, o))
		map_add(j->items, o->item, o);
}

static bool
is_marked(const char *text, size_t length)
{
	return length >= strlen(MARK) && memcmp(text, MARK, strlen(MARK)) == 0;
}

/* NONE: there is no file, or an empty one; OTHER: it is no journal of this version; TORN: it ends
 * in the middle of a line. */
enum found { FOUND_NONE, FOUND_OTHER, FOUND_WHOLE, FOUND_TORN };

static enum found
read_journal(struct journal *j, const char *path)
{
	size_t length = 0;
	char *text = read_file(j, path, &length);
	enum found found = length > 0 ? FOUND_OTHER : FOUND_NONE;

	if (is_marked(text, length)) {
		each_line(text, length, j, keep_outcome);
		found = text[length - 1] == '\n' ? FOUND_WHOLE : FOUND_TORN;
	}
	free(text);
	return found;
}

struct journal *
journal_read(struct arena *a, struct diag *d, const char *const *paths, size_t count)
{
	struct journal *j = NEW(a, struct journal);

	*j = (struct journal){
	    .a = a, .d = d, .paths = paths, .path_count = count, .fd = -1, .items = map_new(a)};
	for (size_t i = 0; i < count; i++) {
		if (read_journal(j, paths[i]) != FOUND_OTHER)
			continue;
		diag_add(d, DIAG_ERROR, (struct place){.file = paths[i]}, "no-account",
		    "another version of this program has written this account, or none at all");
		diag_help(d, "run that part again");
	}
	return j;
}

static bool
write_whole(struct journal *j, const char *text, size_t length)
{
	for (size_t done = 0; !j->failed && done < length;) {
		ssize_t n = write(j->fd, text + done, length - done);

		if (n < 0 && errno != EINTR)
			fail(j, errno);
		done += n > 0 ? (size_t)n : 0;
	}
	return !j->failed;
}

struct journal *
journal_open(struct arena *a, struct diag *d, const char *path)
{
	static const char *const begin[] = {MARK, MARK, "", "\n"}; /* by enum found */
	const int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW;
	const char **paths = NEW(a, const char *);
	struct journal *j = journal_read(a, d, paths, 0);
	enum found found;

	*paths = path;
	j->path_count = 1;
	found = read_journal(j, path);
	if (j->failed)
		return NULL;
	j->fd = open(path, found <= FOUND_OTHER ? flags | O_TRUNC : flags, 0666);
	if (j->fd < 0)
		fail(j, errno);
	return write_whole(j, begin[found], strlen(begin[found])) ? j : NULL;
}

const struct outcome *
journal_find(const struct journal *j, const char *item)
{
	return map_find(j->items, item);
}

/* What the manifest tells of it, and no more. */
static void
remember(struct journal *j, const struct outcome *o)
{
	struct outcome *kept = map_find(j->items, o->item);
	const char *item = kept != NULL ? kept->item : arena_text(j->a, o->item);

	if (kept == NULL) {
		kept = NEW(j->a, struct outcome);
		map_add(j->items, item, kept);
	}
	*kept = *o;
	kept->item = item;
	kept->why = arena_text(j->a, o->why);
	kept->place = arena_text(j->a, o->place);
	kept->reads = kept->figures = kept->blocks = kept->checks = kept->watched = "";
	for (int i = 0; i < FILE_KINDS; i++) {
		kept->files[i].path = arena_text(j->a, o->files[i].path);
		kept->files[i].sha256 = arena_text(j->a, o->files[i].sha256);
	}
}

bool
journal_add(struct journal *j, const struct outcome *o, const char *line, size_t length)
{
	if (write_whole(j, line, length))
		remember(j, o);
	j->waiting = true;
	return !j->failed;
}

static void
sync_now(struct journal *j)
{
	int reason = j->waiting ? output_sync_all(j->fd) : 0;

	if (reason != 0)
		fail(j, reason);
	j->waiting = false;
	j->synced = seconds_now();
}

void
journal_sync(struct journal *j)
{
	if (!j->failed && j->waiting && seconds_now() - j->synced > 1)
		sync_now(j);
}

struct lines {
	struct arena *a, *scratch;
	struct map *last; /* item -> struct stretch_of */
};
struct stretch_of {
	const char *at;
	size_t length;
};

/* Only the item's name is kept of it, and where its line is. */
static void
keep_line(void *self, const char *line, size_t length)
{
	struct lines *l = self;
	struct stretch_of *s;
	struct outcome o;

	arena_empty(l->scratch);
	if (!outcome_read(l->scratch, line, length, &o))
		return;
	s = map_find(l->last, o.item);
	if (s == NULL) {
		s = NEW(l->a, struct stretch_of);
		map_add(l->last, arena_text(l->a, o.item), s);
	}
	*s = (struct stretch_of){line, length + 1}; /* with its line feed */
}

static void
write_line(struct output *out, struct stretch_of *s)
{
	if (s == NULL || s->length == 0)
		return;
	output_add(out, s->at, s->length);
	s->length = 0;
}

/* The items in their order, then what is known of others: another batch of the same folder. */
static bool
write_lines(const struct journal *j, struct lines *l, const struct items *items, const char *path)
{
	struct output *out = output_open(j->d, path);

	output_add(out, MARK, strlen(MARK));
	for (size_t i = 0; i < items->count; i++)
		write_line(out, map_find(l->last, items->list[i].name));
	for (size_t i = 0; i < map_count(l->last); i++)
		write_line(out, map_value(l->last, i));
	return output_commit(out);
}

bool
journal_write(struct journal *j, const struct items *items, const char *path)
{
	struct lines l = {.a = arena_open(), .scratch = arena_open()};
	char **texts = NEW_ARRAY(l.a, char *, j->path_count);
	bool good = false;

	l.last = map_new(l.a);
	for (size_t i = 0; i < j->path_count; i++) {
		size_t length = 0;

		texts[i] = read_file(j, j->paths[i], &length);
		if (is_marked(texts[i], length))
			each_line(texts[i], length, &l, keep_line);
	}
	if (!j->failed)
		good = write_lines(j, &l, items, path);
	for (size_t i = 0; i < j->path_count; i++)
		free(texts[i]);
	arena_close(l.scratch);
	arena_close(l.a);
	return good;
}

void
journal_close(struct journal *j)
{
	if (j == NULL || j->fd < 0)
		return;
	sync_now(j);
	close(j->fd);
	j->fd = -1;
}
