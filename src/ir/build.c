/* SPDX-License-Identifier: Apache-2.0
 * The constructors: each fills a draft, has the rules checked, appends one node. Called by the
 * frontend for every recorded op, by autograd and by rewriting passes; nothing here searches or
 * hashes. */
#include "ir/draft.h"

#include <stdarg.h>
#include <stdio.h>

void ir_builder_init(ir_builder *b, ir_graph *g) {
    b->g = g;
    b->site = NULL;
    b->reserved = 0;
    ir_builder_clear(b);
}

void ir_builder_clear(ir_builder *b) {
    b->status = KILN_OK;
    b->message[0] = '\0';
}

ir_id ir_fail(ir_builder *b, kiln_status status, const char *format, ...) {
    if (b->status != KILN_OK) return IR_NONE;
    va_list args;
    va_start(args, format);
    vsnprintf(b->message, sizeof b->message, format, args);
    va_end(args);
    b->status = status;
    return IR_NONE;
}

/* ---- appending */

/* Numbers that lie in the graph already are shared. Most are an operand's shape. */
static const int64_t *place_ints(ir_graph *g, const ir_draft *d, const int64_t *from, int n) {
    if (from == d->room || n == 0) return ir_own_ints(g, from, (size_t)n);
    for (int k = 0; k < ir_ops[d->op].noperands; k++)
        if (from == ir_shape(g, d->operand[k])) return from;
    return ir_owns_ints(g, from, (size_t)n) ? from : ir_own_ints(g, from, (size_t)n);
}

ir_id ir_append(ir_builder *b, const ir_draft *d, const char *site) {
    ir_graph *g = b->g;
    size_t nints = g->nints;
    kiln_status status =
        g->count < kn_pieces_cap(&g->nodes, IR_NODE_BITS) ? KILN_OK : ir_reserve(g, 1);
    const int64_t *shape = status == KILN_OK ? place_ints(g, d, d->shape, d->rank) : NULL;
    const int64_t *attrs = shape ? place_ints(g, d, d->attrs, d->nattrs) : NULL;
    if (!attrs) {
        g->nints = nints;
        if (status == KILN_TOO_LARGE)
            return ir_fail(b, status, "%s: the graph has its largest size", ir_ops[d->op].name);
        return ir_fail(b, KILN_NO_MEMORY, "%s: memory ran out", ir_ops[d->op].name);
    }
    ir_node *n = ir_next(g);
    n->op = (uint16_t)d->op;
    n->dtype = (uint8_t)d->dtype;
    n->rank = (uint8_t)d->rank;
    n->noperands = ir_ops[d->op].noperands;
    n->nattrs = (uint8_t)d->nattrs;
    n->flags = 0;
    for (int k = 0; k < IR_MAX_OPERANDS; k++) n->operand[k] = d->operand[k];
    n->reserved = b->reserved;
    n->shape = shape;
    n->attrs = attrs;
    n->bits = d->bits;
    n->tag = 0;
    n->site = site;
    return (ir_id)g->count++;
}

static ir_id finish(ir_builder *b, ir_draft *d) {
    kiln_dtype half;
    if (ir_find_half(b, d, &half)) return ir_widened(b, d, half);
    return ir_infer(b, d) ? ir_append(b, d, b->site) : IR_NONE;
}

/* Not an initialiser: the room for extents need not be cleared for every node. */
static void draft(ir_draft *d, ir_op op, ir_id a, ir_id c, ir_id e) {
    d->op = (int)op;
    d->rank = d->nattrs = 0;
    d->dtype = KILN_BOOL;
    d->shape = d->attrs = NULL;
    d->operand[0] = a;
    d->operand[1] = c;
    d->operand[2] = e;
    d->bits = 0;
}

/* ---- sources */

ir_id ir_input(ir_builder *b, kiln_dtype dtype, int rank, const int64_t *shape, const char *name) {
    ir_draft d;
    draft(&d, IR_INPUT, IR_NONE, IR_NONE, IR_NONE);
    d.dtype = dtype;
    d.rank = rank;
    d.shape = shape;
    d.bits = b->g->ninputs;
    if (!ir_infer(b, &d)) return IR_NONE;
    if (name) {
        kiln_status status = ir_name_input(b->g, d.bits, name);
        if (status == KILN_TOO_LARGE)
            return ir_fail(b, status, "input: its name is longer than %d bytes", IR_MAX_NAME);
        if (status != KILN_OK) return ir_fail(b, status, "input: memory ran out");
    }
    ir_id id = ir_append(b, &d, b->site);
    if (id != IR_NONE)
        b->g->ninputs++;
    else if (name)
        b->g->input_names[d.bits] = NULL;
    return id;
}

static ir_id number(ir_builder *b, ir_op op, kiln_dtype dtype, uint64_t bits) {
    ir_draft d;
    draft(&d, op, IR_NONE, IR_NONE, IR_NONE);
    d.dtype = dtype;
    size_t size = kiln_dtype_size(dtype);
    d.bits = size < 8 ? bits & ((UINT64_C(1) << 8 * size) - 1) : bits;
    if (dtype == KILN_BOOL) d.bits = d.bits != 0;
    return finish(b, &d);
}

ir_id ir_const_bits(ir_builder *b, kiln_dtype dtype, uint64_t bits) {
    return number(b, IR_CONST, dtype, bits);
}
ir_id ir_const(ir_builder *b, kiln_dtype dtype, double value) {
    return number(b, IR_CONST, dtype, ir_bits_of(dtype, value));
}
ir_id ir_scalar(ir_builder *b, kiln_dtype dtype, uint64_t bits) {
    return number(b, IR_SCALAR, dtype, bits);
}

ir_id ir_iota(ir_builder *b, kiln_dtype dtype, int rank, const int64_t *shape, int axis) {
    int64_t attrs[1] = {axis};
    ir_draft d;
    draft(&d, IR_IOTA, IR_NONE, IR_NONE, IR_NONE);
    d.dtype = dtype;
    d.rank = rank;
    d.shape = shape;
    d.attrs = attrs;
    d.nattrs = 1;
    return finish(b, &d);
}

/* ---- maps */

static ir_id map(ir_builder *b, ir_op op, int n, ir_id a, ir_id c, ir_id e) {
    if ((unsigned)op >= IR_OP_COUNT || ir_ops[op].shape != IR_SHAPE_EW ||
        ir_ops[op].noperands != n || ir_ops[op].types == IR_TYPES_CAST ||
        ir_ops[op].types == IR_TYPES_RAND)
        return ir_fail(b, KILN_BAD_ARGUMENT, "%s is no map of %d operands alone",
                       (unsigned)op < IR_OP_COUNT ? ir_ops[op].name : "this", n);
    ir_draft d;
    draft(&d, op, a, c, e);
    return finish(b, &d);
}

ir_id ir_map1(ir_builder *b, ir_op op, ir_id a) { return map(b, op, 1, a, IR_NONE, IR_NONE); }
ir_id ir_map2(ir_builder *b, ir_op op, ir_id a, ir_id c) { return map(b, op, 2, a, c, IR_NONE); }
ir_id ir_map3(ir_builder *b, ir_op op, ir_id a, ir_id c, ir_id d) { return map(b, op, 3, a, c, d); }

ir_id ir_cast(ir_builder *b, ir_id a, kiln_dtype to) { return ir_convert(b, IR_CAST, a, to); }

ir_id ir_convert(ir_builder *b, ir_op op, ir_id a, kiln_dtype to) {
    ir_graph *g = b->g;
    if ((unsigned)op >= IR_OP_COUNT || ir_ops[op].types != IR_TYPES_CAST)
        return ir_fail(b, KILN_BAD_ARGUMENT, "convert: not a cast");
    size_t count = g->count, nints = g->nints;
    bool known = a < g->count && (unsigned)to < KILN_DTYPE_COUNT;
    if (known && ir_at(g, a)->dtype == to) return a;
    if (known && op == IR_CAST && !ir_cast_exists((kiln_dtype)ir_at(g, a)->dtype, to))
        a = ir_cast(b, a, KILN_F32);
    ir_draft d;
    draft(&d, op, a, IR_NONE, IR_NONE);
    d.dtype = to;
    ir_id id = finish(b, &d);
    if (id == IR_NONE) {
        g->count = count;
        g->nints = nints;
    }
    return id;
}

ir_id ir_random(ir_builder *b, ir_op op, kiln_dtype to, ir_id counter, ir_id key) {
    if ((unsigned)op >= IR_OP_COUNT || ir_ops[op].types != IR_TYPES_RAND)
        return ir_fail(b, KILN_BAD_ARGUMENT, "random: not a random op");
    ir_draft d;
    draft(&d, op, counter, key, IR_NONE);
    d.dtype = to;
    return finish(b, &d);
}

/* ---- reductions and movement */

ir_id ir_reduce(ir_builder *b, ir_op op, ir_id a, int first_axis, int end_axis) {
    if ((unsigned)op >= IR_OP_COUNT || ir_ops[op].cls != IR_REDUCE)
        return ir_fail(b, KILN_BAD_ARGUMENT, "reduce: not a reduction");
    int64_t attrs[2] = {first_axis, end_axis};
    ir_draft d;
    draft(&d, op, a, IR_NONE, IR_NONE);
    d.attrs = attrs;
    d.nattrs = 2;
    return finish(b, &d);
}

/* True when the draft's result has its operand's shape. */
static bool keeps_shape(const ir_builder *b, const ir_draft *d) {
    const ir_node *a = ir_at(b->g, d->operand[0]);
    return a->rank == d->rank &&
           (d->rank == 0 || memcmp(d->shape, ir_shape(b->g, d->operand[0]), 8u * a->rank) == 0);
}

ir_id ir_reshape(ir_builder *b, ir_id a, int rank, const int64_t *shape) {
    ir_draft d;
    draft(&d, IR_RESHAPE, a, IR_NONE, IR_NONE);
    d.rank = rank;
    d.shape = shape;
    if (!ir_infer(b, &d)) return IR_NONE;
    return keeps_shape(b, &d) ? a : ir_append(b, &d, b->site);
}

ir_id ir_copy(ir_builder *b, ir_id a) {
    ir_draft d;
    draft(&d, IR_RESHAPE, a, IR_NONE, IR_NONE);
    d.rank = a < b->g->count ? ir_at(b->g, a)->rank : 0;
    d.shape = a < b->g->count ? ir_shape(b->g, a) : NULL;
    return ir_infer(b, &d) ? ir_append(b, &d, b->site) : IR_NONE;
}

ir_id ir_permute(ir_builder *b, ir_id a, const int *perm) {
    int64_t attrs[IR_MAX_RANK];
    bool moves = false;
    ir_draft d;
    draft(&d, IR_PERMUTE, a, IR_NONE, IR_NONE);
    d.nattrs = a < b->g->count ? ir_at(b->g, a)->rank : 0;
    d.attrs = attrs;
    for (int i = 0; i < d.nattrs; i++) {
        attrs[i] = perm[i];
        moves = moves || perm[i] != i;
    }
    if (!ir_infer(b, &d)) return IR_NONE;
    return moves ? ir_append(b, &d, b->site) : a;
}

ir_id ir_expand(ir_builder *b, ir_id a, int rank, const int64_t *shape) {
    static const int64_t ones[IR_MAX_RANK] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    ir_graph *g = b->g;
    ir_draft d;
    draft(&d, IR_EXPAND, a, IR_NONE, IR_NONE);
    d.rank = rank;
    d.shape = shape;
    size_t count = g->count, nints = g->nints;
    int64_t room[IR_MAX_RANK];
    if (a < g->count && ir_at(g, a)->rank == 0 && rank > 0 && rank <= IR_MAX_RANK && shape) {
        memcpy(room, shape, 8u * (size_t)rank); /* the reshape may move g->ints under it */
        d.shape = room;
        d.operand[0] = ir_reshape(b, a, rank, ones);
    }
    ir_id id = IR_NONE;
    if (ir_infer(b, &d)) id = keeps_shape(b, &d) ? d.operand[0] : ir_append(b, &d, b->site);
    if (id == IR_NONE) {
        g->count = count;
        g->nints = nints;
    }
    return id;
}

static void window(ir_builder *b, ir_draft *d, int64_t *attrs, const int64_t *start,
                   const int64_t *step) {
    int rank = d->operand[0] < b->g->count ? ir_at(b->g, d->operand[0])->rank : 0;
    d->nattrs = 2 * rank;
    d->attrs = attrs;
    for (int i = 0; i < rank; i++) {
        attrs[i] = start[i];
        attrs[rank + i] = step[i];
    }
}

ir_id ir_slice(ir_builder *b, ir_id a, const int64_t *start, const int64_t *step,
               const int64_t *shape) {
    int64_t attrs[2 * IR_MAX_RANK];
    ir_draft d;
    draft(&d, IR_SLICE, a, IR_NONE, IR_NONE);
    window(b, &d, attrs, start, step);
    d.rank = d.nattrs / 2;
    d.shape = shape;
    if (!ir_infer(b, &d)) return IR_NONE;
    /* Of the windows as large as the operand, only those that run backwards move anything. */
    bool moves = !keeps_shape(b, &d);
    for (int i = 0; i < d.rank && !moves; i++) moves = d.shape[i] > 1 && step[i] != 1;
    return moves ? ir_append(b, &d, b->site) : a;
}

ir_id ir_update(ir_builder *b, ir_id base, ir_id value, const int64_t *start, const int64_t *step) {
    int64_t attrs[2 * IR_MAX_RANK];
    ir_draft d;
    draft(&d, IR_UPDATE, base, value, IR_NONE);
    window(b, &d, attrs, start, step);
    return finish(b, &d);
}

/* Offset and strides, one for each of `rank` axes; a rank beyond the limit is refused when
 * inferred. */
static void places(ir_draft *d, int64_t *attrs, int rank, int64_t offset, const int64_t *stride) {
    if (rank < 0 || rank > IR_MAX_RANK) return;
    attrs[0] = offset;
    for (int i = 0; i < rank; i++) attrs[1 + i] = stride[i];
    d->attrs = attrs;
    d->nattrs = 1 + rank;
}

ir_id ir_strided(ir_builder *b, ir_id a, int64_t offset, const int64_t *stride, int rank,
                 const int64_t *shape) {
    int64_t attrs[1 + IR_MAX_RANK];
    ir_draft d;
    draft(&d, IR_STRIDED, a, IR_NONE, IR_NONE);
    d.rank = rank;
    d.shape = shape;
    places(&d, attrs, rank, offset, stride);
    return finish(b, &d);
}

ir_id ir_strided_put(ir_builder *b, ir_op op, ir_id base, ir_id part, int64_t offset,
                     const int64_t *stride) {
    if ((unsigned)op >= IR_OP_COUNT || ir_ops[op].shape != IR_SHAPE_STRIDED_PUT)
        return ir_fail(b, KILN_BAD_ARGUMENT, "strided_put: not an op that writes at strides");
    int64_t attrs[1 + IR_MAX_RANK];
    ir_draft d;
    draft(&d, op, base, part, IR_NONE);
    places(&d, attrs, part < b->g->count ? ir_at(b->g, part)->rank : 0, offset, stride);
    return finish(b, &d);
}

/* ---- the rest */

ir_id ir_matmul(ir_builder *b, ir_id a, ir_id c) {
    ir_draft d;
    draft(&d, IR_MATMUL, a, c, IR_NONE);
    return finish(b, &d);
}

/* One attribute, mostly an axis. */
static ir_id indexed(ir_builder *b, ir_op op, ir_id a, ir_id index, ir_id src, int axis) {
    int64_t attrs[1] = {axis};
    ir_draft d;
    draft(&d, op, a, index, src);
    d.attrs = attrs;
    d.nattrs = 1;
    return finish(b, &d);
}

ir_id ir_gather(ir_builder *b, ir_id a, ir_id index, int axis) {
    return indexed(b, IR_GATHER, a, index, IR_NONE, axis);
}
ir_id ir_scatter(ir_builder *b, ir_op op, ir_id base, ir_id index, ir_id src, int axis) {
    if ((unsigned)op >= IR_OP_COUNT || ir_ops[op].shape != IR_SHAPE_SCATTER)
        return ir_fail(b, KILN_BAD_ARGUMENT, "scatter: not a scatter");
    return indexed(b, op, base, index, src, axis);
}
ir_id ir_scatter_add(ir_builder *b, ir_id base, ir_id index, ir_id src, int axis) {
    return ir_scatter(b, IR_SCATTER_ADD, base, index, src, axis);
}

ir_id ir_scan(ir_builder *b, ir_op op, ir_id a, int axis) {
    if ((unsigned)op >= IR_OP_COUNT || ir_ops[op].shape != IR_SHAPE_SCAN ||
        ir_ops[op].noperands != 1)
        return ir_fail(b, KILN_BAD_ARGUMENT, "scan: not a scan of one operand");
    return indexed(b, op, a, IR_NONE, IR_NONE, axis);
}
ir_id ir_recur(ir_builder *b, ir_id factor, ir_id term, int axis) {
    return indexed(b, IR_RECUR, factor, term, IR_NONE, axis);
}

ir_id ir_argsort(ir_builder *b, ir_id a, int axis, bool descending) {
    int64_t attrs[2] = {axis, descending};
    ir_draft d;
    draft(&d, IR_ARGSORT, a, IR_NONE, IR_NONE);
    d.attrs = attrs;
    d.nattrs = 2;
    return finish(b, &d);
}
ir_id ir_searchsorted(ir_builder *b, ir_id sorted, ir_id values, bool right) {
    return indexed(b, IR_SEARCHSORTED, sorted, values, IR_NONE, right);
}

ir_id ir_svd(ir_builder *b, ir_op op, ir_id a) {
    if ((unsigned)op >= IR_OP_COUNT || ir_ops[op].shape != IR_SHAPE_SVD)
        return ir_fail(b, KILN_BAD_ARGUMENT, "svd: not a part of the decomposition");
    ir_draft d;
    draft(&d, op, a, IR_NONE, IR_NONE);
    return finish(b, &d);
}

ir_id ir_inverse(ir_builder *b, ir_id a) {
    ir_draft d;
    draft(&d, IR_INVERSE, a, IR_NONE, IR_NONE);
    return finish(b, &d);
}

void ir_draft_of(const ir_graph *g, ir_id id, ir_draft *d) {
    const ir_node *n = ir_at(g, id);
    draft(d, (ir_op)n->op, n->operand[0], n->operand[1], n->operand[2]);
    d->dtype = (kiln_dtype)n->dtype;
    d->rank = n->rank;
    d->shape = n->shape;
    d->nattrs = n->nattrs;
    d->attrs = n->attrs;
    d->bits = n->bits;
}

ir_id ir_clone(ir_builder *b, const ir_graph *from, ir_id like, const ir_id *operands) {
    ir_graph *g = b->g;
    const ir_node *n = ir_at(from, like);
    ir_draft d;
    ir_draft_of(from, like, &d);
    for (int i = 0; i < n->noperands; i++) d.operand[i] = operands[i];
    const char *site = n->site;
    if (!ir_infer(b, &d)) return IR_NONE;
    if (d.dtype != n->dtype || d.rank != n->rank ||
        (d.rank && memcmp(d.shape, n->shape, 8u * n->rank) != 0)) {
        char was[352];
        return ir_fail(b, KILN_BAD_SHAPE, "%s: these operands give another result than %s",
                       ir_ops[d.op].name, ir_type_text(from, like, was, sizeof was));
    }
    const char *name = d.op == IR_INPUT && g != from ? ir_input_name(from, like) : NULL;
    if (!ir_carry_site(g, from, &site) || (name && ir_name_input(g, d.bits, name) != KILN_OK))
        return ir_fail(b, KILN_NO_MEMORY, "%s: memory ran out", ir_ops[d.op].name);
    ir_id id = ir_append(b, &d, site);
    if (id != IR_NONE && d.op == IR_INPUT) g->ninputs++;
    return id;
}
