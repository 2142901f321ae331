/* rules.h: what the rules of the preflight share: looking at marks, and findings.
 *
 * A rule looks at all pages and reports each mark that breaks it. Findings of one block on one page
 * become one, the worst, with the number of the others: a table of 200 hairlines is one mistake.
 */
#ifndef BILAN_PREFLIGHT_RULES_H
#define BILAN_PREFLIGHT_RULES_H

#include "bilan/print.h"

struct finding {
	size_t page;
	int block;
	struct rect box; /* of the mark */
	int64_t badness;
	size_t more;             /* other marks of the block on that page */
	const char *says, *help; /* help may be NULL */
};

struct check { /* a rule at work */
	const struct preflight *p;
	enum rule rule;
	struct finding *items;
	size_t count, cap;
	size_t *latest; /* of each block: its finding + 1 */
};

struct sight {
	size_t page;
	const struct mark *mark;
}; /* what is being looked at */

/* The finding to describe (says, help), or NULL when the block has a worse one on that page. */
struct finding *finding_add(struct check *c, struct sight at, int64_t badness);
/* A finding that is no mark's: told at once, at a place of the layout. */
void finding_tell(struct check *c, struct place at, const char *says, const char *help);
/* "9.5" for messages. */
const char *points_text(struct check *c, dimen length);
const char *colour_text(const struct check *c, colour shade); /* its name in the theme */
const char *recipe_text(struct check *c, colour shade);       /* "Cyan 62, Black 28" */
int mix_inks(const struct check *c, colour shade);            /* how many inks it takes */

/* One function a rule. */
typedef void rule_check(struct check *c);
rule_check check_ink, check_image_ppi, check_hairlines, check_line_inks, check_small_text,
    check_reversed_text, check_white_overprint, check_rich_black, check_bleed, check_safety,
    check_empty_pages, check_page_count, check_page_size, check_spot_names, check_spot_count,
    check_placeholders, check_link_addresses, check_colour_match;

/* For rules that look at one kind of mark: calls `look` for each of it. */
typedef void mark_look(struct check *c, struct sight at);
void each_mark(struct check *c, unsigned kinds, mark_look *look);
#define KIND(kind) (1u << (kind))

#endif
