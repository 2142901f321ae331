/* value.c: text with {values} to stretches of text, each figure with the cell that it came from.
 *
 * The author's words and the figures stay apart, since a figure carries its place in the CSV to
 * the page. All mistakes of a text are reported, then nothing is given back. A value that is not
 * there is an error at the YAML with the CSV's cell or file as a second place; when the scope is
 * `quiet` it is no error and scope->missing tells the caller to print something else or nothing.
 *
 * What surprises: numbers without a format are grouped ("24 088") and have the sign of their unit
 * ("24 088 €"), but years are not: parameters, columns that are named like one, and columns of the
 * unit "year" are plain text.
 */
#include "inner.h"

#include <string.h>

struct expansion {
	struct scope *s;
	struct setting text;
	int depth; /* of {title} in {title} */
	struct stretch *items;
	size_t count, cap;
	struct buf words; /* the author's, not yet a stretch */
	bool failed;
};

static bool expand(struct expansion *e);

static void
add_stretch(struct expansion *e, struct stretch s)
{
	GROW(e->s->a, e->items, e->count, e->cap);
	e->items[e->count++] = s;
}

static void
end_words(struct expansion *e)
{
	if (e->words.len == 0)
		return;
	add_stretch(e, (struct stretch){.text = arena_copy(e->s->a, e->words.at, e->words.len)});
	buf_empty(&e->words);
}

static void
report_missing(struct scope *s, const struct lookup *l, const struct figure *f)
{
	static const char *const help[] = {
	    [MISSING_OMIT] = "missing: omit leaves the block out",
	    [MISSING_WORDS] =
		"missing: omit leaves the block out; missing: n.d. prints these words instead",
	    [MISSING_WORDS_WITHIN] =
		"in the block that prints this text, missing: omit leaves it out; missing: n.d. "
		"prints these words for the figure",
	};

	s->missing = true;
	if (s->quiet || f->silent)
		return;
	diag_add(s->d, DIAG_ERROR, value_place(l->text, l->start, l->length), "missing-value",
	    "{%.*s} has no value", (int)l->length, l->text.text + l->start);
	if (f->why.file)
		diag_also(s->d, f->why, "%s", f->says);
	if (help[s->help] != NULL && !f->misspelt)
		diag_help(s->d, "%s", help[s->help]);
}

/* The format named in the lookup; false after a diagnostic. */
static bool
find_format(struct scope *s, const struct lookup *l, const struct format **format)
{
	const struct theme *theme = s->report->theme;

	*format = NULL;
	if (!l->format)
		return true;
	*format = theme ? theme_format(theme, l->format) : NULL;
	if (*format)
		return true;
	size_t n = theme ? theme->format_count : 0;
	const char **names = NEW_ARRAY(s->a, const char *, n + 1);
	for (size_t i = 0; i < n; i++)
		names[i] = theme->formats[i].name;
	const char *near = nearest_word(l->format, names, n);
	diag_add(s->d, DIAG_ERROR, value_place(l->text, l->format_start, strlen(l->format)),
	    "unknown-format", "the theme has no number format \"%s\"", l->format);
	if (near)
		diag_help(s->d, "did you mean \"%s\"?", near);
	return false;
}

static bool
format_suits(struct scope *s, const struct lookup *l, const struct format *f, const struct cell *c)
{
	return s->numbers == NULL || f == NULL ||
	       number_suits(
		   s->numbers, f, c, value_place(l->text, l->format_start, strlen(l->format)));
}

static bool
not_a_number(struct scope *s, const struct lookup *l, const struct cell *cell)
{
	diag_add(s->d, DIAG_ERROR, value_place(l->text, l->start, l->length), "not-a-number",
	    "{%.*s} is a text, not a number", (int)l->length, l->text.text + l->start);
	if (cell && cell->at.line)
		diag_also(s->d, cell->at, "it stands here");
	return false;
}

static const char *
figure_text(struct scope *s, const struct lookup *l, const struct figure *f, bool *ok)
{
	const struct format *format;
	char plain[24];

	*ok = find_format(s, l, &format);
	if (f->cell.kind == CELL_TEXT) {
		if (l->format)
			*ok = not_a_number(s, l, &f->cell) && *ok;
		return f->cell.text;
	}
	*ok = format_suits(s, l, format, &f->cell) && *ok;
	if (s->numbers && (format || !f->plain))
		return number_text(
		    s->numbers, s->a, format ? format : number_own(&f->cell), f->cell.number);
	decimal_write(f->cell.number, plain);
	return arena_text(s->a, plain);
}

/* "{amounts.total} €", which prints "1 234 € €"; or, in English, "€{amounts.total}". */
static bool
said_once(struct expansion *e, const struct lookup *l, const char *figure)
{
	const char *after = l->text.text + l->start + l->length + 1;
	const char *sign = number_said_twice(figure, after);

	if (sign == NULL && l->start > strlen("€") && strstr(figure, "€") != NULL &&
	    memcmp(after - l->length - 2 - strlen("€"), "€", strlen("€")) == 0)
		sign = "€";
	if (sign == NULL)
		return true;
	diag_add(e->s->d, DIAG_ERROR, value_place(l->text, l->start - 1, l->length + 2),
	    "unit-twice", "the figure is written with its unit, \"%s\", and the text says it again",
	    figure);
	diag_help(e->s->d, "take it out of the text, or name a format that writes no %s: {%.*s:…}",
	    sign, (int)(l->format ? l->format_start - 1 - l->start : l->length),
	    l->text.text + l->start);
	return false;
}

static bool
expand_title(struct expansion *e, const struct lookup *l)
{
	struct expansion title = {.s = e->s, .text = e->s->report->title, .depth = e->depth + 1};

	if (e->depth > 0 || l->format) {
		diag_add(e->s->d, DIAG_ERROR, value_place(l->text, l->start, l->length),
		    "value-syntax",
		    l->format ? "the title takes no format" : "the title cannot hold {title}");
		return false;
	}
	if (!title.text.text)
		return true;
	bool ok = expand(&title);
	for (size_t i = 0; i < title.count; i++)
		add_stretch(e, title.items[i]);
	return ok;
}

static bool
expand_one(struct expansion *e, size_t start, size_t length)
{
	struct lookup l;
	struct figure f;
	bool ok = true;

	if (!lookup_read(e->s, e->text, start, length, &l))
		return false;
	enum found found = lookup_find(e->s, &l, 0, &f);
	if (found == FOUND_NOTHING)
		return false;
	if (found == FOUND_MISSING && e->s->instead != NULL && !f.silent) {
		buf_text(&e->words, e->s->instead);
		return true;
	}
	if (found == FOUND_MISSING) {
		report_missing(e->s, &l, &f);
		return false;
	}
	end_words(e);
	if (found == FOUND_TITLE)
		return expand_title(e, &l);
	if (found == FOUND_FOLIO || found == FOUND_PAGES) {
		add_stretch(e, (struct stretch){.text = "",
				   .page = found == FOUND_FOLIO ? PAGE_FOLIO : PAGE_COUNT});
		return true;
	}
	struct stretch s = {.text = figure_text(e->s, &l, &f, &ok)};
	if (f.cell.kind == CELL_NUMBER)
		ok = said_once(e, &l, s.text) && ok;
	if (f.cell.at.line || !f.plain) {
		struct cell *cell = NEW(e->s->a, struct cell);
		*cell = f.cell;
		s.cell = cell;
	}
	add_stretch(e, s);
	return ok;
}

static bool
brace_error(struct expansion *e, size_t offset, const char *what)
{
	diag_add(e->s->d, DIAG_ERROR, value_place(e->text, offset, 1), "value-syntax", "%s", what);
	diag_help(e->s->d, "a brace that is to be printed is written twice: {{ or }}");
	return false;
}

static bool
open_brace(struct expansion *e, size_t offset, bool within)
{
	if (!within)
		return brace_error(e, offset, "this { is not closed");
	diag_add(e->s->d, DIAG_ERROR, value_place(e->text, offset, 1), "value-syntax",
	    "a value cannot be made of another {value}");
	diag_help(e->s->d,
	    "write the key itself; or let a parameter choose the rows: \"period: site\" "
	    "in tables.yaml, \":site\" in a query");
	return false;
}

static bool
expand(struct expansion *e)
{
	const char *text = e->text.text;
	bool ok = true;

	for (size_t i = 0; text[i]; i++) {
		if ((text[i] == '{' || text[i] == '}') && text[i + 1] == text[i]) {
			buf_byte(&e->words, text[i++]);
		} else if (text[i] == '}') {
			ok = brace_error(e, i, "this } closes nothing");
		} else if (text[i] == '{') {
			size_t n = strcspn(text + i + 1, "{}");
			if (text[i + 1 + n] != '}') {
				ok = open_brace(e, i, text[i + 1 + n] == '{');
				break;
			}
			ok = expand_one(e, i + 1, n) && ok;
			i += n + 1;
		} else {
			buf_byte(&e->words, text[i]);
		}
	}
	end_words(e);
	buf_close(&e->words);
	return ok;
}

const struct stretch *
value_expand(struct scope *s, struct setting text, size_t *count)
{
	struct expansion e = {.s = s, .text = text};

	*count = 0;
	if (!text.text)
		e.text.text = "";
	if (!expand(&e))
		return NULL;
	if (e.count == 0)
		add_stretch(&e, (struct stretch){.text = ""});
	*count = e.count;
	return e.items;
}

const char *
value_text(struct scope *s, struct setting text)
{
	size_t count, length = 0;
	const struct stretch *items = value_expand(s, text, &count);

	if (!items)
		return NULL;
	if (count == 1 && items[0].page == PAGE_NONE)
		return items[0].text;
	for (size_t i = 0; i < count; i++) {
		length += strlen(items[i].text);
		if (items[i].page != PAGE_NONE) {
			diag_add(s->d, DIAG_ERROR, text.at, "value-syntax",
			    "the number of the page is not known here");
			diag_help(s->d, "{folio} and {pages} stand in running heads and feet");
			return NULL;
		}
	}
	char *joined = arena_alloc(s->a, length + 1), *at = joined;
	for (size_t i = 0; i < count; i++) {
		size_t n = strlen(items[i].text);
		memcpy(at, items[i].text, n);
		at += n;
	}
	return joined;
}

/* ---- one value ---- */

/* The braces around the whole of the text, blanks apart. */
static bool
find_braces(struct scope *s, struct setting text, size_t *start, size_t *length)
{
	size_t from = strspn(text.text, " \n");
	size_t to = strlen(text.text);

	while (to > from && (text.text[to - 1] == ' ' || text.text[to - 1] == '\n'))
		to--;
	*start = from + 1;
	*length = to > from + 2 ? to - from - 2 : 0;
	if (to - from > 2 && text.text[from] == '{' && text.text[to - 1] == '}' &&
	    strcspn(text.text + *start, "{}") == *length)
		return true;
	diag_add(s->d, DIAG_ERROR, text.at, "value-syntax",
	    "\"%s\" is not one {value} nor a number", text.text);
	diag_help(s->d, "write for instance \"{table.key:format}\"");
	return false;
}

const char *
value_lone_period(struct scope *s, struct setting text, int shift)
{
	struct lookup l;
	size_t start, length;
	const struct table *t;
	const char *period;

	if (!text.text || !strpbrk(text.text, "{}") || !find_braces(s, text, &start, &length) ||
	    !lookup_read(s, text, start, length, &l) || !s->tables)
		return NULL;
	t = tables_find(s->tables, l.parts[0]);
	period = t ? value_period(s, t, l.shift + shift) : NULL;
	for (size_t row = 0; period && row < t->rows; row++)
		if (tables_in_period(t, row, period))
			return period;
	return NULL;
}

bool
value_cell(struct scope *s, struct setting text, int shift, struct cell *cell,
    const struct format **format)
{
	const struct format *named;
	struct lookup l;
	struct figure f;
	size_t start, length;

	*cell = (struct cell){0};
	if (format)
		*format = NULL;
	if (text.text && !strpbrk(text.text, "{}") && number_read(text.text, &cell->number, NULL)) {
		cell->kind = shift ? CELL_EMPTY : CELL_NUMBER;
		return true;
	}
	if (!text.text || !find_braces(s, text, &start, &length) ||
	    !lookup_read(s, text, start, length, &l))
		return false;
	bool ok = find_format(s, &l, &named);
	if (format)
		*format = named;
	enum found found = lookup_find(s, &l, shift, &f);
	if (found == FOUND_NOTHING || !ok)
		return false;
	if (found == FOUND_MISSING && shift != 0)
		return true;
	if (found == FOUND_MISSING) {
		report_missing(s, &l, &f);
		return false;
	}
	if (found != FOUND_CELL || f.cell.kind != CELL_NUMBER)
		return not_a_number(s, &l, &f.cell);
	*cell = f.cell;
	if (format && !named)
		*format = number_own(cell);
	return format_suits(s, &l, named, &f.cell);
}

bool
value_needs(struct scope *s, struct project *p, const struct names *needs)
{
	for (size_t i = 0; i < needs->count; i++) {
		struct setting text = {needs->items[i], needs->places[i]};
		struct lookup l;
		if (strchr(text.text, '/')) {
			const char *path = value_text(s, text);
			if (!path || !project_has(p, s->report->file, path))
				return false;
			continue;
		}
		if (!lookup_read(s, text, 0, strlen(text.text), &l))
			return false;
		if (!lookup_there(s, &l))
			return false;
	}
	return true;
}
