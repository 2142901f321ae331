/* csv_fuzz.c: any bytes as the CSV of a table with a column of each type. Afterwards every cell is
 * looked at and every row found again by its key. Uses the inside of data/: a table is declared in
 * YAML otherwise, and a project on disk would slow the fuzzer.
 */
#include "../../src/data/inner.h"
#include "fuzz.h"

static int keys[] = {0};

static struct table
declared(struct column columns[static 4])
{
	columns[0] = (struct column){.name = "key", .header = "key", .type = COLUMN_KEY};
	columns[1] = (struct column){
	    .name = "year", .header = "year", .type = COLUMN_INTEGER, .unit = "year"};
	columns[2] = (struct column){.name = "value",
	    .header = "value",
	    .type = COLUMN_DECIMAL,
	    .scale = 2,
	    .ranged = true,
	    .least = {-1000, 0},
	    .most = {1000000, 0}};
	columns[3] = (struct column){.name = "label", .header = "label", .type = COLUMN_TEXT};
	return (struct table){.name = "t",
	    .file = "a.csv",
	    .columns = columns,
	    .column_count = 4,
	    .keys = keys,
	    .key_count = 1,
	    .period = 1};
}

static void
check(const struct table *t)
{
	for (size_t row = 0; row < t->rows; row++) {
		struct cell key = tables_cell(t, row, 0);

		for (int c = 0; c < 4; c++) {
			struct cell cell = tables_cell(t, row, c);

			if (cell.kind == CELL_TEXT &&
			    utf8_check(cell.text, strlen(cell.text)) != strlen(cell.text))
				abort();
			if (cell.kind == CELL_NUMBER &&
			    (cell.number.scale < 0 || cell.number.scale > 9))
				abort();
		}
		if (!t->broken && key.kind == CELL_TEXT)
			(void)tables_find_row(t, &key.text, "2023");
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct fuzz f = fuzz_open("a.csv", bytes, length);
	struct column columns[4];
	struct table t = declared(columns);

	tables_load(f.a, f.d, &t, &f.file);
	if (!t.broken)
		tables_index(f.a, f.d, &t, NULL);
	check(&t);
	fuzz_close(&f, !t.broken);
	tables_drop(&t);
	return 0;
}
