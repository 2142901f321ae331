/* links.c: links that are lost on paper: those to an address that no words of the report say.
 *
 * The words need not be the link's own: an address in brackets behind it or in a list of sources at
 * the end serves as well. It may be said as people write it: without https://, www. or the last
 * slash, in capitals, over two lines.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

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

/* An address, in as many links as lead there. */
struct sought {
	const char *plain;
	bool said;
};
struct sought_link {
	struct sight at;
	const char *address;
	struct sought *to;
};
struct search {
	struct check *c;
	struct map *known; /* -> struct sought, by what is plain of it */
	struct sought_link *links;
	size_t count, cap;
};

static void
add_link(struct search *s, struct sight at)
{
	struct arena *a = s->c->p->a;
	const char *address = address_of(a, ((const struct link *)at.mark->detail)->target);
	struct buf plain = {0};
	struct sought *to;

	add_plain(&plain, address, strlen(address));
	to = map_find(s->known, plain.len > 0 ? plain.at : "");
	if (to == NULL) {
		to = NEW(a, struct sought);
		to->plain = arena_copy(a, plain.at, plain.len);
		map_add(s->known, to->plain, to);
	}
	buf_close(&plain);
	GROW(a, s->links, s->count, s->cap);
	s->links[s->count++] = (struct sought_link){at, address, to};
}

static void
add_links(struct search *s)
{
	const struct pages *pages = s->c->p->pages;
	const char *last = NULL; /* a link over two lines is two marks */

	for (size_t i = 0; i < pages->count; i++) {
		const struct page *page = &pages->items[i];

		for (size_t k = 0; k < page->count; k++) {
			const struct link *link = page->marks[k].detail;

			if (page->marks[k].kind != MARK_LINK || link->target[0] == '#' ||
			    link->target == last)
				continue;
			add_link(s, (struct sight){i, &page->marks[k]});
			last = link->target;
		}
	}
}

static int
compare(const void *one, const void *two)
{
	const struct sought *const *a = one, *const *b = two;

	return strcmp((*a)->plain, (*b)->plain);
}

/* The first of all[from..to) whose byte at `depth` is not below `byte`. */
static size_t
first_from(struct sought *const *all, size_t from, size_t to, size_t depth, int byte)
{
	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if ((unsigned char)all[middle]->plain[depth] < byte)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* Looks for all addresses at once: a long report may have thousands of them and megabytes of words.
 * At each place the sorted addresses are narrowed, byte by byte, to those that begin as the words
 * do. */
static void
hear(struct sought *const *all, size_t count, const char *words)
{
	size_t starts[257];

	for (int byte = 0; byte <= 256; byte++)
		starts[byte] = first_from(all, 0, count, 0, byte);
	for (; *words != '\0'; words++) {
		int byte = (unsigned char)*words;
		size_t from = starts[byte], to = starts[byte + 1];

		for (size_t depth = 1; from < to; depth++) {
			if (all[from]->plain[depth] == '\0')
				all[from++]->said = true;
			byte = (unsigned char)words[depth];
			from = first_from(all, from, to, depth, byte);
			to = first_from(all, from, to, depth, byte + 1);
		}
	}
}

static void
hear_all(const struct search *s)
{
	size_t count = map_count(s->known);
	struct sought **all = NEW_ARRAY(s->c->p->a, struct sought *, count);
	struct buf words = {0};

	for (size_t i = 0; i < count; i++)
		all[i] = map_value(s->known, i);
	qsort(all, count, sizeof *all, compare);
	add_words(&words, s->c->p->pages);
	hear(all, count, words.at != NULL ? words.at : "");
	buf_close(&words);
}

void
check_link_addresses(struct check *c)
{
	struct search s = {.c = c, .known = map_new(c->p->a)};

	add_links(&s);
	if (s.count > 0)
		hear_all(&s);
	for (size_t i = 0; i < s.count; i++) {
		const struct sought_link *link = &s.links[i];
		struct finding *f = link->to->said ? NULL : finding_add(c, link->at, 0);

		if (f == NULL)
			continue;
		f->says = arena_printf(
		    c->p->a, "a link leads to %s, and on paper no words say so", link->address);
		f->help = "write the address out: after the link, or in a note";
	}
}
