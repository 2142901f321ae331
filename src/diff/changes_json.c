/* changes_json.c: what changed, for a program: one object a change, in the order of the pages.
 *
 *     {"layer":"figures","page":"3","was":"2","block":"visitors","says":"24 088 → 24 188 (…)",
 *      "cause":"data","accepted":false}
 *
 * `page` and `was` are the folios of the new and the old page, null where there is none; `block`
 * and `cause` may be null too.
 */
#include "bilan/diff.h"

static void
add_member(struct buf *out, const char *name, const char *text)
{
	buf_printf(out, ",\"%s\":", name);
	if (text != NULL)
		buf_json(out, text);
	else
		buf_text(out, "null");
}

static const char *
folio_of(const struct state *s, int page)
{
	return page >= 0 ? s->pages[page].folio : NULL;
}

void
comparison_json(
    struct buf *out, const struct comparison *c, const struct state *old, const struct state *new)
{
	buf_byte(out, '[');
	for (size_t i = 0; i < c->count; i++) {
		const struct change *change = &c->changes[i];

		buf_printf(
		    out, "%s{\"layer\":\"%s\"", i > 0 ? "," : "", layer_names[change->layer]);
		add_member(out, "page", folio_of(new, change->page[1]));
		add_member(out, "was", folio_of(old, change->page[0]));
		add_member(out, "block", change->block);
		add_member(out, "says", change->says);
		add_member(out, "cause", change->why);
		buf_printf(out, ",\"accepted\":%s}", change->accepted ? "true" : "false");
	}
	buf_byte(out, ']');
}
