/* SPDX-License-Identifier: Apache-2.0
 * Assertions that show both values, a private folder per test, and an allocator that counts and
 * fails on demand. Used by every unit test. */
#ifndef KN_TESTS_UNIT_CHECK_H
#define KN_TESTS_UNIT_CHECK_H

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define CHECK(condition) cr_assert((condition), "%s", #condition)
#define CHECK_EQ(a, b)                                                                             \
    do {                                                                                           \
        long long check_a_ = (long long)(a), check_b_ = (long long)(b);                            \
        cr_assert(check_a_ == check_b_, "%s is %lld, %s is %lld", #a, check_a_, #b, check_b_);     \
    } while (0)
#define CHECK_STR(a, b)                                                                            \
    do {                                                                                           \
        const char *check_a_ = (a), *check_b_ = (b);                                               \
        cr_assert(check_a_ &&check_b_ &&strcmp(check_a_, check_b_) == 0,                           \
                  "%s is \"%s\", %s is \"%s\"", #a, check_a_ ? check_a_ : "(null)", #b,            \
                  check_b_ ? check_b_ : "(null)");                                                 \
    } while (0)
#define CHECK_HAS(text, part)                                                                      \
    do {                                                                                           \
        const char *check_t_ = (text), *check_p_ = (part);                                         \
        cr_assert(check_t_ &&strstr(check_t_, check_p_), "\"%s\" lacks \"%s\"",                    \
                  check_t_ ? check_t_ : "(null)", check_p_);                                       \
    } while (0)
#define CHECK_STATUS(call, wanted)                                                                 \
    do {                                                                                           \
        kiln_status check_s_ = (call), check_w_ = (wanted);                                        \
        cr_assert(check_s_ == check_w_, "%s gives %s, wanted %s", #call,                           \
                  kiln_status_name(check_s_), kiln_status_name(check_w_));                         \
    } while (0)
#define CHECK_OK(call) CHECK_STATUS(call, KILN_OK)

/* Counts live bytes and calls; the call number `fail_at` (from 1; 0: none) and, with `for_ever`,
 * all later ones give NULL. Use `&x.vtable` as the allocator after check_alloc_init. */
typedef struct check_alloc {
    kiln_allocator vtable;
    atomic_llong live, calls;
    long long fail_at;
    bool for_ever;
} check_alloc;

static inline void *check_alloc_resize(void *user, void *block, size_t old_nbytes,
                                       size_t new_nbytes) {
    check_alloc *c = user;
    const kn_alloc *real = kn_alloc_default();
    if (new_nbytes > 0) {
        long long call = atomic_fetch_add(&c->calls, 1) + 1;
        if (c->fail_at && (call == c->fail_at || (c->for_ever && call > c->fail_at))) return NULL;
    }
    void *fresh = real->resize(real->user, block, old_nbytes, new_nbytes);
    if (fresh || new_nbytes == 0)
        atomic_fetch_add(&c->live, (long long)new_nbytes - (long long)old_nbytes);
    return fresh;
}

static inline void check_alloc_init(check_alloc *c, long long fail_at) {
    memset(c, 0, sizeof *c);
    c->vtable.resize = check_alloc_resize;
    c->vtable.user = c;
    c->fail_at = fail_at;
}

/* Makes a folder below the working folder; its name ends up in `folder`. Remove it with
 * check_unfolder. */
static inline void check_folder(char folder[64]) {
    snprintf(folder, 64, "kiln-test-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
}

static inline void check_unfolder(const char *folder) {
    char command[128];
    snprintf(command, sizeof command, "rm -rf ./%s", folder);
    cr_assert(system(command) == 0);
}

/* How many names a folder has. */
static inline int check_count_files(const char *folder) {
    int n = 0;
    DIR *d = opendir(folder);
    cr_assert_not_null(d);
    for (struct dirent *e; (e = readdir(d)) != NULL;) n += e->d_name[0] != '.';
    closedir(d);
    return n;
}

/* Writes a small file, plainly. */
static inline void check_write(const char *path, const void *bytes, size_t nbytes) {
    FILE *f = fopen(path, "wb");
    cr_assert_not_null(f);
    cr_assert(nbytes == 0 || fwrite(bytes, 1, nbytes, f) == nbytes);
    cr_assert(fclose(f) == 0);
}

#endif
