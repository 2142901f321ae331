/* ink.c: `bilan ink` tells how much ink each page takes: the mean of each separation over page and
 * bleed, and the highest total of all inks with its place. --map draws it.
 */
#include <stdio.h>
#include <string.h>

#include "verb.h"

enum { MAP_PPI = INK_PPI };

/* 1/100 percent, to one decimal. */
static void
print_percent(const char *before, uint32_t amount, const char *after)
{
	uint32_t tenths = (amount + 5) / 10;

	printf("%s%3u.%u%s", before, (unsigned)(tenths / 10), (unsigned)(tenths % 10), after);
}

static void
write_map(struct make *m, struct arena *a, const struct plates *plates, int limit, const char *path)
{
	struct output *out;
	struct buf png = {0};

	if (!make_spares(m, m->d, path))
		return;
	out = output_open(m->d, path);
	image_write_png(
	    &png, plates->width, plates->height, SAMPLES_RGB, ink_map(a, plates, limit));
	output_add(out, png.at, png.len);
	output_commit(out);
	buf_close(&png);
}

static void
print_head(const struct inks *inks)
{
	fputs("page", stdout);
	for (int i = 0; i < ink_count(inks); i++)
		printf("  %7s", ink_name(inks, i));
	puts("  highest  at (mm)");
}

/* What the colours of the maps mean: ink_map's ramp goes by quarters of the limit. */
static void
tell_scale(int limit)
{
	static const char *const colours[] = {
	    "white", "light blue", "green", "yellow", "orange", "red", "dark red"};

	fputs("maps:", stdout);
	for (int i = 0; i < (int)COUNT(colours); i++)
		printf("%s %s %d %%%s", i > 0 ? "," : "", colours[i], limit * i / 4,
		    i == 4 ? " (the printer's limit)" : "");
	puts(" and more");
}

static void
tell_page(struct make *m, const struct printing *press, size_t i, const char *map)
{
	const struct page *page = &m->pages->items[i];
	struct arena *a = arena_open();
	struct plates plates = plates_draw(a, press->inks, m->texts, page, INK_PPI);
	struct coverage c = plates_coverage(&plates, INK_PPI);

	printf("%4d", page->folio);
	for (int k = 0; k < ink_count(press->inks); k++) {
		int width =
		    (int)utf8_count(ink_name(press->inks, k), strlen(ink_name(press->inks, k)));

		printf("  %*s", width > 7 ? width - 7 : 0, "");
		print_percent("", c.of[k], " %");
	}
	print_percent("  ", c.highest, " %");
	printf("  %.1f, %.1f\n", dimen_mm(c.at.x), dimen_mm(c.at.y));
	if (map != NULL)
		write_map(m, a, &plates, press->printer->ink_limit,
		    arena_printf(a, "%s/page-%03zu.png", map, i + 1));
	arena_close(a);
}

static int
run_ink(const struct options *o)
{
	struct make m;
	struct printing press = {0};

	make_open(&m);
	if (make_load(&m, o) && make_tree(&m) && make_pages(&m) && printing_inks(&press, &m, o) &&
	    (o->map == NULL || folders_make(m.a, m.d, arena_printf(m.a, "%s/", o->map)))) {
		print_head(press.inks);
		for (size_t i = 0; i < m.pages->count; i++)
			tell_page(&m, &press, i, o->map);
		if (o->map != NULL)
			tell_scale(press.printer->ink_limit);
		make_time(&m, 5);
	}
	printing_close(&press);
	return make_close(&m, o);
}

const struct verb verb_ink = {
    .name = "ink",
    .operand = "REPORT.yaml",
    .options = OPT_PARAMETER | OPT_PRINTER | OPT_NO_SPOTS | OPT_MAP | OPT_ROOT | OPT_TIMES |
	       OPT_MESSAGES | OPT_COLOUR,
    .help = "tell how much of each ink every page takes",
    .run = run_ink,
};
