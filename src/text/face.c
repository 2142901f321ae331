/* face.c: styles to faces.
 *
 * fonts.yaml pins each face down: the file, its weight and slant, the checksum that the font
 * carries in its table `head`, the SHA-256. Such a file is opened at once, and its own names must
 * then say the family, weight and slant that the style asks for: nothing is ever replaced by
 * something similar. A family without files is looked for by fontconfig in the folders that
 * fonts.yaml names, with a configuration of our own: neither the machine's settings nor its
 * caches have a say.
 *
 * Why not fontconfig for all: it reads a file's whole character map to describe it, half a
 * millisecond a face, which is more than shaping a page takes. Likewise the SHA-256 of seven
 * faces takes longer than a report: a run compares the checksums, texts_verify reads every byte.
 */
#include <dirent.h>
#include <fontconfig/fontconfig.h>
#include <stdlib.h>
#include <string.h>

#include "texts.h"

struct search {
	struct texts *t;
	struct arena *a;
	struct diag *d;
	struct font_list list;
	const struct theme *theme;
	FcConfig *config; /* made when a family has no files */
};

/* ---- fontconfig ------------------------------------------------------------------------- */

static bool
pattern_fits(FcPattern *pattern, const struct style *style)
{
	FcChar8 *family;
	double weight = 0;
	int slant = 0, rounded;

	if (FcPatternGetDouble(pattern, FC_WEIGHT, 0, &weight) != FcResultMatch ||
	    FcPatternGetInteger(pattern, FC_SLANT, 0, &slant) != FcResultMatch)
		return false;
	rounded = (int)(FcWeightToOpenTypeDouble(weight) + 0.5);
	if (rounded != style->weight || (slant != FC_SLANT_ROMAN) != style->italic)
		return false;
	for (int i = 0; FcPatternGetString(pattern, FC_FAMILY, i, &family) == FcResultMatch; i++)
		if (strcmp((const char *)family, style->family) == 0)
			return true;
	return false;
}

/* The fonts of a folder, file by file: of a whole folder fontconfig would look for caches, and
 * complain on stderr that there are none. */
static void
add_folder(struct search *s, const char *folder)
{
	DIR *dir = opendir(folder);
	const struct dirent *e;

	while (dir != NULL && (e = readdir(dir)) != NULL) {
		const char *end = strrchr(e->d_name, '.');

		if (end != NULL && (strcmp(end, ".otf") == 0 || strcmp(end, ".ttf") == 0))
			FcConfigAppFontAddFile(s->config,
			    (const FcChar8 *)arena_printf(s->a, "%s/%s", folder, e->d_name));
	}
	if (dir != NULL)
		closedir(dir);
}

/* The file of a family that fonts.yaml does not pin down. Equal faces: the first by name. */
static const char *
file_by_fontconfig(struct search *s, const struct style *style)
{
	const char *best = NULL;
	FcFontSet *set;

	if (s->config == NULL) {
		s->config = FcConfigCreate();
		for (size_t i = 0; s->config != NULL && i < s->list.folders->count; i++) {
			const char *folder = font_list_folder(&s->list, i);

			if (folder != NULL)
				add_folder(s, folder);
		}
	}
	set = s->config != NULL ? FcConfigGetFonts(s->config, FcSetApplication) : NULL;
	for (int i = 0; set != NULL && i < set->nfont; i++) {
		FcChar8 *file;

		if (pattern_fits(set->fonts[i], style) &&
		    FcPatternGetString(set->fonts[i], FC_FILE, 0, &file) == FcResultMatch &&
		    (best == NULL || strcmp((const char *)file, best) < 0))
			best = (const char *)file;
	}
	return best != NULL ? arena_text(s->a, best) : NULL;
}

/* ---- complaints ---------------------------------------------------------------------- */

static const char *
slant_word(bool italic)
{
	return italic ? " italic" : "";
}

/* A family that is not listed: told at the first style that asks for it. */
static void
tell_family(struct search *s, const struct style *style)
{
	size_t count = s->list.families->count;
	const char **names = NEW_ARRAY(s->a, const char *, count);
	const char *nearest;

	for (const struct style *o = s->theme->styles; o < style; o++) {
		if (o->family != NULL && strcmp(o->family, style->family) == 0)
			return;
	}
	for (size_t i = 0; i < count; i++)
		names[i] = s->list.families->keys[i]->text;
	nearest = nearest_word(style->family, names, count);
	diag_add(s->d, DIAG_ERROR, style->at, "unknown-font",
	    "style \"%s\" asks for the font \"%s\", which %s does not list", style->name,
	    style->family, s->list.families->at.file);
	if (nearest != NULL)
		diag_help(s->d, "did you mean \"%s\"?", nearest);
	else if (strcmp(s->list.families->at.file, FONTS_BUILT_IN) == 0)
		diag_help(s->d,
		    "make fonts/fonts.yaml in the project, with the family and the file of each "
		    "weight; the built-in list has Inter and Inter Display");
	else
		diag_help(s->d, "add the family there, with the file of each weight");
}

static void
tell_weight(struct search *s, const struct style *style, const struct font_family *family,
    const struct node *node)
{
	const struct font_entry *entries = family->files.items;
	struct buf have = {0};

	for (size_t i = 0; i < family->files.count; i++)
		buf_printf(&have, "%s%d%s", i > 0 ? ", " : "", entries[i].weight,
		    slant_word(entries[i].italic));
	diag_add(s->d, DIAG_ERROR, style->at, "unknown-font",
	    "style \"%s\" asks for weight %d%s of the font \"%s\", which is not there", style->name,
	    style->weight, slant_word(style->italic), style->family);
	diag_also(s->d, node->at, "\"%s\" is listed here", style->family);
	if (have.len > 0)
		diag_help(s->d, "it has %s", have.at);
	else
		diag_help(s->d,
		    "no file is listed there, and no font in the folders calls itself so: install "
		    "it, or list its files");
	buf_close(&have);
}

static void
tell_file(
    struct search *s, const struct style *style, const struct font_family *family, const char *file)
{
	diag_add(s->d, DIAG_FAILURE, style->at, "unknown-font",
	    "the file %s of the font \"%s\" is in none of the folders of %s", file, style->family,
	    s->list.families->at.file);
	if (family->package != NULL)
		diag_help(s->d, "install it: sudo apt-get install %s", family->package);
	else
		diag_help(s->d, "copy the file into one of them, or correct its name");
}

static bool
checksum_kept(struct search *s, const struct loaded *f, const struct font_entry *e, struct place at)
{
	char *end;
	unsigned long listed;

	if (e->checksum == NULL || e->checksum[0] == '\0')
		return true;
	listed = strtoul(e->checksum, &end, 16);
	if (*end == '\0' && listed == f->face.checksum)
		return true;
	diag_add(s->d, DIAG_ERROR, at, "font-changed",
	    "%s is not the font that is listed: its checksum is %08x, not %s", f->face.file,
	    (unsigned)f->face.checksum, e->checksum);
	diag_help(s->d,
	    "lines and pages may break elsewhere: look at the report, then list the new "
	    "checksum and SHA-256");
	return false;
}

static bool
face_fits(struct search *s, const struct face *face, const struct style *style)
{
	if (strcmp(face->family, style->family) == 0 && face->weight == style->weight &&
	    face->italic == style->italic)
		return true;
	diag_add(s->d, DIAG_ERROR, style->at, "unknown-font",
	    "style \"%s\" asks for the font \"%s\" %d%s, but %s is \"%s\" %d%s", style->name,
	    style->family, style->weight, slant_word(style->italic), face->file, face->family,
	    face->weight, slant_word(face->italic));
	return false;
}

/* ---- faces ----------------------------------------------------------------------------- */

static const struct font_entry *
entry_of(const struct font_family *family, const struct style *style)
{
	const struct font_entry *entries = family->files.items;

	for (size_t i = 0; i < family->files.count; i++)
		if (entries[i].weight == style->weight && entries[i].italic == style->italic)
			return &entries[i];
	return NULL;
}

static struct loaded *
face_open(struct search *s, const struct style *style)
{
	const struct node *node = node_find(s->list.families, style->family);
	struct font_family family = {0};
	const struct font_entry *e;
	const char *file, *why;
	struct loaded *f;

	if (node == NULL) {
		tell_family(s, style);
		return NULL;
	}
	if (!config_fill(s->a, s->d, NULL, &font_family_record, node, &family, NULL))
		return NULL;
	e = entry_of(&family, style);
	file = e != NULL                 ? font_list_file(&s->list, e->file)
	       : family.files.count == 0 ? file_by_fontconfig(s, style)
					 : NULL;
	if (file == NULL) {
		if (e != NULL)
			tell_file(s, style, &family, e->file);
		else
			tell_weight(s, style, &family, node);
		return NULL;
	}
	if ((f = font_open(s->t->a, file, &why)) == NULL) {
		diag_add(
		    s->d, DIAG_ERROR, node->at, "font-broken", "%s cannot be used: %s", file, why);
		return NULL;
	}
	if (!face_fits(s, &f->face, style) || (e != NULL && !checksum_kept(s, f, e, node->at))) {
		font_close(f);
		return NULL;
	}
	if (e != NULL && e->sha256 != NULL && strlen(e->sha256) == 64)
		memcpy(f->listed, e->sha256, sizeof f->listed);
	memcpy(f->face.sha256, f->listed, sizeof f->listed);
	return f;
}

/* The index of the style's face among those opened; -1: not yet; -2: tried before, in vain, or the
 * style names no family, which was told when the theme was read. */
static int
face_known(const struct theme *theme, size_t style)
{
	const struct style *s = &theme->styles[style];

	if (s->family == NULL)
		return -2;
	for (size_t i = 0; i < style; i++) {
		const struct style *o = &theme->styles[i];

		if (o->weight == s->weight && o->italic == s->italic && o->family != NULL &&
		    strcmp(o->family, s->family) == 0)
			return o->face >= 0 ? o->face : -2;
	}
	return -1;
}

static bool
faces_open(struct search *s, struct theme *theme)
{
	struct texts *t = s->t;
	bool all = true;

	for (size_t i = 0; i < theme->style_count; i++) {
		struct style *style = &theme->styles[i];
		struct loaded *f;

		style->face = face_known(theme, i);
		if (style->face == -1 && (f = face_open(s, style)) != NULL) {
			GROW(t->a, t->faces, t->face_count, t->face_cap);
			style->face = (int)t->face_count;
			t->faces[t->face_count++] = f;
		}
		all = all && style->face >= 0;
	}
	return all;
}

/* Only a theme that divides words depends on the dictionary. */
static const char *
find_origin(const struct texts *t, const struct theme *theme)
{
	bool hyphenates = false;

	for (size_t i = 0; i < theme->style_count; i++)
		hyphenates = hyphenates || theme->styles[i].hyphenate;
	return arena_printf(t->a, "HarfBuzz %s\nICU %s\n%s%s%s", hb_version_string(),
	    opportunities_origin(t->a), hyphenates ? "hyphenation " : "",
	    hyphenates ? hyphens_origin(t) : "", hyphenates ? "\n" : "");
}

const char *
texts_origin(const struct texts *t)
{
	return t->origin;
}

struct texts *
texts_open(struct arena *a, struct diag *d, struct project *p, const struct report *report)
{
	struct texts *t = NEW(a, struct texts);
	struct search s = {.t = t, .a = a, .d = d, .list = {.a = a}, .theme = report->theme};
	bool good;

	t->a = a;
	t->language = report->language != NULL ? arena_text(a, report->language) : "en";
	t->hb_language = hb_language_from_string(t->language, -1);
	t->origin = find_origin(t, report->theme);
	words_open(t);
	good = font_list_read(&s.list, d, p, report) && faces_open(&s, report->theme);
	if (s.config != NULL)
		FcConfigDestroy(s.config);
	if (good)
		return t;
	texts_close(t);
	return NULL;
}

void
texts_close(struct texts *t)
{
	if (t == NULL)
		return;
	opportunities_close(t);
	hyphens_close(t);
	words_close(t);
	for (size_t i = 0; i < t->face_count; i++)
		font_close(t->faces[i]);
	free(t->paragraph.items);
	free(t->paragraph.looks);
	free(t->stops.items);
	free(t->told.keys);
}

bool
texts_verify(const struct texts *t, struct diag *d)
{
	bool same = true;

	for (size_t i = 0; i < t->face_count; i++) {
		struct loaded *f = t->faces[i];
		hb_blob_t *blob = hb_face_reference_blob(f->hb);
		unsigned length = 0;
		const char *bytes = hb_blob_get_data(blob, &length);

		sha256_hex(bytes, length, f->face.sha256);
		hb_blob_destroy(blob);
		if (f->listed[0] == '\0' || strcmp(f->listed, f->face.sha256) == 0)
			continue;
		same = false;
		diag_add(d, DIAG_ERROR, (struct place){.file = f->face.file}, "font-changed",
		    "the file is not the font that fonts.yaml lists: its SHA-256 is %s, not %s",
		    f->face.sha256, f->listed);
	}
	return same;
}

size_t
texts_face_count(const struct texts *t)
{
	return t->face_count;
}

const struct face *
texts_face(const struct texts *t, int face)
{
	return &t->faces[face]->face;
}

dimen
style_cap_height(const struct texts *t, const struct style *s)
{
	const struct face *f = texts_face(t, s->face);

	return dimen_scale(s->size, f->cap_height, f->upem);
}
