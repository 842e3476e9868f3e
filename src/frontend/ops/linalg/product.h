/* SPDX-License-Identifier: Apache-2.0
 * What the products share: operand checks and contraction over any axes. */
#ifndef KN_FRONTEND_PRODUCT_H
#define KN_FRONTEND_PRODUCT_H

#include "frontend/core/operands.h"

/* No bool, and all of the first one's dtype; else an error that names the operand. */
bool fe_one_dtype(kiln_session *s, const ir_id *ids, const char *const *names, int n);
/* Sum of products over pairs of axes; the free axes of a come before those of b. */
ir_id fe_tensordot(kiln_session *s, ir_id a, ir_id b, kiln_axes of_a, kiln_axes of_b);

#endif
