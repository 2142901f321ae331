/* program.c: other people's programs, run with fixed words and never by a shell. They read files
 * that anybody may have made, so each is held: no input, its memory and time limited, its output
 * cut off at a limit, nothing of our environment but PATH and HOME, the locale C. Several run at a
 * time.
 *
 * Parts of PATH that are no absolute folder ("", ".", "bin") are passed over: bilan runs in a
 * project that may have come from anybody, and no program of it is to be taken for poppler's.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bilan/diff.h"

enum { COMPLAINT_LIMIT = 4000, CHUNK = 1 << 16, NOT_THERE = 127, PATH_LIMIT = 4096 };
#define MEMORY_LIMIT ((rlim_t)3 << 30)

/* Where it is, into `file`. */
static bool
find_program(const char *name, char file[PATH_LIMIT])
{
	const char *path = getenv("PATH");

	if (strchr(name, '/') != NULL)
		return false;
	for (const char *at = path != NULL ? path : "/usr/bin:/bin"; *at != '\0';) {
		size_t n = strcspn(at, ":");

		if (snprintf(file, PATH_LIMIT, "%.*s/%s", (int)n, at, name) < PATH_LIMIT &&
		    *at == '/' && access(file, X_OK) == 0)
			return true;
		at += n + (at[n] == ':');
	}
	return false;
}

bool
program_found(const char *name)
{
	char file[PATH_LIMIT];

	return find_program(name, file);
}

/* In the new process; does not come back. */
static void
become(const struct run_program *r, const char *file, const int out[2], const int errors[2],
    int seconds)
{
	struct rlimit memory = {MEMORY_LIMIT, MEMORY_LIMIT};
	struct rlimit cpu = {(rlim_t)seconds, (rlim_t)seconds + 1}, none = {0, 0};
	int nothing = open("/dev/null", O_RDONLY);
	char locale[] = "LC_ALL=C.UTF-8", *environment[4] = {locale, NULL, NULL, NULL};
	char path[PATH_LIMIT], home[PATH_LIMIT];
	const char *value;
	int n = 1;

	if ((value = getenv("PATH")) != NULL && strlen(value) < sizeof path - 8) {
		snprintf(path, sizeof path, "PATH=%s", value);
		environment[n++] = path;
	}
	if ((value = getenv("HOME")) != NULL && strlen(value) < sizeof home - 8) {
		snprintf(home, sizeof home, "HOME=%s", value);
		environment[n++] = home;
	}
	setrlimit(RLIMIT_AS, &memory);
	setrlimit(RLIMIT_CPU, &cpu);
	setrlimit(RLIMIT_CORE, &none);
	if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(out[1], 1) < 0 || dup2(errors[1], 2) < 0)
		_exit(NOT_THERE);
	for (int fd = 3; fd < 256; fd++)
		close(fd);
	{
		extern char **environ;

		environ = environment;
	}
	execv(file, (char *const *)(uintptr_t)r->words);
	_exit(NOT_THERE);
}

static void
start(struct run_program *r, int seconds)
{
	int out[2] = {-1, -1}, errors[2] = {-1, -1};
	char file[PATH_LIMIT];

	r->ended = false;
	r->status = -1;
	r->pid = -1;
	if (!find_program(r->words[0], file))
		errno = ENOENT;
	else if (pipe(out) == 0 && pipe(errors) == 0) {
		for (int i = 0; i < 2; i++) {
			fcntl(out[i], F_SETFD, FD_CLOEXEC);
			fcntl(errors[i], F_SETFD, FD_CLOEXEC);
		}
		r->pid = fork();
		if (r->pid == 0)
			become(r, file, out, errors, seconds);
	}
	if (out[1] >= 0)
		close(out[1]);
	if (errors[1] >= 0)
		close(errors[1]);
	r->fd[0] = out[0];
	r->fd[1] = errors[0];
	if (r->pid < 0)
		buf_printf(&r->complaint, "cannot start %s: %s", r->words[0], strerror(errno));
}

static void
stop(struct run_program *r)
{
	if (r->pid > 0)
		kill(r->pid, SIGKILL);
}

/* Takes what has come on one of the pipes; closes it at its end. */
static void
take(struct run_program *r, int which)
{
	static char bytes[CHUNK];
	struct buf *to = which == 0 ? &r->out : &r->complaint;
	size_t limit = which == 0 ? r->limit : COMPLAINT_LIMIT;
	ssize_t n = read(r->fd[which], bytes, sizeof bytes);

	if (n < 0 && errno == EINTR)
		return;
	if (n <= 0) {
		close(r->fd[which]);
		r->fd[which] = -1;
		return;
	}
	if (to->len + (size_t)n <= limit) {
		buf_add(to, bytes, (size_t)n);
	} else if (which == 0) {
		r->status = -2;
		stop(r);
	}
}

static void
finish(struct run_program *r)
{
	int status = 0;

	r->ended = true;
	if (r->pid < 0)
		return;
	while (waitpid(r->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	if (r->status == -2)
		return;
	r->status = WIFEXITED(status) ? WEXITSTATUS(status) : -2;
	if (r->status == NOT_THERE)
		r->status = -1;
}

/* Waits until a running program says something; stops those that take too long. */
static void
wait_for(struct run_program *runs, size_t from, size_t to, double end)
{
	struct pollfd list[32];
	struct run_program *of[32];
	nfds_t n = 0;

	for (size_t i = from; i < to; i++) {
		for (int k = 0; k < 2 && n < COUNT(list); k++) {
			if (runs[i].ended || runs[i].fd[k] < 0)
				continue;
			of[n] = &runs[i];
			list[n++] = (struct pollfd){.fd = runs[i].fd[k], .events = POLLIN};
		}
	}
	if (poll(list, n, 1000) < 0 && errno != EINTR)
		return;
	for (nfds_t i = 0; i < n; i++) {
		if (list[i].revents != 0)
			take(of[i], of[i]->fd[0] == list[i].fd ? 0 : 1);
	}
	for (size_t i = from; i < to; i++) {
		if (!runs[i].ended && seconds_now() > end) {
			runs[i].status = -2;
			stop(&runs[i]);
		}
		if (!runs[i].ended && runs[i].fd[0] < 0 && runs[i].fd[1] < 0)
			finish(&runs[i]);
	}
}

/* In order, `jobs` at a time: the next batch starts when all of the last are done. */
void
programs_run(struct run_program *runs, size_t count, size_t jobs, int seconds)
{
	jobs = jobs < 1 ? 1 : jobs > 16 ? 16 : jobs;
	for (size_t from = 0; from < count; from += jobs) {
		size_t to = from + jobs < count ? from + jobs : count;
		double end = seconds_now() + 4 * seconds;
		bool running = true;

		for (size_t i = from; i < to; i++)
			start(&runs[i], seconds);
		while (running) {
			wait_for(runs, from, to, end);
			running = false;
			for (size_t i = from; i < to; i++)
				running = running || !runs[i].ended;
		}
	}
}
