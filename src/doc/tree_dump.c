/* tree_dump.c: the block tree as text: which blocks each page holds, where they were written. */
#include "bilan/flow.h"

void
tree_dump(struct buf *out, const struct tree *tree)
{
	for (size_t i = 0; i < tree->count; i++) {
		const struct page_blocks *page = &tree->items[i];

		buf_printf(out, "%s %s %s:%d\n", page->setup->flows ? "flow" : "page",
		    page->setup->master != NULL ? page->setup->master->name : "-",
		    page->setup->at.file, page->setup->at.line);
		for (size_t k = 0; k < page->count; k++) {
			const struct block *b = &page->items[k];

			buf_printf(out, "  %s %s %s:%d", b->class->record.name, b->common.id,
			    b->at.file, b->at.line);
			if (b->common.area.page)
				buf_text(out, " page");
			else if (b->common.area.given)
				buf_printf(out, " [%d/2, %d/2, %d/2, %d/2]", b->common.area.column,
				    b->common.area.row, b->common.area.columns,
				    b->common.area.rows);
			buf_byte(out, '\n');
		}
	}
}
