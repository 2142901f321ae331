/* sql_words.c: cuts a query into words: names, texts, numbers, signs. Blanks and comments are
 * passed over; what is never closed ends with the query. */
#include "sql_words.h"

#include <string.h>
#include <strings.h>

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       (unsigned char)c >= 0x80;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *
skip_space(const char *p)
{
	for (;;) {
		p += strspn(p, " \t\r\n\f");
		if (p[0] == '-' && p[1] == '-') {
			p += strcspn(p, "\n");
		} else if (p[0] == '/' && p[1] == '*') {
			const char *end = strstr(p + 2, "*/");
			p = end ? end + 2 : p + strlen(p);
		} else {
			return p;
		}
	}
}

/* From the opening mark to after the closing one; a doubled mark inside is one. */
static const char *
skip_marks(const char *p, char mark)
{
	for (p++; *p; p++)
		if (*p == mark) {
			if (p[1] != mark || mark == ']')
				return p + 1;
			p++;
		}
	return p;
}

struct word
word_next(const char **at)
{
	const char *p = skip_space(*at);
	struct word w = {WORD_SIGN, p, 1};
	const char *end = p + 1;

	if (!*p) {
		w.kind = WORD_END;
		end = p;
	} else if (is_letter(*p)) {
		w.kind = WORD_NAME;
		while (is_letter(*end) || is_digit(*end) || *end == '$')
			end++;
	} else if (is_digit(*p) || (*p == '.' && is_digit(p[1]))) {
		w.kind = WORD_NUMBER;
		while (is_letter(*end) || is_digit(*end) || *end == '.')
			end++;
	} else if (*p == '\'') {
		w.kind = WORD_TEXT;
		end = skip_marks(p, '\'');
	} else if (*p == '"' || *p == '`' || *p == '[') {
		w.kind = WORD_QUOTED;
		end = skip_marks(p, *p == '[' ? ']' : *p);
	} else if (*p == ':' || *p == '@' || *p == '$' || *p == '?') {
		w.kind = WORD_NUMBER; /* a parameter */
		while (is_letter(*end) || is_digit(*end))
			end++;
	} else if (*p == '|' && p[1] == '|') {
		end = p + 2;
	} else if (*p == '-' && p[1] == '>') {
		end = p + (p[2] == '>' ? 3 : 2);
	}
	w.length = (size_t)(end - p);
	*at = end;
	return w;
}

bool
word_is(struct word w, const char *text)
{
	return w.kind == WORD_NAME && strlen(text) == w.length &&
	       strncasecmp(w.at, text, w.length) == 0;
}

bool
word_is_any(struct word w, const char *const *words)
{
	for (; *words; words++)
		if (word_is(w, *words))
			return true;
	return false;
}

bool
word_is_sign(struct word w, char sign)
{
	return w.kind == WORD_SIGN && w.length == 1 && *w.at == sign;
}

bool
word_is_name(struct word w)
{
	return w.kind == WORD_NAME || w.kind == WORD_QUOTED;
}

bool
word_names(struct word w, const char *name)
{
	size_t n = strlen(name);

	if (w.kind == WORD_QUOTED && w.length == n + 2)
		return strncasecmp(w.at + 1, name, n) == 0;
	return w.kind == WORD_NAME && w.length == n && strncasecmp(w.at, name, n) == 0;
}
