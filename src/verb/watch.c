/* watch.c: `bilan watch` makes a report, and makes it again whenever a file that it is made from
 * changes, appears or goes. Each time it is made in a process of its own, exactly as `bilan build`
 * makes it, which sends home the names of the files that it read or looked for. A viewer that loads
 * a changed file again shows the pages as they are being written; while there are errors, the last
 * whole PDF stays.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "verb.h"

enum { LOOK_EACH = 200 /* milliseconds */, SETTLE = 50 };

struct look { /* what tells one state of a file from another; all 0: it is not there */
	int64_t seconds, nanoseconds, size;
	uint64_t inode;
};

struct watched {
	const char *path;
	struct look look;
};

struct watching { /* the files of one round, in its arena */
	struct arena *a;
	struct watched *files;
	size_t count;
};

static struct look
look_at(const char *path)
{
	struct stat s;

	if (stat(path, &s) != 0)
		return (struct look){0};
	return (struct look){s.st_mtim.tv_sec, s.st_mtim.tv_nsec, s.st_size, s.st_ino};
}

static bool
is_same(struct look a, struct look b)
{
	return a.seconds == b.seconds && a.nanoseconds == b.nanoseconds && a.size == b.size &&
	       a.inode == b.inode;
}

static void
look_again(struct watching *w)
{
	for (size_t i = 0; i < w->count; i++)
		w->files[i].look = look_at(w->files[i].path);
}

static const struct watched *
find_changed(const struct watching *w)
{
	for (size_t i = 0; i < w->count; i++) {
		if (!is_same(w->files[i].look, look_at(w->files[i].path)))
			return &w->files[i];
	}
	return NULL;
}

/* ---- the process that makes the report ------------------------------------------------------- */

static void
send_name(int home, const char *name)
{
	size_t left = strlen(name) + 1;

	while (left > 0) {
		ssize_t n = write(home, name, left);

		if (n < 0 && errno != EINTR)
			return;
		name += n > 0 ? n : 0;
		left -= n > 0 ? (size_t)n : 0;
	}
}

static int
make_once(const struct options *o, int home)
{
	struct make m;

	make_open(&m);
	if (make_load(&m, o) && make_tree(&m) && make_pages(&m))
		make_targets(&m, o);
	send_name(home, o->report);
	for (size_t i = 0; m.texts != NULL && i < texts_face_count(m.texts); i++)
		send_name(home, texts_face(m.texts, (int)i)->file);
	for (size_t i = 0; m.project != NULL && i < project_input_count(m.project); i++)
		send_name(home, project_input(m.project, i)->name);
	for (size_t i = 0; m.project != NULL && i < project_looked_count(m.project); i++)
		send_name(home, project_looked(m.project, i).path);
	close(home);
	return make_close(&m, o);
}

/* ---- the one that watches -------------------------------------------------------------------- */

static void
receive_names(int fd, struct buf *names)
{
	char bytes[4096];
	ssize_t n;

	while ((n = read(fd, bytes, sizeof bytes)) > 0 || (n < 0 && errno == EINTR))
		buf_add(names, bytes, n > 0 ? (size_t)n : 0);
}

static bool
is_since(struct look look, struct timespec time)
{
	return look.seconds > time.tv_sec ||
	       (look.seconds == time.tv_sec && look.nanoseconds >= time.tv_nsec);
}

/* The round's files. What was watched before keeps the look that it had before the round began: it
 * may have changed since it was read. For the same reason a new one that was written since then
 * counts as changed. */
static struct watching
note_files(const struct buf *names, const struct watching *before, struct timespec begun)
{
	struct watching w = {.a = arena_open()};
	struct map *known = map_new(w.a);

	for (size_t i = 0; i < before->count; i++)
		map_add(known, before->files[i].path, &before->files[i]);
	for (size_t i = 0; i < names->len; i += strlen(names->at + i) + 1)
		w.count++;
	w.files = NEW_ARRAY(w.a, struct watched, w.count + 1);
	w.count = 0;
	for (size_t i = 0; i < names->len; i += strlen(names->at + i) + 1) {
		const struct watched *old = map_find(known, names->at + i);
		struct watched *f = &w.files[w.count++];

		f->path = arena_text(w.a, names->at + i);
		f->look = old != NULL ? old->look : look_at(f->path);
		if (old == NULL && is_since(f->look, begun))
			f->look = (struct look){0};
	}
	return w;
}

/* False when there can be no process. */
static bool
make_round(const struct options *o, struct watching *w)
{
	struct buf names = {0};
	struct watching next;
	struct timespec begun;
	int ends[2], status = 0;
	pid_t pid;

	look_again(w);
	clock_gettime(CLOCK_REALTIME, &begun);
	if (pipe(ends) != 0)
		return false;
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		close(ends[0]);
		exit(make_once(o, ends[1]));
	}
	close(ends[1]);
	receive_names(ends[0], &names);
	close(ends[0]);
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (pid > 0 && WIFSIGNALED(status))
		fprintf(stderr, "bilan: the report's process was ended by signal %d (%s)\n",
		    WTERMSIG(status), strsignal(WTERMSIG(status)));
	if (names.len == 0 && w->count == 0) /* it died before it could say anything */
		buf_add(&names, o->report, strlen(o->report) + 1);
	if (names.len > 0) {
		next = note_files(&names, w, begun);
		arena_close(w->a);
		*w = next;
	}
	buf_close(&names);
	return pid > 0;
}

static void
pause_for(long milliseconds)
{
	struct timespec t = {milliseconds / 1000, milliseconds % 1000 * 1000000};

	nanosleep(&t, NULL);
}

static int
run(const struct options *o)
{
	struct watching w = {.a = arena_open()};
	const struct watched *changed;

	if (o->output != NULL && strcmp(o->output, "-") == 0) {
		fputs("bilan: watch writes files: name one with -o\n"
		      "bilan watch --help tells how it is used\n",
		    stderr);
		arena_close(w.a);
		return EXIT_USAGE;
	}
	while (make_round(o, &w)) {
		if (o->form != DIAG_JSON)
			fputs("watching; interrupt to end\n", stderr);
		while ((changed = find_changed(&w)) == NULL)
			pause_for(LOOK_EACH);
		if (o->form != DIAG_JSON)
			fprintf(stderr, "\n%s has changed\n", changed->path);
		pause_for(SETTLE); /* an editor may be writing several files */
	}
	fprintf(stderr, "bilan: no process for the report: %s\n", strerror(errno));
	arena_close(w.a);
	return EXIT_MACHINE;
}

const struct verb verb_watch = {
    .name = "watch",
    .operand = "REPORT.yaml",
    .options = OPT_PARAMETER | OPT_OUTPUT | OPT_TARGET | OPT_PRINTER | OPT_NO_SPOTS | OPT_ROOT |
	       OPT_MESSAGES | OPT_COLOUR,
    .help = "make a report's PDF again whenever a file of it changes",
    .run = run,
};
