/* SPDX-License-Identifier: Apache-2.0
 * Envelopes as bytes: composing, reading, the form that opens a file of our own, and the form
 * beside a file of others'. Called by kiln/envelope.h's functions, checkpoints and traces.
 *
 * A file of our own begins with its envelope: "kiln-envelope 1 00000512\n", 512 bytes of JSON, the
 * last of them spaces and a newline, then the payload, whose length and digest the envelope has. */
#ifndef KN_RUNTIME_ENVELOPE_H
#define KN_RUNTIME_ENVELOPE_H

#include "base/file.h"
#include "kiln/envelope.h"

enum {
    KN_ENVELOPE_LINE = 25,      /* bytes of the line before the JSON */
    KN_ENVELOPE_LIMIT = 1 << 20 /* of the JSON: it bounds what reading one costs, some 40 MiB */
};

/* `e` as JSON, with length and digest as they stand there. BAD_ARGUMENT names the field in
 * `why`. */
kiln_status kn_envelope_compose(const kiln_envelope *e, kn_text *json, kn_text *why);

/* JSON to a struct: one block, freed by kiln_envelope_free. */
kiln_status kn_envelope_parse(const kn_alloc *a, const void *json, size_t nbytes,
                              kiln_envelope **out, kiln_envelope_fault *fault);

/* Line and JSON, padded to `room` bytes in all, or to what it needs when that is 0: a writer that
 * streams begins with one of an empty digest, and puts the right one of the same room over it at
 * the end (kn_file_out_patch). TOO_LARGE when `room` is too small. */
kiln_status kn_envelope_head(const kiln_envelope *e, size_t room, kn_text *out, kn_text *why);
/* How long the head is that these first KN_ENVELOPE_LINE bytes begin; BAD_FILE when they begin
 * none. */
kiln_status kn_envelope_head_size(const void *bytes, size_t nbytes, size_t *size,
                                  kiln_envelope_fault *fault);
/* Takes a whole file apart: its envelope, checked against the payload that follows it. */
kiln_status kn_envelope_open(const kn_alloc *a, const void *bytes, size_t nbytes, const char *kind,
                             int64_t newest, kiln_envelope **out, size_t *payload,
                             kiln_envelope_fault *fault);

/* Whether kind and format are wanted ones, and length and digest those found. */
kiln_status kn_envelope_wants(const kiln_envelope *e, const char *kind, int64_t newest,
                              kiln_envelope_fault *fault);
kiln_status kn_envelope_holds(const kiln_envelope *e, uint64_t length, kn_hash digest,
                              kiln_envelope_fault *fault);

/* Endings of what may stand beside a file and is of its very bytes: envelope, repair data of
 * both. */
enum { KN_BESIDE = 3 };
extern const char *const kn_beside[KN_BESIDE];
/* Before `out`, whose bytes are all there, takes its name: syncs them and removes what stands
 * beside the old file. */
kiln_status kn_beside_remove(const kn_alloc *a, const kn_file_out *out, kn_text *why);
/* Writes a file in one step, and `e` (NULL: none) with its length and digest beside it. */
kiln_status kn_envelope_save(const kn_alloc *a, const char *path, const void *bytes, size_t nbytes,
                             const kiln_envelope *e, kn_text *why);

/* Beside a file: write and read PATH.envelope.json; digest PATH. */
kiln_status kn_envelope_write_beside(const kn_alloc *a, const char *path, const kiln_envelope *e,
                                     kn_text *why);
kiln_status kn_envelope_read_beside(const kn_alloc *a, const char *path, kiln_envelope **out,
                                    kiln_envelope_fault *fault, kn_text *why);
/* Whether there is one. */
kiln_status kn_envelope_find_beside(const kn_alloc *a, const char *path, bool *there, kn_text *why);
kiln_status kn_envelope_digest_file(const kn_alloc *a, const char *path, uint64_t *length,
                                    kn_hash *digest, kn_text *why);

/* "PATH: FIELD: expected ..., found ..., at byte N" */
void kn_envelope_say(const kiln_envelope_fault *fault, const char *path, kn_text *why);
/* Fills *fault; `offset` -1 when it is not known. Returns `status`. */
kiln_status kn_envelope_refuse(kiln_envelope_fault *fault, kiln_status status, const char *field,
                               const char *expected, const char *found, int64_t offset);

/* `created` of a file written now. */
int64_t kn_envelope_now(void);

#endif
