/* changes.c: what is different from the last run, over the whole batch: figures, pages, words,
 * checks.
 *
 * In come the outcomes of an item before and now, whose figures, blocks and warnings are lines; a
 * line's name and value are told apart by the kind of line. Out comes a row for each that differs.
 *
 * Figures, pages and words are those of any target. What a report warns of and fails from is not:
 * the press has rules of its own. That is compared only when the last run had the same targets.
 */
#include <stdlib.h>
#include <string.h>

#include "bilan/batch.h"

struct change {
	const char *item, *kind, *name, *before, *now;
};
struct changes {
	struct arena *a;
	struct change *list;
	size_t count, cap;
	size_t fresh; /* items that the last run had not */
	size_t other; /* items of which it made other targets */
};

struct changes *
changes_open(struct arena *a)
{
	struct changes *c = NEW(a, struct changes);

	c->a = a;
	return c;
}

static void
add(struct changes *c, struct change change)
{
	GROW(c->a, c->list, c->count, c->cap);
	change.item = arena_text(c->a, change.item);
	change.name = arena_text(c->a, change.name);
	change.before = arena_text(c->a, change.before);
	change.now = arena_text(c->a, change.now);
	c->list[c->count++] = change;
}

/* Lines to name -> value; `mark` divides them: '=' figures, ' ' blocks (value first), a tab checks
 * (their name is what counts: a cell may move). */
static struct map *
lines_of(struct arena *a, const char *text, char mark)
{
	struct map *map = map_new(a);

	while (*text != '\0') {
		size_t n = strcspn(text, "\n");
		char *line = arena_copy(a, text, n), *cut = strchr(line, mark);

		if (cut != NULL)
			*cut++ = '\0';
		map_add(map, mark == ' ' && cut != NULL ? cut : line,
		    mark == '=' && cut != NULL ? cut : line);
		text += n + (text[n] == '\n');
	}
	return map;
}

static void
compare(struct changes *c, const char *item, const char *kind, const struct map *before,
    const struct map *now)
{
	bool words = strcmp(kind, "words") == 0;

	for (size_t i = 0; i < map_count(now); i++) {
		const char *name = map_key(now, i), *is = map_value(now, i),
			   *was = map_find(before, name);

		if (was == NULL)
			add(c, (struct change){item, kind, name, "", words ? "new" : is});
		else if (strcmp(was, is) != 0)
			add(c, (struct change){
				   item, kind, name, words ? "" : was, words ? "changed" : is});
	}
	for (size_t i = 0; i < map_count(before); i++) {
		const char *name = map_key(before, i);

		if (map_find(now, name) == NULL)
			add(c, (struct change){item, kind, name, words ? "" : map_value(before, i),
				   words ? "gone" : ""});
	}
}

void
changes_add(struct changes *c, const struct outcome *before, const struct outcome *now)
{
	struct arena *scratch;
	char was[24], is[24];
	bool alike = before == NULL || before->targets == now->targets;

	if (before == NULL) {
		c->fresh++;
		return;
	}
	c->other += !alike;
	if (alike && before->status != now->status &&
	    (now->status >= OUTCOME_FAILED || before->status >= OUTCOME_FAILED))
		add(c, (struct change){now->item, "status", "", outcome_names[before->status],
			   outcome_names[now->status]});
	if (now->status >= OUTCOME_FAILED || before->status >= OUTCOME_FAILED)
		return;
	scratch = arena_open();
	if (before->pages != now->pages) {
		snprintf(was, sizeof was, "%ld", before->pages);
		snprintf(is, sizeof is, "%ld", now->pages);
		add(c, (struct change){now->item, "pages", "", was, is});
	}
	compare(c, now->item, "figure", lines_of(scratch, before->figures, '='),
	    lines_of(scratch, now->figures, '='));
	if (alike)
		compare(c, now->item, "check", lines_of(scratch, before->checks, '\t'),
		    lines_of(scratch, now->checks, '\t'));
	compare(c, now->item, "words", lines_of(scratch, before->blocks, ' '),
	    lines_of(scratch, now->blocks, ' '));
	arena_close(scratch);
}

void
changes_print(const struct changes *c, FILE *out, size_t most)
{
	size_t told = 0;
	struct buf line = {0};

	for (size_t i = 0; i < c->count && told < most; i++, told++) {
		const struct change *x = &c->list[i];

		if (told == 0)
			fprintf(out, "what changed since the last run:\n");
		buf_empty(&line);
		buf_plain(&line, x->item);
		fprintf(out, "  %-28s %-7s ", line.at, x->kind);
		buf_empty(&line);
		buf_plain(&line, x->name);
		buf_text(&line, *x->name != '\0' ? ": " : "");
		if (strcmp(x->kind, "words") == 0) {
			buf_plain(&line, x->now);
		} else if (strcmp(x->kind, "check") == 0) {
			buf_text(&line, *x->now != '\0' ? "new" : "gone");
		} else {
			buf_plain(&line, *x->before != '\0' ? x->before : "(none)");
			buf_text(&line, " -> ");
			buf_plain(&line, *x->now != '\0' ? x->now : "(none)");
		}
		fprintf(out, "%s\n", line.at);
	}
	buf_close(&line);
	if (c->count > told)
		fprintf(out, "  and %zu more\n", c->count - told);
	if (c->other > 0)
		fprintf(out,
		    "warnings and failures of %zu report%s are not compared: the last run had "
		    "other targets\n",
		    c->other, c->other == 1 ? "" : "s");
}

bool
changes_write(const struct changes *c, struct diag *d, const char *path)
{
	struct output *to = output_open(d, path);
	struct buf out = {0};

	buf_printf(
	    &out, CHANGES_BEGINS "%zu,\"other_targets\":%zu,\"changes\":[", c->fresh, c->other);
	for (size_t i = 0; i < c->count; i++) {
		const struct change *x = &c->list[i];
		const char *const names[] = {"item", "kind", "name", "before", "now"};
		const char *const values[] = {x->item, x->kind, x->name, x->before, x->now};

		buf_text(&out, i > 0 ? ",\n{" : "\n{");
		for (size_t k = 0; k < COUNT(names); k++) {
			buf_printf(&out, "%s\"%s\":", k > 0 ? "," : "", names[k]);
			buf_json(&out, values[k]);
		}
		buf_byte(&out, '}');
	}
	buf_text(&out, "\n]}\n");
	output_add(to, out.at, out.len);
	buf_close(&out);
	return output_commit(to);
}
