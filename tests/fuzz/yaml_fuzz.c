/* yaml_fuzz.c: any bytes as a YAML file. The tree of what is accepted is walked whole.
 */
#include "bilan/config.h"
#include "fuzz.h"

static size_t
walk(const struct node *n, int depth)
{
	size_t sum = 1;

	if (depth > 100 || n->at.line < 1 || n->at.column < 1)
		abort();
	if (n->kind == NODE_SCALAR && utf8_check(n->text, strlen(n->text)) != strlen(n->text))
		abort();
	for (size_t i = 0; n->kind != NODE_SCALAR && i < n->count; i++) {
		if (n->kind == NODE_MAP) {
			if (node_find(n, n->keys[i]->text) != n->items[i])
				abort(); /* a duplicate that was let through */
			sum += walk(n->keys[i], depth + 1);
		}
		sum += walk(n->items[i], depth + 1);
	}
	return sum;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct fuzz f = fuzz_open("a.yaml", bytes, length);
	const struct node *node = yaml_parse(f.a, f.d, f.file.name, f.file.bytes, f.file.length);

	if (node != NULL)
		walk(node, 0);
	fuzz_close(&f, node != NULL);
	return 0;
}
