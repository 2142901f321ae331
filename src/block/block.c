/* block.c: what all kinds of blocks share: common settings, binding of texts and pictures, and the
 * setting of lines on the grid.
 */
#include <string.h>

#include "bilan/block.h"

static const char *const edge_words[] = {"left", "right", "top", "bottom", NULL};
static const struct limits space_limits = {0, 200};

#define COMMON(member) offsetof(struct block_common, member)
const struct field block_common_fields[] = {
    {"id", FIELD_NAME, COMMON(id), NULL, "stable name: links, tests, masks and messages use it",
	NULL},
    {"area", FIELD_AREA, COMMON(area), NULL,
	"[column, row, columns, rows] on the master's grid; halves allowed; or: page", NULL},
    {"bleed", FIELD_WORDS, COMMON(bleed), NULL,
	"the edges of the page that the area reaches over, bleed included", edge_words},
    {"needs", FIELD_NAMES, COMMON(needs), NULL,
	"table, table.key, table.key@year-1 or a file: without them the block is left out", NULL},
    {"missing", FIELD_TEXT, COMMON(missing), "error",
	"when a value is not there: error, omit (leave the block out), or the text to print, "
	"in prose and a list's file for the value, else for the whole; of an image: placeholder",
	NULL},
    {"before", FIELD_INTEGER, COMMON(before), NULL,
	"half rows of space above it in a flow; of headings, tables, charts, figures, pictures and "
	"bands, and below all these but headings, 2 unless said; 0 right below a heading",
	&space_limits},
    {"keep", FIELD_BOOL, COMMON(keep), "no", "stay with the next block in a flow", NULL},
    {"under", FIELD_BOOL, COMMON(under), "no",
	"lies under other blocks, as a field does: a picture for words to stand on", NULL},
    {0},
};

bool
block_lies_under(const struct block *b)
{
	return b->class->background || b->common.under;
}

bool
block_says(const struct block *b, const char *setting)
{
	return b->node != NULL && b->node->kind == NODE_MAP && node_find(b->node, setting) != NULL;
}

struct place
block_place(const struct block *b, const char *setting)
{
	if (b->node != NULL && b->node->kind == NODE_MAP)
		return node_key_place(b->node, setting);
	return b->at;
}

int
block_elem(struct layout *l, struct block *b, enum tag tag)
{
	if (b->elem == 0)
		b->elem = elem_add(l->pages, b->parent, tag);
	return b->elem;
}

struct block_point
block_point(const struct block *b)
{
	return (struct block_point){b->cursor, b->elem, {b->open[0], b->open[1]}};
}

void
block_rewind(struct block *b, struct block_point to)
{
	b->cursor = to.cursor;
	b->elem = to.elem;
	memcpy(b->open, to.open, sizeof b->open);
}

struct layout_point
layout_point(const struct layout *l)
{
	return (struct layout_point){pages_checkpoint(l->pages), arena_mark(l->a)};
}

void
layout_rewind(struct layout *l, struct layout_point to)
{
	pages_rewind(l->pages, to.pages);
	arena_rewind(l->a, to.memory);
	l->rewinds++;
}

/* ---- binding ------------------------------------------------------------------------------ */

const char *
block_words_instead(const struct block *b)
{
	static const char *const rules[] = {"error", "omit", "placeholder"};
	const char *rule = b->common.missing.text;

	for (size_t i = 0; rule != NULL && i < COUNT(rules); i++)
		if (strcmp(rule, rules[i]) == 0)
			return NULL;
	return rule;
}

static bool
is_quiet(const struct block *b)
{
	const char *rule = b->common.missing.text;

	return strcmp(rule != NULL ? rule : "error", "error") != 0 &&
	       strcmp(rule, "placeholder") != 0;
}

static void
begin_values(struct bind *bind, const struct block *b)
{
	const char *rule = b->common.missing.text;

	bind->scope.quiet = is_quiet(b);
	if (rule == NULL || strcmp(rule, "error") == 0)
		bind->scope.help = b->class->wordless ? MISSING_OMIT : MISSING_WORDS;
	bind->scope.missing = false;
}

static void
end_values(struct bind *bind)
{
	bind->scope.quiet = false;
	bind->scope.help = MISSING_NOTHING;
	bind->scope.instead = NULL;
}

/* Only the flow knows folios, and it fills in feet: elsewhere they would print as nothing. */
bool
bind_without_pages(struct bind *bind, struct place at, const struct runs *runs)
{
	for (size_t i = 0; i < runs->count; i++) {
		if (runs->items[i].page == PAGE_NONE)
			continue;
		diag_add(bind->d, DIAG_ERROR, at, "value-syntax",
		    "the number of the page is not known here");
		diag_help(bind->d, "{folio} and {pages} stand in the foot of a master");
		return false;
	}
	return true;
}

bool
bind_no_rows(struct bind *bind, const struct block *b, struct setting from)
{
	const char *rule = b->common.missing.text;

	bind->scope.missing = rule != NULL && strcmp(rule, "omit") == 0;
	if (bind->scope.missing)
		return false;
	diag_add(bind->d, DIAG_ERROR, from.at, "missing-value", "the %s has no row to show",
	    b->class->record.name);
	query_why_none(&bind->scope, from);
	diag_help(bind->d, "add rows for this period, or leave the block out with missing: omit");
	return false;
}

bool
bind_runs(struct bind *bind, struct block *b, struct setting text, const struct style *style,
    struct runs *runs)
{
	bool ok;

	*runs = (struct runs){0};
	if (text.text == NULL || style == NULL)
		return style != NULL;
	begin_values(bind, b);
	ok = prose_inline(&bind->scope, text, style, runs);
	end_values(bind);
	if (bind->scope.missing && block_words_instead(b) != NULL) {
		bind->scope.missing = false;
		*runs = runs_of(bind->scope.a, b->common.missing.text, style, b->common.missing.at);
		return true;
	}
	return ok && !bind->scope.missing && bind_without_pages(bind, text.at, runs);
}

bool
bind_prose(struct bind *bind, const struct block *b, const struct file_text *file, struct place at,
    const struct prose_styles *styles, struct prose *prose)
{
	bool ok;

	begin_values(bind, b);
	bind->scope.instead = block_words_instead(b);
	if (bind->scope.help != MISSING_NOTHING)
		bind->scope.help = MISSING_WORDS_WITHIN;
	ok = prose_read(&bind->scope, file->bytes, file->length, at, styles, prose);
	end_values(bind);
	return ok && !bind->scope.missing;
}

const char *
bind_words(struct bind *bind, struct block *b, struct setting text)
{
	const char *words;

	if (text.text == NULL)
		return NULL;
	begin_values(bind, b);
	words = value_text(&bind->scope, text);
	end_values(bind);
	if (bind->scope.missing && block_words_instead(b) != NULL) {
		bind->scope.missing = false;
		words = b->common.missing.text;
	}
	if (words == NULL)
		return NULL;
	return typography(bind->scope.a, bind->report->language, words);
}

bool
bind_cell(struct bind *bind, struct block *b, struct setting value, int shift, struct cell *cell,
    const struct format **format)
{
	bool ok;

	begin_values(bind, b);
	ok = value_cell(&bind->scope, value, shift, cell, format);
	end_values(bind);
	if (!bind->scope.missing || block_words_instead(b) == NULL)
		return ok;
	bind->scope.missing = false;
	cell->kind = CELL_EMPTY;
	return true;
}

struct drawn {
	struct file_text file;
	const void *drawing; /* NULL: not yet, or in vain */
};

/* What the file was drawn as before, in this report or in the first of the batch; NULL after a
 * diagnostic. It is an input of this report either way. */
static struct drawn *
find_drawn(struct bind *bind, struct map *own, const struct map *first, struct setting path)
{
	const char *name = path.text != NULL ? value_text(&bind->scope, path) : NULL;
	struct drawn *drawn = name != NULL ? map_find(own, name) : NULL;
	const struct drawn *before = name != NULL && first != NULL ? map_find(first, name) : NULL;
	struct file_text file;

	if (drawn != NULL || name == NULL ||
	    !project_read(bind->project, path.at, bind->report->file, name, &file))
		return drawn;
	drawn = NEW(bind->scope.a, struct drawn);
	drawn->file = file;
	if (before != NULL && before->file.bytes == file.bytes)
		drawn->drawing = before->drawing;
	map_add(own, name, drawn);
	return drawn;
}

static bool
has_own_colours(const struct icon *icon)
{
	for (size_t i = 0; i < icon->count; i++) {
		if (!icon->items[i].current)
			return true;
	}
	return false;
}

const struct icon *
bind_icon(struct bind *bind, struct setting path)
{
	struct drawn *drawn = find_drawn(
	    bind, bind->once->icons, bind->first != NULL ? bind->first->icons : NULL, path);
	const struct icon *icon;

	if (drawn == NULL || drawn->drawing != NULL)
		return drawn != NULL ? drawn->drawing : NULL;
	icon = svg_read(bind->scope.a, bind->d, &drawn->file);
	if (icon != NULL && has_own_colours(icon)) {
		diag_add(bind->d, DIAG_ERROR, (struct place){.file = drawn->file.name},
		    "icon-colour",
		    "the icon has colours of its own, which the theme cannot govern");
		diag_help(bind->d, "draw it in currentColor: the layout says which colour that is");
		return NULL;
	}
	return drawn->drawing = icon;
}

const struct image *
bind_image(struct bind *bind, struct setting path)
{
	struct drawn *drawn = find_drawn(
	    bind, bind->once->images, bind->first != NULL ? bind->first->images : NULL, path);

	if (drawn == NULL)
		return NULL;
	if (drawn->drawing == NULL)
		drawn->drawing = image_read(bind->scope.a, bind->d, path.at, &drawn->file);
	return drawn->drawing;
}

const struct style *
bind_style(struct bind *bind, struct block *b, const struct style *given, const char *fallback)
{
	const struct style *style =
	    given != NULL ? given : theme_style(bind->report->theme, fallback);

	if (style == NULL) {
		diag_add(bind->d, DIAG_ERROR, b->at, "unknown-style",
		    "%s uses the style \"%s\" unless told otherwise, and the theme has none of "
		    "that name",
		    b->class->record.name, fallback);
		diag_help(bind->d,
		    "add it to the theme's styles, or name another one with a style setting");
	}
	return style;
}

bool
bind_colour(
    struct bind *bind, struct block *b, const char *setting, const char *fallback, colour *c)
{
	if (block_says(b, setting))
		return true;
	*c = theme_colour(bind->report->theme, fallback);
	if (*c != 0)
		return true;
	diag_add(bind->d, DIAG_ERROR, b->at, "unknown-colour", "the theme has no colour \"%s\"",
	    fallback);
	diag_help(bind->d, "%s uses it unless \"%s\" says otherwise: add it to the theme",
	    b->class->record.name, setting);
	return false;
}

int
block_figure(
    struct layout *l, struct block *b, const char *alt, const struct page *page, struct rect box)
{
	struct elem_note *note;

	block_elem(l, b, TAG_FIGURE);
	note = elem_note(l->pages, b->elem);
	note->alt = alt;
	note->has_box = true;
	note->page = (int)(page - l->pages->items);
	note->box = box;
	return b->elem;
}

struct runs
runs_coloured(struct arena *a, struct runs runs, colour c)
{
	struct run *items;

	if (c == 0)
		return runs;
	items = NEW_ARRAY(a, struct run, runs.count);
	for (size_t i = 0; i < runs.count; i++) {
		items[i] = runs.items[i];
		items[i].colour = c;
	}
	return (struct runs){items, runs.count};
}

const char *
runs_words(struct arena *a, const struct runs *runs)
{
	struct buf words = {0};
	char *kept;

	for (size_t i = 0; i < runs->count; i++) {
		buf_text(&words, runs->items[i].text);
		if (runs->items[i].line_break)
			buf_byte(&words, ' ');
	}
	kept = arena_copy(a, words.at != NULL ? words.at : "", words.len);
	buf_close(&words);
	return kept;
}

/* By the points of its curves: exact for circles and arcs, a hair too careful for others. */
struct icon_white
icon_white(const struct icon *icon, dimen size, dimen stroke)
{
	dimen side = icon->width > icon->height ? icon->width : icon->height;
	dimen least = side, most = 0, margin = (side - icon->width) / 2;

	for (size_t i = 0; i < icon->count; i++) {
		const struct outline *o = &icon->items[i];
		dimen half = !o->stroke   ? 0
			     : stroke > 0 ? dimen_scale(stroke, side, 2 * (int64_t)size)
					  : o->width / 2;

		for (size_t k = 0; k < o->point_count; k++) {
			dimen x = margin + o->points[k].x;

			least = x - half < least ? x - half : least;
			most = x + half > most ? x + half : most;
		}
	}
	if (most < least || side <= 0)
		return (struct icon_white){0, 0};
	return (struct icon_white){
	    dimen_scale(least, size, side), dimen_scale(side - most, size, side)};
}

struct line
ink_line(struct layout *l, const struct runs *runs, dimen *ink_right)
{
	struct line line = text_line(l->texts, l->a, l->d, runs);
	const struct piece *last = line.count > 0 ? &line.pieces[line.count - 1] : NULL;

	*ink_right = line.width;
	if (last != NULL && last->word->count > 0)
		*ink_right -= dimen_scale(run_size(last->run),
		    last->word->glyphs[last->word->count - 1].advance - last->word->ink_right,
		    texts_face(l->texts, last->word->face)->upem);
	return line;
}

struct runs
runs_fitted(struct layout *l, struct runs runs, dimen measure)
{
	dimen right, ink;
	struct line line = ink_line(l, &runs, &right);
	struct run *items;

	ink = right - line.ink_left;
	if (ink <= measure || measure <= 0)
		return runs;
	items = NEW_ARRAY(l->a, struct run, runs.count);
	for (size_t i = 0; i < runs.count; i++) {
		struct style *style = NEW(l->a, struct style);

		*style = *runs.items[i].style;
		style->size = dimen_scale(style->size, measure, ink);
		items[i] = runs.items[i];
		items[i].style = style;
	}
	return (struct runs){items, runs.count};
}
