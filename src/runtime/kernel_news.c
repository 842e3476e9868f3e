/* SPDX-License-Identifier: Apache-2.0
 * Why a kernel had to be made: which part of its key no loaded kernel shares. Called by kernels.c
 * for the ledger. */
#include "runtime/kernel_news.h"

static const char *const part_names[] = {
#define RT_KEY_PART_NAME(name, text) text,
    RT_KEY_PARTS(RT_KEY_PART_NAME)
#undef RT_KEY_PART_NAME
};

static uint64_t mix(uint64_t h, uint64_t x) {
    h = (h ^ x) * UINT64_C(0x9e3779b97f4a7c15);
    return h ^ h >> 29;
}

static void add_value(const kernel_value *v, uint64_t *part) {
    bool has_op = v->kind == KV_OP || v->kind == KV_REDUCE;
    int noperands = v->kind == KV_OP ? ir_ops[v->op].noperands : v->kind == KV_REDUCE;
    uint64_t program = mix(v->kind, has_op ? v->op : 0u);
    for (int i = 0; i < noperands; i++) program = mix(program, v->operand[i]);
    if (v->kind == KV_LOAD || v->kind == KV_SCALAR) program = mix(program, v->index);
    part[RT_KEY_PROGRAM] = mix(part[RT_KEY_PROGRAM], program);
    part[RT_KEY_DTYPES] = mix(part[RT_KEY_DTYPES], v->dtype);
    part[RT_KEY_ACCESS] = mix(part[RT_KEY_ACCESS], v->rowwise);
    if (v->kind == KV_CONST) part[RT_KEY_CONSTANTS] = mix(part[RT_KEY_CONSTANTS], v->bits);
}

void rt_key_parts(const kernel_spec *s, uint64_t part[RT_KEY_PARTS_COUNT]) {
    memset(part, 0, RT_KEY_PARTS_COUNT * sizeof *part);
    part[RT_KEY_PROGRAM] = mix(mix(s->kind, s->nleaves), s->noutputs);
    part[RT_KEY_ACCESS] = s->rank;
    part[RT_KEY_TILE] = mix(mix(s->mr, s->nr), s->stream);
    for (int l = 0; l < s->nleaves; l++) {
        part[RT_KEY_DTYPES] = mix(part[RT_KEY_DTYPES], s->leaf[l].dtype);
        part[RT_KEY_ACCESS] = mix(part[RT_KEY_ACCESS], s->leaf[l].is_index);
        for (int d = 0; d < s->rank; d++)
            part[RT_KEY_ACCESS] = mix(part[RT_KEY_ACCESS], s->leaf[l].step[d]);
    }
    for (int v = 0; v < s->nvalues; v++) add_value(&s->value[v], part);
    for (int o = 0; o < s->noutputs; o++)
        part[RT_KEY_PROGRAM] = mix(part[RT_KEY_PROGRAM], s->output[o]);
}

/* Bit p: part p differs; bit RT_KEY_PARTS_COUNT: the instruction set does. */
static unsigned differences(const rt_code *code, const uint64_t *part, kiln_isa isa) {
    unsigned bits = 0;
    for (int p = 0; p < RT_KEY_PARTS_COUNT; p++) bits |= (unsigned)(code->part[p] != part[p]) << p;
    return bits | (unsigned)(code->isa != isa) << RT_KEY_PARTS_COUNT;
}

void rt_key_news(const rt_code *ring, const uint64_t part[RT_KEY_PARTS_COUNT], kiln_isa isa,
                 kn_text *out) {
    unsigned nearest = 0;
    for (const rt_code *c = ring->older; c != ring; c = c->older) {
        unsigned bits = differences(c, part, isa);
        if (bits >> RT_KEY_PROGRAM & 1) continue;
        if (nearest == 0 || __builtin_popcount(bits) < __builtin_popcount(nearest)) nearest = bits;
    }
    if (nearest == 0) {
        kn_text_add(out, "%s", ring->older == ring ? "first kernel" : part_names[RT_KEY_PROGRAM]);
        return;
    }
    for (int p = 0; p < RT_KEY_PARTS_COUNT; p++)
        if (nearest >> p & 1) kn_text_add(out, "%s%s", out->len ? ", " : "", part_names[p]);
    if (nearest >> RT_KEY_PARTS_COUNT) kn_text_add(out, "%sinstruction set", out->len ? ", " : "");
}
