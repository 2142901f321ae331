/* parent_tree.c: the tree beside the structure tree, from content to elements (ISO
 * 32000-1, 14.7.4.4; 7.9.7 for its form).
 *
 * Keys of the parent tree: a page's index stands for the array of the elements of its MCIDs, then
 * the link annotations follow, one element each. Leaves hold at most 64 keys, nodes at most 64
 * kids.
 */
#include "writer.h"

enum { KIDS = 64 };

struct node_of {
	int object;
	size_t first, last;
};

static void
put_parent(struct writer *w, struct buf *b, size_t key)
{
	const struct tags *t = w->tags;
	size_t pages = w->job->pages->count;

	buf_integer(b, (int64_t)key);
	if (key >= pages) {
		buf_byte(b, ' ');
		put_ref(b, t->objects[t->annotations[key - pages].elem]);
		buf_byte(b, ' ');
		return;
	}
	buf_byte(b, '[');
	for (size_t i = t->page_start[key]; i < t->page_start[key + 1]; i++) {
		if (t->items[i].mcid < 0)
			continue;
		if (t->items[i].mcid > 0)
			buf_byte(b, ' ');
		put_ref(b, t->objects[t->items[i].elem]);
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
