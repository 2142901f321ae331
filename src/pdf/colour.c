/* colour.c: the theme's colours as the operators that choose them.
 *
 * Each colour is turned into two short texts once, one for filling and one for stroking; content.c
 * writes them and knows nothing of colour spaces. What the texts say depends on the target:
 *
 *   web    DeviceRGB under the sRGB output intent: "0 0.2 0.4 rg"
 *   print  the printer's inks: DeviceCMYK, and a Separation space for each spot (spots.c)
 *
 * After the theme's colours come those of the printer's marks. A component n of 255 is written to
 * three decimals, which gives the same n back in every viewer.
 */
#include "writer.h"

struct operators {
	const char *fill, *stroke;
};

struct palette {
	struct operators *items;
	size_t count, theme_count;
};

static const char *
rgb(struct writer *w, const uint8_t srgb[3], const char *operator)
{
	struct buf b = {0};
	const char *text;

	for (int i = 0; i < 3; i++) {
		put_number(&b, (srgb[i] * 1000 + 127) / 255, 3);
		buf_byte(&b, ' ');
	}
	buf_text(&b, operator);
	text = arena_text(w->a, b.at);
	buf_close(&b);
	return text;
}

static const char *
inks(struct writer *w, const struct mix *mix, bool stroke)
{
	struct buf b = {0};
	const char *text;

	put_mix(w, &b, mix, stroke);
	text = arena_text(w->a, b.at);
	buf_close(&b);
	return text;
}

static void
fill_with_inks(struct writer *w, struct palette *palette)
{
	palette->count = palette->theme_count + w->around->mix_count;
	palette->items = NEW_ARRAY(w->a, struct operators, palette->count);
	for (size_t i = 0; i < palette->count; i++) {
		const struct mix *mix = i < palette->theme_count
					    ? ink_mix(w->inks, (colour)i)
					    : &w->around->mixes[i - palette->theme_count];

		palette->items[i].fill = inks(w, mix, false);
		palette->items[i].stroke = inks(w, mix, true);
	}
}

/* Colour 0 is "none": whoever asks for it as a text's colour gets black. */
void
palette_open(struct writer *w)
{
	static const uint8_t black[3] = {0, 0, 0};
	const struct theme *theme = w->job->report->theme;
	struct palette *palette = NEW(w->a, struct palette);
	size_t n = theme->colour_count > 0 ? theme->colour_count : 1;

	w->palette = palette;
	palette->theme_count = n;
	if (w->print) {
		fill_with_inks(w, palette);
		return;
	}
	palette->count = n;
	palette->items = NEW_ARRAY(w->a, struct operators, n);
	for (size_t i = 0; i < n; i++) {
		const uint8_t *srgb = i == 0 ? black : theme->colours[i].srgb;

		palette->items[i].fill = rgb(w, srgb, "rg\n");
		palette->items[i].stroke = rgb(w, srgb, "RG\n");
	}
}

static const struct operators *
find(const struct palette *palette, colour c)
{
	return &palette->items[c > 0 && (size_t)c < palette->count ? c : 0];
}

const char *
palette_fill(const struct writer *w, colour c)
{
	return find(w->palette, c)->fill;
}

const char *
palette_stroke(const struct writer *w, colour c)
{
	return find(w->palette, c)->stroke;
}

void
palette_resources(const struct writer *w, struct buf *b)
{
	if (w->print)
		spots_resources(w, b);
}

/* The printer's marks are on white, and each ink adds to the others. */
static bool
is_around(const struct writer *w, colour c)
{
	return c > 0 && (size_t)c >= w->palette->theme_count;
}

bool
palette_text_overprints(const struct writer *w, colour c)
{
	return w->print && (is_around(w, c) || ink_overprints(w->inks, c));
}

bool
palette_path_overprints(const struct writer *w, const struct path *path)
{
	if (!w->print)
		return false;
	return is_around(w, path->fill) || is_around(w, path->stroke) ||
	       ink_path_overprints(w->inks, path);
}
