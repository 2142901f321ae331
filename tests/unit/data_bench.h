/* data_bench.h: what a test of data/ needs: a project of one tables.yaml and CSV files in a fresh
 * folder, a report with a year, and a scope to look values up in.
 */
#ifndef DATA_BENCH_H
#define DATA_BENCH_H

#include "config_said.h"

#include "bilan/data.h"

struct desk {
	struct bench *b;
	struct project *p;
	struct parameter parameters[2];
	struct format formats[3];
	struct theme theme;
	struct report report;
	struct tables *t;
	struct scope scope;
};

static inline int
desk_open(void **state)
{
	struct desk *k = calloc(1, sizeof *k);
	void *bench = NULL;

	bench_open(&bench);
	k->b = bench;
	strcpy(k->b->folder, "/tmp/bilan-data-XXXXXX");
	if (!mkdtemp(k->b->folder) || chdir(k->b->folder) != 0)
		return -1;
	k->parameters[0] =
	    (struct parameter){.name = "year", .value = "2023", .type = PARAMETER_INTEGER};
	k->parameters[1] =
	    (struct parameter){.name = "entity", .value = "Ariège", .type = PARAMETER_TEXT};
	k->formats[0] = (struct format){"integer", "precision-integer", {0}, 0};
	k->formats[1] = (struct format){"euro", "currency/EUR precision-integer", {0}, 1};
	k->formats[2] = (struct format){"percent2", "percent .00", {0}, 2};
	k->theme = (struct theme){.formats = k->formats, .format_count = 3};
	k->report = (struct report){.file = "report.yaml",
	    .language = "fr-FR",
	    .title = {"Rapport d'activité {year}", {"report.yaml", 1, 8, 25}},
	    .parameters = k->parameters,
	    .parameter_count = 2,
	    .theme = &k->theme,
	    .tables = {"tables.yaml", {"report.yaml", 2, 9, 11}}};
	*state = k;
	return 0;
}

static inline int
desk_close(void **state)
{
	struct desk *k = *state;
	void *bench = k->b;
	char command[128];

	tables_close(k->t);
	numbers_close(k->scope.numbers);
	snprintf(command, sizeof command, "rm -r %s", k->b->folder);
	if (chdir("/") != 0 || system(command) != 0)
		return -1;
	free(k);
	return bench_close(&bench);
}

static inline void
put_bytes(const char *name, const char *bytes, size_t length)
{
	FILE *out = fopen(name, "wb");

	assert_non_null(out);
	assert_int_equal(fwrite(bytes, 1, length, out), length);
	fclose(out);
}

/* Reads tables.yaml; the scope is ready after it. */
static inline struct tables *
desk_read(struct desk *k, const char *yaml)
{
	write_file("report.yaml", "title: \"Rapport d'activité {year}\"\ntables: tables.yaml\n");
	write_file("tables.yaml", yaml);
	k->p = project_open(k->b->a, k->b->d, "report.yaml", NULL);
	assert_non_null(k->p);
	k->t = tables_open(k->b->a, k->b->d, k->p, &k->report);
	k->scope = (struct scope){.a = k->b->a,
	    .d = k->b->d,
	    .report = &k->report,
	    .tables = k->t,
	    .numbers = numbers_open(k->b->a, k->b->d, "fr-FR")};
	return k->t;
}

/* A setting as it stands in line 7, column 12 of layout.yaml. */
static inline struct setting
as_set(const char *text)
{
	return (struct setting){
	    text, {"layout.yaml", 7, 12, (int)utf8_count(text, strcspn(text, "\n"))}};
}

#define NNBSP      "\xE2\x80\xAF"
#define MINUS_SIGN "\xE2\x88\x92"

#endif
