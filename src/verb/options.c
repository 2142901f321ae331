/* options.c: the command line, read by a table. A wrong use of the command says what is wrong and
 * how it is used, and ends with status 2; nothing has been done by then.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "options.h"

#define INDENT "                                   "

static const struct option_row {
	unsigned bit;
	const char *name, *letter, *value, *help;
} rows[] = {
    {OPT_BATCH, "--each", NULL, "NAME=A..B|A,B", "a report for each value; may be repeated"},
    {OPT_BATCH, "--items", NULL, "FILE.csv", "a report for each row; columns are parameters"},
    {OPT_BATCH, "--where", NULL, "NAME=A..B|A,B", "only those reports; may be repeated"},
    {OPT_BATCH, "--only", NULL, "failed", "only those that failed in the last run"},
    {OPT_BATCH, "--shard", NULL, "I/N", "only the I-th of N parts, for N machines"},
    {OPT_BATCH, "--jobs", "-j", "N", "workers; as many as cores if not given"},
    {OPT_BATCH, "--merge-manifests", NULL, NULL,
	"make nothing: join the accounts of all parts, name\n" INDENT "what is in none of them"},
    {OPT_BATCH, "--output", "-o", "PATTERN",
	"where to write: 'out/{entity}/{year}-{target}.pdf';\n" INDENT
	"{target} is web or print; without it a print file has\n" INDENT "-print before its .pdf"},
    {OPT_BATCH, "--keep-going", NULL, NULL, "go on when a report fails (as if not given)"},
    {OPT_BATCH, "--fail-fast", NULL, NULL, "begin no report after one has failed"},
    {OPT_BATCH, "--item-timeout", NULL, "SECONDS", "a report that takes longer fails"},
    {OPT_BATCH, "--item-memory", NULL, "MB", "a report that takes more than that fails"},
    {OPT_BATCH, "--force", NULL, NULL, "make unchanged reports too"},
    {OPT_BATCH, "--explain", NULL, NULL, "say why each report is made again"},
    {OPT_PARAMETER, "--parameter", "-p", "NAME=VALUE",
	"a parameter of the report; may be repeated"},
    {OPT_OUTPUT, "--output", "-o", "FILE",
	"where to write; -: standard output; of both targets the\n" INDENT
	"web file: the print file has -print before its .pdf"},
    {OPT_SHEET, "--output", "-o", "FILE.html", "one page that shows what changed, for any browser"},
    {OPT_TARGET, "--target", NULL, "web|print|all",
	"for screens (as if not given), for the press, or both"},
    {OPT_PRINTER, "--printer", NULL, "FILE",
	"the print shop's demands, instead of those the report names"},
    {OPT_NO_SPOTS, "--no-spots", NULL, NULL, "spot inks become cyan, magenta, yellow and black"},
    {OPT_SAME, "--same-information", NULL, NULL,
	"prove that both targets say the same; tell what differs"},
    {OPT_MAP, "--map", NULL, "DIR", "a picture of each page's ink, as PNG, into this folder"},
    {OPT_APPROVE, "--approve", NULL, NULL, "show what changed, then take it as approved"},
    {OPT_JUNIT, "--junit", NULL, "FILE", "the results for a CI server, as XML"},
    {OPT_TOLERANCE, "--tolerance", NULL, "LENGTH", "how far things may move: 0.1mm if not given"},
    {OPT_DELTA_E, "--delta-e", NULL, "NUMBER",
	"how far colours may differ (CIEDE2000): 1 if not given"},
    {OPT_PPI, "--ppi", NULL, "NUMBER", "of the pictures compared: 100 if not given"},
    {OPT_ROOT, "--root", NULL, "DIR", "the project's folder: nothing outside it is read"},
    {OPT_DUMP, "--dump", NULL, "blocks|lines|marks|tags|state",
	"print that stage instead of the PDF"},
    {OPT_TIMES, "--times", NULL, NULL, "print the CPU time of each stage"},
    {OPT_CASE_TIMES, "--times", NULL, NULL, "print the time of each case"},
    {OPT_REFERENCE, "--reference", NULL, NULL, "print the reference in Markdown instead"},
    {OPT_MESSAGES, "--messages", NULL, "text|json", "form of the messages on standard error"},
    {OPT_COLOUR, "--color", NULL, "auto|always|never", "colour of the messages"},
};

static const struct verb *const verbs[] = {
    &verb_new,
    &verb_build,
    &verb_watch,
    &verb_check,
    &verb_batch,
    &verb_test,
    &verb_diff,
    &verb_ink,
    &verb_fonts,
    &verb_schema,
};

static void
print_general_help(void)
{
	puts("bilan makes annual reports from CSV tables and a declarative layout.\n\nusage:");
	for (size_t i = 0; i < COUNT(verbs); i++)
		printf("  bilan %-7s %-12s  %s\n", verbs[i]->name,
		    verbs[i]->operand != NULL ? verbs[i]->operand : "", verbs[i]->help);
	puts("  bilan --help | --version\n\n"
	     "bilan VERB --help tells a verb's options.\n\n"
	     "exit status: 0 done; 1 the report has errors, all of them on standard error;\n"
	     "2 wrong use of the command; 3 the machine failed (disk full, permission).\n"
	     "Of diff: 0 nothing changed; 1 something did; 2 trouble.");
}

static void
print_verb_help(const struct verb *v)
{
	printf("usage: bilan %s%s%s [option]...\n\n%s\n\noptions:\n", v->name,
	    v->operand != NULL ? " " : "", v->operand != NULL ? v->operand : "", v->help);
	for (size_t i = 0; i < COUNT(rows); i++) {
		char left[64];

		if (!(v->options & rows[i].bit))
			continue;
		snprintf(left, sizeof left, "%s%s%s%s%s",
		    rows[i].letter != NULL ? rows[i].letter : "",
		    rows[i].letter != NULL ? ", " : "", rows[i].name,
		    rows[i].value != NULL ? "=" : "", rows[i].value != NULL ? rows[i].value : "");
		printf("  %-32s %s\n", left, rows[i].help);
	}
	puts("  --help                           this text");
	if (v->statuses != NULL)
		printf("\nexit status: %s\n", v->statuses);
}

/* NULL: the verb is not known yet. */
static int
misuse(const struct verb *v, const char *what, const char *about)
{
	fprintf(
	    stderr, "bilan: %s%s%s\n", what, about != NULL ? ": " : "", about != NULL ? about : "");
	fprintf(stderr, "bilan %s%s--help tells how it is used\n", v != NULL ? v->name : "",
	    v != NULL ? " " : "");
	return EXIT_USAGE;
}

/* What other programs call our options. */
static const struct {
	const char *theirs, *ours;
} elsewhere[] = {
    {"--set", "--parameter"},
    {"--param", "--parameter"},
    {"--params", "--parameter"},
    {"--var", "--parameter"},
    {"--variable", "--parameter"},
    {"--define", "--parameter"},
    {"--input", "--parameter"},
    {"--out", "--output"},
    {"--dest", "--output"},
    {"--format", "--target"},
    {"--verbose", "--explain"},
    {"--workers", "--jobs"},
    {"--threads", "--jobs"},
    {"--parallel", "--jobs"},
    {"--colour", "--color"},
};

static const struct option_row *
row_named(const struct verb *v, const char *name)
{
	for (size_t i = 0; name != NULL && i < COUNT(rows); i++) {
		if (v->options & rows[i].bit && strcmp(rows[i].name, name) == 0)
			return &rows[i];
	}
	return NULL;
}

/* The verb's option that is meant by `name`: spelt nearly so, or called so elsewhere. */
static const struct option_row *
row_meant(const struct verb *v, const char *name)
{
	const char *names[COUNT(rows)];
	size_t count = 0;

	if (strncmp(name, "-D", 2) == 0)
		return row_named(v, "--parameter");
	for (size_t i = 0; i < COUNT(elsewhere); i++) {
		if (strcmp(name, elsewhere[i].theirs) == 0)
			return row_named(v, elsewhere[i].ours);
	}
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (v->options & rows[i].bit)
			names[count++] = rows[i].name;
	}
	return row_named(v, nearest_word(name, names, count));
}

/* Another verb that takes the option, or NULL. */
static const struct verb *
verb_with(const char *name)
{
	for (size_t i = 0; i < COUNT(verbs); i++) {
		for (size_t k = 0; k < COUNT(rows); k++) {
			if (verbs[i]->options & rows[k].bit &&
			    (strcmp(rows[k].name, name) == 0 ||
				(rows[k].letter != NULL && strcmp(rows[k].letter, name) == 0)))
				return verbs[i];
		}
	}
	return NULL;
}

static int
misuse_option(const struct verb *v, const char *word)
{
	char name[64];
	size_t length = strcspn(word, "=");
	const struct option_row *row;
	const struct verb *other;

	snprintf(name, sizeof name, "%.*s", (int)(length < sizeof name ? length : 0), word);
	row = row_meant(v, name);
	other = verb_with(name);
	fprintf(stderr, "bilan: unknown option: %s\n", word);
	if (row != NULL)
		fprintf(stderr, "did you mean %s%s%s?\n", row->name, row->value != NULL ? " " : "",
		    row->value != NULL ? row->value : "");
	else if (other != NULL)
		fprintf(stderr, "bilan %s takes it, bilan %s does not\n", other->name, v->name);
	fprintf(stderr, "bilan %s --help tells how it is used\n", v->name);
	return EXIT_USAGE;
}

/* `bilan build report.yaml year=2022`, or the other way round */
static int
misuse_operand(const struct verb *v, const char *first, const char *word)
{
	const char *given = strchr(word, '=') != NULL ? word : first;

	fprintf(stderr, "bilan: one argument too many: %s\n", word);
	if (given != NULL && strchr(given, '=') != NULL && row_named(v, "--parameter") != NULL)
		fprintf(stderr, "did you mean -p %s?\n", given);
	fprintf(stderr, "bilan %s --help tells how it is used\n", v->name);
	return EXIT_USAGE;
}

static int
misuse_value(const struct verb *v, const struct option_row *row, const char *value)
{
	fprintf(stderr, "bilan: %s takes %s, not \"%s\"\n", row->name, row->value, value);
	fprintf(stderr, "bilan %s --help tells how it is used\n", v->name);
	return EXIT_USAGE;
}

/* `bilan report.yaml`, `bilan chek`. */
static int
misuse_verb(const char *word)
{
	const char *names[COUNT(verbs)], *near;
	size_t length = strlen(word);

	for (size_t i = 0; i < COUNT(verbs); i++)
		names[i] = verbs[i]->name;
	near = nearest_word(word, names, COUNT(names));
	fprintf(stderr, "bilan: unknown verb: %s\n", word);
	if (length > 5 && strcmp(word + length - 5, ".yaml") == 0)
		fprintf(stderr, "write: bilan build %s\n", word);
	else if (near != NULL)
		fprintf(stderr, "did you mean \"bilan %s\"?\n", near);
	else
		fputs("bilan --help tells how it is used\n", stderr);
	return EXIT_USAGE;
}

static bool
one_of(const char *value, const char *words)
{
	size_t n = strlen(value);

	for (const char *w = words; *w != '\0'; w += strcspn(w, "|"), w += *w == '|') {
		if (strcspn(w, "|") == n && strncmp(w, value, n) == 0)
			return true;
	}
	return false;
}

static bool
add_given(struct options *o, char *value)
{
	char *equals = strchr(value, '=');

	if (equals == NULL || equals == value)
		return false;
	*equals = '\0';
	o->given[o->given_count++] = (struct given){value, equals + 1};
	return true;
}

static bool
take(struct options *o, const struct option_row *row, char *value)
{
	switch (row->bit) {
	case OPT_BATCH:
		return batch_option(o, row->name, value);
	case OPT_PARAMETER:
		return add_given(o, value);
	case OPT_OUTPUT:
	case OPT_SHEET:
		o->output = value;
		return *value != '\0';
	case OPT_ROOT:
		o->root = value;
		return *value != '\0';
	case OPT_TARGET:
		o->screen = strcmp(value, "print") != 0;
		o->press = strcmp(value, "web") != 0;
		return one_of(value, "web|print|all");
	case OPT_PRINTER:
		o->printer = value;
		return *value != '\0';
	case OPT_MAP:
		o->map = value;
		return *value != '\0';
	case OPT_NO_SPOTS:
		o->no_spots = true;
		return true;
	case OPT_SAME:
		o->same = true;
		return true;
	case OPT_JUNIT:
		o->junit = value;
		return *value != '\0';
	case OPT_TOLERANCE:
		o->tolerance = value;
		return *value != '\0';
	case OPT_DELTA_E:
		o->delta_e = value;
		return *value != '\0';
	case OPT_PPI:
		o->ppi = value;
		return *value != '\0';
	case OPT_APPROVE:
		o->approve = true;
		return true;
	case OPT_DUMP:
		o->dump = value;
		return one_of(value, "blocks|lines|marks|tags|state");
	case OPT_MESSAGES:
		o->json = strcmp(value, "json") == 0;
		return one_of(value, "text|json");
	case OPT_COLOUR:
		o->form = strcmp(value, "always") == 0              ? DIAG_COLOUR
			  : strcmp(value, "auto") == 0 && isatty(2) ? DIAG_COLOUR
								    : DIAG_TEXT;
		return one_of(value, "auto|always|never");
	case OPT_TIMES:
	case OPT_CASE_TIMES:
		o->times = true;
		return true;
	case OPT_REFERENCE:
		o->reference = true;
		return true;
	}
	return false;
}

/* The row of `word` and its value: in the word after "=", glued to a letter, or the next word. */
static const struct option_row *
find_row(const struct verb *v, char *word, char *next, char **value, int *used)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct option_row *r = &rows[i];
		size_t n = strlen(r->name);
		bool letter = r->letter != NULL && strncmp(word, r->letter, 2) == 0;

		if (!(v->options & r->bit))
			continue;
		if (!letter &&
		    (strncmp(word, r->name, n) != 0 || (word[n] != '\0' && word[n] != '=')))
			continue;
		n = letter ? 2 : n;
		*used = 1;
		*value = word[n] == '=' ? word + n + 1 : word[n] != '\0' ? word + n : NULL;
		if (r->value != NULL && *value == NULL) {
			*value = next;
			*used = 2;
		}
		return r;
	}
	return NULL;
}

/* "OLD NEW" is two, "[DIR]..." any number. */
static size_t
operands_most(const struct verb *v)
{
	size_t n = 1;

	if (strstr(v->operand, "...") != NULL)
		return SIZE_MAX;
	for (const char *at = v->operand; *at != '\0'; at++)
		n += *at == ' ';
	return n;
}

static int
read_words(const struct verb *v, int count, char **words, struct options *o)
{
	for (int i = 0; i < count;) {
		const struct option_row *row;
		char *value;
		int used;

		if (strcmp(words[i], "--help") == 0) {
			print_verb_help(v);
			return EXIT_DONE;
		}
		if (words[i][0] == '\0')
			return misuse(v, "an argument is empty", v->operand);
		if (words[i][0] != '-' || words[i][1] == '\0') {
			if (v->operand == NULL || o->operand_count >= operands_most(v))
				return misuse_operand(v, o->report, words[i]);
			o->report = o->report != NULL ? o->report : words[i];
			o->operands[o->operand_count++] = words[i++];
			continue;
		}
		row = find_row(v, words[i], i + 1 < count ? words[i + 1] : NULL, &value, &used);
		if (row == NULL)
			return misuse_option(v, words[i]);
		if ((row->value != NULL) != (value != NULL))
			return misuse(v,
			    row->value != NULL ? "an option lacks its value"
					       : "this option takes no value",
			    words[i]);
		if (!take(o, row, value))
			return misuse_value(v, row, value);
		i += used;
	}
	if (v->operand != NULL && *v->operand != '[' && o->operand_count < operands_most(v))
		return misuse(v,
		    strncmp(v->operand, "REPORT", 6) == 0 ? "which report? an argument is missing"
							  : "an argument is missing",
		    v->operand);
	return -1;
}

int
options_run(int argc, char **argv)
{
	struct options o = {.form = isatty(2) ? DIAG_COLOUR : DIAG_TEXT};
	int status = -1;

	if (argc < 2)
		return misuse(NULL, "no verb given", NULL);
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
		print_general_help();
		return EXIT_DONE;
	}
	if (strcmp(argv[1], "--version") == 0) {
		puts("bilan " BILAN_VERSION);
		return EXIT_DONE;
	}
	for (size_t i = 0; i < COUNT(verbs); i++) {
		if (strcmp(argv[1], verbs[i]->name) != 0)
			continue;
		o.each = mem_alloc((size_t)argc * 2 * sizeof *o.each);
		o.where = o.each + argc;
		o.given = mem_alloc((size_t)argc * sizeof *o.given);
		o.operands = mem_alloc((size_t)argc * sizeof *o.operands);
		status = read_words(verbs[i], argc - 2, argv + 2, &o);
		o.form = o.json ? DIAG_JSON : o.form;
		if (status < 0)
			status = verbs[i]->run(&o);
		free(o.each);
		free(o.given);
		free(o.operands);
		return status;
	}
	return misuse_verb(argv[1]);
}
