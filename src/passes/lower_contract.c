/* SPDX-License-Identifier: Apache-2.0
 * Steps of contractions: tile shape, strides of the factors, packing space. Called by lower_step.c.
 */
#include "ir/contract_packing.h"
#include "passes/lower.h"

enum { BLOCK_ROWS = 256, BLOCK_COLS = 512 };

static int64_t ceil_div(int64_t a, int64_t b) { return (a + b - 1) / b; }

static ir_id find_product(const lower *l, const fuse_unit *u) {
    for (uint32_t i = 0; i < u->nmembers; i++)
        if (ir_op_class(ir_at(&l->p->graph, u->member[i])->op) == IR_CLASS_CONTRACT)
            return u->member[i];
    return IR_NONE;
}

static void set_extents(plan_step *step, const fuse_contract *c) {
    step->m = c->m;
    step->n = c->n;
    step->k = c->k;
    step->batch = c->batch;
    for (int i = 0; i < 3; i++) {
        step->a_stride[i] = c->batch == 1 && i == 0 ? 0 : c->a_stride[i];
        step->b_stride[i] = c->batch == 1 && i == 0 ? 0 : c->b_stride[i];
    }
}

kiln_status lower_contract_step(lower *l, lower_kernel *k) {
    ir_id product = find_product(l, k->unit);
    fuse_contract c;
    plan_step *step;
    int bad;
    fuse_contract_of(l->f, product, &c, &bad);
    kiln_dtype dtype = (kiln_dtype)ir_at(&l->p->graph, product)->dtype;
    kernel_tile_shape(l->config->isa, dtype, c.m, c.n, &k->spec->mr, &k->spec->nr);
    KN_TRY(lower_kernel_step(l, k, STEP_CONTRACT, &step));
    set_extents(step, &c);
    step->bufs[0] = lower_ref(l, &c.a);
    step->bufs[1] = lower_ref(l, &c.b);
    kernel_contract_packing(step, k->spec, &step->pack_a, &step->pack_b);
    if (step->pack_a >= SIZE_MAX / 4 || step->pack_b >= SIZE_MAX / 4) return KILN_TOO_LARGE;
    int64_t rows = ceil_div(BLOCK_ROWS, k->spec->mr) * k->spec->mr;
    int64_t cols = ceil_div(BLOCK_COLS, k->spec->nr) * k->spec->nr;
    step->rows = c.m;
    step->cols = c.n;
    step->row_grain = rows;
    step->col_grain = cols;
    step->cost_ns += 2.0 * (double)c.batch * (double)c.m * (double)c.n * (double)c.k / 50;
    for (int o = 0; o < k->spec->noutputs; o++)
        KN_TRY(lower_result(l, k->stored[o], &step->bufs[k->spec->nleaves + o]));
    return lower_end_step(l, step, k->spec->nleaves);
}
