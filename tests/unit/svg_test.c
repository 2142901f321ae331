/* svg_test.c: what an icon becomes, what is refused, and where the mistake is said to be. */
#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bilan/image.h"

#define HEAD "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 40\">\n"

static struct arena *arena;
static struct diag *diag;

static int
setup(void **state)
{
	(void)state;
	arena = arena_open();
	diag = diag_open();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	diag_close(diag);
	arena_close(arena);
	return 0;
}

static const struct icon *
read_whole(const char *text)
{
	struct file_text file = {.name = "icon.svg", .bytes = text, .length = strlen(text)};

	diag_empty(diag);
	return svg_read(arena, diag, &file);
}

/* The one outline of a drawing with these elements. */
static const struct outline *
read_one(const char *elements)
{
	const struct icon *icon = read_whole(arena_printf(arena, HEAD "%s</svg>", elements));

	if (icon == NULL)
		diag_print(diag, DIAG_TEXT, stdout);
	assert_non_null(icon);
	assert_int_equal(icon->count, 1);
	return &icon->items[0];
}

/* "M1,2 L3,4 Z" in units with two decimals. */
static const char *
written(const struct outline *o)
{
	static const int counts[] = {1, 1, 3, 0};
	const struct point *p = o->points;
	struct buf b = {0};
	char *text, number[24];

	for (size_t i = 0; i < o->op_count; i++) {
		buf_byte(&b, "MLCZ"[o->ops[i]]);
		for (int k = 0; k < counts[o->ops[i]]; k++, p++) {
			dimen_points(p->x, 2, number);
			buf_text(&b, k > 0 ? " " : "");
			buf_text(&b, number);
			buf_byte(&b, ',');
			dimen_points(p->y, 2, number);
			buf_text(&b, number);
		}
		if (i + 1 < o->op_count)
			buf_byte(&b, ' ');
	}
	text = arena_text(arena, b.at);
	buf_close(&b);
	assert_int_equal(p - o->points, o->point_count);
	return text;
}

static void
expect_path(const char *d, const char *path)
{
	assert_string_equal(written(read_one(arena_printf(arena, "<path d=\"%s\"/>", d))), path);
}

/* The drawing is refused with this code at this place (line 0: the file). */
static void
expect_refused(const char *text, const char *code, int line, int column)
{
	char *printed = NULL, *wanted;
	size_t length = 0;
	FILE *out = open_memstream(&printed, &length);

	assert_null(read_whole(text));
	diag_print(diag, DIAG_TEXT, out);
	fclose(out);
	wanted = line == 0 ? arena_text(arena, "icon.svg: ")
			   : arena_printf(arena, "icon.svg:%d:%d: ", line, column);
	if (strncmp(printed, wanted, strlen(wanted)) != 0)
		printf("wanted %s got\n%s", wanted, printed);
	assert_int_equal(strncmp(printed, wanted, strlen(wanted)), 0);
	wanted = arena_printf(arena, "[%s]", code);
	if (strstr(printed, wanted) == NULL)
		printf("wanted %s got\n%s", wanted, printed);
	assert_non_null(strstr(printed, wanted));
	free(printed);
}

static void
expect_refused_element(const char *elements, const char *code, int column)
{
	expect_refused(arena_printf(arena, HEAD "%s</svg>", elements), code, 2, column);
}

static void
path_commands(void **state)
{
	(void)state;
	expect_path("M1 2L3 4H5V6Z", "M1,2 L3,4 L5,4 L5,6 Z");
	expect_path("m1 2l3 4h5v6z", "M1,2 L4,6 L9,6 L9,12 Z");
	expect_path("M1,2 3,4 5,6", "M1,2 L3,4 L5,6");
	expect_path("m1,2 3,4 5,6", "M1,2 L4,6 L9,12");
	expect_path("M0 0C1 2 3 4 5 6c1 2 3 4 5 6", "M0,0 C1,2 3,4 5,6 C6,8 8,10 10,12");
	expect_path("M0 0C1 2 3 4 5 6S9 9 10 10", "M0,0 C1,2 3,4 5,6 C7,8 9,9 10,10");
	expect_path("M2 2S9 9 10 10", "M2,2 C2,2 9,9 10,10");
	expect_path("M0 0Q3 3 6 0", "M0,0 C2,2 4,2 6,0");
	expect_path("M0 0q3 3 6 0t6 0", "M0,0 C2,2 4,2 6,0 C8,-2 10,-2 12,0");
	expect_path("M0 0T6 0", "M0,0 C0,0 2,0 6,0");
	expect_path("M1 1h2zl5 5", "M1,1 L3,1 Z M1,1 L6,6");
}

static void
path_numbers(void **state)
{
	(void)state;
	expect_path("M.5.25L-1-2", "M0.5,0.25 L-1,-2");
	expect_path("M1e1 2E-1L+3 4.", "M10,0.2 L3,4");
	expect_path("M0.000000000000000000000000005 0L30000000000000000000000e-22 1", "M0,0 L3,1");
	expect_path("M1e-400 0L1 1e-999999999999", "M0,0 L1,0");
	expect_path(" M 1 , 2 \n L 3 , 4 ", "M1,2 L3,4");
}

static void
arcs(void **state)
{
	(void)state;
	expect_path("M10 0A10 10 0 0 1 0 10", "M10,0 C10,5.52 5.52,10 0,10");
	expect_path("M10 0a10 10 0 01-10 10", "M10,0 C10,5.52 5.52,10 0,10");
	expect_path("M10 0A10 10 0 0 0 0 10", "M10,0 C4.48,0 0,4.48 0,10");
	expect_path("M10 0A10 10 0 1 1 0-10",
	    "M10,0 C10,5.52 5.52,10 0,10 C-5.52,10 -10,5.52 -10,0 C-10,-5.52 -5.52,-10 0,-10");
	expect_path(
	    "M0 0A1 1 0 0 1 20 0", "M0,0 C0,-5.52 4.48,-10 10,-10 C15.52,-10 20,-5.52 20,0");
	expect_path(
	    "M0 0A20 10 90 0 1 20 0", "M0,0 C0,-11.05 4.48,-20 10,-20 C15.52,-20 20,-11.05 20,0");
	expect_path("M0 0A0 5 0 0 1 7 7", "M0,0 L7,7");
	expect_path("M3 3A5 5 0 0 1 3 3L4 4", "M3,3 L4,4");
}

/* Points of an arc's curves lie on its circle. */
static void
arcs_are_round(void **state)
{
	const struct outline *o = read_one("<path d=\"M33 20A13 13 0 1 0 20 33\"/>");
	const struct point *p = o->points;

	(void)state;
	assert_int_equal(o->op_count, 4);
	for (size_t c = 0; c < 3; c++, p += 3)
		for (int i = 0; i <= 8; i++) {
			double t = i / 8.0, u = 1 - t, x, y;

			x = u * u * u * p[0].x + 3 * u * u * t * p[1].x + 3 * u * t * t * p[2].x +
			    t * t * t * p[3].x;
			y = u * u * u * p[0].y + 3 * u * u * t * p[1].y + 3 * u * t * t * p[2].y +
			    t * t * t * p[3].y;
			assert_true(fabs(hypot(x / 1024 - 20, y / 1024 - 20) - 13) < 0.006);
		}
}

static void
shapes(void **state)
{
	(void)state;
	assert_string_equal(
	    written(read_one("<rect x='1' y='2' width='3' height='4'/>")), "M1,2 L4,2 L4,6 L1,6 Z");
	assert_string_equal(written(read_one("<rect width='10' height='10' rx='5'/>")),
	    "M5,0 L5,0 C7.76,0 10,2.24 10,5 L10,5 C10,7.76 7.76,10 5,10 L5,10 C2.24,10 0,7.76 0,5 "
	    "L0,5 C0,2.24 2.24,0 5,0 Z");
	assert_string_equal(written(read_one("<rect width='10' height='10' rx='50' ry='0'/>")),
	    "M0,0 L10,0 L10,10 L0,10 Z");
	assert_string_equal(written(read_one("<circle cx='10' cy='10' r='10'/>")),
	    "M20,10 C20,15.52 15.52,20 10,20 C4.48,20 0,15.52 0,10 C0,4.48 4.48,0 10,0 "
	    "C15.52,0 20,4.48 20,10 Z");
	assert_string_equal(written(read_one("<ellipse rx='10' ry='5'/>")),
	    "M10,0 C10,2.76 5.52,5 0,5 C-5.52,5 -10,2.76 -10,0 C-10,-2.76 -5.52,-5 0,-5 "
	    "C5.52,-5 10,-2.76 10,0 Z");
	assert_string_equal(
	    written(read_one("<line x1='1px' y1='2' x2='3' y2='4' stroke='black'/>")), "M1,2 L3,4");
	assert_string_equal(
	    written(read_one("<polyline points='1,2 3,4 5-6'/>")), "M1,2 L3,4 L5,-6");
	assert_string_equal(
	    written(read_one("<polygon points='1,2 3,4 5,6'/>")), "M1,2 L3,4 L5,6 Z");
}

static void
transforms(void **state)
{
	(void)state;
	assert_string_equal(written(read_one("<path transform='translate(10,20)' d='M1 2L3 4'/>")),
	    "M11,22 L13,24");
	assert_string_equal(
	    written(read_one("<path transform='translate(10)' d='M1 2L3 4'/>")), "M11,2 L13,4");
	assert_string_equal(
	    written(read_one("<path transform='scale(2)' d='M1 2L3 4'/>")), "M2,4 L6,8");
	assert_string_equal(
	    written(read_one("<path transform='scale(2 -3)' d='M1 2L3 4'/>")), "M2,-6 L6,-12");
	assert_string_equal(
	    written(read_one("<path transform='rotate(90)' d='M1 2L3 4'/>")), "M-2,1 L-4,3");
	assert_string_equal(
	    written(read_one("<path transform='rotate(90 5 5)' d='M5 0L5 5'/>")), "M10,5 L5,5");
	assert_string_equal(
	    written(read_one("<path transform='skewX(45)' d='M1 2L3 4'/>")), "M3,2 L7,4");
	assert_string_equal(
	    written(read_one("<path transform='skewY(45)' d='M1 2L3 4'/>")), "M1,3 L3,7");
	assert_string_equal(
	    written(read_one("<path transform='matrix(1 2 3 4 5 6)' d='M1 1L0 0'/>")),
	    "M9,12 L5,6");
	assert_string_equal(
	    written(read_one("<g transform='translate(10 0)'><path transform='scale(2),"
			     "translate(1 1)' d='M0 0L1 1'/></g>")),
	    "M12,2 L14,4");
}

static void
ink(void **state)
{
	const struct outline *o = read_one("<path d='M0 0L1 1'/>");
	const struct icon *icon;

	(void)state;
	assert_true(o->fill && !o->stroke && !o->current && !o->even_odd);
	assert_int_equal(o->srgb[0] + o->srgb[1] + o->srgb[2], 0);
	o = read_one(
	    "<g fill='none' stroke='currentColor' stroke-width='1.5' stroke-linecap='round' "
	    "stroke-linejoin='bevel'><path d='M0 0L1 1'/></g>");
	assert_true(!o->fill && o->stroke && o->current);
	assert_int_equal(o->width, 1536);
	assert_int_equal(o->cap, 1);
	assert_int_equal(o->join, 2);
	o = read_one("<g stroke='none' fill='red'><g transform='rotate(30) scale(3)'>"
		     "<path d='M0 0L1 1' fill='inherit' stroke='#F00' stroke-width='2px' "
		     "fill-rule='evenodd'/></g></g>");
	assert_true(o->fill && o->stroke && o->even_odd);
	assert_int_equal(o->width, 6 * 1024);
	assert_memory_equal(o->srgb, "\xff\0\0", 3);
	o = read_one("<path d='M0 0L1 1' fill='#0aF'/>");
	assert_memory_equal(o->srgb, "\x00\xaa\xff", 3);
	icon = read_whole(HEAD "<path d='M0 0L1 1' fill='#123456' stroke='white'/></svg>");
	assert_non_null(icon);
	assert_int_equal(icon->count, 2);
	assert_true(icon->items[0].fill && !icon->items[0].stroke);
	assert_true(!icon->items[1].fill && icon->items[1].stroke);
	assert_int_equal(icon->items[0].srgb[1], 0x34);
	assert_int_equal(icon->items[1].srgb[1], 255);
	assert_int_equal(icon->items[1].width, 1024);
}

static void
what_is_not_seen_is_left_out(void **state)
{
	const struct icon *icon = read_whole(HEAD
	    "<title>Café <!-- --> &amp; thé</title><desc/>"
	    "<path stroke='none' d='M0 0h24v24H0z' fill='none'/><path d='M1 1'/><path d=''/><path/>"
	    "<circle r='0'/><rect width='3'/><line x2='3'/><polyline points=''/>"
	    "<path class='a' id='b' aria-hidden='true' d='M0 0h1'/></svg>");

	(void)state;
	assert_non_null(icon);
	assert_int_equal(icon->count, 1);
	assert_int_equal(diag_count(diag, DIAG_WARNING), 0);
}

static void
sizes(void **state)
{
	const struct icon *icon;

	(void)state;
	icon = read_whole(
	    "\xEF\xBB\xBF<?xml version='1.0' encoding='UTF-8'?>\n"
	    "<svg width='10mm' height='100%' viewBox='-5,10 20 30.5'><path d='M0 0L1 1'/></svg>");
	assert_non_null(icon);
	assert_int_equal(icon->width, 20 * 1024);
	assert_int_equal(icon->height, 30 * 1024 + 512);
	assert_string_equal(written(&icon->items[0]), "M5,-10 L6,-9");
	icon = read_whole("<svg width='24' height='12px'><path d='M0 0L1 1'/></svg>");
	assert_non_null(icon);
	assert_int_equal(icon->width, 24 * 1024);
	assert_int_equal(icon->height, 12 * 1024);
	expect_refused("<svg><path d='M0 0L1 1'/></svg>", "svg-size", 1, 1);
	expect_refused("<svg width='10'><path d='M0 0L1 1'/></svg>", "svg-size", 1, 1);
	expect_refused(
	    "<svg width='1em' height='2'><path d='M0 0L1 1'/></svg>", "svg-syntax", 1, 14);
	expect_refused("<svg viewBox='0 0 0 1'><path d='M0 0L1 1'/></svg>", "svg-size", 1, 1);
	expect_refused("<svg viewBox='0 0 1e9 1'><path d='M0 0L1 1'/></svg>", "svg-size", 1, 1);
	expect_refused("<svg viewBox='0 0 5'><path d='M0 0L1 1'/></svg>", "svg-syntax", 1, 20);
}

static void
refused(void **state)
{
	(void)state;
	expect_refused_element("<text>a</text>", "svg-refused", 1);
	expect_refused_element("  <script>a()</script>", "svg-refused", 3);
	expect_refused_element("<image href='a.png'/>", "svg-refused", 1);
	expect_refused_element("<use href='#a'/>", "svg-refused", 1);
	expect_refused_element("<style>*{}</style>", "svg-refused", 1);
	expect_refused_element("<svg/>", "svg-refused", 1);
	expect_refused_element("<g opacity='.5'/>", "svg-refused", 4);
	expect_refused_element("<path d='M0 0' style='fill:red'/>", "svg-refused", 16);
	expect_refused_element("<path d='>' onclick = \"x('')\"/>", "svg-refused", 13);
	expect_refused_element("<path\td='M0 0h1' \t clip-path = \"url(x)\"/>", "svg-refused", 20);
	expect_refused_element("<path fill='url(#a)' d='M0 0h1'/>", "svg-refused", 13);
	expect_refused_element("<path stroke-dasharray='1' d='M0 0h1'/>", "svg-refused", 7);
	expect_refused_element(
	    "<path stroke='red' transform='scale(1 2)' d='M0 0h1'/>", "svg-refused", 1);
	expect_refused_element("<inkscape:x/>", "svg-refused", 1);
	expect_refused_element("<!-- --><?a b?>", "svg-refused", 9);
	expect_refused(HEAD "</svg>", "svg-refused", 0, 0);
}

static void
syntax(void **state)
{
	(void)state;
	expect_refused_element("<path d='>'/>", "svg-syntax", 10);
	expect_refused_element("<path d='M1 2L3 x'/>", "svg-syntax", 17);
	expect_refused_element("<!-- é --><path d='L3 4'/>", "svg-syntax", 20);
	expect_refused_element("<path d='M1 2A3 3 0 2 0 1 1'/>", "svg-syntax", 21);
	expect_refused_element("<path d='M1 2&#32;L3'/>", "svg-syntax", 10);
	expect_refused_element("<path d='M1 2' fill='rouge'/>", "svg-syntax", 22);
	expect_refused_element("<path d='M1 2' fill='#12345'/>", "svg-syntax", 22);
	expect_refused_element("<path d='M1 2' stroke-width='-1'/>", "svg-syntax", 30);
	expect_refused_element("<path d='M1 2' stroke-linecap='ronde'/>", "svg-syntax", 32);
	expect_refused_element("<circle r='-1'/>", "svg-syntax", 12);
	expect_refused_element("<circle r='50%'/>", "svg-syntax", 14);
	expect_refused_element("<polygon points='1 2 3'/>", "svg-syntax", 23);
	expect_refused_element("<g transform='turn(3)'/>", "svg-syntax", 15);
	expect_refused_element("<g transform='scale(3'/>", "svg-syntax", 22);
	expect_refused_element("<g transform='matrix(3)'/>", "svg-syntax", 15);
	expect_refused_element("<g transform='scale(1 2 3)'/>", "svg-syntax", 25);
	expect_refused_element("<path>", "svg-syntax", 9);
	expect_refused("", "svg-syntax", 1, 1);
	expect_refused("<html/>", "svg-syntax", 1, 1);
	expect_refused("<svg viewBox='0 0 9 9'>\xff</svg>", "svg-syntax", 1, 24);
}

static void
all_mistakes_are_collected(void **state)
{
	struct buf b = {0};

	(void)state;
	assert_null(read_whole(HEAD "<g opacity='1' colour='red'><text/><path d='M'/></g></svg>"));
	assert_int_equal(diag_count(diag, DIAG_ERROR), 4);
	buf_text(&b, HEAD);
	for (int i = 0; i < 100; i++)
		buf_text(&b, "<text/>");
	assert_null(read_whole(b.at));
	assert_int_equal(diag_count(diag, DIAG_ERROR), 20);
	buf_close(&b);
}

static void
limits(void **state)
{
	struct buf b = {0};

	(void)state;
	expect_refused("<!DOCTYPE svg [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]>\n<svg>&b;</svg>",
	    "svg-refused", 1, 1);
	expect_refused_element("<path d='M0 0L1e30 0'/>", "svg-size", 1);
	expect_refused_element("<path transform='scale(1e99) scale(1e99) scale(1e99) scale(1e99) "
			       "scale(0)' d='M0 0L1 1'/>",
	    "svg-size", 1);
	expect_refused_element("<path d='M0 0A1e-99 1e99 0 0 1 1 1'/>", "svg-size", 1);
	expect_refused_element(
	    "<path stroke='red' stroke-width='9e4' transform='scale(10)' d='M0 0h1'/>", "svg-size",
	    1);
	buf_text(&b, HEAD);
	for (int i = 0; i < 1000000; i += 3)
		buf_text(&b, "<g>");
	expect_refused(b.at, "svg-size", 2, 91); /* the 31st <g> */
	buf_empty(&b);
	buf_text(&b, HEAD "<path d='M0 0");
	for (int i = 0; i < 20000; i++)
		buf_text(&b, "h1");
	buf_text(&b, "'/></svg>");
	expect_refused(b.at, "svg-size", 2, 1);
	for (int i = 0; i < 1048576; i++)
		buf_byte(&b, ' ');
	expect_refused(b.at, "svg-size", 0, 0);
	buf_close(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(path_commands),
	    cmocka_unit_test(path_numbers),
	    cmocka_unit_test(arcs),
	    cmocka_unit_test(arcs_are_round),
	    cmocka_unit_test(shapes),
	    cmocka_unit_test(transforms),
	    cmocka_unit_test(ink),
	    cmocka_unit_test(what_is_not_seen_is_left_out),
	    cmocka_unit_test(sizes),
	    cmocka_unit_test(refused),
	    cmocka_unit_test(syntax),
	    cmocka_unit_test(all_mistakes_are_collected),
	    cmocka_unit_test(limits),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
