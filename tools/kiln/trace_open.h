/* SPDX-License-Identifier: Apache-2.0
 * Opening a trace for the commands trace and replay. */
#ifndef KILN_TRACE_OPEN_H
#define KILN_TRACE_OPEN_H

#include "command.h"

#include <kiln/trace.h>

/* EXIT_OK and *out, to be closed; or after a message EXIT_REFUSED (malformed, changed or of another
 * version) or EXIT_IO. */
static inline int trace_open(const char *path, kiln_trace_file **out) {
    char why[512];
    kiln_status status = kiln_trace_open(path, NULL, out, why, sizeof why);
    if (status == KILN_OK) return EXIT_OK;
    return fail(status == KILN_IO || status == KILN_NO_MEMORY ? EXIT_IO : EXIT_REFUSED, "%s", why);
}

#endif
