/* schema_test.c: the schema and the reference say what the tables say. */
#include "config_said.h"

struct figure {
	struct setting value;
	dimen height;
	int shape;
	struct records rows;
	unsigned edges;
};
struct row {
	const char *field;
	struct area area;
};
struct shared {
	const char *id;
};

static const char *const shapes[] = {"round", "500", NULL};
static const char *const edges[] = {"left", "right", NULL};
static const struct limits small = {1, 9};
static const struct field row_fields[] = {
    {"field", FIELD_NAME, offsetof(struct row, field), FIELD_REQUIRED, "a column", NULL},
    {"area", FIELD_AREA, offsetof(struct row, area), "[1, 1, 12, 2.5]", "a | b", NULL},
    {0},
};
static const struct record row_record = {.name = "row",
    .help = "A row.",
    .size = sizeof(struct row),
    .fields = row_fields,
    .scalar = "field"};
static const struct field figure_fields[] = {
    {"value", FIELD_VALUE, offsetof(struct figure, value), FIELD_REQUIRED, "say \"it\"", NULL},
    {"height", FIELD_LENGTH, offsetof(struct figure, height), "12mm", "how high", NULL},
    {"shape", FIELD_WORD, offsetof(struct figure, shape), "round", "which", shapes},
    {"rows", FIELD_RECORDS, offsetof(struct figure, rows), NULL, "rows", &row_record},
    {"edges", FIELD_WORDS, offsetof(struct figure, edges), NULL, "edges", edges},
    {0},
};
static const struct field shared_fields[] = {
    {"id", FIELD_NAME, offsetof(struct shared, id), NULL, "a stable name", NULL},
    {"before", FIELD_INTEGER, 0, "2", "space", &small},
    {0},
};
static const struct record figure = {.name = "key-figure",
    .help = "A figure.",
    .size = sizeof(struct figure),
    .fields = figure_fields,
    .common = shared_fields};
static const struct record rule = {.name = "row",
    .help = "A rule.",
    .size = 8,
    .fields = shared_fields + 2,
    .common = shared_fields};
static const struct record *const blocks[] = {&figure, &rule};

static void
holds(const struct buf *out, const char *words)
{
	if (strstr(out->at, words) == NULL)
		fail_msg("not there: %s\n%s", words, out->at);
}

static void
the_schema_has_every_setting(void **state)
{
	struct buf out = {0};
	size_t depth = 0;
	bool quoted = false;

	(void)state;
	schema_write(&out, (struct record_list){.items = blocks, .count = 2});
	holds(&out, "\"$schema\": \"https://json-schema.org/draft/2020-12/schema\"");
	holds(&out, "\"description\": \"say \\\"it\\\"\"");
	holds(&out, "\"default\": \"12mm\"");
	holds(&out, "\"default\": [1, 1, 12, 2.5]");
	holds(&out, "\"$ref\": \"#/$defs/key-figure\"");
	holds(&out, "\"$ref\": \"#/$defs/row-2\""); /* two records called row */
	holds(&out, "\"minimum\": 1");
	holds(&out, "\"additionalProperties\": false");
	holds(&out, "\"srgb\"");
	holds(&out, "\"gutter\"");
	holds(&out, "\"parameters\"");
	for (const char *s = out.at; *s != '\0'; s++) {
		if (*s == '"' && s[-1] != '\\')
			quoted = !quoted;
		if (!quoted && (*s == '{' || *s == '['))
			depth++;
		if (!quoted && (*s == '}' || *s == ']'))
			assert_true(depth-- > 0);
		if (!quoted && *s == ',')
			assert_true(s[1] == '\n' || s[1] == ' ');
	}
	assert_int_equal(depth, 0);
	buf_close(&out);
}

static void
the_reference_has_every_setting(void **state)
{
	static const char *const examples[] = {"- key-figure: {value: 1}\n", NULL};
	struct buf out = {0}, again = {0};

	(void)state;
	reference_write(
	    &out, (struct record_list){.items = blocks, .examples = examples, .count = 2});
	holds(&out, "### key-figure\n\nA figure.\n\n| setting |");
	holds(&out, "| `value` | a value | **needed** | say \"it\" |\n");
	holds(&out, "| `height` | a length | `12mm` | how high |\n");
	holds(&out, "| `shape` | `round`, `500` | `round` | which |\n");
	holds(&out, "| `rows` | a list of [row](#row) |  | rows |\n");
	holds(&out, "#### row\n\nA row.\n\nWritten short, `row: …` is its `field`.\n");
	holds(&out, "| a \\| b |\n");
	holds(&out, "| `before` | a whole number, 1 to 9 | `2` | space |\n");
	holds(&out, "```yaml\n- key-figure: {value: 1}\n```\n");
	holds(&out, "## master\n");
	holds(&out, "### margins\n");
	holds(&out, "## style\n");
	holds(&out, "## colour\n");
	holds(&out, "## format\n");
	holds(&out, "## parameter\n");
	reference_write(
	    &again, (struct record_list){.items = blocks, .examples = examples, .count = 2});
	assert_string_equal(out.at, again.at);
	buf_close(&out);
	buf_close(&again);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_schema_has_every_setting),
	    cmocka_unit_test(the_reference_has_every_setting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
