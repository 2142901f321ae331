/* base_test.c: lengths, decimals, memory, text, hashes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bilan/base.h"

static void
test_lengths_are_read_exactly(void **state)
{
	dimen d;

	(void)state;
	assert_true(dimen_read("9.5pt", &d));
	assert_int_equal(d, 9728);
	assert_true(dimen_read("210mm", &d));
	assert_int_equal(d, 609562);    /* 210 / 25.4 * 72 * 1024 = 609562.2 */
	assert_true(dimen_read("-1in", &d));
	assert_int_equal(d, -73728);
	assert_true(dimen_read("1 cm", &d));
	assert_int_equal(d, 29027);
	assert_false(dimen_read("12", &d));
	assert_false(dimen_read("12px", &d));
	assert_false(dimen_read("mm", &d));
	assert_false(dimen_read("1e3pt", &d));
	assert_false(dimen_read("100001pt", &d));
	assert_false(dimen_read("99999999999999999999mm", &d));
}

static void
test_points_are_written_without_float(void **state)
{
	char out[24];

	(void)state;
	dimen_points(PT(9.5), 2, out);
	assert_string_equal(out, "9.5");
	dimen_points(-1, 3, out);
	assert_string_equal(out, "-0.001");
	dimen_points(-1, 2, out);
	assert_string_equal(out, "0");
	dimen_points(609562, 2, out);
	assert_string_equal(out, "595.28");
	dimen_points(PT(100), 0, out);
	assert_string_equal(out, "100");
}

static struct decimal
dec(const char *text)
{
	struct decimal d;

	assert_true(decimal_read(text, &d));
	return d;
}

static void
assert_decimal(struct decimal d, const char *text)
{
	char out[24];

	decimal_write(d, out);
	assert_string_equal(out, text);
}

static void
test_decimals_stay_exact(void **state)
{
	struct decimal d;

	(void)state;
	assert_true(decimal_add(dec("0.1"), dec("0.2"), &d));
	assert_decimal(d, "0.3");
	assert_true(decimal_subtract(dec("1"), dec("1.05"), &d));
	assert_decimal(d, "-0.05");
	assert_true(decimal_multiply(dec("1.25"), dec("4"), &d));
	assert_decimal(d, "5");
	assert_int_equal(decimal_compare(dec("89.9"), dec("89.90")), 0);
	assert_int_equal(decimal_compare(dec("-1"), dec("0.1")), -1);
	assert_true(decimal_add(dec("999999999999999999"), dec("0"), &d));
	assert_false(decimal_add(dec("999999999999999999"), dec("1"), &d));
	assert_false(decimal_read("1.", &d));
	assert_false(decimal_read("", &d));
	assert_false(decimal_read("1,5", &d));
	assert_false(decimal_read("9999999999999999999", &d));
}

static void
test_rounding_is_half_away_from_zero(void **state)
{
	struct decimal d;

	(void)state;
	assert_true(decimal_round(dec("2.5"), 0, &d));
	assert_decimal(d, "3");
	assert_true(decimal_round(dec("-2.5"), 0, &d));
	assert_decimal(d, "-3");
	assert_true(decimal_round(dec("2.49"), 0, &d));
	assert_decimal(d, "2");
	assert_true(decimal_divide(dec("17"), dec("107"), 4, &d));
	assert_decimal(d, "0.1589");
	assert_true(decimal_divide(dec("1"), dec("3"), 2, &d));
	assert_decimal(d, "0.33");
	assert_true(decimal_divide(dec("-1"), dec("8"), 2, &d));
	assert_decimal(d, "-0.13");
	assert_true(decimal_divide(dec("1"), dec("9"), 0, &d));
	assert_decimal(d, "0");
	assert_true(decimal_divide(dec("5"), dec("9"), 0, &d));
	assert_decimal(d, "1");
	assert_false(decimal_divide(dec("1"), dec("0"), 2, &d));
	assert_int_equal(decimal_share(dec("1"), dec("3"), 1000), 333);
}

static void
test_arenas_give_zeroed_memory_again(void **state)
{
	struct arena *a = arena_open();
	struct arena_mark mark;
	char *first;

	(void)state;
	mark = arena_mark(a);
	first = arena_alloc(a, 100);
	memset(first, 'x', 100);
	arena_alloc(a, 3 << 20);
	arena_rewind(a, mark);
	for (int i = 0; i < 100; i++)
		assert_int_equal(((char *)arena_alloc(a, 1))[0], 0);
	assert_string_equal(arena_printf(a, "%d-%s", 12, "x"), "12-x");
	arena_empty(a);
	assert_int_equal(arena_used(a), 0);
	arena_close(a);
}

static void
test_maps_keep_order_and_replace(void **state)
{
	struct arena *a = arena_open();
	struct map *m = map_new(a);
	int values[100];

	(void)state;
	for (int i = 0; i < 100; i++)
		map_add(m, arena_printf(a, "key%d", i), &values[i]);
	map_add(m, "key7", &values[0]);
	assert_int_equal(map_count(m), 100);
	assert_string_equal(map_key(m, 42), "key42");
	assert_ptr_equal(map_find(m, "key99"), &values[99]);
	assert_ptr_equal(map_find(m, "key7"), &values[0]);
	assert_null(map_find(m, "key100"));
	arena_close(a);
}

static void
test_utf8_is_checked_and_counted(void **state)
{
	const char *at = "é\xff";

	(void)state;
	assert_int_equal(utf8_check("Ariège", 7), 7);
	assert_int_equal(utf8_check("a\xc0\x80", 3), 1);       /* overlong */
	assert_int_equal(utf8_check("\xed\xa0\x80", 3), 0);    /* surrogate */
	assert_int_equal(utf8_check("\xf4\x90\x80\x80", 4), 0);
	assert_int_equal(utf8_check("ab\0c", 4), 2);
	assert_int_equal(utf8_check("\xe2\x82", 2), 0);
	assert_int_equal(utf8_count("Ariège", 7), 6);
	assert_int_equal(utf8_next(&at), 0xE9);
	assert_int_equal(utf8_next(&at), 0xFFFD);
	assert_int_equal(*at, 0);
}

static void
test_nearest_word_is_near(void **state)
{
	static const char *const words[] = {"label", "value", "compare", "icon"};

	(void)state;
	assert_string_equal(nearest_word("lable", words, 4), "label");
	assert_string_equal(nearest_word("comparre", words, 4), "compare");
	assert_string_equal(nearest_word("icons", words, 4), "icon");
	assert_null(nearest_word("colour", words, 4));
	assert_null(nearest_word("x", words, 4));
}

static void
test_sha256_vectors(void **state)
{
	char out[65], *million = malloc(1000000);

	(void)state;
	sha256_hex("abc", 3, out);
	assert_string_equal(out, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	sha256_hex("", 0, out);
	assert_string_equal(out, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	memset(million, 'a', 1000000);
	sha256_hex(million, 1000000, out);
	assert_string_equal(out, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
	free(million);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lengths_are_read_exactly),
		cmocka_unit_test(test_points_are_written_without_float),
		cmocka_unit_test(test_decimals_stay_exact),
		cmocka_unit_test(test_rounding_is_half_away_from_zero),
		cmocka_unit_test(test_arenas_give_zeroed_memory_again),
		cmocka_unit_test(test_maps_keep_order_and_replace),
		cmocka_unit_test(test_utf8_is_checked_and_counted),
		cmocka_unit_test(test_nearest_word_is_near),
		cmocka_unit_test(test_sha256_vectors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
