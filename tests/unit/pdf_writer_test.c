/* The whole of pdf_write: a small report with everything in it; its tags, links, errors, bytes. Set
 * PDF_KEEP to a folder to keep the files that are made. */
#include "pdf_fixture.h"

static void
a_table(struct document *d, struct page *page, int parent)
{
	static const char *const cells[3][2] = {
	    {"Année", "Allocataires"},
	    {"2022", "24 624"},
	    {"2023", "24 088"},
	};
	int table = elem_add(d->pages, parent, TAG_TABLE);

	for (int y = 0; y < 3; y++) {
		int row = elem_add(d->pages, table, TAG_TR);

		for (int x = 0; x < 2; x++) {
			int cell = elem_add(d->pages, row, y == 0 || x == 0 ? TAG_TH : TAG_TD);

			if (y == 0 || x == 0)
				d->pages->elems[cell].scope = y == 0 ? SCOPE_COLUMN : SCOPE_ROW;
			document_text(d, page, FIGURES,
			    (struct point){PT(60 + 100 * x), PT(300 + 14 * y)}, cells[y][x], cell);
		}
		mark_rule(d->pages, page, (struct point){PT(60), PT(304 + 14 * y)},
		    (struct point){PT(260), PT(304 + 14 * y)}, PT(0.25), 1, 0);
	}
}

static void
a_link(struct document *d, struct page *page, int parent, dimen y, const char *words,
    const char *target)
{
	int link = elem_add(d->pages, parent, TAG_LINK);

	document_text(d, page, BODY, (struct point){PT(60), y}, words, link);
	mark_link(
	    d->pages, page, (struct rect){PT(60), y - PT(8), PT(120), PT(12)}, target, link, 0);
}

static void
a_chart(struct document *d, struct page *page, int parent)
{
	static const struct point dots[] = {{PT(300), PT(320)}, {PT(310), PT(320)}};
	int figure = elem_add(d->pages, parent, TAG_FIGURE);
	struct elem_note *note = elem_note(d->pages, figure);

	note->alt = "Barres : 24 624 en 2022, 24 088 en 2023";
	note->has_box = true;
	note->box = (struct rect){PT(290), PT(290), PT(200), PT(80)};
	mark_rect(d->pages, page, (struct rect){PT(290), PT(300), PT(120), PT(10)}, 2, figure, 0);
	mark_dots(d->pages, page, dots, 2, PT(6), 2, figure, 0);
	document_text(d, page, STRONG, (struct point){PT(420), PT(308)}, "24 088", figure);
}

static const struct image *
an_image(struct fixture *f, bool alpha)
{
	struct image *image = NEW(f->a, struct image);
	unsigned char *pixels = arena_alloc(f->a, 16 * 16 * 3), *mask = arena_alloc(f->a, 16 * 16);

	for (int i = 0; i < 16 * 16; i++) {
		pixels[3 * i] = (unsigned char)i;
		mask[i] = (unsigned char)(255 - i);
	}
	*image = (struct image){.width = 16,
	    .height = 16,
	    .kind = SAMPLES_RGB,
	    .pixels = pixels,
	    .alpha = alpha ? mask : NULL,
	    .hash = alpha ? 1 : 2};
	return image;
}

static void
a_picture(struct document *d, struct page *page, int parent, dimen x, const struct image *image)
{
	int figure = elem_add(d->pages, parent, TAG_FIGURE);
	struct elem_note *note = elem_note(d->pages, figure);
	struct rect box = {x, PT(400), PT(40), PT(40)};

	note->alt = "Un dégradé";
	note->has_box = true;
	note->box = box;
	mark_image(d->pages, page, box, (struct placed){image, box}, figure, 0);
}

static const char *const long_text =
    "La Caf de l’Ariège a reçu 24 088 allocataires en accueil physique sur tous ses sites, et "
    "l’accompagnement personnalisé des familles monoparentales s’est poursuivi indépendamment "
    "des circonstances, avec des rendez-vous téléphoniques et des visioconférences. Office AVATAR.";

static void
fill(struct document *d)
{
	struct page *one = document_page(d), *two;
	const struct image *image = an_image(d->f, true);
	int sect = elem_add(d->pages, 1, TAG_SECT), p, list, item;

	mark_rect(d->pages, one, (struct rect){0, 0, PT(595.28), PT(841.89)}, 3, 0, 0);
	document_text(d, one, HUGE_TRACKED, (struct point){PT(60), PT(120)}, "Chiffres",
	    elem_add(d->pages, sect, TAG_H1));
	pages_heading(d->pages, (struct heading){.text = "Chiffres clés",
				    .level = 1,
				    .page = 0,
				    .elem = sect + 1,
				    .y = PT(60),
				    .bookmark = true,
				    .id = "figures"});
	pages_heading(d->pages, (struct heading){.text = "Lire", .level = 2, .contents = true});
	p = elem_add(d->pages, sect, TAG_P);
	document_lines(d, one, (struct point){PT(60), PT(160)}, PT(150), long_text, p);
	a_table(d, one, sect);
	a_chart(d, one, sect);
	a_picture(d, one, sect, PT(60), image);
	a_picture(d, one, sect, PT(120), image);
	a_picture(d, one, sect, PT(180), an_image(d->f, false));
	document_text(d, one, BODY, (struct point){PT(60), PT(800)}, "Rapport 2023 — 1", 0);
	elem_add(d->pages, sect, TAG_P); /* holds nothing: dropped */
	two = document_page(d);
	document_lines(
	    d, two, (struct point){PT(60), PT(60)}, PT(300), "La suite du paragraphe.", p);
	p = elem_add(d->pages, sect, TAG_P);
	document_text(d, two, BODY, (struct point){PT(60), PT(100)}, "Voir", p);
	a_link(d, two, p, PT(120), "les chiffres clés", "#figures");
	document_text(d, two, ITALIC, (struct point){PT(60), PT(140)}, "et aussi", p);
	a_link(d, two, p, PT(160), "le site", "https://www.caf.fr/é(1)");
	pages_heading(d->pages,
	    (struct heading){
		.text = "Suite", .level = 3, .page = 1, .elem = p, .y = PT(50), .bookmark = true});
	pages_heading(d->pages,
	    (struct heading){.text = "Fin", .level = 1, .page = 1, .y = PT(90), .bookmark = true});
	list = elem_add(d->pages, sect, TAG_L);
	item = elem_add(d->pages, list, TAG_LI);
	document_text(
	    d, two, BODY, (struct point){PT(60), PT(200)}, "•", elem_add(d->pages, item, TAG_LBL));
	document_text(d, two, BODY, (struct point){PT(70), PT(200)}, "un point",
	    elem_add(d->pages, item, TAG_LBODY));
	document_text(d, one, BODY, (struct point){PT(60), PT(820)}, "un pied mis à la fin", 0);
}

static const char *
keep_path(struct fixture *f, const char *name)
{
	const char *folder = getenv("PDF_KEEP");

	return folder != NULL ? arena_printf(f->a, "%s/%s", folder, name) : NULL;
}

static void
a_report_is_written_the_same_twice(void **state)
{
	static const struct file_text csv = {
	    .name = "data/a.csv", .bytes = "year;value\n2023;1\n", .length = 18, .modified = 5};
	static const struct attachment files[] = {
	    {"données.csv", "Les chiffres", &csv},
	    {"a.csv", NULL, &csv},
	};
	struct document d;
	struct buf first, again;

	document_open(&d, *state);
	fill(&d);
	d.job.attachments = files;
	d.job.attachment_count = COUNT(files);
	first = document_write(&d, keep_path(*state, "whole.pdf"));
	assert_int_equal(diag_count(d.f->d, DIAG_ERROR), 0);
	assert_true(first.len > 1000);
	again = document_write(&d, NULL);
	assert_int_equal(first.len, again.len);
	assert_memory_equal(first.at, again.at, first.len);
	buf_close(&first);
	buf_close(&again);
	pages_close(d.pages);
}

/* The document with everything, written, as plain text; its catalog and Info included. */
static struct buf
whole(void **state)
{
	struct document d;
	struct buf file, plain;

	document_open(&d, *state);
	fill(&d);
	file = document_write(&d, NULL);
	plain = document_plain(&file);
	buf_add(&plain, file.at, file.len);
	buf_close(&file);
	pages_close(d.pages);
	return plain;
}

static void
the_tree_has_items_and_kids_in_order(void **state)
{
	struct buf text = whole(state);
	const char *at;
	int in_order = 0;

	/* A paragraph over two pages: a number here, a reference there. */
	assert_true(holds(&text, "/K[1 <</Type/MCR/Pg "));
	assert_true(holds(&text, "300 521.89 m\n300 521.89 l\n310 521.89 m\n310 521.89 l\nS\n"));
	/* Words, link, words, link, though the first page got a mark later. */
	at = text.at;
	for (size_t i = 0; i + 40 < text.len; i++) {
		int link, other;

		in_order += sscanf(at + i, "/K[1 %d 0 R 3 %d 0 R]", &link, &other) == 2;
	}
	assert_int_equal(in_order, 1);
	assert_int_equal(occurrences(&text, "<</Type/OBJR/Obj "), 2);
	assert_true(holds(&text, "<</S/P/P "));
	assert_true(holds(&text, "/BBox[290 471.89 490 551.89]"));
	assert_int_equal(occurrences(&text, "<</S/Figure/"), 4);
	assert_int_equal(occurrences(&text, "<</S/P/"), 2); /* the empty one is dropped */
	assert_true(holds(&text, "/ListNumbering/Disc"));
	assert_int_equal(
	    occurrences(&text, "BDC\n") + occurrences(&text, "BMC\n"), occurrences(&text, "EMC\n"));
	buf_close(&text);
}

static void
an_empty_cell_keeps_its_place(void **state)
{
	struct document d;
	struct buf file, text;
	int row;

	document_open(&d, *state);
	document_text(&d, document_page(&d), BODY, (struct point){PT(50), PT(50)}, "a",
	    elem_add(d.pages, 1, TAG_P));
	row = elem_add(d.pages, elem_add(d.pages, 1, TAG_TABLE), TAG_TR);
	elem_add(d.pages, row, TAG_TD);
	d.pages->elems[elem_add(d.pages, row, TAG_TD)].column_span = 3;
	elem_add(d.pages, 1, TAG_SECT);
	file = document_write(&d, NULL);
	text = document_plain(&file);
	assert_int_equal(occurrences(&text, "<</S/TD/"), 2);
	assert_true(holds(&text, "/A<</O/Table/ColSpan 3>>"));
	assert_false(holds(&text, "<</S/Sect/"));
	buf_close(&file);
	buf_close(&text);
	pages_close(d.pages);
}

static void
links_lead_somewhere(void **state)
{
	struct buf text = whole(state);

	assert_int_equal(occurrences(&text, "/Subtype/Link/F 4"), 2);
	assert_true(holds(&text, "/A<</S/URI/URI(https://www.caf.fr/%C3%A9\\(1\\))>>"));
	assert_true(holds(&text, "/XYZ 0 781.89 null]"));
	assert_true(holds(&text, "/Contents(le site)"));
	assert_true(holds(&text, "/StructParent 2/"));
	assert_true(holds(&text, "/Rect[60 717.89 180 729.89]"));
	buf_close(&text);
}

static void
bookmarks_are_counted(void **state)
{
	struct buf text = whole(state);

	assert_int_equal(occurrences(&text, "/Title"), 4); /* three, and the document's */
	assert_true(holds(&text, "/Count -1"));            /* closed, with one below */
	assert_true(holds(&text, "/Count 2"));             /* two on the first level */
	buf_close(&text);
}

static void
a_link_to_nowhere_is_no_file(void **state)
{
	struct document d;
	struct buf file;

	document_open(&d, *state);
	a_link(&d, document_page(&d), 1, PT(50), "ici", "#visitor");
	file = document_write(&d, NULL);
	assert_int_equal(file.len, 0);
	assert_non_null(strstr(fixture_messages(d.f), "[pdf-failed]"));
	pages_close(d.pages);
}

static void
nothing_to_write_is_an_error(void **state)
{
	struct document d;

	document_open(&d, *state);
	assert_int_equal(document_write(&d, NULL).len, 0);
	assert_non_null(strstr(fixture_messages(d.f), "[pdf-failed]"));
	pages_close(d.pages);
}

static void
one_picture_is_written_once(void **state)
{
	struct buf text = whole(state);

	/* Two pictures, one of them with a mask, placed three times. */
	assert_int_equal(occurrences(&text, "/Subtype/Image"), 3);
	assert_int_equal(occurrences(&text, "/SMask "), 1);
	assert_int_equal(occurrences(&text, " Do Q\n"), 3);
	buf_close(&text);
}

static void
state_is_written_when_it_changes(void **state)
{
	struct document d;
	struct buf file, text;
	struct page *page;

	document_open(&d, *state);
	page = document_page(&d);
	for (int i = 0; i < 5; i++) {
		mark_rect(d.pages, page, (struct rect){PT(10 * i), 0, PT(10), PT(10)}, 2, 0, 0);
		mark_rule(d.pages, page, (struct point){0, PT(i)}, (struct point){PT(9), PT(i)},
		    PT(0.125), 1, 0);
	}
	file = document_write(&d, NULL);
	text = document_plain(&file);
	assert_int_equal(occurrences(&text, " rg\n"), 1);
	assert_int_equal(occurrences(&text, " RG\n"), 1);
	assert_int_equal(occurrences(&text, "0.125 w\n"), 1);
	assert_int_equal(occurrences(&text, "/Artifact BMC\n"), 1);
	assert_true(holds(&text, "40 841.89 10 -10 re\nf\n"));
	buf_close(&file);
	buf_close(&text);
	pages_close(d.pages);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(a_report_is_written_the_same_twice),
	    CASE(the_tree_has_items_and_kids_in_order),
	    CASE(an_empty_cell_keeps_its_place),
	    CASE(links_lead_somewhere),
	    CASE(bookmarks_are_counted),
	    CASE(a_link_to_nowhere_is_no_file),
	    CASE(nothing_to_write_is_an_error),
	    CASE(one_picture_is_written_once),
	    CASE(state_is_written_when_it_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
