/* SPDX-License-Identifier: Apache-2.0
 * Public ways to make tensors: from host data, filled with one number, random. */
#include "frontend/core/frontend.h"

#include <math.h>

bool fe_good_tensor(kiln_session *s, kiln_dtype dtype, kiln_shape shape, int64_t *numel) {
    char asked[160];
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
        ir_fail(&s->b, KILN_TOO_LARGE, "rank %d is above the limit of %d", shape.rank,
                KILN_MAX_RANK);
        return false;
    }
    for (int i = 0; i < shape.rank; i++)
        if (shape.extent[i] < 0) {
            ir_fail(&s->b, KILN_BAD_SHAPE, "extent %lld of axis %d of %s is negative",
                    (long long)shape.extent[i], i,
                    ir_type_format(dtype, shape.rank, shape.extent, asked, sizeof asked));
            return false;
        }
    int64_t bytes = (int64_t)kiln_dtype_size(dtype);
    for (int i = 0; i < shape.rank; i++)
        if (!kn_mul_i64(*numel, shape.extent[i], numel) ||
            !kn_mul_i64(bytes, shape.extent[i] > 0 ? shape.extent[i] : 1, &bytes)) {
            ir_fail(&s->b, KILN_TOO_LARGE, "the bytes of %s overflow",
                    ir_type_format(dtype, shape.rank, shape.extent, asked, sizeof asked));
            return false;
        }
    return true;
}

/* What is loaded from a file is long, and may be stopped: who loads asks then, and takes back what
 * is half copied. */
static void copy_in(const kiln_session *s, char *to, const char *from, size_t nbytes) {
    for (size_t piece; nbytes > 0 && !kn_stopped(s->loading);
         to += piece, from += piece, nbytes -= piece) {
        piece = s->loading.asked && nbytes > KN_STOP_NBYTES ? KN_STOP_NBYTES : nbytes;
        memcpy(to, from, piece);
    }
}

/* A storage that owns host data from the start, or zeros where data is NULL; its leaf is recorded
 * when it is first used. */
static kiln_tensor *leaf(kiln_session *s, const void *data, size_t nbytes, kiln_dtype dtype,
                         kiln_shape shape) {
    fe_buffer *buffer = fe_buffer_new(s, nbytes);
    fe_storage *st = buffer != NULL ? fe_storage_new(s, dtype, shape.rank, shape.extent) : NULL;
    if (st == NULL) {
        if (buffer != NULL) fe_buffer_unref(s, buffer);
        ir_fail(&s->b, KILN_NO_MEMORY, "no memory for %zu bytes", nbytes);
        return fe_result(s, IR_NONE);
    }
    if (nbytes > 0 && data != NULL)
        copy_in(s, buffer->data, data, nbytes);
    else if (nbytes > 0)
        memset(buffer->data, 0, nbytes);
    st->buffer = buffer;
    kiln_tensor *t = fe_handle(s, st, NULL);
    if (!kiln_ok(t)) {
        st->refs = 1;
        fe_storage_unref(s, st);
    }
    return t;
}

/* Bools are one byte, 0 or 1: anything else in host data is made 1, so that no kernel meets a third
 * value. */
static void normalise_bools(fe_buffer *b) {
    uint8_t *p = b->data;
    for (size_t i = 0; i < b->nbytes; i++) p[i] = p[i] != 0;
}

static kiln_tensor *from(kiln_session *s, const void *data, size_t nbytes, bool checked,
                         kiln_dtype dtype, kiln_shape shape) {
    int64_t numel;
    if (!fe_good_tensor(s, dtype, shape, &numel)) return fe_result(s, IR_NONE);
    size_t need = (size_t)numel * kiln_dtype_size(dtype);
    if (checked && nbytes != need) {
        char asked[160];
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "data has %zu bytes, %s takes %zu", nbytes,
                ir_type_format(dtype, shape.rank, shape.extent, asked, sizeof asked), need);
        return fe_result(s, IR_NONE);
    }
    if (data == NULL && need > 0) {
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "data is null");
        return fe_result(s, IR_NONE);
    }
    kiln_tensor *t = leaf(s, data, need, dtype, shape);
    if (kiln_ok(t) && dtype == KILN_BOOL) normalise_bools(fe_of(t)->storage->buffer);
    return t;
}

kiln_tensor *fe_from_bytes(kiln_session *s, const void *data, size_t nbytes, kiln_dtype dtype,
                           kiln_shape shape) {
    return from(s, data, nbytes, true, dtype, shape);
}

kiln_tensor *fe_zeros_now(kiln_session *s, kiln_dtype dtype, kiln_shape shape) {
    int64_t numel;
    if (!fe_good_tensor(s, dtype, shape, &numel)) return fe_result(s, IR_NONE);
    return leaf(s, NULL, (size_t)numel * kiln_dtype_size(dtype), dtype, shape);
}

kiln_tensor *(kiln_from_bytes)(kiln_site at, kiln_session *s, const void *data, size_t nbytes,
                               kiln_dtype dtype, kiln_shape shape) {
    FE_DOOR;
    return fe_enter_session(at, "from_bytes", s) != NULL
               ? fe_from_bytes(s, data, nbytes, dtype, shape)
               : fe_poison(s);
}

kiln_tensor *(kiln_from)(kiln_site at, kiln_session *s, const void *data, kiln_dtype dtype,
                         kiln_shape shape) {
    FE_DOOR;
    return fe_enter_session(at, "from", s) != NULL ? from(s, data, 0, false, dtype, shape)
                                                   : fe_poison(s);
}

/* ---- filled */

static double largest(kiln_dtype d) {
    return d == KILN_F16    ? 65504.0
           : d == KILN_BF16 ? 0x1.fep127
           : d == KILN_F32  ? 0x1.fffffep127
                            : 0x1.fffffffffffffp1023;
}

static bool int_fits(int64_t x, kiln_dtype d) {
    if (d == KILN_BOOL || d == KILN_I64) return true;
    if (fe_is_float(d)) return (double)x <= largest(d) && (double)x >= -largest(d);
    if (d == KILN_U8) return x >= -255 && x <= 255; /* a negative one wraps, as in PyTorch */
    int bits = 8 * (int)kiln_dtype_size(d) - 1;
    return x >= -((int64_t)1 << bits) && x < (int64_t)1 << bits;
}

static bool float_fits(double x, kiln_dtype d) {
    if (d == KILN_BOOL) return true;
    if (fe_is_float(d)) return !(fabs(x) > largest(d)) || isinf(x);
    double high = d == KILN_U8 ? 256 : ldexp(1, 8 * (int)kiln_dtype_size(d) - 1);
    return d == KILN_U8    ? x >= 0 && x <= 255
           : d == KILN_I64 ? x >= -high && x < high
                           : x >= -high && x <= high - 1;
}

bool fe_number_fits(kiln_session *s, kiln_value v, kiln_dtype d, const char *name) {
    bool fits = v.kind == KILN_IS_FLOAT ? float_fits(v.as.number, d)
                                        : v.kind != KILN_IS_INT || int_fits(v.as.integer, d);
    if (!fits && v.kind == KILN_IS_FLOAT)
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "%s is %.17g, which %s does not hold", name, v.as.number,
                kiln_dtype_short(d));
    else if (!fits)
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "%s is %lld, which %s does not hold", name,
                (long long)v.as.integer, kiln_dtype_short(d));
    return fits;
}

kiln_dtype fe_dtype_of_value(kiln_value v) {
    return v.kind == KILN_IS_TENSOR
               ? (kiln_ok(v.as.tensor) ? (kiln_dtype)fe_of(v.as.tensor)->dtype : KILN_F32)
           : v.kind == KILN_IS_INT  ? KILN_I64
           : v.kind == KILN_IS_BOOL ? KILN_BOOL
                                    : KILN_F32;
}

/* A negative number in an unsigned dtype keeps its low bits. */
static ir_id number_node(kiln_session *s, kiln_value v, kiln_dtype d) {
    if (v.kind == KILN_IS_INT && d == KILN_U8) v.as.integer &= 255;
    if (v.kind != KILN_IS_FLOAT || fe_is_float(d)) return fe_value_node(s, v, d);
    return d == KILN_BOOL ? fe_value_node(s, kiln_v_bool(v.as.number != 0), d)
                          : fe_value_node(s, kiln_v_int((int64_t)v.as.number), d);
}

/* In session s, entered. */
static kiln_tensor *filled(kiln_session *s, kiln_value value, kiln_dtype dtype, kiln_shape shape) {
    if (value.kind == KILN_IS_NONE) {
        ir_fail(&s->b, KILN_BAD_ARGUMENT,
                "fill_value is none, or a number after a literal whose kind is not known without a "
                "dtype; give a dtype");
        return fe_result(s, IR_NONE);
    }
    int64_t numel;
    if (dtype == KILN_NO_DTYPE) dtype = fe_dtype_of_value(value);
    if (!fe_good_tensor(s, dtype, shape, &numel) || !fe_number_fits(s, value, dtype, "fill_value"))
        return fe_result(s, IR_NONE);
    ir_id x = fe_cast(s, number_node(s, value, dtype), dtype);
    if (x != IR_NONE && fe_rank(s, x) != 0)
        x = ir_fail(&s->b, KILN_BAD_SHAPE, "fill_value has rank %d, expected 0", fe_rank(s, x));
    return fe_result(s, fe_full(s, x, shape.rank, shape.extent));
}

static kiln_tensor *filled_with(kiln_session *s, double constant, kiln_dtype dtype,
                                kiln_shape shape) {
    int64_t numel;
    if (!fe_good_tensor(s, dtype, shape, &numel)) return fe_result(s, IR_NONE);
    return fe_result(s, fe_full(s, fe_const(s, dtype, constant), shape.rank, shape.extent));
}

kiln_tensor *(kiln_zeros)(kiln_site at, kiln_session *s, kiln_shape size, kiln_dtype dtype) {
    FE_DOOR;
    return fe_enter_session(at, "zeros", s) != NULL ? filled_with(s, 0, dtype, size) : fe_poison(s);
}

kiln_tensor *(kiln_ones)(kiln_site at, kiln_session *s, kiln_shape size, kiln_dtype dtype) {
    FE_DOOR;
    return fe_enter_session(at, "ones", s) != NULL ? filled_with(s, 1, dtype, size) : fe_poison(s);
}

/* Enters by a fill value that may be a tensor, and by the session, or where that is NULL by `like`.
 */
static kiln_session *enter_fill(kiln_site at, const char *call, kiln_session *s, kiln_tensor *like,
                                kiln_value value) {
    kiln_value v[2] = {kiln_v_tensor(like), value};
    if (s == NULL) return fe_enter_values(at, call, v, 2);
    if (fe_enter_session(at, call, s) == NULL || value.kind != KILN_IS_TENSOR)
        return fe_enter_session(at, call, s);
    return fe_enter1(at, call, value.as.tensor) == s ? s : NULL;
}

kiln_tensor *(kiln_full)(kiln_site at, kiln_session *s, kiln_shape size, kiln_value value,
                         kiln_dtype dtype) {
    FE_DOOR;
    return enter_fill(at, "full", s, NULL, value) != NULL && s != NULL
               ? filled(s, value, dtype, size)
               : fe_poison(s);
}

kiln_tensor *(kiln_scalar_tensor)(kiln_site at, kiln_session *s, kiln_value value,
                                  kiln_dtype dtype) {
    FE_DOOR;
    return enter_fill(at, "scalar_tensor", s, NULL, value) != NULL && s != NULL
               ? filled(s, value, dtype, KILN_NO_SHAPE)
               : fe_poison(s);
}

static kiln_dtype or_own(const kiln_tensor *a, kiln_dtype dtype) {
    return dtype == KILN_NO_DTYPE ? (kiln_dtype)fe_of(a)->dtype : dtype;
}

#define SAME_AS(name, constant)                                                                    \
    kiln_tensor *(kiln_##name##_like)(kiln_site at, kiln_tensor * a, kiln_dtype dtype) {           \
        FE_DOOR;                                                                                   \
        kiln_session *s = fe_enter1(at, #name "_like", a);                                         \
        if (s == NULL) return fe_poison_like(a, NULL);                                             \
        return filled_with(s, constant, or_own(a, dtype),                                          \
                           (kiln_shape){fe_of(a)->rank, fe_of(a)->extent});                        \
    }                                                                                              \
    kiln_tensor *(kiln_new_##name)(kiln_site at, kiln_tensor * a, kiln_shape size,                 \
                                   kiln_dtype dtype) {                                             \
        FE_DOOR;                                                                                   \
        kiln_session *s = fe_enter1(at, "new_" #name, a);                                          \
        return s == NULL ? fe_poison_like(a, NULL)                                                 \
                         : filled_with(s, constant, or_own(a, dtype), size);                       \
    }

SAME_AS(zeros, 0)
SAME_AS(ones, 1)

kiln_tensor *(kiln_full_like)(kiln_site at, kiln_tensor *a, kiln_value value, kiln_dtype dtype) {
    FE_DOOR;
    kiln_session *s = enter_fill(at, "full_like", NULL, a, value);
    return s == NULL
               ? fe_poison_like(a, NULL)
               : filled(s, value, or_own(a, dtype), (kiln_shape){fe_of(a)->rank, fe_of(a)->extent});
}

kiln_tensor *(kiln_new_full)(kiln_site at, kiln_tensor *a, kiln_shape size, kiln_value value,
                             kiln_dtype dtype) {
    FE_DOOR;
    kiln_session *s = enter_fill(at, "new_full", NULL, a, value);
    return s == NULL ? fe_poison_like(a, NULL) : filled(s, value, or_own(a, dtype), size);
}
