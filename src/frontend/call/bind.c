/* SPDX-License-Identifier: Apache-2.0
 * Binding arguments to a signature by Python's rules, and turning what was bound into C values.
 * Called by by_name.c and by the generated entries of the table. */
#include "frontend/call/by_name.h"

#include <stdio.h>

static const char *const kind_words[] = {
    "None",           "a tensor", "a list of tensors", "an int",
    "a list of ints", "a float",  "a list of floats",  "a bool",
    "a string",       "a dtype"};
static const char *const type_words[] = {"a tensor",
                                         "a list of tensors",
                                         "a list of tensors",
                                         "a tensor or a number",
                                         "a number",
                                         "an int",
                                         "a list of ints",
                                         "an int",
                                         "a list of ints",
                                         "a float",
                                         "a bool",
                                         "a string",
                                         "a dtype",
                                         "True",
                                         "False",
                                         "its default"};

/* Keywords that NumPy's users know and PyTorch takes too. */
static bool same_keyword(const fe_param *p, const char *keyword, bool first) {
    static const char *const other[][2] = {{"dim", "axis"},   {"keepdim", "keepdims"},
                                           {"input", "x"},    {"input", "self"},
                                           {"self", "input"}, {"other", "x2"}};
    if (strcmp(p->name, keyword) == 0) return true;
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        if (strcmp(p->name, other[i][0]) == 0 && strcmp(keyword, other[i][1]) == 0)
            return i < 2 || i == 5 || first;
    return false;
}

/* A rank-0 tensor may stand for a number. */
static bool scalar_tensor(const kiln_arg *a) {
    return a->kind == KILN_ARG_TENSOR && kiln_rank(a->as.tensor) == 0;
}

static bool no_holes(const kiln_arg *a) {
    for (size_t i = 0; i < a->as.tensors.count; i++)
        if (a->as.tensors.item[i] == NULL) return false;
    return true;
}

/* What asks for a device, a layout or a way of copying: only what is so anyway. */
static bool asks_nothing(const fe_param *p, const kiln_arg *a) {
    if (a->kind == KILN_ARG_BOOL) return strcmp(p->name, "pin_memory") != 0 || !a->as.flag;
    if (a->kind != KILN_ARG_STR || a->as.text == NULL) return false;
    const char *text = strncmp(a->as.text, "torch.", 6) == 0 ? a->as.text + 6 : a->as.text;
    if (strcmp(p->name, "device") == 0) return strcmp(text, "cpu") == 0;
    if (strcmp(p->name, "layout") == 0) return strcmp(text, "strided") == 0;
    return strcmp(p->name, "memory_format") == 0 &&
           (strcmp(text, "contiguous_format") == 0 || strcmp(text, "preserve_format") == 0);
}

static bool fits(const fe_param *p, const kiln_arg *a) {
    if (a->kind == KILN_ARG_NONE) return (p->flags & FE_OR_NONE) != 0;
    switch ((fe_type)p->type) {
    case FE_TENSOR: return a->kind == KILN_ARG_TENSOR;
    case FE_TENSORS: return a->kind == KILN_ARG_TENSORS && a->as.tensors.count > 0 && no_holes(a);
    case FE_TENSORS_OR_NONE: return a->kind == KILN_ARG_TENSORS;
    case FE_VALUE:
        return a->kind == KILN_ARG_TENSOR || a->kind == KILN_ARG_INT || a->kind == KILN_ARG_FLOAT ||
               a->kind == KILN_ARG_BOOL;
    case FE_SCALAR:
        return a->kind == KILN_ARG_INT || a->kind == KILN_ARG_FLOAT || a->kind == KILN_ARG_BOOL ||
               scalar_tensor(a);
    case FE_INT:
    case FE_DIM: return a->kind == KILN_ARG_INT;
    case FE_INTS:
    case FE_DIMS:
        return (a->kind == KILN_ARG_INTS &&
                (p->type == FE_INTS || a->as.ints.count <= FE_MOST_LIST)) ||
               a->kind == KILN_ARG_INT ||
               (a->kind == KILN_ARG_TENSORS && a->as.tensors.count == 0) ||
               (a->kind == KILN_ARG_FLOATS && a->as.floats.count == 0);
    case FE_FLOAT:
        return a->kind == KILN_ARG_FLOAT || a->kind == KILN_ARG_INT || a->kind == KILN_ARG_BOOL;
    case FE_BOOL: return a->kind == KILN_ARG_BOOL;
    case FE_STR: return a->kind == KILN_ARG_STR;
    case FE_DTYPE: return a->kind == KILN_ARG_DTYPE;
    case FE_TRUE: return a->kind == KILN_ARG_BOOL && a->as.flag;
    case FE_FALSE: return a->kind == KILN_ARG_BOOL && !a->as.flag;
    case FE_CHECKED: return asks_nothing(p, a);
    }
    return false;
}

static bool wrong_type(const fe_param *p, const kiln_arg *a, char *why, size_t size) {
    if (p->type == FE_CHECKED && a->kind == KILN_ARG_STR)
        snprintf(why, size, "%s \"%.40s\" is not supported", p->name,
                 a->as.text != NULL ? a->as.text : "");
    else if (p->type == FE_TENSORS && a->kind == KILN_ARG_TENSORS && a->as.tensors.count == 0)
        snprintf(why, size, "argument '%s' is an empty list, expected one tensor or more", p->name);
    else
        snprintf(why, size, "argument '%s' is %s, expected %s", p->name, kind_words[a->kind],
                 type_words[p->type]);
    return false;
}

/* Positional ints or tensors up to the end become one list: `permute(x, 1, 0)`. */
static bool gather_rest(const fe_param *p, const kiln_arg *args, size_t n, fe_bound *b) {
    kiln_arg_kind kind = args[0].kind;
    bool ints = (p->type == FE_INTS || p->type == FE_DIMS) && kind == KILN_ARG_INT;
    bool tensors =
        (p->type == FE_TENSORS || p->type == FE_TENSORS_OR_NONE) && kind == KILN_ARG_TENSOR;
    if ((!ints && !tensors) || n > FE_MOST_LIST) return false;
    for (size_t i = 0; i < n; i++) {
        if (args[i].kind != kind) return false;
        if (ints)
            b->item.integer[i] = args[i].as.integer;
        else
            b->item.tensor[i] = args[i].as.tensor;
    }
    b->rest.keyword = NULL;
    b->rest.kind = ints ? KILN_ARG_INTS : KILN_ARG_TENSORS;
    if (ints) {
        b->rest.as.ints.count = n;
        b->rest.as.ints.item = b->item.integer;
    } else {
        b->rest.as.tensors.count = n;
        b->rest.as.tensors.item = b->item.tensor;
    }
    b->arg = &b->rest;
    return true;
}

bool fe_bind(const fe_function *f, const kiln_arg *args, size_t nargs, fe_bound *bound, char *why,
             size_t size) {
    for (size_t i = 0; i < f->nparams; i++) bound[i].arg = NULL;
    size_t k = 0, place = 0;
    for (; k < nargs && args[k].keyword == NULL; k++, place++) {
        if (place >= f->nparams || (f->params[place].flags & FE_KEYWORD) != 0) {
            snprintf(why, size, "%zu positional arguments are given, at most %zu are taken", nargs,
                     place);
            return false;
        }
        const fe_param *p = &f->params[place];
        if ((p->flags & FE_REST) != 0) {
            size_t n = 1;
            while (k + n < nargs && args[k + n].keyword == NULL) n++;
            bool alone = args[k].kind == KILN_ARG_INTS || args[k].kind == KILN_ARG_TENSORS;
            if (!alone && gather_rest(p, args + k, n, &bound[place])) {
                k += n - 1;
                continue;
            }
        }
        if (!fits(p, &args[k])) return wrong_type(p, &args[k], why, size);
        bound[place].arg = &args[k];
    }
    for (; k < nargs; k++) {
        if (args[k].keyword == NULL) {
            snprintf(why, size, "a positional argument follows keyword '%.60s'",
                     args[k - 1].keyword);
            return false;
        }
        size_t i = 0;
        while (i < f->nparams && !same_keyword(&f->params[i], args[k].keyword, i == 0)) i++;
        if (i == f->nparams) {
            snprintf(why, size, "keyword '%.60s' is not known", args[k].keyword);
            return false;
        }
        if (bound[i].arg != NULL) {
            snprintf(why, size, "argument '%s' is given twice", f->params[i].name);
            return false;
        }
        if (!fits(&f->params[i], &args[k])) return wrong_type(&f->params[i], &args[k], why, size);
        bound[i].arg = &args[k];
    }
    for (size_t i = 0; i < f->nparams; i++)
        if (bound[i].arg == NULL && (f->params[i].flags & FE_OPTIONAL) == 0) {
            snprintf(why, size, "argument '%s' is missing", f->params[i].name);
            return false;
        }
    return true;
}

/* ---- conversion of what was bound */

kiln_value fe_as_value(const fe_bound *a, kiln_value otherwise) {
    if (!fe_given(a)) return otherwise;
    switch (a->arg->kind) {
    case KILN_ARG_TENSOR: return kiln_v_tensor(a->arg->as.tensor);
    case KILN_ARG_FLOAT: return kiln_v_float(a->arg->as.number);
    case KILN_ARG_BOOL: return kiln_v_bool(a->arg->as.flag);
    default: return kiln_v_int(a->arg->as.integer);
    }
}

kiln_value fe_as_tensor_of_numbers(kiln_site at, kiln_session *s, const fe_bound *a) {
    kiln_value first = fe_as_value(a, KILN_NO_VALUE), second = fe_as_value(a + 1, KILN_NO_VALUE);
    if (first.kind == KILN_IS_TENSOR || second.kind == KILN_IS_TENSOR) return first;
    return kiln_v_tensor((kiln_scalar_tensor)(at, s, first, fe_dtype_of_value(first)));
}

int64_t fe_as_int(const fe_bound *a, int64_t otherwise) {
    return fe_given(a) ? a->arg->as.integer : otherwise;
}

static int saturated(int64_t x) {
    return x > INT_MAX ? INT_MAX : x <= INT_MIN ? INT_MIN + 1 : (int)x;
}

int fe_as_dim(const fe_bound *a, int otherwise) {
    return fe_given(a) ? saturated(a->arg->as.integer) : otherwise;
}

double fe_as_float(const fe_bound *a, double otherwise) {
    if (!fe_given(a)) return otherwise;
    return a->arg->kind == KILN_ARG_FLOAT  ? a->arg->as.number
           : a->arg->kind == KILN_ARG_BOOL ? a->arg->as.flag
                                           : (double)a->arg->as.integer;
}

kiln_shape fe_as_ints(fe_bound *a, kiln_shape otherwise) {
    if (!fe_given(a)) return otherwise;
    kiln_shape list = {0, NULL};
    if (a->arg->kind == KILN_ARG_INT) {
        a->one[0] = a->one[1] = a->arg->as.integer;
        list.rank = 1;
        list.extent = a->one;
    } else if (a->arg->kind == KILN_ARG_INTS) {
        list.rank = a->arg->as.ints.count > INT_MAX ? INT_MAX : (int)a->arg->as.ints.count;
        list.extent = a->arg->as.ints.item;
    }
    return list;
}

kiln_shape fe_as_two_ints(fe_bound *a, kiln_shape otherwise) {
    kiln_shape list = fe_as_ints(a, otherwise);
    if (fe_given(a) && a->arg->kind == KILN_ARG_INT) list.rank = 2;
    return list;
}

kiln_axes fe_as_dims(fe_bound *a, kiln_axes otherwise) {
    if (!fe_given(a)) return otherwise;
    kiln_shape list = fe_as_ints(a, KILN_NO_SHAPE);
    int n = list.rank < FE_MOST_LIST ? list.rank : FE_MOST_LIST;
    for (int i = 0; i < n; i++) a->dim[i] = saturated(list.extent[i]);
    return (kiln_axes){n, a->dim};
}
