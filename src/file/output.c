/* output.c: an output appears whole under its name or not at all.
 *
 * Bytes go to ".NAME.partial-PID" in the target's folder, which is renamed at the end; a link is
 * followed first, so that it stays a link. What is no regular file (standard output, a pipe, a
 * device) cannot be renamed over: its bytes gather in memory and are written at the end. A file
 * that is replaced passes its permissions on; a new one has those the umask leaves. The first error
 * is kept, later calls do nothing, and output_commit tells it.
 */
#define _GNU_SOURCE /* syncfs */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bilan/file.h"

enum { FLUSH_AT = 256 << 10, NAME_PART = 200 };

struct output {
	struct diag *d;
	struct buf path;    /* as asked for */
	struct buf target;  /* links resolved */
	struct buf partial; /* empty: bytes gather until the end */
	struct buf waiting;
	int fd;         /* of the partial file */
	int unfinished; /* its slot: see file.h */
	int error;      /* the first errno */
};

static void
fail(struct output *o, int reason)
{
	if (o->error == 0)
		o->error = reason;
}

/* ".NAME.partial-PID" beside the target. */
static void
name_partial(struct buf *partial, const char *target, long pid, int again)
{
	const char *slash = strrchr(target, '/');
	size_t folder = slash != NULL ? (size_t)(slash + 1 - target) : 0;

	buf_empty(partial);
	buf_add(partial, target, folder);
	buf_byte(partial, '.');
	buf_add(partial, target + folder, strnlen(target + folder, NAME_PART));
	buf_printf(partial, ".partial-%ld", pid);
	if (again > 0)
		buf_printf(partial, "-%d", again);
}

/* Sets o->partial and opens it; a left-over of the same name is passed over. `old` is the file that
 * will be replaced, or NULL. */
static void
open_partial(struct output *o, const struct stat *old)
{
	const int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;

	for (int i = 0; i < 100; i++) {
		name_partial(&o->partial, o->target.at, getpid(), i);
		o->unfinished = unfinished_add(o->partial.at);
		o->fd = open(o->partial.at, flags, old != NULL ? 0600 : 0666);
		if (o->fd >= 0)
			break;
		unfinished_end(o->unfinished);
		o->unfinished = -1;
		if (errno != EEXIST)
			break;
	}
	if (o->fd < 0) {
		fail(o, errno);
		buf_empty(&o->partial);
	} else if (old != NULL && fchmod(o->fd, old->st_mode & 0777) != 0) {
		fail(o, errno);
	}
}

static bool
is_stream(const struct output *o)
{
	return strcmp(o->path.at, "-") == 0;
}

/* Sets o->target: the path, or where the link leads. */
static void
follow(struct output *o)
{
	struct stat about;
	char *real = NULL;

	if (lstat(o->path.at, &about) == 0 && S_ISLNK(about.st_mode)) {
		real = realpath(o->path.at, NULL);
		if (real == NULL)
			fail(o, errno);
	}
	buf_text(&o->target, real != NULL ? real : o->path.at);
	free(real);
}

struct output *
output_open(struct diag *d, const char *path)
{
	struct output *o = mem_alloc(sizeof *o);
	struct stat about;

	*o = (struct output){.d = d, .fd = -1, .unfinished = -1};
	buf_text(&o->path, path);
	if (is_stream(o))
		return o;
	follow(o);
	if (o->error != 0)
		return o;
	if (stat(path, &about) != 0) {
		if (errno == ENOENT && *path != '\0' && path[strlen(path) - 1] != '/')
			open_partial(o, NULL);
		else
			fail(o, errno);
	} else if (S_ISDIR(about.st_mode)) {
		fail(o, EISDIR);
	} else if (access(path, W_OK) != 0) {
		fail(o, errno);
	} else if (S_ISREG(about.st_mode)) {
		open_partial(o, &about);
	}
	return o;
}

/* Is there a file to be overwritten? */
static bool
look_at(const char *path, struct stat *out)
{
	return strcmp(path, "-") != 0 && stat(path, out) == 0;
}

static bool
spares(struct diag *d, const char *path, const struct stat *out, const char *input)
{
	struct stat in;

	if (stat(input, &in) != 0 || out->st_dev != in.st_dev || out->st_ino != in.st_ino)
		return true;
	diag_add(d, DIAG_ERROR, (struct place){.file = path}, "output-is-input",
	    "bilan reads this file: it is not overwritten");
	diag_help(d, "name another file for what is written");
	return false;
}

bool
output_spares(struct diag *d, const char *path, const char *input)
{
	struct stat out;

	return !look_at(path, &out) || spares(d, path, &out, input);
}

bool
output_spares_inputs(struct diag *d, const char *path, const struct project *p)
{
	struct stat out;

	if (!look_at(path, &out))
		return true;
	for (size_t i = 0; i < project_input_count(p); i++) {
		if (!spares(d, path, &out, project_input(p, i)->name))
			return false;
	}
	return true;
}

static void
write_all(struct output *o, int fd)
{
	const char *at = o->waiting.at;
	size_t left = o->waiting.len;

	while (o->error == 0 && left > 0) {
		ssize_t n = write(fd, at, left);

		if (n == 0 || (n < 0 && errno != EINTR))
			fail(o, n == 0 ? EIO : errno);
		if (n > 0) {
			at += n;
			left -= (size_t)n;
		}
	}
	buf_empty(&o->waiting);
}

void
output_add(struct output *o, const void *bytes, size_t n)
{
	if (o->error != 0)
		return;
	buf_add(&o->waiting, bytes, n);
	if (o->partial.len > 0 && o->waiting.len >= FLUSH_AT)
		write_all(o, o->fd);
}

/* Standard output, a pipe, a device: all bytes at once. */
static void
write_stream(struct output *o)
{
	int fd = is_stream(o) ? STDOUT_FILENO : open(o->target.at, O_WRONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0) {
		fail(o, errno);
		return;
	}
	write_all(o, fd);
	if (!is_stream(o) && close(fd) != 0)
		fail(o, errno);
}

/* Writes what is waiting; on the disk, so that the name never stands for half of it after the
 * machine stopped, unless somebody syncs all later. */
static void
settle(struct output *o, enum sync_when when)
{
	write_all(o, o->fd);
	if (when == SYNC_NOW && o->error == 0 && fsync(o->fd) != 0 && errno != EINVAL &&
	    errno != ENOTSUP)
		fail(o, errno);
	if (close(o->fd) != 0)
		fail(o, errno);
	o->fd = -1;
}

static void
take_name(struct output *o)
{
	if (rename(o->partial.at, o->target.at) != 0)
		fail(o, errno);
	else
		buf_empty(&o->partial); /* nothing to remove */
}

static void
say_failed(const struct output *o)
{
	const char *path = is_stream(o) ? "standard output" : o->path.at;
	const char *slash = strrchr(o->path.at, '/');
	struct stat link;

	diag_add(o->d, DIAG_FAILURE, (struct place){0}, "output-failed",
	    "cannot write \"%.500s\": %s", path, strerror(o->error));
	if (o->error == ENOENT && lstat(o->path.at, &link) == 0)
		diag_help(o->d, "it is a link that leads nowhere: remove it, or mend it");
	else if (o->error == ENOENT && slash != NULL)
		diag_help(
		    o->d, "make the folder \"%.*s\" first", (int)(slash - o->path.at), o->path.at);
	if (o->error == EISDIR)
		diag_help(o->d, "name the file in that folder, for instance \"%.500s%sreport.pdf\"",
		    path, slash != NULL && slash[1] == '\0' ? "" : "/");
}

/* First what may fail (a full disk, a pipe that nobody reads), the names at the end: a rename
 * within a folder that was written to a moment ago seldom fails. */
bool
outputs_commit(struct output *const *list, size_t n, enum sync_when when)
{
	bool good = true;

	for (size_t i = 0; i < n; i++) {
		if (list[i]->fd >= 0)
			settle(list[i], when);
		good = good && list[i]->error == 0;
	}
	for (size_t i = 0; i < n && good; i++) {
		if (list[i]->partial.len == 0)
			write_stream(list[i]);
		good = list[i]->error == 0;
	}
	for (size_t i = 0; i < n && good; i++) {
		if (list[i]->partial.len > 0)
			take_name(list[i]);
		good = list[i]->error == 0;
	}
	for (size_t i = 0; i < n; i++) {
		if (list[i]->error != 0)
			say_failed(list[i]);
		output_drop(list[i]);
	}
	return good;
}

bool
output_commit(struct output *o)
{
	return outputs_commit(&o, 1, SYNC_NOW);
}

void
output_drop(struct output *o)
{
	if (o == NULL)
		return;
	if (o->fd >= 0)
		close(o->fd);
	if (o->partial.len > 0)
		unlink(o->partial.at);
	unfinished_end(o->unfinished);
	buf_close(&o->path);
	buf_close(&o->target);
	buf_close(&o->partial);
	buf_close(&o->waiting);
	free(o);
}

int
output_sync_all(int fd)
{
	return syncfs(fd) == 0 ? 0 : errno;
}

void
output_forget(const char *path, long pid)
{
	char *real = realpath(path, NULL); /* a link to a file is replaced where it leads */
	struct buf partial = {0};

	name_partial(&partial, real != NULL ? real : path, pid, 0);
	unlink(partial.at);
	buf_close(&partial);
	free(real);
}
