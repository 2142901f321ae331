/* report.c: report.yaml and all that it names, as one struct.
 *
 * Reads the report's settings, gives each parameter its value (the command line's over the
 * default), then the theme, then the masters (their colours and styles are the theme's), then the
 * pages. An entry `include: chapters/x.yaml` stands for the entries in that file. The names of
 * theme, masters and included files may hold {parameters}, so an office can have its own.
 *
 * What blocks, tables and texts say is read by their owners: pages keep their blocks as nodes.
 */
#include <string.h>

#include "parts.h"

#define INCLUDE_LIMIT 1000 /* files in one report */

static const char *const parameter_words[] = {"integer", "text", NULL};
struct parameter_settings {
	int type;
	const char *preset, *help;
};
#define PARAMETER(member) offsetof(struct parameter_settings, member)

static const struct field parameter_fields[] = {
    {"type", FIELD_WORD, PARAMETER(type), "text", "what may be given", parameter_words},
    {"default", FIELD_STRING, PARAMETER(preset), NULL,
	"its value when none is given; without it one must be given", NULL},
    {"help", FIELD_STRING, PARAMETER(help), NULL, "what it is for", NULL},
    {0},
};
const struct record parameter_record = {.name = "parameter",
    .help = "A value given on the command line: -p year=2023.",
    .size = sizeof(struct parameter_settings),
    .fields = parameter_fields,
    .scalar = "default"};

struct page_settings {
	struct setting include;
	struct page_setup setup;
	const char *page, *flow;
};
#define PAGE(member) offsetof(struct page_settings, member)
static const struct limits level_limits = {1, 6};

static const struct field page_fields[] = {
    {"page", FIELD_NAME, PAGE(page), NULL, "one page of this master", NULL},
    {"flow", FIELD_NAME, PAGE(flow), NULL, "as many pages of this master as the blocks need", NULL},
    {"include", FIELD_PATH, PAGE(include), NULL,
	"a file with a list of pages that stand here; alone in its entry", NULL},
    {"id", FIELD_NAME, PAGE(setup.id), NULL, "a stable name, for links and tests", NULL},
    {"title", FIELD_TEXT, PAGE(setup.title), NULL,
	"bookmark and line of the contents; its headings are a level below; not printed", NULL},
    {"level", FIELD_INTEGER, PAGE(setup.level), "1", "of its title in the contents", &level_limits},
    {"needs", FIELD_NAMES, PAGE(setup.needs), NULL,
	"table, table.key or a file: without them the page is left out", NULL},
    {"blocks", FIELD_BLOCKS, PAGE(setup.blocks), NULL, "what stands on it, in reading order", NULL},
    {0},
};
const struct record page_record = {.name = "page",
    .help = "An entry of `pages:`.",
    .size = sizeof(struct page_settings),
    .fields = page_fields};

struct report_settings {
	int version;
	struct report report;
	struct setting theme, masters;
	struct nodes parameters, pages;
};
#define OWN(member) offsetof(struct report_settings, member)

static const struct field report_fields[] = {
    {"report", FIELD_INTEGER, OWN(version), FIELD_REQUIRED, "version of this language: 1", NULL},
    {"title", FIELD_TEXT, OWN(report.title), FIELD_REQUIRED, "of the whole report", NULL},
    {"author", FIELD_TEXT, OWN(report.author), NULL, "who publishes it", NULL},
    {"subject", FIELD_TEXT, OWN(report.subject), NULL, "one line for the file's properties", NULL},
    {"language", FIELD_STRING, OWN(report.language), FIELD_REQUIRED,
	"of the text, for screen readers, hyphens and numbers: fr-FR", NULL},
    {"parameters", FIELD_MAP, OWN(parameters), NULL, "name: parameter", &parameter_record},
    {"theme", FIELD_PATH, OWN(theme), FIELD_REQUIRED, "file of colours, styles and formats", NULL},
    {"masters", FIELD_PATH, OWN(masters), FIELD_REQUIRED, "file of page masters", NULL},
    {"tables", FIELD_PATH, OWN(report.tables), NULL, "file that declares the CSV tables", NULL},
    {"printer", FIELD_PATH, OWN(report.printer), NULL, "file of the print shop's demands", NULL},
    {"fonts", FIELD_PATH, OWN(report.fonts), NULL,
	"file of the fonts; fonts/fonts.yaml in the project's folder if left out, and where that "
	"is not there, Inter and Inter Display of the system",
	NULL},
    {"specimen", FIELD_BOOL, OWN(report.specimen), "no", "mark it as not for publication", NULL},
    {"pages", FIELD_BLOCKS, OWN(pages), FIELD_REQUIRED, "the pages in their order", &page_record},
    {0},
};
const struct record report_record = {.name = "report",
    .help = "The file that bilan is given.",
    .size = sizeof(struct report_settings),
    .fields = report_fields};

struct reading {
	struct arena *a;
	struct diag *d;
	struct project *p;
	struct report *report;
	size_t page_cap;
	const char *chain[DEPTH_LIMIT + 1]; /* files being read, the report first */
	int depth;
	int included;
	bool full; /* too many files: told once, nothing more is included */
};

/* ---- parameters -------------------------------------------------------------------------- */

bool
config_is_integer(const char *text)
{
	const char *s = text + (*text == '-');
	size_t digits = strspn(s, "0123456789");

	return digits >= 1 && digits <= 9 && s[digits] == '\0';
}

static const char *
find_given(const struct given *given, size_t count, const char *name)
{
	const char *value = NULL;

	for (size_t i = 0; i < count; i++) {
		if (strcmp(given[i].name, name) == 0)
			value = given[i].value; /* the last one wins, as with other programs */
	}
	return value;
}

static void
check_name(struct reading *r, const struct node *key)
{
	static const char *const taken[] = {"title", "folio", "pages"};

	for (size_t i = 0; i < COUNT(taken); i++) {
		if (strcmp(key->text, taken[i]) == 0)
			diag_add(r->d, DIAG_ERROR, key->at, "bad-parameter",
			    "a parameter cannot be called \"%s\": {%s} means something else",
			    key->text, key->text);
	}
	if (config_is_name(key->text))
		return;
	diag_add(r->d, DIAG_ERROR, key->at, "bad-parameter", "\"%s\" cannot be a parameter's name",
	    key->text);
	diag_help(r->d, "%s", CONFIG_NAME_RULE);
}

static void
read_parameter(struct reading *r, const struct node *key, const struct node *node,
    const char *given, struct parameter *parameter)
{
	struct parameter_settings s = {0};
	bool ok = config_fill(r->a, r->d, NULL, &parameter_record, node, &s, NULL);
	const struct node *preset = node_find(node, "default");
	struct place at = preset != NULL ? preset->at : node->at;

	check_name(r, key);
	*parameter = (struct parameter){.name = key->text,
	    .help = s.help,
	    .at = key->at,
	    .type = (enum parameter_type)s.type,
	    .value = given != NULL ? given : s.preset};
	if (ok && s.preset != NULL && s.type == PARAMETER_INTEGER && !config_is_integer(s.preset))
		diag_add(r->d, DIAG_ERROR, at, "bad-parameter",
		    "the default of \"%s\" is not a whole number: \"%s\"", key->text, s.preset);
	if (given != NULL && s.type == PARAMETER_INTEGER && !config_is_integer(given)) {
		diag_add(r->d, DIAG_ERROR, (struct place){0}, "bad-parameter",
		    "the parameter \"%s\" is a whole number, not \"%s\"", key->text, given);
		diag_also(r->d, key->at, "it is declared here");
		parameter->value = s.preset;
	}
	if (given != NULL && utf8_check(given, strlen(given)) < strlen(given)) {
		diag_add(r->d, DIAG_ERROR, (struct place){0}, "bad-parameter",
		    "the value given for the parameter \"%s\" is not UTF-8", key->text);
		parameter->value = s.preset;
	}
	if (ok && given == NULL && s.preset == NULL) {
		diag_add(r->d, DIAG_ERROR, key->at, "bad-parameter",
		    "the parameter \"%s\" has no value", key->text);
		diag_help(r->d, "give it one (-p %s=…), or add \"default:\" here", key->text);
	}
	if (parameter->value == NULL)
		parameter->value = s.type == PARAMETER_INTEGER ? "0" : "";
}

static void
tell_unknown(struct diag *d, struct setting name, const char *const *known, size_t n)
{
	diag_add(d, DIAG_ERROR, name.at, "unknown-parameter", "this report has no parameter \"%s\"",
	    name.text);
	if (n > 0)
		config_help_names(d, name.text, known, n, "it has");
	else
		diag_help(d, "it has none; they are declared under \"parameters:\"");
}

static void
read_parameters(struct reading *r, const struct node *map, const struct given *given, size_t count)
{
	struct report *report = r->report;
	size_t n = map != NULL ? map->count : 0;
	const char **names = NEW_ARRAY(r->a, const char *, n + 1);

	report->parameters = NEW_ARRAY(r->a, struct parameter, n + 1);
	report->parameter_count = n;
	for (size_t i = 0; i < n; i++) {
		names[i] = map->keys[i]->text;
		read_parameter(r, map->keys[i], map->items[i], find_given(given, count, names[i]),
		    &report->parameters[i]);
	}
	for (size_t i = 0; i < count; i++) {
		if (node_find(map, given[i].name) != NULL)
			continue;
		tell_unknown(r->d,
		    (struct setting){given[i].name, (struct place){.file = report->file}}, names,
		    n);
	}
}

/* A file's name with its {parameters} in place; its text is NULL after unknown-parameter. */
static struct setting
expand(struct reading *r, struct setting path)
{
	struct report *report = r->report;
	const char **names = NEW_ARRAY(r->a, const char *, report->parameter_count + 1);
	struct buf out = {0};
	bool known = true;

	if (path.text == NULL || strchr(path.text, '{') == NULL)
		return path;
	report->varies = true;
	for (const char *s = path.text; *s != '\0';) {
		size_t length = strcspn(s, "{"), i = 0;
		const char *name;

		buf_add(&out, s, length);
		s += length;
		if (*s == '\0')
			break;
		length = strcspn(s + 1, "}");
		name = arena_copy(r->a, s + 1, length);
		s += 1 + length + (s[1 + length] == '}');
		for (; i < report->parameter_count; i++) {
			names[i] = report->parameters[i].name;
			if (strcmp(names[i], name) == 0)
				break;
		}
		if (i < report->parameter_count) {
			buf_text(&out, report->parameters[i].value);
			continue;
		}
		known = false;
		diag_add(r->d, DIAG_ERROR, path.at, "unknown-parameter",
		    "this file's name asks for the parameter \"%s\", which the report has not",
		    name);
		config_help_names(r->d, name, names, i, "it has");
	}
	path.text = known ? arena_copy(r->a, out.len > 0 ? out.at : "", out.len) : NULL;
	buf_close(&out);
	return path;
}

/* ---- pages ------------------------------------------------------------------------------- */

static void read_pages(struct reading *r, const struct node *list);

static void
include(struct reading *r, struct setting path)
{
	const struct node *list;

	if (r->full)
		return;
	path = expand(r, path);
	if (path.text == NULL)
		return;
	if (r->depth == DEPTH_LIMIT || ++r->included > INCLUDE_LIMIT) {
		r->full = true;
		diag_add(r->d, DIAG_ERROR, path.at, "include-cycle",
		    "files include one another more than %d times deep, or are more than %d",
		    DEPTH_LIMIT, INCLUDE_LIMIT);
		return;
	}
	list = yaml_read(r->a, r->d, r->p, path.at, r->chain[r->depth], path.text);
	if (list == NULL)
		return;
	for (int i = 0; i <= r->depth; i++) {
		if (strcmp(r->chain[i], list->at.file) != 0)
			continue;
		diag_add(r->d, DIAG_ERROR, path.at, "include-cycle",
		    "%s is included here while it is being read itself", list->at.file);
		diag_help(r->d, "remove one \"include:\" of that circle");
		return;
	}
	if (list->kind != NODE_LIST) {
		diag_add(r->d, DIAG_ERROR, list->at, "wrong-type",
		    "an included file holds a list of pages, \"- page: …\" or \"- flow: …\"");
		return;
	}
	r->chain[++r->depth] = list->at.file;
	read_pages(r, list);
	r->depth--;
}

static const struct master *
find_master(struct reading *r, const struct node *entry, const char *key, const char *name)
{
	const struct masters *m = r->report->masters;
	const struct master *found = master_find(m, name);
	const char **names;

	if (found != NULL || m == NULL)
		return found; /* a file of masters that could not be read is told already */
	names = NEW_ARRAY(r->a, const char *, m->count + 1);
	for (size_t i = 0; i < m->count; i++)
		names[i] = m->items[i].name;
	diag_add(r->d, DIAG_ERROR, node_find(entry, key)->at, "unknown-master",
	    "there is no master \"%s\"", name);
	config_help_names(r->d, name, names, m->count, "there are");
	return NULL;
}

static void
add_page(struct reading *r, const struct node *entry, struct page_settings *s)
{
	struct report *report = r->report;

	s->setup.at = entry->at;
	s->setup.flows = s->flow != NULL;
	if (s->page != NULL)
		s->setup.master = find_master(r, entry, "page", s->page);
	else
		s->setup.master = find_master(r, entry, "flow", s->flow);
	if (s->setup.master == NULL)
		return;
	GROW(r->a, report->pages, report->page_count, r->page_cap);
	report->pages[report->page_count++] = s->setup;
}

static void
read_page(struct reading *r, const struct node *entry)
{
	struct page_settings s = {0};
	bool ok = config_fill(r->a, r->d, NULL, &page_record, entry, &s, NULL);
	int kinds = (s.page != NULL) + (s.flow != NULL) + (s.include.text != NULL);

	if (entry->kind != NODE_MAP)
		return;
	if (kinds == 1 && s.include.text != NULL && entry->count > 1) {
		diag_add(r->d, DIAG_ERROR, node_key_place(entry, "include"), "wrong-type",
		    "\"include\" stands alone in its entry; title and blocks belong in the file");
	} else if (kinds == 1 && s.include.text != NULL) {
		include(r, s.include);
	} else if (kinds == 1) {
		add_page(r, entry, &s);
	} else if (kinds > 1) {
		diag_add(r->d, DIAG_ERROR, entry->at, "wrong-type",
		    "an entry of pages is one of page, flow and include, not two");
		diag_help(r->d, "begin a new entry with \"- \"");
	} else if (ok) {
		diag_add(r->d, DIAG_ERROR, entry->at, "missing-setting",
		    "this entry of pages does not say which master it is made from");
		diag_help(r->d,
		    "add \"page: MASTER\" (one page) or \"flow: MASTER\" (as many as needed)");
	}
}

static void
read_pages(struct reading *r, const struct node *list)
{
	for (size_t i = 0; list != NULL && i < list->count; i++)
		read_page(r, list->items[i]);
}

/* ---- the report -------------------------------------------------------------------------- */

/* A language and perhaps a region, as in BCP 47: fr, fr-FR. The rest of it is not needed. */
static bool
is_language(const char *text)
{
	size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz");

	if (n < 2 || n > 3)
		return false;
	if (text[n] == '\0')
		return true;
	return text[n] == '-' && strspn(text + n + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 2 &&
	       text[n + 3] == '\0';
}

/* Of those that prose/phrases.c has words in. */
static bool
is_spoken(const char *language)
{
	size_t n = strcspn(language, "-");

	return n == 2 && (strncmp(language, "fr", n) == 0 || strncmp(language, "en", n) == 0);
}

static void
check_report(struct reading *r, const struct node *node, const struct report_settings *s)
{
	if (node_find(node, "report") != NULL && s->version != 1 && s->version != 0)
		diag_add(r->d, DIAG_ERROR, node_find(node, "report")->at, "report-version",
		    "this report is written in version %d of the language; this program reads "
		    "version 1",
		    s->version);
	if (s->report.language != NULL && !is_language(s->report.language)) {
		diag_add(r->d, DIAG_ERROR, node_find(node, "language")->at, "language-unknown",
		    "\"%s\" is not the name of a language", s->report.language);
		diag_help(r->d, "write fr-FR for French, en-GB for English");
	} else if (s->report.language != NULL && !is_spoken(s->report.language)) {
		diag_add(r->d, DIAG_WARNING, node_find(node, "language")->at, "language-words",
		    "bilan has no words of its own in \"%s\": what it adds to the figures (\"up\", "
		    "\"in 2022\") is English",
		    s->report.language);
	}
}

struct report *
report_read(struct arena *a, struct diag *d, struct project *p, const char *path,
    const struct given *given, size_t given_count)
{
	const struct node *node = yaml_read(a, d, p, (struct place){0}, NULL, path);
	struct report_settings s = {0};
	struct report *report = NEW(a, struct report);
	struct reading r = {.a = a, .d = d, .p = p, .report = report};

	if (node == NULL)
		return NULL;
	config_fill(a, d, NULL, &report_record, node, &s, NULL);
	*report = s.report;
	report->file = node->at.file;
	report->at = node->at;
	if (node->kind != NODE_MAP)
		return NULL;
	check_report(&r, node, &s);
	read_parameters(&r, s.parameters.node, given, given_count);
	s.theme = expand(&r, s.theme);
	if (s.theme.text != NULL)
		report->theme = theme_read(a, d, p, s.theme, report->file);
	s.masters = expand(&r, s.masters);
	if (s.masters.text != NULL)
		report->masters = masters_read(a, d, p, report->theme, s.masters, report->file);
	r.chain[0] = report->file;
	read_pages(&r, s.pages.node);
	if (report->theme == NULL || report->masters == NULL || report->language == NULL)
		return NULL;
	return report;
}

bool
report_knows(struct arena *a, struct diag *d, const char *path, const char *root,
    const struct setting *names, size_t count)
{
	struct diag *aside = diag_open();
	struct project *p = project_open(a, aside, path, root);
	const struct node *node = NULL, *map;
	const char **known;
	bool ok = true;
	size_t n;

	if (p != NULL)
		node = yaml_read(a, aside, p, (struct place){0}, NULL, path);
	diag_close(aside);
	if (node == NULL || node->kind != NODE_MAP)
		return true;
	map = node_find(node, "parameters");
	n = map != NULL && map->kind == NODE_MAP ? map->count : 0;
	known = NEW_ARRAY(a, const char *, n + 1);
	for (size_t i = 0; i < n; i++)
		known[i] = map->keys[i]->text;
	for (size_t i = 0; i < count; i++) {
		if (n > 0 && node_find(map, names[i].text) != NULL)
			continue;
		tell_unknown(d, names[i], known, n);
		ok = false;
	}
	return ok;
}
