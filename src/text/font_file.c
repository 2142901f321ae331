/* font_file.c: one font file, opened and checked.
 *
 * The file is mapped into memory, never copied. What the rest of the program asks of a face (names,
 * metrics, kind of outlines) is read once from its tables: OpenType 1.9, `head`, `hhea`, `OS/2`,
 * `post`, `name`. A font that lacks a table which layout or subsetting needs is refused here, so
 * that nobody after has to doubt it.
 */
#include <hb-ot.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "texts.h"

#define TAG(a, b, c, d) HB_TAG(a, b, c, d)

static uint32_t
read_32(hb_blob_t *blob, unsigned offset)
{
	unsigned length = 0;
	const unsigned char *b = (const unsigned char *)hb_blob_get_data(blob, &length);

	if (b == NULL || offset + 4 > length)
		return 0;
	b += offset;
	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static int
read_16(hb_blob_t *blob, unsigned offset)
{
	return (int16_t)(read_32(blob, offset) >> 16);
}

static bool
table_has(hb_face_t *face, hb_tag_t tag, unsigned least)
{
	hb_blob_t *blob = hb_face_reference_table(face, tag);
	bool has = hb_blob_get_length(blob) >= least;

	hb_blob_destroy(blob);
	return has;
}

static const char *
font_name(struct arena *a, hb_face_t *face, hb_ot_name_id_t id)
{
	char text[256];
	unsigned size = sizeof text;

	hb_ot_name_get_utf8(face, id, hb_language_from_string("en", -1), &size, text);
	return size > 0 ? arena_text(a, text) : NULL;
}

/* Why the face cannot be used, or NULL. */
static const char *
face_fault(hb_face_t *face)
{
	static const struct {
		hb_tag_t tag;
		unsigned least;
		const char *why;
	} needed[] = {
	    {TAG('h', 'e', 'a', 'd'), 54, "it has no table \"head\""},
	    {TAG('h', 'h', 'e', 'a'), 36, "it has no table \"hhea\""},
	    {TAG('h', 'm', 't', 'x'), 4, "it has no table \"hmtx\""},
	    {TAG('m', 'a', 'x', 'p'), 6, "it has no table \"maxp\""},
	    {TAG('c', 'm', 'a', 'p'), 4, "it has no table \"cmap\""},
	    {TAG('O', 'S', '/', '2'), 78, "it has no table \"OS/2\""},
	};
	unsigned upem = hb_face_get_upem(face);
	unsigned glyphs = hb_face_get_glyph_count(face);

	if (glyphs == 0)
		return "it is not an OpenType font";
	for (size_t i = 0; i < COUNT(needed); i++)
		if (!table_has(face, needed[i].tag, needed[i].least))
			return needed[i].why;
	if (!table_has(face, TAG('C', 'F', 'F', ' '), 4) &&
	    !table_has(face, TAG('g', 'l', 'y', 'f'), 1))
		return "it has neither CFF nor TrueType outlines";
	if (table_has(face, TAG('f', 'v', 'a', 'r'), 1))
		return "it is a variable font; take the file of one weight";
	if (upem < 16 || upem > 16384 || glyphs > 65535)
		return "its units or its number of glyphs are out of range";
	return NULL;
}

static void
read_metrics(struct loaded *f)
{
	struct face *face = &f->face;
	hb_position_t height = 0;
	hb_blob_t *head = hb_face_reference_table(f->hb, TAG('h', 'e', 'a', 'd'));
	hb_blob_t *hhea = hb_face_reference_table(f->hb, TAG('h', 'h', 'e', 'a'));
	hb_blob_t *os2 = hb_face_reference_table(f->hb, TAG('O', 'S', '/', '2'));
	hb_blob_t *post = hb_face_reference_table(f->hb, TAG('p', 'o', 's', 't'));

	face->upem = hb_face_get_upem(f->hb);
	face->ascent = read_16(hhea, 4);
	face->descent = read_16(hhea, 6);
	face->weight = read_16(os2, 4);
	face->italic = (read_16(os2, 62) & 0x201) != 0; /* fsSelection: italic, oblique */
	face->italic_angle = read_16(post, 4);          /* whole degrees of a 16.16 */
	for (unsigned i = 0; i < 4; i++)
		face->box[i] = read_16(head, 36 + 2 * i);
	f->face.checksum = read_32(head, 8);
	if (hb_ot_metrics_get_position(f->font, HB_OT_METRICS_TAG_CAP_HEIGHT, &height))
		face->cap_height = height;
	if (face->cap_height <= 0)
		face->cap_height = (int)face->upem * 7 / 10;
	hb_blob_destroy(head);
	hb_blob_destroy(hhea);
	hb_blob_destroy(os2);
	hb_blob_destroy(post);
}

static int32_t
advance_of(const struct loaded *f, hb_codepoint_t c, int32_t otherwise)
{
	hb_codepoint_t glyph;

	if (!hb_font_get_nominal_glyph(f->font, c, &glyph))
		return otherwise;
	return hb_font_get_glyph_h_advance(f->font, glyph);
}

static void
read_names(struct arena *a, struct loaded *f)
{
	struct face *face = &f->face;

	face->family = font_name(a, f->hb, HB_OT_NAME_ID_TYPOGRAPHIC_FAMILY);
	if (face->family == NULL)
		face->family = font_name(a, f->hb, HB_OT_NAME_ID_FONT_FAMILY);
	face->style_name = font_name(a, f->hb, HB_OT_NAME_ID_TYPOGRAPHIC_SUBFAMILY);
	if (face->style_name == NULL)
		face->style_name = font_name(a, f->hb, HB_OT_NAME_ID_FONT_SUBFAMILY);
	face->postscript = font_name(a, f->hb, HB_OT_NAME_ID_POSTSCRIPT_NAME);
	face->version = font_name(a, f->hb, HB_OT_NAME_ID_VERSION_STRING);
	if (face->style_name == NULL)
		face->style_name = "";
	if (face->version == NULL)
		face->version = "";
}

struct loaded *
font_open(struct arena *a, const char *file, const char **why)
{
	struct stat about;
	struct loaded *f;
	hb_blob_t *blob;
	hb_face_t *face;

	*why = "it cannot be read";
	if (stat(file, &about) != 0 || !S_ISREG(about.st_mode) || about.st_size > (off_t)FILE_LIMIT)
		return NULL;
	blob = hb_blob_create_from_file_or_fail(file);
	if (blob == NULL)
		return NULL;
	face = hb_face_create(blob, 0);
	hb_blob_destroy(blob);
	if ((*why = face_fault(face)) != NULL) {
		hb_face_destroy(face);
		return NULL;
	}
	f = NEW(a, struct loaded);
	f->hb = face;
	f->font = hb_font_create(face); /* its scale is the face's units per em */
	f->glyph_count = hb_face_get_glyph_count(face);
	f->face.file = arena_text(a, file);
	f->face.size = (int64_t)about.st_size;
	f->face.modified = (int64_t)about.st_mtim.tv_sec * 1000000000 + about.st_mtim.tv_nsec;
	f->face.hb_face = face;
	f->face.cff = table_has(face, TAG('C', 'F', 'F', ' '), 4);
	read_metrics(f);
	read_names(a, f);
	if (f->face.family == NULL || f->face.postscript == NULL) {
		*why = "it does not say its name";
		font_close(f);
		return NULL;
	}
	f->space = advance_of(f, ' ', (int32_t)f->face.upem / 4);
	f->hyphen = advance_of(f, '-', (int32_t)f->face.upem / 3);
	f->inks = NEW_ARRAY(a, struct ink, f->glyph_count);
	return f;
}

void
font_close(struct loaded *f)
{
	hb_font_destroy(f->font);
	hb_face_destroy(f->hb);
}
