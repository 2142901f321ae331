/* test_case.c: which cases there are. A case is a folder with a case.yaml; what was approved lies
 * beside it.
 *
 *     report: ../../../layout/report.yaml
 *     parameters: {year: 2023}
 *     accept: [data]
 *
 * Folders are walked in the order of their names; links and names with a leading dot are passed
 * over. A case that is not run is never passed over in silence.
 *
 * A case may have come from anybody, so it cannot open what bilan was not pointed at: its report
 * lies in the folder that bilan runs in (or in the one given, when that lies elsewhere), or in a
 * folder that holds the case; its root, if it names one, in the former. --root allows another.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "testing.h"

enum { DEPTH_MOST = 32, CASES_MOST = 10000 };

/* ---- case.yaml ---------------------------------------------------------------------------- */

struct limits_of {
	dimen length;
	struct decimal delta_e;
};
struct mask_of {
	const char *block;
	int page;
	struct names area;
};
struct case_of {
	const char *report, *root, *printer;
	struct nodes parameters;
	unsigned targets, accept;
	struct limits_of tolerance;
	struct records masks;
	bool pictures;
	int ppi, raster;
};

static const struct field tolerance_fields[] = {
    {"length", FIELD_LENGTH, offsetof(struct limits_of, length), "0.5mm",
	"how far things may move; sizes of drawings are held five times as tightly", NULL},
    {"delta-e", FIELD_DECIMAL, offsetof(struct limits_of, delta_e), "2",
	"how far colours may differ (CIEDE2000)", NULL},
    {0},
};
static const struct record tolerance_record = {.name = "tolerance",
    .help = "How much may differ without being told.",
    .size = sizeof(struct limits_of),
    .fields = tolerance_fields};

static const struct limits page_limits = {0, 100000};
static const struct field mask_fields[] = {
    {"block", FIELD_STRING, offsetof(struct mask_of, block), NULL,
	"its id; \"foot*\": all that begin so", NULL},
    {"page", FIELD_INTEGER, offsetof(struct mask_of, page), "0", "of the area; 0: every page",
	&page_limits},
    {"area", FIELD_NAMES, offsetof(struct mask_of, area), NULL,
	"[x, y, width, height] from the page's top left, as 20mm", NULL},
    {0},
};
static const struct record mask_record = {.name = "mask",
    .help = "A place that does not count.",
    .size = sizeof(struct mask_of),
    .fields = mask_fields,
    .scalar = "block"};

static const char *const target_words[] = {"web", "print", NULL};
static const char *const cause_words[] = {
    "data", "parameter", "layout", "theme", "font", "tool", "prose", NULL};
/* No other program can be named, so that a case that came from elsewhere starts none. */
static const char *const raster_words[] = {"any", "mutool", "pdftoppm", NULL};
static const struct limits ppi_limits = {RASTER_PPI_LEAST, RASTER_PPI_MOST};
static const struct field case_fields[] = {
    {"report", FIELD_STRING, offsetof(struct case_of, report), FIELD_REQUIRED,
	"the report, from the folder of the case", NULL},
    {"root", FIELD_STRING, offsetof(struct case_of, root), NULL,
	"the project's folder, from the folder of the case, as with --root", NULL},
    {"parameters", FIELD_MAP, offsetof(struct case_of, parameters), NULL, "as with -p", NULL},
    {"targets", FIELD_WORDS, offsetof(struct case_of, targets), "web", "what is built",
	target_words},
    {"printer", FIELD_STRING, offsetof(struct case_of, printer), NULL,
	"the printer's file, instead of the report's", NULL},
    {"tolerance", FIELD_RECORD, offsetof(struct case_of, tolerance), "{}", "what does not count",
	&tolerance_record},
    {"masks", FIELD_RECORDS, offsetof(struct case_of, masks), NULL, "places that do not count",
	&mask_record},
    {"accept", FIELD_WORDS, offsetof(struct case_of, accept), NULL,
	"causes of changes to be expected, as long as lines keep their place", cause_words},
    {"pictures", FIELD_BOOL, offsetof(struct case_of, pictures), "no", "compare pixels too", NULL},
    {"ppi", FIELD_INTEGER, offsetof(struct case_of, ppi), "100", "of the pictures", &ppi_limits},
    {"raster", FIELD_WORD, offsetof(struct case_of, raster), "any",
	"which program draws the pictures; any: mutool where it is there, else pdftoppm",
	raster_words},
    {0},
};
const struct record case_record = {.name = "case",
    .help = "The file case.yaml of `bilan test`: a report whose pages are to stay as approved.",
    .size = sizeof(struct case_of),
    .fields = case_fields};

static bool
read_masks(struct arena *a, struct diag *d, const struct records *records, struct tolerance *t)
{
	const struct mask_of *items = records->items;
	struct mask *masks = NEW_ARRAY(a, struct mask, records->count + 1);

	for (size_t i = 0; i < records->count; i++) {
		const struct names *area = &items[i].area;
		dimen side[4] = {0};

		masks[i] = (struct mask){.block = items[i].block, .page = items[i].page};
		for (size_t k = 0; k < area->count; k++) {
			if (area->count == 4 && dimen_read(area->items[k], &side[k]))
				continue;
			diag_add(d, DIAG_ERROR, area->places[k], "bad-area",
			    "an area is four lengths: [x, y, width, height], as 20mm");
			return false;
		}
		masks[i].has_area = area->count == 4;
		masks[i].area = (struct rect){side[0], side[1], side[2], side[3]};
	}
	t->masks = masks;
	t->mask_count = records->count;
	return true;
}

static bool
read_parameters(struct arena *a, struct diag *d, const struct node *node, struct test_case *c)
{
	bool good = true;
	size_t n = node != NULL && node->kind == NODE_MAP ? node->count : 0;

	c->given = NEW_ARRAY(a, struct given, n + 1);
	for (size_t i = 0; i < n; i++) {
		if (node->items[i]->kind == NODE_SCALAR) {
			c->given[c->given_count++] =
			    (struct given){node->keys[i]->text, node->items[i]->text};
			continue;
		}
		diag_add(d, DIAG_ERROR, node->items[i]->at, "wrong-type",
		    "the parameter \"%s\" is one value, not several", node->keys[i]->text);
		diag_help(d, "a case tests one report: make another folder for another value");
		good = false;
	}
	return good;
}

/* ---- folders ------------------------------------------------------------------------------ */

struct finder {
	struct arena *a;
	struct diag *d;
	struct test_case *items;
	size_t count, cap;
	const char *root;  /* as --root says; or NULL */
	const char *bound; /* resolved: what cases may read */
	bool deep;         /* told */
};

static const char *
resolved(struct arena *a, const char *path)
{
	char *real = realpath(path, NULL);
	const char *kept = real != NULL ? arena_text(a, real) : NULL;

	free(real);
	return kept;
}

/* Where the report lies if it names no root: as file/project.c has it. */
static const char *
folder_of_report(struct arena *a, const char *report)
{
	const char *slash = strrchr(report, '/');
	const char *real = resolved(a, arena_copy(a, report, (size_t)(slash - report)));
	const char *last = real != NULL ? strrchr(real, '/') : NULL;

	return last != NULL && last > real && strcmp(last, "/layout") == 0
		   ? arena_copy(a, real, (size_t)(last - real))
		   : real;
}

static bool
say_outside(struct finder *f, const struct node *node, const char *setting)
{
	const struct node *at = node_find(node, setting);

	diag_add(f->d, DIAG_ERROR, at->at, "file-outside",
	    "\"%.200s\" is outside of what bilan test may read here", at->text);
	diag_help(f->d, "paths are from the folder of the case; run bilan test in the folder that "
			"holds all of the project, or name that with --root");
	return false;
}

/* What cannot be resolved is told when the report is built. */
static bool
check_paths(struct finder *f, const struct node *node, const struct test_case *c)
{
	static const char *const paths[] = {"report", "root", "printer"};
	const char *own = resolved(f->a, c->folder), *root;

	for (size_t i = 0; i < COUNT(paths); i++) {
		const struct node *path = node_find(node, paths[i]);

		if (path != NULL && path->kind == NODE_SCALAR && *path->text == '/')
			return say_outside(f, node, paths[i]);
	}
	if (node_find(node, "root") != NULL) {
		root = resolved(f->a, c->root);
		return root == NULL || path_inside(f->bound, root) != NULL ||
		       say_outside(f, node, "root");
	}
	root = f->root == NULL ? folder_of_report(f->a, c->report) : NULL;
	return root == NULL || path_inside(f->bound, root) != NULL ||
	       (own != NULL && path_inside(root, own) != NULL) || say_outside(f, node, "report");
}

/* Paths in case.yaml are from its folder. */
static const char *
from_folder(struct finder *f, const char *folder, const char *path)
{
	return path == NULL ? NULL : arena_printf(f->a, "%s/%s", folder, path);
}

static void
add_case(struct finder *f, const char *folder)
{
	const char *path = arena_printf(f->a, "%s/case.yaml", folder);
	struct project *p = project_open(f->a, f->d, path, NULL);
	const struct node *node;
	struct case_of said = {0};
	struct test_case c = {.folder = folder};

	node = p != NULL ? yaml_read(f->a, f->d, p, (struct place){0}, NULL, path) : NULL;
	if (node == NULL || !config_fill(f->a, f->d, NULL, &case_record, node, &said, NULL) ||
	    !read_masks(f->a, f->d, &said.masks, &c.tolerance))
		return;
	c.report = from_folder(f, folder, said.report);
	c.root = said.root != NULL ? from_folder(f, folder, said.root) : f->root;
	c.printer = from_folder(f, folder, said.printer);
	c.raster = said.raster > 0 ? raster_words[said.raster] : NULL;
	c.tolerance.accept = said.accept;
	c.pictures = said.pictures;
	c.ppi = said.ppi;
	c.tolerance.length = said.tolerance.length;
	c.tolerance.delta_e = (double)said.tolerance.delta_e.coef;
	for (int i = 0; i < said.tolerance.delta_e.scale; i++)
		c.tolerance.delta_e /= 10;
	if (!read_parameters(f->a, f->d, said.parameters.node, &c) || !check_paths(f, node, &c))
		return;
	for (size_t i = 0; target_words[i] != NULL; i++) {
		if (!(said.targets & 1u << i))
			continue;
		c.target = target_words[i];
		c.name = arena_printf(f->a, "%s (%s)", folder, c.target);
		GROW(f->a, f->items, f->count, f->cap);
		f->items[f->count++] = c;
	}
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names of the folders in `folder`, sorted; *own: it is a case itself. */
static const char **
list_folder(struct arena *a, DIR *dir, const char *folder, size_t *count, bool *own)
{
	const char **names = NULL;
	size_t cap = 0;
	struct stat about;

	*count = 0;
	for (const struct dirent *e; (e = readdir(dir)) != NULL;) {
		const char *path;

		if (e->d_name[0] == '.')
			continue;
		if (strcmp(e->d_name, "case.yaml") == 0)
			*own = true;
		path = arena_printf(a, "%s/%s", folder, e->d_name);
		if (lstat(path, &about) != 0 || !S_ISDIR(about.st_mode))
			continue;
		GROW(a, names, *count, cap);
		names[(*count)++] = path;
	}
	if (*count > 0)
		qsort(names, *count, sizeof *names, by_name);
	return names;
}

/* Into that folder? Being too deep is told once. */
static bool
may_go_on(struct finder *f, const char *folder, int depth)
{
	if (depth < DEPTH_MOST && f->count <= CASES_MOST)
		return true;
	if (depth < DEPTH_MOST || f->deep)
		return false;
	f->deep = true;
	diag_add(f->d, DIAG_ERROR, (struct place){0}, "cases-deep",
	    "cases are looked for %d folders deep: there may be more in \"%.200s\"", DEPTH_MOST,
	    folder);
	diag_help(f->d, "name a folder further down");
	return false;
}

static void
walk(struct finder *f, const char *folder, int depth)
{
	DIR *dir = opendir(folder);
	const char **names;
	bool own = false;
	size_t count;

	if (dir == NULL) {
		if (depth == 0 && (errno == ENOENT || errno == ENOTDIR))
			diag_add(f->d, DIAG_ERROR, (struct place){0}, "file-missing",
			    "there is no folder \"%.200s\"", folder);
		else
			diag_add(f->d, DIAG_FAILURE, (struct place){0}, "file-denied",
			    "cannot look for cases in the folder \"%.200s\": %s", folder,
			    strerror(errno));
		return;
	}
	names = list_folder(f->a, dir, folder, &count, &own);
	closedir(dir);
	if (own)
		add_case(f, folder);
	for (size_t i = 0; i < count && may_go_on(f, names[i], depth); i++)
		walk(f, names[i], depth + 1);
}

struct test_case *
cases_find(struct arena *a, struct diag *d, const struct folders *folders, size_t *count)
{
	struct finder f = {.a = a, .d = d, .root = folders->root};
	const char *here = resolved(a, folders->root != NULL ? folders->root : ".");

	for (size_t i = 0; i < folders->count; i++) {
		size_t n = strlen(folders->items[i]);
		const char *folder, *real;

		while (n > 1 && folders->items[i][n - 1] == '/')
			n--;
		folder = arena_copy(a, folders->items[i], n);
		real = resolved(a, folder);
		f.bound = here != NULL && (real == NULL || folders->root != NULL ||
					      path_inside(here, real) != NULL)
			      ? here
			  : real != NULL ? real
					 : folder;
		walk(&f, folder, 0);
	}
	if (f.count > CASES_MOST) {
		diag_add(d, DIAG_ERROR, (struct place){0}, "cases-many",
		    "there are more than %d cases: none was run", CASES_MOST);
		diag_help(d, "name some of their folders: bilan test DIR...");
		f.count = 0;
	}
	*count = f.count;
	return f.items;
}
