/* SPDX-License-Identifier: Apache-2.0
 * The type and shape rules: one function a rule, chosen by the op table. Called through ir_infer by
 * the constructors, the parser and the verifier, so a rule holds for all three or for none. */
#include "ir/infer.h"

#include <stdio.h>

#define TYPE_TEXT 352 /* sixteen extents of twenty digits */

/* "add: <what>; operands are f32[2] and f32[3]". */
bool ir_refuse(ir_builder *b, const ir_draft *d, kiln_status status, const char *what) {
    char types[3 * TYPE_TEXT];
    int n = ir_ops[d->op].noperands;
    size_t len = 0;
    types[0] = '\0';
    for (int i = 0; i < n && d->operand[i] < b->g->count; i++) {
        const char *join = i == 0 ? "" : i == n - 1 ? " and " : ", ";
        memcpy(types + len, join, strlen(join));
        len += strlen(join);
        ir_type_text(b->g, d->operand[i], types + len, sizeof types - len);
        len += strlen(types + len);
    }
    const char *name = ir_ops[d->op].name;
    if (n == 0)
        ir_fail(b, status, "%s: %s", name, what);
    else
        ir_fail(b, status, "%s: %s %s; %s", name, n == 1 ? "operand is" : "operands are", types,
                what);
    return false;
}

static const ir_node *operand(const ir_builder *b, const ir_draft *d, int i) {
    return ir_at(b->g, d->operand[i]);
}
static const int64_t *extents(const ir_builder *b, const ir_draft *d, int i) {
    return ir_shape(b->g, d->operand[i]);
}

/* ---- dtypes */

static bool alike(ir_builder *b, const ir_draft *d, int first) {
    const ir_op_info *info = &ir_ops[d->op];
    int dtype = operand(b, d, first)->dtype;
    for (int i = first + 1; i < info->noperands; i++)
        if (operand(b, d, i)->dtype != dtype)
            return ir_refuse(b, d, KILN_BAD_DTYPE,
                             first ? "the last two dtypes differ" : "their dtypes differ");
    if (!ir_dtype_is((kiln_dtype)dtype, info->allowed))
        return ir_refuse(b, d, KILN_BAD_DTYPE, "the op does not take this dtype");
    return true;
}

static bool given_dtype(ir_builder *b, const ir_draft *d, int allowed) {
    if ((unsigned)d->dtype < KILN_DTYPE_COUNT && ir_dtype_is(d->dtype, allowed)) return true;
    ir_fail(b, KILN_BAD_DTYPE, "%s: the result cannot be %s", ir_ops[d->op].name,
            kiln_dtype_short(d->dtype));
    return false;
}

static bool infer_index_dtype(ir_builder *b, ir_draft *d) {
    d->dtype = (kiln_dtype)operand(b, d, 0)->dtype;
    if (!ir_dtype_is(d->dtype, ir_ops[d->op].allowed))
        return ir_refuse(b, d, KILN_BAD_DTYPE, "the op does not take this dtype");
    if (operand(b, d, 1)->dtype != KILN_I64)
        return ir_refuse(b, d, KILN_BAD_DTYPE, "the index must be i64");
    if (ir_ops[d->op].noperands > 2 && operand(b, d, 2)->dtype != d->dtype)
        return ir_refuse(b, d, KILN_BAD_DTYPE, "the first and the last dtype differ");
    return true;
}

/* What is added has the dtype of what it is added to, or is the f32 of a half: then each sum is
 * rounded, what is added is not. */
static bool infer_sum_dtype(ir_builder *b, ir_draft *d) {
    kiln_dtype part = (kiln_dtype)operand(b, d, 1)->dtype;
    d->dtype = (kiln_dtype)operand(b, d, 0)->dtype;
    if (part != d->dtype && (part != KILN_F32 || !ir_dtype_is(d->dtype, IR_DT_HALF)))
        return ir_refuse(b, d, KILN_BAD_DTYPE, "their dtypes differ");
    return ir_dtype_is(d->dtype, ir_ops[d->op].allowed) ||
           ir_refuse(b, d, KILN_BAD_DTYPE, "the op does not take this dtype");
}

static bool infer_dtype(ir_builder *b, ir_draft *d) {
    const ir_op_info *info = &ir_ops[d->op];
    switch ((ir_type_rule)info->types) {
    case IR_TYPES_SRC: return given_dtype(b, d, info->allowed);
    case IR_TYPES_SAME:
        if (!alike(b, d, 0)) return false;
        d->dtype = (kiln_dtype)operand(b, d, 0)->dtype;
        return true;
    case IR_TYPES_CMP: d->dtype = KILN_BOOL; return alike(b, d, 0);
    case IR_TYPES_SEL:
        if (operand(b, d, 0)->dtype != KILN_BOOL)
            return ir_refuse(b, d, KILN_BAD_DTYPE, "the first must be bool");
        d->dtype = (kiln_dtype)operand(b, d, 1)->dtype;
        return alike(b, d, 1);
    case IR_TYPES_CAST:
        if (!alike(b, d, 0) || !given_dtype(b, d, info->allowed)) return false;
        if (d->op == IR_CAST)
            return ir_cast_exists((kiln_dtype)operand(b, d, 0)->dtype, d->dtype) ||
                   ir_refuse(b, d, KILN_BAD_DTYPE, "f16 and bf16 are cast from and to f32 alone");
        if (kiln_dtype_size(d->dtype) == kiln_dtype_size((kiln_dtype)operand(b, d, 0)->dtype))
            return true;
        return ir_refuse(b, d, KILN_BAD_DTYPE, "the result's dtype has another size");
    case IR_TYPES_RAND:
        if (operand(b, d, 0)->dtype != KILN_I64 || operand(b, d, 1)->dtype != KILN_I64)
            return ir_refuse(b, d, KILN_BAD_DTYPE, "both must be i64");
        return given_dtype(b, d, IR_DT_FLT);
    case IR_TYPES_IDX: return infer_index_dtype(b, d);
    case IR_TYPES_ACC: return infer_sum_dtype(b, d);
    case IR_TYPES_ARG: d->dtype = KILN_I64; return alike(b, d, 0);
    }
    return ir_refuse(b, d, KILN_INTERNAL, "unknown type rule");
}

/* ---- shapes */

/* The product of the nonzero extents must fit too: strides are such products. */
bool ir_check_extents(ir_builder *b, const ir_draft *d) {
    const char *name = ir_ops[d->op].name;
    int64_t nbytes = 8;
    for (int i = 0; i < d->rank; i++) {
        if (d->shape[i] < 0) {
            ir_fail(b, KILN_BAD_SHAPE, "%s: extent %lld of axis %d is negative", name,
                    (long long)d->shape[i], i);
            return false;
        }
        if (d->shape[i] > 0 && !kn_mul_i64(nbytes, d->shape[i], &nbytes)) {
            char type[TYPE_TEXT];
            ir_type_format(d->dtype, d->rank, d->shape, type, sizeof type);
            ir_fail(b, KILN_TOO_LARGE, "%s: %s has too many elements", name, type);
            return false;
        }
    }
    return true;
}

static bool check_rank(ir_builder *b, const ir_draft *d) {
    if (d->rank >= 0 && d->rank <= IR_MAX_RANK) return true;
    if (d->rank < 0)
        ir_fail(b, KILN_BAD_ARGUMENT, "%s: rank %d is negative", ir_ops[d->op].name, d->rank);
    else
        ir_fail(b, KILN_TOO_LARGE, "%s: rank %d is above %d", ir_ops[d->op].name, d->rank,
                IR_MAX_RANK);
    return false;
}

bool ir_given_shape(ir_builder *b, ir_draft *d) {
    if (!check_rank(b, d)) return false;
    if (!d->shape && d->rank > 0) {
        ir_fail(b, KILN_BAD_ARGUMENT, "%s: no shape given", ir_ops[d->op].name);
        return false;
    }
    return ir_check_extents(b, d);
}

static void shape_of_operand(ir_builder *b, ir_draft *d, int i) {
    d->rank = operand(b, d, i)->rank;
    d->shape = extents(b, d, i);
}

/* An axis attribute of a rank. */
bool ir_check_axis(ir_builder *b, const ir_draft *d, int64_t axis, int rank) {
    if (axis >= 0 && axis < rank) return true;
    ir_fail(b, KILN_BAD_ARGUMENT, "%s: axis %lld of rank %d", ir_ops[d->op].name, (long long)axis,
            rank);
    return false;
}

static bool shape_source(ir_builder *b, ir_draft *d) {
    if (!ir_given_shape(b, d)) return false;
    if ((d->op == IR_CONST || d->op == IR_SCALAR) && d->rank != 0)
        return ir_refuse(b, d, KILN_BAD_SHAPE, "must have rank 0");
    if (d->op == IR_IOTA) return ir_check_axis(b, d, d->attrs[0], d->rank);
    return true;
}

static bool shape_elementwise(ir_builder *b, ir_draft *d) {
    const ir_node *like = operand(b, d, 0);
    for (int i = 1; i < ir_ops[d->op].noperands; i++) {
        const ir_node *n = operand(b, d, i);
        if (n->rank == 0) continue;
        if (like->rank == 0)
            like = n;
        else if (!ir_same_extents(like, n))
            return ir_refuse(b, d, KILN_BAD_SHAPE, "their shapes differ");
    }
    d->rank = like->rank;
    d->shape = like->shape;
    return true;
}

/* What has no identity cannot reduce an empty range, unless there is no result either. */
static bool needs_an_element(int op) { return op != IR_SUM && op != IR_PROD; }

static bool shape_reduce(ir_builder *b, ir_draft *d) {
    const ir_node *a = operand(b, d, 0);
    const int64_t *from = extents(b, d, 0);
    int64_t first = d->attrs[0], end = d->attrs[1];
    if (first < 0 || end < first || end > a->rank) {
        ir_fail(b, KILN_BAD_ARGUMENT, "%s: axes %lld to %lld of rank %d", ir_ops[d->op].name,
                (long long)first, (long long)end, a->rank);
        return false;
    }
    bool empty = false, some = true;
    for (int i = 0; i < a->rank; i++) {
        bool reduced = i >= first && i < end;
        d->room[i] = reduced ? 1 : from[i];
        if (from[i] == 0 && reduced) empty = true;
        if (from[i] == 0 && !reduced) some = false;
    }
    if (empty && some && needs_an_element(d->op))
        return ir_refuse(b, d, KILN_BAD_SHAPE, "an empty range has no such element");
    shape_of_operand(b, d, 0);
    if (memcmp(d->room, from, 8u * a->rank) != 0) d->shape = d->room;
    return true;
}

static bool shape_reshape(ir_builder *b, ir_draft *d) {
    if (!ir_given_shape(b, d)) return false;
    int64_t numel = 1;
    for (int i = 0; i < d->rank; i++) numel *= d->shape[i];
    if (numel == ir_numel(b->g, d->operand[0])) return true;
    char type[TYPE_TEXT], what[TYPE_TEXT + 40];
    ir_type_format(d->dtype, d->rank, d->shape, type, sizeof type);
    snprintf(what, sizeof what, "%s has another number of elements", type);
    return ir_refuse(b, d, KILN_BAD_SHAPE, what);
}

static bool shape_permute(ir_builder *b, ir_draft *d) {
    const int64_t *from = extents(b, d, 0);
    int rank = operand(b, d, 0)->rank;
    unsigned seen = 0;
    for (int i = 0; i < rank; i++) {
        if (!ir_check_axis(b, d, d->attrs[i], rank)) return false;
        if (seen >> d->attrs[i] & 1)
            return ir_refuse(b, d, KILN_BAD_ARGUMENT, "an axis is named twice");
        seen |= 1u << d->attrs[i];
        d->room[i] = from[d->attrs[i]];
    }
    d->rank = rank;
    d->shape = memcmp(d->room, from, 8u * (size_t)rank) ? d->room : from;
    return true;
}

static bool shape_expand(ir_builder *b, ir_draft *d) {
    if (!ir_given_shape(b, d)) return false;
    const int64_t *from = extents(b, d, 0);
    bool fits = operand(b, d, 0)->rank == d->rank;
    for (int i = 0; fits && i < d->rank; i++) fits = from[i] == d->shape[i] || from[i] == 1;
    if (fits) return true;
    char type[TYPE_TEXT], what[TYPE_TEXT + 40];
    ir_type_format(d->dtype, d->rank, d->shape, type, sizeof type);
    snprintf(what, sizeof what, "it does not expand to %s", type);
    return ir_refuse(b, d, KILN_BAD_SHAPE, what);
}

/* Indices start + i * step, i in 0..count-1, of an axis of that extent. */
static bool check_window(ir_builder *b, const ir_draft *d, int axis, int64_t count,
                         int64_t extent) {
    int rank = d->nattrs / 2;
    int64_t start = d->attrs[axis], step = d->attrs[rank + axis], last;
    if (count == 0) return true;
    bool fits = start >= 0 && start < extent;
    if (count > 1) {
        fits = fits && kn_mul_i64(count - 1, step, &last) && kn_add_i64(last, start, &last) &&
               last >= 0 && last < extent && step != 0;
    }
    if (fits) return true;
    char what[200];
    snprintf(what, sizeof what, "axis %d: start %lld, step %lld, %lld elements %s", axis,
             (long long)start, (long long)step, (long long)count,
             step == 0 ? "need a step" : "leave the extent");
    return ir_refuse(b, d, KILN_BAD_SHAPE, what);
}

static bool shape_slice(ir_builder *b, ir_draft *d) {
    if (!ir_given_shape(b, d)) return false;
    if (d->rank != operand(b, d, 0)->rank)
        return ir_refuse(b, d, KILN_BAD_SHAPE, "the result's rank differs");
    const int64_t *from = extents(b, d, 0);
    for (int i = 0; i < d->rank; i++)
        if (!check_window(b, d, i, d->shape[i], from[i])) return false;
    if (memcmp(d->shape ? d->shape : from, from, 8u * (size_t)d->rank) == 0) d->shape = from;
    return true;
}

static bool shape_update(ir_builder *b, ir_draft *d) {
    const int64_t *base = extents(b, d, 0), *value = extents(b, d, 1);
    int rank = operand(b, d, 0)->rank;
    if (operand(b, d, 1)->rank != rank)
        return ir_refuse(b, d, KILN_BAD_SHAPE, "their ranks differ");
    for (int i = 0; i < rank; i++)
        if (!check_window(b, d, i, value[i], base[i])) return false;
    shape_of_operand(b, d, 0);
    return true;
}

static bool shape_matmul(ir_builder *b, ir_draft *d) {
    const int64_t *x = extents(b, d, 0), *y = extents(b, d, 1);
    int rank = operand(b, d, 0)->rank;
    if (rank < 2 || operand(b, d, 1)->rank != rank)
        return ir_refuse(b, d, KILN_BAD_SHAPE, "both need the same rank, 2 or more");
    if (memcmp(x, y, 8u * (size_t)(rank - 2)) != 0)
        return ir_refuse(b, d, KILN_BAD_SHAPE, "their batch extents differ");
    if (x[rank - 1] != y[rank - 2])
        return ir_refuse(b, d, KILN_BAD_SHAPE, "the inner extents differ");
    memcpy(d->room, x, 8u * (size_t)(rank - 1));
    d->room[rank - 1] = y[rank - 1];
    d->rank = rank;
    d->shape = d->room;
    return ir_check_extents(b, d);
}

/* The part of a thin decomposition that the op gives. */
static bool shape_svd(ir_builder *b, ir_draft *d) {
    const int64_t *x = extents(b, d, 0);
    int rank = operand(b, d, 0)->rank;
    if (rank < 2) return ir_refuse(b, d, KILN_BAD_SHAPE, "it needs rank 2 or more");
    int64_t k = x[rank - 1] < x[rank - 2] ? x[rank - 1] : x[rank - 2];
    memcpy(d->room, x, 8u * (size_t)rank);
    if (d->op != IR_SVD_U) d->room[rank - 2] = k;
    if (d->op == IR_SVD_U) d->room[rank - 1] = k;
    d->rank = d->op == IR_SVD_S ? rank - 1 : rank;
    d->shape = d->room;
    return true;
}

static bool shape_square(ir_builder *b, ir_draft *d) {
    const int64_t *x = extents(b, d, 0);
    int rank = operand(b, d, 0)->rank;
    if (rank < 2 || x[rank - 1] != x[rank - 2])
        return ir_refuse(b, d, KILN_BAD_SHAPE, "it needs square matrices");
    shape_of_operand(b, d, 0);
    return true;
}

/* Off the axis an index must not reach further than the tensor it indexes. */
static bool check_index(ir_builder *b, ir_draft *d) {
    const ir_node *a = operand(b, d, 0), *index = operand(b, d, 1);
    const int64_t *in = extents(b, d, 0), *at = extents(b, d, 1);
    if (a->rank != index->rank) return ir_refuse(b, d, KILN_BAD_SHAPE, "their ranks differ");
    if (!ir_check_axis(b, d, d->attrs[0], a->rank)) return false;
    for (int i = 0; i < a->rank; i++)
        if (i != d->attrs[0] && at[i] > in[i])
            return ir_refuse(b, d, KILN_BAD_SHAPE, "the index is larger off its axis");
    bool fine = in[d->attrs[0]] > 0;
    for (int i = 0; i < a->rank; i++) fine = fine || at[i] == 0;
    return fine || ir_refuse(b, d, KILN_BAD_ARGUMENT,
                             "every index is out of range: the axis has no elements");
}

static bool shape_gather(ir_builder *b, ir_draft *d) {
    if (!check_index(b, d)) return false;
    shape_of_operand(b, d, 1);
    return true;
}

static bool shape_scatter(ir_builder *b, ir_draft *d) {
    if (!check_index(b, d)) return false;
    if (!ir_same_shape(b->g, d->operand[1], d->operand[2]))
        return ir_refuse(b, d, KILN_BAD_SHAPE, "index and source differ in shape");
    shape_of_operand(b, d, 0);
    return true;
}

static bool infer_shape(ir_builder *b, ir_draft *d) {
    switch ((ir_shape_rule)ir_ops[d->op].shape) {
    case IR_SHAPE_EW: return shape_elementwise(b, d);
    case IR_SHAPE_SRC: return shape_source(b, d);
    case IR_SHAPE_REDUCE: return shape_reduce(b, d);
    case IR_SHAPE_RESHAPE: return shape_reshape(b, d);
    case IR_SHAPE_PERMUTE: return shape_permute(b, d);
    case IR_SHAPE_EXPAND: return shape_expand(b, d);
    case IR_SHAPE_SLICE: return shape_slice(b, d);
    case IR_SHAPE_UPDATE: return shape_update(b, d);
    case IR_SHAPE_MATMUL: return shape_matmul(b, d);
    case IR_SHAPE_GATHER: return shape_gather(b, d);
    case IR_SHAPE_SCATTER: return shape_scatter(b, d);
    case IR_SHAPE_STRIDED: return ir_shape_strided(b, d);
    case IR_SHAPE_STRIDED_PUT: return ir_shape_strided_put(b, d);
    case IR_SHAPE_SCAN:
    case IR_SHAPE_ARGSORT: return ir_shape_lines(b, d);
    case IR_SHAPE_SEARCH: return ir_shape_search(b, d);
    case IR_SHAPE_SVD: return shape_svd(b, d);
    case IR_SHAPE_SQUARE: return shape_square(b, d);
    }
    return ir_refuse(b, d, KILN_INTERNAL, "unknown shape rule");
}

/* ---- attributes and the whole */

int ir_attr_list(int op, const ir_attr **list) {
    static const ir_attr axis[] = {{"axis", false}}, range[] = {{"first", false}, {"end", false}},
                         perm[] = {{"perm", true}}, window[] = {{"start", true}, {"step", true}},
                         strided[] = {{"offset", false}, {"stride", true}},
                         sort[] = {{"axis", false}, {"descending", false}},
                         right[] = {{"right", false}};
    *list = axis;
    switch ((ir_shape_rule)ir_ops[op].shape) {
    case IR_SHAPE_SRC: return op == IR_IOTA;
    case IR_SHAPE_SCAN:
    case IR_SHAPE_GATHER:
    case IR_SHAPE_SCATTER: return 1;
    case IR_SHAPE_ARGSORT: *list = sort; return 2;
    case IR_SHAPE_SEARCH: *list = right; return 1;
    case IR_SHAPE_REDUCE: *list = range; return 2;
    case IR_SHAPE_PERMUTE: *list = perm; return 1;
    case IR_SHAPE_SLICE:
    case IR_SHAPE_UPDATE: *list = window; return 2;
    case IR_SHAPE_STRIDED:
    case IR_SHAPE_STRIDED_PUT: *list = strided; return 2;
    default: return 0;
    }
}

/* Whose axes: the result's where its shape is given, the written part's of an op that writes one.
 */
int ir_attr_rank(const ir_graph *g, const ir_draft *d) {
    switch ((ir_shape_rule)ir_ops[d->op].shape) {
    case IR_SHAPE_STRIDED: return d->rank;
    case IR_SHAPE_STRIDED_PUT: return ir_at(g, d->operand[1])->rank;
    default: return ir_ops[d->op].noperands ? ir_at(g, d->operand[0])->rank : 0;
    }
}

int ir_attr_count(int op, int rank) {
    const ir_attr *list;
    int n = ir_attr_list(op, &list), count = 0;
    for (int i = 0; i < n; i++) count += list[i].per_axis ? rank : 1;
    return count;
}

bool ir_infer(ir_builder *b, ir_draft *d) {
    const ir_op_info *info = &ir_ops[d->op];
    for (int i = 0; i < info->noperands; i++)
        if (d->operand[i] >= b->g->count) {
            /* After a failure this only repeats it: constructors may be chained and checked once.
             */
            ir_fail(b, KILN_BAD_ARGUMENT, "%s: operand %d does not exist", info->name, i + 1);
            return false;
        }
    if (d->nattrs != 0 || info->shape != IR_SHAPE_EW) {
        int need = ir_attr_count(d->op, ir_attr_rank(b->g, d));
        if (d->nattrs != need || (need && !d->attrs)) {
            ir_fail(b, KILN_BAD_ARGUMENT, "%s: %d attributes where %d belong", info->name,
                    d->nattrs, need);
            return false;
        }
    }
    return infer_dtype(b, d) && infer_shape(b, d);
}
