/* print_image.c: pictures in the inks of the press.
 *
 * inks_picture gives their CMYK. Where no pixel has cyan, magenta or yellow they are written as
 * grey samples, which stand on the black plate alone (DeviceGray is 1 - K: ISO 32000-1, 10.3.3). A
 * CMYK JPEG is passed on as it is: Decode turns Adobe's inverted samples, its marker tells the
 * transform.
 *
 * Alpha: a picture whose ground is one colour is painted on that colour here, pixel by pixel, so
 * that nothing is transparent in the file and no program has to blend. A ground is one colour when
 * the topmost mark below the picture's whole box is a plain box, or when there is nothing but
 * paper. A picture that lies across an edge, on a spot or on another picture keeps its alpha as a
 * soft mask; its page then blends in DeviceCMYK, the space of the output intent (sheet.c).
 */
#include <stdlib.h>

#include "writer.h"

/* ---- the ground ----------------------------------------------------------------------------- */

/* The whole of `inner` lies within a plain box. */
static bool
covers(const struct mark *m, struct rect inner)
{
	const struct path *p = m->detail;
	const struct point *at = p->points;
	struct rect outer = m->box;

	if (m->kind != MARK_PATH || p->fill == 0 || p->stroke != 0 || p->point_count != 4 ||
	    p->op_count != 5)
		return false;
	if (at[0].y != at[1].y || at[1].x != at[2].x || at[2].y != at[3].y || at[3].x != at[0].x)
		return false;
	return outer.x <= inner.x && outer.y <= inner.y && outer.x + outer.w >= inner.x + inner.w &&
	       outer.y + outer.h >= inner.y + inner.h;
}

struct ground
ground_of(const struct writer *w, const struct mark *m)
{
	const struct page *page = &w->job->pages->items[w->page];
	struct ground ground = {.flat = true};

	for (const struct mark *below = m; below-- > page->marks;) {
		const struct mix *mix;

		if (below->kind == MARK_LINK || !rect_meets(below->box, m->box))
			continue;
		if (!covers(below, m->box))
			return (struct ground){0};
		mix = ink_mix(w->inks, ((const struct path *)below->detail)->fill);
		for (int i = 0; i < ink_count(w->inks); i++) {
			if (i >= INK_SPOT && mix->amount[i] > 0)
				return (struct ground){0};
			if (i < INK_SPOT)
				ground.ink[i] =
				    (unsigned char)((mix->amount[i] * 255 + 5000) / 10000);
		}
		return ground;
	}
	return ground;
}

/* ---- samples -------------------------------------------------------------------------------- */

static unsigned char *
on_ground(const struct image *image, const unsigned char *cmyk, struct ground ground)
{
	size_t n = (size_t)image->width * (size_t)image->height;
	unsigned char *out = mem_alloc(n * INK_SPOT);

	for (size_t i = 0; i < n; i++) {
		int alpha = image->alpha[i];

		for (size_t k = 0; k < INK_SPOT; k++) {
			int ink = cmyk[INK_SPOT * i + k] * alpha + ground.ink[k] * (255 - alpha);

			out[INK_SPOT * i + k] = (unsigned char)((ink + 127) / 255);
		}
	}
	return out;
}

/* NULL when any pixel has a colour. 0 is black in these. */
static unsigned char *
greys(const unsigned char *cmyk, size_t n)
{
	unsigned char *out;

	for (size_t i = 0; i < n; i++) {
		if ((cmyk[4 * i] | cmyk[4 * i + 1] | cmyk[4 * i + 2]) != 0)
			return NULL;
	}
	out = mem_alloc(n);
	for (size_t i = 0; i < n; i++)
		out[i] = (unsigned char)(255 - cmyk[4 * i + 3]);
	return out;
}

static void
write_samples(struct writer *w, int object, struct buf *b, const struct image *image,
    const unsigned char *cmyk)
{
	unsigned char *grey = greys(cmyk, (size_t)image->width * (size_t)image->height);
	struct samples_of s = {cmyk, image->width, image->height, SAMPLES_CMYK};

	if (grey != NULL)
		s = (struct samples_of){grey, image->width, image->height, SAMPLES_GREY};
	buf_text(b, grey != NULL ? "/ColorSpace/DeviceGray" : "/ColorSpace/DeviceCMYK");
	image_save_samples(w, object, b->at, s);
	free(grey);
}

void
print_image_write(
    struct writer *w, int object, const struct image *image, struct ground ground, int mask)
{
	struct buf b = {0};

	buf_printf(&b, "/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8",
	    image->width, image->height);
	if (mask != 0)
		buf_printf(&b, "/SMask %d 0 R", mask);
	if (image->kind == SAMPLES_CMYK && image->jpeg != NULL && image->alpha == NULL) {
		buf_text(&b, "/ColorSpace/DeviceCMYK/Filter/DCTDecode");
		if (image->jpeg_inverted)
			buf_text(&b, "/Decode[1 0 1 0 1 0 1 0]");
		save_stream(w, object, b.at, image->jpeg, image->jpeg_length, PACK_AS_IS);
	} else if (ground.flat) {
		unsigned char *cmyk = on_ground(image, inks_picture(w->inks, image), ground);

		write_samples(w, object, &b, image, cmyk);
		free(cmyk);
	} else {
		write_samples(w, object, &b, image, inks_picture(w->inks, image));
	}
	buf_close(&b);
}
