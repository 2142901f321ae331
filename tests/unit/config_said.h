/* config_said.h: what a test of config/ needs: an arena, diagnostics, and what they said as text.
 */
#ifndef CONFIG_SAID_H
#define CONFIG_SAID_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "bilan/config.h"

struct bench {
	struct arena *a;
	struct diag *d;
	char *said;
	char folder[64];
};

static inline int
bench_open(void **state)
{
	struct bench *b = calloc(1, sizeof *b);

	b->a = arena_open();
	b->d = diag_open();
	*state = b;
	return 0;
}

static inline int
bench_close(void **state)
{
	struct bench *b = *state;

	diag_close(b->d);
	arena_close(b->a);
	free(b->said);
	free(b);
	return 0;
}

/* All diagnostics so far, as text. */
static inline const char *
said(struct bench *b)
{
	size_t length;
	FILE *out;

	free(b->said);
	b->said = NULL;
	out = open_memstream(&b->said, &length);
	diag_print(b->d, DIAG_TEXT, out);
	fclose(out);
	return b->said;
}

#define SAYS(b, words)                                                                             \
	do {                                                                                       \
		if (strstr(said(b), (words)) == NULL)                                              \
			fail_msg("expected: %s\nsaid:\n%s", (words), said(b));                     \
	} while (0)

#define SILENT(b) assert_string_equal(said(b), "")

static inline const struct node *
parse(struct bench *b, const char *text)
{
	diag_source(b->d, "x.yaml", text, strlen(text));
	return yaml_parse(b->a, b->d, "x.yaml", text, strlen(text));
}

/* ---- a folder of files, for what reads several --------------------------------------------- */

static inline int
folder_open(void **state)
{
	struct bench *b;

	bench_open(state);
	b = *state;
	strcpy(b->folder, "/tmp/bilan-config-XXXXXX");
	return mkdtemp(b->folder) != NULL && chdir(b->folder) == 0 ? 0 : -1;
}

static inline void
write_file(const char *name, const char *text)
{
	FILE *out = fopen(name, "wb");

	assert_non_null(out);
	fputs(text, out);
	fclose(out);
}

static inline int
folder_close(void **state)
{
	static const char *const names[] = {
	    "report.yaml", "masters.yaml", "theme.yaml", "base.yaml", "a.yaml", "b.yaml", "c.yaml"};
	struct bench *b = *state;

	for (size_t i = 0; i < COUNT(names); i++)
		unlink(names[i]);
	if (chdir("/") == 0)
		rmdir(b->folder);
	return bench_close(state);
}

#endif
