/* SPDX-License-Identifier: Apache-2.0
 * Random numbers by PyTorch's CPU generator: after the same kiln_manual_seed, rand, randint and randperm give PyTorch's bits, and
 * randn its numbers within 2 ULP. They draw when called, in order of the calls. kiln_counter_uniform and kiln_counter_normal
 * (optim.h), and dropout, are functions of a counter instead, which fuse.
 * Written by tools/signatures.py from src/frontend/signatures/random.sig: edit that. */
#ifndef KILN_RANDOM_H
#define KILN_RANDOM_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Uniform in [0, 1); a float dtype. (torch.rand(int[]* size, *, dtype dtype=float32) -> Tensor) */
KILN_API kiln_tensor *kiln_rand(kiln_site at, kiln_session *session, kiln_shape size, kiln_dtype dtype);
#define kiln_rand(...) KILN_PICK_(kiln_rand_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_rand_2_(session, size) (kiln_rand)(KILN_HERE, session, size, KILN_F32)
#define kiln_rand_3_(session, size, dtype) (kiln_rand)(KILN_HERE, session, size, dtype)
/* Normal with mean 0 and deviation 1; a float dtype. (torch.randn(int[]* size, *, dtype dtype=float32) -> Tensor) */
KILN_API kiln_tensor *kiln_randn(kiln_site at, kiln_session *session, kiln_shape size, kiln_dtype dtype);
#define kiln_randn(...) KILN_PICK_(kiln_randn_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_randn_2_(session, size) (kiln_randn)(KILN_HERE, session, size, KILN_F32)
#define kiln_randn_3_(session, size, dtype) (kiln_randn)(KILN_HERE, session, size, dtype)
/* Integers in [0, high). (torch.randint(int high, int[] size, *, dtype dtype=int64) -> Tensor) */
KILN_API kiln_tensor *kiln_randint(kiln_site at, kiln_session *session, int64_t high, kiln_shape size, kiln_dtype dtype);
#define kiln_randint(...) KILN_PICK_(kiln_randint_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_randint_3_(session, high, size) (kiln_randint)(KILN_HERE, session, high, size, KILN_I64)
#define kiln_randint_4_(session, high, size, dtype) (kiln_randint)(KILN_HERE, session, high, size, dtype)
/* Integers in [low, high). (torch.randint(int low, int high, int[] size, *, dtype dtype=int64) -> Tensor) */
KILN_API kiln_tensor *kiln_randint_from(kiln_site at, kiln_session *session, int64_t low, int64_t high, kiln_shape size, kiln_dtype dtype);
#define kiln_randint_from(...) KILN_PICK_(kiln_randint_from_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_randint_from_4_(session, low, high, size) (kiln_randint_from)(KILN_HERE, session, low, high, size, KILN_I64)
#define kiln_randint_from_5_(session, low, high, size, dtype) (kiln_randint_from)(KILN_HERE, session, low, high, size, dtype)
/* The integers below n in random order. (torch.randperm(int n, *, dtype dtype=int64) -> Tensor) */
KILN_API kiln_tensor *kiln_randperm(kiln_site at, kiln_session *session, int64_t n, kiln_dtype dtype);
#define kiln_randperm(...) KILN_PICK_(kiln_randperm_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_randperm_2_(session, n) (kiln_randperm)(KILN_HERE, session, n, KILN_I64)
#define kiln_randperm_3_(session, n, dtype) (kiln_randperm)(KILN_HERE, session, n, dtype)

#ifdef __cplusplus
}
#endif
#endif
