/* project.c: reads the files of a project, and nothing else.
 *
 * A path is joined with the folder of the file that names it, resolved by the system (links
 * included), and compared with the resolved root. Only then is it opened, without waiting (a pipe
 * would block), and only a regular file is read. Texts are remembered by their resolved path, and
 * by the names that led to them: a name is resolved once, since that asks the system about every
 * folder on the way, and the reports of a batch ask for the same files again and again.
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

struct kept {
	struct file_text text;
	const char *real;
	uint64_t hash; /* of the bytes, once somebody has asked */
	bool hashed;
};

struct texts {
	struct map *real, *named; /* resolved path, path as asked for -> struct kept */
};

struct project {
	struct arena *a;
	struct diag *d;
	const char *root, *here; /* resolved; here NULL: the system does not know */
	struct map *folders;     /* as written -> resolved */
	struct texts texts;
	struct kept **inputs;
	size_t count, cap;
	struct map *looked;    /* tidy names of what was looked for -> bool, is it there */
	struct texts shelf;    /* what projects under this one have read; empty: nothing is kept */
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

/* The folder that `path` names before its last part, which is resolved once for all its files. */
static const char *
resolve_folder(const struct project *p, const char *path)
{
	size_t n = (size_t)(last_name(path) - path);
	char folder[PATH_MAX];
	const char *real;

	if (n >= sizeof folder)
		return NULL;
	memcpy(folder, path, n);
	folder[n] = '\0';
	real = map_find(p->folders, folder);
	if (real == NULL) {
		real = resolve(p->a, n > 0 ? folder : ".");
		if (real != NULL)
			map_add(p->folders, arena_text(p->a, folder), (void *)(uintptr_t)real);
	}
	return real;
}

static const char *
resolve_file(const struct project *p, const char *path)
{
	const char *name = last_name(path), *folder, *real;
	bool plain = *name != '\0' && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
	char link[1];

	folder = plain ? resolve_folder(p, path) : NULL;
	if (folder == NULL)
		return resolve(p->a, path);
	real = arena_printf(p->a, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, name);
	if (readlink(real, link, sizeof link) >= 0)
		return resolve(p->a, path);
	return errno == EINVAL ? real : NULL; /* a file that is no link is there, and has none */
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

	again = strcmp(name, path) == 0 ? real : resolve_file(p, name);
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

/* The file of that name in a folder beside: "themes/office.yaml" for "office.yaml". */
static const char *
find_beside(const struct project *p, const char *path)
{
	const char *parent = folder_of(p->a, path), *real = resolve(p->a, parent), *found = NULL;
	DIR *folder = real != NULL && path_inside(p->root, real) != NULL ? opendir(real) : NULL;
	int n = 0;

	if (folder == NULL)
		return NULL;
	for (const struct dirent *e; n < 10000 && (e = readdir(folder)) != NULL; n++) {
		const char *name = arena_printf(p->a, "%s/%s", e->d_name, last_name(path));
		struct stat about;

		if (e->d_name[0] != '.' && (found == NULL || strcmp(name, found) < 0) &&
		    stat(arena_printf(p->a, "%s/%s", real, name), &about) == 0 &&
		    S_ISREG(about.st_mode))
			found = name;
	}
	closedir(folder);
	return found;
}

static void
say_missing(struct project *p, struct place asked, const char *path)
{
	bool guess = p->guesses++ < DIAG_LIMIT;
	const char *near = guess ? find_beside(p, path) : NULL;

	if (guess && near == NULL)
		near = nearest_file(p, path);

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

static struct texts
new_texts(struct arena *a)
{
	return (struct texts){map_new(a), map_new(a)};
}

struct project *
project_open(struct arena *a, struct diag *d, const char *report, const char *root)
{
	struct project *p = NEW(a, struct project);
	const char *folder = root != NULL ? root : folder_of(a, report);
	struct place nowhere = {0};
	struct stat about;

	*p = (struct project){
	    .a = a, .d = d, .texts = new_texts(a), .folders = map_new(a), .here = resolve(a, ".")};
	p->looked = map_new(a);
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
	    .texts = new_texts(a),
	    .folders = map_new(a),
	    .root = above->root,
	    .here = above->here,
	    .above = above,
	    .count = above->count,
	    .cap = above->count};
	p->looked = map_new(a);
	p->inputs = NEW_ARRAY(a, struct kept *, above->count + 1);
	for (size_t i = 0; i < above->count; i++)
		p->inputs[i] = above->inputs[i];
	return p;
}

void
project_keep(struct project *p, const struct project *under)
{
	const struct map *real = under->texts.real, *named = under->texts.named;

	if (p->shelf.real == NULL)
		p->shelf = new_texts(p->a);
	for (size_t i = 0; i < map_count(real); i++)
		map_add(p->shelf.real, map_key(real, i), map_value(real, i));
	/* Other names lead to what a project between the two has read, which may end before p. */
	for (size_t i = 0; i < map_count(named); i++) {
		struct kept *text = map_value(named, i);

		if (map_find(real, text->real) == text)
			map_add(p->shelf.named, map_key(named, i), text);
	}
}

static void
add_input(struct project *p, struct kept *text)
{
	map_add(p->texts.real, text->real, text);
	GROW(p->a, p->inputs, p->count, p->cap);
	p->inputs[p->count++] = text;
}

enum how { BY_NAME, BY_REAL };

static struct kept *
find_in(const struct texts *t, enum how how, const char *path)
{
	const struct map *m = how == BY_NAME ? t->named : t->real;

	return m != NULL ? map_find(m, path) : NULL;
}

/* A text that this project or one above it has read. */
static struct kept *
find_read(const struct project *p, enum how how, const char *path)
{
	struct kept *text = NULL;

	for (; p != NULL && text == NULL; p = p->above)
		text = find_in(&p->texts, how, path);
	return text;
}

/* The same, or one on a shelf, which is no input yet. */
static struct kept *
find_known(const struct project *p, enum how how, const char *path, bool *shelved)
{
	struct kept *text = find_read(p, how, path), *read;

	*shelved = false;
	if (text != NULL)
		return text;
	for (const struct project *up = p->above; up != NULL && text == NULL; up = up->above)
		text = find_in(&up->shelf, how, path);
	read = text != NULL ? find_read(p, BY_REAL, text->real) : NULL;
	*shelved = text != NULL && read == NULL;
	return read != NULL ? read : text;
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

static struct kept *
read_new(struct project *p, struct place asked, const char *path, const char *real)
{
	struct kept *text;
	bool good;
	int fd = open(real, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY);

	if (fd < 0) {
		say_why_not(p, asked, path, errno);
		return NULL;
	}
	text = NEW(p->a, struct kept);
	good = read_open(p, asked, path, fd, &text->text);
	close(fd);
	if (!good)
		return NULL;
	text->real = real;
	text->text.rooted = path_inside(p->root, real);
	text->text.name = shown_name(p, path, real);
	add_input(p, text);
	return text;
}

/* The text, read now or before under another name; NULL after a diagnostic. */
static struct kept *
find_text(struct project *p, struct place asked, const char *path, bool *shelved)
{
	const char *real = resolve_file(p, path);
	struct kept *text;

	if (real == NULL) {
		say_why_not(p, asked, path, errno);
		return NULL;
	}
	if (path_inside(p->root, real) == NULL) {
		say_outside(p, asked, path);
		return NULL;
	}
	text = find_known(p, BY_REAL, real, shelved);
	if (text == NULL)
		text = read_new(p, asked, path, real);
	if (text != NULL)
		map_add(p->texts.named, path, text);
	return text;
}

/* Once: who asks often must not pay each time. */
static void
note_looked(const struct project *p, const char *name, bool there)
{
	static bool answers[] = {false, true};
	struct arena_mark before = arena_mark(p->a);
	const char *path = tidy(p->a, name);

	if (map_find(p->looked, path) != NULL)
		arena_rewind(p->a, before);
	else
		map_add(p->looked, path == name ? arena_text(p->a, path) : path, &answers[there]);
}

bool
project_read(struct project *p, struct place asked, const char *from, const char *path,
    struct file_text *text)
{
	struct arena_mark before = arena_mark(p->a);
	size_t folders = map_count(p->folders);
	int guesses = p->guesses;
	const char *name = join(p->a, from, path);
	struct kept *known;
	bool shelved;

	if (*path == '\0') {
		diag_add(
		    p->d, DIAG_ERROR, asked, "file-missing", "the name of a file is missing here");
		return false;
	}
	known = find_known(p, BY_NAME, name, &shelved);
	if (known == NULL)
		known = find_text(p, asked, name == path ? arena_text(p->a, path) : name, &shelved);
	else if (!shelved)
		arena_rewind(p->a, before);
	if (known == NULL) {
		if (map_count(p->folders) == folders)
			arena_rewind(p->a, before);
		if (p->guesses > guesses && p->guesses <= DIAG_LIMIT) /* as many as are told */
			note_looked(p, join(p->a, from, path), false);
		return false;
	}
	if (shelved)
		add_input(p, known);
	*text = known->text;
	if (!diag_knows_source(p->d, text->name))
		diag_source(p->d, text->name, text->bytes, text->length);
	return true;
}

static bool
is_there(const struct project *p, const char *path)
{
	struct arena_mark before = arena_mark(p->a);
	size_t folders = map_count(p->folders);
	const char *real = resolve_file(p, path);
	struct stat about;
	bool there = real != NULL && path_inside(p->root, real) != NULL &&
		     stat(real, &about) == 0 && S_ISREG(about.st_mode);

	if (map_count(p->folders) == folders)
		arena_rewind(p->a, before);
	return there;
}

bool
project_has(const struct project *p, const char *from, const char *path)
{
	const char *name = join(p->a, from, path);
	bool shelved, there = find_known(p, BY_NAME, name, &shelved) != NULL || is_there(p, name);

	note_looked(p, name, there);
	return there;
}

size_t
project_looked_count(const struct project *p)
{
	return map_count(p->looked);
}

struct looked_for
project_looked(const struct project *p, size_t i)
{
	return (struct looked_for){map_key(p->looked, i), *(bool *)map_value(p->looked, i)};
}

size_t
project_input_count(const struct project *p)
{
	return p->count;
}

const struct file_text *
project_input(const struct project *p, size_t i)
{
	return &p->inputs[i]->text;
}

uint64_t
project_input_hash(const struct project *p, size_t i)
{
	struct kept *input = p->inputs[i];

	if (!input->hashed)
		input->hash = hash_bytes(input->text.bytes, input->text.length, 0);
	input->hashed = true;
	return input->hash;
}
