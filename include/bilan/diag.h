/* diag.h: what is wrong, where, and what to do about it.
 *
 * A diagnostic is what a compiler's is: place, level, message, code, the source line with a caret,
 * help. A run collects all of them and prints them once at its end, in the order in which they were
 * found. A figure has two places: the line of YAML that asks for it and the cell of the CSV; the
 * second follows as a note (diag_also).
 *
 *     layout/report.yaml:41:9: error: "lable" is not a setting of key-figure [unknown-setting]
 *        41 |         lable: allocataires reçus
 *           |         ^~~~~
 *        help: did you mean "label"?
 *
 * Codes are kebab-case, stable, and each has a case in tests/golden/check.
 *
 * A run may be wrong a million times: at most DIAG_LIMIT diagnostics are printed (errors and
 * failures before the rest) with the number of those that are not; all are counted. One said twice,
 * word for word at the same place (a second target, another round of settling), counts once.
 */
#ifndef BILAN_DIAG_H
#define BILAN_DIAG_H

#include <stdio.h>

#include "bilan/base.h"

/* A stretch of one line of a file. `file` is the path as shown to people; line and column count
 * characters from 1; line 0: the file as a whole; file NULL: the run as a whole. */
struct place {
	const char *file;
	int line, column;
	int length; /* characters under the caret, at least 1 */
};

enum diag_level { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR, DIAG_FAILURE };
/* DIAG_FAILURE: the machine's fault (disk full, no permission): exit status 3. */

enum { DIAG_LIMIT = 200 };

struct diag;

struct diag *diag_open(void);
void diag_close(struct diag *d);

/* `code` is a literal, or outlives d. A message is cut after some 2000 bytes. */
void diag_add(struct diag *d, enum diag_level level, struct place at, const char *code,
    const char *format, ...) PRINTF_LIKE(5, 6);
/* Adds to the diagnostic just added: a line of help; a second place with a remark (20 at most). */
void diag_help(struct diag *d, const char *format, ...) PRINTF_LIKE(2, 3);
void diag_also(struct diag *d, struct place at, const char *format, ...) PRINTF_LIKE(3, 4);
/* Where on paper it is, for machines (JSON): the page's number, the block ("": none) and the place
 * from the page's top left. People are told in the message. */
void diag_on_page(struct diag *d, int page, const char *block, dimen x, dimen y);

/* Keeps a file's text (not copied: it must outlive d, or diag_empty) so that its lines can be
 * shown; once more for the same file: replaces it (a CSV converted to UTF-8). Lines end with LF,
 * CR LF or CR; a byte order mark is no column. */
void diag_source(struct diag *d, const char *file, const char *text, size_t length);
bool diag_knows_source(const struct diag *d, const char *file);

size_t diag_count(const struct diag *d, enum diag_level level); /* of exactly that level */
size_t diag_total(const struct diag *d);                        /* of all levels */
/* So many errors that no more are kept: looking for the help to another one is in vain. */
bool diag_full(const struct diag *d);
bool diag_has(const struct diag *d, const char *code); /* among those kept for printing */
bool diag_failed(const struct diag *d);                /* an error or a failure */
int diag_status(const struct diag *d);                 /* 0, 1 or 3, as in `bilan --help` */

/* Those kept for printing, in the order in which they were found: *i is 0 at first. */
struct diag_said {
	enum diag_level level;
	struct place at;
	const char *code, *message;
};
bool diag_next(const struct diag *d, size_t *i, struct diag_said *said);

void place_write(struct buf *out, struct place at); /* "file:line:column", as far as it is known */

enum diag_form { DIAG_TEXT, DIAG_COLOUR, DIAG_JSON }; /* JSON: one object a line */
void diag_print(const struct diag *d, enum diag_form form, FILE *out);
void diag_empty(struct diag *d); /* forget all, sources too */

#endif
