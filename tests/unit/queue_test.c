/* queue_test.c: workers that crash, hang or take too much lose their one item; all others are done;
 * an interrupt lets begun items end; a worker does not grow old.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "bilan/batch.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

enum { ITEMS = 200, CRASHES = 50, HANGS = 60, GREEDY = 70, ENDS = 80, TALKATIVE = 90 };

struct seen {
	char answers[ITEMS][32];
	const char *lost[ITEMS];
	size_t done, losses, workers, lengths;
	long pid, pids[ITEMS];
	size_t stop_after, interrupt_after;
	bool well;  /* items behave */
	bool slow;  /* item 1 does not end */
	bool twice; /* a second interrupt */
};

static void
work(void *self, size_t item, struct buf *answer)
{
	const struct seen *s = self;

	if (s->slow && item == 1)
		sleep(60);
	if (!s->well && item == CRASHES)
		kill(getpid(), SIGKILL);
	if (!s->well && item == HANGS)
		sleep(60);
	if (!s->well && item == GREEDY && !SANITIZED) {
		char *much = mem_alloc((size_t)512 << 20); /* ends the program */

		much[1] = 1;
		buf_add(answer, much, 1);
	}
	if (!s->well && item == ENDS)
		_exit(7);
	buf_printf(answer, "%zu %ld", item, (long)getpid());
	for (int i = 0; item == TALKATIVE && i < 300000; i++)
		buf_text(answer, " word");
}

static bool
done(void *self, size_t item, const char *answer, size_t length)
{
	struct seen *s = self;
	size_t n = length < 31 ? length : 31;
	bool known = false;

	memcpy(s->answers[item], answer, n);
	s->answers[item][n] = '\0';
	s->pid = strtol(strchr(s->answers[item], ' '), NULL, 10);
	for (size_t i = 0; i < s->workers; i++)
		known = known || s->pids[i] == s->pid;
	if (!known)
		s->pids[s->workers++] = s->pid;
	s->done++;
	s->lengths += length;
	if (s->done == s->interrupt_after)
		raise(SIGTERM);
	if (s->done == s->interrupt_after && s->twice)
		raise(SIGTERM);
	return s->done != s->stop_after;
}

static bool
lost(void *self, size_t item, long pid, const char *why, const char *says)
{
	struct seen *s = self;

	assert_true(pid > 0 && *says != '\0');
	s->lost[item] = why;
	s->losses++;
	return true;
}

static int reason;

static enum queue_end
run(struct seen *s, struct queue q)
{
	static size_t items[ITEMS];

	for (size_t i = 0; i < ITEMS; i++)
		items[i] = i;
	q.self = s;
	q.work = work;
	q.done = done;
	q.lost = lost;
	return queue_run(&q, items, ITEMS, &reason);
}

static void
each_item_is_done_once(void **state)
{
	static struct seen s;

	(void)state;
	s = (struct seen){.well = true};
	assert_int_equal(run(&s, (struct queue){.jobs = 3}), QUEUE_DONE);
	assert_int_equal(s.done, ITEMS);
	assert_int_equal(s.losses, 0);
	for (size_t i = 0; i < ITEMS; i++)
		assert_int_equal(strtoul(s.answers[i], NULL, 10), i);
	assert_in_range(s.workers, 1, 3);
	assert_true(s.lengths > 1500000); /* an answer may be long */
}

static void
a_worker_that_is_lost_loses_one_item(void **state)
{
	static struct seen s;

	(void)state;
	s = (struct seen){0};
	assert_int_equal(run(&s, (struct queue){.jobs = 2,
				     .timeout = 1,
				     .memory = SANITIZED ? 0 : (size_t)64 << 20}),
	    QUEUE_DONE);
	assert_int_equal(s.losses, SANITIZED ? 3 : 4);
	assert_int_equal(s.done, ITEMS - s.losses);
	assert_string_equal(s.lost[CRASHES], "crash");
	assert_string_equal(s.lost[HANGS], "timeout");
	if (!SANITIZED)
		assert_string_equal(s.lost[GREEDY], "memory");
	assert_string_equal(s.lost[ENDS], "crash");
}

static void
workers_are_replaced_before_they_grow(void **state)
{
	static struct seen s;

	(void)state;
	s = (struct seen){.well = true};
	assert_int_equal(run(&s, (struct queue){.jobs = 1, .lifetime = 20}), QUEUE_DONE);
	assert_int_equal(s.done, ITEMS);
	assert_int_equal(s.workers, ITEMS / 20);
}

static void
it_ends_early_when_told_so(void **state)
{
	static struct seen s;

	(void)state;
	s = (struct seen){.well = true, .stop_after = 10};
	assert_int_equal(run(&s, (struct queue){.jobs = 2}), QUEUE_STOPPED);
	assert_in_range(s.done, 10, 12); /* what was begun has been finished */
}

static void
an_interrupt_lets_begun_items_end(void **state)
{
	static struct seen s;

	(void)state;
	s = (struct seen){.well = true, .interrupt_after = 10};
	assert_int_equal(run(&s, (struct queue){.jobs = 2}), QUEUE_INTERRUPTED);
	assert_in_range(s.done, 10, 14);
	assert_int_equal(s.losses, 0);
}

static void
a_second_interrupt_stops_them(void **state)
{
	static struct seen s;

	(void)state;
	s = (struct seen){.well = true, .slow = true, .twice = true, .interrupt_after = 10};
	assert_int_equal(run(&s, (struct queue){.jobs = 2}), QUEUE_INTERRUPTED);
	assert_string_equal(s.lost[1], "interrupted");
}

static void
no_worker_can_be_started(void **state)
{
	static struct seen s;
	struct rlimit files, none;

	(void)state;
	s = (struct seen){.well = true};
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &files), 0);
	none = files;
	none.rlim_cur = 3;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	assert_int_equal(run(&s, (struct queue){.jobs = 2}), QUEUE_BROKEN);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &files), 0);
	assert_int_equal(reason, EMFILE);
	assert_int_equal(s.done + s.losses, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_item_is_done_once),
	    cmocka_unit_test(a_worker_that_is_lost_loses_one_item),
	    cmocka_unit_test(workers_are_replaced_before_they_grow),
	    cmocka_unit_test(it_ends_early_when_told_so),
	    cmocka_unit_test(an_interrupt_lets_begun_items_end),
	    cmocka_unit_test(a_second_interrupt_stops_them),
	    cmocka_unit_test(no_worker_can_be_started),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
