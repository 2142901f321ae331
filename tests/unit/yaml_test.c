/* yaml_test.c: nodes and their places; everything that is refused, with its place. */
#include "config_said.h"

static void
expect_place(struct place at, int line, int column, int length)
{
	assert_int_equal(at.line, line);
	assert_int_equal(at.column, column);
	assert_int_equal(at.length, length);
}

static void
places_are_of_the_text(void **state)
{
	struct bench *b = *state;
	const struct node *n = parse(b, "\xEF\xBB\xBFtitle: Année\n"
					"é: \"deux mots\"\n"
					"flow: {a: [1, 'x']}\n"
					"block: |\n"
					"    première ligne\n"
					"    seconde\n"
					"empty: \"\"\n"
					"long: un texte   \n"
					"  qui continue\n");

	SILENT(b);
	assert_non_null(n);
	assert_int_equal(n->kind, NODE_MAP);
	expect_place(n->at, 1, 1, 5);
	expect_place(node_find(n, "title")->at, 1, 8, 5);
	assert_true(node_find(n, "title")->plain);
	expect_place(node_find(n, "é")->at, 2, 5, 9);
	assert_false(node_find(n, "é")->plain);
	const struct node *list = node_find(node_find(n, "flow"), "a");
	assert_int_equal(list->count, 2);
	expect_place(list->at, 3, 11, 1);
	expect_place(list->items[1]->at, 3, 16, 1);
	assert_string_equal(node_find(n, "block")->text, "première ligne\nseconde\n");
	expect_place(node_find(n, "block")->at, 5, 5, 14);
	expect_place(node_find(n, "empty")->at, 7, 9, 1);
	expect_place(node_find(n, "long")->at, 8, 7, 8);
	assert_string_equal(node_find(n, "long")->text, "un texte qui continue");
	assert_null(node_find(n, "nothing"));
	expect_place(node_key_place(n, "flow"), 3, 1, 4);
	assert_string_equal(n->at.file, "x.yaml");
}

static void
every_scalar_is_text(void **state)
{
	struct bench *b = *state;
	const struct node *n = parse(b, "[no, 1:30, 1_000, ~, null, 0x1F]");
	static const char *const texts[] = {"no", "1:30", "1_000", "~", "null", "0x1F"};

	SILENT(b);
	for (size_t i = 0; i < COUNT(texts); i++)
		assert_string_equal(n->items[i]->text, texts[i]);
}

struct bad {
	const char *text, *says, *code;
};

static void
expect_bad(struct bench *b, const struct bad *bad)
{
	if (parse(b, bad->text) != NULL)
		fail_msg("was read: %s", bad->text);
	SAYS(b, bad->says);
	SAYS(b, bad->code);
	diag_empty(b->d);
}

static void
what_a_layout_never_needs_is_refused(void **state)
{
	static const struct bad bad[] = {
	    {"a: &x 1\n", "x.yaml:1:4: error: a value cannot begin with &", "[yaml-refused]"},
	    {"a: 1\nb: *x\n", "x.yaml:2:4: error: a value cannot begin with *", "[yaml-refused]"},
	    {"a: !!str 1\n", "x.yaml:1:4: error: a value cannot begin with !", "[yaml-refused]"},
	    {"a: !important\n", "x.yaml:1:4", "[yaml-refused]"},
	    {"a: &x [1]\n", "x.yaml:1:4", "[yaml-refused]"},
	    {"a: &x {b: 1}\n", "x.yaml:1:4", "[yaml-refused]"},
	    {"a: !e!x 1\n", "x.yaml:1:4", "[yaml-syntax]"},
	    {"a: 1\n---\nb: 2\n", "x.yaml:2:1: error: a second document", "[yaml-refused]"},
	    {"? [a, b]\n: 1\n", "x.yaml:1:3", "[yaml-refused]"},
	    {"a: {{year}}\n", "text with {values} goes in quotes", "[yaml-refused]"},
	    {"a: \"x\\0y\"\n", "U+0000", "[yaml-refused]"},
	    {"", "this file is empty", "[yaml-empty]"},
	    {"# only a remark\n", "this file is empty", "[yaml-empty]"},
	    {"---\n", "this file is empty", "[yaml-empty]"},
	};

	for (size_t i = 0; i < COUNT(bad); i++)
		expect_bad(*state, &bad[i]);
}

static void
syntax_is_explained(void **state)
{
	static const struct bad bad[] = {
	    {"a: \"never\nclosed\nb: 1\n", "x.yaml:1:4: error: a quotation mark is opened",
		"[yaml-syntax]"},
	    {"a: 'never\nclosed\n", "x.yaml:1:4", "[yaml-syntax]"},
	    {"a:\n\tb: 1\n", "x.yaml:2:1: error: a tab", "[yaml-syntax]"},
	    {"a:\n  b: 1\n\tc: 1\n", "a tab is used for indentation", "[yaml-syntax]"},
	    {"a: b: c\n", "x.yaml:1:5: error: a colon stands", "[yaml-syntax]"},
	    {"a: % de pièces\n", "cannot begin with this character", "[yaml-syntax]"},
	    {"a: @x\n", "cannot begin with this character", "[yaml-syntax]"},
	    {"a: *emphasis* x\n", "cannot begin with *", "[yaml-"},
	    {"a: 1\nnot a setting\nb: 2\n", "neither a setting", "[yaml-syntax]"},
	    {"a: [1, 2\nb: 3\n", "list is opened with [", "[yaml-syntax]"},
	    {"a: {b: 1\nc: 3\n", "opened with {", "[yaml-syntax]"},
	    {"a:\n  - 1\n - 2\n", "x.yaml:3:", "[yaml-syntax]"},
	    {"a: \"x\" y\n", "x.yaml:1:8", "[yaml-syntax]"},
	    {"%TAG ! x\n---\na: 1\n", "cannot begin with %", "[yaml-refused]"},
	    {"%YAML 1.1\n---\na: 1\n", "cannot begin with %", "[yaml-refused]"},
	    {"%BAD\n", "cannot begin with %", "[yaml-"},
	    {"a: [1\n", "x.yaml", "[yaml-syntax]"},
	};

	for (size_t i = 0; i < COUNT(bad); i++)
		expect_bad(*state, &bad[i]);
}

static void
other_encodings_are_told(void **state)
{
	static const struct bad bad[] = {
	    {"a: 1\nb: caf\xE9\n",
		"x.yaml:2:7: error: this file is not saved as UTF-8; read as "
		"Windows-1252 there is \"é\" here",
		"[yaml-encoding]"},
	    {"a: \x80 5\n", "\"€\"", "[yaml-encoding]"},
	    {"\xFF\xFE"
	     "a: 1\n",
		"UTF-16", "[yaml-encoding]"},
	    {"a: \x81\n", "byte 0x81", "[yaml-encoding]"},
	    {"a: x\x01y\n", "U+0001", "[yaml-encoding]"},
	    {"a: x\xC2\x85y\n", "U+0085", "[yaml-encoding]"},
	    {"a: x\xE2\x80\xA8y\n", "U+2028", "[yaml-encoding]"},
	    {"a: 1\rb: 2\r", "x.yaml:1:5: error: lines end", "[yaml-encoding]"},
	    {"a: 1\n\xEF\xBB\xBF"
	     "b: 2\n",
		"x.yaml:2:1", "[yaml-encoding]"},
	};
	struct bench *b = *state;

	for (size_t i = 0; i < COUNT(bad); i++)
		expect_bad(b, &bad[i]);
	assert_non_null(parse(b, "a: 1\r\nb: 2\r\n"));
	SILENT(b);
	assert_null(yaml_parse(b->a, b->d, "x.yaml", "a: \0b", 5));
	SAYS(b, "[yaml-encoding]");
}

static void
a_key_written_twice_is_an_error_at_both_places(void **state)
{
	struct bench *b = *state;

	assert_null(parse(b, "a: 1\nb: 2\na: 3\nb: 4\n"));
	SAYS(b, "x.yaml:3:1: error: \"a\" is written twice [yaml-duplicate]");
	SAYS(b, "x.yaml:4:1: error: \"b\" is written twice [yaml-duplicate]");
	SAYS(b, "x.yaml:1:1");
	diag_empty(b->d);
	assert_null(parse(b, "{a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1, j: 1, k: 1, "
			     "l: 1, m: 1, n: 1, c: 2}"));
	SAYS(b, "x.yaml:1:86: error: \"c\" is written twice");
}

static void
depth_is_capped(void **state)
{
	struct bench *b = *state;
	static char text[20001];

	memset(text, '[', 10000);
	assert_null(parse(b, text));
	SAYS(b, "x.yaml:1:41: error: lists and settings stand more than 40 levels");
	SAYS(b, "[yaml-depth]");
	diag_empty(b->d);
	for (size_t i = 0; i < 10000; i++)
		memcpy(text + 2 * i, "- ", 2);
	assert_null(parse(b, text));
	SAYS(b, "[yaml-depth]");
	diag_empty(b->d);
	memset(text, 0, sizeof text);
	memset(text, '[', 40);
	memset(text + 40, ']', 40);
	assert_non_null(parse(b, text));
	SILENT(b);
}

static void
size_is_capped(void **state)
{
	struct bench *b = *state;
	size_t length = ((size_t)4 << 20) + 1;
	char *text = malloc(length + 1);

	memset(text, 'x', length);
	text[length] = '\0';
	assert_null(yaml_parse(b->a, b->d, "x.yaml", text, length));
	SAYS(b, "larger than 4 MB");
	diag_empty(b->d);
	for (size_t i = 1; i + 1 < length; i += 2)
		memcpy(text + i, "a,", 2);
	text[0] = '[';
	text[length - 1] = '\0';
	assert_null(yaml_parse(b->a, b->d, "x.yaml", text, length - 1));
	SAYS(b, "more than a million values");
	free(text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_open, bench_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(places_are_of_the_text),
	    TEST(every_scalar_is_text),
	    TEST(what_a_layout_never_needs_is_refused),
	    TEST(syntax_is_explained),
	    TEST(other_encodings_are_told),
	    TEST(a_key_written_twice_is_an_error_at_both_places),
	    TEST(depth_is_capped),
	    TEST(size_is_capped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
