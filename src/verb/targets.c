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

static bool
is_taken(const struct attachment *list, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(list[i].name, name) == 0)
			return true;
	}
	return false;
}

/* A file's name in the PDF: its own, after the table's where another of that name is there already.
 * NULL: that very file is. (Its folder would not do: that depends on where bilan runs.) */
static const char *
attached_name(struct make *m, const struct attachment *list, size_t n, size_t table,
    const struct file_text *file)
{
	const char *base = strrchr(file->name, '/');
	const char *name = base != NULL ? base + 1 : file->name;

	for (size_t i = 0; i < n; i++) {
		if (list[i].file == file)
			return NULL;
	}
	while (is_taken(list, n, name))
		name = arena_printf(m->a, "%s-%s", tables_name(m->tables, table), name);
	return name;
}

/* The tables that the report read, as files in the PDF; and its state, for `bilan diff`. Keys of a
 * name tree must differ, so a file that holds two tables is there once. */
static struct attachment *
attachments_of(struct make *m, size_t *count)
{
	size_t n = tables_count(m->tables);
	struct attachment *list = NEW_ARRAY(m->a, struct attachment, n + 1);

	*count = 0;
	if (carried_state(m, &list[0]))
		(*count)++;
	for (size_t i = 0; i < n; i++) {
		const char *path = tables_file(m->tables, i);
		const struct file_text *file = path != NULL ? input_named(m->project, path) : NULL;
		const char *name = file != NULL ? attached_name(m, list, *count, i, file) : NULL;

		if (name == NULL || !tables_attached(m->tables, i))
			continue;
		list[(*count)++] = (struct attachment){
		    .name = name,
		    .description = tables_name(m->tables, i),
		    .file = file,
		};
	}
	return list;
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

const char *
print_output(struct arena *a, const char *web)
{
	size_t n = strlen(web), stem = n > 4 && strcasecmp(web + n - 4, ".pdf") == 0 ? n - 4 : n;

	return arena_printf(a, "%.*s-print%s", (int)stem, web, web + stem);
}

/* ---- files ---------------------------------------------------------------------------------- */

/* Under their names together: of what cannot be made, nothing is. */
static void
write_files(struct make *m, const struct pdf_job *const *jobs, const char *const *paths, int count)
{
	struct output *out[2] = {NULL};
	bool good = true;

	for (int i = 0; i < count; i++)
		good = make_spares(m, m->d, paths[i]) && good;
	if (!good)
		return;
	for (int i = 0; i < count; i++) {
		out[i] = output_open(m->d, paths[i]);
		good = pdf_write(jobs[i], m->a, m->d, out[i]) && good;
	}
	if (good)
		good = outputs_commit(out, (size_t)count, m->sync);
	else
		for (int i = 0; i < count; i++)
			output_drop(out[i]);
	if (good && strcmp(paths[0], "-") != 0)
		m->made =
		    count == 1 ? paths[0] : arena_printf(m->a, "%s and %s", paths[0], paths[1]);
	make_time(m, 4);
}

void
make_files(struct make *m, const struct options *o, const char *web, const char *print)
{
	const struct pdf_job *jobs[2];
	const char *paths[2];
	struct pdf_job screen, press;
	struct printing printing = {0};
	int count = 0;

	if (diag_failed(m->d))
		return;
	if (web != NULL) { /* first: its date is that of the inputs read so far */
		screen = make_job(m, NULL);
		jobs[count] = &screen;
		paths[count++] = web;
	}
	if (print == NULL) {
		write_files(m, jobs, paths, count);
		return;
	}
	if (printing_open(&printing, m, o)) {
		press = make_job(m, &printing);
		jobs[count] = &press;
		paths[count++] = print;
		write_files(m, jobs, paths, count);
	}
	printing_close(&printing);
}

void
make_targets(struct make *m, const struct options *o)
{
	const char *path = o->output != NULL ? o->output : default_output(m, o->report);
	bool both = o->screen && o->press;

	if (diag_failed(m->d))
		return;
	if (both && strcmp(path, "-") == 0) {
		diag_add(m->d, DIAG_ERROR, (struct place){0}, "output-two-files",
		    "standard output holds one PDF, not two");
		diag_help(m->d, "name a file with -o, or choose one target");
		return;
	}
	if (both)
		make_files(m, o, path, print_output(m->a, path));
	else if (o->press)
		make_files(m, o, NULL, o->output != NULL ? path : print_output(m->a, path));
	else
		make_files(m, o, path, NULL);
}
