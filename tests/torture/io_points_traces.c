/* SPDX-License-Identifier: Apache-2.0
 * What traces leave behind, and a run that writes everything. Called by io_points.c. */
#include "io_points.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "runtime/ledger.h"

/* ---- traces */

static kiln_status trace_to(io_run *r, const char *path, double value) {
    kiln_status status = KILN_NO_MEMORY;
    kiln_scope (r->s) {
        kiln_trace_options o = KILN_TRACE_OPTIONS_INIT;
        kiln_tensor *x = io_filled(r, value), *loss = kiln_mean(kiln_square(x)), *g = NULL;
        o.nodes = true;
        o.created = (int64_t)value; /* tells old and new apart */
        status = kiln_grad(loss, KILN_LIST(x), &g);
        if (status == KILN_OK) status = kiln_trace_save(path, KILN_LIST(loss, g), NULL, &o);
    }
    return io_heard(r, status);
}

static bool trace_before(io_run *r) { return io_first_with(r, trace_to, "t.trace"); }
static kiln_status trace_save(io_run *r) { return trace_to(r, io_path(r, "t.trace"), 2); }

static void trace_look(io_run *r) {
    kiln_trace_file *t = NULL;
    double number = -1;
    if (kiln_trace_open(io_path(r, "t.trace"), NULL, &t, r->why, sizeof r->why) == KILN_OK)
        number = (double)kiln_trace_envelope(t)->created;
    kiln_trace_close(t);
    io_old_or_new(r, number);
}

static kiln_status trace_open(io_run *r) {
    kiln_trace_file *t = NULL;
    kiln_replay report = {.struct_size = sizeof report};
    kiln_status status =
        kiln_trace_open(io_path(r, "t.trace"), &r->m.vtable, &t, r->why, sizeof r->why);
    if (status == KILN_OK) status = io_heard(r, kiln_trace_replay(r->s, t, NULL, 0, &report));
    if (status == KILN_OK && !report.same) io_find("%s", report.text);
    kiln_trace_close(t);
    return status;
}

enum { TRACED = 4 };

/* A loop goes on whatever becomes of its traces. */
static kiln_status trace_steps(io_run *r) {
    kiln_counters c = {.struct_size = sizeof c};
    kiln_status status = kiln_trace_steps(r->s, r->folder, 1, 2, NULL), worst = status;
    uint64_t lost = 0;
    io_heard(r, status);
    for (int i = 1; i <= TRACED && status == KILN_OK; i++) {
        double number = 0;
        kiln_scope (r->s) {
            kiln_tensor *x = io_filled(r, i), *g = NULL;
            if (kiln_grad(kiln_sum(kiln_square(x)), KILN_LIST(x), &g) == KILN_OK)
                number = io_number_in(g);
        }
        kiln_status run = io_heard(r, kiln_error(r->s));
        if (run != KILN_OK) worst = run;
        if (run == KILN_OK && number != 2 * i) io_find("step %d gives %g", i, number);
        if (run != KILN_OK && r->m.fail_at == 0) io_find("step %d: %s", i, r->why);
        if (kiln_count(r->s, &c) != KILN_OK) return KILN_NO_MEMORY;
        if (c.traces_lost > lost)
            worst = KILN_IO;
        else
            io_ack(r, i);
        lost = c.traces_lost;
    }
    return worst;
}

static void steps_look(io_run *r) {
    DIR *d = opendir(r->folder);
    for (struct dirent *e; d && (e = readdir(d)) != NULL;) {
        kiln_trace_file *t = NULL;
        const char *dot = strrchr(e->d_name, '.');
        if (!dot || strcmp(dot, ".trace") != 0) continue;
        if (kiln_trace_open(io_path(r, e->d_name), NULL, &t, r->why, sizeof r->why) != KILN_OK)
            io_find("%s does not open: %s", e->d_name, r->why);
        kiln_trace_close(t);
    }
    if (d) closedir(d);
}

/* ---- everything a run writes */

enum { ROUNDS = 4 };

static kiln_status one_round(io_run *r, kn_ledger *l, int step) {
    char fields[40], name[40];
    kiln_status status = KILN_NO_MEMORY;
    kiln_scope (r->s) {
        kiln_tensor *t[2];
        kiln_checkpoint c = io_content(r, step, t);
        status = kiln_checkpoint_save_in(r->s, r->folder, &c, IO_KEEP);
    }
    if (io_heard(r, status) == KILN_OK) io_ack(r, 32 + step);
    snprintf(name, sizeof name, "t%d.trace", step);
    kiln_status traced = trace_to(r, io_path(r, name), step);
    uint64_t lost = kn_ledger_lost(l);
    snprintf(fields, sizeof fields, "\"n\":%d", step);
    kn_ledger_add(l, "note", fields);
    if (kn_ledger_lost(l) == lost)
        io_ack(r, step);
    else
        return KILN_IO;
    return status != KILN_OK ? status : traced;
}

static kiln_status training(io_run *r) {
    kiln_status worst = KILN_OK;
    kn_ledger *l = kn_ledger_open(&r->m.vtable, io_path(r, "ledger"), NULL);
    if (!l) return errno == ENOMEM ? KILN_NO_MEMORY : KILN_IO;
    kn_ledger_sync_by(l, KILN_LEDGER_SYNC_LINE);
    for (int step = 2; step < 2 + ROUNDS; step++) {
        kiln_status status = one_round(r, l, step);
        if (status != KILN_OK) worst = status;
    }
    return kn_ledger_close(l) > 0 ? KILN_IO : worst;
}

static void training_look(io_run *r) {
    io_ledger_holds(r, true);
    r->acked >>= 32;
    io_folder_look(r);
    steps_look(r);
}

const io_case io_trace_cases[] = {
    {"trace save", false, trace_before, io_open_session, trace_save, io_close_session, trace_look},
    {"trace open", true, trace_before, io_open_session, trace_open, io_close_session, io_read_look},
    {"trace steps", false, io_nothing_before, io_open_session, trace_steps, io_close_session,
     steps_look},
    {"training", false, io_folder_before, io_open_session, training, io_close_session,
     training_look},
    {0},
};
