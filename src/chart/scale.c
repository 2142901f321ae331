/* scale.c: values to lengths, from zero. The largest value of each sign spans its side exactly. */
#include "bilan/chart.h"

void
scale_take(struct scale *s, struct decimal value)
{
	if (decimal_compare(value, s->most) > 0)
		s->most = value;
	if (decimal_compare(value, s->least) < 0)
		s->least = value;
}

static bool
span_of(const struct scale *s, struct decimal *span)
{
	return decimal_subtract(s->most, s->least, span) && span->coef > 0;
}

dimen
scale_zero(const struct scale *s)
{
	struct decimal span, below = {-s->least.coef, s->least.scale};

	return span_of(s, &span) ? decimal_share(below, span, s->length) : 0;
}

dimen
scale_bar(const struct scale *s, struct decimal value)
{
	struct decimal span;

	return span_of(s, &span) ? decimal_share(value, span, s->length) : 0;
}
