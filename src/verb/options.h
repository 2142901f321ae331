/* options.h: argv to a verb and its options; the exit status. */
#ifndef BILAN_VERB_OPTIONS_H
#define BILAN_VERB_OPTIONS_H

#include "verb.h"

int options_run(int argc, char **argv);

#endif
