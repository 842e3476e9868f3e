/* SPDX-License-Identifier: Apache-2.0
 * Sorting, searching in what is sorted, and counting. NaN is larger than all numbers.
 * Written by tools/signatures.py from src/frontend/call/signatures/sorting.sig: edit that. */
#ifndef KILN_SORTING_H
#define KILN_SORTING_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The elements along dim in order, and where they were. Equal ones keep their order, whether or not stable asks for it.
 * (torch.sort(Tensor input, dim dim=-1, bool descending=False, *, bool stable=False) -> (Tensor values, Tensor indices)) */
KILN_API kiln_pair kiln_sort(kiln_site at, kiln_tensor *input, int dim KILN_OR_(-1), bool descending KILN_OR_(false), bool stable KILN_OR_(false));
/* The indices of sort. (torch.argsort(Tensor input, dim dim=-1, bool descending=False, *, bool stable=False) -> Tensor) */
KILN_API kiln_tensor *kiln_argsort(kiln_site at, kiln_tensor *input, int dim KILN_OR_(-1), bool descending KILN_OR_(false),
    bool stable KILN_OR_(false));
/* The k largest along dim, or smallest, and where they were; in order, whether or not sorted asks for it. Of equals the first.
 * (torch.topk(Tensor input, int k, dim dim=-1, bool largest=True, bool sorted=True) -> (Tensor values, Tensor indices)) */
KILN_API kiln_pair kiln_topk(kiln_site at, kiln_tensor *input, int64_t k, int dim KILN_OR_(-1), bool largest KILN_OR_(true),
    bool sorted KILN_OR_(true));
/* Where in the last axis of sorted_sequence each element of input belongs: before its equals, with right or side "right" after
 * them. sorted_sequence has one axis or input's leading ones; sorter, of its shape, holds the indices that sort it. i64, with
 * out_int32 i32. (torch.searchsorted(Tensor sorted_sequence, Value input, *, bool out_int32=False, bool right=False, str?
 * side=None, Tensor? sorter=None) -> Tensor) */
KILN_API kiln_tensor *kiln_searchsorted(kiln_site at, kiln_tensor *sorted_sequence, kiln_value input, bool out_int32 KILN_OR_(false),
    bool right KILN_OR_(false), const char *side KILN_OR_(NULL), kiln_tensor *sorter KILN_OR_(NULL));
/* searchsorted in boundaries, which has one axis. (torch.bucketize(Value input, Tensor boundaries, *, bool out_int32=False, bool
 * right=False) -> Tensor) */
KILN_API kiln_tensor *kiln_bucketize(kiln_site at, kiln_value input, kiln_tensor *boundaries, bool out_int32 KILN_OR_(false),
    bool right KILN_OR_(false));
/* Whether each of elements is among test_elements; with invert whether not. What assume_unique promises is not needed.
 * (torch.isin(Value elements, Value test_elements, *, bool assume_unique=False, bool invert=False) -> Tensor) */
KILN_API kiln_tensor *kiln_isin(kiln_site at, kiln_value elements, kiln_value test_elements, bool assume_unique KILN_OR_(false),
    bool invert KILN_OR_(false));
/* How often each number from 0 to the largest of input occurs, at least minlength of them; or the sum of its weights, f32 for f32
 * weights, else f64. input is computed first: the shape depends on it. (torch.bincount(Tensor input, Tensor? weights=None, int
 * minlength=0) -> Tensor) */
KILN_API kiln_tensor *kiln_bincount(kiln_site at, kiln_tensor *input, kiln_tensor *weights KILN_OR_(NULL), int64_t minlength KILN_OR_(0));

/* ---- the macros of functions with defaults and numbers: arguments.h */

#ifdef __cplusplus
#define kiln_sort(...) (kiln_sort)(KILN_HERE, __VA_ARGS__)
#define kiln_argsort(...) (kiln_argsort)(KILN_HERE, __VA_ARGS__)
#define kiln_topk(...) (kiln_topk)(KILN_HERE, __VA_ARGS__)
#define kiln_searchsorted(...) (kiln_searchsorted)(KILN_HERE, __VA_ARGS__)
#define kiln_bucketize(...) (kiln_bucketize)(KILN_HERE, __VA_ARGS__)
#define kiln_isin(...) (kiln_isin)(KILN_HERE, __VA_ARGS__)
#define kiln_bincount(...) (kiln_bincount)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_sort(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_sort_refused_), kiln_sort_4_, kiln_sort_3_, kiln_sort_2_, KILN_SOME_(kiln_sort_1_, \
    kiln_sort_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_sort_refused_(...) KILN_REFUSE_(kiln_pair, "kiln_sort(input[, dim, descending, stable])")
#define kiln_sort_1_(input) (kiln_sort)(KILN_HERE, input, -1, false, false)
#define kiln_sort_2_(input, dim) (kiln_sort)(KILN_HERE, input, dim, false, false)
#define kiln_sort_3_(input, dim, descending) (kiln_sort)(KILN_HERE, input, dim, descending, false)
#define kiln_sort_4_(input, dim, descending, stable) (kiln_sort)(KILN_HERE, input, dim, descending, stable)
#define kiln_argsort(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_argsort_refused_), kiln_argsort_4_, kiln_argsort_3_, kiln_argsort_2_, \
    KILN_SOME_(kiln_argsort_1_, kiln_argsort_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_argsort_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_argsort(input[, dim, descending, stable])")
#define kiln_argsort_1_(input) (kiln_argsort)(KILN_HERE, input, -1, false, false)
#define kiln_argsort_2_(input, dim) (kiln_argsort)(KILN_HERE, input, dim, false, false)
#define kiln_argsort_3_(input, dim, descending) (kiln_argsort)(KILN_HERE, input, dim, descending, false)
#define kiln_argsort_4_(input, dim, descending, stable) (kiln_argsort)(KILN_HERE, input, dim, descending, stable)
#define kiln_topk(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_topk_refused_), kiln_topk_5_, kiln_topk_4_, kiln_topk_3_, kiln_topk_2_, \
    kiln_topk_refused_, ~)(__VA_ARGS__)
#define kiln_topk_refused_(...) KILN_REFUSE_(kiln_pair, "kiln_topk(input, k[, dim, largest, sorted])")
#define kiln_topk_2_(input, k) (kiln_topk)(KILN_HERE, input, k, -1, true, true)
#define kiln_topk_3_(input, k, dim) (kiln_topk)(KILN_HERE, input, k, dim, true, true)
#define kiln_topk_4_(input, k, dim, largest) (kiln_topk)(KILN_HERE, input, k, dim, largest, true)
#define kiln_topk_5_(input, k, dim, largest, sorted) (kiln_topk)(KILN_HERE, input, k, dim, largest, sorted)
#define kiln_searchsorted(...) KILN_SELECT_(__VA_ARGS__, KILN_57_(kiln_searchsorted_refused_), kiln_searchsorted_6_, kiln_searchsorted_5_, \
    kiln_searchsorted_4_, kiln_searchsorted_3_, kiln_searchsorted_2_, kiln_searchsorted_refused_, ~)(__VA_ARGS__)
#define kiln_searchsorted_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_searchsorted(sorted_sequence, input[, out_int32, right, side, sorter])")
#define kiln_searchsorted_2_(sorted_sequence, input) (kiln_searchsorted)(KILN_HERE, sorted_sequence, KILN_V(input), false, false, NULL, NULL)
#define kiln_searchsorted_3_(sorted_sequence, input, out_int32) (kiln_searchsorted)(KILN_HERE, sorted_sequence, KILN_V(input), out_int32, false, \
    NULL, NULL)
#define kiln_searchsorted_4_(sorted_sequence, input, out_int32, right) (kiln_searchsorted)(KILN_HERE, sorted_sequence, KILN_V(input), out_int32, \
    right, NULL, NULL)
#define kiln_searchsorted_5_(sorted_sequence, input, out_int32, right, side) (kiln_searchsorted)(KILN_HERE, sorted_sequence, KILN_V(input), \
    out_int32, right, side, NULL)
#define kiln_searchsorted_6_(sorted_sequence, input, out_int32, right, side, sorter) (kiln_searchsorted)(KILN_HERE, sorted_sequence, KILN_V(input), \
    out_int32, right, side, sorter)
#define kiln_bucketize(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_bucketize_refused_), kiln_bucketize_4_, kiln_bucketize_3_, kiln_bucketize_2_, \
    kiln_bucketize_refused_, ~)(__VA_ARGS__)
#define kiln_bucketize_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_bucketize(input, boundaries[, out_int32, right])")
#define kiln_bucketize_2_(input, boundaries) (kiln_bucketize)(KILN_HERE, KILN_V(input), boundaries, false, false)
#define kiln_bucketize_3_(input, boundaries, out_int32) (kiln_bucketize)(KILN_HERE, KILN_V(input), boundaries, out_int32, false)
#define kiln_bucketize_4_(input, boundaries, out_int32, right) (kiln_bucketize)(KILN_HERE, KILN_V(input), boundaries, out_int32, right)
#define kiln_isin(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_isin_refused_), kiln_isin_4_, kiln_isin_3_, kiln_isin_2_, kiln_isin_refused_, \
    ~)(__VA_ARGS__)
#define kiln_isin_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_isin(elements, test_elements[, assume_unique, invert])")
#define kiln_isin_2_(elements, test_elements) (kiln_isin)(KILN_HERE, KILN_V(elements), KILN_V(test_elements), false, false)
#define kiln_isin_3_(elements, test_elements, assume_unique) (kiln_isin)(KILN_HERE, KILN_V(elements), KILN_V(test_elements), assume_unique, false)
#define kiln_isin_4_(elements, test_elements, assume_unique, invert) (kiln_isin)(KILN_HERE, KILN_V(elements), KILN_V(test_elements), assume_unique, \
    invert)
#define kiln_bincount(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_bincount_refused_), kiln_bincount_3_, kiln_bincount_2_, \
    KILN_SOME_(kiln_bincount_1_, kiln_bincount_refused_, __VA_ARGS__), ~)(__VA_ARGS__)
#define kiln_bincount_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_bincount(input[, weights, minlength])")
#define kiln_bincount_1_(input) (kiln_bincount)(KILN_HERE, input, NULL, 0)
#define kiln_bincount_2_(input, weights) (kiln_bincount)(KILN_HERE, input, weights, 0)
#define kiln_bincount_3_(input, weights, minlength) (kiln_bincount)(KILN_HERE, input, weights, minlength)
#endif

#ifdef __cplusplus
}
#endif
#endif
