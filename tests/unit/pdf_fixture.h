/* pdf_fixture.h: pages made by hand, written as a PDF, and what stands in that file. */
#ifndef PDF_FIXTURE_H
#define PDF_FIXTURE_H

#include <stdio.h>
#include <unistd.h>

#include <libdeflate.h>

#include "bilan/pdf.h"
#include "text_fixture.h"

struct document {
	struct fixture *f;
	struct pages *pages;
	struct master master;
	struct pdf_job job;
	struct colour_def colours[4];
};

static inline void
document_open(struct document *d, struct fixture *f)
{
	static const struct colour_def colours[] = {
	    {.name = "none"},
	    {.name = "ink", .srgb = {0, 0, 0}},
	    {.name = "sky", .srgb = {0, 120, 215}},
	    {.name = "paper", .srgb = {255, 250, 240}},
	};

	*d = (struct document){.f = f};
	memcpy(d->colours, colours, sizeof colours);
	f->theme.colours = d->colours;
	f->theme.colour_count = COUNT(colours);
	d->pages = pages_open(f->a);
	d->master = (struct master){.name = "plain", .width = PT(595.28), .height = PT(841.89)};
	d->job = (struct pdf_job){
	    .pages = d->pages,
	    .report = &f->report,
	    .title = "Rapport d’activité 2023",
	    .author = "Caf",
	    .subject = "Les chiffres & leur <sens>",
	    .texts = f->texts,
	    .target = TARGET_WEB,
	    .date = 1706700000,
	};
}

static inline struct page *
document_page(struct document *d)
{
	return pages_add(d->pages, &d->master, (struct place){"report.yaml", 12, 3, 4}, NULL);
}

/* One line of text. */
static inline void
document_text(
    struct document *d, struct page *page, int style, struct point at, const char *text, int elem)
{
	struct runs runs = fixture_text(d->f, style, text);
	struct line line = text_line(d->f->texts, d->f->a, d->f->d, &runs);

	mark_pieces(page, d->f->texts,
	    (struct glyphs){.pieces = line.pieces, .count = line.count, .at = at}, elem, 0);
}

/* A paragraph in lines. */
static inline void
document_lines(struct document *d, struct page *page, struct point at, dimen measure,
    const char *text, int elem)
{
	struct lines lines = fixture_lines(d->f, fixture_text(d->f, BODY, text),
	    (struct shape){.measure = measure, .hyphenate = true, .language = "fr-FR"});

	for (int i = 0; i < lines.count; i++) {
		struct point start = {at.x + lines.items[i].x, at.y + i * PT(14)};

		mark_pieces(page, d->f->texts,
		    (struct glyphs){.pieces = lines.items[i].pieces,
			.count = lines.items[i].count,
			.at = start},
		    elem, 0);
	}
}

/* Writes the document to `path` (NULL: nowhere that stays) and answers its bytes; length 0 after a
 * mistake. */
static inline struct buf
document_write(struct document *d, const char *path)
{
	char temporary[] = "/tmp/bilan-pdf-XXXXXX";
	struct arena *scratch = arena_open();
	struct buf bytes = {0};
	char part[65536];
	size_t n;
	int fd = mkstemp(temporary);
	const char *name = path != NULL ? path : temporary;
	struct output *out = output_open(d->f->d, name);

	close(fd);
	if (!pdf_write(&d->job, scratch, d->f->d, out)) {
		output_drop(out);
	} else {
		assert_true(output_commit(out));
		FILE *in = fopen(name, "rb");

		assert_non_null(in);
		while ((n = fread(part, 1, sizeof part, in)) > 0)
			buf_add(&bytes, part, n);
		fclose(in);
	}
	unlink(temporary);
	arena_close(scratch);
	return bytes;
}

/* All deflated streams of a file, one after the other, as they are without PNG's predictors. */
static inline struct buf
document_plain(const struct buf *file)
{
	struct libdeflate_decompressor *z = libdeflate_alloc_decompressor();
	size_t room = 4 << 20;
	char *plain = mem_alloc(room);
	struct buf all = {0};

	for (size_t i = 0; i + 8 < file->len; i++) {
		size_t length, start = i + 9;

		if (memcmp(file->at + i, ">>\nstream", 9) != 0)
			continue;
		if (libdeflate_zlib_decompress(z, file->at + start + 1, file->len - start - 1,
			plain, room, &length) == LIBDEFLATE_SUCCESS ||
		    libdeflate_zlib_decompress_ex(z, file->at + start + 1, file->len - start - 1,
			plain, room, NULL, &length) == LIBDEFLATE_SUCCESS)
			buf_add(&all, plain, length);
	}
	buf_byte(&all, '\n');
	libdeflate_free_decompressor(z);
	free(plain);
	return all;
}

/* Is `text` somewhere in these bytes? */
static inline bool
holds(const struct buf *bytes, const char *text)
{
	size_t n = strlen(text);

	for (size_t i = 0; i + n <= bytes->len; i++) {
		if (memcmp(bytes->at + i, text, n) == 0)
			return true;
	}
	return false;
}

static inline int
occurrences(const struct buf *bytes, const char *text)
{
	size_t n = strlen(text);
	int found = 0;

	for (size_t i = 0; i + n <= bytes->len; i++)
		found += memcmp(bytes->at + i, text, n) == 0;
	return found;
}

#endif
