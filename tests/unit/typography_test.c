/* typography_test.c: what is typed to what is printed, twice the same as once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "bilan/prose.h"

#define NB "\u00A0"
#define NN "\u202F"

struct pair {
	const char *typed, *printed;
};

static void
check(const char *language, const struct pair *pairs, size_t count)
{
	struct arena *a = arena_open();

	for (size_t i = 0; i < count; i++) {
		const char *once = typography(a, language, pairs[i].typed);

		assert_string_equal(once, pairs[i].printed);
		assert_string_equal(typography(a, language, once), once);
	}
	arena_close(a);
}

static void
french_spaces(void **state)
{
	static const struct pair pairs[] = {
	    {"Vraiment ? Oui ! Non ; peut-être.",
		"Vraiment" NN "? Oui" NN "! Non" NN "; peut-être."},
	    {"Les objectifs :", "Les objectifs" NB ":"},
	    {"Foix : 26", "Foix" NB ": 26"},
	    {"accueil: x", "accueil: x"},
	    {"de 12:30 à 14:00", "de 12:30 à 14:00"},
	    {"Quoi ?!", "Quoi" NN "?!"},
	    {"Au-delà des aides « classiques » associées",
		"Au-delà des aides «" NN "classiques" NN "» associées"},
	    {"Le «chat» direction", "Le «" NN "chat" NN "» direction"},
	    {"100 % et 89,90% de 6 165€", "100" NN "% et 89,90" NN "% de 6" NN "165" NN "€"},
	    {"24 088 et 191 506 563 euros", "24" NN "088 et 191" NN "506" NN "563" NB "euros"},
	};

	(void)state;
	check("fr-FR", pairs, COUNT(pairs));
}

static void
french_numbers_keep_their_word(void **state)
{
	static const struct pair pairs[] = {
	    {"5 ETP et 8 EPCI", "5" NB "ETP et 8" NB "EPCI"},
	    {"le 2 février 2023", "le 2" NB "février 2023"},
	    {"au 1er janvier 2023.", "au 1er" NB "janvier 2023."},
	    {"en moins de 15 jours", "en moins de 15" NB "jours"},
	    {"En 2023 deux réunions", "En 2023 deux réunions"},
	    {"de 10 à 15 et 3 ou 4", "de 10 à 15 et 3 ou 4"},
	    {"CO2 émis", "CO2 émis"},
	    {"2022 117 agents", "2022 117" NB "agents"},
	    {"05 61 02 03 04", "05" NB "61" NB "02" NB "03" NB "04"},
	    {"au 05 61 02 03 04.", "au 05" NB "61" NB "02" NB "03" NB "04."},
	    {"05 61 02 03 04 05", "05 61 02 03 04 05"},
	    {"15 61 02 03 04", "15 61 02 03 04"},
	    {"5 6", "5 6"},
	};

	(void)state;
	check("fr", pairs, COUNT(pairs));
}

static void
french_short_words_keep_the_next(void **state)
{
	static const struct pair pairs[] = {
	    {"M. Dupont et Mme Élie", "M." NB "Dupont et Mme" NB "Élie"},
	    {"(MM. A et B)", "(MM." NB "A et B)"},
	    {"Mme la directrice", "Mme la directrice"},
	    {"CM. Dupont", "CM. Dupont"},
	    {"n° 5, p. 12, art. 3 et § 4", "n°" NB "5, p." NB "12, art." NB "3 et §" NB "4"},
	    {"Drap. Un", "Drap. Un"},
	};

	(void)state;
	check("fr-FR", pairs, COUNT(pairs));
}

static void
french_signs(void **state)
{
	static const struct pair pairs[] = {
	    {"l'accès d'\"un\" jour", "l’accès d’«" NN "un" NN "» jour"},
	    {"attendre...", "attendre…"},
	    {"dit 'oui' à l'autre", "dit ‘oui’ à l’autre"},
	    {"A....... 12", "A....... 12"},
	    {"(\"chat\")", "(«" NN "chat" NN "»)"},
	    {"un écran de 5\"", "un écran de 5\""},
	    {"S/TOTAL 2022/2023 -1 NS", "S/TOTAL 2022/2023 -1 NS"},
	    {"", ""},
	    {"?", "?"},
	    {"\"", "«"},
	};

	(void)state;
	check("fr-FR", pairs, COUNT(pairs));
}

static void
addresses_stay_as_they_are(void **state)
{
	static const struct pair pairs[] = {
	    {"voir https://caf.fr/p?x=1'2...3 ;", "voir https://caf.fr/p?x=1'2...3" NN ";"},
	    {"www.caf.fr/l'aide ou a'b@caf.fr !", "www.caf.fr/l'aide ou a'b@caf.fr" NN "!"},
	};

	(void)state;
	check("fr-FR", pairs, COUNT(pairs));
}

static void
english_has_its_own(void **state)
{
	static const struct pair pairs[] = {
	    {"It's \"good\" ; 24 088 people...", "It’s “good” ; 24 088 people…"},
	    {"'quoted' 50%", "‘quoted’ 50%"},
	};

	(void)state;
	check("en-GB", pairs, COUNT(pairs));
	check("frisian", pairs, COUNT(pairs));
}

static void
runs_are_set_together(void **state)
{
	struct arena *a = arena_open();
	struct run runs[] = {{.text = "soit \""}, {.text = "89,90"}, {.text = " % !"}, {.text = ""},
	    {.text = "\" de l"}, {.text = "'..."}};

	(void)state;
	typography_runs(a, "fr", runs, COUNT(runs));
	assert_string_equal(runs[0].text, "soit «");
	assert_string_equal(runs[1].text, NN "89,90");
	assert_string_equal(runs[2].text, NN "%" NN "!");
	assert_string_equal(runs[3].text, "");
	assert_string_equal(runs[4].text, NN "» de l");
	assert_string_equal(runs[5].text, "’…");
	arena_close(a);
}

/* Any bytes, cut anywhere: same words, no crash, idempotent. */
static void
odd_bytes_are_survived(void **state)
{
	static const char *const scraps[] = {" ", "\u00A0", "\u202F", "«", "»", "\"", "'", ".",
	    "12", "345", "%", "€", ":", "?", "a", "er", "://", "@", "\n", "(", "…", "à", "\xFF",
	    "\xE2\x82"};
	struct arena *a = arena_open();
	uint32_t seed = 1;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		char text[64] = "";
		const char *once, *twice;

		for (int i = 0; i < 9; i++) {
			seed = seed * 1664525 + 1013904223;
			strcat(text, scraps[(seed >> 16) % COUNT(scraps)]);
		}
		once = typography(a, "fr", text);
		twice = typography(a, "fr", once);
		assert_string_equal(once, twice);
		arena_empty(a);
	}
	arena_close(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(french_spaces),
	    cmocka_unit_test(french_numbers_keep_their_word),
	    cmocka_unit_test(french_short_words_keep_the_next),
	    cmocka_unit_test(french_signs),
	    cmocka_unit_test(addresses_stay_as_they_are),
	    cmocka_unit_test(english_has_its_own),
	    cmocka_unit_test(runs_are_set_together),
	    cmocka_unit_test(odd_bytes_are_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
