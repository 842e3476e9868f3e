/* SPDX-License-Identifier: Apache-2.0
 * Public ways to make tensors: from host data, filled, counted up, random. */
#include "frontend/frontend.h"

#include <math.h>

static bool good_shape(kiln_session *s, kiln_dtype dtype, kiln_shape shape, int64_t *numel) {
    *numel = 1;
    if ((unsigned)dtype >= KILN_DTYPE_COUNT) {
        ir_fail(&s->b, KILN_BAD_DTYPE, "dtype %d is none of kiln_dtype", (int)dtype);
        return false;
    }
    if (shape.rank < 0 || (shape.rank > 0 && shape.extent == NULL)) {
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "shape is null or of negative rank");
        return false;
    }
    if (shape.rank > KILN_MAX_RANK) {
        ir_fail(&s->b, KILN_TOO_LARGE, "rank %d is above the limit of %d", shape.rank, KILN_MAX_RANK);
        return false;
    }
    for (int i = 0; i < shape.rank; i++)
        if (shape.extent[i] < 0) {
            ir_fail(&s->b, KILN_BAD_SHAPE, "extent %lld of axis %d is negative", (long long)shape.extent[i], i);
            return false;
        }
    int64_t bytes = (int64_t)kiln_dtype_size(dtype);
    for (int i = 0; i < shape.rank; i++)
        if (!kn_mul_i64(*numel, shape.extent[i], numel) || !kn_mul_i64(bytes, shape.extent[i] > 0 ? shape.extent[i] : 1, &bytes)) {
            ir_fail(&s->b, KILN_TOO_LARGE, "the product of the extents overflows");
            return false;
        }
    return true;
}

/* A storage that owns host data from the start; its leaf is recorded when it is first used. */
static kiln_tensor *leaf(kiln_session *s, const void *data, size_t nbytes, kiln_dtype dtype, kiln_shape shape) {
    fe_buffer *buffer = fe_buffer_new(s, nbytes);
    fe_storage *st = buffer != NULL ? fe_storage_new(s, dtype, shape.rank, shape.extent) : NULL;
    if (st == NULL) {
        if (buffer != NULL) fe_buffer_unref(s, buffer);
        ir_fail(&s->b, KILN_NO_MEMORY, "no memory for %zu bytes", nbytes);
        return fe_result(s, IR_NONE);
    }
    if (nbytes > 0) memcpy(buffer->data, data, nbytes);
    st->buffer = buffer;
    s->uncomputed--;
    kiln_tensor *t = fe_handle(s, st, NULL, shape.rank, shape.extent);
    if (!kiln_ok(t)) {
        st->refs = 1;
        fe_storage_unref(s, st);
    }
    return t;
}

/* Bools are one byte, 0 or 1: anything else in host data is made 1, so that no kernel meets a third value. */
static void normalise_bools(fe_buffer *b) {
    uint8_t *p = b->data;
    for (size_t i = 0; i < b->nbytes; i++) p[i] = p[i] != 0;
}

static kiln_tensor *from(kiln_site at, const char *call, kiln_session *s, const void *data, size_t nbytes, bool checked,
                         kiln_dtype dtype, kiln_shape shape) {
    if (fe_enter_session(at, call, s) == NULL) return fe_poison(s);
    int64_t numel;
    if (!good_shape(s, dtype, shape, &numel)) return fe_result(s, IR_NONE);
    size_t need = (size_t)numel * kiln_dtype_size(dtype);
    if (checked && nbytes != need) {
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "data has %zu bytes, %s of %lld elements takes %zu", nbytes, kiln_dtype_short(dtype),
                (long long)numel, need);
        return fe_result(s, IR_NONE);
    }
    if (data == NULL && need > 0) {
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "data is null");
        return fe_result(s, IR_NONE);
    }
    kiln_tensor *t = leaf(s, data, need, dtype, shape);
    if (kiln_ok(t) && dtype == KILN_BOOL) normalise_bools(t->storage->buffer);
    return t;
}

kiln_tensor *(kiln_from_bytes)(kiln_site at, kiln_session *s, const void *data, size_t nbytes, kiln_dtype dtype, kiln_shape shape) {
    return from(at, "from_bytes", s, data, nbytes, true, dtype, shape);
}

kiln_tensor *(kiln_from)(kiln_site at, kiln_session *s, const void *data, kiln_dtype dtype, kiln_shape shape) {
    return from(at, "from", s, data, 0, false, dtype, shape);
}

static kiln_tensor *filled(kiln_site at, const char *call, kiln_session *s, kiln_value value, bool constant, kiln_dtype dtype, kiln_shape shape) {
    if (fe_enter_session(at, call, s) == NULL) return fe_poison(s);
    int64_t numel;
    if (!good_shape(s, dtype, shape, &numel)) return fe_result(s, IR_NONE);
    ir_id x;
    if (value.kind == KILN_IS_TENSOR) {
        if (fe_enter1(at, call, value.as.tensor) != s) return fe_poison(s);
        x = fe_cast(s, fe_node(s, value.as.tensor), dtype);
        if (x != IR_NONE && fe_rank(s, x) != 0) x = ir_fail(&s->b, KILN_BAD_SHAPE, "the value to fill with must have rank 0");
    } else {
        x = constant ? fe_const(s, dtype, value.as.number) : fe_value_node(s, value, dtype);
    }
    return fe_result(s, fe_full(s, x, shape.rank, shape.extent));
}

kiln_tensor *(kiln_zeros)(kiln_site at, kiln_session *s, kiln_shape shape, kiln_dtype dtype) {
    return filled(at, "zeros", s, kiln_v_float(0), true, dtype, shape);
}

kiln_tensor *(kiln_ones)(kiln_site at, kiln_session *s, kiln_shape shape, kiln_dtype dtype) {
    return filled(at, "ones", s, kiln_v_float(1), true, dtype, shape);
}

kiln_tensor *(kiln_full)(kiln_site at, kiln_session *s, kiln_shape shape, kiln_value value, kiln_dtype dtype) {
    return filled(at, "full", s, value, false, dtype, shape);
}

kiln_tensor *(kiln_scalar)(kiln_site at, kiln_session *s, kiln_value value, kiln_dtype dtype) {
    kiln_shape none = {0, NULL};
    return filled(at, "scalar", s, value, false, dtype, none);
}

static kiln_tensor *like(kiln_site at, const char *call, kiln_tensor *a, double value) {
    kiln_session *s = fe_enter1(at, call, a);
    if (s == NULL) return fe_poison_like(a, NULL);
    kiln_shape shape = {a->rank, a->extent};
    return filled(at, call, s, kiln_v_float(value), true, (kiln_dtype)a->dtype, shape);
}

kiln_tensor *(kiln_zeros_like)(kiln_site at, kiln_tensor *a) { return like(at, "zeros_like", a, 0); }
kiln_tensor *(kiln_ones_like)(kiln_site at, kiln_tensor *a) { return like(at, "ones_like", a, 1); }

/* Computed in f64 (i64 for integer dtypes) and rounded once, so that long ranges do not drift. */
kiln_tensor *(kiln_arange)(kiln_site at, kiln_session *s, double start, double end, double step, kiln_dtype dtype) {
    if (fe_enter_session(at, "arange", s) == NULL) return fe_poison(s);
    int64_t numel, length;
    double n = ceil((end - start) / step);
    if (!(step != 0) || !isfinite(n) || n > 9e15) {
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "arange from %g to %g by %g has no finite length", start, end, step);
        return fe_result(s, IR_NONE);
    }
    length = n > 0 ? (int64_t)n : 0;
    kiln_shape shape = {1, &length};
    if (!good_shape(s, dtype, shape, &numel)) return fe_result(s, IR_NONE);
    kiln_dtype wide = fe_is_float(dtype) ? KILN_F64 : KILN_I64;
    ir_id i = fe_cast(s, ir_iota(&s->b, KILN_I64, 1, &length, 0), wide);
    i = fe_map2(s, IR_MUL, i, fe_number(s, wide, step));
    return fe_result(s, fe_cast(s, fe_map2(s, IR_ADD, i, fe_number(s, wide, start)), dtype));
}

static kiln_tensor *random(kiln_site at, const char *call, ir_op op, kiln_session *s, int64_t seed, kiln_dtype dtype, kiln_shape shape) {
    if (fe_enter_session(at, call, s) == NULL) return fe_poison(s);
    int64_t numel;
    if (!good_shape(s, dtype, shape, &numel)) return fe_result(s, IR_NONE);
    if (!fe_is_float(dtype)) {
        ir_fail(&s->b, KILN_BAD_DTYPE, "dtype is %s, expected a float dtype", kiln_dtype_short(dtype));
        return fe_result(s, IR_NONE);
    }
    ir_id counter = ir_iota(&s->b, KILN_I64, 1, &numel, 0);
    counter = counter == IR_NONE ? counter : ir_reshape(&s->b, counter, shape.rank, shape.extent);
    ir_id key = ir_scalar(&s->b, KILN_I64, (uint64_t)seed);
    return fe_result(s, counter == IR_NONE || key == IR_NONE ? IR_NONE : ir_random(&s->b, op, dtype, counter, key));
}

kiln_tensor *(kiln_rand)(kiln_site at, kiln_session *s, int64_t seed, kiln_dtype dtype, kiln_shape shape) {
    return random(at, "rand", IR_UNIFORM, s, seed, dtype, shape);
}

kiln_tensor *(kiln_randn)(kiln_site at, kiln_session *s, int64_t seed, kiln_dtype dtype, kiln_shape shape) {
    return random(at, "randn", IR_NORMAL, s, seed, dtype, shape);
}
