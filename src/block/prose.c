/* prose.c: running text in CommonMark from a file or the layout: paragraphs, headings, lists.
 *
 * In an area it can run through several columns; in a flow through frames. The cursor is the
 * index of the next prose block and of its next line, so that it goes on where it stopped. A
 * heading never stands at the foot of a column without two lines of what follows, and never nearer
 * to what is above it than to its own text. Where the text ends its columns are balanced.
 */
#include <string.h>

#include "item.h"

static const struct limits column_limits = {1, 6}, space_limits = {0, 40};

struct prose_settings {
	struct setting file, text;
	const struct style *style, *item_style, *strong, *emphasis;
	colour colour, marker_colour;
	int columns, space, item_space, list_space;
	dimen gutter;
	bool balance;
};

enum { LIST, BODY }; /* of block.open */

struct bound {
	struct prose prose;
	colour marker;
	struct { /* the lines made last: a long piece goes on in the next frame */
		const struct prose_block *piece;
		dimen measure;
		size_t rewinds; /* l->rewinds, then */
		struct lines lines;
	} kept;
};

#define SETTING(member) offsetof(struct prose_settings, member)
static const struct field fields[] = {
    {"file", FIELD_PATH, SETTING(file), NULL, "a Markdown file", NULL},
    {"text", FIELD_TEXT, SETTING(text), NULL,
	"or the Markdown itself; prose: TEXT for short, but never a file's name", NULL},
    {"style", FIELD_STYLE, SETTING(style), "body", "of paragraphs", NULL},
    {"item-style", FIELD_STYLE, SETTING(item_style), NULL,
	"of list items; the paragraphs' unless said", NULL},
    {"strong", FIELD_STYLE, SETTING(strong), NULL, "of **strong** words; the theme's strong", NULL},
    {"emphasis", FIELD_STYLE, SETTING(emphasis), NULL, "of *emphasis*; the theme's emphasis", NULL},
    {"colour", FIELD_COLOUR, SETTING(colour), NULL, "instead of the styles'", NULL},
    {"marker-colour", FIELD_COLOUR, SETTING(marker_colour), NULL,
	"of the dots of lists; accent unless said", NULL},
    {"columns", FIELD_INTEGER, SETTING(columns), "1", "columns of text in its area",
	&column_limits},
    {"gutter", FIELD_LENGTH, SETTING(gutter), "14pt", "between the columns", NULL},
    {"balance", FIELD_BOOL, SETTING(balance), "yes",
	"columns end at one height where the text ends", NULL},
    {"space", FIELD_INTEGER, SETTING(space), "2", "half rows between paragraphs", &space_limits},
    {"item-space", FIELD_INTEGER, SETTING(item_space), "0", "half rows between items",
	&space_limits},
    {"list-space", FIELD_INTEGER, SETTING(list_space), "0", "half rows before a list",
	&space_limits},
    {0},
};

static struct prose_styles
styles_of(struct bind *bind, struct block *b)
{
	const struct prose_settings *p = b->settings;
	struct prose_styles styles = {
	    .body = p->style,
	    .item = p->item_style != NULL ? p->item_style : p->style,
	    .strong = p->strong != NULL ? p->strong : theme_style(bind->report->theme, "strong"),
	    .emphasis =
		p->emphasis != NULL ? p->emphasis : theme_style(bind->report->theme, "emphasis"),
	};

	for (int i = 0; i < 6; i++) {
		char name[] = {'h', (char)('1' + i), '\0'};

		styles.headings[i] = theme_style(bind->report->theme, name);
		if (styles.headings[i] == NULL)
			styles.headings[i] = i > 0 ? styles.headings[i - 1] : p->style;
	}
	return styles;
}

/* `prose: intro.md` is the text "intro.md", but nobody means that. */
static bool
names_a_file(struct bind *bind, struct setting text)
{
	size_t n = strlen(text.text);

	if (n < 4 || n > 255 || strpbrk(text.text, "\n{ ") != NULL)
		return false;
	return strcmp(text.text + n - 3, ".md") == 0 ||
	       (strpbrk(text.text, "./") != NULL &&
		   project_has(bind->project, bind->report->file, text.text));
}

static bool
source_of(struct bind *bind, struct block *b, struct file_text *file, struct place *at)
{
	const struct prose_settings *p = b->settings;

	if ((p->file.text == NULL) == (p->text.text == NULL)) {
		diag_add(bind->d, DIAG_ERROR, b->at, "missing-setting",
		    "prose has either a file or a text");
		return false;
	}
	if (p->text.text != NULL && names_a_file(bind, p->text)) {
		diag_add(bind->d, DIAG_ERROR, p->text.at, "prose-names-file",
		    "\"%s\" is the name of a file, and would be printed as it stands",
		    p->text.text);
		diag_help(bind->d, "write prose: {file: %s}", p->text.text);
		return false;
	}
	if (p->text.text != NULL) {
		*file = (struct file_text){.bytes = p->text.text, .length = strlen(p->text.text)};
		*at = p->text.at;
		return true;
	}
	return item_read_file(bind, b, p->file, file, at);
}

static bool
has_dots(const struct prose *prose)
{
	for (size_t i = 0; i < prose->count; i++) {
		const struct prose_block *piece = &prose->items[i];

		if (piece->kind == PROSE_ITEM && piece->first && piece->number == 0)
			return true;
	}
	return false;
}

static bool
bind(struct bind *bind, struct block *b)
{
	const struct prose_settings *p = b->settings;
	struct bound *bound = b->bound = NEW(bind->scope.a, struct bound);
	struct prose_styles styles = styles_of(bind, b);
	struct file_text file = {0};
	struct place at;
	struct prose_block *items;

	if (!source_of(bind, b, &file, &at) ||
	    !bind_prose(bind, b, &file, at, &styles, &bound->prose))
		return false;
	bound->marker = p->marker_colour;
	if (has_dots(&bound->prose) &&
	    !bind_colour(bind, b, "marker-colour", "accent", &bound->marker))
		return false;
	if (!block_says(b, "before") && b->common.before < p->space && bound->prose.count > 0 &&
	    bound->prose.items[0].kind == PROSE_HEADING)
		b->common.before = p->space;
	for (size_t i = 0; i < bound->prose.count; i++) {
		const struct runs *runs = &bound->prose.items[i].runs;

		if (!bind_without_pages(bind, runs->count > 0 ? runs->items[0].at : at, runs))
			return false;
	}
	if (p->colour == 0)
		return true;
	items = NEW_ARRAY(bind->scope.a, struct prose_block, bound->prose.count);
	for (size_t i = 0; i < bound->prose.count; i++) {
		items[i] = bound->prose.items[i];
		items[i].runs = runs_coloured(bind->scope.a, items[i].runs, p->colour);
	}
	bound->prose.items = items;
	return true;
}

/* ---- placing ------------------------------------------------------------------------------- */

struct prose_state { /* of one column being filled */
	struct layout *l;
	struct block *b;
	struct room *room;
	struct setter s;
	dimen y, bottom; /* top of the next row; the column's end */
	bool fresh;
};

static const struct style *
style_at(const struct prose_settings *p, const struct prose_block *piece)
{
	return piece->runs.count > 0 ? piece->runs.items[0].style : p->style;
}

static dimen
space_before(const struct prose_settings *p, const struct prose *prose, size_t i)
{
	enum prose_kind before;

	if (i == 0)
		return 0;
	before = prose->items[i - 1].kind;
	if (prose->items[i].kind == PROSE_ITEM && before == PROSE_ITEM)
		return p->item_space;
	if (prose->items[i].kind == PROSE_ITEM && before == PROSE_PARAGRAPH)
		return p->list_space;
	return p->space;
}

static struct item_look
look_of(const struct block *b, const struct prose_block *piece)
{
	return (struct item_look){
	    .style = style_at(b->settings, piece),
	    .indent = PT(14) * piece->level,
	    .start = PT(14) * (piece->level - 1),
	    .dot = piece->number > 0 || !piece->first ? 0 : PT(5),
	    .dot_colour = ((const struct bound *)b->bound)->marker,
	    .number = piece->first ? piece->number : 0,
	};
}

static struct lines
break_lines(struct prose_state *st, const struct prose_block *piece)
{
	const struct prose_settings *p = st->b->settings;
	struct shape shape = shape_of(style_at(p, piece), st->room->box.w);

	if (piece->kind == PROSE_ITEM) {
		struct item_look look = look_of(st->b, piece);

		return item_lines(st->l, &piece->runs, &look, st->room->box.w);
	}
	shape.language = st->l->report->language;
	return text_lines(st->l->texts, st->l->a, st->l->d, &piece->runs, &shape);
}

static struct lines
lines_of(struct prose_state *st, const struct prose_block *piece)
{
	struct bound *bound = st->b->bound;

	if (bound->kept.piece != piece || bound->kept.measure != st->room->box.w ||
	    bound->kept.rewinds != st->l->rewinds) {
		bound->kept.lines = break_lines(st, piece);
		bound->kept.piece = piece;
		bound->kept.measure = st->room->box.w;
		bound->kept.rewinds = st->l->rewinds;
	}
	return bound->kept.lines;
}

/* The element of a paragraph or heading; a heading is a bookmark too. */
static void
start_words(struct prose_state *st, const struct prose_block *piece)
{
	struct layout *l = st->l;
	const struct bound *bound = st->b->bound;
	bool heading = piece->kind == PROSE_HEADING;
	enum tag tag = heading ? (enum tag)(TAG_H1 + piece->level - 1) : TAG_P;

	st->b->elem = elem_add(l->pages, st->b->parent, tag);
	if (!heading)
		return;
	pages_heading(l->pages, (struct heading){
				    .text = runs_words(l->a, &piece->runs),
				    .level = piece->level + l->title_level,
				    .page = (int)(st->room->page - l->pages->items),
				    .elem = st->b->elem,
				    .y = st->y,
				    .contents = true,
				    .bookmark = true,
				    .id = arena_printf(l->a, "%s/%d", st->b->common.id,
					(int)(piece - bound->prose.items) + 1),
				});
}

static void
set_piece(struct prose_state *st, const struct prose_block *piece, const struct lines *lines,
    int from, int to)
{
	const struct prose_settings *p = st->b->settings;
	int *list = &st->b->open[LIST], *body = &st->b->open[BODY];
	const struct style *style = style_at(p, piece);
	dimen y = room_baseline(st->room, st->y);

	if (piece->kind == PROSE_ITEM) {
		struct item_look look = look_of(st->b, piece);

		if (*list == 0 ||
		    (piece->first && from == 0 && piece->level == 1 &&
			(piece->number > 0) != elem_note(st->l->pages, *list)->ordered)) {
			*list = elem_add(st->l->pages, st->b->parent, TAG_L);
			elem_note(st->l->pages, *list)->ordered = piece->number > 0;
		}
		if (piece->first && from == 0)
			*body = 0;
		item_set(&st->s, lines, &look, from, to, y, *list, body);
		return;
	}
	*list = 0;
	if (from == 0)
		start_words(st, piece);
	st->s.elem = st->b->elem;
	for (int i = from; i < to; i++, y += style->leading)
		set_line(
		    &st->s, &lines->items[i], (struct point){st->s.left + lines->items[i].x, y});
}

/* How many lines of `left` may stand in the column: no widow, no orphan. */
static int
lines_that_fit(
    const struct prose_state *st, dimen y, const struct style *style, int left, bool start)
{
	dimen last = st->bottom - (st->room->row - st->room->first);
	dimen first = room_baseline(st->room, y);
	int fit = first > last ? 0 : (last - first) / style->leading + 1;

	if (fit >= left)
		return left;
	if (left - fit == 1)
		fit--;
	return start && fit < 2 ? 0 : fit < 0 ? 0 : fit;
}

/* How far below the first of its rows a heading begins: at the foot of them, so that what is left
 * of its leading stands above it, away from its own text. At a column's top it stands on the first.
 */
static dimen
heading_fall(const struct prose_state *st, const struct prose_block *piece, int lines, int from)
{
	dimen leading = style_at(st->b->settings, piece)->leading, fall;

	if (piece->kind != PROSE_HEADING || st->fresh || from > 0)
		return 0;
	fall = room_rows(st->room, lines * leading) - st->room->row - (lines - 1) * leading;
	return fall > 0 ? fall : 0;
}

/* Is there room below a heading that ends at y for two lines (or all) of what follows? */
static bool
has_company(struct prose_state *st, size_t i, dimen y)
{
	const struct prose_settings *p = st->b->settings;
	const struct prose *prose = &((struct bound *)st->b->bound)->prose;
	const struct prose_block *next = &prose->items[i + 1];
	struct lines lines;

	if (i + 1 >= prose->count)
		return true;
	lines = lines_of(st, next);
	y += space_before(p, prose, i + 1) * st->room->row / 2;
	return lines_that_fit(st, y, style_at(p, next), lines.count, true) > 0;
}

static dimen
height_of(const struct prose_state *st, const struct prose_block *piece, int lines)
{
	dimen leading = style_at(st->b->settings, piece)->leading;

	if (piece->kind == PROSE_HEADING && st->fresh)
		return room_rows(st->room, (lines - 1) * leading + st->room->row);
	return room_rows(st->room, lines * leading);
}

/* Fills one column from the cursor on; true when all is set. */
static bool
fill_column(struct prose_state *st)
{
	const struct prose_settings *p = st->b->settings;
	struct bound *bound = st->b->bound;
	const struct prose *prose = &bound->prose;

	for (size_t i = (size_t)st->b->cursor >> 20; i < prose->count; i++) {
		const struct prose_block *piece = &prose->items[i];
		int from = (int)(st->b->cursor & 0xFFFFF), fit, left;
		struct lines lines = lines_of(st, piece);
		const struct style *style = style_at(p, piece);
		dimen y = st->y, height, fall;

		if (!st->fresh && from == 0)
			y += (dimen)space_before(p, prose, i) * st->room->row / 2;
		left = lines.count - from;
		fall = heading_fall(st, piece, left, from);
		fit = lines_that_fit(st, y + fall, style, left, from == 0);
		height = height_of(st, piece, fit);
		if (piece->kind == PROSE_HEADING && fit == left && !st->fresh &&
		    !has_company(st, i, y + height))
			fit = 0;
		if (fit == 0 && left > 0)
			return false;
		st->y = y + fall;
		set_piece(st, piece, &lines, from, from + fit);
		st->y = y + height;
		st->fresh = false;
		st->b->cursor += fit;
		if (fit < left)
			return false;
		st->b->cursor = (long)(i + 1) << 20;
	}
	return true;
}

/* Each paragraph begins on the grid: where lines leave it, there is more white below one than below
 * another, and lines of two columns do not agree. */
static void
check_leading(struct layout *l, const struct block *b, const struct room *room)
{
	const struct style *style = ((const struct prose_settings *)b->settings)->style;
	double leading = (double)style->leading / DIMEN_ONE, row = (double)room->row / DIMEN_ONE;

	if (style->leading % room->row == 0 || room->row % style->leading == 0)
		return;
	diag_add(l->d, DIAG_WARNING, style->at, "off-grid",
	    "lines of \"%s\" are %gpt apart, the rows of \"%s\" %gpt: running text leaves the grid",
	    style->name, leading, room->page->master->name, row);
	diag_help(l->d, "give the style leading: %gpt, or the master's grid baseline: %gpt", row,
	    leading);
	diag_also(l->d, b->at, "\"%s\" is here", b->common.id);
}

/* The columns of a room, filled to a height. */
struct filled {
	dimen lowest; /* where the longest of them ends */
	dimen sum;    /* of their lengths */
	bool done;
};

static struct filled
fill_columns(struct layout *l, struct block *b, struct room *room, dimen height)
{
	const struct prose_settings *p = b->settings;
	struct filled f = {.lowest = room->box.y};
	struct room column = *room;

	column.box.w = (room->box.w - (p->columns - 1) * p->gutter) / p->columns;
	for (int i = 0; i < p->columns && !f.done; i++) {
		struct prose_state st = {
		    .l = l,
		    .b = b,
		    .room = &column,
		    .y = room->box.y,
		    .bottom = room->box.y + height,
		    .fresh = true,
		};

		column.box.x = room->box.x + i * (column.box.w + p->gutter);
		st.s = (struct setter){
		    .l = l,
		    .page = room->page,
		    .block = b->name,
		    .left = column.box.x,
		};
		f.done = fill_column(&st);
		f.lowest = st.y > f.lowest ? st.y : f.lowest;
		f.sum += st.y - room->box.y;
	}
	return f;
}

/* Where the text ends in the room, its columns are as short as they can be at one height. No height
 * can do that is less than a column's share, but for the space that is left out at its top. */
static struct filled
fill_balanced(struct layout *l, struct block *b, struct room *room)
{
	const struct prose_settings *p = b->settings;
	struct layout_point before = layout_point(l);
	struct block_point start = block_point(b);
	struct filled f = fill_columns(l, b, room, room->box.h);
	dimen share = f.sum / p->columns - p->space * room->row / 2;

	if (!f.done || !p->balance || p->columns == 1)
		return f;
	for (dimen h = room_rows(room, share > 0 ? share : 0); h < f.lowest - room->box.y;
	     h += room->row) {
		struct filled shorter;

		layout_rewind(l, before);
		block_rewind(b, start);
		shorter = fill_columns(l, b, room, h);
		if (shorter.done)
			return shorter;
	}
	layout_rewind(l, before);
	block_rewind(b, start);
	return fill_columns(l, b, room, room->box.h);
}

static enum fit
place(struct layout *l, struct block *b, struct room *room)
{
	struct bound *bound = b->bound;
	struct block_point start = block_point(b);
	struct filled f;

	if (b->cursor == 0) {
		b->open[LIST] = b->open[BODY] = 0;
		bound->kept.piece = NULL; /* of another round: its lines are forgotten */
		if (room->flows)
			check_leading(l, b, room);
	}
	f = fill_balanced(l, b, room);
	room->used = f.lowest - room->box.y;
	if (!f.done && b->cursor == start.cursor) {
		block_rewind(b, start);
		return FIT_NONE;
	}
	return f.done ? FIT_ALL : FIT_PART;
}

const struct block_class prose_class = {
    .record = {"prose", "Running text in Markdown: paragraphs, headings, lists.",
	sizeof(struct prose_settings), fields, "text", block_common_fields},
    .example = "- prose:\n"
	       "    area: [1, 4, 12, 12]\n"
	       "    columns: 2\n"
	       "    text: |\n"
	       "      Un paragraphe avec un *mot* souligné et\n"
	       "      {key_figures.visitors:integer} allocataires.\n"
	       "\n"
	       "      - un objectif,\n"
	       "      - un autre.\n",
    .bind = bind,
    .place = place,
};
