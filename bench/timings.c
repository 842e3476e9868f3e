/* SPDX-License-Identifier: Apache-2.0
 * Takes samples from several contestants in turns, so that what else the machine does meets all of
 * them alike, and gives percentiles. Called by contest.c. */
#include "bench.h"

#include <stdlib.h>
#include <time.h>

enum { ENOUGH = 15, TURN_US = 20000, SHORT_US = 20000 };

bool samples_add(samples *s, double us) {
    if (s->count == s->room) {
        size_t room = s->room == 0 ? 1024 : s->room * 2;
        double *more = realloc(s->us, room * sizeof *more);
        if (more == NULL) return false;
        s->us = more;
        s->room = room;
    }
    s->us[s->count++] = us;
    return true;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void samples_sort(samples *s) {
    if (s->count > 0) qsort(s->us, s->count, sizeof *s->us, ascending);
}

double samples_at(const samples *s, double quantile) {
    if (s->count == 0) return 0;
    size_t rank = (size_t)(quantile * (double)s->count);
    return s->us[rank < s->count ? rank : s->count - 1];
}

static bool finished(const contestant *c) {
    if (c->failed) return true;
    if (c->exactly > 0) return c->samples.count >= c->exactly;
    return c->spent_us >= c->budget_us &&
           (c->samples.count >= ENOUGH || c->spent_us >= 3 * c->budget_us);
}

static double once(contestant *c) {
    double us = c->once(c->who);
    if (us < 0) c->failed = true;
    return us;
}

/* What others did may have emptied the caches: a short repetition gets an untimed one first. */
static void take_turn(contestant *c) {
    bool is_short = c->samples.count == 0 || c->spent_us / (double)c->samples.count < SHORT_US;
    if (is_short) once(c);
    for (double turn = 0; !finished(c) && turn < TURN_US;) {
        double us = once(c);
        if (c->failed || !samples_add(&c->samples, us)) {
            c->failed = true;
            return;
        }
        turn += us;
        c->spent_us += us;
    }
    struct timespec wait = {0, (long)(c->settle_us * 1e3)};
    if (c->settle_us > 0) nanosleep(&wait, NULL);
}

/* Until three runs, or a tenth of the budget. */
static void warm_up(contestant *c) {
    double spent = 0;
    for (int i = 0; i < 3 && spent < c->budget_us / 10 && !c->failed; i++) spent += once(c);
}

void contest(contestant *c, size_t n, const char *label) {
    for (size_t i = 0; i < n; i++) {
        progress("%s: warming up", label);
        warm_up(&c[i]);
    }
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < n; i++) {
            if (finished(&c[i])) continue;
            progress("%s: %zu of %zu, %zu repetitions", label, i + 1, n, c[i].samples.count);
            take_turn(&c[i]);
            more = true;
        }
    }
    progress("%s", "");
    for (size_t i = 0; i < n; i++) samples_sort(&c[i].samples);
}
