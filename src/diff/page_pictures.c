/* page_pictures.c: the last layer: pages as pictures, both sides drawn by the same program.
 *
 * A spot that lies where marks have changed is no news; nor is one on what wears a colour or a
 * style of the theme that is another now. What is left is what marks do not know: a picture file
 * with the same size, another version of a font, of the PDF writer, of the drawing program. Pages
 * are drawn and compared a few at a time, so a long document needs no more memory than a short one.
 */
#include <stdlib.h>
#include <string.h>

#include "bilan/diff.h"

enum { CHUNK = 8, SAID = 8 };

/* ---- reading ------------------------------------------------------------------------------ */

static bool
read_kept(struct arena *a, struct diag *d, const struct pictures *p, int page, struct bitmap *b)
{
	const char *path = arena_printf(a, "%s/%s-%d.png", p->folder, p->prefix, page);
	struct file_text *file = NEW(a, struct file_text);
	const struct image *image;

	if (!project_read(p->project, (struct place){.file = p->folder}, NULL, path, file))
		return false;
	image = image_read(a, d, (struct place){.file = path}, file);
	if (image == NULL)
		return false;
	if (image->kind != SAMPLES_RGB) {
		diag_add(d, DIAG_ERROR, (struct place){.file = path}, "picture-kind",
		    "this is not the picture of a page that bilan test --approve has written");
		diag_help(d, "approve the case again");
		return false;
	}
	*b = (struct bitmap){image->width, image->height, image->pixels};
	return true;
}

static int
pixels_of(dimen length, int ppi)
{
	return (int)((int64_t)length * ppi / (72 * DIMEN_ONE));
}

static dimen
length_of(int pixels, int ppi)
{
	return (dimen)((int64_t)pixels * 72 * DIMEN_ONE / ppi);
}

/* The page without the sheet around it. */
static struct bitmap
trimmed(struct arena *a, const struct pictures *p, size_t page, struct bitmap sheet)
{
	int ppi = p->raster->ppi;
	struct rect box;

	if (p->boxes == NULL || page >= p->boxes->count)
		return sheet;
	box = p->boxes->items[page];
	if (pixels_of(box.w, ppi) >= sheet.width - 1 && pixels_of(box.h, ppi) >= sheet.height - 1)
		return sheet;
	return bitmap_part(a, sheet,
	    (struct rect){pixels_of(box.x + length_of(1, ppi) / 2, ppi),
		pixels_of(box.y + length_of(1, ppi) / 2, ppi), pixels_of(box.w, ppi) + 1,
		pixels_of(box.h, ppi) + 1});
}

bool
pictures_read(struct arena *a, struct diag *d, const struct pictures *p, int from, int to,
    struct bitmap *bitmaps)
{
	if (p->pdf != NULL) {
		if (!raster_pages(a, d, p->raster, p->pdf, from, to, bitmaps))
			return false;
		for (int i = from; i <= to; i++)
			bitmaps[i - from] = trimmed(a, p, (size_t)i - 1, bitmaps[i - from]);
		return true;
	}
	for (int i = from; i <= to; i++) {
		if (!read_kept(a, d, p, i, &bitmaps[i - from]))
			return false;
	}
	return true;
}

/* ---- comparing ---------------------------------------------------------------------------- */

struct page_at { /* one pair of pages, for the time of its comparison */
	struct arena *a, *scratch;
	struct comparison *c;
	const struct state *old, *new;
	const struct tolerance *t;
	const struct page_pair *pair;
	int ppi;
	size_t known; /* changes before the pixels */
};

static void
add_rect(struct page_at *x, struct rect **list, size_t *n, size_t *cap, struct rect r)
{
	GROW(x->scratch, *list, *n, *cap);
	(*list)[(*n)++] = (struct rect){pixels_of(r.x, x->ppi) - 2, pixels_of(r.y, x->ppi) - 2,
	    pixels_of(r.w, x->ppi) + 5, pixels_of(r.h, x->ppi) + 5};
}

/* The places that do not count: masked areas and blocks, old and new. */
static struct rect *
masks_of(struct page_at *x, size_t *count)
{
	const struct state_page *pages[2] = {
	    &x->old->pages[x->pair->page[0]], &x->new->pages[x->pair->page[1]]};
	struct rect *list = NULL;
	size_t cap = 0;

	*count = 0;
	for (size_t i = 0; i < x->t->mask_count; i++) {
		const struct mask *m = &x->t->masks[i];

		if (m->has_area && (m->page == 0 || m->page == x->pair->page[1] + 1))
			add_rect(x, &list, count, &cap, m->area);
	}
	for (int side = 0; side < 2; side++) {
		for (size_t i = 0; i < pages[side]->count; i++) {
			const struct state_block *b = &pages[side]->blocks[i];

			for (size_t k = 0; k < b->count && block_masked(x->t, b->id); k++)
				add_rect(x, &list, count, &cap, b->items[k].box);
		}
	}
	return list;
}

/* Letters reach below and above their box: it is from the baseline to the capitals' height. */
static bool
covers(struct rect box, struct rect spot)
{
	dimen slack = PT(3) + (box.h < PT(40) ? box.h / 2 : PT(20));

	return (box.w > 0 || box.h > 0) && spot.x + spot.w > box.x - slack &&
	       spot.y + spot.h > box.y - slack && spot.x < box.x + box.w + slack &&
	       spot.y < box.y + box.h + slack;
}

static bool
is_changed(const struct page_at *x, const char *kind, const char *name)
{
	const char *old = name != NULL ? state_find(x->old, kind, name) : NULL;
	const char *new = name != NULL ? state_find(x->new, kind, name) : NULL;

	return old != NULL && new != NULL &&strcmp(old, new) != 0;
}

/* It lies on something that wears a colour or a style of the theme which is another now. */
static bool
wears_change(const struct page_at *x, const struct state_page *page, struct rect spot)
{
	for (size_t i = 0; i < page->count; i++) {
		const struct state_block *b = &page->blocks[i];

		for (size_t k = 0; k < b->count; k++) {
			const struct item *item = &b->items[k];

			if (covers(item->box, spot) && (is_changed(x, "colour", item->colour) ||
							   is_changed(x, "colour", item->stroke) ||
							   is_changed(x, "style", item->style)))
				return true;
		}
	}
	return false;
}

static bool
is_known(const struct page_at *x, struct rect spot)
{
	if (x->new->marks && wears_change(x, &x->new->pages[x->pair->page[1]], spot))
		return true;
	for (size_t i = 0; i < x->known; i++) {
		const struct change *c = &x->c->changes[i];

		if (c->page[0] == x->pair->page[0] && c->page[1] == x->pair->page[1] &&
		    (covers(c->box[0], spot) || covers(c->box[1], spot)))
			return true;
	}
	return false;
}

/* The smallest block under the spot's middle. */
static const char *
block_at(const struct state_page *page, struct rect spot)
{
	struct rect middle = {spot.x + spot.w / 2, spot.y + spot.h / 2, 1, 1};
	const char *id = NULL;
	int64_t least = INT64_MAX;

	for (size_t i = 0; i < page->count; i++) {
		struct rect b = page->blocks[i].box;
		int64_t area = (int64_t)b.w * b.h;

		b = (struct rect){b.x - PT(3), b.y - PT(3), b.w + PT(6), b.h + PT(6)};
		if (area < least && rect_meets(b, middle)) {
			least = area;
			id = page->blocks[i].id;
		}
	}
	return id;
}

static void
say_spot(struct page_at *x, struct spot s, struct rect box)
{
	struct change change = {
	    .layer = LAYER_PIXELS,
	    .page = {x->pair->page[0], x->pair->page[1]},
	    .block = x->new->marks ? block_at(&x->new->pages[x->pair->page[1]], box) : NULL,
	    .box = {box, box},
	    .steady = true,
	    .causes = CAUSE_THEME | CAUSE_FONT | CAUSE_TOOL | CAUSE_LAYOUT,
	};

	change.says = arena_printf(x->a,
	    "the picture differs at %.0f, %.0f mm: %d pixels, \u0394E %.0f at most", mm(box.x),
	    mm(box.y), s.pixels, s.most);
	comparison_add(x->a, x->c, change);
}

static void
compare_pair(struct page_at *x, struct bitmap old, struct bitmap new)
{
	size_t count, mask_count, said = 0;
	struct rect *masks = masks_of(x, &mask_count);
	double shift = mm(x->t->length) * x->ppi / 25.4;
	struct rect common = {0};
	struct spot *spots;

	/* Said with the pages' sizes, when it is more than a pixel's rounding. */
	common.w = old.width < new.width ? old.width : new.width;
	common.h = old.height < new.height ? old.height : new.height;
	if (abs(old.width - new.width) > 1 || abs(old.height - new.height) > 1)
		return;
	old = bitmap_part(x->scratch, old, common);
	new = bitmap_part(x->scratch, new, common);
	spots =
	    pixels_compare(x->scratch, old, new, x->t->delta_e, shift, masks, mask_count, &count);
	for (size_t i = 0; i < count && said < SAID; i++) {
		struct rect box = {length_of(spots[i].x, x->ppi), length_of(spots[i].y, x->ppi),
		    length_of(spots[i].width, x->ppi), length_of(spots[i].height, x->ppi)};

		if (is_known(x, box))
			continue;
		say_spot(x, spots[i], box);
		said++;
	}
}

/* The pages of one side that a chunk of pairs needs, drawn together when they are near each other.
 */
static bool
read_side(struct page_at *x, struct diag *d, const struct pictures *side, int which,
    const struct page_pair *pairs, size_t n, struct bitmap *out)
{
	int first = pairs[0].page[which], last = first;
	struct bitmap *drawn;

	for (size_t i = 0; i < n; i++) {
		first = pairs[i].page[which] < first ? pairs[i].page[which] : first;
		last = pairs[i].page[which] > last ? pairs[i].page[which] : last;
	}
	if (last - first >= 2 * CHUNK) {
		for (size_t i = 0; i < n; i++) {
			int page = pairs[i].page[which] + 1;

			if (!pictures_read(x->scratch, d, side, page, page, &out[i]))
				return false;
		}
		return true;
	}
	drawn = NEW_ARRAY(x->scratch, struct bitmap, last - first + 1);
	if (!pictures_read(x->scratch, d, side, first + 1, last + 1, drawn))
		return false;
	for (size_t i = 0; i < n; i++)
		out[i] = drawn[pairs[i].page[which] - first];
	return true;
}

bool
compare_pictures(struct arena *a, struct diag *d, struct comparison *c, const struct state *old,
    const struct state *new, const struct pictures sides[2], const struct tolerance *t)
{
	struct page_at x = {.a = a,
	    .scratch = arena_open(),
	    .c = c,
	    .old = old,
	    .new = new,
	    .t = t,
	    .ppi = sides[1].raster->ppi,
	    .known = c->count};
	struct page_pair chunk[CHUNK];
	bool good = true;

	for (size_t i = 0; i < c->pair_count && good;) {
		struct bitmap before[CHUNK], after[CHUNK];
		size_t n = 0;

		for (; i < c->pair_count && n < CHUNK; i++) {
			if (c->pairs[i].page[0] >= 0 && c->pairs[i].page[1] >= 0)
				chunk[n++] = c->pairs[i];
		}
		if (n == 0)
			break;
		good = read_side(&x, d, &sides[0], 0, chunk, n, before) &&
		       read_side(&x, d, &sides[1], 1, chunk, n, after);
		for (size_t k = 0; k < n && good; k++) {
			x.pair = &chunk[k];
			compare_pair(&x, before[k], after[k]);
		}
		arena_empty(x.scratch);
	}
	arena_close(x.scratch);
	return good;
}
