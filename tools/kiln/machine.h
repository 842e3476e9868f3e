/* SPDX-License-Identifier: Apache-2.0
 * What this machine is, for `kiln doctor` and for the head of a bench report. */
#ifndef KILN_MACHINE_H
#define KILN_MACHINE_H

#include "command.h"

typedef struct machine {
    char cpu[96], kernel[96];
    long cpus, page_bytes;              /* cpus: that this process may use */
    long l1d_bytes, l2_bytes, l3_bytes; /* of one instance; 0: not known */
    double memory_bytes;
} machine;

void machine_look(machine *m);
/* The same as an object, with what `s` (may be NULL) resolved: version, isa, llvm, threads. */
json_t *machine_json(const machine *m, kiln_session *s);

#endif
