/* SPDX-License-Identifier: Apache-2.0
 * Packing and the driver of contractions, with tiles written in C: every cut, layout and number of
 * threads gives the bits of one chain of fma for each element. KILN_TEST: timeout=300 */
#include <math.h>

#include "ir/contract_packing.h"
#include "runtime/contract.h"
#include "runtime/pack.h"
#include "unit/check.h"

enum { SLACK = 128 };

/* ---- tiles: the product alone, row-major into bufs[2] */

#define TILE(T, fma_, mr, nr)                                                                      \
    static void tile_##T##_##mr##_##nr(const void *pa, const void *pb, int64_t b_step, int64_t k,  \
                                       void *const *bufs, const int64_t *ints,                     \
                                       const uint64_t *scalars, int64_t batch, int64_t row,        \
                                       int64_t col, int64_t rows, int64_t cols) {                  \
        const T *a = pa, *b = pb;                                                                  \
        T acc[mr][nr] = {{0}};                                                                     \
        CHECK(scalars == NULL && rows > 0 && rows <= (mr) && cols > 0 && cols <= (nr));            \
        for (int64_t p = 0; p < k; p++)                                                            \
            for (int i = 0; i < (mr); i++)                                                         \
                for (int j = 0; j < (nr); j++)                                                     \
                    acc[i][j] = fma_(a[p * (mr) + i], b[p * b_step + j], acc[i][j]);               \
        for (int64_t i = 0; i < rows; i++)                                                         \
            for (int64_t j = 0; j < cols; j++)                                                     \
                ((T *)bufs[2])[(batch * ints[1] + row + i) * ints[2] + col + j] = acc[i][j];       \
    }                                                                                              \
    static void full_##T##_##mr##_##nr(const void *pa, const void *pb, int64_t b_step, int64_t k,  \
                                       void *const *bufs, const int64_t *ints,                     \
                                       const uint64_t *scalars, int64_t batch, int64_t row,        \
                                       int64_t col, int64_t rows, int64_t cols) {                  \
        CHECK(rows == (mr) && cols == (nr));                                                       \
        tile_##T##_##mr##_##nr(pa, pb, b_step, k, bufs, ints, scalars, batch, row, col, rows,      \
                               cols);                                                              \
    }

/* one entry a tile */
/* clang-format off */
#define TILES(X)                                                                                   \
    X(float, fmaf, 8, 32) X(float, fmaf, 14, 32) X(float, fmaf, 6, 16) X(float, fmaf, 1, 16)       \
    X(float, fmaf, 4, 48) X(double, fma, 8, 16) X(double, fma, 14, 16) X(double, fma, 2, 16)       \
    X(double, fma, 1, 32)
/* clang-format on */
TILES(TILE)

static const struct tile_row {
    kiln_dtype dtype;
    uint8_t mr, nr;
    kernel_tile_entry full, edge;
} tiles[] = {
#define ROW(T, fma_, mr, nr)                                                                       \
    {sizeof(T) == 4 ? KILN_F32 : KILN_F64, mr, nr, full_##T##_##mr##_##nr, tile_##T##_##mr##_##nr},
    TILES(ROW)};
enum { NTILES = sizeof tiles / sizeof tiles[0] };

/* ---- operands */

typedef enum layout { ROWS, COLUMNS, STRIDED, BACKWARDS, SHARED, LAYOUTS } layout;

typedef struct operand {
    char *block, *first;
    size_t nbytes;
    int64_t stride[3];
} operand;

static uint32_t seed;
static uint32_t next_random(void) {
    seed = seed * 1664525u + 1013904223u;
    return seed >> 8;
}

/* Values whose sums round, so that another order gives other bits. */
static double value(void) { return ((double)next_random() - 8388608.0) / 3000017.0; }

static operand make_operand(layout l, kiln_dtype dtype, int64_t batch, int64_t rows, int64_t cols) {
    int64_t each = dtype == KILN_F32 ? 4 : 8, step = l == STRIDED ? 2 : 1;
    int64_t pitch = l == STRIDED ? 2 * cols + 3 : cols;
    int64_t count = batch * (rows * pitch + 5) + 1, first = 0;
    operand o = {.nbytes = (size_t)(count * each) + SLACK};
    o.block = malloc(o.nbytes);
    cr_assert_not_null(o.block);
    for (int64_t i = 0; i < count; i++) {
        float f = (float)value();
        double d = value();
        memcpy(o.block + i * each, each == 4 ? (void *)&f : (void *)&d, (size_t)each);
    }
    memset(o.block + count * each, 0x7f, SLACK); /* large, but finite or not, of no consequence */
    o.stride[0] = l == SHARED ? 0 : rows * pitch + 5;
    o.stride[1] = pitch;
    o.stride[2] = step;
    if (l == COLUMNS) {
        o.stride[1] = 1;
        o.stride[2] = rows;
    }
    if (l == BACKWARDS && rows > 0) {
        first = (rows - 1) * pitch;
        o.stride[1] = -pitch;
    }
    o.first = o.block + first * each;
    return o;
}

static double at(const operand *o, kiln_dtype dtype, int64_t b, int64_t i, int64_t j) {
    int64_t index = b * o->stride[0] + i * o->stride[1] + j * o->stride[2];
    return dtype == KILN_F32 ? (double)((const float *)o->first)[index]
                             : ((const double *)o->first)[index];
}

static void expect(const plan_step *st, kiln_dtype dtype, const operand *a, const operand *b,
                   void *result) {
    size_t to = 0;
    for (int64_t bt = 0; bt < st->batch; bt++)
        for (int64_t i = 0; i < st->m; i++)
            for (int64_t j = 0; j < st->n; j++, to++) {
                float f = 0;
                double d = 0;
                for (int64_t p = 0; p < st->k; p++) {
                    double x = at(a, dtype, bt, i, p), y = at(b, dtype, bt, p, j);
                    if (dtype == KILN_F32)
                        f = fmaf((float)x, (float)y, f);
                    else
                        d = fma(x, y, d);
                }
                if (dtype == KILN_F32)
                    ((float *)result)[to] = f;
                else
                    ((double *)result)[to] = d;
            }
}

/* ---- one case */

static unsigned cuts_seen; /* bits: in place 1, a_own 2, b_own 4, and 8 << (their combination) */

static void note_cut(const plan_step *st, const kernel_spec *spec) {
    contract_tiling t;
    kernel_contract_tiling(st, spec, &t);
    if (t.units == 0) return;
    CHECK(t.nchunks >= 1 && t.nchunks <= t.units && t.pieces >= 1);
    unsigned kind = (t.b_in_place ? 1u : 0) | (t.a_own ? 2u : 0) | (t.b_own ? 4u : 0);
    cuts_seen |= 1u << kind;
}

static void run_case(const struct tile_row *tile, int64_t batch, int64_t m, int64_t n, int64_t k,
                     layout la, layout lb, const int *threads, int nthreads) {
    kernel_spec spec = {.kind = KERNEL_CONTRACT,
                        .rank = 3,
                        .nvalues = 1,
                        .nleaves = 2,
                        .noutputs = 1,
                        .mr = tile->mr,
                        .nr = tile->nr};
    int64_t ints[11] = {batch, m, n};
    spec.leaf[0].dtype = spec.leaf[1].dtype = (uint8_t)tile->dtype;
    spec.value[0] = (kernel_value){.kind = KV_ACC, .dtype = (uint8_t)tile->dtype};
    rt_code code = {.entry = (void *)tile->full, .edge = (void *)tile->edge};
    operand a = make_operand(la, tile->dtype, batch, m, k),
            b = make_operand(lb, tile->dtype, batch, k, n);
    plan_step st = {
        .kind = STEP_CONTRACT, .m = m, .n = n, .k = k, .batch = batch, .ints = ints, .nints = 11};
    for (int d = 0; d < 3; d++) {
        st.a_stride[d] = a.stride[d];
        st.b_stride[d] = b.stride[d];
    }
    kernel_contract_packing(&st, &spec, &st.pack_a, &st.pack_b);
    CHECK(st.pack_a % 64 == 0 && st.pack_b % 64 == 0);
    note_cut(&st, &spec);
    size_t each = tile->dtype == KILN_F32 ? 4 : 8, nbytes = (size_t)(batch * m * n) * each;
    void *wanted = malloc(nbytes + 1), *got = malloc(nbytes + 1);
    void *pack = aligned_alloc(64, st.pack_a + st.pack_b + 64);
    expect(&st, tile->dtype, &a, &b, wanted);
    for (int i = 0; i < nthreads; i++) {
        rt_pool pool;
        void *bufs[3] = {a.first, b.first, got};
        memset(got, 0xa5, nbytes + 1);
        memset(pack, 0xee, st.pack_a + st.pack_b + 64);
        rt_pool_init(&pool, threads[i], NULL);
        rt_pool_begin(&pool);
        rt_contract_run(&pool, &st, &spec, &code, bufs, NULL, pack);
        rt_pool_end(&pool);
        cr_assert(memcmp(wanted, got, nbytes) == 0,
                  "b%lld %lldx%lldx%lld layouts %d %d tile %dx%d threads %d", (long long)batch,
                  (long long)m, (long long)n, (long long)k, la, lb, tile->mr, tile->nr, threads[i]);
        CHECK_EQ(((unsigned char *)got)[nbytes], 0xa5);
        for (int g = 0; g < 64; g++)
            CHECK_EQ(((unsigned char *)pack)[st.pack_a + st.pack_b + (size_t)g], 0xee);
    }
    free(wanted);
    free(got);
    free(pack);
    free(a.block);
    free(b.block);
}

Test(contract, every_extent_around_tile_edges) {
    static const int64_t m[] = {0, 1, 2, 7, 8, 9, 14, 15, 29},
                         n[] = {0, 1, 10, 15, 16, 17, 31, 32, 33, 65};
    static const int64_t k[] = {0, 1, 2, 7, 16, 19};
    static const int one[] = {1};
    for (int t = 0; t < NTILES; t++)
        for (size_t i = 0; i < sizeof m / sizeof *m; i++)
            for (size_t j = 0; j < sizeof n / sizeof *n; j++)
                for (size_t p = 0; p < sizeof k / sizeof *k; p++)
                    run_case(&tiles[t], 1 + (int64_t)(i + j + p) % 3, m[i], n[j], k[p],
                             (layout)((i + p) % LAYOUTS), (layout)((j + p * 2) % LAYOUTS), one, 1);
}

Test(contract, every_layout_and_number_of_threads) {
    static const int threads[] = {3, 1, 2, 8};
    int most = KN_TORTURED ? 1 : 4,
        next = KN_TORTURED ? NTILES - 1 : 3; /* plain code under sanitizers: 20 times the time */
    for (int t = 0; t < NTILES; t += next)
        for (int la = 0; la < LAYOUTS; la++)
            for (int lb = 0; lb < LAYOUTS; lb++) {
                run_case(&tiles[t], 2, 45, 70, 37, (layout)la, (layout)lb, threads, most);
                run_case(&tiles[t], 1, 130, 37, 40, (layout)la, (layout)lb, threads, most);
            }
}

Test(contract, every_way_of_cutting) {
    static const int threads[] = {3, 1, 2, 8};
    int most = KN_TORTURED ? 1 : 4, next = KN_TORTURED ? NTILES : 5;
    static const struct {
        int64_t batch, m, n, k;
        layout a, b;
    } cases[] = {
        {40, 17, 40, 21, ROWS, ROWS},        {40, 17, 40, 21, COLUMNS, COLUMNS},
        {40, 17, 40, 21, ROWS, SHARED},      {100, 17, 40, 21, SHARED, STRIDED},
        {70, 1, 3, 5, ROWS, COLUMNS},        {1, 300, 33, 17, ROWS, ROWS},
        {1, 300, 33, 17, COLUMNS, COLUMNS},  {1, 40, 700, 110, ROWS, COLUMNS},
        {1, 3, 1900, 40, ROWS, COLUMNS},     {3, 40, 700, 110, BACKWARDS, COLUMNS},
        {3, 40, 700, 110, ROWS, SHARED},     {1, 3, 1900, 60, ROWS, ROWS},
        {1, 40, 700, 110, ROWS, ROWS},       {1, 70, 130, 530, ROWS, ROWS},
        {2, 70, 130, 530, STRIDED, STRIDED}, {1, 2000, 3, 2, ROWS, ROWS},
        {2, 20, 180, 400, ROWS, SHARED},     {1, 8, 100, 700, ROWS, COLUMNS},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int t = 0; t < NTILES; t += next)
            run_case(&tiles[t], cases[i].batch, cases[i].m, cases[i].n, cases[i].k, cases[i].a,
                     cases[i].b, threads, most);
    /* nothing; in place; own rows, with B shared or in place; own columns; both own */
    static const unsigned all[] = {0, 1, 2, 3, 4, 6};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        cr_assert(cuts_seen >> all[i] & 1, "no case is cut in way %u", all[i]);
}

/* Panels of more steps than are packed in one go. */
Test(contract, a_long_k_is_packed_in_pieces) {
    static const int threads[] = {1, 2};
    for (int t = 0; t < NTILES; t += KN_TORTURED ? NTILES : NTILES - 1) {
        run_case(&tiles[t], 1, 3, 5, 16384, ROWS, COLUMNS, threads, 2);
        run_case(&tiles[t], 1, 9, 5, 16385, ROWS, COLUMNS, threads, 2);
        run_case(&tiles[t], 1, 3, 17, 33000, COLUMNS, BACKWARDS, threads, 2);
    }
}

Test(contract, more_threads_than_pieces) {
    static const int threads[] = {70};
    run_case(&tiles[0], 80, 9, 33, 30, ROWS, COLUMNS, threads, 1);
    run_case(&tiles[0], 1, 9, 2200, 130, ROWS, COLUMNS, threads, 1);
}

Test(contract, stopping_leaves_chunks_undone) {
    atomic_uint stop = 1;
    rt_pool pool;
    kernel_spec spec = {.kind = KERNEL_CONTRACT,
                        .rank = 3,
                        .nvalues = 1,
                        .nleaves = 2,
                        .noutputs = 1,
                        .mr = 8,
                        .nr = 32};
    spec.leaf[0].dtype = spec.leaf[1].dtype = spec.value[0].dtype = KILN_F32;
    int64_t ints[11] = {1, 64, 64};
    plan_step st = {.m = 64,
                    .n = 64,
                    .k = 64,
                    .batch = 1,
                    .ints = ints,
                    .a_stride = {0, 64, 1},
                    .b_stride = {0, 64, 1}};
    kernel_contract_packing(&st, &spec, &st.pack_a, &st.pack_b);
    float *x = calloc(4096 + 64, 4), *r = malloc(4096 * 4);
    void *pack = aligned_alloc(64, st.pack_a + st.pack_b + 64), *bufs[3] = {x, x, r};
    rt_code code = {.entry = (void *)tiles[0].full, .edge = (void *)tiles[0].edge};
    memset(r, 0xff, 4096 * 4);
    rt_pool_init(&pool, 1, &stop);
    rt_contract_run(&pool, &st, &spec, &code, bufs, NULL, pack);
    CHECK(isnan(r[0]) && isnan(r[4095]));
    free(x);
    free(r);
    free(pack);
}

Test(contract, sizes_that_do_not_fit_are_said) {
    kernel_spec spec = {.kind = KERNEL_CONTRACT, .rank = 3, .mr = 8, .nr = 32};
    spec.leaf[0].dtype = KILN_F32;
    plan_step st = {.m = INT64_C(1) << 31,
                    .n = INT64_C(1) << 31,
                    .k = INT64_C(1) << 60,
                    .batch = 1,
                    .a_stride = {0, 0, 0},
                    .b_stride = {0, 0, 0}};
    kernel_contract_packing(&st, &spec, &st.pack_a, &st.pack_b);
    CHECK(st.pack_a >= SIZE_MAX / 4 && st.pack_b >= SIZE_MAX / 4);
}

/* ---- panels */

Test(contract, packing_is_the_same_on_every_instruction_set) {
    enum { ROOM = 1 << 16 };
    static const int64_t widths[] = {1, 2, 3, 4, 6, 8, 12, 14, 16, 24, 32, 48, 64};
    unsigned char *from = malloc(ROOM), *wanted = aligned_alloc(64, ROOM),
                  *got = aligned_alloc(64, ROOM);
    for (int i = 0; i < ROOM; i++) from[i] = (unsigned char)next_random();
    for (int i = 0; i < 6000; i++) {
        size_t each = next_random() % 2 ? 4 : 8;
        int64_t width = widths[next_random() % (sizeof widths / sizeof *widths)];
        int64_t valid = 1 + next_random() % (unsigned)width;
        int64_t steps = next_random() % 40, kind = next_random() % 4;
        int64_t items = kind == 0 ? 1 : kind == 1 ? steps + next_random() % 5 : next_random() % 60;
        int64_t step = kind == 1 ? 1 : kind == 0 ? valid + next_random() % 9 : next_random() % 60;
        pack_panel p = {wanted, from, steps, step, valid, width, items};
        if ((size_t)(steps * step + valid * items + 1) * each > ROOM) continue;
        size_t nbytes = (size_t)(steps * width) * each;
        rt_pack_on(RT_PACK_BASE, each)(&p);
        for (int64_t s = 0; s < steps; s++)
            for (int64_t w = 0; w < width; w++) {
                const unsigned char *x = from + (size_t)(s * step + w * items) * each;
                const unsigned char *y = wanted + (size_t)(s * width + w) * each;
                for (size_t byte = 0; byte < each; byte++)
                    CHECK_EQ(y[byte], w < valid ? x[byte] : 0);
            }
        for (int isa = RT_PACK_AVX2; isa < RT_PACK_ISA_COUNT; isa++) {
            rt_pack_fn fn = rt_pack_on((rt_pack_isa)isa, each);
            if (!fn) continue;
            p.to = got;
            memset(got, 0xcd, ROOM);
            fn(&p);
            cr_assert(memcmp(wanted, got, nbytes) == 0,
                      "set %d, %zu bytes, %lld steps by %lld, %lld of %lld by %lld", isa, each,
                      (long long)steps, (long long)step, (long long)valid, (long long)width,
                      (long long)items);
            for (size_t g = nbytes; g < nbytes + 256 && g < ROOM; g++) CHECK_EQ(got[g], 0xcd);
            p.to = wanted;
        }
    }
    free(from);
    free(wanted);
    free(got);
}
