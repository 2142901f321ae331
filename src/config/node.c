/* node.c: looking into what yaml.c has read.
 */
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
is_name(const char *text)
{
	const char *s = text;

	if (!(*s == '_' || (*s >= 'A' && *s <= 'Z') || (*s >= 'a' && *s <= 'z')))
		return false;
	while (*s == '_' || *s == '-' || (*s >= 'A' && *s <= 'Z') || (*s >= 'a' && *s <= 'z') ||
	    (*s >= '0' && *s <= '9'))
		s++;
	return *s == '\0';
}

void
help_names(struct diag *d, const char *word, const char *const *names, size_t n,
    const char *otherwise)
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
