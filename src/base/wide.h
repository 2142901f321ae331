/* wide.h: sums and products of 64 bits, before they are rounded. */
#ifndef BILAN_BASE_WIDE_H
#define BILAN_BASE_WIDE_H

#include "bilan/base.h"

__extension__ typedef __int128 wide;

wide wide_divide(wide num, wide den); /* half away from zero; decimal.c */

#endif
