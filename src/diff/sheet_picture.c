/* sheet_picture.c: pages as PNG, small enough to be sent by mail.
 *
 * A page that changed is mostly the page it was. So the new one is kept as what differs from the
 * old one, with a margin of two pixels so that no seam shows when a browser scales them, and laid
 * over it; a page with one other digit takes three kilobytes. Where more than a quarter differs it
 * is kept whole.
 *
 * Pages have few colours, and many that the softening of edges made. With more than 256 the rarest
 * take the nearest of the others; where that would be seen, as in photographs, all are kept. What
 * has changed was found on the pages as drawn: this is only what is shown.
 */
#include <stdlib.h>
#include <string.h>

#include "sheet.h"

enum { SLOTS = 1 << 15, COLOURS_MOST = 1 << 13, NEAR_ENOUGH = 24, MARGIN = 2 };

struct colour {
	uint32_t rgb, count;
	uint8_t index;
};

struct tally { /* of a picture's colours */
	struct colour *slots;
	struct colour **used; /* the commonest first */
	size_t count;
	bool full; /* there are more than anybody would count */
};

static uint32_t
rgb_at(const uint8_t *at)
{
	return (uint32_t)at[0] << 16 | (uint32_t)at[1] << 8 | at[2];
}

static struct colour *
find_colour(const struct tally *t, uint32_t rgb)
{
	size_t at = rgb * 2654435761u >> 17;

	while (t->slots[at].count > 0 && t->slots[at].rgb != rgb)
		at = (at + 1) % SLOTS;
	return &t->slots[at];
}

static int
by_count(const void *a, const void *b)
{
	const struct colour *p = *(struct colour *const *)a, *q = *(struct colour *const *)b;

	if (p->count != q->count)
		return p->count < q->count ? 1 : -1;
	return p->rgb < q->rgb ? -1 : p->rgb > q->rgb;
}

static void
tally_colours(struct arena *a, struct tally *t, const uint8_t *rgb, size_t pixels)
{
	t->slots = NEW_ARRAY(a, struct colour, SLOTS);
	t->used = NEW_ARRAY(a, struct colour *, COLOURS_MOST);
	for (size_t i = 0; i < pixels && !t->full; i++) {
		struct colour *c = find_colour(t, rgb_at(rgb + 3 * i));

		if (c->count++ > 0)
			continue;
		c->rgb = rgb_at(rgb + 3 * i);
		t->used[t->count++] = c;
		t->full = t->count == COLOURS_MOST;
	}
	qsort(t->used, t->count, sizeof *t->used, by_count);
}

/* How far apart, by the channel that differs most. */
static int
distance(uint32_t p, uint32_t q)
{
	int most = 0;

	for (int shift = 0; shift <= 16; shift += 8) {
		int d = abs((int)(p >> shift & 255) - (int)(q >> shift & 255));

		most = d > most ? d : most;
	}
	return most;
}

/* The commonest colours; every other takes the nearest. False when for more than one pixel in a
 * thousand none is near. */
static bool
choose_palette(const struct tally *t, struct few_colours *p, size_t pixels)
{
	size_t n = t->count < 256 ? t->count : 256, far = 0;

	if (t->full)
		return false;
	for (size_t i = 0; i < t->count; i++) {
		uint32_t rgb = t->used[i]->rgb;
		int least = 256;

		if (i < n) {
			t->used[i]->index = (uint8_t)i;
			memcpy(p->rgb[i],
			    (uint8_t[]){(uint8_t)(rgb >> 16), (uint8_t)(rgb >> 8), (uint8_t)rgb},
			    3);
			continue;
		}
		for (size_t k = p->first_is_clear; k < n; k++) {
			int d = distance(rgb, t->used[k]->rgb);

			if (d < least) {
				least = d;
				t->used[i]->index = (uint8_t)k;
			}
		}
		far += least > NEAR_ENOUGH ? t->used[i]->count : 0;
	}
	p->count = (int)n;
	return far <= pixels / 1000;
}

/* ---- what differs ------------------------------------------------------------------------- */

/* 1 where the pictures differ, or nearly. Returns how many. */
static size_t
mask_changes(uint8_t *mask, struct bitmap old, struct bitmap new)
{
	size_t count = 0;

	for (int y = 0; y < new.height; y++) {
		for (int x = 0; x < new.width; x++) {
			size_t at = (size_t)y * (size_t) new.width + (size_t)x;
			int right = x + MARGIN < new.width ? x + MARGIN : new.width - 1;
			int low = y + MARGIN < new.height ? y + MARGIN : new.height - 1;

			if (memcmp(old.rgb + 3 * at, new.rgb + 3 * at, 3) == 0)
				continue;
			for (int v = y > MARGIN ? y - MARGIN : 0; v <= low; v++) {
				for (int u = x > MARGIN ? x - MARGIN : 0; u <= right; u++) {
					uint8_t *m =
					    &mask[(size_t)v * (size_t) new.width + (size_t)u];

					count += !*m;
					*m = 1;
				}
			}
		}
	}
	return count;
}

/* A colour that the picture has not: false when it has all. */
static bool
find_unused(struct arena *a, struct bitmap b, uint32_t *rgb)
{
	size_t pixels = (size_t)b.width * (size_t)b.height;
	uint8_t *seen = NEW_ARRAY(a, uint8_t, 1 << 21);

	for (size_t i = 0; i < pixels; i++) {
		uint32_t c = rgb_at(b.rgb + 3 * i);

		seen[c >> 3] |= (uint8_t)(1 << (c & 7));
	}
	for (*rgb = 0; *rgb < 1 << 24; ++*rgb) {
		if (!(seen[*rgb >> 3] & 1 << (*rgb & 7)))
			return true;
	}
	return false;
}

static void
write_picture(struct arena *a, struct buf *png, struct bitmap b, const uint32_t *clear)
{
	size_t pixels = (size_t)b.width * (size_t)b.height;
	struct tally t = {0};
	struct few_colours p = {.first_is_clear = clear != NULL};
	uint8_t *indices;

	tally_colours(a, &t, b.rgb, pixels);
	/* The clear one is the commonest: three quarters of the page are left as they were. */
	if (!choose_palette(&t, &p, pixels)) {
		if (clear == NULL)
			image_write_png(png, b.width, b.height, SAMPLES_RGB, b.rgb);
		else
			image_write_png_over(png, b.width, b.height, b.rgb,
			    (uint8_t[]){
				(uint8_t)(*clear >> 16), (uint8_t)(*clear >> 8), (uint8_t)*clear});
		return;
	}
	indices = NEW_ARRAY(a, uint8_t, pixels);
	for (size_t i = 0; i < pixels; i++)
		indices[i] = find_colour(&t, rgb_at(b.rgb + 3 * i))->index;
	image_write_png_indexed(png, b.width, b.height, &p, indices);
}

bool
sheet_picture(struct buf *png, const struct bitmap *below, struct bitmap b)
{
	struct arena *a = arena_open();
	size_t pixels = (size_t)b.width * (size_t)b.height;
	uint8_t *mask = NULL, *rgb;
	uint32_t clear = 0;
	bool over = false;

	if (below != NULL && below->width == b.width && below->height == b.height) {
		mask = NEW_ARRAY(a, uint8_t, pixels);
		over = mask_changes(mask, *below, b) <= pixels / 4 && find_unused(a, b, &clear);
	}
	if (!over) {
		write_picture(a, png, b, NULL);
		arena_close(a);
		return false;
	}
	rgb = NEW_ARRAY(a, uint8_t, 3 * pixels);
	for (size_t i = 0; i < pixels; i++) {
		uint32_t c = mask[i] ? rgb_at(b.rgb + 3 * i) : clear;

		rgb[3 * i] = (uint8_t)(c >> 16);
		rgb[3 * i + 1] = (uint8_t)(c >> 8);
		rgb[3 * i + 2] = (uint8_t)c;
	}
	write_picture(a, png, (struct bitmap){b.width, b.height, rgb}, &clear);
	arena_close(a);
	return true;
}
