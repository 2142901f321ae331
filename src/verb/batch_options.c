/* batch_options.c: the options that only `bilan batch` has. */
#include <stdlib.h>
#include <string.h>

#include "batch.h"

static bool
read_count(const char *value, long most, long *n)
{
	char *rest;

	if (*value < '0' || *value > '9')
		return false;
	*n = strtol(value, &rest, 10);
	return *rest == '\0' && *n >= 1 && *n <= most;
}

bool
batch_option(struct options *o, const char *name, const char *value)
{
	long n = 0;

	if (strcmp(name, "--each") == 0)
		o->each[o->each_count++] = value;
	else if (strcmp(name, "--where") == 0)
		o->where[o->where_count++] = value;
	else if (strcmp(name, "--items") == 0)
		o->items = value;
	else if (strcmp(name, "--only") == 0)
		return (o->only_failed = strcmp(value, "failed") == 0);
	else if (strcmp(name, "--shard") == 0)
		return shard_read(value, &o->part, &o->parts);
	else if (strcmp(name, "--jobs") == 0 && read_count(value, 256, &n))
		o->jobs = (int)n;
	else if (strcmp(name, "--item-timeout") == 0 && read_count(value, 86400, &n))
		o->item_timeout = (int)n;
	else if (strcmp(name, "--item-memory") == 0 && read_count(value, 1 << 20, &n))
		o->item_memory = n;
	else if (strcmp(name, "--output") == 0)
		return *(o->output = value) != '\0' && strcmp(value, "-") != 0;
	else if (strcmp(name, "--merge-manifests") == 0)
		o->merge = true;
	else if (strcmp(name, "--force") == 0)
		o->force = true;
	else if (strcmp(name, "--explain") == 0)
		o->explain = true;
	else if (strcmp(name, "--fail-fast") == 0)
		o->fail_fast = true;
	else if (strcmp(name, "--keep-going") == 0)
		o->fail_fast = false;
	else
		return false;
	return true;
}
