/* state_fuzz.c: any bytes as an approved state, or as the state that a PDF of somebody carries.
 * What is read is compared with itself, which must find nothing, and with a sound one; both are
 * printed.
 */
#include "bilan/diff.h"
#include "fuzz.h"

static const char sound[] =
    "bilan-state 1\ntool bilan 1\nreport r.yaml\ntarget web\n"
    "input data d.csv 02\ncolour ink #1B1B1B\nstyle body Inter 400 9/12 0\n"
    "page 1 \"p\" 300x400 plain\n  block b\n"
    "    text 20,30 100x6 body ink \"24 088 aides\" <d.csv:3:5 \"24 088\">\n"
    "    path 20,40 100x6 4 ink - 01234567\ntags\nDocument\n  P\n";

static size_t
compared(struct fuzz *f, const struct state *old, const struct state *new)
{
	struct tolerance t = {.length = 1451, .delta_e = 2, .accept = 63};
	struct comparison *c = compare_states(f->a, old, new, &t);
	struct buf text = {0};

	comparison_finish(f->a, c, old, new, &t);
	comparison_print(&text, c, old, new);
	comparison_sum(&text, c);
	if (utf8_check(text.at, text.len) != text.len)
		abort();
	buf_close(&text);
	return c->count;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct fuzz f = fuzz_open("a.state", bytes, length);
	const struct state *s = state_read(f.a, f.d, f.file.name, f.file.bytes, f.file.length);

	if (s != NULL) {
		const struct state *other =
		    state_read(f.a, f.d, "sound.state", sound, sizeof sound - 1);

		if (compared(&f, s, s) != 0)
			abort();
		compared(&f, s, other);
		compared(&f, other, s);
	}
	fuzz_close(&f, s != NULL);
	return 0;
}
