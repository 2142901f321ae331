/* manifest.c: what came of each item: the journal while the batch runs, the manifest at its end.
 *
 * The journal is a text file, a line an item, fields between tabs (a tab, a line feed and a
 * backslash inside are escaped), ended by a hash of the line. Lines are only appended and reach the
 * disk within a second; of a line that was cut off the hash is wrong, and it counts as not written.
 * At the end the journal is written anew with the last line of each item, and the manifest (a CSV
 * for people) from it. Both take their names when they are whole, so at no moment is there half a
 * file.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "bilan/batch.h"

const char *const outcome_names[OUTCOME_COUNT] = {"made", "unchanged", "failed", "lost"};

enum { FIELDS = 16, HASH_DIGITS = 16, READ_MOST = 1 << 30 };

/* ---- one line ----------------------------------------------------------------------------- */

static void
put_text(struct buf *out, const char *text)
{
	for (const char *s = text != NULL ? text : ""; *s != '\0';) {
		size_t n = strcspn(s, "\t\n\\");

		buf_add(out, s, n);
		s += n;
		if (*s != '\0') {
			buf_byte(out, '\\');
			buf_byte(out, *s == '\t' ? 't' : *s == '\n' ? 'n' : '\\');
			s++;
		}
	}
	buf_byte(out, '\t');
}

static void
put_number(struct buf *out, int64_t n)
{
	buf_integer(out, n);
	buf_byte(out, '\t');
}

void
outcome_write(struct buf *out, const struct outcome *o)
{
	size_t start = out->len;

	put_text(out, o->item);
	put_text(out, outcome_names[o->status]);
	put_text(out, o->output);
	put_text(out, o->sha256);
	put_number(out, o->size);
	put_number(out, o->modified);
	put_number(out, o->pages);
	put_number(out, o->warnings);
	put_number(out, o->errors);
	put_number(out, o->milliseconds);
	put_number(out, o->peak);
	put_text(out, o->why);
	put_text(out, o->reads);
	put_text(out, o->figures);
	put_text(out, o->blocks);
	put_text(out, o->checks);
	buf_printf(
	    out, "%016llx\n", (unsigned long long)hash_bytes(out->at + start, out->len - start, 0));
}

/* Undoes put_text in place, up to `end`. */
static void
unescape(char *text, const char *end)
{
	char *to = text;

	for (const char *s = text; s < end; s++) {
		if (*s == '\\' && s + 1 < end) {
			s++;
			*to++ = *s == 't' ? '\t' : *s == 'n' ? '\n' : *s;
		} else {
			*to++ = *s;
		}
	}
	*to = '\0';
}

static bool
split(char *line, size_t length, char *fields[static FIELDS])
{
	unsigned long long told;
	size_t body = length > HASH_DIGITS ? length - HASH_DIGITS : 0;
	char *at = line, *end;

	if (body == 0)
		return false;
	told = strtoull(line + body, &end, 16);
	if (end != line + length || told != hash_bytes(line, body, 0))
		return false;
	for (int i = 0; i < FIELDS; i++) {
		char *tab = memchr(at, '\t', (size_t)(line + body - at));

		if (tab == NULL)
			return false;
		fields[i] = at;
		at = tab + 1;
		unescape(fields[i], tab);
	}
	return at == line + body;
}

bool
outcome_read(struct arena *a, const char *line, size_t length, struct outcome *o)
{
	char *f[FIELDS], *copy = arena_copy(a, line, length);

	if (!split(copy, length, f))
		return false;
	*o = (struct outcome){.item = f[0],
	    .status = OUTCOME_COUNT,
	    .output = f[2],
	    .sha256 = f[3],
	    .size = strtoll(f[4], NULL, 10),
	    .modified = strtoll(f[5], NULL, 10),
	    .pages = strtol(f[6], NULL, 10),
	    .warnings = strtol(f[7], NULL, 10),
	    .errors = strtol(f[8], NULL, 10),
	    .milliseconds = strtol(f[9], NULL, 10),
	    .peak = strtol(f[10], NULL, 10),
	    .why = f[11],
	    .reads = f[12],
	    .figures = f[13],
	    .blocks = f[14],
	    .checks = f[15]};
	for (int i = 0; i < OUTCOME_COUNT; i++) {
		if (strcmp(outcome_names[i], f[1]) == 0)
			o->status = (enum outcome_status)i;
	}
	return o->status != OUTCOME_COUNT;
}

/* ---- the journal ----------------------------------------------------------------------------- */

struct journal {
	struct arena *a;
	struct diag *d;
	const char *path;
	int fd; /* -1: dry, or it failed */
	bool failed;
	double synced;
	struct map *items; /* name -> struct outcome, the last one */
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool
fail(struct journal *j, int reason)
{
	if (!j->failed)
		diag_add(j->d, DIAG_FAILURE, (struct place){0}, "output-failed",
		    "cannot write \"%.500s\": %s", j->path, strerror(reason));
	j->failed = true;
	return false;
}

/* The whole file; NULL when there is none. */
static char *
read_file(const char *path, size_t *length)
{
	FILE *f = fopen(path, "rb");
	struct buf all = {0};
	char bytes[65536];
	size_t n;

	if (f == NULL)
		return NULL;
	while (all.len < READ_MOST && (n = fread(bytes, 1, sizeof bytes, f)) > 0)
		buf_add(&all, bytes, n);
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

struct journal *
journal_open(struct arena *a, struct diag *d, const char *path, bool dry)
{
	struct journal *j = NEW(a, struct journal);
	size_t length = 0;
	char *text = read_file(path, &length);

	*j = (struct journal){.a = a, .d = d, .path = path, .fd = -1, .items = map_new(a)};
	if (text != NULL)
		each_line(text, length, j, keep_outcome);
	if (dry) {
		free(text);
		return j;
	}
	j->fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0666);
	if (j->fd < 0)
		fail(j, errno);
	else if (length > 0 && text[length - 1] != '\n' && write(j->fd, "\n", 1) != 1)
		fail(j, errno); /* after a line that was cut off */
	free(text);
	return j->failed ? NULL : j;
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

	if (kept == NULL) {
		kept = NEW(j->a, struct outcome);
		kept->item = arena_text(j->a, o->item);
		map_add(j->items, kept->item, kept);
	}
	*kept = (struct outcome){.item = kept->item,
	    .status = o->status,
	    .output = arena_text(j->a, o->output),
	    .sha256 = arena_text(j->a, o->sha256),
	    .size = o->size,
	    .modified = o->modified,
	    .pages = o->pages,
	    .warnings = o->warnings,
	    .errors = o->errors,
	    .milliseconds = o->milliseconds,
	    .peak = o->peak,
	    .why = arena_text(j->a, o->why),
	    .reads = "",
	    .figures = "",
	    .blocks = "",
	    .checks = ""};
}

bool
journal_add(struct journal *j, const struct outcome *o, const char *line, size_t length)
{
	for (size_t done = 0; !j->failed && done < length;) {
		ssize_t n = write(j->fd, line + done, length - done);

		if (n < 0 && errno != EINTR)
			fail(j, errno);
		done += n > 0 ? (size_t)n : 0;
	}
	if (!j->failed)
		remember(j, o);
	if (!j->failed && now() - j->synced > 1) {
		j->synced = now();
		if (fsync(j->fd) != 0 && errno != EINVAL)
			fail(j, errno);
	}
	return !j->failed;
}

struct lines {
	struct arena *a;
	struct map *last;
};
struct stretch_of {
	const char *at;
	size_t length;
};

static void
keep_line(void *self, const char *line, size_t length)
{
	struct lines *l = self;
	struct outcome o;
	struct arena_mark before = arena_mark(l->a);
	struct stretch_of *s;
	const char *name;

	if (!outcome_read(l->a, line, length, &o)) {
		arena_rewind(l->a, before);
		return;
	}
	length++; /* with its line feed */
	s = map_find(l->last, o.item);
	if (s != NULL) {
		arena_rewind(l->a, before);
		*s = (struct stretch_of){line, length};
		return;
	}
	name = strdup(o.item); /* the rest of the copy is not needed */
	arena_rewind(l->a, before);
	s = NEW(l->a, struct stretch_of);
	*s = (struct stretch_of){line, length};
	map_add(l->last, arena_text(l->a, name), s);
	free((void *)(uintptr_t)name);
}

bool
journal_compact(struct journal *j, const struct items *items)
{
	struct lines l = {.a = arena_open()};
	size_t length = 0;
	char *text = read_file(j->path, &length);
	struct output *out;
	bool good = false;

	l.last = map_new(l.a);
	if (text != NULL)
		each_line(text, length, &l, keep_line);
	if (!j->failed && text != NULL) {
		out = output_open(j->d, j->path);
		for (size_t i = 0; i < items->count; i++) {
			const struct stretch_of *s = map_find(l.last, items->list[i].name);

			if (s != NULL)
				output_add(out, s->at, s->length);
		}
		good = output_commit(out);
	}
	free(text);
	arena_close(l.a);
	return good;
}

void
journal_close(struct journal *j)
{
	if (j == NULL || j->fd < 0)
		return;
	fsync(j->fd);
	close(j->fd);
	j->fd = -1;
}

/* ---- the manifest --------------------------------------------------------------------------- */

static void
put_cell(struct buf *out, const char *text)
{
	if (strpbrk(text, ";\"\r\n") == NULL) {
		buf_text(out, text);
		return;
	}
	buf_byte(out, '"');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			buf_byte(out, '"');
		buf_byte(out, *text);
	}
	buf_byte(out, '"');
}

bool
manifest_write(struct diag *d, const char *path, const struct items *items, const struct journal *j)
{
	struct output *to = output_open(d, path);
	struct buf out = {0};

	buf_text(&out, "item;status;output;sha256;pages;warnings;errors;seconds;peak_mb;why\n");
	for (size_t i = 0; i < items->count; i++) {
		const struct outcome *o = journal_find(j, items->list[i].name);

		if (o == NULL)
			continue;
		put_cell(&out, o->item);
		buf_printf(&out, ";%s;", outcome_names[o->status]);
		put_cell(&out, o->output);
		buf_printf(&out, ";%s;%ld;%ld;%ld;%ld.%03ld;%ld.%ld;", o->sha256, o->pages,
		    o->warnings, o->errors, o->milliseconds / 1000, o->milliseconds % 1000,
		    o->peak / 1024, o->peak % 1024 * 10 / 1024);
		put_cell(&out, o->why);
		buf_byte(&out, '\n');
	}
	output_add(to, out.at, out.len);
	buf_close(&out);
	return output_commit(to);
}
