/* SPDX-License-Identifier: Apache-2.0
 * What hardened mode checks: each check by its name, with what it looks at, when, and how often a
 * session's found something. What `kiln doctor --audits` shows; docs/hardened.md says more of each.
 */
#ifndef KILN_AUDIT_H
#define KILN_AUDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kiln/session.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Strings are static. `does`, once it found something: "fails" ends the evaluation with INTERNAL,
 * "refuses" keeps what was found from being used, "tells" is a line of the ledger and no more.
 * `cost`: "NOTHING" that strict mode does not pay too, "ONCE" a plan, kernel or file, "CALL",
 * "STEP", or "BYTES": linear in what is looked at. */
typedef struct kiln_audit {
    const char *name, *does, *cost, *looks_at, *when;
    uint64_t looked, found; /* by the session; 0 without one, and in strict mode */
} kiln_audit;

/* Check number i, from 0; false when there are no more, or `out` is NULL. `session` may be NULL. */
KILN_API bool kiln_audit_at(const kiln_session *session, size_t i, kiln_audit *out);

#ifdef __cplusplus
}
#endif
#endif
