/* inks.c: the inks of a print, and each colour of the theme as a mix of them.
 *
 * What the theme says is kept to the hundredth of a percent: its CMYK, or its spot, full or a tint.
 * What it says only for screens goes through the press's profile (profile.c). A spot's alternate is
 * what the same colour would be without the spot: its CMYK, or its sRGB through the profile.
 *
 * Two colours may share a spot, if both give it the same alternate; a file in which one name has
 * two meanings is the print shop's most expensive phone call.
 */
#include <string.h>

#include "plate.h"

static const char *const process_names[INK_SPOT] = {"Cyan", "Magenta", "Yellow", "Black"};

enum { FULL = 10000 };
#define THIN PT(2) /* lines up to here overprint when black (GWG 2015) */

/* ---- mixes ------------------------------------------------------------------------------- */

static void
colour_process(const struct inks *inks, const struct colour_def *c, uint16_t amounts[4])
{
	if (!c->has_cmyk) {
		press_colour(inks->press, c->srgb, amounts);
		return;
	}
	for (int i = 0; i < INK_SPOT; i++) {
		struct decimal percent = c->cmyk[i];

		decimal_round(percent, 2, &percent);
		amounts[i] = (uint16_t)percent.coef;
	}
}

/* Percent of its spot. */
static int
tint_of(const struct colour_def *c)
{
	return c->tint > 0 ? c->tint : 100;
}

/* The colour that tells what the full ink of c's spot looks like: c itself, or another one of the
 * theme; NULL: none does. */
static const struct colour_def *
full_tone(const struct theme *theme, const struct colour_def *c)
{
	if (c->has_cmyk || tint_of(c) == 100)
		return c;
	for (size_t i = 1; i < theme->colour_count; i++) {
		const struct colour_def *other = &theme->colours[i];

		if (other->spot != NULL && strcmp(other->spot, c->spot) == 0 &&
		    (other->has_cmyk || tint_of(other) == 100))
			return other;
	}
	return NULL;
}

/* Names that mean something else in a PDF, or to the press. */
static bool
name_is_taken(const char *name)
{
	static const char *const taken[] = {
	    "", "All", "None", "Cyan", "Magenta", "Yellow", "Black"};

	for (size_t i = 0; i < COUNT(taken); i++) {
		if (strcmp(name, taken[i]) == 0)
			return true;
	}
	return false;
}

static int
find_ink(const struct inks *inks, const char *name)
{
	for (int i = INK_SPOT; i < inks->count; i++) {
		if (strcmp(inks->names[i], name) == 0)
			return i;
	}
	return -1;
}

static void
percents(char out[64], const uint16_t amounts[4])
{
	struct buf b = {0};

	for (int i = 0; i < INK_SPOT; i++) {
		char text[24];
		struct decimal d = {amounts[i], 2};

		if (amounts[i] % 100 == 0)
			d = (struct decimal){amounts[i] / 100, 0};
		decimal_write(d, text);
		buf_printf(&b, "%s%s", i > 0 ? ", " : "", text);
	}
	memcpy(out, b.at, b.len + 1);
	buf_close(&b);
}

static bool
tell_ambiguous(struct diag *d, const struct theme *theme, const struct inks *inks,
    const struct colour_def *c, int ink, const uint16_t amounts[4])
{
	char before[64], now[64];
	const char *first = c->name;

	for (size_t i = theme->colour_count; i-- > 1;) {
		if (theme->colours[i].spot != NULL && strcmp(theme->colours[i].spot, c->spot) == 0)
			first = theme->colours[i].name;
	}
	percents(before, inks->alternates[ink]);
	percents(now, amounts);
	diag_add(d, DIAG_ERROR, c->at, "spot-ambiguous",
	    "the spot ink \"%s\" is [%s] in the colour \"%s\" and [%s] in \"%s\"", c->spot, before,
	    first, now, c->name);
	diag_help(d, "give both colours the same cmyk, or give the second ink its own name");
	return false;
}

/* The index of a colour's spot; -1 after a diagnostic. */
static int
add_spot(struct inks *inks, struct diag *d, const struct theme *theme, const struct colour_def *c)
{
	uint16_t amounts[4];
	int ink = find_ink(inks, c->spot);
	const struct colour_def *full = full_tone(theme, c);

	if (full == NULL) {
		diag_add(d, DIAG_ERROR, c->at, "spot-tint",
		    "the colour \"%s\" is %d %% of the spot ink \"%s\", and nothing tells what the "
		    "full ink looks like",
		    c->name, tint_of(c), c->spot);
		diag_help(d, "write the cmyk of the full ink, or a colour of it without a tint");
		return -1;
	}
	colour_process(inks, full, amounts);
	if (name_is_taken(c->spot)) {
		diag_add(d, DIAG_ERROR, c->at, "spot-name",
		    "the colour \"%s\" cannot call its spot ink \"%s\": that name means something "
		    "else",
		    c->name, c->spot);
		diag_help(d, "write the name that the print shop gives the ink: PANTONE 485 C");
		return -1;
	}
	if (ink >= 0)
		return memcmp(amounts, inks->alternates[ink], sizeof amounts) == 0 ||
			       tell_ambiguous(d, theme, inks, c, ink, amounts)
			   ? ink
			   : -1;
	if (inks->count == INK_LIMIT) {
		diag_add(d, DIAG_ERROR, c->at, "spot-many", "the theme has more than %d spot inks",
		    INK_LIMIT - INK_SPOT);
		diag_help(d, "print with fewer inks: --no-spots makes each of them of the four");
		return -1;
	}
	inks->names[inks->count] = c->spot;
	memcpy(inks->alternates[inks->count], amounts, sizeof amounts);
	return inks->count++;
}

/* A tint without its spot: of the cmyk of the full ink, that percentage. */
static void
thin_out(struct mix *mix, int tint)
{
	for (int i = 0; i < INK_SPOT; i++)
		mix->amount[i] = (uint16_t)((mix->amount[i] * tint + 50) / 100);
}

/* Colour 0 is "none": whoever asks for it as a text's colour gets black. */
static bool
make_mixes(struct inks *inks, struct diag *d, const struct theme *theme, bool spots)
{
	bool ok = true;

	inks->mix_count = theme->colour_count > 0 ? theme->colour_count : 1;
	inks->mixes = NEW_ARRAY(inks->a, struct mix, inks->mix_count);
	inks->overprints = NEW_ARRAY(inks->a, bool, inks->mix_count);
	inks->mixes[0].amount[INK_BLACK] = FULL;
	for (size_t i = 1; i < theme->colour_count; i++) {
		const struct colour_def *c = &theme->colours[i];
		struct mix *mix = &inks->mixes[i];
		int ink;

		inks->overprints[i] = c->overprint;
		if (c->spot == NULL || !spots) {
			colour_process(inks, c, mix->amount);
			if (c->spot != NULL && c->has_cmyk)
				thin_out(mix, tint_of(c));
			continue;
		}
		ink = add_spot(inks, d, theme, c);
		ok = ok && ink >= 0;
		if (ink >= 0)
			mix->amount[ink] = (uint16_t)(tint_of(c) * 100);
	}
	return ok;
}

void
ink_distances(const struct inks *inks, const struct theme *theme, double *distances)
{
	struct arena_mark before = arena_mark(inks->a);
	uint8_t(*srgb)[3] = arena_array(inks->a, theme->colour_count + 1, sizeof *srgb);
	uint16_t(*amounts)[4] = arena_array(inks->a, theme->colour_count + 1, sizeof *amounts);

	for (size_t i = 1; i < theme->colour_count; i++) {
		memcpy(srgb[i], theme->colours[i].srgb, sizeof srgb[i]);
		colour_process(inks, &theme->colours[i], amounts[i]);
	}
	press_distances(inks->press, theme->colour_count, srgb, amounts, distances);
	for (size_t i = 0; i < theme->colour_count; i++) {
		if (i == 0 || !theme->colours[i].has_cmyk || theme->colours[i].spot != NULL)
			distances[i] = 0;
	}
	arena_rewind(inks->a, before);
}

/* ---- opening ----------------------------------------------------------------------------- */

static bool
open_profile(struct inks *inks, struct diag *d, struct project *p, const struct printer *printer)
{
	const char *path = printer->profile.text, *why;
	struct file_text file;

	if (!project_has(p, printer->file, path)) {
		diag_add(d, DIAG_ERROR, printer->profile.at, "profile-missing",
		    "the profile \"%s\" of the printer \"%s\" is not there", path, printer->name);
		diag_help(d, "ask the print shop for its ICC profile and put it beside %s",
		    printer->file);
		return false;
	}
	if (!project_read(p, printer->profile.at, printer->file, path, &file))
		return false;
	inks->profile = (const unsigned char *)file.bytes;
	inks->profile_length = file.length;
	inks->press = press_open(inks->a, file.bytes, file.length, &why);
	if (inks->press == NULL) {
		diag_add(d, DIAG_ERROR, printer->profile.at, "profile-wrong",
		    "\"%s\" cannot be the profile of a printer: %s", path, why);
		diag_help(
		    d, "ask the print shop for the CMYK output profile of its press and paper");
	}
	return inks->press != NULL;
}

struct inks *
inks_open(struct arena *a, struct diag *d, struct project *p, const struct theme *theme,
    const struct printer *printer, bool spots)
{
	struct inks *inks = NEW(a, struct inks);

	inks->a = a;
	inks->bleed = printer->bleed;
	inks->pictures = pictures_new(a);
	for (; inks->count < INK_SPOT; inks->count++) {
		inks->names[inks->count] = process_names[inks->count];
		inks->alternates[inks->count][inks->count] = FULL;
	}
	if (!open_profile(inks, d, p, printer))
		return NULL;
	if (make_mixes(inks, d, theme, spots))
		return inks;
	inks_close(inks);
	return NULL;
}

void
inks_close(struct inks *inks)
{
	if (inks == NULL || inks->press == NULL)
		return;
	press_close(inks->press);
	inks->press = NULL;
}

/* ---- what others ask --------------------------------------------------------------------- */

int
ink_count(const struct inks *inks)
{
	return inks->count;
}

const char *
ink_name(const struct inks *inks, int ink)
{
	return inks->names[ink];
}

const uint16_t *
ink_alternate(const struct inks *inks, int ink)
{
	return inks->alternates[ink];
}

const struct mix *
ink_mix(const struct inks *inks, colour c)
{
	return &inks->mixes[c > 0 && (size_t)c < inks->mix_count ? c : 0];
}

uint32_t
ink_total(const struct inks *inks, colour c)
{
	const struct mix *mix = ink_mix(inks, c);
	uint32_t total = 0;

	for (int i = 0; i < inks->count; i++)
		total += mix->amount[i];
	return total;
}

static bool
theme_overprints(const struct inks *inks, colour c)
{
	return c > 0 && (size_t)c < inks->mix_count && inks->overprints[c];
}

bool
ink_overprints(const struct inks *inks, colour c)
{
	if (theme_overprints(inks, c))
		return true;
	return ink_mix(inks, c)->amount[INK_BLACK] == FULL && ink_total(inks, c) == FULL;
}

bool
ink_path_overprints(const struct inks *inks, const struct path *path)
{
	dimen left = INT32_MAX, right = INT32_MIN, top = INT32_MAX, bottom = INT32_MIN;

	if ((path->fill != 0 || path->stroke != 0) &&
	    (path->fill == 0 || theme_overprints(inks, path->fill)) &&
	    (path->stroke == 0 || theme_overprints(inks, path->stroke)))
		return true;
	if (path->stroke != 0)
		return path->fill == 0 && path->width <= THIN && ink_overprints(inks, path->stroke);
	if (path->fill == 0 || !ink_overprints(inks, path->fill))
		return false;
	for (size_t i = 0; i < path->point_count; i++) {
		struct point p = path->points[i];

		left = p.x < left ? p.x : left;
		right = p.x > right ? p.x : right;
		top = p.y < top ? p.y : top;
		bottom = p.y > bottom ? p.y : bottom;
	}
	return (int64_t)right - left <= THIN || (int64_t)bottom - top <= THIN;
}

const unsigned char *
inks_profile(const struct inks *inks, size_t *length)
{
	*length = inks->profile_length;
	return inks->profile;
}
