/* prose_fuzz.c: any bytes as a Markdown file, as the inline text of one setting, and as words, in
 * an otherwise empty report: every {value} is an unknown one.
 */
#include "../../src/data/inner.h"
#include "bilan/prose.h"
#include "fuzz.h"

static void
check(const struct runs *runs)
{
	for (size_t i = 0; i < runs->count; i++) {
		const char *text = runs->items[i].text;

		if (utf8_check(text, strlen(text)) != strlen(text) || runs->items[i].style == NULL)
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static const struct style style = {.name = "body"};
	static const struct prose_styles styles = {
	    &style, &style, &style, &style, {&style, &style, &style, &style, &style, &style}};
	struct theme theme = {0};
	struct tables tables = {0};
	struct report report = {.file = "report.yaml", .language = "fr-FR", .theme = &theme};
	struct fuzz f = fuzz_open("a.md", bytes, length);
	struct place at = {.file = "a.md", .line = 1, .column = 1, .length = 1};
	struct scope scope = {.a = f.a, .d = f.d, .report = &report, .tables = &tables};
	struct prose prose = {0};
	struct runs runs = {0};
	bool good;

	tables.a = f.a;
	scope.numbers = numbers_open(f.a, f.d, report.language);
	good = prose_read(&scope, f.file.bytes, length, at, &styles, &prose);
	for (size_t i = 0; good && i < prose.count; i++)
		check(&prose.items[i].runs);
	if (utf8_check(f.file.bytes, length) == length) {
		struct setting text = {f.file.bytes, at};

		if (prose_inline(&scope, text, &style, &runs))
			check(&runs);
		(void)typography(f.a, "fr", f.file.bytes);
		(void)typography(f.a, "en", f.file.bytes);
	}
	numbers_close(scope.numbers);
	fuzz_close(&f, good);
	return 0;
}
