/* bind.c: the layout's blocks with their values: config + data + prose -> block tree.
 *
 * For each page that has what it needs, each block is read by its class's record and bound. All
 * that is wrong is collected; a block that could not be bound is left out of the tree, and the
 * caller looks at diag_failed before it goes on. What a block leaves out on purpose (`needs`,
 * `missing: omit`) leaves no trace either.
 */
#include <string.h>

#include "bilan/flow.h"

static const struct block_class *
class_of(const char *name)
{
	for (size_t i = 0; i < block_class_count; i++) {
		if (strcmp(block_classes[i]->record.name, name) == 0)
			return block_classes[i];
	}
	return NULL;
}

static void
unknown_block(struct bind *bind, const struct node *key)
{
	const char *names[64];
	size_t n = block_class_count < COUNT(names) ? block_class_count : COUNT(names);
	const char *near;

	for (size_t i = 0; i < n; i++)
		names[i] = block_classes[i]->record.name;
	diag_add(bind->d, DIAG_ERROR, key->at, "unknown-block", "\"%s\" is not a kind of block",
	    key->text);
	near = nearest_word(key->text, names, n);
	if (near != NULL)
		diag_help(bind->d, "did you mean \"%s\"?", near);
	else
		diag_help(bind->d, "layout/REFERENCE.md lists the kinds of blocks");
}

/* `- kind: {settings}` or `- kind: scalar`. */
static bool
read_settings(struct bind *bind, const struct node *node, struct block *b)
{
	void *settings;

	*b = (struct block){.at = node->at};
	if (node->kind != NODE_MAP || node->count != 1) {
		diag_add(bind->d, DIAG_ERROR, node->at, "wrong-type",
		    "a block is one kind with its settings");
		diag_help(bind->d, "write: - heading: {text: …}");
		return false;
	}
	b->class = class_of(node->keys[0]->text);
	if (b->class == NULL) {
		unknown_block(bind, node->keys[0]);
		return false;
	}
	b->at = node->keys[0]->at;
	b->node = node->items[0];
	b->settings = settings = arena_alloc(bind->scope.a, b->class->record.size);
	return config_fill(bind->scope.a, bind->d, bind->report->theme, &b->class->record, b->node,
	    settings, &b->common);
}

/* Block i of a page: settings depend on nothing that differs between the reports of a batch. */
static bool
read_block(struct bind *bind, size_t page, const struct node *list, size_t i, struct block *b)
{
	struct block *first = bind->first != NULL ? bind->first->blocks[page] : NULL,
		     **kept = bind->once->blocks;
	size_t said = diag_total(bind->d);

	if (first != NULL && first[i].class != NULL) {
		*b = first[i];
		return true;
	}
	if (!read_settings(bind, list->items[i], b))
		return false;
	if (kept != NULL && diag_total(bind->d) == said) {
		if (kept[page] == NULL)
			kept[page] = NEW_ARRAY(bind->scope.a, struct block, list->count);
		kept[page][i] = *b;
	}
	return true;
}

static void
check_id(struct bind *bind, struct map *ids, struct block *b, const char *page, int count)
{
	const struct place *other;
	struct place *here;

	if (b->common.id == NULL) {
		b->common.id =
		    arena_printf(bind->scope.a, "%s/%s-%d", page, b->class->record.name, count);
		return;
	}
	other = map_find(ids, b->common.id);
	if (other != NULL) {
		diag_add(bind->d, DIAG_ERROR, block_place(b, "id"), "duplicate-id",
		    "two blocks have the id \"%s\"", b->common.id);
		diag_also(bind->d, *other, "the first is here");
		return;
	}
	here = NEW(bind->scope.a, struct place);
	*here = block_place(b, "id");
	map_add(ids, b->common.id, here);
}

static bool
is_there(struct bind *bind, const struct block *b)
{
	return b->common.needs.count == 0 ||
	       value_needs(&bind->scope, bind->project, &b->common.needs);
}

/* What a heading belongs to stands closer to it than it does to what is above. */
static int
space_above(const struct block *above, const struct block *b)
{
	if (above == NULL)
		return b->class->before;
	if (above->common.keep)
		return 0;
	return above->class->after > b->class->before ? above->class->after : b->class->before;
}

static void
bind_page(struct bind *bind, struct map *ids, const struct page_setup *setup,
    struct page_blocks *page, size_t number)
{
	const struct node *list = setup->blocks.node;
	const char *name = setup->id;

	*page = (struct page_blocks){.setup = setup};
	if (list == NULL)
		return;
	if (name == NULL)
		name = arena_printf(bind->scope.a, "p%zu", number + 1);
	page->items = NEW_ARRAY(bind->scope.a, struct block, list->count);
	for (size_t i = 0; i < list->count; i++) {
		struct block *b = &page->items[page->count];
		bool kept;

		if (!read_block(bind, number, list, i, b))
			continue;
		check_id(bind, ids, b, name, (int)i + 1);
		if (!block_says(b, "before"))
			b->common.before = space_above(page->count > 0 ? &b[-1] : NULL, b);
		bind->scope.missing = false;
		kept = is_there(bind, b) && b->class->bind(bind, b) && !bind->scope.missing;
		bind->scope.missing = false;
		page->count += kept;
	}
}

/* A foot is no part of what a screen reader reads, so a link in it could not be followed. */
static void
refuse_links(struct bind *bind, const struct runs *runs)
{
	for (size_t i = 0; i < runs->count; i++) {
		if (runs->items[i].link == NULL)
			continue;
		diag_add(bind->d, DIAG_ERROR, runs->items[i].at, "link-in-foot",
		    "a foot has no links: it stands on every page and is not read aloud");
		diag_help(bind->d, "write the words alone, or link to it from a block");
		return;
	}
}

/* A foot's {folio} and {pages} stay open: the flow fills them in. */
static struct runs
bind_foot(struct bind *bind, struct setting text, const struct style *style)
{
	struct runs runs = {0};

	if (text.text != NULL && style != NULL)
		prose_inline(&bind->scope, text, style, &runs);
	refuse_links(bind, &runs);
	return runs;
}

static struct bound_foot *
bind_feet(struct bind *bind, const struct masters *masters)
{
	struct bound_foot *feet = NEW_ARRAY(bind->scope.a, struct bound_foot, masters->count);

	for (size_t i = 0; i < masters->count; i++) {
		const struct master *m = &masters->items[i];

		if (!m->has_foot)
			continue;
		feet[i].left = bind_foot(bind, m->foot.left, m->foot.style);
		feet[i].centre = bind_foot(bind, m->foot.centre, m->foot.style);
		feet[i].right = bind_foot(bind, m->foot.right,
		    m->foot.folio_style != NULL ? m->foot.folio_style : m->foot.style);
	}
	return feet;
}

static void
bind_title(struct bind *bind, struct page_blocks *page)
{
	const struct page_setup *setup = page->setup;

	if (setup->title.text == NULL)
		return;
	page->title = value_text(&bind->scope, setup->title);
	if (page->title != NULL)
		page->title = typography(bind->scope.a, bind->report->language, page->title);
}

struct tree *
tree_bind(struct bind *bind, struct arena *a)
{
	const struct report *r = bind->report;
	struct tree *tree = NEW(a, struct tree);
	struct map *ids = map_new(a);

	tree->items = NEW_ARRAY(a, struct page_blocks, r->page_count);
	for (size_t i = 0; i < r->page_count; i++) {
		const struct page_setup *setup = &r->pages[i];

		if (setup->needs.count > 0 &&
		    !value_needs(&bind->scope, bind->project, &setup->needs))
			continue;
		bind_page(bind, ids, setup, &tree->items[tree->count], i);
		bind_title(bind, &tree->items[tree->count++]);
	}
	if (r->masters != NULL)
		tree->feet = bind_feet(bind, r->masters);
	return tree;
}
