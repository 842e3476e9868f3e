/* SPDX-License-Identifier: Apache-2.0
 * Chosen elements computed by themselves are those of the whole nodes, bit for bit: every node of
 * random graphs, and results of blocks of long reductions. KILN_TEST: sanitize=address timeout=300
 */
#include "reference/elements.h"
#include "random_graph.h"

enum { GRAPHS = PATH_SANITIZED ? 60 : 600, PLACES = 24 };

static path_bench bench;

typedef struct whole {
    void *inputs[PATH_MAX_INPUTS], **value;
    size_t ninputs;
    ir_graph all;
} whole;

/* Every node of the graph is an output of w->all, whose values the reference computes. */
static void compute_whole(path_bench *p, whole *w) {
    w->ninputs = 0;
    w->value = calloc(p->g.count, sizeof *w->value);
    ir_graph_init(&w->all, kn_alloc_default());
    CHECK_OK(ir_graph_copy(&w->all, &p->g));
    w->all.noutputs = 0;
    for (ir_id id = 0; id < p->g.count; id++) {
        if (ir_at(&p->g, id)->op == IR_INPUT) {
            w->inputs[w->ninputs] = path_data(p, id, p->input[w->ninputs]);
            w->ninputs++;
        }
        CHECK_OK(ir_add_output(&w->all, id, NULL));
        w->value[id] = calloc(1, ir_nbytes(&p->g, id) + 8);
    }
    cr_assert(ref_graph(kn_alloc_default(), &w->all, w->inputs, NULL, w->value, NULL, NULL, &p->why,
                        NULL) == KILN_OK,
              "%s", kn_text_str(&p->why));
}

static void free_whole(path_bench *p, whole *w) {
    size_t n = 0;
    for (ir_id id = 0; id < p->g.count; id++) {
        if (ir_at(&p->g, id)->op == IR_INPUT) path_free(w->inputs[n++], ir_nbytes(&p->g, id));
        free(w->value[id]);
    }
    free(w->value);
    ir_graph_free(&w->all);
}

static size_t some_places(path_bench *p, int64_t n, int64_t *at) {
    size_t kept = 0;
    for (int i = 0; i < PLACES && n > 0; i++)
        at[i] = (int64_t)(path_next(&p->random) % (uint64_t)n);
    for (int i = 0; i < PLACES && n > 0; i++) { /* ascending, each once */
        size_t to = kept;
        while (to > 0 && at[to - 1] > at[i]) to--;
        if (to > 0 && at[to - 1] == at[i]) continue;
        int64_t place = at[i];
        memmove(at + to + 1, at + to, (kept - to) * sizeof *at);
        at[to] = place;
        kept++;
    }
    return kept;
}

static void compare_node(path_bench *p, const whole *w, ref_elements *x, ir_id id,
                         size_t *refused) {
    int64_t at[PLACES + 1];
    uint64_t values[PLACES];
    size_t size = kiln_dtype_size((kiln_dtype)ir_at(&p->g, id)->dtype),
           n = some_places(p, ir_numel(&p->g, id), at);
    ref_want want = {.node = id, .n = n, .at = at, .values = values};
    kiln_status status = ref_elements_get(x, &want, 1);
    if (status == KILN_TOO_LARGE) {
        ++*refused;
        return;
    }
    CHECK_OK(status);
    for (size_t i = 0; i < n; i++)
        cr_assert(memcmp((char *)values + i * size, (char *)w->value[id] + (size_t)at[i] * size,
                         size) == 0,
                  "%s: node %u (%s), element %lld", p->label, id, ir_ops[ir_at(&p->g, id)->op].name,
                  (long long)at[i]);
    p->compared += n;
}

static void every_node(uint64_t structure, bool bound, size_t *refused) {
    path_bench *p = &bench;
    ref_elements x;
    whole w;
    size_t n = 0;
    rg_build(p, structure, structure * 7 + 1, structure % 2 == 1);
    compute_whole(p, &w);
    CHECK_OK(ref_elements_open(&x, kn_alloc_default(), &p->g));
    for (ir_id id = 0; id < p->g.count; id++) {
        if (ir_at(&p->g, id)->op == IR_INPUT)
            x.bound[id] = w.inputs[n++];
        else if (bound && path_next(&p->random) % 3 == 0)
            x.bound[id] = w.value[id]; /* as stored values are */
    }
    for (ir_id id = 0; id < p->g.count; id++) {
        const void *own = x.bound[id];
        if (bound && ir_op_class(ir_at(&p->g, id)->op) != IR_SOURCE) x.bound[id] = NULL;
        compare_node(p, &w, &x, id, refused);
        x.bound[id] = own;
    }
    ref_elements_close(&x);
    free_whole(p, &w);
    p->graphs++;
}

Test(elements, are_those_of_the_whole_nodes) {
    size_t refused = 0;
    path_open(&bench);
    for (uint64_t i = 0; i < GRAPHS; i++) every_node(i, i % 3 == 2, &refused);
    fprintf(stderr, "%zu elements compared, %zu nodes refused\n", bench.compared, refused);
    CHECK(bench.compared > 1000 && refused < bench.compared / 100);
    path_close(&bench, "elements");
}

/* The reference makes every node of a graph all of whose nodes are outputs, and reads casts,
 * expands and reshapes through else. */
static void compare_outputs(path_bench *p, const whole *w) {
    void *out[PATH_MAX_OUTPUTS];
    for (size_t o = 0; o < p->g.noutputs; o++)
        out[o] = calloc(1, ir_nbytes(&p->g, p->g.outputs[o].id) + 8);
    cr_assert(ref_graph(kn_alloc_default(), &p->g, (void *const *)w->inputs, NULL, out, NULL, NULL,
                        &p->why, NULL) == KILN_OK);
    for (size_t o = 0; o < p->g.noutputs; o++) {
        ir_id id = p->g.outputs[o].id;
        cr_assert(memcmp(out[o], w->value[id], ir_nbytes(&p->g, id)) == 0, "%s: output %zu",
                  p->label, o);
        free(out[o]);
        p->compared++;
    }
}

Test(elements, what_is_read_through_is_what_is_made) {
    path_open(&bench);
    for (uint64_t i = 0; i < 2 * GRAPHS; i++) {
        whole w;
        rg_build(&bench, i, i * 3 + 2, i % 2 == 1);
        compute_whole(&bench, &w);
        compare_outputs(&bench, &w);
        free_whole(&bench, &w);
        bench.graphs++;
    }
    path_close(&bench, "read through");
}

static ir_id parse(ir_graph *g, const char *text) {
    kn_text why;
    kn_text_init(&why, kn_alloc_default());
    ir_graph_init(g, kn_alloc_default());
    cr_assert(ir_parse(g, text, strlen(text), &why) == KILN_OK, "%s", kn_text_str(&why));
    kn_text_free(&why);
    return g->outputs[0].id;
}

/* Blocks of a row are rows of their own; folded they are the row's result. */
Test(elements, results_of_blocks_fold_to_the_reduction) {
    enum { N = 40000, BLOCKS = 3 };
    static float x[2 * N], wanted[2], blocks[2 * BLOCKS];
    static const int64_t at[] = {0, 1, 2, 3, 4, 5};
    ir_graph g;
    ref_elements e;
    ir_id sum = parse(&g, "kiln 1\n%x = input f32[2,40000]\n%e = exp f32[2,40000] %x\n%s = sum "
                          "f32[2,1] %e {first=1 end=2}\noutput %s\n");
    for (int i = 0; i < 2 * N; i++) x[i] = (float)(i % 977) * 0.01f;
    void *inputs[] = {x}, *outputs[] = {wanted};
    CHECK_OK(ref_graph(kn_alloc_default(), &g, inputs, NULL, outputs, NULL, NULL, NULL, NULL));
    CHECK_OK(ref_elements_open(&e, kn_alloc_default(), &g));
    e.bound[0] = x;
    ref_want want = {sum, 16384, 6, at, blocks};
    CHECK_OK(ref_elements_get(&e, &want, 1));
    for (int r = 0; r < 2; r++) {
        float got;
        CHECK_OK(ref_fold_blocks(IR_SUM, KILN_F32, blocks + r * BLOCKS, BLOCKS, &got));
        CHECK(memcmp(&got, &wanted[r], sizeof got) == 0);
    }
    e.most = 1000;
    CHECK_STATUS(ref_elements_get(&e, &want, 1), KILN_TOO_LARGE);
    ref_elements_close(&e);
    ir_graph_free(&g);
}

/* A column by itself is still a column: it is added up in blocks of 256. */
Test(elements, one_column_is_no_row) {
    enum { N = 1000 };
    static float x[3 * N], wanted[3], got;
    ir_graph g;
    ref_elements e;
    ir_id sum =
        parse(&g,
              "kiln 1\n%x = input f32[1000,3]\n%s = sum f32[1,3] %x {first=0 end=1}\noutput %s\n");
    for (int i = 0; i < 3 * N; i++) x[i] = 1.0f / (float)(i + 1);
    void *inputs[] = {x}, *outputs[] = {wanted};
    CHECK_OK(ref_graph(kn_alloc_default(), &g, inputs, NULL, outputs, NULL, NULL, NULL, NULL));
    CHECK_OK(ref_elements_open(&e, kn_alloc_default(), &g));
    e.bound[0] = x;
    for (int64_t c = 0; c < 3; c++) {
        ref_want want = {sum, 0, 1, &c, &got};
        CHECK_OK(ref_elements_get(&e, &want, 1));
        CHECK(memcmp(&got, &wanted[c], sizeof got) == 0);
    }
    ref_elements_close(&e);
    ir_graph_free(&g);
}

/* Under a few terms of every sum the cost does not grow with extents, and equal graphs give equal
 * values. */
Test(elements, few_terms_cost_little) {
    ir_graph g, twin;
    ref_elements a, b;
    float x = 0, y = 1;
    static const int64_t first = 0;
    static const char text[] =
        "kiln 1\n%o = const f32 0x1p+0\n%x = reshape f32[1,1] %o\n%e = expand f32[1048576,1048576] "
        "%x\n"
        "%s = sum f32[1,1] %e {first=0 end=2}\n%m = exp f32[1,1] %s\noutput %m\n";
    ref_want want = {parse(&g, text), 0, 1, &first, &x},
             other = {parse(&twin, text), 0, 1, &first, &y};
    CHECK_OK(ref_elements_open(&a, kn_alloc_default(), &g));
    CHECK_OK(ref_elements_open(&b, kn_alloc_default(), &twin));
    a.few_terms = b.few_terms = true;
    CHECK_OK(ref_elements_get(&a, &want, 1));
    CHECK_OK(ref_elements_get(&b, &other, 1));
    CHECK(memcmp(&x, &y, sizeof x) == 0);
    CHECK(a.held < 100);
    ref_elements_close(&a);
    ref_elements_close(&b);
    ir_graph_free(&g);
    ir_graph_free(&twin);
}

/* Gives no block of more than 256 KiB. */
static void *small_blocks(void *user, void *block, size_t old_nbytes, size_t new_nbytes) {
    const kn_alloc *real = kn_alloc_default();
    (void)user;
    return new_nbytes > 256 << 10 ? NULL : real->resize(real->user, block, old_nbytes, new_nbytes);
}

/* A number repeated 2^40 times, as a row and as columns: in no time and next to no memory, and as
 * all of them one by one. */
Test(elements, a_sum_of_what_repeats_makes_nothing) {
    static const char *const texts[] = {
        "kiln 1\n%o = const u8 1\n%x = reshape u8[1] %o\n%e = expand u8[1099511627792] %x\n%c = "
        "cast i64[1099511627792] %e\n"
        "%s = sum i64[1] %c {first=0 end=1}\noutput %s\n",
        "kiln 1\n%x = input f32[1,1]\n%e = expand f32[40007,1] %x\n%s = sum f32[1,1] %e {first=0 "
        "end=2}\noutput %s\n",
        "kiln 1\n%x = input f32[1,3]\n%e = expand f32[50031,3] %x\n%s = sum f32[1,3] %e {first=0 "
        "end=1}\noutput %s\n",
        "kiln 1\n%x = input f32[40007,1]\n%s = sum f32[1,1] %x {first=0 end=2}\noutput %s\n",
        "kiln 1\n%x = input f32[50031,3]\n%s = sum f32[1,3] %x {first=0 end=1}\noutput %s\n",
    };
    static float many[150093];
    float few[3] = {0.1f, 0.7f, 0.9f};
    unsigned char result[5][16] = {{0}};
    for (int i = 0; i < 5; i++) {
        static const kn_alloc memory = {.resize = small_blocks};
        ir_graph g;
        parse(&g, texts[i]);
        for (int k = 0; k < 150093; k++) many[k] = i == 4 ? few[k % 3] : few[0];
        void *inputs[] = {i < 3 ? few : many}, *outputs[] = {result[i]};
        CHECK_OK(ref_graph(&memory, &g, inputs, NULL, outputs, NULL, NULL, NULL, NULL));
        ir_graph_free(&g);
    }
    int64_t count;
    memcpy(&count, result[0], sizeof count);
    CHECK_EQ(count, INT64_C(1099511627792));
    CHECK(memcmp(result[1], result[3], 4) == 0);
    CHECK(memcmp(result[2], result[4], 12) == 0);
}
