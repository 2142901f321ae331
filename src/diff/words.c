/* words.c: the words of a block, old and new: text, figures, styles and colours, where lines begin.
 *
 * All words of the block are one row, whatever lines they stand on; a word that a hyphen divides is
 * whole again. The shortest edit between both rows is cut into stretches; in each, figures are
 * paired with figures in order (a cell has a place, so it can be named), the rest is text. Words
 * that are the same are compared by style, colour, and whether they begin a line.
 */
#include <string.h>

#include "bilan/diff.h"

enum { WORD_LIMIT = 400 }; /* of bytes: what is longer is not joined again */

struct token {
	const char *text;
	const struct item *item;
	const struct figure *figure;
	bool begins; /* a line */
};

struct tokens {
	struct token *items;
	uint64_t *hashes;
	size_t count, cap;
};

/* ---- words -------------------------------------------------------------------------------- */

/* The length of the word that begins here. A figure with the words it is written in ("24 624 en
 * 2022") is one word, whatever spaces it holds; figures stand in the item's words in order. */
static size_t
word_length(const struct item *item, const char *at, size_t *next, const struct figure **figure)
{
	size_t n = strcspn(at, " ");
	const char *words, *found = at;
	size_t length;

	*figure = NULL;
	if (*next >= item->figure_count)
		return n;
	words = item->figures[*next].words;
	length = strlen(words);
	while (found < at + n && strncmp(found, words, length) != 0)
		found++;
	if (length == 0 || found == at + n)
		return n;
	*figure = &item->figures[(*next)++];
	found += length;
	return (size_t)(found - at) + strcspn(found, " ");
}

/* "exem-" and "ple" are one word. */
static void
join_divided(struct arena *a, struct token *last, const char *rest, size_t length)
{
	size_t n = strlen(last->text);
	size_t hyphen = n > 0 && last->text[n - 1] == '-'                    ? 1
			: n > 3 && strcmp(last->text + n - 3, "\u2010") == 0 ? 3
									     : 0;

	last->text = arena_printf(a, "%.*s%.*s", (int)(n - hyphen), last->text, (int)length, rest);
}

static void
add_item(struct arena *a, struct tokens *t, const struct item *item, bool joins)
{
	size_t next = 0;
	bool begins = !item->more;

	for (const char *at = item->words; *at != '\0';) {
		const struct figure *figure;
		size_t n = word_length(item, at, &next, &figure);

		if (joins && t->count > 0 && strlen(t->items[t->count - 1].text) < WORD_LIMIT) {
			join_divided(a, &t->items[t->count - 1], at, n);
		} else if (n > 0) {
			struct token *token;

			GROW(a, t->items, t->count, t->cap);
			token = &t->items[t->count++];
			*token = (struct token){arena_copy(a, at, n), item, figure, begins};
		}
		joins = begins = false;
		at += n + (at[n] == ' ');
	}
}

static struct tokens
tokens_of(struct arena *a, const struct state_block *b)
{
	struct tokens t = {0};
	bool divided = false;

	for (size_t i = 0; i < b->count; i++) {
		if (b->items[i].kind != ITEM_TEXT)
			continue;
		add_item(a, &t, &b->items[i], divided);
		divided = b->items[i].divided;
	}
	t.hashes = NEW_ARRAY(a, uint64_t, t.count + 1);
	for (size_t i = 0; i < t.count; i++)
		t.hashes[i] = hash_bytes(t.items[i].text, strlen(t.items[i].text), 0);
	return t;
}

/* ---- what differs ------------------------------------------------------------------------- */

struct stretch_of {
	size_t from, to;
}; /* of tokens */

static const char *
words_of(struct arena *a, const struct tokens *t, struct stretch_of s, bool figures)
{
	struct buf words = {0};
	const char *kept;

	for (size_t i = s.from; i < s.to && words.len < 120; i++) {
		if (!figures && t->items[i].figure != NULL)
			continue;
		if (words.len > 0)
			buf_byte(&words, ' ');
		buf_text(&words, t->items[i].text);
		if (words.len >= 120 && i + 1 < s.to)
			buf_text(&words, " …");
	}
	kept = words.len > 0 ? arena_copy(a, words.at, words.len) : "";
	buf_close(&words);
	return kept;
}

static struct rect
box_of(const struct tokens *t, struct stretch_of s)
{
	struct rect box = {0};

	for (size_t i = s.from; i < s.to; i++)
		box = rect_join(box, t->items[i].item->box);
	return box;
}

static size_t
count_figures(const struct tokens *t, struct stretch_of s)
{
	size_t n = 0;

	for (size_t i = s.from; i < s.to; i++)
		n += t->items[i].figure != NULL;
	return n;
}

static size_t
next_figure(const struct tokens *t, size_t from)
{
	while (t->items[from].figure == NULL)
		from++;
	return from;
}

/* Where the figure is from, old and new, and whether that cell's file has changed. */
static void
say_figure(struct compare *x, const struct token *f, const struct token *g)
{
	const struct figure *old = f->figure, *new = g->figure;
	const char *before, *after, *kind = "input data";
	struct change *c;

	if (strcmp(old->words, new->words) == 0)
		return;
	if (new->file == NULL) {
		c = compare_say(x, LAYER_FIGURES, f->item->box, g->item->box,
		    "%s \u2192 %s (computed)", old->words, new->words);
		c->causes = CAUSE_DATA | CAUSE_PARAMETER;
		return;
	}
	c = compare_say(x, LAYER_FIGURES, f->item->box, g->item->box, "%s \u2192 %s (%s:%d:%d)",
	    old->words, new->words, new->file, new->line, new->column);
	before = state_find(x->old, kind, new->file);
	after = state_find(x->new, kind, new->file);
	c->causes = CAUSE_DATA | CAUSE_PARAMETER;
	if (before != NULL && after != NULL && strcmp(before, after) == 0)
		c->causes = CAUSE_LAYOUT | CAUSE_THEME | CAUSE_PARAMETER;
}

static void
say_text(struct compare *x, struct rect old_box, struct rect new_box, const char *before,
    const char *after)
{
	struct change *c;

	if (*before == '\0')
		c = compare_say(x, LAYER_TEXT, old_box, new_box, "\"%s\" is new", after);
	else if (*after == '\0')
		c = compare_say(x, LAYER_TEXT, old_box, new_box, "\"%s\" is gone", before);
	else
		c = compare_say(
		    x, LAYER_TEXT, old_box, new_box, "\"%s\" \u2192 \"%s\"", before, after);
	c->causes = CAUSE_DATA | CAUSE_PROSE | CAUSE_PARAMETER | CAUSE_LAYOUT;
}

static void
say_stretch(struct compare *x, const struct tokens *p, struct stretch_of old,
    const struct tokens *q, struct stretch_of new)
{
	size_t figures = count_figures(p, old), f = old.from, g = new.from;
	bool paired = figures > 0 && figures == count_figures(q, new);
	const char *before = words_of(x->a, p, old, !paired);
	const char *after = words_of(x->a, q, new, !paired);

	if (strcmp(before, after) != 0)
		say_text(x, box_of(p, old), box_of(q, new), before, after);
	for (size_t i = 0; paired && i < figures; i++, f++, g++) {
		f = next_figure(p, f);
		g = next_figure(q, g);
		say_figure(x, &p->items[f], &q->items[g]);
	}
}

/* ---- styles, colours, lines --------------------------------------------------------------- */

struct looks {
	const char *said[16];
	size_t count;
};

static bool
said_before(struct looks *l, const char *what)
{
	for (size_t i = 0; i < l->count; i++) {
		if (strcmp(l->said[i], what) == 0)
			return true;
	}
	if (l->count < COUNT(l->said))
		l->said[l->count++] = what;
	return l->count == COUNT(l->said);
}

static void
compare_token(struct compare *x, struct looks *said, const struct token *f, const struct token *g)
{
	const struct item *p = f->item, *q = g->item;
	const char *what;
	double distance;

	if (strcmp(p->style, q->style) != 0) {
		what = arena_printf(x->a, "style %s \u2192 %s", p->style, q->style);
		if (!said_before(said, what)) /* text files say what is strong, what a heading */
			compare_say(x, LAYER_COLOURS, p->box, q->box, "%s (\"%s\")", what,
			    shortened(x->a, q->words, 40))
			    ->causes =
			    CAUSE_DATA | CAUSE_PROSE | CAUSE_PARAMETER | CAUSE_LAYOUT | CAUSE_THEME;
	}
	if (strcmp(p->colour, q->colour) != 0) {
		distance = state_delta_e(x->old, p->colour, x->new, q->colour);
		what = arena_printf(x->a, "colour %s \u2192 %s", p->colour, q->colour);
		if (distance > x->t->delta_e && !said_before(said, what))
			compare_say(x, LAYER_COLOURS, p->box, q->box, "%s, \u0394E %.1f (\"%s\")",
			    what, distance, shortened(x->a, q->words, 40));
	}
}

struct script {
	const struct edit *edits;
	size_t count;
};

static bool
is_pair(struct edit e)
{
	return e.old >= 0 && e.new >= 0;
}

/* A swap is a word gone here and new two words on: one stretch. Answers where it ends. */
static size_t
stretch_end(struct script r, size_t from, struct stretch_of *old, struct stretch_of *new)
{
	size_t i = from, end = from, pairs = 0;
	size_t gone = 0, come = 0;

	for (; i < r.count && pairs <= 3; i++) {
		if (is_pair(r.edits[i])) {
			/* Both sides differ already: what follows is another change. */
			if (gone > 0 && come > 0)
				break;
			pairs++;
			continue;
		}
		gone += r.edits[i].old >= 0;
		come += r.edits[i].new >= 0;
		pairs = 0;
		end = i + 1;
	}
	if (gone == 0 || come == 0) { /* not a swap after all: the first part alone */
		for (end = from; end < r.count && !is_pair(r.edits[end]); end++)
			continue;
	}
	for (i = from; i < end; i++) {
		old->to += r.edits[i].old >= 0;
		new->to += r.edits[i].new >= 0;
	}
	return end;
}

void
compare_words(struct compare *x)
{
	struct tokens p = tokens_of(x->a, x->block[0]), q = tokens_of(x->a, x->block[1]);
	struct looks said = {0};
	struct stretch_of old = {0}, new = {0};
	const struct token *breaks[2] = {NULL, NULL};
	bool edited = false;
	struct script r;

	r.edits = align_rows(x->a, p.hashes, p.count, q.hashes, q.count, &r.count);
	for (size_t i = 0; i < r.count;) {
		struct edit e = r.edits[i];

		if (is_pair(e)) {
			const struct token *f = &p.items[e.old], *g = &q.items[e.new];

			compare_token(x, &said, f, g);
			if (f->begins != g->begins && breaks[0] == NULL) {
				breaks[0] = f;
				breaks[1] = g;
			}
			old.from = old.to = (size_t)e.old + 1;
			new.from = new.to = (size_t)e.new + 1;
			i++;
			continue;
		}
		edited = true;
		i = stretch_end(r, i, &old, &new);
		say_stretch(x, &p, old, &q, new);
		for (size_t k = 0; old.to - old.from == new.to - new.from &&k < old.to - old.from;
		     k++)
			compare_token(x, &said, &p.items[old.from + k], &q.items[new.from + k]);
		old.from = old.to;
		new.from = new.to;
	}
	if (!edited && breaks[0] != NULL && x->old->marks && x->new->marks) {
		x->steady = false;
		compare_say(x, LAYER_TEXT, x->block[0]->box, x->block[1]->box,
		    "lines break elsewhere: \"%s\" %s a line", breaks[1]->text,
		    breaks[1]->begins ? "now begins" : "no longer begins");
	}
}
