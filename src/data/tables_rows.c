/* tables_rows.c: the cells of a CSV, read strictly by the declaration of their columns.
 *
 * csv.c gives one cell at a time. The first row must name the declared columns, each once, in any
 * order. Every later cell is typed at once and put into t->cells; nothing of the row is kept
 * besides. A cell that cannot be read is reported and stored as empty, and the table is broken.
 * Rows whose cells are all empty (Excel leaves them below a table) are skipped like empty lines.
 *
 * At most MISTAKES_MOST mistakes of a file are told one by one, so that a file of a million wrong
 * rows costs neither memory nor patience.
 */
#include "inner.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
	MISTAKES_MOST = 100,
	CELLS_MOST = 20000000, /* of one table: half a gigabyte */
	UNREADABLE = 255       /* scale of an empty cell whose mistake was reported */
};

struct load {
	struct arena *a;
	struct diag *d;
	struct table *t;
	const struct csv_text *text;
	struct header_cell {
		const char *text;
		struct place at;
		int column; /* index in t->columns, or -1 */
	} * header;
	size_t fields, fields_cap;
	bool header_done, filled; /* filled: the row has a cell that is not empty */
	bool stop;                /* the header is wrong: rows would only repeat it */
	bool headless;            /* no name is in the first row: where are they? */
	size_t mistakes, untold;
	unsigned helped; /* 1 << enum oddity: of these the help was given */
};

/* Counts a mistake; false when it need not be told any more. */
static bool
mistake(struct load *l)
{
	l->t->broken = true;
	if (l->mistakes++ < MISTAKES_MOST)
		return true;
	l->untold++;
	return false;
}

/* The text for a message: its first characters. */
static const char *
brief(struct load *l, const char *text)
{
	const char *end = text;

	for (int i = 0; i < 60 && *end; i++)
		utf8_next(&end);
	const char *cut = arena_copy(l->a, text, (size_t)(end - text));
	return *end ? arena_printf(l->a, "%s…", cut) : cut;
}

/* ---- one cell ---- */

static bool
among(const struct words *w, const char *text)
{
	for (size_t i = 0; i < w->count; i++)
		if (strcmp(w->items[i], text) == 0)
			return true;
	return false;
}

/* "12", "-3": most cells of a large file. False: number_parse shall see it. */
static bool
plain_integer(const char *p, size_t length, struct decimal *d)
{
	bool negative = *p == '-';
	size_t i = negative;
	int64_t n = 0;

	if (length - i == 0 || length - i > 18)
		return false;
	for (; i < length; i++) {
		unsigned digit = (unsigned char)p[i] - (unsigned)'0';
		if (digit > 9)
			return false;
		n = n * 10 + (int64_t)digit;
	}
	*d = (struct decimal){negative ? -n : n, 0};
	return true;
}

/* A € in a column of percents is a slip that no figure should hide. */
static bool
sign_agrees(const struct column *c, enum number_sign sign)
{
	const char *unit = c->unit ? c->unit : "";

	return sign == SIGN_NONE || strcmp(unit, sign == SIGN_EURO ? "euro" : "percent") == 0;
}

static void
check_range(struct load *l, const struct column *c, const struct csv_cell *cell, struct decimal n)
{
	char least[24], most[24];

	if (!c->ranged || (decimal_compare(n, c->least) >= 0 && decimal_compare(n, c->most) <= 0) ||
	    !mistake(l))
		return;
	decimal_write(c->least, least);
	decimal_write(c->most, most);
	diag_add(l->d, DIAG_ERROR, cell->at, "out-of-range",
	    "\"%s\" is not between %s and %s (column \"%s\")", cell->text, least, most, c->name);
	diag_also(l->d, c->at, "the range is declared here");
}

/* What spreadsheets and their authors write where a number is wanted. */
enum oddity { ODD_ERROR, ODD_NARROW, ODD_BRACKETS, ODD_POWER, ODD_GROUPS, ODD_WORD, ODD_NONE };

/* "#REF!", "#NOM?", "#N/A", "Err:502"; or "#####", what a column shows that is too narrow. Words of
 * people begin with "#", too, so these are known by their ends. */
static enum oddity
spreadsheet_error(const char *text)
{
	static const char *const none[] = {"#N/A", "#N/D", "#NV", NULL};
	size_t length = strlen(text);

	if (strncmp(text, "Err:5", 5) == 0 && strspn(text + 5, "0123456789") == 2 && length == 7)
		return ODD_ERROR;
	if (*text != '#')
		return ODD_NONE;
	if (length > 2 && strspn(text, "#") == length)
		return ODD_NARROW;
	for (size_t i = 0; none[i] != NULL; i++)
		if (strcmp(text, none[i]) == 0)
			return ODD_ERROR;
	return length > 3 && strchr("!?", text[length - 1]) &&
		       strcspn(text, " abcdefghijklmnopqrstuvwxyz") == length
		   ? ODD_ERROR
		   : ODD_NONE;
}

static enum oddity
oddity_of(const char *text)
{
	size_t length = strlen(text), digits = strspn(text, "-0123456789,.");
	const char *mark = strpbrk(text, ".,");
	enum oddity error = spreadsheet_error(text);

	if (error != ODD_NONE)
		return error;
	if (*text == '#')
		return strspn(text, "#") == length ? ODD_NARROW : ODD_ERROR;
	if (*text == '(' && text[length - 1] == ')' && strpbrk(text, "0123456789"))
		return ODD_BRACKETS;
	if ((text[digits] | 32) == 'e' && digits > 0 &&
	    text[digits + 1 + strspn(text + digits + 1, "+-0123456789")] == '\0')
		return ODD_POWER;
	if (text[digits] == '\0' && mark &&
	    (strpbrk(mark + 1, ".,") || strspn(mark + 1, "0123456789") == 3))
		return ODD_GROUPS;
	return strpbrk(text, "0123456789") ? ODD_NONE : ODD_WORD;
}

static const char *
odd_figure(enum oddity odd, const char *what)
{
	switch (odd) {
	case ODD_ERROR:
		return "the spreadsheet could not calculate it";
	case ODD_NARROW:
		return "the column was too narrow in the spreadsheet";
	case ODD_BRACKETS:
		return "brackets are no minus sign";
	case ODD_POWER:
		return "the spreadsheet has shortened it";
	default:
		return what;
	}
}

/* Once a file: a column of a thousand "n.d." is one thing to mend. */
static void
help_figure(struct load *l, const struct column *c, enum oddity odd, const char *text)
{
	if (odd == ODD_NONE || l->helped & 1U << odd)
		return;
	l->helped |= 1U << odd;
	switch (odd) {
	case ODD_ERROR:
		diag_help(l->d, "mend the formula, or empty the cell, and save the CSV again");
		break;
	case ODD_NARROW:
		diag_help(l->d, "widen the column there, and save the CSV again");
		break;
	case ODD_BRACKETS:
		diag_help(l->d, "write \"-%.*s\"; Excel does with the cell format \"Number\"",
		    (int)strcspn(text + 1, ")"), text + 1);
		break;
	case ODD_POWER:
		diag_help(l->d,
		    "digits are lost here: give the column the cell format \"Number\" in "
		    "the spreadsheet, and save the CSV again");
		break;
	case ODD_GROUPS:
		diag_help(l->d, "groups of digits are set off by spaces: \"1 234 567,50\"");
		break;
	default:
		diag_help(l->d, "if it stands for \"no value\", say so in %s: missing: [\"%s\"]",
		    c->at.file, brief(l, text));
		diag_also(l->d, c->at, "the column is declared here");
	}
}

/* Says what is wrong with a number; where one character is to blame, the caret is on it. */
static void
tell_figure(struct load *l, const struct column *c, const struct csv_cell *cell, const char *what,
    const char *stray)
{
	bool integer = c->type == COLUMN_INTEGER;
	enum oddity odd = oddity_of(cell->text);
	struct place at = cell->at;

	what = odd_figure(odd, what);
	if (stray != NULL && odd != ODD_POWER &&
	    memchr(cell->text, '\n', (size_t)(stray - cell->text)) == NULL) {
		const char *end = stray;
		uint32_t letter = utf8_next(&end);

		at.column += (int)utf8_count(cell->text, (size_t)(stray - cell->text));
		at.length = 1;
		if (strstr(what, "no digit"))
			what = arena_printf(l->a, "%s\"%.*s\" is no digit",
			    (letter | 32) - 'a' < 26 || letter >= 0xC0 ? "the letter " : "",
			    (int)(end - stray), stray);
	}
	diag_add(l->d, DIAG_ERROR, at, integer ? "bad-integer" : "bad-decimal",
	    "\"%s\" is not %s (column \"%s\"): %s", brief(l, cell->text),
	    integer ? "an integer" : "a decimal number", c->name, what);
	help_figure(l, c, odd, cell->text);
}

static bool
read_figure(struct load *l, const struct column *c, const struct csv_cell *cell, struct decimal *n)
{
	enum number_sign sign = SIGN_NONE;
	const char *what = NULL, *stray = NULL;

	if (!plain_integer(cell->text, cell->length, n) &&
	    number_parse(cell->text, n, &sign, &what, &stray)) {
		if (!sign_agrees(c, sign))
			what = sign == SIGN_EURO ? "its € is not the unit of the column"
						 : "its % is not the unit of the column";
		else if (c->type == COLUMN_INTEGER && n->scale > 0)
			what = "it has decimals";
	}
	if (!what && n->scale > c->scale)
		what = "it has more decimals than the column's scale";
	if (!what &&
	    (n->scale == c->scale || (decimal_round(*n, c->scale, n) && n->scale == c->scale)))
		return true;
	if (!what)
		what = "with the column's decimals it has more than 18 digits";
	if (mistake(l)) {
		tell_figure(l, c, cell, what, stray);
		if (sign != SIGN_NONE)
			diag_also(l->d, c->at, "the column's unit is %s",
			    c->unit ? c->unit : "not given");
		else if (!stray && n->scale > c->scale && c->type == COLUMN_DECIMAL)
			diag_also(l->d, c->at, "the scale is %d", c->scale);
	}
	return false;
}

/* What a spreadsheet shows instead of a text is none. */
static bool
check_calculated(struct load *l, const struct column *c, const struct csv_cell *cell)
{
	enum oddity odd = strchr("#E", *cell->text) ? spreadsheet_error(cell->text) : ODD_NONE;
	bool key = c->type == COLUMN_KEY;

	if (odd == ODD_NONE || among(&c->words, cell->text))
		return true;
	if (mistake(l)) {
		diag_add(l->d, DIAG_ERROR, cell->at, key ? "bad-key" : "bad-text",
		    "\"%s\" is not a %s (column \"%s\"): %s", brief(l, cell->text),
		    key ? "key" : "text", c->name, odd_figure(odd, ""));
		help_figure(l, c, odd, cell->text);
	}
	return false;
}

static bool
check_text(struct load *l, const struct column *c, const struct csv_cell *cell)
{
	if (!check_calculated(l, c, cell))
		return false;
	if (c->type == COLUMN_KEY && strpbrk(cell->text, ".@:{}\r\n")) {
		if (mistake(l)) {
			diag_add(l->d, DIAG_ERROR, cell->at, "bad-key",
			    "\"%s\" cannot be a key (column \"%s\")", brief(l, cell->text),
			    c->name);
			diag_help(l->d,
			    "a key holds none of . @ : { }, since it is written in {%s.key}",
			    l->t->name);
		}
		return false;
	}
	if (c->words.count == 0 || among(&c->words, cell->text))
		return true;
	if (mistake(l)) {
		const char *near = nearest_word(cell->text, c->words.items, c->words.count);
		diag_add(l->d, DIAG_ERROR, cell->at, "out-of-range",
		    "\"%s\" is not among the words of the column \"%s\"", brief(l, cell->text),
		    c->name);
		if (near)
			diag_help(l->d, "did you mean \"%s\"?", near);
		diag_also(l->d, c->at, "the words are declared here");
	}
	return false;
}

static void
store_cell(struct load *l, int column, const struct csv_cell *cell)
{
	struct table *t = l->t;
	const struct column *c = &t->columns[column];
	struct stored *s = &t->cells[t->rows * t->column_count + (size_t)column];

	*s = (struct stored){.line = cell->at.line,
	    .column = cell->at.column,
	    .length = cell->at.length,
	    .kind = CELL_EMPTY};
	if (cell->length == 0 || (c->missing.count > 0 && among(&c->missing, cell->text)))
		return;
	s->scale = UNREADABLE;
	if (c->type == COLUMN_KEY || c->type == COLUMN_TEXT) {
		if (!check_text(l, c, cell))
			return;
		s->kind = CELL_TEXT;
		s->scale = 0;
		s->u.text = arena_copy(l->a, cell->text, cell->length);
		return;
	}
	struct decimal n = {0};
	if (!read_figure(l, c, cell, &n))
		return;
	check_range(l, c, cell, n);
	s->kind = CELL_NUMBER;
	s->u.coef = n.coef;
	s->scale = (uint8_t)n.scale;
}

/* ---- the header ---- */

static bool
is_header(const struct table *t, const char *text, int *column)
{
	*column = -1;
	for (size_t i = 0; *text && *column < 0 && i < t->column_count; i++)
		if (strcmp(t->columns[i].header, text) == 0)
			*column = (int)i;
	return *column >= 0;
}

static const char *
nearest_header(struct load *l, const char *text)
{
	const struct table *t = l->t;
	const char **names = NEW_ARRAY(l->a, const char *, t->column_count);

	for (size_t i = 0; i < t->column_count; i++)
		names[i] = t->columns[i].header;
	return nearest_word(text, names, t->column_count);
}

/* More names than that are not all told. */
static void
header_cell(struct load *l, const struct csv_cell *cell)
{
	struct header_cell kept = {.at = cell->at};

	if (l->fields == l->t->column_count + MISTAKES_MOST)
		return;
	kept.text = arena_copy(l->a, cell->text, cell->length);
	is_header(l->t, kept.text, &kept.column);
	GROW(l->a, l->header, l->fields, l->fields_cap);
	l->header[l->fields++] = kept;
}

static void
tell_unknown(struct load *l, size_t field)
{
	const struct header_cell *cell = &l->header[field];

	if (!mistake(l))
		return;
	if (*cell->text == '\0') {
		diag_add(
		    l->d, DIAG_ERROR, cell->at, "csv-header", "column %zu has no name", field + 1);
		diag_help(l->d, "name it, or delete the column");
		return;
	}
	const char *near = nearest_header(l, cell->text);
	diag_add(l->d, DIAG_ERROR, cell->at, "unknown-column",
	    "\"%s\" is not a declared column of \"%s\"", brief(l, cell->text), l->t->name);
	if (near)
		diag_help(l->d, "did you mean \"%s\"?", near);
	else
		diag_help(l->d, "declare it in %s, or remove it here", l->t->at.file);
	diag_also(l->d, l->t->at, "the table is declared here");
}

/* Each name once; of the unknown ones the first is told. */
static void
check_names(struct load *l)
{
	for (size_t i = 0; i < l->fields; i++) {
		struct header_cell *cell = &l->header[i];

		for (size_t k = 0; cell->column >= 0 && k < i; k++) {
			if (l->header[k].column != cell->column)
				continue;
			if (mistake(l))
				diag_add(l->d, DIAG_ERROR, cell->at, "csv-header",
				    "the column \"%s\" is there twice", cell->text);
			l->stop = true;
			cell->column = -1;
			break;
		}
		if (cell->column < 0 && !l->stop)
			tell_unknown(l, i);
		l->stop = l->stop || cell->column < 0;
	}
}

/* A row without one of the names, nor anything like them: a title, say. */
static bool
is_headless(struct load *l)
{
	for (size_t i = 0; i < l->fields; i++)
		if (l->header[i].column >= 0 || nearest_header(l, l->header[i].text))
			return false;
	return true;
}

static void
tell_headless(struct load *l, struct place first)
{
	struct buf names = {0};

	l->stop = l->headless = true;
	mistake(l);
	for (size_t i = 0; i < l->t->column_count; i++) {
		buf_text(&names, i > 0 ? ", " : "");
		buf_text(&names, l->t->columns[i].header);
	}
	diag_add(l->d, DIAG_ERROR, first, "csv-header",
	    "this row names none of the columns of \"%s\"", l->t->name);
	diag_help(
	    l->d, "the first row holds their names, %s: delete what stands above it", names.at);
	diag_also(l->d, l->t->at, "the table is declared here");
	buf_close(&names);
}

static void
header_end(struct load *l, struct place first)
{
	struct table *t = l->t;

	l->header_done = true;
	if (is_headless(l)) {
		tell_headless(l, first);
		return;
	}
	check_names(l);
	for (size_t c = 0; c < t->column_count; c++) {
		bool there = false;
		for (size_t i = 0; i < l->fields; i++)
			there = there || l->header[i].column == (int)c;
		if (there)
			continue;
		l->stop = true;
		if (!mistake(l))
			continue;
		diag_add(l->d, DIAG_ERROR, first, "missing-column",
		    "the column \"%s\" of \"%s\" is not in this file", t->columns[c].header,
		    t->name);
		diag_also(l->d, t->columns[c].at, "it is declared here");
	}
}

/* ---- rows ---- */

static void
take_field(void *self, size_t index, const struct csv_cell *cell)
{
	struct load *l = self;
	struct table *t = l->t;

	if (!l->header_done) {
		header_cell(l, cell);
		return;
	}
	int column;
	if (l->headless && is_header(t, cell->text, &column)) {
		diag_also(l->d, cell->at, "the names seem to stand here");
		l->headless = false;
	}
	if (l->stop || index >= l->fields)
		return;
	if (t->rows == t->cap) {
		t->cap = t->cap ? t->cap * 2 : 64;
		t->cells = mem_resize(t->cells, t->cap * t->column_count * sizeof *t->cells);
	}
	l->filled = l->filled || cell->length > 0;
	store_cell(l, l->header[index].column, cell);
}

/* "TOTAL", "Sous-total", "Total général": a row that sums others up. */
static bool
is_total(const struct table *t, size_t row)
{
	for (size_t c = 0; c < t->column_count; c++) {
		const struct stored *s = &t->cells[row * t->column_count + c];
		if (s->kind == CELL_TEXT && (strncasecmp(s->u.text, "total", 5) == 0 ||
						strncasecmp(s->u.text, "sous-total", 10) == 0))
			return true;
	}
	return false;
}

static void
check_required(struct load *l)
{
	struct table *t = l->t;

	for (size_t c = 0; c < t->column_count; c++) {
		const struct stored *s = &t->cells[t->rows * t->column_count + c];
		if (!t->columns[c].required || s->kind != CELL_EMPTY || s->scale == UNREADABLE)
			continue;
		struct place at = {t->file, s->line, s->column, s->length};
		if (!mistake(l))
			continue;
		diag_add(l->d, DIAG_ERROR, at, "missing-value",
		    "the column \"%s\" may not be empty", t->columns[c].name);
		if (is_total(t, t->rows))
			diag_help(l->d, "delete the row of totals: the table on the page adds up "
					"by itself (total:)");
	}
}

static void
take_row(void *self, size_t fields, struct place first)
{
	struct load *l = self;

	if (!l->header_done) {
		header_end(l, first);
		return;
	}
	if (l->stop)
		return;
	bool filled = l->filled;
	l->filled = false;
	if (!filled)
		return;
	if (fields != l->fields) {
		if (mistake(l)) {
			diag_add(l->d, DIAG_ERROR, first, "csv-ragged",
			    "this row has %zu cell%s, the header has %zu", fields,
			    fields == 1 ? "" : "s", l->fields);
			diag_help(l->d,
			    fields > l->fields
				? "a text that holds the delimiter stands between quotation marks"
				: "add what is missing; an empty cell still has its delimiter "
				  "before it");
		}
		return;
	}
	check_required(l);
	if (++l->t->rows * l->t->column_count <= CELLS_MOST)
		return;
	mistake(l);
	diag_add(l->d, DIAG_ERROR, first, "csv-rows", "the table has more than %d cells up to here",
	    CELLS_MOST);
	l->stop = true;
}

void
tables_load(struct arena *a, struct diag *d, struct table *t, const struct file_text *file)
{
	struct csv_text text;
	struct load l = {.a = a, .d = d, .t = t, .text = &text};
	struct csv_sink sink = {&l, take_field, take_row};
	char delimiter = t->delimiter;

	if (!csv_decode(a, d, file, t->encoding, &text)) {
		t->broken = true;
		return;
	}
	if (delimiter == 0) {
		const char **names = NEW_ARRAY(a, const char *, t->column_count);
		for (size_t i = 0; i < t->column_count; i++)
			names[i] = t->columns[i].header;
		delimiter = csv_delimiter(&text, names, t->column_count);
	}
	if (!csv_read(d, &text, delimiter, &sink))
		t->broken = true;
	if (l.untold > 0)
		diag_add(d, DIAG_ERROR, (struct place){.file = t->file}, "csv-mistakes",
		    "%zu more mistakes in this file are not listed", l.untold);
}

void
tables_drop(struct table *t)
{
	free(t->cells);
	free(t->slots);
	t->cells = NULL;
	t->slots = NULL;
	t->rows = t->cap = t->slot_count = 0;
}
