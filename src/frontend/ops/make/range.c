/* SPDX-License-Identifier: Apache-2.0
 * Public tensors counted up: arange, linspace, logspace, eye, and the places of a triangle. */
#include "frontend/core/frontend.h"

#include <math.h>

#include "reference/ref_math.h"

#define REFUSE(...) return fe_result(s, ir_fail(&s->b, __VA_ARGS__))

/* A tensor of rank 0 stands for the number it holds, which is computed. */
static bool as_number(kiln_session *s, kiln_site at, const char *call, kiln_value *v,
                      const char *name) {
    if (v->kind == KILN_IS_NONE) ir_fail(&s->b, KILN_BAD_ARGUMENT, "%s is not given", name);
    if (v->kind != KILN_IS_TENSOR) return v->kind != KILN_IS_NONE;
    kiln_tensor *t = v->as.tensor;
    if (fe_enter1(at, call, t) != s) return false;
    if (fe_of(t)->rank != 0) {
        ir_fail(&s->b, KILN_BAD_SHAPE, "%s has rank %d, expected a number or a tensor of rank 0",
                name, fe_of(t)->rank);
        return false;
    }
    return fe_element(s, at, call, t, v);
}

static double as_double(kiln_value v) {
    return v.kind == KILN_IS_FLOAT ? v.as.number : (double)v.as.integer;
}

static bool number_dtype(kiln_session *s, kiln_dtype d) {
    if (d != KILN_BOOL) return true;
    ir_fail(&s->b, KILN_BAD_DTYPE, "dtype is bool, expected numbers");
    return false;
}

/* ---- arange */

static bool bad_range(kiln_session *s, double start, double end, double step) {
    if (!(step > 0) && !(step < 0))
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "step is %g, expected another number than 0", step);
    else if (!isfinite(start) || !isfinite(end))
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "the range from %g to %g is not finite", start, end);
    else if (step > 0 ? end < start : end > start)
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "a step of %g does not lead from %g to %g", step, start,
                end);
    return s->b.status != KILN_OK;
}

/* How many there are: of i64 counted in integers, else in doubles. -1 after an error. */
static int64_t range_length(kiln_session *s, const kiln_value *v, const int64_t *whole,
                            kiln_dtype d) {
    double start = as_double(v[0]), end = as_double(v[1]), step = as_double(v[2]);
    if (bad_range(s, start, end, step)) return -1;
    if (d == KILN_I64) {
        if (bad_range(s, (double)whole[0], (double)whole[1], (double)whole[2])) return -1;
        uint64_t span = whole[2] > 0 ? (uint64_t)whole[1] - (uint64_t)whole[0]
                                     : (uint64_t)whole[0] - (uint64_t)whole[1];
        uint64_t by = whole[2] > 0 ? (uint64_t)whole[2] : 0 - (uint64_t)whole[2],
                 n = span == 0 ? 0 : (span - 1) / by + 1;
        if (n <= INT64_MAX) return (int64_t)n;
    } else {
        double n = ceil((end - start) / step);
        if (n < 9e18) return n > 0 ? (int64_t)n : 0;
    }
    ir_fail(&s->b, KILN_TOO_LARGE, "the range from %g to %g by %g is too long", start, end, step);
    return -1;
}

static kiln_tensor *range(kiln_site at, kiln_session *s, kiln_value start, kiln_value end,
                          kiln_value step, kiln_dtype d) {
    static const char *const names[] = {"start", "end", "step"};
    kiln_value v[3] = {start, end, step};
    int64_t whole[3], numel;
    bool floats = false;
    for (int i = 0; i < 3; i++) {
        if (!as_number(s, at, "arange", &v[i], names[i])) return fe_result(s, IR_NONE);
        floats = floats || v[i].kind == KILN_IS_FLOAT;
    }
    if (d == KILN_NO_DTYPE) d = floats ? KILN_F32 : KILN_I64;
    if (!number_dtype(s, d)) return fe_result(s, IR_NONE);
    bool real = fe_is_float(d);
    for (int i = 0; i < 3; i++) {
        if (v[i].kind == KILN_IS_FLOAT && !real && !fe_number_fits(s, v[i], KILN_I64, names[i]))
            return fe_result(s, IR_NONE);
        whole[i] =
            v[i].kind == KILN_IS_FLOAT ? (real ? 0 : (int64_t)v[i].as.number) : v[i].as.integer;
    }
    int64_t n = range_length(s, v, whole, d);
    if (n < 0 || !fe_good_tensor(s, d, (kiln_shape){1, &n}, &numel)) return fe_result(s, IR_NONE);
    /* PyTorch counts f32 in f64, f16 and bf16 in f32, and every integer dtype in i64. */
    kiln_dtype wide = !real ? KILN_I64 : d == KILN_F64 || d == KILN_F32 ? KILN_F64 : KILN_F32;
    ir_id i = fe_cast(s, ir_iota(&s->b, KILN_I64, 1, &n, 0), wide);
    ir_id from = fe_value_node(s, real ? v[0] : kiln_v_int(whole[0]), wide),
          by = fe_value_node(s, real ? v[2] : kiln_v_int(whole[2]), wide);
    return fe_result(s, fe_cast(s, fe_map2(s, IR_ADD, fe_map2(s, IR_MUL, i, by), from), d));
}

kiln_tensor *(kiln_arange)(kiln_site at, kiln_session *s, kiln_value start, kiln_value end,
                           kiln_value step, kiln_dtype dtype) {
    FE_DOOR;
    return fe_enter_session(at, "arange", s) != NULL ? range(at, s, start, end, step, dtype)
                                                     : fe_poison(s);
}

kiln_tensor *(kiln_arange_end)(kiln_site at, kiln_session *s, kiln_value end, kiln_dtype dtype) {
    FE_DOOR;
    return fe_enter_session(at, "arange", s) != NULL
               ? range(at, s, kiln_v_int(0), end, kiln_v_int(1), dtype)
               : fe_poison(s);
}

/* ---- linspace, logspace */

/* From both ends to the middle, so that both ends are exact: in `wide`, the step too. */
static ir_id even_steps(kiln_session *s, ir_id first, ir_id last, int64_t steps, kiln_dtype wide) {
    ir_id count = fe_number(s, wide, (double)(steps - 1)),
          i = ir_iota(&s->b, KILN_I64, 1, &steps, 0);
    ir_id step = fe_map2(s, IR_DIV, fe_map2(s, IR_SUB, last, first), count);
    ir_id back = fe_map2(s, IR_SUB, fe_number(s, KILN_I64, (double)(steps - 1)), i);
    ir_id up = fe_map2(s, IR_ADD, first, fe_map2(s, IR_MUL, step, fe_cast(s, i, wide)));
    ir_id down = fe_map2(s, IR_SUB, last, fe_map2(s, IR_MUL, step, fe_cast(s, back, wide)));
    return fe_map3(s, IR_SELECT, fe_map2(s, IR_LT, i, fe_number(s, KILN_I64, (double)(steps / 2))),
                   up, down);
}

/* What start and end are in the dtype, as numbers of `wide`. */
static bool ends_of(kiln_site at, const char *call, kiln_session *s, kiln_value *v, int64_t steps,
                    kiln_dtype d, kiln_dtype wide, ir_id *ends) {
    static const char *const names[] = {"start", "end"};
    int64_t numel;
    for (int i = 0; i < 2; i++)
        if (!as_number(s, at, call, &v[i], names[i])) return false;
    if (steps < 0)
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "steps is %lld, expected at least 0", (long long)steps);
    if (s->b.status != KILN_OK || !number_dtype(s, d) ||
        !fe_good_tensor(s, d, (kiln_shape){1, &steps}, &numel))
        return false;
    for (int i = 0; i < 2 && steps > 1; i++) {
        if (!fe_number_fits(s, v[i], d, names[i])) return false;
        if (!fe_is_float(d))
            v[i] =
                kiln_v_int(v[i].kind == KILN_IS_FLOAT ? (int64_t)v[i].as.number : v[i].as.integer);
        ends[i] = fe_cast(s, fe_value_node(s, v[i], d), wide);
    }
    return true;
}

kiln_tensor *(kiln_linspace)(kiln_site at, kiln_session *s, kiln_value start, kiln_value end,
                             int64_t steps, kiln_dtype d) {
    FE_DOOR;
    if (fe_enter_session(at, "linspace", s) == NULL) return fe_poison(s);
    kiln_value v[2] = {start, end};
    ir_id ends[2];
    kiln_dtype wide = fe_is_float(d) ? d : KILN_F64;
    if (!ends_of(at, "linspace", s, v, steps, d, wide, ends)) return fe_result(s, IR_NONE);
    if (steps > 1) return fe_result(s, fe_cast(s, even_steps(s, ends[0], ends[1], steps, wide), d));
    if (steps == 1 && !fe_number_fits(s, v[0], d, "start")) return fe_result(s, IR_NONE);
    return fe_result(s, fe_full(s, fe_value_node(s, v[0], d), 1, &steps));
}

kiln_tensor *(kiln_logspace)(kiln_site at, kiln_session *s, kiln_value start, kiln_value end,
                             int64_t steps, double base, kiln_dtype d) {
    FE_DOOR;
    if (fe_enter_session(at, "logspace", s) == NULL) return fe_poison(s);
    kiln_value v[2] = {start, end};
    ir_id ends[2];
    bool real = fe_is_float(d);
    kiln_dtype wide = d == KILN_F64 ? KILN_F64 : KILN_F32;
    if (!ends_of(at, "logspace", s, v, steps, d, wide, ends)) return fe_result(s, IR_NONE);
    if (steps == 1) {
        kiln_value only = kiln_v_float(ref_f64_pow(base, as_double(v[0])));
        if (!fe_number_fits(s, only, d, "base to the start")) return fe_result(s, IR_NONE);
        return fe_result(
            s, fe_full(s, fe_value_node(s, real ? only : kiln_v_int((int64_t)only.as.number), d), 1,
                       &steps));
    }
    if (steps == 0) return fe_result(s, fe_full(s, fe_const(s, d, 0), 1, &steps));
    /* PyTorch counts the exponents of all but f64 in f32, and takes the power in f64 for an integer
     * dtype. */
    kiln_dtype power = real ? wide : KILN_F64;
    ir_id exponent = fe_cast(s, even_steps(s, ends[0], ends[1], steps, wide), power),
          to = fe_number(s, power, base);
    return fe_result(s, fe_cast(s, fe_map2(s, IR_POW, to, exponent), d));
}

/* ---- places */

static bool good_sides(kiln_session *s, int64_t rows, int64_t columns) {
    int64_t all;
    if (rows < 0 || columns < 0)
        ir_fail(&s->b, KILN_BAD_SHAPE, "rows and columns are %lld and %lld, expected at least 0",
                (long long)rows, (long long)columns);
    else if (!kn_mul_i64(rows, columns, &all))
        ir_fail(&s->b, KILN_TOO_LARGE, "%lld by %lld overflows", (long long)rows,
                (long long)columns);
    return s->b.status == KILN_OK;
}

kiln_tensor *(kiln_eye)(kiln_site at, kiln_session *s, int64_t n, int64_t m, kiln_dtype dtype) {
    FE_DOOR;
    if (fe_enter_session(at, "eye", s) == NULL) return fe_poison(s);
    int64_t numel, extent[2] = {n, m == KILN_NO_INT ? n : m};
    if (!good_sides(s, extent[0], extent[1]) ||
        !fe_good_tensor(s, dtype, (kiln_shape){2, extent}, &numel))
        return fe_result(s, IR_NONE);
    ir_id row = ir_iota(&s->b, KILN_I64, 2, (int64_t[]){extent[0], 1}, 0),
          column = ir_iota(&s->b, KILN_I64, 1, &extent[1], 0);
    return fe_result(s, fe_cast(s, fe_map2(s, IR_EQ, row, column), dtype));
}

static ir_id whole_number(kiln_session *s, int64_t x) {
    return ir_scalar(&s->b, KILN_I64, (uint64_t)x);
}

/* Elements before row k of a trapezoid whose first row has `first` and every other one more than
 * that above it. */
static ir_id before_row(kiln_session *s, ir_id k, int64_t first) {
    ir_id two = whole_number(s, 2),
          pairs = fe_map2(s, IR_IDIV,
                          fe_map2(s, IR_MUL, k, fe_map2(s, IR_SUB, k, whole_number(s, 1))), two);
    return fe_map2(s, IR_ADD, fe_map2(s, IR_MUL, k, whole_number(s, first)), pairs);
}

/* Rows and columns, in row-major order, of what lies on or below a diagonal. Above the first full
 * row it is a trapezoid, whose row of element j is the root of a quadratic, put right by one where
 * the f64 root is rounded; from there on a rectangle. */
static ir_id lower_places(kiln_session *s, ir_id j, int64_t rows, int64_t columns, int64_t offset) {
    int64_t empty = offset < 0 ? (-offset < rows ? -offset : rows) : 0,
            first = offset < 0 ? 1 : offset + 1;
    /* rows of the trapezoid, each shorter than full */
    int64_t steep = columns - first < 0 ? 0 : columns - first;
    if (steep > rows - empty) steep = rows - empty;
    int64_t cut = steep * first + steep * (steep - 1) / 2;
    ir_id b = fe_number(s, KILN_F64, (double)first - 0.5),
          x = fe_cast(s, fe_map2(s, IR_MIN, j, whole_number(s, cut > 0 ? cut - 1 : 0)), KILN_F64);
    ir_id twice = fe_map2(s, IR_MUL, x, fe_const(s, KILN_F64, 2));
    ir_id root = fe_map1(s, IR_SQRT, fe_map2(s, IR_ADD, fe_map2(s, IR_MUL, b, b), twice));
    ir_id k = fe_cast(s, fe_map1(s, IR_FLOOR, fe_map2(s, IR_SUB, root, b)), KILN_I64),
          one = whole_number(s, 1);
    ir_id at_or_below =
        fe_cast(s, fe_map2(s, IR_LE, before_row(s, fe_map2(s, IR_ADD, k, one), first), j),
                KILN_I64);
    ir_id below = fe_cast(s, fe_map2(s, IR_LT, j, before_row(s, k, first)), KILN_I64);
    k = fe_map2(s, IR_SUB, fe_map2(s, IR_ADD, k, at_or_below), below);
    ir_id rest = fe_map2(s, IR_SUB, j, whole_number(s, cut)), side = whole_number(s, columns),
          low = fe_map2(s, IR_LT, j, whole_number(s, cut));
    ir_id slanted = whole_number(s, steep),
          row = fe_map3(s, IR_SELECT, low, k,
                        fe_map2(s, IR_ADD, fe_map2(s, IR_IDIV, rest, side), slanted));
    ir_id in_row = fe_map2(s, IR_REM, rest, side);
    ir_id column =
        fe_map3(s, IR_SELECT, low, fe_map2(s, IR_SUB, j, before_row(s, k, first)), in_row);
    ir_id parts[2] = {fe_map2(s, IR_ADD, row, whole_number(s, empty)), column};
    for (int i = 0; i < 2; i++)
        if (parts[i] != IR_NONE)
            parts[i] = ir_reshape(&s->b, parts[i], 2, (int64_t[]){1, ir_numel(&s->g, parts[i])});
    return fe_join(s, parts, 2, 0);
}

static int64_t lower_count(int64_t rows, int64_t columns, int64_t offset) {
    int64_t empty = offset < 0 ? (-offset < rows ? -offset : rows) : 0,
            first = offset < 0 ? 1 : offset + 1;
    int64_t steep = columns - first < 0 ? 0 : columns - first;
    if (steep > rows - empty) steep = rows - empty;
    return steep * first + steep * (steep - 1) / 2 + (rows - empty - steep) * columns;
}

/* What lies above is, turned by half a turn, what lies below. */
static kiln_tensor *triangle_places(kiln_site at, const char *call, kiln_session *s, int64_t rows,
                                    int64_t columns, int64_t offset, bool upper, kiln_dtype d) {
    if (fe_enter_session(at, call, s) == NULL) return fe_poison(s);
    if (!good_sides(s, rows, columns)) return fe_result(s, IR_NONE);
    if (d != KILN_I64 && d != KILN_I32)
        REFUSE(KILN_BAD_DTYPE, "dtype is %s, expected i64 or i32", kiln_dtype_short(d));
    if (offset > columns) offset = columns;
    if (offset < -rows) offset = -rows;
    if (upper) offset = columns - rows - offset;
    if (offset > columns) offset = columns;
    if (offset < -rows) offset = -rows;
    int64_t n = columns > 0 ? lower_count(rows, columns, offset) : 0, numel;
    if (!fe_good_tensor(s, d, (kiln_shape){2, (int64_t[]){2, n}}, &numel))
        return fe_result(s, IR_NONE);
    if (n == 0) return fe_result(s, fe_full(s, fe_const(s, d, 0), 2, (int64_t[]){2, 0}));
    ir_id j = ir_iota(&s->b, KILN_I64, 1, &n, 0);
    if (!upper) return fe_result(s, fe_cast(s, lower_places(s, j, rows, columns, offset), d));
    ir_id places =
        lower_places(s, fe_map2(s, IR_SUB, whole_number(s, n - 1), j), rows, columns, offset);
    ir_id side = ir_iota(&s->b, KILN_I64, 2, (int64_t[]){2, 1}, 0); /* rows - 1, then columns - 1 */
    ir_id last_row = whole_number(s, rows - 1);
    side = fe_map2(s, IR_ADD, fe_map2(s, IR_MUL, side, whole_number(s, columns - rows)), last_row);
    return fe_result(s, fe_cast(s, fe_map2(s, IR_SUB, side, places), d));
}

kiln_tensor *(kiln_tril_indices)(kiln_site at, kiln_session *s, int64_t row, int64_t col,
                                 int64_t offset, kiln_dtype dtype) {
    FE_DOOR;
    return triangle_places(at, "tril_indices", s, row, col, offset, false, dtype);
}

kiln_tensor *(kiln_triu_indices)(kiln_site at, kiln_session *s, int64_t row, int64_t col,
                                 int64_t offset, kiln_dtype dtype) {
    FE_DOOR;
    return triangle_places(at, "triu_indices", s, row, col, offset, true, dtype);
}
