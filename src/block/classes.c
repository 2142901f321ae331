/* classes.c: the class rows of blocks.h as one array. */
#include "bilan/block.h"
#include "bilan/print.h"
#include "blocks.h"

#define DECLARE(name) extern const struct block_class name##_class;
BLOCKS(DECLARE)

#define ADDRESS(name) &name##_class,
const struct block_class *const block_classes[] = {BLOCKS(ADDRESS)};
const size_t block_class_count = COUNT(block_classes);

struct record_list
block_records(struct arena *a)
{
	static const struct record *const files[] = {&tables_record, &csv_table_record,
	    &csv_column_record, &data_check_record, &printer_record};
	const struct record **items = NEW_ARRAY(a, const struct record *, block_class_count);
	const char **examples = NEW_ARRAY(a, const char *, block_class_count);

	for (size_t i = 0; i < block_class_count; i++) {
		items[i] = &block_classes[i]->record;
		examples[i] = block_classes[i]->example;
	}
	return (struct record_list){items, examples, block_class_count, files, COUNT(files)};
}
