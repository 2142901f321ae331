/* image_fuzz.c: any bytes as a PNG or JPEG. What is accepted is read to its last sample, and a JPEG
 * that is to be passed on must be sound by itself, with the same samples.
 *
 * The checksums of a PNG are mended first, or no changed byte would ever get past them.
 */
#include "bilan/image.h"
#include "fuzz.h"

#define PIXELS_MOST 4000000 /* larger ones only cost the fuzzer's time */

static uint32_t
number(const uint8_t *b)
{
	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

/* Does the file say that it is larger than is worth trying? (PNG: IHDR comes first.) */
static bool
is_large(const uint8_t *b, size_t length)
{
	uint64_t width = 1, height = 1;

	if (length > 24 && b[0] == 0x89) {
		width = number(b + 16);
		height = number(b + 20);
	}
	for (size_t i = 0; length > 9 && b[0] == 0xFF && i < length - 9; i++)
		if (b[i] == 0xFF && b[i + 1] >= 0xC0 && b[i + 1] <= 0xCF) {
			uint64_t h = (uint64_t)b[i + 5] << 8 | b[i + 6];
			uint64_t w = (uint64_t)b[i + 7] << 8 | b[i + 8];

			if (w * h > width * height) {
				width = w;
				height = h;
			}
		}
	return width * height > PIXELS_MOST;
}

static void
mend(uint8_t *b, size_t length)
{
	for (size_t at = 8; length > 12 && at <= length - 12;) {
		size_t n = number(b + at);
		uint32_t crc = 0xFFFFFFFF;

		if (n > length - at - 12)
			return;
		for (size_t i = at + 4; i < at + 8 + n; i++) {
			crc ^= b[i];
			for (int k = 0; k < 8; k++)
				crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
		}
		at += n + 12;
		for (size_t i = 1; i <= 4; i++, crc >>= 8)
			b[at - i] = (uint8_t)~crc;
	}
}

static void
check(struct fuzz *f, const struct image *image)
{
	size_t n = (size_t)image->width * (size_t)image->height;
	struct file_text own = {
	    .name = "b.jpg", .bytes = (const char *)image->jpeg, .length = image->jpeg_length};
	const struct image *again;

	if (hash_bytes(image->pixels, n * (size_t)image->kind, 0) == 1 ||
	    (image->alpha != NULL && hash_bytes(image->alpha, n, 0) == 1) ||
	    (image->profile != NULL && hash_bytes(image->profile, image->profile_length, 0) == 1))
		abort();
	if (image->jpeg == NULL)
		return;
	again = image_read(f->a, f->d, (struct place){0}, &own);
	if (again == NULL || again->jpeg_length != image->jpeg_length ||
	    memcmp(again->pixels, image->pixels, n * (size_t)image->kind) != 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct place asked = {.file = "a.png", .line = 1, .column = 1, .length = 1};
	struct fuzz f;
	const struct image *image;

	if (is_large(bytes, length))
		return 0;
	f = fuzz_open("a.png", bytes, length);
	if (length > 8 && bytes[0] == 0x89)
		mend((uint8_t *)f.file.bytes, length);
	image = image_read(f.a, f.d, asked, &f.file);
	if (image != NULL)
		check(&f, image);
	fuzz_close(&f, image != NULL);
	return 0;
}
