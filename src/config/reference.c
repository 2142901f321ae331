/* reference.c: the field tables as Markdown, layout/REFERENCE.md.
 *
 * A section for each kind of block, then for pages, masters, styles, colours, formats and
 * parameters; each is one table of settings. What all blocks share is said once. Each block's table
 * is followed by its example. The names of the theme that blocks use when they are told none are
 * gathered from the same tables.
 */
#include <string.h>

#include "parts.h"

/* A table's cell: no line may end it and no bar split it. */
static void
cell(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '|')
			buf_byte(out, '\\');
		buf_byte(out, *text == '\n' ? ' ' : *text);
	}
}

static void
write_words(struct buf *out, const char *const *words)
{
	for (size_t i = 0; words[i] != NULL; i++)
		buf_printf(out, "%s`%s`", i > 0 ? ", " : "", words[i]);
}

/* A heading's anchor has dashes for its spaces. */
static void
write_link(struct buf *out, const char *words, const char *name)
{
	buf_printf(out, "%s [%s](#", words, name);
	for (; *name != '\0'; name++)
		buf_byte(out, *name == ' ' ? '-' : *name);
	buf_byte(out, ')');
}

static void
write_type(struct buf *out, const struct field *f)
{
	const struct limits *limits = f->more;
	const struct record *record = f->more;

	switch (f->type) {
	case FIELD_WORD:
		write_words(out, f->more);
		break;
	case FIELD_WORDS:
		buf_text(out, "one or several of ");
		write_words(out, f->more);
		break;
	case FIELD_INTEGER:
		cell(out, field_type_words(f->type));
		if (limits != NULL)
			buf_printf(out, ", %d to %d", limits->least, limits->most);
		break;
	case FIELD_RECORD:
		write_link(out, "settings of", record->name);
		break;
	case FIELD_RECORDS:
		write_link(out, "a list of", record->name);
		break;
	case FIELD_BLOCKS:
		if (record != NULL)
			write_link(out, "a list of", record->name);
		else
			buf_text(out, "a list of [blocks](#blocks)");
		break;
	case FIELD_MAP:
		if (record != NULL)
			write_link(out, "names, each with a", record->name);
		else
			buf_text(out, field_type_words(f->type));
		break;
	default:
		cell(out, field_type_words(f->type));
	}
}

static void
write_fields(struct buf *out, const struct field *fields)
{
	if (fields == NULL || fields->name == NULL)
		return;
	buf_text(out, "| setting | what it takes | if left out | |\n|---|---|---|---|\n");
	for (const struct field *f = fields; f->name != NULL; f++) {
		buf_printf(out, "| `%s` | ", f->name);
		write_type(out, f);
		buf_text(out, " | ");
		if (f->preset == FIELD_REQUIRED) {
			buf_text(out, "**needed**");
		} else if (f->preset != NULL && strcmp(f->preset, "{}") != 0) {
			buf_byte(out, '`');
			cell(out, f->preset);
			buf_byte(out, '`');
		}
		buf_text(out, " | ");
		cell(out, f->help);
		buf_text(out, " |\n");
	}
	buf_byte(out, '\n');
}

/* ---- sections ---------------------------------------------------------------------------- */

struct told {
	const struct record *items[256];
	size_t count;
};

static bool
is_told(struct told *told, const struct record *record)
{
	for (size_t i = 0; i < told->count; i++) {
		if (told->items[i] == record)
			return true;
	}
	if (told->count == COUNT(told->items))
		return true;
	told->items[told->count++] = record;
	return false;
}

static void
write_section(struct buf *out, const struct record *record, const char *marks)
{
	buf_printf(out, "%s %s\n\n", marks, record->name);
	if (record->help != NULL)
		buf_printf(out, "%s\n\n", record->help);
	if (record->scalar != NULL)
		buf_printf(
		    out, "Written short, `%s: …` is its `%s`.\n\n", record->name, record->scalar);
	write_fields(out, record->fields);
}

/* A record and, one step smaller, those that its settings are made of, each told once. */
static void
write_with_parts(struct buf *out, struct told *told, const struct record *record, int level)
{
	static const char marks[] = "######";

	if (is_told(told, record))
		return;
	write_section(out, record, marks + strlen(marks) - (size_t)level);
	for (const struct field *f = record->fields; f != NULL && f->name != NULL; f++) {
		if (f->type == FIELD_RECORD || f->type == FIELD_RECORDS)
			write_with_parts(out, told, f->more, level < 6 ? level + 1 : 6);
	}
}

static void
write_blocks(struct buf *out, struct told *told, struct record_list blocks)
{
	buf_text(out, "## Blocks\n\n"
		      "A block is an entry of `blocks:` with one key, its kind. ");
	if (blocks.count > 0 && blocks.items[0]->common != NULL) {
		buf_text(out, "All kinds of blocks take these settings:\n\n");
		write_fields(out, blocks.items[0]->common);
	}
	for (size_t i = 0; i < blocks.count; i++) {
		write_with_parts(out, told, blocks.items[i], 3);
		if (blocks.examples != NULL && blocks.examples[i] != NULL)
			buf_printf(out, "```yaml\n%s```\n\n", blocks.examples[i]);
	}
}

/* ---- names of the theme ------------------------------------------------------------------ */

enum { WORDS_MOST = 8 };

struct uses { /* of a name by a block */
	bool any, always;
	const char *words[WORDS_MOST]; /* else: only where the block says one of these */
	size_t count;
};

/* What a block, or one of its parts, makes of `name` when its settings are left out. */
static void
find_uses(const struct record *record, enum field_type type, const char *name, struct uses *uses)
{
	for (const struct field *f = record->fields; f != NULL && f->name != NULL; f++) {
		size_t i = 0;

		if (f->type == FIELD_RECORD || f->type == FIELD_RECORDS)
			find_uses(f->more, type, name, uses);
		if (f->type != type || f->preset == NULL || strcmp(f->preset, name) != 0)
			continue;
		uses->any = true;
		uses->always = uses->always || f->more == NULL;
		while (f->more != NULL && i < uses->count && strcmp(uses->words[i], f->more) != 0)
			i++;
		if (f->more != NULL && i == uses->count && i < WORDS_MOST)
			uses->words[uses->count++] = f->more;
	}
}

struct fallback {
	const char *kind, *first; /* first: rows that no field table holds */
	enum field_type type;
	const char *names[64];
	size_t count;
};

static void
note_fallback(struct fallback *list, const char *name)
{
	size_t i = 0;

	for (; i < list->count; i++) {
		if (strcmp(list->names[i], name) == 0)
			return;
	}
	if (list->count == COUNT(list->names))
		return;
	for (list->count++; i > 0 && strcmp(list->names[i - 1], name) > 0; i--)
		list->names[i] = list->names[i - 1];
	list->names[i] = name;
}

static void
collect_fallbacks(struct fallback *list, const struct record *record)
{
	for (const struct field *f = record->fields; f != NULL && f->name != NULL; f++) {
		if (f->type == FIELD_RECORD || f->type == FIELD_RECORDS)
			collect_fallbacks(list, f->more);
		else if (f->type == list->type && f->preset != NULL &&
			 f->preset != FIELD_REQUIRED && strcmp(f->preset, "white") != 0)
			note_fallback(list, f->preset);
	}
}

static void
write_fallback(struct buf *out, const struct fallback *list, struct record_list blocks)
{
	for (size_t n = 0; n < list->count; n++) {
		const char *comma = "";

		buf_printf(out, "| %s | `%s` | ", list->kind, list->names[n]);
		for (size_t i = 0; i < blocks.count; i++) {
			struct uses uses = {0};

			find_uses(blocks.items[i], list->type, list->names[n], &uses);
			if (!uses.any)
				continue;
			buf_printf(out, "%s%s", comma, blocks.items[i]->name);
			for (size_t w = 0; !uses.always && w < uses.count; w++)
				buf_printf(out, "%s `%s`", w == 0 ? " with" : " or", uses.words[w]);
			comma = ", ";
		}
		buf_text(out, " |\n");
	}
}

static void
write_names(struct buf *out, struct record_list blocks)
{
	struct fallback lists[] = {
	    {.kind = "style",
		.type = FIELD_STYLE,
		.first = "| style | `h1`, `h2`, … | heading, of that level; headings of prose |\n"
			 "| style | `strong`, `emphasis` | text that holds such words |\n"
			 "| style | `foot` | the foot of a master |\n"},
	    {.kind = "colour",
		.type = FIELD_COLOUR,
		.first = "| colour | `ink` | styles without a colour; black when the theme has "
			 "none |\n"
			 "| colour | `accent` | list with dots or icons, prose with dots "
			 "|\n"},
	    {.kind = "format", .type = FIELD_FORMAT, .first = ""}};

	buf_text(out, "## Names that blocks use\n\n"
		      "When a setting is left out, a block takes the style, colour or format of "
		      "this name, and\n"
		      "the theme needs it: of some blocks only where they say a certain word.\n\n"
		      "| | name | of these blocks |\n|---|---|---|\n");
	for (size_t i = 0; i < COUNT(lists); i++) {
		for (size_t k = 0; k < blocks.count; k++)
			collect_fallbacks(&lists[i], blocks.items[k]);
		buf_text(out, lists[i].first);
		write_fallback(out, &lists[i], blocks);
	}
	buf_byte(out, '\n');
}

/* ---- the whole --------------------------------------------------------------------------- */

static void
write_values(struct buf *out)
{
	buf_text(out,
	    "## Values\n\n"
	    "| in a text | is |\n|---|---|\n"
	    "| `{year}`, `{year-1}` | a parameter; of a whole number also one less or more |\n"
	    "| `{title}` | the report's title |\n"
	    "| `{table.key}` | column `value` of the row with that key, of this period |\n"
	    "| `{table.key.column}` | another column of it |\n"
	    "| `{table.key@year-1}` | the same of the period before |\n"
	    "| `{table.column}` | of a table with one row a period |\n"
	    "| `{column}` | of the row, where a query gives rows |\n"
	    "| `{folio}`, `{pages}` | in the foot of a master |\n"
	    "| `{…:euro}` | any of them in a format of the theme; without one with all decimals, "
	    "and € or % by the column's unit |\n"
	    "| `{{`, `}}` | braces |\n\n"
	    "`query:` takes SQL (SQLite: SELECT only, parameters as `:year`) or the name of a\n"
	    "table, whose rows of this period it gives. Decimals stay exact with\n"
	    "`decimal_add(a, b)`, `decimal_sub`, `decimal_mul`, `decimal_div(a, b, decimals)`,\n"
	    "`decimal_round(a, decimals)`, `decimal_sum(a)` and `decimal_cmp(a, b)`;\n"
	    "`/`, which would cut off what is left, is refused.\n\n");
}

void
reference_write(struct buf *out, struct record_list blocks)
{
	static const struct record *const files[] = {&report_record, &page_record};
	static const struct record *const rest[] = {&masters_record, &master_record, &theme_record,
	    &style_record, &colour_record, &format_record, &parameter_record};
	struct told told = {.count = 0};

	buf_text(out,
	    "# The layout language\n\n"
	    "Made by `bilan schema --reference` from the tables that read the layout: to change\n"
	    "a line here, change the table.\n\n"
	    "Lengths carry a unit: `12.5mm`, `1.2cm`, `9.5pt`, `0.5in`. An area is\n"
	    "`[column, row, columns, rows]` on the master's grid, halves allowed (`33.5`), or\n"
	    "`page`. Text may hold `{values}` and then stands in quotes. Colours, styles and\n"
	    "formats are names of the theme; `none` is no colour, `black` and `white` are always\n"
	    "there. [Names that blocks use](#names-that-blocks-use) when they are told none stand "
	    "below.\n\n");
	buf_text(out,
	    "## Names\n\n"
	    "- Of blocks, pages, parameters, masters, colours, styles and "
	    "formats: " CONFIG_NAME_RULE ".\n"
	    "- Of tables: " CONFIG_TABLE_RULE ".\n"
	    "- Of columns: " CONFIG_COLUMN_RULE
	    ". In a query it then stands in quotation marks: `select \"Montant payé\" from …`.\n"
	    "- A key, in `{table.key}`, is what the cell holds, without . @ : { }.\n\n");
	write_values(out);
	for (size_t i = 0; i < COUNT(files); i++)
		write_with_parts(out, &told, files[i], 2);
	write_blocks(out, &told, blocks);
	for (size_t i = 0; i < COUNT(rest); i++)
		write_with_parts(out, &told, rest[i], 2);
	write_names(out, blocks);
	for (size_t i = 0; i < blocks.file_count; i++)
		write_with_parts(out, &told, blocks.files[i], 2);
	while (out->len > 1 && out->at[out->len - 1] == '\n' && out->at[out->len - 2] == '\n')
		out->at[--out->len] = '\0';
}
