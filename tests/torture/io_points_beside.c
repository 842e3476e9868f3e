/* SPDX-License-Identifier: Apache-2.0
 * What envelopes, safetensors, npz files and sidecars leave behind. Called by io_points.c. */
#include "io_points.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/ledger.h"

/* ---- envelopes, safetensors and npz */

static const float old_numbers[4] = {1, 1, 1, 1}, new_numbers[4] = {2, 2, 2, 2};
static const int64_t four = 4;

static kiln_st_entry entry_of(const float *numbers) {
    return (kiln_st_entry){"w", KILN_F32, 1, &four, numbers, sizeof old_numbers};
}

static kiln_status envelope_to(io_run *r, int64_t created) {
    kiln_envelope e = KILN_ENVELOPE_INIT;
    e.kind = "evidence";
    e.created = created;
    return kiln_envelope_write(io_path(r, "file"), &e, &r->m.vtable, r->why, sizeof r->why);
}

static bool envelope_before(io_run *r) {
    return io_write_file(io_path(r, "file"), "payload", 7) && envelope_to(r, 1) == KILN_OK;
}
static kiln_status envelope_write(io_run *r) { return envelope_to(r, 2); }

static kiln_status envelope_check(io_run *r) {
    kiln_envelope *e = NULL;
    kiln_status status = kiln_envelope_check(io_path(r, "file"), "evidence", 1, &r->m.vtable, &e,
                                             NULL, r->why, sizeof r->why);
    kiln_envelope_free(e);
    return status;
}

static void envelope_look(io_run *r) {
    kiln_envelope *e = NULL;
    double number = -1;
    if (kiln_envelope_check(io_path(r, "file"), "evidence", 1, NULL, &e, NULL, r->why,
                            sizeof r->why) == KILN_OK)
        number = (double)e->created;
    kiln_envelope_free(e);
    io_old_or_new(r, number);
}

static kiln_status tensors_to(io_run *r, const float *numbers) {
    kiln_st_entry e = entry_of(numbers);
    kiln_status status =
        kiln_safetensors_save(io_path(r, "f"), &e, 1, NULL, 0, &r->m.vtable, r->why, sizeof r->why);
    if (status != KILN_OK) return status;
    return kiln_npz_save(io_path(r, "f.npz"), &e, 1, &r->m.vtable, r->why, sizeof r->why);
}

static bool tensors_before(io_run *r) { return tensors_to(r, old_numbers) == KILN_OK; }
static kiln_status tensors_save(io_run *r) { return tensors_to(r, new_numbers); }

static double first_of(const kiln_st_entry *e) {
    float x = -1;
    if (e) memcpy(&x, e->data, sizeof x);
    return x;
}

static kiln_status tensors_read(io_run *r, const kiln_allocator *a, double number[2]) {
    kiln_safetensors *f = NULL;
    kiln_npy *z = NULL;
    number[0] = number[1] = -1;
    kiln_status status = kiln_safetensors_open(io_path(r, "f"), a, &f, r->why, sizeof r->why);
    if (status == KILN_OK) number[0] = first_of(kiln_safetensors_at(f, 0));
    if (status == KILN_OK)
        status = kiln_npy_open(io_path(r, "f.npz"), a, &z, r->why, sizeof r->why);
    if (status == KILN_OK) number[1] = first_of(kiln_npy_at(z, 0));
    kiln_safetensors_close(f);
    kiln_npy_close(z);
    return status;
}

static kiln_status tensors_open(io_run *r) {
    double number[2];
    return tensors_read(r, &r->m.vtable, number);
}

static void tensors_look(io_run *r) {
    double number[2];
    tensors_read(r, NULL, number);
    io_old_or_new(r, number[0]);
    io_old_or_new(r, number[1]);
}

/* ---- sidecars */

enum { PROTECTED = 700 };
static char whole[PROTECTED];

static kiln_sidecar_options sidecar_options(io_run *r) {
    kiln_sidecar_options o = KILN_SIDECAR_OPTIONS_INIT;
    o.allocator = &r->m.vtable;
    return o;
}

static kiln_status sidecar_protect(io_run *r) {
    kiln_sidecar_options o = sidecar_options(r);
    return kiln_sidecar_protect(io_path(r, "p"), &o, NULL, r->why, sizeof r->why);
}

static bool protected_before(io_run *r) {
    for (int i = 0; i < PROTECTED; i++) whole[i] = (char)(i * i % 251);
    return io_write_file(io_path(r, "p"), whole, PROTECTED) && sidecar_protect(r) == KILN_OK;
}

static bool damage(io_run *r) {
    size_t n;
    char *side = io_read_file(io_path(r, "p" KILN_SIDECAR_SUFFIX), &n), file[PROTECTED];
    memcpy(file, whole, PROTECTED);
    memset(file + 200, 7, 50);
    if (side) memset(side + 400, 7, 20);
    bool done = side && io_write_file(io_path(r, "p" KILN_SIDECAR_SUFFIX), side, n) &&
                io_write_file(io_path(r, "p"), file, PROTECTED);
    free(side);
    return done;
}

static bool damaged_before(io_run *r) { return protected_before(r) && damage(r); }

static kiln_status sidecar_verify(io_run *r) {
    kiln_sidecar_options o = sidecar_options(r);
    return kiln_sidecar_verify(io_path(r, "p"), &o, NULL, r->why, sizeof r->why);
}

static kiln_status sidecar_repair(io_run *r) {
    kiln_sidecar_options o = sidecar_options(r);
    return kiln_sidecar_repair(io_path(r, "p"), &o, NULL, r->why, sizeof r->why);
}

static kiln_status sidecar_scrub(io_run *r) {
    kiln_sidecar_options o = sidecar_options(r);
    return kiln_sidecar_scrub(r->folder, NULL, &o, NULL, NULL, NULL, r->why, sizeof r->why);
}

/* Whatever happened, both can be had back. A read that fails is a loss like others. */
static void sidecar_look(io_run *r) {
    kiln_status was = r->status;
    size_t n = 0;
    IO_CHECK(r, was == KILN_OK || io_refused_well(r) || was == KILN_BAD_FILE);
    IO_CHECK(r, was == KILN_OK || r->why[0] != '\0');
    if (kiln_sidecar_repair(io_path(r, "p"), NULL, NULL, r->why, sizeof r->why) != KILN_OK)
        io_find("it cannot be repaired: %s", r->why);
    char *file = io_read_file(io_path(r, "p"), &n);
    if (!file || n != PROTECTED || memcmp(file, whole, n) != 0) io_find("it is another file");
    free(file);
}

/* Damaged again, for the next repair to write both, and to remove what a writer left. */
static void repair_look(io_run *r) {
    sidecar_look(r);
    if (!damage(r)) io_find("it cannot be damaged again");
}

static void scrub_look(io_run *r) {
    kn_ledger *l = kn_ledger_open(kn_alloc_default(), io_path(r, KILN_SIDECAR_LEDGER), NULL);
    if (!l) io_find("the scrub's ledger does not open");
    (void)kn_ledger_close(l);
    if (kiln_ledger_verify(io_path(r, KILN_SIDECAR_LEDGER), NULL, NULL, 0) == KILN_BAD_FILE)
        io_find("the scrub's ledger does not verify");
    repair_look(r);
}

const io_case io_beside_cases[] = {
    {"envelope write", false, envelope_before, NULL, envelope_write, NULL, envelope_look},
    {"envelope check", true, envelope_before, NULL, envelope_check, NULL, io_read_look},
    {"safetensors and npz save", false, tensors_before, NULL, tensors_save, NULL, tensors_look},
    {"safetensors and npz open", true, tensors_before, NULL, tensors_open, NULL, io_read_look},
    {"sidecar protect", false, protected_before, NULL, sidecar_protect, NULL, sidecar_look},
    {"sidecar verify", true, protected_before, NULL, sidecar_verify, NULL, sidecar_look},
    {"sidecar repair", false, damaged_before, NULL, sidecar_repair, NULL, repair_look},
    {"sidecar scrub", false, damaged_before, NULL, sidecar_scrub, NULL, scrub_look},
    {0},
};
