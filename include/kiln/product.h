/* SPDX-License-Identifier: Apache-2.0
 * Products of vectors and matrices. Each element of a matrix product is the fused multiply-add sum over k, in order; 16-bit floats
 * are multiplied and added in f32 and rounded once. Operands are of one dtype; bool is refused.
 * Written by tools/signatures.py from src/frontend/call/signatures/product.sig: edit that. */
#ifndef KILN_PRODUCT_H
#define KILN_PRODUCT_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* [..,m,k] x [..,k,n], leading extents broadcast; a vector on either side is a row or column whose axis is dropped.
 * (torch.matmul(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_matmul(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_matmul(...) KILN_TAKES_2_(kiln_matmul, kiln_tensor *, "kiln_matmul(input, other)", __VA_ARGS__)
/* [m,k] x [k,n] (torch.mm(Tensor input, Tensor mat2) -> Tensor) */
KILN_API kiln_tensor *kiln_mm(kiln_site at, kiln_tensor *input, kiln_tensor *mat2);
#define kiln_mm(...) KILN_TAKES_2_(kiln_mm, kiln_tensor *, "kiln_mm(input, mat2)", __VA_ARGS__)
/* [b,m,k] x [b,k,n] (torch.bmm(Tensor input, Tensor mat2) -> Tensor) */
KILN_API kiln_tensor *kiln_bmm(kiln_site at, kiln_tensor *input, kiln_tensor *mat2);
#define kiln_bmm(...) KILN_TAKES_2_(kiln_bmm, kiln_tensor *, "kiln_bmm(input, mat2)", __VA_ARGS__)
/* [m,k] x [k] (torch.mv(Tensor input, Tensor vec) -> Tensor) */
KILN_API kiln_tensor *kiln_mv(kiln_site at, kiln_tensor *input, kiln_tensor *vec);
#define kiln_mv(...) KILN_TAKES_2_(kiln_mv, kiln_tensor *, "kiln_mv(input, vec)", __VA_ARGS__)
/* Sum of products of two vectors of one length. (torch.dot(Tensor input, Tensor tensor) -> Tensor) */
KILN_API kiln_tensor *kiln_dot(kiln_site at, kiln_tensor *input, kiln_tensor *tensor);
#define kiln_dot(...) KILN_TAKES_2_(kiln_dot, kiln_tensor *, "kiln_dot(input, tensor)", __VA_ARGS__)
/* Sum of products over the last axes; with a rank-0 operand their product. (torch.inner(Tensor input, Tensor other) -> Tensor) */
KILN_API kiln_tensor *kiln_inner(kiln_site at, kiln_tensor *input, kiln_tensor *other);
#define kiln_inner(...) KILN_TAKES_2_(kiln_inner, kiln_tensor *, "kiln_inner(input, other)", __VA_ARGS__)
/* Every element of one vector times every element of the other. Dtypes promote. (torch.outer(Tensor input, Tensor vec2) -> Tensor) */
KILN_API kiln_tensor *kiln_outer(kiln_site at, kiln_tensor *input, kiln_tensor *vec2);
#define kiln_outer(...) KILN_TAKES_2_(kiln_outer, kiln_tensor *, "kiln_outer(input, vec2)", __VA_ARGS__)
/* Sum of products along dim, the others broadcast; floats. (torch.linalg.vecdot(Tensor x, Tensor y, *, dim dim=-1) -> Tensor) */
KILN_API kiln_tensor *kiln_linalg_vecdot(kiln_site at, kiln_tensor *x, kiln_tensor *y, int dim KILN_OR_(-1));
/* ---- beta * input + alpha * product; with beta 0 input is not looked at */

/* mat1 times mat2. (torch.addmm(Tensor input, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1) -> Tensor) */
KILN_API kiln_tensor *kiln_addmm(kiln_site at, kiln_tensor *input, kiln_tensor *mat1, kiln_tensor *mat2, kiln_value beta KILN_OR_(kiln_v_int(1)),
    kiln_value alpha KILN_OR_(kiln_v_int(1)));
KILN_API kiln_tensor *kiln_addmm_(kiln_site at, kiln_tensor *input, kiln_tensor *mat1, kiln_tensor *mat2, kiln_value beta KILN_OR_(kiln_v_int(1)),
    kiln_value alpha KILN_OR_(kiln_v_int(1))); /* the same, written to input */
/* mat times vec. (torch.addmv(Tensor input, Tensor mat, Tensor vec, *, Scalar beta=1, Scalar alpha=1) -> Tensor) */
KILN_API kiln_tensor *kiln_addmv(kiln_site at, kiln_tensor *input, kiln_tensor *mat, kiln_tensor *vec, kiln_value beta KILN_OR_(kiln_v_int(1)),
    kiln_value alpha KILN_OR_(kiln_v_int(1)));
KILN_API kiln_tensor *kiln_addmv_(kiln_site at, kiln_tensor *input, kiln_tensor *mat, kiln_tensor *vec, kiln_value beta KILN_OR_(kiln_v_int(1)),
    kiln_value alpha KILN_OR_(kiln_v_int(1))); /* the same, written to input */
/* The outer product; dtypes promote. (torch.addr(Tensor input, Tensor vec1, Tensor vec2, *, Scalar beta=1, Scalar alpha=1) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_addr(kiln_site at, kiln_tensor *input, kiln_tensor *vec1, kiln_tensor *vec2, kiln_value beta KILN_OR_(kiln_v_int(1)),
    kiln_value alpha KILN_OR_(kiln_v_int(1)));
KILN_API kiln_tensor *kiln_addr_(kiln_site at, kiln_tensor *input, kiln_tensor *vec1, kiln_tensor *vec2, kiln_value beta KILN_OR_(kiln_v_int(1)),
    kiln_value alpha KILN_OR_(kiln_v_int(1))); /* the same, written to input */
/* batch1 times batch2, of each matrix of a batch. (torch.baddbmm(Tensor input, Tensor batch1, Tensor batch2, *, Scalar beta=1,
 * Scalar alpha=1) -> Tensor) */
KILN_API kiln_tensor *kiln_baddbmm(kiln_site at, kiln_tensor *input, kiln_tensor *batch1, kiln_tensor *batch2,
    kiln_value beta KILN_OR_(kiln_v_int(1)), kiln_value alpha KILN_OR_(kiln_v_int(1)));
KILN_API kiln_tensor *kiln_baddbmm_(kiln_site at, kiln_tensor *input, kiln_tensor *batch1, kiln_tensor *batch2,
    kiln_value beta KILN_OR_(kiln_v_int(1)), kiln_value alpha KILN_OR_(kiln_v_int(1))); /* the same, written to input */
/* The sum over the batch of batch1 times batch2. (torch.addbmm(Tensor input, Tensor batch1, Tensor batch2, *, Scalar beta=1,
 * Scalar alpha=1) -> Tensor) */
KILN_API kiln_tensor *kiln_addbmm(kiln_site at, kiln_tensor *input, kiln_tensor *batch1, kiln_tensor *batch2, kiln_value beta KILN_OR_(kiln_v_int(1)),
    kiln_value alpha KILN_OR_(kiln_v_int(1)));
KILN_API kiln_tensor *kiln_addbmm_(kiln_site at, kiln_tensor *input, kiln_tensor *batch1, kiln_tensor *batch2,
    kiln_value beta KILN_OR_(kiln_v_int(1)), kiln_value alpha KILN_OR_(kiln_v_int(1))); /* the same, written to input */
/* ---- many operands and other products */

/* Sums of products named by letters: 'ij,jk->ik'; '...' stands for axes that broadcast. (torch.einsum(str equation, Tensor[]*
 * operands) -> Tensor) */
KILN_API kiln_tensor *kiln_einsum(kiln_site at, const char *equation, kiln_list operands);
#define kiln_einsum(...) KILN_TAKES_2_(kiln_einsum, kiln_tensor *, "kiln_einsum(equation, operands)", __VA_ARGS__)
/* Sum of products over the last dims axes of input and the first of other. (torch.tensordot(Tensor input, Tensor other, int
 * dims=2) -> Tensor) */
KILN_API kiln_tensor *kiln_tensordot(kiln_site at, kiln_tensor *input, kiln_tensor *other, int64_t dims KILN_OR_(2));
/* Over the axes dims_self of input and dims_other of other, pair by pair. (torch.tensordot(Tensor input, Tensor other, dim[]
 * dims_self, dim[] dims_other) -> Tensor) */
KILN_API kiln_tensor *kiln_tensordot_dims(kiln_site at, kiln_tensor *input, kiln_tensor *other, kiln_axes dims_self, kiln_axes dims_other);
#define kiln_tensordot_dims(...) KILN_TAKES_4_(kiln_tensordot_dims, kiln_tensor *, "kiln_tensordot_dims(input, other, dims_self, dims_other)", __VA_ARGS__)
/* Over a number of axes, or over the pairs of axes in the columns of dims [2, n]; dims is evaluated first. (torch.tensordot(Tensor
 * input, Tensor other, Tensor dims) -> Tensor) */
KILN_API kiln_tensor *kiln_tensordot_tensor(kiln_site at, kiln_tensor *input, kiln_tensor *other, kiln_tensor *dims);
#define kiln_tensordot_tensor(...) KILN_TAKES_3_(kiln_tensordot_tensor, kiln_tensor *, "kiln_tensordot_tensor(input, other, dims)", __VA_ARGS__)
/* Product of two or more matrices in the cheapest order; the first and the last may be vectors. (torch.linalg.multi_dot(Tensor[]
 * tensors) -> Tensor) */
KILN_API kiln_tensor *kiln_linalg_multi_dot(kiln_site at, kiln_list tensors);
#define kiln_linalg_multi_dot(...) KILN_TAKES_1_(kiln_linalg_multi_dot, kiln_tensor *, "kiln_linalg_multi_dot(tensors)", __VA_ARGS__)
/* Square matrices multiplied with themselves n times; for n < 0 their inverses, in f32 and f64, where a singular matrix fails the
 * evaluation. (torch.linalg.matrix_power(Tensor input, int n) -> Tensor) */
KILN_API kiln_tensor *kiln_linalg_matrix_power(kiln_site at, kiln_tensor *input, int64_t n);
#define kiln_linalg_matrix_power(...) KILN_TAKES_2_(kiln_linalg_matrix_power, kiln_tensor *, "kiln_linalg_matrix_power(input, n)", __VA_ARGS__)
/* The vector product along dim, of extent 3; without dim along the first axis of extent 3. Shapes broadcast. (torch.cross(Tensor
 * input, Tensor other, dim? dim=None) -> Tensor) */
KILN_API kiln_tensor *kiln_cross(kiln_site at, kiln_tensor *input, kiln_tensor *other, int dim KILN_OR_(KILN_NO_DIM));
/* The vector product along dim, of extent 3. Shapes broadcast. (torch.linalg.cross(Tensor input, Tensor other, *, dim dim=-1) ->
 * Tensor) */
KILN_API kiln_tensor *kiln_linalg_cross(kiln_site at, kiln_tensor *input, kiln_tensor *other, int dim KILN_OR_(-1));
/* input [..,in] times the transpose of weight [out,in], plus bias [out]. (torch.nn.functional.linear(Tensor input, Tensor weight,
 * Tensor? bias=None) -> Tensor) */
KILN_API kiln_tensor *kiln_linear(kiln_site at, kiln_tensor *input, kiln_tensor *weight, kiln_tensor *bias KILN_OR_(NULL));

/* ---- the macros of functions with defaults and numbers: arguments.h */

#ifdef __cplusplus
#define kiln_linalg_vecdot(...) (kiln_linalg_vecdot)(KILN_HERE, __VA_ARGS__)
#define kiln_addmm(...) (kiln_addmm)(KILN_HERE, __VA_ARGS__)
#define kiln_addmm_(...) (kiln_addmm_)(KILN_HERE, __VA_ARGS__)
#define kiln_addmv(...) (kiln_addmv)(KILN_HERE, __VA_ARGS__)
#define kiln_addmv_(...) (kiln_addmv_)(KILN_HERE, __VA_ARGS__)
#define kiln_addr(...) (kiln_addr)(KILN_HERE, __VA_ARGS__)
#define kiln_addr_(...) (kiln_addr_)(KILN_HERE, __VA_ARGS__)
#define kiln_baddbmm(...) (kiln_baddbmm)(KILN_HERE, __VA_ARGS__)
#define kiln_baddbmm_(...) (kiln_baddbmm_)(KILN_HERE, __VA_ARGS__)
#define kiln_addbmm(...) (kiln_addbmm)(KILN_HERE, __VA_ARGS__)
#define kiln_addbmm_(...) (kiln_addbmm_)(KILN_HERE, __VA_ARGS__)
#define kiln_tensordot(...) (kiln_tensordot)(KILN_HERE, __VA_ARGS__)
#define kiln_cross(...) (kiln_cross)(KILN_HERE, __VA_ARGS__)
#define kiln_linalg_cross(...) (kiln_linalg_cross)(KILN_HERE, __VA_ARGS__)
#define kiln_linear(...) (kiln_linear)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_linalg_vecdot(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_linalg_vecdot_refused_), kiln_linalg_vecdot_3_, kiln_linalg_vecdot_2_, \
    kiln_linalg_vecdot_refused_, ~)(__VA_ARGS__)
#define kiln_linalg_vecdot_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_linalg_vecdot(x, y[, dim])")
#define kiln_linalg_vecdot_2_(x, y) (kiln_linalg_vecdot)(KILN_HERE, x, y, -1)
#define kiln_linalg_vecdot_3_(x, y, dim) (kiln_linalg_vecdot)(KILN_HERE, x, y, dim)
#define kiln_addmm(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_addmm_refused_), kiln_addmm_5_, kiln_addmm_4_, kiln_addmm_3_, kiln_addmm_refused_, \
    kiln_addmm_refused_, ~)(__VA_ARGS__)
#define kiln_addmm_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_addmm(input, mat1, mat2[, beta, alpha])")
#define kiln_addmm_3_(input, mat1, mat2) (kiln_addmm)(KILN_HERE, input, mat1, mat2, kiln_v_int(1), kiln_v_int(1))
#define kiln_addmm_4_(input, mat1, mat2, beta) (kiln_addmm)(KILN_HERE, input, mat1, mat2, KILN_V(beta), kiln_v_int(1))
#define kiln_addmm_5_(input, mat1, mat2, beta, alpha) (kiln_addmm)(KILN_HERE, input, mat1, mat2, KILN_V(beta), KILN_V(alpha))
#define kiln_addmm_(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_addmm__refused_), kiln_addmm__5_, kiln_addmm__4_, kiln_addmm__3_, \
    kiln_addmm__refused_, kiln_addmm__refused_, ~)(__VA_ARGS__)
#define kiln_addmm__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_addmm_(input, mat1, mat2[, beta, alpha])")
#define kiln_addmm__3_(input, mat1, mat2) (kiln_addmm_)(KILN_HERE, input, mat1, mat2, kiln_v_int(1), kiln_v_int(1))
#define kiln_addmm__4_(input, mat1, mat2, beta) (kiln_addmm_)(KILN_HERE, input, mat1, mat2, KILN_V(beta), kiln_v_int(1))
#define kiln_addmm__5_(input, mat1, mat2, beta, alpha) (kiln_addmm_)(KILN_HERE, input, mat1, mat2, KILN_V(beta), KILN_V(alpha))
#define kiln_addmv(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_addmv_refused_), kiln_addmv_5_, kiln_addmv_4_, kiln_addmv_3_, kiln_addmv_refused_, \
    kiln_addmv_refused_, ~)(__VA_ARGS__)
#define kiln_addmv_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_addmv(input, mat, vec[, beta, alpha])")
#define kiln_addmv_3_(input, mat, vec) (kiln_addmv)(KILN_HERE, input, mat, vec, kiln_v_int(1), kiln_v_int(1))
#define kiln_addmv_4_(input, mat, vec, beta) (kiln_addmv)(KILN_HERE, input, mat, vec, KILN_V(beta), kiln_v_int(1))
#define kiln_addmv_5_(input, mat, vec, beta, alpha) (kiln_addmv)(KILN_HERE, input, mat, vec, KILN_V(beta), KILN_V(alpha))
#define kiln_addmv_(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_addmv__refused_), kiln_addmv__5_, kiln_addmv__4_, kiln_addmv__3_, \
    kiln_addmv__refused_, kiln_addmv__refused_, ~)(__VA_ARGS__)
#define kiln_addmv__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_addmv_(input, mat, vec[, beta, alpha])")
#define kiln_addmv__3_(input, mat, vec) (kiln_addmv_)(KILN_HERE, input, mat, vec, kiln_v_int(1), kiln_v_int(1))
#define kiln_addmv__4_(input, mat, vec, beta) (kiln_addmv_)(KILN_HERE, input, mat, vec, KILN_V(beta), kiln_v_int(1))
#define kiln_addmv__5_(input, mat, vec, beta, alpha) (kiln_addmv_)(KILN_HERE, input, mat, vec, KILN_V(beta), KILN_V(alpha))
#define kiln_addr(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_addr_refused_), kiln_addr_5_, kiln_addr_4_, kiln_addr_3_, kiln_addr_refused_, \
    kiln_addr_refused_, ~)(__VA_ARGS__)
#define kiln_addr_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_addr(input, vec1, vec2[, beta, alpha])")
#define kiln_addr_3_(input, vec1, vec2) (kiln_addr)(KILN_HERE, input, vec1, vec2, kiln_v_int(1), kiln_v_int(1))
#define kiln_addr_4_(input, vec1, vec2, beta) (kiln_addr)(KILN_HERE, input, vec1, vec2, KILN_V(beta), kiln_v_int(1))
#define kiln_addr_5_(input, vec1, vec2, beta, alpha) (kiln_addr)(KILN_HERE, input, vec1, vec2, KILN_V(beta), KILN_V(alpha))
#define kiln_addr_(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_addr__refused_), kiln_addr__5_, kiln_addr__4_, kiln_addr__3_, kiln_addr__refused_, \
    kiln_addr__refused_, ~)(__VA_ARGS__)
#define kiln_addr__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_addr_(input, vec1, vec2[, beta, alpha])")
#define kiln_addr__3_(input, vec1, vec2) (kiln_addr_)(KILN_HERE, input, vec1, vec2, kiln_v_int(1), kiln_v_int(1))
#define kiln_addr__4_(input, vec1, vec2, beta) (kiln_addr_)(KILN_HERE, input, vec1, vec2, KILN_V(beta), kiln_v_int(1))
#define kiln_addr__5_(input, vec1, vec2, beta, alpha) (kiln_addr_)(KILN_HERE, input, vec1, vec2, KILN_V(beta), KILN_V(alpha))
#define kiln_baddbmm(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_baddbmm_refused_), kiln_baddbmm_5_, kiln_baddbmm_4_, kiln_baddbmm_3_, \
    kiln_baddbmm_refused_, kiln_baddbmm_refused_, ~)(__VA_ARGS__)
#define kiln_baddbmm_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_baddbmm(input, batch1, batch2[, beta, alpha])")
#define kiln_baddbmm_3_(input, batch1, batch2) (kiln_baddbmm)(KILN_HERE, input, batch1, batch2, kiln_v_int(1), kiln_v_int(1))
#define kiln_baddbmm_4_(input, batch1, batch2, beta) (kiln_baddbmm)(KILN_HERE, input, batch1, batch2, KILN_V(beta), kiln_v_int(1))
#define kiln_baddbmm_5_(input, batch1, batch2, beta, alpha) (kiln_baddbmm)(KILN_HERE, input, batch1, batch2, KILN_V(beta), KILN_V(alpha))
#define kiln_baddbmm_(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_baddbmm__refused_), kiln_baddbmm__5_, kiln_baddbmm__4_, kiln_baddbmm__3_, \
    kiln_baddbmm__refused_, kiln_baddbmm__refused_, ~)(__VA_ARGS__)
#define kiln_baddbmm__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_baddbmm_(input, batch1, batch2[, beta, alpha])")
#define kiln_baddbmm__3_(input, batch1, batch2) (kiln_baddbmm_)(KILN_HERE, input, batch1, batch2, kiln_v_int(1), kiln_v_int(1))
#define kiln_baddbmm__4_(input, batch1, batch2, beta) (kiln_baddbmm_)(KILN_HERE, input, batch1, batch2, KILN_V(beta), kiln_v_int(1))
#define kiln_baddbmm__5_(input, batch1, batch2, beta, alpha) (kiln_baddbmm_)(KILN_HERE, input, batch1, batch2, KILN_V(beta), KILN_V(alpha))
#define kiln_addbmm(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_addbmm_refused_), kiln_addbmm_5_, kiln_addbmm_4_, kiln_addbmm_3_, \
    kiln_addbmm_refused_, kiln_addbmm_refused_, ~)(__VA_ARGS__)
#define kiln_addbmm_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_addbmm(input, batch1, batch2[, beta, alpha])")
#define kiln_addbmm_3_(input, batch1, batch2) (kiln_addbmm)(KILN_HERE, input, batch1, batch2, kiln_v_int(1), kiln_v_int(1))
#define kiln_addbmm_4_(input, batch1, batch2, beta) (kiln_addbmm)(KILN_HERE, input, batch1, batch2, KILN_V(beta), kiln_v_int(1))
#define kiln_addbmm_5_(input, batch1, batch2, beta, alpha) (kiln_addbmm)(KILN_HERE, input, batch1, batch2, KILN_V(beta), KILN_V(alpha))
#define kiln_addbmm_(...) KILN_SELECT_(__VA_ARGS__, KILN_58_(kiln_addbmm__refused_), kiln_addbmm__5_, kiln_addbmm__4_, kiln_addbmm__3_, \
    kiln_addbmm__refused_, kiln_addbmm__refused_, ~)(__VA_ARGS__)
#define kiln_addbmm__refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_addbmm_(input, batch1, batch2[, beta, alpha])")
#define kiln_addbmm__3_(input, batch1, batch2) (kiln_addbmm_)(KILN_HERE, input, batch1, batch2, kiln_v_int(1), kiln_v_int(1))
#define kiln_addbmm__4_(input, batch1, batch2, beta) (kiln_addbmm_)(KILN_HERE, input, batch1, batch2, KILN_V(beta), kiln_v_int(1))
#define kiln_addbmm__5_(input, batch1, batch2, beta, alpha) (kiln_addbmm_)(KILN_HERE, input, batch1, batch2, KILN_V(beta), KILN_V(alpha))
#define kiln_tensordot(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_tensordot_refused_), kiln_tensordot_3_, kiln_tensordot_2_, \
    kiln_tensordot_refused_, ~)(__VA_ARGS__)
#define kiln_tensordot_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_tensordot(input, other[, dims])")
#define kiln_tensordot_2_(input, other) (kiln_tensordot)(KILN_HERE, input, other, 2)
#define kiln_tensordot_3_(input, other, dims) (kiln_tensordot)(KILN_HERE, input, other, dims)
#define kiln_cross(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_cross_refused_), kiln_cross_3_, kiln_cross_2_, kiln_cross_refused_, ~)(__VA_ARGS__)
#define kiln_cross_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_cross(input, other[, dim])")
#define kiln_cross_2_(input, other) (kiln_cross)(KILN_HERE, input, other, KILN_NO_DIM)
#define kiln_cross_3_(input, other, dim) (kiln_cross)(KILN_HERE, input, other, dim)
#define kiln_linalg_cross(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_linalg_cross_refused_), kiln_linalg_cross_3_, kiln_linalg_cross_2_, \
    kiln_linalg_cross_refused_, ~)(__VA_ARGS__)
#define kiln_linalg_cross_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_linalg_cross(input, other[, dim])")
#define kiln_linalg_cross_2_(input, other) (kiln_linalg_cross)(KILN_HERE, input, other, -1)
#define kiln_linalg_cross_3_(input, other, dim) (kiln_linalg_cross)(KILN_HERE, input, other, dim)
#define kiln_linear(...) KILN_SELECT_(__VA_ARGS__, KILN_60_(kiln_linear_refused_), kiln_linear_3_, kiln_linear_2_, kiln_linear_refused_, \
    ~)(__VA_ARGS__)
#define kiln_linear_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_linear(input, weight[, bias])")
#define kiln_linear_2_(input, weight) (kiln_linear)(KILN_HERE, input, weight, NULL)
#define kiln_linear_3_(input, weight, bias) (kiln_linear)(KILN_HERE, input, weight, bias)
#endif

#ifdef __cplusplus
}
#endif
#endif
