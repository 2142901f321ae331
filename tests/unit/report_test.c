/* report_test.c: the report as a whole: parameters, pages, includes, and their mistakes. */
#include "config_said.h"

static struct report *
read_report(struct bench *b, const char *text, const struct given *given, size_t n)
{
	struct project *p;

	write_file("theme.yaml", "styles: {foot: {font: Inter, size: 8pt, leading: 14pt}}\n");
	write_file(
	    "masters.yaml", "masters: {plain: {foot: {right: \"{folio}\"}}, text: {frames: 2}}\n");
	write_file("report.yaml", text);
	p = project_open(b->a, b->d, "report.yaml", NULL);
	return report_read(b->a, b->d, p, "report.yaml", given, n);
}

#define HEAD                                                                                       \
	"report: 1\ntitle: \"Bilan {year}\"\nlanguage: fr-FR\ntheme: theme.yaml\n"                 \
	"masters: masters.yaml\n"

static void
everything_is_read(void **state)
{
	static const struct given given[] = {
	    {"entity", "Ariège"}, {"year", "2021"}, {"year", "2022"}};
	struct bench *b = *state;
	struct report *r = read_report(b,
	    HEAD "author: Caf\n"
		 "parameters:\n"
		 "  year: {type: integer, default: 2023, help: the year}\n"
		 "  entity: {type: text}\n"
		 "  office: Foix\n"
		 "tables: ../data/{year}.yaml\n"
		 "specimen: yes\n"
		 "pages:\n"
		 "  - page: plain\n"
		 "    blocks: [{text: a}, {text: b}]\n"
		 "  - flow: text\n"
		 "    id: prose\n"
		 "    title: Chiffres\n"
		 "    level: 2\n"
		 "    needs: [a.b, c]\n",
	    given, 3);

	SILENT(b);
	assert_non_null(r);
	assert_string_equal(r->file, "report.yaml");
	assert_string_equal(r->title.text, "Bilan {year}");
	assert_int_equal(r->title.at.column, 9);
	assert_string_equal(r->author.text, "Caf");
	assert_string_equal(r->language, "fr-FR");
	assert_string_equal(r->tables.text, "../data/{year}.yaml");
	assert_null(r->printer.text);
	assert_null(r->fonts.text);
	assert_true(r->specimen);
	assert_int_equal(r->parameter_count, 3);
	assert_string_equal(r->parameters[0].value, "2022");
	assert_int_equal(r->parameters[0].type, PARAMETER_INTEGER);
	assert_string_equal(r->parameters[1].value, "Ariège");
	assert_string_equal(r->parameters[2].value, "Foix");
	assert_int_equal(r->page_count, 2);
	assert_false(r->pages[0].flows);
	assert_string_equal(r->pages[0].master->name, "plain");
	assert_int_equal(r->pages[0].blocks.node->count, 2);
	assert_int_equal(r->pages[0].level, 1);
	assert_true(r->pages[1].flows);
	assert_int_equal(r->pages[1].level, 2);
	assert_string_equal(r->pages[1].id, "prose");
	assert_int_equal(r->pages[1].needs.count, 2);
	assert_int_equal(r->pages[1].at.line, 16);
}

static void
mistakes_have_places(void **state)
{
	static const struct given yaer[] = {{"yaer", "2022"}}, words[] = {{"year", "x"}};
	static const struct {
		const char *text;
		const struct given *given;
		const char *says, *help;
	} bad[] = {
	    {HEAD "parameters: {year: {default: 1}}\npages: []\n", yaer,
		"report.yaml: error: this report has no parameter \"yaer\" [unknown-parameter]",
		"did you mean \"year\"?"},
	    {HEAD "pages: []\n", yaer, "unknown-parameter", "it has none"},
	    {HEAD "parameters: {year: {type: integer, default: 1}}\npages: []\n", words,
		"the parameter \"year\" is a whole number, not \"x\" [bad-parameter]",
		"report.yaml:6:14"},
	    {HEAD "parameters: {year: {type: integer, default: x}}\npages: []\n", NULL,
		"report.yaml:6:45: error: the default of \"year\"", ""},
	    {HEAD "parameters: {year: {type: integer}}\npages: []\n", NULL,
		"report.yaml:6:14: error: the parameter \"year\" has no value", "-p year="},
	    {HEAD "parameters: {folio: x}\npages: []\n", NULL, "cannot be called \"folio\"", ""},
	    {HEAD "parameters: {été: x}\npages: []\n", NULL, "cannot be a parameter's name", ""},
	    {HEAD "pages:\n  - page: plian\n", NULL,
		"report.yaml:7:11: error: there is no master \"plian\" [unknown-master]",
		"did you mean \"plain\"?"},
	    {HEAD "pages:\n  - title: x\n", NULL,
		"report.yaml:7:5: error: this entry of pages does not "
		"say which master",
		"flow: MASTER"},
	    {HEAD "pages:\n  - page: plain\n    flow: text\n", NULL, "not two [wrong-type]", ""},
	    {HEAD "pages:\n  - include: a.yaml\n    title: x\n", NULL, "stands alone", ""},
	    {HEAD "pages:\n  - page: plain\n    levle: 1\n", NULL,
		"\"levle\" is not a setting of page", "did you mean \"level\"?"},
	    {HEAD "pages:\n  - plain\n", NULL, "page takes settings (name: value), not text", ""},
	    {HEAD "pages:\n  - include: \"{yer}.yaml\"\n", NULL, "asks for the parameter \"yer\"",
		""},
	    {HEAD "pages: plain\n", NULL, "\"pages\" of report takes a list, not text", ""},
	    {HEAD, NULL, "report needs the setting \"pages\"", ""},
	    {"report: 2\ntitle: x\nlanguage: fr\ntheme: theme.yaml\nmasters: masters.yaml\npages: "
	     "[]\n",
		NULL, "report.yaml:1:9: error: this report is written in version 2", ""},
	    {"report: 1\ntitle: x\nlanguage: French\ntheme: theme.yaml\nmasters: "
	     "masters.yaml\npages: "
	     "[]\n",
		NULL, "\"French\" is not the name of a language [language-unknown]", "fr-FR"},
	};
	struct bench *b = *state;

	for (size_t i = 0; i < COUNT(bad); i++) {
		read_report(b, bad[i].text, bad[i].given, bad[i].given != NULL);
		SAYS(b, bad[i].says);
		SAYS(b, bad[i].help);
		diag_empty(b->d);
	}
}

static void
what_cannot_be_used_is_no_report(void **state)
{
	struct bench *b = *state;

	assert_null(read_report(b, "- a\n", NULL, 0));
	SAYS(b, "report takes settings");
	diag_empty(b->d);
	assert_null(read_report(b, "", NULL, 0));
	SAYS(b, "[yaml-empty]");
	diag_empty(b->d);
	assert_null(read_report(b,
	    "report: 1\ntitle: x\nlanguage: fr\ntheme: none.yaml\n"
	    "masters: masters.yaml\npages: [{page: nowhere}]\n",
	    NULL, 0));
	SAYS(b, "report.yaml:4:8: error:");
	SAYS(b, "[file-missing]");
	SAYS(b, "[unknown-master]"); /* the rest is looked at all the same */
	diag_empty(b->d);
	assert_null(read_report(b, "title: x\n", NULL, 0));
	SAYS(b, "report needs the setting \"theme\"");
}

static void
entries_may_come_from_other_files(void **state)
{
	static const struct given given[] = {{"part", "a"}};
	struct bench *b = *state;
	struct report *r;

	write_file("a.yaml", "- page: text\n- include: b.yaml\n");
	write_file("b.yaml", "- page: plain\n  id: b\n");
	r = read_report(b,
	    HEAD "parameters: {part: x}\npages:\n  - page: plain\n"
		 "  - include: \"{part}.yaml\"\n  - include: b.yaml\n",
	    given, 1);
	SILENT(b);
	assert_int_equal(r->page_count, 4);
	assert_string_equal(r->pages[1].master->name, "text");
	assert_string_equal(r->pages[2].id, "b");
	assert_string_equal(r->pages[2].at.file, "b.yaml");
	assert_string_equal(r->pages[3].at.file, "b.yaml");
	write_file("c.yaml", "page: plain\n");
	read_report(b, HEAD "pages:\n  - include: c.yaml\n", NULL, 0);
	SAYS(b, "c.yaml:1:1: error: an included file holds a list of pages");
}

static void
circles_of_files_end(void **state)
{
	struct bench *b = *state;

	write_file("a.yaml", "- include: b.yaml\n");
	write_file("b.yaml", "- page: plain\n- include: ./a.yaml\n");
	read_report(b, HEAD "pages:\n  - include: a.yaml\n", NULL, 0);
	SAYS(b, "[include-cycle]");
	assert_int_equal(diag_count(b->d, DIAG_ERROR), 1);
	diag_empty(b->d);
	write_file("a.yaml", "- include: ./a.yaml\n- include: ././a.yaml\n- include: a.yaml\n");
	read_report(b, HEAD "pages:\n  - include: a.yaml\n", NULL, 0);
	SAYS(b, "[include-cycle]");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_open, folder_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(everything_is_read),
	    TEST(mistakes_have_places),
	    TEST(what_cannot_be_used_is_no_report),
	    TEST(entries_may_come_from_other_files),
	    TEST(circles_of_files_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
