/* SPDX-License-Identifier: Apache-2.0
 * Growing text buffer with a sticky failure flag: append freely, check once. Used by printers,
 * error messages, JSON lines and canonical bytes. */
#ifndef KN_BASE_TEXT_H
#define KN_BASE_TEXT_H

#include <stdarg.h>

#include "base/alloc.h"

typedef struct kn_text {
    const kn_alloc *alloc;
    char *data; /* NUL-terminated whenever len > 0 */
    size_t len, cap;
    bool failed; /* memory ran out; content is what fitted */
} kn_text;

void kn_text_init(kn_text *t, const kn_alloc *alloc);
void kn_text_free(kn_text *t);
void kn_text_clear(kn_text *t);            /* keeps the capacity */
const char *kn_text_str(const kn_text *t); /* never NULL */
/* room for that many bytes more and the closing NUL */
bool kn_text_reserve(kn_text *t, size_t more);
void kn_text_bytes(kn_text *t, const void *bytes, size_t nbytes);
void kn_text_add(kn_text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
void kn_text_addv(kn_text *t, const char *format, va_list args);
/* Quoted and escaped; bytes that are not UTF-8 become U+FFFD; NULL becomes null. */
void kn_text_json_string(kn_text *t, const char *utf8);

/* Bytes (1..4) of the well-formed UTF-8 sequence at `at`, of which `left` bytes may be read; 0 when
 * it is malformed, overlong, a surrogate or above U+10FFFF. */
size_t kn_utf8_step(const void *at, size_t left);
bool kn_is_utf8(const char *text);
/* Copies text into a caller's buffer, cut at a whole character; does nothing when the buffer is
 * absent. When there was no memory for any of it, that is the text: who is told of a failure is
 * told something. */
void kn_text_copy_out(const kn_text *t, char *buffer, size_t size);
/* The end of a call that gives its reason in `why`: what t says, or of a failure without a text the
 * status's own. Frees t; returns status. */
kiln_status kn_text_answer(kn_text *t, kiln_status status, char *why, size_t why_size);

#endif
