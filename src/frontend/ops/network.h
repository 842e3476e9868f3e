/* SPDX-License-Identifier: Apache-2.0
 * What the files of torch.nn.functional share: activations, losses, norms, attention and embedding.
 * All on node ids; IR_NONE passes through. Halves are brought to f32 once at the start of what
 * PyTorch computes in one kernel, and are rounded once at its end. */
#ifndef KN_FRONTEND_NETWORK_H
#define KN_FRONTEND_NETWORK_H

#include "frontend/core/frontend.h"

#include <math.h>

/* ---- elementwise/activation.c */
ir_id fe_sigmoid(kiln_session *s, ir_id x); /* slopes stay finite where exp overflows */
ir_id fe_log_sigmoid(kiln_session *s, ir_id x);

/* ---- nn/embedding.c */
/* x, f32 or f64, with elements zeroed and the rest scaled */
ir_id fe_dropped(kiln_session *s, ir_id x, double p, int64_t seed);

/* ---- random/random.c */
/* the one that kiln_manual_seed seeds; NULL without memory, with the error set */
struct rt_mt19937 *fe_generator(kiln_session *s);
/* of the generator that kiln_manual_seed seeds; false without memory, with the error set */
bool fe_draw_seed(kiln_session *s, int64_t *seed);

/* ---- nn/softmax.c */
/* axis in range, x a float of rank 1 or more or of rank 0 */
ir_id fe_softmax(kiln_session *s, ir_id x, int axis);
/* own: what the result is stored as */
ir_id fe_log_softmax(kiln_session *s, ir_id x, int axis, kiln_dtype own);
typedef struct fe_softmax_parts {
    ir_id shifted, exp, sum;
} fe_softmax_parts;
/* x is not empty, of rank 1 or more */
bool fe_softmax_parts_of(kiln_session *s, ir_id x, int axis, fe_softmax_parts *p);

/* ---- nn/reduce_loss.c */
typedef enum fe_reduction { FE_NONE, FE_MEAN, FE_SUM, FE_BATCHMEAN, FE_NO_REDUCTION } fe_reduction;
/* What `reduction` names; FE_NO_REDUCTION with the error set. */
fe_reduction fe_reduction_of(kiln_session *s, const char *reduction, bool batchmean);
ir_id fe_reduce_loss(kiln_session *s, ir_id loss, fe_reduction how); /* rounded once */
ir_id fe_sum_all(kiln_session *s, ir_id x);
ir_id fe_mean_all(kiln_session *s, ir_id x);
/* What the slope of a reduced loss is with respect to, where the backward formula has the mean's
 * divisor inside: x or its sum. */
static inline ir_id fe_loss_sum(kiln_session *s, ir_id x, fe_reduction how) {
    return how == FE_NONE ? x : fe_sum_all(s, x);
}
/* Whether `condition` is true everywhere; computes it now. False with the error `text` when it is
 * not. */
bool fe_holds(kiln_session *s, ir_id condition, kiln_status status, const char *text);
bool fe_wants_float(kiln_session *s, ir_id x, const char *name); /* or BAD_DTYPE */
/* neither is bool, or BAD_DTYPE; b may be NULL */
bool fe_subtracts(kiln_session *s, const kiln_tensor *a, const kiln_tensor *b);
/* No less than low; the slope is 1 below low too, where PyTorch clamps without a derivative. */
ir_id fe_clamp_still(kiln_session *s, ir_id x, double low);
/* torch.clamp_min: the slope is 1 from the limit on, 0 at NaN */
ir_id fe_clamp_low(kiln_session *s, ir_id x, double low);

/* ---- elementwise/binary.c: PyTorch's operators; op is IR_ADD, IR_SUB, IR_MUL or IR_DIV */
ir_id fe_binary(kiln_session *s, ir_op op, ir_id a, ir_id b);
/* a float number: integers become f32 */
ir_id fe_binary_number(kiln_session *s, ir_op op, ir_id a, double number);
ir_id fe_is_label(kiln_session *s, ir_id x, int64_t value); /* x == value, which wraps in u8 */

/* ---- reduce/norm.c */
/* (sum |x|^p)^(1/p), rounded once */
ir_id fe_norm_along(kiln_session *s, ir_id x, double p, kiln_axes axes, bool keepdim);
/* |a - b + eps| along the last axis, as pairwise_distance. */
ir_id fe_distance(kiln_session *s, ir_id a, ir_id b, double p, double eps, bool keepdim);

#endif
