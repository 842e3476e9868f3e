/* SPDX-License-Identifier: Apache-2.0
 * Opening checkpoints: a file's envelope and digest are checked before its header is read, and what
 * the header says of itself after. Called by C programs through kiln/checkpoint.h and by
 * checkpoint_folder.c. */
#include <errno.h>
#include <stdlib.h>

#include "frontend/files/checkpoint_internal.h"
#include "frontend/core/frontend.h"
#include "frontend/files/safetensors_internal.h"
#include "runtime/envelope.h"

static kiln_status refuse(kn_text *why, kiln_status status, const char *path, const char *what) {
    return kn_file_fail(why, status, path, what);
}

static kiln_status cancelled(const char *path, kn_text *why) {
    return refuse(why, KILN_CANCELLED, path, "cancelled while its digest was computed");
}

static kiln_status digest_of(const kiln_safetensors *st, const char *path, kn_stop stop,
                             kn_hash *out, kn_text *why) {
    kn_digest d;
    if (!kn_digest_begin(&d)) return KILN_NO_MEMORY;
    bool whole = kn_digest_run(&d, st->bytes, st->nbytes, stop);
    *out = kn_digest_now(&d);
    kn_digest_end(&d);
    return whole ? KILN_OK : cancelled(path, why);
}

/* One that is there must hold; without one the digest inside must do. */
static kiln_status check_envelope(const kiln_safetensors *st, const char *path, const char *kind,
                                  int64_t newest, kn_stop stop, bool *there, kn_text *why) {
    kn_hash digest;
    kiln_envelope_fault fault = {.offset = -1};
    kiln_envelope *e = NULL;
    size_t before = why->len;
    kiln_status status = kn_envelope_find_beside(st->alloc, path, there, why);
    if (status != KILN_OK || !*there) return status;
    status = kn_envelope_read_beside(st->alloc, path, &e, &fault, why);
    if (status == KILN_OK) status = kn_envelope_wants(e, kind, newest, &fault);
    if (status == KILN_OK) status = digest_of(st, path, stop, &digest, why);
    if (status == KILN_OK) status = kn_envelope_holds(e, st->nbytes, digest, &fault);
    if (status != KILN_OK && why->len == before) kn_envelope_say(&fault, path, why);
    kiln_envelope_free(e);
    return status;
}

kiln_status kn_cp_load_file(const kn_alloc *alloc, const char *path, unsigned flags, kn_stop stop,
                            const char *kind, int64_t newest, kiln_safetensors **st,
                            kn_st_stamped *stamped, bool *enveloped, kn_text *why) {
    size_t before = why->len;
    bool map = (flags & KILN_CHECKPOINT_MAP) != 0;
    *stamped = KN_ST_STAMP_NONE;
    kiln_status status = kn_st_load(alloc, path, map, stop, st, why);
    if (status == KILN_OK) status = check_envelope(*st, path, kind, newest, stop, enveloped, why);
    if (status == KILN_OK) *stamped = kn_st_check_stamp(*st, KN_CP_DIGEST, stop);
    if (*stamped == KN_ST_STAMP_STOPPED) return cancelled(path, why);
    if (*stamped == KN_ST_STAMP_BAD)
        return refuse(why, KILN_BAD_FILE, path,
                      "bytes do not match the digest in metadata " KN_CP_DIGEST);
    if (status == KILN_OK) status = kn_st_parse(*st, why);
    if (status == KILN_BAD_FILE && why->len > before && why->data[before] == '[')
        kn_text_add(why, " of %s", path);
    return status;
}

static bool whole_number(const char *text, int64_t *out) {
    char *end = NULL;
    errno = 0;
    long long n = text && *text ? strtoll(text, &end, 10) : 0;
    *out = n;
    return end && *end == '\0' && errno == 0;
}

/* What a checkpoint of Kiln's says of itself. */
static kiln_status read_own(kiln_checkpoint_file *f, const kiln_safetensors *st, kn_text *why) {
    int64_t format = 0;
    const kiln_st_entry *g = kiln_safetensors_find(st, KN_CP_GENERATOR);
    if (!whole_number(kiln_safetensors_meta(st, KN_CP_FORMAT), &format) || format < 1)
        return refuse(why, KILN_BAD_FILE, f->path,
                      "metadata " KN_CP_FORMAT ": expected a whole number from 1");
    if (format > KILN_CHECKPOINT_FORMAT)
        return refuse(why, KILN_UNSUPPORTED, f->path,
                      "metadata " KN_CP_FORMAT ": expected at most 1");
    if (!whole_number(kiln_safetensors_meta(st, KN_CP_STEP), &f->step))
        return refuse(why, KILN_BAD_FILE, f->path,
                      "metadata " KN_CP_STEP ": expected a whole number");
    if (!whole_number(kiln_safetensors_meta(st, KN_CP_SEED), &f->counter_seed))
        return refuse(why, KILN_BAD_FILE, f->path,
                      "metadata " KN_CP_SEED ": expected a whole number");
    if (!g || g->dtype != KILN_U8 || g->nbytes != FE_GENERATOR_BYTES || !fe_generator_good(g->data))
        return refuse(why, KILN_BAD_FILE, f->path,
                      "tensor " KN_CP_GENERATOR ": expected a generator's state");
    f->ours = true;
    return KILN_OK;
}

static kiln_status open_single(kiln_checkpoint_file *f, unsigned flags, kn_text *why) {
    bool enveloped = false;
    f->shard = kn_calloc(f->alloc, 1, sizeof *f->shard);
    if (!f->shard) return KILN_NO_MEMORY;
    f->nshards = 1;
    kn_st_stamped stamped;
    KN_TRY(kn_cp_load_file(f->alloc, f->path, flags, (kn_stop){0}, KN_CP_KIND,
                           KILN_CHECKPOINT_FORMAT, &f->shard[0], &stamped, &enveloped, why));
    const kiln_safetensors *st = f->shard[0];
    if (stamped == KN_ST_STAMP_GOOD) return read_own(f, st, why);
    if (!enveloped && !kiln_safetensors_meta(st, KN_CP_FORMAT))
        return KILN_OK; /* somebody else's */
    return refuse(why, KILN_BAD_FILE, f->path,
                  "metadata " KN_CP_DIGEST ": expected a digest, found nothing");
}

static bool ends_with(const char *text, const char *end) {
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

kiln_status kn_cp_open(const kn_alloc *alloc, const char *path, unsigned flags,
                       kiln_checkpoint_file **out, kn_text *why) {
    size_t n = strlen(path) + 1;
    kiln_checkpoint_file *f = kn_calloc(alloc, 1, sizeof *f);
    *out = NULL;
    if (!f) return KILN_NO_MEMORY;
    f->alloc = alloc;
    f->path = kn_malloc(alloc, n);
    kiln_status status = f->path ? KILN_OK : KILN_NO_MEMORY;
    if (status == KILN_OK) {
        memcpy(f->path, path, n);
        status = ends_with(path, ".index.json") ? kn_cp_open_shards(f, flags, why)
                                                : open_single(f, flags, why);
    }
    if (status == KILN_OK)
        *out = f;
    else
        kiln_checkpoint_close(f);
    return status;
}

kiln_status kiln_checkpoint_open(const char *path, unsigned flags, const kiln_allocator *allocator,
                                 kiln_checkpoint_file **out, char *why, size_t why_size) {
    kn_text reason;
    kn_text_init(&reason, allocator ? allocator : kn_alloc_default());
    kiln_status status = path && out && flags <= KILN_CHECKPOINT_MAP ? KILN_OK : KILN_BAD_ARGUMENT;
    if (out) *out = NULL;
    if (status == KILN_OK) status = kn_cp_open(reason.alloc, path, flags, out, &reason);
    if (status != KILN_OK && reason.len == 0) kn_text_add(&reason, "%s", kiln_status_text(status));
    kn_text_copy_out(&reason, why, why_size);
    kn_text_free(&reason);
    return status;
}

void kiln_checkpoint_close(kiln_checkpoint_file *f) {
    if (!f) return;
    for (size_t i = 0; i < f->nshards; i++) kiln_safetensors_close(f->shard[i]);
    kn_free(f->alloc, f->shard, f->nshards * sizeof *f->shard);
    if (f->path) kn_free(f->alloc, f->path, strlen(f->path) + 1);
    kn_free(f->alloc, f, sizeof *f);
}

const char *kiln_checkpoint_path(const kiln_checkpoint_file *f) { return f ? f->path : NULL; }

int64_t kiln_checkpoint_step(const kiln_checkpoint_file *f) { return f ? f->step : 0; }

const char *kiln_checkpoint_meta(const kiln_checkpoint_file *f, const char *key) {
    return f && f->nshards == 1 ? kiln_safetensors_meta(f->shard[0], key) : NULL;
}

size_t kiln_checkpoint_count(const kiln_checkpoint_file *f) {
    size_t n = 0;
    for (size_t i = 0; f && i < f->nshards; i++) n += kiln_safetensors_count(f->shard[i]);
    return n;
}

const kiln_st_entry *kiln_checkpoint_at(const kiln_checkpoint_file *f, size_t index) {
    for (size_t i = 0; f && i < f->nshards; i++) {
        size_t n = kiln_safetensors_count(f->shard[i]);
        if (index < n) return kiln_safetensors_at(f->shard[i], index);
        index -= n;
    }
    return NULL;
}

const kiln_st_entry *kiln_checkpoint_find(const kiln_checkpoint_file *f, const char *name) {
    const kiln_st_entry *e = NULL;
    for (size_t i = 0; f && !e && i < f->nshards; i++) e = kiln_safetensors_find(f->shard[i], name);
    return e;
}
