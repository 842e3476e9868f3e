/* SPDX-License-Identifier: Apache-2.0
 * The user's key for the MACs of cached code (docs/hardened.md). Called by kernels.c. */
#ifndef KN_RUNTIME_MAC_KEY_H
#define KN_RUNTIME_MAC_KEY_H

#include "base/blake2b.h"
#include "base/text.h"

typedef struct rt_mac_key {
    bool asked, good;
    unsigned char bytes[KN_BLAKE2B_KEY];
} rt_mac_key;

/* Reads CACHE.key, the file beside the cache's folder, and makes it where there is none. BAD_FILE
 * when it is a link, not a regular file, another user's, open to others, has other names or another
 * size; IO when it cannot be read or made. */
kiln_status rt_mac_key_read(const kn_alloc *alloc, const char *cache_dir,
                            unsigned char key[KN_BLAKE2B_KEY], kn_text *why);

#endif
