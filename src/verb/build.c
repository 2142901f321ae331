/* build.c: `bilan build` makes one report's PDF; `bilan check` says everything that build would say
 * and writes nothing; --dump prints a stage instead of writing the PDF.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "verb.h"

/* Dates come from SOURCE_DATE_EPOCH or the newest input, never from the clock. */
static int64_t
date_of(const struct project *p)
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

/* The tables that the report read, as files in the PDF. */
static struct attachment *
attachments_of(struct make *m, size_t *count)
{
	size_t n = tables_count(m->tables);
	struct attachment *list = NEW_ARRAY(m->a, struct attachment, n);

	*count = 0;
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

void
make_write(struct make *m, const char *path)
{
	struct pdf_job job = {
		.pages = m->pages,
		.report = m->report,
		.title = m->title,
		.author = m->author,
		.subject = m->subject,
		.texts = m->texts,
		.target = TARGET_WEB,
		.date = date_of(m->project),
	};
	struct output *out;

	if (is_input(m->project, path)) {
		diag_add(m->d, DIAG_ERROR, (struct place){.file = path}, "output-is-input",
		    "the report is made from this file: it is not overwritten");
		diag_help(m->d, "give another file with -o");
		return;
	}
	out = output_open(m->d, path);
	job.attachments = attachments_of(m, &job.attachment_count);
	if (pdf_write(&job, m->a, m->d, out))
		output_commit(out);
	else
		output_drop(out);
	make_time(m, 4);
}

/* report.yaml makes report.pdf beside where bilan runs. */
static const char *
default_output(struct make *m, const char *report)
{
	const char *base = strrchr(report, '/');
	const char *dot;

	base = base != NULL ? base + 1 : report;
	dot = strrchr(base, '.');
	return arena_printf(m->a, "%.*s.pdf", (int)(dot != NULL ? dot - base : (long)strlen(base)), base);
}

static void
dump_lines(struct buf *out, const struct pages *p)
{
	for (size_t i = 0; i < p->count; i++) {
		buf_printf(out, "page %d\n", p->items[i].folio);
		for (size_t k = 0; k < p->items[i].count; k++) {
			const struct mark *m = &p->items[i].marks[k];

			if (m->kind != MARK_GLYPHS)
				continue;
			buf_printf(out, "  %s: ", p->blocks[m->block]);
			glyphs_text(out, m->detail);
			buf_byte(out, '\n');
		}
	}
}

static int
dump(struct make *m, const struct options *o)
{
	struct buf out = {0};
	struct output *to = output_open(m->d, o->output != NULL ? o->output : "-");

	if (strcmp(o->dump, "blocks") == 0)
		tree_dump(&out, m->tree);
	else if (strcmp(o->dump, "lines") == 0)
		dump_lines(&out, m->pages);
	else if (strcmp(o->dump, "tags") == 0)
		tags_dump(&out, m->pages);
	else
		marks_dump(&out, m->pages, m->report->theme);
	if (to != NULL) {
		output_add(to, out.at != NULL ? out.at : "", out.len);
		output_commit(to);
	}
	buf_close(&out);
	return make_close(m, o);
}

static int
run_build(const struct options *o)
{
	struct make m;

	make_open(&m);
	if (!make_load(&m, o) || !make_tree(&m))
		return make_close(&m, o);
	make_pages(&m);
	if (o->dump != NULL)
		return dump(&m, o);
	if (!diag_failed(m.d))
		make_write(&m, o->output != NULL ? o->output : default_output(&m, o->report));
	return make_close(&m, o);
}

static int
run_check(const struct options *o)
{
	struct make m;

	make_open(&m);
	if (make_load(&m, o) && make_tree(&m))
		make_pages(&m);
	return make_close(&m, o);
}

const struct verb verb_build = {
	"build", "REPORT.yaml",
	OPT_PARAMETER | OPT_OUTPUT | OPT_ROOT | OPT_DUMP | OPT_TIMES | OPT_MESSAGES | OPT_COLOUR,
	"make a report's PDF", run_build,
};

const struct verb verb_check = {
	"check", "REPORT.yaml",
	OPT_PARAMETER | OPT_ROOT | OPT_TIMES | OPT_MESSAGES | OPT_COLOUR,
	"say everything that build would say, write no file", run_check,
};
