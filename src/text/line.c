/* line.c: runs to lines, the door of this folder.
 *
 * Runs are cut at spaces into words (several spaces count as one; those at either end of a line
 * are dropped), figures into groups of digits, which stay together. If all of it fits on one line,
 * that is the line: cells of tables take this way. Otherwise break.c chooses where lines end, and
 * the lines are made of whole words and, where a line ends inside one, of parts that are shaped
 * anew, with a hyphen where it is not in the text.
 *
 * Two runs without a space between them stand together; Unicode decides whether a line may end at
 * their seam. A word belongs to one run, so that each figure and each link stays whole in its
 * pieces.
 */
#include <stdlib.h>
#include <string.h>

#include "texts.h"

#define HAIR     (DIMEN_ONE / 4)
#define ROUNDING 8 /* of some lengths added: no word is too wide by this */

/* ---- runs to items ------------------------------------------------------------------- */

static bool
is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static void
add_item(struct paragraph *p, struct item item)
{
	if (p->count == p->cap) {
		p->cap = p->cap * 2 + 64;
		p->items = mem_resize(p->items, p->cap * sizeof *p->items);
	}
	p->items[p->count++] = item;
}

struct scan {
	struct texts *t;
	struct diag *d;
	struct paragraph *p;
	bool spaced;
	dimen space;
};

static void
add_word(struct scan *scan, struct item item)
{
	struct paragraph *p = scan->p;
	const struct item *before = p->count > 0 ? &p->items[p->count - 1] : NULL;
	const struct shaped *s = item.shaped;

	if (s->missing || s->refused)
		word_complain(scan->t, scan->d, s, item.run);
	if (s->word.count == 0)
		return;
	if (before == NULL || !before->ends)
		item.spaced = scan->spaced;
	if (before != NULL && !before->ends)
		item.gap = scan->spaced ? scan->space : before->look->track;
	p->width += item.gap + item.width;
	scan->spaced = false;
	add_item(p, item);
}

/* Each group of a figure is as wide as it makes the figure wider: roundings do not add up. */
static void
add_figure(struct scan *scan, struct item item, const struct shaped *const *words, int count)
{
	int32_t advance = 0;
	int glyphs = 0;
	dimen end = 0;

	for (int i = 0; i < count; i++) {
		dimen start = i > 0 ? end + item.look->track : 0;

		advance += words[i]->word.advance;
		glyphs += words[i]->word.count;
		end = look_width(item.look, advance, glyphs);
		item.shaped = words[i];
		item.width = end - start;
		item.joined = i > 0;
		add_word(scan, item);
	}
}

static void
scan_word(struct scan *scan, const struct look *look, const struct run *run, const char *text,
    size_t length)
{
	const struct shaped *words[FIGURE_GROUPS];
	int count = figure_words(scan->t, look, text, length, words);
	struct item item = {.run = run, .look = look};

	if (count > 0) {
		add_figure(scan, item, words, count);
		return;
	}
	item.shaped = word_of(scan->t, look, text, length);
	item.width = word_width(look, &item.shaped->word);
	add_word(scan, item);
}

static void
scan_run(struct scan *scan, const struct look *look, const struct run *run)
{
	const char *at = run->text != NULL ? run->text : "";

	while (*at != '\0') {
		const char *from = at;

		while (is_space(*at))
			at++;
		if (at > from) {
			scan->spaced = scan->p->count > 0;
			scan->space = look->space;
		}
		for (from = at; *at != '\0' && !is_space(*at) && at - from < WORD_LIMIT;)
			at++;
		while (((unsigned char)*at & 0xC0) == 0x80)
			at++;
		if (at > from)
			scan_word(scan, look, run, from, (size_t)(at - from));
	}
}

void
paragraph_scan(struct texts *t, struct diag *d, const struct runs *runs, struct paragraph *p)
{
	struct scan scan = {.t = t, .d = d, .p = p};

	p->count = 0;
	p->width = 0;
	p->forced = false;
	if (runs->count > p->look_cap) {
		p->look_cap = runs->count * 2;
		p->looks = mem_resize(p->looks, p->look_cap * sizeof *p->looks);
	}
	for (size_t i = 0; i < runs->count; i++) {
		const struct run *run = &runs->items[i];

		p->looks[i] = look_of(t, run);
		scan_run(&scan, &p->looks[i], run);
		if (run->line_break && p->count > 0) {
			p->items[p->count - 1].ends = true;
			p->forced = p->forced || i + 1 < runs->count;
		}
	}
}

/* ---- items to a line ------------------------------------------------------------------- */

struct setting_line { /* a line being made */
	struct texts *t;
	struct piece *pieces;
	int count;
	dimen x;
	bool start; /* nothing stands on it yet */
};

static void
put_word(struct setting_line *l, const struct item *item, const struct word *word, dimen width,
    bool soft)
{
	struct piece *piece = &l->pieces[l->count++];

	if (!l->start)
		l->x += item->gap;
	*piece = (struct piece){.word = word,
	    .run = item->run,
	    .x = l->x,
	    .space = !l->start && item->spaced,
	    .soft = soft,
	    .joined = item->joined};
	l->x += width;
	l->start = false;
}

static const struct word *
part_of(struct texts *t, const struct item *item, size_t from, size_t to, bool hyphen)
{
	char text[WORD_LIMIT + 8];
	size_t length = to - from;

	memcpy(text, item->shaped->word.text + from, length);
	if (hyphen)
		text[length++] = '-';
	return &word_of(t, item->look, text, length)->word;
}

/* The part of an item between two of its chances (-1: its start; its end). */
static void
put_part(
    struct setting_line *l, const struct item *item, struct chances chances, int after, int before)
{
	size_t from = after >= 0 ? chances.items[after].at : 0;
	size_t to = before >= 0 ? chances.items[before].at : item->shaped->length;
	bool soft = before >= 0 && chances.items[before].soft;

	const struct word *part = part_of(l->t, item, from, to, soft);

	put_word(l, item, part, word_width(item->look, part), soft);
}

static dimen
shift_of(enum align align, dimen spare)
{
	switch (align) {
	case ALIGN_END:
		return spare;
	case ALIGN_CENTRE:
		return spare / 2;
	case ALIGN_START:
	case ALIGN_JUSTIFY:
		break;
	}
	return 0;
}

static struct line
close_line(const struct setting_line *l, const struct shape *shape)
{
	struct line line = {.pieces = l->pieces, .count = l->count, .width = l->x};

	if (l->count > 0) {
		const struct piece *first = &l->pieces[0];

		line.ink_left = dimen_scale(run_size(first->run), first->word->ink_left,
		    texts_face(l->t, first->word->face)->upem);
	}
	if (shape != NULL)
		line.x = shift_of(shape->align, shape->measure - line.width);
	return line;
}

/* Gives `spare` (or takes it) in equal parts at the spaces: exactly all of it. */
static void
spread(struct setting_line *l, dimen spare)
{
	int takers = 0;
	dimen shift = 0;

	for (int i = 0; i < l->count; i++)
		takers += l->pieces[i].space;
	if (takers == 0)
		return;
	for (int i = 0; i < l->count; i++) {
		if (l->pieces[i].space) {
			dimen part = spare / takers--;

			spare -= part;
			shift += part;
		}
		l->pieces[i].x += shift;
	}
	l->x += shift;
}

void
texts_gather(struct texts *t, struct wide_words *w)
{
	t->wide = w;
}

void
wide_words_say(struct diag *d, const struct wide_words *w)
{
	int64_t tenths = ((int64_t)w->missing * 254 + 73727) / 73728;

	if (w->missing == 0 || w->known)
		return;
	diag_add(d, DIAG_ERROR, w->at, "word-too-wide",
	    "\"%s\" is %d.%d mm wider than the space it has%s", w->word, (int)(tenths / 10),
	    (int)(tenths % 10), w->several ? ", and other words are too wide as well" : "");
	diag_help(d, "give it more columns, a smaller style, or a place to break (U+00AD)");
}

static void
complain_wide(struct texts *t, struct diag *d, const struct setting_line *l, dimen missing)
{
	const struct piece *piece = &l->pieces[0];
	struct wide_words one = {.at = piece->run->at, .missing = missing}, *w = t->wide;
	struct buf word = {0};

	if (missing <= ROUNDING)
		return;
	for (int i = 0; i < l->count && (i == 0 || !piece[i].space); i++)
		buf_text(&word, piece[i].word->text);
	size_t length = word.len < sizeof one.word ? word.len : sizeof one.word - 1;
	while (length < word.len && ((unsigned char)word.at[length] & 0xC0) == 0x80)
		length--;
	memcpy(one.word, word.at, length);
	buf_close(&word);
	if (w == NULL) {
		wide_words_say(d, &one);
		return;
	}
	one.known = w->known;
	one.several =
	    w->several ||
	    (w->missing > 0 && (w->at.line != one.at.line || strcmp(w->word, one.word) != 0));
	if (missing > w->missing)
		*w = one;
	else
		w->several = one.several;
}

/* ---- a whole paragraph ------------------------------------------------------------------ */

struct setter_of_lines {
	struct texts *t;
	struct arena *a;
	struct diag *d;
	const struct paragraph *p;
	const struct stops *s;
	const struct shape *shape;
};

static struct line
make_line(struct setter_of_lines *m, const struct stop *from, const struct stop *to)
{
	const struct shape *shape = m->shape;
	int first = from->chance >= 0 ? from->item : from->item + 1;
	struct setting_line l = {.t = m->t,
	    .start = true,
	    .pieces = NEW_ARRAY(m->a, struct piece, to->item - first + 1)};

	for (int i = first; i <= to->item; i++) {
		const struct item *item = &m->p->items[i];
		int after = i == from->item ? from->chance : -1;
		int before = i == to->item ? to->chance : -1;

		if (after < 0 && before < 0)
			put_word(&l, item, &item->shaped->word, item->width, false);
		else
			put_part(&l, item,
			    item_chances(m->t, m->d, item,
				m->s->hyphens && !item->ends && (size_t)i + 1 < m->p->count),
			    after, before);
	}
	dimen spare = shape->measure - l.x;
	int64_t shrink = shape->align == ALIGN_JUSTIFY ? (to->glue_end - from->glue_start) / 3 : 0;

	/* a part that lost its kerning may be a hair wider than break.c thought */
	if (spare < 0 ? -spare <= shrink + HAIR : shape->align == ALIGN_JUSTIFY && !to->forced)
		spread(&l, spare);
	if (l.x > shape->measure)
		complain_wide(m->t, m->d, &l, l.x - shape->measure);
	return close_line(&l, shape);
}

static struct lines
make_lines(struct setter_of_lines *m)
{
	const struct stops *s = m->s;
	struct lines lines = {0};
	struct line *items;

	for (size_t b = s->count - 1; b > 0; b = (size_t)s->items[b].from)
		lines.count++;
	items = NEW_ARRAY(m->a, struct line, lines.count);
	int k = lines.count;
	for (size_t b = s->count - 1; b > 0; b = (size_t)s->items[b].from) {
		items[--k] = make_line(m, &s->items[s->items[b].from], &s->items[b]);
		if (items[k].width > lines.width)
			lines.width = items[k].width;
	}
	lines.items = items;
	return lines;
}

static struct line
whole_line(struct texts *t, struct arena *a, const struct paragraph *p, const struct shape *shape)
{
	struct setting_line l = {
	    .t = t, .start = true, .pieces = NEW_ARRAY(a, struct piece, p->count)};

	for (size_t i = 0; i < p->count; i++)
		put_word(&l, &p->items[i], &p->items[i].shaped->word, p->items[i].width, false);
	return close_line(&l, shape);
}

struct lines
text_lines(struct texts *t, struct arena *a, struct diag *d, const struct runs *runs,
    const struct shape *shape)
{
	struct paragraph *p = &t->paragraph;
	struct line *one;

	paragraph_scan(t, d, runs, p);
	if (p->count == 0)
		return (struct lines){0};
	if (!p->forced && p->width <= shape->measure) {
		one = NEW(a, struct line);
		*one = whole_line(t, a, p, shape);
		return (struct lines){one, 1, one->width};
	}
	stops_find(t, d, p, false, &t->stops);
	stops_choose(&t->stops, shape);
	if (shape->hyphenate && stops_loose(&t->stops, shape)) {
		stops_find(t, d, p, true, &t->stops);
		stops_choose(&t->stops, shape);
	}
	return make_lines(&(struct setter_of_lines){t, a, d, p, &t->stops, shape});
}

struct line
text_line(struct texts *t, struct arena *a, struct diag *d, const struct runs *runs)
{
	struct paragraph *p = &t->paragraph;

	paragraph_scan(t, d, runs, p);
	for (size_t i = 1; i < p->count; i++)
		if (p->items[i - 1].ends) { /* a new line is a space here */
			p->items[i].spaced = true;
			p->items[i].gap = p->items[i].look->space;
		}
	return whole_line(t, a, p, NULL);
}

void
text_widths(
    struct texts *t, struct diag *d, const struct runs *runs, dimen *whole, dimen *widest_word)
{
	struct paragraph *p = &t->paragraph;
	struct stops *s = &t->stops;
	int64_t widest = 0, most = 0, start = 0;

	paragraph_scan(t, d, runs, p);
	*whole = *widest_word = 0;
	if (p->count == 0)
		return;
	if (p->count == 1 && word_chances(t, p->items[0].look, p->items[0].shaped).count == 0) {
		*whole = *widest_word = p->items[0].width;
		return;
	}
	stops_find(t, d, p, false, s);
	for (size_t b = 1; b < s->count; b++) {
		int64_t word = s->items[b].end - s->items[b - 1].start;

		widest = word > widest ? word : widest;
		if (s->items[b].forced) {
			int64_t line = s->items[b].end - start;

			most = line > most ? line : most;
			start = s->items[b].start;
		}
	}
	*whole = most > INT32_MAX ? INT32_MAX : (dimen)most;
	*widest_word = widest > INT32_MAX ? INT32_MAX : (dimen)widest;
}

struct shape
shape_of(const struct style *s, dimen measure)
{
	return (struct shape){
	    .measure = measure, .align = s->align, .wrap = s->wrap, .hyphenate = s->hyphenate};
}

struct runs
runs_of(struct arena *a, const char *text, const struct style *style, struct place at)
{
	struct run *run = NEW(a, struct run);

	*run = (struct run){.text = text, .style = style, .at = at};
	return (struct runs){run, 1};
}
