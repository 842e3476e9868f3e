/* SPDX-License-Identifier: Apache-2.0
 * The graph: nodes in one array, named by 32-bit ids, operands always smaller than their reader.
 * Built by the frontend and by autograd, rewritten by passes, read by everyone. Every walk is a
 * loop over the array. */
#ifndef KN_IR_GRAPH_H
#define KN_IR_GRAPH_H

#include "base/bits.h"
#include "base/pieces.h"
#include "base/text.h"
#include "ir/ops.h"

#define IR_MAX_RANK 16
#define IR_MAX_OPERANDS 3
typedef uint32_t ir_id;
enum { IR_NODE_BITS = 8, IR_INT_BITS = 10 }; /* of the pieces nodes and numbers lie in */
#define IR_NONE UINT32_MAX

typedef struct ir_node {
    uint16_t op;   /* ir_op */
    uint8_t dtype; /* kiln_dtype of the result */
    uint8_t rank;
    uint8_t noperands;
    uint8_t nattrs; /* at most 2 * IR_MAX_RANK */
    uint16_t flags; /* free for passes; the builder writes 0 */
    ir_id operand[IR_MAX_OPERANDS];
    uint32_t reserved;    /* the owner's: copies keep it, new nodes get the builder's */
    const int64_t *shape; /* `rank` extents, in graph->ints */
    const int64_t *attrs; /* `nattrs` numbers there; meaning by op, below */
    uint64_t bits;        /* CONST, SCALAR: the value (low bytes, zero-extended); INPUT: index in
                         graph->inputs order,        or whatever the owner wants to find its buffer by */
    uint64_t tag;         /* the owner's, to know a value by; copies keep it, new nodes get 0 */
    const char *site;     /* "file.c:42" of the public call that made it, or NULL; not owned */
} ir_node;
/* attrs by op:  iota {axis} · reductions {first, end} · permute {perm[rank]} ·
 * slice {start[rank], step[rank]} · update {start[rank], step[rank]} · gather, scatters, scans
 * {axis} · argsort {axis, descending} · searchsorted {right} · strided {offset, stride[rank]} ·
 * strided_set, strided_add {offset, stride[rank of the part]} · all others none (cast, bitcast,
 * uniform and normal: the node's own dtype says it). */

/* name: NULL or owned by graph->names */
typedef struct ir_output {
    ir_id id;
    const char *name;
} ir_output;

typedef struct ir_graph {
    const kn_alloc *alloc;
    /* neither they nor the numbers move while the graph grows: addresses hold until it is reset or
     * freed */
    kn_pieces nodes;
    size_t count;
    kn_pieces ints; /* extents and attributes */
    size_t nints;
    ir_output *outputs; /* what evaluation must produce, in order */
    size_t noutputs, outputs_cap;
    const char **input_names; /* by INPUT node's bits when the graph came from text; else NULL */
    size_t ninputs;           /* INPUT nodes made by ir_input so far */
    size_t input_names_cap;
    struct kn_arena *names; /* owns parsed names and sites; may be NULL */
    /* the nodes' sites lie in `names`: copies to other graphs copy them */
    bool owns_sites;
    ir_node spare; /* what ir_edit of no node gives */
} ir_graph;

/* Answers for IR_NONE and for every other id that is no node: the constant false. */
extern const ir_node ir_no_node;

void ir_graph_init(ir_graph *g, const kn_alloc *alloc);
void ir_graph_free(ir_graph *g);
void ir_graph_reset(ir_graph *g);                              /* empties, keeps capacity */
kiln_status ir_graph_copy(ir_graph *to, const ir_graph *from); /* `to` initialised and empty */
kiln_status ir_add_output(ir_graph *g, ir_id id, const char *name_or_null);

/* A node. Of what is none: ir_no_node, whose shape and attributes may be read at any axis and are
 * 0; an edit of it is lost. */
static inline const ir_node *ir_at(const ir_graph *g, ir_id id) {
    return id < g->count ? kn_pieces_at(&g->nodes, id, sizeof(ir_node), IR_NODE_BITS) : &ir_no_node;
}
static inline ir_node *ir_edit(ir_graph *g, ir_id id) {
    return id < g->count ? kn_pieces_at(&g->nodes, id, sizeof(ir_node), IR_NODE_BITS) : &g->spare;
}
static inline const int64_t *ir_shape(const ir_graph *g, ir_id id) { return ir_at(g, id)->shape; }
static inline const int64_t *ir_attrs(const ir_graph *g, ir_id id) { return ir_at(g, id)->attrs; }
/* product of extents; checked when built */
int64_t ir_numel(const ir_graph *g, ir_id id);
size_t ir_nbytes(const ir_graph *g, ir_id id);
/* Whether two nodes have one shape. They are few: a loop is shorter than a call to compare them. */
static inline bool ir_same_extents(const ir_node *x, const ir_node *y) {
    bool same = x->rank == y->rank;
    if (x->shape != y->shape)
        for (int i = 0; same && i < x->rank; i++) same = x->shape[i] == y->shape[i];
    return same;
}
bool ir_same_shape(const ir_graph *g, ir_id a, ir_id b);

/* ---- building: every constructor checks types and shapes, and appends one node or returns a
 * simple equal one. On error: IR_NONE, b->status and b->message say why (op, dtypes and shapes
 * named), the graph is as before. */
typedef struct ir_builder {
    ir_graph *g;
    const char *site;   /* stamped on new nodes */
    uint32_t reserved;  /* likewise */
    kiln_status status; /* first failure; cleared by ir_builder_clear */
    char message[512];
} ir_builder;

void ir_builder_init(ir_builder *b, ir_graph *g);
void ir_builder_clear(ir_builder *b);
ir_id ir_fail(ir_builder *b, kiln_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

ir_id ir_input(ir_builder *b, kiln_dtype dtype, int rank, const int64_t *shape,
               const char *name_or_null);
ir_id ir_const_bits(ir_builder *b, kiln_dtype dtype, uint64_t bits);
ir_id ir_const(ir_builder *b, kiln_dtype dtype, double value); /* rounded to dtype */
ir_id ir_scalar(ir_builder *b, kiln_dtype dtype, uint64_t bits);
ir_id ir_iota(ir_builder *b, kiln_dtype dtype, int rank, const int64_t *shape, int axis);
ir_id ir_map1(ir_builder *b, ir_op op, ir_id a);
/* shapes equal, or one is rank 0 */
ir_id ir_map2(ir_builder *b, ir_op op, ir_id a, ir_id c);
ir_id ir_map3(ir_builder *b, ir_op op, ir_id a, ir_id c, ir_id d);
/* `a` itself when nothing changes */
ir_id ir_cast(ir_builder *b, ir_id a, kiln_dtype to);
ir_id ir_convert(ir_builder *b, ir_op op, ir_id a, kiln_dtype to); /* cast or bitcast, likewise */
ir_id ir_random(ir_builder *b, ir_op op, kiln_dtype to, ir_id counter, ir_id key);
ir_id ir_reduce(ir_builder *b, ir_op op, ir_id a, int first_axis, int end_axis);
/* `a` itself when equal */
ir_id ir_reshape(ir_builder *b, ir_id a, int rank, const int64_t *shape);
/* the same value as a node of its own: a reshape that keeps the shape */
ir_id ir_copy(ir_builder *b, ir_id a);
ir_id ir_permute(ir_builder *b, ir_id a, const int *perm);
/* same rank, or a is rank 0 (goes through reshape) */
ir_id ir_expand(ir_builder *b, ir_id a, int rank, const int64_t *shape);
ir_id ir_slice(ir_builder *b, ir_id a, const int64_t *start, const int64_t *step,
               const int64_t *shape);
ir_id ir_update(ir_builder *b, ir_id base, ir_id value, const int64_t *start, const int64_t *step);
ir_id ir_strided(ir_builder *b, ir_id a, int64_t offset, const int64_t *stride, int rank,
                 const int64_t *shape);
/* strided_set or strided_add: `part` at those places of `base`. */
ir_id ir_strided_put(ir_builder *b, ir_op op, ir_id base, ir_id part, int64_t offset,
                     const int64_t *stride);
/* equal batch extents, rank >= 2 */
ir_id ir_matmul(ir_builder *b, ir_id a, ir_id c);
ir_id ir_gather(ir_builder *b, ir_id a, ir_id index, int axis);
ir_id ir_scatter_add(ir_builder *b, ir_id base, ir_id index, ir_id src, int axis);
/* any of that form */
ir_id ir_scatter(ir_builder *b, ir_op op, ir_id base, ir_id index, ir_id src, int axis);
ir_id ir_scan(ir_builder *b, ir_op op, ir_id a, int axis); /* of one operand */
ir_id ir_recur(ir_builder *b, ir_id factor, ir_id term, int axis);
ir_id ir_argsort(ir_builder *b, ir_id a, int axis, bool descending);
ir_id ir_searchsorted(ir_builder *b, ir_id sorted, ir_id values, bool right);
ir_id ir_svd(ir_builder *b, ir_op op, ir_id a); /* svd_s, svd_u or svd_v */
ir_id ir_inverse(ir_builder *b, ir_id a);
/* The same node again with other operands (rewriting passes, copies between graphs): dtype, shape,
 * attributes, bits and site are `like`'s, read from graph `from`, which may be b->g. Checked like
 * the others. */
ir_id ir_clone(ir_builder *b, const ir_graph *from, ir_id like, const ir_id *operands);

/* Literal bits of a value in a dtype, and back. Ints convert exactly or saturate; bool is value !=
 * 0; halves are rounded twice, through f32, as everywhere. */
uint64_t ir_bits_of(kiln_dtype dtype, double value);
uint64_t ir_bits_of_i64(kiln_dtype dtype, int64_t value);
double ir_value_of(kiln_dtype dtype, uint64_t bits);
int64_t ir_int_of(kiln_dtype dtype, uint64_t bits); /* of an integer or bool dtype */
/* the canonical one of a float dtype */
uint64_t ir_nan_of(kiln_dtype dtype);
/* F16 or BF16; its NaN is canonical */
uint16_t ir_half_of(kiln_dtype dtype, float value);
float ir_half_value(kiln_dtype dtype, uint16_t half);

/* Writes "f32[128,64]" of a node; for messages. Returns buf. */
const char *ir_type_text(const ir_graph *g, ir_id id, char *buf, size_t size);
const char *ir_type_format(kiln_dtype dtype, int rank, const int64_t *shape, char *buf,
                           size_t size);
/* Name of an INPUT node, or NULL. */
const char *ir_input_name(const ir_graph *g, ir_id id);

/* ---- the rest of ir/ */
/* verify.c: structure, types, shapes, topological order, outputs; `why` names node and rule. */
kiln_status ir_verify(const ir_graph *g, kn_text *why);
/* print.c, parse.c: the text form of docs/ir.md. The parse of a print is the same graph. */
void ir_print(const ir_graph *g, kn_text *out);
void ir_print_node(const ir_graph *g, ir_id id, kn_text *out); /* one line, no newline */
/* "no memory for the 400 bytes of exp f32[10,10] (x.c:5)"; `why` may be NULL. NO_MEMORY. */
/* "exp f32[600,600]" */
void ir_print_op(const ir_graph *g, ir_id id, kn_text *out);
kiln_status ir_no_memory(const ir_graph *g, ir_id id, kn_text *why);
void ir_print_dot(const ir_graph *g, kn_text *out);
void ir_print_json(const ir_graph *g, kn_text *out);
/* why: "line:column: message" */
kiln_status ir_parse(ir_graph *g, const char *text, size_t nbytes, kn_text *why);
/* reach.c: live[id] = 1 for nodes the outputs need. `live` has g->count bytes. */
void ir_mark_live(const ir_graph *g, uint8_t *live);
/* extract.c: how a part is cut out, and room that is used again from one time to the next. */
typedef struct ir_cut {
    const kn_alloc *alloc;
    /* which nodes become INPUTs, besides the old graph's; NULL: none */
    bool (*leaf)(const ir_node *n);
    bool values;         /* slopes become their values */
    ir_id floor;         /* of marking alone: below it nothing is looked at */
    kn_bits needed;      /* what was needed of the old graph */
    ir_id *map, *origin; /* old -> new, of needed ones only; new -> old */
    size_t map_cap, origin_cap;
} ir_cut;
void ir_cut_free(ir_cut *c);
static inline ir_id ir_cut_to(const ir_cut *c, ir_id old) {
    return kn_bits_has(&c->needed, old) ? c->map[old] : IR_NONE;
}
/* c->needed alone, and how many. BAD_ARGUMENT: a root is no node. */
kiln_status ir_mark_needed(const ir_graph *from, const ir_id *roots, size_t nroots, ir_cut *c,
                           size_t *count);
/* Copies what `roots` need into `to` (initialised; emptied first). Nodes that c->leaf names become
 * INPUTs whose bits are the old id, as INPUTs do. Outputs of `to` are the roots, in order. INPUTs
 * stand in order of first use. On failure `to` is empty. */
kiln_status ir_extract(ir_graph *to, const ir_graph *from, const ir_id *roots, size_t nroots,
                       ir_cut *c);
/* canonical.c: bytes equal exactly when two graphs are the same program: ops, dtypes, shapes,
 * attributes, constants, operands, outputs, node order, and which INPUTs have equal bits; never
 * scalar values, the bits themselves, sites or names. Dead nodes count: a plan finds inputs and
 * scalars by their place. The graph must be valid (ir_verify). */
void ir_canonical(const ir_graph *g, kn_text *out);

#endif
