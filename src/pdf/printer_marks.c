/* printer_marks.c: what a print shop wants around the page: where to cut and fold, whether the
 * plates fit, whether the inks are right, and what this is.
 *
 *      ___|_______________________|___      crop marks: in line with the trim, outside the bleed
 *         |                       |         registration: a cross in a ring, in the middle of each
 * side
 *      ___|_______________________|___      fold marks: dashes at half the width, above and below
 *         |        -(+)-          |
 *         [C][M][Y][K] …                    bar: inks full, at 70 and 40 percent, overprints, greys
 *         title | date | page | content …   slug line, in black; each plate's name in its own ink
 *
 * They are marks like the page's, on pages of their own, in the coordinates of the page that they
 * surround. Lines that must be on every plate are drawn once in each ink and overprint; black comes
 * last, so that they are black on a screen, too. (The colour All would say the same in one; but it
 * counts as 400 percent of ink, which is what limits are looked for.)
 *
 * Their colours follow the theme's: first each ink's full tone, then the patches of the bar.
 */
#include <stdlib.h>
#include <time.h>

#include "writer.h"

#define LINE  PT(0.25)
#define EDGE  PT(6) /* from the marks to the edge of the sheet */
#define TEXT  PT(6)
#define PATCH PT(14.1732) /* 5 mm */
enum { FULL = 10000, PATCHES = 7, TINTS = 3 };

struct place_of { /* where the marks of one page go */
	struct writer *w;
	struct pages *p;
	struct page *page;
	dimen width, height; /* of the trim */
	dimen from, to;      /* of crop marks: distance from the trim */
};

/* ---- colours -------------------------------------------------------------------------------- */

static colour
first_colour(const struct writer *w)
{
	size_t n = w->job->report->theme->colour_count;

	return (colour)(n > 0 ? n : 1);
}

static void
make_mixes(struct writer *w, struct around *around)
{
	static const uint16_t patches[PATCHES][INK_SPOT] = {
	    {FULL, FULL, 0, 0},
	    {0, FULL, FULL, 0},
	    {FULL, 0, FULL, 0},
	    {5000, 4000, 4000, 0},
	    {0, 0, 0, 5000},
	    {7500, 6600, 6600, 0},
	    {0, 0, 0, 8000},
	};
	int inks = ink_count(w->inks);

	around->mixes = NEW_ARRAY(w->a, struct mix, inks * TINTS + PATCHES);
	around->mix_count = (size_t)(inks * TINTS + PATCHES);
	for (int i = 0; i < inks; i++) {
		around->mixes[i].amount[i] = FULL;
		around->mixes[inks + 2 * i].amount[i] = 7000;
		around->mixes[inks + 2 * i + 1].amount[i] = 4000;
	}
	for (int i = 0; i < PATCHES; i++) {
		for (int k = 0; k < INK_SPOT; k++)
			around->mixes[inks * TINTS + i].amount[k] = patches[i][k];
	}
}

/* ---- lines on every plate ------------------------------------------------------------------- */

static void
draw_on_plates(struct place_of *s, struct path path)
{
	int inks = ink_count(s->w->inks);

	path.width = LINE;
	for (int i = 0; i < inks; i++) {
		int ink = (i + INK_SPOT) % inks; /* black is the last one */

		if (!spots_used(s->w, ink))
			continue;
		path.stroke = first_colour(s->w) + ink;
		mark_path(s->p, s->page, &path, 0, 0);
	}
}

static void
draw_line(struct place_of *s, dimen x, dimen y, dimen to_x, dimen to_y)
{
	static const uint8_t ops[] = {PATH_MOVE, PATH_LINE};
	struct point *points = NEW_ARRAY(s->w->a, struct point, 2);

	points[0] = (struct point){x, y};
	points[1] = (struct point){to_x, to_y};
	draw_on_plates(
	    s, (struct path){.ops = ops, .op_count = 2, .points = points, .point_count = 2});
}

static void
draw_crop(struct place_of *s)
{
	for (int right = 0; right < 2; right++) {
		dimen x = right ? s->width : 0, way = right ? 1 : -1;

		for (int low = 0; low < 2; low++) {
			dimen y = low ? s->height : 0, down = low ? 1 : -1;

			draw_line(s, x + way * s->from, y, x + way * s->to, y);
			draw_line(s, x, y + down * s->from, x, y + down * s->to);
		}
	}
}

/* Three dashes at half the width. */
static void
draw_fold(struct place_of *s)
{
	dimen step = (s->to - s->from) / 5, x = s->width / 2;

	for (int low = 0; low < 2; low++) {
		dimen y = low ? s->height : 0, down = low ? 1 : -1;

		for (int i = 0; i < 5; i += 2)
			draw_line(s, x, y + down * (s->from + i * step), x,
			    y + down * (s->from + (i + 1) * step));
	}
}

/* Four curves are a circle to 0.03 percent of its radius. */
static void
draw_ring(struct place_of *s, struct point at, dimen r)
{
	static const uint8_t ops[] = {
	    PATH_MOVE, PATH_CURVE, PATH_CURVE, PATH_CURVE, PATH_CURVE, PATH_CLOSE};
	static const int8_t x[13] = {4, 4, 2, 0, -2, -4, -4, -4, -2, 0, 2, 4, 4};
	static const int8_t y[13] = {0, 2, 4, 4, 4, 2, 0, -2, -4, -4, -4, -2, 0};
	struct point *points = NEW_ARRAY(s->w->a, struct point, 13);
	dimen bow = dimen_scale(r, 552285, 1000000);

	for (int i = 0; i < 13; i++) {
		points[i].x = at.x + (abs(x[i]) == 2 ? bow * (x[i] / 2) : r * (x[i] / 4));
		points[i].y = at.y + (abs(y[i]) == 2 ? bow * (y[i] / 2) : r * (y[i] / 4));
	}
	draw_on_plates(s,
	    (struct path){.ops = ops, .op_count = COUNT(ops), .points = points, .point_count = 13});
}

static void
draw_cross(struct place_of *s, dimen x, dimen y)
{
	dimen reach = (s->to - s->from) / 2;

	draw_line(s, x - reach, y, x + reach, y);
	draw_line(s, x, y - reach, x, y + reach);
	draw_ring(s, (struct point){x, y}, reach * 3 / 5);
}

/* Beside the fold marks, where there are any. */
static void
draw_registration(struct place_of *s, bool fold)
{
	dimen out = (s->from + s->to) / 2, x = fold ? s->width / 4 : s->width / 2;

	draw_cross(s, x, -out);
	draw_cross(s, x, s->height + out);
	draw_cross(s, -out, s->height / 2);
	draw_cross(s, s->width + out, s->height / 2);
}

/* ---- the bar -------------------------------------------------------------------------------- */

static void
draw_bar(struct place_of *s, dimen top, dimen height)
{
	struct writer *w = s->w;
	int inks = ink_count(w->inks), used = 0, n = 0;
	dimen size;

	for (int i = 0; i < inks; i++)
		used += spots_used(w, i);
	size = s->width / (used * TINTS + PATCHES);
	size = size < PATCH ? size : PATCH;
	for (size_t i = 0; i < w->around->mix_count; i++) {
		int ink = (int)i < inks ? (int)i : (int)i < inks * TINTS ? ((int)i - inks) / 2 : 0;

		if (!spots_used(w, ink))
			continue;
		mark_rect(s->p, s->page, (struct rect){n * size, top, size, height},
		    first_colour(w) + (colour)i, 0, 0);
		n++;
	}
}

/* ---- the slug line -------------------------------------------------------------------------- */

/* The theme's small type, without its colour; any type when it has none of these names. */
static struct style *
slug_style(struct writer *w)
{
	static const char *const names[] = {"note", "body", "table"};
	const struct theme *theme = w->job->report->theme;
	struct style *style = NEW(w->a, struct style);
	const struct style *found = NULL;

	for (size_t i = 0; i < COUNT(names) && found == NULL; i++)
		found = theme_style(theme, names[i]);
	*style = found != NULL ? *found : theme->styles[0];
	style->size = TEXT;
	style->tracking = (struct decimal){0};
	style->features = (struct names){0};
	return style;
}

/* A line of its own diagnostics: a title that this type cannot show must not stop the print. */
static bool
try_line(struct writer *w, const struct runs *runs, struct line *line)
{
	struct diag *aside = diag_open();
	bool ok;

	*line = text_line(w->job->texts, w->a, aside, runs);
	ok = !diag_failed(aside) && line->count > 0;
	diag_close(aside);
	return ok;
}

static struct runs
slug_runs(struct writer *w, const struct style *style, int ink, const char *text)
{
	struct run *run = NEW(w->a, struct run);

	*run = (struct run){.text = text, .style = style, .colour = first_colour(w) + ink};
	return (struct runs){run, 1};
}

static const char *
slug_words(struct writer *w, const struct page *page, const char *hash, bool titled)
{
	const struct pdf_job *job = w->job;
	time_t seconds = (time_t)job->date;
	char date[32] = "";
	struct tm t;

	if (gmtime_r(&seconds, &t) != NULL)
		strftime(date, sizeof date, "%Y-%m-%d %H:%M UTC", &t);
	titled = titled && job->title != NULL;
	return arena_printf(w->a, "%s%s%s | %d/%zu | %s", titled ? job->title : "",
	    titled ? " | " : "", date, page->folio, job->pages->count, hash);
}

/* The line in black, then the plates' names with the folio, each in its own ink, one after the
 * other; answers where the last one ends. */
static dimen
slug_lines(struct writer *w, const struct style *style, const struct page *page, const char *hash,
    struct line *lines)
{
	dimen end = 0;
	int n = 0;

	for (int i = -1; i < ink_count(w->inks); i++) {
		struct runs runs;
		struct line line;
		bool ok;

		if (i >= 0 && !spots_used(w, i))
			continue;
		runs = i < 0 ? slug_runs(w, style, INK_BLACK, slug_words(w, page, hash, true))
			     : slug_runs(w, style, i,
				   arena_printf(w->a, "%s %d", ink_name(w->inks, i), page->folio));
		ok = try_line(w, &runs, &line);
		if (!ok && i < 0) {
			runs = slug_runs(w, style, INK_BLACK, slug_words(w, page, hash, false));
			ok = try_line(w, &runs, &line);
		}
		lines[n] = ok ? line : (struct line){0};
		lines[n++].x = end;
		end += ok ? line.width + 2 * style->size : 0;
	}
	return end;
}

/* In full size first, then as small as the page's width asks. */
static void
draw_slug(struct place_of *s, const struct page *page, dimen baseline, const char *hash)
{
	struct writer *w = s->w;
	struct style *style = slug_style(w);
	struct line lines[INK_LIMIT + 1] = {{0}};
	dimen end = slug_lines(w, style, page, hash, lines);

	if (end > s->width) {
		style->size = dimen_scale(style->size, s->width, end);
		slug_lines(w, style, page, hash, lines);
	}
	for (size_t i = 0; i < COUNT(lines); i++) {
		if (lines[i].count == 0)
			continue;
		mark_pieces(s->page, w->job->texts,
		    (struct glyphs){.pieces = lines[i].pieces,
			.count = lines[i].count,
			.at = {lines[i].x, baseline}},
		    0, 0);
	}
}

/* ---- pages ---------------------------------------------------------------------------------- */

static void
measure(struct writer *w, struct around *around)
{
	const struct printer *printer = w->job->printer;
	unsigned lines = MARKS_CROP | MARKS_FOLD | MARKS_REGISTRATION;

	around->side = printer->bleed;
	if ((printer->marks & lines) != 0)
		around->side = printer->mark_offset + printer->mark_length + EDGE;
	around->top = around->bottom = around->side;
	if ((printer->marks & (MARKS_BAR | MARKS_SLUG)) != 0)
		around->bottom += printer->slug;
}

static void
surround(struct writer *w, const struct page *page, const char *hash)
{
	const struct printer *printer = w->job->printer;
	struct around *around = w->around;
	struct place_of s = {
	    .w = w,
	    .p = around->pages,
	    .page = pages_add(around->pages, page->master, page->at, page->id),
	    .width = page->master->width,
	    .height = page->master->height,
	    .from = printer->mark_offset,
	    .to = printer->mark_offset + printer->mark_length,
	};
	dimen zone = s.height + around->side;

	s.page->folio = page->folio;
	if ((printer->marks & MARKS_CROP) != 0)
		draw_crop(&s);
	if ((printer->marks & MARKS_FOLD) != 0)
		draw_fold(&s);
	if ((printer->marks & MARKS_REGISTRATION) != 0)
		draw_registration(&s, (printer->marks & MARKS_FOLD) != 0);
	if ((printer->marks & MARKS_BAR) != 0)
		draw_bar(&s, zone, printer->slug / 2);
	if ((printer->marks & MARKS_SLUG) != 0 && w->job->report->theme->style_count > 0)
		draw_slug(&s, page, zone + printer->slug - TEXT, hash);
}

void
around_open(struct writer *w)
{
	const struct pages *p = w->job->pages;
	struct around *around = NEW(w->a, struct around);
	char hash[17];

	w->around = around;
	around->pages = pages_open(w->a);
	pages_hash(p, hash);
	make_mixes(w, around);
	measure(w, around);
	for (size_t i = 0; i < p->count; i++)
		surround(w, &p->items[i], hash);
}

void
around_close(struct writer *w)
{
	if (w->around != NULL)
		pages_close(w->around->pages);
}
