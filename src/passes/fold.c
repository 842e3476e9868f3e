/* SPDX-License-Identifier: Apache-2.0
 * Constant folding of rank-0 arithmetic whose definition is IEEE basics or exact integers; all
 * other ops stay, because only their one definition in ir/math_defs.h may say what they give.
 * Called by the pipeline. */
#include "passes/internal.h"

#include <math.h>

typedef struct fold_value {
    kiln_dtype dtype;
    double f;
    int64_t i;
    bool is_float;
} fold_value;

static fold_value value_of(const ir_node *n) {
    fold_value v = {.dtype = (kiln_dtype)n->dtype,
                    .is_float = ir_dtype_is((kiln_dtype)n->dtype, IR_DT_REAL)};
    if (v.is_float)
        v.f = ir_value_of(v.dtype, n->bits);
    else
        v.i = ir_int_of(v.dtype, n->bits);
    return v;
}

static uint64_t float_bits(kiln_dtype dtype, double value) {
    if (value != value) return ir_nan_of(dtype);
    return ir_bits_of(dtype, value);
}

/* Low bits of a wrapped integer, as a node stores them. */
static uint64_t int_bits(kiln_dtype dtype, uint64_t value) {
    size_t size = kiln_dtype_size(dtype);
    return size >= 8 ? value : value & ((UINT64_C(1) << 8 * size) - 1);
}

/* f32 results are computed in f32: one rounding. Comparisons and choices round nothing. */
static bool fold_float(int op, kiln_dtype dtype, double x, double y, double *out) {
    bool narrow = dtype == KILN_F32;
    switch (op) {
    case IR_ADD: *out = narrow ? (double)((float)x + (float)y) : x + y; return true;
    case IR_SUB: *out = narrow ? (double)((float)x - (float)y) : x - y; return true;
    case IR_MUL: *out = narrow ? (double)((float)x * (float)y) : x * y; return true;
    case IR_DIV: *out = narrow ? (double)((float)x / (float)y) : x / y; return true;
    case IR_SQRT: *out = narrow ? (double)sqrtf((float)x) : sqrt(x); return true;
    case IR_NEG: *out = -x; return true;
    case IR_ABS: *out = fabs(x); return true;
    case IR_MAX: *out = x > y || x != x ? x : y; return true;
    case IR_MIN: *out = x < y || x != x ? x : y; return true;
    default: return false;
    }
}

static bool fold_int(int op, int64_t x, int64_t y, uint64_t *out) {
    switch (op) {
    case IR_ADD: *out = (uint64_t)x + (uint64_t)y; return true;
    case IR_SUB: *out = (uint64_t)x - (uint64_t)y; return true;
    case IR_MUL: *out = (uint64_t)x * (uint64_t)y; return true;
    case IR_NEG: *out = 0 - (uint64_t)x; return true;
    case IR_MAX: *out = (uint64_t)(x > y ? x : y); return true;
    case IR_MIN: *out = (uint64_t)(x < y ? x : y); return true;
    case IR_AND: *out = (uint64_t)(x & y); return true;
    case IR_OR: *out = (uint64_t)(x | y); return true;
    case IR_XOR: *out = (uint64_t)(x ^ y); return true;
    default: return false;
    }
}

static bool fold_compare(int op, const fold_value *x, const fold_value *y, uint64_t *out) {
    bool f = x->is_float;
    switch (op) {
    case IR_EQ: *out = f ? x->f == y->f : x->i == y->i; return true;
    case IR_NE: *out = f ? x->f != y->f : x->i != y->i; return true;
    case IR_LT: *out = f ? x->f < y->f : x->i < y->i; return true;
    case IR_LE: *out = f ? x->f <= y->f : x->i <= y->i; return true;
    default: return false;
    }
}

/* Floats become integers only here when they are integers in range: nothing is left to a
 * convention. */
static bool fold_cast(const fold_value *x, kiln_dtype to, uint64_t *out) {
    if (to == KILN_BOOL) {
        *out = x->is_float ? x->f != 0 : x->i != 0;
        return true;
    }
    if (!x->is_float) {
        *out = ir_dtype_is(to, IR_DT_FLT) ? ir_bits_of_i64(to, x->i) : int_bits(to, (uint64_t)x->i);
        return true;
    }
    if (ir_dtype_is(to, IR_DT_REAL)) {
        *out = float_bits(to, x->f);
        return true;
    }
    if (!(fabs(x->f) < 0x1p53) || x->f != floor(x->f)) return false;
    *out = ir_bits_of_i64(to, (int64_t)x->f);
    return ir_value_of(to, *out) == x->f;
}

/* True when the value of a node over constants is known. */
static bool fold_node(const ir_graph *g, const ir_node *n, uint64_t *out) {
    if (ir_op_class(n->op) != IR_MAP || n->rank != 0) return false;
    fold_value v[IR_MAX_OPERANDS] = {0};
    for (int i = 0; i < n->noperands; i++) {
        const ir_node *operand = ir_at(g, n->operand[i]);
        if (operand->op != IR_CONST) return false;
        v[i] = value_of(operand);
    }
    kiln_dtype dtype = (kiln_dtype)n->dtype;
    if (n->op == IR_CAST) return fold_cast(&v[0], dtype, out);
    if (n->op == IR_SELECT) {
        *out = ir_at(g, n->operand[v[0].i ? 1 : 2])->bits;
        return true;
    }
    if (ir_ops[n->op].types == IR_TYPES_CMP) return fold_compare(n->op, &v[0], &v[1], out);
    if (ir_ops[n->op].types != IR_TYPES_SAME) return false;
    if (v[0].is_float) {
        double value;
        if (!fold_float(n->op, dtype, v[0].f, v[1].f, &value)) return false;
        *out = float_bits(dtype, value);
        return true;
    }
    if (!fold_int(n->op, v[0].i, v[1].i, out)) return false;
    *out = int_bits(dtype, *out);
    return dtype != KILN_BOOL || *out <= 1;
}

/* Requires: a verified graph.
 * Preserves: outputs, every INPUT and SCALAR node, order.
 * Invalidates: ids.
 * Terminates: one walk; operands are folded before their readers. */
kiln_status pass_fold(ir_graph *g, const pass_config *config, kn_text *why) {
    pass_rewrite r;
    kiln_status status = rewrite_begin(&r, g, config);
    for (ir_id id = 0; rewrite_more(&r, id, &status); id++) {
        r.map[id] = rewrite_copy(&r, id);
        status = r.b.status;
        uint64_t bits;
        if (status != KILN_OK || !fold_node(&r.to, ir_at(&r.to, r.map[id]), &bits)) continue;
        const ir_node *n = ir_at(&r.to, r.map[id]);
        r.b.site = n->site;
        kiln_dtype dtype = (kiln_dtype)n->dtype;
        r.to.count--; /* nothing reads it yet */
        r.map[id] = ir_const_bits(&r.b, dtype, bits);
        status = r.b.status;
    }
    return rewrite_finish(&r, status, why);
}
