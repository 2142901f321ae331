/* item.h: an item of a list, as prose.c and list.c set it: a mark at the left edge (a dot, a
 * number, an icon), the words indented. */
#ifndef BILAN_BLOCK_ITEM_H
#define BILAN_BLOCK_ITEM_H

#include "bilan/block.h"

/* The Markdown file of `path` and the place of its first line. False after a diagnostic, or with
 * scope.missing set when it is not there and the block may be left out. */
bool item_read_file(struct bind *bind, struct block *b, struct setting path, struct file_text *file,
    struct place *at);

#define ITEM_MARK_MIDDLE PT(3.5) /* of an icon, above the baseline */

struct item_look {
	const struct style *style;
	dimen indent; /* of the words */
	dimen start;  /* of the mark: an inner list's stands further right */
	dimen dot;    /* diameter; 0: none */
	colour dot_colour;
	const struct icon *icon; /* instead of the dot */
	dimen icon_size, icon_stroke;
	int number; /* instead of the dot; 0: none */
};

struct lines item_lines(
    struct layout *l, const struct runs *runs, const struct item_look *look, dimen measure);
/* The item's lines [from, to) with the first baseline at y, its mark when from is 0. `list` is
 * the L element; *body the item's LBody, made when 0. */
void item_set(struct setter *s, const struct lines *lines, const struct item_look *look, int from,
    int to, dimen y, int list, int *body);

#endif
