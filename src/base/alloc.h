/* SPDX-License-Identifier: Apache-2.0
 * The allocator every layer gets its memory from. One vtable per session, so that tests can fail
 * any allocation and a budget can count bytes; nothing in src/ calls malloc except the default one.
 */
#ifndef KN_BASE_ALLOC_H
#define KN_BASE_ALLOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "kiln/status.h"
#include "kiln/options.h" /* kiln_allocator */

typedef kiln_allocator kn_alloc;

/* malloc-backed, stateless, shared by all sessions that name no allocator. */
const kn_alloc *kn_alloc_default(void);

/* Asks for what has been freed to go back to the system, where the allocator is the default one:
 * malloc keeps it, in the middle of its heap for ever. */
void kn_alloc_trim(const kn_alloc *a);

/* NULL when memory runs out; nbytes 0 gives NULL. Memory is not cleared unless kn_calloc. */
void *kn_malloc(const kn_alloc *a, size_t nbytes);
void *kn_calloc(const kn_alloc *a, size_t count, size_t each);
/* Like realloc: on failure the old block stays as it was. */
void *kn_realloc(const kn_alloc *a, void *old, size_t old_nbytes, size_t new_nbytes);
void kn_free(const kn_alloc *a, void *block, size_t nbytes);

/* The torture build (KILN_TORTURE in cmake): whatever may move when it grows does so at every
 * chance, and what it leaves is overwritten and freed, so that a reader of the old place is seen.
 */
#ifdef KN_TORTURE
enum { KN_TORTURED = 1 };
#else
enum { KN_TORTURED = 0 };
#endif

/* Grows *data (array of `each`-byte elements, capacity *cap) so that `need` elements fit; doubles,
 * large ones by half. */
kiln_status kn_grow(const kn_alloc *a, void *data_slot, size_t *cap, size_t need, size_t each);

/* Checked sizes: false when the result does not fit. */
static inline bool kn_mul_size(size_t a, size_t b, size_t *out) {
    return !__builtin_mul_overflow(a, b, out);
}
static inline bool kn_add_size(size_t a, size_t b, size_t *out) {
    return !__builtin_add_overflow(a, b, out);
}
static inline bool kn_mul_i64(int64_t a, int64_t b, int64_t *out) {
    return !__builtin_mul_overflow(a, b, out);
}
static inline bool kn_add_i64(int64_t a, int64_t b, int64_t *out) {
    return !__builtin_add_overflow(a, b, out);
}

/* Forwards a failing status. */
#define KN_TRY(call)                                                                               \
    do {                                                                                           \
        kiln_status kn_status_ = (call);                                                           \
        if (kn_status_ != KILN_OK) return kn_status_;                                              \
    } while (0)

#endif
