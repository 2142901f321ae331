/* cause.c: why something changed, and whether that was to be expected.
 *
 * Both states say what they were made from: hashes of every file, parameters, fonts, the version of
 * bilan. What differs there are the possible causes; what kind of change it is narrows them down,
 * twice: a figure comes from data, and only where no data changed from a query or a format; a
 * colour never comes from data, but beside a figure that has changed (a fall is red). Where one
 * cause is left, that is the cause; where several are, all are named; where none is, the machine
 * draws it otherwise: another library, another program, a bilan between versions. That is never
 * accepted.
 *
 * A change is accepted when every cause that it may have is on the list and lines and blocks keep
 * their place. So the figures of a new year may come in, but not push a line off the page.
 */
#include <stdlib.h>
#include <string.h>

#include "bilan/diff.h"

/* ---- what the states were made from ------------------------------------------------------- */

/* Whatever draws the pictures is a tool too. */
static unsigned
cause_bit(const char *kind)
{
	if (strcmp(kind, "raster") == 0)
		return CAUSE_TOOL;
	if (strncmp(kind, "input ", 6) == 0)
		kind += 6;
	for (int i = 0; i < CAUSE_COUNT; i++) {
		if (strcmp(kind, cause_names[i]) == 0)
			return 1u << i;
	}
	return 0;
}

/* Lines of `s` that `other` has otherwise, or (`lone`) not at all; their names gather by cause. */
static unsigned
differing(
    const struct state *s, const struct state *other, struct buf names[CAUSE_COUNT], bool lone)
{
	unsigned causes = 0;

	for (size_t i = 0; i < s->line_count; i++) {
		const struct state_line *line = &s->lines[i];
		unsigned bit = cause_bit(line->kind);
		const char *rest = state_find(other, line->kind, line->name);
		int k = 0;

		if (bit == 0 || lone != (rest == NULL) ||
		    (rest != NULL && strcmp(rest, line->rest) == 0))
			continue;
		causes |= bit;
		while ((bit >>= 1) != 0)
			k++;
		if (names[k].len > 100) {
			if (names[k].at[names[k].len - 1] != '.')
				buf_text(&names[k], ", ...");
			continue;
		}
		buf_printf(&names[k], "%s%s", names[k].len > 0 ? ", " : "", line->name);
		if (strncmp(line->kind, "input", 5) != 0 && rest != NULL)
			buf_printf(&names[k], " %s, it was %s", line->rest, rest);
	}
	return causes;
}

/* ---- causes of one change ----------------------------------------------------------------- */

/* Where it mostly comes from. */
static unsigned
likely(const struct change *c)
{
	switch (c->layer) {
	case LAYER_FIGURES:
		return CAUSE_DATA | CAUSE_PARAMETER;
	case LAYER_TEXT:
		return CAUSE_DATA | CAUSE_PROSE | CAUSE_PARAMETER | CAUSE_LAYOUT | CAUSE_THEME |
		       CAUSE_FONT;
	case LAYER_COLOURS:
		return CAUSE_LAYOUT | CAUSE_THEME;
	case LAYER_TAGS:
		return CAUSE_DATA | CAUSE_PROSE | CAUSE_PARAMETER | CAUSE_LAYOUT;
	case LAYER_SEPARATIONS:
		return CAUSE_THEME | CAUSE_LAYOUT;
	default:
		return ~0u;
	}
}

/* All that it can come from. */
static unsigned
possible(const struct change *c)
{
	switch (c->layer) {
	case LAYER_COLOURS:
	case LAYER_PIXELS: /* what data does is seen in the marks */
		return c->causes | CAUSE_LAYOUT | CAUSE_THEME | CAUSE_FONT | CAUSE_TOOL;
	default:
		return ~0u;
	}
}

/* `none`: what is said where there is no cause. */
static const char *
causes_text(struct arena *a, unsigned causes, const struct buf names[CAUSE_COUNT], const char *none)
{
	struct buf text = {0};
	const char *kept;

	for (int i = 0; i < CAUSE_COUNT; i++) {
		if (!(causes & 1u << i))
			continue;
		buf_printf(&text, "%s%s", text.len > 0 ? names != NULL ? "; " : " or " : "",
		    cause_names[i]);
		if (names != NULL && names[i].len > 0)
			buf_printf(&text, " (%s)", names[i].at);
	}
	kept = text.len > 0 ? arena_copy(a, text.at, text.len) : none;
	buf_close(&text);
	return kept;
}

static int
by_page(const void *a, const void *b)
{
	const struct change *x = a, *y = b;

	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	if (x->layer != y->layer)
		return x->layer < y->layer ? -1 : 1;
	return x->found < y->found ? -1 : x->found > y->found;
}

/* Where each pair stands, by its new page, or by its old one when it has none. */
static void
order_changes(
    struct arena *a, struct comparison *c, const struct state *old, const struct state *new)
{
	size_t *by_old = NEW_ARRAY(a, size_t, old->page_count + 1);
	size_t *by_new = NEW_ARRAY(a, size_t, new->page_count + 1);

	for (size_t i = 0; i < c->pair_count; i++) {
		const int *page = c->pairs[i].page;

		if (page[1] >= 0)
			by_new[page[1]] = i + 1;
		else
			by_old[page[0]] = i + 1;
	}
	for (size_t i = 0; i < c->count; i++) {
		struct change *change = &c->changes[i];

		change->found = i;
		change->order = change->page[1] >= 0   ? by_new[change->page[1]]
				: change->page[0] >= 0 ? by_old[change->page[0]]
						       : c->pair_count + 1; /* of the whole: last */
	}
}

/* Another number of the page, printed in its foot. */
static bool
is_folio(const struct change *c, const struct state *old, const struct state *new)
{
	struct buf says = {0};
	bool same;

	if (c->layer != LAYER_TEXT || c->page[0] < 0 || c->page[1] < 0 || c->block == NULL ||
	    strcmp(c->block, "page") != 0)
		return false;
	buf_printf(&says, "\"%s\" \u2192 \"%s\"", old->pages[c->page[0]].folio,
	    new->pages[c->page[1]].folio);
	same = strcmp(says.at, c->says) == 0;
	buf_close(&says);
	return same;
}

/* A page put in gives all that follow another number: several that have nothing else are told
 * together. */
static void
mark_folios(struct comparison *c, const struct state *old, const struct state *new)
{
	size_t count = 0;

	for (size_t i = 0; i < c->count; i++) {
		struct change *change = &c->changes[i];

		change->folio = (i == 0 || change[-1].order != change->order) &&
				(i + 1 == c->count || change[1].order != change->order) &&
				is_folio(change, old, new);
		count += change->folio;
	}
	for (size_t i = 0; i < c->count && count == 1; i++)
		c->changes[i].folio = false;
}

size_t
comparison_folios(struct buf *out, const struct comparison *c, const struct state *old,
    const struct state *new, const struct change **any)
{
	size_t count = 0;

	*any = NULL;
	for (size_t i = 0; i < c->count; i++) {
		const struct change *change = &c->changes[i];

		if (!change->folio)
			continue;
		buf_text(out, count++ > 0 ? ", " : "");
		buf_plain(out, old->pages[change->page[0]].folio);
		buf_text(out, " \u2192 ");
		buf_plain(out, new->pages[change->page[1]].folio);
		*any = change;
	}
	return count;
}

static void
find_cause(struct arena *a, struct change *change, unsigned changed)
{
	unsigned may = change->causes != 0 ? change->causes : likely(change);
	const char *none =
	    changed == 0
		? "nothing that it is made from has changed: bilan or a library draws it otherwise"
		: "nothing of what has changed explains it: bilan or a library draws it otherwise";

	may &= changed;
	change->causes = may != 0 ? may : possible(change) & changed;
	change->why = causes_text(a, change->causes, NULL, none);
}

void
comparison_finish(struct arena *a, struct comparison *c, const struct state *old,
    const struct state *new, const struct tolerance *t)
{
	struct buf names[CAUSE_COUNT] = {0};
	bool known = old->marks && new->marks;

	/* That another file is read, or no longer, follows from what else has changed: from what
	 * names it. By itself it counts only when nothing else has. */
	c->changed = known ? differing(new, old, names, false) : 0;
	if (known && c->changed == 0)
		c->changed = differing(new, old, names, true) | differing(old, new, names, true);
	for (size_t i = 0; i < c->count; i++) {
		struct change *change = &c->changes[i];

		if (!known) {
			change->causes = 0;
			continue;
		}
		find_cause(a, change, c->changed);
		change->accepted =
		    change->causes != 0 && change->steady && (change->causes & ~t->accept) == 0;
	}
	order_changes(a, c, old, new);
	c->made_from = known && c->changed != 0 ? causes_text(a, c->changed, names, NULL) : NULL;
	if (c->count > 0)
		qsort(c->changes, c->count, sizeof *c->changes, by_page);
	mark_folios(c, old, new);
	for (int i = 0; i < CAUSE_COUNT; i++)
		buf_close(&names[i]);
}

size_t
comparison_open(const struct comparison *c)
{
	size_t open = 0;

	for (size_t i = 0; i < c->count; i++)
		open += !c->changes[i].accepted;
	return open;
}

/* ---- as text ------------------------------------------------------------------------------ */

static void
print_page(
    struct buf *out, const struct change *c, const struct state *old, const struct state *new)
{
	const struct state_page *page = c->page[1] >= 0   ? &new->pages[c->page[1]]
					: c->page[0] >= 0 ? &old->pages[c->page[0]]
							  : NULL;

	if (page == NULL) {
		buf_text(out, "the whole document\n");
		return;
	}
	buf_text(out, "page ");
	buf_plain(out, page->folio);
	if (*page->id != '\0') {
		buf_text(out, " (");
		buf_plain(out, page->id);
		buf_byte(out, ')');
	}
	if (c->page[0] >= 0 && c->page[1] >= 0 && c->page[0] != c->page[1]) {
		buf_text(out, ", it was page ");
		buf_plain(out, old->pages[c->page[0]].folio);
	}
	buf_byte(out, '\n');
}

static void
print_cause(struct buf *out, const struct change *c)
{
	if (c->why == NULL)
		return;
	buf_text(out, "                     cause: ");
	buf_plain(out, c->why);
	buf_text(out, c->accepted ? " \u2014 accepted\n" : "\n");
}

static void
print_folios(
    struct buf *out, const struct comparison *c, const struct state *old, const struct state *new)
{
	const struct change *any;
	struct buf folios = {0};
	size_t count = comparison_folios(&folios, c, old, new, &any);

	if (count > 0) {
		buf_printf(out,
		    "page numbers\n  %-18s nothing else is different on %zu pages: %s\n",
		    layer_names[LAYER_TEXT], count, folios.at);
		print_cause(out, any);
	}
	buf_close(&folios);
}

static bool
is_again(const struct change *a, const struct change *b)
{
	return a->order == b->order && a->layer == b->layer && a->block == b->block &&
	       strcmp(a->says, b->says) == 0 && a->causes == b->causes &&
	       a->accepted == b->accepted;
}

void
comparison_print(
    struct buf *out, const struct comparison *c, const struct state *old, const struct state *new)
{
	if (c->count > 0 && c->made_from != NULL) {
		buf_text(out, "what it is made from has changed: ");
		buf_plain(out, c->made_from);
		buf_byte(out, '\n');
	}
	for (size_t i = 0; i < c->count; i++) {
		const struct change *change = &c->changes[i];
		size_t times = 1;

		if (change->folio)
			continue;
		if (i == 0 || change->order != change[-1].order)
			print_page(out, change, old, new);
		buf_printf(out, "  %-18s ", layer_names[change->layer]);
		if (change->block != NULL) {
			buf_plain(out, change->block);
			buf_text(out, ": ");
		}
		buf_plain(out, change->says);
		for (; i + 1 < c->count && is_again(change, &c->changes[i + 1]); i++)
			times++;
		if (times > 1)
			buf_printf(out, " (%zu times)", times);
		buf_byte(out, '\n');
		print_cause(out, change);
	}
	print_folios(out, c, old, new);
}

/* One, several. */
static const char *const layer_counts[LAYER_COUNT][2] = {
    [LAYER_DOCUMENT] = {"property", "properties"},
    [LAYER_PAGES] = {"page", "pages"},
    [LAYER_BLOCKS] = {"block", "blocks"},
    [LAYER_TEXT] = {"text", "texts"},
    [LAYER_FIGURES] = {"figure", "figures"},
    [LAYER_COLOURS] = {"style or colour", "styles and colours"},
    [LAYER_TAGS] = {"tag", "tags"},
    [LAYER_SEPARATIONS] = {"separation", "separations"},
    [LAYER_PIXELS] = {"spot", "spots"},
};

void
comparison_sum(struct buf *out, const struct comparison *c)
{
	size_t layers[LAYER_COUNT] = {0}, pages = 0, accepted = 0;
	const char *between = ": ";

	for (size_t i = 0; i < c->count; i++) {
		layers[c->changes[i].layer]++;
		accepted += c->changes[i].accepted;
		pages += c->changes[i].order <= c->pair_count &&
			 (i == 0 || c->changes[i].order != c->changes[i - 1].order);
	}
	if (c->count == 0) {
		buf_text(out, "nothing changed");
		return;
	}
	buf_printf(out, "%zu change%s", c->count, c->count == 1 ? "" : "s");
	if (pages > 0)
		buf_printf(out, " on %zu page%s", pages, pages == 1 ? "" : "s");
	for (int i = 0; i < LAYER_COUNT; i++) {
		if (layers[i] == 0)
			continue;
		buf_printf(out, "%s%zu %s", between, layers[i], layer_counts[i][layers[i] > 1]);
		between = ", ";
	}
	if (accepted > 0)
		buf_printf(out, "; %zu accepted", accepted);
}
