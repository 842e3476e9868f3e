/* SPDX-License-Identifier: Apache-2.0
 * Results on inputs that nobody reads again: where a plan allows it, that such a run gives the same
 * bits, and that what fails or is refused leaves every input as it was. */
#include "runtime.h"

typedef struct donation_case {
    run_case r;
    uint8_t donated[RUN_MOST];
    void *before[RUN_MOST]; /* copies of the inputs */
    void *wanted[RUN_MOST];
} donation_case;

static void open_case(donation_case *c, kiln_verify verify) {
    kiln_options o = run_options();
    memset(c, 0, sizeof *c);
    o.verify = verify;
    run_open(&c->r, &o);
}

/* Inputs in the engine's buffers, as tensors have them; no outputs. */
static void set_graph(donation_case *c, const char *text) {
    run_case *r = &c->r;
    size_t i = 0;
    run_graph(r, text);
    for (ir_id id = 0; id < r->g.count; id++) {
        if (ir_at(&r->g, id)->op != IR_INPUT) continue;
        size_t nbytes = ir_nbytes(&r->g, id);
        void *data = rt_buffer_get(r->engine, nbytes);
        memcpy(data, r->inputs[i], nbytes);
        c->before[i] = r->inputs[i];
        r->inputs[i] = data;
        c->donated[i++] = 1;
    }
    for (size_t o = 0; o < r->g.noutputs; o++) {
        size_t nbytes = ir_nbytes(&r->g, r->g.outputs[o].id);
        rt_buffer_put(r->engine, r->outputs[o], nbytes);
        r->outputs[o] = NULL;
        c->wanted[o] = malloc(nbytes + 1);
    }
    CHECK_OK(ref_graph(r->alloc, &r->g, c->before, NULL, c->wanted, NULL, NULL, &r->why, NULL));
}

static kiln_status run_donated(donation_case *c) {
    run_case *r = &c->r;
    rt_io io = {.inputs = r->inputs, .outputs = r->outputs, .donated = c->donated};
    kn_text_clear(&r->why);
    return rt_run(r->engine, &r->g, &io, "test", "test.c:1", &r->why);
}

static bool is_output(const donation_case *c, const void *data) {
    for (size_t o = 0; o < c->r.g.noutputs; o++)
        if (c->r.outputs[o] == data) return true;
    return false;
}

static void drop_graph(donation_case *c) {
    run_case *r = &c->r;
    size_t i = 0;
    for (ir_id id = 0; id < r->g.count; id++) {
        if (ir_at(&r->g, id)->op != IR_INPUT) continue;
        if (!is_output(c, r->inputs[i]))
            rt_buffer_put(r->engine, r->inputs[i], ir_nbytes(&r->g, id));
        free(c->before[i++]);
    }
    for (size_t o = 0; o < r->g.noutputs; o++) free(c->wanted[o]);
    r->ninputs = 0;
}

/* lies: by output, the input it comes to lie on, or '-'; '?': it depends on the order of steps. */
static void check_lies(donation_case *c, const char *text, const char *lies) {
    run_case *r = &c->r;
    set_graph(c, text);
    cr_assert(run_donated(c) == KILN_OK, "%s: %s", text, kn_text_str(&r->why));
    for (size_t o = 0; o < r->g.noutputs; o++) {
        size_t nbytes = ir_nbytes(&r->g, r->g.outputs[o].id);
        bool somewhere = lies[o] == '-' || lies[o] == '?';
        const void *wanted = somewhere ? NULL : r->inputs[lies[o] - '0'];
        cr_assert(memcmp(c->wanted[o], r->outputs[o], nbytes) == 0, "%s: output %zu differs", text,
                  o);
        if (wanted) cr_assert(r->outputs[o] == wanted, "%s: output %zu lies elsewhere", text, o);
        for (size_t i = 0; lies[o] == '-' && i < r->ninputs; i++)
            cr_assert(r->outputs[o] != r->inputs[i], "%s: output %zu lies on %zu", text, o, i);
    }
    size_t i = 0;
    for (ir_id id = 0; id < r->g.count; id++) {
        if (ir_at(&r->g, id)->op != IR_INPUT) continue;
        bool kept = is_output(c, r->inputs[i]) ||
                    memcmp(r->inputs[i], c->before[i], ir_nbytes(&r->g, id)) == 0;
        cr_assert(kept, "%s: input %zu was written to", text, i);
        i++;
    }
    drop_graph(c);
}

#define X "kiln 1\n%x = input f32[64,40]\n"
#define ROW "%v = input f32[1,40]\n"
#define PUT "%w = update f32[64,40] %x %v {start=7,0 step=1,1}\n"

static const struct {
    const char *text, *lies;
} cases[] = {
    {X "%y = input f32[64,40]\n%a = add f32[64,40] %x %y\n%b = mul f32[64,40] %x %y\noutput "
       "%a\noutput %b\n",
     "01"},
    {X "%n = neg f32[64,40] %x\n%s = sum f32[64,1] %x {first=1 end=2}\noutput %n\noutput %s\n",
     "--"},
    {X "%y = input f32[64,40]\n%t = permute f32[40,64] %y {perm=1,0}\n%r = reshape f32[64,40] "
       "%t\n%a = add f32[64,40] %r %x\noutput %a\n",
     "0"},
    {X ROW PUT "output %w\n", "0"},
    {X ROW PUT "%u = update f32[64,40] %w %v {start=9,0 step=1,1}\noutput %u\n", "0"},
    {X "%v = slice f32[1,40] %x {start=3,0 step=1,1}\n%n = neg f32[1,40] %v\n%w = update "
       "f32[64,40] %x %n {start=3,0 step=1,1}\noutput %w\n",
     "0"},
    {X "%v = slice f32[63,40] %x {start=0,0 step=1,1}\n%n = neg f32[63,40] %v\n%w = update "
       "f32[64,40] %x %n {start=1,0 step=1,1}\noutput %w\n",
     "0"},
    {X ROW PUT "output %w\noutput %x\n", "??"}, /* the input is asked for too */
    {X ROW PUT "%y = input f32[64,40] {same=%x}\n%s = sum f32[1,1] %y {first=0 end=2}\noutput "
               "%w\noutput %s\n",
     "--"},
    {X ROW PUT "%n = neg f32[64,40] %w\noutput %n\noutput %w\n", "-0"},
    {X "output %x\n", "0"},
    {X "%r = reshape f32[40,64] %x\n%s = sum f32[40,1] %r {first=1 end=2}\n%e = expand f32[40,64] "
       "%s\n%d = sub f32[40,64] %r %e\noutput %d\n",
     "0"},
};

Test(donation, results_lie_on_inputs) {
    donation_case c;
    open_case(&c, KILN_VERIFY_OFF);
    RUN_NEEDS_JIT(&c.r);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_lies(&c, cases[i].text, cases[i].lies);
    run_close(&c.r);
}

/* The first run is compared with the reference, which reads the inputs; later ones are not. */
Test(donation, not_while_verified) {
    donation_case c;
    open_case(&c, KILN_VERIFY_FIRST);
    RUN_NEEDS_JIT(&c.r);
    for (size_t i = 0; i < 4; i++) {
        check_lies(&c, cases[0].text, i == 0 ? "--" : "01");
        check_lies(&c, cases[3].text, i == 0 ? "-" : "0");
    }
    run_close(&c.r);
}

/* What may fail comes before what cannot be undone, or nothing is written over. */
Test(donation, failures_leave_inputs) {
    static const char text[] = X ROW "%i = input i64[1,40]\n" PUT
                                     "%g = gather f32[1,40] %w %i {axis=0}\noutput %w\noutput %g\n";
    donation_case c;
    open_case(&c, KILN_VERIFY_OFF);
    RUN_NEEDS_JIT(&c.r);
    set_graph(&c, "kiln 1\n%x = input f32[64,40]\noutput %x\n");
    drop_graph(&c);
    run_case *r = &c.r;
    run_graph(r, text);
    for (size_t o = 0; o < 2; o++)
        rt_buffer_put(r->engine, r->outputs[o], ir_nbytes(&r->g, r->g.outputs[o].id)),
            r->outputs[o] = NULL;
    kn_hash before = kn_hash_bytes(r->inputs[0], 64 * 40 * sizeof(float));
    for (int k = 0; k < 40; k++) ((int64_t *)r->inputs[2])[k] = 99;
    memset(c.donated, 1, sizeof c.donated);
    CHECK_EQ(run_donated(&c), KILN_BAD_ARGUMENT);
    kn_hash after = kn_hash_bytes(r->inputs[0], 64 * 40 * sizeof(float));
    cr_assert(memcmp(&before, &after, sizeof before) == 0,
              "an input was written to before a step that failed");
    cr_assert(r->outputs[0] == NULL && r->outputs[1] == NULL);
    memset(r->inputs[2], 0, 40 * sizeof(int64_t));
    CHECK_OK(run_donated(&c));
    for (size_t i = 0; i < 3; i++)
        cr_assert(r->outputs[0] != r->inputs[i] && r->outputs[1] != r->inputs[i]);
    run_close(r);
}
