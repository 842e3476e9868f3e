/* SPDX-License-Identifier: Apache-2.0
 * Hardened mode's checks by number, their counters, and the one way to report. Called by whatever
 * checks. */
#ifndef KN_RUNTIME_AUDIT_H
#define KN_RUNTIME_AUDIT_H

#include <stdatomic.h>

#include "ir/graph.h"

typedef enum rt_check {
#define AUDIT(NAME, name, does, cost, looks_at, when) RT_CHECK_##NAME,
#include "runtime/audits.def"
#undef AUDIT
    RT_CHECKS
} rt_check;

/* Threads that generate code count too. */
typedef struct rt_audit_count {
    _Atomic uint64_t looked, found;
} rt_audit_count;

typedef struct rt_audit_row {
    const char *name, *does, *cost, *looks_at, *when;
} rt_audit_row;
const rt_audit_row *rt_audit_at(size_t check); /* NULL: no such check */

struct rt_engine;
/* Counts a look. */
void rt_looked(struct rt_engine *e, rt_check check);
/* Counts a finding and writes its line. `node`: of the graph at hand, or IR_NONE. Those that FAIL
 * end the evaluation where it is next asked, the next one when none is running. e may be NULL. */
void rt_audit(struct rt_engine *e, rt_check check, ir_id node, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* INTERNAL, and in `why` the first finding since it was last asked; OK when there was none. */
kiln_status rt_audited(struct rt_engine *e, kn_text *why);
void rt_audit_counts(const struct rt_engine *e, rt_check check, uint64_t *looked, uint64_t *found);

#endif
