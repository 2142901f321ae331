/* mark_dump.c: pages as text (tags_dump.c: their tags). It is the debugger and the golden format:
 * one thing a line, points to two decimals, names instead of pointers, no dates.
 *
 *     page 3 "accueil" 595.28x841.89 plain
 *       glyphs visitors 56.69,176.83 120.5x11.64 ink "24 088"
 *       path visitors/rule 56.69,300 482.89x0.5 2 points stroke=rule:0.5
 */
#include <string.h>

#include "bilan/mark.h"

static const char *
colour_name(const struct theme *theme, colour c)
{
	return c > 0 && (size_t)c < theme->colour_count ? theme->colours[c].name : "none";
}

/* The words as they stand on the page, hyphens at line ends too; quotes and line ends cannot
 * occur in a word. */
void
glyphs_text(struct buf *out, struct glyphs g)
{
	for (int i = 0; i < g.count; i++) {
		if (g.pieces[i].space && i > 0)
			buf_byte(out, ' ');
		buf_text(out, g.pieces[i].word->text);
	}
}

static void
dump_glyphs(struct buf *out, struct glyphs g, const struct theme *theme)
{
	const struct run *run = g.pieces[0].run;

	buf_printf(out, " %s ", run->style != NULL ? run->style->name : "-");
	if (run->colour != 0)
		buf_printf(out, "%s ", colour_name(theme, run->colour));
	buf_byte(out, '"');
	glyphs_text(out, g);
	buf_byte(out, '"');
	for (int i = 0; i < g.count; i++) {
		const struct place *figure = g.pieces[i].run->figure;

		if (figure != NULL && figure->line > 0)
			buf_printf(out, " <%s:%d:%d", figure->file, figure->line, figure->column);
		while (i + 1 < g.count && g.pieces[i + 1].run->figure == figure)
			i++;
	}
}

static void
dump_path(struct buf *out, const struct path *path, const struct theme *theme)
{
	buf_printf(out, " %zu points", path->point_count);
	if (path->fill != 0)
		buf_printf(out, " fill=%s", colour_name(theme, path->fill));
	if (path->stroke != 0) {
		buf_printf(out, " stroke=%s:", colour_name(theme, path->stroke));
		buf_points(out, path->width);
	}
}

static void
dump_mark(struct buf *out, const struct pages *p, const struct mark *m, const struct theme *theme)
{
	static const char *const kinds[] = {"glyphs", "path", "image", "link"};

	buf_printf(out, "  %s %s ", kinds[m->kind], p->blocks[m->block]);
	buf_rect(out, m->box);
	switch ((enum mark_kind)m->kind) {
	case MARK_GLYPHS:
		dump_glyphs(out, mark_glyphs(m), theme);
		break;
	case MARK_PATH:
		dump_path(out, m->detail, theme);
		break;
	case MARK_IMAGE: {
		const struct placed *placed = m->detail;

		buf_printf(out, " %dx%d px", placed->image->width, placed->image->height);
		if (mark_is_part(m)) {
			buf_text(out, ", all of it ");
			buf_rect(out, placed->whole);
		}
		break;
	}
	case MARK_LINK:
		buf_printf(out, " -> %s", ((const struct link *)m->detail)->target);
		break;
	}
	buf_byte(out, '\n');
}

void
marks_dump(struct buf *out, const struct pages *p, const struct theme *theme)
{
	for (size_t i = 0; i < p->count; i++) {
		const struct page *page = &p->items[i];

		buf_printf(out, "page %d %s ", page->folio, page->id != NULL ? page->id : "-");
		buf_points(out, page->master->width);
		buf_byte(out, 'x');
		buf_points(out, page->master->height);
		buf_printf(out, " %s\n", page->master->name);
		for (size_t k = 0; k < page->count; k++)
			dump_mark(out, p, &page->marks[k], theme);
	}
}
