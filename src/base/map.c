/* map.c: names to things: an open-addressed table of indices into the entries, which stay in the
 * order of insertion, so that whoever walks a map sees the same order every time.
 */
#include <string.h>

#include "bilan/base.h"

struct entry {
	const char *key;
	uint64_t hash;
	void *value;
};

struct map {
	struct arena *a;
	struct entry *entries;
	size_t count, cap;
	uint32_t *slots;   /* index + 1 of an entry; 0: free */
	size_t slot_count; /* a power of two, more than half free */
};

struct map *
map_new(struct arena *a)
{
	struct map *m = NEW(a, struct map);

	m->a = a;
	m->slot_count = 16;
	m->slots = NEW_ARRAY(a, uint32_t, m->slot_count);
	return m;
}

static size_t
slot_of(const struct map *m, const char *key, uint64_t hash)
{
	size_t slot = hash & (m->slot_count - 1);

	while (m->slots[slot] != 0) {
		const struct entry *e = &m->entries[m->slots[slot] - 1];

		if (e->hash == hash && strcmp(e->key, key) == 0)
			break;
		slot = (slot + 1) & (m->slot_count - 1);
	}
	return slot;
}

void *
map_find(const struct map *m, const char *key)
{
	size_t slot = slot_of(m, key, hash_bytes(key, strlen(key), 0));

	return m->slots[slot] != 0 ? m->entries[m->slots[slot] - 1].value : NULL;
}

static void
widen(struct map *m)
{
	m->slot_count *= 2;
	m->slots = NEW_ARRAY(m->a, uint32_t, m->slot_count);
	for (size_t i = 0; i < m->count; i++)
		m->slots[slot_of(m, m->entries[i].key, m->entries[i].hash)] = (uint32_t)i + 1;
}

void
map_add(struct map *m, const char *key, void *value)
{
	uint64_t hash = hash_bytes(key, strlen(key), 0);
	size_t slot = slot_of(m, key, hash);

	if (m->slots[slot] != 0) {
		m->entries[m->slots[slot] - 1].value = value;
		return;
	}
	GROW(m->a, m->entries, m->count, m->cap);
	m->entries[m->count] = (struct entry){key, hash, value};
	m->slots[slot] = (uint32_t)++m->count;
	if (m->count * 2 > m->slot_count)
		widen(m);
}

size_t
map_count(const struct map *m)
{
	return m->count;
}

const char *
map_key(const struct map *m, size_t i)
{
	return m->entries[i].key;
}

void *
map_value(const struct map *m, size_t i)
{
	return m->entries[i].value;
}
