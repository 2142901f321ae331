/* tags.c: the structure tree (ISO 32000-1, 14.7), written as text straight into object streams.
 *
 * A report of 100 000 table rows has 600 000 elements; each is one short line here and nothing else
 * anywhere. Before the first page it is known which elements hold something: those that do not are
 * dropped, empty table cells excepted, since a row's cells count. Object numbers follow the
 * elements' indices. While pages are written, every run of marks (an MCID) and every link
 * annotation is noted as an item of its element; at the end an element's K lists its items and
 * kids. Kids stand in the order in which they were added, and among an element's own marks where
 * the first mark below them stands: "see <Link> and <Link>". (The number of marks at which an
 * element was added would not tell this: feet are added to all pages at the end and shift it.)
 */
#include <stdlib.h>
#include <string.h>

#include "writer.h"

/* ---- which elements there are -------------------------------------------------------------- */

static bool
keeps_its_place(const struct elem *e)
{
	return e->tag == TAG_TH || e->tag == TAG_TD || e->tag == TAG_DOCUMENT;
}

int
tags_block(const struct pages *p, int elem)
{
	while (elem > 0 && (p->elems[elem].tag == TAG_LINK || p->elems[elem].tag == TAG_REFERENCE))
		elem = p->elems[elem].parent;
	return elem;
}

static void
count_marks(const struct pages *p, struct tags *t, uint8_t *holds)
{
	for (size_t i = 0; i < p->count; i++) {
		for (size_t k = 0; k < p->items[i].count; k++) {
			const struct mark *m = &p->items[i].marks[k];

			holds[m->elem] = 1;
			if (m->kind == MARK_GLYPHS)
				t->left[tags_block(p, m->elem)]++;
		}
	}
}

/* An element's parent has a smaller index: from the last to the first, kids come before parents. */
static void
number_elements(struct writer *w, struct tags *t, uint8_t *holds)
{
	const struct pages *p = w->job->pages;
	int kept = 0, next;

	for (size_t i = p->elem_count - 1; i > 0; i--) {
		if (holds[i] == 0 && !keeps_its_place(&p->elems[i]))
			continue;
		holds[i] = 1;
		holds[p->elems[i].parent] = 1;
	}
	for (size_t i = 1; i < p->elem_count; i++)
		kept += holds[i];
	next = save_objects(w, kept);
	for (size_t i = 1; i < p->elem_count; i++) {
		if (holds[i] != 0)
			t->objects[i] = next++;
	}
}

static int *
zeroed(size_t n)
{
	return memset(mem_alloc(n * sizeof(int)), 0, n * sizeof(int));
}

void
tags_open(struct writer *w)
{
	const struct pages *p = w->job->pages;
	struct tags *t = NEW(w->a, struct tags);
	uint8_t *holds = mem_alloc(p->elem_count);

	w->tags = t;
	memset(holds, 0, p->elem_count);
	t->objects = zeroed(p->elem_count);
	t->left = zeroed(p->elem_count);
	t->first = zeroed(p->elem_count);
	t->last = zeroed(p->elem_count);
	t->page_start = NEW_ARRAY(w->a, size_t, p->count + 1);
	t->root = save_objects(w, 1);
	count_marks(p, t, holds);
	number_elements(w, t, holds);
	free(holds);
}

void
tags_close(struct writer *w)
{
	struct tags *t = w->tags;

	if (t == NULL)
		return;
	free(t->objects);
	free(t->left);
	free(t->first);
	free(t->last);
	free(t->items);
	free(t->page_elems);
	free(t->annotation_elems);
}

/* ---- what they hold ------------------------------------------------------------------------ */

static void *
room_for_one(void *items, size_t size, size_t count, size_t *cap)
{
	if (count < *cap)
		return items;
	*cap = *cap == 0 ? 64 : *cap * 2;
	return mem_resize(items, size * *cap);
}

static void
add_item(struct tags *t, int elem, struct tag_item item)
{
	t->items = room_for_one(t->items, sizeof *t->items, t->item_count, &t->item_cap);
	item.seq = t->seq;
	t->items[t->item_count++] = item;
	if (t->first[elem] == 0)
		t->first[elem] = (int)t->item_count;
	else
		t->items[t->last[elem] - 1].next = (int)t->item_count;
	t->last[elem] = (int)t->item_count;
}

void
tags_page(struct writer *w, size_t page)
{
	struct tags *t = w->tags;

	t->mcid = 0;
	t->page_start[page] = t->page_elem_count;
	t->page_start[page + 1] = t->page_elem_count;
}

int
tags_content(struct writer *w, int elem)
{
	struct tags *t = w->tags;

	t->page_elems = room_for_one(
	    t->page_elems, sizeof *t->page_elems, t->page_elem_count, &t->page_elem_cap);
	t->page_elems[t->page_elem_count++] = elem;
	t->page_start[w->page + 1] = t->page_elem_count;
	add_item(t, elem, (struct tag_item){.page = (int)w->page, .mcid = t->mcid});
	return t->mcid++;
}

int
tags_annotation(struct writer *w, int elem, int object)
{
	struct tags *t = w->tags;

	t->annotation_elems = room_for_one(t->annotation_elems, sizeof *t->annotation_elems,
	    t->annotation_count, &t->annotation_cap);
	t->annotation_elems[t->annotation_count++] = elem;
	add_item(t, elem, (struct tag_item){.page = (int)w->page, .object = object});
	return (int)(w->job->pages->count + t->annotation_count - 1);
}

/* ---- attributes ---------------------------------------------------------------------------- */

static void
put_cell(struct buf *b, const struct elem *e)
{
	static const char *const scopes[] = {"", "/Scope/Column", "/Scope/Row"};

	if (e->scope == SCOPE_NONE && e->row_span < 2 && e->column_span < 2)
		return;
	buf_text(b, "/A<</O/Table");
	buf_text(b, scopes[e->scope]);
	if (e->row_span > 1)
		buf_printf(b, "/RowSpan %u", (unsigned)e->row_span);
	if (e->column_span > 1)
		buf_printf(b, "/ColSpan %u", (unsigned)e->column_span);
	buf_text(b, ">>");
}

static void
put_figure_box(struct writer *w, struct buf *b, const struct elem_note *note)
{
	dimen height = w->job->pages->items[note->page].master->height;

	buf_text(b, "/A<</O/Layout/Placement/Block/BBox[");
	put_points(b, note->box.x);
	buf_byte(b, ' ');
	put_points(b, height - note->box.y - note->box.h);
	buf_byte(b, ' ');
	put_points(b, note->box.x + note->box.w);
	buf_byte(b, ' ');
	put_points(b, height - note->box.y);
	buf_text(b, "]>>");
}

static void
put_entry(struct buf *b, const char *key, const char *text)
{
	if (text == NULL)
		return;
	buf_text(b, key);
	put_text(b, text);
}

static void
put_note(struct writer *w, struct buf *b, const struct elem *e)
{
	static const struct elem_note none;
	const struct pages *p = w->job->pages;
	const struct elem_note *note = e->note > 0 ? &p->notes[e->note - 1] : &none;

	put_entry(b, "/Alt", note->alt);
	put_entry(b, "/T", note->title);
	if (e->tag == TAG_L)
		buf_text(b, note->ordered ? "/A<</O/List/ListNumbering/Decimal>>"
					  : "/A<</O/List/ListNumbering/Disc>>");
	else if (note->has_box)
		put_figure_box(w, b, note);
}

/* ---- kids ---------------------------------------------------------------------------------- */

struct kids {
	int *first, *next; /* by element: element */
	uint32_t *seq;     /* by element: the first mark of its own or of what it holds */
};

static struct kids
list_kids(const struct writer *w)
{
	const struct pages *p = w->job->pages;
	const struct tags *t = w->tags;
	struct kids kids = {zeroed(p->elem_count), zeroed(p->elem_count), NULL};

	kids.seq = mem_alloc(p->elem_count * sizeof *kids.seq);
	for (size_t i = 0; i < p->elem_count; i++)
		kids.seq[i] = t->first[i] != 0 ? t->items[t->first[i] - 1].seq : UINT32_MAX;
	for (int i = (int)p->elem_count - 1; i > 1; i--) {
		int parent = p->elems[i].parent;

		if (t->objects[i] == 0)
			continue;
		kids.next[i] = kids.first[parent];
		kids.first[parent] = i;
		if (kids.seq[i] < kids.seq[parent])
			kids.seq[parent] = kids.seq[i];
	}
	return kids;
}

static void
put_item(struct writer *w, struct buf *b, const struct tag_item *item, int page)
{
	if (item->object == 0 && item->page == page) {
		buf_integer(b, item->mcid);
		return;
	}
	buf_text(b, item->object != 0 ? "<</Type/OBJR" : "<</Type/MCR");
	if (item->page != page) {
		buf_text(b, "/Pg ");
		put_ref(b, haru_page(w, (size_t)item->page));
	}
	if (item->object != 0) {
		buf_text(b, "/Obj ");
		put_ref(b, item->object);
	} else {
		buf_text(b, "/MCID ");
		buf_integer(b, item->mcid);
	}
	buf_text(b, ">>");
}

/* K: items and kids, merged. `page` is the element's own. */
static void
put_kids(struct writer *w, struct buf *b, const struct kids *kids, int elem, int page)
{
	struct tags *t = w->tags;
	int item = t->first[elem], kid = kids->first[elem];
	bool several = (item != 0 && t->items[item - 1].next != 0) || (item != 0 && kid != 0) ||
		       (kid != 0 && kids->next[kid] != 0);

	if (item == 0 && kid == 0)
		return;
	buf_text(b, several ? "/K[" : "/K ");
	while (item != 0 || kid != 0) {
		if (kid == 0 || (item != 0 && t->items[item - 1].seq < kids->seq[kid])) {
			put_item(w, b, &t->items[item - 1], page);
			item = t->items[item - 1].next;
		} else {
			put_ref(b, t->objects[kid]);
			kid = kids->next[kid];
		}
		if (item != 0 || kid != 0)
			buf_byte(b, ' ');
	}
	if (several)
		buf_byte(b, ']');
}

static void
put_element(struct writer *w, const struct kids *kids, int elem)
{
	struct tags *t = w->tags;
	const struct elem *e = &w->job->pages->elems[elem];
	struct buf *b = save_text(w, t->objects[elem]);
	int page = -1;

	buf_add(b, "<</S/", 5);
	buf_text(b, tag_names[e->tag]);
	buf_add(b, "/P ", 3);
	put_ref(b, e->parent > 0 ? t->objects[e->parent] : t->root);
	if (t->first[elem] != 0) {
		page = t->items[t->first[elem] - 1].page;
		buf_add(b, "/Pg ", 4);
		put_ref(b, haru_page(w, (size_t)page));
	}
	put_kids(w, b, kids, elem, page);
	if (e->tag == TAG_TH || e->tag == TAG_TD)
		put_cell(b, e);
	if (e->note > 0 || e->tag == TAG_L)
		put_note(w, b, e);
	buf_add(b, ">>", 2);
	save_text_end(w);
}

void
tags_write(struct writer *w)
{
	struct tags *t = w->tags;
	struct kids kids = list_kids(w);
	int parents;
	struct buf *b;

	for (int i = 1; i < (int)w->job->pages->elem_count; i++) {
		if (t->objects[i] != 0)
			put_element(w, &kids, i);
	}
	free(kids.first);
	free(kids.next);
	free(kids.seq);
	parents = parent_tree_write(w);
	b = save_text(w, t->root);
	buf_printf(b, "<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R", t->objects[1], parents);
	buf_printf(b, "/ParentTreeNextKey %zu", w->job->pages->count + t->annotation_count);
	buf_text(b, ">>");
	save_text_end(w);
}
