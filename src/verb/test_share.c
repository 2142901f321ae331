/* test_share.c: cases are shared out to as many processes as there are processors; each sends what
 * came of its cases through a pipe. A process that dies takes its remaining cases with it, and they
 * are reported so. With --approve everything happens in one process, since somebody may be asked.
 */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "testing.h"

enum { WORKERS_MOST = 16 };

/* ---- results through a pipe --------------------------------------------------------------- */

struct frame {
	size_t index, lengths[4];
	int verdict, milliseconds;
	unsigned reads;
};

static bool
send_bytes(int fd, const void *bytes, size_t n)
{
	for (const char *at = bytes; n > 0;) {
		ssize_t done = write(fd, at, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		at += done;
		n -= (size_t)done;
	}
	return true;
}

static void
send_verdict(int fd, size_t index, const struct verdict_of *v)
{
	struct frame f = {index, {v->summary.len, v->details.len, v->sheet.len, v->events.len},
	    (int)v->verdict, v->milliseconds, v->reads};
	const struct buf *parts[] = {&v->summary, &v->details, &v->sheet, &v->events};

	send_bytes(fd, &f, sizeof f);
	for (size_t i = 0; i < COUNT(parts); i++) {
		if (parts[i]->len > 0)
			send_bytes(fd, parts[i]->at, parts[i]->len);
	}
}

/* What has come from one worker; `from`: up to where it is read. Stops at a frame that is not whole
 * yet. */
static void
take_frames(struct work *w, const struct buf *in, size_t *from)
{
	struct frame f;

	while (*from + sizeof f <= in->len) {
		size_t at = *from + sizeof f;
		struct verdict_of *v;

		memcpy(&f, in->at + *from, sizeof f);
		if (f.index >= w->count ||
		    f.lengths[0] + f.lengths[1] + f.lengths[2] + f.lengths[3] > in->len - at)
			return;
		v = &w->verdicts[f.index];
		v->verdict = (enum verdict)f.verdict;
		v->milliseconds = f.milliseconds;
		v->reads = f.reads;
		v->done = true;
		for (int i = 0; i < 4; i++) {
			struct buf *parts[] = {&v->summary, &v->details, &v->sheet, &v->events};

			buf_add(parts[i], in->at + at, f.lengths[i]);
			at += f.lengths[i];
		}
		*from = at;
	}
}

/* In the order of the cases: a result waits for those before it. */
static void
tell_ready(struct work *w)
{
	for (; w->told < w->count && w->verdicts[w->told].done; w->told++)
		w->tell(w, w->told);
}

/* ---- workers ------------------------------------------------------------------------------ */

static void
run_share(struct work *w, size_t first, size_t step, int fd)
{
	for (size_t i = first; i < w->count; i += step) {
		struct verdict_of *v = &w->verdicts[i];
		struct how how = w->how;

		how.number = (int)i + 1;
		case_run(&w->cases[i], how, v);
		v->done = true;
		if (fd < 0) {
			tell_ready(w);
			continue;
		}
		send_verdict(fd, i, v);
		buf_close(&v->summary);
		buf_close(&v->details);
		buf_close(&v->sheet);
		buf_close(&v->events);
	}
}

/* False: the worker has ended. */
static bool
take(struct work *w, int fd, struct buf *in, size_t *from)
{
	char bytes[1 << 14];
	ssize_t n = read(fd, bytes, sizeof bytes);

	if (n < 0 && errno == EINTR)
		return true;
	if (n <= 0)
		return false;
	buf_add(in, bytes, (size_t)n);
	take_frames(w, in, from);
	tell_ready(w);
	return true;
}

static void
gather(struct work *w, const int *fds, size_t workers)
{
	struct buf in[WORKERS_MOST] = {0};
	size_t from[WORKERS_MOST] = {0}, open = workers;
	struct pollfd list[WORKERS_MOST];

	for (size_t i = 0; i < workers; i++)
		list[i] = (struct pollfd){.fd = fds[i], .events = POLLIN};
	while (open > 0 && (poll(list, (nfds_t)workers, -1) >= 0 || errno == EINTR)) {
		for (size_t i = 0; i < workers; i++) {
			if (list[i].fd < 0 || list[i].revents == 0 ||
			    take(w, list[i].fd, &in[i], &from[i]))
				continue;
			close(list[i].fd);
			list[i].fd = -1;
			open--;
		}
	}
	for (size_t i = 0; i < workers; i++)
		buf_close(&in[i]);
}

/* How many workers have started; each does every n-th case. */
static size_t
start_workers(struct work *w, size_t wanted, int *fds)
{
	size_t started = 0;

	fflush(stdout);
	for (; started < wanted; started++) {
		int ends[2];
		pid_t pid;

		if (pipe(ends) != 0)
			break;
		pid = fork();
		if (pid == 0) {
			close(ends[0]);
			run_share(w, started, wanted, ends[1]);
			close(ends[1]);
			_exit(0);
		}
		close(ends[1]);
		fds[started] = ends[0];
		if (pid < 0) {
			close(ends[0]);
			break;
		}
	}
	return started;
}

void
cases_run(struct work *w)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	size_t workers = processors < 1              ? 1
			 : processors > WORKERS_MOST ? WORKERS_MOST
						     : (size_t)processors;
	size_t started;
	int fds[WORKERS_MOST];

	workers = workers > w->count ? w->count : workers;
	if (workers <= 1 || w->how.approve) {
		run_share(w, 0, 1, -1);
		return;
	}
	started = start_workers(w, workers, fds);
	gather(w, fds, started);
	while (wait(NULL) > 0 || errno == EINTR)
		continue;
	/* What could not be shared out is done here; what a worker took with it is told. */
	for (size_t i = started; i < workers; i++)
		run_share(w, i, workers, -1);
	for (size_t i = 0; i < w->count; i++) {
		if (w->verdicts[i].done)
			continue;
		w->verdicts[i].done = true;
		w->verdicts[i].verdict = VERDICT_TROUBLE;
		buf_text(&w->verdicts[i].summary, "the process that ran it ended");
	}
	tell_ready(w);
}
