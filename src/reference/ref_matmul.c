/* SPDX-License-Identifier: Apache-2.0
 * Reference kernels of the class CONTRACT. One C body compiled with and without an fma instruction,
 * because without it every step is a library call; a correctly rounded fma gives the same bits in
 * both. */
#include "reference/ref_kernels.h"

#ifdef __x86_64__
#define MATMUL_FOR(isa) __attribute__((target(isa)))
#else
#define MATMUL_FOR(isa)
#endif

#define MATMUL_INLINE static inline __attribute__((always_inline))

typedef struct mm_shape {
    int64_t batch, m, n, k;
} mm_shape;
typedef void (*mm_fn)(const mm_shape *s, const void *a, const void *b, void *r, ref_pace *pace);
enum { MM_COLUMNS = 4096 /* of a row of the result, which then stay near */ };

#define REF_TEMPLATE "reference/ref_matmul.inc.h"
#include "reference/ref_each_dtype.h"

#define MM_ONE(NAME, DTYPE, s) [KILN_##DTYPE] = {mm_base_##s, mm_base_##s},
#define MM_TWO(NAME, DTYPE, s) [KILN_##DTYPE] = {mm_base_##s, mm_avx2_##s},

static const mm_fn mm_table[KILN_DTYPE_COUNT][REF_TARGET_COUNT] = {REF_DTYPES_INT(MM_ONE, )
                                                                       REF_DTYPES_FLT(MM_TWO, )};

bool ref_target_runs(ref_target target) {
#ifdef __x86_64__
    if (target == REF_AVX2) return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#endif
    return target == REF_BASE;
}

kiln_status ref_matmul_on(ref_target target, const ref_call *call) {
    const ref_buffer *a = &call->in[0], *b = &call->in[1];
    int rank = a->rank;
    mm_fn kernel = mm_table[a->dtype][target];
    if (!kernel) return KILN_BAD_DTYPE;
    if (ref_count(call->out) == 0) return KILN_OK;
    mm_shape s = {ref_product(a->shape, 0, rank - 2), a->shape[rank - 2], b->shape[rank - 1],
                  a->shape[rank - 1]};
    kernel(&s, a->data, b->data, call->out->data, call->pace);
    return KILN_OK;
}

kiln_status ref_op_MATMUL(const ref_call *call) {
    return ref_matmul_on(ref_target_runs(REF_AVX2) ? REF_AVX2 : REF_BASE, call);
}
