/* SPDX-License-Identifier: Apache-2.0
 * --deadline, --memory and --compile-time, as run, replay, bench and conform share them. */
#ifndef KILN_BUDGET_OPTIONS_H
#define KILN_BUDGET_OPTIONS_H

#include "command.h"

typedef struct budget_options {
    double deadline, compile; /* seconds; 0: not given */
    uint64_t memory;          /* bytes */
} budget_options;

enum { OPTION_DEADLINE = 1000, OPTION_MEMORY, OPTION_COMPILE };

#ifdef KILN_NO_BUDGETS
typedef struct kiln_budget kiln_budget;
#define BUDGET_NAMES
#define BUDGET_WORDS ""
#define BUDGET_USAGE ""
#else
/* Rows of a command's options; what its usage line and its usage say. */
#define BUDGET_NAMES                                                                               \
    {"deadline", required_argument, NULL, OPTION_DEADLINE},                                        \
        {"memory", required_argument, NULL, OPTION_MEMORY},                                        \
        {"compile-time", required_argument, NULL, OPTION_COMPILE},
#define BUDGET_WORDS " [--deadline SECONDS] [--memory BYTES] [--compile-time SECONDS]"
#define BUDGET_USAGE                                                                               \
    "  --deadline S    stop S seconds from now; exit code 5, as for the next two\n"                \
    "  --memory BYTES  of tensors and plans at one time; a plan that needs more is refused; K, M " \
    "or G may follow\n"                                                                            \
    "  --compile-time S  seconds for compiling kernels\n"
#endif

/* Whether the option getopt_long found is one of them; then *code says whether its value is good.
 */
bool budget_option(budget_options *o, int found, int *code);
/* The budget they ask for, whose deadline begins now; *out is NULL where none is asked for and
 * nothing is shown. `show`: progress on a terminal. Close it with budget_done. */
int budget_begin(const budget_options *o, bool show, kiln_budget **out);
void budget_bind(kiln_session *s, kiln_budget *b); /* for the session's life; NULL is allowed */
bool budget_over(kiln_budget *b);                  /* its deadline has passed */
void budget_done(kiln_budget *b);

#endif
