/* SPDX-License-Identifier: Apache-2.0
 * XXH3-128 in pieces. Called by the file writer and by envelopes. */
#include "base/digest.h"

#include <xxhash.h>

bool kn_digest_begin(kn_digest *d) {
    *d = (kn_digest){.state = XXH3_createState()};
    return d->state && XXH3_128bits_reset(d->state) == XXH_OK;
}

void kn_digest_add(kn_digest *d, const void *bytes, size_t nbytes) {
    if (nbytes > 0) (void)XXH3_128bits_update(d->state, bytes, nbytes);
    d->length += nbytes;
}

bool kn_digest_run(kn_digest *d, const void *bytes, size_t nbytes, kn_stop stop) {
    const char *at = bytes;
    for (size_t left = nbytes, piece; left > 0; left -= piece, at += piece) {
        if (kn_stopped(stop)) return false;
        piece = left < KN_STOP_NBYTES ? left : KN_STOP_NBYTES;
        kn_digest_add(d, at, piece);
    }
    return true;
}

kn_hash kn_digest_now(const kn_digest *d) {
    XXH128_hash_t h = XXH3_128bits_digest(d->state);
    return (kn_hash){h.low64, h.high64};
}

void kn_digest_end(kn_digest *d) {
    if (d->state) XXH3_freeState(d->state);
    d->state = NULL;
}

bool kn_digest_is_hex(const char *text) {
    size_t n = strspn(text, "0123456789abcdef");
    return n == KN_DIGEST_HEX && text[n] == '\0';
}

static uint64_t half_of(const char *hex) {
    uint64_t half = 0;
    for (int i = 0; i < KN_DIGEST_HEX / 2; i++)
        half = half << 4 | (uint64_t)(hex[i] <= '9' ? hex[i] - '0' : hex[i] - 'a' + 10);
    return half;
}

kn_hash kn_digest_of_hex(const char *hex) {
    return (kn_hash){.hi = half_of(hex), .lo = half_of(hex + KN_DIGEST_HEX / 2)};
}
