/* SPDX-License-Identifier: Apache-2.0
 * One workload: a first, verified run that gives the digest; then timed sessions of each path,
 * alternating with the machine's own bandwidth and with the peer. Called by bench.c. */
#include "bench.h"

#include <stdlib.h>
#include <string.h>

/* A workload in a session, as one contestant. */
typedef struct kiln_side {
    const workload *w;
    bench_run run;
    kiln_path path;
    samples record, run_part; /* microseconds of each run */
    kiln_counters before;     /* after the warm-up */
    size_t counted;           /* runs since `before` */
} kiln_side;

/* ---- data */

void bench_out(bench_run *r, kiln_tensor *t) {
    if (r->nout < MOST_OUTPUTS) r->out[r->nout++] = t;
}

kiln_tensor *bench_state(bench_run *r, int i, kiln_tensor *value) {
    return r->in[i] = kiln_keep(value);
}

kiln_tensor *bench_normal(bench_run *r, int i, kiln_shape shape) {
    return bench_state(r, i, kiln_counter_normal(r->s, 1000 + i, KILN_F32, shape));
}

kiln_tensor *bench_uniform(bench_run *r, int i, double low, double high, kiln_shape shape) {
    kiln_tensor *u = kiln_counter_uniform(r->s, 1000 + i, KILN_F32, shape);
    return bench_state(r, i, kiln_add(kiln_mul(u, high - low), low));
}

kiln_tensor *bench_index(bench_run *r, int i, double below, kiln_shape shape) {
    kiln_tensor *u = kiln_counter_uniform(r->s, 1000 + i, KILN_F32, shape);
    return bench_state(r, i, kiln_to(kiln_mul(u, below), KILN_I64));
}

static kiln_counters counters(const bench_run *r) {
    kiln_counters c = {.struct_size = sizeof c};
    kiln_count(r->s, &c);
    return c;
}

/* FNV-1a by words: names a result, is no defence. */
static uint64_t digest_bytes(uint64_t h, const void *data, size_t nbytes) {
    const unsigned char *at = data;
    for (; nbytes > 0;) {
        uint64_t word = 0;
        size_t n = nbytes < 8 ? nbytes : 8;
        memcpy(&word, at, n);
        h = (h ^ word) * 0x100000001b3u;
        h ^= h >> 29;
        at += n;
        nbytes -= n;
    }
    return h;
}

/* ---- one side */

static bool side_open(kiln_side *side, const workload *w, const settings *set, kiln_path path,
                      kiln_verify verify) {
    kiln_options o = set->session;
    o.path = path;
    o.verify = verify;
    *side = (kiln_side){.w = w, .path = path, .run.s = kiln_open(&o)};
    bench_run *r = &side->run;
    budget_bind(r->s, set->budget);
    kiln_scope (r->s) w->setup(r);
    kiln_tensor *made[MOST_INPUTS];
    size_t n = 0;
    for (int i = 0; i < MOST_INPUTS; i++)
        if (r->in[i] != NULL) made[n++] = r->in[i];
    if (n > 0) kiln_eval(kiln_list_from(n, made));
    return !kiln_failed(r->s);
}

/* Kept inputs, written: they are computed when the scope has closed, so that no handle can ask for
 * an intermediate and what they held before may be written over. */
static bool only_state(const bench_run *r) {
    size_t kept = 0;
    for (size_t o = 0; o < r->nout; o++)
        for (int i = 0; i < MOST_INPUTS; i++) kept += r->out[o] == r->in[i];
    return kept == r->nout;
}

static void evaluate(bench_run *r, uint64_t *digest, double *end) {
    kiln_eval(kiln_list_from(r->nout, r->out));
    if (digest == NULL) return; /* the clock runs until the scope is closed */
    *end = now_us();
    *digest = 0xcbf29ce484222325u;
    for (size_t i = 0; i < r->nout; i++) {
        kiln_host_data look = kiln_host(r->out[i]);
        *digest = digest_bytes(*digest, look.data, look.nbytes);
    }
}

/* One repetition; when `digest` is not NULL also that of its outputs, after the clock has stopped.
 */
static double side_step(kiln_side *side, uint64_t *digest) {
    bench_run *r = &side->run;
    uint64_t run_ns = counters(r).run_ns;
    double start = now_us(), recorded = 0, end = 0;
    bool outlive = false; /* the results, the scope */
    r->nout = 0;
    kiln_scope (r->s) {
        side->w->record(r);
        recorded = now_us();
        outlive = only_state(r);
        if (!side->w->only_records && !outlive) evaluate(r, digest, &end);
    }
    if (!side->w->only_records && outlive) evaluate(r, digest, &end);
    if (digest == NULL) end = now_us();
    r->step++;
    side->counted++;
    samples_add(&side->record, recorded - start);
    samples_add(&side->run_part, (double)(counters(r).run_ns - run_ns) * 1e-3);
    return kiln_failed(r->s) ? -1 : end - start;
}

static double side_once(void *who) { return side_step(who, NULL); }

static void side_close(kiln_side *side) {
    kiln_close(side->run.s);
    free(side->record.us);
    free(side->run_part.us);
}

static int side_fail(const kiln_side *side) {
    int code =
        fail(code_of(kiln_error(side->run.s)), "%s: %s", side->w->id, kiln_error_text(side->run.s));
    return code;
}

/* The run that is compared with the reference, bit for bit, and gives the digest. */
static int first_run(const workload *w, const settings *set, kiln_path path, result *r) {
    kiln_side side;
    int code = EXIT_OK;
    progress("%s: first run, verified", w->id);
    if (!side_open(&side, w, set, path, KILN_VERIFY_FIRST)) code = side_fail(&side);
    kiln_counters before = counters(&side.run);
    if (code == EXIT_OK && side_step(&side, &r->digest) < 0) code = side_fail(&side);
    kiln_counters after = counters(&side.run);
    r->has_digest = side.run.nout > 0;
    r->kernels = side.w->only_records ? 0 : after.last_plan_kernels;
    r->first_plan_us = (double)(after.plan_ns - before.plan_ns) * 1e-3;
    r->first_compile_us = (double)(after.compile_ns - before.compile_ns) * 1e-3;
    r->first_load_us = (double)(after.load_ns - before.load_ns) * 1e-3;
    r->first_verify_us = (double)(after.verify_ns - before.verify_ns) * 1e-3;
    r->first_compiled = after.kernels_compiled - before.kernels_compiled;
    r->first_from_disk = after.kernels_from_disk - before.kernels_from_disk;
    r->first_from_memory = after.kernels_from_memory - before.kernels_from_memory;
    r->verified_plans = after.verified_plans - before.verified_plans;
    side_close(&side);
    return code;
}

static void side_result(kiln_side *side, const settings *set, const contestant *c, result *r) {
    kiln_counters now = counters(&side->run);
    double runs = side->counted > 0 ? (double)side->counted : 1;
    char path[sizeof r->path];
    bool records = side->w->only_records;
    snprintf(path, sizeof path, "%s", records ? "record" : kiln_setting(side->run.s, "path"));
    result_times(r, side->w->id, path, set, &c->samples);
    r->allocations = (double)(now.allocations - side->before.allocations) / runs;
    r->bytes_allocated = (double)(now.bytes_allocated - side->before.bytes_allocated) / runs;
    r->peak_bytes = now.bytes_peak;
    samples_sort(&side->record);
    samples_sort(&side->run_part);
    r->record_us = samples_at(&side->record, 0.5);
    r->run_us = samples_at(&side->run_part, 0.5);
    r->replans = now.plans_built - side->before.plans_built;
}

/* ---- who it is held against */

typedef struct rivals {
    stream *machine;
    openblas *peer;
    contestant by[STREAM_KINDS + 1]; /* the streams, then the peer */
    bool runs[STREAM_KINDS + 1];
} rivals;

static void rivals_open(rivals *v, const workload *w, const settings *set) {
    *v = (rivals){0};
    if (w->traffic != NO_TRAFFIC) v->machine = stream_open(set->threads, w->bytes);
    if (v->machine != NULL) stream_contestants(v->machine, set, 0.25, v->by);
    for (int i = 0; v->machine != NULL && i < STREAM_KINDS; i++)
        v->runs[i] = (i == STREAM_READ) == (w->traffic == READS);
    const char *why = "";
    if (w->peer[0] > 0)
        v->peer = openblas_open(w->peer[0], w->peer[1], w->peer[2], set->threads, &why);
    if (w->peer[0] > 0 && v->peer == NULL)
        fprintf(stderr, "kiln bench: %s: no peer: %s\n", w->id, why);
    v->runs[STREAM_KINDS] = v->peer != NULL;
    v->by[STREAM_KINDS] = (contestant){.once = openblas_once,
                                       .who = v->peer,
                                       .budget_us = set->seconds * 1e6,
                                       .exactly = set->reps,
                                       .settle_us = 40000};
}

static void rivals_close(rivals *v) {
    stream_close(v->machine);
    openblas_close(v->peer);
}

/* The least time the machine needs: to move the bytes, or to do the arithmetic. */
static double floor_us(const workload *w, const settings *set, const result *r) {
    double move = w->traffic == READS ? r->read_us : r->copy_us;
    if (w->traffic == COPIES && r->copy_nt_us > 0 && r->copy_nt_us < move) move = r->copy_nt_us;
    double compute = set->peak_gflops > 0 ? w->flops / set->peak_gflops * 1e-3 : 0;
    return move > compute ? move : compute;
}

static size_t peer_result(const workload *w, const settings *set, const contestant *peer,
                          result *out) {
    char id[sizeof out->id];
    snprintf(id, sizeof id, "openblas_%s", w->id);
    *out = (result){.flops = w->flops, .bytes = w->bytes};
    result_times(out, id, "peer", set, &peer->samples);
    return 1;
}

/* ---- the contest */

typedef struct arena {
    kiln_side side[2];
    contestant all[2 + STREAM_KINDS + 1];
    size_t of_rival[STREAM_KINDS + 1]; /* where it is in `all`; 0: not there, as a side is first */
    size_t sides, count;
} arena;

static int enter_sides(arena *a, const workload *w, const settings *set, result *out) {
    for (int p = 0; p < 2; p++) {
        kiln_path path = p == 0 ? KILN_FUSED : KILN_EAGER;
        if (!(p == 0 ? set->fused || w->only_records : set->eager && !w->only_records)) continue;
        result *r = &out[a->sides];
        *r = (result){.flops = w->flops, .bytes = w->bytes};
        int code = first_run(w, set, path, r);
        if (code != EXIT_OK) return code;
        kiln_side *side = &a->side[a->sides++];
        if (!side_open(side, w, set, path, KILN_VERIFY_OFF)) return side_fail(side);
        if (side_step(side, NULL) < 0 || side_step(side, NULL) < 0) return side_fail(side);
        side->before = counters(&side->run);
        side->record.count = side->run_part.count = 0;
        side->counted = 0;
        a->all[a->count++] = (contestant){
            .once = side_once, .who = side, .budget_us = set->seconds * 1e6, .exactly = set->reps};
    }
    return EXIT_OK;
}

static size_t collect(arena *a, const workload *w, const settings *set, const rivals *v,
                      result *out) {
    double p50[STREAM_KINDS + 1] = {0};
    size_t n = a->sides;
    for (int i = 0; i <= STREAM_KINDS; i++)
        if (a->of_rival[i] > 0) p50[i] = samples_at(&a->all[a->of_rival[i]].samples, 0.5);
    for (size_t i = 0; i < a->sides; i++) {
        result *r = &out[i];
        r->copy_us = p50[STREAM_COPY];
        r->copy_nt_us = p50[STREAM_COPY_NT];
        r->read_us = p50[STREAM_READ];
        r->peer_us = p50[STREAM_KINDS];
        r->floor_us = floor_us(w, set, r);
        side_result(&a->side[i], set, &a->all[i], r);
    }
    if (v->peer != NULL) n += peer_result(w, set, &a->all[a->of_rival[STREAM_KINDS]], &out[n]);
    return n;
}

size_t bench_workload(const workload *w, const settings *set, result *out, int *code) {
    if (w->setup == NULL) return bench_stream(w, set, out, code);
    arena a = {0};
    rivals v = {0};
    size_t n = 0;
    *code = enter_sides(&a, w, set, out);
    if (*code == EXIT_OK) {
        rivals_open(&v, w, set);
        for (int i = 0; i <= STREAM_KINDS; i++) {
            if (!v.runs[i]) continue;
            a.of_rival[i] = a.count;
            a.all[a.count++] = v.by[i];
        }
        contest(a.all, a.count, w->id);
        for (size_t i = 0; i < a.sides; i++)
            if (a.all[i].failed) *code = side_fail(&a.side[i]);
    }
    if (*code == EXIT_OK) n = collect(&a, w, set, &v, out);
    if (n > 1 && a.sides == 2 && out[0].digest != out[1].digest)
        *code = fail(EXIT_FAILED, "%s: the fused and the eager result differ", w->id);
    rivals_close(&v);
    for (size_t i = 0; i < a.count; i++) free(a.all[i].samples.us);
    for (size_t i = 0; i < a.sides; i++) side_close(&a.side[i]);
    return n;
}
