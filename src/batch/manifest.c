/* manifest.c: the account of a batch for people: a CSV with a row for each item, in their order. It
 * is written from the journal and takes its name when it is whole.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "bilan/batch.h"

static void
put_cell(struct buf *out, const char *text)
{
	if (strpbrk(text, ";\"\r\n") == NULL) {
		buf_text(out, text);
		return;
	}
	buf_byte(out, '"');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			buf_byte(out, '"');
		buf_byte(out, *text);
	}
	buf_byte(out, '"');
}

/* "overfull", or "overfull, out/2023.pdf is out of date": nobody shall send last year's file. */
static void
put_why(struct buf *out, const struct outcome *o)
{
	struct buf why = {0};

	buf_text(&why, o->why);
	for (int k = 0; o->status >= OUTCOME_FAILED && k < FILE_KINDS; k++) {
		if (*o->files[k].path != '\0')
			buf_printf(&why, ", %s is out of date", o->files[k].path);
	}
	put_cell(out, why.at != NULL ? why.at : "");
	buf_close(&why);
}

static void
put_row(struct buf *out, const char *item, const struct outcome *o)
{
	put_cell(out, item);
	if (o == NULL) {
		buf_text(out, ";missing;;;;;;;;;;;\n");
		return;
	}
	buf_printf(out, ";%s;", outcome_names[o->status]);
	for (int k = 0; k < FILE_KINDS; k++) {
		put_cell(out, o->status >= OUTCOME_FAILED ? "" : o->files[k].path);
		buf_printf(out, ";%s;", o->files[k].sha256);
	}
	buf_printf(out, "%ld;%ld;%ld;%ld.%03ld;%ld.%ld;", o->pages, o->warnings, o->errors,
	    o->milliseconds / 1000, o->milliseconds % 1000, o->peak / 1024,
	    o->peak % 1024 * 10 / 1024);
	put_why(out, o);
	buf_byte(out, ';');
	put_cell(out, o->place);
	buf_byte(out, '\n');
}

bool
manifest_write(struct diag *d, const char *path, const struct items *items, const struct journal *j)
{
	struct output *to = output_open(d, path);
	struct buf out = {0};

	buf_text(&out,
	    MANIFEST_BEGINS "output;sha256;print_output;print_sha256;pages;warnings;errors;"
			    "seconds;peak_mb;why;place\n");
	for (size_t i = 0; i < items->count; i++)
		put_row(&out, items->list[i].name, journal_find(j, items->list[i].name));
	output_add(to, out.at, out.len);
	buf_close(&out);
	return output_commit(to);
}

bool
account_spares(struct diag *d, const char *path, const char *begins)
{
	size_t wanted = strlen(begins), n;
	char first[48];
	struct stat about;
	FILE *f;

	if (stat(path, &about) != 0 || !S_ISREG(about.st_mode) || about.st_size == 0 ||
	    (f = fopen(path, "rb")) == NULL)
		return true;
	n = fread(first, 1, wanted < sizeof first ? wanted : sizeof first, f);
	fclose(f);
	if (memcmp(first, begins, n) == 0) /* or what a full disk left of it */
		return true;
	diag_add(d, DIAG_ERROR, (struct place){.file = path}, "not-an-account",
	    "this file is no account of a batch: it is not overwritten");
	diag_help(d, "name another folder with -o, as in -o 'out/{…}.pdf', or move the file");
	return false;
}
