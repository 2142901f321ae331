/* shape.c: words to glyphs, each once.
 *
 * In: a face, a feature set, the text between two spaces. Out: a struct word with HarfBuzz's
 * glyphs, advances with kerning, and the bytes that each glyph stands for, kept for the run.
 * Everything is in the font's units; sizes come in when a word takes its place on a line.
 *
 * Features are kern and liga besides the style's own; letters that are tracked take no ligatures
 * (CSS Text 3, 8.2). The language is the report's, the script that of the letters.
 *
 * What surprises: characters that only say where to break (U+00AD, U+200B, U+2060, U+FEFF) are
 * left out of word.text before shaping; `raw` keeps them. A space that the font lacks is made of
 * its space glyph with another width, so that the text can still be copied from the PDF.
 */
#include <stdlib.h>
#include <string.h>

#include "texts.h"

/* ---- feature sets --------------------------------------------------------------- */

static bool
same_features(const struct feature_set *set, const struct style *s, bool tracked)
{
	if (set->count != s->features.count || set->tracked != tracked)
		return false;
	for (size_t i = 0; i < set->count; i++)
		if (strcmp(set->tags[i], s->features.items[i]) != 0)
			return false;
	return true;
}

/* [0] kern, [1] liga, then the style's. */
static void
add_features(struct texts *t, const struct style *s, bool tracked)
{
	struct feature_set *set;
	const char **tags = NEW_ARRAY(t->a, const char *, s->features.count + 1);

	GROW(t->a, t->features, t->feature_count, t->feature_cap);
	set = &t->features[t->feature_count++];
	*set = (struct feature_set){.tags = tags,
	    .count = s->features.count,
	    .tracked = tracked,
	    .items = NEW_ARRAY(t->a, hb_feature_t, s->features.count + 2)};
	for (size_t i = 0; i < set->count + 2; i++)
		set->items[i] = (hb_feature_t){
		    .value = 1, .start = HB_FEATURE_GLOBAL_START, .end = HB_FEATURE_GLOBAL_END};
	set->items[0].tag = HB_TAG('k', 'e', 'r', 'n');
	set->items[1].tag = HB_TAG('l', 'i', 'g', 'a');
	set->items[1].value = tracked ? 0 : 1;
	for (size_t i = 0; i < set->count; i++) {
		tags[i] = arena_text(t->a, s->features.items[i]);
		set->items[i + 2].tag = hb_tag_from_string(tags[i], -1);
	}
}

static uint16_t
features_of(struct texts *t, const struct style *s, bool tracked)
{
	size_t i = 0;

	while (i < t->feature_count && !same_features(&t->features[i], s, tracked))
		i++;
	if (i == UINT16_MAX)
		return 0;
	if (i == t->feature_count)
		add_features(t, s, tracked);
	return (uint16_t)i;
}

dimen
run_size(const struct run *run)
{
	return run->style->size;
}

dimen
run_track(const struct run *run)
{
	static const int64_t tens[] = {
	    1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};
	struct decimal tracking = run->style->tracking;

	return tracking.coef != 0
		   ? dimen_scale(run->style->size, tracking.coef, tens[tracking.scale])
		   : 0;
}

struct look
look_of(struct texts *t, const struct run *run)
{
	const struct style *s = run->style;
	struct look look = {.face = t->faces[s->face],
	    .face_index = s->face,
	    .size = s->size,
	    .track = run_track(run)};

	look.features = features_of(t, s, look.track != 0);
	look.space = look_width(&look, look.face->space, 1) + 2 * look.track;
	return look;
}

dimen
look_width(const struct look *look, int32_t advance, int glyphs)
{
	dimen width = dimen_scale(look->size, advance, look->face->face.upem);

	return glyphs > 1 ? width + (glyphs - 1) * look->track : width;
}

dimen
word_width(const struct look *look, const struct word *word)
{
	return look_width(look, word->advance, word->count);
}

/* ---- characters ------------------------------------------------------------------ */

static bool
is_invisible(uint32_t c)
{
	return c == 0xAD || c == 0x200B || c == 0x2060 || c == 0xFEFF;
}

bool
character_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
}

/* Letters of Hebrew, Arabic and their like, and the marks that turn the direction of others: words
 * are set from left to right, so they would stand in the wrong order. */
bool
character_backward(uint32_t c)
{
	return (c >= 0x590 && c < 0x900) || (c >= 0xFB1D && c < 0xFE00) ||
	       (c >= 0xFE70 && c < 0xFEFF) || (c >= 0x10800 && c < 0x11000) ||
	       (c >= 0x1E800 && c < 0x1F000) || (c >= 0x202A && c < 0x202F) ||
	       (c >= 0x2066 && c < 0x206A) || c == 0x200F;
}

static bool
is_refused(uint32_t c)
{
	return character_control(c) || character_backward(c);
}

int
character_space(uint32_t c)
{
	switch (c) {
	case 0xA0:
		return -1;
	case 0x2000:
	case 0x2002:
		return 500;
	case 0x2001:
	case 0x2003:
	case 0x3000:
		return 1000;
	case 0x2004:
		return 333;
	case 0x2005:
	case 0x205F:
		return 250;
	case 0x2006:
		return 167;
	case 0x2007:
		return 560;
	case 0x2008:
	case 0x2009:
	case 0x202F:
		return 200;
	case 0x200A:
		return 100;
	default:
		return 0;
	}
}

/* Leaves out what is invisible; looks for what may not be there. */
static void
clean(struct texts *t, struct shaped *s)
{
	const char *at = s->raw, *end = s->raw + s->raw_length;
	char *out = NULL;
	uint32_t c = 0;

	while (at < end) {
		const char *from = at;

		c = utf8_next(&at);
		if (from == s->raw)
			s->easy_start = character_easy_start(c);
		if (is_refused(c))
			s->refused = true;
		if (out == NULL && (is_refused(c) || is_invisible(c))) {
			out = arena_copy(t->a, s->raw, s->raw_length);
			s->length = (uint32_t)(from - s->raw);
		} else if (out != NULL && !is_refused(c) && !is_invisible(c)) {
			memcpy(out + s->length, from, (size_t)(at - from));
			s->length += (uint32_t)(at - from);
		}
	}
	s->easy_end = character_easy_end(c);
	s->word.text = out != NULL ? out : s->raw;
	if (out != NULL)
		out[s->length] = '\0';
	else
		s->length = s->raw_length;
}

/* ---- ink -------------------------------------------------------------------------- */

static struct ink
ink_of(struct loaded *f, hb_codepoint_t id)
{
	hb_glyph_extents_t box;
	struct ink *ink = &f->inks[id < f->glyph_count ? id : 0];

	if (!ink->known) {
		ink->known = true;
		if (hb_font_get_glyph_extents(f->font, id, &box)) {
			ink->left = (int16_t)box.x_bearing;
			ink->right = (int16_t)(box.x_bearing + box.width);
		}
	}
	return *ink;
}

/* ---- shaping ------------------------------------------------------------------------ */

static int16_t
small(int32_t n)
{
	return (int16_t)(n < INT16_MIN ? INT16_MIN : n > INT16_MAX ? INT16_MAX : n);
}

/* Clusters rise or fall along the word; one ends where the next higher begins. */
static void
fill_lengths(struct glyph *glyphs, int count, uint32_t length)
{
	bool falling = count > 1 && glyphs[0].cluster > glyphs[count - 1].cluster;
	uint32_t next = length;

	for (int k = 0; k < count; k++) {
		int i = falling ? k : count - 1 - k;
		int back = falling ? i - 1 : i + 1;

		if (back >= 0 && back < count && glyphs[back].cluster != glyphs[i].cluster)
			next = glyphs[back].cluster;
		glyphs[i].length = (uint16_t)(next - glyphs[i].cluster);
	}
	for (int i = count - 1; i > 0; i--)
		if (glyphs[i].cluster == glyphs[i - 1].cluster)
			glyphs[i].length = 0;
}

/* A glyph for a character that the font lacks: a space of the width wanted, or none. */
static void
mend_glyph(struct loaded *f, struct shaped *s, struct glyph *g)
{
	const char *at = s->word.text + g->cluster;
	int width = character_space(utf8_next(&at));
	hb_codepoint_t space;

	if (width == 0 || !hb_font_get_nominal_glyph(f->font, ' ', &space)) {
		s->missing = true;
		return;
	}
	g->id = (uint16_t)space;
	g->advance = width < 0 ? f->space : (int32_t)f->face.upem * width / 1000;
}

static void
shape_word(struct texts *t, struct loaded *f, struct shaped *s)
{
	const struct feature_set *set = &t->features[s->features];
	hb_buffer_t *b = t->buffer;
	unsigned count = 0;
	struct glyph *glyphs;

	hb_buffer_clear_contents(b);
	hb_buffer_add_utf8(b, s->word.text, (int)s->length, 0, (int)s->length);
	hb_buffer_set_language(b, t->hb_language);
	hb_buffer_guess_segment_properties(b);
	hb_shape(f->font, b, set->items, (unsigned)set->count + 2);

	const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(b, &count);
	const hb_glyph_position_t *at = hb_buffer_get_glyph_positions(b, &count);

	glyphs = NEW_ARRAY(t->a, struct glyph, count);
	for (unsigned i = 0; i < count; i++) {
		glyphs[i] = (struct glyph){.id = (uint16_t)info[i].codepoint,
		    .dx = small(at[i].x_offset),
		    .dy = small(at[i].y_offset),
		    .advance = at[i].x_advance,
		    .cluster = (uint16_t)info[i].cluster};
		if (glyphs[i].id == 0)
			mend_glyph(f, s, &glyphs[i]);
		s->word.advance += glyphs[i].advance;
	}
	fill_lengths(glyphs, (int)count, s->length);
	s->word.glyphs = glyphs;
	s->word.count = (int)count;
	if (count > 0) {
		s->word.ink_left = ink_of(f, glyphs[0].id).left + glyphs[0].dx;
		s->word.ink_right = ink_of(f, glyphs[count - 1].id).right + glyphs[count - 1].dx;
	}
}

/* ---- the words of the run ----------------------------------------------------------- */

#define FIRST_SLOTS 1024 /* a power of two */

void
words_open(struct texts *t)
{
	t->slot_count = FIRST_SLOTS;
	t->slots = mem_alloc(FIRST_SLOTS * sizeof *t->slots);
	memset(t->slots, 0, FIRST_SLOTS * sizeof *t->slots);
	t->buffer = hb_buffer_create();
}

void
words_close(struct texts *t)
{
	free(t->slots);
	hb_buffer_destroy(t->buffer);
}

static void
widen_slots(struct texts *t)
{
	size_t count = t->slot_count * 2;
	struct word_slot *slots = mem_alloc(count * sizeof *slots);

	memset(slots, 0, count * sizeof *slots);
	for (size_t i = 0; i < t->slot_count; i++) {
		size_t at = t->slots[i].hash & (count - 1);

		if (t->slots[i].word == NULL)
			continue;
		while (slots[at].word != NULL)
			at = (at + 1) & (count - 1);
		slots[at] = t->slots[i];
	}
	free(t->slots);
	t->slots = slots;
	t->slot_count = count;
}

const struct shaped *
word_of(struct texts *t, const struct look *look, const char *text, size_t length)
{
	uint64_t seed = (uint64_t)look->face_index << 16 | look->features;
	uint64_t hash = hash_bytes(text, length, seed);
	size_t at = hash & (t->slot_count - 1);
	struct shaped *s;

	for (; (s = t->slots[at].word) != NULL; at = (at + 1) & (t->slot_count - 1))
		if (t->slots[at].hash == hash && s->raw_length == length &&
		    s->word.face == look->face_index && s->features == look->features &&
		    memcmp(s->raw, text, length) == 0)
			return s;
	s = NEW(t->a, struct shaped);
	t->slots[at] = (struct word_slot){hash, s};
	s->raw = arena_copy(t->a, text, length);
	s->raw_length = (uint32_t)length;
	s->features = look->features;
	s->word.face = look->face_index;
	clean(t, s);
	if (++t->word_count * 4 > t->slot_count * 3)
		widen_slots(t);
	shape_word(t, look->face, s);
	return s;
}

int
word_glyphs_before(const struct word *word, size_t at, int32_t *advance)
{
	int count = 0;

	*advance = 0;
	for (int i = 0; i < word->count; i++)
		if (word->glyphs[i].cluster < at) {
			*advance += word->glyphs[i].advance;
			count++;
		}
	return count;
}
