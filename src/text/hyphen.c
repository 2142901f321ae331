/* hyphen.c: where a word of the report's language may be divided, by libhyphen's patterns (Liang
 * 1983) as office programs ship them.
 *
 * The dictionary is read when a paragraph first needs it: that takes longer than laying a page
 * out. Only lower-case words are divided, which leaves names and acronyms whole; at least three
 * letters stay on either side. "l’accompagnement" is divided in its second part.
 */
#include <hyphen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "texts.h"

#define LEAST   3  /* letters before and after a hyphen */
#define LETTERS 60 /* longer words are no words */

static const char *const dictionary_folders[] = {"/usr/share/hyphen", "/usr/share/myspell/dicts"};

/* hyph_fr_FR.dic, else hyph_fr.dic: opened, and its last name; NULL: there is none. */
static FILE *
dictionary_file(const char *language, char name[static 48])
{
	char path[128], tag[32];
	FILE *there = NULL;

	if (strlen(language) >= sizeof tag)
		return NULL;
	for (int whole = 1; whole >= 0 && there == NULL; whole--) {
		strcpy(tag, language);
		for (char *c = tag; *c != '\0'; c++)
			if (*c == '-' || *c == '_')
				*c = whole ? '_' : '\0';
			else if (strchr("/.", *c) != NULL)
				return NULL;
		snprintf(name, 48, "hyph_%s.dic", tag);
		for (size_t i = 0; i < COUNT(dictionary_folders) && there == NULL; i++) {
			snprintf(path, sizeof path, "%s/%s", dictionary_folders[i], name);
			there = fopen(path, "rb");
		}
	}
	return there;
}

static HyphenDict *
dictionary_open(const char *language)
{
	char name[48];
	FILE *there = dictionary_file(language, name);
	HyphenDict *dictionary = there != NULL ? hnj_hyphen_load_file(there) : NULL;

	if (there != NULL)
		fclose(there);
	if (dictionary != NULL && !dictionary->utf8) {
		hnj_hyphen_free(dictionary);
		dictionary = NULL;
	}
	return dictionary;
}

const char *
hyphens_origin(const struct texts *t)
{
	char name[48], bytes[4096];
	FILE *there = dictionary_file(t->language, name);
	uint64_t hash = 0;
	size_t n;

	if (there == NULL)
		return "none";
	while ((n = fread(bytes, 1, sizeof bytes, there)) > 0)
		hash = hash_long(bytes, n, hash);
	fclose(there);
	return arena_printf(t->a, "%s %016llx", name, (unsigned long long)hash);
}

static const char *
underscored(struct arena *a, const char *language)
{
	char *tag = arena_text(a, language), *dash = strchr(tag, '-');

	if (dash != NULL)
		*dash = '_';
	return tag;
}

/* Debian's: of most languages hyphen-fr, of two that differ by country hyphen-en-gb. */
static const char *
package_of(struct arena *a, const char *language)
{
	bool country = strncmp(language, "en", 2) == 0 || strncmp(language, "pt", 2) == 0;
	char *name = arena_printf(a, "hyphen-%.*s", country ? 5 : 2, language);

	for (char *c = name; *c != '\0'; c++)
		*c = (char)(*c >= 'A' && *c <= 'Z' ? *c + 'a' - 'A' : *c);
	return name;
}

/* Without a dictionary each report that needs it is warned, though the texts outlive a report of a
 * batch. */
static HyphenDict *
dictionary_of(struct texts *t, struct diag *d)
{
	if (!t->hyphenator_tried)
		t->hyphenator = dictionary_open(t->language);
	t->hyphenator_tried = true;
	if (t->hyphenator == NULL) {
		diag_add(d, DIAG_WARNING, (struct place){0}, "hyphenation-missing",
		    "there is no hyphenation dictionary for the language \"%s\": no word is "
		    "divided",
		    t->language);
		diag_help(d,
		    "sudo apt-get install %s, or whatever package has hyph_%s.dic; or say "
		    "hyphenate: no in the theme",
		    package_of(t->a, t->language), underscored(t->a, t->language));
	}
	return t->hyphenator;
}

int
hyphen_points(
    struct texts *t, struct diag *d, const char *word, size_t length, uint16_t *points, int room)
{
	HyphenDict *dictionary;
	char marks[LETTERS * 4 + 8];
	char **rep = NULL;
	int *pos = NULL, *cut = NULL, count = 0;
	size_t letters = utf8_count(word, length), seen = 0;

	if (letters < 2 * LEAST || letters > LETTERS || length > LETTERS * 4)
		return 0;
	if ((dictionary = dictionary_of(t, d)) == NULL)
		return 0;
	if (hnj_hyphen_hyphenate2(dictionary, word, (int)length, marks, NULL, &rep, &pos, &cut) !=
	    0)
		return 0;
	/* marks has one entry a character: an odd digit divides after it; `rep` would change the
	 * spelling there, which no line of ours does */
	for (const char *at = word; at < word + length && count < room;) {
		bool odd = (marks[seen] & 1) != 0 && (rep == NULL || rep[seen] == NULL);

		utf8_next(&at);
		seen++;
		if (odd && seen >= LEAST && letters - seen >= LEAST)
			points[count++] = (uint16_t)(at - word);
	}
	for (size_t i = 0; rep != NULL && i < length; i++)
		free(rep[i]);
	free(rep);
	free(pos);
	free(cut);
	return count;
}

/* libhyphen 2.8.8 forgets a few bytes for each pattern that a dictionary has twice; tests that
 * look for leaks are told that this one is not ours. */
#ifdef __has_feature
#define ADDRESSES_WATCHED __has_feature(address_sanitizer)
#elif defined(__SANITIZE_ADDRESS__)
#define ADDRESSES_WATCHED 1
#else
#define ADDRESSES_WATCHED 0
#endif
#if ADDRESSES_WATCHED
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:hnj_malloc\n";
}
#endif

void
hyphens_close(struct texts *t)
{
	if (t->hyphenator != NULL)
		hnj_hyphen_free(t->hyphenator);
}
