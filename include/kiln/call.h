/* SPDX-License-Identifier: Apache-2.0
 * Any function by PyTorch's name, with typed arguments: the one door of the conformance runner, of
 * the command line and of other languages. What can be called, and how, is the signature table;
 * docs/functions.md. */
#ifndef KILN_CALL_H
#define KILN_CALL_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum kiln_arg_kind {
    KILN_ARG_NONE,
    KILN_ARG_TENSOR,
    KILN_ARG_TENSORS,
    KILN_ARG_INT,
    KILN_ARG_INTS,
    KILN_ARG_FLOAT,
    KILN_ARG_FLOATS,
    KILN_ARG_BOOL,
    KILN_ARG_STR,
    KILN_ARG_DTYPE
} kiln_arg_kind;

/* One argument. Lists and texts are only read during the call. */
typedef struct kiln_arg {
    const char *keyword; /* NULL: positional, and then before every argument with a keyword */
    kiln_arg_kind kind;
    union {
        kiln_tensor *tensor;
        int64_t integer;
        double number;
        bool flag;
        const char *text;
        kiln_dtype dtype;
        /* NULL items stand for None, where the function allows it */
        struct {
            size_t count;
            kiln_tensor *const *item;
        } tensors;
        struct {
            size_t count;
            const int64_t *item;
        } ints;
        struct {
            size_t count;
            const double *item;
        } floats;
    } as;
} kiln_arg;

/* Calls `function` ("nn.functional.layer_norm", "add_"; for a Tensor method self comes first).
 * Arguments bind as in Python: by place, by keyword, defaults for the rest; of several signatures
 * the first that fits is called. The results, in order, go to out[0] to out[*count - 1]: handles in
 * the innermost scope. NOT_FOUND: no such function; BAD_ARGUMENT: an argument is missing, unknown,
 * given twice or of another type, named in the error text, or there are more than `room` results;
 * else what the function itself refuses. On failure *count is 0. */
KILN_API kiln_status kiln_call(kiln_site at, kiln_session *s, const char *function,
                               const kiln_arg *args, size_t nargs, kiln_tensor **out, size_t room,
                               size_t *count);
#define kiln_call(...)                                                                             \
    KILN_AT_LEAST_7_(kiln_call, kiln_status,                                                       \
                     "kiln_call(s, function, args, nargs, out, room, count)", __VA_ARGS__)

/* Whether there is a function of this name. */
KILN_API bool kiln_has_function(const char *function);
/* The signatures in order of name, as text: "sum(Tensor input, dim[]? dim=None, bool keepdim=False)
 * -> Tensor". NULL from the count on. */
KILN_API const char *kiln_signature(size_t index);

#ifdef __cplusplus
}
#endif
#endif
