/* SPDX-License-Identifier: Apache-2.0
 * The op table as C: enums and one descriptor per op, expanded from ops.def. */
#ifndef KN_IR_OPS_H
#define KN_IR_OPS_H

#include <stdint.h>

#include "kiln/dtype.h"

typedef enum ir_op {
#define OP(name, text, n, cls, flags, types, allowed, shape, vjp, doc) IR_##name,
#include "ir/ops.def"
#undef OP
    IR_OP_COUNT
} ir_op;

typedef enum ir_class {
    IR_SOURCE,
    IR_MAP,
    IR_REDUCE,
    IR_MOVE,
    IR_CLASS_CONTRACT,
    IR_CLASS_GATHER,
    IR_CLASS_SCATTER,
    IR_CLASS_SCAN,
    IR_CLASS_SORT,
    IR_CLASS_FACTOR
} ir_class;
typedef enum ir_type_rule {
    IR_TYPES_SRC,
    IR_TYPES_SAME,
    IR_TYPES_CMP,
    IR_TYPES_SEL,
    IR_TYPES_CAST,
    IR_TYPES_RAND,
    IR_TYPES_IDX,
    IR_TYPES_ARG,
    IR_TYPES_ACC
} ir_type_rule;
typedef enum ir_shape_rule {
    IR_SHAPE_SRC,
    IR_SHAPE_EW,
    IR_SHAPE_REDUCE,
    IR_SHAPE_RESHAPE,
    IR_SHAPE_PERMUTE,
    IR_SHAPE_EXPAND,
    IR_SHAPE_SLICE,
    IR_SHAPE_UPDATE,
    IR_SHAPE_MATMUL,
    IR_SHAPE_GATHER,
    IR_SHAPE_SCATTER,
    IR_SHAPE_STRIDED,
    IR_SHAPE_STRIDED_PUT,
    IR_SHAPE_SCAN,
    IR_SHAPE_ARGSORT,
    IR_SHAPE_SEARCH,
    IR_SHAPE_SVD,
    IR_SHAPE_SQUARE
} ir_shape_rule;

enum { IR_COMM = 1, IR_CHEAP = 2, IR_SAMEBITS = 4 };

/* Sets of dtypes, as bits 1 << kiln_dtype. */
enum {
    IR_DT_BOOL = 1 << KILN_BOOL,
    IR_DT_FLT = 1 << KILN_F32 | 1 << KILN_F64,
    IR_DT_INT = 1 << KILN_U8 | 1 << KILN_I8 | 1 << KILN_I16 | 1 << KILN_I32 | 1 << KILN_I64,
    IR_DT_NUM = IR_DT_FLT | IR_DT_INT,
    IR_DT_LOG = IR_DT_INT | IR_DT_BOOL,
    IR_DT_ANY = IR_DT_NUM | IR_DT_BOOL,
    IR_DT_HALF = 1 << KILN_F16 | 1 << KILN_BF16, /* stored; computed on as f32 */
    IR_DT_REAL = IR_DT_FLT | IR_DT_HALF,
    IR_DT_BITS = IR_DT_NUM | IR_DT_HALF,
    IR_DT_ALL = IR_DT_BITS | IR_DT_BOOL,
};

typedef struct ir_op_info {
    const char *name; /* the text form's word */
    const char *doc;
    uint8_t noperands, cls, flags, types, shape, differentiable;
    uint16_t allowed; /* dtypes */
} ir_op_info;

extern const ir_op_info ir_ops[IR_OP_COUNT];

static inline int ir_op_has(int op, int flag) { return (ir_ops[op].flags & flag) != 0; }
static inline int ir_op_class(int op) { return ir_ops[op].cls; }
/* Of any number: what is no dtype is in no set. */
static inline int ir_dtype_is(kiln_dtype d, int set) { return (set >> (d & 31u)) & 1; }
/* Halves are cast from and to f32 alone; ir_cast makes two casts of any other pair. */
static inline int ir_cast_exists(kiln_dtype from, kiln_dtype to) {
    return !ir_dtype_is(from, IR_DT_HALF) ? !ir_dtype_is(to, IR_DT_HALF) || from == KILN_F32
                                          : to == KILN_F32;
}

#endif
