/* SPDX-License-Identifier: Apache-2.0
 * Faults of programs: handles after their end, of other sessions, from two threads at once,
 * derivatives and looks that are stale. Through the public functions alone. Used by planted.c. */
#include <pthread.h>

#include "frontend/files/safetensors_internal.h"
#include "planted.h"

static kiln_session *open_session(trial *t, const kiln_allocator *allocator) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.mode = KILN_HARDENED;
    o.cache_dir = "off";
    o.threads = 1;
    o.ledger = t->ledger;
    o.allocator = allocator;
    return kiln_open(&o);
}

static void close_session(trial *t, kiln_session *s) {
    kiln_audit a;
    for (size_t i = 0; kiln_audit_at(s, i, &a); i++) {
        t->o.looked[i] = a.looked;
        t->o.found[i] = a.found;
    }
    if (kiln_error(s) == KILN_INTERNAL) trial_note(t, KILN_INTERNAL, kiln_error_text(s));
    if (!t->planted && kiln_failed(s)) trial_unable(t, kiln_error_text(s));
    kiln_close(s);
    t->o.finished = true;
}

static void run_released(trial *t) {
    kiln_session *s = open_session(t, NULL);
    kiln_tensor *a = kiln_ones(s, KILN_SHAPE(4)), *b = kiln_mul(a, 2.0);
    if (t->planted) kiln_release(b);
    for (unsigned i = 0; i < t->seed; i++) (void)kiln_mul(a, 3.0);
    (void)kiln_item(kiln_sum(b, KILN_ALL_AXES, false));
    close_session(t, s);
}

static void run_scope(trial *t) {
    kiln_session *s = open_session(t, NULL);
    kiln_tensor *b = NULL;
    kiln_scope (s) {
        b = kiln_exp(kiln_ones(s, KILN_SHAPE(4)));
        if (!t->planted) kiln_keep(b);
    }
    for (unsigned i = 0; i < t->seed; i++) (void)kiln_ones(s, KILN_SHAPE(2));
    (void)kiln_item(kiln_sum(b, KILN_ALL_AXES, false));
    if (!t->planted) kiln_release(b);
    close_session(t, s);
}

static void run_session(trial *t) {
    kiln_session *s = open_session(t, NULL), *u = open_session(t, NULL);
    kiln_tensor *a = kiln_ones(s, KILN_SHAPE(4)), *b = kiln_ones(t->planted ? u : s, KILN_SHAPE(4));
    if (t->seed == 0)
        (void)kiln_add(a, b);
    else if (t->seed == 1)
        (void)kiln_where(kiln_gt(a, 0.0), a, b);
    else
        (void)kiln_item(kiln_sum(kiln_matmul(a, b), KILN_ALL_AXES, false));
    close_session(t, s);
    kiln_close(u);
}

/* The second thread comes while the first is inside of a call: when that allocates. */
static struct intruder {
    kiln_session *s;
    kiln_tensor *a;
    int armed;
    bool planted;
} intruder;

static void *intrude(void *unused) {
    (void)unused;
    (void)kiln_add(intruder.a, 1.0);
    return NULL;
}

static void *resize(void *user, void *block, size_t old_nbytes, size_t new_nbytes) {
    const kiln_allocator *real = kn_alloc_default();
    (void)user;
    if (new_nbytes > 0 && intruder.armed == 1) {
        pthread_t thread;
        intruder.armed = 2;
        if (intruder.planted && pthread_create(&thread, NULL, intrude, NULL) == 0)
            pthread_join(thread, NULL);
    }
    return real->resize(real->user, block, old_nbytes, new_nbytes);
}

static void run_threads(trial *t) {
    static const kiln_allocator allocator = {.resize = resize};
    kiln_session *s = open_session(t, &allocator);
    intruder = (struct intruder){.s = s,
                                 .a = kiln_keep(kiln_ones(s, KILN_SHAPE(4))),
                                 .planted = t->planted};
    intruder.armed = t->seed != 1;
    kiln_tensor *b = kiln_counter_normal(s, 7, KILN_F32, KILN_SHAPE(100));
    if (t->seed == 1) intruder.armed = 1;
    (void)kiln_item(kiln_sum(kiln_exp(b), KILN_ALL_AXES, false));
    if (intruder.armed != 2) trial_unable(t, "no call allocated");
    kiln_release(intruder.a);
    close_session(t, s);
}

static void run_derivative(trial *t) {
    kiln_session *s = open_session(t, NULL);
    kiln_tensor *x = kiln_keep(kiln_ones(s, KILN_SHAPE(4))), *y = kiln_exp(x), *gradient[1];
    kiln_tensor *loss =
        kiln_sum(t->seed == 1 ? kiln_mul(x, y) : kiln_mul(y, y), KILN_ALL_AXES, false);
    if (t->planted) (void)kiln_mul_(y, 2.0);
    kiln_grad(loss, kiln_list_from(1, &x), gradient);
    kiln_release(x);
    close_session(t, s);
}

static void run_written(trial *t) {
    kiln_session *s = open_session(t, NULL);
    kiln_tensor *x = kiln_keep(kiln_ones(s, KILN_SHAPE(4))), *gradient[1];
    kiln_tensor *loss = kiln_sum(kiln_mul(x, x), KILN_ALL_AXES, false);
    if (t->planted) (void)kiln_add_(x, 1.0 + t->seed);
    kiln_grad(loss, kiln_list_from(1, &x), gradient);
    kiln_release(x);
    close_session(t, s);
}

static void run_look(trial *t) {
    kiln_session *s = open_session(t, NULL);
    kiln_tensor *x = kiln_keep(kiln_ones(s, KILN_SHAPE(8))),
                *part = t->seed == 2 ? kiln_narrow(x, 0, 2, 3) : x;
    kiln_host_data look = kiln_host(x);
    if (t->planted) (void)kiln_mul_(part, 2.0);
    if (t->planted && t->seed == 1) (void)kiln_mul_(x, 0.5);
    (void)kiln_host_check(x, look);
    kiln_release(x);
    close_session(t, s);
}

/* Saved anew with one key more, and the digest of that. */
static void add_key(trial *t, const char *path, const char *key, const char *digest) {
    kiln_safetensors *st = NULL;
    kn_text why;
    kiln_st_meta meta[64];
    char zeros[] = "00000000000000000000000000000000", other[160];
    kn_st_stamp stamp = {.key = digest};
    kn_text_init(&why, kn_alloc_default());
    size_t n = 0, count = 0;
    static kiln_st_entry entries[64];
    if (kiln_safetensors_open(path, NULL, &st, NULL, 0) != KILN_OK)
        return trial_unable(t, "the file cannot be opened");
    for (; count < kiln_safetensors_count(st); count++)
        entries[count] = *kiln_safetensors_at(st, count);
    for (size_t i = 0; i < kiln_safetensors_meta_count(st); i++)
        if (strcmp(kiln_safetensors_meta_at(st, i)->key, digest) != 0)
            meta[n++] = *kiln_safetensors_meta_at(st, i);
    meta[n++] = (kiln_st_meta){(char *)(uintptr_t)digest, zeros};
    if (key != NULL) meta[n++] = (kiln_st_meta){(char *)(uintptr_t)key, "1"};
    snprintf(other, sizeof other, "%s.other", path);
    if (kn_st_save(kn_alloc_default(), other, entries, count, meta, n, &stamp, &why) != KILN_OK)
        trial_unable(t, kn_text_str(&why));
    kiln_safetensors_close(st);
    kn_text_free(&why);
    if (!t->o.unable && rename(other, path) != 0) trial_unable(t, "rename");
    snprintf(other, sizeof other, "%s.envelope.json", path); /* of the file as it was */
    (void)remove(other);
}

static const char *const keys[SEEDS] = {"kiln.future", "kiln.checkpoint2", "kiln.handles"};

static void run_checkpoint(trial *t) {
    kiln_session *s = open_session(t, NULL);
    kiln_tensor *x = kiln_keep(kiln_ones(s, KILN_SHAPE(4)));
    const char *name = "x";
    char path[128];
    kiln_checkpoint c = {.struct_size = sizeof c, .parameters = {1, &name, &x}, .step = 3};
    kiln_checkpoint_file *f = NULL;
    snprintf(path, sizeof path, "%s/c.safetensors", t->folder);
    if (kiln_checkpoint_save(s, path, &c) != KILN_OK)
        trial_unable(t, kiln_error_text(s));
    else
        add_key(t, path, t->planted ? keys[t->seed] : "epoch", "kiln.digest");
    if (!t->o.unable && kiln_checkpoint_open(path, 0, NULL, &f, NULL, 0) != KILN_OK)
        trial_unable(t, "the checkpoint cannot be opened");
    if (f != NULL) (void)kiln_checkpoint_load(s, f, &c);
    if (f != NULL) kiln_checkpoint_close(f);
    kiln_release(x);
    close_session(t, s);
}

static void run_snapshot(trial *t) {
    kiln_session *s = open_session(t, NULL);
    kiln_tensor *x = kiln_keep(kiln_exp(kiln_ones(s, KILN_SHAPE(4)))), *y = NULL;
    const char *name = "x";
    char path[128];
    snprintf(path, sizeof path, "%s/s.safetensors", t->folder);
    if (kiln_snapshot_save(s, path, kiln_named_of(1, &name, &x)) != KILN_OK)
        trial_unable(t, kiln_error_text(s));
    else
        add_key(t, path, t->planted ? keys[t->seed] : NULL, "kiln.digest");
    (void)kiln_snapshot_load(s, path, 1, &name, &y);
    kiln_release(x);
    close_session(t, s);
}

const fault use_faults[] = {
    {"a handle is used after its release", RT_CHECK_HANDLE, run_released, NULL,
     "planted/use_faults.c"},
    {"a handle is used after its scope", RT_CHECK_HANDLE, run_scope, NULL, "planted/use_faults.c"},
    {"a handle of another session is used", RT_CHECK_SESSION, run_session, NULL,
     "planted/use_faults.c"},
    {"a second thread calls while one is inside", RT_CHECK_THREAD, run_threads, NULL,
     "planted/use_faults.c"},
    {"a derivative needs what was overwritten", RT_CHECK_STALE, run_derivative, NULL,
     "planted/use_faults.c"},
    {"what is differentiated by was overwritten", RT_CHECK_STALE, run_written, NULL,
     "planted/use_faults.c"},
    {"what the host looked at was written", RT_CHECK_LOOK, run_look, NULL, "planted/use_faults.c"},
    {"a checkpoint has metadata of another version", RT_CHECK_METADATA, run_checkpoint, NULL,
     "kiln."},
    {"a snapshot has metadata of another version", RT_CHECK_METADATA, run_snapshot, NULL, "kiln."},
    {NULL, 0, NULL, NULL, NULL},
};
