/* warm.h: what the reports of a batch share, read once: see warm.c. */
#ifndef BILAN_VERB_WARM_H
#define BILAN_VERB_WARM_H

#include "verb.h"

struct warm;

/* Reads what all reports share, and goes once through the report of `given`, so that its words are
 * shaped and its formats opened. NULL when nothing can be shared: each report is then made alone.
 */
struct warm *warm_open(const struct options *o, const struct given *given, size_t count);
void warm_close(struct warm *w);
const struct report *warm_report(const struct warm *w);
const struct texts *warm_texts(const struct warm *w);
/* The data of that report, read now or before; NULL: it must be made alone. */
struct tables *warm_tables(struct warm *w, const struct given *given, size_t count);
/* Its block tree, in m, gathering its scales; false as below. */
bool warm_tree(struct warm *w, struct make *m, const struct given *given, size_t count,
    struct scales *gathered);
void warm_scales(struct warm *w, struct scales *scales); /* for all reports made from now on */
/* Its pages, in m; false when anything at all is wrong: then it must be made alone, which tells all
 * of it. What m holds is forgotten by the next call. m->d counts the warnings. */
bool warm_make(struct warm *w, struct make *m, const struct given *given, size_t count);
struct warm_warnings {
	size_t count;
	const char *lines; /* see batch/warnings.c */
};
/* Of what the report just made shares with others. */
struct warm_warnings warm_warnings(const struct warm *w, struct arena *a);
void warm_forget(struct warm *w, struct make *m);

#endif
