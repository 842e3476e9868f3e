/* SPDX-License-Identifier: Apache-2.0
 * src/reference: movement, gather and scatter_add, sources, whole graphs with their memory and
 * outputs. KILN_TEST: sanitize=address */
#include "reference.h"

static const int32_t six[] = {0, 1, 2, 3, 4, 5};

static ir_id six_by(trial *t, int rank, const int64_t *shape) {
    trial_begin(t);
    return trial_input(t, KILN_I32, six, rank, shape);
}

Test(reference_move, reshape_permute_expand) {
    trial t;
    static const int32_t turned[] = {0, 3, 1, 4, 2, 5}, repeated[] = {0, 0, 1, 1, 2, 2};
    ir_id x = six_by(&t, SHAPE(2, 3));
    trial_expect(&t, ir_reshape(&t.b, x, SHAPE(3, 1, 2)), six, sizeof six, "reshape");
    x = six_by(&t, SHAPE(2, 3));
    trial_expect(&t, ir_permute(&t.b, x, (int[]){1, 0}), turned, sizeof turned, "permute");
    x = six_by(&t, SHAPE(2, 1, 3));
    trial_expect(&t, ir_permute(&t.b, x, (int[]){2, 1, 0}), turned, sizeof turned,
                 "permute with a 1");
    x = six_by(&t, SHAPE(3, 1));
    trial_expect(&t, ir_expand(&t.b, x, SHAPE(3, 2)), repeated, sizeof repeated, "expand");
    x = six_by(&t, SHAPE(1, 1, 3));
    trial_expect(&t, ir_expand(&t.b, x, SHAPE(2, 1, 3)), (int32_t[]){0, 1, 2, 0, 1, 2}, 24,
                 "expand outer");
    x = six_by(&t, SHAPE(1, 3));
    trial_expect(&t, ir_expand(&t.b, x, SHAPE(0, 3)), NULL, 0, "expand to nothing");
    x = six_by(&t, 0, NULL);
    trial_expect(&t, ir_expand(&t.b, x, SHAPE(2, 2)), (int32_t[4]){0}, 16, "expand of rank 0");
}

/* Each size of element, with bits that are not numbers. */
Test(reference_move, permute_every_dtype) {
    for (int d = 0; d < KILN_DTYPE_COUNT; d++) {
        enum { A = 5, B = 3, C = 7, D = 2 };
        static unsigned char data[A * B * C * D * 8], wanted[A * B * C * D * 8];
        size_t size = kiln_dtype_size((kiln_dtype)d), at = 0;
        uint64_t seed = 3;
        for (size_t i = 0; i < sizeof data; i++) data[i] = (unsigned char)trial_random(&seed);
        for (int c = 0; c < C; c++)
            for (int a = 0; a < A; a++)
                for (int e = 0; e < D; e++)
                    for (int b = 0; b < B; b++, at++)
                        memcpy(wanted + at * size,
                               data + size * (size_t)(((a * B + b) * C + c) * D + e), size);
        trial t;
        trial_begin(&t);
        ir_id x = trial_input(&t, (kiln_dtype)d, data, SHAPE(A, B, C, D));
        trial_expect(&t, ir_permute(&t.b, x, (int[]){2, 0, 3, 1}), wanted, at * size, "permute");
    }
}

Test(reference_move, slice) {
    trial t;
    const int64_t one[] = {1, 1};
    ir_id x = six_by(&t, SHAPE(2, 3));
    trial_expect(&t, ir_slice(&t.b, x, (int64_t[]){0, 1}, one, (int64_t[]){2, 2}),
                 (int32_t[]){1, 2, 4, 5}, 16, "slice");
    x = six_by(&t, SHAPE(2, 3));
    trial_expect(&t, ir_slice(&t.b, x, (int64_t[]){1, 2}, (int64_t[]){-1, -2}, (int64_t[]){2, 2}),
                 (int32_t[]){5, 3, 2, 0}, 16, "slice backwards");
    x = six_by(&t, SHAPE(2, 3));
    trial_expect(&t, ir_slice(&t.b, x, (int64_t[]){1, 2}, (int64_t[]){INT64_MAX, INT64_MIN}, one),
                 (int32_t[]){5}, 4, "slice of one element");
    x = six_by(&t, SHAPE(2, 3));
    trial_expect(&t, ir_slice(&t.b, x, (int64_t[]){INT64_MAX, 0}, one, (int64_t[]){0, 3}), NULL, 0,
                 "empty");
}

Test(reference_move, update) {
    trial t;
    static const int32_t value[] = {70, 80};
    ir_id x = six_by(&t, SHAPE(2, 3)), v = trial_input(&t, KILN_I32, value, SHAPE(1, 2));
    trial_expect(&t, ir_update(&t.b, x, v, (int64_t[]){1, 2}, (int64_t[]){9, -2}),
                 (int32_t[]){0, 1, 2, 80, 4, 70}, 24, "update");
    x = six_by(&t, SHAPE(6));
    v = trial_input(&t, KILN_I32, NULL, SHAPE(0));
    trial_expect(&t, ir_update(&t.b, x, v, (int64_t[]){100}, (int64_t[]){1}), six, 24,
                 "update by nothing");
    x = six_by(&t, 0, NULL);
    v = trial_input(&t, KILN_I32, value, 0, NULL);
    trial_expect(&t, ir_update(&t.b, x, v, NULL, NULL), value, 4, "update of rank 0");
}

Test(reference_gather, gather) {
    trial t;
    static const int64_t index[] = {2, 0, 1, 1}, rows[] = {1, 0, 1};
    ir_id x = six_by(&t, SHAPE(2, 3)), i = trial_input(&t, KILN_I64, index, SHAPE(2, 2));
    trial_expect(&t, ir_gather(&t.b, x, i, 1), (int32_t[]){2, 0, 4, 4}, 16,
                 "gather along the last axis");
    x = six_by(&t, SHAPE(2, 3));
    i = trial_input(&t, KILN_I64, rows, SHAPE(1, 3));
    trial_expect(&t, ir_gather(&t.b, x, i, 0), (int32_t[]){3, 1, 5}, 12,
                 "gather along the first axis");
    static const uint8_t flags[] = {1, 0};
    trial_begin(&t);
    x = trial_input(&t, KILN_BOOL, flags, SHAPE(2));
    i = trial_input(&t, KILN_I64, rows, SHAPE(3));
    trial_expect(&t, ir_gather(&t.b, x, i, 0), (uint8_t[]){0, 1, 0}, 3, "gather bool");
    static const uint64_t odd[] = {UINT64_C(0xfff0000000000001)};
    trial_begin(&t);
    x = trial_input(&t, KILN_F64, odd, SHAPE(1));
    i = trial_input(&t, KILN_I64, (int64_t[]){0}, SHAPE(1));
    trial_expect(&t, ir_gather(&t.b, x, i, 0), odd, 8, "gather keeps bits");
}

Test(reference_gather, scatter_add) {
    trial t;
    static const int64_t index[] = {2, 0, 1, 1}, rows[] = {1, 0, 1, 1, 0, 0};
    static const int32_t add[] = {10, 20, 30, 40, 50, 60};
    ir_id x = six_by(&t, SHAPE(2, 3)), i = trial_input(&t, KILN_I64, index, SHAPE(2, 2));
    ir_id c = trial_input(&t, KILN_I32, add, SHAPE(2, 2));
    trial_expect(&t, ir_scatter_add(&t.b, x, i, c, 1), (int32_t[]){20, 1, 12, 3, 74, 5}, 24,
                 "last axis");
    x = six_by(&t, SHAPE(2, 3));
    i = trial_input(&t, KILN_I64, rows, SHAPE(2, 3));
    c = trial_input(&t, KILN_I32, add, SHAPE(2, 3));
    trial_expect(&t, ir_scatter_add(&t.b, x, i, c, 0), (int32_t[]){0, 71, 62, 53, 4, 35}, 24,
                 "first axis");
    /* In order of the source: (2^24 + 1) + 1 is 2^24, and 2^24 + (1 + 1) is not. And there is one
     * NaN. */
    static const uint32_t base[] = {0x4b800000, 0xffc00001};
    trial_begin(&t);
    x = trial_input(&t, KILN_F32, base, SHAPE(2));
    i = trial_input(&t, KILN_I64, (int64_t[]){0, 0}, SHAPE(2));
    c = trial_input(&t, KILN_F32, (float[]){1, 1}, SHAPE(2));
    trial_expect(&t, ir_scatter_add(&t.b, x, i, c, 0), (uint32_t[]){0x4b800000, ORDER_NAN_F32}, 8,
                 "order");
}

Test(reference_gather, bad_index) {
    static const int64_t index[] = {0, 1, 2, 12}, negative[] = {0, -1};
    int32_t out[6];
    trial t;
    ir_id x = six_by(&t, SHAPE(3, 2)), i = trial_input(&t, KILN_I64, index, SHAPE(2, 2));
    CHECK_STATUS(trial_compute(&t, ir_gather(&t.b, x, i, 0), out), KILN_BAD_ARGUMENT);
    CHECK_STR(kn_text_str(&t.why), "gather: index 12 at element 3 is out of range for 3");
    trial_end(&t);
    x = six_by(&t, SHAPE(6));
    i = trial_input(&t, KILN_I64, negative, SHAPE(2));
    ir_id c = trial_input(&t, KILN_I32, six, SHAPE(2));
    CHECK_STATUS(trial_compute(&t, ir_scatter_add(&t.b, x, i, c, 0), out), KILN_BAD_ARGUMENT);
    CHECK_STR(kn_text_str(&t.why), "scatter_add: index -1 at element 1 is out of range for 6");
    trial_end(&t);
    trial_begin(&t);
    x = trial_input(&t, KILN_I32, NULL, SHAPE(0));
    i = trial_input(&t, KILN_I64, index, SHAPE(1));
    CHECK(ir_gather(&t.b, x, i, 0) == IR_NONE);
    CHECK_STATUS(t.b.status, KILN_BAD_ARGUMENT);
    CHECK_STR(t.b.message, "gather: operands are i32[0] and i64[1]; every index is out of range: "
                           "the axis has no elements");
    trial_end(&t);
}

Test(reference_graph, sources) {
    trial t;
    trial_begin(&t);
    trial_expect(&t, ir_iota(&t.b, KILN_F32, SHAPE(2, 3, 2), 1),
                 (float[]){0, 0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2}, 48, "iota");
    static uint8_t wrapped[600];
    for (int i = 0; i < 600; i++) wrapped[i] = (uint8_t)i;
    trial_begin(&t);
    trial_expect(&t, ir_iota(&t.b, KILN_U8, SHAPE(600), 0), wrapped, 600, "iota wraps");
    trial_begin(&t);
    trial_expect(&t, ir_iota(&t.b, KILN_I64, SHAPE(3, 0), 0), NULL, 0, "iota of nothing");
    trial_begin(&t);
    trial_expect(&t, ir_const(&t.b, KILN_F64, 2.5), (double[]){2.5}, 8, "const");
}

static bool stop_at_second(void *user) { return ++*(int *)user == 2; }

/* x and y, a scalar s; outputs: x itself, r = x * s + y twice, s, q * q + |q| of q = -r. */
static void build(trial *t, float *x, float *y) {
    trial_begin(t);
    ir_id a = trial_input(t, KILN_F32, x, SHAPE(3)),
          unread = trial_input(t, KILN_F32, NULL, SHAPE(3));
    ir_id b = trial_input(t, KILN_F32, y, SHAPE(3));
    ir_scalar(&t->b, KILN_F32, 0);
    ir_id s = ir_scalar(&t->b, KILN_F32, ir_bits_of(KILN_F32, 2));
    ir_id r = ir_map2(&t->b, IR_ADD, ir_map2(&t->b, IR_MUL, a, s), b);
    ir_id unneeded = ir_gather(&t->b, unread, ir_iota(&t->b, KILN_I64, SHAPE(3), 0), 0);
    ir_id q = ir_map1(&t->b, IR_NEG, r);
    ir_id z = ir_map2(&t->b, IR_ADD, ir_map2(&t->b, IR_MUL, q, q), ir_map1(&t->b, IR_ABS, q));
    CHECK(unneeded != IR_NONE && z != IR_NONE);
    const ir_id outputs[] = {a, r, r, s, z};
    for (size_t i = 0; i < COUNT(outputs); i++) CHECK_OK(ir_add_output(&t->g, outputs[i], NULL));
}

Test(reference_graph, outputs) {
    float x[] = {1, 2, 3}, y[] = {10, 20, 30}, out[5][3];
    void *outputs[] = {out[0], out[1], out[2], out[3], out[4]};
    const uint64_t scalars[] = {0, ir_bits_of(KILN_F32, 4)};
    trial t;
    build(&t, x, y);
    CHECK_OK(ref_graph(&t.memory.vtable, &t.g, t.inputs, scalars, outputs, NULL, NULL, NULL, NULL));
    CHECK(memcmp(out[0], x, sizeof x) == 0);
    CHECK(out[1][0] == 14 && out[1][2] == 42);
    CHECK(memcmp(out[1], out[2], sizeof x) == 0);
    CHECK(out[3][0] == 4);
    CHECK(out[4][0] == 14 * 14 + 14);
    CHECK_OK(ref_graph(&t.memory.vtable, &t.g, t.inputs, NULL, outputs, NULL, NULL, NULL, NULL));
    CHECK(out[1][0] == 12 && out[3][0] == 2);
    trial_end(&t);
}

Test(reference_graph, stops_and_runs_out_of_memory) {
    float x[] = {1, 2, 3}, y[] = {10, 20, 30}, out[5][3];
    void *outputs[] = {out[0], out[1], out[2], out[3], out[4]};
    trial t;
    build(&t, x, y);
    int asked = 0;
    CHECK_STATUS(ref_graph(&t.memory.vtable, &t.g, t.inputs, NULL, outputs, stop_at_second, &asked,
                           NULL, NULL),
                 KILN_CANCELLED);
    long long live = t.memory.live, calls = t.memory.calls;
    kiln_status status = KILN_NO_MEMORY;
    for (long long fail = 1; status == KILN_NO_MEMORY; fail++) {
        t.memory.fail_at = calls = t.memory.calls + fail;
        status = ref_graph(&t.memory.vtable, &t.g, t.inputs, NULL, outputs, NULL, NULL, NULL, NULL);
        CHECK_EQ(t.memory.live, live);
        CHECK(fail < 100);
    }
    CHECK_OK(status);
    CHECK(t.memory.calls < calls);
    trial_end(&t);
}

typedef struct peak_alloc {
    kiln_allocator vtable;
    size_t live, peak;
} peak_alloc;

static void *peak_resize(void *user, void *block, size_t old_nbytes, size_t new_nbytes) {
    peak_alloc *p = user;
    p->live += new_nbytes - old_nbytes;
    if (p->live > p->peak) p->peak = p->live;
    return kn_alloc_default()->resize(kn_alloc_default()->user, block, old_nbytes, new_nbytes);
}

/* A long chain keeps two values at a time. */
Test(reference_graph, memory_is_freed_at_last_use) {
    enum { N = 65536, LENGTH = 100 };
    static float x[N], out[N];
    peak_alloc memory = {.vtable = {.resize = peak_resize}};
    memory.vtable.user = &memory;
    trial t;
    trial_begin(&t);
    ir_id id = trial_input(&t, KILN_F32, x, SHAPE(N));
    ir_id one = ir_scalar(&t.b, KILN_F32, ir_bits_of(KILN_F32, 1));
    for (int i = 0; i < LENGTH; i++) id = ir_map2(&t.b, IR_ADD, id, one);
    CHECK_OK(ir_add_output(&t.g, id, NULL));
    void *outputs[] = {out};
    CHECK_OK(ref_graph(&memory.vtable, &t.g, t.inputs, NULL, outputs, NULL, NULL, NULL, NULL));
    CHECK_EQ(memory.live, 0);
    CHECK(memory.peak < 3 * sizeof x);
    CHECK(out[0] == LENGTH && out[N - 1] == LENGTH);
    trial_end(&t);
}

static bool count_polls(void *user) { return ++*(size_t *)user == 0; }

/* How often it asks whether to stop, which it does by the work done, for `n` rows written one after
 * the other. */
static size_t polls_for(int64_t n) {
    enum { ROWS = 64, COLS = 65536 };
    float *x = calloc(COLS, sizeof *x), *out = malloc((size_t)ROWS * COLS * sizeof *out);
    size_t polls = 0;
    trial t;
    trial_begin(&t);
    ir_id row = trial_input(&t, KILN_F32, x, SHAPE(1, COLS)),
          id = ir_expand(&t.b, ir_const(&t.b, KILN_F32, 1), 2, (const int64_t[]){ROWS, COLS});
    for (int64_t i = 0; i < n; i++)
        id = ir_update(&t.b, id, row, (const int64_t[]){i, 0}, (const int64_t[]){1, 1});
    CHECK_OK(ir_add_output(&t.g, id, NULL));
    void *outputs[] = {out};
    CHECK_OK(ref_graph(&t.memory.vtable, &t.g, t.inputs, NULL, outputs, count_polls, &polls, NULL,
                       NULL));
    for (int64_t i = 0; i < ROWS; i++) CHECK(out[i * COLS + COLS - 1] == (i < n ? 0 : 1));
    trial_end(&t);
    free(x);
    free(out);
    return polls;
}

/* A write goes on where its operand lies: more of them are not more copies of the whole. */
Test(reference_graph, writes_move_what_they_put) {
    size_t few = polls_for(4), many = polls_for(64);
    cr_assert(many - few <= 16 * 60, "%zu and %zu questions", few, many);
}

Test(reference_graph, empty) {
    trial t;
    trial_begin(&t);
    CHECK_OK(ref_graph(&t.memory.vtable, &t.g, NULL, NULL, NULL, NULL, NULL, NULL, NULL));
    trial_end(&t);
}
