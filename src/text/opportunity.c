/* opportunity.c: where Unicode lets a line end (UAX 14), asked of ICU.
 *
 * Most words are letters and digits, and between two of those a space is a place to break and
 * nothing else is. So ICU is asked once per distinct word that holds anything else, and at a
 * space or a seam only when the characters beside it are of the kinds that look across it. ICU's
 * iterator is opened when it is first wanted.
 */
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include "texts.h"

static int
line_break_class(uint32_t c)
{
	return u_getIntPropertyValue((UChar32)c, UCHAR_LINE_BREAK);
}

/* UAX 14: after these, LB18 breaks at the space, whatever easy_start follows. */
bool
character_easy_end(uint32_t c)
{
	switch (line_break_class(c)) {
	case U_LB_ALPHABETIC:
	case U_LB_NUMERIC:
	case U_LB_INFIX_NUMERIC:
	case U_LB_PREFIX_NUMERIC:
	case U_LB_POSTFIX_NUMERIC:
	case U_LB_HYPHEN:
	case U_LB_BREAK_AFTER:
	case U_LB_EXCLAMATION:
	case U_LB_CLOSE_PUNCTUATION:
	case U_LB_CLOSE_PARENTHESIS:
		return true;
	default:
		return false;
	}
}

bool
character_easy_start(uint32_t c)
{
	switch (line_break_class(c)) {
	case U_LB_ALPHABETIC:
	case U_LB_NUMERIC:
	case U_LB_PREFIX_NUMERIC:
	case U_LB_POSTFIX_NUMERIC:
		return true;
	default:
		return false;
	}
}

static UBreakIterator *
breaker_on(struct texts *t, const char *text, size_t length, UText *utext)
{
	UErrorCode status = U_ZERO_ERROR;

	if (t->breaker == NULL) {
		t->breaker = ubrk_open(UBRK_LINE, t->language, NULL, 0, &status);
		if (U_FAILURE(status))
			t->breaker = NULL;
	}
	utext_openUTF8(utext, text, (int64_t)length, &status);
	if (t->breaker != NULL)
		ubrk_setUText(t->breaker, utext, &status);
	return U_SUCCESS(status) ? t->breaker : NULL;
}

/* Letters and digits alone: nothing to ask ICU for. */
static bool
is_whole(const struct shaped *s)
{
	const char *at = s->raw, *end = s->raw + s->raw_length;

	while (at < end) {
		int class = line_break_class(utf8_next(&at));

		if (class != U_LB_ALPHABETIC && class != U_LB_NUMERIC && class != U_LB_QUOTATION &&
		    class != U_LB_GLUE && class != U_LB_INFIX_NUMERIC)
			return false;
	}
	return true;
}

/* Bytes of s->word.text that stand for the first `at` bytes of s->raw. */
static uint16_t
clean_offset(const struct shaped *s, size_t at)
{
	const char *from = s->raw;
	size_t clean = 0;

	if (s->raw_length == s->length)
		return (uint16_t)at;
	while (from < s->raw + at) {
		const char *before = from;
		uint32_t c = utf8_next(&from);

		/* word.text holds the same characters in the same order, so comparing is enough */
		if (clean < s->length &&
		    memcmp(s->word.text + clean, before, (size_t)(from - before)) == 0 &&
		    c != 0xAD && c != 0x200B)
			clean += (size_t)(from - before);
	}
	return (uint16_t)clean;
}

static bool
after_soft_hyphen(const struct shaped *s, size_t at)
{
	return at >= 2 && (unsigned char)s->raw[at - 2] == 0xC2 &&
	       (unsigned char)s->raw[at - 1] == 0xAD;
}

/* Both parts are shaped by themselves, so that the widths on either side are exact. */
static struct chance
chance_at(struct texts *t, const struct look *look, const struct shaped *s, uint16_t at, bool soft)
{
	struct chance chance = {.at = at, .soft = soft};
	const struct shaped *before = word_of(t, look, s->word.text, at);
	const struct shaped *after = word_of(t, look, s->word.text + at, s->length - at);

	chance.end = before->word.advance;
	chance.start = s->word.advance - after->word.advance;
	return chance;
}

static struct chances
find_chances(struct texts *t, const struct look *look, const struct shaped *s)
{
	UText utext = UTEXT_INITIALIZER;
	UBreakIterator *breaker;
	struct chance *items = NULL;
	size_t count = 0, cap = 0;

	breaker = breaker_on(t, s->raw, s->raw_length, &utext);
	for (int32_t at; breaker != NULL && (at = ubrk_next(breaker)) != UBRK_DONE;) {
		uint16_t clean = clean_offset(s, (size_t)at);

		if (clean == 0 || clean >= s->length || (count > 0 && items[count - 1].at == clean))
			continue;
		GROW(t->a, items, count, cap);
		items[count++] = chance_at(t, look, s, clean, after_soft_hyphen(s, (size_t)at));
	}
	utext_close(&utext);
	return (struct chances){items, (int)count};
}

struct chances
word_chances(struct texts *t, const struct look *look, const struct shaped *word)
{
	static const struct chances none;
	struct shaped *s = (struct shaped *)word; /* ours: a cache of this folder's */
	struct chances *found;

	if (s->chances == NULL) {
		s->chances = &none;
		if (!is_whole(s)) {
			found = NEW(t->a, struct chances);
			*found = find_chances(t, look, s);
			s->chances = found;
		}
	}
	return *s->chances;
}

/* May a line end between these texts? Only the ends of both matter: the nearest 60 bytes. */
static bool
pair_breaks(
    struct texts *t, const struct shaped *before, const char *between, const struct shaped *after)
{
	char text[160];
	size_t left = before->raw_length, right = after->raw_length, from = 0, at;
	UText utext = UTEXT_INITIALIZER;
	UBreakIterator *breaker;
	bool breaks;

	while (left - from > 60 || (from > 0 && ((unsigned char)before->raw[from] & 0xC0) == 0x80))
		from++;
	if (right > 60)
		for (right = 60; right > 0 && ((unsigned char)after->raw[right] & 0xC0) == 0x80;)
			right--;
	left -= from;
	memcpy(text, before->raw + from, left);
	at = left + strlen(between);
	memcpy(text + left, between, strlen(between));
	memcpy(text + at, after->raw, right);
	breaker = breaker_on(t, text, at + right, &utext);
	breaks = breaker != NULL && ubrk_isBoundary(breaker, (int32_t)at);
	utext_close(&utext);
	return breaks;
}

bool
space_breaks(struct texts *t, const struct shaped *before, const struct shaped *after)
{
	if (before->easy_end && after->easy_start)
		return true;
	return pair_breaks(t, before, " ", after);
}

bool
seam_breaks(struct texts *t, const struct shaped *before, const struct shaped *after)
{
	return pair_breaks(t, before, "", after);
}

const char *
opportunities_origin(struct arena *a)
{
	char text[U_MAX_VERSION_STRING_LENGTH];
	UVersionInfo version;

	u_getVersion(version);
	u_versionToString(version, text);
	return arena_text(a, text);
}

void
opportunities_close(struct texts *t)
{
	if (t->breaker != NULL)
		ubrk_close(t->breaker);
}
