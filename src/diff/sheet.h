/* sheet.h: the parts of the sheet (see bilan/diff.h), among themselves. */
#ifndef BILAN_DIFF_SHEET_H
#define BILAN_DIFF_SHEET_H

#include "bilan/diff.h"

/* sheet.css and sheet.js, line by line, ended by NULL; cmake makes them into sheet_words.c. */
extern const char *const sheet_style[], *const sheet_script[];

/* Lengths in points, two decimals. */
void sheet_base64(struct buf *out, const void *bytes, size_t n);

/* ---- diff/sheet_picture.c ---- A page as PNG: what differs from the one `below` it, to be laid
 * over that (true), or, when there is none or much differs, all of it (false). */
bool sheet_picture(struct buf *png, const struct bitmap *below, struct bitmap b);
/* ---- diff/sheet_page.c ---- A page from its marks, as SVG; `label` is escaped. */
void sheet_page(struct buf *out, const struct state *s, int page, const char *label);
/* ---- diff/sheet_pair.c ---- A page, old and new, and the `count` changes on it; `order` among the
 * case's pages, from 1. */
void sheet_pair(struct buf *out, const struct sheet_case *part, const struct change *first,
    size_t count, int number, int order);
/* Several pages that are told in one sentence, with the cause of one of them. */
void sheet_pages_alike(
    struct buf *out, const struct change *any, const char *says, int number, int order);

#endif
