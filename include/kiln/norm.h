/* SPDX-License-Identifier: Apache-2.0
 * Norms, of floats. dtype, where given, is what the input is converted to first; it may not be narrower. With keepdim the axes
 * stay, with extent 1.
 * Written by tools/signatures.py from src/frontend/call/signatures/norm.sig: edit that. */
#ifndef KILN_NORM_H
#define KILN_NORM_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* (sum of |x|^ord)^(1/ord) over dim, all axes when it is left out or empty; inf and -inf: the largest and smallest |x|; 0: how
 * many are not 0. (torch.linalg.vector_norm(Tensor input, Scalar ord=2, dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None)
 * -> Tensor) */
KILN_API kiln_tensor *kiln_linalg_vector_norm(kiln_site at, kiln_tensor *input, kiln_value ord KILN_OR_(kiln_v_int(2)),
    kiln_axes dim KILN_OR_(KILN_ALL_AXES), bool keepdim KILN_OR_(false), kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* Of the matrices in two axes: 1, -1: the largest and smallest sum of a column's magnitudes; inf, -inf: of a row's; 2, -2: the
 * largest and smallest singular value. (torch.linalg.matrix_norm(Tensor input, Scalar ord, dim[] dim=[-2, -1], bool keepdim=False,
 * *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_linalg_matrix_norm(kiln_site at, kiln_tensor *input, kiln_value ord, kiln_axes dim KILN_OR_(KILN_AXES(-2, -1)),
    bool keepdim KILN_OR_(false), kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* "fro": the root of the sum of squares; "nuc": the sum of the singular values. (torch.linalg.matrix_norm(Tensor input, str
 * ord='fro', dim[] dim=[-2, -1], bool keepdim=False, *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_linalg_matrix_norm_str(kiln_site at, kiln_tensor *input, const char *ord KILN_OR_("fro"),
    kiln_axes dim KILN_OR_(KILN_AXES(-2, -1)), bool keepdim KILN_OR_(false), kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* vector_norm over one axis, or where ord is None; matrix_norm over two. Without dim: over all axes. (torch.linalg.norm(Tensor
 * input, Scalar? ord=None, dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_linalg_norm(kiln_site at, kiln_tensor *input, kiln_value ord KILN_OR_(KILN_NO_VALUE),
    kiln_axes dim KILN_OR_(KILN_ALL_AXES), bool keepdim KILN_OR_(false), kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* matrix_norm over two axes. (torch.linalg.norm(Tensor input, str ord, dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None)
 * -> Tensor) */
KILN_API kiln_tensor *kiln_linalg_norm_str(kiln_site at, kiln_tensor *input, const char *ord, kiln_axes dim KILN_OR_(KILN_ALL_AXES),
    bool keepdim KILN_OR_(false), kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* vector_norm of order p, 2 where that is None. (torch.norm(Tensor input, Scalar? p, dim[]? dim=None, bool keepdim=False, *,
 * dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_norm_p(kiln_site at, kiln_tensor *input, kiln_value p, kiln_axes dim KILN_OR_(KILN_ALL_AXES), bool keepdim KILN_OR_(false),
    kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* "fro": vector_norm of order 2; "nuc": matrix_norm. (torch.norm(Tensor input, str p='fro', dim[]? dim=None, bool keepdim=False,
 * *, dtype? dtype=None) -> Tensor) */
KILN_API kiln_tensor *kiln_norm(kiln_site at, kiln_tensor *input, const char *p KILN_OR_("fro"), kiln_axes dim KILN_OR_(KILN_ALL_AXES),
    bool keepdim KILN_OR_(false), kiln_dtype dtype KILN_OR_(KILN_NO_DTYPE));
/* vector_norm of order p of input - other. (torch.dist(Tensor input, Tensor other, Scalar p=2) -> Tensor) */
KILN_API kiln_tensor *kiln_dist(kiln_site at, kiln_tensor *input, kiln_tensor *other, kiln_value p KILN_OR_(kiln_v_int(2)));
/* The slices along dim whose norm of order p is above maxnorm, scaled down to it. (torch.renorm(Tensor input, Scalar p, dim dim,
 * Scalar maxnorm) -> Tensor) */
KILN_API kiln_tensor *kiln_renorm(kiln_site at, kiln_tensor *input, kiln_value p, int dim, kiln_value maxnorm);
KILN_API kiln_tensor *kiln_renorm_(kiln_site at, kiln_tensor *input, kiln_value p, int dim, kiln_value maxnorm); /* the same, written to input */

/* ---- the macros of functions with defaults and numbers: arguments.h */

#ifdef __cplusplus
#define kiln_linalg_vector_norm(...) (kiln_linalg_vector_norm)(KILN_HERE, __VA_ARGS__)
#define kiln_linalg_matrix_norm(...) (kiln_linalg_matrix_norm)(KILN_HERE, __VA_ARGS__)
#define kiln_linalg_matrix_norm_str(...) (kiln_linalg_matrix_norm_str)(KILN_HERE, __VA_ARGS__)
#define kiln_linalg_norm(...) (kiln_linalg_norm)(KILN_HERE, __VA_ARGS__)
#define kiln_linalg_norm_str(...) (kiln_linalg_norm_str)(KILN_HERE, __VA_ARGS__)
#define kiln_norm_p(...) (kiln_norm_p)(KILN_HERE, __VA_ARGS__)
#define kiln_norm(...) (kiln_norm)(KILN_HERE, __VA_ARGS__)
#define kiln_dist(...) (kiln_dist)(KILN_HERE, __VA_ARGS__)
#define kiln_renorm(...) (kiln_renorm)(KILN_HERE, __VA_ARGS__)
#define kiln_renorm_(...) (kiln_renorm_)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_linalg_vector_norm(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_2_(__VA_ARGS__, , , ~)))(kiln_linalg_vector_norm_given_, \
    KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_linalg_vector_norm_refused_), kiln_linalg_vector_norm_5_, kiln_linalg_vector_norm_4_, \
    kiln_linalg_vector_norm_3_, kiln_linalg_vector_norm_2_, KILN_SOME_(kiln_linalg_vector_norm_1_, kiln_linalg_vector_norm_refused_, __VA_ARGS__), \
    ~))(__VA_ARGS__)
#define kiln_linalg_vector_norm_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_linalg_vector_norm(input[, ord, dim, keepdim, dtype])")
#define kiln_linalg_vector_norm_1_(input) (kiln_linalg_vector_norm)(KILN_HERE, input, kiln_v_int(2), KILN_ALL_AXES, false, KILN_NO_DTYPE)
#define kiln_linalg_vector_norm_2_(input, ord) (kiln_linalg_vector_norm)(KILN_HERE, input, KILN_V(ord), KILN_ALL_AXES, false, KILN_NO_DTYPE)
#define kiln_linalg_vector_norm_3_(input, ord, dim) (kiln_linalg_vector_norm)(KILN_HERE, input, KILN_V(ord), dim, false, KILN_NO_DTYPE)
#define kiln_linalg_vector_norm_4_(input, ord, dim, keepdim) (kiln_linalg_vector_norm)(KILN_HERE, input, KILN_V(ord), dim, keepdim, KILN_NO_DTYPE)
#define kiln_linalg_vector_norm_5_(input, ord, dim, keepdim, dtype) (kiln_linalg_vector_norm)(KILN_HERE, input, KILN_V(ord), dim, keepdim, dtype)
struct kiln_linalg_vector_norm_arguments_ { kiln_axes dim; bool keepdim; kiln_dtype dtype; int too_many[]; };
    /* kiln_linalg_vector_norm(input[, ord, dim, keepdim, dtype]) */
static inline kiln_tensor *kiln_linalg_vector_norm_filled_(kiln_site at, kiln_tensor *input, kiln_value ord, int given, const struct
    kiln_linalg_vector_norm_arguments_ *a) {
    return (kiln_linalg_vector_norm)(at, input, ord, given > 2 ? a->dim : KILN_ALL_AXES, given > 3 ? a->keepdim : false, given > 4 ? a->dtype :
    KILN_NO_DTYPE);
}
#define kiln_linalg_vector_norm_given_(input, ord, ...) kiln_linalg_vector_norm_filled_(KILN_HERE, input, KILN_V(ord), 2 + KILN_GIVEN_(__VA_ARGS__), \
    &(struct kiln_linalg_vector_norm_arguments_){.dim = __VA_ARGS__}) /* kiln_linalg_vector_norm(input[, ord, dim, keepdim, dtype]) */
#define kiln_linalg_matrix_norm(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_2_(__VA_ARGS__, , , ~)))(kiln_linalg_matrix_norm_given_, \
    KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_linalg_matrix_norm_refused_), kiln_linalg_matrix_norm_5_, kiln_linalg_matrix_norm_4_, \
    kiln_linalg_matrix_norm_3_, kiln_linalg_matrix_norm_2_, kiln_linalg_matrix_norm_refused_, ~))(__VA_ARGS__)
#define kiln_linalg_matrix_norm_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_linalg_matrix_norm(input, ord[, dim, keepdim, dtype])")
#define kiln_linalg_matrix_norm_2_(input, ord) (kiln_linalg_matrix_norm)(KILN_HERE, input, KILN_V(ord), KILN_AXES(-2, -1), false, KILN_NO_DTYPE)
#define kiln_linalg_matrix_norm_3_(input, ord, dim) (kiln_linalg_matrix_norm)(KILN_HERE, input, KILN_V(ord), dim, false, KILN_NO_DTYPE)
#define kiln_linalg_matrix_norm_4_(input, ord, dim, keepdim) (kiln_linalg_matrix_norm)(KILN_HERE, input, KILN_V(ord), dim, keepdim, KILN_NO_DTYPE)
#define kiln_linalg_matrix_norm_5_(input, ord, dim, keepdim, dtype) (kiln_linalg_matrix_norm)(KILN_HERE, input, KILN_V(ord), dim, keepdim, dtype)
struct kiln_linalg_matrix_norm_arguments_ { kiln_axes dim; bool keepdim; kiln_dtype dtype; int too_many[]; };
    /* kiln_linalg_matrix_norm(input, ord[, dim, keepdim, dtype]) */
static inline kiln_tensor *kiln_linalg_matrix_norm_filled_(kiln_site at, kiln_tensor *input, kiln_value ord, int given, const struct
    kiln_linalg_matrix_norm_arguments_ *a) {
    return (kiln_linalg_matrix_norm)(at, input, ord, given > 2 ? a->dim : KILN_AXES(-2, -1), given > 3 ? a->keepdim : false, given > 4 ? a->dtype :
    KILN_NO_DTYPE);
}
#define kiln_linalg_matrix_norm_given_(input, ord, ...) kiln_linalg_matrix_norm_filled_(KILN_HERE, input, KILN_V(ord), 2 + KILN_GIVEN_(__VA_ARGS__), \
    &(struct kiln_linalg_matrix_norm_arguments_){.dim = __VA_ARGS__}) /* kiln_linalg_matrix_norm(input, ord[, dim, keepdim, dtype]) */
#define kiln_linalg_matrix_norm_str(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_2_(__VA_ARGS__, , , ~)))(kiln_linalg_matrix_norm_str_given_, \
    KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_linalg_matrix_norm_str_refused_), kiln_linalg_matrix_norm_str_5_, kiln_linalg_matrix_norm_str_4_, \
    kiln_linalg_matrix_norm_str_3_, kiln_linalg_matrix_norm_str_2_, KILN_SOME_(kiln_linalg_matrix_norm_str_1_, kiln_linalg_matrix_norm_str_refused_, \
    __VA_ARGS__), ~))(__VA_ARGS__)
#define kiln_linalg_matrix_norm_str_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_linalg_matrix_norm_str(input[, ord, dim, keepdim, dtype])")
#define kiln_linalg_matrix_norm_str_1_(input) (kiln_linalg_matrix_norm_str)(KILN_HERE, input, "fro", KILN_AXES(-2, -1), false, KILN_NO_DTYPE)
#define kiln_linalg_matrix_norm_str_2_(input, ord) (kiln_linalg_matrix_norm_str)(KILN_HERE, input, ord, KILN_AXES(-2, -1), false, KILN_NO_DTYPE)
#define kiln_linalg_matrix_norm_str_3_(input, ord, dim) (kiln_linalg_matrix_norm_str)(KILN_HERE, input, ord, dim, false, KILN_NO_DTYPE)
#define kiln_linalg_matrix_norm_str_4_(input, ord, dim, keepdim) (kiln_linalg_matrix_norm_str)(KILN_HERE, input, ord, dim, keepdim, KILN_NO_DTYPE)
#define kiln_linalg_matrix_norm_str_5_(input, ord, dim, keepdim, dtype) (kiln_linalg_matrix_norm_str)(KILN_HERE, input, ord, dim, keepdim, dtype)
struct kiln_linalg_matrix_norm_str_arguments_ { kiln_axes dim; bool keepdim; kiln_dtype dtype; int too_many[]; };
    /* kiln_linalg_matrix_norm_str(input[, ord, dim, keepdim, dtype]) */
static inline kiln_tensor *kiln_linalg_matrix_norm_str_filled_(kiln_site at, kiln_tensor *input, const char *ord, int given, const struct
    kiln_linalg_matrix_norm_str_arguments_ *a) {
    return (kiln_linalg_matrix_norm_str)(at, input, ord, given > 2 ? a->dim : KILN_AXES(-2, -1), given > 3 ? a->keepdim : false, given > 4 ? a->dtype
    : KILN_NO_DTYPE);
}
#define kiln_linalg_matrix_norm_str_given_(input, ord, ...) kiln_linalg_matrix_norm_str_filled_(KILN_HERE, input, ord, 2 + KILN_GIVEN_(__VA_ARGS__), \
    &(struct kiln_linalg_matrix_norm_str_arguments_){.dim = __VA_ARGS__}) /* kiln_linalg_matrix_norm_str(input[, ord, dim, keepdim, dtype]) */
#define kiln_linalg_norm(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_2_(__VA_ARGS__, , , ~)))(kiln_linalg_norm_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_58_(kiln_linalg_norm_refused_), kiln_linalg_norm_5_, kiln_linalg_norm_4_, kiln_linalg_norm_3_, kiln_linalg_norm_2_, \
    KILN_SOME_(kiln_linalg_norm_1_, kiln_linalg_norm_refused_, __VA_ARGS__), ~))(__VA_ARGS__)
#define kiln_linalg_norm_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_linalg_norm(input[, ord, dim, keepdim, dtype])")
#define kiln_linalg_norm_1_(input) (kiln_linalg_norm)(KILN_HERE, input, KILN_NO_VALUE, KILN_ALL_AXES, false, KILN_NO_DTYPE)
#define kiln_linalg_norm_2_(input, ord) (kiln_linalg_norm)(KILN_HERE, input, KILN_V(ord), KILN_ALL_AXES, false, KILN_NO_DTYPE)
#define kiln_linalg_norm_3_(input, ord, dim) (kiln_linalg_norm)(KILN_HERE, input, KILN_V(ord), dim, false, KILN_NO_DTYPE)
#define kiln_linalg_norm_4_(input, ord, dim, keepdim) (kiln_linalg_norm)(KILN_HERE, input, KILN_V(ord), dim, keepdim, KILN_NO_DTYPE)
#define kiln_linalg_norm_5_(input, ord, dim, keepdim, dtype) (kiln_linalg_norm)(KILN_HERE, input, KILN_V(ord), dim, keepdim, dtype)
struct kiln_linalg_norm_arguments_ { kiln_axes dim; bool keepdim; kiln_dtype dtype; int too_many[]; };
    /* kiln_linalg_norm(input[, ord, dim, keepdim, dtype]) */
static inline kiln_tensor *kiln_linalg_norm_filled_(kiln_site at, kiln_tensor *input, kiln_value ord, int given, const struct
    kiln_linalg_norm_arguments_ *a) {
    return (kiln_linalg_norm)(at, input, ord, given > 2 ? a->dim : KILN_ALL_AXES, given > 3 ? a->keepdim : false, given > 4 ? a->dtype :
    KILN_NO_DTYPE);
}
#define kiln_linalg_norm_given_(input, ord, ...) kiln_linalg_norm_filled_(KILN_HERE, input, KILN_V(ord), 2 + KILN_GIVEN_(__VA_ARGS__), &(struct \
    kiln_linalg_norm_arguments_){.dim = __VA_ARGS__}) /* kiln_linalg_norm(input[, ord, dim, keepdim, dtype]) */
#define kiln_linalg_norm_str(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_2_(__VA_ARGS__, , , ~)))(kiln_linalg_norm_str_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_58_(kiln_linalg_norm_str_refused_), kiln_linalg_norm_str_5_, kiln_linalg_norm_str_4_, kiln_linalg_norm_str_3_, kiln_linalg_norm_str_2_, \
    kiln_linalg_norm_str_refused_, ~))(__VA_ARGS__)
#define kiln_linalg_norm_str_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_linalg_norm_str(input, ord[, dim, keepdim, dtype])")
#define kiln_linalg_norm_str_2_(input, ord) (kiln_linalg_norm_str)(KILN_HERE, input, ord, KILN_ALL_AXES, false, KILN_NO_DTYPE)
#define kiln_linalg_norm_str_3_(input, ord, dim) (kiln_linalg_norm_str)(KILN_HERE, input, ord, dim, false, KILN_NO_DTYPE)
#define kiln_linalg_norm_str_4_(input, ord, dim, keepdim) (kiln_linalg_norm_str)(KILN_HERE, input, ord, dim, keepdim, KILN_NO_DTYPE)
#define kiln_linalg_norm_str_5_(input, ord, dim, keepdim, dtype) (kiln_linalg_norm_str)(KILN_HERE, input, ord, dim, keepdim, dtype)
struct kiln_linalg_norm_str_arguments_ { kiln_axes dim; bool keepdim; kiln_dtype dtype; int too_many[]; };
    /* kiln_linalg_norm_str(input, ord[, dim, keepdim, dtype]) */
static inline kiln_tensor *kiln_linalg_norm_str_filled_(kiln_site at, kiln_tensor *input, const char *ord, int given, const struct
    kiln_linalg_norm_str_arguments_ *a) {
    return (kiln_linalg_norm_str)(at, input, ord, given > 2 ? a->dim : KILN_ALL_AXES, given > 3 ? a->keepdim : false, given > 4 ? a->dtype :
    KILN_NO_DTYPE);
}
#define kiln_linalg_norm_str_given_(input, ord, ...) kiln_linalg_norm_str_filled_(KILN_HERE, input, ord, 2 + KILN_GIVEN_(__VA_ARGS__), &(struct \
    kiln_linalg_norm_str_arguments_){.dim = __VA_ARGS__}) /* kiln_linalg_norm_str(input, ord[, dim, keepdim, dtype]) */
#define kiln_norm_p(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_2_(__VA_ARGS__, , , ~)))(kiln_norm_p_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_58_(kiln_norm_p_refused_), kiln_norm_p_5_, kiln_norm_p_4_, kiln_norm_p_3_, kiln_norm_p_2_, kiln_norm_p_refused_, ~))(__VA_ARGS__)
#define kiln_norm_p_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_norm_p(input, p[, dim, keepdim, dtype])")
#define kiln_norm_p_2_(input, p) (kiln_norm_p)(KILN_HERE, input, KILN_V(p), KILN_ALL_AXES, false, KILN_NO_DTYPE)
#define kiln_norm_p_3_(input, p, dim) (kiln_norm_p)(KILN_HERE, input, KILN_V(p), dim, false, KILN_NO_DTYPE)
#define kiln_norm_p_4_(input, p, dim, keepdim) (kiln_norm_p)(KILN_HERE, input, KILN_V(p), dim, keepdim, KILN_NO_DTYPE)
#define kiln_norm_p_5_(input, p, dim, keepdim, dtype) (kiln_norm_p)(KILN_HERE, input, KILN_V(p), dim, keepdim, dtype)
struct kiln_norm_p_arguments_ { kiln_axes dim; bool keepdim; kiln_dtype dtype; int too_many[]; }; /* kiln_norm_p(input, p[, dim, keepdim, dtype]) */
static inline kiln_tensor *kiln_norm_p_filled_(kiln_site at, kiln_tensor *input, kiln_value p, int given, const struct kiln_norm_p_arguments_ *a)
    {
    return (kiln_norm_p)(at, input, p, given > 2 ? a->dim : KILN_ALL_AXES, given > 3 ? a->keepdim : false, given > 4 ? a->dtype : KILN_NO_DTYPE);
}
#define kiln_norm_p_given_(input, p, ...) kiln_norm_p_filled_(KILN_HERE, input, KILN_V(p), 2 + KILN_GIVEN_(__VA_ARGS__), &(struct \
    kiln_norm_p_arguments_){.dim = __VA_ARGS__}) /* kiln_norm_p(input, p[, dim, keepdim, dtype]) */
#define kiln_norm(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_2_(__VA_ARGS__, , , ~)))(kiln_norm_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_58_(kiln_norm_refused_), kiln_norm_5_, kiln_norm_4_, kiln_norm_3_, kiln_norm_2_, KILN_SOME_(kiln_norm_1_, kiln_norm_refused_, __VA_ARGS__), \
    ~))(__VA_ARGS__)
#define kiln_norm_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_norm(input[, p, dim, keepdim, dtype])")
#define kiln_norm_1_(input) (kiln_norm)(KILN_HERE, input, "fro", KILN_ALL_AXES, false, KILN_NO_DTYPE)
#define kiln_norm_2_(input, p) (kiln_norm)(KILN_HERE, input, p, KILN_ALL_AXES, false, KILN_NO_DTYPE)
#define kiln_norm_3_(input, p, dim) (kiln_norm)(KILN_HERE, input, p, dim, false, KILN_NO_DTYPE)
#define kiln_norm_4_(input, p, dim, keepdim) (kiln_norm)(KILN_HERE, input, p, dim, keepdim, KILN_NO_DTYPE)
#define kiln_norm_5_(input, p, dim, keepdim, dtype) (kiln_norm)(KILN_HERE, input, p, dim, keepdim, dtype)
struct kiln_norm_arguments_ { kiln_axes dim; bool keepdim; kiln_dtype dtype; int too_many[]; }; /* kiln_norm(input[, p, dim, keepdim, dtype]) */
static inline kiln_tensor *kiln_norm_filled_(kiln_site at, kiln_tensor *input, const char *p, int given, const struct kiln_norm_arguments_ *a) {
    return (kiln_norm)(at, input, p, given > 2 ? a->dim : KILN_ALL_AXES, given > 3 ? a->keepdim : false, given > 4 ? a->dtype : KILN_NO_DTYPE);
}
#define kiln_norm_given_(input, p, ...) kiln_norm_filled_(KILN_HERE, input, p, 2 + KILN_GIVEN_(__VA_ARGS__), &(struct kiln_norm_arguments_){.dim = \
    __VA_ARGS__}) /* kiln_norm(input[, p, dim, keepdim, dtype]) */
#define kiln_dist(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_dist_refused_), kiln_dist_3_, kiln_dist_2_, kiln_dist_refused_, ~)(__VA_ARGS__)
#define kiln_dist_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_dist(input, other[, p])")
#define kiln_dist_2_(input, other) (kiln_dist)(KILN_HERE, input, other, kiln_v_int(2))
#define kiln_dist_3_(input, other, p) (kiln_dist)(KILN_HERE, input, other, KILN_V(p))
#define kiln_renorm(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_renorm_refused_), kiln_renorm_4_, kiln_renorm_refused_, kiln_renorm_refused_, \
    kiln_renorm_refused_, ~)(__VA_ARGS__)
#define kiln_renorm_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_renorm(input, p, dim, maxnorm)")
#define kiln_renorm_4_(input, p, dim, maxnorm) (kiln_renorm)(KILN_HERE, input, KILN_V(p), dim, KILN_V(maxnorm))
#define kiln_renorm_(...) KILN_SELECT_(__VA_ARGS__, KILN_59_(kiln_renorm__refused_), kiln_renorm__4_, kiln_renorm__refused_, kiln_renorm__refused_, \
    kiln_renorm__refused_, ~)(__VA_ARGS__)
#define kiln_renorm__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_renorm_(input, p, dim, maxnorm)")
#define kiln_renorm__4_(input, p, dim, maxnorm) (kiln_renorm_)(KILN_HERE, input, KILN_V(p), dim, KILN_V(maxnorm))
#endif

#ifdef __cplusplus
}
#endif
#endif
