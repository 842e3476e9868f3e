/* SPDX-License-Identifier: Apache-2.0
 * What stop_times.c stops: evaluations. Each kind records one tensor from numbers that are made
 * where they are used, or kept by `data`. */
#include "stop_times.h"

static kiln_tensor *numbers(work *w, int64_t key, kiln_dtype dtype, kiln_shape shape) {
    return kiln_counter_uniform(w->s, key, dtype, shape);
}
static void keep(work *w, int i, kiln_tensor *t) { w->data[i] = kiln_keep(t); }

static void vector_f32(work *w) { keep(w, 0, numbers(w, 1, KILN_F32, KILN_SHAPE(w->n))); }
static void vector_f64(work *w) { keep(w, 0, numbers(w, 1, KILN_F64, KILN_SHAPE(w->n))); }
static void table_f32(work *w) { keep(w, 0, numbers(w, 1, KILN_F32, KILN_SHAPE(w->n, 4096))); }
static void table_tall(work *w) { keep(w, 0, numbers(w, 1, KILN_F32, KILN_SHAPE(w->n, 8))); }
static void square_f64(work *w) { keep(w, 0, numbers(w, 1, KILN_F64, KILN_SHAPE(w->n, w->n))); }
static void nothing(work *w) { (void)w; }
static void factors(work *w, kiln_dtype dtype, int64_t m, int64_t k, int64_t n) {
    kiln_tensor *a = numbers(w, 1, KILN_F32, KILN_SHAPE(m, k)),
                *b = numbers(w, 2, KILN_F32, KILN_SHAPE(k, n));
    keep(w, 0, dtype == KILN_F32 ? a : kiln_to(kiln_mul(a, 9.0), dtype));
    keep(w, 1, dtype == KILN_F32 ? b : kiln_to(kiln_mul(b, 9.0), dtype));
}
static void factors_f32(work *w) { factors(w, KILN_F32, w->n, w->n, w->n); }
static void factors_f64(work *w) { factors(w, KILN_F64, w->n, w->n, w->n); }
static void factors_i64(work *w) { factors(w, KILN_I64, w->n, w->n, w->n); }
static void factors_long(work *w) { factors(w, KILN_F32, 8, w->n, 8); }
static void places(work *w) {
    keep(w, 0, numbers(w, 1, KILN_F32, KILN_SHAPE(w->n)));
    keep(w, 1,
         kiln_to(kiln_mul(numbers(w, 2, KILN_F64, KILN_SHAPE(w->n)), (double)(w->n - 1)),
                 KILN_I64));
    keep(w, 2, numbers(w, 3, KILN_F32, KILN_SHAPE(w->n)));
}

static kiln_tensor *map(work *w) { return kiln_tanh(kiln_mul(w->data[0], 3.0)); }
static kiln_tensor *dear_map(work *w) {
    kiln_tensor *t = w->data[0];
    for (int i = 0; i < 6; i++) t = kiln_erfinv(kiln_sin(t));
    return t;
}
static kiln_tensor *remainders(work *w) {
    return kiln_fmod(kiln_add(w->data[0], 1e300), kiln_add(w->data[0], 1e-3));
}
static kiln_tensor *generated(work *w) {
    return kiln_sum(kiln_sin(kiln_sin(kiln_counter_normal(w->s, 5, KILN_F32, KILN_SHAPE(w->n)))));
}
static kiln_tensor *generated_columns(work *w) {
    return kiln_sum(kiln_sin(numbers(w, 1, KILN_F32, KILN_SHAPE(w->n, 64))), KILN_AXES(0));
}
static kiln_tensor *folds(work *w) {
    return kiln_sum(kiln_expand(kiln_ones(w->s, KILN_SHAPE(1)), KILN_SHAPE(w->n)));
}
static kiln_tensor *rows(work *w) { return kiln_softmax(w->data[0], -1); }
static kiln_tensor *columns(work *w) { return kiln_sum(kiln_exp(w->data[0]), KILN_AXES(0)); }
static kiln_tensor *product(work *w) { return kiln_matmul(w->data[0], w->data[1]); }
static kiln_tensor *turned(work *w) { return kiln_clone(kiln_t(w->data[0])); }
static kiln_tensor *joined(work *w) {
    return kiln_cat(KILN_LIST(w->data[0], w->data[0], w->data[0]));
}
static kiln_tensor *copied(work *w) { return kiln_slice(w->data[0], 0, 1); }
static kiln_tensor *sorted(work *w) { return kiln_sort(w->data[0]).first; }
static kiln_tensor *inverse(work *w) { return kiln_linalg_matrix_power(w->data[0], -1); }
static kiln_tensor *nuclear(work *w) { return kiln_linalg_matrix_norm_str(w->data[0], "nuc"); }
static kiln_tensor *scanned(work *w) { return kiln_cumsum(w->data[0], 0); }
static kiln_tensor *scanned_dear(work *w) { return kiln_logcumsumexp(w->data[0], 0); }
static kiln_tensor *gathered(work *w) { return kiln_gather(w->data[0], 0, w->data[1]); }
static kiln_tensor *scattered(work *w) {
    return kiln_scatter_add(w->data[0], 0, w->data[1], w->data[2]);
}
static kiln_tensor *largest(work *w) { return kiln_argmax(w->data[0]); }
/* Steps that cannot join, so that each is a kernel; which functions they call is told by the round.
 */
static kiln_tensor *many_kernels(work *w) {
    kiln_tensor *t = w->data[0];
    uint64_t bits = w->round + 1;
    for (int i = 0; i < 2; i++, bits = bits * 5 + 3) {
        for (uint64_t b = bits, j = 0; j < 6; j++, b /= 3)
            t = b % 3 == 0 ? kiln_sin(t) : b % 3 == 1 ? kiln_tanh(t) : kiln_exp(kiln_neg(t));
        t = kiln_add(t, kiln_sum(t, KILN_AXES(0)));
    }
    return t;
}

#define FUSED KILN_FUSED, KILN_VERIFY_OFF
const kind tensor_kinds[] = {
    {"map", 60000000, vector_f32, map, FUSED, 0, false, NULL, NULL},
    {"dear_map", 6000000, vector_f64, dear_map, FUSED, 0, false, NULL, NULL},
    {"dear_map_base", 100000, vector_f64, dear_map, FUSED, KILN_ISA_BASE, false, NULL, NULL},
    {"remainders", 2000000, vector_f64, remainders, FUSED, 0, false, NULL, NULL},
    {"generated_sum", 60000000, nothing, generated, FUSED, 0, false, NULL, NULL},
    {"generated_columns", 1000000, nothing, generated_columns, FUSED, 0, false, NULL, NULL},
    {"folds", INT64_C(1) << 34, nothing, folds, FUSED, 0, false, NULL, NULL},
    {"folds_tall", 8000000, table_tall, columns, FUSED, 0, false, NULL, NULL},
    {"rows", 16384, table_f32, rows, FUSED, 0, false, NULL, NULL},
    {"columns", 16384, table_f32, columns, FUSED, 0, false, NULL, NULL},
    {"product_f32", 2048, factors_f32, product, FUSED, 0, false, NULL, NULL},
    {"product_f64", 1536, factors_f64, product, FUSED, 0, false, NULL, NULL},
    {"product_i64", 768, factors_i64, product, FUSED, 0, false, NULL, NULL},
    {"product_base", 256, factors_f32, product, FUSED, KILN_ISA_BASE, false, NULL, NULL},
    {"product_long", 6000000, factors_long, product, FUSED, 0, false, NULL, NULL},
    {"turned", 16384, table_f32, turned, FUSED, 0, false, NULL, NULL},
    {"joined", 30000000, vector_f32, joined, FUSED, 0, false, NULL, NULL},
    {"copied", 90000000, vector_f32, copied, FUSED, 0, false, NULL, NULL},
    {"sort", 2000000, vector_f32, sorted, FUSED, 0, false, NULL, NULL},
    {"inverse", 500, square_f64, inverse, FUSED, 0, false, NULL, NULL},
    {"svd", 160, square_f64, nuclear, FUSED, 0, false, NULL, NULL},
    {"cumsum", 90000000, vector_f32, scanned, FUSED, 0, false, NULL, NULL},
    {"logcumsumexp", 6000000, vector_f32, scanned_dear, FUSED, 0, false, NULL, NULL},
    {"gather", 20000000, places, gathered, FUSED, 0, false, NULL, NULL},
    {"scatter_add", 20000000, places, scattered, FUSED, 0, false, NULL, NULL},
    {"argmax", 90000000, vector_f32, largest, FUSED, 0, false, NULL, NULL},
    {"compile", 1000, vector_f32, many_kernels, FUSED, 0, true, NULL, NULL},
    {"verify_map", 4000000, vector_f32, map, KILN_FUSED, KILN_VERIFY_EVERY, 0, false, NULL, NULL},
    {"verify_rows", 1024, table_f32, rows, KILN_FUSED, KILN_VERIFY_EVERY, 0, false, NULL, NULL},
    {"verify_product", 640, factors_f32, product, KILN_FUSED, KILN_VERIFY_EVERY, 0, false, NULL,
     NULL},
    {"eager_map", 20000000, vector_f32, map, KILN_EAGER, KILN_VERIFY_OFF, 0, false, NULL, NULL},
    {"eager_rows", 2048, table_f32, rows, KILN_EAGER, KILN_VERIFY_OFF, 0, false, NULL, NULL},
    {"eager_columns", 4096, table_f32, columns, KILN_EAGER, KILN_VERIFY_OFF, 0, false, NULL, NULL},
    {"eager_product", 900, factors_f32, product, KILN_EAGER, KILN_VERIFY_OFF, 0, false, NULL, NULL},
    {"eager_turned", 8192, table_f32, turned, KILN_EAGER, KILN_VERIFY_OFF, 0, false, NULL, NULL},
    {"eager_joined", 30000000, vector_f32, joined, KILN_EAGER, KILN_VERIFY_OFF, 0, false, NULL,
     NULL},
};
const size_t tensor_kinds_count = sizeof tensor_kinds / sizeof *tensor_kinds;
