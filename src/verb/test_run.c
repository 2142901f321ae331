/* test_run.c: one case: the report is built, its state compared with the approved one, and, when
 * asked, approved.
 *
 * Why a case that has not changed is built all the same: a build up to the state takes a dozen
 * milliseconds, and no list of hashes is as sure as the pages themselves (a file that is newly
 * there, a library that was replaced, a bilan between two versions). What takes long are pictures.
 * So: the same state and no pictures: done. With pictures, the PDF is written too, and when its
 * bytes have the hash of the approved one nothing needs to be drawn: the same bytes and the same
 * program make the same picture.
 *
 * What is approved is what was shown: the state in memory and the pictures of the very PDF that was
 * compared; nothing is built again in between.
 *
 * A case for the press goes through the preflight as any print does. How much of each page each ink
 * covers takes ten times as long as all the rest; it follows from marks, colours, the printer's
 * file and its profile, so where none of them has changed since the approval it is not measured
 * again.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "testing.h"

enum { APPROVED_DATE = 946684800 }; /* the PDF's date must be the same in every checkout */

/* ---- building ----------------------------------------------------------------------------- */

void
trial_say(struct trial *r, enum verdict verdict, const char *summary)
{
	r->v->verdict = verdict;
	buf_empty(&r->v->summary);
	buf_text(&r->v->summary, summary);
}

static bool
is_print(const struct trial *r)
{
	return strcmp(r->c->target, "print") == 0;
}

static bool
write_pdf(struct trial *r)
{
	const char *temporary = getenv("TMPDIR");
	struct pdf_job job = make_job(&r->m, is_print(r) ? &r->press : NULL);
	struct output *out;

	snprintf(r->folder, sizeof r->folder, "%.200s/bilan-XXXXXX",
	    temporary != NULL && *temporary == '/' ? temporary : "/tmp");
	if (mkdtemp(r->folder) == NULL) {
		diag_add(r->m.d, DIAG_FAILURE, (struct place){0}, "output-failed",
		    "cannot make a folder for temporary files: %s", strerror(errno));
		return false;
	}
	r->pdf = arena_printf(r->m.a, "%s/pages.pdf", r->folder);
	r->unfinished[0] = unfinished_add(r->folder);
	r->unfinished[1] = unfinished_add(r->pdf);
	job.date = APPROVED_DATE;
	out = output_open(r->m.d, r->pdf);
	if (pdf_write(&job, r->m.a, r->m.d, out))
		return output_commit(out);
	output_drop(out);
	return false;
}

/* At the end of the state's head. */
static void
add_head_lines(struct trial *r, const struct buf *lines)
{
	struct buf whole = {0};

	buf_add(&whole, r->text.at, r->body);
	buf_add(&whole, lines->at, lines->len);
	buf_add(&whole, r->text.at + r->body, r->text.len - r->body);
	buf_close(&r->text);
	r->text = whole;
	r->body += lines->len;
}

/* What drew the pictures, and of which bytes. */
static bool
add_picture_lines(struct trial *r)
{
	struct project *p = project_open(r->m.a, r->m.d, r->pdf, NULL);
	struct file_text pdf;
	struct buf lines = {0};
	char hash[65];

	if (p == NULL || !project_read(p, (struct place){0}, NULL, r->pdf, &pdf))
		return false;
	sha256_hex(pdf.bytes, pdf.length, hash);
	buf_printf(&lines, "raster %s %s %d ppi %s\npdf sha256 %s\n", r->raster.program,
	    r->raster.version, r->raster.ppi, r->raster.settings, hash);
	add_head_lines(r, &lines);
	buf_close(&lines);
	return true;
}

/* The program that the case names, or that drew the approved pictures, if it is there. */
static const char *
drawing_program(const struct trial *r)
{
	static const char *const programs[] = {"mutool", "pdftoppm"};
	const char *at = r->old.length > 0 ? strstr(r->old.bytes, "\nraster ") : NULL;

	for (size_t i = 0; r->c->raster == NULL && at != NULL && i < COUNT(programs); i++) {
		size_t n = strlen(programs[i]);

		if (strncmp(at + strlen("\nraster "), programs[i], n) == 0 &&
		    program_found(programs[i]))
			return programs[i];
	}
	return r->c->raster;
}

static bool
draw(struct trial *r)
{
	if (!raster_open(r->m.a, r->m.d, drawing_program(r), r->c->ppi, &r->raster) ||
	    !write_pdf(r))
		return false;
	if (is_print(r) && !page_boxes_read(r->m.a, r->m.d, r->pdf, &r->boxes))
		return false;
	r->drawn = (struct pictures){.raster = &r->raster, .pdf = r->pdf, .boxes = &r->boxes};
	return add_picture_lines(r);
}

static bool
build(struct trial *r)
{
	r->o = (struct options){.report = r->c->report,
	    .root = r->c->root,
	    .given = r->c->given,
	    .given_count = r->c->given_count,
	    .printer = r->c->printer,
	    .form = r->how.form};
	if (!make_load(&r->m, &r->o) || !make_tree(&r->m) || !make_pages(&r->m))
		return false;
	if (is_print(r) && !printing_open(&r->press, &r->m, &r->o))
		return false;
	r->body = make_state(&r->m, is_print(r) ? &r->press : NULL, &r->text);
	return !r->c->pictures || draw(r);
}

static void
measure_inks(struct trial *r)
{
	struct buf lines = {0};

	if (!is_print(r))
		return;
	make_ink_lines(&r->m, &r->press, &lines);
	add_head_lines(r, &lines);
	buf_close(&lines);
}

/* ---- comparing ---------------------------------------------------------------------------- */

/* The next line, but those about inks; NULL at the end. */
static const char *
next_line(const char **at, const char *end, size_t *length)
{
	while (*at < end) {
		const char *line = *at, *close = memchr(line, '\n', (size_t)(end - line));

		*at = close != NULL ? close + 1 : end;
		*length = (size_t)(*at - line);
		if (strncmp(line, "ink ", 4) != 0)
			return line;
	}
	return NULL;
}

/* To the byte; what the inks cover follows from the rest, but must be there. */
bool
trial_same(const struct trial *r)
{
	const char *old = r->old.bytes, *new = r->text.at, *p, *q;
	const char *old_end = old + r->old.length, *new_end = new + r->text.len;
	size_t n = 0, m = 0;

	if (is_print(r) && strstr(old, "\nink 1 ") == NULL)
		return false;
	do {
		p = next_line(&old, old_end, &n);
		q = next_line(&new, new_end, &m);
		if ((p == NULL) != (q == NULL))
			return false;
		if (p != NULL && (n != m || memcmp(p, q, n) != 0))
			return false;
	} while (p != NULL);
	return true;
}

/* The pictures of both sides, when there are any and another program did not draw the old ones. */
static bool
open_pictures(struct trial *r, bool *with)
{
	const char *before = state_find(r->x.states[0], "raster", r->raster.program);
	const char *after = state_find(r->x.states[1], "raster", r->raster.program);
	const char *hash = state_find(r->x.states[0], "pdf", "sha256");

	*with = false;
	if (!r->c->pictures)
		return true;
	if (before == NULL || after == NULL || strcmp(before, after) != 0) {
		diag_add(r->m.d, DIAG_ERROR, (struct place){.file = r->approved}, "raster-other",
		    "its pictures were not drawn by %s %s, so they cannot be compared",
		    r->raster.program, after != NULL ? after : "");
		diag_help(
		    r->m.d, "install that program, or look at the pages and approve the case anew");
		return false;
	}
	r->x.pictures[0] = (struct pictures){.raster = &r->raster,
	    .project = r->kept,
	    .folder = r->c->folder,
	    .prefix = r->c->target};
	r->x.pictures[1] = r->drawn;
	*with = strcmp(hash != NULL ? hash : "", state_find(r->x.states[1], "pdf", "sha256")) != 0;
	r->x.with_pictures = *with;
	return true;
}

static bool
compare(struct trial *r)
{
	struct comparing *x = &r->x;
	bool with;

	*x = (struct comparing){.a = r->m.a,
	    .d = r->m.d,
	    .name = r->c->name,
	    .tolerance = r->c->tolerance,
	    .ppi = r->c->ppi};
	x->states[0] = state_read(x->a, x->d, r->old.name, r->old.bytes, r->old.length);
	x->states[1] = state_read(x->a, x->d, r->c->report, r->text.at, r->text.len);
	return x->states[0] != NULL && x->states[1] != NULL && open_pictures(r, &with) &&
	       comparing_run(x);
}

static void
judge(struct trial *r)
{
	const struct comparison *c = r->x.c;
	struct buf sum = {0};

	comparison_sum(&sum, c);
	trial_say(r,
	    c->count == 0             ? VERDICT_SAME
	    : comparison_open(c) == 0 ? VERDICT_ACCEPTED
				      : VERDICT_CHANGED,
	    sum.at);
	buf_close(&sum);
	comparison_print(&r->v->details, c, r->x.states[0], r->x.states[1]);
	r->x.verdict = comparison_open(c) == 0 ? "accepted" : "changed";
	if (r->how.form == DIAG_JSON && c->count > 0) {
		buf_text(&r->v->events, "{\"event\":\"changes\",\"case\":");
		buf_json(&r->v->events, r->c->name);
		buf_text(&r->v->events, ",\"changes\":");
		comparison_json(&r->v->events, c, r->x.states[0], r->x.states[1]);
		buf_text(&r->v->events, "}\n");
	}
	if (r->how.sheet && c->count > 0)
		comparing_part(&r->v->sheet, &r->x, r->how.number);
}

/* Which outputs of the whole test would destroy what this case is made from? */
static void
note_outputs(struct trial *r)
{
	struct diag *quiet = diag_open();

	for (int i = 0; i < TEST_OUTPUTS; i++) {
		const char *path = r->how.outputs[i];

		if (path != NULL && !make_spares(&r->m, quiet, path))
			r->v->reads |= 1u << i;
	}
	diag_close(quiet);
}

/* ---- one case ----------------------------------------------------------------------------- */

/* The approved state into r->old; `there`: is there one? False after a diagnostic. */
static bool
read_approved(struct trial *r, bool *there)
{
	struct stat about;

	r->approved = arena_printf(r->m.a, "%s/%s.state", r->c->folder, r->c->target);
	r->kept = project_open(r->m.a, r->m.d, r->approved, NULL);
	*there = lstat(r->approved, &about) == 0 || errno != ENOENT;
	return r->kept != NULL &&
	       (!*there || project_read(r->kept, (struct place){0}, NULL, r->approved, &r->old));
}

static void
run_new(struct trial *r)
{
	measure_inks(r);
	trial_say(r, VERDICT_NEW,
	    "nothing is approved for it: look at the report, then bilan test --approve");
	if (r->how.approve && trial_show(r))
		trial_approve(r);
}

static void
run_built(struct trial *r)
{
	trial_say(r, VERDICT_TROUBLE, "it could not be compared");
	if (trial_same(r)) {
		trial_say(r, VERDICT_SAME, "nothing changed");
		return;
	}
	measure_inks(r);
	if (compare(r)) {
		judge(r);
	} else if (r->how.approve && diag_has(r->m.d, "raster-other")) {
		diag_empty(r->m.d);
		trial_say(r, VERDICT_CHANGED, "other pictures");
		trial_show(r);
	} else {
		return;
	}
	if (r->how.approve)
		trial_approve(r);
}

static void
take_messages(struct trial *r, enum diag_form form, struct buf *out)
{
	FILE *file = tmpfile();
	char bytes[4096];
	size_t n;

	if (file == NULL)
		return;
	diag_print(r->m.d, form, file);
	rewind(file);
	while ((n = fread(bytes, 1, sizeof bytes, file)) > 0)
		buf_add(out, bytes, n);
	fclose(file);
}

void
case_run(const struct test_case *c, struct how how, struct verdict_of *v)
{
	struct trial r = {.c = c, .how = how, .v = v};
	double started = seconds_now();
	bool there;

	make_open(&r.m);
	trial_say(&r, VERDICT_TROUBLE, "it could not be compared");
	if (read_approved(&r, &there)) {
		trial_say(
		    &r, VERDICT_BROKEN, "the report has errors, so there is nothing to compare");
		if (build(&r))
			there ? run_built(&r) : run_new(&r);
	}
	if (diag_failed(r.m.d)) {
		if (v->verdict != VERDICT_BROKEN || diag_count(r.m.d, DIAG_FAILURE) > 0)
			trial_say(&r, VERDICT_TROUBLE, "it could not be compared");
		if (how.approve)
			buf_text(&v->summary, "; nothing was approved");
		take_messages(&r, DIAG_TEXT, &v->details);
		if (how.form == DIAG_JSON)
			take_messages(&r, DIAG_JSON, &v->events);
	}
	note_outputs(&r);
	if (r.pdf != NULL) {
		unlink(r.pdf);
		rmdir(r.folder);
		for (int i = 0; i < 2; i++)
			unfinished_end(r.unfinished[i]);
	}
	diag_empty(r.m.d);
	printing_close(&r.press);
	make_close(&r.m, &r.o);
	buf_close(&r.text);
	v->milliseconds = (int)((seconds_now() - started) * 1000);
}
