/* align.c: which old thing is which new one: words, pages, blocks.
 *
 * Rows of hashes are compared by Myers' greedy algorithm (An O(ND) Difference Algorithm and Its
 * Variations, 1986), after what is equal at both ends is set aside. It keeps one row for each edit,
 * so edits are limited; beyond that all that is left counts as replaced.
 *
 * Pages are paired by their content first (equal ones in order), then, in the gaps between, by what
 * they share: id, blocks, words. Blocks are paired by id; those left over (the names of unnamed
 * blocks count, so one more moves them all) by their words, then by kind of name, in order.
 */
#include <stdlib.h>
#include <string.h>

#include "bilan/diff.h"

enum { EDIT_LIMIT = 2000, GAP_LIMIT = 200, FEATURES = 400, ALIKE = 15 };

struct lanes {
	const uint64_t *old, *new;
	int n, m;
};

/* ---- rows of hashes ----------------------------------------------------------------------- */

/* Furthest x on each diagonal after each number of edits; NULL when there are too many. */
static int **
trace(struct arena *a, struct lanes r, int *edits)
{
	int most = r.n + r.m < EDIT_LIMIT ? r.n + r.m : EDIT_LIMIT;
	int **rows = NEW_ARRAY(a, int *, most + 1);

	for (int d = 0; d <= most; d++) {
		int *v = NEW_ARRAY(a, int, 2 * d + 1) + d, *before = d > 0 ? rows[d - 1] : NULL;

		rows[d] = v;
		for (int k = -d; k <= d; k += 2) {
			int x = 0;

			if (d > 0)
				x = k == -d || (k != d && before[k - 1] < before[k + 1])
					? before[k + 1]
					: before[k - 1] + 1;
			while (x < r.n && x - k < r.m && r.old[x] == r.new[x - k])
				x++;
			v[k] = x;
			if (x >= r.n && x - k >= r.m) {
				*edits = d;
				return rows;
			}
		}
	}
	return NULL;
}

/* Walks the trace backwards, filling `list` from its end; answers how many edits it filled. */
static size_t
walk_back(struct lanes r, int **rows, int d, struct edit *end)
{
	int x = r.n, y = r.m;
	size_t count = 0;

	for (; d >= 0; d--) {
		int k = x - y, before_x, before_y;

		if (d > 0) {
			const int *v = rows[d - 1];
			bool down = k == -d || (k != d && v[k - 1] < v[k + 1]);

			before_x = v[down ? k + 1 : k - 1];
			before_y = before_x - (down ? k + 1 : k - 1);
		} else {
			before_x = before_y = 0;
		}
		while (x > before_x && y > before_y) {
			*--end = (struct edit){--x, --y};
			count++;
		}
		if (d > 0) {
			*--end = x > before_x ? (struct edit){--x, -1} : (struct edit){-1, --y};
			count++;
		}
	}
	return count;
}

struct edit *
align_rows(
    struct arena *a, const uint64_t *old, size_t n, const uint64_t *new, size_t m, size_t *count)
{
	struct edit *list = NEW_ARRAY(a, struct edit, n + m + 1);
	size_t head = 0, tail = 0, filled = 0;
	struct arena_mark before = arena_mark(a);
	struct lanes r;
	int edits = 0, **rows;

	while (head < n && head < m && old[head] == new[head])
		head++;
	while (tail < n - head && tail < m - head && old[n - 1 - tail] == new[m - 1 - tail])
		tail++;
	r = (struct lanes){old + head, new + head, (int)(n - head - tail), (int)(m - head - tail)};
	for (size_t i = 0; i < head; i++)
		list[i] = (struct edit){(int)i, (int)i};
	*count = head;
	rows = trace(a, r, &edits);
	if (rows != NULL) {
		filled = walk_back(r, rows, edits, list + n + m);
		memmove(list + head, list + n + m - filled, filled * sizeof *list);
		for (size_t i = head; i < head + filled; i++) {
			list[i].old += list[i].old >= 0 ? (int)head : 0;
			list[i].new += list[i].new >= 0 ? (int)head : 0;
		}
		*count += filled;
	} else {
		for (int i = 0; i < r.n; i++)
			list[(*count)++] = (struct edit){(int)head + i, -1};
		for (int i = 0; i < r.m; i++)
			list[(*count)++] = (struct edit){-1, (int)head + i};
	}
	arena_rewind(a, before); /* the trace */
	for (size_t i = tail; i > 0; i--)
		list[(*count)++] = (struct edit){(int)(n - i), (int)(m - i)};
	return list;
}

/* ---- pages -------------------------------------------------------------------------------- */

static uint64_t
hash_text(const char *text, uint64_t seed)
{
	return hash_bytes(text, strlen(text), seed);
}

/* Of everything but the folio. */
static uint64_t
page_hash(const struct state_page *p)
{
	uint64_t hash = hash_text(p->id, hash_text(p->master, 1));

	for (size_t i = 0; i < p->count; i++) {
		hash = hash_text(p->blocks[i].id, hash);
		for (size_t k = 0; k < p->blocks[i].count; k++) {
			const struct item *item = &p->blocks[i].items[k];

			hash = hash_bytes(&item->box, sizeof item->box, hash);
			if (item->words != NULL)
				hash = hash_text(item->words, hash);
		}
	}
	return hash;
}

struct features {
	uint32_t *items;
	size_t count;
};

static int
by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static struct features
features_of(struct arena *a, const struct state_page *p)
{
	struct features f = {NEW_ARRAY(a, uint32_t, FEATURES), 0};

	for (size_t i = 0; i < p->count; i++) {
		if (f.count < FEATURES && strcmp(p->blocks[i].id, "page") != 0)
			f.items[f.count++] = (uint32_t)hash_text(p->blocks[i].id, 7);
		for (size_t k = 0; k < p->blocks[i].count && f.count < FEATURES; k++) {
			if (p->blocks[i].items[k].kind == ITEM_TEXT)
				f.items[f.count++] =
				    (uint32_t)hash_text(p->blocks[i].items[k].words, 3);
		}
	}
	qsort(f.items, f.count, sizeof *f.items, by_number);
	return f;
}

/* Of a hundred, how alike: shared blocks and lines; the same id counts for as much again. */
static int
likeness(
    const struct state_page *p, struct features f, const struct state_page *q, struct features g)
{
	size_t common = 0, all = f.count + g.count;
	int like;

	for (size_t i = 0, k = 0; i < f.count && k < g.count;) {
		if (f.items[i] == g.items[k]) {
			common++;
			i++;
			k++;
		} else if (f.items[i] < g.items[k]) {
			i++;
		} else {
			k++;
		}
	}
	like = all > 0 ? (int)(200 * common / all) : 50;
	return like / 2 + (*p->id != '\0' && strcmp(p->id, q->id) == 0 ? 50 : 0);
}

/* Pairs the pages of a gap so that the likeness of all together is largest. Where as many pages
 * came as went, one that is like none is the one in its place, all changed. */
static void
fill_gap(struct arena *a, const struct state *old, const struct state *new, struct page_pair *list,
    size_t *count, const int *olds, int n, const int *news, int m)
{
	struct features *f = NEW_ARRAY(a, struct features, n + 1);
	struct features *g = NEW_ARRAY(a, struct features, m + 1);
	int *best = NEW_ARRAY(a, int, (n + 1) * (m + 1));

	for (int i = 0; i < n; i++)
		f[i] = features_of(a, &old->pages[olds[i]]);
	for (int k = 0; k < m; k++)
		g[k] = features_of(a, &new->pages[news[k]]);
	for (int i = n - 1; i >= 0; i--) {
		for (int k = m - 1; k >= 0; k--) {
			int *b = &best[i * (m + 1) + k];
			int like = likeness(&old->pages[olds[i]], f[i], &new->pages[news[k]], g[k]);

			*b = b[1] > b[m + 1] ? b[1] : b[m + 1];
			like = like >= ALIKE ? like : n == m && i == k ? 1 : 0;
			if (like > 0 && b[m + 2] + like >= *b)
				*b = b[m + 2] + like;
		}
	}
	for (int i = 0, k = 0; i < n || k < m;) {
		const int *b = &best[i * (m + 1) + k];
		bool none_old = i == n, none_new = k == m;

		if (!none_old && !none_new && *b > b[1] && *b > b[m + 1])
			list[(*count)++] = (struct page_pair){{olds[i++], news[k++]}};
		else if (none_new || (!none_old && *b == b[m + 1]))
			list[(*count)++] = (struct page_pair){{olds[i++], -1}};
		else
			list[(*count)++] = (struct page_pair){{-1, news[k++]}};
	}
}

struct page_pair *
align_pages(struct arena *a, const struct state *old, const struct state *new, size_t *count)
{
	size_t n = old->page_count, m = new->page_count, edit_count;
	uint64_t *f = NEW_ARRAY(a, uint64_t, n + 1), *g = NEW_ARRAY(a, uint64_t, m + 1);
	struct page_pair *list = NEW_ARRAY(a, struct page_pair, n + m + 1);
	int *olds = NEW_ARRAY(a, int, n + 1), *news = NEW_ARRAY(a, int, m + 1);
	struct edit *edits;

	for (size_t i = 0; i < n; i++)
		f[i] = page_hash(&old->pages[i]);
	for (size_t i = 0; i < m; i++)
		g[i] = page_hash(&new->pages[i]);
	edits = align_rows(a, f, n, g, m, &edit_count);
	*count = 0;
	for (size_t i = 0; i < edit_count;) {
		int x = 0, y = 0;

		for (; i < edit_count && (edits[i].old < 0 || edits[i].new < 0); i++) {
			if (edits[i].old >= 0)
				olds[x++] = edits[i].old;
			else
				news[y++] = edits[i].new;
		}
		if (x > GAP_LIMIT || y > GAP_LIMIT) {
			/* Too many to weigh: one by one, in order. */
			for (int k = 0; k < x || k < y; k++)
				list[(*count)++] = (struct page_pair){
				    {k < x ? olds[k] : -1, k < y ? news[k] : -1}};
		} else if (x + y > 0) {
			fill_gap(a, old, new, list, count, olds, x, news, y);
		}
		if (i < edit_count) {
			list[(*count)++] = (struct page_pair){{edits[i].old, edits[i].new}};
			i++;
		}
	}
	return list;
}

/* ---- blocks ------------------------------------------------------------------------------- */

/* What names a block: its id, or the kind in a counted name ("plain/icon-4" is "plain/icon-"). */
static uint64_t
name_hash(const struct state_block *b, int round)
{
	size_t n = strlen(b->id), digits = 0;
	uint64_t hash = 5;

	if (round == 0)
		return hash_text(b->id, hash);
	while (digits < n && b->id[n - 1 - digits] >= '0' && b->id[n - 1 - digits] <= '9')
		digits++;
	if (digits == 0 || digits == n || b->id[n - 1 - digits] != '-')
		return 0;
	hash = hash_bytes(b->id, n - digits, hash);
	for (size_t i = 0; i < b->count && round == 1; i++) {
		if (b->items[i].kind == ITEM_TEXT)
			hash = hash_text(b->items[i].words, hash);
		else if (b->items[i].hash != NULL)
			hash = hash_text(b->items[i].hash, hash);
	}
	return hash;
}

struct named {
	uint64_t name;
	size_t index;
	size_t next; /* of the first of a name: how many of it are taken */
};

static int
by_name(const void *a, const void *b)
{
	const struct named *x = a, *y = b;

	if (x->name != y->name)
		return x->name < y->name ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

/* The first in order of that name that nobody has taken, or NULL. */
static const struct named *
take_named(struct named *list, size_t count, uint64_t name)
{
	size_t low = 0, high = count, at;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (list[middle].name < name)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == count || list[low].name != name)
		return NULL;
	at = low + list[low].next;
	if (at == count || list[at].name != name)
		return NULL;
	list[low].next++;
	return &list[at];
}

/* Pairs what is left by the names of that round. */
static void
pair_round(struct arena *a, const struct state_page *old, const struct state_page *new, int round,
    int *of_old, int *of_new)
{
	struct arena_mark before = arena_mark(a);
	struct named *list = NEW_ARRAY(a, struct named, old->count + 1);
	size_t count = 0;

	for (size_t i = 0; i < old->count; i++) {
		uint64_t name = of_old[i] == 0 ? name_hash(&old->blocks[i], round) : 0;

		if (name != 0)
			list[count++] = (struct named){name, i, 0};
	}
	qsort(list, count, sizeof *list, by_name);
	for (size_t k = 0; k < new->count; k++) {
		uint64_t name = of_new[k] == 0 ? name_hash(&new->blocks[k], round) : 0;
		const struct named *found = name != 0 ? take_named(list, count, name) : NULL;

		if (found == NULL)
			continue;
		of_old[found->index] = (int)k + 1;
		of_new[k] = (int)found->index + 1;
	}
	arena_rewind(a, before);
}

/* Of counted names ("plain/icon-4") those with the same content, then the same id, then the same
 * kind. */
struct page_pair *
align_blocks(
    struct arena *a, const struct state_page *old, const struct state_page *new, size_t *count)
{
	static const int rounds[] = {1, 0, 2};
	struct page_pair *list = NEW_ARRAY(a, struct page_pair, old->count + new->count + 1);
	int *of_old = NEW_ARRAY(a, int, old->count + 1);
	int *of_new = NEW_ARRAY(a, int, new->count + 1);

	for (size_t i = 0; i < COUNT(rounds); i++)
		pair_round(a, old, new, rounds[i], of_old, of_new);
	*count = 0;
	for (size_t i = 0; i < old->count; i++) {
		if (of_old[i] == 0)
			list[(*count)++] = (struct page_pair){{(int)i, -1}};
	}
	for (size_t k = 0; k < new->count; k++)
		list[(*count)++] = (struct page_pair){{of_new[k] - 1, (int)k}};
	return list;
}
