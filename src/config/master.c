/* master.c: page masters: size, margins, columns, baseline grid, running foot.
 *
 * A row is a step of the baseline grid: row 1 begins at the top margin, its baseline lies `first`
 * below its top. A column's left edge is computed from the left margin in one step, never by adding
 * up columns, so the last column ends exactly on the right margin whatever the division leaves
 * over.
 *
 * `like:` copies another master of the file and reads over it, margins and grid setting by setting.
 */
#include <string.h>

#include "parts.h"

/* ---- what may be written ----------------------------------------------------------------- */

struct margins {
	dimen top, bottom, inner, outer;
};
struct grid {
	int columns;
	dimen gutter, baseline, first;
};
struct foot_settings {
	int show;
	struct setting left, centre, right;
	const struct style *style, *folio_style;
	const char *row;
};
struct master_settings {
	const char *like;
	struct names size;
	bool landscape, facing;
	dimen bleed;
	struct margins margins;
	struct grid grid;
	int frames;
	bool balance;
	colour background;
	struct foot_settings foot;
	struct place foot_at, foot_row_at;
};

#define OF(type, member) offsetof(struct type, member)
static const struct field margins_fields[] = {
    {"top", FIELD_LENGTH, OF(margins, top), "20mm", "from the page's top edge to row 1", NULL},
    {"bottom", FIELD_LENGTH, OF(margins, bottom), "20mm", "below the last row", NULL},
    {"inner", FIELD_LENGTH, OF(margins, inner), "20mm", "at the left, or at the spine when facing",
	NULL},
    {"outer", FIELD_LENGTH, OF(margins, outer), "20mm", "at the right, or at the edge when facing",
	NULL},
    {0},
};
static const struct record margins_record = {.name = "margins",
    .help = "The margins of a master.",
    .size = sizeof(struct margins),
    .fields = margins_fields};

static const struct limits column_limits = {1, 100}, frame_limits = {1, 12};
static const struct field grid_fields[] = {
    {"columns", FIELD_INTEGER, OF(grid, columns), "12", "between the margins", &column_limits},
    {"gutter", FIELD_LENGTH, OF(grid, gutter), "14pt", "between two columns", NULL},
    {"baseline", FIELD_LENGTH, OF(grid, baseline), "14pt",
	"height of a row: from baseline to baseline", NULL},
    {"first", FIELD_LENGTH, OF(grid, first), NULL,
	"from a row's top to its baseline; three quarters of the row if left out", NULL},
    {0},
};
static const struct record grid_record = {.name = "grid",
    .help = "Columns and rows of a master.",
    .size = sizeof(struct grid),
    .fields = grid_fields};

static const char *const show_words[] = {"shown", "none", NULL};
static const struct field foot_fields[] = {
    {"show", FIELD_WORD, OF(foot_settings, show), "shown", "`foot: none` is short for show: none",
	show_words},
    {"left", FIELD_TEXT, OF(foot_settings, left), NULL,
	"text at the left, or at the spine when facing; {title}, {folio} and {pages} are known",
	NULL},
    {"centre", FIELD_TEXT, OF(foot_settings, centre), NULL, "text in the middle", NULL},
    {"right", FIELD_TEXT, OF(foot_settings, right), NULL,
	"text at the right, or at the edge when facing", NULL},
    {"row", FIELD_STRING, OF(foot_settings, row), NULL,
	"row of its baseline, halves allowed; two below the last row if left out", NULL},
    {"style", FIELD_STYLE, OF(foot_settings, style), NULL,
	"of its texts; the style \"foot\" if left out", NULL},
    {"folio-style", FIELD_STYLE, OF(foot_settings, folio_style), NULL,
	"of the text with {folio}; as the others if left out", NULL},
    {0},
};
static const struct record foot_record = {.name = "foot",
    .help = "What stands at the foot of each page of a master.",
    .size = sizeof(struct foot_settings),
    .fields = foot_fields,
    .scalar = "show"};

#define OWN(member) offsetof(struct master_settings, member)
static const struct field master_fields[] = {
    {"like", FIELD_NAME, OWN(like), NULL, "another master of the file that this one builds on",
	NULL},
    {"size", FIELD_NAMES, OWN(size), "A4", "A3, A4, A5, letter, or [210mm, 297mm]: trimmed", NULL},
    {"landscape", FIELD_BOOL, OWN(landscape), "no", "the long side lies", NULL},
    {"bleed", FIELD_LENGTH, OWN(bleed), "3mm", "beyond the trim, for print", NULL},
    {"margins", FIELD_RECORD, OWN(margins), "{}", "around the grid", &margins_record},
    {"grid", FIELD_RECORD, OWN(grid), "{}", "columns and rows", &grid_record},
    {"frames", FIELD_INTEGER, OWN(frames), "1", "columns of running text on flow pages",
	&frame_limits},
    {"balance", FIELD_BOOL, OWN(balance), "yes",
	"its frames end at one height on the last page of a flow", NULL},
    {"facing", FIELD_BOOL, OWN(facing), "no", "left and right pages mirror each other", NULL},
    {"background", FIELD_COLOUR, OWN(background), NULL, "colour of the whole page", NULL},
    {"foot", FIELD_RECORD, OWN(foot), "none", "running foot, or none", &foot_record},
    {0},
};
const struct record master_record = {.name = "master",
    .help = "A kind of page.",
    .size = sizeof(struct master_settings),
    .fields = master_fields};

struct masters_settings {
	struct nodes masters;
};
static const struct field masters_fields[] = {
    {"masters", FIELD_MAP, OF(masters_settings, masters), FIELD_REQUIRED, "name: master",
	&master_record},
    {0},
};
const struct record masters_record = {.name = "masters",
    .help = "The file that `masters:` names.",
    .size = sizeof(struct masters_settings),
    .fields = masters_fields};

/* ---- from settings to a master ----------------------------------------------------------- */

static const char *const size_names[] = {"A3", "A4", "A5", "letter"};
static const char *const size_lengths[][2] = {
    {"297mm", "420mm"}, {"210mm", "297mm"}, {"148mm", "210mm"}, {"8.5in", "11in"}};

static void
read_size(struct diag *d, const struct names *size, struct master *m)
{
	const char *const *lengths = size->items;

	if (size->count == 1) {
		lengths = NULL;
		for (size_t i = 0; i < COUNT(size_names); i++) {
			if (strcmp(size->items[0], size_names[i]) == 0)
				lengths = size_lengths[i];
		}
	}
	dimen_read("210mm", &m->width);
	dimen_read("297mm", &m->height);
	if (size->count == 1 && lengths == NULL) {
		diag_add(d, DIAG_ERROR, size->places[0], "unknown-word",
		    "\"%s\" is not a page size", size->items[0]);
		config_help_names(d, size->items[0], size_names, COUNT(size_names),
		    "write [210mm, 297mm], or one of");
	} else if ((size->count != 1 && size->count != 2) || !dimen_read(lengths[0], &m->width) ||
		   !dimen_read(lengths[1], &m->height)) {
		diag_add(d, DIAG_ERROR, size->count > 0 ? size->places[0] : m->at, "bad-length",
		    "a page size is a word (A4) or two lengths: [210mm, 297mm]");
	}
}

static void
read_foot(struct fill *f, const struct master_settings *given, struct master *m)
{
	const struct foot_settings *foot = &given->foot;

	m->has_foot = foot->show == 0;
	m->foot_row = 2 * (master_rows(m) + 2);
	if (foot->row != NULL && !field_read_halves(foot->row, &m->foot_row))
		diag_add(f->d, DIAG_ERROR, given->foot_row_at, "bad-number",
		    "the row of the foot is counted in wholes or halves (53 or 53.5), not \"%s\"",
		    foot->row);
	m->foot =
	    (struct foot){foot->left, foot->centre, foot->right, foot->style, foot->folio_style};
	if (!m->has_foot || f->theme == NULL)
		return;
	if (m->foot.style == NULL)
		m->foot.style = theme_style(f->theme, "foot");
	if (m->foot.style == NULL && f->ok) {
		diag_add(f->d, DIAG_ERROR, given->foot_at, "missing-setting",
		    "the foot of the master \"%s\" has no style", m->name);
		diag_help(f->d, "add \"style:\" to it, or a style \"foot\" to the theme");
	}
	if (m->foot.folio_style == NULL)
		m->foot.folio_style = m->foot.style;
}

#define SIDE_LEAST (72 * DIMEN_ONE / 2) /* half an inch */
#define SIDE_MOST  (14400 * DIMEN_ONE)  /* ISO 32000-1, annex C: what readers must show */
#define ROW_MOST   (500 * DIMEN_ONE)    /* then the farthest row that can be written is a dimen */

static void
check_grid(struct diag *d, const struct master *m)
{
	int64_t measure = (int64_t)m->width - m->inner - m->outer;
	const char *wrong = NULL;

	if (m->width < SIDE_LEAST || m->height < SIDE_LEAST || m->width > SIDE_MOST ||
	    m->height > SIDE_MOST)
		wrong = "its page is smaller than 12.7mm or larger than 5080mm";
	else if (m->row < DIMEN_ONE || m->row > ROW_MOST)
		wrong = "a row is between 1pt and 500pt high";
	else if (measure - (int64_t)m->gutter * (m->columns - 1) < m->columns)
		wrong = "margins and gutters leave no room for its columns";
	else if (measure - (int64_t)m->gutter * (m->frames - 1) < m->frames)
		wrong = "margins and gutters leave no room for its frames";
	else if (master_rows(m) < 1)
		wrong = "its top and bottom margins leave no room for a row";
	if (wrong != NULL)
		diag_add(d, DIAG_ERROR, m->at, "bad-length", "the master \"%s\" cannot be: %s",
		    m->name, wrong);
}

/* After a mistake: whoever goes on to find more must not divide by zero or leave a dimen. */
static void
make_usable(struct master *m)
{
	if (m->columns < 1)
		m->columns = 1;
	if (m->frames < 1)
		m->frames = 1;
	if (m->row < DIMEN_ONE || m->row > ROW_MOST)
		m->row = 14 * DIMEN_ONE;
}

static void
finish_master(struct fill *f, const struct master_settings *given, struct master *m)
{
	read_size(f->d, &given->size, m);
	if (given->landscape && m->width < m->height) {
		dimen side = m->width;

		m->width = m->height;
		m->height = side;
	}
	m->bleed = given->bleed;
	m->top = given->margins.top;
	m->bottom = given->margins.bottom;
	m->inner = given->margins.inner;
	m->outer = given->margins.outer;
	m->facing = given->facing;
	m->columns = given->grid.columns;
	m->gutter = given->grid.gutter;
	m->row = given->grid.baseline;
	m->first = given->grid.first != 0 ? given->grid.first : dimen_scale(m->row, 3, 4);
	m->frames = given->frames;
	m->balance = given->balance;
	m->background = given->background;
	if (f->ok)
		check_grid(f->d, m);
	make_usable(m);
	read_foot(f, given, m);
}

/* Settings say nothing of their places; the foot's are wanted, and that writing a foot shows it. */
static void
note_foot(const struct node *layer, struct master_settings *s)
{
	const struct node *foot = node_find(layer, "foot"), *row;

	if (foot == NULL)
		return;
	s->foot_at = foot->at;
	row = node_find(foot, "row");
	if (row != NULL)
		s->foot_row_at = row->at;
	if (foot->kind == NODE_MAP && node_find(foot, "show") == NULL)
		s->foot.show = 0;
}

struct masters *
masters_read(struct arena *a, struct diag *d, struct project *p, const struct theme *theme,
    struct setting path, const char *from)
{
	struct fill f = {.a = a, .d = d, .theme = theme, .owner = "masters", .ok = true};
	const struct node *file = yaml_read(a, d, p, path.at, from, path.text);
	struct masters_settings given = {0};
	struct entries entries = {0};
	struct masters *all = NEW(a, struct masters);
	struct master_settings *settings;
	const int *order;

	if (file == NULL)
		return NULL;
	fill_record(&f, &masters_record, file, &given, NULL);
	entries_add(a, &entries, given.masters.node);
	entries_check_names(d, &entries, "master");
	order = entries_order(a, d, &entries, "master", "master-cycle", "unknown-master");
	settings = NEW_ARRAY(a, struct master_settings, entries.count + 1);
	all->items = NEW_ARRAY(a, struct master, entries.count + 1);
	all->count = entries.count;
	for (size_t i = 0; i < entries.count; i++) {
		const struct entry *entry = &entries.items[order[i]];
		struct master_settings *s = &settings[order[i]];
		struct master *m = &all->items[order[i]];

		if (entry->parent >= 0)
			*s = settings[entry->parent];
		m->name = entry->name;
		m->at = entry->at;
		f.over = entry->parent >= 0;
		f.ok = true;
		fill_record(&f, &master_record, entry->layers[0], s, NULL);
		note_foot(entry->layers[0], s);
		finish_master(&f, s, m);
	}
	return all;
}

/* ---- geometry ---------------------------------------------------------------------------- */

const struct master *
master_find(const struct masters *m, const char *name)
{
	for (size_t i = 0; m != NULL && i < m->count; i++) {
		if (strcmp(m->items[i].name, name) == 0)
			return &m->items[i];
	}
	return NULL;
}

int
master_rows(const struct master *m)
{
	int64_t height = (int64_t)m->height - m->top - m->bottom;

	return height <= 0 || m->row <= 0 ? 0 : (int)(height / m->row);
}

dimen
master_row_top(const struct master *m, int half_row)
{
	return m->top + dimen_scale(m->row, half_row - 2, 2);
}

dimen
master_baseline(const struct master *m, int half_row)
{
	return master_row_top(m, half_row) + m->first;
}

/* From the left margin to the left edge of the column that begins after `halves` half columns. */
static dimen
column_offset(const struct master *m, int halves)
{
	int64_t units = 2 * (int64_t)m->columns;
	int64_t measure = (int64_t)m->width - m->inner - m->outer + m->gutter;
	int64_t offset = measure * halves, most = SIDE_MOST * INT64_C(8);

	offset = (offset >= 0 ? offset + units / 2 : offset - units / 2) / units;
	return (dimen)(offset > most ? most : offset < -most ? -most : offset);
}

struct rect
master_rect(const struct master *m, const struct area *area, bool recto)
{
	dimen left = m->facing && !recto ? m->outer : m->inner;
	dimen top, start, end;

	if (area->page)
		return (struct rect){0, 0, m->width, m->height};
	top = master_row_top(m, area->row);
	start = column_offset(m, area->column - 2);
	end = column_offset(m, area->column - 2 + area->columns) - m->gutter;
	return (struct rect){left + start, top, end > start ? end - start : 0,
	    master_row_top(m, area->row + area->rows) - top};
}
