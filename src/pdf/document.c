/* document.c: pdf_write: the order of work, and the document's own entries. See writer.h. */
#include "writer.h"

void
writer_fail(struct writer *w, const char *format, ...)
{
	const struct pages *p = w->job->pages;
	bool known = w->page < p->count;
	va_list args;
	const char *why;

	if (w->failed)
		return;
	w->failed = true;
	va_start(args, format);
	why = arena_vprintf(w->a, format, args);
	va_end(args);
	if (known && w->mark != NULL)
		diag_add(w->d, DIAG_ERROR, p->items[w->page].at, "pdf-failed",
		    "the PDF cannot be written: %s (page %d, block \"%s\")", why,
		    p->items[w->page].folio, p->blocks[w->mark->block]);
	else
		diag_add(w->d, DIAG_ERROR, (struct place){0}, "pdf-failed",
		    "the PDF cannot be written: %s", why);
}

static void
write_pages(struct writer *w)
{
	struct content c;

	content_open(w, &c);
	for (size_t i = 0; i < w->job->pages->count; i++)
		content_write(&c, i);
	content_close(&c);
}

static void
fill_catalog(struct writer *w, int metadata, int intent)
{
	struct buf b = {0};

	buf_text(&b, "/Lang");
	put_text(&b, w->job->report->language);
	if (!w->print) {
		buf_text(
		    &b, "/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>");
		buf_printf(&b, "/StructTreeRoot %d 0 R", w->tags->root);
	}
	buf_printf(&b, "/Metadata %d 0 R/OutputIntents[%d 0 R]", metadata, intent);
	if (!w->print)
		attachments_write(w, &b);
	haru_tail(w, haru_catalog(w), arena_copy(w->a, b.at, b.len));
	buf_close(&b);
}

static void
write_document(struct writer *w)
{
	int metadata, intent;

	if (!w->print)
		outline_add(w);
	haru_freeze(w);
	save_open(w);
	if (w->print) {
		spots_open(w);
		around_open(w);
	}
	tags_open(w);
	fonts_open(w);
	palette_open(w);
	images_open(w);
	links_open(w);
	if (!w->print)
		outline_tails(w);
	write_pages(w);
	fonts_embed(w);
	if (w->print)
		spots_write(w);
	else
		tags_write(w);
	intent = w->print ? print_intent_write(w) : intent_write(w);
	metadata = metadata_write(w);
	fill_catalog(w, metadata, intent);
	tags_close(w);
	haru_save(w);
	save_finish(w);
}

bool
pdf_write(const struct pdf_job *job, struct arena *scratch, struct diag *d, struct output *out)
{
	struct writer w = {
	    .job = job,
	    .a = scratch,
	    .d = d,
	    .out = out,
	    .page = SIZE_MAX,
	    .print = job->target == TARGET_PRINT,
	    .inks = job->inks,
	};

	if (job->pages->count == 0)
		writer_fail(&w, "the report has no page");
	else
		haru_open(&w);
	if (!w.failed)
		write_document(&w);
	around_close(&w);
	links_close(&w);
	fonts_close(&w);
	tags_close(&w);
	save_close(&w);
	haru_close(&w);
	return !w.failed;
}
