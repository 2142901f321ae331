/* printer_marks_test.c: what stands around a page is where a print shop looks for it, on every
 * plate, and never in the bleed.
 */
#include "../../src/pdf/writer.h"
#include "ink_fixture.h"

struct press_sheet {
	struct pdf_job job;
	struct writer w;
};

static const struct page *
surround(struct press_room *r, struct press_sheet *s, unsigned marks)
{
	r->printer->marks = marks;
	r->master.width = PT(400);
	r->master.height = PT(300);
	room_page(r)->folio = 7;
	s->job = (struct pdf_job){.pages = r->pages,
	    .report = &r->f->report,
	    .title = "Rapport 2023",
	    .texts = r->f->texts,
	    .target = TARGET_PRINT,
	    .date = 1706700000,
	    .printer = r->printer,
	    .inks = r->inks};
	s->w = (struct writer){
	    .job = &s->job, .a = r->f->a, .d = r->f->d, .print = true, .inks = r->inks};
	spots_open(&s->w);
	around_open(&s->w);
	return &s->w.around->pages->items[0];
}

/* How many inks draw the line from one point to another, in either direction. */
static int
lines_between(const struct press_room *r, const struct page *page, struct point a, struct point b)
{
	int first = COLOUR_COUNT, found = 0;

	for (size_t i = 0; i < page->count; i++) {
		const struct path *path = page->marks[i].detail;

		if (page->marks[i].kind != MARK_PATH || path->point_count != 2 ||
		    memcmp(&path->points[0], &a, sizeof a) != 0 ||
		    memcmp(&path->points[1], &b, sizeof b) != 0)
			continue;
		assert_in_range(path->stroke, first, first + ink_count(r->inks) - 1);
		found |= 1 << (path->stroke - first);
	}
	return found;
}

enum { FOUR_INKS = 15 };

static void
crop_marks_are_in_line_with_the_trim(void **state)
{
	struct press_room *r = *state;
	struct press_sheet s;
	const struct page *page = surround(r, &s, MARKS_CROP);
	dimen from = r->printer->mark_offset, to = from + r->printer->mark_length;
	dimen w = PT(400), h = PT(300);
	const struct point ends[8][2] = {
	    {{-from, 0}, {-to, 0}},
	    {{0, -from}, {0, -to}},
	    {{w + from, 0}, {w + to, 0}},
	    {{w, -from}, {w, -to}},
	    {{-from, h}, {-to, h}},
	    {{0, h + from}, {0, h + to}},
	    {{w + from, h}, {w + to, h}},
	    {{w, h + from}, {w, h + to}},
	};

	assert_true(from > r->printer->bleed);
	for (size_t i = 0; i < COUNT(ends); i++)
		assert_int_equal(lines_between(r, page, ends[i][0], ends[i][1]), FOUR_INKS);
	assert_int_equal(page->count, 8 * 4);
	around_close(&s.w);
}

static void
fold_marks_come_when_they_are_asked_for(void **state)
{
	struct press_room *r = *state;
	struct press_sheet s;
	const struct page *page = surround(r, &s, MARKS_FOLD);

	/* three dashes above and three below, in four inks, all at half the width */
	assert_int_equal(page->count, 6 * 4);
	for (size_t i = 0; i < page->count; i++) {
		const struct path *path = page->marks[i].detail;

		assert_int_equal(path->points[0].x, PT(200));
		assert_int_equal(path->points[1].x, PT(200));
	}
	around_close(&s.w);
}

static void
nothing_stands_in_the_bleed_or_off_the_sheet(void **state)
{
	struct press_room *r = *state;
	struct press_sheet s;
	const struct page *page =
	    surround(r, &s, MARKS_CROP | MARKS_FOLD | MARKS_REGISTRATION | MARKS_BAR | MARKS_SLUG);
	dimen bleed = r->printer->bleed;
	struct rect inside = {-bleed, -bleed, PT(400) + 2 * bleed, PT(300) + 2 * bleed};
	const struct around *a = s.w.around;

	assert_true(page->count > 100);
	for (size_t i = 0; i < page->count; i++) {
		struct rect box = page->marks[i].box;

		assert_false(rect_meets(inside, box));
		assert_true(box.x >= -a->side && box.x + box.w <= PT(400) + a->side);
		assert_true(box.y >= -a->top && box.y + box.h <= PT(300) + a->bottom);
	}
	around_close(&s.w);
	page = surround(r, &s, 0);
	assert_int_equal(page->count, 0);
	assert_int_equal(s.w.around->side, bleed);
	assert_int_equal(s.w.around->bottom, bleed);
	around_close(&s.w);
}

static void
the_bar_has_every_ink_and_its_tints(void **state)
{
	struct press_room *r = *state;
	struct press_sheet s;
	const struct page *page = surround(r, &s, MARKS_BAR);
	uint32_t full = 0;

	assert_int_equal(page->count, 4 * 3 + 7); /* the spot is not used: no plate, no patch */
	for (size_t i = 0; i < page->count; i++) {
		const struct path *path = page->marks[i].detail;
		const struct mix *mix = &s.w.around->mixes[path->fill - COLOUR_COUNT];

		assert_int_equal(page->marks[i].box.y, page->marks[0].box.y);
		assert_true(i == 0 || page->marks[i].box.x ==
					  page->marks[i - 1].box.x + page->marks[i - 1].box.w);
		for (int k = 0; i < 4 && k < 4; k++)
			full += mix->amount[k] == (k == (int)i ? 10000 : 0);
	}
	assert_int_equal(full, 16); /* first cyan, magenta, yellow, black, each alone */
	around_close(&s.w);
}

static void
the_slug_says_what_this_is(void **state)
{
	static const char *const starts[] = {"Rapport 2023 | 2024-01-31 11:20 UTC | 7/1 | ",
	    "Cyan 7", "Magenta 7", "Yellow 7", "Black 7"};
	struct press_room *r = *state;
	struct press_sheet s;
	const struct page *page = surround(r, &s, MARKS_SLUG);
	char hash[17];

	pages_hash(r->pages, hash);
	assert_int_equal(page->count, COUNT(starts));
	for (size_t i = 0; i < page->count; i++) {
		struct glyphs g = mark_glyphs(&page->marks[i]);
		const char *text = g.pieces[0].run->text;

		assert_int_equal(page->marks[i].kind, MARK_GLYPHS);
		assert_memory_equal(text, starts[i], strlen(starts[i]));
		if (i == 0)
			assert_string_equal(text + strlen(starts[0]), hash);
		/* the line in black, each plate's name in its own ink */
		assert_int_equal(
		    g.pieces[0].run->colour, COLOUR_COUNT + (i == 0 ? INK_BLACK : (int)i - 1));
	}
	around_close(&s.w);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, room_open, room_close)
	const struct CMUnitTest tests[] = {
	    TEST(crop_marks_are_in_line_with_the_trim),
	    TEST(fold_marks_come_when_they_are_asked_for),
	    TEST(nothing_stands_in_the_bleed_or_off_the_sheet),
	    TEST(the_bar_has_every_ink_and_its_tints),
	    TEST(the_slug_says_what_this_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
