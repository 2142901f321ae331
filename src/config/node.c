/* node.c: looking into what yaml.c has read, and the check that a mapping says nothing twice.
 */
#include <stdlib.h>
#include <string.h>

#include "parts.h"

const struct node *
node_find(const struct node *map, const char *key)
{
	if (map == NULL || map->kind != NODE_MAP)
		return NULL;
	for (size_t i = 0; i < map->count; i++) {
		if (strcmp(map->keys[i]->text, key) == 0)
			return map->items[i];
	}
	return NULL;
}

struct place
node_key_place(const struct node *map, const char *key)
{
	if (map == NULL)
		return (struct place){0};
	for (size_t i = 0; map->kind == NODE_MAP && i < map->count; i++) {
		if (strcmp(map->keys[i]->text, key) == 0)
			return map->keys[i]->at;
	}
	return map->at;
}

bool
node_is_empty(const struct node *n)
{
	return n->kind == NODE_SCALAR && n->plain && n->text[0] == '\0';
}

const char *
node_kind_words(const struct node *n)
{
	switch (n->kind) {
	case NODE_LIST:
		return "a list";
	case NODE_MAP:
		return "settings (name: value)";
	case NODE_SCALAR:
		break;
	}
	return node_is_empty(n) ? "nothing" : "text";
}

bool
config_is_name(const char *text)
{
	const char *s = text;

	if (!(*s == '_' || (*s >= 'A' && *s <= 'Z') || (*s >= 'a' && *s <= 'z')))
		return false;
	while (*s == '_' || *s == '-' || (*s >= 'A' && *s <= 'Z') || (*s >= 'a' && *s <= 'z') ||
	       (*s >= '0' && *s <= '9'))
		s++;
	return *s == '\0';
}

bool
config_is_column(const char *text)
{
	const char *s = text;

	while ((unsigned char)*s >= 0x20 && *s != 0x7F && strchr(".@:{}\"`[]", *s) == NULL)
		s++;
	return *s == '\0' && s != text && s - text <= 200;
}

void
config_help_names(
    struct diag *d, const char *word, const char *const *names, size_t n, const char *otherwise)
{
	const char *near = nearest_word(word, names, n);
	struct buf list = {0};

	if (near != NULL) {
		diag_help(d, "did you mean \"%s\"?", near);
		return;
	}
	for (size_t i = 0; i < n && i < 40; i++) {
		if (i > 0)
			buf_text(&list, ", ");
		buf_text(&list, names[i]);
	}
	if (n > 40)
		buf_text(&list, ", …");
	if (n > 0)
		diag_help(d, "%s %s", otherwise, list.at);
	buf_close(&list);
}

/* ---- duplicate keys ---------------------------------------------------------------------- */

#define FEW 12 /* keys are compared one by one */

static void
report_twice(struct diag *d, const struct node *first, const struct node *second)
{
	diag_add(
	    d, DIAG_ERROR, second->at, "yaml-duplicate", "\"%s\" is written twice", second->text);
	diag_also(d, first->at, "the first one is here");
	diag_help(d, "remove one of the two");
}

static int
by_text(const void *a, const void *b)
{
	const struct node *x = *(const struct node *const *)a, *y = *(const struct node *const *)b;
	int order = strcmp(x->text, y->text);

	if (order == 0)
		order = x->at.line != y->at.line ? x->at.line - y->at.line
						 : x->at.column - y->at.column;
	return order;
}

static bool
check_few(struct diag *d, const struct node *map)
{
	bool ok = true;

	for (size_t i = 1; i < map->count; i++) {
		size_t j = 0;

		while (strcmp(map->keys[j]->text, map->keys[i]->text) != 0)
			j++;
		if (j < i) {
			report_twice(d, map->keys[j], map->keys[i]);
			ok = false;
		}
	}
	return ok;
}

bool
node_check_keys(struct arena *a, struct diag *d, const struct node *map)
{
	const struct node **sorted;
	bool ok = true;

	if (map->count <= FEW)
		return check_few(d, map);
	sorted = NEW_ARRAY(a, const struct node *, map->count);
	memcpy(sorted, map->keys, map->count * sizeof *sorted);
	qsort(sorted, map->count, sizeof *sorted, by_text);
	for (size_t i = 1; i < map->count; i++) {
		if (strcmp(sorted[i - 1]->text, sorted[i]->text) != 0)
			continue;
		report_twice(d, sorted[i - 1], sorted[i]);
		ok = false;
	}
	return ok;
}

bool
node_mentions(const struct node *n, const char *word)
{
	if (n->kind == NODE_SCALAR)
		return n->text != NULL && strcmp(n->text, word) == 0;
	for (size_t i = 0; i < n->count; i++) {
		if ((n->kind == NODE_MAP && node_mentions(n->keys[i], word)) ||
		    node_mentions(n->items[i], word))
			return true;
	}
	return false;
}
