/* raster_test.c: areas come out exactly, inks knock out or overprint, pictures keep their means. */
#include <math.h>

#include "ink_fixture.h"

#define PI 3.14159265358979

static void
near(double is, double wanted, double within)
{
	if (fabs(is - wanted) > within)
		fail_msg("%.4f is not within %.4f of %.4f", is, within, wanted);
}

static void
path(struct press_room *r, struct page *page, const char *ops, const double *xy, size_t n,
    struct path p)
{
	size_t length = strlen(ops);
	uint8_t *codes = NEW_ARRAY(r->f->a, uint8_t, length);
	struct point *points = NEW_ARRAY(r->f->a, struct point, n);

	for (size_t i = 0; i < length; i++)
		codes[i] = (uint8_t)(strchr("mlcz", ops[i]) - "mlcz");
	for (size_t i = 0; i < n; i++)
		points[i] = (struct point){
		    (dimen)lrint(xy[2 * i] * 1024), (dimen)lrint(xy[2 * i + 1] * 1024)};
	p.ops = codes;
	p.op_count = length;
	p.points = points;
	p.point_count = n;
	mark_path(r->pages, page, &p, 0, 0);
}

/* Area of one path's black in square points. */
static double
black_area(struct press_room *r, const char *ops, const double *xy, size_t n, struct path p)
{
	struct page *page = room_page(r);
	struct plates plates;

	path(r, page, ops, xy, n, p);
	plates = room_plates(r, page);
	return room_area(&plates, INK_BLACK);
}

/* ---- fills ---------------------------------------------------------------------------------- */

static void
boxes_are_exact(void **state)
{
	struct press_room *r = *state;
	struct page *page = room_page(r);
	struct plates p;

	mark_rect(
	    r->pages, page, (struct rect){PT(10.25), PT(20.5), PT(30.5), PT(10.25)}, BLACK, 0, 0);
	p = room_plates(r, page);
	assert_int_equal(p.inks, 5);
	assert_int_equal(p.width, 217); /* 200 + 2 * 8.504 */
	near(room_area(&p, INK_BLACK), 30.5 * 10.25, 0.4);
	assert_int_equal(room_area(&p, INK_CYAN), 0);
	assert_int_equal(room_sample(&p, INK_BLACK, PT(20), PT(25)), 255);
	assert_int_equal(room_sample(&p, INK_BLACK, PT(20), PT(40)), 0);
}

static void
a_box_and_the_same_as_a_path_agree(void **state)
{
	struct press_room *r = *state;
	const double box[] = {10.3, 20.7, 50.1, 20.7, 50.1, 33.3, 10.3, 33.3};
	const double five[] = {10.3, 20.7, 30, 20.7, 50.1, 20.7, 50.1, 33.3, 10.3, 33.3};
	double one = black_area(r, "mlllz", box, 4, (struct path){.fill = BLACK});
	double other = black_area(r, "mllllz", five, 5, (struct path){.fill = BLACK});

	near(one, 39.8 * 12.6, 0.5);
	near(one, other, 0.2);
}

static void
slanted_edges_are_exact(void **state)
{
	struct press_room *r = *state;
	const double triangle[] = {10, 10, 110, 23, 37, 88};
	const double backwards[] = {10, 10, 37, 88, 110, 23};

	near(black_area(r, "mllz", triangle, 3, (struct path){.fill = BLACK}), 3724.5, 1.0);
	near(black_area(r, "mllz", backwards, 3, (struct path){.fill = BLACK}), 3724.5, 1.0);
	near(black_area(r, "mll", triangle, 3, (struct path){.fill = BLACK}), 3724.5, 1.0);
}

static void
winding_decides(void **state)
{
	struct press_room *r = *state;
	/* A square of 40 with one of 20 inside, both the same way round. */
	const double squares[] = {20, 20, 60, 20, 60, 60, 20, 60, 30, 30, 50, 30, 50, 50, 30, 50};
	const double hole[] = {20, 20, 60, 20, 60, 60, 20, 60, 30, 30, 30, 50, 50, 50, 50, 30};
	struct path nonzero = {.fill = BLACK}, even_odd = {.fill = BLACK, .even_odd = true};

	near(black_area(r, "mlllzmlllz", squares, 8, nonzero), 1600, 0.5);
	near(black_area(r, "mlllzmlllz", squares, 8, even_odd), 1200, 0.5);
	near(black_area(r, "mlllzmlllz", hole, 8, nonzero), 1200, 0.5);
	near(black_area(r, "mlllzmlllz", hole, 8, even_odd), 1200, 0.5);
}

static void
curves_are_curves(void **state)
{
	struct press_room *r = *state;
	const double k = 0.5522847498 * 40;
	const double circle[] = {140, 50, 140, 50 + k, 100 + k, 90, 100, 90, 100 - k, 90, 60,
	    50 + k, 60, 50, 60, 50 - k, 100 - k, 10, 100, 10, 100 + k, 10, 140, 50 - k, 140, 50};

	near(black_area(r, "mccccz", circle, 13, (struct path){.fill = BLACK}), PI * 1600, 4);
}

static void
what_lies_outside_does_not_count(void **state)
{
	struct press_room *r = *state;
	double bleed = r->printer->bleed / 1024.0;
	const double around[] = {-5000, -3000, 9000, -4000, 7000, 6000, -2000, 8000};
	const double left[] = {-500, 10, -10, 20, -500, 30};
	const double corner[] = {-1000, 50, 50, -1000, 50, 50};
	const double right[] = {150, 10, 5000, 10, 5000, 20, 150, 20.01};

	near(black_area(r, "mlllz", around, 4, (struct path){.fill = BLACK}), 217 * 117, 0);
	near(black_area(r, "mllz", left, 3, (struct path){.fill = BLACK}), 0, 0);
	near(black_area(r, "mllz", corner, 3, (struct path){.fill = BLACK}),
	    (50 + bleed) * (50 + bleed), 3);
	near(black_area(r, "mlllz", right, 4, (struct path){.fill = BLACK}), (50 + bleed) * 10, 2);
	/* Nothing is left behind for the next mark. */
	near(black_area(r, "mlllz", around, 4, (struct path){.fill = WHITE}), 0, 0);
}

static void
shapes_follow_each_other_cleanly(void **state)
{
	struct press_room *r = *state;
	struct page *page = room_page(r);
	const double far[] = {-50, -50, 300, 10, 150, 400};
	const double small[] = {20, 20, 30, 20, 25, 30};
	struct plates p;

	path(r, page, "mllz", far, 3, (struct path){.fill = HALF_BLACK});
	path(r, page, "mlllz", (const double[]){-50, -50, 300, -50, 300, 200, -50, 200.5}, 4,
	    (struct path){.fill = WHITE});
	path(r, page, "mllz", small, 3, (struct path){.fill = BLACK});
	p = room_plates(r, page);
	near(room_area(&p, INK_BLACK), 50, 0.3);
}

/* ---- strokes --------------------------------------------------------------------------------- */

static void
lines_have_their_width_and_caps(void **state)
{
	struct press_room *r = *state;
	const double level[] = {20, 30.3, 120, 30.3}, slanted[] = {20, 20, 80, 65}; /* 100, 75 */
	struct path p = {.stroke = BLACK, .width = PT(4)};

	near(black_area(r, "ml", level, 2, p), 400, 1);
	near(black_area(r, "ml", slanted, 2, p), 300, 1.5);
	p.cap = 1;
	near(black_area(r, "ml", slanted, 2, p), 300 + PI * 4, 1.5);
	p.cap = 2;
	near(black_area(r, "ml", slanted, 2, p), 300 + 16, 1.5);
	p.width = PT(0.25);
	p.cap = 0;
	near(black_area(r, "ml", level, 2, p), 25, 0.3);
	near(black_area(r, "ml", slanted, 2, p), 75 * 0.25, 0.6);
}

static void
corners_are_joined(void **state)
{
	struct press_room *r = *state;
	const double corner[] = {20, 20, 80, 20, 80, 80}, other[] = {20, 80, 20, 20, 80, 20};
	const double square[] = {20, 20, 80, 20, 80, 80, 20, 80},
		     sharp[] = {20, 20, 90, 21, 20, 22};
	struct path p = {.stroke = BLACK, .width = PT(10)};
	double two = 2 * 60 * 10 - 25; /* two bars share a quarter of the corner */

	near(black_area(r, "mll", corner, 3, p), two + 25, 1.5);
	near(black_area(r, "mll", other, 3, p), two + 25, 1.5);
	near(black_area(r, "mlllz", square, 4, p), 70 * 70 - 50 * 50, 2);
	p.join = 1;
	near(black_area(r, "mll", corner, 3, p), two + PI * 25 / 4, 2);
	p.join = 2;
	near(black_area(r, "mll", corner, 3, p), two + 12.5, 1.5);
	near(black_area(r, "mll", other, 3, p), two + 12.5, 1.5);
	/* A mitre over ten times the width is cut. */
	p.join = 0;
	assert_true(black_area(r, "mll", sharp, 3, p) < 75 * 12);
}

static void
dots_are_round(void **state)
{
	struct press_room *r = *state;
	struct page *page = room_page(r);
	struct point centres[100];
	struct plates p;

	for (int i = 0; i < 100; i++)
		centres[i] = (struct point){PT(10) + i % 10 * PT(8.3), PT(10) + i / 10 * PT(8.3)};
	mark_dots(r->pages, page, centres, 100, PT(6), BLACK, 0, 0);
	p = room_plates(r, page);
	near(room_area(&p, INK_BLACK), 100 * PI * 9, 6);
	assert_int_equal(room_sample(&p, INK_BLACK, PT(10), PT(10)), 255);
	assert_int_equal(room_sample(&p, INK_BLACK, PT(7.3), PT(7.3)), 0);
}

static void
closed_curves_are_stroked_all_round(void **state)
{
	struct press_room *r = *state;
	const double k = 0.5522847498 * 40;
	const double circle[] = {140, 50, 140, 50 + k, 100 + k, 90, 100, 90, 100 - k, 90, 60,
	    50 + k, 60, 50, 60, 50 - k, 100 - k, 10, 100, 10, 100 + k, 10, 140, 50 - k, 140, 50};

	near(black_area(r, "mccccz", circle, 13, (struct path){.stroke = BLACK, .width = PT(6)}),
	    PI * (43 * 43 - 37 * 37), 12);
}

/* ---- inks
 * ------------------------------------------------------------------------------------------ */

static void
marks_knock_out_and_black_overprints(void **state)
{
	struct press_room *r = *state;
	struct page *page = room_page(r);
	struct plates p;

	mark_rect(r->pages, page, (struct rect){0, 0, PT(200), PT(50)}, NIGHT, 0, 0);
	mark_rect(r->pages, page, (struct rect){PT(10), PT(10), PT(20), PT(20)}, BLACK, 0, 0);
	mark_rect(r->pages, page, (struct rect){PT(40), PT(10), PT(20), PT(20)}, ALARM, 0, 0);
	mark_rect(r->pages, page, (struct rect){PT(70), PT(10), PT(20), PT(20)}, WHITE, 0, 0);
	room_line(r, page, (struct point){PT(100), PT(20)}, (struct point){PT(120), PT(20)}, PT(2),
	    0, BLACK, 0);
	mark_rect(r->pages, page, (struct rect){PT(45), PT(15), PT(5), PT(5)}, NIGHT, 0, 0);
	p = room_plates(r, page);
	assert_int_equal(room_sample(&p, INK_CYAN, PT(5), PT(5)), 242);
	assert_int_equal(room_sample(&p, INK_BLACK, PT(5), PT(5)), 91);
	/* a large black surface knocks out */
	assert_int_equal(room_sample(&p, INK_BLACK, PT(20), PT(20)), 255);
	assert_int_equal(room_sample(&p, INK_CYAN, PT(20), PT(20)), 0);
	/* a spot, and what lies on it */
	assert_int_equal(room_sample(&p, INK_SPOT, PT(55), PT(25)), 255);
	assert_int_equal(room_sample(&p, INK_CYAN, PT(55), PT(25)), 0);
	assert_int_equal(room_sample(&p, INK_SPOT, PT(47), PT(17)), 0);
	assert_int_equal(room_sample(&p, INK_CYAN, PT(47), PT(17)), 242);
	/* white is paper */
	assert_int_equal(room_sample(&p, INK_BLACK, PT(80), PT(20)), 0);
	assert_int_equal(room_sample(&p, INK_CYAN, PT(80), PT(20)), 0);
	/* a thin black line adds black */
	assert_int_equal(room_sample(&p, INK_BLACK, PT(110), PT(20)), 255);
	assert_int_equal(room_sample(&p, INK_CYAN, PT(110), PT(20)), 242);
}

static void
text_prints_its_outlines(void **state)
{
	struct press_room *r = *state;
	struct page *page = room_page(r), *bar = room_page(r);
	struct plates p;

	mark_rect(r->pages, page, (struct rect){0, 0, PT(200), PT(100)}, SKY, 0, 0);
	room_text(r, page, (struct point){PT(20), PT(80)}, "I", BLACK, PT(80), 0);
	p = room_plates(r, page);
	/* black text overprints: the ground goes on below it */
	near(room_area(&p, INK_CYAN), 200 * 100 * ink_mix(r->inks, SKY)->amount[INK_CYAN] / 10000.0,
	    60);
	/* An I of Inter: as high as the capitals (0.727 em) and a bar wide. */
	assert_true(room_area(&p, INK_BLACK) > 58 * 5);
	assert_true(room_area(&p, INK_BLACK) < 58 * 12);

	room_text(r, bar, (struct point){PT(10), PT(70)}, "O", GREY, PT(80), 0);
	p = room_plates(r, bar);
	assert_int_equal(room_sample(&p, INK_BLACK, PT(10) + PT(30), PT(40)), 0); /* its counter */
	assert_true(room_area(&p, INK_BLACK) > 300);
	assert_int_equal(room_area(&p, INK_CYAN), 0);
}

/* ---- pictures
 * ----------------------------------------------------------------------------------------- */

static void
pictures_keep_their_means(void **state)
{
	struct press_room *r = *state;
	struct image *image = room_image(r, SAMPLES_CMYK, 333, 217);
	unsigned char *pixels = room_pixels(image);
	size_t n = 333 * 217;
	struct page *page = room_page(r);
	struct plates p;
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		pixels[4 * i] = (unsigned char)(i * 7919 % 256);
		pixels[4 * i + 3] = (unsigned char)(i % 333 < 100 ? 255 : 0);
		sum += pixels[4 * i];
	}
	mark_image(r->pages, page, (struct rect){PT(20.5), PT(10.25), PT(100), PT(60)},
	    (struct placed){image, (struct rect){PT(20.5), PT(10.25), PT(100), PT(60)}}, 0, 0);
	p = room_plates(r, page);
	near(room_area(&p, INK_CYAN) / (100 * 60), sum / (255 * (double)n), 0.005);
	near(room_area(&p, INK_BLACK) / (100 * 60), 100 / 333.0, 0.005);
	assert_int_equal(room_sample(&p, INK_BLACK, PT(30), PT(30)), 255);
	assert_int_equal(room_sample(&p, INK_BLACK, PT(90), PT(30)), 0);
}

static void
of_a_larger_picture_the_box_shows_a_part(void **state)
{
	struct press_room *r = *state;
	struct image *image = room_image(r, SAMPLES_CMYK, 4, 1);
	unsigned char *pixels = room_pixels(image);
	struct page *page = room_page(r);
	struct plates p;

	for (int i = 0; i < 4; i++)
		pixels[4 * i + INK_CYAN] = (unsigned char)(60 * (i + 1));
	mark_image(r->pages, page, (struct rect){PT(50), PT(20), PT(50), PT(40)},
	    (struct placed){image, {0, PT(10), PT(100), PT(60)}}, 0, 0);
	p = room_plates(r, page);
	assert_int_equal(room_sample(&p, INK_CYAN, PT(40), PT(30)), 0);
	assert_int_equal(room_sample(&p, INK_CYAN, PT(60), PT(15)), 0);
	assert_int_equal(room_sample(&p, INK_CYAN, PT(60), PT(65)), 0);
	assert_int_equal(room_sample(&p, INK_CYAN, PT(60), PT(30)), 180);
	assert_int_equal(room_sample(&p, INK_CYAN, PT(90), PT(30)), 240);
}

static void
alpha_shows_the_ground(void **state)
{
	struct press_room *r = *state;
	struct image *image = room_image(r, SAMPLES_CMYK, 2, 1);
	static const unsigned char alpha[2] = {0, 128};
	struct page *page = room_page(r);
	struct plates p;

	memset(room_pixels(image), 200, 8);
	image->alpha = alpha;
	mark_rect(r->pages, page, (struct rect){0, 0, PT(200), PT(100)}, BLACK, 0, 0);
	mark_image(r->pages, page, (struct rect){0, 0, PT(100), PT(50)},
	    (struct placed){image, (struct rect){0, 0, PT(100), PT(50)}}, 0, 0);
	p = room_plates(r, page);
	assert_int_equal(room_sample(&p, INK_BLACK, PT(20), PT(20)), 255);
	assert_int_equal(room_sample(&p, INK_CYAN, PT(20), PT(20)), 0);
	near(room_sample(&p, INK_CYAN, PT(80), PT(20)), 100, 1);
	near(room_sample(&p, INK_BLACK, PT(80), PT(20)), 227, 1);
}

/* ---- figures
 * --------------------------------------------------------------------------------------------- */

static void
coverage_is_told(void **state)
{
	struct press_room *r = *state;
	struct page *page = room_page(r);
	double bleed = r->printer->bleed / 1024.0, all = (200 + 2 * bleed) * (100 + 2 * bleed);
	struct coverage c;
	struct plates p;

	mark_rect(r->pages, page, (struct rect){PT(20), PT(20), PT(50), PT(50)}, HALF_BLACK, 0, 0);
	mark_rect(r->pages, page, (struct rect){PT(150), PT(40), PT(20), PT(20)}, HEAVY, 0, 0);
	mark_rect(r->pages, page, (struct rect){PT(100), PT(40), PT(4), PT(4)}, HEAVY, 0, 0);
	p = room_plates(r, page);
	c = plates_coverage(&p, INK_PPI);
	near(c.of[INK_BLACK], 10000 * (2500 * .5 + 416 * .7) / all, 15);
	near(c.of[INK_CYAN], 10000 * 416 * .9 / all, 15);
	assert_int_equal(c.of[INK_SPOT], 0);
	near(c.highest, 33000, 100);
	near(c.at.x / 1024.0, 160, 6);
	near(c.at.y / 1024.0, 50, 6);
	/* A spot smaller than 15 mm² counts by its share of them. */
	struct point at;
	near(plates_highest(&p, INK_PPI, (struct rect){PT(85), PT(25), PT(40), PT(40)}, &at),
	    33000 * 16 / 121.0, 400);
	assert_int_equal(
	    plates_highest(&p, INK_PPI, (struct rect){PT(500), 0, PT(9), PT(9)}, &at), 0);
}

static void
the_map_has_the_plates_size(void **state)
{
	struct press_room *r = *state;
	struct page *page = room_page(r);
	struct buf png = {0};
	struct plates p;
	unsigned char *rgb;

	mark_rect(r->pages, page, (struct rect){0, 0, PT(100), PT(100)}, HEAVY, 0, 0);
	p = room_plates(r, page);
	rgb = ink_map(r->f->a, &p, 300);
	assert_memory_equal(rgb, "\xff\xff\xff", 3);
	assert_true(rgb[3 * (50 * p.width + 50)] > rgb[3 * (50 * p.width + 50) + 1]); /* red */
	image_write_png(&png, p.width, p.height, SAMPLES_RGB, rgb);
	struct file_text file = {.name = "map.png", .bytes = png.at, .length = png.len};
	const struct image *back = image_read(r->f->a, r->f->d, (struct place){0}, &file);
	assert_non_null(back);
	assert_int_equal(back->width, p.width);
	assert_memory_equal(back->pixels, rgb, (size_t)p.width * (size_t)p.height * 3);
	buf_close(&png);
}

/* Paths of random points, also far out: for the sanitizers; plates stay within their bytes. */
static void
wild_paths_do_no_harm(void **state)
{
	struct press_room *r = *state;
	uint64_t seed = 1;

	for (int round = 0; round < 200; round++) {
		struct page *page = room_page(r);
		double xy[40];
		const char *const ops[] = {"mlclz", "mlllmlcz", "clmzz", "mccl", "lmlcz"};

		for (int i = 0; i < 40; i++) {
			seed = hash_bytes(&seed, sizeof seed, (uint64_t)i);
			xy[i] = (double)(int64_t)(seed % 4000) - 2000;
			if (seed / 4000 % 7 == 0)
				xy[i] *= 400;
			if (seed / 4000 % 5 == 0 && i > 1)
				xy[i] = xy[i - 2];
		}
		path(r, page, ops[round % 5], xy, 20,
		    (struct path){.fill = round % 3 ? HALF_BLACK : 0,
			.stroke = round % 2 ? SKY : 0,
			.width = PT(1) * (round % 50),
			.cap = (uint8_t)(round % 3),
			.join = (uint8_t)(round / 3 % 3),
			.even_odd = round % 4 == 0});
		room_plates(r, page);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(boxes_are_exact, room_open, room_close),
	    cmocka_unit_test_setup_teardown(
		a_box_and_the_same_as_a_path_agree, room_open, room_close),
	    cmocka_unit_test_setup_teardown(slanted_edges_are_exact, room_open, room_close),
	    cmocka_unit_test_setup_teardown(winding_decides, room_open, room_close),
	    cmocka_unit_test_setup_teardown(curves_are_curves, room_open, room_close),
	    cmocka_unit_test_setup_teardown(
		what_lies_outside_does_not_count, room_open, room_close),
	    cmocka_unit_test_setup_teardown(
		shapes_follow_each_other_cleanly, room_open, room_close),
	    cmocka_unit_test_setup_teardown(lines_have_their_width_and_caps, room_open, room_close),
	    cmocka_unit_test_setup_teardown(corners_are_joined, room_open, room_close),
	    cmocka_unit_test_setup_teardown(dots_are_round, room_open, room_close),
	    cmocka_unit_test_setup_teardown(
		closed_curves_are_stroked_all_round, room_open, room_close),
	    cmocka_unit_test_setup_teardown(
		marks_knock_out_and_black_overprints, room_open, room_close),
	    cmocka_unit_test_setup_teardown(text_prints_its_outlines, room_open, room_close),
	    cmocka_unit_test_setup_teardown(pictures_keep_their_means, room_open, room_close),
	    cmocka_unit_test_setup_teardown(
		of_a_larger_picture_the_box_shows_a_part, room_open, room_close),
	    cmocka_unit_test_setup_teardown(alpha_shows_the_ground, room_open, room_close),
	    cmocka_unit_test_setup_teardown(coverage_is_told, room_open, room_close),
	    cmocka_unit_test_setup_teardown(the_map_has_the_plates_size, room_open, room_close),
	    cmocka_unit_test_setup_teardown(wild_paths_do_no_harm, room_open, room_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
