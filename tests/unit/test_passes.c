/* SPDX-License-Identifier: Apache-2.0
 * How many steps graphs become: fusion quality as numbers. Nothing is compiled or run here.
 * KILN_TEST: sanitize=address */
#include "autograd/autograd.h"
#include "passes.h"
#include "passes_graphs.h"

/* Adds the derivative of output 0 with the seed in input `seed` (-1: of a loss) for the named
 * inputs, as outputs. */
static void add_gradients(plan_case *c, int seed, const int *wrt, size_t nwrt) {
    ir_builder b;
    ir_id input[16], wanted[8], grads[8], root = c->g.outputs[0].id;
    size_t ninputs = 0;
    for (ir_id id = 0; id < c->g.count && ninputs < 16; id++)
        if (ir_at(&c->g, id)->op == IR_INPUT) input[ninputs++] = id;
    for (size_t i = 0; i < nwrt; i++) wanted[i] = input[wrt[i]];
    ir_id seed_id = seed < 0 ? IR_NONE : input[seed];
    ir_builder_init(&b, &c->g);
    kiln_status status = ad_gradients(&b, &root, &seed_id, 1, wanted, nwrt, grads, NULL);
    cr_assert(status == KILN_OK, "%s", b.message);
    for (size_t i = 0; i < nwrt; i++) CHECK_OK(ir_add_output(&c->g, grads[i], NULL));
}

/* Steps in all, then kernels by kind. */
typedef struct counts {
    size_t steps, map, row, lane, column, contract, fold;
} counts;

static void check_counts(const plan *p, counts want, const char *what) {
    counts have = {p->nsteps,
                   count_kernels(p, KERNEL_MAP),
                   count_kernels(p, KERNEL_ROW),
                   count_kernels(p, KERNEL_LANE),
                   count_kernels(p, KERNEL_COLUMN),
                   count_kernels(p, KERNEL_CONTRACT),
                   count_steps(p, STEP_FOLD)};
    kn_text text;
    kn_text_init(&text, kn_alloc_default());
    plan_print(p, &text);
    cr_assert(memcmp(&have, &want, sizeof have) == 0, "%s is another plan:\n%s", what,
              kn_text_str(&text));
    kn_text_free(&text);
}

static void check_text(const char *text, counts want, const char *what) {
    plan_case c;
    plan_case_parse(&c, text);
    plan_case_build(&c, true);
    check_counts(c.p, want, what);
    plan_case_close(&c);
}

static void check_derived(const char *text, int seed, const int *wrt, size_t nwrt, counts want,
                          const char *what) {
    plan_case c;
    plan_case_parse(&c, text);
    add_gradients(&c, seed, wrt, nwrt);
    plan_case_build(&c, true);
    check_counts(c.p, want, what);
    plan_case_close(&c);
}

Test(passes, maps_are_one_step) {
    check_text(gelu_text, (counts){.steps = 1, .map = 1}, "gelu");
    check_derived(gelu_text, 1, (const int[]){0}, 1, (counts){.steps = 1, .map = 1},
                  "gelu and its derivative");
    check_text(adam_text, (counts){.steps = 1, .map = 1}, "adam");
}

Test(passes, rows_are_one_step) {
    check_text(softmax_text, (counts){.steps = 1, .row = 1}, "softmax");
    check_derived(softmax_text, 1, (const int[]){0}, 1, (counts){.steps = 1, .row = 1},
                  "softmax and its derivative");
    check_text(layer_norm_text, (counts){.steps = 1, .row = 1}, "layer_norm");
    check_text(cross_entropy_text, (counts){.steps = 2, .row = 2}, "cross_entropy");
    check_derived(cross_entropy_text, -1, (const int[]){0}, 1, (counts){.steps = 2, .row = 2},
                  "cross_entropy and its derivative");
}

/* Weight and bias share one pass over the columns, whose blocks two folds join. */
Test(passes, layer_norm_with_its_derivatives) {
    check_derived(layer_norm_text, 1, (const int[]){0, 2, 3}, 3,
                  (counts){.steps = 4, .row = 1, .column = 1, .fold = 2},
                  "layer_norm and its derivatives");
}

/* Forward: two products with bias and relu in them. Backward: a product for each weight, one for
 * the hidden values with relu's mask in it, a column sum for each bias; the loss is a long row. */
Test(passes, perceptron_with_its_derivatives) {
    check_derived(mlp_text, -1, (const int[]){1, 2, 3, 4}, 4,
                  (counts){.steps = 8, .row = 1, .column = 2, .contract = 5},
                  "perceptron and its derivatives");
}

Test(passes, reductions_of_every_kind) {
    check_text("kiln 1\n%x = input f32[1000000]\n%q = mul f32[1000000] %x %x\n"
               "%s = sum f32[1] %q {first=0 end=1}\n"
               "output %s\n",
               (counts){.steps = 2, .lane = 1, .fold = 1}, "sum of squares");
    check_text("kiln 1\n%x = input f32[2,16000]\n%s = sum f32[2,1] %x {first=1 end=2}\noutput %s\n",
               (counts){.steps = 1, .lane = 1}, "few rows of one block");
    check_text(
        "kiln 1\n%x = input f32[1000,64]\n%s = sum f32[1,64] %x {first=0 end=1}\noutput %s\n",
        (counts){.steps = 2, .column = 1, .fold = 1}, "columns");
    check_text("kiln 1\n%x = input f32[256,64]\n%s = sum f32[1,64] %x {first=0 end=1}\noutput %s\n",
               (counts){.steps = 1, .column = 1}, "columns of one block");
    check_text("kiln 1\n%x = input f32[512,100]\n%s = sum f32[512,1] %x {first=1 end=2}\n"
               "%m = rmax f32[512,1] %x {first=1 end=2}\noutput %s\noutput %m\n",
               (counts){.steps = 1, .row = 1}, "two reductions of the same rows");
}

Test(passes, movement_folds_into_readers) {
    check_text("kiln 1\n%x = input f32[40,30]\n%y = input f32[30,40]\n%t = permute f32[40,30] %y "
               "{perm=1,0}\n"
               "%z = add f32[40,30] %x %t\noutput %z\n",
               (counts){.steps = 1, .map = 1}, "transpose and add");
    check_text("kiln 1\n%a = input f32[40,30]\n%b = input f32[20,30]\n%t = permute f32[30,20] %b "
               "{perm=1,0}\n"
               "%z = matmul f32[40,20] %a %t\noutput %z\n",
               (counts){.steps = 1, .contract = 1}, "a transposed factor");
    check_text("kiln 1\n%x = input f32[4,30]\n%a = reshape f32[120] %x\n%e = exp f32[120] %a\n"
               "%b = reshape f32[30,4] %e\n%s = sqrt f32[30,4] %b\noutput %s\n",
               (counts){.steps = 1, .map = 1}, "reshapes between maps");
    check_text("kiln 1\n%x = input f32[8,6]\n%t = permute f32[6,8] %x {perm=1,0}\n%r = reshape "
               "f32[48] %t\n"
               "%e = exp f32[48] %r\noutput %e\n",
               (counts){.steps = 2, .map = 2}, "a reshape of a permuted tensor");
}

#define JOIN_ZEROS "kiln 1\n%0 = const f32 0\n%o = reshape f32[1,1] %0\n%z = expand f32[6,40] %o\n"

/* No write is a reference step. Parts go straight into their place; what is covered whole is not
 * filled before. */
Test(passes, writes_are_kernels) {
    check_text(JOIN_ZEROS "%x = input f32[4,40]\n%y = input f32[2,40]\n%e = exp f32[4,40] %x\n"
                          "%a = update f32[6,40] %z %e {start=0,0 step=1,1}\n%b = update f32[6,40] "
                          "%a %y {start=4,0 step=1,1}\noutput %b\n",
               (counts){.steps = 2, .map = 2}, "a join");
    check_text(
        JOIN_ZEROS
        "%x = input f32[4,38]\n%a = update f32[6,40] %z %x {start=1,1 step=1,1}\noutput %a\n",
        (counts){.steps = 2, .map = 2}, "a pad is a fill and a window");
    check_text(
        JOIN_ZEROS
        "%x = input f32[6,20]\n%m = rmax f32[6,1] %x {first=1 end=2}\n%e = expand f32[6,20] %m\n"
        "%d = sub f32[6,20] %x %e\n%y = input f32[6,20]\n%a = update f32[6,40] %z %d {start=0,0 "
        "step=1,1}\n"
        "%b = update f32[6,40] %a %y {start=0,20 step=1,1}\noutput %b\n",
        (counts){.steps = 2, .map = 1, .row = 1}, "rows go into their place too");
    check_text("kiln 1\n%x = input f32[6,40]\n%v = input f32[1,40]\n%n = neg f32[6,40] %x\n"
               "%w = update f32[6,40] %n %v {start=3,0 step=1,1}\n%u = update f32[6,40] %w %v "
               "{start=3,0 step=1,1}\noutput %u\n",
               (counts){.steps = 3, .map = 3}, "rows of a value that dies");
    check_text("kiln 1\n%x = input f32[6,40]\n%v = input f32[1,40]\n%n = neg f32[1,40] %v\n"
               "%w = update f32[6,40] %x %n {start=3,0 step=1,1}\noutput %w\n",
               (counts){.steps = 2, .map = 1}, "a row of an input is one of its copy");
    check_text(
        "kiln 1\n%x = input f32[40]\n%e = input f32[5]\n%v = exp f32[5] %e\n%n = neg f32[40] %x\n"
        "%w = strided_set f32[40] %n %v {offset=39 stride=-3}\n%u = strided_add f32[40] %w %v "
        "{offset=2 stride=7}\noutput %u\n",
        (counts){.steps = 3, .map = 3}, "strides");
}

/* A stencil reads what it writes over: it is computed first. A row made of another row is not. */
Test(passes, writes_of_what_they_read) {
    check_text("kiln 1\n%x = input f32[600]\n%u = neg f32[600] %x\n%a = slice f32[598] %u {start=0 "
               "step=1}\n"
               "%b = slice f32[598] %u {start=2 step=1}\n%s = add f32[598] %a %b\n%w = update "
               "f32[600] %u %s {start=1 step=1}\noutput %w\n",
               (counts){.steps = 3, .map = 3}, "a stencil");
    check_text(
        "kiln 1\n%x = input f32[6,40]\n%u = neg f32[6,40] %x\n%a = slice f32[1,40] %u {start=2,0 "
        "step=1,1}\n"
        "%s = exp f32[1,40] %a\n%w = update f32[6,40] %u %s {start=3,0 step=1,1}\noutput %w\n",
        (counts){.steps = 2, .map = 2}, "a row of the row before");
}

Test(passes, derivatives_of_slices_are_one_pass) {
    check_derived("kiln 1\n%x = input f32[3,40]\n%a = slice f32[1,40] %x {start=0,0 step=1,1}\n"
                  "%b = slice f32[1,40] %x {start=1,0 step=1,1}\n%c = slice f32[1,40] %x "
                  "{start=2,0 step=1,1}\n"
                  "%p = mul f32[1,40] %a %b\n%q = mul f32[1,40] %p %c\n%s = sum f32[1,1] %q "
                  "{first=0 end=2}\n%r = reshape f32 %s\noutput %r\n",
                  -1, (const int[]){0}, 1, (counts){.steps = 3, .map = 2, .row = 1},
                  "slices that cover the whole");
}

Test(passes, outputs_that_are_other_tensors) {
    plan_case c;
    plan_case_parse(&c,
                    "kiln 1\n%x = input f32[6,4]\n%e = exp f32[6,4] %x\n%r = reshape f32[24] %e\n"
                    "%k = const f32 3\noutput %e\noutput %r\noutput %e\noutput %x\noutput %k\n");
    plan_case_build(&c, true);
    CHECK_EQ(count_steps(c.p, STEP_KERNEL), 2);
    CHECK_EQ(count_steps(c.p, STEP_COPY), 3);
    plan_case_close(&c);
}

Test(passes, empty_tensors_take_no_steps) {
    plan_case c;
    plan_case_parse(&c, "kiln 1\n%x = input f32[0,4]\n%e = exp f32[0,4] %x\n"
                        "%s = sum f32[1,4] %e {first=0 end=1}\n"
                        "%t = permute f32[4,0] %x {perm=1,0}\n%m = matmul f32[4,4] %t %x\n"
                        "%r = rmax f32[0,1] %e {first=1 end=2}\n"
                        "output %e\noutput %s\noutput %m\noutput %r\n");
    plan_case_build(&c, true);
    CHECK_EQ(c.p->nsteps, 2); /* zeros for the sum and for the product */
    plan_case_close(&c);
}

Test(passes, no_code_generator_means_reference_steps) {
    plan_case c;
    plan_case_parse(&c, layer_norm_text);
    plan_case_build(&c, false);
    CHECK_EQ(count_steps(c.p, STEP_REFERENCE), c.p->nsteps);
    CHECK(c.p->declines[PLAN_WHY_NO_JIT] > 10);
    plan_case_close(&c);
}

/* Each text makes the reason appear at least once. */
static void check_reason(const char *text, plan_reason reason) {
    plan_case c;
    plan_case_parse(&c, text);
    plan_case_build(&c, true);
    cr_assert(c.p->declines[reason] > 0, "%s does not appear", plan_reason_name(reason));
    plan_case_close(&c);
}

Test(passes, every_reason_has_a_graph) {
    check_reason("kiln 1\n%x = input f32[8,6]\n%t = permute f32[6,8] %x {perm=1,0}\n"
                 "%r = reshape f32[48] %t\noutput %r\n",
                 PLAN_WHY_NOT_AFFINE);
    check_reason("kiln 1\n%x = input f32[8]\n%y = input f32[8]\n%r = rem f32[8] %x %y\noutput %r\n",
                 PLAN_WHY_DTYPE);
    check_reason("kiln 1\n%x = input f32[8]\n%r = argmax i64[1] %x {first=0 end=1}\noutput %r\n",
                 PLAN_WHY_OPAQUE);
    check_reason("kiln 1\n%x = input f32[40000]\n%r = sum f32[1] %x {first=0 end=1}\noutput %r\n",
                 PLAN_WHY_LONG_ROW);
    check_reason(
        "kiln 1\n%x = input f32[3,9000]\n%r = sum f32[3,1] %x {first=1 end=2}\noutput %r\n",
        PLAN_WHY_FEW_ROWS);
    check_reason("kiln 1\n%x = input f32[90,9]\n%r = sum f32[1,9] %x {first=0 end=1}\n"
                 "%e = exp f32[1,9] %r\noutput %e\n",
                 PLAN_WHY_AFTER_COLUMN);
    check_reason("kiln 1\n%x = input f32[9,9]\n%m = matmul f32[9,9] %x %x\n"
                 "%r = sum f32[9,1] %m {first=1 end=2}\noutput %r\n",
                 PLAN_WHY_AFTER_CONTRACT);
    check_reason("kiln 1\n%x = input f32[9]\n%e = exp f32[9] %x\n%a = reshape f32[9,1] %e\n"
                 "%b = expand f32[9,5] %a\n"
                 "%c = exp f32[9,5] %b\noutput %c\n",
                 PLAN_WHY_DOMAIN);
}
