/* image.h: pictures and icons, decoded and checked before anything else sees them.
 *
 * Raster pictures keep their samples as decoded (grey, RGB or CMYK, 8 bits), alpha apart; a JPEG
 * that is sound keeps its own bytes as well, so that the PDF can carry them unchanged. EXIF
 * rotation is applied to decoded samples. SVG icons become paths; what the reader does not know is
 * an error.
 *
 * A file is what its first bytes say, whatever its name. Every picture is decoded to its end before
 * it is used: one that is cut short or damaged is refused, never shown with a grey half.
 */
#ifndef BILAN_IMAGE_H
#define BILAN_IMAGE_H

#include "bilan/file.h"

enum samples { SAMPLES_GREY = 1, SAMPLES_RGB = 3, SAMPLES_CMYK = 4 };

struct image {
	struct place at;
	int width, height; /* pixels, as seen (after EXIF rotation) */
	enum samples kind;
	const unsigned char *pixels; /* width * height * kind, rows from the top; CMYK:
				      * 255 is full ink */
	const unsigned char *alpha;  /* width * height, or NULL when opaque */
	const unsigned char *jpeg;   /* baseline or progressive JPEG to pass on: the
				      * file's own bytes up to its end marker. NULL: no
				      * JPEG, or one in which a PDF reader would not
				      * see `pixels` (turned, arithmetic coding, colours
				      * that need a guess) */
	size_t jpeg_length;
	bool jpeg_inverted;           /* in `jpeg` 0 is full ink (Adobe CMYK) */
	const unsigned char *profile; /* ICC for this kind of samples, or NULL */
	size_t profile_length;
	uint64_t hash; /* of the file: equal pictures are written once */
};

/* Limits: 40 000 pixels a side, 100 million in all. Codes: image-kind (neither PNG nor JPEG),
 * image-corrupt, image-size. NULL after one, at `asked`. The file's bytes must outlive the image.
 */
const struct image *image_read(
    struct arena *a, struct diag *d, struct place asked, const struct file_text *file);

/* Samples as a PNG of 8 bits, grey or RGB; nothing in it but the picture. image/png_write.c */
void image_write_png(
    struct buf *out, int width, int height, enum samples kind, const unsigned char *samples);
/* RGB to lie over another picture: what has the colour `clear` lets it through. */
void image_write_png_over(
    struct buf *out, int width, int height, const unsigned char *rgb, const unsigned char clear[3]);
/* The same of a few colours: a byte a pixel, which names its colour. */
struct few_colours {
	int count; /* 1..256 */
	unsigned char rgb[256][3];
	bool first_is_clear; /* what the first names lets through what lies below */
};
void image_write_png_indexed(struct buf *out, int width, int height, const struct few_colours *p,
    const unsigned char *indices);

/* ---- outlines ---------------------------------------------------------- image/svg.c */

enum path_op { PATH_MOVE, PATH_LINE, PATH_CURVE, PATH_CLOSE }; /* 1, 1, 3, 0 points */

struct outline {
	const uint8_t *ops;
	size_t op_count;
	const struct point *points;
	size_t point_count;
	bool fill, stroke;
	bool even_odd;
	bool current; /* colour is currentColor: the block's; else srgb */
	uint8_t srgb[3];
	dimen width;   /* of the stroke, in the icon's units */
	int cap, join; /* as in PDF: 0 butt/mitre, 1 round, 2 square/bevel */
};

struct icon { /* its viewBox, moved to 0, 0 */
	dimen width, height;
	const struct outline *items;
	size_t count;
};

/* Elements svg g path rect circle ellipse line polyline polygon, title, desc; attributes of
 * geometry, fill, stroke, stroke-width, -linecap, -linejoin, fill-rule, transform. Arcs become
 * curves; one user unit is one point. A shape whose fill and stroke differ in colour is two
 * outlines. Limits: 1 MB, 32 levels, 20 000 segments, 100 000 units from 0. Codes: svg-syntax,
 * svg-refused (script, text, image, use, style, opacity, gradients, a document type, whatever else
 * would be left out), svg-size. The mistakes of a drawing (20 at most) are all said, each at its
 * own character. NULL after one. */
const struct icon *svg_read(struct arena *a, struct diag *d, const struct file_text *file);

#endif
