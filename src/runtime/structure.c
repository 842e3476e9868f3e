/* SPDX-License-Identifier: Apache-2.0
 * What of a plan a full check holds for: everything but its extents. Plans whose structure was
 * compared once get only a small sample of their own. Called by verification.c. */
#include "ir/contract_packing.h"
#include "runtime/engine.h"

enum { MOST_COMPARED = 16384, TABLE = 256 /* extents told apart; others are all alike */ };

/* Extents by which are equal: each gets the number of the first that was like it. */
typedef struct extents {
    int64_t value[TABLE];
    uint8_t number[TABLE];
    uint8_t count;
} extents;

static uint8_t number_of(extents *t, int64_t value) {
    if (value == 0 || value == 1) return (uint8_t)value;
    for (uint64_t i = (uint64_t)value * UINT64_C(0x9e3779b97f4a7c15) >> 56, tries = 0;
         tries < TABLE; i = (i + 1) % TABLE, tries++) {
        if (t->value[i] == value) return t->number[i];
        if (t->value[i] != 0 || t->count >= TABLE - 4) continue;
        t->value[i] = value;
        return t->number[i] = (uint8_t)(t->count++ + 2);
    }
    return UINT8_MAX;
}

static uint8_t class_of_step(int64_t step) {
    return step == 0 ? 0 : step == 1 ? 1 : step > 0 ? 2 : step == -1 ? 3 : 4;
}

/* Which axes an op works on is structure; where a window begins and how far its elements lie apart
 * is not, but for its kind. */
static char *put_attrs(char *at, const ir_node *n, extents *t) {
    bool places = n->op == IR_SLICE || n->op == IR_UPDATE ||
                  ir_ops[n->op].shape == IR_SHAPE_STRIDED ||
                  ir_ops[n->op].shape == IR_SHAPE_STRIDED_PUT;
    for (int i = 0; i < n->nattrs; i++) {
        bool first = n->op == IR_SLICE || n->op == IR_UPDATE ? i < n->rank : i == 0;
        *at++ = !places ? (char)n->attrs[i]
                : first ? n->attrs[i] != 0
                        : (char)class_of_step(n->attrs[i]);
    }
    for (int i = 0; i < n->rank; i++) *at++ = (char)number_of(t, n->shape[i]);
    return at;
}

static void add_nodes(const ir_graph *g, kn_text *out) {
    extents t = {.count = 0};
    char bytes[8 + 4 * IR_MAX_OPERANDS + 8 + 3 * IR_MAX_RANK + 8];
    for (ir_id id = 0; id < g->count; id++) {
        const ir_node *n = ir_at(g, id);
        char *at = bytes;
        memcpy(at, &n->op, 2);
        at[2] = (char)n->dtype;
        at[3] = (char)n->rank;
        memcpy(at + 4, n->operand, n->noperands * sizeof *n->operand);
        at += 4 + n->noperands * sizeof *n->operand;
        if (n->op == IR_CONST) memcpy(at, &n->bits, 8), at += 8;
        at = put_attrs(at, n, &t);
        kn_text_bytes(out, bytes, (size_t)(at - bytes));
    }
}

/* A step with its extents, strides and grains: one that another plan has as well computes nothing
 * new. */
bool rt_step_of(const rt_engine *e, const rt_entry *entry, const plan_step *st, kn_hash *out) {
    const int64_t numbers[] = {st->kind,        st->op,        st->dtype,     st->rows,
                               st->cols,        st->row_grain, st->col_grain, st->m,
                               st->n,           st->k,         st->batch,     st->fold_outer,
                               st->fold_blocks, st->fold_inner};
    bool kernel = st->kind == STEP_KERNEL || st->kind == STEP_CONTRACT;
    kn_text bytes;
    if (!kernel && st->kind != STEP_FOLD) return false;
    kn_text_init(&bytes, e->alloc);
    kn_text_bytes(&bytes, numbers, sizeof numbers);
    if (kernel)
        kn_text_bytes(&bytes, &entry->codes[st->kernel]->object,
                      sizeof entry->codes[st->kernel]->object);
    if (st->nints) kn_text_bytes(&bytes, st->ints, st->nints * sizeof *st->ints);
    kn_text_bytes(&bytes, st->a_stride, sizeof st->a_stride);
    kn_text_bytes(&bytes, st->b_stride, sizeof st->b_stride);
    for (uint32_t b = 0; b < st->nbufs; b++)
        kn_text_bytes(&bytes, &st->bufs[b].offset, sizeof st->bufs[b].offset);
    bool done = !bytes.failed;
    if (done) *out = kn_hash_bytes(bytes.data, bytes.len);
    kn_text_free(&bytes);
    return done;
}

/* Which ways through the runtime a step takes. */
static uint32_t ways_of(const plan *p, const plan_step *st) {
    uint32_t ways = st->kind | (uint32_t)st->op << 8 | (uint32_t)st->dtype << 16;
    if (st->kind == STEP_KERNEL)
        ways |= (uint32_t)(st->rows > st->row_grain) << 24 | (uint32_t)(st->cols > st->col_grain)
                                                                 << 25;
    if (st->kind != STEP_CONTRACT) return ways;
    contract_tiling t;
    kernel_contract_tiling(st, p->kernels[st->kernel].spec, &t);
    return ways | (uint32_t)t.b_in_place << 24 | (uint32_t)t.a_own << 25 | (uint32_t)t.b_own << 26 |
           (uint32_t)(t.nchunks > 1) << 27 |
           (uint32_t)(st->m < p->kernels[st->kernel].spec->mr) << 28 |
           (uint32_t)(st->n < p->kernels[st->kernel].spec->nr) << 29;
}

static void add_steps(const rt_entry *entry, kn_text *out) {
    for (size_t i = 0; i < entry->p->nsteps; i++) {
        const plan_step *st = &entry->p->steps[i];
        uint32_t ways = ways_of(entry->p, st);
        kn_hash code = {0, 0};
        if (st->kind == STEP_KERNEL || st->kind == STEP_CONTRACT)
            code = entry->codes[st->kernel]->object;
        kn_text_bytes(out, &ways, sizeof ways);
        kn_text_bytes(out, &code, sizeof code);
        for (uint32_t b = 0; b < st->nbufs; b++)
            kn_text_bytes(out, &st->bufs[b].slot, sizeof st->bufs[b].slot);
    }
}

bool rt_structure_of(const rt_engine *e, const rt_entry *entry, const ir_graph *g, kn_hash *out) {
    kn_text bytes;
    kn_text_init(&bytes, e->alloc);
    add_nodes(g, &bytes);
    add_steps(entry, &bytes);
    for (size_t o = 0; o < g->noutputs; o++)
        kn_text_bytes(&bytes, &g->outputs[o].id, sizeof g->outputs[o].id);
    bool done = !bytes.failed;
    if (done) *out = kn_hash_bytes(bytes.data, bytes.len);
    kn_text_free(&bytes);
    return done;
}

bool rt_compared(rt_engine *e, kn_hash what) { return kn_map_find(&e->compared, what) != NULL; }

void rt_compared_note(rt_engine *e, kn_hash what, bool agrees) {
    if (!agrees) {
        kn_map_remove(&e->compared, what);
        return;
    }
    if (e->compared.count >= MOST_COMPARED) kn_map_clear(&e->compared);
    (void)kn_map_put(&e->compared, what, 1); /* without memory it is compared again */
}

bool rt_kernels_compared(rt_engine *e, const rt_entry *entry) {
    for (size_t k = 0; k < entry->p->nkernels; k++)
        if (!rt_compared(e, entry->codes[k]->object)) return false;
    return true;
}

void rt_kernels_note(rt_engine *e, const rt_entry *entry) {
    for (size_t k = 0; k < entry->p->nkernels; k++)
        rt_compared_note(e, entry->codes[k]->object, true);
}
