/* csv.c: the text of a CSV to cells with places. The only user of libcsv.
 *
 * libcsv splits (RFC 4180, strict about quotes: a stray or missing quotation mark is an error,
 * not a guess) but says nothing of places. Its callbacks come in the order of the text, so a
 * second pointer follows: at each cell it steps over what libcsv has just consumed (blanks,
 * quotes, the text) and counts lines and characters on the way. Every byte is looked at twice, so
 * time stays linear.
 *
 * What surprises: libcsv strips blanks around unquoted cells, and outside quotes; the place is
 * that of the first character kept. It skips empty lines by itself. A carriage return alone ends
 * a line too. A cell over 64 KB ends the reading: libcsv's buffer is grown by `grow_capped`,
 * which refuses more, so an unclosed quotation mark cannot pull the rest of a large file into
 * memory.
 */
#include "inner.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

struct reading {
	struct diag *d;
	const char *name;
	const struct csv_sink *sink;
	char delimiter;
	const char *at, *end; /* follows libcsv through the text */
	int line, column;     /* of *at, from 1 */
	size_t index;         /* of the next cell in its row */
	struct place first;   /* of the row's first cell */
	bool too_long;
};

static void *
grow_capped(void *old, size_t size)
{
	return size > CSV_FIELD_LIMIT + 8192 ? NULL : realloc(old, size);
}

/* One byte on, counting. A carriage return before a line feed counts with it. */
static void
step(struct reading *r)
{
	char c = *r->at++;

	if (c == '\n' || (c == '\r' && (r->at == r->end || *r->at != '\n'))) {
		r->line++;
		r->column = 1;
	} else if (((unsigned char)c & 0xC0) != 0x80 && c != '\r') {
		r->column++;
	}
}

static void
skip_blanks(struct reading *r, bool lines)
{
	while (r->at < r->end && *r->at != r->delimiter &&
	       (*r->at == ' ' || *r->at == '\t' || (lines && (*r->at == '\r' || *r->at == '\n'))))
		step(r);
}

/* Over a quoted text, from its first character to its closing mark. */
static void
skip_quoted(struct reading *r)
{
	while (r->at < r->end) {
		if (*r->at == '"') {
			if (r->at + 1 == r->end || r->at[1] != '"')
				return;
			step(r);
		}
		step(r);
	}
}

static void
take_field(void *text, size_t length, void *self)
{
	struct reading *r = self;
	struct csv_cell cell = {text ? text : "", length, {.file = r->name}};

	skip_blanks(r, r->index == 0);
	bool quoted = r->at < r->end && *r->at == '"';
	if (quoted)
		step(r);
	cell.at.line = r->line;
	cell.at.column = r->column;
	int before = r->column;
	if (quoted)
		skip_quoted(r);
	else
		for (size_t i = 0; i < length && r->at < r->end; i++)
			step(r);
	cell.at.length = r->line == cell.at.line && r->column > before ? r->column - before : 1;
	if (quoted && r->at < r->end)
		step(r);
	skip_blanks(r, false);
	if (r->at < r->end && *r->at == r->delimiter)
		step(r);
	if (r->index == 0)
		r->first = cell.at;
	if (length > CSV_FIELD_LIMIT) {
		r->too_long = true;
		if (r->d) {
			diag_add(r->d, DIAG_ERROR, cell.at, "csv-field-size",
			    "this cell is longer than 64 KB");
			diag_help(r->d, "is a closing quotation mark missing?");
		}
	}
	r->sink->field(r->sink->self, r->index++, &cell);
}

static void
take_row(int terminator, void *self)
{
	struct reading *r = self;

	(void)terminator;
	r->sink->row(r->sink->self, r->index, r->first);
	r->index = 0;
}

/* libcsv stopped before the byte at `stop`, inside the cell that r->at has not yet passed. */
static void
report_stop(struct reading *r, const char *stop, int error)
{
	if (!r->d)
		return;
	skip_blanks(r, r->index == 0);
	struct place at = {r->name, r->line, r->column, 1};
	if (error == CSV_ENOMEM || error == CSV_ETOOBIG) {
		diag_add(r->d, DIAG_ERROR, at, "csv-field-size", "this cell is longer than 64 KB");
		diag_help(r->d, "is a closing quotation mark missing?");
		return;
	}
	if (!stop) {
		diag_add(r->d, DIAG_ERROR, at, "csv-quote",
		    "the quotation mark that opens this cell is never closed");
		diag_help(r->d, "close it, or remove it");
		return;
	}
	while (r->at < stop && r->at < r->end)
		step(r);
	at.line = r->line;
	at.column = r->column;
	diag_add(r->d, DIAG_ERROR, at, "csv-quote", "a stray quotation mark");
	diag_help(r->d,
	    "a cell that holds quotation marks stands between quotation marks, and each "
	    "of those inside is doubled: \"the \"\"old\"\" one\"");
}

/* Where the mark that libcsv stumbled over stands: it stops at the byte after or at it. */
static const char *
stray_mark(const char *bytes, size_t stopped, size_t length)
{
	size_t i = stopped < length ? stopped : length - 1;

	while (i > 0 && bytes[i] != '"')
		i--;
	return bytes + i;
}

bool
csv_read(struct diag *d, const struct csv_text *text, char delimiter, const struct csv_sink *sink)
{
	struct reading r = {.d = d,
	    .name = text->name,
	    .sink = sink,
	    .delimiter = delimiter,
	    .at = text->bytes,
	    .end = text->bytes + text->length,
	    .line = 1,
	    .column = 1};
	struct csv_parser p;
	int error = 0;
	const char *stop = NULL;

	if (csv_init(&p, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0)
		abort();
	csv_set_delim(&p, (unsigned char)delimiter);
	csv_set_realloc_func(&p, grow_capped);
	csv_set_blk_size(&p, 4096);
	/* In pieces, so that a cell found too long ends the reading soon. */
	for (size_t done = 0; done < text->length && !error && !r.too_long;) {
		size_t piece = text->length - done < 65536 ? text->length - done : 65536;
		size_t n = csv_parse(&p, text->bytes + done, piece, take_field, take_row, &r);
		if (n < piece) {
			error = csv_error(&p);
			stop = stray_mark(text->bytes, done + n, text->length);
		}
		done += n;
	}
	if (!error && !r.too_long && csv_fini(&p, take_field, take_row, &r) != 0)
		error = csv_error(&p);
	if (error)
		report_stop(&r, stop, error);
	csv_free(&p);
	return !error && !r.too_long;
}

/* ---- the delimiter ---- */

struct header {
	const char *const *names;
	size_t count, matches, fields;
	bool done;
};

static void
count_field(void *self, size_t index, const struct csv_cell *cell)
{
	struct header *h = self;

	(void)index;
	if (h->done)
		return;
	h->fields++;
	for (size_t i = 0; i < h->count; i++)
		if (strcmp(h->names[i], cell->text) == 0) {
			h->matches++;
			break;
		}
}

static void
count_row(void *self, size_t fields, struct place first)
{
	(void)fields;
	(void)first;
	((struct header *)self)->done = true;
}

char
csv_delimiter(const struct csv_text *text, const char *const *names, size_t n)
{
	static const char candidates[] = {';', ',', '\t'};
	const char *start = text->bytes + strspn(text->bytes, " \t\r\n");
	const char *end = start;
	const char *limit = text->bytes + text->length;
	struct header best = {0};
	char found = ';';

	if (limit - start > (ptrdiff_t)CSV_FIELD_LIMIT)
		limit = start + CSV_FIELD_LIMIT;
	for (bool quoted = false; end < limit; end++) {
		if (*end == '"')
			quoted = !quoted;
		else if (!quoted && (*end == '\n' || *end == '\r'))
			break;
	}
	struct csv_text first = {text->name, start, (size_t)(end - start)};
	for (size_t i = 0; i < COUNT(candidates); i++) {
		struct header h = {.names = names, .count = n};
		struct csv_sink sink = {&h, count_field, count_row};
		csv_read(NULL, &first, candidates[i], &sink);
		if (h.matches > best.matches ||
		    (h.matches == best.matches && h.fields > best.fields)) {
			best = h;
			found = candidates[i];
		}
	}
	return found;
}
