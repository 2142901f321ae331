/* pages.c: the long arrays that layout appends to: pages, elements, notes, headings, anchors.
 *
 * They grow by doubling outside the arena, since a report of 100 000 table rows has 600 000
 * elements and an arena would keep every smaller copy. A page has room for as many marks as the one
 * before it, since pages of a long table are alike. Everything they point to is in the arena.
 * A checkpoint is only counts: whoever tries a block and takes it back leaves no trace but used
 * arena memory.
 */
#include <stdlib.h>
#include <string.h>

#include "bilan/mark.h"

static void *
room_for_one(void *items, size_t size, size_t count, size_t *cap)
{
	if (count < *cap)
		return items;
	*cap = *cap == 0 ? 16 : *cap * 2;
	return mem_resize(items, size * *cap);
}

struct pages *
pages_open(struct arena *a)
{
	struct pages *p = NEW(a, struct pages);

	p->a = a;
	p->elems = room_for_one(NULL, sizeof *p->elems, 0, &p->elem_cap);
	p->elems[0] = (struct elem){0};
	p->elem_count = 1;
	elem_add(p, 0, TAG_DOCUMENT);
	pages_block(p, "page", (struct place){0});
	return p;
}

static void
empty_pages(struct pages *p, size_t from)
{
	for (size_t i = from; i < p->count; i++)
		free(p->items[i].marks);
	p->count = from;
}

void
pages_close(struct pages *p)
{
	if (p == NULL)
		return;
	empty_pages(p, 0);
	free(p->items);
	free(p->elems);
	free(p->notes);
	free(p->headings);
	free(p->anchors);
	free(p->blocks);
	free(p->origins);
}

struct page *
pages_add(struct pages *p, const struct master *m, struct place at, const char *id)
{
	size_t likely = p->count > 0 ? p->items[p->count - 1].count : 0;
	struct page *page;

	p->items = room_for_one(p->items, sizeof *p->items, p->count, &p->cap);
	page = &p->items[p->count++];
	*page = (struct page){
	    .master = m,
	    .at = at,
	    .id = id,
	    .folio = (int)p->count,
	    .recto = p->count % 2 == 1,
	    .cap = likely + 16, /* with its foot */
	};
	page->marks = mem_alloc(page->cap * sizeof *page->marks);
	return page;
}

int
pages_block(struct pages *p, const char *id, struct place at)
{
	p->blocks = room_for_one(p->blocks, sizeof *p->blocks, p->block_count, &p->block_cap);
	p->origins = room_for_one(p->origins, sizeof *p->origins, p->block_count, &p->origin_cap);
	p->blocks[p->block_count] = id;
	p->origins[p->block_count] = (struct origin){.at = at};
	return (int)p->block_count++;
}

int
elem_add(struct pages *p, int parent, enum tag tag)
{
	p->elems = room_for_one(p->elems, sizeof *p->elems, p->elem_count, &p->elem_cap);
	p->elems[p->elem_count] = (struct elem){
	    .parent = parent,
	    .tag = (uint8_t)tag,
	};
	return (int)p->elem_count++;
}

struct elem_note *
elem_note(struct pages *p, int elem)
{
	struct elem *e = &p->elems[elem];

	if (e->note == 0) {
		p->notes = room_for_one(p->notes, sizeof *p->notes, p->note_count, &p->note_cap);
		p->notes[p->note_count] = (struct elem_note){0};
		e->note = (int)++p->note_count;
	}
	return &p->notes[e->note - 1];
}

void
pages_heading(struct pages *p, struct heading heading)
{
	p->headings =
	    room_for_one(p->headings, sizeof *p->headings, p->heading_count, &p->heading_cap);
	p->headings[p->heading_count++] = heading;
}

void
pages_anchor(struct pages *p, struct anchor anchor)
{
	p->anchors = room_for_one(p->anchors, sizeof *p->anchors, p->anchor_count, &p->anchor_cap);
	p->anchors[p->anchor_count++] = anchor;
}

struct mark *
pages_mark(struct page *page)
{
	page->marks = room_for_one(page->marks, sizeof *page->marks, page->count, &page->cap);
	return &page->marks[page->count++];
}

struct checkpoint
pages_checkpoint(const struct pages *p)
{
	return (struct checkpoint){
	    .pages = p->count,
	    .marks = p->count > 0 ? p->items[p->count - 1].count : 0,
	    .elems = p->elem_count,
	    .notes = p->note_count,
	    .headings = p->heading_count,
	    .anchors = p->anchor_count,
	};
}

void
pages_rewind(struct pages *p, struct checkpoint to)
{
	empty_pages(p, to.pages);
	if (to.pages > 0)
		p->items[to.pages - 1].count = to.marks;
	p->elem_count = to.elems;
	p->note_count = to.notes;
	p->heading_count = to.headings;
	p->anchor_count = to.anchors;
}
