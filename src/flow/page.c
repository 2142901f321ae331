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

	l->titled = page->title != NULL;
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

/* `part` halves of the free width go to the left: 0 left, 1 centre, 2 right. */
static void
foot_part(struct layout *l, const struct runs *open, struct page *page, int part)
{
	const struct master *m = page->master;
	struct setter s = {.l = l, .page = page};
	struct runs runs;
	struct line line;
	dimen left = m->facing && !page->recto ? m->outer : m->inner;

	if (open->count == 0)
		return;
	runs = fill_in(l, open, page);
	line = text_line(l->texts, l->a, l->d, &runs);
	if (line.count == 0)
		return;
	set_line(&s, &line,
	    (struct point){
		left + dimen_scale(m->width - m->inner - m->outer - line.width, part, 2),
		master_baseline(m, m->foot_row),
	    });
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
		foot_part(l, &foot->left, page, 0);
		foot_part(l, &foot->centre, page, 1);
		foot_part(l, &foot->right, page, 2);
	}
}

/* ---- what does not fit --------------------------------------------------------------------- */

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
	fits = b->class->place(l, b, &tall) == FIT_ALL;
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
	if (b->common.area.given)
		diag_help(l->d, "make its area %d row%s taller, or shorten it", rows,
		    rows == 1 ? "" : "s");
	else
		diag_help(l->d, "shorten it, or let it run on a master whose pages are taller");
}
