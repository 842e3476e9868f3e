/* SPDX-License-Identifier: Apache-2.0
 * Bytes as calls by name: which function, and arguments of every kind, extreme ones too, for small
 * tensors of every dtype. A call gives results or an error that names something; both leave a
 * session that works. */
#include "fuzz.h"
#include "kiln/kiln.h"

enum { CALLS = 4, ARGS = 8, OUTS = 32, TENSORS = 12, LARGE = 1 << 14 };

typedef struct source {
    const uint8_t *at, *end;
} source;

static unsigned draw(source *s, unsigned below) {
    unsigned byte = s->at < s->end ? *s->at++ : 0;
    return byte % below;
}

static int64_t draw_int(source *s) {
    static const int64_t odd[] = {INT64_MIN, INT64_MAX, INT32_MIN, INT32_MAX,
                                  1 << 20,   -1000,     1000,      (int64_t)1 << 62};
    unsigned pick = draw(s, 256);
    return pick < 240 ? (int64_t)(pick % 12) - 4 : odd[pick % 8];
}

static double draw_float(source *s) {
    static const double odd[] = {0.0, -0.0, 0.5, 1e-30, 1e30, -1.5, 1.0, 2.0};
    unsigned pick = draw(s, 256);
    if (pick == 255) return 0.0 / 0.0;
    if (pick == 254) return 1.0 / 0.0;
    return pick < 128 ? odd[pick % 8] : (double)draw_int(s) / 4;
}

static const char *draw_text(source *s) {
    static const char *const texts[] = {"mean",     "sum",    "none", "max",       "reflect",
                                        "constant", "linear", "ij",   "ij,jk->ik", "floor",
                                        "trunc",    "cpu",    "",     "replicate", "nearest",
                                        "fro",      "ii->i",  "tanh"};
    return texts[draw(s, sizeof texts / sizeof *texts)];
}

static kiln_tensor *make_tensor(kiln_session *s, source *from) {
    static const int64_t shapes[][4] = {{2, 3, 1, 1}, {3, 3, 1, 1}, {0, 2, 1, 1}, {1, 2, 3, 4},
                                        {5, 1, 1, 1}, {2, 2, 2, 1}, {1, 1, 1, 1}, {4, 4, 1, 1}};
    static const int ranks[] = {2, 2, 2, 4, 1, 3, 0, 2};
    unsigned pick = draw(from, 8);
    kiln_dtype dtype = (kiln_dtype)draw(from, 8);
    if (!kiln_dtype_name(dtype)) dtype = KILN_F32;
    return kiln_full(s, kiln_shape_from(ranks[pick], shapes[pick]), draw_float(from), dtype);
}

typedef struct lists {
    kiln_tensor *tensor[4];
    int64_t integer[6];
    double number[4];
} lists;

static kiln_arg draw_arg(source *s, kiln_tensor **t, lists *l) {
    static const char *const keywords[] = {"dim", "keepdim", "input", "other", "dtype", "p"};
    kiln_arg a = {NULL, (kiln_arg_kind)draw(s, KILN_ARG_DTYPE + 1), {0}};
    if (draw(s, 8) == 0) a.keyword = keywords[draw(s, 6)];
    for (int i = 0; i < 4; i++) l->tensor[i] = t[draw(s, TENSORS)];
    switch (a.kind) {
    case KILN_ARG_TENSOR: a.as.tensor = l->tensor[0]; break;
    case KILN_ARG_TENSORS: a.as.tensors.count = draw(s, 5), a.as.tensors.item = l->tensor; break;
    case KILN_ARG_INT: a.as.integer = draw_int(s); break;
    case KILN_ARG_FLOAT: a.as.number = draw_float(s); break;
    case KILN_ARG_BOOL: a.as.flag = draw(s, 2) != 0; break;
    case KILN_ARG_STR: a.as.text = draw_text(s); break;
    case KILN_ARG_DTYPE: a.as.dtype = (kiln_dtype)draw(s, 12); break;
    case KILN_ARG_INTS:
        a.as.ints.count = draw(s, 7), a.as.ints.item = l->integer;
        for (size_t i = 0; i < a.as.ints.count; i++) l->integer[i] = draw_int(s);
        break;
    case KILN_ARG_FLOATS:
        a.as.floats.count = draw(s, 5), a.as.floats.item = l->number;
        for (size_t i = 0; i < a.as.floats.count; i++) l->number[i] = draw_float(s);
        break;
    case KILN_ARG_NONE: break;
    }
    return a;
}

/* Results that are not large are computed, and differentiated by the first tensor. */
static void ask(kiln_session *s, kiln_tensor *y, kiln_tensor *x) {
    kiln_tensor *g = NULL;
    if (kiln_numel(y) < 0 || kiln_numel(y) > LARGE) return;
    kiln_host_data h = kiln_host(y);
    if (h.data)
        fuzz_touch(h.data, h.nbytes);
    else
        FUZZ_CHECK(kiln_failed(s));
    kiln_clear_error(s);
    if (kiln_vjp(y, y, KILN_LIST(x), &g) == KILN_OK) (void)kiln_host(g);
    kiln_clear_error(s);
}

static void call(kiln_session *s, source *from, kiln_tensor **t, size_t functions) {
    char name[128];
    kiln_arg args[ARGS];
    lists l[ARGS];
    kiln_tensor *out[OUTS];
    size_t count = 0, nargs, which = draw(from, 256) * 256u;
    which = (which + draw(from, 256)) % functions;
    const char *signature = kiln_signature(which);
    size_t n = strcspn(signature, "(");
    FUZZ_CHECK(n < sizeof name);
    memcpy(name, signature, n);
    name[n] = '\0';
    nargs = draw(from, ARGS + 1);
    for (size_t i = 0; i < nargs; i++) args[i] = draw_arg(from, t, &l[i]);
    if (nargs > 0 && draw(from, 4) != 0)
        args[0] = (kiln_arg){NULL, KILN_ARG_TENSOR, {.tensor = t[draw(from, TENSORS)]}};
    kiln_status status = kiln_call(s, name, args, nargs, out, OUTS, &count);
    FUZZ_CHECK(count <= OUTS && (status == KILN_OK || (count == 0 && kiln_error_text(s)[0])));
    kiln_clear_error(s);
    for (size_t i = 0; i < count; i++) ask(s, out[i], t[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static size_t functions;
    fuzz_memory m;
    kiln_options o = KILN_OPTIONS_INIT;
    source from = {data, data + size};
    while (kiln_signature(functions)) functions++;
    fuzz_memory_init(&m);
    o.path = KILN_EAGER;
    o.cache_dir = "off";
    o.threads = 1;
    o.allocator = &m.vtable;
    kiln_session *s = kiln_open(&o);
    FUZZ_CHECK(s);
    kiln_scope (s) {
        kiln_tensor *t[TENSORS];
        for (int i = 0; i < TENSORS; i++) t[i] = make_tensor(s, &from);
        for (int i = 0; i < CALLS && from.at < from.end; i++) call(s, &from, t, functions);
        kiln_clear_error(s);
        FUZZ_CHECK(kiln_item(kiln_add(kiln_ones(s, KILN_NO_SHAPE), 1.0)) == 2);
    }
    FUZZ_CHECK(kiln_close(s) == 0);
    FUZZ_CHECK(m.live == 0);
    return 0;
}
