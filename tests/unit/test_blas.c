/* SPDX-License-Identifier: Apache-2.0
 * The OpenBLAS route: within the forward error bound of the exact product, the same bits on any
 * number of threads, and taken only where it may be. Passes without OpenBLAS by testing the choice
 * alone. */
#include <math.h>

#include "ir/order.h"
#include "runtime/blas.h"
#include "unit/check.h"

typedef struct product {
    plan_step st;
    kernel_spec spec;
    bool wide;
    void *a, *b, *c;
} product;

static void make_product(product *p, bool wide, int64_t batch, int64_t m, int64_t n, int64_t k,
                         bool ta, bool tb) {
    memset(p, 0, sizeof *p);
    p->wide = wide;
    p->st = (plan_step){.m = m,
                        .n = n,
                        .k = k,
                        .batch = batch,
                        .a_stride = {m * k, ta ? 1 : k, ta ? m : 1},
                        .b_stride = {k * n, tb ? 1 : n, tb ? k : 1}};
    p->spec.nleaves = 2;
    p->spec.noutputs = p->spec.nvalues = 1;
    p->spec.leaf[0].dtype = p->spec.leaf[1].dtype = p->spec.value[0].dtype =
        wide ? KILN_F64 : KILN_F32;
    p->spec.value[0].kind = KV_ACC;
    size_t each = wide ? 8 : 4;
    p->a = malloc((size_t)(batch * m * k) * each + 8);
    p->b = malloc((size_t)(batch * k * n) * each + 8);
    p->c = malloc((size_t)(batch * m * n) * each + 8);
    uint32_t seed = 7;
    for (int64_t i = 0; i < batch * (m * k + k * n); i++) {
        seed = seed * 1664525u + 1013904223u;
        double x = ((double)(seed >> 8) - 8388608.0) / 8388608.0;
        int64_t at = i < batch * m * k ? i : i - batch * m * k;
        void *to = i < batch * m * k ? p->a : p->b;
        if (wide)
            ((double *)to)[at] = x;
        else
            ((float *)to)[at] = (float)x;
    }
}

static void free_product(product *p) {
    free(p->a);
    free(p->b);
    free(p->c);
}

static double at(const product *p, const void *x, int64_t i) {
    return p->wide ? ((const double *)x)[i] : ((const float *)x)[i];
}

static void check_bound(const product *p) {
    const plan_step *st = &p->st;
    double unit = p->wide ? 0x1p-53 : 0x1p-24, gamma = (double)(st->k + 1) * unit * 1.01;
    for (int64_t b = 0; b < st->batch; b++)
        for (int64_t i = 0; i < st->m; i++)
            for (int64_t j = 0; j < st->n; j++) {
                long double sum = 0, size = 0;
                for (int64_t q = 0; q < st->k; q++) {
                    double x = at(p, p->a,
                                  b * st->a_stride[0] + i * st->a_stride[1] + q * st->a_stride[2]);
                    double y = at(p, p->b,
                                  b * st->b_stride[0] + q * st->b_stride[1] + j * st->b_stride[2]);
                    sum += (long double)x * y;
                    size += fabsl((long double)x * y);
                }
                double got = at(p, p->c, (b * st->m + i) * st->n + j);
                cr_assert(fabsl((long double)got - sum) <= gamma * size, "%lld %lld: %g for %Lg",
                          (long long)i, (long long)j, got, sum);
            }
}

static void run_on(const rt_blas *blas, const product *p, int threads) {
    rt_pool pool;
    void *bufs[3] = {p->a, p->b, p->c};
    rt_pool_init(&pool, threads, NULL);
    rt_pool_begin(&pool);
    rt_blas_contract(blas, &pool, &p->st, &p->spec, bufs);
    rt_pool_end(&pool);
}

Test(blas, products_are_within_the_bound_on_any_number_of_threads) {
    static const struct {
        int64_t batch, m, n, k;
    } cases[] = {
        {1, 1, 1, 1},    {1, 7, 5, 3},  {1, 1, 40, 9},     {1, 40, 1, 9},
        {3, 20, 30, 40}, {20, 9, 8, 7}, {1, 300, 200, 50}, {2, 140, 600, 30},
        {1, 5, 6, 0},    {1, 0, 6, 5},  {0, 3, 3, 3},
    };
    rt_blas blas;
    kn_text why;
    kn_text_init(&why, kn_alloc_default());
    bool open = rt_blas_open(&blas, &why);
    CHECK(open || why.len > 0);
    kn_text_free(&why);
    if (!open) return;
    for (size_t i = 0; i < 4 * (sizeof cases / sizeof *cases); i++)
        for (int wide = 0; wide < 2; wide++) {
            product p;
            size_t c = i / 4;
            make_product(&p, wide, cases[c].batch, cases[c].m, cases[c].n, cases[c].k, i & 1,
                         i & 2);
            size_t nbytes = (size_t)(cases[c].batch * cases[c].m * cases[c].n) * (wide ? 8 : 4);
            void *first = malloc(nbytes + 1);
            run_on(&blas, &p, 1);
            check_bound(&p);
            memcpy(first, p.c, nbytes);
            memset(p.c, 0xff, nbytes);
            run_on(&blas, &p, 3);
            CHECK(memcmp(first, p.c, nbytes) == 0);
            free(first);
            free_product(&p);
        }
    rt_blas_close(&blas);
}

Test(blas, nans_are_canonical) {
    rt_blas blas;
    kn_text why;
    product p;
    kn_text_init(&why, kn_alloc_default());
    bool open = rt_blas_open(&blas, &why);
    kn_text_free(&why);
    if (!open) return;
    make_product(&p, false, 1, 4, 4, 4, false, false);
    const uint32_t odd = 0xffc12345u, wanted = ORDER_NAN_F32;
    memcpy(p.a, &odd, 4);
    run_on(&blas, &p, 1);
    for (int j = 0; j < 4; j++) CHECK(memcmp((float *)p.c + j, &wanted, 4) == 0);
    CHECK(!isnan(((float *)p.c)[4]));
    free_product(&p);
    rt_blas_close(&blas);
}

static const char *reason_for(kiln_matmul_route setting, const product *p, rt_route wanted) {
    rt_config config = {.matmul = setting, .isa = KILN_ISA_AVX2};
    const char *reason = NULL;
    CHECK_EQ(rt_contract_route(&config, &p->st, &p->spec, &reason), wanted);
    CHECK(reason != NULL);
    return reason;
}

Test(blas, the_route_is_chosen_from_setting_and_form) {
    product p;
    make_product(&p, false, 1, 8, 8, 8, false, true);
    CHECK_STR(reason_for(KILN_MATMUL_EMITTED, &p, RT_EMITTED), "SETTING_EMITTED");
    CHECK_STR(reason_for(KILN_MATMUL_DEFAULT, &p, RT_EMITTED), "SETTING_EMITTED");
    CHECK_STR(reason_for(KILN_MATMUL_OPENBLAS, &p, RT_OPENBLAS), "SETTING_OPENBLAS");
    CHECK_STR(reason_for(KILN_MATMUL_AUTO, &p, RT_EMITTED), "MEASURED");
    rt_config old = {.matmul = KILN_MATMUL_AUTO, .isa = KILN_ISA_BASE};
    CHECK_EQ(rt_contract_route(&old, &p.st, &p.spec, NULL), RT_OPENBLAS);
    old.matmul = KILN_MATMUL_EMITTED;
    CHECK_EQ(rt_contract_route(&old, &p.st, &p.spec, NULL), RT_EMITTED);
    p.spec.nleaves = 3;
    CHECK_STR(reason_for(KILN_MATMUL_OPENBLAS, &p, RT_EMITTED), "EPILOGUE");
    p.spec.nleaves = 2;
    p.st.a_stride[2] = 2;
    CHECK_STR(reason_for(KILN_MATMUL_OPENBLAS, &p, RT_EMITTED), "STRIDES");
    p.st.a_stride[2] = 1;
    p.st.a_stride[1] = 0; /* a row repeated */
    CHECK_STR(reason_for(KILN_MATMUL_OPENBLAS, &p, RT_EMITTED), "STRIDES");
    p.st.a_stride[1] = INT64_C(1) << 31;
    CHECK_STR(reason_for(KILN_MATMUL_AUTO, &p, RT_EMITTED), "EXTENT");
    p.spec.leaf[0].dtype = KILN_I32;
    CHECK_STR(reason_for(KILN_MATMUL_AUTO, &p, RT_EMITTED), "DTYPE");
    for (int r = 0; r < RT_ROUTE_REASON_COUNT; r++)
        CHECK(strlen(rt_route_reason_text((rt_route_reason)r)) > 5);
    free_product(&p);
}
