/* flow_test.c: columns that cannot be balanced cost time, and no memory for each height tried. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <unistd.h>

#include "bilan/flow.h"

/* What the pages of a report take of the arena that layout works in. */
static size_t
memory_of(const char *pages)
{
	struct arena *a = arena_open(), *of_pages = arena_open();
	struct diag *d = diag_open();
	const char *tests = getenv("TESTS_DIR");
	char folder[] = "/tmp/bilan-XXXXXX";
	char *path;
	FILE *f;
	struct project *p;
	struct report *r;
	struct tree *tree;
	size_t used;

	assert_non_null(mkdtemp(folder));
	path = arena_printf(a, "%s/masters.yaml", folder);
	f = fopen(path, "wb");
	fputs("masters:\n"
	      "  two:\n"
	      "    size: [360pt, 1240pt]\n"
	      "    margins: {top: 20pt, bottom: 20pt, inner: 20pt, outer: 20pt}\n"
	      "    grid: {columns: 6, gutter: 8pt, baseline: 12pt, first: 9pt}\n"
	      "    frames: 2\n"
	      "  unbalanced: {like: two, balance: no}\n",
	    f);
	fclose(f);
	path = arena_printf(a, "%s/report.yaml", folder);
	f = fopen(path, "wb");
	fprintf(f,
	    "report: 1\ntitle: Essai\nlanguage: fr-FR\nmasters: masters.yaml\n"
	    "theme: %s/golden/common/theme.yaml\n"
	    "pages:\n%s",
	    tests, pages);
	fclose(f);
	p = project_open(a, d, path, "/");
	r = report_read(a, d, p, path, NULL, 0);
	if (r == NULL || diag_failed(d))
		diag_print(d, DIAG_TEXT, stderr);
	assert_non_null(r);
	struct numbers *numbers = numbers_open(a, d, r->language);
	struct texts *texts = texts_open(a, d, p, r);
	struct tables *tables = tables_open(a, d, p, r);
	struct once once = {.images = map_new(a), .icons = map_new(a)};
	struct bind bind = {
	    .scope = {.a = a, .d = d, .report = r, .tables = tables, .numbers = numbers},
	    .project = p,
	    .d = d,
	    .report = r,
	    .texts = texts,
	    .once = &once,
	};
	struct layout l = {
	    .a = of_pages,
	    .scratch = arena_open(),
	    .d = d,
	    .report = r,
	    .texts = texts,
	    .numbers = numbers,
	};

	tree = tree_bind(&bind, a);
	pages_close(flow_pages(&l, tree));
	if (diag_failed(d))
		diag_print(d, DIAG_TEXT, stderr);
	assert_false(diag_failed(d));
	used = arena_used(of_pages);
	unlink(arena_printf(a, "%s/masters.yaml", folder));
	unlink(path);
	assert_int_equal(rmdir(folder), 0);
	tables_close(tables);
	texts_close(texts);
	numbers_close(numbers);
	diag_close(d);
	arena_close(l.scratch);
	arena_close(of_pages);
	arena_close(a);
	return used;
}

/* Each line stays with the next: all of them must stand in one frame. */
static const char *
chain(struct buf *out, const char *master)
{
	buf_empty(out);
	buf_printf(out, "  - flow: %s\n    blocks:\n", master);
	for (int i = 0; i < 60; i++)
		buf_printf(out, "      - text: {keep: yes, text: ligne %d}\n", i);
	buf_text(out, "      - text: fin\n");
	return out->at;
}

static void
a_flow_that_cannot_be_balanced(void **state)
{
	struct buf pages = {0};
	size_t once = memory_of(chain(&pages, "unbalanced"));
	size_t tried = memory_of(chain(&pages, "two"));

	(void)state;
	buf_close(&pages);
	assert_in_range(tried, 0, 2 * once);
}

/* Headings stay with what follows them, so their columns end at other heights than their share. */
static const char *
columns(struct buf *out, const char *balance)
{
	buf_empty(out);
	buf_printf(out,
	    "  - page: two\n    blocks:\n"
	    "      - prose:\n          area: [1, 1, 6, 100]\n          columns: 2\n"
	    "          balance: %s\n          text: |\n",
	    balance);
	for (int i = 0; i < 40; i++)
		buf_text(out, "            # Titre\n\n");
	buf_text(out, "            fin\n");
	return out->at;
}

static void
prose_that_cannot_be_balanced(void **state)
{
	struct buf pages = {0};
	size_t once = memory_of(columns(&pages, "no")), tried = memory_of(columns(&pages, "yes"));

	(void)state;
	buf_close(&pages);
	assert_in_range(tried, 0, 2 * once);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_flow_that_cannot_be_balanced),
	    cmocka_unit_test(prose_that_cannot_be_balanced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
