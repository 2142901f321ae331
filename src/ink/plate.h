/* plate.h: what the files of this folder share: the press, the pictures in its inks, the
 * rasterizer.
 *
 * Coordinates of the rasterizer are `sub`, 1/256 of a pixel, from the top left of the bleed.
 */
#ifndef BILAN_INK_PLATE_H
#define BILAN_INK_PLATE_H

#include "bilan/print.h"

/* ---- the press: profile.c, the one that knows LittleCMS here ----------------------------- */

struct press;
/* NULL when it is no profile of a CMYK press; `why` then says what it is. */
struct press *press_open(struct arena *a, const void *profile, size_t length, const char **why);
void press_close(struct press *press);
/* Four inks, 1/100 percent. Greys of sRGB are black alone. */
void press_colour(const struct press *press, const uint8_t srgb[3], uint16_t amounts[4]);
/* CIEDE2000 between a colour of screens and inks, 1/100 percent; `count` of each, one by one. */
void press_distances(const struct press *press, size_t count, uint8_t (*srgb)[3],
    uint16_t (*amounts)[4], double *distances);
/* Black for each of a picture's 256 greys, 255 is full ink: by its profile, or as sRGB. For RGB the
 * greys are those with three equal samples. */
void press_greys(const struct press *press, const struct image *image, unsigned char black[256]);
/* An RGB picture's samples, 255 is full ink. */
void press_picture(struct press *press, const struct image *image, unsigned char *cmyk);

/* ---- the inks of a report: inks.c, picture.c --------------------------------------------- */

struct pictures; /* those that were asked for, in CMYK */

struct inks {
	struct arena *a;
	struct press *press;
	struct pictures *pictures;
	const unsigned char *profile;
	size_t profile_length;
	dimen bleed;
	struct mix *mixes;
	bool *overprints; /* the theme says so, of each mix */
	size_t mix_count;
	int count;
	const char *names[INK_LIMIT];
	uint16_t alternates[INK_LIMIT][4];
};

struct pictures *pictures_new(struct arena *a);
const unsigned char *pictures_find(const struct inks *inks, const struct image *image);

/* ---- areas: cover.c --------------------------------------------------------------------- */

typedef int32_t sub;
#define SUB_ONE 256
struct spot {
	sub x, y;
};

/* Edges add up in `sums`; a sweep turns them into coverage and leaves zeroes behind. */
struct cover {
	int width, height;
	uint32_t *sums;               /* height rows of width + 2 */
	uint8_t *row;                 /* coverage of one row */
	int left, right, top, bottom; /* pixels that edges touched, and past */
};

/* A row of coverage: `n` pixels from x on, 255 is whole. */
typedef void cover_row(void *with, int y, int x, int n, const uint8_t *covers);

void cover_open(struct cover *r, struct arena *a, int width, int height);
void cover_line(struct cover *r, struct spot from, struct spot to);
void cover_curve(struct cover *r, const struct spot at[4]);
void cover_polygon(struct cover *r, const struct spot *at, int n); /* made to wind one way */
void cover_circle(struct cover *r, struct spot centre, sub radius);
void cover_sweep(struct cover *r, bool even_odd, cover_row *paint, void *with);
/* A rectangle on the axes, at once. */
void cover_box(struct cover *r, struct spot from, struct spot to, cover_row *paint, void *with);

/* A curve as lines: at most CURVE_LINES points after the first; answers how many. */
enum { CURVE_LINES = 64 };
int curve_points(const struct spot at[4], struct spot out[CURVE_LINES]);

/* ---- strokes: stroke.c ------------------------------------------------------------------- */

/* The stroke of a path as polygons; `spots` are its points in sub. */
void stroke_add(struct cover *r, const struct path *path, const struct spot *spots, sub width);

/* ---- glyphs: glyph_outline.c ------------------------------------------------------------ */

/* One em is `em` wide and high. */
void glyph_add(struct cover *r, const struct texts *texts, int face, unsigned glyph, struct spot at,
    int64_t em);

#endif
