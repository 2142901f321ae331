/* table_fixture.h: a table block, from its YAML to its marks, with the files of
 * tests/unit/table/. */
#ifndef TABLE_FIXTURE_H
#define TABLE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bilan/table.h"

extern const struct block_class table_class;

struct fixture {
	struct arena *a;
	struct diag *d;
	struct project *project;
	struct report *report;
	struct texts *texts;
	struct numbers *numbers;
	struct tables *tables;
	struct layout l;
	struct block b;
	struct buf said;
};

static inline int
fixture_open(void **state)
{
	struct arena *a = arena_open();
	struct fixture *f = NEW(a, struct fixture);
	const char *tests = getenv("TESTS_DIR"), *path;

	f->a = a;
	f->d = diag_open();
	path = arena_printf(a, "%s/unit/table/report.yaml", tests);
	f->project = project_open(a, f->d, path, arena_printf(a, "%s/..", tests));
	f->report = report_read(a, f->d, f->project, path, NULL, 0);
	assert_non_null(f->report);
	f->numbers = numbers_open(a, f->d, f->report->language);
	f->texts = texts_open(a, f->d, f->project, f->report);
	f->tables = tables_open(a, f->d, f->project, f->report);
	f->l = (struct layout){.a = a,
	    .scratch = arena_open(),
	    .d = f->d,
	    .report = f->report,
	    .texts = f->texts,
	    .numbers = f->numbers,
	    .pages = pages_open(a)};
	if (diag_failed(f->d))
		diag_print(f->d, DIAG_TEXT, stderr);
	assert_false(diag_failed(f->d));
	*state = f;
	return 0;
}

static inline int
fixture_close(void **state)
{
	struct fixture *f = *state;

	pages_close(f->l.pages);
	arena_close(f->l.scratch);
	tables_close(f->tables);
	texts_close(f->texts);
	numbers_close(f->numbers);
	diag_close(f->d);
	buf_close(&f->said);
	arena_close(f->a);
	return 0;
}

/* Reads and binds the settings of one table. */
static inline bool
bind_block(struct fixture *f, const char *yaml)
{
	struct bind bind = {
	    .scope = {.a = f->a,
		.d = f->d,
		.report = f->report,
		.tables = f->tables,
		.numbers = f->numbers},
	    .project = f->project,
	    .d = f->d,
	    .report = f->report,
	    .texts = f->texts,
	};
	void *settings;

	f->b = (struct block){.class = &table_class, .parent = 1};
	f->b.node = yaml_parse(f->a, f->d, "block.yaml", yaml, strlen(yaml));
	assert_non_null(f->b.node);
	f->b.at = f->b.node->at;
	f->b.settings = settings = arena_alloc(f->a, table_class.record.size);
	if (!config_fill(f->a, f->d, f->report->theme, &table_class.record, f->b.node, settings,
		&f->b.common))
		return false;
	f->b.common.id = "t";
	f->b.name = pages_block(f->l.pages, "t", (struct place){0});
	return table_class.bind(&bind, &f->b) && !bind.scope.missing;
}

static inline void
must_bind(struct fixture *f, const char *yaml)
{
	bool ok = bind_block(f, yaml);

	if (!ok)
		diag_print(f->d, DIAG_TEXT, stderr);
	assert_true(ok);
}

/* A room on a new page: the grid's width, from half row `top` (2 is row 1) on. */
static inline struct room
new_room(struct fixture *f, int top, dimen height)
{
	const struct master *m = &f->report->masters->items[0];
	struct page *page = pages_add(f->l.pages, m, (struct place){0}, NULL);

	return (struct room){
	    .box = {m->inner, master_row_top(m, top), m->width - m->inner - m->outer, height},
	    .row = m->row,
	    .first = m->first,
	    .fresh = true,
	    .tallest = true,
	    .page = page};
}

static inline enum fit
place_in(struct fixture *f, int top, dimen height)
{
	struct room room = new_room(f, top, height);

	return table_class.place(&f->l, &f->b, &room);
}

static inline const char *
tags(struct fixture *f)
{
	buf_empty(&f->said);
	tags_dump(&f->said, f->l.pages);
	return f->said.at;
}

static inline const char *
marks(struct fixture *f)
{
	buf_empty(&f->said);
	marks_dump(&f->said, f->l.pages, f->report->theme);
	return f->said.at;
}

static inline bool
said(struct fixture *f, const char *code)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	bool found;

	diag_print(f->d, DIAG_TEXT, out);
	fclose(out);
	found = strstr(text, code) != NULL;
	if (!found)
		print_message("%s", text);
	free(text);
	return found;
}

/* The n-th mark of glyphs with these words, counted from 0, on any page. */
static inline const struct mark *
find_words(struct fixture *f, const char *words, int n)
{
	struct buf text = {0};
	const struct mark *found = NULL;

	for (size_t i = 0; i < f->l.pages->count && found == NULL; i++) {
		const struct page *page = &f->l.pages->items[i];

		for (size_t k = 0; k < page->count && found == NULL; k++) {
			if (page->marks[k].kind != MARK_GLYPHS)
				continue;
			buf_empty(&text);
			glyphs_text(&text, mark_glyphs(&page->marks[k]));
			if (text.at != NULL && strcmp(text.at, words) == 0 && n-- == 0)
				found = &page->marks[k];
		}
	}
	buf_close(&text);
	return found;
}

static inline struct point
point_of(struct fixture *f, const char *words, int n)
{
	const struct mark *m = find_words(f, words, n);

	if (m == NULL)
		fail_msg("no \"%s\"", words);
	return mark_glyphs(m).at;
}

static inline const struct mark *
find_fill(struct fixture *f, const char *name, int n)
{
	colour c = theme_colour(f->report->theme, name);

	for (size_t i = 0; i < f->l.pages->count; i++) {
		const struct page *page = &f->l.pages->items[i];

		for (size_t k = 0; k < page->count; k++) {
			const struct mark *m = &page->marks[k];

			if (m->kind == MARK_PATH && ((const struct path *)m->detail)->fill == c &&
			    n-- == 0)
				return m;
		}
	}
	return NULL;
}

#endif
