/* carry.c: the state of a report that has been laid out: printed by --dump=state, carried by its
 * PDF for screens, approved by tests.
 */
#include <string.h>

#include "bilan/diff.h"
#include "verb.h"

/* A state takes a quarter of the time and of the file of a long table. What has more pages than
 * this is a register, and bilan diff reads its words from the pages, as of any PDF. */
enum { CARRIED_PAGES = 500 };

static void
write_property(struct buf *out, const char *kind, const char *value)
{
	if (value == NULL || *value == '\0')
		return;
	buf_printf(out, "%s ", kind);
	state_quote(out, value, strlen(value));
	buf_byte(out, '\n');
}

/* The files of tables that the PDF for screens carries. */
static void
write_attached(struct buf *out, const struct tables *t)
{
	struct buf names = {0};
	const char *before = "";

	for (size_t i = 0; i < tables_count(t); i++) {
		const char *file = tables_file(t, i), *slash;

		if (file == NULL || !tables_attached(t, i) || strcmp(file, before) == 0)
			continue;
		slash = strrchr(file, '/');
		buf_printf(
		    &names, "%s%s", names.len > 0 ? ", " : "", slash != NULL ? slash + 1 : file);
		before = file;
	}
	write_property(out, "document attached", names.at);
	buf_close(&names);
}

static void
write_press(struct buf *out, const struct printing *press)
{
	static const char *const marks[] = {"crop", "fold", "registration", "bar", "slug"};
	const struct printer *p = press->printer;
	const unsigned char *profile;
	size_t length;
	struct buf names = {0};

	profile = inks_profile(press->inks, &length);
	write_property(out, "press condition", p->condition);
	buf_printf(
	    out, "press profile %016llx\n", (unsigned long long)hash_long(profile, length, 0));
	buf_text(out, "press bleed ");
	buf_points(out, p->bleed);
	buf_byte(out, '\n');
	for (size_t i = 0; i < COUNT(marks); i++) {
		if (p->marks & 1u << i)
			buf_printf(&names, "%s%s", names.len > 0 ? ", " : "", marks[i]);
	}
	write_property(out, "press marks", names.len > 0 ? names.at : "none");
	buf_close(&names);
}

/* What the file says of itself. */
static void
write_document(struct buf *out, const struct make *m, const struct printing *press)
{
	write_property(out, "document title", m->title);
	write_property(out, "document author", m->author);
	write_property(out, "document subject", m->subject);
	write_property(out, "document language", m->report->language);
	if (press != NULL)
		write_press(out, press);
	else
		write_attached(out, m->tables);
}

size_t
make_state(struct make *m, const struct printing *press, struct buf *out)
{
	struct state_source s = {
	    .pages = m->pages,
	    .report = m->report,
	    .project = m->project,
	    .texts = m->texts,
	    .target = press != NULL ? "print" : "web",
	};
	struct arena *scratch = arena_open();
	size_t body;

	state_write_head(out, &s);
	write_document(out, m, press);
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
	make_state(m, NULL, &text);
	file->name = STATE_NAME;
	file->bytes = arena_copy(m->a, text.at, text.len);
	file->length = text.len;
	buf_close(&text);
	*carried =
	    (struct attachment){STATE_NAME, "What stands where on the pages, for bilan diff", file};
	return true;
}
