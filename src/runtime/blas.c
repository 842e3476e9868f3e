/* SPDX-License-Identifier: Apache-2.0
 * Matrix products by OpenBLAS: loaded when asked for, called with one thread on blocks of the
 * result that the pool's threads take. Called by make_plan.c and execute.c. */
#include "runtime/blas.h"

#include <dlfcn.h>
#include <limits.h>

#include "ir/order.h"

enum { ROW_MAJOR = 101, AS_IS = 111, TRANSPOSED = 112 };
enum { BLOCK_LARGE = 512, BLOCK_SMALL = 128, LARGE_EXTENT = 1024, BATCH_BLOCKS = 16 };

/* ---- the choice */

static const char *const route_names[][2] = {
#define ROUTE_ROW(name, text) {#name, text},
    RT_ROUTE_REASONS(ROUTE_ROW)
#undef ROUTE_ROW
};

const char *rt_route_reason_text(rt_route_reason r) {
    return (unsigned)r < RT_ROUTE_REASON_COUNT ? route_names[r][1] : "unknown";
}

static int64_t at_least_one(int64_t x) { return x > 1 ? x : 1; }

/* How BLAS sees a matrix of rows x cols: false when neither stride is 1. An extent of 1 has any
 * stride. */
static bool see_matrix(int64_t rows, int64_t cols, int64_t row_stride, int64_t col_stride,
                       bool *turned, int64_t *lead) {
    *turned = col_stride != 1 && cols > 1;
    int64_t inner = *turned ? rows : cols, outer = *turned ? cols : rows;
    if (*turned && row_stride != 1 && rows > 1) return false;
    *lead = outer > 1 ? (*turned ? col_stride : row_stride) : at_least_one(inner);
    return *lead >= at_least_one(inner);
}

/* Why OpenBLAS cannot do the step, or a negative number when it can. */
static int obstacle(const plan_step *st, const kernel_spec *spec) {
    bool turned;
    int64_t a, b;
    if (spec->leaf[0].dtype != KILN_F32 && spec->leaf[0].dtype != KILN_F64) return RT_ROUTE_DTYPE;
    if (spec->nleaves != 2 || spec->noutputs != 1 || spec->value[spec->output[0]].kind != KV_ACC)
        return RT_ROUTE_EPILOGUE;
    if (!see_matrix(st->m, st->k, st->a_stride[1], st->a_stride[2], &turned, &a) ||
        !see_matrix(st->k, st->n, st->b_stride[1], st->b_stride[2], &turned, &b))
        return RT_ROUTE_STRIDES;
    if (st->m > INT_MAX || st->n > INT_MAX || st->k > INT_MAX || a > INT_MAX || b > INT_MAX)
        return RT_ROUTE_EXTENT;
    return -1;
}

static rt_route choose(const rt_config *config, const plan_step *st, const kernel_spec *spec,
                       rt_route_reason *why) {
    *why = RT_ROUTE_SETTING_EMITTED;
    if (config->matmul != KILN_MATMUL_OPENBLAS && config->matmul != KILN_MATMUL_AUTO)
        return RT_EMITTED;
    int in_the_way = obstacle(st, spec);
    if (in_the_way >= 0) {
        *why = (rt_route_reason)in_the_way;
        return RT_EMITTED;
    }
    *why = RT_ROUTE_SETTING_OPENBLAS;
    if (config->matmul == KILN_MATMUL_OPENBLAS) return RT_OPENBLAS;
    *why = config->isa == KILN_ISA_BASE ? RT_ROUTE_NO_FMA : RT_ROUTE_MEASURED;
    return config->isa == KILN_ISA_BASE ? RT_OPENBLAS : RT_EMITTED;
}

rt_route rt_contract_route(const rt_config *config, const plan_step *st, const kernel_spec *spec,
                           const char **reason) {
    rt_route_reason why;
    rt_route route = choose(config, st, spec, &why);
    if (reason) *reason = route_names[why][0];
    return route;
}

/* ---- the library */

bool rt_blas_open(rt_blas *b, kn_text *why) {
    *b = (rt_blas){.library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL)};
    if (!b->library) {
        const char *text = dlerror();
        kn_text_add(why, "OpenBLAS cannot be loaded: %s", text ? text : "no reason given");
        return false;
    }
    void (*set_threads)(int);
    *(void **)&b->sgemm = dlsym(b->library, "cblas_sgemm");
    *(void **)&b->dgemm = dlsym(b->library, "cblas_dgemm");
    *(void **)&b->one_thread_here = dlsym(b->library, "openblas_set_num_threads_local");
    *(void **)&set_threads = dlsym(b->library, "openblas_set_num_threads");
    if (!b->sgemm || !b->dgemm || !set_threads) {
        kn_text_add(why,
                    "libopenblas.so.0 lacks cblas_sgemm, cblas_dgemm or openblas_set_num_threads");
        rt_blas_close(b);
        return false;
    }
    if (!b->one_thread_here) set_threads(1);
    return true;
}

void rt_blas_close(rt_blas *b) {
    if (b->library) dlclose(b->library);
    *b = (rt_blas){0};
}

/* ---- one step */

typedef struct blas_run {
    const rt_blas *b;
    const plan_step *st;
    size_t each;
    const char *a, *bm;
    char *c;
    int64_t block_m, block_n, mblocks, nblocks;
    bool a_turned, b_turned;
    int64_t a_lead, b_lead;
} blas_run;

/* NaNs as every result of Kiln has them. */
static void canonical_block(char *c, size_t each, int64_t m, int64_t n, int64_t lead) {
    const union {
        uint32_t u;
        float f;
    } nan32 = {ORDER_NAN_F32};
    const union {
        uint64_t u;
        double f;
    } nan64 = {ORDER_NAN_F64};
    for (int64_t i = 0; i < m; i++) {
        float *f = (float *)c + i * lead;
        double *d = (double *)c + i * lead;
        if (each == 4)
            for (int64_t j = 0; j < n; j++) f[j] = f[j] == f[j] ? f[j] : nan32.f;
        else
            for (int64_t j = 0; j < n; j++) d[j] = d[j] == d[j] ? d[j] : nan64.f;
    }
}

static int64_t at_most(int64_t a, int64_t most) { return a > most ? most : a; }

static void blas_chunk(void *user, int64_t chunk, int thread) {
    const blas_run *r = user;
    const plan_step *st = r->st;
    (void)thread;
    int64_t i = chunk % r->mblocks * r->block_m, rest = chunk / r->mblocks;
    int64_t j = rest % r->nblocks * r->block_n, batch = rest / r->nblocks, each = (int64_t)r->each;
    int m = (int)at_most(r->block_m, st->m - i), n = (int)at_most(r->block_n, st->n - j),
        k = (int)st->k;
    const void *a = r->a + (batch * st->a_stride[0] + i * st->a_stride[1]) * each;
    const void *b = r->bm + (batch * st->b_stride[0] + j * st->b_stride[2]) * each;
    void *c = r->c + ((batch * st->m + i) * st->n + j) * each;
    int ta = r->a_turned ? TRANSPOSED : AS_IS, tb = r->b_turned ? TRANSPOSED : AS_IS;
    int lda = (int)r->a_lead, ldb = (int)r->b_lead, ldc = (int)st->n;
    if (r->b->one_thread_here) r->b->one_thread_here(1);
    if (r->each == 4)
        r->b->sgemm(ROW_MAJOR, ta, tb, m, n, k, 1, a, lda, b, ldb, 0, c, ldc);
    else
        r->b->dgemm(ROW_MAJOR, ta, tb, m, n, k, 1, a, lda, b, ldb, 0, c, ldc);
    canonical_block(c, r->each, m, n, st->n);
}

void rt_blas_contract(const rt_blas *b, rt_pool *pool, const plan_step *st, const kernel_spec *spec,
                      void *const *bufs) {
    blas_run r = {.b = b,
                  .st = st,
                  .each = kiln_dtype_size((kiln_dtype)spec->leaf[0].dtype),
                  .a = bufs[0],
                  .bm = bufs[1],
                  .c = bufs[2]};
    if (st->batch <= 0 || st->m <= 0 || st->n <= 0) return;
    see_matrix(st->m, st->k, st->a_stride[1], st->a_stride[2], &r.a_turned, &r.a_lead);
    see_matrix(st->k, st->n, st->b_stride[1], st->b_stride[2], &r.b_turned, &r.b_lead);
    bool whole = st->batch >= BATCH_BLOCKS, large = st->m >= LARGE_EXTENT && st->n >= LARGE_EXTENT;
    int64_t block = large ? BLOCK_LARGE : BLOCK_SMALL;
    r.block_m = whole ? st->m : at_most(st->m, block);
    r.block_n = whole ? st->n : at_most(st->n, large ? BLOCK_LARGE : 4 * BLOCK_SMALL);
    r.mblocks = (st->m + r.block_m - 1) / r.block_m;
    r.nblocks = (st->n + r.block_n - 1) / r.block_n;
    rt_pool_for(pool, st->batch * r.mblocks * r.nblocks, blas_chunk, &r);
}
