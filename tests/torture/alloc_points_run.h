/* SPDX-License-Identifier: Apache-2.0
 * One run of a door of alloc-points, and the doors that write files. Included by
 * alloc_points_doors.c and alloc_points_files.c. */
#ifndef KILN_ALLOC_POINTS_RUN_H
#define KILN_ALLOC_POINTS_RUN_H

#include "alloc_points.h"

enum { AP_NUMBERS_OUT = 32 };

/* What a door computes goes to `number`; it gives OK, or the first status that was not. */
typedef struct run {
    ap_memory m;
    kiln_session *s; /* NULL: the door opens its own */
    float number[AP_NUMBERS_OUT];
    size_t count;
    const char *folder; /* the door's own, empty */
} run;

static const float values[12] = {1, -2, 3, 0.5f, -0.25f, 7, 2, -1, 0, 4, 1.5f, -3};
#define MATRIX(r) kiln_from((r)->s, values, KILN_F32, KILN_SHAPE(3, 4))

static inline void take(run *r, kiln_tensor *t) {
    size_t n = (size_t)kiln_numel(t);
    if (r->count + n > AP_NUMBERS_OUT ||
        kiln_read(t, r->number + r->count, n * sizeof(float)) != KILN_OK)
        return;
    r->count += n;
}

static inline kiln_status outcome(const run *r) { return kiln_error(r->s); }

kiln_status ap_safetensors(run *r);
kiln_status ap_npy(run *r);
kiln_status ap_checkpoints(run *r);
kiln_status ap_snapshots(run *r);
kiln_status ap_envelopes(run *r);
kiln_status ap_sidecars(run *r);
kiln_status ap_scrubs(run *r);
kiln_status ap_traces(run *r);
kiln_status ap_trace_files(run *r);
kiln_status ap_replays(run *r);
kiln_status ap_trace_steps(run *r);

#endif
