/* SPDX-License-Identifier: Apache-2.0
 * The envelope of everything that is kept for long: what a file is, which versions it needs, what
 * its bytes are, and what made it from what. It is JSON; for a format that others read
 * (safetensors, JSON, npy) it stands beside the file as FILE.envelope.json:
 *
 *     {"kiln_envelope":1,"kind":"checkpoint","format":1,"library":"0.1.0",
 *      "contracts":{"numeric":1,"ops":1},"created":"2026-01-31T12:00:00Z","length":4096,
 *      "xxh3_128":"<32 digits>","made_by":"digits --steps 5",
 *      "inputs":[{"name":"digits.csv.gz","length":57523,"xxh3_128":"<32 digits>"}],
 *      "seal":"<32 digits>"}
 *
 * The seal is the XXH3-128 of all bytes before ',"seal"'. The same fields give the same bytes, on
 * one line. A reader refuses what it does not know: another field, a field missing or twice, a
 * newer version, other spelling. No session is needed; any thread may call. Since 0.1. */
#ifndef KILN_ENVELOPE_H
#define KILN_ENVELOPE_H

#include <stddef.h>
#include <stdint.h>

#include "kiln/options.h" /* kiln_allocator */
#include "kiln/status.h"

#ifdef __cplusplus
extern "C" {
#endif

#define KILN_ENVELOPE_VERSION 1
#define KILN_ENVELOPE_SUFFIX ".envelope.json"
/* The contracts this library keeps: raised when bits of results, or meanings of ops, change. */
#define KILN_NUMERIC_CONTRACT 1
#define KILN_OPS_CONTRACT 1
/* As `created`: SOURCE_DATE_EPOCH, or the clock where that is not set. */
#define KILN_ENVELOPE_NOW INT64_MIN

/* Something that went into a file. */
typedef struct kiln_envelope_input {
    const char *name;
    uint64_t length;
    char digest[33]; /* XXH3-128: 32 lower-case hexadecimal digits */
} kiln_envelope_input;

typedef struct kiln_envelope {
    size_t struct_size;   /* sizeof(kiln_envelope) */
    const char *kind;     /* "checkpoint": lower-case letters, digits and '-', at most 63 */
    int64_t format;       /* version of that kind's format, from 1 */
    const char *library;  /* version that wrote it. Writing: NULL is this one's */
    int64_t numeric, ops; /* contracts. Writing: 0 is this one's */
    int64_t created;      /* seconds since 1970, of the years 0001 to 9999 */
    uint64_t length;      /* of the file, in bytes; kiln_envelope_write finds it and the digest */
    char digest[33];      /* XXH3-128 of all of it */
    const char *made_by;  /* UTF-8; "" when nobody says. Writing: NULL is "" */
    const kiln_envelope_input *inputs;
    size_t ninputs;
} kiln_envelope;

#define KILN_ENVELOPE_INIT                                                                         \
    { sizeof(kiln_envelope), NULL, 1, NULL, 0, 0, KILN_ENVELOPE_NOW, 0, "", NULL, NULL, 0 }

/* What is wrong, for programs; `why` has the same as one line. */
typedef struct kiln_envelope_fault {
    char field[64]; /* "contracts.ops", "inputs[2].length"; "" when it is none's */
    char expected[160], found[160];
    int64_t offset; /* byte in the envelope, where it is known; else -1 */
} kiln_envelope_fault;

/* Length and XXH3-128 of a file, in constant memory: how inputs are named. Errors: BAD_ARGUMENT,
 * IO, NO_MEMORY. */
KILN_API kiln_status kiln_envelope_digest(const char *path, uint64_t *length, char digest[33],
                                          char *why, size_t why_size);

/* Reads `path` once and writes PATH.envelope.json, in one step, as kiln_safetensors_save does.
 * `length` and `digest` are not looked at. Errors: BAD_ARGUMENT (a field that cannot be said), IO,
 * NO_MEMORY. */
KILN_API kiln_status kiln_envelope_write(const char *path, const kiln_envelope *envelope,
                                         const kiln_allocator *allocator, char *why,
                                         size_t why_size);

/* Writes a file in one step, as kiln_safetensors_save does, the old one or the new one, whole, and
 * then its envelope beside it (NULL: none). What stood beside the old file and was of its bytes, an
 * envelope or repair data, goes before the new one takes its name. Errors as above. */
KILN_API kiln_status kiln_envelope_save(const char *path, const void *bytes, size_t nbytes,
                                        const kiln_envelope *envelope,
                                        const kiln_allocator *allocator, char *why,
                                        size_t why_size);

/* Reads PATH.envelope.json, not the file. On success *out is to be freed with kiln_envelope_free,
 * and `allocator` (NULL: the C library's) must live until then; else it is NULL. Errors: BAD_FILE
 * (malformed), UNSUPPORTED (a newer version), IO, NO_MEMORY, BAD_ARGUMENT. `fault` and `why` may be
 * NULL. */
KILN_API kiln_status kiln_envelope_read(const char *path, const kiln_allocator *allocator,
                                        kiln_envelope **out, kiln_envelope_fault *fault, char *why,
                                        size_t why_size);
KILN_API void kiln_envelope_free(kiln_envelope *envelope);

/* The same, and compares the file: length, digest, and with `kind` (NULL: any) that it is of this
 * kind in a format of at most `newest` (0: any). *out may be NULL when only the answer matters.
 * Errors as above; a file that does not match is BAD_FILE. */
KILN_API kiln_status kiln_envelope_check(const char *path, const char *kind, int64_t newest,
                                         const kiln_allocator *allocator, kiln_envelope **out,
                                         kiln_envelope_fault *fault, char *why, size_t why_size);

#ifdef __cplusplus
}
#endif
#endif
