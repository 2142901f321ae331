/* test.c: `bilan test` builds the cases below a folder and compares them with what was approved.
 *
 * Each result is printed as soon as those before it are, in the order of the cases' names.
 *
 * Exit status: 0 all as approved, 1 something changed, is new, or has errors; 2 wrong use; 3 the
 * machine.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "testing.h"

static const char *const verdict_words[] = {
    "ok", "accepted", "CHANGED", "NEW", "BROKEN", "TROUBLE"};

/* ---- results ------------------------------------------------------------------------------ */

/* For a program: its messages and what changed, then what came of it. To standard error, as the
 * batch's. */
static void
print_events(const struct work *w, size_t i)
{
	const struct verdict_of *v = &w->verdicts[i];
	struct buf line = {0};

	buf_text(&line, "{\"event\":\"case\",\"case\":");
	buf_json(&line, w->cases[i].name);
	buf_printf(&line, ",\"verdict\":\"%s\",\"summary\":", verdict_types[v->verdict]);
	buf_json(&line, v->summary.len > 0 ? v->summary.at : "");
	buf_printf(&line, ",\"milliseconds\":%d}\n", v->milliseconds);
	if (v->events.len > 0)
		fwrite(v->events.at, 1, v->events.len, stderr);
	fwrite(line.at, 1, line.len, stderr);
	buf_close(&line);
}

static void
print_result(const struct work *w, size_t i)
{
	const struct verdict_of *v = &w->verdicts[i];

	printf("%-9s %s: %s", verdict_words[v->verdict], w->cases[i].name,
	    v->summary.len > 0 ? v->summary.at : "");
	if (w->times)
		printf(" (%d ms)", v->milliseconds);
	putchar('\n');
	for (const char *at = v->details.at; at != NULL && *at != '\0';) {
		size_t n = strcspn(at, "\n");

		printf("          %.*s\n", (int)n, at);
		at += n + (at[n] == '\n');
	}
	fflush(stdout);
	if (w->how.form == DIAG_JSON)
		print_events(w, i);
}

static void
print_sum(const struct work *w)
{
	size_t counts[COUNT(verdict_words)] = {0};

	for (size_t i = 0; i < w->count; i++)
		counts[w->verdicts[i].verdict]++;
	printf("%zu case%s:", w->count, w->count == 1 ? "" : "s");
	for (size_t i = 0; i < COUNT(verdict_words); i++) {
		if (counts[i] > 0)
			printf(" %zu %s", counts[i], verdict_words[i]);
	}
	putchar('\n');
}

static void
write_sheet(const struct work *w, struct diag *d, const char *path)
{
	struct output *file = output_open(d, path);
	struct sheet_entry *entries = mem_alloc((w->count + 1) * sizeof *entries);
	struct buf out = {0};
	size_t passed = 0;
	char sum[100];

	for (size_t i = 0; i < w->count; i++)
		passed += verdict_passed(&w->verdicts[i]);
	snprintf(sum, sizeof sum, "%zu of %zu cases are as approved", passed, w->count);
	for (size_t i = 0; i < w->count; i++)
		entries[i] =
		    (struct sheet_entry){w->cases[i].name, verdict_types[w->verdicts[i].verdict]};
	sheet_open(&out, "Pages and their approved state", sum);
	sheet_list(&out, entries, w->count);
	for (size_t i = 0; i < w->count; i++) {
		const struct verdict_of *v = &w->verdicts[i];

		if (v->sheet.len > 0)
			buf_add(&out, v->sheet.at, v->sheet.len);
		else
			sheet_note(&out, w->cases[i].name, verdict_types[v->verdict], v->summary.at,
			    v->details.len > 0 ? v->details.at : "", (int)i + 1);
	}
	sheet_close(&out);
	output_add(file, out.at, out.len);
	output_commit(file);
	buf_close(&out);
	free(entries);
}

static int
status_of(const struct work *w, const struct diag *d)
{
	int status = diag_status(d);

	for (size_t i = 0; i < w->count; i++) {
		int own = verdict_passed(&w->verdicts[i])             ? EXIT_DONE
			  : w->verdicts[i].verdict == VERDICT_TROUBLE ? EXIT_MACHINE
								      : EXIT_ERRORS;

		status = own > status ? own : status;
	}
	return status;
}

static bool
spares_pictures(const struct test_case *c, struct arena *a, struct diag *d, const char *path)
{
	const char *picture;

	for (int page = 1;; page++) {
		picture = case_picture(c, a, page);
		if (access(picture, F_OK) != 0)
			return true;
		if (!output_spares(d, path, picture))
			return false;
	}
}

/* Is that file none of what the cases are made from? */
static bool
spares_cases(const struct work *w, struct arena *a, struct diag *d, const char *path)
{
	for (size_t i = 0; path != NULL && i < w->count; i++) {
		const struct test_case *c = &w->cases[i];
		const char *own[] = {c->report, arena_printf(a, "%s/case.yaml", c->folder),
		    arena_printf(a, "%s/%s.state", c->folder, c->target)};

		for (size_t k = 0; k < COUNT(own); k++) {
			if (!output_spares(d, path, own[k]))
				return false;
		}
		if (!spares_pictures(c, a, d, path))
			return false;
	}
	return true;
}

/* What a case has read is known when it has been run. */
static bool
spares_read(const struct work *w, struct diag *d, int output)
{
	for (size_t i = 0; i < w->count; i++) {
		if (!(w->verdicts[i].reads >> output & 1))
			continue;
		diag_add(d, DIAG_ERROR, (struct place){.file = w->how.outputs[output]},
		    "output-is-input", "%s is made from this file: it is not overwritten",
		    w->cases[i].name);
		diag_help(d, "name another file for what is written");
		return false;
	}
	return true;
}

/* A report that could not be made has no pages to look at. */
static bool
has_pages_to_show(const struct work *w)
{
	for (size_t i = 0; i < w->count; i++) {
		if (w->verdicts[i].verdict == VERDICT_CHANGED ||
		    w->verdicts[i].verdict == VERDICT_NEW)
			return true;
	}
	return false;
}

static int
run(const struct options *o)
{
	static const char *const here[] = {"."};
	struct folders folders = {o->operands, o->operand_count, o->root};
	struct arena *a = arena_open();
	struct diag *d = diag_open();
	struct work w = {.how = {.approve = o->approve,
			     .sheet = o->output != NULL,
			     .outputs = {[OUTPUT_SHEET] = o->output, [OUTPUT_JUNIT] = o->junit},
			     .form = o->form},
	    .times = o->times,
	    .tell = print_result};
	bool good;
	int status;

	if (folders.count == 0)
		folders = (struct folders){here, 1, o->root};
	w.cases = cases_find(a, d, &folders, &w.count);
	if (w.count == 0 && !diag_failed(d)) {
		fputs("bilan: there is no case.yaml in this folder or below\n", stderr);
		diag_close(d);
		arena_close(a);
		return EXIT_USAGE;
	}
	good = spares_cases(&w, a, d, o->output);
	if (!spares_cases(&w, a, d, o->junit) || !good) {
		diag_print(d, o->form, stderr);
		status = diag_status(d);
		diag_close(d);
		arena_close(a);
		return status;
	}
	w.verdicts = NEW_ARRAY(a, struct verdict_of, w.count + 1);
	cases_run(&w);
	if (w.count > 0)
		print_sum(&w);
	if (o->junit != NULL && spares_read(&w, d, OUTPUT_JUNIT))
		junit_write(&w, d, o->junit);
	if (o->output != NULL && spares_read(&w, d, OUTPUT_SHEET))
		write_sheet(&w, d, o->output);
	if (o->output == NULL && has_pages_to_show(&w) && !o->approve)
		puts("-o changes.html makes a page that shows it");
	if (fflush(stdout) != 0)
		diag_add(d, DIAG_FAILURE, (struct place){0}, "output-failed",
		    "cannot write to standard output");
	diag_print(d, o->form, stderr);
	status = status_of(&w, d);
	for (size_t i = 0; i < w.count; i++) {
		buf_close(&w.verdicts[i].summary);
		buf_close(&w.verdicts[i].details);
		buf_close(&w.verdicts[i].sheet);
		buf_close(&w.verdicts[i].events);
	}
	diag_close(d);
	arena_close(a);
	return status;
}

const struct verb verb_test = {
    .name = "test",
    .operand = "[DIR]...",
    .options =
	OPT_APPROVE | OPT_ROOT | OPT_SHEET | OPT_JUNIT | OPT_CASE_TIMES | OPT_MESSAGES | OPT_COLOUR,
    .help = "compare reports with their approved pages",
    .run = run,
    .statuses =
	"0 all cases are as approved, or their changes are accepted; 1 a case has changed,\n"
	"is new or has errors; 2 wrong use; 3 a case could not be compared: the machine",
};
