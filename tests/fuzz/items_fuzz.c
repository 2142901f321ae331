/* items_fuzz.c: any bytes as the list of a batch's reports, crossed with two years. Afterwards each
 * report has a value for each parameter (a byte of Windows-1252 becomes three at most), a name and
 * a file.
 */
#include "bilan/batch.h"
#include "fuzz.h"

static void
check(struct fuzz *f, struct items *items)
{
	items_name(items);
	for (size_t i = 0; i < items->count; i++) {
		const struct item *item = &items->list[i];

		for (size_t k = 0; k < items->name_count; k++)
			if (strlen(item->values[k]) > 3 * f->file.length + 4)
				abort();
		if (*item->name == '\0' || item->at.line < 2)
			abort();
		(void)item_output(f->a, f->d, items, i, "out/{entity}/{year}-{target}.pdf", "web");
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static const char *const likely[] = {"year", "entity"};
	struct fuzz f = fuzz_open("items.csv", bytes, length);
	struct items *items = items_new(f.a);
	struct sheet sheet;
	bool good = sheet_read(f.a, f.d, &f.file, likely, COUNT(likely), &sheet) &&
		    items_rows(items, f.d, &sheet) && items_each(items, f.d, "year=2022..2023");

	if (good && items->count > 0)
		check(&f, items);
	fuzz_close(&f, good);
	return 0;
}
