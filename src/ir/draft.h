/* SPDX-License-Identifier: Apache-2.0
 * Inside ir/ only: a node before it is appended. The constructors, the parser and the verifier all
 * fill a draft and ask ir_infer, so the type and shape rules exist once. */
#ifndef KN_IR_DRAFT_H
#define KN_IR_DRAFT_H

#include "ir/graph.h"

typedef struct ir_draft {
    int op, rank, nattrs;
    kiln_dtype dtype;
    const int64_t *shape; /* may lie in the graph; then it is shared, not copied */
    const int64_t *attrs;
    ir_id operand[IR_MAX_OPERANDS]; /* unused ones IR_NONE */
    uint64_t bits;
    int64_t room[IR_MAX_RANK]; /* where inferred extents lie */
} ir_draft;

/* An attribute of the text form: one number, or one for each axis. */
typedef struct ir_attr {
    const char *name;
    bool per_axis;
} ir_attr;
int ir_attr_list(int op, const ir_attr **list);         /* their number, at most 2 */
int ir_attr_rank(const ir_graph *g, const ir_draft *d); /* how many axes "one for each axis" is */
int ir_attr_count(int op, int rank);                    /* numbers in all */

/* Checks operands, attributes and whatever of dtype and shape the op takes as given (sources, cast,
 * random, reshape, expand, slice); fills in the rest. False: b->status and b->message say why. */
bool ir_infer(ir_builder *b, ir_draft *d);
/* What a node holds, as a draft. */
void ir_draft_of(const ir_graph *g, ir_id id, ir_draft *d);
/* Appends an inferred draft. */
ir_id ir_append(ir_builder *b, const ir_draft *d, const char *site);

/* widen.c: the half (f16 or bf16) that all operands of a draft have, or that its result was to
 * have, where the op takes f32 but no halves; then the draft computed in f32. */
bool ir_find_half(const ir_builder *b, const ir_draft *d, kiln_dtype *half);
ir_id ir_widened(ir_builder *b, ir_draft *d, kiln_dtype half);

/* Room for so many more nodes; the limit of the id type is checked here. */
kiln_status ir_reserve(ir_graph *g, size_t nodes);
/* The node after the last, where ir_reserve made room; it counts once g->count does. */
static inline ir_node *ir_next(ir_graph *g) {
    return kn_pieces_at(&g->nodes, g->count, sizeof(ir_node), IR_NODE_BITS);
}
/* n numbers (3 * IR_MAX_RANK at most) as the graph's own. NULL when there is no room for them. */
const int64_t *ir_own_ints(ir_graph *g, const int64_t *from, size_t n);
bool ir_owns_ints(const ir_graph *g, const int64_t *at, size_t n);
/* The shape of `n`, a node of `from`, for its copy `fresh` in `to`: shared with an operand's or
 * `last`'s where the old graph shares it, else copied, and remembered in last. NULL: no memory. */
typedef struct ir_shape_copied {
    const ir_node *node;
    const int64_t *at;
} ir_shape_copied;
const int64_t *ir_copy_shape(ir_graph *to, const ir_graph *from, const ir_node *n,
                             const ir_node *fresh, ir_shape_copied *last);
/* Appends `fresh`, a copy of `n` of `from` with operands of `to`, where ir_reserve made room.
 * extract.c */
kiln_status ir_append_copy(ir_graph *to, const ir_graph *from, const ir_node *n, ir_node fresh,
                           ir_shape_copied *last);
/* A copy of `text` owned by the graph; NULL when memory runs out. */
const char *ir_own_text(ir_graph *g, const char *text, size_t nbytes);
kiln_status ir_name_input(ir_graph *g, uint64_t index, const char *name);
/* The site of a node of `from` for a node of `to`: copied when `from` owns the text. False: no
 * memory. */
bool ir_carry_site(ir_graph *to, const ir_graph *from, const char **site);
/* alias[i]: the place, among the INPUT nodes in id order, of the first input with the same bits as
 * the i-th. NULL when memory runs out or there are none: *count says which. Free with kn_free(.., 4
 * * *count). */
uint32_t *ir_input_aliases(const ir_graph *g, size_t *count);
/* True when the inputs' bits rise from one to the next, as extract's do: then none repeats. Counts
 * them either way. */
bool ir_inputs_ascend(const ir_graph *g, size_t *count);

/* The literal of a value: hex float, inf, -inf, nan:0x7fc00000, decimal integer, true, false. */
void ir_value_print(kn_text *out, kiln_dtype dtype, uint64_t bits);
/* The reverse; also takes decimal floats. NULL on success, else what is wrong. */
const char *ir_value_parse(kiln_dtype dtype, const char *token, size_t nbytes, uint64_t *bits);
/* True when the bits can be a value of the dtype: nothing above its size, and 0 or 1 for bool. */
bool ir_bits_fit(kiln_dtype dtype, uint64_t bits);

#define IR_MAX_NAME 4096 /* bytes of an input's or output's name */

#endif
