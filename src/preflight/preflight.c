/* preflight.c: runs the rules that the printer's file does not switch off, in the order of its
 * list, and tells what they found: page, block, millimetres, and the block's line in the layout.
 *
 * The rules are those of GWG 2015 that a file of ours can break at all; the rest (fonts,
 * encryption, RGB, transparency, boxes) holds by how the file is written.
 */
#include <stdlib.h>
#include <string.h>

#include "rules.h"

static rule_check *const checks[RULE_COUNT] = {
    [RULE_INK] = check_ink,
    [RULE_IMAGE_PPI] = check_image_ppi,
    [RULE_HAIRLINE] = check_hairlines,
    [RULE_LINE_INKS] = check_line_inks,
    [RULE_SMALL_TEXT] = check_small_text,
    [RULE_REVERSED_TEXT] = check_reversed_text,
    [RULE_WHITE_OVERPRINT] = check_white_overprint,
    [RULE_RICH_BLACK] = check_rich_black,
    [RULE_BLEED] = check_bleed,
    [RULE_SAFETY] = check_safety,
    [RULE_EMPTY_PAGE] = check_empty_pages,
    [RULE_PAGE_COUNT] = check_page_count,
    [RULE_PAGE_SIZE] = check_page_size,
    [RULE_SPOT_NAMES] = check_spot_names,
    [RULE_SPOT_COUNT] = check_spot_count,
    [RULE_PLACEHOLDER] = check_placeholders,
    [RULE_LINK_ADDRESS] = check_link_addresses,
    [RULE_COLOUR_MATCH] = check_colour_match,
};

static enum diag_level
level_of(const struct check *c)
{
	static const enum diag_level levels[] = {DIAG_NOTE, DIAG_NOTE, DIAG_WARNING, DIAG_ERROR};

	return levels[c->p->printer->severity[c->rule]];
}

/* ---- findings ---------------------------------------------------------------------------- */

struct finding *
finding_add(struct check *c, struct sight at, int64_t badness)
{
	size_t known = c->latest[at.mark->block];
	struct finding *f;

	if (known > 0 && c->items[known - 1].page == at.page) {
		f = &c->items[known - 1];
		f->more++;
		if (badness <= f->badness)
			return NULL;
	} else {
		GROW(c->p->a, c->items, c->count, c->cap);
		f = &c->items[c->count++];
		*f = (struct finding){.page = at.page, .block = at.mark->block};
		c->latest[at.mark->block] = c->count;
	}
	f->badness = badness;
	f->box = at.mark->box;
	return f;
}

void
finding_tell(struct check *c, struct place at, const char *says, const char *help)
{
	diag_add(c->p->d, level_of(c), at, rule_names[c->rule], "%s", says);
	if (help != NULL)
		diag_help(c->p->d, "%s", help);
}

static void
tell(struct check *c, const struct finding *f)
{
	const struct pages *pages = c->p->pages;
	const struct page *page = &pages->items[f->page];
	struct place at = pages->origins[f->block].at;
	struct arena *a = c->p->a;
	const char *block = "", *more = "";

	if (at.line == 0)
		at = page->at;
	if (f->block != 0)
		block = arena_printf(a, ", \"%s\"", pages->blocks[f->block]);
	if (f->more > 0)
		more = arena_printf(a, " (and %zu more in it)", f->more);
	finding_tell(c, at,
	    arena_printf(a, "page %d%s, %.1f mm from the left, %.1f mm from the top: %s%s",
		page->folio, block, dimen_mm(f->box.x), dimen_mm(f->box.y), f->says, more),
	    f->help);
	diag_on_page(c->p->d, page->folio, pages->blocks[f->block], f->box.x, f->box.y);
}

void
preflight_run(const struct preflight *p)
{
	size_t *latest = mem_alloc(p->pages->block_count * sizeof *latest);

	for (int rule = 0; rule < RULE_COUNT; rule++) {
		struct check c = {.p = p, .rule = (enum rule)rule, .latest = latest};

		if (p->printer->severity[rule] == SEVERITY_OFF)
			continue;
		memset(latest, 0, p->pages->block_count * sizeof *latest);
		checks[rule](&c);
		for (size_t i = 0; i < c.count; i++)
			tell(&c, &c.items[i]);
	}
	free(latest);
}

/* ---- help for rules ---------------------------------------------------------------------- */

void
each_mark(struct check *c, unsigned kinds, mark_look *look)
{
	const struct pages *pages = c->p->pages;

	for (size_t i = 0; i < pages->count; i++) {
		const struct page *page = &pages->items[i];

		for (size_t k = 0; k < page->count; k++) {
			if ((KIND(page->marks[k].kind) & kinds) != 0)
				look(c, (struct sight){i, &page->marks[k]});
		}
	}
}

const char *
points_text(struct check *c, dimen length)
{
	char text[24];
	size_t n = dimen_points(length, 2, text);

	return arena_copy(c->p->a, text, n);
}

const char *
colour_text(const struct check *c, colour shade)
{
	const struct theme *theme = c->p->report->theme;

	return shade > 0 && (size_t)shade < theme->colour_count ? theme->colours[shade].name
								: "black";
}

const char *
recipe_text(struct check *c, colour shade)
{
	const struct mix *mix = ink_mix(c->p->inks, shade);
	struct buf b = {0};
	const char *text;

	for (int i = 0; i < ink_count(c->p->inks); i++) {
		if (mix->amount[i] > 0)
			buf_printf(&b, "%s%s %d", b.len > 0 ? ", " : "", ink_name(c->p->inks, i),
			    (mix->amount[i] + 50) / 100);
	}
	text = arena_text(c->p->a, b.len > 0 ? b.at : "no ink");
	buf_close(&b);
	return text;
}

int
mix_inks(const struct check *c, colour shade)
{
	const struct mix *mix = ink_mix(c->p->inks, shade);
	int inks = 0;

	for (int i = 0; i < ink_count(c->p->inks); i++)
		inks += mix->amount[i] > 0;
	return inks;
}
