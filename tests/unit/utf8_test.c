/* utf8_test.c: characters in and out, the nearest word, and the hashes with their published vectors
 * (SHA-256: NIST's short and long messages). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "bilan/base.h"

static void
every_character_survives(void **state)
{
	char text[5];

	(void)state;
	for (uint32_t c = 1; c <= 0x10FFFF; c++) {
		size_t n = utf8_put(c, text);
		const char *at = text;
		uint32_t expect = c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c;

		text[n] = '\0';
		if (utf8_next(&at) != expect || at != text + n || utf8_check(text, n) != n)
			fail_msg("U+%04X", (unsigned)c);
	}
	assert_int_equal(utf8_put(0x110000, text), 3);
	assert_memory_equal(text, "\xEF\xBF\xBD", 3);
}

static void
bad_bytes_are_replaced_one_by_one(void **state)
{
	static const char *const bad[] = {"\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x80\xAF",
	    "\xED\xA0\x80", "\xF0\x80\x80\xAF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF",
	    "\xC3", "\xE2\x82", "\xF0\x9F\x98", "\xC3x", "\xE2\x82x"};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		const char *at = bad[i];

		assert_int_equal(utf8_check(bad[i], strlen(bad[i])), 0);
		assert_int_equal(utf8_next(&at), 0xFFFD);
		assert_ptr_equal(at, bad[i] + 1);
	}
	assert_int_equal(utf8_check("été\0x", 7), 5);
	assert_int_equal(utf8_check("\xC3\xA9", 1), 0);
	assert_int_equal(utf8_check("", 0), 0);
	assert_int_equal(utf8_count("été", 5), 3);
}

static void
nearest_word_suggests_only_what_is_near(void **state)
{
	static const char *const words[] = {
	    "label", "value", "hole", "whole", "année", "bar-chart"};
	char longer[66];

	(void)state;
	assert_string_equal(nearest_word("lable", words, COUNT(words)), "label");
	assert_string_equal(nearest_word("hoel", words, COUNT(words)), "hole");
	assert_string_equal(nearest_word("wole", words, COUNT(words)), "hole");
	assert_string_equal(nearest_word("annee", words, COUNT(words)), "année");
	assert_string_equal(nearest_word("barchart", words, COUNT(words)), "bar-chart");
	assert_null(nearest_word("zebra", words, COUNT(words)));
	assert_null(nearest_word("x", words, COUNT(words)));
	assert_null(nearest_word("", words, COUNT(words)));
	assert_null(nearest_word("lable", words, 0));
	memset(longer, 'a', 65);
	longer[65] = '\0';
	assert_null(nearest_word(longer, (const char *const[]){longer}, 1));
	assert_string_equal(
	    nearest_word(longer + 1, (const char *const[]){longer + 2}, 1), longer + 2);
}

static void
one_slip_is_one_edit(void **state)
{
	(void)state;
	assert_true(one_slip_apart("euro", "euro"));
	assert_true(one_slip_apart("eruo", "euro"));
	assert_true(one_slip_apart("eur", "euro"));
	assert_true(one_slip_apart("euroo", "euro"));
	assert_true(one_slip_apart("été", "étè"));
	assert_false(one_slip_apart("euro/h", "euro"));
	assert_false(one_slip_apart("parent", "percent"));
	assert_false(one_slip_apart("ruoe", "euro"));
	assert_false(one_slip_apart("", "of"));
}

static void
capitals_and_blanks_are_no_difference_to_alike(void **state)
{
	(void)state;
	assert_true(utf8_alike("Émails reçus", "émails\u00A0 Reçus "));
	assert_true(utf8_alike("ŒUVRE", "œuvre"));
	assert_true(utf8_alike("", " "));
	assert_false(utf8_alike("émails", "emails"));
	assert_false(utf8_alike("emails", "email"));
	assert_false(utf8_alike("email", "emails"));
	assert_false(utf8_alike("\u00D7", "\u00F7"));
}

/* The distance by its definition, each pair of beginnings in a table. */
static size_t
plain_distance(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b), d[20][20];

	for (size_t i = 0; i <= n; i++)
		for (size_t j = 0; j <= m; j++) {
			size_t best = i == 0 ? j : j == 0 ? i : SIZE_MAX;

			if (i > 0 && j > 0) {
				best = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
				best = d[i - 1][j] + 1 < best ? d[i - 1][j] + 1 : best;
				best = d[i][j - 1] + 1 < best ? d[i][j - 1] + 1 : best;
			}
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    d[i - 2][j - 2] + 1 < best)
				best = d[i - 2][j - 2] + 1;
			d[i][j] = best;
		}
	return d[n][m];
}

static uint32_t
next_random(void)
{
	static uint32_t x = 1;

	return (x = x * 1664525 + 1013904223) >> 8;
}

static void
random_word(char *word, size_t most, uint32_t letters)
{
	size_t n = 1 + next_random() % most;

	for (size_t i = 0; i < n; i++)
		word[i] = (char)('a' + next_random() % letters);
	word[n] = '\0';
}

static void
what_is_given_up_early_was_far(void **state)
{
	char a[20], b[20];
	size_t near = 0;

	(void)state;
	for (int i = 0; i < 200000; i++) {
		const char *candidate = b;

		random_word(a, 12, 4);
		random_word(b, 12, 4);
		bool expect = plain_distance(a, b) < strlen(a) / 3 + 1;
		if ((nearest_word(a, &candidate, 1) != NULL) != expect)
			fail_msg("%s, %s", a, b);
		near += expect;
	}
	assert_true(near > 1000);
}

/* Three thousand links to blocks that are not there: each is looked for among three thousand. */
static void
many_words_are_looked_for_in_time(void **state)
{
	enum { WORDS = 3000 };
	static char words[WORDS][20], asked[20];
	static const char *candidates[WORDS];
	clock_t start = clock();

	(void)state;
	for (int i = 0; i < WORDS; i++) {
		random_word(words[i], 16, 26);
		candidates[i] = words[i];
	}
	for (int i = 0; i < WORDS; i++) {
		random_word(asked, 16, 26);
		(void)nearest_word(asked, candidates, WORDS);
	}
	double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
	print_message("3000 words among 3000: %.2f s\n", seconds);
	assert_true(seconds < 10);
}

static void
sha256_gives_the_published_digests(void **state)
{
	static const struct {
		const char *text, *hex;
	} cases[] = {
	    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
	    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
	    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
	};
	char hex[65], *long_text = malloc(1000000);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		sha256_hex(cases[i].text, strlen(cases[i].text), hex);
		assert_string_equal(hex, cases[i].hex);
	}
	assert_non_null(long_text);
	memset(long_text, 'a', 1000000);
	sha256_hex(long_text, 1000000, hex);
	assert_string_equal(
	    hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
	free(long_text);
}

/* The mixing undone gives FNV-1a's published values; here only: it separates and is stable. */
static void
hash_depends_on_every_byte_and_the_seed(void **state)
{
	(void)state;
	assert_true(hash_bytes("a", 1, 0) != hash_bytes("b", 1, 0));
	assert_true(hash_bytes("a", 1, 0) != hash_bytes("a", 1, 1));
	assert_true(hash_bytes("", 0, 0) != hash_bytes("", 1, 0));
	assert_true(hash_bytes("foobar", 6, 0) == hash_bytes("foobar", 6, 0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_character_survives),
	    cmocka_unit_test(bad_bytes_are_replaced_one_by_one),
	    cmocka_unit_test(nearest_word_suggests_only_what_is_near),
	    cmocka_unit_test(one_slip_is_one_edit),
	    cmocka_unit_test(capitals_and_blanks_are_no_difference_to_alike),
	    cmocka_unit_test(what_is_given_up_early_was_far),
	    cmocka_unit_test(many_words_are_looked_for_in_time),
	    cmocka_unit_test(sha256_gives_the_published_digests),
	    cmocka_unit_test(hash_depends_on_every_byte_and_the_seed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
