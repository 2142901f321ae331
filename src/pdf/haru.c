/* haru.c: libharu, seen from one side only. No other file includes its headers.
 *
 * libharu keeps the document's skeleton: catalog, Info, page tree, pages, outline tree
 * and the numbers of all of these. That it does well, and stays cheap at thousands of pages. What
 * it writes wrongly or not at all is not asked of it: reals (floats with five decimals), Unicode
 * strings, streams with an indirect Length, structure, object streams. For these our save asks each
 * dictionary for its entries one by one and adds a tail of our own text.
 *
 * Errors: libharu calls one function with its first error and its later calls then do nothing good;
 * so we record the first, call it no more, and pdf_write drops the output. Its memory pool is not
 * used: what it hands out is not aligned.
 *
 * Facts about 2.3.0: a page's content stream and its Length are objects of their own (the stream is
 * written by us under its number, the Length's number stays free); the outline's Count is computed
 * by the dictionary's before_write_fn; the Producer's name is set by HPDF_New.
 */
#include <stdlib.h>
#include <string.h>

#include <hpdf.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <hpdf_pages.h>

#include "writer.h"

enum { KIDS = 64, NUMBER_MASK = 0x00FFFFFF };

struct haru {
	HPDF_Doc doc;
	HPDF_Page *pages;
	HPDF_Outline *outlines;
	size_t outline_count, outline_cap;
	const char **tails; /* by object number; after haru_freeze */
	int count;
	bool failed;
};

static void
on_error(HPDF_STATUS error, HPDF_STATUS detail, void *data)
{
	struct writer *w = data;

	if (w->haru->failed)
		return;
	w->haru->failed = true;
	writer_fail(w, "the PDF library stopped with error 0x%04lX, detail %lu",
	    (unsigned long)error, (unsigned long)detail);
}

static void *
plain_alloc(HPDF_UINT size)
{
	return mem_alloc(size);
}

static void
plain_free(void *memory)
{
	free(memory);
}

static int
number_of(const void *object)
{
	return (int)(((const HPDF_Obj_Header *)object)->obj_id & NUMBER_MASK);
}

static HPDF_Page
add_page(struct haru *h)
{
	HPDF_Page page = h->failed ? NULL : HPDF_AddPage(h->doc);

	if (page == NULL)
		return NULL;
	/* Both come in the page's tail: see above. */
	HPDF_Dict_RemoveElement(page, "MediaBox");
	HPDF_Dict_RemoveElement(page, "Resources");
	return page;
}

void
haru_open(struct writer *w)
{
	struct haru *h = NEW(w->a, struct haru);
	size_t n = w->job->pages->count;

	w->haru = h;
	h->doc = HPDF_NewEx(on_error, plain_alloc, plain_free, 0, w);
	if (h->doc == NULL) {
		h->failed = true;
		writer_fail(w, "the PDF library does not start");
		return;
	}
	h->pages = NEW_ARRAY(w->a, HPDF_Page, n);
	if (n > KIDS)
		HPDF_SetPagesConfiguration(h->doc, KIDS);
	for (size_t i = 0; i < n; i++)
		h->pages[i] = add_page(h);
	if (h->doc->info != NULL)
		HPDF_Dict_RemoveElement(h->doc->info, "Producer");
}

void
haru_close(struct writer *w)
{
	if (w->haru != NULL && w->haru->doc != NULL)
		HPDF_Free(w->haru->doc);
}

int
haru_page(const struct writer *w, size_t page)
{
	return w->haru->failed ? 0 : number_of(w->haru->pages[page]);
}

int
haru_contents(const struct writer *w, size_t page)
{
	if (w->haru->failed)
		return 0;
	return number_of(((HPDF_PageAttr)w->haru->pages[page]->attr)->contents);
}

/* Titles and destinations come in the tails, so the title given here is taken out again. The
 * outlines themselves are remembered, since libharu's calls want handles. */
int
haru_add_outline(struct writer *w, int parent, bool open)
{
	struct haru *h = w->haru;
	HPDF_Outline above = parent > 0 ? h->outlines[parent - 1] : NULL;
	HPDF_Outline outline = h->failed ? NULL : HPDF_CreateOutline(h->doc, above, "", NULL);

	GROW(w->a, h->outlines, h->outline_count, h->outline_cap);
	h->outlines[h->outline_count++] = outline;
	if (outline != NULL) {
		HPDF_Outline_SetOpened(outline, open ? HPDF_TRUE : HPDF_FALSE);
		HPDF_Dict_RemoveElement(outline, "Title");
		HPDF_Dict_RemoveElement(outline, "Type");
	}
	return (int)h->outline_count;
}

int
haru_outline(const struct writer *w, int outline)
{
	const struct haru *h = w->haru;

	return h->failed ? 0 : number_of(h->outlines[outline - 1]);
}

int
haru_catalog(const struct writer *w)
{
	return w->haru->failed ? 0 : number_of(w->haru->doc->catalog);
}

int
haru_info(const struct writer *w)
{
	return w->haru->failed ? 0 : number_of(w->haru->doc->info);
}

void
haru_freeze(struct writer *w)
{
	struct haru *h = w->haru;

	h->count = h->failed ? 1 : (int)h->doc->xref->entries->count;
	h->tails = NEW_ARRAY(w->a, const char *, h->count);
}

int
haru_count(const struct writer *w)
{
	return w->haru->count;
}

void
haru_tail(struct writer *w, int object, const char *text)
{
	if (!w->haru->failed)
		w->haru->tails[object] = text;
}

/* HPDF_Obj_Write writes to a stream of libharu's: this one ends in our buffer. */
static HPDF_STATUS
into_buffer(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT n)
{
	buf_add(stream->attr, bytes, n);
	return HPDF_OK;
}

static void
write_dict(struct writer *w, HPDF_Dict dict)
{
	int object = number_of(dict);
	struct buf *b = save_text(w, object);
	HPDF_Stream out = HPDF_CallbackWriter_New(w->haru->doc->mmgr, into_buffer, b);

	buf_add(b, "<<", 2);
	if (dict->before_write_fn != NULL)
		dict->before_write_fn(dict);
	for (HPDF_UINT i = 0; out != NULL && i < dict->list->count; i++) {
		HPDF_DictElement entry = HPDF_List_ItemAt(dict->list, i);
		const HPDF_Obj_Header *header = entry->value;

		if ((header->obj_id & HPDF_OTYPE_HIDDEN) != 0)
			continue;
		buf_byte(b, '/');
		buf_text(b, entry->key);
		buf_byte(b, ' ');
		HPDF_Obj_Write(entry->value, out, NULL);
	}
	if (w->haru->tails[object] != NULL)
		buf_text(b, w->haru->tails[object]);
	buf_add(b, ">>", 2);
	save_text_end(w);
	HPDF_Stream_Free(out);
}

/* Content streams were written long ago; numbers (their lengths) are not wanted. */
void
haru_save(struct writer *w)
{
	struct haru *h = w->haru;

	for (int i = 1; !h->failed && i < h->count; i++) {
		HPDF_XrefEntry entry = HPDF_Xref_GetEntry(h->doc->xref, (HPDF_UINT)i);
		const HPDF_Obj_Header *header = entry != NULL ? entry->obj : NULL;

		if (header == NULL || (header->obj_class & HPDF_OCLASS_ANY) != HPDF_OCLASS_DICT)
			continue;
		if (((HPDF_Dict)entry->obj)->stream == NULL)
			write_dict(w, entry->obj);
	}
}
