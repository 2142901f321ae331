/* text_fixture.h: faces, styles and runs for the tests of text/. */
#ifndef TEXT_FIXTURE_H
#define TEXT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bilan/text.h"

enum { BODY, STRONG, ITALIC, FIGURES, HUGE_TRACKED, STYLE_COUNT };

struct fixture {
	struct arena *a;
	struct diag *d;
	struct style styles[STYLE_COUNT];
	struct theme theme;
	struct report report;
	struct project *project;
	struct texts *texts;
};

static const char *fixture_tabular[] = {"tnum", "lnum"};

static inline void
fixture_styles(struct fixture *f)
{
	struct style body = {.name = "body",
	    .at = {"theme.yaml", 3, 1, 4},
	    .family = "Inter",
	    .weight = 400,
	    .size = PT(9.5),
	    .leading = PT(14)};

	for (int i = 0; i < STYLE_COUNT; i++)
		f->styles[i] = body;
	f->styles[STRONG].weight = 600;
	f->styles[ITALIC].italic = true;
	f->styles[FIGURES].features = (struct names){.items = fixture_tabular, .count = 2};
	f->styles[HUGE_TRACKED].family = "Inter Display";
	f->styles[HUGE_TRACKED].weight = 300;
	f->styles[HUGE_TRACKED].size = PT(100);
	f->styles[HUGE_TRACKED].tracking = (struct decimal){-2, 2};
}

static inline struct fixture *
fixture_bare(void)
{
	struct arena *a = arena_open();
	struct fixture *f = NEW(a, struct fixture);
	const char *tests = getenv("TESTS_DIR");

	f->a = a;
	f->d = diag_open();
	fixture_styles(f);
	f->theme.styles = f->styles;
	f->theme.style_count = STYLE_COUNT;
	f->report =
	    (struct report){.file = "layout/report.yaml", .language = "fr-FR", .theme = &f->theme};
	f->project = project_open(a, f->d, arena_printf(a, "%s/unit/report.yaml", tests),
	    arena_printf(a, "%s/..", tests));
	assert_non_null(f->project);
	return f;
}

static inline int
fixture_open(void **state)
{
	struct fixture *f = fixture_bare();

	f->texts = texts_open(f->a, f->d, f->project, &f->report);
	if (f->texts == NULL)
		diag_print(f->d, DIAG_TEXT, stderr);
	assert_non_null(f->texts);
	*state = f;
	return 0;
}

static inline int
fixture_close(void **state)
{
	struct fixture *f = *state;

	texts_close(f->texts);
	diag_close(f->d);
	arena_close(f->a);
	return 0;
}

static inline struct runs
fixture_text(struct fixture *f, int style, const char *text)
{
	return runs_of(f->a, text, &f->styles[style], (struct place){"a.md", 7, 3, 5});
}

static inline struct lines
fixture_lines(struct fixture *f, struct runs runs, struct shape shape)
{
	return text_lines(f->texts, f->a, f->d, &runs, &shape);
}

/* The lines as text: "/" between lines, a space where a space stands. */
static inline const char *
fixture_words(struct fixture *f, struct lines lines)
{
	struct buf b = {0};

	buf_text(&b, "");
	for (int i = 0; i < lines.count; i++) {
		buf_text(&b, i > 0 ? "/" : "");
		for (int k = 0; k < lines.items[i].count; k++) {
			buf_text(&b, lines.items[i].pieces[k].space ? " " : "");
			buf_text(&b, lines.items[i].pieces[k].word->text);
		}
	}
	const char *text = arena_text(f->a, b.at != NULL ? b.at : "");
	buf_close(&b);
	return text;
}

static inline char *
fixture_messages(struct fixture *f)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);

	diag_print(f->d, DIAG_TEXT, out);
	fclose(out);
	char *kept = arena_text(f->a, text);
	free(text);
	return kept;
}

#endif
