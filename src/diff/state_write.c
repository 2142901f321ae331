/* state_write.c: the state of a report as text: small enough to carry in its PDF, plain enough to
 * be read in a code review. One thing a line, points to two decimals, names instead of pointers.
 *
 *     bilan-state 1
 *     tool bilan 0.1.0
 *     input data data/key_figures.csv 5f1d03c2a4b6e788
 *     colour night #14324F cmyk 95 70 40 35
 *     page 3 "visitors-page" 595.28x841.89 plain
 *       block visitors
 *         text 56.69,176.83 120.5x11.64 n1 white "24 088" <data/key_figures.csv:7:4 "24 088">
 *         path 56.69,300 482.89x0.5 4 - line:0.5 1f83d9ab
 *
 * Files are named from the project's root, so that the same report has the same state wherever it
 * is built; a drawing's points are hashed from its box's corner, so that one that moves stays the
 * same drawing. Marks of a block stand together, in the order in which blocks first appear on the
 * page: where another block is painted in between is not said.
 */
#include <stdlib.h>
#include <string.h>

#include "bilan/diff.h"

const char *const cause_names[CAUSE_COUNT] = {
    "data", "parameter", "layout", "theme", "font", "tool", "prose"};

void
state_quote(struct buf *out, const char *text, size_t length)
{
	size_t plain = 0; /* from here on, up to i, as it stands */

	buf_byte(out, '"');
	for (size_t i = 0; i < length; i++) {
		char c = text[i];

		if ((unsigned char)c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_add(out, text + plain, i - plain);
		plain = i + 1;
		if (c == '\n') {
			buf_text(out, "\\n");
		} else if ((unsigned char)c < 0x20) {
			buf_byte(out, ' ');
		} else {
			buf_byte(out, '\\');
			plain = i;
		}
	}
	buf_add(out, text + plain, length - plain);
	buf_byte(out, '"');
}

/* ---- the head: what it was made from ------------------------------------------------------ */

/* What a file or a font is called, in a line: what would end the line, or a quote, becomes "?". */
static void
put_name(struct buf *out, const char *name)
{
	for (; *name != '\0'; name++)
		buf_byte(out, (unsigned char)*name < 0x20 || *name == '"' ? '?' : *name);
}

/* As it is; in quotes where it would not come back. */
static void
put_value(struct buf *out, const char *value)
{
	const char *c = value;

	while ((unsigned char)*c >= 0x20)
		c++;
	if (*c == '\0' && *value != '"')
		buf_text(out, value);
	else
		state_quote(out, value, strlen(value));
}

/* From the project's root, whatever folder bilan runs in. */
static const char *
root_name(const struct state_source *s, const char *shown)
{
	for (size_t i = 0; i < project_input_count(s->project); i++) {
		const struct file_text *input = project_input(s->project, i);

		if (strcmp(input->name, shown) == 0)
			return input->rooted;
	}
	return shown;
}

static bool
ends_with(const char *name, const char *ending)
{
	size_t n = strlen(name), m = strlen(ending);

	return n >= m && strcmp(name + n - m, ending) == 0;
}

/* Is it the file that the setting names? By its last name: settings are relative to other files. */
static bool
is_named(const char *name, struct setting setting)
{
	const char *base;

	if (setting.text == NULL)
		return false;
	base = strrchr(setting.text, '/');
	return ends_with(name, base != NULL ? base + 1 : setting.text);
}

static const char *
input_kind(const struct state_source *s, const char *name)
{
	const struct theme *theme = s->report->theme;
	const char *slash = strrchr(s->report->file, '/');
	size_t folder = slash != NULL ? (size_t)(slash + 1 - s->report->file) : 0;

	if (theme->at.file != NULL && strcmp(theme->at.file, name) == 0)
		return "theme";
	for (size_t i = 0; i < theme->style_count; i++) {
		const char *file = theme->styles[i].at.file;

		if (file != NULL && strcmp(file, name) == 0)
			return "theme";
	}
	if (is_named(name, s->report->fonts) || ends_with(name, "fonts.yaml"))
		return "font";
	if (is_named(name, s->report->tables) || ends_with(name, ".csv"))
		return "data";
	if (ends_with(name, ".md"))
		return "prose";
	return strncmp(name, s->report->file, folder) == 0 ? "layout" : "data";
}

static void
write_inputs(struct buf *out, const struct state_source *s)
{
	for (size_t i = 0; i < project_input_count(s->project); i++) {
		const struct file_text *input = project_input(s->project, i);

		buf_printf(out, "input %s ", input_kind(s, input->name));
		put_name(out, input->rooted);
		buf_printf(
		    out, " %016llx\n", (unsigned long long)project_input_hash(s->project, i));
	}
}

static void
write_decimal(struct buf *out, struct decimal d)
{
	char text[24];

	buf_byte(out, ' ');
	buf_add(out, text, decimal_write(d, text));
}

static void
write_colours(struct buf *out, const struct theme *theme)
{
	for (size_t i = 1; i < theme->colour_count; i++) {
		const struct colour_def *c = &theme->colours[i];

		buf_printf(
		    out, "colour %s #%02X%02X%02X", c->name, c->srgb[0], c->srgb[1], c->srgb[2]);
		if (c->has_cmyk) {
			buf_text(out, " cmyk");
			for (int k = 0; k < 4; k++)
				write_decimal(out, c->cmyk[k]);
		}
		if (c->spot != NULL) {
			buf_text(out, " spot ");
			put_name(out, c->spot);
		}
		buf_byte(out, '\n');
	}
}

static void
write_styles(struct buf *out, const struct theme *theme)
{
	for (size_t i = 0; i < theme->style_count; i++) {
		const struct style *s = &theme->styles[i];

		buf_printf(out, "style %s ", s->name);
		put_name(out, s->family);
		buf_printf(out, " %d%s ", s->weight, s->italic ? " italic" : "");
		buf_points(out, s->size);
		buf_byte(out, '/');
		buf_points(out, s->leading);
		write_decimal(out, s->tracking);
		buf_byte(out, '\n');
	}
}

static void
write_fonts(struct buf *out, const struct texts *texts)
{
	for (size_t i = 0; i < texts_face_count(texts); i++) {
		const struct face *f = texts_face(texts, (int)i);

		buf_text(out, "font ");
		put_name(out, f->postscript);
		buf_printf(out, "-%d%s ", f->weight, f->italic ? "-italic" : "");
		put_name(out, f->version != NULL ? f->version : "-");
		buf_printf(out, ", checksum %08x\n", (unsigned)f->checksum);
	}
}

/* Libraries and the dictionary: another one may break lines elsewhere. */
static void
write_tools(struct buf *out, const struct texts *texts)
{
	for (const char *line = texts_origin(texts); *line != '\0';) {
		size_t n = strcspn(line, "\n") + 1;

		buf_text(out, "tool ");
		buf_add(out, line, n);
		line += n;
	}
}

void
state_write_head(struct buf *out, const struct state_source *s)
{
	const struct report *r = s->report;

	buf_printf(out, "bilan-state 1\ntool bilan %s\nreport ", BILAN_VERSION);
	put_name(out, root_name(s, r->file));
	buf_printf(out, "\ntarget %s\n", s->target);
	for (size_t i = 0; i < r->parameter_count; i++) {
		const char *value = r->parameters[i].value;

		buf_printf(out, "parameter %s ", r->parameters[i].name);
		put_value(out, value != NULL ? value : "-");
		buf_byte(out, '\n');
	}
	write_inputs(out, s);
	write_tools(out, s->texts);
	write_fonts(out, s->texts);
	write_colours(out, r->theme);
	write_styles(out, r->theme);
}

/* ---- the body: what stands on the pages --------------------------------------------------- */

struct body {
	struct buf *out;
	const struct state_source *s;
	struct arena *scratch;
	struct map *files; /* shown name -> name from the root */
};

static const char *
colour_name(const struct body *b, colour c)
{
	const struct theme *theme = b->s->report->theme;

	return c > 0 && (size_t)c < theme->colour_count ? theme->colours[c].name : "-";
}

static void
put_word(struct buf *out, const char *word)
{
	buf_byte(out, ' ');
	buf_text(out, word);
}

static void
put_hash(struct buf *out, uint32_t hash)
{
	buf_byte(out, ' ');
	for (int shift = 28; shift >= 0; shift -= 4)
		buf_byte(out, "0123456789abcdef"[hash >> shift & 15]);
	buf_byte(out, '\n');
}

static const char *
run_style(const struct run *run)
{
	return run->style != NULL ? run->style->name : "-";
}

static void
join_words(struct buf *words, struct glyphs g, int from, int to)
{
	buf_empty(words);
	glyphs_text(words, (struct glyphs){.pieces = g.pieces + from, .count = to - from});
}

/* " <data/x.csv:7:4 "24 088">" for each figure among the pieces; computed ones have no file. */
static void
write_figures(struct body *b, struct glyphs g, int from, int to)
{
	struct buf words = {0};

	for (int i = from, next; i < to; i = next) {
		const struct place *figure = g.pieces[i].run->figure;
		const char *file;

		for (next = i + 1; next < to && g.pieces[next].run->figure == figure; next++)
			continue;
		if (figure == NULL)
			continue;
		join_words(&words, g, i, next);
		buf_text(b->out, " <");
		if (figure->line > 0 && figure->file != NULL) {
			file = map_find(b->files, figure->file);
			if (file == NULL) {
				file = root_name(b->s, figure->file);
				map_add(b->files, figure->file, (void *)(uintptr_t)file);
			}
			put_name(b->out, file);
			buf_byte(b->out, ':');
			buf_integer(b->out, figure->line);
			buf_byte(b->out, ':');
			buf_integer(b->out, figure->column);
			buf_byte(b->out, ' ');
		}
		state_quote(b->out, words.at, words.len);
		buf_byte(b->out, '>');
	}
	buf_close(&words);
}

/* One line for each stretch of one style and colour. */
static void
write_glyphs(struct body *b, const struct mark *m)
{
	struct glyphs g = mark_glyphs(m);
	struct buf words = {0};

	for (int i = 0, next; i < g.count; i = next) {
		const struct run *run = g.pieces[i].run;
		struct rect box = m->box;

		for (next = i + 1; next < g.count && g.pieces[next].run->style == run->style &&
				   g.pieces[next].run->colour == run->colour;
		     next++)
			continue;
		box.x = g.at.x + g.pieces[i].x;
		box.w = next < g.count ? g.at.x + g.pieces[next].x - box.x
				       : m->box.x + m->box.w - box.x;
		buf_text(b->out, i > 0 ? "    more " : "    text ");
		buf_rect(b->out, box);
		put_word(b->out, run_style(run));
		put_word(b->out, colour_name(b, piece_colour(&g.pieces[i])));
		buf_byte(b->out, ' ');
		join_words(&words, g, i, next);
		state_quote(b->out, words.at, words.len);
		if (next == g.count && g.pieces[g.count - 1].soft)
			buf_text(b->out, " ~");
		write_figures(b, g, i, next);
		buf_byte(b->out, '\n');
	}
	buf_close(&words);
}

static void
write_path(struct body *b, const struct mark *m)
{
	const struct path *p = m->detail;
	uint64_t hash = hash_long(p->ops, p->op_count, p->even_odd);

	for (size_t i = 0; i < p->point_count; i++) {
		struct point at = {p->points[i].x - m->box.x, p->points[i].y - m->box.y};

		hash = hash_long(&at, sizeof at, hash);
	}
	buf_text(b->out, "    path ");
	buf_rect(b->out, m->box);
	buf_byte(b->out, ' ');
	buf_integer(b->out, (int64_t)p->point_count);
	put_word(b->out, colour_name(b, p->fill));
	put_word(b->out, colour_name(b, p->stroke));
	if (p->stroke != 0) {
		buf_byte(b->out, ':');
		buf_points(b->out, p->width);
	}
	put_hash(b->out, (uint32_t)(hash ^ hash >> 32));
}

/* Of what is seen of a picture: another part of it is another picture. */
static uint64_t
seen_hash(const struct mark *m)
{
	const struct placed *placed = m->detail;
	struct rect whole = placed->whole;
	const int32_t part[] = {whole.x - m->box.x, whole.y - m->box.y, whole.w, whole.h};

	return mark_is_part(m) ? hash_bytes(part, sizeof part, placed->image->hash)
			       : placed->image->hash;
}

static void
write_mark(struct body *b, const struct mark *m)
{
	switch ((enum mark_kind)m->kind) {
	case MARK_GLYPHS:
		write_glyphs(b, m);
		return;
	case MARK_PATH:
		write_path(b, m);
		return;
	case MARK_IMAGE: {
		const struct image *image = ((const struct placed *)m->detail)->image;

		buf_text(b->out, "    image ");
		buf_rect(b->out, m->box);
		buf_printf(b->out, " %dx%d %016llx\n", image->width, image->height,
		    (unsigned long long)seen_hash(m));
		return;
	}
	case MARK_LINK: {
		const char *target = ((const struct link *)m->detail)->target;

		buf_text(b->out, "    link ");
		buf_rect(b->out, m->box);
		buf_byte(b->out, ' ');
		state_quote(b->out, target, strlen(target));
		buf_byte(b->out, '\n');
		return;
	}
	}
}

static void
write_page(struct body *b, const struct page *page)
{
	const struct pages *p = b->s->pages;
	bool *done = NEW_ARRAY(b->scratch, bool, page->count + 1);
	const char *id = page->id != NULL ? page->id : "";

	buf_printf(b->out, "page %d ", page->folio);
	state_quote(b->out, id, strlen(id));
	buf_byte(b->out, ' ');
	buf_points(b->out, page->master->width);
	buf_byte(b->out, 'x');
	buf_points(b->out, page->master->height);
	buf_printf(b->out, " %s\n", page->master->name);
	for (size_t i = 0; i < page->count; i++) {
		int block = page->marks[i].block;
		size_t seen = 0;

		if (done[i])
			continue;
		buf_printf(b->out, "  block %s\n", p->blocks[block]);
		/* Another block's marks in between are few: the search ends when many are passed.
		 */
		for (size_t k = i; k < page->count && seen < 64; k++) {
			seen = page->marks[k].block == block ? 0 : seen + 1;
			if (page->marks[k].block != block || done[k])
				continue;
			done[k] = true;
			write_mark(b, &page->marks[k]);
		}
	}
}

void
state_write_body(struct buf *out, const struct state_source *s, struct arena *scratch)
{
	struct body b = {out, s, scratch, map_new(scratch)};

	for (size_t i = 0; i < s->pages->count; i++)
		write_page(&b, &s->pages->items[i]);
	buf_text(out, "tags\n"); /* without their words: those stand with the marks already */
	tags_outline(out, s->pages);
}
