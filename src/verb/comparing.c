/* comparing.c: from two states and their pictures to what differs and the sheet that shows it. */
#include <stdlib.h>

#include "comparing.h"

bool
comparing_run(struct comparing *x)
{
	x->c = compare_states(x->a, x->states[0], x->states[1], &x->tolerance);
	if (x->with_pictures && !compare_pictures(x->a, x->d, x->c, x->states[0], x->states[1],
				    x->pictures, &x->tolerance))
		return false;
	comparison_finish(x->a, x->c, x->states[0], x->states[1], &x->tolerance);
	return true;
}

/* Draws one page anew; the sheet asks only for pages that changed. */
static const struct buf *
picture(void *data, int side, int page)
{
	const struct comparing *x = data;
	struct arena *scratch;
	struct bitmap bitmap;
	struct buf *png = NULL;

	if (x->pictures[side].pdf == NULL && x->pictures[side].folder == NULL)
		return NULL;
	scratch = arena_open();
	if (pictures_read(scratch, x->d, &x->pictures[side], page + 1, page + 1, &bitmap)) {
		png = NEW(x->a, struct buf);
		bitmap_png(png, bitmap);
	}
	arena_close(scratch);
	return png;
}

void
comparing_part(struct buf *out, const struct comparing *x, int number)
{
	struct sheet_case part = {
	    .name = x->name,
	    .verdict = x->verdict,
	    .c = x->c,
	    .old = x->states[0],
	    .new = x->states[1],
	    .picture = x->with_pictures ? picture : NULL,
	    .data = (void *)(uintptr_t)x,
	};

	sheet_add(out, &part, number);
}

bool
comparing_sheet(const struct comparing *list, size_t count, struct diag *d, const char *path)
{
	struct output *file = output_open(d, path);
	struct buf out = {0}, sum = {0};

	for (size_t i = 0; i < count; i++) {
		buf_text(&sum, i > 0 ? "; " : "");
		comparison_sum(&sum, list[i].c);
	}
	sheet_open(&out, "What changed on the pages", sum.at);
	for (size_t i = 0; i < count; i++)
		comparing_part(&out, &list[i], (int)i + 1);
	sheet_close(&out);
	output_add(file, out.at, out.len);
	buf_close(&out);
	buf_close(&sum);
	return output_commit(file);
}
