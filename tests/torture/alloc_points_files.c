/* SPDX-License-Identifier: Apache-2.0
 * The doors of alloc-points that write files and read them again. Called by alloc_points_doors.c.
 */
#include <kiln/npy.h>
#include <kiln/sidecar.h>
#include <string.h>

#include "alloc_points_run.h"

static const char *at(const run *r, const char *name) {
    static char path[300];
    snprintf(path, sizeof path, "%s/%s", r->folder, name);
    return path;
}

kiln_status ap_safetensors(run *r) {
    static const int64_t shape[2] = {3, 4};
    char path[300], why[200];
    const kiln_st_entry entry = {"x", KILN_F32, 2, shape, values, sizeof values};
    const kiln_st_meta meta = {"format", "pt"};
    kiln_safetensors *f = NULL;
    snprintf(path, sizeof path, "%s/x.safetensors", r->folder);
    kiln_status status =
        kiln_safetensors_save(path, &entry, 1, &meta, 1, &r->m.vtable, why, sizeof why);
    if (status == KILN_OK) status = kiln_safetensors_open(path, &r->m.vtable, &f, why, sizeof why);
    if (status != KILN_OK) return status;
    const kiln_st_entry *x = kiln_safetensors_find(f, "x");
    memcpy(r->number, x->data, x->nbytes);
    r->count = 12;
    kiln_safetensors_close(f);
    return KILN_OK;
}

kiln_status ap_checkpoints(run *r) {
    static const char *const name[2] = {"x", "y"};
    char path[300], why[200];
    kiln_checkpoint_file *f = NULL;
    kiln_status status = KILN_OK;
    kiln_scope (r->s) {
        kiln_checkpoint c = KILN_CHECKPOINT_INIT;
        kiln_tensor *t[2] = {MATRIX(r), kiln_exp(MATRIX(r))};
        c.parameters = c.state = kiln_named_of(2, name, t);
        status = kiln_checkpoint_save_in(r->s, r->folder, &c, NULL);
        snprintf(path, sizeof path, "%s/step-000000000000.safetensors", r->folder);
        if (status == KILN_OK)
            status = kiln_checkpoint_open(path, KILN_CHECKPOINT_MAP, NULL, &f, why, sizeof why);
        kiln_tensor *u[2] = {kiln_zeros_like(t[0]), kiln_zeros_like(t[1])};
        c.parameters.tensor = c.state.tensor = u;
        if (status == KILN_OK) status = kiln_checkpoint_load(r->s, f, &c);
        kiln_checkpoint_close(f);
        if (status == KILN_OK) take(r, u[0]);
        if (status == KILN_OK) take(r, u[1]);
    }
    return status == KILN_OK ? outcome(r) : status;
}

kiln_status ap_snapshots(run *r) {
    static const char *const name[2] = {"x", "y"};
    char path[300];
    kiln_status status = KILN_OK;
    kiln_scope (r->s) {
        kiln_tensor *t[2] = {MATRIX(r), kiln_exp(MATRIX(r))}, *u[2];
        snprintf(path, sizeof path, "%s/session.safetensors", r->folder);
        status = kiln_snapshot_save(r->s, path, kiln_named_of(2, name, t));
        if (status == KILN_OK) status = kiln_snapshot_load(r->s, path, 2, name, u);
        if (status == KILN_OK) take(r, u[1]);
    }
    return status == KILN_OK ? outcome(r) : status;
}

kiln_status ap_npy(run *r) {
    static const int64_t shape[2] = {3, 4};
    const kiln_st_entry entry = {"x", KILN_F32, 2, shape, values, sizeof values};
    char why[200];
    kiln_npy *f = NULL;
    kiln_status status = kiln_npz_save(at(r, "x.npz"), &entry, 1, &r->m.vtable, why, sizeof why);
    if (status == KILN_OK)
        status = kiln_npy_save(at(r, "x.npy"), &entry, &r->m.vtable, why, sizeof why);
    for (int i = 0; i < 2 && status == KILN_OK; i++) {
        status = kiln_npy_open(at(r, i ? "x.npz" : "x.npy"), &r->m.vtable, &f, why, sizeof why);
        if (status == KILN_OK) memcpy(r->number + 12 * i, kiln_npy_at(f, 0)->data, sizeof values);
        r->count = 24;
        kiln_npy_close(f);
    }
    return status;
}

static bool write_plain(const char *path) {
    FILE *f = fopen(path, "wb");
    bool done = f != NULL && fwrite(values, 1, sizeof values, f) == sizeof values;
    return f != NULL && fclose(f) == 0 && done;
}

kiln_status ap_envelopes(run *r) {
    char path[300], why[200];
    kiln_envelope e = KILN_ENVELOPE_INIT, *read = NULL, *checked = NULL;
    snprintf(path, sizeof path, "%s", at(r, "e"));
    e.kind = "evidence";
    if (!write_plain(path)) return KILN_IO;
    kiln_status status = kiln_envelope_write(path, &e, &r->m.vtable, why, sizeof why);
    if (status == KILN_OK)
        status = kiln_envelope_read(path, &r->m.vtable, &read, NULL, why, sizeof why);
    if (status == KILN_OK)
        status =
            kiln_envelope_check(path, "evidence", 1, &r->m.vtable, &checked, NULL, why, sizeof why);
    r->number[r->count++] = checked != NULL ? (float)checked->length : 0;
    kiln_envelope_free(read);
    kiln_envelope_free(checked);
    return status;
}

/* A file that lost its first bytes, and its sidecar. */
static kiln_status damaged(run *r, const kiln_sidecar_options *o, const char *path) {
    char why[200];
    if (!write_plain(path)) return KILN_IO;
    kiln_status status = kiln_sidecar_protect(path, o, NULL, why, sizeof why);
    FILE *f = fopen(path, "r+b");
    if (f != NULL) {
        fputs("lost", f);
        fclose(f);
    }
    (void)r;
    return f != NULL ? status : KILN_IO;
}

kiln_status ap_sidecars(run *r) {
    char path[300], why[200];
    kiln_sidecar_options o = KILN_SIDECAR_OPTIONS_INIT;
    kiln_sidecar_report report = KILN_SIDECAR_REPORT_INIT;
    o.allocator = &r->m.vtable;
    snprintf(path, sizeof path, "%s", at(r, "s"));
    kiln_status status = damaged(r, &o, path);
    if (status == KILN_OK) status = kiln_sidecar_repair(path, &o, &report, why, sizeof why);
    if (status == KILN_OK) status = kiln_sidecar_verify(path, &o, &report, why, sizeof why);
    r->number[r->count++] = (float)(report.state + report.length);
    return status;
}

kiln_status ap_scrubs(run *r) {
    char path[300], why[200];
    kiln_sidecar_options o = KILN_SIDECAR_OPTIONS_INIT;
    kiln_sidecar_scrub_report report = KILN_SIDECAR_SCRUB_REPORT_INIT;
    snprintf(path, sizeof path, "%s", at(r, "s"));
    kiln_status status = damaged(r, &o, path);
    o.allocator = &r->m.vtable;
    if (status == KILN_OK)
        status = kiln_sidecar_scrub(r->folder, NULL, &o, NULL, NULL, &report, why, sizeof why);
    r->number[r->count++] = (float)(report.files * 10 + report.intact + report.rebuilt);
    /* a file, or an entry of the ledger, for want of memory */
    return status == KILN_IO ? KILN_NO_MEMORY : status;
}

/* ---- traces */

static kiln_status save_trace(run *r) {
    kiln_trace_options o = KILN_TRACE_OPTIONS_INIT;
    kiln_status status = KILN_OK;
    o.nodes = true;
    kiln_scope (r->s) {
        kiln_tensor *x = MATRIX(r), *loss = kiln_mean(kiln_square(x)), *g = NULL;
        status = kiln_grad(loss, KILN_LIST(x), &g);
        if (status == KILN_OK) status = kiln_trace_save(at(r, "t"), KILN_LIST(loss, g), NULL, &o);
        if (status == KILN_OK) take(r, g);
    }
    return status;
}

kiln_status ap_traces(run *r) {
    kiln_status status = save_trace(r);
    return status == KILN_OK ? outcome(r) : status;
}

/* The file itself is written with all the memory there is. */
static kiln_status plain_trace(run *r) {
    kiln_options o = KILN_OPTIONS_INIT;
    run plain = {.folder = r->folder};
    o.path = KILN_EAGER;
    o.cache_dir = "off";
    plain.s = kiln_open(&o);
    kiln_status status = save_trace(&plain);
    kiln_close(plain.s);
    return status;
}

kiln_status ap_trace_files(run *r) {
    char why[200];
    kiln_trace_file *t = NULL;
    kiln_status status = plain_trace(r);
    if (status == KILN_OK) status = kiln_trace_open(at(r, "t"), &r->m.vtable, &t, why, sizeof why);
    r->number[r->count++] = t != NULL ? (float)kiln_trace_derived_count(t) : 0;
    kiln_trace_close(t);
    return status;
}

kiln_status ap_replays(run *r) {
    char why[200];
    kiln_trace_file *t = NULL;
    kiln_replay report = {.struct_size = sizeof report};
    kiln_status status = plain_trace(r);
    if (status == KILN_OK) status = kiln_trace_open(at(r, "t"), NULL, &t, why, sizeof why);
    if (status == KILN_OK) status = kiln_trace_replay(r->s, t, NULL, 0, &report);
    r->number[r->count++] = (float)report.same;
    kiln_trace_close(t);
    return status;
}

/* A trace that there is no memory for is lost, and the step goes on. */
kiln_status ap_trace_steps(run *r) {
    kiln_status status = kiln_trace_steps(r->s, r->folder, 1, 2, NULL);
    for (int i = 0; i < 2 && status == KILN_OK; i++) {
        kiln_scope (r->s) {
            kiln_tensor *x = MATRIX(r), *g = NULL;
            if (kiln_grad(kiln_sum(kiln_square(x)), KILN_LIST(x), &g) == KILN_OK) take(r, g);
        }
        status = outcome(r);
    }
    return status;
}
