/* base.h: what every stage stands on: lengths, exact decimals, memory, strings, colours, hashes.
 *
 * Lengths are `dimen`, 1/1024 of a PostScript point (1/72 inch), from the page's top left, y
 * downwards. An int32_t reaches 2 097 151 pt, 740 m: a page's, never a whole document's height.
 *
 * Memory has three lives, each an arena: the run (configuration, fonts, shaped words), one report
 * (data, block tree, marks), and scratch (one paragraph, one row). Nothing in an arena is freed by
 * itself. When memory runs out the program ends with a message and exit status 3.
 *
 * Text is UTF-8, checked where it enters, NUL-terminated, and never holds U+0000.
 */
#ifndef BILAN_BASE_H
#define BILAN_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__GNUC__)
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define PRINTF_LIKE(fmt, args)
#endif
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* ---- lengths ---------------------------------------------------------------- dimen.c */

typedef int32_t dimen;
#define DIMEN_ONE 1024                     /* one point */
#define PT(n)     ((dimen)((n)*DIMEN_ONE)) /* PT(9.5): for constants only */

struct point {
	dimen x, y;
};
struct rect {
	dimen x, y, w, h;
}; /* w, h >= 0 */

/* Reads "18mm", "9.5pt", "1.2cm", "0.5in" exactly (1 in = 72 pt = 25.4 mm), rounded half away from
 * zero to a dimen. False: no number, no unit, an unknown unit, or out of +-100 000 pt. */
bool dimen_read(const char *text, dimen *length);
/* Writes points with at most `places` decimals (0..5), without trailing zeros, "." as the point;
 * answers the number of characters. `out` holds 24 bytes. Never depends on the locale. */
size_t dimen_points(dimen length, int places, char *out);
double dimen_mm(dimen length);                 /* for messages only */
int64_t divide_away(int64_t num, int64_t den); /* half away from zero; den > 0 */
/* length * num / den, half away from zero, kept within a dimen's range; 0 when den is 0. */
dimen dimen_scale(dimen length, int64_t num, int64_t den);

struct rect rect_join(struct rect a, struct rect b); /* an empty one (w = h = 0) is neutral */

static inline bool /* do they share an area, not only an edge? */
rect_meets(struct rect a, struct rect b)
{
	if (a.w == 0 || a.h == 0 || b.w == 0 || b.h == 0)
		return false;
	return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/* ---- exact decimals -------------------------------------------------------- decimal.c
 * Figures are decimals from cell to page: coef * 10^-scale, at most 18 digits. Binary floats never
 * carry one. There is one rounding, decimal_round and decimal_divide: half away from zero. */

struct decimal {
	int64_t coef;
	int scale;
}; /* 89.90 is {8990, 2}; scale 0..9 */

bool decimal_read(const char *text, struct decimal *d); /* "-12.50" and nothing else */
/* Exact, or false: overflow. The scale is the larger one, for a product the sum of both; smaller
 * only where the result would not fit otherwise and ends in zeros. */
bool decimal_add(struct decimal a, struct decimal b, struct decimal *sum);
bool decimal_subtract(struct decimal a, struct decimal b, struct decimal *difference);
bool decimal_multiply(struct decimal a, struct decimal b, struct decimal *product);
/* Rounded, with exactly that scale; false: overflow, or a division by zero. */
bool decimal_divide(struct decimal a, struct decimal b, int scale, struct decimal *quotient);
bool decimal_round(struct decimal d, int scale, struct decimal *rounded);
int decimal_compare(struct decimal a, struct decimal b);     /* -1, 0, 1 by value */
size_t decimal_write(struct decimal d, char out[static 24]); /* "-12.50" */
/* part / whole of a length, for drawing: exact up to the last dimen, kept within a dimen's range;
 * 0 unless whole > 0. */
dimen decimal_share(struct decimal part, struct decimal whole, dimen length);

/* ---- memory ------------------------------------------------------------------ arena.c */

struct arena;
struct arena_mark {
	void *chunk;
	size_t used;
};

struct arena *arena_open(void);
void arena_close(struct arena *a);                         /* NULL is fine */
void *arena_alloc(struct arena *a, size_t size);           /* zeroed, aligned for anything */
void *arena_array(struct arena *a, size_t n, size_t size); /* ends the program on overflow */
/* Room for `new_size` with what `old` held; in place where `old` was the last thing handed out. */
void *arena_more(struct arena *a, const void *old, size_t old_size, size_t new_size);
char *arena_copy(struct arena *a, const char *text, size_t length); /* NUL-terminated */
char *arena_text(struct arena *a, const char *text);
char *arena_printf(struct arena *a, const char *format, ...) PRINTF_LIKE(2, 3);
char *arena_vprintf(struct arena *a, const char *format, va_list args) PRINTF_LIKE(2, 0);
struct arena_mark arena_mark(const struct arena *a);
void arena_rewind(struct arena *a, struct arena_mark to); /* forget all since; keeps the pages */
void arena_empty(struct arena *a);                        /* forget all; keeps the pages */
size_t arena_used(const struct arena *a);

#define NEW(arena, type)          ((type *)arena_alloc((arena), sizeof(type)))
#define NEW_ARRAY(arena, type, n) ((type *)arena_array((arena), (size_t)(n), sizeof(type)))
/* Room for one more in `items`, an arena array of `n` with capacity `cap`. */
#define GROW(arena, items, n, cap)                                                                 \
	((size_t)(n) < (size_t)(cap)                                                               \
		? (void)0                                                                          \
		: grow_((arena), (void **)&(items), sizeof *(items), (size_t)(n), &(cap)))
void grow_(struct arena *a, void **items, size_t size, size_t n, size_t *cap);

/* For the few long arrays that outgrow an arena's doubling; end the program when memory is out. */
void *mem_alloc(size_t size);
void *mem_resize(void *old, size_t size);

/* ---- bytes being written ------------------------------------------------------- buf.c */

struct buf {
	char *at;
	size_t len, cap;
}; /* starts as {0}; at[len] is NUL once written to */

void buf_grow_(struct buf *b, size_t n); /* room for n more, and the NUL */

static inline void
buf_add(struct buf *b, const void *bytes, size_t n)
{
	if (b->cap - b->len <= n)
		buf_grow_(b, n);
	if (n > 0)
		memcpy(b->at + b->len, bytes, n);
	b->len += n;
	b->at[b->len] = '\0';
}

static inline void
buf_text(struct buf *b, const char *text)
{
	buf_add(b, text, strlen(text));
}

static inline void
buf_byte(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void buf_printf(struct buf *b, const char *format, ...) PRINTF_LIKE(2, 3); /* no %f: locale */
void buf_integer(struct buf *b, int64_t n);
void buf_points(struct buf *b, dimen length); /* two decimals */
void buf_rect(struct buf *b, struct rect r);  /* "x,y wxh", in points */
/* For a terminal or a log: control characters, which a hostile text may hold, become U+FFFD. */
void buf_plain(struct buf *b, const char *text);
void buf_json(struct buf *b, const char *text); /* a string of JSON, in its quotation marks */
void buf_empty(struct buf *b);                  /* keeps the memory */
void buf_close(struct buf *b);

/* ---- names to things ----------------------------------------------------------- map.c
 * Keeps the order of insertion: whoever walks it sees the same order every time. */

struct map;
struct map *map_new(struct arena *a);
void *map_find(const struct map *m, const char *key);      /* NULL: none */
void map_add(struct map *m, const char *key, void *value); /* replaces; key is kept, not copied */
size_t map_count(const struct map *m);
const char *map_key(const struct map *m, size_t i);
void *map_value(const struct map *m, size_t i);

/* ---- text ---------------------------------------------------------------------- utf8.c */

/* One character; bad bytes give U+FFFD and advance by one. *at must not be at the end. */
uint32_t utf8_next(const char **at);
size_t utf8_put(uint32_t c, char out[static 4]); /* bytes; U+FFFD for no character */
/* The character of a byte in Windows-1252, as CP1252.TXT of the Unicode Consortium maps it; 0 for
 * 0x81, 0x8D, 0x8F, 0x90 and 0x9D, which stand for nothing there. */
uint32_t windows_1252(unsigned char byte);
size_t utf8_count(const char *text, size_t length); /* characters */
/* Controls, also those that turn the direction of a line or stand for no character. */
bool utf8_is_control(uint32_t c);
/* Offset of the first byte that is not well-formed UTF-8 (or is NUL), or `length`. */
size_t utf8_check(const char *text, size_t length);
/* The same but for capitals (of Latin letters) and blanks. */
bool utf8_alike(const char *a, const char *b);
/* The candidate nearest to `word` (edited characters, at most a third of its length; the first of
 * equally near ones), or NULL. Words of more than 64 bytes have none. */
const char *nearest_word(const char *word, const char *const *candidates, size_t n);
/* The same but for one slip: a character more or less, another, or two that are swapped. */
bool one_slip_apart(const char *a, const char *b);

/* ---- colours of screens ------------------------------------------------------ srgb.c */

double srgb_linear(uint8_t value); /* the light of a channel, 0 to 1 */
/* Relative luminance and contrast ratio, 1 to 21, as WCAG 2.1 defines them. */
double srgb_luminance(const uint8_t srgb[3]);
double srgb_contrast(const uint8_t a[3], const uint8_t b[3]);
#define CONTRAST_OF_WORDS 4.5 /* needed to read them: WCAG 2.1, success criterion 1.4.3 */

/* ---- time ------------------------------------------------------------------- seconds.c
 * For spans: neither is the time of day. */

double seconds_now(void); /* never goes back */
double seconds_of_cpu(void);

/* ---- hashes -------------------------------------------------------------------- hash.c */

uint64_t hash_bytes(const void *bytes, size_t n, uint64_t seed); /* FNV-1a with a final mix */
/* Another, for whole files: eight times as fast. */
uint64_t hash_long(const void *bytes, size_t n, uint64_t seed);
void sha256(const void *bytes, size_t n, unsigned char digest[static 32]);
void sha256_hex(const void *bytes, size_t n, char out[static 65]);

#endif
