/* number.c: exact decimals to numbers as the reader's language writes them. The only user of
 * ICU's number formats.
 *
 * In comes a decimal and a format of the theme, an ICU number skeleton ("currency/EUR
 * precision-integer", "percent .00"); out goes UTF-8. ICU is given the decimal's text, never a
 * float. The skeleton gets "rounding-mode-half-up", which in ICU rounds halves away from zero.
 * Then three things are mended: U+00A0 and plain spaces become U+202F, the hyphen becomes the
 * minus U+2212, and what rounds to zero has no sign.
 *
 * A formatter is opened when first used, per format and sign. ICU takes 1 to 2 microseconds a
 * number; most formats only surround grouped digits. So a skeleton made of words that are known
 * to do no more (`plain_words`) is tried on a few numbers, and when all of them show the same
 * frame (prefix, groups of three, a fixed count of decimals, suffix), digits are put into that
 * frame by hand. number_test.c compares both ways. What is not so simple (Indian groups, no group
 * in "1234", plurals) stays with ICU.
 *
 * What surprises: "percent" does not multiply by a hundred: 89.90 is "89,90 %". ICU falls back on
 * the default locale of the process for a language that it does not know: that is set to English
 * here, so that nothing hangs on the environment.
 */
#include "inner.h"

#include <string.h>
#include <strings.h>
#include <unicode/uloc.h>
#include <unicode/unumberformatter.h>
#include <unicode/ustring.h>

#define NARROW_SPACE "\xE2\x80\xAF"
#define MINUS        "\xE2\x88\x92"

enum { TEXT_MOST = 128 }; /* bytes of a formatted number */

struct affix {
	char prefix[24], suffix[24];
};

struct frame { /* what surrounds the digits */
	struct affix negative, zero, positive;
	char group[8], point[8];
	int decimals;
};

struct formatter {
	struct formatter *next;
	const struct format *format; /* NULL: plain numbers of `scale` decimals */
	int scale;
	bool is_signed, framed;
	const char *wrong; /* the word of the skeleton that ICU does not know; NULL: none */
	const char *unit;  /* whose sign it writes: "euro", "percent"; NULL: none */
	struct frame frame;
	UNumberFormatter *icu;
	UFormattedNumber *result;
};

struct numbers {
	struct arena *a;
	struct diag *d;
	char locale[64];
	struct formatter *first;
};

struct numbers *
numbers_open(struct arena *a, struct diag *d, const char *language)
{
	struct numbers *n = NEW(a, struct numbers);
	UErrorCode status = U_ZERO_ERROR;

	n->a = a;
	n->d = d;
	uloc_setDefault("en", &status);
	status = U_ZERO_ERROR;
	uloc_forLanguageTag(language ? language : "en", n->locale, sizeof n->locale, NULL, &status);
	if (U_FAILURE(status) || !n->locale[0])
		strcpy(n->locale, "en");
	return n;
}

void
numbers_close(struct numbers *n)
{
	for (struct formatter *f = n ? n->first : NULL; f; f = f->next) {
		unumf_close(f->icu);
		unumf_closeResult(f->result);
	}
	if (n)
		n->first = NULL;
}

/* ---- ICU ---- */

/* ICU's text to ours: see the top. False when it does not fit. */
static bool
mend(const char *from, char out[static TEXT_MOST])
{
	size_t n = 0;

	for (const char *p = from; *p;) {
		const char *put = NULL;
		size_t width = 1;
		if (*p == ' ' || strncmp(p, "\xC2\xA0", 2) == 0) {
			put = NARROW_SPACE;
			width = *p == ' ' ? 1 : 2;
		} else if (*p == '-') {
			put = MINUS;
		}
		if (n + 4 > TEXT_MOST)
			return false;
		if (put)
			memcpy(out + n, put, 3);
		else
			out[n] = *p;
		n += put ? 3 : 1;
		p += width;
	}
	out[n] = '\0';
	return true;
}

static bool
format_icu(struct formatter *f, const char *decimal, char out[static TEXT_MOST])
{
	UErrorCode status = U_ZERO_ERROR;
	UChar wide[TEXT_MOST];
	char narrow[TEXT_MOST];

	unumf_formatDecimal(f->icu, decimal, -1, f->result, &status);
	int32_t length = unumf_resultToString(f->result, wide, TEXT_MOST, &status);
	u_strToUTF8(narrow, TEXT_MOST - 1, NULL, wide, length, &status);
	return U_SUCCESS(status) && mend(narrow, out);
}

static void
skeleton_of(const struct formatter *f, struct buf *text)
{
	static const char zeros[] = ".000000000";

	if (f->format)
		buf_text(text, f->format->skeleton);
	else if (f->scale > 0)
		buf_add(text, zeros, (size_t)f->scale + 1);
	else
		buf_text(text, "precision-integer");
	if (!strstr(text->at, "rounding-mode-"))
		buf_text(text, " rounding-mode-half-up");
	if (f->is_signed)
		buf_text(text, " sign-except-zero");
	else if (!strstr(text->at, "sign-") && !strpbrk(text->at, "+()"))
		buf_text(text, " sign-negative");
}

/* The word around the place where ICU stopped reading. */
static const char *
word_at(struct arena *a, const UChar *skeleton, int32_t length, int32_t at)
{
	char text[TEXT_MOST];
	int32_t from = at < 0 ? 0 : at > length ? length : at, to = from, n = 0;
	UErrorCode status = U_ZERO_ERROR;

	while (from > 0 && skeleton[from - 1] != ' ')
		from--;
	while (to < length && skeleton[to] != ' ')
		to++;
	u_strToUTF8(text, sizeof text - 1, &n, skeleton + from, to - from, &status);
	return U_SUCCESS(status) ? arena_copy(a, text, (size_t)n) : "";
}

static void
open_icu(struct numbers *n, struct formatter *f)
{
	UErrorCode status = U_ZERO_ERROR;
	UParseError where = {0};
	struct buf text = {0};
	UChar wide[512];
	int32_t length;

	skeleton_of(f, &text);
	u_strFromUTF8(wide, COUNT(wide), &length, text.at, -1, &status);
	buf_close(&text);
	if (U_SUCCESS(status))
		f->icu = unumf_openForSkeletonAndLocaleWithError(
		    wide, length, n->locale, &where, &status);
	if (U_SUCCESS(status))
		f->result = unumf_openResult(&status);
	if (U_FAILURE(status))
		f->wrong = word_at(n->a, wide, length, where.offset);
}

/* Told whenever the format is used, since a formatter outlives a report of a batch and each report
 * must hear of it; word for word at the same place, it counts once in a report. */
static void
complain(struct numbers *n, const struct formatter *f)
{
	static const char *const words[] = {"precision-integer", "percent", "permille",
	    "currency/EUR", "group-off", "group-auto", "group-min2", "sign-always", "sign-never",
	    "sign-except-zero", "compact-short", "compact-long", "scientific",
	    "precision-unlimited", "rounding-mode-half-up", "rounding-mode-half-even",
	    "rounding-mode-up", "rounding-mode-down", "rounding-mode-floor",
	    "rounding-mode-ceiling"};
	const char *near = nearest_word(f->wrong, words, COUNT(words));

	if (f->format == NULL)
		return;
	bool first = strncmp(f->format->skeleton, f->wrong, strlen(f->wrong)) == 0;
	diag_add(n->d, DIAG_ERROR, f->format->at, "bad-format",
	    "the format \"%s\" cannot be used: \"%s\" is no word of a number format%s",
	    f->format->name, f->wrong, first ? "" : ", or does not go with the words before it");
	if (near != NULL && strcmp(near, f->wrong) != 0)
		diag_help(n->d, "did you mean \"%s\"?", near);
	diag_help(n->d,
	    "words are for instance: precision-integer (no decimals), .00 (two), percent, "
	    "currency/EUR, group-off (no space between thousands)");
}

/* ---- the frame ---- */

/* Does this skeleton only choose decimals, % and a currency, with a fixed count of decimals? */
static bool
plain_words(const char *skeleton)
{
	bool fixed = false;

	for (const char *p = skeleton; *p;) {
		size_t n = strcspn(p, " ");
		if ((n == 17 && memcmp(p, "precision-integer", n) == 0) ||
		    (n > 1 && *p == '.' && strspn(p + 1, "0") == n - 1))
			fixed = true;
		else if (n == 12 && memcmp(p, "currency/", 9) == 0)
			fixed = true;
		else if (n != 0 && !(n == 7 && memcmp(p, "percent", n) == 0))
			return false;
		p += n;
		p += *p == ' ';
	}
	return fixed;
}

/* Cuts `text` around the digits that begin with `first` and end with `last`. */
static bool
cut_affix(const char *text, const char *first, const char *last, struct affix *affix)
{
	const char *start = strstr(text, first);
	const char *end = start;

	for (const char *p = start; p && (p = strstr(p, last)); p++)
		end = p + strlen(last);
	if (!start || end == start)
		return false;
	size_t before = (size_t)(start - text);
	if (before >= sizeof affix->prefix || strlen(end) >= sizeof affix->suffix)
		return false;
	memcpy(affix->prefix, text, before);
	strcpy(affix->suffix, end);
	return true;
}

static void
put_digits(
    const struct frame *f, const struct affix *affix, const char *digits, size_t n, char *out)
{
	size_t whole = n - (size_t)f->decimals;
	size_t group = strlen(f->group);

	out = stpcpy(out, affix->prefix);
	for (size_t i = 0; i < n; i++) {
		if (i == whole)
			out = stpcpy(out, f->point);
		else if (i > 0 && i < whole && (whole - i) % 3 == 0) {
			memcpy(out, f->group, group);
			out += group;
		}
		*out++ = digits[i];
	}
	strcpy(out, affix->suffix);
}

/* False when it does not fit the frame: then ICU is asked. */
static bool
format_framed(const struct frame *f, struct decimal d, char out[static TEXT_MOST])
{
	struct decimal r;
	char digits[32];
	size_t n = 0;

	if (!decimal_round(d, f->decimals, &r) || r.scale != f->decimals)
		return false;
	uint64_t left = r.coef < 0 ? 0 - (uint64_t)r.coef : (uint64_t)r.coef;
	char *p = digits + sizeof digits;
	while (left > 0 || n <= (size_t)f->decimals) {
		*--p = (char)('0' + left % 10);
		left /= 10;
		n++;
	}
	const struct affix *affix = r.coef < 0   ? &f->negative
				    : r.coef > 0 ? &f->positive
						 : &f->zero;
	put_digits(f, affix, p, n, out);
	return true;
}

/* A number that no precision rounds up: "1" GROUP "234" GROUP "567" POINT "111…" tells the
 * separators. */
#define SAMPLE "1234567.111111111"

static bool
find_separators(const char *text, struct frame *f)
{
	const char *a = strchr(text, '1');
	const char *b = a ? strstr(a, "234") : NULL;
	const char *c = b ? strstr(b, "567") : NULL;

	if (!c || b - a - 1 >= (ptrdiff_t)sizeof f->group)
		return false;
	memcpy(f->group, a + 1, (size_t)(b - a - 1));
	const char *d = strchr(c + 3, '1');
	if (!d)
		return true; /* no decimals */
	if (d - c - 3 >= (ptrdiff_t)sizeof f->point)
		return false;
	memcpy(f->point, c + 3, (size_t)(d - c - 3));
	f->decimals = (int)strspn(d, "1");
	return true;
}

/* Learns the frame from what ICU writes, then proves it on more numbers. */
static bool
learn_frame(struct formatter *f)
{
	static const char *const proofs[] = {"0", "1", "-1", "5", "12", "999", "1000", "-1234",
	    "9999.5", "12345.675", "-0.004", "0.5", "-98765432101234567", "123456.999999999",
	    "1000000"};
	struct frame *frame = &f->frame;
	char text[TEXT_MOST], hand[TEXT_MOST], tail[16] = "567";

	if (!format_icu(f, SAMPLE, text) || !find_separators(text, frame))
		return false;
	if (frame->decimals > 9)
		return false;
	if (frame->decimals > 0)
		snprintf(tail, sizeof tail, "%.*s", frame->decimals, "111111111");
	if (!cut_affix(text, "1", tail, &frame->positive) || !format_icu(f, "-" SAMPLE, text) ||
	    !cut_affix(text, "1", tail, &frame->negative))
		return false;
	if (!format_icu(f, "0", text) || !cut_affix(text, "0", "0", &frame->zero))
		return false;
	for (size_t i = 0; i < COUNT(proofs); i++) {
		struct decimal d;
		if (!decimal_read(proofs[i], &d) || !format_icu(f, proofs[i], text) ||
		    !format_framed(frame, d, hand) || strcmp(text, hand) != 0)
			return false;
	}
	return true;
}

/* ---- one number ---- */

/* By what it writes: a skeleton may say "percent", "%" or "measure-unit/…". */
static const char *
unit_written(struct formatter *f)
{
	char text[TEXT_MOST];

	if (f->wrong != NULL || f->format == NULL || !format_icu(f, "1", text))
		return NULL;
	return strchr(text, '%') ? "percent" : strstr(text, "€") ? "euro" : NULL;
}

static struct formatter *
formatter_for(struct numbers *n, const struct format *format, int scale, bool is_signed)
{
	struct formatter **at = &n->first;

	for (; *at; at = &(*at)->next)
		if ((*at)->format == format && (*at)->scale == scale &&
		    (*at)->is_signed == is_signed)
			return *at;
	struct formatter *f = *at = NEW(n->a, struct formatter);
	f->format = format;
	f->scale = scale;
	f->is_signed = is_signed;
	open_icu(n, f);
	if (f->wrong == NULL && (!format || plain_words(format->skeleton)))
		f->framed = learn_frame(f);
	f->unit = unit_written(f);
	return f;
}

static const char *
write_number(struct numbers *n, struct arena *a, const struct format *format, struct decimal d,
    bool is_signed)
{
	struct formatter *f = formatter_for(n, format, format ? 0 : d.scale, is_signed);
	char plain[24], out[TEXT_MOST];

	if (f->framed && format_framed(&f->frame, d, out))
		return arena_text(a, out);
	decimal_write(d, plain);
	if (f->wrong != NULL)
		complain(n, f);
	else if (format_icu(f, plain, out))
		return arena_text(a, out);
	return arena_text(a, plain);
}

const char *
number_text(struct numbers *n, struct arena *a, const struct format *f, struct decimal d)
{
	return write_number(n, a, f, d, false);
}

const char *
number_signed(struct numbers *n, struct arena *a, const struct format *f, struct decimal d)
{
	return write_number(n, a, f, d, true);
}

/* ---- the sign of a unit ---- */

#define OWN(unit_name, words)                                                                      \
	{                                                                                          \
		.name = unit_name, .skeleton = words                                               \
	}
#define OWN_OF_EACH_SCALE(name, sign)                                                              \
	{                                                                                          \
		OWN(name, sign " precision-integer"), OWN(name, sign " .0"),                       \
		    OWN(name, sign " .00"), OWN(name, sign " .000"), OWN(name, sign " .0000"),     \
		    OWN(name, sign " .00000"), OWN(name, sign " .000000"),                         \
		    OWN(name, sign " .0000000"), OWN(name, sign " .00000000"),                     \
		    OWN(name, sign " .000000000"),                                                 \
	}

const struct format *
number_own(const struct cell *cell)
{
	static const struct format own[][10] = {
	    OWN_OF_EACH_SCALE("euro", "currency/EUR"), OWN_OF_EACH_SCALE("percent", "percent")};

	for (size_t i = 0; i < COUNT(own) && cell->unit != NULL; i++)
		if (strcmp(cell->unit, own[i][0].name) == 0 && cell->number.scale < 10)
			return &own[i][cell->number.scale];
	return NULL;
}

const char *
number_said_twice(const char *figure, const char *after)
{
	static const char *const signs[] = {"€", "%"};
	static const char *const names[][6] = {{"euro", "euros", "EUR"},
	    {"percent", "per cent", "pourcent", "pourcents", "pour cent"}};
	size_t i = strstr(figure, signs[0]) != NULL ? 0 : 1;

	if (strstr(figure, signs[i]) == NULL)
		return NULL;
	while (*after == ' ' || *after == '\n' || strncmp(after, "\u00A0", 2) == 0 ||
	       strncmp(after, NARROW_SPACE, 3) == 0)
		after += *after == '\xC2' ? 2 : *after == '\xE2' ? 3 : 1;
	/* "k€" and "€/an", too, but not "50 %" of a figure that follows. */
	size_t word = strcspn(after, " \n0123456789");
	const char *sign = strstr(after, signs[i]);
	if (sign != NULL && sign < after + word)
		return signs[i];
	for (size_t k = 0; names[i][k] != NULL; k++) {
		size_t length = strlen(names[i][k]);

		if (strncasecmp(after, names[i][k], length) == 0 &&
		    strchr(" \n.,;:)", after[length]) != NULL)
			return signs[i];
	}
	return NULL;
}

bool
number_suits(struct numbers *n, const struct format *f, const struct cell *cell, struct place asked)
{
	bool euro = cell->unit != NULL && strcmp(cell->unit, "euro") == 0;

	if (f == NULL || cell->unit == NULL || (!euro && strcmp(cell->unit, "percent") != 0))
		return true;
	const char *written = formatter_for(n, f, 0, false)->unit;
	if (written == NULL || strcmp(written, cell->unit) == 0)
		return true;
	diag_add(n->d, DIAG_ERROR, asked, "format-unit",
	    "the format \"%s\" writes %s, but the figures' unit is %s", f->name, euro ? "%" : "€",
	    cell->unit);
	diag_help(
	    n->d, "take a format that writes %s, or mend the column's unit", euro ? "€" : "%");
	if (cell->at.line > 0)
		diag_also(n->d, cell->at, "one of the figures");
	return false;
}
