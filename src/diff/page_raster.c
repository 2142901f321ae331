/* page_raster.c: pages of a PDF as pictures, by a program with fixed settings: mutool when it is
 * there (it draws several times faster), else pdftoppm. Two pictures are compared only when the
 * same program of the same version drew both, so its name belongs to the approved state.
 *
 * Both write pages one after the other to standard output, as PPM (P6). Pages are drawn by as many
 * programs at a time as there are processors.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bilan/diff.h"

enum { SECONDS = 120, RUNS = 8, PAGE_LIMIT = 64 << 20 };

/* Fixed: what is approved on one machine is drawn the same on another. */
static const char *const mutool_settings[] = {"-A", "8", "-c", "rgb", NULL};
static const char *const pdftoppm_settings[] = {"-cropbox", "-aa", "yes", "-aaVector", "yes", NULL};

static const char *const *
settings_of(const char *program)
{
	return strcmp(program, "mutool") == 0 ? mutool_settings : pdftoppm_settings;
}

static const char *
joined(struct arena *a, const char *const *words)
{
	const char *text = words[0];

	for (size_t i = 1; words[i] != NULL; i++)
		text = arena_printf(a, "%s %s", text, words[i]);
	return text;
}

static void
say_failed(struct diag *d, const struct raster *r, const char *pdf, const char *why)
{
	int line = (int)strcspn(why, "\r\n");

	diag_add(d, DIAG_FAILURE, (struct place){.file = pdf}, "raster-failed",
	    "%s could not draw the pages of this file: %.*s", r->program, line < 300 ? line : 300,
	    why);
	diag_help(d, "look at it with a PDF viewer; it may be damaged");
}

/* "mutool version 1.21.1", "pdftoppm version 22.12.0": its last word. */
static const char *
version_of(struct arena *a, const char *program)
{
	const char *words[] = {program, "-v", NULL};
	struct run_program run = {.words = words, .limit = 4000};
	const char *version = "unknown", *at;
	struct buf *said;

	programs_run(&run, 1, 1, 10);
	said = run.complaint.len > 0 ? &run.complaint : &run.out;
	at = said->len > 0 ? strstr(said->at, "version ") : NULL;
	if (at != NULL) {
		at += strlen("version ");
		version = arena_copy(a, at, strcspn(at, " \r\n"));
	}
	buf_close(&run.out);
	buf_close(&run.complaint);
	return version;
}

bool
raster_open(struct arena *a, struct diag *d, const char *wanted, int ppi, struct raster *r)
{
	const char *program = wanted != NULL            ? wanted
			      : program_found("mutool") ? "mutool"
							: "pdftoppm";

	if (!program_found(program)) {
		diag_add(d, DIAG_FAILURE, (struct place){0}, "program-missing",
		    "no program is there to draw the pages with: %s",
		    wanted == NULL ? "mutool or pdftoppm is needed"
				   : arena_printf(a, "%s is needed", wanted));
		diag_help(d, "install it: sudo apt-get install %s",
		    strcmp(program, "mutool") == 0 ? "mupdf-tools" : "poppler-utils");
		return false;
	}
	*r = (struct raster){program, version_of(a, program), joined(a, settings_of(program)), ppi};
	return true;
}

/* The words that make the program draw pages from..to. */
static void
command(struct arena *a, const struct raster *r, const char *pdf, int from, int to,
    struct run_program *run)
{
	const char **words = NEW_ARRAY(a, const char *, 24);
	const char *const *settings = settings_of(r->program);
	bool mutool = strcmp(r->program, "mutool") == 0;
	size_t n = 0;

	words[n++] = r->program;
	if (mutool)
		words[n++] = "draw";
	words[n++] = "-q";
	words[n++] = "-r";
	words[n++] = arena_printf(a, "%d", r->ppi);
	for (size_t i = 0; settings[i] != NULL; i++)
		words[n++] = settings[i];
	if (mutool) {
		const char *last[] = {
		    "-F", "ppm", "-o", "-", pdf, arena_printf(a, "%d-%d", from, to)};

		memcpy(words + n, last, sizeof last);
	} else {
		const char *last[] = {
		    "-f", arena_printf(a, "%d", from), "-l", arena_printf(a, "%d", to), pdf};

		memcpy(words + n, last, sizeof last);
	}
	*run = (struct run_program){.words = words, .limit = (size_t)(to - from + 1) * PAGE_LIMIT};
}

/* One number of a PPM's head; comments do not occur. */
static int
number(const char **at, const char *end)
{
	int n = 0;

	while (*at < end && (**at == ' ' || **at == '\n'))
		++*at;
	for (; *at < end && **at >= '0' && **at <= '9' && n < 1000000; ++*at)
		n = n * 10 + (**at - '0');
	return n;
}

/* The pages that the program wrote; false when there are not `count` sound ones. */
static bool
read_pages(struct arena *a, const struct buf *out, int count, struct bitmap *bitmaps)
{
	const char *at = out->at, *end = at + out->len;

	for (int i = 0; i < count; i++) {
		int width, height, most;
		size_t size;
		char *rgb;

		if (at == NULL || end - at < 8 || at[0] != 'P' || at[1] != '6')
			return false;
		at += 2;
		width = number(&at, end);
		height = number(&at, end);
		most = number(&at, end);
		size = (size_t)width * (size_t)height * 3;
		if (width <= 0 || height <= 0 || most != 255 || end - at < 1 ||
		    (size_t)(end - at - 1) < size)
			return false;
		rgb = arena_alloc(a, size);
		memcpy(rgb, at + 1, size);
		bitmaps[i] = (struct bitmap){width, height, (const uint8_t *)rgb};
		at += 1 + size;
	}
	return true;
}

bool
raster_pages(struct arena *a, struct diag *d, const struct raster *r, const char *pdf, int from,
    int to, struct bitmap *bitmaps)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	int jobs = processors < 1 ? 1 : processors > RUNS ? RUNS : (int)processors;
	int pages = to - from + 1, share = (pages + jobs - 1) / jobs, count = 0;
	struct run_program runs[RUNS];
	bool good = true;

	if (*pdf == '-')
		pdf = arena_printf(a, "./%s", pdf);
	for (int i = from; i <= to; i += share, count++)
		command(a, r, pdf, i, i + share - 1 < to ? i + share - 1 : to, &runs[count]);
	programs_run(runs, (size_t)count, (size_t)jobs, SECONDS);
	for (int i = 0; i < count; i++) {
		int first = from + i * share,
		    last = first + share - 1 < to ? first + share - 1 : to;

		if (good && runs[i].status != 0) {
			good = false;
			say_failed(d, r, pdf,
			    runs[i].complaint.len > 0 ? runs[i].complaint.at
			    : runs[i].status == -2    ? "it took too long or too much memory"
						      : "it gave no reason");
		}
		if (good &&
		    !read_pages(a, &runs[i].out, last - first + 1, &bitmaps[first - from])) {
			good = false;
			say_failed(d, r, pdf, "pages are missing");
		}
		buf_close(&runs[i].out);
		buf_close(&runs[i].complaint);
	}
	return good;
}

void
bitmap_png(struct buf *out, struct bitmap b)
{
	image_write_png(out, b.width, b.height, SAMPLES_RGB, b.rgb);
}
