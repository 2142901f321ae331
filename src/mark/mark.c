/* mark.c: the makers of marks. Each computes the box that its mark covers, the stroke included, so
 * that whoever reads marks (preflight, diff, link areas) need not know how they are drawn.
 */
#include <string.h>

#include "bilan/mark.h"

static struct mark *
add(struct page *page, enum mark_kind kind, int elem, int block)
{
	struct mark *m = pages_mark(page);

	*m = (struct mark){.kind = (uint8_t)kind, .elem = elem, .block = block};
	return m;
}

/* Where the last word ends, its tracking included; the groups of a figure are measured as one. */
static dimen
pieces_end(const struct texts *texts, const struct glyphs *glyphs)
{
	const struct piece *first = &glyphs->pieces[glyphs->count - 1];
	const struct word *w = first->word;
	int64_t advance = w->advance;
	int count = w->count;

	for (; first > glyphs->pieces && first->joined; count += first->word->count)
		advance += (--first)->word->advance;
	return first->x +
	       dimen_scale(run_size(first->run), advance, texts_face(texts, w->face)->upem) +
	       (count > 0 ? (count - 1) * run_track(first->run) : 0);
}

void
mark_pieces(struct page *page, const struct texts *texts, struct glyphs glyphs, int elem, int block)
{
	dimen from = glyphs.pieces[0].x, height = 0;
	struct mark *m = add(page, MARK_GLYPHS, elem, block);

	for (int i = 0; i < glyphs.count; i++) {
		const struct piece *piece = &glyphs.pieces[i];
		const struct face *face = texts_face(texts, piece->word->face);
		dimen cap = dimen_scale(run_size(piece->run), face->cap_height, face->upem);

		height = cap > height ? cap : height;
	}
	m->box = (struct rect){
	    .x = glyphs.at.x + from,
	    .y = glyphs.at.y - height,
	    .w = pieces_end(texts, &glyphs) - from,
	    .h = height,
	};
	m->count = glyphs.count;
	m->detail = glyphs.pieces;
}

struct glyphs
mark_glyphs(const struct mark *m)
{
	const struct piece *pieces = m->detail;

	if (m->kind != MARK_GLYPHS)
		return (struct glyphs){0};
	return (struct glyphs){
	    .pieces = pieces,
	    .count = m->count,
	    .at = {m->box.x - pieces[0].x, m->box.y + m->box.h},
	};
}

static struct rect
points_box(const struct point *points, size_t n)
{
	struct point least = points[0], most = points[0];

	for (size_t i = 1; i < n; i++) {
		least.x = points[i].x < least.x ? points[i].x : least.x;
		least.y = points[i].y < least.y ? points[i].y : least.y;
		most.x = points[i].x > most.x ? points[i].x : most.x;
		most.y = points[i].y > most.y ? points[i].y : most.y;
	}
	return (struct rect){least.x, least.y, most.x - least.x, most.y - least.y};
}

void
mark_path(struct pages *p, struct page *page, const struct path *path, int elem, int block)
{
	struct path *kept = NEW(p->a, struct path);
	dimen half = path->stroke != 0 ? path->width / 2 : 0;
	struct mark *m;
	struct rect box;

	if (path->point_count == 0)
		return;
	*kept = *path;
	box = points_box(path->points, path->point_count);
	m = add(page, MARK_PATH, elem, block);
	m->box = (struct rect){box.x - half, box.y - half, box.w + 2 * half, box.h + 2 * half};
	m->detail = kept;
}

colour
piece_colour(const struct piece *piece)
{
	const struct run *run = piece->run;

	return run->colour != 0 || run->style == NULL ? run->colour : run->style->colour;
}

static const uint8_t box_ops[] = {PATH_MOVE, PATH_LINE, PATH_LINE, PATH_LINE, PATH_CLOSE};

bool
path_is_box(const struct path *path)
{
	const struct point *at = path->points;

	return path->op_count == COUNT(box_ops) && path->point_count == 4 &&
	       memcmp(path->ops, box_ops, COUNT(box_ops)) == 0 && at[0].y == at[1].y &&
	       at[1].x == at[2].x && at[2].y == at[3].y && at[3].x == at[0].x;
}

void
mark_rect(struct pages *p, struct page *page, struct rect r, colour fill, int elem, int block)
{
	struct point *points = NEW_ARRAY(p->a, struct point, 4);

	points[0] = (struct point){r.x, r.y};
	points[1] = (struct point){r.x + r.w, r.y};
	points[2] = (struct point){r.x + r.w, r.y + r.h};
	points[3] = (struct point){r.x, r.y + r.h};
	mark_path(p, page,
	    &(struct path){.ops = box_ops,
		.op_count = COUNT(box_ops),
		.points = points,
		.point_count = 4,
		.fill = fill},
	    elem, block);
}

void
mark_rule(struct pages *p, struct page *page, struct point from, struct point to, dimen width,
    colour stroke, int block)
{
	static const uint8_t ops[] = {PATH_MOVE, PATH_LINE};
	struct point *points = NEW_ARRAY(p->a, struct point, 2);

	points[0] = from;
	points[1] = to;
	mark_path(p, page,
	    &(struct path){.ops = ops,
		.op_count = COUNT(ops),
		.points = points,
		.point_count = 2,
		.stroke = stroke,
		.width = width},
	    0, block);
}

void
mark_image(
    struct pages *p, struct page *page, struct rect box, struct placed picture, int elem, int block)
{
	struct placed *placed = NEW(p->a, struct placed);
	struct mark *m = add(page, MARK_IMAGE, elem, block);

	*placed = picture;
	m->box = box;
	m->detail = placed;
}

bool
mark_is_part(const struct mark *m)
{
	struct rect whole = ((const struct placed *)m->detail)->whole;

	return whole.x != m->box.x || whole.y != m->box.y || whole.w != m->box.w ||
	       whole.h != m->box.h;
}

void
mark_link(
    struct pages *p, struct page *page, struct rect box, const char *target, int elem, int block)
{
	struct link *link = NEW(p->a, struct link);
	struct mark *m = add(page, MARK_LINK, elem, block);

	link->target = target;
	m->box = box;
	m->detail = link;
}

void
mark_dots(struct pages *p, struct page *page, const struct point *centres, size_t n, dimen d,
    colour fill, int elem, int block)
{
	uint8_t *ops = NEW_ARRAY(p->a, uint8_t, 2 * n);
	struct point *points = NEW_ARRAY(p->a, struct point, 2 * n);

	for (size_t i = 0; i < n; i++) {
		ops[2 * i] = PATH_MOVE;
		ops[2 * i + 1] = PATH_LINE;
		points[2 * i] = points[2 * i + 1] = centres[i];
	}
	mark_path(p, page,
	    &(struct path){.ops = ops,
		.op_count = 2 * n,
		.points = points,
		.point_count = 2 * n,
		.stroke = fill,
		.width = d,
		.cap = 1,
		.join = 1},
	    elem, block);
}

void
mark_icon(struct pages *p, struct page *page, const struct icon *icon, struct rect box,
    dimen stroke, colour c, int elem, int block)
{
	dimen side = icon->width > icon->height ? icon->width : icon->height;
	dimen left = box.x + dimen_scale(side - icon->width, box.w, 2 * side);
	dimen top = box.y + dimen_scale(side - icon->height, box.w, 2 * side);

	for (size_t i = 0; i < icon->count; i++) {
		const struct outline *o = &icon->items[i];
		struct point *points = NEW_ARRAY(p->a, struct point, o->point_count);
		dimen own = dimen_scale(o->width, box.w, side);

		for (size_t k = 0; k < o->point_count; k++) {
			points[k].x = left + dimen_scale(o->points[k].x, box.w, side);
			points[k].y = top + dimen_scale(o->points[k].y, box.w, side);
		}
		mark_path(p, page,
		    &(struct path){.ops = o->ops,
			.op_count = o->op_count,
			.points = points,
			.point_count = o->point_count,
			.fill = o->fill ? c : 0,
			.stroke = o->stroke ? c : 0,
			.width = stroke > 0 ? stroke : own,
			.cap = (uint8_t)o->cap,
			.join = (uint8_t)o->join,
			.even_odd = o->even_odd},
		    elem, block);
	}
}
