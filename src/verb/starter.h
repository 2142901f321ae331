/* starter.h: the project that `bilan new` writes: the files of layout/starter/, put into the
 * program when it is built.
 */
#ifndef BILAN_VERB_STARTER_H
#define BILAN_VERB_STARTER_H

#include <stddef.h>

struct starter_file {
	const char *path;         /* in the new project's folder */
	const char *const *lines; /* each without its end; after the last an empty one, then NULL */
};

extern const struct starter_file starter_files[];
extern const size_t starter_count;

#endif
