/* contents.c: the report's headings with their pages, one entry a page: the folio at the left, the
 * titles of that page beside it, all of it a link.
 *
 * The headings are those of the round before; flow/settle.c lays the report out again until they
 * agree with the pages.
 */
#include "bilan/block.h"

static const struct limits level_limits = {1, 6}, row_limits = {0, 20};

struct contents {
	int levels, gap;
	const struct style *style, *folio_style;
	dimen indent;
	bool rules;
	colour rule_colour;
};

#define SETTING(member) offsetof(struct contents, member)
static const struct field fields[] = {
    {"levels", FIELD_INTEGER, SETTING(levels), "1", "headings down to this level", &level_limits},
    {"style", FIELD_STYLE, SETTING(style), "item", "of the titles", NULL},
    {"folio-style", FIELD_STYLE, SETTING(folio_style), "item", "of the page numbers", NULL},
    {"indent", FIELD_LENGTH, SETTING(indent), "0",
	"of the titles from the numbers; 0: as far as the widest number asks", NULL},
    {"gap", FIELD_INTEGER, SETTING(gap), "4",
	"half rows between two entries; with rules 1 at least", &row_limits},
    {"rules", FIELD_BOOL, SETTING(rules), "yes", "hairlines between entries and around", NULL},
    {"rule-colour", FIELD_COLOUR, SETTING(rule_colour), "rule", "of the hairlines", NULL},
    {0},
};

static bool
bind(struct bind *bind, struct block *b)
{
	(void)bind;
	(void)b;
	return true;
}

struct entry {
	size_t first, count;
}; /* the headings of one page */

static struct entry
next_entry(const struct layout *l, const struct contents *c, size_t from)
{
	struct entry e = {from, 0};
	int page = -1;

	for (size_t i = from; i < l->contents_count; i++) {
		const struct heading *h = &l->contents[i];

		if (!h->contents || h->level > c->levels)
			continue;
		if (page >= 0 && h->page != page)
			break;
		if (page < 0)
			e.first = i;
		page = h->page;
		e.count = i - e.first + 1;
	}
	return e;
}

static struct runs
linked(struct layout *l, const char *text, const struct style *style, const char *target)
{
	struct runs runs = runs_of(l->a, text, style, (struct place){0});
	struct run *items = NEW_ARRAY(l->a, struct run, runs.count);

	for (size_t i = 0; i < runs.count; i++) {
		items[i] = runs.items[i];
		items[i].link = target;
	}
	return (struct runs){items, runs.count};
}

/* The widest page number's, and an em and a half of white. */
static dimen
measured_indent(struct layout *l, const struct contents *c)
{
	dimen widest = 0;

	for (size_t i = 0; i < l->contents_count; i++) {
		const char *folio = arena_printf(l->a, "%d", l->contents[i].page + 1);
		struct runs runs = runs_of(l->a, folio, c->folio_style, (struct place){0});
		struct line line;

		if (!l->contents[i].contents || l->contents[i].level > c->levels)
			continue;
		line = text_line(l->texts, l->a, l->d, &runs);
		widest = line.width > widest ? line.width : widest;
	}
	return widest + c->folio_style->size * 3 / 2;
}

/* One TOCI: a Reference that holds one link, the folio (once a page) and the title. */
static dimen
set_title(struct setter *s, const struct contents *c, const struct heading *h,
    const struct room *room, dimen y, bool with_folio)
{
	struct layout *l = s->l;
	int toci = elem_add(l->pages, s->elem, TAG_TOCI);
	struct setter set = *s;
	dimen indent = s->left - room->box.x + (h->level - 1) * PT(14);
	struct shape shape = shape_of(c->style, room->box.w - indent);
	const char *target = arena_printf(l->a, "#%s", h->id);
	struct runs title = linked(l, h->text, c->style, target);
	struct lines lines;

	set.elem = elem_add(l->pages, toci, TAG_REFERENCE);
	if (with_folio) {
		const char *folio = arena_printf(l->a, "%d", h->page + 1);
		struct runs number = linked(l, folio, c->folio_style, target);
		struct line line = text_line(l->texts, l->a, l->d, &number);

		set_line(&set, &line, (struct point){room->box.x, y});
	}
	shape.language = l->report->language;
	lines = text_lines(l->texts, l->a, l->d, &title, &shape);
	for (int i = 0; i < lines.count; i++, y += c->style->leading)
		set_line(&set, &lines.items[i],
		    (struct point){room->box.x + indent + lines.items[i].x, y});
	return y;
}

static void
rule_at(struct setter *s, const struct contents *c, const struct room *room, dimen y)
{
	mark_rule(s->l->pages, s->page, (struct point){room->box.x, y},
	    (struct point){room->box.x + room->box.w, y}, PT(0.5), c->rule_colour, s->block);
}

/* From a rule to the baseline below it: two rows and a little, or where entries stand closer, half
 * way between the words. */
static dimen
rule_distance(const struct layout *l, const struct contents *c, const struct room *room, dimen gap)
{
	if (gap >= 2 * room->row)
		return 2 * room->row + PT(1.5);
	return (c->style->leading + gap + style_cap_height(l->texts, c->style)) / 2;
}

static enum fit
place(struct layout *l, struct block *b, struct room *room)
{
	const struct contents *c = b->settings;
	struct setter s = {.l = l, .page = room->page, .block = b->name};
	int halves = c->rules && c->gap < 1 ? 1 : c->gap;
	dimen gap = halves * room->row / 2, over = rule_distance(l, c, room, gap);
	dimen y = room_baseline(room, room->box.y);
	size_t i = (size_t)b->cursor;
	bool placed = false;

	l->wants_contents = true;
	while (c->rules && !b->common.area.given && y - over < room->box.y)
		y += room->row / 2; /* in a flow the first rule keeps off what stands above */
	s.left = room->box.x + (c->indent > 0 ? c->indent : measured_indent(l, c));
	for (;;) {
		struct entry e = next_entry(l, c, i);
		struct checkpoint before = pages_checkpoint(l->pages);
		bool folio = true;

		if (e.count == 0)
			break;
		s.elem = block_elem(l, b, TAG_TOC);
		if (c->rules)
			rule_at(&s, c, room, y - over);
		for (size_t k = e.first; k < e.first + e.count; k++) {
			if (!l->contents[k].contents || l->contents[k].level > c->levels)
				continue;
			y = set_title(&s, c, &l->contents[k], room, y, folio);
			folio = false;
		}
		if (y - room->row > room->box.y + room->box.h) {
			pages_rewind(l->pages, before);
			room->used = y - room->box.y;
			return placed ? FIT_PART : FIT_NONE;
		}
		placed = true;
		i = e.first + e.count;
		b->cursor = (long)i;
		y += gap;
	}
	/* The last line's row, and the rule below it, which is drawn from the next entry's line. */
	room->used = y - room->first - room->box.y - (placed ? gap : 0);
	if (c->rules && placed) {
		rule_at(&s, c, room, y - over);
		if (y - over - room->box.y > room->used)
			room->used = y - over - room->box.y;
	}
	return FIT_ALL;
}

const struct block_class contents_class = {
    .record = {"contents", "The headings of the report with their pages.", sizeof(struct contents),
	fields, "levels", block_common_fields},
    .example = "- contents: {area: [1, 4, 12, 30], levels: 2}\n",
    .bind = bind,
    .place = place,
};
