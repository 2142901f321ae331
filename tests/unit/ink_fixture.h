/* ink_fixture.h: a theme of colours, the printer "offset-coated", its inks, and pages made by hand.
 */
#ifndef INK_FIXTURE_H
#define INK_FIXTURE_H

#include "bilan/print.h"
#include "text_fixture.h"

enum { NONE, BLACK, WHITE, NIGHT, RICH, HEAVY, GREY, SKY, ALARM, HALF_BLACK, COLOUR_COUNT };

static const struct colour_def fixture_colours[COLOUR_COUNT] = {
    [NONE] = {.name = "none"},
    [BLACK] = {.name = "black", .has_cmyk = true, .cmyk = {{0, 0}, {0, 0}, {0, 0}, {100, 0}}},
    [WHITE] = {.name = "white", .srgb = {255, 255, 255}},
    [NIGHT] = {.name = "night", .has_cmyk = true, .cmyk = {{95, 0}, {70, 0}, {40, 0}, {355, 1}}},
    [RICH] = {.name = "rich", .has_cmyk = true, .cmyk = {{40, 0}, {0, 0}, {0, 0}, {100, 0}}},
    [HEAVY] = {.name = "heavy", .has_cmyk = true, .cmyk = {{90, 0}, {90, 0}, {80, 0}, {70, 0}}},
    [GREY] = {.name = "grey", .srgb = {119, 119, 119}},
    [SKY] = {.name = "sky", .srgb = {0, 120, 215}},
    [ALARM] = {.name = "alarm", .srgb = {218, 41, 28}, .spot = "PANTONE 485 C"},
    [HALF_BLACK] = {.name = "half-black",
	.has_cmyk = true,
	.cmyk = {{0, 0}, {0, 0}, {0, 0}, {50, 0}}},
};

struct press_room {
	struct fixture *f;
	struct colour_def colours[COLOUR_COUNT];
	struct printer *printer;
	struct inks *inks;
	struct pages *pages;
	struct master master;
};

static inline struct printer *
room_printer(struct fixture *f)
{
	const char *path =
	    arena_printf(f->a, "%s/../layout/printers/offset-coated.yaml", getenv("TESTS_DIR"));

	return printer_read(f->a, f->d, f->project, (struct setting){.text = path}, NULL);
}

static inline int
room_open(void **state)
{
	struct fixture *f = fixture_bare();
	struct press_room *r = NEW(f->a, struct press_room);

	r->f = f;
	memcpy(r->colours, fixture_colours, sizeof r->colours);
	f->theme.colours = r->colours;
	f->theme.colour_count = COLOUR_COUNT;
	f->theme.at = (struct place){"theme.yaml", 1, 1, 1};
	f->report.at = (struct place){"report.yaml", 1, 1, 1};
	f->texts = texts_open(f->a, f->d, f->project, &f->report);
	r->printer = room_printer(f);
	r->inks = r->printer != NULL
		      ? inks_open(f->a, f->d, f->project, &f->theme, r->printer, true)
		      : NULL;
	if (r->inks == NULL)
		diag_print(f->d, DIAG_TEXT, stderr);
	assert_non_null(r->inks);
	r->pages = pages_open(f->a);
	r->master = (struct master){
	    .name = "plain", .width = PT(200), .height = PT(100), .bleed = r->printer->bleed};
	*state = r;
	return 0;
}

static inline int
room_close(void **state)
{
	struct press_room *r = *state;
	void *f = r->f;

	inks_close(r->inks);
	pages_close(r->pages);
	return fixture_close(&f);
}

static inline struct page *
room_page(struct press_room *r)
{
	return pages_add(r->pages, &r->master, (struct place){"report.yaml", 12, 3, 4}, NULL);
}

static inline int
room_block(struct press_room *r, const char *id, int line)
{
	return pages_block(r->pages, id, (struct place){"report.yaml", line, 5, 4});
}

static inline void
room_text(struct press_room *r, struct page *page, struct point at, const char *text, colour c,
    dimen size, int block)
{
	struct style *style = NEW(r->f->a, struct style);
	struct runs runs;
	struct line line;

	*style = r->f->styles[BODY];
	style->colour = c;
	style->size = size;
	runs = runs_of(r->f->a, text, style, (struct place){"a.md", 7, 3, 5});
	line = text_line(r->f->texts, r->f->a, r->f->d, &runs);
	mark_pieces(page, r->f->texts,
	    (struct glyphs){.pieces = line.pieces, .count = line.count, .at = at}, 0, block);
}

static inline void
room_line(struct press_room *r, struct page *page, struct point from, struct point to, dimen width,
    int cap, colour stroke, int block)
{
	static const uint8_t ops[] = {PATH_MOVE, PATH_LINE};
	struct point *points = NEW_ARRAY(r->f->a, struct point, 2);

	points[0] = from;
	points[1] = to;
	mark_path(r->pages, page,
	    &(struct path){.ops = ops,
		.op_count = 2,
		.points = points,
		.point_count = 2,
		.stroke = stroke,
		.width = width,
		.cap = (uint8_t)cap,
		.join = (uint8_t)cap},
	    0, block);
}

static inline struct image *
room_image(struct press_room *r, enum samples kind, int width, int height)
{
	struct image *image = NEW(r->f->a, struct image);
	size_t n = (size_t)width * (size_t)height * (size_t)kind;
	static uint64_t count;

	*image = (struct image){.width = width, .height = height, .kind = kind, .hash = ++count};
	image->pixels = arena_alloc(r->f->a, n);
	return image;
}

static inline unsigned char *
room_pixels(const struct image *image)
{
	return (unsigned char *)(uintptr_t)image->pixels;
}

static inline struct plates
room_plates(struct press_room *r, const struct page *page)
{
	return plates_draw(r->f->a, r->inks, r->f->texts, page, INK_PPI);
}

/* The sample of an ink at a place of the page. */
static inline int
room_sample(const struct plates *p, int ink, dimen x, dimen y)
{
	int column = (x + p->bleed) / DIMEN_ONE, row = (y + p->bleed) / DIMEN_ONE;

	return p->samples[((size_t)ink * (size_t)p->height + (size_t)row) * (size_t)p->width +
			  (size_t)column];
}

/* All of an ink, in whole pixels. */
static inline double
room_area(const struct plates *p, int ink)
{
	size_t n = (size_t)p->width * (size_t)p->height;
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += p->samples[(size_t)ink * n + i];
	return sum / 255;
}

#endif
