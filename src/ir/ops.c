/* SPDX-License-Identifier: Apache-2.0
 * The op table expanded from ops.def into descriptors. Read by the builder, the verifier, the text
 * form and every later layer. */
#include "ir/ops.h"

/* The words that ops.def uses in its columns. */
enum { COMM = IR_COMM, CHEAP = IR_CHEAP, SAMEBITS = IR_SAMEBITS };
enum { NODIFF, DIFF };
enum {
    CLASS_SOURCE = IR_SOURCE,
    CLASS_MAP = IR_MAP,
    CLASS_REDUCE = IR_REDUCE,
    CLASS_MOVE = IR_MOVE,
    CLASS_CONTRACT = IR_CLASS_CONTRACT,
    CLASS_GATHER = IR_CLASS_GATHER,
    CLASS_SCATTER = IR_CLASS_SCATTER,
    CLASS_SCAN = IR_CLASS_SCAN,
    CLASS_SORT = IR_CLASS_SORT,
    CLASS_FACTOR = IR_CLASS_FACTOR,
};

const ir_op_info ir_ops[IR_OP_COUNT] = {
#define OP(NAME, text, n, class, set, types_, dtypes, shape_, diff, meaning)                       \
    [IR_##NAME] = {.name = text,                                                                   \
                   .doc = meaning,                                                                 \
                   .noperands = n,                                                                 \
                   .cls = CLASS_##class,                                                           \
                   .flags = set,                                                                   \
                   .types = IR_TYPES_##types_,                                                     \
                   .shape = IR_SHAPE_##shape_,                                                     \
                   .differentiable = diff,                                                         \
                   .allowed = IR_DT_##dtypes},
#include "ir/ops.def"
#undef OP
};
