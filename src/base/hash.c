/* hash.c: FNV-1a with a final mix for tables in memory, eight bytes at a time for what is long;
 * SHA-256 (FIPS 180-4) for files and documents.
 */
#include <string.h>

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

static const uint32_t k[64] = {0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b,
    0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74,
    0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
    0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3,
    0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354,
    0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
    0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3,
    0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa,
    0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t
turn(uint32_t x, int n)
{
	return x >> n | x << (32 - n);
}

/* Round j of eight: word n of FIPS 180-4 is s[(n - j) mod 8]. */
static inline void
digest_round(uint32_t s[8], int j, uint32_t in)
{
	uint32_t a = s[-j & 7], e = s[(4 - j) & 7], *d = &s[(3 - j) & 7], *h = &s[(7 - j) & 7];
	uint32_t b = s[(1 - j) & 7], c = s[(2 - j) & 7], f = s[(5 - j) & 7], g = s[(6 - j) & 7];

	in += *h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g));
	*d += in;
	*h = in + (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
}

static void
digest_block(uint32_t state[8], const unsigned char *block)
{
	uint32_t w[64], s[8];

	for (int i = 0; i < 16; i++)
		w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
		       (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
	for (int i = 16; i < 64; i++)
		w[i] = w[i - 16] + w[i - 7] +
		       (turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ w[i - 15] >> 3) +
		       (turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ w[i - 2] >> 10);
	memcpy(s, state, sizeof s);
	for (int i = 0; i < 64; i += 8) {
		/* The eight words change places each round: named anew instead of moved. */
		digest_round(s, 0, k[i] + w[i]);
		digest_round(s, 1, k[i + 1] + w[i + 1]);
		digest_round(s, 2, k[i + 2] + w[i + 2]);
		digest_round(s, 3, k[i + 3] + w[i + 3]);
		digest_round(s, 4, k[i + 4] + w[i + 4]);
		digest_round(s, 5, k[i + 5] + w[i + 5]);
		digest_round(s, 6, k[i + 6] + w[i + 6]);
		digest_round(s, 7, k[i + 7] + w[i + 7]);
	}
	for (int i = 0; i < 8; i++)
		state[i] += s[i];
}

void
sha256_start(struct sha256 *s)
{
	static const uint32_t start[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
	    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

	*s = (struct sha256){0};
	memcpy(s->state, start, sizeof start);
}

void
sha256_add(struct sha256 *s, const void *bytes, size_t n)
{
	const unsigned char *at = bytes;

	while (n > 0) {
		size_t used = s->length % 64, part = n < 64 - used ? n : 64 - used;

		if (part == 64) {
			digest_block(s->state, at);
		} else {
			memcpy(s->block + used, at, part);
			if (used + part == 64)
				digest_block(s->state, s->block);
		}
		s->length += part;
		at += part;
		n -= part;
	}
}

void
sha256_end(struct sha256 *s, unsigned char digest[static 32])
{
	static const unsigned char pad[64] = {0x80};
	uint64_t bits = s->length * 8;
	unsigned char length[8];

	sha256_add(s, pad, 1 + (119 - s->length % 64) % 64);
	for (int i = 0; i < 8; i++)
		length[i] = (unsigned char)(bits >> (56 - 8 * i));
	sha256_add(s, length, sizeof length);
	for (int i = 0; i < 32; i++)
		digest[i] = (unsigned char)(s->state[i / 4] >> (24 - 8 * (i % 4)));
}

void
sha256_hex(const void *bytes, size_t n, char out[static 65])
{
	struct sha256 s;
	unsigned char digest[32];

	sha256_start(&s);
	sha256_add(&s, bytes, n);
	sha256_end(&s, digest);
	for (int i = 0; i < 32; i++) {
		out[2 * i] = "0123456789abcdef"[digest[i] >> 4];
		out[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
	}
	out[64] = '\0';
}
