/* make.c: one report, from its path to its pages: the stages in their order, for the verbs that
 * need some or all of them.
 */
#include <stdlib.h>
#include <unistd.h>

#include "verb.h"

void
make_open(struct make *m)
{
	*m = (struct make){
	    .run = arena_open(),
	    .a = arena_open(),
	    .d = diag_open(),
	    .started = seconds_of_cpu(),
	};
}

void
make_time(struct make *m, int stage)
{
	double now = seconds_of_cpu();

	m->times[stage] += now - m->started;
	m->started = now;
}

bool
make_load(struct make *m, const struct options *o)
{
	m->project = project_open(m->a, m->d, o->report, o->root);
	if (m->project == NULL)
		return false;
	m->report = report_read(m->a, m->d, m->project, o->report, o->given, o->given_count);
	if (m->report == NULL || m->report->theme == NULL || m->report->masters == NULL)
		return false;
	m->numbers = numbers_open(m->run, m->d, m->report->language);
	m->texts = texts_open(m->run, m->d, m->project, m->report);
	make_time(m, 0);
	m->tables = tables_open(m->a, m->d, m->project, m->report);
	make_time(m, 1);
	return m->texts != NULL && m->tables != NULL;
}

static const char *
expand(struct make *m, struct scope *scope, struct setting text)
{
	const char *words = text.text != NULL ? value_text(scope, text) : NULL;

	return words != NULL ? typography(m->a, m->report->language, words) : NULL;
}

bool
make_tree(struct make *m)
{
	m->once = NEW(m->a, struct once);
	*m->once = (struct once){.images = map_new(m->a), .icons = map_new(m->a)};
	if (m->keeps) {
		m->once->blocks = NEW_ARRAY(m->a, struct block *, m->report->page_count + 1);
		m->once->memo = prose_memo_open(m->a);
	}
	struct bind bind = {
	    .scope = {.a = m->a,
		.d = m->d,
		.report = m->report,
		.tables = m->tables,
		.numbers = m->numbers,
		.memo = m->first != NULL ? m->first->memo : m->once->memo},
	    .project = m->project,
	    .d = m->d,
	    .report = m->report,
	    .texts = m->texts,
	    .once = m->once,
	    .first = m->first,
	    .scales = m->scales,
	};

	checks_run(&bind.scope);
	outliers_run(&bind.scope);
	m->title = expand(m, &bind.scope, m->report->title);
	m->author = expand(m, &bind.scope, m->report->author);
	m->subject = expand(m, &bind.scope, m->report->subject);
	m->tree = tree_bind(&bind, m->a);
	make_time(m, 2);
	return m->tree != NULL;
}

bool
make_pages(struct make *m)
{
	struct layout layout = {
	    .a = m->a,
	    .scratch = arena_open(),
	    .d = m->d,
	    .report = m->report,
	    .texts = m->texts,
	    .numbers = m->numbers,
	};

	m->pages = flow_pages(&layout, m->tree);
	arena_close(layout.scratch);
	if (m->pages->count == 0 && !diag_failed(m->d))
		diag_add(m->d, DIAG_ERROR, m->report->at, "no-pages", "the report has no page");
	make_time(m, 3);
	return !diag_failed(m->d);
}

static void
print_times(const struct make *m)
{
	static const char *const stages[] = {"config", "data", "bind", "flow", "pdf", "press"};
	double sum = 0;

	for (size_t i = 0; i < COUNT(stages); i++) {
		if (i == 5 && m->times[i] <= 0)
			continue;
		fprintf(stderr, "%-8s %7.2f ms\n", stages[i], m->times[i] * 1e3);
		sum += m->times[i];
	}
	fprintf(stderr, "%-8s %7.2f ms of CPU\n", "all", sum * 1e3);
}

void
make_drop(struct make *m)
{
	pages_close(m->pages);
	if (m->tables != NULL)
		tables_close(m->tables);
	if (m->texts != NULL)
		texts_close(m->texts);
	if (m->numbers != NULL)
		numbers_close(m->numbers);
	diag_close(m->d);
	arena_close(m->a);
	arena_close(m->run);
}

bool
make_spares(const struct make *m, struct diag *d, const char *path)
{
	bool spares = m->project == NULL || output_spares_inputs(d, path, m->project);

	for (size_t i = 0; spares && m->texts != NULL && i < texts_face_count(m->texts); i++)
		spares = output_spares(d, path, texts_face(m->texts, (int)i)->file);
	return spares;
}

/* A person at a terminal is told that it went well; in a script silence says so, unless warnings
 * leave doubt whether there is a file. */
static void
say_done(const struct make *m, const struct options *o)
{
	size_t pages = m->pages != NULL ? m->pages->count : 0;
	const char *s = pages == 1 ? "" : "s";

	if (o->form == DIAG_JSON || diag_failed(m->d))
		return;
	if (m->made != NULL && (diag_count(m->d, DIAG_WARNING) > 0 || isatty(2)))
		fprintf(stderr, "made %s, %zu page%s\n", m->made, pages, s);
	else if (m->checked && isatty(2))
		fprintf(stderr, "no errors, %zu page%s\n", pages, s);
}

int
make_close(struct make *m, const struct options *o)
{
	int status = diag_status(m->d);

	diag_print(m->d, o->form, stderr);
	say_done(m, o);
	if (o->times)
		print_times(m);
	make_drop(m);
	return status;
}
