/* SPDX-License-Identifier: Apache-2.0
 * Sharing: of nodes that compute the same thing one is kept. Called by the pipeline. */
#include "passes/internal.h"

/* Everything that decides a node's value, in a fixed layout. */
typedef struct share_key {
    uint16_t op;
    uint8_t dtype, rank, nattrs, noperands, zero[2];
    ir_id operand[IR_MAX_OPERANDS];
    uint32_t zero2;
    uint64_t bits;
    int64_t ints[3 * IR_MAX_RANK];
} share_key;

static size_t make_key(const ir_graph *g, ir_id id, share_key *key) {
    const ir_node *n = ir_at(g, id);
    memset(key, 0, sizeof *key);
    key->op = n->op;
    key->dtype = n->dtype;
    key->rank = n->rank;
    key->nattrs = n->nattrs;
    key->noperands = n->noperands;
    memcpy(key->operand, n->operand, sizeof key->operand);
    if (n->op == IR_CONST) key->bits = n->bits;
    if (ir_op_has(n->op, IR_COMM) && key->operand[0] > key->operand[1]) {
        key->operand[0] = n->operand[1];
        key->operand[1] = n->operand[0];
    }
    if (n->rank) memcpy(key->ints, ir_shape(g, id), n->rank * sizeof *key->ints);
    if (n->nattrs) memcpy(key->ints + n->rank, ir_attrs(g, id), n->nattrs * sizeof *key->ints);
    return offsetof(share_key, ints) + (size_t)(n->rank + n->nattrs) * sizeof *key->ints;
}

/* INPUT and SCALAR values are not known, so they are never equal. */
static bool can_share(const ir_node *n) { return n->op != IR_INPUT && n->op != IR_SCALAR; }

/* The earlier node equal to the new graph's last one, which is then taken back; else the last one
 * itself. */
static kiln_status share_last(pass_rewrite *r, kn_map *seen, ir_id *id) {
    share_key key, other;
    size_t nbytes = make_key(&r->to, *id, &key);
    kn_hash hash = kn_hash_bytes(&key, nbytes);
    uint64_t *found = kn_map_find(seen, hash);
    if (!found) return kn_map_put(seen, hash, *id);
    if (make_key(&r->to, (ir_id)*found, &other) == nbytes && memcmp(&key, &other, nbytes) == 0) {
        r->to.count--;
        *id = (ir_id)*found;
    }
    return KILN_OK;
}

/* Requires: a verified graph.
 * Preserves: outputs, every INPUT and SCALAR node, order.
 * Invalidates: ids.
 * Terminates: one walk over the nodes. */
kiln_status pass_share(ir_graph *g, const pass_config *config, kn_text *why) {
    pass_rewrite r;
    kn_map seen;
    kn_map_init(&seen, g->alloc);
    kiln_status status = rewrite_begin(&r, g, config);
    for (ir_id id = 0; rewrite_more(&r, id, &status); id++) {
        ir_id copy = rewrite_copy(&r, id);
        status = r.b.status;
        if (status == KILN_OK && can_share(ir_at(g, id))) status = share_last(&r, &seen, &copy);
        r.map[id] = copy;
    }
    kn_map_free(&seen);
    return rewrite_finish(&r, status, why);
}
