/* SPDX-License-Identifier: Apache-2.0
 * PyTorch's CPU generator: the Mersenne Twister's stream and the recipes that turn it into tensors,
 * bit for bit. Called by the frontend's rand, randn, randint and randperm, which draw when they are
 * called. */
#ifndef KN_RUNTIME_MT19937_H
#define KN_RUNTIME_MT19937_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kiln/dtype.h"

typedef struct rt_mt19937 {
    uint32_t state[624];
    uint32_t next; /* place in state; 624: all used */
    bool spare;    /* the second normal of a pair waits */
    double spare_normal;
} rt_mt19937;

void rt_mt_seed(rt_mt19937 *g, uint64_t seed); /* its low 32 bits, as PyTorch */
/* Fill n elements of a float dtype: uniform in [0, 1), or standard normal. */
void rt_mt_uniform(rt_mt19937 *g, kiln_dtype dtype, void *to, size_t n);
void rt_mt_normal(rt_mt19937 *g, kiln_dtype dtype, void *to, size_t n);
/* Uniform in [from, to), or normal of that mean and deviation. */
void rt_mt_uniform_between(rt_mt19937 *g, kiln_dtype dtype, double from, double to, void *out,
                           size_t n);
void rt_mt_normal_of(rt_mt19937 *g, kiln_dtype dtype, double mean, double std, void *to, size_t n);
/* Integers in [low, low + range), range > 0 (0 stands for 2^64). */
void rt_mt_integers(rt_mt19937 *g, int64_t low, uint64_t range, int64_t *to, size_t n);
void rt_mt_permutation(rt_mt19937 *g, int64_t *to, size_t n);

#endif
