/* query_fuzz.c: any text as a query of a layout, asked of two small tables. What it answers must be
 * what a stage after data/ relies on: numbers within bounds, texts in UTF-8, places within the CSV.
 *
 * That no float gets through is tried by asking twice, with the processor rounding down and up:
 * whole numbers and decimals do not notice, what was calculated with floats may differ. The second
 * time the query is asked as it was prepared the first time, as in the next report of a batch.
 */
#include <fenv.h>
#include <time.h>
#include <unistd.h>

#include "bilan/data.h"
#include "fuzz.h"

static const char *const files[][2] = {
    {"tables.yaml", "tables:\n"
		    "  money: {file: money.csv, key: id, period: year, columns: {id: key, year: "
		    "integer, a: {type: decimal, unit: euro}, b: decimal, n: integer, t: text}}\n"
		    "  kinds: {file: kinds.csv, columns: {id: text, place: integer}}\n"},
    {"money.csv", "id;year;a;b;n;t\nx;2023;0,1;0,2;3;un\ny;2023;10,5;9,75;-4;2.50\n"
		  "z;2022;;1;;\xC3\xA9t\xC3\xA9\nx;2022;0,3;-7;900000000000000000;un\n"},
    {"kinds.csv", "id;place\nx;2\ny;1\n"},
};
enum { LINES_MOST = 5 }; /* of a CSV */

static char folder[] = "/tmp/bilan-fuzz-XXXXXX", path[COUNT(files)][sizeof folder + 16],
	    report_path[sizeof folder + 16];

static void
remove_folder(void)
{
	for (size_t i = 0; i < COUNT(files); i++)
		unlink(path[i]);
	rmdir(folder);
}

static void
make_folder(void)
{
	if (mkdtemp(folder) == NULL)
		abort();
	for (size_t i = 0; i < COUNT(files); i++) {
		FILE *out;

		snprintf(path[i], sizeof path[i], "%s/%s", folder, files[i][0]);
		out = fopen(path[i], "wb");
		if (out == NULL || fputs(files[i][1], out) < 0 || fclose(out) != 0)
			abort();
	}
	snprintf(report_path, sizeof report_path, "%s/report.yaml", folder);
	atexit(remove_folder);
}

/* What YAML lets through. */
static bool
is_text(const uint8_t *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] < 0x20 && bytes[i] != '\n' && bytes[i] != '\t')
			return false;
	}
	return utf8_check((const char *)bytes, length) == length;
}

/* The answer as a text. */
static void
write_rows(struct buf *out, const struct rows *rows)
{
	char number[24];

	for (size_t i = 0; i < rows->count * rows->column_count; i++) {
		const struct cell *c = &rows->items[i / rows->column_count][i % rows->column_count];

		if (c->at.line < 0 || c->at.line > LINES_MOST || (c->at.line > 0 && !c->at.file))
			abort();
		buf_printf(out, "%d %d:%d ", (int)c->kind, c->at.line, c->at.column);
		if (c->kind == CELL_NUMBER) {
			if (c->number.scale < 0 || c->number.scale > 18)
				abort();
			decimal_write(c->number, number);
			buf_text(out, number);
		} else if (c->kind == CELL_TEXT) {
			if (utf8_check(c->text, strlen(c->text)) != strlen(c->text))
				abort();
			buf_text(out, c->text);
		}
		buf_byte(out, '\n');
	}
}

static bool
ask(struct scope *s, struct setting sql, int rounding, struct buf *out)
{
	struct rows rows;
	bool good;

	fesetround(rounding);
	good = query_rows(s, sql, &rows);
	fesetround(FE_TONEAREST);
	if (good)
		write_rows(out, &rows);
	return good;
}

static bool
ask_twice(struct scope *s, struct setting sql)
{
	struct buf down = {0}, up = {0};
	clock_t start = clock();
	bool good = ask(s, sql, FE_DOWNWARD, &down);

	if (good && clock() - start < CLOCKS_PER_SEC) {
		if (!ask(s, sql, FE_UPWARD, &up))
			abort();
		if (down.len != up.len || (up.len > 0 && memcmp(down.at, up.at, up.len) != 0))
			abort();
	}
	buf_close(&down);
	buf_close(&up);
	return good;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct parameter year = {.name = "year", .value = "2023", .type = PARAMETER_INTEGER};
	struct report report = {.file = report_path,
	    .parameters = &year,
	    .parameter_count = 1,
	    .tables = {"tables.yaml", {report_path, 2, 9, 11}}};
	struct fuzz f;
	struct project *p;
	struct scope s;
	bool good;

	if (folder[sizeof folder - 2] == 'X')
		make_folder();
	if (!is_text(bytes, length))
		return 0;
	f = fuzz_open("query", bytes, length);
	p = project_open(f.a, f.d, report_path, NULL);
	s = (struct scope){.a = f.a, .d = f.d, .report = &report};
	s.tables = p != NULL ? tables_open(f.a, f.d, p, &report) : NULL;
	if (s.tables == NULL || diag_failed(f.d))
		abort();
	good = ask_twice(&s, (struct setting){f.file.bytes, {"query", 1, 1, 1}});
	tables_close(s.tables);
	fuzz_close(&f, good);
	return 0;
}
