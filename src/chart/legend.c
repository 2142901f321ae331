/* legend.c: one entry of a legend on the page. */
#include "bilan/legend.h"

dimen
legend_entry_set(
    struct setter *s, enum swatch swatch, const struct legend_entry *entry, struct point at)
{
	struct pages *p = s->l->pages;
	dimen indent = swatch == SWATCH_DOT ? PT(16) : PT(15);
	struct line line = text_line(s->l->texts, s->l->a, s->l->d, &entry->name);

	if (swatch == SWATCH_DOT) {
		struct point centre = {at.x + PT(4), at.y - PT(3.5)};

		if (entry->outline != 0)
			mark_dots(p, s->page, &centre, 1, PT(8), entry->outline, 0, s->block);
		mark_dots(p, s->page, &centre, 1, entry->outline != 0 ? PT(6.6) : PT(8),
		    entry->colour, 0, s->block);
	} else {
		mark_rect(p, s->page, (struct rect){at.x, at.y - PT(8), PT(9), PT(9)},
		    entry->colour, 0, s->block);
	}
	if (line.count > 0)
		set_line(s, &line, (struct point){at.x + indent, at.y});
	return indent + line.width;
}
