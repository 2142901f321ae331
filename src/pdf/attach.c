/* attach.c: the tables behind the figures, attached as files (ISO 32000-1, 7.11.4; ISO
 * 19005-3, 6.8: media type, date and size, and how the file relates to the document: it is its
 * data).
 *
 * Names are listed in the order of their bytes as written, as a name tree must be. The date is the
 * job's: a file's own changes with every checkout.
 */
#include <stdlib.h>
#include <string.h>

#include "writer.h"

enum { TINY = 128 }; /* bytes that deflating does not make fewer */

struct listed {
	const struct attachment *file;
	int object;
};

static const char *
media_type(const char *name)
{
	static const struct {
		const char *ending, *type;
	} types[] = {
	    {".csv", "text#2Fcsv"},
	    {".yaml", "application#2Fyaml"},
	    {".md", "text#2Fmarkdown"},
	    {".txt", "text#2Fplain"},
	    {".json", "application#2Fjson"},
	};
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot != NULL && i < COUNT(types); i++) {
		if (strcmp(dot, types[i].ending) == 0)
			return types[i].type;
	}
	return "application#2Foctet-stream";
}

static int
compare_names(const void *a, const void *b)
{
	return name_order(
	    ((const struct listed *)a)->file->name, ((const struct listed *)b)->file->name);
}

static int
write_file(struct writer *w, const struct attachment *file)
{
	int spec = save_objects(w, 2), stream = spec + 1;
	struct buf entries = {0}, *b;

	buf_printf(&entries, "/Type/EmbeddedFile/Subtype/%s/Params<</Size %zu/ModDate",
	    media_type(file->name), file->file->length);
	put_date(&entries, w->job->date);
	buf_text(&entries, ">>");
	save_stream(w, stream, entries.at, file->file->bytes, file->file->length,
	    file->file->length < TINY ? PACK_AS_IS : PACK_FAST);
	buf_close(&entries);
	b = save_text(w, spec);
	buf_text(b, "<</Type/Filespec/AFRelationship/Data/F");
	put_text(b, file->name);
	buf_text(b, "/UF");
	put_text(b, file->name);
	if (file->description != NULL) {
		buf_text(b, "/Desc");
		put_text(b, file->description);
	}
	buf_printf(b, "/EF<</F %d 0 R/UF %d 0 R>>>>", stream, stream);
	save_text_end(w);
	return spec;
}

void
attachments_write(struct writer *w, struct buf *catalog)
{
	size_t n = w->job->attachment_count;
	struct listed *files = NEW_ARRAY(w->a, struct listed, n + 1);

	if (n == 0)
		return;
	for (size_t i = 0; i < n; i++)
		files[i] = (struct listed){&w->job->attachments[i], 0};
	qsort(files, n, sizeof *files, compare_names);
	for (size_t i = 0; i < n; i++)
		files[i].object = write_file(w, files[i].file);
	buf_text(catalog, "/AF[");
	for (size_t i = 0; i < n; i++)
		buf_printf(catalog, "%s%d 0 R", i > 0 ? " " : "", files[i].object);
	buf_text(catalog, "]/Names<</EmbeddedFiles<</Names[");
	for (size_t i = 0; i < n; i++) {
		put_text(catalog, files[i].file->name);
		put_ref(catalog, files[i].object);
	}
	buf_text(catalog, "]>>>>");
}
