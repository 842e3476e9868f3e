/* SPDX-License-Identifier: Apache-2.0
 * Values a plan stores on its way and somebody has a handle of: they get buffers of their own
 * instead of places in the arena, so that they need not be computed again. Called by run.c and
 * execute.c. */
#include "runtime/engine.h"

/* The node of the graph at hand whose value the slot has at the end, or IR_NONE: partial results,
 * and what another value is written over. */
static ir_id value_at_end(const plan *p, const plan_slot *slot) {
    if (slot->kind != SLOT_TEMP || !slot->whole || slot->lent || slot->node >= p->graph.count)
        return IR_NONE;
    uint64_t tag = ir_at(&p->graph, slot->node)->tag;
    return tag != 0 && ir_at(&p->graph, slot->node)->op != IR_INPUT ? (ir_id)(tag - 1) : IR_NONE;
}

void rt_keep(rt_engine *e, const rt_entry *entry, const ir_graph *g) {
    const rt_io *io = e->keeping;
    const plan *p = entry->p;
    size_t left = io ? io->keep_nbytes : 0;
    /* the latest first: most is made of them */
    for (size_t i = p->nslots; i-- > 0 && io && io->kept;) {
        const plan_slot *slot = &p->slots[i];
        ir_id id = value_at_end(p, slot);
        if (id >= g->count || !io->named[id] || slot->nbytes == 0) continue;
        if (!io->kept[id] && slot->nbytes <= left) io->kept[id] = rt_buffer_get(e, slot->nbytes);
        if (!io->kept[id]) continue;
        left -= slot->nbytes < left ? slot->nbytes : left;
        e->slots[i] = io->kept[id];
    }
}

void rt_keep_nothing(rt_engine *e, const rt_entry *entry, const ir_graph *g) {
    const rt_io *io = e->keeping;
    const plan *p = entry->p;
    for (size_t i = 0; i < p->nslots && io && io->kept; i++) {
        ir_id id = value_at_end(p, &p->slots[i]);
        if (id >= g->count || !io->kept[id]) continue;
        rt_buffer_put(e, io->kept[id], p->slots[i].nbytes);
        io->kept[id] = NULL;
    }
}
