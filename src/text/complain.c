/* complain.c: what is wrong with a text's characters, once for each character, font and place.
 *
 * A shaped word is kept for the run, the complaint about it is not: a batch prints many reports,
 * each with diagnostics of its own, and each must hear of it.
 */
#include <stdlib.h>
#include <string.h>

#include "texts.h"

#define TOLD_LIMIT 1000 /* complaints; who has so many learns nothing from one more */

/* Not yet told of this to d? Then it counts as told. A diag that was emptied counts as another. */
static bool
tell(struct texts *t, struct diag *d, uint64_t key)
{
	if (t->told.d != d || diag_count(d, DIAG_ERROR) < t->told.errors)
		t->told.count = 0;
	for (size_t i = 0; i < t->told.count; i++)
		if (t->told.keys[i] == key)
			return false;
	if (t->told.count == TOLD_LIMIT)
		return false;
	if (t->told.count == t->told.cap) {
		t->told.cap = t->told.cap * 2 + 16;
		t->told.keys = mem_resize(t->told.keys, t->told.cap * sizeof *t->told.keys);
	}
	t->told.keys[t->told.count++] = key;
	return true;
}

static void
tell_character(
    struct texts *t, struct diag *d, const struct shaped *s, const struct run *run, const char *at)
{
	const struct face *face = &t->faces[s->word.face]->face;
	const char *from = at;
	uint32_t c = utf8_next(&at);
	bool control = character_control(c), backward = character_backward(c);
	/* A text in letters from right to left is told of once, not each letter. */
	const uint32_t what[] = {(uint32_t)s->word.face, control, backward ? 0x590 : c,
	    (uint32_t)run->at.line, (uint32_t)run->at.column};
	uint64_t key = hash_bytes(what, sizeof what, 0);

	if (run->at.file != NULL)
		key = hash_bytes(run->at.file, strlen(run->at.file), key);
	if (!tell(t, d, key))
		return;
	if (control)
		diag_add(d, DIAG_ERROR, run->at, "control-character",
		    "the text holds the control character U+%04X, which cannot be printed",
		    (unsigned)c);
	else if (backward) {
		diag_add(d, DIAG_ERROR, run->at, "right-to-left",
		    "the character U+%04X belongs to writing from right to left, which bilan "
		    "cannot set",
		    (unsigned)c);
		diag_help(d, "remove it; a picture of such a text can stand in its place");
	} else {
		diag_add(d, DIAG_ERROR, run->at, "missing-glyph",
		    "the font \"%s\" %s has no \"%.*s\" (U+%04X)", face->family, face->style_name,
		    (int)(at - from), from, (unsigned)c);
		diag_help(d, "write another character, or give style \"%s\" a font that has it",
		    run->style->name != NULL ? run->style->name : "");
	}
	t->told.d = d;
	t->told.errors = diag_count(d, DIAG_ERROR);
}

void
word_complain(struct texts *t, struct diag *d, const struct shaped *s, const struct run *run)
{
	const struct loaded *f = t->faces[s->word.face];
	const char *at = s->raw, *end = s->raw + s->raw_length;
	hb_codepoint_t glyph;

	while (s->refused && at < end) {
		const char *from = at;
		uint32_t c = utf8_next(&at);

		if (character_control(c) || character_backward(c))
			tell_character(t, d, s, run, from);
	}
	for (at = s->word.text, end = at + s->length; s->missing && at < end;) {
		const char *from = at;
		uint32_t c = utf8_next(&at);

		if (!hb_font_get_nominal_glyph(f->font, c, &glyph) && character_space(c) == 0)
			tell_character(t, d, s, run, from);
	}
}
