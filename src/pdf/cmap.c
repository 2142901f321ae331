/* cmap.c: a font's Unicode map (ToUnicode): codes to text, so that text can be searched, copied and
 * read aloud. Runs of codes whose characters follow each other are ranges; at most 100 to a block
 * (ISO 32000-1, 9.10.3; Adobe Technical Note 5014).
 *
 * Surprise: a range may not run over a change of the code's first byte.
 */
#include <string.h>

#include "writer.h"

enum { BLOCK = 100 };

struct range {
	unsigned first, last;
};

/* The one character of a code's text, or 0 when it has none or several. */
static uint32_t
single(const struct font *f, unsigned cid)
{
	const struct shown *text = font_shown(f, f->glyph_of[cid]);
	const char *at = text->at;
	uint32_t c;

	if (text->length == 0)
		return 0;
	c = utf8_next(&at);
	return at == text->at + text->length ? c : 0;
}

static void
put_cid(struct buf *b, unsigned cid)
{
	static const char digits[] = "0123456789ABCDEF";
	char code[6] = {'<', digits[cid >> 12 & 15], digits[cid >> 8 & 15], digits[cid >> 4 & 15],
	    digits[cid & 15], '>'};

	buf_add(b, code, sizeof code);
}

static void
put_entry(struct buf *b, const struct font *f, struct range r)
{
	const struct shown *text = font_shown(f, f->glyph_of[r.first]);

	put_cid(b, r.first);
	if (r.last > r.first)
		put_cid(b, r.last);
	buf_byte(b, '<');
	put_utf16(b, text->at, text->length);
	buf_text(b, ">\n");
}

static void
put_blocks(
    struct buf *b, const struct font *f, const struct range *ranges, size_t n, bool single_ones)
{
	const char *kind = single_ones ? "char" : "range";

	for (size_t start = 0; start < n; start += BLOCK) {
		size_t end = start + BLOCK < n ? start + BLOCK : n;

		buf_printf(b, "%zu beginbf%s\n", end - start, kind);
		for (size_t i = start; i < end; i++)
			put_entry(b, f, ranges[i]);
		buf_printf(b, "endbf%s\n", kind);
	}
}

/* Where the same glyphs are shown they mostly mean the same: then it was deflated before. */
static void
write_kept(struct writer *w, struct subset *s, int object, struct buf *text)
{
	if (s->packed_map.len == 0 || s->map.len != text->len ||
	    memcmp(s->map.at, text->at, text->len) != 0) {
		struct buf before = s->map;

		s->map = *text;
		*text = before;
		save_pack(w, s->map.at, s->map.len, &s->packed_map);
	}
	save_packed(w, object, "", &s->packed_map);
}

void
cmap_write(struct writer *w, const struct font *f, int object)
{
	struct range *ones = NEW_ARRAY(w->a, struct range, f->cid_count);
	struct range *more = NEW_ARRAY(w->a, struct range, f->cid_count);
	size_t one_count = 0, more_count = 0;
	struct buf b = {0};

	for (unsigned cid = 0, last; cid < f->cid_count; cid = last + 1) {
		uint32_t c = single(f, cid);

		last = cid;
		if (font_shown(f, f->glyph_of[cid])->length == 0)
			continue; /* drawn only as a part of another glyph */
		while (c != 0 && last + 1 < f->cid_count && (last + 1) % 256 != 0 &&
		       (c & 0xFF) + (last + 1 - cid) <= 0xFF &&
		       single(f, last + 1) == c + (last + 1 - cid))
			last++;
		if (last == cid)
			ones[one_count++] = (struct range){cid, cid};
		else
			more[more_count++] = (struct range){cid, last};
	}
	buf_text(&b, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
		     "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
		     "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
		     "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
	put_blocks(&b, f, ones, one_count, true);
	put_blocks(&b, f, more, more_count, false);
	buf_text(&b, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
	if (f->subset != NULL)
		write_kept(w, f->subset, object, &b);
	buf_close(&b);
}
