/* theme.c: colours, text styles and number formats, by name.
 *
 * A theme may be like another one (`like: ariege.yaml`, an office's own colours over the house's):
 * the files are laid over one another, the base first. A colour or a format written again replaces
 * the old one whole, since half of a colour is none; a style written again changes what it says.
 *
 * The colours black and white are there without being written. A style that names no colour is set
 * in "ink" if the theme has it, else in black.
 */
#include <string.h>

#include "parts.h"

struct colour_settings {
	const char *srgb, *spot;
	struct names cmyk;
	int tint;
	bool overprint;
};

static const struct limits tint_limits = {1, 100};

static const struct field colour_fields[] = {
    {"srgb", FIELD_STRING, offsetof(struct colour_settings, srgb), FIELD_REQUIRED,
	"for screens: \"#RRGGBB\", in quotes", NULL},
    {"cmyk", FIELD_NAMES, offsetof(struct colour_settings, cmyk), NULL,
	"for print: [cyan, magenta, yellow, black] in percent; made from srgb if left out", NULL},
    {"spot", FIELD_STRING, offsetof(struct colour_settings, spot), NULL,
	"name of a spot ink, as the print shop writes it; cmyk then is its substitute", NULL},
    {"tint", FIELD_INTEGER, offsetof(struct colour_settings, tint), "100",
	"percent of the spot ink; cmyk stays the substitute of the full one", &tint_limits},
    {"overprint", FIELD_BOOL, offsetof(struct colour_settings, overprint), "no",
	"prints over what lies below instead of knocking it out: a varnish, a line for cutting",
	NULL},
    {0},
};
const struct record colour_record = {.name = "colour",
    .help = "A colour of the theme.",
    .size = sizeof(struct colour_settings),
    .fields = colour_fields,
    .scalar = "srgb"};

static const char *const weight_words[] = {"thin", "extralight", "light", "regular", "medium",
    "semibold", "bold", "extrabold", "black", "100", "200", "300", "400", "500", "600", "700",
    "800", "900", NULL};
static const char *const align_words[] = {"start", "end", "centre", "justify", NULL};
static const char *const wrap_words[] = {"plain", "pretty", "balance", NULL};

struct style_settings {
	const char *like;
	int weight, align, wrap;
	struct style style;
};
#define OWN(member) offsetof(struct style_settings, member)

static const struct field style_fields[] = {
    {"like", FIELD_NAME, OWN(like), NULL, "another style that this one builds on", NULL},
    {"font", FIELD_STRING, OWN(style.family), NULL,
	"family, as fonts.yaml names it; needed, here or in the style it is like", NULL},
    {"weight", FIELD_WORD, OWN(weight), "regular", "how bold", weight_words},
    {"italic", FIELD_BOOL, OWN(style.italic), "no", "the italic of the family", NULL},
    {"size", FIELD_LENGTH, OWN(style.size), NULL, "of the type; needed", NULL},
    {"leading", FIELD_LENGTH, OWN(style.leading), NULL, "baseline to baseline; needed", NULL},
    {"tracking", FIELD_DECIMAL, OWN(style.tracking), "0",
	"added between letters, in parts of the size: -0.02", NULL},
    {"colour", FIELD_COLOUR, OWN(style.colour), NULL,
	"of the theme; \"ink\" if left out, or black when the theme has no ink", NULL},
    {"align", FIELD_WORD, OWN(align), "start", "where lines stand in their measure", align_words},
    {"wrap", FIELD_WORD, OWN(wrap), "plain",
	"pretty: no last line of one word; balance: lines of equal length", wrap_words},
    {"hyphenate", FIELD_BOOL, OWN(style.hyphenate), "no", "words may be divided at line ends",
	NULL},
    {"ink", FIELD_BOOL, OWN(style.ink), "no",
	"hang lines by the ink of their first letter (large figures)", NULL},
    {"features", FIELD_NAMES, OWN(style.features), NULL,
	"OpenType features besides kerning and ligatures: tnum (equal figures), lnum", NULL},
    {0},
};
const struct record style_record = {.name = "style",
    .help = "A style of text.",
    .size = sizeof(struct style_settings),
    .fields = style_fields};

static const struct field format_fields[] = {
    {"skeleton", FIELD_STRING, offsetof(struct format, skeleton), FIELD_REQUIRED,
	"ICU number skeleton: precision-integer, currency/EUR, percent .00", NULL},
    {0},
};
const struct record format_record = {.name = "format",
    .help = "A way to write numbers.",
    .size = sizeof(struct format),
    .fields = format_fields,
    .scalar = "skeleton"};

struct theme_settings {
	struct setting like;
	struct nodes colours, styles, formats;
};

static const struct field theme_fields[] = {
    {"like", FIELD_PATH, offsetof(struct theme_settings, like), NULL,
	"another theme that this one builds on, beside this file", NULL},
    {"colours", FIELD_MAP, offsetof(struct theme_settings, colours), NULL, "name: colour",
	&colour_record},
    {"styles", FIELD_MAP, offsetof(struct theme_settings, styles), NULL, "name: style",
	&style_record},
    {"formats", FIELD_MAP, offsetof(struct theme_settings, formats), NULL, "name: number format",
	&format_record},
    {0},
};
const struct record theme_record = {.name = "theme",
    .help = "The file that `theme:` names.",
    .size = sizeof(struct theme_settings),
    .fields = theme_fields};

struct reading {
	struct fill fill;
	struct theme *theme;
	struct theme_settings files[DEPTH_LIMIT]; /* the theme first, what it builds on after it */
	size_t file_count;
};

/* ---- looking up -------------------------------------------------------------------------- */

colour
theme_colour(const struct theme *t, const char *name)
{
	for (size_t i = 1; i < t->colour_count; i++) {
		if (strcmp(t->colours[i].name, name) == 0)
			return (colour)i;
	}
	return 0;
}

const struct style *
theme_style(const struct theme *t, const char *name)
{
	for (size_t i = 0; i < t->style_count; i++) {
		if (strcmp(t->styles[i].name, name) == 0)
			return &t->styles[i];
	}
	return NULL;
}

const struct format *
theme_format(const struct theme *t, const char *name)
{
	for (size_t i = 0; i < t->format_count; i++) {
		if (strcmp(t->formats[i].name, name) == 0)
			return &t->formats[i];
	}
	return NULL;
}

/* ---- colours ----------------------------------------------------------------------------- */

static int
hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *found = c == '\0' ? NULL : strchr(digits, c >= 'A' && c <= 'F' ? c + 32 : c);

	return found != NULL ? (int)(found - digits) : -1;
}

static bool
read_srgb(const char *text, uint8_t srgb[static 3])
{
	if (text[0] != '#' || strlen(text) != 7)
		return false;
	for (int i = 0; i < 3; i++) {
		int high = hex_digit(text[1 + 2 * i]), low = hex_digit(text[2 + 2 * i]);

		if (high < 0 || low < 0)
			return false;
		srgb[i] = (uint8_t)(high * 16 + low);
	}
	return true;
}

static void
read_cmyk(struct diag *d, const struct node *node, const struct names *given, struct colour_def *c)
{
	const struct decimal none = {0, 0}, full = {100, 0};

	if (given->items == NULL)
		return;
	c->has_cmyk = true;
	if (given->count != COUNT(c->cmyk)) {
		diag_add(d, DIAG_ERROR, node_find(node, "cmyk")->at, "bad-colour",
		    "cmyk takes four percentages: [cyan, magenta, yellow, black]");
		return;
	}
	for (size_t i = 0; i < COUNT(c->cmyk); i++) {
		if (decimal_read(given->items[i], &c->cmyk[i]) &&
		    decimal_compare(c->cmyk[i], none) >= 0 &&
		    decimal_compare(c->cmyk[i], full) <= 0)
			continue;
		c->cmyk[i] = none;
		diag_add(d, DIAG_ERROR, given->places[i], "bad-colour",
		    "\"%s\" is not a percentage from 0 to 100", given->items[i]);
	}
}

static struct colour_def
read_colour(struct reading *r, const struct entry *entry)
{
	const struct node *node = entry->layers[entry->layer_count - 1];
	struct colour_settings given = {0};
	const struct node *spot = node_find(node, "spot");
	struct colour_def c = {.name = entry->name, .at = spot != NULL ? spot->at : node->at};

	fill_record(&r->fill, &colour_record, node, &given, NULL);
	c.spot = given.spot;
	c.tint = given.tint;
	c.overprint = given.overprint;
	if (given.srgb != NULL && !read_srgb(given.srgb, c.srgb)) {
		const struct node *srgb = node_find(node, "srgb");

		diag_add(r->fill.d, DIAG_ERROR, srgb != NULL ? srgb->at : node->at, "bad-colour",
		    "\"%s\" is not a colour", given.srgb);
		diag_help(r->fill.d,
		    "colours are written \"#14324F\": two digits 0-9 A-F each for red, "
		    "green and blue, in quotes");
	}
	read_cmyk(r->fill.d, node, &given.cmyk, &c);
	return c;
}

static void
add_colour(struct theme *t, struct colour_def c)
{
	if (theme_colour(t, c.name) == 0)
		t->colours[t->colour_count++] = c;
}

static void
read_colours(struct reading *r, struct entries *entries)
{
	static const struct colour_def black = {
	    .name = "black", .has_cmyk = true, .cmyk = {{0, 0}, {0, 0}, {0, 0}, {100, 0}}};
	static const struct colour_def white = {
	    .name = "white", .srgb = {255, 255, 255}, .has_cmyk = true};
	struct theme *t = r->theme;

	t->colours = NEW_ARRAY(r->fill.a, struct colour_def, entries->count + 3);
	t->colours[t->colour_count++].name = "none";
	for (size_t i = 0; i < entries->count; i++)
		t->colours[t->colour_count++] = read_colour(r, &entries->items[i]);
	add_colour(t, black);
	add_colour(t, white);
}

/* ---- styles and formats ------------------------------------------------------------------ */

static bool
need(struct reading *r, const struct style *s, bool there, const char *setting, const char *example)
{
	if (there)
		return true;
	diag_add(r->fill.d, DIAG_ERROR, s->at, "missing-setting", "the style \"%s\" has no %s",
	    s->name, setting);
	diag_help(r->fill.d, "add \"%s: %s\" to it, or \"like:\" with a style that has one",
	    setting, example);
	return false;
}

/* False when it lacks something that a style must have. Pages are laid out all the same, to find
 * what else is wrong, and lines are counted by their leading: that is never zero. */
static bool
finish_style(struct reading *r, struct style *s, const struct style_settings *given)
{
	bool whole, led = given->style.leading > 0;

	*s = given->style;
	s->leading = led ? s->leading : PT(12);
	s->weight = (given->weight % 9 + 1) * 100;
	s->align = (enum align)given->align;
	s->wrap = (enum wrap)given->wrap;
	s->face = -1;
	if (s->colour == 0)
		s->colour = theme_colour(r->theme, "ink");
	if (s->colour == 0)
		s->colour = theme_colour(r->theme, "black");
	if (!r->fill.ok)
		return false; /* what is missing was perhaps there, and wrong */
	whole = need(r, s, s->family != NULL, "font", "Inter");
	whole = need(r, s, s->size > 0, "size", "9.5pt") && whole;
	return need(r, s, led, "leading", "14pt") && whole;
}

static void
read_styles(struct reading *r, struct entries *entries)
{
	struct arena *a = r->fill.a;
	const int *order =
	    entries_order(a, r->fill.d, entries, "style", "style-cycle", "unknown-style");
	struct style_settings *given = NEW_ARRAY(a, struct style_settings, entries->count + 1);

	r->theme->styles = NEW_ARRAY(a, struct style, entries->count + 1);
	r->theme->style_count = entries->count;
	for (size_t i = 0; i < entries->count; i++) {
		struct entry *entry = &entries->items[order[i]];
		struct style_settings *s = &given[order[i]];

		if (entry->parent >= 0) {
			*s = given[entry->parent];
			entry->broken = entry->broken || entries->items[entry->parent].broken;
		}
		s->style.name = entry->name;
		s->style.at = entry->at;
		r->fill.ok = !entry->broken;
		for (size_t l = 0; l < entry->layer_count; l++) {
			r->fill.over = l > 0 || entry->parent >= 0;
			fill_record(&r->fill, &style_record, entry->layers[l], s, NULL);
		}
		entry->broken = !finish_style(r, &r->theme->styles[order[i]], s);
	}
	r->fill.over = false;
}

static void
read_formats(struct reading *r, struct entries *entries)
{
	struct theme *t = r->theme;

	t->formats = NEW_ARRAY(r->fill.a, struct format, entries->count + 1);
	t->format_count = entries->count;
	for (size_t i = 0; i < entries->count; i++) {
		const struct entry *entry = &entries->items[i];
		struct format *f = &t->formats[i];

		fill_record(
		    &r->fill, &format_record, entry->layers[entry->layer_count - 1], f, NULL);
		f->name = entry->name;
		f->at = entry->at;
		f->index = (int)i;
		if (f->skeleton == NULL) /* that was told; figures are written all the same */
			f->skeleton = "";
	}
}

/* ---- files ------------------------------------------------------------------------------- */

/* The theme and what it builds on; false when the first cannot be read at all. */
static bool
read_files(struct reading *r, struct project *p, struct setting path, const char *from)
{
	while (path.text != NULL) {
		struct theme_settings *file = &r->files[r->file_count];
		const struct node *node;

		if (r->file_count == DEPTH_LIMIT) {
			diag_add(r->fill.d, DIAG_ERROR, path.at, "theme-cycle",
			    "themes build on one another more than %d times, or in a circle",
			    DEPTH_LIMIT);
			diag_help(r->fill.d, "remove one \"like:\"");
			return true;
		}
		node = yaml_read(r->fill.a, r->fill.d, p, path.at, from, path.text);
		if (node == NULL)
			return r->file_count > 0;
		if (r->file_count == 0)
			r->theme->at = node->at;
		fill_record(&r->fill, &theme_record, node, file, NULL);
		r->file_count++;
		path = file->like;
		from = node->at.file;
	}
	return true;
}

struct theme *
theme_read(
    struct arena *a, struct diag *d, struct project *p, struct setting path, const char *from)
{
	struct entries colours = {0}, styles = {0}, formats = {0};
	struct theme *t = NEW(a, struct theme);
	struct reading r = {
	    .fill = {.a = a, .d = d, .theme = t, .owner = "theme", .ok = true}, .theme = t};

	if (!read_files(&r, p, path, from))
		return NULL;
	for (size_t i = r.file_count; i-- > 0;) {
		entries_add(a, &colours, r.files[i].colours.node);
		entries_add(a, &styles, r.files[i].styles.node);
		entries_add(a, &formats, r.files[i].formats.node);
	}
	entries_check_names(d, &colours, "colour");
	entries_check_names(d, &styles, "style");
	read_colours(&r, &colours);
	read_styles(&r, &styles);
	read_formats(&r, &formats);
	return t;
}
