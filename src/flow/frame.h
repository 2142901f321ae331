/* frame.h: where a flow is, between running.c and frame.c. */
#ifndef BILAN_FLOW_FRAME_H
#define BILAN_FLOW_FRAME_H

#include "flow.h"

/* The chain of blocks first..last that stay together, and the one of them that is placed next. */
struct chain {
	size_t first, next, last;
};

struct page_start { /* to place a page's blocks again */
	struct layout_point point;
	struct chain chain;
	struct block_point block; /* the next one may go on from the page before */
};

struct run_on {
	struct layout *l;
	struct page_blocks *blocks;
	int section, frame;
	dimen y;         /* where the next block starts */
	struct rect box; /* of the frame */
	dimen clear;     /* where the white below a heading ends; 0: none is above */
	bool chain_top;  /* what stands above y in the frame is the chain's own */
	struct chain chain;
	struct page_start start;
	dimen filled; /* of the page's frames before this one */
	int rows;     /* of its frames, to balance them; 0: all that there are */
	bool trying;  /* whether the blocks have room in so many rows: nothing is said */
	bool failed;  /* they have none */
};

void frame_open(struct run_on *f);
/* The block from y on. Says what fits no frame at all. */
enum fit frame_offer(struct run_on *f, struct block *b);

#endif
