/* SPDX-License-Identifier: Apache-2.0
 * Which nodes the outputs need, and which inputs share their bits. Called by passes before they
 * rewrite, and by the text and canonical forms. */
#include "base/map.h"
#include "ir/draft.h"

void ir_mark_live(const ir_graph *g, uint8_t *live) {
    if (g->count == 0) return;
    memset(live, 0, g->count);
    for (size_t i = 0; i < g->noutputs; i++) live[g->outputs[i].id] = 1;
    for (size_t id = g->count; id-- > 0;) {
        if (!live[id]) continue;
        const ir_node *n = ir_at(g, id);
        for (int k = 0; k < n->noperands; k++) live[n->operand[k]] = 1;
    }
}

/* Spreads bits that may be addresses over the map's low bits. */
static kn_hash bits_key(uint64_t bits) {
    uint64_t x = (bits ^ bits >> 32) * UINT64_C(0x9e3779b97f4a7c15);
    return (kn_hash){x ^ x >> 29, bits};
}

bool ir_inputs_ascend(const ir_graph *g, size_t *count) {
    bool ascend = true;
    uint64_t last = 0;
    *count = 0;
    for (size_t id = 0; id < g->count; id++) {
        if (ir_at(g, id)->op != IR_INPUT) continue;
        ascend = ascend && (*count == 0 || ir_at(g, id)->bits > last);
        last = ir_at(g, id)->bits;
        ++*count;
    }
    return ascend;
}

uint32_t *ir_input_aliases(const ir_graph *g, size_t *count) {
    bool ascending = ir_inputs_ascend(g, count);
    size_t n = *count;
    uint32_t *alias = n ? kn_malloc(g->alloc, n * sizeof *alias) : NULL;
    if (!alias) return NULL;
    kn_map first;
    kn_map_init(&first, g->alloc);
    uint32_t place = 0;
    for (size_t id = 0; id < g->count; id++) {
        if (ir_at(g, id)->op != IR_INPUT) continue;
        alias[place] = place;
        if (!ascending) { /* bits that only rise, as extract's do, cannot repeat */
            kn_hash key = bits_key(ir_at(g, id)->bits);
            uint64_t *seen = kn_map_find(&first, key);
            if (seen)
                alias[place] = (uint32_t)*seen;
            else if (kn_map_put(&first, key, place) != KILN_OK) {
                kn_free(g->alloc, alias, n * sizeof *alias);
                alias = NULL;
                break;
            }
        }
        place++;
    }
    kn_map_free(&first);
    return alias;
}
