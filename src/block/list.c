/* list.c: items set apart by a dot or an icon each, from the layout, a Markdown file or rows of a
 * table.
 *
 * Items stand at a fixed pitch when the layout says so (`pitch`, in rows), else one after the
 * other with a gap. An item is never broken between two frames. Rules stand at one distance above
 * all items, so that they and the words are a rhythm; an item keeps the room for that below it.
 */
#include <string.h>

#include "item.h"

static const char *const marker_words[] = {"dot", "number", "none", NULL};
static const struct limits row_limits = {0, 60};

struct item_settings {
	struct setting text, icon;
};

static const struct field item_fields[] = {
    {"text", FIELD_TEXT, offsetof(struct item_settings, text), FIELD_REQUIRED, "the words", NULL},
    {"icon", FIELD_PATH, offsetof(struct item_settings, icon), NULL, "an SVG file, for the dot",
	NULL},
    {0},
};
static const struct record item_record = {
    "item", "An item of a list.", sizeof(struct item_settings), item_fields, "text", NULL};

struct list {
	struct records items;
	struct setting file, query, text;
	struct names icons;
	const struct style *style;
	int marker, pitch, gap;
	colour marker_colour, rule_colour;
	dimen indent, dot, icon_size, icon_stroke;
	bool rules;
};

struct bound_item {
	struct runs runs;
	const struct icon *icon;
};
struct bound {
	struct bound_item *items;
	size_t count;
	colour marker;
};

#define SETTING(member) offsetof(struct list, member)
static const struct field fields[] = {
    {"items", FIELD_RECORDS, SETTING(items), NULL, "the items", &item_record},
    {"file", FIELD_PATH, SETTING(file), NULL, "or: a Markdown file that holds one list", NULL},
    {"icons", FIELD_NAMES, SETTING(icons), NULL,
	"with file or query: an SVG file for each item, in order", NULL},
    {"query", FIELD_SQL, SETTING(query), NULL, "or: one item for each row of this query or table",
	NULL},
    {"text", FIELD_TEXT, SETTING(text), NULL, "with query: the words, with {columns}", NULL},
    {"style", FIELD_STYLE, SETTING(style), "item", "type style", NULL},
    {"marker", FIELD_WORD, SETTING(marker), "dot", "what stands before an item", marker_words},
    {"marker-colour", FIELD_COLOUR, SETTING(marker_colour), NULL,
	"of dots and icons; accent unless said", NULL},
    {"pitch", FIELD_INTEGER, SETTING(pitch), "0", "half rows from item to item; 0: as they need",
	&row_limits},
    {"gap", FIELD_INTEGER, SETTING(gap), "0", "half rows between items", &row_limits},
    {"indent", FIELD_LENGTH, SETTING(indent), "14pt", "of the words", NULL},
    {"dot", FIELD_LENGTH, SETTING(dot), "5pt", "diameter of the dots", NULL},
    {"icon-size", FIELD_LENGTH, SETTING(icon_size), "28pt", "of the icons", NULL},
    {"icon-stroke", FIELD_LENGTH, SETTING(icon_stroke), "1.5pt", "of the icons", NULL},
    {"rules", FIELD_BOOL, SETTING(rules), "no",
	"hairlines between items and around the list; items keep the room for them", NULL},
    {"rule-colour", FIELD_COLOUR, SETTING(rule_colour), "rule", "of the hairlines", "rules"},
    {0},
};

static bool
bind_rows(struct bind *bind, struct block *b, struct bound *bound)
{
	const struct list *list = b->settings;
	struct rows rows;
	bool ok = true;

	if (!query_rows(&bind->scope, list->query, &rows))
		return false;
	if (rows.count == 0)
		return bind_no_rows(bind, b, list->query);
	bound->items = NEW_ARRAY(bind->scope.a, struct bound_item, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		struct row row = {rows.columns, rows.items[i], rows.column_count};

		bind->scope.row = &row;
		ok &= bind_runs(bind, b, list->text, list->style, &bound->items[i].runs);
		bind->scope.row = NULL;
	}
	bound->count = rows.count;
	return ok;
}

/* The items of a Markdown file that holds one list and nothing else. */
static bool
bind_file(struct bind *bind, struct block *b, struct bound *bound)
{
	const struct list *list = b->settings;
	const struct theme *theme = bind->report->theme;
	struct prose_styles styles = {.body = list->style,
	    .item = list->style,
	    .strong = theme_style(theme, "strong"),
	    .emphasis = theme_style(theme, "emphasis")};
	struct file_text file = {0};
	struct prose prose;
	struct place at;

	for (int i = 0; i < 6; i++)
		styles.headings[i] = list->style;
	if (!item_read_file(bind, b, list->file, &file, &at) ||
	    !bind_prose(bind, b, &file, at, &styles, &prose))
		return false;
	bound->items = NEW_ARRAY(bind->scope.a, struct bound_item, prose.count);
	for (size_t i = 0; i < prose.count; i++) {
		const struct prose_block *piece = &prose.items[i];

		if (piece->kind != PROSE_ITEM || !piece->first || piece->level > 1) {
			diag_add(bind->d, DIAG_ERROR,
			    piece->runs.count > 0 ? piece->runs.items[0].at : at, "list-file",
			    "the file of a list holds its items and nothing else");
			diag_help(bind->d,
			    "begin each item with \"- \"; other text belongs in a file of its "
			    "own, in a block of prose");
			return false;
		}
		bound->items[i].runs = piece->runs;
	}
	bound->count = prose.count;
	return true;
}

/* An icon for each item, in order; the items after the last icon have the marker. */
static bool
bind_icons(struct bind *bind, struct block *b, struct bound *bound)
{
	const struct names *icons = &((const struct list *)b->settings)->icons;
	bool ok = true;

	for (size_t i = 0; i < icons->count && i < bound->count; i++) {
		bound->items[i].icon =
		    bind_icon(bind, (struct setting){icons->items[i], icons->places[i]});
		ok = bound->items[i].icon != NULL && ok;
	}
	return ok;
}

static bool
bind_items(struct bind *bind, struct block *b, struct bound *bound)
{
	const struct list *list = b->settings;
	const struct item_settings *items = list->items.items;
	bool ok = true;
	int kinds =
	    (list->items.count > 0) + (list->file.text != NULL) + (list->query.text != NULL);

	if (kinds != 1 || (list->query.text != NULL) != (list->text.text != NULL)) {
		diag_add(bind->d, DIAG_ERROR, b->at, "missing-setting",
		    "a list has either items, or a file, or a query and a text");
		return false;
	}
	if (list->query.text != NULL)
		return bind_rows(bind, b, bound) && bind_icons(bind, b, bound);
	if (list->file.text != NULL)
		return bind_file(bind, b, bound) && bind_icons(bind, b, bound);
	bound->items = NEW_ARRAY(bind->scope.a, struct bound_item, list->items.count);
	for (size_t i = 0; i < list->items.count; i++) {
		ok &= bind_runs(bind, b, items[i].text, list->style, &bound->items[i].runs);
		bound->items[i].icon = bind_icon(bind, items[i].icon);
		ok &= items[i].icon.text == NULL || bound->items[i].icon != NULL;
	}
	bound->count = list->items.count;
	return ok;
}

/* Is there a dot or an icon? A number has the colour of the words. */
static bool
has_marks(const struct list *list, const struct bound *bound)
{
	for (size_t i = 0; i < bound->count; i++) {
		if (list->marker == 0 || bound->items[i].icon != NULL)
			return true;
	}
	return false;
}

static bool
bind(struct bind *bind, struct block *b)
{
	const struct list *list = b->settings;
	struct bound *bound = b->bound = NEW(bind->scope.a, struct bound);

	bound->marker = list->marker_colour;
	return bind_items(bind, b, bound) &&
	       (!has_marks(list, bound) ||
		   bind_colour(bind, b, "marker-colour", "accent", &bound->marker));
}

static struct item_look
look_of(const struct list *list, const struct bound *bound, long index)
{
	const struct bound_item *item = &bound->items[index];
	dimen beside = item->icon != NULL ? list->icon_size + PT(7) : 0;

	return (struct item_look){
	    .style = list->style,
	    .indent = list->indent > beside ? list->indent : beside,
	    .dot = list->marker == 0 ? list->dot : 0,
	    .dot_colour = bound->marker,
	    .icon = item->icon,
	    .icon_size = list->icon_size,
	    .icon_stroke = list->icon_stroke,
	    .number = list->marker == 1 ? (int)index + 1 : 0,
	};
}

/* ---- rules ---------------------------------------------------------------------------------- */

#define RULE_ABOVE PT(18) /* from a rule to the baseline below it, for usual type */
#define RULE_WHITE PT(2)  /* at least, between a rule and ink */

/* How far the ink of an item reaches above its first baseline, and below its last one. */
static dimen
ink_above(const struct layout *l, const struct list *list, const struct item_look *look)
{
	dimen cap = style_cap_height(l->texts, list->style) + PT(8);
	dimen icon = look->icon != NULL ? ITEM_MARK_MIDDLE + look->icon_size / 2 + RULE_WHITE : 0;

	return icon > cap ? icon : cap;
}

static dimen
ink_below(const struct list *list, const struct item_look *look, int lines)
{
	dimen words = list->style->size / 4 + RULE_WHITE;
	dimen icon = look->icon != NULL ? look->icon_size / 2 - ITEM_MARK_MIDDLE + RULE_WHITE : 0;

	icon -= (lines - 1) * list->style->leading;
	return icon > words ? icon : words;
}

struct rules {
	dimen above; /* from each to the baseline below it; 0: there are none */
	int most;    /* half rows that an item needs, for which pitch has no room; 0: it has */
	long item;
};

/* All stand as far above their items as the tallest mark asks. */
static struct rules
rules_of(const struct layout *l, const struct list *list, const struct bound *bound)
{
	struct rules r = {.above = list->rules ? RULE_ABOVE : 0};

	for (size_t i = 0; list->rules && i < bound->count; i++) {
		struct item_look look = look_of(list, bound, (long)i);
		dimen above = ink_above(l, list, &look);

		r.above = above > r.above ? above : r.above;
	}
	return r;
}

static void
draw_rule(struct layout *l, const struct block *b, const struct room *room, dimen y)
{
	const struct list *list = b->settings;

	mark_rule(l->pages, room->page, (struct point){room->box.x, y},
	    (struct point){room->box.x + room->box.w, y}, PT(0.5), list->rule_colour, b->name);
}

/* From this item's top to the next one's, as its words and the rule below them need it. */
static dimen
step_with_rule(
    const struct list *list, struct rules *r, long item, dimen step, dimen needed, dimen half)
{
	int halves = (needed + half - 1) / half - list->gap;

	if (step >= halves * half)
		return step;
	if (list->pitch > 0 && halves > r->most) {
		r->most = halves;
		r->item = item;
	}
	return halves * half;
}

static void
say_pitch(struct layout *l, const struct block *b, const struct rules *r)
{
	if (r->most == 0)
		return;
	diag_add(l->d, DIAG_ERROR, block_place(b, "pitch"), "overfull",
	    "item %ld needs %d half rows for its words and the rule below them, and pitch is %d",
	    r->item + 1, r->most, ((const struct list *)b->settings)->pitch);
	diag_help(
	    l->d, "write pitch: %d, or pitch: 0, which gives each item what it needs", r->most);
}

/* ---- placing -------------------------------------------------------------------------------- */

/* Where the first item stands: in a flow the rule above it keeps off what stands before. */
static dimen
first_top(const struct block *b, const struct room *room, dimen rule)
{
	const struct list *list = b->settings;
	dimen top = room->box.y;

	while (
	    list->rules && !b->common.area.given && room_baseline(room, top) - rule < room->box.y)
		top += room->row / 2;
	return top;
}

struct measured {
	struct item_look look;
	struct lines lines;
	dimen height, step; /* of its words; to the next item */
};

static struct measured
measure_item(struct layout *l, const struct block *b, const struct room *room, struct rules *r)
{
	const struct list *list = b->settings;
	const struct bound *bound = b->bound;
	struct measured m = {.look = look_of(list, bound, b->cursor)};
	dimen half = room->row / 2, icon, words;

	m.lines = item_lines(l, &bound->items[b->cursor].runs, &m.look, room->box.w);
	m.height = room_rows(room, m.lines.count * list->style->leading);
	icon = m.look.icon != NULL ? room_rows(room, list->icon_size) : 0;
	m.step = icon > m.height ? icon : m.height;
	m.step = list->pitch * half > m.step ? list->pitch * half : m.step;
	if (list->rules) {
		words = (m.lines.count - 1) * list->style->leading;
		m.step = step_with_rule(list, r, b->cursor, m.step,
		    words + ink_below(list, &m.look, m.lines.count) + r->above, half);
	}
	m.step += list->gap * half;
	return m;
}

static enum fit
place(struct layout *l, struct block *b, struct room *room)
{
	const struct list *list = b->settings;
	const struct bound *bound = b->bound;
	struct setter s = {.l = l, .page = room->page, .block = b->name, .left = room->box.x};
	struct rules rules = rules_of(l, list, bound);
	dimen top = first_top(b, room, rules.above), end = top;
	long first = b->cursor;

	for (; b->cursor < (long)bound->count; b->cursor++) {
		struct measured m = measure_item(l, b, room, &rules);
		dimen below = room_baseline(room, top + m.step) - rules.above;
		bool closes = list->rules && b->cursor + 1 == (long)bound->count;
		int body = 0;

		end = closes && below > top + m.height ? below : top + m.height;
		if (end > room->box.y + room->box.h)
			break;
		block_elem(l, b, TAG_L);
		elem_note(l->pages, b->elem)->ordered = list->marker == 1;
		if (list->rules)
			draw_rule(l, b, room, room_baseline(room, top) - rules.above);
		item_set(&s, &m.lines, &m.look, 0, m.lines.count, room_baseline(room, top), b->elem,
		    &body);
		if (closes)
			draw_rule(l, b, room, below);
		top += m.step;
		room->used = room_rows(room, end - room->box.y);
	}
	say_pitch(l, b, &rules);
	if (b->cursor == (long)bound->count)
		return FIT_ALL;
	return b->cursor > first ? FIT_PART : FIT_NONE;
}

const struct block_class list_class = {
    .record = {"list", "Items with a dot, a number or an icon each.", sizeof(struct list), fields,
	"items", block_common_fields},
    .example = "- list:\n"
	       "    area: [1, 4, 12, 9]\n"
	       "    pitch: 6\n"
	       "    items:\n"
	       "      - {text: Les aides à l'équipement numérique, icon: icons/laptop.svg}\n"
	       "      - {text: Des prêts pour l'achat de caravanes, icon: icons/caravan.svg}\n",
    .bind = bind,
    .place = place,
};
