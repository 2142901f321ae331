/* profile.c: colours through the profile of a press; the only file of this folder that knows
 * LittleCMS.
 *
 * Screens to inks: relative colorimetric with black-point compensation (ISO 18619), 16 bits for
 * the theme's colours, 8 for pictures.
 *
 * Greys never go through the profile's tables, which would carry them by four inks: a plate off by
 * a hair would tint them. They become black alone, by lightness: the profile says how light each
 * amount of black is on its paper (Y, relative to the paper); the grey's own Y is scaled so that
 * the screen's black is full black and its white is the paper, as black-point compensation does,
 * and the amount is read back from that curve. An own profile of a picture only gives other Y.
 *
 * Nothing depends on anything but the bytes of the profiles: the same input, the same inks.
 */
#include <math.h>
#include <string.h>

#include <lcms2.h>

#include "plate.h"

enum { LEVELS = 256 };

struct press {
	cmsContext context;
	cmsHPROFILE profile, srgb, lab;
	cmsHTRANSFORM colours, pictures; /* sRGB to inks; the latter when first needed */
	double black[LEVELS];            /* Y on paper of n / 255 black, falling */
	double greys[LEVELS];            /* Y of sRGB's greys, 0 to 1 */
};

enum { INTENT = INTENT_RELATIVE_COLORIMETRIC, FLAGS = cmsFLAGS_BLACKPOINTCOMPENSATION };

static void
keep_quiet(cmsContext context, cmsUInt32Number code, const char *text)
{
	(void)context;
	(void)code;
	(void)text;
}

/* ---- lightness --------------------------------------------------------------------------- */

/* CIE 1976: L* to Y, the white's Y being 1. */
static double
luminance(double lightness)
{
	double f = (lightness + 16) / 116;

	return lightness > 8 ? f * f * f : lightness > 0 ? lightness * 27 / 24389 : 0;
}

/* Y of 256 levels: `samples` of `size` bytes each, in `profile`. False: it cannot be used so. */
static bool
read_levels(const struct press *press, cmsHPROFILE profile, cmsUInt32Number format,
    const unsigned char *samples, double y[LEVELS])
{
	cmsHTRANSFORM t = cmsCreateTransformTHR(
	    press->context, profile, format, press->lab, TYPE_Lab_DBL, INTENT, cmsFLAGS_NOOPTIMIZE);
	cmsCIELab lab[LEVELS];

	if (t == NULL)
		return false;
	cmsDoTransform(t, samples, lab, LEVELS);
	cmsDeleteTransform(t);
	for (int i = 0; i < LEVELS; i++)
		y[i] = luminance(lab[i].L);
	return true;
}

static bool
read_blacks(struct press *press)
{
	unsigned char samples[LEVELS][4] = {{0}};

	for (int i = 0; i < LEVELS; i++)
		samples[i][3] = (unsigned char)i;
	if (!read_levels(press, press->profile, TYPE_CMYK_8, samples[0], press->black))
		return false;
	press->black[0] = 1;
	for (int i = 1; i < LEVELS; i++) /* a table that rises somewhere has no inverse */
		press->black[i] = fmin(press->black[i], press->black[i - 1]);
	return press->black[LEVELS - 1] < 0.5;
}

/* Greys between the darkest and the lightest level become 0 to 1. */
static bool
read_greys(const struct press *press, cmsHPROFILE profile, bool rgb, double y[LEVELS])
{
	unsigned char samples[LEVELS * 3];
	int size = rgb ? 3 : 1;
	double dark, light;

	for (int i = 0; i < LEVELS; i++)
		memset(samples + i * size, i, (size_t)size);
	if (!read_levels(press, profile, rgb ? TYPE_RGB_8 : TYPE_GRAY_8, samples, y))
		return false;
	dark = y[0];
	light = y[LEVELS - 1];
	if (!(light - dark > 0.01))
		return false;
	for (int i = 0; i < LEVELS; i++)
		y[i] = fmin(fmax((y[i] - dark) / (light - dark), 0), 1);
	return true;
}

/* How much black, 0 to 1, is as dark as Y between full black (0) and paper (1). */
static double
black_for(const struct press *press, double y)
{
	const double *black = press->black;
	double full = black[LEVELS - 1], wanted = full + (1 - full) * y;
	int low = 0, high = LEVELS - 1;

	while (high - low > 1) {
		int middle = (low + high) / 2;

		if (black[middle] > wanted)
			low = middle;
		else
			high = middle;
	}
	if (wanted >= black[low] || black[low] <= black[high])
		return low / 255.0;
	return (low + (black[low] - wanted) / (black[low] - black[high])) / 255;
}

/* ---- opening ----------------------------------------------------------------------------- */

static const char *
profile_fault(cmsHPROFILE profile)
{
	if (profile == NULL)
		return "it is not an ICC profile";
	if (cmsGetColorSpace(profile) != cmsSigCmykData)
		return "it is a profile for screens or scanners, not for a press with four inks";
	if (cmsGetDeviceClass(profile) != cmsSigOutputClass)
		return "it is not the profile of a press (device class \"prtr\")";
	if (!cmsIsIntentSupported(profile, INTENT, LCMS_USED_AS_OUTPUT) ||
	    !cmsIsIntentSupported(profile, INTENT, LCMS_USED_AS_INPUT))
		return "it lacks the tables from colours to inks and back";
	return NULL;
}

static const char *
open_all(struct press *p, const void *bytes, size_t length)
{
	const char *fault;

	p->context = cmsCreateContext(NULL, NULL);
	cmsSetLogErrorHandlerTHR(p->context, keep_quiet);
	p->profile = length <= UINT32_MAX
			 ? cmsOpenProfileFromMemTHR(p->context, bytes, (cmsUInt32Number)length)
			 : NULL;
	if ((fault = profile_fault(p->profile)) != NULL)
		return fault;
	p->srgb = cmsCreate_sRGBProfileTHR(p->context);
	p->lab = cmsCreateLab4ProfileTHR(p->context, NULL);
	p->colours = cmsCreateTransformTHR(p->context, p->srgb, TYPE_RGB_8, p->profile,
	    TYPE_CMYK_16, INTENT, FLAGS | cmsFLAGS_NOOPTIMIZE);
	if (p->colours == NULL || !read_blacks(p) || !read_greys(p, p->srgb, true, p->greys))
		return "its tables are damaged";
	return NULL;
}

struct press *
press_open(struct arena *a, const void *profile, size_t length, const char **why)
{
	struct press *p = NEW(a, struct press);

	*why = open_all(p, profile, length);
	if (*why == NULL)
		return p;
	press_close(p);
	return NULL;
}

void
press_close(struct press *p)
{
	if (p->colours != NULL)
		cmsDeleteTransform(p->colours);
	if (p->pictures != NULL)
		cmsDeleteTransform(p->pictures);
	if (p->lab != NULL)
		cmsCloseProfile(p->lab);
	if (p->srgb != NULL)
		cmsCloseProfile(p->srgb);
	if (p->profile != NULL)
		cmsCloseProfile(p->profile);
	cmsDeleteContext(p->context);
}

/* ---- colours and pictures ---------------------------------------------------------------- */

void
press_colour(const struct press *press, const uint8_t srgb[3], uint16_t amounts[4])
{
	uint16_t inks[4] = {0};

	if (srgb[0] == srgb[1] && srgb[1] == srgb[2]) {
		amounts[0] = amounts[1] = amounts[2] = 0;
		amounts[3] = (uint16_t)(black_for(press, press->greys[srgb[0]]) * 10000 + 0.5);
		return;
	}
	cmsDoTransform(press->colours, srgb, inks, 1);
	for (int i = 0; i < 4; i++)
		amounts[i] = (uint16_t)((inks[i] * 10000u + 32767) / 65535);
}

void
press_distances(const struct press *press, size_t count, uint8_t (*srgb)[3], uint16_t (*amounts)[4],
    double *distances)
{
	cmsHTRANSFORM screen = cmsCreateTransformTHR(press->context, press->srgb, TYPE_RGB_8,
	    press->lab, TYPE_Lab_DBL, INTENT, FLAGS | cmsFLAGS_NOOPTIMIZE);
	cmsHTRANSFORM paper = cmsCreateTransformTHR(press->context, press->profile, TYPE_CMYK_16,
	    press->lab, TYPE_Lab_DBL, INTENT, FLAGS | cmsFLAGS_NOOPTIMIZE);

	for (size_t i = 0; i < count; i++) {
		uint16_t inks[4];
		cmsCIELab seen, printed;

		distances[i] = 0;
		if (screen == NULL || paper == NULL)
			continue;
		for (int k = 0; k < 4; k++)
			inks[k] = (uint16_t)((amounts[i][k] * 65535u + 5000) / 10000);
		cmsDoTransform(screen, srgb[i], &seen, 1);
		cmsDoTransform(paper, inks, &printed, 1);
		distances[i] = cmsCIE2000DeltaE(&seen, &printed, 1, 1, 1);
	}
	if (screen != NULL)
		cmsDeleteTransform(screen);
	if (paper != NULL)
		cmsDeleteTransform(paper);
}

/* The picture's own profile, if it has one that is usable; to be closed. */
static cmsHPROFILE
own_profile(const struct press *press, const struct image *image)
{
	cmsColorSpaceSignature space = image->kind == SAMPLES_GREY ? cmsSigGrayData : cmsSigRgbData;
	cmsHPROFILE own;

	if (image->profile == NULL || image->profile_length > UINT32_MAX)
		return NULL;
	own = cmsOpenProfileFromMemTHR(
	    press->context, image->profile, (cmsUInt32Number)image->profile_length);
	if (own != NULL && cmsGetColorSpace(own) != space) {
		cmsCloseProfile(own);
		own = NULL;
	}
	return own;
}

void
press_greys(const struct press *press, const struct image *image, unsigned char black[256])
{
	cmsHPROFILE own = own_profile(press, image);
	const double *greys = press->greys;
	double y[LEVELS];

	if (own != NULL && read_greys(press, own, image->kind == SAMPLES_RGB, y))
		greys = y;
	for (int i = 0; i < LEVELS; i++)
		black[i] = (unsigned char)(black_for(press, greys[i]) * 255 + 0.5);
	if (own != NULL)
		cmsCloseProfile(own);
}

static cmsHTRANSFORM
picture_transform(const struct press *press, cmsHPROFILE from)
{
	return cmsCreateTransformTHR(
	    press->context, from, TYPE_RGB_8, press->profile, TYPE_CMYK_8, INTENT, FLAGS);
}

void
press_picture(struct press *press, const struct image *image, unsigned char *cmyk)
{
	cmsHPROFILE own = own_profile(press, image);
	cmsHTRANSFORM t = own != NULL ? picture_transform(press, own) : NULL, use;
	size_t wide = (size_t)image->width;

	if (own != NULL)
		cmsCloseProfile(own);
	if (t == NULL && press->pictures == NULL)
		press->pictures = picture_transform(press, press->srgb);
	use = t != NULL ? t : press->pictures;
	/* A row at a time: LittleCMS counts in 32 bits. */
	for (size_t y = 0; use != NULL && y < (size_t)image->height; y++)
		cmsDoTransform(
		    use, image->pixels + y * wide * 3, cmyk + y * wide * 4, (cmsUInt32Number)wide);
	/* What the same profiles did for colours they do for pictures; should they not, slowly. */
	for (size_t i = 0; use == NULL && i < wide * (size_t)image->height; i++) {
		uint16_t inks[4];

		cmsDoTransform(press->colours, image->pixels + 3 * i, inks, 1);
		for (int k = 0; k < 4; k++)
			cmyk[4 * i + (size_t)k] = (unsigned char)(inks[k] / 257);
	}
	if (t != NULL)
		cmsDeleteTransform(t);
}
