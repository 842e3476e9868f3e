/* SPDX-License-Identifier: Apache-2.0
 * Public first values of parameters, PyTorch's nn.init: drawn in the host when called, from the
 * session's generator, and written in place. */
#include <math.h>

#include "frontend/ops/network.h"
#include "reference/ref_math.h"
#include "runtime/mt19937.h"

enum { MOST_ROUNDS = 10000 }; /* of draws anew, after which numbers so rare are not waited for */

/* What is drawn: by its numbers a and b, into n elements of dtype d. False: an error, in s->b. */
typedef struct recipe {
    bool (*draw)(kiln_session *s, rt_mt19937 *g, const struct recipe *r, kiln_dtype d, void *to,
                 size_t n);
    double a, b, low, high;
    int64_t rows; /* of a matrix of n elements */
} recipe;

static bool finite_numbers(kiln_session *s, const char *what, double a, double b) {
    if (isfinite(a) && isfinite(b)) return true;
    ir_fail(&s->b, KILN_BAD_ARGUMENT, "%s are %g and %g, expected finite numbers", what, a, b);
    return false;
}

static bool draw_uniform(kiln_session *s, rt_mt19937 *g, const recipe *r, kiln_dtype d, void *to,
                         size_t n) {
    if (!finite_numbers(s, "the ends", r->a, r->b)) return false;
    if (r->a > r->b)
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "a is %g and b %g, expected a <= b", r->a, r->b);
    else
        rt_mt_uniform_between(g, d, r->a, r->b, to, n);
    return s->b.status == KILN_OK;
}

static bool draw_normal(kiln_session *s, rt_mt19937 *g, const recipe *r, kiln_dtype d, void *to,
                        size_t n) {
    if (!finite_numbers(s, "mean and std", r->a, r->b)) return false;
    if (r->b < 0)
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "std is %g, expected 0 or more", r->b);
    else
        rt_mt_normal_of(g, d, r->a, r->b, to, n);
    return s->b.status == KILN_OK;
}

/* ---- elements in the host */

static double element(kiln_dtype d, const void *data, size_t i) {
    uint64_t bits = 0;
    memcpy(&bits, (const char *)data + i * kiln_dtype_size(d), kiln_dtype_size(d));
    return ir_value_of(d, bits);
}

static void put(kiln_dtype d, void *data, size_t i, double x) {
    uint64_t bits = ir_bits_of(d, x);
    memcpy((char *)data + i * kiln_dtype_size(d), &bits, kiln_dtype_size(d));
}

static double held(kiln_dtype d, double x) { return ir_value_of(d, ir_bits_of(d, x)); }

/* ---- the normal between two ends */

static double below(double x) { return (1 + ref_f64_erf(x / sqrt(2))) / 2; }

static bool too_rare(kiln_session *s) {
    ir_fail(&s->b, KILN_BAD_ARGUMENT, "hardly a number of that normal lies between a and b");
    return false;
}

/* All are drawn anew while any is outside; what is inside stays. */
static bool redraw(kiln_session *s, rt_mt19937 *g, const recipe *r, kiln_dtype d, void *to,
                   void *fresh, size_t n) {
    double low = held(d, r->low), high = held(d, r->high);
    rt_mt_normal_of(g, d, r->a, r->b, to, n);
    for (int round = 0; round < MOST_ROUNDS; round++) {
        size_t outside = 0;
        for (size_t i = 0; i < n; i++)
            outside += element(d, to, i) < low || element(d, to, i) > high;
        if (outside == 0) return true;
        rt_mt_normal_of(g, d, r->a, r->b, fresh, n);
        for (size_t i = 0; i < n; i++) {
            double x = element(d, to, i);
            if (x < low || x > high) put(d, to, i, element(d, fresh, i));
        }
    }
    return too_rare(s);
}

/* Logarithm of the density over its peak, each operation rounded as PyTorch's tensors are. */
static double log_density(const recipe *r, kiln_dtype d, double x, double log_peak) {
    double apart = held(d, held(d, x - r->a) / r->b), square = held(d, apart * apart);
    return held(d, held(d, square * -0.5) - log_peak);
}

/* Uniform, and kept with the probability of the density. `taken` has a byte an element. */
static bool accept(kiln_session *s, rt_mt19937 *g, const recipe *r, kiln_dtype d, void *to,
                   void *fresh, size_t n) {
    size_t each = kiln_dtype_size(d);
    char *chance = (char *)fresh + n * each, *taken = chance + n * each;
    double mode = r->a < r->low    ? r->low
                  : r->a > r->high ? r->high
                                   : r->a,
           far = (mode - r->a) / r->b, log_peak = -0.5 * (far * far);
    memset(taken, 0, n);
    for (int round = 0; round < MOST_ROUNDS; round++) {
        size_t left = 0;
        rt_mt_uniform_between(g, d, r->low, r->high, fresh, n);
        rt_mt_uniform(g, d, chance, n);
        for (size_t i = 0; i < n; i++) {
            if (taken[i]) continue;
            double x = element(d, fresh, i);
            put(d, to, i, x);
            taken[i] =
                !(held(d, ref_f64_log(element(d, chance, i))) > log_density(r, d, x, log_peak));
            left += !taken[i];
        }
        if (left == 0) return true;
    }
    return too_rare(s);
}

static bool draw_truncated(kiln_session *s, rt_mt19937 *g, const recipe *r, kiln_dtype d, void *to,
                           size_t n) {
    if (!finite_numbers(s, "mean and std", r->a, r->b) ||
        !finite_numbers(s, "a and b", r->low, r->high))
        return false;
    if (!(r->b > 0))
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "std is %g, expected more than 0", r->b);
    else if (!(r->low < r->high))
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "a is %g and b %g, expected a < b", r->low, r->high);
    if (s->b.status != KILN_OK || n == 0) return s->b.status == KILN_OK;
    size_t each = kiln_dtype_size(d), nbytes = n * (2 * each + 1);
    void *room = kn_malloc(s->alloc, nbytes);
    bool common = below((r->high - r->a) / r->b) - below((r->low - r->a) / r->b) > 0.3,
         well = room != NULL;
    if (!well) ir_fail(&s->b, KILN_NO_MEMORY, "no memory for %zu bytes", nbytes);
    well = well && (common ? redraw(s, g, r, d, to, room, n) : accept(s, g, r, d, to, room, n));
    kn_free(s->alloc, room, nbytes);
    return well;
}

/* ---- orthonormal columns, by Gram and Schmidt, twice, in f64: those of PyTorch's QR whose R has a
 * positive diagonal */

static void make_orthonormal(double *column, int64_t length, int64_t count) {
    for (int64_t j = 0; j < count; j++) {
        double *own = column + j * length, norm = 0;
        for (int64_t k = 0; k < 2 * j; k++) {
            const double *other = column + k % j * length;
            double along = 0;
            for (int64_t i = 0; i < length; i++) along += own[i] * other[i];
            for (int64_t i = 0; i < length; i++) own[i] -= along * other[i];
        }
        for (int64_t i = 0; i < length; i++) norm += own[i] * own[i];
        norm = sqrt(norm);
        for (int64_t i = 0; i < length; i++) own[i] = norm > 0 ? own[i] / norm : 0;
    }
}

/* The drawn matrix is row-major; its columns, or rows where they are fewer, are made
 * orthonormal. */
static bool draw_orthogonal(kiln_session *s, rt_mt19937 *g, const recipe *r, kiln_dtype d, void *to,
                            size_t n) {
    if (!finite_numbers(s, "gain and 0", r->a, 0) || n == 0) return s->b.status == KILN_OK;
    int64_t columns = (int64_t)n / r->rows, count = columns < r->rows ? columns : r->rows,
            length = (int64_t)n / count;
    double *column = kn_malloc(s->alloc, n * sizeof *column);
    if (column == NULL)
        return ir_fail(&s->b, KILN_NO_MEMORY, "no memory for %zu elements", n), false;
    rt_mt_normal_of(g, d, 0, 1, to, n);
    bool wide = r->rows < columns;
    for (int64_t j = 0; j < count; j++)
        for (int64_t i = 0; i < length; i++)
            column[j * length + i] =
                element(d, to, (size_t)(wide ? j * columns + i : i * columns + j));
    make_orthonormal(column, length, count);
    for (int64_t j = 0; j < count; j++)
        for (int64_t i = 0; i < length; i++)
            put(d, to, (size_t)(wide ? j * columns + i : i * columns + j),
                held(d, column[j * length + i]) * r->a);
    kn_free(s->alloc, column, n * sizeof *column);
    return true;
}

/* ---- writing */

static kiln_tensor *written(kiln_session *s, kiln_tensor *t, const recipe *r) {
    kiln_dtype d = (kiln_dtype)fe_of(t)->dtype;
    size_t n = (size_t)kiln_numel(t), nbytes = n * kiln_dtype_size(d);
    rt_mt19937 *g = fe_generator(s);
    void *data = g != NULL ? kn_malloc(s->alloc, nbytes + 1) : NULL;
    if (data == NULL)
        return fe_result(s, g != NULL
                                ? ir_fail(&s->b, KILN_NO_MEMORY, "no memory for %zu bytes", nbytes)
                                : IR_NONE);
    bool well = r->draw(s, g, r, d, data, n);
    kiln_tensor *value =
        well ? fe_from_bytes(s, data, nbytes, d, (kiln_shape){fe_of(t)->rank, fe_of(t)->extent})
             : fe_result(s, IR_NONE);
    kn_free(s->alloc, data, nbytes + 1);
    if (!kiln_ok(value)) return value;
    ir_id from = (ir_id)s->g.count;
    kiln_tensor *to = fe_store(s, t, fe_node(s, value), from);
    fe_drop(s, value);
    return to;
}

static kiln_session *enter(kiln_site at, const char *call, kiln_tensor *t, bool floats) {
    kiln_session *s = fe_enter1(at, call, t);
    if (s != NULL && floats && !fe_is_float((kiln_dtype)fe_of(t)->dtype))
        ir_fail(&s->b, KILN_BAD_DTYPE, "input is %s, expected a float dtype",
                kiln_dtype_short((kiln_dtype)fe_of(t)->dtype));
    return s;
}

static kiln_tensor *drawn(kiln_session *s, kiln_tensor *t, const recipe *r) {
    if (s == NULL) return fe_poison_like(t, NULL);
    if (s->b.status != KILN_OK) return fe_result(s, IR_NONE);
    fe_begin(s);
    return fe_ended(s, written(s, t, r));
}

kiln_tensor *(kiln_init_uniform_)(kiln_site at, kiln_tensor *t, double a, double b) {
    FE_DOOR;
    return drawn(enter(at, "nn.init.uniform_", t, true), t,
                 &(recipe){.draw = draw_uniform, .a = a, .b = b});
}

kiln_tensor *(kiln_init_normal_)(kiln_site at, kiln_tensor *t, double mean, double std) {
    FE_DOOR;
    return drawn(enter(at, "nn.init.normal_", t, true), t,
                 &(recipe){.draw = draw_normal, .a = mean, .b = std});
}

kiln_tensor *(kiln_init_trunc_normal_)(kiln_site at, kiln_tensor *t, double mean, double std,
                                       double a, double b) {
    FE_DOOR;
    return drawn(enter(at, "nn.init.trunc_normal_", t, true), t,
                 &(recipe){.draw = draw_truncated, .a = mean, .b = std, .low = a, .high = b});
}

kiln_tensor *(kiln_init_orthogonal_)(kiln_site at, kiln_tensor *t, double gain) {
    FE_DOOR;
    kiln_session *s = enter(at, "nn.init.orthogonal_", t, true);
    char type[160];
    if (s == NULL) return fe_poison_like(t, NULL);
    kiln_dtype d = (kiln_dtype)fe_of(t)->dtype;
    if (fe_of(t)->rank < 2)
        ir_fail(&s->b, KILN_BAD_SHAPE, "input is %s, expected rank 2 or more",
                fe_type_text(t, type, sizeof type));
    else if (s->b.status == KILN_OK && d != KILN_F32 && d != KILN_F64)
        ir_fail(&s->b, KILN_BAD_DTYPE, "input is %s, expected f32 or f64", kiln_dtype_short(d));
    return drawn(s, t,
                 &(recipe){.draw = draw_orthogonal,
                           .a = gain,
                           .rows = fe_of(t)->rank > 0 ? fe_of(t)->extent[0] : 1});
}

/* ---- by the number of inputs and outputs */

static bool fans(kiln_session *s, const kiln_tensor *t, double *in, double *out) {
    char type[160];
    if (fe_of(t)->rank < 2) {
        ir_fail(&s->b, KILN_BAD_SHAPE, "input is %s, expected rank 2 or more: [out, in, ...]",
                fe_type_text(t, type, sizeof type));
        return false;
    }
    double field = 1;
    for (int i = 2; i < fe_of(t)->rank; i++) field *= (double)fe_of(t)->extent[i];
    *in = (double)fe_of(t)->extent[1] * field;
    *out = (double)fe_of(t)->extent[0] * field;
    return true;
}

static kiln_tensor *xavier(kiln_site at, const char *call, kiln_tensor *t, double gain,
                           bool uniform) {
    kiln_session *s = enter(at, call, t, true);
    double in = 0, out = 0;
    if (s == NULL || s->b.status != KILN_OK || !fans(s, t, &in, &out)) return drawn(s, t, NULL);
    double std = in + out > 0 ? gain * sqrt(2 / (in + out)) : 0, end = sqrt(3) * std;
    if (!isfinite(gain))
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "gain is %g, expected a finite number", gain);
    recipe r = {.draw = uniform ? draw_uniform : draw_normal,
                .a = uniform ? -end : 0,
                .b = uniform ? end : std};
    return drawn(s, t, &r);
}

kiln_tensor *(kiln_init_xavier_uniform_)(kiln_site at, kiln_tensor *t, double gain) {
    FE_DOOR;
    return xavier(at, "nn.init.xavier_uniform_", t, gain, true);
}
kiln_tensor *(kiln_init_xavier_normal_)(kiln_site at, kiln_tensor *t, double gain) {
    FE_DOOR;
    return xavier(at, "nn.init.xavier_normal_", t, gain, false);
}

/* 0 for what is none of them. */
static double gain_of(const char *nonlinearity, double slope) {
    const char *name = nonlinearity != NULL ? nonlinearity : "";
    if (strcmp(name, "linear") == 0 || strcmp(name, "sigmoid") == 0) return 1;
    if (strcmp(name, "tanh") == 0) return 5.0 / 3;
    if (strcmp(name, "relu") == 0) return sqrt(2);
    if (strcmp(name, "selu") == 0) return 0.75;
    return strcmp(name, "leaky_relu") == 0 ? sqrt(2 / (1 + slope * slope)) : 0;
}

static kiln_tensor *kaiming(kiln_site at, const char *call, kiln_tensor *t, double slope,
                            const char *mode, const char *nonlinearity, bool uniform) {
    kiln_session *s = enter(at, call, t, true);
    double in = 0, out = 0, gain = gain_of(nonlinearity, slope);
    if (s == NULL || s->b.status != KILN_OK || !fans(s, t, &in, &out)) return drawn(s, t, NULL);
    bool by_out = mode != NULL && strcmp(mode, "fan_out") == 0;
    if (!by_out && (mode == NULL || strcmp(mode, "fan_in") != 0))
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "mode is \"%.40s\", expected \"fan_in\" or \"fan_out\"",
                mode != NULL ? mode : "(null)");
    else if (!isfinite(slope))
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "a is %g, expected a finite number", slope);
    else if (gain == 0)
        ir_fail(
            &s->b, KILN_BAD_ARGUMENT,
            "nonlinearity is \"%.40s\", expected linear, sigmoid, tanh, relu, selu or leaky_relu",
            nonlinearity != NULL ? nonlinearity : "(null)");
    double fan = by_out ? out : in, std = fan > 0 ? gain / sqrt(fan) : 0, end = sqrt(3) * std;
    recipe r = {.draw = uniform ? draw_uniform : draw_normal,
                .a = uniform ? -end : 0,
                .b = uniform ? end : std};
    return drawn(s, t, &r);
}

kiln_tensor *(kiln_init_kaiming_uniform_)(kiln_site at, kiln_tensor *t, double a, const char *mode,
                                          const char *nonlinearity) {
    FE_DOOR;
    return kaiming(at, "nn.init.kaiming_uniform_", t, a, mode, nonlinearity, true);
}

kiln_tensor *(kiln_init_kaiming_normal_)(kiln_site at, kiln_tensor *t, double a, const char *mode,
                                         const char *nonlinearity) {
    FE_DOOR;
    return kaiming(at, "nn.init.kaiming_normal_", t, a, mode, nonlinearity, false);
}

/* ---- nothing drawn */

static kiln_tensor *filled(kiln_site at, const char *call, kiln_tensor *t, kiln_value v) {
    kiln_session *s = enter(at, call, t, false);
    if (s == NULL) return fe_poison_like(t, NULL);
    kiln_dtype d = (kiln_dtype)fe_of(t)->dtype;
    ir_id from = (ir_id)s->g.count;
    if (v.kind == KILN_IS_NONE || v.kind == KILN_IS_TENSOR)
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "val is no number");
    else
        (void)fe_number_fits(s, v, d, "val");
    return s->b.status == KILN_OK ? fe_store(s, t, fe_cast(s, fe_value_node(s, v, d), d), from)
                                  : fe_result(s, IR_NONE);
}

kiln_tensor *(kiln_init_constant_)(kiln_site at, kiln_tensor *t, kiln_value v) {
    FE_DOOR;
    return filled(at, "nn.init.constant_", t, v);
}
kiln_tensor *(kiln_init_zeros_)(kiln_site at, kiln_tensor *t) {
    FE_DOOR;
    return filled(at, "nn.init.zeros_", t, kiln_v_int(0));
}
kiln_tensor *(kiln_init_ones_)(kiln_site at, kiln_tensor *t) {
    FE_DOOR;
    return filled(at, "nn.init.ones_", t, kiln_v_int(1));
}

kiln_tensor *(kiln_init_eye_)(kiln_site at, kiln_tensor *t) {
    FE_DOOR;
    kiln_session *s = enter(at, "nn.init.eye_", t, false);
    char type[160];
    if (s == NULL) return fe_poison_like(t, NULL);
    if (fe_of(t)->rank != 2)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_SHAPE, "input is %s, expected rank 2",
                                    fe_type_text(t, type, sizeof type)));
    ir_id from = (ir_id)s->g.count, row = ir_iota(&s->b, KILN_I64, 2, fe_of(t)->extent, 0),
          column = ir_iota(&s->b, KILN_I64, 2, fe_of(t)->extent, 1);
    ir_id same = fe_map2(s, IR_EQ, row, column);
    return fe_store(s, t, fe_cast(s, same, (kiln_dtype)fe_of(t)->dtype), from);
}
