/* whole.c: rules about the document as a whole: pages that are empty, their number, the names of
 * spot inks.
 */
#include <ctype.h>
#include <string.h>

#include "rules.h"

/* ---- pages ------------------------------------------------------------------------------- */

/* What belongs to no block (ground, foot) is on an empty page too. */
void
check_empty_pages(struct check *c)
{
	const struct pages *pages = c->p->pages;

	for (size_t i = 0; i < pages->count; i++) {
		const struct page *page = &pages->items[i];
		bool empty = true;

		for (size_t k = 0; k < page->count && empty; k++)
			empty = page->marks[k].block == 0 || page->marks[k].kind == MARK_LINK;
		if (empty)
			finding_tell(c, page->at,
			    arena_printf(c->p->a, "page %d is empty but for its foot", page->folio),
			    "take its entry out of \"pages:\", unless the page is meant to be "
			    "blank");
	}
}

void
check_page_count(struct check *c)
{
	size_t multiple = (size_t)c->p->printer->page_multiple, count = c->p->pages->count;
	size_t over = multiple > 0 ? count % multiple : 0, missing = multiple - over;

	if (over == 0)
		return;
	finding_tell(c, c->p->report->at,
	    arena_printf(c->p->a,
		"the report has %zu page%s, and the printer needs a multiple of %zu", count,
		count == 1 ? "" : "s", multiple),
	    count < multiple
		? arena_printf(c->p->a, "add %zu page%s", missing, missing == 1 ? "" : "s")
		: arena_printf(c->p->a, "add %zu page%s, or take %zu away", missing,
		      missing == 1 ? "" : "s", over));
}

void
check_page_size(struct check *c)
{
	const struct pages *pages = c->p->pages;

	for (size_t i = 1; i < pages->count; i++) {
		const struct page *page = &pages->items[i];
		const struct master *first = pages->items[0].master, *m = page->master;

		if (m->width == first->width && m->height == first->height)
			continue;
		finding_tell(c, page->at,
		    arena_printf(c->p->a,
			"page %d is %.1f by %.1f mm, and the first page %.1f by %.1f mm",
			page->folio, dimen_mm(m->width), dimen_mm(m->height),
			dimen_mm(first->width), dimen_mm(first->height)),
		    "a booklet is cut to one size: give all masters the same one");
	}
}

/* ---- names of spot inks ------------------------------------------------------------------ */

/* The name without what people write in different ways: capitals, spaces, hyphens, and the letters
 * for the paper on which a swatch was printed (C, U, M, CVC, …), if a number stands before. */
static void
plain_name(const char *name, char plain[128])
{
	static const char *const papers[] = {
	    "cvc", "cvu", "cvp", "cv", "cp", "up", "ec", "xgc", "xgcuv", "c", "u", "m"};
	size_t n = 0;

	for (; *name != '\0' && n < 127; name++) {
		if (strchr(" -_", *name) == NULL)
			plain[n++] = *name >= 'A' && *name <= 'Z' ? (char)(*name + 32) : *name;
	}
	plain[n] = '\0';
	for (size_t i = 0; i < COUNT(papers); i++) {
		size_t length = strlen(papers[i]);

		if (n > length && strcmp(plain + n - length, papers[i]) == 0 &&
		    isdigit((unsigned char)plain[n - length - 1])) {
			plain[n - length] = '\0';
			return;
		}
	}
}

/* Where the theme names that ink first. */
static struct place
spot_place(const struct check *c, const char *ink)
{
	const struct theme *theme = c->p->report->theme;

	for (size_t i = 1; i < theme->colour_count; i++) {
		if (theme->colours[i].spot != NULL && strcmp(theme->colours[i].spot, ink) == 0)
			return theme->colours[i].at;
	}
	return theme->at;
}

void
check_spot_names(struct check *c)
{
	const struct inks *inks = c->p->inks;

	for (int i = INK_SPOT; i < ink_count(inks); i++) {
		char name[128], other[128];

		plain_name(ink_name(inks, i), name);
		for (int k = INK_SPOT; k < i; k++) {
			plain_name(ink_name(inks, k), other);
			if (strcmp(name, other) != 0)
				continue;
			finding_tell(c, spot_place(c, ink_name(inks, i)),
			    arena_printf(c->p->a,
				"\"%s\" and \"%s\" become two plates, and are "
				"perhaps one ink",
				ink_name(inks, k), ink_name(inks, i)),
			    "write the name the same way in all colours of the theme");
			break;
		}
	}
}

/* ---- how many spot inks -------------------------------------------------------------------
 * A plate is made of each that a page uses, whatever else the theme names. */

static bool
colour_has(const struct check *c, colour shade, int ink)
{
	return shade != 0 && ink_mix(c->p->inks, shade)->amount[ink] > 0;
}

static bool
mark_has(const struct check *c, const struct mark *m, int ink)
{
	const struct path *path = m->detail;
	struct glyphs g = mark_glyphs(m);

	if (m->kind == MARK_PATH)
		return colour_has(c, path->fill, ink) || colour_has(c, path->stroke, ink);
	for (int i = 0; i < g.count; i++) {
		if (colour_has(c, piece_colour(&g.pieces[i]), ink))
			return true;
	}
	return false;
}

static bool
is_used(const struct check *c, int ink)
{
	const struct pages *pages = c->p->pages;

	for (size_t i = 0; i < pages->count; i++) {
		for (size_t k = 0; k < pages->items[i].count; k++) {
			if (mark_has(c, &pages->items[i].marks[k], ink))
				return true;
		}
	}
	return false;
}

void
check_spot_count(struct check *c)
{
	const struct inks *inks = c->p->inks;
	int most = c->p->printer->max_spots, used = 0, first = 0;

	for (int i = INK_SPOT; i < ink_count(inks); i++) {
		if (is_used(c, i) && ++used == most + 1)
			first = i;
	}
	if (used <= most)
		return;
	finding_tell(c, spot_place(c, ink_name(inks, first)),
	    arena_printf(c->p->a,
		"%d spot inks are used, and the printer takes %d: \"%s\" is one too many", used,
		most, ink_name(inks, first)),
	    "print it of the four inks (--no-spots, or take \"spot:\" away), or ask the print "
	    "shop");
}
