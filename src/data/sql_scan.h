/* sql_scan.h: what the words of a query tell: see sql_scan.c. */
#ifndef BILAN_DATA_SQL_SCAN_H
#define BILAN_DATA_SQL_SCAN_H

#include "store.h"

enum { SOURCES_MOST = 16 };

struct sql_sources { /* of the outer SELECT's FROM */
	size_t from; /* offset of the word FROM */
	size_t count;
	struct {
		size_t start, length, table;
	} items[SOURCES_MOST]; /* the name it goes by */
};

/* False: not of a form whose rows stand for rows of tables. */
bool sql_sources(const struct tables *t, const char *sql, struct sql_sources *s);

#endif
