/* main.c: argv to a row of verbs; nothing else. */
#include "bilan/base.h"

int
main(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return 2;
}
