/* links.c: links that are lost on paper: those to an address that no words of the report say.
 *
 * The words need not be the link's own: an address in brackets behind it or in a list of sources at
 * the end serves as well. It may be said as people write it: without https://, www. or the last
 * slash, in capitals, over two lines.
 */
#include <ctype.h>

#include "rules.h"

/* Without spaces, in small letters. A colon of a French text has a space of its own before it. */
static void
add_plain(struct buf *out, const char *text, size_t length)
{
	static const char *const spaces[] = {" ", "\u00A0", "\u202F"};

	for (size_t i = 0; i < length;) {
		size_t skip = 0;

		for (size_t k = 0; k < COUNT(spaces); k++) {
			if (strncmp(text + i, spaces[k], strlen(spaces[k])) == 0)
				skip = strlen(spaces[k]);
		}
		if (skip == 0)
			buf_byte(out, (char)tolower((unsigned char)text[i++]));
		i += skip;
	}
}

static void
add_words(struct buf *out, const struct pages *pages)
{
	for (size_t i = 0; i < pages->count; i++) {
		const struct page *page = &pages->items[i];

		for (size_t k = 0; k < page->count; k++) {
			struct glyphs g = mark_glyphs(&page->marks[k]);

			for (int n = 0; n < g.count; n++)
				add_plain(
				    out, g.pieces[n].word->text, strlen(g.pieces[n].word->text));
		}
	}
}

/* "caf.fr/aides" of "https://www.caf.fr/aides/", "a@b.fr" of "mailto:a@b.fr?subject=…". */
static const char *
address_of(struct arena *a, const char *target)
{
	static const char *const starts[] = {"https://", "mailto:", "www."};
	size_t length;

	for (size_t i = 0; i < COUNT(starts); i++) {
		if (strncmp(target, starts[i], strlen(starts[i])) == 0)
			target += strlen(starts[i]);
	}
	length = strcspn(target, strchr(target, '@') != NULL ? "?" : "");
	while (length > 0 && target[length - 1] == '/')
		length--;
	return arena_copy(a, target, length);
}

static void
look_at_link(struct check *c, struct sight at, const char *words)
{
	const char *address = address_of(c->p->a, ((const struct link *)at.mark->detail)->target);
	struct buf plain = {0};
	struct finding *f;

	add_plain(&plain, address, strlen(address));
	if ((plain.len == 0 || strstr(words, plain.at) == NULL) &&
	    (f = finding_add(c, at, 0)) != NULL) {
		f->says = arena_printf(
		    c->p->a, "a link leads to %s, and on paper no words say so", address);
		f->help = "write the address out: after the link, or in a note";
	}
	buf_close(&plain);
}

void
check_link_addresses(struct check *c)
{
	const struct pages *pages = c->p->pages;
	const char *last = NULL; /* a link over two lines is two marks */
	struct buf words = {0};

	for (size_t i = 0; i < pages->count; i++) {
		const struct page *page = &pages->items[i];

		for (size_t k = 0; k < page->count; k++) {
			const struct link *link = page->marks[k].detail;

			if (page->marks[k].kind != MARK_LINK || link->target[0] == '#' ||
			    link->target == last)
				continue;
			if (words.len == 0)
				add_words(&words, pages);
			look_at_link(
			    c, (struct sight){i, &page->marks[k]}, words.len > 0 ? words.at : "");
			last = link->target;
		}
	}
	buf_close(&words);
}
