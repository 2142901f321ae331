/* printer_test.c: the print shop's file: all settings, defaults, and what cannot be. */
#include "config_said.h"

#include "bilan/print.h"

static struct printer *
read_printer(struct bench *b, const char *text)
{
	struct project *p;

	write_file("report.yaml", "report: 1\n");
	write_file("a.yaml", text);
	p = project_open(b->a, b->d, "report.yaml", NULL);
	return printer_read(b->a, b->d, p, (struct setting){.text = "a.yaml"}, "report.yaml");
}

#define NEEDED "printer: press\nprofile: press.icc\ncondition: FOGRA39\n"

static void
defaults_are_those_of_the_table(void **state)
{
	struct bench *b = *state;
	struct printer *p = read_printer(b, NEEDED);
	dimen three;

	SILENT(b);
	assert_non_null(p);
	dimen_read("3mm", &three);
	assert_string_equal(p->name, "press");
	assert_string_equal(p->file, "a.yaml");
	assert_string_equal(p->profile.text, "press.icc");
	assert_int_equal(p->profile.at.line, 2);
	assert_string_equal(p->condition_text, "");
	assert_string_equal(p->registry, "http://www.color.org");
	assert_int_equal(p->bleed, three);
	assert_int_equal(p->mark_offset, three + PT(1.4173)); /* half a millimetre more */
	assert_int_equal(p->marks, MARKS_CROP | MARKS_REGISTRATION | MARKS_BAR | MARKS_SLUG);
	assert_int_equal(p->ink_limit, 300);
	assert_int_equal(p->page_multiple, 1);
	assert_int_equal(p->fine_line, PT(0.5));
	assert_int_equal(p->max_spots, 2);
	assert_int_equal(p->min_line, PT(0.25));
	assert_int_equal(p->severity[RULE_INK], SEVERITY_ERROR);
	assert_int_equal(p->severity[RULE_SAFETY], SEVERITY_WARNING);
}

static void
all_can_be_written(void **state)
{
	struct bench *b = *state;
	struct printer *p = read_printer(b,
	    NEEDED "condition-text: Coated\nregistry: http://example.org\nbleed: 5mm\nsafety: 0\n"
		   "marks: [crop, fold]\nmark-offset: 18pt\nmark-length: 10pt\nslug: "
		   "20pt\nink-limit: 240\n"
		   "min-ppi: 150\nmin-bitmap-ppi: 800\nmin-line: 0.5pt\nsmall-text: "
		   "5pt\npage-multiple: 8\n"
		   "rules: {ink-limit: note, bleed: off}\n");

	SILENT(b);
	assert_non_null(p);
	assert_string_equal(p->condition_text, "Coated");
	assert_int_equal(p->marks, MARKS_CROP | MARKS_FOLD);
	assert_int_equal(p->mark_offset, PT(18));
	assert_int_equal(p->mark_length, PT(10));
	assert_int_equal(p->slug, PT(20));
	assert_int_equal(p->safety, 0);
	assert_int_equal(p->ink_limit, 240);
	assert_int_equal(p->min_bitmap_ppi, 800);
	assert_int_equal(p->small_text, PT(5));
	assert_int_equal(p->page_multiple, 8);
	assert_int_equal(p->severity[RULE_INK], SEVERITY_NOTE);
	assert_int_equal(p->severity[RULE_BLEED], SEVERITY_OFF);
	assert_int_equal(p->severity[RULE_IMAGE_PPI], SEVERITY_WARNING);
}

static void
no_marks_is_an_empty_list(void **state)
{
	struct bench *b = *state;
	struct printer *p = read_printer(b, NEEDED "marks: []\n");

	SILENT(b);
	assert_int_equal(p->marks, 0);
}

static void
all_mistakes_are_told(void **state)
{
	struct bench *b = *state;

	assert_null(read_printer(b, "printer: press\nink-limit: 3000\nmarks: [crops]\nblead: 3mm\n"
				    "rules: {ink-limits: error, bleed: fatal}\n"));
	SAYS(b, "printer needs the setting \"profile\"");
	SAYS(b, "printer needs the setting \"condition\"");
	SAYS(b, "a.yaml:2:12: error: \"ink-limit\" of printer lies between 100 and 400");
	SAYS(b, "did you mean \"crop\"?");
	SAYS(b, "did you mean \"bleed\"?");
	SAYS(b, "did you mean \"ink-limit\"?");
	SAYS(b, "\"fatal\" is not a choice for \"bleed\" of rules");
}

static void
marks_stay_out_of_the_bleed(void **state)
{
	struct bench *b = *state;

	assert_null(read_printer(b, NEEDED "bleed: 5mm\nmark-offset: 3mm\n"));
	SAYS(b, "a.yaml:5:14: error: the marks would stand in the bleed, which reaches 5.0 mm");
}

static void
lengths_are_sane(void **state)
{
	struct bench *b = *state;

	assert_null(read_printer(b, NEEDED "bleed: 106mm\nslug: 9000mm\n"));
	SAYS(b, "a.yaml:4:8: error: \"bleed\" of a printer lies between 0 and 105mm [bad-length]");
	SAYS(b, "a.yaml:5:7: error: \"slug\" of a printer");
}

static void
every_rule_has_a_name(void **state)
{
	struct bench *b = *state;
	struct buf text = {0};

	buf_text(&text, NEEDED "rules:\n");
	for (int i = 0; i < RULE_COUNT; i++)
		buf_printf(&text, "  %s: note\n", rule_names[i]);
	struct printer *p = read_printer(b, text.at);
	SILENT(b);
	for (int i = 0; i < RULE_COUNT; i++)
		assert_int_equal(p->severity[i], SEVERITY_NOTE);
	buf_close(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		defaults_are_those_of_the_table, folder_open, folder_close),
	    cmocka_unit_test_setup_teardown(all_can_be_written, folder_open, folder_close),
	    cmocka_unit_test_setup_teardown(no_marks_is_an_empty_list, folder_open, folder_close),
	    cmocka_unit_test_setup_teardown(all_mistakes_are_told, folder_open, folder_close),
	    cmocka_unit_test_setup_teardown(marks_stay_out_of_the_bleed, folder_open, folder_close),
	    cmocka_unit_test_setup_teardown(lengths_are_sane, folder_open, folder_close),
	    cmocka_unit_test_setup_teardown(every_rule_has_a_name, folder_open, folder_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
