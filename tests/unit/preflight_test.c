/* preflight_test.c: each rule finds what it is for, says it exactly, and is silent about the rest.
 */
#include <time.h>

#include "ink_fixture.h"

static char *
findings(struct press_room *r)
{
	struct preflight p = {
	    .a = r->f->a,
	    .d = r->f->d,
	    .report = &r->f->report,
	    .printer = r->printer,
	    .inks = r->inks,
	    .texts = r->f->texts,
	    .pages = r->pages,
	};

	preflight_run(&p);
	return fixture_messages(r->f);
}

/* Only this rule, as an error. */
static void
only(struct press_room *r, enum rule rule)
{
	for (int i = 0; i < RULE_COUNT; i++)
		r->printer->severity[i] = SEVERITY_OFF;
	r->printer->severity[rule] = SEVERITY_ERROR;
}

static void
expect(struct press_room *r, const char *words)
{
	char *said = findings(r);

	if (strcmp(said, words) != 0)
		fail_msg("expected:\n%s\nsaid:\n%s", words, said);
}

static void
ink(void **state)
{
	struct press_room *r = *state;
	struct page *page = room_page(r);
	int block = room_block(r, "figure", 40);

	only(r, RULE_INK);
	mark_rect(r->pages, page, (struct rect){PT(20), PT(20), PT(50), PT(50)}, NIGHT, 0, block);
	mark_rect(r->pages, page, (struct rect){PT(72), PT(36), PT(50), PT(50)}, HEAVY, 0, block);
	mark_rect(r->pages, page, (struct rect){PT(20), PT(36), PT(50), PT(50)}, HEAVY, 0, block);
	expect(r,
	    "report.yaml:40:5: error: page 1, \"figure\", 25.4 mm from the left, 12.7 mm from the "
	    "top: the colour \"heavy\" is 330 % of ink, and the printer takes 300 % (and 1 more in "
	    "it) "
	    "[ink-limit]\n"
	    "   help: lower the cmyk of \"heavy\" in the theme: its percentages add up to 300 at "
	    "most\n"
	    "1 error\n");
}

static void
ink_of_a_picture(void **state)
{
	struct press_room *r = *state;
	struct image *image = room_image(r, SAMPLES_CMYK, 100, 100);
	struct page *page = room_page(r);

	only(r, RULE_INK);
	/* its lower right quarter has 320 % */
	for (int i = 0; i < 10000; i++)
		memset(room_pixels(image) + (size_t)i * 4, i / 100 < 50 || i % 100 < 50 ? 100 : 204,
		    4);
	mark_image(r->pages, page, (struct rect){PT(20), PT(20), PT(72), PT(72)},
	    (struct placed){image, (struct rect){PT(20), PT(20), PT(72), PT(72)}}, 0,
	    room_block(r, "photo", 41));
	expect(r,
	    "report.yaml:41:5: error: page 1, \"photo\", 21.9 mm from the left, 21.9 mm from the "
	    "top: the picture reaches 320 % of ink, and the printer takes 300 % [ink-limit]\n"
	    "   help: lighten its darkest parts, or hand it in as RGB: it is then converted within "
	    "the "
	    "limit of the profile\n"
	    "1 error\n");
}

static void
ink_of_black_over_a_dark_ground(void **state)
{
	struct press_room *r = *state;
	struct page *page = room_page(r);
	int block = room_block(r, "title", 42);

	only(r, RULE_INK);
	r->printer->ink_limit = 290;
	mark_rect(r->pages, page, (struct rect){0, 0, PT(200), PT(100)}, NIGHT, 0, block);
	room_text(r, page, (struct point){PT(20), PT(30)}, "x", BLACK, PT(9), block);
	assert_string_equal(findings(r), ""); /* too small an area of 305 % */
	room_text(r, page, (struct point){PT(20), PT(90)}, "I", BLACK, PT(300), block);
	assert_non_null(strstr(findings(r), "black over a dark ground makes 30"));
}

static void
image_ppi(void **state)
{
	struct press_room *r = *state;
	struct image *image = room_image(r, SAMPLES_RGB, 300, 200);
	struct image *bitmap = room_image(r, SAMPLES_GREY, 300, 200);
	struct page *page = room_page(r);

	only(r, RULE_IMAGE_PPI);
	mark_image(r->pages, page, (struct rect){0, 0, PT(96), PT(64)},
	    (struct placed){image, (struct rect){0, 0, PT(96), PT(64)}}, 0, 0); /* 225 ppi */
	mark_image(r->pages, page, (struct rect){PT(20), PT(20), PT(144), PT(72)},
	    (struct placed){image, (struct rect){PT(20), PT(20), PT(144), PT(72)}}, 0,
	    room_block(r, "photo", 41));
	mark_image(r->pages, page, (struct rect){0, 0, PT(72), PT(48)},
	    (struct placed){bitmap, (struct rect){0, 0, PT(72), PT(48)}}, 0,
	    room_block(r, "stamp", 44));
	expect(r,
	    "report.yaml:41:5: error: page 1, \"photo\", 7.1 mm from the left, 7.1 mm from the "
	    "top: the picture has 150 pixels an inch at this size, and the printer asks for 225 "
	    "[image-ppi]\n"
	    "   help: take a picture of 450 by 225 pixels or more, or make it at most 34 mm wide\n"
	    "report.yaml:44:5: error: page 1, \"stamp\", 0.0 mm from the left, 0.0 mm from the "
	    "top: the "
	    "picture has 300 pixels an inch at this size, and the printer asks for 550 in black "
	    "and "
	    "white [image-ppi]\n"
	    "   help: take a picture of 550 by 367 pixels or more, or make it at most 14 mm wide\n"
	    "2 errors\n");
}

static void
hairlines(void **state)
{
	struct press_room *r = *state;
	struct page *page = room_page(r);
	int table = room_block(r, "table", 43);

	only(r, RULE_HAIRLINE);
	room_line(r, page, (struct point){0, PT(10)}, (struct point){PT(90), PT(10)}, PT(0.25), 0,
	    BLACK, table);
	for (int i = 1; i < 4; i++)
		room_line(r, page, (struct point){PT(20), i * PT(20)},
		    (struct point){PT(90), i * PT(20)}, PT(0.1) * i, 0, BLACK, table);
	mark_rect(r->pages, page, (struct rect){PT(72), PT(72), PT(50), PT(0.2)}, SKY, 0, 0);
	expect(r, "report.yaml:43:5: error: page 1, \"table\", 7.0 mm from the left, 7.0 mm from "
		  "the top: a "
		  "line of 0.1 pt, and the printer holds lines from 0.25 pt (and 1 more in it) "
		  "[hairline]\n"
		  "   help: make it thicker, or leave it out\n"
		  "report.yaml:12:3: error: page 1, 25.4 mm from the left, 25.4 mm from the top: a "
		  "line of 0.2 "
		  "pt, and the printer holds lines from 0.25 pt [hairline]\n"
		  "   help: make it thicker, or leave it out\n"
		  "2 errors\n");
}

static void
small_text(void **state)
{
	struct press_room *r = *state;
	struct page *page = room_page(r);
	int note = room_block(r, "note", 45);

	only(r, RULE_SMALL_TEXT);
	room_text(r, page, (struct point){PT(20), PT(20)}, "un", NIGHT, PT(8), note);
	room_text(r, page, (struct point){PT(20), PT(30)}, "deux", GREY, PT(5), note);
	room_text(r, page, (struct point){PT(20), PT(40)}, "trois", ALARM, PT(5), note);
	room_text(r, page, (struct point){PT(20), PT(50)}, "quatre", WHITE, PT(5), note);
	assert_string_equal(findings(r), "");
	room_text(r, page, (struct point){PT(72), PT(60)}, "cinq", NIGHT, PT(7.5), note);
	expect(r, "report.yaml:45:5: error: page 1, \"note\", 25.4 mm from the left, 19.2 mm from "
		  "the top: "
		  "type of 7.5 pt in \"night\" is printed in 4 inks (Cyan 95, Magenta 70, Yellow "
		  "40, Black 36) "
		  "[small-text]\n"
		  "   help: below 8 pt one ink stays sharp: black, a grey of black (cmyk: [0, 0, "
		  "0, 70]) or a "
		  "spot\n"
		  "1 error\n");
}

static void
rich_black(void **state)
{
	struct press_room *r = *state;
	struct page *page = room_page(r);
	int block = room_block(r, "text", 46);

	only(r, RULE_RICH_BLACK);
	room_text(r, page, (struct point){PT(20), PT(20)}, "un", BLACK, PT(12), block);
	room_text(r, page, (struct point){PT(20), PT(20)}, "deux", NIGHT, PT(12), block);
	mark_rect(r->pages, page, (struct rect){0, 0, PT(200), PT(100)}, RICH, 0, block);
	assert_string_equal(findings(r), "");
	room_text(r, page, (struct point){PT(72), PT(72)}, "trois", RICH, PT(12), block);
	expect(r, "report.yaml:46:5: error: page 1, \"text\", 25.4 mm from the left, 22.3 mm from "
		  "the top: "
		  "text in \"rich\" is black with other inks (Cyan 40, Black 100) [rich-black]\n"
		  "   help: text prints sharp in black alone: cmyk: [0, 0, 0, 100]\n"
		  "1 error\n");
}

static void
white_never_overprints_unless_the_theme_says_so(void **state)
{
	struct press_room *r = *state;
	struct page *page = room_page(r);

	only(r, RULE_WHITE_OVERPRINT);
	room_text(r, page, (struct point){PT(20), PT(20)}, "un", WHITE, PT(12), 0);
	room_text(r, page, (struct point){PT(20), PT(20)}, "deux", BLACK, PT(12), 0);
	room_line(r, page, (struct point){0, 0}, (struct point){PT(9), 0}, PT(1), 0, WHITE, 0);
	mark_rect(r->pages, page, (struct rect){0, 0, PT(9), PT(1)}, WHITE, 0, 0);
	assert_string_equal(findings(r), "");
	inks_close(r->inks);
	r->colours[WHITE].overprint = true;
	r->inks = inks_open(r->f->a, r->f->d, r->f->project, &r->f->theme, r->printer, true);
	assert_non_null(
	    strstr(findings(r), "white overprints, and so vanishes (and 2 more in it)"));
}

static void
bleed(void **state)
{
	struct press_room *r = *state;
	struct page *page = room_page(r);
	dimen b = r->printer->bleed;
	int block = room_block(r, "band", 47);

	only(r, RULE_BLEED);
	mark_rect(
	    r->pages, page, (struct rect){-b, -b, PT(200) + 2 * b, PT(100) + 2 * b}, NIGHT, 0, 0);
	mark_rect(r->pages, page, (struct rect){-2 * b, PT(20), PT(50), PT(20)}, NIGHT, 0, 0);
	mark_rect(r->pages, page, (struct rect){PT(1), PT(1), PT(198), PT(98)}, NIGHT, 0, 0);
	mark_rect(r->pages, page, (struct rect){0, 0, PT(200), PT(98)}, WHITE, 0, 0);
	mark_rect(
	    r->pages, page, (struct rect){PT(-7), 0, PT(7), PT(98)}, NIGHT, 0, 0); /* outside */
	assert_string_equal(findings(r), "");
	mark_rect(r->pages, page, (struct rect){PT(36), PT(36), PT(164) + b / 3, PT(20)}, NIGHT, 0,
	    block);
	mark_rect(r->pages, page, (struct rect){PT(72), PT(36), PT(128), PT(64)}, NIGHT, 0, block);
	expect(r, "report.yaml:47:5: error: page 1, \"band\", 25.4 mm from the left, 12.7 mm from "
		  "the top: "
		  "it reaches the right edge but not the end of the bleed: 3.0 mm are missing (and "
		  "1 more in "
		  "it) [bleed]\n"
		  "   help: add \"bleed: right\" to the block; the masters' bleed must be 3.0 mm "
		  "or more\n"
		  "1 error\n");
}

static void
safety(void **state)
{
	struct press_room *r = *state;
	struct page *page = room_page(r);
	int block = room_block(r, "foot", 48);

	only(r, RULE_SAFETY);
	room_text(r, page, (struct point){PT(9), PT(90)}, "un", BLACK, PT(9), block);
	assert_string_equal(findings(r), "");
	room_text(r, page, (struct point){PT(20), PT(100) - PT(5.67)}, "deux", BLACK, PT(9), block);
	expect(r, "report.yaml:48:5: error: page 1, \"foot\", 7.1 mm from the left, 31.0 mm from "
		  "the top: "
		  "text is 2.0 mm from the bottom edge, and the printer asks for 3.0 mm [safety]\n"
		  "   help: move it inwards: sheets are never cut exactly\n"
		  "1 error\n");
	room_text(r, page, (struct point){PT(-28.35), PT(50)}, "trois", BLACK, PT(9), block);
	assert_non_null(
	    strstr(findings(r), "text is cut at the left edge: 10.0 mm of it (and 1 more in it)"));
}

static void
empty_pages(void **state)
{
	struct press_room *r = *state;
	struct page *page = room_page(r);

	only(r, RULE_EMPTY_PAGE);
	room_text(
	    r, page, (struct point){PT(20), PT(90)}, "1", BLACK, PT(9), room_block(r, "text", 5));
	page = room_page(r);
	room_text(r, page, (struct point){PT(20), PT(90)}, "2", BLACK, PT(9), 0);
	expect(r,
	    "report.yaml:12:3: error: page 2 is empty but for its foot [empty-page]\n"
	    "   help: take its entry out of \"pages:\", unless the page is meant to be blank\n"
	    "1 error\n");
}

static void
page_count(void **state)
{
	struct press_room *r = *state;

	only(r, RULE_PAGE_COUNT);
	for (int i = 0; i < 4; i++)
		room_page(r);
	assert_string_equal(findings(r), "");
	room_page(r);
	expect(r,
	    "report.yaml:1:1: error: the report has 5 pages, and the printer needs a multiple of 4 "
	    "[page-count]\n"
	    "   help: add 3 pages, or take 1 away\n"
	    "1 error\n");
}

static void
spot_names(void **state)
{
	struct press_room *r = *state;

	only(r, RULE_SPOT_NAMES);
	assert_string_equal(findings(r), "");
	inks_close(r->inks);
	r->colours[SKY].spot = "Pantone 485-U";
	r->colours[ALARM].at = (struct place){"theme.yaml", 8, 61, 13};
	r->colours[NIGHT].spot = "PANTONE Process Black";
	r->inks = inks_open(r->f->a, r->f->d, r->f->project, &r->f->theme, r->printer, true);
	expect(r, "theme.yaml:8:61: error: \"Pantone 485-U\" and \"PANTONE 485 C\" become two "
		  "plates, and are "
		  "perhaps one ink [spot-names]\n"
		  "   help: write the name the same way in all colours of the theme\n"
		  "1 error\n");
}

static void
placeholders(void **state)
{
	struct press_room *r = *state;
	struct page *page = room_page(r);
	int block = room_block(r, "photo", 49);

	only(r, RULE_PLACEHOLDER);
	mark_rect(r->pages, page, (struct rect){PT(72), PT(36), PT(50), PT(50)}, SKY, 0, block);
	mark_rect(r->pages, page, (struct rect){PT(80), PT(40), PT(10), PT(10)}, SKY, 0, block);
	assert_string_equal(findings(r), "");
	r->pages->origins[block].placeholder = true;
	expect(r, "report.yaml:49:5: error: page 1, \"photo\", 25.4 mm from the left, 12.7 mm from "
		  "the top: "
		  "a frame stands in the place of a picture that is missing [placeholder]\n"
		  "   help: put the picture where \"file:\" says, or take the block out\n"
		  "1 error\n");
}

static struct mark *
link_to(struct press_room *r, struct page *page, const char *target, int block)
{
	struct link *link = NEW(r->f->a, struct link);
	struct mark *m = pages_mark(page);

	link->target = target;
	*m = (struct mark){.kind = MARK_LINK,
	    .box = {PT(72), PT(36), PT(50), PT(10)},
	    .block = block,
	    .detail = link};
	return m;
}

static void
link_addresses(void **state)
{
	static const char *const said[] = {"https://www.caf.fr/Aides/", "mailto:a@b.fr?subject=x",
	    "https://caf.fr", "http://caf.fr/a", "#inside", "https://é.fr"};
	struct press_room *r = *state;
	struct page *page = room_page(r);

	only(r, RULE_LINK_ADDRESS);
	for (size_t i = 0; i < COUNT(said); i++)
		link_to(r, page, said[i], room_block(r, "said", 50));
	room_text(r, page, (struct point){PT(20), PT(20)},
	    "Voir caf.fr / aides, a@b.fr, http\u00A0://caf.fr/a et caf.fr/b, é.fr", BLACK, PT(9),
	    room_block(r, "words", 51));
	assert_string_equal(findings(r), "");
	link_to(r, page, "https://caf.fr/c", room_block(r, "unsaid", 52));
	link_to(r, page, "https://caf.fr/aidesx", room_block(r, "longer", 53));
	expect(r,
	    "report.yaml:52:5: error: page 1, \"unsaid\", 25.4 mm from the left, 12.7 mm from the "
	    "top: a link leads to caf.fr/c, and on paper no words say so [link-address]\n"
	    "   help: write the address out: after the link, or in a note\n"
	    "report.yaml:53:5: error: page 1, \"longer\", 25.4 mm from the left, 12.7 mm from the "
	    "top: a link leads to caf.fr/aidesx, and on paper no words say so [link-address]\n"
	    "   help: write the address out: after the link, or in a note\n"
	    "2 errors\n");
}

/* Thousands of links and megabytes of words: not each link is looked for in all of them. */
static void
many_links(void **state)
{
	enum { LINKS = 10000, LINES = 5000 };
	struct press_room *r = *state;
	struct page *page = room_page(r);
	int block = room_block(r, "words", 50);
	struct buf line = {0};
	clock_t before;

	only(r, RULE_LINK_ADDRESS);
	for (int i = 0; i < 40; i++)
		buf_printf(&line, "https://caf.fr/fiche-%d ", i);
	room_text(r, page, (struct point){PT(20), PT(20)}, line.at, BLACK, PT(9), block);
	buf_close(&line);
	for (int i = 1; i < LINES; i++) {
		struct mark *again = pages_mark(page);

		*again = page->marks[0];
	}
	for (int i = 0; i < LINKS; i++)
		link_to(r, page, arena_printf(r->f->a, "https://caf.fr/fiche-%d", 40 + i), block);
	before = clock();
	assert_non_null(strstr(findings(r), "(and 9999 more in it)"));
	assert_in_range((clock() - before) / (CLOCKS_PER_SEC / 10), 0, 50);
}

static void
the_printer_decides_how_serious(void **state)
{
	struct press_room *r = *state;

	only(r, RULE_PAGE_COUNT);
	room_page(r);
	r->printer->severity[RULE_PAGE_COUNT] = SEVERITY_NOTE;
	assert_non_null(strstr(findings(r), "note: the report has 1 page,"));
	assert_false(diag_failed(r->f->d));
	r->printer->severity[RULE_PAGE_COUNT] = SEVERITY_WARNING;
	diag_empty(r->f->d);
	assert_non_null(strstr(findings(r), "warning: the report has 1 page,"));
	r->printer->severity[RULE_PAGE_COUNT] = SEVERITY_OFF;
	diag_empty(r->f->d);
	assert_string_equal(findings(r), "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, room_open, room_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(ink),
	    TEST(ink_of_a_picture),
	    TEST(ink_of_black_over_a_dark_ground),
	    TEST(image_ppi),
	    TEST(hairlines),
	    TEST(small_text),
	    TEST(rich_black),
	    TEST(white_never_overprints_unless_the_theme_says_so),
	    TEST(bleed),
	    TEST(safety),
	    TEST(empty_pages),
	    TEST(page_count),
	    TEST(spot_names),
	    TEST(placeholders),
	    TEST(link_addresses),
	    TEST(many_links),
	    TEST(the_printer_decides_how_serious),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
