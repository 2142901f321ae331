/* svg.c: an SVG icon to outlines; the only file that knows expat.
 *
 * Icons are small, trusted by nobody, and must look the same in the PDF as in a browser. So a small
 * part of SVG 1.1 is read completely (svg_element.c), and the rest is refused with its place
 * instead of being left out of the drawing in silence. The document type is refused as well: with
 * it go entities, their expansion and everything external. Bytes are UTF-8, whatever the XML line
 * says.
 *
 * Elements come in order from expat. A stack keeps what children inherit; a shape is drawn by a pen
 * (svg_path.c) into one outline, or into two when fill and stroke differ in colour. All mistakes of
 * the drawing are collected, up to MISTAKES.
 *
 * expat gives the offset of a tag; svg_place.c finds the attributes in it again, so that a mistake
 * in path data is shown at its character.
 */
#include <expat.h>
#include <math.h>
#include <string.h>

#include "svg_parts.h"

#define SIZE_LIMIT    ((size_t)1 << 20) /* bytes */
#define DEPTH_LIMIT   32
#define SEGMENT_LIMIT 20000
#define MISTAKES      20

struct svg {
	struct arena *a;
	struct diag *d;
	const struct file_text *file;
	XML_Parser xml;
	struct ink inks[DEPTH_LIMIT]; /* [0] is the root's surroundings */
	int depth;
	int passed; /* depth inside an element not looked at */
	size_t left, mistakes;
	struct icon *icon;
	struct outline *items;
	size_t count, cap;
};

/* ---- mistakes --------------------------------------------------------------------------- */

/* Counts a mistake; false when nothing more should be said. */
static bool
mistake(struct svg *s)
{
	if (s->mistakes >= MISTAKES)
		return false;
	if (++s->mistakes == MISTAKES)
		XML_StopParser(s->xml, XML_FALSE);
	return true;
}

static size_t
tag_offset(const struct svg *s)
{
	XML_Index at = XML_GetCurrentByteIndex(s->xml);

	return at < 0 ? 0 : (size_t)at;
}

static struct place
tag_place(const struct svg *s, size_t length)
{
	return svg_place(s->file, tag_offset(s), length);
}

static void
refuse_element(struct svg *s, const char *name)
{
	const char *help = svg_refused_help(name);

	if (!mistake(s))
		return;
	diag_add(s->d, DIAG_ERROR, tag_place(s, strlen(name) + 1), "svg-refused",
	    "an icon cannot have <%.60s>", name);
	diag_help(s->d, "%s",
	    help != NULL
		? help
		: "it may have svg, g, path, rect, circle, ellipse, line, polyline, polygon, title "
		  "and desc");
}

static void
refuse_attribute(struct svg *s, const struct element *e, const char *name, int index)
{
	const char *help = svg_refused_help(name), *nearest = svg_attribute_nearest(e, name);
	struct spot spot;

	if (!mistake(s))
		return;
	spot = svg_spot(s->file->bytes, tag_offset(s), index);
	diag_add(s->d, DIAG_ERROR, svg_place(s->file, spot.name, strlen(name)), "svg-refused",
	    "the attribute \"%.60s\" of <%s> cannot be drawn", name, e->name);
	if (help != NULL)
		diag_help(s->d, "%s", help);
	else if (nearest != NULL)
		diag_help(s->d, "did you mean \"%s\"?", nearest);
	else
		diag_help(s->d, "remove it if the icon does not need it");
}

/* The reader stopped in the value of attribute `index`, which is `value`. */
static void
wrong_value(struct svg *s, const char *const *attributes, int index, const struct reader *r)
{
	const char *name = attributes[2 * index], *value = attributes[2 * index + 1];
	struct spot spot = svg_spot(s->file->bytes, tag_offset(s), index);
	size_t within = (size_t)(r->at - value);

	if (!mistake(s))
		return;
	if (within > spot.length || memcmp(s->file->bytes + spot.value, value, within) != 0)
		within = 0;
	if (strncmp(value, "url(", 4) == 0) {
		diag_add(s->d, DIAG_ERROR, svg_place(s->file, spot.value, spot.length),
		    "svg-refused", "%s=\"%.40s\": gradients and patterns cannot be drawn", name,
		    value);
		diag_help(s->d, "use a plain colour, as #rrggbb or currentColor");
		return;
	}
	diag_add(s->d, DIAG_ERROR, svg_place(s->file, spot.value + within, 1), "svg-syntax",
	    "the attribute %s is wrong here: %s is expected", name, r->wrong);
}

static void
too_large(struct svg *s, const char *what, int limit)
{
	if (mistake(s)) {
		diag_add(s->d, DIAG_ERROR, tag_place(s, 1), "svg-size",
		    "the icon has %s; the limit is %d", what, limit);
		diag_help(s->d, "simplify the drawing");
	}
	XML_StopParser(s->xml, XML_FALSE);
}

/* ---- shapes ----------------------------------------------------------------------------- */

static void
add_outline(struct svg *s, const struct pen *p, const struct ink *ink, bool fill, bool stroke)
{
	const struct svg_paint *paint = fill ? &ink->fill : &ink->stroke;
	struct outline *o;

	GROW(s->a, s->items, s->count, s->cap);
	o = &s->items[s->count++];
	*o = (struct outline){
	    .ops = p->ops,
	    .op_count = p->op_count,
	    .points = p->points,
	    .point_count = p->point_count,
	    .fill = fill,
	    .stroke = stroke,
	    .even_odd = ink->even_odd,
	    .current = paint->current,
	    .width = (dimen)lround(ink->width * matrix_scale(ink->m) * DIMEN_ONE),
	    .cap = ink->cap,
	    .join = ink->join,
	};
	memcpy(o->srgb, paint->srgb, sizeof o->srgb);
}

static void
add_outlines(struct svg *s, const struct pen *p, const struct ink *ink, const struct element *e)
{
	bool fill = !ink->fill.none && !e->open;
	bool stroke = !ink->stroke.none && ink->width > 0;
	bool same = ink->fill.current == ink->stroke.current &&
		    memcmp(ink->fill.srgb, ink->stroke.srgb, sizeof ink->fill.srgb) == 0;

	if (memchr(p->ops, PATH_LINE, p->op_count) == NULL &&
	    memchr(p->ops, PATH_CURVE, p->op_count) == NULL &&
	    memchr(p->ops, PATH_CLOSE, p->op_count) == NULL)
		return;
	if (stroke && !matrix_even(ink->m)) {
		if (mistake(s)) {
			diag_add(s->d, DIAG_ERROR, tag_place(s, 1), "svg-refused",
			    "the transforms of this <%s> make its stroke wider in one direction "
			    "than in another",
			    e->name);
			diag_help(s->d, "apply the transform to the path in the drawing program");
		}
		return;
	}
	if (fill && stroke && !same) {
		add_outline(s, p, ink, true, false);
		add_outline(s, p, ink, false, true);
	} else if (fill || stroke) {
		add_outline(s, p, ink, fill, stroke);
	}
}

/* What an element's attributes say, read before anything is drawn. */
struct tag {
	const struct element *e;
	const char *const *attributes;
	struct ink ink;
	double n[SVG_NUMBERS];
	int text; /* index of its attribute, -1: none */
	bool wrong;
};

static void
draw(struct svg *s, struct tag *t)
{
	struct pen p = {.a = s->a, .m = t->ink.m, .left = &s->left};
	struct reader r = {.at = t->text >= 0 ? t->attributes[2 * t->text + 1] : ""};

	if (!t->e->draw(&p, t->n, &r))
		wrong_value(s, t->attributes, t->text, &r);
	else if (p.many)
		too_large(s, "too many segments", SEGMENT_LIMIT);
	else if (p.far || !(t->ink.width * matrix_scale(t->ink.m) <= SVG_REACH))
		too_large(s, "a point too far from 0, or too wide a stroke", (int)SVG_REACH);
	else if (p.op_count > 0)
		add_outlines(s, &p, &t->ink, t->e);
}

/* ---- attributes ------------------------------------------------------------------------- */

static int
number_index(const struct element *e, const char *name)
{
	for (int i = 0; e->numbers[i] != NULL; i++)
		if (strcmp(e->numbers[i], name) == 0)
			return i;
	return -1;
}

static bool
is_size(const char *name)
{
	return name[0] == 'r' || strcmp(name, "width") == 0 || strcmp(name, "height") == 0;
}

static bool
number(struct reader *r, const char *name, double *n)
{
	const char *start = r->at;

	if (!svg_length(r, n))
		return false;
	if (*n >= 0 || !is_size(name))
		return true;
	r->at = start;
	return reader_wrong(r, "a number that is not negative");
}

static void
read_attribute(struct svg *s, struct tag *t, int i)
{
	const char *name = t->attributes[2 * i];
	struct reader r = {.at = t->attributes[2 * i + 1]};
	const struct ink_attribute *ink = svg_ink_find(name);
	int n = number_index(t->e, name);
	bool good = true;

	if (n >= 0)
		good = number(&r, name, &t->n[n]);
	else if (t->e->text != NULL && strcmp(t->e->text, name) == 0)
		t->text = i;
	else if (ink != NULL)
		good = strcmp(r.at, "inherit") == 0 || ink->read(&r, &t->ink);
	else if (!svg_attribute_mute(t->e, name) &&
		 !(s->depth == 1 && (strcmp(name, "width") == 0 || strcmp(name, "height") == 0))) {
		refuse_attribute(s, t->e, name, i);
		t->wrong = true;
	}
	if (!good) {
		wrong_value(s, t->attributes, i, &r);
		t->wrong = true;
	}
}

/* The size of the drawing: its viewBox, or its width and height. */
static bool
root_size(struct svg *s, const struct tag *t, double box[static 4])
{
	bool good = true;
	int found = 0;

	for (int i = 0; t->attributes[2 * i] != NULL; i++) {
		struct reader r = {.at = t->attributes[2 * i + 1]};
		const char *name = t->attributes[2 * i];

		if (t->text < 0 && (strcmp(name, "width") == 0 || strcmp(name, "height") == 0)) {
			good = svg_length(&r, &box[name[0] == 'w' ? 2 : 3]);
			found++;
		} else if (i == t->text) {
			good = svg_view_box(&r, box);
			found = 2;
		}
		if (!good) {
			wrong_value(s, t->attributes, i, &r);
			return false;
		}
	}
	if (found < 2 && mistake(s)) {
		diag_add(s->d, DIAG_ERROR, tag_place(s, 4), "svg-size",
		    "the icon does not say its size");
		diag_help(s->d, "write viewBox=\"0 0 40 40\" for a drawing of 40 by 40");
	}
	return found == 2;
}

static void
open_root(struct svg *s, struct tag *t)
{
	double box[4] = {0};
	struct matrix shift = {1, 0, 0, 1, 0, 0};

	if (t->wrong || !root_size(s, t, box))
		return;
	if (!(box[2] >= 1 && box[2] <= SVG_REACH && box[3] >= 1 && box[3] <= SVG_REACH)) {
		if (mistake(s))
			diag_add(s->d, DIAG_ERROR, tag_place(s, 4), "svg-size",
			    "the icon's width and height must be from 1 to %d", (int)SVG_REACH);
		return;
	}
	shift.e = -box[0];
	shift.f = -box[1];
	t->ink.m = matrix_multiply(shift, t->ink.m);
	s->icon = NEW(s->a, struct icon);
	s->icon->width = (dimen)lround(box[2] * DIMEN_ONE);
	s->icon->height = (dimen)lround(box[3] * DIMEN_ONE);
}

/* ---- what expat calls ------------------------------------------------------------------- */

static const struct element *
accepted(struct svg *s, const char *name)
{
	const struct element *e = svg_element_find(name);
	bool is_svg = strcmp(name, "svg") == 0;

	if (s->depth == 1 && !is_svg) {
		if (mistake(s))
			diag_add(s->d, DIAG_ERROR, tag_place(s, strlen(name) + 1), "svg-syntax",
			    "this is no SVG drawing: it starts with <%.60s>", name);
		XML_StopParser(s->xml, XML_FALSE);
		return NULL;
	}
	if (e == NULL || (is_svg && s->depth > 1)) {
		refuse_element(s, name);
		return NULL;
	}
	return e;
}

static void
on_start(void *data, const char *name, const char **attributes)
{
	struct svg *s = data;
	struct tag t = {
	    .attributes = (const char *const *)attributes, .n = {[4] = -1, [5] = -1}, .text = -1};

	if (s->passed > 0 || ++s->depth >= DEPTH_LIMIT) {
		if (++s->passed + s->depth >= DEPTH_LIMIT)
			too_large(s, "elements nested too deep", DEPTH_LIMIT);
		return;
	}
	t.e = accepted(s, name);
	if (t.e == NULL || strcmp(name, "title") == 0 || strcmp(name, "desc") == 0) {
		s->depth--;
		s->passed = 1;
		return;
	}
	t.ink = s->inks[s->depth - 1];
	for (int i = 0; attributes[2 * i] != NULL; i++)
		read_attribute(s, &t, i);
	if (s->depth == 1)
		open_root(s, &t);
	else if (t.e->draw != NULL && !t.wrong)
		draw(s, &t);
	s->inks[s->depth] = t.ink;
}

static void
on_end(void *data, const char *name)
{
	struct svg *s = data;

	(void)name;
	if (s->passed > 0)
		s->passed--;
	else
		s->depth--;
}

static void
refuse_declaration(struct svg *s, const char *start, const char *what)
{
	const char *at = strstr(s->file->bytes, start); /* expat is past it by now */

	if (mistake(s)) {
		diag_add(s->d, DIAG_ERROR,
		    svg_place(s->file, at != NULL ? (size_t)(at - s->file->bytes) : tag_offset(s),
			strlen(start)),
		    "svg-refused", "an icon cannot have %s", what);
		diag_help(s->d, "remove it: the drawing does not need it");
	}
	XML_StopParser(s->xml, XML_FALSE);
}

static void
on_doctype(void *data, const char *name, const char *system, const char *public, int internal)
{
	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	refuse_declaration(data, "<!DOCTYPE", "a <!DOCTYPE> (document type)");
}

static void
on_instruction(void *data, const char *target, const char *text)
{
	struct svg *s = data;

	(void)text;
	refuse_declaration(
	    s, arena_printf(s->a, "<?%.60s", target), "a processing instruction (<?…?>)");
}

/* ---- reading ---------------------------------------------------------------------------- */

static void
parse(struct svg *s)
{
	XML_SetUserData(s->xml, s);
	XML_SetElementHandler(s->xml, on_start, on_end);
	XML_SetStartDoctypeDeclHandler(s->xml, on_doctype);
	XML_SetProcessingInstructionHandler(s->xml, on_instruction);
	if (XML_Parse(s->xml, s->file->bytes, (int)s->file->length, XML_TRUE) != XML_STATUS_OK &&
	    XML_GetErrorCode(s->xml) != XML_ERROR_ABORTED && mistake(s)) {
		diag_add(s->d, DIAG_ERROR, tag_place(s, 1), "svg-syntax",
		    "the icon is not well-formed XML: %s",
		    XML_ErrorString(XML_GetErrorCode(s->xml)));
		diag_help(s->d, "open and save it again in the drawing program");
	}
	if (s->mistakes == 0 && s->count == 0) {
		diag_add(s->d, DIAG_ERROR, (struct place){.file = s->file->name}, "svg-refused",
		    "the icon draws nothing");
		s->mistakes++;
	}
}

const struct icon *
svg_read(struct arena *a, struct diag *d, const struct file_text *file)
{
	struct svg s = {.a = a, .d = d, .file = file, .inks = {SVG_INK}, .left = SEGMENT_LIMIT};

	if (file->length > SIZE_LIMIT) {
		diag_add(d, DIAG_ERROR, (struct place){.file = file->name}, "svg-size",
		    "the icon is larger than 1 MB");
		diag_help(d, "simplify the drawing, or use a PNG picture");
		return NULL;
	}
	s.xml = XML_ParserCreate("UTF-8");
	if (s.xml == NULL) {
		diag_add(d, DIAG_FAILURE, (struct place){0}, "svg-memory",
		    "there is no memory left to read \"%s\"", file->name);
		return NULL;
	}
	parse(&s);
	XML_ParserFree(s.xml);
	if (s.mistakes > 0 || s.icon == NULL)
		return NULL;
	s.icon->items = s.items;
	s.icon->count = s.count;
	return s.icon;
}
