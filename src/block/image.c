/* image.c: a photograph with its caption and the alternative text that it must have.
 *
 * The whole picture stands in its frame, at the left or top of it (`contain`), or it fills the
 * frame and what reaches beyond is not seen (`cover`). When the file is not there, `missing:
 * placeholder` draws the frame with an icon and a note, so that the page keeps its shape and nobody
 * overlooks it. In a flow the frame is as wide as the column and as high as the picture then asks.
 */
#include <string.h>

#include "bilan/block.h"

struct image_settings {
	struct setting file, alt, caption, placeholder_icon, placeholder_text;
	const struct style *caption_style, *placeholder_style;
	dimen width, caption_width;
	colour tint, icon_colour;
	int fit;
	unsigned focus; /* bits of enum edge */
};

enum { PICTURE_AUTO, PICTURE_CONTAIN, PICTURE_COVER };
static const char *const fit_words[] = {"auto", "contain", "cover", NULL};
static const char *const side_words[] = {"left", "right", "top", "bottom", NULL};

struct bound {
	const struct image *image; /* NULL: the placeholder */
	const struct icon *icon;
	const char *alt;
	struct runs caption, note;
};

#define SETTING(member) offsetof(struct image_settings, member)
static const struct field fields[] = {
    {"file", FIELD_PATH, SETTING(file), FIELD_REQUIRED, "a PNG or JPEG file", NULL},
    {"alt", FIELD_TEXT, SETTING(alt), FIELD_REQUIRED,
	"what the picture shows, for those who do not see it", NULL},
    {"width", FIELD_LENGTH, SETTING(width), "0",
	"of its frame; 0: its area's, or in a flow its column's", NULL},
    {"fit", FIELD_WORD, SETTING(fit), "auto",
	"contain: all of it is seen, as large as its frame lets it be; cover: it fills the frame, "
	"and what reaches beyond is cut off; auto: cover where it bleeds or lies under others",
	fit_words},
    {"focus", FIELD_WORDS, SETTING(focus), NULL,
	"the sides from which nothing is cut off; on both sides alike if left out", side_words},
    {"caption", FIELD_TEXT, SETTING(caption), NULL, "words that everybody reads", NULL},
    {"caption-style", FIELD_STYLE, SETTING(caption_style), "note", "type style of the caption",
	"caption"},
    {"caption-width", FIELD_LENGTH, SETTING(caption_width), "0",
	"the caption stands right of the picture in this width; 0: below it", NULL},
    {"placeholder-icon", FIELD_PATH, SETTING(placeholder_icon), NULL, "an SVG file in that frame",
	NULL},
    {"placeholder-text", FIELD_TEXT, SETTING(placeholder_text), NULL, "words in that frame", NULL},
    {"placeholder-style", FIELD_STYLE, SETTING(placeholder_style), "note", "of these words",
	"placeholder"},
    {"tint", FIELD_COLOUR, SETTING(tint), "tint", "of that frame", "placeholder"},
    {"icon-colour", FIELD_COLOUR, SETTING(icon_colour), "accent", "of that icon", "placeholder"},
    {0},
};

static bool
bind(struct bind *bind, struct block *b)
{
	const struct image_settings *s = b->settings;
	struct bound *bound = b->bound = NEW(bind->scope.a, struct bound);
	const char *path = value_text(&bind->scope, s->file);
	bool ok = path != NULL;

	bound->alt = bind_words(bind, b, s->alt);
	ok &=
	    bound->alt != NULL && bind_runs(bind, b, s->caption, s->caption_style, &bound->caption);
	if (!ok)
		return false;
	if (strcmp(b->common.missing.text, "placeholder") != 0 ||
	    project_has(bind->project, bind->report->file, path)) {
		bound->image = bind_image(bind, s->file);
		return bound->image != NULL;
	}
	diag_add(bind->d, DIAG_WARNING, s->file.at, "image-placeholder",
	    "the picture \"%s\" is not there; a frame is drawn in its place", path);
	bound->icon = bind_icon(bind, s->placeholder_icon);
	return bind_runs(bind, b, s->placeholder_text, s->placeholder_style, &bound->note);
}

/* The largest box of the picture's proportions inside the frame. */
static struct rect
contained(const struct image *image, struct rect frame)
{
	struct rect r = frame;

	if ((int64_t)frame.w * image->height > (int64_t)frame.h * image->width) {
		r.w = dimen_scale(frame.h, image->width, image->height);
		r.x += (frame.w - r.w) / 2;
	} else {
		r.h = dimen_scale(frame.w, image->height, image->width);
	}
	return r;
}

enum { CUT_MOST = 100 }; /* times as long as what is seen of it */

static bool
covers(const struct block *b)
{
	const struct image_settings *s = b->settings;

	return s->fit == PICTURE_COVER ||
	       (s->fit == PICTURE_AUTO && (b->common.bleed != 0 || b->common.under));
}

/* Where a picture is that begins in the middle, or at one end, of a length that it is too long for.
 */
static dimen
cut_from(dimen length, dimen picture, bool first, bool last)
{
	if (first != last)
		return first ? 0 : length - picture;
	return (length - picture) / 2;
}

/* The smallest box of the picture's proportions that covers the frame. */
static struct rect
covering(const struct image *image, struct rect frame, unsigned focus)
{
	struct rect r = frame;

	if ((int64_t)frame.w * image->height > (int64_t)frame.h * image->width) {
		r.h = dimen_scale(frame.w, image->height, image->width);
		r.y += cut_from(frame.h, r.h, focus & EDGE_TOP, focus & EDGE_BOTTOM);
	} else {
		r.w = dimen_scale(frame.h, image->width, image->height);
		r.x += cut_from(frame.w, r.w, focus & EDGE_LEFT, focus & EDGE_RIGHT);
	}
	return r;
}

/* False after image-cut: next to nothing of the picture would be seen. */
static bool
cover(struct layout *l, const struct block *b, struct rect frame, struct rect *whole)
{
	const struct image_settings *s = b->settings;
	const struct bound *bound = b->bound;

	*whole = covering(bound->image, frame, s->focus);
	if (whole->w / CUT_MOST <= frame.w && whole->h / CUT_MOST <= frame.h)
		return true;
	diag_add(l->d, DIAG_ERROR, block_place(b, "file"), "image-cut",
	    "less than a hundredth of this picture would be seen: it has %d by %d pixels, "
	    "and its area has quite other proportions",
	    bound->image->width, bound->image->height);
	diag_help(l->d, "take another picture, or write fit: contain");
	return false;
}

static void
draw_placeholder(struct layout *l, struct block *b, struct room *room, struct rect frame)
{
	const struct image_settings *s = b->settings;
	const struct bound *bound = b->bound;
	struct setter set = {.l = l, .page = room->page, .elem = b->elem, .block = b->name};
	dimen size = frame.h < PT(120) ? frame.h / 3 : PT(56);
	dimen middle = frame.y + frame.h / 2;
	struct rect icon = {frame.x + (frame.w - size) / 2, middle - size + PT(7), size, size};
	struct line line;

	l->pages->origins[b->name].placeholder = true;
	mark_rect(l->pages, room->page, frame, s->tint, b->elem, b->name);
	if (bound->icon != NULL)
		mark_icon(l->pages, room->page, bound->icon, icon, PT(1.6), s->icon_colour, b->elem,
		    b->name);
	if (bound->note.count == 0)
		return;
	line = text_line(l->texts, l->a, l->d, &bound->note);
	if (line.count > 0)
		set_line(&set, &line,
		    (struct point){frame.x + (frame.w - line.width) / 2, middle + PT(24.5)});
}

/* Right of the picture with its last line on the frame's foot, or below it from the next row. */
static void
place_caption(struct layout *l, struct block *b, struct room *room, const struct lines *lines,
    struct rect frame)
{
	const struct image_settings *s = b->settings;
	dimen leading = s->caption_style->leading;
	struct setter set = {
	    .l = l,
	    .page = room->page,
	    .block = b->name,
	    .elem = elem_add(l->pages, b->parent, TAG_CAPTION),
	};
	dimen x = frame.x, y = frame.y + frame.h + room->row + room->first - PT(3.5);

	if (s->caption_width > 0) {
		x = room->box.x + room->box.w - s->caption_width;
		y = frame.y + frame.h - (lines->count - 1) * leading;
	}
	for (int i = 0; i < lines->count; i++, y += leading)
		set_line(&set, &lines->items[i], (struct point){x + lines->items[i].x, y});
}

#define TALLEST PT(20000) /* no picture asks for more */

/* What a picture of that width asks for; a placeholder as much as most photographs. */
static dimen
height_at(const struct image *image, dimen width)
{
	dimen height = image != NULL ? dimen_scale(width, image->height, image->width)
				     : dimen_scale(width, 2, 3);

	return height < TALLEST ? height : TALLEST;
}

/* The frame's height in a flow, at most what is left of it: what the picture asks for; it is made
 * smaller only where no later room would be taller. */
static enum fit
flow_frame(const struct bound *bound, const struct room *room, struct rect *frame)
{
	dimen asked = height_at(bound->image, frame->w), least = 3 * room->row;

	if (asked < least || !room->tallest)
		least = asked;
	if (frame->h < least)
		return FIT_NONE;
	frame->h = frame->h < asked ? frame->h : asked;
	return FIT_ALL;
}

static void
report_wide(struct layout *l, const struct block *b, dimen more)
{
	diag_add(l->d, DIAG_ERROR, block_place(b, "width"), "overfull",
	    "\"%s\" would be %.1f mm wider than its place", b->common.id, dimen_mm(more));
	diag_help(l->d, "make its width smaller, or leave it out");
}

static enum fit
place(struct layout *l, struct block *b, struct room *room)
{
	const struct image_settings *s = b->settings;
	const struct bound *bound = b->bound;
	struct rect frame = room->box, whole;
	struct shape shape;
	struct lines lines;
	dimen below = 0;

	if (s->caption_width > 0)
		frame.w -= s->caption_width + PT(14);
	if (s->width > frame.w)
		report_wide(l, b, s->width - frame.w);
	else if (s->width > 0)
		frame.w = s->width;
	shape = shape_of(s->caption_style, s->caption_width > 0 ? s->caption_width : frame.w);
	shape.language = l->report->language;
	lines = text_lines(l->texts, l->a, l->d, &bound->caption, &shape);
	if (s->caption_width == 0 && lines.count > 0)
		below = room_rows(room, room->row + lines.count * s->caption_style->leading);
	frame.h -= below;
	if (frame.w < PT(20) ||
	    (room->flows ? flow_frame(bound, room, &frame) == FIT_NONE : frame.h < 3 * room->row)) {
		room->used = room->box.h + 3 * room->row - frame.h;
		return FIT_NONE;
	}
	room->used = room->flows   ? room_rows(room, frame.h) + below
		     : room->trial ? 3 * room->row + below
				   : room->box.h;
	whole = frame;
	if (bound->image != NULL && (!covers(b) || !cover(l, b, frame, &whole)))
		whole = frame = contained(bound->image, frame);
	block_figure(l, b, bound->alt, room->page, frame);
	if (bound->image != NULL)
		mark_image(l->pages, room->page, frame, (struct placed){bound->image, whole},
		    b->elem, b->name);
	else
		draw_placeholder(l, b, room, frame);
	if (lines.count > 0)
		place_caption(l, b, room, &lines, frame);
	return FIT_ALL;
}

const struct block_class image_class = {
    .record = {"image",
	"A photograph with caption and alternative text; in a flow as high as it asks for.",
	sizeof(struct image_settings), fields, NULL, block_common_fields},
    .example = "- image:\n"
	       "    area: [1, 4, 9, 18]\n"
	       "    file: pictures/signature.jpg\n"
	       "    alt: Deux personnes signent la convention.\n"
	       "    caption: Signature de la convention.\n"
	       "    missing: placeholder\n"
	       "    placeholder-icon: icons/photo.svg\n",
    .before = 2,
    .after = 2,
    .bind = bind,
    .place = place,
};
