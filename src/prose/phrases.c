/* phrases.c: the words that the tool itself puts on a page, in each language it knows.
 *
 * A new language is a column here, its rules in typography.c, and its name in config/report.c,
 * which warns of those that are missing here. Nothing else in the product holds words for the
 * reader.
 */
#include <string.h>

#include "bilan/prose.h"

struct wording {
	const char *french, *english;
};

static const struct wording wordings[PHRASE_COUNT] = {
    [PHRASE_UP] = {"en hausse", "up"},
    [PHRASE_DOWN] = {"en baisse", "down"},
    [PHRASE_SAME] = {"sans changement", "unchanged"},
    [PHRASE_IN_YEAR] = {"en", "in"},
    [PHRASE_NOT_SIGNIFICANT] = {"NS", "n.s."},
    [PHRASE_TOTAL] = {"Total", "Total"},
    [PHRASE_DOT_UNIT] = {"un point pour", "one dot for"},
    [PHRASE_POINT] = {"point", "point"},
    [PHRASE_POINTS] = {"points", "points"},
};

static bool
is_french(const char *language)
{
	return language != NULL && strncmp(language, "fr", 2) == 0 &&
	       (language[2] == '\0' || language[2] == '-' || language[2] == '_');
}

const char *
phrase_for(const char *language, enum phrase phrase)
{
	if ((int)phrase < 0 || phrase >= PHRASE_COUNT)
		return "";
	return is_french(language) ? wordings[phrase].french : wordings[phrase].english;
}

/* French counts what is less than two as one, "1,5 point"; English only 1, and not "1.0". */
const char *
phrase_points(const char *language, struct decimal amount)
{
	struct decimal two = {2, 0}, below = {-2, 0};
	bool one = is_french(language)
		       ? decimal_compare(amount, two) < 0 && decimal_compare(amount, below) > 0
		       : amount.scale == 0 && (amount.coef == 1 || amount.coef == -1);

	return phrase_for(language, one ? PHRASE_POINT : PHRASE_POINTS);
}
