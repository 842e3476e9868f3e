/* SPDX-License-Identifier: Apache-2.0
 * Sessions, budgets, what they spent, and graphs of a size to test them by. Used by test_budget.c
 * and test_budget_stops.c. */
#ifndef KN_TESTS_UNIT_BUDGET_H
#define KN_TESTS_UNIT_BUDGET_H

#include "check.h"
#include "kiln/kiln.h"

#ifndef KILN_NO_BUDGETS

enum { LOOPS = 2000 };

static inline kiln_options quiet(kiln_path path) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = path;
    o.cache_dir = "off";
    o.threads = 1;
    return o;
}

static inline kiln_session *open_with(kiln_options o) {
    kiln_session *s = kiln_open(&o);
    cr_assert(!kiln_failed(s), "%s", kiln_error_text(s));
    return s;
}

static inline kiln_session *open_path(kiln_path path) { return open_with(quiet(path)); }

static inline bool compiles(kiln_session *s) {
    return strcmp(kiln_setting(s, "path"), "fused") == 0;
}

static inline kiln_budget *budget_of(kiln_limits l, kiln_budget *parent) {
    kiln_budget *b = NULL;
    char why[256];
    l.struct_size = sizeof l;
    cr_assert(kiln_budget_open(&l, parent, &b, why, sizeof why) == KILN_OK, "%s", why);
    return b;
}

static inline kiln_spent spent_of(const kiln_budget *b) {
    kiln_spent x = {.struct_size = sizeof x};
    CHECK_OK(kiln_budget_spent(b, &x));
    return x;
}

static inline kiln_counters counted(const kiln_session *s) {
    kiln_counters c = {.struct_size = sizeof c};
    CHECK_OK(kiln_count(s, &c));
    return c;
}

/* The text of the error, which is cleared. */
static inline const char *refused(kiln_session *s) {
    static char text[1024];
    cr_assert(kiln_error(s) == KILN_BUDGET, "%s: %s", kiln_status_name(kiln_error(s)),
              kiln_error_text(s));
    snprintf(text, sizeof text, "%s", kiln_error_text(s));
    kiln_clear_error(s);
    return text;
}

static inline void good(const kiln_session *s) {
    cr_assert(!kiln_failed(s), "%s", kiln_error_text(s));
}

static inline void done(kiln_session *s, kiln_budget *b) {
    good(s);
    CHECK_EQ(kiln_close(s), 0);
    kiln_budget_close(b);
}

static inline kiln_tensor *line(kiln_session *s, int64_t n) {
    return kiln_mul(kiln_ones(s, KILN_SHAPE(n)), 3.0);
}

/* Kernels that cannot join. */
static inline kiln_tensor *chain(kiln_session *s, int n) {
    kiln_tensor *t =
        kiln_reshape(kiln_add(kiln_arange(s, 0, 2000, 1, KILN_F32), 1.0), KILN_SHAPE(40, 50));
    for (int i = 0; i < n; i++)
        t = kiln_add(i % 2   ? kiln_sin(t)
                     : i % 3 ? kiln_tanh(t)
                             : kiln_cos(kiln_mul(t, t)),
                     kiln_sum(t, KILN_AXES(0)));
    return t;
}

#endif
#endif
