/* progress.c: how far the batch is: a bar on a terminal, lines in a log, events for a program.
 *
 * All of it goes to standard error, like the messages. The bar is drawn ten times a second at most
 * and cleared before anything else is printed.
 */
#include <string.h>

#include "bilan/batch.h"

enum { BAR = 28 };

void
progress_start(struct progress *p, enum progress_form form, size_t all)
{
	*p = (struct progress){.form = form, .all = all, .started = seconds_now()};
	if (form == PROGRESS_JSON)
		fprintf(stderr, "{\"event\":\"start\",\"items\":%zu}\n", all);
}

void
progress_clear(struct progress *p)
{
	if (p->form != PROGRESS_BAR || p->drawn <= 0)
		return;
	fputs("\r\033[K", stderr);
	p->drawn = 0;
}

static void
draw(struct progress *p)
{
	double spent = seconds_now() - p->started;
	double rate = spent > 0 ? (double)p->done / spent : 0;
	long left = rate > 0 ? (long)((double)(p->all - p->done) / rate + 0.5) : 0;
	size_t full = p->all > 0 ? p->done * BAR / p->all : 0;
	char bar[BAR + 1];

	for (size_t i = 0; i < BAR; i++)
		bar[i] = i < full ? '#' : '-';
	bar[BAR] = '\0';
	fprintf(stderr, "\r[%s] %zu/%zu  %ld a second  %zu failed  %ld:%02ld left\033[K", bar,
	    p->done, p->all, (long)rate, p->counts[OUTCOME_FAILED] + p->counts[OUTCOME_LOST],
	    left / 60, left % 60);
	fflush(stderr);
	p->drawn = seconds_now();
}

void
progress_tick(struct progress *p)
{
	if (p->form == PROGRESS_BAR && seconds_now() - p->drawn > 0.1)
		draw(p);
}

static void
print_event(const struct outcome *o)
{
	struct buf out = {0};

	buf_text(&out, "{\"event\":\"item\",\"item\":");
	buf_json(&out, o->item);
	buf_printf(&out, ",\"status\":\"%s\",\"%s\":[", outcome_names[o->status],
	    outcome_stale_count(o) > 0 ? "stale" : "outputs");
	for (int k = 0, n = 0; k < FILE_KINDS; k++) {
		if (o->files[k].path == NULL || *o->files[k].path == '\0')
			continue;
		buf_printf(&out, "%s{\"file\":", n++ > 0 ? "," : "");
		buf_json(&out, o->files[k].path);
		buf_printf(&out, ",\"sha256\":\"%s\"}", o->files[k].sha256);
	}
	buf_printf(&out,
	    "],\"pages\":%ld,\"warnings\":%ld,\"errors\":%ld,"
	    "\"milliseconds\":%ld,\"peak_kb\":%ld,\"why\":",
	    o->pages, o->warnings, o->errors, o->milliseconds, o->peak);
	buf_json(&out, o->why);
	buf_text(&out, ",\"place\":");
	buf_json(&out, o->place);
	fprintf(stderr, "%s}\n", out.at);
	buf_close(&out);
}

static void
print_line(const struct outcome *o, bool explain)
{
	bool why = (explain || o->status >= OUTCOME_FAILED) && *o->why != '\0';
	struct buf line = {0};

	if (o->status == OUTCOME_UNCHANGED && !explain)
		return;
	buf_plain(&line, o->item);
	buf_printf(&line, ": %s", outcome_names[o->status]);
	if (o->status == OUTCOME_MADE) {
		buf_byte(&line, ' ');
		buf_plain(&line, o->files[0].path);
		if (*o->files[0].path != '\0' && *o->files[1].path != '\0')
			buf_text(&line, " and ");
		buf_plain(&line, o->files[1].path);
		buf_printf(&line, ", %ld page%s, %ld warning%s", o->pages, o->pages == 1 ? "" : "s",
		    o->warnings, o->warnings == 1 ? "" : "s");
	}
	if (why) {
		buf_text(&line, " (");
		buf_plain(&line, o->why);
		buf_byte(&line, ')');
	}
	for (int k = 0; o->status >= OUTCOME_FAILED && k < FILE_KINDS; k++) {
		if (*o->files[k].path == '\0')
			continue;
		buf_text(&line, "; an earlier file stays: ");
		buf_plain(&line, o->files[k].path);
		buf_text(&line, " is out of date");
	}
	fprintf(stderr, "%s\n", line.at);
	buf_close(&line);
}

void
progress_item(struct progress *p, const struct outcome *o, bool explain)
{
	p->done++;
	p->counts[o->status]++;
	p->stale += outcome_stale_count(o);
	if (p->form == PROGRESS_JSON) {
		print_event(o);
	} else if (p->form == PROGRESS_LINES) {
		print_line(o, explain);
	} else if (explain || o->status >= OUTCOME_FAILED) {
		progress_clear(p);
		print_line(o, explain);
	}
}

void
progress_end(struct progress *p, size_t left)
{
	double spent = seconds_now() - p->started;

	progress_clear(p);
	if (p->form == PROGRESS_JSON) {
		fprintf(stderr, "{\"event\":\"end\"");
		for (int i = 0; i < OUTCOME_COUNT; i++)
			fprintf(stderr, ",\"%s\":%zu", outcome_names[i], p->counts[i]);
		fprintf(stderr, ",\"stale\":%zu,\"left\":%zu,\"milliseconds\":%ld}\n", p->stale,
		    left, (long)(spent * 1e3));
		return;
	}
	fprintf(stderr, "%zu report%s: ", p->all, p->all == 1 ? "" : "s");
	for (int i = 0; i < OUTCOME_COUNT; i++) {
		if (i < OUTCOME_LOST || p->counts[i] > 0)
			fprintf(
			    stderr, "%s%zu %s", i > 0 ? ", " : "", p->counts[i], outcome_names[i]);
	}
	if (left > 0)
		fprintf(stderr, ", %zu not begun", left);
	if (p->stale > 0)
		fprintf(stderr, "; %zu earlier file%s out of date", p->stale,
		    p->stale == 1 ? " is" : "s are");
	fprintf(stderr, "; %ld.%03ld s\n", (long)spent, (long)(spent * 1e3) % 1000);
}
