/* same.c: `bilan check --same-information`: the same information in both targets (RGAA 13.4).
 *
 * Both files are made, to nowhere; what their pages say is read back from the content streams that
 * would have been written (pdf/said.c) and compared: every word, in the order of the streams, line
 * by line, page by page, and every path and picture. What differs is an error with the first line
 * that does; what differs by design is told, so that a reader knows what the other file has not.
 */
#include <stdio.h>
#include <string.h>

#include "bilan/diff.h"
#include "verb.h"

static bool
say(struct make *m, struct pdf_job job, struct pdf_said *said)
{
	struct output *out = output_open(m->d, "-"); /* gathers in memory until it is dropped */
	bool ok;

	job.said = said;
	ok = pdf_write(&job, m->a, m->d, out);
	output_drop(out);
	return ok;
}

static size_t
count_words(const struct buf *words, bool figures)
{
	size_t n = 0;
	bool inside = false, digit = false;

	for (size_t i = 0; i <= words->len; i++) {
		char c = i < words->len ? words->at[i] : ' ';
		bool gap = c == ' ' || c == '\n' || c == '\f';

		if (gap && inside)
			n += !figures || digit;
		inside = !gap;
		digit = !gap && (digit || (c >= '0' && c <= '9'));
	}
	return n;
}

/* The first line that differs, with its page. */
static bool
same_words(struct make *m, const struct buf *web, const struct buf *print)
{
	size_t line = 0, page = 0, i = 0;

	for (; i < web->len && i < print->len && web->at[i] == print->at[i]; i++) {
		if (web->at[i] == '\n' || web->at[i] == '\f')
			line = i + 1;
		page += web->at[i] == '\f';
	}
	if (i == web->len && i == print->len)
		return true;
	diag_add(m->d, DIAG_ERROR,
	    page < m->pages->count ? m->pages->items[page].at : m->report->at, "targets-differ",
	    "page %zu says \"%.*s\" on screen and \"%.*s\" in print", page + 1,
	    (int)strcspn(web->at + line, "\n\f"), web->at + line,
	    (int)strcspn(print->at + line, "\n\f"), print->at + line);
	return false;
}

static bool
same_drawing(struct make *m, const struct pdf_said *web, const struct pdf_said *print)
{
	if (web->drawing == print->drawing && web->paths == print->paths &&
	    web->pictures == print->pictures)
		return true;
	diag_add(m->d, DIAG_ERROR, m->report->at, "targets-differ",
	    "%zu drawings and %zu pictures on screen are not the %zu and %zu in print", web->paths,
	    web->pictures, print->paths, print->pictures);
	return false;
}

static void
count_links(const struct pages *p, size_t *links)
{
	for (size_t i = 0; i < p->count; i++) {
		for (size_t k = 0; k < p->items[i].count; k++)
			*links += p->items[i].marks[k].kind == MARK_LINK;
	}
}

static size_t
count_bookmarks(const struct pages *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->heading_count; i++)
		n += p->headings[i].bookmark;
	return n;
}

static void
tell(struct make *m, const struct pdf_job *job, const struct printing *press,
    const struct pdf_said *said)
{
	static const char *const names[] = {
	    "crop marks", "fold marks", "registration marks", "colour bar", "slug line"};
	size_t links = 0, tables = 0;
	char hash[17];

	pages_hash(m->pages, hash);
	count_links(m->pages, &links);
	printf("the same on screen and in print, in the same order, content %s:\n"
	       "  %zu pages, %zu words, %zu of them with figures, %zu drawings, %zu pictures\n",
	    hash, m->pages->count, count_words(&said->words, false),
	    count_words(&said->words, true), said->paths, said->pictures);
	for (size_t i = 0; i < job->attachment_count; i++)
		tables += strcmp(job->attachments[i].name, STATE_NAME) != 0;
	printf("on screen only: %zu links, %zu bookmarks, tags and alternative texts, %zu attached "
	       "tables%s\n",
	    links, count_bookmarks(m->pages), tables,
	    tables < job->attachment_count ? ", the state for bilan diff" : "");
	printf("in print only: bleed of %.1f mm", dimen_mm(press->printer->bleed));
	for (size_t i = 0; i < COUNT(names); i++) {
		if ((press->printer->marks & 1u << i) != 0)
			printf(", %s", names[i]);
	}
	putchar('\n');
}

void
same_information(struct make *m, const struct options *o)
{
	struct pdf_job web = make_job(m, NULL);
	struct pdf_said said[2];
	struct printing press;

	memset(said, 0, sizeof said);
	if (printing_open(&press, m, o) && say(m, web, &said[0]) &&
	    say(m, make_job(m, &press), &said[1]) &&
	    same_words(m, &said[0].words, &said[1].words) && same_drawing(m, &said[0], &said[1]))
		tell(m, &web, &press, &said[0]);
	buf_close(&said[0].words);
	buf_close(&said[1].words);
	printing_close(&press);
}
