/* SPDX-License-Identifier: Apache-2.0
 * XXH3-128 of bytes that come in pieces, and its hexadecimal spelling read back. Called by the file
 * writer and by envelopes. */
#ifndef KN_BASE_DIGEST_H
#define KN_BASE_DIGEST_H

#include "base/map.h"

enum { KN_DIGEST_HEX = 32 };

typedef struct kn_digest {
    void *state;     /* NULL: not begun */
    uint64_t length; /* bytes so far */
} kn_digest;

/* False when memory runs out. End it with kn_digest_end. */
bool kn_digest_begin(kn_digest *d);
/* Whether long work over bytes is to stop: asked about every MiB. NULL: never. */
typedef struct kn_stop {
    bool (*asked)(void *user);
    void *user;
} kn_stop;
static inline bool kn_stopped(kn_stop s) { return s.asked && s.asked(s.user); }
enum { KN_STOP_NBYTES = 1 << 20 };

void kn_digest_add(kn_digest *d, const void *bytes, size_t nbytes);
/* Many bytes. False: stopped. */
bool kn_digest_run(kn_digest *d, const void *bytes, size_t nbytes, kn_stop stop);
/* The digest so far; more may be added. That of nothing equals kn_hash_bytes("", 0). */
kn_hash kn_digest_now(const kn_digest *d);
void kn_digest_end(kn_digest *d);

/* 32 lower-case hexadecimal digits, and nothing behind them. */
bool kn_digest_is_hex(const char *text);
kn_hash kn_digest_of_hex(const char *hex); /* of such a text */

#endif
