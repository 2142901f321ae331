/* look.c: how things look and what they are called: drawings and pictures, the theme's colours and
 * styles, fonts, tags.
 *
 * A colour of the theme that changed is said once for each page that it is seen on, with its
 * blocks; a colour that another took the place of, at its block (words.c). Distances are CIEDE2000.
 */
#include <stdlib.h>
#include <string.h>

#include "bilan/diff.h"

static bool
read_rgb(const struct state *s, const char *name, uint8_t rgb[3])
{
	const char *rest = state_find(s, "colour", name);
	unsigned long value;

	if (rest == NULL || *rest != '#')
		return false;
	value = strtoul(rest + 1, NULL, 16);
	for (int i = 0; i < 3; i++)
		rgb[i] = (uint8_t)(value >> (16 - 8 * i));
	return true;
}

double
state_delta_e(const struct state *old, const char *a, const struct state *new, const char *b)
{
	uint8_t f[3], g[3];

	if (!read_rgb(old, a, f) || !read_rgb(new, b, g))
		return strcmp(a, b) == 0 ? 0 : 100;
	return delta_e(f, g);
}

/* ---- drawings and pictures ---------------------------------------------------------------- */

static void
compare_paint(struct compare *x, const struct item *p, const struct item *q, const char *what,
    const char *before, const char *after)
{
	double distance;

	if (strcmp(before, after) == 0)
		return;
	distance = state_delta_e(x->old, before, x->new, after);
	if (distance > x->t->delta_e)
		compare_say(x, LAYER_COLOURS, p->box, q->box, "%s %s \u2192 %s, \u0394E %.1f", what,
		    before, after, distance);
}

static void
compare_path(struct compare *x, const struct item *p, const struct item *q)
{
	dimen dw = q->box.w - p->box.w, dh = q->box.h - p->box.h, most = x->t->length / 5;

	if (p->points != q->points) {
		compare_say(x, LAYER_BLOCKS, p->box, q->box, "a drawing has another shape");
	} else if (apart(dw, 0) > most || apart(dh, 0) > most) {
		compare_say(x, LAYER_BLOCKS, p->box, q->box,
		    "a drawing is %.2f by %.2f mm, it was %.2f by %.2f mm", mm(q->box.w),
		    mm(q->box.h), mm(p->box.w), mm(p->box.h));
	} else if (apart(dw, 0) <= 20 && apart(dh, 0) <= 20 && strcmp(p->hash, q->hash) != 0) {
		compare_say(x, LAYER_BLOCKS, p->box, q->box, "a drawing has another shape");
	}
	if (apart(p->width, q->width) > most)
		compare_say(x, LAYER_COLOURS, p->box, q->box,
		    "a line is %.2f mm thick, it was %.2f", mm(q->width), mm(p->width));
	compare_paint(x, p, q, "fill", p->colour, q->colour);
	compare_paint(x, p, q, "stroke", p->stroke, q->stroke);
}

void
compare_look(struct compare *x, const struct item *p, const struct item *q)
{
	if (p->kind != q->kind)
		compare_say(x, LAYER_BLOCKS, p->box, q->box, "a %s took the place of a %s",
		    q->kind == ITEM_PATH ? "drawing" : "picture",
		    p->kind == ITEM_PATH ? "drawing" : "picture");
	else if (p->kind == ITEM_PATH)
		compare_path(x, p, q);
	else if (strcmp(p->hash, q->hash) != 0)
		compare_say(
		    x, LAYER_BLOCKS, p->box, q->box, "another picture (%s pixels)", q->words);
}

/* ---- links -------------------------------------------------------------------------------- */

static const struct item *
next_link(const struct state_block *b, size_t *at)
{
	while (*at < b->count && b->items[*at].kind != ITEM_LINK)
		++*at;
	return *at < b->count ? &b->items[(*at)++] : NULL;
}

/* In order; a link over several lines is several. */
void
compare_links(struct compare *x)
{
	size_t i = 0, k = 0;
	const struct item *p, *q;
	struct rect none = {0};

	do {
		struct change *c;

		p = next_link(x->block[0], &i);
		q = next_link(x->block[1], &k);
		if ((p == NULL && q == NULL) ||
		    (p != NULL && q != NULL && strcmp(p->words, q->words) == 0))
			continue;
		c = compare_say(x, LAYER_TEXT, p != NULL ? p->box : none, q != NULL ? q->box : none,
		    p == NULL   ? "a link to %s is new"
		    : q == NULL ? "a link to %s is gone"
				: "a link leads to %s, it led to %s",
		    q != NULL ? q->words : p->words, p != NULL ? p->words : "");
		c->causes = CAUSE_DATA | CAUSE_PROSE | CAUSE_PARAMETER | CAUSE_LAYOUT;
	} while (p != NULL || q != NULL);
}

/* ---- the theme ---------------------------------------------------------------------------- */

/* Does the page show this colour or style? Adds the ids of its blocks that do. */
static bool
page_shows(const struct compare *x, const struct state_page *page, const char *kind,
    const char *name, struct buf *blocks)
{
	bool style = strcmp(kind, "style") == 0;
	size_t shown = 0;

	buf_empty(blocks);
	for (size_t i = 0; i < page->count; i++) {
		const struct state_block *b = &page->blocks[i];
		bool found = false;

		for (size_t k = 0; k < b->count && !found; k++) {
			const struct item *item = &b->items[k];

			found = style
				    ? item->style != NULL && strcmp(item->style, name) == 0
				    : (item->colour != NULL && strcmp(item->colour, name) == 0) ||
					  (item->stroke != NULL && strcmp(item->stroke, name) == 0);
		}
		if (!found || block_masked(x->t, b->id))
			continue;
		if (++shown <= 4)
			buf_printf(blocks, "%s%s", shown > 1 ? ", " : "", b->id);
		else if (shown == 5)
			buf_text(blocks, ", \u2026");
	}
	return shown > 0;
}

static void
say_on_pages(
    struct compare *x, enum layer layer, const char *kind, const char *name, const char *says)
{
	struct buf blocks = {0};
	struct rect none = {0};

	for (size_t i = 0; i < x->c->pair_count; i++) {
		const struct page_pair *pair = &x->c->pairs[i];
		struct change *c;

		if (pair->page[1] < 0 || pair->page[0] < 0 ||
		    !page_shows(x, &x->new->pages[pair->page[1]], kind, name, &blocks))
			continue;
		x->page[0] = pair->page[0];
		x->page[1] = pair->page[1];
		c = compare_say(x, layer, none, none, "%s (%s)", says, blocks.at);
		c->causes = CAUSE_THEME;
		c->steady = true;
	}
	x->page[0] = x->page[1] = -1;
	buf_close(&blocks);
}

/* What is after the colour's sRGB: its inks. */
static const char *
inks_of(const char *rest)
{
	const char *inks = rest + strcspn(rest, " ");

	return *inks != '\0' ? inks : " the inks made from its sRGB";
}

static void
compare_colour(struct compare *x, const struct state_line *line, const char *before)
{
	uint8_t f[3], g[3];
	double distance;

	if (!read_rgb(x->old, line->name, f) || !read_rgb(x->new, line->name, g))
		return;
	distance = delta_e(f, g);
	if (distance > x->t->delta_e)
		say_on_pages(x, LAYER_COLOURS, "colour", line->name,
		    arena_printf(x->a, "colour %s is %.7s, it was %.7s, \u0394E %.1f", line->name,
			line->rest, before, distance));
	if (x->new->target != NULL && strcmp(x->new->target, "print") == 0 &&
	    strcmp(inks_of(line->rest), inks_of(before)) != 0)
		say_on_pages(x, LAYER_SEPARATIONS, "colour", line->name,
		    arena_printf(x->a, "colour %s prints with%s, it was%s", line->name,
			inks_of(line->rest), inks_of(before)));
}

static void
compare_fonts(struct compare *x)
{
	struct rect none = {0};

	for (size_t i = 0; i < x->new->line_count; i++) {
		const struct state_line *line = &x->new->lines[i];
		const char *before;
		struct change *c;

		if (strcmp(line->kind, "font") != 0)
			continue;
		before = state_find(x->old, "font", line->name);
		if (before == NULL || strcmp(before, line->rest) == 0)
			continue;
		c = compare_say(x, LAYER_COLOURS, none, none, "the font %s is %s, it was %s",
		    line->name, line->rest, before);
		c->causes = CAUSE_FONT;
		c->steady = true;
	}
}

/* ---- the document ------------------------------------------------------------------------- */

static bool
is_property(const struct state_line *line)
{
	return strcmp(line->kind, "document") == 0 || strcmp(line->kind, "press") == 0;
}

static void
say_property(struct compare *x, const char *name, const char *now, const char *before)
{
	struct rect none = {0};

	compare_say(x, LAYER_DOCUMENT, none, none, "%s: %s, it was %s", name, now, before)->steady =
	    true;
}

/* States of earlier versions say nothing of the document. */
static void
compare_properties(struct compare *x)
{
	const struct state *old = x->old, *new = x->new;

	if (state_find(old, "document", "language") == NULL ||
	    state_find(new, "document", "language") == NULL)
		return;
	for (size_t i = 0; i < new->line_count; i++) {
		const struct state_line *line = &new->lines[i];
		const char *before;

		if (!is_property(line))
			continue;
		before = state_find(old, line->kind, line->name);
		before = before != NULL ? before : "none";
		if (strcmp(before, line->rest) != 0)
			say_property(x, line->name, line->rest, before);
	}
	for (size_t i = 0; i < old->line_count; i++) {
		const struct state_line *line = &old->lines[i];

		if (is_property(line) && state_find(new, line->kind, line->name) == NULL)
			say_property(x, line->name, "none", line->rest);
	}
}

void
compare_heads(struct compare *x)
{
	compare_properties(x);
	for (size_t i = 0; i < x->new->line_count; i++) {
		const struct state_line *line = &x->new->lines[i];
		bool style = strcmp(line->kind, "style") == 0;
		const char *before;

		if (!style && strcmp(line->kind, "colour") != 0)
			continue;
		before = state_find(x->old, line->kind, line->name);
		if (before == NULL || strcmp(before, line->rest) == 0)
			continue;
		if (style)
			say_on_pages(x, LAYER_COLOURS, "style", line->name,
			    arena_printf(
				x->a, "style %s is %s, it was %s", line->name, line->rest, before));
		else
			compare_colour(x, line, before);
	}
	compare_fonts(x);
}

/* ---- tags --------------------------------------------------------------------------------- */

/* The line without its words and texts: "    TH scope=Column", and the text of alt="…". */
static uint64_t
tag_hash(struct arena *a, const char *line, const char **alt)
{
	const char *at = strstr(line, " alt=\""), *end = strstr(line, " \"");
	size_t n = end != NULL ? (size_t)(end - line) : strlen(line);

	*alt = "";
	if (at != NULL) {
		n = (size_t)(at - line);
		*alt = arena_copy(a, at + 6, strcspn(at + 6, "\""));
	}
	return hash_bytes(line, n, at != NULL);
}

static const char *
tag_name(struct arena *a, const char *line)
{
	line += strspn(line, " ");
	return arena_copy(a, line, strcspn(line, " "));
}

static void
say_tags(struct compare *x, const struct edit *edits, size_t from, size_t to)
{
	struct rect none = {0};
	struct buf gone = {0}, come = {0};
	size_t gone_count = 0, come_count = 0;

	for (size_t i = from; i < to; i++) {
		bool old = edits[i].old >= 0;
		struct buf *b = old ? &gone : &come;
		const char *line = old ? x->old->tags[edits[i].old] : x->new->tags[edits[i].new];
		size_t *n = old ? &gone_count : &come_count;

		if (old && edits[i].new >= 0)
			continue;
		if (++*n <= 6)
			buf_printf(b, "%s%s", *n > 1 ? " " : "", tag_name(x->a, line));
		else if (*n == 7)
			buf_text(b, " \u2026");
	}
	if (gone_count == 0)
		compare_say(
		    x, LAYER_TAGS, none, none, "%zu new in the structure: %s", come_count, come.at);
	else if (come_count == 0)
		compare_say(x, LAYER_TAGS, none, none, "%zu gone from the structure: %s",
		    gone_count, gone.at);
	else
		compare_say(x, LAYER_TAGS, none, none, "structure: %s \u2192 %s", gone.at, come.at);
	buf_close(&gone);
	buf_close(&come);
}

/* Where two texts begin to differ, from the beginning of that word. */
static size_t
differ_from(const char *a, const char *b)
{
	size_t word = 0;

	for (size_t i = 0; a[i] == b[i] && a[i] != '\0'; i++) {
		if (a[i] == ' ')
			word = i + 1;
	}
	return word > 20 ? word : 0;
}

void
compare_tags(struct compare *x)
{
	size_t n = x->old->tag_count, m = x->new->tag_count, count;
	uint64_t *f = NEW_ARRAY(x->a, uint64_t, n + 1), *g = NEW_ARRAY(x->a, uint64_t, m + 1);
	const char **old = NEW_ARRAY(x->a, const char *, n + 1);
	const char **new = NEW_ARRAY(x->a, const char *, m + 1);
	struct rect none = {0};
	struct edit *edits;

	for (size_t i = 0; i < n; i++)
		f[i] = tag_hash(x->a, x->old->tags[i], &old[i]);
	for (size_t i = 0; i < m; i++)
		g[i] = tag_hash(x->a, x->new->tags[i], &new[i]);
	edits = align_rows(x->a, f, n, g, m, &count);
	for (size_t i = 0, end; i < count; i = end) {
		struct edit e = edits[i];

		end = i + 1;
		if (e.old < 0 || e.new < 0) {
			while (end < count && (edits[end].old < 0 || edits[end].new < 0))
				end++;
			/* A few equal tags in between: one change still. */
			for (size_t k = end; k < count && k < end + 4; k++) {
				if (edits[k].old < 0 || edits[k].new < 0)
					end = k + 1;
			}
			x->steady = false;
			say_tags(x, edits, i, end);
		} else if (strcmp(old[e.old], new[e.new]) != 0) {
			size_t from = differ_from(old[e.old], new[e.new]);

			x->steady = true;
			compare_say(x, LAYER_TAGS, none, none,
			    "alternative text: \"%s\" \u2192 \"%s\"",
			    shortened(x->a, old[e.old] + from, 80),
			    shortened(x->a, new[e.new] + from, 80));
		}
	}
}
