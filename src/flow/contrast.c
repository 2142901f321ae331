/* contrast.c: can the words be read on their ground? WCAG 2.1, success criterion 1.4.3: a contrast
 * of 4.5 : 1, for large type (18 pt, in bold 14 pt) of 3 : 1. Asked of what is really drawn: the
 * colour of each word against the last surface that was painted where it stands.
 *
 * Surfaces are the filled boxes, and the pictures that are meant to lie under words (on others they
 * are a mistake of their own, see judge.c). The luminance of each colour is worked out once, so
 * that a word costs a division; most stand on one ground as a whole, the others are looked at where
 * they begin and where they end. Of a picture it is the lightest and the darkest place behind the
 * words that counts, a place as large as half a letter: what a letter is seen against.
 *
 * Colours are those of screens, for print as well: the theme makes both look the same. One warning
 * tells of all words in a colour on a ground: a pale colour is one mistake, however often it is
 * used. Bars and dots are not asked (1.4.11): their values stand beside them.
 */
#include <math.h>

#include "flow.h"

#define LEAST_LARGE 3.0
enum { LARGE = 18, LARGE_BOLD = 14, BOLD = 700 };

struct pair {
	colour words, ground; /* ground 0: the white of the page */
	int picture;          /* the block of the picture that is the ground; 0: none */
	double ratio, needed;
	const struct run *run; /* where it is found first, of small type if there is any */
	const struct page *page;
	const struct mark *mark;
	const struct page *last_page; /* and last */
	int last_block;
	size_t places;
};

struct search {
	struct layout *l;
	const struct pages *p;
	const bool *told; /* flow_told */
	const struct page *page;
	struct bands surfaces; /* of the page, as far as it is painted */
	double *luminance;     /* of each colour of the theme; [0]: of paper */
	const double *light;   /* of each value of a channel; NULL: no picture yet */
	struct pair *pairs;
	size_t count, cap;
};

static const uint8_t paper[3] = {255, 255, 255};

/* ---- what is seen ------------------------------------------------------------------------ */

static double
needed_for(const struct run *run)
{
	dimen size = run_size(run);
	bool large = size >= PT(LARGE) || (size >= PT(LARGE_BOLD) && run->style->weight >= BOLD);

	return large ? LEAST_LARGE : CONTRAST_OF_WORDS;
}

static void
add_place(struct search *s, struct pair *pair, const struct mark *m)
{
	if (pair->last_page == s->page && pair->last_block == m->block)
		return;
	pair->last_page = s->page;
	pair->last_block = m->block;
	pair->places++;
}

static void
add_pair(struct search *s, const struct mark *m, struct pair found)
{
	struct pair *pair = s->pairs, *end = s->pairs + s->count;

	while (pair < end && (pair->words != found.words || pair->ground != found.ground ||
				 pair->picture != found.picture))
		pair++;
	if (pair == end) {
		GROW(s->l->a, s->pairs, s->count, s->cap);
		pair = &s->pairs[s->count++];
		*pair = (struct pair){
		    .words = found.words, .ground = found.ground, .picture = found.picture};
	}
	if (found.needed > pair->needed ||
	    (found.picture != 0 && found.needed == pair->needed && found.ratio < pair->ratio)) {
		pair->ratio = found.ratio;
		pair->needed = found.needed;
		pair->run = found.run;
		pair->page = s->page;
		pair->mark = m;
	}
	add_place(s, pair, m);
}

/* What words stand on: from its darkest to its lightest place. */
struct ground {
	colour colour;
	int picture; /* the block of a picture; 0: none */
	double dark, light;
};

static void
look_at_word(struct search *s, const struct mark *m, const struct run *run, const struct ground *g)
{
	colour words = run->colour != 0 ? run->colour : run->style->colour;
	double a = s->luminance[words] + 0.05, dark = g->dark + 0.05, light = g->light + 0.05;
	struct pair found = {
	    .run = run, .words = words, .ground = g->colour, .picture = g->picture};

	found.ratio = a >= light ? a / light : a <= dark ? dark / a : 1;
	if (found.ratio >= CONTRAST_OF_WORDS || found.ratio >= (found.needed = needed_for(run)))
		return;
	add_pair(s, m, found);
}

/* The ground that the surface (NULL: the page) is for words in that box. */
static struct ground
ground_of(struct search *s, const struct mark *surface, struct rect box)
{
	struct ground g = {0};

	if (surface != NULL && surface->kind == MARK_IMAGE) {
		g.picture = surface->block;
		if (s->light == NULL)
			s->light = light_of_values(s->l->a);
		picture_light(s->light, surface, box, &g.dark, &g.light);
		return g;
	}
	g.colour = surface != NULL ? ((const struct path *)surface->detail)->fill : 0;
	g.dark = g.light = s->luminance[g.colour];
	return g;
}

static bool
holds(struct rect outer, struct rect inner)
{
	return outer.x <= inner.x && inner.x + inner.w <= outer.x + outer.w && outer.y <= inner.y &&
	       inner.y + inner.h <= outer.y + outer.h;
}

/* On both ends of the height of what stands there. */
static void
look_at_edge(struct search *s, const struct mark *m, const struct run *run, struct point at)
{
	struct rect top = {at.x, at.y, 1, 1}, bottom = {at.x, m->box.y + m->box.h, 1, 1};
	struct ground above, below;

	bottom.y -= at.y - m->box.y;
	above = ground_of(s, bands_last(&s->surfaces, top), top);
	below = ground_of(s, bands_last(&s->surfaces, bottom), bottom);
	look_at_word(s, m, run, &above);
	look_at_word(s, m, run, &below);
}

/* Words that stand on several surfaces, or reach over the edge of one. */
static void
look_at_edges(struct search *s, const struct mark *m)
{
	struct glyphs g = mark_glyphs(m);
	struct rect ink = rect_inside(flow_ink(s->l, m));

	for (int i = 0; i < g.count; i++)
		look_at_edge(s, m, g.pieces[i].run,
		    (struct point){i > 0 ? g.at.x + g.pieces[i].x : ink.x, ink.y});
	look_at_edge(s, m, g.pieces[g.count - 1].run, (struct point){ink.x + ink.w, ink.y});
}

static void
look_at_words(struct search *s, const struct mark *m)
{
	struct glyphs g = mark_glyphs(m);
	struct rect inner = rect_inside(m->box);
	const struct mark *surface = bands_last(&s->surfaces, inner);
	struct ground ground;

	/* none: a point, in the smallest type */
	if (s->told[m->block] || inner.w <= 0 || inner.h <= 0)
		return;
	if (surface != NULL && !holds(surface->box, inner)) {
		look_at_edges(s, m);
		return;
	}
	ground = ground_of(s, surface, inner);
	for (int i = 0; i < g.count; i++) {
		if (i == 0 || g.pieces[i].run != g.pieces[i - 1].run)
			look_at_word(s, m, g.pieces[i].run, &ground);
	}
}

static void
look_at_page(struct search *s, const struct page *page)
{
	s->page = page;
	bands_open(&s->surfaces, page);
	for (size_t i = 0; i < page->count; i++) {
		const struct mark *m = &page->marks[i];
		const struct path *path = m->detail;

		if (m->kind == MARK_GLYPHS)
			look_at_words(s, m);
		else if (m->kind == MARK_IMAGE ||
			 (m->kind == MARK_PATH && path->fill != 0 && path_is_box(path)))
			bands_add(&s->surfaces, i);
	}
	bands_close(&s->surfaces);
}

/* ---- what is said ------------------------------------------------------------------------ */

static const uint8_t ends[2][3] = {{0, 0, 0}, {255, 255, 255}}; /* black, white */

/* The nearest to the colour that has the contrast, on the way to one of the ends. */
static void
shade_of(const uint8_t srgb[3], const uint8_t end[3], const uint8_t other[3], double needed,
    uint8_t shade[3])
{
	for (int step = 0; step <= 255; step++) {
		for (int i = 0; i < 3; i++)
			shade[i] = (uint8_t)((srgb[i] * (255 - step) + end[i] * step) / 255);
		if (srgb_contrast(shade, other) >= needed)
			return;
	}
}

struct remedy { /* a colour of the theme, and what it could be */
	const struct colour_def *colour;
	bool lighter;
	uint8_t shade[3];
};

/* Dark words become darker and light ones lighter; where they cannot enough, the ground moves away
 * from them. The page cannot, and need not: nothing is lighter. */
static struct remedy
remedy_for(const struct pair *pair, const struct colour_def *words, const struct colour_def *ground)
{
	const uint8_t *under = ground != NULL ? ground->srgb : paper;
	bool light = srgb_luminance(words->srgb) > srgb_luminance(under);
	struct remedy r = {words, light, {0}};

	if (ground == NULL || srgb_contrast(ends[light], under) >= pair->needed) {
		shade_of(words->srgb, ends[light], under, pair->needed, r.shade);
		return r;
	}
	r.colour = ground;
	r.lighter = !light;
	shade_of(ground->srgb, ends[!light], words->srgb, pair->needed, r.shade);
	return r;
}

static void
tell_picture(const struct search *s, const struct pair *pair)
{
	const struct colour_def *words = &s->l->report->theme->colours[pair->words];
	struct place at = s->p->origins[pair->mark->block].at;
	struct diag *d = s->l->d;

	diag_add(d, DIAG_WARNING, at.line > 0 ? at : pair->page->at, "low-contrast",
	    "words in \"%s\" on the picture \"%s\" have a contrast of %.2f : 1 in one place, "
	    "and %.1f : 1 is needed to read them",
	    words->name, s->p->blocks[pair->picture], floor(pair->ratio * 100) / 100, pair->needed);
	diag_help(d, "set them where the picture is even, or darken or lighten it there");
	diag_on_page(d, pair->page->folio, s->p->blocks[pair->mark->block], pair->mark->box.x,
	    pair->mark->box.y);
	diag_also(d, s->p->origins[pair->picture].at, "the picture is here");
}

/* Told where the colour is to be changed: at the block that says it, or in the theme. The message
 * is the same for all reports of a batch; what is not follows in notes. */
static void
tell(const struct search *s, const struct pair *pair)
{
	const struct colour_def *colours = s->l->report->theme->colours;
	const struct colour_def *words = &colours[pair->words];
	const struct colour_def *ground = pair->ground != 0 ? &colours[pair->ground] : NULL;
	struct remedy r = remedy_for(pair, words, ground);
	const char *block = s->p->blocks[pair->mark->block], *on = "the white page", *more = "";
	struct place drawn = s->p->origins[pair->mark->block].at, at;
	const struct style *style = pair->run->colour == 0 ? pair->run->style : NULL;
	struct diag *d = s->l->d;

	if (drawn.line == 0)
		drawn = pair->page->at;
	at = style != NULL && r.colour->at.line > 0 ? r.colour->at : drawn;
	if (ground != NULL)
		on = arena_printf(s->l->a, "\"%s\"", ground->name);
	if (pair->places > 1)
		more = arena_printf(s->l->a, ", and in %zu more place%s", pair->places - 1,
		    pair->places > 2 ? "s" : "");
	/* Rounded down, so that what fails never looks as if it passed. */
	diag_add(d, DIAG_WARNING, at, "low-contrast",
	    "words in \"%s\" on %s have a contrast of %.2f : 1, "
	    "and %.1f : 1 is needed to read them",
	    words->name, on, floor(pair->ratio * 100) / 100, pair->needed);
	diag_help(d, "take another colour, or make \"%s\" %s: from \"#%02X%02X%02X\" on it will do",
	    r.colour->name, r.lighter ? "lighter" : "darker", r.shade[0], r.shade[1], r.shade[2]);
	diag_on_page(d, pair->page->folio, block, pair->mark->box.x, pair->mark->box.y);
	diag_also(d, drawn, "\"%s\" on page %d%s", block, pair->page->folio, more);
	if (style != NULL)
		diag_also(d, style->at, "its style \"%s\" is here", style->name);
	else if (r.colour->at.line > 0)
		diag_also(d, r.colour->at, "\"%s\" is here", r.colour->name);
}

void
flow_check_contrast(struct layout *l, const struct pages *p, const struct tree *tree)
{
	const struct theme *theme = l->report->theme;
	struct search s = {.l = l, .p = p, .told = flow_told(l->a, p, tree)};

	s.luminance = NEW_ARRAY(l->a, double, theme->colour_count + 1);
	s.luminance[0] = srgb_luminance(paper);
	for (size_t i = 1; i < theme->colour_count; i++)
		s.luminance[i] = srgb_luminance(theme->colours[i].srgb);
	for (size_t i = 0; i < p->count; i++)
		look_at_page(&s, &p->items[i]);
	for (size_t i = 0; i < s.count; i++)
		(s.pairs[i].picture != 0 ? tell_picture : tell)(&s, &s.pairs[i]);
}
