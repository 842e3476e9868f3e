/* SPDX-License-Identifier: Apache-2.0
 * Inside ir/ only: what the files of type and shape rules share. infer.c chooses the rule;
 * infer_place.c has those of the ops that name places by strides or work line by line. */
#ifndef KN_IR_INFER_H
#define KN_IR_INFER_H

#include "ir/draft.h"

/* "add: <what>; operands are f32[2] and f32[3]". Returns false. */
bool ir_refuse(ir_builder *b, const ir_draft *d, kiln_status status, const char *what);
/* An axis attribute of a rank. */
bool ir_check_axis(ir_builder *b, const ir_draft *d, int64_t axis, int rank);
/* The shape in the draft, as given or as inferred. */
bool ir_given_shape(ir_builder *b, ir_draft *d);
bool ir_check_extents(ir_builder *b, const ir_draft *d);

bool ir_shape_strided(ir_builder *b, ir_draft *d);
bool ir_shape_strided_put(ir_builder *b, ir_draft *d);
bool ir_shape_lines(ir_builder *b, ir_draft *d); /* scans and argsort */
bool ir_shape_search(ir_builder *b, ir_draft *d);

#endif
