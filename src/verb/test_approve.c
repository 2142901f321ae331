/* test_approve.c: what was shown becomes the approved state: a text of marks, and pictures where
 * the case asks for them. All pictures are drawn before anything is written. Each file appears
 * whole; where there are pictures the old state goes first and the new one comes last, so that a
 * run that is stopped half way leaves the case as not approved, never as approved with other
 * pictures.
 */
#include <string.h>
#include <unistd.h>

#include "testing.h"

enum { PICTURE_MOST = 4 << 20, PICTURES_MOST = 64 << 20, PICTURES_AT_A_TIME = 8 };

/* The pages of a report that has no approved state: what there is to look at. */
bool
trial_show(struct trial *r)
{
	struct state *s = state_read(r->m.a, r->m.d, r->c->report, r->text.at, r->text.len);

	for (size_t i = 0; s != NULL && i < s->page_count; i++) {
		const struct state_page *p = &s->pages[i];
		const char *first = NULL;
		size_t lines = 0;

		for (size_t k = 0; k < p->count; k++) {
			for (size_t n = 0; n < p->blocks[k].count; n++) {
				const struct item *item = &p->blocks[k].items[n];

				if (item->kind != ITEM_TEXT)
					continue;
				first = first != NULL ? first : item->words;
				lines++;
			}
		}
		buf_printf(&r->v->details, "page %s%s%s: %zu blocks, %zu lines, from \"%s\"\n",
		    p->folio, *p->id != '\0' ? " " : "", p->id, p->count, lines,
		    first != NULL ? shortened(r->m.a, first, 50) : "");
	}
	return s != NULL;
}

static bool
ask(void)
{
	char answer[16];

	if (!isatty(0) || !isatty(1))
		return true;
	printf("approve this? [y/N] ");
	fflush(stdout);
	return fgets(answer, sizeof answer, stdin) != NULL && (*answer == 'y' || *answer == 'Y');
}

static bool
write_file(struct trial *r, const char *path, const struct buf *bytes)
{
	struct output *out = output_open(r->m.d, path);

	output_add(out, bytes->at, bytes->len);
	return output_commit(out);
}

/* The picture of a page as PNG; false when it is too large. */
static bool
keep_picture(struct trial *r, int page, struct bitmap bitmap, struct buf *png, size_t *total)
{
	bitmap_png(png, bitmap);
	*total += png->len;
	if (png->len <= PICTURE_MOST && *total <= PICTURES_MOST)
		return true;
	diag_add(r->m.d, DIAG_ERROR, (struct place){.file = r->c->folder}, "picture-size",
	    "the pictures take too much room: page %d has %zu KB; 4 MB a page and 64 MB a "
	    "case are allowed",
	    page, png->len >> 10);
	diag_help(
	    r->m.d, "write a smaller ppi into case.yaml (it is %d), or pictures: no", r->c->ppi);
	return false;
}

/* A few at a time: they are drawn in parallel. */
static bool
draw_pictures(struct trial *r, struct buf *pngs, int pages)
{
	struct arena *scratch = arena_open();
	struct bitmap bitmaps[PICTURES_AT_A_TIME];
	size_t total = 0;
	bool good = true;
	int last;

	for (int from = 1; from <= pages && good; from = last + 1) {
		last = from + PICTURES_AT_A_TIME - 1;
		last = last < pages ? last : pages;
		good = pictures_read(scratch, r->m.d, &r->drawn, from, last, bitmaps);
		for (int i = from; i <= last && good; i++)
			good = keep_picture(r, i, bitmaps[i - from], &pngs[i - 1], &total);
		arena_empty(scratch);
	}
	arena_close(scratch);
	return good;
}

const char *
case_picture(const struct test_case *c, struct arena *a, int page)
{
	return arena_printf(a, "%s/%s-%d.png", c->folder, c->target, page);
}

static bool
write_approved(struct trial *r)
{
	int pages = r->c->pictures ? (int)r->m.pages->count : 0;
	struct buf *pngs = NEW_ARRAY(r->m.a, struct buf, pages + 1);
	bool good = draw_pictures(r, pngs, pages);

	if (good && pages > 0)
		unlink(r->approved);
	for (int i = 1; i <= pages; i++) {
		good = good && write_file(r, case_picture(r->c, r->m.a, i), &pngs[i - 1]);
		buf_close(&pngs[i - 1]);
	}
	good = good && write_file(r, r->approved, &r->text);
	for (int i = pages + 1; good && unlink(case_picture(r->c, r->m.a, i)) == 0; i++)
		continue;
	return good;
}

void
trial_approve(struct trial *r)
{
	if (r->v->verdict == VERDICT_SAME && trial_same(r))
		return;
	printf("%s\n", r->c->name);
	if (r->v->details.len > 0)
		fwrite(r->v->details.at, 1, r->v->details.len, stdout);
	else
		puts("the pages are as approved; what they are made from is noted anew");
	if (!ask())
		trial_say(r, r->v->verdict, "not approved");
	else if (write_approved(r))
		trial_say(r, VERDICT_SAME, "approved");
	buf_empty(&r->v->details);
}
