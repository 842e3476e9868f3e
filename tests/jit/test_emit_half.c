/* SPDX-License-Identifier: Apache-2.0
 * The emitted casts of f16 and bf16: all 65536 values to f32, and from f32 every value, every tie
 * and the numbers beside it, on every instruction set, against ir/half.c.
 * KILN_TEST: sanitize=address */
#include "ir/graph.h"
#include "ir/order.h"
#include "jit_check.h"

enum { ALL = 1 << 16, EACH = 5 };

static void run_cast(kiln_isa isa, kiln_dtype from, kiln_dtype to, void *in, void *out, int64_t n) {
    kernel_spec s = spec_new(KERNEL_MAP, 1);
    int64_t ints[] = {n, 0, 0, 0, 0, 0, 0};
    void *bufs[] = {in, out};
    spec_output(&s, spec_op(&s, IR_CAST, to, spec_input(&s, from, "1"), 0, 0));
    code k = spec_compile(&s, isa);
    k.entry(bufs, ints, NULL, NULL, 0, 1, 0, n);
    code_free(&k);
}

static void check_half(kiln_isa isa, kiln_dtype half) {
    uint16_t *h = data_new(ALL * sizeof *h), *back = data_new(ALL * EACH * sizeof *back);
    float *x = data_new(ALL * sizeof *x);
    uint32_t *near = data_new(ALL * EACH * sizeof *near);
    int fraction = half == KILN_F16 ? 13 : 16; /* bits of f32 that go */
    for (int i = 0; i < ALL; i++) h[i] = (uint16_t)i;
    run_cast(isa, half, KILN_F32, h, x, ALL);
    for (int i = 0; i < ALL; i++) {
        uint32_t got, want;
        float value = ir_half_value(half, h[i]);
        memcpy(&got, &x[i], sizeof got);
        memcpy(&want, &value, sizeof want);
        if (value != value) want = ORDER_NAN_F32;
        cr_assert(got == want, "%s: %s %04x is %08x, wanted %08x", isa_name(isa),
                  kiln_dtype_short(half), i, got, want);
        uint32_t tie = (uint32_t)1 << (fraction - 1);
        for (int k = 0; k < EACH; k++)
            near[i * EACH + k] = want + (k == 0 ? 0 : k == 4 ? tie / 2 : tie + (uint32_t)k - 2);
    }
    run_cast(isa, KILN_F32, half, near, back, ALL * EACH);
    for (int i = 0; i < ALL * EACH; i++) {
        float value;
        memcpy(&value, &near[i], sizeof value);
        uint16_t want = ir_half_of(half, value);
        cr_assert(back[i] == want, "%s: %08x is %s %04x, wanted %04x", isa_name(isa), near[i],
                  kiln_dtype_short(half), back[i], want);
    }
    free(h), free(back), free(x), free(near);
}

static void check_isa(kiln_isa isa) {
    if (!has_isa(isa)) return;
    check_half(isa, KILN_F16);
    check_half(isa, KILN_BF16);
}

Test(emit_half, casts_avx512) { check_isa(KILN_ISA_AVX512); }
Test(emit_half, casts_avx2) { check_isa(KILN_ISA_AVX2); }
Test(emit_half, casts_base) { check_isa(KILN_ISA_BASE); }
