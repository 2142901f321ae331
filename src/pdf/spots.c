/* spots.c: mixes of inks as operators, and the spot inks as Separation spaces.
 *
 * A mix of the four process inks is DeviceCMYK, whose meaning is the output intent's; nothing is
 * converted here, so what the theme says in percent stands in the file as that percent. A mix of
 * one spot is a tint of its Separation space (ISO 32000-1, 8.6.6.4), whose alternate is the CMYK
 * that ink_alternate tells: the same in each place, since there is one object for each spot. White
 * is no ink, and knocks out.
 *
 * Only spots that the pages use are named in the file: a name makes a plate.
 */
#include "writer.h"

struct spots {
	bool used[INK_LIMIT];
	int objects[INK_LIMIT];
};

/* The spot that a mix is a tint of; -1: it is one of process inks. */
static int
spot_of(const struct writer *w, const struct mix *mix)
{
	for (int i = INK_SPOT; i < ink_count(w->inks); i++) {
		if (mix->amount[i] > 0)
			return i;
	}
	return -1;
}

static void
use(struct writer *w, colour c)
{
	int spot = spot_of(w, ink_mix(w->inks, c));

	if (spot >= 0)
		w->spots->used[spot] = true;
}

static void
use_glyphs(struct writer *w, struct glyphs g)
{
	for (int i = 0; i < g.count; i++)
		use(w, piece_colour(&g.pieces[i]));
}

void
spots_open(struct writer *w)
{
	const struct pages *p = w->job->pages;

	w->spots = NEW(w->a, struct spots);
	for (size_t i = 0; i < p->count && ink_count(w->inks) > INK_SPOT; i++) {
		for (size_t k = 0; k < p->items[i].count; k++) {
			const struct mark *m = &p->items[i].marks[k];
			const struct path *path = m->detail;

			if (m->kind == MARK_GLYPHS)
				use_glyphs(w, mark_glyphs(m));
			if (m->kind != MARK_PATH)
				continue;
			if (path->fill != 0)
				use(w, path->fill);
			if (path->stroke != 0)
				use(w, path->stroke);
		}
	}
	for (int i = INK_SPOT; i < ink_count(w->inks); i++) {
		if (w->spots->used[i])
			w->spots->objects[i] = save_objects(w, 1);
	}
}

bool
spots_used(const struct writer *w, int ink)
{
	return ink < INK_SPOT || w->spots->used[ink];
}

void
put_mix(const struct writer *w, struct buf *b, const struct mix *mix, bool stroke)
{
	int spot = spot_of(w, mix);

	if (spot >= 0) {
		buf_printf(b, stroke ? "/S%d CS " : "/S%d cs ", spot);
		put_number(b, mix->amount[spot], 4);
		buf_text(b, stroke ? " SCN\n" : " scn\n");
		return;
	}
	for (int i = 0; i < INK_SPOT; i++) {
		put_number(b, mix->amount[i], 4);
		buf_byte(b, ' ');
	}
	buf_text(b, stroke ? "K\n" : "k\n");
}

/* A name object: what is no regular character is written as #xx (ISO 32000-1, 7.3.5). */
static void
put_name(struct buf *b, const char *name)
{
	buf_byte(b, '/');
	for (; *name != '\0'; name++) {
		unsigned char c = (unsigned char)*name;
		bool regular = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			       (c >= '0' && c <= '9') || c == '-' || c == '_';

		if (regular)
			buf_byte(b, *name);
		else
			buf_printf(b, "#%02X", c);
	}
}

void
spots_write(struct writer *w)
{
	for (int i = INK_SPOT; i < ink_count(w->inks); i++) {
		const uint16_t *alternate = ink_alternate(w->inks, i);
		struct buf *b;

		if (!w->spots->used[i])
			continue;
		b = save_text(w, w->spots->objects[i]);
		buf_text(b, "[/Separation");
		put_name(b, ink_name(w->inks, i));
		buf_text(b, "/DeviceCMYK<</FunctionType 2/Domain[0 1]/N 1/C0[0 0 0 0]/C1[");
		for (int k = 0; k < INK_SPOT; k++) {
			put_number(b, alternate[k], 4);
			buf_byte(b, k < INK_BLACK ? ' ' : ']');
		}
		buf_text(b, ">>]");
		save_text_end(w);
	}
}

void
spots_resources(const struct writer *w, struct buf *b)
{
	bool any = false;

	buf_text(b, "/ExtGState<</GO<</OP true/op true/OPM 1>>/GK<</OP false/op false>>>>");
	for (int i = INK_SPOT; i < ink_count(w->inks); i++) {
		if (!w->spots->used[i])
			continue;
		buf_printf(b, "%s/S%d ", any ? "" : "/ColorSpace<<", i);
		put_ref(b, w->spots->objects[i]);
		any = true;
	}
	if (any)
		buf_text(b, ">>");
}
