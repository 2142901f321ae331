/* font_list.c: fonts.yaml, or what stands for it when a project has none.
 *
 * Folders are relative to fonts.yaml. They are the one place outside the project that is read, and
 * only files of theirs: a file's name may not lead on to another folder.
 */
#include <string.h>
#include <sys/stat.h>

#include "texts.h"

struct font_lists {
	struct nodes folders, families;
};

static const struct limits weights = {1, 1000};

static const struct field entry_fields[] = {
    {"file", FIELD_STRING, offsetof(struct font_entry, file), FIELD_REQUIRED,
	"name of the font file, in one of the folders", NULL},
    {"weight", FIELD_INTEGER, offsetof(struct font_entry, weight), "400",
	"100 thin, 400 regular, 700 bold, 900 black", &weights},
    {"italic", FIELD_BOOL, offsetof(struct font_entry, italic), "false", "slanted", NULL},
    {"checksum", FIELD_STRING, offsetof(struct font_entry, checksum), NULL,
	"checkSumAdjustment of the font's table head: 8 hexadecimal digits", NULL},
    {"sha256", FIELD_STRING, offsetof(struct font_entry, sha256), NULL,
	"SHA-256 of the file: 64 hexadecimal digits", NULL},
    {0},
};
static const struct record entry_record = {
    "font file", "one face", sizeof(struct font_entry), entry_fields, NULL, NULL};

static const struct field family_fields[] = {
    {"package", FIELD_STRING, offsetof(struct font_family, package), NULL,
	"the system's package that holds the files, for messages", NULL},
    {"licence", FIELD_STRING, offsetof(struct font_family, licence), NULL,
	"under which the font may be embedded", NULL},
    {"files", FIELD_RECORDS, offsetof(struct font_family, files), NULL,
	"its faces; without them the folders are searched", &entry_record},
    {0},
};
const struct record font_family_record = {
    "font family", "a family of faces", sizeof(struct font_family), family_fields, NULL, NULL};

static const struct field list_fields[] = {
    {"folders", FIELD_BLOCKS, offsetof(struct font_lists, folders), FIELD_REQUIRED,
	"where font files are, relative to this file", NULL},
    {"families", FIELD_MAP, offsetof(struct font_lists, families), FIELD_REQUIRED,
	"each family by its name", NULL},
    {0},
};
static const struct record list_record = {
    "fonts", "the fonts of a project", sizeof(struct font_lists), list_fields, NULL, NULL};

/* What is used when a project has no fonts.yaml: Debian's package fonts-inter. */
static const char usual_fonts[] =
    "folders: [/usr/share/fonts/opentype/inter]\n"
    "families:\n"
    "  Inter:\n"
    "    package: fonts-inter\n"
    "    files:\n"
    "      - {file: Inter-Light.otf, weight: 300}\n"
    "      - {file: Inter-Regular.otf, weight: 400}\n"
    "      - {file: Inter-Italic.otf, weight: 400, italic: true}\n"
    "      - {file: Inter-Medium.otf, weight: 500}\n"
    "      - {file: Inter-SemiBold.otf, weight: 600}\n"
    "      - {file: Inter-SemiBoldItalic.otf, weight: 600, italic: true}\n"
    "      - {file: Inter-Bold.otf, weight: 700}\n"
    "      - {file: Inter-BoldItalic.otf, weight: 700, italic: true}\n"
    "  Inter Display:\n"
    "    package: fonts-inter\n"
    "    files:\n"
    "      - {file: InterDisplay-Light.otf, weight: 300}\n"
    "      - {file: InterDisplay-Regular.otf, weight: 400}\n"
    "      - {file: InterDisplay-Medium.otf, weight: 500}\n"
    "      - {file: InterDisplay-SemiBold.otf, weight: 600}\n"
    "      - {file: InterDisplay-Bold.otf, weight: 700}\n"
    "      - {file: InterDisplay-Black.otf, weight: 900}\n";

bool
font_list_read(struct font_list *s, struct diag *d, struct project *p, const struct report *report)
{
	const char *path = report->fonts.text, *from = report->file;
	const struct node *node;
	struct font_lists list = {{0}, {0}};
	const char *slash;

	if (path == NULL) {
		path = arena_printf(s->a, "%s/fonts/fonts.yaml", project_root(p));
		from = NULL;
	}
	if (report->fonts.text == NULL && !project_has(p, NULL, path))
		node = yaml_parse(s->a, d, FONTS_BUILT_IN, usual_fonts, sizeof usual_fonts - 1);
	else
		node = yaml_read(s->a, d, p, report->fonts.at, from, path);
	if (node == NULL || !config_fill(s->a, d, NULL, &list_record, node, &list, NULL))
		return false;
	s->folders = list.folders.node;
	s->families = list.families.node;
	slash = strrchr(node->at.file, '/');
	s->base =
	    slash != NULL ? arena_copy(s->a, node->at.file, (size_t)(slash - node->at.file)) : ".";
	return true;
}

const char *
font_list_folder(struct font_list *s, size_t i)
{
	const struct node *n = s->folders->items[i];

	if (n->kind != NODE_SCALAR)
		return NULL;
	return n->text[0] == '/' ? n->text : arena_printf(s->a, "%s/%s", s->base, n->text);
}

const char *
font_list_file(struct font_list *s, const char *file)
{
	struct stat about;

	if (strchr(file, '/') != NULL)
		return NULL;
	for (size_t i = 0; i < s->folders->count; i++) {
		const char *folder = font_list_folder(s, i);
		const char *path =
		    folder == NULL ? NULL : arena_printf(s->a, "%s/%s", folder, file);

		if (path != NULL && stat(path, &about) == 0 && S_ISREG(about.st_mode))
			return path;
	}
	return NULL;
}
