/* font_embed.c: a face's subset and its font objects.
 *
 * The numbers that glyphs have in the subset are the character codes, two bytes each (Identity-H).
 * CFF outlines go in bare, as CIDFontType0C, where a code is a glyph's index; TrueType outlines as
 * CIDFontType2 with an identity map. Widths are written to the millionth of an em, so that a
 * viewer's pen is where ours is. The tables that shape and name are left out; so is hinting.
 *
 * ISO 32000-1, 9.7.4 (CID fonts), 9.8 (descriptors), 9.9 (embedding).
 */
#include <stdio.h>
#include <string.h>

#include <hb.h>

#include "writer.h"

enum { FLAG_SYMBOLIC = 4, FLAG_ITALIC = 64 };

/* Six letters that stand for the set of glyphs, as 9.6.4 asks. */
static const char *
subset_name(struct writer *w, const struct font *f)
{
	uint64_t hash = hash_bytes(f->face->postscript, strlen(f->face->postscript), 0);
	char tag[7] = {0};

	hash = hash_bytes(f->glyph_of, f->cid_count * sizeof *f->glyph_of, hash);
	for (int i = 0; i < 6; i++, hash /= 26)
		tag[i] = (char)('A' + hash % 26);
	return arena_printf(w->a, "%s+%s", tag, f->face->postscript);
}

void
font_plan(struct writer *w, struct font *f)
{
	uint16_t *glyphs = NEW_ARRAY(w->a, uint16_t, f->glyph_count + 1);
	unsigned count = 0;
	int64_t upem = f->face->upem;

	for (unsigned i = 0; i < f->glyph_count; i++) {
		if (f->places[i] != 0)
			glyphs[count++] = (uint16_t)i;
	}
	f->subset = subset_of(f->face, glyphs, count);
	f->base_name = f->face->postscript;
	if (f->subset == NULL) {
		writer_fail(w, "the font %s cannot be cut down to what is used", f->face->file);
		return;
	}
	f->cid_count = f->subset->cid_count;
	f->glyph_of = f->subset->glyph_of;
	for (unsigned cid = 0; cid < f->cid_count; cid++) {
		uint16_t id = f->glyph_of[cid];
		struct shown *shown;

		shown = font_shows(w, f, id);
		shown->cid = (uint16_t)cid;
		shown->width =
		    (int32_t)(((int64_t)hb_font_get_glyph_h_advance(f->hb_font, id) * 1000000 +
				  upem / 2) /
			      upem);
	}
	f->base_name = subset_name(w, f);
}

static bool
write_program(struct writer *w, const struct font *f, int object)
{
	char entries[48];
	unsigned length;
	const char *bytes;

	if (f->subset == NULL)
		return false;
	bytes = hb_blob_get_data(f->subset->program, &length);
	if (f->face->cff)
		strcpy(entries, "/Subtype/CIDFontType0C");
	else
		snprintf(entries, sizeof entries, "/Length1 %u", length);
	if (length > 0 && f->subset->packed.len == 0)
		save_pack(w, bytes, length, &f->subset->packed);
	save_packed(w, object, entries, &f->subset->packed);
	return length > 0;
}

static void
put_units(struct buf *b, const struct face *face, const char *key, int units)
{
	buf_text(b, key);
	put_number(
	    b, ((int64_t)units * 10000 / (int64_t)face->upem + (units < 0 ? -5 : 5)) / 10, 0);
}

static void
write_descriptor(struct writer *w, const struct font *f, int object, int program)
{
	const struct face *face = f->face;
	struct buf *b = save_text(w, object);
	int flags = FLAG_SYMBOLIC | (face->italic ? FLAG_ITALIC : 0);

	buf_printf(b, "<</Type/FontDescriptor/FontName/%s/Flags %d", f->base_name, flags);
	for (int i = 0; i < 4; i++)
		put_units(b, face, i == 0 ? "/FontBBox[" : " ", face->box[i]);
	buf_printf(b, "]/ItalicAngle %d", face->italic_angle);
	put_units(b, face, "/Ascent ", face->ascent);
	put_units(b, face, "/Descent ", face->descent);
	put_units(b, face, "/CapHeight ", face->cap_height);
	/* No table of a font tells its stems: the usual guess from the weight. */
	buf_printf(b, "/StemV %d", 50 + face->weight * face->weight / 4225);
	buf_printf(b, "/FontFile%d %d 0 R>>", face->cff ? 3 : 2, program);
	save_text_end(w);
}

static void
write_descendant(struct writer *w, const struct font *f, int object, int descriptor)
{
	struct buf *b = save_text(w, object);

	buf_printf(b, "<</Type/Font/Subtype/CIDFontType%d/BaseFont/%s", f->face->cff ? 0 : 2,
	    f->base_name);
	buf_text(b, "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>");
	if (!f->face->cff)
		buf_text(b, "/CIDToGIDMap/Identity");
	buf_printf(b, "/FontDescriptor %d 0 R/W[0[", descriptor);
	for (unsigned cid = 0; cid < f->cid_count; cid++) {
		if (cid > 0)
			buf_byte(b, ' ');
		put_number(b, font_shown(f, f->glyph_of[cid])->width, 3);
	}
	buf_text(b, "]]>>");
	save_text_end(w);
}

void
font_embed(struct writer *w, struct font *f)
{
	int program = save_objects(w, 4), descriptor = program + 1, descendant = program + 2;
	int cmap = program + 3;
	struct buf *b;

	if (!write_program(w, f, program))
		writer_fail(w, "the font %s cannot be embedded", f->face->file);
	write_descriptor(w, f, descriptor, program);
	write_descendant(w, f, descendant, descriptor);
	cmap_write(w, f, cmap);
	b = save_text(w, f->object);
	buf_printf(b, "<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H", f->base_name);
	buf_printf(b, "/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", descendant, cmap);
	save_text_end(w);
}
