/* outcome.c: what came of one item, as a line.
 *
 * Fields stand between tabs (a tab, a line feed and a backslash inside are escaped), and the line
 * ends with a hash of itself: of a line that was cut off, or that another program wrote, the hash
 * is wrong, and it counts as not written. A worker answers with such a line, the journal keeps it.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bilan/batch.h"

const char *const outcome_names[OUTCOME_COUNT] = {"made", "unchanged", "failed", "lost"};

enum { FIELDS = 23, HASH_DIGITS = 16 };

struct outcome
outcome_of(const char *item)
{
	struct outcome o = {.item = item,
	    .why = "",
	    .place = "",
	    .reads = "",
	    .figures = "",
	    .blocks = "",
	    .checks = "",
	    .watched = ""};

	for (int i = 0; i < FILE_KINDS; i++)
		o.files[i].path = o.files[i].sha256 = "";
	return o;
}

void
outcome_note_stale(struct outcome *o, const char *const paths[FILE_KINDS])
{
	struct stat about;

	for (int i = 0; i < FILE_KINDS; i++) {
		if (paths[i] != NULL && stat(paths[i], &about) == 0 && S_ISREG(about.st_mode))
			o->files[i].path = paths[i];
	}
}

size_t
outcome_stale_count(const struct outcome *o)
{
	size_t count = 0;

	for (int i = 0; o->status >= OUTCOME_FAILED && i < FILE_KINDS; i++)
		count += *o->files[i].path != '\0';
	return count;
}

static void
put_text(struct buf *out, const char *text)
{
	for (const char *s = text; *s != '\0';) {
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
	for (int i = 0; i < FILE_KINDS; i++) {
		put_text(out, o->files[i].path);
		put_text(out, o->files[i].sha256);
		put_number(out, o->files[i].size);
		put_number(out, o->files[i].modified);
	}
	put_number(out, o->targets);
	put_number(out, o->pages);
	put_number(out, o->warnings);
	put_number(out, o->errors);
	put_number(out, o->milliseconds);
	put_number(out, o->peak);
	put_text(out, o->why);
	put_text(out, o->place);
	put_text(out, o->reads);
	put_text(out, o->figures);
	put_text(out, o->blocks);
	put_text(out, o->checks);
	put_text(out, o->watched);
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
	    .targets = (unsigned)strtoul(f[10], NULL, 10),
	    .pages = strtol(f[11], NULL, 10),
	    .warnings = strtol(f[12], NULL, 10),
	    .errors = strtol(f[13], NULL, 10),
	    .milliseconds = strtol(f[14], NULL, 10),
	    .peak = strtol(f[15], NULL, 10),
	    .why = f[16],
	    .place = f[17],
	    .reads = f[18],
	    .figures = f[19],
	    .blocks = f[20],
	    .checks = f[21],
	    .watched = f[22]};
	for (int i = 0; i < FILE_KINDS; i++)
		o->files[i] = (struct outcome_file){.path = f[4 * i + 2],
		    .sha256 = f[4 * i + 3],
		    .size = strtoll(f[4 * i + 4], NULL, 10),
		    .modified = strtoll(f[4 * i + 5], NULL, 10)};
	for (int i = 0; i < OUTCOME_COUNT; i++) {
		if (strcmp(outcome_names[i], f[1]) == 0)
			o->status = (enum outcome_status)i;
	}
	return o->status != OUTCOME_COUNT;
}
