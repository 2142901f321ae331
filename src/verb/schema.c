/* schema.c: `bilan schema` prints the JSON Schema of the layout language for editors; --reference
 * the Markdown reference. Both are made from the tables that read the layout.
 */
#include "verb.h"

static int
run(const struct options *o)
{
	struct arena *a = arena_open();
	struct diag *d = diag_open();
	struct buf text = {0};
	struct output *out = output_open(d, o->output != NULL ? o->output : "-");
	int status;

	if (o->reference)
		reference_write(&text, block_records(a));
	else
		schema_write(&text, block_records(a));
	if (out != NULL) {
		output_add(out, text.at, text.len);
		output_commit(out);
	}
	diag_print(d, o->form, stderr);
	status = diag_status(d);
	buf_close(&text);
	diag_close(d);
	arena_close(a);
	return status;
}

const struct verb verb_schema = {
    "schema",
    NULL,
    OPT_OUTPUT | OPT_REFERENCE | OPT_MESSAGES | OPT_COLOUR,
    "print the JSON Schema of the layout language",
    run,
};
