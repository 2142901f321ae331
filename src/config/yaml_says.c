/* yaml_says.c: what the YAML parser complains of, said so that the line can be mended.
 *
 * The parser's own words ("mapping values are not allowed in this context") speak of its grammar.
 * Each row answers what people had typed when it said so; the first row whose words match is taken.
 *
 * Three slips are told by what is written there, since the parser notices them elsewhere or speaks
 * of something else: a colour without quotes (# begins a comment), an apostrophe inside '…', and a
 * name whose colon has no space after it.
 */
#include <string.h>

#include "parts.h"

static const struct yaml_saying sayings[] = {
    {"found unexpected end of stream", "a quotation mark is opened here and never closed",
	"close it at the end of the text; inside \"…\" a quotation mark is written \\\"", true},
    {"found unexpected document indicator", "a quotation mark is opened here and never closed",
	"close it at the end of the text", true},
    {"mapping values are not allowed", "a colon stands where no setting can begin",
	"text that holds \": \" goes in quotes: title: \"Bilan: l'année\"", false},
    {"could not find expected ':'",
	"this line is neither a setting (name: value) nor a list entry (- value)",
	"is a colon missing after the name, or is the indentation of this line off?", true},
    {"found character that cannot start any token", "a value cannot begin with this character",
	"put the whole text in quotes: \"% de pièces\"", false},
    {"found a tab character", "a tab is used for indentation", "indent with spaces only", false},
    {"did not find expected alphabetic or numeric", "a value cannot begin with * or &",
	"put the whole text in quotes: \"*important*\"", false},
    {"did not find expected key", "this line does not belong to the settings above it",
	"settings of one thing start in the same column; nothing follows a closing quotation mark",
	false},
    {"did not find expected '-' indicator", "this line does not belong to the list above it",
	"entries of one list start with \"- \" in the same column", false},
    {"did not find expected ',' or ']'",
	"a list is opened with [ and its entries do not end properly",
	"separate entries with commas and close the list with ]", false},
    {"did not find expected ',' or '}'", "settings are opened with { and do not end properly",
	"separate settings with commas and close with }; text with {values} goes in quotes", false},
    {"did not find expected node content", "a value is missing here",
	"text that holds , [ ] { or } goes in quotes", false},
    {"block sequence entries are not allowed", "a list cannot begin on this line",
	"start its first \"- \" on a line of its own", false},
    {"mapping keys are not allowed", "a setting cannot begin here",
	"text that begins with \"? \" goes in quotes", false},
    {"found unknown escape character", "a backslash inside \"…\" is followed by an unknown letter",
	"write \\\\ for one backslash, or put the text between '…'", false},
    {"found invalid Unicode character escape", "this escape is not a character", NULL, false},
    {"did not find expected hexdecimal number", "this escape is not a character", NULL, false},
    {"did not find expected digit", "the line after | or > is not understood",
	"after | or > the line ends; the text starts on the next one", false},
    {"did not find expected comment or line break", "text follows | or > on the same line",
	"the text starts on the next line, further to the right", false},
    {"found undefined tag handle", "a value cannot begin with !",
	"put the whole text in quotes: \"!…\"", false},
    {"did not find expected <document start>",
	"something stands before the first setting or after the last",
	"is the indentation of this line off?", false},
};

static const struct yaml_saying tag_saying = {
    NULL, "a value cannot begin with !", "put the whole text in quotes: \"!…\"", false};
static const struct yaml_saying directive_saying = {
    NULL, "a line cannot begin with %", "put the text in quotes", false};
static const struct yaml_saying unknown = {NULL, "this is not understood as YAML",
    "compare indentation, quotes and brackets with the lines around it", false};

const struct yaml_saying *
yaml_saying_find(const char *context, const char *problem)
{
	if (context != NULL && strstr(context, "tag") != NULL)
		return &tag_saying;
	if (context != NULL && strstr(context, "directive") != NULL)
		return &directive_saying;
	for (size_t i = 0; problem != NULL && i < COUNT(sayings); i++) {
		if (strncmp(problem, sayings[i].problem, strlen(sayings[i].problem)) == 0)
			return &sayings[i];
	}
	return &unknown;
}

static bool
is_blank(char c)
{
	return c != '\0' && strchr(" \t\r\n", c) != NULL;
}

/* The # of `{srgb: #8A3FA0}`: a comment where a value is due, directly at its text, and what is
 * open is closed inside it. */
const char *
yaml_hidden_end(const char *from, const char *to)
{
	bool due = false; /* after [ { , : and blanks */

	for (const char *c = from; c < to; c++) {
		if (due && (*c == '"' || *c == '\'')) {
			c = memchr(c + 1, *c, (size_t)(to - c - 1));
			if (c == NULL)
				return NULL;
		} else if (*c == '#' && c > from && is_blank(c[-1])) {
			const char *hash = c, *feed = memchr(c, '\n', (size_t)(to - c));
			size_t length = (size_t)((feed != NULL ? feed : to) - hash);

			if (due && length > 1 && !is_blank(hash[1]) &&
			    (memchr(hash, '}', length) != NULL ||
				memchr(hash, ']', length) != NULL))
				return hash;
			c += length - 1;
			continue;
		}
		if (!is_blank(*c))
			due = *c != '\0' && strchr("[{,:", *c) != NULL;
	}
	return NULL;
}

/* `'Rapport d'activité'`: the text ends at the mark before `at`, in the middle of a word. */
bool
yaml_closed_early(const char *line, const char *at, const char *end)
{
	return at >= line + 2 && at < end && (at[-1] == '\'' || at[-1] == '"') &&
	       strchr(" \t\r\n,:#]}'\"", *at) == NULL && strchr(" \t'\"", at[-2]) == NULL;
}

/* `category:trimestre`: the colon without its space. */
const char *
yaml_close_colon(const char *name, const char *end)
{
	size_t length = 0;

	while (name + length < end && strchr(" \t\r\n:\"'#", name[length]) == NULL)
		length++;
	if (length == 0 || name + length + 1 >= end || name[length] != ':' ||
	    strchr(" \t\r\n/:", name[length + 1]) != NULL)
		return NULL;
	return name + length;
}
