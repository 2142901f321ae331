/* legend.c: what colours mean: an entry a row with its value at the right edge, or all entries in
 * one row.
 */
#include "bilan/legend.h"

static const char *const marker_words[] = {"square", "dot", NULL};

struct item_settings {
	struct setting name, value;
	colour colour, outline;
	struct names needs;
};

#define ITEM(member) offsetof(struct item_settings, member)
static const struct field item_fields[] = {
    {"name", FIELD_TEXT, ITEM(name), FIELD_REQUIRED, "what the colour stands for", NULL},
    {"value", FIELD_TEXT, ITEM(value), NULL,
	"its figure, at the right edge; in one row behind its name", NULL},
    {"colour", FIELD_COLOUR, ITEM(colour), FIELD_REQUIRED, "the colour", NULL},
    {"outline", FIELD_COLOUR, ITEM(outline), NULL,
	"of a dot, when its colour cannot be told from the page's", NULL},
    {"needs", FIELD_NAMES, ITEM(needs), NULL, "without these the entry is left out", NULL},
    {0},
};
static const struct record item_record = {
    "entry", "An entry of a legend.", sizeof(struct item_settings), item_fields, NULL, NULL};

struct legend {
	struct records items;
	int marker;
	bool row;
	dimen gap;
	const struct style *style, *value_style;
};

struct bound {
	struct legend_entry *entries;
	struct runs *values;
	size_t count;
};

#define SETTING(member) offsetof(struct legend, member)
static const struct field fields[] = {
    {"items", FIELD_RECORDS, SETTING(items), FIELD_REQUIRED, "the entries", &item_record},
    {"marker", FIELD_WORD, SETTING(marker), "square", "what shows the colour", marker_words},
    {"row", FIELD_BOOL, SETTING(row), "no", "all entries in one row", NULL},
    {"gap", FIELD_LENGTH, SETTING(gap), "17pt", "between entries in one row", NULL},
    {"style", FIELD_STYLE, SETTING(style), "body", "of the names", NULL},
    {"value-style", FIELD_STYLE, SETTING(value_style), "value", "of the values", "value"},
    {0},
};

static bool
bind(struct bind *bind, struct block *b)
{
	const struct legend *legend = b->settings;
	const struct item_settings *items = legend->items.items;
	struct bound *bound = b->bound = NEW(bind->scope.a, struct bound);

	bound->entries = NEW_ARRAY(bind->scope.a, struct legend_entry, legend->items.count);
	bound->values = NEW_ARRAY(bind->scope.a, struct runs, legend->items.count);
	for (size_t i = 0; i < legend->items.count; i++) {
		struct legend_entry *e = &bound->entries[bound->count];

		if (!value_needs(&bind->scope, bind->project, &items[i].needs))
			continue;
		e->colour = items[i].colour;
		e->outline = items[i].outline;
		/* An entry without its value is left out by itself, the legend is not. */
		if (bind_runs(bind, b, items[i].name, legend->style, &e->name) &&
		    bind_runs(
			bind, b, items[i].value, legend->value_style, &bound->values[bound->count]))
			bound->count++;
		else if (!bind->scope.missing)
			return false;
		bind->scope.missing = false;
	}
	return true;
}

static enum fit
place_row(struct setter *s, struct block *b, struct room *room)
{
	const struct legend *legend = b->settings;
	const struct bound *bound = b->bound;
	struct point at = {room->box.x, room_baseline(room, room->box.y)};
	struct line value;

	s->elem = block_elem(s->l, b, TAG_P);
	for (size_t i = 0; i < bound->count; i++, at.x += legend->gap) {
		at.x += legend_entry_set(s, (enum swatch)legend->marker, &bound->entries[i], at);
		value = text_line(s->l->texts, s->l->a, s->l->d, &bound->values[i]);
		if (value.count == 0)
			continue;
		at.x += legend->value_style->size / 2;
		set_line(s, &value, at);
		at.x += value.width;
	}
	room->used = room->row;
	if (bound->count > 0 && at.x - legend->gap > room->box.x + room->box.w + PT(0.5)) {
		diag_add(s->l->d, DIAG_ERROR, b->at, "legend-too-wide",
		    "the legend is %.1f mm wider than its area",
		    dimen_mm(at.x - legend->gap - room->box.x - room->box.w));
		diag_help(s->l->d, "widen its area, shorten its names, or write: row: no");
	}
	return FIT_ALL;
}

static void
set_entry(struct setter *s, struct block *b, const struct room *room, size_t i, dimen y)
{
	const struct legend *legend = b->settings;
	const struct bound *bound = b->bound;
	struct layout *l = s->l;
	int item = elem_add(l->pages, b->elem, TAG_LI);
	struct line value;

	s->elem = elem_add(l->pages, item, TAG_LBODY);
	legend_entry_set(
	    s, (enum swatch)legend->marker, &bound->entries[i], (struct point){room->box.x, y});
	value = text_line(l->texts, l->a, l->d, &bound->values[i]);
	if (value.count > 0)
		set_line(s, &value, (struct point){room->box.x + room->box.w - value.width, y});
}

static enum fit
place(struct layout *l, struct block *b, struct room *room)
{
	const struct legend *legend = b->settings;
	const struct bound *bound = b->bound;
	struct setter s = {.l = l, .page = room->page, .block = b->name};
	dimen y = room_baseline(room, room->box.y);
	long start = b->cursor;

	if (legend->row)
		return place_row(&s, b, room);
	for (; b->cursor < (long)bound->count; b->cursor++, y += room->row) {
		if (y > room->box.y + room->box.h)
			break;
		block_elem(l, b, TAG_L);
		set_entry(&s, b, room, (size_t)b->cursor, y);
	}
	room->used = (dimen)(b->cursor - start) * room->row;
	if (b->cursor == (long)bound->count)
		return FIT_ALL;
	return b->cursor > start ? FIT_PART : FIT_NONE;
}

const struct block_class legend_class = {
    .record = {"legend", "What colours mean.", sizeof(struct legend), fields, "items",
	block_common_fields},
    .example = "- legend:\n"
	       "    area: [1, 4, 6, 2]\n"
	       "    marker: dot\n"
	       "    items:\n"
	       "      - {name: \"{year}\", colour: accent, value: \"{key_figures.visitors}\"}\n"
	       "      - name: \"{year-1}\"\n"
	       "        colour: accent-pale\n"
	       "        value: \"{key_figures.visitors@year-1}\"\n",
    .bind = bind,
    .place = place,
};
