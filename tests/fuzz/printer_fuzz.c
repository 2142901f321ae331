/* printer_fuzz.c: any bytes as a printer's file. What is accepted lies within the bounds that the
 * writer of the sheet relies on.
 */
#include <unistd.h>

#include "bilan/print.h"
#include "fuzz.h"

static char folder[] = "/tmp/bilan-fuzz-XXXXXX", path[sizeof folder + 16];

static void
remove_folder(void)
{
	unlink(path);
	rmdir(folder);
}

static void
write_file(const uint8_t *bytes, size_t length)
{
	FILE *out;

	if (folder[sizeof folder - 2] == 'X') {
		if (mkdtemp(folder) == NULL)
			abort();
		snprintf(path, sizeof path, "%s/printer.yaml", folder);
		atexit(remove_folder);
	}
	out = fopen(path, "wb");
	if (out == NULL || fwrite(bytes, 1, length, out) != length || fclose(out) != 0)
		abort();
}

static void
check(const struct printer *p)
{
	const dimen lengths[] = {p->bleed, p->safety, p->mark_offset, p->mark_length, p->slug,
	    p->min_line, p->fine_line, p->small_text};

	for (size_t i = 0; i < COUNT(lengths); i++) {
		if (lengths[i] < 0 || lengths[i] > PT(400))
			abort();
	}
	if (p->mark_offset < p->bleed || p->page_multiple < 1 || p->max_spots < 0 ||
	    p->ink_limit < 100 || p->ink_limit > 400 || p->min_ppi < 1 || p->profile.text == NULL ||
	    p->condition == NULL)
		abort();
	for (int i = 0; i < RULE_COUNT; i++) {
		if (p->severity[i] < SEVERITY_OFF || p->severity[i] > SEVERITY_ERROR)
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct fuzz f = fuzz_open("printer.yaml", bytes, length);
	struct project *project;
	const struct printer *printer = NULL;

	write_file(bytes, length);
	project = project_open(f.a, f.d, path, NULL);
	if (project != NULL)
		printer = printer_read(f.a, f.d, project, (struct setting){.text = path}, NULL);
	if (printer != NULL)
		check(printer);
	fuzz_close(&f, printer != NULL);
	return 0;
}
