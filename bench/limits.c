/* SPDX-License-Identifier: Apache-2.0
 * The `stream` row: this machine's bandwidth beyond every cache, by itself and not beside a
 * workload. Called by contest.c. */
#include "bench.h"

#include <stdlib.h>

static double copy_once(void *who) { return stream_once(who, STREAM_COPY); }
static double copy_nt_once(void *who) { return stream_once(who, STREAM_COPY_NT); }
static double read_once(void *who) { return stream_once(who, STREAM_READ); }

void stream_contestants(stream *st, const settings *set, double share,
                        contestant out[STREAM_KINDS]) {
    static double (*const once[])(void *) = {copy_once, copy_nt_once, read_once};
    for (int i = 0; i < STREAM_KINDS; i++)
        out[i] = (contestant){.once = once[i],
                              .who = st,
                              .budget_us = set->seconds * share * 1e6,
                              .exactly = set->reps};
}

void result_times(result *r, const char *id, const char *path, const settings *set,
                  const samples *s) {
    snprintf(r->id, sizeof r->id, "%s", id);
    snprintf(r->path, sizeof r->path, "%s", path);
    r->threads = set->threads;
    r->reps = s->count;
    r->min_us = samples_at(s, 0);
    r->p50_us = samples_at(s, 0.5);
    r->p95_us = samples_at(s, 0.95);
    r->p99_us = samples_at(s, 0.99);
}

size_t bench_stream(const workload *w, const settings *set, result *out, int *code) {
    static const char *const paths[] = {"copy", "copy-nt", "read"};
    contestant by[STREAM_KINDS];
    stream *st = stream_open(set->threads, w->bytes);
    *code = st != NULL ? EXIT_OK : fail(EXIT_IO, "%s: memory ran out", w->id);
    if (st == NULL) return 0;
    stream_contestants(st, set, 1, by);
    contest(by, STREAM_KINDS, w->id);
    for (int i = 0; i < STREAM_KINDS; i++) {
        result_times(&out[i], w->id, paths[i], set, &by[i].samples);
        out[i].bytes = w->bytes;
        free(by[i].samples.us);
    }
    stream_close(st);
    return STREAM_KINDS;
}
