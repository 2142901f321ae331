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
#include <limits.h>
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
	free(t->items);
	free(t->annotations);
	w->tags = NULL;
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
add_item(struct writer *w, int elem, int mcid)
{
	struct tags *t = w->tags;

	t->items = room_for_one(t->items, sizeof *t->items, t->item_count, &t->item_cap);
	t->items[t->item_count++] = (struct tag_item){elem, (int)w->page, mcid};
	t->page_start[w->page + 1] = t->item_count;
}

void
tags_page(struct writer *w, size_t page)
{
	struct tags *t = w->tags;

	t->mcid = 0;
	t->page_start[page] = t->page_start[page + 1] = t->item_count;
}

int
tags_content(struct writer *w, int elem)
{
	add_item(w, elem, w->tags->mcid);
	return w->tags->mcid++;
}

int
tags_annotation(struct writer *w, int elem, int object)
{
	struct tags *t = w->tags;

	t->annotations = room_for_one(
	    t->annotations, sizeof *t->annotations, t->annotation_count, &t->annotation_cap);
	t->annotations[t->annotation_count++] = (struct tag_annotation){elem, object};
	add_item(w, elem, -(int)t->annotation_count);
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

/* What each element holds, in order. Numbers are an item's index + 1, an element's index; 0: none.
 */
struct held {
	int *item, *kid;           /* by element: its first */
	int *next_item, *next_kid; /* by item; by element */
};

static struct held
list_held(const struct writer *w)
{
	const struct pages *p = w->job->pages;
	const struct tags *t = w->tags;
	struct held h = {zeroed(p->elem_count), zeroed(p->elem_count), zeroed(t->item_count + 1),
	    zeroed(p->elem_count)};

	for (int i = (int)t->item_count; i > 0; i--) {
		int elem = t->items[i - 1].elem;

		h.next_item[i] = h.item[elem];
		h.item[elem] = i;
	}
	for (int i = (int)p->elem_count - 1; i > 1; i--) {
		int parent = p->elems[i].parent;

		if (t->objects[i] == 0)
			continue;
		h.next_kid[i] = h.kid[parent];
		h.kid[parent] = i;
	}
	return h;
}

static void
free_held(struct held *h)
{
	free(h->item);
	free(h->kid);
	free(h->next_item);
	free(h->next_kid);
}

/* The first item of an element or of what it holds. */
static int
first_below(const struct held *h, int elem)
{
	int first = h->item[elem] != 0 ? h->item[elem] : INT_MAX;

	for (int kid = h->kid[elem]; kid != 0; kid = h->next_kid[kid]) {
		int below = first_below(h, kid);

		first = below < first ? below : first;
	}
	return first;
}

static void
put_item(struct writer *w, struct buf *b, const struct tag_item *item, int page)
{
	bool annotation = item->mcid < 0;

	if (!annotation && item->page == page) {
		buf_integer(b, item->mcid);
		return;
	}
	buf_text(b, annotation ? "<</Type/OBJR" : "<</Type/MCR");
	if (item->page != page) {
		buf_text(b, "/Pg ");
		put_ref(b, haru_page(w, (size_t)item->page));
	}
	if (annotation) {
		buf_text(b, "/Obj ");
		put_ref(b, w->tags->annotations[-1 - item->mcid].object);
	} else {
		buf_text(b, "/MCID ");
		buf_integer(b, item->mcid);
	}
	buf_text(b, ">>");
}

/* K: items and kids, merged. `page` is the element's own. */
static void
put_kids(struct writer *w, struct buf *b, const struct held *h, int elem, int page)
{
	struct tags *t = w->tags;
	int item = h->item[elem], kid = h->kid[elem];
	bool both = item != 0 && kid != 0,
	     several = both || h->next_item[item] != 0 || h->next_kid[kid] != 0;
	int below = both ? first_below(h, kid) : 0;

	if (item == 0 && kid == 0)
		return;
	buf_text(b, several ? "/K[" : "/K ");
	while (item != 0 || kid != 0) {
		if (kid == 0 || (item != 0 && item < below)) {
			put_item(w, b, &t->items[item - 1], page);
			item = h->next_item[item];
		} else {
			put_ref(b, t->objects[kid]);
			kid = h->next_kid[kid];
			below = both && kid != 0 ? first_below(h, kid) : 0;
		}
		if (item != 0 || kid != 0)
			buf_byte(b, ' ');
	}
	if (several)
		buf_byte(b, ']');
}

static void
put_element(struct writer *w, const struct held *h, int elem)
{
	struct tags *t = w->tags;
	const struct elem *e = &w->job->pages->elems[elem];
	struct buf *b = save_text(w, t->objects[elem]);
	int page = -1;

	buf_add(b, "<</S/", 5);
	buf_text(b, tag_names[e->tag]);
	buf_add(b, "/P ", 3);
	put_ref(b, e->parent > 0 ? t->objects[e->parent] : t->root);
	if (h->item[elem] != 0) {
		page = t->items[h->item[elem] - 1].page;
		buf_add(b, "/Pg ", 4);
		put_ref(b, haru_page(w, (size_t)page));
	}
	put_kids(w, b, h, elem, page);
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
	struct held held = list_held(w);
	int parents;
	struct buf *b;

	for (int i = 1; i < (int)w->job->pages->elem_count; i++) {
		if (t->objects[i] != 0)
			put_element(w, &held, i);
	}
	free_held(&held);
	parents = parent_tree_write(w);
	b = save_text(w, t->root);
	buf_printf(b, "<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R", t->objects[1], parents);
	buf_printf(b, "/ParentTreeNextKey %zu", w->job->pages->count + t->annotation_count);
	buf_text(b, ">>");
	save_text_end(w);
}
