/* SPDX-License-Identifier: Apache-2.0
 * Budgets: how much a stretch of calls may take of time, memory, code and nodes, and what it took.
 * A build with KILN_BUDGETS=OFF has none of these functions. docs/budgets.md is the page.
 *
 *     kiln_limits most = {.struct_size = sizeof most, .deadline_ns = 50000000};
 *     kiln_budget *b;
 *     char why[256];
 *     most.bytes_live = 1 << 30;
 *     if (kiln_budget_open(&most, NULL, &b, why, sizeof why) == KILN_OK) {
 *         kiln_status status = kiln_eval_within(b, KILN_LIST(loss)); // OK or BUDGET
 *         kiln_budget_close(b);
 *     }
 *
 * What does not fit fails with BUDGET; its text names the limit, what it is and what is needed or
 * was spent. What is known before work starts (bytes, nodes, kernels) is refused before it; the
 * clock is looked at while work runs, and where it has run out an evaluation ends as a cancelled
 * one does: no result, nothing changed, the session usable. */
#ifndef KILN_BUDGET_H
#define KILN_BUDGET_H

#include "kiln/arguments.h"
#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct kiln_budget kiln_budget;

/* Called by the thread that evaluates, at most every 10 ms while it works and once at the end, also
 * of an evaluation that failed, then with the stage in which it ended: how much of it is done, from
 * 0 and never falling, 1 when all of it is; how many bytes tensors and plans of the session hold;
 * and what is being done: "plan", "compile", "run", "verify", "file", "done". Steps count alike, so
 * the pace is not even. It may call kiln_cancel and nothing else of the session. */
typedef void (*kiln_progress)(void *user, double fraction, uint64_t bytes, const char *stage);

/* 0: no limit. */
typedef struct kiln_limits {
    size_t struct_size;   /* sizeof(kiln_limits) */
    const char *name;     /* for texts, at most 31 bytes, copied; NULL: none */
    uint64_t deadline_ns; /* from kiln_budget_open on, by the monotonic clock */
    uint64_t compute_ns;  /* within evaluations, whatever they do */
    uint64_t
        bytes_live; /* how many more tensors and plans hold at one time than when it was entered */
    uint64_t code_bytes;    /* objects of kernels, compiled or read from disk */
    uint64_t kernels;       /* compiled */
    uint64_t compile_ns;    /* compiling, summed over threads; a kernel that is begun is finished */
    uint64_t nodes;         /* of graphs computed */
    kiln_progress progress; /* or NULL */
    void *user;
} kiln_limits;

/* What was spent, by it and its children. */
typedef struct kiln_spent {
    size_t struct_size; /* set it to sizeof(kiln_spent) before the call */
    uint64_t open_ns;   /* since it was opened */
    uint64_t compute_ns, bytes_live, bytes_peak, code_bytes, kernels, compile_ns, nodes;
    uint64_t refused; /* how often something did not fit */
} kiln_spent;

/* A budget, to be closed. With a parent, what it spends its parent spends too, so that a child
 * never exceeds it, and the parent may be closed first. Any thread may open, close and ask; a
 * budget and its parents may be entered by several sessions at once. Errors, with their text in
 * `why` (may be NULL): BAD_ARGUMENT (a field, by its name), TOO_LARGE (16 parents above one
 * another), NO_MEMORY. */
KILN_API kiln_status kiln_budget_open(const kiln_limits *limits, kiln_budget *parent,
                                      kiln_budget **out, char *why, size_t why_size);
/* NULL is allowed. Where it is still entered it goes on to bind until it is left. */
KILN_API void kiln_budget_close(kiln_budget *budget);
/* BAD_ARGUMENT: NULL, or a struct of another size. */
KILN_API kiln_status kiln_budget_spent(const kiln_budget *budget, kiln_spent *out);

/* Whether the deadline or the compute time of a budget (a kiln_budget *), or of a parent, has run
 * out. Any thread may ask; it is what `stop` of kiln_sidecar_options takes. NULL: false. */
KILN_API bool kiln_budget_over(void *budget);

/* From enter to leave every call of the session is within the budget and those that were entered
 * before and not left yet. It is left with the scope that was innermost when it was entered;
 * entered before any scope, right after kiln_open, it is the session's. Errors, of the session too:
 * BAD_ARGUMENT (NULL; entered twice; left when another one was entered last), TOO_LARGE (more than
 * 16 budgets, parents included). */
KILN_API kiln_status kiln_budget_enter(kiln_site at, kiln_session *session, kiln_budget *budget);
KILN_API kiln_status kiln_budget_leave(kiln_site at, kiln_session *session, kiln_budget *budget);
#define kiln_budget_enter(...)                                                                     \
    KILN_TAKES_2_(kiln_budget_enter, kiln_status, "kiln_budget_enter(s, budget)", __VA_ARGS__)
#define kiln_budget_leave(...)                                                                     \
    KILN_TAKES_2_(kiln_budget_leave, kiln_status, "kiln_budget_leave(s, budget)", __VA_ARGS__)

/* kiln_eval with the budget entered for it alone. */
KILN_API kiln_status kiln_eval_within(kiln_site at, kiln_budget *budget, kiln_list tensors);
#define kiln_eval_within(...)                                                                      \
    KILN_TAKES_2_(kiln_eval_within, kiln_status, "kiln_eval_within(budget, tensors)", __VA_ARGS__)

#ifdef __cplusplus
}
#endif
#endif
