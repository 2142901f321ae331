/* table.c: rows and columns of figures: a table or a query, once bound, is a struct table
 * (table.h), and table/ draws it.
 *
 * A column shows a field, the change between two fields, or bars of several. Rows get a style by
 * a rule (`where: "kind = 'S/TOTAL'"`), rows of one group stand together under one label, and a
 * total is added up here, exactly, of the rows that are no totals themselves.
 */
#include <string.h>

#include "table_bind.h"

static const char *const align_words[] = {"auto", "start", "end", "decimal", NULL};
static const char *const row_words[] = {"strong", "subtotal", "total", "ruled", "plain", NULL};
static const char *const total_words[] = {"ruled", "filled", NULL};
static const char *const total_missing_words[] = {"warn", "omit", "error", NULL};
static const struct limits weight_limits = {1, 1000};
static const struct limits lines_limits = {0, 1};

#define FORMAT(member) offsetof(struct format_settings, member)
static const struct field format_fields[] = {
    {"name", FIELD_FORMAT, FORMAT(format), NULL, "a number format of the theme", NULL},
    {"by", FIELD_COLUMN, FORMAT(by), NULL, "the column that says each row's unit", NULL},
    {"names", FIELD_MAP, FORMAT(names), NULL,
	"unit: format, for units that are not formats themselves", NULL},
    {0},
};
static const struct record format_of_record = {.name = "format",
    .help = "How figures are written: one format, or one for each unit.",
    .size = sizeof(struct format_settings),
    .fields = format_fields,
    .scalar = "name"};

#define BAR(member) offsetof(struct bar_cell_settings, member)
static const struct field bar_fields[] = {
    {"fields", FIELD_NAMES, BAR(fields), FIELD_REQUIRED, "the columns added up in a bar", NULL},
    {"colours", FIELD_NAMES, BAR(colours), "[accent, second]", "one for each of them", NULL},
    {"height", FIELD_LENGTH, BAR(height), "9pt", "of a bar", NULL},
    {"scale", FIELD_WORD, BAR(scale), "own", "shared: one for all reports of a batch", scale_words},
    {0},
};
static const struct record bar_record = {.name = "bar",
    .help = "Bars in cells, from zero, on one scale for the column.",
    .size = sizeof(struct bar_cell_settings),
    .fields = bar_fields,
    .scalar = "fields"};

#define COLUMN(member) offsetof(struct column_settings, member)
static const struct field column_fields[] = {
    {"field", FIELD_COLUMN, COLUMN(field), NULL, "the column of the data to show", NULL},
    {"change", FIELD_NAMES, COLUMN(change), NULL,
	"[before, now]: show how the figure changed; a percentage from a loss to a gain, or back, "
	"means nothing: NS (n.s. in English) or what `empty` says",
	NULL},
    {"as", FIELD_MAP, COLUMN(as), NULL,
	"by: the column of units; then unit: difference, percent (of percentages their "
	"difference, in points) or relative (percent, of percentages too); all: for the others",
	NULL},
    {"none", FIELD_TEXT, COLUMN(none), NULL, "for no change; NS unless said", NULL},
    {"bar", FIELD_RECORD, COLUMN(bar), NULL, "bars instead of text", &bar_record},
    {"head", FIELD_TEXT, COLUMN(head), NULL, "what stands above the column", NULL},
    {"needs", FIELD_NAMES, COLUMN(needs), NULL,
	"table.key@year-1, …: without these the column is left out", NULL},
    {"swatch", FIELD_COLOUR, COLUMN(swatch), NULL, "a square of this colour before the head", NULL},
    {"width", FIELD_STRING, COLUMN(width), "fit",
	"fit (as its content), grow (what is left), 25%, 56pt or 20mm", NULL},
    {"weight", FIELD_INTEGER, COLUMN(weight), "1", "of this column when width is shared out",
	&weight_limits},
    {"gap", FIELD_LENGTH, COLUMN(gap), "-1pt", "before the column; -1pt: the table's", NULL},
    {"align", FIELD_WORD, COLUMN(align), "auto",
	"start, end, or decimal (on the decimal mark); auto: end for figures", align_words},
    {"format", FIELD_RECORD, COLUMN(format), NULL, "how figures are written", &format_of_record},
    {"row-head", FIELD_BOOL, COLUMN(row_head), "no",
	"heads of rows; the first column unless another is said to be", NULL},
    {"style", FIELD_STYLE, COLUMN(style), NULL, "of the column; the table's unless said", NULL},
    {"lines", FIELD_INTEGER, COLUMN(lines), "0", "1: its text is never broken into lines",
	&lines_limits},
    {"zero", FIELD_TEXT, COLUMN(zero), NULL, "what to print for zero", NULL},
    {"empty", FIELD_TEXT, COLUMN(empty), NULL,
	"what to print in empty cells; otherwise the table's missing", NULL},
    {0},
};
static const struct record column_record = {.name = "column",
    .help = "A column of a table.",
    .size = sizeof(struct column_settings),
    .fields = column_fields,
    .scalar = "field"};

#define ROW(member) offsetof(struct row_settings, member)
static const struct field row_fields[] = {
    {"where", FIELD_STRING, ROW(where), FIELD_REQUIRED,
	"the rows: column = 'text', which may hold {values}", NULL},
    {"style", FIELD_WORDS, ROW(style), FIELD_REQUIRED,
	"strong; subtotal (tinted); total (on a field); ruled (over it a strong rule); plain (none "
	"of these: it is added to a total, though it equals the sum of the other rows)",
	row_words},
    {0},
};
static const struct record row_record = {.name = "row",
    .help = "The style of some rows.",
    .size = sizeof(struct row_settings),
    .fields = row_fields};

#define GROUP(member) offsetof(struct group_settings, member)
static const struct field group_fields[] = {
    {"field", FIELD_COLUMN, GROUP(field), FIELD_REQUIRED,
	"the column with the group's name; its cell spans the rows", NULL},
    {"second", FIELD_COLUMN, GROUP(second), NULL, "a second line under that name", NULL},
    {"padding", FIELD_LENGTH, GROUP(padding), "0",
	"above and below the text of each of its rows; the table's padding is around the group",
	NULL},
    {0},
};
static const struct record group_record = {.name = "group",
    .help = "Rows that follow one another with the same name stand together.",
    .size = sizeof(struct group_settings),
    .fields = group_fields,
    .scalar = "field"};

#define TOTAL(member) offsetof(struct total_settings, member)
static const struct field total_fields[] = {
    {"label", FIELD_TEXT, TOTAL(label), NULL, "Total unless said", NULL},
    {"sum", FIELD_NAMES, TOTAL(sum), FIELD_REQUIRED, "the fields that are added up", NULL},
    {"missing", FIELD_WORD, TOTAL(missing), "warn",
	"of figures that are missing: warn how many the total leaves out, omit (add up the others "
	"and say nothing) or error",
	total_missing_words},
    {"style", FIELD_WORD, TOTAL(style), "ruled", "ruled or filled", total_words},
    {0},
};
static const struct record total_record = {.name = "total",
    .help = "A last row, added up from the rows that `rows` does not style as subtotal or "
	    "total. Any other row of totals in the data would be counted twice.",
    .size = sizeof(struct total_settings),
    .fields = total_fields,
    .scalar = "sum"};

#define SETTING(member) offsetof(struct table_settings, member)
static const struct field fields[] = {
    {"from", FIELD_NAME, SETTING(from), NULL, "a table: its rows of this period", NULL},
    {"query", FIELD_SQL, SETTING(query), NULL, "SQL instead, SELECT only", NULL},
    {"columns", FIELD_RECORDS, SETTING(columns), FIELD_REQUIRED, "from left to right",
	&column_record},
    {"group", FIELD_RECORD, SETTING(group), NULL, "one label for several rows", &group_record},
    {"rows", FIELD_RECORDS, SETTING(rows), NULL, "styles of rows", &row_record},
    {"total", FIELD_RECORD, SETTING(total), NULL, "a computed last row", &total_record},
    {"caption", FIELD_TEXT, SETTING(caption), NULL, "what it shows; the summary of its tag", NULL},
    {"show-caption", FIELD_BOOL, SETTING(show_caption), "no", "print the caption above, too", NULL},
    {"note", FIELD_TEXT, SETTING(note), NULL, "printed below", NULL},
    {"style", FIELD_STYLE, SETTING(style), NULL, "of the cells; table, or else body, unless said",
	NULL},
    {"strong-style", FIELD_STYLE, SETTING(strong_style), NULL,
	"of strong rows; table-strong, or else strong, unless said", NULL},
    {"head-style", FIELD_STYLE, SETTING(head_style), "thead", "of the heads", NULL},
    {"caption-style", FIELD_STYLE, SETTING(caption_style), NULL, "h3 unless said", NULL},
    {"note-style", FIELD_STYLE, SETTING(note_style), NULL, "note unless said", NULL},
    {"gap", FIELD_LENGTH, SETTING(gap), "14pt", "between columns", NULL},
    {"padding", FIELD_LENGTH, SETTING(padding), "7pt",
	"above and below the text of a row or a group, and more where that is no whole row of the "
	"grid",
	NULL},
    {"overhang", FIELD_LENGTH, SETTING(overhang), "7pt",
	"of coloured rows over the text, on both sides", NULL},
    {"rules", FIELD_BOOL, SETTING(rules), "yes", "a hairline between rows or groups", NULL},
    {"rule-colour", FIELD_COLOUR, SETTING(rule), "rule", "of the hairlines", NULL},
    {"strong-rule-colour", FIELD_COLOUR, SETTING(strong_rule), "strong-rule",
	"of the rules under the heads and over a total", NULL},
    {"subtotal-colour", FIELD_COLOUR, SETTING(tint), "tint", "behind subtotals", "subtotal"},
    {"total-colour", FIELD_COLOUR, SETTING(total_colour), "strong-rule", "behind totals", "total"},
    {"total-text", FIELD_COLOUR, SETTING(total_text), "white", "of the text of totals", NULL},
    {"rise", FIELD_COLOUR, SETTING(rise), "rise", "of a change upwards", "change"},
    {"fall", FIELD_COLOUR, SETTING(fall), "fall", "of a change downwards", "change"},
    {0},
};

/* ---- binding ------------------------------------------------------------------------------- */

const struct cell *
table_cell_at(const struct table_bind *x, size_t row, int column)
{
	return &x->data.items[row][column];
}

static bool
has_bars(const struct table_settings *s)
{
	const struct column_settings *columns = s->columns.items;

	for (size_t i = 0; i < s->columns.count; i++) {
		if (columns[i].bar.fields.count > 0)
			return true;
	}
	return false;
}

static bool
bind_rows(struct table_bind *x)
{
	struct bind *bind = x->bind;
	struct scope scope = bind->scope;
	struct setting from = x->s->query;

	if ((x->s->from != NULL) == (from.text != NULL)) {
		diag_add(bind->d, DIAG_ERROR, x->b->at, "missing-setting",
		    "a table has either rows of a table (from) or of a query");
		diag_help(bind->d, "add a line \"from: …\" with the name of a table");
		return false;
	}
	if (x->s->from != NULL)
		from = (struct setting){x->s->from, block_place(x->b, "from")};
	if (!has_bars(x->s))
		scope.a = x->answer;
	if (!query_rows(&scope, from, &x->data))
		return false;
	return x->data.count > 0 || bind_no_rows(bind, x->b, from);
}

static bool
bind_look(struct table_bind *x)
{
	const struct table_settings *s = x->s;
	const struct theme *theme = x->bind->report->theme;
	const char *style = theme_style(theme, "table") != NULL ? "table" : "body";
	const char *strong = theme_style(theme, "table-strong") != NULL ? "table-strong" : "strong";
	bool any = s->group.field != NULL || s->rows.count > 0 || s->total.sum.count > 0;
	struct table_look *look = &x->t->look;

	x->style = bind_style(x->bind, x->b, s->style, style);
	x->strong = any ? bind_style(x->bind, x->b, s->strong_style, strong) : x->style;
	*look = (struct table_look){.style = x->style,
	    .head_style = s->head_style,
	    .padding = s->padding > 0 ? s->padding : 0,
	    .group_padding = s->group.padding > 0 ? s->group.padding : 0,
	    .overhang = s->overhang > 0 ? s->overhang : 0,
	    .rules = s->rules,
	    .rule = s->rule,
	    .strong_rule = s->strong_rule,
	    .tint = s->tint,
	    .total = s->total_colour};
	if (s->caption.text != NULL && s->show_caption)
		look->caption_style = bind_style(x->bind, x->b, s->caption_style, "h3");
	if (s->note.text != NULL)
		look->note_style = bind_style(x->bind, x->b, s->note_style, "note");
	return x->style != NULL && x->strong != NULL;
}

static bool
bind_texts(struct table_bind *x)
{
	const struct table_settings *s = x->s;
	bool ok = true;

	if (s->caption.text != NULL) {
		x->t->summary = bind_words(x->bind, x->b, s->caption);
		ok = x->t->summary != NULL;
	}
	if (ok && s->show_caption && s->caption.text != NULL)
		ok = bind_runs(x->bind, x->b, s->caption, x->t->look.caption_style, &x->t->caption);
	if (s->note.text != NULL)
		ok &= bind_runs(x->bind, x->b, s->note, x->t->look.note_style, &x->t->note);
	return ok;
}

/* The character between the digits of 1.5 as this language writes it. */
static const char *
decimal_mark(struct table_bind *x)
{
	struct decimal half = {15, 1};
	const char *text = number_text(x->bind->scope.numbers, x->scratch, NULL, half);
	size_t length = strlen(text);

	return length > 2 ? arena_copy(x->bind->scope.a, text + 1, length - 2) : ",";
}

static bool
bind_table(struct table_bind *x)
{
	struct table *t = x->t;

	if (!bind_look(x) || !bind_rows(x))
		return false;
	if (x->data.count >= UINT32_MAX)
		return false;
	t->at = block_place(x->b, "columns");
	t->row_count = x->data.count;
	t->rows = NEW_ARRAY(x->bind->scope.a, struct table_row, t->row_count);
	x->mark = decimal_mark(x);
	if (!table_bind_columns(x))
		return false;
	if (!table_bind_groups(x) || !table_bind_rules(x) || !table_bind_cells(x))
		return false;
	return table_bind_total(x) && bind_texts(x);
}

static bool
bind(struct bind *bind, struct block *b)
{
	struct table_bind x = {.bind = bind,
	    .b = b,
	    .s = b->settings,
	    .group = -1,
	    .second = -1,
	    .t = NEW(bind->scope.a, struct table),
	    .scratch = arena_open(),
	    .answer = arena_open()};
	bool ok;

	x.set = map_new(x.answer);
	ok = bind_table(&x);
	if (has_bars(x.s))
		x.t->data = x.data;
	b->bound = x.t;
	arena_close(x.scratch);
	arena_close(x.answer);
	return ok;
}

static enum fit
place(struct layout *l, struct block *b, struct room *room)
{
	return table_place(l, b, b->bound, room);
}

const struct block_class table_class = {
    .record = {.name = "table",
	.help = "Rows and columns of figures.",
	.size = sizeof(struct table_settings),
	.fields = fields,
	.common = block_common_fields},
    .example = "- table:\n"
	       "    area: [1, 4, 12, 18]\n"
	       "    caption: Les aides thématiques\n"
	       "    from: thematic_aid\n"
	       "    columns:\n"
	       "      - {field: label, head: Aide, width: grow}\n"
	       "      - {field: loans, head: Prêts, format: euro}\n"
	       "      - {field: grants, head: Subventions, format: euro}\n"
	       "    total: {label: Total, sum: [loans, grants]}\n",
    .before = 2,
    .after = 2,
    .bind = bind,
    .place = place,
};
