/* test_junit.c: the results of `bilan test` as JUnit's XML, which every CI server reads.
 *
 * A case.yaml with mistakes is no case, so it has no verdict; here it is an error all the same,
 * since a server that reads nothing else must not take the run for good.
 */
#include <stdlib.h>

#include "testing.h"

const char *const verdict_types[] = {"ok", "accepted", "changed", "new", "broken", "trouble"};

bool
verdict_passed(const struct verdict_of *v)
{
	return v->verdict == VERDICT_SAME || v->verdict == VERDICT_ACCEPTED;
}

/* XML forbids most control characters; the escapes of HTML are XML's too. */
static void
add_case(struct buf *out, const char *name, int milliseconds)
{
	buf_text(out, "<testcase classname=\"bilan\" name=\"");
	sheet_escape(out, name);
	buf_printf(out, "\" time=\"%d.%03d\">", milliseconds / 1000, milliseconds % 1000);
}

static void
add_result(struct buf *out, enum verdict verdict, const char *message, const char *details)
{
	const char *kind = verdict <= VERDICT_NEW ? "failure" : "error";

	buf_printf(out, "<%s type=\"%s\" message=\"", kind, verdict_types[verdict]);
	sheet_escape(out, message);
	buf_text(out, "\">");
	sheet_escape(out, details);
	buf_printf(out, "</%s>", kind);
}

/* What was to be expected is told, too: somebody has to approve it in the end. */
static void
add_accepted(struct buf *out, const char *details)
{
	buf_text(out, "<system-out>");
	sheet_escape(out, details);
	buf_text(out, "</system-out>");
}

/* The cases that could not be read, with what was said of them. */
static void
add_unread(struct buf *out, const struct diag *d)
{
	char *said = NULL;
	size_t length;
	FILE *file = open_memstream(&said, &length);

	add_case(out, "case.yaml", 0);
	if (file != NULL) {
		diag_print(d, DIAG_TEXT, file);
		fclose(file);
	}
	add_result(
	    out, VERDICT_BROKEN, "there are cases that cannot be read", said != NULL ? said : "");
	buf_text(out, "</testcase>\n");
	free(said);
}

void
junit_write(const struct work *w, struct diag *d, const char *path)
{
	struct buf out = {0};
	bool unread = diag_failed(d);
	struct output *file = output_open(d, path);
	size_t failures = 0, errors = unread;
	int sum = 0;

	for (size_t i = 0; i < w->count; i++) {
		const struct verdict_of *v = &w->verdicts[i];

		failures += v->verdict == VERDICT_CHANGED || v->verdict == VERDICT_NEW;
		errors += v->verdict == VERDICT_BROKEN || v->verdict == VERDICT_TROUBLE;
		sum += v->milliseconds;
	}
	buf_printf(&out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
	    "<testsuite name=\"bilan test\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" "
	    "skipped=\"0\" time=\"%d.%03d\">\n",
	    w->count + unread, failures, errors, sum / 1000, sum % 1000);
	for (size_t i = 0; i < w->count; i++) {
		const struct verdict_of *v = &w->verdicts[i];

		add_case(&out, w->cases[i].name, v->milliseconds);
		if (!verdict_passed(v))
			add_result(&out, v->verdict, v->summary.at,
			    v->details.len > 0 ? v->details.at : "");
		else if (v->verdict == VERDICT_ACCEPTED)
			add_accepted(&out, v->details.len > 0 ? v->details.at : v->summary.at);
		buf_text(&out, "</testcase>\n");
	}
	if (unread)
		add_unread(&out, d);
	buf_text(&out, "</testsuite>\n</testsuites>\n");
	output_add(file, out.at, out.len);
	output_commit(file);
	buf_close(&out);
}
