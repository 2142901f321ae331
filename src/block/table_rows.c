/* table_rows.c: which rows of a table stand together, and which have a style of their own.
 *
 * A rule is one comparison, column = 'text', read strictly: anything else is an error that shows
 * what a rule looks like. A quote inside the text is written twice, as in SQL. A rule that no row
 * meets is most often a misspelling, so it is a warning; where it should keep subtotals out of a
 * total, that total would be wrong, so it is an error.
 */
#include <string.h>

#include "table_bind.h"

/* A group ends early rather than outgrow what a cell can span. */
#define GROUP_MOST UINT16_MAX

/* ---- groups --------------------------------------------------------------------------------- */

static bool
same_text(const struct cell *a, const struct cell *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == CELL_TEXT)
		return strcmp(a->text, b->text) == 0;
	return a->kind == CELL_EMPTY || decimal_compare(a->number, b->number) == 0;
}

static bool
same_group(const struct table_bind *x, size_t row, size_t first)
{
	return same_text(table_cell_at(x, row, x->group), table_cell_at(x, first, x->group)) &&
	       (x->second < 0 ||
		   same_text(table_cell_at(x, row, x->second), table_cell_at(x, first, x->second)));
}

bool
table_bind_groups(struct table_bind *x)
{
	const struct group_settings *g = &x->s->group;
	struct table *t = x->t;
	struct place at = block_place(x->b, "group");

	t->group = -1;
	if (g->field != NULL) {
		x->group = rows_column(&x->bind->scope, &x->data, g->field, at);
		if (g->second != NULL)
			x->second = rows_column(&x->bind->scope, &x->data, g->second, at);
		if (x->group < 0 || (g->second != NULL && x->second < 0))
			return false;
		for (size_t i = 0; i < t->column_count && t->group < 0; i++)
			t->group = x->sources[i].field == x->group ? (int)i : -1;
		if (t->group < 0) {
			diag_add(x->bind->d, DIAG_ERROR, at, "group-column",
			    "no column of the table shows \"%s\", by which its rows are grouped",
			    g->field);
			diag_help(x->bind->d, "add a column with field: %s", g->field);
			return false;
		}
	}
	for (size_t i = 0; i < t->row_count; i++) {
		size_t first = i > 0 ? t->rows[i - 1].group : 0;
		bool goes_on =
		    i > 0 && x->group >= 0 && i - first < GROUP_MOST && same_group(x, i, first);

		t->rows[i].group = goes_on ? (uint32_t)first : (uint32_t)i;
	}
	return true;
}

/* ---- rules ---------------------------------------------------------------------------------- */

struct rule {
	int column;
	const char *text;
	unsigned flags;
	size_t rows;
};

/* Reads "name = 'text'"; {values} of the text are still to be filled in. */
static bool
read_where(struct arena *a, const char *where, const char **name, const char **text)
{
	const char *at = where + strspn(where, " "), *start = at, *end;
	bool closed = false;
	char *to;

	at += strcspn(at, "=");
	for (end = at; end > start && end[-1] == ' ';)
		end--;
	*name = arena_copy(a, start, (size_t)(end - start));
	if (*at++ != '=' || !config_is_column(*name))
		return false;
	at += strspn(at, " ");
	if (*at++ != '\'')
		return false;
	*text = to = arena_text(a, at);
	while (*at != '\0' && !closed) {
		closed = at[0] == '\'' && at[1] != '\'';
		if (!closed)
			*to++ = *at;
		at += at[0] == '\'' && !closed ? 2 : 1;
	}
	*to = '\0';
	return closed && at[strspn(at, " ")] == '\0';
}

static struct place
rule_place(const struct table_bind *x, size_t i, const char *key)
{
	const struct node *list = node_find(x->b->node, "rows");

	return list != NULL && list->kind == NODE_LIST && i < list->count &&
		       list->items[i]->kind == NODE_MAP
		   ? node_key_place(list->items[i], key)
		   : block_place(x->b, "rows");
}

static bool
bind_rule(struct table_bind *x, size_t i, struct rule *rule)
{
	const struct row_settings *s = (const struct row_settings *)x->s->rows.items + i;
	struct place at = rule_place(x, i, "where");
	const char *name;

	if (!read_where(x->bind->scope.a, s->where, &name, &rule->text)) {
		diag_add(x->bind->d, DIAG_ERROR, at, "bad-where", "\"%s\" does not say which rows",
		    s->where);
		diag_help(
		    x->bind->d, "write the name of a column and its text: \"kind = 'S/TOTAL'\"");
		return false;
	}
	rule->text = value_text(&x->bind->scope, (struct setting){rule->text, at});
	if (rule->text == NULL)
		return false;
	rule->column = rows_column(&x->bind->scope, &x->data, name, at);
	rule->flags = s->style;
	return rule->column >= 0;
}

static bool
meets(const struct rule *rule, const struct cell *cell)
{
	char number[24];

	if (cell->kind == CELL_TEXT)
		return strcmp(cell->text, rule->text) == 0;
	if (cell->kind == CELL_EMPTY)
		return rule->text[0] == '\0';
	decimal_write(cell->number, number);
	return strcmp(number, rule->text) == 0;
}

static bool
judge_rule(struct table_bind *x, size_t i, const struct rule *rule)
{
	const struct names *sum = &x->s->total.sum;
	bool counts = sum->count > 0 && (rule->flags & (ROW_SUBTOTAL | ROW_TOTAL)) != 0;

	if (rule->rows > 0)
		return true;
	diag_add(x->bind->d, counts ? DIAG_ERROR : DIAG_WARNING, rule_place(x, i, "where"),
	    "where-no-row", "no row of the table has the text \"%s\" there%s", rule->text,
	    counts ? ", and such rows would be counted twice in the total" : "");
	if (counts)
		diag_help(x->bind->d, "write the text as the column has it, or leave the rule out "
				      "where there is no such row");
	return !counts;
}

bool
table_bind_rules(struct table_bind *x)
{
	size_t n = x->s->rows.count;
	struct rule *rules = NEW_ARRAY(x->scratch, struct rule, n);
	bool ok = true;

	for (size_t i = 0; i < n; i++)
		ok &= bind_rule(x, i, &rules[i]);
	if (!ok)
		return false;
	for (size_t row = 0; row < x->t->row_count; row++) {
		for (size_t i = 0; i < n; i++) {
			if (!meets(&rules[i], table_cell_at(x, row, rules[i].column)))
				continue;
			x->t->rows[row].flags |= (uint8_t)rules[i].flags;
			rules[i].rows++;
		}
	}
	for (size_t i = 0; i < n; i++)
		ok &= judge_rule(x, i, &rules[i]);
	return ok;
}
