/* svg_element.c: the elements and attributes of SVG that icons need, as tables.
 *
 * An element is a row: its lengths, its one attribute that is no length, and the function that
 * draws it. A presentation attribute is a row too. Attributes that change nothing on paper (id,
 * class, aria-…) are passed over; everything else is refused by svg.c, with the help kept here.
 */
#include <string.h>

#include "svg_parts.h"

/* ---- what is inherited ------------------------------------------------------------------ */

const struct ink SVG_INK = {.stroke = {.none = true}, .width = 1, .m = {1, 0, 0, 1, 0, 0}};

static bool
ink_word(struct reader *r, const char *const words[static 3], const char *expected, int *word)
{
	for (int i = 0; i < 3 && words[i] != NULL; i++)
		if (strcmp(r->at, words[i]) == 0) {
			*word = i;
			return true;
		}
	return reader_wrong(r, expected);
}

static bool
ink_fill(struct reader *r, struct ink *ink)
{
	return svg_paint(r, &ink->fill);
}

static bool
ink_stroke(struct reader *r, struct ink *ink)
{
	return svg_paint(r, &ink->stroke);
}

static bool
ink_width(struct reader *r, struct ink *ink)
{
	const char *start = r->at;

	if (!svg_length(r, &ink->width))
		return false;
	if (ink->width >= 0 && ink->width <= SVG_REACH)
		return true;
	r->at = start;
	return reader_wrong(r, "a width from 0 to 100000");
}

static bool
ink_cap(struct reader *r, struct ink *ink)
{
	static const char *const words[] = {"butt", "round", "square"};

	return ink_word(r, words, "butt, round or square", &ink->cap);
}

static bool
ink_join(struct reader *r, struct ink *ink)
{
	static const char *const words[] = {"miter", "round", "bevel"};

	return ink_word(r, words, "miter, round or bevel", &ink->join);
}

static bool
ink_rule(struct reader *r, struct ink *ink)
{
	static const char *const words[] = {"nonzero", "evenodd", NULL};
	int word = 0;

	if (!ink_word(r, words, "nonzero or evenodd", &word))
		return false;
	ink->even_odd = word == 1;
	return true;
}

/* PDF's own limit is 10, SVG's 4: both cut only very sharp corners, and no other can be had. */
static bool
ink_limit(struct reader *r, struct ink *ink)
{
	double n;

	(void)ink;
	if (!svg_length(r, &n))
		return false;
	return n == 4 || n == 10 || reader_wrong(r, "4 or 10");
}

static bool
ink_transform(struct reader *r, struct ink *ink)
{
	struct matrix m;

	if (!svg_transform(r, &m))
		return false;
	ink->m = matrix_multiply(ink->m, m);
	return true;
}

static const struct ink_attribute ink_attributes[] = {
    {"fill", ink_fill},
    {"stroke", ink_stroke},
    {"stroke-width", ink_width},
    {"stroke-linecap", ink_cap},
    {"stroke-linejoin", ink_join},
    {"fill-rule", ink_rule},
    {"stroke-miterlimit", ink_limit},
    {"transform", ink_transform},
};

const struct ink_attribute *
svg_ink_find(const char *name)
{
	for (size_t i = 0; i < COUNT(ink_attributes); i++)
		if (strcmp(ink_attributes[i].name, name) == 0)
			return &ink_attributes[i];
	return NULL;
}

/* ---- elements --------------------------------------------------------------------------- */

static bool
draw_path(struct pen *p, const double *n, struct reader *text)
{
	(void)n;
	return svg_path(text, p);
}

static bool
draw_rect(struct pen *p, const double *n, struct reader *text)
{
	double rx = n[4], ry = n[5];

	(void)text;
	if (n[2] <= 0 || n[3] <= 0)
		return true;
	if (rx < 0 || ry < 0) /* one that is not said is the other */
		rx = ry = rx < 0 ? ry : rx;
	shape_rect(p, n, rx < 0 ? 0 : rx, ry < 0 ? 0 : ry);
	return true;
}

static bool
draw_circle(struct pen *p, const double *n, struct reader *text)
{
	(void)text;
	if (n[2] > 0)
		shape_ellipse(p, n[0], n[1], n[2], n[2]);
	return true;
}

static bool
draw_ellipse(struct pen *p, const double *n, struct reader *text)
{
	(void)text;
	if (n[2] > 0 && n[3] > 0)
		shape_ellipse(p, n[0], n[1], n[2], n[3]);
	return true;
}

static bool
draw_line(struct pen *p, const double *n, struct reader *text)
{
	(void)text;
	pen_move(p, n[0], n[1]);
	pen_line(p, n[2], n[3]);
	return true;
}

static bool
draw_polyline(struct pen *p, const double *n, struct reader *text)
{
	(void)n;
	return shape_poly(text, p, false);
}

static bool
draw_polygon(struct pen *p, const double *n, struct reader *text)
{
	(void)n;
	return shape_poly(text, p, true);
}

static const struct element elements[] = {
    {"svg", {NULL}, "viewBox", NULL, false},
    {"g", {NULL}, NULL, NULL, false},
    {"title", {NULL}, NULL, NULL, false},
    {"desc", {NULL}, NULL, NULL, false},
    {"path", {NULL}, "d", draw_path, false},
    {"rect", {"x", "y", "width", "height", "rx", "ry"}, NULL, draw_rect, false},
    {"circle", {"cx", "cy", "r"}, NULL, draw_circle, false},
    {"ellipse", {"cx", "cy", "rx", "ry"}, NULL, draw_ellipse, false},
    {"line", {"x1", "y1", "x2", "y2"}, NULL, draw_line, true},
    {"polyline", {NULL}, "points", draw_polyline, false},
    {"polygon", {NULL}, "points", draw_polygon, false},
};

const struct element *
svg_element_find(const char *name)
{
	for (size_t i = 0; i < COUNT(elements); i++)
		if (strcmp(elements[i].name, name) == 0)
			return &elements[i];
	return NULL;
}

const char *
svg_attribute_nearest(const struct element *e, const char *name)
{
	const char *known[COUNT(ink_attributes) + SVG_NUMBERS + 1];
	size_t n = 0;

	for (size_t i = 0; i < COUNT(ink_attributes); i++)
		known[n++] = ink_attributes[i].name;
	for (size_t i = 0; e->numbers[i] != NULL; i++)
		known[n++] = e->numbers[i];
	if (e->text != NULL)
		known[n++] = e->text;
	return nearest_word(name, known, n);
}

bool
svg_attribute_mute(const struct element *e, const char *name)
{
	static const char *const mute[] = {"id", "class", "version", "baseProfile", "xmlns", "lang",
	    "xml:lang", "xml:space", "role", "focusable", "tabindex", "clip-rule",
	    "shape-rendering"};
	static const char *const root[] = {"x", "y", "preserveAspectRatio"};

	for (size_t i = 0; i < COUNT(mute); i++)
		if (strcmp(mute[i], name) == 0)
			return true;
	for (size_t i = 0; i < COUNT(root); i++)
		if (e == &elements[0] && strcmp(root[i], name) == 0)
			return true;
	return strncmp(name, "xmlns:", 6) == 0 || strncmp(name, "aria-", 5) == 0 ||
	       strncmp(name, "data-", 5) == 0;
}

const char *
svg_refused_help(const char *name)
{
	static const struct {
		const char *name, *help;
	} helps[] = {
	    {"style", "write presentation attributes: fill=\"none\" stroke=\"currentColor\""},
	    {"text", "turn the text into a path in the drawing program"},
	    {"use", "replace the copy by the shapes themselves (ungroup or unlink it)"},
	    {"defs", "remove it: an icon needs no definitions"},
	    {"image", "draw the picture as paths, or place it as a PNG or JPEG of its own"},
	    {"metadata", "save the drawing as \"plain SVG\""},
	    {"linearGradient", "use a plain colour"},
	    {"radialGradient", "use a plain colour"},
	    {"opacity", "remove it, or choose a lighter colour"},
	    {"fill-opacity", "remove it, or choose a lighter colour"},
	    {"stroke-opacity", "remove it, or choose a lighter colour"},
	    {"color", "remove it: the layout gives currentColor its colour"},
	    {"stroke-dasharray", "remove it: only solid lines are drawn"},
	    {"display", "delete hidden shapes"},
	    {"visibility", "delete hidden shapes"},
	};

	for (size_t i = 0; i < COUNT(helps); i++)
		if (strcmp(helps[i].name, name) == 0)
			return helps[i].help;
	if (strchr(name, ':') != NULL)
		return "save the drawing as \"plain SVG\"";
	return NULL;
}
