/* page.c: what every page has, fixed or running: its background, its section, its foot; and the one
 * message for what does not fit.
 */
#include <string.h>

#include "flow.h"

struct page *
flow_page(struct layout *l, const struct page_setup *setup)
{
	const struct master *m = setup->master;
	struct page *page = pages_add(l->pages, m, setup->at, setup->id);

	if (m->background != 0)
		mark_rect(l->pages, page,
		    (struct rect){
			-m->bleed, -m->bleed, m->width + 2 * m->bleed, m->height + 2 * m->bleed},
		    m->background, 0, 0);
	return page;
}

int
flow_section(struct layout *l, const struct page_blocks *page)
{
	const char *id = page->setup->id;
	int section = elem_add(l->pages, 1, TAG_SECT);

	l->title_level = page->title != NULL ? page->setup->level : 0;
	if (page->title == NULL && id != NULL)
		pages_anchor(l->pages,
		    (struct anchor){.id = id, .page = (int)l->pages->count, .elem = section});
	if (page->title != NULL)
		pages_heading(l->pages,
		    (struct heading){
			.text = page->title,
			.level = page->setup->level,
			.page = (int)l->pages->count,
			.elem = section,
			.contents = true,
			.bookmark = true,
			/* The contents link to it; a "/" stands in no id that was given. */
			.id =
			    id != NULL ? id : arena_printf(l->a, "p%zu/title", l->pages->count + 1),
		    });
	return section;
}

void
flow_start_block(struct layout *l, struct block *b, int parent)
{
	b->parent = parent;
	b->elem = 0;
	b->cursor = 0;
	b->name = pages_block(l->pages, b->common.id, b->at);
	l->pages->origins[b->name].under = block_lies_under(b);
}

void
flow_anchor(struct layout *l, const struct block *b, const struct page *page, struct rect box)
{
	pages_anchor(l->pages, (struct anchor){
				   .id = b->common.id,
				   .page = (int)(page - l->pages->items),
				   .at = {box.x, box.y},
				   .elem = b->elem,
			       });
}

/* ---- the foot ------------------------------------------------------------------------------ */

static struct runs
fill_in(struct layout *l, const struct runs *open, const struct page *page)
{
	struct run *runs = NEW_ARRAY(l->a, struct run, open->count);

	for (size_t i = 0; i < open->count; i++) {
		runs[i] = open->items[i];
		if (runs[i].page == PAGE_FOLIO)
			runs[i].text = arena_printf(l->a, "%d", page->folio);
		else if (runs[i].page == PAGE_COUNT)
			runs[i].text = arena_printf(l->a, "%zu", l->pages->count);
		runs[i].page = PAGE_NONE;
	}
	return (struct runs){runs, open->count};
}

enum { LEFT, CENTRE, RIGHT, PARTS }; /* as on a right page */
static const char *const part_words[PARTS] = {"left", "centre", "right"};

/* The foot of one page; a part without words has no pieces. */
struct foot_set {
	struct layout *l;
	struct page *page;
	const struct runs *open[PARTS];
	struct line lines[PARTS];
	dimen measure;
};

static void
say_wide(const struct foot_set *f, int part, dimen over)
{
	diag_help(f->l->d, "shorten \"%s\" by %.1f mm, or give the foot a smaller style",
	    part_words[part], dimen_mm(over + DIMEN_ONE / 10));
}

/* Words that leave the measure; the message is the same on every page, so it is told once. */
static void
check_part(const struct foot_set *f, int part)
{
	const struct master *m = f->page->master;
	struct place at = f->open[part]->items[0].at;
	dimen over = f->lines[part].width - f->measure;

	if (over > 0) {
		diag_add(f->l->d, DIAG_ERROR, at, "overfull",
		    "\"%s\" of the foot of \"%s\" is wider than the page between its margins",
		    part_words[part], m->name);
		say_wide(f, part, over);
	}
	if (master_baseline(m, m->foot_row) > m->height) {
		diag_add(f->l->d, DIAG_ERROR, at, "off-page",
		    "the foot of \"%s\" stands below the page's edge", m->name);
		diag_help(f->l->d, "set it higher: row: %d is the grid's last", master_rows(m));
	}
}

/* Half the size of its words, at least, is white between two parts. */
static void
check_pair(const struct foot_set *f, int a, int b)
{
	const struct line *left = &f->lines[a], *right = &f->lines[b];
	int wider = left->width > right->width ? a : b;
	dimen gap, over;

	if (left->count == 0 || right->count == 0) /* so it is when the foot has no style */
		return;
	gap = f->page->master->foot.style->size / 2;
	over = left->width + gap + right->width - f->measure;
	if (a == CENTRE || b == CENTRE) { /* it has half of the rest at each side */
		int outer = a == CENTRE ? b : a;

		over = f->lines[outer].width + gap - (f->measure - f->lines[CENTRE].width) / 2;
	}
	if (over <= 0 || left->width > f->measure || right->width > f->measure)
		return;
	diag_add(f->l->d, DIAG_ERROR, f->open[wider]->items[0].at, "overfull",
	    "\"%s\" and \"%s\" of the foot of \"%s\" meet", part_words[a], part_words[b],
	    f->page->master->name);
	say_wide(f, wider, wider == CENTRE ? 2 * over : over);
}

static void
set_foot(struct foot_set *f)
{
	const struct master *m = f->page->master;
	struct setter s = {.l = f->l, .page = f->page};
	bool mirrored = m->facing && !f->page->recto;
	dimen left = mirrored ? m->outer : m->inner;

	f->measure = m->width - m->inner - m->outer;
	for (int i = LEFT; i < PARTS; i++) {
		struct line *line = &f->lines[i];
		struct runs runs;

		if (f->open[i]->count == 0)
			continue;
		runs = fill_in(f->l, f->open[i], f->page);
		*line = text_line(f->l->texts, f->l->a, f->l->d, &runs);
		if (line->count == 0)
			continue;
		check_part(f, i);
		/* That many halves of the free width are at its left. */
		set_line(&s, line,
		    (struct point){
			left + dimen_scale(f->measure - line->width, mirrored ? RIGHT - i : i, 2),
			master_baseline(m, m->foot_row),
		    });
	}
	check_pair(f, LEFT, CENTRE);
	check_pair(f, CENTRE, RIGHT);
	check_pair(f, LEFT, RIGHT);
}

/* ---- what is not for publication ------------------------------------------------------------ */

/* The style of that word: the theme's "specimen", or that of a foot, or any. */
static const struct style *
specimen_style(const struct layout *l)
{
	const struct theme *t = l->report->theme;
	const struct masters *masters = l->report->masters;
	const struct style *style = theme_style(t, "specimen");

	for (size_t i = 0; style == NULL && i < masters->count; i++)
		style = masters->items[i].has_foot ? masters->items[i].foot.style : NULL;
	for (size_t i = 0; style == NULL && i < t->style_count; i++) {
		if (t->styles[i].family != NULL)
			style = &t->styles[i];
	}
	return style;
}

/* SPECIMEN at the head of the top margin, on white where the theme has that colour, over whatever
 * reaches there: no block stands there, so nothing that can be read is covered. */
static void
mark_specimen(struct layout *l, struct page *page)
{
	const struct master *m = page->master;
	const struct style *given = specimen_style(l);
	struct style *style = NEW(l->a, struct style);
	struct setter s = {.l = l, .page = page};
	dimen size = m->top / 5 < PT(9) ? m->top / 5 : PT(9);
	struct runs runs;
	struct line line;

	if (given == NULL)
		return;
	*style = *given;
	style->size = size > PT(4) ? size : PT(4);
	style->tracking = (struct decimal){2, 1};
	runs = runs_of(l->a, "SPECIMEN", style, l->report->at);
	line = text_line(l->texts, l->a, l->d, &runs);
	if (line.count == 0)
		return;
	mark_rect(l->pages, page,
	    (struct rect){
		(m->width - line.width) / 2 - size, size, line.width + 2 * size, 2 * size},
	    theme_colour(l->report->theme, "white"), 0, 0);
	set_line(&s, &line,
	    (struct point){
		(m->width - line.width) / 2, 2 * size + style_cap_height(l->texts, style) / 2});
}

void
flow_feet(struct layout *l, const struct tree *tree)
{
	for (size_t i = 0; i < l->pages->count; i++) {
		struct page *page = &l->pages->items[i];
		const struct bound_foot *foot;

		if (l->report->specimen)
			mark_specimen(l, page);
		if (!page->master->has_foot)
			continue;
		foot = &tree->feet[page->master - l->report->masters->items];
		set_foot(&(struct foot_set){
		    .l = l,
		    .page = page,
		    .open = {&foot->left, &foot->centre, &foot->right},
		});
	}
}

/* ---- what does not fit --------------------------------------------------------------------- */

/* Would it be more than the page, from its first row on? */
static bool
is_too_long(const struct room *room, const struct area *area, int more)
{
	return area->given && !area->page &&
	       area->row - 2 + area->rows + 2 * more > 2 * master_rows(room->page->master);
}

void
flow_overfull(struct layout *l, struct block *b, const struct room *room)
{
	struct room tall = *room;
	struct checkpoint before = pages_checkpoint(l->pages);
	dimen missing, rows;
	bool fits;

	tall.box.h = PT(50000);
	tall.trial = true;
	flow_start_block(l, b, b->parent);
	fits = flow_place(l, b, &tall) == FIT_ALL;
	missing = tall.used - room->box.h;
	pages_rewind(l->pages, before);
	if (!fits || missing <= 0) {
		diag_add(l->d, DIAG_ERROR, b->at, "overfull", "\"%s\" does not fit its place",
		    b->common.id);
		diag_help(l->d, "give it a wider area, or less to show");
		return;
	}
	rows = (missing + room->row - 1) / room->row;
	diag_add(l->d, DIAG_ERROR, b->at, "overfull",
	    "\"%s\" does not fit: %.1f mm of height are missing", b->common.id, dimen_mm(missing));
	if (is_too_long(room, &b->common.area, (int)rows))
		diag_help(l->d,
		    "the page has no room for that: shorten it, or let it run over as many pages "
		    "as it needs: - flow: %s",
		    room->page->master->name);
	else if (b->common.area.given)
		diag_help(l->d, "make its area %d row%s taller, or shorten it", rows,
		    rows == 1 ? "" : "s");
	else
		diag_help(l->d, "shorten it, or let it run on a master whose pages are taller");
}
