/* fuzz.h: what the fuzz entries share. Each entry takes any bytes, as one file of a project, and
 * does with them what bilan would; nothing may crash, leak or hang, and a refusal must say why.
 */
#ifndef BILAN_FUZZ_H
#define BILAN_FUZZ_H

#include <stdlib.h>
#include <string.h>

#include "bilan/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

struct fuzz {
	struct arena *a;
	struct diag *d;
	struct file_text file;
};

/* The bytes as a file that was read; the copy is exactly as long as its NUL, so that a reader which
 * looks further is caught. */
static inline struct fuzz
fuzz_open(const char *name, const uint8_t *bytes, size_t length)
{
	struct fuzz f = {.a = arena_open(), .d = diag_open()};
	char *copy = mem_alloc(length + 1);

	if (length > 0)
		memcpy(copy, bytes, length);
	copy[length] = '\0';
	f.file = (struct file_text){.name = name, .bytes = copy, .length = length};
	diag_source(f.d, name, copy, length);
	return f;
}

/* Prints what was found, so that places and carets are tried too. `usable` is what the reader
 * answered: it must have said why when it was not. */
static inline void
fuzz_close(struct fuzz *f, bool usable)
{
	FILE *out = fopen("/dev/null", "w");

	if (!usable && !diag_failed(f->d))
		abort();
	if (out != NULL) {
		diag_print(f->d, DIAG_COLOUR, out);
		diag_print(f->d, DIAG_JSON, out);
		fclose(out);
	}
	diag_close(f->d);
	arena_close(f->a);
	free((void *)f->file.bytes);
}

#endif
