/* carry.c: the state of a report that has been laid out: printed by --dump=state, carried by its
 * PDF for screens, approved by tests.
 */
#include <string.h>

#include "bilan/diff.h"
#include "verb.h"

/* A state takes a quarter of the time and of the file of a long table. What has more pages than
 * this is a register, and bilan diff reads its words from the pages, as of any PDF. */
enum { CARRIED_PAGES = 500 };

size_t
make_state(struct make *m, const char *target, struct buf *out)
{
	struct state_source s = {
	    .pages = m->pages,
	    .report = m->report,
	    .project = m->project,
	    .texts = m->texts,
	    .target = target,
	};
	struct arena *scratch = arena_open();
	size_t body;

	state_write_head(out, &s);
	body = out->len;
	state_write_body(out, &s, scratch);
	arena_close(scratch);
	return body;
}

void
make_ink_lines(struct make *m, const struct printing *press, struct buf *out)
{
	for (size_t i = 0; i < m->pages->count; i++) {
		struct arena *scratch = arena_open();
		struct plates plates =
		    plates_draw(scratch, press->inks, m->texts, &m->pages->items[i], INK_PPI);
		struct coverage cover = plates_coverage(&plates, INK_PPI);

		buf_printf(out, "ink %zu", i + 1);
		for (int k = 0; k < ink_count(press->inks); k++) {
			const char *name = ink_name(press->inks, k);
			unsigned tenths = (unsigned)(cover.of[k] + 5) / 10;

			buf_byte(out, ' ');
			state_quote(out, name, strlen(name));
			buf_printf(out, " %u.%u", tenths / 10, tenths % 10);
		}
		buf_byte(out, '\n');
		arena_close(scratch);
	}
}

bool
carried_state(struct make *m, struct attachment *carried)
{
	struct file_text *file;
	struct buf text = {0};

	if (m->pages->count > CARRIED_PAGES)
		return false;
	file = NEW(m->a, struct file_text);
	make_state(m, "web", &text);
	file->name = STATE_NAME;
	file->bytes = arena_copy(m->a, text.at, text.len);
	file->length = text.len;
	buf_close(&text);
	*carried =
	    (struct attachment){STATE_NAME, "What stands where on the pages, for bilan diff", file};
	return true;
}
