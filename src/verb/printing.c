/* printing.c: the printer of a report, its inks, and the preflight: what stands before every print.
 */
#include "verb.h"

static struct printer *
read_printer(struct make *m, const struct options *o)
{
	struct setting given = {.text = o->printer};

	if (o->printer != NULL)
		return printer_read(m->a, m->d, m->project, given, NULL);
	if (m->report->printer.text != NULL)
		return printer_read(m->a, m->d, m->project, m->report->printer, m->report->file);
	diag_add(m->d, DIAG_ERROR, m->report->at, "no-printer",
	    "the report names no printer, so nothing is known of inks and bleed");
	diag_help(m->d,
	    "copy layout/printers/ of bilan's sources into the project and write "
	    "\"printer: printers/offset-coated.yaml\" into the report, or give --printer");
	return NULL;
}

bool
printing_inks(struct printing *press, struct make *m, const struct options *o)
{
	*press = (struct printing){.printer = read_printer(m, o)};
	if (press->printer != NULL)
		press->inks = inks_open(
		    m->a, m->d, m->project, m->report->theme, press->printer, !o->no_spots);
	return press->inks != NULL;
}

bool
printing_open(struct printing *press, struct make *m, const struct options *o)
{
	struct preflight preflight = {
	    .a = m->a,
	    .d = m->d,
	    .report = m->report,
	    .texts = m->texts,
	    .pages = m->pages,
	};

	if (!printing_inks(press, m, o))
		return false;
	preflight.printer = press->printer;
	preflight.inks = press->inks;
	preflight_run(&preflight);
	make_time(m, 5);
	return !diag_failed(m->d);
}

void
printing_close(struct printing *press)
{
	inks_close(press->inks);
	press->inks = NULL;
}
