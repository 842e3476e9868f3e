/* SPDX-License-Identifier: Apache-2.0
 * A plan as text: `kiln dump --stage plan`; docs/passes.md says how to read it. */
#include "ir/plan.h"

static const char *const step_names[] = {"kernel", "contract", "fold", "reference", "copy"};
static const char *const slot_names[] = {"input", "output", "temp"};
static const char *const kind_names[] = {"map", "row", "lane", "column", "contract"};

static void print_slot(const plan *p, size_t i, kn_text *out) {
    const plan_slot *s = &p->slots[i];
    char type[352];
    kn_text_add(out, "slot %zu: %s", i, slot_names[s->kind]);
    if (s->kind != SLOT_TEMP) kn_text_add(out, " %u", s->index);
    kn_text_add(out, " %s of %%%u", ir_type_text(&p->graph, s->node, type, sizeof type), s->node);
    if (s->kind == SLOT_TEMP)
        kn_text_add(out, ", %zu bytes at %zu, steps %u to %u", s->nbytes, s->offset, s->first_step,
                    s->last_step);
    kn_text_add(out, "\n");
}

static void print_ref(const plan_ref *r, kn_text *out) {
    if (r->slot == UINT32_MAX)
        kn_text_add(out, " -");
    else if (r->offset)
        kn_text_add(out, " %u+%lld", r->slot, (long long)r->offset);
    else
        kn_text_add(out, " %u", r->slot);
}

static void print_step_detail(const plan *p, const plan_step *s, kn_text *out) {
    switch (s->kind) {
    case STEP_KERNEL:
        kn_text_add(out, " %s k%u", kind_names[p->kernels[s->kernel].spec->kind], s->kernel);
        break;
    case STEP_CONTRACT:
        kn_text_add(out, " k%u batch %lld m %lld n %lld k %lld", s->kernel, (long long)s->batch,
                    (long long)s->m, (long long)s->n, (long long)s->k);
        break;
    case STEP_FOLD:
        kn_text_add(out, " %s [%lld, %lld, %lld]", ir_ops[s->op].name, (long long)s->fold_outer,
                    (long long)s->fold_blocks, (long long)s->fold_inner);
        break;
    case STEP_REFERENCE: kn_text_add(out, " %s", ir_ops[s->op].name); break;
    default: break;
    }
}

static void print_step(const plan *p, size_t i, kn_text *out) {
    const plan_step *s = &p->steps[i];
    kn_text_add(out, "step %zu: %s", i, step_names[s->kind]);
    print_step_detail(p, s, out);
    kn_text_add(out, ", bufs");
    for (uint32_t b = 0; b < s->nbufs; b++) print_ref(&s->bufs[b], out);
    kn_text_add(out, ", grid %lld x %lld by %lld x %lld", (long long)s->rows, (long long)s->cols,
                (long long)s->row_grain, (long long)s->col_grain);
    if (s->scratch) kn_text_add(out, ", scratch %zu", s->scratch);
    if (s->pack_a || s->pack_b)
        kn_text_add(out, ", pack %zu + %zu at %zu", s->pack_a, s->pack_b, s->pack_offset);
    const char *site = s->node < p->graph.count ? ir_at(&p->graph, s->node)->site : NULL;
    kn_text_add(out, ", for %%%u%s%s\n", s->node, site ? " at " : "", site ? site : "");
}

static void print_declines(const plan *p, kn_text *out) {
    for (size_t i = 0; i < p->nnotes; i++) {
        const plan_note *n = &p->notes[i];
        kn_text_add(out, "not fused: %%%u (%s)", n->node,
                    ir_ops[ir_at(&p->graph, n->node)->op].name);
        if (n->into != n->node)
            kn_text_add(out, " with %%%u (%s)", n->into,
                        ir_ops[ir_at(&p->graph, n->into)->op].name);
        kn_text_add(out, ": %s\n", plan_reason_text((plan_reason)n->reason));
    }
    for (int r = PLAN_WHY_NONE + 1; r < PLAN_WHY_COUNT; r++)
        if (p->declines[r])
            kn_text_add(out, "declined %s: %u\n", plan_reason_name((plan_reason)r), p->declines[r]);
}

void plan_print(const plan *p, kn_text *out) {
    kn_text_add(
        out,
        "plan: %zu steps, %zu kernels, %zu slots, arena %zu bytes, scratch %llu bytes a thread\n",
        p->nsteps, p->nkernels, p->nslots, p->arena_bytes, (unsigned long long)p->scratch_max);
    for (size_t i = 0; i < p->nslots; i++) print_slot(p, i, out);
    for (size_t i = 0; i < p->nsteps; i++) print_step(p, i, out);
    for (size_t i = 0; i < p->nkernels; i++) {
        char hex[33];
        kn_hash_hex(p->kernels[i].hash, hex);
        kn_text_add(out, "kernel k%zu %s: ", i, hex);
        kernel_print(p->kernels[i].spec, out);
    }
    print_declines(p, out);
}
