/* state_test.c: a state is read as it was written: pages made by hand, written as text, read back.
 */
#include "bilan/diff.h"
#include "pdf_fixture.h"

/* Their text; the pages are closed. */
static struct buf
written(struct document *d)
{
	struct state_source s = {.pages = d->pages,
	    .report = &d->f->report,
	    .project = d->f->project,
	    .texts = d->f->texts,
	    .target = "web"};
	struct arena *scratch = arena_open();
	struct buf text = {0};

	d->f->report.file = "unit/report.yaml";
	state_write_head(&text, &s);
	state_write_body(&text, &s, scratch);
	arena_close(scratch);
	pages_close(d->pages);
	return text;
}

static struct state *
read_back(struct fixture *f, const struct buf *text)
{
	struct state *s = state_read(f->a, f->d, "x.state", text->at, text->len);

	if (s == NULL)
		fail_msg("%s", fixture_messages(f));
	return s;
}

static void
test_text_comes_back(void **state)
{
	static const char words[] = "Il dit \"oui\" \\ ou <non>, l’été.";
	struct fixture *f = *state;
	struct document d;
	struct buf text;
	const struct state *s;
	const struct item *item;

	document_open(&d, f);
	document_text(&d, document_page(&d), BODY, (struct point){PT(50), PT(60)}, words, 0);
	text = written(&d);
	s = read_back(f, &text);
	assert_string_equal(s->target, "web");
	assert_string_equal(s->tool, BILAN_VERSION);
	assert_int_equal(s->page_count, 1);
	assert_string_equal(s->pages[0].master, "plain");
	assert_int_equal(s->pages[0].count, 1);
	item = &s->pages[0].blocks[0].items[0];
	assert_int_equal(item->kind, ITEM_TEXT);
	assert_string_equal(item->words, words);
	assert_string_equal(item->style, "body");
	assert_in_range(item->box.x, PT(50) - 10, PT(50) + 10);
	assert_int_equal(item->figure_count, 0);
	buf_close(&text);
}

/* To two decimals of a point, so within 10/1024. */
static void
test_drawings_come_back(void **state)
{
	struct fixture *f = *state;
	static const uint8_t ops[] = {PATH_MOVE, PATH_LINE, PATH_LINE, PATH_CLOSE};
	struct point points[] = {{PT(10), PT(20)}, {PT(40.37), PT(20)}, {PT(40.37), PT(33.33)}};
	struct path path = {.ops = ops,
	    .op_count = COUNT(ops),
	    .points = points,
	    .point_count = COUNT(points),
	    .fill = 2,
	    .stroke = 1,
	    .width = PT(0.5)};
	struct document d;
	struct buf text, moved;
	const struct item *item, *other;

	document_open(&d, f);
	mark_path(d.pages, document_page(&d), &path, 0, 0);
	text = written(&d);
	item = &read_back(f, &text)->pages[0].blocks[0].items[0];
	assert_int_equal(item->kind, ITEM_PATH);
	assert_int_equal(item->points, 3);
	assert_string_equal(item->colour, "sky");
	assert_string_equal(item->stroke, "ink");
	assert_in_range(item->width, PT(0.5) - 5, PT(0.5) + 5);

	/* The same drawing elsewhere has the same hash. */
	document_open(&d, f);
	for (size_t i = 0; i < COUNT(points); i++)
		points[i].x += PT(100);
	mark_path(d.pages, document_page(&d), &path, 0, 0);
	moved = written(&d);
	other = &read_back(f, &moved)->pages[0].blocks[0].items[0];
	assert_string_equal(item->hash, other->hash);
	assert_in_range(other->box.x - item->box.x, PT(100) - 10, PT(100) + 10);
	buf_close(&text);
	buf_close(&moved);
}

/* The part that is seen is the picture: another part has another hash, elsewhere on the page has
 * not. */
static void
test_parts_of_a_picture_differ(void **state)
{
	static const dimen cut[] = {PT(0), PT(-40), PT(-40), PT(0)},
			   at[] = {PT(0), PT(0), PT(90), PT(0)};
	struct fixture *f = *state;
	struct image image = {.width = 4, .height = 2, .kind = SAMPLES_GREY, .hash = 7};
	struct document d;
	char hash[4][17];

	for (int i = 0; i < 4; i++) {
		struct rect box = {at[i], PT(20), PT(60), PT(50)};
		struct rect whole = {at[i] + cut[i], PT(20), i < 3 ? PT(100) : PT(60), PT(50)};
		struct buf text;

		document_open(&d, f);
		mark_image(d.pages, document_page(&d), box, (struct placed){&image, whole}, 0, 0);
		text = written(&d);
		snprintf(hash[i], sizeof hash[i], "%s",
		    read_back(f, &text)->pages[0].blocks[0].items[0].hash);
		buf_close(&text);
	}
	assert_string_not_equal(hash[0], hash[1]);
	assert_string_equal(hash[1], hash[2]);
	assert_string_equal(hash[3], "0000000000000007");
}

static void
test_the_same_pages_have_the_same_text(void **state)
{
	struct fixture *f = *state;
	struct document d[2];
	struct buf text[2];

	for (int i = 0; i < 2; i++) {
		document_open(&d[i], f);
		document_lines(&d[i], document_page(&d[i]), (struct point){PT(50), PT(60)}, PT(120),
		    "Les aides au logement restent les plus nombreuses cette année.", 0);
		text[i] = written(&d[i]);
	}
	assert_int_equal(text[0].len, text[1].len);
	assert_memory_equal(text[0].at, text[1].at, text[0].len);
	for (int i = 0; i < 2; i++)
		buf_close(&text[i]);
}

/* Names of files hold spaces; what stands in the head is found by kind and name. */
static void
test_the_head(void **state)
{
	static const char text[] = "bilan-state 1\ntool bilan 1\ninput data data/les aides.csv 0a\n"
				   "parameter year 2023\nparameter office Caf de l’Ariège\n";
	struct fixture *f = *state;
	const struct state *s = state_read(f->a, f->d, "x.state", text, sizeof text - 1);

	assert_non_null(s);
	assert_string_equal(state_find(s, "input data", "data/les aides.csv"), "0a");
	assert_string_equal(state_find(s, "parameter", "office"), "Caf de l’Ariège");
	assert_null(state_find(s, "parameter", "month"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_text_comes_back, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(test_drawings_come_back, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(
		test_parts_of_a_picture_differ, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(
		test_the_same_pages_have_the_same_text, fixture_open, fixture_close),
	    cmocka_unit_test_setup_teardown(test_the_head, fixture_open, fixture_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
