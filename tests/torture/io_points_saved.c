/* SPDX-License-Identifier: Apache-2.0
 * What checkpoints and snapshots leave behind, and what scenarios with a session share. Called by
 * io_points.c. */
#include "io_points.h"

/* ---- sessions with a tensor in them */

void io_open_session(io_run *r) { r->s = io_session(r); }
void io_close_session(io_run *r) {
    if (r->s) kiln_close(r->s);
    r->s = NULL;
}

kiln_tensor *io_filled(io_run *r, double value) { return kiln_full(r->s, KILN_SHAPE(5, 7), value); }

/* The number all elements are; -1: they differ, or cannot be read. */
double io_number_in(kiln_tensor *t) {
    float x[35];
    if (kiln_read(t, x, sizeof x) != KILN_OK) return -1;
    for (int i = 1; i < 35; i++)
        if (x[i] != x[0]) return -1;
    return x[0];
}

kiln_status io_heard(io_run *r, kiln_status status) {
    if (status != KILN_OK) snprintf(r->why, sizeof r->why, "%.2000s", kiln_error_text(r->s));
    kiln_clear_error(r->s);
    return status;
}

const char *const io_names[2] = {"w", "b"};

bool io_refused_well(const io_run *r) {
    return r->status == KILN_IO || r->status == KILN_NO_MEMORY;
}

void io_old_or_new(io_run *r, double number) {
    if (number != 2 && (number != 1 || r->status == KILN_OK))
        io_find("it holds %g after %s: %s", number, kiln_status_name(r->status), r->why);
    IO_CHECK(r, r->status == KILN_OK || io_refused_well(r));
}

void io_read_look(io_run *r) {
    IO_CHECK(r, r->status == KILN_OK || (io_refused_well(r) && r->why[0] != '\0'));
}

/* ---- checkpoints */

enum { SAVES = 6 };

kiln_checkpoint io_content(io_run *r, double value, kiln_tensor *t[2]) {
    kiln_checkpoint c = KILN_CHECKPOINT_INIT;
    t[0] = io_filled(r, value);
    t[1] = io_filled(r, value);
    c.parameters = kiln_named_of(2, io_names, t);
    c.created = 0;
    c.step = (int64_t)value;
    return c;
}

static kiln_status save_to(io_run *r, const char *path, double value) {
    kiln_status status = KILN_NO_MEMORY;
    kiln_scope (r->s) {
        kiln_tensor *t[2];
        kiln_checkpoint c = io_content(r, value, t);
        status = kiln_checkpoint_save(r->s, path, &c);
    }
    return io_heard(r, status);
}

bool io_first_with(io_run *r, kiln_status (*save)(io_run *r, const char *path, double value),
                   const char *name) {
    io_open_session(r);
    kiln_status status = save(r, io_path(r, name), 1);
    io_close_session(r);
    return status == KILN_OK;
}

static bool checkpoint_before(io_run *r) { return io_first_with(r, save_to, "c.safetensors"); }
static kiln_status checkpoint_save(io_run *r) { return save_to(r, io_path(r, "c.safetensors"), 2); }

/* What a file holds, read by a session of its own; -1: it does not open. */
static double loaded(kiln_checkpoint_file *f, io_run *by) {
    double number = -1;
    kiln_scope (by->s) {
        kiln_tensor *t[2];
        kiln_checkpoint c = io_content(by, 0, t);
        if (io_heard(by, kiln_checkpoint_load(by->s, f, &c)) == KILN_OK)
            number = io_number_in(t[0]) == io_number_in(t[1]) ? io_number_in(t[0]) : -1;
        if (number != (double)c.step) number = -1;
    }
    return number;
}

static double checkpoint_number(io_run *r, const char *path) {
    kiln_checkpoint_file *f;
    double number = -1;
    if (kiln_checkpoint_open(path, 0, NULL, &f, r->why, sizeof r->why) != KILN_OK) return -1;
    io_open_session(r);
    number = loaded(f, r);
    io_close_session(r);
    kiln_checkpoint_close(f);
    return number;
}

static void checkpoint_look(io_run *r) {
    io_old_or_new(r, checkpoint_number(r, io_path(r, "c.safetensors")));
}

static kiln_status checkpoint_open(io_run *r) {
    kiln_checkpoint_file *f = NULL;
    kiln_status status = kiln_checkpoint_open(io_path(r, "c.safetensors"), 0, &r->m.vtable, &f,
                                              r->why, sizeof r->why);
    if (status == KILN_OK && r->m.fail_at == 0 && loaded(f, r) != 1) io_find("another number");
    kiln_checkpoint_close(f);
    return status;
}

/* A run's checkpoints, the newest two kept. */
static kiln_status save_many(io_run *r) {
    kiln_status worst = KILN_OK;
    for (int step = 2; step < 2 + SAVES; step++) {
        kiln_status status = KILN_NO_MEMORY;
        kiln_scope (r->s) {
            kiln_tensor *t[2];
            kiln_checkpoint c = io_content(r, step, t);
            status = kiln_checkpoint_save_in(r->s, r->folder, &c, IO_KEEP);
        }
        if (io_heard(r, status) == KILN_OK)
            io_ack(r, step);
        else
            worst = status;
    }
    return worst;
}

bool io_folder_before(io_run *r) {
    return io_first_with(r, save_to, "step-000000000001.safetensors");
}

static int last_acked(const io_run *r) {
    for (int i = 63; i > 0; i--)
        if (r->acked >> i & 1) return i;
    return 1;
}

/* The latest is the last acknowledged one, or one that was about to be; none is damaged. */
void io_folder_look(io_run *r) {
    kiln_checkpoint_file *f;
    if (kiln_checkpoint_latest(r->folder, 0, NULL, &f, r->why, sizeof r->why) != KILN_OK) {
        io_find("no checkpoint holds: %s", r->why);
        return;
    }
    if (r->why[0]) io_find("%s", r->why);
    int64_t step = kiln_checkpoint_step(f);
    if (step < last_acked(r)) io_find("step %d is lost", last_acked(r));
    io_open_session(r);
    if (loaded(f, r) != (double)step) io_find("step %d holds other numbers", (int)step);
    io_close_session(r);
    kiln_checkpoint_close(f);
}

static kiln_status folder_open(io_run *r) {
    kiln_checkpoint_file *f = NULL;
    kiln_status status =
        kiln_checkpoint_latest(r->folder, 0, &r->m.vtable, &f, r->why, sizeof r->why);
    kiln_checkpoint_close(f);
    return status;
}

static void latest_look(io_run *r) {
    IO_CHECK(r, r->status == KILN_OK || r->why[0] != '\0');
    IO_CHECK(r, r->status == KILN_OK || io_refused_well(r) || r->status == KILN_NOT_FOUND);
}

/* ---- snapshots */

static kiln_status snapshot_to(io_run *r, const char *path, double value) {
    kiln_status status = KILN_NO_MEMORY;
    kiln_scope (r->s) {
        kiln_tensor *t[2] = {io_filled(r, value), kiln_add(io_filled(r, value - 1), 1.0)};
        status = kiln_snapshot_save(r->s, path, kiln_named_of(2, io_names, t));
    }
    return io_heard(r, status);
}

static bool snapshot_before(io_run *r) { return io_first_with(r, snapshot_to, "s.safetensors"); }
static kiln_status snapshot_save(io_run *r) {
    return snapshot_to(r, io_path(r, "s.safetensors"), 2);
}

static kiln_status snapshot_load(io_run *r, double *number) {
    kiln_status status = KILN_NO_MEMORY;
    *number = -1;
    kiln_scope (r->s) {
        kiln_tensor *t[2];
        status = kiln_snapshot_load(r->s, io_path(r, "s.safetensors"), 2, io_names, t);
        if (status == KILN_OK && io_number_in(t[0]) == io_number_in(t[1]))
            *number = io_number_in(t[1]);
        if (status == KILN_OK) status = kiln_error(r->s);
    }
    return io_heard(r, status);
}

static void snapshot_look(io_run *r) {
    double number;
    io_open_session(r);
    snapshot_load(r, &number);
    io_close_session(r);
    io_old_or_new(r, number);
}

static kiln_status snapshot_open(io_run *r) {
    double number;
    kiln_status status = snapshot_load(r, &number);
    if (status == KILN_OK && number != 1) io_find("another number");
    return status;
}

const io_case io_saved_cases[] = {
    {"checkpoint save", false, checkpoint_before, io_open_session, checkpoint_save,
     io_close_session, checkpoint_look},
    {"checkpoint open", true, checkpoint_before, io_open_session, checkpoint_open, io_close_session,
     io_read_look},
    {"checkpoint folder", false, io_folder_before, io_open_session, save_many, io_close_session,
     io_folder_look},
    {"checkpoint latest", true, io_folder_before, NULL, folder_open, NULL, latest_look},
    {"snapshot save", false, snapshot_before, io_open_session, snapshot_save, io_close_session,
     snapshot_look},
    {"snapshot load", true, snapshot_before, io_open_session, snapshot_open, io_close_session,
     io_read_look},
    {0},
};
