/* SPDX-License-Identifier: Apache-2.0
 * What hardened mode's checks are called, how often each looked and found something, and what then
 * happens. Called by the checks, and by frontend/ for those that are made there. */
#include "runtime/audit.h"

#include "runtime/engine.h"

enum { DOES_FAILS, DOES_REFUSES, DOES_TELLS };

static const rt_audit_row rows[] = {
#define FAILS "fails"
#define REFUSES "refuses"
#define TELLS "tells"
#define AUDIT(NAME, name, does, cost, looks_at, when) {name, does, #cost, looks_at, when},
#include "runtime/audits.def"
#undef AUDIT
#undef FAILS
#undef REFUSES
#undef TELLS
};

static const uint8_t does[] = {
#define AUDIT(NAME, name, does, cost, looks_at, when) DOES_##does,
#include "runtime/audits.def"
#undef AUDIT
};

const rt_audit_row *rt_audit_at(size_t check) { return check < RT_CHECKS ? &rows[check] : NULL; }

void rt_looked(rt_engine *e, rt_check check) {
    /* of two looks at once one may go uncounted */
    _Atomic uint64_t *looked = &e->audits[check].looked;
    atomic_store_explicit(looked, atomic_load_explicit(looked, memory_order_relaxed) + 1,
                          memory_order_relaxed);
}

void rt_audit_counts(const rt_engine *e, rt_check check, uint64_t *looked, uint64_t *found) {
    *looked = atomic_load(&e->audits[check].looked);
    *found = atomic_load(&e->audits[check].found);
}

/* The op and the line that recorded it. */
static void add_origin(const rt_engine *e, ir_id node, kn_text *op, const char **site) {
    const ir_graph *g = e->graph;
    if (node == IR_NONE || !g || node >= g->count) return;
    ir_print_node(g, node, op);
    *site = ir_at(g, node)->site;
}

static void write_line(rt_engine *e, rt_check check, const kn_text *found, const kn_text *op,
                       const char *site) {
    kn_text line;
    kn_text_init(&line, e->alloc);
    kn_text_add(&line, "\"check\":\"%s\",\"found\":", rows[check].name);
    kn_text_json_string(&line, kn_text_str(found));
    if (op->len > 0) {
        kn_text_add(&line, ",\"op\":");
        kn_text_json_string(&line, kn_text_str(op));
    }
    if (site) {
        kn_text_add(&line, ",\"site\":");
        kn_text_json_string(&line, site);
    }
    if (!line.failed) rt_note(e, "audit", kn_text_str(&line));
    kn_text_free(&line);
}

static void fail_with(rt_engine *e, rt_check check, const kn_text *found, const kn_text *op,
                      const char *site) {
    if (e->audit_failed) return;
    e->audit_failed = true;
    kn_text_add(&e->audit_why, "audit %s: %s", rows[check].name, kn_text_str(found));
    if (op->len > 0) kn_text_add(&e->audit_why, "; %s", kn_text_str(op));
    if (site) kn_text_add(&e->audit_why, " (%s)", site);
}

void rt_audit(rt_engine *e, rt_check check, ir_id node, const char *format, ...) {
    kn_text found, op;
    const char *site = NULL;
    va_list args;
    if (!e) return;
    atomic_fetch_add(&e->audits[check].found, 1);
    kn_text_init(&found, e->alloc);
    kn_text_init(&op, e->alloc);
    va_start(args, format);
    kn_text_addv(&found, format, args);
    va_end(args);
    add_origin(e, node, &op, &site);
    write_line(e, check, &found, &op, site);
    if (does[check] == DOES_FAILS) fail_with(e, check, &found, &op, site);
    kn_text_free(&found);
    kn_text_free(&op);
}

kiln_status rt_audited(rt_engine *e, kn_text *why) {
    if (!e->audit_failed) return KILN_OK;
    kn_text_clear(why);
    kn_text_add(why, "%s",
                e->audit_why.failed ? "a check of hardened mode failed"
                                    : kn_text_str(&e->audit_why));
    kn_text_clear(&e->audit_why);
    e->audit_why.failed = e->audit_failed = false;
    return KILN_INTERNAL;
}
