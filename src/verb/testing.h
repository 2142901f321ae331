/* testing.h: the parts of `bilan test`: a case as its folder says, and what came of it. */
#ifndef BILAN_VERB_TESTING_H
#define BILAN_VERB_TESTING_H

#include "comparing.h"

struct test_case { /* one target of one case.yaml */
	const char *folder, *target;
	const char *name;   /* "tests/pages/cases/2023 (web)" */
	const char *report; /* as bilan build would be given it */
	const char *root;   /* the same; or NULL */
	const char *raster; /* the program that draws, or NULL: any */
	const char *printer;
	struct given *given;
	size_t given_count;
	struct tolerance tolerance;
	bool pictures;
	int ppi;
};

/* ---- verb/test_case.c ---- Every case below the folders, by name; those with mistakes are
 * left out, after a diagnostic. */
struct folders {
	const char *const *items;
	size_t count;
	const char *root; /* what cases may read, as --root says; or NULL: see test_case.c */
};
struct test_case *cases_find(
    struct arena *a, struct diag *d, const struct folders *folders, size_t *count);

extern const struct record case_record; /* case.yaml, for the reference */

/* ---- verb/test_run.c ---- One case: built, compared, perhaps approved. */

enum verdict {
	VERDICT_SAME,
	VERDICT_ACCEPTED,
	VERDICT_CHANGED,
	VERDICT_NEW,
	VERDICT_BROKEN,
	VERDICT_TROUBLE
};

struct verdict_of {
	enum verdict verdict;
	bool done;
	int milliseconds;
	struct buf summary, details;
	struct buf sheet;  /* its part of the HTML report */
	struct buf events; /* lines of JSON, for --messages=json */
	unsigned reads;    /* bits: which of how.outputs it is made from */
};
enum { OUTPUT_SHEET, OUTPUT_JUNIT, TEST_OUTPUTS };
struct how {
	bool approve, sheet;
	const char *outputs[TEST_OUTPUTS]; /* NULL: none */
	int number;
	enum diag_form form;
};
void case_run(const struct test_case *c, struct how how, struct verdict_of *v);

/* ---- verb/test_share.c ---- All cases, by as many processes as there are processors. */

struct work {
	const struct test_case *cases;
	size_t count;
	struct verdict_of *verdicts; /* zeroed, then filled */
	struct how how;
	bool times;
	/* Told each result, in order, as soon as it and those before it are there. */
	void (*tell)(const struct work *w, size_t i);
	size_t told;
};
void cases_run(struct work *w);

/* ---- verb/test_run.c, test_approve.c ---- */

struct trial { /* one case at work */
	const struct test_case *c;
	struct how how;
	struct verdict_of *v;
	struct make m;
	struct options o;
	struct printing press;
	struct buf text; /* the new state */
	size_t body;     /* where its pages begin */
	struct raster raster;
	char folder[256], *pdf; /* the temporary PDF; NULL: none */
	int unfinished[2];      /* both, should a signal end the run */
	struct page_boxes boxes;
	struct pictures drawn; /* from it */
	struct comparing x;
	struct project *kept; /* the case's folder: approved files are read through it */
	const char *approved; /* path of the approved state */
	struct file_text old; /* its text */
};

void trial_say(struct trial *r, enum verdict verdict, const char *summary);
bool trial_same(const struct trial *r); /* as approved, to the byte; see test_run.c */
/* ---- verb/test_approve.c ---- The pages that nobody has approved yet, into the details. */
bool trial_show(struct trial *r);
void trial_approve(struct trial *r);
/* Where the approved picture of that page lies, counted from 1. */
const char *case_picture(const struct test_case *c, struct arena *a, int page);

/* ---- verb/test_junit.c ---- The results for a CI server; what is in `d` was said of cases that
 * cannot be read. */
bool verdict_passed(const struct verdict_of *v);
extern const char *const verdict_types[]; /* by verdict: "ok", "accepted", "changed", … */
void junit_write(const struct work *w, struct diag *d, const char *path);

#endif
