/* rows.c: how high rows are, and what belongs together.
 *
 * A row is its tallest cell's lines between two paddings, a group its rows' lines between two
 * paddings, both made up to whole rows of the grid: so every unit's text stands on the grid when
 * the first one's does. What that adds is shared above and below. Cells that fit on one line cost
 * a comparison; only the others are broken into lines here.
 */
#include "walk.h"

dimen
cell_room(const struct walk *w, size_t column, const struct table_cell *cell)
{
	size_t last = column + (cell->span > 1 ? cell->span - 1u : 0u);

	return w->columns[last].x + w->columns[last].width - w->columns[column].x;
}

/* A figure has no text but that of its line. */
static struct runs
cell_runs(struct arena *a, const struct table_cell *cell)
{
	struct glyphs line = {.pieces = cell->pieces, .count = cell->count};
	struct buf text = {0};
	struct run *run;

	if (cell->runs[0].text != NULL)
		return (struct runs){cell->runs, cell->run_count};
	run = NEW(a, struct run);
	*run = cell->runs[0];
	glyphs_text(&text, line);
	run->text = arena_copy(a, text.at, text.len);
	buf_close(&text);
	return (struct runs){run, 1};
}

static struct lines
break_cell(struct walk *w, size_t column, const struct table_cell *cell)
{
	struct runs runs = cell_runs(w->l->a, cell);
	struct shape shape = shape_of(w->t->look.style, cell_room(w, column, cell));

	shape.align = w->t->columns[column].align == CELL_START ? ALIGN_START : ALIGN_END;
	shape.language = w->l->report->language;
	return text_lines(w->l->texts, w->l->a, w->l->d, &runs, &shape);
}

static bool
is_broken(const struct walk *w, size_t column, const struct table_cell *cell)
{
	return (cell->flags & CELL_BROKEN) != 0 ||
	       (cell->count > 0 && cell->width > cell_room(w, column, cell));
}

struct row_lines
row_measure(struct walk *w, const struct table_cell *cells)
{
	size_t n = w->t->column_count;
	struct row_lines row = {.count = 1};

	for (size_t i = 0; i < n; i++) {
		if ((int)i == w->t->group || !is_broken(w, i, &cells[i]))
			continue;
		if (row.cells == NULL)
			row.cells = NEW_ARRAY(w->l->scratch, struct lines, n);
		row.cells[i] = break_cell(w, i, &cells[i]);
		row.count = row.cells[i].count > row.count ? row.cells[i].count : row.count;
	}
	return row;
}

dimen
lines_height(int lines, dimen leading)
{
	int64_t height = (int64_t)lines * leading;

	return height < INT32_MAX / 4 ? (dimen)height : INT32_MAX / 4;
}

/* What each row of a group has above and below its words, besides the group's own padding. */
static dimen
inner_padding(const struct walk *w)
{
	return w->t->group >= 0 ? w->t->look.group_padding : 0;
}

dimen
row_words(const struct walk *w, int lines)
{
	return 2 * inner_padding(w) + lines_height(lines, w->t->look.style->leading);
}

dimen
words_room(const struct walk *w, dimen words)
{
	return room_rows(w->room, 2 * w->t->look.padding + words);
}

dimen
line_baseline(dimen leading)
{
	return dimen_scale(leading, 3, 4);
}

dimen
words_baseline(const struct walk *w, dimen height, dimen words)
{
	return (height - words) / 2 + inner_padding(w) + line_baseline(w->t->look.style->leading);
}

void
unit_take(const struct walk *w, struct unit *u, size_t rows)
{
	dimen label = row_words(w, u->label.count);

	u->count = rows;
	u->words = 0;
	for (size_t i = 0; i < rows; i++)
		u->words += row_words(w, u->rows[i].count);
	u->words = u->words > label ? u->words : label;
	u->height = words_room(w, u->words);
}

static void
measure_label(struct walk *w, struct unit *u)
{
	const struct table *t = w->t;
	const struct table_cell *cell;

	if (t->group < 0)
		return;
	cell = &t->cells[t->rows[u->first].group * t->column_count + (size_t)t->group];
	if (is_broken(w, (size_t)t->group, cell))
		u->label = break_cell(w, (size_t)t->group, cell);
}

void
unit_measure(struct walk *w, size_t first, dimen room, struct unit *u)
{
	const struct table *t = w->t;
	size_t cap = 0;
	dimen words = 0;

	*u = (struct unit){.first = first};
	measure_label(w, u);
	for (size_t i = first; i < t->row_count && t->rows[i].group == t->rows[first].group; i++) {
		struct row_lines row = row_measure(w, &t->cells[i * t->column_count]);

		words += row_words(w, row.count);
		if (u->count > 0 && words_room(w, words) > room)
			break;
		GROW(w->l->scratch, u->rows, u->count, cap);
		u->rows[u->count++] = row;
	}
	u->whole = first + u->count == t->row_count ||
		   t->rows[first + u->count].group != t->rows[first].group;
	unit_take(w, u, u->count);
}
