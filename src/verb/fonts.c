/* fonts.c: `bilan fonts` prints the faces that a report uses: from which file, which version, which
 * hash; and says which are not the files that fonts.yaml lists.
 */
#include "verb.h"

static int
run(const struct options *o)
{
	struct make m;

	make_open(&m);
	if (make_load(&m, o)) {
		texts_verify(m.texts, m.d);
		for (size_t i = 0; i < texts_face_count(m.texts); i++) {
			const struct face *f = texts_face(m.texts, (int)i);

			printf("%s %d%s\n  %s\n  %s\n  sha256 %s\n", f->family, f->weight,
			    f->italic ? " italic" : "", f->file,
			    f->version != NULL ? f->version : "-", f->sha256);
		}
	}
	if (fflush(stdout) != 0)
		diag_add(m.d, DIAG_FAILURE, (struct place){0}, "output-failed",
		    "cannot write to standard output");
	return make_close(&m, o);
}

const struct verb verb_fonts = {
    .name = "fonts",
    .operand = "REPORT.yaml",
    .options = OPT_PARAMETER | OPT_ROOT | OPT_MESSAGES | OPT_COLOUR,
    .help = "print the fonts that a report uses, their files and hashes",
    .run = run,
};
