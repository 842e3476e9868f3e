/* SPDX-License-Identifier: Apache-2.0
 * Optimisers over sets give PyTorch's parameters and state after 20 steps
 * (conformance/oracle/optimizers made the file), bit for bit but where PyTorch's f32 square root is
 * not the nearest number, by one kernel a dtype.
 * KILN_TEST: sanitize=address */
#include <math.h>

#include "check.h"
#include "ir/graph.h"
#include "kiln/kiln.h"

enum { NPARAMS = 3, STEPS = 20, NDTYPES = 4 };

typedef struct run {
    const char *name;
    kiln_optimizer *(*make)(kiln_site at, const kiln_params *p, const void *options);
    const void *options;
    double rate;
    bool roots; /* takes square roots */
} run;

static kiln_optimizer *sgd(kiln_site at, const kiln_params *p, const void *o) {
    return (kiln_optimizer_sgd)(at, p, o);
}
static kiln_optimizer *adam(kiln_site at, const kiln_params *p, const void *o) {
    return (kiln_optimizer_adam)(at, p, o);
}
static kiln_optimizer *adamw(kiln_site at, const kiln_params *p, const void *o) {
    return (kiln_optimizer_adamw)(at, p, o);
}
static kiln_optimizer *rmsprop(kiln_site at, const kiln_params *p, const void *o) {
    return (kiln_optimizer_rmsprop)(at, p, o);
}
static kiln_optimizer *adagrad(kiln_site at, const kiln_params *p, const void *o) {
    return (kiln_optimizer_adagrad)(at, p, o);
}

#define SGD(...)                                                                                   \
    &(kiln_sgd_options) { sizeof(kiln_sgd_options), __VA_ARGS__ }
#define ADAM(...)                                                                                  \
    &(kiln_adam_options) { sizeof(kiln_adam_options), __VA_ARGS__ }
#define RMSPROP(...)                                                                               \
    &(kiln_rmsprop_options) { sizeof(kiln_rmsprop_options), __VA_ARGS__ }
#define ADAGRAD(...)                                                                               \
    &(kiln_adagrad_options) { sizeof(kiln_adagrad_options), __VA_ARGS__ }
static const run runs[] = {
    {"sgd", sgd, SGD(0.05, 0, 0, 0, false, false), 0.05, false},
    {"sgd-momentum", sgd, SGD(0.05, 0.9, 0, 0, false, false), 0.05, false},
    {"sgd-nesterov", sgd, SGD(0.05, 0.9, 0, 0.01, true, true), 0.05, false},
    {"sgd-dampening", sgd, SGD(0.05, 0.8, 0.3, 0.1, false, false), 0.05, false},
    {"adam", adam, ADAM(0.01, 0.9, 0.999, 1e-8, 0, false, false), 0.01, true},
    {"adam-amsgrad", adam, ADAM(0.01, 0.8, 0.95, 1e-6, 0.1, true, true), 0.01, true},
    {"adam-far", adam, ADAM(0.01, 0.3, 0.4, 1e-8, 0, false, false), 0.01, true},
    {"adamw", adamw, ADAM(0.01, 0.9, 0.999, 1e-8, 0.01, false, false), 0.01, true},
    {"adamw-amsgrad", adamw, ADAM(0.01, 0.9, 0.999, 1e-8, 0.2, true, false), 0.01, true},
    {"rmsprop", rmsprop, RMSPROP(0.01, 0.99, 1e-8, 0, 0, false, false), 0.01, true},
    {"rmsprop-momentum", rmsprop, RMSPROP(0.01, 0.9, 1e-8, 0, 0.7, false, false), 0.01, true},
    {"rmsprop-centered", rmsprop, RMSPROP(0.01, 0.95, 1e-8, 0.1, 0.5, true, true), 0.01, true},
    {"adagrad", adagrad, ADAGRAD(0.05, 0, 0, 0, 1e-10, false), 0.05, true},
    {"adagrad-decay", adagrad, ADAGRAD(0.05, 0.1, 0.1, 0.5, 1e-10, false), 0.05, true},
};
enum { NRUNS = sizeof runs / sizeof *runs };
static const struct {
    const char *name;
    kiln_dtype dtype;
} dtypes[NDTYPES] = {
    {"float64", KILN_F64}, {"float32", KILN_F32}, {"float16", KILN_F16}, {"bfloat16", KILN_BF16}};
static const char *const states[] = {"momentum_buffer", "exp_avg",  "exp_avg_sq", "max_exp_avg_sq",
                                     "square_avg",      "grad_avg", "sum"};

static kiln_safetensors *answers(void) {
    kiln_safetensors *file;
    char why[256];
    kiln_status status =
        kiln_safetensors_open(KILN_SOURCE_DIR "/conformance/training/optimizers.safetensors", NULL,
                              &file, why, sizeof why);
    cr_assert(status == KILN_OK, "%s", why);
    return file;
}

static const kiln_st_entry *answer(const kiln_safetensors *file, const char *a, const char *b,
                                   const char *c, int i) {
    char name[128];
    snprintf(name, sizeof name, "%s%s%s.%s.%d", a, a[0] != '\0' ? "." : "", b, c, i);
    const kiln_st_entry *e = kiln_safetensors_find(file, name);
    cr_assert(e != NULL, "no %s", name);
    return e;
}

static kiln_tensor *tensor_of(kiln_session *s, const kiln_st_entry *e) {
    return kiln_from_bytes(s, e->data, e->nbytes, e->dtype, kiln_shape_from(e->rank, e->shape));
}

static kiln_session *open_path(kiln_path path) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = path;
    kiln_session *s = kiln_open(&o);
    cr_assert(!kiln_failed(s), "%s", kiln_error_text(s));
    return s;
}

/* All dtypes in one set: p.DTYPE.I. */
static kiln_params *starts(kiln_session *s, const kiln_safetensors *file) {
    kiln_params *p = kiln_params_new(s);
    char name[64];
    for (int i = 0; i < NPARAMS; i++)
        for (int d = 0; d < NDTYPES; d++) {
            snprintf(name, sizeof name, "%s.%d", dtypes[d].name, i);
            CHECK(kiln_ok(kiln_params_add(
                p, name, tensor_of(s, answer(file, "", dtypes[d].name, "start", i)))));
        }
    return p;
}

static void step(kiln_session *s, kiln_optimizer *o, const kiln_safetensors *file, int64_t at) {
    kiln_scope (s) {
        kiln_tensor *g[NPARAMS * NDTYPES];
        for (int i = 0; i < NPARAMS; i++)
            for (int d = 0; d < NDTYPES; d++)
                g[i * NDTYPES + d] =
                    kiln_select(tensor_of(s, answer(file, "", dtypes[d].name, "grad", i)), 0, at);
        CHECK_OK(kiln_optimizer_step(o, kiln_list_from(NPARAMS * NDTYPES, g)));
    }
}

/* How far x may be from PyTorch's number y. Its square roots, MKL's, are one unit off now and then,
 * and so is pow of the C library's, by which its betas are raised: in each of 20 steps numbers of
 * up to 10 (a gradient over a root) differ in the last digit, a parameter's by rate times that, and
 * what they are added to is rounded. Where no root is taken, and in halves, whose digits hide it,
 * bits are equal. */
static double allowed(const run *r, kiln_dtype d, double y, const char *what) {
    double unit = d == KILN_F64 ? 0x1p-52 : 0x1p-23;
    double term = what[0] == 'p' ? r->rate * 10 : what[0] == 'm' && what[1] == 'o' ? 10 : 0;
    return !r->roots || (d != KILN_F64 && d != KILN_F32) ? 0 : STEPS * unit * (fabs(y) + term);
}

static void compare(kiln_tensor *t, const kiln_st_entry *e, const run *r, const char *what) {
    char own[4096];
    cr_assert(e->nbytes <= sizeof own && kiln_dtype_of(t) == e->dtype);
    CHECK_OK(kiln_read(t, own, e->nbytes));
    size_t each = kiln_dtype_size(e->dtype);
    for (size_t i = 0; i < e->nbytes / each; i++) {
        uint64_t a = 0, b = 0;
        memcpy(&a, own + i * each, each);
        memcpy(&b, (const char *)e->data + i * each, each);
        double x = ir_value_of(e->dtype, a), y = ir_value_of(e->dtype, b);
        if (a == b || (isnan(x) && isnan(y))) continue;
        cr_assert(fabs(x - y) <= allowed(r, e->dtype, y, what),
                  "%s %s %s[%zu] is %.17g, PyTorch's %.17g", r->name, kiln_dtype_name(e->dtype),
                  what, i, x, y);
    }
}

static void compare_all(kiln_optimizer *o, const kiln_params *p, const kiln_safetensors *file,
                        const run *r) {
    kiln_params *state = kiln_optimizer_state(o);
    char name[128];
    for (int i = 0; i < NPARAMS; i++)
        for (int d = 0; d < NDTYPES; d++) {
            snprintf(name, sizeof name, "%s.%d", dtypes[d].name, i);
            compare(kiln_params_get(p, name), answer(file, r->name, dtypes[d].name, "p", i), r,
                    "parameter");
            for (size_t k = 0; k < sizeof states / sizeof *states; k++) {
                snprintf(name, sizeof name, "%s.%s.%d", states[k], dtypes[d].name, i);
                if (kiln_params_has(state, name))
                    compare(kiln_params_get(state, name),
                            answer(file, r->name, dtypes[d].name, states[k], i), r, states[k]);
            }
        }
    CHECK_EQ(kiln_optimizer_step_count(o), STEPS);
}

static void run_all(kiln_path path) {
    kiln_safetensors *file = answers();
    for (int i = 0; i < NRUNS; i++) {
        kiln_session *s = open_path(path);
        kiln_params *p = starts(s, file);
        kiln_optimizer *o = runs[i].make("here", p, runs[i].options);
        cr_assert(o != NULL, "%s", kiln_error_text(s));
        for (int64_t at = 0; at < STEPS; at++) step(s, o, file, at);
        compare_all(o, p, file, &runs[i]);
        cr_assert(!kiln_failed(s), "%s", kiln_error_text(s));
        kiln_params_free(p); /* before the optimiser, which holds them too */
        kiln_optimizer_free(o);
        CHECK_EQ(kiln_close(s), 0);
    }
    kiln_safetensors_close(file);
}

Test(optimizers, fused_steps_give_pytorchs_numbers) { run_all(KILN_FUSED); }
Test(optimizers, eager_steps_give_pytorchs_numbers) { run_all(KILN_EAGER); }
