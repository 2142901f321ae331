/* arena_test.c: memory is zeroed, aligned, kept over rewinds; buffers and maps that live on it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bilan/base.h"

static bool
is_zero(const char *at, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (at[i] != 0)
			return false;
	}
	return true;
}

static void
memory_is_zeroed_and_aligned(void **state)
{
	struct arena *a = arena_open();

	(void)state;
	for (int round = 0; round < 3; round++) {
		for (size_t size = 0; size < 200000; size = size * 3 + 1) {
			char *got = arena_alloc(a, size);

			assert_int_equal((uintptr_t)got % _Alignof(max_align_t), 0);
			assert_true(is_zero(got, size));
			if (size > 0)
				memset(got, 0xAA, size);
		}
		arena_empty(a);
		assert_int_equal(arena_used(a), 0);
	}
	arena_close(a);
	arena_close(NULL);
}

static void
rewind_forgets_what_came_after_the_mark(void **state)
{
	struct arena *a = arena_open();
	char *kept = arena_text(a, "kept");
	struct arena_mark mark = arena_mark(a);
	size_t used = arena_used(a);
	char *first = arena_alloc(a, 100);

	(void)state;
	for (int i = 0; i < 50; i++)
		memset(arena_alloc(a, 100000), 'x', 100000);
	assert_true(arena_used(a) > 5000000);
	arena_rewind(a, mark);
	assert_int_equal(arena_used(a), used);
	assert_ptr_equal(arena_alloc(a, 100), first);
	assert_string_equal(kept, "kept");
	arena_close(a);
}

/* A large request must not strand the spare chunks it skips. */
static void
spare_chunks_are_used_again(void **state)
{
	struct arena *a = arena_open();
	char *small[40];

	(void)state;
	for (size_t i = 0; i < COUNT(small); i++)
		small[i] = arena_alloc(a, 500000);
	arena_empty(a);
	arena_alloc(a, 50000000); /* larger than any chunk */
	for (size_t i = 0; i < COUNT(small); i++) {
		char *again = arena_alloc(a, 500000);
		bool known = false;

		for (size_t j = 0; j < COUNT(small); j++)
			known |= again == small[j];
		assert_true(known);
	}
	arena_close(a);
}

static void
arrays_grow_and_keep_their_items(void **state)
{
	struct arena *a = arena_open();
	int *items = NULL, *other = NULL;
	size_t n = 0, cap = 0, other_cap = 0;

	(void)state;
	for (int i = 0; i < 10000; i++) {
		GROW(a, items, n, cap);
		items[n++] = i;
		GROW(a, other, n - 1, other_cap);
		other[n - 1] = -i;
	}
	for (int i = 0; i < 10000; i++) {
		assert_int_equal(items[i], i);
		assert_int_equal(other[i], -i);
	}
	arena_close(a);
}

static void
the_last_piece_grows_in_place(void **state)
{
	struct arena *a = arena_open();
	char *text = arena_text(a, "abc"), *more = arena_more(a, text, 4, 1000);

	(void)state;
	assert_ptr_equal(more, text);
	assert_string_equal(more, "abc");
	assert_true(is_zero(more + 4, 996));
	memset(more, 'y', 1000);
	assert_true(is_zero(arena_alloc(a, 1000), 1000));
	assert_ptr_not_equal(arena_more(a, more, 1000, 2000), more);
	arena_close(a);
}

static void
text_is_copied_and_printed(void **state)
{
	struct arena *a = arena_open();

	(void)state;
	assert_string_equal(arena_copy(a, "abcdef", 3), "abc");
	assert_string_equal(arena_copy(a, NULL, 0), "");
	assert_string_equal(arena_printf(a, "%s is %d", "six", 6), "six is 6");
	arena_close(a);
}

static void
buffers_grow(void **state)
{
	struct buf b = {0};

	(void)state;
	buf_add(&b, "", 0);
	assert_string_equal(b.at, "");
	for (int i = 0; i < 1000; i++)
		buf_printf(&b, "%d,", i);
	assert_int_equal(b.len, 3890);
	assert_memory_equal(b.at, "0,1,2,", 6);
	assert_string_equal(b.at + b.len - 4, "999,");
	buf_empty(&b);
	assert_string_equal(b.at, "");
	buf_integer(&b, 0);
	buf_byte(&b, ' ');
	buf_integer(&b, INT64_MIN);
	buf_text(&b, " ");
	buf_integer(&b, INT64_MAX);
	assert_string_equal(b.at, "0 -9223372036854775808 9223372036854775807");
	buf_close(&b);
	assert_null(b.at);
	buf_close(&b);
}

static void
maps_find_and_keep_the_order(void **state)
{
	struct arena *a = arena_open();
	struct map *m = map_new(a);
	int value[5000];

	(void)state;
	assert_null(map_find(m, ""));
	for (int i = 0; i < 5000; i++)
		map_add(m, arena_printf(a, "key %d", i), &value[i]);
	map_add(m, "key 7", &value[0]);
	map_add(m, "", &value[1]);
	assert_int_equal(map_count(m), 5001);
	assert_ptr_equal(map_find(m, "key 7"), &value[0]);
	assert_ptr_equal(map_find(m, ""), &value[1]);
	assert_ptr_equal(map_find(m, "key 4999"), &value[4999]);
	assert_null(map_find(m, "key 5000"));
	assert_string_equal(map_key(m, 42), "key 42");
	assert_ptr_equal(map_value(m, 42), &value[42]);
	assert_ptr_equal(map_value(m, 7), &value[0]);
	arena_close(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(memory_is_zeroed_and_aligned),
	    cmocka_unit_test(rewind_forgets_what_came_after_the_mark),
	    cmocka_unit_test(spare_chunks_are_used_again),
	    cmocka_unit_test(arrays_grow_and_keep_their_items),
	    cmocka_unit_test(the_last_piece_grows_in_place),
	    cmocka_unit_test(text_is_copied_and_printed),
	    cmocka_unit_test(buffers_grow),
	    cmocka_unit_test(maps_find_and_keep_the_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
