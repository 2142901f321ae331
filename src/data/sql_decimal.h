/* sql_decimal.h: exact decimals in SQL: see sql_decimal.c. */
#ifndef BILAN_DATA_SQL_DECIMAL_H
#define BILAN_DATA_SQL_DECIMAL_H

struct sqlite3;
/* Adds the functions and the collation DECIMAL to a connection; an SQLite result code. */
/* `operand` gets the number of the operand of sql_guard.c that would become a float. */
int sql_decimal_add(struct sqlite3 *db, int *operand);

#endif
