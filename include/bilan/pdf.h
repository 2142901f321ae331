/* pdf.h: marks to PDF, through libharu's objects.
 *
 * Web target: PDF 1.7, PDF/UA-1 (ISO 14289-1:2014) and PDF/A-3a (ISO 19005-3:2012) at once: sRGB
 * output intent, tags, bookmarks, links, fonts subset with Unicode maps, XMP, the CSV files
 * attached (AFRelationship Data). Object streams and a cross-reference stream. The same input gives
 * the same bytes: the ID is a hash of the content, dates come from SOURCE_DATE_EPOCH or the newest
 * input.
 */
#ifndef BILAN_PDF_H
#define BILAN_PDF_H

#include "bilan/mark.h"

enum target { TARGET_WEB, TARGET_PRINT };

struct attachment { const char *name, *description; const struct file_text *file; };

struct pdf_job {
	const struct pages  *pages;
	const struct report *report;
	const char          *title, *author, *subject;      /* expanded */
	struct texts        *texts;
	enum target          target;
	const struct attachment *attachments; size_t attachment_count;
	int64_t              date;           /* seconds since 1970 */
};

/* Codes: pdf-failed (libharu's first error, with the mark it was at), unknown-target (a link to an
 * id that no block has). False after one; then nothing may be kept of `out`. */
bool pdf_write(const struct pdf_job *job, struct arena *scratch, struct diag *d,
    struct output *out);

#endif
