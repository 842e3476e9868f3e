/* SPDX-License-Identifier: Apache-2.0
 * Memory: a kernel's arguments, where a row of each leaf starts, and loads and stores of
 * KERNEL_WIDTH elements. Called by the emitters of all kinds. Reads may pass the end of a row:
 * after every buffer lie EMIT_SLACK_NBYTES that may be read. Writes may not, so a vector that is
 * not full is stored under a mask; at the end of a buffer alone they may go on to a multiple of
 * EMIT_ROUND_NBYTES. */
#include "jit/jit.h"

static LLVMValueRef load_number(emitter *e, LLVMTypeRef type, LLVMValueRef array, unsigned index) {
    return ll_load(e, type, emit_offset(e, type, array, emit_i64(e, index)));
}

static LLVMValueRef load_scalar(emitter *e, unsigned dtype, LLVMValueRef pointer) {
    LLVMValueRef x = ll_load(e, emit_memory_type(e, dtype), pointer);
    return dtype == KILN_BOOL ? ll_icmp(e, LLVMIntNE, x, emit_int_like(x, 0)) : x;
}

static void leaf_arguments(emitter *e, unsigned leaf) {
    const kernel_leaf *l = &e->s->leaf[leaf];
    unsigned rank = e->s->rank, at = rank + leaf * (rank + 1);
    for (unsigned d = 0; d < rank; d++)
        e->stride[leaf][d] =
            l->step[d] == STEP_ANY ? load_number(e, e->i64, e->ints, at + d) : NULL;
    e->base[leaf] = l->is_index ? load_number(e, e->i64, e->ints, at + rank) : NULL;
}

void emit_arguments(emitter *e) {
    const kernel_spec *s = e->s;
    unsigned first = s->kind == KERNEL_CONTRACT ? 2 : 0; /* its operands come packed */
    for (unsigned d = 0; d < s->rank; d++) e->extent[d] = load_number(e, e->i64, e->ints, d);
    for (unsigned l = first; l < s->nleaves; l++) leaf_arguments(e, l);
    for (unsigned o = 0; o < s->noutputs; o++)
        for (unsigned d = 0; s->window >> o & 1 && d < s->rank; d++)
            e->window[o][d] = load_number(e, e->i64, e->ints, kernel_window_ints(s, o) + d);
    for (unsigned i = first; i < (unsigned)s->nleaves + s->noutputs; i++)
        e->buf[i] = load_number(e, e->ptr, e->bufs, i);
    for (unsigned v = 0; v < s->nvalues; v++) {
        const kernel_value *value = &s->value[v];
        if (value->kind == KV_CONST)
            e->fixed[v] =
                emit_bits_like(e, emit_vector_type(e, value->dtype), value->dtype, value->bits);
        if (value->kind != KV_SCALAR) continue;
        LLVMValueRef slot = emit_offset(e, e->i64, e->scalars, emit_i64(e, value->index));
        e->fixed[v] = emit_splat(e, load_scalar(e, value->dtype, slot));
    }
}

/* ---- rows */
static bool used(const emitter *e, unsigned dimension) {
    if (e->s->window) return true;
    for (unsigned l = 0; l < e->s->nleaves; l++)
        if (e->s->leaf[l].step[dimension] != STEP_ZERO) return true;
    return false;
}

/* A division is dear: dimensions that neither leaf nor window follows, and those before the first
 * that one does, get none. */
void emit_row_decode(emitter *e, LLVMValueRef flat, unsigned ndims, LLVMValueRef *index) {
    unsigned first = 0;
    while (first < ndims && !used(e, first)) first++;
    for (unsigned d = 0; d < ndims; d++) index[d] = NULL;
    for (unsigned d = ndims; d-- > first;) {
        if (d == 0) {
            index[0] = flat;
            return;
        }
        LLVMValueRef up = ll_udiv(e, flat, e->extent[d]);
        index[d] = ll_sub(e, flat, ll_mul(e, up, e->extent[d]));
        flat = up;
    }
}

void emit_row_leaves(emitter *e, const LLVMValueRef *index, unsigned ndims) {
    unsigned first = e->s->kind == KERNEL_CONTRACT ? 2 : 0;
    for (unsigned l = first; l < e->s->nleaves; l++) {
        const kernel_leaf *leaf = &e->s->leaf[l];
        LLVMValueRef at = leaf->is_index ? e->base[l] : NULL;
        for (unsigned d = 0; d < ndims; d++) {
            if (leaf->step[d] == STEP_ZERO) continue;
            LLVMValueRef moved = ll_mul(e, index[d], e->stride[l][d]);
            at = at ? ll_add(e, at, moved) : moved;
        }
        if (!leaf->is_index) at = at ? emit_element(e, leaf->dtype, e->buf[l], at) : e->buf[l];
        e->row[l] = at;
    }
}

void emit_row_fixed(emitter *e) {
    for (unsigned v = 0; v < e->s->nvalues; v++) {
        const kernel_value *value = &e->s->value[v];
        if (value->kind != KV_LOAD || e->s->leaf[value->index].step[e->s->rank - 1] != STEP_ZERO)
            continue;
        e->fixed[v] = emit_load_leaf(e, value->index);
    }
}

/* ---- loads */
LLVMValueRef emit_load(emitter *e, unsigned dtype, LLVMValueRef pointer) {
    LLVMTypeRef lane = emit_memory_type(e, dtype);
    LLVMValueRef x = ll_load(e, LLVMVectorType(lane, KERNEL_WIDTH), pointer);
    LLVMSetAlignment(x, emit_size(dtype));
    return dtype == KILN_BOOL ? ll_icmp(e, LLVMIntNE, x, emit_int_like(x, 0)) : x;
}

/* Lanes past the end read the first lane's element again. */
static LLVMValueRef load_strided(emitter *e, unsigned dtype, LLVMValueRef row, LLVMValueRef col,
                                 LLVMValueRef stride) {
    LLVMTypeRef lane = emit_memory_type(e, dtype);
    LLVMValueRef x = LLVMGetPoison(LLVMVectorType(lane, KERNEL_WIDTH)), offset = emit_i64(e, 0);
    LLVMValueRef first = emit_offset(e, lane, row, ll_mul(e, col, stride));
    for (int j = 0; j < KERNEL_WIDTH; j++) {
        LLVMValueRef from = offset;
        if (e->left && j > 0) {
            LLVMValueRef valid = ll_icmp(e, LLVMIntSGT, e->left, emit_i64(e, j));
            from = ll_select(e, valid, offset, emit_i64(e, 0));
        }
        LLVMValueRef element = ll_load(e, lane, emit_offset(e, lane, first, from));
        x = ll_insert(e, x, element, emit_i32(e, j));
        offset = ll_add(e, offset, stride);
    }
    return dtype == KILN_BOOL ? ll_icmp(e, LLVMIntNE, x, emit_int_like(x, 0)) : x;
}

/* The numbers row + (col + lane) * stride. Narrow integers wrap the same way when computed narrow.
 */
static LLVMValueRef index_lanes(emitter *e, unsigned dtype, LLVMValueRef row, LLVMValueRef stride) {
    LLVMTypeRef lane =
        ir_dtype_is((kiln_dtype)dtype, IR_DT_INT) && emit_size(dtype) <= 4 ? e->i32 : e->i64;
    LLVMValueRef col = stride ? ll_mul(e, e->col, stride) : e->col, step = emit_iota(e, lane);
    LLVMValueRef first = ll_trunc(e, ll_add(e, row, col), lane);
    if (stride) step = ll_mul(e, step, emit_splat(e, ll_trunc(e, stride, lane)));
    return ll_add(e, emit_splat(e, first), step);
}

static LLVMValueRef load_index(emitter *e, unsigned leaf, unsigned step) {
    unsigned dtype = e->s->leaf[leaf].dtype;
    LLVMValueRef row = e->row[leaf];
    LLVMValueRef x = step == STEP_ZERO
                         ? emit_splat(e, row)
                         : index_lanes(e, dtype, row, e->stride[leaf][e->s->rank - 1]);
    LLVMTypeRef type = emit_vector_type(e, dtype);
    if (dtype == KILN_F32 || dtype == KILN_F64) return ll_sitofp(e, x, type);
    return ll_trunc(e, x, type);
}

/* One row of a square of emit_tile.c: it was turned, or lies there column after column. */
static LLVMValueRef load_from_tile(emitter *e, unsigned dtype, LLVMValueRef tile) {
    LLVMValueRef width = emit_i64(e, KERNEL_WIDTH);
    if (emit_turns_squares(e))
        return emit_load(e, dtype, emit_element(e, dtype, tile, ll_mul(e, e->tile_row, width)));
    return load_strided(e, dtype, emit_element(e, dtype, tile, e->tile_row), emit_i64(e, 0), width);
}

LLVMValueRef emit_load_leaf(emitter *e, unsigned leaf) {
    const kernel_leaf *l = &e->s->leaf[leaf];
    unsigned last = e->s->rank - 1u, step = l->step[last];
    if (l->is_index) return load_index(e, leaf, step);
    if (e->tile[leaf]) return load_from_tile(e, l->dtype, e->tile[leaf]);
    if (step == STEP_ZERO) return emit_splat(e, load_scalar(e, l->dtype, e->row[leaf]));
    if (step == STEP_ANY)
        return load_strided(e, l->dtype, e->row[leaf], e->col, e->stride[leaf][last]);
    return emit_load(e, l->dtype, emit_element(e, l->dtype, e->row[leaf], e->col));
}

/* ---- stores */
void emit_set_left(emitter *e, LLVMValueRef left) {
    e->left = left;
    e->mask = NULL;
    if (!left) return;
    LLVMValueRef lanes = emit_splat(e, ll_trunc(e, left, e->i32));
    e->mask = ll_icmp(e, LLVMIntSLT, emit_iota(e, e->i32), lanes);
}

static bool has_masked_store(const emitter *e, unsigned dtype) {
    return e->isa == KILN_ISA_AVX512 || (e->isa == KILN_ISA_AVX2 && emit_size(dtype) >= 4);
}

/* Through the stack, one by one: LLVM's own expansion has a branch a lane and takes long to
 * compile. */
static void store_lanes(emitter *e, LLVMTypeRef lane, LLVMValueRef pointer, LLVMValueRef x) {
    LLVMValueRef slot = emit_stack(e, LLVMTypeOf(x), 1);
    emit_loop each = {0};
    LLVMSetAlignment(LLVMBuildStore(e->b, x, slot), 16);
    emit_loop_begin(e, &each, emit_i64(e, 0), emit_min(e, e->left, emit_i64(e, KERNEL_WIDTH)), 1);
    LLVMValueRef element = ll_load(e, lane, emit_offset(e, lane, slot, each.index));
    LLVMBuildStore(e->b, element, emit_offset(e, lane, pointer, each.index));
    emit_loop_end(e, &each);
}

static void mark_streamed(emitter *e, LLVMValueRef store, unsigned nbytes) {
    unsigned kind = LLVMGetMDKindIDInContext(e->ctx, "nontemporal", 11);
    LLVMMetadataRef one = LLVMValueAsMetadata(emit_i32(e, 1));
    LLVMSetMetadata(store, kind,
                    LLVMMetadataAsValue(e->ctx, LLVMMDNodeInContext2(e->ctx, &one, 1)));
    LLVMSetAlignment(store, nbytes < 64 ? nbytes : 64);
}

void emit_store_scattered(emitter *e, unsigned dtype, LLVMValueRef row, LLVMValueRef stride,
                          LLVMValueRef x) {
    LLVMTypeRef lane = emit_memory_type(e, dtype);
    LLVMValueRef width = emit_i64(e, KERNEL_WIDTH);
    if (dtype == KILN_BOOL) x = ll_zext(e, x, LLVMVectorType(lane, KERNEL_WIDTH));
    LLVMValueRef slot = emit_stack(e, LLVMTypeOf(x), 1),
                 first = emit_offset(e, lane, row, ll_mul(e, e->col, stride));
    emit_loop each = {0};
    LLVMSetAlignment(LLVMBuildStore(e->b, x, slot), 16);
    emit_loop_begin(e, &each, emit_i64(e, 0), e->left ? emit_min(e, e->left, width) : width, 1);
    LLVMValueRef element = ll_load(e, lane, emit_offset(e, lane, slot, each.index));
    LLVMBuildStore(e->b, element, emit_offset(e, lane, first, ll_mul(e, each.index, stride)));
    emit_loop_end(e, &each);
}

void emit_store(emitter *e, unsigned dtype, LLVMValueRef pointer, LLVMValueRef x, bool stream) {
    LLVMTypeRef lane = emit_memory_type(e, dtype);
    unsigned size = emit_size(dtype);
    if (dtype == KILN_BOOL) x = ll_zext(e, x, LLVMVectorType(lane, KERNEL_WIDTH));
    if (e->left && has_masked_store(e, dtype)) {
        LLVMTypeRef types[] = {LLVMTypeOf(x), e->ptr};
        LLVMValueRef args[] = {x, pointer, emit_i32(e, (int32_t)size), e->mask};
        emit_intrinsic(e, "llvm.masked.store", types, 2, args, 4);
    } else if (e->left) {
        store_lanes(e, lane, pointer, x);
    } else {
        LLVMValueRef store = LLVMBuildStore(e->b, x, pointer);
        LLVMSetAlignment(store, size);
        if (stream) mark_streamed(e, store, size * KERNEL_WIDTH);
    }
}

/* x, through a register that an empty piece of assembler may have written: LLVM looks no further.
 * As much of x as one register holds. */
static LLVMValueRef opaque(emitter *e, LLVMValueRef x, unsigned size) {
    static const char any_vector_register[] = "=v,0";
    enum { REGISTER_NBYTES = 64 };
    if (size * KERNEL_WIDTH > REGISTER_NBYTES) x = emit_part(e, x, 0, REGISTER_NBYTES / size);
    LLVMTypeRef type = LLVMTypeOf(x), same = LLVMFunctionType(type, &type, 1, 0);
    LLVMValueRef nothing =
        LLVMGetInlineAsm(same, "", 0, any_vector_register, sizeof any_vector_register - 1, 0, 0,
                         LLVMInlineAsmDialectATT, 0);
    return ll_call(e, same, nothing, &x, 1);
}

/* LLVM makes scalar operations of the vector operations before an extracted lane. For AVX-512 it
 * then and's the two flags of a scalar
 * == into a mask of one bit, for which LLVM 19 has no instruction: a fatal error. So there it may
 * not see what the lane is taken from. */
void emit_store_lane(emitter *e, unsigned dtype, LLVMValueRef pointer, LLVMValueRef x) {
    if (dtype == KILN_BOOL) x = ll_zext(e, x, emit_like_type(e->i8, x));
    if (e->isa == KILN_ISA_AVX512) x = opaque(e, x, emit_size(dtype));
    LLVMBuildStore(e->b, ll_extract(e, x, emit_i32(e, 0)), pointer);
}

void emit_prefetch(emitter *e, LLVMValueRef pointer) {
    enum { TO_READ = 0, TO_L2 = 2, DATA = 1 };
    LLVMValueRef args[] = {pointer, emit_i32(e, TO_READ), emit_i32(e, TO_L2), emit_i32(e, DATA)};
    emit_intrinsic(e, "llvm.prefetch", &e->ptr, 1, args, 4);
}

void emit_store_fence(emitter *e) { emit_intrinsic(e, "llvm.x86.sse.sfence", NULL, 0, NULL, 0); }
