/* picture.c: pictures in the inks of the press, each converted once.
 *
 * Grey pictures, and RGB pictures in which no pixel has a colour (a scan saved as RGB), become
 * black alone: four plates that must fit to a hair for what one can do. Other RGB pictures go
 * through the profile whole, also their grey pixels: black alone among neighbours of four inks
 * would show.
 *
 * CMYK is passed on. A picture in CMYK was made for a press; to take it apart again would turn its
 * black text into four inks.
 */
#include <string.h>

#include "plate.h"

struct picture {
	uint64_t hash;
	const struct image *image;
	const unsigned char *cmyk;
};

struct pictures {
	struct picture *items;
	size_t count, cap;
};

struct pictures *
pictures_new(struct arena *a)
{
	return NEW(a, struct pictures);
}

static bool
is_colourless(const struct image *image)
{
	size_t n = (size_t)image->width * (size_t)image->height;

	if (image->kind != SAMPLES_RGB)
		return image->kind == SAMPLES_GREY;
	for (const unsigned char *p = image->pixels, *end = p + 3 * n; p < end; p += 3) {
		if (p[0] != p[1] || p[1] != p[2])
			return false;
	}
	return true;
}

static const unsigned char *
convert(const struct inks *inks, const struct image *image)
{
	size_t n = (size_t)image->width * (size_t)image->height, step = (size_t)image->kind;
	unsigned char *cmyk, black[256];

	if (image->kind == SAMPLES_CMYK)
		return image->pixels;
	cmyk = arena_array(inks->a, n, 4);
	if (!is_colourless(image)) {
		press_picture(inks->press, image, cmyk);
		return cmyk;
	}
	press_greys(inks->press, image, black);
	for (size_t i = 0; i < n; i++)
		cmyk[4 * i + 3] = black[image->pixels[i * step]];
	return cmyk;
}

const unsigned char *
pictures_find(const struct inks *inks, const struct image *image)
{
	struct pictures *p = inks->pictures;

	for (size_t i = 0; i < p->count; i++) {
		const struct picture *known = &p->items[i];

		if (known->image == image ||
		    (known->hash == image->hash && known->image->width == image->width &&
			known->image->height == image->height && known->image->kind == image->kind))
			return known->cmyk;
	}
	GROW(inks->a, p->items, p->count, p->cap);
	p->items[p->count] = (struct picture){image->hash, image, convert(inks, image)};
	return p->items[p->count++].cmyk;
}

const unsigned char *
inks_picture(struct inks *inks, const struct image *image)
{
	return pictures_find(inks, image);
}
