/* printer.c: a print shop's demands, from the file that `printer:` or --printer names.
 *
 * The print shop can read that file and correct it: profile, bleed, marks, limits, and for each
 * rule of the preflight how serious a finding is. Rules that are not written are as serious as the
 * table below says: an error stops the print file, a warning is only told.
 *
 * Marks stand outside the bleed. Where they begin is `mark-offset`; left out, it is half a
 * millimetre more than the bleed, so that a mark does not touch what bleeds; a smaller one than the
 * bleed is refused, since a crop mark in the bleed can end up on the page.
 */
#include "bilan/print.h"
#include "parts.h"

const char *const rule_names[RULE_COUNT] = {
    [RULE_INK] = "ink-limit",
    [RULE_IMAGE_PPI] = "image-ppi",
    [RULE_HAIRLINE] = "hairline",
    [RULE_LINE_INKS] = "line-inks",
    [RULE_SMALL_TEXT] = "small-text",
    [RULE_REVERSED_TEXT] = "reversed-text",
    [RULE_WHITE_OVERPRINT] = "white-overprint",
    [RULE_RICH_BLACK] = "rich-black",
    [RULE_BLEED] = "bleed",
    [RULE_SAFETY] = "safety",
    [RULE_EMPTY_PAGE] = "empty-page",
    [RULE_PAGE_COUNT] = "page-count",
    [RULE_PAGE_SIZE] = "page-size",
    [RULE_SPOT_NAMES] = "spot-names",
    [RULE_SPOT_COUNT] = "spot-count",
    [RULE_PLACEHOLDER] = "placeholder",
    [RULE_LINK_ADDRESS] = "link-address",
    [RULE_COLOUR_MATCH] = "colour-match",
};

/* ---- what may be written ----------------------------------------------------------------- */

static const char *const severity_words[] = {"off", "note", "warning", "error", NULL};

#define RULE(rule, name, preset, help)                                                             \
	{                                                                                          \
		name, FIELD_WORD, (rule) * sizeof(int), preset, help, severity_words               \
	}
static const struct field rules_fields[] = {
    RULE(RULE_INK, "ink-limit", "error", "more ink in one place than ink-limit"),
    RULE(RULE_IMAGE_PPI, "image-ppi", "warning", "a picture with fewer pixels than min-ppi asks"),
    RULE(RULE_HAIRLINE, "hairline", "warning", "a line thinner than min-line"),
    RULE(RULE_LINE_INKS, "line-inks", "warning",
	"a line thinner than fine-line made of several inks"),
    RULE(RULE_SMALL_TEXT, "small-text", "warning",
	"type below small-text made of several inks: its edges blur when a plate is off by a hair"),
    RULE(RULE_REVERSED_TEXT, "reversed-text", "warning",
	"type below small-text left white in a ground of several inks: it fills up"),
    RULE(
	RULE_WHITE_OVERPRINT, "white-overprint", "error", "white that overprints, and so vanishes"),
    RULE(RULE_RICH_BLACK, "rich-black", "warning", "text in black and other inks"),
    RULE(RULE_BLEED, "bleed", "error", "a surface at the page's edge that does not fill the bleed"),
    RULE(RULE_SAFETY, "safety", "warning", "text nearer to the trim than safety"),
    RULE(RULE_EMPTY_PAGE, "empty-page", "warning", "a page on which nothing is printed"),
    RULE(RULE_PAGE_COUNT, "page-count", "warning", "a number of pages that page-multiple refuses"),
    RULE(RULE_PAGE_SIZE, "page-size", "warning", "a page that is not as large as the first"),
    RULE(RULE_SPOT_NAMES, "spot-names", "warning",
	"spot inks whose names differ only in case, spaces or the kind of paper: two plates or "
	"one?"),
    RULE(RULE_SPOT_COUNT, "spot-count", "warning", "more spot inks than max-spots"),
    RULE(RULE_PLACEHOLDER, "placeholder", "warning", "a frame in the place of a missing picture"),
    RULE(RULE_LINK_ADDRESS, "link-address", "note",
	"a link whose address no words say: it is lost on paper"),
    RULE(RULE_COLOUR_MATCH, "colour-match", "warning",
	"a colour whose inks look quite another than on screens"),
    {0},
};
static const struct record rules_record = {.name = "rules",
    .help = "How serious a finding of the preflight is: error (no print file), warning, note, off.",
    .size = sizeof(int[RULE_COUNT]),
    .fields = rules_fields};

static const char *const mark_words[] = {"crop", "fold", "registration", "bar", "slug", NULL};
static const struct limits ink_limits = {100, 400}, ppi_limits = {1, 4800},
			   multiple_limits = {1, 128}, spot_limits = {0, INK_LIMIT - INK_SPOT};

#define OWN(member) offsetof(struct printer, member)
static const struct field printer_fields[] = {
    {"printer", FIELD_NAME, OWN(name), FIELD_REQUIRED, "a name for this file", NULL},
    {"profile", FIELD_PATH, OWN(profile), FIELD_REQUIRED,
	"ICC profile of the press and paper (CMYK), beside this file", NULL},
    {"condition", FIELD_STRING, OWN(condition), FIELD_REQUIRED,
	"name of the printing condition as registered: FOGRA39", NULL},
    {"condition-text", FIELD_STRING, OWN(condition_text), "", "the same in words", NULL},
    {"registry", FIELD_STRING, OWN(registry), "http://www.color.org",
	"where that name is registered", NULL},
    {"bleed", FIELD_LENGTH, OWN(bleed), "3mm", "printed beyond the trim, for the cut", NULL},
    {"safety", FIELD_LENGTH, OWN(safety), "3mm", "text stays this far from the trim", NULL},
    {"marks", FIELD_WORDS, OWN(marks), "[crop, registration, bar, slug]",
	"around the page; [] for none", mark_words},
    {"mark-offset", FIELD_LENGTH, OWN(mark_offset), NULL,
	"from the trim to the marks; half a millimetre more than the bleed if left out", NULL},
    {"mark-length", FIELD_LENGTH, OWN(mark_length), "5mm", "of crop and fold marks", NULL},
    {"slug", FIELD_LENGTH, OWN(slug), "10mm", "height of the zone for bar and slug line", NULL},
    {"ink-limit", FIELD_INTEGER, OWN(ink_limit), "300", "percent, all inks in one place together",
	&ink_limits},
    {"min-ppi", FIELD_INTEGER, OWN(min_ppi), "225", "pixels an inch that pictures need",
	&ppi_limits},
    {"min-bitmap-ppi", FIELD_INTEGER, OWN(min_bitmap_ppi), "550",
	"the same for pictures of black and white only", &ppi_limits},
    {"min-line", FIELD_LENGTH, OWN(min_line), "0.25pt", "the thinnest line that holds", NULL},
    {"fine-line", FIELD_LENGTH, OWN(fine_line), "0.5pt", "thinner lines are one ink only", NULL},
    {"small-text", FIELD_LENGTH, OWN(small_text), "8pt",
	"type below this size is one ink only, and not white on several", NULL},
    {"page-multiple", FIELD_INTEGER, OWN(page_multiple), "1",
	"the number of pages divides by this: 4 for a stitched booklet", &multiple_limits},
    {"max-spots", FIELD_INTEGER, OWN(max_spots), "2", "spot inks that the press has room for",
	&spot_limits},
    {"rules", FIELD_RECORD, OWN(severity), "{}", "how serious each finding is", &rules_record},
    {0},
};
const struct record printer_record = {.name = "printer",
    .help = "The file that `printer:` names: what the print shop demands.",
    .size = sizeof(struct printer),
    .fields = printer_fields};

/* ---- what cannot be ---------------------------------------------------------------------- */

#define MARK_GAP    PT(1.4173)
#define LENGTH_MOST PT(300) /* four inches around a page are no print shop's */

static bool
check_length(struct diag *d, const struct node *file, const char *setting, dimen length)
{
	const struct node *given = node_find(file, setting);

	if (length >= 0 && length <= LENGTH_MOST)
		return true;
	diag_add(d, DIAG_ERROR, given != NULL ? given->at : file->at, "bad-length",
	    "\"%s\" of a printer lies between 0 and 105mm", setting);
	return false;
}

static bool
check_printer(struct diag *d, const struct node *file, struct printer *printer)
{
	bool ok = true;

	ok &= check_length(d, file, "bleed", printer->bleed);
	ok &= check_length(d, file, "safety", printer->safety);
	ok &= check_length(d, file, "mark-offset", printer->mark_offset);
	ok &= check_length(d, file, "mark-length", printer->mark_length);
	ok &= check_length(d, file, "slug", printer->slug);
	ok &= check_length(d, file, "min-line", printer->min_line);
	ok &= check_length(d, file, "fine-line", printer->fine_line);
	ok &= check_length(d, file, "small-text", printer->small_text);
	if (node_find(file, "mark-offset") == NULL)
		printer->mark_offset = printer->bleed + MARK_GAP;
	if (ok && printer->mark_offset < printer->bleed) {
		diag_add(d, DIAG_ERROR, node_find(file, "mark-offset")->at, "bad-length",
		    "the marks would stand in the bleed, which reaches %.1f mm beyond the trim",
		    dimen_mm(printer->bleed));
		diag_help(d, "make mark-offset as long as the bleed, or longer; or leave it out");
		return false;
	}
	return ok;
}

struct printer *
printer_read(
    struct arena *a, struct diag *d, struct project *p, struct setting path, const char *from)
{
	const struct node *file = yaml_read(a, d, p, path.at, from, path.text);
	struct printer *printer = NEW(a, struct printer);

	if (file == NULL || !config_fill(a, d, NULL, &printer_record, file, printer, NULL))
		return NULL;
	printer->file = file->at.file;
	printer->at = file->at;
	return check_printer(d, file, printer) ? printer : NULL;
}
