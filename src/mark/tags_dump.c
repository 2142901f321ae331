/* tags_dump.c: the structure tree as text, indented by depth, with the words that each element
 * holds; what a screen reader would meet, in its order.
 *
 *     Document
 *       H1 "Chiffres clés"
 *       Table
 *         TR
 *           TH scope=Column "2023"
 */
#include <stdlib.h>
#include <string.h>

#include "bilan/mark.h"

const char *const tag_names[TAG_COUNT] = {
    [TAG_NONE] = "Artifact",
    [TAG_DOCUMENT] = "Document",
    [TAG_SECT] = "Sect",
    [TAG_H1] = "H1",
    [TAG_H2] = "H2",
    [TAG_H3] = "H3",
    [TAG_H4] = "H4",
    [TAG_H5] = "H5",
    [TAG_H6] = "H6",
    [TAG_P] = "P",
    [TAG_L] = "L",
    [TAG_LI] = "LI",
    [TAG_LBL] = "Lbl",
    [TAG_LBODY] = "LBody",
    [TAG_TABLE] = "Table",
    [TAG_THEAD] = "THead",
    [TAG_TBODY] = "TBody",
    [TAG_TFOOT] = "TFoot",
    [TAG_TR] = "TR",
    [TAG_TH] = "TH",
    [TAG_TD] = "TD",
    [TAG_CAPTION] = "Caption",
    [TAG_FIGURE] = "Figure",
    [TAG_LINK] = "Link",
    [TAG_TOC] = "TOC",
    [TAG_TOCI] = "TOCI",
    [TAG_REFERENCE] = "Reference",
};

/* Depth is at most a dozen, but an elem's parent always has a smaller index: walk it up. */
static int
depth_of(const struct pages *p, int elem)
{
	int depth = 0;

	for (int e = p->elems[elem].parent; e != 0; e = p->elems[e].parent)
		depth++;
	return depth;
}

/* Adds a line's words; a hyphen that the text has not is taken off before what follows is added. */
static void
add_words(struct buf *words, struct glyphs g, bool *divided)
{
	if (words->len > 0 && *divided)
		words->len -= words->at[words->len - 1] == '-' ? 1 : strlen("\u2010");
	else if (words->len > 0)
		buf_byte(words, ' ');
	glyphs_text(words, g);
	*divided = g.pieces[g.count - 1].soft;
}

/* Has it an alternative text? */
static bool
is_told(const struct pages *p, const struct elem *e)
{
	return e->note > 0 && p->notes[e->note - 1].alt != NULL;
}

static struct buf *
words_by_elem(const struct pages *p, bool told)
{
	struct buf *words = mem_alloc(p->elem_count * sizeof *words);

	bool divided = false; /* the mark before ended so; its next line follows at once */

	memset(words, 0, p->elem_count * sizeof *words);
	for (size_t i = 0; i < p->count; i++) {
		const struct page *page = &p->items[i];

		for (size_t k = 0; k < page->count; k++) {
			const struct mark *m = &page->marks[k];

			if (m->kind != MARK_GLYPHS || m->elem == 0 ||
			    (told && !is_told(p, &p->elems[m->elem])))
				continue;
			add_words(&words[m->elem], mark_glyphs(m), &divided);
		}
	}
	return words;
}

static void
dump_attributes(struct buf *out, const struct pages *p, const struct elem *e)
{
	static const char *const scopes[] = {"", " scope=Column", " scope=Row"};

	buf_text(out, scopes[e->scope]);
	if (e->row_span > 1)
		buf_printf(out, " rows=%u", (unsigned)e->row_span);
	if (e->column_span > 1)
		buf_printf(out, " columns=%u", (unsigned)e->column_span);
	if (e->note > 0) {
		const struct elem_note *note = &p->notes[e->note - 1];

		if (note->ordered)
			buf_text(out, " ordered");
		if (note->alt != NULL)
			buf_printf(out, " alt=\"%s\"", note->alt);
	}
}

/* Elements are added in reading order below one parent, but a parent may get kids late (a table
 * over several pages): so the tree is walked, not the array. */
static void
dump(struct buf *out, const struct pages *p, const struct buf *words)
{
	int *first = mem_alloc(p->elem_count * sizeof *first);
	int *last = mem_alloc(p->elem_count * sizeof *last);
	int *next = mem_alloc(p->elem_count * sizeof *next);
	int e = 1;

	memset(first, 0, p->elem_count * sizeof *first);
	memset(last, 0, p->elem_count * sizeof *last);
	memset(next, 0, p->elem_count * sizeof *next);
	for (int i = 2; i < (int)p->elem_count; i++) {
		int parent = p->elems[i].parent;

		if (first[parent] == 0)
			first[parent] = i;
		else
			next[last[parent]] = i;
		last[parent] = i;
	}
	while (e != 0) {
		for (int depth = depth_of(p, e); depth > 0; depth--)
			buf_add(out, "  ", 2);
		buf_text(out, tag_names[p->elems[e].tag]);
		dump_attributes(out, p, &p->elems[e]);
		if (words[e].len > 0)
			buf_printf(out, " \"%s\"", words[e].at);
		buf_byte(out, '\n');
		if (first[e] != 0) {
			e = first[e];
			continue;
		}
		while (e != 0 && next[e] == 0)
			e = p->elems[e].parent;
		e = e != 0 ? next[e] : 0;
	}
	free(first);
	free(last);
	free(next);
}

static void
dump_with(struct buf *out, const struct pages *p, bool told)
{
	struct buf *words = words_by_elem(p, told);

	dump(out, p, words);
	for (size_t i = 0; i < p->elem_count; i++)
		buf_close(&words[i]);
	free(words);
}

void
tags_dump(struct buf *out, const struct pages *p)
{
	dump_with(out, p, false);
}

void
tags_outline(struct buf *out, const struct pages *p)
{
	dump_with(out, p, true);
}
