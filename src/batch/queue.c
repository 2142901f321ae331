/* queue.c: workers that take items from a queue.
 *
 * Workers are forked from the process that has warmed up, so all that is read and shaped once is
 * theirs without a copy. Parent and worker talk over a socket: the parent sends an item's number,
 * the worker answers with a length and that many bytes. A worker that dies closes its socket: the
 * one item it had is told as lost, and another worker takes its place. One that takes too long is
 * killed. When the parent dies, workers read the end of their socket and end after the item they
 * have.
 *
 * After `lifetime` items a worker is replaced by a fresh copy of the warm process: whatever it has
 * gathered (shaped words, a heap in pieces) is gone, so memory is flat over any number of items.
 *
 * An interrupt lets the items that were begun end; a second one kills the workers. Workers ignore
 * it.
 *
 * When no worker can be started any more, or they die without an item again and again, the machine
 * is to blame: the run ends as broken.
 */
#include <errno.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bilan/batch.h"

enum { JOBS_MOST = 256, TICK = 100, REFORKS_MOST = 20 };
#define ANSWER_MOST ((uint64_t)256 << 20)

struct worker {
	pid_t pid; /* 0: none */
	int fd;
	bool busy, killed, stopped; /* killed: too late; stopped: by a second interrupt */
	size_t item, made;
	double started;
	struct buf in;
};

struct running {
	const struct queue *q;
	const size_t *items;
	size_t count, next;
	struct worker workers[JOBS_MOST];
	int jobs, failures; /* failures: workers that died without an item */
	int reason;         /* errno of the last worker that could not be started */
	bool ending, broken;
};

static volatile sig_atomic_t interrupts;

static void
on_interrupt(int signal)
{
	(void)signal;
	interrupts++;
}

/* ---- the worker ----------------------------------------------------------------------------- */

static bool
read_whole(int fd, void *bytes, size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t n = read(fd, (char *)bytes + done, size - done);

		if (n == 0 || (n < 0 && errno != EINTR))
			return false;
		done += n > 0 ? (size_t)n : 0;
	}
	return true;
}

static bool
write_whole(int fd, const void *bytes, size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t n = send(fd, (const char *)bytes + done, size - done, MSG_NOSIGNAL);

		if (n < 0 && errno != EINTR)
			return false;
		done += n > 0 ? (size_t)n : 0;
	}
	return true;
}

/* Pages of address space now, in bytes; 0: not known. */
static size_t
space_used(void)
{
	FILE *f = fopen("/proc/self/statm", "r");
	unsigned long pages = 0;

	if (f == NULL)
		return 0;
	if (fscanf(f, "%lu", &pages) != 1)
		pages = 0;
	fclose(f);
	return (size_t)pages * (size_t)sysconf(_SC_PAGESIZE);
}

static _Noreturn void
work(const struct queue *q, int fd)
{
	struct buf answer = {0};
	uint64_t item;

	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN); /* it may be sent to all of a job, the parent too */
	signal(SIGHUP, SIG_IGN);
	if (q->memory > 0) {
		rlim_t most = (rlim_t)(space_used() + q->memory);

		setrlimit(RLIMIT_AS, &(struct rlimit){most, most});
	}
	mallopt(
	    M_MMAP_THRESHOLD, 1 << 30); /* memory given back is asked for again by the next item */
	mallopt(M_TRIM_THRESHOLD, 1 << 30);
	while (read_whole(fd, &item, sizeof item)) {
		uint64_t length;

		buf_empty(&answer);
		q->work(q->self, (size_t)item, &answer);
		length = answer.len;
		if (!write_whole(fd, &length, sizeof length) ||
		    !write_whole(fd, answer.at, answer.len))
			break;
	}
	fflush(stderr);
	_exit(0);
}

/* ---- the parent ----------------------------------------------------------------------------- */

static bool
start_worker(struct running *r, struct worker *w)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) {
		r->reason = errno;
		return false;
	}
	fflush(stdout);
	fflush(stderr);
	buf_empty(&w->in);
	w->pid = fork();
	if (w->pid == 0) {
		close(ends[0]);
		for (int i = 0; i < r->jobs; i++) {
			if (&r->workers[i] != w && r->workers[i].pid > 0)
				close(r->workers[i]
					  .fd); /* else they would not hear the parent's end */
		}
		work(r->q, ends[1]);
	}
	if (w->pid < 0)
		r->reason = errno;
	close(ends[1]);
	w->fd = ends[0];
	w->busy = w->killed = w->stopped = false;
	w->made = 0;
	if (w->pid < 0) {
		close(w->fd);
		w->pid = 0;
	}
	return w->pid > 0;
}

static int
end_worker(struct worker *w)
{
	int status = 0;

	close(w->fd);
	while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	w->pid = 0;
	return status;
}

/* Sends the next item, if there is one; false when the worker does not listen. */
static bool
send_next(struct running *r, struct worker *w)
{
	uint64_t item;

	if (r->ending || r->next == r->count)
		return true;
	item = r->items[r->next];
	if (!write_whole(w->fd, &item, sizeof item))
		return false;
	w->item = r->items[r->next++];
	w->busy = true;
	w->started = seconds_now();
	return true;
}

static void
tell_lost(struct running *r, struct worker *w, long pid, int status)
{
	const struct queue *q = r->q;
	char says[120];
	const char *why = "crash";

	if (w->killed) {
		why = "timeout";
		snprintf(
		    says, sizeof says, "it took longer than %.0f s and was stopped", q->timeout);
	} else if (w->stopped) {
		why = "interrupted";
		snprintf(says, sizeof says, "it was interrupted");
	} else if (WIFSIGNALED(status)) {
		snprintf(says, sizeof says, "its worker was ended by signal %d (%s)",
		    WTERMSIG(status), strsignal(WTERMSIG(status)));
	} else if (q->memory > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 3) {
		why = "memory";
		snprintf(
		    says, sizeof says, "it took more than %zu MB and was stopped", q->memory >> 20);
	} else {
		snprintf(says, sizeof says, "its worker ended with status %d",
		    WIFEXITED(status) ? WEXITSTATUS(status) : -1);
	}
	w->busy = false;
	if (!q->lost(q->self, w->item, pid, why, says))
		r->ending = true;
}

static void
replace(struct running *r, struct worker *w)
{
	bool had = w->busy;
	long pid = w->pid;
	int status = end_worker(w);

	if (had)
		tell_lost(r, w, pid, status);
	else if (++r->failures > REFORKS_MOST)
		r->ending = r->broken = true;
	if (r->ending || r->next == r->count)
		return;
	if (!start_worker(r, w) || !send_next(r, w))
		r->failures++;
}

/* Takes what the worker sent; true when an answer is whole. */
static bool
take_answer(struct running *r, struct worker *w)
{
	char bytes[65536];
	ssize_t n = read(w->fd, bytes, sizeof bytes);
	uint64_t length;

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return false;
	if (n <= 0) {
		replace(r, w);
		return false;
	}
	buf_add(&w->in, bytes, (size_t)n);
	if (w->in.len < sizeof length)
		return false;
	memcpy(&length, w->in.at, sizeof length);
	if (length > ANSWER_MOST) {
		kill(w->pid, SIGKILL);
		return false;
	}
	return w->in.len >= sizeof length + length;
}

static void
listen_to(struct running *r, struct worker *w)
{
	const struct queue *q = r->q;
	size_t item = w->item;

	if (!take_answer(r, w))
		return;
	w->busy = false;
	w->made++;
	if (q->lifetime > 0 && w->made >= q->lifetime && r->next < r->count && !r->ending) {
		struct buf answer = w->in;

		w->in = (struct buf){0};
		end_worker(w);
		if (!start_worker(r, w) || !send_next(r, w))
			r->failures++;
		if (!q->done(q->self, item, answer.at + 8, answer.len - 8))
			r->ending = true;
		buf_close(&answer);
		return;
	}
	if (!send_next(r, w)) /* before the answer is read: it has something to do */
		r->failures++;
	if (!q->done(q->self, item, w->in.at + 8, w->in.len - 8))
		r->ending = true;
	buf_empty(&w->in);
}

static void
stop_late(struct running *r)
{
	double time = seconds_now();

	for (int i = 0; i < r->jobs; i++) {
		struct worker *w = &r->workers[i];

		if (w->pid == 0 || !w->busy || w->killed)
			continue;
		if (r->q->timeout > 0 && time - w->started > r->q->timeout) {
			w->killed = true;
			kill(w->pid, SIGKILL);
		} else if (interrupts > 1 && !w->stopped) {
			w->stopped = true;
			kill(w->pid, SIGKILL);
		}
	}
	r->ending = r->ending || interrupts > 0;
}

static bool
any_busy(const struct running *r)
{
	for (int i = 0; i < r->jobs; i++) {
		if (r->workers[i].pid > 0 && r->workers[i].busy)
			return true;
	}
	return false;
}

static void
listen_all(struct running *r)
{
	struct pollfd polls[JOBS_MOST];
	struct worker *who[JOBS_MOST];
	nfds_t n = 0;

	for (int i = 0; i < r->jobs; i++) {
		if (r->workers[i].pid == 0)
			continue;
		who[n] = &r->workers[i];
		polls[n++] = (struct pollfd){.fd = r->workers[i].fd, .events = POLLIN};
	}
	if (poll(polls, n, TICK) < 0)
		return;
	for (nfds_t i = 0; i < n; i++) {
		if (polls[i].revents != 0)
			listen_to(r, who[i]);
	}
}

static enum queue_end
run_all(struct running *r)
{
	for (int i = 0; i < r->jobs; i++) {
		if (!start_worker(r, &r->workers[i]) || !send_next(r, &r->workers[i]))
			r->failures++;
	}
	while (any_busy(r)) {
		listen_all(r);
		stop_late(r);
		if (r->q->tick != NULL)
			r->q->tick(r->q->self);
	}
	for (int i = 0; i < r->jobs; i++) {
		if (r->workers[i].pid > 0)
			end_worker(&r->workers[i]);
		buf_close(&r->workers[i].in);
	}
	if (interrupts > 0)
		return QUEUE_INTERRUPTED;
	if (r->broken || (r->next < r->count && !r->ending))
		return QUEUE_BROKEN;
	return r->ending ? QUEUE_STOPPED : QUEUE_DONE;
}

enum queue_end
queue_run(const struct queue *q, const size_t *items, size_t count, int *reason)
{
	struct running *r = mem_alloc(sizeof *r);
	struct sigaction catch = {.sa_handler = on_interrupt}, old[3];
	static const int signals[3] = {SIGINT, SIGTERM, SIGHUP};
	enum queue_end end;

	*r = (struct running){.q = q, .items = items, .count = count};
	r->jobs = q->jobs < 1 ? 1 : q->jobs > JOBS_MOST ? JOBS_MOST : q->jobs;
	if ((size_t)r->jobs > count)
		r->jobs = (int)count;
	interrupts = 0;
	for (int i = 0; i < 3; i++)
		sigaction(signals[i], &catch, &old[i]);
	end = run_all(r);
	*reason = r->broken ? 0 : r->reason;
	for (int i = 0; i < 3; i++)
		sigaction(signals[i], &old[i], NULL);
	free(r);
	return end;
}
