/* subset.c: a face cut down to the glyphs that a document shows, by hb-subset.
 *
 * The reports of a batch mostly show the same glyphs, and cutting costs as much as laying out: so
 * the last subsets of a face are kept with it (as HarfBuzz's user data, freed with the face), and
 * so are their deflated bytes. A subset is a function of the face and the glyphs alone, so the
 * bytes are the same either way.
 *
 * The subsetter reads every table that it finds, and the character map and the layout tables alone
 * take longer than the outlines: it is shown outlines and measures only. Glyphs are renumbered: a
 * subset that keeps its numbers is three times as large. Subroutines are put where they are called:
 * few glyphs share few of them, so that makes the program smaller, and it is sooner done.
 */
#include <stdlib.h>
#include <string.h>

#include <hb-subset.h>

#include "writer.h"

enum { KEPT = 64 }; /* subsets of one face: those of figures differ by the digits that occur */

struct kept {
	struct subset *items[KEPT];
	size_t next; /* the oldest: to be replaced */
};

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
make_plan(hb_face_t *whole, const uint16_t *glyphs, unsigned count)
{
	hb_subset_input_t *input = hb_subset_input_create_or_fail();
	hb_subset_plan_t *plan;
	hb_face_t *face;

	if (input == NULL)
		return NULL;
	for (unsigned i = 0; i < count; i++)
		hb_set_add(hb_subset_input_glyph_set(input), glyphs[i]);
	hb_subset_input_set_flags(
	    input, HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_DESUBROUTINIZE);
	face = hb_face_create_for_tables(outline_table, whole, NULL);
	plan = hb_subset_plan_create_or_fail(face, input);
	hb_face_destroy(face);
	hb_subset_input_destroy(input);
	return plan;
}

static void
close_subset(struct subset *s)
{
	if (s == NULL)
		return;
	hb_blob_destroy(s->program);
	buf_close(&s->packed);
	buf_close(&s->map);
	buf_close(&s->packed_map);
	free(s->glyphs);
	free(s->glyph_of);
	free(s);
}

/* The numbers of the glyphs in the subset: those asked for, and what they are made of. */
static void
read_numbers(struct subset *s, const hb_map_t *map, unsigned glyph_count)
{
	s->cid_count = hb_map_get_population(map);
	s->glyph_of = mem_alloc((s->cid_count + 1) * sizeof *s->glyph_of);
	memset(s->glyph_of, 0, (s->cid_count + 1) * sizeof *s->glyph_of);
	for (unsigned i = 0; i < glyph_count; i++) {
		hb_codepoint_t cid = hb_map_get(map, i);

		if (cid != HB_MAP_VALUE_INVALID && cid < s->cid_count)
			s->glyph_of[cid] = (uint16_t)i;
	}
}

static struct subset *
make_subset(hb_face_t *face, bool cff, const uint16_t *glyphs, unsigned count)
{
	hb_subset_plan_t *plan = make_plan(face, glyphs, count);
	hb_face_t *cut = plan != NULL ? hb_subset_plan_execute_or_fail(plan) : NULL;
	struct subset *s = NULL;

	if (cut != NULL) {
		s = mem_alloc(sizeof *s);
		*s = (struct subset){.glyphs = mem_alloc((count + 1) * sizeof *glyphs),
		    .glyph_count = count,
		    .program = cff ? hb_face_reference_table(cut, HB_TAG('C', 'F', 'F', ' '))
				   : hb_face_reference_blob(cut)};
		memcpy(s->glyphs, glyphs, count * sizeof *glyphs);
		read_numbers(s, hb_subset_plan_old_to_new_glyph_mapping(plan),
		    hb_face_get_glyph_count(face));
		hb_face_destroy(cut);
	}
	hb_subset_plan_destroy(plan);
	return s;
}

static void
close_kept(void *data)
{
	struct kept *kept = data;

	for (size_t i = 0; i < KEPT; i++)
		close_subset(kept->items[i]);
	free(kept);
}

/* NULL: the empty face, which HarfBuzz gives for what is no font; nothing can be cut from it. */
static struct kept *
kept_with(hb_face_t *face)
{
	static hb_user_data_key_t key;
	struct kept *kept = hb_face_get_user_data(face, &key);

	if (kept != NULL)
		return kept;
	kept = mem_alloc(sizeof *kept);
	*kept = (struct kept){0};
	if (hb_face_set_user_data(face, &key, kept, close_kept, true))
		return kept;
	free(kept);
	return NULL;
}

struct subset *
subset_of(const struct face *of, const uint16_t *glyphs, unsigned count)
{
	/* HarfBuzz wants a face that is not const; only what is kept with it changes. */
	hb_face_t *face = (hb_face_t *)(uintptr_t)of->hb_face;
	struct kept *kept = kept_with(face);
	struct subset *s;

	if (kept == NULL)
		return NULL;
	for (size_t i = 0; i < KEPT; i++) {
		s = kept->items[i];
		if (s != NULL && s->glyph_count == count &&
		    memcmp(s->glyphs, glyphs, count * sizeof *glyphs) == 0)
			return s;
	}
	s = make_subset(face, of->cff, glyphs, count);
	close_subset(kept->items[kept->next]);
	kept->items[kept->next] = s;
	kept->next = (kept->next + 1) % KEPT;
	return s;
}
