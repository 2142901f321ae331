/* svg_parts.h: the pieces of the SVG reader; inside src/image/ only.
 *
 * Geometry is double until a point is drawn: pen_* transform it, check its range and round it to
 * dimen, one user unit being one point. These are drawings, never figures.
 */
#ifndef BILAN_SVG_PARTS_H
#define BILAN_SVG_PARTS_H

#include "bilan/image.h"

#define SVG_REACH 100000.0 /* user units from 0, in each direction */

/* ---- attribute values --------------------------------------------------- svg_value.c
 * A reader is text with a position. The first thing that is wrong stays in `wrong` (what was
 * expected, for the message) and `at` stays there; later calls answer false. */

struct reader {
	const char *at;
	const char *wrong;
};

void reader_blank(struct reader *r);           /* skips white space */
void reader_comma(struct reader *r);           /* white space and one comma */
bool reader_is_number(const struct reader *r); /* does one start here? */
bool reader_number(struct reader *r, double *n);
bool reader_flag(struct reader *r, bool *flag);         /* 0 or 1, as in arcs */
bool reader_wrong(struct reader *r, const char *wrong); /* answers false */
bool reader_end(struct reader *r);                      /* nothing but white space is left */
bool svg_length(struct reader *r, double *n);           /* a number, perhaps with px */
bool svg_view_box(struct reader *r, double box[static 4]);

struct svg_paint {
	bool none, current;
	uint8_t srgb[3];
};
bool svg_paint(struct reader *r, struct svg_paint *paint);

/* ---- places -------------------------------------------------------------- svg_place.c */

struct place svg_place(const struct file_text *file, size_t offset, size_t length);

struct spot {
	size_t name, value, length;
}; /* offsets in the file; of the value */
/* Where attribute number `index` of the tag at offset `tag` is written. */
struct spot svg_spot(const char *bytes, size_t tag, int index);

/* ---- transforms ------------------------------------------------------ svg_transform.c */

struct matrix {
	double a, b, c, d, e, f;
}; /* x' = a x + c y + e, y' = b x + d y + f */

struct matrix matrix_multiply(struct matrix outer, struct matrix inner);
bool matrix_even(struct matrix m);    /* turns, mirrors and scales, but never distorts */
double matrix_scale(struct matrix m); /* of lengths; the mean when not even */
bool svg_transform(struct reader *r, struct matrix *m); /* the list's product */

/* ---- drawing ------------------------------------------------------------- svg_path.c */

struct pen {
	struct arena *a;
	struct matrix m;
	size_t *left; /* segments that the drawing may still have */
	uint8_t *ops;
	size_t op_count, op_cap;
	struct point *points;
	size_t point_count, point_cap;
	double x, y;             /* where the pen is, in user units */
	double start_x, start_y; /* of the subpath */
	bool far, many;          /* a point out of reach; no segments left */
};

void pen_move(struct pen *p, double x, double y);
void pen_line(struct pen *p, double x, double y);
void pen_curve(struct pen *p, const double xy[static 6]);
/* An elliptical arc to (x, y): radii, turn of the x axis in degrees, the two flags. */
struct arc {
	double rx, ry, turn;
	bool large, sweep;
};
void pen_arc(struct pen *p, struct arc arc, double x, double y);
void pen_close(struct pen *p);

bool svg_path(struct reader *r, struct pen *p); /* the `d` of a path */

/* ---- shapes ------------------------------------------------------------- svg_shape.c */

void shape_rect(struct pen *p, const double xywh[static 4], double rx, double ry);
void shape_ellipse(struct pen *p, double cx, double cy, double rx, double ry);
bool shape_poly(struct reader *r, struct pen *p, bool closed); /* the `points` */

/* ---- elements ---------------------------------------------------------- svg_element.c */

struct ink { /* what elements inherit */
	struct svg_paint fill, stroke;
	double width;
	int cap, join; /* as in struct outline */
	bool even_odd;
	struct matrix m;
};
extern const struct ink SVG_INK; /* outside of everything */

/* Reads a presentation attribute or `transform`; NULL: it is none of these. */
struct ink_attribute {
	const char *name;
	bool (*read)(struct reader *r, struct ink *ink);
};
const struct ink_attribute *svg_ink_find(const char *name);

#define SVG_NUMBERS 6
struct element {
	const char *name;
	const char *numbers[SVG_NUMBERS + 1]; /* attributes that are lengths; NULL at end */
	const char *text;                     /* the one that is not, or NULL */
	bool (*draw)(struct pen *p, const double *n, struct reader *text); /* or NULL */
	bool open; /* has no inside to fill */
};
const struct element *svg_element_find(const char *name); /* NULL: not one that is read */
const char *svg_attribute_nearest(const struct element *e, const char *name);
/* Has this attribute no say in how the drawing looks? */
bool svg_attribute_mute(const struct element *e, const char *name);
/* What to do about an element or an attribute that is not read. */
const char *svg_refused_help(const char *name);

#endif
