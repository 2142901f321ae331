/* warnings.c: what the reports of a batch warn of, told once for all that say the same.
 *
 * A report's warnings are lines of its record: what is said, which is compared with the last run
 * (batch/changes.c), then the place. A hundred offices that read one table say the same of it at
 * the same place; that is one warning at the end of the batch, with how many reports say it. They
 * are told in the order of their places: workers answer in another one each time.
 */
#include <stdlib.h>
#include <string.h>

#include "bilan/batch.h"

struct said {
	const char *item; /* the first that says it */
	size_t count;
};
struct warnings {
	struct arena *a;
	struct map *lines; /* -> struct said */
};

void
warnings_write(struct buf *out, const struct diag *d)
{
	struct diag_said said;

	for (size_t i = 0; diag_next(d, &i, &said);) {
		if (said.level != DIAG_WARNING)
			continue;
		buf_printf(out, "%s: ", said.code);
		buf_plain(out, said.message);
		buf_printf(out, "\t%d\t%d\t", said.at.line, said.at.column);
		buf_plain(out, said.at.file != NULL ? said.at.file : "");
		buf_byte(out, '\n');
	}
}

struct warnings *
warnings_open(struct arena *a)
{
	struct warnings *w = NEW(a, struct warnings);

	*w = (struct warnings){.a = a, .lines = map_new(a)};
	return w;
}

void
warnings_take(struct warnings *w, const char *item, const char *lines)
{
	while (*lines != '\0') {
		struct arena_mark before = arena_mark(w->a);
		size_t n = strcspn(lines, "\n");
		const char *line = arena_copy(w->a, lines, n);
		struct said *said = map_find(w->lines, line);

		if (said == NULL) {
			said = NEW(w->a, struct said);
			said->item = arena_text(w->a, item);
			map_add(w->lines, line, said);
		} else {
			arena_rewind(w->a, before);
		}
		said->count++;
		lines += n + (lines[n] == '\n');
	}
}

/* A line, taken apart. */
struct warning {
	const char *code, *message;
	struct place at;
	const struct said *said;
};

static bool
take_apart(struct arena *a, const char *line, struct warning *to)
{
	char *parts[4] = {arena_text(a, line)}, *message = strstr(parts[0], ": ");

	for (int i = 1; i < 4; i++) {
		char *tab = parts[i - 1] != NULL ? strchr(parts[i - 1], '\t') : NULL;

		parts[i] = tab != NULL ? tab + 1 : NULL;
		if (tab != NULL)
			*tab = '\0';
	}
	if (message == NULL || parts[3] == NULL)
		return false;
	*message = '\0';
	*to = (struct warning){.code = parts[0], .message = message + 2};
	if (*parts[3] != '\0')
		to->at = (struct place){
		    parts[3], (int)strtol(parts[1], NULL, 10), (int)strtol(parts[2], NULL, 10), 1};
	return true;
}

/* By file, line, column and text; what has no file comes last. */
static int
compare(const void *one, const void *two)
{
	const struct warning *a = one, *b = two;
	const char *file = a->at.file, *other = b->at.file;
	int by = (file == NULL) - (other == NULL);

	if (by == 0 && file != NULL)
		by = strcmp(file, other);
	if (by == 0)
		by = (a->at.line > b->at.line) - (a->at.line < b->at.line);
	if (by == 0)
		by = (a->at.column > b->at.column) - (a->at.column < b->at.column);
	if (by == 0)
		by = strcmp(a->message, b->message);
	return by != 0 ? by : strcmp(a->code, b->code);
}

void
warnings_tell(const struct warnings *w, struct diag *d)
{
	struct warning *all = NEW_ARRAY(w->a, struct warning, map_count(w->lines));
	size_t count = 0;

	for (size_t i = 0; i < map_count(w->lines); i++) {
		if (take_apart(w->a, map_key(w->lines, i), &all[count]))
			all[count++].said = map_value(w->lines, i);
	}
	qsort(all, count, sizeof *all, compare);
	for (size_t i = 0; i < count; i++) {
		const struct warning *one = &all[i];

		if (one->said->count > 1)
			diag_add(d, DIAG_WARNING, one->at, one->code, "%s; in %zu reports",
			    one->message, one->said->count);
		else
			diag_add(d, DIAG_WARNING, one->at, one->code, "%s; in %s", one->message,
			    one->said->item);
	}
}
