/* SPDX-License-Identifier: Apache-2.0
 * Calls by name: binding by place and keyword, defaults, lists given apart, and every way of being
 * refused. KILN_TEST: sanitize=address */
#include <criterion/criterion.h>
#include <string.h>

#include "kiln/kiln.h"

static kiln_session *open_eager(void) {
    kiln_options o = {.struct_size = sizeof o, .path = KILN_EAGER};
    return kiln_open(&o);
}

static kiln_arg tensor(kiln_tensor *t) { return (kiln_arg){NULL, KILN_ARG_TENSOR, {.tensor = t}}; }
static kiln_arg integer(const char *keyword, int64_t i) {
    return (kiln_arg){keyword, KILN_ARG_INT, {.integer = i}};
}
static kiln_arg flag(const char *keyword, bool b) {
    return (kiln_arg){keyword, KILN_ARG_BOOL, {.flag = b}};
}
static kiln_arg text(const char *keyword, const char *t) {
    return (kiln_arg){keyword, KILN_ARG_STR, {.text = t}};
}

static kiln_tensor *call(kiln_session *s, const char *name, size_t n, const kiln_arg *args) {
    kiln_tensor *out[2] = {NULL, NULL};
    size_t count = 7;
    kiln_status status = kiln_call(s, name, args, n, out, 2, &count);
    cr_assert_eq(count, status == KILN_OK ? 1u : 0u, "%s: %zu results", name, count);
    return status == KILN_OK ? out[0] : NULL;
}

static void refused(kiln_session *s, const char *name, size_t n, const kiln_arg *args,
                    kiln_status status, const char *says) {
    cr_assert_null(call(s, name, n, args));
    cr_assert_eq(kiln_error(s), status, "%s", kiln_error_text(s));
    cr_assert(strstr(kiln_error_text(s), says) != NULL, "\"%s\" lacks \"%s\"", kiln_error_text(s),
              says);
    kiln_clear_error(s);
}

Test(call, arguments_bind_as_in_python) {
    kiln_session *s = open_eager();
    kiln_tensor *x = kiln_ones(s, KILN_SHAPE(2, 3));
    cr_assert_eq(kiln_item(call(s, "sum", 1, &(kiln_arg){NULL, KILN_ARG_TENSOR, {.tensor = x}})),
                 6);
    kiln_tensor *y =
        call(s, "sum", 3, (kiln_arg[]){tensor(x), integer("axis", -1), flag("keepdim", true)});
    cr_assert_eq(kiln_rank(y), 2);
    cr_assert_eq(kiln_extent(y, 1), 1);
    y = call(s, "permute", 3, (kiln_arg[]){tensor(x), integer(NULL, 1), integer(NULL, 0)});
    cr_assert_eq(kiln_extent(y, 0), 3);
    y = call(s, "zeros", 3,
             (kiln_arg[]){integer(NULL, 4), integer(NULL, 5), text("device", "cpu")});
    cr_assert_eq(kiln_numel(y), 20);
    cr_assert_eq(call(s, "add_", 2, (kiln_arg[]){tensor(x), integer(NULL, 2)}) != NULL, true);
    cr_assert_eq(kiln_item(kiln_sum(x)), 18);
    kiln_close(s);
}

Test(call, what_does_not_bind_is_named) {
    kiln_session *s = open_eager();
    kiln_tensor *x = kiln_ones(s, KILN_SHAPE(2, 3));
    refused(s, "no.such", 1, (kiln_arg[]){tensor(x)}, KILN_NOT_FOUND, "no.such");
    refused(s, "exp", 0, NULL, KILN_BAD_ARGUMENT, "'input' is missing");
    refused(s, "exp", 2, (kiln_arg[]){tensor(x), tensor(x)}, KILN_BAD_ARGUMENT, "at most 1");
    refused(s, "exp", 2, (kiln_arg[]){tensor(x), integer("base", 2)}, KILN_BAD_ARGUMENT,
            "'base' is not known");
    refused(s, "exp", 1, (kiln_arg[]){text(NULL, "x")}, KILN_BAD_ARGUMENT,
            "'input' is a string, expected a tensor");
    refused(s, "exp", 2, (kiln_arg[]){tensor(x), {"input", KILN_ARG_TENSOR, {.tensor = x}}},
            KILN_BAD_ARGUMENT, "given twice");
    refused(s, "exp", 1, (kiln_arg[]){tensor(NULL)}, KILN_BAD_ARGUMENT, "null tensor");
    refused(s, "zeros", 2, (kiln_arg[]){integer(NULL, 4), text("device", "cuda")},
            KILN_BAD_ARGUMENT, "device \"cuda\"");
    refused(s, "sum", 2, (kiln_arg[]){tensor(x), integer("dim", INT64_MAX)}, KILN_BAD_ARGUMENT,
            "out of range");
    kiln_tensor *out[1];
    size_t count;
    cr_assert_eq(kiln_call(NULL, "exp", NULL, 0, out, 1, &count), KILN_BAD_ARGUMENT);
    kiln_close(s);
}

Test(call, every_signature_can_be_found) {
    size_t n = 0;
    for (const char *signature; (signature = kiln_signature(n)) != NULL; n++) {
        char name[100];
        size_t length = strcspn(signature, "(");
        cr_assert_lt(length, sizeof name);
        memcpy(name, signature, length);
        name[length] = '\0';
        cr_assert(kiln_has_function(name), "%s", signature);
    }
    cr_assert_gt(n, 100u);
    cr_assert_not(kiln_has_function("sum_of"));
}

/* A tensor that stands for a number is read; an argument that holds nothing is refused before
 * anything looks at it. */
Test(call, numbers_by_tensor_and_unsound_arguments) {
    kiln_session *s = open_eager();
    kiln_tensor *x = kiln_full(s, KILN_SHAPE(2), 3.0), *one = kiln_ones(s, KILN_NO_SHAPE, KILN_I64);
    kiln_arg p = tensor(one);
    p.keyword = "p";
    cr_assert_eq(kiln_item(call(s, "norm", 2, (kiln_arg[]){tensor(x), p})), 6);
    refused(s, "exp", 1, (kiln_arg[]){{NULL, (kiln_arg_kind)99, {0}}}, KILN_BAD_ARGUMENT,
            "argument 1 is of no kiln_arg_kind");
    refused(s, "sum", 2,
            (kiln_arg[]){tensor(x), {"dtype", KILN_ARG_DTYPE, {.dtype = (kiln_dtype)-1}}},
            KILN_BAD_ARGUMENT, "argument 2 is none of kiln_dtype");
    refused(s, "sum", 2, (kiln_arg[]){tensor(x), {NULL, KILN_ARG_INTS, {.ints = {2, NULL}}}},
            KILN_BAD_ARGUMENT, "argument 2 is a null list");
    refused(s, "nn.functional.pad", 3,
            (kiln_arg[]){tensor(x),
                         {NULL,
                          KILN_ARG_INTS,
                          {.ints = {2, (const int64_t[]){INT64_MIN + 1, INT64_MIN + 2}}}},
                         text(NULL, "constant")},
            KILN_BAD_ARGUMENT, "take more than");
    refused(s, "bitwise_or_", 2, (kiln_arg[]){integer(NULL, 5), tensor(one)}, KILN_BAD_ARGUMENT,
            "expected a tensor");
    cr_assert(!kiln_ok(kiln_sum(x, (kiln_axes){2, NULL})));
    kiln_clear_error(s);
    cr_assert(!kiln_ok(kiln_full_like(NULL, 1)));
    kiln_close(s);
}
