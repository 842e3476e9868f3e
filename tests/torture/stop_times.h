/* SPDX-License-Identifier: Apache-2.0
 * The kinds of work that stop_times.c stops. */
#ifndef KN_TESTS_TORTURE_STOP_TIMES_H
#define KN_TESTS_TORTURE_STOP_TIMES_H

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiln/kiln.h"

typedef struct work {
    kiln_session *s;
    kiln_tensor *data[3]; /* kept */
    int64_t n;            /* size: the kind's own, or smaller */
    uint64_t round;
    /* of work on files */
    char folder[64], path[96];
    kiln_checkpoint_file *file;
    bool (*stop)(void *user); /* what takes no session asks it */
    void *user;
} work;

typedef struct kind {
    const char *name;
    int64_t size; /* of a long run */
    void (*data)(work *w);
    kiln_tensor *(*record)(work *w); /* NULL: `act` */
    kiln_path path;
    kiln_verify verify;
    kiln_isa isa;
    bool compiles;               /* every round has a structure of its own, and no cache */
    kiln_status (*act)(work *w); /* all that it does; CANCELLED of what has no session */
    void (*end)(work *w);        /* what `data` made besides tensors; NULL: nothing */
} kind;

extern const kind tensor_kinds[], file_kinds[];
extern const size_t tensor_kinds_count, file_kinds_count;
/* Whether a stop left nothing beside the file but what was there. */
bool folder_is_clean(const work *w);

#endif
