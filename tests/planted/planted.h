/* SPDX-License-Identifier: Apache-2.0
 * One fault, planted in a session of hardened mode or not: what happened, and what a fault's
 * function may use. Used by the files of faults here and by planted.c, which runs and judges them.
 */
#ifndef KN_TESTS_PLANTED_H
#define KN_TESTS_PLANTED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiln/kiln.h"
#include "runtime/engine.h"

enum { MOST_BUFFERS_OF_TRIAL = 8, SEEDS = 3 };

/* What the parent is told of a trial in a process of its own. */
typedef struct outcome {
    uint64_t looked[RT_CHECKS], found[RT_CHECKS];
    /* ended: an evaluation, by a check; unable: the trial could not be set up */
    bool finished, ended, unable;
    /* of the first evaluation that ended, or why it was unable */
    char text[256];
} outcome;

typedef struct trial trial;
typedef void (*plant_fn)(trial *t, int point, void *what, size_t i);

struct trial {
    bool planted;  /* else the same without the fault: nothing may be found */
    unsigned seed; /* moves the fault about */
    plant_fn plant;
    char folder[64], cache[96], ledger[96];
    rt_engine *e;
    ir_graph g;
    void *in[MOST_BUFFERS_OF_TRIAL], *out[MOST_BUFFERS_OF_TRIAL];
    size_t nin, runs;
    int done; /* for the fault's own use */
    outcome o;
};

typedef struct fault {
    const char *name;
    rt_check check;
    void (*run)(trial *t);
    plant_fn plant;   /* NULL: run does it */
    const char *says; /* a word of the ledger's line, or NULL */
} fault;

extern const fault plan_faults[], memory_faults[], code_faults[], cache_faults[], use_faults[];

/* planted.c */
void trial_open(trial *t, bool cache);
void trial_graph(trial *t, const char *text); /* new buffers with numbers in them */
kiln_status trial_run(trial *t);
/* of an evaluation that others made */
void trial_note(trial *t, kiln_status status, const char *text);
void trial_close(trial *t);
void trial_unable(trial *t, const char *why);

/* Steps of every kind: maps, contractions, rows with scratch, columns in blocks with a fold, a
 * reference kernel, a copy. */
extern const char *const graph_of_all;
static inline void run_all(trial *t) {
    trial_open(t, false);
    trial_graph(t, graph_of_all);
    for (int i = 0; i < 3; i++) (void)trial_run(t);
    trial_close(t);
}

#endif
