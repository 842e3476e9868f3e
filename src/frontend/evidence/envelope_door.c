/* SPDX-License-Identifier: Apache-2.0
 * The public doors to envelopes. Called by C programs through kiln/envelope.h and by `kiln
 * envelope`. */
#include "kiln/envelope.h"

#include "runtime/envelope.h"

typedef struct answer {
    const kn_alloc *alloc;
    kn_text text;
    char *why;
    size_t why_size;
} answer;

static answer begin(const kiln_allocator *allocator, char *why, size_t why_size) {
    answer a = {.alloc = allocator ? allocator : kn_alloc_default(),
                .why = why,
                .why_size = why_size};
    kn_text_init(&a.text, a.alloc);
    return a;
}

static kiln_status end(answer *a, kiln_status status) {
    return kn_text_answer(&a->text, status, a->why, a->why_size);
}

kiln_status kiln_envelope_digest(const char *path, uint64_t *length, char digest[33], char *why,
                                 size_t why_size) {
    answer a = begin(NULL, why, why_size);
    kn_hash hash;
    if (!path || !length || !digest) return end(&a, KILN_BAD_ARGUMENT);
    kiln_status status = kn_envelope_digest_file(a.alloc, path, length, &hash, &a.text);
    if (status == KILN_OK) kn_hash_hex(hash, digest);
    return end(&a, status);
}

kiln_status kiln_envelope_write(const char *path, const kiln_envelope *envelope,
                                const kiln_allocator *allocator, char *why, size_t why_size) {
    answer a = begin(allocator, why, why_size);
    kn_hash hash;
    if (!path || !envelope) return end(&a, KILN_BAD_ARGUMENT);
    kiln_envelope e = *envelope;
    kiln_status status = kn_envelope_digest_file(a.alloc, path, &e.length, &hash, &a.text);
    if (status == KILN_OK) {
        kn_hash_hex(hash, e.digest);
        status = kn_envelope_write_beside(a.alloc, path, &e, &a.text);
    }
    return end(&a, status);
}

kiln_status kiln_envelope_save(const char *path, const void *bytes, size_t nbytes,
                               const kiln_envelope *envelope, const kiln_allocator *allocator,
                               char *why, size_t why_size) {
    answer a = begin(allocator, why, why_size);
    if (!path || (!bytes && nbytes > 0)) return end(&a, KILN_BAD_ARGUMENT);
    return end(&a, kn_envelope_save(a.alloc, path, bytes, nbytes, envelope, &a.text));
}

kiln_status kiln_envelope_read(const char *path, const kiln_allocator *allocator,
                               kiln_envelope **out, kiln_envelope_fault *fault, char *why,
                               size_t why_size) {
    answer a = begin(allocator, why, why_size);
    if (out) *out = NULL;
    if (fault) *fault = (kiln_envelope_fault){.offset = -1};
    if (!path || !out) return end(&a, KILN_BAD_ARGUMENT);
    return end(&a, kn_envelope_read_beside(a.alloc, path, out, fault, &a.text));
}

static kiln_status compare(answer *a, const char *path, const kiln_envelope *e, const char *kind,
                           int64_t newest, kiln_envelope_fault *fault) {
    uint64_t length;
    kn_hash hash;
    kiln_status status = kn_envelope_wants(e, kind, newest, fault);
    if (status == KILN_OK) {
        KN_TRY(kn_envelope_digest_file(a->alloc, path, &length, &hash, &a->text));
        status = kn_envelope_holds(e, length, hash, fault);
    }
    if (status != KILN_OK) kn_envelope_say(fault, path, &a->text);
    return status;
}

kiln_status kiln_envelope_check(const char *path, const char *kind, int64_t newest,
                                const kiln_allocator *allocator, kiln_envelope **out,
                                kiln_envelope_fault *fault, char *why, size_t why_size) {
    answer a = begin(allocator, why, why_size);
    kiln_envelope_fault own = {.offset = -1}, *f = fault ? fault : &own;
    kiln_envelope *e = NULL;
    *f = own;
    if (out) *out = NULL;
    if (!path || newest < 0) return end(&a, KILN_BAD_ARGUMENT);
    kiln_status status = kn_envelope_read_beside(a.alloc, path, &e, f, &a.text);
    if (status == KILN_OK) status = compare(&a, path, e, kind, newest, f);
    if (status == KILN_OK && out)
        *out = e;
    else
        kiln_envelope_free(e);
    return end(&a, status);
}
