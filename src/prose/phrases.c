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
};

const char *
phrase_for(const char *language, enum phrase phrase)
{
	if ((int)phrase < 0 || phrase >= PHRASE_COUNT)
		return "";
	if (language != NULL && strncmp(language, "fr", 2) == 0 &&
	    (language[2] == '\0' || language[2] == '-' || language[2] == '_'))
		return wordings[phrase].french;
	return wordings[phrase].english;
}
