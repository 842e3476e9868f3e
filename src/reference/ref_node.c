/* SPDX-License-Identifier: Apache-2.0
 * The table from op to reference kernel, and the kernels of the sources. ref_node is what the
 * runtime calls for one step, and what ref_graph.c calls for each node. */
#include <inttypes.h>

#include "reference/ref_kernels.h"

enum { REF_COPY_NBYTES = 1 << 17 };

#define NODE_KERNEL_MAP(NAME) ref_map
#define NODE_KERNEL_REDUCE(NAME) ref_reduce
#define NODE_KERNEL_SOURCE(NAME) ref_op_##NAME
#define NODE_KERNEL_MOVE(NAME) ref_op_##NAME
#define NODE_KERNEL_CONTRACT(NAME) ref_op_##NAME
#define NODE_KERNEL_GATHER(NAME) ref_op_##NAME
#define NODE_KERNEL_SCATTER(NAME) ref_op_##NAME
#define NODE_KERNEL_SCAN(NAME) ref_op_##NAME
#define NODE_KERNEL_SORT(NAME) ref_op_##NAME
#define NODE_KERNEL_FACTOR(NAME) ref_op_##NAME

static const ref_kernel node_kernels[IR_OP_COUNT] = {
#define OP(name, text, n, cls, flags, types, allowed, shape, vjp, doc)                             \
    [IR_##name] = NODE_KERNEL_##cls(name),
#include "ir/ops.def"
#undef OP
};

kiln_status ref_op_INPUT(const ref_call *call) {
    if (call->why) kn_text_add(call->why, "input: nothing computes it");
    return KILN_BAD_ARGUMENT;
}

/* A node's bits lie in the low bytes of a 64-bit word, which are its first bytes: Kiln is
 * little-endian. */
kiln_status ref_op_CONST(const ref_call *call) {
    memcpy(call->out->data, &call->node->bits, kiln_dtype_size(call->out->dtype));
    return KILN_OK;
}

kiln_status ref_op_SCALAR(const ref_call *call) { return ref_op_CONST(call); }

kiln_status ref_op_IOTA(const ref_call *call) {
    const ref_buffer *out = call->out;
    int axis = (int)call->node->attrs[0];
    int64_t inner = ref_product(out->shape, axis + 1, out->rank), left = ref_count(out);
    int64_t chunk[REF_CHUNK], repeat = 0, value = 0;
    ref_map_fn cast = ref_cast_fn(KILN_I64, out->dtype);
    if (!cast) return KILN_BAD_DTYPE;
    for (char *to = out->data; left > 0;) {
        size_t n = left < REF_CHUNK ? (size_t)left : REF_CHUNK;
        for (size_t i = 0; i < n; i++) {
            chunk[i] = value;
            if (++repeat < inner) continue;
            repeat = 0;
            if (++value == out->shape[axis]) value = 0;
        }
        cast(chunk, NULL, NULL, to, n);
        left -= (int64_t)n;
        if (ref_stopped(call->pace, (int64_t)n)) break;
        if (left > 0) to += n * kiln_dtype_size(out->dtype);
    }
    return KILN_OK;
}

kiln_status ref_stop(const ref_call *call, ref_fault_kind kind, int64_t element, int64_t index,
                     int64_t limit) {
    const char *op = ir_ops[call->node->op].name;
    if (call->fault) {
        call->fault->kind = kind;
        call->fault->operand = kind == REF_INDEX ? 1 : 0;
        call->fault->element = element;
        call->fault->index = index;
        call->fault->limit = limit;
    }
    if (!call->why) return KILN_BAD_ARGUMENT;
    if (kind == REF_INDEX)
        kn_text_add(call->why,
                    "%s: index %" PRId64 " at element %" PRId64 " is out of range for %" PRId64, op,
                    index, element, limit);
    else if (kind == REF_ZERO_DIVISOR)
        kn_text_add(call->why, "division by zero at element %" PRId64, element);
    else if (kind == REF_SINGULAR)
        kn_text_add(call->why, "%s: matrix %" PRId64 " of %" PRId64 " is singular", op, element,
                    limit);
    else
        kn_text_add(call->why, "%s: matrix %" PRId64 " has an element that is no number", op,
                    element);
    return KILN_BAD_ARGUMENT;
}

bool ref_look(ref_pace *pace) {
    pace->stopped = pace->stopped || (pace->poll.stopped && pace->poll.stopped(pace->poll.user));
    /* each loop around this one is to end at once, too */
    pace->left = pace->stopped ? 0 : REF_PACE;
    return pace->stopped;
}

void ref_copy_all(ref_pace *pace, void *to, const void *from, size_t nbytes) {
    if (to == from) return; /* a write that goes on in its operand's buffer */
    for (size_t at = 0, n; at < nbytes; at += n) {
        n = nbytes - at < REF_COPY_NBYTES ? nbytes - at : REF_COPY_NBYTES;
        memcpy((char *)to + at, (const char *)from + at, n);
        if (ref_stopped(pace, (int64_t)n / 16)) return;
    }
}

kiln_status ref_no_memory(const ref_call *call, size_t nbytes) {
    if (!call->why) return KILN_NO_MEMORY;
    kn_text_add(call->why, "no memory for the %zu bytes that are worked in by ", nbytes);
    ir_print_op(call->graph, call->id, call->why);
    return KILN_NO_MEMORY;
}

kiln_status ref_node(const kn_alloc *alloc, const ir_graph *g, ir_id id, const ref_buffer *operands,
                     const ref_buffer *result, ref_poll poll, kn_text *why, ref_fault *fault) {
    ref_pace pace = {.poll = poll, .left = REF_PACE};
    ref_call call = {alloc, g, ir_at(g, id), operands, result, why, fault, &pace, id};
    if (fault) fault->node = id;
    kiln_status status = node_kernels[call.node->op](&call);
    if (status == KILN_OK && pace.stopped) return KILN_CANCELLED;
    if (status == KILN_BAD_DTYPE && why)
        kn_text_add(why, "%s: no kernel for %s", ir_ops[call.node->op].name,
                    kiln_dtype_short(result->dtype));
    return status;
}
