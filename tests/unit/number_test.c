/* number_test.c: numbers read as people type them, and written as the reader's language does. */
#include "data_bench.h"

#include <time.h>

#include <unicode/unumberformatter.h>
#include <unicode/ustring.h>

static struct decimal
dec(const char *text)
{
	struct decimal d;

	assert_true(decimal_read(text, &d));
	return d;
}

static void
test_reading(void **state)
{
	static const struct {
		const char *text, *value;
	} good[] = {
	    {"0", "0"},
	    {"24088", "24088"},
	    {"24 088", "24088"},
	    {"24" NNBSP "088", "24088"},
	    {"7\xC2\xA0"
	     "148\xC2\xA0"
	     "752 €",
		"7148752"},
	    {"7148752€", "7148752"},
	    {MINUS_SIGN "12,5", "-12.5"},
	    {"-12.50", "-12.50"},
	    {"+15 %", "15"},
	    {"89,90 %", "89.90"},
	    {"1,234", "1.234"},
	    {"007", "7"},
	    {"0,05", "0.05"},
	    {"-0", "0"},
	    {"999 999 999 999 999 999", "999999999999999999"},
	    {"1.123456789", "1.123456789"},
	};
	static const struct {
		const char *text, *what;
	} bad[] = {
	    {"", "does not start with a digit"},
	    {"24 O88", "no digit"},
	    {"24 agents", "something after the number"},
	    {"2402O", "no digit"},
	    {"1 23", "groups of three"},
	    {"1234 567", "groups of three"},
	    {"1,", "no digit after"},
	    {",5", "does not start"},
	    {"1,2,3", "two decimal marks"},
	    {"1,234.50", "two decimal marks"},
	    {"1e5", "no digit"},
	    {"0x10", "no digit"},
	    {"1000000000000000000", "18 digits"},
	    {"1.0123456789", "9 decimals"},
	    {"--1", "start"},
	    {"12 kg", "something after"},
	    {"1  234", "something after"},
	    {"5 % %", "something after"},
	    {"n.d.", "does not start"},
	    {"NaN", "start"},
	    {"\xD9\xA3", "start"},
	};
	struct decimal d;
	const char *what;
	char out[24];

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		what = NULL;
		if (!number_read(good[i].text, &d, &what))
			fail_msg("%s: %s", good[i].text, what);
		decimal_write(d, out);
		assert_string_equal(out, good[i].value);
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		what = NULL;
		if (number_read(bad[i].text, &d, &what) || !what || !strstr(what, bad[i].what))
			fail_msg("%s: %s", bad[i].text, what ? what : "accepted");
	}
}

static const struct format formats[] = {
    {"integer", "precision-integer", {0}, 0},
    {"euro", "currency/EUR precision-integer", {0}, 1},
    {"percent2", "percent .00", {0}, 2},
    {"percent0", "percent precision-integer", {0}, 3},
    {"percent1", "percent .0", {0}, 4},
    {"cents", "currency/EUR", {0}, 5},
    {"plain", "precision-integer group-off", {0}, 6},
    {"compact", "compact-short", {0}, 7},
    {"one", ".0", {0}, 8},
    {"days", "unit/day unit-width-full-name", {0}, 9},
};

static void
test_french(void **state)
{
	struct bench *b = *state;
	struct numbers *n = numbers_open(b->a, b->d, "fr-FR");
#define FR(format, value, expected)                                                                \
	assert_string_equal(number_text(n, b->a, (format), dec(value)), (expected))

	FR(NULL, "24088", "24" NNBSP "088");
	FR(NULL, "0", "0");
	FR(NULL, "999", "999");
	FR(NULL, "-1234567.50", MINUS_SIGN "1" NNBSP "234" NNBSP "567,50");
	FR(&formats[0], "24088", "24" NNBSP "088");
	FR(&formats[0], "24088.5", "24" NNBSP "089");
	FR(&formats[0], "-24088.5", MINUS_SIGN "24" NNBSP "089");
	FR(&formats[0], "2.5", "3");
	FR(&formats[0], "-0.4", "0");
	FR(&formats[1], "7148752", "7" NNBSP "148" NNBSP "752" NNBSP "€");
	FR(&formats[1], "191506563", "191" NNBSP "506" NNBSP "563" NNBSP "€");
	FR(&formats[2], "89.90", "89,90" NNBSP "%");
	FR(&formats[2], "0.005", "0,01" NNBSP "%");
	FR(&formats[2], "1.004999999", "1,00" NNBSP "%");
	FR(&formats[5], "12.5", "12,50" NNBSP "€");
	FR(&formats[6], "2023", "2023");
	FR(&formats[9], "2", "2" NNBSP "jours");
	FR(&formats[9], "1", "1" NNBSP "jour");
	FR(&formats[0], "999999999999999999",
	    "999" NNBSP "999" NNBSP "999" NNBSP "999" NNBSP "999" NNBSP "999");
	FR(&formats[2], "999999999999999999",
	    "999" NNBSP "999" NNBSP "999" NNBSP "999" NNBSP "999" NNBSP "999,00" NNBSP "%");
	assert_string_equal(number_signed(n, b->a, &formats[3], dec("15")), "+15" NNBSP "%");
	assert_string_equal(
	    number_signed(n, b->a, &formats[4], dec("-2.2")), MINUS_SIGN "2,2" NNBSP "%");
	assert_string_equal(number_signed(n, b->a, &formats[4], dec("-0.04")), "0,0" NNBSP "%");
	assert_string_equal(number_signed(n, b->a, NULL, dec("1500")), "+1" NNBSP "500");
	SILENT(b);
	numbers_close(n);
}

static void
test_own_format(void **state)
{
	struct bench *b = *state;
	struct numbers *n = numbers_open(b->a, b->d, "fr-FR");
	struct cell euros = {.kind = CELL_NUMBER, .number = dec("1234.50"), .unit = "euro"};
	struct cell percents = {.kind = CELL_NUMBER, .number = dec("24"), .unit = "percent"};
	struct cell days = {.kind = CELL_NUMBER, .number = dec("24"), .unit = "day"};

	FR(number_own(&euros), "1234.50", "1" NNBSP "234,50" NNBSP "€");
	FR(number_own(&percents), "24", "24" NNBSP "%");
	assert_null(number_own(&days));
	days.unit = NULL;
	assert_null(number_own(&days));
	assert_string_equal(number_said_twice("12" NNBSP "€", " euros."), "€");
	assert_string_equal(number_said_twice("12" NNBSP "€", NNBSP "k€"), "€");
	assert_string_equal(number_said_twice("12" NNBSP "%", "%"), "%");
	assert_null(number_said_twice("12", " €"));
	assert_null(number_said_twice("12" NNBSP "€", " européens"));
	assert_null(number_said_twice("12" NNBSP "%", " et 50 %"));
	assert_null(number_said_twice("12" NNBSP "%", ""));
	SILENT(b);
	numbers_close(n);
}

static void
test_english(void **state)
{
	struct bench *b = *state;
	struct numbers *n = numbers_open(b->a, b->d, "en-GB");

	assert_string_equal(
	    number_text(n, b->a, &formats[1], dec("-7148752")), MINUS_SIGN "€7,148,752");
	assert_string_equal(number_text(n, b->a, NULL, dec("1234.5")), "1,234.5");
	assert_string_equal(number_text(n, b->a, &formats[2], dec("89.90")), "89.90%");
	numbers_close(n);
}

/* Languages that the frame cannot write: ICU does. */
static void
test_other_languages(void **state)
{
	struct bench *b = *state;
	struct numbers *n = numbers_open(b->a, b->d, "es-ES");

	assert_string_equal(number_text(n, b->a, NULL, dec("1234")), "1234");
	assert_string_equal(number_text(n, b->a, NULL, dec("12345")), "12.345");
	numbers_close(n);
	n = numbers_open(b->a, b->d, "en-IN");
	assert_string_equal(number_text(n, b->a, NULL, dec("1234567")), "12,34,567");
	numbers_close(n);
	n = numbers_open(b->a, b->d, "not a language");
	assert_string_equal(number_text(n, b->a, NULL, dec("1234567")), "1,234,567");
	numbers_close(n);
}

static void
test_a_bad_skeleton_is_located(void **state)
{
	struct bench *b = *state;
	struct format bad = {"wrong", "percent precision-.00", {"theme.yaml", 4, 14, 21}, 0};
	struct numbers *n = numbers_open(b->a, b->d, "fr");

	assert_string_equal(number_text(n, b->a, &bad, dec("12.5")), "12.5");
	number_text(n, b->a, &bad, dec("13"));
	SAYS(b, "theme.yaml:4:14: error: the format \"wrong\" cannot be used: \"precision-.00\"");
	assert_int_equal(diag_count(b->d, DIAG_ERROR), 1);
	diag_empty(b->d); /* the next report of a batch */
	number_text(n, b->a, &bad, dec("13"));
	assert_int_equal(diag_count(b->d, DIAG_ERROR), 1);
	numbers_close(n);
}

/* What number.c says of itself, computed here from ICU alone. */
static void
icu_says(const char *locale, const char *skeleton, const char *value, char *out)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar wide[256], text[128];
	char narrow[256];
	int32_t n;

	u_strFromUTF8(wide, 256, &n, skeleton, -1, &status);
	UNumberFormatter *f = unumf_openForSkeletonAndLocale(wide, n, locale, &status);
	UFormattedNumber *r = unumf_openResult(&status);
	unumf_formatDecimal(f, value, -1, r, &status);
	n = unumf_resultToString(r, text, 128, &status);
	u_strToUTF8(narrow, sizeof narrow, NULL, text, n, &status);
	assert_true(U_SUCCESS(status));
	unumf_closeResult(r);
	unumf_close(f);
	for (const char *p = narrow; *p; p++) {
		bool wide_space = strncmp(p, "\xC2\xA0", 2) == 0;
		if (wide_space || *p == ' ' || *p == '-')
			out = stpcpy(out, *p == '-' ? MINUS_SIGN : NNBSP);
		else
			*out++ = *p;
		p += wide_space;
	}
	*out = '\0';
}

static void
test_the_fast_path_equals_icu(void **state)
{
	static const char *const languages[] = {
	    "fr-FR", "en-US", "de-DE", "es-ES", "pl-PL", "hi-IN"};
	struct bench *b = *state;
	uint64_t random = 42;
	char value[24], expected[256], skeleton[128];

	for (size_t l = 0; l < COUNT(languages); l++) {
		struct numbers *n = numbers_open(b->a, b->d, languages[l]);
		for (int i = 0; i < 400; i++) {
			random = hash_bytes(&random, sizeof random, 1);
			const struct format *f = &formats[random % COUNT(formats)];
			bool is_signed = random >> 8 & 1;
			struct decimal d = {
			    (int64_t)(random >> 4) >> (random >> 16 & 63), (int)(random >> 9 & 7)};
			d.coef %= 999999999999999999;
			if (random >> 10 & 1)
				d.coef = -d.coef;
			decimal_write(d, value);
			snprintf(skeleton, sizeof skeleton, "%s rounding-mode-half-up %s",
			    f->skeleton, is_signed ? "sign-except-zero" : "sign-negative");
			icu_says(languages[l], skeleton, value, expected);
			for (int again = 0; again < 2; again++)
				assert_string_equal(is_signed ? number_signed(n, b->a, f, d)
							      : number_text(n, b->a, f, d),
				    expected);
		}
		numbers_close(n);
	}
	SILENT(b);
}

static void
test_speed(void **state)
{
	struct bench *b = *state;
	struct numbers *n = numbers_open(b->a, b->d, "fr-FR");
	clock_t start = clock();

	for (int i = 0; i < 400000; i++) {
		struct arena_mark mark = arena_mark(b->a);
		number_text(n, b->a, &formats[1], (struct decimal){(int64_t)i * 7919, 0});
		if (i > 0)
			arena_rewind(b->a, mark);
	}
	double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
	print_message("400 000 numbers: %.3f s\n", seconds);
	assert_true(seconds < 3);
	numbers_close(n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_reading),
	    cmocka_unit_test_setup_teardown(test_french, bench_open, bench_close),
	    cmocka_unit_test_setup_teardown(test_english, bench_open, bench_close),
	    cmocka_unit_test_setup_teardown(test_other_languages, bench_open, bench_close),
	    cmocka_unit_test_setup_teardown(
		test_a_bad_skeleton_is_located, bench_open, bench_close),
	    cmocka_unit_test_setup_teardown(test_the_fast_path_equals_icu, bench_open, bench_close),
	    cmocka_unit_test_setup_teardown(test_own_format, bench_open, bench_close),
	    cmocka_unit_test_setup_teardown(test_speed, bench_open, bench_close),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
