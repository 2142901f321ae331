/* field_read.c: the types of settings, one reader each.
 *
 * A reader gets a node that has a value of some kind and the member to fill. Its messages name the
 * setting and its owner, say what is allowed, and where it is only a slip (a comma for a point, a
 * unit left out, quotes forgotten around a {value}) what to write instead.
 */
#include <string.h>

#include "parts.h"

void
field_complain(struct fill *f, struct place at, const char *code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	diag_add(f->d, DIAG_ERROR, at, code, "%s", arena_vprintf(f->a, format, args));
	va_end(args);
	f->ok = false;
}

/* ---- what a type is called and may be -------------------------------------------------------- */

static const struct {
	const char *words;
	bool list, map; /* may be one; a scalar unless `only` */
	bool only;
} types[] = {
    [FIELD_TEXT] = {"text", false, false, false},
    [FIELD_VALUE] = {"a value", false, false, false},
    [FIELD_SQL] = {"a query", false, false, false},
    [FIELD_PATH] = {"a file name", false, false, false},
    [FIELD_NAME] = {"a name", false, false, false},
    [FIELD_COLUMN] = {"a column's name", false, false, false},
    [FIELD_NAMES] = {"a name or a list of names", true, false, false},
    [FIELD_STRING] = {"text", false, false, false},
    [FIELD_WORD] = {"one word", false, false, false},
    [FIELD_WORDS] = {"a word or a list of words", true, false, false},
    [FIELD_INTEGER] = {"a whole number", false, false, false},
    [FIELD_DECIMAL] = {"a number", false, false, false},
    [FIELD_BOOL] = {"yes or no", false, false, false},
    [FIELD_LENGTH] = {"a length", false, false, false},
    [FIELD_AREA] = {"an area", true, false, false},
    [FIELD_COLOUR] = {"a colour's name", false, false, false},
    [FIELD_STYLE] = {"a style's name", false, false, false},
    [FIELD_FORMAT] = {"a number format's name", false, false, false},
    [FIELD_RECORD] = {"settings", true, true, false}, /* its record decides */
    [FIELD_RECORDS] = {"a list of settings", true, false, true},
    [FIELD_BLOCKS] = {"a list", true, false, true},
    [FIELD_MAP] = {"names with settings", false, true, true},
};

const char *
field_type_words(enum field_type type)
{
	return types[type].words;
}

bool
field_takes_list(enum field_type type)
{
	return types[type].list && type != FIELD_RECORD;
}

static void
help_type(struct fill *f, const struct field *field, const struct node *n)
{
	if (n->kind == NODE_MAP && n->count == 1 && node_is_empty(n->items[0]))
		diag_help(f->d, "text with {values} goes in quotes: %s: \"{%s}\"", field->name,
		    n->keys[0]->text);
	else if (node_is_empty(n))
		diag_help(f->d,
		    "give it a value or remove the line; text that begins with # goes in "
		    "quotes");
	else if (types[field->type].list && types[field->type].only)
		diag_help(f->d, "start each entry with \"- \"");
	else
		diag_help(f->d, "%s: %s", field->name, field->help);
}

static bool
check_kind(struct fill *f, const struct field *field, const struct node *n)
{
	enum field_type type = field->type;
	bool fits = n->kind == NODE_LIST  ? types[type].list
		    : n->kind == NODE_MAP ? types[type].map
					  : !types[type].only && !node_is_empty(n);

	if (fits || (type == FIELD_RECORD && node_is_empty(n)))
		return true;
	if (node_is_empty(n))
		field_complain(
		    f, n->at, "wrong-type", "\"%s\" of %s has no value", field->name, f->owner);
	else
		field_complain(f, n->at, "wrong-type", "\"%s\" of %s takes %s, not %s", field->name,
		    f->owner, types[type].words, node_kind_words(n));
	help_type(f, field, n);
	return false;
}

/* ---- text -------------------------------------------------------------------------------- */

static bool
is_blank(const char *text)
{
	return text[strspn(text, " \n\t")] == '\0';
}

/* Text that may be left out may also be empty; what is needed may be neither. */
static void
read_setting(struct fill *f, const struct field *field, const struct node *n, void *to)
{
	struct setting *s = to;
	bool needed = field->type != FIELD_TEXT || field->preset == FIELD_REQUIRED;

	if (needed && is_blank(n->text))
		field_complain(
		    f, n->at, "wrong-type", "\"%s\" of %s has no value", field->name, f->owner);
	else
		*s = (struct setting){.text = n->text, .at = n->at};
}

static void
read_string(struct fill *f, const struct field *field, const struct node *n, void *to)
{
	(void)field;
	(void)f;
	*(const char **)to = n->text;
}

static void
read_name(struct fill *f, const struct field *field, const struct node *n, void *to)
{
	bool column = field->type == FIELD_COLUMN;

	*(const char **)to = n->text;
	if (column ? config_is_column(n->text) : config_is_name(n->text))
		return;
	*(const char **)to = NULL;
	field_complain(f, n->at, "wrong-type", "\"%s\" is not a name (\"%s\" of %s)", n->text,
	    field->name, f->owner);
	diag_help(f->d, "%s", column ? CONFIG_COLUMN_RULE : CONFIG_NAME_RULE);
}

static void
read_names(struct fill *f, const struct field *field, const struct node *n, void *to)
{
	struct names *names = to;
	size_t count = n->kind == NODE_LIST ? n->count : 1;
	const struct node *const *items = n->kind == NODE_LIST ? n->items : &n;

	*names = (struct names){.items = NEW_ARRAY(f->a, const char *, count),
	    .places = NEW_ARRAY(f->a, struct place, count)};
	for (size_t i = 0; i < count; i++) {
		if (items[i]->kind != NODE_SCALAR || items[i]->text[0] == '\0') {
			field_complain(f, items[i]->at, "wrong-type",
			    "\"%s\" of %s takes names, not %s", field->name, f->owner,
			    node_kind_words(items[i]));
			continue;
		}
		names->items[names->count] = items[i]->text;
		names->places[names->count++] = items[i]->at;
	}
}

/* ---- words ------------------------------------------------------------------------------- */

static int
find_word(struct fill *f, const struct field *field, const struct node *n)
{
	const char *const *words = field->more;
	size_t count = 0;

	if (n->kind != NODE_SCALAR) {
		field_complain(f, n->at, "wrong-type", "\"%s\" of %s takes words, not %s",
		    field->name, f->owner, node_kind_words(n));
		return -1;
	}
	for (; words[count] != NULL; count++) {
		if (strcmp(words[count], n->text) == 0)
			return (int)count;
	}
	field_complain(f, n->at, "unknown-word", "\"%s\" is not a choice for \"%s\" of %s", n->text,
	    field->name, f->owner);
	config_help_names(f->d, n->text, words, count, "the choices are");
	return -1;
}

static void
read_word(struct fill *f, const struct field *field, const struct node *n, void *to)
{
	int word = find_word(f, field, n);

	if (word >= 0)
		*(int *)to = word;
}

static void
read_words(struct fill *f, const struct field *field, const struct node *n, void *to)
{
	size_t count = n->kind == NODE_LIST ? n->count : 1;
	const struct node *const *items = n->kind == NODE_LIST ? n->items : &n;
	unsigned bits = 0;

	for (size_t i = 0; i < count; i++) {
		int word = find_word(f, field, items[i]);

		if (word >= 0)
			bits |= 1u << word;
	}
	*(unsigned *)to = bits;
}

static void
read_bool(struct fill *f, const struct field *field, const struct node *n, void *to)
{
	bool yes = strcmp(n->text, "yes") == 0 || strcmp(n->text, "true") == 0;

	if (yes || strcmp(n->text, "no") == 0 || strcmp(n->text, "false") == 0)
		*(bool *)to = yes;
	else
		field_complain(f, n->at, "wrong-type", "\"%s\" of %s is yes or no, not \"%s\"",
		    field->name, f->owner, n->text);
}

/* ---- names of the theme ------------------------------------------------------------------ */

/* A name that only a default asks for, in a block that does not say the word without which it is
 * of no use: that of the years beside the bars, of a figure without `bars`. */
static bool
is_idle(const struct fill *f, const struct field *field)
{
	return f->preset && field->more != NULL && !node_mentions(f->map, field->more);
}

/* A list of theme entries as names: each entry begins with its name. True: none is nearly the one
 * that is written. */
static bool
unknown_of_theme(struct fill *f, const struct field *field, const struct node *n, const char *what,
    const void *entries, size_t count, size_t size)
{
	const char **names = NEW_ARRAY(f->a, const char *, count + 1);

	for (size_t i = 0; i < count; i++)
		memcpy(&names[i], (const char *)entries + i * size, sizeof names[i]);
	field_complain(f, n->at, arena_printf(f->a, "unknown-%s", what),
	    "the theme has no %s \"%s\"", what, n->text);
	if (f->preset)
		diag_help(f->d, "%s uses it unless \"%s\" says otherwise: add it to the theme",
		    f->owner, field->name);
	else
		config_help_names(
		    f->d, n->text, names, count, arena_printf(f->a, "its %ss are", what));
	return !f->preset && nearest_word(n->text, names, count) == NULL;
}

static void
unknown_colour(struct fill *f, const struct field *field, const struct node *n)
{
	bool strange = unknown_of_theme(f, field, n, "colour", f->theme->colours,
	    f->theme->colour_count, sizeof *f->theme->colours);

	if (strange && *n->text == '#')
		diag_help(f->d,
		    "declare it under colours: of the theme, as name: {srgb: \"%s\"}, "
		    "and write the name here",
		    n->text);
	else if (strange && config_is_name(n->text))
		diag_help(f->d,
		    "or declare it under colours: of the theme: %s: {srgb: \"#RRGGBB\"}", n->text);
}

static void
read_colour(struct fill *f, const struct field *field, const struct node *n, void *to)
{
	colour c;

	if (f->theme == NULL)
		return;
	c = theme_colour(f->theme, n->text);
	if (c != 0 || strcmp(n->text, "none") == 0)
		*(colour *)to = c;
	else if (!is_idle(f, field))
		unknown_colour(f, field, n);
}

static void
read_style(struct fill *f, const struct field *field, const struct node *n, void *to)
{
	const struct style *s;

	if (f->theme == NULL)
		return;
	s = theme_style(f->theme, n->text);
	if (s != NULL)
		*(const struct style **)to = s;
	else if (is_idle(f, field) && f->theme->style_count > 0)
		*(const struct style **)to = &f->theme->styles[0]; /* no word is set in it */
	else
		unknown_of_theme(f, field, n, "style", f->theme->styles, f->theme->style_count,
		    sizeof *f->theme->styles);
}

static void
read_format(struct fill *f, const struct field *field, const struct node *n, void *to)
{
	const struct format *format;

	if (f->theme == NULL)
		return;
	format = theme_format(f->theme, n->text);
	if (format != NULL)
		*(const struct format **)to = format;
	else if (!is_idle(f, field))
		unknown_of_theme(f, field, n, "format", f->theme->formats, f->theme->format_count,
		    sizeof *f->theme->formats);
}

/* ---- records ----------------------------------------------------------------------------- */

static void
read_record(struct fill *f, const struct field *field, const struct node *n, void *to)
{
	fill_record(f, field->more, n, to, NULL);
}

static void
read_records(struct fill *f, const struct field *field, const struct node *n, void *to)
{
	const struct record *record = field->more;
	struct records *records = to;
	bool over = f->over;
	char *items = arena_alloc(f->a, record->size * n->count);

	f->over = false; /* a list replaces the inherited one: its entries are whole */
	for (size_t i = 0; i < n->count; i++)
		fill_record(f, record, n->items[i], items + i * record->size, NULL);
	f->over = over;
	if (n->count == 0 && field->preset == FIELD_REQUIRED)
		field_complain(
		    f, n->at, "wrong-type", "\"%s\" of %s lists nothing", field->name, f->owner);
	*records = (struct records){.items = items, .count = n->count};
}

static void
read_nodes(struct fill *f, const struct field *field, const struct node *n, void *to)
{
	(void)f;
	(void)field;
	((struct nodes *)to)->node = n;
}

static field_reader *const readers[] = {
    [FIELD_TEXT] = read_setting,
    [FIELD_VALUE] = read_setting,
    [FIELD_SQL] = read_setting,
    [FIELD_PATH] = read_setting,
    [FIELD_NAME] = read_name,
    [FIELD_COLUMN] = read_name,
    [FIELD_NAMES] = read_names,
    [FIELD_STRING] = read_string,
    [FIELD_WORD] = read_word,
    [FIELD_WORDS] = read_words,
    [FIELD_INTEGER] = field_read_integer,
    [FIELD_DECIMAL] = field_read_decimal,
    [FIELD_BOOL] = read_bool,
    [FIELD_LENGTH] = field_read_length,
    [FIELD_AREA] = field_read_area,
    [FIELD_COLOUR] = read_colour,
    [FIELD_STYLE] = read_style,
    [FIELD_FORMAT] = read_format,
    [FIELD_RECORD] = read_record,
    [FIELD_RECORDS] = read_records,
    [FIELD_BLOCKS] = read_nodes,
    [FIELD_MAP] = read_nodes,
};

void
field_read(struct fill *f, const struct field *field, const struct node *node, void *to)
{
	if (check_kind(f, field, node))
		readers[field->type](f, field, node, to);
}
