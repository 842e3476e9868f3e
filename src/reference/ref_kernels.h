/* SPDX-License-Identifier: Apache-2.0
 * What the reference kernels share: their calling forms, the element types that templates are
 * instantiated for, and the one NaN. Private to src/reference, and to its tests. */
#ifndef KN_REF_KERNELS_H
#define KN_REF_KERNELS_H

#include <math.h>

#include "ir/order.h"
#include "reference/reference.h"

/* A node's way to its next look at the poll. Once `stopped`, a kernel leaves as soon as it can and
 * what it gives counts for nothing. */
typedef struct ref_pace {
    ref_poll poll;
    int64_t left;
    bool stopped;
} ref_pace;
enum { REF_PACE = 8192 /* operations, of a nanosecond to a hundred, between two looks */ };
bool ref_look(ref_pace *pace);
/* To be asked in every loop whose turns do `work` operations. */
static inline bool ref_stopped(ref_pace *pace, int64_t work) {
    if (!pace || (pace->left -= work) > 0) return false;
    return ref_look(pace);
}

/* What reads of an operand that was not made: elements of another dtype than the buffer's, perhaps,
 * by strides along its axes. */
typedef struct ref_lazy {
    const void *data;
    kiln_dtype dtype;
    int64_t stride[IR_MAX_RANK];
} ref_lazy;
/* The cast, expand or reshape `n` of an operand; false when strides cannot say it, or two casts
 * would be needed. */
bool ref_lazy_of(const ref_buffer *operand, const ir_node *n, ref_lazy *out);
/* n elements from row-major place `start`, of any operand. */
void ref_read(const ref_buffer *b, int64_t start, int64_t n, void *to);
/* Whether the elements along these axes are one element again and again. */
bool ref_repeats(const ref_buffer *b, int first, int end);

/* One node to compute. */
typedef struct ref_call {
    const kn_alloc *alloc;
    const ir_graph *graph;
    const ir_node *node;
    const ref_buffer *in;
    const ref_buffer *out;
    kn_text *why;     /* may be NULL */
    ref_fault *fault; /* likewise */
    ref_pace *pace;   /* likewise: nothing stops it */
    ir_id id;         /* of the node */
} ref_call;
typedef kiln_status (*ref_kernel)(const ref_call *call);

/* Elementwise over contiguous elements; unused operands are NULL. */
typedef void (*ref_map_fn)(const void *a, const void *b, const void *c, void *result, size_t n);
/* in[outer, n, inner] -> out[outer, inner]. What is lazy is read block by block into `room`, which
 * holds REF_ROOM elements; argmax and argmin take nothing lazy. `repeats`: the n terms are one. */
typedef struct ref_terms_in {
    const ref_buffer *in;
    void *room;
    bool repeats;
} ref_terms_in;
enum { REF_ROOM = ORDER_LANE_BLOCK };
typedef void (*ref_reduce_fn)(const ref_terms_in *terms, void *out, int64_t outer, int64_t n,
                              int64_t inner, ref_pace *pace);

enum {
    REF_CHUNK =
        256 /* elements a map computes at a time: a rank-0 operand is spread once, this far */
};

/* Notes what stopped the node; `index` and `limit` are 0 where the kind has none. BAD_ARGUMENT. */
kiln_status ref_stop(const ref_call *call, ref_fault_kind kind, int64_t element, int64_t index,
                     int64_t limit);

/* NO_MEMORY for the bytes that a kernel works in; the caller adds the line. */
kiln_status ref_no_memory(const ref_call *call, size_t nbytes);

kiln_status ref_map(const ref_call *call);
kiln_status ref_reduce(const ref_call *call);
/* The kernels themselves; NULL where the op has none of the dtype. */
ref_map_fn ref_map_find(ir_op op, kiln_dtype first, kiln_dtype result);
ref_reduce_fn ref_reduce_find(ir_op op, kiln_dtype dtype);
/* NULL for a half with any but f32 and itself */
ref_map_fn ref_cast_fn(kiln_dtype from, kiln_dtype to);

/* The ops that are neither map nor reduction have a function each; a missing one fails the link. */
#define REF_DECLARE_MAP(NAME)
#define REF_DECLARE_REDUCE(NAME)
#define REF_DECLARE_SOURCE(NAME) kiln_status ref_op_##NAME(const ref_call *call);
#define REF_DECLARE_MOVE REF_DECLARE_SOURCE
#define REF_DECLARE_CONTRACT REF_DECLARE_SOURCE
#define REF_DECLARE_GATHER REF_DECLARE_SOURCE
#define REF_DECLARE_SCATTER REF_DECLARE_SOURCE
#define REF_DECLARE_SCAN REF_DECLARE_SOURCE
#define REF_DECLARE_SORT REF_DECLARE_SOURCE
#define REF_DECLARE_FACTOR REF_DECLARE_SOURCE
#define OP(name, text, n, cls, flags, types, allowed, shape, vjp, doc) REF_DECLARE_##cls(name)
#include "ir/ops.def"
#undef OP

/* The matrix product compiled without and with an fma instruction; both give the same bits. */
typedef enum ref_target { REF_BASE, REF_AVX2, REF_TARGET_COUNT } ref_target;
bool ref_target_runs(ref_target target); /* on this machine */
kiln_status ref_matmul_on(ref_target target, const ref_call *call);

static inline int64_t ref_product(const int64_t *extents, int first, int end) {
    int64_t product = 1;
    for (int d = first; d < end; d++) product *= extents[d];
    return product;
}
static inline int64_t ref_count(const ref_buffer *b) { return ref_product(b->shape, 0, b->rank); }

static inline void ref_copy_bytes(void *to, const void *from, size_t nbytes) {
    /* buffers of no elements may be NULL; a write may go on in its operand */
    if (nbytes && to != from) memcpy(to, from, nbytes);
}
/* The same for a whole tensor, piece by piece. */
void ref_copy_all(ref_pace *pace, void *to, const void *from, size_t nbytes);

/* Row-major strides, in elements. */
static inline void ref_strides(int rank, const int64_t *extent, int64_t *stride) {
    int64_t step = 1;
    for (int d = rank - 1; d >= 0; d--) {
        stride[d] = step;
        step *= extent[d];
    }
}

/* Steps an index over `rank` dimensions to its row-major successor, and two offsets with it. False,
 * with all as at the start, after the last one. */
static inline bool ref_advance(int rank, const int64_t *extent, int64_t *at,
                               const int64_t *stride_a, int64_t *offset_a, const int64_t *stride_b,
                               int64_t *offset_b) {
    for (int d = rank - 1; d >= 0; d--) {
        *offset_a += stride_a[d];
        *offset_b += stride_b[d];
        if (++at[d] < extent[d]) return true;
        at[d] = 0;
        *offset_a -= stride_a[d] * extent[d];
        *offset_b -= stride_b[d] * extent[d];
    }
    return false;
}

/* ---- element types. A template is a file included once a dtype, through ref_each_dtype.h, with
 * REF_S set to the suffix of the names below. */
typedef uint8_t ref_b8, ref_u8; /* b8: a bool, 0 or 1 */
typedef int8_t ref_i8;
typedef int16_t ref_i16;
typedef uint16_t ref_f16, ref_bf16; /* their bits: they are moved, and cast from and to f32 */
typedef int32_t ref_i32;
typedef int64_t ref_i64;
typedef float ref_f32;
typedef double ref_f64;

/* Arithmetic that wraps instead of overflowing; itself for floats. */
typedef uint32_t ref_wrap_b8, ref_wrap_u8, ref_wrap_i8, ref_wrap_i16, ref_wrap_i32;
typedef uint64_t ref_wrap_i64;
typedef float ref_wrap_f32;
typedef double ref_wrap_f64;

/* Moving bits without reading them as numbers. */
typedef uint8_t ref_bits_b8, ref_bits_u8, ref_bits_i8;
typedef uint16_t ref_bits_i16, ref_bits_f16, ref_bits_bf16;
typedef uint32_t ref_bits_i32, ref_bits_f32;
typedef uint64_t ref_bits_i64, ref_bits_f64;

#define REF_LEAST_b8 0
#define REF_LEAST_u8 0
#define REF_LEAST_i8 INT8_MIN
#define REF_LEAST_i16 INT16_MIN
#define REF_LEAST_i32 INT32_MIN
#define REF_LEAST_i64 INT64_MIN
#define REF_LEAST_f32 (-INFINITY)
#define REF_LEAST_f64 (-INFINITY)
#define REF_GREATEST_b8 1
#define REF_GREATEST_u8 UINT8_MAX
#define REF_GREATEST_i8 INT8_MAX
#define REF_GREATEST_i16 INT16_MAX
#define REF_GREATEST_i32 INT32_MAX
#define REF_GREATEST_i64 INT64_MAX
#define REF_GREATEST_f32 INFINITY
#define REF_GREATEST_f64 INFINITY

static inline ref_b8 ref_canon_b8(ref_b8 x) { return x; }
static inline ref_u8 ref_canon_u8(ref_u8 x) { return x; }
static inline ref_i8 ref_canon_i8(ref_i8 x) { return x; }
static inline ref_i16 ref_canon_i16(ref_i16 x) { return x; }
static inline ref_i32 ref_canon_i32(ref_i32 x) { return x; }
static inline ref_i64 ref_canon_i64(ref_i64 x) { return x; }
static inline ref_f16 ref_canon_f16(ref_f16 x) { return x; } /* a cast leaves no other NaN */
static inline ref_bf16 ref_canon_bf16(ref_bf16 x) { return x; }
static inline ref_f32 ref_canon_f32(ref_f32 x) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    bits = x != x ? ORDER_NAN_F32 : bits;
    memcpy(&x, &bits, sizeof bits);
    return x;
}
static inline ref_f64 ref_canon_f64(ref_f64 x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    bits = x != x ? ORDER_NAN_F64 : bits;
    memcpy(&x, &bits, sizeof bits);
    return x;
}

/* x < 0, without a compiler's remark where that cannot be. */
static inline bool ref_negative_u8(ref_u8 x) { return (void)x, false; }
static inline bool ref_negative_i8(ref_i8 x) { return x < 0; }
static inline bool ref_negative_i16(ref_i16 x) { return x < 0; }
static inline bool ref_negative_i32(ref_i32 x) { return x < 0; }
static inline bool ref_negative_i64(ref_i64 x) { return x < 0; }
static inline bool ref_negative_f32(ref_f32 x) { return x < 0; }
static inline bool ref_negative_f64(ref_f64 x) { return x < 0; }

/* a * b + c */
static inline ref_u8 ref_muladd_u8(ref_u8 a, ref_u8 b, ref_u8 c) {
    return (ref_u8)((uint32_t)a * b + c);
}
static inline ref_i8 ref_muladd_i8(ref_i8 a, ref_i8 b, ref_i8 c) { return (ref_i8)(a * b + c); }
static inline ref_i16 ref_muladd_i16(ref_i16 a, ref_i16 b, ref_i16 c) {
    return (ref_i16)(a * b + c);
}
static inline ref_i32 ref_muladd_i32(ref_i32 a, ref_i32 b, ref_i32 c) {
    return (ref_i32)((uint32_t)a * (uint32_t)b + (uint32_t)c);
}
static inline ref_i64 ref_muladd_i64(ref_i64 a, ref_i64 b, ref_i64 c) {
    return (ref_i64)((uint64_t)a * (uint64_t)b + (uint64_t)c);
}

/* Rows for the dtypes of a word of ops.def's `allowed` column: X(N, enum suffix, name suffix). */
#define REF_DTYPES_BOOL(X, N) X(N, BOOL, b8)
#define REF_DTYPES_INT(X, N) X(N, U8, u8) X(N, I8, i8) X(N, I16, i16) X(N, I32, i32) X(N, I64, i64)
#define REF_DTYPES_FLT(X, N) X(N, F32, f32) X(N, F64, f64)
#define REF_DTYPES_NUM(X, N) REF_DTYPES_INT(X, N) REF_DTYPES_FLT(X, N)
#define REF_DTYPES_LOG(X, N) REF_DTYPES_BOOL(X, N) REF_DTYPES_INT(X, N)
#define REF_DTYPES_ANY(X, N) REF_DTYPES_BOOL(X, N) REF_DTYPES_NUM(X, N)
#define REF_DTYPES_HALF(X, N) X(N, F16, f16) X(N, BF16, bf16)
#define REF_DTYPES_REAL(X, N) REF_DTYPES_FLT(X, N) REF_DTYPES_HALF(X, N)
#define REF_DTYPES_BITS(X, N) REF_DTYPES_NUM(X, N) REF_DTYPES_HALF(X, N)
#define REF_DTYPES_ALL(X, N) REF_DTYPES_BOOL(X, N) REF_DTYPES_BITS(X, N)

#define REF_KIND_BOOL 1
#define REF_KIND_INT 2
#define REF_KIND_FLOAT 3
#define REF_KIND_HALF 4

#define REF_JOIN_(a, b) a##b
#define REF_JOIN(a, b) REF_JOIN_(a, b)
#define REF_X(name) REF_JOIN(name, REF_S)         /* REF_X(ref_canon_) is ref_canon_f32 */
#define REF_MATH(fn) REF_JOIN(REF_X(ref_), _##fn) /* REF_MATH(exp) is ref_f32_exp */

#endif
