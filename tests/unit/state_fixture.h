/* state_fixture.h: states written by hand, compared. */
#ifndef STATE_FIXTURE_H
#define STATE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bilan/diff.h"

struct bench {
	struct arena *a;
	struct diag *d;
	struct tolerance tolerance;
};

static inline struct bench
bench_open(void)
{
	struct bench b = {.a = arena_open(), .d = diag_open()};

	b.tolerance = (struct tolerance){.length = 1451, .delta_e = 2}; /* 0.5 mm */
	return b;
}

static inline void
bench_close(struct bench *b)
{
	diag_close(b->d);
	arena_close(b->a);
}

#define HEAD                                                                                       \
	"bilan-state 1\ntool bilan 1\nreport r.yaml\ntarget web\nparameter year 2023\n"            \
	"input layout r.yaml 01\ninput data d.csv 02\ninput theme t.yaml 03\n"                     \
	"font Inter-400 Version 1\ncolour ink #1B1B1B\ncolour sun #F2A93B\nstyle body Inter 400 "  \
	"9/12 0\n"

/* A state of one page with one block. */
static inline const struct state *
bench_state(struct bench *b, const char *head, const char *items)
{
	const char *text = arena_printf(
	    b->a, "%spage 1 \"p\" 300x400 plain\n  block b\n%stags\nDocument\n", head, items);
	struct state *s = state_read(b->a, b->d, "x.state", text, strlen(text));

	if (s == NULL) {
		diag_print(b->d, DIAG_TEXT, stdout);
		fail_msg("no state: %s", text);
	}
	return s;
}

static inline struct comparison *
bench_compare(struct bench *b, const struct state *old, const struct state *new)
{
	struct comparison *c = compare_states(b->a, old, new, &b->tolerance);

	comparison_finish(b->a, c, old, new, &b->tolerance);
	return c;
}

/* The changes, a line each: "text: "a" → "b"". */
static inline const char *
bench_says(struct bench *b, const char *old, const char *new)
{
	struct comparison *c =
	    bench_compare(b, bench_state(b, HEAD, old), bench_state(b, HEAD, new));
	const char *says = "";

	for (size_t i = 0; i < c->count; i++)
		says = arena_printf(
		    b->a, "%s%s: %s\n", says, layer_names[c->changes[i].layer], c->changes[i].says);
	return says;
}

#endif
