/* schema.c: the field tables as JSON Schema 2020-12, for editors.
 *
 * Every record that can be reached from the report, the masters, the theme and the blocks becomes
 * an entry of $defs; settings refer to them, so a record that holds itself is no trouble. One
 * schema serves all files of a layout: what a file is, its first settings tell ("masters:" with
 * names: a file of masters; a list: an included file of pages).
 *
 * An editor types scalars as YAML 1.2 does, we do not: where we take text it may see a number or a
 * boolean (`title: 2023`), so those are allowed there too.
 */
#include <string.h>

#include "parts.h"

#define RECORD_LIMIT 256

struct defs {
	const struct record *items[RECORD_LIMIT];
	const char *names[RECORD_LIMIT]; /* unique */
	char suffixed[RECORD_LIMIT][48];
	size_t count;
};

static void
reference(struct json *j, const char *name)
{
	char path[80];

	snprintf(path, sizeof path, "#/$defs/%s", name);
	json_text(j, "$ref", path);
}

/* ---- which records there are ------------------------------------------------------------- */

static const char *
def_name(const struct defs *defs, const struct record *record)
{
	for (size_t i = 0; i < defs->count; i++) {
		if (defs->items[i] == record)
			return defs->names[i];
	}
	return NULL;
}

static void
add_def(struct defs *defs, const struct record *record)
{
	size_t n = defs->count;
	int same = 0;

	if (n == RECORD_LIMIT || def_name(defs, record) != NULL)
		return;
	for (size_t i = 0; i < n; i++)
		same += strcmp(defs->items[i]->name, record->name) == 0;
	defs->items[n] = record;
	defs->names[n] = record->name;
	if (same > 0) {
		snprintf(
		    defs->suffixed[n], sizeof defs->suffixed[n], "%s-%d", record->name, same + 1);
		defs->names[n] = defs->suffixed[n];
	}
	defs->count++;
}

static bool
holds_records(const struct field *f)
{
	return f->more != NULL && (f->type == FIELD_RECORD || f->type == FIELD_RECORDS ||
				      f->type == FIELD_BLOCKS || f->type == FIELD_MAP);
}

static void
add_reached(struct defs *defs)
{
	for (size_t i = 0; i < defs->count; i++) {
		const struct field *tables[2] = {defs->items[i]->fields, defs->items[i]->common};

		for (size_t t = 0; t < 2; t++) {
			for (const struct field *f = tables[t]; f != NULL && f->name != NULL; f++) {
				if (holds_records(f))
					add_def(defs, f->more);
			}
		}
	}
}

/* ---- types ------------------------------------------------------------------------------- */

#define SCALAR "[\"string\", \"number\", \"boolean\"]"
#define NUMBER "-?[0-9]+(\\\\.[0-9]+)?"

static void
write_words(struct json *j, const char *const *words)
{
	json_key(j, "enum");
	json_begin(j, '[');
	for (; *words != NULL; words++) {
		json_item(j);
		json_string(j, *words);
		if ((*words)[strspn(*words, "0123456789")] == '\0') {
			json_item(j);
			buf_text(j->out, *words);
		}
	}
	json_end(j, ']');
}

static void
write_words_or_list(struct json *j, const char *const *words)
{
	json_key(j, "anyOf");
	json_begin(j, '[');
	json_item(j);
	json_begin(j, '{');
	write_words(j, words);
	json_end(j, '}');
	json_item(j);
	json_begin(j, '{');
	json_raw(j, "type", "\"array\"");
	json_key(j, "items");
	json_begin(j, '{');
	write_words(j, words);
	json_end(j, '}');
	json_end(j, '}');
	json_end(j, ']');
}

static void
write_integer(struct json *j, const struct limits *limits)
{
	json_raw(j, "type", "\"integer\"");
	if (limits == NULL)
		return;
	json_key(j, "minimum");
	buf_integer(j->out, limits->least);
	json_key(j, "maximum");
	buf_integer(j->out, limits->most);
}

static void
write_holder(struct json *j, const struct defs *defs, const struct field *f)
{
	const char *name = f->more != NULL ? def_name(defs, f->more) : "block";

	if (f->type == FIELD_RECORD) {
		reference(j, name);
		return;
	}
	json_raw(j, "type", f->type == FIELD_MAP ? "\"object\"" : "\"array\"");
	if (f->type == FIELD_MAP && f->more == NULL)
		return;
	json_key(j, f->type == FIELD_MAP ? "additionalProperties" : "items");
	json_begin(j, '{');
	reference(j, name);
	json_end(j, '}');
}

static void
write_type(struct json *j, const struct defs *defs, const struct field *f)
{
	switch (f->type) {
	case FIELD_NAME:
		json_raw(j, "type", "\"string\"");
		json_text(j, "pattern", "^[A-Za-z_][A-Za-z0-9_-]*$");
		break;
	case FIELD_COLUMN: /* which may be called 2023 */
		json_raw(j, "type", "[\"string\", \"number\"]");
		break;
	case FIELD_NAMES:
		json_raw(j, "type", "[\"string\", \"number\", \"boolean\", \"array\"]");
		json_raw(j, "items", "{\"type\": " SCALAR "}");
		break;
	case FIELD_WORD:
		write_words(j, f->more);
		break;
	case FIELD_WORDS:
		write_words_or_list(j, f->more);
		break;
	case FIELD_INTEGER:
		write_integer(j, f->more);
		break;
	case FIELD_DECIMAL:
		json_raw(j, "type", "[\"number\", \"string\"]");
		json_raw(j, "pattern", "\"^" NUMBER "$\"");
		break;
	case FIELD_BOOL:
		json_raw(j, "enum", "[true, false, \"yes\", \"no\", \"true\", \"false\"]");
		break;
	case FIELD_LENGTH: /* a number may only be 0 */
		json_raw(j, "type", "[\"string\", \"integer\"]");
		json_raw(j, "pattern", "\"^(0|" NUMBER " *(mm|cm|pt|in))$\"");
		json_raw(j, "minimum", "0");
		json_raw(j, "maximum", "0");
		break;
	case FIELD_AREA:
		json_raw(j, "anyOf",
		    "[{\"const\": \"page\"}, {\"type\": \"array\", \"minItems\": 4, "
		    "\"maxItems\": 4, \"items\": {\"type\": \"number\", \"multipleOf\": 0.5}}]");
		break;
	case FIELD_COLOUR:
	case FIELD_STYLE:
	case FIELD_FORMAT:
	case FIELD_SQL:
	case FIELD_PATH:
		json_raw(j, "type", "\"string\"");
		break;
	case FIELD_RECORD:
	case FIELD_RECORDS:
	case FIELD_BLOCKS:
	case FIELD_MAP:
		write_holder(j, defs, f);
		break;
	case FIELD_TEXT:
	case FIELD_VALUE:
	case FIELD_STRING:
		json_raw(j, "type", SCALAR);
		break;
	}
}

static void
write_default(struct json *j, const struct field *f)
{
	const char *preset = f->preset;

	if (preset == NULL || preset == FIELD_REQUIRED)
		return;
	if (f->type == FIELD_BOOL)
		json_raw(j, "default", *preset == 'y' || *preset == 't' ? "true" : "false");
	else if (f->type == FIELD_INTEGER || f->type == FIELD_DECIMAL ||
		 strcmp(preset, "{}") == 0 || (f->type == FIELD_AREA && *preset == '['))
		json_raw(j, "default", preset);
	else
		json_text(j, "default", preset);
}

/* ---- records ----------------------------------------------------------------------------- */

static void
write_field(struct json *j, const struct defs *defs, const struct field *f)
{
	json_key(j, f->name);
	json_begin(j, '{');
	json_text(j, "description", f->help);
	write_type(j, defs, f);
	write_default(j, f);
	json_end(j, '}');
}

static bool
write_required(struct json *j, const struct record *record)
{
	const struct field *tables[2] = {record->fields, record->common};
	bool any = false;

	for (size_t t = 0; t < 2; t++) {
		for (const struct field *f = tables[t]; f != NULL && f->name != NULL; f++) {
			if (f->preset != FIELD_REQUIRED)
				continue;
			if (!any) {
				json_key(j, "required");
				json_begin(j, '[');
			}
			any = true;
			json_item(j);
			json_string(j, f->name);
		}
	}
	if (any)
		json_end(j, ']');
	return any;
}

static void
write_object(struct json *j, const struct defs *defs, const struct record *record)
{
	const struct field *tables[2] = {record->fields, record->common};
	bool needs;

	json_key(j, "properties");
	json_begin(j, '{');
	for (size_t t = 0; t < 2; t++) {
		for (const struct field *f = tables[t]; f != NULL && f->name != NULL; f++)
			write_field(j, defs, f);
	}
	json_end(j, '}');
	needs = write_required(j, record);
	json_raw(j, "type", needs ? "\"object\"" : "[\"object\", \"null\"]");
	json_raw(j, "additionalProperties", "false");
}

static const struct field *
scalar_field(const struct record *record)
{
	const struct field *tables[2] = {record->fields, record->common};

	for (size_t t = 0; t < 2 && record->scalar != NULL; t++) {
		for (const struct field *f = tables[t]; f != NULL && f->name != NULL; f++) {
			if (strcmp(f->name, record->scalar) == 0)
				return f;
		}
	}
	return NULL;
}

static void
write_record(struct json *j, const struct defs *defs, size_t index)
{
	const struct record *record = defs->items[index];
	const struct field *scalar = scalar_field(record);

	json_key(j, defs->names[index]);
	json_begin(j, '{');
	if (record->help != NULL)
		json_text(j, "description", record->help);
	if (scalar == NULL) {
		write_object(j, defs, record);
	} else {
		json_key(j, "anyOf");
		json_begin(j, '[');
		json_item(j);
		json_begin(j, '{');
		write_type(j, defs, scalar);
		json_end(j, '}');
		json_item(j);
		json_begin(j, '{');
		write_object(j, defs, record);
		json_end(j, '}');
		json_end(j, ']');
	}
	json_end(j, '}');
}

/* `- key-figure: …`: a mapping with one key, the block's kind. */
static void
write_block(struct json *j, const struct defs *defs, struct record_list blocks)
{
	json_key(j, "block");
	json_begin(j, '{');
	json_text(j, "description", "One block: its kind, then its settings.");
	json_key(j, "oneOf");
	json_begin(j, '[');
	for (size_t i = 0; i < blocks.count; i++) {
		const struct record *record = blocks.items[i];

		json_item(j);
		json_begin(j, '{');
		json_raw(j, "type", "\"object\"");
		json_key(j, "properties");
		json_begin(j, '{');
		json_key(j, record->name);
		json_begin(j, '{');
		reference(j, def_name(defs, record));
		json_end(j, '}');
		json_end(j, '}');
		json_key(j, "required");
		json_begin(j, '[');
		json_item(j);
		json_string(j, record->name);
		json_end(j, ']');
		json_raw(j, "additionalProperties", "false");
		json_end(j, '}');
	}
	json_end(j, ']');
	json_end(j, '}');
}

static void
write_choice(struct json *j)
{
	/* Lists first: an array satisfies every "required". */
	json_raw(j, "if", "{\"type\": \"array\"}");
	json_raw(j, "then", "{\"items\": {\"$ref\": \"#/$defs/page\"}}");
	json_raw(j, "else",
	    "{\"if\": {\"required\": [\"report\"]},\n"
	    "    \"then\": {\"$ref\": \"#/$defs/report\"},\n"
	    "    \"else\": {\"if\": {\"required\": [\"masters\"]},\n"
	    "      \"then\": {\"$ref\": \"#/$defs/masters\"},\n"
	    "      \"else\": {\"$ref\": \"#/$defs/theme\"}}}");
}

void
schema_write(struct buf *out, struct record_list blocks)
{
	struct json j = {.out = out, .first = true};
	struct defs defs = {.count = 0};

	add_def(&defs, &report_record);
	add_def(&defs, &page_record);
	add_def(&defs, &masters_record);
	add_def(&defs, &theme_record);
	for (size_t i = 0; i < blocks.count; i++)
		add_def(&defs, blocks.items[i]);
	add_reached(&defs);
	json_begin(&j, '{');
	json_text(&j, "$schema", "https://json-schema.org/draft/2020-12/schema");
	json_text(&j, "title", "bilan: a report, its masters, its theme, its included pages");
	json_raw(&j, "type", "[\"object\", \"array\"]");
	write_choice(&j);
	json_key(&j, "$defs");
	json_begin(&j, '{');
	write_block(&j, &defs, blocks);
	for (size_t i = 0; i < defs.count; i++)
		write_record(&j, &defs, i);
	json_end(&j, '}');
	json_end(&j, '}');
	buf_byte(out, '\n');
}
