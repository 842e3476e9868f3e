/* SPDX-License-Identifier: Apache-2.0
 * The signature table as C: what a function's parameters are, how bound arguments become C values,
 * and how results come back. Included by the generated entries and by by_name.c. */
#ifndef KN_FRONTEND_BY_NAME_H
#define KN_FRONTEND_BY_NAME_H

#include "frontend/core/frontend.h"
#include "kiln/call.h"

typedef enum fe_type {
    FE_TENSOR,
    FE_TENSORS,
    FE_TENSORS_OR_NONE,
    FE_VALUE,
    FE_SCALAR,
    FE_INT,
    FE_INTS,
    FE_DIM,
    FE_DIMS,
    FE_FLOAT,
    FE_BOOL,
    FE_STR,
    FE_DTYPE,
    FE_TRUE,
    FE_FALSE,  /* bind that literal only */
    FE_CHECKED /* device, layout and the like: accepted where they ask for what Kiln does anyway */
} fe_type;

enum { FE_OPTIONAL = 1, FE_OR_NONE = 2, FE_KEYWORD = 4, FE_REST = 8 };
enum { FE_MOST_PARAMS = 16, FE_MOST_LIST = 64 };

typedef struct fe_param {
    const char *name;
    uint8_t type, flags;
} fe_param;

/* An argument in its parameter's place; `arg` is NULL where the default holds. */
typedef struct fe_bound {
    const kiln_arg *arg;
    /* a list gathered from several positional arguments, and its items */
    kiln_arg rest;
    union {
        int64_t integer[FE_MOST_LIST];
        kiln_tensor *tensor[FE_MOST_LIST];
    } item;
    int64_t one[2]; /* an int given for a list */
    int dim[FE_MOST_LIST];
} fe_bound;

typedef struct fe_returned {
    kiln_session *session;
    kiln_tensor **out;
    size_t room, count; /* count may pass room */
} fe_returned;

typedef struct fe_function {
    const char *name, *schema;
    const fe_param *params;
    size_t nparams;
    void (*call)(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r);
} fe_function;

#define FE_NO_LIST ((kiln_list){0, NULL})

static inline bool fe_given(const fe_bound *a) {
    return a->arg != NULL && a->arg->kind != KILN_ARG_NONE;
}
static inline kiln_tensor *fe_as_tensor(const fe_bound *a, kiln_tensor *otherwise) {
    return fe_given(a) ? a->arg->as.tensor : otherwise;
}
static inline bool fe_as_bool(const fe_bound *a, bool otherwise) {
    return fe_given(a) ? a->arg->as.flag : otherwise;
}
static inline const char *fe_as_str(const fe_bound *a, const char *otherwise) {
    return fe_given(a) ? a->arg->as.text : otherwise;
}
static inline kiln_dtype fe_as_dtype(const fe_bound *a, kiln_dtype otherwise) {
    return fe_given(a) ? a->arg->as.dtype : otherwise;
}
static inline kiln_list fe_as_tensors(const fe_bound *a, kiln_list otherwise) {
    return fe_given(a) ? (kiln_list){a->arg->as.tensors.count, a->arg->as.tensors.item} : otherwise;
}
kiln_value fe_as_value(const fe_bound *a, kiln_value otherwise);
/* The first of two operands; when both are numbers, as a tensor of rank 0, which has no less say in
 * the result's dtype than they. */
kiln_value fe_as_tensor_of_numbers(kiln_site at, kiln_session *s, const fe_bound *a);
int64_t fe_as_int(const fe_bound *a, int64_t otherwise);
int fe_as_dim(const fe_bound *a, int otherwise); /* saturates: what is no dim stays none */
double fe_as_float(const fe_bound *a, double otherwise);
kiln_shape fe_as_ints(fe_bound *a, kiln_shape otherwise);
kiln_shape fe_as_two_ints(fe_bound *a, kiln_shape otherwise); /* an int alone as two */
kiln_axes fe_as_dims(fe_bound *a, kiln_axes otherwise);

/* An operand of an in-place form, for fe_write_begin. */
static inline kiln_value fe_tensor_value(kiln_tensor *t) {
    return t != NULL ? kiln_v_tensor(t) : KILN_NO_VALUE;
}

void fe_return_one(fe_returned *r, kiln_tensor *t);
void fe_return_pair(fe_returned *r, kiln_pair p);
void fe_return_parts(fe_returned *r, kiln_parts p);

/* Binds by Python's rules. On failure false, with what is wrong in `why`. */
bool fe_bind(const fe_function *f, const kiln_arg *args, size_t nargs, fe_bound *bound, char *why,
             size_t size);

/* The functions of one name: first place and how many, in fe_functions. */
extern const fe_function *const fe_functions[];
extern const size_t fe_functions_count;
size_t fe_find_functions(const char *name, size_t *count);

#endif
