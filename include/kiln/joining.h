/* SPDX-License-Identifier: Apache-2.0
 * Joining.
 * Written by tools/signatures.py from src/frontend/signatures/joining.sig: edit that. */
#ifndef KILN_JOINING_H
#define KILN_JOINING_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Parts joined along dim; other extents equal. Dtypes promote. (torch.cat(Tensor[] tensors, dim dim=0) -> Tensor) */
KILN_API kiln_tensor *kiln_cat(kiln_site at, kiln_list tensors, int dim);
#define kiln_cat(...) KILN_PICK_(kiln_cat_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_cat_1_(tensors) (kiln_cat)(KILN_HERE, tensors, 0)
#define kiln_cat_2_(tensors, dim) (kiln_cat)(KILN_HERE, tensors, dim)
/* Parts of one shape joined along a new axis. (torch.stack(Tensor[] tensors, dim dim=0) -> Tensor) */
KILN_API kiln_tensor *kiln_stack(kiln_site at, kiln_list tensors, int dim);
#define kiln_stack(...) KILN_PICK_(kiln_stack_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_stack_1_(tensors) (kiln_stack)(KILN_HERE, tensors, 0)
#define kiln_stack_2_(tensors, dim) (kiln_stack)(KILN_HERE, tensors, dim)
/* Parts joined along axis 1, vectors along axis 0. (torch.hstack(Tensor[] tensors) -> Tensor) */
KILN_API kiln_tensor *kiln_hstack(kiln_site at, kiln_list tensors);
#define kiln_hstack(tensors) (kiln_hstack)(KILN_HERE, tensors)
/* Parts of rank 2 or more joined along axis 0; a vector is a row. (torch.vstack(Tensor[] tensors) -> Tensor) */
KILN_API kiln_tensor *kiln_vstack(kiln_site at, kiln_list tensors);
#define kiln_vstack(tensors) (kiln_vstack)(KILN_HERE, tensors)
/* Parts of rank 3 or more joined along axis 2, as atleast_3d makes them. (torch.dstack(Tensor[] tensors) -> Tensor) */
KILN_API kiln_tensor *kiln_dstack(kiln_site at, kiln_list tensors);
#define kiln_dstack(tensors) (kiln_dstack)(KILN_HERE, tensors)
/* Parts of rank 2 or more joined along axis 1; a vector is a column. (torch.column_stack(Tensor[] tensors) -> Tensor) */
KILN_API kiln_tensor *kiln_column_stack(kiln_site at, kiln_list tensors);
#define kiln_column_stack(tensors) (kiln_column_stack)(KILN_HERE, tensors)
/* Each line repeated over the axes of the others; with indexing 'xy' the first two take each other's axis. A view.
 * (torch.meshgrid(Tensor[]* tensors, *, str? indexing=None) -> Tensor[]) */
KILN_API kiln_parts kiln_meshgrid(kiln_site at, kiln_list tensors, const char *indexing);
#define kiln_meshgrid(...) KILN_PICK_(kiln_meshgrid_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define kiln_meshgrid_1_(tensors) (kiln_meshgrid)(KILN_HERE, tensors, NULL)
#define kiln_meshgrid_2_(tensors, indexing) (kiln_meshgrid)(KILN_HERE, tensors, indexing)

#ifdef __cplusplus
}
#endif
#endif
