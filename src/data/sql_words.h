/* sql_words.h: the words of a query, as SQLite cuts them; who reads them knows no more of SQL. */
#ifndef BILAN_DATA_SQL_WORDS_H
#define BILAN_DATA_SQL_WORDS_H

#include <stdbool.h>
#include <stddef.h>

enum word_kind { WORD_END, WORD_NAME, WORD_QUOTED, WORD_TEXT, WORD_NUMBER, WORD_SIGN };

struct word {
	enum word_kind kind; /* a parameter (":year") is a number */
	const char *at;
	size_t length;
};

/* The word at *at, blanks and comments passed over; *at moves behind it. */
struct word word_next(const char **at);
bool word_is(struct word w, const char *text); /* a name without marks, in any case of letters */
bool word_is_any(struct word w, const char *const *words); /* up to NULL */
bool word_is_sign(struct word w, char sign);
bool word_is_name(struct word w); /* with or without quotation marks */
/* Does it name this, with or without quotation marks? */
bool word_names(struct word w, const char *name);

#endif
