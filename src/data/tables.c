/* tables.c: data/tables.yaml to declared tables, and each CSV it names read by its declaration.
 *
 * In comes the YAML as nodes; each table, column and check is filled by a record of fields, so its
 * mistakes, defaults and help are those of every other setting. What the records cannot know is
 * checked here: names that SQL or {lookups} could not say, keys that are no columns, ranges. Then
 * tables_rows.c reads the rows and tables_index.c finds them by key.
 *
 * A table with any mistake stays in the list but is `broken`: look-ups and queries that need it say
 * nothing more, so one wrong cell is one message.
 */
#include "store.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { COLUMNS_MOST = 500, TABLES_MOST = 500 };

/* ---- settings ---- */

struct column_settings {
	int type, scale;
	const char *unit, *header;
	bool required, watch;
	struct names range, words, missing;
	const char *help;
};

static const char *const type_words[] = {"key", "text", "integer", "decimal", NULL};
static const struct limits scale_limits = {0, 9};

#define AT(member) offsetof(struct column_settings, member)
static const struct field column_fields[] = {
    {"type", FIELD_WORD, AT(type), FIELD_REQUIRED, "what its cells hold", type_words},
    {"unit", FIELD_STRING, AT(unit), NULL,
	"count, euro, percent, year, …: what is written without a format has the sign of euro and "
	"percent; a year is never grouped",
	NULL},
    {"header", FIELD_STRING, AT(header), NULL,
	"what the CSV calls it, where that is another name than here: Année", NULL},
    {"scale", FIELD_INTEGER, AT(scale), "2",
	"decimals of a decimal column; more in a cell is an error", &scale_limits},
    {"required", FIELD_BOOL, AT(required), "no", "no cell may be empty", NULL},
    {"range", FIELD_NAMES, AT(range), NULL, "least and most value: [0, 100]", NULL},
    {"words", FIELD_NAMES, AT(words), NULL, "the texts that are allowed", NULL},
    {"missing", FIELD_NAMES, AT(missing), NULL, "cells that mean \"no value\": [\"n.d.\", \"-\"]",
	NULL},
    {"watch", FIELD_BOOL, AT(watch), "no",
	"warn of figures that stand out: five times or a fifth, zero or another sign than the "
	"period before, or than one expects among the reports of a batch",
	NULL},
    {"help", FIELD_STRING, AT(help), NULL, "what the column is, for its readers", NULL},
    {0},
};
#undef AT
const struct record csv_column_record = {
    "a column", "a column of a table", sizeof(struct column_settings), column_fields, "type", NULL};

struct table_settings {
	struct setting file;
	struct names key;
	const char *period, *help;
	struct place period_at;
	struct nodes columns;
	int delimiter, encoding;
	bool attach;
};

static const char *const delimiter_words[] = {"detect", "semicolon", "comma", "tab", NULL};
static const char *const encoding_words[] = {"detect", "utf-8", "windows-1252", NULL};

#define AT(member) offsetof(struct table_settings, member)
static const struct field table_fields[] = {
    {"file", FIELD_PATH, AT(file), FIELD_REQUIRED,
	"its CSV, relative to this file; may hold {parameters}: \"{site}.csv\"", NULL},
    {"key", FIELD_NAMES, AT(key), NULL, "the columns that tell one row from another", NULL},
    {"period", FIELD_STRING, AT(period), NULL,
	"the column of the year, or of another parameter; it is called like the parameter", NULL},
    {"columns", FIELD_MAP, AT(columns), FIELD_REQUIRED, "the columns of its CSV", NULL},
    {"delimiter", FIELD_WORD, AT(delimiter), "detect", "what separates cells", delimiter_words},
    {"encoding", FIELD_WORD, AT(encoding), "detect", "how letters are written", encoding_words},
    {"attach", FIELD_BOOL, AT(attach), "yes",
	"attach the whole CSV to the PDF for the screen, rows and columns that no page shows too",
	NULL},
    {"help", FIELD_STRING, AT(help), NULL, "what the table is, for its readers", NULL},
    {0},
};
#undef AT
const struct record csv_table_record = {"a table", "a CSV file and its columns",
    sizeof(struct table_settings), table_fields, NULL, NULL};

#define AT(member) offsetof(struct check, member)
static const struct field check_fields[] = {
    {"id", FIELD_NAME, AT(id), FIELD_REQUIRED, "a stable name", NULL},
    {"says", FIELD_TEXT, AT(says), FIELD_REQUIRED, "what is wrong, with {columns} of the query",
	NULL},
    {"query", FIELD_SQL, AT(query), FIELD_REQUIRED, "returns nothing when all is well", NULL},
    {"known", FIELD_TEXT, AT(known), NULL, "why this failure is accepted", NULL},
    {0},
};
#undef AT
const struct record data_check_record = {"a check", "a query that returns nothing when all is well",
    sizeof(struct check), check_fields, NULL, NULL};

struct file_settings {
	struct nodes tables;
	struct records checks;
};
static const struct field file_fields[] = {
    {"tables", FIELD_MAP, offsetof(struct file_settings, tables), FIELD_REQUIRED,
	"the tables by name", NULL},
    {"checks", FIELD_RECORDS, offsetof(struct file_settings, checks), NULL,
	"what must be true of the tables", &data_check_record},
    {0},
};
const struct record tables_record = {
    "tables.yaml", "tables and checks", sizeof(struct file_settings), file_fields, NULL, NULL};

/* ---- names ---- */

/* Can {table.key.column} and SQL say it? */
static bool
check_table_name(struct diag *d, const struct node *key)
{
	if (config_is_name(key->text) && strchr(key->text, '-') == NULL &&
	    strncasecmp(key->text, "sqlite_", 7) != 0)
		return true;
	diag_add(d, DIAG_ERROR, key->at, "bad-name", "\"%s\" cannot be a table's name", key->text);
	diag_help(d, "%s; %s", CONFIG_NAME_RULE, CONFIG_TABLE_RULE);
	return false;
}

static bool
check_column_name(struct diag *d, const struct node *key)
{
	bool ok = config_is_column(key->text);

	if (ok && strcasecmp(key->text, "rowid") != 0 && strcasecmp(key->text, "oid") != 0 &&
	    strcasecmp(key->text, "_rowid_") != 0)
		return true;
	diag_add(d, DIAG_ERROR, key->at, "bad-name", "\"%s\" cannot be a column's name", key->text);
	diag_help(d, "%s",
	    ok ? "rowid is the number of the row, which every table has by itself"
	       : CONFIG_COLUMN_RULE);
	return false;
}

/* SQL does not tell "Total" from "total". */
static bool
check_twins(struct diag *d, const struct node *map, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (strcasecmp(map->keys[k]->text, map->keys[i]->text) == 0) {
			diag_add(d, DIAG_ERROR, map->keys[i]->at, "bad-name",
			    "\"%s\" and \"%s\" are the same name in SQL", map->keys[k]->text,
			    map->keys[i]->text);
			diag_also(d, map->keys[k]->at, "the other one");
			return false;
		}
	return true;
}

/* ---- columns ---- */

static bool
read_range(struct diag *d, struct column *c, const struct names *range)
{
	struct decimal *ends[2] = {&c->least, &c->most};
	const char *what = NULL;

	if (range->count == 0)
		return true;
	if (range->count != 2 || (c->type != COLUMN_INTEGER && c->type != COLUMN_DECIMAL)) {
		diag_add(d, DIAG_ERROR, range->places[0], "wrong-type",
		    "a range is two numbers, [least, most], of a column of numbers");
		return false;
	}
	for (int i = 0; i < 2; i++)
		if (!number_read(range->items[i], ends[i], &what)) {
			diag_add(d, DIAG_ERROR, range->places[i], "bad-number",
			    "\"%s\" is not a number: %s", range->items[i], what);
			return false;
		}
	if (decimal_compare(c->least, c->most) > 0) {
		diag_add(d, DIAG_ERROR, range->places[0], "wrong-type",
		    "the range starts at %s and ends below, at %s", range->items[0],
		    range->items[1]);
		return false;
	}
	return c->ranged = true;
}

/* `unit: euros`, `unit: €`, `unit: "%"`, `unit: eruo`: what it should say. Not of "euro/m²" and
 * "percentile", which are units of their own. To a word of three letters too much is near. */
static const char *
meant_unit(const char *unit)
{
	static const char *const names[] = {"euro", "percent"};
	static const char *const words[][7] = {{"euro", "euros", "EUR", "€"},
	    {"percent", "percents", "percentage", "pourcent", "pourcents", "%"}};

	for (size_t i = 0; i < COUNT(names); i++)
		for (const char *const *word = words[i]; *word != NULL; word++)
			if (utf8_alike(unit, *word) ||
			    (strlen(*word) > 3 && one_slip_apart(unit, *word)))
				return names[i];
	return NULL;
}

/* Of euros and percents alone more than the name counts: they have a sign. The cells are then read
 * as if it were spelt right. */
static void
mend_unit(struct diag *d, struct column *c, const struct node *node)
{
	const char *meant = c->unit != NULL ? meant_unit(c->unit) : NULL;

	if (meant == NULL || strcmp(meant, c->unit) == 0)
		return;
	diag_add(d, DIAG_ERROR, node_find(node, "unit")->at, "bad-unit",
	    "\"%s\" is not the name of a unit", c->unit);
	diag_help(d, "did you mean \"%s\"?", meant);
	c->unit = meant;
}

static bool
read_column(struct arena *a, struct diag *d, const struct node *key, const struct node *node,
    struct column *c)
{
	struct column_settings s = {0};
	bool ok = config_fill(a, d, NULL, &csv_column_record, node, &s, NULL);

	*c = (struct column){
	    .name = key->text,
	    .header = s.header != NULL ? s.header : key->text,
	    .type = (enum column_type)s.type,
	    .unit = s.unit,
	    .scale = s.type == COLUMN_DECIMAL ? s.scale : 0,
	    .required = s.required || s.type == COLUMN_KEY,
	    .watch = s.watch,
	    .words = {s.words.items, s.words.count},
	    .missing = {s.missing.items, s.missing.count},
	    .at = key->at,
	};
	mend_unit(d, c, node);
	return read_range(d, c, &s.range) && ok;
}

static bool
read_columns(struct arena *a, struct diag *d, struct table *t, const struct node *map)
{
	bool ok = true;

	if (!map || map->kind != NODE_MAP || map->count == 0 || map->count > COLUMNS_MOST) {
		if (map && (map->count == 0 || map->count > COLUMNS_MOST))
			diag_add(d, DIAG_ERROR, map->at, "wrong-type",
			    "a table has 1 to %d columns", COLUMNS_MOST);
		return false;
	}
	t->columns = NEW_ARRAY(a, struct column, map->count);
	for (size_t i = 0; i < map->count; i++) {
		ok = check_column_name(d, map->keys[i]) && check_twins(d, map, i) && ok;
		ok = read_column(
			 a, d, map->keys[i], map->items[i], &t->columns[t->column_count++]) &&
		     ok;
	}
	return ok;
}

/* ---- tables ---- */

/* The column of that name, or -1 after a diagnostic. */
static int
ask_column(
    struct arena *a, struct diag *d, const struct table *t, const char *name, struct place asked)
{
	int found = tables_column(t, name);

	if (found >= 0)
		return found;
	const char **names = NEW_ARRAY(a, const char *, t->column_count + 1);
	for (size_t i = 0; i < t->column_count; i++)
		names[i] = t->columns[i].name;
	const char *near = nearest_word(name, names, t->column_count);
	diag_add(d, DIAG_ERROR, asked, "unknown-column",
	    "\"%s\" is not among the columns of \"%s\"", name, t->name);
	if (near)
		diag_help(d, "did you mean \"%s\"?", near);
	return -1;
}

static bool
read_keys(struct arena *a, struct diag *d, const struct report *report, struct table *t,
    const struct table_settings *s)
{
	bool ok = true;

	t->period = -1;
	if (s->period) {
		struct place at = s->period_at;
		t->period = ask_column(a, d, t, s->period, at);
		ok = t->period >= 0;
		if (!value_parameter(report, s->period, strlen(s->period))) {
			const char *near = value_nearest_parameter(report, s->period);
			diag_add(d, DIAG_ERROR, at, "unknown-parameter",
			    "the period of \"%s\" is \"%s\", but the report has no such parameter",
			    t->name, s->period);
			if (near)
				diag_help(d, "did you mean \"%s\"?", near);
			else if (!config_is_name(s->period))
				diag_help(d,
				    "the period is a parameter's name, too: call the column "
				    "otherwise and say what the CSV calls it: annee: {header: %s, "
				    "type: integer}; %s",
				    s->period, CONFIG_NAME_RULE);
			else
				diag_help(d, "add it to \"parameters:\" in %s", report->file);
			ok = false;
		}
	}
	t->keys = NEW_ARRAY(a, int, s->key.count + 1);
	if (s->key.count > KEYS_MOST) {
		diag_add(d, DIAG_ERROR, s->key.places[KEYS_MOST], "wrong-type",
		    "a key has at most %d columns", KEYS_MOST);
		return false;
	}
	for (size_t i = 0; i < s->key.count; i++) {
		int column = ask_column(a, d, t, s->key.items[i], s->key.places[i]);
		if (column < 0)
			ok = false;
		else if (column != t->period)
			t->keys[t->key_count++] = column;
		if (column >= 0)
			t->columns[column].required = true;
	}
	if (t->period >= 0)
		t->columns[t->period].required = true;
	return ok;
}

struct opening {
	struct arena *a;
	struct diag *d;
	struct project *p;
	const struct report *report;
	struct tables *t;
};

/* Remembers a name that holds {parameters}, itself or by way of the {title}: what it holds tells
 * which reports share the tables. */
static void
note_path(const struct opening *o, const char *path)
{
	struct tables *t = o->t;

	if (path == NULL || strchr(path, '{') == NULL)
		return;
	GROW(t->a, t->paths, t->path_count, t->path_cap);
	t->paths[t->path_count++] = path;
	if (strstr(path, "{title}") != NULL && path != o->report->title.text)
		note_path(o, o->report->title.text);
}

static void
declare_table(struct opening *o, const struct node *key, const struct node *node, struct table *t)
{
	static const char delimiters[] = {0, ';', ',', '\t'};
	struct table_settings s = {0};

	*t = (struct table){.name = key->text, .at = key->at, .file = "", .period = -1};
	bool ok = check_table_name(o->d, key);
	ok = config_fill(o->a, o->d, NULL, &csv_table_record, node, &s, NULL) && ok;
	t->path = s.file;
	note_path(o, s.file.text);
	t->varies =
	    (s.file.text && strchr(s.file.text, '{')) || strchr(o->report->tables.text, '{');
	t->delimiter = delimiters[s.delimiter];
	t->encoding = (enum encoding)s.encoding;
	t->attached = s.attach;
	ok = read_columns(o->a, o->d, t, s.columns.node) && ok;
	if (s.period)
		s.period_at = node_find(node, "period")->at;
	if (t->columns)
		ok = read_keys(o->a, o->d, o->report, t, &s) && ok;
	t->declared = ok;
	t->broken = !ok;
}

static bool
declare(struct opening *o)
{
	struct file_settings s = {0};
	struct scope scope = {.a = o->a, .d = o->d, .report = o->report};
	struct setting file = o->report->tables;
	struct tables *t = o->t;

	note_path(o, file.text);
	const char *path = value_text(&scope, file);
	const struct node *root =
	    path ? yaml_read(o->a, o->d, o->p, file.at, file.at.file, path) : NULL;
	if (!root)
		return false;
	config_fill(o->a, o->d, NULL, &tables_record, root, &s, NULL);
	const struct node *map = s.tables.node;
	if (!map || map->kind != NODE_MAP)
		return false;
	if (map->count > TABLES_MOST) {
		diag_add(
		    o->d, DIAG_ERROR, map->at, "wrong-type", "more than %d tables", TABLES_MOST);
		return false;
	}
	t->items = NEW_ARRAY(o->a, struct table, map->count + 1);
	for (size_t i = 0; i < map->count; i++)
		if (check_twins(o->d, map, i))
			declare_table(o, map->keys[i], map->items[i], &t->items[t->count++]);
	t->checks = NEW_ARRAY(o->a, struct check, s.checks.count + 1);
	for (size_t i = 0; i < s.checks.count; i++) {
		const struct check *c = (const struct check *)s.checks.items + i;
		if (c->id && c->says.text && c->query.text)
			t->checks[t->check_count++] = *c;
	}
	return true;
}

struct tables *
tables_declare(struct arena *a, struct diag *d, struct project *p, const struct report *report)
{
	struct tables *t = NEW(a, struct tables);
	struct opening o = {a, d, p, report, t};

	t->a = a;
	t->prepared = map_new(a);
	/* Without `tables:` it is a report without figures. */
	return report->tables.text == NULL || declare(&o) ? t : NULL;
}

/* A store in which a table did not fit is given up, with the queries prepared in it: the next query
 * opens another. */
void
tables_forget(struct tables *t, size_t i)
{
	if (t->store == NULL)
		return;
	if (!store_full(t->store)) {
		store_forget(t->store, i);
		return;
	}
	store_close(t->store);
	t->store = NULL;
	t->prepared = map_new(t->a);
}

static void
read_rows(struct opening *o, size_t i)
{
	struct table *t = &o->t->items[i];
	struct scope scope = {.a = o->a, .d = o->d, .report = o->report};
	struct file_text file;
	const char *path;

	tables_drop(t);
	tables_forget(o->t, i);
	path = value_text(&scope, t->path);
	t->broken = path == NULL || !project_read(o->p, t->path.at, t->at.file, path, &file);
	if (t->broken)
		return;
	t->file = file.name;
	tables_load(o->a, o->d, t, &file);
	tables_index(o->a, o->d, t, o->report);
}

void
tables_fill(struct tables *t, struct arena *a, struct diag *d, struct project *p,
    const struct report *report, enum table_files which)
{
	struct opening o = {a, d, p, report, t};

	for (size_t i = 0; i < t->count; i++)
		if (t->items[i].declared && t->items[i].varies == (which == FILES_VARYING))
			read_rows(&o, i);
}

struct tables *
tables_open(struct arena *a, struct diag *d, struct project *p, const struct report *report)
{
	struct tables *t = tables_declare(a, d, p, report);

	if (t != NULL) {
		tables_fill(t, a, d, p, report, FILES_LASTING);
		tables_fill(t, a, d, p, report, FILES_VARYING);
	}
	return t;
}

void
tables_close(struct tables *t)
{
	if (!t)
		return;
	store_close(t->store);
	t->store = NULL;
	for (size_t i = 0; i < t->count; i++)
		tables_drop(&t->items[i]);
}

/* ---- asking ---- */

size_t
tables_count(const struct tables *t)
{
	return t->count;
}

const char *
tables_name(const struct tables *t, size_t i)
{
	return t->items[i].name;
}

const char *
tables_file(const struct tables *t, size_t i)
{
	return t->items[i].file;
}

bool
tables_attached(const struct tables *t, size_t i)
{
	for (size_t k = 0; k < t->count; k++)
		if (!t->items[k].attached && strcmp(t->items[k].file, t->items[i].file) == 0)
			return false;
	return true;
}

struct table *
tables_find(const struct tables *t, const char *name)
{
	for (size_t i = 0; t && i < t->count; i++)
		if (strcmp(t->items[i].name, name) == 0)
			return &t->items[i];
	return NULL;
}

int
tables_column(const struct table *t, const char *name)
{
	for (size_t i = 0; i < t->column_count; i++)
		if (strcmp(t->columns[i].name, name) == 0)
			return (int)i;
	return -1;
}

const char *
tables_renamed(const struct table *t, const char *header)
{
	for (size_t i = 0; i < t->column_count; i++)
		if (strcmp(t->columns[i].header, header) == 0)
			return t->columns[i].name;
	return NULL;
}

struct cell
tables_cell(const struct table *t, size_t row, int column)
{
	const struct stored *s = &t->cells[row * t->column_count + (size_t)column];
	struct cell cell = {
	    .kind = (enum cell_kind)s->kind,
	    .unit = t->columns[column].unit,
	    .at = {t->file, s->line, s->column, s->length},
	};

	if (cell.kind == CELL_NUMBER)
		cell.number = (struct decimal){s->u.coef, s->scale};
	else if (cell.kind == CELL_TEXT)
		cell.text = s->u.text;
	return cell;
}
