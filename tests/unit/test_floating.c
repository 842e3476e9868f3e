/* SPDX-License-Identifier: Apache-2.0
 * The host's floating-point state: no rounding mode, trap or flush mode of its reaches a result,
 * and every call leaves it as it was. record-bits --host (tests/torture) does the same over all
 * shipped families. */
#define _GNU_SOURCE
#include <fenv.h>
#include <locale.h>
#include <xmmintrin.h>

#include "check.h"
#include "kiln/kiln.h"

typedef struct state {
    unsigned sse;
    unsigned short x87;
} state;

static state now(void) {
    state s = {_mm_getcsr(), 0};
    __asm__ volatile("fnstcw %0" : "=m"(s.x87));
    return s;
}

enum { NUMBERS = 24 };

/* Where recording computes with its arguments, and where reading, printing and parsing do. */
static void program(kiln_session *s, double *out, char *text, size_t size) {
    static const float x[4] = {1, 3, 1e-39f, 7};
    int n = 0;
    kiln_scope (s) {
        kiln_tensor *a = kiln_from(s, x, KILN_F32, KILN_SHAPE(4)), *g;
        kiln_tensor *y[] = {kiln_mul(a, 0.1),
                            kiln_mul(a, 1e300),
                            kiln_add(a, 1e-300),
                            kiln_var(a),
                            kiln_celu(a, 0.3),
                            kiln_gelu(a),
                            kiln_linspace(s, 0, 0.7, 5),
                            kiln_arange(s, 0, 1, 0.1),
                            kiln_logit(a, 0.1),
                            kiln_pow(a, 0.3),
                            kiln_full_like(a, 0.3),
                            kiln_full(s, KILN_SHAPE(2), 0.1, KILN_F16),
                            kiln_div(1, kiln_sub(a, a)),
                            kiln_softmax(kiln_mul(a, 1e30), 0),
                            kiln_layer_norm(a, KILN_SHAPE(4)),
                            kiln_lerp(a, kiln_square(a), 0.37)};
        for (size_t i = 0; i < sizeof y / sizeof *y; i++)
            out[n++] = kiln_item(kiln_sum(kiln_nan_to_num(y[i])));
        kiln_grad(kiln_sum(kiln_elu(a, 0.7)), KILN_LIST(a), &g);
        out[n++] = kiln_item(kiln_sum(g));
        FILE *f = fmemopen(text, size, "w");
        kiln_print(a, "a", f);
        fclose(f);
    }
    cr_assert(!kiln_failed(s), "%s", kiln_error_text(s));
    while (n < NUMBERS) out[n++] = 0;
}

static void same_in(const char *name, void (*change)(void), kiln_path path) {
    double want[NUMBERS], got[NUMBERS];
    char want_text[512] = "", got_text[512] = "";
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = path;
    kiln_session *s = kiln_open(&o);
    kiln_manual_seed(s, 5);
    program(s, want, want_text, sizeof want_text);
    fenv_t before;
    fegetenv(&before);
    change();
    state host = now();
    kiln_session *t = kiln_open(&o);
    kiln_manual_seed(t, 5);
    program(t, got, got_text, sizeof got_text);
    kiln_close(t);
    state after = now();
    fesetenv(&before);
    kiln_close(s);
    cr_assert(host.sse == after.sse && host.x87 == after.x87,
              "%s: the host's state was %x %x and is %x %x", name, host.sse, host.x87, after.sse,
              after.x87);
    for (int i = 0; i < NUMBERS; i++)
        cr_assert(memcmp(&want[i], &got[i], 8) == 0, "%s: number %d is %a, not %a", name, i, got[i],
                  want[i]);
    cr_assert(strcmp(want_text, got_text) == 0, "%s: printed\n%s\nnot\n%s", name, got_text,
              want_text);
}

static void upward(void) { fesetround(FE_UPWARD); }
static void downward(void) { fesetround(FE_DOWNWARD); }
static void toward_zero(void) { fesetround(FE_TOWARDZERO); }
static void traps(void) {
    feclearexcept(FE_ALL_EXCEPT);
    feenableexcept(FE_DIVBYZERO | FE_INVALID | FE_OVERFLOW | FE_UNDERFLOW | FE_INEXACT);
}
static void flushing(void) { _mm_setcsr(_mm_getcsr() | 0x8040); }
static void raised(void) { feraiseexcept(FE_DIVBYZERO | FE_INEXACT); }
static void clear(void) { feclearexcept(FE_ALL_EXCEPT); }
static void short_x87(void) {
    unsigned short word = 0x037f & ~0x0300; /* 24 bits of precision */
    __asm__ volatile("fldcw %0" : : "m"(word));
}

Test(floating, no_state_of_the_host_reaches_a_result) {
    static const struct {
        const char *name;
        void (*change)(void);
    } hosts[] = {{"upward", upward},     {"downward", downward},      {"toward zero", toward_zero},
                 {"traps", traps},       {"flush to zero", flushing}, {"flags raised", raised},
                 {"flags clear", clear}, {"short x87", short_x87}};
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        same_in(hosts[i].name, hosts[i].change, KILN_EAGER);
        same_in(hosts[i].name, hosts[i].change, KILN_FUSED);
    }
}
