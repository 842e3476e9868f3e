/* SPDX-License-Identifier: Apache-2.0
 * The public functions that are not called by name: making and reading tensors, scopes,
 * derivatives, optimisers, programs, files, opening and closing. Each door is a short program;
 * every allocation it makes fails once. Called by alloc_points.c. */
#include "alloc_points_run.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { POINTS = 20000 };

/* ---- tensors */

static kiln_status from(run *r) {
    kiln_scope (r->s) {
        take(r, MATRIX(r));
        take(r, kiln_from_bytes(r->s, values, 8, KILN_F32, KILN_SHAPE(2)));
        take(r, kiln_zeros(r->s, KILN_SHAPE(2, 2), KILN_F32));
    }
    return outcome(r);
}

static kiln_status item(run *r) {
    kiln_scope (r->s) {
        r->number[r->count++] = (float)kiln_item(kiln_sum(MATRIX(r)));
        r->number[r->count++] = (float)kiln_item_int(kiln_argmax(MATRIX(r)));
    }
    return outcome(r);
}

static kiln_status host(run *r) {
    kiln_scope (r->s) {
        kiln_tensor *t = kiln_t(MATRIX(r));
        kiln_host_data d = kiln_host(t);
        if (d.data != NULL && kiln_host_check(t, d) == KILN_OK) {
            memcpy(r->number, d.data, 12 * sizeof(float));
            r->count = 12;
        }
    }
    return outcome(r);
}

static kiln_status print(run *r) {
    char text[2000] = "";
    FILE *to = fmemopen(text, sizeof text, "w");
    if (to == NULL) return KILN_IO;
    kiln_scope (r->s) kiln_print(kiln_exp(MATRIX(r)), "x", to);
    fclose(to);
    r->number[r->count++] = (float)(ap_hash(0, text, strlen(text)) % 4096);
    return outcome(r);
}

static kiln_status dump(run *r) {
    static const char *const stages[] = {"graph", "dot", "json", "passes", "plan", "loops"};
    kiln_scope (r->s) {
        kiln_tensor *y = kiln_mean(kiln_relu(kiln_mul(MATRIX(r), 2.0)));
        for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
            const char *text = kiln_dump(KILN_LIST(y), stages[i]);
            if (text != NULL)
                r->number[r->count++] = (float)(ap_hash(0, text, strlen(text)) % 4096);
        }
    }
    return outcome(r);
}

static kiln_status keep(run *r) {
    kiln_tensor *kept = NULL;
    kiln_scope (r->s) {
        kiln_tensor *x = kiln_exp(MATRIX(r)), *y = kiln_alias(x);
        kept = kiln_keep(kiln_neg(y));
        kiln_release(x);
        kiln_add_(y, 1);
        take(r, y);
    }
    take(r, kept);
    kiln_release(kept);
    return outcome(r);
}

static kiln_status write_to(run *r) {
    kiln_scope (r->s) {
        kiln_tensor *x = kiln_clone(MATRIX(r));
        kiln_write(kiln_select(x, 0, 1), values, 4 * sizeof(float));
        kiln_write(kiln_to_device(x, "cpu"), values, 12 * sizeof(float));
        take(r, x);
    }
    return outcome(r);
}

/* ---- sessions */

static kiln_status scopes(run *r) {
    kiln_tensor *last = NULL;
    for (int i = 0; i < 12; i++) {
        kiln_scope_open(r->s);
        kiln_tensor *x = MATRIX(r);
        last = i == 0 ? x : kiln_add(last, x);
    }
    take(r, last);
    for (int i = 0; i < 12; i++) kiln_scope_close(r->s);
    return outcome(r);
}

/* More nodes than a graph is let grow to before it is made smaller, and values that live on. */
static kiln_status compaction(run *r) {
    kiln_tensor *kept = NULL;
    kiln_scope (r->s) {
        kiln_tensor *x = MATRIX(r);
        kept = kiln_keep(kiln_clone(x));
        kiln_scope (r->s) {
            for (int i = 0; i < 4200; i++) kiln_release(kiln_neg(x));
            kiln_add_(kept, kiln_exp(x));
        }
        take(r, kept);
    }
    kiln_release(kept);
    return outcome(r);
}

static kiln_status settings(run *r) {
    static const char *const keys[] = {"mode",    "path",      "isa",      "verify", "matmul",
                                       "threads", "cache_dir", "dump_dir", "llvm"};
    kiln_counters c = {.struct_size = sizeof c};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const char *text = kiln_setting(r->s, keys[i]);
        if (text == NULL) return KILN_NO_MEMORY;
    }
    kiln_trim(r->s);
    return kiln_count(r->s, &c);
}

/* Evaluates by itself every few nodes. */
static kiln_status flushes(run *r) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.allocator = &r->m.vtable;
    o.path = KILN_EAGER;
    o.threads = 2;
    o.cache_dir = "off";
    o.flush_nodes = 5;
    r->s = kiln_open(&o);
    if (r->s == NULL) return kiln_error(NULL);
    kiln_scope (r->s) {
        kiln_tensor *x = kiln_clone(MATRIX(r));
        for (int i = 0; i < 6; i++) kiln_mul_(x, kiln_cos(x));
        take(r, x);
    }
    kiln_status status = outcome(r);
    kiln_close(r->s);
    r->s = NULL;
    return status;
}

static kiln_status open_and_close(run *r) {
    char ledger[300];
    snprintf(ledger, sizeof ledger, "%s/ledger", r->folder);
    kiln_options o = KILN_OPTIONS_INIT;
    o.allocator = &r->m.vtable;
    o.ledger = ledger;
    o.cache_dir = r->folder;
    o.dump_dir = "off";
    o.mode = KILN_HARDENED;
    o.path = KILN_EAGER;
    kiln_session *s = kiln_open(&o);
    kiln_status status = kiln_error(s);
    r->number[0] = s != NULL && status == KILN_OK
                       ? (float)kiln_item(kiln_add(kiln_scalar_tensor(s, 1.0, KILN_F32), 1.0))
                       : 0;
    r->count = 1;
    if (status == KILN_OK) status = kiln_error(s);
    kiln_close(s);
    return status;
}

/* ---- derivatives and optimisers */

static kiln_status derivatives(run *r) {
    kiln_scope (r->s) {
        kiln_tensor *x = MATRIX(r), *y = kiln_tanh(kiln_matmul(x, kiln_t(x))), *g[1], *h[1];
        if (kiln_vjp(y, y, KILN_LIST(x), g) == KILN_OK &&
            kiln_grad(kiln_sum(kiln_mul(g[0], g[0])), KILN_LIST(x), h) == KILN_OK) {
            take(r, g[0]);
            take(r, h[0]);
        }
    }
    return outcome(r);
}

/* The parameter and its state are written all or not at all: after a failure the next step gives
 * the same numbers. */
static kiln_status steps(run *r, bool adam) {
    kiln_tensor *p = NULL, *m = NULL, *v = NULL;
    kiln_scope (r->s) {
        p = kiln_keep(kiln_clone(MATRIX(r)));
        m = kiln_keep(kiln_zeros_like(p));
        v = kiln_keep(kiln_zeros_like(p));
        for (int step = 1; step <= 2 && !kiln_failed(r->s); step++) {
            kiln_tensor *g = kiln_mul(p, 0.5);
            kiln_adam o = {.rate = 0.1, .beta1 = 0.9, .beta2 = 0.99, .eps = 1e-8};
            if (adam)
                kiln_adam_step(p, g, m, v, step, o);
            else
                kiln_sgd_step(p, g, m, 0.1, 0.9);
        }
        take(r, p);
        take(r, m);
    }
    kiln_release(p);
    kiln_release(m);
    kiln_release(v);
    return outcome(r);
}

static kiln_status adam(run *r) { return steps(r, true); }
static kiln_status sgd(run *r) { return steps(r, false); }

/* Two sets, one under the other, an optimiser over both, and what it made: written all or not at
 * all. */
static kiln_status sets(run *r) {
    kiln_params *p = kiln_params_new(r->s), *inner = kiln_params_new(r->s);
    kiln_params_add(p, "first", MATRIX(r));
    kiln_params_add(inner, "weight", MATRIX(r));
    kiln_params_nest(p, "second", inner);
    kiln_params *part = kiln_params_under(p, "second");
    kiln_optimizer *o = kiln_optimizer_adam(p, NULL);
    for (int step = 0; step < 2 && !kiln_failed(r->s); step++)
        kiln_scope (r->s) {
            kiln_tensor *a = kiln_params_at(p, 0), *b = kiln_params_at(part, 0);
            kiln_parts g = kiln_params_grad(kiln_sum(kiln_mul(a, kiln_tanh(b))), p);
            kiln_clip_grad_norm_(kiln_list_from(g.count, g.tensor), 0.5, 2);
            kiln_clip_grad_value_(kiln_list_from(g.count, g.tensor), 0.25);
            kiln_optimizer_step(o, kiln_list_from(g.count, g.tensor));
        }
    kiln_params *state = kiln_optimizer_state(o);
    if (kiln_params_count(p) == 2 && state != NULL && !kiln_failed(r->s)) {
        take(r, kiln_params_at(p, 1));
        take(r, kiln_params_at(state, 0));
        r->number[r->count++] = (float)kiln_optimizer_step_count(o);
    }
    kiln_params_free(part);
    kiln_params_free(inner);
    kiln_params_free(p);
    kiln_optimizer_free(o);
    return outcome(r);
}

/* ---- random numbers */

static kiln_status random_numbers(run *r) {
    kiln_scope (r->s) {
        kiln_manual_seed(r->s, 7);
        take(r, kiln_counter_uniform(r->s, 3, KILN_F32, KILN_SHAPE(2, 2)));
        take(r, kiln_counter_normal(r->s, 3, KILN_F32, KILN_SHAPE(2, 2)));
        take(r, kiln_counter_bernoulli(kiln_sigmoid(MATRIX(r)), 5));
        take(r, kiln_counter_dropout(MATRIX(r), 0.25, 5));
        take(r, kiln_dropout(MATRIX(r), 0.25));
        take(r, kiln_randn(r->s, KILN_SHAPE(2, 2), KILN_F32));
        take(r, kiln_counter_dropout(kiln_ones(r->s, KILN_SHAPE(2, 2), KILN_F32), 0.5, 3));
        take(r, kiln_dropout(kiln_ones(r->s, KILN_SHAPE(2, 2), KILN_F32), 0.5, true));
    }
    return outcome(r);
}

/* ---- programs */

static kiln_status program(run *r) {
    static const char text[] =
        "kiln 1\n%x = input f32[3,4] \"x\"\n%w = input f32[4,2] \"w\"\n%c = const f32 1.5\n%y = "
        "mul f32[3,4] %x %c\n"
        "%h = tanh f32[3,4] %y\n%z = matmul f32[3,2] %h %w\noutput \"z\" %z\noutput \"h\" %h\n";
    kiln_tensor *out[8];
    kiln_program *p = kiln_program_parse(r->s, text, strlen(text)),
                 *q = p != NULL ? kiln_program_grad(p) : NULL;
    if (q != NULL && kiln_program_outputs(q) <= 8 && kiln_program_dump(q, "plan") != NULL)
        kiln_scope (r->s) {
            kiln_tensor *in[2] = {MATRIX(r), kiln_from(r->s, values, KILN_F32, KILN_SHAPE(4, 2))};
            if (kiln_program_run(q, in, out) == KILN_OK) {
                take(r, out[0]);
                take(r, out[3]);
            }
        }
    kiln_program_close(q);
    kiln_program_close(p);
    return outcome(r);
}

/* ---- trying them */

static const struct {
    const char *name, *in_text;
    kiln_status (*body)(run *r);
    bool own;
} doors[] = {{"kiln_from", "", from, false},
             {"kiln_item", "", item, false},
             {"kiln_host", "", host, false},
             {"kiln_print", "", print, false},
             {"kiln_dump", "", dump, false},
             {"kiln_keep", "", keep, false},
             {"kiln_write", "", write_to, false},
             {"kiln_scope", "", scopes, false},
             {"compaction", "", compaction, false},
             {"kiln_setting", NULL, settings, false},
             {"flushes", NULL, flushes, true},
             {"kiln_open", NULL, open_and_close, true},
             {"kiln_grad", "", derivatives, false},
             {"kiln_adam_step", "", adam, false},
             {"kiln_sgd_step", "", sgd, false},
             {"kiln_params", "", sets, false},
             {"random numbers", "", random_numbers, false},
             {"kiln_program", "", program, false},
             {"kiln_safetensors", NULL, ap_safetensors, true},
             {"kiln_checkpoint", "", ap_checkpoints, false},
             {"kiln_snapshot", "", ap_snapshots, false},
             {"kiln_npy", NULL, ap_npy, true},
             {"kiln_envelope", NULL, ap_envelopes, true},
             {"kiln_sidecar", NULL, ap_sidecars, true},
             {"kiln_sidecar_scrub", NULL, ap_scrubs, true},
             {"kiln_trace_save", "", ap_traces, false},
             {"kiln_trace_open", NULL, ap_trace_files, true},
             {"kiln_trace_replay", "", ap_replays, false},
             {"kiln_trace_steps", "", ap_trace_steps, false}};
const size_t ap_door_count = sizeof doors / sizeof *doors;

const char *ap_door_name(size_t door) { return doors[door].name; }

/* With allocation k failing, or none for 0, and then once more with memory. Whether it was reached.
 */
static bool attempt(size_t door, long k, bool for_ever, const char *folder, run *right,
                    ap_report *r) {
    static run x;
    memset(&x, 0, sizeof x);
    x.folder = folder;
    ap_memory_init(&x.m);
    if (!doors[door].own) x.s = ap_open(&x.m, KILN_EAGER);
    ap_arm(&x.m, k, for_ever);
    kiln_status status = doors[door].body(&x);
    bool reached = ap_disarm(&x.m);
    if (k == 0) {
        *right = x;
        if (status != KILN_OK)
            ap_find(r, AP_CASE, "%s: %s", kiln_status_name(status),
                    x.s != NULL ? kiln_error_text(x.s) : "");
    } else if (status != KILN_OK) {
        if (status != KILN_NO_MEMORY)
            ap_find(r, AP_STATUS, "%s: %s", kiln_status_name(status),
                    x.s != NULL ? kiln_error_text(x.s) : "");
        else if (doors[door].in_text != NULL)
            ap_check_failed(r, x.s, status, doors[door].in_text);
        if (x.s != NULL) kiln_clear_error(x.s);
        x.count = 0;
        status = doors[door].body(&x);
        if (status != KILN_OK)
            ap_find(r, AP_AGAIN, "and then, with memory: %s: %s", kiln_status_name(status),
                    x.s != NULL ? kiln_error_text(x.s) : "");
    }
    if (k > 0 && status == KILN_OK &&
        (x.count != right->count || memcmp(x.number, right->number, x.count * sizeof(float)) != 0))
        ap_find(r, AP_WRONG, "other numbers");
    ap_check_close(r, x.s, &x.m, 0);
    return reached;
}

void ap_try_door(const ap_plan *p, size_t door, ap_report *r) {
    char folder[] = "/tmp/alloc-points-XXXXXX", remove_it[80];
    run right;
    if (mkdtemp(folder) == NULL) {
        ap_find(r, AP_CASE, "no folder");
        return;
    }
    snprintf(r->point, sizeof r->point, "%s, nothing failing", doors[door].name);
    attempt(door, 0, false, folder, &right, r);
    for (int pass = 0; pass < 2; pass++)
        for (long k = 1; k < POINTS; k++) {
            if (++r->sessions <= p->skip) continue;
            snprintf(r->point, sizeof r->point, "%s, allocation %ld %s", doors[door].name, k,
                     pass ? "for ever" : "once");
            bool reached = attempt(door, k, pass == 1, folder, &right, r);
            r->points += reached;
            if (!reached) break;
        }
    snprintf(remove_it, sizeof remove_it, "rm -rf %s", folder);
    if (system(remove_it) != 0) ap_find(r, AP_CASE, "%s stays", folder);
}
