/* test.c: `bilan test` builds the cases below a folder and compares them with what was approved.
 *
 * Cases are shared out to as many processes as there are processors; each sends what came of its
 * cases through a pipe, and the results are printed in the order of the cases' names. A process
 * that dies takes its remaining cases with it, and they are reported so. With --approve everything
 * happens in one process, since somebody may be asked.
 *
 * Exit status: 0 all as approved, 1 something changed, is new, or has errors; 2 wrong use; 3 the
 * machine.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "testing.h"

enum { WORKERS_MOST = 16 };

static const char *const verdict_words[] = {
    "ok", "accepted", "CHANGED", "NEW", "BROKEN", "TROUBLE"};

/* The same for machines, and on the sheet. */
static const char *const verdict_types[] = {
    "ok", "accepted", "changed", "new", "broken", "trouble"};

struct work {
	const struct test_case *cases;
	size_t count;
	struct verdict_of *verdicts;
	struct how how;
	bool times;
};

/* ---- results through a pipe --------------------------------------------------------------- */

struct frame {
	size_t index, lengths[3];
	int verdict, milliseconds;
};

static bool
send_bytes(int fd, const void *bytes, size_t n)
{
	for (const char *at = bytes; n > 0;) {
		ssize_t done = write(fd, at, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		at += done;
		n -= (size_t)done;
	}
	return true;
}

static void
send_verdict(int fd, size_t index, const struct verdict_of *v)
{
	struct frame f = {index, {v->summary.len, v->details.len, v->sheet.len}, (int)v->verdict,
	    v->milliseconds};
	const struct buf *parts[] = {&v->summary, &v->details, &v->sheet};

	send_bytes(fd, &f, sizeof f);
	for (size_t i = 0; i < COUNT(parts); i++) {
		if (parts[i]->len > 0)
			send_bytes(fd, parts[i]->at, parts[i]->len);
	}
}

static void
take_frames(struct work *w, const struct buf *in)
{
	for (size_t at = 0; at + sizeof(struct frame) <= in->len;) {
		struct frame f;
		struct verdict_of *v;

		memcpy(&f, in->at + at, sizeof f);
		at += sizeof f;
		if (f.index >= w->count ||
		    f.lengths[0] + f.lengths[1] + f.lengths[2] > in->len - at)
			return;
		v = &w->verdicts[f.index];
		v->verdict = (enum verdict)f.verdict;
		v->milliseconds = f.milliseconds;
		buf_empty(&v->summary);
		for (int i = 0; i < 3; i++) {
			struct buf *parts[] = {&v->summary, &v->details, &v->sheet};

			buf_add(parts[i], in->at + at, f.lengths[i]);
			at += f.lengths[i];
		}
	}
}

/* ---- workers ------------------------------------------------------------------------------ */

static void
run_share(struct work *w, size_t first, size_t step, int fd)
{
	for (size_t i = first; i < w->count; i += step) {
		struct verdict_of *v = &w->verdicts[i];
		struct how how = w->how;

		how.number = (int)i + 1;
		buf_empty(&v->summary);
		case_run(&w->cases[i], how, v);
		if (fd < 0)
			continue;
		send_verdict(fd, i, v);
		buf_close(&v->sheet);
	}
}

static void
gather(struct work *w, const int *fds, size_t workers)
{
	struct buf in[WORKERS_MOST] = {0};
	struct pollfd list[WORKERS_MOST];
	size_t open = workers;
	char bytes[1 << 14];

	for (size_t i = 0; i < workers; i++)
		list[i] = (struct pollfd){.fd = fds[i], .events = POLLIN};
	while (open > 0 && (poll(list, (nfds_t)workers, -1) >= 0 || errno == EINTR)) {
		for (size_t i = 0; i < workers; i++) {
			ssize_t n;

			if (list[i].fd < 0 || list[i].revents == 0)
				continue;
			n = read(list[i].fd, bytes, sizeof bytes);
			if (n < 0 && errno == EINTR)
				continue;
			if (n > 0) {
				buf_add(&in[i], bytes, (size_t)n);
				continue;
			}
			close(list[i].fd);
			list[i].fd = -1;
			open--;
		}
	}
	for (size_t i = 0; i < workers; i++) {
		take_frames(w, &in[i]);
		buf_close(&in[i]);
	}
}

static void
run_shared(struct work *w)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	size_t workers = processors < 1              ? 1
			 : processors > WORKERS_MOST ? WORKERS_MOST
						     : (size_t)processors;
	int fds[WORKERS_MOST];
	size_t started = 0;

	workers = workers > w->count ? w->count : workers;
	if (workers <= 1) {
		run_share(w, 0, 1, -1);
		return;
	}
	fflush(stdout);
	for (; started < workers; started++) {
		int ends[2];
		pid_t pid;

		if (pipe(ends) != 0)
			break;
		pid = fork();
		if (pid == 0) {
			close(ends[0]);
			run_share(w, started, workers, ends[1]);
			close(ends[1]);
			_exit(0);
		}
		close(ends[1]);
		fds[started] = ends[0];
		if (pid < 0) {
			close(ends[0]);
			break;
		}
	}
	gather(w, fds, started);
	while (wait(NULL) > 0 || errno == EINTR)
		continue;
	/* What could not be shared out is done here. */
	for (size_t i = started; i < workers; i++)
		run_share(w, i, workers, -1);
}

/* ---- results ------------------------------------------------------------------------------ */

static void
print_results(const struct work *w)
{
	size_t counts[COUNT(verdict_words)] = {0};

	for (size_t i = 0; i < w->count; i++) {
		const struct verdict_of *v = &w->verdicts[i];

		counts[v->verdict]++;
		printf("%-9s %s: %s", verdict_words[v->verdict], w->cases[i].name,
		    v->summary.len > 0 ? v->summary.at : "");
		if (w->times)
			printf(" (%d ms)", v->milliseconds);
		putchar('\n');
		for (const char *at = v->details.at; at != NULL && *at != '\0';) {
			size_t n = strcspn(at, "\n");

			printf("          %.*s\n", (int)n, at);
			at += n + (at[n] == '\n');
		}
	}
	printf("%zu case%s:", w->count, w->count == 1 ? "" : "s");
	for (size_t i = 0; i < COUNT(verdict_words); i++) {
		if (counts[i] > 0)
			printf(" %zu %s", counts[i], verdict_words[i]);
	}
	putchar('\n');
}

static bool
has_passed(const struct verdict_of *v)
{
	return v->verdict == VERDICT_SAME || v->verdict == VERDICT_ACCEPTED;
}

/* XML forbids most control characters; the escapes of HTML are XML's too. */
static void
write_junit(const struct work *w, struct diag *d, const char *path)
{
	struct output *file = output_open(d, path);
	struct buf out = {0};
	size_t failures = 0, errors = 0;
	int sum = 0;

	for (size_t i = 0; i < w->count; i++) {
		const struct verdict_of *v = &w->verdicts[i];

		failures += v->verdict == VERDICT_CHANGED || v->verdict == VERDICT_NEW;
		errors += v->verdict == VERDICT_BROKEN || v->verdict == VERDICT_TROUBLE;
		sum += v->milliseconds;
	}
	buf_printf(&out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
	    "<testsuite name=\"bilan test\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" "
	    "skipped=\"0\" time=\"%d.%03d\">\n",
	    w->count, failures, errors, sum / 1000, sum % 1000);
	for (size_t i = 0; i < w->count; i++) {
		const struct verdict_of *v = &w->verdicts[i];
		const char *kind = v->verdict <= VERDICT_NEW ? "failure" : "error";

		buf_text(&out, "<testcase classname=\"bilan\" name=\"");
		sheet_escape(&out, w->cases[i].name);
		buf_printf(
		    &out, "\" time=\"%d.%03d\">", v->milliseconds / 1000, v->milliseconds % 1000);
		if (!has_passed(v)) {
			buf_printf(
			    &out, "<%s type=\"%s\" message=\"", kind, verdict_types[v->verdict]);
			sheet_escape(&out, v->summary.at);
			buf_text(&out, "\">");
			sheet_escape(&out, v->details.len > 0 ? v->details.at : "");
			buf_printf(&out, "</%s>", kind);
		}
		buf_text(&out, "</testcase>\n");
	}
	buf_text(&out, "</testsuite>\n</testsuites>\n");
	output_add(file, out.at, out.len);
	output_commit(file);
	buf_close(&out);
}

static void
write_sheet(const struct work *w, struct diag *d, const char *path)
{
	struct output *file = output_open(d, path);
	struct sheet_entry *entries = mem_alloc((w->count + 1) * sizeof *entries);
	struct buf out = {0};
	size_t passed = 0;
	char sum[100];

	for (size_t i = 0; i < w->count; i++)
		passed += has_passed(&w->verdicts[i]);
	snprintf(sum, sizeof sum, "%zu of %zu cases are as approved", passed, w->count);
	for (size_t i = 0; i < w->count; i++)
		entries[i] =
		    (struct sheet_entry){w->cases[i].name, verdict_types[w->verdicts[i].verdict]};
	sheet_open(&out, "Pages and their approved state", sum);
	sheet_list(&out, entries, w->count);
	for (size_t i = 0; i < w->count; i++) {
		const struct verdict_of *v = &w->verdicts[i];

		if (v->sheet.len > 0)
			buf_add(&out, v->sheet.at, v->sheet.len);
		else
			sheet_note(&out, w->cases[i].name, verdict_types[v->verdict], v->summary.at,
			    v->details.len > 0 ? v->details.at : "", (int)i + 1);
	}
	sheet_close(&out);
	output_add(file, out.at, out.len);
	output_commit(file);
	buf_close(&out);
	free(entries);
}

static int
status_of(const struct work *w, const struct diag *d)
{
	int status = diag_status(d);

	for (size_t i = 0; i < w->count; i++) {
		int own = has_passed(&w->verdicts[i])                 ? EXIT_DONE
			  : w->verdicts[i].verdict == VERDICT_TROUBLE ? EXIT_MACHINE
								      : EXIT_ERRORS;

		status = own > status ? own : status;
	}
	return status;
}

static int
run(const struct options *o)
{
	static const char *const here[] = {"."};
	struct arena *a = arena_open();
	struct diag *d = diag_open();
	struct work w = {
	    .how = {.approve = o->approve, .sheet = o->output != NULL, .form = o->form},
	    .times = o->times};
	int status;

	w.cases = cases_find(a, d, o->operand_count > 0 ? o->operands : here,
	    o->operand_count > 0 ? o->operand_count : 1, &w.count);
	if (w.count == 0 && !diag_failed(d)) {
		fputs("bilan: there is no case.yaml in this folder or below\n", stderr);
		diag_close(d);
		arena_close(a);
		return EXIT_USAGE;
	}
	w.verdicts = NEW_ARRAY(a, struct verdict_of, w.count + 1);
	for (size_t i = 0; i < w.count; i++) {
		w.verdicts[i].verdict = VERDICT_TROUBLE;
		buf_text(&w.verdicts[i].summary, "the process that ran it ended");
	}
	if (o->approve)
		run_share(&w, 0, 1, -1);
	else
		run_shared(&w);
	print_results(&w);
	if (o->junit != NULL)
		write_junit(&w, d, o->junit);
	if (o->output != NULL)
		write_sheet(&w, d, o->output);
	else if (status_of(&w, d) == EXIT_ERRORS && !o->approve)
		puts("-o changes.html makes a page that shows it");
	if (fflush(stdout) != 0)
		diag_add(d, DIAG_FAILURE, (struct place){0}, "output-failed",
		    "cannot write to standard output");
	diag_print(d, o->form, stderr);
	status = status_of(&w, d);
	for (size_t i = 0; i < w.count; i++) {
		buf_close(&w.verdicts[i].summary);
		buf_close(&w.verdicts[i].details);
		buf_close(&w.verdicts[i].sheet);
	}
	diag_close(d);
	arena_close(a);
	return status;
}

const struct verb verb_test = {
    "test",
    "[DIR]...",
    OPT_APPROVE | OPT_OUTPUT | OPT_JUNIT | OPT_TIMES | OPT_MESSAGES | OPT_COLOUR,
    "compare reports with their approved pages",
    run,
};
