/* pictures.c: pictures with too few pixels for their size on paper, and those that are missing.
 */
#include "rules.h"

/* A picture of black and white only: its edges are stairs, so it needs more pixels. */
static bool
is_bitmap(const struct image *image)
{
	size_t n = (size_t)image->width * (size_t)image->height;

	if (image->kind != SAMPLES_GREY)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (image->pixels[i] != 0 && image->pixels[i] != 255)
			return false;
	}
	return true;
}

static int64_t
ppi_of(int pixels, dimen length)
{
	return length > 0 ? (int64_t)pixels * 72 * DIMEN_ONE / length : INT32_MAX;
}

/* Pixels for a length at that resolution. */
static int
pixels_for(dimen length, int ppi)
{
	return (int)(((int64_t)length * ppi + 72 * DIMEN_ONE - 1) / (72 * DIMEN_ONE));
}

static void
look_at_pixels(struct check *c, struct sight at)
{
	const struct printer *printer = c->p->printer;
	const struct placed *placed = at.mark->detail;
	const struct image *image = placed->image;
	struct rect box = placed->whole;
	int64_t across = ppi_of(image->width, box.w), down = ppi_of(image->height, box.h);
	int64_t ppi = across < down ? across : down;
	bool bitmap = ppi < printer->min_bitmap_ppi && is_bitmap(image);
	int least = bitmap ? printer->min_bitmap_ppi : printer->min_ppi;
	struct finding *f;

	if (ppi >= least || (f = finding_add(c, at, least - ppi)) == NULL)
		return;
	f->says = arena_printf(c->p->a,
	    "the picture has %d pixels an inch at this size, and the printer asks for %d%s",
	    (int)ppi, least, bitmap ? " in black and white" : "");
	f->help = arena_printf(c->p->a,
	    "take a picture of %d by %d pixels or more, or make it at most %.0f mm wide",
	    pixels_for(box.w, least), pixels_for(box.h, least),
	    dimen_mm(dimen_scale(box.w, ppi, least)));
}

void
check_image_ppi(struct check *c)
{
	each_mark(c, KIND(MARK_IMAGE), look_at_pixels);
}

static void
look_for_placeholder(struct check *c, struct sight at)
{
	struct finding *f;

	if (!c->p->pages->origins[at.mark->block].placeholder)
		return;
	/* Only the frame, which is drawn first, is a finding. */
	if (c->latest[at.mark->block] > 0 || (f = finding_add(c, at, 0)) == NULL)
		return;
	f->says = "a frame stands in the place of a picture that is missing";
	f->help = "put the picture where \"file:\" says, or take the block out";
}

void
check_placeholders(struct check *c)
{
	each_mark(c, KIND(MARK_PATH), look_for_placeholder);
}
