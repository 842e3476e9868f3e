/* SPDX-License-Identifier: Apache-2.0
 * What a tensor that a program holds costs beyond its value, by bytes asked of the allocator:
 * slots, storages, nodes and whatever grows with their number, between the n-th and the 2n-th. */
#include "check.h"
#include "frontend/core/frontend.h"

/* KILN_TEST: sanitize=address */

#ifdef __SANITIZE_ADDRESS__
/* there arrays are not larger than they must be, and values lie apart */
enum { N = 300, MOST = 1 << 16 };
#else
enum { N = 6000, MOST = 400 };
#endif
enum { STRETCH = 100 };

typedef enum form { ALONE, STRETCHES, DATA, SURVIVORS, WRITTEN_SURVIVORS, FORMS } form;

static kiln_tensor *add_one(kiln_tensor *w, int i) { return kiln_keep(kiln_add(w, (double)i)); }

static void hold(kiln_session *s, form f, kiln_tensor *w, int i, const float *data) {
    static kiln_tensor *stretch[STRETCH];
    if (f == ALONE) CHECK_OK(kiln_eval(KILN_LIST(add_one(w, i))));
    if (f == STRETCHES) {
        stretch[i % STRETCH] = add_one(w, i);
        if ((i + 1) % STRETCH == 0) CHECK_OK(kiln_eval(kiln_list_from(STRETCH, stretch)));
    }
    if (f == DATA) kiln_keep(kiln_from(s, data, KILN_F32, KILN_SHAPE(kiln_numel(w))));
    if (f == SURVIVORS)
        kiln_scope (s) CHECK_OK(kiln_eval(KILN_LIST(add_one(w, i))));
    if (f == WRITTEN_SURVIVORS)
        kiln_scope (s) CHECK_OK(kiln_eval(KILN_LIST(kiln_add_(add_one(w, i), 1.0))));
}

/* Slots come from the process's store and not from the session's allocator. */
static long long cost(form f, int64_t numel) {
    static const float data[1000];
    check_alloc memory;
    check_alloc_init(&memory, 0);
    kiln_options o = KILN_OPTIONS_INIT;
    o.allocator = &memory.vtable;
    o.cache_dir = "off";
    o.threads = 1;
    o.verify = KILN_VERIFY_OFF;
    kiln_session *s = kiln_open(&o);
    kiln_tensor *w = kiln_keep(kiln_ones(s, KILN_SHAPE(numel)));
    long long before = 0;
    for (int i = 0; i < 2 * N; i++) {
        if (i == N) before = atomic_load(&memory.live);
        hold(s, f, w, i, data);
    }
    long long each = (atomic_load(&memory.live) - before) / N + (long long)sizeof(fe_tensor);
    CHECK(!kiln_failed(s));
    kiln_close(s);
    CHECK_EQ(atomic_load(&memory.live), 0);
    return each - (long long)sizeof(float) * numel;
}

Test(held, bookkeeping) {
    for (form f = ALONE; f < FORMS; f++) {
        long long each = cost(f, 16);
        cr_assert(each <= MOST, "form %d: %lld bytes a tensor beyond its value", (int)f, each);
    }
}

/* A value that is no multiple of 64 bytes long is rounded up to one; there are no others' bytes
 * between values. */
Test(held, sizes) {
    for (int64_t numel = 100; numel <= 1000; numel += 900) {
        long long each = cost(DATA, numel);
        cr_assert(each <= MOST, "%lld bytes a tensor of %lld", each, (long long)numel);
    }
}
