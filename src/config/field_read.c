/* field_read.c: the types of settings, one reader each.
 *
 * A reader gets a node that has a value of some kind and the member to fill. Its messages name the
 * setting and its owner, say what is allowed, and where it is only a slip (a comma for a point, a unit
 * left out, quotes forgotten around a {value}) what to write instead.
 */
#include <stdlib.h>
#include <string.h>

#include "parts.h"

static void
complain(struct fill *f, struct place at, const char *code, const char *format, ...)
    PRINTF_LIKE(4, 5);

static void
complain(struct fill *f, struct place at, const char *code, const char *format, ...)
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
	bool        list, map;       /* may be one; a scalar unless `only` */
	bool        only;
} types[] = {
	[FIELD_TEXT] = {"text", false, false, false},
	[FIELD_VALUE] = {"a value", false, false, false},
	[FIELD_SQL] = {"a query", false, false, false},
	[FIELD_PATH] = {"a file name", false, false, false},
	[FIELD_NAME] = {"a name", false, false, false},
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
	[FIELD_RECORD] = {"settings", true, true, false},    /* its record decides */
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
		diag_help(f->d, "give it a value or remove the line; text that begins with # goes in "
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
	bool fits = n->kind == NODE_LIST ? types[type].list
	    : n->kind == NODE_MAP        ? types[type].map
	                                 : !types[type].only && !node_is_empty(n);

	if (fits || (type == FIELD_RECORD && node_is_empty(n)))
		return true;
	if (node_is_empty(n))
		complain(f, n->at, "wrong-type", "\"%s\" of %s has no value", field->name, f->owner);
	else
		complain(f, n->at, "wrong-type", "\"%s\" of %s takes %s, not %s", field->name,
		    f->owner, types[type].words, node_kind_words(n));
	help_type(f, field, n);
	return false;
}

/* ---- text -------------------------------------------------------------------------------- */

static void
read_setting(struct fill *f, const struct field *field, const struct node *n, void *to)
{
	struct setting *s = to;

	(void)field;
	(void)f;
	*s = (struct setting){.text = n->text, .at = n->at};
}

static void
read_needed_setting(struct fill *f, const struct field *field, const struct node *n, void *to)
{
	if (n->text[strspn(n->text, " \n")] == '\0')
		complain(f, n->at, "wrong-type", "\"%s\" of %s has no value", field->name, f->owner);
	else
		read_setting(f, field, n, to);
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
	if (is_name(n->text)) {
		*(const char **)to = n->text;
		return;
	}
	complain(f, n->at, "wrong-type", "\"%s\" is not a name (\"%s\" of %s)", n->text, field->name,
	    f->owner);
	diag_help(f->d, "a name is made of letters without accents, digits, - and _, and begins with a "
	    "letter");
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
			complain(f, items[i]->at, "wrong-type", "\"%s\" of %s takes names, not %s",
			    field->name, f->owner, node_kind_words(items[i]));
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
		complain(f, n->at, "wrong-type", "\"%s\" of %s takes words, not %s", field->name,
		    f->owner, node_kind_words(n));
		return -1;
	}
	for (; words[count] != NULL; count++) {
		if (strcmp(words[count], n->text) == 0)
			return (int)count;
	}
	complain(f, n->at, "unknown-word", "\"%s\" is not a choice for \"%s\" of %s", n->text,
	    field->name, f->owner);
	help_names(f->d, n->text, words, count, "the choices are");
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
		complain(f, n->at, "wrong-type", "\"%s\" of %s is yes or no, not \"%s\"", field->name,
		    f->owner, n->text);
}

/* ---- numbers ----------------------------------------------------------------------------- */

static void
help_number(struct fill *f, const char *text)
{
	char *point = arena_text(f->a, text), *comma = strchr(point, ',');
	struct decimal d;

	if (comma == NULL)
		return;
	*comma = '.';
	if (decimal_read(point, &d))
		diag_help(f->d, "write the decimal point as a point: %s", point);
}

static bool
read_whole(const char *text, int *whole)
{
	const char *s = text + (*text == '-');
	size_t digits = strspn(s, "0123456789");
	long long n;

	if (digits == 0 || digits > 10 || s[digits] != '\0')
		return false;
	n = strtoll(text, NULL, 10);
	*whole = (int)n;
	return n >= INT32_MIN && n <= INT32_MAX;
}

static void
read_integer(struct fill *f, const struct field *field, const struct node *n, void *to)
{
	const struct limits *limits = field->more;
	int whole;

	if (!read_whole(n->text, &whole)) {
		complain(f, n->at, "bad-number", "\"%s\" of %s is a whole number, not \"%s\"",
		    field->name, f->owner, n->text);
	} else if (limits != NULL && (whole < limits->least || whole > limits->most)) {
		complain(f, n->at, "bad-number", "\"%s\" of %s lies between %d and %d, and %d does not",
		    field->name, f->owner, limits->least, limits->most, whole);
	} else {
		*(int *)to = whole;
	}
}

static void
read_decimal(struct fill *f, const struct field *field, const struct node *n, void *to)
{
	struct decimal d;

	if (decimal_read(n->text, &d)) {
		*(struct decimal *)to = d;
		return;
	}
	complain(f, n->at, "bad-number", "\"%s\" of %s is a number, not \"%s\"", field->name, f->owner,
	    n->text);
	help_number(f, n->text);
}

static void
read_length(struct fill *f, const struct field *field, const struct node *n, void *to)
{
	struct decimal d;
	dimen length = 0;

	if (strcmp(n->text, "0") == 0 || dimen_read(n->text, &length)) {
		*(dimen *)to = length;
		return;
	}
	complain(f, n->at, "bad-length", "\"%s\" of %s is a length, and \"%s\" is none", field->name,
	    f->owner, n->text);
	if (decimal_read(n->text, &d))
		diag_help(f->d, "add the unit: %smm or %spt", n->text, n->text);
	else if (strchr(n->text, ',') != NULL)
		diag_help(f->d, "write the decimal point as a point: 12.5mm");
	else
		diag_help(f->d, "lengths are written 12.5mm, 1.2cm, 9.5pt or 0.5in");
}

/* ---- areas ------------------------------------------------------------------------------- */

bool
read_halves(const char *text, int *halves)
{
	struct decimal d;
	int64_t power = 1;

	if (!decimal_read(text, &d))
		return false;
	for (int i = 0; i < d.scale; i++)
		power *= 10;
	if (d.coef / power > 2000 || d.coef / power < -2000 || d.coef * 2 % power != 0)
		return false;
	*halves = (int)(d.coef * 2 / power);
	return true;
}

static void
read_area(struct fill *f, const struct field *field, const struct node *n, void *to)
{
	struct area *area = to;
	int halves[4];
	bool ok = n->kind == NODE_LIST && n->count == COUNT(halves);

	if (n->kind == NODE_SCALAR && strcmp(n->text, "page") == 0) {
		*area = (struct area){.given = true, .page = true, .at = n->at};
		return;
	}
	for (size_t i = 0; ok && i < COUNT(halves); i++) {
		const struct node *item = n->items[i];

		if (item->kind != NODE_SCALAR || !read_halves(item->text, &halves[i]) ||
		    (i >= 2 && halves[i] <= 0)) {
			complain(f, item->at, "bad-area", i < 2
			    ? "columns and rows of an area are counted in wholes or halves (33.5)"
			    : "an area is at least half a column wide and half a row high");
			if (item->kind == NODE_SCALAR)
				help_number(f, item->text);
			return;
		}
	}
	if (!ok) {
		complain(f, n->at, "bad-area", "\"%s\" of %s is [column, row, columns, rows] or page",
		    field->name, f->owner);
		diag_help(f->d, "for example [1, 4, 6, 3]: from column 1 and row 4, 6 columns wide, 3 "
		    "rows high");
		return;
	}
	*area = (struct area){.given = true, .column = halves[0], .row = halves[1],
	    .columns = halves[2], .rows = halves[3], .at = n->at};
}

/* ---- names of the theme ------------------------------------------------------------------ */

/* A list of theme entries as names: each entry begins with its name. */
static void
unknown_of_theme(struct fill *f, const struct field *field, const struct node *n, const char *what,
    const void *entries, size_t count, size_t size)
{
	const char **names = NEW_ARRAY(f->a, const char *, count + 1);

	for (size_t i = 0; i < count; i++)
		memcpy(&names[i], (const char *)entries + i * size, sizeof names[i]);
	complain(f, n->at, arena_printf(f->a, "unknown-%s", what), "the theme has no %s \"%s\"", what,
	    n->text);
	if (f->preset)
		diag_help(f->d, "%s uses it unless \"%s\" says otherwise: add it to the theme", f->owner,
		    field->name);
	else
		help_names(f->d, n->text, names, count, "it has");
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
	else
		unknown_of_theme(f, field, n, "colour", f->theme->colours, f->theme->colour_count,
		    sizeof *f->theme->colours);
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
	else
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

	f->over = false;         /* a list replaces the inherited one: its entries are whole */
	for (size_t i = 0; i < n->count; i++)
		fill_record(f, record, n->items[i], items + i * record->size, NULL);
	f->over = over;
	*records = (struct records){.items = items, .count = n->count};
}

static void
read_nodes(struct fill *f, const struct field *field, const struct node *n, void *to)
{
	(void)f;
	(void)field;
	((struct nodes *)to)->node = n;
}

typedef void reader(struct fill *f, const struct field *field, const struct node *n, void *to);

static reader *const readers[] = {
	[FIELD_TEXT] = read_setting, [FIELD_VALUE] = read_needed_setting,
	[FIELD_SQL] = read_needed_setting, [FIELD_PATH] = read_needed_setting,
	[FIELD_NAME] = read_name, [FIELD_NAMES] = read_names, [FIELD_STRING] = read_string,
	[FIELD_WORD] = read_word, [FIELD_WORDS] = read_words, [FIELD_INTEGER] = read_integer,
	[FIELD_DECIMAL] = read_decimal, [FIELD_BOOL] = read_bool, [FIELD_LENGTH] = read_length,
	[FIELD_AREA] = read_area, [FIELD_COLOUR] = read_colour, [FIELD_STYLE] = read_style,
	[FIELD_FORMAT] = read_format, [FIELD_RECORD] = read_record, [FIELD_RECORDS] = read_records,
	[FIELD_BLOCKS] = read_nodes, [FIELD_MAP] = read_nodes,
};

void
field_read(struct fill *f, const struct field *field, const struct node *node, void *to)
{
	if (check_kind(f, field, node))
		readers[field->type](f, field, node, to);
}
