/* SPDX-License-Identifier: Apache-2.0
 * Random numbers by PyTorch's CPU generator: after the same kiln_manual_seed, rand, randint, randperm and multinomial give
 * PyTorch's bits, and randn its numbers within 2 ULP. They draw when called, in order of the calls. dropout and bernoulli draw
 * only a key, and what they drop is a function of it and of the element's place, which fuses: not PyTorch's places. optim.h has
 * the same with a key of the caller's.
 * Written by tools/signatures.py from src/frontend/call/signatures/random.sig: edit that. */
#ifndef KILN_RANDOM_H
#define KILN_RANDOM_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Uniform in [0, 1); a float dtype. (torch.rand(int[]* size, *, dtype dtype=float32) -> Tensor) */
KILN_API kiln_tensor *kiln_rand(kiln_site at, kiln_session *session, kiln_shape size, kiln_dtype dtype KILN_OR_(KILN_F32));
/* Normal with mean 0 and deviation 1; a float dtype. (torch.randn(int[]* size, *, dtype dtype=float32) -> Tensor) */
KILN_API kiln_tensor *kiln_randn(kiln_site at, kiln_session *session, kiln_shape size, kiln_dtype dtype KILN_OR_(KILN_F32));
/* Integers in [0, high). (torch.randint(int high, int[] size, *, dtype dtype=int64) -> Tensor) */
KILN_API kiln_tensor *kiln_randint(kiln_site at, kiln_session *session, int64_t high, kiln_shape size, kiln_dtype dtype KILN_OR_(KILN_I64));
/* Integers in [low, high). (torch.randint(int low, int high, int[] size, *, dtype dtype=int64) -> Tensor) */
KILN_API kiln_tensor *kiln_randint_from(kiln_site at, kiln_session *session, int64_t low, int64_t high, kiln_shape size,
    kiln_dtype dtype KILN_OR_(KILN_I64));
/* The integers below n in random order. (torch.randperm(int n, *, dtype dtype=int64) -> Tensor) */
KILN_API kiln_tensor *kiln_randperm(kiln_site at, kiln_session *session, int64_t n, kiln_dtype dtype KILN_OR_(KILN_I64));
/* Zeroes each element with probability p and multiplies the rest by 1 / (1 - p), in training; else input itself. Floats, unless p
 * is 0 or 1. The same seed and the same calls before it drop the same elements. (torch.nn.functional.dropout(Tensor input, float
 * p=0.5, bool training=True, bool inplace=False) -> Tensor) */
KILN_API kiln_tensor *kiln_dropout(kiln_site at, kiln_tensor *input, double p KILN_OR_(0.5), bool training KILN_OR_(true),
    bool inplace KILN_OR_(false));
/* 1 with the probability that input, of floats, says, element by element, else 0. (torch.bernoulli(Tensor input) -> Tensor) */
KILN_API kiln_tensor *kiln_bernoulli(kiln_site at, kiln_tensor *input);
#define kiln_bernoulli(...) KILN_TAKES_1_(kiln_bernoulli, kiln_tensor *, "kiln_bernoulli(input)", __VA_ARGS__)
/* Places along the last axis, drawn with the probabilities that input, of floats, rank 1 or 2, holds there up to a factor: i64,
 * num_samples for each row. Without replacement none twice. PyTorch's numbers; asks for input. (torch.multinomial(Tensor input,
 * int num_samples, bool replacement=False) -> Tensor) */
KILN_API kiln_tensor *kiln_multinomial(kiln_site at, kiln_tensor *input, int64_t num_samples, bool replacement KILN_OR_(false));

/* ---- the macros of functions with defaults and numbers: arguments.h */

#ifdef __cplusplus
#define kiln_rand(...) (kiln_rand)(KILN_HERE, __VA_ARGS__)
#define kiln_randn(...) (kiln_randn)(KILN_HERE, __VA_ARGS__)
#define kiln_randint(...) (kiln_randint)(KILN_HERE, __VA_ARGS__)
#define kiln_randint_from(...) (kiln_randint_from)(KILN_HERE, __VA_ARGS__)
#define kiln_randperm(...) (kiln_randperm)(KILN_HERE, __VA_ARGS__)
#define kiln_dropout(...) (kiln_dropout)(KILN_HERE, __VA_ARGS__)
#define kiln_multinomial(...) (kiln_multinomial)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_rand(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_rand_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_60_(kiln_rand_refused_), kiln_rand_3_, kiln_rand_2_, kiln_rand_refused_, ~))(__VA_ARGS__)
#define kiln_rand_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_rand(session, size[, dtype])")
#define kiln_rand_2_(session, size) (kiln_rand)(KILN_HERE, session, size, KILN_F32)
#define kiln_rand_3_(session, size, dtype) (kiln_rand)(KILN_HERE, session, size, dtype)
struct kiln_rand_arguments_ { kiln_shape size; kiln_dtype dtype; int too_many[]; }; /* kiln_rand(session, size[, dtype]) */
static inline kiln_tensor *kiln_rand_filled_(kiln_site at, kiln_session *session, int given, const struct kiln_rand_arguments_ *a) {
    return (kiln_rand)(at, session, a->size, given > 2 ? a->dtype : KILN_F32);
}
#define kiln_rand_given_(session, ...) kiln_rand_filled_(KILN_HERE, session, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct kiln_rand_arguments_){.size = \
    __VA_ARGS__}) /* kiln_rand(session, size[, dtype]) */
#define kiln_randn(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_1_(__VA_ARGS__, , ~)))(kiln_randn_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_60_(kiln_randn_refused_), kiln_randn_3_, kiln_randn_2_, kiln_randn_refused_, ~))(__VA_ARGS__)
#define kiln_randn_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_randn(session, size[, dtype])")
#define kiln_randn_2_(session, size) (kiln_randn)(KILN_HERE, session, size, KILN_F32)
#define kiln_randn_3_(session, size, dtype) (kiln_randn)(KILN_HERE, session, size, dtype)
struct kiln_randn_arguments_ { kiln_shape size; kiln_dtype dtype; int too_many[]; }; /* kiln_randn(session, size[, dtype]) */
static inline kiln_tensor *kiln_randn_filled_(kiln_site at, kiln_session *session, int given, const struct kiln_randn_arguments_ *a) {
    return (kiln_randn)(at, session, a->size, given > 2 ? a->dtype : KILN_F32);
}
#define kiln_randn_given_(session, ...) kiln_randn_filled_(KILN_HERE, session, 1 + KILN_GIVEN_(__VA_ARGS__), &(struct kiln_randn_arguments_){.size = \
    __VA_ARGS__}) /* kiln_randn(session, size[, dtype]) */
#define kiln_randint(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_2_(__VA_ARGS__, , , ~)))(kiln_randint_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_59_(kiln_randint_refused_), kiln_randint_4_, kiln_randint_3_, kiln_randint_refused_, kiln_randint_refused_, ~))(__VA_ARGS__)
#define kiln_randint_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_randint(session, high, size[, dtype])")
#define kiln_randint_3_(session, high, size) (kiln_randint)(KILN_HERE, session, high, size, KILN_I64)
#define kiln_randint_4_(session, high, size, dtype) (kiln_randint)(KILN_HERE, session, high, size, dtype)
struct kiln_randint_arguments_ { kiln_shape size; kiln_dtype dtype; int too_many[]; }; /* kiln_randint(session, high, size[, dtype]) */
static inline kiln_tensor *kiln_randint_filled_(kiln_site at, kiln_session *session, int64_t high, int given, const struct kiln_randint_arguments_
    *a) {
    return (kiln_randint)(at, session, high, a->size, given > 3 ? a->dtype : KILN_I64);
}
#define kiln_randint_given_(session, high, ...) kiln_randint_filled_(KILN_HERE, session, high, 2 + KILN_GIVEN_(__VA_ARGS__), &(struct \
    kiln_randint_arguments_){.size = __VA_ARGS__}) /* kiln_randint(session, high, size[, dtype]) */
#define kiln_randint_from(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_3_(__VA_ARGS__, , , , ~)))(kiln_randint_from_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_58_(kiln_randint_from_refused_), kiln_randint_from_5_, kiln_randint_from_4_, kiln_randint_from_refused_, kiln_randint_from_refused_, \
    kiln_randint_from_refused_, ~))(__VA_ARGS__)
#define kiln_randint_from_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_randint_from(session, low, high, size[, dtype])")
#define kiln_randint_from_4_(session, low, high, size) (kiln_randint_from)(KILN_HERE, session, low, high, size, KILN_I64)
#define kiln_randint_from_5_(session, low, high, size, dtype) (kiln_randint_from)(KILN_HERE, session, low, high, size, dtype)
struct kiln_randint_from_arguments_ { kiln_shape size; kiln_dtype dtype; int too_many[]; }; /* kiln_randint_from(session, low, high, size[, dtype]) */
static inline kiln_tensor *kiln_randint_from_filled_(kiln_site at, kiln_session *session, int64_t low, int64_t high, int given, const struct
    kiln_randint_from_arguments_ *a) {
    return (kiln_randint_from)(at, session, low, high, a->size, given > 4 ? a->dtype : KILN_I64);
}
#define kiln_randint_from_given_(session, low, high, ...) kiln_randint_from_filled_(KILN_HERE, session, low, high, 3 + KILN_GIVEN_(__VA_ARGS__), \
    &(struct kiln_randint_from_arguments_){.size = __VA_ARGS__}) /* kiln_randint_from(session, low, high, size[, dtype]) */
#define kiln_randperm(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_randperm_refused_), kiln_randperm_3_, kiln_randperm_2_, kiln_randperm_refused_, \
    ~)(__VA_ARGS__)
#define kiln_randperm_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_randperm(session, n[, dtype])")
#define kiln_randperm_2_(session, n) (kiln_randperm)(KILN_HERE, session, n, KILN_I64)
#define kiln_randperm_3_(session, n, dtype) (kiln_randperm)(KILN_HERE, session, n, dtype)
#define kiln_dropout(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_dropout_refused_), kiln_dropout_4_, kiln_dropout_3_, kiln_dropout_2_, \
    KILN_SOME_(kiln_dropout_1_, kiln_dropout_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_dropout_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_dropout(input[, p, training, inplace])")
#define kiln_dropout_1_(input) (kiln_dropout)(KILN_HERE, input, 0.5, true, false)
#define kiln_dropout_2_(input, p) (kiln_dropout)(KILN_HERE, input, p, true, false)
#define kiln_dropout_3_(input, p, training) (kiln_dropout)(KILN_HERE, input, p, training, false)
#define kiln_dropout_4_(input, p, training, inplace) (kiln_dropout)(KILN_HERE, input, p, training, inplace)
#define kiln_multinomial(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_multinomial_refused_), kiln_multinomial_3_, kiln_multinomial_2_, \
    kiln_multinomial_refused_, ~)(__VA_ARGS__)
#define kiln_multinomial_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_multinomial(input, num_samples[, replacement])")
#define kiln_multinomial_2_(input, num_samples) (kiln_multinomial)(KILN_HERE, input, num_samples, false)
#define kiln_multinomial_3_(input, num_samples, replacement) (kiln_multinomial)(KILN_HERE, input, num_samples, replacement)
#endif

#ifdef __cplusplus
}
#endif
#endif
