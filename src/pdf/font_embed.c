/* font_embed.c: a face's subset and its font objects.
 *
 * hb-subset renumbers the glyphs (a subset that keeps its numbers is three times as large); the new
 * numbers are the character codes, two bytes each (Identity-H). CFF outlines go in bare, as
 * CIDFontType0C, where a code is a glyph's index; TrueType outlines as CIDFontType2 with an
 * identity map. Widths are written to the millionth of an em, so that a viewer's pen is where ours
 * is. The tables that shape and name are left out; so is hinting.
 *
 * ISO 32000-1, 9.7.4 (CID fonts), 9.8 (descriptors), 9.9 (embedding).
 */
#include <stdio.h>
#include <string.h>

#include <hb-subset.h>

#include "writer.h"

enum { FLAG_SYMBOLIC = 4, FLAG_ITALIC = 64 };

/* The face as the subsetter sees it: outlines and measures. It reads every table that it finds, and
 * the character map and the layout tables alone take longer than the outlines. */
static hb_blob_t *
outline_table(hb_face_t *face, hb_tag_t tag, void *whole)
{
	static const hb_tag_t kept[] = {
	    HB_TAG('C', 'F', 'F', ' '),
	    HB_TAG('g', 'l', 'y', 'f'),
	    HB_TAG('l', 'o', 'c', 'a'),
	    HB_TAG('h', 'e', 'a', 'd'),
	    HB_TAG('h', 'h', 'e', 'a'),
	    HB_TAG('h', 'm', 't', 'x'),
	    HB_TAG('m', 'a', 'x', 'p'),
	};

	(void)face;
	for (size_t i = 0; i < COUNT(kept); i++) {
		if (kept[i] == tag)
			return hb_face_reference_table(whole, tag);
	}
	return hb_blob_get_empty();
}

static hb_subset_plan_t *
make_plan(const struct font *f)
{
	hb_subset_input_t *input = hb_subset_input_create_or_fail();
	hb_subset_plan_t *plan;
	hb_set_t *glyphs;
	hb_face_t *face;

	if (input == NULL)
		return NULL;
	glyphs = hb_subset_input_glyph_set(input);
	for (unsigned i = 0; i < f->glyph_count; i++) {
		if (f->texts[i].state != 0)
			hb_set_add(glyphs, i);
	}
	hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
	face = hb_face_create_for_tables(outline_table, (void *)(uintptr_t)f->face->hb_face, NULL);
	plan = hb_subset_plan_create_or_fail(face, input);
	hb_face_destroy(face);
	hb_subset_input_destroy(input);
	return plan;
}

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
	hb_subset_plan_t *plan = make_plan(f);
	const hb_map_t *map;
	int64_t upem = f->face->upem;

	f->plan = plan;
	f->base_name = f->face->postscript;
	if (plan == NULL) {
		writer_fail(w, "the font %s cannot be cut down to what is used", f->face->file);
		return;
	}
	map = hb_subset_plan_old_to_new_glyph_mapping(plan);
	f->cid_count = hb_map_get_population(map);
	f->glyph_of = NEW_ARRAY(w->a, uint16_t, f->cid_count + 1);
	for (unsigned i = 0; i < f->glyph_count; i++) {
		hb_codepoint_t cid = hb_map_get(map, i);

		if (cid == HB_MAP_VALUE_INVALID || cid >= f->cid_count)
			continue;
		f->cids[i] = (uint16_t)cid;
		f->glyph_of[cid] = (uint16_t)i;
		f->widths[i] =
		    (int32_t)(((int64_t)hb_font_get_glyph_h_advance(f->hb_font, i) * 1000000 +
				  upem / 2) /
			      upem);
	}
	f->base_name = subset_name(w, f);
}

static bool
write_program(struct writer *w, const struct font *f, int object)
{
	hb_face_t *subset = f->plan != NULL ? hb_subset_plan_execute_or_fail(f->plan) : NULL;
	hb_blob_t *blob;
	char entries[48];
	unsigned length;
	const char *bytes;

	if (subset == NULL)
		return false;
	blob = f->face->cff ? hb_face_reference_table(subset, HB_TAG('C', 'F', 'F', ' '))
			    : hb_face_reference_blob(subset);
	bytes = hb_blob_get_data(blob, &length);
	if (f->face->cff)
		strcpy(entries, "/Subtype/CIDFontType0C");
	else
		snprintf(entries, sizeof entries, "/Length1 %u", length);
	if (length > 0)
		save_stream(w, object, entries, bytes, length, PACK_FAST);
	hb_blob_destroy(blob);
	hb_face_destroy(subset);
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
		put_number(b, f->widths[f->glyph_of[cid]], 3);
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
	hb_subset_plan_destroy(f->plan);
	f->plan = NULL;
	write_descriptor(w, f, descriptor, program);
	write_descendant(w, f, descendant, descriptor);
	cmap_write(w, f, cmap);
	b = save_text(w, f->object);
	buf_printf(b, "<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H", f->base_name);
	buf_printf(b, "/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", descendant, cmap);
	save_text_end(w);
}
