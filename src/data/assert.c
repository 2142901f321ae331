/* assert.c: the checks of tables.yaml: what must be true of the figures.
 *
 * A check is a query that returns nothing when all is well. Each row that it returns is one
 * failure, at the row's place in the CSV, in the words of `says` filled in with the row; the
 * cells that those words show follow as notes. A failure that is known (`known: reason`) is a
 * warning, and becomes an error again, check-stale, once nothing differs any more: a reason that
 * outlived its mistake hides the next.
 */
#include "inner.h"

#include <string.h>

enum { FAILURES_MOST = 50 }; /* told of one check */

/* Where the row stands: its first cell of a CSV, or the query when all is computed. */
static struct place
row_place(const struct row *row, struct place query)
{
	for (size_t i = 0; i < row->count; i++)
		if (row->cells[i].at.line > 0)
			return row->cells[i].at;
	return query;
}

static void
note_cells(struct scope *s, const struct stretch *words, size_t count, struct place told)
{
	for (size_t i = 0; i < count; i++) {
		const struct cell *c = words[i].cell;
		if (!c || c->at.line == 0)
			continue;
		if (c->at.line == told.line && c->at.column == told.column)
			continue;
		bool again = false;
		for (size_t k = 0; k < i && !again; k++)
			again = words[k].cell && words[k].cell->at.line == c->at.line &&
				words[k].cell->at.column == c->at.column &&
				strcmp(words[k].cell->at.file, c->at.file) == 0;
		if (!again)
			diag_also(s->d, c->at, "%s", words[i].text);
	}
}

/* False when `says` has a mistake, which was reported. */
static bool
tell_failure(struct scope *s, const struct check *c, const struct row *row)
{
	struct scope inner = *s;
	struct buf says = {0};
	size_t count = 0;

	inner.row = row;
	inner.quiet = true;
	inner.missing = false;
	const struct stretch *words = value_expand(&inner, c->says, &count);
	if (!words && !inner.missing)
		return false;
	for (size_t i = 0; i < count; i++)
		buf_text(&says, words[i].text);
	if (!words)
		buf_text(&says, c->says.text); /* it shows a cell that is empty */
	struct place at = row_place(row, c->query.at);
	if (c->known.text) {
		diag_add(s->d, DIAG_WARNING, at, "check-known", "%s (known: %s)", says.at,
		    c->known.text);
	} else {
		diag_add(s->d, DIAG_ERROR, at, "check-failed", "%s", says.at);
		diag_help(s->d,
		    "this is the check \"%s\"; if it is so in the source, say \"known: reason\"",
		    c->id);
	}
	note_cells(s, words, count, at);
	diag_also(s->d, c->query.at, "the check \"%s\"", c->id);
	buf_close(&says);
	return true;
}

static void
run_check(struct scope *s, const struct check *c)
{
	struct rows rows;

	if (!query_rows(s, c->query, &rows))
		return;
	if (rows.count == 0 && c->known.text) {
		diag_add(s->d, DIAG_ERROR, c->known.at, "check-stale",
		    "the check \"%s\" finds nothing any more, but a reason for its failure stands "
		    "here",
		    c->id);
		diag_help(s->d, "remove the line \"known: …\"");
	}
	for (size_t i = 0; i < rows.count; i++) {
		struct row row = {rows.columns, rows.items[i], rows.column_count};
		if (i == FAILURES_MOST) {
			diag_add(s->d, c->known.text ? DIAG_WARNING : DIAG_ERROR, c->query.at,
			    c->known.text ? "check-known" : "check-failed",
			    "%zu more failures of the check \"%s\" are not listed", rows.count - i,
			    c->id);
			break;
		}
		if (!tell_failure(s, c, &row))
			break;
	}
}

void
checks_run(struct scope *s)
{
	for (size_t i = 0; s->tables && i < s->tables->check_count; i++)
		run_check(s, &s->tables->checks[i]);
}
