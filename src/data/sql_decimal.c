/* sql_decimal.c: exact decimals in SQL.
 *
 * SQLite knows integers and binary floats. A decimal is kept as TEXT ("89.90") and these
 * functions take such texts and integers, and give back an integer when the result has no
 * decimals, else a text:
 *
 *     decimal_add(a, b)  decimal_sub(a, b)  decimal_mul(a, b)  decimal_cmp(a, b): -1, 0, 1
 *     decimal_div(a, b, scale): NULL when b is 0     decimal_round(a, scale)     decimal_sum(a)
 *
 * sum, round and abs are replaced by exact ones of the same name. NULL in is NULL out, sums skip
 * it. A float, a text that is no number and more than 18 digits are errors, never a rounding in
 * silence. The collation DECIMAL compares by value, so that ORDER BY, <, =, min and max on a
 * decimal column are right; a text that is no number comes after all numbers.
 */
#include "sql_decimal.h"

#include "inner.h"

#include <sqlite3.h>
#include <string.h>

enum operation { ADD, SUBTRACT, MULTIPLY, DIVIDE, ROUND, COMPARE, ABSOLUTE };

static const int64_t coef_most = 999999999999999999;

static bool
fail(sqlite3_context *ctx, const char *what)
{
	sqlite3_result_error(ctx, what, -1);
	return false;
}

/* False after an error; NULL must be asked for before. */
static bool
take(sqlite3_context *ctx, sqlite3_value *v, struct decimal *d)
{
	switch (sqlite3_value_type(v)) {
	case SQLITE_INTEGER:
		*d = (struct decimal){sqlite3_value_int64(v), 0};
		if (d->coef > coef_most || d->coef < -coef_most)
			return fail(ctx, "overflow: more than 18 digits");
		return true;
	case SQLITE_TEXT:
		if (decimal_read((const char *)sqlite3_value_text(v), d))
			return true;
		return fail(ctx, "a text that is no number in a calculation");
	default:
		return fail(ctx,
		    "a binary float in an exact calculation: write numbers with decimals in "
		    "quotes, '0.5'");
	}
}

static bool
take_scale(sqlite3_context *ctx, sqlite3_value *v, int *scale)
{
	int64_t n = sqlite3_value_int64(v);

	if (sqlite3_value_type(v) != SQLITE_INTEGER || n < 0 || n > 9)
		return fail(ctx, "the number of decimals is a whole number from 0 to 9");
	*scale = (int)n;
	return true;
}

static void
give(sqlite3_context *ctx, struct decimal d)
{
	char text[24];

	if (d.scale == 0)
		sqlite3_result_int64(ctx, d.coef);
	else
		sqlite3_result_text(ctx, text, (int)decimal_write(d, text), SQLITE_TRANSIENT);
}

static void
calculate(sqlite3_context *ctx, int n, sqlite3_value **args)
{
	enum operation op = *(const enum operation *)sqlite3_user_data(ctx);
	struct decimal a, b = {0}, r = {0};
	int scale = 0;
	bool ok = true;
	bool two = op != ROUND && op != ABSOLUTE;

	for (int i = 0; i < n; i++)
		if (sqlite3_value_type(args[i]) == SQLITE_NULL)
			return;
	if (!take(ctx, args[0], &a) || (two && !take(ctx, args[1], &b)))
		return;
	if ((op == DIVIDE && !take_scale(ctx, args[2], &scale)) ||
	    (op == ROUND && n > 1 && !take_scale(ctx, args[1], &scale)))
		return;
	switch (op) {
	case ADD:
		ok = decimal_add(a, b, &r);
		break;
	case SUBTRACT:
		ok = decimal_subtract(a, b, &r);
		break;
	case MULTIPLY:
		ok = decimal_multiply(a, b, &r);
		break;
	case DIVIDE:
		if (b.coef == 0)
			return; /* NULL, as SQL has it */
		ok = decimal_divide(a, b, scale, &r);
		break;
	case ROUND:
		ok = decimal_round(a, scale, &r);
		break;
	case COMPARE:
		r.coef = decimal_compare(a, b);
		break;
	case ABSOLUTE:
		r = a;
		r.coef = a.coef < 0 ? -a.coef : a.coef;
		break;
	}
	if (ok)
		give(ctx, r);
	else
		fail(ctx, "overflow: more than 18 digits, or more than 9 decimals");
}

/* ---- sums ---- */

struct sum {
	struct decimal total;
	int64_t count;
};

static void
sum_more(sqlite3_context *ctx, sqlite3_value **args, bool less)
{
	struct decimal d;
	struct sum *s;

	if (sqlite3_value_type(args[0]) == SQLITE_NULL || !take(ctx, args[0], &d))
		return;
	s = sqlite3_aggregate_context(ctx, sizeof *s);
	if (!s) {
		sqlite3_result_error_nomem(ctx);
		return;
	}
	s->count += less ? -1 : 1;
	if (!(less ? decimal_subtract : decimal_add)(s->total, d, &s->total))
		fail(ctx, "overflow: a sum of more than 18 digits");
}

static void
sum_step(sqlite3_context *ctx, int n, sqlite3_value **args)
{
	(void)n;
	sum_more(ctx, args, false);
}

static void
sum_inverse(sqlite3_context *ctx, int n, sqlite3_value **args)
{
	(void)n;
	sum_more(ctx, args, true);
}

static void
sum_value(sqlite3_context *ctx)
{
	const struct sum *s = sqlite3_aggregate_context(ctx, 0);

	if (s && s->count > 0)
		give(ctx, s->total);
}

/* ---- operands of SQLite's own signs: see sql_guard.c ---- */

static void
refuse_operand(sqlite3_context *ctx, sqlite3_value *number)
{
	*(int *)sqlite3_user_data(ctx) = sqlite3_value_int(number);
	fail(ctx, "a binary float in a calculation");
}

/* bilan_whole(x, n): x when it is a whole number or NULL. */
static void
pass_whole(sqlite3_context *ctx, int n, sqlite3_value **args)
{
	int type = sqlite3_value_type(args[0]);
	struct decimal d;

	(void)n;
	if (type == SQLITE_INTEGER || type == SQLITE_NULL)
		sqlite3_result_value(ctx, args[0]);
	else if (type == SQLITE_TEXT &&
		 decimal_read((const char *)sqlite3_value_text(args[0]), &d) && d.scale == 0)
		sqlite3_result_int64(ctx, d.coef);
	else
		refuse_operand(ctx, args[1]);
}

/* bilan_text(x, n): x when it is no float. */
static void
pass_text(sqlite3_context *ctx, int n, sqlite3_value **args)
{
	(void)n;
	if (sqlite3_value_type(args[0]) == SQLITE_FLOAT)
		refuse_operand(ctx, args[1]);
	else
		sqlite3_result_value(ctx, args[0]);
}

/* ---- the collation ---- */

static bool
read_text(const void *text, int length, struct decimal *d)
{
	char copy[32];

	if (length <= 0 || (size_t)length >= sizeof copy)
		return false;
	memcpy(copy, text, (size_t)length);
	copy[length] = '\0';
	return decimal_read(copy, d);
}

static int
collate(void *self, int an, const void *a, int bn, const void *b)
{
	struct decimal x, y;
	bool is_x = read_text(a, an, &x), is_y = read_text(b, bn, &y);

	(void)self;
	if (is_x && is_y)
		return decimal_compare(x, y);
	if (is_x != is_y)
		return is_x ? -1 : 1;
	int order = memcmp(a, b, (size_t)(an < bn ? an : bn));
	return order ? order : (an > bn) - (an < bn);
}

int
sql_decimal_add(struct sqlite3 *db, int *operand)
{
	static const struct {
		const char *name;
		int args;
		enum operation op;
	} functions[] = {
	    {"decimal_add", 2, ADD},
	    {"decimal_sub", 2, SUBTRACT},
	    {"decimal_mul", 2, MULTIPLY},
	    {"decimal_div", 3, DIVIDE},
	    {"decimal_round", 2, ROUND},
	    {"decimal_cmp", 2, COMPARE},
	    {"round", 1, ROUND},
	    {"round", 2, ROUND},
	    {"abs", 1, ABSOLUTE},
	};
	static const char *const sums[] = {"decimal_sum", "sum"};
	static const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
	int rc = sqlite3_create_collation(db, "DECIMAL", SQLITE_UTF8, NULL, collate);

	for (size_t i = 0; rc == SQLITE_OK && i < COUNT(functions); i++) {
		const void *op = &functions[i].op;
		rc = sqlite3_create_function(db, functions[i].name, functions[i].args, flags,
		    (void *)(uintptr_t)op, calculate, NULL, NULL);
	}
	for (size_t i = 0; rc == SQLITE_OK && i < COUNT(sums); i++)
		rc = sqlite3_create_window_function(
		    db, sums[i], 1, flags, NULL, sum_step, sum_value, sum_value, sum_inverse, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_create_function(
		    db, "bilan_whole", 2, flags, operand, pass_whole, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_create_function(
		    db, "bilan_text", 2, flags, operand, pass_text, NULL, NULL);
	return rc;
}
