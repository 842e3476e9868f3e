/* SPDX-License-Identifier: Apache-2.0
 * Windows over the last axes of a tensor: the one geometry of convolution, pooling and unfold. */
#ifndef KN_FRONTEND_WINDOW_H
#define KN_FRONTEND_WINDOW_H

#include "frontend/ops/linalg/product.h"

enum { FE_MOST_SPATIAL = 2 };

typedef struct fe_window {
    int spatial; /* 1 or 2 */
    int64_t kernel[FE_MOST_SPATIAL], stride[FE_MOST_SPATIAL], dilation[FE_MOST_SPATIAL];
    int64_t before[FE_MOST_SPATIAL], after[FE_MOST_SPATIAL]; /* padding */
    int64_t in[FE_MOST_SPATIAL], out[FE_MOST_SPATIAL];
} fe_window;

/* One int for every axis, or one each; at least `least`. `name` is for the error. */
bool fe_per_axis(kiln_session *s, const char *name, kiln_shape given, int spatial, int64_t least,
                 int64_t *to);
/* Every axis has elements, but for the batch. */
bool fe_no_empty_axis(kiln_session *s, const kiln_tensor *a, bool batched);
/* Fills in `out` from the rest. With ceil_mode the last window may start inside and end outside,
 * and `after` grows to hold it. */
bool fe_window_fit(kiln_session *s, fe_window *w, bool ceil_mode);
/* x [lead.., spatial..] padded with `fill` (rank 0), as windows [lead.., out.., kernel..].
 * Gradients of halves add up, rounding each time, as in PyTorch: window after window, or place
 * after place of the kernel. */
typedef enum fe_window_order { FE_BY_WINDOW, FE_BY_PLACE } fe_window_order;
ir_id fe_windows(kiln_session *s, ir_id x, const fe_window *w, ir_id fill, fe_window_order by);
/* The first int of an output's window along an axis, as i64[out]: index * stride - before. */
ir_id fe_window_start(kiln_session *s, const fe_window *w, int axis);

#endif
