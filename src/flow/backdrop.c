/* backdrop.c: how dark and how light a picture is behind words.
 *
 * A letter is seen against what is near it: the picture is looked at in places half as high as a
 * capital, of each of which a few pixels give the mean.
 */
#include "flow.h"

enum { SAMPLES = 4 }; /* looked at across a place, and down */

static double
pixel_luminance(const double *lights, const struct image *image, size_t pixel)
{
	const unsigned char *p = image->pixels + pixel * (size_t)image->kind;
	double light = 0, alpha;

	if (image->kind == SAMPLES_GREY)
		light = lights[p[0]];
	else if (image->kind == SAMPLES_RGB)
		light = 0.2126 * lights[p[0]] + 0.7152 * lights[p[1]] + 0.0722 * lights[p[2]];
	else /* inks: near enough for a warning */
		light = 0.2126 * lights[(255 - p[0]) * (255 - p[3]) / 255] +
			0.7152 * lights[(255 - p[1]) * (255 - p[3]) / 255] +
			0.0722 * lights[(255 - p[2]) * (255 - p[3]) / 255];
	alpha = image->alpha != NULL ? image->alpha[pixel] / 255.0 : 1;
	return light * alpha + 1 - alpha;
}

static int
pixel_at(int64_t from, int64_t length, int pixels)
{
	int64_t at = length > 0 ? from * pixels / length : 0;

	return at < 0 ? 0 : at >= pixels ? pixels - 1 : (int)at;
}

/* The mean of a place of the page. */
static double
place_luminance(const double *lights, const struct placed *placed, struct rect place)
{
	const struct image *image = placed->image;
	struct rect whole = placed->whole;
	double sum = 0;

	for (int i = 0; i < SAMPLES * SAMPLES; i++) {
		int64_t x = place.x + (int64_t)place.w * (2 * (i % SAMPLES) + 1) / (2 * SAMPLES);
		int64_t y = place.y + (int64_t)place.h * (2 * (i / SAMPLES) + 1) / (2 * SAMPLES);
		size_t row = (size_t)pixel_at(y - whole.y, whole.h, image->height);

		sum += pixel_luminance(lights, image,
		    row * (size_t)image->width +
			(size_t)pixel_at(x - whole.x, whole.w, image->width));
	}
	return sum / (SAMPLES * SAMPLES);
}

const double *
light_of_values(struct arena *a)
{
	double *lights = NEW_ARRAY(a, double, 256);

	for (int i = 0; i < 256; i++)
		lights[i] = srgb_linear((uint8_t)i);
	return lights;
}

void
picture_light(const double *lights, const struct mark *picture, struct rect box, double *darkest,
    double *lightest)
{
	dimen side = box.h / 2 > PT(1) ? box.h / 2 : PT(1);

	*darkest = 1;
	*lightest = 0;
	for (int64_t y = box.y; y < (int64_t)box.y + box.h; y += side) {
		for (int64_t x = box.x; x < (int64_t)box.x + box.w; x += side) {
			struct rect place = {(dimen)x, (dimen)y, side, side};
			double light = place_luminance(lights, picture->detail, place);

			*darkest = light < *darkest ? light : *darkest;
			*lightest = light > *lightest ? light : *lightest;
		}
	}
}
