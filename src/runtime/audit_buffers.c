/* SPDX-License-Identifier: Apache-2.0
 * Hardened mode: the buffers in use, with their guards and labels. They are listed apart from the
 * buffers, so that what runs over one harms no list. Called by buffers.c, and by harden.c around a
 * run.
 *
 *     [ 64 of guard | elements | to a multiple of 64 | 128 bytes of slack | 64 of guard ] */
#include "runtime/engine.h"

enum { TURN = 64 /* buffers looked at after a run, besides its results */ };

static kn_hash address(const void *data) {
    return (kn_hash){(uintptr_t)data, ~(uint64_t)(uintptr_t)data};
}

static char *upper(const rt_live *live) {
    return (char *)live->data + (live->nbytes + RT_GUARD - 1) / RT_GUARD * RT_GUARD + RT_SLACK;
}

rt_live *rt_live_find(rt_engine *e, const void *data) {
    uint64_t *at = data ? kn_map_find(&e->lives.at, address(data)) : NULL;
    return at ? &e->lives.live[*at] : NULL;
}

bool rt_live_add(rt_engine *e, void *data, size_t nbytes) {
    rt_lives *l = &e->lives;
    if (kn_grow(e->alloc, &l->live, &l->cap, l->count + 1, sizeof *l->live) != KILN_OK)
        return false;
    if (kn_map_put(&l->at, address(data), l->count) != KILN_OK) return false;
    l->live[l->count] = (rt_live){.data = data, .nbytes = nbytes};
    rt_fill((char *)data - RT_GUARD, RT_GUARD, RT_GUARD_BYTE);
    rt_fill(upper(&l->live[l->count++]), RT_GUARD, RT_GUARD_BYTE);
    return true;
}

void rt_live_remove(rt_engine *e, rt_live *live) {
    rt_lives *l = &e->lives;
    size_t i = (size_t)(live - l->live);
    kn_map_remove(&l->at, address(live->data));
    *live = l->live[--l->count];
    if (i == l->count) return;
    uint64_t *at = kn_map_find(&l->at, address(live->data));
    if (at) *at = i;
}

void rt_lives_free(rt_engine *e) {
    kn_map_free(&e->lives.at);
    kn_free(e->alloc, e->lives.live, e->lives.cap * sizeof *e->lives.live);
}

void rt_check_guards(rt_engine *e, const rt_live *live, const char *what, ir_id node) {
    const char *ends[] = {(char *)live->data - RT_GUARD, upper(live)}, *const sides[] = {"before",
                                                                                         "after"};
    rt_looked(e, RT_CHECK_GUARD);
    for (int i = 0; i < 2; i++) {
        size_t at = rt_filled(ends[i], RT_GUARD, RT_GUARD_BYTE);
        if (at == RT_GUARD) continue;
        rt_audit(e, RT_CHECK_GUARD, node,
                 "byte %zu of the guard %s %s of %zu bytes was overwritten", at, sides[i], what,
                 live->nbytes);
        memset((char *)(uintptr_t)ends[i], RT_GUARD_BYTE, RT_GUARD); /* told once */
    }
}

void rt_check_some_guards(rt_engine *e, const ir_graph *g, void *const *outputs) {
    rt_lives *l = &e->lives;
    for (size_t o = 0; o < g->noutputs; o++) {
        const rt_live *live = rt_live_find(e, outputs[o]);
        if (live) rt_check_guards(e, live, "a result", g->outputs[o].id);
    }
    for (size_t i = 0; i < TURN && i < l->count; i++) {
        if (l->turn >= l->count) l->turn = 0;
        rt_check_guards(e, &l->live[l->turn++], "a tensor", IR_NONE);
    }
}

/* ---- labels: the dtype above, of the shape below */

static uint64_t label_of(const ir_graph *g, ir_id id) {
    const ir_node *n = ir_at(g, id);
    uint64_t h = kn_hash_bytes(ir_shape(g, id), n->rank * sizeof(int64_t)).lo ^ n->rank;
    return (h >> 8 & UINT64_C(0xffffffffffff)) | (uint64_t)(n->dtype + 1) << 56;
}

/* A window of a buffer begins where the buffer does at times: it is at most half as long, and has
 * its dtype. */
static bool fits(const rt_live *live, uint64_t label, size_t nbytes) {
    if (live->nbytes == nbytes) return live->label == label;
    return nbytes <= live->nbytes / 2 && live->label >> 56 == label >> 56;
}

void rt_check_labels(rt_engine *e, const ir_graph *g, void *const *inputs) {
    size_t n = 0;
    for (ir_id id = 0; id < g->count; id++) {
        if (ir_at(g, id)->op != IR_INPUT) continue;
        size_t i = n++, nbytes = ir_nbytes(g, id);
        rt_live *live = rt_live_find(e, inputs[i]);
        if (!live) continue;
        rt_looked(e, RT_CHECK_LABEL);
        uint64_t label = label_of(g, id);
        /* of the host's making: first told here */
        if (live->label == 0 && live->nbytes == nbytes) live->label = label;
        if (live->label == 0 || fits(live, label, nbytes)) continue;
        rt_audit(e, RT_CHECK_LABEL, id,
                 "input %zu takes %zu bytes, its buffer of %zu was labelled %s", i, nbytes,
                 live->nbytes,
                 live->nbytes == nbytes ? "with another dtype or shape" : "for something else");
    }
}

void rt_label_outputs(rt_engine *e, const ir_graph *g, void *const *outputs) {
    for (size_t o = 0; o < g->noutputs; o++) {
        rt_live *live = rt_live_find(e, outputs[o]);
        if (live && live->nbytes == ir_nbytes(g, g->outputs[o].id))
            live->label = label_of(g, g->outputs[o].id);
    }
}
