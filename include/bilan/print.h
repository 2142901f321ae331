/* print.h: what a print shop adds: its settings, its inks, its marks around the page.
 *
 * A printer is a file that the print shop can read: layout/printers/offset-coated.yaml names the
 * ICC profile, bleed, marks and limits. Inks are the profile's four and the theme's spots. Each
 * colour of the theme is a mix of inks: its CMYK or spot when the theme says so, else its sRGB
 * through the profile (relative colorimetric, black-point compensation). Greys and black are K
 * alone.
 *
 * Sources: ISO 15930-7:2010 (PDF/X-4), ISO 12647-2, GWG 2015 (preflight).
 */
#ifndef BILAN_PRINT_H
#define BILAN_PRINT_H

#include "bilan/mark.h"

/* ---- the printer's file ------------------------------------------------- config/printer.c */

enum printer_marks {
	MARKS_CROP = 1,
	MARKS_FOLD = 2,
	MARKS_REGISTRATION = 4,
	MARKS_BAR = 8,
	MARKS_SLUG = 16
};
enum severity { SEVERITY_OFF, SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

/* The rules of the preflight, in the order of the report: id in the printer's file, GWG's name. */
enum rule {
	RULE_INK,
	RULE_IMAGE_PPI,
	RULE_HAIRLINE,
	RULE_LINE_INKS,
	RULE_SMALL_TEXT,
	RULE_REVERSED_TEXT,
	RULE_WHITE_OVERPRINT,
	RULE_RICH_BLACK,
	RULE_BLEED,
	RULE_SAFETY,
	RULE_EMPTY_PAGE,
	RULE_PAGE_COUNT,
	RULE_PAGE_SIZE,
	RULE_SPOT_NAMES,
	RULE_SPOT_COUNT,
	RULE_PLACEHOLDER,
	RULE_LINK_ADDRESS,
	RULE_COLOUR_MATCH,
	RULE_COUNT
};
extern const char *const rule_names[RULE_COUNT]; /* "ink-limit", "image-ppi", … */

struct printer {
	const char *name, *file;
	struct place at;
	struct setting profile; /* path of the ICC file, relative to the printer's */
	const char *condition;  /* "FOGRA39", for the output intent */
	const char *condition_text, *registry;
	dimen bleed, safety;     /* safety: text nearer to the trim than this is reported */
	unsigned marks;          /* bits of enum printer_marks */
	dimen mark_offset;       /* from the trim, at least the bleed */
	dimen mark_length, slug; /* slug: height of its zone */
	int ink_limit;           /* percent, all inks together */
	int min_ppi, min_bitmap_ppi;
	dimen min_line;
	dimen fine_line;   /* lines thinner than this are one ink only */
	dimen small_text;  /* text below this size is one ink only, and not white on several */
	int page_multiple; /* 4 for a stitched booklet; 1: any */
	int max_spots;
	int severity[RULE_COUNT]; /* enum severity */
};

/* NULL after a diagnostic. `path` as given with --printer or in the report. */
struct printer *printer_read(
    struct arena *a, struct diag *d, struct project *p, struct setting path, const char *from);
extern const struct record printer_record;

/* ---- inks ------------------------------------------------------------------ ink/inks.c */

struct inks; /* the profile opened, the theme's colours as mixes */
enum { INK_CYAN, INK_MAGENTA, INK_YELLOW, INK_BLACK, INK_SPOT }; /* spots from INK_SPOT on */
enum { INK_LIMIT = 16 };                                         /* at most 12 spots */
struct mix {
	uint16_t amount[INK_LIMIT];
}; /* 1/100 percent: 10000 is full ink */

/* `spots` false: spots become their CMYK alternates. Codes: profile-missing, profile-wrong (not a
 * CMYK output profile), spot-ambiguous (one name, two alternates), spot-name (empty, one of the
 * four inks, All or None), spot-many, spot-tint (of an ink that nothing describes). NULL after one,
 * and after those of project_read. */
struct inks *inks_open(struct arena *a, struct diag *d, struct project *p,
    const struct theme *theme, const struct printer *printer, bool spots);
void inks_close(struct inks *inks);
int ink_count(const struct inks *inks);
const char *ink_name(const struct inks *inks, int ink); /* "Cyan", …, "PANTONE 485 C" */
/* The CMYK alternate of a spot's full tone, 1/100 percent. */
const uint16_t *ink_alternate(const struct inks *inks, int ink);
/* The mix of a theme's colour. White is no ink at all; colour 0 is black. */
const struct mix *ink_mix(const struct inks *inks, colour c);
/* How far the theme's CMYK is from its sRGB of each colour, as eyes see them (CIEDE2000), the paper
 * being the screen's white and full black its black. 0 where the theme does not say both, and of
 * spots. As many as the theme has. */
void ink_distances(const struct inks *inks, const struct theme *theme, double *distances);
uint32_t ink_total(const struct inks *inks, colour c); /* all inks of it, 1/100 percent */
/* Black text overprints: the mix is full black and nothing else. (A grey of black does not: where
 * it overprints, the ground shows through. GWG forbids it.) So does a colour whose theme says so.
 */
bool ink_overprints(const struct inks *inks, colour c);
/* Thin black lines overprint: strokes, and filled bars, of full black and at most 2 pt. So does
 * what is in colours whose theme says so. */
bool ink_path_overprints(const struct inks *inks, const struct path *path);
const unsigned char *inks_profile(const struct inks *inks, size_t *length);
/* The picture in CMYK, width * height * 4, 255 is full ink: its own profile honoured (sRGB without
 * one), greys in K alone (also RGB pictures without any colour), CMYK passed on whatever its
 * profile. Alpha is not applied: it goes into the file as a soft mask, as for the web. In the arena
 * of inks_open; kept for the next call with the same picture. */
const unsigned char *inks_picture(struct inks *inks, const struct image *image);

/* ---- how much ink lies where ------------------------------ ink/plates.c, coverage.c */

/* A page with its bleed (the printer's) rasterized into its inks: one byte an ink and pixel, 255 is
 * full; marks in painting order, black overprinting, everything else knocking out. */
struct plates {
	int width, height, inks;
	dimen bleed;            /* the first pixel is that far left of and above the page */
	unsigned char *samples; /* ink after ink */
};
enum { INK_PPI = 72 }; /* enough for coverage: edges are exact to 1/256 pixel */
struct plates plates_draw(struct arena *a, const struct inks *inks, const struct texts *texts,
    const struct page *page, int ppi);
/* Means over page and bleed; the highest mean of all inks together over a square of 15 mm² (side
 * 3.9 mm: what GWG measures) and its middle on the page. All in 1/100 percent. */
struct coverage {
	uint32_t of[INK_LIMIT];
	uint32_t highest;
	struct point at;
};
struct coverage plates_coverage(const struct plates *p, int ppi);
/* The same highest total, in a part of the page. */
uint32_t plates_highest(const struct plates *p, int ppi, struct rect part, struct point *at);
/* A heat map of the total, width * height * 3 RGB samples: white through blue, green and yellow to
 * orange at `limit` percent, red and dark above it. For image_write_png. */
unsigned char *ink_map(struct arena *a, const struct plates *p, int limit);

/* ---- preflight ------------------------------------------------------------- preflight/ */

struct preflight { /* what it looks at */
	struct arena *a;
	struct diag *d;
	const struct report *report;
	const struct printer *printer;
	const struct inks *inks;
	const struct texts *texts;
	const struct pages *pages;
};
/* Each finding is a diagnostic with the rule's id as code, at the block's place in the YAML, naming
 * page, block and millimetres; its level is the printer's severity for that rule. */
void preflight_run(const struct preflight *p);

#endif
