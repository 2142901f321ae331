/* pdf.h: marks to PDF, through libharu's objects.
 *
 * Web target: PDF 1.7, PDF/UA-1 (ISO 14289-1:2014) and PDF/A-3a (ISO 19005-3:2012) at once: sRGB
 * output intent, tags, bookmarks, links, fonts subset with Unicode maps, XMP, the CSV files
 * attached (AFRelationship Data). Object streams and a cross-reference stream. The same input gives
 * the same bytes: the ID is a hash of the content, dates come from SOURCE_DATE_EPOCH or the newest
 * input.
 *
 * Print target: PDF 1.6, PDF/X-4 (ISO 15930-7:2010): the same marks with the same glyphs, in the
 * printer's inks, on a sheet larger than the page by its bleed and the printer's marks. Links,
 * bookmarks, tags and attached files are left out: no press reads them, and annotations and actions
 * are forbidden there. Pictures stand on their ground, without transparency.
 */
#ifndef BILAN_PDF_H
#define BILAN_PDF_H

#include "bilan/print.h"

enum target { TARGET_WEB, TARGET_PRINT };

struct attachment {
	const char *name, *description;
	const struct file_text *file;
};

/* What the pages written say, read back from their content streams: the words as the fonts' Unicode
 * maps give them, a line for each line of text; and the path and picture operators without colours.
 * Both targets must say the same. pdf/said.c */
struct pdf_said {
	struct buf words; /* "\f" ends a page */
	uint64_t drawing; /* hash of paths and pictures: where, how wide, the order */
	size_t paths, pictures;
};

struct pdf_job {
	const struct pages *pages;
	const struct report *report;
	const char *title, *author, *subject; /* expanded */
	struct texts *texts;
	enum target target;
	const struct attachment *attachments;
	size_t attachment_count;
	int64_t date;                  /* seconds since 1970 */
	const struct printer *printer; /* TARGET_PRINT: both; else NULL */
	struct inks *inks;
	struct pdf_said *said; /* filled, unless NULL */
};

/* Codes: pdf-failed (libharu's first error, with the mark it was at), unknown-target (a link to an
 * id that no block has). False after one; then nothing may be kept of `out`. */
bool pdf_write(
    const struct pdf_job *job, struct arena *scratch, struct diag *d, struct output *out);

/* What the pages show, as 16 hexadecimal digits: in the slug line of the print file, and equal for
 * both targets. */
void pages_hash(const struct pages *p, char out[static 17]);

#endif
