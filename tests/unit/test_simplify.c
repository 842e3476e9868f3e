/* SPDX-License-Identifier: Apache-2.0
 * Simplification rules: each fires where it should, declines where it should not, and what it gives
 * has the same bits as what it replaces, for inputs of any bits. KILN_TEST: sanitize=address */
#include "passes.h"
#include "passes/simplify.h"
#include "reference/reference.h"
#include "simplify_cases.h"

static const char inputs[] =
    "kiln 1\n%x = input f32[6]\n%y = input f32[6]\n%i = input i32[6]\n%c = input bool[6]\n"
    "%m = input f32[2,3]\n";

/* Values that break careless rules: a NaN with a payload, zeros of both signs, an infinity, a
 * subnormal. */
static const uint32_t wild[6] = {0x7f812345, 0x80000000, 0, 0xff800000, 0x00000003, 0x40490fdb};
static const uint32_t other[6] = {0xffc00001, 0, 0x80000000, 0x7f800000, 0x3f800000, 0xc2f70000};
static const int32_t whole[6] = {INT32_MIN, -1, 0, 1, 77, INT32_MAX};
static const uint8_t truth[6] = {0, 1, 1, 0, 1, 0};

static void evaluate(const ir_graph *g, const void *const out[2]) {
    void *const in[] = {(void *)wild, (void *)other, (void *)whole, (void *)truth, (void *)other};
    kn_text why;
    kn_text_init(&why, kn_alloc_default());
    kiln_status status =
        ref_graph(kn_alloc_default(), g, in, NULL, (void *const *)out, NULL, NULL, &why, NULL);
    cr_assert(status == KILN_OK, "%s", kn_text_str(&why));
    kn_text_free(&why);
}

static int rule_named(const char *name) {
    for (int r = 0; r < simplify_rule_count(); r++)
        if (strcmp(simplify_rule_name(r), name) == 0) return r;
    cr_assert(false, "there is no rule %s", name);
    return -1;
}

/* Tries the rule on the last node of the text. */
static void try_rule(const char *name, const char *text, bool fires) {
    plan_case c;
    char whole_text[1024];
    unsigned char before[512] = {0}, after[512] = {0};
    snprintf(whole_text, sizeof whole_text, "%s%s", inputs, text);
    plan_case_parse(&c, whole_text);
    ir_builder b;
    ir_builder_init(&b, &c.g);
    simplify s = {.g = &c.g, .b = &b};
    ir_id id = (ir_id)c.g.count - 1, result = simplify_try_rule(&s, rule_named(name), id);
    cr_assert(b.status == KILN_OK, "%s: %s", name, b.message);
    cr_assert((result != IR_NONE) == fires, "%s %s", name, fires ? "does not fire" : "fires");
    if (fires) {
        cr_assert(ir_same_shape(&c.g, id, result) &&
                      ir_at(&c.g, id)->dtype == ir_at(&c.g, result)->dtype,
                  "%s", name);
        CHECK_OK(ir_add_output(&c.g, id, NULL));
        CHECK_OK(ir_add_output(&c.g, result, NULL));
        cr_assert(ir_nbytes(&c.g, id) <= sizeof before);
        evaluate(&c.g, (const void *const[2]){before, after});
        cr_assert(memcmp(before, after, ir_nbytes(&c.g, id)) == 0, "%s changes bits", name);
    }
    simplify_free(&s);
    plan_case_close(&c);
}

Test(simplify, every_rule_fires_and_declines) {
    size_t cases = sizeof simplify_cases / sizeof *simplify_cases;
    for (size_t i = 0; i < cases; i++) {
        try_rule(simplify_cases[i].rule, simplify_cases[i].fires, true);
        if (simplify_cases[i].declines)
            try_rule(simplify_cases[i].rule, simplify_cases[i].declines, false);
    }
    for (int r = 0; r < simplify_rule_count(); r++) {
        bool tested = false;
        for (size_t i = 0; i < cases; i++)
            tested = tested || strcmp(simplify_cases[i].rule, simplify_rule_name(r)) == 0;
        cr_assert(tested, "rule %s has no case", simplify_rule_name(r));
    }
}

/* The graph after the passes, printed. */
static void simplified(plan_case *c, const char *text, kn_text *out) {
    char whole_text[1024];
    pass_config config = plan_config(true);
    snprintf(whole_text, sizeof whole_text, "%s%s", inputs, text);
    plan_case_parse(c, whole_text);
    kiln_status status = passes_simplify(&c->g, &config, &c->why);
    cr_assert(status == KILN_OK, "%s", kn_text_str(&c->why));
    kn_text_init(out, &c->alloc.vtable);
    ir_print(&c->g, out);
}

#define AFTER(text, has, lacks)                                                                    \
    do {                                                                                           \
        plan_case c_;                                                                              \
        kn_text out_;                                                                              \
        simplified(&c_, text, &out_);                                                              \
        CHECK_HAS(kn_text_str(&out_), has);                                                        \
        cr_assert(!strstr(kn_text_str(&out_), lacks), "%s has %s", kn_text_str(&out_), lacks);     \
        kn_text_free(&out_);                                                                       \
        plan_case_close(&c_);                                                                      \
    } while (0)

Test(simplify, folds_exact_arithmetic_only) {
    AFTER("%a = const f32 3\n%b = const f32 7\n%q = div f32 %a %b\n%r = mul f32[6] %x %q\noutput "
          "%r\n",
          "const f32 0x1.b6db6ep-2", " div ");
    AFTER("%a = const f32 2\n%q = exp f32 %a\n%r = mul f32[6] %x %q\noutput %r\n", " exp ",
          " div ");
    AFTER("%a = const i32 2147483647\n%b = const i32 2\n%q = add i32 %a %b\n%r = add i32[6] %i %q\n"
          "output %r\n",
          "const i32 -2147483647", "const i32 2\n");
    AFTER("%a = const f32 nan\n%b = const f32 1\n%q = lt bool %a %b\n%r = and bool[6] %c "
          "%q\noutput %r\n",
          "const bool false", " lt ");
    AFTER("%a = const f32 1e30\n%q = cast i32 %a\n%r = add i32[6] %i %q\noutput %r\n", " cast ",
          "const i32");
    AFTER("%a = const f32 -7\n%q = cast i64 %a\n%w = cast i64[6] %i\n%r = add i64[6] %w %q\noutput "
          "%r\n",
          "const i64 -7", "const f32");
}

Test(simplify, repeated_numbers_become_rank_0) {
    AFTER("%a = const f32 3\n%b = reshape f32[1] %a\n%d = expand f32[6] %b\n%r = add f32[6] %x %d\n"
          "output %r\n",
          "add f32[6] %0 %5", " expand ");
    /* all repeated: the arithmetic is done once, then repeated */
    AFTER("%a = scalar f32 3\n%b = reshape f32[1] %a\n%d = expand f32[6] %b\n%e = exp f32[6] "
          "%d\noutput %e\n",
          "exp f32 %5", "exp f32[6]");
}

Test(simplify, shares_equal_nodes_but_no_scalars) {
    AFTER("%a = add f32[6] %x %y\n%b = add f32[6] %y %x\n%r = mul f32[6] %a %b\noutput %r\n",
          "mul f32[6] %5 %5", "%7");
    AFTER("%a = sub f32[6] %x %y\n%b = sub f32[6] %y %x\n%r = mul f32[6] %a %b\noutput %r\n",
          "mul f32[6] %5 %6", "%8");
    AFTER("%a = scalar f32 1\n%b = scalar f32 1\n%r = fma f32[6] %x %a %b\noutput %r\n",
          "fma f32[6] %0 %5 %6", "%8");
}

Test(simplify, keeps_inputs_and_scalars_in_place) {
    plan_case c;
    kn_text out;
    simplified(&c, "%a = scalar f32 1\n%b = scalar f32 2\n%r = mul f32[6] %y %b\noutput %r\n",
               &out);
    int inputs_left = 0, scalars_left = 0;
    for (ir_id id = 0; id < c.g.count; id++) {
        inputs_left += ir_at(&c.g, id)->op == IR_INPUT;
        scalars_left += ir_at(&c.g, id)->op == IR_SCALAR;
    }
    CHECK_EQ(inputs_left, 5);
    CHECK_EQ(scalars_left, 2);
    kn_text_free(&out);
    plan_case_close(&c);
}
