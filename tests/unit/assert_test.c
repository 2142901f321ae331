/* assert_test.c: the checks of tables.yaml. */
#include "data_bench.h"

#define TABLES                                                                                     \
	"tables:\n"                                                                                \
	"  aid:\n"                                                                                 \
	"    file: aid.csv\n"                                                                      \
	"    columns: {label: text, loans: integer, grants: integer, stated: {type: integer, "     \
	"unit: euro}}\n"                                                                           \
	"checks:\n"

static void
read_aid(struct desk *k, const char *yaml)
{
	write_file("aid.csv",
	    "label;loans;grants;stated\nLogement;100000;50;100050\nSanté;1;2;4\n;9;9;\n");
	assert_non_null(desk_read(k, yaml));
	checks_run(&k->scope);
}

static void
test_each_row_is_a_failure(void **state)
{
	struct desk *k = *state;

	read_aid(k,
	    TABLES "  - id: adds-up\n"
		   "    says: \"{label}: {loans:euro} et {grants} ne font pas {stated:euro}\"\n"
		   "    query: select * from aid where loans + grants <> stated\n");
	SAYS(k->b,
	    "aid.csv:3:1: error: Santé: 1" NNBSP "€ et 2 ne font pas 4" NNBSP "€ [check-failed]");
	SAYS(k->b, "aid.csv:3:7: note: 1" NNBSP "€");
	SAYS(k->b, "aid.csv:3:9: note: 2");
	SAYS(k->b, "aid.csv:3:11: note: 4" NNBSP "€");
	SAYS(k->b, "tables.yaml:8:12: note: the check \"adds-up\"");
	assert_int_equal(diag_count(k->b->d, DIAG_ERROR), 1);
}

static void
test_all_is_well(void **state)
{
	struct desk *k = *state;

	read_aid(k, TABLES "  - {id: a, says: x, query: select * from aid where loans > 200000}\n");
	SILENT(k->b);
}

static void
test_known_failures_are_warnings(void **state)
{
	struct desk *k = *state;

	read_aid(k, TABLES "  - {id: a, says: \"{label} {n}\", query: \"select label, 7 as n from "
			   "aid where loans = 1\",\n"
			   "     known: printed so in the source}\n"
			   "  - {id: b, says: x, query: select * from aid where loans > 200000,\n"
			   "     known: no longer so}\n");
	SAYS(k->b, "aid.csv:3:1: warning: Santé 7 (known: printed so in the source) [check-known]");
	SAYS(k->b, "tables.yaml:9:13: error: the check \"b\" finds nothing any more");
	SAYS(k->b, "[check-stale]");
	assert_int_equal(diag_count(k->b->d, DIAG_ERROR), 1);
	assert_int_equal(diag_count(k->b->d, DIAG_WARNING), 1);
}

static void
test_failures_that_show_nothing(void **state)
{
	struct desk *k = *state;

	read_aid(k, TABLES
	    "  - {id: a, says: \"{label} lacks\", query: select * from aid where label is null}\n"
	    "  - {id: b, says: \"{lable}\", query: select * from aid}\n"
	    "  - {id: c, says: no total, query: select count(*) as n from aid}\n"
	    "  - {id: d, says: x, query: select lable from aid}\n"
	    "  - {id: e, query: aid}\n");
	SAYS(k->b, "aid.csv:4:1: error: {label} lacks [check-failed]");
	SAYS(k->b, "\"lable\" is neither a column of the row nor a parameter [unknown-column]");
	SAYS(k->b, "tables.yaml:8:36: error: no total [check-failed]");
	SAYS(k->b, "have no column \"lable\"");
	SAYS(k->b, "needs the setting \"says\"");
	assert_int_equal(diag_count(k->b->d, DIAG_ERROR), 5);
}

#define DESK(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    DESK(test_each_row_is_a_failure),
	    DESK(test_all_is_well),
	    DESK(test_known_failures_are_warnings),
	    DESK(test_failures_that_show_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
