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
	size_t over = multiple > 0 ? count % multiple : 0;

	if (over == 0)
		return;
	finding_tell(c, c->p->report->at,
	    arena_printf(c->p->a,
		"the report has %zu page%s, and the printer needs a multiple of %zu", count,
		count == 1 ? "" : "s", multiple),
	    arena_printf(c->p->a, "add %zu page%s, or take %zu away", multiple - over,
		multiple - over == 1 ? "" : "s", over));
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
			finding_tell(c, c->p->report->theme->at,
			    arena_printf(c->p->a,
				"\"%s\" and \"%s\" become two plates, and are "
				"perhaps one ink",
				ink_name(inks, k), ink_name(inks, i)),
			    "write the name the same way in all colours of the theme");
			break;
		}
	}
}
