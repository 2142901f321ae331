/* field_number.c: settings that are measures: whole numbers, decimals, lengths, areas of the grid.
 */
#include <stdlib.h>
#include <string.h>

#include "parts.h"

/* ---- numbers ----------------------------------------------------------------------------- */

static void
help_number(struct fill *f, const char *text)
{
	char *point = arena_text(f->a, text), *comma = strchr(point, ',');
	struct decimal d;

	if (comma == NULL)
		return;
	*comma = '.';
	if (decimal_read(point, &d))
		diag_help(f->d, "write the decimal point as a point: %s", point);
}

static bool
read_whole(const char *text, int *whole)
{
	const char *s = text + (*text == '-');
	size_t digits = strspn(s, "0123456789");
	long long n;

	if (digits == 0 || digits > 10 || s[digits] != '\0')
		return false;
	n = strtoll(text, NULL, 10);
	*whole = (int)n;
	return n >= INT32_MIN && n <= INT32_MAX;
}

void
field_read_integer(struct fill *f, const struct field *field, const struct node *n, void *to)
{
	const struct limits *limits = field->more;
	int whole;

	if (!read_whole(n->text, &whole)) {
		field_complain(f, n->at, "bad-number", "\"%s\" of %s is a whole number, not \"%s\"",
		    field->name, f->owner, n->text);
	} else if (limits != NULL && (whole < limits->least || whole > limits->most)) {
		field_complain(f, n->at, "bad-number",
		    "\"%s\" of %s lies between %d and %d, and %d does not", field->name, f->owner,
		    limits->least, limits->most, whole);
	} else {
		*(int *)to = whole;
	}
}

void
field_read_decimal(struct fill *f, const struct field *field, const struct node *n, void *to)
{
	struct decimal d;

	if (decimal_read(n->text, &d)) {
		*(struct decimal *)to = d;
		return;
	}
	field_complain(f, n->at, "bad-number", "\"%s\" of %s is a number, not \"%s\"", field->name,
	    f->owner, n->text);
	help_number(f, n->text);
}

void
field_read_length(struct fill *f, const struct field *field, const struct node *n, void *to)
{
	struct decimal d;
	dimen length = 0;

	if (strcmp(n->text, "0") == 0 || dimen_read(n->text, &length)) {
		/* Below zero only where that has a meaning: the preset's. */
		if (length >= 0 || (field->preset != NULL && field->preset[0] == '-'))
			*(dimen *)to = length;
		else
			field_complain(f, n->at, "bad-length", "\"%s\" of %s cannot be below zero",
			    field->name, f->owner);
		return;
	}
	field_complain(f, n->at, "bad-length", "\"%s\" of %s is a length, and \"%s\" is none",
	    field->name, f->owner, n->text);
	if (decimal_read(n->text, &d))
		diag_help(f->d, "add the unit: %smm or %spt", n->text, n->text);
	else if (strchr(n->text, ',') != NULL)
		diag_help(f->d, "write the decimal point as a point: 12.5mm");
	else
		diag_help(f->d, "lengths are written 12.5mm, 1.2cm, 9.5pt or 0.5in");
}

/* ---- areas ------------------------------------------------------------------------------- */

bool
field_read_halves(const char *text, int *halves)
{
	struct decimal d;
	int64_t power = 1;

	if (!decimal_read(text, &d))
		return false;
	for (int i = 0; i < d.scale; i++)
		power *= 10;
	if (d.coef / power > 2000 || d.coef / power < -2000 || d.coef * 2 % power != 0)
		return false;
	*halves = (int)(d.coef * 2 / power);
	return true;
}

void
field_read_area(struct fill *f, const struct field *field, const struct node *n, void *to)
{
	struct area *area = to;
	int halves[4];
	bool ok = n->kind == NODE_LIST && n->count == COUNT(halves);

	if (n->kind == NODE_SCALAR && strcmp(n->text, "page") == 0) {
		*area = (struct area){.given = true, .page = true, .at = n->at};
		return;
	}
	for (size_t i = 0; ok && i < COUNT(halves); i++) {
		const struct node *item = n->items[i];

		if (item->kind != NODE_SCALAR || !field_read_halves(item->text, &halves[i]) ||
		    (i >= 2 && halves[i] <= 0)) {
			field_complain(f, item->at, "bad-area",
			    i < 2 ? "columns and rows of an area are counted in wholes or halves "
				    "(33.5)"
				  : "an area is at least half a column wide and half a row high");
			if (item->kind == NODE_SCALAR)
				help_number(f, item->text);
			return;
		}
	}
	if (!ok) {
		field_complain(f, n->at, "bad-area",
		    "\"%s\" of %s is [column, row, columns, rows] or page", field->name, f->owner);
		diag_help(f->d,
		    "for example [1, 4, 6, 3]: from column 1 and row 4, 6 columns wide, 3 "
		    "rows high");
		return;
	}
	*area = (struct area){.given = true,
	    .column = halves[0],
	    .row = halves[1],
	    .columns = halves[2],
	    .rows = halves[3],
	    .at = n->at};
}
