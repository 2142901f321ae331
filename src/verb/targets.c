/* targets.c: a report's pages as files: for screens, for the press, or both.
 *
 * The pages are laid out once. What stops the print (no printer, a finding of the preflight) is
 * found before anything is written, and both files appear or none: of two files that say the same,
 * one alone would be an old one beside a new one.
 *
 * -o names the file; with both targets the web file, and the print file has "-print" before its
 * ".pdf". The web file's bytes do not depend on the printer: its date is that of the inputs read
 * before the printer's files.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "verb.h"

/* Dates come from SOURCE_DATE_EPOCH or the newest input, never from the clock. */
int64_t
make_date(const struct project *p)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	int64_t newest = 0;

	if (epoch != NULL && *epoch != '\0' && strspn(epoch, "0123456789") == strlen(epoch) &&
	    strlen(epoch) <= 12)
		return strtoll(epoch, NULL, 10);
	for (size_t i = 0; i < project_input_count(p); i++) {
		int64_t modified = project_input(p, i)->modified;

		newest = modified > newest ? modified : newest;
	}
	return newest;
}

static const struct file_text *
input_named(const struct project *p, const char *name)
{
	for (size_t i = 0; i < project_input_count(p); i++) {
		if (strcmp(project_input(p, i)->name, name) == 0)
			return project_input(p, i);
	}
	return NULL;
}

/* The tables that the report read, as files in the PDF; and its state, for `bilan diff`. */
static struct attachment *
attachments_of(struct make *m, size_t *count)
{
	size_t n = tables_count(m->tables);
	struct attachment *list = NEW_ARRAY(m->a, struct attachment, n + 1);

	*count = 0;
	list[(*count)++] = carried_state(m);
	for (size_t i = 0; i < n; i++) {
		const char *file = tables_file(m->tables, i);
		const struct file_text *text = file != NULL ? input_named(m->project, file) : NULL;
		const char *base = file != NULL ? strrchr(file, '/') : NULL;

		if (text == NULL)
			continue;
		list[(*count)++] = (struct attachment){
		    .name = base != NULL ? base + 1 : file,
		    .description = tables_name(m->tables, i),
		    .file = text,
		};
	}
	return list;
}

/* An output that is an input would destroy the report's own source. */
static bool
is_input(const struct project *p, const char *path)
{
	struct stat out, in;

	if (stat(path, &out) != 0)
		return false;
	for (size_t i = 0; i < project_input_count(p); i++) {
		if (stat(project_input(p, i)->name, &in) == 0 && in.st_dev == out.st_dev &&
		    in.st_ino == out.st_ino)
			return true;
	}
	return false;
}

static bool
check_output(struct make *m, const char *path)
{
	if (!is_input(m->project, path))
		return true;
	diag_add(m->d, DIAG_ERROR, (struct place){.file = path}, "output-is-input",
	    "the report is made from this file: it is not overwritten");
	diag_help(m->d, "give another file with -o");
	return false;
}

struct pdf_job
make_job(struct make *m, const struct printing *press)
{
	struct pdf_job job = {
	    .pages = m->pages,
	    .report = m->report,
	    .title = m->title,
	    .author = m->author,
	    .subject = m->subject,
	    .texts = m->texts,
	    .target = press != NULL ? TARGET_PRINT : TARGET_WEB,
	    .date = make_date(m->project),
	};

	if (press != NULL) {
		job.printer = press->printer;
		job.inks = press->inks;
	} else {
		job.attachments = attachments_of(m, &job.attachment_count);
	}
	return job;
}

void
make_write(struct make *m, const char *path)
{
	struct pdf_job job = make_job(m, NULL);
	struct output *out;

	if (!check_output(m, path))
		return;
	out = output_open(m->d, path);
	if (pdf_write(&job, m->a, m->d, out))
		output_commit(out);
	else
		output_drop(out);
	make_time(m, 4);
}

/* ---- names ---------------------------------------------------------------------------------- */

/* report.yaml makes report.pdf beside where bilan runs. */
static const char *
default_output(struct make *m, const char *report)
{
	const char *base = strrchr(report, '/');
	const char *dot;

	base = base != NULL ? base + 1 : report;
	dot = strrchr(base, '.');
	return arena_printf(
	    m->a, "%.*s.pdf", (int)(dot != NULL ? dot - base : (long)strlen(base)), base);
}

/* report.pdf, report-print.pdf */
static const char *
print_output(struct make *m, const char *web)
{
	size_t n = strlen(web), stem = n > 4 && strcasecmp(web + n - 4, ".pdf") == 0 ? n - 4 : n;

	return arena_printf(m->a, "%.*s-print%s", (int)stem, web, web + stem);
}

/* ---- both
 * ------------------------------------------------------------------------------------------ */

static void
write_both(struct make *m, const struct pdf_job *web, const struct pdf_job *print, const char *path)
{
	const char *other = print_output(m, path);
	struct output *first, *second;
	bool written;

	if (!check_output(m, path) || !check_output(m, other))
		return;
	first = output_open(m->d, path);
	second = output_open(m->d, other);
	written = pdf_write(web, m->a, m->d, first);
	written = pdf_write(print, m->a, m->d, second) && written; /* both tell their mistakes */
	if (written) {
		if (output_commit(first))
			output_commit(second);
		else
			output_drop(second);
	} else {
		output_drop(first);
		output_drop(second);
	}
	make_time(m, 4);
}

static void
write_print(struct make *m, const struct pdf_job *print, const char *path)
{
	struct output *out;

	if (!check_output(m, path))
		return;
	out = output_open(m->d, path);
	if (pdf_write(print, m->a, m->d, out))
		output_commit(out);
	else
		output_drop(out);
	make_time(m, 4);
}

void
make_targets(struct make *m, const struct options *o)
{
	const char *path = o->output != NULL ? o->output : default_output(m, o->report);
	struct pdf_job web, print;
	struct printing press;

	if (diag_failed(m->d))
		return;
	if (!o->press) {
		make_write(m, path);
		return;
	}
	if (o->screen && strcmp(path, "-") == 0) {
		diag_add(m->d, DIAG_ERROR, (struct place){0}, "output-two-files",
		    "standard output holds one PDF, not two");
		diag_help(m->d, "name a file with -o, or choose one target");
		return;
	}
	web = make_job(m, NULL);
	if (printing_open(&press, m, o)) {
		print = make_job(m, &press);
		if (o->screen)
			write_both(m, &web, &print, path);
		else
			write_print(m, &print, o->output != NULL ? path : print_output(m, path));
	}
	printing_close(&press);
}
