/* typography.c: what is typed on a keyboard to what is printed.
 *
 * In: text with plain spaces, straight quotes and three dots. Out, in French (Lexique des règles
 * typographiques en usage à l'Imprimerie nationale):
 *
 *   space before ; ! ?, inside « », before % ‰ €, between groups of digits     U+202F
 *   space before :, between a number and the word it counts, M. and a name,
 *   p. or n° and a number, the pairs of a telephone number                     U+00A0
 *   "  « » (English “ ”)     '  ’     ...  …
 *
 * Where French wants a space that was not typed, one is added inside « » and between a figure and
 * %, ‰ or €; before ; : ! ? it is not, since 12:30 and p?x=1 are right as they are. Stretches
 * with "://" or "@" and those that begin with "www." are left alone. All of it done twice gives
 * the same as once.
 *
 * The runs of a paragraph are set together: a value and the "%" after it may be two runs.
 */
#include <stdlib.h>
#include <string.h>

#include "bilan/prose.h"

enum {
	NBSP = 0xA0,
	NNBSP = 0x202F,
	THIN = 0x2009,
	LEFT = 0xAB,
	RIGHT = 0xBB,
	APOSTROPHE = 0x2019,
	ELLIPSIS = 0x2026,
	EURO = 0x20AC,
	PER_MILLE = 0x2030
};

struct letters { /* the text, a character each */
	uint32_t *at;
	size_t count;
	size_t *runs; /* run i ends before letter runs[i] */
	size_t run_count;
	bool french;
};

static bool
is_space(uint32_t c)
{
	return c == ' ' || c == NBSP || c == NNBSP || c == THIN;
}

static bool
is_blank(uint32_t c)
{
	return is_space(c) || c == '\n' || c == '\t' || c == 0;
}

static bool
is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(uint32_t c)
{
	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
	       (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7);
}

/* The letter at i; 0 beyond either end. */
static uint32_t
letter(const struct letters *l, size_t i)
{
	return i < l->count ? l->at[i] : 0;
}

static uint32_t
before(const struct letters *l, size_t i)
{
	return i > 0 ? l->at[i - 1] : 0;
}

/* ---- stretches to leave alone ------------------------------------------------------------ */

static bool
is_address(const struct letters *l, size_t from, size_t to)
{
	if (to - from > 4 && l->at[from] == 'w' && l->at[from + 1] == 'w' &&
	    l->at[from + 2] == 'w' && l->at[from + 3] == '.')
		return true;
	for (size_t i = from + 1; i + 1 < to; i++)
		if (l->at[i] == '@' ||
		    (l->at[i] == ':' && l->at[i + 1] == '/' && letter(l, i + 2) == '/'))
			return true;
	return false;
}

/* End of the stretch without blanks at i, if it is an address; else i. */
static size_t
skip_address(const struct letters *l, size_t i)
{
	size_t end = i;

	if (i > 0 && !is_blank(l->at[i - 1]))
		return i;
	while (end < l->count && !is_blank(l->at[end]))
		end++;
	return is_address(l, i, end) ? end : i;
}

/* ---- quotes, apostrophes, dots: one character for another ---------------------------------- */

static bool
opens_quote(uint32_t c)
{
	return is_blank(c) || c == '(' || c == '[' || c == LEFT || c == 0x201C || c == APOSTROPHE ||
	       c == 0x2013 || c == 0x2014 || c == '/';
}

static uint32_t
double_quote(const struct letters *l, size_t i, bool *open)
{
	if (!*open && !opens_quote(before(l, i)))
		return '"'; /* 5" */
	*open = !*open;
	if (l->french)
		return *open ? LEFT : RIGHT;
	return *open ? 0x201C : 0x201D;
}

static uint32_t
single_quote(const struct letters *l, size_t i)
{
	return opens_quote(before(l, i)) && is_letter(letter(l, i + 1)) ? 0x2018 : APOSTROPHE;
}

/* Removes n letters at i: runs that end behind move along. */
static void
remove_letters(struct letters *l, size_t i, size_t n)
{
	memmove(l->at + i, l->at + i + n, (l->count - i - n) * sizeof *l->at);
	l->count -= n;
	for (size_t k = 0; k < l->run_count; k++)
		if (l->runs[k] > i)
			l->runs[k] = l->runs[k] > i + n ? l->runs[k] - n : i;
}

static bool
three_dots(const struct letters *l, size_t i)
{
	return before(l, i) != '.' && letter(l, i + 1) == '.' && letter(l, i + 2) == '.' &&
	       letter(l, i + 3) != '.';
}

static void
set_marks(struct letters *l)
{
	bool open = false;

	for (size_t i = 0; i < l->count; i++) {
		i = skip_address(l, i);
		switch (letter(l, i)) {
		case '"':
			l->at[i] = double_quote(l, i, &open);
			break;
		case '\'':
			l->at[i] = single_quote(l, i);
			break;
		case '.':
			if (three_dots(l, i)) {
				remove_letters(l, i + 1, 2);
				l->at[i] = ELLIPSIS;
			}
			break;
		default:
			break;
		}
	}
}

/* ---- spaces ------------------------------------------------------------------------------- */

/* One to three digits end before i, and belong neither to a decimal nor to a name. */
static bool
group_before(const struct letters *l, size_t i)
{
	size_t digits = 0;
	uint32_t c;

	while (digits < i && is_digit(l->at[i - 1 - digits]))
		digits++;
	c = before(l, i - digits);
	return digits >= 1 && digits <= 3 && !is_letter(c) && c != ',' && c != '.' && c != '/';
}

/* Exactly three digits begin at i. */
static bool
group_after(const struct letters *l, size_t i)
{
	return is_digit(letter(l, i)) && is_digit(letter(l, i + 1)) && is_digit(letter(l, i + 2)) &&
	       !is_digit(letter(l, i + 3)) && !is_letter(letter(l, i + 3));
}

/* Words that a number before them does not count: "de 10 à 15". */
static const char *const linking[] = {"a", "à", "au", "aux", "avec", "contre", "dans", "de", "des",
    "dont", "du", "en", "est", "et", "la", "le", "les", "ont", "ou", "par", "pour", "puis", "sont",
    "sous", "sur", "un", "une"};

static bool
links(const struct letters *l, size_t i)
{
	char word[32];
	size_t n = 0;

	for (; is_letter(letter(l, i)); i++) {
		if (n + 5 > sizeof word)
			return false;
		n += utf8_put(l->at[i], word + n);
	}
	word[n] = '\0';
	for (size_t k = 0; k < COUNT(linking); k++)
		if (strcmp(word, linking[k]) == 0)
			return true;
	return false;
}

/* Does a number end before i: "5", "24 088", "1er", "2e"? A year ("2023") counts nothing. */
static bool
number_before(const struct letters *l, size_t i)
{
	size_t suffix = 0, digits = 0;
	uint32_t c;

	while (suffix < 3 && suffix < i && is_letter(l->at[i - 1 - suffix]))
		suffix++;
	while (suffix + digits < i && is_digit(l->at[i - 1 - suffix - digits]))
		digits++;
	c = before(l, i - suffix - digits);
	if (digits == 0 || is_letter(c) || c == '/' || c == '-')
		return false;
	if (suffix > 0) {
		c = l->at[i - suffix]; /* er, re, e, ème; not "12h" or "3D" */
		return c == 'e' || c == 0xE8 || (c == 'r' && suffix == 2 && l->at[i - 1] == 'e');
	}
	return digits != 4;
}

/* Does the word that ends before i stand in the list, a blank after each? */
static bool
word_before(const struct letters *l, size_t i, const char *list)
{
	char word[16];
	size_t from = i, n = 0;

	while (from > 0 && !is_blank(l->at[from - 1]) && !opens_quote(l->at[from - 1]))
		from--;
	for (; from < i; from++) {
		if (n + 5 > sizeof word)
			return false;
		n += utf8_put(l->at[from], word + n);
	}
	word[n] = '\0';
	for (const char *at = list; n > 0 && (at = strstr(at, word)) != NULL; at += n)
		if ((at == list || at[-1] == ' ') && at[n] == ' ')
			return true;
	return false;
}

/* "M. Dupont", "n° 5", "art. 12": the short word is nothing without the next. */
static bool
names_next(const struct letters *l, size_t i, uint32_t next)
{
	if ((next >= 'A' && next <= 'Z') || (next >= 0xC0 && next <= 0xDE))
		return word_before(l, i, "M. MM. Mme Mmes Mlle Mlles Dr Pr ");
	return is_digit(next) &&
	       word_before(l, i, "n° N° nº Nº n°s p. pp. art. chap. fig. vol. § ");
}

/* Is the space at i inside five pairs of digits: 05 61 02 03 04? */
static bool
in_telephone(const struct letters *l, size_t i)
{
	for (size_t start = i - 2, pairs = 0; i >= 2 && pairs < 4; pairs++, start -= 3) {
		size_t k = 0;

		while (k < 14 && (k % 3 == 2 ? is_space(letter(l, start + k))
					     : is_digit(letter(l, start + k))))
			k++;
		if (k == 14 && l->at[start] == '0' && !is_digit(before(l, start)) &&
		    !is_digit(letter(l, start + 14)) &&
		    !(is_space(letter(l, start + 14)) && is_digit(letter(l, start + 15))))
			return true;
		if (start < 3)
			break;
	}
	return false;
}

/* What the space between letters i - 1 and `next` becomes; 0: stays as it was typed. */
static uint32_t
french_space(const struct letters *l, size_t i, size_t next)
{
	uint32_t c = letter(l, next), p = before(l, i), after = letter(l, next + 1);

	if (p == 0 || c == 0)
		return 0;
	if (c == ';' || c == '!' || c == '?' || c == RIGHT || p == LEFT)
		return NNBSP;
	if (c == ':' && (is_blank(after) || after == RIGHT))
		return NBSP;
	if (names_next(l, i, c) || in_telephone(l, i))
		return NBSP;
	if (!is_digit(p) && !is_letter(p))
		return 0;
	if ((c == '%' || c == PER_MILLE || c == EURO) && is_digit(p))
		return NNBSP;
	if (is_digit(c) && is_digit(p) && group_before(l, i) && group_after(l, next))
		return NNBSP;
	if (is_letter(c) && number_before(l, i) && !links(l, next))
		return NBSP;
	return 0;
}

/* A space that French wants before letter i and nobody typed. */
static bool
lacks_space(const struct letters *l, size_t i)
{
	uint32_t c = l->at[i], p = before(l, i), after = letter(l, i + 1);

	if (p == LEFT && !is_blank(c))
		return true;
	if (c == RIGHT)
		return p != 0 && !is_blank(p) && p != LEFT;
	return (c == '%' || c == PER_MILLE || c == EURO) && is_digit(p) && !is_letter(after) &&
	       !is_digit(after);
}

/* ---- letters to text ------------------------------------------------------------------------ */

struct out {
	struct buf *buf;
	const struct letters *l;
	size_t *ends;
	size_t run;
};

static void
put(struct out *o, uint32_t c)
{
	char bytes[4];

	buf_add(o->buf, bytes, utf8_put(c, bytes));
}

/* All that was put so far belongs to the runs that end before letter i. */
static void
pass(struct out *o, size_t i)
{
	while (o->run < o->l->run_count && o->l->runs[o->run] <= i)
		o->ends[o->run++] = o->buf->len;
}

static void
write_letters(struct out *o)
{
	const struct letters *l = o->l;
	size_t i = 0;

	while (i < l->count) {
		size_t next = skip_address(l, i);
		uint32_t space = 0;

		pass(o, i);
		if (next == i && is_space(l->at[i])) {
			while (next < l->count && is_space(l->at[next]))
				next++;
			if (l->french)
				space = french_space(l, i, next);
		} else if (next == i) {
			next++;
			if (l->french && lacks_space(l, i))
				put(o, NNBSP);
		}
		if (space != 0) {
			put(o, space);
			i = next;
		}
		for (; i < next; i++) {
			pass(o, i);
			put(o, l->at[i]);
		}
	}
	pass(o, l->count);
}

/* ---- the door ------------------------------------------------------------------------------- */

/* Nothing in it that any rule is about. */
static bool
is_set(const char *text)
{
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == 0xC2 || c == 0xE2 || (c >= '0' && c <= '9') ||
		    (c < 0x80 && strchr("\"'.;:!?%MDP", c) != NULL))
			return false;
	}
	return true;
}

static bool
is_french(const char *language)
{
	return language != NULL && strncmp(language, "fr", 2) == 0 &&
	       (language[2] == '\0' || language[2] == '-' || language[2] == '_');
}

static void
read_letters(struct letters *l, const struct run *runs, size_t count)
{
	size_t bytes = 0;

	for (size_t i = 0; i < count; i++)
		bytes += strlen(runs[i].text);
	l->at = mem_alloc((bytes + 1) * sizeof *l->at);
	l->runs = mem_alloc(count * sizeof *l->runs);
	l->run_count = count;
	for (size_t i = 0; i < count; i++) {
		for (const char *at = runs[i].text; *at != '\0';)
			l->at[l->count++] = utf8_next(&at);
		l->runs[i] = l->count;
	}
}

void
typography_runs(struct arena *a, const char *language, struct run *runs, size_t count)
{
	struct letters l = {.french = is_french(language)};
	struct buf text = {0};
	size_t *ends, from = 0, i = 0;

	while (i < count && is_set(runs[i].text))
		i++;
	if (i == count)
		return;
	read_letters(&l, runs, count);
	set_marks(&l);
	ends = mem_alloc(count * sizeof *ends);
	write_letters(&(struct out){&text, &l, ends, 0});
	for (i = 0; i < count; i++) {
		runs[i].text = text.len > 0 ? arena_copy(a, text.at + from, ends[i] - from) : "";
		from = ends[i];
	}
	free(l.at);
	free(l.runs);
	free(ends);
	buf_close(&text);
}

const char *
typography(struct arena *a, const char *language, const char *text)
{
	struct run run = {.text = text};

	if (is_set(text))
		return arena_text(a, text);
	typography_runs(a, language, &run, 1);
	return run.text;
}
