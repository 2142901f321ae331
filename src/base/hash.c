/* hash.c: FNV-1a with a final mix for tables in memory, eight bytes at a time for what is long;
 * SHA-256 (FIPS 180-4, by nettle, which uses the processor's own instructions) for files and
 * documents.
 */
#include <nettle/sha2.h>

#include "bilan/base.h"

uint64_t
hash_bytes(const void *bytes, size_t n, uint64_t seed)
{
	const unsigned char *at = bytes;
	uint64_t h = 14695981039346656037u ^ seed;

	for (size_t i = 0; i < n; i++)
		h = (h ^ at[i]) * 1099511628211u;
	h ^= h >> 32;
	h *= 0xD6E8FEB86659FD93u;
	return h ^ h >> 32;
}

uint64_t
hash_long(const void *bytes, size_t n, uint64_t seed)
{
	const unsigned char *at = bytes;
	uint64_t h = 14695981039346656037u ^ seed;

	for (; n >= 8; at += 8, n -= 8) {
		uint64_t word = (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 |
				(uint64_t)at[3] << 24 | (uint64_t)at[4] << 32 |
				(uint64_t)at[5] << 40 | (uint64_t)at[6] << 48 |
				(uint64_t)at[7] << 56;

		h = (h ^ word) * 0xD6E8FEB86659FD93u;
		h ^= h >> 32;
	}
	return hash_bytes(at, n, h);
}

void
sha256(const void *bytes, size_t n, unsigned char digest[static 32])
{
	struct sha256_ctx s;

	sha256_init(&s);
	sha256_update(&s, n, bytes);
	sha256_digest(&s, 32, digest);
}

void
sha256_hex(const void *bytes, size_t n, char out[static 65])
{
	unsigned char digest[32];

	sha256(bytes, n, digest);
	for (int i = 0; i < 32; i++) {
		out[2 * i] = "0123456789abcdef"[digest[i] >> 4];
		out[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
	}
	out[64] = '\0';
}
