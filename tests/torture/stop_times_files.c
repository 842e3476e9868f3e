/* SPDX-License-Identifier: Apache-2.0
 * What stop_times.c stops: reading, writing, and mending files. */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include "stop_times.h"

static void make_folder(work *w) {
    const char *at = getenv("TMPDIR");
    snprintf(w->folder, sizeof w->folder, "%s/stop-times-XXXXXX",
             at && strlen(at) < 40 ? at : "/tmp");
    if (!mkdtemp(w->folder)) w->folder[0] = '\0';
    snprintf(w->path, sizeof w->path, "%s/f", w->folder);
}

static void end_folder(work *w) {
    DIR *d = opendir(w->folder);
    kiln_checkpoint_close(w->file);
    w->file = NULL;
    for (struct dirent *e; d && (e = readdir(d));) (void)unlinkat(dirfd(d), e->d_name, 0);
    if (d) closedir(d);
    (void)rmdir(w->folder);
}

bool folder_is_clean(const work *w) {
    bool clean = true;
    DIR *d = w->folder[0] ? opendir(w->folder) : NULL;
    for (struct dirent *e; d && (e = readdir(d));) clean = clean && !strstr(e->d_name, ".tmp-");
    if (d) closedir(d);
    return clean;
}

static void vector(work *w) {
    make_folder(w);
    w->data[0] = kiln_keep(kiln_counter_uniform(w->s, 1, KILN_F32, KILN_SHAPE(w->n)));
    kiln_eval(KILN_LIST(w->data[0]));
}

static const char *const names[] = {"w"};
static kiln_named named(work *w) { return (kiln_named){1, names, w->data}; }

static kiln_status save(work *w) {
    kiln_checkpoint c = {.struct_size = sizeof c, .parameters = named(w)};
    return kiln_checkpoint_save(w->s, w->path, &c);
}
static kiln_status load(work *w) {
    kiln_checkpoint c = {.struct_size = sizeof c, .parameters = named(w)};
    return kiln_checkpoint_load(w->s, w->file, &c);
}
static kiln_status load_snapshot(work *w) {
    kiln_tensor *t;
    kiln_status status = KILN_OK;
    kiln_scope (w->s) status = kiln_snapshot_load(w->s, w->path, 1, names, &t);
    return status;
}

static void checkpoint(work *w) {
    vector(w);
    (void)save(w);
    kiln_checkpoint_open(w->path, KILN_CHECKPOINT_MAP, NULL, &w->file, NULL, 0);
}
static void snapshot(work *w) {
    vector(w);
    kiln_snapshot_save(w->s, w->path, named(w));
}

/* ---- sidecars: bytes in a file, and a few of them wrong */

static kiln_sidecar_options stops(work *w) {
    kiln_sidecar_options o = KILN_SIDECAR_OPTIONS_INIT;
    o.stop = w->stop;
    o.user = w->user;
    return o;
}
static kiln_status protect(work *w) {
    kiln_sidecar_options o = stops(w);
    return kiln_sidecar_protect(w->path, &o, NULL, NULL, 0);
}
static kiln_status verify(work *w) {
    kiln_sidecar_options o = stops(w);
    return kiln_sidecar_verify(w->path, &o, NULL, NULL, 0);
}

static void damage(work *w) {
    int fd = open(w->path, O_WRONLY | O_CLOEXEC);
    for (int64_t i = 0; fd >= 0 && i < 3; i++) (void)!pwrite(fd, "damaged", 7, i * (w->n / 3));
    if (fd >= 0) close(fd);
}
static kiln_status repair(work *w) {
    kiln_sidecar_options o = stops(w);
    damage(w);
    return kiln_sidecar_repair(w->path, &o, NULL, NULL, 0);
}

static void bytes(work *w) {
    make_folder(w);
    FILE *f = fopen(w->path, "wb");
    for (int64_t i = 0; f && i < w->n; i++) putc((int)(i * 2654435761u >> 13 & 255), f);
    if (f) fclose(f);
}
static void protected_bytes(work *w) {
    bytes(w);
    (void)protect(w);
}

#define ALL KILN_FUSED, KILN_VERIFY_OFF, 0, false
const kind file_kinds[] = {
    {"checkpoint_save", 50000000, vector, NULL, ALL, save, end_folder},
    {"checkpoint_load", 100000000, checkpoint, NULL, ALL, load, end_folder},
    {"snapshot_load", 100000000, snapshot, NULL, ALL, load_snapshot, end_folder},
    {"sidecar_protect", 200000000, bytes, NULL, ALL, protect, end_folder},
    {"sidecar_verify", 200000000, protected_bytes, NULL, ALL, verify, end_folder},
    {"sidecar_repair", 200000000, protected_bytes, NULL, ALL, repair, end_folder},
};
const size_t file_kinds_count = sizeof file_kinds / sizeof *file_kinds;
