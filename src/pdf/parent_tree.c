/* parent_tree.c: the two trees beside the structure tree: from content to elements (ParentTree) and
 * from names to elements (IDTree). ISO 32000-1, 14.7.4.4; 7.9.6 and 7.9.7 for their form.
 *
 * Keys of the parent tree: a page's index stands for the array of the elements of its MCIDs, then
 * the link annotations follow, one element each. Leaves hold at most 64 keys, nodes at most 64
 * kids. A note must have an ID (ISO 14289-1, 7.9), so one without a name is named by its index.
 */
#include <stdlib.h>
#include <string.h>

#include "writer.h"

enum { KIDS = 64 };

struct node_of {
	int object;
	size_t first, last;
};

/* ---- ParentTree ---------------------------------------------------------------------------- */

static void
put_parent(struct writer *w, struct buf *b, size_t key)
{
	const struct tags *t = w->tags;
	size_t pages = w->job->pages->count;

	buf_integer(b, (int64_t)key);
	if (key >= pages) {
		buf_byte(b, ' ');
		put_ref(b, t->objects[t->annotation_elems[key - pages]]);
		buf_byte(b, ' ');
		return;
	}
	buf_byte(b, '[');
	for (size_t i = t->page_start[key]; i < t->page_start[key + 1]; i++) {
		if (i > t->page_start[key])
			buf_byte(b, ' ');
		put_ref(b, t->objects[t->page_elems[i]]);
	}
	buf_byte(b, ']');
}

static void
write_leaf(struct writer *w, struct node_of *leaf)
{
	struct buf *b;

	leaf->object = save_objects(w, 1);
	b = save_text(w, leaf->object);
	buf_printf(b, "<</Limits[%zu %zu]/Nums[", leaf->first, leaf->last);
	for (size_t key = leaf->first; key <= leaf->last; key++)
		put_parent(w, b, key);
	buf_text(b, "]>>");
	save_text_end(w);
}

static struct node_of
write_node(struct writer *w, const struct node_of *kids, size_t n, bool root)
{
	struct node_of node = {save_objects(w, 1), kids[0].first, kids[n - 1].last};
	struct buf *b = save_text(w, node.object);

	buf_text(b, "<<");
	if (!root)
		buf_printf(b, "/Limits[%zu %zu]", node.first, node.last);
	buf_text(b, "/Kids[");
	for (size_t i = 0; i < n; i++)
		buf_printf(b, "%s%d 0 R", i > 0 ? " " : "", kids[i].object);
	buf_text(b, "]>>");
	save_text_end(w);
	return node;
}

int
parent_tree_write(struct writer *w)
{
	size_t keys = w->job->pages->count + w->tags->annotation_count;
	size_t count = (keys + KIDS - 1) / KIDS;
	struct node_of *level = NEW_ARRAY(w->a, struct node_of, count);

	for (size_t i = 0; i < count; i++) {
		level[i].first = i * KIDS;
		level[i].last = (i + 1) * KIDS < keys ? (i + 1) * KIDS - 1 : keys - 1;
		write_leaf(w, &level[i]);
	}
	while (count > KIDS) {
		size_t above = 0;

		for (size_t i = 0; i < count; i += KIDS)
			level[above++] =
			    write_node(w, level + i, count - i < KIDS ? count - i : KIDS, false);
		count = above;
	}
	return write_node(w, level, count, true).object;
}

/* ---- IDTree -------------------------------------------------------------------------------- */

const char *
tag_id(struct writer *w, int elem)
{
	const struct pages *p = w->job->pages;
	const struct elem *e = &p->elems[elem];
	const char *id = e->note > 0 ? p->notes[e->note - 1].id : NULL;

	if (id == NULL && e->tag == TAG_NOTE)
		return arena_printf(w->a, "note-%d", elem);
	return id;
}

struct named {
	const char *id;
	int object;
};

static int
compare_names(const void *a, const void *b)
{
	return name_order(((const struct named *)a)->id, ((const struct named *)b)->id);
}

/* Names of elements come from blocks and are few: one node. Of two equal names the first is found.
 */
int
id_tree_write(struct writer *w)
{
	const struct pages *p = w->job->pages;
	struct named *names = NULL;
	size_t count = 0, cap = 0;
	int object;
	struct buf *b;

	for (int i = 1; i < (int)p->elem_count; i++) {
		const char *id;

		if (w->tags->objects[i] == 0 ||
		    (p->elems[i].note == 0 && p->elems[i].tag != TAG_NOTE))
			continue;
		id = tag_id(w, i);
		if (id == NULL)
			continue;
		GROW(w->a, names, count, cap);
		names[count++] = (struct named){id, w->tags->objects[i]};
	}
	if (count == 0)
		return 0;
	qsort(names, count, sizeof *names, compare_names);
	object = save_objects(w, 1);
	b = save_text(w, object);
	buf_text(b, "<</Names[");
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && strcmp(names[i].id, names[i - 1].id) == 0)
			continue;
		put_text(b, names[i].id);
		put_ref(b, names[i].object);
	}
	buf_text(b, "]>>");
	save_text_end(w);
	return object;
}
