/* SPDX-License-Identifier: Apache-2.0
 * Tensors: making them from host data, asking what they are, getting data out, keeping and
 * releasing them. */
#ifndef KILN_TENSOR_H
#define KILN_TENSOR_H

#include <limits.h>

#include "kiln/arguments.h"
#include "kiln/dtype.h"
#include "kiln/session.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Highest rank of a tensor. */
#define KILN_MAX_RANK 16

/* Extents, outermost first. KILN_SHAPE(128, 64) writes one, kiln_shape_from(rank, extent) makes one
 * at run time, KILN_NO_SHAPE is that of a scalar (rank 0). The array is only read during the call.
 * A literal may stand in any call as it is: kiln_zeros(s, (kiln_shape){rank, extent}). */
typedef struct kiln_shape {
    int rank;
    const int64_t *extent;
} kiln_shape;
/* A list of tensors, axes or indices; as above: KILN_LIST(a, b), kiln_list_from(count, tensor),
 * KILN_AXES(0, 1), kiln_axes_from(count, axis). */
typedef struct kiln_list {
    size_t count;
    kiln_tensor *const *tensor;
} kiln_list;
typedef struct kiln_axes {
    int count;
    const int *axis;
} kiln_axes;
static inline kiln_shape kiln_shape_from(int rank, const int64_t *extent) {
    kiln_shape s = {rank, extent};
    return s;
}
static inline kiln_list kiln_list_from(size_t count, kiln_tensor *const *tensor) {
    kiln_list l = {count, tensor};
    return l;
}
static inline kiln_axes kiln_axes_from(int count, const int *axis) {
    kiln_axes a = {count, axis};
    return a;
}

/* A tensor or a number. KILN_V(x) makes one of any tensor, float, double, integer or bool; where a
 * function takes one, tensors and numbers may stand as they are. Written as a literal it needs
 * KILN_V(...) or parentheses around it: (double)n begins in the same way. */
typedef enum kiln_value_kind {
    KILN_IS_TENSOR,
    KILN_IS_FLOAT,
    KILN_IS_INT,
    KILN_IS_BOOL,
    KILN_IS_NONE
} kiln_value_kind;
typedef struct kiln_value {
    union {
        kiln_tensor *tensor;
        double number;
        int64_t integer;
    } as;
    kiln_value_kind kind;
#ifdef __cplusplus
    kiln_value() = default;
    kiln_value(kiln_tensor *t) : kind(KILN_IS_TENSOR) { as.tensor = t; }
    kiln_value(double x) : kind(KILN_IS_FLOAT) { as.number = x; }
    kiln_value(float x) : kind(KILN_IS_FLOAT) { as.number = (double)x; }
    kiln_value(bool x) : kind(KILN_IS_BOOL) { as.integer = x; }
    kiln_value(int x) : kind(KILN_IS_INT) { as.integer = x; }
    kiln_value(unsigned x) : kind(KILN_IS_INT) { as.integer = x; }
    kiln_value(long x) : kind(KILN_IS_INT) { as.integer = x; }
    kiln_value(unsigned long x) : kind(KILN_IS_INT) { as.integer = (int64_t)x; }
    kiln_value(long long x) : kind(KILN_IS_INT) { as.integer = x; }
    kiln_value(unsigned long long x) : kind(KILN_IS_INT) { as.integer = (int64_t)x; }
#endif
} kiln_value;

static inline kiln_value kiln_v_tensor(kiln_tensor *t) {
    kiln_value v;
    v.as.tensor = t;
    v.kind = KILN_IS_TENSOR;
    return v;
}
static inline kiln_value kiln_v_float(double x) {
    kiln_value v;
    v.as.number = x;
    v.kind = KILN_IS_FLOAT;
    return v;
}
static inline kiln_value kiln_v_int(int64_t x) {
    kiln_value v;
    v.as.integer = x;
    v.kind = KILN_IS_INT;
    return v;
}
static inline kiln_value kiln_v_bool(bool x) {
    kiln_value v;
    v.as.integer = x;
    v.kind = KILN_IS_BOOL;
    return v;
}
static inline kiln_value kiln_v_value(kiln_value v) { return v; }
static inline kiln_value kiln_v_none(void) {
    kiln_value v;
    v.as.integer = 0;
    v.kind = KILN_IS_NONE;
    return v;
}

#ifdef __cplusplus
}
#include <initializer_list>
static inline kiln_shape kiln_shape_of(std::initializer_list<int64_t> e) {
    kiln_shape s = {(int)e.size(), e.begin()};
    return s;
}
static inline kiln_list kiln_list_of(std::initializer_list<kiln_tensor *> e) {
    kiln_list s = {e.size(), e.begin()};
    return s;
}
static inline kiln_axes kiln_axes_of(std::initializer_list<int> e) {
    kiln_axes s = {(int)e.size(), e.begin()};
    return s;
}
#define KILN_V(...) kiln_value(__VA_ARGS__)
#define KILN_SHAPE(...) kiln_shape_of({__VA_ARGS__})
#define KILN_LIST(...) kiln_list_of({__VA_ARGS__})
#define KILN_AXES(...) kiln_axes_of({__VA_ARGS__})
#define KILN_NO_SHAPE kiln_shape_of({})
extern "C" {
#else
#define KILN_V(...)                                                                                \
    _Generic((__VA_ARGS__), kiln_tensor *                                                          \
             : kiln_v_tensor, kiln_value                                                           \
             : kiln_v_value, float                                                                 \
             : kiln_v_float, double                                                                \
             : kiln_v_float, long double                                                           \
             : kiln_v_float, bool                                                                  \
             : kiln_v_bool, char                                                                   \
             : kiln_v_int, signed char                                                             \
             : kiln_v_int, unsigned char                                                           \
             : kiln_v_int, short                                                                   \
             : kiln_v_int, unsigned short                                                          \
             : kiln_v_int, int                                                                     \
             : kiln_v_int, unsigned                                                                \
             : kiln_v_int, long                                                                    \
             : kiln_v_int, unsigned long                                                           \
             : kiln_v_int, long long                                                               \
             : kiln_v_int, unsigned long long                                                      \
             : kiln_v_int)(__VA_ARGS__)
/* A number that follows a literal in the same call, of which only the value is known, or its kind
 * too. */
#define KILN_KIND_(x)                                                                              \
    _Generic((x), bool                                                                             \
             : KILN_IS_BOOL, float                                                                 \
             : KILN_IS_FLOAT, double                                                               \
             : KILN_IS_FLOAT, long double                                                          \
             : KILN_IS_FLOAT, default                                                              \
             : KILN_IS_INT)
static inline kiln_value kiln_v_given_(long double x, kiln_value_kind kind) {
    long double cut = x >= -0x1p63L && x < 0x1p63L ? (long double)(int64_t)x : 0x1p64L;
    bool some = x < 0 || x > 0, whole = !(cut < x) && !(cut > x) && (some || 1 / x > 0);
    if (kind == KILN_IS_BOOL) return kiln_v_bool(some);
    if (kind == KILN_IS_INT && x >= 0x1p63L && x < 0x1p64L) return kiln_v_int((int64_t)(uint64_t)x);
    return whole && kind != KILN_IS_FLOAT ? kiln_v_int((int64_t)x) : kiln_v_float((double)x);
}
#define KILN_SHAPE(...)                                                                            \
    ((kiln_shape){(int)(sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t)),                 \
                  (const int64_t[]){__VA_ARGS__}})
#define KILN_LIST(...)                                                                             \
    ((kiln_list){sizeof((kiln_tensor *const[]){__VA_ARGS__}) / sizeof(kiln_tensor *),              \
                 (kiln_tensor *const[]){__VA_ARGS__}})
#define KILN_AXES(...)                                                                             \
    ((kiln_axes){(int)(sizeof((const int[]){__VA_ARGS__}) / sizeof(int)),                          \
                 (const int[]){__VA_ARGS__}})
#define KILN_NO_SHAPE ((kiln_shape){0, NULL})
#endif
/* Python's None, by type; what an argument left out stands for where its default is None. For
 * reductions KILN_ALL_AXES means all axes. */
#define KILN_ALL_AXES kiln_axes_from(-1, NULL)
#define KILN_NO_AXES kiln_axes_from(0, NULL)
#define KILN_NO_INTS kiln_shape_from(-1, NULL)
#define KILN_NO_VALUE kiln_v_none()
#define KILN_NO_INT INT64_MIN
#define KILN_NO_DIM INT_MIN
#define KILN_NO_DTYPE KILN_DTYPE_COUNT

/* Two results of one call. The first is poisoned when the call failed, and so is the second. */
typedef struct kiln_pair {
    kiln_tensor *first, *second;
} kiln_pair;
/* Any number of results. The handles are the innermost scope's, like every result; the array is
 * freed when that scope closes. Of a failed call: count 0, tensor NULL. */
typedef struct kiln_parts {
    size_t count;
    kiln_tensor **tensor;
} kiln_parts;

/* ---- making */

/* Copies host data, row-major and contiguous, of `nbytes` bytes in all: BAD_ARGUMENT unless that is
 * the shape's element count times the dtype's size. Any dtype Kiln computes on. (torch.tensor,
 * torch.from_numpy().clone()) */
KILN_API kiln_tensor *kiln_from_bytes(kiln_site at, kiln_session *s, const void *data,
                                      size_t nbytes, kiln_dtype dtype, kiln_shape shape);
#define kiln_from_bytes(...)                                                                       \
    KILN_AT_LEAST_5_(kiln_from_bytes, kiln_tensor *,                                               \
                     "kiln_from_bytes(s, data, nbytes, dtype, shape)", __VA_ARGS__)
/* The same without the size check, for data whose size the caller knows to be right. */
KILN_API kiln_tensor *kiln_from(kiln_site at, kiln_session *s, const void *data, kiln_dtype dtype,
                                kiln_shape shape);
#define kiln_from(...)                                                                             \
    KILN_AT_LEAST_4_(kiln_from, kiln_tensor *, "kiln_from(s, data, dtype, shape)", __VA_ARGS__)

/* ---- asking. All answer for a poisoned or NULL handle too: rank -1, extents and counts 0.
 * Negative axes count from the end. */
KILN_API kiln_session *kiln_session_of(const kiln_tensor *a);
KILN_API bool kiln_ok(const kiln_tensor *a);             /* alive and not poisoned */
KILN_API kiln_dtype kiln_dtype_of(const kiln_tensor *a); /* KILN_DTYPE_COUNT when poisoned */
KILN_API int kiln_rank(const kiln_tensor *a);
KILN_API int64_t kiln_extent(const kiln_tensor *a, int axis);
/* kiln_rank(a) numbers, the handle's until it is released or its shape changes in place */
KILN_API const int64_t *kiln_extents(const kiln_tensor *a);
KILN_API int64_t kiln_numel(const kiln_tensor *a);
/* raised by every write to any alias (torch.Tensor._version) */
KILN_API uint64_t kiln_version_of(const kiln_tensor *a);
KILN_API const char *kiln_device_of(const kiln_tensor *a); /* "cpu" */
KILN_API bool kiln_shares_storage(const kiln_tensor *a, const kiln_tensor *b);

/* ---- getting data out: these compute what is asked for, and all pending kept or written tensors
 * with it. */

/* Computes the tensors, together. */
KILN_API kiln_status kiln_eval(kiln_site at, kiln_list tensors);
#define kiln_eval(...) KILN_TAKES_1_(kiln_eval, kiln_status, "kiln_eval(tensors)", __VA_ARGS__)
/* Copies the elements, row-major, to `data`: BAD_ARGUMENT unless nbytes is exactly their size. On
 * failure `data` is untouched. */
KILN_API kiln_status kiln_read(kiln_site at, kiln_tensor *a, void *data, size_t nbytes);
#define kiln_read(...)                                                                             \
    KILN_AT_LEAST_3_(kiln_read, kiln_status, "kiln_read(a, data, nbytes)", __VA_ARGS__)
/* The value of a one-element tensor, as double or as integer (NaN and 0 on failure).
 * (torch.Tensor.item) */
KILN_API double kiln_item(kiln_site at, kiln_tensor *a);
#define kiln_item(...) KILN_TAKES_1_(kiln_item, double, "kiln_item(a)", __VA_ARGS__)
KILN_API int64_t kiln_item_int(kiln_site at, kiln_tensor *a);
#define kiln_item_int(...) KILN_TAKES_1_(kiln_item_int, int64_t, "kiln_item_int(a)", __VA_ARGS__)

/* A look at the elements where they lie, without copying: read-only, row-major; valid until the
 * tensor is released or any alias of it is written. kiln_host_check says STALE, naming the write,
 * when the look no longer holds. data is NULL on failure. */
typedef struct kiln_host_data {
    const void *data;
    size_t nbytes;
    uint64_t version;
} kiln_host_data;
KILN_API kiln_host_data kiln_host(kiln_site at, kiln_tensor *a);
#define kiln_host(...) KILN_TAKES_1_(kiln_host, kiln_host_data, "kiln_host(a)", __VA_ARGS__)
KILN_API kiln_status kiln_host_check(kiln_site at, kiln_tensor *a, kiln_host_data look);
#define kiln_host_check(...)                                                                       \
    KILN_TAKES_2_(kiln_host_check, kiln_status, "kiln_host_check(a, look)", __VA_ARGS__)

/* How kiln_print writes elements; a member that is 0 stands for the default.
 * (torch.set_printoptions) */
typedef enum kiln_notation { KILN_NOTATION_DEFAULT, KILN_FIXED, KILN_SCIENTIFIC } kiln_notation;
typedef struct kiln_print_options {
    size_t struct_size; /* sizeof(kiln_print_options): lets later versions add fields */
    /* digits after the point, 1 to 17; 0: as few as bring every element back, so that nothing is
     * lost */
    int precision;
    int edge_items;         /* elements shown at each end of a long axis (3) */
    int64_t threshold;      /* tensors of more elements show their corners only (1000) */
    int line_width;         /* columns of a line; longer rows go on in the next (80) */
    kiln_notation notation; /* scientific where an element is 1e8 or more, or smaller than 1e-4 */
} kiln_print_options;
#define KILN_PRINT_OPTIONS_INIT                                                                    \
    { sizeof(kiln_print_options), 0, 0, 0, 0, KILN_NOTATION_DEFAULT }

/* Prints name, type and elements in columns of one width, in no locale: integers and bools exactly,
 * floats by the shortest digits that read back as the same value of their dtype, unless the
 * options, the last argument, which may be left out or NULL, say otherwise. BAD_ARGUMENT when an
 * option is out of range or `to` is NULL, IO when `to` takes no more. (print(torch.Tensor)) */
KILN_API kiln_status kiln_print(kiln_site at, kiln_tensor *a, const char *name, FILE *to,
                                const kiln_print_options *options KILN_OR_(NULL));
#ifdef __cplusplus
#define kiln_print(...) (kiln_print)(KILN_HERE, __VA_ARGS__)
#else
#define kiln_print_3_(name, type, text, ...) (name)(KILN_HERE, __VA_ARGS__, NULL)
#define kiln_print(...)                                                                            \
    KILN_SELECT_(__VA_ARGS__, KILN_60_(KILN_PASS_), kiln_print_3_, KILN_R_, KILN_R_, ~)            \
    (kiln_print, kiln_status, "kiln_print(a, name, to[, options])", __VA_ARGS__)
#endif

/* ---- lifetime */

/* Takes a tensor out of its scope: it lives until kiln_release or kiln_close, and pending kept
 * tensors are computed with the next evaluation. Returns a. */
KILN_API kiln_tensor *kiln_keep(kiln_tensor *a);
/* Releases a tensor before its scope would. NULL and poisoned handles are allowed. */
KILN_API void kiln_release(kiln_tensor *a);
/* Another handle to the same storage, in the innermost scope. */
KILN_API kiln_tensor *kiln_alias(kiln_site at, kiln_tensor *a);
#define kiln_alias(...) KILN_TAKES_1_(kiln_alias, kiln_tensor *, "kiln_alias(a)", __VA_ARGS__)

/* The tensor on a device, by name. The one device of this release is "cpu", where it is another
 * handle to a; any other name is BAD_DEVICE. (torch.Tensor.to) */
KILN_API kiln_tensor *kiln_to_device(kiln_site at, kiln_tensor *a, const char *device);
#define kiln_to_device(...)                                                                        \
    KILN_TAKES_2_(kiln_to_device, kiln_tensor *, "kiln_to_device(a, device)", __VA_ARGS__)

/* ---- writing in place. The written tensor keeps its shape and dtype. Every alias sees the write
 * and its version rises. OVERLAP when several elements of `a` are one in storage (an expanded
 * view). Functions whose name ends in _ (kiln_add_) write their result so. */

/* Writes host data over all elements; size checked as in kiln_from_bytes. */
KILN_API kiln_tensor *kiln_write(kiln_site at, kiln_tensor *a, const void *data, size_t nbytes);
#define kiln_write(...)                                                                            \
    KILN_AT_LEAST_3_(kiln_write, kiln_tensor *, "kiln_write(a, data, nbytes)", __VA_ARGS__)

/* ---- looking inside */

/* The program that computes the tensors, as text of one stage: graph, passes, plan, loops, llvm,
 * asm, dot, json (docs/ir.md). Returned text is NUL-terminated and belongs to the session until its
 * next call of kiln_dump. NULL on failure. Computes nothing. */
KILN_API const char *kiln_dump(kiln_site at, kiln_list tensors, const char *stage);
#define kiln_dump(...)                                                                             \
    KILN_TAKES_2_(kiln_dump, const char *, "kiln_dump(tensors, stage)", __VA_ARGS__)

#ifdef __cplusplus
}
#endif
#endif
