/* SPDX-License-Identifier: Apache-2.0
 * Public random numbers: PyTorch's stream, drawn into host data when called, and counter-based
 * numbers, which are ops. */
#include "frontend/ops/network.h"
#include "runtime/mt19937.h"

/* That of PyTorch's generator before anyone seeds it. */
static const uint64_t default_seed = UINT64_C(67280421310721);

rt_mt19937 *fe_generator(kiln_session *s) {
    if (s->generator == NULL) {
        s->generator = kn_malloc(s->alloc, 2 * sizeof *s->generator);
        if (s->generator != NULL)
            rt_mt_seed(s->generator, default_seed);
        else
            ir_fail(&s->b, KILN_NO_MEMORY, "no memory for the generator's state");
    }
    if (s->generator != NULL && s->transaction.open && !s->transaction.drawn) {
        s->generator[1] = s->generator[0];
        s->transaction.drawn = true;
    }
    return s->generator;
}

bool fe_draw_seed(kiln_session *s, int64_t *seed) {
    rt_mt19937 *g = fe_generator(s);
    if (g != NULL) rt_mt_integers(g, 0, UINT64_C(1) << 62, seed, 1);
    return g != NULL;
}

/* state, next, whether a normal waits, and that. */
bool fe_generator_get(kiln_session *s, void *bytes) {
    const rt_mt19937 *g = fe_generator(s);
    if (g == NULL) return false;
    uint32_t spare = g->spare;
    double normal = g->spare ? g->spare_normal : 0;
    char *to = bytes;
    memcpy(to, g->state, sizeof g->state);
    memcpy(to + sizeof g->state, &g->next, 4);
    memcpy(to + sizeof g->state + 4, &spare, 4);
    memcpy(to + sizeof g->state + 8, &normal, 8);
    return true;
}

bool fe_generator_good(const void *bytes) {
    uint32_t next, spare;
    memcpy(&next, (const char *)bytes + 624 * 4, 4);
    memcpy(&spare, (const char *)bytes + 624 * 4 + 4, 4);
    return next <= 624 && spare <= 1;
}

bool fe_generator_put(kiln_session *s, const void *bytes) {
    rt_mt19937 *g = fe_generator(s);
    const char *from = bytes;
    uint32_t spare;
    if (g == NULL) return false;
    memcpy(g->state, from, sizeof g->state);
    memcpy(&g->next, from + sizeof g->state, 4);
    memcpy(&spare, from + sizeof g->state + 4, 4);
    memcpy(&g->spare_normal, from + sizeof g->state + 8, 8);
    g->spare = spare == 1;
    return true;
}

kiln_status(kiln_manual_seed)(kiln_site at, kiln_session *s, uint64_t seed) {
    FE_DOOR;
    if (fe_enter_session(at, "manual_seed", s) == NULL)
        return s == NULL ? KILN_BAD_ARGUMENT : s->error;
    rt_mt19937 *g = fe_generator(s);
    if (g == NULL) return fe_result(s, IR_NONE), s->error;
    rt_mt_seed(g, seed);
    return KILN_OK;
}

/* How many elements, and how many bytes of d, a tensor of that size has. */
static bool sizes_of(kiln_session *s, kiln_dtype d, kiln_shape size, size_t *n, size_t *bytes) {
    int64_t numel;
    if (!fe_good_tensor(s, d, size, &numel)) return false;
    *n = (size_t)numel;
    *bytes = *n * kiln_dtype_size(d);
    return true;
}

typedef void (*float_recipe)(rt_mt19937 *g, kiln_dtype d, void *to, size_t n);

static kiln_tensor *drawn_floats(kiln_session *s, kiln_shape size, kiln_dtype d,
                                 float_recipe draw) {
    size_t n, bytes;
    if (!fe_is_float(d))
        return fe_result(s, ir_fail(&s->b, KILN_BAD_DTYPE, "dtype is %s, expected a float dtype",
                                    kiln_dtype_name(d)));
    rt_mt19937 *g = fe_generator(s);
    if (g == NULL || !sizes_of(s, d, size, &n, &bytes)) return fe_result(s, IR_NONE);
    void *data = kn_malloc(s->alloc, bytes + 1);
    if (data == NULL)
        return fe_result(s, ir_fail(&s->b, KILN_NO_MEMORY, "no memory for %zu bytes", bytes));
    draw(g, d, data, n);
    kiln_tensor *t = fe_from_bytes(s, data, bytes, d, size);
    kn_free(s->alloc, data, bytes + 1);
    return t;
}

static kiln_tensor *floats(kiln_site at, const char *call, kiln_session *s, kiln_shape size,
                           kiln_dtype d, float_recipe draw) {
    if (fe_enter_session(at, call, s) == NULL) return fe_poison(s);
    fe_begin(s);
    return fe_ended(s, drawn_floats(s, size, d, draw));
}

kiln_tensor *(kiln_rand)(kiln_site at, kiln_session *s, kiln_shape size, kiln_dtype d) {
    FE_DOOR;
    return floats(at, "rand", s, size, d, rt_mt_uniform);
}
kiln_tensor *(kiln_randn)(kiln_site at, kiln_session *s, kiln_shape size, kiln_dtype d) {
    FE_DOOR;
    return floats(at, "randn", s, size, d, rt_mt_normal);
}

/* Draws i64, then converts as by a cast. */
static kiln_tensor *drawn_integers(kiln_session *s, kiln_shape size, kiln_dtype d, int64_t low,
                                   uint64_t range, bool permuted) {
    size_t n, bytes;
    rt_mt19937 *g = fe_generator(s);
    if (g == NULL || !sizes_of(s, KILN_I64, size, &n, &bytes)) return fe_result(s, IR_NONE);
    int64_t *data = kn_malloc(s->alloc, bytes + 1);
    if (data == NULL)
        return fe_result(s, ir_fail(&s->b, KILN_NO_MEMORY, "no memory for %zu bytes", bytes));
    if (permuted)
        rt_mt_permutation(g, data, n);
    else
        rt_mt_integers(g, low, range, data, n);
    kiln_tensor *t = fe_from_bytes(s, data, bytes, KILN_I64, size);
    kn_free(s->alloc, data, bytes + 1);
    if (!kiln_ok(t) || d == KILN_I64) return t;
    kiln_tensor *cast = fe_result(s, fe_cast(s, fe_node(s, t), d));
    fe_drop(s, t);
    return cast;
}

static kiln_tensor *integers(kiln_session *s, kiln_shape size, kiln_dtype d, int64_t low,
                             uint64_t range, bool permuted) {
    fe_begin(s);
    return fe_ended(s, drawn_integers(s, size, d, low, range, permuted));
}

kiln_tensor *(kiln_randint_from)(kiln_site at, kiln_session *s, int64_t low, int64_t high,
                                 kiln_shape size, kiln_dtype d) {
    FE_DOOR;
    if (fe_enter_session(at, "randint", s) == NULL) return fe_poison(s);
    if (low >= high)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT,
                                    "low is %lld and high %lld, expected low < high",
                                    (long long)low, (long long)high));
    if ((unsigned)d >= KILN_DTYPE_COUNT)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_DTYPE, "dtype is unknown"));
    return integers(s, size, d, low, (uint64_t)high - (uint64_t)low, false);
}

kiln_tensor *(kiln_randint)(kiln_site at, kiln_session *s, int64_t high, kiln_shape size,
                            kiln_dtype d) {
    FE_DOOR;
    return (kiln_randint_from)(at, s, 0, high, size, d);
}

kiln_tensor *(kiln_randperm)(kiln_site at, kiln_session *s, int64_t n, kiln_dtype d) {
    FE_DOOR;
    if (fe_enter_session(at, "randperm", s) == NULL) return fe_poison(s);
    if (n < 0)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_ARGUMENT, "n is %lld, expected 0 or more",
                                    (long long)n));
    if ((unsigned)d >= KILN_DTYPE_COUNT)
        return fe_result(s, ir_fail(&s->b, KILN_BAD_DTYPE, "dtype is unknown"));
    return integers(s, (kiln_shape){1, &n}, d, 0, 0, true);
}

/* ---- counter-based */

static kiln_tensor *counted(kiln_site at, const char *call, ir_op op, kiln_session *s, int64_t seed,
                            kiln_dtype dtype, kiln_shape shape) {
    if (fe_enter_session(at, call, s) == NULL) return fe_poison(s);
    size_t n, bytes;
    if (!fe_is_float(dtype))
        return fe_result(s, ir_fail(&s->b, KILN_BAD_DTYPE, "dtype is %s, expected a float dtype",
                                    kiln_dtype_name(dtype)));
    if (!sizes_of(s, dtype, shape, &n, &bytes)) return fe_result(s, IR_NONE);
    int64_t numel = (int64_t)n;
    ir_id counter = ir_iota(&s->b, KILN_I64, 1, &numel, 0);
    counter = counter == IR_NONE ? counter : ir_reshape(&s->b, counter, shape.rank, shape.extent);
    ir_id key = ir_scalar(&s->b, KILN_I64, (uint64_t)seed);
    return fe_result(s, counter == IR_NONE || key == IR_NONE
                            ? IR_NONE
                            : ir_random(&s->b, op, dtype, counter, key));
}

kiln_tensor *(kiln_counter_uniform)(kiln_site at, kiln_session *s, int64_t seed, kiln_dtype dtype,
                                    kiln_shape shape) {
    FE_DOOR;
    return counted(at, "counter_uniform", IR_UNIFORM, s, seed, dtype, shape);
}

kiln_tensor *(kiln_counter_normal)(kiln_site at, kiln_session *s, int64_t seed, kiln_dtype dtype,
                                   kiln_shape shape) {
    FE_DOOR;
    return counted(at, "counter_normal", IR_NORMAL, s, seed, dtype, shape);
}

/* Without a seed one is drawn. */
static kiln_tensor *ones(kiln_site at, const char *call, kiln_tensor *p, const int64_t *seed) {
    kiln_session *s = fe_enter1(at, call, p);
    if (s == NULL) return fe_poison_like(p, NULL);
    int64_t drawn;
    kiln_dtype d = (kiln_dtype)fe_of(p)->dtype;
    if (!fe_is_float(d))
        return fe_result(s, ir_fail(&s->b, KILN_BAD_DTYPE, "p is %s, expected a float dtype",
                                    kiln_dtype_short(d)));
    ir_id x = fe_node(s, p);
    int64_t n = x == IR_NONE ? 0 : ir_numel(&s->g, x);
    ir_id counter = x == IR_NONE ? x : ir_iota(&s->b, KILN_I64, 1, &n, 0);
    counter =
        counter == IR_NONE ? counter : ir_reshape(&s->b, counter, fe_of(p)->rank, fe_of(p)->extent);
    if (counter == IR_NONE || (seed == NULL && !fe_draw_seed(s, &drawn)))
        return fe_result(s, IR_NONE);
    ir_id key = ir_scalar(&s->b, KILN_I64, (uint64_t)(seed != NULL ? *seed : drawn));
    if (key == IR_NONE) return fe_result(s, key);
    ir_id u = ir_random(&s->b, IR_UNIFORM, d == KILN_F64 ? d : KILN_F32, counter, key);
    return fe_result(
        s, fe_cast(s, fe_map2(s, IR_LT, u, fe_cast(s, x, d == KILN_F64 ? d : KILN_F32)), d));
}

kiln_tensor *(kiln_counter_bernoulli)(kiln_site at, kiln_tensor *p, int64_t seed) {
    FE_DOOR;
    return ones(at, "counter_bernoulli", p, &seed);
}

kiln_tensor *(kiln_bernoulli)(kiln_site at, kiln_tensor *input) {
    FE_DOOR;
    return ones(at, "bernoulli", input, NULL);
}
