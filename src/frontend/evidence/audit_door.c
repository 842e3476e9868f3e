/* SPDX-License-Identifier: Apache-2.0
 * Hardened mode's checks as users see them, and those that are made here: of handles, sessions,
 * threads and what is stale. Called by handle.c, gradient.c, stale.c and reading.c, and by users.
 */
#include "frontend/core/frontend.h"
#include "kiln/audit.h"

bool kiln_audit_at(const kiln_session *s, size_t i, kiln_audit *out) {
    const rt_audit_row *row = rt_audit_at(i);
    if (row == NULL || out == NULL) return false;
    *out = (kiln_audit){.name = row->name,
                        .does = row->does,
                        .cost = row->cost,
                        .looks_at = row->looks_at,
                        .when = row->when};
    if (s != NULL && s->engine != NULL)
        rt_audit_counts(s->engine, (rt_check)i, &out->looked, &out->found);
    return true;
}

void fe_audit(kiln_session *s, rt_check check, kiln_site at, const char *call) {
    if (s == NULL || !s->hardened || s->engine == NULL) return;
    rt_audit(s->engine, check, IR_NONE, "%s at %s", call != NULL ? call : "a call",
             at != NULL ? at : "an unknown line");
}

/* The thread that is in a call: by the address of what only it has. */
bool fe_alone(kiln_session *s, kiln_site at, const char *call) {
    const fe_doors *me = &fe_doors_of_thread, *inside = NULL;
    rt_looked(s->engine, RT_CHECK_THREAD);
    rt_looked(s->engine, RT_CHECK_HANDLE);
    rt_looked(s->engine, RT_CHECK_SESSION);
    if (!atomic_compare_exchange_strong(&s->inside, &inside, me) && inside != me) {
        fe_audit(s, RT_CHECK_THREAD, at, call);
        fe_error(NULL, at, call, KILN_BAD_HANDLE, "another thread is in a call on this session");
        return false;
    }
    if (fe_doors_of_thread.open == 0)
        fe_leave(s); /* nobody would */
    else
        fe_doors_of_thread.within = s;
    return true;
}

void fe_leave(kiln_session *s) {
    atomic_store(&s->inside, NULL);
    fe_doors_of_thread.within = NULL;
}
