/* align_test.c: which old word, page or block is which new one.
 */
#include "state_fixture.h"

/* The edits as text: "=" both, "-" gone, "+" new. */
static const char *
script(struct arena *a, const char *old, const char *new)
{
	uint64_t p[64], q[64];
	size_t n = strlen(old), m = strlen(new), count;
	struct edit *edits;
	char *text;

	for (size_t i = 0; i < n; i++)
		p[i] = (uint64_t)old[i];
	for (size_t i = 0; i < m; i++)
		q[i] = (uint64_t) new[i];
	edits = align_rows(a, p, n, q, m, &count);
	text = arena_alloc(a, count + 1);
	for (size_t i = 0; i < count; i++)
		text[i] = edits[i].new < 0 ? '-' : edits[i].old < 0 ? '+' : '=';
	text[count] = '\0';
	return text;
}

static void
test_rows(void **state)
{
	struct arena *a = arena_open();

	(void)state;
	assert_string_equal(script(a, "", ""), "");
	assert_string_equal(script(a, "abc", "abc"), "===");
	assert_string_equal(script(a, "", "ab"), "++");
	assert_string_equal(script(a, "ab", ""), "--");
	assert_string_equal(script(a, "abcd", "acd"), "=-==");
	assert_string_equal(script(a, "acd", "abcd"), "=+==");
	assert_int_equal(strlen(script(a, "abcabba", "cbabac")), 9); /* Myers' own: five edits */
	arena_close(a);
}

/* In order, each side whole, whatever the rows: also when the limit of edits is passed. */
static void
test_rows_are_whole(void **state)
{
	static const size_t lengths[] = {1, 17, 900, 4000};

	(void)state;
	for (size_t k = 0; k < COUNT(lengths); k++) {
		size_t n = lengths[k], count, i = 0, j = 0;
		struct arena *a = arena_open();
		uint64_t *p = NEW_ARRAY(a, uint64_t, n), *q = NEW_ARRAY(a, uint64_t, n);
		unsigned seed = 3;
		struct edit *edits;

		for (size_t x = 0; x < n; x++) {
			seed = seed * 1664525 + 1013904223;
			p[x] = seed >> 28;
			q[x] = seed >> 12 & 15;
		}
		edits = align_rows(a, p, n, q, n, &count);
		for (size_t x = 0; x < count; x++) {
			if (edits[x].old >= 0)
				assert_int_equal(edits[x].old, i++);
			if (edits[x].new >= 0)
				assert_int_equal(edits[x].new, j++);
			if (edits[x].old >= 0 && edits[x].new >= 0)
				assert_true(p[edits[x].old] == q[edits[x].new]);
		}
		assert_int_equal(i, n);
		assert_int_equal(j, n);
		arena_close(a);
	}
}

/* Pages of one letter each as a state. */
static const struct state *
pages(struct bench *b, const char *letters)
{
	const char *text = HEAD;
	struct state *s;

	for (int i = 0; letters[i] != '\0'; i++)
		text = arena_printf(b->a,
		    "%spage %d \"\" 300x400 plain\n  block plain/text-1\n    text 20,30 9x6 body "
		    "ink "
		    "\"page %c\"\n    text 20,42 9x6 body ink \"du même %c\"\n",
		    text, i + 1, letters[i], letters[i]);
	s = state_read(b->a, b->d, "x.state", text, strlen(text));
	assert_non_null(s);
	return s;
}

/* "0:0 1:- -:1": index in old and new. */
static const char *
paired(struct bench *b, const char *old, const char *new)
{
	size_t count;
	struct page_pair *list = align_pages(b->a, pages(b, old), pages(b, new), &count);
	const char *text = "";

	for (size_t i = 0; i < count; i++) {
		char sides[2][16] = {"-", "-"};

		for (int k = 0; k < 2; k++) {
			if (list[i].page[k] >= 0)
				snprintf(sides[k], sizeof sides[k], "%d", list[i].page[k]);
		}
		text = arena_printf(b->a, "%s%s%s:%s", text, i > 0 ? " " : "", sides[0], sides[1]);
	}
	return text;
}

static void
test_pages(void **state)
{
	struct bench b = bench_open();

	(void)state;
	assert_string_equal(paired(&b, "abc", "abc"), "0:0 1:1 2:2");
	assert_string_equal(paired(&b, "abc", "axbc"), "0:0 -:1 1:2 2:3");
	assert_string_equal(paired(&b, "abc", "ac"), "0:0 1:- 2:1");
	assert_string_equal(paired(&b, "", "ab"), "-:0 -:1");
	/* Like no other, in the place of another: it is that one, all changed. */
	assert_string_equal(paired(&b, "abc", "axc"), "0:0 1:1 2:2");
	bench_close(&b);
}

/* Unnamed blocks are counted, so one more renames those after it. */
static void
test_counted_blocks(void **state)
{
	struct bench b = bench_open();
	const char *old = HEAD "page 1 \"\" 300x400 plain\n"
			       "  block plain/text-1\n    text 20,30 9x6 body ink \"un\"\n"
			       "  block plain/text-2\n    text 20,42 9x6 body ink \"deux\"\n"
			       "  block named\n    text 20,54 9x6 body ink \"trois\"\n";
	const char *new = HEAD "page 1 \"\" 300x400 plain\n"
			       "  block plain/text-1\n    text 20,20 9x6 body ink \"zéro\"\n"
			       "  block plain/text-2\n    text 20,30 9x6 body ink \"un\"\n"
			       "  block plain/text-3\n    text 20,42 9x6 body ink \"deux\"\n"
			       "  block named\n    text 20,54 9x6 body ink \"autre\"\n";
	struct state *p = state_read(b.a, b.d, "old", old, strlen(old));
	struct state *q = state_read(b.a, b.d, "new", new, strlen(new));
	size_t count;
	struct page_pair *list;

	(void)state;
	list = align_blocks(b.a, &p->pages[0], &q->pages[0], &count);
	assert_int_equal(count, 4);
	assert_int_equal(list[0].page[0], -1);
	assert_int_equal(list[1].page[0], 0);
	assert_int_equal(list[2].page[0], 1);
	assert_int_equal(list[3].page[0], 2);
	bench_close(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_rows),
	    cmocka_unit_test(test_rows_are_whole),
	    cmocka_unit_test(test_pages),
	    cmocka_unit_test(test_counted_blocks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
