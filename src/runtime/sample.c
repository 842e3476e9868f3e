/* SPDX-License-Identifier: Apache-2.0
 * Verification where the full comparison would dominate: 64 points of every contraction and map, right
 * after the step ran, while its operands are still there. The specification is evaluated at those points
 * by the reference: its values become a small graph over vectors of 64 elements. Sound, and independent of
 * the code generator. Called by run.c. */
#include <math.h>

#include "ir/order.h"
#include "reference/reference.h"
#include "runtime/engine.h"

enum { SAMPLES = 64 };
#define FULL_FLOPS 2147483648.0 /* up to here everything is compared */

bool rt_wants_samples(const ir_graph *g) {
    double flops = 0;
    for (ir_id id = 0; id < g->count; id++) {
        const ir_node *n = ir_at(g, id);
        if (n->op != IR_MATMUL) continue;
        const ir_node *a = ir_at(g, n->operand[0]);
        flops += 2.0 * (double)ir_numel(g, id) * (double)a->shape[a->rank - 1];
    }
    return flops > FULL_FLOPS;
}

typedef struct sampler {
    rt_engine *e;
    const plan *p;
    const plan_step *st;
    const kernel_spec *s;
    void *bufs[KERNEL_MAX_LEAVES + KERNEL_MAX_OUTPUTS];
    uint64_t scalars[KERNEL_MAX_SCALARS];
    int64_t point[SAMPLES][KERNEL_MAX_RANK];
    int64_t flat[SAMPLES];
    ir_graph g;
    ir_builder b;
    kn_arena memory;
    ir_id node[KERNEL_MAX_VALUES];
    void *inputs[KERNEL_MAX_VALUES];
    size_t ninputs;
} sampler;

/* First and last points, and others by a fixed sequence of numbers. */
static void pick_points(sampler *x) {
    uint64_t state = 0x2545f4914f6cdd1d;
    int64_t total = 1;
    for (int d = 0; d < x->s->rank; d++) total *= x->st->ints[d];
    for (int i = 0; i < SAMPLES; i++) {
        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        int64_t flat = i == 0 ? 0 : i == 1 ? total - 1 : (int64_t)((state >> 11) % (uint64_t)total);
        x->flat[i] = flat;
        for (int d = x->s->rank; d-- > 0; flat /= x->st->ints[d]) x->point[i][d] = flat % x->st->ints[d];
    }
}

static const int64_t *leaf_ints(const sampler *x, int leaf) {
    return x->st->ints + x->s->rank + (size_t)leaf * (x->s->rank + 1u);
}

static void *sample_leaf(sampler *x, int leaf) {
    kiln_dtype dtype = (kiln_dtype)x->s->leaf[leaf].dtype;
    size_t size = kiln_dtype_size(dtype);
    const int64_t *stride = leaf_ints(x, leaf);
    char *data = kn_arena_get(&x->memory, SAMPLES * size);
    for (int i = 0; data && i < SAMPLES; i++) {
        int64_t at = 0;
        for (int d = 0; d < x->s->rank; d++)
            if (x->s->leaf[leaf].step[d] != STEP_ZERO) at += x->point[i][d] * stride[d];
        uint64_t bits = ir_bits_of_i64(dtype, at + stride[x->s->rank]);
        const void *from = &bits;
        if (!x->s->leaf[leaf].is_index) from = (const char *)x->bufs[leaf] + at * (int64_t)size;
        memcpy(data + (size_t)i * size, from, size);
    }
    return data;
}

/* The contraction's definition at one point: fma in order of k, from zero; integers wrap. */
static uint64_t accumulate(const sampler *x, const int64_t *point, kiln_dtype dtype) {
    const plan_step *st = x->st;
    size_t size = kiln_dtype_size(dtype);
    int64_t first_a = point[0] * st->a_stride[0] + point[1] * st->a_stride[1];
    int64_t first_b = point[0] * st->b_stride[0] + point[2] * st->b_stride[2];
    const char *a = (const char *)x->bufs[0] + first_a * (int64_t)size;
    const char *b = (const char *)x->bufs[1] + first_b * (int64_t)size;
    int64_t a_step = st->a_stride[2] * (int64_t)size, b_step = st->b_stride[1] * (int64_t)size;
    float f = 0;
    double d = 0;
    uint64_t n = 0;
    for (int64_t k = 0; k < st->k; k++, a += a_step, b += b_step) {
        uint64_t p = 0, q = 0;
        if (dtype == KILN_F32) f = fmaf(*(const float *)(const void *)a, *(const float *)(const void *)b, f);
        else if (dtype == KILN_F64)
            d = fma(*(const double *)(const void *)a, *(const double *)(const void *)b, d);
        else n += (memcpy(&p, a, size), memcpy(&q, b, size), p * q);
    }
    if (f != f) return ORDER_NAN_F32;
    if (d != d) return ORDER_NAN_F64;
    if (dtype == KILN_F32) memcpy(&n, &f, sizeof f);
    if (dtype == KILN_F64) memcpy(&n, &d, sizeof d);
    return n;
}

static double sum_of_magnitudes(const sampler *x, const int64_t *point, kiln_dtype dtype) {
    const plan_step *st = x->st;
    int64_t a = point[0] * st->a_stride[0] + point[1] * st->a_stride[1];
    int64_t b = point[0] * st->b_stride[0] + point[2] * st->b_stride[2];
    double sum = 0;
    for (int64_t k = 0; k < st->k; k++, a += st->a_stride[2], b += st->b_stride[1])
        sum += dtype == KILN_F32
            ? fabs((double)((const float *)x->bufs[0])[a] * (double)((const float *)x->bufs[1])[b])
                                 : fabs(((const double *)x->bufs[0])[a] * ((const double *)x->bufs[1])[b]);
    return sum;
}

static void *sample_acc(sampler *x, kiln_dtype dtype) {
    size_t size = kiln_dtype_size(dtype);
    char *data = kn_arena_get(&x->memory, SAMPLES * size);
    for (int i = 0; data && i < SAMPLES; i++) {
        uint64_t bits = accumulate(x, x->point[i], dtype);
        memcpy(data + (size_t)i * size, &bits, size);
    }
    return data;
}

/* OpenBLAS adds in another order: |c - c'| <= 2 gamma_k |A||B|, the bound of two sums of k products, each
 * within gamma_k of the exact one. Infinities and NaNs are left out: their place may depend on the order. */
static kiln_status check_bound(const sampler *x, size_t step, kn_text *why) {
    kiln_dtype dtype = (kiln_dtype)x->s->leaf[0].dtype;
    size_t size = kiln_dtype_size(dtype);
    double u = (double)x->st->k * (dtype == KILN_F32 ? 0x1p-24 : 0x1p-53);
    double least = dtype == KILN_F32 ? 0x1p-149 : 0x1p-1074;
    for (int i = 0; i < SAMPLES; i++) {
        const char *got = (const char *)x->bufs[2] + (size_t)x->flat[i] * size;
        uint64_t bits = 0;
        memcpy(&bits, got, size);
        double a = ir_value_of(dtype, accumulate(x, x->point[i], dtype)), b = ir_value_of(dtype, bits);
        double sum = sum_of_magnitudes(x, x->point[i], dtype);
        double allowed = 2 * u / (1 - u) * sum * (1 + 0x1p-20) + 2 * (double)x->st->k * least;
        if (!isfinite(sum) || !isfinite(a) || !isfinite(b) || u >= 1 || fabs(a - b) <= allowed) continue;
        kn_text_add(why, "step %zu (", step);
        ir_print_node(&x->p->graph, x->st->node, why);
        kn_text_add(why, ") by OpenBLAS is off by %a at element %lld, allowed are %a", fabs(a - b),
                    (long long)x->flat[i], allowed);
        return KILN_MISMATCH;
    }
    return KILN_OK;
}

static ir_id add_input(sampler *x, kiln_dtype dtype, void *data) {
    int64_t shape = SAMPLES;
    if (!data) return ir_fail(&x->b, KILN_NO_MEMORY, "no memory for samples");
    x->inputs[x->ninputs++] = data;
    return ir_input(&x->b, dtype, 1, &shape, NULL);
}

static ir_id add_value(sampler *x, const kernel_value *v) {
    kiln_dtype dtype = (kiln_dtype)v->dtype;
    ir_id o[3] = {0};
    if (v->kind == KV_CONST) return ir_const_bits(&x->b, dtype, v->bits);
    if (v->kind == KV_SCALAR) return ir_scalar(&x->b, dtype, x->scalars[v->index]);
    if (v->kind == KV_LOAD) return add_input(x, dtype, sample_leaf(x, v->index));
    if (v->kind == KV_ACC) return add_input(x, dtype, sample_acc(x, dtype));
    for (int i = 0; i < ir_ops[v->op].noperands; i++) o[i] = x->node[v->operand[i]];
    if (ir_ops[v->op].types == IR_TYPES_CAST) return ir_convert(&x->b, (ir_op)v->op, o[0], dtype);
    if (ir_ops[v->op].types == IR_TYPES_RAND) return ir_random(&x->b, (ir_op)v->op, dtype, o[0], o[1]);
    if (ir_ops[v->op].noperands == 1) return ir_map1(&x->b, (ir_op)v->op, o[0]);
    if (ir_ops[v->op].noperands == 2) return ir_map2(&x->b, (ir_op)v->op, o[0], o[1]);
    return ir_map3(&x->b, (ir_op)v->op, o[0], o[1], o[2]);
}

static kiln_status compare(sampler *x, size_t step, void *const *wanted, kn_text *why) {
    for (int o = 0; o < x->s->noutputs; o++) {
        kiln_dtype dtype = (kiln_dtype)x->s->value[x->s->output[o]].dtype;
        size_t size = kiln_dtype_size(dtype);
        bool one = ir_at(&x->g, x->node[x->s->output[o]])->rank == 0;
        for (int i = 0; i < SAMPLES; i++) {
            const char *want = (const char *)wanted[o] + (one ? 0 : (size_t)i * size);
            int64_t at = kernel_output_element(x->s, x->st->ints, (uint32_t)o, x->point[i]);
            const char *got = (const char *)x->bufs[x->s->nleaves + o] + at * (int64_t)size;
            if (memcmp(want, got, size) == 0) continue;
            kn_text_add(why, "step %zu (", step);
            ir_print_node(&x->p->graph, x->st->node, why);
            kn_text_add(why, ") differs at element %lld: fused ", (long long)x->flat[i]);
            rt_add_value(why, dtype, got);
            kn_text_add(why, ", reference ");
            rt_add_value(why, dtype, want);
            return KILN_MISMATCH;
        }
    }
    return KILN_OK;
}

static kiln_status evaluate(sampler *x, size_t step, kn_text *why) {
    void *wanted[KERNEL_MAX_OUTPUTS];
    for (int v = 0; v < x->s->nvalues; v++) {
        x->node[v] = add_value(x, &x->s->value[v]);
        if (x->node[v] == IR_NONE) return x->b.status;
    }
    for (int o = 0; o < x->s->noutputs; o++) {
        KN_TRY(ir_add_output(&x->g, x->node[x->s->output[o]], NULL));
        wanted[o] = kn_arena_get(&x->memory, SAMPLES * sizeof(uint64_t));
        if (!wanted[o]) return KILN_NO_MEMORY;
    }
    KN_TRY(ref_graph(x->e->alloc, &x->g, x->inputs, NULL, wanted, NULL, NULL, why, NULL));
    return compare(x, step, wanted, why);
}

/* A result may lie where an operand was: then the operand is gone. */
static bool operands_are_there(const sampler *x) {
    for (uint32_t o = x->s->nleaves; o < x->st->nbufs; o++)
        for (uint32_t l = 0; l < x->s->nleaves; l++) {
            if (x->st->bufs[l].slot == UINT32_MAX) continue;
            const plan_slot *to = &x->p->slots[x->st->bufs[o].slot];
            const plan_slot *from = &x->p->slots[x->st->bufs[l].slot];
            const char *a = x->e->slots[x->st->bufs[o].slot], *b = x->e->slots[x->st->bufs[l].slot];
            if (a < b + from->nbytes && b < a + to->nbytes) return false;
        }
    return true;
}

kiln_status rt_sample_step(rt_engine *e, rt_entry *entry, size_t step, kn_text *why) {
    const plan_step *st = &entry->p->steps[step];
    if (st->kind != STEP_CONTRACT && st->kind != STEP_KERNEL) return KILN_OK;
    sampler *x = kn_calloc(e->alloc, 1, sizeof *x);
    if (!x) return KILN_NO_MEMORY;
    x->e = e;
    x->p = entry->p;
    x->st = st;
    x->s = entry->p->kernels[st->kernel].spec;
    bool has_points = x->s->kind == KERNEL_MAP || x->s->kind == KERNEL_CONTRACT;
    for (int d = 0; d < x->s->rank; d++) has_points = has_points && st->ints[d] > 0;
    ir_graph_init(&x->g, e->alloc);
    ir_builder_init(&x->b, &x->g);
    kn_arena_init(&x->memory, e->alloc);
    kiln_status status = KILN_OK;
    if (has_points && operands_are_there(x)) {
        rt_step_buffers(e, st, x->bufs);
        rt_step_scalars(e, st, x->scalars);
        pick_points(x);
        status = rt_by_blas(entry, step) ? check_bound(x, step, why) : evaluate(x, step, why);
        entry->samples += SAMPLES;
    }
    kn_arena_free(&x->memory);
    ir_graph_free(&x->g);
    kn_free(e->alloc, x, sizeof *x);
    return status;
}
