/* SPDX-License-Identifier: Apache-2.0
 * Faults of memory: writes beyond buffers, places and scratch, writes to what is dead, buffers
 * given back wrongly or taken for something else; and values, NaNs and infinities. Used by
 * planted.c. */
#include "planted.h"

static size_t up(size_t n, size_t to) { return (n + to - 1) / to * to; }
static char *upper_guard(const trial *t, size_t o) {
    return (char *)t->out[o] + up(ir_nbytes(&t->g, t->g.outputs[o].id), 64) + RT_SLACK;
}

static void after_result(trial *t, int point, void *what, size_t i) {
    (void)what, (void)i;
    if (point == RT_PLANT_RAN && t->done++ == 0) upper_guard(t, t->seed)[0] = 1;
}
static void far_after_result(trial *t, int point, void *what, size_t i) {
    (void)what, (void)i;
    if (point == RT_PLANT_RAN && t->done++ == 0) upper_guard(t, t->seed)[63] = 1;
}
static void before_result(trial *t, int point, void *what, size_t i) {
    (void)what, (void)i;
    if (point == RT_PLANT_RAN && t->done++ == 0) ((char *)t->out[t->seed])[-1] = 1;
}
static void long_overrun(trial *t, int point, void *what, size_t i) {
    (void)what, (void)i;
    size_t nbytes = ir_nbytes(&t->g, t->g.outputs[t->seed].id);
    if (point == RT_PLANT_RAN && t->done++ == 0)
        memset((char *)t->out[t->seed] + nbytes, 0,
               upper_guard(t, t->seed) + 64 - (char *)t->out[t->seed] - nbytes);
}
static void before_input(trial *t, int point, void *what, size_t i) {
    (void)what, (void)i;
    if (point == RT_PLANT_RAN && t->done++ == 0) ((char *)t->in[t->seed])[-64] = 1;
}

/* Found on release: the next evaluation ends. */
static void run_release(trial *t) {
    trial_open(t, false);
    trial_graph(t, graph_of_all);
    (void)trial_run(t);
    char *b = rt_buffer_get(t->e, 1000);
    if (t->planted) b[t->seed == 0 ? -3 : (int)up(1000, 64) + RT_SLACK + 20 * (int)t->seed] ^= 4;
    rt_buffer_put(t->e, b, 1000);
    (void)trial_run(t);
    trial_close(t);
}

/* ---- the arena */

typedef struct place {
    size_t offset, nbytes;
    uint32_t first, last;
    bool found;
} place;

static bool lies_on_another(const plan *p, const plan_slot *s) {
    for (size_t i = 0; i < p->nslots; i++)
        if (p->slots[i].kind == SLOT_TEMP && p->slots[i].lent && p->slots[i].offset == s->offset &&
            p->slots[i].last_step == s->first_step)
            return true;
    return false;
}

/* The n-th temporary that has a place for itself; the last such where there are fewer. */
static place temporary(const rt_entry *entry, unsigned n) {
    place at = {0};
    for (size_t i = 0; i < entry->p->nslots; i++) {
        const plan_slot *s = &entry->p->slots[i];
        if (s->kind != SLOT_TEMP || s->lent || s->nbytes == 0 || lies_on_another(entry->p, s))
            continue;
        at = (place){s->offset, s->nbytes, s->first_step, s->last_step, true};
        if (n-- == 0) return at;
    }
    return at;
}

static char *arena_guard(const trial *t, const place *p) {
    return (char *)t->e->arena.data + up(p->offset + p->nbytes + RT_SLACK, 64);
}

static void behind_place(trial *t, void *what, size_t step, size_t byte) {
    place p = temporary(what, t->seed);
    if (!p.found) trial_unable(t, "the plan has no temporaries");
    if (p.found && p.last == step && t->done++ == 0) arena_guard(t, &p)[byte] = 1;
}
static void after_place(trial *t, int point, void *what, size_t i) {
    if (point == RT_PLANT_DONE) behind_place(t, what, i, 0);
}
static void far_after_place(trial *t, int point, void *what, size_t i) {
    if (point == RT_PLANT_DONE) behind_place(t, what, i, 63);
}
static void long_overrun_of_place(trial *t, int point, void *what, size_t i) {
    place p = point == RT_PLANT_DONE ? temporary(what, t->seed) : (place){0};
    char *from = (char *)t->e->arena.data + p.offset + p.nbytes;
    if (p.found && p.last == i && t->done++ == 0)
        memset(from, 0, (size_t)(arena_guard(t, &p) + 64 - from));
}
static void after_packing(trial *t, int point, void *what, size_t i) {
    const plan_step *st = point == RT_PLANT_DONE ? &((rt_entry *)what)->p->steps[i] : NULL;
    if (!st || st->pack_a + st->pack_b == 0 || t->done++ != 0) return;
    ((char *)t->e->arena
         .data)[up(st->pack_offset + st->pack_a + st->pack_b + RT_SLACK, 64) + t->seed * 31] = 0;
}

static void after_scratch(trial *t, int point, void *what, size_t i) {
    const plan *p = point == RT_PLANT_DONE ? ((rt_entry *)what)->p : NULL;
    (void)i;
    if (!p || t->done++ != 0) return;
    if (p->scratch_max == 0)
        trial_unable(t, "the plan has no scratch");
    else
        ((char *)t->e->scratch
             .data)[rt_scratch_piece(t->e, p) * (t->seed == 2 ? 2 : 1) - 128 + t->seed] = 0;
}

/* ---- what is dead */

static void early_write(trial *t, int point, void *what, size_t i) {
    place p = point == RT_PLANT_BEFORE ? temporary(what, t->seed) : (place){0};
    if (p.found && p.first == i && p.first > 0 && t->done++ == 0)
        ((char *)t->e->arena.data)[p.offset + p.nbytes / 2] = 0;
    if (p.found && p.first == 0 && i == 0 && t->done++ == 0)
        ((char *)t->e->arena.data)[p.offset] = 0;
}

static void run_between(trial *t) {
    trial_open(t, false);
    trial_graph(t, graph_of_all);
    (void)trial_run(t);
    if (t->planted) ((char *)t->e->arena.data)[64 * t->seed + 5] = 7;
    (void)trial_run(t);
    trial_close(t);
}

static void run_reuse(trial *t, size_t nbytes, size_t at) {
    trial_open(t, false);
    trial_graph(t, graph_of_all);
    (void)trial_run(t);
    char *b = rt_buffer_get(t->e, nbytes);
    memset(b, 1, nbytes);
    rt_buffer_put(t->e, b, nbytes);
    if (t->planted) b[at] = 2;
    b = rt_buffer_get(t->e, nbytes);
    (void)trial_run(t);
    rt_buffer_put(t->e, b, nbytes);
    trial_close(t);
}
static void run_reuse_small(trial *t) { run_reuse(t, 3000, t->seed * 1499); }
static void run_reuse_long(trial *t) {
    run_reuse(t, (size_t)3 << 20, 4096 * (100 + t->seed) - RT_GUARD + 30);
}
static void run_reuse_slack(trial *t) { run_reuse(t, 3000, up(3000, 64) + 20 * t->seed); }

/* ---- buffers given back */

static void run_given(trial *t, int how) {
    trial_open(t, false);
    trial_graph(t, graph_of_all);
    (void)trial_run(t);
    static _Alignas(64) char foreign[4096];
    char *b = rt_buffer_get(t->e, 2000);
    bool again = !t->planted || how != 2;
    if (t->planted && how == 0) rt_buffer_put(t->e, b, 2000);
    if (t->planted && how == 1) rt_buffer_put(t->e, foreign + 64 * (1 + t->seed), 2000);
    if (t->planted && how == 2) rt_buffer_put(t->e, b, 1999 - 700 * t->seed);
    if (t->planted && how == 3) rt_buffer_put(t->e, b + 64 * (1 + t->seed), 2000);
    if (again) rt_buffer_put(t->e, b, 2000);
    (void)trial_run(t);
    trial_close(t);
}
static void run_twice(trial *t) { run_given(t, 0); }
static void run_foreign(trial *t) { run_given(t, 1); }
static void run_short(trial *t) { run_given(t, 2); }
static void run_inside(trial *t) { run_given(t, 3); }

/* ---- buffers taken for something else: the result of one graph is the input of another */

static void run_label(trial *t, const char *takes) {
    void *made, *other;
    trial_open(t, false);
    trial_graph(t, "kiln 1\n%x = input f32[8,16]\n%e = exp f32[8,16] %x\noutput %e\n");
    (void)trial_run(t);
    made = t->out[0];
    t->out[0] = NULL;
    trial_graph(t, t->planted ? takes
                              : "kiln 1\n%x = input f32[8,16]\n%e = neg f32[8,16] %x\noutput %e\n");
    if (t->o.unable) return;
    other = t->in[0];
    t->in[0] = made;
    (void)trial_run(t);
    t->in[0] = other;
    rt_buffer_put(t->e, made, 512);
    trial_close(t);
}
static void run_dtype(trial *t) {
    static const char *const takes[] = {"i32[8,16]", "i64[8,8]", "f64[8,8]"};
    char text[160];
    snprintf(text, sizeof text, "kiln 1\n%%x = input %s\n%%e = neg %s %%x\noutput %%e\n",
             takes[t->seed], takes[t->seed]);
    run_label(t, text);
}
static void run_shape(trial *t) {
    static const char *const takes[] = {"f32[16,8]", "f32[128]", "f32[8,16,1]"};
    char text[160];
    snprintf(text, sizeof text, "kiln 1\n%%x = input %s\n%%e = neg %s %%x\noutput %%e\n",
             takes[t->seed], takes[t->seed]);
    run_label(t, text);
}
static void run_length(trial *t) {
    static const char *const takes[] = {"f32[8,17]", "f32[9,16]", "f32[8,15]"};
    char text[160];
    snprintf(text, sizeof text, "kiln 1\n%%x = input %s\n%%e = neg %s %%x\noutput %%e\n",
             takes[t->seed], takes[t->seed]);
    run_label(t, text);
}

/* ---- values */

static void run_value(trial *t, const char *text, double good, double bad) {
    trial_open(t, false);
    trial_graph(t, text);
    float *x = t->in[0];
    for (int i = 0; i < 96; i++) x[i] = (float)good;
    if (t->planted) x[t->seed * 40] = (float)bad;
    (void)trial_run(t);
    trial_close(t);
}
static void run_root(trial *t) {
    run_value(t,
              "kiln 1\n%x = input f32[96]\n%a = add f32[96] %x %x\n%r = sqrt f32[96] %a\n%e = neg "
              "f32[96] %r\noutput %e\n",
              1, -1);
}
static void run_ratio(trial *t) {
    run_value(t,
              "kiln 1\n%x = input f32[96]\n%a = mul f32[96] %x %x\n%r = div f32[96] %a %x\n%e = "
              "exp f32[96] %r\noutput %e\n",
              1, 0);
}
static void run_log(trial *t) {
    run_value(t,
              "kiln 1\n%x = input f32[96]\n%a = neg f32[96] %x\n%r = log f32[96] %a\noutput %r\n",
              -1, 1);
}
static void run_overflow(trial *t) {
    run_value(t,
              "kiln 1\n%x = input f32[96]\n%a = add f32[96] %x %x\n%r = exp f32[96] %a\n%e = neg "
              "f32[96] %r\noutput %e\n",
              1, 60);
}
static void run_pole(trial *t) {
    run_value(
        t, "kiln 1\n%x = input f32[96]\n%o = const f32 0x1p+0\n%r = div f32[96] %o %x\noutput %r\n",
        1, 0);
}

const fault memory_faults[] = {
    {"a byte after a result is written", RT_CHECK_GUARD, run_all, after_result, NULL},
    {"the last byte of a guard is written", RT_CHECK_GUARD, run_all, far_after_result, NULL},
    {"a byte before a result is written", RT_CHECK_GUARD, run_all, before_result, NULL},
    {"a result is overrun", RT_CHECK_GUARD, run_all, long_overrun, NULL},
    {"64 bytes before an input a byte is written", RT_CHECK_GUARD, run_all, before_input, NULL},
    {"a buffer is released with a broken guard", RT_CHECK_GUARD, run_release, NULL, NULL},
    {"a byte after a temporary is written", RT_CHECK_ARENA, run_all, after_place, NULL},
    {"the last byte of a temporary's guard is written", RT_CHECK_ARENA, run_all, far_after_place,
     NULL},
    {"a temporary is overrun", RT_CHECK_ARENA, run_all, long_overrun_of_place, NULL},
    {"packing space is overrun", RT_CHECK_ARENA, run_all, after_packing, NULL},
    {"scratch is overrun", RT_CHECK_SCRATCH, run_all, after_scratch, NULL},
    {"a place is written before a value lies there", RT_CHECK_DEAD, run_all, early_write, NULL},
    {"the arena is written between runs", RT_CHECK_DEAD, run_between, NULL, NULL},
    {"a released buffer is written", RT_CHECK_DEAD, run_reuse_small, NULL, NULL},
    {"a long released buffer is written", RT_CHECK_DEAD, run_reuse_long, NULL, NULL},
    {"the slack of a released buffer is written", RT_CHECK_DEAD, run_reuse_slack, NULL, NULL},
    {"a buffer is given back twice", RT_CHECK_OWNER, run_twice, NULL, NULL},
    {"a buffer of nobody's is given back", RT_CHECK_OWNER, run_foreign, NULL, NULL},
    {"a buffer is given back as a shorter one", RT_CHECK_OWNER, run_short, NULL, NULL},
    {"the inside of a buffer is given back", RT_CHECK_OWNER, run_inside, NULL, NULL},
    {"a buffer is taken for another dtype", RT_CHECK_LABEL, run_dtype, NULL, NULL},
    {"a buffer is taken for another shape", RT_CHECK_LABEL, run_shape, NULL, NULL},
    {"a buffer is taken for a longer or shorter one", RT_CHECK_LABEL, run_length, NULL, NULL},
    {"the root of a negative number", RT_CHECK_NAN, run_root, NULL, "sqrt f32[96]"},
    {"0 / 0", RT_CHECK_NAN, run_ratio, NULL, "div f32[96]"},
    {"the logarithm of a negative number", RT_CHECK_NAN, run_log, NULL, "log f32[96]"},
    {"exp overflows", RT_CHECK_INFINITY, run_overflow, NULL, "exp f32[96]"},
    {"1 / 0", RT_CHECK_INFINITY, run_pole, NULL, "div f32[96]"},
    {NULL, 0, NULL, NULL, NULL},
};
