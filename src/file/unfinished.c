/* unfinished.c: what a run that is ended by a signal must not leave: half a file, a folder of its
 * own.
 *
 * Paths are noted before the thing is made and forgotten when it is finished or removed. On SIGINT,
 * SIGTERM and SIGHUP the handler removes what is noted (files first, then folders, now empty) and
 * lets the signal end the process as it would have. A signal that somebody else catches or ignores
 * (nohup, a batch that ends its items first) stays theirs. A forked process does not remove what
 * its parent noted. The handler uses only what POSIX allows there: unlink, rmdir, getpid,
 * sigaction, raise.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bilan/file.h"

enum { SLOTS = 64 };

static char *volatile paths[SLOTS];
static volatile pid_t owner; /* of the paths; handlers are set in this process */

static void
remove_all(int number)
{
	struct sigaction usual = {.sa_handler = SIG_DFL};

	if (owner == getpid()) {
		for (int i = 0; i < SLOTS; i++) {
			if (paths[i] != NULL)
				unlink(paths[i]);
		}
		for (int i = 0; i < SLOTS; i++) {
			if (paths[i] != NULL)
				rmdir(paths[i]);
		}
	}
	sigaction(number, &usual, NULL);
	raise(number);
}

/* In a forked process: its parent's paths are its parent's. */
static void
take_over(void)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction mine = {.sa_handler = remove_all}, old;

	for (int i = 0; i < SLOTS; i++)
		paths[i] = NULL;
	owner = getpid();
	for (size_t i = 0; i < COUNT(signals); i++) {
		if (sigaction(signals[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL)
			sigaction(signals[i], &mine, NULL);
	}
}

int
unfinished_add(const char *path)
{
	size_t n = strlen(path) + 1;

	if (owner != getpid())
		take_over();
	for (int i = 0; i < SLOTS; i++) {
		char *kept;

		if (paths[i] != NULL)
			continue;
		kept = mem_alloc(n);
		memcpy(kept, path, n);
		paths[i] = kept;
		return i;
	}
	return -1;
}

void
unfinished_end(int slot)
{
	char *path = slot >= 0 && owner == getpid() ? paths[slot] : NULL;

	if (path == NULL)
		return;
	paths[slot] = NULL;
	free(path);
}
