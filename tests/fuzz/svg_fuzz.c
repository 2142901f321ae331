/* svg_fuzz.c: any bytes as an icon. What is accepted must be whole: points for every segment,
 * within reach.
 */
#include "bilan/image.h"
#include "fuzz.h"

static void
check(const struct icon *icon)
{
	static const size_t points[] = {1, 1, 3, 0};
	const dimen reach = 100000 * DIMEN_ONE;

	if (icon->width < DIMEN_ONE || icon->height < DIMEN_ONE || icon->count == 0)
		abort();
	for (size_t i = 0; i < icon->count; i++) {
		const struct outline *o = &icon->items[i];
		size_t needed = 0;

		for (size_t k = 0; k < o->op_count; k++)
			needed += points[o->ops[k]];
		if (o->op_count == 0 || o->ops[0] != PATH_MOVE || needed != o->point_count ||
		    o->width < 0 || !(o->fill || o->stroke))
			abort();
		for (size_t k = 0; k < o->point_count; k++)
			if (abs(o->points[k].x) > reach || abs(o->points[k].y) > reach)
				abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct fuzz f = fuzz_open("a.svg", bytes, length);
	const struct icon *icon = svg_read(f.a, f.d, &f.file);

	if (icon != NULL)
		check(icon);
	fuzz_close(&f, icon != NULL);
	return 0;
}
