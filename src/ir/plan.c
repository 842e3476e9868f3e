/* SPDX-License-Identifier: Apache-2.0
 * Names of fusion verdicts and the end of a plan's life. Called by passes/, runtime/ and the dump
 * command. */
#include "ir/plan.h"

static const struct {
    const char *name, *text;
} reasons[PLAN_WHY_COUNT] = {
#define PLAN_REASON_ROW(name, text) {#name, text},
    PLAN_REASONS(PLAN_REASON_ROW)
#undef PLAN_REASON_ROW
};

const char *plan_reason_name(plan_reason r) {
    return (unsigned)r < PLAN_WHY_COUNT ? reasons[r].name : "UNKNOWN";
}
const char *plan_reason_text(plan_reason r) {
    return (unsigned)r < PLAN_WHY_COUNT ? reasons[r].text : "unknown";
}

void plan_free(plan *p) {
    if (!p) return;
    const kn_alloc *alloc = p->arena.alloc;
    ir_graph_free(&p->graph);
    kn_arena_free(&p->arena);
    kn_free(alloc, p, sizeof *p);
}
