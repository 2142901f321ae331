/* field.c: a mapping to a C struct, by a table of fields.
 *
 * One table says what may be written, what it means when it is not, and how it is explained.
 * Reading goes over the table, not over the file: each field is looked up, read or given its
 * default (through the same reader, so a default cannot be anything that could not be written).
 * Then what is left in the mapping is unknown. All mistakes are collected and what could be read is
 * kept.
 *
 * With `over` only what is written is read, over a struct that already holds values: so styles and
 * masters inherit, and each line is read, and complained of, once.
 */
#include <string.h>

#include "parts.h"

const char FIELD_REQUIRED[] = "(required)";

static const struct field *
find_field(const struct field *fields, const char *name)
{
	for (; fields != NULL && fields->name != NULL; fields++) {
		if (strcmp(fields->name, name) == 0)
			return fields;
	}
	return NULL;
}

static const struct field *
find_setting(const struct record *record, const char *name)
{
	const struct field *field = find_field(record->fields, name);

	return field != NULL ? field : find_field(record->common, name);
}

static size_t
list_settings(const struct record *record, const char **names, size_t max)
{
	const struct field *tables[2] = {record->fields, record->common};
	size_t n = 0;

	for (size_t t = 0; t < 2; t++) {
		for (const struct field *f = tables[t]; f != NULL && f->name != NULL && n < max;
		     f++)
			names[n++] = f->name;
	}
	return n;
}

/* ---- commas ------------------------------------------------------------------------------ */

/* Is this "setting" what follows a comma in `{label: prêts de livres, de revues}`? */
static bool
is_rest(const struct record *record, const struct node *map, size_t i)
{
	return i < map->count && map->keys[i]->bare && node_is_empty(map->items[i]) &&
	       find_setting(record, map->keys[i]->text) == NULL;
}

/* Is the value of setting `i` only what stands before such a comma? */
static bool
is_cut(const struct record *record, const struct node *map, size_t i)
{
	const struct node *value = map->items[i];

	return value->kind == NODE_SCALAR && value->plain && *value->text != '\0' &&
	       is_rest(record, map, i + 1);
}

/* "22" and "5pt". */
static bool
is_decimal(const char *whole, const char *part)
{
	return strspn(whole, "-0123456789") == strlen(whole) && *part >= '0' && *part <= '9';
}

/* Setting `i` and all that belongs to its text; answers the last of it. */
static size_t
report_cut(struct fill *f, const struct record *record, const struct node *map, size_t i)
{
	const char *name = map->keys[i]->text, *whole = map->items[i]->text;
	const char *text = whole;
	size_t last = i;

	while (is_rest(record, map, last + 1))
		text = arena_printf(f->a, "%s, %s", text, map->keys[++last]->text);
	diag_add(f->d, DIAG_ERROR, map->keys[i + 1]->at, "unknown-setting",
	    "a comma ends \"%s\" of %s before this", name, record->name);
	if (last == i + 1 && is_decimal(whole, map->keys[last]->text))
		diag_help(f->d, "write %s: %s.%s", name, whole, map->keys[last]->text);
	else
		diag_help(f->d,
		    "between { and } text that holds a comma goes in quotes: %s: \"%s\"", name,
		    text);
	f->ok = false;
	return last;
}

static void
check_unknown(struct fill *f, const struct record *record, const struct node *map)
{
	const char *names[64];

	for (size_t i = 0; i < map->count; i++) {
		const struct node *key = map->keys[i];

		if (find_setting(record, key->text) != NULL) {
			if (is_cut(record, map, i))
				i = report_cut(f, record, map, i);
			continue;
		}
		diag_add(f->d, DIAG_ERROR, key->at, "unknown-setting",
		    "\"%s\" is not a setting of %s", key->text, record->name);
		config_help_names(f->d, key->text, names,
		    list_settings(record, names, COUNT(names)), "its settings are");
		f->ok = false;
	}
}

/* ---- defaults ---------------------------------------------------------------------------- */

static const struct node *
preset_scalar(struct arena *a, struct place at, const char *text, size_t length)
{
	struct node *n = NEW(a, struct node);

	while (length > 0 && *text == ' ') {
		text++;
		length--;
	}
	while (length > 0 && text[length - 1] == ' ')
		length--;
	n->at = at;
	n->text = arena_copy(a, text, length);
	return n;
}

/* "[a, b]" as a list, "{}" as settings with nothing in them, anything else as text. */
static const struct node *
preset_node(struct arena *a, struct place at, const char *preset)
{
	struct node *n = NEW(a, struct node);
	const char *item = preset + 1;

	n->at = at;
	if (strcmp(preset, "{}") == 0) {
		n->kind = NODE_MAP;
	} else if (preset[0] == '[') {
		size_t most = 1;

		for (const char *s = preset; *s != '\0'; s++)
			most += *s == ',';
		n->kind = NODE_LIST;
		n->items = NEW_ARRAY(a, const struct node *, most);
		while (*item != '\0' && *item != ']') {
			size_t length = strcspn(item, ",]");

			n->items[n->count++] = preset_scalar(a, at, item, length);
			item += length + (item[length] == ',');
		}
	} else {
		n->text = preset;
	}
	return n;
}

static void
read_preset(struct fill *f, const struct field *field, struct place at, void *to)
{
	if (field->preset == NULL)
		return;
	if (field->preset == FIELD_REQUIRED) {
		diag_add(f->d, DIAG_ERROR, at, "missing-setting", "%s needs the setting \"%s\"",
		    f->owner, field->name);
		if (f->commented)
			diag_help(f->d, "# begins a comment here: put the value in quotes: "
					"\"#1B3A6B\"");
		else
			diag_help(f->d, "add a line \"%s: …\" (%s)", field->name, field->help);
		f->ok = false;
		return;
	}
	f->preset = true;
	field_read(f, field, preset_node(f->a, at, field->preset), to);
	f->preset = false;
}

/* ---- reading ----------------------------------------------------------------------------- */

static void
fill_fields(struct fill *f, const struct record *record, const struct field *fields,
    const struct node *map, char *into)
{
	for (const struct field *field = fields; field != NULL && field->name != NULL; field++) {
		size_t i = 0;

		while (i < map->count && strcmp(map->keys[i]->text, field->name) != 0)
			i++;
		if (i < map->count && is_cut(record, map, i))
			continue; /* told */
		if (i < map->count)
			field_read(f, field, map->items[i], into + field->offset);
		else if (!f->over)
			read_preset(f, field, map->at, into + field->offset);
	}
}

/* `- heading: Les délais` stands for `- heading: {text: Les délais}`. */
static const struct node *
spell_out(struct arena *a, const char *setting, const struct node *value)
{
	struct node *map = NEW(a, struct node), *key = NEW(a, struct node);

	*key = (struct node){.kind = NODE_SCALAR, .plain = true, .at = value->at, .text = setting};
	*map = (struct node){.kind = NODE_MAP, .at = value->at, .count = 1};
	map->keys = NEW_ARRAY(a, const struct node *, 1);
	map->items = NEW_ARRAY(a, const struct node *, 1);
	map->keys[0] = key;
	map->items[0] = value;
	return map;
}

static const struct node *
as_map(struct fill *f, const struct record *record, const struct node *node)
{
	const struct field *field = NULL;
	const char *names[64];
	size_t n;

	if (node->kind == NODE_MAP)
		return node;
	if (node_is_empty(node)) {
		struct node *none = NEW(f->a, struct node);

		*none = (struct node){.kind = NODE_MAP, .at = node->at};
		return none;
	}
	if (record->scalar != NULL)
		field = find_setting(record, record->scalar);
	if (field != NULL && (node->kind == NODE_SCALAR || field_takes_list(field->type)))
		return spell_out(f->a, record->scalar, node);
	diag_add(f->d, DIAG_ERROR, node->at, "wrong-type",
	    "%s takes settings (name: value), not %s", record->name, node_kind_words(node));
	n = list_settings(record, names, COUNT(names));
	config_help_names(f->d, "", names, n, "its settings are");
	f->ok = false;
	return NULL;
}

void
fill_record(struct fill *f, const struct record *record, const struct node *node, void *into,
    void *common_into)
{
	const struct node *map = as_map(f, record, node);
	const struct node *outer = f->map;
	const char *owner = f->owner;
	bool preset = f->preset, commented = f->commented;

	if (map == NULL)
		return;
	f->owner = record->name;
	f->map = map;
	f->commented = node->commented;
	check_unknown(f, record, map);
	fill_fields(f, record, record->fields, map, into);
	if (common_into != NULL)
		fill_fields(f, record, record->common, map, common_into);
	f->owner = owner;
	f->map = outer;
	f->preset = preset;
	f->commented = commented;
}

bool
config_fill(struct arena *a, struct diag *d, const struct theme *theme, const struct record *record,
    const struct node *node, void *into, void *common_into)
{
	struct fill f = {.a = a, .d = d, .theme = theme, .owner = record->name, .ok = true};

	fill_record(&f, record, node, into, common_into);
	return f.ok;
}
