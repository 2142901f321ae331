/* decode.h: what the readers of raster pictures share; inside src/image/ only. */
#ifndef BILAN_IMAGE_DECODE_H
#define BILAN_IMAGE_DECODE_H

#include "bilan/image.h"

#define IMAGE_SIDE   40000 /* pixels */
#define IMAGE_PIXELS ((uint64_t)100000000)

/* One picture on its way from bytes to samples. A decoder fills `image`; when it answers false,
 * `reason` says why in its library's words, or `oversize` is set. */
struct decode {
	struct arena *a;
	const struct file_text *file;
	struct image *image;
	bool oversize;
	uint64_t width, height; /* as the file says, for the message */
	char reason[120];
};

bool png_decode(struct decode *d);  /* png.c */
bool jpeg_decode(struct decode *d); /* jpeg.c */

/* Says the size and answers whether a picture may have it; image.c. */
bool decode_size(struct decode *d, uint64_t width, uint64_t height);
/* Keeps a copy of an ICC profile if it is one, and for the picture's kind of colours; image.c. */
void decode_profile(struct decode *d, const unsigned char *bytes, size_t length);

/* The orientation 1..8 of an EXIF block (from its "II" or "MM"); 1 when it says none; exif.c. */
int exif_orientation(const unsigned char *bytes, size_t length);
/* Copies `width` by `height` pixels of `size` bytes upright into `to`. Orientations over 4 lie on
 * their side: there the rows of `to` are `height` long; exif.c. */
void exif_turn(
    unsigned char *to, const unsigned char *from, int size, int width, int height, int orientation);

#endif
