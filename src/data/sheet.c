/* sheet.c: a CSV without a declaration: its first row names the columns, every other cell is text.
 * For the list of a batch's reports, whose columns are parameters.
 */
#include "inner.h"

#include <string.h>

enum { CELLS_MOST = 4000000, COLUMNS_MOST = 500 };

struct filling {
	struct arena *a;
	struct diag *d;
	struct sheet *s;
	size_t cap;
	bool headed, failed;
};

/* Says so once, and nothing more is taken: no cell is dropped in silence. */
static bool
has_room(struct filling *f, size_t index, struct place at)
{
	if (!f->failed && !f->headed && index == COLUMNS_MOST) {
		diag_add(f->d, DIAG_ERROR, at, "csv-header", "there are more than %d columns",
		    COLUMNS_MOST);
		f->failed = true;
	} else if (!f->failed && f->s->count == CELLS_MOST) {
		diag_add(f->d, DIAG_ERROR, at, "csv-rows",
		    "there are more than %d cells up to here", CELLS_MOST);
		diag_help(f->d, "divide the file, or leave out columns that are not needed");
		f->failed = true;
	}
	return !f->failed;
}

static void
take_field(void *self, size_t index, const struct csv_cell *cell)
{
	struct filling *f = self;
	struct sheet *s = f->s;
	struct sheet_cell kept;

	if (f->failed || (f->headed && index >= s->columns) || !has_room(f, index, cell->at))
		return;
	kept = (struct sheet_cell){arena_copy(f->a, cell->text, cell->length), cell->at};
	GROW(f->a, s->cells, s->count, f->cap);
	s->cells[s->count++] = kept;
	s->columns = f->headed ? s->columns : index + 1;
}

static void
end_row(void *self, size_t fields, struct place first)
{
	struct filling *f = self;
	struct sheet *s = f->s;

	if (f->failed)
		return;
	if (f->headed && fields != s->columns) {
		f->failed = true;
		diag_add(f->d, DIAG_ERROR, first, "csv-ragged",
		    "this row has %zu cells, the first row %zu", fields, s->columns);
		return;
	}
	s->rows += f->headed;
	f->headed = true;
}

bool
sheet_read(struct arena *a, struct diag *d, const struct file_text *file, const char *const *names,
    size_t name_count, struct sheet *s)
{
	struct filling f = {.a = a, .d = d, .s = s};
	struct csv_sink sink = {.self = &f, .field = take_field, .row = end_row};
	struct csv_text text;

	*s = (struct sheet){0};
	return csv_decode(a, d, file, ENCODING_DETECT, &text) &&
	       csv_read(d, &text, csv_delimiter(&text, names, name_count), &sink) && !f.failed;
}
