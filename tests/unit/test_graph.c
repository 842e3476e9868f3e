/* SPDX-License-Identifier: Apache-2.0
 * src/ir on whole graphs: clone and copy, verifier, reach, extract, canonical bytes, DOT and JSON,
 * a million nodes, every allocation failing. KILN_TEST: sanitize=address */
#include <pthread.h>

#include "ir_graphs.h"

#include "ir_fixture.h" /* after the others: its globals have short names */

TestSuite(graph, .init = setup, .fini = teardown);

/* ---- clone, copy, names */

Test(graph, clone_and_copy_keep_everything) {
    sample_every_op(&g);
    ir_graph to;
    ir_builder c;
    ir_graph_init(&to, g.alloc);
    ir_builder_init(&c, &to);
    for (ir_id id = 0; id < g.count; id++)
        CHECK_EQ(ir_clone(&c, &g, id, ir_at(&g, id)->operand), id);
    for (size_t i = 0; i < g.noutputs; i++)
        CHECK_OK(ir_add_output(&to, g.outputs[i].id, g.outputs[i].name));
    kn_text again;
    kn_text_init(&again, g.alloc);
    ir_print(&g, &text);
    ir_print(&to, &again);
    CHECK_STR(kn_text_str(&again), kn_text_str(&text));
    ir_graph_reset(&to);
    CHECK_OK(ir_graph_copy(&to, &g));
    kn_text_clear(&again);
    ir_print(&to, &again);
    CHECK_STR(kn_text_str(&again), kn_text_str(&text));
    kn_text_free(&again);
    ir_graph_free(&to);
}

Test(graph, clone_checks_its_operands) {
    ir_id x = input(KILN_F32, 2, 3, 4), y = input(KILN_F32, 2, 4, 3), s = ir_map1(&b, IR_EXP, x);
    ir_id e = ir_clone(&b, &g, s, &x);
    CHECK_EQ(ir_at(&g, e)->shape, ir_at(&g, x)->shape);
    CHECK_EQ(ir_clone(&b, &g, s, &y), IR_NONE);
    CHECK_STATUS(b.status, KILN_BAD_SHAPE);
    CHECK_STR(b.message, "exp: these operands give another result than f32[3,4]");
}

/* Sites of a parsed graph live in that graph; a rewritten copy must outlive it. */
Test(graph, sites_outlive_the_parsed_graph) {
    static const char source[] = "kiln 1\n%0 = input f32 \"x\" ; at a.c:1\n"
                                 "%1 = exp f32 %0 ; at a.c:2\noutput %1\n";
    ir_graph from, cut;
    ir_graph_init(&from, g.alloc);
    ir_graph_init(&cut, g.alloc);
    CHECK_OK(ir_parse(&from, source, sizeof source - 1, NULL));
    ir_id x = ir_clone(&b, &from, 0, NULL), root = 1;
    ir_cut how = {.alloc = g.alloc};
    ir_clone(&b, &from, 1, &x);
    CHECK_OK(ir_extract(&cut, &from, &root, 1, &how));
    ir_cut_free(&how);
    ir_graph_free(&from);
    CHECK_STR(ir_at(&g, 0)->site, "a.c:1");
    CHECK_STR(ir_at(&g, 1)->site, "a.c:2");
    CHECK_STR(ir_input_name(&g, 0), "x");
    CHECK_STR(ir_at(&cut, 1)->site, "a.c:2");
    ir_graph_free(&cut);
}

/* ---- verify */

Test(graph, verify_accepts_every_op) {
    sample_every_op(&g);
    CHECK_OK(ir_verify(&g, &text));
    CHECK_EQ(text.len, 0);
}

static void broken(const char *words) {
    kn_text_clear(&text);
    CHECK_STATUS(ir_verify(&g, &text), KILN_INVALID_GRAPH);
    CHECK_HAS(kn_text_str(&text), words);
}

Test(graph, verify_refuses) {
    b.site = "v.c:7";
    ir_id x = input(KILN_F32, 2, 3, 4), y = ir_map2(&b, IR_ADD, x, x),
          c = ir_const(&b, KILN_I32, 1);
    ir_id s = ir_reduce(&b, IR_SUM, y, 0, 1);
    CHECK_OK(ir_add_output(&g, s, NULL));
    ir_node *n = ir_edit(&g, y), good = *n;
#define BREAK(change, words)                                                                       \
    do {                                                                                           \
        change;                                                                                    \
        broken(words);                                                                             \
        *n = good;                                                                                 \
    } while (0)
    BREAK(n->op = IR_OP_COUNT, "node %1 (unknown op at v.c:7): its op");
    BREAK(n->dtype = 200, "node %1 (add at v.c:7): its dtype is none");
    BREAK(ir_edit(&g, x)->dtype = KILN_F16; n->dtype = KILN_F16, "does not take this dtype");
    ir_edit(&g, x)->dtype = KILN_F32;
    BREAK(n->dtype = KILN_F64, "dtype does not follow");
    BREAK(n->rank = 17, "rank");
    BREAK(n->rank = 1, "shape does not follow");
    static const int64_t elsewhere[2] = {3, 4};
    BREAK(n->shape = ir_shape(&g, x) + 1; n->rank = 1, "shape does not follow");
    BREAK(n->shape = elsewhere, "shape lies outside");
    BREAK(n->shape = ir_shape(&g, x) + g.nints, "shape lies outside");
    BREAK(n->attrs = elsewhere; n->nattrs = 2, "attributes lie outside");
    BREAK(n->attrs = n->shape; n->nattrs = 2, "add: 2 attributes where 0 belong");
    BREAK(n->noperands = 1, "number of operands");
    BREAK(n->operand[1] = y, "not an earlier node");
    BREAK(n->operand[1] = IR_NONE, "not an earlier node");
    BREAK(n->operand[2] = 0, "unused operand");
    BREAK(n->op = IR_DIV; ir_edit(&g, x)->dtype = KILN_I32;
          n->dtype = KILN_I32, "does not take this dtype");
    ir_edit(&g, x)->dtype = KILN_F32;
    n = ir_edit(&g, c), good = *n;
    BREAK(n->bits = UINT64_MAX, "its bits do not fit");
    BREAK(n->dtype = KILN_BOOL; n->bits = 2, "its bits do not fit");
    n = ir_edit(&g, s), good = *n;
    BREAK(n->nattrs = 1, "1 attributes where 2");
    int64_t *axes = (int64_t *)n->attrs; /* as no one but the graph may */
    BREAK(axes[1] = 3, "axes 0 to 3");
    axes[1] = 1;
    g.outputs[0].id = 99;
    broken("output 0: there is no node %99");
}

/* ---- reach and extract */

Test(graph, live) {
    ir_id x = input(KILN_F32, 1, 3), y = ir_map1(&b, IR_EXP, x), z = ir_map1(&b, IR_LOG, x);
    CHECK_OK(ir_add_output(&g, z, NULL));
    uint8_t live[3];
    ir_mark_live(&g, live);
    CHECK(live[x] && !live[y] && live[z]);
}

static bool is_exp(const ir_node *n) { return n->op == IR_EXP; }

Test(graph, extract) {
    ir_id dead = input(KILN_F32, 2, 9, 9), x = input(KILN_F32, 2, 3, 4),
          w = input(KILN_F32, 2, 3, 4);
    ir_id e = ir_map1(&b, IR_EXP, x), m = ir_map2(&b, IR_MUL, e, w),
          s = ir_reduce(&b, IR_SUM, m, 1, 2);
    ir_id late = ir_map1(&b, IR_NEG, s), roots[] = {s, e, s};
    ir_cut cut = {.alloc = g.alloc, .leaf = is_exp, .values = true}, whole = {.alloc = g.alloc};
    ir_graph to;
    ir_graph_init(&to, g.alloc);
    CHECK_OK(ir_extract(&to, &g, roots, 3, &cut));
    CHECK_OK(ir_verify(&to, NULL));
    ir_print(&to, &text);
    CHECK_STR(kn_text_str(&text),
              "kiln 1\n%0 = input f32[3,4]\n%1 = input f32[3,4]\n"
              "%2 = mul f32[3,4] %0 %1\n"
              "%3 = sum f32[3,1] %2 {first=1 end=2}\noutput %3\noutput %0\noutput %3\n");
    CHECK(ir_cut_to(&cut, dead) == IR_NONE && ir_cut_to(&cut, x) == IR_NONE &&
          ir_cut_to(&cut, late) == IR_NONE);
    CHECK(ir_cut_to(&cut, e) == 0 && ir_cut_to(&cut, w) == 1 && ir_cut_to(&cut, m) == 2 &&
          ir_cut_to(&cut, s) == 3);
    CHECK(cut.origin[0] == e && cut.origin[1] == w && cut.origin[2] == m && cut.origin[3] == s);
    CHECK(ir_at(&to, 0)->bits == e && ir_at(&to, 1)->bits == w &&
          to.ninputs == 2); /* in order of first use */
    CHECK(ir_at(&to, 0)->shape != ir_at(&to, 3)->shape &&
          ir_at(&to, 0)->shape == ir_at(&to, 2)->shape);
    CHECK_OK(ir_extract(&to, &g, &e, 1, &cut));
    CHECK_EQ(to.count, 1);
    CHECK_OK(ir_extract(&to, &g, &late, 1, &whole));
    CHECK_EQ(to.count, 6);
    CHECK_OK(ir_extract(&to, &g, NULL, 0, &cut));
    CHECK_EQ(to.count, 0);
    roots[0] = 7;
    CHECK_STATUS(ir_extract(&to, &g, roots, 1, &cut), KILN_BAD_ARGUMENT);
    ir_cut_free(&cut);
    ir_cut_free(&whole);
    ir_graph_free(&to);
}

/* For its value a slope needs nothing that its derivative is made of. */
Test(graph, extract_slope) {
    ir_id x = input(KILN_F32, 1, 3), y = ir_map1(&b, IR_SIN, x), d = ir_map1(&b, IR_COS, x);
    ir_id s = ir_map3(&b, IR_SLOPE, y, x, d);
    ir_cut values = {.alloc = g.alloc, .values = true}, whole = {.alloc = g.alloc};
    ir_graph to;
    ir_graph_init(&to, g.alloc);
    CHECK_OK(ir_extract(&to, &g, &s, 1, &values));
    CHECK_OK(ir_verify(&to, NULL));
    ir_print(&to, &text);
    CHECK_STR(kn_text_str(&text),
              "kiln 1\n%0 = input f32[3]\n%1 = sin f32[3] %0\n%2 = detach f32[3] %1\noutput %2\n");
    CHECK_OK(ir_extract(&to, &g, &s, 1, &whole));
    CHECK_EQ(to.count, 4);
    ir_cut_free(&values);
    ir_cut_free(&whole);
    ir_graph_free(&to);
}

/* ---- canonical */

static bool same_program(const char *a, const char *c) {
    ir_graph x, y;
    kn_text p, q;
    ir_graph_init(&x, g.alloc);
    ir_graph_init(&y, g.alloc);
    kn_text_init(&p, g.alloc);
    kn_text_init(&q, g.alloc);
    cr_assert(ir_parse(&x, a, strlen(a), &text) == KILN_OK, "%s", kn_text_str(&text));
    cr_assert(ir_parse(&y, c, strlen(c), &text) == KILN_OK, "%s", kn_text_str(&text));
    ir_canonical(&x, &p);
    ir_canonical(&y, &q);
    CHECK(!p.failed && !q.failed);
    bool same = p.len == q.len && memcmp(p.data, q.data, p.len) == 0;
    kn_text_free(&p);
    kn_text_free(&q);
    ir_graph_free(&x);
    ir_graph_free(&y);
    return same;
}

Test(graph, canonical) {
#define K "kiln 1\n"
#define X "%0 = input f32[2,3] \"x\"\n"
    static const struct {
        bool same;
        const char *a, *c;
    } rows[] = {
        {true, K X "output %0", K "%q = input f32[2,3] \"other\" ; at f.c:1\noutput \"y\" %q"},
        {true, K "%0 = scalar f32 1.5\noutput %0", K "%0 = scalar f32 2.5\noutput %0"},
        {false, K "%0 = scalar f32 1.5\noutput %0", K "%0 = const f32 1.5\noutput %0"},
        {false, K "%0 = const f32 1.5\noutput %0", K "%0 = const f32 2.5\noutput %0"},
        {false, K "%0 = const f32 0.0\noutput %0", K "%0 = const f32 -0.0\noutput %0"},
        {false, K X "output %0", K "%0 = input f32[3,2]\noutput %0"},
        {false, K X "output %0", K "%0 = input f32[2,3,1]\noutput %0"},
        {false, K X "output %0", K "%0 = input i32[2,3]\noutput %0"},
        {false, K X "output %0", K X "output %0\noutput %0"},
        {false, K X "%1 = exp f32[2,3] %0\noutput %1", K X "%1 = log f32[2,3] %0\noutput %1"},
        {false, K X "%1 = exp f32[2,3] %0\noutput %1", K X "%1 = exp f32[2,3] %0\noutput %0"},
        {false, K X "%1 = sum f32[2,1] %0 {first=1 end=2}\noutput %1",
         K X "%1 = sum f32[1,3] %0 {first=0 end=1}\noutput %1"},
        {false, K X "%1 = reshape f32[6] %0\noutput %1", K X "%1 = reshape f32[6,1] %0\noutput %1"},
        {false, K X "%1 = cast f64[2,3] %0\noutput %1", K X "%1 = cast i32[2,3] %0\noutput %1"},
        {false, K X "%1 = slice f32[1,3] %0 {start=0,0 step=1,1}\noutput %1",
         K X "%1 = slice f32[1,3] %0 {start=1,0 step=1,1}\noutput %1"},
        {false, K X "%1 = input f32[2,3]\n%2 = sub f32[2,3] %0 %1\noutput %2",
         K X "%1 = input f32[2,3]\n%2 = sub f32[2,3] %1 %0\noutput %2"},
        {false, K X "%1 = input f32[2,3]\n%2 = sub f32[2,3] %0 %1\noutput %2",
         K X "%1 = input f32[2,3] {same=%0}\n%2 = sub f32[2,3] %0 %1\noutput %2"},
        {true, K X "%1 = input f32[2,3] {same=%0}\n%2 = sub f32[2,3] %0 %1\noutput %2",
         K
         "%a = input f32[2,3]\n%b = input f32[2,3] {same=%a}\n%c = sub f32[2,3] %a %b\noutput %c"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_assert(same_program(rows[i].a, rows[i].c) == rows[i].same, "row %zu", i);
}

/* Owners may put anything into the bits of inputs; only which are equal counts. */
Test(graph, canonical_ignores_what_input_bits_are) {
    kn_text other;
    kn_text_init(&other, g.alloc);
    for (int i = 0; i < 100; i++) input(KILN_F32, 1, 3);
    CHECK_OK(ir_add_output(&g, 0, NULL));
    ir_canonical(&g, &text);
    for (ir_id i = 0; i < 100; i++) ir_edit(&g, i)->bits = (uint64_t)(100 - i) << 40;
    ir_canonical(&g, &other);
    CHECK(text.len == other.len && memcmp(text.data, other.data, text.len) == 0);
    ir_edit(&g, 99)->bits = ir_at(&g, 5)->bits;
    kn_text_clear(&other);
    ir_canonical(&g, &other);
    CHECK(memcmp(text.data, other.data, text.len) != 0);
    kn_text_free(&other);
}

/* ---- exports */

Test(graph, dot_and_json) {
    sample_every_op(&g);
    ir_print_dot(&g, &text);
    CHECK_HAS(kn_text_str(&text), "digraph kiln {");
    CHECK_HAS(kn_text_str(&text), "[label=\"%0 input\\nf32[4,6]\" shape=ellipse];");
    kn_text_clear(&text);
    ir_print_json(&g, &text);
    CHECK_HAS(kn_text_str(&text), "{\"id\":0,\"op\":\"input\",\"dtype\":\"f32\",\"shape\":[4,6],"
                                  "\"operands\":[],\"name\":\"f\"}");
    CHECK_HAS(kn_text_str(&text), "\"axis\":1}");
    CHECK_HAS(kn_text_str(&text), "\"start\":[3,0],\"step\":[-2,2]");
    CHECK_HAS(kn_text_str(&text), "\"value\":\"nan:0x7ff8000000000123\"");
    CHECK_HAS(kn_text_str(&text), "\"site\":\"tests/sample file.c:12\"");
}

/* ---- size and memory */

static void *walk_chain(void *arg) {
    enum { N = 1000000 };
    ir_graph to;
    ir_graph_init(&to, g.alloc);
    ir_id root = sample_chain(&g, N);
    ir_cut how = {.alloc = g.alloc};
    CHECK_OK(ir_add_output(&g, root, NULL));
    CHECK_OK(ir_verify(&g, &text));
    CHECK_OK(ir_extract(&to, &g, &root, 1, &how));
    CHECK(to.count == N + 1 && to.nints == 2);
    ir_canonical(&to, &text);
    CHECK(!text.failed);
    kn_text_clear(&text);
    ir_print(&g, &text);
    CHECK_OK(ir_parse(&to, text.data, text.len, NULL));
    CHECK_EQ(to.count, N + 1);
    kn_text_clear(&text);
    ir_print_dot(&to, &text);
    ir_print_json(&to, &text);
    CHECK(!text.failed);
    uint8_t *live = kn_malloc(g.alloc, N + 1);
    ir_mark_live(&g, live);
    CHECK(live[0]);
    kn_free(g.alloc, live, N + 1);
    ir_cut_free(&how);
    ir_graph_free(&to);
    return arg;
}

Test(graph, million_nodes_on_a_small_stack) {
    pthread_attr_t attr;
    pthread_t thread;
    CHECK_EQ(pthread_attr_init(&attr), 0);
    CHECK_EQ(pthread_attr_setstacksize(&attr, 256 << 10), 0);
    CHECK_EQ(pthread_create(&thread, &attr, walk_chain, NULL), 0);
    CHECK_EQ(pthread_join(thread, NULL), 0);
    pthread_attr_destroy(&attr);
}

/* Everything that allocates, with allocation number `fail_at` failing; true when nothing failed. */
static bool all_with_failure(long long fail_at) {
    check_alloc memory;
    check_alloc_init(&memory, fail_at);
    const kn_alloc *a = &memory.vtable;
    ir_graph from, to;
    kn_text out, why;
    ir_graph_init(&from, a);
    ir_graph_init(&to, a);
    kn_text_init(&out, a);
    kn_text_init(&why, a);
    static const char source[] =
        "kiln 1\n%0 = input f32[2] \"x\" ; at a.c:1\n%1 = input f32[2] {same=%0}\n"
        "%2 = sum f32[1] %1 {first=0 end=1}\n%3 = input i32\n"
        "%4 = exp f32[1] %2\noutput \"y\" %4\n";
    kiln_status status = ir_parse(&from, source, sizeof source - 1, &why);
    CHECK(status == KILN_OK ? from.count == 5 : status == KILN_NO_MEMORY && from.count == 0);
    if (status == KILN_OK) status = ir_graph_copy(&to, &from);
    ir_id root = 4;
    ir_cut how = {.alloc = a};
    if (status == KILN_OK) status = ir_extract(&to, &from, &root, 1, &how);
    ir_cut_free(&how);
    if (status == KILN_OK) {
        ir_builder c;
        ir_builder_init(&c, &to);
        for (int i = 0; i < 40 && c.status == KILN_OK; i++) {
            int64_t shape[] = {i, 2};
            size_t count = to.count;
            if (ir_input(&c, KILN_F32, 2, shape, i % 2 ? "name" : NULL) == IR_NONE)
                CHECK_EQ(to.count, count);
        }
        status = c.status;
    }
    if (status == KILN_OK) ir_print(&from, &out);
    if (status == KILN_OK) ir_canonical(&from, &out);
    CHECK(status == KILN_OK || status == KILN_NO_MEMORY);
    bool good = status == KILN_OK && !out.failed && !why.failed;
    ir_graph_free(&from);
    ir_graph_free(&to);
    kn_text_free(&out);
    kn_text_free(&why);
    CHECK_EQ(memory.live, 0);
    return good;
}

Test(graph, every_allocation_may_fail) {
    long long n = 1;
    while (!all_with_failure(n)) n++;
    CHECK(n > 20 && all_with_failure(0));
}
