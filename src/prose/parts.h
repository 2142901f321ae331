/* parts.h: what the files of prose/ show one another. */
#ifndef BILAN_PROSE_PARTS_H
#define BILAN_PROSE_PARTS_H

#include "bilan/prose.h"

/* The style with a heavier or a slanted face of its family; NULL: the theme asks for none. */
const struct style *style_variant(
    struct scope *s, const struct style *base, bool strong, bool italic);

#endif
