/* diff.c: `bilan diff OLD NEW` says what changed between two reports: PDFs of ours (each carries
 * its state, but for print files and very long ones), states printed with --dump=state, or any two
 * PDFs, of which only pages, words and pixels are known. Where one side is more than the other,
 * both are taken for the lesser. -o writes the sheet that shows it.
 *
 * Exit status: 0 equal, 1 different, 2 trouble, as with diff(1).
 */
#include <stdlib.h>
#include <string.h>

#include "comparing.h"

enum { EXIT_TROUBLE = 2 };

struct side {
	const char *path;
	struct file_text file;
	bool pdf;
	struct state *state;
};

static bool
read_side(struct arena *a, struct diag *d, const char *path, struct side *side)
{
	char *real =
	    realpath(path, NULL); /* a link may lead anywhere: it is a person who names it */
	const char *file = real != NULL ? arena_text(a, real) : path;
	struct project *p = project_open(a, d, file, NULL);

	free(real);
	side->path = path;
	if (p == NULL || !project_read(p, (struct place){0}, NULL, file, &side->file))
		return false;
	side->pdf = side->file.length > 5 && memcmp(side->file.bytes, "%PDF-", 5) == 0;
	if (side->pdf || strncmp(side->file.bytes, "bilan-state", strlen("bilan-state")) == 0)
		return true;
	diag_add(d, DIAG_ERROR, (struct place){.file = path}, "pdf-unreadable",
	    "this is neither a PDF nor a state of a report");
	diag_help(d, "give two PDF files, or two files written with bilan build --dump=state");
	return false;
}

static bool
same_bytes(const struct side sides[2])
{
	return sides[0].file.length == sides[1].file.length &&
	       memcmp(sides[0].file.bytes, sides[1].file.bytes, sides[0].file.length) == 0;
}

static bool
read_state(struct arena *a, struct diag *d, struct side *side)
{
	side->state = side->pdf ? state_of_pdf(a, d, side->path)
				: state_read(a, d, side->path, side->file.bytes, side->file.length);
	return side->state != NULL;
}

/* Did this program make it? Its XMP packet is plain text. */
static bool
is_ours(const struct side *side)
{
	static const char name[] = "<pdf:Producer>bilan ";
	const char *at = side->file.bytes, *end = at + side->file.length;

	while ((at = memchr(at, '<', (size_t)(end - at))) != NULL &&
	       (size_t)(end - at) >= strlen(name)) {
		if (memcmp(at, name, strlen(name)) == 0)
			return true;
		at++;
	}
	return false;
}

/* What cannot be compared is told where one could think that it was. */
static bool
tell_stateless(struct diag *d, const struct side *side, const struct side *other)
{
	struct place at = {.file = side->path};

	if (!other->pdf) {
		diag_add(d, DIAG_ERROR, at, "no-state",
		    "this PDF carries no state, and with a state only another can be compared");
		diag_help(
		    d, "give the state of this report, too: what bilan build --dump=state prints");
		return false;
	}
	if (!other->state->marks && !is_ours(side))
		return true;
	diag_add(d, DIAG_NOTE, at, "no-state",
	    "this PDF carries no state: pages, words and pixels are compared, not blocks, "
	    "styles and causes");
	diag_help(d, "print files carry none, nor do reports of more than 500 pages: for the rest "
		     "compare what "
		     "bilan build --dump=state prints of both");
	return true;
}

static bool
read_states(struct arena *a, struct diag *d, struct side sides[2])
{
	bool good = read_state(a, d, &sides[0]);

	if (!read_state(a, d, &sides[1]) || !good)
		return false;
	for (int i = 0; i < 2; i++) {
		if (!sides[i].state->marks && !tell_stateless(d, &sides[i], &sides[!i]))
			return false;
	}
	for (int i = 0; i < 2; i++) {
		if (sides[i].state->marks && !sides[!i].state->marks)
			sides[i].state = state_of_words(a, d, sides[i].path);
	}
	return sides[0].state != NULL && sides[1].state != NULL;
}

static bool
compare_sides(struct comparing *x, struct side sides[2])
{
	struct raster *raster = NEW(x->a, struct raster);

	if (!read_states(x->a, x->d, sides))
		return false;
	x->states[0] = sides[0].state;
	x->states[1] = sides[1].state;
	if (sides[0].pdf && sides[1].pdf) {
		if (!raster_open(x->a, x->d, NULL, x->ppi, raster))
			return false;
		for (int i = 0; i < 2; i++) {
			struct page_boxes *boxes = NEW(x->a, struct page_boxes);

			if (!page_boxes_read(x->a, x->d, sides[i].path, boxes))
				return false;
			x->pictures[i] = (struct pictures){
			    .raster = raster, .pdf = sides[i].path, .boxes = boxes};
		}
		x->with_pictures = true;
	}
	return comparing_run(x);
}

/* Tolerances from the command line: a difference tool tells more than a test by itself. */
static bool
read_options(struct comparing *x, const struct options *o)
{
	struct decimal delta_e;
	long ppi = o->ppi != NULL ? strtol(o->ppi, NULL, 10) : RASTER_PPI;

	x->tolerance = (struct tolerance){.length = 290, .delta_e = 1};
	if (o->tolerance != NULL &&
	    (!dimen_read(o->tolerance, &x->tolerance.length) || x->tolerance.length < 0)) {
		fprintf(stderr, "bilan: --tolerance takes a length such as 0.5mm, not \"%s\"\n",
		    o->tolerance);
		return false;
	}
	if (o->delta_e != NULL) {
		if (!decimal_read(o->delta_e, &delta_e) || delta_e.coef < 0) {
			fprintf(stderr, "bilan: --delta-e takes a number such as 2.5, not \"%s\"\n",
			    o->delta_e);
			return false;
		}
		x->tolerance.delta_e = (double)delta_e.coef;
		for (int i = 0; i < delta_e.scale; i++)
			x->tolerance.delta_e /= 10;
	}
	if (ppi < RASTER_PPI_LEAST || ppi > RASTER_PPI_MOST) {
		fprintf(stderr, "bilan: --ppi takes a number from %d to %d, not \"%s\"\n",
		    RASTER_PPI_LEAST, RASTER_PPI_MOST, o->ppi);
		return false;
	}
	x->ppi = (int)ppi;
	return true;
}

/* What differs, into `said`; the exit status. Both sides are read whatever is wrong with one. */
/* For a program; to standard error, as all messages. */
static void
print_changes(const struct comparing *x)
{
	struct buf line = {0};

	buf_text(&line, "{\"event\":\"changes\",\"changes\":");
	comparison_json(&line, x->c, x->states[0], x->states[1]);
	buf_text(&line, "}\n");
	fwrite(line.at, 1, line.len, stderr);
	buf_close(&line);
}

static int
tell(struct comparing *x, const struct options *o, struct buf *said)
{
	struct side sides[2] = {{0}};
	bool good = read_side(x->a, x->d, o->operands[0], &sides[0]);

	if (!read_side(x->a, x->d, o->operands[1], &sides[1]) || !good)
		return EXIT_TROUBLE;
	for (int i = 0; i < 2 && o->output != NULL; i++) {
		if (!output_spares(x->d, o->output, sides[i].path))
			return EXIT_TROUBLE;
	}
	if (same_bytes(sides)) {
		buf_text(said, "nothing changed: both files have the same bytes\n");
		return EXIT_DONE;
	}
	if (!compare_sides(x, sides))
		return EXIT_TROUBLE;
	comparison_print(said, x->c, x->states[0], x->states[1]);
	comparison_sum(said, x->c);
	buf_byte(said, '\n');
	if (o->form == DIAG_JSON)
		print_changes(x);
	if (o->output != NULL && !comparing_sheet(x, 1, x->d, o->output))
		return EXIT_TROUBLE;
	return x->c->count > 0 ? EXIT_ERRORS : EXIT_DONE;
}

static int
run(const struct options *o)
{
	struct comparing x = {.a = arena_open(), .d = diag_open()};
	struct buf said = {0};
	int status = EXIT_TROUBLE;

	if (read_options(&x, o)) {
		x.name = arena_printf(x.a, "%s \u2192 %s", o->operands[0], o->operands[1]);
		status = tell(&x, o, &said);
	}
	if (said.len > 0)
		fwrite(said.at, 1, said.len, stdout);
	if (fflush(stdout) != 0)
		diag_add(x.d, DIAG_FAILURE, (struct place){0}, "output-failed",
		    "cannot write to standard output");
	diag_print(x.d, o->form, stderr);
	status = diag_failed(x.d) ? EXIT_TROUBLE : status;
	buf_close(&said);
	diag_close(x.d);
	arena_close(x.a);
	return status;
}

const struct verb verb_diff = {
    .name = "diff",
    .operand = "OLD NEW",
    .options = OPT_SHEET | OPT_TOLERANCE | OPT_DELTA_E | OPT_PPI | OPT_MESSAGES | OPT_COLOUR,
    .help = "say what changed between two reports, or any two PDFs",
    .run = run,
    .statuses = "0 nothing changed; 1 something did; 2 trouble: a file that cannot be read, a\n"
		"program that is missing, wrong use",
};
