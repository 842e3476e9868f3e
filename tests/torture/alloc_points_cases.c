/* SPDX-License-Identifier: Apache-2.0
 * Which calls alloc-points tries: of every function a few small cases of its family, one for each
 * kind of arguments and dtype; their in-place forms; and calls of its own where no family has any.
 */
#include "alloc_points.h"

#include <string.h>

/* ---- choosing */

/* Elements of all tensors; LONG_MAX when one has none. */
static long size_of(const cf_case *c) {
    long n = 0;
    for (size_t i = 0; i < c->nargs; i++) {
        const cf_value *v = &c->arg[i];
        size_t count = v->kind == KILN_ARG_TENSORS ? v->count : v->kind == KILN_ARG_TENSOR;
        for (size_t k = 0; k < count; k++) {
            const cf_value *t = v->kind == KILN_ARG_TENSORS ? &v->list.values[k] : v;
            if (t->kind != KILN_ARG_TENSOR) continue;
            long numel = (long)(t->tensor->nbytes / kiln_dtype_size(t->tensor->dtype));
            if (numel == 0) return LONG_MAX;
            n += numel < 2 ? 40 : numel; /* one element takes short cuts */
        }
    }
    return n;
}

/* Cases of one form bind alike and are recorded alike, but for shapes. */
static uint64_t form_of(const cf_case *c) {
    uint64_t h = ap_hash(0xcbf29ce484222325, c->op, strlen(c->op));
    for (size_t i = 0; i < c->nargs; i++) {
        const cf_value *v = &c->arg[i];
        int dtype = v->kind == KILN_ARG_TENSOR ? (int)v->tensor->dtype : 0;
        const char *keyword = c->keyword[i] != NULL ? c->keyword[i] : "";
        bool view = v->view != NULL;
        h = ap_hash(h, keyword, strlen(keyword));
        h = ap_hash(h, &v->kind, sizeof v->kind);
        h = ap_hash(h, &dtype, sizeof dtype);
        h = ap_hash(h, &view, sizeof view);
        if (v->kind == KILN_ARG_STR) h = ap_hash(h, v->as.text, strlen(v->as.text));
        if (v->kind == KILN_ARG_BOOL) h = ap_hash(h, &v->as.flag, sizeof v->as.flag);
    }
    return h;
}

static bool chosen(const ap_call *out, size_t n, const cf_case *c, long most, long *of_op) {
    uint64_t form = form_of(c);
    *of_op = 0;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(out[i].c->op, c->op) != 0) continue;
        if (form_of(out[i].c) == form) return true;
        ++*of_op;
    }
    return *of_op >= most;
}

size_t ap_choose(const cf_family *f, long most, ap_call *out, size_t room) {
    size_t n = 0;
    for (size_t i = 0; i < f->ncases && n < room; i++) {
        const cf_case *c = &f->cases[i];
        long of_op;
        if (c->raised || c->program != NULL || size_of(c) == LONG_MAX ||
            chosen(out, n, c, most, &of_op))
            continue;
        const cf_case *best = c;
        for (size_t k = i + 1; k < f->ncases; k++) {
            const cf_case *d = &f->cases[k];
            if (!d->raised && d->program == NULL && strcmp(d->op, c->op) == 0 &&
                form_of(d) == form_of(c) && size_of(d) < size_of(best))
                best = d;
        }
        out[n].c = best;
        out[n].in_place = false;
        snprintf(out[n].name, sizeof out[n].name, "%s", best->op);
        n++;
    }
    size_t plain = n;
    for (size_t i = 0; i < plain && n < room; i++) {
        char name[64];
        snprintf(name, sizeof name, "%s_", out[i].c->op);
        if (!kiln_has_function(name)) continue;
        out[n].c = out[i].c;
        out[n].in_place = true;
        memcpy(out[n++].name, name, sizeof name);
    }
    return n;
}

/* ---- calls of its own */

static const int64_t two_by_three[] = {2, 3}, two[] = {2};
static const float numbers[] = {1, -2, 3, 0.5f, -0.25f, 7}, others[] = {2, 1, 0.5f, -3, 4, 1};
static const float chances[] = {1, 2, 3, 0.5f, 0.25f, 7};
static const int64_t places[] = {1, 0}, one_step[] = {2};
static const kiln_st_entry a = {"a", KILN_F32, 2, two_by_three, numbers, sizeof numbers};
static const kiln_st_entry b = {"b", KILN_F32, 2, two_by_three, others, sizeof others};
static const kiln_st_entry weights = {"weights",    KILN_F32, 2,
                                      two_by_three, chances,  sizeof chances};
static const kiln_st_entry order = {"index", KILN_I64, 1, two, places, sizeof places};

#define T(entry)                                                                                   \
    { .kind = KILN_ARG_TENSOR, .tensor = &(entry) }
#define N(n)                                                                                       \
    { .kind = KILN_ARG_INT, .as.integer = (n) }
#define NS(numbers_)                                                                               \
    {                                                                                              \
        .kind = KILN_ARG_INTS, .count = sizeof(numbers_) / sizeof *(numbers_),                     \
        .list.ints = (int64_t *)(numbers_)                                                         \
    }

static const char *const by_place[8];
static cf_value one_tensor[] = {T(a)}, three_tensors[] = {T(a), T(b), T(a)},
                two_tensors[] = {T(a), T(b)}, size[] = {NS(two_by_three)},
                high[] = {N(9), NS(two_by_three)}, low_high[] = {N(-4), N(9), NS(two_by_three)},
                count[] = {N(7)}, copied[] = {T(a), N(0), T(order), T(b)},
                strided[] = {T(a), NS(two), NS(one_step), N(1)}, tensor_and_number[] = {T(a), N(2)},
                drawn_from[] = {T(weights), N(2)};

/* OWN(function, arguments, whether it writes its first argument) */
#define OWN(function, list, in_place)                                                              \
    {                                                                                              \
        &(const cf_case){.id = function,                                                           \
                         .op = function,                                                           \
                         .nargs = sizeof(list) / sizeof *(list),                                   \
                         .keyword = (const char **)by_place,                                       \
                         .arg = list},                                                             \
            function, in_place                                                                     \
    }
const ap_call ap_own_calls[] = {
    OWN("detach", one_tensor, false),
    OWN("fma", three_tensors, false),
    OWN("rand", size, false),
    OWN("randn", size, false),
    OWN("randint", high, false),
    OWN("randint", low_high, false),
    OWN("randperm", count, false),
    OWN("index_copy", copied, false),
    OWN("as_strided", strided, false),
    OWN("copy_", two_tensors, true),
    OWN("index_copy_", copied, true),
    OWN("as_strided_", strided, true),
    OWN("nn.functional.dropout", one_tensor, false),
    OWN("bernoulli", one_tensor, false),
    OWN("multinomial", drawn_from, false),
    OWN("nn.init.constant_", tensor_and_number, true),
    OWN("nn.init.uniform_", one_tensor, true),
    OWN("nn.init.normal_", one_tensor, true),
    OWN("nn.init.trunc_normal_", one_tensor, true),
    OWN("nn.init.xavier_uniform_", one_tensor, true),
    OWN("nn.init.xavier_normal_", one_tensor, true),
    OWN("nn.init.kaiming_uniform_", one_tensor, true),
    OWN("nn.init.kaiming_normal_", one_tensor, true),
    OWN("nn.init.orthogonal_", one_tensor, true),
    OWN("nn.init.eye_", one_tensor, true),
    OWN("nn.init.zeros_", one_tensor, true),
    OWN("nn.init.ones_", one_tensor, true),
};
const size_t ap_own_count = sizeof ap_own_calls / sizeof *ap_own_calls;
