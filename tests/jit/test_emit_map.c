/* SPDX-License-Identifier: Apache-2.0
 * Every map op of every dtype it takes, on hard values, on every instruction set: the same bytes as
 * the reference. KILN_TEST: sanitize=address */
#include "jit_check.h"

#include "ir/graph.h"

enum { COUNT = 1000 };

/* What ops.def lets `op` take and give, one case for each dtype (of both, for cast). */
typedef struct op_case {
    ir_op op;
    int n;
    kiln_dtype in[3], out;
} op_case;

static size_t size_of(kiln_dtype d) { return kiln_dtype_size(d); }

/* The expected bytes, from a graph of one node. */
static void *expected(const op_case *c, void *const *data) {
    ir_graph g;
    ir_builder b;
    int64_t shape[1] = {COUNT};
    ref_buffer in[3], out = {data_new(COUNT * size_of(c->out)), c->out, 1, shape, NULL};
    ir_id x[3] = {0}, y;
    ir_graph_init(&g, kn_alloc_default());
    ir_builder_init(&b, &g);
    for (int i = 0; i < c->n; i++) {
        in[i] = (ref_buffer){data[i], c->in[i], 1, shape, NULL};
        x[i] = ir_input(&b, c->in[i], 1, shape, NULL);
    }
    if (ir_ops[c->op].types == IR_TYPES_CAST)
        y = ir_convert(&b, c->op, x[0], c->out);
    else if (ir_ops[c->op].types == IR_TYPES_RAND)
        y = ir_random(&b, c->op, c->out, x[0], x[1]);
    else if (c->n == 1)
        y = ir_map1(&b, c->op, x[0]);
    else
        y = c->n == 2 ? ir_map2(&b, c->op, x[0], x[1]) : ir_map3(&b, c->op, x[0], x[1], x[2]);
    cr_assert(y != IR_NONE, "%s: %s", ir_ops[c->op].name, b.message);
    CHECK_OK(ref_node(kn_alloc_default(), &g, y, in, &out, (ref_poll){0}, NULL, NULL));
    ir_graph_free(&g);
    return out.data;
}

static void check_case(const op_case *c, kiln_isa isa) {
    kernel_spec s = spec_new(KERNEL_MAP, 1);
    void *bufs[4], *want;
    int x[3] = {0};
    int64_t ints[] = {COUNT, 0, 0, 0, 0, 0, 0};
    for (int i = 0; i < c->n; i++) {
        bufs[i] = data_new(COUNT * size_of(c->in[i]));
        fill_hard(bufs[i], c->in[i], COUNT, 77 + (uint64_t)i);
        x[i] = spec_input(&s, c->in[i], "1");
    }
    spec_output(&s, spec_op(&s, c->op, c->out, x[0], x[1], x[2]));
    want = expected(c, bufs);
    bufs[c->n] = data_new(COUNT * size_of(c->out));
    code k = spec_compile(&s, isa);
    k.entry(bufs, ints, NULL, NULL, 0, 1, 0, COUNT);
    code_free(&k);
    int64_t at = first_difference(bufs[c->n], want, COUNT * size_of(c->out));
    if (at >= 0) {
        size_t i = (size_t)at / size_of(c->out), n = size_of(c->out);
        uint64_t got = 0, wanted = 0, args[3] = {0};
        memcpy(&got, (char *)bufs[c->n] + i * n, n);
        memcpy(&wanted, (char *)want + i * n, n);
        for (int j = 0; j < c->n; j++)
            memcpy(&args[j], (char *)bufs[j] + i * size_of(c->in[j]), size_of(c->in[j]));
        cr_expect(0, "%s: %s %s -> %s of %llx %llx %llx: %llx, wanted %llx", isa_name(isa),
                  ir_ops[c->op].name, kiln_dtype_short(c->in[0]), kiln_dtype_short(c->out),
                  (long long)args[0], (long long)args[1], (long long)args[2], (long long)got,
                  (long long)wanted);
    }
    for (int i = 0; i <= c->n; i++) free(bufs[i]);
    free(want);
}

static const kiln_dtype dtypes[] = {KILN_BOOL, KILN_U8,  KILN_I8,   KILN_I16, KILN_I32,
                                    KILN_I64,  KILN_F16, KILN_BF16, KILN_F32, KILN_F64};

enum { NDTYPES = sizeof dtypes / sizeof *dtypes };

static void check_op(ir_op op, kiln_isa isa) {
    const ir_op_info *info = &ir_ops[op];
    for (int i = 0; i < NDTYPES; i++) {
        kiln_dtype d = dtypes[i];
        op_case c = {op, info->noperands, {d, d, d}, d};
        if (info->types == IR_TYPES_RAND) {
            if (!ir_dtype_is(d, IR_DT_FLT)) continue;
            c.in[0] = c.in[1] = KILN_I64;
        } else if (!ir_dtype_is(d, info->allowed)) {
            continue;
        }
        if (op == IR_GCD || op == IR_IPOW ||
            ((op == IR_REM || op == IR_FMOD) && ir_dtype_is(d, IR_DT_FLT)))
            continue; /* has no emitted form */
        if (info->types == IR_TYPES_CMP) c.out = KILN_BOOL;
        if (info->types == IR_TYPES_SEL) c.in[0] = KILN_BOOL;
        for (int to = 0; to < NDTYPES; to++) {
            bool converts = info->types == IR_TYPES_CAST, other = dtypes[to] != d;
            if (converts) c.out = dtypes[to];
            if (!converts && to > 0) break;
            if (op == IR_CAST) other = other && ir_cast_exists(d, c.out);
            if (op == IR_BITCAST)
                other = other && ir_dtype_is(c.out, info->allowed) &&
                        kiln_dtype_size(c.out) == kiln_dtype_size(d);
            if (!converts || other) check_case(&c, isa);
        }
    }
}

static void check_all(kiln_isa isa) {
    if (!has_isa(isa)) return;
    for (int op = 0; op < IR_OP_COUNT; op++)
        if (ir_op_class(op) == IR_MAP) check_op((ir_op)op, isa);
}

Test(emit_map, ops_avx512) { check_all(KILN_ISA_AVX512); }
Test(emit_map, ops_avx2) { check_all(KILN_ISA_AVX2); }
Test(emit_map, ops_base) { check_all(KILN_ISA_BASE); }
