/* SPDX-License-Identifier: Apache-2.0
 * Verification by samples: what is right is never doubted, and faults planted in plans over big
 * data are found, in tails, at seams and in the middle of rows. KILN_TEST: timeout=300 */
#include "random_graph.h"
#include "runtime.h"

/* ---- no false alarm */
enum { GRAPHS = PATH_SANITIZED ? 24 : 120 };

static path_bench bench;
static size_t samples, passed, doubts;

static void sample_graph(uint64_t structure) {
    path_bench *p = &bench;
    void *inputs[PATH_MAX_INPUTS], *outputs[PATH_MAX_OUTPUTS];
    size_t n = 0;
    rg_build(p, structure, structure + 5, structure % 2 == 1);
    for (ir_id id = 0; id < p->g.count; id++)
        if (ir_at(&p->g, id)->op == IR_INPUT) {
            inputs[n] = path_data(p, id, p->input[n]);
            n++;
        }
    for (size_t o = 0; o < p->g.noutputs; o++)
        outputs[o] = path_memory(ir_nbytes(&p->g, p->g.outputs[o].id), 0x5a);
    rt_engine *e = p->lane[structure % (uint64_t)p->nlanes].engine;
    kiln_status status =
        rt_run(e, &p->g, &(rt_io){.inputs = inputs, .outputs = outputs}, "test", NULL, &p->why);
    cr_assert(status == KILN_OK, "%s: %s", p->label, kn_text_str(&p->why));
    rt_entry *entry = e->plans.ring.older;
    for (int again = 0; again < 2 && entry->p; again++) {
        rt_samples report;
        e->state = RT_RUNNING;
        status = rt_run_sampled(e, entry, &p->g, inputs, outputs,
                                again == 0 ? RT_NEW_KERNELS : RT_NEW_EXTENTS, &report, &p->why);
        cr_assert(status == KILN_OK, "%s: %s: %s", p->label, kiln_status_name(status),
                  kn_text_str(&p->why));
        cr_assert(!report.no_memory);
        if (report.doubtful) {
            doubts++;
            fprintf(stderr, "%s: doubted\n", p->label);
        }
        samples += report.samples;
        passed += report.passed;
        e->state = RT_IDLE;
    }
    n = 0;
    for (ir_id id = 0; id < p->g.count; id++)
        if (ir_at(&p->g, id)->op == IR_INPUT) path_free(inputs[n++], ir_nbytes(&p->g, id));
    for (size_t o = 0; o < p->g.noutputs; o++)
        path_free(outputs[o], ir_nbytes(&p->g, p->g.outputs[o].id));
    p->graphs++;
    p->compared++;
}

Test(samples, doubt_nothing_that_is_right) {
    path_open(&bench);
    path_add_lane(&bench, KILN_ISA_DEFAULT, 2, KILN_STRICT);
    path_add_lane(&bench, KILN_ISA_BASE, 3, KILN_STRICT);
    for (uint64_t i = 0; i < GRAPHS; i++) sample_graph(i);
    fprintf(stderr, "%zu samples, %zu comparisons passed over, %zu doubts\n", samples, passed,
            doubts);
    CHECK_EQ(doubts, 0);
    path_close(&bench, "samples");
}

/* ---- faults in plans over data too big for a whole comparison */

/* Runs the graph unverified, plants a fault in its plan, and runs it as a first run. */
static void open_big(run_case *r, const char *text) {
    kiln_options o = run_options();
    o.verify = KILN_VERIFY_OFF;
    run_open(r, &o);
    run_graph(r, text);
    RUN_OK(r);
}

static rt_entry *entry_of(run_case *r) { return r->engine->plans.ring.older; }

/* The first step of a kind of kernel, or of a kind of step (kernel -1). */
static plan_step *step_of(run_case *r, int kind, int kernel) {
    plan *p = entry_of(r)->p;
    for (size_t i = 0; i < p->nsteps; i++) {
        plan_step *st = &p->steps[i];
        if (st->kind == kind && (kernel < 0 || p->kernels[st->kernel].spec->kind == kernel))
            return st;
    }
    cr_assert(false, "no such step");
    return NULL;
}

static void expect_mismatch(run_case *r, const char *what, const char *says) {
    r->engine->config.verify = KILN_VERIFY_FIRST;
    kiln_status status = run_once(r);
    cr_assert(status == KILN_MISMATCH, "%s: %s %s", what, kiln_status_name(status),
              kn_text_str(&r->why));
    cr_assert(strstr(kn_text_str(&r->why), says) != NULL, "%s: %s", what, kn_text_str(&r->why));
    r->engine->config.verify = KILN_VERIFY_OFF;
    RUN_OK(r); /* the plan is made anew */
}

/* Kernels of two graphs of one structure change places: the emitter made the other op. */
static void swap_code(run_case *r, const char *other) {
    const rt_code *code = entry_of(r)->codes[0];
    rt_entry *mine = entry_of(r);
    run_graph(r, other);
    RUN_OK(r);
    rt_entry *theirs = entry_of(r);
    mine->codes[0] = theirs->codes[0];
    theirs->codes[0] = code;
}

#define BIG_MAP(op)                                                                                \
    "kiln 1\n%x = input f32[3000017]\n%y = input f32[3000017]\n%a = " op                           \
    " f32[3000017] %x %y\n%b = exp f32[3000017] %a\noutput %b\n"
#define BIG_ROW                                                                                    \
    "kiln 1\n%x = input f32[3001,1007]\n%m = rmax f32[3001,1] %x {first=1 end=2}\n%me = expand "   \
    "f32[3001,1007] %m\n"                                                                          \
    "%d = sub f32[3001,1007] %x %me\n%e = exp f32[3001,1007] %d\n%s = sum f32[3001,1] %e "         \
    "{first=1 end=2}\n"                                                                            \
    "%se = expand f32[3001,1007] %s\n%q = div f32[3001,1007] %e %se\noutput %q\n"
#define BIG_LANE                                                                                   \
    "kiln 1\n%x = input f32[5000003]\n%e = exp f32[5000003] %x\n%s = sum f32[1] %e {first=0 "      \
    "end=1}\noutput %s\n"
#define BIG_COLUMN                                                                                 \
    "kiln 1\n%x = input f32[5003,1009]\n%e = exp f32[5003,1009] %x\n%s = sum f32[1,1009] %e "      \
    "{first=0 end=1}\noutput %s\n"
#define BIG_PRODUCT GRAPH_LINEAR(1031, 517, 1037)

Test(samples, a_wrong_kernel_is_found) {
    run_case r;
    open_big(&r, BIG_MAP("add"));
    RUN_NEEDS_JIT(&r);
    swap_code(&r, BIG_MAP("sub"));
    expect_mismatch(&r, "swapped kernels", "differs at element");
    run_close(&r);
}

/* What is left out stays as it was before: the outputs are cleared. */
static void without(run_case *r, const char *what, const char *says) {
    for (size_t o = 0; o < r->g.noutputs; o++)
        memset(r->outputs[o], 0, ir_nbytes(&r->g, r->g.outputs[o].id));
    expect_mismatch(r, what, says);
}

Test(samples, tails_and_seams_that_are_left_out_are_found) {
    run_case r;
    open_big(&r, BIG_MAP("add"));
    RUN_NEEDS_JIT(&r);
    plan_step *st = step_of(&r, STEP_KERNEL, KERNEL_MAP);
    st->cols -= 16; /* the last vector; ints still say how long it is */
    without(&r, "tail of a map", "differs at element");
    step_of(&r, STEP_KERNEL, KERNEL_MAP)->bufs[0].offset += 4;
    without(&r, "a window off by one", "differs at element");
    run_graph(&r, BIG_ROW);
    RUN_OK(&r);
    step_of(&r, STEP_KERNEL, KERNEL_ROW)->rows--;
    without(&r, "the last row", "differs at element");
    step_of(&r, STEP_KERNEL, KERNEL_ROW)->ints[1]--;
    without(&r, "a row's last element", "differs at element");
    step_of(&r, STEP_KERNEL, KERNEL_ROW)->ints[2]--;
    without(&r, "a stride of rows", "differs at element");
    run_close(&r);
}

Test(samples, wrong_reductions_are_found) {
    run_case r;
    open_big(&r, BIG_LANE);
    RUN_NEEDS_JIT(&r);
    step_of(&r, STEP_KERNEL, KERNEL_LANE)->ints[0]--;
    expect_mismatch(&r, "the last term of a long sum", "differs at element");
    step_of(&r, STEP_FOLD, -1)->fold_blocks--;
    expect_mismatch(&r, "the last block of a fold", "differs at element");
    step_of(&r, STEP_FOLD, -1)->op = IR_PROD;
    expect_mismatch(&r, "a fold by products", "differs at element");
    run_graph(&r, BIG_COLUMN);
    RUN_OK(&r);
    step_of(&r, STEP_KERNEL, KERNEL_COLUMN)->ints[0]--;
    expect_mismatch(&r, "the last term of columns", "differs at element");
    step_of(&r, STEP_KERNEL, KERNEL_COLUMN)->ints[2]--;
    expect_mismatch(&r, "a stride of columns", "differs at element");
    run_close(&r);
}

Test(samples, wrong_products_are_found) {
    run_case r;
    open_big(&r, BIG_PRODUCT);
    RUN_NEEDS_JIT(&r);
    step_of(&r, STEP_CONTRACT, -1)->k--;
    expect_mismatch(&r, "the last term of a product", "differs at element");
    step_of(&r, STEP_CONTRACT, -1)->n -= 5;
    without(&r, "the last columns", "differs at element");
    step_of(&r, STEP_CONTRACT, -1)->m -= 1;
    without(&r, "the last row", "differs at element");
    step_of(&r, STEP_CONTRACT, -1)->a_stride[1] -= 1;
    expect_mismatch(&r, "a stride of the left factor", "differs at element");
    run_close(&r);
}

/* A part computed straight into its place: one step makes what is around it, another the part. */
#define BIG_WRITE                                                                                  \
    "kiln 1\n%x = input f32[1500,1503]\n%y = input f32[1000,701]\n%b = exp f32[1500,1503] %x\n%s " \
    "= sum f32[1500,1] %b {first=1 end=2}\n"                                                       \
    "%p = sin f32[1000,701] %y\n%u = update f32[1500,1503] %b %p {start=300,5 step=1,2}\noutput "  \
    "%u\noutput %s\n"

static plan_step *window_of(run_case *r) {
    plan *p = entry_of(r)->p;
    for (size_t i = 0; i < p->nsteps; i++)
        if (p->steps[i].kind == STEP_KERNEL && p->kernels[p->steps[i].kernel].spec->window)
            return &p->steps[i];
    return NULL;
}

Test(samples, wrong_windows_are_found) {
    run_case r;
    open_big(&r, BIG_WRITE);
    RUN_NEEDS_JIT(&r);
    if (!window_of(&r)) cr_skip_test("this write is no window");
    window_of(&r)->bufs[window_of(&r)->nbufs - 1].offset += 4;
    expect_mismatch(&r, "a window off by one", "");
    window_of(&r)->rows--;
    without(&r, "the last row of a window", "");
    plan_step *st = window_of(&r);
    st->ints[kernel_window_ints(entry_of(&r)->p->kernels[st->kernel].spec, 0)]--;
    expect_mismatch(&r, "a stride of a window", "");
    run_close(&r);
}

/* Two values in one place: the first is read after the second was written. */
Test(samples, values_in_one_place_are_found) {
    static const char text[] = "kiln 1\n%x = input f32[1200,1200]\n%y = input f32[1200,1200]\n%a = "
                               "matmul f32[1200,1200] %x %y\n"
                               "%b = matmul f32[1200,1200] %y %x\n%c = matmul f32[1200,1200] %b "
                               "%y\n%d = matmul f32[1200,1200] %c %a\noutput %d\n";
    run_case r;
    open_big(&r, text);
    RUN_NEEDS_JIT(&r);
    plan *p = entry_of(&r)->p;
    plan_slot *first = NULL;
    for (size_t i = 0; i < p->nslots; i++) {
        if (p->slots[i].kind != SLOT_TEMP) continue;
        if (first)
            p->slots[i].offset = first->offset;
        else
            first = &p->slots[i];
    }
    cr_assert_not_null(first);
    expect_mismatch(&r, "three values in one place", "");
    run_close(&r);
}

/* The plan's graph means something else than the recorded one, as after a wrong rewriting; sums of
 * everything hide it from samples of the results. */
Test(samples, a_wrong_rewriting_is_found) {
    run_case r;
    open_big(&r, "kiln 1\n%x = input f32[2000,2000]\n%y = input f32[2000,2000]\n%a = sub "
                 "f32[2000,2000] %x %y\n"
                 "%t = sum f32[1,2000] %a {first=0 end=1}\n%p = expand f32[2000,2000] %t\n%m = mul "
                 "f32[2000,2000] %p %x\n"
                 "%s = sum f32[1,1] %m {first=0 end=2}\noutput %s\n");
    RUN_NEEDS_JIT(&r);
    ir_graph *g = &entry_of(&r)->p->graph;
    for (ir_id id = 0; id < g->count; id++)
        if (ir_at(g, id)->op == IR_SUB) ir_edit(g, id)->op = IR_ADD;
    /* The steps still compute the recorded graph: only the comparison of graphs sees it, and the
     * whole one finds nothing. */
    rt_samples report;
    r.engine->state = RT_RUNNING;
    CHECK_STATUS(rt_run_sampled(r.engine, entry_of(&r), &r.g, r.inputs, r.outputs, RT_NEW_STRUCTURE,
                                &report, &r.why),
                 KILN_MISMATCH);
    for (ir_id id = 0; id < g->count; id++)
        if (ir_at(g, id)->op == IR_ADD) ir_edit(g, id)->op = IR_SUB;
    kn_text_clear(&r.why);
    CHECK_OK(rt_run_sampled(r.engine, entry_of(&r), &r.g, r.inputs, r.outputs, RT_NEW_STRUCTURE,
                            &report, &r.why));
    CHECK(!report.doubtful && report.samples > 100);
    for (ir_id id = 0; id < r.g.count; id++)
        if (ir_at(&r.g, id)->op == IR_SUB) ir_edit(&r.g, id)->op = IR_ADD;
    CHECK_OK(rt_run_sampled(r.engine, entry_of(&r), &r.g, r.inputs, r.outputs, RT_NEW_STRUCTURE,
                            &report, &r.why));
    CHECK(report.doubtful);
    r.engine->state = RT_IDLE;
    run_close(&r);
}

/* ---- what is compared, and how */
static uint64_t verified_samples(run_case *r) { return entry_of(r)->samples; }

Test(samples, a_structure_is_compared_once) {
    kiln_options o = run_options();
    run_case r;
    run_open(&r, &o);
    RUN_NEEDS_JIT(&r);
    run_graph(&r, GRAPH_SOFTMAX(64, 1000));
    run_and_compare(&r);
    CHECK_EQ(verified_samples(&r), 0); /* in full */
    run_graph(&r, GRAPH_SOFTMAX(96, 1000));
    run_and_compare(&r);
    uint64_t few = verified_samples(&r);
    CHECK(few > 0 && few < 64 * 1000);
    run_graph(&r, GRAPH_SOFTMAX(97, 1000));
    r.engine->config.verify = KILN_VERIFY_EVERY;
    run_and_compare(&r);
    CHECK_EQ(verified_samples(&r), 0); /* in full */
    CHECK_EQ(rt_get_stats(r.engine)->verified_plans, 3);
    run_close(&r);
}

/* The tail of another extent is new. */
Test(samples, new_extents_get_a_sample_of_their_own) {
    kiln_options o = run_options();
    run_case r;
    run_open(&r, &o);
    RUN_NEEDS_JIT(&r);
    run_graph(&r, GRAPH_MAP(5000));
    RUN_OK(&r);
    run_graph(&r, GRAPH_MAP(5003));
    r.engine->config.verify = KILN_VERIFY_OFF;
    RUN_OK(&r);
    step_of(&r, STEP_KERNEL, KERNEL_MAP)->cols -= 16;
    without(&r, "tail of another extent", "differs at element 49");
    run_close(&r);
}

/* Memory for a comparison cannot be had: it is made by samples, and without memory for those not at
 * all; the run is none the worse. */
Test(samples, no_memory_for_a_comparison_fails_no_run) {
    run_case r;
    open_big(&r, GRAPH_SOFTMAX(512, 1000));
    RUN_NEEDS_JIT(&r);
    r.engine->config.verify = KILN_VERIFY_EVERY;
    check_alloc memory;
    check_alloc_init(&memory, 0);
    const kn_alloc *own = r.engine->alloc;
    r.engine->alloc = &memory.vtable;
    RUN_OK(&r);
    long long calls = memory.calls;
    for (long long i = 1; i <= calls; i++) {
        check_alloc_init(&memory, i);
        kiln_status status = run_once(&r);
        cr_assert(status == KILN_OK, "allocation %lld: %s", i, kiln_status_name(status));
        CHECK_EQ(memory.live, 0);
    }
    r.engine->alloc = own;
    run_close(&r);
}
