/* SPDX-License-Identifier: Apache-2.0
 * Hardened mode's long looks: whether bytes are poison, whether floats are finite; and filling. In
 * pieces, which the pool's threads share. Called by the audit_*.c, buffers.c and outputs.c. */
#ifndef KN_RUNTIME_AUDIT_SWEEP_H
#define KN_RUNTIME_AUDIT_SWEEP_H

#include <stdbool.h>
#include <stddef.h>

#include "kiln/kiln.h"

struct rt_engine;

void rt_fill(void *at, size_t nbytes, int byte);
/* The first byte that is not `byte`, or nbytes. */
size_t rt_filled(const void *at, size_t nbytes, int byte);
/* dtype is a float's. */
bool rt_all_finite(kiln_dtype dtype, const void *data, size_t nbytes);

enum { RT_SWEEP_PIECES = 128 };
/* poison it, is it poison, is it finite */
typedef enum rt_sweep_kind { RT_SWEEP_FILL, RT_SWEEP_POISON, RT_SWEEP_FINITE } rt_sweep_kind;

/* What is looked at: `owner` and `size` are for who is told, `from` is where `at` lies in the
 * owner. */
typedef struct rt_swept {
    const void *owner;
    size_t size, from;
    char *at;
    size_t nbytes;
} rt_swept;
/* Called once for each owner something was found in, in the order they were added, by the thread
 * that closes. `byte`: of the owner, the first that is not poison; of floats where the piece
 * begins. */
typedef void (*rt_sweep_found)(struct rt_engine *e, void *user, const rt_swept *what, size_t byte);

typedef struct rt_sweep_piece {
    rt_swept what;
    rt_sweep_kind kind;
    kiln_dtype dtype;
    size_t good;
} rt_sweep_piece;
typedef struct rt_sweep {
    struct rt_engine *e;
    rt_sweep_found found;
    void *user;
    const void *told; /* owner of the latest finding */
    bool stops;       /* with the run */
    size_t n, nbytes;
    rt_sweep_piece piece[RT_SWEEP_PIECES];
} rt_sweep;

/* `stops`: a run that is to stop is not swept to its end. */
void rt_sweep_open(rt_sweep *s, struct rt_engine *e, bool stops, rt_sweep_found found, void *user);
/* When there is no place for more, what was added is done. */
void rt_sweep_add(rt_sweep *s, rt_sweep_kind kind, kiln_dtype dtype, rt_swept what);
/* All that was added is done, and told. */
void rt_sweep_close(rt_sweep *s);

#endif
