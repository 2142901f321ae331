/* folder.c: folders for what is to be written. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "bilan/file.h"

static bool
make(const char *folder)
{
	struct stat there;

	if (mkdir(folder, 0777) == 0)
		return true;
	if (errno != EEXIST)
		return false;
	if (stat(folder, &there) == 0 && S_ISDIR(there.st_mode))
		return true;
	errno = ENOTDIR;
	return false;
}

bool
folders_make(struct arena *scratch, struct diag *d, const char *path)
{
	char *folder = arena_text(scratch, path);
	char *slash = *folder != '\0' ? strchr(folder + 1, '/') : NULL;

	for (; slash != NULL; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (!make(folder)) {
			diag_add(d, DIAG_FAILURE, (struct place){0}, "output-failed",
			    "cannot make the folder \"%.500s\": %s", folder, strerror(errno));
			return false;
		}
		*slash = '/';
	}
	return true;
}
