/* SPDX-License-Identifier: Apache-2.0
 * Lets Criterion run under ThreadSanitizer. Criterion maps its arena at 2^45 + 2^24 * rand_r(),
 * mostly where ThreadSanitizer allows no program memory; this rand_r picks places that it does
 * allow. */
#include <stdlib.h>

__attribute__((visibility("default"))) int rand_r(unsigned *seed) {
    const unsigned first = 0x350000, count = 0x18000; /* 0x5500'0000'0000 up to 0x5680'0000'0000 */
    *seed = *seed * 1664525u + 1013904223u;
    return (int)(first + (*seed >> 8) % count);
}
