/* sql_guard.h: no binary float in a figure: see sql_guard.c. */
#ifndef BILAN_DATA_SQL_GUARD_H
#define BILAN_DATA_SQL_GUARD_H

#include "store.h"

enum sql_float { SQL_NO_FLOAT, SQL_FLOAT_OPERAND, SQL_FLOAT_CAST, SQL_FLOAT_SHIFT, SQL_DIVISION };

struct sql_stretch { /* of the query as written */
	size_t offset, length;
};

/* What would certainly be calculated with binary floats, and where; or, if nothing is, the first
 * division, which cuts the rest off whole numbers. */
enum sql_float sql_float_written(
    const struct tables *t, const struct statement *st, const char *sql, struct sql_stretch *where);

struct sql_guarded {
	const char
	    *sql; /* the same query, its uncertain operands watched; or the very text given */
	struct sql_stretch *operands;
	size_t count;
};

/* False: the operand at operands[0] cannot be told from its neighbours. */
bool sql_guard(struct arena *a, const struct tables *t, const struct statement *st, const char *sql,
    struct sql_guarded *g);

#endif
