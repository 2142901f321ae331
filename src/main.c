/* main.c: argv to a row of verbs; nothing else. */
#include "verb/options.h"

int
main(int argc, char **argv)
{
	return options_run(argc, argv);
}
