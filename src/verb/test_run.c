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
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
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
write_pdf(struct trial *r)
{
	const char *temporary = getenv("TMPDIR");
	struct printing press = {0};
	bool print = strcmp(r->c->target, "print") == 0, good;
	struct pdf_job job;
	struct output *out;

	snprintf(r->folder, sizeof r->folder, "%.200s/bilan-XXXXXX",
	    temporary != NULL && *temporary == '/' ? temporary : "/tmp");
	if (mkdtemp(r->folder) == NULL) {
		diag_add(r->m.d, DIAG_FAILURE, (struct place){0}, "output-failed",
		    "cannot make a folder for temporary files: %s", strerror(errno));
		return false;
	}
	r->pdf = arena_printf(r->m.a, "%s/pages.pdf", r->folder);
	if (print && !printing_inks(&press, &r->m, &r->o))
		return false;
	job = make_job(&r->m, print ? &press : NULL);
	job.date = APPROVED_DATE;
	out = output_open(r->m.d, r->pdf);
	good = pdf_write(&job, r->m.a, r->m.d, out);
	if (good)
		good = output_commit(out);
	else
		output_drop(out);
	printing_close(&press);
	return good;
}

/* "raster" and "pdf" lines into the state's head: what drew the pictures, and of which bytes. */
static bool
add_picture_lines(struct trial *r, size_t body)
{
	struct project *p = project_open(r->m.a, r->m.d, r->pdf, NULL);
	struct file_text pdf;
	struct buf whole = {0};
	char hash[65];

	if (p == NULL || !project_read(p, (struct place){0}, NULL, r->pdf, &pdf))
		return false;
	sha256_hex(pdf.bytes, pdf.length, hash);
	buf_add(&whole, r->text.at, body);
	buf_printf(&whole, "raster %s %s %d ppi\npdf sha256 %s\n", r->raster.program,
	    r->raster.version, r->raster.ppi, hash);
	buf_add(&whole, r->text.at + body, r->text.len - body);
	buf_close(&r->text);
	r->text = whole;
	return true;
}

static bool
build(struct trial *r)
{
	size_t body;

	r->o = (struct options){.report = r->c->report,
	    .root = r->c->root,
	    .given = r->c->given,
	    .given_count = r->c->given_count,
	    .printer = r->c->printer,
	    .form = r->how.form};
	if (!make_load(&r->m, &r->o) || !make_tree(&r->m) || !make_pages(&r->m))
		return false;
	body = make_state(&r->m, r->c->target, &r->text);
	if (!r->c->pictures)
		return true;
	return raster_open(r->m.a, r->m.d, r->c->raster, r->c->ppi, &r->raster) && write_pdf(r) &&
	       add_picture_lines(r, body);
}

/* ---- comparing ---------------------------------------------------------------------------- */

bool
trial_same(const struct trial *r)
{
	return r->old.length == r->text.len && memcmp(r->old.bytes, r->text.at, r->text.len) == 0;
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
	r->x.pictures[1] = (struct pictures){.raster = &r->raster, .pdf = r->pdf};
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
	if (r->how.sheet && c->count > 0)
		comparing_part(&r->v->sheet, &r->x, r->how.number);
}

/* ---- one case ----------------------------------------------------------------------------- */

static void
run_built(struct trial *r)
{
	struct stat there;

	trial_say(r, VERDICT_TROUBLE, "it could not be compared");
	r->approved = arena_printf(r->m.a, "%s/%s.state", r->c->folder, r->c->target);
	r->kept = project_open(r->m.a, r->m.d, r->approved, NULL);
	if (r->kept == NULL)
		return;
	if (lstat(r->approved, &there) != 0 && errno == ENOENT) {
		trial_say(r, VERDICT_NEW,
		    "nothing is approved for it: look at the report, then bilan test "
		    "--approve");
		if (r->how.approve && trial_show(r))
			trial_approve(r);
		return;
	}
	if (!project_read(r->kept, (struct place){0}, NULL, r->approved, &r->old))
		return;
	if (trial_same(r)) {
		trial_say(r, VERDICT_SAME, "nothing changed");
		return;
	}
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

/* The messages of a case that failed become its details. */
static void
take_messages(struct trial *r)
{
	FILE *file = tmpfile();
	char bytes[4096];
	size_t n;

	if (file == NULL)
		return;
	diag_print(r->m.d, r->how.form == DIAG_COLOUR ? DIAG_TEXT : r->how.form, file);
	rewind(file);
	while ((n = fread(bytes, 1, sizeof bytes, file)) > 0)
		buf_add(&r->v->details, bytes, n);
	fclose(file);
}

void
case_run(const struct test_case *c, struct how how, struct verdict_of *v)
{
	struct trial r = {.c = c, .how = how, .v = v};
	struct timespec from, to;

	clock_gettime(CLOCK_MONOTONIC, &from);
	make_open(&r.m);
	trial_say(&r, VERDICT_BROKEN, "the report has errors, so there is nothing to compare");
	if (build(&r))
		run_built(&r);
	if (diag_failed(r.m.d)) {
		if (v->verdict != VERDICT_BROKEN || diag_count(r.m.d, DIAG_FAILURE) > 0)
			trial_say(&r, VERDICT_TROUBLE, "it could not be compared");
		if (how.approve)
			buf_text(&v->summary, "; nothing was approved");
		take_messages(&r);
	}
	if (r.pdf != NULL) {
		unlink(r.pdf);
		rmdir(r.folder);
	}
	diag_empty(r.m.d);
	make_close(&r.m, &r.o);
	buf_close(&r.text);
	clock_gettime(CLOCK_MONOTONIC, &to);
	v->milliseconds =
	    (int)((to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000);
}
