/* seconds.c: how long something takes. */
#include <time.h>

#include "bilan/base.h"

static double
read_clock(clockid_t id)
{
	struct timespec t;

	clock_gettime(id, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

double
seconds_now(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

double
seconds_of_cpu(void)
{
	return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}
