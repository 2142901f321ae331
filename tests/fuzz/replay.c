/* replay.c: gives files, and the files of folders, to a fuzz entry, one after the other. It stands
 * in for libFuzzer where there is none, so that seeds and former crashes are tried in every build.
 */
#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>

#include "fuzz.h"

static int
replay_file(const char *path)
{
	FILE *in = fopen(path, "rb");
	struct buf b = {0};
	char part[4096];
	size_t n;

	if (in == NULL) {
		perror(path);
		return 1;
	}
	while ((n = fread(part, 1, sizeof part, in)) > 0)
		buf_add(&b, part, n);
	fclose(in);
	printf("%s: %zu bytes\n", path, b.len);
	fflush(stdout); /* the last line names the file that crashed */
	LLVMFuzzerTestOneInput((const uint8_t *)b.at, b.len);
	buf_close(&b);
	return 0;
}

static int
is_shown(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int
replay(const char *path)
{
	struct dirent **entries;
	struct stat status;
	struct buf b = {0};
	int bad = 0, n;

	if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode))
		return replay_file(path);
	n = scandir(path, &entries, is_shown, NULL);
	for (int i = 0; i < n; i++) {
		buf_empty(&b);
		buf_printf(&b, "%s/%s", path, entries[i]->d_name);
		bad |= replay_file(b.at);
		free(entries[i]);
	}
	if (n > 0)
		free(entries);
	buf_close(&b);
	return bad || n <= 0;
}

int
main(int argc, char **argv)
{
	int bad = 0;

	for (int i = 1; i < argc; i++)
		bad |= replay(argv[i]);
	return bad;
}
