/* plates.c: a page's marks painted on the plates of its inks.
 *
 * A mark knocks out what lies below on all plates, spots too, and prints its own mix: where it
 * covers a part of a pixel, in that proportion. Black that overprints (ink_overprints for text,
 * ink_path_overprints for lines) changes the black plate alone, as overprint mode 1 of PDF does.
 *
 * Pictures are averaged over the samples that fall into a pixel, never picked, so that their means
 * are those of the file. Their alpha is applied here.
 */
#include <stdlib.h>
#include <string.h>

#include "plate.h"

struct painter {
	const struct inks *inks;
	struct plates *plates;
	struct cover cover;
	int64_t ppi;
	uint8_t ink[INK_LIMIT]; /* of the mark at work */
	bool keeps[INK_LIMIT];  /* plates that it leaves alone */
};

#define SUB_MOST (INT32_C(1) << 26) /* far outside of any page; products stay in 64 bits */

static sub
sub_of(const struct painter *p, int64_t length)
{
	int64_t product = length * p->ppi * SUB_ONE, unit = 72 * (int64_t)DIMEN_ONE;
	int64_t at = (product >= 0 ? product + unit / 2 : product - unit / 2) / unit;

	return at > SUB_MOST ? SUB_MOST : at < -SUB_MOST ? -SUB_MOST : (sub)at;
}

static struct spot
spot_of(const struct painter *p, int64_t x, int64_t y)
{
	dimen bleed = p->plates->bleed;

	return (struct spot){sub_of(p, x + bleed), sub_of(p, y + bleed)};
}

/* ---- paint ------------------------------------------------------------------------------- */

static void
choose(struct painter *p, colour c, bool overprints)
{
	const struct mix *mix = ink_mix(p->inks, c);

	for (int i = 0; i < p->plates->inks; i++) {
		p->ink[i] = (uint8_t)((mix->amount[i] * 255u + 5000) / 10000);
		p->keeps[i] = overprints && mix->amount[i] == 0;
	}
}

static uint8_t
blend(uint8_t under, uint8_t over, uint8_t cover)
{
	return (uint8_t)((under * (255 - cover) + over * cover + 127) / 255);
}

static void
paint_row(void *with, int y, int x, int n, const uint8_t *covers)
{
	struct painter *p = with;
	size_t plate = (size_t)p->plates->width * (size_t)p->plates->height;
	size_t at = (size_t)y * (size_t)p->plates->width + (size_t)x;

	for (int i = 0; i < n;) {
		int run = i + 1;

		if (covers[i] == 0) {
			i++;
			continue;
		}
		while (run < n && covers[run] == covers[i])
			run++;
		for (int k = 0; k < p->plates->inks; k++) {
			unsigned char *s = p->plates->samples + (size_t)k * plate + at;

			if (p->keeps[k])
				continue;
			if (covers[i] == 255)
				memset(s + i, p->ink[k], (size_t)(run - i));
			for (int j = i; covers[i] < 255 && j < run; j++)
				s[j] = blend(s[j], p->ink[k], covers[i]);
		}
		i = run;
	}
}

/* ---- paths ------------------------------------------------------------------------------- */

static void
add_fill(struct painter *p, const struct path *path, const struct spot *spots)
{
	static const size_t needs[] = {1, 1, 3, 0};
	struct spot start = {0, 0}, at = {0, 0};
	size_t used = 0;

	for (size_t i = 0; i < path->op_count; i++) {
		const struct spot *s = spots + used;
		uint8_t op = path->ops[i];

		if (path->point_count - used < needs[op])
			break;
		used += needs[op];
		if (op == PATH_MOVE || op == PATH_CLOSE)
			cover_line(&p->cover, at, start);
		if (op == PATH_MOVE)
			start = s[0];
		else if (op == PATH_LINE)
			cover_line(&p->cover, at, s[0]);
		else if (op == PATH_CURVE)
			cover_curve(&p->cover, (struct spot[]){at, s[0], s[1], s[2]});
		at = op == PATH_CLOSE ? start : s[needs[op] - 1];
	}
	cover_line(&p->cover, at, start);
}

static void
paint_path(struct painter *p, const struct path *path)
{
	struct spot *spots = mem_alloc((path->point_count + 1) * sizeof *spots);
	bool overprints = ink_path_overprints(p->inks, path);

	for (size_t i = 0; i < path->point_count; i++)
		spots[i] = spot_of(p, path->points[i].x, path->points[i].y);
	if (path->fill != 0)
		choose(p, path->fill, overprints);
	if (path->fill != 0 && path_is_box(path)) {
		cover_box(&p->cover, spots[0], spots[2], paint_row, p);
	} else if (path->fill != 0) {
		add_fill(p, path, spots);
		cover_sweep(&p->cover, path->even_odd, paint_row, p);
	}
	if (path->stroke != 0) {
		choose(p, path->stroke, overprints);
		stroke_add(&p->cover, path, spots, sub_of(p, path->width));
		cover_sweep(&p->cover, false, paint_row, p);
	}
	free(spots);
}

/* ---- text -------------------------------------------------------------------------------- */

static void
add_piece(struct painter *p, const struct texts *texts, struct glyphs g, const struct piece *piece)
{
	const struct word *word = piece->word;
	int64_t upem = texts_face(texts, word->face)->upem, advance = 0;
	int64_t left = (int64_t)g.at.x + piece->x, line = (int64_t)g.at.y;
	dimen size = run_size(piece->run), track = run_track(piece->run);
	sub em = sub_of(p, size);

	for (int i = 0; i < word->count; i++) {
		const struct glyph *glyph = &word->glyphs[i];
		int64_t x = left + i * (int64_t)track + (advance + glyph->dx) * size / upem;
		int64_t y = line - (int64_t)glyph->dy * size / upem;

		glyph_add(&p->cover, texts, word->face, glyph->id, spot_of(p, x, y), em);
		advance += glyph->advance;
	}
}

static void
paint_glyphs(struct painter *p, const struct texts *texts, struct glyphs g)
{
	for (int i = 0; i < g.count; i++) {
		colour c = piece_colour(&g.pieces[i]);

		choose(p, c, ink_overprints(p->inks, c));
		add_piece(p, texts, g, &g.pieces[i]);
		cover_sweep(&p->cover, false, paint_row, p);
	}
}

/* ---- pictures ---------------------------------------------------------------------------- */

struct scaling {
	struct painter *p;
	const struct image *image;
	const unsigned char *cmyk;
	struct spot from, to; /* where the picture lies */
};

/* The samples between two sides, at least one, all inside; `part` of `whole` is where. */
static int
sample_at(int64_t part, int64_t whole, int count, int least)
{
	int64_t at = whole > 0 ? (part * count + whole / 2) / whole : 0;

	return (int)(at < least ? least : at > count ? count : at);
}

/* Means of the samples in columns x0..x1, rows y0..y1; answers the mean of alpha. */
static uint8_t
mean_of(const struct scaling *s, const int x[2], const int y[2], uint8_t mean[4])
{
	uint64_t sums[4] = {0}, weight = 0, n = 0;

	for (int row = y[0]; row < y[1]; row++) {
		size_t first = (size_t)row * (size_t)s->image->width + (size_t)x[0];
		const unsigned char *at = s->cmyk + 4 * first;

		for (int i = 0; i < x[1] - x[0]; i++, at += 4) {
			unsigned a =
			    s->image->alpha != NULL ? s->image->alpha[first + (size_t)i] : 1;

			for (int k = 0; k < 4; k++)
				sums[k] += at[k] * a;
			weight += a;
			n++;
		}
	}
	for (int k = 0; k < 4; k++)
		mean[k] = (uint8_t)(weight > 0 ? (sums[k] + weight / 2) / weight : 0);
	return (uint8_t)(s->image->alpha == NULL ? 255 : (weight + n / 2) / n);
}

static void
paint_samples(void *with, int y, int x, int n, const uint8_t *covers)
{
	const struct scaling *s = with;
	struct painter *p = s->p;
	int64_t wide = s->to.x - s->from.x, high = s->to.y - s->from.y;
	int rows[2], columns[2];

	rows[0] = sample_at((int64_t)y * SUB_ONE - s->from.y, high, s->image->height, 0);
	rows[0] = rows[0] < s->image->height ? rows[0] : s->image->height - 1;
	rows[1] =
	    sample_at((int64_t)(y + 1) * SUB_ONE - s->from.y, high, s->image->height, rows[0] + 1);
	for (int i = 0; i < n; i++) {
		int64_t left = (int64_t)(x + i) * SUB_ONE - s->from.x;
		uint8_t alpha, cover;

		columns[0] = sample_at(left, wide, s->image->width, 0);
		columns[0] = columns[0] < s->image->width ? columns[0] : s->image->width - 1;
		columns[1] = sample_at(left + SUB_ONE, wide, s->image->width, columns[0] + 1);
		alpha = mean_of(s, columns, rows, p->ink);
		cover = (uint8_t)((covers[i] * alpha + 127) / 255);
		paint_row(p, y, x + i, 1, &cover);
	}
}

static void
paint_image(struct painter *p, const struct mark *m)
{
	const struct placed *placed = m->detail;
	const struct image *image = placed->image;
	struct scaling s = {.p = p, .image = image, .cmyk = pictures_find(p->inks, image)};
	struct rect whole = placed->whole, box = m->box;

	s.from = spot_of(p, whole.x, whole.y);
	s.to = spot_of(p, (int64_t)whole.x + whole.w, (int64_t)whole.y + whole.h);
	memset(p->ink, 0, sizeof p->ink);
	memset(p->keeps, 0, sizeof p->keeps);
	cover_box(&p->cover, spot_of(p, box.x, box.y),
	    spot_of(p, (int64_t)box.x + box.w, (int64_t)box.y + box.h), paint_samples, &s);
}

/* ---- the page ---------------------------------------------------------------------------- */

static int
pixels(dimen length, dimen bleed, int ppi)
{
	int64_t n = ((int64_t)length + 2 * (int64_t)bleed) * ppi, unit = 72 * (int64_t)DIMEN_ONE;

	return n > unit ? (int)((n + unit / 2) / unit) : 1;
}

struct plates
plates_draw(struct arena *a, const struct inks *inks, const struct texts *texts,
    const struct page *page, int ppi)
{
	struct plates plates = {
	    .width = pixels(page->master->width, inks->bleed, ppi),
	    .height = pixels(page->master->height, inks->bleed, ppi),
	    .inks = inks->count,
	    .bleed = inks->bleed,
	};
	struct painter p = {.inks = inks, .plates = &plates, .ppi = ppi};

	plates.samples =
	    arena_array(a, (size_t)plates.inks, (size_t)plates.width * (size_t)plates.height);
	cover_open(&p.cover, a, plates.width, plates.height);
	for (size_t i = 0; i < page->count; i++) {
		const struct mark *m = &page->marks[i];

		if (m->kind == MARK_PATH)
			paint_path(&p, m->detail);
		else if (m->kind == MARK_GLYPHS)
			paint_glyphs(&p, texts, mark_glyphs(m));
		else if (m->kind == MARK_IMAGE)
			paint_image(&p, m);
	}
	return plates;
}
