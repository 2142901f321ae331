/* table_place_test.c: tables on pages: the grid, what stands together, breaks, tags, mistakes. */
#include "table_fixture.h"

#define AID                                                                                        \
	"from: aid\ngap: 0\ncolumns:\n"                                                            \
	"  - {field: label, width: 176pt, row-head: yes}\n"                                        \
	"  - {field: families, head: Nombres de familles aidées, width: 56pt}\n"                  \
	"  - {field: loans, head: Montant accordés en prêts, width: 56pt, format: euro, zero: "  \
	"\"0\"}\n"                                                                                 \
	"  - {field: grants, head: Montant accordés subvention, width: 60pt, format: euro}\n"     \
	"  - {bar: {fields: [loans, grants]}, width: grow, gap: 14pt}\n"

#define PLACES                                                                                     \
	"from: places\ngroup: {field: kind, second: name}\ngap: 0\ncaption: Places\ncolumns:\n"    \
	"  - {field: kind, head: Équipements, row-head: yes, width: 165.3pt}\n"                   \
	"  - {field: measure, row-head: yes, width: 110pt}\n"                                      \
	"  - {field: before, head: \"{year-1}\", width: 76pt, format: {by: unit}}\n"               \
	"  - {field: now, head: \"{year}\", width: 76pt, format: {by: unit}}\n"                    \
	"  - {change: [before, now], head: Évolution, as: {by: unit, count: difference, euro: "   \
	"percent},"                                                                                \
	" width: grow}\n"                                                                          \
	"rows:\n"                                                                                  \
	"  - {where: \"measure = 'Montant'\", style: strong}\n"                                    \
	"  - {where: \"kind = 'S/TOTAL'\", style: subtotal}\n"                                     \
	"  - {where: \"kind = 'Total'\", style: total}\n"

#define NNBSP "\u202F"

/* The baseline, in half rows of the grid below the page's first; fails when it is between. */
static int
half_row(struct fixture *f, const char *words, int n)
{
	const struct master *m = &f->report->masters->items[0];
	dimen y = point_of(f, words, n).y - m->top - m->first;

	assert_int_equal(y % (m->row / 2), 0);
	return y / (m->row / 2);
}

/* ---- the grid -------------------------------------------------------------------------------- */

static void
rows_stand_on_the_grid(void **state)
{
	struct fixture *f = *state;

	must_bind(f, AID);
	assert_int_equal(place_in(f, 7, PT(300)), FIT_ALL); /* rowtop(3.5): half row 5 */
	assert_int_equal(half_row(f, "10", 0), 5 + 6 + 1);  /* a head of 3 rows, half a row */
	assert_int_equal(half_row(f, "violences conjugales", 0), 14);
	assert_int_equal(half_row(f, "31", 0), 12 + 6);
	assert_false(diag_failed(f->d));
}

static void
a_table_that_begins_on_a_row_comes_to_the_grid(void **state)
{
	struct fixture *f = *state;

	must_bind(f, AID);
	assert_int_equal(place_in(f, 8, PT(300)), FIT_ALL);
	assert_int_equal(half_row(f, "10", 0), 6 + 7 + 1);
}

static void
figures_end_where_their_column_ends(void **state)
{
	struct fixture *f = *state;
	const struct mark *m;
	dimen left;

	must_bind(f, AID);
	place_in(f, 7, PT(300));
	left = f->report->masters->items[0].inner;
	m = find_words(f, "6" NNBSP "165" NNBSP "€", 0);
	assert_non_null(m);
	assert_int_equal(m->box.x + m->box.w, left + PT(176) + 2 * PT(56));
	m = find_words(f, "31", 0);
	assert_int_equal(m->box.x + m->box.w, left + PT(176) + PT(56));
}

static void
the_largest_bar_spans_its_column(void **state)
{
	struct fixture *f = *state;
	const struct master *m = &f->report->masters->items[0];
	const struct mark *loans, *grants;
	dimen right = m->width - m->outer, left = m->inner + PT(176 + 56 + 56 + 60 + 14);

	must_bind(f, AID);
	place_in(f, 7, PT(300));
	loans = find_fill(f, "accent", 1);
	grants = find_fill(f, "second", 1);
	assert_non_null(loans);
	assert_non_null(grants);
	assert_int_equal(loans->box.x, left);
	assert_int_equal(loans->box.x + loans->box.w, grants->box.x);
	assert_int_equal(grants->box.x + grants->box.w, right);
	assert_int_equal(loans->elem, 0);
	assert_int_equal(loans->box.w, dimen_scale(right - left, 5276, 12531));
	assert_null(find_fill(f, "accent", 2));
}

static void
values_below_zero_go_left(void **state)
{
	struct fixture *f = *state;
	const struct mark *up, *down;

	must_bind(f, "from: share\ncolumns: [name, {bar: signed, width: 80pt}]\n");
	assert_int_equal(place_in(f, 7, PT(300)), FIT_ALL);
	up = find_fill(f, "accent", 0);
	down = find_fill(f, "accent", 1);
	assert_int_equal(up->box.w, PT(50));
	assert_int_equal(down->box.w, PT(30));
	assert_int_equal(down->box.x + down->box.w, up->box.x);
	assert_true(up->elem != 0); /* its figures stand nowhere else */
	assert_non_null(strstr(tags(f), "Figure alt=\"−3\""));
}

static void
decimals_stand_on_their_mark(void **state)
{
	struct fixture *f = *state;
	const struct mark *wide, *narrow;
	dimen end;

	must_bind(
	    f, "from: share\ncolumns: [name, {field: value, align: decimal, empty: \"–\"}]\n");
	assert_int_equal(place_in(f, 7, PT(300)), FIT_ALL);
	end = f->report->masters->items[0].width - f->report->masters->items[0].outer;
	wide = find_words(f, "27,10", 0);
	narrow = find_words(f, "8,40", 0);
	if (narrow == NULL)
		narrow = find_words(f, "8,4", 0);
	assert_non_null(wide);
	assert_non_null(narrow);
	assert_int_equal(wide->box.x + wide->box.w, end);
	{
		struct line lines[2] = {
		    {.pieces = wide->detail, .count = 1},
		    {.pieces = narrow->detail, .count = 1},
		};

		assert_int_equal(wide->box.x + decimal_offset(f->texts, &lines[0], ","),
		    narrow->box.x + decimal_offset(f->texts, &lines[1], ","));
	}
}

/* ---- what rows say ------------------------------------------------------------------------- */

static void
changes_groups_and_totals(void **state)
{
	struct fixture *f = *state;
	const struct mark *fill;
	const char *text;

	must_bind(f, PLACES);
	assert_int_equal(place_in(f, 7, PT(300)), FIT_ALL);
	text = tags(f);
	assert_non_null(strstr(text, "TH scope=Row rows=3 \"Accueil collectif Multi-accueil\""));
	assert_non_null(strstr(text, "TD \"−1\""));
	assert_non_null(strstr(text, "TD \"+15" NNBSP "%\""));
	assert_non_null(strstr(text,
	    "TH scope=Row \"Montant\"\n        TD \"1" NNBSP "424" NNBSP "413" NNBSP
	    "€\"\n        TD \"1" NNBSP "420" NNBSP "000" NNBSP "€\"\n        TD \"NS\""));
	assert_non_null(strstr(text, "TH scope=Row columns=2 \"Total\""));
	assert_non_null(strstr(text, "Table alt=\"Places\""));
	assert_int_equal(half_row(f, "27", 0), 5 + 4 + 1);
	assert_int_equal(half_row(f, "6", 0), 10 + 8);
	fill = find_fill(f, "tint", 0);
	assert_int_equal(fill->box.h, PT(56));
	assert_int_equal(fill->box.x, f->report->masters->items[0].inner - PT(7));
	assert_int_equal(fill->box.w, f->report->masters->items[0].width - 2 * (fill->box.x));
	assert_int_equal(find_fill(f, "strong-rule", 0)->box.h, PT(28));
	text = marks(f);
	assert_non_null(strstr(text, "table fall \"−1\""));
	assert_non_null(strstr(text, "table rise \"+6\""));
	assert_non_null(strstr(text, "table-strong white \"+10" NNBSP "%\""));
	assert_non_null(strstr(text, "table \"NS\""));
}

static void
totals_are_added_up(void **state)
{
	struct fixture *f = *state;

	must_bind(f, AID "total: [loans, grants]\n");
	assert_int_equal(place_in(f, 7, PT(400)), FIT_ALL);
	assert_non_null(strstr(tags(f),
	    "TFoot\n      TR\n        TH scope=Row \"Total\"\n        TD\n"
	    "        TD \"11" NNBSP "441" NNBSP "€\"\n        TD \"17" NNBSP "662" NNBSP "€\""));
}

static void
subtotals_are_not_added(void **state)
{
	struct fixture *f = *state;

	must_bind(f, "from: places\ncolumns: [kind, {field: now, format: integer}]\n"
		     "rows: [{where: \"kind = 'S/TOTAL'\", style: subtotal}, {where: \"kind = "
		     "'Total'\", style:"
		     " total}]\ntotal: {sum: now, label: Somme, style: filled}\n");
	place_in(f, 7, PT(600));
	/* 26 + 693 + 5122151 + 6 + 227 + 1420000 */
	assert_non_null(
	    strstr(tags(f), "TH scope=Row \"Somme\"\n        TD \"6" NNBSP "543" NNBSP "103\""));
}

/* ---- breaks -------------------------------------------------------------------------------- */

static int
count_of(const char *text, const char *what)
{
	int n = 0;

	for (const char *at = strstr(text, what); at != NULL; at = strstr(at + 1, what))
		n++;
	return n;
}

static void
heads_are_repeated_but_tagged_once(void **state)
{
	struct fixture *f = *state;

	must_bind(f, AID);
	assert_int_equal(place_in(f, 7, PT(42 + 42 * 2)), FIT_PART);
	assert_int_equal(f->b.cursor, 2);
	assert_int_equal(place_in(f, 7, PT(42 + 42 * 3)), FIT_ALL);
	assert_int_equal(half_row(f, "0", 0), 12);
	assert_int_equal(count_of(tags(f), "THead"), 1);
	assert_int_equal(count_of(tags(f), "TBody"), 1);
	assert_int_equal(count_of(tags(f), "Table"), 1);
	assert_int_equal(count_of(tags(f), "familles aidées"), 1);
	assert_int_equal(count_of(marks(f), "\"familles aidées\""), 2);
	assert_int_equal(count_of(tags(f), "TR\n"), 6);
}

static void
a_head_does_not_stand_alone(void **state)
{
	struct fixture *f = *state;
	struct room room;

	must_bind(f, AID);
	room = new_room(f, 7, PT(42 + 28));
	assert_int_equal(table_class.place(&f->l, &f->b, &room), FIT_NONE);
	assert_int_equal(room.page->count, 0);
	assert_int_equal(f->b.elem, 0);
}

static void
a_total_does_not_stand_alone(void **state)
{
	struct fixture *f = *state;

	must_bind(f, AID "total: [loans, grants]\n");
	assert_int_equal(place_in(f, 7, PT(42 + 42 * 5)), FIT_PART);
	assert_int_equal(f->b.cursor, 4);
	assert_int_equal(place_in(f, 7, PT(42 + 42 + 28)), FIT_ALL);
}

static void
groups_stay_together(void **state)
{
	struct fixture *f = *state;

	must_bind(f, PLACES);
	assert_int_equal(place_in(f, 7, PT(28 + 56 + 55)), FIT_PART);
	assert_int_equal(f->b.cursor, 3);
	assert_int_equal(place_in(f, 7, PT(400)), FIT_ALL);
}

static void
a_group_longer_than_a_page_is_divided(void **state)
{
	struct fixture *f = *state;

	must_bind(f, PLACES);
	assert_int_equal(place_in(f, 7, PT(28 + 42)), FIT_PART);
	assert_int_equal(f->b.cursor, 2);
	assert_int_equal(place_in(f, 7, PT(28 + 42)), FIT_PART);
	assert_int_equal(f->b.cursor, 3);
	assert_int_equal(count_of(marks(f), "\"Accueil collectif\""), 2);
	assert_int_equal(count_of(tags(f), "Accueil collectif"), 1);
}

static void
a_note_ends_on_the_grid(void **state)
{
	struct fixture *f = *state;

	must_bind(f, AID "note: Source de test.\nshow-caption: yes\ncaption: Les aides\n");
	assert_int_equal(place_in(f, 7, PT(42 + 42 * 5)), FIT_PART);
	assert_int_equal(place_in(f, 7, PT(400)), FIT_ALL);
	assert_int_equal(half_row(f, "Source de test.", 0) % 2, 0);
	assert_int_equal(half_row(f, "Les aides", 0) % 2, 0);
	assert_non_null(strstr(tags(f), "    Caption \"Les aides\""));
	assert_non_null(strstr(tags(f), "\n  P \"Source de test.\""));
}

static void
a_trial_leaves_nothing_behind(void **state)
{
	struct fixture *f = *state;
	struct checkpoint start = pages_checkpoint(f->l.pages);
	char *first;

	must_bind(f, PLACES);
	assert_int_equal(place_in(f, 7, PT(28 + 56 + 55)), FIT_PART);
	assert_int_equal(place_in(f, 7, PT(400)), FIT_ALL);
	first = arena_text(f->a, marks(f));
	pages_rewind(f->l.pages, start);
	f->b.cursor = 0;
	f->b.elem = 0;
	assert_int_equal(place_in(f, 7, PT(28 + 56 + 55)), FIT_PART);
	assert_int_equal(place_in(f, 7, PT(400)), FIT_ALL);
	assert_string_equal(first, marks(f));
}

/* ---- mistakes ------------------------------------------------------------------------------ */

static void
refused(struct fixture *f, const char *yaml, const char *code)
{
	diag_empty(f->d);
	assert_false(bind_block(f, yaml));
	if (!said(f, code))
		fail_msg("%s is not said", code);
}

static void
mistakes_are_told(void **state)
{
	struct fixture *f = *state;

	refused(f, "columns: [label]\n", "[missing-setting]");
	refused(f, "from: aid\nquery: select 1\ncolumns: [label]\n", "[missing-setting]");
	refused(f, "from: aid\ncolumns: [lable]\n", "[unknown-column]");
	refused(f, "from: aid\ncolumns: [{head: rien}]\n", "[bad-column]");
	refused(f, "from: aid\ncolumns: [{field: label, width: wide}]\n", "[bad-width]");
	refused(f, "from: aid\ncolumns: [label]\ngroup: loans\n", "[group-column]");
	refused(f, "from: aid\ncolumns: [label, {change: [loans], as: {all: percent}}]\n",
	    "[bad-change]");
	refused(f, "from: aid\ncolumns: [label, {change: [loans, grants], as: {all: percent}}]\n",
	    "[change-undefined]");
	refused(
	    f, "from: places\ncolumns: [{field: now, format: {by: kind}}]\n", "[unknown-format]");
	refused(f, "from: share\ncolumns: [name, value]\n", "[missing-value]");
	refused(f, "from: aid\ncolumns: [label]\ntotal: [label]\n", "[bad-total]");
	refused(f, "from: aid\ncolumns: [label]\ntotal: [loans]\n", "[bad-total]");
	refused(f, "from: places\ncolumns: [{field: now, format: {by: unit}}]\ntotal: now\n",
	    "[bad-total]");
	refused(f, "from: aid\ncolumns: [label, {bar: label}]\n", "[not-a-number]");
	refused(f, "from: aid\ncolumns: [label, {bar: {fields: loans, colours: mauve}}]\n",
	    "[unknown-colour]");
	refused(
	    f, "query: select * from aid where label = 'x'\ncolumns: [label]\n", "[missing-value]");
}

static void
rules_are_read_strictly(void **state)
{
	static const char *const wrong[] = {"kind", "kind = S/TOTAL", "kind = '", "kind = 'a",
	    "= 'a'", "kind == 'a'", "kind = 'a' or 1", "kind = 'a''", "a.kind = 'a'",
	    "kind = ''a'"};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(wrong); i++)
		refused(f,
		    arena_printf(f->a,
			"from: places\ncolumns: [kind]\nrows: [{where: \"%s\", style: total}]"
			"\n",
			wrong[i]),
		    "[bad-where]");
	refused(f, "from: places\ncolumns: [kind]\nrows: [{where: \"2023 = 'a'\", style: total}]\n",
	    "[unknown-column]"); /* which a column may be called */
	diag_empty(f->d);
	must_bind(f,
	    "from: places\ncolumns: [kind]\nrows: [{where: \" kind='it''s' \", style: total}]\n");
	assert_true(said(f, "the text \"it's\""));
	assert_true(said(f, "[where-no-row]"));
}

static void
empty_cells_follow_missing(void **state)
{
	struct fixture *f = *state;

	must_bind(f, "from: share\nmissing: n.c.\ncolumns: [name, value]\n");
	place_in(f, 7, PT(300));
	assert_non_null(strstr(tags(f), "TD \"n.c.\""));
	assert_false(bind_block(f, "from: share\nmissing: omit\ncolumns: [name, value]\n"));
	assert_false(diag_failed(f->d));
	assert_false(bind_block(
	    f, "query: select * from aid where label = 'x'\nmissing: omit\ncolumns: [label]\n"));
	assert_false(diag_failed(f->d));
}

static void
too_wide_is_told_once(void **state)
{
	struct fixture *f = *state;

	must_bind(f,
	    "from: aid\ncolumns: [{field: label, width: 400pt}, {field: loans, width: 100pt}]\n");
	place_in(f, 7, PT(300));
	place_in(f, 7, PT(300));
	assert_int_equal(diag_count(f->d, DIAG_ERROR), 1);
	assert_true(said(f, "[table-too-wide]"));
	assert_true(said(f, "11.3 mm"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(rows_stand_on_the_grid),
	    TEST(a_table_that_begins_on_a_row_comes_to_the_grid),
	    TEST(figures_end_where_their_column_ends),
	    TEST(the_largest_bar_spans_its_column),
	    TEST(values_below_zero_go_left),
	    TEST(decimals_stand_on_their_mark),
	    TEST(changes_groups_and_totals),
	    TEST(totals_are_added_up),
	    TEST(subtotals_are_not_added),
	    TEST(heads_are_repeated_but_tagged_once),
	    TEST(a_head_does_not_stand_alone),
	    TEST(a_total_does_not_stand_alone),
	    TEST(groups_stay_together),
	    TEST(a_group_longer_than_a_page_is_divided),
	    TEST(a_note_ends_on_the_grid),
	    TEST(a_trial_leaves_nothing_behind),
	    TEST(mistakes_are_told),
	    TEST(rules_are_read_strictly),
	    TEST(empty_cells_follow_missing),
	    TEST(too_wide_is_told_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
