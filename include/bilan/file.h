/* file.h: the only way in and out: files of the project are read, outputs appear whole or not at
 * all.
 *
 * A project is a folder. Nothing outside it is read, whatever a layout says ("../../etc/passwd",
 * symbolic links that lead out): paths are resolved by the system and compared with the root. Fonts
 * are the one exception: their folders are named by fonts/fonts.yaml and read by text/ only.
 * Only regular files are read, each at most FILE_LIMIT bytes, and all reads are remembered: they
 * are the inputs of the report.
 */
#ifndef BILAN_FILE_H
#define BILAN_FILE_H

#include "bilan/diag.h"

#define FILE_LIMIT ((size_t)256 << 20) /* bytes */

struct project;

struct file_text {         /* lives as long as the arena it was read into */
	const char *name;  /* as in messages: relative to where bilan runs */
	const char *bytes; /* NUL after the last */
	size_t length;
	int64_t modified;   /* seconds since 1970 */
	const char *rooted; /* its name from the project's root, links resolved */
};

/* `report` is the path given on the command line, `root` that of --root, or NULL: then the report's
 * folder, or that folder's parent when it is called "layout". NULL after a diagnostic. */
struct project *project_open(struct arena *a, struct diag *d, const char *report, const char *root);
const char *project_root(const struct project *p);

/* What follows `folder` in `path`, "" for the folder itself, NULL outside of it; both resolved. */
const char *path_inside(const char *folder, const char *path);

/* Reads `path` as written in file `from` (relative to that file's folder; NULL: relative to where
 * bilan runs). False after a diagnostic at `asked`: file-missing, file-outside, file-kind (a
 * directory, a device), file-size, file-denied. The text is registered with diag_source, unless a
 * text of that file is already. A file is read once: asked for again, the same text comes back. */
bool project_read(struct project *p, struct place asked, const char *from, const char *path,
    struct file_text *text);
bool project_has(const struct project *p, const char *from, const char *path); /* no diagnostic */

size_t project_input_count(const struct project *p);
const struct file_text *project_input(const struct project *p, size_t i); /* in order of reading */
uint64_t project_input_hash(const struct project *p, size_t i);           /* of its bytes */

/* For one of many reports: a project of the same root that does not read again what `above` has
 * read. Its inputs are those that `above` has now, and its own. */
struct project *project_under(struct arena *a, struct diag *d, struct project *above);
/* What `under` has read need not be read again by the projects that are made under p from now on;
 * it is no input of p. The arena of `under` must outlive p. */
void project_keep(struct project *p, const struct project *under);
/* What project_has was asked for, and the first DIAG_LIMIT that were to be read in vain. */
struct looked_for {
	const char *path; /* relative to where bilan runs */
	bool there;
};
size_t project_looked_count(const struct project *p);
struct looked_for project_looked(const struct project *p, size_t i);

/* Output: bytes gather in a file beside the target, which takes its name at the end. What cannot
 * be renamed ("-", which is standard output, a pipe, a device) gets all its bytes at the end
 * instead. Every open is ended by one commit or drop, also when something went wrong: errors are
 * kept for the commit, which says output-failed. */
struct output;
struct output *output_open(struct diag *d, const char *path); /* never NULL */
/* False after output-is-input: `path` is the file `input`, or one that the project has read; to
 * write there would destroy what the run is made from. To be asked before output_open. */
bool output_spares(struct diag *d, const char *path, const char *input);
bool output_spares_inputs(struct diag *d, const char *path, const struct project *p);
void output_add(struct output *o, const void *bytes, size_t n);
bool output_commit(struct output *o); /* false after a diagnostic; nothing is left behind */
/* All of them or none: no file takes its name before the bytes of all are written. */
enum sync_when { SYNC_NOW, SYNC_LATER }; /* later: by the caller, see output_sync_all */
bool outputs_commit(struct output *const *list, size_t n, enum sync_when when);
/* All that was written to the file system of `fd`, by whatever process: of many small files far
 * cheaper than each by itself. Answers 0 or an errno. */
int output_sync_all(int fd);
void output_drop(struct output *o);
void output_forget(const char *path, long pid); /* what that process, now dead, left of it */

/* ---- file/folder.c: those that the path lies in, up to its last "/". False after output-failed.
 */
bool folders_make(struct arena *scratch, struct diag *d, const char *path);

/* ---- file/unfinished.c: a file or folder that a signal's end of the run must not leave. Noted
 * before it is made; answers its slot, for unfinished_end once it is whole or gone (-1 is fine). */
int unfinished_add(const char *path);
void unfinished_end(int slot);

#endif
