/* link.c: links: annotations, and the places to which "#id" leads.
 *
 * A link is a mark with an area and a target; it belongs to a Link element, which holds the words
 * as well as the annotation (OBJR), and whose annotation says in Contents where it leads (ISO
 * 14289-1, 7.18.5). Targets within the report are the ids of anchors and headings: the flow has
 * seen to it that somebody has them. Other targets are URIs, written in ASCII with escapes (RFC
 * 3986, 2.1).
 */
#include <string.h>

#include "writer.h"

struct destination {
	size_t page;
	struct point at;
	const char *title;
};

struct links {
	struct map *targets;
	struct buf annotations; /* references, of the present page */
};

static void
add_target(struct writer *w, const char *id, struct destination target)
{
	struct destination *kept;

	if (id == NULL || map_find(w->links->targets, id) != NULL)
		return;
	kept = NEW(w->a, struct destination);
	*kept = target;
	map_add(w->links->targets, id, kept);
}

void
links_open(struct writer *w)
{
	const struct pages *p = w->job->pages;

	w->links = NEW(w->a, struct links);
	w->links->targets = map_new(w->a);
	for (size_t i = 0; i < p->heading_count; i++) {
		const struct heading *h = &p->headings[i];

		add_target(w, h->id, (struct destination){(size_t)h->page, {0, h->y}, h->text});
	}
	for (size_t i = 0; i < p->anchor_count; i++) {
		const struct anchor *an = &p->anchors[i];

		add_target(w, an->id, (struct destination){(size_t)an->page, an->at, NULL});
	}
}

void
links_close(struct writer *w)
{
	if (w->links != NULL)
		buf_close(&w->links->annotations);
}

void
put_destination(struct writer *w, struct buf *b, size_t page, struct point at)
{
	buf_byte(b, '[');
	put_ref(b, haru_page(w, page));
	buf_text(b, "/XYZ ");
	put_points(b, at.x);
	buf_byte(b, ' ');
	put_points(b, w->job->pages->items[page].master->height - at.y);
	buf_text(b, " null]");
}

static void
put_uri(struct buf *b, const char *uri)
{
	struct buf escaped = {0};

	for (; *uri != '\0'; uri++) {
		unsigned char c = (unsigned char)*uri;

		if (c > ' ' && c < 0x7F)
			buf_byte(&escaped, *uri);
		else
			buf_printf(&escaped, "%%%02X", c);
	}
	buf_text(b, "/A<</S/URI/URI");
	put_bytes(b, escaped.len > 0 ? escaped.at : "", escaped.len);
	buf_text(b, ">>");
	buf_close(&escaped);
}

static void
put_area(struct writer *w, struct buf *b, struct rect r)
{
	dimen height = w->job->pages->items[w->page].master->height;

	buf_text(b, "/Rect[");
	put_points(b, r.x);
	buf_byte(b, ' ');
	put_points(b, height - r.y - r.h);
	buf_byte(b, ' ');
	put_points(b, r.x + r.w);
	buf_byte(b, ' ');
	put_points(b, height - r.y);
	buf_byte(b, ']');
}

/* What the link says: its words on this page; else its element's alternative text. */
static const char *
words_of(struct writer *w, const struct mark *link)
{
	const struct pages *p = w->job->pages;
	const struct page *page = &p->items[w->page];
	const struct elem *e = &p->elems[link->elem];
	struct buf words = {0};
	const char *text = NULL;

	for (size_t i = 0; i < page->count; i++) {
		const struct mark *m = &page->marks[i];

		if (m->kind != MARK_GLYPHS || m->elem != link->elem)
			continue;
		if (words.len > 0)
			buf_byte(&words, ' ');
		glyphs_text(&words, mark_glyphs(m));
	}
	if (words.len > 0)
		text = arena_copy(w->a, words.at, words.len);
	else if (e->note > 0)
		text = p->notes[e->note - 1].alt;
	buf_close(&words);
	return text;
}

void
links_add(struct writer *w, const struct mark *m)
{
	const char *target = ((const struct link *)m->detail)->target;
	bool inside = target[0] == '#';
	const struct destination *to = inside ? map_find(w->links->targets, target + 1) : NULL;
	const char *words;
	int object, key;
	struct buf *b;

	if (inside && to == NULL) {
		writer_fail(w, "a link leads to \"%s\", which is on no page", target);
		return;
	}
	if (m->elem == 0) {
		writer_fail(w, "a link to \"%s\" belongs to no element", target);
		return;
	}
	object = save_objects(w, 1);
	key = tags_annotation(w, m->elem, object);
	words = words_of(w, m);
	b = save_text(w, object);
	buf_text(b, "<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]");
	put_area(w, b, m->box);
	buf_printf(b, "/StructParent %d/Contents", key);
	put_text(b, words != NULL ? words : inside && to->title != NULL ? to->title : target);
	if (inside) {
		buf_text(b, "/Dest");
		put_destination(w, b, to->page, to->at);
	} else {
		put_uri(b, target);
	}
	buf_text(b, ">>");
	save_text_end(w);
	if (w->links->annotations.len > 0)
		buf_byte(&w->links->annotations, ' ');
	put_ref(&w->links->annotations, object);
}

void
links_tail(struct writer *w, struct buf *b)
{
	struct buf *annotations = &w->links->annotations;

	if (annotations->len == 0)
		return;
	buf_text(b, "/Annots[");
	buf_add(b, annotations->at, annotations->len);
	buf_byte(b, ']');
	buf_empty(annotations);
}
