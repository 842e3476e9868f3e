/* SPDX-License-Identifier: Apache-2.0
 * BLAKE2b with a key (RFC 7693): what only who has the key can compute of some bytes. Called by
 * runtime/ for the MACs of cached code. */
#ifndef KN_BASE_BLAKE2B_H
#define KN_BASE_BLAKE2B_H

#include <stddef.h>
#include <stdint.h>

enum { KN_BLAKE2B_BLOCK = 128, KN_BLAKE2B_OUT = 32, KN_BLAKE2B_KEY = 32 };

typedef struct kn_blake2b {
    uint64_t h[8];
    uint64_t count; /* bytes taken in whole blocks; 2^64 are never reached */
    unsigned char block[KN_BLAKE2B_BLOCK];
    size_t filled;
} kn_blake2b;

/* `key` of 32 bytes, or NULL: a plain hash. The result has 32 bytes. */
void kn_blake2b_init(kn_blake2b *b, const unsigned char *key);
void kn_blake2b_add(kn_blake2b *b, const void *bytes, size_t nbytes);
void kn_blake2b_end(kn_blake2b *b, unsigned char out[KN_BLAKE2B_OUT]);

#endif
