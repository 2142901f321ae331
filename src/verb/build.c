/* build.c: `bilan build` makes one report's PDFs; `bilan check` says everything that build would
 * say and writes nothing; --dump prints a stage instead of writing a PDF.
 */
#include <string.h>

#include "verb.h"

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
			glyphs_text(out, mark_glyphs(m));
			buf_byte(out, '\n');
		}
	}
}

static void
dump_state(struct make *m, const struct options *o, struct buf *out)
{
	bool print = o->press && !o->screen;
	struct printing press = {0};
	struct buf text = {0};
	size_t body;

	if (print && !printing_open(&press, m, o))
		return;
	body = make_state(m, print ? &press : NULL, &text);
	buf_add(out, text.at, body);
	if (print)
		make_ink_lines(m, &press, out);
	buf_add(out, text.at + body, text.len - body);
	buf_close(&text);
	printing_close(&press);
}

static int
dump(struct make *m, const struct options *o)
{
	const char *path = o->output != NULL ? o->output : "-";
	struct buf out = {0};
	struct output *to;

	if (!make_spares(m, m->d, path))
		return make_close(m, o);
	to = output_open(m->d, path);
	if (strcmp(o->dump, "blocks") == 0)
		tree_dump(&out, m->tree);
	else if (strcmp(o->dump, "lines") == 0)
		dump_lines(&out, m->pages);
	else if (strcmp(o->dump, "tags") == 0)
		tags_dump(&out, m->pages);
	else if (strcmp(o->dump, "state") == 0)
		dump_state(m, o, &out);
	else
		marks_dump(&out, m->pages, m->report->theme);
	output_add(to, out.at, out.len);
	output_commit(to);
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
	tables_close(m.tables); /* pages are made from the tree alone */
	make_pages(&m);
	if (o->dump != NULL)
		return dump(&m, o);
	make_targets(&m, o);
	return make_close(&m, o);
}

static int
run_check(const struct options *o)
{
	struct make m;

	make_open(&m);
	if (make_load(&m, o) && make_tree(&m) && make_pages(&m)) {
		struct printing press = {0};

		if (o->same)
			same_information(&m, o);
		else if (o->press)
			printing_open(&press, &m, o);
		printing_close(&press);
		m.checked = true;
	}
	return make_close(&m, o);
}

const struct verb verb_build = {
    .name = "build",
    .operand = "REPORT.yaml",
    .options = OPT_PARAMETER | OPT_OUTPUT | OPT_TARGET | OPT_PRINTER | OPT_NO_SPOTS | OPT_ROOT |
	       OPT_DUMP | OPT_TIMES | OPT_MESSAGES | OPT_COLOUR,
    .help = "make a report's PDF",
    .run = run_build,
};

const struct verb verb_check = {
    .name = "check",
    .operand = "REPORT.yaml",
    .options = OPT_PARAMETER | OPT_TARGET | OPT_PRINTER | OPT_NO_SPOTS | OPT_SAME | OPT_ROOT |
	       OPT_TIMES | OPT_MESSAGES | OPT_COLOUR,
    .help = "say everything that build would say, write no file",
    .run = run_check,
};
