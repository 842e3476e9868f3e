/* SPDX-License-Identifier: Apache-2.0
 * Joining.
 * Written by tools/signatures.py from src/frontend/call/signatures/joining.sig: edit that. */
#ifndef KILN_JOINING_H
#define KILN_JOINING_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Parts joined along dim; other extents equal. Dtypes promote. (torch.cat(Tensor[] tensors, dim dim=0) -> Tensor) */
KILN_API kiln_tensor *kiln_cat(kiln_site at, kiln_list tensors, int dim KILN_OR_(0));
/* Parts of one shape joined along a new axis. (torch.stack(Tensor[] tensors, dim dim=0) -> Tensor) */
KILN_API kiln_tensor *kiln_stack(kiln_site at, kiln_list tensors, int dim KILN_OR_(0));
/* Parts joined along axis 1, vectors along axis 0. (torch.hstack(Tensor[] tensors) -> Tensor) */
KILN_API kiln_tensor *kiln_hstack(kiln_site at, kiln_list tensors);
#define kiln_hstack(...) KILN_TAKES_1_(kiln_hstack, kiln_tensor *, "kiln_hstack(tensors)", __VA_ARGS__)
/* Parts of rank 2 or more joined along axis 0; a vector is a row. (torch.vstack(Tensor[] tensors) -> Tensor) */
KILN_API kiln_tensor *kiln_vstack(kiln_site at, kiln_list tensors);
#define kiln_vstack(...) KILN_TAKES_1_(kiln_vstack, kiln_tensor *, "kiln_vstack(tensors)", __VA_ARGS__)
/* Parts of rank 3 or more joined along axis 2, as atleast_3d makes them. (torch.dstack(Tensor[] tensors) -> Tensor) */
KILN_API kiln_tensor *kiln_dstack(kiln_site at, kiln_list tensors);
#define kiln_dstack(...) KILN_TAKES_1_(kiln_dstack, kiln_tensor *, "kiln_dstack(tensors)", __VA_ARGS__)
/* Parts of rank 2 or more joined along axis 1; a vector is a column. (torch.column_stack(Tensor[] tensors) -> Tensor) */
KILN_API kiln_tensor *kiln_column_stack(kiln_site at, kiln_list tensors);
#define kiln_column_stack(...) KILN_TAKES_1_(kiln_column_stack, kiln_tensor *, "kiln_column_stack(tensors)", __VA_ARGS__)
/* Each line repeated over the axes of the others; with indexing 'xy' the first two take each other's axis. A view.
 * (torch.meshgrid(Tensor[]* tensors, *, str? indexing=None) -> Tensor[]) */
KILN_API kiln_parts kiln_meshgrid(kiln_site at, kiln_list tensors, const char *indexing KILN_OR_(NULL));

/* ---- the macros of functions with defaults and numbers: arguments.h */

#ifdef __cplusplus
#define kiln_cat(...) (kiln_cat)(KILN_HERE, __VA_ARGS__)
#define kiln_stack(...) (kiln_stack)(KILN_HERE, __VA_ARGS__)
#define kiln_meshgrid(...) (kiln_meshgrid)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_cat(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_0_(__VA_ARGS__, ~)))(kiln_cat_given_, KILN_SELECT_(__VA_ARGS__, KILN_61_(kiln_cat_refused_), \
    kiln_cat_2_, KILN_SOME_(kiln_cat_1_, kiln_cat_refused_, __VA_ARGS__), ~))(__VA_ARGS__)
#define kiln_cat_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_cat(tensors[, dim])")
#define kiln_cat_1_(tensors) (kiln_cat)(KILN_HERE, tensors, 0)
#define kiln_cat_2_(tensors, dim) (kiln_cat)(KILN_HERE, tensors, dim)
struct kiln_cat_arguments_ { kiln_list tensors; int dim; int too_many[]; }; /* kiln_cat(tensors[, dim]) */
static inline kiln_tensor *kiln_cat_filled_(kiln_site at, int given, const struct kiln_cat_arguments_ *a) {
    return (kiln_cat)(at, a->tensors, given > 1 ? a->dim : 0);
}
#define kiln_cat_given_(...) kiln_cat_filled_(KILN_HERE, KILN_GIVEN_(__VA_ARGS__), &(struct kiln_cat_arguments_){.tensors = __VA_ARGS__}) \
    /* kiln_cat(tensors[, dim]) */
#define kiln_stack(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_0_(__VA_ARGS__, ~)))(kiln_stack_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_61_(kiln_stack_refused_), kiln_stack_2_, KILN_SOME_(kiln_stack_1_, kiln_stack_refused_, __VA_ARGS__), ~))(__VA_ARGS__)
#define kiln_stack_refused_(...) KILN_REFUSE_(kiln_tensor *, "kiln_stack(tensors[, dim])")
#define kiln_stack_1_(tensors) (kiln_stack)(KILN_HERE, tensors, 0)
#define kiln_stack_2_(tensors, dim) (kiln_stack)(KILN_HERE, tensors, dim)
struct kiln_stack_arguments_ { kiln_list tensors; int dim; int too_many[]; }; /* kiln_stack(tensors[, dim]) */
static inline kiln_tensor *kiln_stack_filled_(kiln_site at, int given, const struct kiln_stack_arguments_ *a) {
    return (kiln_stack)(at, a->tensors, given > 1 ? a->dim : 0);
}
#define kiln_stack_given_(...) kiln_stack_filled_(KILN_HERE, KILN_GIVEN_(__VA_ARGS__), &(struct kiln_stack_arguments_){.tensors = __VA_ARGS__}) \
    /* kiln_stack(tensors[, dim]) */
#define kiln_meshgrid(...) KILN_IF_(KILN_LITERAL_(KILN_ARG_0_(__VA_ARGS__, ~)))(kiln_meshgrid_given_, KILN_SELECT_(__VA_ARGS__, \
    KILN_61_(kiln_meshgrid_refused_), kiln_meshgrid_2_, KILN_SOME_(kiln_meshgrid_1_, kiln_meshgrid_refused_, __VA_ARGS__), ~))(__VA_ARGS__)
#define kiln_meshgrid_refused_(...) KILN_REFUSE_(kiln_parts, "kiln_meshgrid(tensors[, indexing])")
#define kiln_meshgrid_1_(tensors) (kiln_meshgrid)(KILN_HERE, tensors, NULL)
#define kiln_meshgrid_2_(tensors, indexing) (kiln_meshgrid)(KILN_HERE, tensors, indexing)
struct kiln_meshgrid_arguments_ { kiln_list tensors; const char *indexing; int too_many[]; }; /* kiln_meshgrid(tensors[, indexing]) */
static inline kiln_parts kiln_meshgrid_filled_(kiln_site at, int given, const struct kiln_meshgrid_arguments_ *a) {
    return (kiln_meshgrid)(at, a->tensors, given > 1 ? a->indexing : NULL);
}
#define kiln_meshgrid_given_(...) kiln_meshgrid_filled_(KILN_HERE, KILN_GIVEN_(__VA_ARGS__), &(struct kiln_meshgrid_arguments_){.tensors = \
    __VA_ARGS__}) /* kiln_meshgrid(tensors[, indexing]) */
#endif

#ifdef __cplusplus
}
#endif
#endif
