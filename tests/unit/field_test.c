/* field_test.c: every type read, its default, and what is said when it is wrong. */
#include "config_said.h"

struct inner {
	dimen width;
	int mode;
};
struct own {
	struct setting text, value, sql, path;
	const char *name, *string;
	struct names names;
	int word, whole;
	unsigned words;
	struct decimal decimal;
	bool yes;
	dimen length;
	struct area area;
	colour colour;
	const struct style *style;
	const struct format *format;
	struct inner inner;
	struct records list;
	struct nodes blocks, map;
};
struct shared {
	const char *id;
	int before;
};

static const char *const modes[] = {"plain", "fancy", NULL};
static const struct limits small = {-2, 20};
static const struct field inner_fields[] = {
    {"width", FIELD_LENGTH, offsetof(struct inner, width), "12mm", "how wide", NULL},
    {"mode", FIELD_WORD, offsetof(struct inner, mode), "fancy", "how", modes},
    {0},
};
static const struct record inner_record = {
    .name = "inner", .size = sizeof(struct inner), .fields = inner_fields, .scalar = "width"};
#define OWN(m) offsetof(struct own, m)
static const struct field own_fields[] = {
    {"text", FIELD_TEXT, OWN(text), NULL, "words", NULL},
    {"value", FIELD_VALUE, OWN(value), NULL, "a figure", NULL},
    {"query", FIELD_SQL, OWN(sql), NULL, "SQL", NULL},
    {"file", FIELD_PATH, OWN(path), NULL, "a file", NULL},
    {"name", FIELD_NAME, OWN(name), NULL, "a name", NULL},
    {"string", FIELD_STRING, OWN(string), "as is", "a string", NULL},
    {"names", FIELD_NAMES, OWN(names), "[a, b c]", "names", NULL},
    {"word", FIELD_WORD, OWN(word), "fancy", "a word", modes},
    {"whole", FIELD_INTEGER, OWN(whole), "3", "a number", &small},
    {"words", FIELD_WORDS, OWN(words), NULL, "words", modes},
    {"decimal", FIELD_DECIMAL, OWN(decimal), "-1.50", "a number", NULL},
    {"yes", FIELD_BOOL, OWN(yes), "yes", "is it?", NULL},
    {"length", FIELD_LENGTH, OWN(length), "2pt", "how long", NULL},
    {"area", FIELD_AREA, OWN(area), "[1, 1, 12, 33.5]", "where", NULL},
    {"colour", FIELD_COLOUR, OWN(colour), NULL, "its colour", NULL},
    {"style", FIELD_STYLE, OWN(style), "body", "its style", NULL},
    {"format", FIELD_FORMAT, OWN(format), NULL, "its format", NULL},
    {"inner", FIELD_RECORD, OWN(inner), "{}", "more", &inner_record},
    {"list", FIELD_RECORDS, OWN(list), NULL, "many", &inner_record},
    {"blocks", FIELD_BLOCKS, OWN(blocks), NULL, "blocks", NULL},
    {"map", FIELD_MAP, OWN(map), NULL, "names", NULL},
    {0},
};
static const struct field shared_fields[] = {
    {"id", FIELD_NAME, offsetof(struct shared, id), NULL, "a stable name", NULL},
    {"before", FIELD_INTEGER, offsetof(struct shared, before), "7", "space", NULL},
    {0},
};
static const struct record own_record = {.name = "key-figure",
    .size = sizeof(struct own),
    .fields = own_fields,
    .scalar = "text",
    .common = shared_fields};

static struct colour_def colours[] = {{.name = "none"}, {.name = "night"}, {.name = "river"}};
static struct style styles[] = {{.name = "body"}, {.name = "note"}};
static struct format formats[] = {{.name = "integer"}, {.name = "euro"}};
static const struct theme theme = {.colours = colours,
    .colour_count = 3,
    .styles = styles,
    .style_count = 2,
    .formats = formats,
    .format_count = 2};

static bool
fill(struct bench *b, const char *text, struct own *own, struct shared *shared)
{
	const struct node *n = parse(b, text);

	if (n == NULL)
		fail_msg("not YAML: %s", said(b));
	*own = (struct own){0};
	*shared = (struct shared){0};
	return config_fill(b->a, b->d, &theme, &own_record, n, own, shared);
}

static void
all_types_are_read(void **state)
{
	struct bench *b = *state;
	struct own o;
	struct shared s;

	assert_true(fill(b,
	    "text: Les délais\nvalue: \"{a.b:integer}\"\nquery: |\n  select 1\nfile: icons/x.svg\n"
	    "name: n_1-x\nstring: 1:30\nnames: [table.key@year-1, b]\nword: plain\nwhole: -2\n"
	    "words: [plain, fancy]\ndecimal: 89.90\nyes: no\nlength: 0\narea: [1, 33.5, 6, 2]\n"
	    "colour: river\nstyle: note\nformat: euro\ninner: {width: 3pt}\nlist:\n  - 1pt\n"
	    "  - mode: plain\nblocks: [1]\nmap: {a: 1}\nid: x\nbefore: 2\n",
	    &o, &s));
	SILENT(b);
	assert_string_equal(o.text.text, "Les délais");
	assert_int_equal(o.value.at.column, 9);
	assert_int_equal(o.value.at.length, 13);
	assert_string_equal(o.sql.text, "select 1\n");
	assert_int_equal(o.sql.at.line, 4);
	assert_string_equal(o.path.text, "icons/x.svg");
	assert_string_equal(o.name, "n_1-x");
	assert_string_equal(o.string, "1:30");
	assert_int_equal(o.names.count, 2);
	assert_string_equal(o.names.items[0], "table.key@year-1");
	assert_int_equal(o.names.places[1].column, 27);
	assert_int_equal(o.word, 0);
	assert_int_equal(o.whole, -2);
	assert_int_equal(o.words, 3);
	assert_int_equal(o.decimal.coef, 8990);
	assert_false(o.yes);
	assert_int_equal(o.length, 0);
	assert_true(o.area.given && !o.area.page);
	assert_int_equal(o.area.column, 2);
	assert_int_equal(o.area.row, 67);
	assert_int_equal(o.area.columns, 12);
	assert_int_equal(o.area.rows, 4);
	assert_int_equal(o.colour, 2);
	assert_ptr_equal(o.style, &styles[1]);
	assert_ptr_equal(o.format, &formats[1]);
	assert_int_equal(o.inner.width, PT(3));
	assert_int_equal(o.inner.mode, 1);
	assert_int_equal(o.list.count, 2);
	assert_int_equal(((struct inner *)o.list.items)[0].width, PT(1));
	assert_int_equal(((struct inner *)o.list.items)[1].mode, 0);
	assert_int_equal(o.blocks.node->count, 1);
	assert_int_equal(o.map.node->count, 1);
	assert_string_equal(s.id, "x");
	assert_int_equal(s.before, 2);
}

static void
defaults_are_read_as_if_written(void **state)
{
	struct bench *b = *state;
	struct own o;
	struct shared s;

	assert_true(fill(b, "id: x", &o, &s));
	SILENT(b);
	assert_null(o.text.text);
	assert_string_equal(o.string, "as is");
	assert_int_equal(o.names.count, 2);
	assert_string_equal(o.names.items[1], "b c");
	assert_int_equal(o.word, 1);
	assert_int_equal(o.whole, 3);
	assert_int_equal(o.decimal.coef, -150);
	assert_true(o.yes);
	assert_int_equal(o.area.rows, 67);
	assert_ptr_equal(o.style, &styles[0]);
	assert_int_equal(o.inner.mode, 1);
	assert_int_equal(s.before, 7);
}

static void
a_bare_scalar_is_one_setting(void **state)
{
	struct bench *b = *state;
	struct own o;
	struct shared s;

	assert_true(fill(b, "\"Les délais\"", &o, &s));
	assert_string_equal(o.text.text, "Les délais");
	assert_int_equal(o.text.at.column, 2);
	assert_int_equal(s.before, 7);
	assert_false(fill(b, "[a, b]", &o, &s));
	SAYS(b,
	    "x.yaml:1:1: error: key-figure takes settings (name: value), not a list [wrong-type]");
}

static void
mistakes_are_told_with_help(void **state)
{
	static const struct {
		const char *text, *says, *help;
	} bad[] = {
	    {"lable: x",
		"x.yaml:1:1: error: \"lable\" is not a setting of key-figure "
		"[unknown-setting]",
		"its settings are text, value, query,"},
	    {"lenght: 1pt", "\"lenght\" is not a setting of key-figure",
		"did you mean \"length\"?"},
	    {"befor: 1", "\"befor\" is not a setting", "did you mean \"before\"?"},
	    {"inner: {widht: 1pt}", "x.yaml:1:9: error: \"widht\" is not a setting of inner",
		"did you mean \"width\"?"},
	    {"text: [a]",
		"x.yaml:1:7: error: \"text\" of key-figure takes text, not a list "
		"[wrong-type]",
		""},
	    {"value: {a.b}", "takes a value, not settings", "quotes: value: \"{a.b}\""},
	    {"colour: #123456", "\"colour\" of key-figure has no value", "begins with # goes in"},
	    {"name: été", "\"été\" is not a name", "letters without accents"},
	    {"word: fanci",
		"\"fanci\" is not a choice for \"word\" of key-figure "
		"[unknown-word]",
		"did you mean \"fancy\"?"},
	    {"words: [plain, zzz]", "x.yaml:1:16: error: \"zzz\"", "the choices are plain, fancy"},
	    {"whole: 1.5", "\"whole\" of key-figure is a whole number, not \"1.5\" [bad-number]",
		""},
	    {"whole: 21", "lies between -2 and 20, and 21 does not", ""},
	    {"whole: 99999999999", "is a whole number", ""},
	    {"decimal: 89,90", "is a number, not \"89,90\"", "as a point: 89.90"},
	    {"yes: maybe", "is yes or no, not \"maybe\"", ""},
	    {"length: 18", "is a length, and \"18\" is none [bad-length]",
		"add the unit: 18mm or 18pt"},
	    {"length: \"1,5mm\"", "is a length", "12.5mm"},
	    {"area: [1, 2, 3]", "is [column, row, columns, rows] or page [bad-area]",
		"for example"},
	    {"area: [1, 2.25, 3, 4]", "x.yaml:1:11: error: columns and rows", ""},
	    {"area: [1, 2, 0, 4]", "at least half a column", ""},
	    {"area: all", "is [column, row, columns, rows] or page", ""},
	    {"area: [1, 999999999999, 0, 4]", "bad-area", ""},
	    {"colour: rivr", "the theme has no colour \"rivr\" [unknown-colour]",
		"did you mean \"river\"?"},
	    {"style: zzzzz", "the theme has no style \"zzzzz\" [unknown-style]",
		"its styles are body, note"},
	    {"format: eur", "the theme has no format \"eur\" [unknown-format]",
		"did you mean \"euro\"?"},
	    {"list: {width: 1pt}", "takes a list of settings, not settings", "with \"- \""},
	    {"blocks: x", "\"blocks\" of key-figure takes a list, not text", "with \"- \""},
	    {"map: [x]", "\"map\" of key-figure takes names with settings, not a list", ""},
	    {"names: [a, [b]]", "x.yaml:1:12: error: \"names\" of key-figure takes names", ""},
	    {"query: \"\"", "\"query\" of key-figure has no value", ""},
	};
	struct bench *b = *state;
	struct own o;
	struct shared s;

	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_false(fill(b, bad[i].text, &o, &s));
		SAYS(b, bad[i].says);
		SAYS(b, bad[i].help);
		assert_int_equal(diag_count(b->d, DIAG_ERROR), 1);
		diag_empty(b->d);
	}
}

static void
all_mistakes_are_collected(void **state)
{
	struct bench *b = *state;
	struct own o;
	struct shared s;

	assert_false(fill(b, "a: 1\nb: 2\nlength: 1\nwhole: x\ntext: ok\n", &o, &s));
	assert_int_equal(diag_count(b->d, DIAG_ERROR), 4);
	assert_string_equal(o.text.text, "ok");
}

static void
what_is_needed_is_asked_for(void **state)
{
	static const struct field fields[] = {
	    {"width", FIELD_LENGTH, offsetof(struct inner, width), FIELD_REQUIRED, "how wide",
		NULL},
	    {0},
	};
	static const struct record record = {
	    .name = "bar", .size = sizeof(struct inner), .fields = fields};
	struct bench *b = *state;
	struct inner inner = {0};

	assert_false(
	    config_fill(b->a, b->d, NULL, &record, parse(b, "[~, {}]")->items[1], &inner, NULL));
	SAYS(b, "x.yaml:1:5: error: bar needs the setting \"width\" [missing-setting]");
	SAYS(b, "add a line \"width: …\" (how wide)");
}

static void
a_default_that_the_theme_lacks_is_told(void **state)
{
	static const struct field fields[] = {
	    {"style", FIELD_STYLE, 0, "figure", "its style", NULL},
	    {0},
	};
	static const struct record record = {
	    .name = "bar", .size = sizeof(void *), .fields = fields};
	struct bench *b = *state;
	const struct style *style = NULL;
	const struct node *n = parse(b, "{}");

	assert_true(config_fill(b->a, b->d, NULL, &record, n, &style, NULL));
	assert_null(style);
	assert_false(config_fill(b->a, b->d, &theme, &record, n, &style, NULL));
	SAYS(b, "the theme has no style \"figure\" [unknown-style]");
	SAYS(b, "bar uses it unless \"style\" says otherwise");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_open, bench_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(all_types_are_read),
	    TEST(defaults_are_read_as_if_written),
	    TEST(a_bare_scalar_is_one_setting),
	    TEST(mistakes_are_told_with_help),
	    TEST(all_mistakes_are_collected),
	    TEST(what_is_needed_is_asked_for),
	    TEST(a_default_that_the_theme_lacks_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
