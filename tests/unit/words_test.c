/* words_test.c: what changed in the words of a block: text, figures with their cells, looks, lines.
 */
#include "state_fixture.h"

#define AT(y) "    text 20," #y " 100x6 body ink "

static void
test_words(void **state)
{
	struct bench b = bench_open();

	(void)state;
	assert_string_equal(
	    bench_says(&b, AT(30) "\"un deux trois\"\n", AT(30) "\"un deux trois\"\n"), "");
	assert_string_equal(
	    bench_says(&b, AT(30) "\"un deux trois\"\n", AT(30) "\"un dé trois\"\n"),
	    "text: \"deux\" → \"dé\"\n");
	assert_string_equal(bench_says(&b, AT(30) "\"un deux trois\"\n", AT(30) "\"un trois\"\n"),
	    "text: \"deux\" is gone\n");
	assert_string_equal(bench_says(&b, AT(30) "\"un trois\"\n", AT(30) "\"un deux trois\"\n"),
	    "text: \"deux\" is new\n");
	bench_close(&b);
}

static void
test_a_swap_is_one_change(void **state)
{
	struct bench b = bench_open();

	(void)state;
	assert_string_equal(bench_says(&b, AT(30) "\"les deux chats noirs dorment\"\n",
				AT(30) "\"les chats deux noirs dorment\"\n"),
	    "text: \"deux chats\" → \"chats deux\"\n");
	bench_close(&b);
}

/* Whether a hyphen divides it, or not, it is the same word; that the line breaks elsewhere is said
 * once. */
static void
test_divided_words(void **state)
{
	struct bench b = bench_open();
	const char *says;

	(void)state;
	says = bench_says(&b, AT(30) "\"un exem-\" ~\n" AT(42) "\"ple rare\"\n",
	    AT(30) "\"un\"\n" AT(42) "\"exemple rare\"\n");
	assert_string_equal(says, "text: lines break elsewhere: \"exemple\" now begins a line\n");
	says = bench_says(&b, AT(30) "\"un\"\n" AT(42) "\"deux trois\"\n",
	    AT(30) "\"un deux\"\n" AT(42) "\"trois\"\n");
	assert_string_equal(
	    says, "text: lines break elsewhere: \"deux\" no longer begins a line\n");
	bench_close(&b);
}

/* Written by somebody who means harm: time and memory stay in proportion. */
static void
test_a_word_divided_for_ever(void **state)
{
	enum { LINES = 20000 };
	static const char line[] = AT(30) "\"ab-\" ~\n", other[] = AT(30) "\"cd-\" ~\n";
	struct bench b = bench_open();
	char *old = arena_alloc(b.a, LINES * (sizeof line - 1) + 1);
	char *new = arena_alloc(b.a, LINES * (sizeof other - 1) + 1);
	size_t before = arena_used(b.a);

	(void)state;
	for (int i = 0; i < LINES; i++) {
		memcpy(old + (size_t)i * (sizeof line - 1), line, sizeof line);
		memcpy(new + (size_t)i *(sizeof other - 1), other, sizeof other);
	}
	assert_non_null(strstr(bench_says(&b, old, new), "text: "));
	assert_in_range(arena_used(b.a) - before, 0, 100 << 20);
	bench_close(&b);
}

static void
test_figures(void **state)
{
	struct bench b = bench_open();

	(void)state;
	assert_string_equal(bench_says(&b, AT(30) "\"24 088\" <d.csv:3:5 \"24 088\">\n",
				AT(30) "\"24 083\" <d.csv:3:5 \"24 083\">\n"),
	    "figures: 24 088 → 24 083 (d.csv:3:5)\n");
	/* In a sentence; the words around it stay. */
	assert_string_equal(
	    bench_says(&b,
		AT(30) "\"il y a 12 aides pour 7 familles\" <d.csv:2:1 \"12\"> <d.csv:2:5 \"7\">\n",
		AT(30) "\"il y a 12 aides pour 8 familles\" <d.csv:2:1 \"12\"> <d.csv:2:5 "
		       "\"8\">\n"),
	    "figures: 7 → 8 (d.csv:2:5)\n");
	/* The same figure from another line of the file is the same figure. */
	assert_string_equal(
	    bench_says(&b, AT(30) "\"7\" <d.csv:2:5 \"7\">\n", AT(30) "\"7\" <d.csv:9:5 \"7\">\n"),
	    "");
	bench_close(&b);
}

/* A figure is narrower with other digits: that is told once. The same words in another width are a
 * block of another size. */
static void
test_width_follows_from_words(void **state)
{
	struct bench b = bench_open();

	(void)state;
	assert_string_equal(
	    bench_says(&b, "    text 20,30 60x6 body ink \"1 088\" <d.csv:3:5 \"1 088\">\n",
		"    text 20,30 50x6 body ink \"1 081\" <d.csv:3:5 \"1 081\">\n"),
	    "figures: 1 088 → 1 081 (d.csv:3:5)\n");
	assert_non_null(strstr(bench_says(&b, "    text 20,30 60x6 body ink \"oui\"\n",
				   "    text 20,30 50x6 body ink \"oui\"\n"),
	    "blocks: resized: 17.64 by 2.12 mm, it was 21.17 by 2.12 mm"));
	bench_close(&b);
}

static void
test_links(void **state)
{
	struct bench b = bench_open();

	(void)state;
	assert_string_equal(bench_says(&b, AT(30) "\"ici\"\n    link 20,30 9x6 \"https://a.fr\"\n",
				AT(30) "\"ici\"\n    link 20,30 9x6 \"https://b.fr\"\n"),
	    "text: a link leads to https://b.fr, it led to https://a.fr\n");
	assert_string_equal(bench_says(&b, AT(30) "\"ici\"\n    link 20,30 9x6 \"https://a.fr\"\n",
				AT(30) "\"ici\"\n"),
	    "text: a link to https://a.fr is gone\n");
	bench_close(&b);
}

/* What looks the same may be read in another order. */
static void
test_order_of_blocks(void **state)
{
	struct bench b = bench_open();

	(void)state;
	assert_string_equal(
	    bench_says(&b,
		AT(30) "\"un\"\n  block c\n" AT(42) "\"deux\"\n  block d\n" AT(54) "\"trois\"\n",
		AT(30) "\"un\"\n  block d\n" AT(54) "\"trois\"\n  block c\n" AT(42) "\"deux\"\n"),
	    "tags: is painted and read after d now, it was before\n");
	bench_close(&b);
}

static void
test_looks(void **state)
{
	struct bench b = bench_open();

	(void)state;
	assert_string_equal(
	    bench_says(&b, AT(30) "\"un deux\"\n", "    text 20,30 100x6 body sun \"un deux\"\n"),
	    "styles and colours: colour ink → sun, ΔE 64.5 (\"un deux\")\n");
	assert_string_equal(
	    bench_says(&b, AT(30) "\"un deux\"\n", "    text 20,30 100x6 bold ink \"un deux\"\n"),
	    "styles and colours: style body → bold (\"un deux\")\n");
	bench_close(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_words),
	    cmocka_unit_test(test_a_swap_is_one_change),
	    cmocka_unit_test(test_divided_words),
	    cmocka_unit_test(test_a_word_divided_for_ever),
	    cmocka_unit_test(test_figures),
	    cmocka_unit_test(test_width_follows_from_words),
	    cmocka_unit_test(test_links),
	    cmocka_unit_test(test_order_of_blocks),
	    cmocka_unit_test(test_looks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
