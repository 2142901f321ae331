/* svg_transform.c: the `transform` attribute, SVG 1.1, 7.6: matrix translate scale rotate skewX
 * skewY.
 */
#include <math.h>
#include <string.h>

#include "svg_parts.h"

#define DEGREE      (3.14159265358979323846 / 180)
#define EVEN_WITHIN 1e-4 /* of the scale: what files write with few decimals */

struct matrix
matrix_multiply(struct matrix o, struct matrix i)
{
	return (struct matrix){
	    .a = o.a * i.a + o.c * i.b,
	    .b = o.b * i.a + o.d * i.b,
	    .c = o.a * i.c + o.c * i.d,
	    .d = o.b * i.c + o.d * i.d,
	    .e = o.a * i.e + o.c * i.f + o.e,
	    .f = o.b * i.e + o.d * i.f + o.f,
	};
}

bool
matrix_even(struct matrix m)
{
	double x = m.a * m.a + m.b * m.b, y = m.c * m.c + m.d * m.d;
	double least = EVEN_WITHIN * (x + y);

	return fabs(x - y) <= least && fabs(m.a * m.c + m.b * m.d) <= least;
}

double
matrix_scale(struct matrix m)
{
	return sqrt(fabs(m.a * m.d - m.b * m.c));
}

static struct matrix
rotation(const double *n, int count)
{
	double c = cos(n[0] * DEGREE), s = sin(n[0] * DEGREE);
	double x = count == 3 ? n[1] : 0, y = count == 3 ? n[2] : 0;

	return (struct matrix){c, s, -s, c, x - c * x + s * y, y - s * x - c * y};
}

enum kind { MATRIX, TRANSLATE, SCALE, ROTATE, SKEW_X, SKEW_Y };
static const struct {
	const char *name;
	int least, most;
} kinds[] = {
    [MATRIX] = {"matrix", 6, 6},
    [TRANSLATE] = {"translate", 1, 2},
    [SCALE] = {"scale", 1, 2},
    [ROTATE] = {"rotate", 1, 3},
    [SKEW_X] = {"skewX", 1, 1},
    [SKEW_Y] = {"skewY", 1, 1},
};

static struct matrix
made(enum kind kind, const double *n, int count)
{
	switch (kind) {
	case MATRIX:
		return (struct matrix){n[0], n[1], n[2], n[3], n[4], n[5]};
	case TRANSLATE:
		return (struct matrix){1, 0, 0, 1, n[0], count == 2 ? n[1] : 0};
	case SCALE:
		return (struct matrix){n[0], 0, 0, count == 2 ? n[1] : n[0], 0, 0};
	case ROTATE:
		return rotation(n, count);
	case SKEW_X:
		return (struct matrix){1, 0, tan(n[0] * DEGREE), 1, 0, 0};
	default:
		return (struct matrix){1, tan(n[0] * DEGREE), 0, 1, 0, 0};
	}
}

/* The kind named at r->at, or -1; moves behind the name. */
static int
kind_read(struct reader *r)
{
	for (size_t i = 0; i < COUNT(kinds); i++) {
		size_t length = strlen(kinds[i].name);

		if (strncmp(r->at, kinds[i].name, length) == 0) {
			r->at += length;
			return (int)i;
		}
	}
	return -1;
}

static bool
one(struct reader *r, struct matrix *m)
{
	const char *start = r->at;
	double n[6] = {0};
	int count = 0, kind = kind_read(r);

	if (kind < 0)
		return reader_wrong(r, "matrix, translate, scale, rotate, skewX or skewY");
	reader_blank(r);
	if (*r->at != '(')
		return reader_wrong(r, "\"(\"");
	r->at++;
	for (reader_blank(r); *r->at != ')'; reader_comma(r)) {
		if (count == kinds[kind].most)
			return reader_wrong(r, "\")\"");
		if (!reader_number(r, &n[count++]))
			return false;
	}
	if (count < kinds[kind].least || (kind == ROTATE && count == 2)) {
		r->at = start;
		return reader_wrong(r, "more numbers in the brackets");
	}
	r->at++;
	*m = made((enum kind)kind, n, count);
	return true;
}

bool
svg_transform(struct reader *r, struct matrix *m)
{
	struct matrix next = {0};

	*m = (struct matrix){1, 0, 0, 1, 0, 0};
	for (reader_blank(r); *r->at != '\0'; reader_comma(r)) {
		if (!one(r, &next))
			return false;
		*m = matrix_multiply(*m, next);
	}
	return true;
}
