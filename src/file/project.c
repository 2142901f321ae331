/* project.c: reads the files of a project, and nothing else.
 *
 * A path is joined with the folder of the file that names it, resolved by the system (links
 * included), and compared with the resolved root. Only then is it opened, without waiting (a pipe
 * would block), and only a regular file is read. Texts are remembered by their resolved path.
 *
 * Names in messages are what a person would type: relative to the working folder, with "." and
 * "x/.." taken away, unless a symbolic link makes that another file; then the resolved path is
 * named. A shown name always leads to the file, since the next path is joined with it.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bilan/file.h"

struct absent {
	const char **paths;
	size_t count, cap;
}; /* looked for in vain */

struct project {
	struct arena *a;
	struct diag *d;
	const char *root, *here; /* resolved; here NULL: the system does not know */
	struct map *texts;       /* resolved path -> struct file_text */
	struct file_text **inputs;
	size_t count, cap;
	struct absent *absent; /* NULL: nobody asks */
	struct map *shelf;     /* joined path -> text: what projects under this one read */
	struct project *above; /* NULL: none */
	int guesses;           /* names of missing files looked for */
};

/* ---- paths ----------------------------------------------------------------------------------- */

const char *
path_inside(const char *folder, const char *path)
{
	size_t n = strlen(folder);

	if (strcmp(folder, "/") == 0)
		return path + 1;
	if (strncmp(path, folder, n) != 0 || (path[n] != '/' && path[n] != '\0'))
		return NULL;
	return path[n] == '/' ? path + n + 1 : path + n;
}

static const char *
folder_of(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return ".";
	return slash == path ? "/" : arena_copy(a, path, (size_t)(slash - path));
}

static const char *
last_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static const char *
resolve(struct arena *a, const char *path)
{
	char *real = realpath(path, NULL);
	const char *kept = real != NULL ? arena_text(a, real) : NULL;
	int reason = errno;

	free(real);
	errno = reason;
	return kept;
}

static const char *
join(struct arena *a, const char *from, const char *path)
{
	const char *folder = from != NULL && *path != '/' ? folder_of(a, from) : ".";

	return strcmp(folder, ".") == 0 ? path : arena_printf(a, "%s/%s", folder, path);
}

/* The path without "." and empty parts, each ".." taking away the name before it. */
static const char *
tidy(struct arena *a, const char *path)
{
	bool absolute = *path == '/';
	char *out = arena_alloc(a, strlen(path) + 3), *end = out, *floor = out;

	while (*path != '\0') {
		size_t n = strcspn(path, "/");
		bool up = n == 2 && memcmp(path, "..", 2) == 0;

		if (up && end > floor) {
			while (end > floor && *--end != '/')
				continue;
		} else if (n > 0 && !(n == 1 && *path == '.') && !(up && absolute)) {
			if (end > out || absolute)
				*end++ = '/';
			memcpy(end, path, n);
			end += n;
			if (up)
				floor = end;
		}
		path += n + (path[n] == '/');
	}
	*end = '\0';
	return end > out ? out : absolute ? "/" : ".";
}

/* How a file is called in messages; `path` leads to `real`. */
static const char *
shown_name(const struct project *p, const char *path, const char *real)
{
	const char *name = tidy(p->a, path), *again, *rest;

	again = strcmp(name, path) == 0 ? real : resolve(p->a, name);
	if (again == NULL || strcmp(again, real) != 0)
		name = real;
	rest = *name == '/' && p->here != NULL ? path_inside(p->here, name) : NULL;
	return rest != NULL && *rest != '\0' ? rest : name;
}

/* ---- what can be wrong ----------------------------------------------------------------------- */

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A file of the same folder whose name is nearly the one asked for; capitals count least. */
static const char *
nearest_file(const struct project *p, const char *path)
{
	const char *real = resolve(p->a, folder_of(p->a, path)), *near = NULL;
	DIR *folder = real != NULL && path_inside(p->root, real) != NULL ? opendir(real) : NULL;
	const char **names = NULL;
	size_t n = 0, cap = 0;

	if (folder == NULL)
		return NULL;
	for (const struct dirent *e; n < 10000 && (e = readdir(folder)) != NULL;) {
		if (e->d_name[0] == '.')
			continue;
		GROW(p->a, names, n, cap);
		names[n++] = arena_text(p->a, e->d_name);
	}
	closedir(folder);
	if (n > 0) {
		qsort(names, n, sizeof *names, by_name);
		near = nearest_word(last_name(path), names, n);
	}
	for (size_t i = 0; i < n; i++) {
		if (strcasecmp(names[i], last_name(path)) == 0)
			near = names[i];
	}
	return near != NULL && strcmp(near, last_name(path)) != 0 ? near : NULL;
}

static void
say_missing(struct project *p, struct place asked, const char *path)
{
	const char *near = p->guesses++ < DIAG_LIMIT ? nearest_file(p, path) : NULL;

	diag_add(p->d, DIAG_ERROR, asked, "file-missing", "there is no file \"%.200s\"",
	    tidy(p->a, path));
	if (near != NULL)
		diag_help(p->d, "did you mean \"%s\"?", near);
}

static void
say_why_not(struct project *p, struct place asked, const char *path, int reason)
{
	switch (reason) {
	case ENOENT:
	case ENOTDIR:
	case ELOOP:
	case ENAMETOOLONG:
		say_missing(p, asked, path);
		break;
	case ENXIO:
		diag_add(p->d, DIAG_ERROR, asked, "file-kind",
		    "\"%.200s\" is a device or a pipe, not a file", tidy(p->a, path));
		break;
	default:
		diag_add(p->d, DIAG_FAILURE, asked, "file-denied", "cannot read \"%.200s\": %s",
		    tidy(p->a, path), strerror(reason));
	}
}

static void
say_outside(const struct project *p, struct place asked, const char *path)
{
	diag_add(p->d, DIAG_ERROR, asked, "file-outside",
	    "\"%.200s\" is outside the project's folder, \"%.200s\"", tidy(p->a, path),
	    shown_name(p, p->root, p->root));
	diag_help(p->d, "copy the file into the project, or name a larger folder with --root");
}

/* ---- reading --------------------------------------------------------------------------------- */

struct project *
project_open(struct arena *a, struct diag *d, const char *report, const char *root)
{
	struct project *p = NEW(a, struct project);
	const char *folder = root != NULL ? root : folder_of(a, report);
	struct place nowhere = {0};
	struct stat about;

	*p = (struct project){.a = a, .d = d, .texts = map_new(a), .here = resolve(a, ".")};
	p->root = resolve(a, folder);
	if (p->root == NULL || stat(p->root, &about) != 0) {
		bool missing = errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG;

		if (missing)
			diag_add(d, DIAG_ERROR, nowhere, "file-missing",
			    "there is no folder \"%.200s\"", folder);
		else
			diag_add(d, DIAG_FAILURE, nowhere, "file-denied",
			    "cannot open the folder \"%.200s\": %s", folder, strerror(errno));
		return NULL;
	}
	if (!S_ISDIR(about.st_mode)) {
		diag_add(d, DIAG_ERROR, nowhere, "file-kind", "\"%.200s\" is not a folder", folder);
		return NULL;
	}
	if (root == NULL && strcmp(last_name(p->root), "layout") == 0)
		p->root = folder_of(a, p->root);
	return p;
}

const char *
project_root(const struct project *p)
{
	return p->root;
}

struct project *
project_under(struct arena *a, struct diag *d, struct project *above)
{
	struct project *p = NEW(a, struct project);

	*p = (struct project){.a = a,
	    .d = d,
	    .texts = map_new(a),
	    .root = above->root,
	    .here = above->here,
	    .above = above,
	    .count = above->count,
	    .cap = above->count};
	p->absent = NEW(a, struct absent);
	p->inputs = NEW_ARRAY(a, struct file_text *, above->count + 1);
	for (size_t i = 0; i < above->count; i++)
		p->inputs[i] = above->inputs[i];
	return p;
}

void
project_keep(struct project *p, const struct project *under)
{
	if (p->shelf == NULL)
		p->shelf = map_new(p->a);
	for (size_t i = 0; i < map_count(under->texts); i++)
		map_add(p->shelf, map_key(under->texts, i), map_value(under->texts, i));
}

/* A text that a project above has read; it becomes an input of this one. */
static struct file_text *
find_above(struct project *p, const char *real)
{
	struct file_text *text = NULL;

	for (struct project *up = p->above; up != NULL && text == NULL; up = up->above) {
		text = map_find(up->texts, real);
		if (text != NULL)
			return text; /* among the inputs since project_under */
		text = up->shelf != NULL ? map_find(up->shelf, real) : NULL;
	}
	if (text == NULL)
		return NULL;
	map_add(p->texts, real, text);
	GROW(p->a, p->inputs, p->count, p->cap);
	p->inputs[p->count++] = text;
	return text;
}

/* Fills `bytes` with what the file holds now, at most `size` bytes; -1: errno says why not. */
static ssize_t
read_all(int fd, char *bytes, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t n = read(fd, bytes + done, size - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		done += (size_t)n;
	}
	return (ssize_t)done;
}

/* Reads an open file into `text`; false after a diagnostic. */
static bool
read_open(struct project *p, struct place asked, const char *path, int fd, struct file_text *text)
{
	struct stat about;
	ssize_t length;
	char *bytes;

	if (fstat(fd, &about) != 0) {
		say_why_not(p, asked, path, errno);
		return false;
	}
	if (!S_ISREG(about.st_mode)) {
		diag_add(p->d, DIAG_ERROR, asked, "file-kind", "\"%.200s\" is %s, not a file",
		    tidy(p->a, path), S_ISDIR(about.st_mode) ? "a folder" : "a device or a pipe");
		return false;
	}
	if (about.st_size < 0 || (uintmax_t)about.st_size > FILE_LIMIT) {
		diag_add(p->d, DIAG_ERROR, asked, "file-size",
		    "\"%.200s\" has %jd MB; a file may have %zu MB", tidy(p->a, path),
		    (intmax_t)about.st_size >> 20, FILE_LIMIT >> 20);
		return false;
	}
	bytes = arena_alloc(p->a, (size_t)about.st_size + 1);
	length = read_all(fd, bytes, (size_t)about.st_size);
	if (length < 0) {
		say_why_not(p, asked, path, errno);
		return false;
	}
	bytes[length] = '\0';
	text->bytes = bytes;
	text->length = (size_t)length;
	text->modified = (int64_t)about.st_mtime;
	return true;
}

static struct file_text *
read_new(struct project *p, struct place asked, const char *path, const char *real)
{
	struct file_text *text;
	bool good;
	int fd = open(real, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY);

	if (fd < 0) {
		say_why_not(p, asked, path, errno);
		return NULL;
	}
	text = NEW(p->a, struct file_text);
	good = read_open(p, asked, path, fd, text);
	close(fd);
	if (!good)
		return NULL;
	text->name = shown_name(p, path, real);
	map_add(p->texts, real, text);
	GROW(p->a, p->inputs, p->count, p->cap);
	p->inputs[p->count++] = text;
	return text;
}

/* The text, read now or before; NULL after a diagnostic. */
static const struct file_text *
find_text(struct project *p, struct place asked, const char *from, const char *path)
{
	const char *joined = join(p->a, from, path), *real = resolve(p->a, joined);
	const struct file_text *known;

	if (*path == '\0') {
		diag_add(
		    p->d, DIAG_ERROR, asked, "file-missing", "the name of a file is missing here");
		return NULL;
	}
	if (real == NULL) {
		say_why_not(p, asked, joined, errno);
		return NULL;
	}
	if (path_inside(p->root, real) == NULL) {
		say_outside(p, asked, joined);
		return NULL;
	}
	known = map_find(p->texts, real);
	if (known == NULL)
		known = find_above(p, real);
	return known != NULL ? known : read_new(p, asked, joined, real);
}

bool
project_read(struct project *p, struct place asked, const char *from, const char *path,
    struct file_text *text)
{
	struct arena_mark before = arena_mark(p->a);
	size_t count = p->count;
	const struct file_text *known = find_text(p, asked, from, path);

	if (p->count == count)
		arena_rewind(p->a, before);
	if (known == NULL)
		return false;
	if (!diag_knows_source(p->d, known->name))
		diag_source(p->d, known->name, known->bytes, known->length);
	*text = *known;
	return true;
}

bool
project_has(const struct project *p, const char *from, const char *path)
{
	struct arena_mark before = arena_mark(p->a);
	const char *real = resolve(p->a, join(p->a, from, path));
	struct stat about;
	bool has = real != NULL && path_inside(p->root, real) != NULL && stat(real, &about) == 0 &&
		   S_ISREG(about.st_mode);

	arena_rewind(p->a, before);
	if (!has && p->absent != NULL) {
		struct absent *none = p->absent;

		GROW(p->a, none->paths, none->count, none->cap);
		none->paths[none->count++] = arena_text(p->a, tidy(p->a, join(p->a, from, path)));
	}
	return has;
}

size_t
project_absent_count(const struct project *p)
{
	return p->absent != NULL ? p->absent->count : 0;
}

const char *
project_absent(const struct project *p, size_t i)
{
	return p->absent->paths[i];
}

size_t
project_input_count(const struct project *p)
{
	return p->count;
}

const struct file_text *
project_input(const struct project *p, size_t i)
{
	return p->inputs[i];
}
