/* verb.h: what the verbs share: their row, the options read, the way from a report to its pages. */
#ifndef BILAN_VERB_VERB_H
#define BILAN_VERB_VERB_H

#include "bilan/flow.h"
#include "bilan/pdf.h"

/* Exit statuses, as `bilan --help` tells. */
enum { EXIT_DONE = 0, EXIT_ERRORS = 1, EXIT_USAGE = 2, EXIT_MACHINE = 3 };

enum option {
	OPT_PARAMETER = 1 << 0,
	OPT_OUTPUT = 1 << 1,
	OPT_ROOT = 1 << 2,
	OPT_DUMP = 1 << 3,
	OPT_BATCH = 1 << 20, /* all that only batch has */
	OPT_TIMES = 1 << 4,
	OPT_MESSAGES = 1 << 5,
	OPT_COLOUR = 1 << 6,
	OPT_REFERENCE = 1 << 7,
	OPT_TARGET = 1 << 8,
	OPT_PRINTER = 1 << 9,
	OPT_NO_SPOTS = 1 << 10,
	OPT_MAP = 1 << 11,
	OPT_SAME = 1 << 12,
	OPT_APPROVE = 1 << 13,
	OPT_JUNIT = 1 << 14,
	OPT_TOLERANCE = 1 << 15,
	OPT_DELTA_E = 1 << 16,
	OPT_PPI = 1 << 17,
	OPT_SHEET = 1 << 18,
	OPT_CASE_TIMES = 1 << 19,
};

struct options {             /* what the command line said */
	const char *report;  /* the verb's operand, or NULL */
	struct given *given; /* -p NAME=VALUE */
	size_t given_count;
	/* of batch */
	const char **each, **where; /* --each NAME=A..B, --where NAME=A,B */
	size_t each_count, where_count;
	const char *items;      /* --items FILE */
	unsigned part, parts;   /* --shard; parts 0: none */
	int jobs, item_timeout; /* 0: not given; seconds */
	long item_memory;       /* MB */
	bool only_failed, fail_fast, force, explain, merge;
	/* of the others */
	const char *output, *root, *dump;
	const char *printer, *map;
	const char *junit, *tolerance, *delta_e, *ppi;
	const char **operands; /* the verb's operands, report the first of them */
	size_t operand_count;
	bool approve;
	bool screen, press; /* targets; neither: as if web */
	bool no_spots, same;
	bool times, json, reference;
	enum diag_form form;
};

struct verb {
	const char *name, *operand; /* "REPORT.yaml", "OLD NEW", "[DIR]..." or NULL */
	unsigned options;           /* bits of enum option */
	const char *help;
	int (*run)(const struct options *o);
	const char *statuses; /* what its exit statuses mean, where not as usual; or NULL */
};

extern const struct verb verb_build, verb_check, verb_schema, verb_fonts, verb_ink, verb_diff,
    verb_test, verb_new, verb_watch;

/* ---- verb/make.c: one report, from its path to its pages ------------------------------------ */

struct make {
	struct arena *run; /* fonts, shaped words, formatters: they outlive a report */
	struct arena *a;   /* the report: emptied of each round's pages by the flow */
	struct diag *d;
	struct project *project;
	struct report *report;
	struct tables *tables;
	struct numbers *numbers;
	struct texts *texts;
	struct scales *scales; /* of a batch; NULL: none */
	struct once *once;
	const struct once *first; /* that of a batch's first report; NULL: none */
	bool keeps;               /* it is that report */
	struct tree *tree;
	struct pages *pages;
	const char *title, *author, *subject;
	enum sync_when sync;      /* of the PDFs: a batch's are synced with its journal */
	const char *made;         /* the files written; NULL: none */
	bool checked;             /* nothing was to be written */
	double started, times[6]; /* seconds of CPU: see make.c */
};

void make_open(struct make *m);
/* Config, fonts and data; then checks and binding; then pages. False when there is no going on;
 * errors are in m->d. */
bool make_load(struct make *m, const struct options *o);
bool make_tree(struct make *m);
bool make_pages(struct make *m);
void make_time(struct make *m, int stage);               /* ends that stage's time */
int make_close(struct make *m, const struct options *o); /* prints; the exit status */
void make_drop(struct make *m);                          /* closes without a word */
/* False after output-is-input, in d: the path is a file or a font that the report is made from. */
bool make_spares(const struct make *m, struct diag *d, const char *path);

extern const struct verb verb_batch;
/* verb/batch_options.c: one of the rows of OPT_BATCH; false: that is no value for it. */
bool batch_option(struct options *o, const char *name, const char *value);

/* verb/carry.c: the state (see diff.h) of the pages, for screens (press NULL) or for the press;
 * answers where its body begins. Of one for the press, lines of how much of each page each ink
 * covers belong there. */
struct printing;
size_t make_state(struct make *m, const struct printing *press, struct buf *out);
void make_ink_lines(struct make *m, const struct printing *press, struct buf *out);
/* The same, as a file in the PDF; false: the report is too long to carry one. */
bool carried_state(struct make *m, struct attachment *carried);

/* ---- verb/printing.c, targets.c, same.c: for the press -------------------------------------- */

struct printing {
	struct printer *printer;
	struct inks *inks;
};
/* The printer's file and inks; and the preflight. False when nothing may be printed. */
bool printing_inks(struct printing *press, struct make *m, const struct options *o);
bool printing_open(struct printing *press, struct make *m, const struct options *o);
void printing_close(struct printing *press);

struct pdf_job make_job(struct make *m, const struct printing *press); /* NULL: for screens */
int64_t make_date(const struct project *p);
void make_targets(struct make *m, const struct options *o); /* the files that o asks for */
/* These files, together or none; NULL: not that one. */
void make_files(struct make *m, const struct options *o, const char *web, const char *print);
const char *print_output(struct arena *a, const char *web);     /* report.pdf: report-print.pdf */
void same_information(struct make *m, const struct options *o); /* --same-information */

#endif
