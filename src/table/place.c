/* place.c: a table into one room after another.
 *
 * Each room gets the head and then unit after unit, as many as fit. What ends a table (its
 * computed total, its note) stands with the last unit; a head never stands without a unit. A
 * group is divided only when no later room could hold it whole. The cursor is the next row, the
 * number of rows when only the end is left.
 *
 * Nothing of the table is changed here but for what was told, so a flow may place it on trial,
 * take it back, and begin again; what a room needs is in scratch, and gone when the room is done.
 */
#include "walk.h"

struct ending {
	struct row_lines total;
	struct lines note;
};

/* The y where the table ends, when its last unit ends at y. */
static dimen
measure_ending(struct walk *w, dimen y, struct ending *e)
{
	const struct table *t = w->t;

	*e = (struct ending){.total = {0}};
	if (t->total != NULL) {
		e->total = row_measure(w, t->total);
		y += words_room(w, row_words(w, e->total.count));
	}
	return note_end(w, y, &e->note);
}

static void
too_wide(struct walk *w, struct table *t, dimen lack)
{
	struct diag *d = w->l->d;

	if (t->told || lack <= 0)
		return;
	t->told = w->b->wide.known = true;
	diag_add(d, DIAG_ERROR, t->at, "table-too-wide",
	    "the columns of \"%s\" need %.1f mm more than there is room for, words wrapped already",
	    w->b->common.id, dimen_mm(lack));
	for (size_t i = 0; i < t->column_count; i++) {
		const struct column_width *c = &w->columns[i];
		bool given = c->kind == WIDTH_FIXED || c->kind == WIDTH_SHARE;

		if (c->width < c->least)
			diag_help(d,
			    "column %zu is %.1f mm wide and its longest word or figure %.1f mm: "
			    "make it wider, or use width: fit",
			    i + 1, dimen_mm(c->width), dimen_mm(c->least));
		else if (given && c->most > 0 && c->width > c->most)
			diag_help(d,
			    "column %zu is %.1f mm wide and what it holds %.1f mm: make it "
			    "narrower, or use width: fit",
			    i + 1, dimen_mm(c->width), dimen_mm(c->most));
	}
	diag_help(d, "make its area wider, leave a column out, or shorten the longest words");
}

static void
solve_columns(struct walk *w, struct table *t)
{
	size_t n = t->column_count;

	w->columns = NEW_ARRAY(w->l->scratch, struct column_width, n);
	for (size_t i = 0; i < n; i++)
		w->columns[i] = t->columns[i].width;
	too_wide(w, t, columns_solve(w->columns, n, w->room->box.w));
	w->width = w->columns[n - 1].x + w->columns[n - 1].width;
}

/* ---- the elements of the table ----------------------------------------------------------- */

static int
kid_of(const struct pages *p, int parent, enum tag tag)
{
	for (size_t i = (size_t)parent + 1; i < p->elem_count; i++) {
		if (p->elems[i].parent == parent && p->elems[i].tag == tag)
			return (int)i;
	}
	return 0;
}

static void
start_table(struct walk *w)
{
	struct pages *p = w->l->pages;

	w->table = block_elem(w->l, w->b, TAG_TABLE);
	if (w->t->summary != NULL) {
		struct elem_note *note = elem_note(p, w->table);

		note->title = note->alt = w->t->summary;
	}
	if (w->t->caption.count > 0)
		caption_draw(w);
}

/* ---- a room -------------------------------------------------------------------------------- */

static enum below
line_after(const struct table *t, const struct unit *u)
{
	size_t next = u->first + u->count;
	unsigned own = t->rows[u->first].flags, after = 0;

	if (next < t->row_count)
		after = t->rows[next].flags;
	else if (t->total != NULL)
		after = t->total_flags;
	if (after & ROW_RULED)
		return BELOW_STRONG;
	return (after | own) & ROW_TOTAL ? BELOW_NOTHING : BELOW_HAIRLINE;
}

/* Does this unit, with all that must stand with it, fit below y? `alone`: nothing stands in the
 * room yet, and it is the tallest there will be. Then a group is cut to the rows that fit, and
 * the end may go on to the next room. */
static bool
unit_fits(struct walk *w, struct unit *u, dimen y, bool alone)
{
	struct ending e;
	bool last = u->whole && u->first + u->count == w->t->row_count;

	if (u->whole && y + u->height <= w->bottom)
		return !last || alone || measure_ending(w, y + u->height, &e) <= w->bottom;
	while (alone && u->count > 1 && y + u->height > w->bottom)
		unit_take(w, u, u->count - 1);
	return alone && y + u->height <= w->bottom;
}

/* The rows from b->cursor on; answers how many units were drawn. */
static int
place_rows(struct walk *w, dimen head, const struct lines *heads)
{
	const struct table *t = w->t;
	bool first = w->b->cursor == 0;
	int drawn = 0;

	while ((size_t)w->b->cursor < t->row_count) {
		dimen y = w->y + (drawn == 0 ? head : 0);
		struct unit u;

		unit_measure(w, (size_t)w->b->cursor, w->bottom - y, &u);
		if (!unit_fits(w, &u, y, drawn == 0 && w->room->tallest))
			break;
		if (drawn++ == 0) {
			if (first)
				start_table(w);
			head_draw(w, heads, y - w->y, first);
			w->body = first ? elem_add(w->l->pages, w->table, TAG_TBODY)
					: kid_of(w->l->pages, w->table, TAG_TBODY);
		}
		unit_draw(w, &u, line_after(t, &u));
		w->b->cursor += (long)u.count;
	}
	return drawn;
}

static enum fit
place_ending(struct walk *w, dimen head, const struct lines *heads, bool drawn)
{
	struct ending e;
	dimen y = w->y + (drawn ? 0 : head);

	if (measure_ending(w, y, &e) > w->bottom)
		return drawn ? FIT_PART : FIT_NONE;
	if (!drawn && w->t->total != NULL)
		head_draw(w, heads, head, false);
	if (w->t->total != NULL)
		total_draw(w, &e.total);
	note_draw(w, &e.note);
	return FIT_ALL;
}

enum fit
table_place(struct layout *l, struct block *b, struct table *t, struct room *room)
{
	struct arena_mark scratch = arena_mark(l->scratch);
	struct walk w = {.l = l,
	    .b = b,
	    .t = t,
	    .room = room,
	    .table = b->elem,
	    .y = room->box.y,
	    .bottom = room->box.y + room->box.h};
	struct lines *heads, caption;
	dimen above, head;
	long start = b->cursor;
	enum fit fit;
	int drawn;

	solve_columns(&w, t);
	heads = NEW_ARRAY(l->scratch, struct lines, t->column_count);
	above = b->cursor == 0 && t->caption.count > 0 ? caption_height(&w, w.y, &caption) : 0;
	head = above + head_height(&w, w.y + above, heads);
	drawn = place_rows(&w, head, heads);
	if ((size_t)b->cursor == t->row_count)
		fit = place_ending(&w, head, heads, drawn > 0);
	else
		fit = drawn > 0 ? FIT_PART : FIT_NONE;
	if (fit == FIT_PART && start == 0 && room->balancing) {
		b->cursor = 0;
		fit = FIT_NONE;
	}
	room->used = room_rows(room, w.y - room->box.y);
	arena_rewind(l->scratch, scratch);
	return fit;
}
