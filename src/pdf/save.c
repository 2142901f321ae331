/* save.c: objects to bytes, as PDF 1.5 and later allow: streams as they are, everything else packed
 * into object streams, and a cross-reference stream instead of a table (ISO 32000-1, 7.5.7, 7.5.8).
 *
 * Pages, fonts and attached files are deflated quickly, which costs a few percent of a report's
 * size and saves a quarter of the writer's time. So are the packed objects of a report, which would
 * be one percent smaller otherwise; those of a long document are deflated well, since a fifth of
 * its file hangs on them.
 *
 * Everything goes out at once; what stays is one row of eight bytes for each object. An object
 * stream is closed at 200 objects or 128 KB. The cross-references pass through PNG's "up"
 * predictor, which turns the rows of one object stream into repetitions. The file's ID is a hash of
 * all bytes before the cross-references, so equal content has an equal ID and nothing depends on a
 * clock.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libdeflate.h>

#include "writer.h"

enum {
	FAST = 1, /* levels */
	WELL = 5,
	PACKED_OBJECTS = 200,
	PACKED_BYTES = 128 << 10,
	LONG_FILE = 1 << 20,
	ROW = 7,
	PREDICTED_ROW = ROW + 1
};
enum { ROW_FREE, ROW_AT, ROW_PACKED };

struct entry {
	uint32_t at;    /* offset, or the object stream's number */
	uint16_t index; /* in the object stream */
	uint8_t type;
};

struct save {
	struct entry *rows;
	size_t row_cap;
	int next; /* the first free number */
	uint64_t written, hash[2];
	struct libdeflate_compressor *fast, *well;
	struct buf packed, out; /* scratch: deflated bytes, the head of an object */
	struct buf index, body; /* of the object stream being filled */
	int stream, in_stream;  /* its number (0: none), its objects */
};

static void
emit(struct writer *w, const void *bytes, size_t n)
{
	struct save *s = w->save;

	s->hash[0] = hash_long(bytes, n, s->hash[0]);
	s->written += n;
	output_add(w->out, bytes, n);
}

static void
grow_rows(struct save *s, int upto)
{
	size_t cap = s->row_cap;

	if ((size_t)upto < cap)
		return;
	while (cap <= (size_t)upto)
		cap = cap == 0 ? 1024 : cap * 2;
	s->rows = mem_resize(s->rows, cap * sizeof *s->rows);
	memset(s->rows + s->row_cap, 0, (cap - s->row_cap) * sizeof *s->rows);
	s->row_cap = cap;
}

int
save_objects(struct writer *w, int n)
{
	int first = w->save->next;

	w->save->next += n;
	grow_rows(w->save, w->save->next);
	return first;
}

void
save_open(struct writer *w)
{
	struct save *s = NEW(w->a, struct save);

	w->save = s;
	s->next = haru_count(w);
	grow_rows(s, s->next);
	emit(w, w->print ? "%PDF-1.6\n" : "%PDF-1.7\n", 9);
	emit(w, "%\xE2\xE3\xCF\xD3\n", 6);
}

void
save_close(struct writer *w)
{
	struct save *s = w->save;

	if (s == NULL)
		return;
	libdeflate_free_compressor(s->fast);
	libdeflate_free_compressor(s->well);
	free(s->rows);
	buf_close(&s->packed);
	buf_close(&s->out);
	buf_close(&s->index);
	buf_close(&s->body);
}

/* Each is opened when it is first wanted: that for good packing has a megabyte of tables, and many
 * a report has nothing to pack so well. */
static struct libdeflate_compressor *
compressor(struct writer *w, enum packing packing)
{
	struct save *s = w->save;
	struct libdeflate_compressor **kept = packing == PACK_FAST ? &s->fast : &s->well;

	if (*kept == NULL)
		*kept = libdeflate_alloc_compressor(packing == PACK_FAST ? FAST : WELL);
	if (*kept == NULL)
		writer_fail(w, "there is no memory for compression");
	return *kept;
}

/* With zlib's frame, as FlateDecode wants. */
static void
deflate(struct writer *w, enum packing packing, const void *bytes, size_t n, struct buf *packed)
{
	struct libdeflate_compressor *how = compressor(w, packing);
	size_t bound = how != NULL ? libdeflate_zlib_compress_bound(how, n) : 0;

	buf_empty(packed);
	if (packed->cap < bound) {
		packed->at = mem_resize(packed->at, bound);
		packed->cap = bound;
	}
	if (bound > 0)
		packed->len = libdeflate_zlib_compress(how, bytes, n, packed->at, bound);
}

static void
begin_object(struct writer *w, int object)
{
	struct save *s = w->save;

	if (s->written > UINT32_MAX - FILE_LIMIT)
		writer_fail(w, "the file would be larger than four gigabytes");
	s->rows[object] = (struct entry){.at = (uint32_t)s->written, .type = ROW_AT};
	buf_empty(&s->out);
	buf_integer(&s->out, object);
	buf_text(&s->out, " 0 obj\n<<");
}

static void
put_stream(struct writer *w, int object, const char *entries, const char *filter, const void *bytes,
    size_t n)
{
	struct save *s = w->save;

	begin_object(w, object);
	buf_text(&s->out, entries);
	buf_text(&s->out, filter);
	buf_text(&s->out, "/Length ");
	buf_integer(&s->out, (int64_t)n);
	buf_text(&s->out, ">>\nstream\n");
	emit(w, s->out.at, s->out.len);
	emit(w, bytes, n);
	emit(w, "\nendstream\nendobj\n", 18);
}

void
save_pack(struct writer *w, const void *bytes, size_t n, struct buf *packed)
{
	deflate(w, PACK_FAST, bytes, n, packed);
	packed->cap = packed->len + 1;
	packed->at = mem_resize(packed->at, packed->cap);
}

void
save_packed(struct writer *w, int object, const char *entries, const struct buf *packed)
{
	put_stream(w, object, entries, "/Filter/FlateDecode", packed->at, packed->len);
}

void
save_stream(struct writer *w, int object, const char *entries, const void *bytes, size_t n,
    enum packing packing)
{
	struct save *s = w->save;

	if (packing == PACK_AS_IS) {
		put_stream(w, object, entries, "", bytes, n);
		return;
	}
	deflate(w, packing, bytes, n, &s->packed);
	save_packed(w, object, entries, &s->packed);
}

static enum packing
structure_packing(const struct save *s)
{
	return s->written > LONG_FILE ? PACK_WELL : PACK_FAST;
}

static void
flush_packed(struct writer *w)
{
	struct save *s = w->save;
	char entries[64];

	if (s->stream == 0)
		return;
	snprintf(
	    entries, sizeof entries, "/Type/ObjStm/N %d/First %zu", s->in_stream, s->index.len);
	buf_add(&s->index, s->body.at, s->body.len);
	save_stream(w, s->stream, entries, s->index.at, s->index.len, structure_packing(s));
	buf_empty(&s->index);
	buf_empty(&s->body);
	s->stream = s->in_stream = 0;
}

struct buf *
save_text(struct writer *w, int object)
{
	struct save *s = w->save;

	if (s->stream == 0)
		s->stream = save_objects(w, 1);
	s->rows[object] = (struct entry){
	    .at = (uint32_t)s->stream,
	    .index = (uint16_t)s->in_stream,
	    .type = ROW_PACKED,
	};
	s->in_stream++;
	buf_integer(&s->index, object);
	buf_byte(&s->index, ' ');
	buf_integer(&s->index, (int64_t)s->body.len);
	buf_byte(&s->index, ' ');
	return &s->body;
}

void
save_text_end(struct writer *w)
{
	struct save *s = w->save;

	buf_byte(&s->body, '\n');
	if (s->in_stream == PACKED_OBJECTS || s->body.len > PACKED_BYTES)
		flush_packed(w);
}

/* Rows as bytes, each the difference from the one above, with the predictor's tag before it. Free
 * numbers (libharu's lengths) form no list: a reader of such streams has no use for one. */
static unsigned char *
predicted_rows(const struct save *s)
{
	unsigned char *bytes = mem_alloc((size_t)s->next * PREDICTED_ROW), *to = bytes;
	unsigned char above[ROW] = {0};

	for (int i = 0; i < s->next; i++) {
		const struct entry *r = &s->rows[i];
		uint16_t last = r->type == ROW_FREE ? (uint16_t)(i == 0 ? 65535 : 0) : r->index;
		unsigned char now[ROW] = {
		    r->type,
		    (unsigned char)(r->at >> 24),
		    (unsigned char)(r->at >> 16),
		    (unsigned char)(r->at >> 8),
		    (unsigned char)r->at,
		    (unsigned char)(last >> 8),
		    (unsigned char)last,
		};

		*to++ = 2;
		for (int k = 0; k < ROW; k++)
			*to++ = (unsigned char)(now[k] - above[k]);
		memcpy(above, now, ROW);
	}
	return bytes;
}

static void
put_id(const struct save *s, struct buf *b)
{
	static const char digits[] = "0123456789ABCDEF";

	for (int i = 0; i < 32; i++)
		buf_byte(b, digits[s->hash[i / 16] >> (4 * (i % 16)) & 15]);
}

void
save_hash(const struct writer *w, uint64_t hash[2])
{
	const struct save *s = w->save;

	hash[0] = s->hash[0];
	hash[1] = hash_bytes(&s->written, sizeof s->written, s->hash[0] + 1);
}

void
save_finish(struct writer *w)
{
	struct save *s = w->save;
	struct buf b = {0};
	unsigned char *rows;
	uint64_t start;
	int object;

	flush_packed(w);
	object = save_objects(w, 1);
	save_hash(w, s->hash);
	buf_text(&b, "/Type/XRef/W[1 4 2]/DecodeParms<</Predictor 12/Columns 7>>/Size ");
	buf_integer(&b, s->next);
	buf_text(&b, "/Root ");
	put_ref(&b, haru_catalog(w));
	buf_text(&b, "/Info ");
	put_ref(&b, haru_info(w));
	buf_text(&b, "/ID[<");
	put_id(s, &b);
	buf_text(&b, "><");
	put_id(s, &b);
	buf_text(&b, ">]");
	start = s->written;
	s->rows[object] = (struct entry){.at = (uint32_t)start, .type = ROW_AT};
	rows = predicted_rows(s);
	save_stream(w, object, b.at, rows, (size_t)s->next * PREDICTED_ROW, structure_packing(s));
	free(rows);
	buf_empty(&b);
	buf_text(&b, "startxref\n");
	buf_integer(&b, (int64_t)start);
	buf_text(&b, "\n%%EOF\n");
	emit(w, b.at, b.len);
	buf_close(&b);
}
