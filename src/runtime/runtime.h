/* SPDX-License-Identifier: Apache-2.0
 * The engine behind a session: computes graphs on the fused or the eager path, with plan cache,
 * kernel cache, worker pool, verification and ledger. Called by frontend/ only. */
#ifndef KN_RUNTIME_H
#define KN_RUNTIME_H

#include "base/digest.h"
#include "reference/reference.h"
#include "ir/plan.h"
#include "kiln/options.h"
#include "runtime/budget.h"
#include "runtime/audit.h"

typedef struct rt_engine rt_engine;

/* What a session resolved from options and environment; nothing is DEFAULT. */
typedef struct rt_config {
    kiln_mode mode;
    kiln_path path;
    kiln_verify verify;
    kiln_matmul_route matmul;
    kiln_isa isa;
    int threads;
    char *cache_dir; /* owned; NULL: no disk cache */
    char *ledger;    /* owned; NULL: none */
    char *dump_dir;  /* owned; NULL: none */
    kiln_ledger_sync ledger_sync;
    uint64_t flush_nodes, flush_bytes;
} rt_config;

/* Options, then environment, then defaults. BAD_ARGUMENT names the variable or field and what was
 * expected. */
kiln_status rt_config_resolve(const kn_alloc *alloc, const kiln_options *options, rt_config *out,
                              kn_text *why);
void rt_config_free(const kn_alloc *alloc, rt_config *c);

/* Takes over `config`'s strings, also on failure. */
kiln_status rt_open(const kn_alloc *alloc, rt_config *config, rt_engine **out, kn_text *why);
uint64_t rt_close(rt_engine *e); /* rt_ledger_lost, the closing included */

/* Buffers of tensors: 64-byte aligned, 128 bytes readable past nbytes and writable up to a multiple
 * of 64, 2 MB pages advised when large; recycled by size so that a steady loop allocates nothing.
 */
void *rt_buffer_get(rt_engine *e, size_t nbytes);
void rt_buffer_put(rt_engine *e, void *data, size_t nbytes);
void rt_trim(rt_engine *e); /* returns recycled memory */

/* What a run reads and writes.
 *   inputs[i]    data of the i-th INPUT node by id.
 *   outputs[o]   a buffer from rt_buffer_get, or NULL: the run puts one here, its own or inputs[i]
 *                where that is donated and can be written
 *                over. After a failure what was NULL is NULL again, and what was not is undefined.
 *   donated      NULL, or by input: nobody reads it after the run, and no other input is the same
 *                buffer. It is one of outputs then, or as it
 *                was: after a failure all are as they were, but after MISMATCH they hold nothing
 *                anyone can use.
 *   kept         NULL, or by node, NULL each: where named[node] is true and the run stores the
 *                node's value anyway, it may put a buffer with it here,
 *                the caller's from then on; keep_nbytes in all. After a failure all are NULL. */
typedef struct rt_io {
    void *const *inputs;
    void **outputs;
    const uint8_t *donated;
    const uint8_t *named;
    void **kept;
    size_t keep_nbytes;
} rt_io;

/* Computes g's outputs. Scalar values are the bits in g. `reason` ("item", "eval", "flush: nodes"
 * ...) and `site` go to the ledger. */
kiln_status rt_run(rt_engine *e, const ir_graph *g, const rt_io *io, const char *reason,
                   const char *site, kn_text *why);

/* What stopped the latest rt_run: REF_NO_FAULT where it was something else, or nothing. `node` is
 * one of its graph, IR_NONE where a pass made it. */
const ref_fault *rt_get_fault(const rt_engine *e);

/* Builds what `stage` names for g without running it: graph, passes, plan, loops, llvm, asm, dot,
 * json. */
kiln_status rt_dump(rt_engine *e, const ir_graph *g, const char *stage, kn_text *out, kn_text *why);

/* An engine's state. RUNNING: inside a public call, or inside rt_run where that is called by
 * itself; a cancel makes it STOPPING and a budget's clock SPENT, until the call has ended: what is
 * computed in it stops. IDLE: a cancel is for nobody. */
enum { RT_RUNNING, RT_STOPPING, RT_SPENT, RT_IDLE };
/* Around a public call, as atomic_uint's owner: no other thread but rt_cancel's writes it. Begin
 * gives whether there was none around it. */
atomic_uint *rt_call_state(rt_engine *e);
static inline bool rt_call_begin(atomic_uint *state) {
    if (atomic_load_explicit(state, memory_order_relaxed) != RT_IDLE) return false;
    atomic_store_explicit(state, RT_RUNNING, memory_order_release);
    return true;
}
static inline void rt_call_end(atomic_uint *state) {
    atomic_store_explicit(state, RT_IDLE, memory_order_release);
}
/* Asks the call in progress to stop computing with CANCELLED; callable from any thread and from
 * signal handlers. */
void rt_cancel(rt_engine *e);
/* Around work of a call beside rt_run, as on files: it is within what binds the engine while `stop`
 * is asked. */
typedef struct rt_spending {
    uint64_t began_ns, steps; /* began_ns 0: nobody asks */
    rt_refusal refusal;
} rt_spending;
kiln_status rt_beside_open(rt_engine *e, rt_spending *s, kn_stop *stop, kn_text *why);
/* Gives the status that the work ends with. */
kiln_status rt_beside_close(rt_engine *e, kiln_status status, const char *reason, const char *site,
                            rt_spending *s, kn_text *why);
/* What binds the engine's calls. */
rt_budgets *rt_get_budgets(rt_engine *e);
/* A ledger line of what was refused, or of what an evaluation that was stopped had spent. */
void rt_note_refusal(rt_engine *e, const rt_refusal *r, const char *reason, const char *site,
                     uint64_t ns);

typedef struct rt_stats {
    uint64_t evaluations, plans_built, plan_hits, kernels_compiled, kernels_from_disk,
        kernels_from_memory;
    uint64_t steps_run, verified_plans, eager_nodes;
    uint64_t plan_ns, compile_ns, load_ns, run_ns, verify_ns;      /* summed */
    uint64_t allocations, bytes_allocated, bytes_live, bytes_peak; /* tensor buffers and arenas */
    uint64_t last_plan_steps, last_plan_kernels, last_arena_bytes;
    uint64_t cache_rejects;    /* disk entries refused */
    uint64_t cache_mismatches; /* disk entries found wrong by verification */
} rt_stats;
const rt_stats *rt_get_stats(const rt_engine *e);
const rt_config *rt_get_config(const rt_engine *e);
/* "19.1.7", or "absent" when the plug-in cannot be opened. Opens it. */
const char *rt_llvm_version(rt_engine *e);
uint64_t rt_ledger_lost(const rt_engine *e); /* lines that could not be written */
/* Adds one line to the ledger, if there is one; e may be NULL. `fields` is JSON members without
 * braces. */
void rt_note(rt_engine *e, const char *kind, const char *fields);

#endif
