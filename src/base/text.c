/* SPDX-License-Identifier: Apache-2.0
 * Growing text buffer, JSON string escaping and UTF-8 checking. Called by printers, error messages,
 * the ledger and file formats. */
#include "base/text.h"

#include <stdio.h>

void kn_text_init(kn_text *t, const kn_alloc *alloc) { *t = (kn_text){.alloc = alloc}; }

void kn_text_free(kn_text *t) {
    kn_free(t->alloc, t->data, t->cap);
    kn_text_init(t, t->alloc);
}

void kn_text_clear(kn_text *t) {
    t->len = 0;
    t->failed = false;
    if (t->data) t->data[0] = '\0';
}

const char *kn_text_str(const kn_text *t) { return t->data ? t->data : ""; }

bool kn_text_reserve(kn_text *t, size_t more) {
    size_t need;
    if (t->failed) return false;
    if (kn_add_size(t->len, more, &need) && kn_add_size(need, 1, &need)) {
        if (need <= t->cap) return true;
        if (need < 64) need = 64;
        if (kn_grow(t->alloc, &t->data, &t->cap, need, 1) == KILN_OK) {
            t->data[t->len] = '\0';
            return true;
        }
    }
    t->failed = true;
    return false;
}

void kn_text_bytes(kn_text *t, const void *bytes, size_t nbytes) {
    if (nbytes == 0 || !kn_text_reserve(t, nbytes)) return;
    memcpy(t->data + t->len, bytes, nbytes);
    t->len += nbytes;
    t->data[t->len] = '\0';
}

void kn_text_addv(kn_text *t, const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    size_t room = t->cap - t->len;
    int wrote = t->failed ? 0 : vsnprintf(room ? t->data + t->len : NULL, room, format, args);
    if (wrote < 0) {
        t->failed = true;
    } else if ((size_t)wrote < room) {
        t->len += (size_t)wrote;
    } else if (wrote > 0 && kn_text_reserve(t, (size_t)wrote)) {
        vsnprintf(t->data + t->len, (size_t)wrote + 1, format, again);
        t->len += (size_t)wrote;
    }
    if (t->data) t->data[t->len] = '\0'; /* takes back a cut piece */
    va_end(again);
}

void kn_text_add(kn_text *t, const char *format, ...) {
    va_list args;
    va_start(args, format);
    kn_text_addv(t, format, args);
    va_end(args);
}

size_t kn_utf8_step(const void *at, size_t left) {
    const unsigned char *s = at;
    if (left == 0) return 0;
    if (s[0] < 0x80) return 1;
    size_t len = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
    if (s[0] < 0xc2 || s[0] > 0xf4 || len > left) return 0;
    for (size_t i = 1; i < len; i++)
        if ((s[i] & 0xc0) != 0x80) return 0;
    if (s[0] == 0xe0 && s[1] < 0xa0) return 0;  /* overlong */
    if (s[0] == 0xed && s[1] >= 0xa0) return 0; /* surrogate */
    if (s[0] == 0xf0 && s[1] < 0x90) return 0;  /* overlong */
    if (s[0] == 0xf4 && s[1] >= 0x90) return 0; /* above U+10FFFF */
    return len;
}

static void add_escape(kn_text *t, unsigned char c) {
    static const char plain[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    for (const char *p = plain; *p; p += 2)
        if ((unsigned char)*p == c) {
            kn_text_add(t, "\\%c", p[1]);
            return;
        }
    kn_text_add(t, "\\u%04x", c);
}

void kn_text_json_string(kn_text *t, const char *utf8) {
    if (!utf8) {
        kn_text_add(t, "null");
        return;
    }
    const unsigned char *s = (const unsigned char *)utf8;
    size_t left = strlen(utf8), run = 0;
    kn_text_bytes(t, "\"", 1);
    while (run < left) { /* s[0, run) is clean text that waits to be added in one piece */
        size_t step = kn_utf8_step(s + run, left - run);
        if (step > 0 && s[run] >= 0x20 && s[run] != '"' && s[run] != '\\') {
            run += step;
            continue;
        }
        kn_text_bytes(t, s, run);
        if (step > 0)
            add_escape(t, s[run]);
        else
            kn_text_bytes(t, "\xef\xbf\xbd", 3);
        s += run + 1;
        left -= run + 1;
        run = 0;
    }
    kn_text_bytes(t, s, run);
    kn_text_bytes(t, "\"", 1);
}

void kn_text_copy_out(const kn_text *t, char *buffer, size_t size) {
    if (!buffer || size == 0) return;
    const char *from =
        t->failed && t->len == 0 ? "there is no memory for the reason" : kn_text_str(t);
    size_t len = strlen(from);
    if (len >= size) {
        len = size - 1;
        while (len > 0 && ((unsigned char)from[len] & 0xc0) == 0x80) len--;
    }
    memcpy(buffer, from, len);
    buffer[len] = '\0';
}

bool kn_is_utf8(const char *text) {
    size_t left = strlen(text), step = 1;
    for (; left > 0 && step > 0; text += step, left -= step) step = kn_utf8_step(text, left);
    return step > 0;
}

kiln_status kn_text_answer(kn_text *t, kiln_status status, char *why, size_t why_size) {
    if (status != KILN_OK && t->len == 0) kn_text_add(t, "%s", kiln_status_text(status));
    kn_text_copy_out(t, why, why_size);
    kn_text_free(t);
    return status;
}
