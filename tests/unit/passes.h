/* SPDX-License-Identifier: Apache-2.0
 * Graphs from text, plans from graphs, and what a plan must keep to. Used by the tests of
 * src/passes. */
#ifndef KN_TESTS_UNIT_PASSES_H
#define KN_TESTS_UNIT_PASSES_H

#include "check.h"
#include "passes/passes.h"

typedef struct plan_case {
    check_alloc alloc;
    ir_graph g;
    kn_text why;
    plan *p;
} plan_case;

static inline pass_config plan_config(bool jit) {
    return (pass_config){
        .isa = KILN_ISA_AVX512, .threads = 2, .jit = jit, .last_level_cache = 32 << 20};
}

static inline void plan_case_open(plan_case *c) {
    check_alloc_init(&c->alloc, 0);
    ir_graph_init(&c->g, &c->alloc.vtable);
    kn_text_init(&c->why, &c->alloc.vtable);
    c->p = NULL;
}

static inline void plan_case_parse(plan_case *c, const char *text) {
    plan_case_open(c);
    kiln_status status = ir_parse(&c->g, text, strlen(text), &c->why);
    cr_assert(status == KILN_OK, "%s", kn_text_str(&c->why));
}

static inline uint32_t step_reads(const plan *p, const plan_step *s) {
    if (s->kind == STEP_KERNEL || s->kind == STEP_CONTRACT)
        return p->kernels[s->kernel].spec->nleaves;
    return s->nbufs - 1;
}

/* One is a result of the step that reads the other last, and takes its place. */
static inline bool takes_place(const plan *p, size_t from, size_t to) {
    const plan_slot *a = &p->slots[from], *b = &p->slots[to];
    if (a->last_step != b->first_step || a->offset != b->offset || a->nbytes != b->nbytes)
        return false;
    const plan_step *s = &p->steps[b->first_step];
    bool read = false, written = false;
    for (uint32_t i = 0; i < s->nbufs; i++) {
        if (i < step_reads(p, s))
            read = read || s->bufs[i].slot == from;
        else
            written = written || s->bufs[i].slot == to;
    }
    return read && written && s->kind != STEP_REFERENCE;
}

/* No two temporaries or packing spaces that are live at the same step share a byte, slack included.
 */
static inline void check_places(const plan *p) {
    for (size_t i = 0; i < p->nslots; i++) {
        const plan_slot *a = &p->slots[i];
        if (a->kind != SLOT_TEMP) continue;
        CHECK(a->offset % 128 == 0 && a->offset + a->nbytes + 128 <= p->arena_bytes);
        for (size_t k = 0; k < i; k++) {
            const plan_slot *b = &p->slots[k];
            bool apart = b->kind != SLOT_TEMP || a->last_step < b->first_step ||
                         b->last_step < a->first_step;
            apart = apart || takes_place(p, i, k) || takes_place(p, k, i);
            cr_assert(apart || a->offset + a->nbytes + 128 <= b->offset ||
                          b->offset + b->nbytes + 128 <= a->offset,
                      "slots %zu and %zu overlap", i, k);
        }
        for (size_t k = 0; k < p->nsteps; k++) {
            const plan_step *s = &p->steps[k];
            size_t pack = s->pack_a + s->pack_b;
            bool apart = pack == 0 || a->last_step < k || k < a->first_step;
            cr_assert(apart || a->offset + a->nbytes + 128 <= s->pack_offset ||
                          s->pack_offset + pack <= a->offset,
                      "slot %zu and the packing of step %zu overlap", i, k);
        }
    }
}

/* A result into a window of a buffer that others have written to. */
static inline bool writes_window(const plan *p, const plan_step *s, uint32_t buf) {
    if (s->kind != STEP_KERNEL) return false;
    const kernel_spec *spec = p->kernels[s->kernel].spec;
    return spec->window >> (buf - spec->nleaves) & 1;
}

/* Every slot is written once but for windows, before it is read; every output is written or empty.
 */
static inline void check_flow(const plan *p) {
    bool *written = calloc(p->nslots + 1, sizeof *written),
         *made = calloc(p->noutputs + 1, sizeof *made);
    for (size_t i = 0; i < p->nsteps; i++) {
        const plan_step *s = &p->steps[i];
        uint32_t reads = step_reads(p, s);
        for (uint32_t b = 0; b < s->nbufs; b++) {
            uint32_t slot = s->bufs[b].slot;
            if (slot == UINT32_MAX) continue;
            CHECK(slot < p->nslots && s->bufs[b].offset >= 0);
            if (b < reads) {
                cr_assert(p->slots[slot].kind == SLOT_INPUT || written[slot],
                          "step %zu reads slot %u too early", i, slot);
                CHECK((size_t)s->bufs[b].offset < p->slots[slot].nbytes);
            } else {
                cr_assert((!written[slot] || writes_window(p, s, b)) &&
                              p->slots[slot].kind != SLOT_INPUT,
                          "slot %u is written twice", slot);
                written[slot] = true;
            }
            CHECK(p->slots[slot].first_step <= i && i <= p->slots[slot].last_step);
        }
    }
    for (size_t i = 0; i < p->nslots; i++) {
        if (p->slots[i].kind != SLOT_OUTPUT) continue;
        CHECK(p->slots[i].index < p->noutputs);
        made[p->slots[i].index] = written[i] || p->slots[i].nbytes == 0;
    }
    for (size_t o = 0; o < p->noutputs; o++) cr_assert(made[o], "output %zu is not computed", o);
    free(written);
    free(made);
}

static inline void check_plan(const plan *p) {
    kn_text why;
    kn_text_init(&why, kn_alloc_default());
    kiln_status status = ir_verify(&p->graph, &why);
    for (size_t k = 0; k < p->nkernels && status == KILN_OK; k++)
        status = kernel_verify(p->kernels[k].spec, &why);
    cr_assert(status == KILN_OK, "%s", kn_text_str(&why));
    kn_text_free(&why);
    check_flow(p);
    check_places(p);
}

static inline void plan_case_build(plan_case *c, bool jit) {
    pass_config config = plan_config(jit);
    kiln_status status = passes_build_plan(&c->alloc.vtable, &c->g, &config, &c->p, &c->why);
    cr_assert(status == KILN_OK, "%s", kn_text_str(&c->why));
    check_plan(c->p);
}

static inline void plan_case_close(plan_case *c) {
    plan_free(c->p);
    ir_graph_free(&c->g);
    kn_text_free(&c->why);
    CHECK_EQ(c->alloc.live, 0);
}

static inline size_t count_steps(const plan *p, plan_step_kind kind) {
    size_t n = 0;
    for (size_t i = 0; i < p->nsteps; i++) n += p->steps[i].kind == kind;
    return n;
}

static inline size_t count_kernels(const plan *p, kernel_kind kind) {
    size_t n = 0;
    for (size_t i = 0; i < p->nsteps; i++)
        n += (p->steps[i].kind == STEP_KERNEL || p->steps[i].kind == STEP_CONTRACT) &&
             p->kernels[p->steps[i].kernel].spec->kind == kind;
    return n;
}

#endif
