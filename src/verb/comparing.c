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

/* Draws a pair of pages anew; the sheet asks only for those that changed. */
static bool
draw(void *data, struct arena *a, const int page[2], struct bitmap out[2])
{
	const struct comparing *x = data;

	for (int side = 0; side < 2; side++) {
		if (page[side] >= 0 && !pictures_read(a, x->d, &x->pictures[side], page[side] + 1,
					   page[side] + 1, &out[side]))
			return false;
	}
	return true;
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
	    .draw = x->with_pictures ? draw : NULL,
	    .data = (void *)(uintptr_t)x,
	};

	sheet_add(out, &part, number);
}

bool
comparing_sheet(const struct comparing *list, size_t count, struct diag *d, const char *path)
{
	struct output *file = output_open(d, path);
	struct buf out = {0};

	sheet_open(&out, "What changed on the pages", "");
	for (size_t i = 0; i < count; i++)
		comparing_part(&out, &list[i], (int)i + 1);
	sheet_close(&out);
	output_add(file, out.at, out.len);
	buf_close(&out);
	return output_commit(file);
}
