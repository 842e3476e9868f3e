/* SPDX-License-Identifier: Apache-2.0
 * First values of parameters and multinomial draw what PyTorch does after the same seed
 * (conformance/oracle/draws made the file), leave the generator where PyTorch's is, and refuse what
 * makes no sense. */
#include <math.h>

#include "check.h"
#include "ir/graph.h"
#include "kiln/kiln.h"

enum { NSHAPES = 3 };
static const struct {
    const char *name;
    kiln_dtype dtype;
} dtypes[] = {
    {"float64", KILN_F64}, {"float32", KILN_F32}, {"bfloat16", KILN_BF16}, {"float16", KILN_F16}};

static kiln_session *open_eager(void) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = KILN_EAGER;
    kiln_session *s = kiln_open(&o);
    cr_assert(!kiln_failed(s), "%s", kiln_error_text(s));
    return s;
}

static kiln_safetensors *answers(void) {
    kiln_safetensors *file;
    char why[256];
    kiln_status status =
        kiln_safetensors_open(KILN_SOURCE_DIR "/conformance/training/draws.safetensors", NULL,
                              &file, why, sizeof why);
    cr_assert(status == KILN_OK, "%s", why);
    return file;
}

static kiln_tensor *tensor_of(kiln_session *s, const kiln_st_entry *e) {
    return kiln_from_bytes(s, e->data, e->nbytes, e->dtype, kiln_shape_from(e->rank, e->shape));
}

/* Within `units` of the last digit of the dtype at the size of `scale`, 0: equal bits. */
static void compare(kiln_tensor *t, const kiln_st_entry *e, double units, double scale) {
    char own[4096];
    cr_assert(e->nbytes <= sizeof own && kiln_dtype_of(t) == e->dtype, "%s", e->name);
    cr_assert(kiln_read(t, own, e->nbytes) == KILN_OK, "%s: %s", e->name,
              kiln_error_text(kiln_session_of(t)));
    size_t each = kiln_dtype_size(e->dtype);
    int digits = e->dtype == KILN_F64   ? 52
                 : e->dtype == KILN_F32 ? 23
                 : e->dtype == KILN_F16 ? 10
                                        : 7;
    for (size_t i = 0; i < e->nbytes / each; i++) {
        uint64_t a = 0, b = 0;
        memcpy(&a, own + i * each, each);
        memcpy(&b, (const char *)e->data + i * each, each);
        double x = ir_value_of(e->dtype, a), y = ir_value_of(e->dtype, b);
        cr_assert(a == b || fabs(x - y) <= units * ldexp(scale, -digits),
                  "%s[%zu] is %.17g, PyTorch's %.17g", e->name, i, x, y);
    }
}

static kiln_tensor *draw(const char *name, kiln_tensor *t) {
    if (strcmp(name, "uniform") == 0) return kiln_init_uniform_(t, -0.3, 0.7);
    if (strcmp(name, "normal") == 0) return kiln_init_normal_(t, -1.3, 0.02);
    if (strcmp(name, "trunc-normal") == 0) return kiln_init_trunc_normal_(t, 0.1, 0.5, -0.4, 0.8);
    if (strcmp(name, "trunc-normal-far") == 0) return kiln_init_trunc_normal_(t, 0, 1, 1.5, 4);
    if (strcmp(name, "xavier-uniform") == 0) return kiln_init_xavier_uniform_(t, 5.0 / 3);
    if (strcmp(name, "xavier-normal") == 0) return kiln_init_xavier_normal_(t);
    if (strcmp(name, "kaiming-uniform") == 0) return kiln_init_kaiming_uniform_(t, sqrt(5));
    if (strcmp(name, "kaiming-normal") == 0)
        return kiln_init_kaiming_normal_(t, 0, "fan_out", "relu");
    return kiln_init_orthogonal_(t, 1.5);
}

/* Uniform numbers are bits. Normals are within 2 units of randn's largest, about 4 (test_random.c
 * says why), times a deviation of at most 0.7, or beside a mean of 1.3. PyTorch's QR is in the
 * tensor's dtype, ours in f64: 6 columns' roundings, and what they do to one another. */
static const struct {
    const char *name;
    double units, scale;
} recipes[] = {{"uniform", 0, 0},          {"normal", 2, 2},         {"trunc-normal", 2, 4},
               {"trunc-normal-far", 0, 0}, {"xavier-uniform", 0, 0}, {"xavier-normal", 2, 4},
               {"kaiming-uniform", 0, 0},  {"kaiming-normal", 2, 4}, {"orthogonal", 16, 2}};

static void check_next(kiln_session *s, const kiln_safetensors *file, const char *name) {
    char next[96];
    snprintf(next, sizeof next, "next.%s", name);
    const kiln_st_entry *e = kiln_safetensors_find(file, next);
    CHECK(e != NULL);
    compare(kiln_rand(s, KILN_SHAPE(2)), e, 0, 0);
}

Test(draws, first_values_are_pytorchs) {
    kiln_safetensors *file = answers();
    kiln_session *s = open_eager();
    int compared = 0;
    for (size_t r = 0; r < sizeof recipes / sizeof *recipes; r++)
        for (size_t d = 0; d < sizeof dtypes / sizeof *dtypes; d++)
            for (int i = 0; i < NSHAPES; i++) {
                char name[64];
                snprintf(name, sizeof name, "%s.%s.%d", recipes[r].name, dtypes[d].name, i);
                const kiln_st_entry *e = kiln_safetensors_find(file, name);
                if (e == NULL) continue;
                CHECK_OK(kiln_manual_seed(s, 7));
                kiln_tensor *t = kiln_zeros(s, kiln_shape_from(e->rank, e->shape), dtypes[d].dtype),
                            *to = draw(recipes[r].name, t);
                cr_assert(to == t, "%s: %s", name, kiln_error_text(s));
                compare(t, e, recipes[r].units, recipes[r].scale);
                check_next(s, file, name);
                compared++;
            }
    CHECK_EQ(compared, 9 * 4 * NSHAPES - 2 * NSHAPES);
    CHECK_EQ(kiln_close(s), 0);
    kiln_safetensors_close(file);
}

Test(draws, multinomial_is_pytorchs) {
    static const struct {
        const char *name;
        int64_t n;
        bool replacement;
    } samples[] = {{"one", 1, false},
                   {"one-again", 1, true},
                   {"some", 5, false},
                   {"all", 40, false},
                   {"many", 50, true}};
    kiln_safetensors *file = answers();
    kiln_session *s = open_eager();
    int compared = 0;
    for (size_t k = 0; k < sizeof samples / sizeof *samples; k++)
        for (size_t d = 0; d < sizeof dtypes / sizeof *dtypes; d++)
            for (int rows = 0; rows < 2; rows++) {
                char name[64], from[64];
                snprintf(name, sizeof name, "%s.%s.%s", samples[k].name, dtypes[d].name,
                         rows ? "rows" : "line");
                snprintf(from, sizeof from, "%s.%s", rows ? "rows" : "line", dtypes[d].name);
                const kiln_st_entry *e = kiln_safetensors_find(file, name),
                                    *p = kiln_safetensors_find(file, from);
                if (e == NULL) continue;
                CHECK_OK(kiln_manual_seed(s, 7));
                kiln_tensor *t =
                    kiln_multinomial(tensor_of(s, p), samples[k].n, samples[k].replacement);
                cr_assert(kiln_ok(t) && kiln_rank(t) == e->rank, "%s: %s", name,
                          kiln_error_text(s));
                int64_t got[256];
                CHECK_OK(kiln_read(t, got, e->nbytes));
                cr_assert(memcmp(got, e->data, e->nbytes) == 0, "%s differs", name);
                check_next(s, file, name);
                compared++;
            }
    CHECK_EQ(compared, 5 * 4 * 2 - 2 * 2 * 2);
    CHECK_EQ(kiln_close(s), 0);
    kiln_safetensors_close(file);
}

static void refused(kiln_session *s, kiln_tensor *t, kiln_status wanted, const char *part) {
    CHECK(!kiln_ok(t));
    CHECK_STATUS(kiln_error(s), wanted);
    CHECK_HAS(kiln_error_text(s), part);
    CHECK_HAS(kiln_error_text(s), "test_draws.c:");
    kiln_clear_error(s);
}

Test(draws, what_makes_no_sense_is_refused_and_draws_nothing) {
    kiln_session *s = open_eager();
    kiln_tensor *line = kiln_ones(s, KILN_SHAPE(4)),
                *whole = kiln_ones(s, KILN_SHAPE(2, 2), KILN_I64),
                *m = kiln_ones(s, KILN_SHAPE(2, 2));
    CHECK_OK(kiln_manual_seed(s, 7));
    refused(s, kiln_init_uniform_(whole), KILN_BAD_DTYPE, "nn.init.uniform_: input is i64");
    refused(s, kiln_init_uniform_(m, 1, 0), KILN_BAD_ARGUMENT, "a is 1 and b 0");
    refused(s, kiln_init_uniform_(m, NAN, 0), KILN_BAD_ARGUMENT, "expected finite numbers");
    refused(s, kiln_init_normal_(m, 0, -1), KILN_BAD_ARGUMENT, "std is -1");
    refused(s, kiln_init_trunc_normal_(m, 0, 0), KILN_BAD_ARGUMENT, "std is 0");
    refused(s, kiln_init_trunc_normal_(m, 0, 1, 2, 1), KILN_BAD_ARGUMENT, "a is 2 and b 1");
    refused(s, kiln_init_trunc_normal_(m, 0, 1e-9, 5, 6e9), KILN_BAD_ARGUMENT,
            "hardly a number of that normal");
    refused(s, kiln_init_xavier_uniform_(line), KILN_BAD_SHAPE,
            "nn.init.xavier_uniform_: input is f32[4], expected rank 2 or more");
    refused(s, kiln_init_xavier_normal_(m, INFINITY), KILN_BAD_ARGUMENT, "gain is inf");
    refused(s, kiln_init_kaiming_normal_(m, 0, "fan"), KILN_BAD_ARGUMENT, "mode is \"fan\"");
    refused(s, kiln_init_kaiming_uniform_(m, 0, "fan_in", "gelu"), KILN_BAD_ARGUMENT,
            "nonlinearity is \"gelu\"");
    refused(s, kiln_init_kaiming_uniform_(m, 0, NULL), KILN_BAD_ARGUMENT, "mode is \"(null)\"");
    refused(s, kiln_init_orthogonal_(line), KILN_BAD_SHAPE, "expected rank 2 or more");
    refused(s, kiln_init_orthogonal_(kiln_ones(s, KILN_SHAPE(2, 2), KILN_F16)), KILN_BAD_DTYPE,
            "expected f32 or f64");
    refused(s, kiln_init_eye_(line), KILN_BAD_SHAPE,
            "nn.init.eye_: input is f32[4], expected rank 2");
    refused(s, kiln_init_constant_(kiln_ones(s, KILN_SHAPE(2), KILN_F16), 1e6), KILN_BAD_ARGUMENT,
            "val is 1000000");
    refused(s, kiln_init_uniform_(kiln_expand(kiln_ones(s, KILN_SHAPE(1)), KILN_SHAPE(3))),
            KILN_OVERLAP, "are one in its storage");
    refused(s, kiln_multinomial(whole, 1), KILN_BAD_DTYPE, "multinomial: input is i64[2,2]");
    refused(s, kiln_multinomial(kiln_ones(s, KILN_SHAPE(1, 1, 1)), 1), KILN_BAD_SHAPE,
            "expected rank 1 or 2");
    refused(s, kiln_multinomial(line, 0), KILN_BAD_ARGUMENT, "num_samples is 0");
    refused(s, kiln_multinomial(line, 5), KILN_BAD_ARGUMENT,
            "num_samples is 5, without replacement input, f32[4], has no more than 4");
    refused(s, kiln_multinomial(kiln_neg(line), 1), KILN_BAD_ARGUMENT, "input[0] of row 0 is -1");
    refused(s, kiln_multinomial(kiln_div(line, 0.0), 1, true), KILN_BAD_ARGUMENT,
            "input[0] of row 0 is inf");
    refused(s, kiln_multinomial(kiln_zeros(s, KILN_SHAPE(2, 3)), 2, true), KILN_BAD_ARGUMENT,
            "the probabilities of row 0 add up to 0");
    refused(s, kiln_multinomial(kiln_zeros(s, KILN_SHAPE(2, 0)), 2, true), KILN_BAD_ARGUMENT,
            "add up to 0");
    CHECK(kiln_item(kiln_sum(m)) == 4 && kiln_version_of(m) == 0);
    kiln_tensor *drawn = kiln_rand(s, KILN_SHAPE(3));
    CHECK_OK(kiln_manual_seed(s, 7));
    CHECK(kiln_item_int(kiln_all(kiln_eq(drawn, kiln_rand(s, KILN_SHAPE(3))))) == 1);
    CHECK_EQ(kiln_close(s), 0);
}

Test(draws, nothing_is_drawn_for_numbers_that_are_known) {
    kiln_session *s = open_eager();
    kiln_tensor *m = kiln_zeros(s, KILN_SHAPE(2, 3)),
                *count = kiln_ones(s, KILN_SHAPE(3), KILN_I64),
                *none = kiln_zeros(s, KILN_SHAPE(0, 3));
    float x[6];
    CHECK(kiln_init_eye_(m) == m);
    CHECK_OK(kiln_read(m, x, sizeof x));
    CHECK(x[0] == 1 && x[1] == 0 && x[3] == 0 && x[4] == 1 && x[5] == 0);
    CHECK(kiln_item(kiln_sum(kiln_init_constant_(m, 0.5))) == 3 &&
          kiln_item(kiln_sum(kiln_init_ones_(m))) == 6);
    CHECK(kiln_item(kiln_sum(kiln_init_zeros_(m))) == 0 &&
          kiln_item_int(kiln_sum(kiln_init_constant_(count, 4))) == 12);
    CHECK(kiln_init_uniform_(none) == none && kiln_init_orthogonal_(none) == none &&
          kiln_init_trunc_normal_(none) == none);
    CHECK(kiln_init_kaiming_normal_(none) == none &&
          kiln_extent(kiln_multinomial(none, 2, true), 0) == 0);
    CHECK(!kiln_failed(s));
    CHECK_EQ(kiln_close(s), 0);
}

/* A class without probability is never drawn, and one with all of it always; by name too. */
Test(draws, multinomial_keeps_to_the_probabilities) {
    kiln_session *s = open_eager();
    const double p[2][3] = {{0, 2, 0}, {1, 0, 3}};
    kiln_tensor *t = kiln_from(s, p, KILN_F64, KILN_SHAPE(2, 3)), *named = NULL;
    int64_t x[2][400];
    CHECK_OK(kiln_read(kiln_multinomial(t, 400, true), x, sizeof x));
    int twos = 0;
    for (int i = 0; i < 400; i++) {
        CHECK(x[0][i] == 1 && (x[1][i] == 0 || x[1][i] == 2));
        twos += x[1][i] == 2;
    }
    cr_assert(twos > 240 && twos < 360, "%d of 400", twos); /* 300, deviation 8.7 */
    size_t count = 0;
    CHECK_OK(kiln_call(s, "multinomial",
                       (kiln_arg[]){{NULL, KILN_ARG_TENSOR, {.tensor = t}},
                                    {"num_samples", KILN_ARG_INT, {.integer = 1}}},
                       2, &named, 1, &count));
    CHECK(count == 1 && kiln_extent(named, 0) == 2 && kiln_extent(named, 1) == 1);
    CHECK_EQ(kiln_close(s), 0);
}
