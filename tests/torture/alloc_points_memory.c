/* SPDX-License-Identifier: Apache-2.0
 * The allocator of alloc-points, and what every try checks with it. */
#include "alloc_points.h"

#include <stdlib.h>
#include <string.h>

enum { HEAD = 64 }; /* before each block: its size; keeps the alignment */

static void *resize(void *user, void *block, size_t old_nbytes, size_t new_nbytes) {
    ap_memory *m = user;
    char *before = block != NULL ? (char *)block - HEAD : NULL;
    if (before != NULL && *(size_t *)(void *)before != old_nbytes) m->wrong_sizes++;
    if (new_nbytes > 0) {
        m->all++;
        m->calls++;
        if (m->armed && m->fail_at > 0 &&
            (m->calls == m->fail_at || (m->for_ever && m->calls > m->fail_at)))
            return NULL;
        void *fresh;
        if (posix_memalign(&fresh, HEAD, HEAD + new_nbytes) != 0) return NULL;
        *(size_t *)fresh = new_nbytes;
        m->live += (long)new_nbytes;
        block = (char *)fresh + HEAD;
        if (before == NULL)
            memset(block, 0xa5, new_nbytes);
        else
            memcpy(block, before + HEAD, old_nbytes < new_nbytes ? old_nbytes : new_nbytes);
    } else
        block = NULL;
    if (before != NULL) {
        m->live -= (long)*(size_t *)(void *)before;
        memset(before + HEAD, 0x5a, *(size_t *)(void *)before);
        free(before);
    }
    return block;
}

void ap_memory_init(ap_memory *m) {
    *m = (ap_memory){.vtable.resize = resize};
    m->vtable.user = m;
}

void ap_arm(ap_memory *m, long fail_at, bool for_ever) {
    m->calls = 0;
    m->fail_at = fail_at;
    m->for_ever = for_ever;
    m->armed = true;
}

bool ap_disarm(ap_memory *m) {
    m->armed = false;
    return m->fail_at > 0 && m->calls >= m->fail_at;
}

kiln_session *ap_open(ap_memory *m, kiln_path path) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.allocator = &m->vtable;
    o.threads = 1;
    o.path = path;
    o.verify = KILN_VERIFY_OFF;
    o.cache_dir = "off";
    return kiln_open(&o);
}

/* The name without module and underscore: methods and functions share their checks. */
static bool names(const char *text, const char *name) {
    const char *dot = strrchr(name, '.');
    char word[64];
    snprintf(word, sizeof word, "%s", dot != NULL ? dot + 1 : name);
    size_t n = strlen(word);
    if (n > 0 && word[n - 1] == '_') word[n - 1] = '\0';
    return strstr(text, word) != NULL;
}

void ap_check_failed(ap_report *r, const kiln_session *s, kiln_status status, const char *name) {
    const char *text = kiln_error_text(s);
    if (kiln_error(s) != KILN_NO_MEMORY || (status != KILN_OK && status != kiln_error(s)))
        ap_find(r, AP_STATUS, "status %s, the session's is %s: %s", kiln_status_name(status),
                kiln_status_name(kiln_error(s)), text);
    else if (!names(text, name))
        ap_find(r, AP_TEXT, "text \"%s\" lacks %s", text, name);
}

void ap_check_close(ap_report *r, kiln_session *s, ap_memory *m, size_t expected) {
    size_t left = kiln_close(s);
    if (left != expected) ap_find(r, AP_LIVE, "%zu tensors left at close", left);
    if (m->live != 0) ap_find(r, AP_LEAK, "%ld bytes leaked", m->live);
    if (m->wrong_sizes != 0)
        ap_find(r, AP_SIZE, "%ld blocks given back with another size", m->wrong_sizes);
}

uint64_t ap_hash(uint64_t h, const void *data, size_t nbytes) {
    const unsigned char *at = data;
    for (size_t i = 0; i < nbytes; i++) h = (h ^ at[i]) * 0x100000001b3;
    return h;
}
