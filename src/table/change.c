/* change.c: how a figure changed, exactly.
 *
 * A percent is a quotient and cannot be kept whole, so it is cut towards zero at a decimal far
 * behind those that are printed. Half away from zero then rounds the cut number as it would the
 * true one: cut digits can make neither a half out of less nor less out of a half. A quotient
 * that is rounded twice (14.4996 to 14.50 to 15) could not promise that.
 */
#include <string.h>

#include "bilan/table.h"

enum { DECIMALS_MOST = 6, DECIMALS_LEAST = 2 };

static struct decimal
amount(struct decimal d)
{
	d.coef = d.coef < 0 ? -d.coef : d.coef;
	return d;
}

/* parts / whole for amounts, whole > 0, cut at `scale` decimals. */
static bool
divide_cut(struct decimal parts, struct decimal whole, int scale, struct decimal *quotient)
{
	struct decimal back;

	if (!decimal_divide(parts, whole, scale, quotient) ||
	    !decimal_multiply(*quotient, whole, &back))
		return false;
	if (decimal_compare(back, parts) > 0)
		quotient->coef--;
	return true;
}

bool
change_in_points(const char *unit, enum change_as as)
{
	return as == CHANGE_PERCENT && unit != NULL && strcmp(unit, "percent") == 0;
}

bool
change_crosses_zero(struct decimal before, struct decimal now)
{
	return (before.coef < 0 && now.coef > 0) || (before.coef > 0 && now.coef < 0);
}

bool
change_of(struct decimal before, struct decimal now, enum change_as as, struct decimal *change)
{
	struct decimal difference, parts, hundred = {100, 0};

	if (!decimal_subtract(now, before, &difference))
		return false;
	*change = difference;
	if (as == CHANGE_DIFFERENCE)
		return true;
	if (before.coef == 0 || change_crosses_zero(before, now) ||
	    !decimal_multiply(amount(difference), hundred, &parts))
		return false;
	for (int scale = DECIMALS_MOST; scale >= DECIMALS_LEAST; scale--) {
		if (!divide_cut(parts, amount(before), scale, change))
			continue;
		change->coef = difference.coef < 0 ? -change->coef : change->coef;
		return true;
	}
	return false;
}

bool
change_is_nothing(
    struct numbers *n, struct arena *scratch, const struct format *format, struct decimal change)
{
	struct decimal nothing = {0, change.scale};

	if (change.coef == 0 || format == NULL)
		return change.coef == 0;
	return strcmp(number_text(n, scratch, format, amount(change)),
		   number_text(n, scratch, format, nothing)) == 0;
}
