/* image_xobject.c: pictures as image XObjects, each written once however often it is placed.
 *
 * A JPEG that is sound goes in as it is; other samples are deflated after PNG's filters, chosen for
 * each row by the least sum of differences (as the PNG specification, 12.8, advises). Alpha becomes
 * a soft mask. An ICC profile that fits the samples goes along; samples without one are sRGB or
 * grey.
 *
 * For a press pictures are made of its inks: print_image.c. Alpha is then painted on its ground, so
 * one picture on two grounds is written twice.
 *
 * Under the web target's sRGB intent DeviceCMYK means nothing (ISO 19005-3, 6.2.4.3), so CMYK
 * samples without a profile are turned into RGB by the plain formula.
 */
#include <stdlib.h>
#include <string.h>

#include "writer.h"

struct images {
	struct written {
		uint64_t hash;
		const struct image *image;
		struct ground ground;
		int object;
	} * items;
	size_t count, cap;
	struct profile {
		uint64_t hash;
		size_t length;
		int object;
	} * profiles;
	size_t profile_count, profile_cap;
};

void
images_open(struct writer *w)
{
	w->images = NEW(w->a, struct images);
}

/* ---- PNG's filters ------------------------------------------------------------------------- */

static unsigned char
paeth(int left, int up, int corner)
{
	int to_left = abs(up - corner), to_up = abs(left - corner);
	int to_corner = abs(left + up - 2 * corner);

	if (to_left <= to_up && to_left <= to_corner)
		return (unsigned char)left;
	return (unsigned char)(to_up <= to_corner ? up : corner);
}

/* One row through filter `kind`; answers the sum of absolute differences. */
static uint64_t
filter_row(int kind, const unsigned char *row, const unsigned char *above, size_t n, size_t step,
    unsigned char *out)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < n; i++) {
		int left = i >= step ? row[i - step] : 0, up = above != NULL ? above[i] : 0;
		int corner = i >= step && above != NULL ? above[i - step] : 0;
		int guess = kind == 1 ? left : kind == 2 ? up : paeth(left, up, corner);
		unsigned char difference = (unsigned char)(row[i] - guess);

		out[i] = difference;
		sum += difference < 128 ? difference : 256u - difference;
	}
	return sum;
}

void
image_save_samples(struct writer *w, int object, const char *entries, struct samples_of s)
{
	static const int kinds[] = {1, 2, 4};
	size_t n = (size_t)s.width * (size_t)s.channels;
	unsigned char *all = mem_alloc((n + 1) * (size_t)s.height), *to = all;
	unsigned char *trial = mem_alloc(n);
	struct buf b = {0};

	for (int y = 0; y < s.height; y++) {
		const unsigned char *row = s.at + (size_t)y * n, *above = y > 0 ? row - n : NULL;
		uint64_t best = UINT64_MAX;

		for (size_t k = 0; k < COUNT(kinds); k++) {
			uint64_t sum =
			    filter_row(kinds[k], row, above, n, (size_t)s.channels, trial);

			if (sum >= best)
				continue;
			best = sum;
			to[0] = (unsigned char)kinds[k];
			memcpy(to + 1, trial, n);
		}
		to += n + 1;
	}
	buf_text(&b, entries);
	buf_printf(&b, "/DecodeParms<</Predictor 15/Colors %d/Columns %d>>", s.channels, s.width);
	save_stream(w, object, b.at, all, (size_t)(to - all), PACK_WELL);
	buf_close(&b);
	free(trial);
	free(all);
}

/* ---- colour spaces ------------------------------------------------------------------------- */

/* Profiles of version 2 or 4, for the samples' kind, of a class that a picture may have. */
static bool
profile_fits(const struct image *image)
{
	static const char *const classes[] = {"scnr", "mntr", "prtr", "spac"};
	const unsigned char *p = image->profile;
	const char *space = image->kind == SAMPLES_GREY  ? "GRAY"
			    : image->kind == SAMPLES_RGB ? "RGB "
							 : "CMYK";

	if (p == NULL || image->profile_length < 132 || memcmp(p + 36, "acsp", 4) != 0)
		return false;
	if ((p[8] != 2 && p[8] != 4) || memcmp(p + 16, space, 4) != 0)
		return false;
	for (size_t i = 0; i < COUNT(classes); i++) {
		if (memcmp(p + 12, classes[i], 4) == 0)
			return true;
	}
	return false;
}

static int
profile_object(struct writer *w, const struct image *image)
{
	struct images *images = w->images;
	uint64_t hash = hash_bytes(image->profile, image->profile_length, 0);
	char entries[16] = "/N 0";
	int object;

	for (size_t i = 0; i < images->profile_count; i++) {
		if (images->profiles[i].hash == hash &&
		    images->profiles[i].length == image->profile_length)
			return images->profiles[i].object;
	}
	object = save_objects(w, 1);
	entries[3] = (char)('0' + image->kind);
	save_stream(w, object, entries, image->profile, image->profile_length, PACK_WELL);
	GROW(w->a, images->profiles, images->profile_count, images->profile_cap);
	images->profiles[images->profile_count++] =
	    (struct profile){hash, image->profile_length, object};
	return object;
}

static unsigned char *
cmyk_to_rgb(const struct image *image)
{
	size_t n = (size_t)image->width * (size_t)image->height;
	unsigned char *rgb = mem_alloc(n * 3);

	for (size_t i = 0; i < n; i++) {
		const unsigned char *ink = image->pixels + 4 * i;

		for (size_t k = 0; k < 3; k++)
			rgb[3 * i + k] =
			    (unsigned char)(((255 - ink[k]) * (255 - ink[3]) + 127) / 255);
	}
	return rgb;
}

/* ---- objects ------------------------------------------------------------------------------- */

static void
save_image(struct writer *w, int object, const struct image *image, int mask)
{
	bool icc = profile_fits(image), naked = image->kind == SAMPLES_CMYK && !icc;
	struct buf b = {0};

	buf_printf(&b, "/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8",
	    image->width, image->height);
	if (icc)
		buf_printf(&b, "/ColorSpace[/ICCBased %d 0 R]", profile_object(w, image));
	else
		buf_text(&b, image->kind == SAMPLES_GREY ? "/ColorSpace/DeviceGray"
							 : "/ColorSpace/DeviceRGB");
	if (mask != 0)
		buf_printf(&b, "/SMask %d 0 R", mask);
	if (image->jpeg != NULL && !naked) {
		buf_text(&b, "/Filter/DCTDecode");
		if (image->kind == SAMPLES_CMYK && image->jpeg_inverted)
			buf_text(&b, "/Decode[1 0 1 0 1 0 1 0]");
		save_stream(w, object, b.at, image->jpeg, image->jpeg_length, PACK_AS_IS);
	} else if (naked) {
		unsigned char *rgb = cmyk_to_rgb(image);

		image_save_samples(w, object, b.at,
		    (struct samples_of){rgb, image->width, image->height, SAMPLES_RGB});
		free(rgb);
	} else {
		image_save_samples(w, object, b.at,
		    (struct samples_of){
			image->pixels, image->width, image->height, (int)image->kind});
	}
	buf_close(&b);
}

static int
save_mask(struct writer *w, const struct image *image)
{
	int object = save_objects(w, 1);
	struct buf b = {0};

	buf_printf(&b,
	    "/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8"
	    "/ColorSpace/DeviceGray",
	    image->width, image->height);
	image_save_samples(w, object, b.at,
	    (struct samples_of){image->alpha, image->width, image->height, SAMPLES_GREY});
	buf_close(&b);
	return object;
}

static bool
is_same(const struct written *known, const struct image *image, struct ground ground)
{
	return (known->image == image || known->hash == image->hash) &&
	       known->ground.flat == ground.flat &&
	       memcmp(known->ground.ink, ground.ink, sizeof ground.ink) == 0;
}

int
images_use(struct writer *w, const struct mark *m)
{
	const struct image *image = ((const struct placed *)m->detail)->image;
	struct images *images = w->images;
	struct ground ground = {0};
	int object, mask;

	if (w->print && image->alpha != NULL)
		ground = ground_of(w, m);
	w->masked = w->masked || (image->alpha != NULL && !ground.flat);
	for (size_t i = 0; i < images->count; i++) {
		if (is_same(&images->items[i], image, ground))
			return images->items[i].object;
	}
	object = save_objects(w, 1);
	mask = image->alpha != NULL && !ground.flat ? save_mask(w, image) : 0;
	if (w->print)
		print_image_write(w, object, image, ground, mask);
	else
		save_image(w, object, image, mask);
	GROW(w->a, images->items, images->count, images->cap);
	images->items[images->count++] = (struct written){image->hash, image, ground, object};
	return object;
}
