/* blocks.h: the list of kinds of blocks. A new kind is its file and one word here. */
/* clang-format off */
#define BLOCKS(X) \
	X(text) X(heading) X(prose) X(list) X(key_figure) X(proportion) X(banner) X(table) \
	X(bar_chart) X(dots) X(legend) X(image) X(icon) X(field) X(contents) X(rule)
