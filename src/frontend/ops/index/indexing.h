/* SPDX-License-Identifier: Apache-2.0
 * What indexing.c, scattering.c and masking.c share: index tensors as nodes, and the places of what
 * a mask names. Like record.c, these give IR_NONE after an error. */
#ifndef KN_FRONTEND_INDEXING_H
#define KN_FRONTEND_INDEXING_H

#include "frontend/core/frontend.h"

/* An index as i64. What has no elements may be of any dtype where `empty` holds; i32 is taken where
 * `narrow` does. */
ir_id fe_index(kiln_session *s, kiln_tensor *index, bool narrow, bool empty);
/* negative places of n; what is out of range stays so */
ir_id fe_count_from_end(kiln_session *s, ir_id index, int64_t n);
ir_id fe_flat(kiln_session *s, ir_id a); /* rank 1, row-major */
/* The row-major places of what is not zero, rank 1; how many is computed first. IR_NONE also when
 * that fails. */
ir_id fe_nonzero(kiln_session *s, kiln_site at, ir_id x);
/* Coordinate `axis` of row-major places in that shape. */
ir_id fe_coordinate(kiln_session *s, ir_id places, int rank, const int64_t *extent, int axis);

#endif
