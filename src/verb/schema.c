/* schema.c: `bilan schema` prints the JSON Schema of the layout language for editors; --reference
 * the Markdown reference. Both are made from the tables that read the layout.
 */
#include <string.h>

#include "testing.h"

/* Those of the layout, and case.yaml of `bilan test`. */
static struct record_list
all_records(struct arena *a)
{
	struct record_list list = block_records(a);
	const struct record **files = NEW_ARRAY(a, const struct record *, list.file_count + 1);

	if (list.file_count > 0)
		memcpy(files, list.files, list.file_count * sizeof *files);
	files[list.file_count++] = &case_record;
	list.files = files;
	return list;
}

static int
run(const struct options *o)
{
	struct arena *a = arena_open();
	struct diag *d = diag_open();
	struct buf text = {0};
	struct output *out = output_open(d, o->output != NULL ? o->output : "-");
	int status;

	if (o->reference)
		reference_write(&text, all_records(a));
	else
		schema_write(&text, all_records(a));
	output_add(out, text.at, text.len);
	output_commit(out);
	diag_print(d, o->form, stderr);
	status = diag_status(d);
	buf_close(&text);
	diag_close(d);
	arena_close(a);
	return status;
}

const struct verb verb_schema = {
    .name = "schema",
    .options = OPT_OUTPUT | OPT_REFERENCE | OPT_MESSAGES | OPT_COLOUR,
    .help = "print the JSON Schema of the layout language",
    .run = run,
};
